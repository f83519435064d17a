/* test-points.c: points that have categories, belong to a selection, or stand in space. */
#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "figure/plume-export.h"
#include "figure/plume-layout-private.h"
#include "figure/plume-paint.h"
#include "layout-checks.h"

#include <math.h>
#include <string.h>

#define WIDTH  420
#define HEIGHT 300

static PlumeArray *
column (const double *values, gsize length)
{
  return plume_array_new_copy (values, length);
}

/* Numbers in 0…1 that look random. */
static PlumeArray *
scatter (gsize length, guint32 seed)
{
  PlumeArray *array = plume_array_new (length);
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);

  for (gsize i = 0; i < length; i++)
    array->values[i] = g_rand_double (random);
  return array;
}

static PlumeLayout *
lay_out (PlumeFigure *figure, const char *const *hidden)
{
  PlumeStyle style = plume_style_screen (FALSE, 1);

  return plume_layout_new (figure, &style, WIDTH, HEIGHT, NULL, 0, hidden);
}

static cairo_surface_t *
paint_marks (const PlumeLayout *layout)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);

  plume_cairo_paint_marks (cr, layout);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static PlumeRgba
pixel (cairo_surface_t *surface, double x, double y)
{
  guint32 argb =
      ((guint32 *)(gpointer)(cairo_image_surface_get_data (surface)
                             + (int)y * cairo_image_surface_get_stride (surface)))[(int)x];
  double alpha = argb >> 24;

  if (alpha == 0)
    return (PlumeRgba){ 0, 0, 0, 0 };
  return (PlumeRgba){ (argb >> 16 & 255) / alpha, (argb >> 8 & 255) / alpha, (argb & 255) / alpha,
                      alpha / 255 };
}

static double
distance (PlumeRgba a, PlumeRgba b)
{
  return sqrt ((a.red - b.red) * (a.red - b.red) + (a.green - b.green) * (a.green - b.green)
               + (a.blue - b.blue) * (a.blue - b.blue));
}

static void
test_text_of_a_selection (void)
{
  const gsize items[] = { 15, 0, 1, 2, 3, 200, 64, 63, 2 };
  g_autoptr (PlumeSelection) selection = plume_selection_new (150, items, G_N_ELEMENTS (items));
  g_autofree char *text = plume_selection_to_text (selection);
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeSelection) again = plume_selection_new_from_text (text, 150, &error);
  g_autoptr (PlumeSelection) grown = plume_selection_new_from_text ("7,900-901", 0, &error);
  static const char *const wrong[] = {
    "a", "1,", ",1", "3-1", "1--2", "1-2-3", "1 ,2", "-4", "1;2", "1.5", "99999999999999999999"
  };

  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "0-3,15,63-64");
  g_assert_cmpuint (selection->n_selected, ==, 7);
  g_assert_true (plume_selection_equal (selection, again));
  g_assert_cmpuint (grown->n_items, ==, 902);
  g_assert_cmpuint (grown->n_selected, ==, 3);
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) reason = NULL;

      g_assert_null (plume_selection_new_from_text (wrong[i], 10, &reason));
      g_assert_error (reason, PLUME_ERROR, PLUME_ERROR_USAGE);
    }
}

/* Sets over different numbers of items against flags, one by one. */
static void
test_sets_of_items (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (5);

  for (int round = 0; round < 40; round++)
    {
      gsize n[2] = { 1 + (gsize)g_rand_int_range (random, 0, 300),
                     1 + (gsize)g_rand_int_range (random, 0, 300) };
      guint8 flags[2][300] = { { 0 } };
      g_autoptr (PlumeSelection) a = NULL, b = NULL, either = NULL, both = NULL, only = NULL;
      gsize count[3] = { 0 };

      for (int k = 0; k < 2; k++)
        for (gsize i = 0; i < n[k]; i++)
          flags[k][i] = g_rand_boolean (random);
      a = plume_selection_new_from_flags (flags[0], n[0]);
      b = plume_selection_new_from_flags (flags[1], n[1]);
      either = plume_selection_union (a, b);
      both = plume_selection_intersection (a, b);
      only = plume_selection_difference (a, b);
      for (gsize i = 0; i < 310; i++)
        {
          gboolean in_a = i < 300 && flags[0][i], in_b = i < 300 && flags[1][i];

          g_assert_cmpint (plume_selection_contains (either, i), ==, in_a || in_b);
          g_assert_cmpint (plume_selection_contains (both, i), ==, in_a && in_b);
          g_assert_cmpint (plume_selection_contains (only, i), ==, in_a && !in_b);
          count[0] += in_a || in_b;
          count[1] += in_a && in_b;
          count[2] += in_a && !in_b;
        }
      g_assert_cmpuint (either->n_selected, ==, count[0]);
      g_assert_cmpuint (both->n_selected, ==, count[1]);
      g_assert_cmpuint (only->n_selected, ==, count[2]);
    }
}

