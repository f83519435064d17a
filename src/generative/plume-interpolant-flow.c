/* plume-interpolant-flow.c: fixed and adaptive steps along a bridge.
 *
 * Pairs are made ready for a batch of moments at a time; then chunks of samples walk through the
 * batch, each in one thread.
 */
#include "generative/plume-interpolant-flow.h"

#include "core/plume-error.h"
#include "core/plume-parallel.h"

#include <glib/gi18n-lib.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_odeiv2.h>
#include <math.h>
#include <string.h>

#define CHUNK         256
#define ADAPTIVE      64    /* samples that share their steps */
#define BATCH_PAIRS   32768 /* pairs that are ready at once */
#define STIFF_STEP    0.2   /* the largest ε |∇s| dt of one step */
#define MOST_SUBSTEPS 32

typedef struct
{
  const PlumeBridge *bridge;
  const PlumeFlowPlan *plan;
  PlumeFlow *flow;
  PlumeTask *task;
  /* the batch: moments of n_substeps steps, times_per_step each */
  GPtrArray *moments;
  guint times_per_step, n_substeps, first_draw;
  const double *times; /* of the substeps, n_substeps + 1 */
  const int *node;     /* by substep: the node that its end is, or −1 */
  int failed;
} Walk;

void
plume_flow_free (PlumeFlow *flow)
{
  g_free (flow->times);
  g_free (flow->path);
  g_free (flow->end);
  g_free (flow->log_ratio);
  g_free (flow->length);
  g_free (flow->action);
  g_free (flow);
}

/**
 * plume_flow_plan_init:
 * @method: how to step
 * @steps: how many
 *
 * Returns: forwards over [0, 1], ε = 0, exact fields
 */
PlumeFlowPlan
plume_flow_plan_init (PlumeFlowMethod method, guint steps)
{
  return (PlumeFlowPlan){ .method = method,
                          .to = 1,
                          .steps = steps,
                          .tolerance = 1e-9,
                          .noise = plume_noise_brownian (1, 1),
                          .stays_stable = TRUE };
}

static gboolean
is_diffusion (const PlumeFlowPlan *plan)
{
  return plan->method != PLUME_FLOW_RUNGE_KUTTA && plan->method != PLUME_FLOW_ADAPTIVE;
}

static double
epsilon_at (const PlumeFlowPlan *plan, double t)
{
  if (!is_diffusion (plan))
    return 0;
  return plan->epsilon * (plan->epsilon_at != NULL ? plan->epsilon_at (t, plan->epsilon_data) : 1);
}

/* ε at a moment of steps of dt. Where even the shortest steps are too long for the score, it is
 * lowered: any ε(t) has the same marginals. */
static double
stable_epsilon (const PlumeFlowPlan *plan, const PlumeBridgeMoment *moment, double dt)
{
  double epsilon = epsilon_at (plan, plume_bridge_moment_get_blend (moment)->time);
  double most = STIFF_STEP / (plume_bridge_moment_get_stiffness (moment) * fabs (dt));

  return plan->stays_stable && epsilon > 0 ? MIN (epsilon, most) : epsilon;
}

static void
add_error (const PlumeFieldError *error,
           gsize n,
           gsize d,
           const double *x,
           double *velocity,
           double *score)
{
  if (error->velocity == 0 && error->score == 0)
    return;
  for (gsize i = 0; i < n; i++)
    for (gsize c = 0; c < d; c++)
      {
        double phase = error->wavenumber * x[i * d + (c + 1) % d];

        velocity[i * d + c] += error->velocity * sin (phase);
        if (score != NULL)
          score[i * d + c] += error->score * cos (phase);
      }
}

