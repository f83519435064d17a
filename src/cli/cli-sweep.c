/* cli-sweep.c: plume-cli sweep ID|RECIPE --vary …: one row of read-outs for every combination of
 * parameters.
 *
 * Rows stand in the file in the order of the grid, whoever computed them and however often the
 * sweep was interrupted.
 */
#include "cli/cli-sweep.h"
#include "cli/cli-ranks.h"
#include "cli/cli-sheet.h"
#include "cli/cli.h"
#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "figure/plume-export.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#define MAX_JOBS 1024

/* What the command line says. */
typedef struct
{
  CliWish wish;
  CliPaper paper;
  char **vary, **views;
  char *output, *folder, *ending;
  int n_jobs;
} Options;

/* Puts rows, which come in any order, into that of the grid. */
typedef struct
{
  CliSheet *sheet;
  GHashTable *waiting; /* row by run */
  GError *error;
} Clerk;

static void
clear_options (Options *options)
{
  cli_wish_clear (&options->wish);
  g_strfreev (options->vary);
  g_strfreev (options->views);
  g_free (options->paper.size);
  g_free (options->output);
  g_free (options->folder);
  g_free (options->ending);
}

static void
clear_sweep (CliSweep *sweep)
{
  cli_study_clear (&sweep->study);
  cli_grid_free (sweep->grid);
  g_free (sweep->views);
}

static gboolean
choose_views (CliSweep *sweep, const Options *options, GError **error)
{
  const PlumeExperiment *experiment = sweep->study.experiment;

  sweep->views = g_new0 (gboolean, experiment->n_views + 1);
  if (options->folder != NULL && options->views == NULL)
    sweep->views[0] = TRUE;
  for (char **id = options->views; id != NULL && *id != NULL; id++)
    {
      int view = plume_experiment_find_view (experiment, *id);

      if (view < 0)
        {
          g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE, _ ("%s has no view '%s'"),
                       experiment->id, *id);
          return FALSE;
        }
      sweep->views[view] = TRUE;
    }
  return TRUE;
}

static gboolean
check_options (const Options *options, GError **error)
{
  g_autofree char *name =
      options->ending != NULL ? g_strconcat ("figure.", options->ending, NULL) : NULL;
  const char *sentence = NULL;
  PlumeExportFormat format;

  if (options->output == NULL)
    sentence = _ ("sweep needs --output FILE.csv");
  else if (options->n_jobs < 0 || options->n_jobs > MAX_JOBS)
    sentence = _ ("--jobs takes 1 to 1024");
  else if (options->views != NULL && options->folder == NULL)
    sentence = _ ("--view says which views --figures FOLDER writes; give both");
  else if (name != NULL && !plume_export_format_from_name (name, &format))
    sentence = _ ("--format takes png, svg or pdf");
  if (sentence == NULL)
    return cli_paper_check (&options->paper, error);
  g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_USAGE, sentence);
  return FALSE;
}

static gboolean
prepare (CliSweep *sweep,
         const Options *options,
         const CliRanks *ranks,
         const char *source,
         PlumeTask *task,
         GError **error)
{
  int n_cores = ranks->n_threads;

  sweep->actions = options->wish.actions;
  sweep->folder = options->folder;
  sweep->ending = options->ending != NULL ? options->ending : "png";
  sweep->paper = options->paper;
  if (!cli_study_prepare (&sweep->study, &options->wish, source, task, error)
      || !choose_views (sweep, options, error))
    return FALSE;
  for (char **id = sweep->actions; id != NULL && *id != NULL; id++)
    if (plume_experiment_find_action (sweep->study.experiment, *id) < 0)
      {
        g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE, _ ("%s has no action '%s'"),
                     sweep->study.experiment->id, *id);
        return FALSE;
      }
  sweep->grid = cli_grid_new (sweep->study.values, options->vary, error);
  if (sweep->grid == NULL)
    return FALSE;
  sweep->n_jobs = ranks->size > 1 ? 1 : options->n_jobs > 0 ? options->n_jobs : n_cores;
  sweep->n_jobs = (int)MIN ((gsize)sweep->n_jobs, sweep->grid->n_runs);
  sweep->n_threads = MAX (1, n_cores / sweep->n_jobs);
  return TRUE;
}

static void
digest_text (GChecksum *digest, const char *text)
{
  g_checksum_update (digest, (const guchar *)(text != NULL ? text : ""), -1);
  g_checksum_update (digest, (const guchar *)"", 1);
}

static void
digest_inputs (GChecksum *digest, const PlumeInputs *inputs)
{
  for (guint i = 0; i < inputs->experiment->n_inputs; i++)
    {
      digest_text (digest, inputs->experiment->inputs[i].id);
      for (guint j = 0; j < inputs->bindings[i]->len; j++)
        digest_text (digest, ((PlumeBinding *)g_ptr_array_index (inputs->bindings[i], j))->key);
    }
}

