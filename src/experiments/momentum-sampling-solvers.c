/* momentum-sampling-solvers.c: which solver, which density, which guidance a person asks for. */
#include "experiments/momentum-sampling.h"

#include "core/plume-error.h"
#include "generative/plume-guidance.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

enum
{
  METHOD_PLMS,
  METHOD_LMS,
  METHOD_HEAVY_BALL,
  METHOD_NESTEROV,
  METHOD_GHVB,
  METHOD_VGHVB,
  METHOD_2M,
};

const PlumeChoice ms_methods[] = {
  { "plms", N_ ("PLMS"), N_ ("Adams–Bashforth with the weights of equal steps; no momentum") },
  { "lms", N_ ("LMS"), N_ ("Adams–Bashforth with weights for the steps as they are") },
  { "heavy-ball", N_ ("Heavy ball"), N_ ("The direction is averaged: stable, first order") },
  { "nesterov", N_ ("Nesterov"), N_ ("A heavy ball that looks ahead") },
  { "ghvb", N_ ("GHVB"), N_ ("Answers are averaged, and weights keep the order on equal steps") },
  { "vghvb", N_ ("Variable GHVB"), N_ ("The same with weights for the steps as they are") },
  { "2m-heavy-ball", N_ ("2M++ with heavy ball"),
    N_ ("DPM-Solver++ 2M along an averaged direction; of order 2 at most") },
  { NULL },
};

const PlumeChoice ms_ways[] = {
  { "both", N_ ("Order and damping"), NULL },
  { "one", N_ ("One number"), N_ ("r = k − 1 + β, as the paper labels its solvers") },
  { NULL },
};

const PlumeChoice ms_compared[] = {
  { "none", N_ ("Nothing"), NULL },
  { "plms-4", N_ ("PLMS of order 4"), NULL },
  { "plms-2", N_ ("PLMS of order 2"), NULL },
  { "lms-4", N_ ("LMS of order 4"), NULL },
  { "ddim", N_ ("DDIM"), NULL },
  { "2m", N_ ("DPM-Solver++ 2M"), NULL },
  { NULL },
};

const PlumeChoice ms_grids[] = {
  { "lambda", N_ ("Log-SNR λ"), NULL },
  { "time", N_ ("Time t"), NULL },
  { "quadratic", N_ ("Quadratic"), NULL },
  { "karras", N_ ("Karras"), NULL },
  { NULL },
};

/* What a number r in (0, 5] stands for */
static void
split (double r, guint *order, double *momentum)
{
  *order = (guint)CLAMP (ceil (r - 1e-9), 1, PLUME_MOMENTUM_ORDER);
  *momentum = CLAMP (r - (*order - 1), 0.05, 1);
}

MsSolver
ms_read_solver (const PlumeReads *reads)
{
  static const PlumeMomentum kinds[] = { PLUME_MOMENTUM_NONE,    PLUME_MOMENTUM_NONE,
                                         PLUME_MOMENTUM_HEAVY,   PLUME_MOMENTUM_NESTEROV,
                                         PLUME_MOMENTUM_ANSWERS, PLUME_MOMENTUM_ANSWERS,
                                         PLUME_MOMENTUM_HEAVY };
  int method = plume_reads_integer (reads, "method");
  MsSolver solver = { .row = plume_solver_find (ms_methods[method].id),
                      .kind = kinds[method],
                      .order = (guint)plume_reads_integer (reads, "order"),
                      .momentum = plume_reads_number (reads, "momentum"),
                      .is_variable = method == METHOD_LMS || method == METHOD_VGHVB,
                      .in_data = method == METHOD_2M,
                      .options = plume_solver_options_init () };

  if (plume_reads_integer (reads, "set-by") == 1)
    split (plume_reads_number (reads, "strength"), &solver.order, &solver.momentum);
  if (solver.kind == PLUME_MOMENTUM_NONE)
    solver.momentum = 1;
  if (method == METHOD_2M)
    solver.order = MIN (solver.order, 2);
  solver.options.order = solver.order;
  solver.options.momentum = solver.momentum;
  solver.options.lower_order_final = PLUME_LOWER_NEVER;
  if (solver.kind == PLUME_MOMENTUM_NONE)
    g_snprintf (solver.name, sizeof solver.name, "%s %u", _ (ms_methods[method].title),
                solver.order);
  else
    g_snprintf (solver.name, sizeof solver.name, "%s %u, β = %.3g",
                method == METHOD_2M ? "2M++" : _ (ms_methods[method].title), solver.order,
                solver.momentum);
  return solver;
}

gboolean
ms_read_compared (const PlumeReads *reads, MsSolver *solver)
{
  static const struct
  {
    const char *row;
    guint order;
    gboolean is_variable, in_data;
  } rows[] = { { NULL, 0, FALSE, FALSE },   { "plms", 4, FALSE, FALSE },
               { "plms", 2, FALSE, FALSE }, { "lms", 4, TRUE, FALSE },
               { "ddim", 1, FALSE, FALSE }, { "2m-heavy-ball", 2, FALSE, TRUE } };
  int compared = plume_reads_integer (reads, "compared");

  *solver = (MsSolver){ 0 };
  if (rows[compared].row == NULL)
    return FALSE;
  *solver = (MsSolver){ .row = plume_solver_find (rows[compared].row),
                        .kind = PLUME_MOMENTUM_NONE,
                        .order = rows[compared].order,
                        .momentum = 1,
                        .is_variable = rows[compared].is_variable,
                        .in_data = rows[compared].in_data,
                        .options = plume_solver_options_init () };
  solver->options.order = solver->order;
  solver->options.lower_order_final = PLUME_LOWER_NEVER;
  g_strlcpy (solver->name, _ (ms_compared[compared].title), sizeof solver->name);
  return TRUE;
}

