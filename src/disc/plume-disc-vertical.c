/* plume-disc-vertical.c: one star exactly, and the making of the tables of one radius.
 *
 * Exactly: with z = z_m sin s and the divided difference S of U, 2(E − U) = 2 S (z_m² − z²), so
 * that J = (2/π) z_m² ∫ cos²s √(2S) ds and T = 4 ∫ ds/√(2S) over a quarter turn. Both integrands
 * are smooth and periodic in s, so the midpoint rule converges exponentially, at any amplitude. The
 * tables rest on the plane (u, v) of plume-disc-vertical-private.h.
 */
#include "disc/plume-disc-vertical.h"

#include "core/plume-error.h"
#include "disc/plume-disc-vertical-private.h"

#include <glib/gi18n.h>

/* u = √(2U)/z at z */
static double
speed_over_height (const PlumeDiscPotential *potential, double R, double z)
{
  return sqrt (2 * plume_disc_potential_vertical_slope (potential, R, z, 0));
}

/* The height at which √(2U) = speed, by Newton's method from @z; NaN where it finds none */
static double
solve_height (const PlumeDiscPotential *potential, double R, double speed, double z)
{
  for (int i = 0; i < 100 && isfinite (z); i++)
    {
      double over = speed_over_height (potential, R, z);
      double stiffness = 2 * plume_disc_potential_vertical_slope (potential, R, z, z);
      double step = (speed - over * z) * over / stiffness;

      step = CLAMP (step, -0.5 * z, z);
      z += step;
      if (fabs (step) <= 1e-15 * z || (i > 60 && fabs (step) < 1e-12 * z))
        return z;
    }
  return NAN;
}

/**
 * plume_vertical_exact:
 * @potential: a potential
 * @R: distance from the axis, kpc
 * @z: height, kpc
 * @v: vertical velocity, km/s
 * @nodes: nodes of the midpoint rule on a quarter turn; 200 give about ten digits
 *
 * The slow and sure way, without tables.
 *
 * Returns: action, angle and frequency; NaN where the star is not bound
 */
PlumeVerticalOrbit
plume_vertical_exact (
    const PlumeDiscPotential *potential, double R, double z, double v, gsize nodes)
{
  g_autofree double *slowness = g_new (double, MAX (nodes, 1));
  double over = speed_over_height (potential, R, z);
  double rho = hypot (over * z, v), largest, action = 0, mean = 0, s, sum;
  PlumeVerticalOrbit orbit = { 0.5 * rho * rho, NAN, NAN, NAN, NAN };

  if (rho == 0)
    return (PlumeVerticalOrbit){ 0, 0, 0, speed_over_height (potential, R, 0), 0 };
  largest = solve_height (potential, R, rho, rho / speed_over_height (potential, R, 0));
  if (!(largest > 0))
    return orbit;
  for (gsize i = 0; i < nodes; i++)
    {
      double angle = G_PI_2 * ((double)i + 0.5) / (double)nodes, c = cos (angle);
      double rate = sqrt (
          2 * plume_disc_potential_vertical_slope (potential, R, largest, largest * sin (angle)));

      slowness[i] = 1 / rate;
      mean += slowness[i] / (double)nodes;
      action += c * c * rate / (double)nodes;
    }
  orbit.height = largest;
  orbit.action = largest * largest * action;
  orbit.frequency = 1 / mean;

  /* θ = s + Σ (g_k/g_0) sin(2ks)/(2k) with the cosine series of the slowness g(s) */
  s = atan2 (fabs (z),
             fabs (v) / sqrt (2 * plume_disc_potential_vertical_slope (potential, R, largest, z)));
  sum = s;
  for (gsize k = 1; k < nodes; k++)
    {
      double coefficient = 0;

      for (gsize i = 0; i < nodes; i++)
        coefficient +=
            slowness[i]
            * cos (G_PI * (double)((2 * i + 1) * k % (4 * nodes)) / (2.0 * (double)nodes));
      coefficient *= 2 / ((double)nodes * mean);
      sum += coefficient * sin (2 * (double)k * s) / (2 * (double)k);
      if (k % 8 == 0 && fabs (coefficient) < 1e-15)
        break;
    }
  orbit.angle = plume_vertical_unfold (sum, z, v);
  return orbit;
}

/* The height where the stiffness U'/z has fallen to half, at most @highest */
static double
bending_height (const PlumeDiscPotential *potential, double R, double highest)
{
  double low = 0, high = highest;
  double half = plume_disc_potential_vertical_slope (potential, R, 0, 0) / 2;

  if (plume_disc_potential_vertical_slope (potential, R, highest, highest) > half)
    return highest;
  for (int i = 0; i < 30; i++)
    {
      double z = 0.5 * (low + high);

      if (plume_disc_potential_vertical_slope (potential, R, z, z) > half)
        low = z;
      else
        high = z;
    }
  return 0.5 * (low + high);
}

