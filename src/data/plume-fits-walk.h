/* plume-fits-walk.h: whether the headers of a FITS file may be believed. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PlumeFitsKind:
 * @PLUME_FITS_IMAGE: an array of numbers
 * @PLUME_FITS_ASCII_TABLE: XTENSION = 'TABLE'
 * @PLUME_FITS_BINARY_TABLE: XTENSION = 'BINTABLE'
 * @PLUME_FITS_COMPRESSED: a binary table that holds a tile-compressed image or table
 * @PLUME_FITS_OTHER: anything else; its data are passed over
 */
typedef enum
{
  PLUME_FITS_IMAGE,
  PLUME_FITS_ASCII_TABLE,
  PLUME_FITS_BINARY_TABLE,
  PLUME_FITS_COMPRESSED,
  PLUME_FITS_OTHER,
} PlumeFitsKind;

GArray *plume_fits_walk (const guint8 *data, gsize length, const char *name, GError **error);

G_END_DECLS
