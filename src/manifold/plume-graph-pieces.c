/* plume-graph-pieces.c: graphs in pieces: finding them, joining them, leaving them out, or asking
 * for more neighbours.
 *
 * Joining adds the minimum spanning tree of the pieces under the distance of their nearest points
 * (Kruskal's), found in Borůvka's rounds: each piece but the largest looks for its nearest point
 * elsewhere.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "core/plume-error.h"
#include "manifold/plume-graph-private.h"
#include "manifold/plume-neighbours-private.h"

#define LEAST_WEIGHT 1e-4 /* of edges that join: what the kernels cut at */
#define MOST_OPERATIONS                                                                            \
  1e12 /* of an exact round; above it a piece asks with some of its points                         \
        */
#define MOST_NEIGHBOURS 1000

gsize
plume_graph_label_pieces (const PlumeSparse *weights, guint32 *labels)
{
  gsize n = weights->n_rows, n_pieces = 0;
  g_autofree guint32 *queue = g_new (guint32, MAX (n, 1));

  for (gsize i = 0; i < n; i++)
    labels[i] = G_MAXUINT32;
  for (gsize i = 0; i < n; i++)
    {
      gsize first = 0, last = 0;

      if (labels[i] != G_MAXUINT32)
        continue;
      labels[i] = (guint32)n_pieces;
      queue[last++] = (guint32)i;
      while (first < last)
        {
          guint32 vertex = queue[first++];

          for (gsize e = weights->starts[vertex]; e < weights->starts[vertex + 1]; e++)
            if (labels[weights->columns[e]] == G_MAXUINT32)
              {
                labels[weights->columns[e]] = (guint32)n_pieces;
                queue[last++] = weights->columns[e];
              }
        }
      n_pieces++;
    }
  return n_pieces;
}

static guint32
find_largest (const guint32 *labels, gsize n, gsize n_pieces)
{
  g_autofree gsize *sizes = g_new0 (gsize, n_pieces);
  guint32 largest = 0;

  for (gsize i = 0; i < n; i++)
    sizes[labels[i]]++;
  for (guint32 piece = 1; piece < n_pieces; piece++)
    largest = sizes[piece] > sizes[largest] ? piece : largest;
  return largest;
}

void
plume_graph_keep_largest (PlumeGraph *graph, const guint32 *labels, gsize n_pieces)
{
  const PlumeSparse *all = graph->weights;
  gsize n = all->n_rows, kept = 0, n_entries = 0;
  guint32 largest = find_largest (labels, n, n_pieces);
  g_autofree guint32 *place = g_new (guint32, n);
  PlumeSparse *weights;

  graph->kept = g_new (guint32, n);
  for (gsize i = 0; i < n; i++)
    if (labels[i] == largest)
      {
        place[i] = (guint32)kept;
        graph->diagonal[kept] = graph->diagonal[i];
        graph->kept[kept++] = (guint32)i;
        n_entries += all->starts[i + 1] - all->starts[i];
      }
  weights = plume_sparse_new (kept, kept, n_entries);
  for (gsize v = 0, to = 0; v < kept; v++)
    {
      for (gsize e = all->starts[graph->kept[v]]; e < all->starts[graph->kept[v] + 1]; e++, to++)
        {
          weights->columns[to] = place[all->columns[e]];
          weights->values[to] = all->values[e];
          graph->lengths[to] = graph->lengths[e];
        }
      weights->starts[v + 1] = to;
    }
  plume_sparse_unref (graph->weights);
  graph->weights = weights;
}

typedef struct
{
  double key, weight;
  guint32 i, j; /* i < j */
} Edge;

static gboolean
edge_precedes (const Edge *a, const Edge *b)
{
  if (a->key != b->key)
    return a->key < b->key;
  return a->i < b->i || (a->i == b->i && a->j < b->j);
}

