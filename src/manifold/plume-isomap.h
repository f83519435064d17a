/* plume-isomap.h: Isomap: classical scaling of shortest paths (Tenenbaum, de Silva, Langford 2000).
 *
 * With landmarks (de Silva & Tenenbaum 2004) only paths from them are computed, and every other
 * point is placed by its distances to them.
 */
#pragma once

#include "manifold/plume-embedding.h"

G_BEGIN_DECLS

#define PLUME_ISOMAP_ALL_PAIRS 3000 /* vertices, and with landmarks beyond */

PlumePoints *plume_isomap (const PlumeGraph *graph,
                           guint dimensions,
                           double *negative_share,
                           PlumeTask *task,
                           GError **error);
PlumePoints *plume_isomap_landmarks (const PlumeGraph *graph,
                                     guint dimensions,
                                     gsize n_landmarks,
                                     const guint32 *landmarks,
                                     guint64 seed,
                                     PlumeTask *task,
                                     GError **error);

G_END_DECLS
