/* plume-graph-kernels.c: from distances to neighbours to symmetric weights (sheet §2.3).
 *
 * A pair is looked at from both its ends wherever one end has the other in its list, so a kernel of
 * the distance alone is symmetric even where a list was cut. Alpha decay: Moon et al. 2019;
 * self-tuning: Zelnik-Manor and Perona 2004; fuzzy: McInnes, Healy, Melville 2018, §3.1;
 * anisotropy: Coifman and Lafon 2006, §3.
 */
#include "manifold/plume-graph-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/plume-parallel.h"

#define CUT           1e-4
#define ROWS          512
#define BISECTIONS    64
#define LEAST_SPREAD  1e-3 /* of the mean neighbour distance: the fuzzy kernel's least s_i */
#define FAR_NEIGHBOUR 4.2919320526 /* √(2 ln 1e4) */

/**
 * plume_graph_reach:
 * @options: which kernel
 *
 * Returns: the reach with which plume_neighbours_find() finds all that the kernel does not cut off
 */
double
plume_graph_reach (const PlumeGraphOptions *options)
{
  switch (options->kernel)
    {
    case PLUME_KERNEL_ALPHA_DECAY:
      return pow (-log (CUT), 1 / options->decay);
    case PLUME_KERNEL_GAUSSIAN:
      return FAR_NEIGHBOUR; /* h is about ε_i */
    case PLUME_KERNEL_SELF_TUNING:
      return sqrt (-log (CUT)); /* where ε_j is about ε_i */
    case PLUME_KERNEL_NEIGHBOURS:
    case PLUME_KERNEL_FUZZY:
    default:
      return 1;
    }
}

typedef struct
{
  const PlumeNeighbours *neighbours;
  const PlumeGraphOptions *options;
  double width;
  double *nearest, *spread;       /* fuzzy: ρ_i and s_i */
  const PlumeSparse *own, *other; /* distances to those in one's list, to those in whose list */
  gsize *starts;                  /* of the rows of the graph */
  PlumeGraph *graph;
  double *row_sums;
} Kernel;

static int
compare_numbers (const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return (x > y) - (x < y);
}

double
plume_graph_median (const double *values, gsize n)
{
  g_autofree double *sorted = g_memdup2 (values, n * sizeof (double));

  qsort (sorted, n, sizeof *sorted, compare_numbers);
  return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
}

/* s with Σ exp(−max(0, d − ρ)/s) = log2 k over the k nearest */
static void
fit_fuzzy (gsize from, gsize to, gpointer data)
{
  Kernel *kernel = data;
  gsize k = kernel->neighbours->k;
  double target = log2 ((double)k);

  for (gsize i = from; i < to; i++)
    {
      const double *d = kernel->neighbours->distances + kernel->neighbours->starts[i];
      double low = 0, high = 0, mean = 0, nearest = 0;

      for (gsize l = 0; l < k; l++)
        {
          mean += d[l] / (double)k;
          nearest = nearest == 0 ? d[l] : nearest;
        }
      high = 1e3 * MAX (mean, kernel->neighbours->scales[i]) * (double)k;
      for (guint step = 0; step < BISECTIONS; step++)
        {
          double s = (low + high) / 2, sum = 0;

          for (gsize l = 0; l < k; l++)
            sum += exp (-MAX (0, d[l] - nearest) / s);
          if (sum > target)
            high = s;
          else
            low = s;
        }
      kernel->nearest[i] = nearest;
      kernel->spread[i] = MAX (high, LEAST_SPREAD * MAX (mean, kernel->neighbours->scales[i]));
    }
}

/* Whether j, at distance d, is among the k nearest of i */
static inline gboolean
is_near (const PlumeNeighbours *neighbours, gsize i, gsize j, double d)
{
  gsize last = neighbours->starts[i] + neighbours->k - 1;

  return d < neighbours->distances[last]
         || (d == neighbours->distances[last] && j <= neighbours->indices[last]);
}

