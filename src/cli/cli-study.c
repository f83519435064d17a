/* cli-study.c: what the arguments of run and sweep say is to be computed: an experiment or a
 * recipe, its data, their roles, its parameters; and how a view of it becomes a file.
 *
 * It never computes anything itself.
 */
#include "cli/cli-study.h"
#include "cli/cli.h"
#include "core/plume-error.h"
#include "experiments/plume-experiments.h"
#include "figure/plume-export.h"
#include "figure/plume-ghost.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

void
cli_wish_clear (CliWish *wish)
{
  g_strfreev (wish->settings);
  g_strfreev (wish->data);
  g_strfreev (wish->roles);
  g_strfreev (wish->actions);
}

/**
 * cli_study_clear:
 * @study: a study, or nothing but zeros
 */
void
cli_study_clear (CliStudy *study)
{
  g_clear_pointer (&study->values, plume_values_unref);
  g_clear_pointer (&study->inputs, plume_inputs_unref);
  g_clear_pointer (&study->selection, plume_selection_unref);
  g_clear_pointer (&study->source, plume_recipe_free);
  g_clear_pointer (&study->pinned, plume_publication_unref);
}

static gboolean
open_source (CliStudy *study, const char *source, PlumeTask *task, GError **error)
{
  study->experiment = plume_experiments_find (source);
  if (study->experiment != NULL)
    {
      study->values = plume_values_new (study->experiment);
      study->inputs = plume_inputs_new (study->experiment, TRUE);
      return TRUE;
    }
  if (strpbrk (source, "./") == NULL && !g_file_test (source, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("there is no experiment '%s'; 'plume-cli list' lists them"), source);
      return FALSE;
    }
  study->source = plume_recipe_read_file (source, plume_experiments (), task, error);
  if (study->source == NULL)
    return FALSE;
  study->values = plume_values_ref (study->source->values);
  study->inputs = plume_inputs_ref (study->source->inputs);
  study->views = study->source->views;
  if (study->source->selection != NULL)
    study->selection = plume_selection_ref (study->source->selection);
  study->experiment = study->values->experiment;
  return TRUE;
}

/* name=value, where @file stands for the contents of a file. */
static gboolean
apply_setting (CliStudy *study, const char *setting, GError **error)
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
  if (!plume_address_parse (study->values, name, &address, error))
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

  PlumeValues *values = plume_values_with_text (study->values, &address, text, error);

  if (values == NULL)
    return FALSE;
  plume_values_unref (study->values);
  study->values = values;
  return TRUE;
}

static void
take_inputs (CliStudy *study, PlumeInputs *inputs)
{
  plume_inputs_unref (study->inputs);
  study->inputs = inputs;
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
bind_data (
    CliStudy *study, const char *argument, gboolean *touched, PlumeTask *task, GError **error)
{
  const char *equals = strchr (argument, '='), *file = argument;
  int input = study->experiment->n_inputs > 0 ? 0 : -1;
  g_autoptr (PlumeBinding) binding = NULL;

  if (equals != NULL && !g_file_test (argument, G_FILE_TEST_EXISTS))
    {
      g_autofree char *id = g_strndup (argument, (gsize)(equals - argument));

      input = plume_experiment_find_input (study->experiment, id);
      file = equals + 1;
    }
  if (input < 0)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE, _ ("--data %s: %s has no such input"),
                   argument, study->experiment->id);
      return FALSE;
    }
  if (strcmp (file, "none") == 0)
    {
      take_inputs (study, without_all (study->inputs, (guint)input));
      return TRUE;
    }
  if (g_str_has_prefix (file, "sample:"))
    binding = plume_binding_new_sample (&study->experiment->inputs[input],
                                        file + strlen ("sample:"), error);
  else
    binding = plume_binding_new_for_file (&study->experiment->inputs[input], file, task, error);
  if (binding == NULL)
    return FALSE;
  take_inputs (study, plume_inputs_with (study->inputs, (guint)input, binding, touched[input]));
  touched[input] = TRUE;
  return TRUE;
}

/**
 * cli_study_prepare:
 * @study: (out): nothing but zeros; to be cleared, also after an error
 * @wish: what the arguments say
 * @source: id of an experiment, or a recipe
 * @task: (nullable): a task
 * @error: %PLUME_ERROR_USAGE or %PLUME_ERROR_DATA
 *
 * Opens @source, binds its data in their roles and sets its parameters, in this order.
 */
gboolean
cli_study_prepare (
    CliStudy *study, const CliWish *wish, const char *source, PlumeTask *task, GError **error)
{
  if (!open_source (study, source, task, error))
    return FALSE;

  g_autofree gboolean *touched = g_new0 (gboolean, study->experiment->n_inputs + 1);

  for (char **argument = wish->data; argument != NULL && *argument != NULL; argument++)
    if (!bind_data (study, *argument, touched, task, error))
      return FALSE;
  for (char **argument = wish->roles; argument != NULL && *argument != NULL; argument++)
    if (!cli_apply_role (&study->inputs, *argument, error))
      return FALSE;
  for (char **argument = wish->settings; argument != NULL && *argument != NULL; argument++)
    if (!apply_setting (study, *argument, error))
      return FALSE;
  return TRUE;
}

static gboolean
act (const CliStudy *study,
     PlumeEngine *engine,
     PlumeValues **values,
     const char *id,
     PlumeTask *task,
     GError **error)
{
  int action = plume_experiment_find_action (study->experiment, id);

  if (action < 0)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE, _ ("%s has no action '%s'"),
                   study->experiment->id, id);
      return FALSE;
    }

  PlumeValues *changed =
      plume_engine_act (engine, *values, study->inputs, (guint)action, task, error);

  if (changed == NULL)
    return FALSE;
  plume_values_unref (*values);
  *values = changed;
  return TRUE;
}

