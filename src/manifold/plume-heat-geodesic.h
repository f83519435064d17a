/* plume-heat-geodesic.h: dissimilarities from the heat kernel (Huguet et al. 2023, sheet §2.6).
 *
 * d_t(i,j)² = max(0, −4t log H_t(i,j) − 4tσ log V_t(i,j)), V_t = 2/(H_t(i,i) + H_t(j,j)); with
 * triplet denoising, truncations, powers, other distance laws and several times. It knows no
 * embedding.
 */
#pragma once

#include "manifold/plume-distances.h"
#include "manifold/plume-heat.h"

G_BEGIN_DECLS

typedef enum
{
  PLUME_LAW_VARADHAN, /* −4t log H */
  PLUME_LAW_LATTICE,  /* inverts e^(−2ct) I_r(2ct), the heat of a line of unit steps (§8) */
  PLUME_LAW_MATERN,   /* inverts r^(K−½) K_(K−½)(r √(K/t)), that of backward Euler */
  PLUME_LAW_LOGARITHM /* log H / log t: the combinatorial form (§2.6 last of all) */
} PlumeDistanceLaw;

typedef enum
{
  PLUME_TRUNCATE_NONE,
  PLUME_TRUNCATE_MAX, /* above q of the largest: 1 */
  PLUME_TRUNCATE_MIN, /* below: 0 */
} PlumeTruncation;

/**
 * PlumeGeodesicOptions:
 * @harnack: σ ≥ 0
 * @denoising: ρ in [0, 1]; @rescaled: T (ΣD/ΣT) instead of T
 * @power: s
 * @heat_truncation: τ_H; entries of H below count as 1e-16; 0 for off
 * @floor: the 1e-16 that is added to every H for compatibility; 0 for none
 * @truncation, @cut, @by_quantile: of distances
 * @steps: K, of the Matérn law
 * @rate: c > 0, of the lattice and Matérn laws: how fast heat passes a bond of unit length; see
 * plume_heat_fit_rate()
 */
typedef struct
{
  PlumeDistanceLaw law;
  double harnack;
  double denoising;
  gboolean rescaled;
  double power;
  double heat_truncation;
  double floor;
  PlumeTruncation truncation;
  double cut;
  gboolean by_quantile;
  guint steps;
  double rate;
} PlumeGeodesicOptions;

#define PLUME_GEODESIC_OPTIONS_DEFAULT                                                             \
  ((PlumeGeodesicOptions){ .law = PLUME_LAW_VARADHAN,                                              \
                           .harnack = 1,                                                           \
                           .rescaled = TRUE,                                                       \
                           .power = 1,                                                             \
                           .steps = 30,                                                            \
                           .rate = 1 })

/**
 * PlumeGeodesicCounts: what a person should know of the result
 * @n_clamped: pairs with d² < 0 (σ > 1)
 * @n_at_floor: pairs whose H is below 1e-16, which a floor would have destroyed
 * @n_unreached: pairs with H = 0, given the largest finite distance
 */
typedef struct
{
  gsize n_clamped, n_at_floor, n_unreached;
} PlumeGeodesicCounts;

/* From the square of heat among the columns' own vertices: m × m. */
PlumeDistances *plume_heat_geodesic (const PlumeHeat *heat,
                                     const PlumeGeodesicOptions *options,
                                     PlumeGeodesicCounts *counts,
                                     PlumeTask *task,
                                     GError **error);
/* The weighted sum over several times, w_l ∝ 1 − t_l/Σt. */
PlumeDistances *plume_heat_geodesic_multiscale (gsize n_times,
                                                PlumeHeat *const *heats,
                                                const PlumeGeodesicOptions *options,
                                                PlumeTask *task,
                                                GError **error);
/* The rate c at which the law gives the edges of the graph the length 1 (their median). */
double plume_heat_fit_rate (const PlumeHeat *heat,
                            const PlumeGraph *graph,
                            const PlumeGeodesicOptions *options);
/* What follows a law: denoising, truncation, power; for distances that were found another way. */
gboolean plume_distances_finish (PlumeDistances *distances,
                                 const PlumeGeodesicOptions *options,
                                 PlumeTask *task,
                                 GError **error);
/* Triplet distances: T_ij = ‖D(i,·) − D(j,·)‖₂. */
PlumeDistances *
plume_distances_triplet (const PlumeDistances *distances, PlumeTask *task, GError **error);
/* Lengths that are known between some vertices of a set, from which distances get the data's unit
 * (§2.7). */
typedef struct _PlumeRulers PlumeRulers;

PlumeRulers *plume_rulers_new (
    const PlumeGraph *graph, gsize m, const guint32 *vertices, PlumeTask *task, GError **error);
void plume_rulers_free (PlumeRulers *rulers);
gsize plume_rulers_get_bytes (const PlumeRulers *rulers);
double plume_rulers_calibrate (const PlumeRulers *rulers, const PlumeDistances *distances);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeRulers, plume_rulers_free)

G_END_DECLS
