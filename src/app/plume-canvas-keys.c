/* plume-canvas-keys.c: a canvas without a pointer: Tab goes from mark to mark, arrows from datum to
 * datum, handles move by arrows.
 *
 * The place is kept as the mark's id and the datum's index, so that it survives a new figure.
 */
#include "app/plume-canvas-private.h"

#include <math.h>

#define HANDLE_STEP 0.01 /* of the frame */
#define ZOOM_STEP   1.25
#define ORBIT_STEP  5.0 /* degrees */

typedef struct
{
  int plot;
  const PlumeMark *mark;
} Stop;

static gsize
count_data (const PlumeMark *mark)
{
  switch (mark->kind)
    {
    case PLUME_MARK_LINE:
    case PLUME_MARK_POINTS:
    case PLUME_MARK_BAND:
    case PLUME_MARK_BARS:
    case PLUME_MARK_HANDLE:
      return mark->x != NULL ? mark->x->length : 0;
    case PLUME_MARK_IMAGE:
      return mark->n_rows * mark->n_columns;
    default:
      return 0;
    }
}

/* All marks that the keyboard can stop at, in the order of painting; free with g_array_unref(). */
static GArray *
list_stops (const PlumeLayout *layout)
{
  GArray *stops = g_array_new (FALSE, FALSE, sizeof (Stop));

  for (guint i = 0; layout != NULL && i < layout->plots->len; i++)
    {
      const PlumePlot *plot = g_ptr_array_index (layout->plots, i);

      for (guint j = 0; j < plot->axes->marks->len; j++)
        {
          Stop stop = { (int)i, g_ptr_array_index (plot->axes->marks, j) };

          if (count_data (stop.mark) > 0 && plume_layout_shows (layout, stop.mark))
            g_array_append_val (stops, stop);
        }
    }
  return stops;
}

static int
find_stop (GArray *stops, const char *id)
{
  for (guint i = 0; id != NULL && i < stops->len; i++)
    if (g_strcmp0 (g_array_index (stops, Stop, i).mark->id, id) == 0)
      return (int)i;
  return -1;
}

static PlumeHit
hit_datum (const Stop *stop, gsize index)
{
  const PlumeMark *mark = stop->mark;
  PlumeHit hit = { stop->plot, mark, index, NAN, NAN, NAN };

  if (mark->kind == PLUME_MARK_IMAGE)
    {
      double column = (double)(index % mark->n_columns), row = (double)(index / mark->n_columns);

      hit.x = mark->x_from + (column + 0.5) / (double)mark->n_columns * (mark->x_to - mark->x_from);
      hit.y = mark->y_from + (row + 0.5) / (double)mark->n_rows * (mark->y_to - mark->y_from);
      hit.value = mark->value->values[index];
      return hit;
    }
  hit.x = mark->x->values[index];
  hit.y = mark->y->values[index];
  if (mark->kind == PLUME_MARK_BARS)
    hit.x = (hit.x + mark->x1->values[index]) / 2;
  if (mark->value != NULL)
    hit.value = mark->value->values[index];
  if (mark->z != NULL)
    hit.z = mark->z->values[index];
  return hit;
}

/* The first datum from index on, going by step, that can be drawn; index itself where there is
 * none. */
static gsize
skip_gaps (const Stop *stop, gsize index, gssize step)
{
  gsize n = count_data (stop->mark);

  for (gssize i = (gssize)index; i >= 0 && i < (gssize)n; i += step)
    {
      PlumeHit hit = hit_datum (stop, (gsize)i);

      if (isfinite (hit.x) && isfinite (hit.y))
        return (gsize)i;
    }
  return index;
}

static gboolean
is_in_frame (const PlumeLayout *layout, const PlumePlot *plot, const PlumeHit *hit)
{
  double x, y;

  plume_layout_hit_place (layout, hit, &x, &y);
  return x >= plot->frame.x && x <= plot->frame.x + plot->frame.width && y >= plot->frame.y
         && y <= plot->frame.y + plot->frame.height;
}

