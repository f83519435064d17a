/* plume-shortest-paths.c: Dijkstra (1959) from many vertices at once. */
#include "manifold/plume-shortest-paths.h"

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "manifold/plume-path-heap.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define SOURCES_AT_A_TIME 4
#define TAKEN_UNCHECKED   8192 /* vertices between two looks at the task */
#define ROWS_AT_A_TIME    64

/* Lengths from one source; n of them, ∞ where no path leads. Cancelled, it leaves early. */
static void
search (
    const PlumeGraph *graph, guint32 source, PathHeap *heap, double *lengths, const PlumeTask *task)
{
  const PlumeSparse *edges = graph->weights;
  gsize n_taken = 0;

  for (gsize i = 0; i < edges->n_rows; i++)
    lengths[i] = INFINITY;
  lengths[source] = 0;
  heap->size = 1;
  path_heap_set (heap, 0, (PathEntry){ 0, source });
  while (heap->size > 0)
    {
      guint32 vertex = path_heap_take_least (heap);

      if (++n_taken % TAKEN_UNCHECKED == 0 && plume_task_is_cancelled (task))
        return;
      for (gsize k = edges->starts[vertex]; k < edges->starts[vertex + 1]; k++)
        {
          guint32 next = edges->columns[k];
          double length = lengths[vertex] + graph->lengths[k];

          if (length >= lengths[next])
            continue;
          path_heap_rise (heap, isinf (lengths[next]) ? heap->size++ : heap->places[next],
                          (PathEntry){ length, next });
          lengths[next] = length;
        }
    }
}

typedef struct
{
  const PlumeGraph *graph;
  const guint32 *sources;
  float *single;         /* (nullable) one row a source */
  double *square;        /* (nullable) */
  PlumeDistances *among; /* (nullable) of the sources themselves */
  const PlumeTask *task;
} Searches;

static void
search_from_some (gsize from, gsize to, gpointer data)
{
  const Searches *searches = data;
  gsize n = searches->graph->weights->n_rows;
  g_autofree PathEntry *entries = g_new (PathEntry, n);
  g_autofree guint32 *places = g_new (guint32, n);
  g_autofree double *lengths = g_new (double, n);
  PathHeap heap = { 0, entries, places };

  for (gsize s = from; s < to; s++)
    {
      guint32 source = searches->sources != NULL ? searches->sources[s] : (guint32)s;

      search (searches->graph, source, &heap,
              searches->square != NULL ? searches->square + s * n : lengths, searches->task);
      for (gsize i = 0; searches->single != NULL && i < n; i++)
        searches->single[s * n + i] = (float)lengths[i];
      for (gsize i = 0; searches->among != NULL && i < searches->among->m; i++)
        searches->among->values[s * searches->among->m + i] = (float)lengths[searches->sources[i]];
    }
}

/**
 * plume_shortest_paths:
 * @graph: a graph with lengths ≥ 0
 * @n_sources: vertices to begin at
 * @sources: (nullable): which; %NULL for the first @n_sources
 * @lengths: (out caller-allocates): n_sources × n lengths, ∞ where no path leads
 * @task: (nullable): cancels and is told of the progress
 * @error: %PLUME_ERROR_CANCELLED
 *
 * O(sources × edges × log n), all cores; lengths are added in double precision.
 *
 * Returns: %FALSE when cancelled
 */
gboolean
plume_shortest_paths (const PlumeGraph *graph,
                      gsize n_sources,
                      const guint32 *sources,
                      float *lengths,
                      PlumeTask *task,
                      GError **error)
{
  Searches searches = { graph, sources, lengths, NULL, NULL, task };

  return plume_parallel_for (n_sources, SOURCES_AT_A_TIME, search_from_some, &searches, task,
                             error);
}

/* A path adds up differently from its two ends: the way from the lower index counts. */
static void
mirror_rows (gsize from, gsize to, gpointer data)
{
  PlumeDistances *distances = data;
  gsize m = distances->m;

  for (gsize i = from; i < to; i++)
    for (gsize j = 0; j < i; j++)
      distances->values[i * m + j] = distances->values[j * m + i];
}

/**
 * plume_shortest_path_distances:
 * @graph: in one piece, else %PLUME_ERROR_DATA
 * @task: (nullable): cancels and is told of the progress
 *
 * All pairs; O(n × edges × log n), 8 n² bytes.
 *
 * Returns: (transfer full): n × n
 */
PlumeDistances *
plume_shortest_path_distances (const PlumeGraph *graph, PlumeTask *task, GError **error)
{
  gsize n = graph->weights->n_rows;
  g_autoptr (PlumeDistances) distances = plume_distances_new (n);
  Searches searches = { graph, NULL, NULL, distances->values, NULL, task };

  if (!plume_parallel_for (n, SOURCES_AT_A_TIME, search_from_some, &searches, task, error)
      || !plume_parallel_for (n, ROWS_AT_A_TIME, mirror_rows, distances, NULL, error))
    return NULL;
  for (gsize j = 0; j < n; j++)
    if (isinf (distances->values[j]))
      {
        g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                     _ ("no path leads from point 1 to point %u of the graph; join its pieces or "
                        "take more neighbours"),
                     (guint)j + 1);
        return NULL;
      }
  return g_steal_pointer (&distances);
}

/**
 * plume_shortest_paths_among:
 * @graph: a graph with lengths ≥ 0
 * @m: number of vertices
 * @vertices: which
 * @task: (nullable): cancels and is told of the progress
 * @error: %PLUME_ERROR_CANCELLED
 *
 * Paths lead over all vertices; the mean of the ways from both ends, each in single precision, so
 * that ways of the same length are no different for rounding. O(m × edges × log n), 8 m² bytes and
 * 28 n a core.
 *
 * Returns: (transfer full) (nullable): m × m, ∞ where no path leads; %NULL when cancelled
 */
PlumeDistances *
plume_shortest_paths_among (
    const PlumeGraph *graph, gsize m, const guint32 *vertices, PlumeTask *task, GError **error)
{
  g_autoptr (PlumeDistances) distances = plume_distances_new (m);
  Searches searches = { graph, vertices, NULL, NULL, distances, task };

  if (!plume_parallel_for (m, SOURCES_AT_A_TIME, search_from_some, &searches, task, error))
    return NULL;
  for (gsize a = 0; a < m; a++)
    for (gsize b = 0; b < a; b++)
      distances->values[a * m + b] = distances->values[b * m + a] =
          0.5 * (distances->values[b * m + a] + distances->values[a * m + b]);
  return g_steal_pointer (&distances);
}
