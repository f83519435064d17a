/* plume-picture-stability.c: pictures of graphs whose edges were drawn again. */
#include "manifold/plume-picture-stability.h"

#include "core/plume-error.h"
#include "core/plume-random.h"
#include "manifold/plume-embedding.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static void
clear_stability (gpointer data)
{
  g_free (((PlumePictureStability *)data)->covariances);
}

PlumePictureStability *
plume_picture_stability_ref (PlumePictureStability *stability)
{
  return g_atomic_rc_box_acquire (stability);
}

void
plume_picture_stability_unref (PlumePictureStability *stability)
{
  if (stability != NULL)
    g_atomic_rc_box_release_full (stability, clear_stability);
}

gsize
plume_picture_stability_get_bytes (const PlumePictureStability *stability)
{
  return stability->n * stability->d * stability->d * sizeof (double);
}

typedef struct
{
  double weight;
  guint32 low, high;
} Edge;

static Edge *
list_edges (const PlumeSparse *weights, gsize *n_edges)
{
  Edge *edges = g_new (Edge, MAX (weights->n_entries, 1));

  *n_edges = 0;
  for (guint32 i = 0; i < weights->n_rows; i++)
    for (gsize k = weights->starts[i]; k < weights->starts[i + 1]; k++)
      if (weights->columns[k] > i)
        edges[(*n_edges)++] = (Edge){ weights->values[k], i, weights->columns[k] };
  return edges;
}

static int
by_falling_weight (const void *a, const void *b, void *data)
{
  const Edge *edges = data;
  guint32 first = *(const guint32 *)a, second = *(const guint32 *)b;

  if (edges[first].weight != edges[second].weight)
    return edges[first].weight < edges[second].weight ? 1 : -1;
  return first < second ? -1 : first > second;
}

static guint32
find_root (guint32 *parents, guint32 vertex)
{
  while (parents[vertex] != vertex)
    vertex = parents[vertex] = parents[parents[vertex]];
  return vertex;
}

/* At least one of each edge of the spanning forest of the greatest weights (Kruskal 1956) */
static void
hold_together (gsize n, const Edge *edges, gsize n_edges, guint *counts)
{
  g_autofree guint32 *order = g_new (guint32, MAX (n_edges, 1)), *parents = g_new (guint32, n);

  for (guint32 e = 0; e < n_edges; e++)
    order[e] = e;
  for (guint32 i = 0; i < n; i++)
    parents[i] = i;
  g_qsort_with_data (order, (gint)n_edges, sizeof *order, by_falling_weight, (gpointer)edges);
  for (gsize k = 0; k < n_edges; k++)
    {
      const Edge *edge = &edges[order[k]];
      guint32 low = find_root (parents, edge->low), high = find_root (parents, edge->high);

      if (low == high)
        continue;
      parents[high] = low;
      counts[order[k]] = MAX (counts[order[k]], 1);
    }
}

/* Entries of edges that were drawn, times how often; the diagonal as it was */
static PlumeGraph *
rebuild (const PlumeGraph *graph,
         const Edge *edges,
         gsize n_edges,
         const guint *counts,
         PlumeTask *task,
         GError **error)
{
  const PlumeSparse *weights = graph->weights;
  gsize n = weights->n_rows, n_entries = 2 * n_edges + n, count = 0;
  g_autofree guint32 *rows = g_new (guint32, n_entries), *columns = g_new (guint32, n_entries);
  g_autofree double *values = g_new (double, n_entries), *lengths = g_new0 (double, n_entries);
  g_autoptr (PlumeSparse) sparse = NULL;

  for (guint32 i = 0; i < n; i++, count++)
    {
      rows[count] = columns[count] = i;
      values[count] = graph->diagonal[i];
    }
  for (gsize e = 0; e < n_edges; e++)
    for (int way = 0; counts[e] > 0 && way < 2; way++, count++)
      {
        rows[count] = way == 0 ? edges[e].low : edges[e].high;
        columns[count] = way == 0 ? edges[e].high : edges[e].low;
        values[count] = counts[e] * edges[e].weight;
      }
  sparse = plume_sparse_new_from_triplets (n, n, count, rows, columns, values);
  for (gsize i = 0; i < n; i++)
    for (gsize k = sparse->starts[i], old = weights->starts[i]; k < sparse->starts[i + 1]; k++)
      {
        if (sparse->columns[k] == i)
          continue;
        while (weights->columns[old] != sparse->columns[k])
          old++;
        lengths[k] = graph->lengths[old];
      }
  return plume_graph_new_from_weights (sparse, lengths, PLUME_PIECES_JOIN, task, error);
}

