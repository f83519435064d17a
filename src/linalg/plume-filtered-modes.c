/* plume-filtered-modes.c: Chebyshev-filtered subspace iteration (Zhou, Saad, Tiago, Chelikowsky
 * 2006).
 *
 * A polynomial of the matrix that is at most 1 in size on [cut, bound] and grows fast below takes
 * what is rough out of all vectors at once; within what they span the modes are found by
 * Rayleigh–Ritz. The cut falls from turn to turn, until values stay.
 */
#include "linalg/plume-filtered-modes.h"

#include <math.h>
#include <string.h>

#include "core/plume-parallel.h"
#include "linalg/plume-matrix.h"

#define ROWS_AT_A_TIME 2048
#define MOST_TURNS     12
#define CUT_FALLS      4   /* from turn to turn */
#define STRENGTH       1.5 /* degree of a filter in terms of √(bound/cut) */

typedef struct
{
  const PlumeSparse *matrix;
  gsize n, q;
  double *modes;    /* n × q, row by row, as all of these */
  double *images;   /* matrix · modes */
  double *before;   /* of the recurrence */
  double *partial;  /* products of each chunk of rows */
  double *rotation; /* q × q */
  double keep, drop;
} Filter;

static void
filter_free (Filter *filter)
{
  g_free (filter->images);
  g_free (filter->before);
  g_free (filter->partial);
  g_free (filter->rotation);
  g_free (filter);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Filter, filter_free)

static Filter *
filter_new (const PlumeSparse *matrix, gsize q, double *modes)
{
  Filter *filter = g_new0 (Filter, 1);
  gsize n = matrix->n_rows;

  filter->matrix = matrix;
  filter->n = n;
  filter->q = q;
  filter->modes = modes;
  filter->images = g_new (double, n *q);
  filter->before = g_new (double, n *q);
  filter->partial = g_new (double, (n / ROWS_AT_A_TIME + 1) * 2 * q * q);
  filter->rotation = g_new (double, q *q);
  return filter;
}

static void
multiply_chunks (gsize from, gsize to, gpointer data)
{
  Filter *filter = data;
  gsize q = filter->q;
  double *own = filter->partial + from / ROWS_AT_A_TIME * 2 * q * q;

  plume_product_double (PLUME_TRANSPOSED, PLUME_PLAIN, q, q, to - from, 1, filter->modes + from * q,
                        q, filter->modes + from * q, q, 0, own, q);
  plume_product_double (PLUME_TRANSPOSED, PLUME_PLAIN, q, q, to - from, 1, filter->modes + from * q,
                        q, filter->images + from * q, q, 0, own + q * q, q);
}

static void
rotate_chunk (gsize from, gsize to, gpointer data)
{
  Filter *filter = data;
  gsize q = filter->q;

  plume_product_double (PLUME_PLAIN, PLUME_PLAIN, to - from, q, q, 1, filter->modes + from * q, q,
                        filter->rotation, q, 0, filter->before + from * q, q);
}

/* Where Xᵀ X = U S Uᵀ, the columns of X U S^−½ are orthonormal. Returns: T = U S^−½, q × q */
static double *
find_whitening (gsize q, double *gram, GError **error)
{
  g_autofree double *sizes = g_new (double, q);
  g_autofree double *rows = g_new (double, q *q);
  double *whitening;

  if (!plume_symmetric_eigen (q, gram, q, sizes, rows, error))
    return NULL;
  whitening = g_new (double, q *q);
  for (gsize a = 0; a < q; a++)
    for (gsize b = 0; b < q; b++)
      whitening[a * q + b] = rows[b * q + a] / sqrt (MAX (sizes[b], 1e-14 * sizes[0]));
  return whitening;
}

/* The rotation that takes vectors to Ritz vectors, and their values, rising. */
static gboolean
find_rotation (Filter *filter, double *gram, double *energy, double *values, GError **error)
{
  gsize q = filter->q;
  g_autofree double *whitening = find_whitening (q, gram, error);
  g_autofree double *half = g_new (double, q *q), *rows = g_new (double, q *q);

  if (whitening == NULL)
    return FALSE;
  plume_product_double (PLUME_PLAIN, PLUME_PLAIN, q, q, q, 1, energy, q, whitening, q, 0, half, q);
  plume_product_double (PLUME_TRANSPOSED, PLUME_PLAIN, q, q, q, -1, whitening, q, half, q, 0,
                        energy, q);
  if (!plume_symmetric_eigen (q, energy, q, values, rows, error))
    return FALSE;
  for (gsize k = 0; k < q; k++)
    values[k] = -values[k];
  plume_product_double (PLUME_PLAIN, PLUME_TRANSPOSED, q, q, q, 1, whitening, q, rows, q, 0,
                        filter->rotation, q);
  return TRUE;
}

