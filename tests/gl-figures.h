/* gl-figures.h: figures that both painters have to paint alike: one a kind of mark, and some like
 * those of experiments. */
#pragma once

#include "clouds.h"
#include "figure/plume-figure.h"
#include <math.h>

static double
gl_figures_noise (guint32 *state)
{
  *state = *state * 1664525u + 1013904223u;
  return *state / 4294967296.0;
}

/* count values of function (i / (count − 1)). */
static PlumeArray *
gl_figures_column (gsize count, double (*function) (double t))
{
  PlumeArray *column = plume_array_new (count);

  for (gsize i = 0; i < count; i++)
    column->values[i] = function (count > 1 ? (double)i / (double)(count - 1) : 0);
  return column;
}

static PlumeArray *
gl_figures_noisy (gsize count, double scale, double offset, guint32 seed)
{
  PlumeArray *column = plume_array_new (count);

  for (gsize i = 0; i < count; i++)
    column->values[i] = offset + scale * (gl_figures_noise (&seed) + gl_figures_noise (&seed) - 1);
  return column;
}

static double
gl_figures_wave (double t)
{
  return sin (14 * t) * exp (-t);
}
static double
gl_figures_wave_low (double t)
{
  return gl_figures_wave (t) - 0.1 - 0.1 * t;
}
static double
gl_figures_wave_high (double t)
{
  return gl_figures_wave (t) + 0.15;
}
static double
gl_figures_spiral_x (double t)
{
  return t * cos (25 * t);
}
static double
gl_figures_spiral_y (double t)
{
  return t * sin (25 * t);
}
static double
gl_figures_gaps (double t)
{
  return fmod (10 * t, 2) < 0.3 ? NAN : cos (9 * t);
}
static double
gl_figures_decay (double t)
{
  return 3e4 * exp (-11 * t);
}

static PlumeAxes *
gl_figures_axes (PlumeFigure *figure)
{
  PlumeAxes *axes = plume_figure_add_axes (figure, "axes", NULL, 1);

  plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, "Time", "s");
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, "Signal", NULL);
  return axes;
}

static void
gl_figures_draw_line (PlumeFigure *figure, PlumeInk ink)
{
  PlumeAxes *axes = gl_figures_axes (figure);
  g_autoptr (PlumeArray) x = plume_array_new_linear (0, 10, 200);
  g_autoptr (PlumeArray) y = gl_figures_column (200, gl_figures_wave);
  g_autoptr (PlumeArray) gaps = gl_figures_column (200, gl_figures_gaps);

  plume_axes_add_line (axes, "wave", NULL, x, y, ink);
  ink.colour = PLUME_COLOUR_GREEN;
  plume_axes_add_line (axes, "gaps", NULL, x, gaps, ink);
}

static void
gl_figures_line (PlumeFigure *figure)
{
  gl_figures_draw_line (figure, (PlumeInk){ PLUME_COLOUR_BLUE });
}

static void
gl_figures_translucent (PlumeFigure *figure)
{
  gl_figures_draw_line (figure,
                        (PlumeInk){ .colour = PLUME_COLOUR_VERMILION, .width = 4, .opacity = 0.4 });
}

static void
gl_figures_dashed (PlumeFigure *figure)
{
  gl_figures_draw_line (figure,
                        (PlumeInk){ .colour = PLUME_COLOUR_PURPLE, .dash = PLUME_DASH_DASHED });
}

static void
gl_figures_dotted (PlumeFigure *figure)
{
  gl_figures_draw_line (
      figure, (PlumeInk){ .colour = PLUME_COLOUR_TEXT, .dash = PLUME_DASH_DOTTED, .width = 2 });
}

static void
gl_figures_spiral (PlumeFigure *figure)
{
  PlumeAxes *axes = gl_figures_axes (figure);
  g_autoptr (PlumeArray) x = gl_figures_column (600, gl_figures_spiral_x);
  g_autoptr (PlumeArray) y = gl_figures_column (600, gl_figures_spiral_y);

  axes->equal_aspect = TRUE;
  plume_axes_add_line (axes, "spiral", NULL, x, y, (PlumeInk){ PLUME_COLOUR_SKY });
}

static void
gl_figures_noise_line (PlumeFigure *figure)
{
  PlumeAxes *axes = gl_figures_axes (figure);
  g_autoptr (PlumeArray) x = plume_array_new_linear (0, 1, 100000);
  g_autoptr (PlumeArray) y = gl_figures_noisy (100000, 1, 0, 7);

  plume_axes_add_line (axes, "noise", NULL, x, y, (PlumeInk){ PLUME_COLOUR_BLUE });
}

