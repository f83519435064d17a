/* plume-inputs-gather.c: the columns of a role of many columns become one matrix of samples ×
 * features.
 *
 * Columns lie one after the other in memory, a matrix row by row, so they are turned in tiles.
 */
#include "core/plume-error.h"
#include "data/plume-column.h"
#include "data/plume-pairs.h"
#include "lab/plume-inputs-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define TILE  64        /* rows and columns that are turned at once */
#define PIECE (1 << 22) /* values between two looks at the task */

/* nullable: block of that name, or a grid of two dimensions that is called so */
PlumeBlock *
plume_dataset_make_block (PlumeDataset *dataset, const char *name)
{
  PlumeBlock *block = plume_dataset_find_block (dataset, name);

  if (block != NULL)
    return plume_block_ref (block);
  for (guint i = 0; i < plume_dataset_get_n_grids (dataset); i++)
    {
      const PlumeGrid *grid = plume_dataset_get_grid (dataset, i);

      if (grid->n_dimensions == 2 && g_strcmp0 (grid->name, name) == 0)
        return plume_block_from_grid (grid, PLUME_BLOCK_FEATURES, NULL, NULL, NULL);
    }
  return NULL;
}

static GStrv
list_titles (const PlumeTable *table, const GArray *columns)
{
  GStrv titles = g_new0 (char *, columns->len + 1);

  for (guint i = 0; i < columns->len; i++)
    titles[i] = g_strdup (plume_table_get_title (table, g_array_index (columns, guint, i)));
  return titles;
}

/* What the rows are called: the first column of texts of which no two are alike, where there is
 * one. */
static GStrv
list_row_names (const PlumeTable *table)
{
  gsize n_rows = plume_table_get_n_rows (table);

  for (guint column = 0; column < plume_table_get_n_columns (table); column++)
    {
      GStrv names;

      if (!plume_table_has_unique_texts (table, column))
        continue;
      names = g_new0 (char *, n_rows + 1);
      for (gsize row = 0; row < n_rows; row++)
        names[row] = g_strdup (plume_table_get_text (table, column, row));
      return names;
    }
  return NULL;
}

/* Row by row what stands column by column. */
static gboolean
fill_rows (
    const PlumeTable *table, const GArray *columns, double *rows, PlumeTask *task, GError **error)
{
  gsize n_rows = plume_table_get_n_rows (table), n_columns = columns->len;

  for (gsize left = 0; left < n_columns; left += TILE)
    {
      const double *values[TILE];
      gsize width = MIN (TILE, n_columns - left);

      for (gsize j = 0; j < width; j++)
        values[j] =
            plume_table_get_numbers (table, g_array_index (columns, guint, left + j))->values;
      for (gsize top = 0; top < n_rows; top += TILE)
        {
          gsize bottom = MIN (top + TILE, n_rows);

          if (top % (TILE * TILE) == 0 && !plume_task_check (task, error))
            return FALSE;
          for (gsize i = top; i < bottom; i++)
            for (gsize j = 0; j < width; j++)
              rows[i * n_columns + left + j] = values[j][i];
        }
    }
  return TRUE;
}

static gboolean
check_numeric (const PlumeTable *table, const GArray *columns, GError **error)
{
  for (guint i = 0; i < columns->len; i++)
    {
      guint column = g_array_index (columns, guint, i);

      if (!plume_table_is_numeric (table, column))
        return plume_table_check_column (table, column, 0, error); /* says what is wrong */
    }
  return TRUE;
}

