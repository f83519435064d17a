/* test-generative.c: clocks, predictions and grids of the generative core against closed forms and
 * reference tables. */
#include "core/plume-error.h"
#include "generative/plume-arc-grid.h"
#include "generative/plume-mixture.h"

#include "reference-table.h"

#include <math.h>
#include <string.h>

#define assert_near(got, wanted, relative)                                                         \
  g_assert_cmpfloat_with_epsilon (got, wanted, (relative)*fabs (wanted))

static PlumeProcess
process_named (const char *id)
{
  const PlumeProcessType *type = plume_process_type_find (id);

  g_assert_nonnull (type);
  return plume_process_init (type, NULL);
}

static void
test_schedules (void)
{
  static const char *const names[][2] = { { "vp-linear b0=0.1 b1=20", "vp-linear" },
                                          { "vp-cosine s=0.008", "vp-cosine" },
                                          { "ve sigma=t", "edm" } };
  g_autoptr (GPtrArray) rows = read_reference ("00-generative-core", "schedules.csv");
  guint compared = 0;

  for (guint i = 1; i < rows->len; i++)
    for (guint k = 0; k < G_N_ELEMENTS (names); k++)
      if (strcmp (((char **)rows->pdata[i])[0], names[k][0]) == 0)
        {
          PlumeProcess process = process_named (names[k][1]);
          PlumeMarginal at = plume_process_at (&process, reference_number (rows, i, 1));
          double f, g_squared;

          assert_near (at.alpha, reference_number (rows, i, 2), 1e-12);
          assert_near (at.sigma, reference_number (rows, i, 3), 1e-12);
          assert_near (at.lambda, reference_number (rows, i, 4), 1e-10);
          assert_near (at.kappa, at.sigma / at.alpha, 1e-13);
          plume_process_rates (&process, at.time, &f, &g_squared);
          if (k < 2)
            {
              assert_near (g_squared, reference_number (rows, i, 5), 1e-12);
              assert_near (-2 * f, reference_number (rows, i, 5), 1e-12);
            }
          compared++;
        }
  g_assert_cmpuint (compared, ==, rows->len - 1);
}

/* f = d ln α/dt and g² = −2 σ² dλ/dt, by differences of fourth order */
static void
test_rates (void)
{
  for (guint i = 0; plume_process_types[i] != NULL; i++)
    {
      PlumeProcess process = plume_process_init (plume_process_types[i], NULL);

      for (double u = 0.03; u < 0.98; u += 0.05)
        {
          double t = u * process.last, h = 1e-3 * MIN (t, process.last - t), f, g_squared;
          PlumeMarginal at = plume_process_at (&process, t),
                        left = plume_process_at (&process, t - h),
                        right = plume_process_at (&process, t + h),
                        far_left = plume_process_at (&process, t - 2 * h),
                        far_right = plume_process_at (&process, t + 2 * h);
          double slope = (8 * (right.log_alpha - left.log_alpha)
                          - (far_right.log_alpha - far_left.log_alpha))
                         / (12 * h),
                 fall = (8 * (right.lambda - left.lambda) - (far_right.lambda - far_left.lambda))
                        / (12 * h);

          plume_process_rates (&process, t, &f, &g_squared);
          g_assert_cmpfloat_with_epsilon (f, slope, 1e-8 * (1 + fabs (slope)));
          assert_near (g_squared, -2 * at.sigma * at.sigma * fall, 1e-8);
        }
    }
}

static void
test_time_of_lambda (void)
{
  for (guint i = 0; plume_process_types[i] != NULL; i++)
    {
      PlumeProcess process = plume_process_init (plume_process_types[i], NULL);

      for (double t = 1e-4; t < 1; t *= 1.37)
        {
          double there = t * process.last,
                 back = plume_process_time_at (&process, plume_process_at (&process, there).lambda);

          assert_near (back, there, 1e-12);
        }
    }
}

static void
test_sub_vp (void)
{
  PlumeProcess sub = process_named ("sub-vp"), vp = process_named ("vp-linear");

  for (double t = 1e-4; t < 1; t *= 1.5)
    {
      PlumeMarginal of_sub = plume_process_at (&sub, t), of_vp = plume_process_at (&vp, t);

      assert_near (of_sub.sigma, of_vp.sigma * of_vp.sigma, 1e-13);
      assert_near (of_sub.alpha, of_vp.alpha, 1e-15);
    }
}

/* ᾱ of a chain of given variances, at its own moments; and back. */
static void
test_discrete (void)
{
  double beta[50], product = 1;
  g_autoptr (PlumeArray) table = NULL;
  PlumeProcess process = plume_process_init (&plume_process_discrete, NULL);

  for (guint i = 0; i < 50; i++)
    beta[i] = 1e-4 + i * (0.2 - 1e-4) / 49;
  table = plume_process_table_new (beta, 50);
  process.table = table;
  for (guint i = 0; i < 50; i++)
    {
      PlumeMarginal at = plume_process_at (&process, (i + 1) / 50.0);

      product *= 1 - beta[i];
      assert_near (at.alpha * at.alpha, product, 1e-13);
      assert_near (at.sigma * at.sigma, 1 - product, 1e-11);
      assert_near (plume_process_time_at (&process, at.lambda), at.time, 1e-12);
    }
  for (double t = 0.003; t < 1; t += 0.0173)
    assert_near (plume_process_time_at (&process, plume_process_at (&process, t).lambda), t, 1e-12);
}

