/* test-phase-spirals.c: the phase spirals as a person uses them, against their truths.
 *
 * The numerics have suites of their own; this one sees what comes out of the views, read-outs,
 * handles and actions.
 */
#include "config.h"
#include "core/plume-parallel.h"
#include "experiment.h"

/* Binds a table written down; returns the error of evaluating it, if any. */
static GError *
evaluate_table (Fixture *fixture, const char *text)
{
  g_autoptr (PlumePublication) publication = NULL;
  GError *error = NULL;

  if (!bind_text (fixture, "stars", text, &error))
    return error;
  publication = evaluate_view (fixture, "plane");
  return get_error (fixture, publication, "plane");
}

/* Within three of the standard errors that Poisson noise gives the measure itself; small
 * perturbations, since a kick has a second order in the even part (and a third in the odd one), see
 * below. */
static void
assert_only_noise (const Fixture *fixture, const PlumePublication *publication)
{
  const char *const parts[] = { "residual-odd", "residual" };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      PlumeReading reading = get_reading (fixture, publication, parts[i], 0);

      g_test_message ("%s %.3f ± %.3f", parts[i], reading.value, reading.error);
      g_assert_cmpfloat (reading.error, <, 0.05);
      assert_near (reading.value, 1, 3 * reading.error);
    }
}

static void
test_theory_agrees_with_stars (Fixture *fixture, gconstpointer data)
{
  static const char *const perturbers[] = { "kick", "tidal", "arm", "bar", "fly-by", "satellite" };

  set_value (fixture, "kick", "2");
  set_value (fixture, "breathing-kick", "3");
  set_value (fixture, "mass", "1e9");
  for (guint i = 0; i < G_N_ELEMENTS (perturbers); i++)
    {
      g_autoptr (PlumePublication) publication = NULL;

      set_value (fixture, "perturber", perturbers[i]);
      publication = evaluate_view (fixture, NULL);
      assert_only_noise (fixture, publication);
    }
}

/* What a kick has beyond the linear order is even and grows with its square: its variance over that
 * of noise with the fourth power. */
static void
test_second_order_of_a_kick_is_even (Fixture *fixture, gconstpointer data)
{
  double excess[2], error[2];

  set_value (fixture, "diffusion", "0");
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (PlumePublication) publication = NULL;
      PlumeReading reading;

      set_value (fixture, "kick", i == 0 ? "6" : "12");
      publication = evaluate_view (fixture, NULL);
      reading = get_reading (fixture, publication, "residual", 0);
      excess[i] = reading.value * reading.value - 1;
      error[i] = 2 * reading.value * reading.error;
    }
  g_test_message ("%g ± %g, %g ± %g", excess[0], error[0], excess[1], error[1]);
  /* the next orders of (Δv/σ)² = 0.36 bring it a little down */
  assert_near (excess[1] / excess[0], 16, 16 * (3 * error[0] / excess[0] + 0.2));
}

/* Were the theory wrong, the measure would say so. */
static void
test_residual_sees_a_wrong_theory (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumePublication) publication = NULL;

  set_value (fixture, "star-count", "1e5");
  set_value (fixture, "modes", "two"); /* which leaves the bending out */
  publication = evaluate_view (fixture, NULL);
  g_assert_cmpfloat (get_readout (fixture, publication, "residual-odd", 0), >, 1.3);
}

static void
test_slab_has_its_limits (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumePublication) publication = NULL;

  set_value (fixture, "potential", "slab");
  set_value (fixture, "vertical-dispersion", "20");
  set_value (fixture, "disc-height", "0.25");
  set_value (fixture, "kick", "2");
  publication = evaluate_view (fixture, "plane");
  assert_near (get_readout (fixture, publication, "vertical-frequency", 0), sqrt (2) * 20 / 0.25,
               1e-6 * 113);
  assert_only_noise (fixture, publication);
}

static void
test_milky_way_has_its_frequencies (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumePublication) publication = evaluate_view (fixture, NULL);

  assert_near (get_readout (fixture, publication, "vertical-frequency", 0), 84.4547, 1e-4);
  assert_near (get_readout (fixture, publication, "circular-speed", 0), 229.404, 1e-3);
}

