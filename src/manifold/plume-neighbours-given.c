/* plume-neighbours-given.c: nearest neighbours where all distances are given instead of points. */
#include "manifold/plume-neighbours-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"

#define ROWS     64
#define SYMMETRY 1e-9 /* relative difference of a distance from that of the way back */

typedef struct
{
  const SearchWish *wish;
  const double *distances;
  SearchFound *found;
} Given;

static gboolean
check_distances (gsize n, const double *distances, GError **error)
{
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < i; j++)
      {
        double there = distances[i * n + j], back = distances[j * n + i];

        if (!(there >= 0) || !(back >= 0) || isinf (there) || isinf (back))
          {
            g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                         _ ("The distances between row %zu and row %zu"
                            " are %g and %g; distances are finite and not negative"),
                         i + 1, j + 1, there, back);
            return FALSE;
          }
        if (fabs (there - back) <= SYMMETRY * there)
          continue;
        g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                     _ ("The distance from row %zu to row %zu"
                        " is %g and the way back is %g; make the matrix symmetric"),
                     i + 1, j + 1, there, back);
        return FALSE;
      }
  return TRUE;
}

static void
sort_rows (gsize from, gsize to, gpointer data)
{
  const Given *given = data;
  gsize n = given->wish->n_queries;
  g_autofree Near *items = g_new (Near, n);

  for (gsize i = from; i < to; i++)
    {
      gsize count = 0;

      for (gsize j = 0; j < n; j++)
        if (j != i)
          items[count++] = (Near){ given->distances[MAX (i, j) * n + MIN (i, j)], (guint32)j };
      plume_search_found_take (given->found, from / ROWS, i, given->wish, items, count);
    }
}

static void
widen_duplicates (PlumeNeighbours *neighbours, const double *distances)
{
  gsize n = neighbours->n;

  for (gsize i = 0; i < n; i++)
    if (neighbours->scales[i] == 0)
      {
        double nearest = INFINITY;

        for (gsize j = 0; j < n; j++)
          {
            double d = distances[MAX (i, j) * n + MIN (i, j)];

            if (i != j && d > 0)
              nearest = MIN (nearest, d);
          }
        neighbours->scales[i] = isinf (nearest) ? SEARCH_NO_SCALE : nearest;
      }
}

/**
 * plume_neighbours_new_from_distances:
 * @n: number of points
 * @distances: n × n, symmetric, ≥ 0; the diagonal is not read
 * @k: 1 … n − 1
 * @reach: as for plume_neighbours_find()
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_USAGE where @k does not fit, %PLUME_ERROR_DATA where a number is no distance
 *
 * Returns: (transfer full): the neighbours, exact; O(n² log n)
 */
PlumeNeighbours *
plume_neighbours_new_from_distances (
    gsize n, const double *distances, gsize k, double reach, PlumeTask *task, GError **error)
{
  /* a sum of differences is a key that is its own distance */
  SearchRows rows = { .n = n, .metric = PLUME_METRIC_MANHATTAN };
  SearchWish wish = { .rows = &rows, .k = k, .reach = reach, .n_queries = n };
  g_autoptr (SearchFound) found = NULL;
  Given given = { &wish, distances, NULL };
  PlumeNeighbours *neighbours;

  if (!plume_search_check (n, k, error) || !check_distances (n, distances, error))
    return NULL;
  wish.most = reach > 1 ? MIN (SEARCH_MOST_PER_K * k, n - 1) : k;
  given.found = found = plume_search_found_new (n, (n + ROWS - 1) / ROWS);
  if (!plume_parallel_for (n, ROWS, sort_rows, &given, task, error))
    return NULL;
  neighbours = plume_search_assemble (&wish, found);
  neighbours->search = PLUME_SEARCH_PRODUCTS;
  widen_duplicates (neighbours, distances);
  return neighbours;
}
