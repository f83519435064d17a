/* plume-empirical-score.c: the empirical denoiser as a source of scores: small sets in double
 * precision, large ones by matrix products, and at small noise by candidates only. */
#include <math.h>
#include <string.h>

#include "core/plume-parallel.h"
#include "generative/plume-empirical-private.h"

#define LEAST_SIGMA 1e-6 /* where σ is 0, the nearest picture answers */

typedef struct
{
  const EmpiricalScore *self;
  EmpiricalMoment moment;
  gsize n;
  const double *y; /* n × d, y + α (m − mean), or y + α m in double precision */
  EmpiricalAnswer answer;
  EmpiricalMemory *memory;
  gboolean *is_answered;
} Job;

/* One sample against a small set, in double precision. */
static void
weigh_exactly (gsize from, gsize to, gpointer data)
{
  Job *job = data;
  const PlumePictures *set = job->self->pictures;
  gsize d = set->dimension;
  g_autofree double *weight = g_new (double, set->n);

  for (gsize i = from; i < to; i++)
    {
      const double *y = job->y + i * d;
      double sum = 0, entropy = 0;
      gsize best = 0;

      for (gsize k = 0; k < set->n; k++)
        {
          double square = 0;

          for (gsize j = 0; j < d; j++)
            {
              double difference = y[j] - job->moment.alpha * set->exact[k * d + j];

              square += difference * difference;
            }
          weight[k] = -square / (2 * job->moment.variance);
          best = weight[k] > weight[best] ? k : best;
        }
      memset (job->answer.mean + i * d, 0, d * sizeof (double));
      for (gsize k = 0, top = best; k < set->n; k++)
        {
          double log_weight = weight[k] - weight[top], share;

          if (k == top)
            log_weight = 0;
          share = exp (log_weight);
          sum += share;
          entropy -= share * log_weight;
          for (gsize j = 0; j < d; j++)
            job->answer.mean[i * d + j] += share * set->exact[k * d + j];
        }
      for (gsize j = 0; j < d; j++)
        job->answer.mean[i * d + j] /= sum;
      if (job->answer.n_live != NULL)
        job->answer.n_live[i] = exp (entropy / sum + log (sum));
      if (job->answer.nearest != NULL)
        job->answer.nearest[i] = best;
    }
}

static void
try_candidates (gsize from, gsize to, gpointer data)
{
  Job *job = data;
  gsize d = job->self->pictures->dimension;

  for (gsize i = from; i < to; i++)
    job->is_answered[i] = plume_empirical_from_candidates (
        job->self, &job->moment, &job->memory->samples[i], job->y + i * d, i, &job->answer);
}

static gboolean
weigh_by_products (Job *job, PlumeTask *task, GError **error)
{
  g_autofree gsize *samples = g_new (gsize, job->n);
  gsize n = 0;

  if (job->memory != NULL)
    {
      job->is_answered = g_new0 (gboolean, job->n);
      if (!plume_parallel_for (job->n, 4, try_candidates, job, task, error))
        return FALSE;
    }
  for (gsize i = 0; i < job->n; i++)
    if (job->is_answered == NULL || !job->is_answered[i])
      samples[n++] = i;
  if (job->memory != NULL)
    job->memory->pruned += job->n - n;
  return n == 0
         || plume_empirical_from_all (job->self, &job->moment, n, samples, job->y, &job->answer,
                                      job->memory, task, error);
}

/* W and Σ W x_i, where @answer lives in data coordinates afterwards. */
static gboolean
weigh (const EmpiricalScore *self,
       const PlumeMarginal *at,
       gsize n,
       const double *y,
       const EmpiricalAnswer *answer,
       EmpiricalMemory *memory,
       PlumeTask *task,
       GError **error)
{
  const PlumePictures *set = self->pictures;
  gsize d = set->dimension;
  double sigma = fmax (at->sigma, LEAST_SIGMA);
  g_autofree double *moved = g_new (double, n *d);
  Job job = { .self = self, .n = n, .y = moved, .answer = *answer };
  gboolean done;

  job.moment = (EmpiricalMoment){ .alpha = at->alpha,
                                  .variance = sigma * sigma
                                              + at->alpha * at->alpha * self->width * self->width,
                                  .cut = 20 + log ((double)set->n) };
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < d; j++)
      moved[i * d + j] = y[i * d + j]
                         + at->alpha
                               * ((self->centre != NULL ? self->centre[j] : 0)
                                  - (self->is_double ? 0 : set->mean[j]));
  if (self->is_double)
    return plume_parallel_for (n, 1, weigh_exactly, &job, task, error);
  job.memory = self->unpruned || memory == NULL || memory->n != n ? NULL : memory;
  done = weigh_by_products (&job, task, error);
  g_free (job.is_answered);
  if (done)
    for (gsize i = 0; i < n * d; i++)
      answer->mean[i] += set->mean[i % d];
  return done;
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
  const EmpiricalScore *self = (const EmpiricalScore *)score;
  gsize d = score->dimension;
  double sigma = fmax (at->sigma, LEAST_SIGMA), width = self->width, gain;

  if (!weigh (self, at, n, y, &(EmpiricalAnswer){ .mean = answer }, memory, task, error))
    return FALSE;
  gain = at->alpha * width * width / (at->alpha * at->alpha * width * width + sigma * sigma);
  for (gsize i = 0; i < n * d; i++)
    {
      double centre = self->centre != NULL ? self->centre[i % d] : 0;
      double x = answer[i] - centre;

      answer[i] = x + gain * (y[i] - at->alpha * x);
    }
  return TRUE;
}

