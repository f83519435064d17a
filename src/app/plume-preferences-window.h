/* plume-preferences-window.h: shows the preferences and changes them; everything takes effect at
 * once. */
#pragma once

#include "app/plume-preferences.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define PLUME_TYPE_PREFERENCES_WINDOW (plume_preferences_window_get_type ())
G_DECLARE_FINAL_TYPE (PlumePreferencesWindow,
                      plume_preferences_window,
                      PLUME,
                      PREFERENCES_WINDOW,
                      AdwPreferencesWindow)

void plume_preferences_window_open (GtkWindow *parent, PlumePreferences *preferences);

G_END_DECLS
