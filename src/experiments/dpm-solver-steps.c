/* dpm-solver-steps.c: where a solver asks, what it takes the integrand for, and in which step it
 * errs.
 */
#include "experiments/dpm-solver.h"

#include "core/plume-parallel.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define N_FOLLOWED      48
#define N_FOLLOWED_HELD 8
#define EXACT_NODES     241
#define N_PILOT         64
#define PIECE           13 /* places of a polynomial, the last a gap */

static gboolean
recorder_evaluate (const PlumeScore *score,
                   const PlumeMarginal *at,
                   gsize n,
                   const double *y,
                   double *answer,
                   gpointer memory,
                   PlumeTask *task,
                   GError **error)
{
  const DpmRecorder *self = (const DpmRecorder *)score;
  guint d = (guint)(n * score->dimension);

  if (!plume_score_predict (self->inner, PLUME_PREDICT_NOISE, at, self->level, n, y, answer, NULL,
                            task, error))
    return FALSE;
  g_array_append_val (self->lambda, at->lambda);
  g_array_append_vals (self->noise, answer, d);
  g_array_append_vals (self->places, y, d);
  return TRUE;
}

static void
recorder_finalize (PlumeScore *score)
{
  DpmRecorder *self = (DpmRecorder *)score;

  g_array_unref (self->lambda);
  g_array_unref (self->noise);
  g_array_unref (self->places);
  g_free (self);
}

static const PlumeScoreType recorder_type = {
  .id = "recorder",
  .native = PLUME_PREDICT_NOISE,
  .is_pointwise = FALSE,
  .evaluate = recorder_evaluate,
  .finalize = recorder_finalize,
};

/* inner has to outlive it; one run at a time. Free with plume_score_unref(). */
DpmRecorder *
dpm_recorder_new (const PlumeScore *inner, double level)
{
  DpmRecorder *self = g_new0 (DpmRecorder, 1);

  plume_score_init (&self->score, &recorder_type, inner->dimension);
  self->inner = inner;
  self->level = level;
  self->lambda = g_array_new (FALSE, FALSE, sizeof (double));
  self->noise = g_array_new (FALSE, FALSE, sizeof (double));
  self->places = g_array_new (FALSE, FALSE, sizeof (double));
  return self;
}

/* The plan of a slot with the budget and, where wanted, the arc grid; times belong to the caller.
 */
static PlumeSamplingPlan
slot_plan (const PlumeReads *reads,
           guint contestant,
           const SceneClock *clock,
           PlumeArray **times,
           GError **error)
{
  PlumeSamplingPlan plan = dpm_plan (reads, contestant, clock);

  plan.noise.seed = plume_reads_seed (reads, "seed");
  plan.budget = (guint)plume_reads_integer (reads, "evaluations");
  *times = dpm_arc_times (reads, &plan, dpm_order (contestant), plan.budget, error);
  plan.times = *times;
  return plan;
}

static double
rms_distance (gsize n, const double *a, const double *b)
{
  double sum = 0;

  for (gsize i = 0; i < 2 * n; i++)
    sum += (a[i] - b[i]) * (a[i] - b[i]);
  return sqrt (sum / (double)n);
}

/* Both the exact trajectories and those that start exactly where the solver was go on by one step
 * at a time: the second shows the error of the step, the first all errors together. */
