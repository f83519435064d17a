/* plume-scaling-private.h: the parts that the kinds of iterated scaling share.
 *
 * Coordinates lie here one dimension after another, so that a loop over points reads them in a row.
 */
#pragma once

#include "manifold/plume-embedding.h"

G_BEGIN_DECLS

#define PLUME_SCALING_MOST_DIMENSIONS 3

/**
 * PlumeGuttman: one step of majorisation
 * @targets: m × m distances that are aimed at, zero diagonal
 * @weights: (nullable): m × m
 * @y: d × m coordinates
 * @sums: (out): d × m: Σ_j w_ij D_ij/δ_ij (y_i − y_j), the product B(Y) Y
 * @row_stress: (out): m: Σ_j w_ij (δ_ij − D_ij)²
 */
typedef struct
{
  gsize m;
  guint d;
  const double *targets, *weights, *y;
  double *sums, *row_stress;
} PlumeGuttman;

/* The sums of B(Y) Y and the stress of Y, each pair counted once. O(m² d), all cores. */
gboolean
plume_guttman_sums (const PlumeGuttman *guttman, double *stress, PlumeTask *task, GError **error);

/* Solves V Z = R for the weighted Laplacian V of the weights; z: d × m, the start and the result.
 * degrees: m, Σ_(j≠i) w_ij. */
gboolean plume_guttman_solve_weighted (gsize m,
                                       guint d,
                                       const double *weights,
                                       const double *degrees,
                                       const double *right,
                                       double *z,
                                       PlumeTask *task,
                                       GError **error);

/* Distances as an order: disparities that rise with them. */
typedef struct _PlumeDisparities PlumeDisparities;

PlumeDisparities *
plume_disparities_new (const PlumeDistances *distances, PlumeTask *task, GError **error);
void plume_disparities_free (PlumeDisparities *disparities);
/* The m × m disparities nearest to the distances of y (d × m) with Σ d̂² = Σ D². */
const double *plume_disparities_fit (
    PlumeDisparities *disparities, guint d, const double *y, PlumeTask *task, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeDisparities, plume_disparities_free)

G_END_DECLS
