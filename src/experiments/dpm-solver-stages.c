/* dpm-solver-stages.c: the same noise through several solvers, through the exact equation, and the
 * judgement between them.
 */
#include "experiments/dpm-solver.h"

#include "core/plume-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MOST_PLACES      4000000 /* nodes × samples of a path that is kept */
#define N_JUDGED         1000
#define N_JUDGED_HELD    100
#define EXACT_NODES      121
#define EXACT_NODES_HELD 41
#define THRESHOLD        2.5 /* of dynamic thresholding: beyond the usual data */
#define N_PILOT          64

const char *const dpm_slot_ids[DPM_N_SLOTS] = { "solver-a", "solver-b", "solver-c", "solver-d" };
const char *const dpm_run_ids[DPM_N_SLOTS] = { "run-a", "run-b", "run-c", "run-d" };

PlumeColour
dpm_slot_colour (guint slot)
{
  return scene_colour (slot);
}

const char *
dpm_title (guint contestant)
{
  return _ (dpm_contestants[contestant].title);
}

guint
dpm_order (guint contestant)
{
  const char *solver = dpm_contestants[contestant].solver;

  return solver != NULL ? plume_solver_find (solver)->order : 0;
}

PlumeSamplingPlan
dpm_exact_plan (const PlumeReads *reads, const SceneClock *clock)
{
  return (PlumeSamplingPlan){ .process = &clock->process,
                              .score = plume_reads_result (reads, "guided"),
                              .options = plume_solver_options_init (),
                              .from = clock->from,
                              .to = clock->to };
}

PlumeSamplingPlan
dpm_plan (const PlumeReads *reads, guint contestant, const SceneClock *clock)
{
  const DpmContestant *row = &dpm_contestants[contestant];
  PlumeSamplingPlan plan = dpm_exact_plan (reads, clock);
  int form = plume_reads_integer (reads, "form"), grid = plume_reads_integer (reads, "grid");

  plan.solver = plume_solver_find (row->solver);
  plan.rho = plume_reads_number (reads, "rho");
  plan.noise = plume_noise_brownian (1, clock->from);
  plan.options.form = form == 0 ? row->form : form == 1 ? PLUME_FORM_NOISE : PLUME_FORM_DATA;
  plan.options.published = row->published;
  plan.options.taylor = plume_reads_switch (reads, "taylor");
  plan.options.r1 = plume_reads_number (reads, "first-inner-node");
  plan.options.r2 = plume_reads_number (reads, "second-inner-node");
  plan.options.eta = plume_reads_number (reads, "stochasticity");
  plan.options.lower_order_final =
      (PlumeLowerOrderFinal)plume_reads_integer (reads, "lower-order-final");
  plan.options.relative_tolerance = plan.options.absolute_tolerance =
      plume_reads_number (reads, "tolerance");
  /* the arc grid is given as nodes; where it is not, its neighbour stands in */
  plan.grid = plume_time_grid_find (grid == DPM_ARC ? "lambda" : dpm_grids[grid].id);
  return plan;
}

PlumeArray *
dpm_arc_times (const PlumeReads *reads,
               const PlumeSamplingPlan *plan,
               guint order,
               guint budget,
               GError **error)
{
  const PlumeArc *arc = plume_reads_result (reads, "arc");
  guint steps = plan->solver->evaluations > 0 ? budget / plan->solver->evaluations : budget;

  if (plume_reads_integer (reads, "grid") != DPM_ARC || arc->n == 0)
    return NULL;
  return plume_arc_grid (arc, plan->process, plan->from, plan->to, order, MAX (steps, 1), error);
}

static void
score_free (gpointer data)
{
  plume_score_unref (data);
}

/* The score that solvers ask: that of the data, pulled towards a condition where wanted. */
PlumeResult *
dpm_compute_guided (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const SceneDensity *density = scene_read_density (reads);
  SceneClock clock = scene_read_clock (reads);
  int kind = plume_reads_integer (reads, "guidance");
  PlumeGuidanceParts parts = plume_guidance_parts_init ();
  g_autoptr (PlumeMixture) condition = NULL;
  g_autoptr (PlumeScore) guide = NULL;
  g_autoptr (PlumeScore) guided = NULL;

  parts.base = density->score;
  parts.level = plume_process_level (&clock.process);
  parts.scale = plume_reads_number (reads, "guidance-scale");
  if (kind == 0)
    guided = plume_score_ref (density->score);
  else
    {
      condition = scene_density_condition (
          density, (guint)plume_reads_integer (reads, "condition") - 1, error);
      if (condition == NULL)
        return NULL;
      parts.guide = guide = plume_mixture_score_new (condition);
      parts.mixture = density->mixture;
      parts.condition = condition;
      guided = plume_guidance_find (dpm_guidances[kind].id)->make (&parts, error);
    }
  if (guided != NULL && plume_reads_switch (reads, "thresholding"))
    {
      PlumeScore *plain = guided;

      parts.base = plain;
      parts.bound = THRESHOLD;
      guided = plume_guidance_find ("thresholding")->make (&parts, error);
      plume_score_unref (plain);
    }
  if (guided == NULL)
    return NULL;
  return plume_result_new (g_steal_pointer (&guided), 256, score_free);
}

