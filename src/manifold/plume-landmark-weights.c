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

/* Sums stay in registers: d is 1, 2 or 3. */
static inline void
sum_landmarks (
    const PlumeLandmarkWeights *weights, const double *landmarks, gsize i, gsize d, double *point)
{
  double sum[3] = { 0 };

  for (gsize k = i * weights->count; k < (i + 1) * weights->count; k++)
    for (gsize c = 0; c < d; c++)
      sum[c] += (double)weights->weights[k] * landmarks[weights->landmarks[k] * d + c];
  for (gsize c = 0; c < d; c++)
    point[c] = sum[c];
}

static void
extend_points (gsize from, gsize to, gpointer data)
{
  const Extension *extension = data;
  const PlumeLandmarkWeights *weights = extension->weights;
  const double *landmarks = extension->landmarks->values;
  double *values = extension->points->values;

  for (gsize i = from; i < to; i++)
    switch (extension->landmarks->p)
      {
      case 1:
        sum_landmarks (weights, landmarks, i, 1, values + i);
        break;
      case 2:
        sum_landmarks (weights, landmarks, i, 2, values + 2 * i);
        break;
      default:
        sum_landmarks (weights, landmarks, i, 3, values + 3 * i);
      }
}

/**
 * plume_landmark_weights_extend:
 * @weights: of n points
 * @landmarks: m × d coordinates, d at most 3
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
