/* test-cloud.c: points that turn on known orbits: where they are, how they are counted, and what of
 * them goes out. */
#include "clouds.h"
#include "core/plume-parallel.h"
#include "figure/plume-export.h"
#include "figure/plume-paint.h"
#include "figure/plume-pixels.h"

#include <string.h>

#define WIDTH  420
#define HEIGHT 300

static PlumeFigure *
figure_of_cloud (PlumeCloud *cloud, double time)
{
  PlumeFigure *figure = plume_figure_new ("plane", NULL);
  PlumeAxes *axes = plume_figure_add_axes (figure, "axes", NULL, 1);

  plume_axis_set_limits (&axes->x, -3, 3);
  plume_axis_set_limits (&axes->y, -3, 3);
  plume_axes_add_cloud (axes, "stars", NULL, cloud, time, (PlumeInk){ 0 });
  return figure;
}

static const PlumeMark *
first_mark (PlumeFigure *figure)
{
  return g_ptr_array_index (((PlumeAxes *)g_ptr_array_index (figure->axes, 0))->marks, 0);
}

static PlumeLayout *
lay_out (PlumeFigure *figure)
{
  PlumeStyle style = plume_style_screen (FALSE, 1);

  return plume_layout_new (figure, &style, WIDTH, HEIGHT, NULL, 0, NULL);
}

static cairo_surface_t *
pixels_of (PlumeFigure *figure)
{
  g_autoptr (PlumeLayout) layout = lay_out (figure);
  PlumeRect rect;
  cairo_surface_t *surface =
      plume_paint_pixels (layout, g_ptr_array_index (layout->plots, 0), first_mark (figure), &rect);

  cairo_surface_flush (surface);
  return surface;
}

static gsize
count_inked (cairo_surface_t *surface)
{
  gsize n_inked = 0;

  for (int row = 0; row < cairo_image_surface_get_height (surface); row++)
    for (int column = 0; column < cairo_image_surface_get_width (surface); column++)
      n_inked += ((guint32 *)(gpointer)(cairo_image_surface_get_data (surface)
                                        + row * cairo_image_surface_get_stride (surface)))[column]
                 != 0;
  return n_inked;
}

static gsize
count_different (cairo_surface_t *a, cairo_surface_t *b)
{
  gsize n_different = 0;

  for (int row = 0; row < cairo_image_surface_get_height (a); row++)
    for (int column = 0; column < cairo_image_surface_get_width (a); column++)
      {
        gsize offset = (gsize)(row * cairo_image_surface_get_stride (a) + 4 * column);

        n_different += memcmp (cairo_image_surface_get_data (a) + offset,
                               cairo_image_surface_get_data (b) + offset, 4)
                       != 0;
      }
  return n_different;
}

/* Error of a 512 × 256 table against the orbit itself, of the radius: (2π / 512)² / 8 = 1.9e-5
 * along a circle; this orbit has a threefold wave of its own and is curved along the radius. */
static void
test_place_is_that_of_the_orbit (void)
{
  const gsize n = 20000;
  const double times[] = { 0, 0.37, -2.5, 41, 3000 };
  g_autoptr (PlumeCloud) cloud = clouds_new (n, FALSE);
  g_autofree double *xs = g_new (double, n), *ys = g_new (double, n);
  double worst = 0;

  for (gsize t = 0; t < G_N_ELEMENTS (times); t++)
    {
      plume_cloud_get_places (cloud, times[t], 0, n, xs, ys);
      for (gsize i = 0; i < n; i++)
        {
          double x, y;

          clouds_place (cloud->radius[i],
                        (double)cloud->angle[i] + (double)cloud->rate[i] * times[t], &x, &y);
          worst = MAX (worst, hypot (xs[i] - x, ys[i] - y) / (double)cloud->radius[i]);
        }
    }
  g_test_message ("greatest error %.2e of the radius", worst);
  g_assert_cmpfloat (worst, <, 6e-5);
  g_assert_cmpfloat (worst, >, 1e-6);
}

