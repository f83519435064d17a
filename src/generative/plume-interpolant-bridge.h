/* plume-interpolant-bridge.h: an interpolant between two mixtures, or between pairs of points, with
 * its exact fields.
 *
 * For pair k: M = a m + b̃ n, Q = a²C + b̃²D + γ²I, Q' = ½Q̇; weights r_k ∝ w_k N(x; M, Q);
 *   b = Σ r [Ṁ + Q'Q⁻¹(x − M)],  s = −Σ r Q⁻¹(x − M),  v = b + γγ̇ s,  η = −γ s
 * (Albergo, Boffi & Vanden-Eijnden 2023, arXiv 2303.08797, §2; Gaussian conditioning). The coupling
 * is what the list of pairs says: all pairs of components where it is independent. Where bends are
 * centred, all places shift with the means of both ends. It knows no networks and no pictures.
 */
#pragma once

#include "core/plume-task.h"
#include "generative/plume-interpolant.h"
#include "generative/plume-mixture.h"
#include "generative/plume-noise.h"

G_BEGIN_DECLS

typedef struct _PlumeBridge PlumeBridge;
typedef struct _PlumeBridgeMoment PlumeBridgeMoment;

/**
 * PlumeBridgeFields:
 * @log_density: n, ln ρ_t
 * @velocity: n × d, b
 * @score: n × d, s
 * @divergence: n, ∇·b
 * @path_velocity: n × d, v
 * @denoiser: n × d, η
 *
 * Where answers go; any may be %NULL.
 */
typedef struct
{
  double *log_density, *velocity, *score, *divergence, *path_velocity, *denoiser;
} PlumeBridgeFields;

PlumeBridge *plume_bridge_new (const PlumeInterpolant *interpolant,
                               const PlumeMixture *left,
                               const PlumeMixture *right,
                               GError **error);
PlumeBridge *plume_bridge_new_chosen (const PlumeInterpolant *interpolant,
                                      const PlumeMixture *left,
                                      const PlumeMixture *right,
                                      gsize n,
                                      const guint *left_components,
                                      const guint *right_components,
                                      GError **error);
PlumeBridge *plume_bridge_new_pairs (const PlumeInterpolant *interpolant,
                                     gsize n,
                                     gsize d,
                                     const double *left,
                                     const double *right,
                                     const double *weights,
                                     double width,
                                     GError **error);
PlumeBridge *plume_bridge_ref (PlumeBridge *bridge);
void plume_bridge_unref (PlumeBridge *bridge);

const PlumeInterpolant *plume_bridge_get_interpolant (const PlumeBridge *bridge);
gsize plume_bridge_get_dimension (const PlumeBridge *bridge);
gsize plume_bridge_get_n_pairs (const PlumeBridge *bridge);

/* Samples of the law at t: x_t, and where wanted x₀, x₁ and z, all n × d. */
void plume_bridge_sample (const PlumeBridge *bridge,
                          double t,
                          gsize n,
                          guint64 seed,
                          double *x,
                          double *left,
                          double *right,
                          double *normal);
gboolean plume_bridge_evaluate (const PlumeBridge *bridge,
                                double t,
                                gsize n,
                                const double *x,
                                const PlumeBridgeFields *fields,
                                PlumeTask *task,
                                GError **error);

/* The pairs made ready for one moment, for those who ask many times; in the calling thread. */
PlumeBridgeMoment *plume_bridge_moment_new (const PlumeBridge *bridge, double t, GError **error);
void plume_bridge_moment_free (PlumeBridgeMoment *moment);
const PlumeBlend *plume_bridge_moment_get_blend (const PlumeBridgeMoment *moment);
/* The greatest eigenvalue of any Q⁻¹: how stiff the score is. */
double plume_bridge_moment_get_stiffness (const PlumeBridgeMoment *moment);
void plume_bridge_moment_evaluate (const PlumeBridgeMoment *moment,
                                   gsize n,
                                   const double *x,
                                   const PlumeBridgeFields *fields);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeBridge, plume_bridge_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeBridgeMoment, plume_bridge_moment_free)

G_END_DECLS
