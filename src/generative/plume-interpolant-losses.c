/* plume-interpolant-losses.c: losses by sampling, and Kullback–Leibler divergences in one
 * dimension: by change of variables for the flow, by the Fokker–Planck equation for the diffusion.
 *
 * The Fokker–Planck equation takes the exponentially fitted flux of Scharfetter & Gummel (1969),
 * which keeps densities positive and their mass, on cells that move with the mean, and the
 * trapezoidal rule in time after a few implicit steps.
 */
#include "generative/plume-interpolant-losses.h"

#include "core/plume-error.h"
#include "generative/plume-interpolant-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define GAP_MOMENTS 24
#define CELLS       1200
#define STEPS       250
#define DAMPED      8 /* first steps that are implicit */
#define REACH       6.5
#define FLOW_STEPS  200

/* ½|f|² − target·f, added over the coordinates */
static double
loss_of (gsize d, const double *field, const double *target)
{
  double loss = 0;

  for (gsize c = 0; c < d; c++)
    loss += (0.5 * field[c] - target[c]) * field[c];
  return loss;
}

typedef struct
{
  double sum, square;
} Mean;

static void
add (Mean *mean, double value)
{
  mean->sum += value;
  mean->square += value * value;
}

static double
spread_of (const Mean *mean, gsize n)
{
  double average = mean->sum / (double)n;

  return sqrt (MAX (mean->square / (double)n - average * average, 0));
}

/* What the loss of a kind wants its field to be at sample i, with z of the given sign */
static void
find_target (PlumeLossKind kind,
             const PlumeBridge *bridge,
             const PlumeBlend *blend,
             const double *left,
             const double *right,
             const double *normal,
             double sign,
             double *target)
{
  double gamma_rate = blend->gamma > 0 ? blend->gamma_rate / blend->gamma : 0;

  for (gsize c = 0; c < bridge->d; c++)
    {
      double z = sign * normal[c], path, shift_rate;

      plume_bridge_shift (bridge, blend, c, &shift_rate);
      path = blend->left_rate * left[c] + blend->right_rate * right[c] + shift_rate;
      target[c] = kind == PLUME_LOSS_VELOCITY        ? path + gamma_rate * z
                  : kind == PLUME_LOSS_PATH_VELOCITY ? path
                  : kind == PLUME_LOSS_SCORE         ? -z / blend->gamma
                                                     : z;
    }
}

static void
sum_losses (PlumeLossKind kind,
            const PlumeBridge *bridge,
            const PlumeBlend *blend,
            gsize n,
            const double *ends, /* left, right and z, n × d each */
            const double *fields[2],
            PlumeLoss *loss)
{
  gsize d = bridge->d;
  Mean truth = { 0 }, plain = { 0 }, paired = { 0 };
  g_autofree double *target = g_new (double, d);

  for (gsize i = 0; i < n; i++)
    {
      double each[2];

      for (guint side = 0; side < 2; side++)
        {
          const double *field = fields[side] + i * d;

          find_target (kind, bridge, blend, ends + i * d, ends + (n + i) * d,
                       ends + (2 * n + i) * d, side == 0 ? 1 : -1, target);
          each[side] = loss_of (d, field, target);
          for (gsize c = 0; c < d; c++)
            truth.sum -= 0.25 * field[c] * field[c];
        }
      add (&plain, each[0]);
      add (&paired, 0.5 * (each[0] + each[1]));
    }
  *loss = (PlumeLoss){ truth.sum / (double)n, plain.sum / (double)n, spread_of (&plain, n),
                       paired.sum / (double)n, spread_of (&paired, n) };
}

/**
 * plume_bridge_losses:
 * @bridge: a bridge
 * @t: in (0, 1)
 * @n: samples
 * @seed: of them
 * @losses: (out): by #PlumeLossKind
 * @task: (nullable): cancels
 * @error: of plume_bridge_evaluate()
 *
 * Returns: whether they are known
 */
