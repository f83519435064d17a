/* plume-interpolant-losses.h: the quadratic losses whose minimisers are the fields, at the exact
 * fields, and what wrong fields cost.
 *
 * L_b = E[½|b|² − (İ + γ̇z)·b], L_v with İ, L_η with z, L_s with −z/γ for the target (Albergo,
 * Boffi & Vanden-Eijnden 2023, arXiv 2303.08797, §2.2); at the truth each is −½E|field|². With
 * wrong fields the diffusion obeys KL(ρ₁ ‖ ρ̂₁) ≤ (1/4ε) ∫E|b̂ − b + ε(ŝ − s)|² dt ≤ ΔL_b/ε + ε ΔL_s.
 * It knows no networks: the wrong fields are the exact ones with a stated error.
 */
#pragma once

#include "generative/plume-interpolant-flow.h"

G_BEGIN_DECLS

typedef enum
{
  PLUME_LOSS_VELOCITY,
  PLUME_LOSS_PATH_VELOCITY,
  PLUME_LOSS_SCORE,
  PLUME_LOSS_DENOISER,
  PLUME_N_LOSSES,
} PlumeLossKind;

/**
 * PlumeLoss:
 * @truth: −½E|field|² over the same samples
 * @plain: @plain_spread: mean loss, and the standard deviation of one sample
 * @paired: @paired_spread: the same of antithetic pairs I ± γz, per two evaluations
 *
 * NaN where it does not exist, as L_s where γ = 0.
 */
typedef struct
{
  double truth, plain, plain_spread, paired, paired_spread;
} PlumeLoss;

gboolean plume_bridge_losses (const PlumeBridge *bridge,
                              double t,
                              gsize n,
                              guint64 seed,
                              PlumeLoss losses[PLUME_N_LOSSES],
                              PlumeTask *task,
                              GError **error);

/**
 * PlumeFieldGaps:
 * @velocity: @score: ΔL_b = ½∫E|b̂ − b|² dt and ΔL_s = ½∫E|ŝ − s|² dt
 * @mixed: ∫E (b̂ − b)·(ŝ − s) dt
 */
typedef struct
{
  double velocity, score, mixed;
} PlumeFieldGaps;

PlumeFieldGaps
plume_bridge_gaps (const PlumeBridge *bridge, const PlumeFieldError *error, gsize n, guint64 seed);
double plume_gaps_bound (const PlumeFieldGaps *gaps, double epsilon, gboolean loose);
double plume_gaps_best_epsilon (const PlumeFieldGaps *gaps);
/* KL(ρ₁ ‖ ρ̂₁) of a bridge in one dimension; ε = 0 is the flow. NaN with an error. */
double plume_bridge_divergence (const PlumeBridge *bridge,
                                const PlumeFieldError *field_error,
                                double epsilon,
                                PlumeTask *task,
                                GError **error);

G_END_DECLS
