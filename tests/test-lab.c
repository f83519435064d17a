/* test-lab.c: values, the stage engine and the study. */
#include "core/plume-parallel.h"
#include "lab/plume-glimpse.h"
#include "lab/plume-history.h"
#include "rod.h"

typedef struct
{
  PlumeEngine *engine;
  PlumeValues *values;
  PlumeInputs *inputs;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  rod_behaviour = (typeof (rod_behaviour)){ 0 };
  fixture->engine = plume_engine_new (&rod, 1 << 24);
  fixture->values = plume_values_new (&rod);
  fixture->inputs = plume_inputs_new (&rod, TRUE);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  plume_engine_free (fixture->engine);
  plume_values_unref (fixture->values);
  plume_inputs_unref (fixture->inputs);
}

static void
set_value (Fixture *fixture, const char *name, const char *text)
{
  PlumeAddress address;
  g_autoptr (GError) error = NULL;

  g_assert_true (plume_address_parse (fixture->values, name, &address, &error));

  PlumeValues *values = plume_values_with_text (fixture->values, &address, text, &error);

  g_assert_no_error (error);
  plume_values_unref (fixture->values);
  fixture->values = values;
}

static PlumePublication *
evaluate (Fixture *fixture, gboolean coarse)
{
  PlumeWish wish = {
    .values = fixture->values, .inputs = fixture->inputs, .readouts = TRUE, .coarse = coarse
  };
  PlumePublication *publication = plume_engine_evaluate (fixture->engine, &wish, NULL, NULL);

  g_assert_nonnull (publication);
  g_assert_true (publication->complete);
  return publication;
}

