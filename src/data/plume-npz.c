/* plume-npz.c: NPZ archives of NumPy: zip archives of NPY arrays.
 *
 * Every array of numbers becomes a grid; one-dimensional arrays of one length form a table, and so
 * does each two-dimensional array.
 */
#include <glib/gi18n.h>
#include <string.h>

#include "core/plume-error.h"
#include "data/plume-npy.h"
#include "data/plume-reader.h"
#include "data/plume-zip.h"

static void
free_array (gpointer array)
{
  plume_npy_array_free (array);
}

/* One table of each length among the one-dimensional arrays. */
static void
add_column_tables (GPtrArray *arrays, GPtrArray *names, const char *name, PlumeDataset *dataset)
{
  g_autoptr (GHashTable) tables = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < arrays->len; i++)
    {
      PlumeNpyArray *array = arrays->pdata[i];
      gpointer length = GSIZE_TO_POINTER (array->shape[0]);
      PlumeTable *table;

      if (array->n_dimensions != 1)
        continue;
      table = g_hash_table_lookup (tables, length);
      if (table == NULL)
        {
          table = plume_table_new (g_hash_table_size (tables) == 0 ? name : names->pdata[i]);
          g_hash_table_insert (tables, length, table);
          plume_dataset_take_table (dataset, table);
        }
      if (array->texts != NULL)
        plume_table_add_texts (table, names->pdata[i], g_steal_pointer (&array->texts));
      else
        plume_table_add_numbers (table, names->pdata[i], NULL, plume_array_ref (array->values));
    }
}

static PlumeDataset *
make_dataset (GPtrArray *arrays, GPtrArray *names, const char *name)
{
  PlumeDataset *dataset = plume_dataset_new (name);

  add_column_tables (arrays, names, name, dataset);
  for (guint i = 0; i < arrays->len; i++)
    {
      PlumeNpyArray *array = arrays->pdata[i];
      PlumeTable *table =
          array->n_dimensions == 2 ? plume_npy_make_table (array, names->pdata[i]) : NULL;

      if (table != NULL)
        plume_dataset_take_table (dataset, table);
      plume_npy_add_grid (array, names->pdata[i], dataset);
    }
  return dataset;
}

static gboolean
read_member (GBytes *archive,
             const PlumeZipMember *member,
             const char *name,
             GPtrArray *arrays,
             GPtrArray *names,
             PlumeTask *task,
             GError **error)
{
  g_autofree char *where = g_strdup_printf (_ ("%s in %s"), member->name, name);
  g_autoptr (GBytes) contents = plume_zip_extract (archive, member, where, task, error);
  PlumeNpyArray *array;
  gsize length;
  const guint8 *data;

  if (contents == NULL)
    return FALSE;
  data = g_bytes_get_data (contents, &length);
  array = plume_npy_parse (data, length, where, task, error);
  if (array == NULL)
    return FALSE;
  g_ptr_array_add (arrays, array);
  g_ptr_array_add (names, g_strndup (member->name, strlen (member->name) - strlen (".npy")));
  return TRUE;
}

static gboolean
fail_no_arrays (GPtrArray *members, const char *name, GError **error)
{
  gboolean is_workbook = FALSE;

  for (guint i = 0; i < members->len; i++)
    if (strcmp (((PlumeZipMember *)members->pdata[i])->name, "xl/workbook.xml") == 0)
      is_workbook = TRUE;
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
               is_workbook
                   ? _ ("%s is an Excel workbook; save the sheet as CSV")
                   : _ ("%s is a zip archive without NumPy arrays; unpack it and choose one of its "
                        "files"),
               name);
  return FALSE;
}

static PlumeDataset *
read_npz (GBytes *bytes, const char *name, PlumeTask *task, GError **error)
{
  g_autoptr (GPtrArray) members = plume_zip_list (bytes, name, error);
  g_autoptr (GPtrArray) arrays = g_ptr_array_new_with_free_func (free_array);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  if (members == NULL)
    return NULL;
  for (guint i = 0; i < members->len; i++)
    {
      const PlumeZipMember *member = members->pdata[i];

      if (g_str_has_suffix (member->name, ".npy")
          && !read_member (bytes, member, name, arrays, names, task, error))
        return NULL;
      plume_task_set_progress (task, (i + 1.0) / members->len);
    }
  if (arrays->len == 0)
    {
      fail_no_arrays (members, name, error);
      return NULL;
    }
  return make_dataset (arrays, names, name);
}

static const char *const extensions[] = { "npz", NULL };

const PlumeReader plume_reader_npz = {
  .id = "npz",
  .title = N_ ("NumPy archive"),
  .extensions = extensions,
  .recognizes = plume_is_zip,
  .read = read_npz,
};
