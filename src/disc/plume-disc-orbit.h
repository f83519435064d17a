/* plume-disc-orbit.h: the orbit of a body through a static potential, forwards or backwards.
 *
 * Steps of the eighth-order Runge–Kutta method of Prince and Dormand, as long as the tolerance
 * allows, with quintic polynomials between them. No dynamical friction.
 */
#pragma once

#include "disc/plume-disc-potential.h"

G_BEGIN_DECLS

typedef struct _PlumeDiscOrbit PlumeDiscOrbit;

/**
 * PlumeDiscCrossing:
 * @time: kpc/(km/s), negative in the past
 * @radius: R of the place, kpc
 * @azimuth: atan2(Y, X) of the place
 * @velocity: (array fixed-size=3): km/s
 *
 * A body going through the plane.
 */
typedef struct
{
  double time;
  double radius;
  double azimuth;
  double velocity[3];
} PlumeDiscCrossing;

PlumeDiscOrbit *plume_disc_orbit_new (const PlumeDiscPotential *potential,
                                      const double position[3],
                                      const double velocity[3],
                                      double end,
                                      GError **error);
void plume_disc_orbit_free (PlumeDiscOrbit *orbit);
double plume_disc_orbit_end (const PlumeDiscOrbit *orbit);
void
plume_disc_orbit_at (const PlumeDiscOrbit *orbit, double t, double position[3], double velocity[3]);
gsize
plume_disc_orbit_crossings (const PlumeDiscOrbit *orbit, gsize n, PlumeDiscCrossing *crossings);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeDiscOrbit, plume_disc_orbit_free)

G_END_DECLS
