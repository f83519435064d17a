/* plume-application.c: the application: command line, actions of the whole program, style.
 *
 * plume [--experiment ID] [FILE…]: the first experiment opens unless another one, a recipe or an
 * exported figure is named; data goes to the study that is open then.
 */
#include "app/plume-application.h"

#include "app/plume-number-format.h"
#include "app/plume-trace.h"
#include "app/plume-window.h"
#include "experiments/plume-experiments.h"
#include <glib/gi18n.h>

struct _PlumeApplication
{
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (PlumeApplication, plume_application, ADW_TYPE_APPLICATION)

static void
show_about (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  adw_show_about_window (
      gtk_application_get_active_window (user_data), "application-name", "Plume",
      "application-icon", PLUME_APPLICATION_ID, "version", PLUME_VERSION, "comments",
      _ ("A laboratory of diffusion: drag parameters, watch the figure answer"), "developer-name",
      _ ("The Plume developers"), "license-type", GTK_LICENSE_GPL_3_0, NULL);
}

static void
quit (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_application_quit (user_data);
}

static void
on_style_changed (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  const char *style = g_variant_get_string (state, NULL);

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      g_str_equal (style, "dark")    ? ADW_COLOR_SCHEME_FORCE_DARK
                                      : g_str_equal (style, "light") ? ADW_COLOR_SCHEME_FORCE_LIGHT
                                                                     : ADW_COLOR_SCHEME_DEFAULT);
  g_simple_action_set_state (action, state);
}

static void
on_items_shown (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree char *folder = user_data;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);

  if (reply == NULL) /* no file manager knows how to select a file: open its folder */
    g_app_info_launch_default_for_uri_async (folder, NULL, NULL, NULL, NULL);
}

static void
show_in_files (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *uri = g_variant_get_string (parameter, NULL);
  g_autoptr (GFile) file = g_file_new_for_uri (uri);
  g_autoptr (GFile) folder = g_file_get_parent (file);
  GDBusConnection *bus = g_application_get_dbus_connection (user_data);

  if (folder == NULL)
    return;
  if (bus == NULL)
    {
      g_autofree char *folder_uri = g_file_get_uri (folder);

      g_app_info_launch_default_for_uri_async (folder_uri, NULL, NULL, NULL, NULL);
      return;
    }
  g_dbus_connection_call (bus, "org.freedesktop.FileManager1", "/org/freedesktop/FileManager1",
                          "org.freedesktop.FileManager1", "ShowItems",
                          g_variant_new ("(^ass)", (const char *const[]){ uri, NULL }, ""), NULL,
                          G_DBUS_CALL_FLAGS_NONE, -1, NULL, on_items_shown,
                          g_file_get_uri (folder));
}

static const GActionEntry actions[] = {
  { .name = "about", .activate = show_about },
  { .name = "quit", .activate = quit },
  { .name = "style", .parameter_type = "s", .state = "'system'", .change_state = on_style_changed },
  { .name = "show-in-files", .activate = show_in_files, .parameter_type = "s" },
};

/* Keys that a person may need for typing (Space, arrows, 0) are not here but in the window, after
 * the focused widget had its turn. */
static const struct
{
  const char *action;
  const char *keys[3];
} accelerators[] = {
  { "win.open", { "<Control>o" } },
  { "win.save", { "<Control>s" } },
  { "win.save-as", { "<Control><Shift>s" } },
  { "win.export", { "<Control>e" } },
  { "win.film", { "<Control><Shift>e" } },
  { "win.undo", { "<Control>z" } },
  { "win.redo", { "<Control><Shift>z" } },
  { "win.inspector", { "F9" } },
  { "win.fullscreen", { "F11" } },
  { "win.search", { "<Control>f" } },
  { "win.search-atlas", { "<Control><Shift>f" } },
  { "window.close", { "<Control>w" } },
  { "app.quit", { "<Control>q" } },
};

static PlumeWindow *
make_window (PlumeApplication *application)
{
  PlumeWindow *window = plume_window_new (GTK_APPLICATION (application));

  plume_trace_point ("window made");
  plume_trace_first_frame (GTK_WIDGET (window));
  return window;
}

static PlumeWindow *
ensure_window (PlumeApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  while (window != NULL && !PLUME_IS_WINDOW (window))
    window = gtk_window_get_transient_for (window);
  return window != NULL ? PLUME_WINDOW (window) : make_window (application);
}

static void
show (PlumeWindow *window, const PlumeExperiment *experiment)
{
  const PlumeExperiment *first = plume_experiments ()[0];

  if (experiment == NULL && plume_window_get_study (window) == NULL)
    experiment = first;
  if (experiment != NULL)
    plume_window_open_experiment (window, experiment);
  plume_trace_point ("study open");
  gtk_window_present (GTK_WINDOW (window));
}

static void
plume_application_activate (GApplication *application)
{
  show (ensure_window (PLUME_APPLICATION (application)), NULL);
}

static void
plume_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  PlumeWindow *window = ensure_window (PLUME_APPLICATION (application));

  show (window, NULL);
  for (int i = 0; i < n_files; i++)
    plume_window_open_file (window, files[i], -1);
}

static int
plume_application_command_line (GApplication *application, GApplicationCommandLine *command_line)
{
  GVariantDict *options = g_application_command_line_get_options_dict (command_line);
  const PlumeExperiment *experiment = NULL;
  g_autofree const char **names = NULL; /* the strings belong to the options */
  const char *id = NULL;
  PlumeWindow *window;

  if (g_variant_dict_lookup (options, "experiment", "&s", &id))
    {
      experiment = plume_experiments_find (id);
      if (experiment == NULL)
        {
          g_application_command_line_printerr (
              command_line, _ ("There is no experiment “%s”; plume-cli list shows all.\n"), id);
          return 2;
        }
    }
  window = ensure_window (PLUME_APPLICATION (application));
  show (window, experiment);
  g_variant_dict_lookup (options, G_OPTION_REMAINING, "^a&ay", &names);
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      g_autoptr (GFile) file =
          g_application_command_line_create_file_for_arg (command_line, names[i]);

      plume_window_open_file (window, file, -1);
    }
  return 0;
}

static void
plume_application_startup (GApplication *application)
{
  G_APPLICATION_CLASS (plume_application_parent_class)->startup (application);
  plume_trace_point ("toolkit ready");
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
  for (guint i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), accelerators[i].action,
                                           accelerators[i].keys);
}

static void
plume_application_class_init (PlumeApplicationClass *class)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (class);

  application_class->startup = plume_application_startup;
  application_class->activate = plume_application_activate;
  application_class->open = plume_application_open;
  application_class->command_line = plume_application_command_line;
}

static void
plume_application_init (PlumeApplication *application)
{
  const GOptionEntry options[] = {
    { "experiment", 'e', 0, G_OPTION_ARG_STRING, NULL, N_ ("Open this experiment"), N_ ("ID") },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, NULL, NULL, N_ ("[FILE…]") },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (application), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (application),
                                                     _ ("— a laboratory of diffusion"));
}

PlumeApplication *
plume_application_new (void)
{
  return g_object_new (PLUME_TYPE_APPLICATION, "application-id", PLUME_APPLICATION_ID, "flags",
                       G_APPLICATION_HANDLES_OPEN | G_APPLICATION_HANDLES_COMMAND_LINE,
                       "resource-base-path", "/org/plumelab/Plume", NULL);
}
