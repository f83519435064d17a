/* plume-guidance.h: scores that wrap scores, to pull samples towards a condition.
 *
 * ε̂ = ε̂_∅ + w (ε̂_c − ε̂_∅) (Ho & Salimans 2022, arXiv 2207.12598), with the guide at work only
 * for some noise levels (Kynkäänniemi et al. 2024, arXiv 2404.07724); s + w ∇ ln p(c|x_t) (Dhariwal
 * & Nichol 2021, arXiv 2105.05233); a worse model in place of ∅ (Karras et al. 2024, arXiv
 * 2406.02507); and clipping of x̂0 (Saharia et al. 2022, arXiv 2205.11487). Except at w = 0 and 1
 * none of them samples p(x) p(c|x)^w, because noise does not commute with the power. It knows no
 * solver.
 */
#pragma once

#include "generative/plume-mixture.h"

G_BEGIN_DECLS

/**
 * PlumeGuidanceParts:
 * @base: the unconditional source; for autoguidance the worse model; what is clipped
 * @guide: the conditional source; for autoguidance the good model
 * @mixture: @condition: of classifier guidance: p and p(·|c), mixtures in y
 * @scale: w
 * @kappa_from: @kappa_to: noise levels κ where w is at work; elsewhere the conditional score is.
 * 0 and +∞ for all
 * @quantile: @bound: of dynamic thresholding; usually 0.995 and 1
 * @level: as in plume_process_level(), for sources that answer velocities
 *
 * What guidance is made of; each row of the table takes what concerns it. Everything is borrowed.
 */
typedef struct
{
  PlumeScore *base, *guide;
  PlumeMixture *mixture, *condition;
  double scale;
  double kappa_from, kappa_to;
  double quantile, bound;
  double level;
} PlumeGuidanceParts;

/**
 * PlumeGuidance:
 * @cost: evaluations of networks an answer
 * @make: the score with guidance, or %NULL with an error that says which part is missing
 *
 * A row of the table of guidance.
 */
typedef struct
{
  const char *id, *title, *help;
  guint cost;
  PlumeScore *(*make) (const PlumeGuidanceParts *parts, GError **error);
} PlumeGuidance;

extern const PlumeGuidance plume_guidances[]; /* ended by an entry without id */
const PlumeGuidance *plume_guidance_find (const char *id);

PlumeGuidanceParts plume_guidance_parts_init (void);

/* ln p_t(y) + w (ln p_t(y|c) − ln p_t(y)), up to a constant: at t = 0 what guidance is said to
 * sample */
void plume_guidance_tempered_log_density (const PlumeMixture *mixture,
                                          const PlumeMixture *condition,
                                          double scale,
                                          const PlumeMarginal *at,
                                          gsize n,
                                          const double *y,
                                          double *log_density);

G_END_DECLS
