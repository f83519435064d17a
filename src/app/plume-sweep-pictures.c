/* plume-sweep-pictures.c: lays out, unites the limits, lays out again and paints. */
#include "app/plume-sweep-pictures.h"

#include "app/plume-painters.h"
#include "figure/plume-paint.h"

#define MAX_AXES    16
#define CELL_MM     60.0 /* of a file: width of a picture … */
#define CELL_RATIO  0.72 /* … and its height to that */
#define LEAST_MM    89.0
#define EXPORT_DPI  300.0
#define FIGURE_ROWS 0.45 /* what each further axes of a figure adds to its height */

struct _PlumeSweepPictures
{
  guint n_columns;
  GStrv titles;
  GPtrArray *figures; /* PlumeFigure or NULL */
  int width, height;
  double scale;
  gboolean dark;
  PlumeExportFormat format;
  char *recipe;
};

static void
unref_figure (gpointer data)
{
  plume_figure_unref (data);
}

PlumeSweepPictures *
plume_sweep_pictures_new (guint n_columns, GStrv titles)
{
  PlumeSweepPictures *pictures = g_new0 (PlumeSweepPictures, 1);

  pictures->n_columns = n_columns;
  pictures->titles = g_strdupv (titles);
  pictures->figures = g_ptr_array_new_with_free_func (unref_figure);
  return pictures;
}

void
plume_sweep_pictures_add (PlumeSweepPictures *pictures, PlumeFigure *figure)
{
  g_ptr_array_add (pictures->figures, figure != NULL ? plume_figure_ref (figure) : NULL);
}

void
plume_sweep_pictures_free (PlumeSweepPictures *pictures)
{
  g_strfreev (pictures->titles);
  g_ptr_array_unref (pictures->figures);
  g_free (pictures->recipe);
  g_free (pictures);
}

static void
free_pictures (gpointer data)
{
  plume_sweep_pictures_free (data);
}

static void
unite_limits (const PlumeSweepPictures *pictures,
              const PlumeStyle *style,
              double width,
              double height,
              PlumeLimits limits[MAX_AXES])
{
  for (guint i = 0; i < MAX_AXES; i++)
    limits[i] = PLUME_LIMITS_NONE;
  for (guint i = 0; i < pictures->figures->len; i++)
    {
      PlumeFigure *figure = g_ptr_array_index (pictures->figures, i);
      g_autoptr (PlumeLayout) layout = NULL;

      if (figure == NULL || figure->note != NULL)
        continue;
      layout = plume_layout_new (figure, style, width, height, NULL, 0, NULL);
      plume_limits_unite (limits, MAX_AXES, layout);
    }
}

static GdkTexture *
paint (const PlumeLayout *layout)
{
  double scale = layout->style.pixels_per_unit;
  int width = (int)(layout->width * scale), height = (int)(layout->height * scale);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  g_autoptr (GBytes) bytes = NULL;
  cairo_t *cr;
  gsize stride;

  cairo_surface_set_device_scale (surface, scale, scale);
  cr = cairo_create (surface);
  plume_cairo_paint (cr, layout);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  stride = (gsize)cairo_image_surface_get_stride (surface);
  bytes =
      g_bytes_new_with_free_func (cairo_image_surface_get_data (surface), stride * (gsize)height,
                                  (GDestroyNotify)cairo_surface_destroy, surface);
  return gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, stride);
}

static void
free_texture (gpointer data)
{
  g_clear_object ((GObject **)&data);
}

static void
free_textures (gpointer data)
{
  g_ptr_array_unref (data);
}

static void
paint_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const PlumeSweepPictures *pictures = data;
  PlumeStyle style = plume_style_screen (pictures->dark, pictures->scale);
  GPtrArray *textures = g_ptr_array_new_with_free_func (free_texture);
  PlumeLimits limits[MAX_AXES];

  style.font_size *= 0.85;
  style.without_title = TRUE;
  style.without_handles = TRUE;
  unite_limits (pictures, &style, pictures->width, pictures->height, limits);
  for (guint i = 0; i < pictures->figures->len; i++)
    {
      PlumeFigure *figure = g_ptr_array_index (pictures->figures, i);
      g_autoptr (PlumeLayout) layout = NULL;

      if (figure != NULL && figure->note == NULL)
        layout = plume_layout_new (figure, &style, pictures->width, pictures->height, limits,
                                   MIN (figure->axes->len, MAX_AXES), NULL);
      g_ptr_array_add (textures, layout != NULL ? paint (layout) : NULL);
    }
  g_task_return_pointer (task, textures, free_textures);
}

void
plume_sweep_pictures_paint (PlumeSweepPictures *pictures,
                            int width,
                            int height,
                            double scale,
                            gboolean dark,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);

  pictures->width = width;
  pictures->height = height;
  pictures->scale = scale;
  pictures->dark = dark;
  g_task_set_task_data (task, pictures, free_pictures);
  plume_painters_run (task, paint_in_thread);
}

GPtrArray *
plume_sweep_pictures_paint_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

static guint
count_axes (const PlumeSweepPictures *pictures)
{
  guint most = 1;

  for (guint i = 0; i < pictures->figures->len; i++)
    {
      const PlumeFigure *figure = g_ptr_array_index (pictures->figures, i);

      if (figure != NULL)
        most = MAX (most, figure->axes->len);
    }
  return most;
}

static void
export_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const PlumeSweepPictures *pictures = data;
  guint n_runs = pictures->figures->len;
  guint n_rows = (n_runs + pictures->n_columns - 1) / pictures->n_columns;
  double cell_height = CELL_MM * CELL_RATIO * (1 + FIGURE_ROWS * (count_axes (pictures) - 1));
  PlumeStyle style = plume_style_file (pictures->dark, EXPORT_DPI);
  PlumeLimits limits[MAX_AXES];
  g_autoptr (PlumeFigure) all = NULL;
  g_autofree char *description = NULL;
  GError *error = NULL;
  GBytes *bytes;

  unite_limits (pictures, &style, CELL_MM / 25.4 * 72, cell_height / 25.4 * 72, limits);
  all = plume_figure_new_multiples (
      "sweep", (PlumeFigure *const *)(gpointer)pictures->figures->pdata, n_runs,
      (const char *const *)pictures->titles, pictures->n_columns, limits, MAX_AXES);
  description = plume_figure_describe (all);

  const PlumeExport settings = {
    .format = pictures->format,
    .width_mm = MAX (LEAST_MM, CELL_MM * pictures->n_columns),
    .height_mm = cell_height * n_rows,
    .dpi = EXPORT_DPI,
    .dark = pictures->dark,
    .recipe = pictures->recipe,
    .description = description,
  };

  bytes = plume_export_figure_to_bytes (all, NULL, 0, NULL, &settings, &error);
  if (bytes != NULL)
    g_task_return_pointer (task, bytes, (GDestroyNotify)g_bytes_unref);
  else
    g_task_return_error (task, error);
}

void
plume_sweep_pictures_export (PlumeSweepPictures *pictures,
                             PlumeExportFormat format,
                             gboolean dark,
                             const char *recipe,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);

  pictures->format = format;
  pictures->dark = dark;
  pictures->recipe = g_strdup (recipe);
  g_task_set_task_data (task, pictures, free_pictures);
  plume_painters_run (task, export_in_thread);
}

GBytes *
plume_sweep_pictures_export_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
