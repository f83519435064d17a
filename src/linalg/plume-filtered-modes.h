/* plume-filtered-modes.h: the slowest modes of a large Laplacian from a good guess, to the accuracy
 * that is asked for and no more.
 *
 * Where Lanczos or an inverse would have to find them from nothing, a coarser graph often knows
 * them already but for their jumps; Chebyshev filters smooth these away.
 */
#pragma once

#include "linalg/plume-sparse.h"

G_BEGIN_DECLS

gboolean plume_filtered_modes (const PlumeSparse *matrix,
                               double bound,
                               double cut,
                               gsize n_modes,
                               double *modes,
                               double tolerance,
                               double *values,
                               PlumeTask *task,
                               GError **error);

G_END_DECLS
