/* values.c: groups, attributes and arrays in an HDF5 file, as far as they are to be trusted.
 *
 * Links to other files, data kept in other files and filters that would be loaded are not followed.
 * Numbers pass in slabs of a few megabytes, whole chunks at a time, so that the memory of this
 * process stays small whatever the size of the file.
 */
#include "values.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define SLAB        ((hsize_t)4 << 20)   /* bytes that pass at a time */
#define MAX_SLAB    ((hsize_t)256 << 20) /* … where chunks are larger */
#define MAX_TEXTS   ((hsize_t)50000000)
#define MAX_WIDTH   ((gsize)1 << 20) /* bytes of a text of fixed length */
#define MAX_NAMES   100000
#define MAX_FILTERS 32

static gboolean
is_own_link (hid_t group, const char *name)
{
  H5L_info_t info;

  if (strchr (name, '/') != NULL || H5Lexists (group, name, H5P_DEFAULT) <= 0
      || H5Lget_info (group, name, &info, H5P_DEFAULT) < 0)
    return FALSE;
  return info.type == H5L_TYPE_HARD;
}

static hid_t
open_object (hid_t group, const char *name, H5I_type_t type)
{
  hid_t object;

  if (group < 0 || !is_own_link (group, name))
    return -1;
  object = H5Oopen (group, name, H5P_DEFAULT);
  if (object < 0 || H5Iget_type (object) == type)
    return object;
  H5Idec_ref (object);
  return -1;
}

hid_t
open_group (hid_t group, const char *name)
{
  return open_object (group, name, H5I_GROUP);
}

/* Whether the data are in this file and packed in a way that is known. */
static gboolean
check_storage (Output *output, hid_t dataset, const char *name)
{
  g_auto (Handle) creation = H5Dget_create_plist (dataset);
  int n_filters = creation >= 0 ? H5Pget_nfilters (creation) : -1;

  if (creation < 0 || n_filters > MAX_FILTERS || H5Pget_external_count (creation) > 0
      || H5Pget_layout (creation) == H5D_VIRTUAL)
    return FALSE;
  for (int i = 0; i < n_filters; i++)
    {
      char title[64] = "";
      size_t n = 0;
      unsigned flags, config;
      H5Z_filter_t filter =
          H5Pget_filter2 (creation, (unsigned)i, &flags, &n, NULL, sizeof title, title, &config);

      title[sizeof title - 1] = '\0';
      if (filter < 0 || H5Zfilter_avail (filter) <= 0)
        output_refuse (output,
                       _ ("'%s' is packed with the filter %d (%s), which is not read; write "
                          "the file with gzip"),
                       name, (int)filter, title);
    }
  return TRUE;
}

hid_t
open_dataset (Output *output, hid_t group, const char *name)
{
  hid_t dataset = open_object (group, name, H5I_DATASET);

  if (dataset < 0 || check_storage (output, dataset, name))
    return dataset;
  H5Idec_ref (dataset);
  return -1;
}