static void
arc_free (gpointer data)
{
  plume_arc_free (data);
}

/* How trajectories bend; nothing where no grid needs it. */
PlumeResult *
dpm_compute_arc (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  SceneClock clock = scene_read_clock (reads);
  PlumeSamplingPlan plan = dpm_exact_plan (reads, &clock);
  g_autofree double *start = NULL;
  PlumeArc *arc;

  if (plume_reads_integer (reads, "grid") != DPM_ARC)
    return plume_result_new (g_new0 (PlumeArc, 1), sizeof *arc, arc_free);
  start = scene_start_new (&clock, plume_reads_seed (reads, "seed"), N_PILOT, 2);
  arc = plume_arc_measure (&plan, N_PILOT, start, task, error);
  return arc != NULL ? plume_result_new (arc, sizeof *arc + 16 * arc->n, arc_free) : NULL;
}

static void
run_free (gpointer data)
{
  DpmRun *run = data;

  g_clear_pointer (&run->sampling, plume_sampling_free);
  g_free (run->end);
  g_free (run);
}

static PlumeResult *
compute_run (const PlumeReads *reads, guint slot, PlumeTask *task, GError **error)
{
  SceneClock clock = scene_read_clock (reads);
  guint contestant = (guint)plume_reads_integer (reads, dpm_slot_ids[slot]);
  gsize n = (gsize)plume_reads_integer (reads, "samples");
  guint budget = (guint)plume_reads_integer (reads, "evaluations");
  gsize n_kept = MIN (n, MAX (MOST_PLACES / (budget + 1), 1000));
  g_autofree double *start = NULL;
  g_autoptr (PlumeArray) times = NULL;
  g_autoptr (PlumeResult) result = NULL;
  g_autoptr (GError) reason = NULL;
  DpmRun *run = g_new0 (DpmRun, 1);
  PlumeSamplingPlan plan;

  result = plume_result_new (run, sizeof *run + 16 * (n + n_kept * (budget + 2)), run_free);
  run->contestant = contestant;
  if (contestant == DPM_NOBODY)
    return g_steal_pointer (&result);
  plan = dpm_plan (reads, contestant, &clock);
  plan.noise.seed = plume_reads_seed (reads, "seed");
  plan.budget = budget;
  plan.times = times = dpm_arc_times (reads, &plan, dpm_order (contestant), plan.budget, &reason);
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }
  start = scene_start_new (&clock, plume_reads_seed (reads, "seed"), n, 2);
  run->sampling = plume_sample (&plan, n_kept, start, PLUME_KEEP_PATH, task, error);
  if (run->sampling == NULL)
    return NULL;
  run->n = n;
  run->evaluations = run->sampling->evaluations;
  run->rejected = run->sampling->rejected;
  if (n_kept == n)
    run->end = g_memdup2 (run->sampling->end, 2 * n * sizeof (double));
  else
    {
      g_autoptr (PlumeSampling) all = plume_sample (&plan, n, start, PLUME_KEEP_END, task, error);

      if (all == NULL)
        return NULL;
      run->end = g_steal_pointer (&all->end);
    }
  return g_steal_pointer (&result);
}

PlumeResult *
dpm_compute_run_a (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return compute_run (reads, 0, task, error);
}

PlumeResult *
dpm_compute_run_b (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return compute_run (reads, 1, task, error);
}

PlumeResult *
dpm_compute_run_c (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return compute_run (reads, 2, task, error);
}

PlumeResult *
dpm_compute_run_d (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return compute_run (reads, 3, task, error);
}

static void
sampling_free (gpointer data)
{
  plume_sampling_free (data);
}

