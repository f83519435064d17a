/* plume-neighbours.c: choosing the way to search, and what is made of what was found. */
#include "manifold/plume-neighbours-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"

#define MOST_TREE_DIMENSIONS 8
#define MOST_PRODUCT_POINTS  20000

static void
clear_neighbours (gpointer data)
{
  PlumeNeighbours *neighbours = data;

  g_free (neighbours->starts);
  g_free (neighbours->indices);
  g_free (neighbours->distances);
  g_free (neighbours->scales);
}

/**
 * plume_neighbours_new:
 * @n_entries: neighbours of all points together
 *
 * Returns: (transfer full): room for the neighbours of n points, to be filled
 */
PlumeNeighbours *
plume_neighbours_new (gsize n, gsize k, gsize n_entries)
{
  PlumeNeighbours *neighbours = g_atomic_rc_box_new0 (PlumeNeighbours);

  neighbours->n = n;
  neighbours->k = k;
  neighbours->starts = g_new0 (gsize, n + 1);
  neighbours->indices = g_new (guint32, MAX (n_entries, 1));
  neighbours->distances = g_new (double, MAX (n_entries, 1));
  neighbours->scales = g_new0 (double, MAX (n, 1));
  neighbours->recall = 1;
  return neighbours;
}

PlumeNeighbours *
plume_neighbours_ref (PlumeNeighbours *neighbours)
{
  return g_atomic_rc_box_acquire (neighbours);
}

void
plume_neighbours_unref (PlumeNeighbours *neighbours)
{
  if (neighbours != NULL)
    g_atomic_rc_box_release_full (neighbours, clear_neighbours);
}

gsize
plume_neighbours_get_bytes (const PlumeNeighbours *neighbours)
{
  return (neighbours->n + 1) * sizeof (gsize) + neighbours->n * sizeof (double)
         + neighbours->starts[neighbours->n] * (sizeof (guint32) + sizeof (double));
}

PlumeNeighbours *
plume_search_assemble (const SearchWish *wish, const SearchFound *found)
{
  gsize n = wish->rows->n, n_entries = 0;
  PlumeNeighbours *neighbours;

  for (gsize i = 0; i < n; i++)
    n_entries += found->counts[i];
  neighbours = plume_neighbours_new (n, wish->k, n_entries);
  for (gsize i = 0; i < n; i++)
    {
      gsize count, start = neighbours->starts[i];
      const Near *row = plume_search_found_row (found, i, &count);

      for (gsize l = 0; l < count; l++)
        {
          neighbours->indices[start + l] = row[l].index;
          neighbours->distances[start + l] = plume_search_distance (wish->rows->metric, row[l].key);
        }
      neighbours->starts[i + 1] = start + count;
      neighbours->scales[i] = neighbours->distances[start + wish->k - 1];
      neighbours->n_duplicates += neighbours->scales[i] == 0;
    }
  return neighbours;
}

/* Points of one place have one scale; the first of them in the order of indices stands for all. */
static guint32
first_of_place (const PlumeNeighbours *neighbours, guint32 i)
{
  return MIN (i, neighbours->indices[neighbours->starts[i]]);
}

/* Where the k-th neighbour is at distance 0: the distance of the nearest point that is elsewhere */
static gboolean
widen_duplicates (PlumeNeighbours *neighbours,
                  const SearchRows *rows,
                  PlumeTask *task,
                  GError **error)
{
  g_autoptr (GArray) firsts = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autofree double *keys = NULL;
  g_autofree guint8 *is_duplicate = g_new0 (guint8, MAX (neighbours->n, 1));

  if (neighbours->n_duplicates == 0)
    return TRUE;
  for (guint32 i = 0; i < neighbours->n; i++)
    {
      is_duplicate[i] = neighbours->scales[i] == 0;
      if (is_duplicate[i] && first_of_place (neighbours, i) == i)
        g_array_append_val (firsts, i);
    }
  keys = g_new (double, MAX (firsts->len, 1));
  if (!plume_search_nearest_apart (rows, firsts->len, (guint32 *)(gpointer)firsts->data, keys, task,
                                   error))
    return FALSE;
  for (guint f = 0; f < firsts->len; f++)
    neighbours->scales[g_array_index (firsts, guint32, f)] =
        isinf (keys[f]) ? SEARCH_NO_SCALE : plume_search_distance (rows->metric, keys[f]);
  for (guint32 i = 0; i < neighbours->n; i++)
    if (is_duplicate[i])
      neighbours->scales[i] = neighbours->scales[first_of_place (neighbours, i)];
  return TRUE;
}