static gboolean
follow (DpmSteps *steps,
        const PlumeSamplingPlan *plan,
        const SceneClock *clock,
        gsize n,
        const double *start,
        PlumeTask *task,
        GError **error)
{
  g_autoptr (PlumeSampling) sampling = plume_sample (plan, n, start, PLUME_KEEP_PATH, task, error);
  g_autofree double *both = g_new (double, 4 * n);
  PlumeSamplingPlan exact = *plan;

  if (sampling == NULL)
    return FALSE;
  steps->n_steps = MIN (sampling->n_nodes - 1, DPM_MAX_STEPS);
  memcpy (both, start, 2 * n * sizeof (double));
  exact.exact_tolerance = 1e-10;
  for (guint i = 0; i <= steps->n_steps; i++)
    steps->lambda[i] = plume_process_at (&clock->process, sampling->times[i]).lambda;
  for (guint i = 0; i < steps->n_steps; i++)
    {
      g_autoptr (PlumeSampling) next = NULL;
      const double *there = sampling->path + 2 * n * (i + 1);

      memcpy (both + 2 * n, sampling->path + 2 * n * i, 2 * n * sizeof (double));
      exact.from = sampling->times[i];
      exact.to = sampling->times[i + 1];
      next = plume_sample_exactly (&exact, 2 * n, both, 2, PLUME_KEEP_END, task, error);
      if (next == NULL)
        return FALSE;
      steps->local[i] = rms_distance (n, next->end + 2 * n, there);
      steps->global[i + 1] = rms_distance (n, next->end, there);
      memcpy (both, next->end, 2 * n * sizeof (double));
    }
  return TRUE;
}

static gboolean
note_asked (
    DpmSteps *steps, PlumeSamplingPlan *plan, const double *start, PlumeTask *task, GError **error)
{
  DpmRecorder *recorder = dpm_recorder_new (plan->score, plume_process_level (plan->process));
  g_autoptr (PlumeScore) owner = &recorder->score;
  g_autoptr (PlumeSampling) sampling = NULL;

  plan->score = owner;
  sampling = plume_sample (plan, 1, start, PLUME_KEEP_END, task, error);
  if (sampling == NULL)
    return FALSE;
  steps->n_asked = MIN (recorder->lambda->len, G_N_ELEMENTS (steps->asked));
  memcpy (steps->asked, recorder->lambda->data, steps->n_asked * sizeof (double));
  return TRUE;
}

typedef struct
{
  const PlumeReads *reads;
  const SceneClock *clock;
  gsize n;
  const double *start;
  DpmAllSteps *all;
  PlumeTask *task;
  GError *errors[DPM_N_SLOTS];
} StepsWork;

/* Slots are shared out to the cores. */
static void
follow_slots (gsize from, gsize to, gpointer data)
{
  StepsWork *work = data;

  for (gsize slot = from; slot < to; slot++)
    {
      guint contestant = (guint)plume_reads_integer (work->reads, dpm_slot_ids[slot]);
      g_autoptr (PlumeArray) times = NULL;
      DpmSteps *steps = &work->all->slot[slot];
      GError **error = &work->errors[slot];
      PlumeSamplingPlan plan;

      if (contestant == DPM_NOBODY)
        continue;
      plan = slot_plan (work->reads, contestant, work->clock, &times, error);
      if (*error == NULL
          && follow (steps, &plan, work->clock, work->n, work->start, work->task, error))
        note_asked (steps, &plan, work->start, work->task, error);
    }
}

static PlumeResult *
compute_steps (const PlumeReads *reads, gsize n, PlumeTask *task, GError **error)
{
  SceneClock clock = scene_read_clock (reads);
  g_autofree double *start = scene_start_new (&clock, plume_reads_seed (reads, "seed"), n, 2);
  g_autoptr (PlumeTask) quiet = plume_task_new_part (task, 0, 0);
  DpmAllSteps *all = g_new0 (DpmAllSteps, 1);
  g_autoptr (PlumeResult) result = plume_result_new (all, sizeof *all, g_free);
  StepsWork work = { reads, &clock, n, start, all, quiet, { NULL } };
  GError *first = NULL;

  all->n_samples = n;
  plume_parallel_for (DPM_N_SLOTS, 1, follow_slots, &work, task, &first);
  for (guint slot = 0; slot < DPM_N_SLOTS; slot++)
    {
      if (first == NULL)
        first = g_steal_pointer (&work.errors[slot]);
      g_clear_error (&work.errors[slot]);
    }
  if (first == NULL)
    return g_steal_pointer (&result);
  g_propagate_error (error, first);
  return NULL;
}

