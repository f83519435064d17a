/* plume-chromatogram-fit.c: checks the question, fits the windows, and puts the answer together. */
#include "transport/plume-chromatogram-fit.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "transport/plume-chromatogram-group.h"

#define STRONG_CORRELATION 0.98

static gboolean
check_numbers (const PlumeFitProblem *problem, GError **error)
{
  double low = INFINITY, high = -INFINITY;

  for (gsize i = 0; i < problem->n; i++)
    {
      gboolean known =
          problem->baseline_kind == PLUME_FIT_BASELINE_KNOWN && problem->baseline != NULL;

      if (!isfinite (problem->signal[i]) || !isfinite (problem->time[i])
          || (known && !isfinite (problem->baseline[i]))
          || (i > 0 && problem->time[i] <= problem->time[i - 1]))
        {
          g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                       _ ("Point %zu"
                          " of the chromatogram is not a finite number or not later than the one "
                          "before; sort the times and remove or fill missing values"),
                       i + 1);
          return FALSE;
        }
      low = MIN (low, problem->signal[i]);
      high = MAX (high, problem->signal[i]);
    }
  if (problem->n > 0 && high > low)
    return TRUE;
  g_set_error_literal (
      error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
      _ ("The signal is constant and holds no peak to fit; choose another column or file"));
  return FALSE;
}

static gboolean
check_problem (const PlumeFitProblem *problem, GError **error)
{
  if (problem->n_analytes == 0)
    {
      g_set_error_literal (
          error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
          _ ("There is no peak to fit; mark one or lower the detection threshold"));
      return FALSE;
    }
  if (!(problem->hold_up_time > 0 && isfinite (problem->hold_up_time))
      || !(problem->injection_time > 0 && isfinite (problem->injection_time)))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("The hold-up time (%g s) and the injection time (%g s) must be positive; "
                      "correct them"),
                   problem->hold_up_time, problem->injection_time);
      return FALSE;
    }
  if (problem->fit_hold_up_time && (problem->n_analytes < 3 || problem->separate))
    {
      g_set_error_literal (
          error, PLUME_ERROR, PLUME_ERROR_USAGE,
          _ ("The hold-up time can be fitted only together with at least 3 analytes in one window; "
             "give it, or fit more analytes jointly"));
      return FALSE;
    }
  for (gsize j = 0; j < problem->n_analytes; j++)
    if (!(problem->retention_factors[j] > 0 && isfinite (problem->retention_factors[j]))
        || !(problem->desorption_rates[j] > 0 && isfinite (problem->desorption_rates[j])))
      {
        g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                     _ ("Analyte %zu"
                        " starts at k′ = %g and k_d = %g 1/s, which must both be positive; "
                        "check the hold-up time against the first peak"),
                     j + 1, problem->retention_factors[j], problem->desorption_rates[j]);
        return FALSE;
      }
  return check_numbers (problem, error);
}

static void
run_groups (gsize from, gsize to, gpointer data)
{
  GPtrArray *groups = data;

  for (gsize g = from; g < to; g++)
    {
      plume_fit_group_prepare (groups->pdata[g]);
      plume_fit_group_run (groups->pdata[g]);
    }
}

/* Where parameter i of a group stands among those of the whole */
static gsize
place_of (const PlumeFitGroup *group, gsize i)
{
  if (i == PLUME_FIT_PER_ANALYTE * group->m)
    return PLUME_FIT_PER_ANALYTE * group->problem->n_analytes;
  return PLUME_FIT_PER_ANALYTE * group->members[i / PLUME_FIT_PER_ANALYTE]
         + i % PLUME_FIT_PER_ANALYTE;
}

static double
value_of (const PlumeFitGroup *group, gsize i)
{
  gsize j = i / PLUME_FIT_PER_ANALYTE, kind = i % PLUME_FIT_PER_ANALYTE;

  if (j == group->m)
    return exp (group->model->shape[2 * group->m]);
  if (kind == PLUME_FIT_AMPLITUDE)
    return group->model->amplitude[j];
  return exp (group->model->shape[2 * j + kind]);
}

static void
take_parameters (PlumeChromatogramFit *fit, const PlumeFitGroup *group)
{
  gsize n = fit->n_parameters;
  double quantile = gsl_cdf_tdist_Pinv (0.5 + 0.5 * fit->level, group->degrees_of_freedom);

  for (gsize i = 0; i < group->q; i++)
    {
      gsize place = place_of (group, i);
      double value = value_of (group, i), error = sqrt (group->covariance[i * group->q + i]);
      gboolean amplitude = i % PLUME_FIT_PER_ANALYTE == PLUME_FIT_AMPLITUDE;

      fit->values[place] = value;
      fit->errors[place] = error;
      fit->lower[place] =
          amplitude ? value - quantile * error : value * exp (-quantile * error / value);
      fit->upper[place] =
          amplitude ? value + quantile * error : value * exp (quantile * error / value);
      for (gsize j = 0; j < group->q; j++)
        fit->covariance[place * n + place_of (group, j)] = group->covariance[i * group->q + j];
    }
}

