/* plume-embedding.h: pictures of data: d coordinates a point, by multidimensional scaling of given
 * distances and by the methods that live on the same graph.
 *
 * Every method is deterministic: signs are fixed by the entry of largest magnitude of each column.
 * It knows no heat.
 */
#pragma once

#include "manifold/plume-distances.h"
#include "manifold/plume-graph.h"

G_BEGIN_DECLS

typedef enum
{
  PLUME_SCALING_CLASSICAL,
  PLUME_SCALING_METRIC,
  PLUME_SCALING_WEIGHTED,
  PLUME_SCALING_NON_METRIC,
} PlumeScalingKind;

/**
 * PlumeScaling:
 * @kind: how
 * @dimensions: d: 2 or 3
 * @weights: (nullable): m × m symmetric w_ij ≥ 0 of the weighted kind
 * @start: (nullable): m × d; %NULL for the classical solution
 * @most_steps: of Guttman
 * @tolerance: relative change of stress that ends it; 0 for all steps
 */
typedef struct
{
  PlumeScalingKind kind;
  guint dimensions;
  const double *weights;
  const double *start;
  guint most_steps;
  double tolerance;
} PlumeScaling;

/**
 * PlumeScalingCounts:
 * @stress: Σ_(i<j) w_ij (‖y_i − y_j‖ − D_ij)²
 * @stress_1: √(Σ (δ − D)²/Σ D²)
 * @negative_share: share of negative eigenvalues of the classical solution in Σ|λ|; NaN where it
 * did not begin with that
 * @steps: taken
 */
typedef struct
{
  double stress, stress_1, negative_share;
  guint steps;
} PlumeScalingCounts;

/* m × d coordinates. O(m² d) a step, O(m²) memory beside the distances. */
PlumePoints *plume_scaling_solve (const PlumeDistances *distances,
                                  const PlumeScaling *scaling,
                                  PlumeScalingCounts *counts,
                                  PlumeTask *task,
                                  GError **error);
/* Rotation, reflection (where allowed) and shift of y that brings it nearest to the reference;
 * never a scale. Both n × d. */
void plume_procrustes (const PlumePoints *reference, PlumePoints *y, gboolean reflection);
/* Σ_j (‖y_i − y_j‖ − D_ij)² of every point. */
PlumeArray *plume_local_stress (const PlumeDistances *distances, const PlumePoints *y);

/**
 * PlumeLandmarkWeights: y_i = Σ_l weight(i,l) y_(landmark(i,l)), 8 a point, summing to 1
 * @landmarks: n × count places in the list of landmarks
 * @weights: n × count
 */
typedef struct
{
  gsize n, count;
  guint32 *landmarks;
  float *weights;
} PlumeLandmarkWeights;

PlumeLandmarkWeights *plume_landmark_weights_new (gsize n, gsize count);
PlumeLandmarkWeights *plume_landmark_weights_ref (PlumeLandmarkWeights *weights);
void plume_landmark_weights_unref (PlumeLandmarkWeights *weights);
PlumePoints *plume_landmark_weights_extend (const PlumeLandmarkWeights *weights,
                                            const PlumePoints *landmarks,
                                            PlumeTask *task,
                                            GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeLandmarkWeights, plume_landmark_weights_unref)

G_END_DECLS
