/* plume-star-smooth.c: smoothing maps of stars no more than their noise asks for.
 *
 * A stack of Gaussian blurs of widths 0, ½, 1, 2, 4, 8 pixels; each pixel takes the narrowest one
 * under which it has the wanted number of stars, blended between two widths (adaptive kernel of
 * constant count; Silverman 1986, §5.3). Blurs are normalised at the borders.
 */
#include <math.h>
#include <string.h>

#include "disc/plume-star-maps.h"
#include "core/plume-vector.h"

#define LEVELS 6

static const double widths[LEVELS] = { 0, 0.5, 1, 2, 4, 8 };

typedef struct
{
  const double *from;
  double *to;
  const double *kernel, *total; /* weights by distance; their sum at each place of the axis */
  gsize n_columns, n_rows, reach;
} Blur;

/* to += weight (a + b), several pixels at a time */
PLUME_VECTOR_CLONES
static void
add_pair (double *restrict to, const double *a, const double *b, double weight, gsize n)
{
#pragma omp simd
  for (gsize i = 0; i < n; i++)
    to[i] += weight * (a[i] + b[i]);
}

/* Rows blurred along themselves: between rows of zeros no border needs a case of its own. */
static void
blur_rows (const Blur *work)
{
  gsize n = work->n_columns;
  g_autofree double *padded = g_new0 (double, n + 2 * work->reach);
  double *middle = padded + work->reach;

  for (gsize row = 0; row < work->n_rows; row++)
    {
      double *sum = work->to + row * n;

      memcpy (middle, work->from + row * n, n * sizeof (double));
      for (gsize i = 0; i < n; i++)
        sum[i] = work->kernel[0] * middle[i];
      for (gsize k = 1; k <= work->reach; k++)
        add_pair (sum, middle - k, middle + k, work->kernel[k], n);
      for (gsize i = 0; i < n; i++)
        sum[i] /= work->total[i];
    }
}

/* Rows blurred into each other. */
static void
blur_columns (const Blur *work)
{
  gsize n = work->n_columns;
  g_autofree double *nothing = g_new0 (double, n);

  for (gsize row = 0; row < work->n_rows; row++)
    {
      double *sum = work->to + row * n;
      const double *middle = work->from + row * n;

      for (gsize i = 0; i < n; i++)
        sum[i] = work->kernel[0] * middle[i];
      for (gsize k = 1; k <= work->reach; k++)
        add_pair (sum, k <= row ? middle - k * n : nothing,
                  row + k < work->n_rows ? middle + k * n : nothing, work->kernel[k], n);
      for (gsize i = 0; i < n; i++)
        sum[i] /= work->total[row];
    }
}

static double *
sum_weights (const double *kernel, gsize reach, gsize n)
{
  double *total = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    {
      total[i] = kernel[0];
      for (gsize k = 1; k <= reach; k++)
        total[i] += (k <= i ? kernel[k] : 0) + (i + k < n ? kernel[k] : 0);
    }
  return total;
}

static void
blur (const PlumeStarWindow *window, double *values, double *scratch, double width)
{
  gsize reach = (gsize)ceil (4 * width);
  g_autofree double *kernel = g_new (double, reach + 1), *along = NULL, *across = NULL;
  Blur work = { values, scratch, kernel, NULL, window->n_z, window->n_v, reach };

  if (width <= 0)
    return;
  for (gsize k = 0; k <= reach; k++)
    kernel[k] = exp (-0.5 * (double)(k * k) / (width * width));
  work.total = along = sum_weights (kernel, reach, window->n_z);
  blur_rows (&work);
  work.from = scratch;
  work.to = values;
  work.total = across = sum_weights (kernel, reach, window->n_v);
  blur_columns (&work);
}

/* Stars under a blur of that width: its effective area times the blurred count */
static double
effective_area (double width)
{
  return width > 0 ? MAX (4 * G_PI * width * width, 1) : 1;
}

/**
 * plume_star_map_smooth:
 * @map: a map of stars, not of weights
 * @values: what to smooth, in the pixels of the map: its count, or a mean, which is then weighted
 * by the count
 * @stars: stars that the kernel of a pixel should hold, such as 30
 *
 * Returns: (transfer full): @values smoothed; a mean is NaN where there is no star within reach
 */
PlumeArray *
plume_star_map_smooth (const PlumeStarMap *map, const PlumeArray *values, double stars)
{
  const PlumeStarWindow *window = &map->window;
  gsize n = map->count->length;
  gboolean is_mean = values != map->count;
  g_autofree double *count = g_new (double, n), *sum = g_new (double, n),
                    *scratch = g_new (double, n);
  g_autofree double *held = g_new0 (double, n);
  PlumeArray *smooth = plume_array_new (n);

  for (guint level = 0; level < LEVELS; level++)
    {
      for (gsize i = 0; i < n; i++)
        {
          count[i] = map->count->values[i];
          sum[i] = !is_mean ? count[i] : count[i] > 0 ? count[i] * values->values[i] : 0;
        }
      blur (window, count, scratch, widths[level]);
      if (is_mean)
        blur (window, sum, scratch, widths[level]);
      for (gsize i = 0; i < n; i++)
        {
          double now = count[i] * effective_area (widths[level]);
          double value = !is_mean ? count[i] : count[i] > 0 ? sum[i] / count[i] : NAN;

          if (level == 0 || isnan (smooth->values[i]))
            smooth->values[i] = value;
          else if (held[i] < stars)
            {
              double share = now > held[i] ? MIN ((stars - held[i]) / (now - held[i]), 1) : 1;

              smooth->values[i] += share * (value - smooth->values[i]);
            }
          held[i] = MAX (held[i], now);
        }
    }
  return smooth;
}

/**
 * plume_star_map_contrast:
 * @map: a map of stars
 * @stars: stars that the kernel of a pixel should hold
 * @width: standard deviation of the smooth background, pixels; wider than an arm
 *
 * Returns: (transfer full): δ = f/f̄ − 1; NaN where the background is less than a tenth of a star a
 * pixel
 */
PlumeArray *
plume_star_map_contrast (const PlumeStarMap *map, double stars, double width)
{
  gsize n = map->count->length;
  g_autofree double *background = g_new (double, n), *scratch = g_new (double, n);
  PlumeArray *contrast = plume_star_map_smooth (map, map->count, stars);

  for (gsize i = 0; i < n; i++)
    background[i] = map->count->values[i];
  blur (&map->window, background, scratch, MAX (width, 0.5));
  for (gsize i = 0; i < n; i++)
    contrast->values[i] = background[i] > 0.1 ? contrast->values[i] / background[i] - 1 : NAN;
  return contrast;
}