gboolean
ms_read_steps (const PlumeReads *reads, MsSteps *steps, GError **error)
{
  SceneClock clock = scene_read_clock (reads);
  guint n = (guint)plume_reads_integer (reads, "steps");
  g_autoptr (PlumeArray) times =
      plume_time_grid_make (plume_time_grid_find (ms_grids[plume_reads_integer (reads, "grid")].id),
                            &clock.process, clock.from, clock.to, 0, n, error);

  *steps = (MsSteps){ .n_steps = n };
  if (times == NULL)
    return FALSE;
  steps->kappa = g_new (double, n + 1);
  steps->lambda = g_new (double, n + 1);
  for (guint i = 0; i <= n; i++)
    {
      PlumeMarginal at = plume_process_at (&clock.process, times->values[i]);

      steps->kappa[i] = at.kappa;
      steps->lambda[i] = at.lambda;
    }
  return TRUE;
}

void
ms_steps_clear (MsSteps *steps)
{
  g_clear_pointer (&steps->kappa, g_free);
  g_clear_pointer (&steps->lambda, g_free);
}

PlumeMultistep
ms_multistep (const MsSolver *solver, const MsSteps *steps, guint step)
{
  guint order = MIN (solver->order, step + 1);
  double weights[PLUME_MOMENTUM_ORDER];

  if (!solver->is_variable)
    return plume_multistep_momentum (solver->kind, order, solver->momentum);
  plume_momentum_variable_weights (step, steps->kappa, order, solver->momentum, weights);
  return plume_multistep_weighted (solver->kind, order, weights, solver->momentum);
}

void
ms_guided_jacobian (
    const MsProblem *problem, const PlumeMarginal *at, gsize n, const double *y, double *jacobian)
{
  double w = problem->guidance;
  g_autofree double *towards = NULL;

  plume_mixture_evaluate (problem->density->mixture, at, n, y, NULL, NULL, NULL, NULL, jacobian);
  if (problem->towards == NULL)
    return;
  towards = g_new (double, 4 * n);
  plume_mixture_evaluate (problem->towards, at, n, y, NULL, NULL, NULL, NULL, towards);
  for (gsize i = 0; i < 4 * n; i++)
    jacobian[i] += w * (towards[i] - jacobian[i]);
}

gboolean
ms_read_problem (const PlumeReads *reads, MsProblem *problem, GError **error)
{
  const SceneDensity *density = scene_read_density (reads);
  guint k = (guint)plume_reads_integer (reads, "towards") - 1;
  PlumeGuidanceParts parts = plume_guidance_parts_init ();
  g_autoptr (PlumeScore) guide = NULL;

  *problem = (MsProblem){ .clock = scene_read_clock (reads),
                          .density = density,
                          .guidance = plume_reads_number (reads, "guidance") };
  if (density->n_components == 0 || problem->guidance == 0)
    {
      problem->score = plume_score_ref (density->score);
      return TRUE;
    }
  if (k >= density->n_components)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("There is no component %u among %u to be guided towards; choose another or "
                      "add a row"),
                   k + 1, density->n_components);
      return FALSE;
    }
  problem->towards = plume_mixture_new_subset (density->mixture, 1, &k, error);
  if (problem->towards == NULL)
    return FALSE;
  guide = plume_mixture_score_new (problem->towards);
  parts.base = density->score;
  parts.guide = guide;
  parts.scale = problem->guidance;
  problem->score = plume_guidance_find ("classifier-free")->make (&parts, error);
  return problem->score != NULL;
}

void
ms_problem_clear (MsProblem *problem)
{
  g_clear_pointer (&problem->score, plume_score_unref);
  g_clear_pointer (&problem->towards, plume_mixture_unref);
}

/* Mahalanobis distance of a place to a component of the plane with the noise of the moment on it */
static double
distance_to (const PlumeMarginal *at, const double *mean, const double *covariance, const double *x)
{
  double square = at->alpha * at->alpha, noise = at->sigma * at->sigma;
  double a = square * covariance[0] + noise, b = square * covariance[1],
         c = square * covariance[3] + noise, u = x[0] - at->alpha * mean[0],
         v = x[1] - at->alpha * mean[1];

  return sqrt ((c * u * u - 2 * b * u * v + a * v * v) / (a * c - b * b));
}

void
ms_artefact_measure (MsArtefact *artefact,
                     const PlumeMixture *mixture,
                     const PlumeMarginal *at,
                     gsize n,
                     const double *x)
{
  const double *means = plume_mixture_get_means (mixture),
               *covariances = plume_mixture_get_covariances (mixture);
  guint n_components = plume_mixture_get_n_components (mixture);
  double excess = 0;

  *artefact = (MsArtefact){ .n = n, .distance = g_new (double, n) };
  for (gsize i = 0; i < n; i++)
    {
      double least = HUGE_VAL;

      for (guint k = 0; k < n_components; k++)
        least = MIN (least, distance_to (at, means + 2 * k, covariances + 4 * k, x + 2 * i));
      artefact->distance[i] = least;
      artefact->largest = MAX (artefact->largest, MAX (fabs (x[2 * i]), fabs (x[2 * i + 1])));
      if (!(least <= MS_ESCAPE))
        {
          artefact->n_escaped++;
          excess += least - MS_ESCAPE;
        }
    }
  artefact->excess = artefact->n_escaped > 0 ? excess / (double)artefact->n_escaped : 0;
}
