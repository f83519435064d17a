/* plume-disc-perturber.c: kick, tide, spiral arm, bar and fly-by. */
#include "disc/plume-disc-perturber.h"

#include <gsl/gsl_sf_bessel.h>
#include <math.h>

static void
kick_profile (const PlumeDiscPerturber *self,
              const PlumeDiscPotential *potential,
              double R,
              double z,
              double *even,
              double *odd)
{
  *even = 0.5 * self->breathing * z * z;
  *odd = -self->kick * z;
}

static void
tide_profile (const PlumeDiscPerturber *self,
              const PlumeDiscPotential *potential,
              double R,
              double z,
              double *even,
              double *odd)
{
  /* of unit impulse where the pulse ends; a persistent tide is as strong as one of length τ_P */
  double impulse = self->pulse == PLUME_DISC_PULSE_IMPULSE      ? 1
                   : self->pulse == PLUME_DISC_PULSE_GAUSSIAN   ? sqrt (2 * G_PI) * self->duration
                   : self->pulse == PLUME_DISC_PULSE_LORENTZIAN ? G_PI * self->duration
                                                                : self->duration;

  *even = 0.5 * self->breathing * z * z / impulse;
  *odd = 0;
}

static void
arm_profile (const PlumeDiscPerturber *self,
             const PlumeDiscPotential *potential,
             double R,
             double z,
             double *even,
             double *odd)
{
  double depth =
      -2 * G_PI * PLUME_DISC_GRAVITY * self->surface_density / fabs (self->radial_wavenumber);

  *even = depth * cos (self->vertical_wavenumber * z);
  *odd = depth * self->odd_strength * sin (self->vertical_wavenumber * z);
}

/* cos(α + mΔτ) as two rotating terms */
static PlumeDiscSwing
rotating (int m, double phase, double rate)
{
  return (PlumeDiscSwing){
    2, { m, -m }, { 0.5 * cexp (I * phase), 0.5 * cexp (-I * phase) }, { rate, -rate }
  };
}

static PlumeDiscSwing
arm_swing (const PlumeDiscPerturber *self, const PlumeDiscPotential *potential, double R)
{
  double omega = plume_disc_potential_frequencies (potential, R).azimuthal;

  return rotating ((int)self->arms,
                   self->radial_wavenumber * (R - self->pattern_radius)
                       + self->arms * self->azimuth,
                   self->arms * (omega - self->pattern_speed));
}

/* Dehnen, AJ 119 (2000) 800: outside its end a bar is a quadrupole r⁻³, inside it 2 − (r/R_b)³ */
static void
bar_profile (const PlumeDiscPerturber *self,
             const PlumeDiscPotential *potential,
             double R,
             double z,
             double *even,
             double *odd)
{
  double circular = plume_disc_potential_frequencies (potential, self->bar_radius).circular_speed;
  double r = hypot (R, z), x = r / self->bar_length, outer = self->bar_radius / self->bar_length;
  double fall = x >= 1 ? 1 / (x * x * x) : 2 - x * x * x;

  *even = -self->bar_strength * circular * circular / 3 * outer * outer * outer * fall * (R / r)
          * (R / r);
  *odd = 0;
}

static PlumeDiscSwing
bar_swing (const PlumeDiscPerturber *self, const PlumeDiscPotential *potential, double R)
{
  double omega = plume_disc_potential_frequencies (potential, R).azimuthal;

  return rotating (2, 2 * self->azimuth, 2 * (omega - self->pattern_speed));
}

/* (2GM/v) K₀(|ω|b/v) */
static double
fly_by_strength (const PlumeDiscPerturber *self, double omega)
{
  double x = fabs (omega) * hypot (self->distance, self->softening) / self->speed;

  return x < 600 ? 2 * PLUME_DISC_GRAVITY * self->mass / self->speed * gsl_sf_bessel_K0_scaled (x)
                       * exp (-x)
                 : 0;
}

static void
fly_by_transform (const PlumeDiscPerturber *self,
                  double z,
                  double omega,
                  double complex *even,
                  double complex *odd)
{
  double strength = fly_by_strength (self, omega), phase = omega * z / self->speed;

  *even = -strength * cos (phase);
  *odd = -I * strength * sin (phase);
}