static void
test_opposite_kick_has_opposite_theory (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumePublication) up = NULL;
  g_autoptr (PlumePublication) down = NULL;
  const PlumeArray *a, *b;
  double largest = 0;

  set_value (fixture, "diffusion", "0");
  set_value (fixture, "star-count", "1e4");
  set_value (fixture, "divider", "1");
  up = evaluate_view (fixture, "plane");
  set_value (fixture, "kick", "-8");
  down = evaluate_view (fixture, "plane");
  a = find_mark (fixture, up, "plane", "theory")->value;
  b = find_mark (fixture, down, "plane", "theory")->value;
  for (gsize i = 0; i < a->length; i++)
    if (isfinite (a->values[i]))
      {
        largest = MAX (largest, fabs (a->values[i]));
        g_assert_cmpfloat (fabs (a->values[i] + b->values[i]), <, 1e-9);
      }
  g_assert_cmpfloat (largest, >, 0.2);
}

static void
test_symmetry_of_perturbers (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumePublication) squeezed = NULL;
  g_autoptr (PlumePublication) barred = NULL;

  set_value (fixture, "star-count", "1e4");
  set_value (fixture, "perturber", "tidal");
  set_value (fixture, "time", "100"); /* before clouds damp it */
  squeezed = evaluate_view (fixture, NULL);
  g_assert_cmpfloat (get_readout (fixture, squeezed, "amplitude", 0), <, 1e-9);
  g_assert_cmpfloat (get_readout (fixture, squeezed, "amplitude", 1), >, 0.01);
  set_value (fixture, "perturber", "bar");
  set_value (fixture, "pulse-duration", "5");
  barred = evaluate_view (fixture, NULL);
  g_assert_cmpfloat (get_readout (fixture, barred, "amplitude", 0), <,
                     1e-6 * get_readout (fixture, barred, "amplitude", 1));
}

/* Kicked 480 Myr ago with γ = 0.3: the peak stands a little younger, the correction undoes it. */
static void
test_mock_tells_its_age (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumePublication) publication = NULL;
  double corrected;

  bind_sample (fixture, "stars", "kicked-480");
  set_value (fixture, "distribution", "exponential");
  set_value (fixture, "diffusion", "0.3");
  set_value (fixture, "star-count", "1e4");
  publication = evaluate_view (fixture, "ages");
  assert_near (get_readout (fixture, publication, "age", 0), 475, 12);
  g_assert_cmpfloat (get_readout (fixture, publication, "power", 0), >, 200);
  corrected = get_readout (fixture, publication, "age-corrected", 0);
  assert_near (corrected, 480, 12);
  g_assert_cmpfloat (corrected, >, get_readout (fixture, publication, "age", 0));
  g_assert_cmpfloat (get_readout (fixture, publication, "arms-seen", 0), ==, 1);
  assert_near (get_readout (fixture, publication, "rows", 0), 20000, 0);
}

static void
test_actions_take_the_age (Fixture *fixture, gconstpointer data)
{
  bind_sample (fixture, "stars", "kicked-480");
  set_value (fixture, "star-count", "1e4");
  act (fixture, "take-age");
  assert_near (get_number (fixture, "time"), 475, 12);
  assert_near (get_number (fixture, "line-age"), 475, 12);
  act (fixture, "rewind-to-kick");
  assert_near (get_number (fixture, "rewind"), 475, 12);
  act (fixture, "strongest-satellite");
  assert_near (get_number (fixture, "perturber"), 5, 0);
}

