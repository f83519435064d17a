/* plume-canvas-gestures.c: what the pointer, the wheel and fingers do on a canvas.
 *
 * Drag pans, the wheel and pinches zoom about the pointer, a drag with Shift or the right button
 * zooms to a box, a double click resets, a click on a legend entry toggles its mark, a handle is
 * dragged; in a view that is drawn on, the pointer draws, straight with Shift, and erases with
 * Control; where items are chosen, a drag is a rectangle or a free outline; axes in space turn. A
 * click is told to views that answer. All movements are measured against the
 * layout at their beginning, so that nothing drifts.
 */
#include "app/plume-canvas-private.h"

#include <math.h>

#define HANDLE_RADIUS     14.0
#define LEAST_DRAG        4.0
#define ZOOM_STEP         0.18
#define ZOOM_STEP_SURFACE 0.012
#define DEGREES_A_UNIT    0.4
#define CLICK_RADIUS      28.0

/* Takes a handle to a point on the canvas, in the directions in which it moves, inside the frame.
 */
static void
move_handle (
    PlumeCanvas *canvas, const PlumeLayout *layout, const PlumeHit *handle, double x, double y)
{
  const PlumePlot *plot = g_ptr_array_index (layout->plots, handle->plot);
  double data_x = handle->x, data_y = handle->y;
  g_autoptr (GError) error = NULL;

  if (handle->mark->drag != PLUME_DRAG_VERTICAL)
    data_x =
        plume_plot_x_inverse (plot, CLAMP (x, plot->frame.x, plot->frame.x + plot->frame.width));
  if (handle->mark->drag != PLUME_DRAG_HORIZONTAL)
    data_y =
        plume_plot_y_inverse (plot, CLAMP (y, plot->frame.y, plot->frame.y + plot->frame.height));
  /* A position that the experiment does not take leaves the handle where it was. */
  if (!plume_study_drag_handle (canvas->study, canvas->view, handle->mark->id, data_x, data_y,
                                &error))
    g_debug ("handle %s: %s", handle->mark->id, error != NULL ? error->message : "");
}

void
plume_canvas_move_handle (PlumeCanvas *canvas, const PlumeHit *handle, double x, double y)
{
  move_handle (canvas, canvas->layout, handle, x, y);
}

static void
begin_grip (PlumeCanvas *canvas, PlumeGrip grip, double x, double y)
{
  canvas->grip = grip;
  canvas->grip_x = canvas->box_x = x;
  canvas->grip_y = canvas->box_y = y;
  canvas->grip_moved = FALSE;
  g_clear_pointer (&canvas->grip_layout, plume_layout_unref);
  canvas->grip_layout = plume_layout_ref (canvas->layout);
  canvas->grip_zone = plume_canvas_zone_at (canvas->layout, x, y);
}

static void
end_grip (PlumeCanvas *canvas)
{
  if (canvas->grip == PLUME_GRIP_HANDLE)
    plume_study_set_held (canvas->study, FALSE);
  else if (canvas->grip == PLUME_GRIP_BRUSH)
    plume_canvas_brush_end (canvas);
  canvas->grip = PLUME_GRIP_NONE;
  g_clear_pointer (&canvas->outline, g_array_unref);
  g_clear_pointer (&canvas->grip_layout, plume_layout_unref);
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
}

/* Lets go of whatever is held, for a canvas that goes away or a grip that is cancelled. */
void
plume_canvas_gestures_stop (PlumeCanvas *canvas)
{
  if (canvas->grip != PLUME_GRIP_NONE)
    end_grip (canvas);
}

static void
begin_stroke (PlumeCanvas *canvas, double x, double y, gboolean erases)
{
  begin_grip (canvas, PLUME_GRIP_BRUSH, x, y);
  plume_canvas_crosshair_hide (canvas);
  plume_canvas_brush_begin (canvas, x, y, erases);
}

