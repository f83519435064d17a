/* plume-disc-grid.h: the actions on which a linear response is computed, and the harmonics of
 * functions of height along their orbits. */
#pragma once

#include <complex.h>

#include "disc/plume-disc-distribution.h"

G_BEGIN_DECLS

/* Harmonics n = 1…4 are kept; −n is the conjugate. */
#define PLUME_DISC_HARMONICS 4

/* Angles of a quarter turn; the other three follow by symmetry, so this is a grid of 256. */
#define PLUME_DISC_QUARTER 64

/**
 * PlumeDiscGrid:
 * @n: number of actions, equally spaced in √J from 0
 * @vertical: the orbits
 * @distribution: the undisturbed disc
 * @highest: turning point of the last action, kpc
 * @action: (array length=n): J, kpc km/s
 * @frequency: (array length=n): Ω, km/s/kpc
 * @frequency_slope: (array length=n): dΩ/dJ, 1/kpc²
 * @radial_slope: (array length=n): ∂Ω/∂L_z at constant J, 1/kpc²; 0 in a slab
 * @azimuthal_slope: ∂Ω_φ/∂L_z, 1/kpc²
 * @density: (array length=n): F
 * @density_slope: (array length=n): dF/dJ
 * @height: (array): z ≥ 0 at the angles π/2 (j + ½)/64 of each action
 *
 * Immutable and reference-counted.
 */
typedef struct
{
  gatomicrefcount ref_count;
  gsize n;
  PlumeVertical *vertical;
  PlumeDiscDistribution distribution;
  double highest;
  double *action;
  double *frequency;
  double *frequency_slope;
  double *radial_slope;
  double azimuthal_slope;
  double *density;
  double *density_slope;
  double *height;
} PlumeDiscGrid;

PlumeDiscGrid *plume_disc_grid_new (PlumeVertical *vertical,
                                    const PlumeDiscDistribution *distribution,
                                    gsize n,
                                    double largest_action,
                                    GError **error);
PlumeDiscGrid *plume_disc_grid_ref (PlumeDiscGrid *grid);
void plume_disc_grid_unref (PlumeDiscGrid *grid);
void plume_disc_grid_harmonics (const double *even,
                                const double *odd,
                                double complex harmonics[PLUME_DISC_HARMONICS]);
double plume_disc_damping_time (double action, double frequency_slope, double diffusion, guint n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeDiscGrid, plume_disc_grid_unref)

G_END_DECLS
