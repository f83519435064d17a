/* plume-gif-private.h: the parts of a GIF frame: its colours and its packed pixels. */
#pragma once

#include "figure/plume-gif.h"

G_BEGIN_DECLS

/**
 * PlumeGifColours: what a frame is painted with.
 * @n_colours: 1…256
 * @colours: 0xRRGGBB
 * @pixels: an index for each pixel of the frame's rectangle, row by row
 */
typedef struct
{
  guint n_colours;
  guint32 colours[256];
  guint8 *pixels;
} PlumeGifColours;

/* Pixels are 0xAARRGGBB; those with alpha 0 get the index transparent, and colours the others. */
void plume_gif_choose_colours (const guint32 *pixels,
                               gsize n_pixels,
                               guint most_colours,
                               guint8 transparent,
                               PlumeGifColours *colours);
/* Appends the pixels, packed, as blocks of at most 255 bytes. bits: of a pixel, 2…8. */
void plume_gif_pack (GByteArray *bytes, const guint8 *pixels, gsize n_pixels, guint bits);

G_END_DECLS
