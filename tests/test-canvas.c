/* test-canvas.c: the canvas in a real window: it follows its study, and its axes move as a person
 * expects.
 *
 * The experiment here has two linked plots, a handle, and a peak whose height is a parameter.
 * Skipped where there is no display.
 */
#include "app/plume-canvas-private.h"
#include "core/plume-error.h"

#include <adwaita.h>
#include <math.h>

enum
{
  CENTRE,
  HEIGHT,
};

static const PlumeParameter parameters[] = {
  { .id = "centre",
    .title = "Centre",
    .kind = PLUME_KIND_NUMBER,
    .value = 20,
    .from = 0,
    .to = 60 },
  { .id = "height",
    .title = "Height",
    .kind = PLUME_KIND_NUMBER,
    .value = 1,
    .from = -100,
    .to = 100 },
};

static PlumeResult *
compute_peak (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  if (plume_reads_number (reads, "height") < 0)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                   "A peak has no negative height; choose a positive one.");
      return NULL;
    }
  return plume_result_new (g_new0 (char, 1), 1, g_free);
}

static void
draw_peak (PlumeFigure *figure, const PlumeReads *reads)
{
  PlumeAxes *upper = plume_figure_add_axes (figure, "upper", NULL, 1);
  PlumeAxes *lower = plume_figure_add_axes (figure, "lower", NULL, 1);
  g_autoptr (PlumeArray) x = plume_array_new_linear (0, 60, 301);
  g_autoptr (PlumeArray) y = plume_array_new (301);
  double centre = plume_reads_number (reads, "centre"),
         height = plume_reads_number (reads, "height");

  upper->link_x = lower->link_x = 1;
  plume_axis_set (&lower->y, PLUME_SCALE_LOG, "Signal", NULL);
  for (gsize i = 0; i < 301; i++)
    y->values[i] = height * exp (-(x->values[i] - centre) * (x->values[i] - centre) / 50) + 1e-3;
  plume_axes_add_line (upper, "peak", "peak", x, y, (PlumeInk){ PLUME_COLOUR_BLUE });
  plume_axes_add_handle (upper, "top", NULL, centre, height, PLUME_DRAG_HORIZONTAL,
                         (PlumeInk){ PLUME_COLOUR_VERMILION });
  plume_axes_add_line (lower, "decades", NULL, x, y, (PlumeInk){ PLUME_COLOUR_GREEN });
}

/* The peak twice, side by side */
static void
draw_row (PlumeFigure *figure, const PlumeReads *reads)
{
  g_autoptr (PlumeArray) x = plume_array_new_linear (0, 60, 301);

  plume_figure_set_columns (figure, 2);
  for (int i = 0; i < 2; i++)
    {
      PlumeAxes *axes = plume_figure_add_axes (figure, i == 0 ? "left" : "right", NULL, 1);

      axes->link_y = 1;
      plume_axes_add_line (axes, i == 0 ? "left" : "right", NULL, x, x,
                           (PlumeInk){ PLUME_COLOUR_BLUE });
    }
}

static void
drag_peak (const char *handle, double x, double y, const PlumeReads *reads, PlumeChanges *changes)
{
  plume_changes_set_number (changes, x, "centre");
  plume_changes_set_number (changes, y, "height");
}

/* A stroke goes where its last place is; one that erases ends at 0. */
static void
brush_peak (const PlumeStroke *stroke, const PlumeReads *reads, PlumeChanges *changes)
{
  plume_changes_set_number (changes, stroke->erases ? 0 : stroke->x[stroke->length - 1], "centre");
  plume_changes_set_number (changes, plume_reads_number (reads, "height") + (double)stroke->length,
                            "height");
}