/* K_ij of the directed kernel */
static inline double
evaluate (const Kernel *kernel, gsize i, gsize j, double d)
{
  const double *scales = kernel->neighbours->scales;
  double value = 0, ratio;

  switch (kernel->options->kernel)
    {
    case PLUME_KERNEL_ALPHA_DECAY:
      value = exp (-pow (d / scales[i], kernel->options->decay));
      break;
    case PLUME_KERNEL_GAUSSIAN:
      ratio = d / kernel->width;
      value = exp (-ratio * ratio / 2);
      break;
    case PLUME_KERNEL_SELF_TUNING:
      value = exp (-d * d / (scales[i] * scales[j]));
      break;
    case PLUME_KERNEL_NEIGHBOURS:
      value = is_near (kernel->neighbours, i, j, d);
      break;
    case PLUME_KERNEL_FUZZY:
      if (is_near (kernel->neighbours, i, j, d))
        value = exp (-MAX (0, d - kernel->nearest[i]) / kernel->spread[i]);
      break;
    }
  return value < CUT ? 0 : value;
}

/* One number of both directions, the same whichever comes first */
static inline double
symmetrise (const PlumeGraphOptions *options, double a, double b)
{
  if (options->kernel == PLUME_KERNEL_FUZZY)
    return a + b - a * b;
  switch (options->symmetry)
    {
    case PLUME_SYMMETRY_PRODUCT:
      return a * b;
    case PLUME_SYMMETRY_MUTUAL:
      return options->mutual * MIN (a, b) + (1 - options->mutual) * MAX (a, b);
    case PLUME_SYMMETRY_MEAN:
    default:
      return (a + b) / 2;
    }
}

/* Those in one's list and those in whose list one is: columns in rising order, each once */
static gsize
merge_row (const Kernel *kernel, gsize i, guint32 *columns, double *distances)
{
  const PlumeSparse *a = kernel->own, *b = kernel->other;
  gsize from_a = a->starts[i], from_b = b->starts[i], count = 0;

  while (from_a < a->starts[i + 1] || from_b < b->starts[i + 1])
    {
      guint32 left = from_a < a->starts[i + 1] ? a->columns[from_a] : G_MAXUINT32;
      guint32 right = from_b < b->starts[i + 1] ? b->columns[from_b] : G_MAXUINT32;

      if (columns != NULL)
        {
          columns[count] = MIN (left, right);
          distances[count] = left <= right ? a->values[from_a] : b->values[from_b];
        }
      from_a += left <= right;
      from_b += right <= left;
      count++;
    }
  return count;
}

static void
count_rows (gsize from, gsize to, gpointer data)
{
  Kernel *kernel = data;

  for (gsize i = from; i < to; i++)
    kernel->starts[i + 1] = merge_row (kernel, i, NULL, NULL);
}

static void
weigh_rows (gsize from, gsize to, gpointer data)
{
  Kernel *kernel = data;
  PlumeSparse *weights = kernel->graph->weights;

  for (gsize i = from; i < to; i++)
    {
      gsize start = weights->starts[i];

      merge_row (kernel, i, weights->columns + start, kernel->graph->lengths + start);
      for (gsize e = start; e < weights->starts[i + 1]; e++)
        {
          gsize j = weights->columns[e];
          double d = kernel->graph->lengths[e];

          weights->values[e] =
              symmetrise (kernel->options, evaluate (kernel, i, j, d), evaluate (kernel, j, i, d));
        }
    }
}

static void
drop_zeros (PlumeGraph *graph)
{
  PlumeSparse *weights = graph->weights;
  gsize kept = 0, from = 0;

  for (gsize i = 0; i < weights->n_rows; i++)
    {
      gsize to = weights->starts[i + 1];

      for (gsize e = from; e < to; e++)
        if (weights->values[e] > 0)
          {
            weights->columns[kept] = weights->columns[e];
            weights->values[kept] = weights->values[e];
            graph->lengths[kept++] = graph->lengths[e];
          }
      from = to;
      weights->starts[i + 1] = kept;
    }
  weights->n_entries = kept;
  weights->columns = g_renew (guint32, weights->columns, MAX (kept, 1));
  weights->values = g_renew (double, weights->values, MAX (kept, 1));
  graph->lengths = g_renew (double, graph->lengths, MAX (kept, 1));
}

