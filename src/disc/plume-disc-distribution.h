/* plume-disc-distribution.h: how the stars of an undisturbed disc fill phase space.
 *
 * Vertical: F(J) with 2π ∫ F dJ = 1. In the plane: f(J_r, L_z) with (2π)² ∫∫ f dJ_r dL_z = 1. It
 * must never know perturbers.
 */
#pragma once

#include "disc/plume-disc-vertical.h"

G_BEGIN_DECLS

/**
 * PlumeDiscVerticalForm:
 * @PLUME_DISC_ISOTHERMAL: F ∝ e^(−E/σ_z²)
 * @PLUME_DISC_EXPONENTIAL: F = e^(−J/J₀)/(2πJ₀)
 */
typedef enum
{
  PLUME_DISC_ISOTHERMAL,
  PLUME_DISC_EXPONENTIAL,
} PlumeDiscVerticalForm;

/**
 * PlumeDiscDistribution:
 * @form: which
 * @dispersion: σ_z, km/s
 * @mean_action: J₀, kpc km/s
 * @norm: F at J = 0, filled in by plume_disc_distribution_new()
 *
 * Vertical distribution; a plain value.
 */
typedef struct
{
  PlumeDiscVerticalForm form;
  double dispersion;
  double mean_action;
  double norm;
} PlumeDiscDistribution;

/**
 * PlumeDiscPlane:
 * @length: R_d of the surface density, kpc
 * @dispersion: σ_R at @radius, km/s
 * @vertical_dispersion: σ_z at @radius, km/s
 * @radius: R₀, kpc
 *
 * Radial structure: Σ ∝ e^(−R/R_d), σ_R and σ_z ∝ e^(−(R − R₀)/(2R_d)).
 */
typedef struct
{
  double length;
  double dispersion;
  double vertical_dispersion;
  double radius;
} PlumeDiscPlane;

#define PLUME_DISC_PLANE_DEFAULT                                                                   \
  {                                                                                                \
    2.5, 35, 20, 8.122                                                                             \
  }

PlumeDiscDistribution plume_disc_distribution_new (const PlumeVertical *vertical,
                                                   PlumeDiscVerticalForm form,
                                                   double dispersion,
                                                   double mean_action);
double plume_disc_distribution_value (const PlumeDiscDistribution *distribution,
                                      const PlumeVertical *vertical,
                                      double J,
                                      double *derivative);

double plume_disc_plane_dispersion (const PlumeDiscPlane *plane, double at, double R);
double plume_disc_plane_value (const PlumeDiscPlane *plane,
                               const PlumeDiscPotential *potential,
                               double radial_action,
                               double angular_momentum,
                               double *radial_derivative,
                               double *angular_derivative);

G_END_DECLS
