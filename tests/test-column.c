/* test-column.c: the linear column against closed forms, limits and reference tables. */
#include <complex.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_sf_bessel.h>
#include <math.h>

#include "core/plume-parallel.h"
#include "reference-table.h"
#include "linalg/plume-bessel.h"
#include "transport/plume-column-fourier.h"
#include "transport/plume-column-inversion.h"
#include "transport/plume-column-kernel.h"
#include "transport/plume-column-linear.h"
#include "transport/plume-column-thomas.h"

#define TOPIC "gas-chromatography"

static const double benzene_k = 1.2, benzene_k_d = 40, hold_up = 60;

static void
assert_near (double value, double wanted, double tolerance)
{
  if (!(fabs (value - wanted) <= tolerance))
    g_error ("%.17g is not %.17g within %g", value, wanted, tolerance);
}

static void
test_bessel_equals_gsl (void)
{
  for (double z = 1e-4; z < 1e8; z *= 1.003)
    {
      assert_near (plume_bessel_i0_scaled (z) / gsl_sf_bessel_I0_scaled (z), 1, 2e-15);
      assert_near (plume_bessel_i1_scaled (z) / gsl_sf_bessel_I1_scaled (z), 1, 2e-15);
    }
  for (double x = 0; x < 600; x += 0.0371)
    assert_near (plume_exp_negative (-x) / exp (-x), 1, 1e-15);
}

static void
test_step_is_symmetric (void)
{
  for (double a = 1e-3; a < 2e5; a *= 1.7)
    for (double b = 1e-3; b < 2e5; b *= 1.6)
      {
        double root = (a - b) / (sqrt (a) + sqrt (b));
        double product = exp (-root * root) * gsl_sf_bessel_I0_scaled (2 * sqrt (a * b));

        assert_near (plume_kernel_step (a, b) + plume_kernel_step (b, a), 1 + product, 1e-13);
        assert_near (plume_kernel_step (a, b) + plume_kernel_step_complement (a, b), 1, 1e-14);
      }
  g_assert_cmpfloat (plume_kernel_step (0, 3), ==, 1);
  assert_near (plume_kernel_step (3, 0), exp (-3), 1e-15);
}

/* Marcum's Q₁ is the tail of a non-central χ² with two degrees of freedom: a mixture of χ² tails
 * with Poisson weights. */