/* The names in a group, in their order. */
GStrv
list_names (hid_t group)
{
  H5G_info_t info;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  if (group < 0 || H5Gget_info (group, &info) < 0)
    info.nlinks = 0;
  for (hsize_t i = 0; i < MIN (info.nlinks, MAX_NAMES); i++)
    {
      ssize_t length =
          H5Lget_name_by_idx (group, ".", H5_INDEX_NAME, H5_ITER_INC, i, NULL, 0, H5P_DEFAULT);
      g_autofree char *name = length >= 0 ? g_malloc0 ((gsize)length + 1) : NULL;

      if (name == NULL)
        continue;
      H5Lget_name_by_idx (group, ".", H5_INDEX_NAME, H5_ITER_INC, i, name, (gsize)length + 1,
                          H5P_DEFAULT);
      g_ptr_array_add (names, g_steal_pointer (&name));
    }
  g_ptr_array_add (names, NULL);
  return (GStrv)g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

/* The members of a dataset of a compound type; NULL where it is of another. */
GStrv
list_members (hid_t dataset)
{
  g_auto (Handle) type = H5Dget_type (dataset);
  int n = type >= 0 && H5Tget_class (type) == H5T_COMPOUND ? H5Tget_nmembers (type) : -1;
  GStrv members;

  if (n < 0)
    return NULL;
  members = g_new0 (char *, n + 1);
  for (int i = 0; i < n; i++)
    {
      char *name = H5Tget_member_name (type, (unsigned)i);

      members[i] = g_strdup (name != NULL ? name : "");
      H5free_memory (name);
    }
  return members;
}

/* A type in memory for texts of the type in the file; *width is 0 for those of variable length. */
static hid_t
make_text_type (hid_t file_type, gsize *width)
{
  hid_t type = H5Tcopy (H5T_C_S1);
  htri_t is_variable = H5Tis_variable_str (file_type);

  *width = is_variable > 0 ? 0 : H5Tget_size (file_type) + 1;
  if (type < 0 || is_variable < 0 || *width > MAX_WIDTH
      || H5Tset_size (type, is_variable > 0 ? H5T_VARIABLE : *width) < 0
      || H5Tset_cset (type, H5Tget_cset (file_type)) < 0)
    output_give_up ();
  return type;
}

GStrv
read_attribute_texts (hid_t object, const char *name)
{
  g_auto (Handle) attribute =
      object >= 0 && H5Aexists (object, name) > 0 ? H5Aopen (object, name, H5P_DEFAULT) : -1;
  g_auto (Handle) type = attribute >= 0 ? H5Aget_type (attribute) : -1;
  g_auto (Handle) space = attribute >= 0 ? H5Aget_space (attribute) : -1;
  g_auto (Handle) memory = -1;
  hssize_t n = space >= 0 ? H5Sget_simple_extent_npoints (space) : -1;
  g_autofree char *buffer = NULL;
  gsize width, stride;
  GStrv texts;

  if (type < 0 || n < 0 || n > MAX_NAMES)
    return NULL;
  texts = g_new0 (char *, n + 1);
  if (n == 0 || H5Tget_class (type) != H5T_STRING)
    return texts;
  memory = make_text_type (type, &width);
  stride = width > 0 ? width : sizeof (char *);
  buffer = g_malloc0_n ((gsize)n, stride);
  if (H5Aread (attribute, memory, buffer) < 0)
    output_give_up ();
  for (hssize_t i = 0; i < n; i++)
    {
      const char *item = buffer + (gsize)i * stride;

      texts[i] = g_strdup (width > 0 ? item : *(char *const *)item);
      if (texts[i] == NULL)
        texts[i] = g_strdup ("");
    }
  if (width == 0)
    H5Dvlen_reclaim (memory, space, H5P_DEFAULT, buffer);
  return texts;
}

/* nullable */
char *
read_attribute_text (hid_t object, const char *name)
{
  g_auto (GStrv) texts = read_attribute_texts (object, name);

  return texts != NULL ? g_strdup (texts[0]) : NULL;
}

/* Two whole numbers of an attribute. */
gboolean
read_attribute_pair (hid_t object, const char *name, guint64 pair[2])
{
  g_auto (Handle) attribute =
      H5Aexists (object, name) > 0 ? H5Aopen (object, name, H5P_DEFAULT) : -1;
  g_auto (Handle) type = attribute >= 0 ? H5Aget_type (attribute) : -1;
  g_auto (Handle) space = attribute >= 0 ? H5Aget_space (attribute) : -1;

  return type >= 0 && space >= 0 && H5Tget_class (type) == H5T_INTEGER
         && H5Sget_simple_extent_npoints (space) == 2
         && H5Aread (attribute, H5T_NATIVE_UINT64, pair) >= 0;
}

void
values_clear (Values *values)
{
  if (values->dataset > 0)
    H5Idec_ref (values->dataset);
  if (values->type > 0)
    H5Idec_ref (values->type);
  values->dataset = values->type = 0;
}

/* Of an array type with one dimension, which older files have in compound types, takes its items.
 */
static gboolean
enter_array (Values *values)
{
  hsize_t length;
  hid_t base;

  if (values->class != H5T_ARRAY)
    return TRUE;
  base = H5Tget_super (values->type);
  if (base < 0 || values->is_matrix || H5Tget_array_ndims (values->type) != 1
      || H5Tget_array_dims2 (values->type, &length) < 0)
    {
      handle_close (base);
      return FALSE;
    }
  H5Idec_ref (values->type);
  values->type = base;
  values->class = H5Tget_class (base);
  values->is_array = TRUE;
  values->n_columns = length;
  return TRUE;
}

/* Fills values, which hold a reference of their own; FALSE where they are no vector or matrix. */
gboolean
values_open (hid_t dataset, const char *member, Values *values)
{
  g_auto (Handle) space = dataset >= 0 ? H5Dget_space (dataset) : -1;
  hsize_t shape[H5S_MAX_RANK] = { 0, 1 };
  int rank = space >= 0 ? H5Sget_simple_extent_dims (space, shape, NULL) : -1;

  if (rank < 1 || rank > 2)
    return FALSE;
  values->dataset = dataset;
  H5Iinc_ref (dataset);
  values->member = member;
  values->is_matrix = rank == 2;
  values->n_rows = shape[0];
  values->n_columns = rank == 2 ? shape[1] : 1;
  values->type = H5Dget_type (dataset);
  if (member != NULL && values->type >= 0)
    {
      hid_t whole = values->type;
      int index = H5Tget_member_index (whole, member);

      values->type = index >= 0 ? H5Tget_member_type (whole, (unsigned)index) : -1;
      H5Idec_ref (whole);
    }
  if (values->type < 0)
    return FALSE;
  values->class = H5Tget_class (values->type);
  return enter_array (values);
}

gboolean
values_open_in (Output *output, hid_t group, const char *name, Values *values)
{
  g_auto (Handle) dataset = open_dataset (output, group, name);

  return dataset >= 0 && values_open (dataset, NULL, values);
}

gboolean
values_are_numbers (const Values *values)
{
  return values->class == H5T_INTEGER || values->class == H5T_FLOAT
         || (values->class == H5T_ENUM && H5Tget_size (values->type) == 1);
}

gboolean
values_are_texts (const Values *values)
{
  return values->class == H5T_STRING;
}

/* The type in memory of one row of a vector, which is a compound of one member where the file has
 * one. */
static hid_t
wrap (const Values *values, hid_t item, gsize size)
{
  hid_t type = H5Tcopy (item);

  if (values->is_array)
    {
      hid_t array = H5Tarray_create2 (item, 1, &values->n_columns);

      handle_close (type);
      type = array;
      size *= values->n_columns;
    }
  if (values->member != NULL)
    {
      hid_t compound = H5Tcreate (H5T_COMPOUND, size);

      if (compound < 0 || H5Tinsert (compound, values->member, 0, type) < 0)
        output_give_up ();
      handle_close (type);
      type = compound;
    }
  if (type < 0)
    output_give_up ();
  return type;
}

/* Rows that pass at a time: a few megabytes, and whole chunks where those are not huge. */
static hsize_t
choose_rows (const Values *values, gsize size)
{
  g_auto (Handle) creation = H5Dget_create_plist (values->dataset);
  hsize_t width = MAX (values->n_columns, 1) * size, chunk[H5S_MAX_RANK] = { 0 };
  hsize_t n_rows = MAX (SLAB / width, 1);

  if (creation >= 0 && H5Pget_layout (creation) == H5D_CHUNKED
      && H5Pget_chunk (creation, H5S_MAX_RANK, chunk) > 0 && chunk[0] > 0
      && chunk[0] <= MAX_SLAB / width)
    n_rows = (n_rows + chunk[0] - 1) / chunk[0] * chunk[0];
  if (n_rows > MAX_SLAB / width)
    n_rows = MAX_SLAB / width;
  if (n_rows == 0)
    output_give_up ();
  return MIN (n_rows, MAX (values->n_rows, 1));
}

static void
read_rows (const Values *values, hid_t type, hsize_t from, hsize_t n, gpointer buffer)
{
  g_auto (Handle) space = H5Dget_space (values->dataset);
  hsize_t start[2] = { from, 0 }, count[2] = { n, values->is_matrix ? values->n_columns : 1 };
  g_auto (Handle) memory = H5Screate_simple (values->is_matrix ? 2 : 1, count, NULL);

  if (space < 0 || memory < 0
      || H5Sselect_hyperslab (space, H5S_SELECT_SET, start, NULL, count, NULL) < 0
      || H5Dread (values->dataset, type, memory, space, H5P_DEFAULT, buffer) < 0)
    output_give_up ();
}

typedef void (*RowsFunc) (gconstpointer buffer, gsize n_values, gpointer data);

static void
pass_values (const Values *values, hid_t item, gsize size, RowsFunc function, gpointer data)
{
  g_auto (Handle) type = wrap (values, item, size);
  hsize_t step = choose_rows (values, size);
  g_autofree char *buffer = NULL;

  if (values->n_columns == 0)
    return;
  buffer = g_malloc0 (step * values->n_columns * size);
  for (hsize_t from = 0; from < values->n_rows; from += step)
    {
      hsize_t n = MIN (step, values->n_rows - from);

      read_rows (values, type, from, n, buffer);
      function (buffer, n * values->n_columns, data);
    }
}

typedef struct
{
  Output *output; /* or */
  double *next;
  gsize size;
} Sink;

static void
put_values (gconstpointer buffer, gsize n_values, gpointer data)
{
  const Sink *sink = data;

  output_bytes (sink->output, buffer, n_values * sink->size);
}

/* Writes all as numbers of that type in memory, row after row. */
void
values_put_as (const Values *values, hid_t memory_type, gsize size, Output *output)
{
  Sink sink = { .output = output, .size = size };

  pass_values (values, memory_type, size, put_values, &sink);
}

static void
keep_doubles (gconstpointer buffer, gsize n_values, gpointer data)
{
  Sink *sink = data;

  memcpy (sink->next, buffer, n_values * sizeof (double));
  sink->next += n_values;
}

/* Items of an enumeration of one byte, as which truth values are stored. */
static void
take_small (gconstpointer buffer, gsize n_values, gpointer data)
{
  const gint8 *items = buffer;
  Sink *sink = data;

  for (gsize i = 0; i < n_values; i++)
    {
      double value = items[i];

      if (sink->output != NULL)
        output_bytes (sink->output, &value, sizeof value);
      else
        *sink->next++ = value;
    }
}

static void
pass_doubles (const Values *values, Sink *sink)
{
  if (values->class == H5T_ENUM)
    pass_values (values, values->type, 1, take_small, sink);
  else
    pass_values (values, H5T_NATIVE_DOUBLE, sizeof (double),
                 sink->output != NULL ? put_values : keep_doubles, sink);
}

void
values_put_doubles (const Values *values, Output *output)
{
  Sink sink = { .output = output, .size = sizeof (double) };

  pass_doubles (values, &sink);
}

double *
values_get_doubles (const Values *values)
{
  g_autofree double *numbers = NULL;
  Sink sink = { .size = sizeof (double) };

  if (values->n_rows > MAX_TEXTS || values->n_columns > MAX_NAMES)
    output_give_up ();
  numbers = sink.next = g_new0 (double, values->n_rows * values->n_columns + 1);
  pass_doubles (values, &sink);
  return g_steal_pointer (&numbers);
}

typedef struct
{
  GStrv texts;
  gsize n, width; /* width: 0 for texts of variable length */
} Texts;

static void
keep_texts (gconstpointer buffer, gsize n_values, gpointer data)
{
  Texts *texts = data;

  for (gsize i = 0; i < n_values; i++)
    {
      const char *text = texts->width > 0 ? (const char *)buffer + i * texts->width
                                          : ((const char *const *)buffer)[i];

      texts->texts[texts->n++] = g_strdup (text != NULL ? text : "");
      if (texts->width == 0)
        H5free_memory ((char *)text);
    }
}

/* The texts of a vector; numbers are written out. */
GStrv
values_get_texts (const Values *values)
{
  Texts texts = { 0 };

  if (values->n_rows > MAX_TEXTS || values->n_columns != 1)
    output_give_up ();
  texts.texts = g_new0 (char *, values->n_rows + 1);
  if (values_are_texts (values))
    {
      g_auto (Handle) type = make_text_type (values->type, &texts.width);

      pass_values (values, type, texts.width > 0 ? texts.width : sizeof (char *), keep_texts,
                   &texts);
      return texts.texts;
    }

  g_autofree double *numbers = values_get_doubles (values);

  for (hsize_t i = 0; i < values->n_rows; i++)
    texts.texts[i] = g_strdup_printf ("%.10g", numbers[i]);
  return texts.texts;
}
