/* plume-neighbours-tree.c: exact neighbours in few dimensions by a balanced kd-tree.
 *
 * Friedman, Bentley and Finkel 1977, with the box of each node's rows for pruning. Nodes know the
 * least index below them, so that among rows at one distance the lower indices are found without
 * visiting all: groups of equal rows cost no more than others.
 */
#include "manifold/plume-neighbours-private.h"

#include <string.h>

#include "core/plume-parallel.h"

#define LEAF     32
#define AT_ONCE  128
#define MIXED    G_MAXUINT32
#define NO_LABEL G_MAXUINT32

typedef struct
{
  const SearchWish *wish;
  gsize n, p, depth, level; /* @level: the one that is being built */
  Near *items;              /* rows in order of the leaves */
  double *values;           /* n × p, in that order */
  double *boxes;            /* 2 p a node: least, greatest */
  guint32 *least_index;     /* a node */
  guint32 *labels;          /* nullable: a node; MIXED where there are several */
  SearchFound *found;       /* nullable */
  const guint32 *queries;   /* nullable, with keys: nearest apart */
  double *keys;
} Tree;

/* Where a node's rows begin and end: node 1 is all, 2h and 2h + 1 are the halves of h. */
void
plume_search_node_range (gsize n, gsize node, gsize *from, gsize *to)
{
  guint bits = g_bit_storage (node) - 1;

  *from = 0;
  *to = n;
  while (bits-- > 0)
    {
      gsize middle = *from + (*to - *from) / 2;

      if ((node >> bits) & 1)
        *from = middle;
      else
        *to = middle;
    }
}

static void
measure_node (Tree *tree, gsize node, gsize from, gsize to)
{
  gsize p = tree->p;
  double *least = tree->boxes + 2 * p * node, *greatest = least + p;
  const SearchWish *wish = tree->wish;

  for (gsize c = 0; c < p; c++)
    {
      least[c] = INFINITY;
      greatest[c] = -INFINITY;
    }
  tree->least_index[node] = G_MAXUINT32;
  for (gsize i = from; i < to; i++)
    {
      guint32 index = tree->items[i].index;
      const double *row = wish->rows->values + index * p;

      for (gsize c = 0; c < p; c++)
        {
          least[c] = MIN (least[c], row[c]);
          greatest[c] = MAX (greatest[c], row[c]);
        }
      tree->least_index[node] = MIN (tree->least_index[node], index);
      if (tree->labels == NULL)
        continue;
      if (i == from)
        tree->labels[node] = wish->labels[index];
      else if (tree->labels[node] != wish->labels[index])
        tree->labels[node] = MIXED;
    }
}

static void
split_node (Tree *tree, gsize node, gsize from, gsize to)
{
  const double *least = tree->boxes + 2 * tree->p * node, *greatest = least + tree->p;
  gsize widest = 0;

  for (gsize c = 1; c < tree->p; c++)
    widest = greatest[c] - least[c] > greatest[widest] - least[widest] ? c : widest;
  for (gsize i = from; i < to; i++)
    tree->items[i].key = tree->wish->rows->values[tree->items[i].index * tree->p + widest];
  plume_near_select (tree->items + from, to - from, (to - from) / 2);
}

static void
build_nodes (gsize first, gsize last, gpointer data)
{
  Tree *tree = data;

  for (gsize k = first; k < last; k++)
    {
      gsize node = ((gsize)1 << tree->level) + k, from, to;

      plume_search_node_range (tree->n, node, &from, &to);
      measure_node (tree, node, from, to);
      if (tree->level < tree->depth)
        split_node (tree, node, from, to);
    }
}

static void
copy_rows (gsize from, gsize to, gpointer data)
{
  Tree *tree = data;

  for (gsize i = from; i < to; i++)
    memcpy (tree->values + i * tree->p, tree->wish->rows->values + tree->items[i].index * tree->p,
            tree->p * sizeof (double));
}

static void
free_tree (Tree *tree)
{
  g_free (tree->items);
  g_free (tree->values);
  g_free (tree->boxes);
  g_free (tree->least_index);
  g_free (tree->labels);
  g_free (tree);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Tree, free_tree)