static void
test_colours_of_categories_differ (void)
{
  for (int dark = 0; dark < 2; dark++)
    {
      PlumeStyle style = plume_style_screen (dark, 1);

      for (int i = 0; i < 26; i++)
        {
          PlumeRgba colour = plume_style_category (&style, i);

          g_assert_cmpfloat (distance (colour, plume_style_background (&style)), >, 0.3);
          for (int k = 0; k < i; k++)
            g_assert_true (distance (colour, plume_style_category (&style, k)) > 0.09
                           || plume_category_marker (i, PLUME_MARKER_DISC)
                                  != plume_category_marker (k, PLUME_MARKER_DISC));
          g_assert_cmpfloat (distance (colour, plume_style_category (&style, i + 26)), ==, 0);
        }
      for (int i = 0; i < 6; i++)
        g_assert_cmpfloat (
            distance (plume_style_category (&style, i),
                      plume_style_colour (&style, plume_colour_of_component ((guint)i))),
            ==, 0);
    }
}

static const char *const three_names[] = { "setosa", "versi & color", "<i>virginica</i>", NULL };

/* n points at every place of a column, each of its own category. */
static PlumeFigure *
figure_of_three (gsize n_each)
{
  PlumeFigure *figure = plume_figure_new ("view", NULL);
  PlumeAxes *axes = plume_figure_add_axes (figure, "axes", NULL, 1);
  g_autoptr (PlumeArray) x = plume_array_new (3 * n_each);
  g_autoptr (PlumeArray) y = plume_array_new (3 * n_each);
  g_autoptr (PlumeArray) codes = plume_array_new (3 * n_each);
  PlumeMark *mark;

  for (gsize i = 0; i < 3 * n_each; i++)
    {
      codes->values[i] = (double)(i % 3);
      x->values[i] = (double)(i % 3);
      y->values[i] = (double)(i % 3) * (double)(i % 3);
    }
  plume_axis_set_limits (&axes->x, -1, 3);
  plume_axis_set_limits (&axes->y, -1, 5);
  mark = plume_axes_add_points (axes, "points", NULL, x, y, (PlumeInk){ .size = 3, .opacity = 1 });
  plume_mark_set_categories (mark, codes, three_names);
  plume_mark_set_items (mark, NULL);
  return figure;
}

static void
test_points_have_the_colours_of_their_categories (void)
{
  const gsize sizes[] = { 1, 400, 20000 }; /* drawn, stamped, mixed */

  for (gsize k = 0; k < G_N_ELEMENTS (sizes); k++)
    {
      g_autoptr (PlumeFigure) figure = figure_of_three (sizes[k]);
      g_autoptr (PlumeLayout) layout = lay_out (figure, NULL);
      const PlumePlot *plot = g_ptr_array_index (layout->plots, 0);
      cairo_surface_t *surface = paint_marks (layout);

      for (int i = 0; i < 3; i++)
        g_assert_cmpfloat (
            distance (pixel (surface, plume_plot_x (plot, i), plume_plot_y (plot, i * i)),
                      plume_style_category (&layout->style, i)),
            <, 0.02);
      cairo_surface_destroy (surface);
    }
}

/* The legend names every category; switching one off hides its points from eye and pointer. */
static void
test_a_category_is_switched_off (void)
{
  const gsize sizes[] = { 1, 400, 20000 };
  static const char *const hidden[] = { "points/versi & color", NULL };

  for (gsize k = 0; k < G_N_ELEMENTS (sizes); k++)
    {
      g_autoptr (PlumeFigure) figure = figure_of_three (sizes[k]);
      g_autoptr (PlumeLayout) all = lay_out (figure, NULL);
      g_autoptr (PlumeLayout) some = lay_out (figure, hidden);
      const PlumePlot *plot = g_ptr_array_index (some->plots, 0);
      const PlumeLegendEntry *entry;
      g_autofree char *toggled = NULL;
      cairo_surface_t *surface = paint_marks (some);
      PlumeHit hit;

      g_assert_cmpuint (plot->legend->len, ==, 3);
      g_assert_cmpuint (((PlumePlot *)g_ptr_array_index (all->plots, 0))->legend->len, ==, 3);
      entry = &g_array_index (plot->legend, PlumeLegendEntry, 1);
      toggled = plume_layout_legend_toggle_at (some, entry->box.x + 2, entry->box.y + 2);
      g_assert_cmpstr (toggled, ==, hidden[0]);
      g_assert_cmpfloat (pixel (surface, plume_plot_x (plot, 0), plume_plot_y (plot, 0)).alpha, >,
                         0.3);
      g_assert_cmpfloat (pixel (surface, plume_plot_x (plot, 1), plume_plot_y (plot, 1)).alpha, ==,
                         0);
      g_assert_true (
          plume_layout_nearest (all, plume_plot_x (plot, 1), plume_plot_y (plot, 1), 9, &hit));
      g_assert_false (
          plume_layout_nearest (some, plume_plot_x (plot, 1), plume_plot_y (plot, 1), 9, &hit));
      cairo_surface_destroy (surface);
    }
}

static void
test_the_crosshair_names_the_category (void)
{
  g_autoptr (PlumeFigure) figure = figure_of_three (2);
  g_autoptr (PlumeLayout) layout = lay_out (figure, NULL);
  const PlumePlot *plot = g_ptr_array_index (layout->plots, 0);
  g_autofree char *text = NULL;
  PlumeHit hit;

  g_assert_true (
      plume_layout_nearest (layout, plume_plot_x (plot, 1), plume_plot_y (plot, 1), 9, &hit));
  text = plume_layout_describe_hit (layout, &hit);
  g_assert_true (g_str_has_prefix (text, "versi &amp; color: "));
}

