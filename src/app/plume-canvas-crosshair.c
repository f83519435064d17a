/* plume-canvas-crosshair.c: reads the nearest datum out: a hairline, a dot, and a small label that
 * stays inside the canvas.
 *
 * It follows the pointer or, when a datum was chosen by keyboard, stays on that datum until the
 * pointer moves.
 */
#include "app/plume-canvas-private.h"

#include <glib/gi18n.h>
#include <math.h>

#define RADIUS    28.0
#define PADDING   5.0
#define DISTANCE  12.0
#define LEAST_DOT 5.0
/* Unsorted data among which the nearest is looked for by a worker thread. */
#define HEAVY 100000

static GdkRGBA
to_gdk (PlumeRgba colour, double opacity)
{
  return (GdkRGBA){ (float)colour.red, (float)colour.green, (float)colour.blue,
                    (float)(colour.alpha * opacity) };
}

static void
set_hit (PlumeCanvas *canvas, const PlumeHit *hit, gboolean by_key)
{
  gboolean same = hit == NULL ? !canvas->has_hit
                              : canvas->has_hit && canvas->hit.mark == hit->mark
                                    && canvas->hit.index == hit->index && canvas->hit.x == hit->x
                                    && canvas->hit.y == hit->y;

  canvas->hit_by_key = by_key && hit != NULL;
  if (same)
    return;
  canvas->has_hit = hit != NULL;
  g_clear_pointer (&canvas->hit_text, g_free);
  if (hit != NULL)
    {
      canvas->hit = *hit;
      canvas->hit_text = plume_layout_describe_hit (canvas->layout, hit);
    }
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
}

/* Says the datum to assistive technology; a label of an image may change as one moves about in it.
 */
static void
announce (PlumeCanvas *canvas)
{
  const PlumeView *view = &plume_study_get_experiment (canvas->study)->views[canvas->view];
  g_autofree char *plain = NULL;
  g_autofree char *label = NULL;

  if (canvas->hit_text != NULL
      && !pango_parse_markup (canvas->hit_text, -1, 0, NULL, &plain, NULL, NULL))
    plain = g_strdup (canvas->hit_text);
  label = g_strdup_printf ("%s: %s", _ (view->title), plain != NULL ? plain : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (canvas), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

/* Whether looking for the nearest datum may take longer than the main thread has. */
gboolean
plume_canvas_is_heavy (const PlumeLayout *layout)
{
  gsize n_unsorted = 0;

  for (guint i = 0; i < layout->plots->len; i++)
    {
      const PlumePlot *plot = g_ptr_array_index (layout->plots, i);

      for (guint k = 0; k < plot->axes->marks->len; k++)
        {
          const PlumeMark *mark = g_ptr_array_index (plot->axes->marks, k);

          if (!mark->x_sorted)
            n_unsorted += plume_mark_get_length (mark);
        }
    }
  return n_unsorted > HEAVY;
}

typedef struct
{
  PlumeLayout *layout;
  double x, y;
  PlumeHit hit;
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  plume_layout_unref (search->layout);
  g_free (search);
}

static void
search_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Search *search = data;

  g_task_return_boolean (
      task, plume_layout_nearest (search->layout, search->x, search->y, RADIUS, &search->hit));
}

/* What was found counts where the pointer still is there; else the search begins anew. */
static void
take_found (GObject *source, GAsyncResult *result, gpointer data)
{
  PlumeCanvas *canvas = PLUME_CANVAS (source);
  const Search *search = g_task_get_task_data (G_TASK (result));
  gboolean found = g_task_propagate_boolean (G_TASK (result), NULL);

  canvas->searching = FALSE;
  if (canvas->layout == NULL || !canvas->pointer_inside || canvas->grip != PLUME_GRIP_NONE
      || canvas->hovered_handle != NULL || canvas->hit_by_key)
    return;
  if (search->layout == canvas->layout)
    set_hit (canvas, found ? &search->hit : NULL, FALSE);
  if (search->layout != canvas->layout || search->x != canvas->pointer_x
      || search->y != canvas->pointer_y)
    plume_canvas_crosshair_at (canvas, canvas->pointer_x, canvas->pointer_y);
}

static void
search (PlumeCanvas *canvas, double x, double y)
{
  g_autoptr (GTask) task = NULL;
  Search *search;

  if (canvas->searching)
    return;
  canvas->searching = TRUE;
  search = g_new0 (Search, 1);
  search->layout = plume_layout_ref (canvas->layout);
  search->x = x;
  search->y = y;
  task = g_task_new (canvas, NULL, take_found, NULL);
  g_task_set_task_data (task, search, search_free);
  g_task_run_in_thread (task, search_in_thread);
}

/**
 * plume_canvas_crosshair_at:
 *
 * Reads the datum nearest to a point out: at once, or where there are very many, when a worker
 * thread has found it.
 */
void
plume_canvas_crosshair_at (PlumeCanvas *canvas, double x, double y)
{
  PlumeHit hit;

  if (canvas->layout == NULL || canvas->failure != NULL
      || plume_layout_plot_at (canvas->layout, x, y) < 0)
    set_hit (canvas, NULL, FALSE);
  else if (plume_canvas_is_heavy (canvas->layout))
    search (canvas, x, y);
  else
    set_hit (canvas, plume_layout_nearest (canvas->layout, x, y, RADIUS, &hit) ? &hit : NULL,
             FALSE);
}

void
plume_canvas_crosshair_on (PlumeCanvas *canvas, const PlumeHit *hit)
{
  set_hit (canvas, hit, TRUE);
  announce (canvas);
}

void
plume_canvas_crosshair_hide (PlumeCanvas *canvas)
{
  set_hit (canvas, NULL, FALSE);
}

/* After a new layout: marks of the old figure are gone. */
void
plume_canvas_crosshair_refresh (PlumeCanvas *canvas)
{
  gboolean by_key = canvas->hit_by_key;

  canvas->has_hit = FALSE;
  canvas->hovered_handle = NULL;
  g_clear_pointer (&canvas->hit_text, g_free);
  if (by_key)
    plume_canvas_keys_refresh (canvas);
  else if (canvas->pointer_inside && canvas->grip == PLUME_GRIP_NONE)
    plume_canvas_hover (canvas, canvas->pointer_x, canvas->pointer_y);
}

static void
snapshot_dot (
    GtkSnapshot *snapshot, double x, double y, double diameter, GdkRGBA colour, GdkRGBA rim)
{
  GskRoundedRect outline;
  float r = (float)diameter / 2;

  gsk_rounded_rect_init_from_rect (
      &outline, &GRAPHENE_RECT_INIT ((float)x - r, (float)y - r, 2 * r, 2 * r), r);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &colour, &outline.bounds);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]){ 1, 1, 1, 1 },
                              (GdkRGBA[4]){ rim, rim, rim, rim });
}