/* The middle one of the data in sight, so that the first step leads somewhere visible. */
static gsize
find_visible_datum (PlumeCanvas *canvas, const Stop *stop)
{
  const PlumePlot *plot = plume_canvas_get_plot (canvas, stop->plot);
  PlumeHit hit = hit_datum (stop, 0);
  double x = plot->frame.x + plot->frame.width / 2;
  gsize n = count_data (stop->mark), best = 0, stride = MAX (1, n / 4096);
  double nearest = INFINITY;

  for (gsize i = 0; i < n; i += stride)
    {
      hit = hit_datum (stop, i);
      if (is_in_frame (canvas->layout, plot, &hit)
          && fabs (plume_plot_x (plot, hit.x) - x) < nearest)
        {
          nearest = fabs (plume_plot_x (plot, hit.x) - x);
          best = i;
        }
    }
  return skip_gaps (stop, best, 1);
}

static void
show_stop (PlumeCanvas *canvas, const Stop *stop)
{
  PlumeHit hit;

  canvas->stop_index = MIN (canvas->stop_index, count_data (stop->mark) - 1);
  hit = hit_datum (stop, canvas->stop_index);
  plume_canvas_crosshair_on (canvas, &hit);
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
}

static void
go_to_stop (PlumeCanvas *canvas, const Stop *stop)
{
  g_free (canvas->stop);
  canvas->stop = g_strdup (stop->mark->id);
  canvas->stop_index = find_visible_datum (canvas, stop);
  show_stop (canvas, stop);
}

/* The mark that was used with the pointer is the one where the keyboard goes on. */
void
plume_canvas_keys_stop_at (PlumeCanvas *canvas, const PlumeMark *mark)
{
  g_free (canvas->stop);
  canvas->stop = g_strdup (mark->id);
  canvas->stop_index = 0;
}

/* Shows the same datum in a new layout. */
void
plume_canvas_keys_refresh (PlumeCanvas *canvas)
{
  g_autoptr (GArray) stops = list_stops (canvas->layout);
  int index = find_stop (stops, canvas->stop);

  if (index >= 0)
    show_stop (canvas, &g_array_index (stops, Stop, index));
}

/**
 * plume_canvas_keys_focus:
 *
 * Tab enters the canvas, goes from mark to mark, and leaves it behind the last one.
 *
 * Returns: whether the focus stays here
 */
gboolean
plume_canvas_keys_focus (PlumeCanvas *canvas, GtkDirectionType direction)
{
  g_autoptr (GArray) stops = list_stops (canvas->layout);
  gboolean forward = direction == GTK_DIR_TAB_FORWARD, backward = direction == GTK_DIR_TAB_BACKWARD;
  int index;

  if (!gtk_widget_has_focus (GTK_WIDGET (canvas)))
    {
      if (!gtk_widget_grab_focus (GTK_WIDGET (canvas)))
        return FALSE;
      index = backward ? (int)stops->len - 1 : 0;
    }
  else if (forward || backward)
    {
      index = find_stop (stops, canvas->stop);
      index = index < 0 ? (forward ? 0 : (int)stops->len - 1) : index + (forward ? 1 : -1);
    }
  else
    return FALSE;

  if ((forward || backward) && index >= 0 && index < (int)stops->len)
    go_to_stop (canvas, &g_array_index (stops, Stop, index));
  else if (gtk_widget_has_focus (GTK_WIDGET (canvas)) && (index < 0 || index >= (int)stops->len)
           && stops->len > 0)
    {
      g_clear_pointer (&canvas->stop, g_free);
      plume_canvas_crosshair_hide (canvas);
      return FALSE;
    }
  return stops->len > 0 || !gtk_widget_has_focus (GTK_WIDGET (canvas));
}

