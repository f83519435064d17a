/* plume-likelihood.h: ln p of given data by the change of variables along the probability-flow ODE.
 *
 * dz/dλ = −κ ε̂, dℓ/dλ = −κα ∇·ε̂ from t_0 up to T, and ln p_{t_0}(x) = ln p_T(x_T) + ℓ + d (ln α_T
 * − ln α_{t_0}) (Chen et al. 2018, arXiv 1806.07366; Song et al. 2021, arXiv 2011.13456, §4.3). It
 * knows no data set.
 */
#pragma once

#include "generative/plume-score.h"

G_BEGIN_DECLS

/**
 * PlumePrior:
 * @PLUME_PRIOR_NORMAL: N(0, σ_T² I), what samplers start from
 * @PLUME_PRIOR_EXACT: p_T of the source, where it knows densities
 */
typedef enum
{
  PLUME_PRIOR_NORMAL,
  PLUME_PRIOR_EXACT,
} PlumePrior;

/**
 * PlumeLikelihoodPlan:
 * @from: t_0, 0 for 1e-3
 * @to: T, 0 for the process' last; α must be positive there
 * @tolerance: relative and absolute, of the integration; 0 for 1e-9
 * @n_probes: 0: the divergence is exact, by the source's own or by central differences along each
 * dimension; else the number of Rademacher vectors v of Hutchinson's estimate vᵀ(∇ε̂)v, the same
 * along a path
 * @seed: of the probes
 *
 * Everything is borrowed.
 */
typedef struct
{
  const PlumeProcess *process;
  const PlumeScore *score;
  PlumePrior prior;
  double from, to;
  double tolerance;
  guint n_probes;
  guint64 seed;
} PlumeLikelihoodPlan;

/**
 * PlumeLikelihood:
 * @log_density: n values of ln p_{t_0}; with probes their mean
 * @standard_error: n, of that mean over probes; 0 where the divergence is exact, NaN of one probe
 * @ends: n × d places y at T
 * @evaluations: of the score by the busiest sample, divergences included
 */
typedef struct
{
  gsize n, d;
  double *log_density, *standard_error;
  double *ends;
  guint evaluations;
} PlumeLikelihood;

PlumeLikelihood *plume_likelihood_new (
    const PlumeLikelihoodPlan *plan, gsize n, const double *y, PlumeTask *task, GError **error);
void plume_likelihood_free (PlumeLikelihood *likelihood);
double plume_likelihood_bits (double log_density, gsize dimension, gboolean is_picture);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeLikelihood, plume_likelihood_free)

G_END_DECLS
