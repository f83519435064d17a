/* plume-export-png.c: pictures as PNG (ISO/IEC 15948), with resolution (pHYs), title, description
 * and recipe (iTXt). */
#include "figure/plume-export-private.h"

#include "figure/plume-paint.h"

#include <math.h>
#include <png.h>
#include <setjmp.h>
#include <string.h>

static void
append_bytes (png_structp png, png_bytep data, png_size_t length)
{
  g_byte_array_append (png_get_io_ptr (png), data, (guint)length);
}

static void
flush_nothing (png_structp png)
{
}

static void
stay_quiet (png_structp png, png_const_charp message)
{
}

/* Premultiplied ARGB to red, green, blue, alpha. */
static void
convert_row (const guint32 *pixels, int width, guint8 *row)
{
  for (int i = 0; i < width; i++)
    {
      guint32 alpha = pixels[i] >> 24;

      for (int channel = 0; channel < 3; channel++)
        {
          guint32 value = pixels[i] >> (16 - 8 * channel) & 255;

          row[4 * i + channel] =
              (guint8)(alpha == 0 ? 0 : MIN ((value * 255 + alpha / 2) / alpha, 255));
        }
      row[4 * i + 3] = (guint8)alpha;
    }
}

static guint
add_text (png_text *texts, guint n_texts, const char *key, const char *text)
{
  if (text == NULL || *text == '\0')
    return n_texts;
  texts[n_texts] = (png_text){
    .compression = strlen (text) > 1024 ? PNG_ITXT_COMPRESSION_zTXt : PNG_ITXT_COMPRESSION_NONE,
    .key = (char *)key,
    .text = (char *)text,
    .lang = (char *)"",
    .lang_key = (char *)key,
  };
  return n_texts + 1;
}

/* FALSE where libpng gives up. Nothing that longjmp() would skip is owned here. */
static gboolean
write_png (png_structp png,
           png_infop info,
           GByteArray *bytes,
           cairo_surface_t *surface,
           double dpi,
           png_text *texts,
           guint n_texts,
           guint8 *row)
{
  int width = cairo_image_surface_get_width (surface),
      height = cairo_image_surface_get_height (surface);
  gsize stride = (gsize)cairo_image_surface_get_stride (surface);
  png_uint_32 per_metre = (png_uint_32)lround (dpi / 0.0254);

  if (setjmp (png_jmpbuf (png)))
    return FALSE;
  png_set_write_fn (png, bytes, append_bytes, flush_nothing);
  png_set_IHDR (png, info, (png_uint_32)width, (png_uint_32)height, 8, PNG_COLOR_TYPE_RGBA,
                PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_set_pHYs (png, info, per_metre, per_metre, PNG_RESOLUTION_METER);
  png_set_sRGB (png, info, PNG_sRGB_INTENT_PERCEPTUAL);
  png_set_text (png, info, texts, (int)n_texts);
  png_write_info (png, info);
  for (int y = 0; y < height; y++)
    {
      convert_row ((const guint32 *)(gconstpointer)(cairo_image_surface_get_data (surface)
                                                    + (gsize)y * stride),
                   width, row);
      png_write_row (png, row);
    }
  png_write_end (png, info);
  return TRUE;
}

/* The layout as pixels; the surface's status says whether there was memory for it. */
cairo_surface_t *
plume_export_render (const PlumeLayout *layout)
{
  double scale = layout->style.pixels_per_unit;
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int)MAX (lround (layout->width * scale), 1),
                                  (int)MAX (lround (layout->height * scale), 1));
  cairo_t *cr = cairo_create (surface);

  cairo_scale (cr, scale, scale);
  plume_cairo_paint (cr, layout);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* @title and the texts of @settings travel in the file. */
GBytes *
plume_export_png_from_surface (cairo_surface_t *surface,
                               const char *title,
                               const PlumeExport *settings,
                               GError **error)
{
  png_structp png = png_create_write_struct (PNG_LIBPNG_VER_STRING, NULL, stay_quiet, stay_quiet);
  png_infop info = png != NULL ? png_create_info_struct (png) : NULL;
  GByteArray *bytes = g_byte_array_new ();
  g_autofree guint8 *row = NULL;
  png_text texts[4];
  guint n_texts = 0;
  gboolean written = FALSE;

  n_texts = add_text (texts, n_texts, "Title", title);
  n_texts = add_text (texts, n_texts, "Description", settings->description);
  n_texts = add_text (texts, n_texts, "Software", "Plume " PLUME_VERSION);
  n_texts = add_text (texts, n_texts, PLUME_RECIPE_KEYWORD, settings->recipe);
  if (info != NULL && cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS)
    {
      row = g_malloc (4 * (gsize)cairo_image_surface_get_width (surface));
      written = write_png (png, info, bytes, surface, settings->dpi, texts, n_texts, row);
    }
  if (png != NULL)
    png_destroy_write_struct (&png, &info);
  if (written)
    return g_byte_array_free_to_bytes (bytes);
  g_byte_array_unref (bytes);
  plume_export_no_memory (error);
  return NULL;
}

GBytes *
plume_export_png (const PlumeLayout *layout, const PlumeExport *settings, GError **error)
{
  cairo_surface_t *surface = plume_export_render (layout);
  g_autofree char *title = plume_export_plain_title (layout->figure);
  GBytes *bytes = plume_export_png_from_surface (surface, title, settings, error);

  cairo_surface_destroy (surface);
  return bytes;
}
