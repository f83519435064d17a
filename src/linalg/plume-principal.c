/* plume-principal.c: principal components, exact or randomised.
 *
 * Bases are made orthonormal by their Gram matrix and its eigenvectors, twice (Stathopoulos and Wu
 * 2002), with sums over fixed chunks of rows: nothing depends on the number of threads.
 */
#include "linalg/plume-principal.h"

#include <math.h>
#include <string.h>

#include "core/plume-parallel.h"
#include "core/plume-random.h"
#include "linalg/plume-matrix.h"

#define ROWS        2048 /* of one partial sum */
#define COLUMNS     64   /* of one product with the transposed matrix */
#define OVERSAMPLED 10
#define ITERATIONS  4
#define NEGLIGIBLE  1e-13 /* of the greatest eigenvalue of a Gram matrix */

void
plume_principal_free (PlumePrincipal *principal)
{
  g_free (principal->means);
  g_free (principal->loadings);
  g_free (principal->scores);
  g_free (principal->variances);
  g_free (principal);
}

/* The data, and what is computed with them. */
typedef struct
{
  gsize n, p, width;             /* width: columns of factors */
  const double *dense;           /* nullable */
  const PlumeSparse *sparse;     /* nullable */
  const PlumeSparse *transposed; /* nullable */
  double *means;
  const double *factor;
  double *product;
  double *partial; /* a chunk of rows */
} Data;

static void
add_columns (gsize from, gsize to, gpointer data)
{
  const Data *self = data;
  double *sums = self->partial + from / ROWS * self->p;

  for (gsize i = from; i < to; i++)
    if (self->dense != NULL)
      for (gsize j = 0; j < self->p; j++)
        sums[j] += self->dense[i * self->p + j];
    else
      for (gsize e = self->sparse->starts[i]; e < self->sparse->starts[i + 1]; e++)
        sums[self->sparse->columns[e]] += self->sparse->values[e];
}

/* Σ (x − μ)² of a chunk, what is not stored counted apart */
static void
add_squares (gsize from, gsize to, gpointer data)
{
  const Data *self = data;
  double sum = 0;

  for (gsize i = from; i < to; i++)
    if (self->dense != NULL)
      for (gsize j = 0; j < self->p; j++)
        {
          double x = self->dense[i * self->p + j] - self->means[j];

          sum += x * x;
        }
    else
      for (gsize e = self->sparse->starts[i]; e < self->sparse->starts[i + 1]; e++)
        {
          double mean = self->means[self->sparse->columns[e]], x = self->sparse->values[e] - mean;

          sum += x * x - mean * mean;
        }
  self->partial[from / ROWS] = sum;
}

static gboolean
find_means (Data *self, PlumePrincipal *principal, PlumeTask *task, GError **error)
{
  gsize n_chunks = (self->n + ROWS - 1) / ROWS;
  g_autofree double *partial = g_new0 (double, n_chunks * self->p);

  principal->means = self->means = g_new0 (double, self->p);
  self->partial = partial;
  if (!plume_parallel_for (self->n, ROWS, add_columns, self, task, error))
    return FALSE;
  for (gsize c = 0; c < n_chunks; c++)
    for (gsize j = 0; j < self->p; j++)
      self->means[j] += partial[c * self->p + j] / (double)self->n;
  if (!plume_parallel_for (self->n, ROWS, add_squares, self, task, error))
    return FALSE;
  principal->total_variance = plume_sum (partial, n_chunks) / (double)self->n;
  for (gsize j = 0; self->sparse != NULL && j < self->p; j++)
    principal->total_variance += self->means[j] * self->means[j];
  return TRUE;
}

static void
multiply_rows (gsize from, gsize to, gpointer data)
{
  const Data *self = data;

  plume_product_double (PLUME_PLAIN, PLUME_PLAIN, to - from, self->width, self->p, 1,
                        self->dense + from * self->p, self->p, self->factor, self->width, 0,
                        self->product + from * self->width, self->width);
}

static void
multiply_columns (gsize from, gsize to, gpointer data)
{
  const Data *self = data;

  for (gsize first = 0; first < self->n; first += ROWS)
    plume_product_double (PLUME_TRANSPOSED, PLUME_PLAIN, to - from, self->width,
                          MIN (ROWS, self->n - first), 1, self->dense + first * self->p + from,
                          self->p, self->factor + first * self->width, self->width, first > 0,
                          self->product + from * self->width, self->width);
}

