/* plume-sampler.c: sets a run up, cuts the batch into chunks where samples do not meet, and keeps
 * what was asked for.
 *
 * It knows neither a solver nor a source by name.
 */
#include "core/plume-parallel.h"
#include "generative/plume-run.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define CHUNK 128 /* samples whose batch stays near the processor */

gboolean
plume_run_ask (PlumeRun *run,
               PlumePrediction wanted,
               const PlumeMarginal *at,
               const double *y,
               double *answer,
               GError **error)
{
  if (!plume_task_check (run->task, error))
    return FALSE;
  run->evaluations += run->score->cost;
  return plume_score_predict (run->score, wanted, at, run->level, run->n, y, answer, run->memory,
                              run->task, error);
}

void
plume_run_draw (PlumeRun *run, double from, double to, double *normal)
{
  run->noise->draw (run->noise, run->draws++, from, to, run->first, run->n, run->d, normal);
}

void
plume_run_reach (PlumeRun *run, guint i)
{
  PlumeSampling *sampling = run->sampling;
  gsize length = run->n * run->d;

  if (sampling->path != NULL)
    memcpy (sampling->path + (i * sampling->n + run->first) * run->d, run->y,
            length * sizeof (double));
}

void
plume_run_keep_answer (PlumeRun *run, guint i, PlumePrediction kind, const double *answer)
{
  PlumeSampling *sampling = run->sampling;
  gsize length = run->n * run->d;
  double a, b, *kept;

  if (sampling->answers == NULL)
    return;
  kept = sampling->answers + (i * sampling->n + run->first) * run->d;
  plume_prediction_convert (kind, PLUME_PREDICT_NOISE, &run->nodes[i], run->level, &a, &b);
  for (gsize j = 0; j < length; j++)
    kept[j] = a * run->y[j] + b * answer[j];
}

typedef struct
{
  PlumeRun whole;
  const PlumeSolver *solver;
  const double *start;
  guint evaluations, rejected; /* of the part that needed most */
  GMutex lock;
  GError *error;
} Batch;

/* Replaces y by the data that are expected at node i. */
static gboolean
take_data (PlumeRun *run, guint i, GError **error)
{
  if (!plume_run_ask (run, PLUME_PREDICT_DATA, &run->nodes[i], run->y, run->scratch[0], error))
    return FALSE;
  plume_run_keep_answer (run, i, PLUME_PREDICT_DATA, run->scratch[0]);
  for (gsize j = 0; j < run->n * run->d; j++)
    run->y[j] = run->scratch[0][j];
  return TRUE;
}

/* A last node without noise is stepped to through the data, whatever the solver: λ is infinite
 * there, and no order above the first has a meaning (Karras et al. 2022). */
static gboolean
walk_nodes (const PlumeSolver *solver, PlumeRun *run, GError **error)
{
  guint last = run->n_steps;

  plume_run_reach (run, 0);
  if (run->nodes[last].sigma > 0)
    {
      if (!solver->walk (run, error))
        return FALSE;
      return !run->options.denoise || take_data (run, last, error);
    }
  run->n_steps = last - 1;
  if (run->n_steps > 0 && !solver->walk (run, error))
    return FALSE;
  run->n_steps = last;
  if (!take_data (run, last - 1, error))
    return FALSE;
  for (gsize j = 0; j < run->n * run->d; j++)
    run->y[j] *= run->nodes[last].alpha;
  plume_run_reach (run, last);
  return TRUE;
}

static gboolean
walk_part (Batch *batch, gsize from, gsize to, PlumeRun *part, GError **error)
{
  gsize d = batch->whole.d, length = (to - from) * d;
  g_autofree double *memory = g_new (double, length *(1 + PLUME_RUN_SCRATCH));
  gboolean done;

  *part = batch->whole;
  part->first = from;
  part->n = to - from;
  part->y = memory;
  for (guint i = 0; i < PLUME_RUN_SCRATCH; i++)
    part->scratch[i] = memory + (i + 1) * length;
  memcpy (part->y, batch->start + from * d, length * sizeof (double));
  if (part->score->type->remember != NULL)
    part->memory = part->score->type->remember (part->score, part->n);
  done = walk_nodes (batch->solver, part, error);
  if (part->memory != NULL)
    part->score->type->forget (part->memory);
  if (done)
    memcpy (part->sampling->end + from * d, part->y, length * sizeof (double));
  return done;
}

