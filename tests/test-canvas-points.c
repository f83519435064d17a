/* test-canvas-points.c: choosing, clicking and turning in a real window.
 *
 * The experiment here shows 400 items in a plane and in space; a click on one of them becomes its
 * parameter. Skipped where there is no display.
 */
#include "app/plume-canvas-private.h"
#include "figure/plume-layout-private.h"

#include <adwaita.h>
#include <math.h>

#define N_ITEMS 400

static const PlumeParameter parameters[] = {
  { .id = "source", .title = "Source", .kind = PLUME_KIND_INTEGER, .from = 0, .to = 100000 },
  { .id = "height", .title = "Height", .kind = PLUME_KIND_NUMBER, .from = -10, .to = 10 },
  { .id = "items", .title = "Items", .kind = PLUME_KIND_INTEGER, .value = N_ITEMS, .to = 1000000 },
};

static int n_computed; /* by the compute thread, read by the main thread when it is idle */

static PlumeResult *
compute (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  g_atomic_int_inc (&n_computed);
  return plume_result_new (g_new0 (char, 1), 1, g_free);
}

static PlumeArray *
turns (gsize n, double speed)
{
  PlumeArray *array = plume_array_new (n);

  for (gsize i = 0; i < n; i++)
    array->values[i] = sin (speed * (double)i) * sqrt ((double)i / (double)n);
  return array;
}

static void
draw (PlumeFigure *figure, const PlumeReads *reads, gboolean in_space)
{
  static const char *const names[] = { "even", "odd", NULL };
  gsize n = (gsize)plume_reads_integer (reads, "items");
  PlumeAxes *axes = plume_figure_add_axes (figure, "axes", NULL, 1);
  g_autoptr (PlumeArray) x = turns (n, 0.37);
  g_autoptr (PlumeArray) y = turns (n, 0.91);
  g_autoptr (PlumeArray) z = turns (n, 1.7);
  g_autoptr (PlumeArray) codes = plume_array_new (n);
  PlumeMark *mark;

  for (gsize i = 0; i < n; i++)
    codes->values[i] = (double)(i % 2);
  if (in_space)
    plume_axes_set_space (axes, 35, 25);
  mark = in_space ? plume_axes_add_points_in_space (axes, "points", NULL, x, y, z, (PlumeInk){ 0 })
                  : plume_axes_add_points (axes, "points", NULL, x, y, (PlumeInk){ 0 });
  plume_mark_set_categories (mark, codes, names);
  plume_mark_set_items (mark, NULL);
}

static void
draw_plane (PlumeFigure *figure, const PlumeReads *reads)
{
  draw (figure, reads, FALSE);
}

static void
draw_space (PlumeFigure *figure, const PlumeReads *reads)
{
  draw (figure, reads, TRUE);
}

static void
pick_item (const PlumePick *pick, const PlumeReads *reads, PlumeChanges *changes)
{
  if (pick->mark != NULL)
    plume_changes_set_number (changes, (double)pick->item, "source");
  plume_changes_set_number (changes, pick->y, "height");
}

static const PlumeStage stages[] = {
  { .id = "stage", .title = "Stage", .reads = { "height" }, .compute = compute },
};
static const PlumeView views[] = {
  { .id = "plane",
    .title = "Plane",
    .reads = { "items", "stage" },
    .draw = draw_plane,
    .pick = pick_item },
  { .id = "space", .title = "Space", .reads = { "items", "stage" }, .draw = draw_space },
};
static const PlumeExperiment experiment = {
  .id = "items",
  .title = "Items",
  .version = 1,
  PLUME_TABLE_OF (parameters, parameters),
  PLUME_TABLE_OF (stages, stages),
  PLUME_TABLE_OF (views, views),
};

typedef struct
{
  PlumeStudy *study;
  GtkWidget *window;
  PlumeCanvas *plane, *space;
} Fixture;

static void
run_for (guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + 1000 * (gint64)milliseconds;

  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (500);
}

