/* plume-application.c: the application: command line, actions of the whole program, style.
 *
 * plume [--experiment ID] [FILE…]: the first experiment opens unless another one, a recipe or an
 * exported figure is named; data goes to the study that is open then.
 */
#include "app/plume-application.h"

#include "app/plume-about-window.h"
#include "app/plume-number-format.h"
#include "app/plume-preferences-window.h"
#include "app/plume-session.h"
#include "app/plume-thumbnails.h"
#include "app/plume-tip.h"
#include "app/plume-trace.h"
#include "app/plume-window.h"
#include "core/plume-memory.h"
#include "experiments/plume-experiments.h"
#include <glib/gi18n.h>
#include <stdio.h>
#include <unistd.h>

struct _PlumeApplication
{
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (PlumeApplication, plume_application, ADW_TYPE_APPLICATION)

static void
show_about (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  plume_about_window_open (gtk_application_get_active_window (user_data));
}

static void
quit (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_application_quit (user_data);
}

static void
show_preferences (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  plume_preferences_window_open (gtk_application_get_active_window (user_data),
                                 plume_preferences_get ());
}

static void
on_style_chosen (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  g_object_set (plume_preferences_get (), "style", g_variant_get_string (state, NULL), NULL);
}

static void
apply_style (PlumePreferences *preferences, GParamSpec *spec, GActionMap *application)
{
  const char *style = plume_preferences_get_style (preferences);
  GAction *action = g_action_map_lookup_action (application, "style");

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      g_str_equal (style, "dark")    ? ADW_COLOR_SCHEME_FORCE_DARK
                                      : g_str_equal (style, "light") ? ADW_COLOR_SCHEME_FORCE_LIGHT
                                                                     : ADW_COLOR_SCHEME_DEFAULT);
  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_string (style));
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

static void show_start (GSimpleAction *action, GVariant *parameter, gpointer user_data);

static const GActionEntry actions[] = {
  { .name = "about", .activate = show_about },
  { .name = "quit", .activate = quit },
  { .name = "preferences", .activate = show_preferences },
  { .name = "style", .parameter_type = "s", .state = "'system'", .change_state = on_style_chosen },
  { .name = "start", .activate = show_start },
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
  { "win.history", { "<Control>h" } },
  { "win.help", { "F1" } },
  { "win.inspector", { "F9" } },
  { "win.fullscreen", { "F11" } },
  { "win.present", { "F5" } },
  { "win.search", { "<Control>f" } },
  { "win.start", { "<Alt>Home" } },
  { "win.search-atlas", { "<Control><Shift>f" } },
  { "window.close", { "<Control>w" } },
  { "app.preferences", { "<Control>comma" } },
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

/* The main window that was used last; dialogs and windows of single views are none. */
static PlumeWindow *
ensure_window (PlumeApplication *application)
{
  for (GList *link = gtk_application_get_windows (GTK_APPLICATION (application)); link != NULL;
       link = link->next)
    if (PLUME_IS_WINDOW (link->data))
      return PLUME_WINDOW (link->data);
  return make_window (application);
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
show_start (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PlumeWindow *window = ensure_window (user_data);

  show (window, NULL);
  plume_window_show_start (window);
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
  if (g_variant_dict_contains (options, "start"))
    plume_window_show_start (window);
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
  g_type_ensure (PLUME_TYPE_TIP); /* which nearly all files of the interface name */
  plume_trace_point ("toolkit ready");
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
  g_signal_connect_object (plume_preferences_get (), "notify::style", G_CALLBACK (apply_style),
                           application, 0);
  apply_style (plume_preferences_get (), NULL, G_ACTION_MAP (application));
  for (guint i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), accelerators[i].action,
                                           accelerators[i].keys);
}

static void
plume_application_shutdown (GApplication *application)
{
  plume_thumbnails_stop (plume_thumbnails_get ());
  plume_session_close (plume_session_get ());
  G_APPLICATION_CLASS (plume_application_parent_class)->shutdown (application);
}

static void
plume_application_class_init (PlumeApplicationClass *class)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (class);

  application_class->startup = plume_application_startup;
  application_class->shutdown = plume_application_shutdown;
  application_class->activate = plume_application_activate;
  application_class->open = plume_application_open;
  application_class->command_line = plume_application_command_line;
}

static void
plume_application_init (PlumeApplication *application)
{
  const GOptionEntry options[] = {
    { "start", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Begin with all experiments"), NULL },
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
  plume_memory_keep_little ();
  return g_object_new (PLUME_TYPE_APPLICATION, "application-id", PLUME_APPLICATION_ID, "flags",
                       G_APPLICATION_HANDLES_OPEN | G_APPLICATION_HANDLES_COMMAND_LINE,
                       "resource-base-path", "/org/plumelab/Plume", NULL);
}

/* A study may still compute: libraries that clean up behind main(), as OpenBLAS does, would take
 * the memory that its threads work in. */
void
plume_application_leave (int status)
{
  fflush (NULL);
  _exit (status);
}