gboolean
plume_bridge_losses (const PlumeBridge *bridge,
                     double t,
                     gsize n,
                     guint64 seed,
                     PlumeLoss losses[PLUME_N_LOSSES],
                     PlumeTask *task,
                     GError **error)
{
  gsize size = n * bridge->d;
  PlumeBlend blend = plume_interpolant_at (&bridge->interpolant, t);
  g_autofree double *ends = g_new (double, 3 * size), *x = g_new (double, size),
                    *answers = g_new (double, 2 * PLUME_N_LOSSES * size);

  plume_bridge_sample (bridge, t, n, seed, x, ends, ends + size, ends + 2 * size);
  for (guint side = 0; side < 2; side++)
    {
      double *to = answers + side * PLUME_N_LOSSES * size;
      PlumeBridgeFields fields = { .velocity = to + PLUME_LOSS_VELOCITY * size,
                                   .path_velocity = to + PLUME_LOSS_PATH_VELOCITY * size,
                                   .score = to + PLUME_LOSS_SCORE * size,
                                   .denoiser = to + PLUME_LOSS_DENOISER * size };

      if (!plume_bridge_evaluate (bridge, t, n, x, &fields, task, error))
        return FALSE;
      for (gsize i = 0; i < size; i++)
        x[i] -= 2 * blend.gamma * ends[2 * size + i];
    }
  for (guint kind = 0; kind < PLUME_N_LOSSES; kind++)
    {
      const double *fields[2] = { answers + kind * size, answers + (PLUME_N_LOSSES + kind) * size };

      if (blend.gamma == 0 && (kind == PLUME_LOSS_SCORE || kind == PLUME_LOSS_DENOISER))
        losses[kind] = (PlumeLoss){ NAN, NAN, NAN, NAN, NAN };
      else
        sum_losses (kind, bridge, &blend, n, ends, fields, &losses[kind]);
    }
  return TRUE;
}

/**
 * plume_bridge_gaps:
 * @bridge: a bridge
 * @error: what is added to its fields
 * @n: samples at each of 24 moments
 * @seed: of them
 *
 * Returns: how far the losses lie above their least values
 */
PlumeFieldGaps
plume_bridge_gaps (const PlumeBridge *bridge, const PlumeFieldError *error, gsize n, guint64 seed)
{
  gsize d = bridge->d;
  g_autofree double *x = g_new (double, n *d);
  PlumeFieldGaps gaps = { 0 };

  for (guint moment = 0; moment < GAP_MOMENTS; moment++)
    {
      double share = 1.0 / GAP_MOMENTS / (double)n;

      plume_bridge_sample (bridge, (moment + 0.5) / GAP_MOMENTS, n, seed, x, NULL, NULL, NULL);
      for (gsize i = 0; i < n; i++)
        for (gsize c = 0; c < d; c++)
          {
            double phase = error->wavenumber * x[i * d + (c + 1) % d];
            double b = error->velocity * sin (phase), s = error->score * cos (phase);

            gaps.velocity += 0.5 * b * b * share;
            gaps.score += 0.5 * s * s * share;
            gaps.mixed += b * s * share;
          }
    }
  return gaps;
}

/* (1/4ε) ∫E|Δb + εΔs|² dt, or the looser ΔL_b/ε + ε ΔL_s */
double
plume_gaps_bound (const PlumeFieldGaps *gaps, double epsilon, gboolean loose)
{
  double square = 2 * gaps->velocity + 2 * epsilon * epsilon * gaps->score;

  return loose ? gaps->velocity / epsilon + epsilon * gaps->score
               : (square + 2 * epsilon * gaps->mixed) / (4 * epsilon);
}

/* √(ΔL_b/ΔL_s) */
double
plume_gaps_best_epsilon (const PlumeFieldGaps *gaps)
{
  return gaps->score > 0 ? sqrt (gaps->velocity / gaps->score) : INFINITY;
}

typedef struct
{
  double low, step, time_step;
  double epsilon;
  const PlumeFieldError *error;
  double faces[CELLS + 1], fields[2 * (CELLS + 1)];
  double lower[CELLS], middle[CELLS], upper[CELLS]; /* of the operator */
  double share[CELLS], right[CELLS], work[CELLS];
} FokkerPlanck;

/* The mean of ρ_t, and its rate */
static double
mean_at (const PlumeBridge *bridge, double t, double *rate)
{
  PlumeBlend blend = plume_interpolant_at (&bridge->interpolant, t);
  double mean = plume_bridge_shift (bridge, &blend, 0, rate);

  for (gsize k = 0; k < bridge->n_pairs; k++)
    {
      double left = bridge->weights[k] * bridge->left_means[k],
             right = bridge->weights[k] * bridge->right_means[k];

      mean += blend.left * left + blend.right * right;
      *rate += blend.left_rate * left + blend.right_rate * right;
    }
  return mean;
}

