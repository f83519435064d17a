/* plume-npy.c: arrays in the NPY format of NumPy.
 *
 * All numbers become doubles in C order, converted by all cores. It knows no meaning of dimensions:
 * an array of one or two of them is offered as a table as well.
 */
#include "data/plume-npy.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "data/plume-npy-header.h"
#include "data/plume-reader.h"

#define CHUNK       ((gsize)1 << 18) /* items a chunk: about a millisecond */
#define MAX_COLUMNS 20000
#define MAX_TABLE                                                                                  \
  ((gsize)50000000) /* values of a two-dimensional array that are copied into a table */
#define EXACT_INTEGERS 9007199254740992.0 /* 2⁵³ */

gboolean
plume_is_npy (const guint8 *head, gsize length)
{
  return length >= 6 && memcmp (head, "\x93NUMPY", 6) == 0;
}

typedef struct
{
  const PlumeNpyHeader *header;
  const guint8 *items;
  double *values;
  gint has_large_integers;
} Conversion;

/* IEEE 754 binary16 */
static double
half_to_double (guint16 bits)
{
  double sign = bits & 0x8000 ? -1 : 1;
  int exponent = bits >> 10 & 0x1f, fraction = bits & 0x3ff;

  if (exponent == 0)
    return sign * ldexp (fraction, -24);
  if (exponent == 0x1f)
    return fraction != 0 ? NAN : sign * INFINITY;
  return sign * ldexp (fraction + 1024, exponent - 25);
}

static double
item_to_double (const PlumeNpyHeader *header, const guint8 *item)
{
  guint64 bits = 0;
  float single;
  double value;
  guint32 word;

  for (gsize i = 0; i < header->item_size; i++)
    bits |= (guint64)item[header->is_big_endian ? header->item_size - 1 - i : i] << (8 * i);
  switch (header->kind)
    {
    case 'b':
      return bits != 0;
    case 'u':
      return (double)bits;
    case 'i':
      if (header->item_size == 8)
        return (double)(gint64)bits;
      return (double)((gint64)(bits << (64 - 8 * header->item_size))
                      >> (64 - 8 * header->item_size));
    default:
      break;
    }
  if (header->item_size == 2)
    return half_to_double ((guint16)bits);
  if (header->item_size == 4)
    {
      word = (guint32)bits;
      memcpy (&single, &word, sizeof single);
      return single;
    }
  memcpy (&value, &bits, sizeof value);
  return value;
}

/* Index of the item, in file order, of the value with the C-order index `index`; fills the counters
 * of all dimensions. */
static gsize
locate (const PlumeNpyHeader *header, gsize index, gsize counters[PLUME_GRID_MAX_DIMENSIONS])
{
  gsize place = 0, stride = 1;

  for (guint i = header->n_dimensions; i-- > 0;)
    {
      counters[i] = index % header->shape[i];
      index /= header->shape[i];
    }
  for (guint i = 0; i < header->n_dimensions; i++)
    {
      place += counters[i] * stride;
      stride *= header->shape[i];
    }
  return place;
}

/* To the next value in C order: the counters run like those of an odometer. */
static gsize
step (const PlumeNpyHeader *header, gsize place, gsize counters[PLUME_GRID_MAX_DIMENSIONS])
{
  gsize stride = header->n_items;

  for (guint i = header->n_dimensions; i-- > 0;)
    {
      stride /= header->shape[i];
      place += stride;
      if (++counters[i] < header->shape[i])
        break;
      place -= counters[i] * stride;
      counters[i] = 0;
    }
  return place;
}

static void
convert_chunk (gsize from, gsize to, gpointer data)
{
  Conversion *conversion = data;
  const PlumeNpyHeader *header = conversion->header;
  gboolean transposed = header->is_fortran && header->n_dimensions > 1, large = FALSE;
  gsize counters[PLUME_GRID_MAX_DIMENSIONS] = { 0 };
  gsize place = transposed ? locate (header, from, counters) : from;

  for (gsize i = from; i < to; i++)
    {
      double value = item_to_double (header, conversion->items + place * header->item_size);

      conversion->values[i] = value;
      large = large || fabs (value) > EXACT_INTEGERS;
      place = transposed ? step (header, place, counters) : place + 1;
    }
  if (large && header->kind != 'f')
    g_atomic_int_set (&conversion->has_large_integers, TRUE);
}

/* One text; UCS-4 letters or bytes, zeros at the end left out. */
static char *
item_to_text (const PlumeNpyHeader *header, const guint8 *item)
{
  GString *text = g_string_new (NULL);
  gsize width = header->kind == 'U' ? 4 : 1, n = header->item_size / width;

  for (gsize i = 0; i < n; i++)
    {
      gunichar letter = item[i * width];

      if (width == 4)
        {
          guint32 word;

          memcpy (&word, item + i * width, 4);
          letter = header->is_big_endian ? GUINT32_FROM_BE (word) : GUINT32_FROM_LE (word);
        }
      if (letter == 0)
        break;
      g_string_append_unichar (text, g_unichar_validate (letter) ? letter : 0xfffd);
    }
  return g_string_free (text, FALSE);
}