static void
refuse (Fixture *fixture, const char *name, const char *text, const char *pattern)
{
  PlumeAddress address;
  g_autoptr (GError) error = NULL;

  if (plume_address_parse (fixture->values, name, &address, &error))
    g_assert_null (plume_values_with_text (fixture->values, &address, text, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
  if (!g_pattern_match_simple (pattern, error->message))
    g_error ("'%s' does not match '%s'", error->message, pattern);
}

static void
test_values_are_checked (Fixture *fixture, gconstpointer data)
{
  refuse (fixture, "diffusivity", "0", "*out of range*1e-06*1000*m²/s*");
  refuse (fixture, "diffusivity", "nan", "*finite*");
  refuse (fixture, "diffusivity", "1e999", "*finite*");
  refuse (fixture, "diffusivity", "1.5 apples", "*number*apples*");
  refuse (fixture, "points", "2.5", "*whole number*");
  refuse (fixture, "boundary", "ajar", "*open, closed*");
  refuse (fixture, "grey", "perhaps", "*on or off*");
  refuse (fixture, "positions", "0:1", "*from:to:count*");
  refuse (fixture, "positions", "0:1:1e99", "*from:to:count*");
  refuse (fixture, "positions", "1, two", "*'two'*");
  refuse (fixture, "sources", "[{\"name\": 3}]", "*row 1 of sources*name*text*");
  refuse (fixture, "sources", "[{\"colour\": 3}]", "*no column 'colour'*");
  refuse (fixture, "sources", "[{}, {}, {}, {}, {}]", "*at most 4*");
  refuse (fixture, "sources", "{", "*JSON*");
  refuse (fixture, "sources[9].position", "1", "*no row '9'*");
  refuse (fixture, "sources[left].colour", "1", "*no column 'colour'*");
  refuse (fixture, "colour", "1", "*no parameter 'colour'*");
}

static void
test_values_read_what_they_write (Fixture *fixture, gconstpointer data)
{
  set_value (fixture, "diffusivity", "0.1");
  set_value (fixture, "time", "0.30000000000000004");
  set_value (fixture, "boundary", "closed");
  set_value (fixture, "positions", "1:100:3:log");
  set_value (fixture, "sources[right].position", "2.5");

  g_autoptr (JsonNode) node = plume_values_to_json (fixture->values);
  g_autoptr (PlumeValues) copy = plume_values_from_json (&rod, json_node_get_object (node), NULL);
  PlumeAddress address;

  g_assert_nonnull (copy);
  for (guint i = 0; i < rod.n_parameters; i++)
    {
      g_autofree char *a = plume_value_format (&rod.parameters[i], &fixture->values->items[i]);
      g_autofree char *b = plume_value_format (&rod.parameters[i], &copy->items[i]);

      g_assert_cmpstr (a, ==, b);
    }
  g_assert_true (plume_address_parse (copy, "time", &address, NULL));
  g_assert_true (plume_values_get (copy, &address)->number == 0.30000000000000004);
  g_assert_true (plume_address_parse (copy, "positions", &address, NULL));
  g_assert_cmpfloat_with_epsilon (plume_values_get (copy, &address)->grid->values[1], 10, 1e-12);
}

static void
test_defaults_and_visibility (Fixture *fixture, gconstpointer data)
{
  PlumeAddress cell, grey;

  g_assert_true (plume_address_parse (fixture->values, "sources[1].position", &cell, NULL));
  g_assert_true (plume_address_parse (fixture->values, "grey", &grey, NULL));
  g_assert_true (plume_values_are_default (fixture->values, &cell));
  g_assert_false (plume_values_shows (fixture->values, &grey));
  set_value (fixture, "sources[1].position", "3");
  set_value (fixture, "boundary", "closed");
  g_assert_false (plume_values_are_default (fixture->values, &cell));
  g_assert_true (plume_values_shows (fixture->values, &grey));

  g_autoptr (PlumeValues) reset = plume_values_with_default (fixture->values, &cell);

  g_assert_cmpfloat (plume_values_get (reset, &cell)->number, ==, 1);
}

static void
test_a_stage_runs_exactly_when_needed (Fixture *fixture, gconstpointer data)
{
  plume_publication_unref (evaluate (fixture, FALSE));
  g_assert_cmpuint (plume_engine_get_n_runs (fixture->engine, "profile"), ==, 1);
  plume_publication_unref (evaluate (fixture, FALSE));
  g_assert_cmpuint (plume_engine_get_n_runs (fixture->engine, "profile"), ==, 1);

  set_value (fixture, "grey", "on"); /* read by the view only */
  plume_publication_unref (evaluate (fixture, FALSE));
  g_assert_cmpuint (plume_engine_get_n_runs (fixture->engine, "profile"), ==, 1);

  set_value (fixture, "time", "2");
  plume_publication_unref (evaluate (fixture, FALSE));
  g_assert_cmpuint (plume_engine_get_n_runs (fixture->engine, "profile"), ==, 2);
  g_assert_cmpuint (plume_engine_get_n_runs (fixture->engine, "peak"), ==, 2);
  g_assert_cmpuint (plume_engine_get_n_runs (fixture->engine, "sum"), ==, 1);

  set_value (fixture, "time", "1"); /* back: remembered */
  plume_publication_unref (evaluate (fixture, FALSE));
  g_assert_cmpuint (plume_engine_get_n_runs (fixture->engine, "profile"), ==, 2);

  set_value (fixture, "sources[0].position", "0.5"); /* a cell of a table */
  plume_publication_unref (evaluate (fixture, FALSE));
  g_assert_cmpuint (plume_engine_get_n_runs (fixture->engine, "profile"), ==, 3);

  PlumeInputs *without = plume_inputs_without (fixture->inputs, 0, 0);

  plume_inputs_unref (fixture->inputs);
  fixture->inputs = without;
  plume_publication_unref (evaluate (fixture, FALSE));
  g_assert_cmpuint (plume_engine_get_n_runs (fixture->engine, "sum"), ==, 2);
  g_assert_cmpuint (plume_engine_get_n_runs (fixture->engine, "profile"), ==, 3);
}

static void
test_unchanged_views_keep_their_figure (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumePublication) before = evaluate (fixture, FALSE);

  set_value (fixture, "time", "2");

  g_autoptr (PlumePublication) after = evaluate (fixture, FALSE);

  g_assert_true (before->figures[1] == after->figures[1]);
  g_assert_true (before->figures[0] != after->figures[0]);
}

static void
test_memo_is_bounded (Fixture *fixture, gconstpointer data)
{
  set_value (fixture, "points", "100000");
  for (int i = 0; i < 40; i++)
    {
      g_autofree char *time = g_strdup_printf ("%d", i + 1);

      set_value (fixture, "time", time);
      plume_publication_unref (evaluate (fixture, FALSE));
    }
  g_assert_cmpuint (plume_engine_get_memo_bytes (fixture->engine), <=, 1 << 24);
  g_assert_cmpuint (plume_engine_get_n_runs (fixture->engine, "profile"), ==, 40);
}

static void
test_a_smaller_memo_forgets_at_once (Fixture *fixture, gconstpointer data)
{
  gsize before;

  set_value (fixture, "points", "10000");
  for (int i = 0; i < 2; i++)
    {
      set_value (fixture, "time", i == 0 ? "1" : "2");
      plume_publication_unref (evaluate (fixture, FALSE));
    }
  before = plume_engine_get_memo_bytes (fixture->engine);
  g_assert_cmpuint (plume_engine_get_n_runs (fixture->engine, "profile"), ==, 2);
  plume_engine_set_memo_limit (fixture->engine, before / 8);
  g_assert_cmpuint (plume_engine_get_memo_bytes (fixture->engine), <, before);
  set_value (fixture, "time", "1"); /* the older one is forgotten */
  plume_publication_unref (evaluate (fixture, FALSE));
  g_assert_cmpuint (plume_engine_get_n_runs (fixture->engine, "profile"), ==, 3);
}

static void
test_coarse_results_stand_apart (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumePublication) coarse = evaluate (fixture, TRUE);
  g_autoptr (PlumePublication) full = evaluate (fixture, FALSE);
  g_autoptr (PlumePublication) again = evaluate (fixture, TRUE);
  const PlumeMark *few =
      g_ptr_array_index (((PlumeAxes *)g_ptr_array_index (coarse->figures[0]->axes, 0))->marks, 0);
  const PlumeMark *many =
      g_ptr_array_index (((PlumeAxes *)g_ptr_array_index (full->figures[0]->axes, 0))->marks, 0);

  g_assert_true (coarse->coarse);
  g_assert_cmpuint (few->x->length, ==, 11);
  g_assert_false (full->coarse);
  g_assert_cmpuint (many->x->length, ==, 101);
  g_assert_false (again->coarse); /* the full one is there already */
}

