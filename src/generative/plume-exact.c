/* plume-exact.c: the probability-flow ODE solved until nothing changes.
 *
 * dz/dλ = −κ ε̂ with z = y/α, by the Dormand–Prince pair of orders 8 and 7 (Prince & Dormand 1981)
 * of GSL. Every error is measured against it. Samples go in small groups of fixed size that share
 * their steps, so the numbers do not depend on threads.
 */
#include "core/plume-parallel.h"
#include "generative/plume-run.h"

#include <glib/gi18n-lib.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_odeiv2.h>
#include <math.h>
#include <string.h>

#define GROUP      8
#define ORDER      8
#define TOLERANCE  1e-12 /* where the plan says none */
#define MOST_STEPS 100000

typedef struct
{
  const PlumeSamplingPlan *plan;
  const double *start;
  PlumeMarginal *nodes;
  PlumeSampling *sampling;
  PlumeTask *task;
  GMutex lock;
  GError *error;
} Exact;

typedef struct
{
  Exact *exact;
  gsize n;
  gpointer memory;
  double *y;
  guint evaluations;
  GError *error;
} Group;

static gboolean
ask (Group *group, const PlumeMarginal *at, const double *z, double *noise)
{
  const PlumeSamplingPlan *plan = group->exact->plan;
  gsize length = group->n * plan->score->dimension;

  for (gsize i = 0; i < length; i++)
    group->y[i] = at->alpha * z[i];
  group->evaluations += plan->score->cost;
  return plume_score_predict (plan->score, PLUME_PREDICT_NOISE, at,
                              plume_process_level (plan->process), group->n, group->y, noise,
                              group->memory, group->exact->task, &group->error);
}

static int
slope (double lambda, const double z[], double dz[], void *data)
{
  Group *group = data;
  const PlumeSamplingPlan *plan = group->exact->plan;
  PlumeMarginal at =
      plume_process_at (plan->process, plume_process_time_at (plan->process, lambda));

  if (!ask (group, &at, z, dz))
    return GSL_EBADFUNC;
  for (gsize i = 0; i < group->n * plan->score->dimension; i++)
    dz[i] *= -at.kappa;
  return GSL_SUCCESS;
}

/* The error of a step over what is tolerated: relative to z, and to the size that z has typically
 */
static double
excess (const double *z, const double *error, gsize length, double lambda, double tolerance)
{
  double usual = hypot (1, exp (-lambda)), most = 0;

  for (gsize i = 0; i < length; i++)
    {
      double ratio = fabs (error[i]) / (tolerance * MAX (usual, fabs (z[i])));

      if (!(ratio <= most))
        most = ratio;
    }
  return most;
}

/* From λ to λ_end; step is the length of the next one and stays from stretch to stretch. */
static gboolean
advance (Group *group,
         gsl_odeiv2_step *method,
         const gsl_odeiv2_system *system,
         double lambda,
         double end,
         double *step,
         double *z,
         double *work)
{
  gsize length = system->dimension;
  double *error = work, *before = work + length;
  Exact *exact = group->exact;
  double told = exact->plan->exact_tolerance, tolerance = told > 0 ? told : TOLERANCE;

  for (guint i = 0; lambda < end; i++)
    {
      gboolean is_last = lambda + *step * 1.0001 >= end;
      double h = is_last ? end - lambda : *step, ratio;

      if (!plume_task_check (exact->task, &group->error))
        return FALSE;
      memcpy (before, z, length * sizeof (double));
      if (gsl_odeiv2_step_apply (method, lambda, h, z, error, NULL, NULL, system) != GSL_SUCCESS
          && group->error != NULL)
        return FALSE;
      ratio = excess (z, error, length, lambda + h, tolerance);
      if (i == MOST_STEPS || (!(ratio <= 1) && h < 1e-9))
        {
          g_set_error (&group->error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                       _ ("the exact trajectory stops at λ = %g: the score is not smooth enough "
                          "there; end at a greater time or widen the narrowest component"),
                       lambda);
          return FALSE;
        }
      if (ratio <= 1)
        lambda = is_last ? end : lambda + h;
      else
        memcpy (z, before, length * sizeof (double));
      if (ratio > 1 || !is_last || h >= *step)
        *step = h * CLAMP (0.9 * pow (MAX (ratio, 1e-10), -1.0 / ORDER), 0.2, 4);
      if (!isfinite (ratio))
        *step = 0.2 * h;
    }
  return TRUE;
}

static void
keep_node (Group *group, guint i, gsize first, const double *z, double *work)
{
  Exact *exact = group->exact;
  PlumeSampling *sampling = exact->sampling;
  gsize d = sampling->d, length = group->n * d, place = (i * sampling->n + first) * d;

  if (sampling->path != NULL)
    for (gsize j = 0; j < length; j++)
      sampling->path[place + j] = exact->nodes[i].alpha * z[j];
  if (sampling->answers != NULL && ask (group, &exact->nodes[i], z, work))
    memcpy (sampling->answers + place, work, length * sizeof (double));
}

