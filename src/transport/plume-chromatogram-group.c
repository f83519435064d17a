/* plume-chromatogram-group.c: dividing the analytes into windows, and fitting one window. */
#include "transport/plume-chromatogram-group.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include <gsl/gsl_sort.h>

#include "core/plume-error.h"
#include "linalg/plume-small-cholesky.h"

#define RESOLVED         1.5  /* R_s beyond which peaks are fitted apart */
#define TOLERANCE        1e-9 /* of the logarithms of k' and k_d: far below any standard error */
#define ROUGH_TOLERANCE  1e-5 /* while the smoothness is still being chosen */
#define SMOOTHNESS_STEPS 12
#define SINGULAR                                                                                   \
  1e-11 /* share of a parameter's effect that the others cannot imitate; rounding alone makes      \
           1e-14 */
#define FIRST_SMOOTHNESS 10.0 /* in units of the mean diagonal of BᵀB */

static double
start_mean (const PlumeFitProblem *problem, gsize analyte)
{
  return problem->injection_start
         + problem->hold_up_time * (1 + problem->retention_factors[analyte])
         + 0.5 * problem->injection_time;
}

static double
start_deviation (const PlumeFitProblem *problem, gsize analyte)
{
  return sqrt (problem->injection_time * problem->injection_time / 12
               + 2 * problem->hold_up_time * problem->retention_factors[analyte]
                     / problem->desorption_rates[analyte]);
}

static void
group_free (gpointer data)
{
  PlumeFitGroup *group = data;

  plume_model_free (group->model);
  g_clear_error (&group->error);
  g_free (group->members);
  g_free (group->covariance);
  g_free (group);
}

static PlumeFitGroup *
group_new (const PlumeFitProblem *problem,
           const double *t,
           const gsize *order,
           gsize first,
           gsize last,
           PlumeTask *task)
{
  PlumeFitGroup *group = g_new0 (PlumeFitGroup, 1);

  group->problem = problem;
  group->t = t;
  group->task = task;
  group->m = last - first;
  group->members = g_memdup2 (order + first, group->m * sizeof (gsize));
  group->q = PLUME_FIT_PER_ANALYTE * group->m + (problem->fit_hold_up_time ? 1 : 0);
  return group;
}

/* The points from @from to @to, both included */
static void
take_window (PlumeFitGroup *group, double from, double to)
{
  const PlumeFitProblem *problem = group->problem;

  group->from = 0;
  while (group->from < problem->n && problem->time[group->from] < from)
    group->from++;
  group->to = group->from;
  while (group->to < problem->n && problem->time[group->to] <= to)
    group->to++;
}

static gboolean
check_window (const PlumeFitGroup *group, GError **error)
{
  const PlumeFitProblem *problem = group->problem;
  gsize n = group->to - group->from, parameters = group->q;

  if (problem->baseline_kind == PLUME_FIT_BASELINE_SPLINE)
    parameters += 2; /* a straight line at least */
  if (n <= parameters)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("The fit window holds %zu points for %zu"
                      " parameters; widen the window or fit fewer analytes"),
                   n, parameters);
      return FALSE;
    }
  for (gsize j = 0; j < group->m; j++)
    {
      double mean = start_mean (problem, group->members[j]);

      if (mean >= problem->time[group->from] && mean <= problem->time[group->to - 1])
        continue;
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("Analyte %zu would come at %g s, outside the fit window of %g to %g s; "
                      "correct its retention factor or the hold-up time, or widen the window"),
                   group->members[j] + 1, mean, problem->time[group->from],
                   problem->time[group->to - 1]);
      return FALSE;
    }
  return TRUE;
}

/**
 * plume_fit_groups_new:
 * @problem: a checked problem
 * @t: (array): times since the injection
 * @task: (nullable): for all groups
 * @error: %PLUME_ERROR_DATA
 *
 * All analytes in one window, or cut between neighbours of R_s > 1.5, where both peaks are equally
 * many σ away.
 *
 * Returns: (transfer full) (element-type PlumeFitGroup): the groups in the order of time
 */
