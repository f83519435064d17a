/* plume-export.c: a figure at a size on paper, into bytes or into a file.
 *
 * The same layout and painter as on screen, in the style of files. Bytes depend on nothing but the
 * figure and the settings: no dates, no counters. A file is replaced at once or not at all.
 */
#include "figure/plume-export-private.h"

#include "core/plume-error.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <pango/pango.h>
#include <string.h>

#define MILLIMETRES_PER_INCH 25.4
#define LARGEST_PIXELS       30000.0

/**
 * plume_export_format_from_name:
 * @file_name: a name or path
 * @format: (out): what its ending says
 *
 * Returns: %FALSE where the ending is none of .png, .svg, .pdf
 */
gboolean
plume_export_format_from_name (const char *file_name, PlumeExportFormat *format)
{
  static const char *const endings[] = {
    [PLUME_EXPORT_PNG] = ".png", [PLUME_EXPORT_SVG] = ".svg", [PLUME_EXPORT_PDF] = ".pdf"
  };
  g_autofree char *lower = g_ascii_strdown (file_name, -1);

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (lower, endings[i]))
      {
        *format = (PlumeExportFormat)i;
        return TRUE;
      }
  return FALSE;
}

char *
plume_export_plain_title (const PlumeFigure *figure)
{
  char *plain = NULL;

  if (figure->title == NULL)
    return g_strdup (figure->id != NULL ? figure->id : "");
  if (pango_parse_markup (figure->title, -1, 0, NULL, &plain, NULL, NULL))
    return plain;
  return g_utf8_make_valid (figure->title, -1);
}

static gboolean
check_settings (const PlumeExport *settings, GError **error)
{
  double longest =
      MAX (settings->width_mm, settings->height_mm) / MILLIMETRES_PER_INCH * settings->dpi;

  if (!(settings->width_mm >= 5) || !(settings->height_mm >= 5) || !(settings->width_mm <= 5000)
      || !(settings->height_mm <= 5000))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("A picture of %g mm × %g mm cannot be written; choose a width and a height "
                      "between 5 mm and 5000 mm"),
                   settings->width_mm, settings->height_mm);
      return FALSE;
    }
  if (!(settings->dpi >= 10) || !(settings->dpi <= 10000) || longest > LARGEST_PIXELS)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("A resolution of %g dpi is not possible for this size; choose one from 10 "
                      "dpi up that keeps each side "
                      "below %g pixels"),
                   settings->dpi, LARGEST_PIXELS);
      return FALSE;
    }
  if (settings->recipe != NULL && strlen (settings->recipe) > PLUME_RECIPE_MAX_BYTES)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("The recipe is too long to travel in a picture; export without it"));
      return FALSE;
    }
  return TRUE;
}

/* NULL where the settings are impossible. */
static PlumeLayout *
lay_out (PlumeFigure *figure,
         const PlumeLimits *limits,
         guint n_limits,
         const char *const *hidden_marks,
         const PlumeExport *settings,
         GError **error)
{
  PlumeLayout *layout;
  PlumeStyle style;

  if (!check_settings (settings, error))
    return NULL;
  style = plume_style_file (settings->dark, settings->dpi);
  style.transparent = settings->transparent;
  if (settings->colour_map != PLUME_COLOUR_MAP_DEFAULT)
    style.colour_map = settings->colour_map;
  layout = plume_layout_new (figure, &style, settings->width_mm / MILLIMETRES_PER_INCH * 72,
                             settings->height_mm / MILLIMETRES_PER_INCH * 72, limits, n_limits,
                             hidden_marks);
  plume_layout_set_selection (layout, settings->selection);
  return layout;
}

void
plume_export_no_memory (GError **error)
{
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
               _ ("The picture does not fit into memory; choose a smaller size or resolution"));
}

/**
 * plume_export_figure_to_bytes:
 * @figure: what to draw
 * @limits: (array length=n_limits) (nullable): limits, as for plume_layout_new()
 * @n_limits: their number
 * @hidden_marks: (nullable): ids of marks that are switched off
 * @settings: format, size, looks, recipe
 * @error: %PLUME_ERROR_USAGE where the size is impossible, %PLUME_ERROR_COMPUTE where memory ends
 *
 * Returns: (transfer full) (nullable): the file's content
 */
GBytes *
plume_export_figure_to_bytes (PlumeFigure *figure,
                              const PlumeLimits *limits,
                              guint n_limits,
                              const char *const *hidden_marks,
                              const PlumeExport *settings,
                              GError **error)
{
  g_autoptr (PlumeLayout) layout =
      lay_out (figure, limits, n_limits, hidden_marks, settings, error);

  if (layout == NULL)
    return NULL;
  switch (settings->format)
    {
    case PLUME_EXPORT_SVG:
      return plume_export_svg (layout, settings, error);
    case PLUME_EXPORT_PDF:
      return plume_export_pdf (layout, settings, error);
    case PLUME_EXPORT_PNG:
    default:
      return plume_export_png (layout, settings, error);
    }
}

/**
 * plume_export_figure_to_surface:
 * @settings: size, resolution and looks; the format is of no matter
 *
 * Takes what plume_export_figure_to_bytes() takes, for those who go on with the pixels. For any
 * thread.
 *
 * Returns: (transfer full) (nullable): an image surface
 */
cairo_surface_t *
plume_export_figure_to_surface (PlumeFigure *figure,
                                const PlumeLimits *limits,
                                guint n_limits,
                                const char *const *hidden_marks,
                                const PlumeExport *settings,
                                GError **error)
{
  g_autoptr (PlumeLayout) layout =
      lay_out (figure, limits, n_limits, hidden_marks, settings, error);
  cairo_surface_t *surface;

  if (layout == NULL)
    return NULL;
  surface = plume_export_render (layout);
  if (cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS)
    return surface;
  cairo_surface_destroy (surface);
  plume_export_no_memory (error);
  return NULL;
}

/**
 * plume_export_figure:
 * @path: the file to write; an old one is replaced when the new one is complete on disk
 *
 * Writes what plume_export_figure_to_bytes() gives.
 *
 * Returns: %FALSE with @error set where nothing was written
 */
gboolean
plume_export_figure (PlumeFigure *figure,
                     const PlumeLimits *limits,
                     guint n_limits,
                     const char *const *hidden_marks,
                     const PlumeExport *settings,
                     const char *path,
                     GError **error)
{
  g_autoptr (GBytes) bytes =
      plume_export_figure_to_bytes (figure, limits, n_limits, hidden_marks, settings, error);
  g_autoptr (GError) local = NULL;
  gconstpointer data;
  gsize size;

  if (bytes == NULL)
    return FALSE;
  data = g_bytes_get_data (bytes, &size);
  if (g_file_set_contents_full (path, data, (gssize)size,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0666,
                                &local))
    return TRUE;
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
               _ ("“%s” cannot be written: %s; choose another place"), path, local->message);
  return FALSE;
}
