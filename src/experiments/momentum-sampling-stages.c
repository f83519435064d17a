/* momentum-sampling-stages.c: regions, runs, eigenvalues and races of the experiment on momentum.
 */
#include "experiments/momentum-sampling.h"

#include "core/plume-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define REGION_SIZE        256
#define REGION_SIZE_COARSE 128
#define PILOT_PARTS        16      /* pilot steps in one step of the grid */
#define MOST_PLACES        4000000 /* nodes × samples of a path that is kept */

const char *const ms_family_names[MS_N_FAMILIES] = { N_ ("Heavy ball"), N_ ("GHVB"),
                                                     N_ ("Variable GHVB") };

/* Strong guidance leads beyond the data on the way. */
static void
widen (double *from, double *to)
{
  double more = 0.3 * (*to - *from) / 2;

  *from -= more;
  *to += more;
}

/* The scene's density with all widths times a factor */
PlumeResult *
ms_compute_density (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  g_autoptr (PlumeResult) result = scene_compute_density (reads, task, error);
  double factor = plume_reads_number (reads, "width-factor");
  SceneDensity *density;
  g_autoptr (PlumeMixture) scaled = NULL;
  g_autofree double *covariances = NULL;
  guint n;

  if (result == NULL)
    return NULL;
  density = (SceneDensity *)plume_result_get (result); /* nobody else has seen it yet */
  widen (&density->x_from, &density->x_to);
  widen (&density->y_from, &density->y_to);
  if (factor == 1)
    return g_steal_pointer (&result);
  n = plume_mixture_get_n_components (density->mixture);
  covariances =
      g_memdup2 (plume_mixture_get_covariances (density->mixture), 4 * n * sizeof (double));
  for (guint i = 0; i < 4 * n; i++)
    covariances[i] *= factor * factor;
  scaled = plume_mixture_new (n, 2, plume_mixture_get_weights (density->mixture),
                              plume_mixture_get_means (density->mixture), covariances, error);
  if (scaled == NULL)
    return NULL;
  for (guint k = 0; k < density->n_components; k++)
    {
      density->components[k].width *= factor;
      density->components[k].second_width *= factor;
    }
  plume_score_unref (density->score);
  plume_mixture_unref (density->mixture);
  density->mixture = g_steal_pointer (&scaled);
  density->score = plume_mixture_score_new (density->mixture);
  return g_steal_pointer (&result);
}

static void
free_region (gpointer data)
{
  MsRegion *region = data;

  g_clear_pointer (&region->damping, plume_array_unref);
  g_clear_pointer (&region->re, plume_array_unref);
  g_clear_pointer (&region->im, plume_array_unref);
  g_clear_pointer (&region->lambda, plume_array_unref);
  g_clear_pointer (&region->limits, plume_array_unref);
  g_free (region);
}

/* The curve without its loops outside the region, where another root is beyond the circle */
static void
trace_boundary (MsRegion *region)
{
  double theta[MS_BOUNDARY];

  region->re = plume_array_new (MS_BOUNDARY);
  region->im = plume_array_new (MS_BOUNDARY);
  for (guint i = 0; i < MS_BOUNDARY; i++)
    theta[i] = 2 * G_PI * i / (MS_BOUNDARY - 1);
  plume_stability_boundary (&region->multistep, MS_BOUNDARY, theta, region->re->values,
                            region->im->values);
  for (guint i = 0; i < MS_BOUNDARY; i++)
    if (!(plume_stability_growth (&region->multistep, region->re->values[i], region->im->values[i])
          <= 1 + 1e-6))
      region->re->values[i] = region->im->values[i] = NAN;
  region->interval = plume_stability_interval (&region->multistep);
  region->box = plume_stability_box (&region->multistep);
}

/* Solvers with the weights of equal steps change only while they rise through the orders */
static void
find_limits (MsRegion *region, const MsSteps *steps)
{
  region->n_steps = steps->n_steps;
  region->lambda = plume_array_new_copy (steps->lambda, steps->n_steps);
  region->limits = plume_array_new (steps->n_steps);
  for (guint i = 0; i < steps->n_steps; i++)
    if (region->solver.is_variable || i < region->solver.order)
      {
        PlumeMultistep multistep = ms_multistep (&region->solver, steps, i);

        region->limits->values[i] = plume_stability_interval (&multistep);
      }
    else
      region->limits->values[i] = region->limits->values[i - 1];
}

