/* plume-mixture.c: mixtures, their noised marginals, and draws from them. */
#include "generative/plume-mixture-private.h"

#include "core/plume-error.h"
#include "core/plume-random.h"
#include "linalg/plume-matrix.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

PlumeMixture *
plume_mixture_ref (PlumeMixture *mixture)
{
  g_atomic_ref_count_inc (&mixture->ref_count);
  return mixture;
}

void
plume_mixture_unref (PlumeMixture *mixture)
{
  if (!g_atomic_ref_count_dec (&mixture->ref_count))
    return;
  g_free (mixture->weights);
  g_free (mixture->log_weights);
  g_free (mixture->means);
  g_free (mixture->covariances);
  g_free (mixture->basis);
  g_free (mixture->spread);
  g_free (mixture);
}

static gboolean
decompose (PlumeMixture *mixture, guint k, GError **error)
{
  gsize d = mixture->d;
  double *basis = mixture->basis + k * d * d, *spread = mixture->spread + k * d;
  double largest;

  memcpy (basis, mixture->covariances + k * d * d, d * d * sizeof (double));
  if (!plume_symmetric_eigen_whole (d, basis, TRUE, spread, NULL))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("the covariance of component %u has no eigenvalues; are all its numbers "
                      "finite?"),
                   k + 1);
      return FALSE;
    }
  largest = MAX (fabs (spread[0]), fabs (spread[d - 1]));
  for (gsize j = 0; j < d; j++)
    {
      if (!(spread[j] >= -1e-12 * largest))
        {
          g_set_error (
              error, PLUME_ERROR, PLUME_ERROR_DATA,
              _ ("the covariance of component %u is negative (%g) in one direction; widths "
                 "must not be negative and correlations lie between −1 and 1"),
              k + 1, spread[j]);
          return FALSE;
        }
      spread[j] = MAX (spread[j], 0);
    }
  return TRUE;
}

/**
 * plume_mixture_new:
 * @n_components: K ≥ 1
 * @dimension: d ≥ 1
 * @weights: K, none negative, some positive; scaled to the sum 1
 * @means: K × d
 * @covariances: K × d × d, symmetric; may be singular: a component may be a point
 *
 * Returns: (transfer full): the mixture, or %NULL with an error that says which component is wrong
 */
PlumeMixture *
plume_mixture_new (guint n_components,
                   gsize dimension,
                   const double *weights,
                   const double *means,
                   const double *covariances,
                   GError **error)
{
  gsize K = n_components, d = dimension;
  g_autoptr (PlumeMixture) mixture = g_new0 (PlumeMixture, 1);
  double sum = 0;

  g_atomic_ref_count_init (&mixture->ref_count);
  mixture->n_components = n_components;
  mixture->d = d;
  mixture->weights = g_memdup2 (weights, K * sizeof (double));
  mixture->log_weights = g_new (double, K);
  mixture->means = g_memdup2 (means, K * d * sizeof (double));
  mixture->covariances = g_memdup2 (covariances, K * d * d * sizeof (double));
  mixture->basis = g_new (double, K *d *d);
  mixture->spread = g_new (double, K *d);
  for (guint k = 0; k < K; k++)
    {
      if (!(weights[k] >= 0 && isfinite (weights[k])))
        {
          g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                       _ ("the weight of component %u is %g; weights are numbers that are not "
                          "negative"),
                       k + 1, weights[k]);
          return NULL;
        }
      sum += weights[k];
    }
  if (!(sum > 0 && isfinite (sum)))
    {
      g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_DATA,
                           _ ("all components have the weight 0; give one of them a positive "
                              "weight"));
      return NULL;
    }
  for (gsize i = 0; i < K * d; i++)
    if (!isfinite (means[i]))
      {
        g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                     _ ("the centre of component %u is not finite"), (guint)(i / d) + 1);
        return NULL;
      }
  for (guint k = 0; k < K; k++)
    {
      mixture->weights[k] /= sum;
      mixture->log_weights[k] = log (mixture->weights[k]);
      if (!decompose (mixture, k, error))
        return NULL;
    }
  return g_steal_pointer (&mixture);
}

