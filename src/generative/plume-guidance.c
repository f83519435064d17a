/* plume-guidance.c: guidance of four kinds. */
#include "generative/plume-guidance.h"

#include "core/plume-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A row of its own for every instance, because what it answers follows from what it wraps. */
typedef struct
{
  PlumeScore score;
  PlumeScoreType type;
  PlumeScore *base, *guide;
  PlumeMixture *mixture, *condition;
  double scale, kappa_from, kappa_to, quantile, bound, level;
} Guided;

/* What two sources keep about a run */
typedef struct
{
  gpointer base, guide;
  void (*forget_base) (gpointer memory);
  void (*forget_guide) (gpointer memory);
} Memory;

static gpointer
remember (const PlumeScore *score, gsize n)
{
  const Guided *self = (const Guided *)score;
  Memory *memory = g_new0 (Memory, 1);

  if (self->base->type->remember != NULL)
    {
      memory->base = self->base->type->remember (self->base, n);
      memory->forget_base = self->base->type->forget;
    }
  if (self->guide != NULL && self->guide->type->remember != NULL)
    {
      memory->guide = self->guide->type->remember (self->guide, n);
      memory->forget_guide = self->guide->type->forget;
    }
  return memory;
}

static void
forget (gpointer data)
{
  Memory *memory = data;

  if (memory->base != NULL)
    memory->forget_base (memory->base);
  if (memory->guide != NULL)
    memory->forget_guide (memory->guide);
  g_free (memory);
}

static void
finalize (PlumeScore *score)
{
  Guided *self = (Guided *)score;

  g_clear_pointer (&self->base, plume_score_unref);
  g_clear_pointer (&self->guide, plume_score_unref);
  g_clear_pointer (&self->mixture, plume_mixture_unref);
  g_clear_pointer (&self->condition, plume_mixture_unref);
  g_free (self);
}

static double
scale_at (const Guided *self, const PlumeMarginal *at)
{
  return at->kappa >= self->kappa_from && at->kappa <= self->kappa_to ? self->scale : 1;
}

/* base + w (guide − base), in whatever both answer: weights that add up to 1 keep the part of y */
static gboolean
evaluate_difference (const PlumeScore *score,
                     const PlumeMarginal *at,
                     gsize n,
                     const double *y,
                     double *answer,
                     gpointer memory,
                     PlumeTask *task,
                     GError **error)
{
  const Guided *self = (const Guided *)score;
  const Memory *own = memory;
  gsize length = n * score->dimension;
  double scale = scale_at (self, at);
  g_autofree double *base = NULL;

  if (scale != 0
      && !plume_score_predict (self->guide, self->type.native, at, self->level, n, y, answer,
                               own != NULL ? own->guide : NULL, task, error))
    return FALSE;
  if (scale == 1)
    return TRUE;
  base = g_new (double, length);
  if (!plume_score_predict (self->base, self->type.native, at, self->level, n, y, base,
                            own != NULL ? own->base : NULL, task, error))
    return FALSE;
  if (scale == 0)
    memcpy (answer, base, length * sizeof (double));
  else
    for (gsize i = 0; i < length; i++)
      answer[i] = base[i] + scale * (answer[i] - base[i]);
  return TRUE;
}

/* ε̂ − σ w ∇ ln p(c|x_t), with ∇ ln p(c|x_t) = ∇ ln p(x_t|c) − ∇ ln p(x_t) exactly */
static gboolean
evaluate_classifier (const PlumeScore *score,
                     const PlumeMarginal *at,
                     gsize n,
                     const double *y,
                     double *answer,
                     gpointer memory,
                     PlumeTask *task,
                     GError **error)
{
  const Guided *self = (const Guided *)score;
  const Memory *own = memory;
  gsize length = n * score->dimension;
  double scale = scale_at (self, at);
  g_autofree double *given = g_new (double, length), *all = g_new (double, length);

  if (!plume_score_predict (self->base, PLUME_PREDICT_NOISE, at, self->level, n, y, answer,
                            own != NULL ? own->base : NULL, task, error))
    return FALSE;
  plume_mixture_evaluate (self->condition, at, n, y, NULL, given, NULL, NULL, NULL);
  plume_mixture_evaluate (self->mixture, at, n, y, NULL, all, NULL, NULL, NULL);
  for (gsize i = 0; i < length; i++)
    answer[i] -= at->sigma * scale * (given[i] - all[i]);
  return TRUE;
}

