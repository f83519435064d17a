/* plume-pixels.h: what the makers of pixels share. Private to this room. */
#pragma once

#include "figure/plume-paint.h"

G_BEGIN_DECLS

#define PLUME_COLOUR_TABLE 512

guint32 plume_argb (PlumeRgba colour);
void plume_colour_table (PlumeColourMap map, guint32 table[PLUME_COLOUR_TABLE]);
cairo_surface_t *
plume_pixels_new (const PlumeLayout *layout, const PlumeRect *visible, PlumeRect *rect);

/* Points per pixel of a raster that covers rect; row 0 at the top. Returns the number of points
 * inside. */
gsize plume_density_count (const PlumePlot *plot,
                           const PlumeMark *mark,
                           const PlumeRect *rect,
                           gsize width,
                           gsize height,
                           guint32 *counts);
PlumeRgba
plume_density_colour_at (const PlumeLayout *layout, const PlumeMark *mark, double tone);
cairo_surface_t *plume_density_paint (const PlumeLayout *layout,
                                      const PlumePlot *plot,
                                      const PlumeMark *mark,
                                      PlumeRect *rect);

G_END_DECLS
