/* soak-pokes.c: how the soak of the window uses widgets: any of those that are seen, dialogs,
 * canvases, and real events through the display server. */
#include "soak-window.h"

#include "app/plume-canvas-private.h"

#include <adwaita.h>

typedef gboolean (*Wanted) (GtkWidget *widget);

static void
collect (GtkWidget *root, Wanted wanted, GPtrArray *found)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (!gtk_widget_get_mapped (child) || !gtk_widget_is_sensitive (child))
        continue;
      if (wanted (child))
        g_ptr_array_add (found, child);
      collect (child, wanted, found);
    }
}

static GtkWidget *
choose_widget (Restless *restless, GtkWidget *root, Wanted wanted)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  collect (root, wanted, found);
  return found->len > 0 ? found->pdata[restless_choose (restless, found->len)] : NULL;
}

/* A person scrolls to a button first; a menu that pops up beside the screen has no place. */
static gboolean
is_within_window (GtkWidget *widget)
{
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_root (widget));
  graphene_point_t centre = { 0.5F * (float)gtk_widget_get_width (widget),
                              0.5F * (float)gtk_widget_get_height (widget) },
                   place;

  return gtk_widget_compute_point (widget, root, &centre, &place) && place.x > 0 && place.y > 0
         && place.x < (float)gtk_widget_get_width (root)
         && place.y < (float)gtk_widget_get_height (root);
}

/* What closes or moves windows is the window manager's, and links lead out of the program. */
static gboolean
can_be_poked (GtkWidget *widget)
{
  if (gtk_widget_get_ancestor (widget, GTK_TYPE_WINDOW_CONTROLS) != NULL
      || GTK_IS_LINK_BUTTON (widget))
    return FALSE;
  if (GTK_IS_BUTTON (widget) || GTK_IS_MENU_BUTTON (widget))
    return is_within_window (widget);
  return GTK_IS_RANGE (widget) || GTK_IS_SPIN_BUTTON (widget) || GTK_IS_SWITCH (widget)
         || GTK_IS_DROP_DOWN (widget) || ADW_IS_COMBO_ROW (widget) || GTK_IS_SEARCH_ENTRY (widget)
         || GTK_IS_TEXT (widget) || GTK_IS_EXPANDER (widget) || ADW_IS_EXPANDER_ROW (widget);
}

static void
move_adjustment (Restless *restless, GtkAdjustment *adjustment)
{
  double lower = gtk_adjustment_get_lower (adjustment),
         upper = gtk_adjustment_get_upper (adjustment);

  /* hard ranges of spin buttons reach far: stay within three times of what is there */
  if (upper - lower > 1e4)
    {
      double value = gtk_adjustment_get_value (adjustment);

      lower = MAX (lower, value / 3 - 1);
      upper = MIN (upper, 3 * value + 1);
    }
  gtk_adjustment_set_value (adjustment, lower + restless_fraction (restless) * (upper - lower));
}

static void
type_text (Restless *restless, GtkEditable *editable)
{
  static const char *const texts[] = { "",         "0", "1.5",  "-3",    "1e9",      "nan",
                                       "0:10:101", "a", "log(", "noise", "µ°\u2009é" };

  gtk_editable_set_text (editable, texts[restless_choose (restless, G_N_ELEMENTS (texts))]);
}

static void
choose_item (Restless *restless, GObject *list)
{
  g_autoptr (GListModel) model = NULL;

  g_object_get (list, "model", &model, NULL);
  if (model != NULL && g_list_model_get_n_items (model) > 0)
    g_object_set (list, "selected", restless_choose (restless, g_list_model_get_n_items (model)),
                  NULL);
}

/* A click beside an open menu closes it before anything else. */
void
restless_close_popovers (GtkWidget *root, GtkWidget *clicked)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_POPOVER (child) && gtk_widget_get_mapped (child)
        && (clicked == NULL || !gtk_widget_is_ancestor (clicked, child)))
      gtk_popover_popdown (GTK_POPOVER (child));
    else
      restless_close_popovers (child, clicked);
}

void
restless_poke (Restless *restless, GtkWidget *root)
{
  GtkWidget *widget = choose_widget (restless, root, can_be_poked);

  if (widget == NULL)
    return;
  restless_close_popovers (root, widget);
  restless_note (restless, "poke %s", G_OBJECT_TYPE_NAME (widget));
  if (GTK_IS_SPIN_BUTTON (widget))
    move_adjustment (restless, gtk_spin_button_get_adjustment (GTK_SPIN_BUTTON (widget)));
  else if (GTK_IS_RANGE (widget))
    move_adjustment (restless, gtk_range_get_adjustment (GTK_RANGE (widget)));
  else if (GTK_IS_EDITABLE (widget))
    type_text (restless, GTK_EDITABLE (widget));
  else if (GTK_IS_DROP_DOWN (widget) || ADW_IS_COMBO_ROW (widget))
    choose_item (restless, G_OBJECT (widget));
  else if (GTK_IS_MENU_BUTTON (widget))
    gtk_menu_button_popup (GTK_MENU_BUTTON (widget));
  else
    gtk_widget_activate (widget);
}

static gboolean
is_canvas (GtkWidget *widget)
{
  return PLUME_IS_CANVAS (widget);
}

