/* plume-lanczos.c: block Lanczos with thick restarts.
 *
 * The basis V grows by blocks; T = Vᵀ A V comes from the coefficients of orthogonalisation. When
 * the basis is full, the best Ritz vectors and the last residual block begin the next one, and
 * their coupling comes of itself from the next products (Wu, Simon, SIAM J. Matrix Anal. Appl. 22,
 * 602 (2000)). A is taken with the sign that puts the wanted end on top.
 */
#include "linalg/plume-lanczos.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "core/plume-random.h"
#include "linalg/plume-matrix.h"
#include "linalg/plume-sparse-factor.h"

#define BLOCK          4
#define ROWS_AT_A_TIME 2048
#define MOST_RESTARTS  2000
#define LOST           1e-2 /* share of a column below which rounding counts */

/* Below this order, or where a third of all is wanted, the whole spectrum is had sooner. */
#define DENSE_ORDER 400

typedef struct
{
  gsize n;
  gsize most;        /* vectors that the basis can hold */
  gsize used;        /* vectors that it holds */
  double *basis;     /* most × n, one vector a row */
  double *projected; /* most × most: T */
  double *images;    /* n × BLOCK, row by row: A times the last block, then its residual */
  double *operand;   /* n × BLOCK, row by row */
  double *partial;   /* coefficients of each chunk of rows */
  double *rotated;   /* most × n: Ritz vectors on their way */
  double coupling[BLOCK * BLOCK]; /* residual block = Q · coupling */
  double sign;
  gboolean is_relative; /* residuals are measured by each θ instead of the largest */
  guint64 n_random;     /* random vectors drawn so far */
  gboolean is_broken;   /* a residual vanished since the last restart */
} Space;

static void
space_free (Space *space)
{
  g_free (space->basis);
  g_free (space->projected);
  g_free (space->images);
  g_free (space->operand);
  g_free (space->partial);
  g_free (space->rotated);
  g_free (space);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Space, space_free)

static Space *
space_new (gsize n, gsize most, double sign)
{
  Space *space = g_new0 (Space, 1);
  gsize n_chunks = (n + ROWS_AT_A_TIME - 1) / ROWS_AT_A_TIME;

  space->n = n;
  space->most = most;
  space->basis = g_new (double, most *n);
  space->projected = g_new0 (double, most *most);
  space->images = g_new (double, n *BLOCK);
  space->operand = g_new (double, n *BLOCK);
  space->partial = g_new (double, n_chunks *most *BLOCK);
  space->rotated = g_new (double, most *n);
  space->sign = sign;
  return space;
}

static void
project_rows (gsize from, gsize to, gpointer data)
{
  Space *space = data;
  double *coefficients = space->partial + from / ROWS_AT_A_TIME * space->most * BLOCK;

  plume_product_double (PLUME_PLAIN, PLUME_PLAIN, space->used, BLOCK, to - from, 1,
                        space->basis + from, space->n, space->images + from * BLOCK, BLOCK, 0,
                        coefficients, BLOCK);
}

static void
subtract_rows (gsize from, gsize to, gpointer data)
{
  Space *space = data;

  plume_product_double (PLUME_TRANSPOSED, PLUME_PLAIN, to - from, BLOCK, space->used, -1,
                        space->basis + from, space->n, space->partial, BLOCK, 1,
                        space->images + from * BLOCK, BLOCK);
}

/* Takes the basis out of the images; adds what was taken to coefficients, used × BLOCK. Chunks are
 * added in order, so the sums do not depend on threads. */
static gboolean
orthogonalise (Space *space, double *coefficients, PlumeTask *task, GError **error)
{
  gsize n_chunks = (space->n + ROWS_AT_A_TIME - 1) / ROWS_AT_A_TIME;

  if (!plume_parallel_for (space->n, ROWS_AT_A_TIME, project_rows, space, NULL, NULL))
    return FALSE;
  for (gsize chunk = 1; chunk < n_chunks; chunk++)
    for (gsize k = 0; k < space->used * BLOCK; k++)
      space->partial[k] += space->partial[chunk * space->most * BLOCK + k];
  for (gsize k = 0; k < space->used * BLOCK; k++)
    coefficients[k] += space->partial[k];
  plume_parallel_for (space->n, ROWS_AT_A_TIME, subtract_rows, space, NULL, NULL);
  return plume_task_check (task, error);
}

static double
column_product (const Space *space, gsize a, gsize b)
{
  double sum = 0;

  for (gsize i = 0; i < space->n; i++)
    sum += space->images[i * BLOCK + a] * space->images[i * BLOCK + b];
  return sum;
}

