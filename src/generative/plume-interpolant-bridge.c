/* plume-interpolant-bridge.c: pairs of components, and their law at a moment. */
#include "generative/plume-interpolant-bridge.h"

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "core/plume-random.h"
#include "generative/plume-interpolant-private.h"
#include "linalg/plume-small-cholesky.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define CHUNK 512

static PlumeBridge *
bridge_new (const PlumeInterpolant *interpolant, gsize n_pairs, gsize d)
{
  PlumeBridge *bridge = g_new0 (PlumeBridge, 1);

  g_atomic_ref_count_init (&bridge->ref_count);
  bridge->interpolant = *interpolant;
  bridge->n_pairs = n_pairs;
  bridge->d = d;
  bridge->weights = g_new (double, n_pairs);
  bridge->left_means = g_new0 (double, n_pairs *d);
  bridge->right_means = g_new0 (double, n_pairs *d);
  bridge->left_covariances = g_new0 (double, n_pairs *d *d);
  bridge->right_covariances = g_new0 (double, n_pairs *d *d);
  bridge->left_roots = g_new0 (double, n_pairs *d *d);
  bridge->right_roots = g_new0 (double, n_pairs *d *d);
  bridge->centres = g_new0 (double, 2 * d);
  return bridge;
}

PlumeBridge *
plume_bridge_ref (PlumeBridge *bridge)
{
  g_atomic_ref_count_inc (&bridge->ref_count);
  return bridge;
}

void
plume_bridge_unref (PlumeBridge *bridge)
{
  if (!g_atomic_ref_count_dec (&bridge->ref_count))
    return;
  g_free (bridge->weights);
  g_free (bridge->left_means);
  g_free (bridge->right_means);
  g_free (bridge->left_covariances);
  g_free (bridge->right_covariances);
  g_free (bridge->left_roots);
  g_free (bridge->right_roots);
  g_free (bridge->centres);
  g_free (bridge);
}

/* Lower L with L Lᵀ = C; rows of a singular direction are 0. */
static void
take_root (gsize d, const double *covariance, double *root)
{
  for (gsize j = 0; j < d; j++)
    for (gsize i = j; i < d; i++)
      {
        double sum = covariance[i * d + j];

        for (gsize k = 0; k < j; k++)
          sum -= root[i * d + k] * root[j * d + k];
        if (i == j)
          root[j * d + j] = sum > 1e-14 * covariance[j * d + j] ? sqrt (sum) : 0;
        else
          root[i * d + j] = root[j * d + j] > 0 ? sum / root[j * d + j] : 0;
      }
}

static void
set_side (double *means,
          double *covariances,
          double *roots,
          gsize pair,
          gsize d,
          const double *mean,
          const double *covariance)
{
  memcpy (means + pair * d, mean, d * sizeof (double));
  memcpy (covariances + pair * d * d, covariance, d * d * sizeof (double));
  take_root (d, covariance, roots + pair * d * d);
}

/* Once all pairs are there */
static void
find_centres (PlumeBridge *bridge)
{
  gsize d = bridge->d;

  for (gsize i = 0; i < bridge->n_pairs * d && bridge->interpolant.is_centred; i++)
    {
      bridge->centres[i % d] += bridge->weights[i / d] * bridge->left_means[i];
      bridge->centres[d + i % d] += bridge->weights[i / d] * bridge->right_means[i];
    }
}

/* Component i of the left and j of the right one */
static void
set_pair (PlumeBridge *bridge,
          gsize pair,
          const PlumeMixture *left,
          guint i,
          const PlumeMixture *right,
          guint j)
{
  gsize d = bridge->d;

  set_side (bridge->right_means, bridge->right_covariances, bridge->right_roots, pair, d,
            plume_mixture_get_means (right) + j * d,
            plume_mixture_get_covariances (right) + j * d * d);
  if (left != NULL)
    set_side (bridge->left_means, bridge->left_covariances, bridge->left_roots, pair, d,
              plume_mixture_get_means (left) + i * d,
              plume_mixture_get_covariances (left) + i * d * d);
}

