/* plume-landmarks.c: choosing landmarks, and their cells along the graph: waves from all of them at
 * once, or from one after the other where each is to be the farthest.
 */
#include "manifold/plume-landmarks.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "core/plume-random.h"
#include "core/plume-vector.h"
#include "manifold/plume-graph-private.h"

/* Seeds are drawn among so many random points a landmark at the most. */
#define CANDIDATES_A_LANDMARK 20

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

/* Vertices whose way became shorter in a generation, each once, and those of the one before. */
typedef struct
{
  PlumeLandmarks *landmarks;
  const PlumeGraph *graph;
  GArray *now, *next; /* of guint32 */
  guint8 *is_next;    /* n */
} Wave;

static Wave *
wave_new (PlumeLandmarks *landmarks, const PlumeGraph *graph)
{
  Wave *wave = g_new (Wave, 1);

  *wave = (Wave){ landmarks, graph, g_array_new (FALSE, FALSE, sizeof (guint32)),
                  g_array_new (FALSE, FALSE, sizeof (guint32)), g_new0 (guint8, landmarks->n) };
  return wave;
}

static void
wave_free (Wave *wave)
{
  g_array_unref (wave->now);
  g_array_unref (wave->next);
  g_free (wave->is_next);
  g_free (wave);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Wave, wave_free)

/* A shorter way to a vertex, or one as short to a landmark that comes first, is taken. */
static inline void
offer_way (Wave *wave, guint32 vertex, double length, guint32 cell)
{
  PlumeLandmarks *landmarks = wave->landmarks;

  if (length > landmarks->distances[vertex]
      || (length == landmarks->distances[vertex] && cell >= landmarks->cells[vertex]))
    return;
  landmarks->distances[vertex] = length;
  landmarks->cells[vertex] = cell;
  if (wave->is_next[vertex])
    return;
  wave->is_next[vertex] = TRUE;
  g_array_append_val (wave->next, vertex);
}

static void
add_landmark (Wave *wave, guint32 vertex)
{
  guint32 place = (guint32)wave->landmarks->m++;

  wave->landmarks->vertices[place] = vertex;
  offer_way (wave, vertex, 0, place);
}

/* Takes over every vertex that is nearer to what waits than to its landmark so far. Ways are as
 * short in hops as they are in length, or nearly, so going by generations costs less than keeping
 * them in order. */
static gboolean
spread (Wave *wave, PlumeTask *task, GError **error)
{
  const PlumeLandmarks *landmarks = wave->landmarks;
  const PlumeSparse *weights = wave->graph->weights;

  while (wave->next->len > 0)
    {
      GArray *now = wave->next;

      wave->next = wave->now;
      wave->now = now;
      g_array_set_size (wave->next, 0);
      for (guint v = 0; v < now->len; v++)
        {
          guint32 vertex = g_array_index (now, guint32, v);
          double length = landmarks->distances[vertex];

          wave->is_next[vertex] = FALSE;
          for (gsize k = weights->starts[vertex]; k < weights->starts[vertex + 1]; k++)
            offer_way (wave, weights->columns[k], length + wave->graph->lengths[k],
                       landmarks->cells[vertex]);
          if (v % VERTICES_BETWEEN_CHECKS == 0 && !plume_task_check (task, error))
            return FALSE;
        }
    }
  return TRUE;
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
  gsize p;
  const float *candidates; /* n_candidates × p */
  const float *seed;
  double *squares; /* to the nearest seed so far */
} Seeding;

PLUME_VECTOR_CLONES static void
come_nearer_single (gsize from, gsize to, const Seeding *seeding)
{
  gsize p = seeding->p;

  for (gsize k = from; k < to; k++)
    {
      const float *point = seeding->candidates + k * p;
      float square = 0;

#pragma omp simd reduction(+ : square)
      for (gsize j = 0; j < p; j++)
        square += (point[j] - seeding->seed[j]) * (point[j] - seeding->seed[j]);
      seeding->squares[k] = MIN (seeding->squares[k], (double)square);
    }
}