static void
test_step_is_a_poisson_mixture (void)
{
  static const double cases[][2] = { { 2, 1 }, { 0.1, 5 }, { 30, 33 }, { 30, 3 }, { 120, 100 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double a = cases[i][0], b = cases[i][1], sum = 0;

      for (int n = 0; n < 800; n++)
        sum += exp (-b + n * log (b) - lgamma (n + 1)) * gsl_cdf_chisq_Q (2 * a, 2 * n + 2);
      assert_near (plume_kernel_step (a, b), sum, 1e-13);
    }
}

static void
test_plug_is_a_difference_of_steps (void)
{
  static const double adsorptions[] = { 0, 0.01, 0.5, 2, 30, 300, 3000, 144000 };
  static const double lengths[] = { 0.01, 0.3, 3, 20, 200, 5000, INFINITY };

  for (guint i = 0; i < G_N_ELEMENTS (adsorptions); i++)
    for (guint j = 0; j < G_N_ELEMENTS (lengths); j++)
      for (int k = 0; k < 200; k++)
        {
          double X = adsorptions[i], T = lengths[j], c, q;
          double tau =
              X + sqrt (2 * X + 1) * (-10 + 30 * k / 199.0) + (isinf (T) ? 0 : T * k / 199.0);
          double head = tau < 0 ? 0 : plume_kernel_step (X, tau),
                 tail = tau < T ? 0 : plume_kernel_step (X, tau - T);

          plume_kernel_plug (X, T, 1, &tau, &c);
          plume_kernel_plug_adsorbed (X, T, 1, &tau, &q);
          assert_near (c, head - tail, 5e-15);
          assert_near (
              q, plume_kernel_step_complement (tau, X) - plume_kernel_step_complement (tau - T, X),
              5e-15);
        }
}

static void
test_derivatives_are_differences (void)
{
  double t[] = { 125, 130, 131.9, 133, 140 }, c[5], dk[5], dkd[5], dtM[5];

  plume_kernel_plug_with_derivatives (hold_up, benzene_k, benzene_k_d, 0.5, 5, t, c, dk, dkd, dtM);
  for (int parameter = 0; parameter < 3; parameter++)
    {
      double high[5], low[5], at[3] = { benzene_k, benzene_k_d, hold_up },
                              step = 1e-4 * at[parameter];
      const double *wanted = parameter == 0 ? dk : parameter == 1 ? dkd : dtM;

      at[parameter] += step;
      plume_kernel_plug_at_times (at[2], at[0], at[1], 0.5, 5, t, high);
      at[parameter] -= 2 * step;
      plume_kernel_plug_at_times (at[2], at[0], at[1], 0.5, 5, t, low);
      for (int i = 0; i < 5; i++)
        assert_near (wanted[i], (high[i] - low[i]) / (2 * step), 2e-4 * fabs (wanted[i]) + 1e-5);
    }
}

static PlumeTransfer
reference_case (GPtrArray *cases, guint row, PlumeInlet *inlet)
{
  const char *boundary = ((char **)g_ptr_array_index (cases, row))[1];

  *inlet = (PlumeInlet){ .shape = PLUME_INLET_PLUG, .duration = reference_number (cases, row, 6) };
  return (PlumeTransfer){
    .hold_up_time = reference_number (cases, row, 2),
    .retention_factor = reference_number (cases, row, 3),
    .desorption_rate = reference_number (cases, row, 4),
    .peclet = reference_number (cases, row, 5),
    .boundary = g_str_equal (boundary, "open")     ? PLUME_BOUNDARY_OPEN
                : g_str_equal (boundary, "flux")   ? PLUME_BOUNDARY_FLUX
                : g_str_equal (boundary, "closed") ? PLUME_BOUNDARY_CLOSED
                                                   : PLUME_BOUNDARY_PLUG,
  };
}

static void
test_profiles_equal_the_reference (void)
{
  g_autoptr (GPtrArray) cases = read_reference (TOPIC, "linear_cases.csv");
  g_autoptr (GPtrArray) profiles = read_reference (TOPIC, "linear_profiles.csv");
  guint compared = 0;

  for (guint row = 1; row < cases->len; row++)
    for (guint i = 1; i < profiles->len; i++)
      {
        PlumeInlet inlet;
        PlumeTransfer transfer = reference_case (cases, row, &inlet);
        double t = reference_number (profiles, i, 1), c, wanted = reference_number (profiles, i, 2),
               tail;

        if (!g_str_equal (((char **)g_ptr_array_index (profiles, i))[0],
                          ((char **)g_ptr_array_index (cases, row))[0]))
          continue;
        g_assert_true (plume_column_outlet (&transfer, &inlet, 1, &t, &c, NULL));
        assert_near (c, wanted, 1e-11);
        compared++;
        /* X = 2 has sharp edges, which are the closed form's business */
        if (plume_transfer_adsorptions (&transfer) < 40)
          continue;
        g_assert_true (plume_fourier_outlet (&transfer, &inlet, 1, &t, &c, &tail, NULL));
        assert_near (c, wanted, 1e-11);
        g_assert_cmpfloat (tail, <, 1e-15);
      }
  g_assert_cmpuint (compared, ==, 9 * 61);
}

static void
test_moments_equal_the_reference (void)
{
  g_autoptr (GPtrArray) cases = read_reference (TOPIC, "linear_cases.csv");
  g_autoptr (GPtrArray) moments = read_reference (TOPIC, "linear_moments.csv");

  for (guint row = 1; row < cases->len; row++)
    {
      PlumeInlet inlet;
      PlumeTransfer transfer = reference_case (cases, row, &inlet);
      PlumeMoments column = plume_transfer_moments (&transfer),
                   injection = plume_inlet_moments (&inlet);
      const char *name = ((char **)g_ptr_array_index (cases, row))[0];
      double third = reference_number (moments, row, 3);

      /* the table's third moments of flux and closed columns are low-order differences; these are
       * 60-digit ones of ln Ĉ */
      third = g_str_equal (name, "L6")   ? 624.24
              : g_str_equal (name, "L7") ? 613.584
              : g_str_equal (name, "L8") ? 167468.904800431
              : g_str_equal (name, "L9") ? 26.723144448
                                         : third;
      assert_near ((column.mean + injection.mean) / reference_number (moments, row, 1), 1, 1e-9);
      assert_near ((column.variance + injection.variance) / reference_number (moments, row, 2), 1,
                   1e-9);
      assert_near ((column.third + injection.third) / third, 1, 1e-9);
    }
}

/* Moments of any transfer function are those of its curve. */
static void
test_moments_belong_to_the_curves (void)
{
  enum
  {
    N = 1 << 14
  };
  g_autofree double *c = g_new (double, N);
  static const PlumeInlet inlets[] = { { PLUME_INLET_PLUG, 3 },
                                       { PLUME_INLET_GAUSSIAN, 2, 14 },
                                       { PLUME_INLET_DECAY, 4 } };

  for (int boundary = PLUME_BOUNDARY_PLUG; boundary <= PLUME_BOUNDARY_CLOSED; boundary++)
    for (guint shape = 0; shape < G_N_ELEMENTS (inlets); shape++)
      {
        PlumeTransfer transfer = { 60, 1, 5, 0.4, 2, (PlumeBoundary)boundary, 150, 2, 1.5 };
        PlumeMoments column = plume_transfer_moments (&transfer),
                     injection = plume_inlet_moments (&inlets[shape]);
        double window = 1500, area = 0, mean = 0, variance = 0, third = 0, step = window / N;

        g_assert_true (plume_fourier_grid (&transfer, &inlets[shape], window, N, c, NULL));
        for (int i = 0; i < N; i++)
          {
            area += c[i] * step;
            mean += c[i] * step * step * i;
          }
        mean /= area;
        for (int i = 0; i < N; i++)
          {
            variance += c[i] * step / area * pow (step * i - mean, 2);
            third += c[i] * step / area * pow (step * i - mean, 3);
          }
        assert_near (area / injection.area, 1, 1e-12);
        assert_near (mean / (column.mean + injection.mean), 1, 1e-9);
        assert_near (variance / (column.variance + injection.variance), 1, 1e-9);
        assert_near (third / (column.third + injection.third), 1, 1e-8);
      }
}

static void
test_mass_is_conserved (void)
{
  enum
  {
    N = 4001
  };
  double t[N], c[N], area = 0;

  for (int i = 0; i < N; i++)
    t[i] = 60 + 0.04 * i;
  plume_kernel_plug_at_times (hold_up, benzene_k, benzene_k_d, 0.5, N, t, c);
  for (int i = 0; i < N; i++)
    area += 0.04 * c[i];
  assert_near (area / 0.5, 1, 1e-12);
}

static void
test_limits (void)
{
  PlumeInlet plug = { PLUME_INLET_PLUG, 2 };
  PlumeTransfer unretained = { .hold_up_time = 60, .desorption_rate = 1 };
  PlumeTransfer fast = { .hold_up_time = 60, .retention_factor = 2, .desorption_rate = 1e9 };
  double t[] = { 59.9, 60.1, 61.9, 62.1 }, late[] = { 179.9, 180.1, 181.9, 182.1 }, c[4];

  g_assert_true (plume_column_outlet (&unretained, &plug, 4, t, c, NULL));
  for (int i = 0; i < 4; i++)
    assert_near (c[i], plume_inlet_value (&plug, t[i] - 60), 1e-15);
  g_assert_true (plume_column_outlet (&fast, &plug, 4, late, c, NULL));
  for (int i = 0; i < 4; i++)
    assert_near (c[i], plume_inlet_value (&plug, late[i] - 180), 1e-12);
  /* X → ∞: a Gaussian, with an Edgeworth correction of half the skewness 3/√(2X) */
  for (double X = 1e4; X < 2e7; X *= 10)
    {
      double sigma = sqrt (2 * X), skewness = 3 / sigma,
             gauss = exp (-0.5) / sqrt (2 * G_PI) / sigma;

      assert_near (plume_kernel_impulse (X, X + sigma) / gauss, 1 + skewness / 6 * (1 - 3), 20 / X);
    }
}

static void
test_infinite_peclet_is_plug_flow (void)
{
  PlumeInlet inlet = { PLUME_INLET_PLUG, 0.5 };
  PlumeTransfer closed = { .hold_up_time = 60,
                           .retention_factor = 1.2,
                           .desorption_rate = 40,
                           .boundary = PLUME_BOUNDARY_CLOSED,
                           .peclet = 1e13 };

  for (double t = 120; t < 145; t += 0.37)
    {
      double c, plug;

      g_assert_true (plume_column_outlet (&closed, &inlet, 1, &t, &c, NULL));
      plume_kernel_plug_at_times (60, 1.2, 40, 0.5, 1, &t, &plug);
      assert_near (c, plug, 1e-9);
    }
}

/* The paper's first claim: how much diffusion at the physical Péclet number changes the default
 * peaks. */
static void
test_diffusion_is_a_small_change (void)
{
  enum
  {
    N = 6000
  };
  static const struct
  {
    double k, k_d, Pe, change;
  } cases[] = { { 1.2, 40, 3.3e5, 0.014 }, { 2.7, 36, 3.3e5, 0.016 }, { 5.9, 32, 3.3e5, 0.023 },
                { 7.3, 30, 3.3e5, 0.025 }, { 7.3, 30, 1e6, 0.0084 },  { 7.3, 30, 1e4, 0.39 } };
  static double t[N], c[N], plug[N];

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PlumeInlet inlet = { PLUME_INLET_PLUG, 0.5 };
      PlumeTransfer transfer = { .hold_up_time = 60,
                                 .retention_factor = cases[i].k,
                                 .desorption_rate = cases[i].k_d,
                                 .boundary = PLUME_BOUNDARY_CLOSED,
                                 .peclet = cases[i].Pe };
      double change = 0, top = 0;

      for (int j = 0; j < N; j++)
        t[j] = 60 + 0.1 * j;
      g_assert_true (plume_column_outlet (&transfer, &inlet, N, t, c, NULL));
      plume_kernel_plug_at_times (60, cases[i].k, cases[i].k_d, 0.5, N, t, plug);
      for (int j = 0; j < N; j++)
        {
          change = MAX (change, fabs (c[j] - plug[j]));
          top = MAX (top, plug[j]);
        }
      assert_near (change / top / cases[i].change, 1, 0.05);
    }
}