static gboolean
is_settled (Fixture *fixture)
{
  return !plume_study_is_busy (fixture->study)
         && plume_study_get_publication (fixture->study) != NULL && fixture->plane->layout != NULL
         && fixture->space->layout != NULL && !plume_canvas_awaits_layout (fixture->plane)
         && !plume_canvas_awaits_layout (fixture->space);
}

static void
settle (Fixture *fixture)
{
  for (int i = 0; i < 200; i++)
    {
      run_for (20);
      if (is_settled (fixture))
        return;
    }
  g_assert_not_reached ();
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  fixture->study = plume_study_new (&experiment);
  fixture->plane = PLUME_CANVAS (plume_canvas_new (fixture->study, 0));
  fixture->space = PLUME_CANVAS (plume_canvas_new (fixture->study, 1));
  plume_canvas_set_prefer_cairo (fixture->plane, g_strcmp0 (data, "cairo") == 0);
  plume_canvas_set_prefer_cairo (fixture->space, g_strcmp0 (data, "cairo") == 0);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (fixture->plane));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (fixture->space));
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 900, 400);
  gtk_window_set_child (GTK_WINDOW (fixture->window), box);
  gtk_window_present (GTK_WINDOW (fixture->window));
  settle (fixture);
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

/* Draws a rectangle over a share of the frame of a canvas. */
static void
choose (Fixture *fixture,
        PlumeCanvas *canvas,
        double from,
        double to,
        gboolean lasso,
        PlumeChoosing choosing)
{
  const PlumeRect *frame = &plume_canvas_get_plot (canvas, 0)->frame;
  double left = frame->x + from * frame->width, right = frame->x + to * frame->width;
  double bottom = frame->y + frame->height;
  const double corners[] = { left, frame->y, right, frame->y, right, bottom, left, bottom };
  const double ends[] = { left, frame->y, right, bottom };

  plume_canvas_drag_outline (canvas, lasso ? corners : ends, lasso ? 4 : 2, lasso, choosing);
  run_for (100);
}

/* How many points of the plane are between two shares of its frame. */
static gsize
count_between (Fixture *fixture, double from, double to)
{
  const PlumePlot *plot = plume_canvas_get_plot (fixture->plane, 0);
  const PlumeMark *mark = g_ptr_array_index (plot->axes->marks, 0);
  gsize n = 0;

  for (gsize i = 0; i < mark->x->length; i++)
    {
      double share = (plume_plot_x (plot, mark->x->values[i]) - plot->frame.x) / plot->frame.width;

      n += share > from && share < to;
    }
  return n;
}

static gsize
count_selected (Fixture *fixture)
{
  PlumeSelection *selection = plume_study_get_selection (fixture->study);

  return selection != NULL ? selection->n_selected : 0;
}

static void
test_an_outline_is_shown_by_all_canvases (Fixture *fixture, gconstpointer data)
{
  int before = g_atomic_int_get (&n_computed);
  PlumeFigure *figure = fixture->space->figure;

  plume_canvas_set_selects (fixture->plane, TRUE);
  g_assert_true (plume_canvas_get_selects (fixture->plane));
  choose (fixture, fixture->plane, 0, 0.4, FALSE, PLUME_CHOOSE_ONLY);
  settle (fixture);
  g_assert_cmpuint (count_selected (fixture), >, 20);
  g_assert_cmpfloat_with_epsilon ((double)count_selected (fixture),
                                  (double)count_between (fixture, 0, 0.4), 4);
  g_assert_true (fixture->plane->layout->selection == plume_study_get_selection (fixture->study));
  g_assert_true (fixture->space->layout->selection == plume_study_get_selection (fixture->study));
  g_assert_true (fixture->space->figure == figure);
  g_assert_cmpint (g_atomic_int_get (&n_computed), ==, before);
}

