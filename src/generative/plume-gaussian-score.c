/* plume-gaussian-score.c: principal components by LAPACK, and shrinkage along them. */
#include "generative/plume-gaussian-score.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "linalg/plume-matrix.h"

#define CHUNK 32 /* samples */

typedef struct
{
  PlumeScore score;
  gsize rank;
  double *mean, *variances, *directions; /* d, q, q × d */
  double rest;
} GaussianScore;

typedef struct
{
  const GaussianScore *self;
  const PlumeMarginal *at;
  const double *y;
  double *answer, *log_density;
} Job;

/* x̂0' = μ + g_rest (y − αμ) + Σ_j (g_j − g_rest) u_j u_jᵀ (y − αμ), g = α e/(α² e + σ²) */
static void
shrink (gsize from, gsize to, gpointer data)
{
  Job *job = data;
  const GaussianScore *self = job->self;
  gsize d = self->score.dimension, q = self->rank, n = to - from;
  double alpha = job->at->alpha, noise = job->at->sigma * job->at->sigma;
  double rest = alpha * alpha * self->rest + noise;
  double gain_rest = rest > 0 ? alpha * self->rest / rest : 0;
  g_autofree double *moved = g_new (double, n *d);
  g_autofree double *parts = g_new (double, n *q);

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < d; j++)
      moved[i * d + j] = job->y[(from + i) * d + j] - alpha * self->mean[j];
  plume_product_double (PLUME_PLAIN, PLUME_TRANSPOSED, n, q, d, 1, moved, d, self->directions, d, 0,
                        parts, q);
  for (gsize i = 0; i < n; i++)
    for (gsize k = 0; k < q; k++)
      {
        double total = alpha * alpha * self->variances[k] + noise;
        double gain = total > 0 ? alpha * self->variances[k] / total : 1 / alpha;

        parts[i * q + k] *= gain - gain_rest;
      }
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < d; j++)
      job->answer[(from + i) * d + j] = self->mean[j] + gain_rest * moved[i * d + j];
  plume_product_double (PLUME_PLAIN, PLUME_PLAIN, n, d, q, 1, parts, q, self->directions, d, 1,
                        job->answer + from * d, d);
}

static gboolean
evaluate (const PlumeScore *score,
          const PlumeMarginal *at,
          gsize n,
          const double *y,
          double *answer,
          gpointer memory,
          PlumeTask *task,
          GError **error)
{
  Job job = { .self = (const GaussianScore *)score, .at = at, .y = y, .answer = answer };

  /* two chunks at least: products keep to their thread */
  return plume_parallel_for (n, CLAMP ((n + 1) / 2, 1, CHUNK), shrink, &job, task, error);
}

static void
density (const PlumeScore *score,
         const PlumeMarginal *at,
         gsize n,
         const double *y,
         double *log_density,
         double *divergence)
{
  const GaussianScore *self = (const GaussianScore *)score;
  gsize d = score->dimension, q = self->rank;
  double squared = at->alpha * at->alpha, noise = at->sigma * at->sigma;
  double rest = squared * self->rest + noise, left = (double)(d - q), normal, trace;

  normal = -0.5 * (double)d * log (2 * G_PI) - (d > q ? 0.5 * left * log (rest) : 0);
  trace = d > q ? -left / rest : 0;
  for (gsize k = 0; k < q; k++)
    {
      normal -= 0.5 * log (squared * self->variances[k] + noise);
      trace -= 1 / (squared * self->variances[k] + noise);
    }
  for (gsize i = 0; i < n; i++)
    {
      double length = 0, sum = 0;

      for (gsize j = 0; j < d; j++)
        length += pow (y[i * d + j] - at->alpha * self->mean[j], 2);
      for (gsize k = 0; k < q; k++)
        {
          double part = 0;

          for (gsize j = 0; j < d; j++)
            part += self->directions[k * d + j] * (y[i * d + j] - at->alpha * self->mean[j]);
          sum += part * part / (squared * self->variances[k] + noise);
          length -= part * part;
        }
      log_density[i] = normal - 0.5 * (sum + (d > q ? fmax (length, 0) / rest : 0));
      if (divergence != NULL)
        divergence[i] = trace;
    }
}

static void
finalize (PlumeScore *score)
{
  GaussianScore *self = (GaussianScore *)score;

  g_free (self->mean);
  g_free (self->variances);
  g_free (self->directions);
  g_free (self);
}

static const PlumeScoreType type = {
  .id = "gaussian",
  .native = PLUME_PREDICT_DATA,
  .evaluate = evaluate,
  .density = density,
  .finalize = finalize,
};

static GaussianScore *
score_new (gsize d, const double *mean, gsize rank)
{
  GaussianScore *self = g_new0 (GaussianScore, 1);

  plume_score_init (&self->score, &type, d);
  self->mean = g_memdup2 (mean, d * sizeof (double));
  self->rank = rank;
  self->variances = g_new0 (double, rank);
  self->directions = g_new0 (double, rank *d);
  return self;
}

/* What the components leave of the trace. */
static void
settle (GaussianScore *self, double trace)
{
  gsize d = self->score.dimension;

  for (gsize k = 0; k < self->rank; k++)
    {
      self->variances[k] = fmax (self->variances[k], 0);
      trace -= self->variances[k];
    }
  self->rest = self->rank < d ? fmax (trace, 0) / (double)(d - self->rank) : 0;
}