static void
test_a_failure_takes_only_its_views (Fixture *fixture, gconstpointer data)
{
  set_value (fixture, "boundary", "closed");
  set_value (fixture, "diffusivity", "500");

  g_autoptr (PlumePublication) publication = evaluate (fixture, FALSE);

  g_assert_error (publication->errors[0], PLUME_ERROR, PLUME_ERROR_COMPUTE);
  g_assert_null (publication->figures[0]);
  g_assert_no_error (publication->errors[1]);
  g_assert_nonnull (publication->figures[1]);
  g_assert_null (publication->readings[0]);
  g_assert_nonnull (publication->readings[1]);
}

static gpointer
cancel_soon (gpointer task)
{
  g_usleep (20000);
  plume_task_cancel (task);
  return NULL;
}

static void
test_cancelled_work_leaves_nothing (Fixture *fixture, gconstpointer data)
{
  PlumeWish wish = { .values = fixture->values, .inputs = fixture->inputs, .readouts = TRUE };
  g_autoptr (PlumeTask) task = plume_task_new ();
  g_autoptr (GError) error = NULL;
  GThread *thread;

  rod_behaviour.slow_milliseconds = 2000;
  thread = g_thread_new ("cancel", cancel_soon, task);
  g_assert_null (plume_engine_evaluate (fixture->engine, &wish, task, &error));
  g_thread_join (thread);
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_CANCELLED);
  g_assert_cmpuint (plume_engine_get_n_runs (fixture->engine, "profile"), ==, 0);
  g_assert_cmpint (rod_behaviour.finished, ==, 0);
  g_assert_cmpuint (plume_engine_get_memo_bytes (fixture->engine), ==, 0);

  rod_behaviour.slow_milliseconds = 0;
  plume_publication_unref (evaluate (fixture, FALSE));
  g_assert_cmpuint (plume_engine_get_n_runs (fixture->engine, "profile"), ==, 1);
}

static void
count_publication (PlumePublication *publication, gpointer user_data)
{
  if (publication->figures[0] != NULL && !publication->complete)
    ++*(int *)user_data;
}

static void
test_partial_results_are_shown (Fixture *fixture, gconstpointer data)
{
  int n_partial = 0;
  PlumeWish wish = { .values = fixture->values,
                     .inputs = fixture->inputs,
                     .publish = count_publication,
                     .publish_data = &n_partial };

  rod_behaviour.slow_milliseconds = 100;
  rod_behaviour.publishes = TRUE;

  g_autoptr (PlumePublication) publication =
      plume_engine_evaluate (fixture->engine, &wish, NULL, NULL);

  g_assert_true (publication->complete);
  g_assert_cmpint (n_partial, >=, 3);
  g_assert_cmpuint (plume_engine_get_n_runs (fixture->engine, "profile"), ==, 1);
}