/* x/(eˣ − 1) */
static double
bernoulli (double x)
{
  return fabs (x) < 1e-4 ? 1 - 0.5 * x + x * x / 12 : x / expm1 (x);
}

/* dp/dt = A p with the flux between cells (ε/h) [B(−uh/ε) p_left − B(uh/ε) p_right] */
static gboolean
set_operator (FokkerPlanck *grid, const PlumeBridge *bridge, double t, GError **error)
{
  double *b = grid->fields, *s = grid->fields + CELLS + 1, speed,
         mean = mean_at (bridge, t, &speed);
  PlumeBridgeFields fields = { .velocity = b, .score = s };
  g_autoptr (PlumeBridgeMoment) moment = plume_bridge_moment_new (bridge, t, error);

  if (moment == NULL)
    return FALSE;
  for (guint i = 0; i <= CELLS; i++)
    grid->faces[i] = mean + grid->low + i * grid->step;
  plume_bridge_moment_evaluate (moment, CELLS + 1, grid->faces, &fields);
  memset (grid->lower, 0, sizeof grid->lower);
  memset (grid->middle, 0, sizeof grid->middle);
  memset (grid->upper, 0, sizeof grid->upper);
  for (guint i = 1; i < CELLS; i++)
    {
      double phase = grid->error->wavenumber * grid->faces[i];
      double drift = b[i] - speed + grid->error->velocity * sin (phase)
                     + grid->epsilon * (s[i] + grid->error->score * cos (phase));
      double peclet = drift * grid->step / grid->epsilon,
             rate = grid->epsilon / (grid->step * grid->step);
      double in = rate * bernoulli (peclet), out = in + rate * peclet; /* B(−x) = B(x) + x */

      grid->middle[i - 1] -= out;
      grid->upper[i - 1] += in;
      grid->lower[i] += out;
      grid->middle[i] -= in;
    }
  return TRUE;
}

/* share ← (1 − w A)⁻¹ right by elimination */
static void
solve (FokkerPlanck *grid, double w)
{
  double *cut = grid->work, pivot = 1 - w * grid->middle[0];

  cut[0] = -w * grid->upper[0] / pivot;
  grid->share[0] = grid->right[0] / pivot;
  for (guint i = 1; i < CELLS; i++)
    {
      pivot = 1 - w * grid->middle[i] + w * grid->lower[i] * cut[i - 1];
      cut[i] = -w * grid->upper[i] / pivot;
      grid->share[i] = (grid->right[i] + w * grid->lower[i] * grid->share[i - 1]) / pivot;
    }
  for (guint i = CELLS - 1; i-- > 0;)
    grid->share[i] -= cut[i] * grid->share[i + 1];
}

static void
apply (FokkerPlanck *grid, double w)
{
  for (guint i = 0; i < CELLS; i++)
    {
      double rate = grid->middle[i] * grid->share[i];

      if (i > 0)
        rate += grid->lower[i] * grid->share[i - 1];
      if (i + 1 < CELLS)
        rate += grid->upper[i] * grid->share[i + 1];
      grid->right[i] = grid->share[i] + w * rate;
    }
}

/* How far the densities reach from their mean */
static void
find_ends (const PlumeBridge *bridge, double *low, double *high)
{
  *low = INFINITY;
  *high = -INFINITY;
  for (guint i = 0; i <= 32; i++)
    {
      PlumeBlend blend = plume_interpolant_at (&bridge->interpolant, i / 32.0);
      double speed, centre = mean_at (bridge, i / 32.0, &speed)
                             - plume_bridge_shift (bridge, &blend, 0, NULL);

      for (gsize k = 0; k < bridge->n_pairs; k++)
        {
          double mean =
              blend.left * bridge->left_means[k] + blend.right * bridge->right_means[k] - centre;
          double reach = REACH
                         * sqrt (blend.left * blend.left * bridge->left_covariances[k]
                                 + blend.right * blend.right * bridge->right_covariances[k]
                                 + blend.gamma * blend.gamma);

          *low = MIN (*low, mean - reach);
          *high = MAX (*high, mean + reach);
        }
    }
}

static void
fill_centres (const PlumeBridge *bridge, const FokkerPlanck *grid, double t, double *centres)
{
  double speed, mean = mean_at (bridge, t, &speed);

  for (guint i = 0; i < CELLS; i++)
    centres[i] = mean + grid->low + (i + 0.5) * grid->step;
}

