/* plume-walk.c: powers by squaring, or step by step where only some columns are wanted. */
#include "manifold/plume-walk.h"

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "linalg/plume-lanczos.h"
#include "linalg/plume-symmetric-product.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define DENSE_UP_TO       3000 /* vertices of which whole matrices are held */
#define COLUMNS_AT_A_TIME 64
#define ROWS_AT_A_TIME    64

static void
swap (double **a, double **b)
{
  double *kept = *a;

  *a = *b;
  *b = kept;
}

/**
 * plume_walk_eigen:
 * @graph: a graph
 * @n_wanted: at most n
 * @tolerance: as that of plume_sparse_eigen()
 * @values: (out caller-allocates): the greatest eigenvalues of S, falling; the first is 1
 * @vectors: (out caller-allocates): n_wanted × n, one a row
 * @row_sums: (out caller-allocates) (nullable): n: D
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_COMPUTE, %PLUME_ERROR_CANCELLED
 *
 * They lie close to each other below 1; so the smallest of 1 − S are looked for, which is positive
 * semi-definite and may have a sparse factor.
 *
 * Returns: %FALSE where it failed
 */
gboolean
plume_walk_eigen (const PlumeGraph *graph,
                  gsize n_wanted,
                  double tolerance,
                  double *values,
                  double *vectors,
                  double *row_sums,
                  PlumeTask *task,
                  GError **error)
{
  g_autoptr (PlumeSparse) rest = plume_graph_walk (graph, TRUE, row_sums);

  for (gsize i = 0; i < rest->n_rows; i++)
    for (gsize k = rest->starts[i]; k < rest->starts[i + 1]; k++)
      rest->values[k] = (rest->columns[k] == i) - rest->values[k];
  if (!plume_sparse_eigen (rest, PLUME_SPECTRUM_SMALLEST, n_wanted, tolerance, values, vectors,
                           task, error))
    return FALSE;
  for (gsize k = 0; k < n_wanted; k++)
    values[k] = 1 - values[k];
  return TRUE;
}

/**
 * plume_walk_power:
 * @n: order
 * @matrix: (inout): n × n, symmetric; another array from g_new() may take its place
 * @t: ≥ 1
 * @task: (nullable): cancels and is told of the progress
 * @error: %PLUME_ERROR_CANCELLED
 *
 * A ← A^t by squaring: at most 2 log₂ t products of n³, 8 n² bytes three times.
 *
 * Returns: %FALSE when cancelled
 */
gboolean
plume_walk_power (gsize n, double **matrix, guint t, PlumeTask *task, GError **error)
{
  g_autofree double *square = g_memdup2 (*matrix, n * n * sizeof (double)),
                    *work = g_new (double, n *n);
  guint left = t, done = 0, squares = g_bit_storage (t);
  gboolean is_set = FALSE;

  g_return_val_if_fail (t > 0, FALSE);
  for (; left > 0; left /= 2, done++)
    {
      g_autoptr (PlumeTask) part =
          plume_task_new_part (task, (double)done / squares, (done + 1.0) / squares);

      if (left % 2 == 1 && !is_set)
        memcpy (*matrix, square, n * n * sizeof (double));
      else if (left % 2 == 1)
        {
          if (!plume_symmetric_product (n, *matrix, square, work, part, error))
            return FALSE;
          swap (matrix, &work);
        }
      is_set |= left % 2 == 1;
      if (left > 1)
        {
          if (!plume_symmetric_product (n, square, square, work, part, error))
            return FALSE;
          swap (&square, &work);
        }
    }
  return TRUE;
}

typedef struct
{
  PlumeHeat *heat;
  gsize first, count;     /* columns at hand */
  const double *values;   /* n × count, row by row, or whole */
  gboolean is_whole;      /* values are n × n */
  const double *row_sums; /* (nullable): shift to P */
} Logarithms;

