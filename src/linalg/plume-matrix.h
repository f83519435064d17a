/* plume-matrix.h: products and eigenvectors of dense matrices, row by row, on OpenBLAS and LAPACK.
 *
 * BLAS is called by its Fortran names: GSL brings a library of its own with the C names, which is
 * linked first and is a hundred times slower. It knows nothing of what the numbers mean.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PlumeTransposed:
 * @PLUME_PLAIN: as stored
 * @PLUME_TRANSPOSED: rows are columns
 */
typedef enum
{
  PLUME_PLAIN,
  PLUME_TRANSPOSED,
} PlumeTransposed;

/* A product stays in its thread: the chunk that leaves work for at least two. */
static inline gsize
plume_product_chunk (gsize n_items, gsize chunk)
{
  return MIN (chunk, MAX ((n_items + 1) / 2, 1));
}

void plume_product_single (PlumeTransposed transpose_a,
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
                           gsize c_stride);
void plume_product_double (PlumeTransposed transpose_a,
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
                           gsize c_stride);
gboolean plume_symmetric_eigen (
    gsize n, double *matrix, gsize n_wanted, double *values, double *vectors, GError **error);
gboolean plume_symmetric_eigen_whole (
    gsize n, double *matrix, gboolean with_vectors, double *values, GError **error);

G_END_DECLS
