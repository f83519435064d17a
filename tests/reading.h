/* reading.h: what the tests of readers share. */
#pragma once

#include <math.h>
#include <string.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "data/plume-column.h"
#include "data/plume-csv-writer.h"
#include "data/plume-reader.h"

static inline PlumeDataset *
read_length (const char *text, gsize length, const char *name, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, length);

  return plume_dataset_read_bytes (bytes, name, NULL, error);
}

/* The dataset of a text that must be readable. */
static inline PlumeDataset *
read_text (const char *text)
{
  g_autoptr (GError) error = NULL;
  PlumeDataset *dataset = read_length (text, strlen (text), "x.csv", &error);

  g_assert_no_error (error);
  return dataset;
}

/* Asserts that a failure names all of `parts`, in one line. */
static inline void
assert_says (const GError *error, const char *const *parts)
{
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_DATA);
  g_assert_null (strchr (error->message, '\n'));
  for (; *parts != NULL; parts++)
    if (strstr (error->message, *parts) == NULL)
      g_error ("'%s' does not say '%s'", error->message, *parts);
}

#define assert_error_says(error, ...)                                                              \
  assert_says (error, (const char *const[]){ __VA_ARGS__, NULL })

#define assert_text_fails(text, ...)                                                               \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autoptr (GError) failure = NULL;                                                             \
                                                                                                   \
    g_assert_null (read_length (text, strlen (text), "x.csv", &failure));                          \
    assert_error_says (failure, __VA_ARGS__);                                                      \
  }                                                                                                \
  G_STMT_END

static inline void
assert_column (PlumeTable *table,
               guint column,
               const char *title,
               const char *unit,
               const double *values,
               gsize n)
{
  g_assert_cmpuint (column, <, plume_table_get_n_columns (table));
  g_assert_cmpstr (plume_table_get_title (table, column), ==, title);
  g_assert_cmpstr (plume_table_get_unit (table, column), ==, unit);
  g_assert_true (plume_table_is_numeric (table, column));
  g_assert_cmpuint (plume_table_get_n_rows (table), ==, n);
  for (gsize i = 0; i < n; i++)
    {
      double value = plume_table_get_numbers (table, column)->values[i];

      if (isnan (values[i]))
        g_assert_true (isnan (value));
      else
        g_assert_cmpfloat (value, ==, values[i]);
    }
}

/* Column number, title, unit, then its values. */
#define assert_numbers(table, column, title, unit, ...)                                            \
  assert_column (table, column, title, unit, (const double[]){ __VA_ARGS__ },                      \
                 sizeof ((double[]){ __VA_ARGS__ }) / sizeof (double))

static inline PlumeTable *
first_table (const PlumeDataset *dataset)
{
  g_assert_cmpuint (plume_dataset_get_n_tables (dataset), >, 0);
  return plume_dataset_get_table (dataset, 0);
}

static inline PlumeDataset *
read_corpus (const char *file, GError **error)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "corpus", file, NULL);

  return plume_dataset_read_file (path, NULL, error);
}

static inline PlumeDataset *
read_good (const char *file)
{
  g_autoptr (GError) error = NULL;
  PlumeDataset *dataset = read_corpus (file, &error);

  g_assert_no_error (error);
  return dataset;
}

#define assert_corpus_fails(file, ...)                                                             \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autoptr (GError) failure = NULL;                                                             \
                                                                                                   \
    g_assert_null (read_corpus (file, &failure));                                                  \
    assert_error_says (failure, __VA_ARGS__);                                                      \
  }                                                                                                \
  G_STMT_END
