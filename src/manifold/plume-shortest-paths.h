/* plume-shortest-paths.h: lengths of shortest paths on a graph, by Dijkstra's method from many
 * vertices at once.
 *
 * Edges count by their length in the data's metric, not by their weight. It knows no pictures.
 */
#pragma once

#include "manifold/plume-distances.h"
#include "manifold/plume-graph.h"

G_BEGIN_DECLS

gboolean plume_shortest_paths (const PlumeGraph *graph,
                               gsize n_sources,
                               const guint32 *sources,
                               float *lengths,
                               PlumeTask *task,
                               GError **error);
PlumeDistances *
plume_shortest_path_distances (const PlumeGraph *graph, PlumeTask *task, GError **error);
PlumeDistances *plume_shortest_paths_among (
    const PlumeGraph *graph, gsize m, const guint32 *vertices, PlumeTask *task, GError **error);

G_END_DECLS
