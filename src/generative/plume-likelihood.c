/* plume-likelihood.c: places and their ℓ carried together from data to noise by Dormand–Prince
 * 8(7). */
#include "generative/plume-likelihood.h"

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "core/plume-random.h"

#include <glib/gi18n-lib.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_odeiv2.h>
#include <math.h>
#include <string.h>

#define CHUNK 16 /* samples that share steps */

/* Some samples on their way; the state is z (n × d), then ℓ (n × paths). */
typedef struct
{
  const PlumeLikelihoodPlan *plan;
  gsize n, d, paths;
  double level;
  double *probes; /* paths × n × d, or none */
  double *y, *shifted, *up, *down, *noise, *turn;
  gpointer memory;
  PlumeTask *task;
  GError *error;
  guint evaluations;
} Walk;

static gboolean
ask (Walk *walk, const PlumeMarginal *at, const double *y, double *noise)
{
  walk->evaluations += walk->plan->score->cost;
  return plume_score_predict (walk->plan->score, PLUME_PREDICT_NOISE, at, walk->level, walk->n, y,
                              noise, walk->memory, walk->task, &walk->error);
}

/* The derivative of ε̂ along v (n × d), times v, by central differences of a thousandth of σ;
 * truncation is of order 1e-7 relative. Adds to @turn every @stride. */
static gboolean
add_directional (Walk *walk, const PlumeMarginal *at, const double *v, double *turn, gsize stride)
{
  gsize n = walk->n, d = walk->d;
  double h = 1e-3 * at->sigma;

  for (gsize i = 0; i < n * d; i++)
    walk->shifted[i] = walk->y[i] + h * v[i];
  if (!ask (walk, at, walk->shifted, walk->up))
    return FALSE;
  for (gsize i = 0; i < n * d; i++)
    walk->shifted[i] = walk->y[i] - h * v[i];
  if (!ask (walk, at, walk->shifted, walk->down))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    for (gsize c = 0; c < d; c++)
      turn[i * stride] += v[i * d + c] * (walk->up[i * d + c] - walk->down[i * d + c]) / (2 * h);
  return TRUE;
}

/* ∇·ε̂, n × paths */
static gboolean
find_turn (Walk *walk, const PlumeMarginal *at)
{
  const PlumeScore *score = walk->plan->score;
  gsize n = walk->n, d = walk->d;

  memset (walk->turn, 0, n * walk->paths * sizeof (double));
  if (walk->probes != NULL)
    {
      for (gsize p = 0; p < walk->paths; p++)
        if (!add_directional (walk, at, walk->probes + p * n * d, walk->turn + p, walk->paths))
          return FALSE;
      return TRUE;
    }
  if (score->type->density != NULL)
    {
      score->type->density (score, at, n, walk->y, walk->up, walk->turn);
      for (gsize i = 0; i < n; i++)
        walk->turn[i] *= -at->sigma;
      return TRUE;
    }
  for (gsize c = 0; c < d; c++)
    {
      g_autofree double *axis = g_new0 (double, n *d);

      for (gsize i = 0; i < n; i++)
        axis[i * d + c] = 1;
      if (!add_directional (walk, at, axis, walk->turn, 1))
        return FALSE;
    }
  return TRUE;
}

static int
derive (double lambda, const double state[], double rates[], void *data)
{
  Walk *walk = data;
  const PlumeProcess *process = walk->plan->process;
  PlumeMarginal at = plume_process_at (process, plume_process_time_at (process, lambda));
  gsize length = walk->n * walk->d, paths = walk->n * walk->paths;

  for (gsize i = 0; i < length; i++)
    walk->y[i] = at.alpha * state[i];
  if (!ask (walk, &at, walk->y, walk->noise) || !find_turn (walk, &at))
    return GSL_EBADFUNC;
  for (gsize i = 0; i < length; i++)
    rates[i] = -at.kappa * walk->noise[i];
  for (gsize i = 0; i < paths; i++)
    rates[length + i] = -at.kappa * at.alpha * walk->turn[i];
  return GSL_SUCCESS;
}

