/* plume-picture-filters.c: the finest wavelets, and a Gaussian. */
#include "generative/plume-picture-filters.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int
compare_numbers (const void *a, const void *b)
{
  double one = *(const double *)a, other = *(const double *)b;

  return (one > other) - (one < other);
}

/**
 * plume_estimate_noise:
 * @height: @width: of the picture, at least 2
 *
 * The median of the finest diagonal Haar coefficients over 0.6745, since edges are few among them
 * (Donoho & Johnstone 1994, doi 10.1093/biomet/81.3.425). O(d log d).
 *
 * Returns: the standard deviation of white noise
 */
double
plume_estimate_noise (gsize height, gsize width, const double *picture)
{
  gsize rows = height / 2, columns = width / 2, n = rows * columns;
  g_autofree double *sizes = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    {
      const double *corner = picture + 2 * (i / columns) * width + 2 * (i % columns);

      sizes[i] = fabs (corner[0] - corner[1] - corner[width] + corner[width + 1]) / 2;
    }
  qsort (sizes, n, sizeof (double), compare_numbers);
  return (sizes[(n - 1) / 2] + sizes[n / 2]) / 2 / 0.6745;
}

/* Along one line of a picture; weights outside of it are left out. */
static void
smooth_line (
    const double *from, gsize n, gsize stride, const double *weights, gsize reach, double *to)
{
  for (gsize i = 0; i < n; i++)
    {
      double sum = 0, total = 0;

      for (gsize k = i > reach ? i - reach : 0; k < n && k <= i + reach; k++)
        {
          double weight = weights[k > i ? k - i : i - k];

          sum += weight * from[k * stride];
          total += weight;
        }
      to[i * stride] = sum / total;
    }
}

/**
 * plume_smooth_picture:
 * @deviation: of the Gaussian, pixels; 0 for none
 * @smooth: (out): height × width; constants stay constants, up to the border
 *
 * O(d deviation).
 */
void
plume_smooth_picture (
    gsize height, gsize width, const double *picture, double deviation, double *smooth)
{
  gsize reach = (gsize)ceil (4 * deviation);
  g_autofree double *weights = g_new (double, reach + 1);
  g_autofree double *half = g_new (double, height *width);

  if (!(deviation > 0))
    {
      memcpy (smooth, picture, height * width * sizeof (double));
      return;
    }
  for (gsize k = 0; k <= reach; k++)
    weights[k] = exp (-0.5 * (double)(k * k) / (deviation * deviation));
  for (gsize row = 0; row < height; row++)
    smooth_line (picture + row * width, width, 1, weights, reach, half + row * width);
  for (gsize column = 0; column < width; column++)
    smooth_line (half + column, height, width, weights, reach, smooth + column);
}
