/* plume-measures-private.h: what the measures share. */
#pragma once

#include "generative/plume-measures.h"

G_BEGIN_DECLS

/* Versions of a hot loop by what a processor can, chosen when the program is loaded; a clone for an
 * architecture by its name would be taken on that very model only. */
#if defined(__x86_64__) && defined(__gnu_linux__) && !defined(__clang__)                           \
    && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define PLUME_MEASURE_CLONES                                                                       \
  __attribute__ ((target_clones ("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define PLUME_MEASURE_CLONES
#endif

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

gboolean
plume_measure_sliced (const PlumeMeasureInput *, PlumeMeasurement *, PlumeTask *, GError **);
gboolean
plume_measure_transport (const PlumeMeasureInput *, PlumeMeasurement *, PlumeTask *, GError **);
gboolean
plume_measure_discrepancy (const PlumeMeasureInput *, PlumeMeasurement *, PlumeTask *, GError **);
gboolean
plume_measure_energy (const PlumeMeasureInput *, PlumeMeasurement *, PlumeTask *, GError **);
gboolean
plume_measure_mode_recall (const PlumeMeasureInput *, PlumeMeasurement *, PlumeTask *, GError **);
gboolean plume_measure_mode_divergence (const PlumeMeasureInput *,
                                        PlumeMeasurement *,
                                        PlumeTask *,
                                        GError **);
gboolean
plume_measure_precision (const PlumeMeasureInput *, PlumeMeasurement *, PlumeTask *, GError **);
gboolean
plume_measure_recall (const PlumeMeasureInput *, PlumeMeasurement *, PlumeTask *, GError **);
gboolean
plume_measure_nearest (const PlumeMeasureInput *, PlumeMeasurement *, PlumeTask *, GError **);
gboolean
plume_measure_copies (const PlumeMeasureInput *, PlumeMeasurement *, PlumeTask *, GError **);
gboolean
plume_measure_frechet (const PlumeMeasureInput *, PlumeMeasurement *, PlumeTask *, GError **);
gboolean
plume_measure_likelihood (const PlumeMeasureInput *, PlumeMeasurement *, PlumeTask *, GError **);
gboolean
plume_measure_trajectory (const PlumeMeasureInput *, PlumeMeasurement *, PlumeTask *, GError **);

G_END_DECLS
