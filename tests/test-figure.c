/* test-figure.c: ticks, scales, layouts and what is under the pointer. */
#include "figure/plume-export.h"
#include "figure/plume-layout-private.h"
#include "figure/plume-paint.h"
#include "layout-checks.h"

#include <math.h>
#include <string.h>

static void
check_ticks (double from, double to, double target, const double *expected, guint n_expected)
{
  double values[32];
  guint n_values = plume_ticks_extended (from, to, target, 32, values, NULL);

  g_assert_cmpuint (n_values, ==, n_expected);
  for (guint i = 0; i < n_values; i++)
    g_assert_cmpfloat_with_epsilon (values[i], expected[i], 1e-12 * (to - from));
}

/* Worked by hand from equations (1)–(4) of Talbot, Lin & Hanrahan. */
static void
test_known_ticks (void)
{
  check_ticks (0, 100, 5, (double[]){ 0, 25, 50, 75, 100 }, 5);
  check_ticks (0, 10, 6, (double[]){ 0, 2, 4, 6, 8, 10 }, 6);
  check_ticks (-1, 1, 5, (double[]){ -1, -0.5, 0, 0.5, 1 }, 5);
  check_ticks (0, 3e-7, 4, (double[]){ 0, 1e-7, 2e-7, 3e-7 }, 4);
}

static void
test_ticks_stay_inside (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  for (int i = 0; i < 4000; i++)
    {
      double size = pow (10, g_rand_double_range (random, -12, 12));
      double from = g_rand_double_range (random, -1, 1) * size
                    * pow (10, g_rand_double_range (random, -2, 3));
      double to = from + size, values[40], step;
      guint n_values = plume_ticks_extended (from, to, 2 + i % 9, 40, values, &step);

      g_assert_cmpuint (n_values, >=, 2);
      for (guint k = 0; k < n_values; k++)
        {
          g_assert_true (values[k] >= from && values[k] <= to);
          if (k > 0)
            g_assert_cmpfloat_with_epsilon (values[k] - values[k - 1], step, 1e-6 * step);
        }
      /* No more than half the range lies beyond the outer ticks. */
      g_assert_cmpfloat (values[n_values - 1] - values[0], >=, 0.5 * size);
    }
  g_assert_cmpuint (plume_ticks_extended (1, 1, 5, 8, (double[8]){ 0 }, NULL), ==, 0);
  g_assert_cmpuint (plume_ticks_extended (NAN, 1, 5, 8, (double[8]){ 0 }, NULL), ==, 0);
}

static void
test_scales_round_trip (void)
{
  const PlumeScaleKind kinds[] = { PLUME_SCALE_LINEAR, PLUME_SCALE_LOG, PLUME_SCALE_SYMLOG,
                                   PLUME_SCALE_TIME };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    for (int reversed = 0; reversed < 2; reversed++)
      {
        PlumeAxes axes = {
          .x = { .scale = kinds[i], .reversed = reversed, .symlog_threshold = 0.01 }
        };
        PlumePlot plot = { .axes = &axes,
                           .frame = { 50, 20, 600, 400 },
                           .x_from = 1e-3,
                           .x_to = 70,
                           .y_from = -2,
                           .y_to = 5 };

        axes.y = axes.x;
        axes.y.scale = PLUME_SCALE_SYMLOG;
        for (double x = 2e-3; x < 70; x *= 1.7)
          {
            g_assert_cmpfloat_with_epsilon (plume_plot_x_inverse (&plot, plume_plot_x (&plot, x)),
                                            x, 1e-9 * x + 1e-12);
            g_assert_cmpfloat_with_epsilon (
                plume_plot_y_inverse (&plot, plume_plot_y (&plot, -x / 50)), -x / 50, 1e-9);
          }
        g_assert_cmpfloat_with_epsilon (plume_plot_x (&plot, 1e-3), reversed ? 650 : 50, 1e-9);
        g_assert_cmpfloat_with_epsilon (plume_plot_y (&plot, 5), reversed ? 420 : 20, 1e-9);
        if (kinds[i] == PLUME_SCALE_LOG)
          g_assert_true (isnan (plume_plot_x (&plot, 0)) && isnan (plume_plot_x (&plot, -1)));
      }
}