static gboolean
has_no_left (const PlumeInterpolant *interpolant)
{
  return interpolant->path->normal_base || interpolant->path->is_mirror;
}

static gboolean
check_ends (const PlumeInterpolant *interpolant,
            const PlumeMixture *left,
            const PlumeMixture *right,
            GError **error)
{
  if (!plume_interpolant_check (interpolant, error))
    return FALSE;
  if (has_no_left (interpolant)
      || plume_mixture_get_dimension (left) == plume_mixture_get_dimension (right))
    return TRUE;
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
               _ ("the left density has %u dimensions and the right one %u; give them as many"),
               (guint)plume_mixture_get_dimension (left),
               (guint)plume_mixture_get_dimension (right));
  return FALSE;
}

/**
 * plume_bridge_new:
 * @interpolant: how they are blended
 * @left: ρ₀; not looked at where the path has a base or a mirror of its own
 * @right: ρ₁, of the same dimension
 * @error: %PLUME_ERROR_USAGE of plume_interpolant_check(), or of dimensions that differ
 *
 * The independent coupling: all K₀K₁ pairs of components.
 *
 * Returns: (transfer full): the bridge
 */
PlumeBridge *
plume_bridge_new (const PlumeInterpolant *interpolant,
                  const PlumeMixture *left,
                  const PlumeMixture *right,
                  GError **error)
{
  gboolean alone = has_no_left (interpolant);
  guint K = alone ? 1 : plume_mixture_get_n_components (left),
        L = plume_mixture_get_n_components (right);
  gsize pair = 0;
  PlumeBridge *bridge;

  if (!check_ends (interpolant, left, right, error))
    return NULL;
  bridge = bridge_new (interpolant, (gsize)K * L, plume_mixture_get_dimension (right));
  for (guint i = 0; i < K; i++)
    for (guint j = 0; j < L; j++, pair++)
      {
        set_pair (bridge, pair, alone ? NULL : left, i, right, j);
        bridge->weights[pair] = plume_mixture_get_weights (right)[j]
                                * (alone ? 1 : plume_mixture_get_weights (left)[i]);
      }
  find_centres (bridge);
  return bridge;
}

/**
 * plume_bridge_new_chosen:
 * @interpolant: how they are blended
 * @left: ρ₀; not looked at where the path has a base or a mirror of its own
 * @right: ρ₁, of the same dimension
 * @n: pairs, of equal weights
 * @left_components: @right_components: (array length=n): of which components each is
 * @error: as plume_bridge_new()
 *
 * Some of all pairs of components, where all were too many.
 *
 * Returns: (transfer full): the bridge
 */
PlumeBridge *
plume_bridge_new_chosen (const PlumeInterpolant *interpolant,
                         const PlumeMixture *left,
                         const PlumeMixture *right,
                         gsize n,
                         const guint *left_components,
                         const guint *right_components,
                         GError **error)
{
  const PlumeMixture *first = has_no_left (interpolant) ? NULL : left;
  PlumeBridge *bridge;

  if (!check_ends (interpolant, left, right, error))
    return NULL;
  bridge = bridge_new (interpolant, n, plume_mixture_get_dimension (right));
  for (gsize k = 0; k < n; k++)
    {
      set_pair (bridge, k, first, left_components[k], right, right_components[k]);
      bridge->weights[k] = 1 / (double)n;
    }
  find_centres (bridge);
  return bridge;
}

/**
 * plume_bridge_new_pairs:
 * @interpolant: how they are blended
 * @n: pairs
 * @d: dimension
 * @left: @right: n × d, the two ends of each pair
 * @weights: (nullable): n, not negative; %NULL for equal ones
 * @width: h: every point stands for N(x, h²I)
 * @error: %PLUME_ERROR_USAGE of plume_interpolant_check()
 *
 * Any other coupling: that of the pairs given.
 *
 * Returns: (transfer full): the bridge
 */
