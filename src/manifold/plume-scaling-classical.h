/* plume-scaling-classical.h: classical scaling: coordinates whose inner products come nearest to
 * those of given distances (Torgerson 1952; Gower 1966).
 *
 * B = −½ J D∘² J with J = 1 − 11ᵀ/m; the coordinates are the leading eigenvectors of B times the
 * roots of their eigenvalues. It knows no other scaling.
 */
#pragma once

#include "core/plume-task.h"
#include "manifold/plume-distances.h"
#include "manifold/plume-points.h"

G_BEGIN_DECLS

PlumePoints *plume_scaling_classical (const PlumeDistances *distances,
                                      guint dimensions,
                                      double *eigenvalues,
                                      double *negative_share,
                                      PlumeTask *task,
                                      GError **error);

G_END_DECLS
