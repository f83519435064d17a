/* plume-disc-orbit.c: GSL's rk8pd, and Hermite's quintic through positions, velocities and
 * accelerations at both ends of a step. */
#include "disc/plume-disc-orbit.h"

#include <glib/gi18n.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_odeiv2.h>
#include <math.h>

#include "core/plume-error.h"

/* Longest step, kpc/(km/s): 6 Myr keep the quintic as good as the steps */
#define LONGEST    (6 / PLUME_DISC_TIME_MYR)
#define TOLERANCE  1e-9
#define MOST_STEPS 200000

typedef struct
{
  double time;
  double position[3], velocity[3], acceleration[3];
} Knot;

struct _PlumeDiscOrbit
{
  GArray *knots; /* of Knot, from time 0 to the end */
};

static int
rates (double t, const double y[], double dydt[], void *data)
{
  plume_disc_potential_acceleration (data, y, dydt + 3);
  for (int i = 0; i < 3; i++)
    dydt[i] = y[3 + i];
  return isfinite (dydt[3] + dydt[4] + dydt[5]) ? GSL_SUCCESS : GSL_EBADFUNC;
}

static void
append (PlumeDiscOrbit *self, const PlumeDiscPotential *potential, double t, const double y[6])
{
  Knot knot = { t, { y[0], y[1], y[2] }, { y[3], y[4], y[5] }, { 0 } };

  plume_disc_potential_acceleration (potential, y, knot.acceleration);
  g_array_append_val (self->knots, knot);
}

/**
 * plume_disc_orbit_new:
 * @potential: a static potential
 * @position: (array fixed-size=3): X, Y, Z at time 0, kpc
 * @velocity: (array fixed-size=3): km/s
 * @end: time at the other end, kpc/(km/s); negative for the past
 * @error: %PLUME_ERROR_COMPUTE where the orbit cannot be followed, %PLUME_ERROR_DATA where the
 * start is no number
 *
 * Returns: (transfer full) (nullable): the orbit
 */
PlumeDiscOrbit *
plume_disc_orbit_new (const PlumeDiscPotential *potential,
                      const double position[3],
                      const double velocity[3],
                      double end,
                      GError **error)
{
  g_autoptr (PlumeDiscOrbit) self = g_new0 (PlumeDiscOrbit, 1);
  double y[6] = { position[0], position[1], position[2], velocity[0], velocity[1], velocity[2] };
  double t = 0, h = copysign (1 / PLUME_DISC_TIME_MYR, end);
  gsl_odeiv2_system system = { rates, NULL, 6, (void *)potential };
  gsl_odeiv2_step *step;
  gsl_odeiv2_control *control;
  gsl_odeiv2_evolve *evolve;
  int status = GSL_SUCCESS;

  self->knots = g_array_new (FALSE, FALSE, sizeof (Knot));
  if (!isfinite (y[0] + y[1] + y[2] + y[3] + y[4] + y[5] + end))
    {
      g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_DATA,
                           _ ("The orbit has no starting point; give positions and velocities that "
                              "are numbers."));
      return NULL;
    }
  step = gsl_odeiv2_step_alloc (gsl_odeiv2_step_rk8pd, 6);
  control = gsl_odeiv2_control_y_new (TOLERANCE, TOLERANCE);
  evolve = gsl_odeiv2_evolve_alloc (6);
  append (self, potential, 0, y);
  while (t != end && status == GSL_SUCCESS && self->knots->len < MOST_STEPS)
    {
      double target = fabs (end - t) > LONGEST ? t + copysign (LONGEST, end) : end;

      status = gsl_odeiv2_evolve_apply (evolve, control, step, &system, &t, target, &h, y);
      append (self, potential, t, y);
    }
  gsl_odeiv2_evolve_free (evolve);
  gsl_odeiv2_control_free (control);
  gsl_odeiv2_step_free (step);
  if (status == GSL_SUCCESS && t == end)
    return g_steal_pointer (&self);
  g_set_error (
      error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
      _ ("The orbit could not be followed beyond %.0f Myr; it comes too near the centre of "
         "the potential."),
      t * PLUME_DISC_TIME_MYR);
  return NULL;
}

