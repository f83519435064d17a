/* test-column-flow.c: the carrier, plate heights, temperature, and single molecules. */
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <math.h>

#include "core/plume-parallel.h"
#include "transport/plume-carrier.h"
#include "transport/plume-column-linear.h"
#include "transport/plume-column-molecules.h"
#include "transport/plume-column-plates.h"
#include "transport/plume-column-temperature.h"

static void
assert_near (double value, double wanted, double tolerance)
{
  if (!(fabs (value - wanted) <= tolerance))
    g_error ("%.17g is not %.17g within %g", value, wanted, tolerance);
}

static PlumeColumn
default_column (void)
{
  return (PlumeColumn){
    .kind = PLUME_COLUMN_CAPILLARY,
    .mode = PLUME_VELOCITY_PRESSURES,
    .gas = PLUME_CARRIER_HELIUM,
    .length = 30,
    .inner_diameter = 0.25e-3,
    .film_thickness = 0.25e-6,
    .void_fraction = 0.4,
    .particle_diameter = 0.2e-3,
    .temperature = 333,
    .inlet_pressure = 150e3,
    .outlet_pressure = 101.3e3,
  };
}

static void
test_flow_is_consistent (void)
{
  PlumeColumn column = default_column ();
  PlumeFlow flow;
  double sum = 0, P = 150 / 101.3, found;

  g_assert_true (plume_flow_solve (&column, &flow, NULL));
  for (int i = 0; i < 20000; i++)
    sum += 30.0 / 20000 / plume_flow_velocity (&flow, 30 * (i + 0.5) / 20000);
  assert_near (sum / flow.hold_up_time, 1, 1e-8);
  assert_near (plume_flow_travel_time (&flow, 30) / flow.hold_up_time, 1, 1e-14);
  assert_near (flow.compressibility, 1.5 * (P * P - 1) / (P * P * P - 1), 1e-14);
  assert_near (flow.plate_height_factor,
               1.125 * (pow (P, 4) - 1) * (P * P - 1) / pow (P * P * P - 1, 2), 1e-13);
  for (double x = 0; x <= 30; x += 1.7)
    assert_near (plume_flow_position (&flow, plume_flow_travel_time (&flow, x)), x, 1e-12);
  /* Darcy's law at one place by a difference */
  assert_near (-flow.permeability / flow.viscosity
                   * (plume_flow_pressure (&flow, 15.001) - plume_flow_pressure (&flow, 14.999))
                   / 0.002 / plume_flow_velocity (&flow, 15),
               1, 1e-7);
  g_assert_true (plume_flow_find_inlet_pressure (&column, flow.hold_up_time, &found, NULL));
  assert_near (found / 150e3, 1, 1e-9);
  column.inlet_pressure = 90e3;
  g_assert_false (plume_flow_solve (&column, &flow, NULL));
}

static void
test_ergun_obeys_its_equation (void)
{
  PlumeColumn column = default_column ();
  PlumeFlow flow;
  double phi = 0.4, d_p = 0.2e-3, x = 0.5, h = 1e-5, v, slope, density;

  column.kind = PLUME_COLUMN_PACKED;
  column.resistance = PLUME_RESISTANCE_ERGUN;
  column.length = 1;
  column.gas = PLUME_CARRIER_NITROGEN;
  column.inlet_pressure = 400e3;
  g_assert_true (plume_flow_solve (&column, &flow, NULL));
  v = phi * plume_flow_velocity (&flow, x);
  slope = -(plume_flow_pressure (&flow, x + h) - plume_flow_pressure (&flow, x - h)) / (2 * h);
  density = plume_flow_pressure (&flow, x) * plume_carrier_molar_mass (column.gas)
            / (PLUME_GAS_CONSTANT * 333);
  assert_near (150 * flow.viscosity * pow (1 - phi, 2) / (pow (phi, 3) * d_p * d_p) * v / slope
                   + 1.75 * density * (1 - phi) / (pow (phi, 3) * d_p) * v * v / slope,
               1, 1e-7);
}

