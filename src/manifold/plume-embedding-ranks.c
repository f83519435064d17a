/* plume-embedding-ranks.c: ranks with ties at their middle, and correlation. */
#include "manifold/plume-embedding-measures.h"

#include <math.h>
#include <stdlib.h>

typedef struct
{
  double value;
  guint32 index;
} Entry;

static int
compare (const void *a, const void *b)
{
  const Entry *x = a, *y = b;

  if (x->value != y->value)
    return x->value < y->value ? -1 : 1;
  return x->index < y->index ? -1 : 1;
}

/**
 * plume_mid_ranks:
 * @values: n numbers
 * @ranks: (out caller-allocates): n ranks from 1; equal values share the mean of their ranks
 * @order: (out caller-allocates): indices by increasing value, ties by index
 */
void
plume_mid_ranks (gsize n, const double *values, double *ranks, guint32 *order)
{
  g_autofree Entry *entries = g_new (Entry, MAX (n, 1));

  for (gsize i = 0; i < n; i++)
    entries[i] = (Entry){ values[i], (guint32)i };
  qsort (entries, n, sizeof *entries, compare);
  for (gsize i = 0; i < n;)
    {
      gsize j = i + 1;

      while (j < n && entries[j].value == entries[i].value)
        j++;
      for (gsize l = i; l < j; l++)
        {
          ranks[entries[l].index] = 0.5 * (double)(i + 1 + j);
          order[l] = entries[l].index;
        }
      i = j;
    }
}

/**
 * plume_pearson:
 *
 * Returns: Σ (x − x̄)(y − ȳ) / √(Σ (x − x̄)² Σ (y − ȳ)²); NaN where one does not vary
 */
double
plume_pearson (gsize n, const double *x, const double *y)
{
  double mean_x = 0, mean_y = 0, xx = 0, yy = 0, xy = 0;

  for (gsize i = 0; i < n; i++)
    {
      mean_x += x[i];
      mean_y += y[i];
    }
  mean_x /= (double)n;
  mean_y /= (double)n;
  for (gsize i = 0; i < n; i++)
    {
      double u = x[i] - mean_x, v = y[i] - mean_y;

      xx += u * u;
      yy += v * v;
      xy += u * v;
    }
  return xy / sqrt (xx * yy);
}