static int
compare_edges (const void *a, const void *b)
{
  const Edge *x = a, *y = b;

  return x->i != y->i ? (x->i < y->i ? -1 : 1) : (x->j > y->j) - (x->j < y->j);
}

static guint32
find_root (guint32 *parents, guint32 piece)
{
  while (parents[piece] != piece)
    piece = parents[piece] = parents[parents[piece]];
  return piece;
}

/* Points with which the pieces ask: all but those of the largest, or fewer of each where the search
 * would be too long. */
static guint32 *
choose_queries (const SearchRows *rows, const guint32 *labels, gsize n_pieces, gsize *n_queries)
{
  guint32 largest = find_largest (labels, rows->n, n_pieces);
  guint32 *queries = g_new (guint32, rows->n);
  g_autofree gsize *asked = g_new0 (gsize, n_pieces);
  gsize stride = 1;
  double operations;

  *n_queries = 0;
  for (gsize i = 0; i < rows->n; i++)
    *n_queries += labels[i] != largest;
  operations = 2.0 * (double)*n_queries * (double)rows->n * (double)rows->p;
  if (rows->p > 8 && operations > MOST_OPERATIONS)
    stride = (gsize)ceil (operations / MOST_OPERATIONS);
  *n_queries = 0;
  for (gsize i = 0; i < rows->n; i++)
    if (labels[i] != largest && asked[labels[i]]++ % stride == 0)
      queries[(*n_queries)++] = (guint32)i;
  return queries;
}

/* Walks from vertex to vertex while that brings the ends nearer to each other. */
static void
tighten (const PlumeSparse *weights, const SearchRows *rows, Edge *edge)
{
  guint32 ends[2] = { edge->i, edge->j };

  for (gboolean is_nearer = TRUE; is_nearer;)
    {
      is_nearer = FALSE;
      for (guint side = 0; side < 2; side++)
        {
          guint32 here = ends[side];

          for (gsize e = weights->starts[here]; e < weights->starts[here + 1]; e++)
            {
              double key = search_rows_key (rows, weights->columns[e], ends[1 - side]);

              if (key >= edge->key)
                continue;
              edge->key = key;
              ends[side] = weights->columns[e];
              is_nearer = TRUE;
            }
        }
    }
  edge->i = MIN (ends[0], ends[1]);
  edge->j = MAX (ends[0], ends[1]);
}

/* One round: the shortest edge out of each piece but the largest; pieces that meet become one. */
static gboolean
join_once (const PlumeGraph *graph,
           const SearchRows *rows,
           guint32 *labels,
           gsize *n_pieces,
           GArray *edges,
           PlumeTask *task,
           GError **error)
{
  gsize n_queries, n_before = *n_pieces;
  g_autofree guint32 *queries = choose_queries (rows, labels, n_before, &n_queries);
  g_autofree Near *nearest = g_new (Near, MAX (n_queries, 1));
  g_autofree Edge *best = g_new (Edge, n_before);
  g_autofree guint32 *parents = g_new (guint32, n_before), *numbers = g_new (guint32, n_before);

  if (!plume_search_nearest_other (rows, labels, n_queries, queries, nearest, task, error))
    return FALSE;
  for (guint32 piece = 0; piece < n_before; piece++)
    {
      best[piece] = (Edge){ .key = INFINITY };
      parents[piece] = piece;
    }
  for (gsize q = 0; q < n_queries; q++)
    {
      Edge edge = { nearest[q].key, 0, MIN (queries[q], nearest[q].index),
                    MAX (queries[q], nearest[q].index) };

      if (edge_precedes (&edge, &best[labels[queries[q]]]))
        best[labels[queries[q]]] = edge;
    }
  for (guint32 piece = 0; piece < n_before; piece++)
    {
      guint32 a, b;

      if (isinf (best[piece].key))
        continue;
      a = find_root (parents, labels[best[piece].i]);
      b = find_root (parents, labels[best[piece].j]);
      if (a == b)
        continue;
      parents[MAX (a, b)] = MIN (a, b);
      tighten (graph->weights, rows, &best[piece]);
      g_array_append_val (edges, best[piece]);
    }
  *n_pieces = 0;
  for (guint32 piece = 0; piece < n_before; piece++)
    {
      guint32 root = find_root (parents, piece);

      numbers[piece] = root == piece ? (guint32)(*n_pieces)++ : numbers[root];
    }
  for (gsize i = 0; i < rows->n; i++)
    labels[i] = numbers[labels[i]];
  return TRUE;
}