static void
test_numbers_out (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumePublication) publication = evaluate (fixture, FALSE);
  g_autoptr (JsonNode) node = plume_publication_to_json (publication, NULL);
  JsonObject *root = json_node_get_object (node);
  JsonObject *readouts = json_object_get_object_member (root, "readouts");
  JsonObject *peak = json_object_get_object_member (readouts, "peak");
  JsonArray *positions =
      json_object_get_array_member (json_object_get_object_member (readouts, "positions"), "value");
  JsonObject *mark = json_object_get_object_member (
      json_object_get_object_member (
          json_object_get_object_member (json_object_get_object_member (root, "views"), "rod"),
          "marks"),
      "temperature");
  JsonArray *u =
      json_object_get_array_member (json_object_get_object_member (mark, "columns"), "y");

  g_assert_cmpstr (json_object_get_string_member (root, "experiment"), ==, "rod");
  g_assert_cmpstr (json_object_get_string_member (peak, "unit"), ==, "K");
  g_assert_true (json_object_get_null_member (peak, "error"));
  g_assert_cmpuint (json_array_get_length (u), ==, 101);
  g_assert_true (json_array_get_double_element (u, 50)
                 == json_object_get_double_member (peak, "value"));
  g_assert_cmpfloat (json_array_get_double_element (positions, 1), ==, 1);
}

/* The study, with its thread. */
static gboolean
out_of_time (gpointer data)
{
  g_error ("the study did not come to rest");
  return G_SOURCE_REMOVE;
}

static void
wait_until_idle (PlumeStudy *study)
{
  guint source = g_timeout_add_seconds (20, out_of_time, NULL);

  while (plume_study_is_busy (study))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (source);
}

static double
get_time (PlumeStudy *study)
{
  return plume_values_get (plume_study_get_values (study), &PLUME_ADDRESS (1))->number;
}

static void
test_latest_wins (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumeStudy) study = plume_study_new (&rod);

  rod_behaviour.slow_milliseconds = 40;
  wait_until_idle (study);
  rod_behaviour.begun = rod_behaviour.finished = 0;
  for (int i = 0; i < 50; i++)
    {
      g_assert_true (plume_study_set_number (study, &PLUME_ADDRESS (1), 2 + i, NULL));
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  wait_until_idle (study);
  g_assert_cmpint (rod_behaviour.finished, <, 10);
  g_assert_cmpfloat (plume_study_get_publication (study)->values->items[1].number, ==, 51);
  g_assert_true (plume_study_get_publication (study)->complete);
}

static void
test_a_stage_that_is_still_needed_goes_on (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumeStudy) study = plume_study_new (&rod);
  PlumeAddress grey = PLUME_ADDRESS (plume_experiment_find_parameter (&rod, "grey"));

  wait_until_idle (study);
  rod_behaviour.slow_milliseconds = 40;
  rod_behaviour.begun = rod_behaviour.finished = 0;
  plume_study_set_number (study, &PLUME_ADDRESS (1), 7, NULL);
  while (rod_behaviour.begun == 0)
    g_main_context_iteration (NULL, FALSE);
  for (int i = 0; i < 5; i++)
    plume_study_set_number (study, &grey, i % 2, NULL);
  wait_until_idle (study);
  g_assert_cmpint (rod_behaviour.begun, ==, 2); /* coarse and full */
  g_assert_cmpint (rod_behaviour.finished, ==, 2);
  g_assert_true (plume_study_get_publication (study)->complete);
}

static void
note_coarse (PlumeStudy *study, GString *seen)
{
  const PlumePublication *publication = plume_study_get_publication (study);

  if (publication->figures[0] != NULL)
    g_string_append_c (seen, publication->coarse ? 'c' : 'f');
}

static void
test_what_takes_time_is_rough_first (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) seen = g_string_new (NULL);
  g_autoptr (PlumeStudy) study = NULL;

  rod_behaviour.slow_milliseconds = 40;
  study = plume_study_new (&rod);
  g_signal_connect (study, "published", G_CALLBACK (note_coarse), seen);
  wait_until_idle (study);
  g_assert_true (g_str_has_prefix (seen->str, "c"));
  g_assert_true (g_str_has_suffix (seen->str, "f"));
  /* but not what is known already */
  plume_study_set_number (study, &PLUME_ADDRESS (1), 7, NULL);
  wait_until_idle (study);
  g_string_truncate (seen, 0);
  plume_study_undo (study);
  wait_until_idle (study);
  g_assert_cmpuint (seen->len, >, 0);
  g_assert_null (strchr (seen->str, 'c'));
}