static void
walk_chunk (gsize from, gsize to, gpointer data)
{
  Batch *batch = data;
  PlumeRun part;
  GError *error = NULL;
  gboolean done = walk_part (batch, from, to, &part, &error);

  g_mutex_lock (&batch->lock);
  if (!done && batch->error == NULL)
    batch->error = g_steal_pointer (&error);
  batch->evaluations = MAX (batch->evaluations, part.evaluations);
  batch->rejected = MAX (batch->rejected, part.rejected);
  g_mutex_unlock (&batch->lock);
  g_clear_error (&error);
}

static gboolean
walk_all (Batch *batch, GError **error)
{
  PlumeRun *whole = &batch->whole;
  gboolean done;

  if (!whole->score->type->is_pointwise || batch->solver->is_coupled)
    {
      PlumeRun part;

      done = walk_part (batch, 0, whole->sampling->n, &part, error);
      batch->evaluations = part.evaluations;
      batch->rejected = part.rejected;
      return done;
    }
  g_mutex_init (&batch->lock);
  done = plume_parallel_for (whole->sampling->n, CHUNK, walk_chunk, batch, whole->task, error);
  g_mutex_clear (&batch->lock);
  if (done && batch->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&batch->error));
      return FALSE;
    }
  g_clear_error (&batch->error);
  return done;
}

static PlumeSampling *
sampling_new (gsize n, gsize d, const PlumeArray *times, PlumeKeep keep)
{
  PlumeSampling *sampling = g_new0 (PlumeSampling, 1);
  gsize length = times->length * n * d;

  sampling->n = n;
  sampling->d = d;
  sampling->n_nodes = (guint)times->length;
  sampling->times = g_memdup2 (times->values, times->length * sizeof (double));
  sampling->end = g_new (double, n *d);
  if (keep & PLUME_KEEP_PATH)
    sampling->path = g_new (double, length);
  if (keep & PLUME_KEEP_ANSWERS)
    {
      sampling->answers = g_new (double, length);
      for (gsize i = 0; i < length; i++)
        sampling->answers[i] = NAN;
    }
  return sampling;
}

void
plume_sampling_free (PlumeSampling *sampling)
{
  g_free (sampling->times);
  g_free (sampling->path);
  g_free (sampling->answers);
  g_free (sampling->end);
  g_free (sampling);
}

/* Evaluations that the solver itself may make, counted as of a source of cost 1; 0 where they are
 * too few. */
static guint
solver_budget (const PlumeSamplingPlan *plan, GError **error)
{
  guint cost = MAX (plan->score->cost, 1), budget = plan->budget / cost,
        besides = plan->options.denoise ? 1 : 0, least = MAX (plan->solver->smallest, 1);

  if (budget < least + besides)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("%s: the number of evaluations is %u; raise it to at least %u"),
                   _ (plan->solver->title), plan->budget, (least + besides) * cost);
      return 0;
    }
  return budget - besides;
}

/* Nodes of steps of different orders: those at cumulative orders of the grid of all evaluations,
 * whose other nodes become the inner ones. A grid that ends without noise has no inner nodes in
 * λ. */
static PlumeArray *
nodes_of_orders (const PlumeSamplingPlan *plan,
                 guint budget,
                 guint n_steps,
                 double from,
                 double to,
                 PlumeArray **inner,
                 GError **error)
{
  g_autoptr (PlumeArray) all =
      plume_time_grid_make (plan->grid, plan->process, from, to, plan->rho, budget, error);
  PlumeArray *times;

  if (all == NULL)
    return NULL;
  if (plan->grid->is_uniform_in_lambda
      || !(plume_process_at (plan->process, all->values[budget]).sigma > 0))
    return plume_time_grid_make (plan->grid, plan->process, from, to, plan->rho, n_steps, error);
  times = plume_array_new (n_steps + 1);
  for (guint i = 0, spent = 0; i <= n_steps; i++)
    {
      times->values[i] = all->values[spent];
      if (i < n_steps)
        spent += plan->solver->order_at (&plan->options, budget, i);
    }
  *inner = g_steal_pointer (&all);
  return times;
}