static gboolean
integrate (Walk *walk, double from, double to, double *state)
{
  gsl_odeiv2_system system = { .function = derive,
                               .dimension = walk->n * (walk->d + walk->paths),
                               .params = walk };
  double tolerance = walk->plan->tolerance > 0 ? walk->plan->tolerance : 1e-9;
  gsl_odeiv2_driver *driver = gsl_odeiv2_driver_alloc_y_new (
      &system, gsl_odeiv2_step_rk8pd, (to - from) / 64, tolerance, tolerance);
  int status;

  gsl_odeiv2_driver_set_nmax (driver, 100000);
  status = gsl_odeiv2_driver_apply (driver, &from, to, state);
  gsl_odeiv2_driver_free (driver);
  if (status != GSL_SUCCESS && walk->error == NULL)
    g_set_error (&walk->error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                 _ ("the likelihood could not be integrated beyond λ = %.4g (%s); allow a larger "
                    "tolerance"),
                 from, gsl_strerror (status));
  return status == GSL_SUCCESS;
}

/* Mean over paths and its standard error, with the prior and the change of scale */
static void
conclude (const Walk *walk,
          const PlumeMarginal *first,
          const PlumeMarginal *last,
          const double *state,
          const double *ends,
          double *log_density,
          double *standard_error)
{
  const PlumeScore *score = walk->plan->score;
  gsize n = walk->n, d = walk->d, paths = walk->paths;

  if (walk->plan->prior == PLUME_PRIOR_EXACT)
    score->type->density (score, last, n, ends, log_density, NULL);
  else
    for (gsize i = 0; i < n; i++)
      {
        double square = 0;

        for (gsize c = 0; c < d; c++)
          square += ends[i * d + c] * ends[i * d + c];
        log_density[i] = -0.5 * square / (last->sigma * last->sigma)
                         - (double)d * (log (last->sigma) + 0.5 * log (2 * G_PI));
      }
  for (gsize i = 0; i < n; i++)
    {
      const double *path = state + n * d + i * paths;
      double mean = 0, square = 0;

      for (gsize p = 0; p < paths; p++)
        mean += path[p] / (double)paths;
      for (gsize p = 0; p < paths; p++)
        square += (path[p] - mean) * (path[p] - mean);
      log_density[i] += mean + (double)d * (last->log_alpha - first->log_alpha);
      standard_error[i] =
          walk->probes == NULL ? 0 : sqrt (square / ((double)(paths - 1) * (double)paths));
    }
}

typedef struct
{
  const PlumeLikelihoodPlan *plan;
  const double *y;
  PlumeMarginal first, last;
  PlumeLikelihood *likelihood;
  PlumeTask *task;
  GMutex lock;
  GError *error;
} Batch;

static void
draw_probes (Walk *walk, gsize from)
{
  gsize n = walk->n, d = walk->d;

  for (gsize i = 0; i < n; i++)
    {
      PlumeStream stream = plume_stream (walk->plan->seed, "hutchinson", from + i);

      for (gsize p = 0; p < walk->paths; p++)
        for (gsize c = 0; c < d; c++)
          walk->probes[(p * n + i) * d + c] = plume_stream_bits (&stream) & 1 ? 1 : -1;
    }
}

static void
walk_chunk (gsize from, gsize to, gpointer data)
{
  Batch *batch = data;
  const PlumeScore *score = batch->plan->score;
  PlumeLikelihood *likelihood = batch->likelihood;
  gsize n = to - from, d = likelihood->d, paths = MAX (batch->plan->n_probes, 1);
  g_autofree double *memory = g_new (double, n *(5 * d + paths)),
                    *state = g_new (double, n *(d + paths)), *probes = NULL;
  Walk walk = { .plan = batch->plan,
                .n = n,
                .d = d,
                .paths = paths,
                .level = plume_process_level (batch->plan->process),
                .y = memory,
                .shifted = memory + n * d,
                .up = memory + 2 * n * d,
                .down = memory + 3 * n * d,
                .noise = memory + 4 * n * d,
                .turn = memory + 5 * n * d,
                .task = batch->task };
  gboolean done;

  if (batch->plan->n_probes > 0)
    {
      walk.probes = probes = g_new (double, paths *n *d);
      draw_probes (&walk, from);
    }
  if (score->type->remember != NULL)
    walk.memory = score->type->remember (score, n);
  for (gsize i = 0; i < n * d; i++)
    state[i] = batch->y[from * d + i] / batch->first.alpha;
  memset (state + n * d, 0, n * paths * sizeof (double));
  done = integrate (&walk, batch->first.lambda, batch->last.lambda, state);
  for (gsize i = 0; i < n * d; i++)
    likelihood->ends[from * d + i] = batch->last.alpha * state[i];
  if (done)
    conclude (&walk, &batch->first, &batch->last, state, likelihood->ends + from * d,
              likelihood->log_density + from, likelihood->standard_error + from);
  if (walk.memory != NULL)
    score->type->forget (walk.memory);
  g_mutex_lock (&batch->lock);
  likelihood->evaluations = MAX (likelihood->evaluations, walk.evaluations);
  if (walk.error != NULL && batch->error == NULL)
    batch->error = g_steal_pointer (&walk.error);
  g_mutex_unlock (&batch->lock);
  g_clear_error (&walk.error);
}

