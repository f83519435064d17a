/* plume-disc-frame.c: equatorial to Galactic to Galactocentric.
 *
 * The north Galactic pole at (192.85948°, 27.12825°) and the north celestial pole at Galactic
 * longitude 122.93192° (ESA, The Hipparcos and Tycho Catalogues, SP-1200 (1997), vol. 1, §1.5.3).
 * The Galactic axes are then tilted by asin(z_sun/R₀), so that the Galactic plane of the disc
 * passes below the Sun and through the centre.
 */
#include "disc/plume-disc-frame.h"

#include <math.h>

#define DEGREE (G_PI / 180)

/* Galactic axes (towards the centre, along the rotation, upwards) in equatorial coordinates */
static void
galactic_axes (double axes[3][3])
{
  const double ra = 192.85948 * DEGREE, dec = 27.12825 * DEGREE, pole = 122.93192 * DEGREE;
  const double up[3] = { cos (dec) * cos (ra), cos (dec) * sin (ra), sin (dec) };
  /* towards increasing declination and right ascension, at the pole */
  const double north[3] = { -sin (dec) * cos (ra), -sin (dec) * sin (ra), cos (dec) };
  const double east[3] = { -sin (ra), cos (ra), 0 };

  for (int i = 0; i < 3; i++)
    {
      axes[0][i] = cos (pole) * north[i] + sin (pole) * east[i];
      axes[1][i] = sin (pole) * north[i] - cos (pole) * east[i];
      axes[2][i] = up[i];
    }
}

static void
tilt (double sine, double vector[3])
{
  double cosine = sqrt (1 - sine * sine), x = vector[0], z = vector[2];

  vector[0] = cosine * x + sine * z;
  vector[2] = cosine * z - sine * x;
}

/**
 * plume_disc_frame_from_sky:
 * @sun: the observer
 * @sky: what was measured
 * @position: (out) (array fixed-size=3): X, Y, Z, kpc
 * @velocity: (out) (array fixed-size=3): km/s
 *
 * Any quantity that is NaN makes those NaN that depend on it.
 */
void
plume_disc_frame_from_sky (const PlumeDiscSun *sun,
                           const PlumeDiscSky *sky,
                           double position[3],
                           double velocity[3])
{
  double ra = sky->ra * DEGREE, dec = sky->dec * DEGREE, axes[3][3];
  double outward[3] = { cos (dec) * cos (ra), cos (dec) * sin (ra), sin (dec) };
  double north[3] = { -sin (dec) * cos (ra), -sin (dec) * sin (ra), cos (dec) };
  double east[3] = { -sin (ra), cos (ra), 0 };
  double to_east = PLUME_DISC_PROPER_MOTION * sky->distance * sky->pm_ra;
  double to_north = PLUME_DISC_PROPER_MOTION * sky->distance * sky->pm_dec;
  double sine = sun->height / sun->radius;

  galactic_axes (axes);
  for (int i = 0; i < 3; i++)
    {
      position[i] = velocity[i] = 0;
      for (int j = 0; j < 3; j++)
        {
          position[i] += axes[i][j] * sky->distance * outward[j];
          velocity[i] +=
              axes[i][j]
              * (sky->radial_velocity * outward[j] + to_east * east[j] + to_north * north[j]);
        }
    }
  position[0] -= sun->radius;
  tilt (sine, position);
  tilt (sine, velocity);
  for (int i = 0; i < 3; i++)
    velocity[i] += sun->velocity[i];
}

/**
 * plume_disc_frame_cylindrical:
 * @position: (array fixed-size=3): X, Y, Z, kpc
 * @velocity: (array fixed-size=3): km/s
 * @R: (out): distance from the axis, kpc
 * @azimuth: (out): 0 at the Sun and growing along the rotation, −π…π
 * @v_R: (out): away from the axis, km/s
 * @v_azimuth: (out): along the rotation, km/s
 */
void
plume_disc_frame_cylindrical (const double position[3],
                              const double velocity[3],
                              double *R,
                              double *azimuth,
                              double *v_R,
                              double *v_azimuth)
{
  double x = position[0], y = position[1];

  *R = hypot (x, y);
  *azimuth = atan2 (y, -x);
  *v_R = *R > 0 ? (x * velocity[0] + y * velocity[1]) / *R : NAN;
  *v_azimuth = *R > 0 ? (y * velocity[0] - x * velocity[1]) / *R : NAN;
}
