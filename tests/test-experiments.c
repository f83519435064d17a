/* test-experiments.c: what holds for every experiment, whoever wrote it. */
#include "experiments/plume-experiments.h"
#include "figure/plume-export.h"
#include "lab/plume-engine.h"
#include "lab/plume-recipe.h"

#include <math.h>
#include <string.h>
#include <time.h>

/* The main loop does not wait longer for a study. */
#define OPENING_MS 2

/* An experiment as it opens. */
typedef struct
{
  const PlumeExperiment *experiment;
  PlumeEngine *engine;
  PlumeValues *values;
  PlumeInputs *inputs;
  PlumePublication *publication; /* nullable: its first results */
} Opened;

/* What is shown while a stage still works is drawn from a result of that stage's own kind. */
static void
look (PlumePublication *publication, gpointer data)
{
  for (guint i = 0; i < publication->experiment->n_views; i++)
    if (publication->figures[i] != NULL)
      g_free (plume_figure_describe (publication->figures[i]));
}

static PlumePublication *
evaluate (PlumeEngine *engine, PlumeValues *values, PlumeInputs *inputs)
{
  PlumeWish wish = { .values = values, .inputs = inputs, .readouts = TRUE, .publish = look };

  return plume_engine_evaluate (engine, &wish, NULL, NULL);
}

static void
close_experiment (Opened *opened)
{
  if (opened->experiment == NULL)
    return;
  plume_engine_free (opened->engine);
  plume_values_unref (opened->values);
  plume_inputs_unref (opened->inputs);
  g_clear_pointer (&opened->publication, plume_publication_unref);
  opened->experiment = NULL;
}

/* One at a time is kept for all that is stated of it: first results take up to a minute. NULL
 * closes it. */
static Opened *
open_experiment (const PlumeExperiment *experiment)
{
  static Opened opened;

  if (opened.experiment == experiment)
    return &opened;
  close_experiment (&opened);
  if (experiment != NULL)
    opened = (Opened){ experiment, plume_engine_new (experiment, 1 << 28),
                       plume_values_new (experiment), plume_inputs_new (experiment, TRUE) };
  return &opened;
}

static PlumePublication *
get_first_results (Opened *opened)
{
  if (opened->publication == NULL)
    opened->publication = evaluate (opened->engine, opened->values, opened->inputs);
  return opened->publication;
}

static gboolean
is_kebab_case (const char *id)
{
  if (!g_ascii_islower (id[0]))
    return FALSE;
  for (; *id != '\0'; id++)
    if (!g_ascii_islower (*id) && !g_ascii_isdigit (*id) && *id != '-')
      return FALSE;
  return TRUE;
}

static void
check_parameters (const PlumeParameter *parameters, guint n_parameters)
{
  for (guint i = 0; i < n_parameters; i++)
    {
      const PlumeParameter *parameter = &parameters[i];

      g_assert_true (is_kebab_case (parameter->id));
      g_assert_nonnull (parameter->title);
      for (guint j = 0; j < i; j++)
        g_assert_cmpstr (parameters[j].id, !=, parameter->id);
      if (parameter->kind == PLUME_KIND_NUMBER && (parameter->from != 0 || parameter->to != 0))
        {
          g_assert_cmpfloat (parameter->value, >=, parameter->from);
          g_assert_cmpfloat (parameter->value, <=, parameter->to);
          g_assert_cmpfloat (parameter->from, <, parameter->to);
        }
      if (parameter->scale == PLUME_LOG)
        g_assert_cmpfloat (parameter->soft_from != 0 ? parameter->soft_from : parameter->from, >,
                           0);
      check_parameters (parameter->columns, parameter->n_columns);
    }
}

static void
check_reads (const PlumeExperiment *experiment, const char *const *reads)
{
  for (guint i = 0; i < PLUME_MAX_READS && reads[i] != NULL; i++)
    if (plume_experiment_find_parameter (experiment, reads[i]) < 0
        && plume_experiment_find_input (experiment, reads[i]) < 0
        && plume_experiment_find_stage (experiment, reads[i]) < 0)
      g_error ("%s: nothing is called '%s'", experiment->id, reads[i]);
}