static void
digest_figures (GChecksum *digest, const CliSweep *sweep)
{
  g_autofree char *paper =
      g_strdup_printf ("%s %.17g %d %d", sweep->paper.size != NULL ? sweep->paper.size : "",
                       sweep->paper.dpi, sweep->paper.dark, sweep->paper.transparent);

  digest_text (digest, sweep->ending);
  digest_text (digest, paper);
  for (guint i = 0; i < sweep->study.experiment->n_views; i++)
    digest_text (digest, sweep->views[i] ? sweep->study.experiment->views[i].id : "");
}

/* The SHA-256 of all that the rows and figures depend on. */
static char *
make_digest (const CliSweep *sweep)
{
  g_autoptr (GChecksum) digest = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (JsonNode) values = plume_values_to_json (sweep->study.values);
  g_autofree char *text = plume_json_to_text (values);

  digest_text (digest, text);
  digest_inputs (digest, sweep->study.inputs);
  for (guint i = 0; i < sweep->grid->axes->len; i++)
    {
      const CliAxis *axis = g_ptr_array_index (sweep->grid->axes, i);

      digest_text (digest, axis->name);
      for (guint j = 0; j < axis->values->len; j++)
        digest_text (digest, g_ptr_array_index (axis->values, j));
      digest_text (digest, NULL);
    }
  for (char **id = sweep->actions; id != NULL && *id != NULL; id++)
    digest_text (digest, *id);
  if (sweep->folder != NULL)
    digest_figures (digest, sweep);
  return g_strdup (g_checksum_get_string (digest));
}

static gboolean
take_row (gsize run, char **row, gpointer user_data)
{
  Clerk *clerk = user_data;
  gpointer next;

  g_hash_table_insert (clerk->waiting, GSIZE_TO_POINTER (run), row);
  while (g_hash_table_steal_extended (
      clerk->waiting, GSIZE_TO_POINTER (cli_sheet_get_n_rows (clerk->sheet)), NULL, &next))
    {
      g_auto (GStrv) waited = next;

      if (!cli_sheet_append (clerk->sheet, waited, &clerk->error))
        return FALSE;
    }
  return TRUE;
}

/* FALSE where nothing could be begun, or a row not be written. */
static gboolean
carry_out (const CliSweep *sweep,
           const Options *options,
           const CliRanks *ranks,
           Clerk *clerk,
           PlumeTask *task,
           GError **error)
{
  g_autofree char *digest = make_digest (sweep);

  clerk->sheet =
      cli_sheet_open (options->output, sweep->study.experiment, sweep->grid, digest, error);
  if (clerk->sheet == NULL)
    return FALSE;
  if (sweep->folder != NULL && g_mkdir_with_parents (sweep->folder, 0777) != 0)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("--figures %s: the folder cannot be made"), sweep->folder);
      return FALSE;
    }
  clerk->waiting = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)g_strfreev);
  cli_crew_of_ranks (ranks, sweep, cli_sheet_get_n_rows (clerk->sheet), task, take_row, clerk);
  if (clerk->error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&clerk->error));
  return FALSE;
}

/* What has become of the sweep, in words and as an exit code. */
static int
conclude (const CliSweep *sweep, const Options *options, const CliSheet *sheet)
{
  gsize n_rows = cli_sheet_get_n_rows (sheet), n_failures = cli_sheet_get_n_failures (sheet);

  if (n_rows < sweep->grid->n_runs)
    {
      fprintf (stderr,
               _ ("plume-cli: %s: interrupted after %zu of %zu runs; the same command goes on from "
                  "there\n"),
               options->output, n_rows, sweep->grid->n_runs);
      return CLI_COMPUTE_ERROR;
    }
  printf (_ ("%s: %zu runs\n"), options->output, n_rows);
  if (n_failures == 0)
    return CLI_DONE;
  fprintf (stderr, _ ("plume-cli: %s: %zu of %zu runs failed; the column '%s' says why\n"),
           options->output, n_failures, n_rows, CLI_SHEET_FAILURE);
  return CLI_COMPUTE_ERROR;
}

static void
clear_clerk (Clerk *clerk)
{
  g_clear_pointer (&clerk->sheet, cli_sheet_free);
  g_clear_pointer (&clerk->waiting, g_hash_table_unref);
}

