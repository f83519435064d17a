/* test-column-lattice.c: the nonlinear column against what is known exactly of it. */
#include <gsl/gsl_errno.h>
#include <math.h>

#include <config.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "reference-table.h"
#include "transport/plume-column-equilibrium.h"
#include "transport/plume-column-fourier.h"
#include "transport/plume-column-inversion.h"
#include "transport/plume-column-kernel.h"
#include "transport/plume-column-lattice.h"
#include "transport/plume-column-temperature.h"
#include "transport/plume-column-thomas.h"

#define TOPIC "gas-chromatography"

static void
assert_near (double value, double wanted, double tolerance)
{
  if (!(fabs (value - wanted) <= tolerance))
    g_error ("%.17g is not %.17g within %g", value, wanted, tolerance);
}

static PlumeLatticeResult *
run (const PlumeLatticeProblem *problem)
{
  g_autoptr (GError) error = NULL;
  PlumeLatticeResult *result = plume_lattice_run (problem, NULL, &error);

  g_assert_no_error (error);
  return result;
}

/* Value between the times of a run, by cubic interpolation. */
static double
outlet_at (const PlumeLatticeResult *result, guint component, double t)
{
  const double *c = result->outlet[component]->values;
  double step = result->time->values[1] - result->time->values[0],
         place = (t - result->time->values[0]) / step;
  gsize i = (gsize)CLAMP (floor (place), 1, (double)result->time->length - 3);
  double x = place - (double)i;

  return c[i - 1] * -x * (x - 1) * (x - 2) / 6 + c[i] * (x + 1) * (x - 1) * (x - 2) / 2
         - c[i + 1] * (x + 1) * x * (x - 2) / 2 + c[i + 2] * (x + 1) * x * (x - 1) / 6;
}

static PlumeMoments
outlet_moments (const PlumeLatticeResult *result, guint component)
{
  const double *c = result->outlet[component]->values, *t = result->time->values;
  PlumeMoments moments = { 0 };

  for (gsize i = 0; i < result->time->length; i++)
    {
      moments.area += c[i];
      moments.mean += c[i] * t[i];
    }
  moments.mean /= moments.area;
  for (gsize i = 0; i < result->time->length; i++)
    moments.variance += c[i] * pow (t[i] - moments.mean, 2) / moments.area;
  /* the values are means over steps */
  moments.variance += pow (t[1] - t[0], 2) / 12;
  moments.area *= t[1] - t[0];
  return moments;
}

static double
largest_deviation (
    const PlumeLatticeResult *result, double k, double k_d, double t_M, double t_inj, double *top)
{
  gsize n = result->time->length;
  g_autofree double *exact = g_new (double, n);
  double worst = 0;

  *top = 0;
  plume_kernel_plug_at_times (t_M, k, k_d, t_inj, n, result->time->values, exact);
  for (gsize i = 0; i < n; i++)
    {
      worst = MAX (worst, fabs (result->outlet[0]->values[i] - exact[i]));
      *top = MAX (*top, exact[i]);
    }
  return worst;
}

static void
test_case_l1 (void)
{
  PlumeInlet inlet = { PLUME_INLET_PLUG, 1 };
  PlumeLatticeComponent component = { 1, 5, INFINITY, 1 };
  PlumeLatticeProblem problem = { 1, &component, &inlet, 60, .n_cells = 1000 };
  g_autoptr (PlumeLatticeResult) result = run (&problem);
  double top;

  g_assert_cmpfloat (largest_deviation (result, 1, 5, 60, 1, &top), <=, 1e-3 * top);
}

static void
test_mean_and_variance_are_exact (void)
{
  static const gsize sizes[] = { 300, 600, 1200 };
  PlumeInlet inlet = { PLUME_INLET_PLUG, 1 };
  PlumeLatticeComponent component = { 1, 5, INFINITY, 1 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      PlumeLatticeProblem problem = { 1,  &component,          &inlet,
                                      60, .n_cells = sizes[i], .end_time = 300 };
      g_autoptr (PlumeLatticeResult) result = run (&problem);
      PlumeMoments moments = outlet_moments (result, 0);

      assert_near (moments.mean / 120.5, 1, 1e-9);
      assert_near (moments.variance / 24.083333333333332, 1, 1e-8);
      assert_near (moments.area, 1, 1e-10);
    }
}