static gboolean
read_texts (PlumeNpyArray *array,
            const PlumeNpyHeader *header,
            const guint8 *items,
            const char *name,
            PlumeTask *task,
            GError **error)
{
  if (header->n_dimensions != 1)
    {
      g_set_error (
          error, PLUME_ERROR, PLUME_ERROR_DATA,
          _ ("%s: it holds texts in %u dimensions, and only one-dimensional arrays of text "
             "are read; save numbers"),
          name, header->n_dimensions);
      return FALSE;
    }
  array->texts = g_new0 (char *, header->n_items + 1);
  for (gsize i = 0; i < header->n_items; i++)
    {
      if (i % 4096 == 0 && !plume_task_check (task, error))
        return FALSE;
      array->texts[i] = item_to_text (header, items + i * header->item_size);
    }
  return TRUE;
}

/**
 * plume_npy_parse:
 * @data: (array length=length): a whole NPY file
 * @name: its name for messages
 * @task: (nullable): cancels within 50 ms
 * @error: %PLUME_ERROR_DATA
 *
 * Reads versions 1 to 3; booleans, integers of 1 to 8 bytes, floats of 2 to 8 bytes, of either byte
 * order, in C or Fortran order; and one-dimensional arrays of text.
 *
 * Returns: (transfer full): the array
 */
PlumeNpyArray *
plume_npy_parse (
    const guint8 *data, gsize length, const char *name, PlumeTask *task, GError **error)
{
  g_autoptr (PlumeNpyArray) array = g_new0 (PlumeNpyArray, 1);
  PlumeNpyHeader header;
  Conversion conversion = { .header = &header };

  if (!plume_npy_header_parse (data, length, name, &header, error))
    return NULL;
  array->n_dimensions = header.n_dimensions;
  memcpy (array->shape, header.shape, sizeof array->shape);
  conversion.items = data + header.data;
  if (header.kind == 'S' || header.kind == 'U')
    return read_texts (array, &header, conversion.items, name, task, error)
               ? g_steal_pointer (&array)
               : NULL;
  array->values = plume_array_new (header.n_items);
  conversion.values = array->values->values;
  if (!plume_parallel_for (header.n_items, CHUNK, convert_chunk, &conversion, task, error))
    return NULL;
  array->has_large_integers = conversion.has_large_integers;
  return g_steal_pointer (&array);
}

/**
 * plume_npy_make_table:
 * @array: an array
 * @name: name of the table
 *
 * Returns: (transfer full) (nullable): the array as a table; %NULL where it has not one or two
 * dimensions, or is too large
 */
PlumeTable *
plume_npy_make_table (const PlumeNpyArray *array, const char *name)
{
  gsize n_rows = array->shape[0], n_columns = array->n_dimensions == 2 ? array->shape[1] : 1;
  PlumeTable *table;

  if (array->n_dimensions < 1 || array->n_dimensions > 2 || n_columns == 0
      || n_columns > MAX_COLUMNS)
    return NULL;
  if (array->n_dimensions == 2 && array->values->length > MAX_TABLE)
    return NULL;
  table = plume_table_new (name);
  if (array->n_dimensions == 1)
    {
      if (array->texts != NULL)
        plume_table_add_texts (table, "column 1", g_strdupv (array->texts));
      else
        plume_table_add_numbers (table, "column 1", NULL, plume_array_ref (array->values));
      return table;
    }
  for (gsize column = 0; column < n_columns; column++)
    {
      g_autofree char *title = g_strdup_printf ("column %zu", column + 1);
      PlumeArray *values = plume_array_new (n_rows);

      for (gsize row = 0; row < n_rows; row++)
        values->values[row] = array->values->values[row * n_columns + column];
      plume_table_add_numbers (table, title, NULL, values);
    }
  return table;
}

/* Gives the numbers of the array to the dataset as a grid. */
void
plume_npy_add_grid (PlumeNpyArray *array, const char *name, PlumeDataset *dataset)
{
  if (array->values != NULL)
    plume_dataset_take_grid (dataset, name, array->n_dimensions, array->shape,
                             plume_array_ref (array->values));
  if (array->has_large_integers)
    plume_dataset_add_note (dataset, _ ("integers beyond 2⁵³ in '%s' are rounded"), name);
}

void
plume_npy_array_free (PlumeNpyArray *array)
{
  g_clear_pointer (&array->values, plume_array_unref);
  g_strfreev (array->texts);
  g_free (array);
}

static PlumeDataset *
read_npy (GBytes *bytes, const char *name, PlumeTask *task, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  g_autoptr (PlumeNpyArray) array = plume_npy_parse (data, length, name, task, error);
  PlumeDataset *dataset;
  PlumeTable *table;

  if (array == NULL)
    return NULL;
  dataset = plume_dataset_new (name);
  plume_npy_add_grid (array, name, dataset);
  table = plume_npy_make_table (array, name);
  if (table != NULL)
    plume_dataset_take_table (dataset, table);
  return dataset;
}

static const char *const extensions[] = { "npy", NULL };

const PlumeReader plume_reader_npy = {
  .id = "npy",
  .title = N_ ("NumPy array"),
  .extensions = extensions,
  .recognizes = plume_is_npy,
  .read = read_npy,
};
