/* cli-run.c: plume-cli run ID|RECIPE: sets parameters, binds data, computes, and writes figures,
 * numbers and recipes. */
#include "cli/cli.h"
#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "experiments/plume-experiments.h"
#include "figure/plume-export.h"
#include "lab/plume-recipe.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define MEMO_BYTES ((gsize)1 << 30)

/* What the command line says. */
typedef struct
{
  char **settings, **data, **roles, **actions, **exports, **numbers, **writes;
  char *view, *all_views, *recipe, *size, *selection;
  double dpi;
  int threads;
  gboolean dark, transparent;
} Options;

/* What is to be computed. */
typedef struct
{
  const PlumeExperiment *experiment;
  PlumeValues *values;
  PlumeInputs *inputs;
  PlumeViewState *views;     /* nullable: from a recipe */
  PlumeSelection *selection; /* nullable */
  PlumeRecipe *source;
} Run;

static void
clear_options (Options *options)
{
  g_strfreev (options->settings);
  g_strfreev (options->data);
  g_strfreev (options->roles);
  g_strfreev (options->actions);
  g_strfreev (options->exports);
  g_strfreev (options->writes);
  g_free (options->view);
  g_free (options->all_views);
  g_strfreev (options->numbers);
  g_free (options->recipe);
  g_free (options->size);
  g_free (options->selection);
}

static void
clear_run (Run *run)
{
  g_clear_pointer (&run->values, plume_values_unref);
  g_clear_pointer (&run->inputs, plume_inputs_unref);
  g_clear_pointer (&run->selection, plume_selection_unref);
  g_clear_pointer (&run->source, plume_recipe_free);
}

static gboolean
open_source (Run *run, const char *source, PlumeTask *task, GError **error)
{
  run->experiment = plume_experiments_find (source);
  if (run->experiment != NULL)
    {
      run->values = plume_values_new (run->experiment);
      run->inputs = plume_inputs_new (run->experiment, TRUE);
      return TRUE;
    }
  if (strpbrk (source, "./") == NULL && !g_file_test (source, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("there is no experiment '%s'; 'plume-cli list' lists them"), source);
      return FALSE;
    }
  run->source = plume_recipe_read_file (source, plume_experiments (), task, error);
  if (run->source == NULL)
    return FALSE;
  run->values = plume_values_ref (run->source->values);
  run->inputs = plume_inputs_ref (run->source->inputs);
  run->views = run->source->views;
  if (run->source->selection != NULL)
    run->selection = plume_selection_ref (run->source->selection);
  run->experiment = run->values->experiment;
  return TRUE;
}

/* name=value, where @file stands for the contents of a file. */
static gboolean
apply_setting (Run *run, const char *setting, GError **error)
{
  const char *equals = strrchr (setting, ']') != NULL && strstr (setting, "].") != NULL
                           ? strchr (strstr (setting, "]."), '=')
                           : strchr (setting, '=');
  g_autofree char *name = equals != NULL ? g_strndup (setting, (gsize)(equals - setting)) : NULL;
  g_autofree char *contents = NULL;
  const char *text = equals != NULL ? equals + 1 : NULL;
  PlumeAddress address;

  if (name == NULL)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE, _ ("--set %s: write --set name=value"),
                   setting);
      return FALSE;
    }
  if (!plume_address_parse (run->values, name, &address, error))
    return FALSE;
  if (*text == '@')
    {
      g_autoptr (GError) reason = NULL;

      if (!g_file_get_contents (text + 1, &contents, NULL, &reason))
        {
          g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA, _ ("%s cannot be read: %s"), text + 1,
                       reason->message);
          return FALSE;
        }
      text = g_strstrip (contents);
    }

  PlumeValues *values = plume_values_with_text (run->values, &address, text, error);

  if (values == NULL)
    return FALSE;
  plume_values_unref (run->values);
  run->values = values;
  return TRUE;
}

static void
take_inputs (Run *run, PlumeInputs *inputs)
{
  plume_inputs_unref (run->inputs);
  run->inputs = inputs;
}

