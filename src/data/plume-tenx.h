/* plume-tenx.h: folders of Cell Ranger: the names of genes and cells beside a matrix. */
#pragma once

#include "core/plume-task.h"
#include "data/plume-dataset.h"

G_BEGIN_DECLS

PlumeDataset *
plume_tenx_name (PlumeDataset *dataset, const char *path, PlumeTask *task, GError **error);

G_END_DECLS