/* Subtracts left right ᵀ from a rows × width matrix; left of ones where it is NULL. */
static void
subtract_outer (double *matrix, gsize rows, gsize width, const double *left, const double *right)
{
  for (gsize i = 0; i < rows; i++)
    for (gsize v = 0; v < width; v++)
      matrix[i * width + v] -= (left != NULL ? left[i] : 1) * right[v];
}

/* sums[v] ← Σ_i weights_i matrix_iv; weights of ones where they are NULL */
static void
weigh_columns (const double *matrix, gsize rows, gsize width, const double *weights, double *sums)
{
  memset (sums, 0, width * sizeof *sums);
  for (gsize i = 0; i < rows; i++)
    for (gsize v = 0; v < width; v++)
      sums[v] += (weights != NULL ? weights[i] : 1) * matrix[i * width + v];
}

/* product (n × width) ← (X − 1μᵀ) factor (p × width) */
static gboolean
apply (Data *self, const double *factor, double *product, PlumeTask *task, GError **error)
{
  g_autofree double *shift = g_new (double, self->width);

  self->factor = factor;
  self->product = product;
  if (self->dense != NULL
          ? !plume_parallel_for (self->n, ROWS / 8, multiply_rows, self, task, error)
          : !plume_sparse_product (self->sparse, self->width, factor, product, task, error))
    return FALSE;
  weigh_columns (factor, self->p, self->width, self->means, shift);
  subtract_outer (product, self->n, self->width, NULL, shift);
  return TRUE;
}

/* product (p × width) ← (X − 1μᵀ)ᵀ factor (n × width) */
static gboolean
apply_transposed (
    Data *self, const double *factor, double *product, PlumeTask *task, GError **error)
{
  g_autofree double *sums = g_new (double, self->width);

  self->factor = factor;
  self->product = product;
  if (self->dense != NULL
          ? !plume_parallel_for (self->p, COLUMNS, multiply_columns, self, task, error)
          : !plume_sparse_product (self->transposed, self->width, factor, product, task, error))
    return FALSE;
  /* 0 where factor stands in the range of the centred matrix, but for rounding times great means */
  weigh_columns (factor, self->n, self->width, NULL, sums);
  subtract_outer (product, self->p, self->width, self->means, sums);
  return TRUE;
}

typedef struct
{
  gsize rows, width;
  const double *matrix, *turn;
  double *partial, *product;
} Turn;

static void
add_gram (gsize from, gsize to, gpointer data)
{
  const Turn *turn = data;
  const double *rows = turn->matrix + from * turn->width;

  plume_product_double (PLUME_TRANSPOSED, PLUME_PLAIN, turn->width, turn->width, to - from, 1, rows,
                        turn->width, rows, turn->width, 0,
                        turn->partial + from / ROWS * turn->width * turn->width, turn->width);
}

static void
turn_rows (gsize from, gsize to, gpointer data)
{
  const Turn *turn = data;

  plume_product_double (PLUME_PLAIN, PLUME_PLAIN, to - from, turn->width, turn->width, 1,
                        turn->matrix + from * turn->width, turn->width, turn->turn, turn->width, 0,
                        turn->product + from * turn->width, turn->width);
}

/* The eigenvectors of MᵀM: width × width, one a row, with eigenvalues falling */
static gboolean
gram_eigen (const double *matrix,
            gsize rows,
            gsize width,
            double *values,
            double *vectors,
            PlumeTask *task,
            GError **error)
{
  gsize n_chunks = (rows + ROWS - 1) / ROWS, area = width * width;
  g_autofree double *partial = g_new (double, n_chunks *area), *gram = g_new0 (double, area);
  Turn turn = { rows, width, matrix, NULL, partial, NULL };

  if (!plume_parallel_for (rows, ROWS, add_gram, &turn, task, error))
    return FALSE;
  for (gsize c = 0; c < n_chunks; c++)
    for (gsize e = 0; e < area; e++)
      gram[e] += partial[c * area + e];
  return plume_symmetric_eigen (width, gram, width, values, vectors, error);
}

/* An orthonormal basis of what the columns span; columns beyond it are 0. */
static gboolean
orthonormalise (double *matrix, gsize rows, gsize width, PlumeTask *task, GError **error)
{
  g_autofree double *values = g_new (double, width), *vectors = g_new (double, width *width);
  g_autofree double *turned = g_new (double, rows *width), *factor = g_new (double, width *width);

  for (guint pass = 0; pass < 2; pass++)
    {
      Turn turn = { rows, width, matrix, factor, NULL, turned };

      if (!gram_eigen (matrix, rows, width, values, vectors, task, error))
        return FALSE;
      for (gsize k = 0; k < width; k++)
        for (gsize v = 0; v < width; v++)
          factor[v * width + k] =
              values[k] > NEGLIGIBLE * values[0] ? vectors[k * width + v] / sqrt (values[k]) : 0;
      if (!plume_parallel_for (rows, ROWS, turn_rows, &turn, task, error))
        return FALSE;
      memcpy (matrix, turned, rows * width * sizeof (double));
    }
  return TRUE;
}

