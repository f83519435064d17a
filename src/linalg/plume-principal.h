/* plume-principal.h: principal components of a matrix of samples × features, dense or sparse.
 *
 * Exact from the covariance of up to 500 columns; else by a randomised range finder (Halko,
 * Martinsson, Tropp 2011, algorithm 4.4) whose products never form the centred matrix:
 * (X − 1μᵀ)Ω = XΩ − 1(μᵀΩ). It knows nothing of what the numbers mean.
 */
#pragma once

#include "linalg/plume-sparse.h"

G_BEGIN_DECLS

#define PLUME_PRINCIPAL_MOST_EXACT 500 /* columns */

/**
 * PlumePrincipal:
 * @n_rows: @n_columns: of the data
 * @rank: components that were found: as many as asked, fewer where the data have fewer
 * @means: n_columns
 * @loadings: rank × n_columns: directions of length 1, the greatest entry of each positive
 * @scores: n_rows × rank, row by row: the data about their mean in those directions
 * @variances: rank: mean squares of the scores, falling
 * @total_variance: of all columns
 */
typedef struct
{
  gsize n_rows, n_columns, rank;
  double *means, *loadings, *scores, *variances;
  double total_variance;
} PlumePrincipal;

/* values: n_rows × n_columns row by row. 1 ≤ rank ≤ min (n_rows, n_columns). */
PlumePrincipal *plume_principal_dense (gsize n_rows,
                                       gsize n_columns,
                                       const double *values,
                                       gsize rank,
                                       guint64 seed,
                                       PlumeTask *task,
                                       GError **error);
PlumePrincipal *plume_principal_sparse (
    const PlumeSparse *sparse, gsize rank, guint64 seed, PlumeTask *task, GError **error);
void plume_principal_free (PlumePrincipal *principal);
/* What the above need at most beside the data, in bytes; entries: 0 for a dense matrix. */
gsize plume_principal_estimate_bytes (gsize n_rows, gsize n_columns, gsize n_entries, gsize rank);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumePrincipal, plume_principal_free)

G_END_DECLS