PlumeBridge *
plume_bridge_new_pairs (const PlumeInterpolant *interpolant,
                        gsize n,
                        gsize d,
                        const double *left,
                        const double *right,
                        const double *weights,
                        double width,
                        GError **error)
{
  gboolean alone = has_no_left (interpolant);
  g_autofree double *covariance = g_new0 (double, d *d);
  PlumeBridge *bridge;
  double sum = 0;

  if (!plume_interpolant_check (interpolant, error))
    return NULL;
  bridge = bridge_new (interpolant, n, d);
  for (gsize c = 0; c < d; c++)
    covariance[c * d + c] = width * width;
  for (gsize k = 0; k < n; k++)
    sum += weights != NULL ? weights[k] : 1;
  for (gsize k = 0; k < n; k++)
    {
      bridge->weights[k] = (weights != NULL ? weights[k] : 1) / sum;
      set_side (bridge->right_means, bridge->right_covariances, bridge->right_roots, k, d,
                right + k * d, covariance);
      if (!alone)
        set_side (bridge->left_means, bridge->left_covariances, bridge->left_roots, k, d,
                  left + k * d, covariance);
    }
  find_centres (bridge);
  return bridge;
}

const PlumeInterpolant *
plume_bridge_get_interpolant (const PlumeBridge *bridge)
{
  return &bridge->interpolant;
}

gsize
plume_bridge_get_dimension (const PlumeBridge *bridge)
{
  return bridge->d;
}

gsize
plume_bridge_get_n_pairs (const PlumeBridge *bridge)
{
  return bridge->n_pairs;
}

static void
add_normal (gsize d, const double *mean, const double *root, const double *normal, double *x)
{
  for (gsize i = 0; i < d; i++)
    {
      x[i] = mean[i];
      for (gsize j = 0; j <= i; j++)
        x[i] += root[i * d + j] * normal[j];
    }
}

/**
 * plume_bridge_sample:
 * @bridge: a bridge
 * @t: the moment
 * @n: how many
 * @seed: of the draws; the same seed gives the same x₀, x₁ and z at every moment
 * @x: (out): n × d, x_t
 * @left: (out) (nullable): n × d, x₀ (0 where the path has none)
 * @right: (out) (nullable): n × d, x₁
 * @normal: (out) (nullable): n × d, z
 */
void
plume_bridge_sample (const PlumeBridge *bridge,
                     double t,
                     gsize n,
                     guint64 seed,
                     double *x,
                     double *left,
                     double *right,
                     double *normal)
{
  gsize d = bridge->d;
  PlumeBlend blend = plume_interpolant_at (&bridge->interpolant, t);
  g_autofree double *work = g_new (double, 3 * d), *cumulative = g_new (double, bridge->n_pairs);
  double sum = 0;

  for (gsize k = 0; k < bridge->n_pairs; k++)
    cumulative[k] = sum += bridge->weights[k];
  for (gsize i = 0; i < n; i++)
    {
      PlumeStream stream = plume_stream (seed, "interpolant", i);
      double u = plume_stream_uniform (&stream) * sum, *x0 = work, *x1 = work + d,
             *z = work + 2 * d;
      gsize low = 0, high = bridge->n_pairs - 1;

      while (low < high)
        {
          gsize middle = (low + high) / 2;

          if (cumulative[middle] > u)
            high = middle;
          else
            low = middle + 1;
        }
      for (gsize c = 0; c < d; c++)
        z[c] = plume_stream_normal (&stream);
      add_normal (d, bridge->left_means + low * d, bridge->left_roots + low * d * d, z, x0);
      for (gsize c = 0; c < d; c++)
        z[c] = plume_stream_normal (&stream);
      add_normal (d, bridge->right_means + low * d, bridge->right_roots + low * d * d, z, x1);
      for (gsize c = 0; c < d; c++)
        {
          z[c] = plume_stream_normal (&stream);
          x[i * d + c] = blend.left * x0[c] + blend.right * x1[c] + blend.gamma * z[c]
                         + plume_bridge_shift (bridge, &blend, c, NULL);
        }
      if (left != NULL)
        memcpy (left + i * d, x0, d * sizeof (double));
      if (right != NULL)
        memcpy (right + i * d, x1, d * sizeof (double));
      if (normal != NULL)
        memcpy (normal + i * d, z, d * sizeof (double));
    }
}

