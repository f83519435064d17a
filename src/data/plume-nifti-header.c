/* plume-nifti-header.c: headers of NIfTI-1 (Cox et al. 2004, nifti.nimh.nih.gov/nifti-1), of
 * NIfTI-2 and of ANALYZE 7.5, which NIfTI-1 grew from.
 *
 * The fields of all three become those of NIfTI-2, which are the widest; then each is checked
 * against the others and the length of the file. libnifti says what codes mean and how the volume
 * lies in the body; it never sees a field that was not checked, since it prints and stops.
 */
#include "data/plume-nifti-header.h"

#include <glib/gi18n.h>
#include <math.h>
#include <nifti/nifti1_io.h>
#include <nifti/nifti2.h>
#include <string.h>

#include "core/plume-error.h"

#define MAX_DIMENSIONS 7
#define MAX_ITEMS      (G_MAXSIZE / 64)

/* Whether the first number is the size of a header, in either byte order */
static gboolean
starts_with (const guint8 *head, gint32 size, gboolean *is_swapped)
{
  gint32 first;

  memcpy (&first, head, sizeof first);
  *is_swapped = first != size;
  return first == size || (gint32)GUINT32_SWAP_LE_BE ((guint32)first) == size;
}

/* ANALYZE has no magic; its header says how long it is and, nearly always, "regular". */
static gboolean
is_analyze (const guint8 *head)
{
  return head[38] == 'r' && memcmp (head + 344, "\0\0\0", 4) == 0;
}

static gboolean
is_first (const guint8 *head, gsize length)
{
  gboolean is_swapped;

  if (length < 4 || !starts_with (head, 348, &is_swapped))
    return FALSE;
  return length < PLUME_NIFTI_HEAD /* cut off */
         || (memcmp (head + 344, "n+1", 4) == 0 || memcmp (head + 344, "ni1", 4) == 0
             || is_analyze (head));
}

static gboolean
is_second (const guint8 *head, gsize length)
{
  gboolean is_swapped;

  return length >= 12 && starts_with (head, 540, &is_swapped)
         && (memcmp (head + 4, "n+2", 4) == 0 || memcmp (head + 4, "ni2", 4) == 0);
}

gboolean
plume_is_nifti (const guint8 *head, gsize length)
{
  return is_first (head, length) || is_second (head, length);
}

static gboolean
fail (const char *name, const char *what, const char *remedy, GError **error)
{
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA, "%s: %s; %s", name, what, remedy);
  return FALSE;
}

/* A field of 2, 4 or 8 bytes, in the byte order of this machine */
static guint64
field (const guint8 *data, gsize place, gsize size, gboolean is_swapped)
{
  guint64 bits = 0;

  for (gsize i = 0; i < size; i++)
    {
      gsize from = (G_BYTE_ORDER == G_LITTLE_ENDIAN) != is_swapped ? i : size - 1 - i;

      bits |= (guint64)data[place + from] << (8 * i);
    }
  return bits;
}

static gint16
short_field (const guint8 *data, gsize place, gboolean is_swapped)
{
  return (gint16)field (data, place, 2, is_swapped);
}

static float
single_field (const guint8 *data, gsize place, gboolean is_swapped)
{
  guint32 bits = (guint32)field (data, place, 4, is_swapped);
  float value;

  memcpy (&value, &bits, sizeof value);
  return value;
}

static double
double_field (const guint8 *data, gsize place, gboolean is_swapped)
{
  guint64 bits = field (data, place, 8, is_swapped);
  double value;

  memcpy (&value, &bits, sizeof value);
  return value;
}

#define FIRST(member)  offsetof (nifti_1_header, member)
#define SECOND(member) offsetof (nifti_2_header, member)

