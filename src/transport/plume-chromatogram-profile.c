/* plume-chromatogram-profile.c: how far one parameter may move while all others follow, and
 * ellipses of two.
 *
 * Profile likelihood: Bates & Watts, Nonlinear Regression Analysis (1988), ch. 6. The smoothness of
 * the baseline is held at its fitted value.
 */
#include <glib/gi18n.h>
#include <math.h>

#include <gsl/gsl_cdf.h>

#include "core/plume-error.h"
#include "transport/plume-chromatogram-fit.h"
#include "transport/plume-chromatogram-group.h"

/* Puts the model of a group at the fitted values. */
static void
start_at_fit (PlumeFitGroup *group, const PlumeChromatogramFit *fit)
{
  for (gsize j = 0; j < group->m; j++)
    {
      const double *values = fit->values + PLUME_FIT_PER_ANALYTE * group->members[j];

      group->model->shape[2 * j] = log (values[PLUME_FIT_RETENTION_FACTOR]);
      group->model->shape[2 * j + 1] = log (values[PLUME_FIT_DESORPTION_RATE]);
    }
  group->model->shape[2 * group->m] = log (fit->hold_up_time);
}

/* Takes one parameter out of the free ones and says where in the model it is set. */
static gsize
hold_parameter (PlumeFitGroup *group,
                gsize parameter,
                gsize *free_shapes,
                double **held,
                gboolean *is_logarithm)
{
  gsize p = plume_fit_group_free_shapes (group, free_shapes), kept = 0, shape = 2 * group->m;
  gsize kind = parameter % PLUME_FIT_PER_ANALYTE;

  if (parameter < PLUME_FIT_PER_ANALYTE * group->problem->n_analytes)
    for (gsize j = 0; j < group->m; j++)
      if (group->members[j] == parameter / PLUME_FIT_PER_ANALYTE)
        shape = 2 * j + kind;
  *is_logarithm = kind != PLUME_FIT_AMPLITUDE;
  if (!*is_logarithm)
    {
      group->model->fixed_amplitude = (gssize)(shape / 2 - 1);
      *held = &group->model->amplitude[group->model->fixed_amplitude];
      return p;
    }
  *held = &group->model->shape[shape];
  for (gsize i = 0; i < p; i++)
    if (free_shapes[i] != shape)
      free_shapes[kept++] = free_shapes[i];
  return kept;
}

static gboolean
walk_profile (PlumeFitGroup *group,
              const PlumeChromatogramFit *fit,
              gsize parameter,
              gsize n_points,
              const double *values,
              double *delta,
              PlumeTask *task,
              GError **error)
{
  g_autofree gsize *free_shapes = g_new (gsize, 2 * group->m + 1);
  PlumeSolveReport report = { 0 };
  gboolean is_logarithm;
  double lowest, *held, variance = fit->deviation[fit->group_of[group->members[0]]];
  gsize p;

  variance *= variance;
  if (group->model->basis != NULL)
    plume_model_set_smoothness (group->model, fit->smoothness[fit->group_of[group->members[0]]]);
  start_at_fit (group, fit);
  if (!plume_model_solve (group->model, plume_fit_group_free_shapes (group, free_shapes),
                          free_shapes, 1e-9, 50, &report, task, error))
    return FALSE;
  lowest = plume_fit_group_objective (group);
  p = hold_parameter (group, parameter, free_shapes, &held, &is_logarithm);
  for (gsize i = 0; i < n_points; i++)
    {
      *held = is_logarithm ? log (values[i]) : values[i];
      if (!plume_model_solve (group->model, p, free_shapes, 1e-7, 50, &report, task, error))
        return FALSE;
      delta[i] = (plume_fit_group_objective (group) - lowest) / variance;
      plume_task_set_progress (task, (double)(i + 1) / (double)n_points);
    }
  return TRUE;
}

/**
 * plume_fit_profile:
 * @problem: the problem that was fitted
 * @fit: its fit
 * @parameter: which parameter is held
 * @n_points: number of values
 * @values: (array length=n_points): where it is held, best in order; positive unless it is an
 * amplitude
 * @delta: (out) (array length=n_points): the increase of the sum of squares over s², with all other
 * parameters refitted. Its square root crosses Student's quantile at the ends of the likelihood
 * interval
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_USAGE, %PLUME_ERROR_COMPUTE, %PLUME_ERROR_CANCELLED
 *
 * Returns: %TRUE when @delta is set
 */
gboolean
plume_fit_profile (const PlumeFitProblem *problem,
                   const PlumeChromatogramFit *fit,
                   gsize parameter,
                   gsize n_points,
                   const double *values,
                   double *delta,
                   PlumeTask *task,
                   GError **error)
{
  g_autofree double *t = g_new (double, problem->n);
  g_autoptr (GPtrArray) groups = NULL;
  gsize analyte = MIN (parameter / PLUME_FIT_PER_ANALYTE, fit->n_analytes - 1);
  PlumeFitGroup *group;

  for (gsize i = 0; i < n_points; i++)
    if (parameter >= fit->n_parameters || !isfinite (values[i])
        || (parameter % PLUME_FIT_PER_ANALYTE != PLUME_FIT_AMPLITUDE && values[i] <= 0))
      {
        g_set_error (
            error, PLUME_ERROR, PLUME_ERROR_USAGE,
            _ ("Parameter %zu"
               " cannot be held at %g; profile one of the fitted parameters over positive values"),
            parameter + 1, values[i]);
        return FALSE;
      }
  for (gsize i = 0; i < problem->n; i++)
    t[i] = problem->time[i] - problem->injection_start;
  groups = plume_fit_groups_new (problem, t, task, error);
  if (groups == NULL)
    return FALSE;
  group = groups->pdata[fit->group_of[analyte]];
  plume_fit_group_prepare (group);
  return walk_profile (group, fit, parameter, n_points, values, delta, task, error);
}

/**
 * plume_fit_ellipse:
 * @fit: a fit
 * @first: parameter along x
 * @second: another one, along y
 * @level: probability inside, such as 0.95
 * @n_points: points on the ellipse, the last equal to the first
 * @x: (out) (array length=n_points): values of the first
 * @y: (out) (array length=n_points): values of the second
 *
 * The joint confidence ellipse (θ − θ̂)ᵀ C⁻¹ (θ − θ̂) = 2 F(2, degrees of freedom; level) of two
 * parameters.
 */
void
plume_fit_ellipse (const PlumeChromatogramFit *fit,
                   gsize first,
                   gsize second,
                   double level,
                   gsize n_points,
                   double *x,
                   double *y)
{
  double radius = sqrt (2 * gsl_cdf_fdist_Pinv (level, 2, fit->degrees_of_freedom));
  double r = fit->correlation[first * fit->n_parameters + second];

  for (gsize i = 0; i < n_points; i++)
    {
      double angle = 2 * G_PI * (double)i / (double)(n_points - 1);

      x[i] = fit->values[first] + radius * fit->errors[first] * cos (angle);
      y[i] = fit->values[second]
             + radius * fit->errors[second]
                   * (r * cos (angle) + sqrt (MAX (1 - r * r, 0)) * sin (angle));
    }
}
