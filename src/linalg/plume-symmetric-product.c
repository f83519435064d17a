/* plume-symmetric-product.c: the lower tiles of a product, then their mirror images. */
#include "linalg/plume-symmetric-product.h"

#include <math.h>

#include "core/plume-denormals.h"
#include "core/plume-parallel.h"
#include "linalg/plume-matrix.h"

#define MOST_TILE 256

typedef struct
{
  gsize n, tile;
  const double *a, *b;
  double *c;
} Product;

/* Tile number k of the lower triangle, counted row after row: k = row (row + 1)/2 + column. */
static void
find_tile (gsize k, gsize *row, gsize *column)
{
  gsize guess = (gsize)((sqrt (8.0 * (double)k + 1) - 1) / 2);

  while (guess * (guess + 1) / 2 > k)
    guess--;
  while ((guess + 1) * (guess + 2) / 2 <= k)
    guess++;
  *row = guess;
  *column = k - guess * (guess + 1) / 2;
}

static void
mirror (double *c, gsize n, gsize row, gsize rows, gsize column, gsize columns)
{
  for (gsize i = row; i < row + rows; i++)
    for (gsize j = column; j < MIN (column + columns, i); j++)
      c[j * n + i] = c[i * n + j];
}

static void
multiply_tiles (gsize from, gsize to, gpointer data)
{
  const Product *product = data;
  gsize n = product->n, tile = product->tile;
  guint denormals = plume_denormals_drop ();

  for (gsize k = from; k < to; k++)
    {
      gsize row, column, rows, columns;

      find_tile (k, &row, &column);
      row *= tile;
      column *= tile;
      rows = MIN (tile, n - row);
      columns = MIN (tile, n - column);
      plume_product_double (PLUME_PLAIN, PLUME_TRANSPOSED, rows, columns, n, 1,
                            product->a + row * n, n, product->b + column * n, n, 0,
                            product->c + row * n + column, n);
      mirror (product->c, n, row, rows, column, columns);
    }
  plume_denormals_restore (denormals);
}

/**
 * plume_symmetric_product:
 * @n: order
 * @a: @b: n × n, symmetric, a b = b a (powers of one matrix, or one matrix twice)
 * @c: (out caller-allocates): a b, n × n, symmetric to the bit; neither @a nor @b
 * @task: (nullable): cancels
 *
 * n³ multiplications and additions in tiles on all cores, by OpenBLAS; the same on any number of
 * threads.
 *
 * Returns: %FALSE when cancelled
 */
gboolean
plume_symmetric_product (
    gsize n, const double *a, const double *b, double *c, PlumeTask *task, GError **error)
{
  gsize tile = plume_product_chunk (n, MOST_TILE), side = (n + tile - 1) / tile;
  Product product = { n, tile, a, b, c };

  return plume_parallel_for (side * (side + 1) / 2, 1, multiply_tiles, &product, task, error);
}

typedef struct
{
  gsize n;
  double *matrix;
} Halves;

/* A pair belongs to the row of its lower half, so rows do not meet. */
static void
average_rows (gsize from, gsize to, gpointer data)
{
  const Halves *halves = data;
  gsize n = halves->n;
  double *matrix = halves->matrix;

  for (gsize i = from; i < to; i++)
    for (gsize j = 0; j < i; j++)
      matrix[i * n + j] = matrix[j * n + i] = 0.5 * (matrix[i * n + j] + matrix[j * n + i]);
}

/**
 * plume_symmetrise:
 * @n: order
 * @matrix: (inout): n × n
 * @task: (nullable): cancels
 *
 * Returns: %FALSE when cancelled
 */
gboolean
plume_symmetrise (gsize n, double *matrix, PlumeTask *task, GError **error)
{
  Halves halves = { n, matrix };

  return plume_parallel_for (n, 16, average_rows, &halves, task, error);
}
