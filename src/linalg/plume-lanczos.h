/* plume-lanczos.h: some eigenvalues at one end of the spectrum of a large symmetric matrix.
 *
 * Block Lanczos with thick restarts (Wu, Simon 2000; Zhou, Saad 2008): blocks of four vectors, so
 * that eigenvalues of multiplicity up to four are found as such, full orthogonalisation, and a
 * start that is always the same. It knows no graphs.
 */
#pragma once

#include "linalg/plume-sparse.h"

G_BEGIN_DECLS

typedef enum
{
  PLUME_SPECTRUM_SMALLEST,
  PLUME_SPECTRUM_LARGEST,
} PlumeSpectrumEnd;

/**
 * PlumeOperatorFunc:
 * @data: what was given with the function
 * @n_vectors: how many vectors at once
 * @x: n × n_vectors, row by row
 * @y: (out caller-allocates): A x, n × n_vectors, row by row
 * @task: (nullable): cancels
 * @error: whatever the operator says
 *
 * Returns: %FALSE where it failed
 */
typedef gboolean (*PlumeOperatorFunc) (
    gpointer data, gsize n_vectors, const double *x, double *y, PlumeTask *task, GError **error);

gboolean plume_lanczos (gsize n,
                        PlumeOperatorFunc multiply,
                        gpointer data,
                        PlumeSpectrumEnd end,
                        gsize n_wanted,
                        double tolerance,
                        double *values,
                        double *vectors,
                        PlumeTask *task,
                        GError **error);
gboolean plume_sparse_eigen (const PlumeSparse *matrix,
                             PlumeSpectrumEnd end,
                             gsize n_wanted,
                             double tolerance,
                             double *values,
                             double *vectors,
                             PlumeTask *task,
                             GError **error);

G_END_DECLS
