/* test-painter.c: what reaches the pixels. */
#include "core/plume-parallel.h"
#include "figure/plume-layout-private.h"
#include "figure/plume-paint.h"
#include "figure/plume-pixels.h"

#include <math.h>
#include <string.h>

#define WIDTH  420
#define HEIGHT 300

static cairo_surface_t *
paint (PlumeFigure *figure, gboolean marks_only)
{
  PlumeStyle style = plume_style_screen (FALSE, 1);
  g_autoptr (PlumeLayout) layout = plume_layout_new (figure, &style, WIDTH, HEIGHT, NULL, 0, NULL);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);

  if (marks_only)
    plume_cairo_paint_marks (cr, layout);
  else
    plume_cairo_paint (cr, layout);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static guint32
pixel (cairo_surface_t *surface, int x, int y)
{
  return ((guint32 *)(gpointer)(cairo_image_surface_get_data (surface)
                                + y * cairo_image_surface_get_stride (surface)))[x];
}

static PlumeFigure *
figure_of_line (PlumeArray *x, PlumeArray *y)
{
  PlumeFigure *figure = plume_figure_new ("line", NULL);

  plume_axes_add_line (plume_figure_add_axes (figure, "axes", NULL, 1), "line", NULL, x, y,
                       (PlumeInk){ 0 });
  return figure;
}

/* Whether a pixel or a neighbour is inked: an extreme may stand up to a pixel aside in a decimated
 * line. */
static gboolean
inked_nearby (cairo_surface_t *surface, int x, int y)
{
  for (int row = MAX (y - 1, 0); row <= MIN (y + 1, HEIGHT - 1); row++)
    for (int column = MAX (x - 1, 0); column <= MIN (x + 1, WIDTH - 1); column++)
      if (pixel (surface, column, row) >> 24 >= 100)
        return TRUE;
  return FALSE;
}

/* Strokes the whole line, point by point, in the place where the painter strokes the decimated one.
 */
static void
test_decimated_line_covers_the_same_pixels (void)
{
  const gsize n = 60000;
  g_autoptr (PlumeArray) x = plume_array_new_linear (0, 1, n);
  g_autoptr (PlumeArray) y = plume_array_new (n);
  g_autoptr (PlumeFigure) figure = NULL;
  g_autoptr (PlumeLayout) layout = NULL;
  PlumeStyle style = plume_style_screen (FALSE, 1);
  const PlumePlot *plot;
  cairo_surface_t *ours, *full;
  cairo_t *cr;
  PlumePath path;
  double ink_ours = 0, ink_full = 0;

  for (gsize i = 0; i < n; i++)
    y->values[i] = sin (20 * x->values[i]) + (i % 977 == 0 ? 0.8 : 0.1) * sin (9000 * x->values[i]);
  figure = figure_of_line (x, y);
  layout = plume_layout_new (figure, &style, WIDTH, HEIGHT, NULL, 0, NULL);
  plot = g_ptr_array_index (layout->plots, 0);
  plume_path_from_line (plot, x->values, y->values, n, 1, &path);
  g_assert_cmpuint (path.n_points, <=, (gsize)(4 * ceil (plot->frame.width) + 2));
  plume_path_clear (&path);
  ours = paint (figure, TRUE);
  full = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  cr = cairo_create (full);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_width (cr, style.stroke);
  for (gsize i = 0; i < n; i++)
    cairo_line_to (cr, plume_plot_x (plot, x->values[i]), plume_plot_y (plot, y->values[i]));
  cairo_stroke (cr);
  cairo_destroy (cr);
  cairo_surface_flush (full);
  for (int row = 0; row < HEIGHT; row++)
    for (int column = 0; column < WIDTH; column++)
      {
        guint a = pixel (ours, column, row) >> 24, b = pixel (full, column, row) >> 24;

        g_assert_true (a < 250 || inked_nearby (full, column, row));
        g_assert_true (b < 250 || inked_nearby (ours, column, row));
        ink_ours += a;
        ink_full += b;
      }
  g_assert_cmpfloat (ink_full, >, 255 * 3000);
  g_assert_cmpfloat_with_epsilon (ink_ours / ink_full, 1, 0.04);
  cairo_surface_destroy (ours);
  cairo_surface_destroy (full);
}