static void
test_many_categories_stand_in_columns (void)
{
  PlumeStyle styles[] = { plume_style_screen (FALSE, 1), plume_style_file (FALSE, 300) };

  for (guint n = 1; n <= 60; n += 7)
    {
      g_autoptr (PlumeFigure) figure = plume_figure_new ("view", "Letters");
      PlumeAxes *axes = plume_figure_add_axes (figure, "axes", NULL, 1);
      g_autoptr (PlumeArray) x = scatter (300, 1);
      g_autoptr (PlumeArray) y = scatter (300, 2);
      g_autoptr (PlumeArray) codes = plume_array_new (300);
      g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
      g_auto (GStrv) names = NULL;

      for (guint i = 0; i < n; i++)
        {
          g_autofree char *name = g_strdup_printf (i % 5 == 0 ? "a long name, the %u-th" : "%u", i);

          g_strv_builder_add (builder, name);
        }
      names = g_strv_builder_end (builder);
      for (gsize i = 0; i < 300; i++)
        codes->values[i] = (double)(i % n);
      plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, "Coordinate 1", NULL);
      plume_mark_set_categories (
          plume_axes_add_points (axes, "points", NULL, x, y, (PlumeInk){ 0 }), codes,
          (const char *const *)names);
      for (double width = 180; width < 1300; width *= 1.3)
        for (double height = 120; height < 900; height *= 1.37)
          for (guint k = 0; k < G_N_ELEMENTS (styles); k++)
            {
              g_autoptr (PlumeLayout) layout =
                  plume_layout_new (figure, &styles[k], width, height, NULL, 0, NULL);

              layout_checks_labels (layout);
              if (width > 700 && height > 400)
                g_assert_cmpuint (((PlumePlot *)g_ptr_array_index (layout->plots, 0))->legend->len,
                                  >=, MIN (n, 40));
            }
    }
}

/* Two thirds of all points of a pixel are of one category: so is two thirds of its colour. */
static void
test_a_pixel_has_the_mean_colour (void)
{
  const gsize n = 60000;
  g_autoptr (PlumeFigure) figure = plume_figure_new ("view", NULL);
  PlumeAxes *axes = plume_figure_add_axes (figure, "axes", NULL, 1);
  g_autoptr (PlumeArray) x = plume_array_new (n);
  g_autoptr (PlumeArray) codes = plume_array_new (n);
  g_autoptr (PlumeLayout) layout = NULL;
  const PlumePlot *plot;
  cairo_surface_t *surface;
  PlumeRgba a, b, mean;

  for (gsize i = 0; i < n; i++)
    codes->values[i] = i % 3 == 0 ? 0 : 1;
  plume_axis_set_limits (&axes->x, -1, 1);
  plume_axis_set_limits (&axes->y, -1, 1);
  plume_mark_set_categories (plume_axes_add_points (axes, "points", NULL, x, x, (PlumeInk){ 0 }),
                             codes, three_names);
  layout = lay_out (figure, NULL);
  plot = g_ptr_array_index (layout->plots, 0);
  surface = paint_marks (layout);
  a = plume_style_category (&layout->style, 0);
  b = plume_style_category (&layout->style, 1);
  mean = (PlumeRgba){ (a.red + 2 * b.red) / 3, (a.green + 2 * b.green) / 3,
                      (a.blue + 2 * b.blue) / 3, 1 };
  g_assert_cmpfloat (
      distance (pixel (surface, plume_plot_x (plot, 0), plume_plot_y (plot, 0)), mean), <, 0.006);
  g_assert_cmpfloat (pixel (surface, plume_plot_x (plot, 0), plume_plot_y (plot, 0)).alpha, ==, 1);
  cairo_surface_destroy (surface);
}

static void
test_a_pixel_has_the_mean_value (void)
{
  const gsize n = 60000;
  g_autoptr (PlumeFigure) figure = plume_figure_new ("view", NULL);
  PlumeAxes *axes = plume_figure_add_axes (figure, "axes", NULL, 1);
  g_autoptr (PlumeArray) x = plume_array_new (n);
  g_autoptr (PlumeArray) values = plume_array_new (n);
  g_autoptr (PlumeLayout) layout = NULL;
  const PlumePlot *plot;
  cairo_surface_t *surface;

  for (gsize i = 0; i < n; i++)
    values->values[i] = i % 5 == 4 ? NAN : i % 5 == 0 ? 2 : 6; /* mean 5, of the range 3/4 */
  plume_axis_set_limits (&axes->x, -1, 1);
  plume_axis_set_limits (&axes->y, -1, 1);
  plume_mark_set_values (plume_axes_add_density (axes, "points", NULL, x, x, (PlumeInk){ 0 }),
                         values, PLUME_COLOUR_MAP_VIRIDIS, NULL);
  layout = lay_out (figure, NULL);
  plot = g_ptr_array_index (layout->plots, 0);
  surface = paint_marks (layout);
  g_assert_cmpfloat (distance (pixel (surface, plume_plot_x (plot, 0), plume_plot_y (plot, 0)),
                               plume_colour_map_at (PLUME_COLOUR_MAP_VIRIDIS, 0.75)),
                     <, 0.006);
  cairo_surface_destroy (surface);
}