static void
note_gaps (PlumeStudy *study, guint *n_gaps)
{
  *n_gaps += plume_study_get_publication (study)->figures[1] == NULL;
  g_assert_nonnull (plume_study_get_last_figure (study, 1));
}

static void
test_the_last_figure_stays (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumeStudy) study = plume_study_new (&rod);
  PlumeFigure *last;
  guint n_gaps = 0;

  wait_until_idle (study);
  last = plume_study_get_last_figure (study, 1);
  g_assert_true (last == plume_study_get_publication (study)->figures[1]);
  g_signal_connect (study, "published", G_CALLBACK (note_gaps), &n_gaps);
  rod_behaviour.slow_milliseconds = 200;
  rod_behaviour.publishes = TRUE; /* of the first view, while the second waits */
  plume_study_set_number (study, &PLUME_ADDRESS (1), 7, NULL);
  wait_until_idle (study);
  g_assert_cmpuint (n_gaps, >, 0);
  g_assert_true (plume_study_get_last_figure (study, 1)
                 == plume_study_get_publication (study)->figures[1]);
  plume_study_show_view (study, 1, FALSE); /* what was hidden is not shown old */
  g_assert_null (plume_study_get_last_figure (study, 1));
  g_signal_handlers_disconnect_by_data (study, &n_gaps);
  wait_until_idle (study);
}

/* An export may want what is hidden, and twice at a time. */
static void
test_hidden_views_can_be_wanted (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumeStudy) study = plume_study_new (&rod);

  plume_study_show_view (study, 1, FALSE);
  wait_until_idle (study);
  g_assert_null (plume_study_get_figure (study, 1));
  plume_study_want_view (study, 1, TRUE);
  plume_study_want_view (study, 1, TRUE);
  plume_study_want_view (study, 1, FALSE);
  wait_until_idle (study);
  g_assert_nonnull (plume_study_get_figure (study, 1));
  g_assert_null (plume_study_get_last_figure (study, 1));
  plume_study_want_view (study, 1, FALSE);
  plume_study_set_number (study, &PLUME_ADDRESS (1), 7, NULL);
  wait_until_idle (study);
  g_assert_null (plume_study_get_figure (study, 1));
}

static void
test_put_back_is_no_step (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumeStudy) study = plume_study_new (&rod);
  PlumeAddress time = PLUME_ADDRESS (plume_experiment_find_parameter (&rod, "time")),
               diffusivity = PLUME_ADDRESS (plume_experiment_find_parameter (&rod, "diffusivity"));

  plume_study_set_held (study, TRUE);
  plume_study_set_number (study, &time, 3, NULL);
  plume_study_set_number (study, &time, 1, NULL);
  plume_study_set_held (study, FALSE);
  g_assert_false (plume_study_can_undo (study));
  /* but a change that came with it is one */
  plume_study_set_held (study, TRUE);
  plume_study_set_number (study, &time, 3, NULL);
  plume_study_set_number (study, &diffusivity, 2, NULL);
  plume_study_set_number (study, &time, 1, NULL);
  plume_study_set_held (study, FALSE);
  g_assert_true (plume_study_can_undo (study));
  plume_study_undo (study);
  g_assert_cmpfloat (plume_values_get (plume_study_get_values (study), &diffusivity)->number, ==,
                     1);
}

static void
test_undo_goes_by_gestures (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumeStudy) study = plume_study_new (&rod);

  plume_study_set_held (study, TRUE);
  for (int i = 2; i < 10; i++)
    plume_study_set_number (study, &PLUME_ADDRESS (1), i, NULL);
  plume_study_set_held (study, FALSE);
  plume_study_set_held (study, TRUE);
  for (int i = 10; i < 20; i++)
    plume_study_set_number (study, &PLUME_ADDRESS (1), i, NULL);
  plume_study_set_held (study, FALSE);
  g_assert_cmpfloat (get_time (study), ==, 19);
  plume_study_undo (study);
  g_assert_cmpfloat (get_time (study), ==, 9);
  g_assert_cmpstr (plume_study_get_redo_title (study), ==, "Time");
  plume_study_undo (study);
  g_assert_cmpfloat (get_time (study), ==, 1);
  g_assert_false (plume_study_can_undo (study));
  plume_study_redo (study);
  plume_study_redo (study);
  g_assert_cmpfloat (get_time (study), ==, 19);
  plume_study_undo (study);
  plume_study_set_number (study, &PLUME_ADDRESS (0), 3,
                          NULL); /* a new change ends what could be redone */
  g_assert_false (plume_study_can_redo (study));
  wait_until_idle (study);
}

