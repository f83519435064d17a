/* plume-window-present.c: the window before an audience: full screen, the figures in large type,
 * and controls that hide when nothing moves.
 *
 * Everything stays the same window and the same study, so a presentation needs no preparation and
 * leaves nothing behind. Page Up and Page Down, which remote controls send, go through the views.
 */
#include "app/plume-window-private.h"

#include <math.h>

#define REST_MS      3000
#define LARGE_HEIGHT 900 /* from here on type of the controls is larger still */

static void
set_controls (PlumeWindow *window, gboolean shown)
{
  GtkWidget *widget = GTK_WIDGET (window);

  if (gtk_widget_get_height (widget) >= LARGE_HEIGHT)
    gtk_widget_add_css_class (GTK_WIDGET (window->presentation_bar), "large");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (window->presentation_bar), "large");
  plume_presentation_bar_reveal (window->presentation_bar, shown);
  gtk_widget_set_cursor_from_name (widget, shown ? NULL : "none");
}

static gboolean
on_rest (gpointer data)
{
  PlumeWindow *window = data;

  if (window->study != NULL && plume_study_is_held (window->study)
      && plume_presentation_bar_is_revealed (window->presentation_bar)
      && gtk_widget_get_state_flags (GTK_WIDGET (window->presentation_bar)) & GTK_STATE_FLAG_ACTIVE)
    return G_SOURCE_CONTINUE; /* somebody holds a slider without moving it */
  window->rest = 0;
  set_controls (window, FALSE);
  return G_SOURCE_REMOVE;
}

static void
wake (PlumeWindow *window)
{
  if (!window->presents)
    return;
  if (!plume_presentation_bar_is_revealed (window->presentation_bar))
    set_controls (window, TRUE);
  g_clear_handle_id (&window->rest, g_source_remove);
  window->rest = g_timeout_add (REST_MS, on_rest, window);
}

/* The toolkit also tells of motion when widgets move beneath a pointer at rest. */
static void
on_motion (GtkEventControllerMotion *controller, double x, double y, PlumeWindow *window)
{
  if (hypot (x - window->pointer_x, y - window->pointer_y) < 1)
    return;
  window->pointer_x = x;
  window->pointer_y = y;
  wake (window);
}

static gboolean
on_key (GtkEventControllerKey *controller,
        guint key,
        guint code,
        GdkModifierType state,
        PlumeWindow *window)
{
  if (!window->presents)
    return FALSE;
  if (key == GDK_KEY_Escape)
    {
      plume_window_set_presents (window, FALSE); /* before anything else takes the key */
      return TRUE;
    }
  if (key != GDK_KEY_Page_Down && key != GDK_KEY_Page_Up)
    wake (window);
  return FALSE;
}

static void
remember (PlumeWindow *window)
{
  window->before.atlas = adw_flap_get_reveal_flap (window->atlas_flap);
  window->before.inspector = adw_flap_get_reveal_flap (window->inspector_flap);
  window->before.transport = gtk_widget_get_visible (GTK_WIDGET (window->transport));
  window->before.fullscreen = gtk_window_is_fullscreen (GTK_WINDOW (window));
  window->before.enlarged = plume_view_grid_get_enlarged (window->grid);
}

static void
enter (PlumeWindow *window)
{
  remember (window);
  window->presents = TRUE;
  gtk_widget_add_css_class (GTK_WIDGET (window), "presents");
  gtk_widget_set_visible (window->header, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (window->transport), FALSE);
  adw_flap_set_reveal_flap (window->atlas_flap, FALSE);
  adw_flap_set_reveal_flap (window->inspector_flap, FALSE);
  plume_view_grid_bring_back (window->grid);
  plume_view_grid_set_presentation (window->grid, TRUE);
  if (window->before.enlarged < 0)
    plume_view_grid_step (window->grid, 1);
  plume_presentation_bar_set_study (window->presentation_bar, window->study);
  gtk_widget_set_visible (GTK_WIDGET (window->presentation_bar), TRUE);
  gtk_window_fullscreen (GTK_WINDOW (window));
  wake (window);
}

static void
leave (PlumeWindow *window)
{
  window->presents = FALSE;
  g_clear_handle_id (&window->rest, g_source_remove);
  set_controls (window, TRUE);
  gtk_widget_remove_css_class (GTK_WIDGET (window), "presents");
  gtk_widget_set_visible (GTK_WIDGET (window->presentation_bar), FALSE);
  plume_presentation_bar_set_study (window->presentation_bar, NULL);
  gtk_widget_set_visible (window->header, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (window->transport), window->before.transport);
  adw_flap_set_reveal_flap (window->atlas_flap, window->before.atlas);
  adw_flap_set_reveal_flap (window->inspector_flap, window->before.inspector);
  plume_view_grid_set_presentation (window->grid, FALSE);
  plume_view_grid_enlarge (window->grid, window->before.enlarged);
  if (!window->before.fullscreen)
    gtk_window_unfullscreen (GTK_WINDOW (window));
}

void
plume_window_set_presents (PlumeWindow *window, gboolean presents)
{
  if (window->presents == presents || window->study == NULL)
    return;
  if (presents)
    enter (window);
  else
    leave (window);
}

static void
present (GtkWidget *widget, const char *action, GVariant *argument)
{
  plume_window_set_presents (PLUME_WINDOW (widget), !PLUME_WINDOW (widget)->presents);
}

static void
next_view (GtkWidget *widget, const char *action, GVariant *argument)
{
  plume_view_grid_step (PLUME_WINDOW (widget)->grid, 1);
}

static void
previous_view (GtkWidget *widget, const char *action, GVariant *argument)
{
  plume_view_grid_step (PLUME_WINDOW (widget)->grid, -1);
}

static gboolean
turn_page (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  PlumeWindow *window = PLUME_WINDOW (widget);

  if (!window->presents)
    return FALSE;
  plume_view_grid_step (window->grid, g_variant_get_int32 (arguments));
  return TRUE;
}

/* Escape leads back from an enlarged view to all. */
static gboolean
go_back (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  PlumeWindow *window = PLUME_WINDOW (widget);

  if (window->study == NULL)
    return FALSE;
  if (plume_view_grid_get_enlarged (window->grid) < 0)
    return FALSE;
  plume_view_grid_enlarge (window->grid, -1);
  return TRUE;
}

/* Whoever leaves full screen by the window manager leaves the presentation, too. */
static void
on_fullscreened (PlumeWindow *window)
{
  if (window->presents && !gtk_window_is_fullscreen (GTK_WINDOW (window)))
    plume_window_set_presents (window, FALSE);
}

void
plume_window_init_presentation (PlumeWindow *window)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (motion, GTK_PHASE_CAPTURE);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), window);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), window);
  gtk_widget_add_controller (GTK_WIDGET (window), motion);
  gtk_widget_add_controller (GTK_WIDGET (window), keys);
  g_signal_connect (window, "notify::fullscreened", G_CALLBACK (on_fullscreened), NULL);
}

void
plume_window_class_init_presentation (GtkWidgetClass *class)
{
  gtk_widget_class_install_action (class, "win.present", NULL, present);
  gtk_widget_class_install_action (class, "win.next-view", NULL, next_view);
  gtk_widget_class_install_action (class, "win.previous-view", NULL, previous_view);
  gtk_widget_class_add_binding (class, GDK_KEY_Escape, 0, go_back, NULL);
  gtk_widget_class_add_binding (class, GDK_KEY_Page_Down, 0, turn_page, "i", 1);
  gtk_widget_class_add_binding (class, GDK_KEY_Page_Up, 0, turn_page, "i", -1);
}