static void
test_diffusivity_and_formulas (void)
{
  double mass, volume, toluene_mass, toluene_volume;

  g_assert_true (plume_carrier_read_formula ("C6H6", 1, &mass, &volume, NULL));
  g_assert_true (plume_carrier_read_formula ("C7H8", 1, &toluene_mass, &toluene_volume, NULL));
  g_assert_false (plume_carrier_read_formula ("C6X6", 1, &mass, &volume, NULL));
  g_assert_true (plume_carrier_read_formula ("C6H6", 1, &mass, &volume, NULL));
  assert_near (mass, 78.114e-3, 1e-6);
  assert_near (volume, 90.96, 1e-10);
  assert_near (toluene_volume, 111.48, 1e-10);
  /* measured for nitrogen: 0.687 cm²/s in helium at 298 K, 0.779 in hydrogen at 297 K; Fuller's
   * rule is good to some 5 % */
  assert_near (plume_carrier_diffusivity (PLUME_CARRIER_HELIUM, 28.0134e-3, 18.5, 298, 101325)
                   / 0.687e-4,
               1, 0.05);
  assert_near (plume_carrier_diffusivity (PLUME_CARRIER_HYDROGEN, 28.0134e-3, 18.5, 297.2, 101325)
                   / 0.779e-4,
               1, 0.05);
  assert_near (plume_carrier_diffusivity (PLUME_CARRIER_HELIUM, mass, volume, 298, 2 * 101325)
                   / plume_carrier_diffusivity (PLUME_CARRIER_HELIUM, mass, volume, 298, 101325),
               0.5, 1e-14);
}

static void
test_velocity_profile_makes_no_difference (void)
{
  PlumeColumn varying = default_column (), constant;
  PlumeFlow flow, plain;
  PlumeInlet inlet = { PLUME_INLET_PLUG, 0.5 };

  g_assert_true (plume_flow_solve (&varying, &flow, NULL));
  constant = varying;
  constant.mode = PLUME_VELOCITY_CONSTANT;
  constant.velocity = 30 / flow.hold_up_time;
  g_assert_true (plume_flow_solve (&constant, &plain, NULL));
  for (double t = 2; t < 3.5; t += 0.013)
    {
      double a, b, theta_a = plume_flow_travel_time (&flow, 30),
                   theta_b = plume_flow_travel_time (&plain, 30);
      PlumeTransfer transfer = { .hold_up_time = 60,
                                 .retention_factor = 1.2,
                                 .desorption_rate = 40 };

      g_assert_true (
          plume_column_profile (&transfer, &inlet, t * theta_a, 1, &theta_a, &a, NULL, NULL));
      g_assert_true (
          plume_column_profile (&transfer, &inlet, t * theta_a, 1, &theta_b, &b, NULL, NULL));
      assert_near (a, b, 1e-12);
    }
}

static void
test_plates (void)
{
  PlumeMoments first = { 1, 100, 1, 0 }, second = { 1, 104, 1, 0 };
  PlumeTransfer transfer = { .hold_up_time = 60,
                             .retention_factor = 2,
                             .desorption_rate = 20,
                             .boundary = PLUME_BOUNDARY_OPEN };
  double L = 30, u = L / 60, D = 1e-3, height, k_d, optimum;
  PlumeVanDeemter curve = plume_van_deemter (D, 2, 20, 0),
                  golay = plume_van_deemter_golay (2e-5, 1e-10, 0.25e-3, 0.25e-6, 2, 1);
  PlumeMoments moments;

  assert_near (plume_plates (&first), 10000, 1e-9);
  /* 1.18 and 2.3548 are rounded */
  assert_near (plume_resolution (&first, &second), 1.0022, 3e-3);
  transfer.peclet = u * L / D;
  moments = plume_transfer_moments (&transfer);
  assert_near (L / plume_plates (&moments) / plume_van_deemter_height (&curve, u), 1, 1e-12);
  optimum = plume_van_deemter_optimum (&curve, &height);
  assert_near (plume_van_deemter_height (&curve, optimum) / height, 1, 1e-14);
  g_assert_cmpfloat (plume_van_deemter_height (&curve, 1.01 * optimum), >, height);
  g_assert_cmpfloat (plume_van_deemter_height (&curve, 0.99 * optimum), >, height);
  k_d = plume_golay_desorption_rate (2e-5, 1e-10, 0.25e-3, 0.25e-6, 2);
  assert_near (plume_van_deemter (2e-5, 2, k_d, 0).C / golay.C, 1, 1e-13);
}