static double
thomas_error (gsize cells, gboolean extrapolated)
{
  PlumeInlet inlet = { PLUME_INLET_PLUG, 1000 };
  PlumeLatticeComponent component = { 6, 1, 3, 1 };
  PlumeLatticeProblem problem = { 1, &component, &inlet, 10, .n_cells = cells, .end_time = 45 };
  PlumeThomas column = {
    .hold_up_time = 10, .retention_factor = 6, .desorption_rate = 1, .loading = 2
  };
  g_autoptr (PlumeLatticeResult) result =
      extrapolated ? plume_lattice_run_extrapolated (&problem, NULL, NULL) : run (&problem);
  double worst = 0;

  for (gsize i = 0; i < result->time->length; i++)
    worst = MAX (worst, fabs (result->outlet[0]->values[i]
                              - plume_thomas_step (&column, result->time->values[i])));
  return worst;
}

static void
test_thomas_at_second_order (void)
{
  double at_100 = thomas_error (100, FALSE), at_200 = thomas_error (200, FALSE),
         at_400 = thomas_error (400, FALSE);

  g_test_message ("errors %g %g %g", at_100, at_200, at_400);
  g_assert_cmpfloat (at_400, <=, 1.2e-4);
  assert_near (log2 (at_100 / at_200), 2, 0.1);
  assert_near (log2 (at_200 / at_400), 2, 0.1);
  g_assert_cmpfloat (thomas_error (200, TRUE), <, 0.1 * at_400);
}

static void
test_competitive_pulse_equals_the_reference (void)
{
  g_autoptr (GPtrArray) rows = read_reference (TOPIC, "competitive_pulse.csv");
  PlumeInlet inlet = { PLUME_INLET_PLUG, 12 };
  PlumeLatticeComponent components[] = { { 3, 2, 1, 1 }, { 4.5, 2, 1, 1 } };
  PlumeLatticeProblem problem = { 2, components, &inlet, 20, .n_cells = 2000, .end_time = 260 };
  g_autoptr (PlumeLatticeResult) result = run (&problem);

  g_assert_cmpuint (rows->len, >, 50);
  for (guint i = 1; i < rows->len; i++)
    for (guint j = 0; j < 2; j++)
      assert_near (outlet_at (result, j, reference_number (rows, i, 0)),
                   reference_number (rows, i, 1 + j), 5e-4);
  for (guint j = 0; j < 2; j++)
    {
      assert_near (result->injected[j], 12, 1e-10);
      assert_near (result->eluted[j], 12, 1.2e-9);
      assert_near (result->eluted[j] + result->retained[j], 12, 1e-10);
    }
}

static double
claim_change (double loading)
{
  PlumeInlet inlet = { PLUME_INLET_PLUG, 0.5 };
  /* one capacity for both; the loading K c0/q_m = k' c0/(F q_m) is that of the stronger one */
  PlumeLatticeComponent components[] = { { 1.2, 5, 2.7 / loading, 1 },
                                         { 2.7, 5, 2.7 / loading, 1 } };
  PlumeLatticeProblem problem = { 2, components, &inlet, 60, .n_cells = 600, .end_time = 320 };
  PlumeLatticeComponent free[] = { { 1.2, 5, INFINITY, 1 }, { 2.7, 5, INFINITY, 1 } };
  PlumeLatticeProblem linear = { 2, free, &inlet, 60, .n_cells = 600, .end_time = 320 };
  g_autoptr (PlumeLatticeResult) competing = run (&problem);
  g_autoptr (PlumeLatticeResult) alone = run (&linear);
  double largest = 0;

  for (guint j = 0; j < 2; j++)
    {
      double change = 0, top = 0;

      for (gsize i = 0; i < alone->time->length; i++)
        {
          change =
              MAX (change, fabs (competing->outlet[j]->values[i] - alone->outlet[j]->values[i]));
          top = MAX (top, alone->outlet[j]->values[i]);
        }
      largest = MAX (largest, change / top);
    }
  return largest;
}

/* The paper's second claim. */
static void
test_competition_is_half_the_loading (void)
{
  for (double loading = 1e-3; loading < 0.2; loading *= 10)
    assert_near (claim_change (loading) / loading, 0.55, 0.03);
}

