/* plume-extension.h: points that stand between landmarks, moved to where their own distances to
 * landmarks want them.
 *
 * A mean of landmarks draws points towards the middle; distances to the nearest landmarks and to
 * some random ones undo that. Landmarks stay where they are. It knows no heat: distances come from
 * whoever has them.
 */
#pragma once

#include "manifold/plume-embedding.h"

G_BEGIN_DECLS

/* Distance of a point to a landmark, by its place in the list; called by several threads. */
typedef double (*PlumeLandmarkDistanceFunc) (gpointer source, gsize point, guint32 landmark);

PlumePoints *plume_extension_refine (const PlumeLandmarkWeights *weights,
                                     const PlumePoints *landmarks,
                                     const PlumePoints *start,
                                     PlumeLandmarkDistanceFunc distance,
                                     gpointer source,
                                     gsize n_random,
                                     guint passes,
                                     guint64 seed,
                                     PlumeTask *task,
                                     GError **error);

G_END_DECLS
