/* matrix.c: dense and sparse matrices of AnnData and 10x.
 *
 * A sparse one is a group of "data", "indices" and "indptr". Its attributes say which way round:
 * "encoding-type" and "shape" now, "h5sparse_format" and "h5sparse_shape" before AnnData 0.7.
 */
#include "matrix.h"

#include <glib/gi18n.h>
#include <string.h>

static gboolean
fits (const Place *place, guint64 n_rows, guint64 n_columns)
{
  return n_rows > 0 && n_columns > 0 && n_rows <= G_MAXUINT32 && n_columns <= G_MAXUINT32
         && (place->n_rows == 0 || n_rows == place->n_rows)
         && (!place->is_square || n_columns == n_rows);
}

static void
begin (const Place *place, PlumeHdf5Record record, Output *output)
{
  output_begin (output, record);
  output_text (output, place->name);
  output_text (output, place->names);
  output_u32 (output, (guint32)place->kind);
}

/* FALSE where it is no matrix of numbers that fits. */
gboolean
matrix_put_dense (const Values *values, const Place *place, Output *output)
{
  if (!values_are_numbers (values) || !fits (place, values->n_rows, values->n_columns))
    return FALSE;
  output_claim (output, values->n_rows, values->n_columns * sizeof (double));
  if (output->is_survey)
    return TRUE;
  begin (place, PLUME_HDF5_DENSE, output);
  output_u64 (output, values->n_rows);
  output_u64 (output, values->n_columns);
  values_put_doubles (values, output);
  return TRUE;
}

/**
 * matrix_put_sparse:
 * @group: of "data", "indices" and "indptr"
 * @n_major: how many lists "indptr" cuts the others into
 * @turned: whether those are the columns
 *
 * Returns: %FALSE where it is none that fits
 */
gboolean
matrix_put_sparse (hid_t group,
                   guint64 n_major,
                   guint64 n_minor,
                   gboolean turned,
                   const Place *place,
                   Output *output)
{
  g_auto (Values) data = { 0 };
  g_auto (Values) indices = { 0 };
  g_auto (Values) starts = { 0 };

  if (!fits (place, turned ? n_minor : n_major, turned ? n_major : n_minor)
      || !values_open_in (output, group, "data", &data)
      || !values_open_in (output, group, "indices", &indices)
      || !values_open_in (output, group, "indptr", &starts) || !values_are_numbers (&data)
      || indices.class != H5T_INTEGER || starts.class != H5T_INTEGER || data.n_columns != 1
      || indices.n_columns != 1 || starts.n_columns != 1 || indices.n_rows != data.n_rows
      || starts.n_rows != n_major + 1)
    return FALSE;
  /* once as it stands, and once turned or put in order */
  output_claim (output, data.n_rows, 2 * (sizeof (guint32) + sizeof (double)) + sizeof (guint32));
  output_claim (output, n_major + n_minor + 2, 2 * sizeof (guint64));
  if (output->is_survey)
    return TRUE;
  begin (place, PLUME_HDF5_SPARSE, output);
  output_u32 (output, turned);
  output_u64 (output, n_major);
  output_u64 (output, n_minor);
  output_u64 (output, data.n_rows);
  values_put_as (&starts, H5T_NATIVE_UINT64, sizeof (guint64), output);
  values_put_as (&indices, H5T_NATIVE_UINT32, sizeof (guint32), output);
  values_put_doubles (&data, output);
  return TRUE;
}

static gboolean
put_group (hid_t group, const Place *place, Output *output)
{
  g_autofree char *encoding = read_attribute_text (group, "encoding-type");
  g_autofree char *format = read_attribute_text (group, "h5sparse_format");
  gboolean turned = g_strcmp0 (encoding, "csc_matrix") == 0 || g_strcmp0 (format, "csc") == 0;
  guint64 shape[2];

  if (!read_attribute_pair (group, "shape", shape)
      && !read_attribute_pair (group, "h5sparse_shape", shape))
    return FALSE;
  return turned ? matrix_put_sparse (group, shape[1], shape[0], TRUE, place, output)
                : matrix_put_sparse (group, shape[0], shape[1], FALSE, place, output);
}

/* The matrix of that name, dense or sparse; a note where there is none that fits. */
void
matrix_put (hid_t group, const char *name, const Place *place, Output *output)
{
  g_auto (Handle) sparse = open_group (group, name);
  g_auto (Values) values = { 0 };

  if (sparse >= 0 ? put_group (sparse, place, output)
                  : values_open_in (output, group, name, &values)
                        && matrix_put_dense (&values, place, output))
    return;
  output_note (output,
               _ ("'%s' is left out: it is no matrix of numbers, or does not fit the samples"),
               place->name);
}