PlumeResult *
dpm_compute_steps (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return compute_steps (reads, N_FOLLOWED, task, error);
}

PlumeResult *
dpm_compute_steps_coarse (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return compute_steps (reads, N_FOLLOWED_HELD, task, error);
}

static void
integrand_free (gpointer data)
{
  DpmIntegrand *integrand = data;

  g_clear_pointer (&integrand->lambda, plume_array_unref);
  g_clear_pointer (&integrand->asked, plume_array_unref);
  g_clear_pointer (&integrand->piece_lambda, plume_array_unref);
  for (guint kind = 0; kind < 2; kind++)
    for (guint c = 0; c < 2; c++)
      {
        g_clear_pointer (&integrand->exact[kind][c], plume_array_unref);
        g_clear_pointer (&integrand->answer[kind][c], plume_array_unref);
        g_clear_pointer (&integrand->piece[kind][c], plume_array_unref);
        g_clear_pointer (&integrand->truth[kind][c], plume_array_unref);
      }
  g_free (integrand);
}

/* [0] ε̂ and [1] x̂0' = (y − σ ε̂)/α of one place */
static void
put (PlumeArray *target[2][2],
     gsize i,
     const PlumeMarginal *at,
     const double *y,
     const double *noise)
{
  for (guint c = 0; c < 2; c++)
    {
      target[0][c]->values[i] = noise[c];
      target[1][c]->values[i] = (y[c] - at->sigma * noise[c]) / at->alpha;
    }
}

static void
make_arrays (PlumeArray *target[2][2], gsize length)
{
  for (guint kind = 0; kind < 2; kind++)
    for (guint c = 0; c < 2; c++)
      target[kind][c] = plume_array_new (length);
}

static gboolean
trace_exactly (DpmIntegrand *integrand,
               const PlumeSamplingPlan *plan,
               const double *start,
               PlumeTask *task,
               GError **error)
{
  PlumeSamplingPlan exact = *plan;
  g_autoptr (PlumeSampling) path = NULL;

  exact.exact_tolerance = 1e-9;
  path = plume_sample_exactly (&exact, 1, start, EXACT_NODES, PLUME_KEEP_PATH, task, error);
  if (path == NULL)
    return FALSE;
  integrand->lambda = plume_array_new (path->n_nodes);
  make_arrays (integrand->exact, path->n_nodes);
  for (guint i = 0; i < path->n_nodes; i++)
    {
      PlumeMarginal at = plume_process_at (plan->process, path->times[i]);
      double noise[2];

      if (!plume_score_predict (plan->score, PLUME_PREDICT_NOISE, &at,
                                plume_process_level (plan->process), 1, path->path + 2 * i, noise,
                                NULL, task, error))
        return FALSE;
      integrand->lambda->values[i] = at.lambda;
      put (integrand->exact, i, &at, path->path + 2 * i, noise);
    }
  return TRUE;
}

static double
interpolate (const PlumeArray *x, const PlumeArray *y, double at)
{
  double step = x->values[1] - x->values[0];
  gsize i = (gsize)CLAMP ((at - x->values[0]) / step, 0, (double)x->length - 2);
  double part = CLAMP ((at - x->values[i]) / step, 0, 1);

  return y->values[i] + part * (y->values[i + 1] - y->values[i]);
}

/* Lagrange's polynomial through k values. */
static double
polynomial (guint k, const double *x, const double *y, double at)
{
  double sum = 0;

  for (guint i = 0; i < k; i++)
    {
      double term = y[i];

      for (guint j = 0; j < k; j++)
        if (j != i)
          term *= (at - x[j]) / (x[i] - x[j]);
      sum += term;
    }
  return sum;
}

/**
 * support:
 * @end: evaluations made before the step was done, @first those before it began
 * @chosen: (out): which of them the step's polynomial goes through, newest first
 *
 * A single-step solver looks at what it asked within the step, a multistep solver at the last ones.
 */
