/* plume-chromatogram-fit.h: two physical parameters for every analyte of a measured chromatogram,
 * with honest errors.
 *
 * A peak is a plug sent through a column with linear adsorption: retention factor k' and desorption
 * rate k_d (and an amplitude, the inlet concentration in units of the signal, so that its area is
 * amplitude · t_inj). Peaks and a smooth baseline are fitted together, because a baseline
 * subtracted first biases k_d. It must never know files, units of display or widgets.
 */
#pragma once

#include "core/plume-array.h"
#include "core/plume-task.h"
#include "transport/plume-peaks.h"

G_BEGIN_DECLS

/**
 * PlumeFitBaseline:
 * @PLUME_FIT_BASELINE_SPLINE: a penalised cubic spline inside the fit, its smoothness by restricted
 * maximum likelihood
 * @PLUME_FIT_BASELINE_KNOWN: what the problem gives, or zero
 */
typedef enum
{
  PLUME_FIT_BASELINE_SPLINE,
  PLUME_FIT_BASELINE_KNOWN,
} PlumeFitBaseline;

/**
 * PlumeFitProblem:
 * @time: (array length=n): increasing times, s
 * @signal: (array length=n): finite values
 * @n: number of points
 * @hold_up_time: t_M > 0, s; the start value where it is fitted
 * @injection_time: t_inj > 0, s
 * @injection_start: when the injection began on the clock of @time, s; usually 0
 * @n_analytes: number of peaks
 * @retention_factors: (array length=n_analytes): start values of k' > 0
 * @desorption_rates: (array length=n_analytes): start values of k_d > 0, 1/s
 * @baseline_kind: how the baseline is treated
 * @baseline: (nullable) (array length=n): the known baseline
 * @smoothness: λ of the spline; 0 chooses it
 * @n_segments: pieces of the spline; 0 makes each as long as the widest peak is at its base
 * @from: first time used; with @to equal to it, all are
 * @to: last time used
 * @fit_hold_up_time: whether t_M is fitted too; needs 3 analytes and not @separate
 * @separate: fit groups of peaks that resolve (R_s > 1.5) each in its own window, in parallel
 * @level: of the intervals; 0 means 0.95
 * @max_iterations: of each least-squares run; 0 means 100
 *
 * What to fit; all arrays belong to the caller.
 */
typedef struct
{
  const double *time;
  const double *signal;
  gsize n;
  double hold_up_time;
  double injection_time;
  double injection_start;
  gsize n_analytes;
  const double *retention_factors;
  const double *desorption_rates;
  PlumeFitBaseline baseline_kind;
  const double *baseline;
  double smoothness;
  gsize n_segments;
  double from, to;
  gboolean fit_hold_up_time;
  gboolean separate;
  double level;
  guint max_iterations;
} PlumeFitProblem;

/* Analyte j has parameters 3j + these; a fitted t_M comes last. */
enum
{
  PLUME_FIT_RETENTION_FACTOR,
  PLUME_FIT_DESORPTION_RATE,
  PLUME_FIT_AMPLITUDE,
  PLUME_FIT_PER_ANALYTE,
};

/**
 * PlumeFitPair:
 * @first: a parameter
 * @second: another one
 * @correlation: theirs, beyond ±0.98
 */
typedef struct
{
  gsize first, second;
  double correlation;
} PlumeFitPair;

/**
 * PlumeChromatogramFit:
 * @n_analytes: number of peaks
 * @n_parameters: 3 an analyte, and t_M where fitted
 * @values: k', k_d (1/s), amplitude of the first analyte, and so on
 * @errors: standard errors, √diag s²(JᵀJ)⁻¹
 * @lower: lower ends of the Student intervals; k', k_d and t_M, which are positive, have them on
 * their logarithms
 * @upper: upper ends
 * @covariance: n_parameters²
 * @correlation: n_parameters²
 * @n_strong: number of strongly correlated pairs
 * @strong: pairs with |r| > 0.98: the data hardly tell these apart
 * @hold_up_time: t_M used or fitted, s
 * @time: times used, s
 * @signal: signal there
 * @baseline: fitted or known baseline there
 * @sum: baseline and all peaks
 * @residuals: signal − sum
 * @curves: one peak each, without the baseline
 * @n_groups: windows that were fitted on their own; 1 for a joint fit
 * @group_of: (array length=n_analytes): the window of each analyte
 * @smoothness: (array length=n_groups): λ
 * @freedom: effective degrees of freedom of all baselines together
 * @degrees_of_freedom: points − parameters − @freedom
 * @deviation: (array length=n_groups): s, the residuals' standard deviation
 * @noise: the noise's standard deviation, from first differences of the residuals, in which peaks
 * leave no slopes
 * @chi_squared: reduced: residual variance over noise variance
 * @iterations: steps of all least-squares runs
 * @evaluations: evaluations of the model in them
 * @converged: whether every run met its tolerance
 *
 * The answer; immutable, shared by reference, the same bits for any number of threads.
 */
typedef struct
{
  gsize n_analytes, n_parameters;
  double *values, *errors, *lower, *upper;
  double *covariance, *correlation;
  gsize n_strong;
  PlumeFitPair *strong;
  double hold_up_time;
  PlumeArray *time, *signal, *baseline, *sum, *residuals;
  PlumeArray **curves;
  gsize n_groups;
  gsize *group_of;
  double *smoothness, *deviation;
  double freedom, degrees_of_freedom, noise, chi_squared, level;
  guint iterations, evaluations;
  gboolean converged;
} PlumeChromatogramFit;

PlumeChromatogramFit *
plume_chromatogram_fit (const PlumeFitProblem *problem, PlumeTask *task, GError **error);
PlumeChromatogramFit *plume_chromatogram_fit_ref (PlumeChromatogramFit *fit);
void plume_chromatogram_fit_unref (PlumeChromatogramFit *fit);

gboolean plume_fit_start_from_peak (const PlumePeak *peak,
                                    double hold_up_time,
                                    double injection_time,
                                    double injection_start,
                                    double *retention_factor,
                                    double *desorption_rate,
                                    GError **error);
gboolean plume_fit_profile (const PlumeFitProblem *problem,
                            const PlumeChromatogramFit *fit,
                            gsize parameter,
                            gsize n_points,
                            const double *values,
                            double *delta,
                            PlumeTask *task,
                            GError **error);
void plume_fit_ellipse (const PlumeChromatogramFit *fit,
                        gsize first,
                        gsize second,
                        double level,
                        gsize n_points,
                        double *x,
                        double *y);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeChromatogramFit, plume_chromatogram_fit_unref)

G_END_DECLS