/* b ± εs into drift of steps of dt; score is work memory; divergence (nullable) is of b̂ */
static void
find_drift (const Walk *walk,
            const PlumeBridgeMoment *moment,
            double dt,
            gsize n,
            const double *x,
            double *drift,
            double *score,
            double *divergence)
{
  const PlumeFlowPlan *plan = walk->plan;
  double epsilon = stable_epsilon (plan, moment, dt);
  double sign = plan->to >= plan->from ? epsilon : -epsilon;
  gsize d = walk->flow->d;
  PlumeBridgeFields fields = { .velocity = drift,
                               .score = epsilon > 0 ? score : NULL,
                               .divergence = divergence };

  plume_bridge_moment_evaluate (moment, n, x, &fields);
  add_error (&plan->error, n, d, x, drift, fields.score);
  if (divergence != NULL && d == 1) /* in more dimensions the error has no divergence */
    for (gsize i = 0; i < n; i++)
      divergence[i] +=
          plan->error.velocity * plan->error.wavenumber * cos (plan->error.wavenumber * x[i]);
  if (epsilon > 0)
    for (gsize i = 0; i < n * d; i++)
      drift[i] += sign * score[i];
}

/* Adds weight · (−∇·b dt, |b| |dt|, ½|b|² |dt|) */
static void
add_measures (PlumeFlow *flow,
              gsize first,
              gsize n,
              const double *drift,
              const double *divergence,
              double step)
{
  gsize d = flow->d;

  for (gsize i = 0; i < n; i++)
    {
      double square = 0;

      for (gsize c = 0; c < d; c++)
        square += drift[i * d + c] * drift[i * d + c];
      flow->log_ratio[first + i] -= divergence[i] * step;
      flow->length[first + i] += sqrt (square) * fabs (step);
      flow->action[first + i] += 0.5 * square * fabs (step);
    }
}

static void
step_runge_kutta (Walk *walk, guint substep, gsize first, gsize n, double *x, double *work)
{
  static const double lead[4] = { 0, 0.5, 0.5, 1 },
                      weight[4] = { 1 / 6.0, 1 / 3.0, 1 / 3.0, 1 / 6.0 };
  static const guint moment_of[4] = { 0, 1, 1, 2 };
  gsize size = n * walk->flow->d;
  double *k = work, *place = work + size, *sum = work + 2 * size, *score = work + 3 * size,
         *divergence = walk->plan->measures ? work + 4 * size : NULL;
  double dt = walk->times[substep + 1] - walk->times[substep];

  memset (sum, 0, size * sizeof (double));
  for (guint stage = 0; stage < 4; stage++)
    {
      for (gsize i = 0; i < size; i++)
        place[i] = stage == 0 ? x[i] : x[i] + lead[stage] * dt * k[i];
      find_drift (walk, g_ptr_array_index (walk->moments, 2 * substep + moment_of[stage]), dt, n,
                  place, k, score, divergence);
      for (gsize i = 0; i < size; i++)
        sum[i] += weight[stage] * k[i];
      if (divergence != NULL)
        add_measures (walk->flow, first, n, k, divergence, weight[stage] * dt);
    }
  for (gsize i = 0; i < size; i++)
    x[i] += dt * sum[i];
}

/* √(2ε|dt|) ξ into noise, with the mean ε of the step; a path's addresses run from its start
 * downwards */
static gboolean
draw_noise (const Walk *walk, guint substep, gsize first, gsize n, double *noise)
{
  const PlumeFlowPlan *plan = walk->plan;
  double from = walk->times[substep], to = walk->times[substep + 1];
  double first_epsilon =
             stable_epsilon (plan, g_ptr_array_index (walk->moments, substep), to - from),
         last_epsilon =
             stable_epsilon (plan, g_ptr_array_index (walk->moments, substep + 1), to - from);
  double spread = sqrt ((first_epsilon + last_epsilon) * fabs (to - from));

  if (spread == 0)
    return FALSE;
  plan->noise.draw (&plan->noise, walk->first_draw + substep, 1 - fabs (from - plan->from),
                    1 - fabs (to - plan->from), first, n, walk->flow->d, noise);
  for (gsize i = 0; i < n * walk->flow->d; i++)
    noise[i] *= spread;
  return TRUE;
}

