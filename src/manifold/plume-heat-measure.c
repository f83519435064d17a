/* plume-heat-measure.c: entropies and trace of heat, without any eigenvalue.
 *
 * Logarithms of heat need nothing added before they are taken. With Z = tr H, the spectral entropy
 * is log Z + t tr(L H)/Z.
 */
#include <math.h>

#include "core/plume-parallel.h"
#include "manifold/plume-heat-time.h"

typedef struct
{
  const PlumeHeat *heat;
  const PlumeSparse *laplacian;
  double *entropies, *own, *slopes; /* of each column */
} Sums;

static void
sum_columns (gsize from, gsize to, gpointer data)
{
  Sums *sums = data;
  const PlumeHeat *heat = sums->heat;
  const PlumeSparse *laplacian = sums->laplacian;

  for (gsize c = from; c < to; c++)
    {
      const double *column = heat->log_heat + c * heat->n;
      gsize vertex = heat->columns != NULL ? heat->columns[c] : c;
      double entropy = 0, slope = 0;

      for (gsize i = 0; i < heat->n; i++)
        entropy -= column[i] > -700 ? exp (column[i]) * column[i] : 0;
      for (gsize k = laplacian->starts[vertex]; k < laplacian->starts[vertex + 1]; k++)
        slope += laplacian->values[k] * exp (column[laplacian->columns[k]]);
      sums->entropies[c] = entropy;
      sums->own[c] = exp (column[vertex]);
      sums->slopes[c] = slope;
    }
}

/**
 * plume_heat_measure:
 * @heat: of all vertices, or of a sample of them: then trace and entropies are estimates
 * @laplacian: the one whose heat it is
 *
 * O(n m)
 *
 * Returns: the measures of all n vertices
 */
PlumeHeatMeasures
plume_heat_measure (const PlumeHeat *heat, const PlumeSparse *laplacian)
{
  gsize m = heat->m;
  double per_column = (double)heat->n / (double)m, trace, slope;
  g_autofree double *entropies = g_new (double, m), *own = g_new (double, m);
  g_autofree double *slopes = g_new (double, m);
  Sums sums = { heat, laplacian, entropies, own, slopes };

  plume_parallel_for (m, 16, sum_columns, &sums, NULL, NULL);
  trace = per_column * plume_sum (own, m);
  slope = per_column * plume_sum (slopes, m);
  return (PlumeHeatMeasures){ plume_sum (entropies, m) / (double)m, trace,
                              log (trace) + heat->t * slope / trace };
}
