/* plume-canvas.c: follows a study, lays its figure out once a frame at most, and puts the picture
 * together.
 *
 * Below: the marks (OpenGL, or the whole picture from the worker); above them frames and words, the
 * states (computing, failed, nothing to draw), the rubber band and the crosshair. Nothing is laid
 * out or painted while the canvas is hidden, and nothing is painted again while the figure, the
 * view state, the size and the style stay the same.
 *
 * OpenGL paints in the frame for which the figure was laid out. Where a worker paints, the picture
 * comes a moment later anyway: there canvases are laid out one after the other, in portions.
 */
#include "app/plume-canvas-private.h"

#include "app/plume-portions.h"
#include "figure/plume-export.h"
#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

/* Work that ends sooner does not fade the picture. */
#define PATIENCE_MS       150
#define DESCRIBE_AFTER_MS 800
#define OPACITY_WAITING   0.6
#define OPACITY_FAILED    0.25

enum
{
  EXPORT_REQUESTED,
  NOTICE,
  DRAWS_CHANGED,
  SELECTS_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_TYPE (PlumeCanvas, plume_canvas, GTK_TYPE_WIDGET)

/* The title of the view stands above the canvas, except in a presentation, which shows nothing
 * else. */
PlumeStyle
plume_canvas_get_style (PlumeCanvas *canvas)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  gboolean dark = adw_style_manager_get_dark (manager);
  double scale = gtk_widget_get_scale_factor (GTK_WIDGET (canvas));
  PlumeStyle style =
      canvas->presentation
          ? plume_style_presentation (dark, scale, gtk_widget_get_height (GTK_WIDGET (canvas)))
          : plume_style_screen (dark, scale);

  if (!canvas->presentation)
    style.without_title = TRUE;
  if (canvas->colour_map != PLUME_COLOUR_MAP_DEFAULT)
    style.colour_map = canvas->colour_map;
  if (adw_style_manager_get_high_contrast (manager))
    plume_style_raise_contrast (&style);
  return style;
}

const PlumePlot *
plume_canvas_get_plot (PlumeCanvas *canvas, int plot)
{
  if (canvas->layout == NULL || plot < 0 || (guint)plot >= canvas->layout->plots->len)
    return NULL;
  return g_ptr_array_index (canvas->layout->plots, plot);
}

void
plume_canvas_notice (PlumeCanvas *canvas, const char *sentence)
{
  g_signal_emit (canvas, signals[NOTICE], 0, sentence);
}

static void
update_layout (PlumeCanvas *canvas)
{
  GtkWidget *widget = GTK_WIDGET (canvas);

  if (canvas->figure == NULL || gtk_widget_get_width (widget) < 8
      || gtk_widget_get_height (widget) < 8)
    return;
  plume_canvas_make_layout (canvas);
  g_clear_object (&canvas->overlay);
  plume_canvas_crosshair_refresh (canvas);
  if (canvas->area != NULL)
    gtk_gl_area_queue_render (GTK_GL_AREA (canvas->area));
  plume_canvas_picture_update (canvas);
  gtk_widget_queue_draw (widget);
}

/* A PlumePortionFunc. */
static gboolean
do_layout (gpointer data)
{
  PlumeCanvas *canvas = data;

  canvas->portions = 0;
  update_layout (canvas);
  return FALSE;
}

static void
begin_layout (PlumeCanvas *canvas)
{
  if (canvas->area != NULL)
    update_layout (canvas);
  else if (canvas->portions == 0)
    canvas->portions = plume_portions_add (do_layout, canvas);
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  PlumeCanvas *canvas = PLUME_CANVAS (widget);

  canvas->tick = 0;
  begin_layout (canvas);
  return G_SOURCE_REMOVE;
}

/* Lays out again before the next frame; many changes between two frames cost one layout. */
void
plume_canvas_queue_layout (PlumeCanvas *canvas)
{
  if (canvas->tick == 0)
    canvas->tick = gtk_widget_add_tick_callback (GTK_WIDGET (canvas), on_tick, NULL, NULL);
}

gboolean
plume_canvas_awaits_layout (const PlumeCanvas *canvas)
{
  return canvas->tick != 0 || canvas->portions != 0;
}

