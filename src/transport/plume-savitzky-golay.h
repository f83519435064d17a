/* plume-savitzky-golay.h: smoothing and derivatives of equally spaced values by local least-squares
 * polynomials.
 *
 * Savitzky & Golay, Anal. Chem. 36 (1964) 1627; the weights, also those for the ends where the
 * window is lopsided, by Gram polynomials (Gorry, Anal. Chem. 62 (1990) 570). It knows nothing of
 * what the values mean.
 */
#pragma once

#include "core/plume-array.h"
#include "core/plume-task.h"

G_BEGIN_DECLS

void plume_savitzky_golay_weights (
    gsize half_width, guint order, guint derivative, int position, double *weights);
PlumeArray *plume_savitzky_golay (const double *values,
                                  gsize n,
                                  gsize half_width,
                                  guint order,
                                  guint derivative,
                                  PlumeTask *task,
                                  GError **error);

G_END_DECLS
