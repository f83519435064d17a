/* plume-neighbours-products.c: exact neighbours in many dimensions by blocks of products.
 *
 * |x|² + |y|² − 2 x·y in single precision, with a bound of its rounding, leaves a few candidates a
 * row that are measured again in double precision: a dot product of p terms in any order is wrong
 * by at most (p − 1) u |x| |y|, u = 2⁻²⁴ (Higham 2002, §3.1), and so is each key by (p + 16) u
 * (|x|² + |y|²) with what else is rounded. Absolute differences are bounded alike.
 */
#include "manifold/plume-neighbours-private.h"

#include <string.h>

#include "core/plume-parallel.h"
#include "core/plume-vector.h"
#include "linalg/plume-matrix.h"

#define QUERIES   128
#define TILE      1024
#define ROUNDING  0x1p-24
#define GROUP     64
#define UNDERFLOW 1e-30 /* of squares, in units of the greatest coordinate */

typedef struct
{
  float lower;
  guint32 index;
} Candidate;

typedef struct
{
  gsize n;
  float threshold; /* lower bounds above it cannot be wanted */
  Candidate *items;
} Candidates;

typedef struct
{
  const SearchWish *wish;
  const SingleRows *single;
  float *sizes;     /* a row: |x|² or Σ|x| */
  float *own_share; /* a row: (1 − c) |x|² or −c Σ|x| */
  double bound;     /* c */
  gsize room;       /* candidates of one query */
  SearchFound *found;
} Products;

/* Products to lower bounds of keys; places of those at or below the threshold, rare ones. */
PLUME_VECTOR_CLONES static gsize
collect_places (
    float *values, const float *shares, float own, gsize width, float threshold, guint32 *places)
{
  gsize n = 0;

  for (gsize from = 0; from < width; from += GROUP)
    {
      gsize to = MIN (from + GROUP, width);
      float least = INFINITY;

#pragma omp simd reduction(min : least)
      for (gsize j = from; j < to; j++)
        {
          values[j] += own + shares[j];
          least = values[j] < least ? values[j] : least;
        }
      for (gsize j = from; least <= threshold && j < to; j++)
        if (values[j] <= threshold)
          places[n++] = (guint32)j;
    }
  return n;
}

static float
upper_bound (const Products *products, gsize query, Candidate candidate)
{
  double twice = 2 * products->bound
                 * ((double)products->sizes[query] + (double)products->sizes[candidate.index]);

  return MAX (candidate.lower, 0) + (float)(twice * (1 + 1e-6));
}

static void
narrow (const Products *products, gsize query, Candidates *candidates, Near *scratch)
{
  const SearchWish *wish = products->wish;
  double threshold;
  gsize kept = 0;

  if (candidates->n <= wish->k)
    return;
  for (gsize i = 0; i < candidates->n; i++)
    scratch[i] = (Near){ (double)upper_bound (products, query, candidates->items[i]),
                         candidates->items[i].index };
  plume_near_select (scratch, candidates->n, wish->k - 1);
  threshold = wish->reach * scratch[wish->k - 1].key;
  if (wish->reach > 1 && candidates->n > wish->most)
    {
      plume_near_select (scratch, candidates->n, wish->most - 1);
      threshold = MIN (threshold, scratch[wish->most - 1].key);
    }
  candidates->threshold = MIN (candidates->threshold, (float)(threshold * (1 + 1e-6) + UNDERFLOW));
  for (gsize i = 0; i < candidates->n; i++)
    if (candidates->items[i].lower <= candidates->threshold)
      candidates->items[kept++] = candidates->items[i];
  candidates->n = kept;
}

static void
scan_tile (const Products *products,
           gsize query,
           float *lower,
           gsize first,
           gsize width,
           Candidates *candidates,
           guint32 *places)
{
  const guint32 *labels = products->wish->labels;
  gsize n_places = collect_places (lower, products->own_share + first, products->own_share[query],
                                   width, candidates->threshold, places);

  for (gsize s = 0; s < n_places; s++)
    {
      guint32 index = (guint32)(first + places[s]);

      if (index != query && (labels == NULL || labels[index] != labels[query]))
        candidates->items[candidates->n++] = (Candidate){ lower[places[s]], index };
    }
}

static void
take_row (const Products *products,
          gsize chunk,
          gsize row,
          gsize query,
          Candidates *candidates,
          Near *scratch)
{
  narrow (products, query, candidates, scratch);
  for (gsize i = 0; i < candidates->n; i++)
    scratch[i] = (Near){ search_rows_key (products->wish->rows, query, candidates->items[i].index),
                         candidates->items[i].index };
  plume_search_found_take (products->found, chunk, row, products->wish, scratch, candidates->n);
}

