/* soak.c: minutes of what a restless person does: drags, undo, actions, data, exports, over all
 * experiments.
 *
 * soak MINUTES. Prints resident memory as it goes, its slope after warm-up, and what could not be
 * computed, for somebody to judge; ends with a sentence and exit code 0, or dies.
 */
#include "core/plume-error.h"
#include "core/plume-random.h"
#include "experiments/plume-experiments.h"
#include "figure/plume-export.h"
#include "lab/plume-recipe.h"
#include "resident.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_fit.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct
{
  PlumeStudy *study;
  PlumeStream stream;
  guint n_deeds, n_stopped;
  GHashTable *failures; /* sentences without their numbers */
} Restless;

static guint
choose (Restless *restless, guint n)
{
  return plume_stream_bits (&restless->stream) % MAX (n, 1);
}

/* A number somewhere on the slider, on its own scale. */
static double
choose_number (Restless *restless, const PlumeParameter *parameter)
{
  gboolean soft = parameter->soft_from != 0 || parameter->soft_to != 0;
  double from = soft ? parameter->soft_from : parameter->from,
         to = soft ? parameter->soft_to : parameter->to;
  double fraction = plume_stream_uniform (&restless->stream);
  double number = parameter->scale == PLUME_LOG
                      ? exp (log (from) + fraction * (log (to) - log (from)))
                      : from + fraction * (to - from);

  return parameter->kind == PLUME_KIND_NUMBER ? number : round (number);
}

/* What was set otherwise than at first, as the command line takes it. */
static char *
list_settings (const PlumeValues *values)
{
  const PlumeExperiment *experiment = values->experiment;
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < experiment->n_parameters; i++)
    {
      g_autofree char *value = NULL, *setting = NULL, *quoted = NULL;

      if (plume_values_are_default (values, &PLUME_ADDRESS ((int)i)))
        continue;
      value = plume_value_format (&experiment->parameters[i], &values->items[i]);
      setting = g_strconcat (experiment->parameters[i].id, "=", value, NULL);
      quoted = g_shell_quote (setting);
      g_string_append_printf (text, " --set %s", quoted);
    }
  return g_string_free (text, FALSE);
}

/* A computation that fails is told once, whatever its numbers; that data are missing is no failure.
 */
static void
note_failure (Restless *restless, const PlumePublication *publication, const GError *error)
{
  g_autofree char *sentence = NULL, *settings = NULL;

  if (!g_error_matches (error, PLUME_ERROR, PLUME_ERROR_COMPUTE))
    return;
  sentence = g_strconcat (publication->experiment->id, error->message, NULL);
  g_strcanon (sentence, G_CSET_a_2_z G_CSET_A_2_Z, ' ');
  if (g_hash_table_contains (restless->failures, sentence))
    return;
  settings = list_settings (publication->values);
  printf ("not computed: plume-cli run %s%s\n  %s\n", publication->experiment->id, settings,
          error->message);
  g_hash_table_add (restless->failures, g_steal_pointer (&sentence));
}

static void
note_failures (Restless *restless)
{
  PlumePublication *publication = plume_study_get_publication (restless->study);

  if (publication == NULL)
    return;
  for (guint i = 0; i < publication->experiment->n_views; i++)
    note_failure (restless, publication, publication->errors[i]);
  note_failure (restless, publication, publication->readings_error);
}

/* What takes longer than a person's patience is stopped. */
static void
settle (Restless *restless)
{
  gint64 deadline = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;

  while (plume_study_is_busy (restless->study))
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (500);
      if (g_get_monotonic_time () < deadline)
        continue;
      plume_study_stop (restless->study);
      restless->n_stopped++;
    }
  note_failures (restless);
}

static void
drag_something (Restless *restless)
{
  const PlumeExperiment *experiment = plume_study_get_experiment (restless->study);
  PlumeAddress address = PLUME_ADDRESS ((int)choose (restless, experiment->n_parameters));
  const PlumeParameter *parameter = &experiment->parameters[address.parameter];

  if (parameter->kind == PLUME_KIND_TABLE)
    {
      const PlumeValue *value =
          plume_values_get (plume_study_get_values (restless->study), &address);

      if (value->records->n_rows == 0)
        return;
      address.row = (int)choose (restless, value->records->n_rows);
      address.column = (int)choose (restless, parameter->n_columns);
      parameter = &parameter->columns[address.column];
    }
  if (parameter->kind == PLUME_KIND_TEXT || parameter->kind == PLUME_KIND_GRID
      || parameter->kind == PLUME_KIND_TABLE || parameter->kind == PLUME_KIND_COLUMN)
    return;
  plume_study_set_held (restless->study, TRUE);
  for (guint i = 0; i < 12; i++)
    {
      double number = choose_number (restless, parameter);

      if (parameter->kind == PLUME_KIND_CHOICE)
        for (number = 0;
             parameter->choices[(int)number + 1].id != NULL && choose (restless, 2) == 0;)
          number++;
      else if (parameter->kind == PLUME_KIND_SWITCH)
        number = choose (restless, 2);
      plume_study_set_number (restless->study, &address, number, NULL);
      g_main_context_iteration (NULL, FALSE);
      g_usleep (2000);
    }
  plume_study_set_held (restless->study, FALSE);
}

