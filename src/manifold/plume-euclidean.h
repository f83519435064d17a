/* plume-euclidean.h: straight distances between points, and the picture of their principal
 * components: what every other method is held against.
 *
 * It knows no graphs.
 */
#pragma once

#include "core/plume-task.h"
#include "manifold/plume-distances.h"
#include "manifold/plume-points.h"

G_BEGIN_DECLS

PlumeDistances *
plume_euclidean_distances (const PlumePoints *points, PlumeTask *task, GError **error);
PlumePoints *plume_principal_picture (const PlumePoints *points,
                                      guint dimensions,
                                      double *variances,
                                      PlumeTask *task,
                                      GError **error);

G_END_DECLS
