/* heat-geodesic-embedding-bridges.c: edges that look like short circuits, and the graph without the
 * worst of them.
 */
#include "experiments/heat-geodesic-embedding.h"

#include <string.h>

/* Found once for a graph, whoever asks first. */
static const PlumeBridges *
find_bridges (const HgUncut *uncut, PlumeTask *task, GError **error)
{
  HgUncut *memo = (HgUncut *)uncut;

  g_mutex_lock (&memo->lock);
  if (memo->bridges == NULL)
    memo->bridges = plume_graph_find_bridges (uncut->whole.graph, task, error);
  g_mutex_unlock (&memo->lock);
  return memo->bridges;
}

static void
graph_free (gpointer pointer)
{
  hg_graph_clear (pointer);
  g_free (pointer);
}

/* The whole graph, or without the worst of its bridges. */
PlumeResult *
hg_compute_graph (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const HgUncut *uncut = plume_reads_result (reads, "uncut");
  const HgGraph *whole = &uncut->whole;
  gsize n_cut = (gsize)plume_reads_integer (reads, "bridges-cut");
  gsize n = plume_graph_get_n (whole->graph);
  const PlumeBridges *bridges = n_cut > 0 ? find_bridges (uncut, task, error) : NULL;
  HgGraph *graph;

  if (n_cut > 0 && bridges == NULL)
    return NULL;
  graph = g_new0 (HgGraph, 1);
  graph->graph = n_cut > 0 ? plume_graph_cut_bridges (whole->graph, bridges, n_cut)
                           : plume_graph_ref (whole->graph);
  if (whole->points != NULL)
    graph->points = plume_points_ref (whole->points);
  if (whole->items != NULL)
    graph->items = plume_array_ref (whole->items);
  graph->places = g_memdup2 (whole->places, whole->places != NULL ? n * sizeof (guint32) : 0);
  return plume_result_new (graph, n_cut > 0 ? plume_graph_get_bytes (graph->graph) : 64,
                           graph_free);
}

static void
bridges_free (gpointer pointer)
{
  HgBridges *bridges = pointer;

  g_free (bridges->ends);
  g_free (bridges);
}

PlumeResult *
hg_compute_bridges (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const PlumeBridges *found = find_bridges (plume_reads_result (reads, "uncut"), task, error);
  HgBridges *bridges;

  if (found == NULL)
    return NULL;
  bridges = g_new0 (HgBridges, 1);
  bridges->n_cut = MIN (found->n, (gsize)plume_reads_integer (reads, "bridges-cut"));
  bridges->n = MIN (found->n, bridges->n_cut + (gsize)plume_reads_integer (reads, "bridges-shown"));
  bridges->ends = g_new (guint32, MAX (2 * bridges->n, 1));
  for (gsize b = 0; b < bridges->n; b++)
    {
      bridges->ends[2 * b] = found->bridges[b].i;
      bridges->ends[2 * b + 1] = found->bridges[b].j;
    }
  return plume_result_new (bridges, 8 * bridges->n + 64, bridges_free);
}
