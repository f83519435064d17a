/* plume-preferences.c: what a person prefers in all studies; kept by GSettings. */
#include "app/plume-preferences.h"

#include <gio/gio.h>

#define SCHEMA "org.plumelab.Plume"

struct _PlumePreferences
{
  GObject parent_instance;

  GSettings *settings; /* nullable */
  char *style;
  char *colour_map;
  char *export_format;
  double export_width;
  double export_dpi;
  gboolean export_dark;
  int threads;
  int memory;
};

G_DEFINE_FINAL_TYPE (PlumePreferences, plume_preferences, G_TYPE_OBJECT)

enum
{
  STYLE = 1,
  COLOUR_MAP,
  EXPORT_FORMAT,
  EXPORT_WIDTH,
  EXPORT_DPI,
  EXPORT_DARK,
  THREADS,
  MEMORY,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static void
plume_preferences_set_property (GObject *object,
                                guint property,
                                const GValue *value,
                                GParamSpec *spec)
{
  PlumePreferences *preferences = PLUME_PREFERENCES (object);

  switch (property)
    {
    case STYLE:
      g_free (preferences->style);
      preferences->style = g_value_dup_string (value);
      break;
    case COLOUR_MAP:
      g_free (preferences->colour_map);
      preferences->colour_map = g_value_dup_string (value);
      break;
    case EXPORT_FORMAT:
      g_free (preferences->export_format);
      preferences->export_format = g_value_dup_string (value);
      break;
    case EXPORT_WIDTH:
      preferences->export_width = g_value_get_double (value);
      break;
    case EXPORT_DPI:
      preferences->export_dpi = g_value_get_double (value);
      break;
    case EXPORT_DARK:
      preferences->export_dark = g_value_get_boolean (value);
      break;
    case THREADS:
      preferences->threads = g_value_get_int (value);
      break;
    case MEMORY:
      preferences->memory = g_value_get_int (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, spec);
    }
}

static void
plume_preferences_get_property (GObject *object, guint property, GValue *value, GParamSpec *spec)
{
  PlumePreferences *preferences = PLUME_PREFERENCES (object);

  switch (property)
    {
    case STYLE:
      g_value_set_string (value, preferences->style);
      break;
    case COLOUR_MAP:
      g_value_set_string (value, preferences->colour_map);
      break;
    case EXPORT_FORMAT:
      g_value_set_string (value, preferences->export_format);
      break;
    case EXPORT_WIDTH:
      g_value_set_double (value, preferences->export_width);
      break;
    case EXPORT_DPI:
      g_value_set_double (value, preferences->export_dpi);
      break;
    case EXPORT_DARK:
      g_value_set_boolean (value, preferences->export_dark);
      break;
    case THREADS:
      g_value_set_int (value, preferences->threads);
      break;
    case MEMORY:
      g_value_set_int (value, preferences->memory);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, spec);
    }
}

static void
plume_preferences_finalize (GObject *object)
{
  PlumePreferences *preferences = PLUME_PREFERENCES (object);

  g_clear_object (&preferences->settings);
  g_free (preferences->style);
  g_free (preferences->colour_map);
  g_free (preferences->export_format);
  G_OBJECT_CLASS (plume_preferences_parent_class)->finalize (object);
}