static void
gl_figures_points (PlumeFigure *figure)
{
  PlumeAxes *axes = gl_figures_axes (figure);

  for (int marker = PLUME_MARKER_DISC; marker <= PLUME_MARKER_TICK; marker++)
    {
      g_autoptr (PlumeArray) x = gl_figures_noisy (60, 5, 0, 11 + (guint32)marker);
      g_autoptr (PlumeArray) y = gl_figures_noisy (60, 1, marker, 31 + (guint32)marker);
      g_autofree char *id = g_strdup_printf ("marker-%d", marker);

      plume_axes_add_points (
          axes, id, NULL, x, y,
          (PlumeInk){ .colour = (PlumeColour)marker, .marker = (PlumeMarker)marker, .size = 3 });
    }
}

static void
gl_figures_coloured_points (PlumeFigure *figure)
{
  PlumeAxes *axes = gl_figures_axes (figure);
  g_autoptr (PlumeArray) x = gl_figures_noisy (400, 5, 0, 3);
  g_autoptr (PlumeArray) y = gl_figures_noisy (400, 5, 0, 4);
  PlumeMark *mark = plume_axes_add_points (axes, "points", NULL, x, y, (PlumeInk){ .size = 2 });

  plume_mark_set_values (mark, x, PLUME_COLOUR_MAP_DIVERGING, "Value");
}

static void
gl_figures_band (PlumeFigure *figure)
{
  PlumeAxes *axes = gl_figures_axes (figure);
  g_autoptr (PlumeArray) x = plume_array_new_linear (0, 10, 300);
  g_autoptr (PlumeArray) low = gl_figures_column (300, gl_figures_wave_low);
  g_autoptr (PlumeArray) high = gl_figures_column (300, gl_figures_wave_high);
  g_autoptr (PlumeArray) gaps = gl_figures_column (300, gl_figures_gaps);

  plume_axes_add_band (axes, "band", NULL, x, low, high, (PlumeInk){ PLUME_COLOUR_BLUE });
  plume_axes_add_band (axes, "crossing", NULL, x, gaps, high,
                       (PlumeInk){ .colour = PLUME_COLOUR_ORANGE, .opacity = 0.5 });
}

static void
gl_figures_dense_band (PlumeFigure *figure)
{
  PlumeAxes *axes = gl_figures_axes (figure);
  g_autoptr (PlumeArray) x = plume_array_new_linear (0, 10, 20000);
  g_autoptr (PlumeArray) low = gl_figures_noisy (20000, 0.2, -1, 3);
  g_autoptr (PlumeArray) high = gl_figures_noisy (20000, 0.3, 1, 5);

  plume_axes_add_band (axes, "band", NULL, x, low, high,
                       (PlumeInk){ .colour = PLUME_COLOUR_GREEN, .opacity = 0.8 });
}

static void
gl_figures_bars (PlumeFigure *figure)
{
  PlumeAxes *axes = gl_figures_axes (figure);
  g_autoptr (PlumeArray) left = plume_array_new_linear (0, 23, 24);
  g_autoptr (PlumeArray) right = plume_array_new_linear (1, 24, 24);
  g_autoptr (PlumeArray) height = gl_figures_column (24, gl_figures_wave);

  plume_axes_add_bars (axes, "bars", NULL, left, right, height, (PlumeInk){ PLUME_COLOUR_ORANGE });
}

static void
gl_figures_segments (PlumeFigure *figure)
{
  PlumeAxes *axes = gl_figures_axes (figure);
  g_autoptr (PlumeArray) x = gl_figures_noisy (40, 5, 0, 1);
  g_autoptr (PlumeArray) y = gl_figures_noisy (40, 5, 0, 2);
  g_autoptr (PlumeArray) x1 = gl_figures_noisy (40, 5, 0, 3);
  g_autoptr (PlumeArray) y1 = gl_figures_noisy (40, 5, 0, 4);

  plume_axes_add_segments (axes, "segments", NULL, x, y, x1, y1,
                           (PlumeInk){ .colour = PLUME_COLOUR_GREEN, .opacity = 0.7 });
}

