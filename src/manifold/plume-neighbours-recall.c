/* plume-neighbours-recall.c: what share of the true neighbours a search has found. */
#include "manifold/plume-neighbours-private.h"

#include <stdlib.h>

#include "core/plume-random.h"

#define ASKED 500

static int
compare_rows (const void *a, const void *b)
{
  guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;

  return (x > y) - (x < y);
}

/* Different rows in rising order (Floyd's sample), all where there are few. */
static guint32 *
draw_rows (gsize n, guint64 seed, gsize *count)
{
  PlumeStream stream = plume_stream (seed, "recall", 0);
  g_autoptr (GHashTable) drawn = g_hash_table_new (NULL, NULL);
  guint32 *rows;

  *count = MIN (ASKED, n);
  rows = g_new (guint32, MAX (*count, 1));
  for (gsize i = 0; i < *count; i++)
    {
      gsize last = n - *count + i;
      gsize row = MIN ((gsize)(plume_stream_uniform (&stream) * (double)(last + 1)), last);

      if (g_hash_table_contains (drawn, GSIZE_TO_POINTER (row)))
        row = last;
      g_hash_table_add (drawn, GSIZE_TO_POINTER (row));
      rows[i] = (guint32)row;
    }
  qsort (rows, *count, sizeof *rows, compare_rows);
  return rows;
}

/**
 * plume_search_recall:
 * @wish: whose rows are all asked for
 * @found: what was found for all rows
 *
 * A row found at the key of a true one counts as true: which of several is the k-th is of no
 * matter.
 *
 * Returns: the share of the true k nearest that are among the first k found, over 500 random rows
 * asked exactly; −1 when cancelled. O(500 n p).
 */
double
plume_search_recall (
    const SearchWish *wish, const SearchFound *found, guint64 seed, PlumeTask *task, GError **error)
{
  gsize count, n_true = 0;
  g_autofree guint32 *rows = draw_rows (wish->rows->n, seed, &count);
  SearchWish exact_wish = { .rows = wish->rows,
                            .k = wish->k,
                            .reach = 1,
                            .most = wish->k,
                            .n_queries = count,
                            .queries = rows };
  g_autoptr (SearchFound) exact = plume_search_products (&exact_wish, task, error);

  if (exact == NULL)
    return -1;
  for (gsize q = 0; q < count; q++)
    {
      gsize n_exact, n_found;
      const Near *truth = plume_search_found_row (exact, q, &n_exact);
      const Near *guess = plume_search_found_row (found, rows[q], &n_found);

      for (gsize l = 0; l < MIN (n_found, wish->k); l++)
        n_true += guess[l].key <= truth[n_exact - 1].key;
    }
  return (double)n_true / (double)(count * wish->k);
}