static void
move_handle (PlumeCanvas *canvas, const Stop *stop, guint key, gboolean far)
{
  const PlumePlot *plot = plume_canvas_get_plot (canvas, stop->plot);
  PlumeHit hit = hit_datum (stop, 0);
  double step = HANDLE_STEP * (far ? 10 : 1);
  double dx = key == GDK_KEY_Right ? step : key == GDK_KEY_Left ? -step : 0;
  double dy = key == GDK_KEY_Down ? step : key == GDK_KEY_Up ? -step : 0;

  plume_canvas_move_handle (canvas, &hit, plume_plot_x (plot, hit.x) + dx * plot->frame.width,
                            plume_plot_y (plot, hit.y) + dy * plot->frame.height);
}

static void
move_datum (PlumeCanvas *canvas, const Stop *stop, guint key, gboolean far)
{
  gssize n = (gssize)count_data (stop->mark);
  gssize far_step = MAX (1, n / 50);
  gssize row = stop->mark->kind == PLUME_MARK_IMAGE ? (gssize)stop->mark->n_columns : far_step;
  gssize step = 0, index = (gssize)canvas->stop_index;

  if (stop->mark->kind == PLUME_MARK_IMAGE)
    far_step = 10;
  switch (key)
    {
    case GDK_KEY_Left:
      step = far ? -far_step : -1;
      break;
    case GDK_KEY_Right:
      step = far ? far_step : 1;
      break;
    case GDK_KEY_Up:
      step = row;
      break;
    case GDK_KEY_Down:
      step = -row;
      break;
    case GDK_KEY_Home:
      step = -index;
      break;
    default:
      step = n - 1 - index;
      break;
    }
  if (index + step < 0 || index + step >= n)
    step = step < 0 ? -index : n - 1 - index;
  if (step == 0)
    return;
  canvas->stop_index = skip_gaps (stop, (gsize)(index + step),
                                  key == GDK_KEY_Home || (step > 0 && key != GDK_KEY_End) ? 1 : -1);
  show_stop (canvas, stop);
}

/* The axes in space that arrows turn: those of the datum that was chosen by keyboard, or the first
 * ones; −1 for none. */
static int
find_space (PlumeCanvas *canvas)
{
  for (guint i = 0; i < canvas->layout->plots->len; i++)
    if (plume_canvas_is_in_space (canvas->layout, (int)i)
        && (!canvas->has_hit || canvas->hit.plot == (int)i))
      return (int)i;
  return -1;
}

/* Arrows turn axes in space as long as Tab has chosen no datum there. */
static gboolean
orbit_by_key (PlumeCanvas *canvas, guint key, gboolean far)
{
  double step = ORBIT_STEP * (far ? 3 : 1);
  int plot = canvas->stop == NULL ? find_space (canvas) : -1;

  if (plot < 0 || key == GDK_KEY_Home || key == GDK_KEY_End)
    return FALSE;
  plume_canvas_orbit (canvas, canvas->layout, plot,
                      key == GDK_KEY_Left    ? step
                      : key == GDK_KEY_Right ? -step
                                             : 0,
                      key == GDK_KEY_Up     ? step
                      : key == GDK_KEY_Down ? -step
                                            : 0);
  return TRUE;
}

/* Enter on a datum is a click on it. */
static gboolean
click_by_key (PlumeCanvas *canvas, GdkModifierType state)
{
  double x, y;

  if (!canvas->has_hit)
    return FALSE;
  plume_layout_hit_place (canvas->layout, &canvas->hit, &x, &y);
  if (canvas->selects)
    plume_canvas_select_hit (canvas, &canvas->hit,
                             state & GDK_SHIFT_MASK ? PLUME_CHOOSE_MORE : PLUME_CHOOSE_ONLY);
  else
    plume_canvas_pick (canvas, &canvas->hit, x, y);
  return TRUE;
}

static gboolean
on_arrow (PlumeCanvas *canvas, guint key, gboolean far)
{
  g_autoptr (GArray) stops = list_stops (canvas->layout);
  int index = find_stop (stops, canvas->stop);
  const Stop *stop;

  if (orbit_by_key (canvas, key, far))
    return TRUE;
  if (stops->len == 0)
    return FALSE;
  if (index < 0)
    {
      go_to_stop (canvas, &g_array_index (stops, Stop, 0));
      return TRUE;
    }
  stop = &g_array_index (stops, Stop, index);
  if (stop->mark->kind == PLUME_MARK_HANDLE)
    move_handle (canvas, stop, key, far);
  else
    move_datum (canvas, stop, key, far);
  return TRUE;
}