GOptionEntry *
cli_sweep_entries (gpointer data)
{
  Options *options = data;
  const GOptionEntry entries[] = {
    { "vary", 0, 0, G_OPTION_ARG_STRING_ARRAY, CLI_INTO (options, vary),
      N_ ("vary a parameter: from:to:count, from:to:count:log or a,b,c; all combinations are run"),
      "NAME=VALUES" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, CLI_INTO (options, output),
      N_ ("the table to write, or to go on with"), "FILE.csv" },
    { "jobs", 'j', 0, G_OPTION_ARG_INT, CLI_INTO (options, n_jobs),
      N_ ("runs at the same time (one a core)"), "N" },
    { "set", 's', 0, G_OPTION_ARG_STRING_ARRAY, CLI_INTO (options, wish.settings),
      N_ ("set a parameter of all runs; a table takes JSON or @file"), "NAME=VALUE" },
    { "data", 'd', 0, G_OPTION_ARG_FILENAME_ARRAY, CLI_INTO (options, wish.data),
      N_ ("bind a file, sample:ID or none to an input"), "[INPUT=]FILE" },
    { "role", 'r', 0, G_OPTION_ARG_STRING_ARRAY, CLI_INTO (options, wish.roles),
      N_ ("give a role its column or columns, as for run"), "ROLE=COLUMNS|COLUMN=ROLE[:UNIT]" },
    { "do", 0, 0, G_OPTION_ARG_STRING_ARRAY, CLI_INTO (options, wish.actions),
      N_ ("carry out an action first in each run"), "ACTION" },
    { "figures", 0, 0, G_OPTION_ARG_FILENAME, CLI_INTO (options, folder),
      N_ ("write a figure of each run there"), "FOLDER" },
    { "view", 'v', 0, G_OPTION_ARG_STRING_ARRAY, CLI_INTO (options, views),
      N_ ("view of the figures (the first if not given)"), "VIEW" },
    { "format", 0, 0, G_OPTION_ARG_STRING, CLI_INTO (options, ending),
      N_ ("of the figures: png, svg or pdf (png)"), "FORMAT" },
    { "size", 0, 0, G_OPTION_ARG_STRING, CLI_INTO (options, paper.size),
      N_ ("column, page, slide or WIDTHxHEIGHT in mm"), "SIZE" },
    { "dpi", 0, 0, G_OPTION_ARG_DOUBLE, CLI_INTO (options, paper.dpi),
      N_ ("dots per inch of PNG (300)"), "DPI" },
    { "dark", 0, 0, G_OPTION_ARG_NONE, CLI_INTO (options, paper.dark), N_ ("dark style"), NULL },
    { "transparent", 0, 0, G_OPTION_ARG_NONE, CLI_INTO (options, paper.transparent),
      N_ ("no background"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  return g_memdup2 (entries, sizeof entries);
}

static gboolean
read_arguments (Options *options, int *argc, char ***argv, GError **error)
{
  g_autofree GOptionEntry *entries = cli_sweep_entries (options);
  g_autoptr (GOptionContext) context = g_option_context_new (_ ("ID|RECIPE"));
  g_autoptr (GError) reason = NULL;

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (
      context, _ ("Computes an experiment or a recipe once for every combination of varied "
                  "parameters, and writes\none row of read-outs a run. Interrupted, the same "
                  "command goes on where it was."));
  if (g_option_context_parse (context, argc, argv, &reason) && *argc == 2)
    return check_options (options, error);
  g_set_error_literal (
      error, PLUME_ERROR, PLUME_ERROR_USAGE,
      reason != NULL
          ? reason->message
          : _ ("sweep takes one experiment or recipe; 'plume-cli list' lists experiments"));
  return FALSE;
}

/* The first rank prepares, hands out and writes, the others prepare and compute; one alone does all
 * of it. error: (nullable) (transfer full): what was wrong already. */
static int
sweep_among (const CliRanks *ranks, const Options *options, const char *source, GError *error)
{
  PlumeTask *task = cli_progress_begin ();
  CliSweep sweep = { 0 };
  Clerk clerk = { 0 };
  gboolean done = error == NULL && prepare (&sweep, options, ranks, source, task, &error);
  int failed = cli_ranks_find_failed (ranks, !done), result = CLI_DONE;

  if (failed < 0 && ranks->rank > 0)
    cli_ranks_serve (&sweep, task);
  else if (failed < 0)
    {
      done = carry_out (&sweep, options, ranks, &clerk, task, &error);
      cli_ranks_dismiss (ranks);
    }
  cli_progress_end (task);
  if (ranks->rank == MAX (0, failed))
    {
      cli_study_print_notes (&sweep.study);
      result = done ? conclude (&sweep, options, clerk.sheet) : cli_fail (error);
    }
  clear_clerk (&clerk);
  clear_sweep (&sweep);
  g_clear_error (&error);
  return cli_ranks_end (ranks, MAX (0, failed), result);
}

int
cli_sweep (int argc, char **argv)
{
  Options options = { .paper.dpi = 300 };
  GError *error = NULL;
  CliRanks ranks;
  int result;

  read_arguments (&options, &argc, &argv, &error); /* --help ends here, before there are ranks */
  cli_ranks_begin (&ranks);
  result = sweep_among (&ranks, &options, argv[1], error);
  clear_options (&options);
  return result;
}