static void
step_diffusion (Walk *walk, guint substep, gsize first, gsize n, double *x, double *work)
{
  PlumeFlowMethod method = walk->plan->method;
  gsize size = n * walk->flow->d;
  double *k = work, *place = work + size, *noise = work + 2 * size, *score = work + 3 * size;
  double dt = walk->times[substep + 1] - walk->times[substep];
  gboolean is_noisy = draw_noise (walk, substep, first, n, noise);

  for (gsize i = 0; is_noisy && method == PLUME_FLOW_NOISE_FIRST && i < size; i++)
    x[i] += noise[i];
  is_noisy = is_noisy && method != PLUME_FLOW_NOISE_FIRST;
  find_drift (walk, g_ptr_array_index (walk->moments, substep), dt, n, x, k, score, NULL);
  for (gsize i = 0; i < size; i++)
    place[i] = x[i] + dt * k[i] + (is_noisy ? noise[i] : 0);
  if (method != PLUME_FLOW_EULER_MARUYAMA)
    {
      for (gsize i = 0; i < size; i++)
        x[i] += 0.5 * dt * k[i] + (is_noisy ? noise[i] : 0);
      find_drift (walk, g_ptr_array_index (walk->moments, substep + 1), dt, n, place, k, score,
                  NULL);
      for (gsize i = 0; i < size; i++)
        place[i] = x[i] + 0.5 * dt * k[i];
    }
  memcpy (x, place, size * sizeof (double));
}

static void
keep (PlumeFlow *flow, int node, gsize first, gsize n, const double *x)
{
  if (node >= 0 && flow->path != NULL)
    memcpy (flow->path + ((gsize)node * flow->n + first) * flow->d, x,
            n * flow->d * sizeof (double));
}

static void
walk_chunk (gsize from, gsize to, gpointer data)
{
  Walk *walk = data;
  gsize n = to - from, d = walk->flow->d;
  double *x = walk->flow->end + from * d;
  g_autofree double *work = g_new (double, n *d * 4 + n);

  for (guint substep = 0; substep < walk->n_substeps; substep++)
    {
      if (plume_task_is_cancelled (walk->task))
        return;
      if (walk->times_per_step == 2)
        step_runge_kutta (walk, substep, from, n, x, work);
      else
        step_diffusion (walk, substep, from, n, x, work);
      keep (walk->flow, walk->node[substep], from, n, x);
    }
}

/* Into how many parts a step is cut, so that its diffusion stays stable */
static guint
count_substeps (
    const PlumeFlowPlan *plan, double from, double to, double stiffness_from, double stiffness_to)
{
  double stiff =
      MAX (epsilon_at (plan, from) * stiffness_from, epsilon_at (plan, to) * stiffness_to)
      * fabs (to - from) / STIFF_STEP;

  return plan->stays_stable ? (guint)CLAMP (ceil (stiff), 1, MOST_SUBSTEPS) : 1;
}

static guint
keep_every (const PlumeFlowPlan *plan)
{
  return MAX (plan->keep_every, 1);
}

static double
time_of_step (const PlumeFlowPlan *plan, guint i)
{
  return plan->from + (plan->to - plan->from) * i / plan->steps;
}

/* The node that the end of a step is, or −1 */
static int
node_of_step (const PlumeFlowPlan *plan, guint i)
{
  guint every = keep_every (plan);

  return i % every == 0 || i == plan->steps ? (int)((i + every - 1) / every) : -1;
}

