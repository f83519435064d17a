/* plume-dataset.c: the contents of one file. */
#include "data/plume-dataset.h"

#include <string.h>

struct _PlumeDataset
{
  char *name;
  GPtrArray *tables;
  GPtrArray *grids;
  GPtrArray *blocks;
  GHashTable *attributes;
  GPtrArray *notes; /* NULL-terminated */
};

static void
free_grid (gpointer data)
{
  PlumeGrid *grid = data;

  g_free (grid->name);
  plume_array_unref (grid->values);
  g_free (grid);
}

PlumeDataset *
plume_dataset_new (const char *name)
{
  PlumeDataset *dataset = g_atomic_rc_box_new0 (PlumeDataset);

  dataset->name = g_strdup (name);
  dataset->tables = g_ptr_array_new_with_free_func ((GDestroyNotify)plume_table_unref);
  dataset->grids = g_ptr_array_new_with_free_func (free_grid);
  dataset->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify)plume_block_unref);
  dataset->attributes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  dataset->notes = g_ptr_array_new_null_terminated (0, g_free, TRUE);
  return dataset;
}

/**
 * plume_dataset_take_table:
 * @table: (transfer full): one more table
 */
void
plume_dataset_take_table (PlumeDataset *dataset, PlumeTable *table)
{
  g_ptr_array_add (dataset->tables, table);
}

/**
 * plume_dataset_take_grid:
 * @name: its name within the file
 * @n_dimensions: at most %PLUME_GRID_MAX_DIMENSIONS
 * @shape: (array length=n_dimensions): lengths, slowest first
 * @values: (transfer full): values in C order
 */
void
plume_dataset_take_grid (PlumeDataset *dataset,
                         const char *name,
                         guint n_dimensions,
                         const gsize *shape,
                         PlumeArray *values)
{
  PlumeGrid *grid = g_new0 (PlumeGrid, 1);

  g_assert (n_dimensions <= PLUME_GRID_MAX_DIMENSIONS);
  grid->name = g_strdup (name);
  grid->n_dimensions = n_dimensions;
  memcpy (grid->shape, shape, n_dimensions * sizeof (gsize));
  grid->values = values;
  g_ptr_array_add (dataset->grids, grid);
}

/**
 * plume_dataset_take_block:
 * @block: (transfer full): one more matrix; its rows are those of the main table, where there is
 * one
 */
void
plume_dataset_take_block (PlumeDataset *dataset, PlumeBlock *block)
{
  g_ptr_array_add (dataset->blocks, block);
}

void
plume_dataset_set_attribute (PlumeDataset *dataset, const char *name, const char *value)
{
  g_hash_table_insert (dataset->attributes, g_strdup (name), g_strdup (value));
}

/**
 * plume_dataset_add_note:
 * @format: a sentence for the person, about something that was read but looks odd ("3 missing
 * values in column 'signal'")
 */
void
plume_dataset_add_note (PlumeDataset *dataset, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_ptr_array_add (dataset->notes, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

PlumeDataset *
plume_dataset_ref (PlumeDataset *dataset)
{
  return g_atomic_rc_box_acquire (dataset);
}

static void
clear_dataset (gpointer data)
{
  PlumeDataset *dataset = data;

  g_free (dataset->name);
  g_ptr_array_unref (dataset->tables);
  g_ptr_array_unref (dataset->grids);
  g_ptr_array_unref (dataset->blocks);
  g_hash_table_unref (dataset->attributes);
  g_ptr_array_unref (dataset->notes);
}

void
plume_dataset_unref (PlumeDataset *dataset)
{
  if (dataset != NULL)
    g_atomic_rc_box_release_full (dataset, clear_dataset);
}

const char *
plume_dataset_get_name (const PlumeDataset *dataset)
{
  return dataset->name;
}

guint
plume_dataset_get_n_tables (const PlumeDataset *dataset)
{
  return dataset->tables->len;
}

/**
 * plume_dataset_get_table:
 *
 * Returns: (transfer none): table @index; the main one is 0
 */
PlumeTable *
plume_dataset_get_table (const PlumeDataset *dataset, guint index)
{
  g_assert (index < dataset->tables->len);
  return g_ptr_array_index (dataset->tables, index);
}

/**
 * plume_dataset_find_table:
 *
 * Returns: (transfer none) (nullable): the table called @name
 */
PlumeTable *
plume_dataset_find_table (const PlumeDataset *dataset, const char *name)
{
  for (guint i = 0; i < dataset->tables->len; i++)
    if (g_strcmp0 (plume_table_get_name (g_ptr_array_index (dataset->tables, i)), name) == 0)
      return g_ptr_array_index (dataset->tables, i);
  return NULL;
}

guint
plume_dataset_get_n_grids (const PlumeDataset *dataset)
{
  return dataset->grids->len;
}

const PlumeGrid *
plume_dataset_get_grid (const PlumeDataset *dataset, guint index)
{
  g_assert (index < dataset->grids->len);
  return g_ptr_array_index (dataset->grids, index);
}

guint
plume_dataset_get_n_blocks (const PlumeDataset *dataset)
{
  return dataset->blocks->len;
}

/**
 * plume_dataset_get_block:
 *
 * Returns: (transfer none): block @index; the main one is 0
 */
PlumeBlock *
plume_dataset_get_block (const PlumeDataset *dataset, guint index)
{
  g_assert (index < dataset->blocks->len);
  return g_ptr_array_index (dataset->blocks, index);
}

/**
 * plume_dataset_find_block:
 *
 * Returns: (transfer none) (nullable): the block called @name
 */
PlumeBlock *
plume_dataset_find_block (const PlumeDataset *dataset, const char *name)
{
  for (guint i = 0; i < dataset->blocks->len; i++)
    {
      PlumeBlock *block = g_ptr_array_index (dataset->blocks, i);

      if (g_strcmp0 (block->name, name) == 0)
        return block;
    }
  return NULL;
}

/**
 * plume_dataset_get_attribute:
 *
 * Returns: (nullable): the value of the file's attribute @name
 */
const char *
plume_dataset_get_attribute (const PlumeDataset *dataset, const char *name)
{
  return g_hash_table_lookup (dataset->attributes, name);
}

/**
 * plume_dataset_get_notes:
 *
 * Returns: (transfer none) (array zero-terminated=1): what a person should know about the file
 */
const char *const *
plume_dataset_get_notes (const PlumeDataset *dataset)
{
  static const char *const none[] = { NULL };

  /* an array that never held anything has no memory */
  return dataset->notes->len > 0 ? (const char *const *)dataset->notes->pdata : none;
}
