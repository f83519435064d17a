/* test-sweep-multiples.c: sweeps beside a study: what is computed in which order, what its table
 * says, and what the picture of all runs shares. */
#include "figure/plume-multiples.h"
#include "lab/plume-sweep.h"
#include "rod.h"

#include <string.h>

typedef struct
{
  PlumeValues *values;
  PlumeInputs *inputs;
  guint n_calls;
} Fixture;

static void
on_changed (gpointer user_data)
{
  ((Fixture *)user_data)->n_calls++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  memset (&rod_behaviour, 0, sizeof rod_behaviour);
  fixture->values = plume_values_new (&rod);
  fixture->inputs = plume_inputs_new (&rod, TRUE);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  plume_values_unref (fixture->values);
  plume_inputs_unref (fixture->inputs);
}

static PlumeSweep *
begin (Fixture *fixture, const PlumeSweepAxis *axes, guint n_axes)
{
  g_autoptr (GError) error = NULL;
  PlumeSweep *sweep = plume_sweep_new (fixture->values, fixture->inputs, axes, n_axes, 0,
                                       on_changed, fixture, &error);

  g_assert_no_error (error);
  return sweep;
}

static void
wait_for_end (PlumeSweep *sweep)
{
  while (plume_sweep_is_running (sweep))
    g_main_context_iteration (NULL, TRUE);
}

/* diffusivity 1, 10, 100 by ratios; time 1, 2 */
static const PlumeSweepAxis grid[] = { { { 0, -1, -1 }, 1, 100, 3, TRUE },
                                       { { 1, -1, -1 }, 1, 2, 2, FALSE } };

static void
test_last_axis_varies_fastest (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumeSweep) sweep = begin (fixture, grid, 2);

  g_assert_cmpuint (plume_sweep_get_n_runs (sweep), ==, 6);
  g_assert_cmpuint (plume_sweep_get_n_columns (sweep), ==, 2);
  for (guint i = 0; i < 6; i++)
    {
      g_assert_cmpfloat_with_epsilon (plume_sweep_get_value (sweep, i, 0), pow (10, i / 2), 1e-12);
      g_assert_cmpfloat (plume_sweep_get_value (sweep, i, 1), ==, 1 + i % 2);
    }
  wait_for_end (sweep);
}

/* u(0) of a rod with one source at 0 is 1/√(4πDt): every run is the engine's own answer. */
static void
test_runs_are_what_the_engine_answers (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumeSweep) sweep = begin (fixture, grid, 2);
  g_autoptr (PlumeEngine) engine = plume_engine_new (&rod, 1 << 24);

  wait_for_end (sweep);
  g_assert_cmpuint (plume_sweep_get_n_done (sweep), ==, 6);
  for (guint i = 0; i < 6; i++)
    {
      g_autoptr (PlumeValues) values = plume_sweep_apply (sweep, i, fixture->values, NULL);
      PlumeWish wish = { .values = values, .inputs = fixture->inputs, .readouts = TRUE };
      g_autoptr (PlumePublication) alone = plume_engine_evaluate (engine, &wish, NULL, NULL);
      const PlumeAxes *a = g_ptr_array_index (alone->figures[0]->axes, 0);
      const PlumeAxes *b = g_ptr_array_index (plume_sweep_get_figure (sweep, i)->axes, 0);
      const PlumeMark *expected = g_ptr_array_index (a->marks, 0);
      const PlumeMark *mark = g_ptr_array_index (b->marks, 0);

      g_assert_cmpmem (mark->y->values, mark->y->length * sizeof (double), expected->y->values,
                       expected->y->length * sizeof (double));
    }
}

static void
test_table_has_a_row_a_run (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumeSweep) sweep = begin (fixture, grid, 2);

  wait_for_end (sweep);

  g_autofree char *csv = plume_sweep_to_csv (sweep);
  g_auto (GStrv) lines = g_strsplit (csv, "\n", -1);
  g_auto (GStrv) names = g_strsplit (lines[0], ",", -1);
  g_auto (GStrv) third = g_strsplit (lines[3], ",", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, 8); /* the last one is empty */
  g_assert_cmpstr (names[0], ==, "diffusivity");
  g_assert_cmpstr (names[1], ==, "time");
  g_assert_cmpstr (names[2], ==, rod_readouts[0].id);
  g_assert_cmpstr (names[g_strv_length (names) - 1], ==, "failure");
  g_assert_cmpfloat_with_epsilon (g_ascii_strtod (third[0], NULL), 10, 1e-12);
  g_assert_cmpfloat (g_ascii_strtod (third[1], NULL), ==, 1);
}

static void
test_choices_are_swept (Fixture *fixture, gconstpointer data)
{
  PlumeSweepAxis axis = { { 3, -1, -1 }, 0, 1, 2, FALSE };
  g_autoptr (PlumeSweep) sweep = begin (fixture, &axis, 1);

  wait_for_end (sweep);

  g_autofree char *csv = plume_sweep_to_csv (sweep);

  g_assert_nonnull (strstr (csv, "\nopen,"));
  g_assert_nonnull (strstr (csv, "\nclosed,"));
}

