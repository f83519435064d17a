/* plume-npy-header.h: what the header of an NPY array says. */
#pragma once

#include "data/plume-dataset.h"

G_BEGIN_DECLS

/**
 * PlumeNpyHeader:
 * @kind: b, i, u, f for numbers; S, U for texts
 * @item_size: bytes an item; letters for S, and four bytes a letter for U
 * @is_big_endian: whether items have their first byte first
 * @is_fortran: whether the first index runs fastest
 * @n_dimensions: number of dimensions
 * @shape: their lengths
 * @n_items: product of @shape
 * @data: offset of the first item
 */
typedef struct
{
  char kind;
  gsize item_size;
  gboolean is_big_endian, is_fortran;
  guint n_dimensions;
  gsize shape[PLUME_GRID_MAX_DIMENSIONS];
  gsize n_items;
  gsize data;
} PlumeNpyHeader;

gboolean plume_npy_header_parse (
    const guint8 *data, gsize length, const char *name, PlumeNpyHeader *header, GError **error);

G_END_DECLS