static void
snapshot_label (PlumeCanvas *canvas, GtkSnapshot *snapshot, double x, double y)
{
  const PlumeStyle *style = &canvas->layout->style;
  GtkWidget *widget = GTK_WIDGET (canvas);
  g_autoptr (PangoLayout) text = gtk_widget_create_pango_layout (widget, NULL);
  GdkRGBA ink = to_gdk (plume_style_text (style), 1);
  GdkRGBA ground = to_gdk (plume_style_background (style), 0.92);
  GdkRGBA edge = to_gdk (plume_style_text (style), 0.2);
  GskRoundedRect outline;
  int text_width, text_height;
  double width, height, left, top, room = gtk_widget_get_width (widget);
  g_autoptr (PangoFontDescription) font = pango_font_description_from_string (style->font);

  ground.alpha = 0.92f;
  pango_font_description_set_absolute_size (font, 0.85 * style->font_size * PANGO_SCALE);
  pango_layout_set_font_description (text, font);
  pango_layout_set_markup (text, canvas->hit_text, -1);
  pango_layout_set_width (text, (int)MAX (60, room - 24) * PANGO_SCALE);
  pango_layout_set_wrap (text, PANGO_WRAP_WORD_CHAR);
  pango_layout_get_pixel_size (text, &text_width, &text_height);
  width = text_width + 2 * PADDING;
  height = text_height + 2 * PADDING;
  left = x + DISTANCE + width <= room || x < room / 2 ? x + DISTANCE : x - DISTANCE - width;
  top = y - DISTANCE - height >= 0 ? y - DISTANCE - height : y + DISTANCE;
  left = round (CLAMP (left, 0, MAX (0, room - width)));
  top = round (CLAMP (top, 0, MAX (0, gtk_widget_get_height (widget) - height)));

  gsk_rounded_rect_init_from_rect (
      &outline, &GRAPHENE_RECT_INIT ((float)left, (float)top, (float)width, (float)height), 5);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &ground, &outline.bounds);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]){ 1, 1, 1, 1 },
                              (GdkRGBA[4]){ edge, edge, edge, edge });
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT ((float)(left + PADDING), (float)(top + PADDING)));
  gtk_snapshot_append_layout (snapshot, text, &ink);
  gtk_snapshot_restore (snapshot);
}

void
plume_canvas_crosshair_snapshot (PlumeCanvas *canvas, GtkSnapshot *snapshot)
{
  const PlumePlot *plot;
  const PlumeStyle *style;
  double x, y;

  if (!canvas->has_hit || canvas->hit_text == NULL || canvas->failure != NULL)
    return;
  plot = plume_canvas_get_plot (canvas, canvas->hit.plot);
  if (plot == NULL)
    return;
  style = &canvas->layout->style;
  plume_layout_hit_place (canvas->layout, &canvas->hit, &x, &y);
  if (!isfinite (x) || !isfinite (y))
    return;
  if (x >= plot->frame.x && x <= plot->frame.x + plot->frame.width)
    {
      GdkRGBA hairline = to_gdk (plume_style_text (style), 0.25);

      if (plot->space == NULL)
        gtk_snapshot_append_color (snapshot, &hairline,
                                   &GRAPHENE_RECT_INIT (floorf ((float)x), (float)plot->frame.y, 1,
                                                        (float)plot->frame.height));
      if (y >= plot->frame.y && y <= plot->frame.y + plot->frame.height)
        snapshot_dot (snapshot, x, y, MAX (LEAST_DOT, 5 * style->stroke),
                      to_gdk (plume_layout_hit_colour (canvas->layout, &canvas->hit), 1),
                      to_gdk (plume_style_background (style), 1));
    }
  snapshot_label (canvas, snapshot, x,
                  CLAMP (y, plot->frame.y, plot->frame.y + plot->frame.height));
}
