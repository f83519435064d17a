/* soak-deeds.c: what a restless person does in the window of Plume, by lot. */
#include "soak-window.h"

#include "app/plume-export-job.h"
#include "experiments/plume-experiments.h"
#include "lab/plume-recipe.h"

#include <adwaita.h>
#include <glib/gstdio.h>
#include <math.h>

static PlumeStudy *
get_study (Restless *restless)
{
  return plume_window_get_study (restless->window);
}

static void
activate (Restless *restless, const char *action)
{
  restless_note (restless, "%s", action);
  gtk_widget_activate_action (GTK_WIDGET (restless->window), action, NULL);
}

static const PlumeParameter *
find_parameter (PlumeStudy *study, const PlumeAddress *address)
{
  const PlumeParameter *parameter =
      &plume_study_get_experiment (study)->parameters[address->parameter];

  return address->column >= 0 ? &parameter->columns[address->column] : parameter;
}

/* A number somewhere on the slider, on its own scale; now and then anywhere in its hard range. */
static double
choose_number (Restless *restless, const PlumeParameter *parameter)
{
  gboolean soft =
      (parameter->soft_from != 0 || parameter->soft_to != 0) && restless_choose (restless, 20) > 0;
  double from = soft ? parameter->soft_from : parameter->from,
         to = soft ? parameter->soft_to : parameter->to;
  double fraction = restless_fraction (restless);
  double number = parameter->scale == PLUME_LOG && from > 0
                      ? exp (log (from) + fraction * (log (to) - log (from)))
                      : from + fraction * (to - from);

  if (parameter->kind == PLUME_KIND_SWITCH)
    return restless_choose (restless, 2);
  if (parameter->kind == PLUME_KIND_CHOICE)
    for (number = 0;
         parameter->choices[(int)number + 1].id != NULL && restless_choose (restless, 2) == 0;)
      number++;
  return parameter->kind == PLUME_KIND_NUMBER || parameter->kind == PLUME_KIND_CHOICE
             ? number
             : round (number);
}

static void
begin_drag (Restless *restless)
{
  PlumeStudy *study = get_study (restless);
  const PlumeExperiment *experiment = plume_study_get_experiment (study);
  PlumeAddress address = PLUME_ADDRESS ((int)restless_choose (restless, experiment->n_parameters));
  const PlumeParameter *parameter = &experiment->parameters[address.parameter];

  if (parameter->kind == PLUME_KIND_TABLE)
    {
      const PlumeValue *value = plume_values_get (plume_study_get_values (study), &address);

      if (value->records->n_rows == 0)
        return;
      address.row = (int)restless_choose (restless, value->records->n_rows);
      address.column = (int)restless_choose (restless, parameter->n_columns);
      parameter = &parameter->columns[address.column];
    }
  if (parameter->kind == PLUME_KIND_TEXT || parameter->kind == PLUME_KIND_GRID
      || parameter->kind == PLUME_KIND_COLUMN)
    return;
  restless_note (restless, "drag %s", parameter->id);
  restless->address = address;
  restless->drag_left = 12;
  g_set_object (&restless->dragged, study);
  plume_study_set_held (study, TRUE);
}

static void
drag_on (Restless *restless)
{
  PlumeStudy *study = restless->dragged;
  const PlumeParameter *parameter = find_parameter (study, &restless->address);

  plume_study_set_number (study, &restless->address, choose_number (restless, parameter), NULL);
  if (--restless->drag_left > 0)
    return;
  plume_study_set_held (study, FALSE);
  g_clear_object (&restless->dragged);
}

static void
open_sample (Restless *restless)
{
  const PlumeExperiment *experiment = plume_study_get_experiment (get_study (restless));
  const PlumeInput *input;
  g_autofree char *name = NULL;

  if (experiment->n_inputs == 0)
    return;
  input = &experiment->inputs[restless_choose (restless, experiment->n_inputs)];
  if (input->n_samples == 0)
    return;
  name = g_strconcat (input->id, "/",
                      input->samples[restless_choose (restless, input->n_samples)].id, NULL);
  restless_note (restless, "sample %s", name);
  gtk_widget_activate_action (GTK_WIDGET (restless->window), "win.sample", "s", name);
}

/* A table of its own: two to five columns of waves, or one with a hole in it. */
static char *
write_table (Restless *restless)
{
  g_autoptr (GString) text = g_string_new ("time");
  guint n_columns = 1 + restless_choose (restless, 4), n_rows = restless_choose (restless, 400);
  gboolean broken = restless_choose (restless, 4) == 0;
  char *path = g_build_filename (restless->folder, "table.csv", NULL);

  for (guint j = 0; j < n_columns; j++)
    g_string_append_printf (text, ",x%u", j);
  for (guint i = 0; i < n_rows; i++)
    {
      g_string_append_printf (text, "\n%u", i);
      for (guint j = 0; j < n_columns; j++)
        g_string_append_printf (text, ",%.6g",
                                sin (0.05 * i * (j + 1)) + 0.1 * restless_fraction (restless));
    }
  if (broken)
    g_string_append (text, "\n1,\"open");
  g_file_set_contents (path, text->str, -1, NULL);
  return path;
}

static void
open_file (Restless *restless)
{
  const PlumeExperiment *experiment = plume_study_get_experiment (get_study (restless));
  g_autofree char *path =
      restless->files->len > 0 && restless_choose (restless, 3) > 0
          ? g_strdup (restless->files->pdata[restless_choose (restless, restless->files->len)])
          : write_table (restless);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  restless_note (restless, "open %s", path);
  plume_window_open_file (restless->window, file,
                          (int)restless_choose (restless, experiment->n_inputs + 1) - 1);
}