/* Of NIfTI-1 as if it were NIfTI-2; of ANALYZE the fields that mean the same there. */
static nifti_2_header
widen (const guint8 *data, gboolean is_swapped)
{
  gboolean is_nifti = data[344] == 'n';
  double offset = single_field (data, FIRST (vox_offset), is_swapped);
  nifti_2_header wide = { .datatype = short_field (data, FIRST (datatype), is_swapped) };

  memcpy (wide.magic, data + 344, 4);
  for (guint i = 0; i < 8; i++)
    {
      wide.dim[i] = short_field (data, FIRST (dim) + 2 * i, is_swapped);
      wide.pixdim[i] = single_field (data, FIRST (pixdim) + 4 * i, is_swapped);
    }
  /* −1 stands for an offset that no file has */
  wide.vox_offset = offset >= 0 && offset < 1e9 && offset == floor (offset) ? (int64_t)offset : -1;
  memcpy (wide.descrip, data + FIRST (descrip), sizeof wide.descrip);
  if (!is_nifti)
    return wide;
  wide.scl_slope = single_field (data, FIRST (scl_slope), is_swapped);
  wide.scl_inter = single_field (data, FIRST (scl_inter), is_swapped);
  wide.xyzt_units = data[FIRST (xyzt_units)];
  wide.qform_code = short_field (data, FIRST (qform_code), is_swapped);
  wide.sform_code = short_field (data, FIRST (sform_code), is_swapped);
  wide.quatern_b = single_field (data, FIRST (quatern_b), is_swapped);
  wide.quatern_c = single_field (data, FIRST (quatern_c), is_swapped);
  wide.quatern_d = single_field (data, FIRST (quatern_d), is_swapped);
  for (guint i = 0; i < 4; i++)
    {
      wide.srow_x[i] = single_field (data, FIRST (srow_x) + 4 * i, is_swapped);
      wide.srow_y[i] = single_field (data, FIRST (srow_y) + 4 * i, is_swapped);
      wide.srow_z[i] = single_field (data, FIRST (srow_z) + 4 * i, is_swapped);
    }
  return wide;
}

static nifti_2_header
read_second (const guint8 *data, gboolean is_swapped)
{
  nifti_2_header wide = {
    .datatype = short_field (data, SECOND (datatype), is_swapped),
    .vox_offset = (int64_t)field (data, SECOND (vox_offset), 8, is_swapped),
    .scl_slope = double_field (data, SECOND (scl_slope), is_swapped),
    .scl_inter = double_field (data, SECOND (scl_inter), is_swapped),
    .qform_code = (int32_t)field (data, SECOND (qform_code), 4, is_swapped),
    .sform_code = (int32_t)field (data, SECOND (sform_code), 4, is_swapped),
    .quatern_b = double_field (data, SECOND (quatern_b), is_swapped),
    .quatern_c = double_field (data, SECOND (quatern_c), is_swapped),
    .quatern_d = double_field (data, SECOND (quatern_d), is_swapped),
    .xyzt_units = (int32_t)field (data, SECOND (xyzt_units), 4, is_swapped),
  };

  memcpy (wide.magic, data + SECOND (magic), sizeof wide.magic);
  memcpy (wide.descrip, data + SECOND (descrip), sizeof wide.descrip);
  for (guint i = 0; i < 8; i++)
    {
      wide.dim[i] = (int64_t)field (data, SECOND (dim) + 8 * i, 8, is_swapped);
      wide.pixdim[i] = double_field (data, SECOND (pixdim) + 8 * i, is_swapped);
    }
  for (guint i = 0; i < 4; i++)
    {
      wide.srow_x[i] = double_field (data, SECOND (srow_x) + 8 * i, is_swapped);
      wide.srow_y[i] = double_field (data, SECOND (srow_y) + 8 * i, is_swapped);
      wide.srow_z[i] = double_field (data, SECOND (srow_z) + 8 * i, is_swapped);
    }
  return wide;
}

