/* plume-disc-potential.c: sums of closed forms, the Milky Way of 2022, and exponential discs from
 * three Miyamoto–Nagai discs.
 *
 * The three-disc fits are those of Smith, Flynn, Candlish, Fellhauer & Gibson, MNRAS 448 (2015)
 * 2934: masses and scale lengths are quartics in b/R_d, itself a polynomial in h_z/R_d.
 */
#include "disc/plume-disc-potential.h"

#include <glib/gi18n.h>
#include <gsl/gsl_poly.h>
#include <math.h>

#include "core/plume-error.h"
#include "disc/plume-disc-shapes.h"

/* Polynomials of one fit, constant term first */
typedef struct
{
  double largest; /* b/R_d up to which it holds */
  double mass[3][5];
  double length[3][5];
} ThreeDiscs;

static const ThreeDiscs fits[] = {
  [PLUME_EXPONENTIAL_FIT_ACCURATE] = {
    3.0,
    { { 1.9487, 0.1164, -0.1653, 0.0640, -0.0090 },
      { -1.3077, 0.2029, 0.0877, -0.0903, 0.0173 },
      { 0.2242, -0.0544, -0.0361, 0.0287, -0.0051 } },
    { { 2.0074, -0.1193, -0.6987, 0.2610, -0.0358 },
      { 4.4441, -1.2966, -0.7967, 0.4992, -0.0830 },
      { 0.7333, -0.5944, -0.4124, 0.1718, -0.0247 } },
  },
  [PLUME_EXPONENTIAL_FIT_POSITIVE] = {
    1.35,
    { { 0.1749, -0.1335, 0.1117, -0.0330, 0.0036 },
      { -5.7976, 0.2921, -0.3035, 0.1090, -0.0131 },
      { 6.7120, 0.1012, -0.1425, 0.0454, -0.0048 } },
    { { 0.6445, -0.7089, -0.2070, 0.0993, -0.0158 },
      { 2.6836, -0.9325, -0.1279, 0.1514, -0.0319 },
      { 2.3193, -0.6329, -0.2943, 0.1816, -0.0326 } },
  },
};

/* b/R_d as a polynomial in h_z/R_d */
static const double thickness[][4] = {
  [PLUME_EXPONENTIAL_PROFILE_EXP] = { 0, 1.092, 1.080, -0.269 },
  [PLUME_EXPONENTIAL_PROFILE_SECH2] = { 0, 0.659, 0.262, -0.033 },
};

/**
 * plume_disc_potential_add:
 * @potential: a potential
 * @component: what to add
 *
 * Returns: %FALSE where the potential has as many components as it can hold
 */
gboolean
plume_disc_potential_add (PlumeDiscPotential *potential, PlumeDiscComponent component)
{
  if (potential->n >= PLUME_DISC_MAX_COMPONENTS)
    return FALSE;
  potential->components[potential->n++] = component;
  return TRUE;
}

/**
 * plume_disc_potential_slab:
 * @dispersion: σ, km/s
 * @height: h, kpc
 *
 * Returns: the isothermal slab, U = 2σ² ln cosh(z/h), ν = √2 σ/h, the same at all R
 */
PlumeDiscPotential
plume_disc_potential_slab (double dispersion, double height)
{
  return (PlumeDiscPotential){ 1, { { PLUME_DISC_SLAB, 0, dispersion, height } } };
}

/**
 * plume_disc_slab_density:
 * @dispersion: σ, km/s
 * @height: h, kpc
 *
 * Returns: the central density ρ_c = σ²/(2πG h²) of a slab, solar masses per kpc³
 */
double
plume_disc_slab_density (double dispersion, double height)
{
  return dispersion * dispersion / (2 * G_PI * PLUME_DISC_GRAVITY * height * height);
}

/* Bulge, nucleus and halo of the Milky Way of 2022 */
static void
add_spheroids (PlumeDiscPotential *potential, double halo)
{
  plume_disc_potential_add (potential, (PlumeDiscComponent){ PLUME_DISC_HERNQUIST, 5e9, 1.0, 0 });
  plume_disc_potential_add (potential,
                            (PlumeDiscComponent){ PLUME_DISC_HERNQUIST, 1.8142e9, 0.0688867, 0 });
  if (halo > 0)
    plume_disc_potential_add (potential,
                              (PlumeDiscComponent){ PLUME_DISC_NFW, 5.5427e11 * halo, 15.626, 0 });
}