/* Takes the basis out of a column. */
static void
clear_of_basis (Space *space, gsize column)
{
  for (gsize pass = 0; pass < 2; pass++)
    for (gsize k = 0; k < space->used; k++)
      {
        const double *vector = space->basis + k * space->n;
        double sum = 0;

        for (gsize i = 0; i < space->n; i++)
          sum += vector[i] * space->images[i * BLOCK + column];
        for (gsize i = 0; i < space->n; i++)
          space->images[i * BLOCK + column] -= sum * vector[i];
      }
}

/* A new direction, orthogonal to the basis. */
static void
draw_column (Space *space, gsize column)
{
  PlumeStream stream = plume_stream (0, "lanczos", space->n_random++);

  for (gsize i = 0; i < space->n; i++)
    space->images[i * BLOCK + column] = plume_stream_normal (&stream);
  clear_of_basis (space, column);
}

/* Takes the columns before it out of a column. Returns: its length then */
static double
clear_column (Space *space, gsize column, gboolean is_coupled)
{
  for (gsize pass = 0; pass < 2; pass++)
    for (gsize before = 0; before < column; before++)
      {
        double sum = column_product (space, before, column);

        for (gsize i = 0; i < space->n; i++)
          space->images[i * BLOCK + column] -= sum * space->images[i * BLOCK + before];
        if (is_coupled)
          space->coupling[before * BLOCK + column] += sum;
      }
  return sqrt (column_product (space, column, column));
}

/* QR of the images by Gram–Schmidt, twice. What is left of a column that was nearly made of those
 * before it holds much of the basis by rounding, and is cleared of it once more. One that vanishes
 * beside @scale, a measure of ‖A‖, means an invariant subspace: a random direction takes its place,
 * uncoupled. */
static void
factor_block (Space *space, double scale)
{
  memset (space->coupling, 0, sizeof space->coupling);
  for (gsize column = 0; column < BLOCK; column++)
    {
      double before = sqrt (column_product (space, column, column));
      double length = clear_column (space, column, TRUE);

      if (length < LOST * before)
        {
          clear_of_basis (space, column);
          length = clear_column (space, column, TRUE);
        }
      if (length > 1e-13 * scale)
        space->coupling[column * BLOCK + column] = length;
      else
        {
          space->is_broken = TRUE;
          draw_column (space, column);
          length = clear_column (space, column, FALSE);
        }
      for (gsize i = 0; i < space->n; i++)
        space->images[i * BLOCK + column] /= length;
    }
}

static void
append_block (Space *space)
{
  for (gsize column = 0; column < BLOCK; column++)
    for (gsize i = 0; i < space->n; i++)
      space->basis[(space->used + column) * space->n + i] = space->images[i * BLOCK + column];
  space->used += BLOCK;
}

/* Largest entry of T: a measure of ‖A‖, also where the wanted end of the spectrum is 0. */
static double
measure_norm (const Space *space)
{
  double norm = 0;

  for (gsize k = 0; k < space->used; k++)
    for (gsize l = 0; l < space->used; l++)
      norm = MAX (norm, ABS (space->projected[k * space->most + l]));
  return norm;
}

/* A times the last block, its place in T, and the residual block. */
static gboolean
expand (Space *space, PlumeOperatorFunc multiply, gpointer data, PlumeTask *task, GError **error)
{
  gsize first = space->used - BLOCK;
  g_autofree double *coefficients = g_new0 (double, space->used *BLOCK);
  double scale = 0;

  for (gsize column = 0; column < BLOCK; column++)
    for (gsize i = 0; i < space->n; i++)
      space->operand[i * BLOCK + column] = space->basis[(first + column) * space->n + i];
  if (!multiply (data, BLOCK, space->operand, space->images, task, error))
    return FALSE;
  for (gsize i = 0; i < space->n * BLOCK; i++)
    space->images[i] *= space->sign;
  for (gsize column = 0; column < BLOCK; column++)
    scale = MAX (scale, sqrt (column_product (space, column, column)));
  for (gsize pass = 0; pass < 2; pass++)
    if (!orthogonalise (space, coefficients, task, error))
      return FALSE;
  for (gsize k = 0; k < space->used; k++)
    for (gsize column = 0; column < BLOCK; column++)
      {
        double value = coefficients[k * BLOCK + column];

        if (k >= first)
          value = 0.5 * (value + coefficients[(first + column) * BLOCK + k - first]);
        space->projected[k * space->most + first + column] = value;
        space->projected[(first + column) * space->most + k] = value;
      }
  factor_block (space, MAX (scale, measure_norm (space)));
  return TRUE;
}