static void
test_numbers_are_written_well (void)
{
  const struct
  {
    double value;
    const char *text;
  } cases[] = {
    { 0, "0" },
    { -1.5, "−1.5" },
    { 300000, "3\xe2\x80\x89×\xe2\x80\x89"
              "10<sup>5</sup>" },
    { 0.25, "0.25" },
    { 12345, "12\xe2\x80\x89"
             "345" },
    { 1e-7, "10<sup>−7</sup>" },
    { 1 / 3.0, "0.33333" },
    { -0.0, "0" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = plume_number_text (cases[i].value, 5);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static PlumeFigure *
stacked (PlumeScaleKind x_scale,
         PlumeScaleKind y_scale,
         double x_low,
         double x_high,
         double y_low,
         double y_high)
{
  PlumeFigure *figure =
      plume_figure_new ("stack", "Flow in a column of considerable <i>length</i>");

  for (int k = 0; k < 2; k++)
    {
      PlumeAxes *axes = plume_figure_add_axes (figure, k == 0 ? "upper" : "lower",
                                               k == 0 ? "Signal" : NULL, 2 - k);
      g_autoptr (PlumeArray) x = plume_array_new (100);

      axes->link_x = 1;
      plume_axis_set (&axes->x, x_scale, "Time <i>t</i>", "s");
      plume_axis_set (&axes->y, y_scale, "Concentration at the end", "mol/m³");
      for (gsize i = 0; i < 100; i++)
        x->values[i] = x_scale == PLUME_SCALE_LOG ? x_low * pow (x_high / x_low, (double)i / 99)
                                                  : x_low + (x_high - x_low) * (double)i / 99;
      for (int m = 0; m < 3; m++)
        {
          g_autoptr (PlumeArray) y = plume_array_new (100);
          g_autofree char *id = g_strdup_printf ("line-%d-%d", k, m);
          g_autofree char *label = g_strdup_printf ("component %d", m);

          for (gsize i = 0; i < 100; i++)
            {
              double share =
                  (0.3 + 0.3 * m) * exp (-0.002 * pow ((double)i - 25 * (m + 1), 2)) + 0.1 * m;

              y->values[i] = y_scale == PLUME_SCALE_LOG ? y_low * pow (y_high / y_low, share)
                                                        : y_low + (y_high - y_low) * share;
            }
          plume_axes_add_line (axes, id, label, x, y,
                               (PlumeInk){ .colour = plume_colour_of_component ((guint)m) });
        }
    }
  return figure;
}

static void
test_labels_never_overlap (void)
{
  PlumeStyle styles[] = { plume_style_screen (FALSE, 1), plume_style_file (TRUE, 300),
                          plume_style_presentation (FALSE, 1, 900) };
  const struct
  {
    PlumeScaleKind x, y;
    double x0, x1, y0, y1;
  } cases[] = {
    { PLUME_SCALE_LINEAR, PLUME_SCALE_LINEAR, 0, 1, 0, 1 },
    { PLUME_SCALE_LINEAR, PLUME_SCALE_LINEAR, -1e-12, 3e-12, 1e12, 1.0001e12 },
    { PLUME_SCALE_LINEAR, PLUME_SCALE_SYMLOG, 99990, 100010, -1e4, 1e6 },
    { PLUME_SCALE_TIME, PLUME_SCALE_LOG, 0, 1e-7, 1e-12, 1e12 },
    { PLUME_SCALE_TIME, PLUME_SCALE_LINEAR, 0, 1e12, -5e-5, 1e-6 },
    { PLUME_SCALE_LOG, PLUME_SCALE_LOG, 1e-12, 1e12, 3, 40 },
    { PLUME_SCALE_LOG, PLUME_SCALE_LINEAR, 2, 5, 123456.1, 123456.7 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PlumeFigure) figure =
          stacked (cases[i].x, cases[i].y, cases[i].x0, cases[i].x1, cases[i].y0, cases[i].y1);

      for (double width = 160; width <= 1900; width *= 1.37)
        for (double height = 100; height <= 1100; height *= 1.43)
          for (guint k = 0; k < G_N_ELEMENTS (styles); k++)
            {
              g_autoptr (PlumeLayout) layout =
                  plume_layout_new (figure, &styles[k], width, height, NULL, 0, NULL);

              layout_checks_labels (layout);
            }
    }
}

static void
test_linked_axes_are_aligned (void)
{
  g_autoptr (PlumeFigure) figure = stacked (PLUME_SCALE_LINEAR, PLUME_SCALE_LINEAR, 0, 10, 0, 1000);
  PlumeStyle style = plume_style_screen (FALSE, 1);
  PlumeLimits limits[] = { { 2, 4, NAN, NAN } };
  g_autoptr (PlumeLayout) layout = plume_layout_new (figure, &style, 700, 500, limits, 1, NULL);
  const PlumePlot *upper = g_ptr_array_index (layout->plots, 0),
                  *lower = g_ptr_array_index (layout->plots, 1);
  guint n_upper = 0, n_lower = 0;

  g_assert_cmpfloat (upper->frame.x, ==, lower->frame.x);
  g_assert_cmpfloat (upper->frame.width, ==, lower->frame.width);
  g_assert_cmpfloat (upper->x_from, ==, 2);
  g_assert_cmpfloat (lower->x_to, ==, 4);
  for (guint i = 0; i < upper->x_ticks->len; i++)
    n_upper += g_array_index (upper->x_ticks, PlumeTick, i).label != NULL;
  for (guint i = 0; i < lower->x_ticks->len; i++)
    n_lower += g_array_index (lower->x_ticks, PlumeTick, i).label != NULL;
  g_assert_cmpuint (n_upper, ==, 0);
  g_assert_cmpuint (n_lower, >=, 3);
}

static void
test_equal_aspect (void)
{
  g_autoptr (PlumeFigure) figure = stacked (PLUME_SCALE_LINEAR, PLUME_SCALE_LINEAR, 0, 10, 0, 3);
  PlumeStyle style = plume_style_screen (FALSE, 1);
  PlumeAxes *axes = g_ptr_array_index (figure->axes, 0);
  const PlumePlot *plot;
  g_autoptr (PlumeLayout) layout = NULL;

  axes->equal_aspect = TRUE;
  axes->link_x = 0;
  layout = plume_layout_new (figure, &style, 700, 500, NULL, 0, NULL);
  plot = g_ptr_array_index (layout->plots, 0);
  g_assert_cmpfloat_with_epsilon (plot->frame.width / (plot->x_to - plot->x_from),
                                  plot->frame.height / (plot->y_to - plot->y_from), 1e-9);
}

/* A matrix of plots whose numbers have labels of very different widths. */
static PlumeFigure *
small_multiples (guint n_axes, guint n_columns)
{
  PlumeFigure *figure = plume_figure_new ("multiples", "Paths at every noise");

  plume_figure_set_columns (figure, n_columns);
  for (guint k = 0; k < n_axes; k++)
    {
      g_autofree char *id = g_strdup_printf ("axes-%u", k);
      PlumeAxes *axes =
          plume_figure_add_axes (figure, id, "Noise <i>ε</i> = 0.1", 1 + k / n_columns);
      g_autoptr (PlumeArray) x = plume_array_new_linear (-1000, 1000 + 100 * k, 50);
      g_autoptr (PlumeArray) y = plume_array_new_linear (0, 10.0 + k, 50);

      axes->link_x = 1 + (int)(k % n_columns);
      axes->link_y = 1 + (int)(k / n_columns);
      plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, "Time <i>t</i>", "s");
      plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, "Place <i>x</i>", "m");
      plume_axes_add_line (axes, "path", k % 2 == 0 ? "path" : NULL, x, y, (PlumeInk){ 0 });
    }
  return figure;
}

/* There may be room for it at the beginning, and none when other things have found theirs. */
static void
test_colour_bar_needs_room (void)
{
  PlumeStyle style = plume_style_screen (FALSE, 1);
  guint n_with = 0, n_without = 0;

  for (guint n_rows = 1; n_rows <= 4; n_rows++)
    {
      g_autoptr (PlumeFigure) figure = small_multiples (n_rows, 1);

      for (guint i = 0; i < n_rows; i++)
        {
          g_autoptr (PlumeArray) cells = plume_array_new_linear (0, 1e6, 6);
          PlumeAxes *axes = g_ptr_array_index (figure->axes, i);

          axes->equal_aspect = i % 2 == 1;
          plume_mark_set_values (plume_axes_add_image (axes, "image", 3, 2, cells, 0, 100, 0, 10),
                                 cells, PLUME_COLOUR_MAP_DEFAULT, "Density (1/m)");
        }
      for (double width = 40; width < 700; width += 33)
        for (double height = 20; height < 500; height += 7)
          {
            g_autoptr (PlumeLayout) layout =
                plume_layout_new (figure, &style, width, height, NULL, 0, NULL);
            const PlumePlot *plot = g_ptr_array_index (layout->plots, 0);

            if (plot->colour_bar == NULL)
              n_without++;
            else
              {
                g_assert_cmpuint (plot->colour_bar->ticks->len, >, 0);
                g_assert_cmpfloat (plot->colour_bar->box.height, >, 0);
                n_with++;
              }
          }
    }
  g_assert_cmpuint (MIN (n_with, n_without), >, 100);
}

static guint
count_labels (const GArray *ticks)
{
  guint n_labels = 0;

  for (guint i = 0; i < ticks->len; i++)
    n_labels += g_array_index (ticks, PlumeTick, i).label != NULL;
  return n_labels;
}

static void
test_columns_share_the_width (void)
{
  g_autoptr (PlumeFigure) figure = small_multiples (6, 3);
  PlumeStyle style = plume_style_screen (FALSE, 1);
  g_autoptr (PlumeLayout) layout = plume_layout_new (figure, &style, 1600, 700, NULL, 0, NULL);

  layout_checks_labels (layout);
  for (guint i = 0; i < 6; i++)
    {
      const PlumePlot *plot = g_ptr_array_index (layout->plots, i);
      const PlumePlot *of_row = g_ptr_array_index (layout->plots, i - i % 3);
      const PlumePlot *of_column = g_ptr_array_index (layout->plots, i % 3);
      const PlumePlot *before = i % 3 > 0 ? g_ptr_array_index (layout->plots, i - 1) : NULL;

      g_assert_cmpfloat (plot->frame.y, ==, of_row->frame.y);
      g_assert_cmpfloat (plot->frame.height, ==, of_row->frame.height);
      g_assert_cmpfloat (plot->y_to, ==, of_row->y_to);
      g_assert_cmpfloat (plot->frame.x, ==, of_column->frame.x);
      g_assert_cmpfloat (plot->x_to, ==, of_column->x_to);
      g_assert_cmpfloat_with_epsilon (plot->frame.width, of_column->frame.width, 1e-9);
      g_assert_cmpfloat_with_epsilon (plot->frame.width, of_row->frame.width, 1e-9);
      if (before != NULL)
        g_assert_cmpfloat (plot->frame.x, >,
                           before->frame.x + before->frame.width + style.font_size);
      g_assert_true ((count_labels (plot->x_ticks) > 0) == (i >= 3));
      g_assert_true ((count_labels (plot->y_ticks) > 0) == (i % 3 == 0));
      g_assert_cmpint (plume_layout_plot_at (layout, plot->frame.x + plot->frame.width / 2,
                                             plot->frame.y + plot->frame.height / 2),
                       ==, (int)i);
    }
  {
    const PlumePlot *upper = g_ptr_array_index (layout->plots, 0),
                    *lower = g_ptr_array_index (layout->plots, 5);

    g_assert_cmpfloat_with_epsilon (lower->frame.height, 2 * upper->frame.height, 1e-9);
    g_assert_cmpfloat (lower->x_to, !=, upper->x_to);
    g_assert_cmpfloat (lower->y_to, !=, upper->y_to);
  }
}

/* What pans in one plot of a row pans in all of them. */
static void
test_rows_share_limits (void)
{
  g_autoptr (PlumeFigure) figure = small_multiples (6, 3);
  PlumeStyle style = plume_style_screen (FALSE, 1);
  PlumeLimits limits[] = { PLUME_LIMITS_NONE, { NAN, NAN, 2, 4 } };
  g_autoptr (PlumeLayout) layout = plume_layout_new (figure, &style, 1600, 700, limits, 2, NULL);

  for (guint i = 0; i < 6; i++)
    {
      const PlumePlot *plot = g_ptr_array_index (layout->plots, i);

      g_assert_true ((plot->y_from == 2 && plot->y_to == 4) == (i < 3));
    }
}

static guint
count_columns (PlumeFigure *figure, const PlumeStyle *style, double width, double height)
{
  g_autoptr (PlumeLayout) layout = plume_layout_new (figure, style, width, height, NULL, 0, NULL);
  const PlumePlot *first = g_ptr_array_index (layout->plots, 0);
  guint n_columns = 0;

  layout_checks_labels (layout);
  for (guint i = 0; i < layout->plots->len; i++)
    n_columns +=
        ((const PlumePlot *)g_ptr_array_index (layout->plots, i))->frame.y == first->frame.y;
  return n_columns;
}

static void
test_narrow_row_breaks (void)
{
  g_autoptr (PlumeFigure) row = small_multiples (4, 4), matrix = small_multiples (6, 3);
  PlumeStyle screen = plume_style_screen (FALSE, 1), file = plume_style_file (FALSE, 300);

  g_assert_cmpuint (count_columns (row, &screen, 1600, 400), ==, 4);
  g_assert_cmpuint (count_columns (row, &file, 183 / 25.4 * 72, 90 / 25.4 * 72), ==, 4);
  g_assert_cmpuint (count_columns (row, &file, 89 / 25.4 * 72, 80 / 25.4 * 72), ==, 2);
  /* where it is low as well, more rows would show less */
  g_assert_cmpuint (count_columns (row, &screen, 300, 90), ==, 4);
  /* rows that stand for something stay together */
  g_assert_cmpuint (count_columns (matrix, &file, 89 / 25.4 * 72, 90 / 25.4 * 72), ==, 3);
}

/* Words that would be cut are a reason to break, too. */
static void
test_row_breaks_for_its_words (void)
{
  g_autoptr (PlumeFigure) figure = small_multiples (2, 2);
  PlumeStyle style = plume_style_file (FALSE, 300);
  double width = 89 / 25.4 * 72, height = 70 / 25.4 * 72;
  PlumeAxes *axes = g_ptr_array_index (figure->axes, 1);

  g_assert_cmpuint (count_columns (figure, &style, width, height), ==, 2);
  plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, "Root of the action of a star", "kpc km/s");
  g_assert_cmpuint (count_columns (figure, &style, width, height), ==, 1);
  g_assert_cmpuint (count_columns (figure, &style, 2 * width, height), ==, 2);
}

