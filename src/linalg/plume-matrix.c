/* plume-matrix.c: dense matrices on OpenBLAS and LAPACK. */
#include "linalg/plume-matrix.h"

#include <glib/gi18n.h>
#include <lapacke.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"

typedef lapack_int blasint;

/* Level 3 BLAS; OpenBLAS' own header of these names contradicts that of LAPACK. */
#define PRODUCT(name, real)                                                                        \
  void name (const char *transpose_a, const char *transpose_b, const blasint *m, const blasint *n, \
             const blasint *k, const real *alpha, const real *a, const blasint *lda,               \
             const real *b, const blasint *ldb, const real *beta, real *c, const blasint *ldc)
PRODUCT (sgemm_, float);
PRODUCT (dgemm_, double);

/* OpenBLAS may share out the work of a call, and then its last digits depend on among how many; so
 * it has one thread, as within a parallel loop. */
static int
begin_alone (void)
{
  int n_threads = plume_parallel_get_threads ();

  if (n_threads > 1)
    plume_parallel_set_threads (1);
  return n_threads;
}

static void
end_alone (int n_threads)
{
  if (n_threads > 1)
    plume_parallel_set_threads (n_threads);
}

/**
 * plume_product_single:
 * @transpose_a: @transpose_b: how the factors are stored
 * @rows: @columns: of the product
 * @inner: length of its sums
 * @factor: of the product
 * @a: @b: factors
 * @a_stride: @b_stride: @c_stride: from row to row as stored
 * @keep: of what @c holds before; with 0 it is not read
 * @c: rows × columns: factor · a b + keep · c
 *
 * It stays in its thread, so that its value depends on its arguments only: what is large is to be
 * shared out by a parallel loop.
 */
void
plume_product_single (PlumeTransposed transpose_a,
                      PlumeTransposed transpose_b,
                      gsize rows,
                      gsize columns,
                      gsize inner,
                      float factor,
                      const float *a,
                      gsize a_stride,
                      const float *b,
                      gsize b_stride,
                      float keep,
                      float *c,
                      gsize c_stride)
{
  /* Columns of Fortran are rows of C: cᵀ = bᵀ aᵀ. */
  blasint m = (blasint)columns, n = (blasint)rows, k = (blasint)inner;
  blasint lda = (blasint)a_stride, ldb = (blasint)b_stride, ldc = (blasint)c_stride;
  int n_threads = begin_alone ();

  sgemm_ (transpose_b ? "T" : "N", transpose_a ? "T" : "N", &m, &n, &k, &factor, b, &ldb, a, &lda,
          &keep, c, &ldc);
  end_alone (n_threads);
}

/* As plume_product_single(). */
void
plume_product_double (PlumeTransposed transpose_a,
                      PlumeTransposed transpose_b,
                      gsize rows,
                      gsize columns,
                      gsize inner,
                      double factor,
                      const double *a,
                      gsize a_stride,
                      const double *b,
                      gsize b_stride,
                      double keep,
                      double *c,
                      gsize c_stride)
{
  blasint m = (blasint)columns, n = (blasint)rows, k = (blasint)inner;
  blasint lda = (blasint)a_stride, ldb = (blasint)b_stride, ldc = (blasint)c_stride;
  int n_threads = begin_alone ();

  dgemm_ (transpose_b ? "T" : "N", transpose_a ? "T" : "N", &m, &n, &k, &factor, b, &ldb, a, &lda,
          &keep, c, &ldc);
  end_alone (n_threads);
}

static gboolean
refuse_matrix (gsize n, GError **error)
{
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
               _ ("the eigenvectors of a matrix of order %zu"
                  " were not found; check the data for values that are no numbers"),
               n);
  return FALSE;
}

/**
 * plume_symmetric_eigen:
 * @n: order
 * @matrix: n × n, symmetric; overwritten
 * @n_wanted: the greatest so many eigenvalues
 * @values: (out): @n_wanted, falling
 * @vectors: (out): n_wanted × n, one a row, of length 1; the greatest component of each is positive
 * @error: %PLUME_ERROR_COMPUTE
 *
 * LAPACK's dsyevr in one thread, since its value would depend on their number; O(n³).
 */
gboolean
plume_symmetric_eigen (
    gsize n, double *matrix, gsize n_wanted, double *values, double *vectors, GError **error)
{
  g_autofree double *rising = g_new (double, n);
  g_autofree double *columns = g_new (double, n *n_wanted);
  g_autofree lapack_int *support = g_new (lapack_int, 2 * n);
  lapack_int found = 0, order = (lapack_int)n;
  lapack_int status;
  int n_threads = begin_alone ();

  status = LAPACKE_dsyevr (LAPACK_COL_MAJOR, 'V', 'I', 'U', order, matrix, order, 0, 0,
                           order - (lapack_int)n_wanted + 1, order, 0, &found, rising, columns,
                           order, support);
  end_alone (n_threads);
  if (status != 0 || found != (lapack_int)n_wanted)
    return refuse_matrix (n, error);
  for (gsize k = 0; k < n_wanted; k++)
    {
      const double *column = columns + (n_wanted - 1 - k) * n;
      gsize greatest = 0;

      values[k] = rising[n_wanted - 1 - k];
      for (gsize j = 1; j < n; j++)
        greatest = ABS (column[j]) > ABS (column[greatest]) ? j : greatest;
      for (gsize j = 0; j < n; j++)
        vectors[k * n + j] = column[greatest] < 0 ? -column[j] : column[j];
    }
  return TRUE;
}

/**
 * plume_symmetric_eigen_whole:
 * @n: order
 * @matrix: (inout): n × n, symmetric; overwritten: by its eigenvectors, one a row, of length 1,
 * where they are wanted
 * @with_vectors: whether they are
 * @values: (out): all @n eigenvalues, rising
 * @error: %PLUME_ERROR_COMPUTE
 *
 * LAPACK's dsyev in one thread; O(n³), eigenvalues alone 4/3 n³ multiplications and additions.
 */
gboolean
plume_symmetric_eigen_whole (
    gsize n, double *matrix, gboolean with_vectors, double *values, GError **error)
{
  lapack_int order = (lapack_int)n, status;
  int n_threads = begin_alone ();

  status =
      LAPACKE_dsyev (LAPACK_COL_MAJOR, with_vectors ? 'V' : 'N', 'U', order, matrix, order, values);
  end_alone (n_threads);
  return status == 0 || refuse_matrix (n, error);
}