static void
change_rows (Restless *restless)
{
  const PlumeExperiment *experiment = plume_study_get_experiment (restless->study);

  for (guint i = 0; i < experiment->n_parameters; i++)
    if (experiment->parameters[i].kind == PLUME_KIND_TABLE && choose (restless, 3) == 0)
      {
        PlumeValues *values = plume_study_get_values (restless->study);
        guint n_rows = values->items[i].records->n_rows;
        g_autoptr (PlumeValues) changed =
            choose (restless, 2) == 0 || n_rows == 0
                ? plume_values_with_row_added (values, (int)i, -1, NULL)
                : plume_values_with_row_removed (values, (int)i, (int)choose (restless, n_rows),
                                                 NULL);

        if (changed != NULL)
          plume_study_set_values (restless->study, changed, "rows");
      }
}

static void
export_something (Restless *restless)
{
  PlumePublication *publication = plume_study_get_publication (restless->study);
  guint view = choose (restless, plume_study_get_experiment (restless->study)->n_views);
  g_autofree char *recipe = plume_study_to_recipe (restless->study);
  PlumeExport settings = { .format = (PlumeExportFormat)choose (restless, 3),
                           .width_mm = 89,
                           .height_mm = 60,
                           .dpi = 100,
                           .dark = choose (restless, 2) == 0,
                           .recipe = recipe };
  g_autoptr (GError) error = NULL;

  if (publication == NULL || publication->figures[view] == NULL)
    return;

  g_autoptr (GBytes) bytes =
      plume_export_figure_to_bytes (publication->figures[view], NULL, 0, NULL, &settings, &error);

  if (bytes == NULL)
    g_error ("export: %s", error->message);

  g_autofree char *text = plume_export_read_recipe (bytes, "figure", &error);

  if (text == NULL)
    g_error ("recipe: %s", error->message);
}

static void
reopen (Restless *restless)
{
  g_autofree char *text = plume_study_to_recipe (restless->study);
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeRecipe) recipe =
      plume_recipe_from_text (text, -1, "soak", NULL, plume_experiments (), NULL, &error);

  if (recipe == NULL)
    g_error ("reopen: %s", error->message);
  g_set_object (&restless->study, NULL);
  restless->study = plume_study_new_from_recipe (recipe);
}

static void
start_afresh (Restless *restless)
{
  guint n = 0;

  while (plume_experiments ()[n] != NULL)
    n++;
  g_clear_object (&restless->study);
  restless->study = plume_study_new (plume_experiments ()[choose (restless, n)]);
}

static void
do_something (Restless *restless)
{
  const PlumeExperiment *experiment = plume_study_get_experiment (restless->study);
  guint deed = choose (restless, 100);

  restless->n_deeds++;
  if (deed < 60)
    drag_something (restless);
  else if (deed < 68)
    plume_study_undo (restless->study);
  else if (deed < 73)
    plume_study_redo (restless->study);
  else if (deed < 78)
    change_rows (restless);
  else if (deed < 82 && experiment->n_actions > 0)
    plume_study_act (restless->study, choose (restless, experiment->n_actions));
  else if (deed < 88)
    plume_study_show_view (restless->study, choose (restless, experiment->n_views),
                           choose (restless, 2) == 0);
  else if (deed < 95)
    export_something (restless);
  else if (deed < 97)
    reopen (restless);
  else if (deed < 98)
    plume_study_stop (restless->study);
  else
    start_afresh (restless);
  if (choose (restless, 4) == 0)
    settle (restless);
}

int
main (int argc, char **argv)
{
  double minutes = argc > 1 ? g_ascii_strtod (argv[1], NULL) : 1;
  gint64 begin = g_get_monotonic_time (), next = begin;
  g_autoptr (GHashTable) failures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Restless restless = { .stream = plume_stream (1, "soak", 0), .failures = failures };
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) sizes = g_array_new (FALSE, FALSE, sizeof (double));

  gsl_set_error_handler_off ();
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);
  start_afresh (&restless);
  for (;;)
    {
      double elapsed = (double)(g_get_monotonic_time () - begin) / 6e7;

      if (elapsed >= minutes)
        break;
      do_something (&restless);
      if (g_get_monotonic_time () < next)
        continue;
      next += (gint64)(minutes * 6e7 / 20);

      double size = resident_megabytes ();

      printf ("%6.2f min  %5u deeds  %7.1f MB\n", elapsed, restless.n_deeds, size);
      fflush (stdout);
      if (elapsed > 0.3 * minutes)
        {
          g_array_append_val (times, elapsed);
          g_array_append_val (sizes, size);
        }
    }
  settle (&restless);
  g_clear_object (&restless.study);
  if (times->len > 2)
    {
      double c0, c1, cov00, cov01, cov11, sum;

      gsl_fit_linear ((double *)times->data, 1, (double *)sizes->data, 1, times->len, &c0, &c1,
                      &cov00, &cov01, &cov11, &sum);
      printf ("memory after warm-up: %+.2f ± %.2f MB a minute\n", c1, sqrt (cov11));
    }
  printf (
      "%u deeds in %.1f minutes, no crash and no warning; %u times stopped after half a minute, "
      "%u kinds of things not computed\n",
      restless.n_deeds, minutes, restless.n_stopped, g_hash_table_size (failures));
  return EXIT_SUCCESS;
}