/* Lengths, their product, and what is left of them without ones at the end */
static gboolean
take_shape (const nifti_2_header *wide, const char *name, PlumeNiftiHeader *header, GError **error)
{
  gsize n = (gsize)wide->dim[0];

  if (wide->dim[0] < 1 || wide->dim[0] > MAX_DIMENSIONS)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("%s: its header says that it has %ld dimensions, and a volume has 1 to %d; "
                      "export it again"),
                   name, (long)wide->dim[0], MAX_DIMENSIONS);
      return FALSE;
    }
  header->n_items = 1;
  for (gsize i = 0; i < n; i++)
    {
      if (wide->dim[i + 1] < 1)
        {
          g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                       _ ("%s: its header gives dimension %zu the length %ld; export it again"),
                       name, i + 1, (long)wide->dim[i + 1]);
          return FALSE;
        }
      header->shape[i] = (gsize)wide->dim[i + 1];
      if (!g_size_checked_mul (&header->n_items, header->n_items, header->shape[i])
          || header->n_items > MAX_ITEMS)
        return fail (name, _ ("its header asks for an impossibly large volume"),
                     _ ("export it again"), error);
    }
  while (n > 1 && header->shape[n - 1] == 1)
    n--;
  header->n_dimensions = (guint)n;
  return TRUE;
}

static gboolean
take_type (const nifti_2_header *wide, const char *name, PlumeNiftiHeader *header, GError **error)
{
  int size, swap;

  header->datatype = wide->datatype;
  switch (wide->datatype)
    {
    case DT_UINT8:
    case DT_INT8:
    case DT_UINT16:
    case DT_INT16:
    case DT_UINT32:
    case DT_INT32:
    case DT_UINT64:
    case DT_INT64:
    case DT_FLOAT32:
    case DT_FLOAT64:
      nifti_datatype_sizes (wide->datatype, &size, &swap);
      header->item_size = (gsize)size;
      return TRUE;
    case DT_RGB24:
    case DT_RGBA32:
      return fail (name, _ ("its voxels are colours"), _ ("convert it to grey levels"), error);
    case DT_COMPLEX64:
    case DT_COMPLEX128:
    case DT_COMPLEX256:
      return fail (name, _ ("its voxels are complex numbers"), _ ("export their magnitude"), error);
    default:
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("%s: its voxels have the type %d, which is not read; convert it to 16-bit "
                      "integers or 32-bit floats"),
                   name, wide->datatype);
      return FALSE;
    }
}

static gboolean
check_length (const nifti_2_header *wide,
              gsize length,
              gsize least,
              const char *name,
              PlumeNiftiHeader *header,
              GError **error)
{
  gsize needed = header->n_items * header->item_size;

  if (wide->vox_offset < (int64_t)least || (guint64)wide->vox_offset > length)
    return fail (name, _ ("its header puts the numbers outside of the file"),
                 _ ("copy or export the file again"), error);
  header->data = (gsize)wide->vox_offset;
  if (length - header->data >= needed)
    return TRUE;
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
               _ ("%s: it is cut off: its header asks for %zu"
                  " bytes of voxels and the file holds %zu; copy it again"),
               name, needed, length - header->data);
  return FALSE;
}

/* A slope of 0 stands for no scaling; what is no number cannot scale. */
static void
take_scale (const nifti_2_header *wide, PlumeNiftiHeader *header)
{
  header->slope = 1;
  header->bad_scale =
      !isfinite (wide->scl_slope) || (wide->scl_slope != 0 && !isfinite (wide->scl_inter));
  if (header->bad_scale || wide->scl_slope == 0)
    return;
  header->slope = wide->scl_slope;
  header->intercept = wide->scl_inter;
}

static gboolean
is_finite_row (const double row[4])
{
  for (guint i = 0; i < 4; i++)
    if (!isfinite (row[i]) || fabs (row[i]) > 1e12)
      return FALSE;
  return TRUE;
}

