/* plume-pairs.h: what is known of pairs of samples: square matrices and lists of edges as blocks.
 */
#pragma once

#include "core/plume-task.h"
#include "data/plume-dataset.h"

G_BEGIN_DECLS

/* Matrices: with kind distances or affinities, of which is checked that they are some. */
PlumeBlock *plume_block_from_grid (
    const PlumeGrid *grid, PlumeBlockKind kind, char **note, PlumeTask *task, GError **error);
PlumeBlock *plume_block_from_square (
    const PlumeTable *table, PlumeBlockKind kind, char **note, PlumeTask *task, GError **error);

/* What a person calls the graph of a table that lists its edges. */
#define PLUME_EDGES "edges"

/* Edges: from, to and, where weight ≥ 0, a weight. */
gboolean plume_table_may_be_edges (const PlumeTable *table);
PlumeBlock *plume_block_from_edges (const PlumeTable *table,
                                    guint from,
                                    guint to,
                                    int weight,
                                    char **note,
                                    PlumeTask *task,
                                    GError **error);

G_END_DECLS