static void
test_any_step_can_be_gone_to (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumeStudy) study = plume_study_new (&rod);

  for (int i = 2; i < 6; i++)
    {
      plume_study_set_held (study, TRUE);
      plume_study_set_number (study, &PLUME_ADDRESS (1), i, NULL);
      plume_study_set_held (study, FALSE);
    }
  g_assert_cmpuint (plume_study_get_n_steps (study), ==, 5);
  g_assert_cmpuint (plume_study_get_position (study), ==, 4);
  g_assert_null (plume_study_get_step_title (study, 0));
  g_assert_cmpstr (plume_study_get_step_title (study, 3), ==, "Time");
  for (guint step = 0; step < 5; step++)
    {
      plume_study_go_to_step (study, step);
      g_assert_cmpfloat (get_time (study), ==, step + 1);
      g_assert_true (plume_study_can_redo (study) == (step < 4));
    }
  plume_study_go_to_step (study, 5); /* there is none */
  g_assert_cmpuint (plume_study_get_position (study), ==, 4);
  wait_until_idle (study);
}

/* Of very many steps the oldest are forgotten, one for each that comes. */
static void
test_oldest_step_goes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumeHistory) history = plume_history_new (fixture->values, fixture->inputs);

  for (int i = 1; i < 1200; i++)
    {
      g_autofree char *title = g_strdup_printf ("%d", i);

      plume_history_take_values (history, fixture->values, &PLUME_ADDRESS (-1), title);
    }
  g_assert_cmpuint (plume_history_get_n_steps (history), ==, 1000);
  g_assert_cmpuint (plume_history_get_position (history), ==, 999);
  g_assert_cmpstr (plume_history_get_title (history, 999), ==, "1199");
  g_assert_cmpstr (plume_history_get_title (history, 0), ==, "200");
  g_assert_true (plume_history_go_to (history, 500));
  plume_history_take_inputs (history, fixture->inputs, "other data");
  g_assert_cmpuint (plume_history_get_n_steps (history), ==, 502);
  g_assert_cmpstr (plume_history_get_title (history, 501), ==, "other data");
}

static void
test_resources_do_not_change_numbers (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumeStudy) study = plume_study_new (&rod);
  g_autofree char *before = NULL, *after = NULL;

  plume_study_set_number (study, &PLUME_ADDRESS (1), 3, NULL);
  wait_until_idle (study);
  before = plume_publication_to_csv (plume_study_get_publication (study), NULL);
  plume_study_set_resources (study, 1, 1);
  plume_study_set_number (study, &PLUME_ADDRESS (1), 4, NULL);
  wait_until_idle (study);
  plume_study_set_number (study, &PLUME_ADDRESS (1), 3, NULL);
  wait_until_idle (study);
  after = plume_publication_to_csv (plume_study_get_publication (study), NULL);
  g_assert_cmpstr (before, ==, after);
}

static void
test_bad_values_change_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumeStudy) study = plume_study_new (&rod);
  g_autoptr (GError) error = NULL;

  g_assert_false (plume_study_set_number (study, &PLUME_ADDRESS (1), 1e9, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
  g_assert_cmpfloat (get_time (study), ==, 1);
  g_assert_false (plume_study_can_undo (study));
  wait_until_idle (study);
}

static void
test_handles_and_actions_are_undone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumeStudy) study = plume_study_new (&rod);
  PlumeAddress cell;

  wait_until_idle (study);
  g_assert_true (
      plume_address_parse (plume_study_get_values (study), "sources[0].position", &cell, NULL));
  g_assert_true (plume_study_drag_handle (study, 0, "0", 1e6, 0, NULL));
  g_assert_cmpfloat (plume_values_get (plume_study_get_values (study), &cell)->number, ==,
                     10); /* the end of the range */
  plume_study_act (study, 0);
  wait_until_idle (study);
  g_assert_cmpfloat (get_time (study), ==, 2);
  plume_study_undo (study);
  g_assert_cmpfloat (get_time (study), ==, 1);
  plume_study_undo (study);
  g_assert_cmpfloat (plume_values_get (plume_study_get_values (study), &cell)->number, ==, -1);
  wait_until_idle (study);
}