static void
fix_sign (PlumePrincipal *principal, gsize k)
{
  double *loading = principal->loadings + k * principal->n_columns;
  gsize greatest = 0;

  for (gsize j = 1; j < principal->n_columns; j++)
    greatest = fabs (loading[j]) > fabs (loading[greatest]) ? j : greatest;
  if (loading[greatest] >= 0)
    return;
  for (gsize j = 0; j < principal->n_columns; j++)
    loading[j] = -loading[j];
}

/* Scores of the loadings, and their mean squares */
static gboolean
score (Data *self, PlumePrincipal *principal, PlumeTask *task, GError **error)
{
  gsize rank = principal->rank, p = self->p;
  g_autofree double *directions = g_new (double, MAX (p * rank, 1));
  g_autofree double *squares = g_new (double, MAX (self->n, 1));

  for (gsize k = 0; k < rank; k++)
    for (gsize j = 0; j < p; j++)
      directions[j * rank + k] = principal->loadings[k * p + j];
  principal->scores = g_new (double, MAX (self->n * rank, 1));
  principal->variances = g_new (double, MAX (rank, 1));
  self->width = rank;
  if (rank > 0 && !apply (self, directions, principal->scores, task, error))
    return FALSE;
  for (gsize k = 0; k < rank; k++)
    {
      for (gsize i = 0; i < self->n; i++)
        squares[i] = principal->scores[i * rank + k] * principal->scores[i * rank + k];
      principal->variances[k] = plume_sum (squares, self->n) / (double)self->n;
    }
  return TRUE;
}

/* Loadings from the left factor of a sketch of the range */
static gboolean
find_randomised (
    Data *self, PlumePrincipal *principal, guint64 seed, PlumeTask *task, GError **error)
{
  gsize width = MIN (principal->rank + OVERSAMPLED, MIN (self->n, self->p));
  g_autofree double *wide = g_new (double, self->p *width), *tall = g_new (double, self->n *width);
  g_autofree double *values = g_new (double, width), *vectors = g_new (double, width *width);
  gsize rank = 0;

  self->width = width;
  for (gsize j = 0; j < self->p; j++)
    {
      PlumeStream stream = plume_stream (seed, "principal", j);

      for (gsize v = 0; v < width; v++)
        wide[j * width + v] = plume_stream_normal (&stream);
    }
  for (guint iteration = 0; iteration <= ITERATIONS; iteration++)
    {
      plume_task_set_progress (task, (double)iteration / (ITERATIONS + 2));
      if (iteration > 0 && !orthonormalise (wide, self->p, width, NULL, error))
        return FALSE;
      if (!plume_task_check (task, error) || !apply (self, wide, tall, NULL, error)
          || !plume_task_check (task, error) || !orthonormalise (tall, self->n, width, NULL, error)
          || !apply_transposed (self, tall, wide, NULL, error))
        return FALSE;
    }
  /* wide = Bᵀ, B = Qᵀ(X − 1μᵀ): its right singular vectors are Bᵀ U/S, B Bᵀ = U S² Uᵀ. */
  if (!gram_eigen (wide, self->p, width, values, vectors, task, error))
    return FALSE;
  while (rank < principal->rank && values[rank] > NEGLIGIBLE * values[0] && values[rank] > 0)
    rank++;
  principal->rank = rank;
  principal->loadings = g_new0 (double, MAX (rank * self->p, 1));
  for (gsize k = 0; k < rank; k++)
    {
      double *loading = principal->loadings + k * self->p;

      for (gsize j = 0; j < self->p; j++)
        for (gsize v = 0; v < width; v++)
          loading[j] += wide[j * width + v] * vectors[k * width + v] / sqrt (values[k]);
      fix_sign (principal, k);
    }
  return TRUE;
}

typedef struct
{
  const Data *data;
  const double *centred;
  double *covariance;
} Covariance;

static void
fill_covariance (gsize from, gsize to, gpointer user_data)
{
  const Covariance *self = user_data;
  gsize n = self->data->n, p = self->data->p;

  for (gsize first = 0; first < n; first += ROWS)
    plume_product_double (PLUME_TRANSPOSED, PLUME_PLAIN, to - from, p, MIN (ROWS, n - first),
                          1 / (double)n, self->centred + first * p + from, p,
                          self->centred + first * p, p, first > 0, self->covariance + from * p, p);
}

