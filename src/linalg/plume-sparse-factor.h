/* plume-sparse-factor.h: sparse Cholesky factors, by CHOLMOD.
 *
 * Without CHOLMOD every factor is refused with an error that says so. It knows no heat.
 */
#pragma once

#include "linalg/plume-sparse.h"

G_BEGIN_DECLS

typedef struct _PlumeSparseFactor PlumeSparseFactor;

PlumeSparseFactor *plume_sparse_factor_new (
    const PlumeSparse *matrix, double factor, double shift, double most_operations, GError **error);
void plume_sparse_factor_free (PlumeSparseFactor *factor);
gboolean plume_sparse_factor_solve (const PlumeSparseFactor *factor,
                                    gsize n_times,
                                    gsize n_vectors,
                                    double *x,
                                    PlumeTask *task,
                                    GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeSparseFactor, plume_sparse_factor_free)

G_END_DECLS
