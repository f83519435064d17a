/* plume-chromatogram-synthesis.h: chromatograms made from known truth, to teach with and to test
 * fits on.
 *
 * The exact column model with a drifting baseline and white noise; the noise of a point depends on
 * the seed and its index alone.
 */
#pragma once

#include "core/plume-array.h"

G_BEGIN_DECLS

/**
 * PlumeChromatogramTruth:
 * @n: number of points, at least 2
 * @from: first time, s
 * @to: last time, s
 * @hold_up_time: t_M, s
 * @injection_time: t_inj, s
 * @n_analytes: number of peaks
 * @retention_factors: (array length=n_analytes): k'
 * @desorption_rates: (array length=n_analytes): k_d, 1/s
 * @amplitudes: (array length=n_analytes): inlet concentrations in units of the signal
 * @n_drift: number of coefficients of the baseline
 * @drift: (array length=n_drift): baseline = Σ drift_i zⁱ with z from 0 at the first to 1 at the
 * last time
 * @noise: standard deviation of the noise
 * @seed: of the noise
 */
typedef struct
{
  gsize n;
  double from, to;
  double hold_up_time;
  double injection_time;
  gsize n_analytes;
  const double *retention_factors;
  const double *desorption_rates;
  const double *amplitudes;
  gsize n_drift;
  const double *drift;
  double noise;
  guint64 seed;
} PlumeChromatogramTruth;

gboolean plume_chromatogram_synthesize (const PlumeChromatogramTruth *truth,
                                        PlumeArray **time,
                                        PlumeArray **signal,
                                        PlumeArray **baseline,
                                        GError **error);

G_END_DECLS
