/* plume-disc-distribution.c: isothermal and exponential in J; pseudo-isothermal in the plane
 * (Binney, MNRAS 401 (2010) 2318, with the normalisation Ω_φ Σ/(π κ σ_R²)). */
#include "disc/plume-disc-distribution.h"

#include <math.h>

/**
 * plume_disc_distribution_new:
 * @vertical: the orbits
 * @form: which
 * @dispersion: σ_z, km/s
 * @mean_action: J₀, kpc km/s
 *
 * ∮ e^(−E/σ²) dz dv = √(2π) σ ∫ e^(−U/σ²) dz, by the trapezoidal rule in z = sinh x, to the height
 * of the tables.
 *
 * Returns: a distribution with its norm
 */
PlumeDiscDistribution
plume_disc_distribution_new (const PlumeVertical *vertical,
                             PlumeDiscVerticalForm form,
                             double dispersion,
                             double mean_action)
{
  PlumeDiscDistribution self = { form, dispersion, mean_action, 1 / (2 * G_PI * mean_action) };
  const PlumeDiscPotential *potential = plume_vertical_get_potential (vertical);
  double R = plume_vertical_get_radius (vertical);
  double scale = dispersion / plume_vertical_small_frequency (vertical), sum = 0;
  double end = asinh (plume_vertical_get_highest (vertical) / scale), h = end / 256;

  if (form == PLUME_DISC_EXPONENTIAL)
    return self;
  for (guint i = 0; i <= 256; i++)
    {
      double z = scale * sinh (i * h);
      double U = plume_disc_potential_vertical (potential, R, z);

      sum += (i == 0 || i == 256 ? 0.5 : 1) * scale * cosh (i * h)
             * exp (-U / (dispersion * dispersion));
    }
  self.norm = 1 / (sqrt (2 * G_PI) * dispersion * 2 * h * sum);
  return self;
}

/**
 * plume_disc_distribution_value:
 * @distribution: F
 * @vertical: the orbits
 * @J: action, kpc km/s
 * @derivative: (out) (optional): dF/dJ
 *
 * Returns: F(J), 1/(kpc km/s); NaN beyond the tables of an isothermal one
 */
double
plume_disc_distribution_value (const PlumeDiscDistribution *distribution,
                               const PlumeVertical *vertical,
                               double J,
                               double *derivative)
{
  double variance = distribution->dispersion * distribution->dispersion, F, rate;

  if (distribution->form == PLUME_DISC_EXPONENTIAL)
    {
      F = distribution->norm * exp (-J / distribution->mean_action);
      rate = 1 / distribution->mean_action;
    }
  else
    {
      F = distribution->norm * exp (-plume_vertical_energy (vertical, J) / variance);
      rate = plume_vertical_frequency (vertical, J, NULL) / variance;
    }
  if (derivative != NULL)
    *derivative = -rate * F;
  return F;
}

/**
 * plume_disc_plane_dispersion:
 * @plane: radial structure
 * @at: the dispersion at R₀, km/s
 * @R: kpc
 *
 * Returns: the dispersion at R, km/s
 */
double
plume_disc_plane_dispersion (const PlumeDiscPlane *plane, double at, double R)
{
  return at * exp (-(R - plane->radius) / (2 * plane->length));
}

/* ln f without the radial action, and κ/σ_R² */
static double
logarithm (const PlumeDiscPlane *plane,
           const PlumeDiscPotential *potential,
           double angular_momentum,
           double *slope)
{
  double R = plume_disc_potential_guiding_radius (potential, angular_momentum);
  PlumeDiscFrequencies at = plume_disc_potential_frequencies (potential, R);
  double sigma = plume_disc_plane_dispersion (plane, plane->dispersion, R);

  *slope = at.epicyclic / (sigma * sigma);
  return log (at.azimuthal
              / (2 * G_PI * G_PI * plane->length * plane->length * at.epicyclic * sigma * sigma))
         - R / plane->length;
}

/**
 * plume_disc_plane_value:
 * @plane: radial structure
 * @potential: the potential
 * @radial_action: J_r, kpc km/s
 * @angular_momentum: L_z > 0, kpc km/s
 * @radial_derivative: (out) (optional): ∂f/∂J_r
 * @angular_derivative: (out) (optional): ∂f/∂L_z, by central differences
 *
 * Returns: f = Ω_φ Σ(R_g)/(π κ σ_R²) e^(−κJ_r/σ_R²) of a disc of mass one
 */
double
plume_disc_plane_value (const PlumeDiscPlane *plane,
                        const PlumeDiscPotential *potential,
                        double radial_action,
                        double angular_momentum,
                        double *radial_derivative,
                        double *angular_derivative)
{
  double slope, value = logarithm (plane, potential, angular_momentum, &slope);
  double f = exp (value - slope * radial_action);

  if (radial_derivative != NULL)
    *radial_derivative = -slope * f;
  if (angular_derivative != NULL)
    {
      double step = 1e-4 * angular_momentum, above_slope, below_slope;
      double above = logarithm (plane, potential, angular_momentum + step, &above_slope);
      double below = logarithm (plane, potential, angular_momentum - step, &below_slope);

      *angular_derivative =
          f * (above - below - (above_slope - below_slope) * radial_action) / (2 * step);
    }
  return f;
}
