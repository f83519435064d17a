/* plume-measures-private.h: what the measures share. */
#pragma once

#include "core/plume-vector.h"
#include "generative/plume-measures.h"

G_BEGIN_DECLS

typedef gboolean (*PlumeMeasureValue) (const PlumeMeasureInput *input,
                                       double *value,
                                       PlumeTask *task,
                                       GError **error);

/* The spread of a value over ten interleaved parts of the samples and the reference, over √10 */
gboolean plume_measure_split_error (const PlumeMeasureInput *input,
                                    PlumeMeasureValue value,
                                    double *standard_error,
                                    PlumeTask *task,
                                    GError **error);

/* At most @most of n points, one from each of equal stretches; transposed to d × kept */
double *
plume_measure_pick (gsize n, gsize d, const double *points, gsize most, guint64 seed, gsize *kept);

/* |place − x_i|² for points that lie as d × n */
void plume_measure_squares (
    gsize d, gsize n, const double *columns, const double *place, double *squares);

/* Mean and its standard error */
double plume_measure_mean (const double *values, gsize n, double *standard_error);

gboolean plume_measure_sliced (const PlumeMeasureInput *, PlumeMeasured *, PlumeTask *, GError **);
gboolean
plume_measure_transport (const PlumeMeasureInput *, PlumeMeasured *, PlumeTask *, GError **);
gboolean
plume_measure_discrepancy (const PlumeMeasureInput *, PlumeMeasured *, PlumeTask *, GError **);
gboolean plume_measure_energy (const PlumeMeasureInput *, PlumeMeasured *, PlumeTask *, GError **);
gboolean
plume_measure_mode_recall (const PlumeMeasureInput *, PlumeMeasured *, PlumeTask *, GError **);
gboolean
plume_measure_mode_divergence (const PlumeMeasureInput *, PlumeMeasured *, PlumeTask *, GError **);
gboolean
plume_measure_precision (const PlumeMeasureInput *, PlumeMeasured *, PlumeTask *, GError **);
gboolean plume_measure_recall (const PlumeMeasureInput *, PlumeMeasured *, PlumeTask *, GError **);
gboolean plume_measure_nearest (const PlumeMeasureInput *, PlumeMeasured *, PlumeTask *, GError **);
gboolean plume_measure_copies (const PlumeMeasureInput *, PlumeMeasured *, PlumeTask *, GError **);
gboolean plume_measure_frechet (const PlumeMeasureInput *, PlumeMeasured *, PlumeTask *, GError **);
gboolean
plume_measure_likelihood (const PlumeMeasureInput *, PlumeMeasured *, PlumeTask *, GError **);
gboolean
plume_measure_trajectory (const PlumeMeasureInput *, PlumeMeasured *, PlumeTask *, GError **);

G_END_DECLS
