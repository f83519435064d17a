/* plume-png.c: pictures in PNG files (ISO/IEC 15948) as matrices of grey.
 *
 * One grid, rows × columns, from 0 (black) to 1 (white) as stored: grey levels are those of the
 * file, without gamma. Colours become luma (Rec. 601), what is transparent is laid over white, and
 * both are said in a note. It knows no meaning of pictures.
 */
#include <glib/gi18n.h>
#include <png.h>
#include <string.h>

#include "core/plume-error.h"
#include "data/plume-inflate.h"
#include "data/plume-reader.h"

#define MAX_SIDE   32768
#define MAX_PIXELS ((guint64)1 << 26)

typedef struct
{
  const guint8 *data;
  gsize length, place;
  char reason[128]; /* libpng's words, without memory that longjmp() would lose */
  png_uint_32 width, height;
  guint channels, depth;
  guint8 *pixels; /* height × row_bytes */
  gsize row_bytes;
} Reading;

static gboolean
is_png (const guint8 *head, gsize length)
{
  return length >= 8 && png_sig_cmp (head, 0, 8) == 0;
}

static void
keep_reason (png_structp png, png_const_charp message)
{
  Reading *reading = png_get_error_ptr (png);

  g_strlcpy (reading->reason, message, sizeof reading->reason);
  png_longjmp (png, 1);
}

static void
stay_quiet (png_structp png, png_const_charp message)
{
}

static void
give_bytes (png_structp png, png_bytep bytes, png_size_t n)
{
  Reading *reading = png_get_io_ptr (png);

  if (n > reading->length - reading->place)
    png_error (png, _ ("it ends early"));
  memcpy (bytes, reading->data + reading->place, n);
  reading->place += n;
}

/* All transformations that leave 8 or 16 bits of grey or RGB, with or without alpha. FALSE where
 * libpng gives up; what longjmp() skips is owned by the caller. */
static gboolean
read_head (png_structp png, png_infop info, Reading *reading)
{
  if (setjmp (png_jmpbuf (png)))
    return FALSE;
  png_set_user_limits (png, MAX_SIDE, MAX_SIDE);
  png_set_read_fn (png, reading, give_bytes);
  png_read_info (png, info);
  png_set_expand (png);
  png_set_interlace_handling (png);
  png_read_update_info (png, info);
  reading->width = png_get_image_width (png, info);
  reading->height = png_get_image_height (png, info);
  reading->channels = png_get_channels (png, info);
  reading->depth = png_get_bit_depth (png, info);
  reading->row_bytes = png_get_rowbytes (png, info);
  return TRUE;
}

static gboolean
read_rows (png_structp png, png_infop info, Reading *reading, guint passes, PlumeTask *task)
{
  if (setjmp (png_jmpbuf (png)))
    return FALSE;
  for (guint pass = 0; pass < passes; pass++)
    for (png_uint_32 y = 0; y < reading->height; y++)
      {
        if (y % 64 == 0 && plume_task_is_cancelled (task))
          return FALSE;
        png_read_row (png, reading->pixels + y * reading->row_bytes, NULL);
      }
  return TRUE;
}

static double
level (const Reading *reading, const guint8 *item)
{
  return reading->depth == 16 ? (item[0] << 8 | item[1]) / 65535.0 : item[0] / 255.0;
}

static PlumeDataset *
make_dataset (const Reading *reading, const char *name)
{
  gsize shape[2] = { reading->height, reading->width }, bytes = reading->depth / 8;
  gboolean has_colours = reading->channels > 2, has_alpha = reading->channels % 2 == 0;
  gboolean is_coloured = FALSE, is_transparent = FALSE;
  PlumeArray *values = plume_array_new (shape[0] * shape[1]);
  PlumeDataset *dataset = plume_dataset_new (name);

  for (gsize y = 0; y < shape[0]; y++)
    for (gsize x = 0; x < shape[1]; x++)
      {
        const guint8 *item =
            reading->pixels + y * reading->row_bytes + x * reading->channels * bytes;
        double grey = level (reading, item);

        if (has_colours)
          {
            double green = level (reading, item + bytes), blue = level (reading, item + 2 * bytes);

            is_coloured = is_coloured || green != grey || blue != grey;
            if (green != grey || blue != grey)
              grey = 0.299 * grey + 0.587 * green + 0.114 * blue;
          }
        if (has_alpha)
          {
            double alpha = level (reading, item + (reading->channels - 1) * bytes);

            is_transparent = is_transparent || alpha < 1;
            grey = alpha * grey + (1 - alpha);
          }
        values->values[y * shape[1] + x] = grey;
      }
  plume_dataset_take_grid (dataset, name, 2, shape, values);
  if (is_coloured)
    plume_dataset_add_note (dataset, _ ("the colours of %s became grey"), name);
  if (is_transparent)
    plume_dataset_add_note (dataset, _ ("what is transparent in %s was laid over white"), name);
  return dataset;
}

static gboolean
check_size (const Reading *reading, const char *name, GError **error)
{
  guint64 pixels = (guint64)reading->width * reading->height;

  if (pixels <= MAX_PIXELS
      && !plume_is_bomb (reading->length, reading->row_bytes * reading->height))
    return TRUE;
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
               pixels > MAX_PIXELS
                   ? _ ("%s is too large: it has %u × %u pixels; scale it down")
                   : _ ("%s is broken: it cannot hold %u × %u pixels; save it again"),
               name, (guint)reading->width, (guint)reading->height);
  return FALSE;
}

static gboolean
read_picture (Reading *reading, const char *name, PlumeTask *task, GError **error)
{
  png_structp png =
      png_create_read_struct (PNG_LIBPNG_VER_STRING, reading, keep_reason, stay_quiet);
  png_infop info = png != NULL ? png_create_info_struct (png) : NULL;
  gboolean done = FALSE;

  if (info != NULL && read_head (png, info, reading))
    {
      guint passes = png_get_interlace_type (png, info) == PNG_INTERLACE_ADAM7 ? 7 : 1;

      if (!check_size (reading, name, error))
        {
          png_destroy_read_struct (&png, &info, NULL);
          return FALSE;
        }
      reading->pixels = g_malloc0 (reading->row_bytes * reading->height);
      done = read_rows (png, info, reading, passes, task);
    }
  png_destroy_read_struct (&png, &info, NULL);
  if (!done && plume_task_check (task, error))
    {
      g_autofree char *reason = g_utf8_make_valid (reading->reason, -1);

      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("%s is a broken PNG: %s; save it again"), name,
                   reason[0] != '\0' ? reason : _ ("it is not understood"));
    }
  return done;
}

static PlumeDataset *
read_png (GBytes *bytes, const char *name, PlumeTask *task, GError **error)
{
  Reading reading = { 0 };
  PlumeDataset *dataset;

  reading.data = g_bytes_get_data (bytes, &reading.length);
  dataset = read_picture (&reading, name, task, error) ? make_dataset (&reading, name) : NULL;
  g_free (reading.pixels);
  return dataset;
}

static const char *const extensions[] = { "png", NULL };

const PlumeReader plume_reader_png = {
  .id = "png",
  .title = N_ ("PNG picture"),
  .extensions = extensions,
  .recognizes = is_png,
  .read = read_png,
};