typedef struct
{
  Space *space;
  gsize n_kept;
  const double *rotation; /* n_kept × used */
} Rotation;

static void
rotate_columns (gsize from, gsize to, gpointer data)
{
  const Rotation *rotation = data;
  Space *space = rotation->space;

  plume_product_double (PLUME_PLAIN, PLUME_PLAIN, rotation->n_kept, to - from, space->used, 1,
                        rotation->rotation, space->used, space->basis + from, space->n, 0,
                        space->rotated + from, space->n);
}

/* ‖A y − θ y‖ of a Ritz vector with coefficients s: that of the residual block on its last ones. */
static double
ritz_residual (const Space *space, const double *s)
{
  const double *last = s + space->used - BLOCK;
  double sum = 0;

  for (gsize row = 0; row < BLOCK; row++)
    {
      double entry = 0;

      for (gsize column = row; column < BLOCK; column++)
        entry += space->coupling[row * BLOCK + column] * last[column];
      sum += entry * entry;
    }
  return sqrt (sum);
}

/* Ritz values θ falling and their coefficients; whether the wanted ones are good enough. */
static gboolean
solve_projected (Space *space,
                 gsize n_kept,
                 gsize n_wanted,
                 double tolerance,
                 double *theta,
                 double *coefficients,
                 gboolean *is_done,
                 GError **error)
{
  gsize order = space->used;
  g_autofree double *matrix = g_new (double, order *order);
  double norm = measure_norm (space);

  for (gsize k = 0; k < order; k++)
    for (gsize l = 0; l < order; l++)
      matrix[k * order + l] = space->projected[k * space->most + l];
  if (!plume_symmetric_eigen (order, matrix, n_kept, theta, coefficients, error))
    return FALSE;
  *is_done = TRUE;
  for (gsize k = 0; k < n_wanted; k++)
    {
      double scale = space->is_relative ? MAX (ABS (theta[k]), 1e-4 * norm) : norm;

      *is_done &= ritz_residual (space, coefficients + k * order) <= tolerance * scale;
    }
  return TRUE;
}

/* Where blocks broke down, residuals vanish although copies of multiple eigenvalues may be missing:
 * then the values must stand for one more basis, which random vectors have entered. */
static gboolean
is_confirmed (Space *space, gsize n_wanted, const double *theta, double tolerance, double *before)
{
  gboolean is_same = TRUE;
  double norm = measure_norm (space);

  for (gsize k = 0; k < n_wanted; k++)
    {
      is_same &= ABS (theta[k] - before[k]) <= tolerance * norm;
      before[k] = theta[k];
    }
  is_same |= !space->is_broken;
  space->is_broken = FALSE;
  return is_same;
}

/* The Ritz vectors and the residual block begin a new basis. */
static void
restart (Space *space, gsize n_kept, const double *theta, const double *coefficients)
{
  Rotation rotation = { space, n_kept, coefficients };

  plume_parallel_for (space->n, ROWS_AT_A_TIME, rotate_columns, &rotation, NULL, NULL);
  memcpy (space->basis, space->rotated, n_kept * space->n * sizeof (double));
  memset (space->projected, 0, space->most * space->most * sizeof (double));
  for (gsize k = 0; k < n_kept; k++)
    space->projected[k * space->most + k] = theta[k];
  space->used = n_kept;
}

static void
hand_over (gsize n,
           gsize n_wanted,
           double sign,
           const double *theta,
           const double *rows,
           double *values,
           double *vectors)
{
  for (gsize k = 0; k < n_wanted; k++)
    {
      const double *row = rows + k * n;
      gsize greatest = 0;

      values[k] = sign * theta[k];
      if (vectors == NULL)
        continue;
      for (gsize i = 0; i < n; i++)
        greatest = ABS (row[i]) > ABS (row[greatest]) ? i : greatest;
      for (gsize i = 0; i < n; i++)
        vectors[k * n + i] = row[greatest] < 0 ? -row[i] : row[i];
    }
}

