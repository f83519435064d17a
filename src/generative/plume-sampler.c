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
  GMutex lock;
  GError *error;
} Batch;

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
  plume_run_reach (part, 0);
  done = batch->solver->walk (part, error);
  if (done && part->options.denoise)
    {
      done = plume_run_ask (part, PLUME_PREDICT_DATA, &part->nodes[part->n_steps], part->y,
                            part->scratch[0], error);
      if (done)
        memcpy (part->y, part->scratch[0], length * sizeof (double));
    }
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
  batch->whole.evaluations = MAX (batch->whole.evaluations, part.evaluations);
  batch->whole.rejected = MAX (batch->whole.rejected, part.rejected);
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
      whole->evaluations = part.evaluations;
      whole->rejected = part.rejected;
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

static PlumeArray *
nodes_of (const PlumeSamplingPlan *plan, double from, double to, GError **error)
{
  const PlumeSolver *solver = plan->solver;
  guint budget = plan->budget, n_steps;

  if (plan->times != NULL)
    return plume_array_ref ((PlumeArray *)plan->times);
  if (plan->options.denoise && budget > 1)
    budget--;
  if (budget / MAX (plan->score->cost, 1) < solver->smallest)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("%s takes at least %u evaluations, and %u were given; raise their number"),
                   _ (solver->title), solver->smallest * plan->score->cost, plan->budget);
      return NULL;
    }
  budget /= MAX (plan->score->cost, 1);
  n_steps = solver->count_steps != NULL ? solver->count_steps (&plan->options, budget)
                                        : budget / MAX (solver->evaluations, 1);
  return plume_time_grid_make (plan->grid, plan->process, from, to, plan->rho, MAX (n_steps, 1),
                               error);
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
  g_autoptr (PlumeArray) times = nodes_of (plan, from, to, error);
  g_autoptr (PlumeSampling) sampling = NULL;
  g_autofree PlumeMarginal *nodes = NULL;
  Batch batch = { .solver = plan->solver, .start = start };

  if (times == NULL)
    return NULL;
  sampling = sampling_new (n, plan->score->dimension, times, keep);
  nodes = g_new (PlumeMarginal, times->length);
  for (gsize i = 0; i < times->length; i++)
    nodes[i] = plume_process_at (plan->process, times->values[i]);
  batch.whole = (PlumeRun){ .process = plan->process,
                            .score = plan->score,
                            .options = plan->options,
                            .budget = plan->budget,
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
  sampling->evaluations = batch.whole.evaluations;
  sampling->rejected = batch.whole.rejected;
  return g_steal_pointer (&sampling);
}
