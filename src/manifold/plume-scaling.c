/* plume-scaling.c: metric, weighted and non-metric scaling by majorisation of stress.
 *
 * Each step is the minimum of a quadratic that lies above stress and touches it where the points
 * are (SMACOF, de Leeuw 1977), so stress never rises. It starts from the classical solution.
 */
#include "manifold/plume-scaling-classical.h"
#include "manifold/plume-scaling-private.h"

#include "core/plume-error.h"
#include "core/plume-parallel.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define STEPS_UNSEEN 10 /* between two partial pictures */

/* Where the iteration stands */
typedef struct
{
  const PlumeScaling *scaling;
  PlumeGuttman guttman;
  double *y, *next;              /* d × m each; guttman reads y */
  double *degrees;               /* (nullable) Σ_(j≠i) w_ij */
  PlumeDisparities *disparities; /* (nullable) */
} Majorisation;

static void
clear_majorisation (Majorisation *work)
{
  g_free (work->y);
  g_free (work->next);
  g_free (work->degrees);
  g_free (work->guttman.sums);
  g_free (work->guttman.row_stress);
  plume_disparities_free (work->disparities);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Majorisation, clear_majorisation)

static void
copy_columns (gsize m, guint d, const double *by_point, double *by_column)
{
  for (gsize i = 0; i < m; i++)
    for (guint c = 0; c < d; c++)
      by_column[c * m + i] = by_point[i * d + c];
}

static double *
sum_weights (gsize m, const double *weights)
{
  double *degrees = g_new (double, m);

  for (gsize i = 0; i < m; i++)
    degrees[i] = plume_sum (weights + i * m, m) - weights[i * m + i];
  return degrees;
}

static gboolean
prepare (Majorisation *work,
         const PlumeDistances *distances,
         const PlumeScaling *scaling,
         const double *start,
         PlumeTask *task,
         GError **error)
{
  gsize m = distances->m;
  guint d = scaling->dimensions;

  work->scaling = scaling;
  work->y = g_new (double, d *m);
  work->next = g_new (double, d *m);
  copy_columns (m, d, start, work->y);
  work->guttman = (PlumeGuttman){ .m = m, .d = d, .targets = distances->values };
  work->guttman.sums = g_new (double, d *m);
  work->guttman.row_stress = g_new (double, m);
  if (scaling->kind == PLUME_SCALING_WEIGHTED)
    {
      work->guttman.weights = scaling->weights;
      work->degrees = sum_weights (m, scaling->weights);
    }
  if (scaling->kind == PLUME_SCALING_NON_METRIC)
    {
      work->disparities = plume_disparities_new (distances, task, error);
      if (work->disparities == NULL)
        return FALSE;
    }
  return TRUE;
}

/* Stress where the points are, and the sums of the next step */
static gboolean
look (Majorisation *work, double *stress, PlumeTask *task, GError **error)
{
  work->guttman.y = work->y;
  if (work->disparities != NULL)
    work->guttman.targets =
        plume_disparities_fit (work->disparities, work->guttman.d, work->y, task, error);
  return work->guttman.targets != NULL && plume_guttman_sums (&work->guttman, stress, task, error);
}

static gboolean
step (Majorisation *work, PlumeTask *task, GError **error)
{
  gsize m = work->guttman.m, count = m * work->guttman.d;
  double *before = work->y;

  if (work->degrees != NULL)
    {
      memcpy (work->next, work->y, count * sizeof (double));
      if (!plume_guttman_solve_weighted (m, work->guttman.d, work->guttman.weights, work->degrees,
                                         work->guttman.sums, work->next, task, error))
        return FALSE;
    }
  else
    for (gsize i = 0; i < count; i++)
      work->next[i] = work->guttman.sums[i] / (double)m;
  work->y = work->next;
  work->next = before;
  return TRUE;
}

static PlumePoints *
gather (const Majorisation *work)
{
  gsize m = work->guttman.m;
  guint d = work->guttman.d;
  PlumePoints *points = plume_points_new (m, d);

  for (gsize i = 0; i < m; i++)
    for (guint c = 0; c < d; c++)
      points->values[i * d + c] = work->y[c * m + i];
  return points;
}

