/* plume-window-files.c: what goes into the window and out of it as files: data, samples, studies.
 */
#include "app/plume-window-private.h"

#include "app/plume-data-dialog.h"
#include "app/plume-number-format.h"
#include "app/plume-recent.h"
#include "experiments/plume-experiments.h"
#include "lab/plume-recipe.h"
#include <glib/gi18n.h>

/**
 * Opened: what a file turned out to be.
 * @recipe: (nullable): %NULL for data
 */
typedef struct
{
  PlumeWindow *window;
  GFile *file;
  int input;
  PlumeRecipe *recipe;
} Opened;

static void
opened_free (gpointer data)
{
  Opened *opened = data;

  g_object_unref (opened->window);
  g_object_unref (opened->file);
  g_clear_pointer (&opened->recipe, plume_recipe_free);
  g_free (opened);
}

static void
look_into_file (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Opened *opened = data;
  g_autofree char *path = g_file_get_path (opened->file);
  GError *error = NULL;

  if (path != NULL && plume_file_is_recipe (path))
    opened->recipe = plume_recipe_read_file (path, plume_experiments (), NULL, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static gboolean
is_recipe_file (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);

  return g_str_has_suffix (name, ".plume");
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  const Opened *opened = g_task_get_task_data (G_TASK (result));
  PlumeWindow *window = opened->window;
  guint n_inputs = window->study != NULL ? plume_study_get_experiment (window->study)->n_inputs : 0;
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      plume_window_say (window, error->message);
      return;
    }
  plume_recent_note (opened->file);
  if (opened->recipe != NULL)
    {
      g_autoptr (PlumeStudy) study = plume_study_new_from_recipe (opened->recipe);

      plume_window_set_study (window, study);
      if (is_recipe_file (opened->file))
        g_set_object (&window->recipe, opened->file);
    }
  else if (n_inputs == 0)
    plume_window_say (window,
                      _ ("This experiment takes no data; choose another one in the atlas first."));
  else
    plume_data_dialog_open (GTK_WINDOW (window), window->study,
                            opened->input < (int)n_inputs ? opened->input : -1, opened->file);
}

void
plume_window_open_file (PlumeWindow *window, GFile *file, int input)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, on_looked, NULL);
  Opened *opened = g_new0 (Opened, 1);

  opened->window = g_object_ref (window);
  opened->file = g_object_ref (file);
  opened->input = input;
  g_task_set_task_data (task, opened, opened_free);
  g_task_run_in_thread (task, look_into_file);
}

static void
open_uri (GtkWidget *widget, const char *action, GVariant *argument)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (argument, NULL));

  plume_window_open_file (PLUME_WINDOW (widget), file, -1);
}

static void
show_chooser (PlumeWindow *window, GtkFileChooserNative *chooser, GCallback on_response)
{
  g_clear_object (&window->chooser);
  window->chooser = chooser;
  g_signal_connect (chooser, "response", on_response, window);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
on_open_response (GtkNativeDialog *chooser, int response, PlumeWindow *window)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL)
    plume_window_open_file (window, file,
                            GPOINTER_TO_INT (g_object_get_data (G_OBJECT (chooser), "input")) - 1);
}

static void
choose_file (PlumeWindow *window, int input)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (
      input >= 0 ? _ ("Open Data") : _ ("Open Data, a Study or an Exported Figure"),
      GTK_WINDOW (window), GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"), NULL);

  g_object_set_data (G_OBJECT (chooser), "input", GINT_TO_POINTER (input + 1));
  show_chooser (window, chooser, G_CALLBACK (on_open_response));
}

static void
open_any (GtkWidget *widget, const char *action, GVariant *argument)
{
  choose_file (PLUME_WINDOW (widget), -1);
}

static void
open_data (GtkWidget *widget, const char *action, GVariant *argument)
{
  choose_file (PLUME_WINDOW (widget), (int)g_variant_get_uint32 (argument));
}

/* "input/sample" */
static void
open_sample (GtkWidget *widget, const char *action, GVariant *argument)
{
  PlumeWindow *window = PLUME_WINDOW (widget);
  g_auto (GStrv) names = g_strsplit (g_variant_get_string (argument, NULL), "/", 2);
  const PlumeExperiment *experiment = plume_study_get_experiment (window->study);
  int input = names[0] != NULL ? plume_experiment_find_input (experiment, names[0]) : -1;
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeBinding) binding = NULL;
  g_autoptr (PlumeInputs) inputs = NULL;

  if (input < 0 || names[1] == NULL)
    return;
  binding = plume_binding_new_lazy_sample (&experiment->inputs[input], names[1], &error);
  if (binding == NULL)
    {
      plume_window_say (window, error->message);
      return;
    }
  inputs = plume_inputs_with (plume_study_get_inputs (window->study), (guint)input, binding, FALSE);
  plume_study_set_inputs (window->study, inputs, _ ("Open sample"));
}