static void
multiply_tile (const Products *products,
               gsize n_queries,
               const float *rows,
               gsize first,
               gsize width,
               float *values)
{
  const SingleRows *single = products->single;
  const float *others = single->values + first * single->stride;

  if (single->metric == PLUME_METRIC_MANHATTAN)
    for (gsize q = 0; q < n_queries; q++)
      plume_single_rows_keys (single, rows + q * single->stride, others, width, values + q * TILE);
  else
    plume_product_single (PLUME_PLAIN, PLUME_TRANSPOSED, n_queries, width, single->stride, -2, rows,
                          single->stride, others, single->stride, 0, values, TILE);
}

static void
search_rows (gsize from, gsize to, gpointer data)
{
  const Products *products = data;
  const SearchWish *wish = products->wish;
  gsize n = wish->rows->n, stride = products->single->stride, limit = 2 * wish->most + 64;
  g_autofree float *rows = g_new (float, QUERIES *stride);
  g_autofree float *values = g_new (float, QUERIES *TILE);
  g_autofree guint32 *places = g_new (guint32, TILE);
  Candidates candidates[QUERIES];
  gsize room = limit + TILE;
  g_autofree gsize *rooms = g_new (gsize, QUERIES);
  gsize scratch_room = room;
  g_autofree Near *scratch = g_new (Near, scratch_room);

  for (gsize q = from; q < to; q++)
    {
      memcpy (rows + (q - from) * stride,
              products->single->values + search_wish_query (wish, q) * stride,
              stride * sizeof (float));
      candidates[q - from] = (Candidates){ 0, INFINITY, g_new (Candidate, room) };
      rooms[q - from] = room;
    }
  for (gsize first = 0; first < n; first += TILE)
    {
      gsize width = MIN (TILE, n - first);

      multiply_tile (products, to - from, rows, first, width, values);
      for (gsize q = from; q < to; q++)
        {
          gsize query = search_wish_query (wish, q);
          Candidates *mine = &candidates[q - from];
          float *lower = values + (q - from) * TILE;

          /* Where rounding hides who is nearest, there are more than usual. */
          if (mine->n + TILE > rooms[q - from])
            {
              rooms[q - from] = 2 * (mine->n + TILE);
              mine->items = g_renew (Candidate, mine->items, rooms[q - from]);
            }
          if (rooms[q - from] > scratch_room)
            {
              scratch_room = rooms[q - from];
              scratch = g_renew (Near, scratch, scratch_room);
            }
          scan_tile (products, query, lower, first, width, mine, places);
          if (mine->n > limit)
            narrow (products, query, mine, scratch);
        }
    }
  for (gsize q = from; q < to; q++)
    {
      take_row (products, from / QUERIES, q, search_wish_query (wish, q), &candidates[q - from],
                scratch);
      g_free (candidates[q - from].items);
    }
}

static void
measure_sizes (Products *products)
{
  const SingleRows *single = products->single;
  gboolean is_manhattan = single->metric == PLUME_METRIC_MANHATTAN;

  for (gsize i = 0; i < single->n; i++)
    {
      const float *row = single->values + i * single->stride;
      double size = 0;

      for (gsize j = 0; j < single->p; j++)
        size += is_manhattan ? fabs ((double)row[j]) : (double)row[j] * (double)row[j];
      products->sizes[i] = (float)size;
      products->own_share[i] =
          (float)(is_manhattan ? -products->bound * size : (1 - products->bound) * size);
    }
}

/**
 * plume_search_products:
 *
 * O(queries × n × p) by matrix products.
 */
SearchFound *
plume_search_products (const SearchWish *wish, PlumeTask *task, GError **error)
{
  g_autoptr (SingleRows) single = plume_single_rows_new (wish->rows, 1);
  g_autofree float *sizes = g_new (float, MAX (single->n, 1));
  g_autofree float *own_share = g_new (float, MAX (single->n, 1));
  g_autoptr (SearchFound) found =
      plume_search_found_new (wish->n_queries, (wish->n_queries + QUERIES - 1) / QUERIES);
  Products products = { .wish = wish,
                        .single = single,
                        .sizes = sizes,
                        .own_share = own_share,
                        .bound = ((double)single->p + 16) * ROUNDING,
                        .found = found };

  measure_sizes (&products);
  if (!plume_parallel_for (wish->n_queries, QUERIES, search_rows, &products, task, error))
    return NULL;
  return g_steal_pointer (&found);
}
