/* plume-preferences-window.c: shows the preferences and changes them. */
#include "app/plume-preferences-window.h"

struct _PlumePreferencesWindow
{
  AdwPreferencesWindow parent_instance;

  AdwComboRow *style;
  AdwComboRow *colour_map;
  AdwComboRow *export_format;
  GtkSpinButton *export_width;
  GtkSpinButton *export_dpi;
  GtkSwitch *export_dark;
  GtkSpinButton *threads;
  GtkSpinButton *memory;
};

G_DEFINE_FINAL_TYPE (PlumePreferencesWindow, plume_preferences_window, ADW_TYPE_PREFERENCES_WINDOW)

/* In the order of the drop-downs of the template. */
static const char *const styles[] = { "system", "light", "dark", NULL };
static const char *const colour_maps[] = { "viridis", "cividis", "magma", "grey", NULL };
static const char *const formats[] = { "png", "svg", "pdf", "csv", "json", "plume", NULL };

static gboolean
to_index (GBinding *binding, const GValue *from, GValue *to, gpointer names)
{
  const char *const *list = names;

  for (guint i = 0; list[i] != NULL; i++)
    if (g_strcmp0 (list[i], g_value_get_string (from)) == 0)
      {
        g_value_set_uint (to, i);
        return TRUE;
      }
  return FALSE;
}

static gboolean
to_name (GBinding *binding, const GValue *from, GValue *to, gpointer names)
{
  guint index = g_value_get_uint (from);

  if (index >= g_strv_length (names))
    return FALSE;
  g_value_set_string (to, ((char **)names)[index]);
  return TRUE;
}

static void
bind_choice (PlumePreferences *preferences,
             const char *property,
             AdwComboRow *row,
             const char *const *names)
{
  g_object_bind_property_full (preferences, property, row, "selected",
                               G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE, to_index, to_name,
                               (gpointer)names, NULL);
}

static void
plume_preferences_window_class_init (PlumePreferencesWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/plumelab/Plume/plume-preferences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, PlumePreferencesWindow, style);
  gtk_widget_class_bind_template_child (widget_class, PlumePreferencesWindow, colour_map);
  gtk_widget_class_bind_template_child (widget_class, PlumePreferencesWindow, export_format);
  gtk_widget_class_bind_template_child (widget_class, PlumePreferencesWindow, export_width);
  gtk_widget_class_bind_template_child (widget_class, PlumePreferencesWindow, export_dpi);
  gtk_widget_class_bind_template_child (widget_class, PlumePreferencesWindow, export_dark);
  gtk_widget_class_bind_template_child (widget_class, PlumePreferencesWindow, threads);
  gtk_widget_class_bind_template_child (widget_class, PlumePreferencesWindow, memory);
}

static void
plume_preferences_window_init (PlumePreferencesWindow *window)
{
  gtk_widget_init_template (GTK_WIDGET (window));
}

/**
 * plume_preferences_window_open:
 * @parent: (nullable): over which it stands
 * @preferences: what it shows and changes
 */
void
plume_preferences_window_open (GtkWindow *parent, PlumePreferences *preferences)
{
  const GBindingFlags both = G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE;
  PlumePreferencesWindow *window =
      g_object_new (PLUME_TYPE_PREFERENCES_WINDOW, "transient-for", parent, NULL);

  bind_choice (preferences, "style", window->style, styles);
  bind_choice (preferences, "colour-map", window->colour_map, colour_maps);
  bind_choice (preferences, "export-format", window->export_format, formats);
  g_object_bind_property (preferences, "export-width", window->export_width, "value", both);
  g_object_bind_property (preferences, "export-dpi", window->export_dpi, "value", both);
  g_object_bind_property (preferences, "export-dark", window->export_dark, "active", both);
  g_object_bind_property (preferences, "threads", window->threads, "value", both);
  g_object_bind_property (preferences, "memory", window->memory, "value", both);
  gtk_window_present (GTK_WINDOW (window));
}
