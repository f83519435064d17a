/* plume-stars.h: millions of test stars in the action–angle plane of the vertical motion.
 *
 * A star keeps its action J and advances its angle by Ω(J) t, exactly and for any t. Kicks, pulses
 * and clouds make a new set from an old one. Times are in kpc/(km/s), so that Ω t is an angle; see
 * PLUME_DISC_TIME_MYR. It must never know theory's answer, nor files.
 */
#pragma once

#include "core/plume-task.h"
#include "disc/plume-disc-distribution.h"

G_BEGIN_DECLS

/**
 * PlumeStarModel:
 * @form: the vertical distribution; in the slab of the same σ the isothermal one is ρ ∝ sech²(z/h)
 * @dispersion: σ_z of the isothermal one, km/s
 * @mean_action: J0 of the exponential one, kpc km/s
 * @is_weighted: give every star the weight 1 − f0/f, which starts at zero (δf: amplitudes of small
 * perturbations without the noise of f0)
 * @radial_dispersion: σ_R at R, km/s; 0 for stars without motion in the plane
 * @scale_length: R_d of Σ ∝ e^(−R/R_d) and of σ_R ∝ e^(−R/2R_d), kpc
 *
 * The undisturbed distribution of stars seen at one place of the disc.
 */
typedef struct
{
  PlumeDiscVerticalForm form;
  double dispersion;
  double mean_action;
  gboolean is_weighted;
  double radial_dispersion;
  double scale_length;
} PlumeStarModel;

/**
 * PlumeStars:
 * @n: number of stars
 * @action: J, kpc km/s; NaN for a star beyond the tables
 * @angle: θ at t = 0, in [0, 2π)
 * @frequency: Ω, km/s/kpc
 * @radial_velocity: (nullable): v_R, km/s
 * @azimuthal_velocity: (nullable): v_φ, km/s
 * @weight: (nullable): 1 − f0/f
 * @vertical: tables of the place where the stars are seen
 * @set: (nullable): tables of other radii, for Ω at the guiding radius of each star
 * @model: the undisturbed distribution; read where there are weights
 *
 * Immutable and shared. 12 bytes a star, 20 with motions in the plane, 4 more with weights.
 */
typedef struct
{
  gatomicrefcount ref_count;
  gsize n;
  float *action;
  float *angle;
  float *frequency;
  float *radial_velocity;
  float *azimuthal_velocity;
  float *weight;
  PlumeVertical *vertical;
  PlumeVerticalSet *set;
  PlumeStarModel model;
} PlumeStars;

typedef struct _PlumeStarGuide PlumeStarGuide;

/**
 * PlumeStarKick:
 * @bending: Δv of all stars, km/s
 * @breathing: k of v → v − k z, km/s/kpc
 *
 * What one impulse does.
 */
typedef struct
{
  double bending;
  double breathing;
} PlumeStarKick;

/**
 * PlumeStarPulse:
 * @bending: acceleration a of Φ1 = −a z T(τ), (km/s)²/kpc
 * @breathing: b of Φ1 = ½ b z² T(τ), (km/s/kpc)²
 * @width: τ_P of T = e^(−τ²/2τ_P²), kpc/(km/s)
 * @steps: leapfrog steps in the shortest period; 60 is usual
 *
 * A pulse that takes its time.
 */
typedef struct
{
  double bending;
  double breathing;
  double width;
  guint steps;
} PlumeStarPulse;

/**
 * PlumeDiscForce:
 * @from: when the force begins, kpc/(km/s)
 * @duration: how long it acts, kpc/(km/s)
 * @n_steps: steps of the leapfrog; values by step are those at the middles of the steps
 * @factor: (array length=n_steps): c(τ), or G times the mass that is switched on
 * @source_height: (nullable) (array length=n_steps): z of a point mass, kpc
 * @distance_squared: (nullable) (array length=n_steps): its horizontal distance² + ε², kpc²
 * @constant: (nullable) (array length=n_steps): what the frame adds, (km/s)²/kpc
 * @n_profile: number of cells of @profile
 * @profile: (nullable) (array length=n_profile+1): K(z) at equal steps, of which the middle one is
 * z = 0; constant beyond the ends
 * @profile_step: between them, kpc
 *
 * A vertical acceleration beside that of the disc: c(τ) K(z), or that of a moving point mass,
 * −GM(τ) (z − z_s)/((z − z_s)² + d²)^(3/2) + constant. Borrowed arrays.
 */
typedef struct
{
  double from, duration;
  gsize n_steps;
  const double *factor;
  const double *source_height;
  const double *distance_squared;
  const double *constant;
  gsize n_profile;
  const double *profile;
  double profile_step;
} PlumeDiscForce;

PlumeStars *plume_stars_sample (PlumeVertical *vertical,
                                PlumeVerticalSet *set,
                                const PlumeStarModel *model,
                                gsize n,
                                guint64 seed,
                                PlumeTask *task,
                                GError **error);
PlumeStars *plume_stars_new_from_positions (PlumeVertical *vertical,
                                            PlumeVerticalSet *set,
                                            gsize n,
                                            const float *z,
                                            const float *v,
                                            const float *radial_velocity,
                                            const float *azimuthal_velocity,
                                            PlumeTask *task,
                                            GError **error);
PlumeStars *plume_stars_ref (PlumeStars *stars);
void plume_stars_unref (PlumeStars *stars);
gsize plume_stars_get_bytes (const PlumeStars *stars);
gsize plume_stars_count_lost (const PlumeStars *stars);
gboolean plume_stars_get_positions (
    const PlumeStars *stars, double t, float *z, float *v, PlumeTask *task, GError **error);

PlumeStars *
plume_stars_advance (const PlumeStars *stars, double t, PlumeTask *task, GError **error);
PlumeStars *plume_stars_kick (const PlumeStars *stars,
                              const PlumeStarKick *kick,
                              PlumeTask *task,
                              GError **error);
PlumeStars *plume_stars_drive (const PlumeStars *stars,
                               const PlumeStarPulse *pulse,
                               PlumeTask *task,
                               GError **error);
PlumeStars *plume_stars_drive_by_force (const PlumeStars *stars,
                                        const PlumeDiscForce *force,
                                        PlumeTask *task,
                                        GError **error);
PlumeStars *plume_stars_diffuse (const PlumeStars *stars,
                                 double diffusion,
                                 double duration,
                                 guint n_steps,
                                 guint64 seed,
                                 PlumeTask *task,
                                 GError **error);

/* For the files of this room: a set to be filled (with what does not change by
 * plume_stars_fill_rest(), in pieces), guiding radii, and what follows from new actions. */
PlumeStars *plume_stars_new_like (const PlumeStars *stars);
void plume_stars_fill_rest (PlumeStars *copy, const PlumeStars *stars, gsize from, gsize to);
PlumeStars *plume_stars_copy (const PlumeStars *stars);
gboolean
plume_stars_settle (PlumeStars *stars, const float *before, PlumeTask *task, GError **error);
PlumeStarGuide *plume_star_guide_new (const PlumeStars *stars);
float plume_star_guide_radius (const PlumeStarGuide *guide, float azimuthal_velocity);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeStars, plume_stars_unref)

G_END_DECLS
