/* plume-gif.c: the blocks of a GIF: screen, frames, end.
 *
 * A frame holds only the rectangle in which it differs from the one before, and is transparent
 * where it does not differ within; what is there stays. Each has colours of its own.
 */
#include "figure/plume-gif-private.h"

#include <string.h>

/* A pixel that is drawn has alpha; 0 stands for "as before". */
#define AS_BEFORE 0u

typedef struct
{
  int x, y, width, height;
} Rectangle;

static void
append_16 (GByteArray *bytes, guint value)
{
  guint8 little[2] = { (guint8)value, (guint8)(value >> 8) };

  g_byte_array_append (bytes, little, 2);
}

/**
 * plume_gif_begin:
 * @width: pixels
 * @height: pixels
 *
 * Returns: (transfer full): signature, screen, and the sign that the film begins again
 */
GBytes *
plume_gif_begin (int width, int height)
{
  static const guint8 screen[] = { 0x70, 0, 0 }; /* 8 bits a channel, no common colours */
  static const guint8 again[] = { 0x21, 0xff, 11,  'N', 'E', 'T', 'S', 'C', 'A', 'P',
                                  'E',  '2',  '.', '0', 3,   1,   0,   0,   0 };
  GByteArray *bytes = g_byte_array_new ();

  g_byte_array_append (bytes, (const guint8 *)"GIF89a", 6);
  append_16 (bytes, (guint)width);
  append_16 (bytes, (guint)height);
  g_byte_array_append (bytes, screen, sizeof screen);
  g_byte_array_append (bytes, again, sizeof again);
  return g_byte_array_free_to_bytes (bytes);
}

static const guint32 *
get_row (cairo_surface_t *surface, int y)
{
  return (const guint32 *)(gconstpointer)(cairo_image_surface_get_data (surface)
                                          + (gsize)y
                                                * (gsize)cairo_image_surface_get_stride (surface));
}

/* Where the frames differ; one pixel where they do not. */
static Rectangle
find_difference (cairo_surface_t *frame, cairo_surface_t *before)
{
  int width = cairo_image_surface_get_width (frame),
      height = cairo_image_surface_get_height (frame);
  int left = width, right = -1, top = height, bottom = -1;

  if (before == NULL)
    return (Rectangle){ 0, 0, width, height };
  for (int y = 0; y < height; y++)
    {
      const guint32 *row = get_row (frame, y), *old = get_row (before, y);
      int from = 0, to = width - 1;

      if (memcmp (row, old, 4 * (gsize)width) == 0)
        continue;
      while (row[from] == old[from])
        from++;
      while (row[to] == old[to])
        to--;
      left = MIN (left, from);
      right = MAX (right, to);
      top = MIN (top, y);
      bottom = y;
    }
  if (bottom < 0)
    return (Rectangle){ 0, 0, 1, 1 };
  return (Rectangle){ left, top, right - left + 1, bottom - top + 1 };
}

static guint32 *
cut_out (cairo_surface_t *frame, cairo_surface_t *before, const Rectangle *part)
{
  guint32 *pixels = g_new (guint32, (gsize)part->width * (gsize)part->height), *pixel = pixels;

  for (int y = 0; y < part->height; y++)
    {
      const guint32 *row = get_row (frame, part->y + y) + part->x;
      const guint32 *old = before != NULL ? get_row (before, part->y + y) + part->x : NULL;

      for (int x = 0; x < part->width; x++)
        *pixel++ = old != NULL && row[x] == old[x] ? AS_BEFORE : row[x] | 0xff000000u;
    }
  return pixels;
}

static void
append_control (GByteArray *bytes, guint delay, gboolean has_transparent, guint8 transparent)
{
  /* "do not dispose": the frame stays under the next one */
  const guint8 head[] = { 0x21, 0xf9, 4, (guint8)(1 << 2 | (has_transparent ? 1 : 0)) };
  const guint8 tail[] = { transparent, 0 };

  g_byte_array_append (bytes, head, sizeof head);
  append_16 (bytes, delay);
  g_byte_array_append (bytes, tail, sizeof tail);
}

static void
append_image (GByteArray *bytes, const Rectangle *part, const PlumeGifColours *colours, guint bits)
{
  guint8 separator = 0x2c, flags = (guint8)(0x80 | (bits - 1));

  g_byte_array_append (bytes, &separator, 1);
  append_16 (bytes, (guint)part->x);
  append_16 (bytes, (guint)part->y);
  append_16 (bytes, (guint)part->width);
  append_16 (bytes, (guint)part->height);
  g_byte_array_append (bytes, &flags, 1);
  for (guint i = 0; i < 1u << bits; i++)
    {
      guint32 colour = i < colours->n_colours ? colours->colours[i] : 0;
      guint8 channels[3] = { (guint8)(colour >> 16), (guint8)(colour >> 8), (guint8)colour };

      g_byte_array_append (bytes, channels, 3);
    }
}

/**
 * plume_gif_frame:
 * @frame: opaque pixels, ARGB32
 * @before: (nullable): the frame before it, of the same size
 * @delay: hundredths of a second that the frame is seen
 *
 * Returns: (transfer full): the frame's blocks, a function of the arguments only
 */
GBytes *
plume_gif_frame (cairo_surface_t *frame, cairo_surface_t *before, guint delay)
{
  Rectangle part = find_difference (frame, before);
  gsize n_pixels = (gsize)part.width * (gsize)part.height;
  g_autofree guint32 *pixels = cut_out (frame, before, &part);
  guint most = before != NULL ? 255 : 256;
  PlumeGifColours colours = { 0 };
  GByteArray *bytes = g_byte_array_new ();
  guint8 transparent;
  guint bits = 2;

  plume_gif_choose_colours (pixels, n_pixels, most, 255, &colours);
  while (1u << bits < colours.n_colours + (before != NULL ? 1 : 0))
    bits++;
  transparent = (guint8)((1u << bits) - 1);
  if (before != NULL && transparent != 255)
    for (gsize i = 0; i < n_pixels; i++)
      if (pixels[i] == AS_BEFORE)
        colours.pixels[i] = transparent;
  append_control (bytes, delay, before != NULL, before != NULL ? transparent : 0);
  append_image (bytes, &part, &colours, bits);
  plume_gif_pack (bytes, colours.pixels, n_pixels, bits);
  g_free (colours.pixels);
  return g_byte_array_free_to_bytes (bytes);
}

GBytes *
plume_gif_end (void)
{
  return g_bytes_new_static (";", 1);
}