static void
take_curves (PlumeChromatogramFit *fit, const PlumeFitGroup *group, gsize offset)
{
  const PlumeModel *model = group->model;
  const PlumeFitProblem *problem = group->problem;
  double *baseline = fit->baseline->values + offset;

  if (model->basis != NULL)
    plume_spline_basis_evaluate (model->basis, model->coefficients, baseline);
  for (gsize i = 0; i < model->n; i++)
    {
      fit->time->values[offset + i] = problem->time[group->from + i];
      fit->signal->values[offset + i] = problem->signal[group->from + i];
      if (model->basis == NULL)
        baseline[i] = problem->baseline != NULL ? problem->baseline[group->from + i] : 0;
      fit->sum->values[offset + i] = baseline[i];
    }
  for (gsize j = 0; j < group->m; j++)
    for (gsize i = model->peak[j].from; i < model->peak[j].to; i++)
      {
        double height = model->amplitude[j] * model->peak[j].values[i];

        fit->curves[group->members[j]]->values[offset + i] = height;
        fit->sum->values[offset + i] += height;
      }
  for (gsize i = offset; i < offset + model->n; i++)
    fit->residuals->values[i] = fit->signal->values[i] - fit->sum->values[i];
}

static PlumeArray *
zeros (gsize n)
{
  PlumeArray *array = plume_array_new (n);

  memset (array->values, 0, n * sizeof (double));
  return array;
}

static PlumeChromatogramFit *
fit_new (const PlumeFitProblem *problem, GPtrArray *groups)
{
  PlumeChromatogramFit *fit = g_atomic_rc_box_new0 (PlumeChromatogramFit);
  gsize n = 0, p;

  for (guint g = 0; g < groups->len; g++)
    n += ((PlumeFitGroup *)groups->pdata[g])->model->n;
  fit->n_analytes = problem->n_analytes;
  p = fit->n_parameters =
      PLUME_FIT_PER_ANALYTE * problem->n_analytes + (problem->fit_hold_up_time ? 1 : 0);
  fit->values = g_new0 (double, p);
  fit->errors = g_new0 (double, p);
  fit->lower = g_new0 (double, p);
  fit->upper = g_new0 (double, p);
  fit->covariance = g_new0 (double, p *p);
  fit->correlation = g_new0 (double, p *p);
  fit->time = zeros (n);
  fit->signal = zeros (n);
  fit->baseline = zeros (n);
  fit->sum = zeros (n);
  fit->residuals = zeros (n);
  fit->curves = g_new (PlumeArray *, fit->n_analytes);
  for (gsize j = 0; j < fit->n_analytes; j++)
    fit->curves[j] = zeros (n);
  fit->n_groups = groups->len;
  fit->group_of = g_new0 (gsize, fit->n_analytes);
  fit->smoothness = g_new0 (double, fit->n_groups);
  fit->deviation = g_new0 (double, fit->n_groups);
  fit->level = problem->level > 0 ? problem->level : 0.95;
  fit->converged = TRUE;
  return fit;
}

static void
correlate (PlumeChromatogramFit *fit)
{
  g_autoptr (GArray) strong = g_array_new (FALSE, FALSE, sizeof (PlumeFitPair));
  gsize n = fit->n_parameters;

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      {
        double r = i == j ? 1 : fit->covariance[i * n + j] / (fit->errors[i] * fit->errors[j]);
        PlumeFitPair pair = { j, i, r };

        fit->correlation[i * n + j] = r;
        if (j < i && fabs (r) > STRONG_CORRELATION)
          g_array_append_val (strong, pair);
      }
  fit->n_strong = strong->len;
  fit->strong = g_memdup2 (strong->data, strong->len * sizeof (PlumeFitPair));
}

static PlumeChromatogramFit *
assemble (const PlumeFitProblem *problem, GPtrArray *groups)
{
  PlumeChromatogramFit *fit = fit_new (problem, groups);
  double misfit = 0;
  gsize offset = 0;

  for (guint g = 0; g < groups->len; g++)
    {
      const PlumeFitGroup *group = groups->pdata[g];

      take_parameters (fit, group);
      take_curves (fit, group, offset);
      offset += group->model->n;
      for (gsize j = 0; j < group->m; j++)
        fit->group_of[group->members[j]] = g;
      fit->smoothness[g] = group->model->smoothness;
      fit->deviation[g] = sqrt (group->variance);
      fit->freedom += group->freedom;
      fit->degrees_of_freedom += group->degrees_of_freedom;
      fit->iterations += group->report.iterations;
      fit->evaluations += group->report.evaluations;
      fit->converged = fit->converged && group->report.converged;
      misfit += plume_model_misfit (group->model);
    }
  fit->hold_up_time =
      problem->fit_hold_up_time ? fit->values[fit->n_parameters - 1] : problem->hold_up_time;
  fit->noise = plume_noise_of_differences (fit->residuals->values, fit->residuals->length);
  fit->chi_squared = misfit / fit->degrees_of_freedom / (fit->noise * fit->noise);
  correlate (fit);
  return fit;
}

