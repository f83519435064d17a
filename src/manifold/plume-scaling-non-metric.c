/* plume-scaling-non-metric.c: disparities: a rising function of the distances, nearest to those in
 * the picture (Kruskal 1964).
 *
 * Isotonic regression by pooling adjacent violators; equal distances get equal disparities. The
 * fit on the cone of rising functions is scaled to Σ d̂² = Σ D², which is the best one of that norm,
 * so that stress cannot fall by everything shrinking.
 */
#include "manifold/plume-scaling-private.h"

#include "core/plume-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define DIGIT_BITS 11
#define DIGITS     (1 << DIGIT_BITS)
#define PASSES     6 /* 6 × 11 ≥ 64 */

struct _PlumeDisparities
{
  gsize m, n_pairs, n_ties;
  guint32 *pairs; /* i m + j, i < j, by rising distance */
  gsize *ties;    /* n_ties + 1: where groups of equal distances begin */
  double squares; /* Σ D² */
  double *values; /* m × m */
  double *means;  /* of each pool; n_ties */
  gsize *ends;    /* group that ends each pool */
};

void
plume_disparities_free (PlumeDisparities *disparities)
{
  if (disparities == NULL)
    return;
  g_free (disparities->pairs);
  g_free (disparities->ties);
  g_free (disparities->values);
  g_free (disparities->means);
  g_free (disparities->ends);
  g_free (disparities);
}

/* The bits of numbers ≥ 0 rise as they do. */
static guint64
key_of (double distance)
{
  union
  {
    double real;
    guint64 bits;
  } number = { .real = fabs (distance) };

  return number.bits;
}

/* Stable, digit by digit from the lowest */
static gboolean
sort_pairs (PlumeDisparities *disparities, const double *distances, PlumeTask *task, GError **error)
{
  gsize n = disparities->n_pairs;
  g_autofree guint32 *other = g_new (guint32, MAX (n, 1));
  g_autofree gsize *starts = g_new (gsize, DIGITS + 1);

  for (guint pass = 0; pass < PASSES; pass++)
    {
      guint shift = pass * DIGIT_BITS;
      guint32 *sorted = disparities->pairs;

      if (!plume_task_check (task, error))
        return FALSE;
      memset (starts, 0, (DIGITS + 1) * sizeof (gsize));
      for (gsize k = 0; k < n; k++)
        starts[(key_of (distances[sorted[k]]) >> shift) % DIGITS + 1]++;
      for (gsize digit = 0; digit < DIGITS; digit++)
        starts[digit + 1] += starts[digit];
      for (gsize k = 0; k < n; k++)
        other[starts[(key_of (distances[sorted[k]]) >> shift) % DIGITS]++] = sorted[k];
      disparities->pairs = other;
      other = sorted;
    }
  return TRUE;
}

PlumeDisparities *
plume_disparities_new (const PlumeDistances *distances, PlumeTask *task, GError **error)
{
  g_autoptr (PlumeDisparities) disparities = g_new0 (PlumeDisparities, 1);
  gsize m = distances->m, n = m * (m - 1) / 2, k = 0;
  const double *values = distances->values;

  if (m > G_MAXUINT16)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("non-metric scaling orders at most %u points, not %u; take fewer landmarks"),
                   G_MAXUINT16, (guint)m);
      return NULL;
    }
  disparities->m = m;
  disparities->n_pairs = n;
  disparities->pairs = g_new (guint32, MAX (n, 1));
  disparities->values = g_new0 (double, m *m);
  for (gsize i = 0; i < m; i++)
    for (gsize j = i + 1; j < m; j++)
      {
        disparities->pairs[k++] = (guint32)(i * m + j);
        disparities->squares += values[i * m + j] * values[i * m + j];
      }
  if (!sort_pairs (disparities, values, task, error))
    return NULL;
  disparities->ties = g_new (gsize, n + 1);
  for (k = 0; k < n; k++)
    if (k == 0 || values[disparities->pairs[k]] > values[disparities->pairs[k - 1]])
      disparities->ties[disparities->n_ties++] = k;
  disparities->ties[disparities->n_ties] = n;
  disparities->means = g_new (double, MAX (disparities->n_ties, 1));
  disparities->ends = g_new (gsize, MAX (disparities->n_ties, 1));
  return g_steal_pointer (&disparities);
}

static double
distance_between (gsize m, guint d, const double *y, guint32 pair)
{
  gsize i = pair / m, j = pair % m;
  double sum = 0;

  for (guint c = 0; c < d; c++)
    sum += (y[c * m + i] - y[c * m + j]) * (y[c * m + i] - y[c * m + j]);
  return sqrt (sum);
}

/* Pools of groups whose means rise; returns their number. */
static gsize
pool (PlumeDisparities *disparities, guint d, const double *y)
{
  gsize n_pools = 0;

  for (gsize group = 0; group < disparities->n_ties; group++)
    {
      gsize from = disparities->ties[group], to = disparities->ties[group + 1];
      double mean = 0;

      for (gsize k = from; k < to; k++)
        mean += distance_between (disparities->m, d, y, disparities->pairs[k]);
      mean /= (double)(to - from);
      while (n_pools > 0 && disparities->means[n_pools - 1] >= mean)
        {
          gsize before = n_pools > 1 ? disparities->ties[disparities->ends[n_pools - 2]] : 0;
          double left = (double)(from - before), right = (double)(to - from);

          mean = (left * disparities->means[n_pools - 1] + right * mean) / (left + right);
          from = before;
          n_pools--;
        }
      disparities->means[n_pools] = mean;
      disparities->ends[n_pools++] = group + 1;
    }
  return n_pools;
}

const double *
plume_disparities_fit (PlumeDisparities *disparities, guint d, const double *y)
{
  gsize m = disparities->m, n_pools = pool (disparities, d, y), k = 0;
  double squares = 0, scale;

  for (gsize p = 0, from = 0; p < n_pools; p++)
    {
      gsize to = disparities->ties[disparities->ends[p]];

      squares += (double)(to - from) * disparities->means[p] * disparities->means[p];
      from = to;
    }
  scale = squares > 0 ? sqrt (disparities->squares / squares) : 0;
  for (gsize p = 0; p < n_pools; p++)
    for (; k < disparities->ties[disparities->ends[p]]; k++)
      {
        guint32 pair = disparities->pairs[k];

        disparities->values[pair] = disparities->values[pair % m * m + pair / m] =
            scale * disparities->means[p];
      }
  return disparities->values;
}
