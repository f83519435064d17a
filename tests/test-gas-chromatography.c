/* test-gas-chromatography.c: the gas chromatograph as a person uses it, against its truths.
 *
 * The numerics have suites of their own; this one sees what comes out of the views, read-outs,
 * handles and actions.
 */
#include "core/plume-parallel.h"
#include "experiment.h"
#include "reference-table.h"

#include <gsl/gsl_errno.h>

/* Sets the column to a case of the reference and asks for its times. */
static void
set_case (Fixture *fixture, char **row, GPtrArray *profiles)
{
  g_autofree char *analyte = g_strdup_printf (
      "[{\"name\": \"x\", \"retention-factor\": %s, \"desorption-rate\": %s, \"amount\": 1}]",
      row[3], row[4]);
  g_autoptr (GString) times = g_string_new (NULL);

  for (guint i = 1; i < profiles->len; i++)
    if (strcmp (((char **)g_ptr_array_index (profiles, i))[0], row[0]) == 0)
      g_string_append_printf (times, "%s ", ((char **)g_ptr_array_index (profiles, i))[1]);
  set_value (fixture, "analytes", analyte);
  set_value (fixture, "hold-up-time", row[2]);
  set_value (fixture, "injection-time", row[6]);
  set_value (fixture, "boundary", row[1]);
  if (strcmp (row[1], "plug") != 0)
    set_value (fixture, "peclet", row[5]);
  set_value (fixture, "times", times->str);
}

static void
compare_with_reference (Fixture *fixture, const char *engine)
{
  g_autoptr (GPtrArray) cases = read_reference ("gas-chromatography", "linear_cases.csv");
  g_autoptr (GPtrArray) profiles = read_reference ("gas-chromatography", "linear_profiles.csv");
  guint n_compared = 0;

  set_value (fixture, "engine", engine);
  for (guint i = 1; i < cases->len; i++)
    {
      char **row = g_ptr_array_index (cases, i);

      /* without dispersion the unretained spike is no affair of the Fourier engine below X = 40 */
      if (strcmp (engine, "fourier") == 0 && strcmp (row[0], "L3") == 0)
        continue;
      set_case (fixture, row, profiles);

      g_autoptr (PlumePublication) publication = evaluate (fixture);
      const PlumeMark *curve = find_mark (fixture, publication, "chromatogram", "analyte-1");

      for (guint j = 1, k = 0; j < profiles->len; j++)
        if (strcmp (((char **)g_ptr_array_index (profiles, j))[0], row[0]) == 0)
          {
            g_assert_cmpfloat_with_epsilon (curve->y->values[k++],
                                            reference_number (profiles, j, 2), 1e-11);
            n_compared++;
          }
    }
  g_assert_cmpuint (n_compared, >=, 8 * 61);
}

static void
test_exact_curves_match_the_reference (Fixture *fixture, gconstpointer data)
{
  compare_with_reference (fixture, "laplace");
}

static void
test_fourier_curves_match_the_reference (Fixture *fixture, gconstpointer data)
{
  compare_with_reference (fixture, "fourier");
}

static void
test_readouts_are_the_moments_of_the_curve (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumePublication) publication = evaluate (fixture);

  for (guint a = 0; a < 6; a++)
    {
      g_autofree char *id = g_strdup_printf ("analyte-%u", a + 1);
      const PlumeMark *curve = find_mark (fixture, publication, "chromatogram", id);
      double area = 0, first = 0, second = 0;

      for (gsize i = 0; i < curve->x->length; i++)
        {
          area += curve->y->values[i];
          first += curve->y->values[i] * curve->x->values[i];
        }
      first /= area;
      for (gsize i = 0; i < curve->x->length; i++)
        second += curve->y->values[i] * pow (curve->x->values[i] - first, 2) / area;
      g_assert_cmpfloat_with_epsilon (get_readout (fixture, publication, "retention-time", a),
                                      first, 1e-6 * first);
      g_assert_cmpfloat_with_epsilon (get_readout (fixture, publication, "peak-width", a),
                                      sqrt (second), 1e-4 * sqrt (second));
      g_assert_cmpfloat_with_epsilon (get_readout (fixture, publication, "mass-balance", a), 1,
                                      1e-9);
    }
}

