/* plume-baseline.h: the slowly varying ground under the peaks of a measured signal, and the noise
 * on top of it.
 *
 * Asymmetrically reweighted penalised least squares (arPLS; Baek, Park, Ahn & Choo, Analyst 140
 * (2015) 250): minimise Σ w (y − z)² + λ Σ (Δ²z)², with weights that a logistic function of the
 * residuals lowers wherever the signal stands above the ground. It sees a series of equally spaced
 * numbers and must never know what they were measured with.
 */
#pragma once

#include "core/plume-array.h"
#include "core/plume-task.h"

G_BEGIN_DECLS

/**
 * PlumeBaselineOptions:
 * @smoothness: λ > 0; the baseline follows what is longer than about 2π λ^(1/4) points. 0 chooses
 * plume_baseline_smoothness()
 * @tolerance: stop when the relative change of the weights is below this; 0 means 1e-6
 * @max_iterations: 0 means 50
 */
typedef struct
{
  double smoothness;
  double tolerance;
  guint max_iterations;
} PlumeBaselineOptions;

/**
 * PlumeBaseline:
 * @values: the baseline z, one value a point
 * @weights: the last weights: near 1 where the signal is ground, near 0 where it is a peak
 * @smoothness: the λ that was used
 * @iterations: how often the weights were renewed
 * @converged: whether the tolerance was reached
 */
typedef struct
{
  PlumeArray *values;
  PlumeArray *weights;
  double smoothness;
  guint iterations;
  gboolean converged;
} PlumeBaseline;

PlumeBaseline *plume_baseline_arpls (const double *signal,
                                     gsize n,
                                     const PlumeBaselineOptions *options,
                                     PlumeTask *task,
                                     GError **error);
void plume_baseline_free (PlumeBaseline *baseline);

double plume_baseline_smoothness (double peak_width);
double plume_rounding_step (const double *signal, gsize n);
double plume_noise_of_differences (const double *signal, gsize n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeBaseline, plume_baseline_free)

G_END_DECLS