static void
plume_preferences_class_init (PlumePreferencesClass *class)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->set_property = plume_preferences_set_property;
  object_class->get_property = plume_preferences_get_property;
  object_class->finalize = plume_preferences_finalize;
  properties[STYLE] = g_param_spec_string ("style", NULL, NULL, "system", flags);
  properties[COLOUR_MAP] = g_param_spec_string ("colour-map", NULL, NULL, "viridis", flags);
  properties[EXPORT_FORMAT] = g_param_spec_string ("export-format", NULL, NULL, "png", flags);
  properties[EXPORT_WIDTH] = g_param_spec_double ("export-width", NULL, NULL, 20, 1000, 183, flags);
  properties[EXPORT_DPI] = g_param_spec_double ("export-dpi", NULL, NULL, 50, 1200, 300, flags);
  properties[EXPORT_DARK] = g_param_spec_boolean ("export-dark", NULL, NULL, FALSE, flags);
  properties[THREADS] = g_param_spec_int ("threads", NULL, NULL, 0, 1024, 0, flags);
  properties[MEMORY] = g_param_spec_int ("memory", NULL, NULL, 16, 65536, 512, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

/* Where a program that was not installed, or not where it was meant to be, finds its schema: in the
 * build tree, or below the prefix it was copied to. */
static GSettingsSchema *
find_schema (void)
{
  static const char *const folders[] = { "../../data", "../share/glib-2.0/schemas" };
  GSettingsSchemaSource *installed = g_settings_schema_source_get_default ();
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *home = program != NULL ? g_path_get_dirname (program) : NULL;

  for (guint i = 0; home != NULL && i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *folder = g_build_filename (home, folders[i], NULL);
      GSettingsSchemaSource *source =
          g_settings_schema_source_new_from_directory (folder, installed, TRUE, NULL);
      GSettingsSchema *schema =
          source != NULL ? g_settings_schema_source_lookup (source, SCHEMA, FALSE) : NULL;

      g_clear_pointer (&source, g_settings_schema_source_unref);
      if (schema != NULL)
        return schema;
    }
  return installed != NULL ? g_settings_schema_source_lookup (installed, SCHEMA, TRUE) : NULL;
}

static void
plume_preferences_init (PlumePreferences *preferences)
{
  g_autoptr (GSettingsSchema) schema = find_schema ();

  for (guint i = 1; i < N_PROPERTIES; i++)
    g_object_set_property (G_OBJECT (preferences), properties[i]->name,
                           g_param_spec_get_default_value (properties[i]));
  if (schema == NULL)
    return;
  preferences->settings = g_settings_new_full (schema, NULL, NULL);
  for (guint i = 1; i < N_PROPERTIES; i++)
    if (g_settings_schema_has_key (schema, properties[i]->name)) /* an older one may be installed */
      g_settings_bind (preferences->settings, properties[i]->name, preferences, properties[i]->name,
                       G_SETTINGS_BIND_DEFAULT);
}

PlumePreferences *
plume_preferences_new (void)
{
  return g_object_new (PLUME_TYPE_PREFERENCES, NULL);
}

PlumePreferences *
plume_preferences_get (void)
{
  GObject *application = G_OBJECT (g_application_get_default ());
  PlumePreferences *preferences = g_object_get_data (application, "preferences");

  if (preferences == NULL)
    {
      preferences = plume_preferences_new ();
      g_object_set_data_full (application, "preferences", preferences, g_object_unref);
    }
  return preferences;
}

const char *
plume_preferences_get_style (PlumePreferences *preferences)
{
  return preferences->style;
}

PlumeColourMap
plume_preferences_get_colour_map (PlumePreferences *preferences)
{
  static const struct
  {
    const char *name;
    PlumeColourMap map;
  } maps[] = {
    { "viridis", PLUME_COLOUR_MAP_VIRIDIS },
    { "cividis", PLUME_COLOUR_MAP_CIVIDIS },
    { "magma", PLUME_COLOUR_MAP_MAGMA },
    { "grey", PLUME_COLOUR_MAP_GREY },
  };

  for (guint i = 0; i < G_N_ELEMENTS (maps); i++)
    if (g_strcmp0 (preferences->colour_map, maps[i].name) == 0)
      return maps[i].map;
  return PLUME_COLOUR_MAP_DEFAULT;
}

const char *
plume_preferences_get_export_format (PlumePreferences *preferences)
{
  return preferences->export_format;
}

double
plume_preferences_get_export_width (PlumePreferences *preferences)
{
  return preferences->export_width;
}

double
plume_preferences_get_export_dpi (PlumePreferences *preferences)
{
  return preferences->export_dpi;
}

gboolean
plume_preferences_get_export_dark (PlumePreferences *preferences)
{
  return preferences->export_dark;
}

static void
update_study (PlumePreferences *preferences, GParamSpec *spec, PlumeStudy *study)
{
  plume_study_set_resources (study, (gsize)preferences->memory << 20, preferences->threads);
}

static void
update_canvas (PlumePreferences *preferences, GParamSpec *spec, PlumeCanvas *canvas)
{
  plume_canvas_set_colour_map (canvas, plume_preferences_get_colour_map (preferences));
}

void
plume_preferences_apply_to_study (PlumePreferences *preferences, PlumeStudy *study)
{
  g_signal_handlers_disconnect_by_func (preferences, update_study, study);
  g_signal_connect_object (preferences, "notify::memory", G_CALLBACK (update_study), study, 0);
  g_signal_connect_object (preferences, "notify::threads", G_CALLBACK (update_study), study, 0);
  update_study (preferences, NULL, study);
}

void
plume_preferences_apply_to_canvas (PlumePreferences *preferences, PlumeCanvas *canvas)
{
  g_signal_connect_object (preferences, "notify::colour-map", G_CALLBACK (update_canvas), canvas,
                           0);
  update_canvas (preferences, NULL, canvas);
}