void
plume_canvas_stroke (PlumeCanvas *canvas,
                     double x,
                     double y,
                     double dx,
                     double dy,
                     gboolean straight,
                     gboolean erases)
{
  begin_stroke (canvas, x, y, erases);
  for (int i = 1; i <= 3; i++)
    plume_canvas_brush_to (canvas, x + dx * i / 3, y + dy * i / 3, straight);
  end_grip (canvas);
}

void
plume_canvas_drag_outline (PlumeCanvas *canvas,
                           const double *places,
                           gsize n_places,
                           gboolean lasso,
                           PlumeChoosing choosing)
{
  begin_grip (canvas, PLUME_GRIP_SELECT, places[0], places[1]);
  plume_canvas_select_begin (canvas, places[0], places[1], lasso, choosing);
  for (gsize i = 1; i < n_places; i++)
    plume_canvas_select_to (canvas, places[2 * i], places[2 * i + 1]);
  plume_canvas_select_end (canvas);
  end_grip (canvas);
}

static gboolean
takes_clicks (PlumeCanvas *canvas)
{
  return plume_study_get_experiment (canvas->study)->views[canvas->view].pick != NULL
         && !canvas->draws && !canvas->selects;
}

/* The datum under a click, which the crosshair has mostly found before; a search among very many is
 * left to it. */
static const PlumeHit *
find_clicked (PlumeCanvas *canvas, double x, double y, PlumeHit *hit)
{
  if (canvas->has_hit && !canvas->hit_by_key && canvas->pointer_inside)
    {
      *hit = canvas->hit;
      return hit;
    }
  return !plume_canvas_is_heavy (canvas->layout)
                 && plume_layout_nearest (canvas->layout, x, y, CLICK_RADIUS, hit)
             ? hit
             : NULL;
}

static void
set_cursor (PlumeCanvas *canvas, double x, double y)
{
  const char *name = NULL;

  if (canvas->grip == PLUME_GRIP_HANDLE
      || ((canvas->grip == PLUME_GRIP_PAN || canvas->grip == PLUME_GRIP_ORBIT)
          && canvas->grip_moved))
    name = "grabbing";
  else if (canvas->grip == PLUME_GRIP_BOX || canvas->grip == PLUME_GRIP_SELECT)
    name = "crosshair";
  else if (canvas->draws)
    {
      g_autoptr (GdkCursor) cross = gdk_cursor_new_from_name ("crosshair", NULL);
      g_autoptr (GdkCursor) pencil = gdk_cursor_new_from_name ("pencil", cross);

      gtk_widget_set_cursor (GTK_WIDGET (canvas), pencil);
      return;
    }
  else if (canvas->hovered_handle != NULL)
    name = "grab";
  else if (canvas->layout != NULL && plume_layout_legend_at (canvas->layout, x, y) != NULL)
    name = "pointer";
  else if (canvas->selects && plume_layout_plot_at (canvas->layout, x, y) >= 0)
    name = "crosshair";
  else if (takes_clicks (canvas) && canvas->has_hit)
    name = "pointer";
  gtk_widget_set_cursor_from_name (GTK_WIDGET (canvas), name);
}

/* What is under a pointer that nothing is held with: a handle, or the nearest datum. */
void
plume_canvas_hover (PlumeCanvas *canvas, double x, double y)
{
  const PlumeMark *before = canvas->hovered_handle;
  PlumeHit hit;

  canvas->hovered_handle =
      !canvas->draws && plume_layout_handle_at (canvas->layout, x, y, HANDLE_RADIUS, &hit)
          ? hit.mark
          : NULL;
  if (canvas->hovered_handle != before)
    gtk_widget_queue_draw (GTK_WIDGET (canvas));
  if (canvas->hovered_handle != NULL)
    plume_canvas_crosshair_hide (canvas);
  else
    plume_canvas_crosshair_at (canvas, x, y);
}

static void
on_motion (GtkEventControllerMotion *controller, double x, double y, PlumeCanvas *canvas)
{
  gboolean moved = !canvas->pointer_inside || x != canvas->pointer_x || y != canvas->pointer_y;

  canvas->pointer_inside = TRUE;
  canvas->pointer_x = x;
  canvas->pointer_y = y;
  if (canvas->layout == NULL || !moved)
    return;
  if (canvas->grip == PLUME_GRIP_NONE)
    plume_canvas_hover (canvas, x, y);
  set_cursor (canvas, x, y);
}

