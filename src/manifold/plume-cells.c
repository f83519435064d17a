/* plume-cells.c: cells of a matrix: copying, selecting, visiting, moments of columns. */
#include "manifold/plume-cells-private.h"

#include <math.h>
#include <string.h>

static guint32 *
count_up (gsize n)
{
  guint32 *numbers = g_new (guint32, MAX (n, 1));

  for (gsize i = 0; i < n; i++)
    numbers[i] = (guint32)i;
  return numbers;
}

static PlumeSparse *
copy_sparse (const PlumeSparse *sparse)
{
  PlumeSparse *copy = plume_sparse_new (sparse->n_rows, sparse->n_columns, sparse->n_entries);

  memcpy (copy->starts, sparse->starts, (sparse->n_rows + 1) * sizeof (gsize));
  memcpy (copy->columns, sparse->columns, sparse->n_entries * sizeof (guint32));
  memcpy (copy->values, sparse->values, sparse->n_entries * sizeof (double));
  return copy;
}

PlumeCells *
plume_cells_new (const PlumeBlock *block, PlumeTask *task)
{
  PlumeCells *cells = g_new0 (PlumeCells, 1);

  cells->n = block->n_rows;
  cells->p = block->n_columns;
  cells->task = task;
  cells->rows = count_up (cells->n);
  cells->columns = count_up (cells->p);
  if (block->sparse != NULL)
    cells->sparse = copy_sparse (block->sparse);
  else
    cells->dense = g_memdup2 (block->dense->values, MAX (cells->n * cells->p, 1) * sizeof (double));
  return cells;
}

void
plume_cells_free (PlumeCells *cells)
{
  g_free (cells->dense);
  plume_sparse_unref (cells->sparse);
  g_free (cells->rows);
  g_free (cells->columns);
  g_free (cells);
}

/* In place: what is kept only moves towards the beginning. */
static void
select_dense (PlumeCells *cells, const guint8 *rows, const guint8 *columns)
{
  gsize to = 0;

  for (gsize i = 0; i < cells->n; i++)
    for (gsize j = 0; (rows == NULL || rows[i]) && j < cells->p; j++)
      if (columns == NULL || columns[j])
        cells->dense[to++] = cells->dense[i * cells->p + j];
}

static void
select_sparse (PlumeCells *cells, const guint8 *rows, const guint8 *columns)
{
  PlumeSparse *sparse = cells->sparse;
  g_autofree guint32 *places = g_new (guint32, MAX (cells->p, 1));
  gsize n_columns = 0, n_rows = 0, to = 0, from = 0;

  for (gsize j = 0; j < cells->p; j++)
    {
      places[j] = (guint32)n_columns;
      n_columns += columns == NULL || columns[j];
    }
  for (gsize i = 0; i < cells->n; i++)
    {
      gsize end = sparse->starts[i + 1];

      for (gsize e = from; (rows == NULL || rows[i]) && e < end; e++)
        if (columns == NULL || columns[sparse->columns[e]])
          {
            sparse->columns[to] = places[sparse->columns[e]];
            sparse->values[to++] = sparse->values[e];
          }
      from = end;
      if (rows == NULL || rows[i])
        sparse->starts[++n_rows] = to;
    }
  sparse->n_rows = n_rows;
  sparse->n_columns = n_columns;
  sparse->n_entries = to;
}

static gsize
select_numbers (guint32 *numbers, gsize n, const guint8 *flags)
{
  gsize kept = 0;

  for (gsize i = 0; i < n; i++)
    if (flags == NULL || flags[i])
      numbers[kept++] = numbers[i];
  return kept;
}

void
plume_cells_select (PlumeCells *cells, const guint8 *rows, const guint8 *columns)
{
  if (cells->sparse != NULL)
    select_sparse (cells, rows, columns);
  else
    select_dense (cells, rows, columns);
  cells->n = select_numbers (cells->rows, cells->n, rows);
  cells->p = select_numbers (cells->columns, cells->p, columns);
}

void
plume_cells_make_dense (PlumeCells *cells)
{
  const PlumeSparse *sparse = cells->sparse;

  if (sparse == NULL)
    return;
  cells->dense = g_new0 (double, MAX (cells->n * cells->p, 1));
  for (gsize i = 0; i < cells->n; i++)
    for (gsize e = sparse->starts[i]; e < sparse->starts[i + 1]; e++)
      cells->dense[i * cells->p + sparse->columns[e]] = sparse->values[e];
  g_clear_pointer (&cells->sparse, plume_sparse_unref);
}

void
plume_cells_foreach (PlumeCells *cells, PlumeCellFunc function, gpointer data)
{
  const PlumeSparse *sparse = cells->sparse;

  for (gsize i = 0; i < cells->n && !plume_task_is_cancelled (cells->task); i++)
    if (sparse != NULL)
      for (gsize e = sparse->starts[i]; e < sparse->starts[i + 1]; e++)
        function (i, sparse->columns[e], &sparse->values[e], data);
    else
      for (gsize j = 0; j < cells->p; j++)
        function (i, j, &cells->dense[i * cells->p + j], data);
}

typedef struct
{
  double *first, *second;
  gsize *stored;
} Columns;

static void
add_cell (gsize i, gsize j, double *cell, gpointer data)
{
  Columns *columns = data;

  columns->first[j] += *cell;
  columns->stored[j]++;
}

static void
add_square (gsize i, gsize j, double *cell, gpointer data)
{
  Columns *columns = data;

  columns->second[j] += (*cell - columns->first[j]) * (*cell - columns->first[j]);
}

void
plume_cells_get_moments (PlumeCells *cells, double *means, double *variances)
{
  g_autofree gsize *stored = g_new0 (gsize, MAX (cells->p, 1));
  Columns columns = { means, variances, stored };

  memset (means, 0, cells->p * sizeof *means);
  memset (variances, 0, cells->p * sizeof *variances);
  plume_cells_foreach (cells, add_cell, &columns);
  for (gsize j = 0; j < cells->p; j++)
    means[j] /= (double)cells->n;
  plume_cells_foreach (cells, add_square, &columns);
  for (gsize j = 0; j < cells->p; j++)
    variances[j] =
        (variances[j] + (double)(cells->n - stored[j]) * means[j] * means[j]) / (double)cells->n;
}

static void
widen_range (gsize i, gsize j, double *cell, gpointer data)
{
  Columns *columns = data;

  columns->first[j] = MIN (columns->first[j], *cell);
  columns->second[j] = MAX (columns->second[j], *cell);
  columns->stored[j]++;
}

void
plume_cells_get_ranges (PlumeCells *cells, double *least, double *greatest)
{
  g_autofree gsize *stored = g_new0 (gsize, MAX (cells->p, 1));
  Columns columns = { least, greatest, stored };

  for (gsize j = 0; j < cells->p; j++)
    {
      least[j] = INFINITY;
      greatest[j] = -INFINITY;
    }
  plume_cells_foreach (cells, widen_range, &columns);
  for (gsize j = 0; j < cells->p; j++)
    if (stored[j] < cells->n)
      {
        least[j] = MIN (least[j], 0);
        greatest[j] = MAX (greatest[j], 0);
      }
}