static int
compare (const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return (x > y) - (x < y);
}

/* The quantile of |x|, between the order statistics as R's type 7 */
static double
find_quantile (gsize d, const double *x, double quantile, double *sorted)
{
  double place = quantile * (double)(d - 1);
  gsize below = MIN ((gsize)place, d - 1), above = MIN (below + 1, d - 1);

  for (gsize c = 0; c < d; c++)
    sorted[c] = fabs (x[c]);
  qsort (sorted, d, sizeof *sorted, compare);
  return sorted[below] + (place - (double)below) * (sorted[above] - sorted[below]);
}

/* s = max (quantile of |x̂0|, bound); x̂0 ← clip (x̂0, −s, s) bound/s, sample by sample */
static gboolean
evaluate_thresholded (const PlumeScore *score,
                      const PlumeMarginal *at,
                      gsize n,
                      const double *y,
                      double *answer,
                      gpointer memory,
                      PlumeTask *task,
                      GError **error)
{
  const Guided *self = (const Guided *)score;
  const Memory *own = memory;
  gsize d = score->dimension;
  g_autofree double *sorted = g_new (double, d);

  if (!plume_score_predict (self->base, PLUME_PREDICT_DATA, at, self->level, n, y, answer,
                            own != NULL ? own->base : NULL, task, error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      double *x = answer + i * d;
      double most = MAX (find_quantile (d, x, self->quantile, sorted), self->bound);

      for (gsize c = 0; c < d; c++)
        x[c] = CLAMP (x[c], -most, most) * (self->bound / most);
    }
  return TRUE;
}

static PlumeScore *
guided_new (const PlumeGuidanceParts *parts, const PlumeScoreType *type, guint cost)
{
  Guided *self = g_new0 (Guided, 1);

  self->type = *type;
  self->type.is_pointwise =
      parts->base->type->is_pointwise && (parts->guide == NULL || parts->guide->type->is_pointwise);
  self->type.remember = remember;
  self->type.forget = forget;
  self->type.finalize = finalize;
  plume_score_init (&self->score, &self->type, parts->base->dimension);
  self->score.cost = cost;
  self->base = plume_score_ref (parts->base);
  if (parts->guide != NULL)
    self->guide = plume_score_ref (parts->guide);
  if (parts->mixture != NULL)
    self->mixture = plume_mixture_ref (parts->mixture);
  if (parts->condition != NULL)
    self->condition = plume_mixture_ref (parts->condition);
  self->scale = parts->scale;
  self->kappa_from = parts->kappa_from;
  self->kappa_to = parts->kappa_to;
  self->quantile = parts->quantile;
  self->bound = parts->bound;
  self->level = parts->level;
  return &self->score;
}

static gboolean
check_scale (const PlumeGuidanceParts *parts, GError **error)
{
  if (isfinite (parts->scale) && parts->kappa_from <= parts->kappa_to)
    return TRUE;
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
               _ ("guidance of scale %g between the noise levels %g and %g has no meaning; give a "
                  "finite scale and an interval that rises"),
               parts->scale, parts->kappa_from, parts->kappa_to);
  return FALSE;
}

static PlumeScore *
make_difference (const PlumeGuidanceParts *parts, GError **error)
{
  PlumeScoreType type = { .id = "difference", .evaluate = evaluate_difference };
  PlumeGuidanceParts own = *parts;

  if (parts->base == NULL || parts->guide == NULL
      || parts->base->dimension != parts->guide->dimension)
    {
      g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                           _ ("guidance takes two sources of scores of the same dimension; give "
                              "both"));
      return NULL;
    }
  if (!check_scale (parts, error))
    return NULL;
  type.native = parts->base->type->native == parts->guide->type->native ? parts->base->type->native
                                                                        : PLUME_PREDICT_NOISE;
  own.mixture = own.condition = NULL;
  return guided_new (&own, &type, parts->base->cost + parts->guide->cost);
}