static PlumeSelection *
choose_every_third (gsize n_items)
{
  g_autofree guint8 *flags = g_new0 (guint8, n_items);

  for (gsize i = 0; i < n_items; i += 3)
    flags[i] = 1;
  return plume_selection_new_from_flags (flags, n_items);
}

static PlumeFigure *
figure_of_mixture (gsize n)
{
  PlumeFigure *figure = plume_figure_new ("view", NULL);
  PlumeAxes *axes = plume_figure_add_axes (figure, "axes", NULL, 1);
  g_autoptr (PlumeArray) x = scatter (n, 1);
  g_autoptr (PlumeArray) y = scatter (n, 2);
  g_autoptr (PlumeArray) codes = plume_array_new (n);
  PlumeMark *mark;

  for (gsize i = 0; i < n; i++)
    codes->values[i] = (double)(i % 4);
  mark = plume_axes_add_points (axes, "points", NULL, x, y, (PlumeInk){ 0 });
  plume_mark_set_categories (mark, codes, three_names);
  plume_mark_set_items (mark, NULL);
  return figure;
}

static void
test_mixtures_do_not_depend_on_threads (void)
{
  g_autoptr (PlumeFigure) figure = figure_of_mixture (250000);
  g_autoptr (PlumeLayout) layout = lay_out (figure, NULL);
  g_autoptr (PlumeSelection) selection = choose_every_third (250000);
  g_autofree guint8 *first = NULL;
  int before = plume_parallel_get_threads ();

  plume_layout_set_selection (layout, selection);
  for (int threads = 1; threads <= 3; threads++)
    {
      cairo_surface_t *surface;
      gsize length = (gsize)4 * WIDTH * HEIGHT;

      plume_parallel_set_threads (threads);
      surface = paint_marks (layout);
      if (first == NULL)
        first = g_memdup2 (cairo_image_surface_get_data (surface), length);
      else
        g_assert_cmpmem (first, length, cairo_image_surface_get_data (surface), length);
      cairo_surface_destroy (surface);
    }
  plume_parallel_set_threads (before);
}

/* Whatever the order of the points: chosen ones keep their colour, the others are faint and grey,
 * and below. */
static void
test_what_is_chosen_stands_out (void)
{
  const gsize sizes[] = { 1, 400, 20000 };

  for (gsize k = 0; k < G_N_ELEMENTS (sizes); k++)
    for (gsize chosen = 0; chosen < 3; chosen++)
      {
        g_autoptr (PlumeFigure) figure = figure_of_three (sizes[k]);
        g_autoptr (PlumeLayout) layout = lay_out (figure, NULL);
        g_autofree guint8 *flags = g_new0 (guint8, 3 * sizes[k]);
        g_autoptr (PlumeSelection) selection = NULL;
        const PlumePlot *plot = g_ptr_array_index (layout->plots, 0);
        cairo_surface_t *surface;

        for (gsize i = chosen; i < 3 * sizes[k]; i += 3)
          flags[i] = 1;
        selection = plume_selection_new_from_flags (flags, 3 * sizes[k]);
        plume_layout_set_selection (layout, selection);
        surface = paint_marks (layout);
        for (gsize i = 0; i < 3; i++)
          {
            PlumeRgba colour = pixel (surface, plume_plot_x (plot, (double)i),
                                      plume_plot_y (plot, (double)(i * i)));

            if (i == chosen)
              g_assert_cmpfloat (distance (colour, plume_style_category (&layout->style, (int)i)),
                                 <, 0.02);
            else
              g_assert_cmpfloat (
                  distance (colour, plume_style_colour (&layout->style, PLUME_COLOUR_GREY)), <,
                  0.05);
          }
        cairo_surface_destroy (surface);
      }
}

/* Two points at one place, one of them chosen. */
static void
test_what_is_chosen_is_on_top (void)
{
  for (gsize chosen = 0; chosen < 2; chosen++)
    {
      const double places[] = { 0, 0 }, kinds[] = { 0, 1 };
      g_autoptr (PlumeFigure) figure = plume_figure_new ("view", NULL);
      PlumeAxes *axes = plume_figure_add_axes (figure, "axes", NULL, 1);
      g_autoptr (PlumeArray) x = column (places, 2);
      g_autoptr (PlumeArray) codes = column (kinds, 2);
      g_autoptr (PlumeSelection) selection = plume_selection_new (2, &chosen, 1);
      PlumeMark *mark =
          plume_axes_add_points (axes, "points", NULL, x, x, (PlumeInk){ .size = 4, .opacity = 1 });
      g_autoptr (PlumeLayout) layout = NULL;
      const PlumePlot *plot;
      cairo_surface_t *surface;

      plume_mark_set_categories (mark, codes, three_names);
      plume_mark_set_items (mark, NULL);
      layout = lay_out (figure, NULL);
      plume_layout_set_selection (layout, selection);
      plot = g_ptr_array_index (layout->plots, 0);
      surface = paint_marks (layout);
      g_assert_cmpfloat (distance (pixel (surface, plume_plot_x (plot, 0), plume_plot_y (plot, 0)),
                                   plume_style_category (&layout->style, (int)chosen)),
                         <, 0.02);
      cairo_surface_destroy (surface);
    }
}

