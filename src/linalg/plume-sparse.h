/* plume-sparse.h: sparse matrices, row after row (CSR), shared and immutable once filled.
 *
 * It knows nothing of what rows and columns mean: counts of genes in cells, weights of a graph.
 */
#pragma once

#include "core/plume-task.h"

G_BEGIN_DECLS

/**
 * PlumeSparse:
 * @n_rows: @n_columns: at most 2³² − 1 each
 * @n_entries: number of stored entries
 * @starts: n_rows + 1 positions: the entries of row i are starts[i] … starts[i + 1] − 1
 * @columns: column of each entry; increasing within a row, each at most once
 * @values: value of each entry
 *
 * 12 bytes an entry. Filled by the one who makes it, never written after it is shared.
 */
typedef struct
{
  gsize n_rows, n_columns, n_entries;
  gsize *starts;
  guint32 *columns;
  double *values;
} PlumeSparse;

PlumeSparse *plume_sparse_new (gsize n_rows, gsize n_columns, gsize n_entries);
PlumeSparse *plume_sparse_ref (PlumeSparse *sparse);
void plume_sparse_unref (PlumeSparse *sparse);

PlumeSparse *plume_sparse_new_from_triplets (gsize n_rows,
                                             gsize n_columns,
                                             gsize n_triplets,
                                             const guint32 *rows,
                                             const guint32 *columns,
                                             const double *values);
PlumeSparse *plume_sparse_transpose (const PlumeSparse *sparse);
/* P A Pᵀ of a square matrix: row and column i of the result are order[i] of @sparse. */
PlumeSparse *plume_sparse_reorder (const PlumeSparse *sparse, const guint32 *order);
double plume_sparse_get (const PlumeSparse *sparse, gsize row, gsize column);
gsize plume_sparse_get_bytes (const PlumeSparse *sparse);

/* Y ← A X for n_vectors columns stored row by row: X is n_columns × n_vectors, Y n_rows ×
 * n_vectors. All cores; the order of each sum is that of the entries. */
gboolean plume_sparse_product (const PlumeSparse *a,
                               gsize n_vectors,
                               const double *x,
                               double *y,
                               PlumeTask *task,
                               GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeSparse, plume_sparse_unref)

G_END_DECLS