/* "12 of 150 are selected." after what the figure shows, where something can be selected. */
static char *
describe (PlumeCanvas *canvas)
{
  g_autofree char *figure = plume_figure_describe (canvas->figure);
  PlumeSelection *selection = plume_study_get_selection (canvas->study);
  gsize n_items = plume_figure_count_items (canvas->figure);
  g_autofree char *selected = NULL;

  if (selection == NULL || n_items == 0)
    return g_steal_pointer (&figure);
  /* Translators: how many points are chosen, and of how many. */
  selected =
      g_strdup_printf (_ ("%u of %u are selected."), (guint)selection->n_selected, (guint)n_items);
  return g_strjoin (" ", figure, selected, NULL);
}

static gboolean
describe_figure (gpointer data)
{
  PlumeCanvas *canvas = data;
  const PlumeView *view = &plume_study_get_experiment (canvas->study)->views[canvas->view];
  g_autofree char *description = NULL;

  canvas->describe_timeout = 0;
  if (canvas->figure != NULL)
    description = describe (canvas);
  gtk_accessible_update_property (GTK_ACCESSIBLE (canvas), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (view->title), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description != NULL ? description : "", -1);
  return G_SOURCE_REMOVE;
}

/* While something is played the figure changes with every frame, which is more than one can hear:
 * the first change after a description begins the wait for the next. */
static void
queue_description (PlumeCanvas *canvas)
{
  if (canvas->describe_timeout == 0)
    canvas->describe_timeout =
        g_timeout_add_full (G_PRIORITY_LOW, DESCRIBE_AFTER_MS, describe_figure, canvas, NULL);
}

static void
on_selection_changed (PlumeStudy *study, PlumeCanvas *canvas)
{
  plume_canvas_queue_layout (canvas);
  queue_description (canvas);
}

static void
set_waiting (PlumeCanvas *canvas, gboolean waiting)
{
  if (canvas->waiting == waiting)
    return;
  canvas->waiting = waiting;
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
}

static gboolean
lose_patience (gpointer data)
{
  PlumeCanvas *canvas = data;

  canvas->wait_timeout = 0;
  set_waiting (canvas, TRUE);
  return G_SOURCE_REMOVE;
}

static void
on_busy (PlumeStudy *study, PlumeCanvas *canvas)
{
  if (!plume_study_is_busy (study))
    {
      g_clear_handle_id (&canvas->wait_timeout, g_source_remove);
      set_waiting (canvas, FALSE);
    }
  else if (canvas->wait_timeout == 0 && !canvas->waiting)
    canvas->wait_timeout = g_timeout_add (PATIENCE_MS, lose_patience, canvas);
}

static void
set_failure (PlumeCanvas *canvas, const char *sentence)
{
  if (g_strcmp0 (canvas->failure, sentence) == 0)
    return;
  g_free (canvas->failure);
  canvas->failure = g_strdup (sentence);
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
}

static void
on_published (PlumeStudy *study, PlumeCanvas *canvas)
{
  const PlumePublication *publication = plume_study_get_publication (study);
  PlumeFigure *figure = plume_study_get_figure (study, canvas->view);
  const GError *error = publication != NULL ? publication->errors[canvas->view] : NULL;

  if (figure == NULL && error == NULL)
    return; /* not there yet: the old picture stays */
  g_clear_handle_id (&canvas->wait_timeout, g_source_remove);
  set_waiting (canvas, FALSE);
  set_failure (canvas, error != NULL ? error->message : NULL);
  if (figure == NULL || figure == canvas->figure)
    return;
  g_clear_pointer (&canvas->figure, plume_figure_unref);
  canvas->figure = plume_figure_ref (figure);
  plume_canvas_select_refresh (canvas);
  plume_canvas_queue_layout (canvas);
  queue_description (canvas);
}

/* What a canvas of the same view would still show: a view that goes into a window of its own while
 * the study works does not begin with nothing. */
