/* plume-disc-satellites.h: which dwarf galaxy could have shaken the disc.
 *
 * Each is followed back through the potential; its pull on stars around a point that moves on a
 * circular orbit is turned into harmonics of the vertical motion, ∫ Φ_n(J,τ) e^(inΩτ) dτ over the
 * past. Time 0 is today. Masses are assumptions.
 */
#pragma once

#include "disc/plume-disc-frame.h"
#include "disc/plume-disc-orbit.h"
#include "disc/plume-disc-response.h"

G_BEGIN_DECLS

/**
 * PlumeDiscSatellite:
 * @name: as in catalogues
 * @mass: assumed, solar masses
 * @softening: ε of its Plummer sphere, assumed, kpc
 * @sky: as measured
 */
typedef struct
{
  const char *name;
  double mass;
  double softening;
  PlumeDiscSky sky;
} PlumeDiscSatellite;

/**
 * PlumeDiscPast:
 * @span: how far back, kpc/(km/s)
 * @time_step: of the integral, kpc/(km/s)
 * @turn_on: the pull grows smoothly over this time at its beginning
 * @turn_off: and fades over this time before today; 0 to keep today's distortion
 * @diffusion: γ that damps what each moment made until today; 0 for none
 */
typedef struct
{
  double span;
  double time_step;
  double turn_on;
  double turn_off;
  double diffusion;
} PlumeDiscPast;

#define PLUME_DISC_PAST_DEFAULT                                                                    \
  {                                                                                                \
    2800 / PLUME_DISC_TIME_MYR, 1 / PLUME_DISC_TIME_MYR, 500 / PLUME_DISC_TIME_MYR, 0, 0           \
  }

#define PLUME_DISC_MOST_CROSSINGS 8

/**
 * PlumeDiscVisit:
 * @valid: whether the orbit could be followed
 * @n_crossings: passages through the plane, all of them
 * @crossings: the latest of them
 * @nearest: smallest distance to the centre, kpc
 * @nearest_time: when, kpc/(km/s)
 * @bending: I₁ = ∫ Φ₁ e^(iΩτ) dτ
 * @breathing: I₂
 *
 * What one satellite did to stars of one action.
 */
typedef struct
{
  gboolean valid;
  gsize n_crossings;
  PlumeDiscCrossing crossings[PLUME_DISC_MOST_CROSSINGS];
  double nearest;
  double nearest_time;
  double complex bending;
  double complex breathing;
} PlumeDiscVisit;

/**
 * PlumeDiscBody:
 * @mass: solar masses
 * @softening: ε, kpc
 * @position: (array fixed-size=3): X, Y, Z today, kpc
 * @velocity: (array fixed-size=3): km/s
 */
typedef struct
{
  double mass;
  double softening;
  double position[3];
  double velocity[3];
} PlumeDiscBody;

extern const PlumeDiscSatellite plume_disc_satellites[];
extern const guint plume_disc_n_satellites;

PlumeDiscBody
plume_disc_satellite_body (const PlumeDiscSatellite *satellite, const PlumeDiscSun *sun);
gboolean plume_disc_satellite_kernel (const PlumeDiscGrid *grid,
                                      const PlumeDiscBody *body,
                                      const PlumeDiscOrbit *orbit,
                                      const PlumeDiscPast *past,
                                      double complex *kernel,
                                      PlumeTask *task,
                                      GError **error);
gboolean plume_disc_satellites_visits (const PlumeDiscGrid *grid,
                                       gsize n,
                                       const PlumeDiscBody *bodies,
                                       const PlumeDiscPast *past,
                                       PlumeDiscVisit *visits,
                                       PlumeTask *task,
                                       GError **error);
void plume_disc_satellites_rank (gsize n, const PlumeDiscVisit *visits, gsize *order);

G_END_DECLS
