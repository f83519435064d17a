/* plume-graph-private.h: steps of making a graph: kernel, then pieces.
 *
 * A graph is written only while it is made.
 */
#pragma once

#include "manifold/plume-graph.h"

G_BEGIN_DECLS

PlumeGraph *plume_graph_alloc (gsize n);
/* weights, lengths and diagonal from the kernel, symmetrised, with anisotropy */
gboolean plume_graph_apply_kernel (PlumeGraph *graph,
                                   const PlumeNeighbours *neighbours,
                                   const PlumeGraphOptions *options,
                                   PlumeTask *task,
                                   GError **error);

PlumeGraph *plume_graph_without (const PlumeGraph *graph, const gboolean *is_out);

double plume_graph_median (const double *values, gsize n);

/* Pieces are numbered in the order of their first vertices; their number. */
gsize plume_graph_label_pieces (const PlumeSparse *weights, guint32 *labels);
/* Edges between pieces, the shortest of a spanning tree of pieces. */
gboolean plume_graph_join_pieces (PlumeGraph *graph,
                                  const PlumePoints *points,
                                  PlumeMetric metric,
                                  guint32 *labels,
                                  gsize n_pieces,
                                  PlumeTask *task,
                                  GError **error);
/* Leaves all out but the piece of most vertices, the first of those. */
void plume_graph_keep_largest (PlumeGraph *graph, const guint32 *labels, gsize n_pieces);
/* The graph of as many more neighbours as it takes to be in one piece. */
gboolean plume_graph_apply_more (PlumeGraph *graph,
                                 const PlumePoints *points,
                                 PlumeMetric metric,
                                 const PlumeNeighbours *neighbours,
                                 const PlumeGraphOptions *options,
                                 PlumeTask *task,
                                 GError **error);

G_END_DECLS
