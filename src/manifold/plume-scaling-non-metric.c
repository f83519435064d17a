/* plume-scaling-non-metric.c: disparities: a rising function of the distances, nearest to those in
 * the picture (Kruskal 1964).
 *
 * Isotonic regression by pooling adjacent violators; equal distances get equal disparities. The
 * fit on the cone of rising functions is scaled to Σ d̂² = Σ D², which is the best one of that norm,
 * so that stress cannot fall by everything shrinking.
 */
#include "manifold/plume-scaling-private.h"

#include "core/plume-error.h"
#include "core/plume-parallel.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define DIGIT_BITS 11
#define DIGITS     (1 << DIGIT_BITS)
#define PASSES     6 /* 6 × 11 ≥ 64 */

#define PAIRS_AT_A_TIME 65536

/* A pair i < j in 32 bits */
#define PAIR(i, j)   ((guint32)((i) << 16 | (j)))
#define ROW(pair)    ((pair) >> 16)
#define COLUMN(pair) ((pair)&G_MAXUINT16)

struct _PlumeDisparities
{
  gsize m, n_pairs, n_ties;
  guint32 *pairs; /* by rising distance */
  double *drawn;  /* in the picture, in that order */
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
  g_free (disparities->drawn);
  g_free (disparities->ties);
  g_free (disparities->values);
  g_free (disparities->means);
  g_free (disparities->ends);
  g_free (disparities);
}

/* The bits of numbers ≥ 0 rise as they do. */
static guint64
key_of (const double *distances, gsize m, guint32 pair)
{
  union
  {
    double real;
    guint64 bits;
  } number = { .real = fabs (distances[ROW (pair) * m + COLUMN (pair)]) };

  return number.bits;
}

/* Stable, digit by digit from the lowest */
static gboolean
sort_pairs (PlumeDisparities *disparities, const double *distances, PlumeTask *task, GError **error)
{
  gsize n = disparities->n_pairs, m = disparities->m;
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
        starts[(key_of (distances, m, sorted[k]) >> shift) % DIGITS + 1]++;
      if (!plume_task_check (task, error))
        return FALSE;
      for (gsize digit = 0; digit < DIGITS; digit++)
        starts[digit + 1] += starts[digit];
      for (gsize k = 0; k < n; k++)
        other[starts[(key_of (distances, m, sorted[k]) >> shift) % DIGITS]++] = sorted[k];
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
  disparities->drawn = g_new (double, MAX (n, 1));
  disparities->values = g_new0 (double, m *m);
  for (gsize i = 0; i < m; i++)
    for (gsize j = i + 1; j < m; j++)
      {
        disparities->pairs[k++] = PAIR (i, j);
        disparities->squares += values[i * m + j] * values[i * m + j];
      }
  if (!sort_pairs (disparities, values, task, error))
    return NULL;
  disparities->ties = g_new (gsize, n + 1);
  for (k = 0; k < n; k++)
    if (k == 0
        || key_of (values, m, disparities->pairs[k])
               > key_of (values, m, disparities->pairs[k - 1]))
      disparities->ties[disparities->n_ties++] = k;
  disparities->ties[disparities->n_ties] = n;
  disparities->means = g_new (double, MAX (disparities->n_ties, 1));
  disparities->ends = g_new (gsize, MAX (disparities->n_ties, 1));
  return g_steal_pointer (&disparities);
}

typedef struct
{
  PlumeDisparities *disparities;
  guint d;
  const double *y;
  double scale;
} Fit;

static void
measure_pairs (gsize from, gsize to, gpointer data)
{
  const Fit *fit = data;
  gsize m = fit->disparities->m;

  for (gsize k = from; k < to; k++)
    {
      guint32 pair = fit->disparities->pairs[k];
      const double *a = fit->y + ROW (pair), *b = fit->y + COLUMN (pair);
      double sum = 0;

      for (guint c = 0; c < fit->d; c++)
        sum += (a[c * m] - b[c * m]) * (a[c * m] - b[c * m]);
      fit->disparities->drawn[k] = sqrt (sum);
    }
}

/* Pools of groups whose means rise; returns their number. */
static gsize
pool (PlumeDisparities *disparities)
{
  gsize n_pools = 0;

  for (gsize group = 0; group < disparities->n_ties; group++)
    {
      gsize from = disparities->ties[group], to = disparities->ties[group + 1];
      double mean = 0;

      for (gsize k = from; k < to; k++)
        mean += disparities->drawn[k];
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

/* The mean of its pool for every pair, in the place of what was drawn; Σ of their squares */
static double
spread (PlumeDisparities *disparities, gsize n_pools)
{
  double squares = 0;
  gsize k = 0;

  for (gsize p = 0; p < n_pools; p++)
    {
      gsize to = disparities->ties[disparities->ends[p]];

      squares += (double)(to - k) * disparities->means[p] * disparities->means[p];
      for (; k < to; k++)
        disparities->drawn[k] = disparities->means[p];
    }
  return squares;
}

static void
place_pairs (gsize from, gsize to, gpointer data)
{
  const Fit *fit = data;
  PlumeDisparities *disparities = fit->disparities;
  gsize m = disparities->m;

  for (gsize k = from; k < to; k++)
    {
      gsize i = ROW (disparities->pairs[k]), j = COLUMN (disparities->pairs[k]);

      disparities->values[i * m + j] = disparities->values[j * m + i] =
          fit->scale * disparities->drawn[k];
    }
}

const double *
plume_disparities_fit (
    PlumeDisparities *disparities, guint d, const double *y, PlumeTask *task, GError **error)
{
  Fit fit = { disparities, d, y, 0 };
  double squares;

  if (!plume_parallel_for (disparities->n_pairs, PAIRS_AT_A_TIME, measure_pairs, &fit, NULL, error)
      || !plume_task_check (task, error))
    return NULL;
  squares = spread (disparities, pool (disparities));
  fit.scale = squares > 0 ? sqrt (disparities->squares / squares) : 0;
  if (!plume_parallel_for (disparities->n_pairs, PAIRS_AT_A_TIME, place_pairs, &fit, NULL, error)
      || !plume_task_check (task, error))
    return NULL;
  return disparities->values;
}
