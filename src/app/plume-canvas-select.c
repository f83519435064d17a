/* plume-canvas-select.c: choosing items: by a rectangle, by a free outline (Alt, or the second
 * button), or one by one; and clicks on views that answer them.
 *
 * What is inside an outline is looked for by a worker thread, so that a million points stop
 * nothing; the study then tells all canvases.
 */
#include "app/plume-canvas-private.h"

#include <math.h>

#define LEAST_STEP 2.0 /* between two places of a free outline, pixels */

typedef struct
{
  double x, y;
} Place;

gboolean
plume_canvas_can_select (PlumeCanvas *canvas)
{
  return canvas->can_select;
}

/**
 * plume_canvas_set_selects:
 * @selects: whether the pointer chooses items instead of moving axes; only where there are items
 */
void
plume_canvas_set_selects (PlumeCanvas *canvas, gboolean selects)
{
  selects = selects && canvas->can_select;
  if (canvas->selects == selects)
    return;
  plume_canvas_gestures_stop (canvas);
  if (selects)
    plume_canvas_set_draws (canvas, FALSE);
  canvas->selects = selects;
  g_signal_emit_by_name (canvas, "selects-changed");
}

gboolean
plume_canvas_get_selects (PlumeCanvas *canvas)
{
  return canvas->selects;
}

/* After a new figure: whether there is something to choose from. */
void
plume_canvas_select_refresh (PlumeCanvas *canvas)
{
  gboolean can = plume_figure_count_items (canvas->figure) > 0;

  if (canvas->can_select == can)
    return;
  canvas->can_select = can;
  if (!can)
    canvas->selects = FALSE;
  g_clear_pointer (&canvas->menu, gtk_widget_unparent);
  g_signal_emit_by_name (canvas, "selects-changed");
}

static void
choose (PlumeCanvas *canvas, const PlumeSelection *chosen, PlumeChoosing choosing)
{
  PlumeSelection *before = plume_study_get_selection (canvas->study);
  g_autoptr (PlumeSelection) nothing = plume_selection_new (0, NULL, 0);
  g_autoptr (PlumeSelection) result = NULL;

  if (before == NULL || choosing == PLUME_CHOOSE_ONLY)
    before = nothing;
  result = choosing == PLUME_CHOOSE_LESS ? plume_selection_difference (before, chosen)
                                         : plume_selection_union (before, chosen);
  plume_study_set_selection (canvas->study, result);
}

typedef struct
{
  PlumeLayout *layout;
  int plot;
  GArray *outline;
  PlumeChoosing choosing;
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  plume_layout_unref (search->layout);
  g_array_unref (search->outline);
  g_free (search);
}

static void
search_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Search *search = data;

  g_task_return_pointer (task,
                         plume_layout_select (search->layout, search->plot,
                                              (const double *)(gpointer)search->outline->data,
                                              search->outline->len),
                         (GDestroyNotify)plume_selection_unref);
}

static void
take_chosen (GObject *source, GAsyncResult *result, gpointer data)
{
  PlumeCanvas *canvas = PLUME_CANVAS (source);
  const Search *search = g_task_get_task_data (G_TASK (result));
  g_autoptr (PlumeSelection) chosen = g_task_propagate_pointer (G_TASK (result), NULL);

  if (canvas->study != NULL)
    choose (canvas, chosen, search->choosing);
}

static void
add_place (GArray *outline, double x, double y)
{
  Place place = { x, y };

  g_array_append_val (outline, place);
}

/* After the grip began on a plot. */
void
plume_canvas_select_begin (
    PlumeCanvas *canvas, double x, double y, gboolean lasso, PlumeChoosing choosing)
{
  canvas->lasso = lasso;
  canvas->choosing = choosing;
  g_clear_pointer (&canvas->outline, g_array_unref);
  canvas->outline = g_array_new (FALSE, FALSE, sizeof (Place));
  add_place (canvas->outline, x, y);
}

void
plume_canvas_select_to (PlumeCanvas *canvas, double x, double y)
{
  const Place *last = &g_array_index (canvas->outline, Place, canvas->outline->len - 1);

  canvas->box_x = x;
  canvas->box_y = y;
  if (canvas->lasso && hypot (x - last->x, y - last->y) >= LEAST_STEP)
    add_place (canvas->outline, x, y);
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
}

void
plume_canvas_select_end (PlumeCanvas *canvas)
{
  g_autoptr (GTask) task = g_task_new (canvas, NULL, take_chosen, NULL);
  Search *search = g_new0 (Search, 1);

  search->layout = plume_layout_ref (canvas->grip_layout);
  search->plot = canvas->grip_zone.plot;
  search->choosing = canvas->choosing;
  search->outline = g_steal_pointer (&canvas->outline);
  if (!canvas->lasso)
    {
      add_place (search->outline, canvas->box_x, canvas->grip_y);
      add_place (search->outline, canvas->box_x, canvas->box_y);
      add_place (search->outline, canvas->grip_x, canvas->box_y);
    }
  g_task_set_task_data (task, search, search_free);
  g_task_run_in_thread (task, search_in_thread);
}

/* One item, or where nothing is under the pointer, none. */
void
plume_canvas_select_hit (PlumeCanvas *canvas, const PlumeHit *hit, PlumeChoosing choosing)
{
  gsize item =
      hit != NULL && hit->mark != NULL ? plume_mark_get_item (hit->mark, hit->index) : G_MAXSIZE;
  g_autoptr (PlumeSelection) chosen = plume_selection_new (
      plume_figure_count_items (canvas->figure), &item, item != G_MAXSIZE ? 1 : 0);

  if (chosen->n_selected > 0 || choosing == PLUME_CHOOSE_ONLY)
    choose (canvas, chosen, choosing);
}

void
plume_canvas_clear_selection (PlumeCanvas *canvas)
{
  plume_study_set_selection (canvas->study, NULL);
}

/* The numbers of the chosen items as a person counts rows, from 1, one a line. */
void
plume_canvas_copy_items (PlumeCanvas *canvas)
{
  PlumeSelection *selection = plume_study_get_selection (canvas->study);
  g_autofree gsize *items = selection != NULL ? plume_selection_list (selection) : NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; selection != NULL && i < selection->n_selected; i++)
    g_string_append_printf (text, "%zu\n", items[i] + 1);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (canvas)), text->str);
}

void
plume_canvas_pick (PlumeCanvas *canvas, const PlumeHit *hit, double x, double y)
{
  int index = hit != NULL ? hit->plot : plume_layout_plot_at (canvas->layout, x, y);
  const PlumePlot *plot = plume_canvas_get_plot (canvas, index);
  PlumePick pick = { NULL, 0, G_MAXSIZE, (guint)index, NAN, NAN, NAN };
  g_autoptr (GError) error = NULL;

  if (plot == NULL || (hit == NULL && plot->space != NULL))
    return;
  pick.x = hit != NULL ? hit->x : plume_plot_x_inverse (plot, x);
  pick.y = hit != NULL ? hit->y : plume_plot_y_inverse (plot, y);
  if (hit != NULL)
    {
      pick.mark = hit->mark->id;
      pick.index = hit->index;
      pick.item = plume_mark_get_item (hit->mark, hit->index);
      pick.z = hit->mark->z != NULL ? hit->z : NAN;
    }
  if (!plume_study_pick (canvas->study, canvas->view, &pick, &error))
    plume_canvas_notice (canvas, error->message);
}
