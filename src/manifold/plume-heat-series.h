/* plume-heat-series.h: the positive series of heat, exp(−tL) = Σ_k Poisson(k; Λt) Q^k; private to
 * the room.
 *
 * Q = 1 − L/Λ has no negative entry, so nothing is ever subtracted and every entry has relative
 * accuracy (uniformisation: Jensen 1953; Grassmann 1977). It knows no graph and no matrix squares.
 */
#pragma once

#include "manifold/plume-heat-operator.h"

G_BEGIN_DECLS

gboolean plume_heat_series_columns (const PlumeHeatOperator *generator,
                                    PlumeHeat *heat,
                                    PlumeTask *task,
                                    GError **error);
gboolean plume_heat_series_dense (const PlumeHeatOperator *generator,
                                  double t,
                                  gsize n_terms,
                                  double *matrix,
                                  PlumeTask *task,
                                  GError **error);
gboolean plume_heat_series_smooth (const PlumeHeatOperator *generator,
                                   double t,
                                   gsize n_signals,
                                   double *signals,
                                   PlumeTask *task,
                                   GError **error);

/* Dense kernels by series and squarings, where that is cheaper; see plume-heat-uniformisation.c */
gboolean plume_heat_uniformise (const PlumeHeatOperator *generator,
                                PlumeHeat *heat,
                                PlumeTask *task,
                                GError **error);
/* H ← H² in the room of square; the two change places. H v = v is kept. */
gboolean plume_heat_square (const PlumeHeatOperator *generator,
                            double **matrix,
                            double **square,
                            PlumeTask *task,
                            GError **error);
/* From H, n × n and symmetric, to logarithms; columns with entries that a double cannot hold are
 * made again by the series. */
gboolean plume_heat_take_logarithms (const PlumeHeatOperator *generator,
                                     const double *matrix,
                                     PlumeHeat *heat,
                                     PlumeTask *task,
                                     GError **error);

G_END_DECLS
