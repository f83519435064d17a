/* plume-hdf5-parse.h: the stream of the program that reads HDF5 becomes a dataset. */
#pragma once

#include "core/plume-task.h"
#include "data/plume-dataset.h"

G_BEGIN_DECLS

/**
 * PlumeHdf5Source:
 * @buffer: (out caller-allocates): @length bytes to fill
 *
 * Returns: %FALSE where the stream ends before, or the task is cancelled
 */
typedef gboolean (*PlumeHdf5Source) (gpointer buffer, gsize length, gpointer data);

PlumeDataset *plume_hdf5_parse (PlumeHdf5Source source,
                                gpointer data,
                                const char *name,
                                guint64 file_length,
                                guint64 memory,
                                PlumeTask *task,
                                GError **error);

G_END_DECLS