/* The same mixture in y = x − centre. */
PlumeMixture *
plume_mixture_new_shifted (const PlumeMixture *mixture, const double *centre)
{
  gsize K = mixture->n_components, d = mixture->d;
  g_autofree double *means = g_new (double, K *d);

  for (gsize i = 0; i < K * d; i++)
    means[i] = mixture->means[i] - centre[i % d];
  return plume_mixture_new (mixture->n_components, d, mixture->weights, means, mixture->covariances,
                            NULL);
}

guint
plume_mixture_get_n_components (const PlumeMixture *mixture)
{
  return mixture->n_components;
}

gsize
plume_mixture_get_dimension (const PlumeMixture *mixture)
{
  return mixture->d;
}

const double *
plume_mixture_get_weights (const PlumeMixture *mixture)
{
  return mixture->weights;
}

const double *
plume_mixture_get_means (const PlumeMixture *mixture)
{
  return mixture->means;
}

const double *
plume_mixture_get_covariances (const PlumeMixture *mixture)
{
  return mixture->covariances;
}

/**
 * plume_mixture_sample:
 * @mixture: a mixture
 * @n: how many
 * @seed: of the draws
 * @x: (out): n × d
 * @components: (out) (nullable): which component each came from
 */
void
plume_mixture_sample (
    const PlumeMixture *mixture, gsize n, guint64 seed, double *x, guint *components)
{
  gsize d = mixture->d;

  for (gsize i = 0; i < n; i++)
    {
      PlumeStream stream = plume_stream (seed, "mixture", i);
      double u = plume_stream_uniform (&stream), *place = x + i * d;
      guint k = 0;

      while (k + 1 < mixture->n_components && u >= mixture->weights[k])
        u -= mixture->weights[k++];
      while (k > 0 && mixture->weights[k] == 0)
        k--;
      memcpy (place, mixture->means + k * d, d * sizeof (double));
      for (gsize j = 0; j < d; j++)
        {
          double step = sqrt (mixture->spread[k * d + j]) * plume_stream_normal (&stream);

          for (gsize c = 0; c < d; c++)
            place[c] += step * mixture->basis[(k * d + j) * d + c];
        }
      if (components != NULL)
        components[i] = k;
    }
}

/* The components at one moment. */
typedef struct
{
  double *means;     /* K × d: αμ */
  double *precision; /* K × d: 1/den, den = α²e + σ² */
  double *constants; /* K: ln w − ½Σ ln den − (d/2) ln 2π */
  double *log_r;     /* K: work memory */
  double *pull;      /* K × d: U (q/den) */
  double *answer;    /* d */
} Moment;

static Moment
prepare (const PlumeMixture *mixture, const PlumeMarginal *at)
{
  gsize K = mixture->n_components, d = mixture->d;
  double *memory = g_new (double, K *(3 * d + 2) + d), *end = memory + 3 * K * d;
  Moment moment = { .means = memory,
                    .precision = memory + K * d,
                    .pull = memory + 2 * K * d,
                    .constants = end,
                    .log_r = end + K,
                    .answer = end + 2 * K };

  for (gsize k = 0; k < K; k++)
    {
      double volume = (double)d * log (2 * G_PI);

      for (gsize j = 0; j < d; j++)
        {
          double den =
              MAX (at->alpha * at->alpha * mixture->spread[k * d + j] + at->sigma * at->sigma,
                   PLUME_MIXTURE_LEAST_VARIANCE);

          moment.means[k * d + j] = at->alpha * mixture->means[k * d + j];
          moment.precision[k * d + j] = 1 / den;
          volume += log (den);
        }
      moment.constants[k] = mixture->log_weights[k] - 0.5 * volume;
    }
  return moment;
}

/* ln of weighted densities and their pulls, then responsibilities in place of the former; returns
 * ln p */
static double
weigh (const PlumeMixture *mixture, const Moment *moment, const double *y)
{
  gsize K = mixture->n_components, d = mixture->d;
  double greatest = -INFINITY, sum = 0;

  for (gsize k = 0; k < K; k++)
    {
      double exponent = 0, *pull = moment->pull + k * d;

      memset (pull, 0, d * sizeof (double));
      for (gsize j = 0; j < d; j++)
        {
          const double *axis = mixture->basis + (k * d + j) * d;
          double q = 0, part;

          for (gsize c = 0; c < d; c++)
            q += axis[c] * (y[c] - moment->means[k * d + c]);
          part = q * moment->precision[k * d + j];
          exponent += q * part;
          for (gsize c = 0; c < d; c++)
            pull[c] += axis[c] * part;
        }
      moment->log_r[k] = moment->constants[k] - 0.5 * exponent;
      greatest = MAX (greatest, moment->log_r[k]);
    }
  for (gsize k = 0; k < K; k++)
    {
      moment->log_r[k] = exp (moment->log_r[k] - greatest);
      sum += moment->log_r[k];
    }
  for (gsize k = 0; k < K; k++)
    moment->log_r[k] /= sum;
  return greatest + log (sum);
}

