/* plume-sparse.c: building, transposing and multiplying sparse matrices. */
#include "linalg/plume-sparse.h"

#include "core/plume-parallel.h"
#include "core/plume-vector.h"

#include <string.h>

#define ROWS_AT_A_TIME 512

static void
clear_sparse (gpointer data)
{
  PlumeSparse *sparse = data;

  g_free (sparse->starts);
  g_free (sparse->columns);
  g_free (sparse->values);
}

/**
 * plume_sparse_new:
 * @n_entries: room for entries
 *
 * Returns: (transfer full): a matrix whose starts are 0 and whose entries are to be filled
 */
PlumeSparse *
plume_sparse_new (gsize n_rows, gsize n_columns, gsize n_entries)
{
  PlumeSparse *sparse = g_atomic_rc_box_new0 (PlumeSparse);

  sparse->n_rows = n_rows;
  sparse->n_columns = n_columns;
  sparse->n_entries = n_entries;
  sparse->starts = g_new0 (gsize, n_rows + 1);
  sparse->columns = g_new (guint32, MAX (n_entries, 1));
  sparse->values = g_new (double, MAX (n_entries, 1));
  return sparse;
}

PlumeSparse *
plume_sparse_ref (PlumeSparse *sparse)
{
  return g_atomic_rc_box_acquire (sparse);
}

void
plume_sparse_unref (PlumeSparse *sparse)
{
  if (sparse != NULL)
    g_atomic_rc_box_release_full (sparse, clear_sparse);
}

/* Rows of the transposed matrix in the order in which their entries come; O(entries + rows). */
static PlumeSparse *
scatter (gsize n_rows,
         gsize n_columns,
         gsize n_entries,
         const guint32 *rows,
         const guint32 *columns,
         const double *values)
{
  PlumeSparse *sparse = plume_sparse_new (n_rows, n_columns, n_entries);
  g_autofree gsize *next = NULL;

  for (gsize k = 0; k < n_entries; k++)
    sparse->starts[rows[k] + 1]++;
  for (gsize i = 0; i < n_rows; i++)
    sparse->starts[i + 1] += sparse->starts[i];
  next = g_memdup2 (sparse->starts, (n_rows + 1) * sizeof (gsize));
  for (gsize k = 0; k < n_entries; k++)
    {
      gsize place = next[rows[k]]++;

      sparse->columns[place] = columns[k];
      sparse->values[place] = values[k];
    }
  return sparse;
}

static guint32 *
row_of_each_entry (const PlumeSparse *sparse)
{
  guint32 *rows = g_new (guint32, MAX (sparse->n_entries, 1));

  for (gsize i = 0; i < sparse->n_rows; i++)
    for (gsize k = sparse->starts[i]; k < sparse->starts[i + 1]; k++)
      rows[k] = (guint32)i;
  return rows;
}

/**
 * plume_sparse_transpose:
 *
 * Returns: (transfer full): Aᵀ, with increasing columns in each row; O(entries)
 */
PlumeSparse *
plume_sparse_transpose (const PlumeSparse *sparse)
{
  g_autofree guint32 *rows = row_of_each_entry (sparse);

  return scatter (sparse->n_columns, sparse->n_rows, sparse->n_entries, sparse->columns, rows,
                  sparse->values);
}

/* Entries of the same place are added up, in the order in which they came. */
static void
merge_doubles (PlumeSparse *sparse)
{
  gsize kept = 0, from = 0;

  for (gsize i = 0; i < sparse->n_rows; i++)
    {
      gsize to = sparse->starts[i + 1], first = kept;

      for (gsize k = from; k < to; k++)
        if (kept > first && sparse->columns[kept - 1] == sparse->columns[k])
          sparse->values[kept - 1] += sparse->values[k];
        else
          {
            sparse->columns[kept] = sparse->columns[k];
            sparse->values[kept++] = sparse->values[k];
          }
      from = to;
      sparse->starts[i + 1] = kept;
    }
  sparse->n_entries = kept;
}

/**
 * plume_sparse_new_from_triplets:
 * @rows: @columns: @values: (array length=n_triplets): entries in any order, places below n_rows
 * and n_columns
 *
 * Returns: (transfer full): the matrix; entries of one place are summed; O(triplets)
 */