static gboolean
iterate (Majorisation *work, double *stress, guint *steps, PlumeTask *task, GError **error)
{
  const PlumeScaling *scaling = work->scaling;

  *steps = 0;
  if (!look (work, stress, task, error))
    return FALSE;
  while (*steps < scaling->most_steps)
    {
      double before = *stress;

      if (!step (work, task, error) || !look (work, stress, task, error))
        return FALSE;
      ++*steps;
      plume_task_set_progress (task, (double)*steps / scaling->most_steps);
      if (*steps % STEPS_UNSEEN == 0 && plume_task_wants_partial (task))
        plume_task_publish (task, gather (work));
      if (before - *stress < scaling->tolerance * before)
        break;
    }
  return TRUE;
}

static double
sum_squares (const PlumeDistances *distances, const double *weights)
{
  gsize m = distances->m;
  double sum = 0;

  for (gsize i = 0; i < m; i++)
    for (gsize j = i + 1; j < m; j++)
      sum += (weights != NULL ? weights[i * m + j] : 1) * distances->values[i * m + j]
             * distances->values[i * m + j];
  return sum;
}

static gboolean
check (const PlumeDistances *distances, const PlumeScaling *scaling, GError **error)
{
  if (scaling->dimensions < 1 || scaling->dimensions > PLUME_SCALING_MOST_DIMENSIONS)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("a picture has 1 to %d dimensions, not %u; choose 2 or 3"),
                   PLUME_SCALING_MOST_DIMENSIONS, scaling->dimensions);
      return FALSE;
    }
  if (distances->m <= scaling->dimensions)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("%u points cannot be drawn in %u dimensions; take more points or fewer "
                      "dimensions"),
                   (guint)distances->m, scaling->dimensions);
      return FALSE;
    }
  if (scaling->kind == PLUME_SCALING_WEIGHTED && scaling->weights == NULL)
    {
      g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                           _ ("weighted scaling needs a weight for every pair; give weights or "
                              "choose metric scaling"));
      return FALSE;
    }
  return TRUE;
}

/**
 * plume_scaling_solve:
 * @distances: m × m
 * @scaling: how; @weights are read for the weighted kind only
 * @counts: (out) (nullable): what came out; @negative_share is NaN where a start was given. For
 * the non-metric kind stress is that of the disparities, whose Σ d̂² is Σ D².
 * @task: (nullable): cancels, is told of the progress, and publishes the picture (#PlumePoints) now
 * and then
 * @error: %PLUME_ERROR_USAGE, %PLUME_ERROR_COMPUTE, %PLUME_ERROR_CANCELLED
 *
 * Draws m points so that their distances come near to the given ones, in the same unit. The
 * classical kind takes no steps and reports the stress of its picture.
 *
 * Returns: (transfer full): m × d
 */
PlumePoints *
plume_scaling_solve (const PlumeDistances *distances,
                     const PlumeScaling *scaling,
                     PlumeScalingCounts *counts,
                     PlumeTask *task,
                     GError **error)
{
  g_autoptr (PlumePoints) classical = NULL;
  g_auto (Majorisation) work = { 0 };
  PlumeScaling plan = *scaling;
  PlumeScalingCounts result = { .negative_share = NAN };
  double squares;

  if (!check (distances, scaling, error))
    return NULL;
  if (plan.kind == PLUME_SCALING_CLASSICAL)
    plan.most_steps = 0;
  if (plan.kind == PLUME_SCALING_CLASSICAL || plan.start == NULL)
    {
      classical =
          plume_scaling_classical (distances, plan.dimensions, NULL,
                                   counts != NULL ? &result.negative_share : NULL, task, error);
      if (classical == NULL)
        return NULL;
    }
  if (!prepare (&work, distances, &plan, classical != NULL ? classical->values : plan.start, task,
                error)
      || !iterate (&work, &result.stress, &result.steps, task, error))
    return NULL;
  squares = sum_squares (distances, work.guttman.weights);
  result.stress_1 = squares > 0 ? sqrt (result.stress / squares) : 0;
  if (counts != NULL)
    *counts = result;
  return gather (&work);
}
