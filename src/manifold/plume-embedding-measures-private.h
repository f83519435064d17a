/* plume-embedding-measures-private.h: rows of the table of measures that stand in other files. */
#pragma once

#include "manifold/plume-embedding-measures.h"

G_BEGIN_DECLS

typedef gboolean
PlumeMeasureFunc (const PlumeEmbeddingInput *input, double *value, PlumeTask *task, GError **error);

PlumeMeasureFunc plume_measure_trustworthiness, plume_measure_continuity, plume_measure_silhouette,
    plume_measure_rand, plume_measure_information, plume_measure_homogeneity,
    plume_measure_completeness, plume_measure_v;

/* The k nearest by a row of distances, ties by lower index; the point itself is none. O(n log k).
 */
void plume_nearest_in_row (gsize n, const double *row, gsize self, gsize k, guint32 *nearest);

G_END_DECLS