/* The paper's third claim, and the failure of contours. */
static void
test_single_integral_is_the_closed_form (void)
{
  for (double X = 100; X < 2e5; X *= 11)
    for (double z = -4; z <= 6; z += 0.7)
      {
        double tau = X + z * sqrt (2 * X), T = 0.3 * sqrt (2 * X), exact, integral;
        g_autoptr (GError) error = NULL;

        plume_kernel_plug (X, T, 1, &tau, &exact);
        g_assert_true (plume_inversion_single_integral (X, T, tau, 1e-12, &integral, &error));
        g_assert_no_error (error);
        assert_near (integral, exact, 1e-11);
      }
}

static void
test_contours_fail_for_many_adsorptions (void)
{
  double exact;

  exact = plume_kernel_step (3, 3);
  assert_near (plume_inversion_talbot (3, INFINITY, 3, 20), exact, 1e-8);
  assert_near (plume_inversion_weideman (3, INFINITY, 3, 32), exact, 1e-11);
  exact = plume_kernel_step (3000, 3000);
  g_assert_cmpfloat (fabs (plume_inversion_talbot (3000, INFINITY, 3000, 32) - exact), >, 1e-3);
  g_assert_cmpfloat (fabs (plume_inversion_weideman (3000, INFINITY, 3000, 32) - exact), >, 1e-3);
}

