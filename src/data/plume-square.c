/* plume-square.c: square matrices of distances or affinities, from tables and grids.
 *
 * Distances are finite, not negative, zero from a sample to itself, and the same there and back;
 * affinities likewise, but for the diagonal. What differs there and back by rounding is replaced by
 * its mean, and said. It knows no graphs.
 */
#include "data/plume-pairs.h"

#include <glib/gi18n.h>
#include <math.h>

#include "core/plume-error.h"
#include "data/plume-text.h"

#define TOLERANCE 1e-5 /* of the greatest value, there against back, and on the diagonal */
#define TILE      64   /* rows and columns that are compared at once */

/* What may be wrong with the value of two samples. */
typedef enum
{
  NOT_FINITE,
  NEGATIVE,
  SELF,
  NOT_SYMMETRIC,
} Problem;

/* Says what is wrong with the value of samples i and j. */
static gboolean
fail_at (const char *name, PlumeBlockKind kind, gsize i, gsize j, Problem problem, GError **error)
{
  g_autofree char *row = plume_text_count (i + 1), *column = plume_text_count (j + 1);
  gboolean near = kind == PLUME_BLOCK_AFFINITIES; /* as near as distances are far */

  if (problem == NOT_FINITE)
    g_set_error (
        error, PLUME_ERROR, PLUME_ERROR_DATA,
        near ? _ ("row %s, column %s of %s: the affinity is missing or infinite; fill it in")
             : _ ("row %s, column %s of %s: the distance is missing or infinite; fill it in"),
        row, column, name);
  else if (problem == NEGATIVE)
    g_set_error (
        error, PLUME_ERROR, PLUME_ERROR_DATA,
        near ? _ ("row %s, column %s of %s: the affinity is negative; it has to be 0 or more")
             : _ ("row %s, column %s of %s: the distance is negative; it has to be 0 or more"),
        row, column, name);
  else if (problem == SELF)
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                 _ ("row %s, column %s of %s: the distance of a sample to itself is not 0; "
                    "affinities are greatest there: open it as those"),
                 row, column, name);
  else
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                 near ? _ ("row %s, column %s of %s: the affinity is another than in the row and "
                           "column the other way round; a matrix of pairs has to be symmetric")
                      : _ ("row %s, column %s of %s: the distance is another than in the row and "
                           "column the other way round; a matrix of pairs has to be symmetric"),
                 row, column, name);
  return FALSE;
}

static gboolean
check_values (const double *values,
              gsize n,
              PlumeBlockKind kind,
              const char *name,
              double *greatest,
              PlumeTask *task,
              GError **error)
{
  for (gsize i = 0; i < n; i++)
    {
      if (!plume_task_check (task, error))
        return FALSE;
      for (gsize j = 0; j < n; j++)
        {
          double value = values[i * n + j];

          if (!isfinite (value))
            return fail_at (name, kind, i, j, NOT_FINITE, error);
          if (value < 0)
            return fail_at (name, kind, i, j, NEGATIVE, error);
          *greatest = MAX (*greatest, value);
        }
    }
  for (gsize i = 0; kind == PLUME_BLOCK_DISTANCES && i < n; i++)
    if (values[i * (n + 1)] > TOLERANCE * *greatest)
      return fail_at (name, kind, i, i, SELF, error);
  return TRUE;
}

/* The mean of there and back, where both are the same but for rounding. */
static gboolean
symmetrise (double *values,
            gsize n,
            PlumeBlockKind kind,
            const char *name,
            double greatest,
            double *most,
            PlumeTask *task,
            GError **error)
{
  for (gsize top = 0; top < n; top += TILE)
    {
      if (!plume_task_check (task, error))
        return FALSE;
      for (gsize left = 0; left <= top; left += TILE)
        for (gsize i = top; i < MIN (top + TILE, n); i++)
          for (gsize j = left; j < MIN (left + TILE, i); j++)
            {
              double *there = &values[i * n + j], *back = &values[j * n + i];
              double difference = fabs (*there - *back);

              if (difference > TOLERANCE * greatest)
                return fail_at (name, kind, i, j, NOT_SYMMETRIC, error);
              *most = MAX (*most, difference);
              *there = *back = 0.5 * (*there + *back);
            }
    }
  return TRUE;
}

