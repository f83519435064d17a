/* plume-nifti-header.h: what a NIfTI header says, checked before anything trusts it. Private to the
 * reader. */
#pragma once

#include "data/plume-dataset.h"

G_BEGIN_DECLS

#define PLUME_NIFTI_HEAD 348 /* bytes by which the format is told */

/**
 * PlumeNiftiHeader:
 * @n_dimensions: 1 to 7; those of length 1 at the end left out
 * @shape: lengths in the order of the file, fastest first
 * @n_items: their product
 * @data: where the numbers begin, bytes
 * @datatype: one of the codes of NIfTI that are numbers
 * @item_size: bytes
 * @is_swapped: whether bytes stand in the order that is not this machine's
 * @slope: @intercept: of scaling; 1 and 0 where the file has none
 * @bad_scale: whether the file has a scaling that is no number
 * @spacing: of the first dimensions, in @spacing_unit; 0 where it is not given
 * @spacing_unit: (nullable): "mm", "μm", "m"
 * @orientation: three letters such as "RAS": to which side of the body the first three dimensions
 * grow; empty where the file does not say
 * @description: as the file has it, UTF-8
 */
typedef struct
{
  guint n_dimensions;
  gsize shape[7];
  gsize n_items, data;
  int datatype;
  gsize item_size;
  gboolean is_swapped;
  double slope, intercept;
  gboolean bad_scale;
  double spacing[7];
  const char *spacing_unit;
  char orientation[4];
  char description[256];
} PlumeNiftiHeader;

gboolean plume_is_nifti (const guint8 *head, gsize length);
gboolean plume_nifti_header_parse (
    const guint8 *data, gsize length, const char *name, PlumeNiftiHeader *header, GError **error);

G_END_DECLS