static void
gl_figures_rules (PlumeFigure *figure)
{
  PlumeAxes *axes = gl_figures_axes (figure);
  const PlumeDash dashes[] = { PLUME_DASH_SOLID, PLUME_DASH_DASHED, PLUME_DASH_DOTTED };

  plume_axis_set_limits (&axes->x, 0, 10);
  plume_axis_set_limits (&axes->y, 0, 10);
  for (int i = 0; i < 3; i++)
    {
      g_autofree char *vertical = g_strdup_printf ("v%d", i);
      g_autofree char *horizontal = g_strdup_printf ("h%d", i);

      plume_axes_add_vertical_rule (axes, vertical, NULL, 1.37 + 2.1 * i,
                                    (PlumeInk){ .colour = PLUME_COLOUR_BLUE, .dash = dashes[i] });
      plume_axes_add_horizontal_rule (
          axes, horizontal, NULL, 2.21 + 2.3 * i,
          (PlumeInk){ .colour = PLUME_COLOUR_VERMILION, .dash = dashes[i], .width = 2 });
    }
}

static void
gl_figures_image (PlumeFigure *figure)
{
  PlumeAxes *axes = gl_figures_axes (figure);
  g_autoptr (PlumeArray) values = plume_array_new (60 * 80);

  for (gsize i = 0; i < values->length; i++)
    values->values[i] = sin (1.3 * (double)(i % 80)) * cos (1.7 * (double)(i / 80));
  plume_axes_add_image (axes, "image", 60, 80, values, 0, 8, 0, 6);
}

static void
gl_figures_density (PlumeFigure *figure)
{
  PlumeAxes *axes = gl_figures_axes (figure);
  g_autoptr (PlumeArray) x = gl_figures_noisy (200000, 3, 0, 5);
  g_autoptr (PlumeArray) y = gl_figures_noisy (200000, 3, 0, 6);

  plume_axes_add_density (axes, "density", NULL, x, y, (PlumeInk){ PLUME_COLOUR_BLUE });
}

/* A chromatogram: five peaks and their sum, over logarithmic intensities below it, both linked. */
static void
gl_figures_chromatogram (PlumeFigure *figure)
{
  PlumeAxes *axes = plume_figure_add_axes (figure, "signal", "Detector", 2);
  PlumeAxes *below = plume_figure_add_axes (figure, "decay", NULL, 1);
  g_autoptr (PlumeArray) x = plume_array_new_linear (0, 60, 2000);
  g_autoptr (PlumeArray) sum = plume_array_new (2000);
  g_autoptr (PlumeArray) decay = gl_figures_column (2000, gl_figures_decay);
  g_autoptr (PlumeArray) low = plume_array_new (2000);
  g_autoptr (PlumeArray) high = plume_array_new (2000);

  axes->link_x = below->link_x = 1;
  plume_axis_set (&axes->x, PLUME_SCALE_TIME, "Time <i>t</i>", NULL);
  plume_axis_set (&below->x, PLUME_SCALE_TIME, "Time <i>t</i>", NULL);
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, "Signal", "mV");
  plume_axis_set (&below->y, PLUME_SCALE_LOG, "Rate", "1/s");
  for (guint k = 0; k < 5; k++)
    {
      g_autoptr (PlumeArray) peak = plume_array_new (2000);
      g_autofree char *id = g_strdup_printf ("analyte-%u", k);
      double middle = 8 + 9 * k, width = 0.7 + 0.3 * k;

      for (gsize i = 0; i < 2000; i++)
        {
          double z = (x->values[i] - middle) / width;

          peak->values[i] = exp (-z * z / 2) / width;
          sum->values[i] += peak->values[i];
        }
      plume_axes_add_line (axes, id, id, x, peak, (PlumeInk){ plume_colour_of_component (k) });
    }
  plume_axes_add_line (axes, "sum", "sum", x, sum,
                       (PlumeInk){ .colour = PLUME_COLOUR_TEXT, .dash = PLUME_DASH_DASHED });
  plume_axes_add_vertical_rule (
      axes, "dead-time", NULL, 5,
      (PlumeInk){ .colour = PLUME_COLOUR_GREY, .dash = PLUME_DASH_DOTTED });
  for (gsize i = 0; i < 2000; i++)
    {
      low->values[i] = decay->values[i] / 2;
      high->values[i] = decay->values[i] * 2;
    }
  plume_axes_add_band (below, "uncertainty", NULL, x, low, high,
                       (PlumeInk){ PLUME_COLOUR_VERMILION });
  plume_axes_add_line (below, "rate", NULL, x, decay, (PlumeInk){ PLUME_COLOUR_VERMILION });
}

