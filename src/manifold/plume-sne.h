/* plume-sne.h: stochastic neighbour embedding with heat as its affinities (sheet §2.11).
 *
 * h: rows of heat that sum to 1; q_ij = exp (−‖y_i − y_j‖²/4t)/Z_i. Minimises Σ_i KL (h_i‖q_i),
 * which is heat-weighted matching of squared heat distances with a log-partition repulsion. Dense:
 * for some thousand points.
 */
#pragma once

#include "manifold/plume-heat.h"

G_BEGIN_DECLS

/* Σ_i KL (h_i‖q_i) and, where asked, its gradient (n × d). heat: all columns; rows H(i, ·) without
 * i are normalised inside; one without heat has no part in it. NaN when cancelled. */
double plume_sne_divergence (const PlumeHeat *heat,
                             const PlumePoints *places,
                             PlumePoints *gradient,
                             PlumeTask *task,
                             GError **error);
/* From a picture (n × d) to the next minimum, by gradient steps that never raise the divergence. */
PlumePoints *
plume_sne (const PlumeHeat *heat, const PlumePoints *start, PlumeTask *task, GError **error);

G_END_DECLS
