/* plume-sample.h: the data sets that are part of the program.
 *
 * They are compiled in (data/samples), so there is no file to be missed; licences and authors are
 * named in data/README.md. It knows no experiment.
 */
#pragma once

#include "data/plume-dataset.h"

G_BEGIN_DECLS

/* name: "iris.csv"; fails only in a program that was not built whole. */
PlumeDataset *plume_sample_read (const char *name, GError **error);

G_END_DECLS
