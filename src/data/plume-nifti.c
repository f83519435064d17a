/* plume-nifti.c: volumes of medical imaging in NIfTI files (.nii, .nii.gz), and of ANALYZE where
 * header and voxels are one file.
 *
 * The voxels become one grid of doubles, slowest dimension first, that is [time,] z, y, x; their
 * scaling is applied. Sizes of voxels, orientation and description become attributes. It knows no
 * body and no slice.
 */
#include <glib/gi18n.h>
#include <nifti/nifti1.h>
#include <string.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "data/plume-nifti-header.h"
#include "data/plume-reader.h"

#define CHUNK ((gsize)1 << 18) /* voxels a chunk: about a millisecond */

typedef struct
{
  const PlumeNiftiHeader *header;
  const guint8 *items;
  double *values;
} Conversion;

#define AS_IT_IS(bits) (bits)

/* One loop for every type of voxel and byte order, so that it is chosen once a chunk */
#define CONVERT_EACH(type, bits_type, turn)                                                        \
  for (gsize i = from; i < to; i++)                                                                \
    {                                                                                              \
      bits_type bits;                                                                              \
      type voxel;                                                                                  \
                                                                                                   \
      memcpy (&bits, items + i * sizeof bits, sizeof bits);                                        \
      bits = turn (bits);                                                                          \
      memcpy (&voxel, &bits, sizeof voxel);                                                        \
      values[i] = header->slope * (double)voxel + header->intercept;                               \
    }

#define CONVERT(type, bits_type, swap)                                                             \
  if (header->is_swapped)                                                                          \
    CONVERT_EACH (type, bits_type, swap)                                                           \
  else                                                                                             \
    CONVERT_EACH (type, bits_type, AS_IT_IS)                                                       \
  return

static void
convert_chunk (gsize from, gsize to, gpointer data)
{
  const Conversion *conversion = data;
  const PlumeNiftiHeader *header = conversion->header;
  const guint8 *items = conversion->items;
  double *values = conversion->values;

  switch (header->datatype)
    {
    case DT_UINT8:
      CONVERT (guint8, guint8, AS_IT_IS);
    case DT_INT8:
      CONVERT (gint8, guint8, AS_IT_IS);
    case DT_UINT16:
      CONVERT (guint16, guint16, GUINT16_SWAP_LE_BE);
    case DT_INT16:
      CONVERT (gint16, guint16, GUINT16_SWAP_LE_BE);
    case DT_UINT32:
      CONVERT (guint32, guint32, GUINT32_SWAP_LE_BE);
    case DT_INT32:
      CONVERT (gint32, guint32, GUINT32_SWAP_LE_BE);
    case DT_UINT64:
      CONVERT (guint64, guint64, GUINT64_SWAP_LE_BE);
    case DT_INT64:
      CONVERT (gint64, guint64, GUINT64_SWAP_LE_BE);
    case DT_FLOAT32:
      CONVERT (float, guint32, GUINT32_SWAP_LE_BE);
    default:
      CONVERT (double, guint64, GUINT64_SWAP_LE_BE);
    }
}

static void
set_attributes (PlumeDataset *dataset, const PlumeNiftiHeader *header)
{
  g_autoptr (GString) spacing = g_string_new (NULL);

  for (guint i = MIN (header->n_dimensions, 3); i-- > 0;)
    {
      char number[G_ASCII_DTOSTR_BUF_SIZE];

      if (header->spacing[i] > 0)
        g_string_append_printf (
            spacing, "%s%s", spacing->len > 0 ? " " : "",
            g_ascii_formatd (number, sizeof number, "%.6g", header->spacing[i]));
    }
  /* as the grid has them, slowest first */
  if (spacing->len > 0)
    plume_dataset_set_attribute (dataset, "voxel-size", spacing->str);
  if (spacing->len > 0 && header->spacing_unit != NULL)
    plume_dataset_set_attribute (dataset, "voxel-unit", header->spacing_unit);
  if (*header->orientation != '\0')
    plume_dataset_set_attribute (dataset, "orientation", header->orientation);
  if (*header->description != '\0')
    plume_dataset_set_attribute (dataset, "description", header->description);
}

static PlumeDataset *
read_nifti (GBytes *bytes, const char *name, PlumeTask *task, GError **error)
{
  gsize length, shape[PLUME_GRID_MAX_DIMENSIONS] = { 0 };
  const guint8 *data = g_bytes_get_data (bytes, &length);
  g_autoptr (PlumeArray) values = NULL;
  PlumeNiftiHeader header;
  Conversion conversion = { .header = &header };
  PlumeDataset *dataset;

  if (!plume_nifti_header_parse (data, length, name, &header, error))
    return NULL;
  conversion.items = data + header.data;
  values = plume_array_new (header.n_items);
  conversion.values = values->values;
  if (!plume_parallel_for (header.n_items, CHUNK, convert_chunk, &conversion, task, error))
    return NULL;
  for (guint i = 0; i < header.n_dimensions; i++)
    shape[i] = header.shape[header.n_dimensions - 1 - i];
  dataset = plume_dataset_new (name);
  plume_dataset_take_grid (dataset, name, header.n_dimensions, shape, g_steal_pointer (&values));
  set_attributes (dataset, &header);
  if (header.bad_scale)
    plume_dataset_add_note (dataset, _ ("its scaling is no number and is left out"));
  return dataset;
}

static const char *const extensions[] = { "nii", "hdr", NULL };

const PlumeReader plume_reader_nifti = {
  .id = "nifti",
  .title = N_ ("NIfTI volume"),
  .extensions = extensions,
  .recognizes = plume_is_nifti,
  .read = read_nifti,
};