static PlumeStretch
stretch_new (double scale, double largest, guint n_cells)
{
  return (PlumeStretch){ scale, n_cells * (largest + scale) / largest, largest };
}

/* dz/du and (1/u) d²z/du² at the nodes of ρ */
typedef struct
{
  double first[PLUME_VERTICAL_SPEEDS + 1];
  double second[PLUME_VERTICAL_SPEEDS + 1];
} Slowness;

static void
fill_heights (PlumeVertical *self, Slowness *slowness)
{
  const PlumeDiscPotential *potential = &self->potential;
  double R = self->radius, nu = speed_over_height (potential, R, 0), z = 0;

  for (guint i = 0; i <= PLUME_VERTICAL_LINE; i++)
    self->speed_over_height[i] =
        speed_over_height (potential, R, plume_stretch_node (&self->of_height, i));
  for (guint i = 0; i <= PLUME_VERTICAL_SPEEDS; i++)
    {
      double u = plume_stretch_node (&self->of_speed, i), stiffness;
      double previous = plume_stretch_node (&self->of_speed, i - (i > 0)), at;

      z = i == 0 ? 0
                 : solve_height (potential, R, u,
                                 i == 1 ? u / nu : z + (u - previous) * slowness->first[i - 1]);
      self->height_over_speed[i] = i > 0 ? z / u : 1 / nu;
      stiffness = 2 * plume_disc_potential_vertical_slope (potential, R, z, z);
      slowness->first[i] = 1 / (self->height_over_speed[i] * stiffness);
      /* even in u, so a point a little off the middle stands for the middle */
      at = i > 0 ? z : 2e-3 * self->of_height.scale;
      u = i > 0 ? u : at * speed_over_height (potential, R, at);
      stiffness = 2 * plume_disc_potential_vertical_slope (potential, R, at, at);
      slowness->second[i] = (1
                             - u * u / (at * at * stiffness * stiffness)
                                   * plume_disc_potential_vertical_curvature (potential, R, at))
                            / (u * at * stiffness);
    }
}

/* ∫ over each cell of the quarter turn of a function that is even about both ends, of order h⁷;
 * @y has two values more at either end. */
static void
accumulate (const double *y, double *integral)
{
  const double h = G_PI_2 / PLUME_VERTICAL_PHASES / 1440;

  integral[0] = 0;
  for (guint j = 0; j < PLUME_VERTICAL_PHASES; j++)
    integral[j + 1] = integral[j]
                      + h
                            * (802 * (y[j] + y[j + 1]) - 93 * (y[(int)j - 1] + y[j + 2])
                               + 11 * (y[(int)j - 2] + y[j + 3]));
}

/* ψ − θ at equal steps of θ, by Hermite's cubic through θ(ψ) and dψ/dθ = 1/(Ω dz/du) */
static void
invert_row (const double *theta, const double *rate, float *phase)
{
  const double h = G_PI_2 / PLUME_VERTICAL_PHASES;
  guint cell = 0;

  phase[0] = phase[PLUME_VERTICAL_PHASES] = 0;
  for (guint j = 1; j < PLUME_VERTICAL_PHASES; j++)
    {
      double wanted = j * h, width, t, psi;

      while (cell + 1 < PLUME_VERTICAL_PHASES && theta[cell + 1] < wanted)
        cell++;
      width = theta[cell + 1] - theta[cell];
      t = (wanted - theta[cell]) / width;
      psi = h * (cell + t * t * (3 - 2 * t))
            + width * t * (1 - t) * ((1 - t) / rate[cell] - t / rate[cell + 1]);
      phase[j] = (float)(psi - wanted);
    }
}

static void
fill_row (PlumeVertical *self, const Slowness *slowness, const double *sines, guint row)
{
  const guint n = PLUME_VERTICAL_PHASES;
  double rho = plume_stretch_node (&self->of_speed, row);
  double padded[PLUME_VERTICAL_PHASES + 5], *g = padded + 2;
  double theta[PLUME_VERTICAL_PHASES + 1];
  double period = 0, action = 0, slope = 0, omega;

  for (guint j = 0; j <= n; j++)
    {
      double weight[6], square = sines[j] * sines[j], end = j == 0 || j == n ? 0.5 / n : 1.0 / n;
      guint first = plume_six_points (plume_stretch (&self->of_speed, rho * sines[j]),
                                      PLUME_VERTICAL_SPEEDS, weight);

      g[j] = plume_six_sum (slowness->first + first, weight);
      period += end * g[j];
      action += end * g[j] * (1 - square);
      slope += end * square * plume_six_sum (slowness->second + first, weight);
    }
  omega = 1 / period;
  self->frequency[row] = omega;
  self->action_over_square[row] = action;
  self->frequency_slope[row] = -omega * omega * omega * slope;

  g[-1] = g[1], g[-2] = g[2], g[n + 1] = g[n - 1], g[n + 2] = g[n - 2];
  accumulate (g, theta);
  for (guint j = 0; j <= n; j++)
    {
      theta[j] *= G_PI_2 / theta[n];
      g[j] *= omega;
      self->angle[row * (n + 1) + j] = (float)(theta[j] - G_PI_2 * j / n);
    }
  invert_row (theta, g, self->phase + row * (n + 1));
}

