/* plume-scan-score.c: a source of scores that knows what a scanner measured, whatever the source
 * that it wraps.
 *
 * What the other source expects of the clean picture has an error of about r² = κ²/(1 + κ²) (Song
 * et al. 2023, ΠGDM), and the measurement one of s²; so the two are weighed with μ = s²/r².
 */
#include "generative/plume-scan.h"

#include "core/plume-parallel.h"

/* A row of its own for every instance, because what is remembered is the other source's. */
typedef struct
{
  PlumeScore score;
  PlumeScoreType type;
  PlumeScore *prior;
  PlumeScan *scan;
  double *data, noise;
  guint n_steps;
} ScanScore;

typedef struct
{
  const ScanScore *self;
  double trust, *pictures;
} Job;

static void
reconcile_chunk (gsize from, gsize to, gpointer data)
{
  const Job *job = data;
  const ScanScore *self = job->self;

  for (gsize i = from; i < to; i++)
    plume_scan_reconcile (self->scan, self->data, job->trust, self->n_steps,
                          job->pictures + i * self->scan->dimension);
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
  const ScanScore *self = (const ScanScore *)score;
  double level = at->sigma * at->sigma / (at->alpha * at->alpha + at->sigma * at->sigma);
  Job job = { self, 0, answer };

  if (!plume_score_predict (self->prior, PLUME_PREDICT_DATA, at, 1, n, y, answer, memory, task,
                            error))
    return FALSE;
  if (self->noise > 0)
    job.trust = self->noise * self->noise / MAX (level, 1e-12);
  return plume_parallel_for (n, 1, reconcile_chunk, &job, task, error);
}

static gpointer
remember (const PlumeScore *score, gsize n)
{
  const ScanScore *self = (const ScanScore *)score;

  return self->prior->type->remember (self->prior, n);
}

static void
finalize (PlumeScore *score)
{
  ScanScore *self = (ScanScore *)score;

  plume_score_unref (self->prior);
  plume_scan_unref (self->scan);
  g_free (self->data);
  g_free (self);
}

/**
 * plume_scan_score_new:
 * @prior: what is known without the measurement
 * @scan: the measurement
 * @data: n_data numbers, the same for all samples; copied
 * @noise: s, the standard deviation of a number's error; 0 for exact ones
 * @n_steps: of conjugate gradients an answer
 *
 * Returns: (transfer full): a source that answers with the expected data, moved to the measurement
 */
PlumeScore *
plume_scan_score_new (
    PlumeScore *prior, PlumeScan *scan, const double *data, double noise, guint n_steps)
{
  ScanScore *self = g_new0 (ScanScore, 1);

  self->type = (PlumeScoreType){ .id = "scan",
                                 .native = PLUME_PREDICT_DATA,
                                 .evaluate = evaluate,
                                 .remember = prior->type->remember != NULL ? remember : NULL,
                                 .forget = prior->type->forget,
                                 .finalize = finalize };
  plume_score_init (&self->score, &self->type, prior->dimension);
  self->score.cost = prior->cost;
  self->prior = plume_score_ref (prior);
  self->scan = plume_scan_ref (scan);
  self->data = g_memdup2 (data, scan->n_data * sizeof (double));
  self->noise = noise;
  self->n_steps = n_steps;
  return &self->score;
}
