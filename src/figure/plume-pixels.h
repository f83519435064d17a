/* plume-pixels.h: what the makers of pixels share. Private to this room. */
#pragma once

#include "figure/plume-paint.h"

G_BEGIN_DECLS

#define PLUME_COLOUR_TABLE 512

guint32 plume_argb (PlumeRgba colour);
void plume_colour_table (PlumeColourMap map, guint32 table[PLUME_COLOUR_TABLE]);
cairo_surface_t *
plume_pixels_new (const PlumeLayout *layout, const PlumeRect *visible, PlumeRect *rect);

void plume_pixels_extent (
    const PlumeLayout *layout, const PlumeRect *visible, PlumeRect *rect, int *width, int *height);

/**
 * PlumeProjection: scaled data → places in a raster, pixels from its upper left corner: column =
 * x · x_slope + x_offset, row = y · y_slope + y_offset.
 */
typedef struct
{
  double x_slope, x_offset, y_slope, y_offset;
} PlumeProjection;

PlumeProjection
plume_density_project (const PlumePlot *plot, const PlumeRect *rect, gsize width, gsize height);
/**
 * PlumePlacing: where the points of marks are in a raster, in a plane or in space, many at once.
 */
typedef struct
{
  const PlumePlot *plot;
  PlumeProjection plane;
  double space[2][4]; /* column and row: offset, and slopes of the scaled data */
  gboolean linear;
} PlumePlacing;

/* A placing into units. */
PlumePlacing plume_placing_new (const PlumePlot *plot);
PlumePlacing
plume_placing_new_for (const PlumePlot *plot, const PlumeRect *rect, gsize width, gsize height);
void plume_placing_find (const PlumePlacing *placing,
                         const PlumeMark *mark,
                         gsize from,
                         gsize length,
                         double *columns,
                         double *rows);

/* Counts that make up one point, and how many points are the end of the colours; NaN for those of
 * the fullest pixel. */
double plume_density_quanta (const PlumeMark *mark);
double plume_density_full (const PlumeMark *mark);
/* Points per pixel of a raster that covers rect; row 0 at the top. Returns the number of points
 * inside. */
gsize plume_density_count (const PlumePlot *plot,
                           const PlumeMark *mark,
                           const PlumeRect *rect,
                           gsize width,
                           gsize height,
                           guint32 *counts);
/* Points per cell of a cloud with cells, y_from first. */
PlumeArray *plume_density_cells (const PlumeMark *mark);
/* Tones of counts: counts are sorted into slots, each of which has a fraction of the tone range. */
#define PLUME_TONE_SLOTS 4096
guint32 plume_density_find_greatest (const guint32 *counts, gsize n_pixels);
gsize plume_density_get_slot (guint32 count, guint32 greatest);
void plume_density_make_tones (const PlumeMark *mark,
                               const guint32 *counts,
                               gsize n_pixels,
                               guint32 greatest,
                               double tones[PLUME_TONE_SLOTS]);
PlumeRgba plume_density_colour_at (const PlumeLayout *layout, const PlumeMark *mark, double tone);
cairo_surface_t *plume_density_paint (const PlumeLayout *layout,
                                      const PlumePlot *plot,
                                      const PlumeMark *mark,
                                      PlumeRect *rect);

/* plume-mixture.c: very many points that differ: by category, value or selection, or in space. */
gboolean plume_mark_is_mixture (const PlumeLayout *layout, const PlumeMark *mark);
cairo_surface_t *plume_mixture_paint (const PlumeLayout *layout,
                                      const PlumePlot *plot,
                                      const PlumeMark *mark,
                                      PlumeRect *rect);

G_END_DECLS