/* ρ/√J at equal steps of the stretched √J, by Newton's method with dJ/dρ = ρ/Ω */
static void
fill_roots (PlumeVertical *self)
{
  double rho = 0;

  for (guint i = 0; i <= PLUME_VERTICAL_LINE; i++)
    {
      double root = plume_stretch_node (&self->of_root, i);

      if (i == 0)
        {
          self->speed_over_root[0] = sqrt (1 / self->action_over_square[0]);
          continue;
        }
      rho = i == 1 ? root * self->speed_over_root[0]
                   : rho * root / plume_stretch_node (&self->of_root, i - 1);
      for (int k = 0; k < 20; k++)
        {
          double weight[6], step;
          guint first = plume_six_points (plume_stretch (&self->of_speed, rho),
                                          PLUME_VERTICAL_SPEEDS, weight);

          step =
              (root * root / rho - rho * plume_six_sum (self->action_over_square + first, weight))
              * plume_six_sum (self->frequency + first, weight);
          rho = MIN (rho + step, self->of_speed.largest);
          if (fabs (step) < 1e-13 * rho)
            break;
        }
      self->speed_over_root[i] = rho / root;
    }
}

/**
 * plume_vertical_new:
 * @potential: a potential; copied
 * @R: distance from the axis, kpc
 * @highest: height that the orbits of the tables reach at most, kpc
 * @error: %PLUME_ERROR_USAGE where a height or radius is not positive, %PLUME_ERROR_COMPUTE where
 * the disc does not attract its stars up to @highest
 *
 * Tables of one radius, within 10⁻⁶ in J and Ω and 10⁻⁶ rad in θ; under a millisecond.
 *
 * Returns: (transfer full) (nullable): the tables, immutable
 */
PlumeVertical *
plume_vertical_new (const PlumeDiscPotential *potential, double R, double highest, GError **error)
{
  g_autoptr (PlumeVertical) self = NULL;
  g_autofree Slowness *slowness = g_new (Slowness, 1);
  double sines[PLUME_VERTICAL_PHASES + 1], bend;

  if (!(R > 0 && isfinite (R) && highest > 0 && isfinite (highest)))
    {
      g_set_error (
          error, PLUME_ERROR, PLUME_ERROR_USAGE,
          _ ("Orbits at R = %g kpc up to %g kpc cannot be tabulated; give a positive radius "
             "and height."),
          R, highest);
      return NULL;
    }
  self = g_new (PlumeVertical, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->potential = *potential;
  self->radius = R;
  bend = bending_height (potential, R, highest);
  self->of_height = stretch_new (0.5 * bend, highest, PLUME_VERTICAL_LINE);
  for (guint i = 0; i <= PLUME_VERTICAL_LINE; i++)
    {
      double z = plume_stretch_node (&self->of_height, i);

      if (plume_disc_potential_vertical_slope (potential, R, z, z) > 0
          && plume_disc_potential_vertical_slope (potential, R, z, 0) > 0)
        continue;
      g_set_error (
          error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
          _ ("At R = %g kpc the potential pushes stars away from the plane at a height of %g "
             "kpc; choose a thinner disc or a heavier halo."),
          R, z);
      return NULL;
    }
  self->of_speed =
      stretch_new (0.5 * bend * speed_over_height (potential, R, bend),
                   highest * speed_over_height (potential, R, highest), PLUME_VERTICAL_SPEEDS);
  fill_heights (self, slowness);
  for (guint j = 0; j <= PLUME_VERTICAL_PHASES; j++)
    sines[j] = sin (G_PI_2 * j / PLUME_VERTICAL_PHASES);
  for (guint row = 0; row <= PLUME_VERTICAL_SPEEDS; row++)
    fill_row (self, slowness, sines, row);
  self->largest_action = self->action_over_square[PLUME_VERTICAL_SPEEDS] * self->of_speed.largest
                         * self->of_speed.largest;
  self->of_root = stretch_new (self->of_speed.scale * sqrt (self->action_over_square[0]),
                               sqrt (self->largest_action), PLUME_VERTICAL_LINE);
  fill_roots (self);
  return g_steal_pointer (&self);
}

PlumeVertical *
plume_vertical_ref (PlumeVertical *vertical)
{
  g_atomic_ref_count_inc (&vertical->ref_count);
  return vertical;
}

void
plume_vertical_unref (PlumeVertical *vertical)
{
  if (g_atomic_ref_count_dec (&vertical->ref_count))
    g_free (vertical);
}
