/* plume-column-fourier.h: every linear column by one fast Fourier transform of its transfer
 * function.
 *
 * Axial dispersion with any boundary, any inlet, dead volumes, detectors, a second kind of site.
 * Spectrally accurate where the answer is smooth. It must never know competition.
 */
#pragma once

#include "transport/plume-column.h"

G_BEGIN_DECLS

gboolean plume_fourier_grid (const PlumeTransfer *transfer,
                             const PlumeInlet *inlet,
                             double window,
                             gsize n,
                             double *c,
                             GError **error);
gboolean plume_fourier_outlet (const PlumeTransfer *transfer,
                               const PlumeInlet *inlet,
                               gsize n,
                               const double *t,
                               double *c,
                               double *spectral_tail,
                               GError **error);

G_END_DECLS