static PlumeInputs *
without_all (const PlumeInputs *inputs, guint input)
{
  PlumeInputs *emptied = plume_inputs_ref ((PlumeInputs *)inputs);

  while (emptied->bindings[input]->len > 0)
    {
      PlumeInputs *fewer = plume_inputs_without (emptied, input, 0);

      plume_inputs_unref (emptied);
      emptied = fewer;
    }
  return emptied;
}

/* input=FILE, FILE for the first input, input=sample:ID, or input=none. The first file of an input
 * replaces what was bound. */
static gboolean
bind_data (Run *run, const char *argument, gboolean *touched, PlumeTask *task, GError **error)
{
  const char *equals = strchr (argument, '='), *file = argument;
  int input = run->experiment->n_inputs > 0 ? 0 : -1;
  g_autoptr (PlumeBinding) binding = NULL;

  if (equals != NULL && !g_file_test (argument, G_FILE_TEST_EXISTS))
    {
      g_autofree char *id = g_strndup (argument, (gsize)(equals - argument));

      input = plume_experiment_find_input (run->experiment, id);
      file = equals + 1;
    }
  if (input < 0)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE, _ ("--data %s: %s has no such input"),
                   argument, run->experiment->id);
      return FALSE;
    }
  if (strcmp (file, "none") == 0)
    {
      take_inputs (run, without_all (run->inputs, (guint)input));
      return TRUE;
    }
  if (g_str_has_prefix (file, "sample:"))
    binding = plume_binding_new_sample (&run->experiment->inputs[input], file + strlen ("sample:"),
                                        error);
  else
    binding = plume_binding_new_for_file (&run->experiment->inputs[input], file, task, error);
  if (binding == NULL)
    return FALSE;
  take_inputs (run, plume_inputs_with (run->inputs, (guint)input, binding, touched[input]));
  touched[input] = TRUE;
  return TRUE;
}

static gboolean
apply_action (Run *run, PlumeEngine *engine, const char *id, PlumeTask *task, GError **error)
{
  int action = plume_experiment_find_action (run->experiment, id);

  if (action < 0)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE, _ ("%s has no action '%s'"),
                   run->experiment->id, id);
      return FALSE;
    }

  PlumeValues *values =
      plume_engine_act (engine, run->values, run->inputs, (guint)action, task, error);

  if (values == NULL)
    return FALSE;
  plume_values_unref (run->values);
  run->values = values;
  return TRUE;
}

/* WRITER=FILE */
static gboolean
write_with (Run *run, PlumeEngine *engine, const char *argument, PlumeTask *task, GError **error)
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

/* "89x60" in millimetres, or one of the presets. */
static gboolean
parse_size (const char *text, double *width, double *height, GError **error)
{
  static const struct
  {
    const char *name;
    double width, height;
  } presets[] = { { "column", 89, 60 }, { "page", 183, 110 }, { "slide", 254, 142.9 } };
  char *end = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
    if (text == NULL || strcmp (text, presets[i].name) == 0)
      {
        *width = presets[text == NULL ? 1 : i].width;
        *height = presets[text == NULL ? 1 : i].height;
        return TRUE;
      }
  *width = g_ascii_strtod (text, &end);
  if (*end == 'x')
    *height = g_ascii_strtod (end + 1, &end);
  if (*end == '\0' && *width >= 10 && *width <= 2000 && *height >= 10 && *height <= 2000)
    return TRUE;
  g_set_error (
      error, PLUME_ERROR, PLUME_ERROR_USAGE,
      _ ("--size %s: write column, page, slide, or WIDTHxHEIGHT in millimetres, 10 to 2000"), text);
  return FALSE;
}