/* The paper's third claim. */
static void
test_single_integral_is_the_lattice (void)
{
  PlumeInlet inlet = { PLUME_INLET_PLUG, 0.5 };
  PlumeLatticeComponent component = { 1.2, 5, INFINITY, 1 };
  PlumeLatticeProblem problem = { 1, &component, &inlet, 60, .n_cells = 1200 };
  g_autoptr (PlumeLatticeResult) result = run (&problem);

  for (double t = 110; t < 160; t += 1.3)
    {
      double c;

      g_assert_true (
          plume_inversion_single_integral (1.2 * 5 * 60, 2.5, 5 * (t - 60), 1e-10, &c, NULL));
      assert_near (outlet_at (result, 0, t), c, 1e-3 * 0.05);
    }
}

static void
test_infinite_capacity_is_linear (void)
{
  PlumeInlet inlet = { PLUME_INLET_PLUG, 1 };
  PlumeLatticeComponent huge[] = { { 1, 5, 1e13, 1 }, { 2, 4, 1e13, 1 } },
                        infinite[] = { { 1, 5, INFINITY, 1 }, { 2, 4, INFINITY, 1 } };
  PlumeLatticeProblem problem = { 2, huge, &inlet, 60, .n_cells = 400, .end_time = 260 };
  g_autoptr (PlumeLatticeResult) coupled = run (&problem);
  g_autoptr (PlumeLatticeResult) linear = NULL;
  g_autoptr (PlumeLatticeResult) better = NULL;
  double top;

  problem.components = infinite;
  linear = run (&problem);
  for (guint j = 0; j < 2; j++)
    for (gsize i = 0; i < linear->time->length; i++)
      assert_near (coupled->outlet[j]->values[i], linear->outlet[j]->values[i], 1e-12);
  better = plume_lattice_run_extrapolated (&problem, NULL, NULL);
  g_assert_cmpfloat (largest_deviation (better, 1, 5, 60, 1, &top), <, 2e-6);
}

static void
test_dispersion_is_the_closed_column (void)
{
  PlumeInlet inlet = { PLUME_INLET_PLUG, 4 };
  PlumeLatticeComponent component = { 1, 5, INFINITY, 1 };
  PlumeLatticeProblem problem = {
    1, &component, &inlet, 60, .peclet = 200, .n_cells = 600, .end_time = 400
  };
  PlumeTransfer transfer = { .hold_up_time = 60,
                             .retention_factor = 1,
                             .desorption_rate = 5,
                             .boundary = PLUME_BOUNDARY_CLOSED,
                             .peclet = 200 };
  double errors[2];

  for (int level = 0; level < 2; level++)
    {
      g_autoptr (PlumeLatticeResult) result = NULL;
      g_autofree double *exact = NULL;

      problem.n_cells = level == 0 ? 600 : 1200;
      result = run (&problem);
      exact = g_new (double, result->time->length);
      g_assert_true (plume_fourier_outlet (&transfer, &inlet, result->time->length,
                                           result->time->values, exact, NULL, NULL));
      errors[level] = 0;
      for (gsize i = 0; i < result->time->length; i++)
        errors[level] = MAX (errors[level], fabs (result->outlet[0]->values[i] - exact[i]));
      assert_near (result->eluted[0] + result->retained[0], 4, 1e-10);
    }
  g_test_message ("errors %g %g", errors[0], errors[1]);
  g_assert_cmpfloat (errors[0], <, 5e-4);
  g_assert_cmpfloat (errors[1], <, 0.55 * errors[0]);
}

static void
test_threads_make_no_difference (void)
{
  PlumeInlet inlet = { PLUME_INLET_PLUG, 1 };
  PlumeLatticeComponent components[] = { { 1, 5, INFINITY, 1 },
                                         { 2, 4, INFINITY, 1 },
                                         { 3, 4, INFINITY, 2 } };
  PlumeLatticeProblem problem = { 3, components, &inlet, 60, .n_cells = 300 };
  g_autoptr (PlumeLatticeResult) one = NULL;
  g_autoptr (PlumeLatticeResult) two = NULL;

  plume_parallel_set_threads (1);
  one = run (&problem);
  plume_parallel_set_threads (2);
  two = run (&problem);
  plume_parallel_set_threads (0);
  for (guint j = 0; j < 3; j++)
    g_assert_cmpmem (one->outlet[j]->values, one->time->length * sizeof (double),
                     two->outlet[j]->values, two->time->length * sizeof (double));
}