/* a + b (c + d x) = x for every pair of kinds, and the definitions themselves */
static void
test_conversions (void)
{
  static const char *const names[] = { "vp-linear", "vp-cosine", "mean-reverting" };

  for (guint p = 0; p < G_N_ELEMENTS (names); p++)
    {
      PlumeProcess process = process_named (names[p]);
      double level = plume_process_level (&process);

      for (double t = 0.05; t < 0.75; t += 0.1)
        {
          PlumeMarginal at = plume_process_at (&process, t);
          double data = 0.7, noise = -1.3, y = at.alpha * data + at.sigma * noise,
                 answers[PLUME_N_PREDICTIONS];

          answers[PLUME_PREDICT_NOISE] = noise;
          answers[PLUME_PREDICT_DATA] = data;
          answers[PLUME_PREDICT_SCORE] = -noise / at.sigma;
          answers[PLUME_PREDICT_VELOCITY] = at.alpha * level * noise - at.sigma / level * data;
          g_assert_cmpfloat_with_epsilon (
              at.alpha * at.alpha + at.sigma * at.sigma / (level * level), 1, 1e-14);
          for (guint given = 0; given < PLUME_N_PREDICTIONS; given++)
            for (guint wanted = 0; wanted < PLUME_N_PREDICTIONS; wanted++)
              {
                double a, b, c, d, scale = 1 / at.alpha + 1 / at.sigma;

                plume_prediction_convert (given, wanted, &at, level, &a, &b);
                g_assert_cmpfloat_with_epsilon (a * y + b * answers[given], answers[wanted],
                                                1e-13 * scale * (1 + fabs (answers[wanted])));
                plume_prediction_convert (wanted, given, &at, level, &c, &d);
                g_assert_cmpfloat_with_epsilon (c * y + d * (a * y + b * answers[given]),
                                                answers[given],
                                                1e-13 * scale * (1 + fabs (answers[given])));
              }
        }
    }
}

static void
check_falls (const PlumeArray *times, gsize length, double from, double to)
{
  g_assert_cmpuint (times->length, ==, length);
  g_assert_true (times->values[0] == from && times->values[length - 1] == to);
  for (gsize i = 0; i + 1 < length; i++)
    g_assert_cmpfloat (times->values[i + 1], <, times->values[i]);
}

static void
test_grids_fall (void)
{
  static const guint steps[] = { 1, 2, 3, 5, 10, 50, 200, 1000 };
  static const double rhos[] = { 1, 2.5, 7, 10 };

  for (guint p = 0; plume_process_types[p] != NULL; p++)
    for (guint g = 0; plume_time_grids[g].id != NULL; g++)
      for (guint n = 0; n < G_N_ELEMENTS (steps); n++)
        for (guint r = 0; r < G_N_ELEMENTS (rhos); r++)
          {
            PlumeProcess process = plume_process_init (plume_process_types[p], NULL);
            const PlumeTimeGrid *grid = &plume_time_grids[g];
            g_autoptr (GError) error = NULL;
            g_autoptr (PlumeArray) times = plume_time_grid_make (grid, &process, process.last, 1e-3,
                                                                 rhos[r], steps[n], &error);

            g_assert_no_error (error);
            check_falls (times, steps[n] + 1, process.last, grid->ends_without_noise ? 0 : 1e-3);
          }
}

static void
test_grids_are_even (void)
{
  PlumeProcess process = process_named ("vp-linear");
  g_autoptr (PlumeArray)
      lambda =
          plume_time_grid_make (plume_time_grid_find ("lambda"), &process, 1, 1e-3, 0, 20, NULL),
      karras =
          plume_time_grid_make (plume_time_grid_find ("karras"), &process, 1, 1e-3, 7, 20, NULL),
      quadratic =
          plume_time_grid_make (plume_time_grid_find ("quadratic"), &process, 1, 1e-3, 0, 20, NULL);
  double first = plume_process_at (&process, 1).lambda,
         last = plume_process_at (&process, 1e-3).lambda,
         high = pow (plume_process_at (&process, 1).kappa, 1.0 / 7),
         low = pow (plume_process_at (&process, 1e-3).kappa, 1.0 / 7);

  for (guint i = 0; i <= 20; i++)
    {
      double share = i / 20.0;

      g_assert_cmpfloat_with_epsilon (plume_process_at (&process, lambda->values[i]).lambda,
                                      first + share * (last - first), 1e-12);
      g_assert_cmpfloat_with_epsilon (
          pow (plume_process_at (&process, karras->values[i]).kappa, 1.0 / 7),
          high + share * (low - high), 1e-12);
      g_assert_cmpfloat_with_epsilon (sqrt (quadratic->values[i]), 1 + share * (sqrt (1e-3) - 1),
                                      1e-14);
    }
}

