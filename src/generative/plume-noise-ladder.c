/* plume-noise-ladder.c: overlaps and variances of levels; see the header. */
#include "generative/plume-noise-ladder.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

/**
 * plume_noise_ladder_overlap:
 * @ratio: γ = σ_{i−1}/σ_i > 1
 * @dimension: d
 *
 * In many dimensions the radius of noise is nearly N(√d σ, σ²/2); this is the share of level i − 1
 * that lies within three deviations of level i: Φ(√(2d)(γ − 1) + 3γ) − Φ(√(2d)(γ − 1) − 3γ).
 *
 * Returns: between 0 and 1
 */
double
plume_noise_ladder_overlap (double ratio, gsize dimension)
{
  double apart = sqrt (2.0 * (double)dimension) * (ratio - 1);

  return gsl_cdf_ugaussian_P (apart + 3 * ratio) - gsl_cdf_ugaussian_P (apart - 3 * ratio);
}

/**
 * plume_noise_ladder_ratio:
 * @dimension: d
 *
 * Returns: the γ at which half of a level overlaps the next; where levels of any ratio up to 100
 * overlap by more, as in one or two dimensions, 100
 */
double
plume_noise_ladder_ratio (gsize dimension)
{
  double low = 1, high = 100;

  if (plume_noise_ladder_overlap (high, dimension) > 0.5)
    return high;
  while (high - low > 1e-13 * low)
    {
      double middle = 0.5 * (low + high);

      if (middle <= low || middle >= high)
        break;
      if (plume_noise_ladder_overlap (middle, dimension) > 0.5)
        low = middle;
      else
        high = middle;
    }
  return low;
}

/* How many levels from the greatest to the least, at least two */
guint
plume_noise_ladder_count (double greatest, double least, gsize dimension)
{
  return (guint)MAX (ceil (log (greatest / least) / log (plume_noise_ladder_ratio (dimension))), 1)
         + 1;
}

/**
 * plume_noise_ladder_variance:
 * @step: c = δ_i/σ_i²
 * @ratio: γ; the level begins with the variance γ² σ²
 * @n_steps: T
 *
 * u ← (1 − c/2)² u + c for x ← x + (δ/2) s + √δ ξ on a point seen through noise σ, u in units of σ²
 * (proposition 3 in this convention).
 *
 * Returns: u after T steps
 */
double
plume_noise_ladder_variance (double step, double ratio, guint n_steps)
{
  double u = ratio * ratio;

  for (guint k = 0; k < n_steps; k++)
    u = (1 - step / 2) * (1 - step / 2) * u + step;
  return u;
}

/**
 * plume_noise_ladder_step:
 * @ratio: γ > 1
 * @n_steps: T
 *
 * u_T falls with c, then rises again: the search is on a fixed geometric set of c between 1e-4 and
 * 1.
 *
 * Returns: the c for which u_T is nearest to 1
 */
double
plume_noise_ladder_step (double ratio, guint n_steps)
{
  double best = 1e-4, least = G_MAXDOUBLE;

  for (guint i = 0; i <= 800; i++)
    {
      double c = 1e-4 * pow (1e4, i / 800.0),
             apart = fabs (plume_noise_ladder_variance (c, ratio, n_steps) - 1);

      if (apart < least)
        {
          least = apart;
          best = c;
        }
    }
  return best;
}