static void
on_leave (GtkEventControllerMotion *controller, PlumeCanvas *canvas)
{
  canvas->pointer_inside = FALSE;
  if (canvas->hovered_handle != NULL)
    gtk_widget_queue_draw (GTK_WIDGET (canvas));
  canvas->hovered_handle = NULL;
  if (!canvas->hit_by_key)
    plume_canvas_crosshair_hide (canvas);
}

static gboolean
on_scroll (GtkEventControllerScroll *controller, double dx, double dy, PlumeCanvas *canvas)
{
  GdkModifierType state =
      gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));
  gboolean wheel = gtk_event_controller_scroll_get_unit (controller) == GDK_SCROLL_UNIT_WHEEL;
  double amount = dy != 0 ? dy : state & GDK_SHIFT_MASK ? dx : 0;
  PlumeZone zone = plume_canvas_zone_at (canvas->layout, canvas->pointer_x, canvas->pointer_y);

  if (zone.plot < 0 || !canvas->pointer_inside || amount == 0)
    return FALSE;
  if (state & GDK_CONTROL_MASK)
    zone = (PlumeZone){ zone.plot, TRUE, FALSE };
  else if (state & GDK_SHIFT_MASK)
    zone = (PlumeZone){ zone.plot, FALSE, TRUE };
  plume_canvas_zoom (canvas, canvas->layout, zone, canvas->pointer_x, canvas->pointer_y,
                     exp (-amount * (wheel ? ZOOM_STEP : ZOOM_STEP_SURFACE)));
  return TRUE;
}

static PlumeChoosing
choosing_of (GdkModifierType state)
{
  return state & GDK_CONTROL_MASK ? PLUME_CHOOSE_LESS
         : state & GDK_SHIFT_MASK ? PLUME_CHOOSE_MORE
                                  : PLUME_CHOOSE_ONLY;
}

static void
on_drag_begin (GtkGestureDrag *gesture, double x, double y, PlumeCanvas *canvas)
{
  GdkModifierType state =
      gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));
  PlumeHit handle;

  if (canvas->layout == NULL || canvas->grip != PLUME_GRIP_NONE
      || (button != GDK_BUTTON_PRIMARY && button != GDK_BUTTON_SECONDARY))
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  gtk_widget_grab_focus (GTK_WIDGET (canvas));
  if (canvas->draws && button == GDK_BUTTON_PRIMARY
      && plume_canvas_zone_at (canvas->layout, x, y).plot >= 0)
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
      begin_stroke (canvas, x, y, (state & GDK_CONTROL_MASK) != 0);
    }
  else if (canvas->selects && plume_layout_plot_at (canvas->layout, x, y) >= 0)
    {
      begin_grip (canvas, PLUME_GRIP_SELECT, x, y);
      plume_canvas_select_begin (canvas, x, y,
                                 button == GDK_BUTTON_SECONDARY || state & GDK_ALT_MASK,
                                 choosing_of (state));
    }
  else if (plume_canvas_is_in_space (canvas->layout,
                                     plume_canvas_zone_at (canvas->layout, x, y).plot))
    begin_grip (canvas, PLUME_GRIP_ORBIT, x, y);
  else if (button == GDK_BUTTON_SECONDARY || state & GDK_SHIFT_MASK)
    begin_grip (canvas, PLUME_GRIP_BOX, x, y);
  else if (plume_layout_handle_at (canvas->layout, x, y, HANDLE_RADIUS, &handle))
    {
      begin_grip (canvas, PLUME_GRIP_HANDLE, x, y);
      g_free (canvas->grip_handle);
      canvas->grip_handle = g_strdup (handle.mark->id);
      plume_canvas_keys_stop_at (canvas, handle.mark);
      plume_study_set_held (canvas->study, TRUE);
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
    }
  else
    begin_grip (canvas, PLUME_GRIP_PAN, x, y);
  set_cursor (canvas, x, y);
}