static PlumeResult *
compute_region (const PlumeReads *reads, gsize n, PlumeTask *task, GError **error)
{
  g_auto (MsSteps) steps = { 0 };
  MsRegion *region = g_new0 (MsRegion, 1);
  g_autoptr (PlumeResult) result =
      plume_result_new (region, n * n * sizeof (double) + 16 * MS_BOUNDARY, free_region);

  if (!ms_read_steps (reads, &steps, error))
    return NULL;
  region->solver = ms_read_solver (reads);
  region->n = n;
  region->multistep = ms_multistep (&region->solver, &steps, steps.n_steps - 1);
  trace_boundary (region);
  find_limits (region, &steps);
  region->damping = plume_array_new (n * n);
  if (!plume_stability_raster (&region->multistep, &region->box, n, n, region->damping->values,
                               task, error))
    return NULL;
  region->area = plume_stability_area (&region->box, n, n, region->damping->values);
  for (gsize i = 0; i < n * n; i++)
    region->damping->values[i] =
        region->damping->values[i] <= 1 ? 1 - region->damping->values[i] : NAN;
  return g_steal_pointer (&result);
}

PlumeResult *
ms_compute_region (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return compute_region (reads, REGION_SIZE, task, error);
}

PlumeResult *
ms_compute_region_coarse (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return compute_region (reads, REGION_SIZE_COARSE, task, error);
}

/* Only its boundary is drawn */
PlumeResult *
ms_compute_other_region (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  g_auto (MsSteps) steps = { 0 };
  MsRegion *region = g_new0 (MsRegion, 1);
  g_autoptr (PlumeResult) result = plume_result_new (region, 16 * MS_BOUNDARY, free_region);

  if (!ms_read_compared (reads, &region->solver))
    return g_steal_pointer (&result);
  if (!ms_read_steps (reads, &steps, error))
    return NULL;
  region->multistep = ms_multistep (&region->solver, &steps, steps.n_steps - 1);
  trace_boundary (region);
  return g_steal_pointer (&result);
}

static PlumeSampling *
sample (const MsProblem *problem,
        const MsSolver *solver,
        const char *grid,
        guint n_steps,
        gsize n,
        const double *start,
        PlumeKeep keep,
        PlumeTask *task,
        GError **error)
{
  PlumeSamplingPlan plan = { .process = &problem->clock.process,
                             .score = problem->score,
                             .solver = solver->row,
                             .options = solver->options,
                             .grid = plume_time_grid_find (grid),
                             .budget = n_steps * problem->score->cost,
                             .from = problem->clock.from,
                             .to = problem->clock.to };

  return plume_sample (&plan, n, start, keep, task, error);
}

static void
free_run (gpointer data)
{
  MsRun *run = data;

  g_clear_pointer (&run->sampling, plume_sampling_free);
  g_free (run->artefact.distance);
  g_free (run);
}

static PlumeResult *
compute_run (const PlumeReads *reads, const MsSolver *solver, PlumeTask *task, GError **error)
{
  g_auto (MsProblem) problem = { 0 };
  MsRun *run = g_new0 (MsRun, 1);
  g_autoptr (PlumeResult) result = NULL;
  gsize n = (gsize)plume_reads_integer (reads, "samples");
  guint n_steps = (guint)plume_reads_integer (reads, "steps");
  gsize n_kept = MIN (n, MAX (MOST_PLACES / (n_steps + 1), 1000));
  const char *grid = ms_grids[plume_reads_integer (reads, "grid")].id;
  g_autoptr (PlumeSampling) all = NULL;
  g_autofree double *start = NULL;
  PlumeMarginal end;

  result = plume_result_new (run, 16 * (n_steps + 2) * n_kept + 8 * n, free_run);
  if (solver == NULL)
    return g_steal_pointer (&result);
  run->solver = *solver;
  if (!ms_read_problem (reads, &problem, error))
    return NULL;
  start = scene_start_new (&problem.clock, plume_reads_seed (reads, "seed"), n, 2);
  run->sampling =
      sample (&problem, solver, grid, n_steps, n_kept, start, PLUME_KEEP_PATH, task, error);
  if (run->sampling == NULL)
    return NULL;
  if (n > n_kept)
    {
      all = sample (&problem, solver, grid, n_steps, n, start, PLUME_KEEP_END, task, error);
      if (all == NULL)
        return NULL;
    }
  end = plume_process_at (&problem.clock.process, problem.clock.to);
  ms_artefact_measure (&run->artefact, problem.density->mixture, &end, n,
                       all != NULL ? all->end : run->sampling->end);
  return g_steal_pointer (&result);
}