static void
test_nan_breaks_the_line (void)
{
  const double xs[] = { 0, 1, 2, 3, 4 }, ys[] = { 1, 1, NAN, 1, 1 };
  g_autoptr (PlumeArray) x = plume_array_new_copy (xs, 5);
  g_autoptr (PlumeArray) y = plume_array_new_copy (ys, 5);
  g_autoptr (PlumeFigure) figure = figure_of_line (x, y);
  g_autoptr (PlumeLayout) layout = NULL;
  PlumeStyle style = plume_style_screen (FALSE, 1);
  const PlumePlot *plot;
  PlumePath path;

  layout = plume_layout_new (figure, &style, WIDTH, HEIGHT, NULL, 0, NULL);
  plot = g_ptr_array_index (layout->plots, 0);
  plume_path_from_line (plot, xs, ys, 5, 1, &path);
  g_assert_cmpuint (path.n_points, ==, 5);
  g_assert_true (isnan (path.points[4]) && !isnan (path.points[2]) && !isnan (path.points[6]));
  g_assert_cmpfloat_with_epsilon (path.points[2], plume_plot_x (plot, 1), 1e-3);
  plume_path_clear (&path);
}

/* Gaps stay gaps where every column holds many points. */
static void
test_nan_breaks_a_dense_line (void)
{
  const gsize n = 100000;
  g_autoptr (PlumeArray) x = plume_array_new_linear (0, 1, n);
  g_autoptr (PlumeArray) y = plume_array_new (n);
  g_autoptr (PlumeFigure) figure = NULL;
  g_autoptr (PlumeLayout) layout = NULL;
  PlumeStyle style = plume_style_screen (FALSE, 1);
  const PlumePlot *plot;
  cairo_surface_t *surface;
  int y_zero;

  for (gsize i = 0; i < n; i++)
    y->values[i] = x->values[i] > 0.4 && x->values[i] < 0.6 ? NAN : 0.001 * (double)(i % 3);
  figure = figure_of_line (x, y);
  layout = plume_layout_new (figure, &style, WIDTH, HEIGHT, NULL, 0, NULL);
  plot = g_ptr_array_index (layout->plots, 0);
  surface = paint (figure, TRUE);
  y_zero = (int)plume_plot_y (plot, 0.001);
  g_assert_cmpuint (pixel (surface, (int)plume_plot_x (plot, 0.3), y_zero) >> 24, ==, 255);
  g_assert_cmpuint (pixel (surface, (int)plume_plot_x (plot, 0.5), y_zero) >> 24, ==, 0);
  g_assert_cmpuint (pixel (surface, (int)plume_plot_x (plot, 0.7), y_zero) >> 24, ==, 255);
  cairo_surface_destroy (surface);
}

static PlumeFigure *
figure_of_points (gsize n, PlumeMark **mark)
{
  g_autoptr (PlumeArray) x = plume_array_new (n);
  g_autoptr (PlumeArray) y = plume_array_new (n);
  g_autoptr (GRand) random = g_rand_new_with_seed (4);
  PlumeFigure *figure = plume_figure_new ("density", NULL);

  for (gsize i = 0; i < n; i++)
    {
      double radius = sqrt (g_rand_double (random)), angle = g_rand_double_range (random, 0, 7);

      x->values[i] = radius * cos (angle);
      y->values[i] = i % 1000 == 0 ? NAN : radius * sin (angle);
    }
  *mark = plume_axes_add_density (plume_figure_add_axes (figure, "axes", NULL, 1), "points", NULL,
                                  x, y, (PlumeInk){ 0 });
  return figure;
}

static void
test_density_conserves_counts (void)
{
  const gsize n = 250000;
  PlumeMark *mark;
  g_autoptr (PlumeFigure) figure = figure_of_points (n, &mark);
  PlumeStyle style = plume_style_screen (FALSE, 1);
  g_autoptr (PlumeLayout) layout = plume_layout_new (figure, &style, WIDTH, HEIGHT, NULL, 0, NULL);
  const PlumePlot *plot = g_ptr_array_index (layout->plots, 0);
  gsize width = 300, height = 200, sum = 0;
  g_autofree guint32 *counts = g_new0 (guint32, width * height);

  g_assert_cmpuint (plume_density_count (plot, mark, &plot->frame, width, height, counts), ==,
                    n - n / 1000);
  for (gsize i = 0; i < width * height; i++)
    sum += counts[i];
  g_assert_cmpuint (sum, ==, n - n / 1000);
}

