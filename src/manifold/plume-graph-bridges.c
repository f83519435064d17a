/* plume-graph-bridges.c: how long the ways around an edge are.
 *
 * An edge of a sheet lies in a mesh of others: without it there are many ways nearly as short. An
 * edge between two sheets has a few like it beside it at most; without those, the way leads all
 * around. So each edge (i, j) of length ℓ is measured by the mean of K ways from i to j that have
 * no edge in common, each the shortest that is left (Suurballe 1974 has the best set of them; here
 * they are taken greedily), none longer than Cℓ:
 *
 *   detour (i, j) = (1/Kℓ) Σ_k min (length of the k-th way, Cℓ).
 *
 * Edges that hold the graph together are none that could be cut: those of the spanning forest of
 * least detours (Kruskal 1956). All others together can go and split nothing.
 */
#include "manifold/plume-graph-bridges.h"

#include "core/plume-parallel.h"
#include "manifold/plume-graph-private.h"
#include "manifold/plume-path-heap.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define N_WAYS      8    /* K */
#define LONGEST     10.0 /* C */
#define LEAST_EDGES 256  /* that a core takes at a time */
#define MOST_TURNS  64
#define UNCHECKED   64 /* edges between two looks at the task */

/**
 * Search: of one core
 * @lengths: of the way to each vertex, ∞ but for those that were reached
 * @entries: by which each vertex was reached
 * @used: by entry of the graph: the edge whose ways it was taken for
 */
typedef struct
{
  const PlumeGraph *graph;
  PathHeap heap;
  double *lengths;
  gsize *entries;
  guint32 *parents, *reached;
  gsize n_reached;
  guint32 *used;
} Search;

static void
search_init (Search *search, const PlumeGraph *graph)
{
  gsize n = plume_graph_get_n (graph), n_entries = graph->weights->n_entries;

  *search = (Search){ .graph = graph,
                      .heap = { 0, g_new (PathEntry, n), g_new (guint32, n) },
                      .lengths = g_new (double, n),
                      .entries = g_new (gsize, n),
                      .parents = g_new (guint32, n),
                      .reached = g_new (guint32, n),
                      .used = g_new (guint32, MAX (n_entries, 1)) };
  for (gsize i = 0; i < n; i++)
    search->lengths[i] = INFINITY;
  memset (search->used, 0xff, n_entries * sizeof *search->used);
}

static void
search_clear (Search *search)
{
  g_free (search->heap.entries);
  g_free (search->heap.places);
  g_free (search->lengths);
  g_free (search->entries);
  g_free (search->parents);
  g_free (search->reached);
  g_free (search->used);
}

static void
reach (Search *search, guint32 vertex, double length, guint32 parent, gsize entry)
{
  gboolean is_new = isinf (search->lengths[vertex]);

  if (is_new)
    search->reached[search->n_reached++] = vertex;
  search->lengths[vertex] = length;
  search->parents[vertex] = parent;
  search->entries[vertex] = entry;
  path_heap_rise (&search->heap, is_new ? search->heap.size++ : search->heap.places[vertex],
                  (PathEntry){ length, vertex });
}

/* The place among the entries of the way back. */
static gsize
find_entry (const PlumeSparse *weights, guint32 from, guint32 to)
{
  gsize low = weights->starts[from], high = weights->starts[from + 1];

  while (high - low > 1)
    {
      gsize middle = low + (high - low) / 2;

      if (weights->columns[middle] <= to)
        low = middle;
      else
        high = middle;
    }
  return low;
}

/* The edges of the way that was found serve no other. */
static void
use_way (Search *search, guint32 from, guint32 to, guint32 edge)
{
  for (guint32 vertex = to; vertex != from; vertex = search->parents[vertex])
    {
      search->used[search->entries[vertex]] = edge;
      search->used[find_entry (search->graph->weights, vertex, search->parents[vertex])] = edge;
    }
}

/* Length of the shortest way over entries that are not used yet; ∞ where none is within @longest.
 */
static double
find_way (Search *search, guint32 from, guint32 to, double longest, guint32 edge)
{
  const PlumeSparse *weights = search->graph->weights;
  double found = INFINITY;

  search->heap.size = search->n_reached = 0;
  reach (search, from, 0, from, 0);
  while (search->heap.size > 0 && isinf (found))
    {
      guint32 vertex = path_heap_take_least (&search->heap);

      if (vertex == to)
        found = search->lengths[vertex];
      for (gsize k = weights->starts[vertex]; isinf (found) && k < weights->starts[vertex + 1]; k++)
        {
          double length = search->lengths[vertex] + search->graph->lengths[k];

          if (search->used[k] != edge && length < search->lengths[weights->columns[k]]
              && length <= longest)
            reach (search, weights->columns[k], length, vertex, k);
        }
    }
  if (isfinite (found))
    use_way (search, from, to, edge);
  for (gsize r = 0; r < search->n_reached; r++)
    search->lengths[search->reached[r]] = INFINITY;
  return found;
}

