/* plume-column-linear.h: chromatograms, bands and maps of linear columns, each by the best engine
 * for it.
 *
 * A plug without dispersion has the closed form of plume-column-kernel.h; everything else goes
 * through plume-column-fourier.h. It must never know competition.
 */
#pragma once

#include "core/plume-task.h"
#include "transport/plume-column.h"

G_BEGIN_DECLS

gboolean plume_column_has_closed_form (const PlumeTransfer *transfer, const PlumeInlet *inlet);
gboolean plume_column_outlet (const PlumeTransfer *transfer,
                              const PlumeInlet *inlet,
                              gsize n,
                              const double *t,
                              double *c,
                              GError **error);
gboolean plume_column_chromatogram (guint n_analytes,
                                    const PlumeTransfer *transfers,
                                    const double *amounts,
                                    const PlumeInlet *inlet,
                                    gsize n,
                                    const double *t,
                                    double *c,
                                    double *sum,
                                    PlumeTask *task,
                                    GError **error);
gboolean plume_column_profile (const PlumeTransfer *transfer,
                               const PlumeInlet *inlet,
                               double t,
                               gsize n,
                               const double *travel_times,
                               double *c,
                               double *q,
                               GError **error);
gboolean plume_column_map (const PlumeTransfer *transfer,
                           const PlumeInlet *inlet,
                           gsize n_positions,
                           const double *travel_times,
                           gsize n_times,
                           const double *times,
                           double *c,
                           double *q,
                           PlumeTask *task,
                           GError **error);

G_END_DECLS