static PlumeArray *
nodes_of (const PlumeSamplingPlan *plan,
          double from,
          double to,
          guint *budget,
          PlumeArray **inner,
          GError **error)
{
  const PlumeSolver *solver = plan->solver;
  guint n_steps;

  if (plan->times != NULL)
    {
      for (gsize i = 0; i + 1 < plan->times->length; i++)
        if (!(plan->times->values[i + 1] < plan->times->values[i]))
          {
            g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                         _ ("moment %u of the steps is not before moment %u; give moments that "
                            "fall strictly"),
                         (guint)i + 2, (guint)i + 1);
            return NULL;
          }
      return plume_array_ref ((PlumeArray *)plan->times);
    }
  *budget = solver_budget (plan, error);
  if (*budget == 0)
    return NULL;
  n_steps = solver->count_steps != NULL ? solver->count_steps (&plan->options, *budget)
                                        : *budget / MAX (solver->evaluations, 1);
  if (solver->order_at != NULL)
    return nodes_of_orders (plan, *budget, n_steps, from, to, inner, error);
  return plume_time_grid_make (plan->grid, plan->process, from, to, plan->rho, MAX (n_steps, 1),
                               error);
}

static PlumeMarginal *
marginals_of (const PlumeProcess *process, const PlumeArray *times)
{
  PlumeMarginal *nodes = g_new (PlumeMarginal, times->length);

  for (gsize i = 0; i < times->length; i++)
    nodes[i] = plume_process_at (process, times->values[i]);
  return nodes;
}

/**
 * plume_sample:
 * @plan: with what
 * @n: samples
 * @start: n × d places y at the noisy end
 * @keep: what to keep besides the ends
 *
 * Samples are independent of each other unless the solver couples them, so the numbers do not
 * depend on the number of threads.
 *
 * Returns: (transfer full): the samples, or %NULL with an error
 */
PlumeSampling *
plume_sample (const PlumeSamplingPlan *plan,
              gsize n,
              const double *start,
              PlumeKeep keep,
              PlumeTask *task,
              GError **error)
{
  double from = plan->from > 0 ? plan->from : plan->process->last,
         to = plan->to > 0 ? plan->to : 1e-3;
  guint budget = 0;
  g_autoptr (PlumeArray) inner = NULL;
  g_autoptr (PlumeArray) times = nodes_of (plan, from, to, &budget, &inner, error);
  g_autoptr (PlumeSampling) sampling = NULL;
  g_autofree PlumeMarginal *nodes = NULL, *inner_nodes = NULL;
  Batch batch = { .solver = plan->solver, .start = start };

  if (times == NULL)
    return NULL;
  sampling = sampling_new (n, plan->score->dimension, times, keep);
  nodes = marginals_of (plan->process, times);
  if (inner != NULL)
    inner_nodes = marginals_of (plan->process, inner);
  batch.whole = (PlumeRun){ .process = plan->process,
                            .score = plan->score,
                            .options = plan->options,
                            .budget = budget,
                            .order_at = plan->times == NULL ? plan->solver->order_at : NULL,
                            .inner = inner_nodes,
                            .n_steps = (guint)times->length - 1,
                            .nodes = nodes,
                            .d = plan->score->dimension,
                            .noise = &plan->noise,
                            .level = plume_process_level (plan->process),
                            .task = task,
                            .sampling = sampling,
                            .keep = keep };
  if (!walk_all (&batch, error))
    return NULL;
  sampling->evaluations = batch.evaluations;
  sampling->rejected = batch.rejected;
  return g_steal_pointer (&sampling);
}
