/* plume-gl-painter.h: paints figures with OpenGL 3.3 or OpenGL ES 3: the same picture as the Cairo
 * painter's, within anti-aliasing.
 *
 * It paints the background and the marks; words, frames, legends and handles are painted over them
 * by plume_cairo_paint_overlay(). It needs a current context and knows no toolkit.
 */
#pragma once

#include "figure/plume-paint.h"

G_BEGIN_DECLS

typedef struct _PlumeGlPainter PlumeGlPainter;

/**
 * PlumeGlPixels:
 * @surface: (nullable): premultiplied ARGB32 pixels; %NULL where there is nothing to see
 * @rect: where they belong, in the units of @layout
 * @layout: the layout for which they were made; it may be older than the one that is painted
 *
 * Pixels of an image, a density or very many points.
 */
typedef struct
{
  cairo_surface_t *surface;
  PlumeRect rect;
  const PlumeLayout *layout;
} PlumeGlPixels;

/* Gives the pixels of a mark that are at hand now (transfer none, valid until the painting
 * returns); FALSE for none yet. */
typedef gboolean (*PlumeGlPixelsFunc) (const PlumeLayout *layout,
                                       const PlumePlot *plot,
                                       const PlumeMark *mark,
                                       PlumeGlPixels *pixels,
                                       gpointer user_data);

PlumeGlPainter *plume_gl_painter_new (GError **error);
void plume_gl_painter_free (PlumeGlPainter *painter);
void plume_gl_painter_set_pixels_func (PlumeGlPainter *painter,
                                       PlumeGlPixelsFunc function,
                                       gpointer user_data);
gboolean plume_gl_painter_paint (PlumeGlPainter *painter,
                                 const PlumeLayout *layout,
                                 int width_px,
                                 int height_px,
                                 double scale,
                                 GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeGlPainter, plume_gl_painter_free)

G_END_DECLS