static void
take_last_figure (PlumeCanvas *canvas)
{
  PlumeFigure *figure = plume_study_get_last_figure (canvas->study, canvas->view);

  if (canvas->figure != NULL || figure == NULL)
    return;
  canvas->figure = plume_figure_ref (figure);
  plume_canvas_select_refresh (canvas);
  plume_canvas_queue_layout (canvas);
}

static gboolean
strings_are_equal (char **a, char **b)
{
  static const char *const none[] = { NULL };

  return g_strv_equal (a != NULL ? (const char *const *)a : none,
                       b != NULL ? (const char *const *)b : none);
}

static void
on_changed (PlumeStudy *study, PlumeCanvas *canvas)
{
  const PlumeViewState *state = plume_study_get_view_state (study, canvas->view);
  gboolean held = plume_study_is_held (study);
  gboolean released = canvas->held && !held;

  canvas->held = held;
  if (memcmp (canvas->limits, state->limits, sizeof canvas->limits) != 0
      || !strings_are_equal (canvas->hidden_marks, state->hidden_marks))
    {
      memcpy (canvas->limits, state->limits, sizeof canvas->limits);
      g_strfreev (canvas->hidden_marks);
      canvas->hidden_marks = g_strdupv (state->hidden_marks);
      plume_canvas_queue_layout (canvas);
    }
  else if (released)
    plume_canvas_queue_layout (canvas);
}

static void
plume_canvas_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 200 : 140;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 520 : 340;
}

static void
plume_canvas_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  PlumeCanvas *canvas = PLUME_CANVAS (widget);

  if (canvas->area != NULL)
    gtk_widget_allocate (canvas->area, width, height, -1, NULL);
  if (canvas->menu != NULL)
    gtk_popover_present (GTK_POPOVER (canvas->menu));
  if (canvas->layout == NULL || canvas->layout->width != width || canvas->layout->height != height)
    begin_layout (canvas);
}

static void
plume_canvas_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (plume_canvas_parent_class)->map (widget);
  plume_canvas_queue_layout (PLUME_CANVAS (widget));
}

static gboolean
plume_canvas_focus (GtkWidget *widget, GtkDirectionType direction)
{
  return plume_canvas_keys_focus (PLUME_CANVAS (widget), direction);
}

static void
plume_canvas_dispose (GObject *object)
{
  PlumeCanvas *canvas = PLUME_CANVAS (object);

  g_clear_handle_id (&canvas->wait_timeout, g_source_remove);
  g_clear_handle_id (&canvas->describe_timeout, g_source_remove);
  if (canvas->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (canvas), canvas->tick);
  canvas->tick = 0;
  g_clear_handle_id (&canvas->portions, plume_portions_remove);
  if (canvas->study != NULL)
    plume_canvas_gestures_stop (canvas);
  plume_canvas_menu_dispose (canvas);
  plume_canvas_picture_dispose (canvas);
  plume_canvas_gl_close (canvas);
  g_clear_pointer (&canvas->pixels, g_hash_table_unref);
  g_clear_object (&canvas->overlay);
  g_clear_pointer (&canvas->layout, plume_layout_unref);
  g_clear_pointer (&canvas->figure, plume_figure_unref);
  g_clear_pointer (&canvas->hidden_marks, g_strfreev);
  g_clear_pointer (&canvas->failure, g_free);
  g_clear_pointer (&canvas->hit_text, g_free);
  g_clear_pointer (&canvas->stop, g_free);
  g_clear_pointer (&canvas->outline, g_array_unref);
  canvas->has_hit = FALSE;
  g_clear_object (&canvas->study);
  G_OBJECT_CLASS (plume_canvas_parent_class)->dispose (object);
}