static void
test_outlines_add_and_remove (Fixture *fixture, gconstpointer data)
{
  gsize first, both;

  choose (fixture, fixture->plane, 0, 0.3, FALSE, PLUME_CHOOSE_ONLY);
  first = count_selected (fixture);
  choose (fixture, fixture->plane, 0.6, 1, TRUE, PLUME_CHOOSE_MORE);
  both = count_selected (fixture);
  g_assert_cmpuint (first, >, 0);
  g_assert_cmpfloat_with_epsilon (
      (double)both, (double)(count_between (fixture, 0, 0.3) + count_between (fixture, 0.6, 1)), 4);
  choose (fixture, fixture->plane, 0.6, 1, TRUE, PLUME_CHOOSE_LESS);
  g_assert_cmpuint (count_selected (fixture), ==, first);
  choose (fixture, fixture->plane, 0.6, 1, FALSE, PLUME_CHOOSE_ONLY);
  g_assert_cmpuint (count_selected (fixture), ==, both - first);
  plume_canvas_clear_selection (fixture->space);
  settle (fixture);
  g_assert_null (plume_study_get_selection (fixture->study));
  g_assert_null (fixture->plane->layout->selection);
}

/* Where a point of the canvas in space is seen, the same item is chosen. */
static void
test_a_click_chooses_one_item (Fixture *fixture, gconstpointer data)
{
  const PlumePlot *plot = plume_canvas_get_plot (fixture->space, 0);
  const PlumeMark *mark = g_ptr_array_index (plot->axes->marks, 0);
  double x, y;

  plume_canvas_set_selects (fixture->space, TRUE);
  plume_plot_place (plot, mark, 399, &x, &y);
  plume_canvas_click (fixture->space, x, y, 0);
  g_assert_cmpuint (count_selected (fixture), ==, 1);
  g_assert_true (plume_selection_contains (plume_study_get_selection (fixture->study), 399));
  plume_plot_place (plot, mark, 398, &x, &y);
  plume_canvas_click (fixture->space, x, y, GDK_SHIFT_MASK);
  g_assert_cmpuint (count_selected (fixture), ==, 2);
  plume_canvas_click (fixture->space, x, y, GDK_CONTROL_MASK);
  g_assert_cmpuint (count_selected (fixture), ==, 1);
  plume_canvas_click (fixture->space, plot->frame.x + 2, plot->frame.y + 2, 0);
  g_assert_cmpuint (count_selected (fixture), ==, 0);
}

static double
get_number (Fixture *fixture, int parameter)
{
  return plume_values_get (plume_study_get_values (fixture->study), &PLUME_ADDRESS (parameter))
      ->number;
}

static void
test_a_click_changes_parameters (Fixture *fixture, gconstpointer data)
{
  const PlumePlot *plot = plume_canvas_get_plot (fixture->plane, 0);
  const PlumeMark *mark = g_ptr_array_index (plot->axes->marks, 0);
  double x, y;

  plume_plot_place (plot, mark, 391, &x, &y);
  plume_canvas_click (fixture->plane, x, y, 0);
  g_assert_cmpfloat (get_number (fixture, 0), ==, 391);
  g_assert_cmpfloat (get_number (fixture, 1), ==, mark->y->values[391]);
  settle (fixture);
  plot = plume_canvas_get_plot (fixture->plane, 0);
  plume_canvas_click (fixture->plane, plot->frame.x + 1, plot->frame.y + 1, 0);
  g_assert_cmpfloat (get_number (fixture, 0), ==, 391);
  g_assert_cmpfloat_with_epsilon (get_number (fixture, 1), plot->y_to, 0.02);
  plume_study_undo (fixture->study);
  plume_study_undo (fixture->study);
  g_assert_cmpfloat (get_number (fixture, 0), ==, 0);
  g_assert_false (plume_study_can_undo (fixture->study));
  /* Not where the pointer chooses. */
  settle (fixture);
  plume_canvas_set_selects (fixture->plane, TRUE);
  plume_canvas_click (fixture->plane, x, y, 0);
  g_assert_cmpfloat (get_number (fixture, 0), ==, 0);
}