/**
 * plume_disc_potential_milky_way:
 * @halo: factor of the mass of the dark halo; 1 for the Milky Way, 0 for a disc and bulge alone
 *
 * Returns: disc (sech², R_d = 2.6 kpc, h_z = 0.3 kpc as three Miyamoto–Nagai discs), bulge, nucleus
 * and halo
 */
PlumeDiscPotential
plume_disc_potential_milky_way (double halo)
{
  const double b = 0.20663742603550295;
  PlumeDiscPotential potential = {
    3,
    { { PLUME_DISC_MIYAMOTO_NAGAI, 7.872306998700792e9, 1.5259431976529216, b },
      { PLUME_DISC_MIYAMOTO_NAGAI, -2.7562522194433154e11, 6.782764436261113, b },
      { PLUME_DISC_MIYAMOTO_NAGAI, 3.206184188979487e11, 5.894799616164217, b } },
  };

  add_spheroids (&potential, halo);
  return potential;
}

/**
 * plume_disc_potential_add_exponential:
 * @potential: a potential
 * @disc: what to add to it
 * @error: %PLUME_ERROR_USAGE where the disc is too thick for the fit
 *
 * Adds an exponential disc as three Miyamoto–Nagai discs.
 *
 * Returns: %FALSE on error
 */
gboolean
plume_disc_potential_add_exponential (PlumeDiscPotential *potential,
                                      const PlumeExponentialDisc *disc,
                                      GError **error)
{
  const ThreeDiscs *fit = &fits[disc->fit];
  double b = disc->length > 0
                 ? gsl_poly_eval (thickness[disc->profile], 4, disc->height / disc->length)
                 : NAN;

  if (!(b > 0 && b <= fit->largest))
    {
      g_set_error (
          error, PLUME_ERROR, PLUME_ERROR_USAGE,
          _ ("A disc of height %g kpc and length %g kpc has b/R_d = %g, but the fit by three "
             "Miyamoto–Nagai discs holds between 0 and %g; make the disc thinner or longer."),
          disc->height, disc->length, b, fit->largest);
      return FALSE;
    }
  if (potential->n + 3 > PLUME_DISC_MAX_COMPONENTS)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("A potential holds at most %d components; take some away."),
                   PLUME_DISC_MAX_COMPONENTS);
      return FALSE;
    }
  for (guint i = 0; i < 3; i++)
    plume_disc_potential_add (
        potential, (PlumeDiscComponent){
                       PLUME_DISC_MIYAMOTO_NAGAI, disc->mass * gsl_poly_eval (fit->mass[i], 5, b),
                       disc->length * gsl_poly_eval (fit->length[i], 5, b), disc->length * b });
  return TRUE;
}

/**
 * plume_disc_potential_custom:
 * @disc: the disc
 * @halo: as in plume_disc_potential_milky_way()
 * @potential: (out): the Milky Way with this disc instead of its own
 * @error: %PLUME_ERROR_USAGE where the disc is too thick for the fit
 *
 * Returns: %FALSE on error
 */
gboolean
plume_disc_potential_custom (const PlumeExponentialDisc *disc,
                             double halo,
                             PlumeDiscPotential *potential,
                             GError **error)
{
  *potential = (PlumeDiscPotential){ 0 };
  if (!plume_disc_potential_add_exponential (potential, disc, error))
    return FALSE;
  add_spheroids (potential, halo);
  return TRUE;
}

/**
 * plume_disc_potential_value:
 * @potential: a potential
 * @R: distance from the axis, kpc
 * @z: height, kpc
 *
 * Returns: Φ(R,z), (km/s)²
 */
double
plume_disc_potential_value (const PlumeDiscPotential *potential, double R, double z)
{
  double sum = 0;

  for (guint i = 0; i < potential->n; i++)
    {
      const PlumeDiscComponent *part = &potential->components[i];

      sum += plume_disc_shapes[part->shape].value (part, R, z);
    }
  return sum;
}

/**
 * plume_disc_potential_vertical_slope:
 * @potential: a potential
 * @R: distance from the axis, kpc
 * @z1: height, kpc
 * @z2: height, kpc
 *
 * Returns: [Φ(R,z1) − Φ(R,z2)]/(z1² − z2²), (km/s/kpc)², all digits good however near the two are
 */
double
plume_disc_potential_vertical_slope (const PlumeDiscPotential *potential,
                                     double R,
                                     double z1,
                                     double z2)
{
  double sum = 0;

  for (guint i = 0; i < potential->n; i++)
    {
      const PlumeDiscComponent *part = &potential->components[i];

      sum += plume_disc_shapes[part->shape].slope (part, R, z1, z2);
    }
  return sum;
}