GPtrArray *
plume_fit_groups_new (const PlumeFitProblem *problem,
                      const double *t,
                      PlumeTask *task,
                      GError **error)
{
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func (group_free);
  g_autofree gsize *order = g_new (gsize, problem->n_analytes);
  gboolean whole = problem->from == problem->to;
  double from = whole ? -INFINITY : problem->from;
  gsize first = 0;

  gsl_sort_index (order, problem->retention_factors, 1, problem->n_analytes);
  for (gsize k = 0; k < problem->n_analytes; k++)
    {
      double cut = whole ? INFINITY : problem->to;
      PlumeFitGroup *group;

      if (k + 1 < problem->n_analytes)
        {
          double here = start_mean (problem, order[k]), next = start_mean (problem, order[k + 1]);
          double sigma = start_deviation (problem, order[k]),
                 next_sigma = start_deviation (problem, order[k + 1]);

          if (!problem->separate || (next - here) / (2 * (sigma + next_sigma)) <= RESOLVED)
            continue;
          cut = here + (next - here) * sigma / (sigma + next_sigma);
        }
      group = group_new (problem, t, order, first, k + 1, task);
      g_ptr_array_add (groups, group);
      take_window (group, from, cut);
      if (!check_window (group, error))
        return NULL;
      from = nextafter (cut, INFINITY);
      first = k + 1;
    }
  return g_steal_pointer (&groups);
}

/* As long as the widest peak at its base, so that the baseline cannot imitate a peak; at most 100
 * pieces */
static gsize
choose_segments (const PlumeFitGroup *group)
{
  const PlumeFitProblem *problem = group->problem;
  double span = problem->time[group->to - 1] - problem->time[group->from], widest = 0;

  if (problem->baseline_kind != PLUME_FIT_BASELINE_SPLINE)
    return 0;
  if (problem->n_segments > 0)
    return problem->n_segments;
  for (gsize j = 0; j < group->m; j++)
    widest = MAX (widest, 4 * start_deviation (problem, group->members[j]));
  return CLAMP ((gsize)(span / widest), 2, 100);
}

/**
 * plume_fit_group_prepare:
 * @group: (inout): a group without a model
 *
 * Makes the model at the start values, and its smoothness where one is given.
 */
void
plume_fit_group_prepare (PlumeFitGroup *group)
{
  const PlumeFitProblem *problem = group->problem;
  gsize n = group->to - group->from;
  g_autofree double *y = g_memdup2 (problem->signal + group->from, n * sizeof (double));

  for (gsize i = 0;
       problem->baseline_kind == PLUME_FIT_BASELINE_KNOWN && problem->baseline != NULL && i < n;
       i++)
    y[i] -= problem->baseline[group->from + i];
  group->model = plume_model_new (n, group->t + group->from, y, group->m, problem->injection_time,
                                  choose_segments (group));
  for (gsize j = 0; j < group->m; j++)
    {
      group->model->shape[2 * j] = log (problem->retention_factors[group->members[j]]);
      group->model->shape[2 * j + 1] = log (problem->desorption_rates[group->members[j]]);
    }
  group->model->shape[2 * group->m] = log (problem->hold_up_time);
  if (group->model->basis != NULL)
    plume_model_set_smoothness (
        group->model, problem->smoothness > 0
                          ? problem->smoothness
                          : FIRST_SMOOTHNESS * plume_spline_basis_get_scale (group->model->basis));
}

/**
 * plume_fit_group_free_shapes:
 * @group: a group
 * @parameters: (out) (array): room for 2m + 1 indices
 *
 * Returns: number of free shape parameters
 */
gsize
plume_fit_group_free_shapes (const PlumeFitGroup *group, gsize *parameters)
{
  gsize p = 2 * group->m + (group->problem->fit_hold_up_time ? 1 : 0);

  for (gsize i = 0; i < p; i++)
    parameters[i] = i;
  return p;
}

/**
 * plume_fit_group_objective:
 * @group: a fitted group
 *
 * Returns: the penalised sum of squares that is minimised
 */
double
plume_fit_group_objective (const PlumeFitGroup *group)
{
  const PlumeModel *model = group->model;
  double sum = plume_model_misfit (model);

  for (gsize i = model->n; i < model->n_residual; i++)
    sum += model->residual[i] * model->residual[i];
  return sum;
}

static double
sign (double x)
{
  return x < 0 ? -1 : 1;
}

/* s² (JᵀJ)⁻¹ over k', k_d, amplitudes and t_M, with the baseline, whose prior is the penalty,
 * integrated out */
