/* plume-disc-vertical-private.h: the tables of one radius and how they are read; private to the
 * vertical motion.
 *
 * With u = ±√(2U(z)) the orbit is a circle (u,v) = ρ (sin ψ, cos ψ) of radius ρ = √(2E), on which ψ
 * runs with dψ/dt = du/dz. So everything follows from dz/du: T = 4 ∫₀^{π/2} dz/du dψ, J = (2/π) ρ²
 * ∫₀^{π/2} dz/du cos²ψ dψ, θ = Ω ∫₀^ψ dz/du dψ' = ψ + a smooth function that vanishes at both ends.
 * Lengths x ∈ {|z|, ρ, √J} are stretched as x/(x + scale), so that cells are small where the
 * potential bends; one-dimensional tables are read with six points, maps with four by four.
 */
#pragma once

#include <math.h>

#include "disc/plume-disc-vertical.h"

G_BEGIN_DECLS

#define PLUME_VERTICAL_LINE   256 /* cells of the tables of |z| and √J */
#define PLUME_VERTICAL_SPEEDS 256 /* cells of ρ */
#define PLUME_VERTICAL_PHASES 192 /* cells of the quarter turn */

/* x/(x + scale) counted in cells */
typedef struct
{
  double scale;
  double per_cell;
  double largest;
} PlumeStretch;

struct _PlumeVertical
{
  gatomicrefcount ref_count;
  PlumeDiscPotential potential;
  double radius;
  PlumeStretch of_height, of_speed, of_root;
  double largest_action;
  double speed_over_height[PLUME_VERTICAL_LINE + 1];    /* u/z at |z| */
  double height_over_speed[PLUME_VERTICAL_SPEEDS + 1];  /* z/u at u */
  double action_over_square[PLUME_VERTICAL_SPEEDS + 1]; /* J/ρ² at ρ */
  double frequency[PLUME_VERTICAL_SPEEDS + 1];          /* Ω at ρ */
  double frequency_slope[PLUME_VERTICAL_SPEEDS + 1];    /* dΩ/dJ at ρ */
  double speed_over_root[PLUME_VERTICAL_LINE + 1];      /* ρ/√J at √J */
  /* θ − ψ at (ρ, ψ) and ψ − θ at (ρ, θ), row by row of ρ */
  float angle[(PLUME_VERTICAL_SPEEDS + 1) * (PLUME_VERTICAL_PHASES + 1)];
  float phase[(PLUME_VERTICAL_SPEEDS + 1) * (PLUME_VERTICAL_PHASES + 1)];
};

static inline double
plume_stretch (const PlumeStretch *stretch, double x)
{
  return x / (x + stretch->scale) * stretch->per_cell;
}

static inline double
plume_stretch_node (const PlumeStretch *stretch, guint i)
{
  double fraction = i / stretch->per_cell;

  return stretch->scale * fraction / (1 - fraction);
}

/* First of six nodes around x of a table of n cells, and Lagrange's weights of the six */
static inline guint
plume_six_points (double x, guint n, double weight[6])
{
  int cell = (int)x - 2, first = CLAMP (cell, 0, (int)n - 5);
  double t = x - first;
  double a = t, b = t - 1, c = t - 2, d = t - 3, e = t - 4, f = t - 5;
  double ab = a * b, cd = c * d, ef = e * f;

  weight[0] = b * cd * ef * (-1.0 / 120);
  weight[1] = a * cd * ef * (1.0 / 24);
  weight[2] = ab * d * ef * (-1.0 / 12);
  weight[3] = ab * c * ef * (1.0 / 12);
  weight[4] = ab * cd * f * (-1.0 / 24);
  weight[5] = ab * cd * e * (1.0 / 120);
  return (guint)first;
}

static inline double
plume_six_sum (const double *y, const double weight[6])
{
  return y[0] * weight[0] + y[1] * weight[1] + y[2] * weight[2] + y[3] * weight[3]
         + y[4] * weight[4] + y[5] * weight[5];
}

static inline double
plume_six_read (const double *table, guint n, double x)
{
  double weight[6];
  guint first = plume_six_points (x, n, weight);

  return plume_six_sum (table + first, weight);
}

