/* plume-landmarks.c: choosing landmarks, and their cells along the graph (Dijkstra from all of
 * them at once; from one after the other where each is to be the farthest).
 */
#include "manifold/plume-landmarks.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "core/plume-random.h"
#include "manifold/plume-graph-private.h"

/* Seeds are drawn among so many random points a landmark at the most. */
#define CANDIDATES_A_LANDMARK 50

/* Rounds of moving seeds to the middles of their cells. */
#define N_RECENTRINGS 4

#define VERTICES_BETWEEN_CHECKS 20000

static void
clear_landmarks (gpointer data)
{
  PlumeLandmarks *landmarks = data;

  g_free (landmarks->vertices);
  g_free (landmarks->cells);
  g_free (landmarks->distances);
}

PlumeLandmarks *
plume_landmarks_ref (PlumeLandmarks *landmarks)
{
  return g_atomic_rc_box_acquire (landmarks);
}

void
plume_landmarks_unref (PlumeLandmarks *landmarks)
{
  if (landmarks != NULL)
    g_atomic_rc_box_release_full (landmarks, clear_landmarks);
}

/* A binary heap of ways; stale ones are left in and passed over. */
typedef struct
{
  double length;
  guint32 vertex, cell;
} Way;

static gboolean
is_shorter (Way a, Way b)
{
  if (a.length != b.length)
    return a.length < b.length;
  return a.cell != b.cell ? a.cell < b.cell : a.vertex < b.vertex;
}

static void
heap_push (GArray *heap, Way way)
{
  gsize place = heap->len;
  Way *ways;

  g_array_append_val (heap, way);
  ways = (Way *)heap->data;
  while (place > 0 && is_shorter (way, ways[(place - 1) / 2]))
    {
      ways[place] = ways[(place - 1) / 2];
      place = (place - 1) / 2;
    }
  ways[place] = way;
}

static Way
heap_pop (GArray *heap)
{
  Way *ways = (Way *)heap->data, top = ways[0], last = ways[heap->len - 1];
  gsize place = 0, n = heap->len - 1;

  g_array_set_size (heap, (guint)n);
  while (2 * place + 1 < n)
    {
      gsize child = 2 * place + 1;

      child += child + 1 < n && is_shorter (ways[child + 1], ways[child]);
      if (!is_shorter (ways[child], last))
        break;
      ways[place] = ways[child];
      place = child;
    }
  if (n > 0)
    ways[place] = last;
  return top;
}

/* A landmark that waits in the heap to spread. */
static void
add_landmark (PlumeLandmarks *landmarks, GArray *heap, guint32 vertex)
{
  guint32 place = (guint32)landmarks->m++;

  landmarks->vertices[place] = vertex;
  heap_push (heap, (Way){ 0, vertex, place });
}

/* Takes over every vertex that is nearer to what waits in the heap than to its landmark so far. */
static gboolean
spread (PlumeLandmarks *landmarks,
        const PlumeGraph *graph,
        GArray *heap,
        PlumeTask *task,
        GError **error)
{
  const PlumeSparse *weights = graph->weights;
  gsize n_taken = 0;

  while (heap->len > 0)
    {
      Way way = heap_pop (heap);

      if (way.length >= landmarks->distances[way.vertex])
        continue;
      landmarks->distances[way.vertex] = way.length;
      landmarks->cells[way.vertex] = way.cell;
      for (gsize k = weights->starts[way.vertex]; k < weights->starts[way.vertex + 1]; k++)
        {
          double length = way.length + graph->lengths[k];

          if (length < landmarks->distances[weights->columns[k]])
            heap_push (heap, (Way){ length, weights->columns[k], way.cell });
        }
      if (++n_taken % VERTICES_BETWEEN_CHECKS == 0 && !plume_task_check (task, error))
        return FALSE;
    }
  return plume_task_check (task, error);
}

static gsize
draw_below (PlumeStream *stream, gsize n)
{
  return MIN ((gsize)(plume_stream_uniform (stream) * (double)n), n - 1);
}

/* The first count of a random order of 0 … n − 1. */
static guint32 *
draw_some (gsize n, gsize count, PlumeStream *stream)
{
  guint32 *all = g_new (guint32, n);

  for (gsize i = 0; i < n; i++)
    all[i] = (guint32)i;
  for (gsize k = 0; k < count; k++)
    {
      gsize other = k + draw_below (stream, n - k);
      guint32 swap = all[k];

      all[k] = all[other];
      all[other] = swap;
    }
  return all;
}