static void
test_threads_do_not_change_pixels (void)
{
  const gsize n = 400000;
  PlumeMark *mark;
  g_autoptr (PlumeFigure) figure = figure_of_points (n, &mark);
  g_autoptr (PlumeArray) x = plume_array_new_linear (-1, 1, n);
  cairo_surface_t *one, *two;

  plume_axes_add_line (g_ptr_array_index (figure->axes, 0), "line", NULL, x, mark->y,
                       (PlumeInk){ PLUME_COLOUR_VERMILION });
  plume_parallel_set_threads (1);
  one = paint (figure, FALSE);
  plume_parallel_set_threads (2);
  two = paint (figure, FALSE);
  plume_parallel_set_threads (0);
  g_assert_cmpmem (cairo_image_surface_get_data (one), (gsize)HEIGHT * WIDTH * 4,
                   cairo_image_surface_get_data (two), (gsize)HEIGHT * WIDTH * 4);
  cairo_surface_destroy (one);
  cairo_surface_destroy (two);
}

static void
test_single_point_of_a_density_is_seen (void)
{
  const double xs[] = { 0, 0.5, 1 }, ys[] = { 0, 0.5, 1 };
  g_autoptr (PlumeArray) x = plume_array_new_copy (xs, 3);
  g_autoptr (PlumeArray) y = plume_array_new_copy (ys, 3);
  g_autoptr (PlumeFigure) figure = plume_figure_new ("few", NULL);
  g_autoptr (PlumeLayout) layout = NULL;
  PlumeStyle style = plume_style_screen (TRUE, 1);
  const PlumePlot *plot;
  PlumeMark *mark = plume_axes_add_density (plume_figure_add_axes (figure, "axes", NULL, 1), "few",
                                            NULL, x, y, (PlumeInk){ 0 });
  cairo_surface_t *surface;
  PlumeRect rect;
  guint seen = 0;

  layout = plume_layout_new (figure, &style, WIDTH, HEIGHT, NULL, 0, NULL);
  plot = g_ptr_array_index (layout->plots, 0);
  surface = plume_paint_pixels (layout, plot, mark, &rect);
  for (int row = 0; row < cairo_image_surface_get_height (surface); row++)
    for (int column = 0; column < cairo_image_surface_get_width (surface); column++)
      seen += pixel (surface, column, row) >> 24 > 80;
  g_assert_cmpuint (seen, ==, 3);
  cairo_surface_destroy (surface);
}

/* Row 0 is at y_from: 2 × 2 cells, each in its corner, NaN open, and averaged before colouring when
 * small. */
static void
test_images_stand_upright (void)
{
  const double cells[] = { 0, 1, NAN, 0.5 };
  g_autoptr (PlumeArray) values = plume_array_new_copy (cells, 4);
  g_autoptr (PlumeFigure) figure = plume_figure_new ("image", NULL);
  g_autoptr (PlumeLayout) layout = NULL;
  PlumeStyle style = plume_style_screen (FALSE, 1);
  PlumeAxes *axes = plume_figure_add_axes (figure, "axes", NULL, 1);
  const PlumePlot *plot;
  PlumeMark *mark = plume_axes_add_image (axes, "image", 2, 2, values, 0, 2, 0, 2);
  cairo_surface_t *surface;

  plume_mark_set_value_range (mark, 0, 1);
  layout = plume_layout_new (figure, &style, WIDTH, HEIGHT, NULL, 0, NULL);
  plot = g_ptr_array_index (layout->plots, 0);
  surface = paint (figure, TRUE);
#define AT(x, y) pixel (surface, (int)plume_plot_x (plot, x), (int)plume_plot_y (plot, y))
  g_assert_cmphex (AT (0.5, 0.5), ==,
                   plume_argb (plume_colour_map_at (PLUME_COLOUR_MAP_VIRIDIS, 0)));
  g_assert_cmphex (AT (1.5, 0.5), ==,
                   plume_argb (plume_colour_map_at (PLUME_COLOUR_MAP_VIRIDIS, 1)));
  g_assert_cmphex (AT (0.5, 1.5), ==, 0);
  g_assert_cmphex (AT (1.5, 1.5) >> 24, ==, 255);
#undef AT
  cairo_surface_destroy (surface);
}