static void
plume_canvas_class_init (PlumeCanvasClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = plume_canvas_dispose;
  widget_class->snapshot = plume_canvas_snapshot;
  widget_class->measure = plume_canvas_measure;
  widget_class->size_allocate = plume_canvas_size_allocate;
  widget_class->map = plume_canvas_map;
  widget_class->focus = plume_canvas_focus;
  signals[EXPORT_REQUESTED] = g_signal_new ("export-requested", PLUME_TYPE_CANVAS,
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[NOTICE] = g_signal_new ("notice", PLUME_TYPE_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[DRAWS_CHANGED] = g_signal_new ("draws-changed", PLUME_TYPE_CANVAS, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SELECTS_CHANGED] = g_signal_new ("selects-changed", PLUME_TYPE_CANVAS, G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  plume_canvas_menu_class_init (widget_class);
  gtk_widget_class_set_css_name (widget_class, "canvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
plume_canvas_init (PlumeCanvas *canvas)
{
  GtkWidget *widget = GTK_WIDGET (canvas);

  for (guint i = 0; i < PLUME_MAX_AXES; i++)
    canvas->limits[i] = PLUME_LIMITS_NONE;
  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_hexpand (widget, TRUE);
  gtk_widget_set_vexpand (widget, TRUE);
  plume_canvas_picture_init (canvas);
  plume_canvas_gl_open (canvas);
  plume_canvas_gestures_init (canvas);
  plume_canvas_keys_init (canvas);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (plume_canvas_queue_layout), canvas, G_CONNECT_SWAPPED);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::high-contrast",
                           G_CALLBACK (plume_canvas_queue_layout), canvas, G_CONNECT_SWAPPED);
  g_signal_connect (canvas, "notify::scale-factor", G_CALLBACK (plume_canvas_queue_layout), NULL);
}

/**
 * plume_canvas_new:
 * @study: what it shows, kept alive
 * @view: index of the view
 *
 * Returns: (transfer floating): the canvas
 */
GtkWidget *
plume_canvas_new (PlumeStudy *study, guint view)
{
  PlumeCanvas *canvas = g_object_new (PLUME_TYPE_CANVAS, NULL);

  canvas->study = g_object_ref (study);
  canvas->view = view;
  g_signal_connect_object (study, "published", G_CALLBACK (on_published), canvas, 0);
  g_signal_connect_object (study, "changed", G_CALLBACK (on_changed), canvas, 0);
  g_signal_connect_object (study, "selection-changed", G_CALLBACK (on_selection_changed), canvas,
                           0);
  g_signal_connect_object (study, "busy", G_CALLBACK (on_busy), canvas, 0);
  on_changed (study, canvas);
  on_published (study, canvas);
  take_last_figure (canvas);
  on_busy (study, canvas);
  queue_description (canvas);
  return GTK_WIDGET (canvas);
}

/**
 * plume_canvas_reset_view:
 *
 * Lets all axes of the view follow the data again.
 */
void
plume_canvas_reset_view (PlumeCanvas *canvas)
{
  canvas->forget_limits = TRUE;
  for (guint i = 0; i < PLUME_MAX_AXES; i++)
    {
      PlumeLimits none = PLUME_LIMITS_NONE;

      if (memcmp (&canvas->limits[i], &none, sizeof none) != 0)
        plume_study_set_limits (canvas->study, canvas->view, i, none);
    }
  plume_canvas_queue_layout (canvas);
}

/**
 * plume_canvas_set_prefer_cairo:
 * @prefer_cairo: %TRUE to paint with Cairo, %FALSE for OpenGL even where no graphics card helps
 *
 * Without this call OpenGL paints where there is a card.
 */
void
plume_canvas_set_prefer_cairo (PlumeCanvas *canvas, gboolean prefer_cairo)
{
  canvas->insist_on_gl = !prefer_cairo;
  if (prefer_cairo)
    plume_canvas_gl_close (canvas);
  else
    plume_canvas_gl_open (canvas);
  plume_canvas_queue_layout (canvas);
}

/**
 * plume_canvas_set_presentation:
 * @presentation: whether type and strokes are large enough for a wall
 */
void
plume_canvas_set_presentation (PlumeCanvas *canvas, gboolean presentation)
{
  if (canvas->presentation == presentation)
    return;
  canvas->presentation = presentation;
  plume_canvas_queue_layout (canvas);
}

void
plume_canvas_set_colour_map (PlumeCanvas *canvas, PlumeColourMap colour_map)
{
  if (canvas->colour_map == colour_map)
    return;
  canvas->colour_map = colour_map;
  plume_canvas_queue_layout (canvas);
}

PlumeLayout *
plume_canvas_get_layout (PlumeCanvas *canvas)
{
  return canvas->layout;
}