/**
 * plume_graph_resample:
 * @graph: a graph
 * @seed: @index: of the draw
 * @task: (nullable): cancels
 *
 * As many edges as there are, drawn with putting back: the weight of each times how often it came,
 * its length as it was. Edges of the spanning forest of the greatest weights stay at least once, so
 * that nothing falls apart that held together. O(edges × log edges).
 *
 * Returns: (transfer full): a graph on the same vertices
 */
PlumeGraph *
plume_graph_resample (
    const PlumeGraph *graph, guint64 seed, guint64 index, PlumeTask *task, GError **error)
{
  PlumeStream stream = plume_stream (seed, "edges drawn again", index);
  gsize n_edges;
  g_autofree Edge *edges = list_edges (graph->weights, &n_edges);
  g_autofree guint *counts = g_new0 (guint, MAX (n_edges, 1));

  for (gsize draw = 0; draw < n_edges; draw++)
    counts[MIN ((gsize)(plume_stream_uniform (&stream) * (double)n_edges), n_edges - 1)]++;
  hold_together (graph->weights->n_rows, edges, n_edges, counts);
  return rebuild (graph, edges, n_edges, counts, task, error);
}

static void
add_spread (PlumePictureStability *stability,
            const PlumePoints *reference,
            const PlumePoints *picture)
{
  gsize d = stability->d;

  for (gsize i = 0; i < stability->n; i++)
    for (gsize a = 0; a < d; a++)
      for (gsize b = 0; b < d; b++)
        stability->covariances[(i * d + a) * d + b] +=
            (picture->values[i * d + a] - reference->values[i * d + a])
            * (picture->values[i * d + b] - reference->values[i * d + b]) / stability->n_resamples;
}

/**
 * plume_picture_stability_new:
 * @graph: of n points
 * @reference: n × d, the picture of @graph
 * @n_resamples: how often edges are drawn again; 20 is usual
 * @seed: of the draws
 * @picture: @data: (scope call): how a picture is made
 * @task: (nullable): cancels and is told of the progress
 * @error: %PLUME_ERROR_USAGE of no resamples or another size, or whatever @picture says
 *
 * Every picture is turned, turned over and shifted onto the reference, never scaled; what is left
 * is the spread of each point about its place. One picture after the other, since each uses all
 * cores; the same on any number of threads.
 *
 * Returns: (transfer full): the spread of each point
 */
PlumePictureStability *
plume_picture_stability_new (const PlumeGraph *graph,
                             const PlumePoints *reference,
                             guint n_resamples,
                             guint64 seed,
                             PlumePictureFunc picture,
                             gpointer data,
                             PlumeTask *task,
                             GError **error)
{
  g_autoptr (PlumePictureStability) stability = NULL;

  if (n_resamples < 1)
    {
      g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                           _ ("stability needs edges to be drawn again at least once; choose 20 "
                              "resamples"));
      return NULL;
    }
  stability = g_atomic_rc_box_new0 (PlumePictureStability);
  stability->n = reference->n;
  stability->d = reference->p;
  stability->n_resamples = n_resamples;
  stability->covariances = g_new0 (double, reference->n * reference->p * reference->p);
  for (guint k = 0; k < n_resamples; k++)
    {
      g_autoptr (PlumeTask) part =
          plume_task_new_part (task, (double)k / n_resamples, (k + 1.0) / n_resamples);
      g_autoptr (PlumeGraph) resampled = NULL;
      g_autoptr (PlumePoints) points = NULL, moved = NULL;

      if (!plume_task_check (task, error))
        return NULL;
      resampled = plume_graph_resample (graph, seed, k, NULL, error);
      if (resampled == NULL)
        return NULL;
      points = picture (resampled, data, part, error);
      if (points == NULL)
        return NULL;
      if (points->n != stability->n || points->p != stability->d)
        {
          g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                       _ ("a picture of %u × %u coordinates has no place in one of %u × %u; draw "
                          "all points in as many dimensions"),
                       (guint)points->n, (guint)points->p, (guint)stability->n,
                       (guint)stability->d);
          return NULL;
        }
      moved = plume_points_new (points->n, points->p);
      memcpy (moved->values, points->values, plume_points_get_bytes (points));
      plume_procrustes (reference, moved, TRUE);
      add_spread (stability, reference, moved);
    }
  return g_steal_pointer (&stability);
}

void
plume_picture_stability_get_ellipse (const PlumePictureStability *stability,
                                     gsize point,
                                     double *major,
                                     double *minor,
                                     double *angle)
{
  gsize d = stability->d;
  const double *c = stability->covariances + point * d * d;
  double xx = c[0], xy = d > 1 ? c[1] : 0, yy = d > 1 ? c[d + 1] : 0;
  double mean = 0.5 * (xx + yy), half = hypot (0.5 * (xx - yy), xy);

  *major = sqrt (mean + half);
  *minor = sqrt (MAX (mean - half, 0));
  *angle = half > 0 ? 0.5 * atan2 (2 * xy, xx - yy) : 0;
}