/* Whether k neighbours can be found among n points */
gboolean
plume_search_check (gsize n, gsize k, GError **error)
{
  if (n >= 2 && k >= 1 && k < n)
    return TRUE;
  if (n < 2)
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                 _ ("The data have %zu rows, and neighbours need at least two"), n);
  else
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                 _ ("%zu neighbours were asked of %zu"
                    " points; choose from 1 to %zu"),
                 k, n, n - 1);
  return FALSE;
}

static PlumeSearch
choose_search (const PlumePoints *points, PlumeSearch search)
{
  if (search != PLUME_SEARCH_AUTOMATIC)
    return search;
  if (points->p <= MOST_TREE_DIMENSIONS)
    return PLUME_SEARCH_TREE;
  return points->n <= MOST_PRODUCT_POINTS ? PLUME_SEARCH_PRODUCTS : PLUME_SEARCH_DESCENT;
}

/**
 * plume_neighbours_find:
 * @points: finite coordinates
 * @metric: how nearness is measured
 * @k: 1 … n − 1
 * @reach: ≥ 1: also all points within reach × ε_i, at most 8 k of them; exactly k where it is 1
 * @search: which way
 * @seed: of approximate searches; others do not read it
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_USAGE where @k does not fit the data, %PLUME_ERROR_CANCELLED
 *
 * Returns: (transfer full): the nearest neighbours of every point, the same for any number of
 * threads
 */
PlumeNeighbours *
plume_neighbours_find (const PlumePoints *points,
                       PlumeMetric metric,
                       gsize k,
                       double reach,
                       PlumeSearch search,
                       guint64 seed,
                       PlumeTask *task,
                       GError **error)
{
  g_autoptr (SearchRows) rows = NULL;
  g_autoptr (SearchFound) found = NULL;
  g_autoptr (PlumeNeighbours) neighbours = NULL;
  g_autoptr (PlumeTask) searching = plume_task_new_part (task, 0, 0.95);
  g_autoptr (PlumeTask) widening = plume_task_new_part (task, 0.95, 1);
  double recall = 1;

  g_return_val_if_fail (points->p > 0, NULL);
  if (!plume_search_check (points->n, k, error))
    return NULL;
  rows = plume_search_rows_new (points, metric);
  search = choose_search (points, search);

  SearchWish wish = { .rows = rows,
                      .k = k,
                      .reach = plume_search_reach (metric, reach),
                      .most = reach > 1 ? MIN (SEARCH_MOST_PER_K * k, points->n - 1) : k,
                      .n_queries = points->n };

  if (search == PLUME_SEARCH_TREE)
    found = plume_search_tree (&wish, searching, error);
  else if (search == PLUME_SEARCH_PRODUCTS)
    found = plume_search_products (&wish, searching, error);
  else
    found = plume_search_descent (&wish, seed, &recall, searching, error);
  if (found == NULL)
    return NULL;
  neighbours = plume_search_assemble (&wish, found);
  neighbours->search = search;
  neighbours->recall = recall;
  if (!widen_duplicates (neighbours, rows, widening, error))
    return NULL;
  return g_steal_pointer (&neighbours);
}

/**
 * plume_search_nearest_other:
 * @labels: (array length=n): of rows
 * @queries: (array length=n_queries): rows
 * @nearest: (out) (array length=n_queries): the nearest row of another label; there must be one
 */
gboolean
plume_search_nearest_other (const SearchRows *rows,
                            const guint32 *labels,
                            gsize n_queries,
                            const guint32 *queries,
                            Near *nearest,
                            PlumeTask *task,
                            GError **error)
{
  SearchWish wish = { .rows = rows,
                      .k = 1,
                      .reach = 1,
                      .most = 1,
                      .n_queries = n_queries,
                      .queries = queries,
                      .labels = labels };
  g_autoptr (SearchFound) found = rows->p <= MOST_TREE_DIMENSIONS
                                      ? plume_search_tree (&wish, task, error)
                                      : plume_search_products (&wish, task, error);

  if (found == NULL)
    return FALSE;
  for (gsize q = 0; q < n_queries; q++)
    {
      gsize count;

      nearest[q] = plume_search_found_row (found, q, &count)[0];
    }
  return TRUE;
}