typedef struct
{
  const PlumePoints *points;
  const guint32 *rows; /* of each candidate */
  const double *seed;
  double *squares; /* to the nearest seed so far */
} Seeding;

static void
come_nearer (gsize from, gsize to, gpointer data)
{
  const Seeding *seeding = data;
  gsize p = seeding->points->p;

  for (gsize k = from; k < to; k++)
    {
      const double *point = seeding->points->values + seeding->rows[k] * p;
      double square = 0;

      for (gsize j = 0; j < p; j++)
        square += (point[j] - seeding->seed[j]) * (point[j] - seeding->seed[j]);
      seeding->squares[k] = MIN (seeding->squares[k], square);
    }
}

/* A place drawn in proportion to the squares; a random one where all are 0. */
static gsize
draw_by_square (const double *squares, gsize n, PlumeStream *stream)
{
  double total = plume_sum (squares, n), rest = plume_stream_uniform (stream) * total;

  if (!(total > 0))
    return draw_below (stream, n);
  for (gsize k = 0; k < n; k++)
    if ((rest -= squares[k]) < 0 && squares[k] > 0)
      return k;
  for (gsize k = n; k-- > 0;)
    if (squares[k] > 0)
      return k;
  return 0;
}

/* Seeds of k-means++ (Arthur, Vassilvitskii 2007) among random candidates. */
static gboolean
seed_landmarks (PlumeLandmarks *landmarks,
                const PlumeGraph *graph,
                const PlumePoints *points,
                gsize m,
                GArray *heap,
                PlumeStream *stream,
                PlumeTask *task,
                GError **error)
{
  gsize n_candidates = MIN (landmarks->n, CANDIDATES_A_LANDMARK * m);
  g_autofree guint32 *candidates = draw_some (landmarks->n, n_candidates, stream);
  g_autofree guint32 *rows = g_new (guint32, n_candidates);
  g_autofree double *squares = g_new (double, n_candidates);
  Seeding seeding = { points, rows, NULL, squares };

  for (gsize k = 0; k < n_candidates; k++)
    {
      rows[k] = graph->kept != NULL ? graph->kept[candidates[k]] : candidates[k];
      squares[k] = INFINITY;
    }
  for (gsize l = 0; l < m; l++)
    {
      gsize k = l == 0 ? 0 : draw_by_square (squares, n_candidates, stream);

      add_landmark (landmarks, heap, candidates[k]);
      seeding.seed = points->values + rows[k] * points->p;
      if (!plume_parallel_for (n_candidates, 2048, come_nearer, &seeding, NULL, NULL)
          || !plume_task_check (task, error))
        return FALSE;
      squares[k] = 0;
    }
  return TRUE;
}

/* The middles of cells, m × p */
static double *
find_middles (const PlumeLandmarks *landmarks, const PlumeGraph *graph, const PlumePoints *points)
{
  gsize p = points->p;
  double *middles = g_new0 (double, landmarks->m *p);
  g_autofree gsize *sizes = g_new0 (gsize, landmarks->m);

  for (gsize i = 0; i < landmarks->n; i++)
    {
      const double *point = points->values + (graph->kept != NULL ? graph->kept[i] : i) * p;
      double *middle = middles + landmarks->cells[i] * p;

      sizes[landmarks->cells[i]]++;
      for (gsize j = 0; j < p; j++)
        middle[j] += point[j];
    }
  for (gsize l = 0; l < landmarks->m; l++)
    for (gsize j = 0; j < p; j++)
      middles[l * p + j] /= (double)MAX (sizes[l], 1);
  return middles;
}

/* Each landmark goes to the vertex of its cell that is nearest to the cell's middle: cells become
 * rounder, and coarse heat better. The heap then holds the landmarks in their new places. */
static void
recentre (PlumeLandmarks *landmarks,
          const PlumeGraph *graph,
          const PlumePoints *points,
          GArray *heap)
{
  gsize p = points->p, m = landmarks->m;
  g_autofree double *middles = find_middles (landmarks, graph, points);
  g_autofree double *nearest = g_new (double, m);

  for (gsize l = 0; l < m; l++)
    nearest[l] = INFINITY;
  for (gsize i = 0; i < landmarks->n; i++)
    {
      const double *point = points->values + (graph->kept != NULL ? graph->kept[i] : i) * p;
      guint32 cell = landmarks->cells[i];
      double square = 0;

      for (gsize j = 0; j < p; j++)
        square += (point[j] - middles[cell * p + j]) * (point[j] - middles[cell * p + j]);
      if (square < nearest[cell])
        {
          nearest[cell] = square;
          landmarks->vertices[cell] = (guint32)i;
        }
      landmarks->distances[i] = INFINITY;
    }
  for (gsize l = 0; l < m; l++)
    heap_push (heap, (Way){ 0, landmarks->vertices[l], (guint32)l });
}

