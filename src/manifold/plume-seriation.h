/* plume-seriation.h: an order in which near points stand near each other.
 *
 * By the second eigenvector of the Laplacian of similarities (Atkins, Boman, Hendrickson 1998). It
 * knows no pictures.
 */
#pragma once

#include "core/plume-task.h"
#include "manifold/plume-distances.h"

G_BEGIN_DECLS

/* m indices (caller frees); NULL when cancelled. O(m²) a step of the eigenvector. */
guint32 *plume_seriation (const PlumeDistances *distances, PlumeTask *task, GError **error);

G_END_DECLS