static Tree *
build_tree (const SearchWish *wish, PlumeTask *task, GError **error)
{
  g_autoptr (Tree) tree = g_new0 (Tree, 1);
  gsize n = wish->rows->n, p = wish->rows->p, n_nodes;

  tree->wish = wish;
  tree->n = n;
  tree->p = p;
  while ((n >> tree->depth) > LEAF)
    tree->depth++;
  n_nodes = (gsize)2 << tree->depth;
  tree->items = g_new (Near, MAX (n, 1));
  tree->values = g_new (double, MAX (n * p, 1));
  tree->boxes = g_new (double, 2 * p * n_nodes);
  tree->least_index = g_new (guint32, n_nodes);
  tree->labels = wish->labels != NULL ? g_new (guint32, n_nodes) : NULL;
  for (gsize i = 0; i < n; i++)
    tree->items[i].index = (guint32)i;
  for (; tree->level <= tree->depth; tree->level++)
    {
      g_autoptr (PlumeTask) part =
          plume_task_new_part (task, (double)tree->level / ((double)tree->depth + 1),
                               ((double)tree->level + 1) / ((double)tree->depth + 1));

      if (!plume_parallel_for ((gsize)1 << tree->level, MAX (1, ((gsize)1 << tree->level) / 256),
                               build_nodes, tree, part, error))
        return NULL;
    }
  if (!plume_parallel_for (n, 65536, copy_rows, tree, NULL, error))
    return NULL;
  return g_steal_pointer (&tree);
}

typedef struct
{
  const Tree *tree;
  const double *row;
  guint32 index, label;
  gboolean is_apart; /* rows at key 0 are passed over */
  double bound;      /* greater keys are not wanted */
  double *offsets;   /* p, and p zeros */
  NearHeap heap;
} Query;

/* The least key that a row in the node's box can have */
static double
box_key (const Query *query, gsize node)
{
  const Tree *tree = query->tree;
  const double *least = tree->boxes + 2 * tree->p * node, *greatest = least + tree->p;

  for (gsize c = 0; c < tree->p; c++)
    {
      double below = least[c] - query->row[c], above = query->row[c] - greatest[c];

      query->offsets[c] = MAX (MAX (below, above), 0);
    }
  return search_key (tree->wish->rows->metric, tree->p, query->offsets, query->offsets + tree->p);
}

static gboolean
is_one_place (const Query *query, gsize node)
{
  const Tree *tree = query->tree;
  const double *least = tree->boxes + 2 * tree->p * node;

  return memcmp (least, least + tree->p, tree->p * sizeof (double)) == 0;
}

static void
visit_leaf (Query *query, gsize from, gsize to)
{
  const Tree *tree = query->tree;
  const guint32 *labels = tree->wish->labels;

  for (gsize i = from; i < to; i++)
    {
      Near near = { 0, tree->items[i].index };

      if (near.index == query->index || (labels != NULL && labels[near.index] == query->label))
        continue;
      near.key =
          search_key (tree->wish->rows->metric, tree->p, query->row, tree->values + i * tree->p);
      if (near.key <= query->bound && !(query->is_apart && near.key == 0))
        plume_near_heap_offer (&query->heap, near);
    }
}

static void
visit (Query *query, gsize node, gsize from, gsize to, double key)
{
  const Tree *tree = query->tree;
  Near best = { key, tree->least_index[node] };
  gsize middle = from + (to - from) / 2;
  double left, right;

  if (key > query->bound || !near_heap_wants (&query->heap, best)
      || (tree->labels != NULL && tree->labels[node] == query->label)
      || (query->is_apart && key == 0 && is_one_place (query, node)))
    return;
  if (node >> tree->depth)
    {
      visit_leaf (query, from, to);
      return;
    }
  left = box_key (query, 2 * node);
  right = box_key (query, 2 * node + 1);
  if (near_precedes ((Near){ right, tree->least_index[2 * node + 1] },
                     (Near){ left, tree->least_index[2 * node] }))
    {
      visit (query, 2 * node + 1, middle, to, right);
      visit (query, 2 * node, from, middle, left);
    }
  else
    {
      visit (query, 2 * node, from, middle, left);
      visit (query, 2 * node + 1, middle, to, right);
    }
}

