/* plume-toy-densities.c: two moons, a checkerboard, a ring and their like. */
#include "generative/plume-toy-densities.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MOST 256

/* A mixture that grows */
typedef struct
{
  guint n;
  double weights[MOST], means[2 * MOST], covariances[4 * MOST];
} Shape;

/* A Gaussian of standard deviation @along in the direction @angle and @across at right angles */
static void
add (Shape *shape, double weight, double x, double y, double angle, double along, double across)
{
  double c = cos (angle), s = sin (angle), a = along * along, b = across * across;
  double *covariance = shape->covariances + 4 * shape->n;

  shape->weights[shape->n] = weight;
  shape->means[2 * shape->n] = x;
  shape->means[2 * shape->n + 1] = y;
  covariance[0] = a * c * c + b * s * s;
  covariance[1] = covariance[2] = (a - b) * c * s;
  covariance[3] = a * s * s + b * c * c;
  shape->n++;
}

static PlumeMixture *
finish (const Shape *shape)
{
  return plume_mixture_new (shape->n, 2, shape->weights, shape->means, shape->covariances, NULL);
}

/* A circular arc of n links; deviations of half their distance leave ripples below 2 %. */
static void
add_arc (
    Shape *shape, guint n, double x, double y, double radius, double from, double to, double across)
{
  double step = (to - from) / n;

  for (guint i = 0; i < n; i++)
    {
      double angle = from + (i + 0.5) * step;

      add (shape, 1, x + radius * cos (angle), y + radius * sin (angle), angle + G_PI / 2,
           0.5 * radius * fabs (step), across);
    }
}

static PlumeMixture *
make_moons (void)
{
  Shape shape = { 0 };

  add_arc (&shape, 12, -0.75, -0.375, 1.5, 0, G_PI, 0.12);
  add_arc (&shape, 12, 0.75, 0.375, 1.5, G_PI, 2 * G_PI, 0.12);
  return finish (&shape);
}

/* The dark squares of 4 × 4 on [−2, 2]², each of 4 × 4 Gaussians 0.25 apart */
static PlumeMixture *
make_checkerboard (void)
{
  Shape shape = { 0 };

  for (guint square = 0; square < 16; square++)
    for (guint i = 0; i < 16 && (square / 4 + square % 4) % 2 == 0; i++)
      add (&shape, 1, -2.0 + square % 4 + 0.25 * (i % 4 + 0.5),
           -2.0 + square / 4 + 0.25 * (i / 4 + 0.5), 0, 0.125, 0.125);
  return finish (&shape);
}

static PlumeMixture *
make_ring (void)
{
  Shape shape = { 0 };

  add_arc (&shape, 32, 0, 0, 1.8, 0, 2 * G_PI, 0.1);
  return finish (&shape);
}

/* r = a θ over one turn and three quarters, links equally long */
static PlumeMixture *
make_spiral (void)
{
  const guint n = 48;
  const double a = 0.2, first = 0.5 * G_PI, last = 4 * G_PI;
  /* arc length of r = aθ: a/2 (θ √(1+θ²) + arsinh θ) */
  double from = first * sqrt (1 + first * first) + asinh (first),
         to = last * sqrt (1 + last * last) + asinh (last), theta = first;
  Shape shape = { 0 };

  for (guint i = 0; i < n; i++)
    {
      double target = from + (to - from) * (i + 0.5) / n;

      for (guint step = 0; step < 20; step++) /* Newton: d/dθ = 2 √(1+θ²) */
        theta -= (theta * sqrt (1 + theta * theta) + asinh (theta) - target)
                 / (2 * sqrt (1 + theta * theta));
      add (&shape, 1, a * theta * cos (theta), a * theta * sin (theta), theta + atan (theta),
           0.25 * a * (to - from) / n, 0.05);
    }
  return finish (&shape);
}

static PlumeMixture *
make_eight (void)
{
  Shape shape = { 0 };

  for (guint i = 0; i < 8; i++)
    add (&shape, 1, 2 * cos (i * G_PI / 4), 2 * sin (i * G_PI / 4), 0, 0.15, 0.15);
  return finish (&shape);
}

static PlumeMixture *
make_grid (void)
{
  Shape shape = { 0 };

  for (guint i = 0; i < 25; i++)
    add (&shape, 1, (double)(i % 5) - 2, (double)(i / 5) - 2, 0, 0.1, 0.1);
  return finish (&shape);
}

/* Five arms whose angle grows with the radius; weights of a normal radius 1.4 ± 0.45 */
static PlumeMixture *
make_pinwheel (void)
{
  Shape shape = { 0 };

  for (guint arm = 0; arm < 5; arm++)
    for (guint i = 0; i < 8; i++)
      {
        double radius = 0.4 + 0.3 * i, away = (radius - 1.4) / 0.45,
               angle = arm * 2 * G_PI / 5 + 0.9 * radius,
               slope = atan (0.9 * radius); /* of the arm against the radius: r dθ/dr */

        add (&shape, exp (-0.5 * away * away), radius * cos (angle), radius * sin (angle),
             angle + slope, 0.16 * sqrt (1 + 0.81 * radius * radius), 0.06 + 0.04 * radius);
      }
  return finish (&shape);
}

/* Four Gaussians of different widths and turns, on which the orders of solvers are measured */
static PlumeMixture *
make_four (void)
{
  static const double weights[] = { 0.3, 0.25, 0.25, 0.2 },
                      means[] = { -1.5, -0.5, 1.2, 1.0, 0.9, -1.3, -0.4, 1.6 },
                      covariances[] = {
                        0.07161209223472559,
                        0.03365883939231586,
                        0.03365883939231586,
                        0.028387907765274414,
                        0.0504798631054193,
                        0.033878548403702115,
                        0.03387854840370212,
                        0.14952013689458069,
                        0.0225,
                        0.0,
                        0.0,
                        0.0225,
                        0.03499752770177088,
                        0.08358856859320493,
                        0.08358856859320493,
                        0.2175024722982291,
                      };

  return plume_mixture_new (4, 2, weights, means, covariances, NULL);
}

const PlumeToyDensity plume_toy_densities[] = {
  { "four", N_ ("Four Gaussians"), 4, make_four },
  { "moons", N_ ("Two moons"), 2, make_moons },
  { "checkerboard", N_ ("Checkerboard"), 8, make_checkerboard },
  { "ring", N_ ("Ring"), 4, make_ring },
  { "spiral", N_ ("Spiral"), 4, make_spiral },
  { "eight", N_ ("Eight Gaussians"), 8, make_eight },
  { "grid", N_ ("Grid of 25 Gaussians"), 25, make_grid },
  { "pinwheel", N_ ("Pinwheel"), 5, make_pinwheel },
  { NULL },
};

const PlumeToyDensity *
plume_toy_density_find (const char *id)
{
  for (guint i = 0; plume_toy_densities[i].id != NULL; i++)
    if (strcmp (plume_toy_densities[i].id, id) == 0)
      return &plume_toy_densities[i];
  return NULL;
}

/**
 * plume_toy_density_class:
 * @density: a shape
 * @mixture: what its make() gave
 * @label: from 0
 * @components: (out): room for all components
 *
 * Returns: how many components have the label
 */
guint
plume_toy_density_class (const PlumeToyDensity *density,
                         const PlumeMixture *mixture,
                         guint label,
                         guint *components)
{
  guint K = plume_mixture_get_n_components (mixture), count = 0;

  for (guint k = 0; k < K; k++)
    if (k * density->n_classes / K == label)
      components[count++] = k;
  return count;
}
