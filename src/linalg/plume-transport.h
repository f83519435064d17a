/* plume-transport.h: the cheapest way to bring one set of equal masses onto another, exactly.
 *
 * Both sets weigh 1 in all; their numbers may differ. Successive shortest paths with potentials
 * (Edmonds & Karp 1972; Tomizawa 1971). It knows no points: costs are given.
 */
#pragma once

#include "core/plume-task.h"

G_BEGIN_DECLS

/* Σ plan × cost of the optimum. plan: (nullable) n × m, rows summing to 1/n, columns to 1/m. NaN
 * when cancelled. O((n + m)² m) in the usual case: for some hundred. */
double plume_transport (
    gsize n, gsize m, const double *cost, double *plan, PlumeTask *task, GError **error);

G_END_DECLS