/* Loadings from the covariance of the centred matrix */
static gboolean
find_exact (Data *self, PlumePrincipal *principal, PlumeTask *task, GError **error)
{
  gsize n = self->n, p = self->p, rank = 0;
  g_autofree double *centred = g_new (double, MAX (n * p, 1)), *covariance = g_new (double, p *p);
  g_autofree double *values = g_new (double, principal->rank);
  Covariance work = { self, centred, covariance };

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < p; j++)
      centred[i * p + j] = self->dense[i * p + j] - self->means[j];
  principal->loadings = g_new (double, principal->rank *p);
  if (!plume_parallel_for (p, COLUMNS / 4, fill_covariance, &work, task, error)
      || !plume_symmetric_eigen (p, covariance, principal->rank, values, principal->loadings,
                                 error))
    return FALSE;
  while (rank < principal->rank && values[rank] > NEGLIGIBLE * values[0] && values[rank] > 0)
    rank++;
  principal->rank = rank;
  return TRUE;
}

static PlumePrincipal *
solve (Data *self, gsize rank, guint64 seed, PlumeTask *task, GError **error)
{
  g_autoptr (PlumePrincipal) principal = g_new0 (PlumePrincipal, 1);
  g_autoptr (PlumeTask) beginning = plume_task_new_part (task, 0, 0.1);
  g_autoptr (PlumeTask) finding = plume_task_new_part (task, 0.1, 0.9);
  g_autoptr (PlumeTask) scoring = plume_task_new_part (task, 0.9, 1);

  principal->n_rows = self->n;
  principal->n_columns = self->p;
  principal->rank = rank;
  if (!find_means (self, principal, beginning, error))
    return NULL;
  if (self->dense != NULL && self->p <= PLUME_PRINCIPAL_MOST_EXACT
          ? !find_exact (self, principal, finding, error)
          : !find_randomised (self, principal, seed, finding, error))
    return NULL;
  if (!score (self, principal, scoring, error))
    return NULL;
  return g_steal_pointer (&principal);
}

/**
 * plume_principal_dense:
 * @values: n_rows × n_columns, row by row
 * @rank: components that are wanted
 * @seed: of the sketch; read above 500 columns only
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_COMPUTE, %PLUME_ERROR_CANCELLED
 *
 * Returns: (transfer full): O(n p² + p³) exactly, O(n p rank) by sketch
 */
PlumePrincipal *
plume_principal_dense (gsize n_rows,
                       gsize n_columns,
                       const double *values,
                       gsize rank,
                       guint64 seed,
                       PlumeTask *task,
                       GError **error)
{
  Data self = { .n = n_rows, .p = n_columns, .dense = values };

  g_return_val_if_fail (rank >= 1 && rank <= MIN (n_rows, n_columns), NULL);
  return solve (&self, rank, seed, task, error);
}

/**
 * plume_principal_sparse:
 *
 * As plume_principal_dense(), by sketch whatever the number of columns; O(entries × rank).
 */
PlumePrincipal *
plume_principal_sparse (
    const PlumeSparse *sparse, gsize rank, guint64 seed, PlumeTask *task, GError **error)
{
  g_autoptr (PlumeSparse) transposed = plume_sparse_transpose (sparse);
  Data self = {
    .n = sparse->n_rows, .p = sparse->n_columns, .sparse = sparse, .transposed = transposed
  };

  g_return_val_if_fail (rank >= 1 && rank <= MIN (sparse->n_rows, sparse->n_columns), NULL);
  return solve (&self, rank, seed, task, error);
}

/**
 * plume_principal_estimate_bytes:
 * @n_entries: of a sparse matrix, 0 for a dense one
 *
 * Returns: what is allocated at once beside the data, the result included
 */
gsize
plume_principal_estimate_bytes (gsize n_rows, gsize n_columns, gsize n_entries, gsize rank)
{
  gsize width = rank + OVERSAMPLED, result = (n_rows + n_columns) * rank * sizeof (double);

  if (n_entries == 0 && n_columns <= PLUME_PRINCIPAL_MOST_EXACT)
    return result + (n_rows + n_columns) * n_columns * sizeof (double);
  return result + 2 * (n_rows + n_columns) * width * sizeof (double)
         + (n_rows / ROWS + 1) * n_columns * sizeof (double)
         + n_entries * (sizeof (guint32) + 2 * sizeof (double));
}