static const PlumeStage stages[] = {
  { .id = "peak", .title = "Peak", .reads = { "height" }, .compute = compute_peak },
};
static const PlumeView views[] = {
  { .id = "peak",
    .title = "Peak",
    .reads = { "centre", "height", "peak" },
    .draw = draw_peak,
    .drag = drag_peak,
    .brush = brush_peak },
  { .id = "row", .title = "Row", .reads = { "peak" }, .draw = draw_row },
};
static const PlumeExperiment experiment = {
  .id = "peak",
  .title = "Peak",
  .version = 1,
  .parameters = parameters,
  .n_parameters = G_N_ELEMENTS (parameters),
  .stages = stages,
  .n_stages = G_N_ELEMENTS (stages),
  .views = views,
  .n_views = G_N_ELEMENTS (views),
};

typedef struct
{
  PlumeStudy *study;
  GtkWidget *window;
  PlumeCanvas *canvas;
} Fixture;

static void
run_for (guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + 1000 * (gint64)milliseconds;

  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (500);
}

/* Until the study is idle and the canvas has laid out what it published. */
static void
settle (Fixture *fixture)
{
  for (int i = 0; i < 200; i++)
    {
      PlumePublication *publication = plume_study_get_publication (fixture->study);

      run_for (20);
      if (!plume_study_is_busy (fixture->study) && publication != NULL
          && fixture->canvas->layout != NULL && !plume_canvas_awaits_layout (fixture->canvas))
        return;
    }
  g_assert_not_reached ();
}

static void
set_up_view (Fixture *fixture, gconstpointer data, guint view)
{
  fixture->study = plume_study_new (&experiment);
  fixture->canvas = PLUME_CANVAS (plume_canvas_new (fixture->study, view));
  if (data != NULL)
    plume_canvas_set_prefer_cairo (fixture->canvas, g_strcmp0 (data, "cairo") == 0);
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 500, 400);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->canvas));
  gtk_window_present (GTK_WINDOW (fixture->window));
  settle (fixture);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  set_up_view (fixture, data, 0);
}

static void
set_up_row (Fixture *fixture, gconstpointer data)
{
  set_up_view (fixture, data, 1);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  /* a worker that still paints keeps its canvas */
  for (int i = 0; i < 200 && G_OBJECT (fixture->study)->ref_count > 1; i++)
    run_for (20);
  g_assert_finalize_object (fixture->study);
}

static const PlumePlot *
get_plot (Fixture *fixture, int index)
{
  return plume_canvas_get_plot (fixture->canvas, index);
}

static void
set_number (Fixture *fixture, int parameter, double number)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (
      plume_study_set_number (fixture->study, &PLUME_ADDRESS (parameter), number, &error));
  g_assert_no_error (error);
}

static void
test_follows_the_study (Fixture *fixture, gconstpointer data)
{
  PlumeLayout *before = fixture->canvas->layout;

  g_assert_true (fixture->canvas->figure
                 == plume_study_get_publication (fixture->study)->figures[0]);
  run_for (100);
  g_assert_true (fixture->canvas->layout == before);
  set_number (fixture, CENTRE, 30);
  settle (fixture);
  g_assert_true (fixture->canvas->layout != before);
  g_assert_true (fixture->canvas->figure
                 == plume_study_get_publication (fixture->study)->figures[0]);
  g_assert_true (fixture->canvas->layout->figure == fixture->canvas->figure);
}

