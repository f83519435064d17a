/* plume-tsne-affinities.c: joint probabilities of neighbours, of a given perplexity, or of heat. */
#include "manifold/plume-tsne.h"

#include "core/plume-parallel.h"

#include <math.h>

#define ROWS        64
#define BISECTIONS  60
#define CLOSE       1e-10 /* of the entropy that is aimed at */
#define LEAST_SHARE 1e-12

/* p_j|i ∝ exp (−β (d_j² − d_0²)) with β such that the entropy is the one asked for. */
static void
fit_row (gsize k, const double *distances, double entropy, double *p)
{
  double beta = 1, low = 0, high = INFINITY, nearest = distances[0] * distances[0], scale = 0;

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

      fit_row (k, fit->neighbours->distances + starts[i], MIN (fit->entropy, log ((double)k)),
               fit->values + starts[i]);
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

/**
 * plume_tsne_affinities_of_heat:
 * @heat: all n columns
 *
 * Returns: (transfer full) (nullable): n × n, symmetric, sum 1; %NULL when cancelled. O(n²).
 */
PlumeSparse *
plume_tsne_affinities_of_heat (const PlumeHeat *heat, PlumeTask *task, GError **error)
{
  gsize n = heat->n;
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) columns = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint32 i = 0; i < n; i++)
    {
      const double *row = heat->log_heat + i * n;
      double most = -INFINITY, sum = 0;

      if (i % ROWS == 0 && !plume_task_check (task, error))
        return NULL;
      for (gsize j = 0; j < n; j++)
        if (j != i)
          most = MAX (most, row[j]);
      for (gsize j = 0; isfinite (most) && j < n; j++)
        sum += j != i ? exp (row[j] - most) : 0;
      for (guint32 j = 0; sum > 0 && j < n; j++)
        {
          double share = exp (row[j] - most) / sum;

          if (j == i || share < LEAST_SHARE)
            continue;
          g_array_append_val (rows, i);
          g_array_append_val (columns, j);
          g_array_append_val (values, share);
        }
    }
  return symmetrise (n, rows->len, (const guint32 *)rows->data, (const guint32 *)columns->data,
                     (const double *)values->data);
}