/* The paper's second claim is that diffusion is negligible; here is how negligible. */
static void
test_diffusion_changes_little_at_the_physical_peclet_number (Fixture *fixture, gconstpointer data)
{
  static const double pecs[] = { 3.3e5, 1e4 };
  double change[2];
  g_autoptr (PlumePublication) without = evaluate (fixture);
  const PlumeMark *plug = find_mark (fixture, without, "chromatogram", "analyte-6");
  double low, high;

  plume_array_range (plug->y, &low, &high);
  set_value (fixture, "boundary", "closed");
  for (guint i = 0; i < 2; i++)
    {
      set_number (fixture, "peclet", pecs[i]);
      /* the same abscissae */
      set_value (fixture, "times", "0:600:6001");

      g_autoptr (PlumePublication) with = evaluate (fixture);

      set_value (fixture, "boundary", "plug");

      g_autoptr (PlumePublication) plain = evaluate (fixture);
      const PlumeMark *a = find_mark (fixture, with, "chromatogram", "analyte-6");
      const PlumeMark *b = find_mark (fixture, plain, "chromatogram", "analyte-6");

      set_value (fixture, "boundary", "closed");
      change[i] = 0;
      for (gsize j = 0; j < a->y->length; j++)
        change[i] = MAX (change[i], fabs (a->y->values[j] - b->y->values[j]) / high);
    }
  g_assert_cmpfloat_with_epsilon (change[0], 0.025, 0.002);
  g_assert_cmpfloat_with_epsilon (change[1], 0.39, 0.02);
}

static void
test_linear_and_full_solutions_agree (Fixture *fixture, gconstpointer data)
{
  set_value (fixture, "compare", "on");

  g_autoptr (PlumePublication) publication = evaluate (fixture);

  g_assert_nonnull (find_mark (fixture, publication, "chromatogram", "full"));
  g_assert_cmpfloat (get_readout (fixture, publication, "difference", 0), <, 1e-3);
}

static void
test_pressure_drop_changes_nothing_but_the_hold_up_time (Fixture *fixture, gconstpointer data)
{
  set_value (fixture, "velocity-mode", "pressures");
  set_value (fixture, "inlet-pressure", "250");
  set_value (fixture, "times", "1:1000:500");

  g_autoptr (PlumePublication) compressible = evaluate (fixture);

  set_number (fixture, "hold-up-time",
              get_readout (fixture, compressible, "hold-up-time-of-column", 0));
  set_value (fixture, "velocity-mode", "hold-up-time");

  g_autoptr (PlumePublication) uniform = evaluate (fixture);
  const PlumeMark *a = find_mark (fixture, compressible, "chromatogram", "sum"),
                  *b = find_mark (fixture, uniform, "chromatogram", "sum");

  for (gsize i = 0; i < a->y->length; i++)
    g_assert_cmpfloat_with_epsilon (a->y->values[i], b->y->values[i], 1e-9);
}

static void
test_peaks_follow_the_pointer (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumePublication) before = evaluate (fixture);

  set_value (fixture, "temperature", "345"); /* k′ is given at 333 K; the handle has to know */

  g_autoptr (PlumePublication) warm = evaluate (fixture);

  drag_published (fixture, warm, "chromatogram", "peak-1", 300, 7);

  g_autoptr (PlumePublication) after = evaluate (fixture);
  const PlumeMark *handle = find_mark (fixture, after, "chromatogram", "peak-1");

  g_assert_cmpfloat_with_epsilon (handle->x->values[0], 300, 0.5);

  /* the flank: half the width at half height becomes what the pointer says */
  drag_published (fixture, after, "chromatogram", "width-1", 312, 0);

  g_autoptr (PlumePublication) wide = evaluate (fixture);
  const PlumeMark *flank = find_mark (fixture, wide, "chromatogram", "width-1");

  g_assert_cmpfloat_with_epsilon (
      flank->x->values[0] - find_mark (fixture, wide, "chromatogram", "peak-1")->x->values[0], 12,
      0.5);
}

static void
test_fit_of_the_sample_covers_its_truth (Fixture *fixture, gconstpointer data)
{
  static const double k[] = { 1.2, 2.7, 5.9, 6.15, 6.3, 7.3 }, k_d[] = { 40, 36, 32, 32, 31, 30 };

  set_value (fixture, "fit", "on");

  g_autoptr (PlumePublication) publication = evaluate (fixture);
  const GArray *fitted_k = publication->readings[plume_experiment_find_readout (
      fixture->experiment, "fitted-retention-factor")];
  const GArray *fitted_rate =
      publication
          ->readings[plume_experiment_find_readout (fixture->experiment, "fitted-desorption-rate")];

  g_assert_cmpuint (fitted_k->len, ==, 6);
  for (guint a = 0; a < 6; a++)
    {
      const PlumeReading *one = &g_array_index (fitted_k, PlumeReading, a),
                         *two = &g_array_index (fitted_rate, PlumeReading, a);

      g_assert_true (one->error > 0 && two->error > 0);
      /* one run: three standard errors; how often two are enough is counted by the fit's own suite
       */
      g_assert_cmpfloat_with_epsilon (one->value, k[a], 3 * one->error);
      g_assert_cmpfloat_with_epsilon (two->value, k_d[a], 3 * two->error);
    }
  g_assert_cmpfloat_with_epsilon (get_readout (fixture, publication, "chi-squared", 0), 1, 0.15);
}