/* Makes n × n values such pairs, and says in *note what it changed. */
static gboolean
make_pairs (double *values,
            gsize n,
            PlumeBlockKind kind,
            const char *name,
            char **note,
            PlumeTask *task,
            GError **error)
{
  double greatest = 0, most = 0;

  if (!check_values (values, n, kind, name, &greatest, task, error)
      || !symmetrise (values, n, kind, name, greatest, &most, task, error))
    return FALSE;
  for (gsize i = 0; kind == PLUME_BLOCK_DISTANCES && i < n; i++)
    values[i * (n + 1)] = 0;
  if (most > 0 && note != NULL)
    *note = g_strdup_printf (_ ("there and back differ by up to %.2g; the mean is taken"), most);
  return TRUE;
}

static gboolean
fail_shape (const char *name, gsize n_rows, gsize n_columns, GError **error)
{
  g_autofree char *rows = plume_text_count (n_rows), *columns = plume_text_count (n_columns);

  g_set_error (
      error, PLUME_ERROR, PLUME_ERROR_DATA,
      _ ("%s has %s rows and %s columns of numbers; a matrix of pairs has as many of both"), name,
      rows, columns);
  return FALSE;
}

/**
 * plume_block_from_grid:
 * @grid: an array of two dimensions, samples × features or samples × samples
 * @kind: what it is taken for
 * @note: (out) (optional): what was changed about it, %NULL for nothing
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_DATA where it has other dimensions, or is not of the kind
 *
 * Features share the values of the grid; of pairs a copy is taken. O(values).
 *
 * Returns: (transfer full) (nullable): the block
 */
PlumeBlock *
plume_block_from_grid (
    const PlumeGrid *grid, PlumeBlockKind kind, char **note, PlumeTask *task, GError **error)
{
  g_autoptr (PlumeArray) copy = NULL;

  if (note != NULL)
    *note = NULL;
  if (grid->n_dimensions != 2 || grid->shape[0] == 0 || grid->shape[1] == 0)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("%s is no matrix; choose an array of two dimensions"), grid->name);
      return NULL;
    }
  if (kind == PLUME_BLOCK_FEATURES)
    return plume_block_new_dense (grid->name, kind, grid->shape[0], grid->shape[1],
                                  plume_array_ref (grid->values), NULL);
  if (grid->shape[0] != grid->shape[1])
    {
      fail_shape (grid->name, grid->shape[0], grid->shape[1], error);
      return NULL;
    }
  copy = plume_array_new_copy (grid->values->values, grid->values->length);
  if (!make_pairs (copy->values, grid->shape[0], kind, grid->name, note, task, error))
    return NULL;
  return plume_block_new_dense (grid->name, kind, grid->shape[0], grid->shape[0],
                                g_steal_pointer (&copy), NULL);
}

/**
 * plume_block_from_square:
 * @table: as many columns of numbers as rows; columns of texts, which name the rows, are passed
 * over
 * @kind: distances or affinities
 * @note: (out) (optional): what was changed about it, %NULL for nothing
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_DATA where it is not square, or not of the kind
 *
 * O(values).
 *
 * Returns: (transfer full) (nullable): the block, whose columns are called as in the table
 */
PlumeBlock *
plume_block_from_square (
    const PlumeTable *table, PlumeBlockKind kind, char **note, PlumeTask *task, GError **error)
{
  const char *name = plume_table_get_name (table);
  gsize n = plume_table_get_n_rows (table), n_numeric = 0;
  g_autoptr (PlumeArray) values = NULL;
  g_auto (GStrv) titles = NULL;

  if (note != NULL)
    *note = NULL;
  for (guint column = 0; column < plume_table_get_n_columns (table); column++)
    n_numeric += plume_table_is_numeric (table, column);
  if (n == 0 || n_numeric != n)
    {
      fail_shape (name, n, n_numeric, error);
      return NULL;
    }
  values = plume_array_new (n * n);
  titles = g_new0 (char *, n + 1);
  for (guint column = 0, j = 0; column < plume_table_get_n_columns (table); column++)
    {
      const PlumeArray *numbers = plume_table_get_numbers (table, column);

      if (numbers == NULL)
        continue;
      if (!plume_task_check (task, error))
        return NULL;
      for (gsize i = 0; i < n; i++)
        values->values[i * n + j] = numbers->values[i];
      titles[j++] = g_strdup (plume_table_get_title (table, column));
    }
  if (!make_pairs (values->values, n, kind, name, note, task, error))
    return NULL;
  return plume_block_new_dense (name, kind, n, n, g_steal_pointer (&values),
                                g_steal_pointer (&titles));
}