/* A stroke is told from its beginning: the height that it reads is the one before the stroke. */
static void
test_a_stroke_is_one_step (Fixture *fixture, gconstpointer data)
{
  const PlumePlot *plot = get_plot (fixture, 0);
  double x = plot->frame.x + 100, y = plot->frame.y + 40, end = plume_plot_x_inverse (plot, x + 30);
  PlumeValues *values;

  plume_canvas_set_draws (fixture->canvas, TRUE);
  g_assert_true (plume_canvas_get_draws (fixture->canvas));
  plume_canvas_stroke (fixture->canvas, x, y, 30, 10, FALSE, FALSE);
  settle (fixture);
  values = plume_study_get_values (fixture->study);
  g_assert_cmpfloat_with_epsilon (plume_values_get (values, &PLUME_ADDRESS (CENTRE))->number, end,
                                  1e-9);
  g_assert_cmpfloat (plume_values_get (values, &PLUME_ADDRESS (HEIGHT))->number, ==, 1 + 4);
  g_assert_false (plume_study_is_held (fixture->study));
  plume_study_undo (fixture->study);
  values = plume_study_get_values (fixture->study);
  g_assert_cmpfloat (plume_values_get (values, &PLUME_ADDRESS (CENTRE))->number, ==, 20);
  g_assert_cmpfloat (plume_values_get (values, &PLUME_ADDRESS (HEIGHT))->number, ==, 1);
  g_assert_false (plume_study_can_undo (fixture->study));
  plume_canvas_stroke (fixture->canvas, x, y, 30, 10, FALSE, TRUE);
  values = plume_study_get_values (fixture->study);
  g_assert_cmpfloat (plume_values_get (values, &PLUME_ADDRESS (CENTRE))->number, ==, 0);
  plume_canvas_set_draws (fixture->canvas, FALSE);
  g_assert_false (plume_canvas_get_draws (fixture->canvas));
  settle (fixture);
}

/* However the pointer went, a straight stroke is its two ends. */
static void
test_a_straight_stroke_has_two_places (Fixture *fixture, gconstpointer data)
{
  const PlumePlot *plot = get_plot (fixture, 0);
  double x = plot->frame.x + 100, y = plot->frame.y + 40, end = plume_plot_x_inverse (plot, x + 30);
  PlumeValues *values;

  plume_canvas_set_draws (fixture->canvas, TRUE);
  plume_canvas_stroke (fixture->canvas, x, y, 30, 10, TRUE, FALSE);
  settle (fixture);
  values = plume_study_get_values (fixture->study);
  g_assert_cmpfloat_with_epsilon (plume_values_get (values, &PLUME_ADDRESS (CENTRE))->number, end,
                                  1e-9);
  g_assert_cmpfloat (plume_values_get (values, &PLUME_ADDRESS (HEIGHT))->number, ==, 1 + 2);
  plume_canvas_set_draws (fixture->canvas, FALSE);
}

/* A frame, the strip left of it, and the strip below it belong to its plot. */
static void
test_zones_of_columns_are_their_own (Fixture *fixture, gconstpointer data)
{
  for (int i = 0; i < 2; i++)
    {
      const PlumePlot *plot = get_plot (fixture, i);
      const PlumeRect *frame = &plot->frame;
      PlumeZone inside = plume_canvas_zone_at (fixture->canvas->layout, frame->x + 5, frame->y + 5),
                left = plume_canvas_zone_at (fixture->canvas->layout, frame->x - 3, frame->y + 5),
                below = plume_canvas_zone_at (fixture->canvas->layout, frame->x + 5,
                                              frame->y + frame->height + 5);

      g_assert_cmpint (inside.plot, ==, i);
      g_assert_cmpint (left.plot, ==, i);
      g_assert_true (left.y && !left.x);
      g_assert_cmpint (below.plot, ==, i);
      g_assert_true (below.x && !below.y);
    }
}

static void
test_rows_pan_together (Fixture *fixture, gconstpointer data)
{
  double y_from = get_plot (fixture, 0)->y_from, x_from = get_plot (fixture, 0)->x_from;

  plume_canvas_pan (fixture->canvas, fixture->canvas->layout, (PlumeZone){ 1, TRUE, TRUE }, 20, 30);
  settle (fixture);
  g_assert_cmpfloat (get_plot (fixture, 0)->y_from, !=, y_from);
  g_assert_cmpfloat (get_plot (fixture, 0)->y_from, ==, get_plot (fixture, 1)->y_from);
  g_assert_cmpfloat (get_plot (fixture, 0)->x_from, ==, x_from);
  g_assert_cmpfloat (get_plot (fixture, 1)->x_from, !=, x_from);
}