static gboolean
find_pairs (gsize n,
            PlumeOperatorFunc multiply,
            gpointer data,
            PlumeSpectrumEnd end,
            gsize n_wanted,
            double tolerance,
            gboolean is_relative,
            double *values,
            double *vectors,
            PlumeTask *task,
            GError **error)
{
  gsize most = (2 * n_wanted + 40) / BLOCK * BLOCK;
  gsize n_kept = most - (3 * (most - n_wanted) / 4 + BLOCK - 1) / BLOCK * BLOCK;
  double sign = end == PLUME_SPECTRUM_LARGEST ? 1 : -1;
  g_autoptr (Space) space = NULL;
  g_autofree double *theta = g_new (double, n_kept);
  g_autofree double *coefficients = g_new (double, n_kept *(most + BLOCK));

  g_autofree double *before = g_new (double, n_wanted);

  g_return_val_if_fail (n_wanted > 0 && n > most + 2 * BLOCK, FALSE);
  space = space_new (n, most, sign);
  space->is_relative = is_relative;
  for (gsize k = 0; k < n_wanted; k++)
    before[k] = INFINITY;
  for (gsize column = 0; column < BLOCK; column++)
    draw_column (space, column);
  factor_block (space, 1);
  for (gsize turn = 0; turn < MOST_RESTARTS; turn++)
    {
      gboolean is_done = FALSE;

      while (space->used + BLOCK <= most)
        {
          append_block (space);
          if (!expand (space, multiply, data, task, error))
            return FALSE;
        }
      if (!solve_projected (space, n_kept, n_wanted, tolerance, theta, coefficients, &is_done,
                            error))
        return FALSE;
      is_done = is_done && is_confirmed (space, n_wanted, theta, tolerance, before);
      restart (space, n_kept, theta, coefficients);
      if (is_done)
        {
          hand_over (n, n_wanted, sign, theta, space->basis, values, vectors);
          return TRUE;
        }
    }
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
               _ ("%zu eigenvalues of a matrix of order %zu"
                  " were not found in %d restarts of Lanczos; ask for fewer of them"),
               n_wanted, n, MOST_RESTARTS);
  return FALSE;
}

/**
 * plume_lanczos:
 * @n: order of the matrix, greater than 3 @n_wanted + 40
 * @multiply: (scope call): the symmetric matrix A
 * @data: for @multiply
 * @end: which end of the spectrum
 * @n_wanted: number of eigenvalues
 * @tolerance: ‖A y − θ y‖ of each pair in terms of ‖A‖; the error of values is its square over
 * their gaps. 1e-10 is a good choice.
 * @values: (out caller-allocates): from that end inwards
 * @vectors: (out caller-allocates) (nullable): n_wanted × n, one a row, of length 1; the entry of
 * largest magnitude of each is positive
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_COMPUTE where it does not converge
 *
 * O(n (n_wanted + 20)) memory. The same on any number of threads.
 *
 * Returns: %FALSE where it failed
 */
gboolean
plume_lanczos (gsize n,
               PlumeOperatorFunc multiply,
               gpointer data,
               PlumeSpectrumEnd end,
               gsize n_wanted,
               double tolerance,
               double *values,
               double *vectors,
               PlumeTask *task,
               GError **error)
{
  return find_pairs (n, multiply, data, end, n_wanted, tolerance, FALSE, values, vectors, task,
                     error);
}

static gboolean
multiply_sparse (
    gpointer data, gsize n_vectors, const double *x, double *y, PlumeTask *task, GError **error)
{
  return plume_sparse_product (data, n_vectors, x, y, task, error);
}

/* Shift of the inverse in terms of the largest diagonal entry. */
#define SHIFT 1e-5

/* More operations than this, and Lanczos without an inverse is sooner done. */
#define MOST_OPERATIONS 4e11

typedef struct
{
  gsize n;
  const PlumeSparseFactor *factor;
} Inverse;

