/* cli-sweep-run.c: one run of a sweep: its parameters, its read-outs as text, its figures. */
#include "cli/cli-sheet.h"
#include "cli/cli-sweep.h"
#include "core/plume-error.h"
#include "core/plume-parallel.h"

#include <math.h>
#include <string.h>

#define MEMO_BYTES ((gsize)1 << 30) /* of all jobs */

/* Takes the value. */
static void
add_cell (GStrvBuilder *row, const char *name, const char *value)
{
  g_autofree char *line = g_strdelimit (g_strdup (name), "\r\n", ' ');

  g_strv_builder_add (row, line);
  g_strv_builder_add (row, value);
}

/* "id" or "id[label]", once a run. */
static char *
name_reading (GHashTable *names, const char *id, const char *label)
{
  g_autofree char *name = label != NULL ? g_strdup_printf ("%s[%s]", id, label) : g_strdup (id);

  for (int i = 2; g_hash_table_contains (names, name); i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s[%s#%d]", id, label != NULL ? label : "", i);
    }
  g_hash_table_add (names, g_strdup (name));
  return g_steal_pointer (&name);
}

static void
add_readings (GStrvBuilder *row, const PlumePublication *publication)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < publication->experiment->n_readouts; i++)
    for (guint j = 0; publication->readings[i] != NULL && j < publication->readings[i]->len; j++)
      {
        const PlumeReading *reading = &g_array_index (publication->readings[i], PlumeReading, j);
        g_autofree char *name =
            name_reading (names, publication->experiment->readouts[i].id, reading->label);
        char text[G_ASCII_DTOSTR_BUF_SIZE];

        add_cell (row, name, g_ascii_dtostr (text, sizeof text, reading->value));
        if (!isfinite (reading->error))
          continue;

        g_autofree char *error = g_strconcat (name, ".error", NULL);

        add_cell (row, error, g_ascii_dtostr (text, sizeof text, reading->error));
      }
}

/* "FOLDER/0007-chromatogram.png", as many digits as the last run has. */
static char *
name_figure (const CliSweep *sweep, gsize run, guint view)
{
  g_autofree char *last = g_strdup_printf ("%zu", sweep->grid->n_runs);
  g_autofree char *name =
      g_strdup_printf ("%0*" G_GSIZE_FORMAT "-%s.%s", (int)strlen (last), run + 1,
                       sweep->study.experiment->views[view].id, sweep->ending);

  return g_build_filename (sweep->folder, name, NULL);
}

static gboolean
export_figures (const CliSweep *sweep, PlumePublication *publication, gsize run, GError **error)
{
  for (guint i = 0; sweep->folder != NULL && i < sweep->study.experiment->n_views; i++)
    {
      g_autofree char *path = sweep->views[i] ? name_figure (sweep, run, i) : NULL;

      if (path != NULL
          && !cli_study_export (&sweep->study, &sweep->paper, publication, i, path, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
compute (const CliSweep *sweep,
         PlumeEngine *engine,
         gsize run,
         GStrvBuilder *row,
         PlumeTask *task,
         GError **error)
{
  g_autoptr (PlumeValues) values = cli_grid_apply (sweep->grid, run, sweep->study.values, error);

  if (values == NULL
      || !cli_study_act (&sweep->study, engine, &values, sweep->actions, task, error))
    return FALSE;

  PlumeWish wish = {
    .values = values, .inputs = sweep->study.inputs, .views = sweep->views, .readouts = TRUE
  };
  g_autoptr (PlumePublication) publication = plume_engine_evaluate (engine, &wish, task, error);

  if (publication == NULL)
    return FALSE;
  add_readings (row, publication);
  if (publication->readings_error != NULL)
    {
      g_propagate_error (error, g_error_copy (publication->readings_error));
      return FALSE;
    }
  return export_figures (sweep, publication, run, error);
}

/**
 * cli_sweep_run:
 * @sweep: a sweep
 * @engine: of cli_sweep_make_engine(), of the calling thread
 * @run: index of the run
 * @task: of this run
 *
 * Returns: (transfer full) (nullable): its row; %NULL only when cancelled. What could be read from
 * a run that failed is in it.
 */
char **
cli_sweep_run (const CliSweep *sweep, PlumeEngine *engine, gsize run, PlumeTask *task)
{
  g_autoptr (GStrvBuilder) row = g_strv_builder_new ();
  g_autoptr (GError) error = NULL;

  if (!compute (sweep, engine, run, row, task, &error))
    {
      if (g_error_matches (error, PLUME_ERROR, PLUME_ERROR_CANCELLED)
          || plume_task_is_cancelled (task))
        return NULL;
      add_cell (row, CLI_SHEET_FAILURE, error->message);
    }
  return g_strv_builder_end (row);
}

/**
 * cli_sweep_make_engine:
 *
 * Returns: (transfer full): an engine for the runs of the calling thread, which from now on has as
 * many threads as one run is to have
 */
PlumeEngine *
cli_sweep_make_engine (const CliSweep *sweep)
{
  plume_parallel_set_threads (sweep->n_threads);
  return plume_engine_new (sweep->study.experiment, MEMO_BYTES / (gsize)sweep->n_jobs);
}