static void
test_an_empty_selection_changes_nothing (void)
{
  g_autoptr (PlumeFigure) figure = figure_of_three (400);
  g_autoptr (PlumeLayout) plain = lay_out (figure, NULL);
  g_autoptr (PlumeLayout) empty = lay_out (figure, NULL);
  g_autoptr (PlumeSelection) nothing = plume_selection_new (1200, NULL, 0);
  cairo_surface_t *a = paint_marks (plain), *b;

  plume_layout_set_selection (empty, nothing);
  b = paint_marks (empty);
  g_assert_cmpmem (cairo_image_surface_get_data (a), 4 * WIDTH * HEIGHT,
                   cairo_image_surface_get_data (b), 4 * WIDTH * HEIGHT);
  cairo_surface_destroy (a);
  cairo_surface_destroy (b);
}

/* Signed distance of a point to the nearest edge of a polygon, positive inside (even–odd). */
static double
depth_inside (const double *polygon, gsize n, double x, double y)
{
  double nearest = INFINITY;
  gboolean inside = FALSE;

  for (gsize i = 0; i < n; i++)
    {
      const double *a = &polygon[2 * i], *b = &polygon[2 * ((i + 1) % n)];
      double dx = b[0] - a[0], dy = b[1] - a[1],
             t = CLAMP (((x - a[0]) * dx + (y - a[1]) * dy) / (dx * dx + dy * dy), 0, 1);

      nearest = fmin (nearest, hypot (x - a[0] - t * dx, y - a[1] - t * dy));
      if ((a[1] > y) != (b[1] > y) && x < dx * (y - a[1]) / dy + a[0])
        inside = !inside;
    }
  return inside ? nearest : -nearest;
}

/* Points farther than a unit and a half from the outline are chosen exactly if they are inside. */
static void
test_an_outline_chooses_what_is_inside (void)
{
  static const double arrow[] = { 60, 240, 200, 30, 380, 250, 200, 120 };
  g_autoptr (PlumeFigure) figure = figure_of_mixture (5000);
  g_autoptr (PlumeLayout) layout = lay_out (figure, NULL);
  g_autoptr (PlumeSelection) chosen = plume_layout_select (layout, 0, arrow, 4);
  const PlumePlot *plot = g_ptr_array_index (layout->plots, 0);
  const PlumeMark *mark = g_ptr_array_index (plot->axes->marks, 0);
  gsize n_inside = 0;

  g_assert_cmpuint (chosen->n_items, ==, 5000);
  for (gsize i = 0; i < 5000; i++)
    {
      double depth = depth_inside (arrow, 4, plume_plot_x (plot, mark->x->values[i]),
                                   plume_plot_y (plot, mark->y->values[i]));

      n_inside += depth > 0;
      if (fabs (depth) > 1.5)
        g_assert_cmpint (plume_selection_contains (chosen, i), ==, depth > 0);
    }
  g_assert_cmpuint (n_inside, >, 300);
}

static void
test_items_are_those_that_marks_name (void)
{
  const double xs[] = { 0, 1, 2, 3 }, numbers[] = { 7, 2, NAN, 2 };
  const double outline[] = { 0, 0, WIDTH, 0, WIDTH, HEIGHT, 0, HEIGHT };
  g_autoptr (PlumeFigure) figure = plume_figure_new ("view", NULL);
  PlumeAxes *axes = plume_figure_add_axes (figure, "axes", NULL, 1);
  g_autoptr (PlumeArray) x = column (xs, 4);
  g_autoptr (PlumeArray) items = column (numbers, 4);
  g_autoptr (PlumeLayout) layout = NULL;
  g_autoptr (PlumeSelection) chosen = NULL;
  g_autofree char *text = NULL;
  PlumeMark *mark = plume_axes_add_points (axes, "points", NULL, x, x, (PlumeInk){ 0 });

  g_assert_cmpuint (plume_figure_count_items (figure), ==, 0);
  plume_mark_set_items (mark, items);
  g_assert_cmpuint (plume_figure_count_items (figure), ==, 8);
  g_assert_cmpuint (plume_mark_get_item (mark, 2), ==, G_MAXSIZE);
  layout = lay_out (figure, NULL);
  chosen = plume_layout_select (layout, 0, outline, 4);
  text = plume_selection_to_text (chosen);
  g_assert_cmpstr (text, ==, "2,7");
}

static PlumeFigure *
figure_in_space (double azimuth, double elevation, gboolean equal)
{
  const double xs[] = { 0, 2, 0, 0, 1 }, ys[] = { 0, 0, 3, 0, 1 }, zs[] = { 0, 0, 0, 1, 0.5 };
  PlumeFigure *figure = plume_figure_new ("view", NULL);
  PlumeAxes *axes = plume_figure_add_axes (figure, "axes", NULL, 1);
  g_autoptr (PlumeArray) x = column (xs, 5);
  g_autoptr (PlumeArray) y = column (ys, 5);
  g_autoptr (PlumeArray) z = column (zs, 5);

  plume_axes_set_space (axes, azimuth, elevation);
  plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, "Coordinate <i>x</i>", "m");
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, "Breadth", NULL);
  plume_axis_set (&axes->z, PLUME_SCALE_LINEAR, "Height", "m");
  axes->equal_aspect = equal;
  plume_mark_set_items (plume_axes_add_points_in_space (axes, "points", NULL, x, y, z,
                                                        (PlumeInk){ .size = 3, .opacity = 1 }),
                        NULL);
  plume_axes_add_line_in_space (axes, "thread", NULL, x, y, z, (PlumeInk){ 0 });
  return figure;
}