static void
test_clicks_are_undone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumeStudy) study = plume_study_new (&rod);
  PlumePick pick = { "temperature", 3, G_MAXSIZE, 0, 2.5, 1, NAN };
  PlumeAddress cell;

  wait_until_idle (study);
  g_assert_true (
      plume_address_parse (plume_study_get_values (study), "sources[0].position", &cell, NULL));
  g_assert_true (plume_study_pick (study, 0, &pick, NULL));
  g_assert_cmpfloat (plume_values_get (plume_study_get_values (study), &cell)->number, ==, 2.5);
  pick.mark = NULL; /* means nothing to this view, and is no step */
  pick.x = 3;
  g_assert_true (plume_study_pick (study, 0, &pick, NULL));
  g_assert_true (plume_study_pick (study, 1, &pick, NULL));
  plume_study_undo (study);
  g_assert_false (plume_study_can_undo (study));
  g_assert_cmpfloat (plume_values_get (plume_study_get_values (study), &cell)->number, ==, -1);
  wait_until_idle (study);
}

static void
count_signal (PlumeStudy *study, int *count)
{
  (*count)++;
}

/* A selection is told once, computes nothing, is no step, and ends with the data it belongs to. */
static void
test_a_selection_is_shared_and_ends_with_the_data (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumeStudy) study = plume_study_new (&rod);
  g_autoptr (PlumeSelection) selection = plume_selection_new_from_text ("1-2", 3, NULL);
  g_autoptr (PlumeSelection) same = plume_selection_new_from_text ("1,2", 3, NULL);
  g_autoptr (PlumeSelection) nothing = plume_selection_new (3, NULL, 0);
  g_autoptr (PlumeInputs) other = plume_inputs_new (&rod, FALSE);
  int told = 0;

  wait_until_idle (study);
  g_signal_connect (study, "selection-changed", G_CALLBACK (count_signal), &told);
  plume_study_set_selection (study, nothing);
  g_assert_cmpint (told, ==, 0);
  plume_study_set_selection (study, selection);
  plume_study_set_selection (study, same);
  g_assert_cmpint (told, ==, 1);
  g_assert_true (plume_study_get_selection (study) == selection);
  g_assert_false (plume_study_is_busy (study));
  g_assert_false (plume_study_can_undo (study));
  g_assert_true (plume_study_set_number (study, &PLUME_ADDRESS (1), 5, NULL));
  g_assert_true (plume_study_get_selection (study) == selection);
  plume_study_set_inputs (study, other, "Other data");
  g_assert_null (plume_study_get_selection (study));
  g_assert_cmpint (told, ==, 2);
  wait_until_idle (study);
}

static void
test_full_results_follow_the_release (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlumeStudy) study = plume_study_new (&rod);

  wait_until_idle (study);
  plume_study_set_held (study, TRUE);
  plume_study_set_number (study, &PLUME_ADDRESS (1), 5, NULL);
  wait_until_idle (study);
  g_assert_true (plume_study_get_publication (study)->coarse);
  plume_study_set_held (study, FALSE);
  wait_until_idle (study);
  g_assert_false (plume_study_get_publication (study)->coarse);
}

static void
test_closing_does_not_wait (Fixture *fixture, gconstpointer data)
{
  rod_behaviour.slow_milliseconds = 5000;

  PlumeStudy *study = plume_study_new (&rod);

  while (g_atomic_int_get (&rod_behaviour.begun) == 0)
    g_usleep (1000);
  g_object_unref (study);
  g_assert_cmpint (rod_behaviour.finished, ==, 0);
  rod_behaviour.slow_milliseconds = 0;
  g_usleep (50000); /* lets the thread end before the fixture goes */
}

#define STATEMENT(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