static void
cancel_on_partial (gpointer partial, gpointer data)
{
  PlumeLatticeResult *result = partial;

  g_assert_cmpuint (result->time->length, >, 0);
  g_assert_cmpfloat (result->injected[0], >, 0);
  plume_lattice_result_unref (result);
  plume_task_cancel (data);
}

static void
test_cancel_leaves_nothing (void)
{
  PlumeInlet inlet = { PLUME_INLET_PLUG, 1 };
  PlumeLatticeComponent components[] = { { 1, 5, 10, 1 }, { 2, 4, 10, 1 } };
  PlumeLatticeProblem problem = { 2, components, &inlet, 60, .n_cells = 400 };
  g_autoptr (PlumeTask) task = plume_task_new ();
  g_autoptr (GError) error = NULL;

  plume_task_set_publisher (task, cancel_on_partial, task);
  g_assert_null (plume_lattice_run (&problem, task, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_CANCELLED);
  g_assert_cmpfloat (plume_task_get_progress (task), <, 0.2);
  g_clear_error (&error);
  g_assert_null (plume_equilibrium_run (&problem, task, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_CANCELLED);
}

static void
test_nonsense_is_refused (void)
{
  PlumeInlet inlet = { PLUME_INLET_PLUG, 1 };
  PlumeLatticeComponent component = { 1, -5, 10, 1 }, stiff = { 1.2, 1e6, 10, 1 };
  PlumeLatticeProblem problem = { 1, &component, &inlet, 60 };
  g_autoptr (GError) error = NULL;

  g_assert_null (plume_lattice_run (&problem, NULL, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
  g_clear_error (&error);
  problem.components = &stiff;
  g_assert_null (plume_lattice_run (&problem, NULL, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE);
}

static void
test_map_holds_the_mass (void)
{
  PlumeInlet inlet = { PLUME_INLET_PLUG, 4 };
  PlumeLatticeComponent component = { 1, 5, INFINITY, 1 };
  PlumeLatticeProblem problem = {
    1, &component, &inlet, 60, .n_cells = 400, .end_time = 80, .map_positions = 400, .map_times = 8
  };
  g_autoptr (PlumeLatticeResult) result = run (&problem);
  double mass = 0;

  for (gsize row = 0; row < 400; row++)
    {
      double theta = 60 * result->map_fraction->values[row], t = result->map_time->values[7],
             X = 5 * theta, tau = 5 * (t - theta), c, q;

      mass +=
          (result->map_gas[0]->values[row * 8 + 7] + result->map_adsorbed[0]->values[row * 8 + 7])
          * 60 / 400;
      plume_kernel_plug (X, 20, 1, &tau, &c);
      plume_kernel_plug_adsorbed (X, 20, 1, &tau, &q);
      assert_near (result->map_gas[0]->values[row * 8 + 7], c, 2e-3);
      assert_near (result->map_adsorbed[0]->values[row * 8 + 7], q, 3e-2);
    }
  assert_near (mass, 4, 1e-10);
}

static void
test_programme_moves_the_peak (void)
{
  static const PlumeProgrammeStep steps[] = { { 0.2, 363, 0 } };
  static const PlumeThermal analytes[] = { { 4, 8, 333, -38e3, 20e3 } };
  PlumeProgrammedColumn oven = {
    .programme = { 333, 40, 1, steps },
    .column = { .kind = PLUME_COLUMN_CAPILLARY,
                .mode = PLUME_VELOCITY_PRESSURES,
                .gas = PLUME_CARRIER_HELIUM,
                .length = 30,
                .inner_diameter = 0.25e-3,
                .film_thickness = 0.25e-6,
                .temperature = 333,
                .inlet_pressure = 180e3,
                .outlet_pressure = 101.3e3 },
    .n_analytes = 1,
    .analytes = analytes,
  };
  PlumeInlet inlet = { PLUME_INLET_PLUG, 0.5 };
  PlumeLatticeComponent component = { 4, 8, INFINITY, 1 };
  PlumeLatticeProblem problem = { 1,
                                  &component,
                                  &inlet,
                                  plume_programme_hold_up_time (&oven, 333),
                                  .n_cells = 2000,
                                  .end_time = 500,
                                  .conditions = plume_programme_conditions,
                                  .conditions_data = &oven };
  g_autoptr (PlumeLatticeResult) result = run (&problem);
  double t_R, sigma, mean = 0, area = 0, variance = 0;
  const double *c = result->outlet[0]->values, *t = result->time->values;

  g_assert_true (plume_programme_retention (&oven, 0, 500, &t_R, &sigma, NULL));
  for (gsize i = 1; i + 1 < result->time->length; i++)
    {
      double weight = c[i] * 0.5 * (t[i + 1] - t[i - 1]);

      area += weight;
      mean += weight * t[i];
    }
  mean /= area;
  for (gsize i = 1; i + 1 < result->time->length; i++)
    variance += c[i] * 0.5 * (t[i + 1] - t[i - 1]) * pow (t[i] - mean, 2) / area;
  g_test_message ("mean %g of %g, sigma %g of %g", mean, t_R, sqrt (variance), sigma);
  /* half an injection later; the simple band theory neglects terms of the order of the lag 1/k_d */
  assert_near (mean, t_R + 0.25, 0.4);
  assert_near (sqrt (variance) / sigma, 1, 0.03);
}

static void
test_equilibrium_form_has_the_moments (void)
{
  PlumeInlet inlet = { PLUME_INLET_GAUSSIAN, 0.15, 1.2 };
  PlumeLatticeComponent component = { 1.2, 2000, INFINITY, 1 };
  PlumeLatticeProblem problem = { 1, &component, &inlet, 60, .n_cells = 4000, .end_time = 140 };
  g_autoptr (PlumeLatticeResult) result = plume_equilibrium_run (&problem, NULL, NULL);
  PlumeTransfer transfer = { .hold_up_time = 60, .retention_factor = 1.2, .desorption_rate = 2000 };
  PlumeMoments wanted = plume_transfer_moments (&transfer), moments = outlet_moments (result, 0);
  double dt;

  assert_near (result->eluted[0], 0.15 * sqrt (2 * G_PI), 1e-10);
  assert_near (moments.mean, wanted.mean + 1.2, 5e-4);
  /* midpoints of smooth means have dt²/12 too much, not too little */
  dt = result->time->values[1] - result->time->values[0];
  assert_near ((moments.variance - dt * dt / 6) / (wanted.variance + 0.0225), 1, 1e-2);
}

static void
test_equilibrium_isotherm_is_inverted (void)
{
  PlumeLatticeComponent components[] = { { 3, 2, 1, 1 },
                                         { 4.5, 2, 0.7, 1 },
                                         { 2, 1, INFINITY, 1 } };

  for (double scale = 1e-6; scale < 1e6; scale *= 7)
    {
      double c[3] = { scale, 2.3 * scale, 0.4 * scale }, total[3], gas[3], v;

      v = 1 / (1 + 3 * c[0] / 1 + 4.5 * c[1] / 0.7);
      for (int i = 0; i < 3; i++)
        total[i] = c[i] * (1 + components[i].retention_factor * v);
      plume_equilibrium_gas (3, components, total, gas);
      for (int i = 0; i < 3; i++)
        assert_near (gas[i] / c[i], 1, 1e-9);
    }
}

/* Fast exchange: the lattice and the equilibrium form meet. */
static void
test_equilibrium_form_is_the_fast_lattice (void)
{
  PlumeInlet inlet = { PLUME_INLET_GAUSSIAN, 4, 25 };
  PlumeLatticeComponent components[] = { { 2, 20, 6, 1 }, { 3, 20, 9, 1 } };
  PlumeLatticeProblem problem = { 2, components, &inlet, 60, .n_cells = 3000, .end_time = 330 };
  g_autoptr (PlumeLatticeResult) lattice = run (&problem);
  g_autoptr (PlumeLatticeResult) equilibrium = NULL;
  double worst = 0;

  problem.n_cells = 600;
  equilibrium = plume_equilibrium_run (&problem, NULL, NULL);
  for (guint j = 0; j < 2; j++)
    {
      for (double t = 60; t < 320; t += 0.5)
        worst += 0.5 * fabs (outlet_at (equilibrium, j, t) - outlet_at (lattice, j, t))
                 / (2 * lattice->injected[j]);
      assert_near (equilibrium->eluted[j] + equilibrium->retained[j], equilibrium->injected[j],
                   1e-9);
    }
  /* in the mean of the area; shock layers of the two models differ in shape */
  g_test_message ("difference %g", worst);
  g_assert_cmpfloat (worst, <, 0.015);
}

static void
test_cvode_agrees (void)
{
#ifdef HAVE_SUNDIALS
  enum
  {
    N = 40
  };
  PlumeInlet inlet = { PLUME_INLET_GAUSSIAN, 4, 30 };
  PlumeLatticeComponent components[] = { { 2, 5, 6, 1 }, { 3, 5, 9, 1 } };
  PlumeLatticeProblem problem = { 2, components, &inlet, 60, .n_cells = 120, .end_time = 330 };
  g_autoptr (PlumeLatticeResult) result = plume_equilibrium_run (&problem, NULL, NULL);
  g_autoptr (GError) error = NULL;
  double t[N], c[2 * N];

  for (int i = 0; i < N; i++)
    t[i] = 100 + 5 * i;
  g_assert_true (plume_equilibrium_cvode (&problem, 1e-7, N, t, c, NULL, &error));
  g_assert_no_error (error);
  for (guint j = 0; j < 2; j++)
    for (int i = 0; i < N; i++)
      {
        /* the run has means over steps, CVODE values */
        double step = result->time->values[1] - result->time->values[0],
               mean = outlet_at (result, j, t[i]);
        double bend =
            outlet_at (result, j, t[i] + step) - 2 * mean + outlet_at (result, j, t[i] - step);

        assert_near (c[j * N + i], mean - bend / 24, 1e-3);
      }
#else
  g_test_skip ("built without SUNDIALS");
#endif
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gsl_set_error_handler_off ();
  g_test_add_func ("/transport/column-lattice/linear-case", test_case_l1);
  g_test_add_func ("/transport/column-lattice/mean-and-variance-are-exact",
                   test_mean_and_variance_are_exact);
  g_test_add_func ("/transport/column-lattice/thomas-at-second-order", test_thomas_at_second_order);
  g_test_add_func ("/transport/column-lattice/competitive-pulse",
                   test_competitive_pulse_equals_the_reference);
  g_test_add_func ("/transport/column-lattice/competition-is-half-the-loading",
                   test_competition_is_half_the_loading);
  g_test_add_func ("/transport/column-lattice/single-integral-is-the-lattice",
                   test_single_integral_is_the_lattice);
  g_test_add_func ("/transport/column-lattice/infinite-capacity-is-linear",
                   test_infinite_capacity_is_linear);
  g_test_add_func ("/transport/column-lattice/dispersion-is-the-closed-column",
                   test_dispersion_is_the_closed_column);
  g_test_add_func ("/transport/column-lattice/threads-make-no-difference",
                   test_threads_make_no_difference);
  g_test_add_func ("/transport/column-lattice/cancel-leaves-nothing", test_cancel_leaves_nothing);
  g_test_add_func ("/transport/column-lattice/nonsense-is-refused", test_nonsense_is_refused);
  g_test_add_func ("/transport/column-lattice/map-holds-the-mass", test_map_holds_the_mass);
  g_test_add_func ("/transport/column-lattice/programme-moves-the-peak",
                   test_programme_moves_the_peak);
  g_test_add_func ("/transport/column-lattice/equilibrium-form-has-the-moments",
                   test_equilibrium_form_has_the_moments);
  g_test_add_func ("/transport/column-lattice/isotherm-is-inverted",
                   test_equilibrium_isotherm_is_inverted);
  g_test_add_func ("/transport/column-lattice/equilibrium-form-is-the-fast-lattice",
                   test_equilibrium_form_is_the_fast_lattice);
  g_test_add_func ("/transport/column-lattice/cvode-agrees", test_cvode_agrees);
  return g_test_run ();
}