static guint32
farthest_vertex (const PlumeLandmarks *landmarks)
{
  gsize farthest = 0;

  for (gsize i = 1; i < landmarks->n; i++)
    if (landmarks->distances[i] > landmarks->distances[farthest])
      farthest = i;
  return (guint32)farthest;
}

static gboolean
go_farthest (PlumeLandmarks *landmarks,
             const PlumeGraph *graph,
             gsize m,
             GArray *heap,
             PlumeStream *stream,
             PlumeTask *task,
             GError **error)
{
  add_landmark (landmarks, heap, (guint32)draw_below (stream, landmarks->n));
  if (!spread (landmarks, graph, heap, task, error))
    return FALSE;
  while (landmarks->m < m)
    {
      guint32 farthest = farthest_vertex (landmarks);

      /* copies at no distance are taken last, in no order of distance */
      if (landmarks->distances[farthest] == 0)
        break;
      add_landmark (landmarks, heap, farthest);
      if (!spread (landmarks, graph, heap, task, error))
        return FALSE;
      plume_task_set_progress (task, (double)landmarks->m / (double)m);
    }
  return TRUE;
}

/* A piece of the graph without a landmark gets one. */
static gboolean
reach_all (PlumeLandmarks *landmarks,
           const PlumeGraph *graph,
           GArray *heap,
           PlumeTask *task,
           GError **error)
{
  for (gsize i = 0; i < landmarks->n; i++)
    if (!isfinite (landmarks->distances[i]))
      {
        add_landmark (landmarks, heap, (guint32)i);
        if (!spread (landmarks, graph, heap, task, error))
          return FALSE;
      }
  return TRUE;
}

/**
 * plume_landmarks_new:
 * @points: (nullable): the data that the graph was made of; %NULL where there are none: seeds then
 * are random
 * @m: 1 … number of vertices; pieces of the graph that get none get one more each
 * @seed: of the random numbers
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_USAGE
 *
 * O(n log n) for cells, 50 m² p for seeds, n m for the farthest.
 *
 * Returns: (transfer full): landmarks and cells
 */
PlumeLandmarks *
plume_landmarks_new (const PlumeGraph *graph,
                     const PlumePoints *points,
                     PlumeLandmarkChoice choice,
                     gsize m,
                     guint64 seed,
                     PlumeTask *task,
                     GError **error)
{
  gsize n = plume_graph_get_n (graph);
  PlumeStream stream = plume_stream (seed, "landmarks", 0);
  g_autoptr (GArray) heap = g_array_new (FALSE, FALSE, sizeof (Way));
  g_autoptr (PlumeLandmarks) landmarks = NULL;
  gboolean is_done = TRUE;

  if (m == 0 || m > n)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("%zu landmarks cannot be had among %zu"
                      " points; choose 1 to %zu"),
                   m, n, n);
      return NULL;
    }
  landmarks = g_atomic_rc_box_new0 (PlumeLandmarks);
  landmarks->n = n;
  landmarks->vertices = g_new (guint32, n);
  landmarks->cells = g_new0 (guint32, n);
  landmarks->distances = g_new (double, n);
  for (gsize i = 0; i < n; i++)
    landmarks->distances[i] = INFINITY;
  if (choice == PLUME_LANDMARKS_FARTHEST)
    is_done = go_farthest (landmarks, graph, m, heap, &stream, task, error);
  else if (choice == PLUME_LANDMARKS_SEEDING && points != NULL)
    is_done = seed_landmarks (landmarks, graph, points, m, heap, &stream, task, error);
  else
    {
      g_autofree guint32 *drawn = draw_some (n, m, &stream);

      for (gsize l = 0; l < m; l++)
        add_landmark (landmarks, heap, drawn[l]);
    }
  if (!is_done || !spread (landmarks, graph, heap, task, error)
      || !reach_all (landmarks, graph, heap, task, error))
    return NULL;
  for (guint k = 0; k < N_RECENTRINGS && choice == PLUME_LANDMARKS_SEEDING && points != NULL; k++)
    {
      recentre (landmarks, graph, points, heap);
      if (!spread (landmarks, graph, heap, task, error))
        return NULL;
    }
  return g_steal_pointer (&landmarks);
}