/* Measured points with error segments, a fit and its band. */
static void
gl_figures_fit (PlumeFigure *figure)
{
  PlumeAxes *axes = gl_figures_axes (figure);
  g_autoptr (PlumeArray) x = plume_array_new_linear (0, 10, 40);
  g_autoptr (PlumeArray) y = gl_figures_column (40, gl_figures_wave);
  g_autoptr (PlumeArray) low = plume_array_new (40);
  g_autoptr (PlumeArray) high = plume_array_new (40);
  guint32 seed = 17;

  for (gsize i = 0; i < 40; i++)
    {
      y->values[i] += 0.1 * (gl_figures_noise (&seed) - 0.5);
      low->values[i] = y->values[i] - 0.08;
      high->values[i] = y->values[i] + 0.08;
    }
  plume_axes_add_band (axes, "band", NULL, x, low, high, (PlumeInk){ PLUME_COLOUR_SKY });
  plume_axes_add_segments (axes, "errors", NULL, x, low, x, high, (PlumeInk){ PLUME_COLOUR_GREY });
  plume_axes_add_points (axes, "measured", "measured", x, y,
                         (PlumeInk){ .colour = PLUME_COLOUR_TEXT });
  plume_axes_add_line (axes, "fit", "fit", x, y,
                       (PlumeInk){ .colour = PLUME_COLOUR_BLUE, .dash = PLUME_DASH_DASHED });
  plume_axes_add_handle (axes, "handle", NULL, 5, 0, PLUME_DRAG_BOTH,
                         (PlumeInk){ PLUME_COLOUR_VERMILION });
}

static void
gl_figures_cloud_at (PlumeFigure *figure, double time)
{
  g_autoptr (PlumeCloud) cloud = clouds_new (120000, FALSE);

  plume_axes_add_cloud (gl_figures_axes (figure), "stars", NULL, cloud, time, (PlumeInk){ 0 });
}

static void
gl_figures_cloud (PlumeFigure *figure)
{
  gl_figures_cloud_at (figure, 3.3);
}

/* Weights, another tone and map, an axis that goes to the left, limits within the points, points
 * that are not drawn, many turns, and a line over it all. */
static void
gl_figures_weighted_cloud (PlumeFigure *figure)
{
  PlumeAxes *axes = gl_figures_axes (figure);
  g_autoptr (PlumeCloud) cloud = clouds_new (60000, TRUE);
  g_autoptr (PlumeArray) x = plume_array_new_linear (-1, 1, 100);
  g_autoptr (PlumeArray) y = gl_figures_column (100, gl_figures_wave);
  PlumeMark *mark;

  for (gsize i = 0; i < cloud->length; i += 7)
    cloud->radius[i] = NAN;
  for (gsize i = 3; i < cloud->length; i += 7)
    cloud->angle[i] += 500;
  axes->x.reversed = TRUE;
  plume_axis_set_limits (&axes->x, -0.9, 1.2);
  plume_axis_set_limits (&axes->y, -0.7, 0.8);
  mark = plume_axes_add_cloud (axes, "stars", NULL, cloud, -123.4, (PlumeInk){ .opacity = 0.8 });
  mark->tone = PLUME_TONE_LINEAR;
  mark->colour_map = PLUME_COLOUR_MAP_MAGMA;
  plume_axes_add_line (axes, "line", NULL, x, y, (PlumeInk){ PLUME_COLOUR_VERMILION });
}

/* A cloud in cells of its own right of a border, beside an image of the same quantity. */
static void
gl_figures_cells (PlumeFigure *figure)
{
  PlumeAxes *axes = gl_figures_axes (figure);
  g_autoptr (PlumeCloud) cloud = clouds_new (120000, FALSE);
  g_autoptr (PlumeArray) left = plume_array_new (30 * 72);
  PlumeMark *mark;

  for (gsize i = 0; i < left->length; i++)
    left->values[i] = 30 * (double)(i % 5) + 10 * (double)(i % 7);
  plume_axis_set_limits (&axes->x, -2, 2);
  plume_axis_set_limits (&axes->y, -2, 2);
  mark = plume_axes_add_image (axes, "theory", 72, 30, left, -2, -0.4, -2, 2);
  plume_mark_set_value_range (mark, 0, 120);
  mark = plume_axes_add_cloud (axes, "stars", NULL, cloud, 1.7, (PlumeInk){ 0 });
  plume_mark_set_cells (mark, 72, 45, -0.4, 2, -2, 2);
  plume_mark_set_value_range (mark, 0, 120);
}