static double *
times_since_injection (const PlumeFitProblem *problem)
{
  double *t = g_new (double, problem->n);

  for (gsize i = 0; i < problem->n; i++)
    t[i] = problem->time[i] - problem->injection_start;
  return t;
}

/**
 * plume_chromatogram_fit:
 * @problem: what to fit
 * @task: (nullable): cancels between steps
 * @error: %PLUME_ERROR_USAGE for start values that make no sense, %PLUME_ERROR_DATA for points that
 * are missing or too few, %PLUME_ERROR_COMPUTE where there is no peak or the fit cannot tell
 * analytes apart, %PLUME_ERROR_CANCELLED
 *
 * Fits ln k' and ln k_d of every analyte (and ln t_M) by Levenberg–Marquardt with the amplitudes
 * and the baseline projected out. Overlapping peaks need start values in the right order; from
 * there a start within a width of the peak suffices. O(points inside the windows of the peaks) a
 * step, 5 to 15 steps.
 *
 * Returns: (transfer full): the fit
 */
PlumeChromatogramFit *
plume_chromatogram_fit (const PlumeFitProblem *problem, PlumeTask *task, GError **error)
{
  g_autofree double *t = NULL;
  g_autoptr (GPtrArray) groups = NULL;

  if (!check_problem (problem, error))
    return NULL;
  t = times_since_injection (problem);
  groups = plume_fit_groups_new (problem, t, task, error);
  if (groups == NULL)
    return NULL;
  if (!plume_parallel_for (groups->len, 1, run_groups, groups, task, error))
    return NULL;
  for (guint g = 0; g < groups->len; g++)
    {
      PlumeFitGroup *group = groups->pdata[g];

      if (group->error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&group->error));
          return NULL;
        }
    }
  return assemble (problem, groups);
}

PlumeChromatogramFit *
plume_chromatogram_fit_ref (PlumeChromatogramFit *fit)
{
  return g_atomic_rc_box_acquire (fit);
}

static void
fit_clear (gpointer data)
{
  PlumeChromatogramFit *fit = data;

  for (gsize j = 0; j < fit->n_analytes; j++)
    plume_array_unref (fit->curves[j]);
  g_free (fit->curves);
  plume_array_unref (fit->time);
  plume_array_unref (fit->signal);
  plume_array_unref (fit->baseline);
  plume_array_unref (fit->sum);
  plume_array_unref (fit->residuals);
  g_free (fit->values);
  g_free (fit->errors);
  g_free (fit->lower);
  g_free (fit->upper);
  g_free (fit->covariance);
  g_free (fit->correlation);
  g_free (fit->strong);
  g_free (fit->group_of);
  g_free (fit->smoothness);
  g_free (fit->deviation);
}

void
plume_chromatogram_fit_unref (PlumeChromatogramFit *fit)
{
  if (fit != NULL)
    g_atomic_rc_box_release_full (fit, fit_clear);
}

/**
 * plume_fit_start_from_peak:
 * @peak: a measured peak, its times in s
 * @hold_up_time: t_M, s
 * @injection_time: t_inj, s
 * @injection_start: when the injection began on the clock of the peak, s
 * @retention_factor: (out): k'
 * @desorption_rate: (out): k_d, 1/s
 * @error: %PLUME_ERROR_USAGE for a peak that comes before the hold-up time or is narrower than the
 * injection
 *
 * Start values: k' = (t − t_inj/2)/t_M − 1 and k_d = 2 t_M k'/(σ² − t_inj²/12). The centre and σ
 * are taken from the apex and the width at half height, which neighbours and drift disturb less
 * than moments.
 *
 * Returns: whether the peak gives start values
 */
gboolean
plume_fit_start_from_peak (const PlumePeak *peak,
                           double hold_up_time,
                           double injection_time,
                           double injection_start,
                           double *retention_factor,
                           double *desorption_rate,
                           GError **error)
{
  double sigma = peak->width_half / (2 * sqrt (2 * M_LN2));
  double k = (peak->retention_time - injection_start - 0.5 * injection_time) / hold_up_time - 1;
  double variance = sigma * sigma - injection_time * injection_time / 12;

  if (!isfinite (variance) && peak->variance > 0)
    variance = peak->variance;
  if (!(k > 0) || !(variance > 0))
    {
      g_set_error (
          error, PLUME_ERROR, PLUME_ERROR_USAGE,
          _ ("The peak at %g s comes before the hold-up time of %g s or is narrower than the "
             "injection of %g s; "
             "correct these times"),
          peak->retention_time, hold_up_time, injection_time);
      return FALSE;
    }
  *retention_factor = k;
  *desorption_rate = 2 * hold_up_time * k / variance;
  return TRUE;
}