static void
ask (Query *query, guint32 index, gsize capacity, double bound)
{
  const SearchWish *wish = query->tree->wish;

  query->row = wish->rows->values + index * wish->rows->p;
  query->index = index;
  query->label = wish->labels != NULL ? wish->labels[index] : NO_LABEL;
  query->bound = bound;
  query->heap.capacity = capacity;
  query->heap.n = 0;
  visit (query, 1, 0, query->tree->n, 0);
}

static void
ask_rows (gsize from, gsize to, gpointer data)
{
  const Tree *tree = data;
  const SearchWish *wish = tree->wish;
  g_autofree Near *items = g_new (Near, MAX (wish->most, wish->k));
  g_autofree double *offsets = g_new0 (double, 2 * tree->p);
  Query query = { .tree = tree, .offsets = offsets, .heap = { .items = items } };

  for (gsize i = from; i < to; i++)
    {
      /* All rows are asked leaf by leaf: what they visit is near in memory. */
      gsize row = wish->queries != NULL ? i : tree->items[i].index;
      guint32 index = wish->queries != NULL ? wish->queries[i] : tree->items[i].index;

      ask (&query, index, wish->k, INFINITY);
      if (wish->reach > 1 && query.heap.n == wish->k)
        ask (&query, index, wish->most, wish->reach * items[0].key);
      plume_search_found_take (tree->found, from / AT_ONCE, row, wish, items, query.heap.n);
    }
}

/**
 * plume_search_tree:
 *
 * O(n log n) to build; a query visits O(log n) leaves in few dimensions.
 */
SearchFound *
plume_search_tree (const SearchWish *wish, PlumeTask *task, GError **error)
{
  g_autoptr (PlumeTask) building = plume_task_new_part (task, 0, 0.2);
  g_autoptr (PlumeTask) asking = plume_task_new_part (task, 0.2, 1);
  g_autoptr (Tree) tree = build_tree (wish, building, error);
  g_autoptr (SearchFound) found = NULL;

  if (tree == NULL)
    return NULL;
  found = plume_search_found_new (wish->n_queries, (wish->n_queries + AT_ONCE - 1) / AT_ONCE);
  tree->found = found;
  if (!plume_parallel_for (wish->n_queries, AT_ONCE, ask_rows, tree, asking, error))
    return NULL;
  return g_steal_pointer (&found);
}

static void
ask_apart (gsize from, gsize to, gpointer data)
{
  const Tree *tree = data;
  g_autofree double *offsets = g_new0 (double, 2 * tree->p);
  Near nearest;
  Query query = {
    .tree = tree, .is_apart = TRUE, .offsets = offsets, .heap = { .items = &nearest }
  };

  for (gsize q = from; q < to; q++)
    {
      ask (&query, tree->queries[q], 1, INFINITY);
      tree->keys[q] = query.heap.n > 0 ? nearest.key : INFINITY;
    }
}

/**
 * plume_search_nearest_apart:
 * @queries: (array length=n_queries): rows
 * @keys: (out) (array length=n_queries): of the nearest row that is not equal; +∞ without one
 *
 * By a tree in any number of dimensions: it is asked for few rows.
 */
gboolean
plume_search_nearest_apart (const SearchRows *rows,
                            gsize n_queries,
                            const guint32 *queries,
                            double *keys,
                            PlumeTask *task,
                            GError **error)
{
  SearchWish wish = { .rows = rows, .k = 1, .reach = 1, .most = 1, .n_queries = n_queries };
  g_autoptr (Tree) tree = build_tree (&wish, NULL, error);

  if (tree == NULL)
    return FALSE;
  tree->queries = queries;
  tree->keys = keys;
  return plume_parallel_for (n_queries, 8, ask_apart, tree, task, error);
}