static gboolean
export_view (const Run *run,
             const Options *options,
             PlumePublication *publication,
             guint view,
             const char *path,
             GError **error)
{
  PlumeExport settings = { .dpi = options->dpi,
                           .dark = options->dark,
                           .transparent = options->transparent };
  const PlumeViewState *state = run->views != NULL ? &run->views[view] : NULL;
  g_autofree char *recipe =
      plume_recipe_to_text (run->values, run->inputs, run->views, run->selection);

  if (publication->figures[view] == NULL)
    {
      g_propagate_error (error, g_error_copy (publication->errors[view]));
      return FALSE;
    }
  if (!parse_size (options->size, &settings.width_mm, &settings.height_mm, error))
    return FALSE;
  if (!plume_export_format_from_name (path, &settings.format))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("--export %s: the name has to end in .png, .svg or .pdf"), path);
      return FALSE;
    }

  g_autofree char *description = plume_figure_describe (publication->figures[view]);

  settings.recipe = recipe;
  settings.description = description;
  settings.selection = run->selection;
  return plume_export_figure (publication->figures[view], state != NULL ? state->limits : NULL,
                              state != NULL ? PLUME_MAX_AXES : 0,
                              state != NULL ? (const char *const *)state->hidden_marks : NULL,
                              &settings, path, error);
}