static gpointer
remember (const PlumeScore *score, gsize n)
{
  EmpiricalMemory *memory;

  if (((const EmpiricalScore *)score)->is_double)
    return NULL;
  memory = g_new0 (EmpiricalMemory, 1);
  memory->n = n;
  memory->dimension = score->dimension;
  memory->samples = g_new0 (EmpiricalSample, n);
  memory->places = g_new (float, n * score->dimension);
  for (gsize i = 0; i < n; i++)
    memory->samples[i].place = memory->places + i * score->dimension;
  return memory;
}

static void
forget (gpointer data)
{
  EmpiricalMemory *memory = data;

  g_free (memory->samples);
  g_free (memory->places);
  g_free (memory);
}

static void
finalize (PlumeScore *score)
{
  EmpiricalScore *self = (EmpiricalScore *)score;

  plume_pictures_unref (self->pictures);
  g_free (self->centre);
  g_free (self->centred);
  g_free (self->squares);
  g_free (self);
}

static const PlumeScoreType type = {
  .id = "empirical",
  .native = PLUME_PREDICT_DATA,
  .evaluate = evaluate,
  .remember = remember,
  .forget = forget,
  .finalize = finalize,
};

static void
centre_pictures (EmpiricalScore *self)
{
  const PlumePictures *set = self->pictures;
  gsize d = set->dimension;

  self->centred = g_new (float, set->n *d);
  self->squares = g_new0 (double, set->n);
  for (gsize i = 0; i < set->n; i++)
    {
      for (gsize j = 0; j < d; j++)
        {
          float value = (float)(set->values[i * d + j] - set->mean[j]);

          self->centred[i * d + j] = value;
          self->squares[i] += (double)value * value;
        }
      self->reach = fmax (self->reach, sqrt (self->squares[i]));
    }
}

/**
 * plume_empirical_score_new:
 * @pictures: (transfer none): the set
 * @options: (nullable): how
 *
 * One answer to n samples costs 4 n N d operations; at small noise those of a few candidates, found
 * at an earlier step and proven enough by the triangle inequality.
 *
 * Returns: (transfer full): a source of x̂0', which works on whole batches
 */
PlumeScore *
plume_empirical_score_new (PlumePictures *pictures, const PlumeEmpiricalOptions *options)
{
  EmpiricalScore *self = g_new0 (EmpiricalScore, 1);
  PlumeEmpiricalOptions usual = { 0 };

  options = options != NULL ? options : &usual;
  plume_score_init (&self->score, &type, pictures->dimension);
  self->pictures = plume_pictures_ref (pictures);
  self->width = options->width;
  self->unpruned = options->unpruned;
  self->is_double = pictures->exact != NULL && !options->single;
  if (options->centre != NULL)
    self->centre = g_memdup2 (options->centre, pictures->dimension * sizeof (double));
  if (!self->is_double)
    centre_pictures (self);
  return &self->score;
}

gboolean
plume_empirical_score_get_weights (const PlumeScore *score,
                                   const PlumeMarginal *at,
                                   gsize n,
                                   const double *y,
                                   double *n_live,
                                   gsize *nearest,
                                   PlumeTask *task,
                                   GError **error)
{
  g_autofree double *mean = g_new (double, n * score->dimension);
  EmpiricalAnswer answer = { .mean = mean, .n_live = n_live, .nearest = nearest };

  return weigh ((const EmpiricalScore *)score, at, n, y, &answer, NULL, task, error);
}

gsize
plume_empirical_memory_count_pruned (gconstpointer memory)
{
  return ((const EmpiricalMemory *)memory)->pruned;
}
