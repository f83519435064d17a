/* plume-block.h: a named matrix of samples × features, dense or sparse; immutable.
 *
 * What a file of measurements on many things holds beside its table of things: expression of genes
 * in cells, coordinates of points, distances between all pairs. Rows are samples, always; a reader
 * of a format that stores it the other way round turns it. It knows no experiment.
 */
#pragma once

#include "core/plume-array.h"
#include "linalg/plume-sparse.h"

G_BEGIN_DECLS

/**
 * PlumeBlockKind:
 * @PLUME_BLOCK_FEATURES: measured values
 * @PLUME_BLOCK_DISTANCES: square: distances between samples
 * @PLUME_BLOCK_AFFINITIES: square: weights between samples, 0 where there is no edge
 */
typedef enum
{
  PLUME_BLOCK_FEATURES,
  PLUME_BLOCK_DISTANCES,
  PLUME_BLOCK_AFFINITIES,
} PlumeBlockKind;

/**
 * PlumeBlock:
 * @name: as the file calls it: "X", "layers/counts", "obsm/X_pca", "matrix"
 * @dense: (nullable): n_rows × n_columns values row by row, NaN where missing
 * @sparse: (nullable): instead of @dense
 * @column_names: (nullable): n_columns names, %NULL-terminated
 */
typedef struct
{
  char *name;
  PlumeBlockKind kind;
  gsize n_rows, n_columns;
  PlumeArray *dense;
  PlumeSparse *sparse;
  GStrv column_names;
} PlumeBlock;

/* Everything but name is (transfer full). */
PlumeBlock *plume_block_new_dense (const char *name,
                                   PlumeBlockKind kind,
                                   gsize n_rows,
                                   gsize n_columns,
                                   PlumeArray *values,
                                   GStrv column_names);
PlumeBlock *plume_block_new_sparse (const char *name,
                                    PlumeBlockKind kind,
                                    PlumeSparse *values,
                                    GStrv column_names);
PlumeBlock *plume_block_ref (PlumeBlock *block);
void plume_block_unref (PlumeBlock *block);

/* Rows for columns: (transfer full); names of rows are those of columns then, if given. */
PlumeBlock *plume_block_transpose (const PlumeBlock *block, GStrv column_names);
/* Some rows, in the order given. */
PlumeBlock *plume_block_take_rows (const PlumeBlock *block, gsize n_rows, const guint32 *rows);
/* One column as n_rows values. */
PlumeArray *plume_block_get_column (const PlumeBlock *block, gsize column);
/* Index of the column of that name, −1 where there is none. O(columns). */
gssize plume_block_find_column (const PlumeBlock *block, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeBlock, plume_block_unref)

G_END_DECLS
