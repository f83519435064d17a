/* plume-paint.h: what painters share, and the Cairo painter.
 *
 * Marks are turned into device geometry once (decimated lines, counted densities, coloured images),
 * which the Cairo painter, the OpenGL painter and the exporters draw alike. It knows no GTK and no
 * GL.
 */
#pragma once

#include "figure/plume-layout.h"
#include <cairo.h>

G_BEGIN_DECLS

/**
 * PlumePath:
 * @points: n × 2 floats, units, in drawing order; a pair of NaN breaks the line
 */
typedef struct
{
  gsize n_points;
  float *points;
} PlumePath;

/* A line or band edge, decimated to first, minimum, maximum and last per pixel column and clipped
 * to the frame (with a margin). O(visible points) where x is sorted (bisection finds the ends),
 * O(n) else. Free with plume_path_clear(). */
void plume_path_from_line (const PlumePlot *plot,
                           const double *x,
                           const double *y,
                           gsize length,
                           double pixels_per_unit,
                           PlumePath *path);
void plume_path_clear (PlumePath *path);
/* The same for the line of a mark, which knows whether its x is sorted. */
void plume_path_from_mark (const PlumePlot *plot,
                           const PlumeMark *mark,
                           double pixels_per_unit,
                           PlumePath *path);
/* A band as closed outlines (low edge forward, high edge back), a pair of NaN between them. */
void plume_path_from_band (const PlumePlot *plot,
                           const PlumeMark *mark,
                           double pixels_per_unit,
                           PlumePath *path);

gboolean plume_mark_is_pixels (const PlumeMark *mark);
/* An image, density or cloud as premultiplied ARGB32 pixels covering rect (units), the frame's
 * visible part. Returns a new surface. */
cairo_surface_t *plume_paint_pixels (const PlumeLayout *layout,
                                     const PlumePlot *plot,
                                     const PlumeMark *mark,
                                     PlumeRect *rect);

/* How many points a points mark may have before it is drawn as a density. */
#define PLUME_MANY_POINTS 50000

/* Background with the grid, then marks clipped to their frames, then the overlay. Vector surfaces
 * (SVG, PDF) get heavy marks as images. */
void plume_cairo_paint (cairo_t *cr, const PlumeLayout *layout);
void plume_cairo_paint_background (cairo_t *cr, const PlumeLayout *layout);
void plume_cairo_paint_marks (cairo_t *cr, const PlumeLayout *layout);
void plume_cairo_paint_overlay (
    cairo_t *cr,
    const PlumeLayout *layout); /* frames, ticks, labels, legend keys, colour bars, handles */

G_END_DECLS