PlumeResult *
ms_compute_run (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  MsSolver solver = ms_read_solver (reads);

  return compute_run (reads, &solver, task, error);
}

PlumeResult *
ms_compute_other_run (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  MsSolver solver;

  return compute_run (reads, ms_read_compared (reads, &solver) ? &solver : NULL, task, error);
}

static void
free_sampling (gpointer data)
{
  plume_sampling_free (data);
}

static PlumeResult *
solve_exactly (const PlumeReads *reads, gsize n, double tolerance, PlumeTask *task, GError **error)
{
  g_auto (MsProblem) problem = { 0 };
  g_autofree double *start = NULL;
  PlumeSamplingPlan plan = { .options = plume_solver_options_init () };
  PlumeSampling *sampling;

  if (!ms_read_problem (reads, &problem, error))
    return NULL;
  start = scene_start_new (&problem.clock, plume_reads_seed (reads, "seed"), n, 2);
  plan.process = &problem.clock.process;
  plan.score = problem.score;
  plan.from = problem.clock.from;
  plan.to = problem.clock.to;
  plan.exact_tolerance = tolerance;
  sampling = plume_sample_exactly (&plan, n, start, 2, PLUME_KEEP_END, task, error);
  if (sampling == NULL)
    return NULL;
  return plume_result_new (sampling, 16 * n, free_sampling);
}

PlumeResult *
ms_compute_exact (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return solve_exactly (reads, MS_FOLLOWED, 1e-8, task, error);
}

/* Of the racers, to more digits than any of them reaches */
PlumeResult *
ms_compute_ends (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return solve_exactly (reads, MS_RACERS, 1e-12, task, error);
}

double
ms_error (const PlumeSampling *a, const PlumeSampling *b)
{
  gsize n = MIN (a->n, b->n);
  double sum = 0;

  for (gsize i = 0; i < 2 * n; i++)
    sum += (a->end[i] - b->end[i]) * (a->end[i] - b->end[i]);
  return sqrt (sum / (double)n);
}

static void
free_eigenvalues (gpointer data)
{
  MsEigenvalues *eigenvalues = data;

  g_free (eigenvalues->lambda);
  g_free (eigenvalues->zeta);
  g_free (eigenvalues);
}

/* ζ of step i from the places at its beginning: noise form δ ∂ε̂/∂z = −δ α σ ∇s with z over κ; data
 * form (1/κ_t − 1/κ_s) ∂x̂0/∂w = (κ_s/κ_t − 1) (1 + σ² ∇s) with w = y/σ over 1/κ. */
static gboolean
find_eigenvalues (MsEigenvalues *eigenvalues,
                  guint i,
                  const MsProblem *problem,
                  const MsSolver *solver,
                  const PlumeMarginal *s,
                  const PlumeMarginal *t,
                  const double *places,
                  GError **error)
{
  gsize n = eigenvalues->n;
  g_autofree double *jacobian = g_new (double, 4 * n);
  double *zeta = eigenvalues->zeta + 2 * n * i;
  double scale = solver->in_data ? (s->kappa / t->kappa - 1) * s->sigma * s->sigma
                                 : -(t->kappa - s->kappa) * s->alpha * s->sigma;

  ms_guided_jacobian (problem, s, n, places, jacobian);
  if (!plume_stability_eigenvalues (n, 2, jacobian, scale, zeta, error))
    return FALSE;
  for (gsize j = 0; j < 2 * n && solver->in_data; j++)
    zeta[j] += s->kappa / t->kappa - 1;
  eigenvalues->lambda[i] = s->lambda;
  return TRUE;
}

static PlumeResult *
eigenvalues_new (guint n_steps, gsize n, MsEigenvalues **eigenvalues)
{
  *eigenvalues = g_new0 (MsEigenvalues, 1);
  (*eigenvalues)->n_steps = n_steps;
  (*eigenvalues)->n = n;
  (*eigenvalues)->lambda = g_new0 (double, n_steps);
  (*eigenvalues)->zeta = g_new0 (double, 2 * n * n_steps);
  return plume_result_new (*eigenvalues, 8 * n_steps * (2 * n + 1), free_eigenvalues);
}

