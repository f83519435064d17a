/* plume-empirical-candidates.c: weights of a sample from the few pictures that can matter.
 *
 * At z_0 the distances r_i to all pictures were known. At z_1, δ = |z_1 − z_0| away, no picture is
 * nearer than r_i − δ. So pictures are looked at in the order of r_i until r_i − δ exceeds
 * √(r_min² + 2 κ² cut), with r_min the nearest of those looked at: what follows cannot matter. If
 * the list ends first, nothing is proven.
 */
#include <math.h>
#include <string.h>

#include "generative/plume-empirical-private.h"
#include "core/plume-vector.h"

#define ROUNDING 1e-5 /* of distances in single precision, relative */

/* Sums of 16 lanes, so that rounding does not grow with d. */
PLUME_VECTOR_CLONES double
plume_empirical_distance (const float *a, const float *b, gsize d)
{
  float lanes[16] = { 0 };
  double sum = 0;
  gsize j = 0;

  for (; j + 16 <= d; j += 16)
#pragma omp simd
    for (guint lane = 0; lane < 16; lane++)
      {
        float difference = a[j + lane] - b[j + lane];

        lanes[lane] += difference * difference;
      }
  for (; j < d; j++)
    sum += (double)(a[j] - b[j]) * (a[j] - b[j]);
  for (guint lane = 0; lane < 16; lane++)
    sum += lanes[lane];
  return sum;
}

gboolean
plume_empirical_from_candidates (const EmpiricalScore *self,
                                 const EmpiricalMoment *moment,
                                 const EmpiricalSample *sample,
                                 const double *y,
                                 gsize i,
                                 const EmpiricalAnswer *answer)
{
  gsize d = self->pictures->dimension, n = 0, best = 0;
  double variance = moment->variance / (moment->alpha * moment->alpha);
  double square[EMPIRICAL_CANDIDATES], least = INFINITY, moved, bound = INFINITY;
  double sum = 0, entropy = 0, *mean = answer->mean + i * d;
  g_autofree float *place = NULL;

  if (!sample->is_known || !(moment->alpha > 0))
    return FALSE;
  place = g_new (float, d);
  for (gsize j = 0; j < d; j++)
    place[j] = (float)(y[j] / moment->alpha);
  moved = sqrt (plume_empirical_distance (place, sample->place, d)) * (1 + ROUNDING);
  for (; n < sample->n && sample->distance[n] <= bound; n++)
    {
      square[n] = plume_empirical_distance (place, self->centred + sample->index[n] * d, d);
      if (square[n] < least)
        {
          least = square[n];
          best = n;
        }
      bound = sqrt (least + 2 * variance * moment->cut) * (1 + ROUNDING) + moved;
    }
  if (n == sample->n && sample->beyond <= bound)
    return FALSE;
  memset (mean, 0, d * sizeof (double));
  for (gsize k = 0; k < n; k++)
    {
      double log_weight = (least - square[k]) / (2 * variance), weight = exp (log_weight);
      const float *picture = self->centred + sample->index[k] * d;

      if (log_weight < -moment->cut)
        continue;
      sum += weight;
      entropy -= weight * log_weight;
      for (gsize j = 0; j < d; j++)
        mean[j] += weight * picture[j];
    }
  for (gsize j = 0; j < d; j++)
    mean[j] /= sum;
  if (answer->n_live != NULL)
    answer->n_live[i] = exp (entropy / sum + log (sum));
  if (answer->nearest != NULL)
    answer->nearest[i] = sample->index[best];
  return TRUE;
}