static void
test_pan_keeps_the_datum_under_the_pointer (Fixture *fixture, gconstpointer data)
{
  const PlumePlot *plot = get_plot (fixture, 0);
  double x = plot->frame.x + 100, y = plot->frame.y + 40;
  double data_x = plume_plot_x_inverse (plot, x), data_y = plume_plot_y_inverse (plot, y);
  PlumeZone zone = plume_canvas_zone_at (fixture->canvas->layout, x, y);

  g_assert_cmpint (zone.plot, ==, 0);
  plume_canvas_pan (fixture->canvas, fixture->canvas->layout, zone, 33, -21);
  settle (fixture);
  plot = get_plot (fixture, 0);
  g_assert_cmpfloat_with_epsilon (plume_plot_x_inverse (plot, x + 33), data_x, 0.5);
  g_assert_cmpfloat_with_epsilon (plume_plot_y_inverse (plot, y - 21), data_y, 0.02);
  g_assert_cmpfloat (plot->x_from, ==, get_plot (fixture, 1)->x_from);
  g_assert_cmpfloat (plot->x_to, ==, get_plot (fixture, 1)->x_to);
  g_assert_true (isnan (plume_study_get_view_state (fixture->study, 0)->limits[1].y_from));
}

static void
test_zoom_is_undone_by_its_inverse (Fixture *fixture, gconstpointer data)
{
  const PlumePlot *plot = get_plot (fixture, 1);
  double y_from = plot->y_from, y_to = plot->y_to, middle;
  PlumeZone zone = { 1, TRUE, TRUE };

  middle = plume_plot_y_inverse (plot, plot->frame.y + 30);
  plume_canvas_zoom (fixture->canvas, fixture->canvas->layout, zone, plot->frame.x + 50,
                     plot->frame.y + 30, 2);
  settle (fixture);
  plot = get_plot (fixture, 1);
  g_assert_cmpfloat_with_epsilon (log10 (plot->y_to / plot->y_from), log10 (y_to / y_from) / 2,
                                  1e-6);
  g_assert_cmpfloat_with_epsilon (plume_plot_y (plot, middle), plot->frame.y + 30, 0.01);
  plume_canvas_zoom (fixture->canvas, fixture->canvas->layout, zone, plot->frame.x + 50,
                     plot->frame.y + 30, 0.5);
  settle (fixture);
  plot = get_plot (fixture, 1);
  g_assert_cmpfloat_with_epsilon (plot->y_from / y_from, 1, 1e-6);
  g_assert_cmpfloat_with_epsilon (plot->y_to / y_to, 1, 1e-6);
}

static void
test_zoom_stops_where_numbers_end (Fixture *fixture, gconstpointer data)
{
  for (int i = 0; i < 300; i++)
    {
      const PlumePlot *plot = get_plot (fixture, 0);

      plume_canvas_zoom (fixture->canvas, fixture->canvas->layout, (PlumeZone){ 0, TRUE, TRUE },
                         plot->frame.x + 50, plot->frame.y + 30, i < 150 ? 4 : 1e-4);
      plume_canvas_queue_layout (fixture->canvas);
      while (plume_canvas_awaits_layout (fixture->canvas))
        g_main_context_iteration (NULL, TRUE);
      plot = get_plot (fixture, 0);
      g_assert_true (isfinite (plot->x_from) && isfinite (plot->x_to) && plot->x_to > plot->x_from);
    }
}