/* What a stage publishes while it works is a picture, too; without it there is none in time. */
static void
test_glimpses_end_in_time (void)
{
  const PlumeExport settings = {
    .format = PLUME_EXPORT_PNG, .width_mm = 80, .height_mm = 60, .dpi = 64 / 80. * 25.4
  };
  g_autoptr (PlumeValues) values = plume_values_new (&rod);
  g_autoptr (PlumeInputs) inputs = plume_inputs_new (&rod, TRUE);
  g_autoptr (GBytes) quick = NULL, published = NULL, late = NULL;
  g_autoptr (GError) error = NULL;
  gint64 begun;

  rod_behaviour = (typeof (rod_behaviour)){ 0 };
  quick = plume_glimpse_paint_within (60, values, inputs, NULL, &settings, NULL);
  g_assert_nonnull (quick);
  rod_behaviour = (typeof (rod_behaviour)){ .slow_milliseconds = 100000, .publishes = TRUE };
  begun = g_get_monotonic_time ();
  published = plume_glimpse_paint_within (0.6, values, inputs, NULL, &settings, NULL);
  g_assert_nonnull (published);
  rod_behaviour.publishes = FALSE;
  late = plume_glimpse_paint_within (0.6, values, inputs, NULL, &settings, &error);
  g_assert_null (late);
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE);
  g_assert_cmpint (g_get_monotonic_time () - begun, <, 30 * G_USEC_PER_SEC);
  rod_behaviour = (typeof (rod_behaviour)){ 0 };
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  STATEMENT ("/lab/values/are-checked", test_values_are_checked);
  STATEMENT ("/lab/values/read-what-they-write", test_values_read_what_they_write);
  STATEMENT ("/lab/values/defaults-and-visibility", test_defaults_and_visibility);
  STATEMENT ("/lab/engine/a-stage-runs-exactly-when-needed", test_a_stage_runs_exactly_when_needed);
  STATEMENT ("/lab/engine/unchanged-views-keep-their-figure",
             test_unchanged_views_keep_their_figure);
  STATEMENT ("/lab/engine/memo-is-bounded", test_memo_is_bounded);
  STATEMENT ("/lab/engine/a-smaller-memo-forgets-at-once", test_a_smaller_memo_forgets_at_once);
  STATEMENT ("/lab/engine/coarse-results-stand-apart", test_coarse_results_stand_apart);
  STATEMENT ("/lab/engine/a-failure-takes-only-its-views", test_a_failure_takes_only_its_views);
  STATEMENT ("/lab/engine/cancelled-work-leaves-nothing", test_cancelled_work_leaves_nothing);
  STATEMENT ("/lab/engine/partial-results-are-shown", test_partial_results_are_shown);
  STATEMENT ("/lab/engine/numbers-out", test_numbers_out);
  STATEMENT ("/lab/study/latest-wins", test_latest_wins);
  STATEMENT ("/lab/study/what-takes-time-is-rough-first", test_what_takes_time_is_rough_first);
  STATEMENT ("/lab/study/the-last-figure-stays", test_the_last_figure_stays);
  STATEMENT ("/lab/study/hidden-views-can-be-wanted", test_hidden_views_can_be_wanted);
  STATEMENT ("/lab/study/a-stage-that-is-still-needed-goes-on",
             test_a_stage_that_is_still_needed_goes_on);
  STATEMENT ("/lab/study/undo-goes-by-gestures", test_undo_goes_by_gestures);
  STATEMENT ("/lab/study/any-step-can-be-gone-to", test_any_step_can_be_gone_to);
  STATEMENT ("/lab/history/oldest-step-goes", test_oldest_step_goes);
  STATEMENT ("/lab/study/resources-do-not-change-numbers", test_resources_do_not_change_numbers);
  STATEMENT ("/lab/study/what-was-put-back-is-no-step", test_put_back_is_no_step);
  STATEMENT ("/lab/study/bad-values-change-nothing", test_bad_values_change_nothing);
  STATEMENT ("/lab/study/handles-and-actions-are-undone", test_handles_and_actions_are_undone);
  STATEMENT ("/lab/study/clicks-are-undone", test_clicks_are_undone);
  STATEMENT ("/lab/study/a-selection-is-shared-and-ends-with-the-data",
             test_a_selection_is_shared_and_ends_with_the_data);
  STATEMENT ("/lab/study/full-results-follow-the-release", test_full_results_follow_the_release);
  STATEMENT ("/lab/study/closing-does-not-wait", test_closing_does_not_wait);
  g_test_add_func ("/lab/glimpses-end-in-time", test_glimpses_end_in_time);
  return g_test_run ();
}
