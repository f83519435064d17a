/* layouts.h: which files are understood. */
#pragma once

#include "values.h"

gboolean anndata_put (hid_t file, Output *output);
gboolean tenx_put (hid_t file, Output *output);
