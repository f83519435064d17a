/* plume-schroedinger.h: the cheapest diffusion between two densities, and what others cost.
 *
 * Among all dX = u dt + √(2ε) dW that go from ρ₀ to ρ₁, the Schrödinger bridge has the least
 * ∫E|u|² dt; an interpolant's is that of u = b + εs (Albergo, Boffi & Vanden-Eijnden 2023, arXiv
 * 2303.08797, §3.4; Léonard 2014). By Girsanov's theorem the least is 4ε KL(π ‖ ρ₀ k) with k the
 * Gaussian of variance 2ε and π the entropic plan. It knows no pictures.
 */
#pragma once

#include "linalg/plume-coupling.h"
#include "generative/plume-interpolant-bridge.h"

G_BEGIN_DECLS

/**
 * PlumeGaussianBridge:
 *
 * Between N(@mean_left, @variance_left) and N(@mean_right, @variance_right) in one dimension; with
 * @covariance of the ends.
 */
typedef struct
{
  double mean_left, variance_left, mean_right, variance_right, epsilon, covariance;
} PlumeGaussianBridge;

PlumeGaussianBridge plume_gaussian_bridge (double mean_left,
                                           double variance_left,
                                           double mean_right,
                                           double variance_right,
                                           double epsilon);
double plume_gaussian_bridge_variance (const PlumeGaussianBridge *bridge, double t, double *rate);
double plume_gaussian_bridge_energy (const PlumeGaussianBridge *bridge); /* ∫E|u|² dt */

/* Between point sets: u = 2ε ∇ ln Σ_j e^(g_j) exp (−|y_j − x|²/(4ε(1 − t))). */
void plume_schroedinger_drift (const PlumeSinkhorn *sinkhorn,
                               gsize d,
                               const double *right,
                               double epsilon,
                               double t,
                               gsize n,
                               const double *x,
                               double *drift);

/* Between mixtures in one or two dimensions, on a grid: the least ∫E|u|² dt; NaN with an error. */
double plume_schroedinger_energy (const PlumeMixture *left,
                                  const PlumeMixture *right,
                                  double epsilon,
                                  PlumeTask *task,
                                  GError **error);

/* E|b + εs|² at t; exact for one pair, else over n samples. */
gboolean plume_bridge_energy_at (const PlumeBridge *bridge,
                                 double epsilon,
                                 double t,
                                 gsize n,
                                 guint64 seed,
                                 double *energy,
                                 double *standard_error,
                                 PlumeTask *task,
                                 GError **error);
/* ∫ of that over time, by Gauss–Legendre at 12 moments */
gboolean plume_bridge_energy (const PlumeBridge *bridge,
                              double epsilon,
                              gsize n,
                              guint64 seed,
                              double *energy,
                              PlumeTask *task,
                              GError **error);
/* The bends for which, with γ² = 2εt(1 − t), the linear path costs least. */
gboolean plume_interpolant_straighten (PlumeInterpolant *interpolant,
                                       const PlumeMixture *left,
                                       const PlumeMixture *right,
                                       double epsilon,
                                       gsize n,
                                       guint64 seed,
                                       double *energy,
                                       PlumeTask *task,
                                       GError **error);

G_END_DECLS
