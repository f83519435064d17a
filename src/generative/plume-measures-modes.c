/* plume-measures-modes.c: whether every component of a mixture gets its share of the samples.
 *
 * The share of a component is the mean of its responsibilities under p_0, whose expectation is its
 * weight exactly, however much components overlap. Errors are by the jackknife over ten parts.
 */
#include "generative/plume-measures-private.h"

#include "core/plume-error.h"

#include <math.h>
#include <string.h>

#define PARTS 10
#define BATCH 64

typedef double (*Reduce) (guint n_components, const double *shares, const double *weights);

static double
find_recall (guint n_components, const double *shares, const double *weights)
{
  guint reached = 0, all = 0;

  for (guint k = 0; k < n_components; k++)
    if (weights[k] > 0)
      {
        all++;
        reached += shares[k] >= 0.5 * weights[k];
      }
  return (double)reached / all;
}

static double
find_divergence (guint n_components, const double *shares, const double *weights)
{
  double sum = 0;

  for (guint k = 0; k < n_components; k++)
    if (shares[k] > 0)
      sum += shares[k] * log (shares[k] / weights[k]);
  return sum;
}

/* Sums of responsibilities of each part, parts × K */
static gboolean
add_shares (const PlumeMeasureInput *input, double *shares, PlumeTask *task, GError **error)
{
  PlumeMarginal data = { .alpha = 1, .lambda = INFINITY };
  gsize K = plume_mixture_get_n_components (input->mixture);
  g_autofree double *r = g_new (double, BATCH *K);

  for (gsize from = 0; from < input->n; from += BATCH)
    {
      gsize here = MIN (BATCH, input->n - from);

      if (!plume_task_check (task, error))
        return FALSE;
      plume_mixture_evaluate (input->mixture, &data, here, input->samples + from * input->d, NULL,
                              NULL, NULL, r, NULL);
      for (gsize i = 0; i < here; i++)
        for (gsize k = 0; k < K; k++)
          shares[(from + i) % PARTS * K + k] += r[i * K + k];
    }
  return TRUE;
}

static gboolean
measure_shares (const PlumeMeasureInput *input,
                Reduce reduce,
                PlumeMeasured *measurement,
                PlumeTask *task,
                GError **error)
{
  guint K = plume_mixture_get_n_components (input->mixture);
  const double *weights = plume_mixture_get_weights (input->mixture);
  g_autofree double *parts = g_new0 (double, PARTS *(gsize)K), *all = g_new0 (double, K),
                    *shares = g_new (double, K);
  double without[PARTS], mean = 0, sum = 0;

  if (!add_shares (input, parts, task, error))
    return FALSE;
  for (gsize i = 0; i < PARTS * (gsize)K; i++)
    all[i % K] += parts[i];
  for (guint k = 0; k < K; k++)
    shares[k] = all[k] / (double)input->n;
  measurement->value = reduce (K, shares, weights);
  if (input->n < 2 * PARTS)
    return TRUE;
  for (gsize part = 0; part < PARTS; part++)
    {
      gsize here = (input->n - part + PARTS - 1) / PARTS;

      for (guint k = 0; k < K; k++)
        shares[k] = (all[k] - parts[part * K + k]) / (double)(input->n - here);
      without[part] = reduce (K, shares, weights);
      mean += without[part] / PARTS;
    }
  for (gsize part = 0; part < PARTS; part++)
    sum += (without[part] - mean) * (without[part] - mean);
  measurement->error = sqrt (sum * (PARTS - 1) / PARTS);
  return TRUE;
}

gboolean
plume_measure_mode_recall (const PlumeMeasureInput *input,
                           PlumeMeasured *measurement,
                           PlumeTask *task,
                           GError **error)
{
  return measure_shares (input, find_recall, measurement, task, error);
}

/* Σ p̂ ln (p̂/w), nats */
gboolean
plume_measure_mode_divergence (const PlumeMeasureInput *input,
                               PlumeMeasured *measurement,
                               PlumeTask *task,
                               GError **error)
{
  return measure_shares (input, find_divergence, measurement, task, error);
}
