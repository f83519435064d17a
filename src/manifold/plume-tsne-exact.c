/* plume-tsne-exact.c: repulsion by all pairs. */
#include "manifold/plume-tsne-private.h"

#include "core/plume-parallel.h"
#include "core/plume-vector.h"

#include <string.h>

#define ROWS 32

typedef struct
{
  gsize n;
  guint d;
  const double *columns; /* d × n: a coordinate after the other */
  double *forces, *totals;
} Pairs;

PLUME_VECTOR_CLONES static double
repel_in_plane (gsize n, const double *x, const double *y, double xi, double yi, double *force)
{
  double total = 0, fx = 0, fy = 0;

#pragma omp simd reduction(+ : total, fx, fy)
  for (gsize j = 0; j < n; j++)
    {
      double dx = xi - x[j], dy = yi - y[j], q = 1 / (1 + dx * dx + dy * dy);

      total += q;
      fx += q * q * dx;
      fy += q * q * dy;
    }
  force[0] = fx;
  force[1] = fy;
  return total - 1; /* itself */
}

static double
repel_in_space (gsize n, guint d, const double *columns, gsize i, double *force)
{
  double total = 0;

  memset (force, 0, d * sizeof *force);
  for (gsize j = 0; j < n; j++)
    {
      double square = 0, q;

      for (guint c = 0; c < d; c++)
        square +=
            (columns[c * n + i] - columns[c * n + j]) * (columns[c * n + i] - columns[c * n + j]);
      q = 1 / (1 + square);
      total += q;
      for (guint c = 0; c < d; c++)
        force[c] += q * q * (columns[c * n + i] - columns[c * n + j]);
    }
  return total - 1;
}

static void
repel_rows (gsize from, gsize to, gpointer data)
{
  const Pairs *pairs = data;
  gsize n = pairs->n;
  const double *x = pairs->columns, *y = x + n;

  for (gsize i = from; i < to; i++)
    pairs->totals[i] = pairs->d == 2
                           ? repel_in_plane (n, x, y, x[i], y[i], pairs->forces + 2 * i)
                           : repel_in_space (n, pairs->d, x, i, pairs->forces + pairs->d * i);
}

gboolean
plume_repulse_exactly (gsize n,
                       guint d,
                       const double *places,
                       double *forces,
                       double *total,
                       PlumeTask *task,
                       GError **error)
{
  g_autofree double *columns = g_new (double, n *d), *totals = g_new (double, n);
  Pairs pairs = { n, d, columns, forces, totals };

  for (gsize i = 0; i < n; i++)
    for (guint c = 0; c < d; c++)
      columns[c * n + i] = places[i * d + c];
  if (!plume_parallel_for (n, ROWS, repel_rows, &pairs, task, error))
    return FALSE;
  *total = plume_sum (totals, n);
  return TRUE;
}
