/* star-response.h: the response of test stars to a pulse, beside linear theory's.
 *
 * In the slab, Φ1 = −z T or ½ z² T with T = e^(−τ²/2τ_P²). Stars stand in groups of eight of one
 * action whose angles are eighths of a turn apart, so that cos² and its like are exact in each
 * group; they carry weights 1 − f0/f, and a pulse and its opposite are subtracted. The noise that
 * is left is read from the scatter of the groups.
 */
#pragma once

#include <complex.h>
#include <math.h>

#include "disc/plume-disc-response.h"
#include "disc/plume-stars.h"

#define GROUP    8
#define STRENGTH 0.01
#define WINDOW   0.1 /* half a width in J around 1 */

typedef struct
{
  double complex theory, stars; /* f_n/f0 around J = 1 */
  double noise;                 /* standard deviation of |stars| */
} StarResponse;

static double
response_window (double action)
{
  double x = (action - 1) / WINDOW;

  return fabs (x) < 1 ? 0.5 * (1 + cos (G_PI * x)) : 0;
}

static PlumeStars *
grouped_stars (PlumeVertical *layer, gsize n_stars, guint64 seed)
{
  PlumeStarModel model = { .form = PLUME_DISC_ISOTHERMAL, .dispersion = 1, .is_weighted = TRUE };
  PlumeStars *stars = plume_stars_sample (layer, NULL, &model, n_stars, seed, NULL, NULL);

  for (gsize i = 0; i < n_stars; i++)
    {
      gsize first = i - i % GROUP;

      stars->action[i] = stars->action[first];
      stars->frequency[i] = stars->frequency[first];
      stars->angle[i] = (float)fmod (
          (double)stars->angle[first] + 2 * G_PI * (double)(i - first) / GROUP, 2 * G_PI);
    }
  return stars;
}

/* Linear theory through the same window: weighted by f0 */
static double complex
response_of_theory (PlumeVertical *layer, guint n, double width)
{
  static const PlumeDiscMixing nothing = { 0 };
  PlumeDiscDistribution F = plume_disc_distribution_new (layer, PLUME_DISC_ISOTHERMAL, 1, 1);
  g_autoptr (PlumeDiscGrid) grid = plume_disc_grid_new (layer, &F, 256, 6, NULL);
  PlumeDiscPerturber perturber = { .pulse = PLUME_DISC_PULSE_GAUSSIAN, .duration = width };
  g_autoptr (PlumeDiscResponse) response = NULL;
  double complex sum = 0;
  double total = 0, after = 9 * width;

  if (n == 2)
    {
      perturber.kind = PLUME_DISC_TIDE;
      perturber.breathing = sqrt (2 * G_PI) * width;
    }
  else
    {
      /* an arm of tiny k_z, odd part alone, standing still: −ε z/ε */
      perturber.kind = PLUME_DISC_ARM;
      perturber.radial_wavenumber = 1;
      perturber.vertical_wavenumber = 1e-6;
      perturber.odd_strength = 1e6;
      perturber.surface_density = 1 / (2 * G_PI * PLUME_DISC_GRAVITY);
      perturber.pattern_radius = plume_vertical_get_radius (layer);
    }
  response = plume_disc_response_new (grid, &perturber, NULL);
  for (guint k = 1; k < 200; k++)
    {
      double J = 1 - WINDOW + 2 * WINDOW * k / 200, share = response_window (J);
      double omega = plume_vertical_frequency (layer, J, NULL);

      sum += share * plume_disc_response_at (response, n, J, after, &nothing)
             * cexp (I * (n * omega * after));
      total += share * plume_disc_distribution_value (&F, layer, J, NULL);
    }
  return sum / total;
}

/* Pulse or opposite: adds Σ window w e^(−inθ) and Σ window of each group that is near. */
static void
add_response (
    const PlumeStars *stars, guint n, double width, int sign, double complex *sums, double *counts)
{
  PlumeStarPulse pulse = { .bending = n == 1 ? sign * STRENGTH : 0,
                           .breathing = n == 2 ? sign * STRENGTH : 0,
                           .width = width,
                           .steps = 240 };
  g_autoptr (PlumeStars) driven = plume_stars_drive (stars, &pulse, NULL, NULL);

  for (gsize i = 0; i < driven->n; i++)
    {
      double share = response_window ((double)driven->action[i]);

      if (!(share > 0))
        continue;
      counts[i / GROUP] += share;
      sums[i / GROUP] += sign * share / STRENGTH * (double)driven->weight[i]
                         * cexp (-I * (n * (double)driven->angle[i]));
    }
}

static StarResponse
measure_response (PlumeVertical *layer, gsize n_stars, guint n, double width, guint64 seed)
{
  g_autoptr (PlumeStars) stars = grouped_stars (layer, n_stars, seed);
  gsize n_groups = (n_stars + GROUP - 1) / GROUP;
  g_autofree double complex *sums = g_new0 (double complex, n_groups);
  g_autofree double *counts = g_new0 (double, n_groups);
  double complex sum = 0;
  double count = 0, square = 0;
  StarResponse result = { .theory = response_of_theory (layer, n, width) };

  add_response (stars, n, width, 1, sums, counts);
  add_response (stars, n, width, -1, sums, counts);
  for (gsize g = 0; g < n_groups; g++)
    {
      sum += sums[g];
      count += counts[g];
    }
  result.stars = sum / count;
  for (gsize g = 0; g < n_groups; g++)
    {
      double complex rest = sums[g] - result.stars * counts[g];

      square += creal (rest * conj (rest));
    }
  result.noise = sqrt (square) / count;
  return result;
}
