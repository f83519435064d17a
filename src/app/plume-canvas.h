/* plume-canvas.h: the widget that shows one view of a study and lets a person move about in it.
 *
 * It follows the study: a new figure is laid out and painted, a new view state is laid out only.
 * Pan, zoom, box zoom, reset, read-out of the nearest datum, legend, handles and the context menu
 * are here once for all figures.
 *
 * Signals: "export-requested" (the person chose Export picture…), "notice" (const char *: one
 * sentence to be shown as a toast), "draws-changed" (drawing began or ended), "selects-changed"
 * (choosing began or ended, or became possible).
 */
#pragma once

#include "lab/plume-study.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PLUME_TYPE_CANVAS (plume_canvas_get_type ())
G_DECLARE_FINAL_TYPE (PlumeCanvas, plume_canvas, PLUME, CANVAS, GtkWidget)

GtkWidget *plume_canvas_new (PlumeStudy *study, guint view);
void plume_canvas_begin_with (PlumeCanvas *canvas, PlumeCanvas *other);
void plume_canvas_reset_view (PlumeCanvas *canvas);
void plume_canvas_set_prefer_cairo (PlumeCanvas *canvas, gboolean prefer_cairo);
/* Views with a brush: whether the pointer draws; Shift draws straight, Control
 * erases. */
gboolean plume_canvas_can_draw (PlumeCanvas *canvas);
void plume_canvas_set_draws (PlumeCanvas *canvas, gboolean draws);
gboolean plume_canvas_get_draws (PlumeCanvas *canvas);
/* Views whose points are items: whether the pointer chooses among them; Shift adds, Ctrl removes.
 */
gboolean plume_canvas_can_select (PlumeCanvas *canvas);
void plume_canvas_set_selects (PlumeCanvas *canvas, gboolean selects);
gboolean plume_canvas_get_selects (PlumeCanvas *canvas);
void plume_canvas_set_presentation (PlumeCanvas *canvas, gboolean presentation);
/* What DEFAULT colours of images and points with values are. */
void plume_canvas_set_colour_map (PlumeCanvas *canvas, PlumeColourMap colour_map);
void plume_canvas_copy_picture (PlumeCanvas *canvas);
void plume_canvas_copy_numbers (PlumeCanvas *canvas);
/* (transfer none) (nullable): what is on screen now, with the limits as they are seen. */
PlumeLayout *plume_canvas_get_layout (PlumeCanvas *canvas);

G_END_DECLS