/* Where the ends of the three unit vectors are seen from the origin; y upwards. */
static void
see_axes (const PlumePlot *plot, double seen[3][3])
{
  double origin[3], place[2];

  plume_space_place (plot, 0, 0, 0, place, &origin[2]);
  origin[0] = place[0];
  origin[1] = place[1];
  for (int i = 0; i < 3; i++)
    {
      plume_space_place (plot, i == 0, i == 1, i == 2, place, &seen[i][2]);
      seen[i][0] = place[0] - origin[0];
      seen[i][1] = origin[1] - place[1];
      seen[i][2] -= origin[2];
    }
}

static void
test_the_box_is_seen_from_the_camera (void)
{
  const struct
  {
    double azimuth, elevation;
    int right, up, near; /* which axis points there; −1 − axis: away from there */
  } cases[] = {
    { 0, 0, 0, 2, -2 }, /* y goes away from the person */
    { 90, 0, 1, 2, 0 }, { 180, 0, -1, 2, 1 }, { 0, 90, 0, 1, 2 }, { 0, -90, 0, -2, -3 },
  };

  for (gsize k = 0; k < G_N_ELEMENTS (cases); k++)
    {
      g_autoptr (PlumeFigure) figure = figure_in_space (cases[k].azimuth, cases[k].elevation, TRUE);
      g_autoptr (PlumeLayout) layout = lay_out (figure, NULL);
      const int wished[] = { cases[k].right, cases[k].up, cases[k].near };
      double seen[3][3];

      see_axes (g_ptr_array_index (layout->plots, 0), seen);
      for (int direction = 0; direction < 3; direction++)
        {
          int axis = wished[direction] >= 0 ? wished[direction] : -1 - wished[direction];
          double sign = wished[direction] >= 0 ? 1 : -1;

          g_assert_cmpfloat (sign * seen[axis][direction], >, direction < 2 ? 20 : 0.1);
          for (int other = 0; other < 3; other++)
            if (other != axis)
              g_assert_cmpfloat (fabs (seen[other][direction]), <, 1e-9);
        }
    }
}

/* Seen from anywhere, the three axes make an orthonormal frame: x_i x_j + y_i y_j summed over the
 * axes is the unit matrix times a scale. */
static void
test_equal_lengths_stay_equal (void)
{
  for (double azimuth = -170; azimuth < 180; azimuth += 47)
    for (double elevation = -80; elevation <= 80; elevation += 31)
      {
        g_autoptr (PlumeFigure) figure = figure_in_space (azimuth, elevation, TRUE);
        g_autoptr (PlumeLayout) layout = lay_out (figure, NULL);
        double seen[3][3], xx = 0, yy = 0, xy = 0;

        see_axes (g_ptr_array_index (layout->plots, 0), seen);
        for (int i = 0; i < 3; i++)
          {
            xx += seen[i][0] * seen[i][0];
            yy += seen[i][1] * seen[i][1];
            xy += seen[i][0] * seen[i][1];
          }
        g_assert_cmpfloat_with_epsilon (xx / yy, 1, 1e-9);
        g_assert_cmpfloat_with_epsilon (xy / yy, 0, 1e-9);
      }
}

static void
test_the_box_stays_in_the_frame (void)
{
  PlumeStyle styles[] = { plume_style_screen (FALSE, 1), plume_style_file (FALSE, 300) };
  guint n_ticks = 0;

  for (double azimuth = -180; azimuth < 180; azimuth += 23)
    for (double elevation = -90; elevation <= 90; elevation += 15)
      for (int k = 0; k < 8; k++)
        {
          g_autoptr (PlumeFigure) figure = figure_in_space (azimuth, elevation, k & 1);
          double width = k & 2 ? 700 : 260, height = k & 4 ? 420 : 200;
          g_autoptr (PlumeLayout) layout =
              plume_layout_new (figure, &styles[k / 4], width, height, NULL, 0, NULL);
          const PlumePlot *plot = g_ptr_array_index (layout->plots, 0);

          layout_checks_labels (layout);
          n_ticks += layout->labels->len;
          for (guint i = 0; i < plot->space->back->len; i++)
            {
              const PlumeLayoutSegment *edge =
                  &g_array_index (plot->space->back, PlumeLayoutSegment, i);

              g_assert_cmpfloat (MIN (edge->x0, edge->x1), >=, plot->frame.x - 0.01);
              g_assert_cmpfloat (MAX (edge->x0, edge->x1), <=,
                                 plot->frame.x + plot->frame.width + 0.01);
              g_assert_cmpfloat (MIN (edge->y0, edge->y1), >=, plot->frame.y - 0.01);
              g_assert_cmpfloat (MAX (edge->y0, edge->y1), <=,
                                 plot->frame.y + plot->frame.height + 0.01);
            }
        }
  g_assert_cmpuint (n_ticks, >, 16 * 13 * 8 * 4);
}

