/* plume-heat-time.h: which times of heat are worth looking at (sheet §2.7, §2.8).
 *
 * Too early and distances count hops, too late and all pairs are equally near. Between the two
 * bounds lies the knee of the entropy of heat; PHATE has its own, of the entropy of the lazy walk's
 * singular values. It knows no distances.
 */
#pragma once

#include "manifold/plume-heat.h"

G_BEGIN_DECLS

/**
 * PlumeHeatMeasures: of a kernel at one time
 * @entropy: mean over rows of −Σ_j H log H
 * @trace: Σ e^(−tλ)
 * @spectral_entropy: −Σ p log p, p_k = e^(−tλ_k)/trace
 */
typedef struct
{
  double entropy, trace, spectral_entropy;
} PlumeHeatMeasures;

/**
 * PlumeHeatTimes:
 * @n_times: number of times
 * @times: rising, √2 apart, from 0.1/δ to 3/λ_2
 * @measures: at each
 * @n_columns: columns of heat they were taken from; the number of vertices where they are exact
 * @knee: which time is the knee of the entropy over log t
 * @smallest: λ_2, the smallest eigenvalue that is not 0
 * @largest: λ_max
 * @earliest: hop diameter/δ, when heat has come across
 * @latest: 1/λ_2, when it is even
 */
typedef struct
{
  gsize n_times;
  double *times;
  PlumeHeatMeasures *measures;
  gsize n_columns, knee;
  double smallest, largest, earliest, latest;
} PlumeHeatTimes;

PlumeHeatTimes *plume_heat_times_new (const PlumeGraph *graph,
                                      PlumeLaplacianKind laplacian,
                                      gsize n_columns,
                                      guint64 seed,
                                      PlumeTask *task,
                                      GError **error);
PlumeHeatTimes *plume_heat_times_ref (PlumeHeatTimes *times);
void plume_heat_times_unref (PlumeHeatTimes *times);

PlumeHeatMeasures plume_heat_measure (const PlumeHeat *heat, const PlumeSparse *laplacian);
gsize plume_knee_concave (gsize n, const double *x, const double *y, double sensitivity);
gsize plume_knee_two_lines (gsize n, const double *y);
void plume_walk_entropy_of_values (gsize n, const double *values, gsize n_times, double *entropy);
gboolean plume_walk_entropy (
    const PlumeGraph *graph, gsize n_times, double *entropy, PlumeTask *task, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeHeatTimes, plume_heat_times_unref)

G_END_DECLS
