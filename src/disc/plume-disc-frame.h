/* plume-disc-frame.h: from the sky to the centre of the Galaxy.
 *
 * Right-handed axes with the Sun at X = −R₀ and the disc turning towards +Y there: the Galaxy turns
 * clockwise seen from +Z. It must never know potentials.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* km/s of a proper motion of 1 mas/yr at 1 kpc */
#define PLUME_DISC_PROPER_MOTION 4.740470463533349

/**
 * PlumeDiscSun:
 * @radius: R₀, kpc
 * @height: above the plane, kpc
 * @velocity: (array fixed-size=3): towards the centre, along the rotation, upwards, km/s, with
 * respect to the centre
 *
 * Where the observer is.
 */
typedef struct
{
  double radius;
  double height;
  double velocity[3];
} PlumeDiscSun;

#define PLUME_DISC_SUN_DEFAULT                                                                     \
  {                                                                                                \
    8.122, 0.0208,                                                                                 \
    {                                                                                              \
      12.9, 245.6, 7.78                                                                            \
    }                                                                                              \
  }

/**
 * PlumeDiscSky:
 * @ra: right ascension (ICRS), degrees
 * @dec: declination, degrees
 * @distance: kpc; 1/parallax where the parallax is in mas
 * @pm_ra: proper motion in right ascension times cos δ, mas/yr
 * @pm_dec: proper motion in declination, mas/yr
 * @radial_velocity: along the line of sight, away from us, km/s
 *
 * What is measured of a star.
 */
typedef struct
{
  double ra;
  double dec;
  double distance;
  double pm_ra;
  double pm_dec;
  double radial_velocity;
} PlumeDiscSky;

void plume_disc_frame_from_sky (const PlumeDiscSun *sun,
                                const PlumeDiscSky *sky,
                                double position[3],
                                double velocity[3]);
void plume_disc_frame_cylindrical (const double position[3],
                                   const double velocity[3],
                                   double *R,
                                   double *azimuth,
                                   double *v_R,
                                   double *v_azimuth);

G_END_DECLS
