/* plume-extension.c: majorisation of the stress of one point among fixed landmarks.
 *
 * Σ_l (‖y − y_l‖ − D_l)²/D_l² falls with y ← Σ_l w_l (y_l + D_l (y − y_l)/‖y − y_l‖)/Σ_l w_l, w_l =
 * 1/D_l², at every pass, without a step size (de Leeuw 1977); points do not see each other, so they
 * are all moved at once.
 */
#include "manifold/plume-extension.h"

#include "core/plume-parallel.h"
#include "core/plume-random.h"

#include <math.h>
#include <string.h>

#define POINTS_AT_A_TIME 1024

typedef struct
{
  const PlumeLandmarkWeights *weights;
  const PlumePoints *landmarks;
  PlumeLandmarkDistanceFunc distance;
  gpointer source;
  gsize n_random;
  guint passes;
  guint64 seed;
  PlumePoints *points;
} Refinement;

/* One pass of one point; a landmark at distance 0 holds it. */
static void
move (double *point, gsize d, gsize count, const double *const *anchors, const double *distances)
{
  double sum[8] = { 0 }, total = 0;

  for (gsize k = 0; k < count; k++)
    {
      double square = 0, ratio, weight = 1 / (distances[k] * distances[k]);

      for (gsize c = 0; c < d; c++)
        square += (point[c] - anchors[k][c]) * (point[c] - anchors[k][c]);
      ratio = square > 0 ? distances[k] / sqrt (square) : 0;
      for (gsize c = 0; c < d; c++)
        sum[c] += weight * (anchors[k][c] + ratio * (point[c] - anchors[k][c]));
      total += weight;
    }
  for (gsize c = 0; total > 0 && c < d; c++)
    point[c] = sum[c] / total;
}

static void
refine_points (gsize from, gsize to, gpointer data)
{
  const Refinement *work = data;
  gsize near = work->weights->count, most = near + work->n_random, d = work->landmarks->p;
  g_autofree const double **anchors = g_new (const double *, most);
  g_autofree double *distances = g_new (double, most);

  for (gsize i = from; i < to; i++)
    {
      PlumeStream stream = plume_stream (work->seed, "extension", i);
      double *point = work->points->values + i * d;
      gboolean is_landmark = FALSE;
      gsize count = 0;

      for (gsize k = 0; k < most && !is_landmark; k++)
        {
          guint32 landmark =
              k < near ? work->weights->landmarks[i * near + k]
                       : (guint32)(plume_stream_uniform (&stream) * (double)work->landmarks->n);
          double distance;

          if (k < near && !(work->weights->weights[i * near + k] > 0))
            continue;
          landmark = MIN (landmark, (guint32)work->landmarks->n - 1);
          distance = work->distance (work->source, i, landmark);
          is_landmark = !(distance > 0);
          anchors[count] = work->landmarks->values + landmark * d;
          if (is_landmark)
            memcpy (point, anchors[count], d * sizeof (double));
          else if (isfinite (distance))
            distances[count++] = distance;
        }
      for (guint pass = 0; pass < work->passes && !is_landmark; pass++)
        move (point, d, count, anchors, distances);
    }
}

/**
 * plume_extension_refine:
 * @weights: the nearest landmarks of each of n points
 * @landmarks: m × d, d ≤ 8
 * @start: n × d, such as plume_landmark_weights_extend() gives
 * @distance: @source: distances of points to landmarks; a point at distance 0 is put upon its
 * landmark
 * @n_random: further landmarks, drawn for each point
 * @passes: how often each point is moved; 3 to 10
 * @seed: of the draws
 * @task: (nullable): cancels and is told of the progress
 * @error: %PLUME_ERROR_CANCELLED
 *
 * The stress of no point rises. O(n × landmarks a point × passes).
 *
 * Returns: (transfer full): n × d
 */
PlumePoints *
plume_extension_refine (const PlumeLandmarkWeights *weights,
                        const PlumePoints *landmarks,
                        const PlumePoints *start,
                        PlumeLandmarkDistanceFunc distance,
                        gpointer source,
                        gsize n_random,
                        guint passes,
                        guint64 seed,
                        PlumeTask *task,
                        GError **error)
{
  g_autoptr (PlumePoints) points = plume_points_new (start->n, start->p);
  Refinement work = { weights, landmarks, distance, source, n_random, passes, seed, points };

  g_return_val_if_fail (start->p == landmarks->p && start->p <= 8 && start->n == weights->n, NULL);
  memcpy (points->values, start->values, start->n * start->p * sizeof (double));
  if (!plume_parallel_for (start->n, POINTS_AT_A_TIME, refine_points, &work, task, error))
    return NULL;
  return g_steal_pointer (&points);
}