static void
test_the_box_turns_and_comes_back (Fixture *fixture, gconstpointer data)
{
  const PlumeViewState *state = plume_study_get_view_state (fixture->study, 1);
  g_autoptr (PlumeLayout) start = plume_layout_ref (fixture->space->layout);
  PlumeCamera camera;

  plume_canvas_orbit (fixture->space, start, 0, 40, 100);
  settle (fixture);
  camera = plume_canvas_get_plot (fixture->space, 0)->space->camera;
  g_assert_cmpfloat (camera.azimuth, ==, 75);
  g_assert_cmpfloat (camera.elevation, ==, 90);
  plume_canvas_zoom (fixture->space, fixture->space->layout, (PlumeZone){ 0, TRUE, TRUE }, 10, 10,
                     2);
  settle (fixture);
  g_assert_cmpfloat (state->limits[0].camera.zoom, ==, 2);
  g_assert_true (isnan (state->limits[0].x_from));
  plume_canvas_pan (fixture->space, fixture->space->layout, (PlumeZone){ 0, TRUE, TRUE }, 30, 30);
  g_assert_true (isnan (state->limits[0].x_from));
  plume_canvas_reset_view (fixture->space);
  settle (fixture);
  camera = plume_canvas_get_plot (fixture->space, 0)->space->camera;
  g_assert_cmpfloat (camera.azimuth, ==, 35);
  g_assert_cmpfloat (camera.zoom, ==, 1);
}

static void
test_the_legend_switches_a_category_off (Fixture *fixture, gconstpointer data)
{
  g_autofree char *toggled = NULL;

  plume_study_toggle_mark (fixture->study, 0, "points/odd");
  settle (fixture);
  g_assert_false (plume_layout_shows_category (
      fixture->plane->layout,
      g_ptr_array_index (plume_canvas_get_plot (fixture->plane, 0)->axes->marks, 0), 1));
  choose (fixture, fixture->plane, 0, 1, FALSE, PLUME_CHOOSE_ONLY);
  g_assert_cmpuint (count_selected (fixture), ==, N_ITEMS / 2);
  g_assert_false (plume_selection_contains (plume_study_get_selection (fixture->study), 1));
}

/* They are painted as pixels, by worker threads, and chosen all the same. */
static void
test_very_many_points_are_chosen (Fixture *fixture, gconstpointer data)
{
  g_assert_true (plume_study_set_number (fixture->study, &PLUME_ADDRESS (2), 300000, NULL));
  settle (fixture);
  choose (fixture, fixture->plane, 0, 0.5, TRUE, PLUME_CHOOSE_ONLY);
  for (int i = 0; i < 100 && count_selected (fixture) == 0; i++)
    run_for (20);
  settle (fixture);
  g_assert_cmpuint (count_selected (fixture), >, 100000);
  g_assert_true (fixture->space->layout->selection == plume_study_get_selection (fixture->study));
}

static void
add (const char *name, void (*test) (Fixture *fixture, gconstpointer data))
{
  g_autofree char *path = g_strconcat ("/canvas-points/", name, NULL);
  g_autofree char *gl_path = g_strconcat ("/canvas-points/gl/", name, NULL);

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
      g_test_add_func ("/canvas-points/display", test_no_display);
      return g_test_run ();
    }
  adw_init ();
  add ("an-outline-is-shown-by-all-canvases", test_an_outline_is_shown_by_all_canvases);
  add ("outlines-add-and-remove", test_outlines_add_and_remove);
  add ("a-click-chooses-one-item", test_a_click_chooses_one_item);
  add ("a-click-changes-parameters", test_a_click_changes_parameters);
  add ("the-box-turns-and-comes-back", test_the_box_turns_and_comes_back);
  add ("the-legend-switches-a-category-off", test_the_legend_switches_a_category_off);
  add ("very-many-are-chosen", test_very_many_points_are_chosen);
  return g_test_run ();
}