/* Halving the cells of the table leaves a quarter of the error. */
static void
test_error_falls_with_the_square_of_the_table (void)
{
  const gsize n = 5000;
  double worst[2] = { 0, 0 };

  for (int k = 0; k < 2; k++)
    {
      g_autoptr (PlumeCloud) cloud = plume_cloud_new (n, FALSE);
      g_autofree double *xs = g_new (double, n), *ys = g_new (double, n);

      for (gsize i = 0; i < n; i++)
        {
          cloud->radius[i] = (float)(CLOUDS_RADIUS_MAX * (double)(i + 1) / (double)n);
          cloud->angle[i] = (float)(0.77 * (double)i);
        }
      clouds_close (cloud, 32u << k, 64u << k);
      plume_cloud_get_places (cloud, 0, 0, n, xs, ys);
      for (gsize i = 0; i < n; i++)
        {
          double x, y;

          clouds_place (cloud->radius[i], cloud->angle[i], &x, &y);
          worst[k] = MAX (worst[k], hypot (xs[i] - x, ys[i] - y));
        }
    }
  g_assert_cmpfloat_with_epsilon (worst[0] / worst[1], 4, 0.4);
}

/* Any part of the points, from any beginning, is the part of all. */
static void
test_parts_are_those_of_the_whole (void)
{
  const gsize n = 2000;
  g_autoptr (PlumeCloud) cloud = clouds_new (n, FALSE);
  g_autofree double *xs = g_new (double, n), *ys = g_new (double, n);

  plume_cloud_get_places (cloud, 1.25, 0, n, xs, ys);
  for (gsize from = 0; from < n; from += 37)
    {
      double x[300], y[300];
      gsize length = MIN (1 + from % 299, n - from);

      plume_cloud_get_places (cloud, 1.25, from, length, x, y);
      for (gsize i = 0; i < length; i++)
        {
          g_assert_cmpfloat_with_epsilon (x[i], xs[from + i], 1e-6);
          g_assert_cmpfloat_with_epsilon (y[i], ys[from + i], 1e-6);
        }
    }
}

static void
test_counts_are_conserved (void)
{
  const gsize n = 250000;
  g_autoptr (PlumeCloud) cloud = clouds_new (n, FALSE);

  for (double time = -1; time < 3; time += 0.7)
    {
      g_autoptr (PlumeFigure) figure = figure_of_cloud (cloud, time);
      g_autoptr (PlumeLayout) layout = lay_out (figure);
      const PlumePlot *plot = g_ptr_array_index (layout->plots, 0);
      g_autofree guint32 *counts = g_new0 (guint32, 300 * 200);
      gsize sum = 0;

      g_assert_cmpuint (
          plume_density_count (plot, first_mark (figure), &plot->frame, 300, 200, counts), ==, n);
      for (gsize i = 0; i < 300 * 200; i++)
        sum += counts[i];
      g_assert_cmpuint (sum, ==, n);
    }
}

/* The same places, given as columns to a density, make the same counts. */
static void
test_a_cloud_is_the_density_of_its_places (void)
{
  g_autoptr (PlumeCloud) cloud = clouds_new (150001, FALSE);
  g_autoptr (PlumeFigure) figure = figure_of_cloud (cloud, 0.8);
  g_autoptr (PlumeFigure) density = plume_figure_new ("density", NULL);
  PlumeAxes *axes = plume_figure_add_axes (density, "axes", NULL, 1);
  const char *names[PLUME_MAX_COLUMNS];
  PlumeArray *columns[PLUME_MAX_COLUMNS];
  guint n_columns = plume_mark_get_columns (first_mark (figure), names, columns);
  cairo_surface_t *a, *b;

  g_assert_cmpuint (n_columns, ==, 2);
  g_assert_cmpstr (names[0], ==, "x");
  g_assert_cmpstr (names[1], ==, "y");
  g_assert_cmpuint (columns[0]->length, ==, 150001);
  plume_axis_set_limits (&axes->x, -3, 3);
  plume_axis_set_limits (&axes->y, -3, 3);
  plume_axes_add_density (axes, "points", NULL, columns[0], columns[1], (PlumeInk){ 0 });
  a = pixels_of (figure);
  b = pixels_of (density);
  g_assert_cmpuint (count_inked (a), >, 2000);
  g_assert_cmpuint (count_different (a, b), ==, 0);
  cairo_surface_destroy (a);
  cairo_surface_destroy (b);
  plume_array_unref (columns[0]);
  plume_array_unref (columns[1]);
}

static void
test_threads_do_not_change_pixels (void)
{
  for (int weighted = 0; weighted < 2; weighted++)
    {
      g_autoptr (PlumeCloud) cloud = clouds_new (400003, weighted);
      g_autoptr (PlumeFigure) figure = figure_of_cloud (cloud, 1.1);
      cairo_surface_t *one, *two;

      plume_parallel_set_threads (1);
      one = pixels_of (figure);
      plume_parallel_set_threads (2);
      two = pixels_of (figure);
      plume_parallel_set_threads (0);
      g_assert_cmpuint (count_inked (one), >, 2000);
      g_assert_cmpuint (count_different (one, two), ==, 0);
      cairo_surface_destroy (one);
      cairo_surface_destroy (two);
    }
}

