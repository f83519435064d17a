/* gif-reader.h: a reader of GIF of the tests' own, after the specification (GIF89a), so that what
 * is written is judged by something else than its writer. */
#pragma once

#include <glib.h>
#include <string.h>

/**
 * Gif: a film as it is seen.
 * @frames: of guint32 *: the whole screen at each frame, 0xRRGGBB
 * @delays: of guint: hundredths of a second
 */
typedef struct
{
  guint width, height;
  gboolean again;
  GPtrArray *frames;
  GArray *delays;
} Gif;

typedef struct
{
  const guint8 *data;
  gsize length, place;
} GifBytes;

static guint8
gif_byte (GifBytes *bytes)
{
  g_assert_cmpuint (bytes->place, <, bytes->length);
  return bytes->data[bytes->place++];
}

static guint
gif_word (GifBytes *bytes)
{
  guint low = gif_byte (bytes);

  return low | (guint)gif_byte (bytes) << 8;
}

/* The contents of blocks up to the empty one. */
static GByteArray *
gif_blocks (GifBytes *bytes)
{
  GByteArray *joined = g_byte_array_new ();
  guint length;

  while ((length = gif_byte (bytes)) > 0)
    for (guint i = 0; i < length; i++)
      {
        guint8 byte = gif_byte (bytes);

        g_byte_array_append (joined, &byte, 1);
      }
  return joined;
}

static void
gif_unpack (const GByteArray *packed, guint bits, guint8 *pixels, gsize n_pixels)
{
  static guint16 prefixes[4096];
  static guint8 suffixes[4096], firsts[4096], stack[4096];
  guint clear = 1u << bits, end = clear + 1, next = end + 1, length = bits + 1;
  int last = -1;
  guint32 window = 0;
  guint n_window = 0;
  gsize place = 0, n = 0;

  for (guint i = 0; i < clear; i++)
    suffixes[i] = firsts[i] = (guint8)i;
  for (;;)
    {
      guint code, walk, n_stack = 0;

      while (n_window < length)
        {
          g_assert_cmpuint (place, <, packed->len);
          window |= (guint32)packed->data[place++] << n_window;
          n_window += 8;
        }
      code = window & ((1u << length) - 1);
      window >>= length;
      n_window -= length;
      if (code == end)
        break;
      if (code == clear)
        {
          next = end + 1;
          length = bits + 1;
          last = -1;
          continue;
        }
      g_assert_cmpuint (code, <=, last >= 0 ? next : clear - 1);
      if (last >= 0 && next < 4096)
        {
          prefixes[next] = (guint16)last;
          firsts[next] = firsts[last];
          suffixes[next] = code == next ? firsts[last] : firsts[code];
          next++;
          if (next == 1u << length && length < 12)
            length++;
        }
      for (walk = code; walk > end; walk = prefixes[walk])
        stack[n_stack++] = suffixes[walk];
      g_assert_cmpuint (walk, <, clear);
      stack[n_stack++] = (guint8)walk;
      g_assert_cmpuint (n + n_stack, <=, n_pixels);
      while (n_stack > 0)
        pixels[n++] = stack[--n_stack];
      last = (int)code;
    }
  g_assert_cmpuint (n, ==, n_pixels);
  g_assert_cmpuint (place, ==, packed->len);
}

static void
gif_image (Gif *gif, GifBytes *bytes, int transparent)
{
  guint x = gif_word (bytes), y = gif_word (bytes), width = gif_word (bytes),
        height = gif_word (bytes), flags = gif_byte (bytes), n_colours = 2u << (flags & 7), bits;
  guint32 colours[256];
  g_autofree guint8 *pixels = g_malloc (width * height);
  guint32 *screen = g_new0 (guint32, gif->width * gif->height);
  g_autoptr (GByteArray) packed = NULL;

  g_assert_cmpuint (x + width, <=, gif->width);
  g_assert_cmpuint (y + height, <=, gif->height);
  g_assert_cmpuint (flags & 0xf8, ==, 0x80);
  for (guint i = 0; i < n_colours; i++)
    {
      colours[i] = (guint32)gif_byte (bytes) << 16;
      colours[i] |= (guint32)gif_byte (bytes) << 8;
      colours[i] |= gif_byte (bytes);
    }
  bits = gif_byte (bytes);
  packed = gif_blocks (bytes);
  gif_unpack (packed, bits, pixels, width * height);
  if (gif->frames->len > 0)
    memcpy (screen, g_ptr_array_index (gif->frames, gif->frames->len - 1),
            4 * gif->width * gif->height);
  for (guint i = 0; i < width * height; i++)
    if (pixels[i] != transparent)
      {
        g_assert_cmpuint (pixels[i], <, n_colours);
        screen[(y + i / width) * gif->width + x + i % width] = colours[pixels[i]];
      }
  g_ptr_array_add (gif->frames, screen);
}

static void
gif_extension (Gif *gif, GifBytes *bytes, int *transparent)
{
  guint label = gif_byte (bytes);
  g_autoptr (GByteArray) content = gif_blocks (bytes);

  if (label == 0xf9)
    {
      guint delay = content->data[1] | (guint)content->data[2] << 8;

      g_assert_cmpuint (content->len, ==, 4);
      g_assert_cmpuint (content->data[0] >> 2 & 7, ==, 1);
      *transparent = content->data[0] & 1 ? content->data[3] : -1;
      g_array_append_val (gif->delays, delay);
    }
  else if (label == 0xff)
    gif->again = memcmp (content->data, "NETSCAPE2.0\1\0\0", 14) == 0;
}

static void
gif_clear (Gif *gif)
{
  g_ptr_array_unref (gif->frames);
  g_array_unref (gif->delays);
}

static void
gif_read (Gif *gif, const guint8 *data, gsize length)
{
  GifBytes bytes = { data, length, 6 };
  int transparent = -1;

  *gif = (Gif){ .frames = g_ptr_array_new_with_free_func (g_free),
                .delays = g_array_new (FALSE, FALSE, sizeof (guint)) };
  g_assert_cmpmem (data, 6, "GIF89a", 6);
  gif->width = gif_word (&bytes);
  gif->height = gif_word (&bytes);
  g_assert_cmpuint (gif_byte (&bytes) & 0x80, ==, 0);
  bytes.place += 2;
  for (;;)
    {
      guint8 kind = gif_byte (&bytes);

      if (kind == 0x3b)
        break;
      if (kind == 0x21)
        gif_extension (gif, &bytes, &transparent);
      else
        {
          g_assert_cmpuint (kind, ==, 0x2c);
          gif_image (gif, &bytes, transparent);
        }
    }
  g_assert_cmpuint (bytes.place, ==, bytes.length);
  g_assert_cmpuint (gif->frames->len, ==, gif->delays->len);
}
