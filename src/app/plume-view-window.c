/* plume-view-window.c: a frame with a header bar, and a line to the main window. */
#include "app/plume-view-window.h"

#include "app/plume-number-format.h"
#include "app/plume-portions.h"
#include "app/plume-view-frame.h"

struct _PlumeViewWindow
{
  AdwWindow parent_instance;

  AdwWindowTitle *title;
  AdwBin *place;

  PlumeViewFrame *frame;
  GtkWindow *main_window; /* weak */
};

G_DEFINE_FINAL_TYPE (PlumeViewWindow, plume_view_window, ADW_TYPE_WINDOW)

/* Actions of the main window that make sense here. */
static const struct
{
  const char *name, *type;
} forwarded[] = {
  { "win.export-view", "u" }, { "win.say", "s" },   { "win.undo", NULL },
  { "win.redo", NULL },       { "win.play", NULL }, { "win.stop", NULL },
  { "win.export", NULL },     { "win.save", NULL }, { "win.pin", NULL },
};

static void
forward (GtkWidget *widget, const char *action, GVariant *argument)
{
  PlumeViewWindow *window = PLUME_VIEW_WINDOW (widget);

  if (window->main_window != NULL)
    gtk_widget_activate_action_variant (GTK_WIDGET (window->main_window), action, argument);
}

static void
reset_view (GtkWidget *widget, const char *action, GVariant *argument)
{
  plume_view_window_reset (PLUME_VIEW_WINDOW (widget));
}

static void
toggle_fullscreen (GtkWidget *widget, const char *action, GVariant *argument)
{
  if (gtk_window_is_fullscreen (GTK_WINDOW (widget)))
    gtk_window_unfullscreen (GTK_WINDOW (widget));
  else
    gtk_window_fullscreen (GTK_WINDOW (widget));
}

static void
plume_view_window_dispose (GObject *object)
{
  g_clear_weak_pointer (&PLUME_VIEW_WINDOW (object)->main_window);
  G_OBJECT_CLASS (plume_view_window_parent_class)->dispose (object);
}

static void
plume_view_window_class_init (PlumeViewWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = plume_view_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/plumelab/Plume/plume-view-window.ui");
  gtk_widget_class_bind_template_child (widget_class, PlumeViewWindow, title);
  gtk_widget_class_bind_template_child (widget_class, PlumeViewWindow, place);
  for (guint i = 0; i < G_N_ELEMENTS (forwarded); i++)
    gtk_widget_class_install_action (widget_class, forwarded[i].name, forwarded[i].type, forward);
  gtk_widget_class_install_action (widget_class, "win.reset-view", NULL, reset_view);
  gtk_widget_class_install_action (widget_class, "win.fullscreen", NULL, toggle_fullscreen);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
plume_view_window_init (PlumeViewWindow *window)
{
  gtk_widget_init_template (GTK_WIDGET (window));
  plume_portions_discard_when_closed (GTK_WINDOW (window));
}

/**
 * plume_view_window_new:
 * @main_window: has the actions that are forwarded
 * @study: kept alive
 * @frame: of the view, whose picture it begins with
 *
 * Returns: (transfer none): a window that is not shown yet; the toolkit owns it
 */
GtkWindow *
plume_view_window_new (GtkWindow *main_window, PlumeStudy *study, PlumeViewFrame *frame)
{
  guint view = plume_view_frame_get_view (frame);
  PlumeViewWindow *window =
      g_object_new (PLUME_TYPE_VIEW_WINDOW, "application",
                    main_window != NULL ? gtk_window_get_application (main_window) : NULL, NULL);
  const PlumeExperiment *experiment = plume_study_get_experiment (study);
  const char *title = plume_translate (experiment->views[view].title);
  g_autofree char *full = g_strdup_printf ("%s — %s", title, plume_translate (experiment->title));

  g_set_weak_pointer (&window->main_window, main_window);
  window->frame = PLUME_VIEW_FRAME (plume_view_frame_new (study, view));
  plume_view_frame_begin_with (window->frame, frame);
  plume_view_frame_set_detached (window->frame, TRUE);
  g_signal_connect_object (window->frame, "detach", G_CALLBACK (gtk_window_close), window,
                           G_CONNECT_SWAPPED);
  adw_bin_set_child (window->place, GTK_WIDGET (window->frame));
  adw_window_title_set_title (window->title, title);
  adw_window_title_set_subtitle (window->title, plume_translate (experiment->title));
  gtk_window_set_title (GTK_WINDOW (window), full);
  return GTK_WINDOW (window);
}

void
plume_view_window_reset (PlumeViewWindow *window)
{
  plume_view_frame_reset (window->frame);
}