static gboolean
multiply_inverse (
    gpointer data, gsize n_vectors, const double *x, double *y, PlumeTask *task, GError **error)
{
  const Inverse *inverse = data;
  gsize n = inverse->n;
  g_autofree double *columns = g_new (double, n *n_vectors);

  for (gsize i = 0; i < n; i++)
    for (gsize k = 0; k < n_vectors; k++)
      columns[k * n + i] = x[i * n_vectors + k];
  if (!plume_sparse_factor_solve (inverse->factor, 1, n_vectors, columns, task, error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    for (gsize k = 0; k < n_vectors; k++)
      y[i * n_vectors + k] = columns[k * n + i];
  return TRUE;
}

typedef struct
{
  const PlumeSparse *matrix;
  double *values;
  const double *vectors;
} Quotients;

/* λ = vᵀ A v: better than what comes back from 1/(λ + σ) */
static void
take_quotients (gsize from, gsize to, gpointer data)
{
  const Quotients *work = data;
  const PlumeSparse *matrix = work->matrix;

  for (gsize q = from; q < to; q++)
    {
      const double *v = work->vectors + q * matrix->n_rows;
      double sum = 0;

      for (gsize i = 0; i < matrix->n_rows; i++)
        for (gsize k = matrix->starts[i]; k < matrix->starts[i + 1]; k++)
          sum += v[i] * matrix->values[k] * v[matrix->columns[k]];
      work->values[q] = sum;
    }
}

/* Small eigenvalues lie close to each other in A and far apart in (A + σ)⁻¹. */
static gboolean
solve_inverse (const PlumeSparse *matrix,
               const PlumeSparseFactor *factor,
               gsize n_wanted,
               double tolerance,
               double *values,
               double *vectors,
               PlumeTask *task,
               GError **error)
{
  gsize n = matrix->n_rows;
  Inverse inverse = { n, factor };
  g_autofree double *own = vectors == NULL ? g_new (double, n_wanted *n) : NULL;
  double *rows = vectors != NULL ? vectors : own;
  Quotients quotients;

  if (!find_pairs (n, multiply_inverse, &inverse, PLUME_SPECTRUM_LARGEST, n_wanted, tolerance, TRUE,
                   values, rows, task, error))
    return FALSE;
  quotients = (Quotients){ matrix, values, rows };
  return plume_parallel_for (n_wanted, 1, take_quotients, &quotients, task, error);
}

/* The factor of A + σ; %NULL where A is not positive semi-definite or its factor too full. */
static PlumeSparseFactor *
try_factor (const PlumeSparse *matrix)
{
  double largest = 0;

  for (gsize i = 0; i < matrix->n_rows; i++)
    largest = MAX (largest, plume_sparse_get (matrix, i, i));
  return largest > 0 ? plume_sparse_factor_new (matrix, 1, SHIFT * largest, MOST_OPERATIONS, NULL)
                     : NULL;
}

static gboolean
solve_dense (const PlumeSparse *matrix,
             double sign,
             gsize n_wanted,
             double *values,
             double *vectors,
             GError **error)
{
  gsize n = matrix->n_rows;
  g_autofree double *dense = g_new0 (double, n *n);
  g_autofree double *theta = g_new (double, n_wanted);
  g_autofree double *rows = g_new (double, n_wanted *n);

  for (gsize i = 0; i < n; i++)
    for (gsize k = matrix->starts[i]; k < matrix->starts[i + 1]; k++)
      dense[i * n + matrix->columns[k]] = sign * matrix->values[k];
  if (!plume_symmetric_eigen (n, dense, n_wanted, theta, rows, error))
    return FALSE;
  hand_over (n, n_wanted, sign, theta, rows, values, vectors);
  return TRUE;
}

/**
 * plume_sparse_eigen:
 * @matrix: square, symmetric
 * @n_wanted: 1 … n
 * @values: (out caller-allocates): rising from the smallest, or falling from the largest
 *
 * As plume_lanczos() for a sparse matrix; small ones are solved whole. The smallest of a positive
 * semi-definite matrix whose Cholesky factor is not too full are found in its inverse. Else it
 * takes about √(λ_max/gap) products.
 *
 * Returns: %FALSE where it failed
 */
gboolean
plume_sparse_eigen (const PlumeSparse *matrix,
                    PlumeSpectrumEnd end,
                    gsize n_wanted,
                    double tolerance,
                    double *values,
                    double *vectors,
                    PlumeTask *task,
                    GError **error)
{
  gsize n = matrix->n_rows;
  g_autoptr (PlumeSparseFactor) factor = NULL;

  if (n_wanted == 0 || n_wanted > n || n != matrix->n_columns)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("a matrix of %zu rows and %zu"
                      " columns has no %zu eigenvalues; ask for 1 to %zu"),
                   n, matrix->n_columns, n_wanted, n);
      return FALSE;
    }
  if (n <= DENSE_ORDER || 3 * n_wanted + 60 > n)
    return solve_dense (matrix, end == PLUME_SPECTRUM_LARGEST ? 1 : -1, n_wanted, values, vectors,
                        error);
  if (end == PLUME_SPECTRUM_SMALLEST)
    factor = try_factor (matrix);
  if (factor != NULL)
    return solve_inverse (matrix, factor, n_wanted, tolerance, values, vectors, task, error);
  return plume_lanczos (n, multiply_sparse, (gpointer)matrix, end, n_wanted, tolerance, values,
                        vectors, task, error);
}