/* The matrix from voxels to millimetres: what the file prefers, or nothing */
static gboolean
find_matrix (const nifti_2_header *wide, mat44 *matrix)
{
  const double *const rows[] = { wide->srow_x, wide->srow_y, wide->srow_z };
  double quaternion[4] = { wide->quatern_b, wide->quatern_c, wide->quatern_d, 0 };

  memset (matrix, 0, sizeof *matrix);
  if (wide->sform_code > 0)
    {
      for (guint i = 0; i < 3; i++)
        {
          if (!is_finite_row (rows[i]))
            return FALSE;
          for (guint k = 0; k < 4; k++)
            matrix->m[i][k] = (float)rows[i][k];
        }
      return TRUE;
    }
  if (wide->qform_code <= 0 || !is_finite_row (quaternion))
    return FALSE;
  *matrix =
      nifti_quatern_to_mat44 ((float)quaternion[0], (float)quaternion[1], (float)quaternion[2], 0,
                              0, 0, 1, 1, 1, wide->pixdim[0] < 0 ? -1.0f : 1.0f);
  return TRUE;
}

static void
take_geometry (const nifti_2_header *wide, PlumeNiftiHeader *header)
{
  static const char letters[] = { [NIFTI_L2R] = 'R', [NIFTI_R2L] = 'L', [NIFTI_P2A] = 'A',
                                  [NIFTI_A2P] = 'P', [NIFTI_I2S] = 'S', [NIFTI_S2I] = 'I' };
  int space = XYZT_TO_SPACE (wide->xyzt_units), codes[3] = { 0 };
  mat44 matrix;

  header->spacing_unit = space == NIFTI_UNITS_MM       ? "mm"
                         : space == NIFTI_UNITS_MICRON ? "µm"
                         : space == NIFTI_UNITS_METER  ? "m"
                                                       : NULL;
  for (guint i = 0; i < MAX_DIMENSIONS; i++)
    if (isfinite (wide->pixdim[i + 1]))
      header->spacing[i] = fabs (wide->pixdim[i + 1]);
  if (!find_matrix (wide, &matrix))
    return;
  nifti_mat44_to_orientation (matrix, &codes[0], &codes[1], &codes[2]);
  for (guint i = 0; i < 3; i++)
    if (codes[i] < NIFTI_L2R || codes[i] > NIFTI_S2I)
      return;
  for (guint i = 0; i < 3; i++)
    header->orientation[i] = letters[codes[i]];
}

static void
take_description (const nifti_2_header *wide, PlumeNiftiHeader *header)
{
  g_autofree char *raw = g_strndup (wide->descrip, sizeof wide->descrip);
  g_autofree char *text = g_utf8_make_valid (raw, -1);

  g_strlcpy (header->description, g_strstrip (text), sizeof header->description);
}

/**
 * plume_nifti_header_parse:
 * @data: (array length=length): a whole file
 * @name: its name for messages
 * @header: (out): what it says
 * @error: %PLUME_ERROR_DATA
 *
 * Afterwards @header.data + @header.n_items · @header.item_size ≤ @length.
 *
 * Returns: whether it can be read
 */
gboolean
plume_nifti_header_parse (
    const guint8 *data, gsize length, const char *name, PlumeNiftiHeader *header, GError **error)
{
  gboolean second = is_second (data, length), is_swapped = FALSE, is_pair;
  gsize least = second ? sizeof (nifti_2_header) : PLUME_NIFTI_HEAD;
  nifti_2_header wide;

  *header = (PlumeNiftiHeader){ 0 };
  if (length < least)
    return fail (name, _ ("its header is cut off"), _ ("copy it again"), error);
  starts_with (data, second ? 540 : 348, &is_swapped);
  header->is_swapped = is_swapped;
  wide = second ? read_second (data, is_swapped) : widen (data, is_swapped);
  is_pair = memcmp (wide.magic, "n+", 2) != 0;
  if (is_pair && length <= least + 8) /* some write a word of extensions behind it */
    return fail (name, _ ("it is the header of a volume whose voxels are in another file (.img)"),
                 _ ("convert both to one .nii file"), error);
  if (!take_shape (&wide, name, header, error) || !take_type (&wide, name, header, error)
      || !check_length (&wide, length, least, name, header, error))
    return FALSE;
  take_scale (&wide, header);
  take_geometry (&wide, header);
  take_description (&wide, header);
  return TRUE;
}
