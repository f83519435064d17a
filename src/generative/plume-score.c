/* plume-score.c: asks a source and turns its answer into the kind that is wanted. */
#include "generative/plume-score.h"

void
plume_score_init (PlumeScore *score, const PlumeScoreType *type, gsize dimension)
{
  score->type = type;
  score->dimension = dimension;
  score->cost = 1;
  g_atomic_ref_count_init (&score->ref_count);
}

PlumeScore *
plume_score_ref (PlumeScore *score)
{
  g_atomic_ref_count_inc (&score->ref_count);
  return score;
}

void
plume_score_unref (PlumeScore *score)
{
  if (g_atomic_ref_count_dec (&score->ref_count))
    score->type->finalize (score);
}

/**
 * plume_score_predict:
 * @score: a source
 * @wanted: the kind of answer
 * @at: the moment
 * @level: of the process, for velocities
 * @n: samples
 * @y: n × d places
 * @answer: (out): n × d; may not overlap @y
 * @memory: (nullable): what the source keeps about this run
 *
 * Returns: %FALSE with an error where the source fails or the task is cancelled
 */
gboolean
plume_score_predict (const PlumeScore *score,
                     PlumePrediction wanted,
                     const PlumeMarginal *at,
                     double level,
                     gsize n,
                     const double *y,
                     double *answer,
                     gpointer memory,
                     PlumeTask *task,
                     GError **error)
{
  gsize length = n * score->dimension;
  double a, b;

  if (!score->type->evaluate (score, at, n, y, answer, memory, task, error))
    return FALSE;
  if (score->type->native == wanted)
    return TRUE;
  plume_prediction_convert (score->type->native, wanted, at, level, &a, &b);
  for (gsize i = 0; i < length; i++)
    answer[i] = a * y[i] + b * answer[i];
  return TRUE;
}
