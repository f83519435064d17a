/* plume-disc-perturber.h: what shakes a disc, one row of a table each.
 *
 * Seen from a star on a circular orbit at a fixed place of the disc, a perturber is a potential
 * Φ₁(z,τ). Separable ones are φ(z) T(τ) Σ_s c_s e^{iδ_sτ} (δ_s = ±m(Ω_φ − Ω_p) of a rotating
 * pattern passing by); others give the transform ∫ Φ₁ e^{iωτ} dτ at each height. Satellites need an
 * orbit and are in plume-disc-satellites.h. It must never know actions.
 */
#pragma once

#include "disc/plume-disc-potential.h"
#include "disc/plume-disc-pulse.h"

G_BEGIN_DECLS

/**
 * PlumeDiscPerturberKind:
 * @PLUME_DISC_KICK: sudden v → v + Δv − k z
 * @PLUME_DISC_TIDE: ½ k z² T(τ)/∫T, a breathing that lasts
 * @PLUME_DISC_ARM: transient spiral arm
 * @PLUME_DISC_BAR: quadrupole of a bar
 * @PLUME_DISC_FLY_BY: a mass that passes on a straight line along z
 * @PLUME_DISC_SATELLITE: a mass on its orbit
 */
typedef enum
{
  PLUME_DISC_KICK,
  PLUME_DISC_TIDE,
  PLUME_DISC_ARM,
  PLUME_DISC_BAR,
  PLUME_DISC_FLY_BY,
  PLUME_DISC_SATELLITE,
  PLUME_DISC_N_PERTURBERS,
} PlumeDiscPerturberKind;

/**
 * PlumeDiscPerturber:
 * @kind: row
 * @pulse: T(τ); an impulse for the kick whatever is here
 * @duration: τ_P, kpc/(km/s)
 * @kick: Δv, km/s
 * @breathing: k, km/s/kpc
 * @surface_density: Σ_a of the arm, solar masses/kpc²
 * @radial_wavenumber: k_R of the arm, 1/kpc
 * @vertical_wavenumber: k_z of the arm, 1/kpc
 * @odd_strength: α_o, odd part of the arm
 * @arms: m of the arm; a bar has 2
 * @pattern_speed: Ω_p or Ω_b, km/s/kpc
 * @pattern_radius: R₀ of the arm's phase, kpc
 * @azimuth: φ of the star at τ = 0 in the direction of rotation, from the pattern's crest
 * @bar_strength: α_b
 * @bar_length: R_b, kpc
 * @bar_radius: R₀ at which α_b is meant, kpc
 * @mass: of the passing body, solar masses
 * @distance: b of the fly-by, kpc
 * @speed: v of the fly-by, km/s
 * @softening: ε, kpc
 *
 * All settings of all perturbers; a plain value. Each row reads its own.
 */
typedef struct
{
  PlumeDiscPerturberKind kind;
  PlumeDiscPulse pulse;
  double duration;
  double kick;
  double breathing;
  double surface_density;
  double radial_wavenumber;
  double vertical_wavenumber;
  double odd_strength;
  guint arms;
  double pattern_speed;
  double pattern_radius;
  double azimuth;
  double bar_strength;
  double bar_length;
  double bar_radius;
  double mass;
  double distance;
  double speed;
  double softening;
} PlumeDiscPerturber;

/**
 * PlumeDiscSwing:
 * @n: number of terms, 1 or 2
 * @pattern: (array length=n): ±m of the term's e^{±imφ}; 0 without pattern
 * @factor: (array length=n): c_s
 * @shift: (array length=n): δ_s, km/s/kpc
 *
 * Σ_s c_s e^{iδ_sτ}
 */
typedef struct
{
  guint n;
  int pattern[2];
  double complex factor[2];
  double shift[2];
} PlumeDiscSwing;

/**
 * PlumeDiscPerturberClass:
 * @id: name in recipes
 * @profile: (nullable): even and odd part of φ(z) at a radius; %NULL where not separable
 * @swing: (nullable): how a rotating pattern passes; %NULL for a constant 1
 * @transform: (nullable): even and odd part of ∫ Φ₁ e^{iωτ} dτ
 *
 * One row of the table.
 */
typedef struct
{
  const char *id;
  void (*profile) (const PlumeDiscPerturber *self,
                   const PlumeDiscPotential *potential,
                   double R,
                   double z,
                   double *even,
                   double *odd);
  PlumeDiscSwing (*swing) (const PlumeDiscPerturber *self,
                           const PlumeDiscPotential *potential,
                           double R);
  void (*transform) (const PlumeDiscPerturber *self,
                     double z,
                     double omega,
                     double complex *even,
                     double complex *odd);
} PlumeDiscPerturberClass;

extern const PlumeDiscPerturberClass plume_disc_perturbers[PLUME_DISC_N_PERTURBERS];

PlumeDiscPerturber plume_disc_perturber_default (PlumeDiscPerturberKind kind);
PlumeDiscPulse plume_disc_perturber_pulse (const PlumeDiscPerturber *perturber);
PlumeDiscSwing plume_disc_perturber_swing (const PlumeDiscPerturber *perturber,
                                           const PlumeDiscPotential *potential,
                                           double R);
double plume_disc_perturber_effective_kick (const PlumeDiscPerturber *perturber, double omega);
double plume_disc_perturber_potential (const PlumeDiscPerturber *perturber,
                                       const PlumeDiscPotential *potential,
                                       double R,
                                       double z,
                                       double t);

G_END_DECLS