/* An edge of weight w has length about 1/√w, so that joining edges of length ℓ weigh w̃ (ℓ̃/ℓ)², ~
 * the medians of the graph; 1 where it has no edges. */
static void
weigh_edges (const PlumeGraph *graph, PlumeMetric metric, GArray *edges)
{
  gsize n = graph->weights->n_entries;
  double weight = n > 0 ? plume_graph_median (graph->weights->values, n) : 1;
  double length = n > 0 ? plume_graph_median (graph->lengths, n) : 0;

  for (guint k = 0; k < edges->len; k++)
    {
      Edge *edge = &g_array_index (edges, Edge, k);
      double ratio;

      edge->key = plume_search_distance (metric, edge->key);
      ratio = length > 0 && edge->key > length ? length / edge->key : 1;
      edge->weight = MAX (weight * ratio * ratio, MIN (LEAST_WEIGHT, weight));
    }
}

/* Edges in both directions, each in its row's order of columns */
static void
add_edges (PlumeGraph *graph, const GArray *edges)
{
  const PlumeSparse *old = graph->weights;
  g_autoptr (GArray) directed = g_array_new (FALSE, FALSE, sizeof (Edge));
  PlumeSparse *weights =
      plume_sparse_new (old->n_rows, old->n_columns, old->n_entries + 2 * edges->len);
  double *lengths = g_new (double, weights->n_entries);
  gsize to = 0;
  guint k = 0;

  for (guint e = 0; e < edges->len; e++)
    {
      Edge edge = g_array_index (edges, Edge, e);
      Edge turned = { edge.key, edge.weight, edge.j, edge.i };

      g_array_append_val (directed, edge);
      g_array_append_val (directed, turned);
    }
  g_array_sort (directed, compare_edges);
  for (gsize i = 0; i < old->n_rows; i++)
    {
      gsize from = old->starts[i];

      while (from < old->starts[i + 1]
             || (k < directed->len && g_array_index (directed, Edge, k).i == i))
        {
          const Edge *edge = k < directed->len ? &g_array_index (directed, Edge, k) : NULL;
          gboolean is_added = edge != NULL && edge->i == i
                              && (from == old->starts[i + 1] || edge->j < old->columns[from]);

          weights->columns[to] = is_added ? edge->j : old->columns[from];
          weights->values[to] = is_added ? edge->weight : old->values[from];
          lengths[to++] = is_added ? edge->key : graph->lengths[from];
          if (is_added)
            k++;
          else
            from++;
        }
      weights->starts[i + 1] = to;
    }
  plume_sparse_unref (graph->weights);
  g_free (graph->lengths);
  graph->weights = weights;
  graph->lengths = lengths;
}

/**
 * plume_graph_join_pieces:
 * @labels: (inout): of pieces; 0 for all afterwards
 */
gboolean
plume_graph_join_pieces (PlumeGraph *graph,
                         const PlumePoints *points,
                         PlumeMetric metric,
                         guint32 *labels,
                         gsize n_pieces,
                         PlumeTask *task,
                         GError **error)
{
  g_autoptr (SearchRows) rows = plume_search_rows_new (points, metric);
  g_autoptr (GArray) edges = g_array_new (FALSE, FALSE, sizeof (Edge));

  while (n_pieces > 1)
    if (!join_once (graph, rows, labels, &n_pieces, edges, task, error))
      return FALSE;
  weigh_edges (graph, metric, edges);
  add_edges (graph, edges);
  graph->n_joined = edges->len;
  return TRUE;
}

