/* plume-classic-netcdf.h: whether the header of a classic netCDF file may be believed. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean plume_classic_netcdf_check (const guint8 *data, gsize length);

G_END_DECLS
