/* plume-tsne-private.h: ways to sum the repulsion between all points. */
#pragma once

#include "manifold/plume-tsne.h"

G_BEGIN_DECLS

/**
 * PlumeRepulse:
 * @places: n × d
 * @forces: (out): n × d: Σ_j q̃_ij² (y_i − y_j), q̃ = 1/(1 + ‖y_i − y_j‖²)
 * @total: (out): Z = Σ_(i ≠ j) q̃_ij
 *
 * Returns: %FALSE when cancelled
 */
typedef gboolean PlumeRepulse (gsize n,
                               guint d,
                               const double *places,
                               double *forces,
                               double *total,
                               PlumeTask *task,
                               GError **error);

PlumeRepulse plume_repulse_exactly; /* O(n²) */
PlumeRepulse plume_repulse_by_tree; /* O(n log n), θ = 0.5 */
PlumeRepulse plume_repulse_by_grid; /* O(n + N² log N), two dimensions only */

G_END_DECLS