/* What a search for fewer neighbours would have found */
static PlumeNeighbours *
take_fewer (const PlumeNeighbours *many, gsize k, double reach)
{
  PlumeNeighbours *few = plume_neighbours_new (many->n, k, many->starts[many->n]);

  few->search = many->search;
  few->recall = many->recall;
  for (gsize i = 0; i < many->n; i++)
    {
      const double *d = many->distances + many->starts[i];
      gsize room = many->starts[i + 1] - many->starts[i], count = k, next = k;

      while (reach > 1 && count < MIN (room, 8 * k) && d[count] <= reach * d[k - 1])
        count++;
      while (next < room && d[next] == 0)
        next++;
      few->starts[i + 1] = few->starts[i] + count;
      memcpy (few->indices + few->starts[i], many->indices + many->starts[i],
              count * sizeof (guint32));
      memcpy (few->distances + few->starts[i], d, count * sizeof (double));
      few->scales[i] = d[k - 1] > 0 ? d[k - 1] : next < room ? d[next] : many->scales[i];
      few->n_duplicates += d[k - 1] == 0;
    }
  return few;
}

static gboolean
apply_and_count (PlumeGraph *graph,
                 const PlumeNeighbours *neighbours,
                 const PlumeGraphOptions *options,
                 gsize *n_pieces,
                 PlumeTask *task,
                 GError **error)
{
  g_autofree guint32 *labels = g_new (guint32, neighbours->n);

  g_clear_pointer (&graph->weights, plume_sparse_unref);
  g_clear_pointer (&graph->lengths, g_free);
  if (!plume_graph_apply_kernel (graph, neighbours, options, task, error))
    return FALSE;
  *n_pieces = plume_graph_label_pieces (graph->weights, labels);
  return TRUE;
}

/**
 * plume_graph_apply_more:
 *
 * k doubles until the graph is in one piece; the least such k is then found by halving.
 */
gboolean
plume_graph_apply_more (PlumeGraph *graph,
                        const PlumePoints *points,
                        PlumeMetric metric,
                        const PlumeNeighbours *neighbours,
                        const PlumeGraphOptions *options,
                        PlumeTask *task,
                        GError **error)
{
  double reach = plume_graph_reach (options);
  gsize most = MIN (points->n - 1, MAX (MOST_NEIGHBOURS, neighbours->k));
  gsize too_few = neighbours->k, enough = too_few, n_pieces = 2;
  g_autoptr (PlumeNeighbours) many = NULL;

  while (n_pieces > 1)
    {
      too_few = enough;
      enough = MIN (2 * enough, most);
      if (enough == too_few)
        {
          g_set_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                       _ ("The graph stays in pieces even with %zu"
                          " neighbours; join the pieces, or keep the largest"),
                       most);
          return FALSE;
        }
      g_clear_pointer (&many, plume_neighbours_unref);
      many = plume_neighbours_find (points, metric, enough, reach, PLUME_SEARCH_AUTOMATIC, 0, task,
                                    error);
      if (many == NULL || !apply_and_count (graph, many, options, &n_pieces, task, error))
        return FALSE;
    }
  while (enough - too_few > 1)
    {
      gsize middle = too_few + (enough - too_few) / 2;
      g_autoptr (PlumeNeighbours) few = take_fewer (many, middle, reach);

      if (!apply_and_count (graph, few, options, &n_pieces, task, error))
        return FALSE;
      if (n_pieces == 1)
        enough = middle;
      else
        too_few = middle;
    }
  if (graph->k != enough)
    {
      g_autoptr (PlumeNeighbours) few = take_fewer (many, enough, reach);

      return apply_and_count (graph, few, options, &n_pieces, task, error);
    }
  return TRUE;
}