/* All times that are stepped on, and which of them are nodes */
static gboolean
lay_times (const PlumeBridge *bridge,
           const PlumeFlowPlan *plan,
           GArray *times,
           GArray *node,
           GError **error)
{
  double stiffness = 0, last = time_of_step (plan, 0);

  g_array_append_val (times, last);
  for (guint i = 0; i <= plan->steps; i++)
    {
      double now = time_of_step (plan, i), next = 0;

      if (is_diffusion (plan) && plan->epsilon > 0)
        {
          g_autoptr (PlumeBridgeMoment) moment = plume_bridge_moment_new (bridge, now, error);

          if (moment == NULL)
            return FALSE;
          next = plume_bridge_moment_get_stiffness (moment);
        }
      if (i > 0)
        {
          guint parts = count_substeps (plan, last, now, stiffness, next);

          for (guint part = 1; part <= parts; part++)
            {
              double t = part == parts ? now : last + (now - last) * part / parts;
              int index = part == parts ? node_of_step (plan, i) : -1;

              g_array_append_val (times, t);
              g_array_append_val (node, index);
            }
        }
      stiffness = next;
      last = now;
    }
  return TRUE;
}

static gboolean
run_fixed (Walk *walk, GError **error)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) node = g_array_new (FALSE, FALSE, sizeof (int));
  gboolean diffusion = is_diffusion (walk->plan);
  guint batch = (guint)MAX (BATCH_PAIRS / plume_bridge_get_n_pairs (walk->bridge) / 2, 1);

  if (!lay_times (walk->bridge, walk->plan, times, node, error))
    return FALSE;
  walk->times_per_step = diffusion ? 1 : 2;
  walk->flow->evaluations = node->len
                            * (walk->plan->method == PLUME_FLOW_EULER_MARUYAMA ? 1
                               : diffusion                                     ? 2
                                                                               : 4);
  for (guint first = 0; first < node->len; first += batch)
    {
      g_autoptr (GPtrArray) moments =
          g_ptr_array_new_with_free_func ((GDestroyNotify)plume_bridge_moment_free);
      guint n_substeps = MIN (batch, node->len - first);

      for (guint i = 0; i <= n_substeps * walk->times_per_step; i++)
        {
          const double *at = (const double *)times->data + first + i / walk->times_per_step;
          double t = i % walk->times_per_step == 0 ? *at : 0.5 * (at[0] + at[1]);
          PlumeBridgeMoment *moment = plume_bridge_moment_new (walk->bridge, t, error);

          if (moment == NULL)
            return FALSE;
          g_ptr_array_add (moments, moment);
        }
      walk->moments = moments;
      walk->n_substeps = n_substeps;
      walk->first_draw = first;
      walk->times = (const double *)times->data + first;
      walk->node = (const int *)node->data + first;
      if (!plume_parallel_for (walk->flow->n, CHUNK, walk_chunk, walk, walk->task, error))
        return FALSE;
    }
  return TRUE;
}

typedef struct
{
  Walk *walk;
  gsize n;
  guint calls;
  double *score;
} AdaptiveWork;

/* d/dt of places, and where measured of ln ρ, length and action, of the samples of one chunk */
static int
find_rates (double t, const double *state, double *rate, void *data)
{
  AdaptiveWork *work = data;
  const PlumeFlow *flow = work->walk->flow;
  gsize n = work->n, d = flow->d;
  double *divergence = work->walk->plan->measures ? rate + n * d : NULL;
  g_autoptr (PlumeBridgeMoment) moment = plume_bridge_moment_new (work->walk->bridge, t, NULL);

  if (moment == NULL || plume_task_is_cancelled (work->walk->task))
    return GSL_EBADFUNC;
  work->calls++;
  find_drift (work->walk, moment, 1, n, state, rate, work->score, divergence);
  for (gsize i = 0; i < n && divergence != NULL; i++)
    {
      double square = 0, sign = work->walk->plan->to >= work->walk->plan->from ? 1 : -1;

      for (gsize c = 0; c < d; c++)
        square += rate[i * d + c] * rate[i * d + c];
      divergence[i] = -divergence[i];
      divergence[n + i] = sign * sqrt (square);
      divergence[2 * n + i] = sign * 0.5 * square;
    }
  return GSL_SUCCESS;
}