static void
come_nearer (gsize from, gsize to, gpointer data)
{
  come_nearer_single (from, to, data);
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

static float *
gather_candidates (const PlumePoints *points, gsize n_candidates, const guint32 *candidates)
{
  gsize p = points->p;
  float *values = g_new (float, n_candidates *p);

  for (gsize k = 0; k < n_candidates; k++)
    for (gsize j = 0; j < p; j++)
      values[k * p + j] = (float)points->values[candidates[k] * p + j];
  return values;
}

/* Seeds of k-means++ (Arthur, Vassilvitskii 2007) among random candidates. */
static gboolean
seed_landmarks (Wave *wave,
                const PlumePoints *points,
                gsize m,
                PlumeStream *stream,
                PlumeTask *task,
                GError **error)
{
  gsize n = wave->landmarks->n, n_candidates = MIN (n, CANDIDATES_A_LANDMARK * m);
  g_autofree guint32 *candidates = draw_some (n, n_candidates, stream);
  g_autofree float *values = gather_candidates (points, n_candidates, candidates);
  g_autofree double *squares = g_new (double, n_candidates);
  Seeding seeding = { points->p, values, NULL, squares };

  for (gsize k = 0; k < n_candidates; k++)
    squares[k] = INFINITY;
  for (gsize l = 0; l < m; l++)
    {
      gsize k = l == 0 ? 0 : draw_by_square (squares, n_candidates, stream);

      add_landmark (wave, candidates[k]);
      seeding.seed = values + k * points->p;
      if (!plume_parallel_for (n_candidates, 2048, come_nearer, &seeding, NULL, NULL)
          || !plume_task_check (task, error))
        return FALSE;
      squares[k] = 0;
    }
  return TRUE;
}

/* The middles of cells, m × p */
static double *
find_middles (const PlumeLandmarks *landmarks, const PlumePoints *points)
{
  gsize p = points->p;
  double *middles = g_new0 (double, landmarks->m *p);
  g_autofree gsize *sizes = g_new0 (gsize, landmarks->m);

  for (gsize i = 0; i < landmarks->n; i++)
    {
      const double *point = points->values + i * p;
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
 * rounder, and coarse heat better. The landmarks then wait in their new places. */
static void
recentre (Wave *wave, const PlumePoints *points)
{
  PlumeLandmarks *landmarks = wave->landmarks;
  gsize p = points->p, m = landmarks->m;
  g_autofree double *middles = find_middles (landmarks, points);
  g_autofree double *nearest = g_new (double, m);

  for (gsize l = 0; l < m; l++)
    nearest[l] = INFINITY;
  for (gsize i = 0; i < landmarks->n; i++)
    {
      const double *point = points->values + i * p;
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
    offer_way (wave, landmarks->vertices[l], 0, (guint32)l);
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
go_farthest (Wave *wave, gsize m, PlumeStream *stream, PlumeTask *task, GError **error)
{
  PlumeLandmarks *landmarks = wave->landmarks;

  add_landmark (wave, (guint32)draw_below (stream, landmarks->n));
  if (!spread (wave, task, error))
    return FALSE;
  while (landmarks->m < m)
    {
      guint32 farthest = farthest_vertex (landmarks);

      /* copies at no distance are taken last, in no order of distance */
      if (landmarks->distances[farthest] == 0)
        break;
      add_landmark (wave, farthest);
      if (!spread (wave, task, error))
        return FALSE;
      plume_task_set_progress (task, (double)landmarks->m / (double)m);
    }
  return TRUE;
}

/* A piece of the graph without a landmark gets one. */
static gboolean
reach_all (Wave *wave, PlumeTask *task, GError **error)
{
  for (gsize i = 0; i < wave->landmarks->n; i++)
    if (!isfinite (wave->landmarks->distances[i]))
      {
        add_landmark (wave, (guint32)i);
        if (!spread (wave, task, error))
          return FALSE;
      }
  return TRUE;
}

/**
 * plume_landmarks_new:
 * @points: (nullable): of the vertices; %NULL where there are none: seeds then are random
 * @m: 1 … number of vertices; pieces of the graph that get none get one more each
 * @seed: of the random numbers
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_USAGE
 *
 * O(edges) with a small factor for cells, 20 m² p for seeds, n m for the farthest.
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
  g_autoptr (PlumeLandmarks) landmarks = NULL;
  g_autoptr (Wave) wave = NULL;
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
  wave = wave_new (landmarks, graph);
  if (choice == PLUME_LANDMARKS_FARTHEST)
    is_done = go_farthest (wave, m, &stream, task, error);
  else if (choice == PLUME_LANDMARKS_SEEDING && points != NULL)
    is_done = seed_landmarks (wave, points, m, &stream, task, error);
  else
    {
      g_autofree guint32 *drawn = draw_some (n, m, &stream);

      for (gsize l = 0; l < m; l++)
        add_landmark (wave, drawn[l]);
    }
  if (!is_done || !spread (wave, task, error) || !reach_all (wave, task, error))
    return NULL;
  for (guint k = 0; k < N_RECENTRINGS && choice == PLUME_LANDMARKS_SEEDING && points != NULL; k++)
    {
      recentre (wave, points);
      if (!spread (wave, task, error))
        return NULL;
    }
  return g_steal_pointer (&landmarks);
}
