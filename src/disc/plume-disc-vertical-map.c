/* plume-disc-vertical-map.c: reading the tables of one radius, one star or millions at a time. */
#include "core/plume-parallel.h"
#include "disc/plume-disc-vertical-private.h"

#define CHUNK 4096

const PlumeDiscPotential *
plume_vertical_get_potential (const PlumeVertical *vertical)
{
  return &vertical->potential;
}

double
plume_vertical_get_radius (const PlumeVertical *vertical)
{
  return vertical->radius;
}

/**
 * plume_vertical_get_highest:
 * @vertical: tables
 *
 * Returns: height up to which orbits are known, kpc
 */
double
plume_vertical_get_highest (const PlumeVertical *vertical)
{
  return vertical->of_height.largest;
}

/**
 * plume_vertical_largest_action:
 * @vertical: tables
 *
 * Returns: J of the highest orbit of the tables, kpc km/s
 */
double
plume_vertical_largest_action (const PlumeVertical *vertical)
{
  return vertical->largest_action;
}

/**
 * plume_vertical_largest_energy:
 * @vertical: tables
 *
 * Returns: E of the highest orbit of the tables, (km/s)²
 */
double
plume_vertical_largest_energy (const PlumeVertical *vertical)
{
  return 0.5 * vertical->of_speed.largest * vertical->of_speed.largest;
}

/**
 * plume_vertical_small_frequency:
 * @vertical: tables
 *
 * Returns: ν = Ω(0), km/s/kpc
 */
double
plume_vertical_small_frequency (const PlumeVertical *vertical)
{
  return vertical->frequency[0];
}

/* ρ = √(2E) of an action */
static double
speed_of_action (const PlumeVertical *self, double J)
{
  double root = sqrt (J);

  if (!(J >= 0 && J <= self->largest_action))
    return NAN;
  return root
         * plume_six_read (self->speed_over_root, PLUME_VERTICAL_LINE,
                           plume_stretch (&self->of_root, root));
}

/**
 * plume_vertical_energy:
 * @vertical: tables
 * @J: action, kpc km/s
 *
 * Returns: E(J), (km/s)²; NaN beyond the tables
 */
double
plume_vertical_energy (const PlumeVertical *vertical, double J)
{
  double rho = speed_of_action (vertical, J);

  return 0.5 * rho * rho;
}

/**
 * plume_vertical_height:
 * @vertical: tables
 * @J: action, kpc km/s
 *
 * Returns: the turning point z_m(J), kpc; NaN beyond the tables
 */
double
plume_vertical_height (const PlumeVertical *vertical, double J)
{
  double z, v;

  plume_vertical_place (vertical, J, G_PI_2, &z, &v);
  return z;
}

/**
 * plume_vertical_frequency:
 * @vertical: tables
 * @J: action, kpc km/s
 * @derivative: (out) (optional): dΩ/dJ, 1/kpc²
 *
 * Returns: Ω(J), km/s/kpc; NaN beyond the tables
 */
double
plume_vertical_frequency (const PlumeVertical *vertical, double J, double *derivative)
{
  double rho = speed_of_action (vertical, J), weight[6];
  guint first;

  if (derivative != NULL)
    *derivative = NAN;
  if (isnan (rho))
    return NAN;
  first =
      plume_six_points (plume_stretch (&vertical->of_speed, rho), PLUME_VERTICAL_SPEEDS, weight);
  if (derivative != NULL)
    *derivative = plume_six_sum (vertical->frequency_slope + first, weight);
  return plume_six_sum (vertical->frequency + first, weight);
}

/**
 * plume_vertical_orbit:
 * @vertical: tables
 * @z: height, kpc
 * @v: vertical velocity, km/s
 *
 * Returns: one star by the tables, in double precision; NaN beyond them
 */
PlumeVerticalOrbit
plume_vertical_orbit (const PlumeVertical *vertical, double z, double v)
{
  PlumeVerticalOrbit orbit;

  plume_vertical_quadrant (vertical, fabs (z), fabs (v), &orbit.action, &orbit.frequency,
                           &orbit.angle);
  orbit.angle = plume_vertical_unfold (orbit.angle, z, v);
  if (isnan (orbit.action))
    orbit.angle = NAN;
  orbit.energy = plume_vertical_energy (vertical, MIN (orbit.action, vertical->largest_action));
  orbit.height = plume_vertical_height (vertical, MIN (orbit.action, vertical->largest_action));
  return orbit;
}

/**
 * plume_vertical_position:
 * @vertical: tables
 * @J: action, kpc km/s
 * @theta: any angle
 * @z: (out): height, kpc
 * @v: (out): vertical velocity, km/s
 *
 * One star by the tables, in double precision; NaN beyond them.
 */