PlumeResult *
ms_compute_eigenvalues (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const MsRun *run = plume_reads_result (reads, "run");
  const PlumeSampling *sampling = run->sampling;
  g_auto (MsProblem) problem = { 0 };
  MsEigenvalues *eigenvalues;
  g_autoptr (PlumeResult) result =
      eigenvalues_new (sampling->n_nodes - 1, MIN (MS_FOLLOWED, sampling->n), &eigenvalues);

  if (!ms_read_problem (reads, &problem, error))
    return NULL;
  for (guint i = 0; i + 1 < sampling->n_nodes; i++)
    {
      PlumeMarginal s = plume_process_at (&problem.clock.process, sampling->times[i]),
                    t = plume_process_at (&problem.clock.process, sampling->times[i + 1]);

      if (!find_eigenvalues (eigenvalues, i, &problem, &run->solver, &s, &t,
                             sampling->path + i * sampling->n * 2, error))
        return NULL;
    }
  return g_steal_pointer (&result);
}

/* Every step of the grid in equal parts of λ */
static PlumeArray *
refine (const MsProblem *problem, const PlumeArray *times)
{
  const PlumeProcess *process = &problem->clock.process;
  PlumeArray *fine = plume_array_new ((times->length - 1) * PILOT_PARTS + 1);

  for (gsize i = 0; i + 1 < times->length; i++)
    {
      double a = plume_process_at (process, times->values[i]).lambda,
             b = plume_process_at (process, times->values[i + 1]).lambda;

      fine->values[i * PILOT_PARTS] = times->values[i];
      for (gsize j = 1; j < PILOT_PARTS; j++)
        fine->values[i * PILOT_PARTS + j] =
            plume_process_time_at (process, a + (b - a) * (double)j / PILOT_PARTS);
    }
  fine->values[fine->length - 1] = times->values[times->length - 1];
  return fine;
}

/* What the true trajectories ask of a solver that takes these steps */
PlumeResult *
ms_compute_pilot (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  guint n_steps = (guint)plume_reads_integer (reads, "steps");
  const char *grid = ms_grids[plume_reads_integer (reads, "grid")].id;
  MsSolver solver = ms_read_solver (reads);
  g_auto (MsProblem) problem = { 0 };
  MsEigenvalues *eigenvalues;
  g_autoptr (PlumeResult) result = eigenvalues_new (n_steps, MS_PILOT, &eigenvalues);
  g_autoptr (PlumeArray) times = NULL, fine = NULL;
  g_autoptr (PlumeSampling) sampling = NULL;
  g_autofree double *start = NULL;
  PlumeSamplingPlan plan = { .solver = plume_solver_find ("lms"),
                             .options = plume_solver_options_init () };

  if (!ms_read_problem (reads, &problem, error))
    return NULL;
  times = plume_time_grid_make (plume_time_grid_find (grid), &problem.clock.process,
                                problem.clock.from, problem.clock.to, 0, n_steps, error);
  if (times == NULL)
    return NULL;
  fine = refine (&problem, times);
  start = scene_start_new (&problem.clock, plume_reads_seed (reads, "seed"), MS_PILOT, 2);
  plan.process = &problem.clock.process;
  plan.score = problem.score;
  plan.times = fine;
  plan.budget = ((guint)fine->length - 1) * problem.score->cost;
  plan.options.order = 2;
  sampling = plume_sample (&plan, MS_PILOT, start, PLUME_KEEP_PATH, task, error);
  if (sampling == NULL)
    return NULL;
  for (guint i = 0; i < n_steps; i++)
    {
      PlumeMarginal s = plume_process_at (&problem.clock.process, times->values[i]),
                    t = plume_process_at (&problem.clock.process, times->values[i + 1]);

      if (!find_eigenvalues (eigenvalues, i, &problem, &solver, &s, &t,
                             sampling->path + (gsize)i * PILOT_PARTS * MS_PILOT * 2, error))
        return NULL;
    }
  return g_steal_pointer (&result);
}