static gboolean
export_figures (const Run *run,
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
    if (!export_view (run, options, publication, (guint)view, *path, error))
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
      if (!export_view (run, options, publication, i, svg, error)
          || !export_view (run, options, publication, i, png, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_numbers (PlumePublication *publication, const char *path, GError **error)
{
  g_autofree char *text = NULL;

  if (g_str_has_suffix (path, ".json"))
    {
      g_autoptr (JsonNode) node = plume_publication_to_json (publication);

      text = plume_json_to_text (node);
    }
  else if (g_str_has_suffix (path, ".csv"))
    text = plume_publication_to_csv (publication);
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

static gboolean
prepare_run (Run *run, const Options *options, const char *source, PlumeTask *task, GError **error)
{
  if (!open_source (run, source, task, error))
    return FALSE;

  g_autofree gboolean *touched = g_new0 (gboolean, run->experiment->n_inputs + 1);

  for (char **argument = options->data; argument != NULL && *argument != NULL; argument++)
    if (!bind_data (run, *argument, touched, task, error))
      return FALSE;
  for (char **argument = options->roles; argument != NULL && *argument != NULL; argument++)
    if (!cli_apply_role (&run->inputs, *argument, error))
      return FALSE;
  for (char **argument = options->settings; argument != NULL && *argument != NULL; argument++)
    if (!apply_setting (run, *argument, error))
      return FALSE;
  if (options->selection != NULL)
    {
      plume_selection_unref (run->selection);
      run->selection = plume_selection_new_from_text (options->selection, 0, error);
      if (run->selection == NULL)
        return FALSE;
    }
  return TRUE;
}

/* Only what is written has to be computed; all of it for --numbers. */
static gboolean *
wished_views (const Run *run, const Options *options)
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
execute (Run *run, const Options *options, PlumeTask *task, GError **error)
{
  g_autoptr (PlumeEngine) engine = plume_engine_new (run->experiment, MEMO_BYTES);
  g_autofree gboolean *views = wished_views (run, options);

  for (char **action = options->actions; action != NULL && *action != NULL; action++)
    if (!apply_action (run, engine, *action, task, error))
      return FALSE;

  for (char **write = options->writes; write != NULL && *write != NULL; write++)
    if (!write_with (run, engine, *write, task, error))
      return FALSE;

  PlumeWish wish = {
    .values = run->values, .inputs = run->inputs, .views = views, .readouts = TRUE
  };
  g_autoptr (PlumePublication) publication = plume_engine_evaluate (engine, &wish, task, error);

  if (publication == NULL)
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
    if (!write_numbers (publication, *path, error))
      return FALSE;
  if (options->recipe != NULL)
    {
      g_autofree char *recipe =
          plume_recipe_to_text (run->values, run->inputs, run->views, run->selection);

      if (!plume_recipe_write_file (options->recipe, recipe, error))
        return FALSE;
    }
  print_readouts (publication);
  if (publication->readings_error == NULL)
    return TRUE;
  g_propagate_error (
      error, g_error_copy (publication->readings_error)); /* what could be written is written */
  return FALSE;
}

static void
print_notes (const Run *run)
{
  for (guint i = 0; run->inputs != NULL && i < run->experiment->n_inputs; i++)
    for (guint j = 0; j < run->inputs->bindings[i]->len; j++)
      {
        PlumeBinding *binding = g_ptr_array_index (run->inputs->bindings[i], j);
        const char *const *notes = plume_dataset_get_notes (binding->dataset);

        for (; notes != NULL && *notes != NULL; notes++)
          fprintf (stderr, "plume-cli: %s: %s\n", plume_dataset_get_name (binding->dataset),
                   *notes);
      }
}

int
cli_run (int argc, char **argv)
{
  Options options = { .dpi = 300 };
  const GOptionEntry entries[] = {
    { "set", 's', 0, G_OPTION_ARG_STRING_ARRAY, &options.settings,
      N_ ("set a parameter; a table takes JSON or @file"), "NAME=VALUE" },
    { "data", 'd', 0, G_OPTION_ARG_FILENAME_ARRAY, &options.data,
      N_ ("bind a file, sample:ID or none to an input"), "[INPUT=]FILE" },
    { "role", 'r', 0, G_OPTION_ARG_STRING_ARRAY, &options.roles,
      N_ ("give a role its column, or columns: a,b..d,x*, ^all,but,these, @BLOCK; "
          ":transposed behind it where columns are samples"),
      "ROLE=COLUMNS|COLUMN=ROLE[:UNIT]" },
    { "do", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.actions, N_ ("carry out an action first"),
      "ACTION" },
    { "view", 'v', 0, G_OPTION_ARG_STRING, &options.view,
      N_ ("view to export (the first if not given)"), "VIEW" },
    { "select", 0, 0, G_OPTION_ARG_STRING, &options.selection,
      N_ ("choose items, such as rows of the data, from 0"), "0-10,15" },
    { "export", 'e', 0, G_OPTION_ARG_FILENAME_ARRAY, &options.exports,
      N_ ("write a figure: .png, .svg or .pdf"), "FILE" },
    { "export-all", 0, 0, G_OPTION_ARG_FILENAME, &options.all_views,
      N_ ("write every view as SVG and PNG"), "FOLDER" },
    { "numbers", 'n', 0, G_OPTION_ARG_FILENAME_ARRAY, &options.numbers,
      N_ ("write all numbers: .json or .csv"), "FILE" },
    { "write", 'w', 0, G_OPTION_ARG_STRING_ARRAY, &options.writes,
      N_ ("write what the experiment itself can write, such as a mock"), "WRITER=FILE" },
    { "recipe", 0, 0, G_OPTION_ARG_FILENAME, &options.recipe, N_ ("write the recipe"), "FILE" },
    { "size", 0, 0, G_OPTION_ARG_STRING, &options.size,
      N_ ("column, page, slide or WIDTHxHEIGHT in mm"), "SIZE" },
    { "dpi", 0, 0, G_OPTION_ARG_DOUBLE, &options.dpi, N_ ("dots per inch of PNG (300)"), "DPI" },
    { "dark", 0, 0, G_OPTION_ARG_NONE, &options.dark, N_ ("dark style"), NULL },
    { "transparent", 0, 0, G_OPTION_ARG_NONE, &options.transparent, N_ ("no background"), NULL },
    { "threads", 0, 0, G_OPTION_ARG_INT, &options.threads, N_ ("number of threads (one a core)"),
      "N" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (_ ("ID|RECIPE"));
  g_autoptr (GError) error = NULL;
  Run run = { 0 };
  int result = CLI_DONE;

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context,
                                _ ("Computes an experiment or a recipe; prints its read-outs."));
  if (!g_option_context_parse (context, &argc, &argv, &error))
    result = cli_fail_usage ("%s", error->message);
  else if (argc != 2)
    result = cli_fail_usage (
        _ ("run takes one experiment or recipe; 'plume-cli list' lists experiments"));
  else if (!(options.dpi >= 30 && options.dpi <= 2400))
    result = cli_fail_usage (_ ("--dpi takes 30 to 2400"));
  else
    {
      PlumeTask *task = cli_progress_begin ();

      if (options.threads > 0)
        plume_parallel_set_threads (options.threads);
      gboolean done = prepare_run (&run, &options, argv[1], task, &error)
                      && execute (&run, &options, task, &error);
      cli_progress_end (task);
      print_notes (&run);
      if (!done)
        result = cli_fail (error);
    }
  clear_run (&run);
  clear_options (&options);
  return result;
}