void
plume_disc_orbit_free (PlumeDiscOrbit *orbit)
{
  g_array_unref (orbit->knots);
  g_free (orbit);
}

static const Knot *
knot_at (const PlumeDiscOrbit *self, gsize i)
{
  return &g_array_index (self->knots, Knot, i);
}

double
plume_disc_orbit_end (const PlumeDiscOrbit *orbit)
{
  return knot_at (orbit, orbit->knots->len - 1)->time;
}

/* Hermite's quintic at fraction x of the step from a to b */
static void
between (const Knot *a, const Knot *b, double x, double position[3], double velocity[3])
{
  double h = b->time - a->time, y = 1 - x;
  double x3 = x * x * x, y3 = y * y * y;

  for (int i = 0; i < 3; i++)
    {
      double p = a->position[i], q = b->position[i];
      double u = h * a->velocity[i], w = h * b->velocity[i];
      double f = 0.5 * h * h * a->acceleration[i], g = 0.5 * h * h * b->acceleration[i];
      /* p(x) = y³ (p + x(3p + u) + x²(6p + 3u + f)) + x³ (the same from the other end) */
      double a0 = p, a1 = 3 * p + u, a2 = 6 * p + 3 * u + f;
      double b0 = q, b1 = 3 * q - w, b2 = 6 * q - 3 * w + g;
      double left = a0 + x * (a1 + x * a2), right = b0 + y * (b1 + y * b2);

      position[i] = y3 * left + x3 * right;
      velocity[i] =
          (-3 * y * y * left + y3 * (a1 + 2 * x * a2) + 3 * x * x * right - x3 * (b1 + 2 * y * b2))
          / h;
    }
}

/**
 * plume_disc_orbit_at:
 * @orbit: an orbit
 * @t: time between 0 and its end, kpc/(km/s)
 * @position: (out) (array fixed-size=3): kpc
 * @velocity: (out) (array fixed-size=3): km/s
 *
 * O(log steps).
 */
void
plume_disc_orbit_at (const PlumeDiscOrbit *orbit, double t, double position[3], double velocity[3])
{
  gsize low = 0, high = orbit->knots->len - 1;
  double sign = copysign (1, plume_disc_orbit_end (orbit));

  if (high == 0)
    {
      memcpy (position, knot_at (orbit, 0)->position, 3 * sizeof (double));
      memcpy (velocity, knot_at (orbit, 0)->velocity, 3 * sizeof (double));
      return;
    }
  while (high - low > 1)
    {
      gsize middle = (low + high) / 2;

      if (sign * knot_at (orbit, middle)->time <= sign * t)
        low = middle;
      else
        high = middle;
    }
  between (knot_at (orbit, low), knot_at (orbit, high),
           (t - knot_at (orbit, low)->time)
               / (knot_at (orbit, high)->time - knot_at (orbit, low)->time),
           position, velocity);
}

/**
 * plume_disc_orbit_crossings:
 * @orbit: an orbit
 * @n: room
 * @crossings: (out) (array length=n): the first @n passages through z = 0, in order along the orbit
 *
 * Returns: the number of all passages
 */
gsize
plume_disc_orbit_crossings (const PlumeDiscOrbit *orbit, gsize n, PlumeDiscCrossing *crossings)
{
  gsize found = 0;

  for (gsize i = 0; i + 1 < orbit->knots->len; i++)
    {
      const Knot *a = knot_at (orbit, i), *b = knot_at (orbit, i + 1);
      double low = 0, high = 1, position[3], velocity[3];

      if ((a->position[2] > 0) == (b->position[2] > 0))
        continue;
      for (int k = 0; k < 48; k++)
        {
          double x = 0.5 * (low + high);

          between (a, b, x, position, velocity);
          if ((position[2] > 0) == (a->position[2] > 0))
            low = x;
          else
            high = x;
        }
      if (found < n)
        crossings[found] = (PlumeDiscCrossing){ a->time + low * (b->time - a->time),
                                                hypot (position[0], position[1]),
                                                atan2 (position[1], position[0]),
                                                { velocity[0], velocity[1], velocity[2] } };
      found++;
    }
  return found;
}
