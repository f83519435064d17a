/* plume-distances-unit.c: distances in the unit of the data (sheet §2.7): least squares of c d = ℓ.
 *
 * ℓ are the lengths of edges. Where a set has hardly any edge within itself, as landmarks have, ℓ
 * are the shortest ways along the graph from a few of the set to their nearest. Neither depends on
 * the distances, so they are found once, and a unit follows within a frame.
 */
#include <math.h>
#include <stdlib.h>

#include "manifold/plume-heat-geodesic.h"
#include "manifold/plume-shortest-paths.h"

#define MOST_SOURCES 8
#define N_NEAREST    16

typedef struct
{
  guint32 a, b;
  double length;
} Ruler;

struct _PlumeRulers
{
  gsize m;
  GArray *rulers; /* of Ruler */
};

void
plume_rulers_free (PlumeRulers *rulers)
{
  if (rulers == NULL)
    return;
  g_array_unref (rulers->rulers);
  g_free (rulers);
}

gsize
plume_rulers_get_bytes (const PlumeRulers *rulers)
{
  return rulers->rulers->len * sizeof (Ruler);
}

static void
add (PlumeRulers *rulers, gsize a, gsize b, double length)
{
  Ruler ruler = { (guint32)a, (guint32)b, length };

  g_array_append_val (rulers->rulers, ruler);
}

/* Each edge within the set, once. */
static void
take_edges (PlumeRulers *rulers, const PlumeGraph *graph, const guint32 *vertices)
{
  gsize n = plume_graph_get_n (graph), m = rulers->m;
  const PlumeSparse *weights = graph->weights;
  g_autofree gsize *place = g_new (gsize, n);

  for (gsize i = 0; i < n; i++)
    place[i] = vertices == NULL && i < m ? i : G_MAXSIZE;
  for (gsize c = 0; c < m && vertices != NULL; c++)
    place[vertices[c]] = c;
  for (gsize i = 0; i < n; i++)
    for (gsize k = weights->starts[i]; k < weights->starts[i + 1] && place[i] != G_MAXSIZE; k++)
      if (weights->columns[k] > i && place[weights->columns[k]] != G_MAXSIZE)
        add (rulers, place[i], place[weights->columns[k]], graph->lengths[k]);
}

typedef struct
{
  gsize place;
  double length;
} Near;

static int
compare_near (const void *a, const void *b)
{
  const Near *x = a, *y = b;

  if (x->length != y->length)
    return x->length < y->length ? -1 : 1;
  return (x->place > y->place) - (x->place < y->place);
}

/* From one of the set to its nearest along the graph. */
static void
take_nearest (
    PlumeRulers *rulers, const guint32 *vertices, gsize source, const float *lengths, Near *near)
{
  gsize m = rulers->m;

  for (gsize c = 0; c < m; c++)
    near[c] = (Near){ c, lengths[vertices[c]] };
  qsort (near, m, sizeof *near, compare_near);
  for (gsize k = 0; k < MIN (N_NEAREST + 1, m); k++)
    if (near[k].place != source && isfinite (near[k].length))
      add (rulers, source, near[k].place, near[k].length);
}

static gboolean
take_ways (PlumeRulers *rulers,
           const PlumeGraph *graph,
           const guint32 *vertices,
           PlumeTask *task,
           GError **error)
{
  gsize n = plume_graph_get_n (graph), m = rulers->m, count = MIN (MOST_SOURCES, m);
  g_autofree float *lengths = g_new (float, count *n);
  g_autofree Near *near = g_new (Near, m);
  guint32 sources[MOST_SOURCES];

  for (gsize s = 0; s < count; s++)
    sources[s] = vertices[s * m / count];
  if (!plume_shortest_paths (graph, count, sources, lengths, task, error))
    return FALSE;
  for (gsize s = 0; s < count; s++)
    take_nearest (rulers, vertices, s * m / count, lengths + s * n, near);
  return TRUE;
}

/**
 * plume_rulers_new:
 * @graph: with the lengths of its edges
 * @m: number of vertices of the set
 * @vertices: (nullable) (array length=m): which; %NULL for the first @m
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_CANCELLED
 *
 * O(entries); for a set with hardly any edge within, eight searches of the graph.
 *
 * Returns: (transfer full): known lengths between vertices of the set
 */
PlumeRulers *
plume_rulers_new (
    const PlumeGraph *graph, gsize m, const guint32 *vertices, PlumeTask *task, GError **error)
{
  g_autoptr (PlumeRulers) rulers = g_new (PlumeRulers, 1);

  *rulers = (PlumeRulers){ m, g_array_new (FALSE, FALSE, sizeof (Ruler)) };
  take_edges (rulers, graph, vertices);
  if (vertices != NULL && rulers->rulers->len < m)
    {
      g_array_set_size (rulers->rulers, 0);
      if (!take_ways (rulers, graph, vertices, task, error))
        return NULL;
    }
  return g_steal_pointer (&rulers);
}

/**
 * plume_rulers_calibrate:
 * @distances: among the vertices of the rulers
 *
 * Returns: c = Σ d ℓ/Σ d², by which distances come nearest to the lengths that are known; 1 where
 * none is. O(rulers)
 */
double
plume_rulers_calibrate (const PlumeRulers *rulers, const PlumeDistances *distances)
{
  double across = 0, square = 0;

  for (guint k = 0; k < rulers->rulers->len; k++)
    {
      const Ruler *ruler = &g_array_index (rulers->rulers, Ruler, k);
      double distance = distances->values[ruler->a * distances->m + ruler->b];

      across += distance * ruler->length;
      square += distance * distance;
    }
  return square > 0 ? across / square : 1;
}