/**
 * cli_study_act:
 * @study: a study
 * @engine: computes what the actions read
 * @values: (inout): parameters of @study's experiment
 * @actions: (nullable) (array zero-terminated=1): ids
 * @task: (nullable): a task
 * @error: %PLUME_ERROR_USAGE where there is no such action, or why one could not be carried out
 *
 * Carries out actions, one after the other.
 */
gboolean
cli_study_act (const CliStudy *study,
               PlumeEngine *engine,
               PlumeValues **values,
               char **actions,
               PlumeTask *task,
               GError **error)
{
  for (char **id = actions; id != NULL && *id != NULL; id++)
    if (!act (study, engine, values, *id, task, error))
      return FALSE;
  return TRUE;
}

/**
 * cli_study_pin:
 * @study: a study
 * @engine: computes
 * @views: one flag a view
 * @task: (nullable): a task
 * @error: %PLUME_ERROR_CANCELLED
 *
 * Computes what the recipe has pinned, if anything; figures and numbers then hold it, too.
 */
gboolean
cli_study_pin (
    CliStudy *study, PlumeEngine *engine, const gboolean *views, PlumeTask *task, GError **error)
{
  if (study->source == NULL || study->source->pinned_values == NULL)
    return TRUE;

  PlumeWish wish = { .values = study->source->pinned_values,
                     .inputs = study->source->pinned_inputs,
                     .views = views,
                     .readouts = TRUE };

  study->pinned = plume_engine_evaluate (engine, &wish, task, error);
  return study->pinned != NULL;
}

/**
 * cli_study_to_recipe:
 * @study: a study
 * @values: its values, or others of its experiment
 *
 * Returns: (transfer full): the recipe, with what @study's own recipe stars and pins
 */
char *
cli_study_to_recipe (const CliStudy *study, PlumeValues *values)
{
  const PlumeRecipe *source = study->source;
  const PlumeRecipe recipe = {
    .values = values,
    .inputs = study->inputs,
    .views = study->views,
    .selection = study->selection,
    .pinned_values = source != NULL ? source->pinned_values : NULL,
    .pinned_inputs = source != NULL ? source->pinned_inputs : NULL,
    .starred = source != NULL ? source->starred : NULL,
  };

  return plume_recipe_write (&recipe);
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

/**
 * cli_paper_check:
 * @paper: what the arguments say
 * @error: %PLUME_ERROR_USAGE
 *
 * Returns: whether there can be such a figure, before anything is computed
 */
gboolean
cli_paper_check (const CliPaper *paper, GError **error)
{
  double width, height;

  if (paper->dpi >= 30 && paper->dpi <= 2400)
    return parse_size (paper->size, &width, &height, error);
  g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_USAGE, _ ("--dpi takes 30 to 2400"));
  return FALSE;
}

/**
 * cli_study_export:
 * @study: a study
 * @paper: how the file is to look
 * @publication: what was computed, perhaps from other values
 * @view: index of the view
 * @path: where to
 * @error: why there is no figure, or why it could not be written
 */
gboolean
cli_study_export (const CliStudy *study,
                  const CliPaper *paper,
                  PlumePublication *publication,
                  guint view,
                  const char *path,
                  GError **error)
{
  PlumeExport settings = { .dpi = paper->dpi,
                           .dark = paper->dark,
                           .transparent = paper->transparent };
  const PlumeViewState *state = study->views != NULL ? &study->views[view] : NULL;
  g_autofree char *recipe = cli_study_to_recipe (study, publication->values);
  PlumeFigure *pinned = study->pinned != NULL ? study->pinned->figures[view] : NULL;
  g_autoptr (PlumeFigure) figure = NULL;

  if (publication->figures[view] == NULL)
    {
      g_propagate_error (error, g_error_copy (publication->errors[view]));
      return FALSE;
    }
  if (!parse_size (paper->size, &settings.width_mm, &settings.height_mm, error))
    return FALSE;
  if (!plume_export_format_from_name (path, &settings.format))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("--export %s: the name has to end in .png, .svg or .pdf"), path);
      return FALSE;
    }

  figure = pinned != NULL ? plume_figure_with_ghost (publication->figures[view], pinned, FALSE)
                          : plume_figure_ref (publication->figures[view]);

  g_autofree char *description = plume_figure_describe (figure);

  settings.recipe = recipe;
  settings.description = description;
  settings.selection = study->selection;
  return plume_export_figure (
      figure, state != NULL ? state->limits : NULL, state != NULL ? PLUME_MAX_AXES : 0,
      state != NULL ? (const char *const *)state->hidden_marks : NULL, &settings, path, error);
}

/* What readers of the data had to say, to standard error. */
void
cli_study_print_notes (const CliStudy *study)
{
  for (guint i = 0; study->inputs != NULL && i < study->experiment->n_inputs; i++)
    for (guint j = 0; j < study->inputs->bindings[i]->len; j++)
      {
        PlumeBinding *binding = g_ptr_array_index (study->inputs->bindings[i], j);
        const char *const *notes = plume_dataset_get_notes (binding->dataset);

        for (; notes != NULL && *notes != NULL; notes++)
          fprintf (stderr, "plume-cli: %s: %s\n", plume_dataset_get_name (binding->dataset),
                   *notes);
      }
}