static void
test_inlets_agree_between_engines (void)
{
  static const double times[] = { 0, 1, 3, 7, 9 }, values[] = { 0, 1, 0.6, 0.2, 0 };
  static const PlumeInlet inlets[] = { { PLUME_INLET_PLUG, 3 },
                                       { PLUME_INLET_GAUSSIAN, 1, 9 },
                                       { PLUME_INLET_DECAY, 4 },
                                       { PLUME_INLET_SAMPLED, .n = 5, .times = times,
                                         .values = values } };
  PlumeTransfer transfer = { .hold_up_time = 60, .retention_factor = 1, .desorption_rate = 5 };

  for (guint i = 0; i < G_N_ELEMENTS (inlets); i++)
    for (double t = 100; t < 160; t += 3.1)
      {
        double c, q, spectral, stirred;
        PlumeTransfer adsorbed = transfer;

        adsorbed.mixing_time = 1 / transfer.desorption_rate;
        g_assert_true (plume_fourier_outlet (&transfer, &inlets[i], 1, &t, &spectral, NULL, NULL));
        g_assert_true (plume_fourier_outlet (&adsorbed, &inlets[i], 1, &t, &stirred, NULL, NULL));
        g_assert_true (plume_column_profile (&transfer, &inlets[i], t, 1, &transfer.hold_up_time,
                                             &c, &q, NULL));
        /* the transform of the sampled inlet has aliases of fourth order */
        assert_near (spectral, c, i == 3 ? 1e-8 : 1e-12);
        assert_near (stirred, q, i == 3 ? 1e-8 : 1e-12);
      }
}