static void
adapt_chunk (gsize from, gsize to, gpointer data)
{
  Walk *walk = data;
  PlumeFlow *flow = walk->flow;
  const PlumeFlowPlan *plan = walk->plan;
  gsize n = to - from, d = flow->d, size = n * (d + (plan->measures ? 3 : 0));
  g_autofree double *state = g_new0 (double, size), *score = g_new (double, n *d);
  AdaptiveWork work = { walk, n, 0, score };
  gsl_odeiv2_system system = { find_rates, NULL, size, &work };
  gsl_odeiv2_driver *driver =
      gsl_odeiv2_driver_alloc_y_new (&system, gsl_odeiv2_step_rkf45, (plan->to - plan->from) * 1e-3,
                                     plan->tolerance, plan->tolerance);
  double t = plan->from;

  memcpy (state, flow->end + from * d, n * d * sizeof (double));
  for (guint node = 1; node < flow->n_nodes; node++)
    {
      if (gsl_odeiv2_driver_apply (driver, &t, flow->times[node], state) != GSL_SUCCESS)
        {
          g_atomic_int_set (&walk->failed, 1);
          break;
        }
      keep (flow, (int)node, from, n, state);
    }
  memcpy (flow->end + from * d, state, n * d * sizeof (double));
  if (plan->measures)
    {
      memcpy (flow->log_ratio + from, state + n * d, n * sizeof (double));
      memcpy (flow->length + from, state + n * d + n, n * sizeof (double));
      memcpy (flow->action + from, state + n * d + 2 * n, n * sizeof (double));
    }
  if (from == 0)
    flow->evaluations = work.calls;
  gsl_odeiv2_driver_free (driver);
}

static gboolean
run_adaptive (Walk *walk, GError **error)
{
  for (guint i = 0; i < 2; i++) /* so that a missing density is told as such */
    {
      g_autoptr (PlumeBridgeMoment) moment =
          plume_bridge_moment_new (walk->bridge, i == 0 ? walk->plan->from : walk->plan->to, error);

      if (moment == NULL)
        return FALSE;
    }
  if (!plume_parallel_for (walk->flow->n, ADAPTIVE, adapt_chunk, walk, walk->task, error))
    return FALSE;
  if (!walk->failed)
    return TRUE;
  g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                       _ ("the adaptive flow cannot keep its tolerance; loosen it, or take fixed "
                          "steps"));
  return FALSE;
}

/**
 * plume_flow_run:
 * @bridge: what carries the samples
 * @plan: how
 * @n: samples
 * @start: n × d, places at plan->from
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_COMPUTE where a density is missing or a tolerance cannot be kept;
 * %PLUME_ERROR_CANCELLED
 *
 * On all cores, the same numbers whatever their number; O(n K d²) a step.
 *
 * Returns: (transfer full): where they went
 */
PlumeFlow *
plume_flow_run (const PlumeBridge *bridge,
                const PlumeFlowPlan *plan,
                gsize n,
                const double *start,
                PlumeTask *task,
                GError **error)
{
  g_autoptr (PlumeFlow) flow = g_new0 (PlumeFlow, 1);
  gsize d = plume_bridge_get_dimension (bridge);
  Walk walk = { .bridge = bridge, .plan = plan, .flow = flow, .task = task };

  flow->n = n;
  flow->d = d;
  flow->n_nodes = (guint)node_of_step (plan, plan->steps) + 1;
  flow->times = g_new (double, flow->n_nodes);
  for (guint i = 0; i <= plan->steps; i++)
    if (node_of_step (plan, i) >= 0)
      flow->times[node_of_step (plan, i)] = time_of_step (plan, i);
  flow->end = g_memdup2 (start, n * d * sizeof (double));
  if (plan->keeps_path)
    flow->path = g_new (double, flow->n_nodes *n *d);
  keep (flow, 0, 0, n, start);
  if (plan->measures)
    {
      flow->log_ratio = g_new0 (double, n);
      flow->length = g_new0 (double, n);
      flow->action = g_new0 (double, n);
    }
  if (!(plan->method == PLUME_FLOW_ADAPTIVE ? run_adaptive (&walk, error)
                                            : run_fixed (&walk, error)))
    return NULL;
  return g_steal_pointer (&flow);
}