/* Σ r (|pull + s|² − Σ 1/den): the score is −Σ r pull, and the spread about it does not cancel. */
static double
find_divergence (const PlumeMixture *mixture, const Moment *moment, const double *score)
{
  gsize K = mixture->n_components, d = mixture->d;
  double sum = 0;

  for (gsize k = 0; k < K; k++)
    {
      double square = 0, trace = 0;

      for (gsize c = 0; c < d; c++)
        {
          double away = moment->pull[k * d + c] + score[c];

          square += away * away;
          trace += moment->precision[k * d + c];
        }
      if (moment->log_r[k] > 0)
        sum += moment->log_r[k] * (square - trace);
    }
  return sum;
}

static void
find_jacobian (const PlumeMixture *mixture,
               const Moment *moment,
               const double *score,
               double *jacobian)
{
  gsize K = mixture->n_components, d = mixture->d;

  memset (jacobian, 0, d * d * sizeof (double));
  for (gsize k = 0; k < K; k++)
    {
      const double *pull = moment->pull + k * d;
      double r = moment->log_r[k];

      if (!(r > 0))
        continue;
      for (gsize a = 0; a < d; a++)
        for (gsize b = 0; b < d; b++)
          jacobian[a * d + b] += r * (pull[a] + score[a]) * (pull[b] + score[b]);
      for (gsize j = 0; j < d; j++)
        {
          const double *axis = mixture->basis + (k * d + j) * d;
          double part = r * moment->precision[k * d + j];

          for (gsize a = 0; a < d; a++)
            for (gsize b = 0; b < d; b++)
              jacobian[a * d + b] -= part * axis[a] * axis[b];
        }
    }
}

/**
 * plume_mixture_evaluate:
 * @mixture: a mixture
 * @at: the moment; where σ = 0 and a covariance is singular its variance is taken for 1e-120
 * @n: places
 * @y: n × d
 * @log_density: (out) (nullable): n
 * @score: (out) (nullable): n × d
 * @divergence: (out) (nullable): n, ∇·s
 * @responsibilities: (out) (nullable): n × K
 * @jacobian: (out) (nullable): n × d × d, ∇s
 *
 * In the calling thread; O(n K d²), and several places at a time where d ≤ 2 and neither
 * responsibilities nor Jacobians are wanted. What a place gets does not depend on the others.
 */
void
plume_mixture_evaluate (const PlumeMixture *mixture,
                        const PlumeMarginal *at,
                        gsize n,
                        const double *y,
                        double *log_density,
                        double *score,
                        double *divergence,
                        double *responsibilities,
                        double *jacobian)
{
  gsize K = mixture->n_components, d = mixture->d;
  g_autofree double *memory = NULL;
  Moment moment;

  if (d <= 2 && responsibilities == NULL && jacobian == NULL)
    {
      plume_mixture_evaluate_plane (mixture, at, n, y, log_density, score, divergence);
      return;
    }
  moment = prepare (mixture, at);
  memory = moment.means;
  for (gsize i = 0; i < n; i++)
    {
      double *answer = score != NULL ? score + i * d : moment.answer,
             density = weigh (mixture, &moment, y + i * d);

      if (log_density != NULL)
        log_density[i] = density;
      memset (answer, 0, d * sizeof (double));
      for (gsize k = 0; k < K; k++)
        for (gsize c = 0; moment.log_r[k] > 0 && c < d; c++)
          answer[c] -= moment.log_r[k] * moment.pull[k * d + c];
      if (divergence != NULL)
        divergence[i] = find_divergence (mixture, &moment, answer);
      if (jacobian != NULL)
        find_jacobian (mixture, &moment, answer, jacobian + i * d * d);
      if (responsibilities != NULL)
        memcpy (responsibilities + i * K, moment.log_r, K * sizeof (double));
    }
}