/* A closed rod with D above 100 fails, and only that run. */
static void
test_failure_of_a_run_is_its_own (Fixture *fixture, gconstpointer data)
{
  PlumeSweepAxis axis = { { 0, -1, -1 }, 1, 1000, 2, TRUE };
  g_autoptr (PlumeValues) closed =
      plume_values_with_number (fixture->values, &PLUME_ADDRESS (3), 1, NULL);
  g_autoptr (PlumeSweep) sweep =
      plume_sweep_new (closed, fixture->inputs, &axis, 1, 0, on_changed, fixture, NULL);

  wait_for_end (sweep);
  g_assert_null (plume_sweep_get_failure (sweep, 0));
  g_assert_nonnull (strstr (plume_sweep_get_failure (sweep, 1), "closed rod"));
}

static void
test_stop_keeps_what_has_arrived (Fixture *fixture, gconstpointer data)
{
  PlumeSweepAxis axis = { { 1, -1, -1 }, 1, 50, 100, FALSE };
  g_autoptr (PlumeSweep) sweep = NULL;

  rod_behaviour.slow_milliseconds = 20;
  sweep = begin (fixture, &axis, 1);
  while (plume_sweep_get_n_done (sweep) < 2)
    g_main_context_iteration (NULL, TRUE);
  plume_sweep_stop (sweep);
  wait_for_end (sweep);
  g_assert_cmpuint (plume_sweep_get_n_done (sweep), >=, 2);
  g_assert_cmpuint (plume_sweep_get_n_done (sweep), <, 100);
  g_assert_nonnull (plume_sweep_get_figure (sweep, 0));
  g_assert_null (plume_sweep_get_figure (sweep, 99));
  g_assert_cmpuint (fixture->n_calls, >, 0);
}

static void
test_nonsense_is_refused (Fixture *fixture, gconstpointer data)
{
  PlumeSweepAxis through_zero = { { 0, -1, -1 }, -1, 1, 3, TRUE };
  PlumeSweepAxis too_many = { { 1, -1, -1 }, 1, 2, 1000, FALSE };
  PlumeSweepAxis beyond = { { 1, -1, -1 }, 1, 1000, 3, FALSE };
  const PlumeSweepAxis *cases[] = { &through_zero, &too_many, &beyond };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (plume_sweep_new (fixture->values, fixture->inputs, cases[i], 1, 0, on_changed,
                                      fixture, &error));
      g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
    }
}

/* All runs in one figure, on axes that hold the highest of them. */
static void
test_multiples_share_their_axes (Fixture *fixture, gconstpointer data)
{
  static const char *const titles[] = { "1", "2", "3", "4", "5", "6" };
  g_autoptr (PlumeSweep) sweep = begin (fixture, grid, 2);
  PlumeStyle style = plume_style_file (FALSE, 300);
  PlumeLimits limits[1] = { PLUME_LIMITS_NONE };
  PlumeFigure *figures[6];
  double highest = 0;

  wait_for_end (sweep);
  for (guint i = 0; i < 6; i++)
    {
      g_autoptr (PlumeLayout) layout = NULL;

      figures[i] = plume_sweep_get_figure (sweep, i);
      layout = plume_layout_new (figures[i], &style, 200, 150, NULL, 0, NULL);
      plume_limits_unite (limits, 1, layout);
      highest = MAX (highest, ((PlumePlot *)g_ptr_array_index (layout->plots, 0))->y_to);
    }
  g_assert_cmpfloat (limits[0].y_to, ==, highest);

  g_autoptr (PlumeFigure) all =
      plume_figure_new_multiples ("all", figures, 6, titles, 2, limits, 1);
  g_autoptr (PlumeLayout) layout = plume_layout_new (all, &style, 500, 500, NULL, 0, NULL);

  g_assert_cmpuint (layout->plots->len, ==, 6);
  for (guint i = 0; i < 6; i++)
    {
      const PlumePlot *plot = g_ptr_array_index (layout->plots, i);
      const PlumePlot *first = g_ptr_array_index (layout->plots, 0);

      g_assert_cmpfloat (plot->y_to, ==, first->y_to);
      g_assert_cmpfloat (plot->x_from, ==, first->x_from);
      g_assert_cmpfloat (plot->y_to, >=, highest);
      g_assert_cmpstr (plot->axes->title, ==, titles[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define STATEMENT(path, function)                                                                  \
  g_test_add ("/sweep/" path, Fixture, NULL, set_up, function, tear_down)

  STATEMENT ("last-axis-varies-fastest", test_last_axis_varies_fastest);
  STATEMENT ("runs-are-what-the-engine-answers", test_runs_are_what_the_engine_answers);
  STATEMENT ("table-has-a-row-a-run", test_table_has_a_row_a_run);
  STATEMENT ("choices-are-swept", test_choices_are_swept);
  STATEMENT ("failure-of-a-run-is-its-own", test_failure_of_a_run_is_its_own);
  STATEMENT ("stop-keeps-what-has-arrived", test_stop_keeps_what_has_arrived);
  STATEMENT ("nonsense-is-refused", test_nonsense_is_refused);
  STATEMENT ("multiples-share-their-axes", test_multiples_share_their_axes);
  return g_test_run ();
}
