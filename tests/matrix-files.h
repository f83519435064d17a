/* matrix-files.h: what the tests of files with matrices share. */
#pragma once

#include "core/plume-random.h"
#include "reading.h"

/* The matrix with all its zeros, to the last digits. */
static inline void
assert_block (const PlumeBlock *block,
              PlumeBlockKind kind,
              gsize n_rows,
              gsize n_columns,
              const double *values)
{
  g_assert_cmpint ((int)block->kind, ==, (int)kind);
  g_assert_cmpuint (block->n_rows, ==, n_rows);
  g_assert_cmpuint (block->n_columns, ==, n_columns);
  for (gsize i = 0; i < n_rows; i++)
    for (gsize j = 0; j < n_columns; j++)
      {
        double value = block->dense != NULL ? block->dense->values[i * n_columns + j]
                                            : plume_sparse_get (block->sparse, i, j);

        if (isnan (values[i * n_columns + j]))
          g_assert_true (isnan (value));
        else
          g_assert_cmpfloat_with_epsilon (value, values[i * n_columns + j], 1e-13);
      }
}

/* A file of the larger test data; NULL and the test skipped where that is absent. */
static inline PlumeDataset *
read_shared (const char *file)
{
  const char *folder = g_getenv ("PLUME_DATA");
  g_autofree char *path = g_build_filename (folder != NULL ? folder : "/nonexistent", file, NULL);
  g_autoptr (GError) error = NULL;
  PlumeDataset *dataset;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("PLUME_DATA holds no such file");
      return NULL;
    }
  dataset = plume_dataset_read_file (path, NULL, &error);
  g_assert_no_error (error);
  return dataset;
}