void
plume_bridge_moment_free (PlumeBridgeMoment *moment)
{
  g_free (moment->log_weight);
  g_free (moment->mean);
  g_free (moment->mean_rate);
  g_free (moment->precision);
  g_free (moment->growth);
  g_free (moment->trace);
  g_free (moment->rows);
  g_free (moment);
}

/* Q and Q' of pair k, into q and rate */
static void
blend_covariance (
    const PlumeBridge *bridge, const PlumeBlend *blend, gsize k, double *q, double *rate)
{
  gsize d = bridge->d;
  const double *C = bridge->left_covariances + k * d * d,
               *D = bridge->right_covariances + k * d * d;

  for (gsize i = 0; i < d * d; i++)
    {
      q[i] = blend->left * blend->left * C[i] + blend->right * blend->right * D[i];
      rate[i] = blend->left * blend->left_rate * C[i] + blend->right * blend->right_rate * D[i];
    }
  for (gsize i = 0; i < d; i++)
    {
      q[i * d + i] += blend->gamma * blend->gamma;
      rate[i * d + i] += blend->gamma_rate;
    }
}

/* Q⁻¹, Q'Q⁻¹, its trace and the logarithm of the weight over √|2πQ| */
static gboolean
prepare_pair (PlumeBridgeMoment *moment, const PlumeBridge *bridge, gsize k, double *work)
{
  gsize d = bridge->d;
  const PlumeBlend *blend = &moment->blend;
  double *q = work, *rate = work + d * d;
  double *precision = moment->precision + k * d * d, *growth = moment->growth + k * d * d;
  double log_volume = 0, norm = 0;

  blend_covariance (bridge, blend, k, q, rate);
  if (!plume_small_cholesky_factor (d, q))
    return FALSE;
  for (gsize j = 0; j < d; j++)
    {
      log_volume += log (q[j * d + j]);
      memset (precision + j * d, 0, d * sizeof (double));
      precision[j * d + j] = 1;
      plume_small_cholesky_solve (d, q, precision + j * d);
    }
  for (gsize i = 0; i < d; i++)
    {
      double row = 0;

      for (gsize j = 0; j < d; j++)
        {
          double sum = 0;

          for (gsize l = 0; l < d; l++)
            sum += rate[i * d + l] * precision[l * d + j];
          growth[i * d + j] = sum;
          row += fabs (precision[i * d + j]);
        }
      norm = MAX (norm, row);
      moment->trace[k] += growth[i * d + i];
    }
  moment->stiffness = MAX (moment->stiffness, norm);
  moment->log_weight[k] = log (bridge->weights[k]) - log_volume - 0.5 * (double)d * log (2 * G_PI);
  return TRUE;
}

/* Two dimensions side by side, for the fast path; the second is empty in one dimension. */
static void
fill_rows (PlumeBridgeMoment *moment)
{
  gsize d = moment->d;

  moment->rows = g_new0 (PlumeBridgeRow, moment->n_pairs);
  moment->greatest = -INFINITY;
  for (gsize k = 0; k < moment->n_pairs; k++)
    {
      PlumeBridgeRow *row = &moment->rows[k];
      const double *P = moment->precision + k * d * d, *G = moment->growth + k * d * d;

      *row = (PlumeBridgeRow){ .log_weight = moment->log_weight[k],
                               .trace = moment->trace[k],
                               .mean_x = moment->mean[k * d],
                               .rate_x = moment->mean_rate[k * d],
                               .p_xx = P[0],
                               .g_xx = G[0] };
      moment->greatest = MAX (moment->greatest, row->log_weight);
      if (d == 1)
        continue;
      row->mean_y = moment->mean[k * d + 1];
      row->rate_y = moment->mean_rate[k * d + 1];
      row->p_xy = P[1];
      row->p_yy = P[3];
      row->g_xy = G[1];
      row->g_yx = G[2];
      row->g_yy = G[3];
    }
}