static PlumeBlock *
gather_columns (const PlumeTable *table,
                const GArray *columns,
                gboolean transposed,
                PlumeTask *task,
                GError **error)
{
  gsize n_rows = plume_table_get_n_rows (table), n_columns = columns->len;
  g_autoptr (PlumeArray) values = NULL;
  const char *name = plume_table_get_name (table);

  if (!check_numeric (table, columns, error))
    return NULL;
  values = plume_array_new (n_rows * n_columns);
  if (!transposed)
    return fill_rows (table, columns, values->values, task, error)
               ? plume_block_new_dense (name, PLUME_BLOCK_FEATURES, n_rows, n_columns,
                                        g_steal_pointer (&values), list_titles (table, columns))
               : NULL;
  for (gsize j = 0; j < n_columns; j++)
    {
      if (!plume_task_check (task, error))
        return NULL;
      memcpy (values->values + j * n_rows,
              plume_table_get_numbers (table, g_array_index (columns, guint, j))->values,
              n_rows * sizeof (double));
    }
  return plume_block_new_dense (name, PLUME_BLOCK_FEATURES, n_columns, n_rows,
                                g_steal_pointer (&values), list_row_names (table));
}

/* Whether both of each pair of samples say the same of each other, and nothing below zero. */
static gboolean
is_symmetric (const PlumeBlock *block, PlumeTask *task)
{
  gsize n = block->n_rows;
  const double *values = block->dense->values;

  for (gsize i = 0; i < n && plume_task_check (task, NULL); i++)
    for (gsize j = 0; j <= i; j++)
      if (!(values[i * n + j] >= 0)
          || fabs (values[i * n + j] - values[j * n + i]) > 1e-9 * fabs (values[i * n + j]))
        return FALSE;
  return TRUE;
}

/* A symmetric square matrix tells of pairs: of distances, where samples are far from all but
 * themselves, of affinities otherwise. */
static void
guess_pairs (PlumeBlock *block, PlumeTask *task)
{
  gsize n = block->n_rows, n_zeros = 0;
  gboolean is_zero = TRUE;

  if (block->kind != PLUME_BLOCK_FEATURES || block->dense == NULL || n != block->n_columns || n < 3
      || !is_symmetric (block, task))
    return;
  for (gsize i = 0; i < n && plume_task_check (task, NULL); i++)
    {
      is_zero = is_zero && block->dense->values[i * n + i] == 0;
      for (gsize j = 0; j < i; j++)
        n_zeros += block->dense->values[i * n + j] == 0;
    }
  block->kind = is_zero && n_zeros < n ? PLUME_BLOCK_DISTANCES : PLUME_BLOCK_AFFINITIES;
}

static gsize
count_missing (const PlumeBlock *block, PlumeTask *task)
{
  const double *values = block->dense != NULL ? block->dense->values : block->sparse->values;
  gsize n_values =
      block->dense != NULL ? block->n_rows * block->n_columns : block->sparse->n_entries;
  gsize n_missing = 0;

  for (gsize begin = 0; begin < n_values && plume_task_check (task, NULL); begin += PIECE)
    for (gsize i = begin; i < MIN (begin + PIECE, n_values); i++)
      n_missing += isnan (values[i]);
  return n_missing;
}

/* Whether it is the graph that the main table lists the edges of; taken for that on demand only. */
static gboolean
is_edges (const PlumeBinding *binding, const PlumeRole *role, const char *name)
{
  const PlumeTable *table = plume_dataset_get_main_table (binding->dataset);

  return role->pairs && g_str_equal (name, PLUME_EDGES) && table != NULL
         && plume_table_may_be_edges (table);
}

static PlumeBlock *
take_edges (const PlumeBinding *binding, PlumeTask *task, GError **error)
{
  const PlumeTable *table = plume_dataset_get_main_table (binding->dataset);
  int weight = plume_table_get_n_columns (table) > 2 ? 2 : -1;

  return plume_block_from_edges (table, 0, 1, weight, NULL, task, error);
}