/* The handle that is held, in the newest layout. */
static gboolean
find_held_handle (PlumeCanvas *canvas, PlumeHit *hit)
{
  for (guint i = 0; i < canvas->layout->plots->len; i++)
    {
      const PlumePlot *plot = g_ptr_array_index (canvas->layout->plots, i);

      for (guint j = 0; j < plot->axes->marks->len; j++)
        {
          const PlumeMark *mark = g_ptr_array_index (plot->axes->marks, j);

          if (mark->kind != PLUME_MARK_HANDLE || g_strcmp0 (mark->id, canvas->grip_handle) != 0)
            continue;
          *hit = (PlumeHit){ (int)i, mark, 0, mark->x->values[0], mark->y->values[0], NAN };
          return TRUE;
        }
    }
  return FALSE;
}

static void
on_drag_update (GtkGestureDrag *gesture, double dx, double dy, PlumeCanvas *canvas)
{
  PlumeHit handle;

  if (canvas->grip == PLUME_GRIP_NONE)
    return;
  if (canvas->grip == PLUME_GRIP_BRUSH)
    {
      GdkModifierType state =
          gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));

      plume_canvas_brush_to (canvas, canvas->grip_x + dx, canvas->grip_y + dy,
                             (state & GDK_SHIFT_MASK) != 0);
      return;
    }
  if (!canvas->grip_moved)
    {
      if (hypot (dx, dy) < LEAST_DRAG && canvas->grip != PLUME_GRIP_HANDLE)
        return;
      canvas->grip_moved = TRUE;
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
      plume_canvas_crosshair_hide (canvas);
    }
  if (canvas->grip == PLUME_GRIP_PAN)
    plume_canvas_pan (canvas, canvas->grip_layout, canvas->grip_zone, dx, dy);
  else if (canvas->grip == PLUME_GRIP_ORBIT)
    plume_canvas_orbit (canvas, canvas->grip_layout, canvas->grip_zone.plot, -DEGREES_A_UNIT * dx,
                        DEGREES_A_UNIT * dy);
  else if (canvas->grip == PLUME_GRIP_SELECT)
    plume_canvas_select_to (canvas, canvas->grip_x + dx, canvas->grip_y + dy);
  else if (canvas->grip == PLUME_GRIP_HANDLE && find_held_handle (canvas, &handle))
    move_handle (canvas, canvas->layout, &handle, canvas->grip_x + dx, canvas->grip_y + dy);
  else if (canvas->grip == PLUME_GRIP_BOX)
    {
      canvas->box_x = canvas->grip_x + dx;
      canvas->box_y = canvas->grip_y + dy;
      gtk_widget_queue_draw (GTK_WIDGET (canvas));
    }
}

static void
on_drag_end (GtkGestureDrag *gesture, double dx, double dy, PlumeCanvas *canvas)
{
  PlumeGrip grip = canvas->grip;
  gboolean moved = canvas->grip_moved;
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));

  if (grip == PLUME_GRIP_NONE)
    return;
  if (grip == PLUME_GRIP_BOX && moved)
    plume_canvas_zoom_to_box (canvas, canvas->grip_zone.plot, canvas->grip_x, canvas->grip_y,
                              canvas->grip_x + dx, canvas->grip_y + dy);
  else if (grip == PLUME_GRIP_SELECT && moved)
    plume_canvas_select_end (canvas);
  end_grip (canvas);
  if (!moved && button == GDK_BUTTON_SECONDARY && grip != PLUME_GRIP_PAN)
    plume_canvas_menu_popup (canvas, canvas->grip_x, canvas->grip_y);
  else if (canvas->pointer_inside)
    plume_canvas_hover (canvas, canvas->pointer_x, canvas->pointer_y);
  set_cursor (canvas, canvas->grip_x + dx, canvas->grip_y + dy);
}

static void
on_drag_cancel (GtkGesture *gesture, GdkEventSequence *sequence, PlumeCanvas *canvas)
{
  plume_canvas_gestures_stop (canvas);
}

