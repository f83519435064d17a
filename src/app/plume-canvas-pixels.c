/* plume-canvas-pixels.c: images and densities for the OpenGL painter, counted and coloured by
 * worker threads.
 *
 * While pixels for the present layout are being made, those at hand are shown where their data
 * stand now: a pan moves the old picture and sharpens it a moment later. Of the layouts that come
 * while one is worked on, only the newest is worked on next.
 */
#include "app/plume-canvas-private.h"

#include "app/plume-painters.h"
#include <string.h>

typedef struct
{
  char *id;            /* of the axes and of the mark */
  PlumeLayout *layout; /* for which the pixels were made */
  cairo_surface_t *surface;
  PlumeRect rect;
  gboolean ready, busy;
} Store;

typedef struct
{
  char *id;
  PlumeLayout *layout;
  const PlumePlot *plot;
  const PlumeMark *mark;
  cairo_surface_t *surface;
  PlumeRect rect;
} Work;

static void
store_free (gpointer data)
{
  Store *store = data;

  g_free (store->id);
  g_clear_pointer (&store->layout, plume_layout_unref);
  g_clear_pointer (&store->surface, cairo_surface_destroy);
  g_free (store);
}

static void
work_free (gpointer data)
{
  Work *work = data;

  g_free (work->id);
  plume_layout_unref (work->layout);
  g_clear_pointer (&work->surface, cairo_surface_destroy);
  g_free (work);
}

static void
make_pixels (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;

  work->surface = plume_paint_pixels (work->layout, work->plot, work->mark, &work->rect);
  g_task_return_boolean (task, TRUE);
}

static void
take_pixels (GObject *source, GAsyncResult *result, gpointer data)
{
  PlumeCanvas *canvas = PLUME_CANVAS (source);
  Work *work = g_task_get_task_data (G_TASK (result));
  Store *store = canvas->pixels != NULL ? g_hash_table_lookup (canvas->pixels, work->id) : NULL;

  if (store == NULL)
    return;
  g_clear_pointer (&store->layout, plume_layout_unref);
  g_clear_pointer (&store->surface, cairo_surface_destroy);
  store->layout = plume_layout_ref (work->layout);
  store->surface = g_steal_pointer (&work->surface);
  store->rect = work->rect;
  store->ready = TRUE;
  store->busy = FALSE;
  if (canvas->area != NULL)
    gtk_gl_area_queue_render (GTK_GL_AREA (canvas->area));
}

static const PlumePlot *
find_plot (const PlumeLayout *layout, const PlumeAxes *axes)
{
  for (guint i = 0; i < layout->plots->len; i++)
    {
      const PlumePlot *plot = g_ptr_array_index (layout->plots, i);

      if (g_strcmp0 (plot->axes->id, axes->id) == 0)
        return plot;
    }
  return NULL;
}

static gboolean
show_the_same (const PlumeLayout *a, const PlumeLayout *b)
{
  static const char *const none[] = { NULL };

  return a->selection == b->selection
         && g_strv_equal (a->hidden_marks != NULL ? (const char *const *)a->hidden_marks : none,
                          b->hidden_marks != NULL ? (const char *const *)b->hidden_marks : none);
}

static gboolean
look_from_the_same (const PlumeSpace *a, const PlumeSpace *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return memcmp (&a->camera, &b->camera, sizeof a->camera) == 0 && a->z_from == b->z_from
         && a->z_to == b->z_to;
}

static gboolean
is_up_to_date (const Store *store, const PlumeLayout *layout, const PlumePlot *plot)
{
  const PlumePlot *made = store->ready ? find_plot (store->layout, plot->axes) : NULL;

  return made != NULL && store->layout->figure == layout->figure
         && store->layout->style.dark == layout->style.dark
         && store->layout->style.colour_map == layout->style.colour_map
         && store->layout->style.pixels_per_unit == layout->style.pixels_per_unit
         && memcmp (&made->frame, &plot->frame, sizeof plot->frame) == 0
         && made->x_from == plot->x_from && made->x_to == plot->x_to && made->y_from == plot->y_from
         && made->y_to == plot->y_to && show_the_same (store->layout, layout)
         && look_from_the_same (made->space, plot->space);
}

static void
start_work (PlumeCanvas *canvas,
            Store *store,
            const PlumeLayout *layout,
            const PlumePlot *plot,
            const PlumeMark *mark)
{
  g_autoptr (GTask) task = g_task_new (canvas, NULL, take_pixels, NULL);
  Work *work = g_new0 (Work, 1);

  store->busy = TRUE;
  work->id = g_strdup (store->id);
  work->layout = plume_layout_ref ((PlumeLayout *)layout);
  work->plot = plot;
  work->mark = mark;
  g_task_set_task_data (task, work, work_free);
  plume_painters_run (task, make_pixels);
}

/* A PlumeGlPixelsFunc: what is at hand now; begins to make what is missing. */
gboolean
plume_canvas_pixels_get (const PlumeLayout *layout,
                         const PlumePlot *plot,
                         const PlumeMark *mark,
                         PlumeGlPixels *pixels,
                         gpointer user_data)
{
  PlumeCanvas *canvas = user_data;
  g_autofree char *id = g_strconcat (plot->axes->id, "/", mark->id, NULL);
  Store *store;

  if (canvas->pixels == NULL)
    canvas->pixels = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, store_free);
  store = g_hash_table_lookup (canvas->pixels, id);
  if (store == NULL)
    {
      store = g_new0 (Store, 1);
      store->id = g_steal_pointer (&id);
      g_hash_table_insert (canvas->pixels, store->id, store);
    }
  if (!store->busy && !is_up_to_date (store, layout, plot))
    start_work (canvas, store, layout, plot, mark);
  if (!store->ready)
    return FALSE;
  *pixels = (PlumeGlPixels){ store->surface, store->rect, store->layout };
  return TRUE;
}