/* Small multiples in space: each keeps its words beside its own box. */
static void
test_boxes_side_by_side_keep_apart (void)
{
  PlumeStyle style = plume_style_screen (FALSE, 1);

  for (double azimuth = -180; azimuth < 180; azimuth += 31)
    for (double width = 300; width < 1300; width *= 1.4)
      {
        g_autoptr (PlumeFigure) figure = plume_figure_new ("view", "Methods");
        g_autoptr (PlumeLayout) layout = NULL;

        plume_figure_set_columns (figure, 2);
        for (int i = 0; i < 4; i++)
          {
            g_autofree char *id = g_strdup_printf ("axes-%d", i);
            PlumeAxes *axes = plume_figure_add_axes (figure, id, "A method", 1);
            g_autoptr (PlumeArray) x = scatter (50, 1);
            g_autoptr (PlumeArray) y = scatter (50, 2);
            g_autoptr (PlumeArray) z = scatter (50, 3);
            g_autoptr (PlumeArray) codes = plume_array_new (50);

            plume_axes_set_space (axes, azimuth, 25);
            plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, "Coordinate <i>x</i>", "m");
            plume_axis_set (&axes->z, PLUME_SCALE_LINEAR, "Height", "m");
            plume_mark_set_categories (
                plume_axes_add_points_in_space (axes, id, NULL, x, y, z, (PlumeInk){ 0 }), codes,
                three_names);
          }
        layout = plume_layout_new (figure, &style, width, 0.7 * width, NULL, 0, NULL);
        layout_checks_labels (layout);
      }
}

/* From above, a point stands before another one, whichever comes first. */
static void
test_what_is_near_covers_what_is_far (void)
{
  for (int k = 0; k < 4; k++)
    {
      /* far apart, or within one step of size */
      const double low = k < 2 ? 0 : 0.55, high = k < 2 ? 1 : 0.58;
      int order = k % 2;
      const double xs[] = { 0, 0, 1, -1 };
      const double zs[] = { order ? high : low, order ? low : high, 0, 1 };
      const double kinds[] = { order, 1 - order, 2, 2 };
      g_autoptr (PlumeFigure) figure = plume_figure_new ("view", NULL);
      PlumeAxes *axes = plume_figure_add_axes (figure, "axes", NULL, 1);
      g_autoptr (PlumeArray) x = column (xs, 4);
      g_autoptr (PlumeArray) z = column (zs, 4);
      g_autoptr (PlumeArray) codes = column (kinds, 4);
      g_autoptr (PlumeLayout) layout = NULL;
      cairo_surface_t *surface;
      PlumeRgba seen;
      double place[2];

      plume_axes_set_space (axes, 0, 90);
      plume_mark_set_categories (
          plume_axes_add_points_in_space (axes, "points", NULL, x, x, z,
                                          (PlumeInk){ .size = 4, .opacity = 1 }),
          codes, three_names);
      layout = lay_out (figure, NULL);
      plume_space_place (g_ptr_array_index (layout->plots, 0), 0, 0, 1, place, NULL);
      surface = paint_marks (layout);
      seen = pixel (surface, place[0], place[1]);
      g_assert_cmpfloat (distance (seen, plume_style_category (&layout->style, 1)), <,
                         0.6 * distance (seen, plume_style_category (&layout->style, 0)));
      cairo_surface_destroy (surface);
    }
}

static void
test_the_pointer_finds_points_in_space (void)
{
  PlumeLimits limits = PLUME_LIMITS_NONE;
  g_autoptr (PlumeFigure) figure = figure_in_space (35, 25, FALSE);
  PlumeStyle style = plume_style_screen (FALSE, 1);
  g_autoptr (PlumeLayout) layout = NULL;
  const PlumePlot *plot;
  g_autofree char *text = NULL;
  double place[2], x, y;
  PlumeHit hit;

  limits.camera = (PlumeCamera){ -140, 60, 1.5 };
  layout = plume_layout_new (figure, &style, WIDTH, HEIGHT, &limits, 1, NULL);
  plot = g_ptr_array_index (layout->plots, 0);
  g_assert_cmpfloat (plot->space->camera.zoom, ==, 1.5);
  plume_space_place (plot, 1, 1, 0.5, place, NULL);
  g_assert_true (plume_layout_nearest (layout, place[0] + 1, place[1] - 1, 5, &hit));
  g_assert_cmpuint (hit.index, ==, 4);
  g_assert_cmpfloat (hit.z, ==, 0.5);
  plume_layout_hit_place (layout, &hit, &x, &y);
  g_assert_cmpfloat (hypot (x - place[0], y - place[1]), <, 1e-9);
  text = plume_layout_describe_hit (layout, &hit);
  g_assert_nonnull (strstr (text, "Height = 0.5"));
}

