/* clouds.h: points on known orbits for tests and benchmarks: a softening spring, whose larger
 * orbits are slower and not round. */
#pragma once

#include "figure/plume-figure.h"

#include <math.h>

#define CLOUDS_RADIUS_MAX 2.0

/* The place that the table stands for: not a circle, and not in proportion to the radius. */
static inline void
clouds_place (double radius, double angle, double *x, double *y)
{
  *x = radius * (1 + 0.1 * radius * radius) * sin (angle);
  *y = radius * cos (angle) + 0.05 * radius * radius * radius * cos (3 * angle);
}

static inline double
clouds_rate (double radius)
{
  return 2 * G_PI / (1 + 0.3 * radius * radius);
}

static inline double
clouds_uniform (guint64 *state)
{
  *state = *state * 6364136223846793005u + 1442695040888963407u;
  return (double)(*state >> 11) / 9007199254740992.0;
}

static inline void
clouds_close (PlumeCloud *cloud, guint n_radii, guint n_angles)
{
  g_autofree float *table = g_new (float, 2 * n_radii * n_angles);

  for (guint row = 0; row < n_radii; row++)
    for (guint column = 0; column < n_angles; column++)
      {
        double x, y;

        clouds_place (CLOUDS_RADIUS_MAX * row / (n_radii - 1), 2 * G_PI * column / n_angles, &x,
                      &y);
        table[2 * (row * n_angles + column)] = (float)x;
        table[2 * (row * n_angles + column) + 1] = (float)y;
      }
  plume_cloud_close (cloud, n_radii, n_angles, table, CLOUDS_RADIUS_MAX);
}

/* Points that stand together on one side at time 0 and wind up into a spiral. */
static inline PlumeCloud *
clouds_new (gsize length, gboolean weighted)
{
  PlumeCloud *cloud = plume_cloud_new (length, weighted);
  guint64 state = 7;

  for (gsize i = 0; i < length; i++)
    {
      double radius = fmin (0.6 * sqrt (-2 * log (1 - clouds_uniform (&state))), 1.999);

      cloud->radius[i] = (float)radius;
      cloud->angle[i] = (float)(1.5 * (clouds_uniform (&state) + clouds_uniform (&state)));
      cloud->rate[i] = (float)clouds_rate (radius);
      if (weighted)
        cloud->weight[i] = (float)(0.5 + clouds_uniform (&state));
    }
  clouds_close (cloud, 256, 512);
  return cloud;
}