static inline guint
plume_four_points (double x, guint n, double weight[4])
{
  int cell = (int)x - 1, first = CLAMP (cell, 0, (int)n - 3);
  double t = x - first;
  double a = t, b = t - 1, c = t - 2, d = t - 3;

  weight[0] = b * c * d * (-1.0 / 6);
  weight[1] = a * c * d * 0.5;
  weight[2] = a * b * d * -0.5;
  weight[3] = a * b * c * (1.0 / 6);
  return (guint)first;
}

/* Reads a map at row coordinate x and column coordinate y, in cells. */
static inline double
plume_map_read (const float *map, double x, double y)
{
  double row_weight[4], column_weight[4], sum = 0;
  guint row = plume_four_points (x, PLUME_VERTICAL_SPEEDS, row_weight);
  guint column = plume_four_points (y, PLUME_VERTICAL_PHASES, column_weight);

  for (guint i = 0; i < 4; i++)
    {
      const float *at = map + (row + i) * (PLUME_VERTICAL_PHASES + 1) + column;

      sum += row_weight[i]
             * ((double)at[0] * column_weight[0] + (double)at[1] * column_weight[1]
                + (double)at[2] * column_weight[2] + (double)at[3] * column_weight[3]);
    }
  return sum;
}

/* First quadrant: (|z|, |v|) to J, Ω and θ in [0, π/2]; all NaN beyond the tables. */
static inline void
plume_vertical_quadrant (
    const PlumeVertical *self, double z, double v, double *J, double *omega, double *theta)
{
  double weight[6], u, rho, psi, x;
  guint first;

  *J = *omega = *theta = NAN;
  if (!(z <= self->of_height.largest))
    return;
  u = z
      * plume_six_read (self->speed_over_height, PLUME_VERTICAL_LINE,
                        plume_stretch (&self->of_height, z));
  rho = sqrt (u * u + v * v);
  if (!(rho <= self->of_speed.largest))
    return;
  x = plume_stretch (&self->of_speed, rho);
  first = plume_six_points (x, PLUME_VERTICAL_SPEEDS, weight);
  *J = rho * rho * plume_six_sum (self->action_over_square + first, weight);
  *omega = plume_six_sum (self->frequency + first, weight);
  psi = atan2 (u, v);
  *theta = psi + plume_map_read (self->angle, x, psi * (2 * PLUME_VERTICAL_PHASES / G_PI));
}

/* First quadrant: (J, θ) to (|z|, |v|); NaN beyond the tables. */
static inline void
plume_vertical_place (const PlumeVertical *self, double J, double theta, double *z, double *v)
{
  double root, rho, psi, u;

  *z = *v = NAN;
  if (!(J >= 0 && J <= self->largest_action))
    return;
  root = sqrt (J);
  rho = root
        * plume_six_read (self->speed_over_root, PLUME_VERTICAL_LINE,
                          plume_stretch (&self->of_root, root));
  psi = theta
        + plume_map_read (self->phase, plume_stretch (&self->of_speed, rho),
                          theta * (2 * PLUME_VERTICAL_PHASES / G_PI));
  u = rho * sin (psi);
  *v = rho * cos (psi);
  *z = u
       * plume_six_read (self->height_over_speed, PLUME_VERTICAL_SPEEDS,
                         plume_stretch (&self->of_speed, u));
}

/* θ of the first quadrant to θ in [0, 2π) by the signs of z and v */
static inline double
plume_vertical_unfold (double theta, double z, double v)
{
  if (v < 0)
    theta = G_PI - theta;
  if (z < 0)
    theta = 2 * G_PI - theta;
  return theta < 2 * G_PI ? theta : 0;
}

/* Any θ to the first quadrant, and the signs of z and v */
static inline double
plume_vertical_fold (double theta, double *z_sign, double *v_sign)
{
  theta -= 2 * G_PI * floor (theta * (0.5 / G_PI));
  *z_sign = *v_sign = 1;
  if (theta > G_PI)
    {
      *z_sign = -1;
      theta = 2 * G_PI - theta;
    }
  if (theta > G_PI_2)
    {
      *v_sign = -1;
      theta = G_PI - theta;
    }
  return MAX (theta, 0);
}

G_END_DECLS
