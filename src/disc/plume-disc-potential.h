/* plume-disc-potential.h: gravitational potentials of galactic discs, as sums of closed forms.
 *
 * A potential is a plain value: a short list of components. Lengths are in kpc, speeds in km/s,
 * masses in solar masses, so potentials are in (km/s)² and frequencies in km/s/kpc. It must never
 * know stars.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* G in kpc (km/s)² per solar mass, and the time 1 kpc/(km/s) in Myr */
#define PLUME_DISC_GRAVITY  4.30091727e-6
#define PLUME_DISC_TIME_MYR 977.7922216807891

#define PLUME_DISC_MAX_COMPONENTS 12

/**
 * PlumeDiscShape:
 * @PLUME_DISC_SLAB: isothermal slab, 2σ² ln cosh(z/h); scale is σ (km/s) and height is h
 * @PLUME_DISC_MIYAMOTO_NAGAI: −GM/√(R² + (a + √(z² + b²))²); scale a, height b; M may be negative
 * @PLUME_DISC_HERNQUIST: −GM/(r + a); scale a
 * @PLUME_DISC_NFW: −(GM/r) ln(1 + r/a); scale a
 * @PLUME_DISC_PLUMMER: −GM/√(r² + ε²); scale ε
 */
typedef enum
{
  PLUME_DISC_SLAB,
  PLUME_DISC_MIYAMOTO_NAGAI,
  PLUME_DISC_HERNQUIST,
  PLUME_DISC_NFW,
  PLUME_DISC_PLUMMER,
} PlumeDiscShape;

/**
 * PlumeDiscComponent:
 * @shape: closed form
 * @mass: M, solar masses; not used by the slab
 * @scale: a, ε (kpc) or σ (km/s)
 * @height: b or h, kpc
 */
typedef struct
{
  PlumeDiscShape shape;
  double mass;
  double scale;
  double height;
} PlumeDiscComponent;

/**
 * PlumeDiscPotential:
 * @n: number of components
 * @components: (array length=n): the components, which add up
 *
 * A plain value, copied freely.
 */
typedef struct
{
  guint n;
  PlumeDiscComponent components[PLUME_DISC_MAX_COMPONENTS];
} PlumeDiscPotential;

/**
 * PlumeExponentialProfile:
 * @PLUME_EXPONENTIAL_PROFILE_EXP: density ∝ e^(−|z|/h)
 * @PLUME_EXPONENTIAL_PROFILE_SECH2: density ∝ sech²(z/h)
 */
typedef enum
{
  PLUME_EXPONENTIAL_PROFILE_EXP,
  PLUME_EXPONENTIAL_PROFILE_SECH2,
} PlumeExponentialProfile;

/**
 * PlumeExponentialFit:
 * @PLUME_EXPONENTIAL_FIT_ACCURATE: more accurate near the disc; density may be negative far out
 * @PLUME_EXPONENTIAL_FIT_POSITIVE: positive density everywhere
 */
typedef enum
{
  PLUME_EXPONENTIAL_FIT_ACCURATE,
  PLUME_EXPONENTIAL_FIT_POSITIVE,
} PlumeExponentialFit;

/**
 * PlumeExponentialDisc:
 * @mass: M_d, solar masses
 * @length: R_d of the surface density e^(−R/R_d), kpc
 * @height: h_z, kpc
 * @profile: vertical density
 * @fit: which of the two fits
 */
typedef struct
{
  double mass;
  double length;
  double height;
  PlumeExponentialProfile profile;
  PlumeExponentialFit fit;
} PlumeExponentialDisc;

/**
 * PlumeDiscFrequencies:
 * @circular_speed: v_c, km/s
 * @azimuthal: Ω_φ, km/s/kpc
 * @epicyclic: κ, km/s/kpc
 * @vertical: ν of infinitesimal vertical oscillations, km/s/kpc
 */
typedef struct
{
  double circular_speed;
  double azimuthal;
  double epicyclic;
  double vertical;
} PlumeDiscFrequencies;

PlumeDiscPotential plume_disc_potential_slab (double dispersion, double height);
PlumeDiscPotential plume_disc_potential_milky_way (double halo);
gboolean plume_disc_potential_custom (const PlumeExponentialDisc *disc,
                                      double halo,
                                      PlumeDiscPotential *potential,
                                      GError **error);
gboolean plume_disc_potential_add (PlumeDiscPotential *potential, PlumeDiscComponent component);
gboolean plume_disc_potential_add_exponential (PlumeDiscPotential *potential,
                                               const PlumeExponentialDisc *disc,
                                               GError **error);
double plume_disc_slab_density (double dispersion, double height);

double plume_disc_potential_value (const PlumeDiscPotential *potential, double R, double z);
void plume_disc_potential_stiffness (
    const PlumeDiscPotential *potential, double R, double z, double *radial, double *vertical);
void plume_disc_potential_acceleration (const PlumeDiscPotential *potential,
                                        const double position[3],
                                        double acceleration[3]);
double plume_disc_potential_vertical (const PlumeDiscPotential *potential, double R, double z);
double plume_disc_potential_vertical_slope (const PlumeDiscPotential *potential,
                                            double R,
                                            double z1,
                                            double z2);
double
plume_disc_potential_vertical_curvature (const PlumeDiscPotential *potential, double R, double z);
PlumeDiscFrequencies
plume_disc_potential_frequencies (const PlumeDiscPotential *potential, double R);
double
plume_disc_potential_guiding_radius (const PlumeDiscPotential *potential, double angular_momentum);

G_END_DECLS
