/* plume-mixture-score.c: a mixture as a source of exact scores. */
#include "generative/plume-mixture.h"

typedef struct
{
  PlumeScore score;
  PlumeMixture *mixture;
} MixtureScore;

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
  const MixtureScore *self = (const MixtureScore *)score;

  plume_mixture_evaluate (self->mixture, at, n, y, NULL, answer, NULL, NULL, NULL);
  for (gsize i = 0; i < n * score->dimension; i++)
    answer[i] *= -at->sigma;
  return TRUE;
}

static void
density (const PlumeScore *score,
         const PlumeMarginal *at,
         gsize n,
         const double *y,
         double *log_density,
         double *divergence)
{
  plume_mixture_evaluate (((const MixtureScore *)score)->mixture, at, n, y, log_density, NULL,
                          divergence, NULL, NULL);
}

static void
finalize (PlumeScore *score)
{
  plume_mixture_unref (((MixtureScore *)score)->mixture);
  g_free (score);
}

static const PlumeScoreType type = {
  .id = "mixture",
  .native = PLUME_PREDICT_NOISE,
  .is_pointwise = TRUE,
  .evaluate = evaluate,
  .density = density,
  .finalize = finalize,
};

/**
 * plume_mixture_score_new:
 * @mixture: (transfer none): in y
 *
 * Returns: (transfer full): its exact score
 */
PlumeScore *
plume_mixture_score_new (PlumeMixture *mixture)
{
  MixtureScore *self = g_new0 (MixtureScore, 1);

  plume_score_init (&self->score, &type, plume_mixture_get_dimension (mixture));
  self->mixture = plume_mixture_ref (mixture);
  return &self->score;
}