static double
measure_detour (Search *search, const PlumeBridge *bridge, guint32 edge)
{
  double longest = LONGEST * bridge->length, sum = 0;
  guint k = 0;

  if (!(bridge->length > 0))
    return 1; /* the ends are one point */
  search->used[find_entry (search->graph->weights, bridge->i, bridge->j)] = edge;
  search->used[find_entry (search->graph->weights, bridge->j, bridge->i)] = edge;
  for (; k < N_WAYS; k++)
    {
      double way = find_way (search, bridge->i, bridge->j, longest, edge);

      if (isinf (way))
        break;
      sum += way;
    }
  return (sum + (N_WAYS - k) * longest) / (N_WAYS * bridge->length);
}

typedef struct
{
  const PlumeGraph *graph;
  PlumeBridge *bridges;
  PlumeTask *task;
} Work;

static void
measure_some (gsize from, gsize to, gpointer data)
{
  const Work *work = data;
  Search search;

  search_init (&search, work->graph);
  for (gsize e = from; e < to; e++)
    {
      if (e % UNCHECKED == 0 && plume_task_is_cancelled (work->task))
        break;
      work->bridges[e].detour = measure_detour (&search, &work->bridges[e], (guint32)e);
    }
  search_clear (&search);
}

static gsize
list_edges (const PlumeGraph *graph, PlumeBridge *bridges)
{
  const PlumeSparse *weights = graph->weights;
  gsize n = 0;

  for (guint32 i = 0; i < weights->n_rows; i++)
    for (gsize k = weights->starts[i]; k < weights->starts[i + 1]; k++)
      if (weights->columns[k] > i)
        bridges[n++] = (PlumeBridge){ i, weights->columns[k], graph->lengths[k], 0 };
  return n;
}

/* The greatest detour first; then the longer edge, then the order of the ends. */
static int
compare_bridges (const void *a, const void *b)
{
  const PlumeBridge *x = a, *y = b;

  if (x->detour != y->detour)
    return x->detour > y->detour ? -1 : 1;
  if (x->length != y->length)
    return x->length > y->length ? -1 : 1;
  return x->i != y->i ? (x->i < y->i ? -1 : 1) : (x->j > y->j) - (x->j < y->j);
}

static guint32
find_root (guint32 *parents, guint32 vertex)
{
  while (parents[vertex] != vertex)
    vertex = parents[vertex] = parents[parents[vertex]];
  return vertex;
}

/* Leaves out those that hold the graph together, the best first. */
static void
drop_forest (PlumeBridges *bridges, gsize n_vertices)
{
  g_autofree guint32 *parents = g_new (guint32, MAX (n_vertices, 1));
  gsize kept = bridges->n;

  for (guint32 i = 0; i < n_vertices; i++)
    parents[i] = i;
  for (gsize e = bridges->n; e-- > 0;)
    {
      PlumeBridge bridge = bridges->bridges[e];
      guint32 low = find_root (parents, bridge.i), high = find_root (parents, bridge.j);

      if (low != high)
        parents[high] = low;
      else
        bridges->bridges[--kept] = bridge;
    }
  memmove (bridges->bridges, bridges->bridges + kept, (bridges->n - kept) * sizeof (PlumeBridge));
  bridges->n -= kept;
}

/**
 * plume_graph_find_bridges:
 * @graph: with the lengths of its edges
 * @task: (nullable): cancels and is told of the progress
 * @error: %PLUME_ERROR_CANCELLED
 *
 * O(edges × K × what lies within the ways × log of it), all cores; the same on any number of them.
 *
 * Returns: (transfer full) (nullable): all edges that can go at once without splitting a piece, the
 * greatest detour first; %NULL when cancelled
 */
PlumeBridges *
plume_graph_find_bridges (const PlumeGraph *graph, PlumeTask *task, GError **error)
{
  g_autoptr (PlumeBridges) bridges = g_new0 (PlumeBridges, 1);
  Work work = { graph, NULL, task };

  bridges->bridges = g_new (PlumeBridge, graph->weights->n_entries / 2 + 1);
  bridges->n = list_edges (graph, bridges->bridges);
  work.bridges = bridges->bridges;
  if (!plume_parallel_for (bridges->n, MAX (LEAST_EDGES, bridges->n / MOST_TURNS), measure_some,
                           &work, task, error))
    return NULL;
  qsort (bridges->bridges, bridges->n, sizeof *bridges->bridges, compare_bridges);
  drop_forest (bridges, plume_graph_get_n (graph));
  return g_steal_pointer (&bridges);
}

void
plume_bridges_free (PlumeBridges *bridges)
{
  if (bridges == NULL)
    return;
  g_free (bridges->bridges);
  g_free (bridges);
}

/**
 * plume_graph_cut_bridges:
 * @bridges: of @graph
 * @n_cut: how many of them, at most all
 *
 * Weights, lengths and the diagonal of what stays are as they were; degrees are summed anew.
 * O(entries).
 *
 * Returns: (transfer full): another graph on the same vertices
 */
PlumeGraph *
plume_graph_cut_bridges (const PlumeGraph *graph, const PlumeBridges *bridges, gsize n_cut)
{
  const PlumeSparse *all = graph->weights;
  g_autofree gboolean *is_cut = g_new0 (gboolean, MAX (all->n_entries, 1));

  for (gsize b = 0; b < MIN (n_cut, bridges->n); b++)
    {
      const PlumeBridge *bridge = &bridges->bridges[b];

      is_cut[find_entry (all, bridge->i, bridge->j)] = TRUE;
      is_cut[find_entry (all, bridge->j, bridge->i)] = TRUE;
    }
  return plume_graph_without (graph, is_cut);
}