static void
test_peaks_become_analytes_and_fit (Fixture *fixture, gconstpointer data)
{
  act (fixture, "analytes-from-peaks");

  PlumeAddress address;

  g_assert_true (plume_address_parse (fixture->values, "analytes", &address, NULL));

  guint n = plume_values_get (fixture->values, &address)->records->n_rows;

  g_assert_cmpuint (n, >=, 4);
  g_assert_cmpuint (n, <=, 7);
  g_assert_cmpfloat_with_epsilon (get_number (fixture, "analytes[0].retention-factor"), 1.2, 0.01);
  set_value (fixture, "fit", "on");

  double before = get_number (fixture, "analytes[0].desorption-rate");

  act (fixture, "take-fit");
  g_assert_cmpfloat (get_number (fixture, "analytes[0].desorption-rate"), !=, before);
  g_assert_cmpfloat_with_epsilon (get_number (fixture, "analytes[0].retention-factor"), 1.2, 2e-4);
  g_assert_cmpfloat_with_epsilon (get_number (fixture, "analytes[0].desorption-rate"), 40, 0.5);
}

static void
test_design_resolves_the_critical_pair (Fixture *fixture, gconstpointer data)
{
  static const char *const modes[] = { "hold-up-time", "velocity", "pressures" };

  set_value (fixture, "analytes",
             "[{\"name\": \"a\", \"retention-factor\": 2}, {\"name\": \"b\", \"retention-factor\": "
             "2.2}, {\"name\": \"c\", \"retention-factor\": 5}]");
  set_value (fixture, "target-resolution", "1.7");
  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      set_value (fixture, "velocity-mode", modes[i]);
      act (fixture, "design");

      g_autoptr (PlumePublication) publication = evaluate (fixture);

      g_assert_cmpfloat_with_epsilon (get_readout (fixture, publication, "critical-pair", 0), 1.7,
                                      1e-6);
    }
}

static void
test_golay_rates_give_golay_plates (Fixture *fixture, gconstpointer data)
{
  act (fixture, "golay");

  g_autoptr (PlumePublication) publication = evaluate (fixture);
  const PlumeMark *model = find_mark (fixture, publication, "van-deemter", "plate-height");
  const PlumeMark *golay = find_mark (fixture, publication, "van-deemter", "golay");

  for (gsize i = 0; i < model->y->length; i++)
    g_assert_cmpfloat_with_epsilon (model->y->values[i], golay->y->values[i],
                                    1e-6 * golay->y->values[i]);
}

static void
test_programmed_run_is_earlier_and_sharper (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumePublication) isothermal = evaluate (fixture);

  set_value (fixture, "programme", "[{\"rate\": 20, \"target\": 420, \"hold\": 2}]");

  g_autoptr (PlumePublication) programmed = evaluate (fixture);
  const PlumeMark *a = find_mark (fixture, isothermal, "chromatogram", "analyte-6"),
                  *b = find_mark (fixture, programmed, "chromatogram", "analyte-6");
  double low, high_a, high_b;

  plume_array_range (a->y, &low, &high_a);
  plume_array_range (b->y, &low, &high_b);
  g_assert_cmpfloat (high_b, >, 1.5 * high_a);
  g_assert_cmpfloat (b->x->values[b->x->length - 1], <, a->x->values[a->x->length - 1]);
  g_assert_nonnull (find_mark (fixture, programmed, "programme", "temperature"));
  for (guint i = 0; i < 6; i++)
    g_assert_cmpfloat_with_epsilon (get_readout (fixture, programmed, "mass-balance", i), 1, 1e-9);
}

static void
test_same_numbers_with_one_and_two_threads (Fixture *fixture, gconstpointer data)
{
  char *numbers[2];

  set_value (fixture, "fit", "on");
  set_value (fixture, "noise", "0.2");
  for (int threads = 1; threads <= 2; threads++)
    {
      g_autoptr (PlumeEngine) engine = plume_engine_new (fixture->experiment, 1 << 28);
      gboolean views[64];
      PlumeWish wish = {
        .values = fixture->values, .inputs = fixture->inputs, .readouts = TRUE, .views = views
      };

      for (guint i = 0; i < fixture->experiment->n_views; i++)
        views[i] =
            strcmp (fixture->experiment->views[i].id, "methods") != 0; /* it shows measured times */
      plume_parallel_set_threads (threads);

      g_autoptr (PlumePublication) publication = plume_engine_evaluate (engine, &wish, NULL, NULL);

      numbers[threads - 1] = plume_publication_to_csv (publication, NULL);
    }
  g_assert_cmpstr (numbers[0], ==, numbers[1]);
  g_assert_cmpuint (strlen (numbers[0]), >, 100000);
  g_free (numbers[0]);
  g_free (numbers[1]);
}