static void
zoom_by_key (PlumeCanvas *canvas, double factor)
{
  int index = canvas->has_hit ? canvas->hit.plot : 0;
  const PlumePlot *plot = plume_canvas_get_plot (canvas, index);
  double x, y;

  if (plot == NULL)
    return;
  x = plot->frame.x + plot->frame.width / 2;
  y = plot->frame.y + plot->frame.height / 2;
  if (canvas->has_hit)
    plume_layout_hit_place (canvas->layout, &canvas->hit, &x, &y);
  plume_canvas_zoom (canvas, canvas->layout, (PlumeZone){ index, TRUE, TRUE }, x, y, factor);
}

static gboolean
on_key (GtkEventControllerKey *controller,
        guint key,
        guint code,
        GdkModifierType state,
        PlumeCanvas *canvas)
{
  if (canvas->layout == NULL || state & (GDK_CONTROL_MASK | GDK_ALT_MASK))
    return FALSE;
  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_Right:
    case GDK_KEY_Up:
    case GDK_KEY_Down:
    case GDK_KEY_Home:
    case GDK_KEY_End:
      return on_arrow (canvas, key, (state & GDK_SHIFT_MASK) != 0);
    case GDK_KEY_0:
    case GDK_KEY_KP_0:
      plume_canvas_reset_view (canvas);
      return TRUE;
    case GDK_KEY_plus:
    case GDK_KEY_KP_Add:
      zoom_by_key (canvas, ZOOM_STEP);
      return TRUE;
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      zoom_by_key (canvas, 1 / ZOOM_STEP);
      return TRUE;
    case GDK_KEY_s:
    case GDK_KEY_S:
      if (!canvas->can_select)
        return FALSE;
      plume_canvas_set_selects (canvas, !canvas->selects);
      return TRUE;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      return click_by_key (canvas, state);
    case GDK_KEY_Escape:
      if (canvas->grip == PLUME_GRIP_NONE && canvas->can_select
          && plume_study_get_selection (canvas->study) != NULL)
        {
          plume_canvas_clear_selection (canvas);
          return TRUE;
        }
      if (canvas->grip == PLUME_GRIP_NONE && !canvas->hit_by_key && !canvas->draws
          && !canvas->selects)
        {
          /* what only the pointer shows is no state that a key leads back from */
          plume_canvas_crosshair_hide (canvas);
          return FALSE;
        }
      if (canvas->grip == PLUME_GRIP_NONE && !canvas->has_hit)
        plume_canvas_set_selects (canvas, FALSE);
      if (canvas->grip == PLUME_GRIP_NONE && !canvas->has_hit)
        plume_canvas_set_draws (canvas, FALSE);
      plume_canvas_gestures_stop (canvas);
      plume_canvas_crosshair_hide (canvas);
      return TRUE;
    case GDK_KEY_Menu:
      plume_canvas_menu_popup (canvas, canvas->layout->width / 2, canvas->layout->height / 2);
      return TRUE;
    case GDK_KEY_F10:
      if (!(state & GDK_SHIFT_MASK))
        return FALSE;
      plume_canvas_menu_popup (canvas, canvas->layout->width / 2, canvas->layout->height / 2);
      return TRUE;
    default:
      return FALSE;
    }
}

static void
on_focus_leave (GtkEventControllerFocus *controller, PlumeCanvas *canvas)
{
  if (canvas->hit_by_key)
    plume_canvas_crosshair_hide (canvas);
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
}

void
plume_canvas_keys_init (PlumeCanvas *canvas)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), canvas);
  gtk_widget_add_controller (GTK_WIDGET (canvas), keys);
  g_signal_connect (focus, "leave", G_CALLBACK (on_focus_leave), canvas);
  gtk_widget_add_controller (GTK_WIDGET (canvas), focus);
}