/* Exact trajectories from the first starts. */
static PlumeResult *
compute_exactly (const PlumeReads *reads,
                 gsize n,
                 guint n_nodes,
                 PlumeKeep keep,
                 double tolerance,
                 PlumeTask *task,
                 GError **error)
{
  SceneClock clock = scene_read_clock (reads);
  g_autofree double *start = scene_start_new (&clock, plume_reads_seed (reads, "seed"), n, 2);
  PlumeSamplingPlan plan = dpm_exact_plan (reads, &clock);
  PlumeSampling *sampling;

  plan.exact_tolerance = tolerance;
  sampling = plume_sample_exactly (&plan, n, start, n_nodes, keep, task, error);
  if (sampling == NULL)
    return NULL;
  return plume_result_new (sampling, sizeof *sampling + (n_nodes + 1) * n * 16, sampling_free);
}

PlumeResult *
dpm_compute_exact (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return compute_exactly (reads, (gsize)MAX (plume_reads_integer (reads, "trajectories"), 1),
                          EXACT_NODES, PLUME_KEEP_PATH, 1e-9, task, error);
}

PlumeResult *
dpm_compute_exact_coarse (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return compute_exactly (reads, (gsize)MAX (plume_reads_integer (reads, "trajectories"), 1),
                          EXACT_NODES_HELD, PLUME_KEEP_PATH, 9e-7, task, error);
}

static gsize
n_judged (const PlumeReads *reads, gsize most)
{
  return MIN ((gsize)plume_reads_integer (reads, "samples"), most);
}

PlumeResult *
dpm_compute_ends (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return compute_exactly (reads, n_judged (reads, N_JUDGED), 2, PLUME_KEEP_END, 1e-10, task, error);
}

PlumeResult *
dpm_compute_ends_coarse (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return compute_exactly (reads, n_judged (reads, N_JUDGED_HELD), 2, PLUME_KEEP_END, 9e-7, task,
                          error);
}

/* The component that most probably made each place. */
static guint *
modes_of (const SceneDensity *density, const PlumeMarginal *at, gsize n, const double *places)
{
  guint K = plume_mixture_get_n_components (density->mixture);
  g_autofree double *shares = g_new (double, n *K), *logs = g_new (double, n);
  guint *modes = g_new0 (guint, n);

  plume_mixture_evaluate (density->mixture, at, n, places, logs, NULL, NULL, shares, NULL);
  for (gsize i = 0; i < n; i++)
    for (guint k = 1; k < K; k++)
      if (shares[i * K + k] > shares[i * K + modes[i]])
        modes[i] = k;
  return modes;
}

/* The part of the components that get at least half of their share. */
static double
recall_of (const SceneDensity *density, gsize n, const guint *modes)
{
  guint K = plume_mixture_get_n_components (density->mixture), expected = 0, found = 0;
  const double *weights = plume_mixture_get_weights (density->mixture);
  g_autofree double *counts = g_new0 (double, K);

  for (gsize i = 0; i < n; i++)
    counts[modes[i]] += 1.0 / (double)n;
  for (guint k = 0; k < K; k++)
    {
      expected += weights[k] > 0;
      found += weights[k] > 0 && counts[k] >= 0.5 * weights[k];
    }
  return expected > 0 ? (double)found / expected : NAN;
}

PlumeResult *
dpm_judge (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const SceneDensity *density = scene_read_density (reads);
  const PlumeSampling *exact = plume_reads_result (reads, "exact-ends");
  SceneClock clock = scene_read_clock (reads);
  PlumeMarginal end = scene_moment (&clock, 1);
  g_autofree guint *right = modes_of (density, &end, exact->n, exact->end);
  DpmJudgement *judgement = g_new0 (DpmJudgement, 1);

  judgement->n = exact->n;
  for (guint slot = 0; slot < DPM_N_SLOTS; slot++)
    {
      const DpmRun *run = plume_reads_result (reads, dpm_run_ids[slot]);
      g_autofree guint *modes = NULL;
      gsize n = MIN (run->n, exact->n), wrong = 0;
      double sum = 0;

      judgement->error[slot] = judgement->transport[slot] = judgement->wrong[slot] =
          judgement->recall[slot] = NAN;
      if (run->contestant == DPM_NOBODY || n == 0)
        continue;
      modes = modes_of (density, &end, n, run->end);
      for (gsize i = 0; i < n; i++)
        {
          wrong += modes[i] != right[i];
          sum += pow (run->end[2 * i] - exact->end[2 * i], 2)
                 + pow (run->end[2 * i + 1] - exact->end[2 * i + 1], 2);
        }
      judgement->error[slot] = sqrt (sum / (double)n);
      judgement->wrong[slot] = (double)wrong / (double)n;
      judgement->recall[slot] = recall_of (density, n, modes);
      judgement->transport[slot] = scene_transport_distance (n, 2, run->end, exact->end);
    }
  return plume_result_new (judgement, sizeof *judgement, g_free);
}
