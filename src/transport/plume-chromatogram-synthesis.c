/* plume-chromatogram-synthesis.c: the sum of exact peaks, drift and noise. */
#include "transport/plume-chromatogram-synthesis.h"

#include <glib/gi18n.h>
#include <math.h>

#include "core/plume-error.h"
#include "core/plume-random.h"
#include "transport/plume-column-kernel.h"

static gboolean
check_truth (const PlumeChromatogramTruth *truth, GError **error)
{
  gboolean good = truth->n >= 2 && truth->to > truth->from && truth->hold_up_time > 0
                  && truth->injection_time > 0 && truth->noise >= 0;

  for (gsize j = 0; good && j < truth->n_analytes; j++)
    good = truth->retention_factors[j] > 0 && truth->desorption_rates[j] > 0
           && isfinite (truth->amplitudes[j]);
  if (!good)
    g_set_error_literal (
        error, PLUME_ERROR, PLUME_ERROR_USAGE,
        _ ("A synthetic chromatogram needs at least 2 points, increasing times, and "
           "positive hold-up time, "
           "injection time, k′ and k_d; correct them"));
  return good;
}

/**
 * plume_chromatogram_synthesize:
 * @truth: what to make
 * @time: (out) (transfer full): equally spaced times, s
 * @signal: (out) (transfer full): baseline, peaks and noise
 * @baseline: (out) (optional) (transfer full): the drift alone
 * @error: %PLUME_ERROR_USAGE
 *
 * O(points · analytes).
 *
 * Returns: %TRUE when the arrays are set
 */
gboolean
plume_chromatogram_synthesize (const PlumeChromatogramTruth *truth,
                               PlumeArray **time,
                               PlumeArray **signal,
                               PlumeArray **baseline,
                               GError **error)
{
  g_autofree double *peak = NULL;
  PlumeArray *drift;

  if (!check_truth (truth, error))
    return FALSE;
  *time = plume_array_new_linear (truth->from, truth->to, truth->n);
  *signal = plume_array_new (truth->n);
  drift = plume_array_new (truth->n);
  for (gsize i = 0; i < truth->n; i++)
    {
      double z = ((*time)->values[i] - truth->from) / (truth->to - truth->from), sum = 0;
      PlumeStream stream = plume_stream (truth->seed, "chromatogram-noise", i);

      for (gsize power = truth->n_drift; power-- > 0;)
        sum = sum * z + truth->drift[power];
      drift->values[i] = sum;
      (*signal)->values[i] =
          sum + (truth->noise > 0 ? truth->noise * plume_stream_normal (&stream) : 0);
    }
  peak = g_new (double, truth->n);
  for (gsize j = 0; j < truth->n_analytes; j++)
    {
      plume_kernel_plug_at_times (truth->hold_up_time, truth->retention_factors[j],
                                  truth->desorption_rates[j], truth->injection_time, truth->n,
                                  (*time)->values, peak);
      for (gsize i = 0; i < truth->n; i++)
        (*signal)->values[i] += truth->amplitudes[j] * peak[i];
    }
  if (baseline != NULL)
    *baseline = drift;
  else
    plume_array_unref (drift);
  return TRUE;
}