/* Few adsorptions: the sharp copy of the inlet is added apart. */
static void
test_unretained_part_is_exact (void)
{
  PlumeInlet inlet = { PLUME_INLET_GAUSSIAN, 0.3, 3 };
  PlumeTransfer transfer = { .hold_up_time = 10, .retention_factor = 1, .desorption_rate = 0.2 };

  for (double t = 5; t < 60; t += 0.7)
    {
      double spectral, direct, tail;

      g_assert_true (plume_fourier_outlet (&transfer, &inlet, 1, &t, &spectral, &tail, NULL));
      g_assert_true (plume_column_profile (&transfer, &inlet, t, 1, &transfer.hold_up_time, &direct,
                                           NULL, NULL));
      assert_near (spectral, direct, 1e-12);
      g_assert_cmpfloat (tail, <, 1e-15);
    }
}

static void
test_inlet_means_are_integrals (void)
{
  static const double times[] = { 0.5, 1, 3, 7, 9 }, values[] = { 0.1, 1, 0.6, 0.2, 0 };
  static const PlumeInlet inlets[] = { { PLUME_INLET_PLUG, 3 },
                                       { PLUME_INLET_GAUSSIAN, 1, 9 },
                                       { PLUME_INLET_DECAY, 4 },
                                       { PLUME_INLET_SAMPLED, .n = 5, .times = times,
                                         .values = values } };

  for (guint i = 0; i < G_N_ELEMENTS (inlets); i++)
    {
      PlumeMoments moments = plume_inlet_moments (&inlets[i]);
      double area = 0, mean = 0;

      for (int j = -1000; j < 20000; j++)
        {
          double piece = plume_inlet_mean (&inlets[i], 0.01 * j, 0.01 * (j + 1)) * 0.01;

          area += piece;
          mean += piece * 0.01 * (j + 0.5);
        }
      assert_near (area / moments.area, 1, 1e-12);
      assert_near (mean / area, moments.mean, 1e-5);
    }
}

static void
test_map_rows_are_profiles (void)
{
  enum
  {
    ROWS = 20,
    COLUMNS = 50
  };
  PlumeInlet inlets[] = { { PLUME_INLET_PLUG, 2 }, { PLUME_INLET_GAUSSIAN, 1, 8 } };
  PlumeTransfer transfer = { .hold_up_time = 60, .retention_factor = 1.2, .desorption_rate = 4 };
  double theta[ROWS], t[COLUMNS], c[ROWS * COLUMNS], q[ROWS * COLUMNS];

  for (int i = 0; i < ROWS; i++)
    theta[i] = 60.0 * i / (ROWS - 1);
  for (int i = 0; i < COLUMNS; i++)
    t[i] = 4.0 * i;
  for (int shape = 0; shape < 2; shape++)
    {
      g_assert_true (
          plume_column_map (&transfer, &inlets[shape], ROWS, theta, COLUMNS, t, c, q, NULL, NULL));
      for (int i = 0; i < ROWS; i++)
        for (int j = 0; j < COLUMNS; j++)
          {
            double gas, adsorbed;

            g_assert_true (plume_column_profile (&transfer, &inlets[shape], t[j], 1, &theta[i],
                                                 &gas, &adsorbed, NULL));
            assert_near (c[i * COLUMNS + j], gas, 1e-12);
            assert_near (q[i * COLUMNS + j], adsorbed, 1e-12);
          }
    }
}

