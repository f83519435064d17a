/* plume-interpolant.h: the clock of a stochastic interpolant: how two densities are blended.
 *
 * x_t = a(t) x₀ + b̃(t) x₁ + γ(t) z with z ~ N(0, I); t = 0 is the left density, t = 1 the right one
 * (Albergo, Boffi & Vanden-Eijnden 2023, arXiv 2303.08797). Paths and γ are two tables; γ̇ alone is
 * never formed, for γγ̇ is regular where γ̇ is not. It knows no densities.
 */
#pragma once

#include "generative/plume-process.h"

G_BEGIN_DECLS

#define PLUME_INTERPOLANT_BENDS 2

typedef struct _PlumeInterpolant PlumeInterpolant;

/**
 * PlumeBlend:
 * @time: t
 * @left: @left_rate: a and ȧ
 * @right: @right_rate: b̃ and its derivative
 * @left_bend: @left_bend_rate: @right_bend: @right_bend_rate: what the bends have added to these
 * @gamma: γ
 * @gamma_rate: γγ̇ = ½ d(γ²)/dt
 *
 * An interpolant at one moment.
 */
typedef struct
{
  double time, left, left_rate, right, right_rate, gamma, gamma_rate;
  double left_bend, left_bend_rate, right_bend, right_bend_rate;
} PlumeBlend;

/**
 * PlumePath:
 * @owns_gamma: whether γ is part of it, so that no other can be chosen
 * @normal_base: whether the left density has to be N(0, I), which γ z stands for
 * @is_mirror: whether both ends are the right density
 * @preserves: whether it divides by √(1 − γ²), so that γ must stay below 1
 * @at: fills a, b̃ and their rates from t, γ and γγ̇; where it owns γ, those too
 *
 * A row of the table of paths.
 */
typedef struct
{
  const char *id, *title, *help;
  gboolean owns_gamma, normal_base, is_mirror, preserves;
  void (*at) (const PlumeInterpolant *interpolant, PlumeBlend *blend);
} PlumePath;

/**
 * PlumeGamma:
 * @at: γ² and γγ̇ at t for scale 1
 *
 * A row of the table of γ.
 */
typedef struct
{
  const char *id, *title, *help;
  void (*at) (double t, double *square, double *rate);
} PlumeGamma;

/**
 * PlumeInterpolant:
 * @path: @gamma: rows of the tables
 * @scale: c: γ² is c times that of the row
 * @lean: κ: γ² is weighted by exp (κ(2t − 1)), which leaves its ends at 0
 * @bend_left: @bend_right: what Σ_k bend_k sin πkt adds to a and b̃ of paths that do not own γ and
 * are no mirror
 * @is_centred: whether bends act on x₀ and x₁ less their means, which leaves the mean of x_t alone
 * @process: of the path "diffusion"; its time runs from T at t = 0 to 0 at t = 1
 *
 * A plain value; copied freely.
 */
struct _PlumeInterpolant
{
  const PlumePath *path;
  const PlumeGamma *gamma;
  double scale, lean;
  double bend_left[PLUME_INTERPOLANT_BENDS], bend_right[PLUME_INTERPOLANT_BENDS];
  gboolean is_centred;
  PlumeProcess process;
};

extern const PlumePath *const plume_paths[];   /* ended by NULL */
extern const PlumeGamma *const plume_gammas[]; /* ended by NULL */
const PlumePath *plume_path_find (const char *id);
const PlumeGamma *plume_gamma_find (const char *id);

PlumeInterpolant plume_interpolant_init (const char *path, const char *gamma, double scale);
gboolean plume_interpolant_check (const PlumeInterpolant *interpolant, GError **error);
PlumeBlend plume_interpolant_at (const PlumeInterpolant *interpolant, double t);

G_END_DECLS