static void
test_calibration_line_of_lactose (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "0.5", "1", "3", "6" };
  PlumeInputs *inputs = plume_inputs_new (fixture->experiment, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/chromatography/hplc_lactose_%smM.csv",
                                               g_getenv ("PLUME_DATA"), names[i]);
      g_autoptr (GError) error = NULL;

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        {
          plume_inputs_unref (inputs);
          g_test_skip ("the lactose series is not here");
          return;
        }

      g_autoptr (PlumeBinding) binding =
          plume_binding_new_for_file (&fixture->experiment->inputs[0], path, NULL, &error);

      g_assert_no_error (error);

      PlumeInputs *more = plume_inputs_with (inputs, 0, binding, TRUE);

      plume_inputs_unref (inputs);
      inputs = more;
    }
  plume_inputs_unref (fixture->inputs);
  fixture->inputs = inputs;

  g_autoptr (PlumePublication) publication = evaluate (fixture);
  const PlumeMark *standards = find_mark (fixture, publication, "calibration", "standards");
  const PlumeMark *line = find_mark (fixture, publication, "calibration", "line");

  g_assert_cmpuint (standards->x->length, ==, 4);
  g_assert_cmpfloat (standards->x->values[0], ==, 0.5);
  g_assert_cmpfloat (line->y->values[199], >, 5 * line->y->values[20]);
}

static void
test_missing_points_are_counted (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new ("time (min),signal (mV)\n");
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 400; i++)
    if (i % 100 == 50)
      g_string_append_printf (text, "%g,\n", i * 0.01);
    else
      g_string_append_printf (text, "%g,%g\n", i * 0.01,
                              5 + 100 * exp (-0.5 * pow ((i - 205) / 12.0, 2)));

  g_autofree char *folder = g_dir_make_tmp ("plume-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "gaps.csv", NULL);

  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));

  g_autoptr (PlumeBinding) binding =
      plume_binding_new_for_file (&fixture->experiment->inputs[0], path, NULL, &error);

  g_assert_no_error (error);

  PlumeInputs *inputs = plume_inputs_with (fixture->inputs, 0, binding, FALSE);

  plume_inputs_unref (fixture->inputs);
  fixture->inputs = inputs;

  g_autoptr (PlumePublication) publication = evaluate (fixture);

  g_assert_cmpfloat (get_readout (fixture, publication, "missing-points", 0), ==, 4);
  g_assert_cmpfloat_with_epsilon (get_readout (fixture, publication, "measured-time", 0), 2.05 * 60,
                                  0.3); /* minutes became seconds */
  remove (path);
  remove (folder);
}

#define STATEMENT(path, function) STATEMENT_OF ("gas-chromatography", path, function)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gsl_set_error_handler_off ();
  STATEMENT ("exact-curves-match-the-reference", test_exact_curves_match_the_reference);
  STATEMENT ("fourier-curves-match-the-reference", test_fourier_curves_match_the_reference);
  STATEMENT ("readouts-are-the-moments-of-the-curve", test_readouts_are_the_moments_of_the_curve);
  STATEMENT ("diffusion-changes-little-at-the-physical-peclet-number",
             test_diffusion_changes_little_at_the_physical_peclet_number);
  STATEMENT ("linear-and-full-solutions-agree", test_linear_and_full_solutions_agree);
  STATEMENT ("pressure-drop-changes-nothing-but-the-hold-up-time",
             test_pressure_drop_changes_nothing_but_the_hold_up_time);
  STATEMENT ("peaks-follow-the-pointer", test_peaks_follow_the_pointer);
  STATEMENT ("fit-of-the-sample-covers-its-truth", test_fit_of_the_sample_covers_its_truth);
  STATEMENT ("peaks-become-analytes-and-fit", test_peaks_become_analytes_and_fit);
  STATEMENT ("design-resolves-the-critical-pair", test_design_resolves_the_critical_pair);
  STATEMENT ("golay-rates-give-golay-plates", test_golay_rates_give_golay_plates);
  STATEMENT ("programmed-run-is-earlier-and-sharper", test_programmed_run_is_earlier_and_sharper);
  STATEMENT ("same-numbers-with-one-and-two-threads", test_same_numbers_with_one_and_two_threads);
  STATEMENT ("calibration-line-of-lactose", test_calibration_line_of_lactose);
  STATEMENT ("missing-points-are-counted", test_missing_points_are_counted);
  return g_test_run ();
}