const PlumeDiscPerturberClass plume_disc_perturbers[PLUME_DISC_N_PERTURBERS] = {
  [PLUME_DISC_KICK] = { "kick", kick_profile, NULL, NULL },
  [PLUME_DISC_TIDE] = { "tide", tide_profile, NULL, NULL },
  [PLUME_DISC_ARM] = { "arm", arm_profile, arm_swing, NULL },
  [PLUME_DISC_BAR] = { "bar", bar_profile, bar_swing, NULL },
  [PLUME_DISC_FLY_BY] = { "fly-by", NULL, NULL, fly_by_transform },
  [PLUME_DISC_SATELLITE] = { "satellite", NULL, NULL, NULL },
};

/**
 * plume_disc_perturber_default:
 * @kind: row
 *
 * Returns: a perturber with settings of the solar neighbourhood
 */
PlumeDiscPerturber
plume_disc_perturber_default (PlumeDiscPerturberKind kind)
{
  return (PlumeDiscPerturber){
    .kind = kind,
    .pulse = kind == PLUME_DISC_KICK ? PLUME_DISC_PULSE_IMPULSE : PLUME_DISC_PULSE_GAUSSIAN,
    .duration = 30 / PLUME_DISC_TIME_MYR,
    .kick = 8,
    .breathing = kind == PLUME_DISC_KICK ? 0 : 10,
    .surface_density = 5e6,
    .radial_wavenumber = 3,
    .vertical_wavenumber = 2,
    .odd_strength = 0.5,
    .arms = 2,
    .pattern_speed = kind == PLUME_DISC_BAR ? 40 : 20,
    .pattern_radius = 8.122,
    .bar_strength = 0.01,
    .bar_length = 3.5,
    .bar_radius = 8.122,
    .mass = 1e9,
    .distance = 5,
    .speed = 250,
    .softening = 1.6,
  };
}

/**
 * plume_disc_perturber_pulse:
 * @perturber: a perturber
 *
 * Returns: its T(τ); a kick is always an impulse
 */
PlumeDiscPulse
plume_disc_perturber_pulse (const PlumeDiscPerturber *perturber)
{
  return perturber->kind == PLUME_DISC_KICK ? PLUME_DISC_PULSE_IMPULSE : perturber->pulse;
}

/**
 * plume_disc_perturber_swing:
 * @perturber: a separable perturber
 * @potential: the potential of the disc
 * @R: radius of the stars, kpc
 *
 * Returns: the factor in time beside T
 */
PlumeDiscSwing
plume_disc_perturber_swing (const PlumeDiscPerturber *perturber,
                            const PlumeDiscPotential *potential,
                            double R)
{
  const PlumeDiscPerturberClass *row = &plume_disc_perturbers[perturber->kind];

  if (row->swing != NULL)
    return row->swing (perturber, potential, R);
  return (PlumeDiscSwing){ 1, { 0 }, { 1 }, { 0 } };
}

/**
 * plume_disc_perturber_effective_kick:
 * @perturber: a fly-by
 * @omega: Ω of a star, km/s/kpc
 *
 * Returns: Δv = (2GMω/v²) K₀(ωb/v), the size of the kick whose bending equals that of the fly-by
 * near the plane, km/s
 */
double
plume_disc_perturber_effective_kick (const PlumeDiscPerturber *perturber, double omega)
{
  return omega > 0 ? fly_by_strength (perturber, omega) * omega / perturber->speed : 0;
}

/**
 * plume_disc_perturber_potential:
 * @perturber: any but a kick or a satellite
 * @potential: the potential of the disc
 * @R: radius of the star, kpc
 * @z: its height, kpc
 * @t: time, kpc/(km/s)
 *
 * Returns: Φ₁(z,t), (km/s)², for stars that are followed one by one
 */
double
plume_disc_perturber_potential (const PlumeDiscPerturber *perturber,
                                const PlumeDiscPotential *potential,
                                double R,
                                double z,
                                double t)
{
  const PlumeDiscPerturberClass *row = &plume_disc_perturbers[perturber->kind];
  PlumeDiscSwing swing;
  double even, odd, factor = 0;

  if (perturber->kind == PLUME_DISC_FLY_BY)
    return -PLUME_DISC_GRAVITY * perturber->mass
           / sqrt (perturber->distance * perturber->distance
                   + perturber->softening * perturber->softening
                   + (z - perturber->speed * t) * (z - perturber->speed * t));
  if (row->profile == NULL)
    return NAN;
  row->profile (perturber, potential, R, z, &even, &odd);
  swing = plume_disc_perturber_swing (perturber, potential, R);
  for (guint s = 0; s < swing.n; s++)
    factor += creal (swing.factor[s] * cexp (I * swing.shift[s] * t));
  return (even + odd) * factor
         * plume_disc_pulse_shape (plume_disc_perturber_pulse (perturber), perturber->duration, t);
}
