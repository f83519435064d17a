/* cli-run.c: plume-cli run ID|RECIPE: sets parameters, binds data, computes, and writes figures,
 * numbers and recipes. */
#include "cli/cli.h"
#include "cli/cli-study.h"
#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "figure/plume-export.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define MEMO_BYTES ((gsize)1 << 30)

/* What the command line says. */
typedef struct
{
  CliWish wish;
  CliPaper paper;
  char **exports, **numbers, **writes;
  char *view, *all_views, *recipe, *selection;
  int threads;
} Options;

static void
clear_options (Options *options)
{
  cli_wish_clear (&options->wish);
  g_strfreev (options->exports);
  g_strfreev (options->numbers);
  g_strfreev (options->writes);
  g_free (options->paper.size);
  g_free (options->view);
  g_free (options->all_views);
  g_free (options->recipe);
  g_free (options->selection);
}

/* WRITER=FILE */
static gboolean
write_with (
    CliStudy *run, PlumeEngine *engine, const char *argument, PlumeTask *task, GError **error)
{
  const char *equals = strchr (argument, '=');
  g_autofree char *id = equals != NULL ? g_strndup (argument, (gsize)(equals - argument)) : NULL;
  int writer = id != NULL ? plume_experiment_find_writer (run->experiment, id) : -1;

  if (writer >= 0)
    return plume_engine_write (engine, run->values, run->inputs, (guint)writer, equals + 1, task,
                               error);
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
               _ ("--write %s: write --write WRITER=FILE; 'plume-cli describe %s' lists writers"),
               argument, run->experiment->id);
  return FALSE;
}