static PlumeLikelihood *
likelihood_alloc (gsize n, gsize d)
{
  PlumeLikelihood *likelihood = g_new0 (PlumeLikelihood, 1);

  likelihood->n = n;
  likelihood->d = d;
  likelihood->log_density = g_new (double, n + 1);
  likelihood->standard_error = g_new (double, n + 1);
  likelihood->ends = g_new (double, n *d + 1);
  return likelihood;
}

void
plume_likelihood_free (PlumeLikelihood *likelihood)
{
  g_free (likelihood->log_density);
  g_free (likelihood->standard_error);
  g_free (likelihood->ends);
  g_free (likelihood);
}

/**
 * plume_likelihood_new:
 * @plan: with what
 * @n: samples
 * @y: n × d places at t_0
 * @task: (nullable): asked at every evaluation
 *
 * Sixteen neighbours share their steps, so results depend on them within the tolerance, but never
 * on the number of threads. O(n K) evaluations of the source.
 *
 * Returns: (transfer full): the likelihoods, or %NULL with an error where the source fails, the
 * integration does not end, p_T is not known, or the task is cancelled
 */
PlumeLikelihood *
plume_likelihood_new (
    const PlumeLikelihoodPlan *plan, gsize n, const double *y, PlumeTask *task, GError **error)
{
  g_autoptr (PlumeLikelihood) likelihood = likelihood_alloc (n, plan->score->dimension);
  double last = plan->to > 0 ? plan->to : plan->process->last;
  Batch batch = { .plan = plan,
                  .y = y,
                  .first = plume_process_at (plan->process, plan->from > 0 ? plan->from : 1e-3),
                  .last = plume_process_at (plan->process, last),
                  .likelihood = likelihood,
                  .task = task };
  gboolean done;

  if (plan->prior == PLUME_PRIOR_EXACT && plan->score->type->density == NULL)
    {
      g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                           _ ("this source of scores does not know its density; take the normal "
                              "prior"));
      return NULL;
    }
  if (!(isfinite (batch.first.lambda) && isfinite (batch.last.lambda)
        && batch.last.lambda < batch.first.lambda))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("likelihoods cannot be carried from λ = %g to %g; choose moments with noise "
                      "and data in both, the later one with more noise"),
                   batch.first.lambda, batch.last.lambda);
      return NULL;
    }
  g_mutex_init (&batch.lock);
  if (plan->score->type->is_pointwise)
    done = plume_parallel_for (n, CHUNK, walk_chunk, &batch, task, error);
  else
    {
      if (n > 0)
        walk_chunk (0, n, &batch);
      done = TRUE;
    }
  g_mutex_clear (&batch.lock);
  if (batch.error != NULL)
    {
      if (done)
        g_propagate_error (error, batch.error);
      else
        g_error_free (batch.error);
      return NULL;
    }
  return done ? g_steal_pointer (&likelihood) : NULL;
}

/**
 * plume_likelihood_bits:
 * @log_density: ln p
 * @dimension: d
 * @is_picture: whether data are 8-bit pixels mapped to [−1, 1], which adds 7 bits
 *
 * Returns: bits a dimension
 */
double
plume_likelihood_bits (double log_density, gsize dimension, gboolean is_picture)
{
  return -log_density / ((double)dimension * G_LN2) + (is_picture ? 7 : 0);
}