static void
drag_outline (Restless *restless, PlumeCanvas *canvas, double width, double height)
{
  double places[24];
  gsize n_places = restless_choose (restless, 2) == 0 ? 2 : 12;

  for (gsize i = 0; i < n_places; i++)
    {
      places[2 * i] = width * restless_fraction (restless);
      places[2 * i + 1] = height * restless_fraction (restless);
    }
  /* gestures begin within axes only */
  if (plume_layout_plot_at (canvas->layout, places[0], places[1]) < 0)
    return;
  plume_canvas_set_selects (canvas, TRUE);
  plume_canvas_drag_outline (canvas, places, n_places, n_places > 2,
                             (PlumeChoosing)restless_choose (restless, 3));
}

void
restless_touch_canvas (Restless *restless)
{
  GtkWidget *widget = choose_widget (restless, GTK_WIDGET (restless->window), is_canvas);
  PlumeCanvas *canvas = (PlumeCanvas *)widget;
  guint deed = restless_choose (restless, 10);
  double width, height, x, y;

  if (canvas == NULL || canvas->layout == NULL)
    return;
  width = gtk_widget_get_width (widget);
  height = gtk_widget_get_height (widget);
  x = width * restless_fraction (restless);
  y = height * restless_fraction (restless);
  restless_note (restless, "canvas %u, deed %u at %.0f %.0f", canvas->view, deed, x, y);
  if (deed < 3)
    plume_canvas_hover (canvas, x, y);
  else if (deed < 4)
    plume_canvas_click (canvas, x, y, restless_choose (restless, 2) == 0 ? GDK_SHIFT_MASK : 0);
  else if (deed < 5 && plume_canvas_can_draw (canvas)
           && plume_canvas_zone_at (canvas->layout, x, y).plot >= 0)
    plume_canvas_stroke (canvas, x, y, 0.3 * width, 0.2 * height, restless_choose (restless, 2),
                         restless_choose (restless, 2));
  else if (deed < 7 && plume_canvas_can_select (canvas))
    drag_outline (restless, canvas, width, height);
  else if (deed < 8)
    gtk_widget_activate_action (widget, "canvas.reset-view", NULL);
  else if (deed < 9)
    {
      PlumeZone zone = plume_canvas_zone_at (canvas->layout, x, y);
      g_autoptr (PlumeLayout) start = plume_layout_ref (canvas->layout);

      plume_canvas_zoom (canvas, start, zone, x, y, exp (3 * restless_fraction (restless) - 1.5));
    }
  else
    gtk_widget_activate_action (
        widget, restless_choose (restless, 2) == 0 ? "canvas.copy-picture" : "canvas.copy-numbers",
        NULL);
}

gboolean
restless_visit_dialog (Restless *restless)
{
  GListModel *windows = gtk_window_get_toplevels ();
  GtkWindow *dialog = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (window != GTK_WINDOW (restless->window) && gtk_widget_get_mapped (GTK_WIDGET (window)))
        dialog = window;
    }
  if (dialog == NULL)
    return FALSE;
  /* file choosers could write anywhere: they are only closed */
  if (restless_choose (restless, 6) == 0 || GTK_IS_FILE_CHOOSER (dialog))
    {
      restless_note (restless, "close %s", G_OBJECT_TYPE_NAME (dialog));
      gtk_window_close (dialog);
    }
  else
    restless_poke (restless, GTK_WIDGET (dialog));
  return TRUE;
}

void
restless_send_event (Restless *restless)
{
  static const char *const keys[] = { "Tab",          "Tab",    "space",   "Left",  "Right",
                                      "Up",           "Down",   "plus",    "minus", "0",
                                      "Escape",       "Return", "Page_Up", "Home",  "ctrl+z",
                                      "ctrl+shift+z", "F9",     "F10" };
  char x[16], y[16], dx[16], dy[16];
  const char *move_click[] = { "xdotool", "mousemove", x, y, "click", "1", NULL };
  const char *scroll[] = { "xdotool", "mousemove", x, y, "click", "--repeat", "3", "4", NULL };
  const char *drag[] = {
    "xdotool", "mousemove", x,  y,         "mousedown", "1", "mousemove_relative",
    "--",      dx,          dy, "mouseup", "1",         NULL
  };
  const char *key[] = { "xdotool", "key", keys[restless_choose (restless, G_N_ELEMENTS (keys))],
                        NULL };
  const char *const *const commands[] = { move_click, scroll, drag, drag, key, key };
  const char *const *command = commands[restless_choose (restless, G_N_ELEMENTS (commands))];
  g_autofree char *text = NULL;
  GtkWidget *window = GTK_WIDGET (restless->window);

  g_snprintf (x, sizeof x, "%u", restless_choose (restless, (guint)gtk_widget_get_width (window)));
  g_snprintf (y, sizeof y, "%u", restless_choose (restless, (guint)gtk_widget_get_height (window)));
  g_snprintf (dx, sizeof dx, "%d", (int)restless_choose (restless, 400) - 200);
  g_snprintf (dy, sizeof dy, "%d", (int)restless_choose (restless, 300) - 150);
  text = g_strjoinv (" ", (char **)command);
  restless_note (restless, "%s", text);
  restless->n_events++;
  g_spawn_async (NULL, (char **)command, NULL,
                 G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                 NULL, NULL, NULL, NULL);
}
