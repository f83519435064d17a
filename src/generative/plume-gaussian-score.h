/* plume-gaussian-score.h: the best linear denoiser, which knows a mean and a covariance only.
 *
 * For p_0 = N(μ, U diag (e) Uᵀ): x̂0 = μ + Σ_j e_j α/(α² e_j + σ²) u_j u_jᵀ (y − αμ) (Wiener 1949).
 * It is what every denoiser of pictures tends to at high noise. With q of d components the rest has
 * one variance, the mean of what is left (Tipping & Bishop 1999). It knows no process and no
 * solver.
 */
#pragma once

#include "generative/plume-score.h"

G_BEGIN_DECLS

PlumeScore *plume_gaussian_score_new (
    gsize d, const double *mean, const double *covariance, gsize rank, GError **error);
PlumeScore *plume_gaussian_score_new_from_samples (
    gsize n, gsize d, const float *values, gsize rank, PlumeTask *task, GError **error);
/* Components kept, their variances (falling), their directions (rank × d) and the variance of the
 * rest; all owned by the score. */
gsize plume_gaussian_score_get_components (const PlumeScore *score,
                                           const double **variances,
                                           const double **directions,
                                           double *rest);

G_END_DECLS
