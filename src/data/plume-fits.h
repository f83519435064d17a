/* plume-fits.h: writing tables to FITS files; reading them is plume_reader_fits. */
#pragma once

#include "data/plume-table.h"

G_BEGIN_DECLS

gboolean plume_fits_write_table (const PlumeTable *table,
                                 const char *const *attributes,
                                 const char *path,
                                 GError **error);

G_END_DECLS
