/* plume-phate-private.h: the walk between clusters of points. */
#pragma once

#include "manifold/plume-graph.h"

G_BEGIN_DECLS

/* The symmetric conjugate of the walk between clusters, m × m; row_sums: m; extension: n × m. */
double *plume_phate_condense (const PlumeGraph *graph,
                              gsize most_landmarks,
                              guint64 seed,
                              gsize *m,
                              double **row_sums,
                              PlumeSparse **extension,
                              PlumeTask *task,
                              GError **error);

G_END_DECLS
