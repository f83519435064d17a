/* plume-distances-unit.c: distances in the unit of the data (sheet §2.7): least squares of c d = ℓ.
 *
 * ℓ are the lengths of edges. Where a set has hardly any edge within itself, as landmarks have, ℓ
 * are the shortest ways along the graph from a few of the set to their nearest.
 */
#include <math.h>
#include <stdlib.h>

#include "manifold/plume-heat-geodesic.h"
#include "manifold/plume-shortest-paths.h"

#define MOST_SOURCES 8
#define N_NEAREST    16

/* Sums of the least squares. */
typedef struct
{
  double across, square;
  gsize count;
} Sums;

static void
add (Sums *sums, double distance, double length)
{
  sums->across += distance * length;
  sums->square += distance * distance;
  sums->count++;
}

static Sums
sum_edges (const PlumeDistances *distances, const PlumeGraph *graph, const guint32 *vertices)
{
  gsize n = plume_graph_get_n (graph), m = distances->m;
  const PlumeSparse *weights = graph->weights;
  g_autofree gsize *place = g_new (gsize, n);
  Sums sums = { 0 };

  for (gsize i = 0; i < n; i++)
    place[i] = vertices == NULL && i < m ? i : G_MAXSIZE;
  for (gsize c = 0; c < m && vertices != NULL; c++)
    place[vertices[c]] = c;
  for (gsize i = 0; i < n; i++)
    for (gsize k = weights->starts[i]; k < weights->starts[i + 1] && place[i] != G_MAXSIZE; k++)
      if (place[weights->columns[k]] != G_MAXSIZE)
        add (&sums, distances->values[place[i] * m + place[weights->columns[k]]],
             graph->lengths[k]);
  return sums;
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
add_nearest (Sums *sums,
             const PlumeDistances *distances,
             const guint32 *vertices,
             gsize source,
             const float *lengths,
             Near *near)
{
  gsize m = distances->m;

  for (gsize c = 0; c < m; c++)
    near[c] = (Near){ c, lengths[vertices[c]] };
  qsort (near, m, sizeof *near, compare_near);
  for (gsize k = 0; k < MIN (N_NEAREST + 1, m); k++)
    if (near[k].place != source && isfinite (near[k].length))
      add (sums, distances->values[source * m + near[k].place], near[k].length);
}

static Sums
sum_ways (const PlumeDistances *distances, const PlumeGraph *graph, const guint32 *vertices)
{
  gsize n = plume_graph_get_n (graph), m = distances->m, count = MIN (MOST_SOURCES, m);
  g_autofree float *lengths = g_new (float, count *n);
  g_autofree Near *near = g_new (Near, m);
  guint32 sources[MOST_SOURCES];
  Sums sums = { 0 };

  for (gsize s = 0; s < count; s++)
    sources[s] = vertices[s * m / count];
  if (plume_shortest_paths (graph, count, sources, lengths, NULL, NULL))
    for (gsize s = 0; s < count; s++)
      add_nearest (&sums, distances, vertices, s * m / count, lengths + s * n, near);
  return sums;
}

/**
 * plume_distances_calibrate:
 * @graph: with the lengths of its edges
 * @vertices: (nullable) (array): vertex of each of the set; %NULL for all
 *
 * O(entries); for a set with hardly any edge within, eight searches of the graph.
 *
 * Returns: c; 1 where neither edges nor ways join the set
 */
double
plume_distances_calibrate (const PlumeDistances *distances,
                           const PlumeGraph *graph,
                           const guint32 *vertices)
{
  Sums sums = sum_edges (distances, graph, vertices);

  /* every edge comes twice */
  if (vertices != NULL && sums.count < 2 * distances->m)
    sums = sum_ways (distances, graph, vertices);
  return sums.square > 0 ? sums.across / sums.square : 1;
}
