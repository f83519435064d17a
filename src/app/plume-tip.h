/* plume-tip.h: tooltips that cost nothing.
 *
 * When the toolkit gets a text for a widget that is visible it asks the display where the pointer
 * is, and under X11 waits for the answers: a millisecond each time, even for the same text and
 * where there is no window yet.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* text: nullable */
void plume_widget_set_tip (GtkWidget *widget, const char *text);

/* The same in a file of the interface, beside the template: an object with the properties "widget"
 * and "text". */
#define PLUME_TYPE_TIP (plume_tip_get_type ())
G_DECLARE_FINAL_TYPE (PlumeTip, plume_tip, PLUME, TIP, GObject)

G_END_DECLS