static PlumeBlock *
take_block (const PlumeBinding *binding,
            const PlumeRole *role,
            gboolean turned,
            const char *name,
            PlumeTask *task,
            GError **error)
{
  g_autoptr (PlumeBlock) block = plume_dataset_make_block (binding->dataset, name);

  if (block == NULL && is_edges (binding, role, name))
    return take_edges (binding, task, error);
  if (block == NULL)
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                 _ ("%s has no block '%.60s' for '%s'; choose one that it has"),
                 plume_dataset_get_name (binding->dataset), name, _ (role->title));
  else if (block->kind != PLUME_BLOCK_FEATURES && !role->pairs)
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                 _ ("%s: block '%.60s' tells of pairs of samples, but '%s' needs measured values; "
                    "choose another block"),
                 plume_dataset_get_name (binding->dataset), name, _ (role->title));
  else if (turned && block->kind == PLUME_BLOCK_FEATURES)
    {
      const PlumeTable *table = plume_dataset_get_main_table (binding->dataset);

      return plume_block_transpose (block,
                                    table != NULL && plume_table_get_n_rows (table) == block->n_rows
                                        ? list_row_names (table)
                                        : NULL);
    }
  else
    return g_steal_pointer (&block);
  return NULL;
}

static PlumeBlock *
take_columns (const PlumeBinding *binding,
              const PlumeRole *role,
              const PlumeColumnChoice *choice,
              const char *taken,
              PlumeTask *task,
              GError **error)
{
  const PlumeTable *table = plume_dataset_get_main_table (binding->dataset);
  g_autoptr (GArray) columns =
      table != NULL ? plume_column_set_parse (taken, plume_table_get_n_columns (table)) : NULL;

  if (columns != NULL)
    return gather_columns (table, columns, choice->transposed, task, error);
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
               _ ("%s does not have the columns %.60s for '%s'; choose them by hand"),
               plume_dataset_get_name (binding->dataset), taken, _ (role->title));
  return NULL;
}

/* Whether there is anything to choose from. */
static gboolean
has_numbers (PlumeDataset *dataset)
{
  const PlumeTable *table = plume_dataset_get_main_table (dataset);

  for (guint i = 0; table != NULL && i < plume_table_get_n_columns (table); i++)
    if (plume_table_is_numeric (table, i))
      return TRUE;
  return plume_dataset_get_n_blocks (dataset) > 0;
}

gboolean
plume_binding_fill_block (PlumeBinding *binding, guint index, PlumeTask *task, GError **error)
{
  const PlumeRole *role = &binding->input->roles[index];
  const PlumeColumnChoice *choice = &binding->choices[index];
  const char *taken =
      plume_binding_resolve (binding->input, binding->dataset, binding->choices, index);
  PlumeBlock *block;

  binding->taken[index] = taken;
  if (g_str_equal (taken, PLUME_COLUMNS_NONE))
    {
      if (role->optional)
        return TRUE;
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   has_numbers (binding->dataset)
                       ? _ ("%s: no column of numbers is chosen for '%s'; choose at least one")
                       : _ ("%s holds no numbers for '%s'; open a file with columns of numbers"),
                   plume_dataset_get_name (binding->dataset), _ (role->title));
      return FALSE;
    }
  block = *taken == PLUME_COLUMNS_BLOCK
              ? take_block (binding, role, choice->transposed, taken + 1, task, error)
              : take_columns (binding, role, choice, taken, task, error);
  if (block == NULL)
    return FALSE;
  if (role->pairs
      && (*taken != PLUME_COLUMNS_BLOCK
          || plume_dataset_find_block (binding->dataset, taken + 1) == NULL))
    guess_pairs (block, task); /* made here, so still ours to write to */
  binding->blocks[index] = block;
  binding->n_missing += count_missing (block, task);
  return plume_task_check (task, error); /* what was cut short is not handed on */
}

gboolean
plume_binding_fill_labels (PlumeBinding *binding, guint index, GError **error)
{
  const PlumeRole *role = &binding->input->roles[index];
  const PlumeTable *table = plume_dataset_get_main_table (binding->dataset);
  int column = binding->choices[index].column;

  if (column >= 0 && table != NULL && (guint)column < plume_table_get_n_columns (table))
    {
      binding->labels[index] = plume_labels_new_for_column (table, (guint)column, error);
      return binding->labels[index] != NULL;
    }
  if (column < 0 && role->optional)
    return TRUE;
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
               _ ("%s: no column of labels is chosen for '%s'; choose one"),
               plume_dataset_get_name (binding->dataset), _ (role->title));
  return FALSE;
}