static void
test_tables_are_consistent (gconstpointer data)
{
  const PlumeExperiment *experiment = data;
  Opened *opened = open_experiment (experiment);

  g_assert_true (is_kebab_case (experiment->id));
  g_assert_nonnull (experiment->about);
  g_assert_nonnull (experiment->equations);
  g_assert_nonnull (experiment->link);
  check_parameters (experiment->parameters, experiment->n_parameters);
  for (guint i = 0; i < experiment->n_parameters; i++)
    if (experiment->parameters[i].kind == PLUME_KIND_COLUMN)
      g_assert_cmpint (plume_experiment_find_input (experiment, experiment->parameters[i].input),
                       >=, 0);
  for (guint i = 0; i < experiment->n_stages; i++)
    check_reads (experiment, experiment->stages[i].reads);
  for (guint i = 0; i < experiment->n_views; i++)
    check_reads (experiment, experiment->views[i].reads);
  for (guint i = 0; i < experiment->n_readouts; i++)
    {
      const char *unit = experiment->readouts[i].unit; /* goes into files as it is: no markup */

      check_reads (experiment, experiment->readouts[i].reads);
      g_assert_true (unit == NULL || strchr (unit, '<') == NULL);
    }
  for (guint i = 0; i < experiment->n_actions; i++)
    check_reads (experiment, experiment->actions[i].reads);
  for (guint i = 0; i < experiment->n_writers; i++)
    {
      const char *title = experiment->writers[i].title; /* a noun: "Save %s…" is said around it */

      check_reads (experiment, experiment->writers[i].reads);
      g_assert_false (g_str_has_prefix (title, "Save ") || g_str_has_suffix (title, "…"));
    }
  for (guint i = 0; i < experiment->n_parameters; i++)
    plume_values_shows (opened->values,
                        &PLUME_ADDRESS ((int)i)); /* a bad condition is a critical */
}

static void
test_opens_with_every_view (gconstpointer data)
{
  const PlumeExperiment *experiment = data;
  Opened *opened = open_experiment (experiment);
  PlumePublication *publication = get_first_results (opened);

  for (guint i = 0; i < experiment->n_views; i++)
    {
      g_assert_no_error (publication->errors[i]);
      g_assert_nonnull (publication->figures[i]);
      g_assert_cmpuint (publication->figures[i]->axes->len, <=, 8);
      if (!experiment->views[i].hidden) /* what a person sees first is a picture */
        g_assert_cmpuint (publication->figures[i]->axes->len, >, 0);
      for (guint j = 0; j < publication->figures[i]->axes->len; j++)
        {
          const PlumeAxes *axes = g_ptr_array_index (publication->figures[i]->axes, j);
          g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

          for (guint k = 0; k < axes->marks->len; k++)
            {
              const PlumeMark *mark = g_ptr_array_index (axes->marks, k);

              g_assert_true (is_kebab_case (mark->id));
              g_assert_true (g_hash_table_add (ids, mark->id));
            }
        }
    }
}

static double
thread_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return 1e3 * (double)now.tv_sec + 1e-6 * (double)now.tv_nsec;
}

/* What this thread itself works; samples are for the compute thread. */
static void
test_opens_at_once (gconstpointer data)
{
  double shortest = INFINITY;

  for (guint i = 0; i < 5; i++)
    {
      double begin = thread_ms ();
      g_autoptr (PlumeStudy) study = plume_study_new (data);

      shortest = MIN (shortest, thread_ms () - begin);
    }
  g_assert_cmpfloat (shortest, <, OPENING_MS);
}

/* Whatever single number goes to an end of its slider, there is a picture or a sentence, never a
 * critical or a crash. */