void
plume_vertical_position (
    const PlumeVertical *vertical, double J, double theta, double *z, double *v)
{
  double z_sign, v_sign;

  theta = plume_vertical_fold (theta, &z_sign, &v_sign);
  plume_vertical_place (vertical, J, theta, z, v);
  *z *= z_sign;
  *v *= v_sign;
}

typedef struct
{
  const PlumeVertical *vertical;
  const float *first, *second;
  float *J, *theta, *omega, *z, *v;
} Stars;

static void
to_actions (gsize from, gsize to, gpointer data)
{
  const Stars *stars = data;
  const PlumeVertical *self = stars->vertical;

  for (gsize i = from; i < to; i++)
    {
      double z = stars->first[i], v = stars->second[i], J, omega, theta;

      plume_vertical_quadrant (self, fabs (z), fabs (v), &J, &omega, &theta);
      stars->J[i] = (float)J;
      stars->theta[i] = isnan (J) ? NAN : (float)plume_vertical_unfold (theta, z, v);
      if (stars->omega != NULL)
        stars->omega[i] = (float)omega;
    }
}

/**
 * plume_vertical_to_actions:
 * @vertical: tables
 * @n: number of stars
 * @z: (array length=n): heights, kpc
 * @v: (array length=n): vertical velocities, km/s
 * @J: (out) (array length=n): actions, kpc km/s
 * @theta: (out) (array length=n): angles in [0, 2π]
 * @omega: (out) (optional) (array length=n): frequencies, km/s/kpc
 *
 * Stars beyond the tables, and NaN, become NaN. Uses all cores; the result does not depend on how
 * many. O(n).
 */
void
plume_vertical_to_actions (const PlumeVertical *vertical,
                           gsize n,
                           const float *z,
                           const float *v,
                           float *J,
                           float *theta,
                           float *omega)
{
  Stars stars = { vertical, z, v, .J = J, .theta = theta, .omega = omega };

  plume_parallel_for (n, CHUNK, to_actions, &stars, NULL, NULL);
}

static void
from_actions (gsize from, gsize to, gpointer data)
{
  const Stars *stars = data;

  for (gsize i = from; i < to; i++)
    {
      double z, v;

      plume_vertical_position (stars->vertical, stars->first[i], stars->second[i], &z, &v);
      stars->z[i] = (float)z;
      stars->v[i] = (float)v;
    }
}

/**
 * plume_vertical_from_actions:
 * @vertical: tables
 * @n: number of stars
 * @J: (array length=n): actions, kpc km/s
 * @theta: (array length=n): any angles
 * @z: (out) (array length=n): heights, kpc
 * @v: (out) (array length=n): vertical velocities, km/s
 *
 * The inverse of plume_vertical_to_actions(). Actions beyond the tables become NaN.
 */
void
plume_vertical_from_actions (
    const PlumeVertical *vertical, gsize n, const float *J, const float *theta, float *z, float *v)
{
  Stars stars = { vertical, J, theta, .z = z, .v = v };

  plume_parallel_for (n, CHUNK, from_actions, &stars, NULL, NULL);
}

static void
frequencies (gsize from, gsize to, gpointer data)
{
  const Stars *stars = data;

  for (gsize i = from; i < to; i++)
    stars->omega[i] = (float)plume_vertical_frequency (stars->vertical, stars->first[i], NULL);
}

/**
 * plume_vertical_frequencies:
 * @vertical: tables
 * @n: number of stars
 * @J: (array length=n): actions, kpc km/s
 * @omega: (out) (array length=n): Ω(J), km/s/kpc; NaN beyond the tables
 */
void
plume_vertical_frequencies (const PlumeVertical *vertical, gsize n, const float *J, float *omega)
{
  Stars stars = { vertical, J, NULL, .omega = omega };

  plume_parallel_for (n, CHUNK, frequencies, &stars, NULL, NULL);
}

/**
 * plume_vertical_map:
 * @vertical: tables
 * @n_roots: rows: √J from 0 to √J_max in equal steps, both ends included
 * @n_angles: columns: θ = 2πk/n_angles
 * @z: (out) (array): heights, kpc, row by row
 * @v: (out) (array): vertical velocities, km/s, row by row
 *
 * The inverse map as two pictures, for a graphics card.
 */
void
plume_vertical_map (
    const PlumeVertical *vertical, gsize n_roots, gsize n_angles, float *z, float *v)
{
  double step = sqrt (vertical->largest_action) / (double)MAX (n_roots - 1, 1);

  for (gsize i = 0; i < n_roots; i++)
    for (gsize k = 0; k < n_angles; k++)
      {
        double J = MIN ((double)(i * i) * step * step, vertical->largest_action), height, speed;

        plume_vertical_position (vertical, J, 2 * G_PI * (double)k / (double)n_angles, &height,
                                 &speed);
        z[i * n_angles + k] = (float)height;
        v[i * n_angles + k] = (float)speed;
      }
}
