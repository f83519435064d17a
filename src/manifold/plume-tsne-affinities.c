/* plume-tsne-affinities.c: joint probabilities of neighbours, of a given perplexity, or of heat. */
#include "manifold/plume-tsne.h"

#include "core/plume-parallel.h"

#include <math.h>

#define ROWS        64
#define FEW_ROWS    16 /* of n entries each */
#define BISECTIONS  60
#define CLOSE       1e-10 /* of the entropy that is aimed at */
#define LEAST_SHARE 1e-12

/* p_j|i ∝ exp (−β (d_j² − d_0²)) with β such that the entropy is the one asked for. */
static void
fit_row (gsize k, const double *distances, double entropy, double *p)
{
  double beta = 1, low = 0, high = INFINITY, nearest = k > 0 ? distances[0] * distances[0] : 0,
         scale = 0;

  if (entropy >= log ((double)k))
    {
      for (gsize l = 0; l < k; l++)
        p[l] = 1 / (double)k;
      return;
    }
  for (gsize l = 0; l < k; l++)
    scale += distances[l] * distances[l] - nearest;
  if (scale > 0)
    beta = (double)k / scale;
  for (guint step = 0; step < BISECTIONS; step++)
    {
      double sum = 0, weighted = 0, found;

      for (gsize l = 0; l < k; l++)
        {
          double square = distances[l] * distances[l] - nearest;

          p[l] = exp (-beta * square);
          sum += p[l];
          weighted += square * p[l];
        }
      found = log (sum) + beta * weighted / sum;
      for (gsize l = 0; l < k; l++)
        p[l] /= sum;
      if (fabs (found - entropy) < CLOSE)
        return;
      if (found > entropy)
        low = beta;
      else
        high = beta;
      beta = isinf (high) ? 2 * beta : 0.5 * (low + high);
    }
}

typedef struct
{
  const PlumeNeighbours *neighbours;
  double entropy;
  double *values;
} Fit;

static void
fit_rows (gsize from, gsize to, gpointer data)
{
  const Fit *fit = data;
  const gsize *starts = fit->neighbours->starts;

  for (gsize i = from; i < to; i++)
    {
      gsize k = starts[i + 1] - starts[i];

      fit_row (k, fit->neighbours->distances + starts[i], fit->entropy, fit->values + starts[i]);
    }
}

/* (P + Pᵀ)/2n of rows that sum to 1 */
static PlumeSparse *
symmetrise (
    gsize n, gsize n_entries, const guint32 *rows, const guint32 *columns, const double *values)
{
  g_autofree guint32 *both_rows = g_new (guint32, 2 * n_entries + 1);
  g_autofree guint32 *both_columns = g_new (guint32, 2 * n_entries + 1);
  g_autofree double *both_values = g_new (double, 2 * n_entries + 1);

  for (gsize k = 0; k < n_entries; k++)
    {
      both_rows[2 * k] = both_columns[2 * k + 1] = rows[k];
      both_columns[2 * k] = both_rows[2 * k + 1] = columns[k];
      both_values[2 * k] = both_values[2 * k + 1] = values[k] / (2 * (double)n);
    }
  return plume_sparse_new_from_triplets (n, n, 2 * n_entries, both_rows, both_columns, both_values);
}

/**
 * plume_tsne_affinities:
 * @neighbours: of every point; three perplexities of them are enough
 * @perplexity: exp of the entropy of p_j|i; where it is more than a point has neighbours, all count
 * the same
 *
 * Returns: (transfer full) (nullable): n × n, symmetric, sum 1; %NULL when cancelled.
 * O(neighbours × bisections).
 */
PlumeSparse *
plume_tsne_affinities (const PlumeNeighbours *neighbours,
                       double perplexity,
                       PlumeTask *task,
                       GError **error)
{
  gsize n = neighbours->n, n_entries = neighbours->starts[n];
  g_autofree double *values = g_new (double, n_entries + 1);
  g_autofree guint32 *rows = g_new (guint32, n_entries + 1);
  Fit fit = { neighbours, log (perplexity), values };

  if (!plume_parallel_for (n, ROWS, fit_rows, &fit, task, error))
    return NULL;
  for (gsize i = 0; i < n; i++)
    for (gsize k = neighbours->starts[i]; k < neighbours->starts[i + 1]; k++)
      rows[k] = (guint32)i;
  return symmetrise (n, n_entries, rows, neighbours->indices, values);
}