static gboolean
estimate_covariance (PlumeFitGroup *group)
{
  PlumeModel *model = group->model;
  gsize q = group->q;
  g_autofree PlumeModelColumn **columns = g_new (PlumeModelColumn *, q);
  g_autofree double *factor = g_new (double, q), *unit = g_new (double, q), *matrix = NULL;

  for (gsize j = 0; j < group->m; j++)
    {
      gsize at = PLUME_FIT_PER_ANALYTE * j;

      columns[at + PLUME_FIT_RETENTION_FACTOR] = &model->slope[2 * j];
      factor[at + PLUME_FIT_RETENTION_FACTOR] = model->amplitude[j] / exp (model->shape[2 * j]);
      columns[at + PLUME_FIT_DESORPTION_RATE] = &model->slope[2 * j + 1];
      factor[at + PLUME_FIT_DESORPTION_RATE] = model->amplitude[j] / exp (model->shape[2 * j + 1]);
      columns[at + PLUME_FIT_AMPLITUDE] = &model->peak[j];
      factor[at + PLUME_FIT_AMPLITUDE] = 1;
    }
  if (group->problem->fit_hold_up_time)
    {
      columns[q - 1] = &model->slope[2 * group->m];
      factor[q - 1] = 1 / exp (model->shape[2 * group->m]);
    }
  for (gsize i = 0; i < q; i++)
    unit[i] = 1 / sqrt (plume_model_product (model, columns[i], columns[i]));
  matrix = g_new (double, q *q);
  for (gsize i = 0; i < q; i++)
    for (gsize j = 0; j < q; j++)
      matrix[i * q + j] =
          i == j ? 1
                 : plume_model_product (model, columns[MAX (i, j)], columns[MIN (i, j)]) * unit[i]
                       * unit[j] * sign (factor[i]) * sign (factor[j]);
  if (!plume_small_cholesky_factor (q, matrix))
    return FALSE;
  for (gsize i = 0; i < q; i++)
    if (matrix[i * q + i] * matrix[i * q + i] < SINGULAR)
      return FALSE;
  group->covariance = g_new0 (double, q *q);
  for (gsize i = 0; i < q; i++)
    {
      double *row = group->covariance + i * q;

      row[i] = 1;
      plume_small_cholesky_solve (q, matrix, row);
      for (gsize j = 0; j < q; j++)
        row[j] *= group->variance * unit[i] * unit[j] / fabs (factor[i] * factor[j]);
    }
  return TRUE;
}

static gboolean
fit_shapes (PlumeFitGroup *group)
{
  const PlumeFitProblem *problem = group->problem;
  g_autofree gsize *parameters = g_new (gsize, 2 * group->m + 1);
  gsize p = plume_fit_group_free_shapes (group, parameters);
  guint most = problem->max_iterations > 0 ? problem->max_iterations : 100;

  for (guint step = 0;
       group->model->basis != NULL && !(problem->smoothness > 0) && step < SMOOTHNESS_STEPS; step++)
    {
      double old = group->model->smoothness;

      if (!plume_model_solve (group->model, p, parameters, ROUGH_TOLERANCE, most, &group->report,
                              group->task, &group->error))
        return FALSE;
      if (fabs (log (plume_model_tune_smoothness (group->model, group->q) / old)) < 0.02)
        break;
    }
  return plume_model_solve (group->model, p, parameters, TOLERANCE, most, &group->report,
                            group->task, &group->error);
}

/**
 * plume_fit_group_run:
 * @group: (inout): a prepared group
 *
 * Alternates between the shapes at a given smoothness and the smoothness at given shapes, then
 * estimates the errors.
 *
 * Returns: %FALSE with the group's error set
 */
gboolean
plume_fit_group_run (PlumeFitGroup *group)
{
  if (!fit_shapes (group))
    return FALSE;
  group->freedom =
      group->model->basis != NULL ? plume_spline_basis_freedom (group->model->basis) : 0;
  group->degrees_of_freedom = (double)group->model->n - (double)group->q - group->freedom;
  group->variance = plume_model_misfit (group->model) / MAX (group->degrees_of_freedom, 1e-9);
  for (gsize j = 0; j < group->m; j++)
    if (group->model->amplitude[j] == 0 || !isfinite (group->model->amplitude[j]))
      {
        g_set_error (
            &group->error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
            _ ("Analyte %zu"
               " left the fit window; give start values nearer to its peak or leave it out"),
            group->members[j] + 1);
        return FALSE;
      }
  if (estimate_covariance (group))
    return TRUE;
  g_set_error_literal (&group->error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                       _ ("Two analytes cannot be told apart in this signal; fit fewer of them or "
                          "start them farther apart"));
  return FALSE;
}