static void
take_logarithms (gsize from, gsize to, gpointer data)
{
  const Logarithms *work = data;
  gsize n = work->heat->n;

  for (gsize c = from; c < to; c++)
    {
      gsize column = work->first + c;
      gsize vertex = work->heat->columns != NULL ? work->heat->columns[column] : column;

      for (gsize i = 0; i < n; i++)
        {
          double value =
              work->is_whole ? work->values[vertex * n + i] : work->values[i * work->count + c];
          double shift =
              work->row_sums != NULL ? 0.5 * log (work->row_sums[vertex] / work->row_sums[i]) : 0;

          work->heat->log_heat[column * n + i] = value > 0 ? log (value) + shift : -INFINITY;
        }
    }
}

static gboolean
raise_whole (const PlumeSparse *walk, guint t, Logarithms *work, PlumeTask *task, GError **error)
{
  gsize n = walk->n_rows;
  g_autofree double *matrix = g_new0 (double, n *n);

  for (gsize i = 0; i < n; i++)
    for (gsize k = walk->starts[i]; k < walk->starts[i + 1]; k++)
      matrix[i * n + walk->columns[k]] = walk->values[k];
  if (!plume_walk_power (n, &matrix, t, task, error))
    return FALSE;
  work->values = matrix;
  work->is_whole = TRUE;
  return plume_parallel_for (work->heat->m, ROWS_AT_A_TIME, take_logarithms, work, NULL, error);
}

/* Some columns of S^t, by t sparse products */
static gboolean
walk_columns (const PlumeSparse *walk, guint t, Logarithms *work, PlumeTask *task, GError **error)
{
  gsize n = walk->n_rows, count = work->count;
  g_autofree double *here = g_new0 (double, n *count), *next = g_new (double, n *count);

  for (gsize c = 0; c < count; c++)
    {
      gsize column = work->first + c;

      here[(work->heat->columns != NULL ? work->heat->columns[column] : column) * count + c] = 1;
    }
  for (guint step = 0; step < t; step++)
    {
      if (!plume_sparse_product (walk, count, here, next, NULL, error)
          || !plume_task_check (task, error))
        return FALSE;
      swap (&here, &next);
    }
  work->values = here;
  return plume_parallel_for (count, 1, take_logarithms, work, NULL, error);
}

/**
 * plume_walk_heat:
 * @graph: a graph
 * @t: steps, ≥ 1
 * @symmetric: S^t instead of P^t; the distance of two points does not depend on their order then
 * @m: @columns: (nullable): which vertices; %NULL for the first @m in order
 * @task: (nullable): cancels and is told of the progress
 * @error: %PLUME_ERROR_USAGE of no steps, %PLUME_ERROR_CANCELLED
 *
 * The walk in the place of heat (the operator of Rand-geodesic embedding): log P^t(i, column). −∞
 * where no t steps lead. O(n³ log t) for all of up to 3,000 vertices, else O(t × m × entries).
 *
 * Returns: (transfer full): logarithms
 */
PlumeHeat *
plume_walk_heat (const PlumeGraph *graph,
                 guint t,
                 gboolean symmetric,
                 gsize m,
                 const guint32 *columns,
                 PlumeTask *task,
                 GError **error)
{
  gsize n = graph->weights->n_rows;
  g_autofree double *row_sums = g_new (double, n);
  g_autoptr (PlumeSparse) walk = plume_graph_walk (graph, TRUE, row_sums);
  g_autoptr (PlumeHeat) heat = plume_heat_new (n, m, t, columns);
  Logarithms work = { .heat = heat, .row_sums = symmetric ? NULL : row_sums };
  double sparse = (double)t * (double)m * (double)walk->n_entries;
  double dense = (double)n * (double)n * (double)n * 0.25 * g_bit_storage (t);

  if (t < 1)
    {
      g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                           _ ("a walk of no steps leads nowhere; take at least one step"));
      return NULL;
    }
  if (n <= DENSE_UP_TO && dense < sparse)
    return raise_whole (walk, t, &work, task, error) ? g_steal_pointer (&heat) : NULL;
  for (work.first = 0; work.first < m; work.first += work.count)
    {
      work.count = MIN (COLUMNS_AT_A_TIME, m - work.first);
      if (!walk_columns (walk, t, &work, task, error))
        return NULL;
      plume_task_set_progress (task, (double)(work.first + work.count) / (double)m);
    }
  return g_steal_pointer (&heat);
}
