/* plume-mixture.c: mixtures, their noised marginals, and draws from them. */
#include "generative/plume-mixture.h"

#include "core/plume-error.h"
#include "core/plume-random.h"

#include <glib/gi18n-lib.h>
#include <lapacke.h>
#include <math.h>
#include <string.h>

struct _PlumeMixture
{
  gatomicrefcount ref_count;
  guint n_components;
  gsize d;
  double *weights, *log_weights; /* K */
  double *means;                 /* K × d */
  double *covariances;           /* K × d × d */
  double *basis;                 /* K × d × d: column j of U_k at [k][j * d + …] */
  double *spread;                /* K × d: eigenvalues e */
};

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
  /* column-major and symmetric: columns of the answer are eigenvectors */
  if (LAPACKE_dsyev (LAPACK_COL_MAJOR, 'V', 'U', (int)d, basis, (int)d, spread) != 0)
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

/* One place; log_r and pull (K × d, U (q/den)) are work memory. */
static void
evaluate_one (const PlumeMixture *mixture,
              const PlumeMarginal *at,
              const double *y,
              double *log_density,
              double *score,
              double *divergence,
              double *responsibilities,
              double *jacobian,
              double *log_r,
              double *pull)
{
  gsize K = mixture->n_components, d = mixture->d;
  double noise = at->sigma * at->sigma, alpha = at->alpha, greatest = -INFINITY, sum = 0, trace = 0;

  for (gsize k = 0; k < K; k++)
    {
      double exponent = 0, volume = 0;

      memset (pull + k * d, 0, d * sizeof (double));
      for (gsize j = 0; j < d; j++)
        {
          const double *axis = mixture->basis + (k * d + j) * d;
          double den = alpha * alpha * mixture->spread[k * d + j] + noise, q = 0;

          for (gsize c = 0; c < d; c++)
            q += axis[c] * (y[c] - alpha * mixture->means[k * d + c]);
          exponent += q * q / den;
          volume += log (den);
          for (gsize c = 0; c < d; c++)
            pull[k * d + c] += axis[c] * q / den;
        }
      log_r[k] = mixture->log_weights[k] - 0.5 * (exponent + volume + (double)d * log (2 * G_PI));
      greatest = MAX (greatest, log_r[k]);
    }
  for (gsize k = 0; k < K; k++)
    sum += exp (log_r[k] - greatest);
  if (log_density != NULL)
    *log_density = greatest + log (sum);
  if (score != NULL)
    memset (score, 0, d * sizeof (double));
  if (jacobian != NULL)
    memset (jacobian, 0, d * d * sizeof (double));
  for (gsize k = 0; k < K; k++)
    {
      double r = exp (log_r[k] - greatest) / sum, square = 0;

      if (responsibilities != NULL)
        responsibilities[k] = r;
      for (gsize c = 0; c < d; c++)
        {
          if (score != NULL)
            score[c] -= r * pull[k * d + c];
          square += pull[k * d + c] * pull[k * d + c];
        }
      trace += r * square;
      for (gsize j = 0; j < d; j++)
        {
          const double *axis = mixture->basis + (k * d + j) * d;
          double den = alpha * alpha * mixture->spread[k * d + j] + noise;

          trace -= r / den;
          if (jacobian != NULL)
            for (gsize a = 0; a < d; a++)
              for (gsize b = 0; b < d; b++)
                jacobian[a * d + b] -= r * axis[a] * axis[b] / den;
        }
      if (jacobian != NULL)
        for (gsize a = 0; a < d; a++)
          for (gsize b = 0; b < d; b++)
            jacobian[a * d + b] += r * pull[k * d + a] * pull[k * d + b];
    }
  if (divergence != NULL)
    {
      double square = 0;

      for (gsize c = 0; c < d; c++)
        square += score[c] * score[c];
      *divergence = trace - square;
    }
  if (jacobian != NULL)
    for (gsize a = 0; a < d; a++)
      for (gsize b = 0; b < d; b++)
        jacobian[a * d + b] -= score[a] * score[b];
}

/**
 * plume_mixture_evaluate:
 * @mixture: a mixture
 * @at: the moment; σ may be 0 where no covariance is singular
 * @n: places
 * @y: n × d
 * @log_density: (out) (nullable): n
 * @score: (out) (nullable): n × d
 * @divergence: (out) (nullable): n, ∇·s
 * @responsibilities: (out) (nullable): n × K
 * @jacobian: (out) (nullable): n × d × d, ∇s
 *
 * In the calling thread; O(n K d²).
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
  g_autofree double *log_r = g_new (double, K), *pull = g_new (double, K *d),
                    *own = g_new (double, d);
  gboolean wants = score != NULL || divergence != NULL || jacobian != NULL;

  for (gsize i = 0; i < n; i++)
    evaluate_one (mixture, at, y + i * d, log_density != NULL ? log_density + i : NULL,
                  score != NULL ? score + i * d : (wants ? own : NULL),
                  divergence != NULL ? divergence + i : NULL,
                  responsibilities != NULL ? responsibilities + i * K : NULL,
                  jacobian != NULL ? jacobian + i * d * d : NULL, log_r, pull);
}