static void
test_survives_the_ends_of_sliders (gconstpointer data)
{
  const PlumeExperiment *experiment = data;
  Opened *opened = open_experiment (experiment);

  for (guint i = 0; i < experiment->n_parameters; i++)
    {
      const PlumeParameter *parameter = &experiment->parameters[i];
      gboolean soft = parameter->soft_from != 0 || parameter->soft_to != 0;
      double ends[] = { soft ? parameter->soft_from : parameter->from,
                        soft ? parameter->soft_to : parameter->to };

      if (parameter->kind == PLUME_KIND_CHOICE)
        for (ends[0] = ends[1] = 0; parameter->choices[(int)ends[1] + 1].id != NULL;)
          ends[1]++;
      else if (parameter->kind == PLUME_KIND_SWITCH)
        ends[1] = 1;
      else if (parameter->kind != PLUME_KIND_NUMBER && parameter->kind != PLUME_KIND_INTEGER)
        continue;
      for (guint j = 0; j < 2; j++)
        {
          g_autoptr (PlumeValues) values =
              plume_values_with_number (opened->values, &PLUME_ADDRESS ((int)i), ends[j], NULL);
          g_assert_nonnull (values);

          /* dragged there, so with the coarse versions that are declared */
          PlumeWish wish = {
            .values = values, .inputs = opened->inputs, .readouts = TRUE, .coarse = TRUE
          };
          g_autoptr (PlumePublication) publication =
              plume_engine_evaluate (opened->engine, &wish, NULL, NULL);

          for (guint view = 0; view < experiment->n_views; view++)
            g_assert_true ((publication->figures[view] != NULL)
                           != (publication->errors[view] != NULL));
        }
    }
}

/* The recipe in a picture of the first view. Caller frees. */
static char *
export_and_read (const PlumePublication *publication, PlumeExportFormat format, const char *recipe)
{
  PlumeExport settings = {
    .format = format, .width_mm = 89, .height_mm = 60, .dpi = 100, .recipe = recipe
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes =
      plume_export_figure_to_bytes (publication->figures[0], NULL, 0, NULL, &settings, &error);

  g_assert_no_error (error);

  char *text = plume_export_read_recipe (bytes, "figure", &error);

  g_assert_no_error (error);
  return text;
}

/* Every format carries the recipe as it is, and the recipe gives the same numbers again. */
static void
test_exported_figures_open_again (gconstpointer data)
{
  const PlumeExperiment *experiment = data;
  Opened *opened = open_experiment (experiment);
  PlumePublication *publication = get_first_results (opened);
  g_autofree char *recipe_text = plume_recipe_to_text (opened->values, opened->inputs, NULL, NULL);
  g_autofree char *png = export_and_read (publication, PLUME_EXPORT_PNG, recipe_text);
  g_autofree char *svg = export_and_read (publication, PLUME_EXPORT_SVG, recipe_text);
  g_autofree char *pdf = export_and_read (publication, PLUME_EXPORT_PDF, recipe_text);
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeRecipe) recipe =
      plume_recipe_from_text (png, -1, "figure", NULL, plume_experiments (), NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (png, ==, svg);
  g_assert_cmpstr (png, ==, pdf);

  PlumeEngine *engine = plume_engine_new (experiment, 1 << 28);
  g_autoptr (PlumePublication) second = evaluate (engine, recipe->values, recipe->inputs);

  for (guint view = 0; view < experiment->n_views; view++)
    {
      g_autoptr (JsonNode) a = plume_figure_to_json (publication->figures[view]);
      g_autoptr (JsonNode) b = plume_figure_to_json (second->figures[view]);
      g_autofree char *numbers_a = plume_json_to_text (a), *numbers_b = plume_json_to_text (b);

      if (strcmp (experiment->views[view].id, "methods") != 0) /* it shows measured times */
        g_assert_cmpstr (numbers_a, ==, numbers_b);
    }
  plume_engine_free (engine);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (const PlumeExperiment *const *experiment = plume_experiments (); *experiment != NULL;
       experiment++)
    {
      const struct
      {
        const char *name;
        GTestDataFunc function;
      } statements[] = {
        { "tables-are-consistent", test_tables_are_consistent },
        { "opens-with-every-view", test_opens_with_every_view },
        { "opens-at-once", test_opens_at_once },
        { "survives-the-ends-of-sliders", test_survives_the_ends_of_sliders },
        { "exported-figures-open-again", test_exported_figures_open_again },
      };

      for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
        {
          g_autofree char *path =
              g_strdup_printf ("/experiments/%s/%s", (*experiment)->id, statements[i].name);

          g_test_add_data_func (path, *experiment, statements[i].function);
        }
    }

  int result = g_test_run ();

  open_experiment (NULL);
  return result;
}