static void
test_narrow_box_zooms_one_direction (Fixture *fixture, gconstpointer data)
{
  const PlumePlot *plot = get_plot (fixture, 0);
  double from = plume_plot_x_inverse (plot, plot->frame.x + 40),
         to = plume_plot_x_inverse (plot, plot->frame.x + 140);

  plume_canvas_zoom_to_box (fixture->canvas, 0, plot->frame.x + 140, plot->frame.y + 33,
                            plot->frame.x + 40, plot->frame.y + 30);
  settle (fixture);
  g_assert_cmpfloat_with_epsilon (get_plot (fixture, 0)->x_from, from, 1e-6);
  g_assert_cmpfloat_with_epsilon (get_plot (fixture, 0)->x_to, to, 1e-6);
  g_assert_true (isnan (plume_study_get_view_state (fixture->study, 0)->limits[0].y_from));
}

static void
test_reset_follows_the_data_again (Fixture *fixture, gconstpointer data)
{
  const PlumePlot *plot = get_plot (fixture, 0);
  double x_from = plot->x_from, y_to = plot->y_to;

  plume_canvas_pan (fixture->canvas, fixture->canvas->layout, (PlumeZone){ 0, TRUE, TRUE }, 50, 50);
  settle (fixture);
  g_assert_cmpfloat (get_plot (fixture, 0)->x_from, !=, x_from);
  plume_canvas_reset_view (fixture->canvas);
  settle (fixture);
  g_assert_cmpfloat (get_plot (fixture, 0)->x_from, ==, x_from);
  g_assert_cmpfloat (get_plot (fixture, 0)->y_to, ==, y_to);
}

static void
test_axes_stay_while_held (Fixture *fixture, gconstpointer data)
{
  double y_to = get_plot (fixture, 0)->y_to;

  plume_study_set_held (fixture->study, TRUE);
  set_number (fixture, HEIGHT, 10);
  settle (fixture);
  g_assert_cmpfloat (get_plot (fixture, 0)->y_to, ==, y_to);
  plume_study_set_held (fixture->study, FALSE);
  settle (fixture);
  g_assert_cmpfloat (get_plot (fixture, 0)->y_to, >, 9.9);
}

static void
test_axes_rescale_with_hysteresis (Fixture *fixture, gconstpointer data)
{
  double y_to = get_plot (fixture, 0)->y_to;

  set_number (fixture, HEIGHT, 0.8);
  settle (fixture);
  g_assert_cmpfloat (get_plot (fixture, 0)->y_to, ==, y_to);
  set_number (fixture, HEIGHT, 0.4);
  settle (fixture);
  g_assert_cmpfloat (get_plot (fixture, 0)->y_to, <, 0.6);
  set_number (fixture, HEIGHT, 0.5);
  settle (fixture);
  g_assert_cmpfloat (get_plot (fixture, 0)->y_to, >, 0.499);
}

static void
test_failure_keeps_the_last_picture (Fixture *fixture, gconstpointer data)
{
  PlumeFigure *figure = fixture->canvas->figure;

  set_number (fixture, HEIGHT, -1);
  settle (fixture);
  g_assert_cmpstr (fixture->canvas->failure, ==,
                   "A peak has no negative height; choose a positive one.");
  g_assert_true (fixture->canvas->figure == figure);
  set_number (fixture, HEIGHT, 2);
  settle (fixture);
  g_assert_null (fixture->canvas->failure);
  g_assert_true (fixture->canvas->figure != figure);
}

static void
test_handle_moves_in_its_direction (Fixture *fixture, gconstpointer data)
{
  const PlumePlot *plot = get_plot (fixture, 0);
  double x = plume_plot_x (plot, 20), y = plume_plot_y (plot, 1);
  PlumeHit hit;

  g_assert_true (plume_layout_handle_at (fixture->canvas->layout, x + 5, y + 3, 14, &hit));
  plume_canvas_move_handle (fixture->canvas, &hit, plume_plot_x (plot, 35), y + 30);
  settle (fixture);
  g_assert_cmpfloat_with_epsilon (
      plume_values_get (plume_study_get_values (fixture->study), &PLUME_ADDRESS (CENTRE))->number,
      35, 1e-3);
  g_assert_cmpfloat (
      plume_values_get (plume_study_get_values (fixture->study), &PLUME_ADDRESS (HEIGHT))->number,
      ==, 1);
}