static gboolean
export_figures (const CliStudy *run,
                const Options *options,
                PlumePublication *publication,
                GError **error)
{
  int view =
      options->view != NULL ? plume_experiment_find_view (run->experiment, options->view) : 0;

  if (view < 0)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE, _ ("%s has no view '%s'"),
                   run->experiment->id, options->view);
      return FALSE;
    }
  for (char **path = options->exports; path != NULL && *path != NULL; path++)
    if (!cli_study_export (run, &options->paper, publication, (guint)view, *path, error))
      return FALSE;
  if (options->all_views == NULL)
    return TRUE;
  g_mkdir_with_parents (options->all_views, 0777);
  for (guint i = 0; i < run->experiment->n_views; i++)
    {
      g_autofree char *name = g_strconcat (run->experiment->views[i].id, ".svg", NULL);
      g_autofree char *svg = g_build_filename (options->all_views, name, NULL);
      g_autofree char *png = g_strdup (svg);

      memcpy (png + strlen (png) - 3, "png", 3);
      if (!cli_study_export (run, &options->paper, publication, i, svg, error)
          || !cli_study_export (run, &options->paper, publication, i, png, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_numbers (const CliStudy *run, PlumePublication *publication, const char *path, GError **error)
{
  g_autofree char *text = NULL;

  if (g_str_has_suffix (path, ".json"))
    {
      g_autoptr (JsonNode) node = plume_publication_to_json (publication, run->pinned);

      text = plume_json_to_text (node);
    }
  else if (g_str_has_suffix (path, ".csv"))
    text = plume_publication_to_csv (publication, run->pinned);
  else
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("--numbers %s: the name has to end in .json or .csv"), path);
      return FALSE;
    }
  return plume_recipe_write_file (path, text, error);
}

static void
print_readouts (const PlumePublication *publication)
{
  for (guint i = 0; i < publication->experiment->n_readouts; i++)
    for (guint j = 0; publication->readings[i] != NULL && j < publication->readings[i]->len; j++)
      {
        const PlumeReading *reading = &g_array_index (publication->readings[i], PlumeReading, j);
        const PlumeReadout *readout = &publication->experiment->readouts[i];

        printf ("%s%s%s%s = %.6g", readout->id, reading->label != NULL ? "[" : "",
                reading->label != NULL ? reading->label : "", reading->label != NULL ? "]" : "",
                reading->value);
        if (isfinite (reading->error))
          printf (" ± %.2g", reading->error);
        printf ("%s%s\n", readout->unit != NULL ? " " : "",
                readout->unit != NULL ? readout->unit : "");
      }
}

/* Only what is written has to be computed; all of it for --numbers. */
static gboolean *
wished_views (const CliStudy *run, const Options *options)
{
  gboolean *views = g_new0 (gboolean, run->experiment->n_views + 1);
  int view =
      options->view != NULL ? plume_experiment_find_view (run->experiment, options->view) : 0;
  gboolean all = options->all_views != NULL || options->numbers != NULL;

  for (guint i = 0; i < run->experiment->n_views; i++)
    views[i] = all || (options->exports != NULL && (int)i == view);
  return views;
}

static gboolean
execute (CliStudy *run, const Options *options, PlumeTask *task, GError **error)
{
  g_autoptr (PlumeEngine) engine = plume_engine_new (run->experiment, MEMO_BYTES);
  g_autofree gboolean *views = wished_views (run, options);

  if (!cli_study_act (run, engine, &run->values, options->wish.actions, task, error))
    return FALSE;
  for (char **write = options->writes; write != NULL && *write != NULL; write++)
    if (!write_with (run, engine, *write, task, error))
      return FALSE;

  PlumeWish wish = {
    .values = run->values, .inputs = run->inputs, .views = views, .readouts = TRUE
  };
  g_autoptr (PlumePublication) publication = plume_engine_evaluate (engine, &wish, task, error);

  if (publication == NULL || !cli_study_pin (run, engine, views, task, error))
    return FALSE;
  for (guint i = 0; i < run->experiment->n_views; i++)
    if (publication->errors[i] != NULL && (options->numbers != NULL || options->exports == NULL))
      {
        g_propagate_error (error, g_error_copy (publication->errors[i]));
        return FALSE;
      }
  if (!export_figures (run, options, publication, error))
    return FALSE;
  for (char **path = options->numbers; path != NULL && *path != NULL; path++)
    if (!write_numbers (run, publication, *path, error))
      return FALSE;
  if (options->recipe != NULL)
    {
      g_autofree char *recipe = cli_study_to_recipe (run, run->values);

      if (!plume_recipe_write_file (options->recipe, recipe, error))
        return FALSE;
    }
  cli_progress_hide ();
  print_readouts (publication);
  if (publication->readings_error == NULL)
    return TRUE;
  g_propagate_error (
      error, g_error_copy (publication->readings_error)); /* what could be written is written */
  return FALSE;
}

static gboolean
choose_items (CliStudy *run, const char *text, GError **error)
{
  if (text == NULL)
    return TRUE;
  plume_selection_unref (run->selection);
  run->selection = plume_selection_new_from_text (text, 0, error);
  return run->selection != NULL;
}

GOptionEntry *
cli_run_entries (gpointer data)
{
  Options *options = data;
  const GOptionEntry entries[] = {
    { "set", 's', 0, G_OPTION_ARG_STRING_ARRAY, CLI_INTO (options, wish.settings),
      N_ ("set a parameter; a table takes JSON or @file"), "NAME=VALUE" },
    { "data", 'd', 0, G_OPTION_ARG_FILENAME_ARRAY, CLI_INTO (options, wish.data),
      N_ ("bind a file, sample:ID or none to an input"), "[INPUT=]FILE" },
    { "role", 'r', 0, G_OPTION_ARG_STRING_ARRAY, CLI_INTO (options, wish.roles),
      N_ ("give a role its column, or columns: a,b..d,x*, ^all,but,these, @BLOCK; "
          ":transposed behind it where columns are samples"),
      "ROLE=COLUMNS|COLUMN=ROLE[:UNIT]" },
    { "do", 0, 0, G_OPTION_ARG_STRING_ARRAY, CLI_INTO (options, wish.actions),
      N_ ("carry out an action first"), "ACTION" },
    { "view", 'v', 0, G_OPTION_ARG_STRING, CLI_INTO (options, view),
      N_ ("view to export (the first if not given)"), "VIEW" },
    { "select", 0, 0, G_OPTION_ARG_STRING, CLI_INTO (options, selection),
      N_ ("choose items, such as rows of the data, from 0"), "0-10,15" },
    { "export", 'e', 0, G_OPTION_ARG_FILENAME_ARRAY, CLI_INTO (options, exports),
      N_ ("write a figure: .png, .svg or .pdf"), "FILE" },
    { "export-all", 0, 0, G_OPTION_ARG_FILENAME, CLI_INTO (options, all_views),
      N_ ("write every view as SVG and PNG"), "FOLDER" },
    { "numbers", 'n', 0, G_OPTION_ARG_FILENAME_ARRAY, CLI_INTO (options, numbers),
      N_ ("write all numbers: .json or .csv"), "FILE" },
    { "write", 'w', 0, G_OPTION_ARG_STRING_ARRAY, CLI_INTO (options, writes),
      N_ ("write what the experiment itself can write, such as a mock"), "WRITER=FILE" },
    { "recipe", 0, 0, G_OPTION_ARG_FILENAME, CLI_INTO (options, recipe), N_ ("write the recipe"),
      "FILE" },
    { "size", 0, 0, G_OPTION_ARG_STRING, CLI_INTO (options, paper.size),
      N_ ("column, page, slide or WIDTHxHEIGHT in mm"), "SIZE" },
    { "dpi", 0, 0, G_OPTION_ARG_DOUBLE, CLI_INTO (options, paper.dpi),
      N_ ("dots per inch of PNG (300)"), "DPI" },
    { "dark", 0, 0, G_OPTION_ARG_NONE, CLI_INTO (options, paper.dark), N_ ("dark style"), NULL },
    { "transparent", 0, 0, G_OPTION_ARG_NONE, CLI_INTO (options, paper.transparent),
      N_ ("no background"), NULL },
    { "threads", 0, 0, G_OPTION_ARG_INT, CLI_INTO (options, threads),
      N_ ("number of threads (one a core)"), "N" },
    G_OPTION_ENTRY_NULL,
  };

  return g_memdup2 (entries, sizeof entries);
}

int
cli_run (int argc, char **argv)
{
  Options options = { .paper.dpi = 300 };
  g_autofree GOptionEntry *entries = cli_run_entries (&options);
  g_autoptr (GOptionContext) context = g_option_context_new (_ ("ID|RECIPE"));
  g_autoptr (GError) error = NULL;
  CliStudy run = { 0 };
  int result = CLI_DONE;

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context,
                                _ ("Computes an experiment or a recipe; prints its read-outs."));
  if (!g_option_context_parse (context, &argc, &argv, &error))
    result = cli_fail_usage ("%s", error->message);
  else if (argc != 2)
    result = cli_fail_usage (
        _ ("run takes one experiment or recipe; 'plume-cli list' lists experiments"));
  else if (!cli_paper_check (&options.paper, &error))
    result = cli_fail (error);
  else
    {
      PlumeTask *task = cli_progress_begin ();

      if (options.threads > 0)
        plume_parallel_set_threads (options.threads);

      gboolean done = cli_study_prepare (&run, &options.wish, argv[1], task, &error)
                      && choose_items (&run, options.selection, &error)
                      && execute (&run, &options, task, &error);
      cli_progress_end (task);
      cli_study_print_notes (&run);
      if (!done)
        result = cli_fail (error);
    }
  cli_study_clear (&run);
  clear_options (&options);
  return result;
}