/* Where all turn alike, a whole turn changes nothing and half a turn does. */
static void
test_a_whole_turn_changes_nothing (void)
{
  g_autoptr (PlumeCloud) cloud = clouds_new (60000, FALSE);
  g_autoptr (PlumeFigure) start = NULL, whole = NULL, half = NULL;
  const double rate = 3;
  cairo_surface_t *a, *b, *c;

  for (gsize i = 0; i < cloud->length; i++)
    cloud->rate[i] = (float)rate;
  start = figure_of_cloud (cloud, 0);
  whole = figure_of_cloud (cloud, 2 * G_PI / rate);
  half = figure_of_cloud (cloud, G_PI / rate);
  a = pixels_of (start);
  b = pixels_of (whole);
  c = pixels_of (half);
  g_assert_cmpuint (count_inked (a), >, 2000);
  g_assert_cmpuint (count_different (a, b), <=, 4); /* a point on the border of two pixels */
  g_assert_cmpuint (count_different (a, c), >, 2000);
  cairo_surface_destroy (a);
  cairo_surface_destroy (b);
  cairo_surface_destroy (c);
}

static void
test_an_empty_cloud_is_no_ink (void)
{
  g_autoptr (PlumeCloud) cloud = clouds_new (0, FALSE);
  g_autoptr (PlumeFigure) figure = figure_of_cloud (cloud, 1);
  cairo_surface_t *surface = pixels_of (figure);
  g_autofree char *words = plume_figure_describe (figure);

  g_assert_cmpuint (count_inked (surface), ==, 0);
  g_assert_nonnull (strstr (words, "There is a density."));
  cairo_surface_destroy (surface);
}

/* NaN, negative and too large radii, NaN angles and rates, and an infinite time. */
static void
test_what_has_no_place_is_not_drawn (void)
{
  const float bad[][3] = {
    { NAN, 1, 1 }, { -0.1f, 1, 1 }, { 2.001f, 1, 1 },   { 1, NAN, 1 },
    { 1, 1, NAN }, { 1, 1, 1e30f }, { INFINITY, 1, 1 }, { 1, -INFINITY, 1 }
  };
  const gsize n_bad = G_N_ELEMENTS (bad);
  g_autoptr (PlumeCloud) cloud = plume_cloud_new (n_bad + 3, FALSE);
  double x[11], y[11];

  g_assert_cmpuint (n_bad + 3, <=, 11);
  for (gsize i = 0; i < n_bad; i++)
    {
      cloud->radius[i] = bad[i][0];
      cloud->angle[i] = bad[i][1];
      cloud->rate[i] = bad[i][2];
    }
  for (gsize i = n_bad; i < n_bad + 3; i++)
    {
      cloud->radius[i] = (float)(i - n_bad); /* 0, 1 and the largest of all */
      cloud->angle[i] = 1;
      cloud->rate[i] = 1;
    }
  clouds_close (cloud, 64, 128);
  plume_cloud_get_places (cloud, 1e10, 0, n_bad + 3, x, y);
  for (gsize i = 0; i < n_bad; i++)
    g_assert_true (isnan (x[i]) && isnan (y[i]));
  for (gsize i = n_bad; i < n_bad + 3; i++)
    g_assert_true (isfinite (x[i]) && isfinite (y[i]));
  g_assert_cmpfloat (x[n_bad], ==, 0);
  plume_cloud_get_places (cloud, INFINITY, 0, n_bad + 3, x, y);
  for (gsize i = 0; i < n_bad + 3; i++)
    g_assert_true (isnan (x[i]));
}

