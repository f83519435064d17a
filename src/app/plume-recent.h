/* plume-recent.h: studies and data that were opened or saved last, as the desktop remembers them.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PLUME_TYPE_RECENT (plume_recent_get_type ())
G_DECLARE_FINAL_TYPE (PlumeRecent, plume_recent, PLUME, RECENT, GtkWidget)

/* Tells the desktop that the file was opened or saved. */
void plume_recent_note (GFile *file);

G_END_DECLS