static void
test_handles_set_what_they_show (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumePublication) publication = NULL;
  const PlumeMark *mark;
  double pivot, before;

  set_value (fixture, "star-count", "1e4");
  drag (fixture, "plane", "divider", 0, 0);
  assert_near (get_number (fixture, "divider"), 0.5, 1e-12);
  drag (fixture, "plane", "divider", -1e9, 0);
  assert_near (get_number (fixture, "divider"), 0, 1e-12);
  drag (fixture, "ages", "rewind", 300, 0);
  assert_near (get_number (fixture, "rewind"), 300, 1e-9);
  drag (fixture, "frequencies", "action", 3, 0);
  assert_near (get_number (fixture, "action"), 3, 1e-9);

  /* the slope turns the line about the other handle */
  publication = evaluate_view (fixture, "angles");
  mark = find_mark (fixture, publication, "angles", "slope");
  pivot = find_mark (fixture, publication, "angles", "angle")->y->values[0];
  before = get_number (fixture, "line-age");
  drag (fixture, "angles", "slope", mark->x->values[0], mark->y->values[0] - 0.5);
  g_clear_pointer (&publication, plume_publication_unref);
  publication = evaluate_view (fixture, "angles");
  g_assert_cmpfloat (get_number (fixture, "line-age"), >, before + 5);
  assert_near (find_mark (fixture, publication, "angles", "angle")->y->values[0], pivot, 1e-6);
}

static void
test_threads_do_not_matter (Fixture *fixture, gconstpointer data)
{
  char *texts[2] = { NULL, NULL };

  set_value (fixture, "star-count", "5e4");
  for (int threads = 1; threads <= 2; threads++)
    {
      Fixture fresh = *fixture;
      g_autoptr (PlumePublication) publication = NULL;
      g_autoptr (JsonNode) node = NULL;

      plume_parallel_set_threads (threads);
      fresh.engine = plume_engine_new (fixture->experiment, 1 << 28);
      publication = evaluate_view (&fresh, "plane");
      node = plume_publication_to_json (publication, NULL);
      texts[threads - 1] = json_to_string (node, FALSE);
      plume_engine_free (fresh.engine);
    }
  plume_parallel_set_threads (0);
  g_assert_cmpuint (strlen (texts[0]), >, 10000);
  g_assert_cmpstr (texts[0], ==, texts[1]);
  g_free (texts[0]);
  g_free (texts[1]);
}

static void
test_bad_tables_are_told (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) slow = g_string_new ("z,vz\n");
  g_autoptr (GString) holes = g_string_new ("z,vz\n");
  GError *error = evaluate_table (fixture, "height,speed\n0.1,3\n0.2,4\n");

  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, "speed"));
  g_clear_error (&error);

  for (int i = 0; i < 200; i++)
    {
      double z = 0.3 * sin (i * 1.7), v = 20 * cos (i * 0.9);

      g_string_append_printf (slow, "%g,%g\n", z, 1e-3 * v);
      if (i % 10 == 0)
        g_string_append (holes, i % 20 == 0 ? "0.1,\n" : "0.1,--\n");
      else if (i % 10 == 1)
        g_string_append (holes, "0.1,9000\n");
      else
        g_string_append_printf (holes, "%g,%g\n", z, v);
    }
  error = evaluate_table (fixture, "z,vz\n0.1,slow\n0.2,4\n");
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, "'slow' in row 1"));
  g_clear_error (&error);
  error = evaluate_table (fixture, slow->str);
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, "km/s"));
  g_clear_error (&error);

  error = evaluate_table (fixture, holes->str);
  g_assert_no_error (error);

  g_autoptr (PlumePublication) publication = evaluate_view (fixture, NULL);

  assert_near (get_readout (fixture, publication, "rows", 0), 180, 0); /* used */
  assert_near (get_readout (fixture, publication, "rows", 1), 20, 0);  /* value missing */
  assert_near (get_readout (fixture, publication, "stars-beyond", 0), 20, 0);
}

static void
test_negative_mass_is_refused (Fixture *fixture, gconstpointer data)
{
  assert_refused (fixture, "mass", "-1e9");
  assert_refused (fixture, "satellites[1].mass", "-1e9");
  assert_refused (fixture, "disc-mass", "-1");
}

static gboolean
names_category (const PlumeAxes *axes, const char *first)
{
  return axes->x.categories != NULL && g_strcmp0 (axes->x.categories[0], first) == 0;
}

/* Fifty of them, of which those that crossed the plane within the damping time come first; without
 * clouds nothing is wiped out, and the heavy Cloud leads. */