static void
test_tab_visits_every_mark_and_leaves (Fixture *fixture, gconstpointer data)
{
  static const char *const order[] = { "peak", "top", "decades" };

  gtk_window_set_focus (GTK_WINDOW (fixture->window), NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    {
      g_assert_true (plume_canvas_keys_focus (fixture->canvas, GTK_DIR_TAB_FORWARD));
      g_assert_cmpstr (fixture->canvas->stop, ==, order[i]);
      g_assert_true (fixture->canvas->has_hit);
      g_assert_nonnull (fixture->canvas->hit_text);
    }
  g_assert_false (plume_canvas_keys_focus (fixture->canvas, GTK_DIR_TAB_FORWARD));
  g_assert_true (plume_canvas_keys_focus (fixture->canvas, GTK_DIR_TAB_BACKWARD));
  g_assert_cmpstr (fixture->canvas->stop, ==, "decades");
}

static void
test_crosshair_reads_the_nearest_datum (Fixture *fixture, gconstpointer data)
{
  const PlumePlot *plot = get_plot (fixture, 0);

  plume_canvas_crosshair_at (fixture->canvas, plume_plot_x (plot, 10) + 2,
                             plume_plot_y (plot, exp (-2)) + 2);
  g_assert_true (fixture->canvas->has_hit);
  g_assert_cmpstr (fixture->canvas->hit.mark->id, ==, "peak");
  g_assert_cmpfloat_with_epsilon (fixture->canvas->hit.x, 10, 0.5);
  plume_canvas_crosshair_at (fixture->canvas, 1, 1);
  g_assert_false (fixture->canvas->has_hit);
}

static void
add (const char *name, void (*test) (Fixture *fixture, gconstpointer data))
{
  g_autofree char *path = g_strconcat ("/canvas/", name, NULL);
  g_autofree char *gl_path = g_strconcat ("/canvas/gl/", name, NULL);

  g_test_add (path, Fixture, "cairo", set_up, test, tear_down);
  g_test_add (gl_path, Fixture, "gl", set_up, test, tear_down);
}

static void
test_no_display (void)
{
  g_test_skip ("there is no display");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    {
      g_test_add_func ("/canvas/display", test_no_display);
      return g_test_run ();
    }
  adw_init ();
  add ("follows-the-study", test_follows_the_study);
  add ("a-stroke-is-one-step", test_a_stroke_is_one_step);
  add ("a-straight-stroke-has-two-places", test_a_straight_stroke_has_two_places);
  g_test_add ("/canvas/columns/zones-are-their-own", Fixture, "cairo", set_up_row,
              test_zones_of_columns_are_their_own, tear_down);
  g_test_add ("/canvas/columns/rows-pan-together", Fixture, "cairo", set_up_row,
              test_rows_pan_together, tear_down);
  add ("pan-keeps-the-datum-under-the-pointer", test_pan_keeps_the_datum_under_the_pointer);
  add ("zoom-is-undone-by-its-inverse", test_zoom_is_undone_by_its_inverse);
  add ("zoom-stops-where-numbers-end", test_zoom_stops_where_numbers_end);
  add ("narrow-box-zooms-one-direction", test_narrow_box_zooms_one_direction);
  add ("reset-follows-the-data-again", test_reset_follows_the_data_again);
  add ("axes-stay-while-held", test_axes_stay_while_held);
  add ("axes-rescale-with-hysteresis", test_axes_rescale_with_hysteresis);
  add ("failure-keeps-the-last-picture", test_failure_keeps_the_last_picture);
  add ("handle-moves-in-its-direction", test_handle_moves_in_its_direction);
  add ("tab-visits-every-mark-and-leaves", test_tab_visits_every_mark_and_leaves);
  add ("crosshair-reads-the-nearest-datum", test_crosshair_reads_the_nearest_datum);
  return g_test_run ();
}
