/* plume-graph-bridges.h: edges that stand alone between parts of the data that are far from each
 * other: where noise brings the sheets of a surface together, they are short circuits.
 *
 * It knows no heat and no pictures.
 */
#pragma once

#include "manifold/plume-graph.h"

G_BEGIN_DECLS

/**
 * PlumeBridge:
 * @i: @j: ends, @i < @j
 * @length: of the edge
 * @detour: mean length of the ways around it, beside its own
 */
typedef struct
{
  guint32 i, j;
  double length, detour;
} PlumeBridge;

/**
 * PlumeBridges:
 * @n: number of edges that can be done without
 * @bridges: n of them, those of the greatest detour first
 */
typedef struct
{
  gsize n;
  PlumeBridge *bridges;
} PlumeBridges;

PlumeBridges *plume_graph_find_bridges (const PlumeGraph *graph, PlumeTask *task, GError **error);
void plume_bridges_free (PlumeBridges *bridges);
/* The graph without the first of the bridges; in as many pieces as before. */
PlumeGraph *
plume_graph_cut_bridges (const PlumeGraph *graph, const PlumeBridges *bridges, gsize n_cut);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeBridges, plume_bridges_free)

G_END_DECLS