static void
sum_rows (gsize from, gsize to, gpointer data)
{
  Kernel *kernel = data;
  const PlumeSparse *weights = kernel->graph->weights;

  for (gsize i = from; i < to; i++)
    {
      kernel->row_sums[i] = 1;
      for (gsize e = weights->starts[i]; e < weights->starts[i + 1]; e++)
        kernel->row_sums[i] += weights->values[e];
    }
}

static void
divide_rows (gsize from, gsize to, gpointer data)
{
  Kernel *kernel = data;
  PlumeSparse *weights = kernel->graph->weights;
  const double *q = kernel->row_sums;
  double power = kernel->options->anisotropy;

  for (gsize i = from; i < to; i++)
    {
      for (gsize e = weights->starts[i]; e < weights->starts[i + 1]; e++)
        weights->values[e] /= pow (q[i] * q[weights->columns[e]], power);
      kernel->graph->diagonal[i] = 1 / pow (q[i] * q[i], power);
    }
}

/* Distances to those in one's list, columns in rising order: @own; transposed: @other */
static void
sort_lists (const PlumeNeighbours *neighbours, PlumeSparse **own, PlumeSparse **other)
{
  PlumeSparse lists = { .n_rows = neighbours->n,
                        .n_columns = neighbours->n,
                        .n_entries = neighbours->starts[neighbours->n],
                        .starts = neighbours->starts,
                        .columns = neighbours->indices,
                        .values = neighbours->distances };

  *other = plume_sparse_transpose (&lists);
  *own = plume_sparse_transpose (*other);
}

static gboolean
weigh (Kernel *kernel, PlumeTask *task, GError **error)
{
  g_autoptr (PlumeSparse) own = NULL, other = NULL;
  PlumeGraph *graph = kernel->graph;
  gsize n = kernel->neighbours->n;
  g_autofree gsize *starts = g_new0 (gsize, n + 1);

  sort_lists (kernel->neighbours, &own, &other);
  kernel->own = own;
  kernel->other = other;
  kernel->starts = starts;
  if (!plume_parallel_for (n, ROWS, count_rows, kernel, NULL, error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    starts[i + 1] += starts[i];
  graph->weights = plume_sparse_new (n, n, starts[n]);
  memcpy (graph->weights->starts, starts, (n + 1) * sizeof *starts);
  graph->lengths = g_new (double, MAX (starts[n], 1));
  if (!plume_parallel_for (n, ROWS, weigh_rows, kernel, task, error))
    return FALSE;
  drop_zeros (graph);
  return TRUE;
}

/**
 * plume_graph_apply_kernel:
 *
 * O(entries log entries of a row).
 */
gboolean
plume_graph_apply_kernel (PlumeGraph *graph,
                          const PlumeNeighbours *neighbours,
                          const PlumeGraphOptions *options,
                          PlumeTask *task,
                          GError **error)
{
  gsize n = neighbours->n;
  g_autofree double *nearest = NULL, *spread = NULL, *row_sums = NULL;
  Kernel kernel = {
    .neighbours = neighbours, .options = options, .width = options->width, .graph = graph
  };

  if (options->kernel == PLUME_KERNEL_GAUSSIAN && options->width == 0)
    kernel.width = plume_graph_median (neighbours->scales, n);
  if (options->kernel == PLUME_KERNEL_FUZZY)
    {
      kernel.nearest = nearest = g_new (double, n);
      kernel.spread = spread = g_new (double, n);
      if (!plume_parallel_for (n, ROWS, fit_fuzzy, &kernel, NULL, error))
        return FALSE;
    }
  if (!weigh (&kernel, task, error))
    return FALSE;
  graph->k = neighbours->k;
  for (gsize i = 0; i < n; i++)
    graph->diagonal[i] = 1;
  if (options->anisotropy == 0)
    return TRUE;
  kernel.row_sums = row_sums = g_new (double, n);
  return plume_parallel_for (n, ROWS, sum_rows, &kernel, NULL, error)
         && plume_parallel_for (n, ROWS, divide_rows, &kernel, NULL, error);
}
