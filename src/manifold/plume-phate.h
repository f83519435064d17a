/* plume-phate.h: potential distances between the walks that start at two points (PHATE: Moon et al.
 * 2019).
 *
 * U_t = −log (P^t + ε), or a power of P^t for γ < 1; the potential distance is ‖U_t(i,·) −
 * U_t(j,·)‖. Many points walk between clusters of points instead. It knows no scaling.
 */
#pragma once

#include "manifold/plume-distances.h"
#include "manifold/plume-graph.h"

G_BEGIN_DECLS

/**
 * PlumePhateOptions:
 * @t: steps of the walk; 0 for the knee of its von Neumann entropy
 * @gamma: γ in [−1, 1]: 1 for the logarithm, else (P^t)^((1−γ)/2) · 2/(1−γ)
 * @offset: ε in the logarithm, 1e-7; with 0 every pair must be within t steps
 * @most_landmarks: clusters, where there are more points than that
 * @seed: of the clusters
 */
typedef struct
{
  guint t;
  double gamma;
  double offset;
  gsize most_landmarks;
  guint64 seed;
} PlumePhateOptions;

#define PLUME_PHATE_OPTIONS_DEFAULT                                                                \
  ((PlumePhateOptions){ .t = 0, .gamma = 1, .offset = 1e-7, .most_landmarks = 2000, .seed = 42 })

/**
 * PlumePhate:
 * @t: steps that were taken
 * @distances: potential distances, of all points or of clusters
 * @extension: (nullable): n × clusters, rows of sum 1: the chance to step from a point into each
 */
typedef struct
{
  guint t;
  PlumeDistances *distances;
  PlumeSparse *extension;
} PlumePhate;

PlumePhate *plume_phate_new (const PlumeGraph *graph,
                             const PlumePhateOptions *options,
                             PlumeTask *task,
                             GError **error);
PlumePhate *plume_phate_ref (PlumePhate *phate);
void plume_phate_unref (PlumePhate *phate);
gsize plume_phate_get_bytes (const PlumePhate *phate);
/* From a picture of the distances to one of all points. */
PlumePoints *
plume_phate_extend (const PlumePhate *phate, PlumePoints *picture, PlumeTask *task, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumePhate, plume_phate_unref)

G_END_DECLS