/* Saves the study beside the others and opens it again, which makes it the one that is saved to. */
static void
reopen (Restless *restless)
{
  g_autofree char *text = plume_study_to_recipe (get_study (restless));
  g_autofree char *path = g_build_filename (restless->folder, "study.plume", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  if (restless_choose (restless, 4) == 0 && strlen (text) > 40)
    text[20 + restless_choose (restless, 20)] = '\0';
  restless_note (restless, "reopen");
  g_file_set_contents (path, text, -1, NULL);
  plume_window_open_file (restless->window, file, -1);
}

static void
on_exported (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = plume_export_job_finish (result, &error);

  if (bytes == NULL && error->message[0] == '\0')
    g_error ("an export failed without a sentence");
}

static void
export_something (Restless *restless)
{
  PlumeStudy *study = get_study (restless);
  PlumeExport settings = {
    .width_mm = 89, .height_mm = 60, .dpi = 100, .dark = (gboolean)restless_choose (restless, 2)
  };
  PlumeFormat format = (PlumeFormat)restless_choose (restless, PLUME_N_FORMATS);
  guint view = restless_choose (restless, plume_study_get_experiment (study)->n_views);

  restless_note (restless, "export %u as %s", view, plume_format_get_extension (format));
  if (restless_choose (restless, 3) == 0)
    gtk_widget_activate_action (GTK_WIDGET (restless->window), "win.export-view", "u", view);
  else
    plume_export_job_run (plume_export_job_new (study, format, view, &settings), on_exported, NULL);
}

static void
switch_view (Restless *restless)
{
  const PlumeExperiment *experiment = plume_study_get_experiment (get_study (restless));
  g_autofree char *action = g_strconcat (
      "views.", experiment->views[restless_choose (restless, experiment->n_views)].id, NULL);

  activate (restless, restless_choose (restless, 3) == 0 ? "win.show-all-views" : action);
}

/* One after the other, so that none is left out; now and then back to any. */
static void
switch_experiment (Restless *restless)
{
  const PlumeExperiment *const *experiments = plume_experiments ();
  const char *only = g_getenv ("PLUME_SOAK_EXPERIMENT");
  guint n = 0, next;

  if (only != NULL && plume_experiments_find (only) != NULL)
    {
      plume_window_open_experiment (restless->window, plume_experiments_find (only));
      return;
    }
  while (experiments[n] != NULL)
    n++;
  next = restless_choose (restless, 4) == 0 ? restless_choose (restless, n)
                                            : restless->next_experiment++ % n;
  restless_note (restless, "experiment %s", experiments[next]->id);
  plume_window_open_experiment (restless->window, experiments[next]);
}

static void
change_surroundings (Restless *restless)
{
  static const int widths[] = { 720, 900, 1200, 1500 };
  static const AdwColorScheme schemes[] = { ADW_COLOR_SCHEME_FORCE_DARK,
                                            ADW_COLOR_SCHEME_FORCE_LIGHT };

  restless_note (restless, "surroundings");
  if (restless_choose (restless, 2) == 0)
    gtk_window_set_default_size (GTK_WINDOW (restless->window),
                                 widths[restless_choose (restless, G_N_ELEMENTS (widths))],
                                 500 + (int)restless_choose (restless, 400));
  else
    adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                        schemes[restless_choose (restless, 2)]);
}

static void
do_something (Restless *restless)
{
  PlumeStudy *study = get_study (restless);
  const PlumeExperiment *experiment = plume_study_get_experiment (study);
  guint deed = restless_choose (restless, 100);

  restless->n_deeds++;
  if (deed >= 10)
    restless_close_popovers (GTK_WIDGET (restless->window), NULL);
  if (deed < 10)
    restless_poke (restless, GTK_WIDGET (restless->window));
  else if (deed < 38)
    begin_drag (restless);
  else if (deed < 45)
    activate (restless, "win.undo");
  else if (deed < 49)
    activate (restless, "win.redo");
  else if (deed < 60)
    restless_touch_canvas (restless);
  else if (deed < 65)
    open_sample (restless);
  else if (deed < 70)
    open_file (restless);
  else if (deed < 75)
    export_something (restless);
  else if (deed < 79)
    switch_view (restless);
  else if (deed < 84)
    switch_experiment (restless);
  else if (deed < 86 && experiment->n_actions > 0)
    plume_study_act (study, restless_choose (restless, experiment->n_actions));
  else if (deed < 88)
    activate (restless, "win.play");
  else if (deed < 90)
    activate (restless, "win.stop");
  else if (deed < 91)
    reopen (restless);
  else if (deed < 93)
    change_surroundings (restless);
  else if (restless->real_events)
    restless_send_event (restless);
}

void
restless_step (Restless *restless)
{
  gint64 now = g_get_monotonic_time ();

  if (restless->drag_left > 0)
    {
      drag_on (restless);
      return;
    }
  if (now < restless->wait_until && plume_study_is_busy (get_study (restless)))
    return;
  if (restless_choose (restless, 3) == 0 && restless_visit_dialog (restless))
    return;
  do_something (restless);
  /* every fourth time with patience, so that results are seen as well as cancelled */
  if (restless_choose (restless, 4) == 0)
    restless->wait_until = now + 5 * G_TIME_SPAN_SECOND;
}