static PlumeFigure *
figure_of_columns (gsize n)
{
  PlumeFigure *figure = plume_figure_new ("view", NULL);
  PlumeAxes *axes = plume_figure_add_axes (figure, "axes", NULL, 1);
  g_autoptr (PlumeArray) x = scatter (n, 1);
  g_autoptr (PlumeArray) y = scatter (n, 2);
  g_autoptr (PlumeArray) z = scatter (n, 3);
  g_autoptr (PlumeArray) codes = plume_array_new (n);
  g_autoptr (PlumeArray) items = plume_array_new (n);
  PlumeMark *mark;

  for (gsize i = 0; i < n; i++)
    {
      codes->values[i] = (double)(i % 4);
      items->values[i] = 2 * (double)i;
    }
  plume_axes_set_space (axes, 30, 20);
  mark = plume_axes_add_points_in_space (axes, "points", NULL, x, y, z, (PlumeInk){ 0 });
  plume_mark_set_categories (mark, codes, three_names);
  plume_mark_set_items (mark, items);
  return figure;
}

static void
test_numbers_hold_what_is_drawn (void)
{
  g_autoptr (PlumeFigure) figure = figure_of_columns (8);
  g_autoptr (JsonNode) node = plume_figure_to_json (figure);
  JsonObject *mark = json_object_get_object_member (
      json_object_get_object_member (json_node_get_object (node), "marks"), "points");
  JsonObject *columns = json_object_get_object_member (mark, "columns");
  g_autoptr (GString) csv = g_string_new (NULL);
  g_auto (GStrv) lines = NULL;

  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (columns, "z")), ==, 8);
  g_assert_cmpfloat (
      json_array_get_double_element (json_object_get_array_member (columns, "category"), 6), ==, 2);
  g_assert_cmpfloat (
      json_array_get_double_element (json_object_get_array_member (columns, "item"), 3), ==, 6);
  g_assert_cmpstr (
      json_array_get_string_element (json_object_get_array_member (mark, "categories"), 0), ==,
      "setosa");
  plume_figure_append_csv (figure, csv);
  lines = g_strsplit (csv->str, "\n", -1);
  g_assert_cmpstr (lines[0], ==, "view,axes,mark,x,y,z,category,item,category-name");
  g_assert_true (g_str_has_suffix (lines[1], ",0,0,setosa"));
  g_assert_true (g_str_has_suffix (lines[4], ",3,6,"));
}

/* In files points are vectors, and from 50,000 on one image. */
static void
test_files_hold_points_or_an_image (void)
{
  for (int many = 0; many < 2; many++)
    {
      g_autoptr (PlumeFigure) figure = figure_of_columns (many ? 60000 : 600);
      PlumeExport settings = {
        .format = PLUME_EXPORT_SVG, .width_mm = 89, .height_mm = 60, .dpi = 150
      };
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes =
          plume_export_figure_to_bytes (figure, NULL, 0, NULL, &settings, &error);
      g_autofree char *text = NULL;

      g_assert_no_error (error);
      text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      g_assert_cmpint (strstr (text, "<image") != NULL, ==, many);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/points/selection/text-round-trips", test_text_of_a_selection);
  g_test_add_func ("/points/selection/sets-combine-as-sets-do", test_sets_of_items);
  g_test_add_func ("/points/selection/chosen-points-stand-out", test_what_is_chosen_stands_out);
  g_test_add_func ("/points/selection/chosen-points-are-on-top", test_what_is_chosen_is_on_top);
  g_test_add_func ("/points/selection/an-empty-one-changes-nothing",
                   test_an_empty_selection_changes_nothing);
  g_test_add_func ("/points/selection/an-outline-chooses-what-is-inside",
                   test_an_outline_chooses_what_is_inside);
  g_test_add_func ("/points/selection/items-are-those-that-marks-name",
                   test_items_are_those_that_marks_name);
  g_test_add_func ("/points/categories/colours-differ", test_colours_of_categories_differ);
  g_test_add_func ("/points/categories/points-have-their-colours",
                   test_points_have_the_colours_of_their_categories);
  g_test_add_func ("/points/categories/one-is-switched-off", test_a_category_is_switched_off);
  g_test_add_func ("/points/categories/the-crosshair-names-them",
                   test_the_crosshair_names_the_category);
  g_test_add_func ("/points/categories/many-stand-in-columns",
                   test_many_categories_stand_in_columns);
  g_test_add_func ("/points/mixture/a-pixel-has-the-mean-colour", test_a_pixel_has_the_mean_colour);
  g_test_add_func ("/points/mixture/a-pixel-has-the-mean-value", test_a_pixel_has_the_mean_value);
  g_test_add_func ("/points/mixture/is-the-same-for-any-number-of-threads",
                   test_mixtures_do_not_depend_on_threads);
  g_test_add_func ("/points/space/is-seen-from-the-camera", test_the_box_is_seen_from_the_camera);
  g_test_add_func ("/points/space/equal-lengths-stay-equal", test_equal_lengths_stay_equal);
  g_test_add_func ("/points/space/the-box-stays-in-the-frame", test_the_box_stays_in_the_frame);
  g_test_add_func ("/points/space/boxes-side-by-side-keep-apart",
                   test_boxes_side_by_side_keep_apart);
  g_test_add_func ("/points/space/near-covers-far", test_what_is_near_covers_what_is_far);
  g_test_add_func ("/points/space/the-pointer-finds-points",
                   test_the_pointer_finds_points_in_space);
  g_test_add_func ("/points/numbers-hold-what-is-drawn", test_numbers_hold_what_is_drawn);
  g_test_add_func ("/points/files-hold-points-or-an-image", test_files_hold_points_or_an_image);
  return g_test_run ();
}
