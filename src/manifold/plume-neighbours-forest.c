/* plume-neighbours-forest.c: leaves of random kd-trees, where near rows often stand together.
 *
 * Silpa-Anan and Hartley 2008: a node is halved at the median of a coordinate drawn among those of
 * greatest variance. A tree is its leaves only; it depends on its seed and number alone.
 */
#include "manifold/plume-neighbours-private.h"

#include "core/plume-parallel.h"
#include "core/plume-random.h"

#define DRAWN_FROM 8     /* coordinates of greatest variance */
#define SAMPLE     64    /* rows a variance is taken from */
#define A_TIE      1e-12 /* coordinates, of which the greatest is 1, that differ less are the same */

typedef struct
{
  const SingleRows *single;
  guint64 seed;
  guint tree;
  gsize level;
  Near *items;
} Forest;

/* One of the coordinates of greatest variance, by a sample of the node's rows */
static gsize
draw_coordinate (const Forest *forest, gsize node, gsize from, gsize to)
{
  const SingleRows *single = forest->single;
  PlumeStream stream = plume_stream (forest->seed, "kd-forest", (guint64)forest->tree << 32 | node);
  gsize size = MIN (SAMPLE, to - from), chosen = 0, n = 0;
  Near best[DRAWN_FROM];
  NearHeap heap = { MIN (DRAWN_FROM, single->p), 0, best };

  for (gsize c = 0; c < single->p; c++)
    {
      double sum = 0, square = 0;

      for (gsize s = 0; s < size; s++)
        {
          guint32 index = forest->items[from + s * (to - from) / size].index;
          double x = (double)single->values[index * single->stride + c];

          sum += x;
          square += x * x;
        }
      plume_near_heap_offer (&heap, (Near){ sum * sum / (double)size - square, (guint32)c });
    }
  n = heap.n;
  chosen = MIN ((gsize)(plume_stream_uniform (&stream) * (double)n), n - 1);
  return best[chosen].index;
}

/* Of rows with the same coordinate each tree puts others together, or copies of one row would meet
 * the same few in every tree. Between 0 and 1. */
static inline double
lot (guint32 index, guint tree)
{
  guint32 mixed = (index + 0x9E3779B9u * (tree + 1)) * 0x85EBCA6Bu;

  mixed = (mixed ^ mixed >> 15) * 0xC2B2AE35u;
  return (double)(mixed ^ mixed >> 16) / 4294967296.0;
}

static void
split_nodes (gsize first, gsize last, gpointer data)
{
  Forest *forest = data;
  const SingleRows *single = forest->single;

  for (gsize k = first; k < last; k++)
    {
      gsize node = ((gsize)1 << forest->level) + k, from, to, coordinate;

      plume_search_node_range (single->n, node, &from, &to);
      coordinate = draw_coordinate (forest, node, from, to);
      for (gsize i = from; i < to; i++)
        {
          guint32 index = forest->items[i].index;

          forest->items[i].key = (double)single->values[index * single->stride + coordinate]
                                 + A_TIE * lot (index, forest->tree);
        }
      plume_near_select (forest->items + from, to - from, (to - from) / 2);
    }
}

/**
 * plume_search_leaves_new:
 * @single: at least one row
 * @most: rows of a leaf
 * @seed: @tree: which tree of the forest
 *
 * Returns: (transfer full): the rows leaf by leaf, %NULL when cancelled; O(n log n)
 */
SearchLeaves *
plume_search_leaves_new (
    const SingleRows *single, gsize most, guint64 seed, guint tree, PlumeTask *task, GError **error)
{
  g_autofree Near *items = g_new (Near, single->n);
  Forest forest = { single, seed, tree, 0, items };
  SearchLeaves *leaves;

  for (gsize i = 0; i < single->n; i++)
    items[i].index = (guint32)i;
  for (; (single->n + ((gsize)1 << forest.level) - 1) >> forest.level > most; forest.level++)
    if (!plume_parallel_for ((gsize)1 << forest.level, MAX (1, ((gsize)1 << forest.level) / 256),
                             split_nodes, &forest, NULL, error)
        || !plume_task_check (task, error))
      return NULL;
  leaves = g_new (SearchLeaves, 1);
  leaves->n = single->n;
  leaves->n_leaves = (gsize)1 << forest.level;
  leaves->order = g_new (guint32, single->n);
  for (gsize i = 0; i < single->n; i++)
    leaves->order[i] = items[i].index;
  return leaves;
}

void
plume_search_leaves_free (SearchLeaves *leaves)
{
  g_free (leaves->order);
  g_free (leaves);
}