static void
test_chromatogram_does_not_depend_on_threads (void)
{
  enum
  {
    ANALYTES = 20,
    N = 5000
  };
  static double t[N], one[ANALYTES * N], two[ANALYTES * N], sum[N];
  PlumeTransfer transfers[ANALYTES];
  double amounts[ANALYTES];
  PlumeInlet inlet = { PLUME_INLET_PLUG, 0.5 };

  for (int i = 0; i < N; i++)
    t[i] = 0.12 * i;
  for (int a = 0; a < ANALYTES; a++)
    {
      transfers[a] = (PlumeTransfer){ .hold_up_time = 60,
                                      .retention_factor = 0.5 + 0.4 * a,
                                      .desorption_rate = 40 - a };
      amounts[a] = 1 + a;
    }
  transfers[3].boundary = PLUME_BOUNDARY_OPEN;
  transfers[3].peclet = 1e5;
  plume_parallel_set_threads (1);
  g_assert_true (
      plume_column_chromatogram (ANALYTES, transfers, amounts, &inlet, N, t, one, sum, NULL, NULL));
  plume_parallel_set_threads (2);
  g_assert_true (
      plume_column_chromatogram (ANALYTES, transfers, amounts, &inlet, N, t, two, sum, NULL, NULL));
  plume_parallel_set_threads (0);
  g_assert_cmpmem (one, sizeof one, two, sizeof two);
  g_assert_cmpfloat (sum[1100], >, 0);
}

static void
test_thomas_equals_the_reference (void)
{
  g_autoptr (GPtrArray) rows = read_reference (TOPIC, "thomas_step.csv");
  PlumeThomas column = {
    .hold_up_time = 10, .retention_factor = 6, .desorption_rate = 1, .loading = 2
  };
  PlumeThomas dilute = {
    .hold_up_time = 10, .retention_factor = 6, .desorption_rate = 1, .loading = 0
  };

  g_assert_cmpuint (rows->len, >, 30);
  for (guint i = 1; i < rows->len; i++)
    {
      double t = reference_number (rows, i, 0);

      assert_near (plume_thomas_step (&column, t), reference_number (rows, i, 1), 1e-8);
      /* the table has ten digits, of small values too */
      assert_near (plume_thomas_step (&column, t) / reference_number (rows, i, 1), 1, 1e-6);
      assert_near (plume_thomas_step (&dilute, t), plume_kernel_step (60, t - 10), 1e-14);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gsl_set_error_handler_off ();
  g_test_add_func ("/transport/column/bessel-equals-gsl", test_bessel_equals_gsl);
  g_test_add_func ("/transport/column/step-is-symmetric", test_step_is_symmetric);
  g_test_add_func ("/transport/column/step-is-a-poisson-mixture", test_step_is_a_poisson_mixture);
  g_test_add_func ("/transport/column/plug-is-a-difference-of-steps",
                   test_plug_is_a_difference_of_steps);
  g_test_add_func ("/transport/column/derivatives-are-differences",
                   test_derivatives_are_differences);
  g_test_add_func ("/transport/column/profiles-equal-the-reference",
                   test_profiles_equal_the_reference);
  g_test_add_func ("/transport/column/moments-equal-the-reference",
                   test_moments_equal_the_reference);
  g_test_add_func ("/transport/column/moments-belong-to-the-curves",
                   test_moments_belong_to_the_curves);
  g_test_add_func ("/transport/column/mass-is-conserved", test_mass_is_conserved);
  g_test_add_func ("/transport/column/limits", test_limits);
  g_test_add_func ("/transport/column/infinite-peclet-is-plug-flow",
                   test_infinite_peclet_is_plug_flow);
  g_test_add_func ("/transport/column/diffusion-is-a-small-change",
                   test_diffusion_is_a_small_change);
  g_test_add_func ("/transport/column/single-integral-is-the-closed-form",
                   test_single_integral_is_the_closed_form);
  g_test_add_func ("/transport/column/contours-fail-for-many-adsorptions",
                   test_contours_fail_for_many_adsorptions);
  g_test_add_func ("/transport/column/inlets-agree-between-engines",
                   test_inlets_agree_between_engines);
  g_test_add_func ("/transport/column/unretained-part-is-exact", test_unretained_part_is_exact);
  g_test_add_func ("/transport/column/inlet-means-are-integrals", test_inlet_means_are_integrals);
  g_test_add_func ("/transport/column/map-rows-are-profiles", test_map_rows_are_profiles);
  g_test_add_func ("/transport/column/threads-make-no-difference",
                   test_chromatogram_does_not_depend_on_threads);
  g_test_add_func ("/transport/column/thomas-equals-the-reference",
                   test_thomas_equals_the_reference);
  return g_test_run ();
}