static void
gl_figures_add_categories (PlumeMark *mark, guint n_categories)
{
  g_autoptr (PlumeArray) codes = plume_array_new (mark->x->length);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;

  for (guint i = 0; i < n_categories; i++)
    {
      g_autofree char *name = g_strdup_printf ("group %u", i);

      g_strv_builder_add (builder, name);
    }
  names = g_strv_builder_end (builder);
  for (gsize i = 0; i < codes->length; i++)
    codes->values[i] = (double)(i % (n_categories + 1));
  plume_mark_set_categories (mark, codes, (const char *const *)names);
  plume_mark_set_items (mark, NULL);
}

/* Points of twelve categories, two shapes among them, and some of none. */
static void
gl_figures_categories (PlumeFigure *figure)
{
  PlumeAxes *axes = gl_figures_axes (figure);
  g_autoptr (PlumeArray) x = gl_figures_noisy (900, 5, 5, 3);
  g_autoptr (PlumeArray) y = gl_figures_noisy (900, 2, 0, 4);

  gl_figures_add_categories (
      plume_axes_add_points (axes, "points", NULL, x, y, (PlumeInk){ .size = 2 }), 12);
}

static void
gl_figures_mixture (PlumeFigure *figure)
{
  PlumeAxes *axes = gl_figures_axes (figure);
  g_autoptr (PlumeArray) x = gl_figures_noisy (120000, 5, 5, 3);
  g_autoptr (PlumeArray) y = gl_figures_noisy (120000, 2, 0, 4);

  gl_figures_add_categories (plume_axes_add_points (axes, "points", NULL, x, y, (PlumeInk){ 0 }),
                             4);
}

/* A box with a thread and points at all depths. */
static void
gl_figures_space (PlumeFigure *figure)
{
  PlumeAxes *axes = plume_figure_add_axes (figure, "axes", NULL, 1);
  g_autoptr (PlumeArray) x = gl_figures_column (400, gl_figures_spiral_x);
  g_autoptr (PlumeArray) y = gl_figures_column (400, gl_figures_spiral_y);
  g_autoptr (PlumeArray) z = plume_array_new_linear (-1, 2, 400);
  g_autoptr (PlumeArray) spread = gl_figures_noisy (400, 1.5, 0.4, 8);

  plume_axes_set_space (axes, 35, 25);
  plume_axis_set (&axes->z, PLUME_SCALE_LINEAR, "Height", "m");
  plume_axes_add_line_in_space (axes, "thread", NULL, x, y, z, (PlumeInk){ PLUME_COLOUR_GREY });
  gl_figures_add_categories (plume_axes_add_points_in_space (axes, "points", NULL, x, y, spread,
                                                             (PlumeInk){ .size = 1.6 }),
                             3);
}

/* Four kinds of marks, two by two: each is cut at its own frame. */
static void
gl_figures_columns (PlumeFigure *figure)
{
  plume_figure_set_columns (figure, 2);
  gl_figures_image (figure);
  gl_figures_noise_line (figure);
  gl_figures_density (figure);
  gl_figures_bars (figure);
  for (guint i = 0; i < figure->axes->len; i++)
    {
      PlumeAxes *axes = g_ptr_array_index (figure->axes, i);

      axes->link_x = 1 + (int)(i % 2);
      plume_axis_set_limits (&axes->x, 0.3, 3);
    }
}

typedef struct
{
  const char *name;
  void (*draw) (PlumeFigure *figure);
  gboolean chosen; /* whether every third item is */
} GlFigure;

static const GlFigure gl_figures[] = {
  { "line", gl_figures_line },
  { "translucent-line", gl_figures_translucent },
  { "dashed-line", gl_figures_dashed },
  { "dotted-line", gl_figures_dotted },
  { "unsorted-line", gl_figures_spiral },
  { "noisy-line", gl_figures_noise_line },
  { "points", gl_figures_points },
  { "coloured-points", gl_figures_coloured_points },
  { "band", gl_figures_band },
  { "dense-band", gl_figures_dense_band },
  { "bars", gl_figures_bars },
  { "segments", gl_figures_segments },
  { "rules", gl_figures_rules },
  { "image", gl_figures_image },
  { "density", gl_figures_density },
  { "cloud", gl_figures_cloud },
  { "weighted-cloud", gl_figures_weighted_cloud },
  { "cells", gl_figures_cells },
  { "chromatogram", gl_figures_chromatogram },
  { "fit", gl_figures_fit },
  { "categories", gl_figures_categories },
  { "chosen-points", gl_figures_categories, TRUE },
  { "mixture", gl_figures_mixture },
  { "chosen-mixture", gl_figures_mixture, TRUE },
  { "space", gl_figures_space },
  { "chosen-in-space", gl_figures_space, TRUE },
  { "columns", gl_figures_columns },
};