static void
test_small_images_are_averaged (void)
{
  const gsize n = 4000;
  g_autoptr (PlumeArray) values = plume_array_new (n * 2);
  g_autoptr (PlumeFigure) figure = plume_figure_new ("image", NULL);
  PlumeAxes *axes = plume_figure_add_axes (figure, "axes", NULL, 1);
  PlumeMark *mark;
  cairo_surface_t *surface;
  guint32 middle, expected;

  for (gsize i = 0; i < n * 2; i++)
    values->values[i] = (double)(i % 2);
  mark = plume_axes_add_image (axes, "image", 2, n, values, 0, 1, 0, 1);
  plume_mark_set_value_range (mark, 0, 1);
  surface = paint (figure, TRUE);
  middle = pixel (surface, WIDTH / 2, HEIGHT / 2);
  expected = plume_argb (plume_colour_map_at (PLUME_COLOUR_MAP_VIRIDIS, 0.5));
  for (int shift = 0; shift < 32; shift += 8)
    g_assert_cmpint (ABS ((int)(middle >> shift & 255) - (int)(expected >> shift & 255)), <=, 12);
  cairo_surface_destroy (surface);
}

static void
test_band_and_bars_are_filled (void)
{
  const double xs[] = { 0, 1, 2 }, rights[] = { 1, 2, 3 }, lows[] = { 1, 1, 1 },
               highs[] = { 3, 3, 3 };
  g_autoptr (PlumeArray) x = plume_array_new_copy (xs, 3);
  g_autoptr (PlumeArray) right = plume_array_new_copy (rights, 3);
  g_autoptr (PlumeArray) low = plume_array_new_copy (lows, 3);
  g_autoptr (PlumeArray) high = plume_array_new_copy (highs, 3);
  PlumeStyle style = plume_style_screen (FALSE, 1);

  for (int kind = 0; kind < 2; kind++)
    {
      g_autoptr (PlumeFigure) figure = plume_figure_new ("fill", NULL);
      PlumeAxes *axes = plume_figure_add_axes (figure, "axes", NULL, 1);
      g_autoptr (PlumeLayout) layout = NULL;
      const PlumePlot *plot;
      cairo_surface_t *surface;

      plume_axis_set_limits (&axes->y, 0, 4);
      if (kind == 0)
        plume_axes_add_band (axes, "band", NULL, x, low, high, (PlumeInk){ 0 });
      else
        plume_axes_add_bars (axes, "bars", NULL, x, right, high, (PlumeInk){ 0 });
      layout = plume_layout_new (figure, &style, WIDTH, HEIGHT, NULL, 0, NULL);
      plot = g_ptr_array_index (layout->plots, 0);
      surface = paint (figure, TRUE);
      g_assert_cmpuint (pixel (surface, (int)plume_plot_x (plot, 1.5), (int)plume_plot_y (plot, 2))
                            >> 24,
                        ==, kind == 0 ? 51 : 191);
      g_assert_cmpuint (
          pixel (surface, (int)plume_plot_x (plot, 1.5), (int)plume_plot_y (plot, 0.5)) >> 24, ==,
          kind == 0 ? 0 : 191);
      g_assert_cmpuint (
          pixel (surface, (int)plume_plot_x (plot, 1.5), (int)plume_plot_y (plot, 3.5)) >> 24, ==,
          0);
      cairo_surface_destroy (surface);
    }
}