/* Weights 1 and 3 are like one point and three; none and less than none are not drawn. */
static void
test_weights_are_counts (void)
{
  const float weights[] = { 1, 3, 0, -2, NAN, 1e-6f };
  g_autoptr (PlumeCloud) cloud = plume_cloud_new (6, TRUE);
  g_autoptr (PlumeFigure) figure = NULL;
  g_autoptr (PlumeLayout) layout = NULL;
  const PlumePlot *plot;
  guint32 counts[3000] = { 0 }, of_points[6];
  gsize sum = 0;

  for (gsize i = 0; i < 6; i++)
    {
      cloud->radius[i] = 1;
      cloud->angle[i] = (float)i;
      cloud->weight[i] = weights[i];
    }
  clouds_close (cloud, 64, 128);
  plume_cloud_get_counts (cloud, 0, 6, of_points);
  g_assert_cmpfloat_with_epsilon ((double)of_points[1] / of_points[0], 3, 0.02);
  g_assert_true (of_points[2] == 0 && of_points[3] == 0 && of_points[4] == 0 && of_points[5] == 1);
  figure = figure_of_cloud (cloud, 0);
  layout = lay_out (figure);
  plot = g_ptr_array_index (layout->plots, 0);
  g_assert_cmpuint (plume_density_count (plot, first_mark (figure), &plot->frame, 60, 50, counts),
                    ==, 3);
  for (gsize i = 0; i < 3000; i++)
    sum += counts[i];
  g_assert_cmpuint (sum, ==, of_points[0] + of_points[1] + of_points[5]);
}

/* Weights that are all the same look like none. */
static void
test_equal_weights_are_no_weights (void)
{
  g_autoptr (PlumeCloud) plain = clouds_new (70000, FALSE);
  g_autoptr (PlumeCloud) weighted = plume_cloud_new (70000, TRUE);
  g_autoptr (PlumeFigure) a = NULL, b = NULL;
  cairo_surface_t *surfaces[2];

  memcpy (weighted->radius, plain->radius, 70000 * sizeof (float));
  memcpy (weighted->angle, plain->angle, 70000 * sizeof (float));
  memcpy (weighted->rate, plain->rate, 70000 * sizeof (float));
  for (gsize i = 0; i < 70000; i++)
    weighted->weight[i] = 0.125f;
  clouds_close (weighted, 256, 512);
  a = figure_of_cloud (plain, 0.4);
  b = figure_of_cloud (weighted, 0.4);
  surfaces[0] = pixels_of (a);
  surfaces[1] = pixels_of (b);
  for (int row = 0; row < cairo_image_surface_get_height (surfaces[0]); row++)
    for (int i = 0; i < 4 * cairo_image_surface_get_width (surfaces[0]); i++)
      {
        gsize offset = (gsize)(row * cairo_image_surface_get_stride (surfaces[0]) + i);

        g_assert_cmpint (abs (cairo_image_surface_get_data (surfaces[0])[offset]
                              - cairo_image_surface_get_data (surfaces[1])[offset]),
                         <=, 2);
      }
  cairo_surface_destroy (surfaces[0]);
  cairo_surface_destroy (surfaces[1]);
}

static void
test_limits_are_those_of_the_table (void)
{
  g_autoptr (PlumeCloud) cloud = clouds_new (1000, FALSE);

  for (double time = 0; time < 2; time += 0.5)
    {
      g_autoptr (PlumeFigure) figure = plume_figure_new ("plane", NULL);
      PlumeMark *mark = plume_axes_add_cloud (plume_figure_add_axes (figure, "axes", NULL, 1),
                                              "stars", NULL, cloud, time, (PlumeInk){ 0 });

      g_assert_cmpfloat_with_epsilon (mark->x_range.high, 2 * 1.4, 1e-6);
      g_assert_cmpfloat_with_epsilon (mark->x_range.low, -2 * 1.4, 1e-6);
      g_assert_cmpfloat_with_epsilon (mark->y_range.high, 2.4, 1e-6);
    }
}

static void
test_logarithmic_axes_are_refused (void)
{
  g_autoptr (PlumeCloud) cloud = clouds_new (10, FALSE);
  g_autoptr (PlumeFigure) figure = plume_figure_new ("plane", NULL);
  PlumeAxes *axes = plume_figure_add_axes (figure, "axes", NULL, 1);
  const PlumeScaleKind kinds[] = { PLUME_SCALE_LOG, PLUME_SCALE_SYMLOG };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      plume_axis_set (&axes->y, kinds[i], "Speed", "km/s");
      g_test_expect_message ("plume", G_LOG_LEVEL_CRITICAL, "*stars*logarithmic*linear axes*");
      g_assert_null (plume_axes_add_cloud (axes, "stars", NULL, cloud, 0, (PlumeInk){ 0 }));
      g_test_assert_expected_messages ();
    }
  g_assert_cmpuint (axes->marks->len, ==, 0);
}

