/* plume-walk.h: powers of the lazy walk of a graph, P^t for whole steps t.
 *
 * With P = D⁻¹ K and its symmetric conjugate S = D^−½ K D^−½, P^t(i,j) = S^t(i,j) √(D_j/D_i): all
 * products are of non-negative numbers, so every entry has relative accuracy. It knows no method.
 */
#pragma once

#include "manifold/plume-heat.h"

G_BEGIN_DECLS

gboolean plume_walk_eigen (const PlumeGraph *graph,
                           gsize n_wanted,
                           double tolerance,
                           double *values,
                           double *vectors,
                           double *row_sums,
                           PlumeTask *task,
                           GError **error);
gboolean plume_walk_power (gsize n, double **matrix, guint t, PlumeTask *task, GError **error);
PlumeHeat *plume_walk_heat (const PlumeGraph *graph,
                            guint t,
                            gboolean symmetric,
                            gsize m,
                            const guint32 *columns,
                            PlumeTask *task,
                            GError **error);

G_END_DECLS
