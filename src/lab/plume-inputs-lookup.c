/* plume-inputs-lookup.c: whatever bound data call by a title: columns of the table, features,
 * columns of the other blocks. */
#include "lab/plume-inputs-private.h"

#include <string.h>

/**
 * plume_binding_get_n_samples:
 *
 * Returns: rows of the first block that is bound, else of the main table
 */
gsize
plume_binding_get_n_samples (const PlumeBinding *binding)
{
  const PlumeTable *table = plume_dataset_get_main_table (binding->dataset);

  for (guint i = 0; i < binding->input->n_roles; i++)
    if (binding->blocks[i] != NULL)
      return binding->blocks[i]->n_rows;
  return table != NULL ? plume_table_get_n_rows (table) : 0;
}

/* The main table, where its rows are samples. */
static PlumeTable *
get_table (const PlumeBinding *binding)
{
  PlumeTable *table = plume_dataset_get_main_table (binding->dataset);

  return table != NULL && !plume_choices_are_turned (binding->input, binding->choices)
                 && plume_table_get_n_rows (table) == plume_binding_get_n_samples (binding)
             ? table
             : NULL;
}

/* Block number @index of those in which titles are looked up: the bound ones, then the file's. */
static PlumeBlock *
get_block (const PlumeBinding *binding, guint index)
{
  guint n_blocks = plume_dataset_get_n_blocks (binding->dataset);

  if (index < binding->input->n_roles)
    return binding->blocks[index];
  index -= binding->input->n_roles;
  if (index >= n_blocks || plume_choices_are_turned (binding->input, binding->choices))
    return NULL;

  PlumeBlock *block = plume_dataset_get_block (binding->dataset, index);

  for (guint i = 0; i < binding->input->n_roles; i++)
    if (binding->blocks[i] == block)
      return NULL;
  return block->n_rows == plume_binding_get_n_samples (binding) ? block : NULL;
}

static guint
count_blocks (const PlumeBinding *binding)
{
  return binding->input->n_roles + plume_dataset_get_n_blocks (binding->dataset);
}

/* Pairs have as many columns as samples: nothing to choose from. */
static gboolean
has_features (const PlumeBlock *block)
{
  return block != NULL && block->kind == PLUME_BLOCK_FEATURES;
}

/* "obsm/X_pca 3" for a block whose columns have no names. */
static char *
make_title (const PlumeBlock *block, gsize column)
{
  return block->column_names != NULL ? g_strdup (block->column_names[column])
                                     : g_strdup_printf ("%s %zu", block->name, column + 1);
}

static gssize
find_in_block (const PlumeBlock *block, const char *title)
{
  gsize length = strlen (block->name);
  guint64 number;

  if (block->column_names != NULL)
    return plume_block_find_column (block, title);
  if (strncmp (title, block->name, length) != 0 || title[length] != ' '
      || !g_ascii_string_to_unsigned (title + length + 1, 10, 1, block->n_columns, &number, NULL))
    return -1;
  return (gssize)number - 1;
}

/* Exactly so called, or else but for case. */
static int
find_in_table (const PlumeTable *table, const char *title)
{
  for (guint i = 0; i < plume_table_get_n_columns (table); i++)
    if (strcmp (plume_table_get_title (table, i), title) == 0)
      return (int)i;
  return plume_table_find_column (table, title);
}

static gboolean
take_from_table (const PlumeBinding *binding,
                 const PlumeTable *table,
                 guint column,
                 PlumeArray **numbers,
                 PlumeLabels **labels)
{
  if (plume_table_is_numeric (table, column))
    {
      *numbers = plume_array_ref (plume_table_get_numbers (table, column));
      return TRUE;
    }
  for (guint i = 0; i < binding->input->n_roles; i++)
    if (binding->labels[i] != NULL && binding->choices[i].column == (int)column)
      {
        *labels = plume_labels_ref (binding->labels[i]);
        return TRUE;
      }
  *labels = plume_labels_new_for_texts (table, column);
  return TRUE;
}

/**
 * plume_binding_find_column:
 * @title: title of a column of the main table, of a feature of a bound block, or of a column of
 * another block; columns without name are called after their block, "obsm/X_pca 3"
 * @numbers: (out) (transfer full) (nullable): its values, one a sample
 * @labels: (out) (transfer full) (nullable): its categories instead, where it holds texts
 *
 * O(columns + samples), for a sparse block O(samples × log entries of a row).
 *
 * Returns: whether there is such a column
 */
gboolean
plume_binding_find_column (const PlumeBinding *binding,
                           const char *title,
                           PlumeArray **numbers,
                           PlumeLabels **labels)
{
  const PlumeTable *table = get_table (binding);
  int column = table != NULL ? find_in_table (table, title) : -1;

  *numbers = NULL;
  *labels = NULL;
  if (column >= 0)
    return take_from_table (binding, table, (guint)column, numbers, labels);
  for (guint i = 0; i < count_blocks (binding); i++)
    {
      const PlumeBlock *block = get_block (binding, i);
      gssize place = has_features (block) ? find_in_block (block, title) : -1;

      if (place >= 0)
        {
          *numbers = plume_block_get_column (block, (gsize)place);
          return TRUE;
        }
    }
  return FALSE;
}

/**
 * plume_binding_list_titles:
 *
 * O(columns).
 *
 * Returns: (transfer full): each title once
 */
GStrv
plume_binding_list_titles (const PlumeBinding *binding)
{
  const PlumeTable *table = get_table (binding);
  g_autoptr (GPtrArray) titles = g_ptr_array_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; table != NULL && i < plume_table_get_n_columns (table); i++)
    {
      const char *title = plume_table_get_title (table, i);

      if (g_hash_table_add (seen, (char *)title))
        g_ptr_array_add (titles, g_strdup (title));
    }
  for (guint i = 0; i < count_blocks (binding); i++)
    {
      const PlumeBlock *block = get_block (binding, i);

      for (gsize j = 0; has_features (block) && j < block->n_columns; j++)
        {
          char *title = make_title (block, j);

          if (g_hash_table_contains (seen, title))
            g_free (title);
          else
            {
              g_hash_table_add (seen, title);
              g_ptr_array_add (titles, title);
            }
        }
    }
  g_ptr_array_add (titles, NULL);
  return (GStrv)g_ptr_array_free (g_steal_pointer (&titles), FALSE);
}
