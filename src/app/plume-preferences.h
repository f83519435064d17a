/* plume-preferences.h: what a person prefers in all studies; kept by GSettings.
 *
 * The object has one property a key of the schema org.plumelab.Plume, of the same name. Where the
 * schema is not installed and not beside the program either, the properties keep what they are
 * given until the program ends. It knows no widgets but canvases, which take their colours from it.
 */
#pragma once

#include "app/plume-canvas.h"

G_BEGIN_DECLS

#define PLUME_TYPE_PREFERENCES (plume_preferences_get_type ())
G_DECLARE_FINAL_TYPE (PlumePreferences, plume_preferences, PLUME, PREFERENCES, GObject)

PlumePreferences *plume_preferences_new (void);
/* Those of the running application (transfer none). */
PlumePreferences *plume_preferences_get (void);

const char *plume_preferences_get_style (PlumePreferences *preferences); /* system, light, dark */
PlumeColourMap plume_preferences_get_colour_map (PlumePreferences *preferences);
const char *plume_preferences_get_export_format (PlumePreferences *preferences); /* extension */
double plume_preferences_get_export_width (PlumePreferences *preferences);       /* mm */
double plume_preferences_get_export_dpi (PlumePreferences *preferences);
gboolean plume_preferences_get_export_dark (PlumePreferences *preferences);

/* From now on the study works with the threads and the memory that are preferred, and the canvas
 * is painted in the preferred colour map. */
void plume_preferences_apply_to_study (PlumePreferences *preferences, PlumeStudy *study);
void plume_preferences_apply_to_canvas (PlumePreferences *preferences, PlumeCanvas *canvas);

G_END_DECLS
