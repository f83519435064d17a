/* plume-paint-private.h: what the two files of the Cairo painter share. */
#pragma once

#include "figure/plume-paint.h"

G_BEGIN_DECLS

void plume_cairo_set_colour (cairo_t *cr, PlumeRgba colour, double opacity);
void plume_cairo_set_stroke (cairo_t *cr, const PlumeLayout *layout, const PlumeMark *mark);
gboolean plume_cairo_is_vector (cairo_t *cr);
void plume_cairo_marker (cairo_t *cr, PlumeMarker marker, double x, double y, double diameter);
void plume_cairo_paint_mark (cairo_t *cr,
                             const PlumeLayout *layout,
                             const PlumePlot *plot,
                             const PlumeMark *mark);

G_END_DECLS
