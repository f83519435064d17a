/* plume-isomap.c: shortest paths and classical scaling, whole or by landmarks. */
#include "manifold/plume-isomap.h"

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "manifold/plume-scaling-classical.h"
#include "manifold/plume-shortest-paths.h"
#include "manifold/plume-signs.h"
#include "manifold/plume-subset.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define POINTS_AT_A_TIME 512
#define PATHS_SHARE      0.8       /* of the progress */
#define MOST_LENGTHS     250000000 /* of landmarks × points: a gigabyte */
#define MOST_LANDMARKS   1000
#define FEWEST_LANDMARKS 100
#define SEED             42

typedef struct
{
  gsize n, m, d;
  const float *lengths;  /* m × n */
  const double *means;   /* of squared distances of each landmark to the landmarks */
  const double *inverse; /* m × d: coordinates over eigenvalues */
  double *points;
} Triangulation;

/* y = −½ L⁺ (δ² − mean δ²), δ the distances to the landmarks */
static void
place_points (gsize from, gsize to, gpointer data)
{
  const Triangulation *work = data;

  for (gsize l = 0; l < work->m; l++)
    for (gsize i = from; i < to; i++)
      {
        double length = (double)work->lengths[l * work->n + i];
        double part = -0.5 * (length * length - work->means[l]);

        for (gsize c = 0; c < work->d; c++)
          work->points[i * work->d + c] += part * work->inverse[l * work->d + c];
      }
}

static PlumeDistances *
select_landmarks (const float *lengths, gsize n, gsize m, const guint32 *landmarks)
{
  PlumeDistances *among = plume_distances_new (m);

  for (gsize a = 0; a < m; a++)
    for (gsize b = a + 1; b < m; b++)
      among->values[a * m + b] = among->values[b * m + a] = (double)lengths[a * n + landmarks[b]];
  return among;
}

static PlumePoints *
triangulate (gsize n,
             guint dimensions,
             const float *lengths,
             const PlumeDistances *among,
             double *negative_share,
             PlumeTask *task,
             GError **error)
{
  gsize m = among->m, d = dimensions;
  g_autofree double *values = g_new (double, d), *means = g_new0 (double, m);
  g_autoptr (PlumePoints) inverse =
      plume_scaling_classical (among, dimensions, values, negative_share, task, error);
  g_autoptr (PlumePoints) points = plume_points_new (n, d);
  Triangulation work;

  if (inverse == NULL)
    return NULL;
  for (gsize a = 0; a < m; a++)
    {
      for (gsize b = 0; b < m; b++)
        means[a] += among->values[a * m + b] * among->values[a * m + b] / (double)m;
      for (gsize c = 0; c < d; c++)
        inverse->values[a * d + c] = values[c] > 0 ? inverse->values[a * d + c] / values[c] : 0;
    }
  work = (Triangulation){ n, m, d, lengths, means, inverse->values, points->values };
  if (!plume_parallel_for (n, POINTS_AT_A_TIME, place_points, &work, NULL, error)
      || !plume_task_check (task, error))
    return NULL;
  plume_signs_fix (n, d, points->values);
  return g_steal_pointer (&points);
}

static PlumePoints *
draw_by_landmarks (const PlumeGraph *graph,
                   guint dimensions,
                   gsize m,
                   const guint32 *landmarks,
                   double *negative_share,
                   PlumeTask *task,
                   GError **error)
{
  gsize n = graph->weights->n_rows;
  g_autoptr (PlumeTask) paths = plume_task_new_part (task, 0, PATHS_SHARE);
  g_autofree float *lengths = g_new (float, MAX (m * n, 1));
  g_autoptr (PlumeDistances) among = NULL;

  if (!plume_shortest_paths (graph, m, landmarks, lengths, paths, error))
    return NULL;
  for (gsize i = 0; m > 0 && i < n; i++)
    if (isinf (lengths[i]))
      {
        g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                     _ ("no path leads from point %u to point %u of the graph; join its pieces or "
                        "take more neighbours"),
                     landmarks[0] + 1, (guint)i + 1);
        return NULL;
      }
  among = select_landmarks (lengths, n, m, landmarks);
  return triangulate (n, dimensions, lengths, among, negative_share, task, error);
}

/**
 * plume_isomap:
 * @graph: in one piece
 * @dimensions: d
 * @negative_share: (out) (nullable): how far paths are from distances in any Euclidean space
 * @task: (nullable): cancels and is told of the progress
 * @error: %PLUME_ERROR_DATA of a graph in pieces, %PLUME_ERROR_USAGE, %PLUME_ERROR_CANCELLED
 *
 * All pairs up to %PLUME_ISOMAP_ALL_PAIRS points: O(n × edges × log n), 16 n² bytes; beyond, up to
 * 1,000 landmarks that are drawn, fewer for more than 250,000 points.
 *
 * Returns: (transfer full): n × d, in the data's unit
 */
PlumePoints *
plume_isomap (const PlumeGraph *graph,
              guint dimensions,
              double *negative_share,
              PlumeTask *task,
              GError **error)
{
  gsize n = graph->weights->n_rows;
  g_autoptr (PlumeTask) paths = plume_task_new_part (task, 0, PATHS_SHARE);
  g_autoptr (PlumeDistances) distances = NULL;

  if (n > PLUME_ISOMAP_ALL_PAIRS)
    {
      gsize m = CLAMP (MOST_LENGTHS / n, FEWEST_LANDMARKS, MOST_LANDMARKS);
      g_autofree guint32 *landmarks = plume_subset_draw (n, m, SEED, "isomap landmarks");

      return draw_by_landmarks (graph, dimensions, m, landmarks, negative_share, task, error);
    }
  distances = plume_shortest_path_distances (graph, paths, error);
  if (distances == NULL)
    return NULL;
  return plume_scaling_classical (distances, dimensions, NULL, negative_share, task, error);
}

/**
 * plume_isomap_landmarks:
 * @graph: in one piece
 * @dimensions: d
 * @n_landmarks: m > d, at most n
 * @landmarks: (nullable): which vertices; %NULL draws them
 * @seed: of the draw
 * @task: (nullable): cancels and is told of the progress
 * @error: as plume_isomap()
 *
 * O(m × edges × log n + n m d), 4 n m bytes.
 *
 * Returns: (transfer full): n × d, in the data's unit
 */
PlumePoints *
plume_isomap_landmarks (const PlumeGraph *graph,
                        guint dimensions,
                        gsize n_landmarks,
                        const guint32 *landmarks,
                        guint64 seed,
                        PlumeTask *task,
                        GError **error)
{
  gsize n = graph->weights->n_rows;
  g_autofree guint32 *drawn = NULL;

  if (n_landmarks > n)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("%u points have no %u landmarks; take at most as many as there are points"),
                   (guint)n, (guint)n_landmarks);
      return NULL;
    }
  if (landmarks == NULL)
    landmarks = drawn = plume_subset_draw (n, n_landmarks, seed, "isomap landmarks");
  return draw_by_landmarks (graph, dimensions, n_landmarks, landmarks, NULL, task, error);
}
