/* plume-classic-netcdf.c: whether the header of a classic netCDF file may be believed.
 *
 * The netCDF library trusts the lists of a header and the places of variables; a damaged file may
 * lead it out of bounds. So the header is walked before (netCDF Classic Format Specification,
 * versions 1, 2 and 5), and every count, length and place must lie in the file. It reads no values.
 */
#include "data/plume-classic-netcdf.h"

#define TAG_DIMENSIONS 10
#define TAG_VARIABLES  11
#define TAG_ATTRIBUTES 12

typedef struct
{
  const guint8 *data;
  gsize length, at;
  guint version;
  gsize *sizes; /* of the dimensions; 0 is the one of records */
  gsize n_dimensions;
  gsize n_records;
  gsize record_length; /* of all variables with records */
} Walk;

static gboolean
read_number (Walk *walk, guint bytes, guint64 *number)
{
  if (walk->length - walk->at < bytes)
    return FALSE;
  *number = 0;
  for (guint i = 0; i < bytes; i++)
    *number = *number << 8 | walk->data[walk->at++];
  return TRUE;
}

/* A count or length: 64 bits in version 5, else 32; what it counts takes a byte of the file at
 * least. */
static gboolean
read_count (Walk *walk, gsize *count)
{
  guint64 number;

  if (!read_number (walk, walk->version == 5 ? 8 : 4, &number) || number > walk->length)
    return FALSE;
  *count = (gsize)number;
  return TRUE;
}

static gboolean
skip_padded (Walk *walk, gsize bytes)
{
  gsize padded = (bytes + 3) / 4 * 4;

  if (padded > walk->length - walk->at)
    return FALSE;
  walk->at += padded;
  return TRUE;
}

static gboolean
skip_name (Walk *walk)
{
  gsize length;

  return read_count (walk, &length) && length > 0 && length <= 256 && skip_padded (walk, length);
}

static gsize
type_size (guint64 type)
{
  static const guint8 sizes[] = { 0, 1, 1, 2, 4, 4, 8, 1, 2, 4, 8, 8 };

  return type < G_N_ELEMENTS (sizes) ? sizes[type] : 0;
}

/* The tag and count of a list, both 0 where it is absent. */
static gboolean
read_list (Walk *walk, guint tag, gsize *count)
{
  guint64 found;

  return read_number (walk, 4, &found) && read_count (walk, count)
         && (found == tag || (found == 0 && *count == 0));
}

static gboolean
skip_attributes (Walk *walk)
{
  gsize n, length;
  guint64 type;

  if (!read_list (walk, TAG_ATTRIBUTES, &n))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    if (!skip_name (walk) || !read_number (walk, 4, &type) || type_size (type) == 0
        || !read_count (walk, &length) || !skip_padded (walk, length * type_size (type)))
      return FALSE;
  return TRUE;
}

static gboolean
read_dimensions (Walk *walk)
{
  gsize n_unlimited = 0;

  if (!read_list (walk, TAG_DIMENSIONS, &walk->n_dimensions)
      || walk->n_dimensions > walk->length / 8)
    return FALSE;
  walk->sizes = g_new0 (gsize, walk->n_dimensions + 1);
  for (gsize i = 0; i < walk->n_dimensions; i++)
    {
      guint64 size;

      /* a dimension may be longer than the file while no variable uses it */
      if (!skip_name (walk) || !read_number (walk, walk->version == 5 ? 8 : 4, &size)
          || size > G_MAXINT64)
        return FALSE;
      walk->sizes[i] = (gsize)size;
      n_unlimited += size == 0;
    }
  return n_unlimited <= 1;
}

/* Bytes of a variable, of one record where it has records; FALSE where they do not fit the file. */
static gboolean
read_shape (Walk *walk, gsize *n_values, gboolean *has_records)
{
  gsize n;

  *n_values = 1;
  *has_records = FALSE;
  if (!read_count (walk, &n) || n > 1024)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      guint64 id;

      if (!read_number (walk, walk->version == 5 ? 8 : 4, &id) || id >= walk->n_dimensions)
        return FALSE;
      if (walk->sizes[id] == 0 && i > 0)
        return FALSE;
      if (walk->sizes[id] == 0)
        *has_records = TRUE;
      else if (!g_size_checked_mul (n_values, *n_values, walk->sizes[id])
               || *n_values > walk->length)
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_variable (Walk *walk)
{
  gsize n_values, bytes, end;
  gboolean has_records;
  guint64 type, size, begin;

  if (!skip_name (walk) || !read_shape (walk, &n_values, &has_records) || !skip_attributes (walk)
      || !read_number (walk, 4, &type) || type_size (type) == 0
      || !read_number (walk, walk->version == 5 ? 8 : 4, &size)
      || !read_number (walk, walk->version == 1 ? 4 : 8, &begin) || begin > walk->length)
    return FALSE;
  bytes = n_values * type_size (type);
  walk->record_length += has_records ? (bytes + 3) / 4 * 4 : 0;
  if (has_records && walk->n_records == 0)
    return TRUE;
  return g_size_checked_add (&end, (gsize)begin, bytes) && end <= walk->length;
}

static gboolean
walk_header (Walk *walk)
{
  gsize n_variables, all_records;
  guint64 n_records;

  if (!read_number (walk, walk->version == 5 ? 8 : 4, &n_records) || n_records > walk->length)
    return FALSE;
  walk->n_records = (gsize)n_records;
  if (!read_dimensions (walk) || !skip_attributes (walk)
      || !read_list (walk, TAG_VARIABLES, &n_variables))
    return FALSE;
  for (gsize i = 0; i < n_variables; i++)
    if (!read_variable (walk))
      return FALSE;
  /* the last record of a single variable need not be padded */
  return g_size_checked_mul (&all_records, walk->n_records, walk->record_length)
         && all_records <= walk->length + 3 * walk->n_records;
}

/**
 * plume_classic_netcdf_check:
 * @data: (array length=length): a file that begins with CDF and version 1, 2 or 5
 *
 * Linear in the length of the header.
 *
 * Returns: whether all lists of its header are whole and all variables lie within the file
 */
gboolean
plume_classic_netcdf_check (const guint8 *data, gsize length)
{
  Walk walk = { .data = data, .length = length, .at = 4 };
  gboolean good;

  if (length < 8 || (data[3] != 1 && data[3] != 2 && data[3] != 5))
    return FALSE;
  walk.version = data[3];
  good = walk_header (&walk);
  g_free (walk.sizes);
  return good;
}
