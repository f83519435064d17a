/* plume-gif.h: moving pictures as GIF (Graphics Interchange Format 89a, CompuServe 1990).
 *
 * Frames are made one by one, each from its pixels and those of the frame before it, so several can
 * be made at a time. It knows no files.
 */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/* What stands before the frames; the film begins again for ever. Sides are at most 65535. */
GBytes *plume_gif_begin (int width, int height);
GBytes *plume_gif_frame (cairo_surface_t *frame, cairo_surface_t *before, guint delay);
GBytes *plume_gif_end (void);

G_END_DECLS
