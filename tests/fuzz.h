/* fuzz.h: one input through one reader, and a look at all that comes out. */
#pragma once

#include <string.h>

#include "core/plume-error.h"
#include "data/plume-column.h"
#include "data/plume-csv-writer.h"
#include "data/plume-reader.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* Reads every cell and runs what inputs run on tables. */
static inline void
fuzz_look_at_table (const PlumeTable *table)
{
  static const char *const words[] = { "time", "t", NULL };
  g_autofree char *text = plume_table_to_csv (table, NULL);
  int time = plume_table_guess_column (table, words);

  g_assert_nonnull (text);
  if (time >= 0)
    plume_table_check_column (
        table, (guint)time, PLUME_COLUMN_NOT_EMPTY | PLUME_COLUMN_INCREASING | PLUME_COLUMN_FINITE,
        NULL);
}

/* Every entry is where it may be. */
static inline void
fuzz_look_at_block (const PlumeBlock *block)
{
  const PlumeSparse *sparse = block->sparse;

  g_assert_true ((sparse == NULL) != (block->dense == NULL));
  if (block->column_names != NULL)
    g_assert_cmpuint (g_strv_length (block->column_names), ==, block->n_columns);
  if (block->dense != NULL)
    {
      g_assert_cmpuint (block->n_rows * block->n_columns, ==, block->dense->length);
      return;
    }
  g_assert_cmpuint (block->n_rows, ==, sparse->n_rows);
  g_assert_cmpuint (block->n_columns, ==, sparse->n_columns);
  g_assert_cmpuint (sparse->starts[sparse->n_rows], ==, sparse->n_entries);
  for (gsize i = 0; i < sparse->n_rows; i++)
    for (gsize k = sparse->starts[i]; k < sparse->starts[i + 1]; k++)
      g_assert_true (sparse->columns[k] < sparse->n_columns
                     && (k == sparse->starts[i] || sparse->columns[k - 1] < sparse->columns[k]));
}

static inline void
fuzz_look_at_dataset (const PlumeDataset *dataset)
{
  for (guint i = 0; i < plume_dataset_get_n_tables (dataset); i++)
    fuzz_look_at_table (plume_dataset_get_table (dataset, i));
  for (guint i = 0; i < plume_dataset_get_n_blocks (dataset); i++)
    fuzz_look_at_block (plume_dataset_get_block (dataset, i));
  for (guint i = 0; i < plume_dataset_get_n_grids (dataset); i++)
    {
      const PlumeGrid *grid = plume_dataset_get_grid (dataset, i);
      gsize n = 1;
      double low, high;

      for (guint k = 0; k < grid->n_dimensions; k++)
        n *= grid->shape[k];
      g_assert_cmpuint (n, ==, grid->values->length);
      plume_array_range (grid->values, &low, &high);
    }
}

/* A copy in the heap, so that a sanitizer sees a read one byte behind. */
static inline void
fuzz_reader (const PlumeReader *reader, const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (PlumeDataset) whole = NULL;
  g_autoptr (PlumeDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;

  whole = plume_dataset_read_bytes (bytes, "fuzz", NULL, &error);
  g_assert_true ((whole == NULL) == (error != NULL));
  if (whole != NULL)
    fuzz_look_at_dataset (whole);
  else
    g_assert_true (g_error_matches (error, PLUME_ERROR, PLUME_ERROR_DATA)
                   && g_utf8_validate (error->message, -1, NULL));
  if (whole != NULL || size == 0 || !reader->recognizes (data, MIN (size, 4096)))
    return;
  g_clear_error (&error);
  dataset = reader->read (bytes, "fuzz", NULL, &error);
  g_assert_true ((dataset == NULL) == (error != NULL));
}