static PlumeScore *
make_classifier (const PlumeGuidanceParts *parts, GError **error)
{
  static const PlumeScoreType type = { .id = "classifier",
                                       .native = PLUME_PREDICT_NOISE,
                                       .evaluate = evaluate_classifier };
  PlumeGuidanceParts own = *parts;

  if (parts->base == NULL || parts->mixture == NULL || parts->condition == NULL
      || parts->base->dimension != plume_mixture_get_dimension (parts->mixture)
      || parts->base->dimension != plume_mixture_get_dimension (parts->condition))
    {
      g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                           _ ("an exact classifier takes a source of scores and a mixture with a "
                              "condition, all of the same dimension; give all three"));
      return NULL;
    }
  if (!check_scale (parts, error))
    return NULL;
  own.guide = NULL;
  return guided_new (&own, &type, parts->base->cost);
}

static PlumeScore *
make_thresholded (const PlumeGuidanceParts *parts, GError **error)
{
  static const PlumeScoreType type = { .id = "thresholding",
                                       .native = PLUME_PREDICT_DATA,
                                       .evaluate = evaluate_thresholded };
  PlumeGuidanceParts own = *parts;

  if (parts->base == NULL)
    {
      g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                           _ ("there is no source of scores to clip; give one"));
      return NULL;
    }
  if (!(parts->quantile >= 0 && parts->quantile <= 1 && parts->bound > 0))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("clipping at the quantile %g with the bound %g has no meaning; the quantile "
                      "lies between 0 and 1 and the bound above 0"),
                   parts->quantile, parts->bound);
      return NULL;
    }
  own.guide = NULL;
  own.mixture = own.condition = NULL;
  return guided_new (&own, &type, parts->base->cost);
}

const PlumeGuidance plume_guidances[] = {
  { "classifier-free", N_ ("Classifier-free"),
    N_ ("Goes from the unconditional answer past the conditional one"), 2, make_difference },
  { "classifier", N_ ("Classifier"), N_ ("Adds the slope of the probability of the class"), 1,
    make_classifier },
  { "autoguidance", N_ ("Autoguidance"), N_ ("Goes from a worse model past a better one"), 2,
    make_difference },
  { "thresholding", N_ ("Dynamic thresholding"),
    N_ ("Clips estimates of the data that leave their range"), 1, make_thresholded },
  { NULL },
};

const PlumeGuidance *
plume_guidance_find (const char *id)
{
  for (guint i = 0; plume_guidances[i].id != NULL; i++)
    if (strcmp (plume_guidances[i].id, id) == 0)
      return &plume_guidances[i];
  return NULL;
}

/* No parts yet, w = 1 at all noise levels, quantile 0.995, bound 1, level 1 */
PlumeGuidanceParts
plume_guidance_parts_init (void)
{
  return (PlumeGuidanceParts){
    .scale = 1, .kappa_to = INFINITY, .quantile = 0.995, .bound = 1, .level = 1
  };
}

/**
 * plume_guidance_tempered_log_density:
 * @mixture: p, in y
 * @condition: p(·|c)
 * @scale: w
 * @at: the moment
 * @n: places
 * @y: n × d
 * @log_density: (out): n
 *
 * ln of p_t(y) p_t(c|y)^w up to a constant; O(n K d²).
 */
void
plume_guidance_tempered_log_density (const PlumeMixture *mixture,
                                     const PlumeMixture *condition,
                                     double scale,
                                     const PlumeMarginal *at,
                                     gsize n,
                                     const double *y,
                                     double *log_density)
{
  g_autofree double *given = g_new (double, n + 1);

  plume_mixture_evaluate (mixture, at, n, y, log_density, NULL, NULL, NULL, NULL);
  plume_mixture_evaluate (condition, at, n, y, given, NULL, NULL, NULL, NULL);
  for (gsize i = 0; i < n; i++)
    log_density[i] += scale * (given[i] - log_density[i]);
}