static guint
support (const PlumeSolver *solver,
         const PlumeSolverOptions *options,
         const double *lambda,
         guint first,
         guint end,
         guint step,
         guint n_steps,
         guint order,
         guint chosen[4])
{
  gboolean is_lowered = options->lower_order_final == PLUME_LOWER_ALWAYS
                        || (options->lower_order_final == PLUME_LOWER_AUTO && n_steps < 10);
  guint least = solver->evaluations == 1 ? 0 : first, n = 0;
  guint most = MIN (solver->evaluations == 1 ? order : 4, 4);

  if (solver->evaluations == 1 && is_lowered)
    most = MIN (most, n_steps - step);
  for (guint i = end; i > least && n < most; i--)
    {
      gboolean is_new = TRUE;

      for (guint j = 0; j < n; j++)
        is_new = is_new && fabs (lambda[chosen[j]] - lambda[i - 1]) > 1e-12;
      if (is_new)
        chosen[n++] = i - 1;
    }
  return n;
}

/* Evaluations that were made when step i was done: all before its end, and the first of two at its
 * end. */
static guint
asked_by (const double *lambda, guint n, guint from, double step_end, gboolean is_last)
{
  guint i = from;

  while (i < n && lambda[i] < step_end - 1e-9)
    i++;
  if (i < n && (is_last || (i + 1 < n && fabs (lambda[i + 1] - step_end) < 1e-9)))
    i++;
  return MIN (i, n);
}

static void
make_pieces (DpmIntegrand *integrand,
             const PlumeSamplingPlan *plan,
             const PlumeSampling *sampling,
             guint order)
{
  guint n = (guint)integrand->asked->length, n_steps = sampling->n_nodes - 1, end = 0;
  const double *asked = integrand->asked->values;

  integrand->piece_lambda = plume_array_new (n_steps * (PIECE + 1));
  make_arrays (integrand->piece, n_steps * (PIECE + 1));
  make_arrays (integrand->truth, n_steps * (PIECE + 1));
  for (guint step = 0; step < n_steps; step++)
    {
      double from = plume_process_at (plan->process, sampling->times[step]).lambda,
             to = plume_process_at (plan->process, sampling->times[step + 1]).lambda;
      guint first = end, chosen[4], k;

      end = asked_by (asked, n, first, to, step + 1 == n_steps);
      k = support (plan->solver, &plan->options, asked, first, end, step, n_steps, order, chosen);
      for (guint i = 0; i <= PIECE; i++)
        {
          gsize at = step * (PIECE + 1) + i;
          double lambda = from + (to - from) * i / (PIECE - 1);

          integrand->piece_lambda->values[at] = i < PIECE ? lambda : NAN;
          for (guint kind = 0; kind < 2; kind++)
            for (guint c = 0; c < 2; c++)
              {
                double x[4], y[4];

                for (guint j = 0; j < k; j++)
                  {
                    x[j] = asked[chosen[j]];
                    y[j] = integrand->answer[kind][c]->values[chosen[j]];
                  }
                integrand->piece[kind][c]->values[at] =
                    i < PIECE && k > 0 ? polynomial (k, x, y, lambda) : NAN;
                integrand->truth[kind][c]->values[at] =
                    i < PIECE ? interpolate (integrand->lambda, integrand->exact[kind][c], lambda)
                              : NAN;
              }
        }
    }
}

static gboolean
trace_solver (DpmIntegrand *integrand,
              PlumeSamplingPlan *plan,
              const double *start,
              PlumeTask *task,
              GError **error)
{
  DpmRecorder *recorder = dpm_recorder_new (plan->score, plume_process_level (plan->process));
  g_autoptr (PlumeScore) owner = &recorder->score;
  g_autoptr (PlumeSampling) sampling = NULL;

  plan->score = owner;
  sampling = plume_sample (plan, 1, start, PLUME_KEEP_PATH, task, error);
  if (sampling == NULL)
    return FALSE;
  integrand->asked = plume_array_new_copy ((const double *)(gpointer)recorder->lambda->data,
                                           recorder->lambda->len);
  make_arrays (integrand->answer, recorder->lambda->len);
  for (guint i = 0; i < recorder->lambda->len; i++)
    {
      double lambda = g_array_index (recorder->lambda, double, i);
      PlumeMarginal at =
          plume_process_at (plan->process, plume_process_time_at (plan->process, lambda));

      put (integrand->answer, i, &at, &g_array_index (recorder->places, double, 2 * i),
           &g_array_index (recorder->noise, double, 2 * i));
    }
  make_pieces (integrand, plan, sampling,
               plan->solver->predictor_order > 0 ? plan->solver->predictor_order
                                                 : plan->solver->order);
  return TRUE;
}

