/* plume-graph-laplacian.c: operators of a graph: Laplacians and the lazy walk (sheet §2.4). */
#include "manifold/plume-graph.h"

#include <math.h>

/* A matrix of the graph's entries and a full diagonal, columns in rising order; values are left to
 * the caller: @diagonals has the place of each row's own. */
static PlumeSparse *
with_diagonal (const PlumeSparse *weights, gsize *diagonals)
{
  gsize n = weights->n_rows, to = 0;
  PlumeSparse *matrix = plume_sparse_new (n, n, weights->n_entries + n);

  for (gsize i = 0; i < n; i++)
    {
      gsize from = weights->starts[i];

      for (; from < weights->starts[i + 1] && weights->columns[from] < i; from++)
        {
          matrix->columns[to] = weights->columns[from];
          matrix->values[to++] = weights->values[from];
        }
      matrix->columns[to] = (guint32)i;
      diagonals[i] = to++;
      for (; from < weights->starts[i + 1]; from++)
        {
          matrix->columns[to] = weights->columns[from];
          matrix->values[to++] = weights->values[from];
        }
      matrix->starts[i + 1] = to;
    }
  return matrix;
}

/**
 * plume_graph_laplacian:
 * @kind: which
 *
 * Returns: (transfer full): L with its diagonal; the row of a vertex without edges is 0.
 * O(entries).
 */
PlumeSparse *
plume_graph_laplacian (const PlumeGraph *graph, PlumeLaplacianKind kind)
{
  gsize n = graph->weights->n_rows;
  g_autofree gsize *diagonals = g_new (gsize, MAX (n, 1));
  PlumeSparse *laplacian = with_diagonal (graph->weights, diagonals);
  const double *degrees = graph->degrees;

  for (gsize i = 0; i < n; i++)
    {
      for (gsize e = laplacian->starts[i]; e < laplacian->starts[i + 1]; e++)
        {
          double divisor = 1;

          if (e == diagonals[i])
            continue;
          if (kind == PLUME_LAPLACIAN_NORMALISED)
            divisor = sqrt (degrees[i]) * sqrt (degrees[laplacian->columns[e]]);
          else if (kind == PLUME_LAPLACIAN_RANDOM_WALK)
            divisor = degrees[i];
          laplacian->values[e] = -laplacian->values[e] / divisor;
        }
      laplacian->values[diagonals[i]] =
          kind == PLUME_LAPLACIAN_COMBINATORIAL ? degrees[i] : degrees[i] > 0;
    }
  return laplacian;
}

/**
 * plume_graph_walk:
 * @symmetric: D^−½ K D^−½ instead of D⁻¹ K, D the row sums of K with its diagonal
 * @row_sums: (out) (nullable): D
 *
 * Returns: (transfer full): the operator; O(entries)
 */
PlumeSparse *
plume_graph_walk (const PlumeGraph *graph, gboolean symmetric, double *row_sums)
{
  gsize n = graph->weights->n_rows;
  g_autofree gsize *diagonals = g_new (gsize, MAX (n, 1));
  g_autofree double *sums = g_new (double, MAX (n, 1));
  PlumeSparse *walk = with_diagonal (graph->weights, diagonals);

  for (gsize i = 0; i < n; i++)
    {
      walk->values[diagonals[i]] = graph->diagonal[i];
      sums[i] = 0;
      for (gsize e = walk->starts[i]; e < walk->starts[i + 1]; e++)
        sums[i] += walk->values[e];
      if (row_sums != NULL)
        row_sums[i] = sums[i];
    }
  for (gsize i = 0; i < n; i++)
    for (gsize e = walk->starts[i]; e < walk->starts[i + 1]; e++)
      walk->values[e] /= symmetric ? sqrt (sums[i]) * sqrt (sums[walk->columns[e]]) : sums[i];
  return walk;
}