static void
test_damping_time_is_a_veto (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumePublication) damped = NULL;
  g_autoptr (PlumePublication) free = NULL;
  const PlumeFigure *figure;
  const PlumeMark *vetoed;
  int view = plume_experiment_find_view (fixture->experiment, "satellites");

  set_value (fixture, "star-count", "1e4");
  damped = evaluate_view (fixture, "satellites");
  figure = damped->figures[view];
  g_assert_true (names_category (g_ptr_array_index (figure->axes, 0), "Sagittarius"));
  vetoed = find_mark (fixture, damped, "satellites", "bending-vetoed");
  g_assert_cmpuint (
      find_mark (fixture, damped, "satellites", "bending")->x->length + vetoed->x->length, ==, 50);
  vetoed = find_mark (fixture, damped, "satellites", "crossings-vetoed");
  for (gsize i = 0; i < vetoed->y->length; i++)
    g_assert_cmpfloat (-vetoed->y->values[i], >,
                       get_readout (fixture, damped, "damping-time", 0) * (1 - 1e-6));
  set_value (fixture, "diffusion", "0");
  free = evaluate_view (fixture, "satellites");
  g_assert_null (find_mark (fixture, free, "satellites", "crossings-vetoed"));
}

/* A table of satellites stands in for the rows: the same orbits, the same responses. */
static void
test_satellites_come_from_a_table (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumePublication) rows = NULL;
  g_autoptr (PlumePublication) table = NULL;
  g_autoptr (GError) error = NULL;
  const PlumeMark *one;

  set_value (fixture, "star-count", "1e4");
  set_value (fixture, "diffusion", "0");
  rows = evaluate_view (fixture, "satellites");
  g_assert_true (bind_text (fixture, "satellite-table",
                            "name,ra,dec,distance_kpc,pmra,pmdec,vlos,mass,softening\n"
                            "nowhere,10,20,,1,1,100,1e9,1\n"
                            "Sagittarius,283.8313,-30.5453,26.67,-2.692,-1.359,140,1e9,1.6\n",
                            &error));
  g_assert_no_error (error);
  table = evaluate_view (fixture, "satellites");
  one = find_mark (fixture, table, "satellites", "bending");
  g_assert_cmpuint (one->x->length, ==, 1);
  /* of the fifty, Sagittarius is among the first three */
  g_assert_true (
      fabs (one->y->values[0] / find_mark (fixture, rows, "satellites", "bending")->y->values[0]
            - 1)
          < 1e-9
      || fabs (one->y->values[0] / find_mark (fixture, rows, "satellites", "bending")->y->values[1]
               - 1)
             < 1e-9);
  g_assert_true (bind_text (fixture, "satellite-table",
                            "name,ra,dec,distance_kpc,pmra,pmdec,vlos,mass\n"
                            "Sagittarius,283.8,-30.5,26.67,-2.692,-1.359,140,-1e9\n",
                            NULL));
  g_clear_pointer (&table, plume_publication_unref);
  table = evaluate_view (fixture, "satellites");
  error = get_error (fixture, table, "satellites");
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, "mass"));
}