PlumeResult *
dpm_compute_integrand (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  SceneClock clock = scene_read_clock (reads);
  guint slot = (guint)plume_reads_integer (reads, "detail");
  guint contestant = (guint)plume_reads_integer (reads, dpm_slot_ids[slot]);
  gsize followed = (gsize)plume_reads_integer (reads, "followed");
  g_autofree double *starts =
      scene_start_new (&clock, plume_reads_seed (reads, "seed"), followed, 2);
  const double *start = starts + 2 * (followed - 1);
  g_autoptr (PlumeArray) times = NULL;
  g_autoptr (GError) reason = NULL;
  DpmIntegrand *integrand = g_new0 (DpmIntegrand, 1);
  g_autoptr (PlumeResult) result =
      plume_result_new (integrand, sizeof *integrand + 64 * EXACT_NODES, integrand_free);
  PlumeSamplingPlan plan = { 0 };

  if (contestant == DPM_NOBODY)
    return g_steal_pointer (&result);
  plan = slot_plan (reads, contestant, &clock, &times, &reason);
  if (reason == NULL && trace_exactly (integrand, &plan, start, task, &reason)
      && trace_solver (integrand, &plan, start, task, &reason))
    return g_steal_pointer (&result);
  g_propagate_error (error, g_steal_pointer (&reason));
  return NULL;
}

static void
grids_free (gpointer data)
{
  DpmGrids *grids = data;

  plume_array_unref (grids->number);
  for (guint i = 0; i < DPM_N_GRIDS; i++)
    g_clear_pointer (&grids->lambda[i], plume_array_unref);
  g_free (grids);
}

PlumeResult *
dpm_compute_grids (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  SceneClock clock = scene_read_clock (reads);
  g_autofree double *start = scene_start_new (&clock, plume_reads_seed (reads, "seed"), N_PILOT, 2);
  PlumeSamplingPlan plan = dpm_exact_plan (reads, &clock);
  guint slot = (guint)plume_reads_integer (reads, "detail"),
        n = (guint)plume_reads_integer (reads, "evaluations");
  guint contestant = (guint)plume_reads_integer (reads, dpm_slot_ids[slot]),
        order = MAX (dpm_order (contestant), 1);
  g_autoptr (PlumeArc) arc = plume_arc_measure (&plan, N_PILOT, start, task, error);
  DpmGrids *grids;

  if (arc == NULL)
    return NULL;
  grids = g_new0 (DpmGrids, 1);
  grids->n = n;
  grids->number = plume_array_new_linear (0, n, n + 1);
  for (guint i = 0; i < DPM_N_GRIDS; i++)
    {
      g_autoptr (PlumeArray) times =
          i == DPM_ARC ? plume_arc_grid (arc, &clock.process, clock.from, clock.to, order, n, NULL)
                       : plume_time_grid_make (plume_time_grid_find (dpm_grids[i].id),
                                               &clock.process, clock.from, clock.to,
                                               plume_reads_number (reads, "rho"), n, NULL);

      if (times == NULL || times->length != n + 1)
        continue;
      grids->lambda[i] = plume_array_new (n + 1);
      for (guint j = 0; j <= n; j++)
        grids->lambda[i]->values[j] = plume_process_at (&clock.process, times->values[j]).lambda;
    }
  return plume_result_new (grids, sizeof *grids + 64 * n, grids_free);
}
