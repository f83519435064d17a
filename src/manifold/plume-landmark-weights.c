/* plume-landmark-weights.c: points placed among their landmarks. */
#include "manifold/plume-embedding.h"

#include "core/plume-parallel.h"

#define POINTS_AT_A_TIME 4096

static void
clear_weights (gpointer data)
{
  PlumeLandmarkWeights *weights = data;

  g_free (weights->landmarks);
  g_free (weights->weights);
}

/**
 * plume_landmark_weights_new:
 * @n: points
 * @count: landmarks a point
 *
 * Returns: (transfer full): weights of 0, to be filled
 */
PlumeLandmarkWeights *
plume_landmark_weights_new (gsize n, gsize count)
{
  PlumeLandmarkWeights *weights = g_atomic_rc_box_new0 (PlumeLandmarkWeights);

  weights->n = n;
  weights->count = count;
  weights->landmarks = g_new0 (guint32, MAX (n * count, 1));
  weights->weights = g_new0 (float, MAX (n * count, 1));
  return weights;
}

PlumeLandmarkWeights *
plume_landmark_weights_ref (PlumeLandmarkWeights *weights)
{
  return g_atomic_rc_box_acquire (weights);
}

void
plume_landmark_weights_unref (PlumeLandmarkWeights *weights)
{
  if (weights != NULL)
    g_atomic_rc_box_release_full (weights, clear_weights);
}

typedef struct
{
  const PlumeLandmarkWeights *weights;
  const PlumePoints *landmarks;
  PlumePoints *points;
} Extension;

static void
extend_points (gsize from, gsize to, gpointer data)
{
  const Extension *extension = data;
  const PlumeLandmarkWeights *weights = extension->weights;
  gsize d = extension->landmarks->p;

  for (gsize i = from; i < to; i++)
    for (gsize k = i * weights->count; k < (i + 1) * weights->count; k++)
      for (gsize c = 0; c < d; c++)
        extension->points->values[i * d + c] +=
            (double)weights->weights[k]
            * extension->landmarks->values[weights->landmarks[k] * d + c];
}

/**
 * plume_landmark_weights_extend:
 * @weights: of n points
 * @landmarks: m × d coordinates
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_CANCELLED
 *
 * y_i = Σ_l w(i,l) y_(landmark(i,l)). O(n count d).
 *
 * Returns: (transfer full): n × d
 */
PlumePoints *
plume_landmark_weights_extend (const PlumeLandmarkWeights *weights,
                               const PlumePoints *landmarks,
                               PlumeTask *task,
                               GError **error)
{
  g_autoptr (PlumePoints) points = plume_points_new (weights->n, landmarks->p);
  Extension extension = { weights, landmarks, points };

  if (!plume_parallel_for (weights->n, POINTS_AT_A_TIME, extend_points, &extension, task, error))
    return NULL;
  return g_steal_pointer (&points);
}