static void
say_saved (PlumeWindow *window, const char *uri)
{
  g_autoptr (GFile) file = g_file_new_for_uri (uri);
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *text = g_markup_printf_escaped (_ ("%s saved"), name);
  AdwToast *toast = adw_toast_new (text);

  adw_toast_set_button_label (toast, _ ("Show in Files"));
  adw_toast_set_detailed_action_name (toast, "app.show-in-files");
  adw_toast_set_action_target_value (toast, g_variant_new_string (uri));
  adw_toast_overlay_add_toast (window->toasts, toast);
}

static void
saved (GtkWidget *widget, const char *action, GVariant *argument)
{
  say_saved (PLUME_WINDOW (widget), g_variant_get_string (argument, NULL));
}

static void
write_recipe (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autofree char *path = g_file_get_path (g_object_get_data (G_OBJECT (task), "file"));
  GError *error = NULL;

  if (path != NULL && plume_recipe_write_file (path, data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (
        task, error != NULL
                  ? error
                  : g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                                         _ ("A study can only be saved on this computer.")));
}

static void
on_recipe_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PlumeWindow) window = user_data;
  GFile *file = g_object_get_data (G_OBJECT (result), "file");
  g_autofree char *uri = g_file_get_uri (file);
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      plume_window_say (window, error->message);
      return;
    }
  g_set_object (&window->recipe, file);
  plume_recent_note (file);
  say_saved (window, uri);
}

static void
save_to (PlumeWindow *window, GFile *file)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, on_recipe_written, g_object_ref (window));

  g_object_set_data_full (G_OBJECT (task), "file", g_object_ref (file), g_object_unref);
  g_task_set_task_data (task, plume_study_to_recipe (window->study), g_free);
  g_task_run_in_thread (task, write_recipe);
}

static void
on_save_response (GtkNativeDialog *chooser, int response, PlumeWindow *window)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL && window->study != NULL)
    save_to (window, file);
}

static void
save_as (GtkWidget *widget, const char *action, GVariant *argument)
{
  PlumeWindow *window = PLUME_WINDOW (widget);
  g_autofree char *name =
      g_strconcat (plume_study_get_experiment (window->study)->id, ".plume", NULL);
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (
      _ ("Save Study"), GTK_WINDOW (window), GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), NULL);

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  show_chooser (window, chooser, G_CALLBACK (on_save_response));
}

static void
save (GtkWidget *widget, const char *action, GVariant *argument)
{
  PlumeWindow *window = PLUME_WINDOW (widget);

  if (window->recipe != NULL)
    save_to (window, window->recipe);
  else
    save_as (widget, action, argument);
}

static void
on_write_response (GtkNativeDialog *chooser, int response, PlumeWindow *window)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  guint writer = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (chooser), "writer"));

  if (response != GTK_RESPONSE_ACCEPT || window->study == NULL)
    return;
  if (path != NULL && writer < plume_study_get_experiment (window->study)->n_writers)
    plume_study_write (window->study, writer, path);
  else
    plume_window_say (window, _ ("A file can only be saved on this computer."));
}

static void
write_file (GtkWidget *widget, const char *action, GVariant *argument)
{
  PlumeWindow *window = PLUME_WINDOW (widget);
  guint index = g_variant_get_uint32 (argument);
  const PlumeExperiment *experiment = plume_study_get_experiment (window->study);
  const PlumeWriter *writer;
  g_autofree char *name = NULL, *title = NULL;
  GtkFileChooserNative *chooser;

  if (index >= experiment->n_writers)
    return;
  writer = &experiment->writers[index];
  name = g_strconcat (writer->id, ".", writer->extensions[0], NULL);
  /* Translators: title of a dialog; %s is what a file holds, such as “Coordinates”. */
  title = g_strdup_printf (_ ("Save %s"), plume_translate (writer->title));
  chooser = gtk_file_chooser_native_new (title, GTK_WINDOW (window), GTK_FILE_CHOOSER_ACTION_SAVE,
                                         _ ("_Save"), NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  for (guint i = 0; writer->extensions[i] != NULL; i++)
    {
      g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
      g_autofree char *upper = g_ascii_strup (writer->extensions[i], -1);

      gtk_file_filter_set_name (filter, upper);
      gtk_file_filter_add_suffix (filter, writer->extensions[i]);
      gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
    }
  g_object_set_data (G_OBJECT (chooser), "writer", GUINT_TO_POINTER (index));
  show_chooser (window, chooser, G_CALLBACK (on_write_response));
}

void
plume_window_say_written (PlumeWindow *window, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *uri = g_file_get_uri (file);

  say_saved (window, uri);
}

void
plume_window_class_init_file_actions (GtkWidgetClass *class)
{
  gtk_widget_class_install_action (class, "win.open", NULL, open_any);
  gtk_widget_class_install_action (class, "win.open-uri", "s", open_uri);
  gtk_widget_class_install_action (class, "win.open-data", "u", open_data);
  gtk_widget_class_install_action (class, "win.sample", "s", open_sample);
  gtk_widget_class_install_action (class, "win.save", NULL, save);
  gtk_widget_class_install_action (class, "win.save-as", NULL, save_as);
  gtk_widget_class_install_action (class, "win.saved", "s", saved);
  gtk_widget_class_install_action (class, "win.write", "u", write_file);
}
