/* plume-sparse-factor.c: Cholesky factors of sparse matrices (Chen, Davis, Hager, Rajamanickam
 * 2008).
 *
 * A Laplacian with a positive shift is an M-matrix: its factor has no positive entry off the
 * diagonal, so substitution only adds non-negative terms to a non-negative right-hand side, and the
 * solution keeps its relative accuracy however small it is.
 */
#include "linalg/plume-sparse-factor.h"

#include "config.h"
#include "core/plume-error.h"
#include "core/plume-parallel.h"

#ifdef HAVE_CHOLMOD
#include <glib/gi18n.h>
#include <string.h>
#include <suitesparse/cholmod.h>

/* Right-hand sides that one thread solves at once. */
#define LANES 16

struct _PlumeSparseFactor
{
  gsize n;
  cholmod_common common;
  cholmod_factor *factor;
};

void
plume_sparse_factor_free (PlumeSparseFactor *factor)
{
  if (factor == NULL)
    return;
  cholmod_l_free_factor (&factor->factor, &factor->common);
  cholmod_l_finish (&factor->common);
  g_free (factor);
}

/* The upper triangle of factor · matrix + shift, by columns: rows of a symmetric matrix. */
static cholmod_sparse *
copy_triangle (const PlumeSparse *matrix, double factor, double shift, cholmod_common *common)
{
  gsize n = matrix->n_rows;
  cholmod_sparse *triangle =
      cholmod_l_allocate_sparse (n, n, matrix->n_entries + n, TRUE, TRUE, 1, CHOLMOD_REAL, common);
  SuiteSparse_long *starts, *rows;
  double *values;
  gsize used = 0;

  if (triangle == NULL)
    return NULL;
  starts = triangle->p;
  rows = triangle->i;
  values = triangle->x;
  for (gsize j = 0; j < n; j++)
    {
      double diagonal = shift;

      starts[j] = (SuiteSparse_long)used;
      for (gsize k = matrix->starts[j]; k < matrix->starts[j + 1] && matrix->columns[k] <= j; k++)
        if (matrix->columns[k] == j)
          diagonal += factor * matrix->values[k];
        else
          {
            rows[used] = matrix->columns[k];
            values[used++] = factor * matrix->values[k];
          }
      rows[used] = (SuiteSparse_long)j;
      values[used++] = diagonal;
    }
  starts[n] = (SuiteSparse_long)used;
  return triangle;
}

/* Refusals as GErrors. Returns: %FALSE where there is no usable factor */
static gboolean
check_factor (const PlumeSparseFactor *factor, double most_operations, GError **error)
{
  if (factor->factor == NULL || factor->common.status < CHOLMOD_OK)
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                 _ ("the memory for the Cholesky factor of %zu"
                    " equations was not found; take another engine"),
                 factor->n);
  else if (most_operations > 0 && factor->common.fl > most_operations)
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                 _ ("the Cholesky factor of %zu"
                    " equations takes %.2g operations; take another engine"),
                 factor->n, factor->common.fl);
  else if (factor->common.status == CHOLMOD_NOT_POSDEF)
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                 _ ("a matrix of %zu"
                    " equations is not positive definite; check the weights for negative ones"),
                 factor->n);
  else
    return TRUE;
  return FALSE;
}

/**
 * plume_sparse_factor_new:
 * @matrix: A: square, symmetric
 * @factor: a
 * @shift: b
 * @most_operations: refuse more than that, as predicted; 0 for no limit
 * @error: %PLUME_ERROR_COMPUTE: a A + b is not positive definite, or too expensive
 *
 * Returns: (transfer full): the Cholesky factor of a A + b; the same on any number of threads
 */