static void
pair_of_length (double length, PlumeMoments *first, PlumeMoments *second, gpointer data)
{
  PlumeTransfer a = { .hold_up_time = 2 * length, .retention_factor = 5.9, .desorption_rate = 32 };
  PlumeTransfer b = { .hold_up_time = 2 * length, .retention_factor = 6.15, .desorption_rate = 32 };

  *first = plume_transfer_moments (&a);
  *second = plume_transfer_moments (&b);
}

static void
test_design_finds_the_length (void)
{
  PlumeMoments first, second;
  double length;

  g_assert_true (plume_design_solve (pair_of_length, NULL, 1, 1000, 1.5, &length, NULL));
  pair_of_length (length, &first, &second, NULL);
  assert_near (plume_resolution (&first, &second), 1.5, 1e-9);
  g_assert_false (plume_design_solve (pair_of_length, NULL, 1, 10, 50, &length, NULL));
}

static void
test_temperature (void)
{
  static const PlumeProgrammeStep steps[] = { { 0.25, 373, 60 }, { 1, 400, 0 } };
  static const PlumeThermal benzene = { 1.2, 40, 333, -33.8e3, 20e3 };
  PlumeProgrammedColumn oven = { { 333, 30, 0, NULL }, default_column (), 1, &benzene };
  double t_R, sigma, entropy = plume_thermal_entropy (&benzene, 0.004), T = 350;

  assert_near (log (plume_thermal_retention_factor (&benzene, T)),
               33.8e3 / (PLUME_GAS_CONSTANT * T) + entropy / PLUME_GAS_CONSTANT + log (0.004),
               1e-12);
  oven.column.mode = PLUME_VELOCITY_HOLD_UP_TIME;
  oven.column.hold_up_time = 60;
  g_assert_true (plume_programme_retention (&oven, 0, 1000, &t_R, &sigma, NULL));
  assert_near (t_R, 132, 1e-9);
  assert_near (sigma, sqrt (2 * 60 * 1.2 / 40), 1e-9);
  oven.programme.n_steps = 2;
  oven.programme.steps = steps;
  assert_near (plume_programme_temperature (&oven.programme, 30), 333, 1e-12);
  assert_near (plume_programme_temperature (&oven.programme, 70), 343, 1e-12);
  assert_near (plume_programme_temperature (&oven.programme, 200), 373, 1e-12);
  assert_near (plume_programme_temperature (&oven.programme, 260), 383, 1e-12);
  assert_near (plume_programme_temperature (&oven.programme, 1e4), 400, 1e-12);
  g_assert_true (plume_programme_retention (&oven, 0, 1000, &t_R, &sigma, NULL));
  g_assert_cmpfloat (t_R, <, 130);
  g_assert_false (plume_programme_retention (&oven, 0, 20, &t_R, &sigma, NULL));
}

static void
test_molecules_make_the_curve (void)
{
  enum
  {
    N = 400000,
    BINS = 60
  };
  static const PlumeTransfer cases[] = {
    { .hold_up_time = 10, .retention_factor = 1, .desorption_rate = 0.4 },
    { .hold_up_time = 60, .retention_factor = 1.2, .desorption_rate = 40 }
  };
  PlumeInlet inlet = { PLUME_INLET_PLUG, 1 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PlumeArray) times =
          plume_molecule_exit_times (&cases[i], &inlet, 5, N, NULL, NULL);
      PlumeMoments moments = plume_transfer_moments (&cases[i]);
      double from = MAX (cases[i].hold_up_time, moments.mean - 4 * sqrt (moments.variance)),
             counts[BINS], statistic = 0;
      double to = moments.mean + 5 * sqrt (moments.variance), width = (to - from) / BINS, expected;
      int used = 0;

      plume_histogram (N, times->values, from, to, BINS, counts);
      for (int bin = 0; bin < BINS; bin++)
        {
          enum
          {
            FINE = 400
          };
          double t[FINE], c[FINE];

          for (int j = 0; j < FINE; j++)
            t[j] = from + width * (bin + (j + 0.5) / FINE);
          g_assert_true (plume_column_outlet (&cases[i], &inlet, FINE, t, c, NULL));
          expected = 0;
          for (int j = 0; j < FINE; j++)
            expected += N * c[j] * width / FINE;
          if (expected < 10)
            continue;
          statistic += pow (counts[bin] - expected, 2) / expected;
          used++;
        }
      g_assert_cmpint (used, >, 30);
      g_assert_cmpfloat (gsl_cdf_chisq_Q (statistic, used), >, 1e-4);
    }
}

