/* generative-pictures.c: pictures, live training pictures and spectra as marks. */
#include "experiments/generative-pictures.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define GAP       14.0 /* pictures' pixels a pixel of the gap between them */
#define COLLAPSED 2.0  /* live pictures */

/**
 * scene_add_picture_grid:
 * @axes: empty axes, which are set up for it
 * @id: of the mark
 * @pictures: n_rows · n_columns × height × width
 * @row_titles: (nullable) (array zero-terminated=1): translated
 *
 * All pictures are one image mark, with thin gaps of nothing, so that a grid of hundreds is painted
 * at once. Rows are numbered downwards from 0.
 *
 * Returns: the mark
 */
PlumeMark *
scene_add_picture_grid (PlumeAxes *axes,
                        const char *id,
                        gsize n_rows,
                        gsize n_columns,
                        const double *pictures,
                        gsize height,
                        gsize width,
                        const char *const *row_titles)
{
  gsize gap = (gsize)fmax (1, round ((double)MIN (height, width) / GAP));
  gsize rows = n_rows * (height + gap) - gap, columns = n_columns * (width + gap) - gap;
  double pitch = (double)(height + gap), edge = 0.5 * (double)height / pitch;
  double from = -edge, to = (double)n_rows - 1 + edge;
  double x_to = (double)columns / pitch;
  g_autoptr (PlumeArray) values = plume_array_new (rows * columns);
  PlumeMark *mark;

  for (gsize i = 0; i < values->length; i++)
    values->values[i] = NAN;
  for (gsize picture = 0; picture < n_rows * n_columns; picture++)
    {
      gsize top = picture / n_columns * (height + gap), left = picture % n_columns * (width + gap);

      for (gsize j = 0; j < height * width; j++)
        values->values[(top + j / width) * columns + left + j % width] =
            pictures[picture * height * width + j];
    }
  mark = plume_axes_add_image (axes, id, rows, columns, values, 0, x_to, from, to);
  plume_mark_set_values (mark, values, PLUME_COLOUR_MAP_GREY, NULL);
  plume_mark_set_value_range (mark, -1, 1);
  plume_axis_set_limits (&axes->x, 0, x_to);
  plume_axis_set_limits (&axes->y, from, to);
  axes->x.hidden = TRUE;
  axes->y.reversed = TRUE;
  axes->equal_aspect = TRUE;
  axes->no_legend = TRUE;
  if (row_titles == NULL)
    axes->y.hidden = TRUE;
  else
    {
      plume_axis_set_categories (&axes->y, row_titles);
      plume_axis_set_limits (&axes->y, from, to);
    }
  return mark;
}

/* Where a falling curve crosses the level, linear in between; NaN where it does not. */
static double
find_crossing (const PlumeArray *x, const PlumeArray *y, double level)
{
  for (gsize i = 1; i < x->length; i++)
    if (y->values[i - 1] >= level && y->values[i] < level)
      return x->values[i - 1]
             + (x->values[i] - x->values[i - 1]) * log (y->values[i - 1] / level)
                   / log (y->values[i - 1] / y->values[i]);
  return NAN;
}

void
scene_add_live_pictures (PlumeAxes *axes, PlumeArray *lambda, gsize n, const double *n_live)
{
  gsize n_nodes = lambda->length;
  g_autoptr (PlumeArray) mean = plume_array_new (n_nodes);
  g_autoptr (PlumeArray) x = plume_array_new (n * (n_nodes + 1));
  g_autoptr (PlumeArray) y = plume_array_new (n * (n_nodes + 1));
  double collapse;

  plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, _ ("Half log signal-to-noise <i>λ</i>"), NULL);
  plume_axis_set (&axes->y, PLUME_SCALE_LOG, _ ("Live pictures e<sup><i>H</i></sup>"), NULL);
  for (gsize i = 0; i < n_nodes; i++)
    {
      double sum = 0;

      for (gsize k = 0; k < n; k++)
        sum += log (n_live[i * n + k]);
      mean->values[i] = exp (sum / (double)n);
    }
  /* One line with gaps, so that the samples are one mark. */
  for (gsize k = 0; k < n; k++)
    for (gsize i = 0; i <= n_nodes; i++)
      {
        x->values[k * (n_nodes + 1) + i] = i < n_nodes ? lambda->values[i] : NAN;
        y->values[k * (n_nodes + 1) + i] = i < n_nodes ? n_live[i * n + k] : NAN;
      }
  plume_axes_add_line (axes, "samples", _ ("samples"), x, y,
                       (PlumeInk){ .colour = PLUME_COLOUR_GREY, .width = 0.5, .opacity = 0.5 });
  plume_axes_add_line (axes, "mean", _ ("mean"), lambda, mean,
                       (PlumeInk){ .colour = PLUME_COLOUR_BLUE });
  collapse = find_crossing (lambda, mean, COLLAPSED);
  if (isfinite (collapse))
    plume_axes_add_vertical_rule (
        axes, "collapse", _ ("collapse"), collapse,
        (PlumeInk){ .colour = PLUME_COLOUR_VERMILION, .dash = PLUME_DASH_DASHED });
}

void
scene_add_speciation (PlumeAxes *axes, double greatest_variance)
{
  if (greatest_variance > 0)
    plume_axes_add_vertical_rule (
        axes, "speciation", _ ("speciation"), -0.5 * log (greatest_variance),
        (PlumeInk){ .colour = PLUME_COLOUR_GREEN, .dash = PLUME_DASH_DASHED });
}

PlumeMark *
scene_add_spectrum (
    PlumeAxes *axes, const char *id, const char *label, const PlumeArray *power, PlumeInk ink)
{
  gsize n = power->length - 1;
  g_autoptr (PlumeArray) waves = plume_array_new_linear (1, (double)n, n);
  g_autoptr (PlumeArray) values = plume_array_new_copy (power->values + 1, n);

  if (axes->marks->len == 0)
    {
      plume_axis_set (&axes->x, PLUME_SCALE_LOG, _ ("Waves a picture <i>k</i>"), NULL);
      plume_axis_set (&axes->y, PLUME_SCALE_LOG, _ ("Spectral power"), NULL);
    }
  return plume_axes_add_line (axes, id, label, waves, values, ink);
}

PlumeMark *
scene_add_spectrum_map (
    PlumeAxes *axes, const char *id, const PlumeArray *lambda, gsize n_waves, const double *power)
{
  gsize n = lambda->length;
  double step = n > 1 ? (lambda->values[n - 1] - lambda->values[0]) / (double)(n - 1) : 1;
  g_autoptr (PlumeArray) values = plume_array_new (n * (n_waves - 1));
  PlumeMark *mark;

  plume_axis_set (&axes->x, PLUME_SCALE_LINEAR, _ ("Half log signal-to-noise <i>λ</i>"), NULL);
  plume_axis_set (&axes->y, PLUME_SCALE_LINEAR, _ ("Waves a picture <i>k</i>"), NULL);
  for (gsize k = 1; k < n_waves; k++)
    for (gsize i = 0; i < n; i++)
      values->values[(k - 1) * n + i] = log10 (fmax (power[i * n_waves + k], 1e-12));
  mark = plume_axes_add_image (axes, id, n_waves - 1, n, values, lambda->values[0] - step / 2,
                               lambda->values[n - 1] + step / 2, 0.5, (double)n_waves - 0.5);
  plume_mark_set_values (mark, values, PLUME_COLOUR_MAP_DEFAULT, _ ("lg power"));
  return mark;
}
