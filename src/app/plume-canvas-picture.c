/* plume-canvas-picture.c: the picture painted with Cairo by a worker thread, so that the main
 * thread only hands textures on.
 *
 * One painting runs at a time; when it ends and the layout has changed meanwhile, the newest is
 * painted next (latest wins). A layout is immutable, so the worker needs nothing else of the
 * canvas. Until a picture of the present size is there, the old one is stretched to it.
 */
#include "app/plume-canvas-private.h"

#include "app/plume-painters.h"
#include "figure/plume-paint.h"

struct _PlumePicture
{
  GdkTexture *texture;
  PlumeLayout *painted; /* what the texture shows */
  gboolean busy;
};

/* The whole picture, or only what stands over the marks; NULL where there is no memory. */
static GdkTexture *
paint_texture (const PlumeLayout *layout, void (*paint) (cairo_t *cr, const PlumeLayout *layout))
{
  double scale = layout->style.pixels_per_unit;
  int width = MAX (1, (int)ceil (layout->width * scale));
  int height = MAX (1, (int)ceil (layout->height * scale));
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_t *cr;
  g_autoptr (GBytes) bytes = NULL;
  gsize stride;

  cairo_surface_set_device_scale (surface, scale, scale);
  cr = cairo_create (surface);
  paint (cr, layout);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    {
      cairo_surface_destroy (surface);
      return NULL;
    }
  stride = (gsize)cairo_image_surface_get_stride (surface);
  bytes =
      g_bytes_new_with_free_func (cairo_image_surface_get_data (surface), stride * (gsize)height,
                                  (GDestroyNotify)cairo_surface_destroy, surface);
  return gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, stride);
}

static void
paint_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, paint_texture (data, plume_cairo_paint), g_object_unref);
}

static void
finish_painting (GObject *source, GAsyncResult *result, gpointer data)
{
  PlumeCanvas *canvas = PLUME_CANVAS (source);
  PlumePicture *picture = canvas->picture;
  GdkTexture *texture = g_task_propagate_pointer (G_TASK (result), NULL);

  if (picture == NULL)
    {
      g_clear_object (&texture);
      return;
    }
  picture->busy = FALSE;
  if (texture != NULL)
    {
      g_clear_object (&picture->texture);
      picture->texture = texture;
      g_clear_pointer (&picture->painted, plume_layout_unref);
      picture->painted = plume_layout_ref (g_task_get_task_data (G_TASK (result)));
      gtk_widget_queue_draw (GTK_WIDGET (canvas));
    }
  plume_canvas_picture_update (canvas);
}

void
plume_canvas_picture_init (PlumeCanvas *canvas)
{
  canvas->picture = g_new0 (PlumePicture, 1);
}

void
plume_canvas_picture_dispose (PlumeCanvas *canvas)
{
  if (canvas->picture == NULL)
    return;
  g_clear_object (&canvas->picture->texture);
  g_clear_pointer (&canvas->picture->painted, plume_layout_unref);
  g_clear_pointer (&canvas->picture, g_free);
}

/* Paints the newest layout where the texture shows another one and nothing is being painted. */
void
plume_canvas_picture_update (PlumeCanvas *canvas)
{
  PlumePicture *picture = canvas->picture;
  g_autoptr (GTask) task = NULL;

  if (picture == NULL || picture->busy || canvas->layout == NULL || canvas->area != NULL
      || picture->painted == canvas->layout || !gtk_widget_get_mapped (GTK_WIDGET (canvas)))
    return;
  picture->busy = TRUE;
  task = g_task_new (canvas, NULL, finish_painting, NULL);
  g_task_set_task_data (task, plume_layout_ref (canvas->layout),
                        (GDestroyNotify)plume_layout_unref);
  plume_painters_run (task, paint_in_thread);
}

/**
 * plume_canvas_begin_with:
 * @other: a canvas of the same view
 *
 * Shows the picture of another canvas until there is one of its own.
 */
void
plume_canvas_begin_with (PlumeCanvas *canvas, PlumeCanvas *other)
{
  if (canvas->picture->texture != NULL || other->picture->texture == NULL)
    return;
  canvas->picture->texture = g_object_ref (other->picture->texture);
  canvas->picture->painted = plume_layout_ref (other->picture->painted);
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
}

gboolean
plume_canvas_has_picture (PlumeCanvas *canvas)
{
  return canvas->area != NULL ? canvas->layout != NULL : canvas->picture->texture != NULL;
}

gboolean
plume_canvas_picture_is_new (PlumeCanvas *canvas)
{
  const PlumeLayout *layout = canvas->layout;

  return layout != NULL && layout->figure == canvas->figure && !plume_canvas_awaits_layout (canvas)
         && layout->width == gtk_widget_get_width (GTK_WIDGET (canvas))
         && layout->height == gtk_widget_get_height (GTK_WIDGET (canvas))
         && (canvas->area != NULL || canvas->picture->painted == layout);
}

static void
append_texture (GtkSnapshot *snapshot, GdkTexture *texture, double scale)
{
  gtk_snapshot_append_texture (
      snapshot, texture,
      &GRAPHENE_RECT_INIT (0, 0, (float)(gdk_texture_get_width (texture) / scale),
                           (float)(gdk_texture_get_height (texture) / scale)));
}

static void
append_picture (PlumeCanvas *canvas, GtkSnapshot *snapshot)
{
  const PlumePicture *picture = canvas->picture;
  int width = gtk_widget_get_width (GTK_WIDGET (canvas));
  int height = gtk_widget_get_height (GTK_WIDGET (canvas));

  if (picture->painted->width == width && picture->painted->height == height)
    append_texture (snapshot, picture->texture, picture->painted->style.pixels_per_unit);
  else
    gtk_snapshot_append_texture (snapshot, picture->texture,
                                 &GRAPHENE_RECT_INIT (0, 0, (float)width, (float)height));
}

/* Frames and words over the card's marks; kept, so that a crosshair that moves costs nothing here.
 */
static void
snapshot_overlay (PlumeCanvas *canvas, GtkSnapshot *snapshot)
{
  if (canvas->overlay == NULL && canvas->layout != NULL)
    canvas->overlay = paint_texture (canvas->layout, plume_cairo_paint_overlay);
  if (canvas->overlay != NULL)
    append_texture (snapshot, canvas->overlay, canvas->layout->style.pixels_per_unit);
}

void
plume_canvas_picture_snapshot (PlumeCanvas *canvas, GtkSnapshot *snapshot)
{
  const PlumePicture *picture = canvas->picture;

  if (canvas->area != NULL)
    {
      gtk_widget_snapshot_child (GTK_WIDGET (canvas), canvas->area, snapshot);
      snapshot_overlay (canvas, snapshot);
    }
  else if (picture != NULL && picture->texture != NULL)
    append_picture (canvas, snapshot);
}