static void
test_too_near (void)
{
  PlumeProcess process = process_named ("vp-linear");
  g_autoptr (GError) error = NULL;

  g_assert_null (plume_time_grid_make (plume_time_grid_find ("time"), &process, 0.5,
                                       nextafter (0.5, 0), 0, 10, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE);
}

/* Where peers lose steps or step on the spot, N steps to trained moments stay N steps. */
static void
test_rounding (void)
{
  PlumeProcess process = process_named ("vp-linear");

  for (guint g = 0; plume_time_grids[g].id != NULL; g++)
    for (guint n = 1; n < 100; n += 7)
      {
        g_autoptr (GError) error = NULL;
        g_autoptr (PlumeArray) times =
            plume_time_grid_make (&plume_time_grids[g], &process, 1, 1e-3, 0, n, NULL),
                               rounded = plume_time_grid_round (times, 100, &error);

        g_assert_no_error (error);
        g_assert_cmpuint (rounded->length, ==, n + 1);
        for (guint i = 0; i <= n; i++)
          {
            double number = 100 * rounded->values[i];

            g_assert_cmpfloat_with_epsilon (number, round (number), 1e-10);
            g_assert_true (number > 0.5 && number < 100.5);
            g_assert_true (i == 0 || rounded->values[i] < rounded->values[i - 1]);
          }
      }
  {
    g_autoptr (PlumeArray) times =
        plume_time_grid_make (plume_time_grid_find ("time"), &process, 1, 1e-3, 0, 40, NULL);
    g_autoptr (GError) error = NULL;

    g_assert_null (plume_time_grid_round (times, 40, &error));
    g_assert_error (error, PLUME_ERROR, PLUME_ERROR_DATA);
  }
}

/* Of one Gaussian, z bends by a known law; the grid shares ∫ |d²z/dκ²|^(1/2) out evenly. */
static void
test_arc (void)
{
  double weight = 1, mean[2] = { 0, 0 }, covariance[4] = { 0.25, 0, 0, 0.25 },
         start[2] = { 0.9, -0.4 };
  g_autoptr (PlumeMixture) mixture = plume_mixture_new (1, 2, &weight, mean, covariance, NULL);
  g_autoptr (PlumeScore) score = plume_mixture_score_new (mixture);
  PlumeProcess process = process_named ("vp-linear");
  PlumeSamplingPlan plan = { .process = &process,
                             .score = score,
                             .options = plume_solver_options_init (),
                             .from = 1,
                             .to = 1e-3 };
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeArc) arc = plume_arc_measure (&plan, 1, start, NULL, &error);
  g_autoptr (PlumeArray) times = NULL;
  PlumeMarginal from = plume_process_at (&process, 1);
  double size = hypot (start[0], start[1]) / from.alpha / hypot (0.5, from.kappa), shares[12];

  g_assert_no_error (error);
  /* z = z_T √((e + κ²)/(e + κ_T²)): d²z/dκ² = size e (e + κ²)^(−3/2) */
  for (guint i = 2; i + 2 < arc->n; i++)
    assert_near (arc->bend[i], size * 0.25 / pow (hypot (0.5, arc->kappa[i]), 3), 0.01);
  times = plume_arc_grid (arc, &process, 1, 1e-3, 1, 12, &error);
  g_assert_no_error (error);
  check_falls (times, 13, 1, 1e-3);
  for (guint i = 0; i < 12; i++)
    {
      double high = plume_process_at (&process, times->values[i]).kappa,
             low = plume_process_at (&process, times->values[i + 1]).kappa;

      shares[i] = 0;
      for (guint k = 0; k < 2000; k++)
        shares[i] +=
            (high - low) / 2000 * pow (hypot (0.5, low + (k + 0.5) * (high - low) / 2000), -1.5);
    }
  for (guint i = 1; i < 12; i++)
    assert_near (shares[i], shares[0], 0.04);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/generative/process/reference-schedules", test_schedules);
  g_test_add_func ("/generative/process/rates-are-derivatives", test_rates);
  g_test_add_func ("/generative/process/time-of-lambda-of-time", test_time_of_lambda);
  g_test_add_func ("/generative/process/sub-vp-has-the-squared-noise", test_sub_vp);
  g_test_add_func ("/generative/process/discrete-chain", test_discrete);
  g_test_add_func ("/generative/prediction/round-trips", test_conversions);
  g_test_add_func ("/generative/grid/falls-strictly-in-n-steps", test_grids_fall);
  g_test_add_func ("/generative/grid/even-in-its-own-measure", test_grids_are_even);
  g_test_add_func ("/generative/grid/ends-too-near", test_too_near);
  g_test_add_func ("/generative/grid/rounding-keeps-n-steps", test_rounding);
  g_test_add_func ("/generative/grid/arc-shares-bending-out", test_arc);
  return g_test_run ();
}