/**
 * plume_bridge_moment_new:
 * @bridge: a bridge
 * @t: in [0, 1]
 * @error: %PLUME_ERROR_COMPUTE where a pair has no density at t, which happens to points without
 * width where γ = 0
 *
 * O(K d³).
 *
 * Returns: (transfer full): what the fields at t are made of
 */
PlumeBridgeMoment *
plume_bridge_moment_new (const PlumeBridge *bridge, double t, GError **error)
{
  gsize K = bridge->n_pairs, d = bridge->d;
  g_autoptr (PlumeBridgeMoment) moment = g_new0 (PlumeBridgeMoment, 1);
  g_autofree double *work = g_new (double, 2 * d * d);

  moment->blend = plume_interpolant_at (&bridge->interpolant, t);
  moment->n_pairs = K;
  moment->d = d;
  moment->log_weight = g_new (double, K);
  moment->mean = g_new (double, K *d);
  moment->mean_rate = g_new (double, K *d);
  moment->precision = g_new (double, K *d *d);
  moment->growth = g_new (double, K *d *d);
  moment->trace = g_new0 (double, K);
  for (gsize i = 0; i < K * d; i++)
    {
      const PlumeBlend *blend = &moment->blend;
      double rate, shift = plume_bridge_shift (bridge, blend, i % d, &rate);

      moment->mean[i] =
          blend->left * bridge->left_means[i] + blend->right * bridge->right_means[i] + shift;
      moment->mean_rate[i] = blend->left_rate * bridge->left_means[i]
                             + blend->right_rate * bridge->right_means[i] + rate;
    }
  for (gsize k = 0; k < K; k++)
    if (!prepare_pair (moment, bridge, k, work))
      {
        g_set_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                     _ ("the interpolant has no density at t = %.4g: a component has no width "
                        "there and γ = %.3g adds none; give components a width, or stay away from "
                        "the ends"),
                     t, moment->blend.gamma);
        return NULL;
      }
  if (d <= 2)
    fill_rows (moment);
  return g_steal_pointer (&moment);
}

const PlumeBlend *
plume_bridge_moment_get_blend (const PlumeBridgeMoment *moment)
{
  return &moment->blend;
}

double
plume_bridge_moment_get_stiffness (const PlumeBridgeMoment *moment)
{
  return moment->stiffness;
}

typedef struct
{
  const PlumeBridgeMoment *moment;
  const double *x;
  const PlumeBridgeFields *fields;
} Evaluation;

static double *
from_sample (double *values, gsize offset)
{
  return values != NULL ? values + offset : NULL;
}

static void
evaluate_chunk (gsize from, gsize to, gpointer data)
{
  Evaluation *work = data;
  const PlumeBridgeFields *all = work->fields;
  gsize d = work->moment->d;
  PlumeBridgeFields part = {
    from_sample (all->log_density, from),       from_sample (all->velocity, from * d),
    from_sample (all->score, from * d),         from_sample (all->divergence, from),
    from_sample (all->path_velocity, from * d), from_sample (all->denoiser, from * d)
  };

  plume_bridge_moment_evaluate (work->moment, to - from, work->x + from * d, &part);
}

/**
 * plume_bridge_evaluate:
 * @bridge: a bridge
 * @t: in [0, 1]
 * @n: places
 * @x: n × d
 * @fields: where the answers go
 * @task: (nullable): cancels
 * @error: of plume_bridge_moment_new(), or %PLUME_ERROR_CANCELLED
 *
 * On all cores, the same numbers whatever their number; O(n K d²).
 *
 * Returns: whether the answers are there
 */
gboolean
plume_bridge_evaluate (const PlumeBridge *bridge,
                       double t,
                       gsize n,
                       const double *x,
                       const PlumeBridgeFields *fields,
                       PlumeTask *task,
                       GError **error)
{
  g_autoptr (PlumeBridgeMoment) moment = plume_bridge_moment_new (bridge, t, error);
  Evaluation work = { moment, x, fields };

  if (moment == NULL)
    return FALSE;
  return plume_parallel_for (n, CHUNK, evaluate_chunk, &work, task, error);
}