static void
test_labels_of_columns_never_overlap (void)
{
  PlumeStyle styles[] = { plume_style_screen (FALSE, 1), plume_style_file (TRUE, 300) };

  for (guint n_columns = 1; n_columns <= 5; n_columns++)
    {
      g_autoptr (PlumeFigure) figure = small_multiples (5, n_columns);

      for (double width = 160; width <= 1900; width *= 1.23)
        for (double height = 100; height <= 1100; height *= 1.43)
          for (guint k = 0; k < G_N_ELEMENTS (styles); k++)
            {
              g_autoptr (PlumeLayout) layout =
                  plume_layout_new (figure, &styles[k], width, height, NULL, 0, NULL);

              layout_checks_labels (layout);
            }
    }
}

static void
test_nearest_datum (void)
{
  g_autoptr (PlumeFigure) figure = stacked (PLUME_SCALE_LINEAR, PLUME_SCALE_LINEAR, 0, 10, 0, 1);
  PlumeStyle style = plume_style_screen (FALSE, 1);
  g_autoptr (PlumeLayout) layout = plume_layout_new (figure, &style, 900, 700, NULL, 0, NULL);
  const PlumePlot *plot = g_ptr_array_index (layout->plots, 0);
  const PlumeMark *mark = g_ptr_array_index (plot->axes->marks, 1);
  double x = plume_plot_x (plot, mark->x->values[50]), y = plume_plot_y (plot, mark->y->values[50]);
  g_autofree char *words = NULL;
  PlumeHit hit;

  g_assert_true (plume_layout_nearest (layout, x + 1, y + 2, 10, &hit));
  g_assert_true (hit.mark == mark);
  g_assert_cmpuint (hit.index, ==, 50);
  words = plume_layout_describe_hit (layout, &hit);
  g_assert_nonnull (strstr (words, "component 1"));
  g_assert_nonnull (strstr (words, "<i>t</i> = 5.0505"));
  g_assert_false (plume_layout_nearest (layout, plot->frame.x + 2, plot->frame.y + 2, 5, &hit));
  g_assert_cmpint (hit.plot, ==, 0);
  g_assert_cmpint (plume_layout_plot_at (layout, 1, 1), ==, -1);
}

