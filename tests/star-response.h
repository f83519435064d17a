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
response_window (double action, double centre, double half)
{
  double x = (action - centre) / half;

  return fabs (x) < 1 ? 0.5 * (1 + cos (G_PI * x)) : 0;
}

static PlumeStars *
grouped_stars (PlumeVertical *vertical, double dispersion, gsize n_stars, guint64 seed)
{
  PlumeStarModel model = { .form = PLUME_DISC_ISOTHERMAL,
                           .dispersion = dispersion,
                           .is_weighted = TRUE };
  PlumeStars *stars = plume_stars_sample (vertical, NULL, &model, n_stars, seed, NULL, NULL);

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

/* Leaves out groups that are farther from all windows than twice their halves, so never inside. */
static void
keep_near (PlumeStars *stars, guint n_windows, const double *centre, const double *half)
{
  gsize kept = 0;

  for (gsize i = 0; i < stars->n; i++)
    {
      gboolean near = FALSE;

      for (guint k = 0; k < n_windows; k++)
        near = near || fabs ((double)stars->action[i] - centre[k]) < 2 * half[k];
      if (!near)
        continue;
      stars->action[kept] = stars->action[i];
      stars->angle[kept] = stars->angle[i];
      stars->frequency[kept++] = stars->frequency[i];
    }
  stars->n = kept;
}

/* Of each group Σ window w e^(−inθ) and Σ window, of a force and its opposite */
typedef struct
{
  guint arms;
  double centre, half, strength;
  gsize n_groups;
  double complex *sums;
  double *counts;
} StarSums;

static StarSums
star_sums (guint arms, double centre, double half, double strength, gsize n_stars)
{
  gsize n_groups = (n_stars + GROUP - 1) / GROUP;

  return (StarSums){ arms,
                     centre,
                     half,
                     strength,
                     n_groups,
                     g_new0 (double complex, n_groups),
                     g_new0 (double, n_groups) };
}

static void
star_sums_add (StarSums *self, const PlumeStars *driven, int sign)
{
  for (gsize i = 0; i < driven->n; i++)
    {
      double share = response_window ((double)driven->action[i], self->centre, self->half);

      if (!(share > 0))
        continue;
      self->counts[i / GROUP] += share;
      self->sums[i / GROUP] += sign * share / self->strength * (double)driven->weight[i]
                               * cexp (-I * (self->arms * (double)driven->angle[i]));
    }
}

static double complex
star_sums_finish (StarSums *self, double *noise)
{
  double complex sum = 0;
  double count = 0, square = 0;

  for (gsize g = 0; g < self->n_groups; g++)
    {
      sum += self->sums[g];
      count += self->counts[g];
    }
  sum /= count;
  for (gsize g = 0; g < self->n_groups; g++)
    {
      double complex rest = self->sums[g] - sum * self->counts[g];

      square += creal (rest * conj (rest));
    }
  *noise = sqrt (square) / count;
  g_free (self->sums);
  g_free (self->counts);
  return sum;
}

/* f_n/f0 of linear theory at a time, traced back to t = 0, through the same window and weighted by
 * f0 as the stars are */
static double complex
window_of_theory (const PlumeDiscResponse *response, guint n, double centre, double half, double t)
{
  static const PlumeDiscMixing nothing = { 0 };
  const PlumeDiscGrid *grid = plume_disc_response_get_grid (response);
  double complex sum = 0;
  double total = 0;

  for (guint k = 1; k < 200; k++)
    {
      double J = centre - half + 2 * half * k / 200, share = response_window (J, centre, half);

      sum += share * plume_disc_response_at (response, n, J, t, &nothing)
             * cexp (I * (n * plume_vertical_frequency (grid->vertical, J, NULL) * t));
      total += share * plume_disc_distribution_value (&grid->distribution, grid->vertical, J, NULL);
    }
  return sum / total;
}

static double complex
response_of_theory (PlumeVertical *layer, guint n, double width)
{
  PlumeDiscDistribution F = plume_disc_distribution_new (layer, PLUME_DISC_ISOTHERMAL, 1, 1);
  g_autoptr (PlumeDiscGrid) grid = plume_disc_grid_new (layer, &F, 256, 6, NULL);
  PlumeDiscPerturber perturber = { .pulse = PLUME_DISC_PULSE_GAUSSIAN, .duration = width };
  g_autoptr (PlumeDiscResponse) response = NULL;

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
  return window_of_theory (response, n, 1, WINDOW, 9 * width);
}

static StarResponse
measure_response (PlumeVertical *layer, gsize n_stars, guint n, double width, guint64 seed)
{
  g_autoptr (PlumeStars) stars = grouped_stars (layer, 1, n_stars, seed);
  StarResponse result = { .theory = response_of_theory (layer, n, width) };
  const double centre = 1, half = WINDOW;
  StarSums sums;

  keep_near (stars, 1, &centre, &half);
  sums = star_sums (n, centre, half, STRENGTH, stars->n);

  for (int sign = 1; sign >= -1; sign -= 2)
    {
      PlumeStarPulse pulse = { .bending = n == 1 ? sign * STRENGTH : 0,
                               .breathing = n == 2 ? sign * STRENGTH : 0,
                               .width = width,
                               .steps = 480 };
      g_autoptr (PlumeStars) driven = plume_stars_drive (stars, &pulse, NULL, NULL);

      star_sums_add (&sums, driven, sign);
    }
  result.stars = star_sums_finish (&sums, &result.noise);
  return result;
}
