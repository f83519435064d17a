/* plume-heat-knee.c: where a curve bends.
 *
 * Kneedle (Satopää, Albrecht, Irwin, Raghavan 2011) for concave rising curves, and the break point
 * of two least-squares lines that PHATE takes (Moon et al. 2019).
 */
#include <math.h>

#include "manifold/plume-heat-time.h"

/* Whether g falls below the threshold of the maximum at k before a minimum resets it to 0. */
static gboolean
is_knee (gsize n, const double *g, gsize k, double threshold)
{
  for (gsize i = k + 1; i < n; i++)
    {
      if (g[i] < threshold)
        return TRUE;
      if (i + 1 < n && g[i] <= g[i - 1] && g[i] <= g[i + 1])
        threshold = 0;
      if (i + 1 < n && g[i] >= g[i - 1] && g[i] >= g[i + 1])
        return FALSE; /* the next maximum begins */
    }
  return FALSE;
}

/**
 * plume_knee_concave:
 * @n: at least 2
 * @x: rising
 * @y: rising, concave
 * @sensitivity: 0.5 is usual
 *
 * Returns: the first knee of y over x, both scaled to [0, 1]; the largest y − x where there is none
 */
gsize
plume_knee_concave (gsize n, const double *x, const double *y, double sensitivity)
{
  g_autofree double *g = g_new (double, n);
  double least = y[0], most = y[0], width = x[n - 1] - x[0];
  gsize largest = 0;

  for (gsize i = 0; i < n; i++)
    {
      least = MIN (least, y[i]);
      most = MAX (most, y[i]);
    }
  for (gsize i = 0; i < n; i++)
    {
      double v = most > least ? (y[i] - least) / (most - least) : 0;

      g[i] = v - (width > 0 ? (x[i] - x[0]) / width : 0);
      largest = g[i] > g[largest] ? i : largest;
    }
  for (gsize k = 1; k + 1 < n; k++)
    if (g[k] >= g[k - 1] && g[k] >= g[k + 1]
        && is_knee (n, g, k, g[k] - sensitivity / (double)(n - 1)))
      return k;
  return largest;
}

/* Σ |y − line| over the points from … to by the least-squares line through them. */
static double
residual_of_line (const double *y, gsize from, gsize to)
{
  double n = (double)(to - from + 1), mean_x = 0.5 * (double)(from + to), mean_y = 0;
  double across = 0, square = 0, sum = 0;

  for (gsize i = from; i <= to; i++)
    mean_y += y[i] / n;
  for (gsize i = from; i <= to; i++)
    {
      across += ((double)i - mean_x) * (y[i] - mean_y);
      square += ((double)i - mean_x) * ((double)i - mean_x);
    }
  for (gsize i = from; i <= to; i++)
    sum += fabs (y[i] - mean_y - across / square * ((double)i - mean_x));
  return sum;
}

/**
 * plume_knee_two_lines:
 * @n: at least 3
 * @y: at 0, 1, … n − 1
 *
 * Returns: the break point in 1 … n − 2, part of both lines, with the smallest sum of absolute
 * residuals of two least-squares lines
 */
gsize
plume_knee_two_lines (gsize n, const double *y)
{
  gsize best = 1;
  double smallest = INFINITY;

  for (gsize k = 1; k + 1 < n; k++)
    {
      double sum = residual_of_line (y, 0, k) + residual_of_line (y, k, n - 1);

      if (sum < smallest)
        {
          smallest = sum;
          best = k;
        }
    }
  return best;
}