static PlumeResult *
compute_trade_off (const PlumeReads *reads, guint n, PlumeTask *task, GError **error)
{
  static const char *const rows[MS_N_FAMILIES] = { "heavy-ball", "ghvb", "vghvb" };
  const PlumeSampling *exact = plume_reads_result (reads, "exact");
  guint n_steps = (guint)plume_reads_integer (reads, "steps");
  const char *grid = ms_grids[plume_reads_integer (reads, "grid")].id;
  g_auto (MsProblem) problem = { 0 };
  MsTradeOff *trade = g_new0 (MsTradeOff, 1);
  g_autoptr (PlumeResult) result = plume_result_new (trade, sizeof *trade, g_free);
  g_autofree double *start = NULL;
  PlumeMarginal end;

  if (!ms_read_problem (reads, &problem, error))
    return NULL;
  trade->n = n;
  trade->order = ms_read_solver (reads).order;
  start = scene_start_new (&problem.clock, plume_reads_seed (reads, "seed"), exact->n, 2);
  end = plume_process_at (&problem.clock.process, problem.clock.to);
  for (guint i = 0; i < n; i++)
    {
      trade->momentum[i] = 0.05 + 0.95 * i / (n - 1);
      for (guint f = 0; f < MS_N_FAMILIES; f++)
        {
          MsSolver solver = { .row = plume_solver_find (rows[f]),
                              .options = plume_solver_options_init () };
          g_autoptr (PlumeSampling) sampling = NULL;
          MsArtefact artefact;

          solver.options.order = trade->order;
          solver.options.momentum = trade->momentum[i];
          sampling = sample (&problem, &solver, grid, n_steps, exact->n, start, PLUME_KEEP_END,
                             task, error);
          if (sampling == NULL)
            return NULL;
          ms_artefact_measure (&artefact, problem.density->mixture, &end, sampling->n,
                               sampling->end);
          trade->error[f][i] = ms_error (sampling, exact);
          trade->escaped[f][i] = (double)artefact.n_escaped / (double)artefact.n;
          trade->excess[f][i] = artefact.excess;
          g_free (artefact.distance);
        }
    }
  return g_steal_pointer (&result);
}

PlumeResult *
ms_compute_trade_off (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return compute_trade_off (reads, MS_DAMPINGS, task, error);
}

PlumeResult *
ms_compute_trade_off_coarse (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return compute_trade_off (reads, 9, task, error);
}

/* Least squares of ln error on ln (1/N) over the last four points above round-off */
static double
fit_slope (guint n, const double *counts, const double *errors)
{
  double sum[4] = { 0 };
  guint used = 0;

  for (guint i = n; i-- > 0 && used < 4;)
    if (errors[i] > 30 * 1e-12 && isfinite (errors[i]))
      {
        double x = -log (counts[i]), y = log (errors[i]);

        sum[0] += x;
        sum[1] += y;
        sum[2] += x * x;
        sum[3] += x * y;
        used++;
      }
  return used < 4 ? NAN : (4 * sum[3] - sum[0] * sum[1]) / (4 * sum[2] - sum[0] * sum[0]);
}

static PlumeResult *
compute_orders (const PlumeReads *reads, guint n, PlumeTask *task, GError **error)
{
  static const guint counts[MS_MOST_COUNTS] = { 5,  7,  10,  14,  20,  28,  40,
                                                57, 80, 113, 160, 226, 320, 452 };
  const PlumeSampling *ends = plume_reads_result (reads, "ends");
  const char *grid = ms_grids[plume_reads_integer (reads, "grid")].id;
  g_auto (MsProblem) problem = { 0 };
  MsOrders *orders = g_new0 (MsOrders, 1);
  g_autoptr (PlumeResult) result = plume_result_new (orders, sizeof *orders, g_free);
  g_autofree double *start = NULL;

  if (!ms_read_problem (reads, &problem, error))
    return NULL;
  orders->solvers[0] = ms_read_solver (reads);
  start = scene_start_new (&problem.clock, plume_reads_seed (reads, "seed"), MS_RACERS, 2);
  for (guint k = 0; k < 2; k++)
    {
      if (k == 1 && !ms_read_compared (reads, &orders->solvers[1]))
        continue;
      for (guint i = 0; i < n; i++)
        {
          g_autoptr (PlumeSampling) sampling =
              sample (&problem, &orders->solvers[k], grid, counts[i], MS_RACERS, start,
                      PLUME_KEEP_END, task, error);

          if (sampling == NULL)
            return NULL;
          orders->counts[k][i] = counts[i];
          orders->errors[k][i] = ms_error (sampling, ends);
        }
      orders->n[k] = n;
      orders->slope[k] = fit_slope (n, orders->counts[k], orders->errors[k]);
    }
  return g_steal_pointer (&result);
}

PlumeResult *
ms_compute_orders (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return compute_orders (reads, MS_MOST_COUNTS, task, error);
}

PlumeResult *
ms_compute_orders_coarse (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return compute_orders (reads, 9, task, error);
}