PlumeSparse *
plume_sparse_new_from_triplets (gsize n_rows,
                                gsize n_columns,
                                gsize n_triplets,
                                const guint32 *rows,
                                const guint32 *columns,
                                const double *values)
{
  g_autoptr (PlumeSparse) by_column =
      scatter (n_columns, n_rows, n_triplets, columns, rows, values);
  PlumeSparse *sparse = plume_sparse_transpose (by_column);

  merge_doubles (sparse);
  return sparse;
}

/* An entry into its place among those before it in the row; rows are short. */
static void
insert_entry (PlumeSparse *sparse, gsize first, gsize last, guint32 column, double value)
{
  gsize place = last;

  for (; place > first && sparse->columns[place - 1] > column; place--)
    {
      sparse->columns[place] = sparse->columns[place - 1];
      sparse->values[place] = sparse->values[place - 1];
    }
  sparse->columns[place] = column;
  sparse->values[place] = value;
}

/**
 * plume_sparse_reorder:
 * @sparse: square
 * @order: (array length=n_rows): a permutation
 *
 * Products run through memory in order where rows that share entries stand together.
 *
 * Returns: (transfer full): P A Pᵀ; O(entries) for short rows
 */
PlumeSparse *
plume_sparse_reorder (const PlumeSparse *sparse, const guint32 *order)
{
  gsize n = sparse->n_rows;
  PlumeSparse *moved = plume_sparse_new (n, n, sparse->n_entries);
  g_autofree guint32 *place = g_new (guint32, n);

  for (gsize i = 0; i < n; i++)
    place[order[i]] = (guint32)i;
  moved->starts[0] = 0;
  for (gsize i = 0; i < n; i++)
    {
      gsize first = moved->starts[i], last = first;

      for (gsize k = sparse->starts[order[i]]; k < sparse->starts[order[i] + 1]; k++)
        insert_entry (moved, first, last++, place[sparse->columns[k]], sparse->values[k]);
      moved->starts[i + 1] = last;
    }
  return moved;
}

/**
 * plume_sparse_get:
 *
 * Returns: the entry, 0 where none is stored; O(log entries of the row)
 */
double
plume_sparse_get (const PlumeSparse *sparse, gsize row, gsize column)
{
  gsize from = sparse->starts[row], to = sparse->starts[row + 1];

  while (from < to)
    {
      gsize middle = from + (to - from) / 2;

      if (sparse->columns[middle] == column)
        return sparse->values[middle];
      if (sparse->columns[middle] < column)
        from = middle + 1;
      else
        to = middle;
    }
  return 0;
}

gsize
plume_sparse_get_bytes (const PlumeSparse *sparse)
{
  return (sparse->n_rows + 1) * sizeof (gsize)
         + sparse->n_entries * (sizeof (guint32) + sizeof (double));
}

typedef struct
{
  const PlumeSparse *a;
  gsize n_vectors;
  const double *x;
  double *y;
} Product;

/* sum ← the row's entries times rows of X */
PLUME_VECTOR_CLONES static void
multiply_row (gsize n_entries,
              const guint32 *columns,
              const double *values,
              gsize n,
              const double *x,
              double *sum)
{
  memset (sum, 0, n * sizeof *sum);
  for (gsize k = 0; k < n_entries; k++)
    {
      const double *row = x + columns[k] * n;

#pragma omp simd
      for (gsize v = 0; v < n; v++)
        sum[v] += values[k] * row[v];
    }
}

static void
multiply_rows (gsize from, gsize to, gpointer data)
{
  const Product *product = data;
  const PlumeSparse *a = product->a;
  gsize n = product->n_vectors;

  for (gsize i = from; i < to; i++)
    multiply_row (a->starts[i + 1] - a->starts[i], a->columns + a->starts[i],
                  a->values + a->starts[i], n, product->x, product->y + i * n);
}

/**
 * plume_sparse_product:
 * @a: n_rows × n_columns
 * @n_vectors: how many vectors at once
 * @x: n_columns × n_vectors, row by row
 * @y: (out caller-allocates): n_rows × n_vectors, row by row
 * @task: (nullable): cancels
 *
 * Y ← A X. O(entries × vectors).
 *
 * Returns: %FALSE when cancelled
 */
gboolean
plume_sparse_product (const PlumeSparse *a,
                      gsize n_vectors,
                      const double *x,
                      double *y,
                      PlumeTask *task,
                      GError **error)
{
  Product product = { a, n_vectors, x, y };

  return plume_parallel_for (a->n_rows, ROWS_AT_A_TIME, multiply_rows, &product, task, error);
}