/* A click on the plane: chooses an item, or tells the view. */
void
plume_canvas_click (PlumeCanvas *canvas, double x, double y, GdkModifierType state)
{
  const PlumeHit *clicked;
  PlumeHit hit;

  if (plume_layout_plot_at (canvas->layout, x, y) < 0)
    return;
  clicked = find_clicked (canvas, x, y, &hit);
  if (canvas->selects)
    plume_canvas_select_hit (canvas, clicked, choosing_of (state));
  else if (takes_clicks (canvas))
    plume_canvas_pick (canvas, clicked, x, y);
}

static void
on_click (GtkGestureClick *gesture, int n_presses, double x, double y, PlumeCanvas *canvas)
{
  g_autofree char *toggled =
      canvas->layout != NULL ? plume_layout_legend_toggle_at (canvas->layout, x, y) : NULL;

  if (toggled != NULL)
    plume_study_toggle_mark (canvas->study, canvas->view, toggled);
  else if (canvas->layout == NULL || canvas->hovered_handle != NULL || canvas->draws)
    return;
  else if (n_presses == 2 && !canvas->selects)
    plume_canvas_reset_view (canvas);
  else if (n_presses == 1)
    plume_canvas_click (
        canvas, x, y,
        gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture)));
}

static void
on_long_press (GtkGestureLongPress *gesture, double x, double y, PlumeCanvas *canvas)
{
  if (canvas->grip_moved || canvas->grip == PLUME_GRIP_HANDLE)
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  plume_canvas_menu_popup (canvas, x, y);
}

static void
on_pinch_begin (GtkGesture *gesture, GdkEventSequence *sequence, PlumeCanvas *canvas)
{
  double x = canvas->pointer_x, y = canvas->pointer_y;

  if (canvas->layout == NULL)
    return;
  plume_canvas_gestures_stop (canvas);
  gtk_gesture_get_bounding_box_center (gesture, &x, &y);
  begin_grip (canvas, PLUME_GRIP_PINCH, x, y);
}

static void
on_pinch (GtkGestureZoom *gesture, double scale, PlumeCanvas *canvas)
{
  if (canvas->grip == PLUME_GRIP_PINCH)
    plume_canvas_zoom (canvas, canvas->grip_layout, canvas->grip_zone, canvas->grip_x,
                       canvas->grip_y, scale);
}

static void
on_pinch_end (GtkGesture *gesture, GdkEventSequence *sequence, PlumeCanvas *canvas)
{
  if (canvas->grip == PLUME_GRIP_PINCH)
    end_grip (canvas);
}

void
plume_canvas_gestures_init (PlumeCanvas *canvas)
{
  GtkWidget *widget = GTK_WIDGET (canvas);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll =
      gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *press = gtk_gesture_long_press_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();

  g_signal_connect (motion, "enter", G_CALLBACK (on_motion), canvas);
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), canvas);
  g_signal_connect (motion, "leave", G_CALLBACK (on_leave), canvas);
  gtk_widget_add_controller (widget, motion);

  g_signal_connect (scroll, "scroll", G_CALLBACK (on_scroll), canvas);
  gtk_widget_add_controller (widget, scroll);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), 0);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), canvas);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), canvas);
  g_signal_connect (drag, "drag-end", G_CALLBACK (on_drag_end), canvas);
  g_signal_connect (drag, "cancel", G_CALLBACK (on_drag_cancel), canvas);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));

  g_signal_connect (click, "released", G_CALLBACK (on_click), canvas);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));

  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  g_signal_connect (press, "pressed", G_CALLBACK (on_long_press), canvas);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (press));

  g_signal_connect (pinch, "begin", G_CALLBACK (on_pinch_begin), canvas);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (on_pinch), canvas);
  g_signal_connect (pinch, "end", G_CALLBACK (on_pinch_end), canvas);
  g_signal_connect (pinch, "cancel", G_CALLBACK (on_pinch_end), canvas);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (pinch));
}