/* The words at a datum of a line from (1, 2) to (3, 4) whose axes have these titles. */
static char *
describe_on_axes (const char *x_title, const char *y_title)
{
  g_autoptr (PlumeFigure) figure = plume_figure_new ("test", NULL);
  PlumeAxes *axes = plume_figure_add_axes (figure, "plane", NULL, 1);
  g_autoptr (PlumeArray) x = plume_array_new (2), y = plume_array_new (2);
  PlumeStyle style = plume_style_screen (FALSE, 1);
  g_autoptr (PlumeLayout) layout = NULL;
  const PlumePlot *plot;
  PlumeHit hit;

  x->values[0] = 1;
  y->values[0] = 2;
  x->values[1] = 3;
  y->values[1] = 4;
  plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, x_title, NULL);
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, y_title, "mm");
  plume_axes_add_line (axes, "line", NULL, x, y, (PlumeInk){ 0 });
  layout = plume_layout_new (figure, &style, 600, 500, NULL, 0, NULL);
  plot = g_ptr_array_index (layout->plots, 0);
  g_assert_true (
      plume_layout_nearest (layout, plume_plot_x (plot, 1), plume_plot_y (plot, 2), 10, &hit));
  return plume_layout_describe_hit (layout, &hit);
}

static void
test_data_are_called_by_their_symbols (void)
{
  static const struct
  {
    const char *x, *y, *words;
  } cases[] = {
    { "Time <i>t</i>", "Signal", "<i>t</i> = 1, Signal = 2\xe2\x80\x89mm" },
    { "Re <i>ζ</i>, <i>ζ</i> = <i>δ</i>²", "Im <i>ζ</i>",
      "Re <i>ζ</i> = 1, Im <i>ζ</i> = 2\xe2\x80\x89mm" },
    { "Action √<i>J</i>", "Heat log<sub>10</sub> <i>H</i><sub>t</sub>",
      "√<i>J</i> = 1, log<sub>10</sub> <i>H</i><sub>t</sub> = 2\xe2\x80\x89mm" },
    { "Height |<i>z</i>|", NULL, "|<i>z</i>| = 1, <i>y</i> = 2\xe2\x80\x89mm" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = describe_on_axes (cases[i].x, cases[i].y);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

static void
test_legend_and_handles_answer (void)
{
  g_autoptr (PlumeFigure) figure = stacked (PLUME_SCALE_LINEAR, PLUME_SCALE_LINEAR, 0, 10, 0, 1);
  const char *hidden[] = { "line-0-2", NULL };
  PlumeStyle style = plume_style_screen (FALSE, 1);
  PlumeAxes *axes = g_ptr_array_index (figure->axes, 0);
  PlumeMark *handle =
      plume_axes_add_handle (axes, "source", NULL, 5, 0.5, PLUME_DRAG_BOTH, (PlumeInk){ 0 });
  g_autoptr (PlumeLayout) layout = plume_layout_new (figure, &style, 900, 700, NULL, 0, hidden);
  const PlumePlot *plot = g_ptr_array_index (layout->plots, 0);
  PlumeHit hit;

  /* Every named line has one entry, also the hidden one, and each answers at its middle. */
  g_assert_cmpuint (plot->legend->len, ==, 3);
  for (guint i = 0; i < plot->legend->len; i++)
    {
      const PlumeLegendEntry *entry = &g_array_index (plot->legend, PlumeLegendEntry, i);

      g_assert_true (plume_layout_legend_at (layout, entry->box.x + entry->box.width / 2,
                                             entry->box.y + entry->box.height / 2)
                     == entry->mark);
    }
  g_assert_false (plume_layout_shows (layout, g_ptr_array_index (axes->marks, 2)));
  g_assert_true (plume_layout_handle_at (layout, plume_plot_x (plot, 5) + 3,
                                         plume_plot_y (plot, 0.5) - 3, 8, &hit));
  g_assert_true (hit.mark == handle);
  g_assert_false (plume_layout_handle_at (layout, plume_plot_x (plot, 5) + 30,
                                          plume_plot_y (plot, 0.5), 8, &hit));
}

/* A plane as of a density: a square with mist on its right half, paths on its left (or everywhere)
 */
static PlumeFigure *
misty_plane (gboolean is_full)
{
  enum
  {
    N = 20
  };
  PlumeFigure *figure = plume_figure_new ("plane", NULL);
  PlumeAxes *axes = plume_figure_add_axes (figure, "plane", NULL, 1);
  g_autoptr (PlumeArray) mist = plume_array_new (N * N);
  g_autoptr (PlumeArray) x = plume_array_new (400);
  g_autoptr (PlumeArray) y = plume_array_new (400);

  for (guint i = 0; i < N * N; i++)
    mist->values[i] = i % N >= N / 2 ? 1 : 0;
  for (guint i = 0; i < 400; i++)
    {
      x->values[i] = (i % 20 + 0.5) / 20 * (is_full ? 1 : 0.5);
      y->values[i] = (i / 20 + 0.5) / 20 * (is_full ? 1 : 0.5);
    }
  axes->equal_aspect = TRUE;
  plume_axis_set_limits (&axes->x, 0, 1);
  plume_axis_set_limits (&axes->y, 0, 1);
  plume_mark_set_values (plume_axes_add_image (axes, "mist", N, N, mist, 0, 1, 0, 1), mist,
                         PLUME_COLOUR_MAP_MIST, NULL);
  plume_axes_add_line (axes, "paths", "paths of samples", x, y, (PlumeInk){ 0 });
  return figure;
}

/* In the corner without ink; beside a frame that is full where there is room, in it where not. */
static void
test_legend_finds_room (void)
{
  static const struct
  {
    gboolean is_full;
    double width;
    gboolean is_beside;
  } cases[] = {
    { FALSE, 900, FALSE }, { TRUE, 900, TRUE }, { TRUE, 560, TRUE }, { TRUE, 420, FALSE }
  };
  PlumeStyle style = plume_style_screen (FALSE, 1);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PlumeFigure) figure = misty_plane (cases[i].is_full);
      g_autoptr (PlumeLayout) layout =
          plume_layout_new (figure, &style, cases[i].width, 420, NULL, 0, NULL);
      const PlumePlot *plot = g_ptr_array_index (layout->plots, 0);
      const PlumeRect *frame = &plot->frame;
      PlumeRect box;

      g_assert_cmpuint (plot->legend->len, ==, 1);
      box = g_array_index (plot->legend, PlumeLegendEntry, 0).box;
      g_assert_cmpfloat (box.x + box.width, <=, cases[i].width);
      if (cases[i].is_beside)
        g_assert_cmpfloat (box.x, >=, frame->x + frame->width);
      else
        g_assert_cmpfloat (box.x + box.width, <=, frame->x + frame->width);
      if (!cases[i].is_full)
        {
          g_assert_cmpfloat (box.x + box.width, <, frame->x + 0.5 * frame->width);
          g_assert_cmpfloat (box.y + box.height, <, frame->y + 0.5 * frame->height);
        }
      g_assert_cmpfloat_with_epsilon (frame->width, frame->height, 1e-9);
    }
}

/* CIE lightness of an sRGB colour. */
static double
lightness (PlumeRgba colour)
{
  const double channels[] = { colour.red, colour.green, colour.blue },
               weights[] = { 0.2126, 0.7152, 0.0722 };
  double luminance = 0;

  for (int i = 0; i < 3; i++)
    luminance +=
        weights[i]
        * (channels[i] <= 0.04045 ? channels[i] / 12.92 : pow ((channels[i] + 0.055) / 1.055, 2.4));
  return luminance > 0.008856 ? 116 * cbrt (luminance) - 16 : 903.3 * luminance;
}

static void
test_colour_maps_are_even (void)
{
  const PlumeColourMap maps[] = { PLUME_COLOUR_MAP_VIRIDIS, PLUME_COLOUR_MAP_CIVIDIS,
                                  PLUME_COLOUR_MAP_MAGMA };

  for (guint k = 0; k < G_N_ELEMENTS (maps); k++)
    for (int i = 1; i <= 255; i++)
      {
        double rise = lightness (plume_colour_map_at (maps[k], i / 255.0))
                      - lightness (plume_colour_map_at (maps[k], (i - 1) / 255.0));

        g_assert_cmpfloat (rise, >, 0);
        g_assert_cmpfloat (rise, <, 1);
      }
  for (int i = 0; i <= 50; i++)
    g_assert_cmpfloat_with_epsilon (
        lightness (plume_colour_map_at (PLUME_COLOUR_MAP_DIVERGING, 0.5 - i / 100.0)),
        lightness (plume_colour_map_at (PLUME_COLOUR_MAP_DIVERGING, 0.5 + i / 100.0)), 1.0);
  g_assert_cmpfloat_with_epsilon (lightness (plume_colour_map_at (PLUME_COLOUR_MAP_CYCLIC, 0)),
                                  lightness (plume_colour_map_at (PLUME_COLOUR_MAP_CYCLIC, 1)),
                                  1e-9);
}

static void
test_empty_and_constant_data_have_limits (void)
{
  const double values[][2] = {
    { NAN, NAN }, { 7, 7 }, { 0, 0 }, { -1e305, 1e305 }, { INFINITY, 2 }
  };
  PlumeStyle style = plume_style_screen (FALSE, 1);

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    for (int scale = PLUME_SCALE_LINEAR; scale <= PLUME_SCALE_TIME; scale++)
      {
        g_autoptr (PlumeFigure) figure = plume_figure_new ("odd", NULL);
        PlumeAxes *axes = plume_figure_add_axes (figure, "odd", NULL, 1);
        g_autoptr (PlumeArray) x = plume_array_new_copy (values[i], 2);
        g_autoptr (PlumeLayout) layout = NULL;
        const PlumePlot *plot;

        plume_axis_set (&axes->x, (PlumeScaleKind)scale, "x", NULL);
        plume_axis_set (&axes->y, (PlumeScaleKind)scale, "y", NULL);
        plume_axes_add_points (axes, "odd", "odd", x, x, (PlumeInk){ 0 });
        layout = plume_layout_new (figure, &style, 400, 300, NULL, 0, NULL);
        plot = g_ptr_array_index (layout->plots, 0);
        g_assert_true (isfinite (plot->x_from) && isfinite (plot->y_to) && plot->x_from < plot->x_to
                       && plot->y_from < plot->y_to);
        layout_checks_labels (layout);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/figure/ticks/known-cases", test_known_ticks);
  g_test_add_func ("/figure/ticks/stay-inside-and-cover", test_ticks_stay_inside);
  g_test_add_func ("/figure/scales/round-trip", test_scales_round_trip);
  g_test_add_func ("/figure/numbers/are-written-well", test_numbers_are_written_well);
  g_test_add_func ("/figure/layout/labels-never-overlap", test_labels_never_overlap);
  g_test_add_func ("/figure/layout/linked-axes-are-aligned", test_linked_axes_are_aligned);
  g_test_add_func ("/figure/layout/columns-share-the-width", test_columns_share_the_width);
  g_test_add_func ("/figure/layout/rows-share-limits", test_rows_share_limits);
  g_test_add_func ("/figure/layout/narrow-row-breaks", test_narrow_row_breaks);
  g_test_add_func ("/figure/layout/row-breaks-for-its-words", test_row_breaks_for_its_words);
  g_test_add_func ("/figure/layout/labels-of-columns-never-overlap",
                   test_labels_of_columns_never_overlap);
  g_test_add_func ("/figure/layout/equal-aspect", test_equal_aspect);
  g_test_add_func ("/figure/layout/colour-bar-needs-room", test_colour_bar_needs_room);
  g_test_add_func ("/figure/layout/odd-data-has-limits", test_empty_and_constant_data_have_limits);
  g_test_add_func ("/figure/hit/nearest-datum", test_nearest_datum);
  g_test_add_func ("/figure/hit/data-are-called-by-their-symbols",
                   test_data_are_called_by_their_symbols);
  g_test_add_func ("/figure/layout/legend-finds-room", test_legend_finds_room);
  g_test_add_func ("/figure/hit/legend-and-handles", test_legend_and_handles_answer);
  g_test_add_func ("/figure/colour-maps/are-even", test_colour_maps_are_even);
  return g_test_run ();
}
