/* plume-spectral-pictures.h: pictures by eigenvectors of a graph: diffusion maps and Laplacian
 * eigenmaps.
 */
#pragma once

#include "manifold/plume-graph.h"

G_BEGIN_DECLS

PlumePoints *plume_diffusion_map (const PlumeGraph *graph,
                                  guint dimensions,
                                  double t,
                                  double *eigenvalues,
                                  PlumeTask *task,
                                  GError **error);
PlumePoints *plume_laplacian_eigenmaps (const PlumeGraph *graph,
                                        guint dimensions,
                                        double *eigenvalues,
                                        PlumeTask *task,
                                        GError **error);

G_END_DECLS