/**
 * plume_gaussian_score_new:
 * @d: dimension
 * @mean: d
 * @covariance: d × d, symmetric
 * @rank: components to keep; 0 for all
 * @error: %PLUME_ERROR_COMPUTE
 *
 * O(d³) once; an answer to n samples costs 4 n d rank.
 *
 * Returns: (transfer full): a source of x̂0', which works on whole batches
 */
PlumeScore *
plume_gaussian_score_new (
    gsize d, const double *mean, const double *covariance, gsize rank, GError **error)
{
  gsize q = rank > 0 ? MIN (rank, d) : d;
  GaussianScore *self = score_new (d, mean, q);
  g_autofree double *copy = g_memdup2 (covariance, d * d * sizeof (double));
  double trace = 0;

  for (gsize j = 0; j < d; j++)
    trace += covariance[j * d + j];
  if (!plume_symmetric_eigen (d, copy, q, self->variances, self->directions, error))
    {
      finalize (&self->score);
      return NULL;
    }
  settle (self, trace);
  return &self->score;
}

typedef struct
{
  gsize n, d;
  const double *moved; /* n × d */
  gboolean gram;       /* A Aᵀ/n instead of Aᵀ A/n */
  double *products;
} Products;

static void
multiply_rows (gsize from, gsize to, gpointer data)
{
  Products *job = data;
  gsize n = job->n, d = job->d;

  if (job->gram)
    plume_product_double (PLUME_PLAIN, PLUME_TRANSPOSED, to - from, n, d, 1.0 / (double)n,
                          job->moved + from * d, d, job->moved, d, 0, job->products + from * n, n);
  else
    plume_product_double (PLUME_TRANSPOSED, PLUME_PLAIN, to - from, d, n, 1.0 / (double)n,
                          job->moved + from, d, job->moved, d, 0, job->products + from * d, d);
}

/* With fewer samples than dimensions: C = Aᵀ A/n has the eigenvalues of G = A Aᵀ/n, and u_k = Aᵀ
 * w_k/√(n e_k). */
static gboolean
decompose (GaussianScore *self, gsize n, const double *moved, PlumeTask *task, GError **error)
{
  gsize d = self->score.dimension, q = self->rank, size = MIN (n, d);
  g_autofree double *products = g_new (double, size *size);
  g_autofree double *weights = n <= d ? g_new (double, q *n) : NULL;
  Products job = { n, d, moved, n <= d, products };

  if (!plume_parallel_for (size, CLAMP ((size + 1) / 2, 1, 64), multiply_rows, &job, task, error)
      || !plume_symmetric_eigen (size, products, q, self->variances,
                                 n <= d ? weights : self->directions, error))
    return FALSE;
  if (n > d)
    return TRUE;
  for (gsize k = 0; k < q; k++)
    {
      double length = sqrt (fmax (self->variances[k], 1e-300) * (double)n);

      for (gsize i = 0; i < n; i++)
        weights[k * n + i] /= length;
    }
  for (gsize k = 0; k < q; k++)
    for (gsize i = 0; i < n; i++)
      for (gsize j = 0; j < d; j++)
        self->directions[k * d + j] += weights[k * n + i] * moved[i * d + j];
  return TRUE;
}

/**
 * plume_gaussian_score_new_from_samples:
 * @n: samples, at least 2
 * @d: dimension
 * @values: n × d
 * @rank: components to keep; 0 for all that n samples have, at most d
 * @error: %PLUME_ERROR_DATA for fewer than two samples, %PLUME_ERROR_COMPUTE, or cancelled
 *
 * The covariance is that of the set (divided by n). O(n d² + d³), or with fewer samples than
 * dimensions O(n² d + n³).
 *
 * Returns: (transfer full): a source of x̂0', which works on whole batches
 */
PlumeScore *
plume_gaussian_score_new_from_samples (
    gsize n, gsize d, const float *values, gsize rank, PlumeTask *task, GError **error)
{
  gsize most = n <= d ? n - 1 : d;
  gsize q = rank > 0 ? MIN (rank, most) : most;
  g_autofree double *moved = g_new (double, n *d);
  g_autofree double *mean = g_new0 (double, d);
  GaussianScore *self;
  double trace = 0;

  if (n < 2)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("a covariance takes at least two samples, and there are %zu"), n);
      return NULL;
    }
  for (gsize i = 0; i < n * d; i++)
    mean[i % d] += values[i] / (double)n;
  for (gsize i = 0; i < n * d; i++)
    {
      moved[i] = values[i] - mean[i % d];
      trace += moved[i] * moved[i] / (double)n;
    }
  if (!plume_task_check (task, error))
    return NULL;
  self = score_new (d, mean, q);
  if (!decompose (self, n, moved, task, error) || !plume_task_check (task, error))
    {
      finalize (&self->score);
      return NULL;
    }
  settle (self, trace);
  return &self->score;
}

gsize
plume_gaussian_score_get_components (const PlumeScore *score,
                                     const double **variances,
                                     const double **directions,
                                     double *rest)
{
  const GaussianScore *self = (const GaussianScore *)score;

  if (variances != NULL)
    *variances = self->variances;
  if (directions != NULL)
    *directions = self->directions;
  if (rest != NULL)
    *rest = self->rest;
  return self->rank;
}