static void
test_molecule_paths_have_the_moments (void)
{
  enum
  {
    N = 4000
  };
  PlumeTransfer transfer = { .hold_up_time = 60, .retention_factor = 1.2, .desorption_rate = 4 };
  PlumeInlet inlet = { PLUME_INLET_PLUG, 0.5 };
  PlumeMoments wanted = plume_transfer_moments (&transfer);
  double mean = 0, square = 0, sitting = 0;

  for (guint i = 0; i < N; i++)
    {
      g_autoptr (PlumeMoleculePath) path = plume_molecule_path_new (&transfer, &inlet, 3, i);
      double end = path->time[path->n - 1];
      gboolean adsorbed;

      for (gsize j = 1; j < path->n; j++)
        g_assert_true (path->time[j] >= path->time[j - 1]
                       && path->travel[j] >= path->travel[j - 1]);
      assert_near (plume_molecule_path_at (path, end + 1, NULL), 60, 0);
      plume_molecule_path_at (path, 0.5 * end, &adsorbed);
      sitting += adsorbed / (double)N;
      mean += end / N;
      square += end * end / N;
    }
  assert_near (mean, wanted.mean + 0.25, 5 * sqrt (wanted.variance / N));
  assert_near ((square - mean * mean) / wanted.variance, 1, 5 * sqrt (2.0 / N));
  /* a share k'/(1+k') of the time is spent on the wall */
  assert_near (sitting, 1.2 / 2.2, 5 * 0.5 / sqrt (N));
}

static void
test_molecules_do_not_depend_on_threads (void)
{
  PlumeTransfer transfer = { .hold_up_time = 60, .retention_factor = 1.2, .desorption_rate = 40 };
  PlumeInlet inlet = { PLUME_INLET_DECAY, 0.5 };
  g_autoptr (PlumeArray) one = NULL;
  g_autoptr (PlumeArray) two = NULL;

  plume_parallel_set_threads (1);
  one = plume_molecule_exit_times (&transfer, &inlet, 9, 20000, NULL, NULL);
  plume_parallel_set_threads (2);
  two = plume_molecule_exit_times (&transfer, &inlet, 9, 30000, NULL, NULL);
  plume_parallel_set_threads (0);
  g_assert_cmpmem (one->values, 20000 * sizeof (double), two->values, 20000 * sizeof (double));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gsl_set_error_handler_off ();
  g_test_add_func ("/transport/column-flow/flow-is-consistent", test_flow_is_consistent);
  g_test_add_func ("/transport/column-flow/ergun-obeys-its-equation",
                   test_ergun_obeys_its_equation);
  g_test_add_func ("/transport/column-flow/diffusivity-and-formulas",
                   test_diffusivity_and_formulas);
  g_test_add_func ("/transport/column-flow/velocity-profile-makes-no-difference",
                   test_velocity_profile_makes_no_difference);
  g_test_add_func ("/transport/column-flow/plates", test_plates);
  g_test_add_func ("/transport/column-flow/design-finds-the-length", test_design_finds_the_length);
  g_test_add_func ("/transport/column-flow/temperature", test_temperature);
  g_test_add_func ("/transport/column-flow/molecules-make-the-curve",
                   test_molecules_make_the_curve);
  g_test_add_func ("/transport/column-flow/molecule-paths-have-the-moments",
                   test_molecule_paths_have_the_moments);
  g_test_add_func ("/transport/column-flow/molecules-do-not-depend-on-threads",
                   test_molecules_do_not_depend_on_threads);
  return g_test_run ();
}