PlumeSparseFactor *
plume_sparse_factor_new (
    const PlumeSparse *matrix, double factor, double shift, double most_operations, GError **error)
{
  g_autoptr (PlumeSparseFactor) self = g_new0 (PlumeSparseFactor, 1);
  int n_threads = plume_parallel_get_threads ();
  cholmod_sparse *triangle;
  gboolean is_good;

  self->n = matrix->n_rows;
  cholmod_l_start (&self->common);
  self->common.print = 0;
  self->common.final_ll = TRUE;
  triangle = copy_triangle (matrix, factor, shift, &self->common);
  if (triangle != NULL)
    self->factor = cholmod_l_analyze (triangle, &self->common);
  is_good = check_factor (self, most_operations, error);
  if (is_good)
    {
      plume_parallel_set_threads (1);
      cholmod_l_factorize (triangle, self->factor, &self->common);
      plume_parallel_set_threads (n_threads);
      is_good = check_factor (self, most_operations, error);
    }
  cholmod_l_free_sparse (&triangle, &self->common);
  return is_good ? g_steal_pointer (&self) : NULL;
}

typedef struct
{
  const PlumeSparseFactor *factor;
  gsize n_times;
  double *x;
  PlumeTask *task;
  gint n_failed;
} Solve;

static void
solve_columns (gsize from, gsize to, gpointer data)
{
  Solve *solve = data;
  gsize n = solve->factor->n, n_values = (to - from) * n;
  cholmod_dense right = { n,    to - from,    n_values,      n, solve->x + from * n,
                          NULL, CHOLMOD_REAL, CHOLMOD_DOUBLE };
  cholmod_dense *solution = NULL, *y = NULL, *e = NULL;
  cholmod_common common;
  gboolean is_good = TRUE;

  cholmod_l_start (&common);
  common.print = 0;
  for (gsize k = 0; k < solve->n_times && is_good && !plume_task_is_cancelled (solve->task); k++)
    {
      is_good = cholmod_l_solve2 (CHOLMOD_A, solve->factor->factor, &right, NULL, &solution, NULL,
                                  &y, &e, &common);
      if (is_good)
        memcpy (right.x, solution->x, n_values * sizeof (double));
    }
  if (!is_good)
    g_atomic_int_inc (&solve->n_failed);
  cholmod_l_free_dense (&solution, &common);
  cholmod_l_free_dense (&y, &common);
  cholmod_l_free_dense (&e, &common);
  cholmod_l_finish (&common);
}

/**
 * plume_sparse_factor_solve:
 * @n_times: how often
 * @n_vectors: right-hand sides
 * @x: (inout): n_vectors × n, one right-hand side a row; A^(−n_times) x in the end
 * @task: (nullable): cancels
 *
 * 4 × entries of the factor operations a vector and time, sixteen vectors at once on every core.
 *
 * Returns: %FALSE when cancelled, or without memory
 */
gboolean
plume_sparse_factor_solve (const PlumeSparseFactor *factor,
                           gsize n_times,
                           gsize n_vectors,
                           double *x,
                           PlumeTask *task,
                           GError **error)
{
  Solve solve = { factor, n_times, x, task, 0 };
  int n_threads = plume_parallel_get_threads ();
  gboolean is_done;

  /* A lone chunk runs outside of any loop, where BLAS would use all cores. */
  if (n_vectors <= LANES)
    plume_parallel_set_threads (1);
  is_done = plume_parallel_for (n_vectors, LANES, solve_columns, &solve, task, error);
  plume_parallel_set_threads (n_threads);
  if (is_done && solve.n_failed > 0)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                   _ ("the memory for solving %zu"
                      " equations was not found; close other programs, or take another engine"),
                   factor->n);
      return FALSE;
    }
  return is_done;
}

#else

PlumeSparseFactor *
plume_sparse_factor_new (
    const PlumeSparse *matrix, double factor, double shift, double most_operations, GError **error)
{
  g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                       _ ("Plume was built without CHOLMOD; take another engine"));
  return NULL;
}

void
plume_sparse_factor_free (PlumeSparseFactor *factor)
{
}

gboolean
plume_sparse_factor_solve (const PlumeSparseFactor *factor,
                           gsize n_times,
                           gsize n_vectors,
                           double *x,
                           PlumeTask *task,
                           GError **error)
{
  g_return_val_if_reached (FALSE);
}

#endif
