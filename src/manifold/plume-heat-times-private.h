/* plume-heat-times-private.h: what both ways to the curve of entropy share. */
#pragma once

#include "manifold/plume-heat-time.h"

G_BEGIN_DECLS

PlumeHeatTimes *plume_heat_times_new_empty (const PlumeGraph *graph,
                                            const PlumeSparse *laplacian,
                                            gsize n_times,
                                            const double *times,
                                            double slowest);
void plume_heat_times_find_knee (PlumeHeatTimes *times);

/* Random columns of heat that go from time to time. */
typedef struct _PlumeHeatColumns PlumeHeatColumns;

PlumeHeatColumns *plume_heat_columns_new (const PlumeGraph *graph,
                                          PlumeLaplacianKind kind,
                                          gsize count,
                                          guint64 seed);
void plume_heat_columns_free (PlumeHeatColumns *columns);
gboolean plume_heat_columns_go (PlumeHeatColumns *columns,
                                double time,
                                PlumeHeatMeasures *measures,
                                PlumeTask *task,
                                GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeHeatColumns, plume_heat_columns_free)

G_END_DECLS
