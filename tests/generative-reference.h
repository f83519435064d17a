/* generative-reference.h: the mixture, starts and noise of the reference tables of the generative
 * core. */
#pragma once

#include "generative/plume-mixture.h"
#include "generative/plume-solver.h"
#include "reference-table.h"

#include <math.h>

/* Mixture A of reference/14-dpm-solver/mixture.json */
static inline PlumeMixture *
reference_mixture (void)
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

/* Columns xT_x, xT_y of a table of starts: rows × 2 (transfer full) */
static inline double *
reference_starts (const char *topic, gsize *n)
{
  g_autoptr (GPtrArray) rows = read_reference (topic, "start-and-exact.csv");
  double *starts = g_new (double, 2 * (rows->len - 1));

  *n = rows->len - 1;
  for (guint i = 0; i < *n; i++)
    for (guint c = 0; c < 2; c++)
      starts[2 * i + c] = reference_number (rows, i + 1, 1 + c);
  return starts;
}

/* ξ = √2 sin (1 + 1.7 k + 0.9 p + 2.3 c) for draw k, point p, coordinate c */
static inline void
reference_draw (const PlumeNoise *noise,
                guint draw_index,
                double from,
                double to,
                gsize first,
                gsize n,
                gsize dimension,
                double *normal)
{
  for (gsize i = 0; i < n; i++)
    for (gsize c = 0; c < dimension; c++)
      normal[i * dimension + c] =
          G_SQRT2 * sin (1 + 1.7 * draw_index + 0.9 * (double)(first + i) + 2.3 * (double)c);
}

static inline PlumeNoise
reference_noise (void)
{
  return (PlumeNoise){ .draw = reference_draw };
}
