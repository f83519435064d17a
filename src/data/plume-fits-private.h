/* plume-fits-private.h: what the files that speak FITS share. */
#pragma once

#include <fitsio.h>

#include "core/plume-task.h"
#include "data/plume-dataset.h"

G_BEGIN_DECLS

/**
 * PlumeFits:
 * @file: the open file
 * @name: its name for messages
 * @length: its size in bytes, which bounds the number of cells
 * @dataset: what is filled
 * @task: (nullable): cancels
 *
 * A FITS file while it is read.
 */
typedef struct
{
  fitsfile *file;
  const char *name;
  gsize length;
  PlumeDataset *dataset;
  PlumeTask *task;
} PlumeFits;

GMutex *plume_fits_get_lock (void);
gboolean plume_fits_fail (const char *name, const char *where, int status, GError **error);
gboolean plume_fits_read_table (PlumeFits *fits, guint unit, GError **error);

G_END_DECLS