/* "Numbers out" and the words say what is drawn. */
static void
test_numbers_out_are_the_places (void)
{
  g_autoptr (PlumeCloud) cloud = clouds_new (5, TRUE);
  g_autoptr (PlumeFigure) figure = figure_of_cloud (cloud, 0.25);
  g_autoptr (GString) csv = g_string_new (NULL);
  g_autofree char *words = plume_figure_describe (figure);
  g_auto (GStrv) lines = NULL;
  double x[5], y[5];

  plume_figure_append_csv (figure, csv);
  lines = g_strsplit (csv->str, "\n", -1);
  g_assert_cmpstr (lines[0], ==, "view,axes,mark,x,y,weight");
  plume_cloud_get_places (cloud, 0.25, 0, 5, x, y);
  for (gsize i = 0; i < 5; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i + 1], ",", -1);

      g_assert_cmpfloat (g_ascii_strtod (cells[3], NULL), ==, x[i]);
      g_assert_cmpfloat (g_ascii_strtod (cells[4], NULL), ==, y[i]);
      g_assert_cmpfloat (g_ascii_strtod (cells[5], NULL), ==, (double)cloud->weight[i]);
    }
  g_assert_nonnull (strstr (words, "There are 5 points. The time is 0.25."));
}

static void
test_the_nearest_point_is_found (void)
{
  g_autoptr (PlumeCloud) cloud = clouds_new (3000, FALSE);
  g_autoptr (PlumeFigure) figure = figure_of_cloud (cloud, 0.6);
  g_autoptr (PlumeLayout) layout = lay_out (figure);
  const PlumePlot *plot = g_ptr_array_index (layout->plots, 0);
  double x, y;
  PlumeHit hit;

  plume_cloud_get_places (cloud, 0.6, 1234, 1, &x, &y);
  g_assert_true (
      plume_layout_nearest (layout, plume_plot_x (plot, x), plume_plot_y (plot, y), 5, &hit));
  g_assert_cmpuint (hit.index, ==, 1234);
  g_assert_cmpfloat (hit.x, ==, x);
  g_assert_false (plume_layout_nearest (layout, plot->frame.x + 1, plot->frame.y + 1, 5, &hit));
}

static PlumeMark *
cells_of (PlumeFigure *figure)
{
  PlumeMark *mark = (PlumeMark *)first_mark (figure);

  plume_mark_set_cells (mark, 6, 9, -0.5, 2, -1.5, 1.5);
  return mark;
}

/* Each cell has the points that stand in it, none outside of the cells counts, and the numbers that
 * go out are those. */
static void
test_cells_count_what_stands_in_them (void)
{
  g_autoptr (PlumeCloud) cloud = clouds_new (150000, FALSE);
  g_autoptr (PlumeFigure) figure = figure_of_cloud (cloud, 2.3);
  const PlumeMark *mark = cells_of (figure);
  g_autofree double *x = g_new (double, cloud->length), *y = g_new (double, cloud->length);
  double expected[6 * 9] = { 0 };
  const char *names[PLUME_MAX_COLUMNS];
  PlumeArray *columns[PLUME_MAX_COLUMNS];
  gsize n_outside = 0;

  plume_cloud_get_places (cloud, 2.3, 0, cloud->length, x, y);
  for (gsize i = 0; i < cloud->length; i++)
    {
      double column = floor ((x[i] + 0.5) / 2.5 * 9), row = floor ((y[i] + 1.5) / 3 * 6);

      if (column >= 0 && column < 9 && row >= 0 && row < 6)
        expected[(int)row * 9 + (int)column] += 1;
      else
        n_outside++;
    }
  g_assert_cmpuint (n_outside, >, 1000);
  g_assert_cmpuint (plume_mark_get_columns (mark, names, columns), ==, 3);
  g_assert_cmpstr (names[2], ==, "count");
  for (gsize i = 0; i < 6 * 9; i++)
    g_assert_cmpfloat (columns[2]->values[i], ==, expected[i]);
  g_assert_cmpfloat_with_epsilon (columns[0]->values[1], -0.5 + 1.5 * 2.5 / 9, 1e-12);
  g_assert_cmpfloat_with_epsilon (columns[1]->values[9], -1.5 + 1.5 * 0.5, 1e-12);
  for (guint i = 0; i < 3; i++)
    plume_array_unref (columns[i]);
}

