/* plume-column-finite-volume.h: the semi-discretisation that the explicit run and its SUNDIALS
 * cross-check share; private to the two. */
#pragma once

#include "transport/plume-column-lattice.h"

G_BEGIN_DECLS

/**
 * PlumeFiniteVolume:
 * @problem: the problem, its n_cells and end_time filled in
 * @width: Δθ, s
 * @gas: c of one component with three ghost cells at either end, for all components
 * @face: flux through the faces of one component
 * @leaving: flux at the outlet of every component after the last evaluation
 *
 * Cells, and room to work in.
 */
typedef struct
{
  const PlumeLatticeProblem *problem;
  gsize n;
  guint m;
  double width;
  gboolean linear;
  double diffusion[PLUME_LATTICE_MAX_COMPONENTS];
  double leaving[PLUME_LATTICE_MAX_COMPONENTS];
  double *gas[PLUME_LATTICE_MAX_COMPONENTS];
  double *face;
} PlumeFiniteVolume;

void plume_finite_volume_init (PlumeFiniteVolume *cells, const PlumeLatticeProblem *problem);
void plume_finite_volume_clear (PlumeFiniteVolume *cells);
double plume_finite_volume_time_step (const PlumeFiniteVolume *cells);
void plume_finite_volume_rates (PlumeFiniteVolume *cells,
                                double inlet,
                                const double *total,
                                double *rates);

G_END_DECLS