/* ρ_t at the centres of the cells */
static gboolean
densities_at (const PlumeBridge *bridge,
              const FokkerPlanck *grid,
              double t,
              double *log_density,
              GError **error)
{
  double centres[CELLS];
  PlumeBridgeFields fields = { .log_density = log_density };

  fill_centres (bridge, grid, t, centres);
  return plume_bridge_evaluate (bridge, t, CELLS, centres, &fields, NULL, error);
}

static double
divergence_of_diffusion (const PlumeBridge *bridge,
                         FokkerPlanck *grid,
                         PlumeTask *task,
                         GError **error)
{
  double sum = 0, mass = 0;

  if (!densities_at (bridge, grid, 0, grid->share, error) || !set_operator (grid, bridge, 0, error))
    return NAN;
  for (guint i = 0; i < CELLS; i++)
    mass += grid->share[i] = exp (grid->share[i]) * grid->step;
  for (guint i = 0; i < CELLS; i++)
    grid->share[i] /= mass;
  for (guint step = 0; step < STEPS; step++)
    {
      double dt = 1.0 / STEPS, implicit = step < DAMPED ? dt : 0.5 * dt;

      if (step % 32 == 0 && !plume_task_check (task, error))
        return NAN;
      apply (grid, dt - implicit);
      if (!set_operator (grid, bridge, (step + 1.0) / STEPS, error))
        return NAN;
      solve (grid, implicit);
    }
  if (!densities_at (bridge, grid, 1, grid->right, error))
    return NAN;
  for (guint i = 0; i < CELLS; i++)
    {
      double truth = exp (grid->right[i]);

      if (truth > 1e-12)
        sum +=
            truth * grid->step * (grid->right[i] - log (MAX (grid->share[i], 1e-300) / grid->step));
    }
  return sum;
}

/* ln ρ̂₁ at places of ρ₁ by following the wrong flow back */
static double
divergence_of_flow (const PlumeBridge *bridge, FokkerPlanck *grid, PlumeTask *task, GError **error)
{
  PlumeFlowPlan plan = plume_flow_plan_init (PLUME_FLOW_RUNGE_KUTTA, FLOW_STEPS);
  PlumeBridgeFields fields = { .log_density = grid->work };
  g_autoptr (PlumeFlow) flow = NULL;
  double centres[CELLS], sum = 0;

  fill_centres (bridge, grid, 1, centres);
  plan.from = 1;
  plan.to = 0;
  plan.measures = TRUE;
  plan.error = *grid->error;
  flow = plume_flow_run (bridge, &plan, CELLS, centres, task, error);
  if (flow == NULL || !densities_at (bridge, grid, 1, grid->right, error)
      || !plume_bridge_evaluate (bridge, 0, CELLS, flow->end, &fields, task, error))
    return NAN;
  for (guint i = 0; i < CELLS; i++)
    if (grid->right[i] > log (1e-12))
      sum += exp (grid->right[i]) * grid->step
             * (grid->right[i] - (grid->work[i] - flow->log_ratio[i]));
  return sum;
}

/**
 * plume_bridge_divergence:
 * @bridge: in one dimension, with densities at both ends
 * @field_error: what is added to its fields
 * @epsilon: ε ≥ 0; 0 for the flow
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_USAGE of another dimension, else of plume_bridge_evaluate()
 *
 * 1200 cells that move with the mean, 250 steps; without an error it comes out near 1e-5 for ε =
 * 0.01 and far less above.
 *
 * Returns: KL(ρ₁ ‖ ρ̂₁), or NaN with an error
 */
double
plume_bridge_divergence (const PlumeBridge *bridge,
                         const PlumeFieldError *field_error,
                         double epsilon,
                         PlumeTask *task,
                         GError **error)
{
  g_autofree FokkerPlanck *grid = g_new0 (FokkerPlanck, 1);
  double high;

  if (bridge->d != 1)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("divergences are measured in one dimension, and the bridge has %u; give it "
                      "one coordinate"),
                   (guint)bridge->d);
      return NAN;
    }
  find_ends (bridge, &grid->low, &high);
  grid->step = (high - grid->low) / CELLS;
  grid->epsilon = epsilon;
  grid->error = field_error;
  return epsilon > 0 ? divergence_of_diffusion (bridge, grid, task, error)
                     : divergence_of_flow (bridge, grid, task, error);
}