static gboolean
walk (Exact *exact, gsize first, Group *group)
{
  PlumeSampling *sampling = exact->sampling;
  const PlumeScore *score = exact->plan->score;
  gsize length = group->n * sampling->d;
  guint last = sampling->n_nodes - 1;
  g_autofree double *z = g_new (double, length), *work = g_new (double, 2 * length),
                    *y = g_new (double, length);
  gsl_odeiv2_system system = { slope, NULL, length, group };
  gsl_odeiv2_step *method = gsl_odeiv2_step_alloc (gsl_odeiv2_step_rk8pd, length);
  double step = 0.05;

  group->y = y;
  if (score->type->remember != NULL)
    group->memory = score->type->remember (score, group->n);
  for (gsize j = 0; j < length; j++)
    z[j] = exact->start[first * sampling->d + j] / exact->nodes[0].alpha;
  keep_node (group, 0, first, z, work);
  for (guint i = 0; i < last && group->error == NULL; i++)
    if (advance (group, method, &system, exact->nodes[i].lambda, exact->nodes[i + 1].lambda, &step,
                 z, work))
      keep_node (group, i + 1, first, z, work);
  for (gsize j = 0; j < length; j++)
    sampling->end[first * sampling->d + j] = exact->nodes[last].alpha * z[j];
  if (group->memory != NULL)
    score->type->forget (group->memory);
  gsl_odeiv2_step_free (method);
  return group->error == NULL;
}

static void
walk_group (gsize from, gsize to, gpointer data)
{
  Exact *exact = data;
  Group group = { .exact = exact, .n = to - from };
  gboolean done = walk (exact, from, &group);

  g_mutex_lock (&exact->lock);
  if (!done && exact->error == NULL)
    exact->error = g_steal_pointer (&group.error);
  exact->sampling->evaluations = MAX (exact->sampling->evaluations, group.evaluations);
  g_mutex_unlock (&exact->lock);
  g_clear_error (&group.error);
}

static PlumeSampling *
sampling_new (
    const PlumeSamplingPlan *plan, gsize n, guint n_nodes, PlumeKeep keep, PlumeMarginal *nodes)
{
  PlumeSampling *sampling = g_new0 (PlumeSampling, 1);
  gsize d = plan->score->dimension;
  double from = plan->from > 0 ? plan->from : plan->process->last,
         to = plan->to > 0 ? plan->to : 1e-3, first = plume_process_at (plan->process, from).lambda,
         last = plume_process_at (plan->process, to).lambda;

  sampling->n = n;
  sampling->d = d;
  sampling->n_nodes = n_nodes;
  sampling->times = g_new (double, n_nodes);
  sampling->end = g_new (double, n *d);
  if (keep & PLUME_KEEP_PATH)
    sampling->path = g_new (double, n_nodes *n *d);
  if (keep & PLUME_KEEP_ANSWERS)
    sampling->answers = g_new (double, n_nodes *n *d);
  for (guint i = 0; i < n_nodes; i++)
    {
      double t =
          i == 0 ? from
          : i + 1 == n_nodes
              ? to
              : plume_process_time_at (plan->process, first + i * (last - first) / (n_nodes - 1));

      sampling->times[i] = t;
      nodes[i] = plume_process_at (plan->process, t);
    }
  return sampling;
}

/**
 * plume_sample_exactly:
 * @plan: process, score and ends; solver, grid and noise are not looked at
 * @n: samples
 * @start: n × d places y at the noisy end
 * @n_nodes: moments to be kept, at least 2 (fewer are taken as 2), equal in λ; each is stepped on,
 * so many cost more than few
 * @keep: what to keep besides the ends
 *
 * Returns: (transfer full): the trajectories, or %NULL with an error
 */
PlumeSampling *
plume_sample_exactly (const PlumeSamplingPlan *plan,
                      gsize n,
                      const double *start,
                      guint n_nodes,
                      PlumeKeep keep,
                      PlumeTask *task,
                      GError **error)
{
  g_autofree PlumeMarginal *nodes = g_new (PlumeMarginal, MAX (n_nodes, 2));
  g_autoptr (PlumeSampling) sampling = sampling_new (plan, n, MAX (n_nodes, 2), keep, nodes);
  Exact exact = {
    .plan = plan, .start = start, .nodes = nodes, .sampling = sampling, .task = task
  };
  gboolean done;

  if (!isfinite (nodes[0].lambda) || !isfinite (nodes[sampling->n_nodes - 1].lambda)
      || !(nodes[0].lambda < nodes[sampling->n_nodes - 1].lambda))
    {
      g_set_error (
          error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
          _ ("the exact trajectory needs a start with some data and an end with some noise "
             "left, and t = %g to %g are not that; move the ends inwards"),
          nodes[0].time, nodes[sampling->n_nodes - 1].time);
      return NULL;
    }
  g_mutex_init (&exact.lock);
  if (plan->score->type->is_pointwise)
    done = plume_parallel_for (n, GROUP, walk_group, &exact, task, error);
  else
    {
      walk_group (0, n, &exact);
      done = TRUE;
    }
  g_mutex_clear (&exact.lock);
  if (done && exact.error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&exact.error));
      return NULL;
    }
  g_clear_error (&exact.error);
  return done ? g_steal_pointer (&sampling) : NULL;
}