/**
 * plume_disc_potential_vertical:
 * @potential: a potential
 * @R: distance from the axis, kpc
 * @z: height, kpc
 *
 * Returns: U(z) = Φ(R,z) − Φ(R,0), (km/s)²
 */
double
plume_disc_potential_vertical (const PlumeDiscPotential *potential, double R, double z)
{
  return z * z * plume_disc_potential_vertical_slope (potential, R, z, 0);
}

/**
 * plume_disc_potential_vertical_curvature:
 * @potential: a potential
 * @R: distance from the axis, kpc
 * @z: height, kpc
 *
 * Returns: ∂²Φ/∂z², (km/s/kpc)²
 */
double
plume_disc_potential_vertical_curvature (const PlumeDiscPotential *potential, double R, double z)
{
  double sum = 0;

  for (guint i = 0; i < potential->n; i++)
    {
      const PlumeDiscComponent *part = &potential->components[i];

      sum += plume_disc_shapes[part->shape].curvature (part, R, z);
    }
  return sum;
}

/**
 * plume_disc_potential_stiffness:
 * @potential: a potential
 * @R: distance from the axis, kpc
 * @z: height, kpc
 * @radial: (out): (1/R) ∂Φ/∂R, (km/s/kpc)²
 * @vertical: (out): (1/z) ∂Φ/∂z, (km/s/kpc)²
 */
void
plume_disc_potential_stiffness (
    const PlumeDiscPotential *potential, double R, double z, double *radial, double *vertical)
{
  *radial = *vertical = 0;
  for (guint i = 0; i < potential->n; i++)
    {
      const PlumeDiscComponent *part = &potential->components[i];

      *radial += plume_disc_shapes[part->shape].radial (part, R, z);
      *vertical += 2 * plume_disc_shapes[part->shape].slope (part, R, z, z);
    }
}

/**
 * plume_disc_potential_acceleration:
 * @potential: a potential
 * @position: (array fixed-size=3): X, Y, Z, kpc
 * @acceleration: (out) (array fixed-size=3): −∇Φ, (km/s)²/kpc
 */
void
plume_disc_potential_acceleration (const PlumeDiscPotential *potential,
                                   const double position[3],
                                   double acceleration[3])
{
  double radial, vertical;

  plume_disc_potential_stiffness (potential,
                                  sqrt (position[0] * position[0] + position[1] * position[1]),
                                  position[2], &radial, &vertical);
  acceleration[0] = -radial * position[0];
  acceleration[1] = -radial * position[1];
  acceleration[2] = -vertical * position[2];
}

/**
 * plume_disc_potential_frequencies:
 * @potential: a potential
 * @R: distance from the axis, kpc
 *
 * Ω_φ² = (1/R) ∂Φ/∂R, κ² = R dΩ_φ²/dR + 4Ω_φ², ν² = ∂²Φ/∂z² in the plane.
 *
 * Returns: the frequencies of nearly circular orbits; NaN where κ² or ν² is negative
 */
PlumeDiscFrequencies
plume_disc_potential_frequencies (const PlumeDiscPotential *potential, double R)
{
  double radial, vertical, gradient = 0;

  plume_disc_potential_stiffness (potential, R, 0, &radial, &vertical);
  for (guint i = 0; i < potential->n; i++)
    {
      const PlumeDiscComponent *part = &potential->components[i];

      gradient += plume_disc_shapes[part->shape].radial_gradient (part, R);
    }
  return (PlumeDiscFrequencies){ R * sqrt (radial), sqrt (radial), sqrt (gradient + 4 * radial),
                                 sqrt (vertical) };
}

/**
 * plume_disc_potential_guiding_radius:
 * @potential: a potential
 * @angular_momentum: L_z, kpc km/s, positive
 *
 * Newton's method in ln R, with d ln L/d ln R = κ²/(2Ω_φ²).
 *
 * Returns: the R whose circular orbit has this L_z, kpc; NaN where there is none
 */
double
plume_disc_potential_guiding_radius (const PlumeDiscPotential *potential, double angular_momentum)
{
  double R = angular_momentum / 200;

  if (!(angular_momentum > 0))
    return NAN;
  for (int i = 0; i < 60; i++)
    {
      PlumeDiscFrequencies at = plume_disc_potential_frequencies (potential, R);
      double ratio = at.epicyclic / at.azimuthal;
      double step = log (angular_momentum / (R * at.circular_speed)) / (0.5 * ratio * ratio);

      if (!isfinite (step))
        return NAN;
      R *= exp (CLAMP (step, -1, 1));
      if (fabs (step) < 1e-13)
        return R;
    }
  return R;
}