/* The key of a legend has the colour of its mark, also where the mark is translucent. */
static void
test_legend_keys_have_the_colour_of_their_marks (void)
{
  const double opacities[] = { 0, 0.3, 1 };

  for (gsize i = 0; i < G_N_ELEMENTS (opacities); i++)
    {
      const double left[] = { 0, 2 }, right[] = { 2, 3 }, heights[] = { 0.2, 1 };
      g_autoptr (PlumeArray) x = plume_array_new_copy (left, 2);
      g_autoptr (PlumeArray) x1 = plume_array_new_copy (right, 2);
      g_autoptr (PlumeArray) y = plume_array_new_copy (heights, 2);
      g_autoptr (PlumeFigure) figure = plume_figure_new ("bars", NULL);
      PlumeStyle style = plume_style_screen (FALSE, 1);
      g_autoptr (PlumeLayout) layout = NULL;
      const PlumePlot *plot;
      const PlumeLegendEntry *entry;
      cairo_surface_t *surface;

      plume_axes_add_bars (plume_figure_add_axes (figure, "axes", NULL, 1), "bars", "bars", x, x1,
                           y, (PlumeInk){ .opacity = opacities[i] });
      layout = plume_layout_new (figure, &style, WIDTH, HEIGHT, NULL, 0, NULL);
      plot = g_ptr_array_index (layout->plots, 0);
      g_assert_cmpuint (plot->legend->len, ==, 1);
      entry = &g_array_index (plot->legend, PlumeLegendEntry, 0);
      surface = paint (figure, FALSE);
      g_assert_cmphex (
          pixel (surface, (int)(entry->key.x + entry->key.width / 2),
                 (int)(entry->key.y + entry->key.height / 2)),
          ==, pixel (surface, (int)plume_plot_x (plot, 2.5), (int)plume_plot_y (plot, 0.13)));
      cairo_surface_destroy (surface);
    }
}

typedef struct
{
  PlumeText *text;
  cairo_t *cr;
  gint n_done; /* of its three deeds */
} Writer;

static gpointer
measure_write_and_leave (gpointer data)
{
  Writer *writer = data;
  PlumeLabel label = { .markup = (char *)"y", .size = 9, .box = { 10, 10, 100, 20 } };

  plume_text_measure (writer->text, "y", 9, FALSE);
  g_atomic_int_inc (&writer->n_done);
  plume_text_draw (writer->text, writer->cr, &label, NULL);
  g_atomic_int_inc (&writer->n_done);
  plume_text_free (writer->text);
  g_atomic_int_inc (&writer->n_done);
  return NULL;
}

/* Views are painted side by side, but Cairo ends the program where one thread lets go of a font
 * while another takes it up. */
static void
test_fonts_are_for_one_thread_at_a_time (void)
{
  PlumeStyle style = plume_style_screen (FALSE, 1);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  Writer writer = { .cr = cairo_create (surface) };
  GThread *thread;

  writer.text = plume_text_new (&style);
  plume_text_begin ();
  thread = g_thread_new ("writer", measure_write_and_leave, &writer);
  g_usleep (100 * G_TIME_SPAN_MILLISECOND); /* it would do all in less than one */
  g_assert_cmpint (g_atomic_int_get (&writer.n_done), ==, 0);
  plume_text_end ();
  g_thread_join (thread);
  g_assert_cmpint (writer.n_done, ==, 3);
  cairo_destroy (writer.cr);
  cairo_surface_destroy (surface);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/painter/line/decimated-covers-the-same-pixels",
                   test_decimated_line_covers_the_same_pixels);
  g_test_add_func ("/painter/line/nan-breaks", test_nan_breaks_the_line);
  g_test_add_func ("/painter/line/nan-breaks-where-dense", test_nan_breaks_a_dense_line);
  g_test_add_func ("/painter/density/conserves-counts", test_density_conserves_counts);
  g_test_add_func ("/painter/density/single-point-is-seen", test_single_point_of_a_density_is_seen);
  g_test_add_func ("/painter/threads-do-not-change-pixels", test_threads_do_not_change_pixels);
  g_test_add_func ("/painter/fonts-are-for-one-thread-at-a-time",
                   test_fonts_are_for_one_thread_at_a_time);
  g_test_add_func ("/painter/image/stands-upright", test_images_stand_upright);
  g_test_add_func ("/painter/image/averages-when-small", test_small_images_are_averaged);
  g_test_add_func ("/painter/fill/band-and-bars", test_band_and_bars_are_filled);
  g_test_add_func ("/painter/legend-keys-have-the-colour-of-their-marks",
                   test_legend_keys_have_the_colour_of_their_marks);
  return g_test_run ();
}
