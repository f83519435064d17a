/* plume-block.c: matrices of samples × features. */
#include "data/plume-block.h"

#include <string.h>

#define TILE 64 /* rows and columns that are turned at once */

static void
clear_block (gpointer data)
{
  PlumeBlock *block = data;

  g_free (block->name);
  plume_array_unref (block->dense);
  plume_sparse_unref (block->sparse);
  g_strfreev (block->column_names);
}

PlumeBlock *
plume_block_new_dense (const char *name,
                       PlumeBlockKind kind,
                       gsize n_rows,
                       gsize n_columns,
                       PlumeArray *values,
                       GStrv column_names)
{
  PlumeBlock *block = g_atomic_rc_box_new0 (PlumeBlock);

  block->name = g_strdup (name);
  block->kind = kind;
  block->n_rows = n_rows;
  block->n_columns = n_columns;
  block->dense = values;
  block->column_names = column_names;
  return block;
}

PlumeBlock *
plume_block_new_sparse (const char *name,
                        PlumeBlockKind kind,
                        PlumeSparse *values,
                        GStrv column_names)
{
  PlumeBlock *block = g_atomic_rc_box_new0 (PlumeBlock);

  block->name = g_strdup (name);
  block->kind = kind;
  block->n_rows = values->n_rows;
  block->n_columns = values->n_columns;
  block->sparse = values;
  block->column_names = column_names;
  return block;
}

PlumeBlock *
plume_block_ref (PlumeBlock *block)
{
  return g_atomic_rc_box_acquire (block);
}

void
plume_block_unref (PlumeBlock *block)
{
  if (block != NULL)
    g_atomic_rc_box_release_full (block, clear_block);
}

/**
 * plume_block_transpose:
 * @column_names: (transfer full) (nullable): names of what are columns afterwards
 *
 * Returns: (transfer full): the block with rows for columns; O(values)
 */
PlumeBlock *
plume_block_transpose (const PlumeBlock *block, GStrv column_names)
{
  if (block->sparse != NULL)
    return plume_block_new_sparse (block->name, block->kind, plume_sparse_transpose (block->sparse),
                                   column_names);

  PlumeArray *turned = plume_array_new (block->n_rows * block->n_columns);

  for (gsize top = 0; top < block->n_rows; top += TILE)
    for (gsize left = 0; left < block->n_columns; left += TILE)
      for (gsize i = top; i < MIN (top + TILE, block->n_rows); i++)
        for (gsize j = left; j < MIN (left + TILE, block->n_columns); j++)
          turned->values[j * block->n_rows + i] = block->dense->values[i * block->n_columns + j];
  return plume_block_new_dense (block->name, block->kind, block->n_columns, block->n_rows, turned,
                                column_names);
}

static PlumeSparse *
take_sparse_rows (const PlumeSparse *sparse, gsize n_rows, const guint32 *rows)
{
  PlumeSparse *taken;
  gsize n_entries = 0;

  for (gsize i = 0; i < n_rows; i++)
    n_entries += sparse->starts[rows[i] + 1] - sparse->starts[rows[i]];
  taken = plume_sparse_new (n_rows, sparse->n_columns, n_entries);
  taken->starts[0] = 0;
  for (gsize i = 0; i < n_rows; i++)
    {
      gsize from = sparse->starts[rows[i]], count = sparse->starts[rows[i] + 1] - from;

      memcpy (taken->columns + taken->starts[i], sparse->columns + from, count * sizeof (guint32));
      memcpy (taken->values + taken->starts[i], sparse->values + from, count * sizeof (double));
      taken->starts[i + 1] = taken->starts[i] + count;
    }
  return taken;
}

/**
 * plume_block_take_rows:
 * @block: features
 * @rows: (array length=n_rows): which
 *
 * Returns: (transfer full): these rows with all columns; O(cells)
 */
PlumeBlock *
plume_block_take_rows (const PlumeBlock *block, gsize n_rows, const guint32 *rows)
{
  gsize p = block->n_columns;
  PlumeArray *taken;

  if (block->sparse != NULL)
    return plume_block_new_sparse (block->name, block->kind,
                                   take_sparse_rows (block->sparse, n_rows, rows),
                                   g_strdupv (block->column_names));
  taken = plume_array_new (n_rows * p);
  for (gsize i = 0; i < n_rows; i++)
    memcpy (taken->values + i * p, block->dense->values + rows[i] * p, p * sizeof (double));
  return plume_block_new_dense (block->name, block->kind, n_rows, p, taken,
                                g_strdupv (block->column_names));
}

/**
 * plume_block_get_column:
 *
 * Returns: (transfer full): the values of one column
 */
PlumeArray *
plume_block_get_column (const PlumeBlock *block, gsize column)
{
  PlumeArray *values = plume_array_new (block->n_rows);

  for (gsize i = 0; i < block->n_rows; i++)
    values->values[i] = block->dense != NULL ? block->dense->values[i * block->n_columns + column]
                                             : plume_sparse_get (block->sparse, i, column);
  return values;
}

gssize
plume_block_find_column (const PlumeBlock *block, const char *name)
{
  for (gsize j = 0; block->column_names != NULL && block->column_names[j] != NULL; j++)
    if (g_strcmp0 (block->column_names[j], name) == 0)
      return (gssize)j;
  return -1;
}