/* Cells are painted like the image of their counts, at any resolution, and nowhere else. */
static void
test_cells_are_the_image_of_their_counts (void)
{
  g_autoptr (PlumeCloud) cloud = clouds_new (20000, TRUE);
  g_autoptr (PlumeFigure) figure = figure_of_cloud (cloud, 0.4);
  g_autoptr (PlumeFigure) image = plume_figure_new ("plane", NULL);
  PlumeAxes *axes = plume_figure_add_axes (image, "axes", NULL, 1);
  PlumeMark *mark = cells_of (figure), *copy;
  g_autoptr (PlumeArray) counts = plume_density_cells (mark);
  cairo_surface_t *a, *b;

  plume_axis_set_limits (&axes->x, -3, 3);
  plume_axis_set_limits (&axes->y, -3, 3);
  copy = plume_axes_add_image (axes, "counts", 6, 9, counts, -0.5, 2, -1.5, 1.5);
  plume_mark_set_value_range (copy, 0, 900);
  plume_mark_set_value_range (mark, 0, 900);
  a = pixels_of (figure);
  b = pixels_of (image);
  g_assert_cmpint (cairo_image_surface_get_width (a), ==, cairo_image_surface_get_width (b));
  g_assert_cmpuint (count_inked (a), >, 1000);
  g_assert_cmpuint (count_different (a, b), ==, 0);
  cairo_surface_destroy (a);
  cairo_surface_destroy (b);
}

/* The pointer reads the count of the cell under it. */
static void
test_the_pointer_reads_a_cell (void)
{
  g_autoptr (PlumeCloud) cloud = clouds_new (20000, FALSE);
  g_autoptr (PlumeFigure) figure = figure_of_cloud (cloud, 0.4);
  const PlumeMark *mark = cells_of (figure);
  g_autoptr (PlumeArray) counts = plume_density_cells (mark);
  g_autoptr (PlumeLayout) layout = lay_out (figure);
  const PlumePlot *plot = g_ptr_array_index (layout->plots, 0);
  gsize fullest = 0;
  PlumeHit hit;

  for (gsize i = 0; i < counts->length; i++)
    fullest = counts->values[i] > counts->values[fullest] ? i : fullest;
  g_assert_cmpfloat (counts->values[fullest], >, 100);
  g_assert_true (plume_layout_nearest (
      layout, plume_plot_x (plot, -0.5 + ((double)(fullest % 9) + 0.6) * 2.5 / 9),
      plume_plot_y (plot, -1.5 + ((double)(fullest / 9) + 0.3) * 0.5), 20, &hit));
  g_assert_true (hit.mark == mark);
  g_assert_cmpuint (hit.index, ==, fullest);
  g_assert_cmpfloat (hit.value, ==, counts->values[fullest]);
  g_assert_false (
      plume_layout_nearest (layout, plume_plot_x (plot, -1), plume_plot_y (plot, 0.2), 20, &hit));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cloud/place-is-that-of-the-orbit", test_place_is_that_of_the_orbit);
  g_test_add_func ("/cloud/error-falls-with-the-square-of-the-table",
                   test_error_falls_with_the_square_of_the_table);
  g_test_add_func ("/cloud/parts-are-those-of-the-whole", test_parts_are_those_of_the_whole);
  g_test_add_func ("/cloud/counts-are-conserved", test_counts_are_conserved);
  g_test_add_func ("/cloud/is-the-density-of-its-places",
                   test_a_cloud_is_the_density_of_its_places);
  g_test_add_func ("/cloud/threads-do-not-change-pixels", test_threads_do_not_change_pixels);
  g_test_add_func ("/cloud/a-whole-turn-changes-nothing", test_a_whole_turn_changes_nothing);
  g_test_add_func ("/cloud/empty-is-no-ink", test_an_empty_cloud_is_no_ink);
  g_test_add_func ("/cloud/what-has-no-place-is-not-drawn", test_what_has_no_place_is_not_drawn);
  g_test_add_func ("/cloud/weights-are-counts", test_weights_are_counts);
  g_test_add_func ("/cloud/equal-weights-are-no-weights", test_equal_weights_are_no_weights);
  g_test_add_func ("/cloud/limits-are-those-of-the-table", test_limits_are_those_of_the_table);
  g_test_add_func ("/cloud/logarithmic-axes-are-refused", test_logarithmic_axes_are_refused);
  g_test_add_func ("/cloud/numbers-out-are-the-places", test_numbers_out_are_the_places);
  g_test_add_func ("/cloud/cells-count-what-stands-in-them", test_cells_count_what_stands_in_them);
  g_test_add_func ("/cloud/cells-are-the-image-of-their-counts",
                   test_cells_are_the_image_of_their_counts);
  g_test_add_func ("/cloud/the-pointer-reads-a-cell", test_the_pointer_reads_a_cell);
  g_test_add_func ("/cloud/the-nearest-point-is-found", test_the_nearest_point_is_found);
  return g_test_run ();
}