/* Modes become Ritz vectors; sums over chunks are taken in order, whatever the threads. */
static gboolean
find_ritz (Filter *filter, double *values, PlumeTask *task, GError **error)
{
  gsize q = filter->q, n_chunks = (filter->n + ROWS_AT_A_TIME - 1) / ROWS_AT_A_TIME;
  double *sums = filter->partial;

  if (!plume_sparse_product (filter->matrix, q, filter->modes, filter->images, task, error)
      || !plume_parallel_for (filter->n, ROWS_AT_A_TIME, multiply_chunks, filter, NULL, NULL))
    return FALSE;
  for (gsize chunk = 1; chunk < n_chunks; chunk++)
    for (gsize k = 0; k < 2 * q * q; k++)
      sums[k] += sums[chunk * 2 * q * q + k];
  if (!find_rotation (filter, sums, sums + q * q, values, error))
    return FALSE;
  plume_parallel_for (filter->n, ROWS_AT_A_TIME, rotate_chunk, filter, NULL, NULL);
  memcpy (filter->modes, filter->before, filter->n * q * sizeof (double));
  return plume_task_check (task, error);
}

/* What was before becomes keep × image − middle … of the three-term recurrence, see smooth(). */
static void
step_chunk (gsize from, gsize to, gpointer data)
{
  Filter *filter = data;
  double keep = filter->keep, drop = filter->drop;

  for (gsize k = from * filter->q; k < to * filter->q; k++)
    {
      double next = keep * filter->images[k] - drop * filter->modes[k] - filter->before[k];

      filter->before[k] = filter->modes[k];
      filter->modes[k] = next;
    }
}

/* X ← T_degree ((2 A − bound − cut)/(bound − cut)) X; T_(k+1) = 2 z T_k − T_(k−1) */
static gboolean
smooth (Filter *filter, double bound, double cut, PlumeTask *task, GError **error)
{
  guint degree = (guint)ceil (STRENGTH * sqrt (bound / cut));
  double half = 0.5 * (bound - cut), middle = 0.5 * (bound + cut);

  memset (filter->before, 0, filter->n * filter->q * sizeof (double));
  for (guint k = 0; k < degree; k++)
    {
      double factor = k == 0 ? 1 : 2;

      filter->keep = factor / half;
      filter->drop = factor * middle / half;
      if (!plume_sparse_product (filter->matrix, filter->q, filter->modes, filter->images, task,
                                 error))
        return FALSE;
      plume_parallel_for (filter->n, ROWS_AT_A_TIME, step_chunk, filter, NULL, NULL);
    }
  return TRUE;
}

/**
 * plume_filtered_modes:
 * @matrix: n × n, symmetric, positive semi-definite
 * @bound: no eigenvalue is greater
 * @cut: first one above which vectors are smoothed; falls by 4 from turn to turn
 * @n_modes: q, a few dozen at most; rather some more than are needed
 * @modes: (inout): n × q, row by row: a guess at the smallest modes; then Ritz vectors, orthonormal
 * @tolerance: relative change of the sum of the first half of @values, from turn to turn, that ends
 * it
 * @values: (out caller-allocates): q, rising; never below the true ones
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_COMPUTE, %PLUME_ERROR_CANCELLED
 *
 * About 3 √(bound/last cut) products. The same on any number of threads.
 *
 * Returns: %FALSE where it failed
 */
gboolean
plume_filtered_modes (const PlumeSparse *matrix,
                      double bound,
                      double cut,
                      gsize n_modes,
                      double *modes,
                      double tolerance,
                      double *values,
                      PlumeTask *task,
                      GError **error)
{
  g_autoptr (Filter) filter = filter_new (matrix, n_modes, modes);
  double sum = INFINITY;

  if (!find_ritz (filter, values, task, error))
    return FALSE;
  for (guint turn = 0; turn < MOST_TURNS; turn++)
    {
      double last = sum;

      if (!smooth (filter, bound, cut, task, error) || !find_ritz (filter, values, task, error))
        return FALSE;
      sum = 0;
      for (gsize k = 0; k < (n_modes + 1) / 2; k++)
        sum += values[k];
      if (last - sum <= tolerance * sum)
        break;
      cut = MAX (cut / CUT_FALLS, values[n_modes - 1]);
    }
  return TRUE;
}