/* Writes the test stars as they are now, and reads them back as if from somebody else. */
static void
find_age_of_mock (Fixture *fixture, const char *extension, double age, double tolerance)
{
  g_autofree char *name = g_strconcat ("plume-mock-XXXXXX.", extension, NULL);
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumePublication) publication = NULL;
  PlumeDataset *dataset;
  int file = g_mkstemp (path);

  g_assert_cmpint (file, >=, 0);
  g_close (file, NULL);
  g_assert_true (plume_engine_write (
      fixture->engine, fixture->values, fixture->inputs,
      (guint)plume_experiment_find_writer (fixture->experiment, "mock"), path, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (bind_file (fixture, "stars", path, &error));
  g_assert_no_error (error);
  g_unlink (path);
  dataset =
      ((PlumeBinding *)g_ptr_array_index (
           fixture->inputs->bindings[plume_experiment_find_input (fixture->experiment, "stars")],
           0))
          ->dataset;
  g_assert_cmpuint (plume_table_get_n_rows (plume_dataset_get_table (dataset, 0)), >, 29000);
  set_value (fixture, "time", "1"); /* the table does not know what was set */
  publication = evaluate_view (fixture, "ages");
  assert_near (get_readout (fixture, publication, "age", 0), age, tolerance);
  /* to the noise of the peak of a likelihood: three standard errors */
  assert_near (get_readout (fixture, publication, "age", 0), age,
               3 * get_reading (fixture, publication, "age", 0).error + 1);
}

static void
test_mock_of_a_person_tells_its_age (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  set_value (fixture, "star-count", "3e4");
  set_value (fixture, "diffusion", "0");
  set_value (fixture, "time", "370");
  find_age_of_mock (fixture, "csv", 370, 10);
#ifdef HAVE_CFITSIO
  set_value (fixture, "time", "640");
  find_age_of_mock (fixture, "fits", 640, 10);
#endif
  g_assert_false (plume_engine_write (fixture->engine, fixture->values, fixture->inputs, 0,
                                      "mock.doc", NULL, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
}

/* Azimuths around 180° go across the cut of the angle; what is left out is counted, and what
 * cannot be selected is said. */
static void
test_stars_are_selected (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new ("z,vz,vphi,phi\n");
  g_autoptr (PlumePublication) selected = NULL;
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 400; i++)
    g_string_append_printf (text, "%g,%g,%g,%g\n", 0.3 * sin (i * 1.7), 20 * cos (i * 0.9),
                            229.404 + (i % 4 == 0 ? 60 : 0), i % 2 == 0 ? -175.0 : 150.0);
  set_value (fixture, "star-count", "1e4");
  set_value (fixture, "azimuth-range", "10");
  error = evaluate_table (fixture, text->str);
  g_assert_no_error (error);
  selected = evaluate_view (fixture, NULL);
  assert_near (get_readout (fixture, selected, "rows", 0), 200, 0);
  assert_near (get_labelled (fixture, selected, "rows", "other azimuth"), 200, 0);
  set_value (fixture, "spin-range", "100");
  g_clear_pointer (&selected, plume_publication_unref);
  selected = evaluate_view (fixture, NULL);
  assert_near (get_readout (fixture, selected, "rows", 0), 100, 0);
  assert_near (get_labelled (fixture, selected, "rows", "other angular momentum"), 100, 0);
  g_assert_true (bind_text (fixture, "stars", "z,vz\n0.1,2\n0.2,4\n0.3,-9\n", NULL));
  g_clear_pointer (&selected, plume_publication_unref);
  selected = evaluate_view (fixture, "plane");
  error = get_error (fixture, selected, "plane");
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, "azimuth"));
  set_value (fixture, "azimuth-range", "0");
  g_clear_error (&error);
  g_clear_pointer (&selected, plume_publication_unref);
  selected = evaluate_view (fixture, "plane");
  error = get_error (fixture, selected, "plane");
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, "angular momentum"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define STATEMENT(path, function) STATEMENT_OF ("phase-spirals", path, function)
  STATEMENT ("theory-agrees-with-stars", test_theory_agrees_with_stars);
  STATEMENT ("second-order-of-a-kick-is-even", test_second_order_of_a_kick_is_even);
  STATEMENT ("residual-sees-a-wrong-theory", test_residual_sees_a_wrong_theory);
  STATEMENT ("slab-has-its-limits", test_slab_has_its_limits);
  STATEMENT ("milky-way-has-its-frequencies", test_milky_way_has_its_frequencies);
  STATEMENT ("opposite-kick-has-opposite-theory", test_opposite_kick_has_opposite_theory);
  STATEMENT ("symmetry-of-perturbers", test_symmetry_of_perturbers);
  STATEMENT ("mock-tells-its-age", test_mock_tells_its_age);
  STATEMENT ("mock-of-a-person-tells-its-age", test_mock_of_a_person_tells_its_age);
  STATEMENT ("stars-are-selected", test_stars_are_selected);
  STATEMENT ("actions-take-the-age", test_actions_take_the_age);
  STATEMENT ("handles-set-what-they-show", test_handles_set_what_they_show);
  STATEMENT ("threads-do-not-matter", test_threads_do_not_matter);
  STATEMENT ("bad-tables-are-told", test_bad_tables_are_told);
  STATEMENT ("damping-time-is-a-veto", test_damping_time_is_a_veto);
  STATEMENT ("satellites-come-from-a-table", test_satellites_come_from_a_table);
  STATEMENT ("negative-mass-is-refused", test_negative_mass_is_refused);
  return g_test_run ();
}