typedef struct
{
  gsize n;
  const double *log_heat; /* H(i, j) at j × n + i */
  double *most, *sums;    /* of row i: its greatest logarithm, and Σ_j exp (log H − most) */
  double whole;           /* twice the number of rows with heat */
  PlumeSparse *joint;     /* nullable: while entries are counted */
  gsize *counts;
} HeatRows;

static void
sum_rows (gsize from, gsize to, gpointer data)
{
  const HeatRows *rows = data;

  for (gsize i = from; i < to; i++)
    {
      double most = -INFINITY, sum = 0;

      for (gsize j = 0; j < rows->n; j++)
        if (j != i)
          most = MAX (most, rows->log_heat[j * rows->n + i]);
      for (gsize j = 0; isfinite (most) && j < rows->n; j++)
        sum += j != i ? exp (rows->log_heat[j * rows->n + i] - most) : 0;
      rows->most[i] = most;
      rows->sums[i] = sum;
    }
}

/* What i gives to j of all that it gives; 0 where that is next to nothing. */
static double
share (const HeatRows *rows, gsize i, gsize j)
{
  double part =
      rows->sums[i] > 0 ? exp (rows->log_heat[j * rows->n + i] - rows->most[i]) / rows->sums[i] : 0;

  return part >= LEAST_SHARE ? part : 0;
}

/* Counts the entries of rows, or fills them. */
static void
join_rows (gsize from, gsize to, gpointer data)
{
  const HeatRows *rows = data;

  for (gsize i = from; i < to; i++)
    {
      gsize count = 0;

      for (gsize j = 0; j < rows->n; j++)
        {
          double both = i != j ? (share (rows, i, j) + share (rows, j, i)) / rows->whole : 0;

          if (both > 0 && rows->joint != NULL)
            {
              rows->joint->columns[rows->joint->starts[i] + count] = (guint32)j;
              rows->joint->values[rows->joint->starts[i] + count] = both;
            }
          count += both > 0;
        }
      rows->counts[i] = count;
    }
}

/**
 * plume_tsne_affinities_of_heat:
 * @heat: all n columns
 *
 * p_j|i ∝ H(i, j), j ≠ i: where a walker from i is after the time of the heat. Vertices that no
 * heat leaves have no part in it.
 *
 * Returns: (transfer full) (nullable): n × n, symmetric, sum 1; %NULL when cancelled. O(n²).
 */
PlumeSparse *
plume_tsne_affinities_of_heat (const PlumeHeat *heat, PlumeTask *task, GError **error)
{
  gsize n = heat->n, n_entries = 0;
  g_autofree double *most = g_new (double, n + 1), *sums = g_new (double, n + 1);
  g_autofree gsize *counts = g_new (gsize, n + 1);
  g_autoptr (PlumeSparse) joint = NULL;
  HeatRows rows = { n, heat->log_heat, most, sums, 0, NULL, counts };

  if (!plume_parallel_for (n, FEW_ROWS, sum_rows, &rows, task, error))
    return NULL;
  for (gsize i = 0; i < n; i++)
    rows.whole += sums[i] > 0 ? 2 : 0;
  if (!plume_parallel_for (n, FEW_ROWS, join_rows, &rows, task, error))
    return NULL;
  for (gsize i = 0; i < n; i++)
    n_entries += counts[i];
  joint = plume_sparse_new (n, n, n_entries);
  joint->starts[0] = 0;
  for (gsize i = 0; i < n; i++)
    joint->starts[i + 1] = joint->starts[i] + counts[i];
  rows.joint = joint;
  return plume_parallel_for (n, FEW_ROWS, join_rows, &rows, task, error) ? g_steal_pointer (&joint)
                                                                         : NULL;
}
