/* plume-neighbours-private.h: what the ways of searching for neighbours share.
 *
 * All compare keys: squared distances of rows in which nearness is Euclidean, or sums of absolute
 * differences. Nearness has a total order, by key and then by index, so that the nearest of a set
 * do not depend on the order in which they are found.
 */
#pragma once

#include <math.h>

#include "manifold/plume-neighbours.h"

G_BEGIN_DECLS

typedef struct
{
  double key;
  guint32 index;
} Near;

static inline gboolean
near_precedes (Near a, Near b)
{
  return a.key < b.key || (a.key == b.key && a.index < b.index);
}

int plume_near_compare (const void *a, const void *b);
void plume_near_select (Near *items, gsize n, gsize place);

/* The @capacity nearest of those that were offered, the farthest of them on top. */
typedef struct
{
  gsize capacity, n;
  Near *items;
} NearHeap;

void plume_near_heap_offer (NearHeap *heap, Near near);

/* Whether something of that key and index would still be taken in */
static inline gboolean
near_heap_wants (const NearHeap *heap, Near near)
{
  return heap->n < heap->capacity || near_precedes (near, heap->items[0]);
}

#define SEARCH_MOST_PER_K 8     /* what reach may add */
#define SEARCH_NO_SCALE   1e-12 /* ε where all points are in one place */

/* n × p rows that are searched: the points, or their directions for cosine and correlation. */
typedef struct
{
  gsize n, p;
  PlumeMetric metric;
  const double *values;
  double *own; /* nullable: @values where they are a copy */
} SearchRows;

SearchRows *plume_search_rows_new (const PlumePoints *points, PlumeMetric metric);
void plume_search_rows_free (SearchRows *rows);
double plume_search_distance (PlumeMetric metric, double key);
/* By what keys grow when distances grow by the factor reach */
double plume_search_reach (PlumeMetric metric, double reach);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SearchRows, plume_search_rows_free)

/* The key of two rows, the same to the bit wherever it is computed. Sums of smaller terms never
 * come out greater, which is what lets the tree prune by boxes. */
static inline double
search_key (PlumeMetric metric, gsize p, const double *a, const double *b)
{
  double sum[4] = { 0 };
  gsize j = 0;

  if (metric == PLUME_METRIC_MANHATTAN)
    {
      for (; j + 4 <= p; j += 4)
        for (gsize l = 0; l < 4; l++)
          sum[l] += fabs (a[j + l] - b[j + l]);
      for (; j < p; j++)
        sum[0] += fabs (a[j] - b[j]);
    }
  else
    {
      for (; j + 4 <= p; j += 4)
        for (gsize l = 0; l < 4; l++)
          sum[l] += (a[j + l] - b[j + l]) * (a[j + l] - b[j + l]);
      for (; j < p; j++)
        sum[0] += (a[j] - b[j]) * (a[j] - b[j]);
    }
  return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

static inline double
search_rows_key (const SearchRows *rows, gsize i, gsize j)
{
  return search_key (rows->metric, rows->p, rows->values + i * rows->p, rows->values + j * rows->p);
}

/* What is asked of a search. */
typedef struct
{
  const SearchRows *rows;
  gsize k;
  double reach;           /* of keys: all within reach × the k-th are wanted too */
  gsize most;             /* of a row */
  gsize n_queries;        /* rows that are asked for */
  const guint32 *queries; /* nullable: which; all where NULL */
  const guint32 *labels;  /* nullable: those of the label of the query are passed over */
} SearchWish;

static inline guint32
search_wish_query (const SearchWish *wish, gsize q)
{
  return wish->queries != NULL ? wish->queries[q] : (guint32)q;
}

/* Rows of neighbours of different lengths, each written by one chunk of a parallel loop. */
typedef struct
{
  gsize n_rows, n_chunks;
  GArray **chunks; /* of Near */
  guint32 *chunk_of, *counts;
  gsize *places;
} SearchFound;

SearchFound *plume_search_found_new (gsize n_rows, gsize n_chunks);
void plume_search_found_free (SearchFound *found);
/* Sorts what was collected for a row, cuts it to what is wished, and stores it. */
void plume_search_found_take (
    SearchFound *found, gsize chunk, gsize row, const SearchWish *wish, Near *items, gsize n);
const Near *plume_search_found_row (const SearchFound *found, gsize row, gsize *count);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SearchFound, plume_search_found_free)

gboolean plume_search_check (gsize n, gsize k, GError **error);
/* Neighbours of all rows; scales are 0 yet where the k-th is at distance 0. */
PlumeNeighbours *plume_search_assemble (const SearchWish *wish, const SearchFound *found);

/* The ways. Each returns the rows of all queries, NULL when cancelled. */
SearchFound *plume_search_tree (const SearchWish *wish, PlumeTask *task, GError **error);
SearchFound *plume_search_products (const SearchWish *wish, PlumeTask *task, GError **error);
SearchFound *plume_search_descent (
    const SearchWish *wish, guint64 seed, double *recall, PlumeTask *task, GError **error);

/* The nearest row at a positive key for each query; +∞ where there is none. */
gboolean plume_search_nearest_apart (const SearchRows *rows,
                                     gsize n_queries,
                                     const guint32 *queries,
                                     double *keys,
                                     PlumeTask *task,
                                     GError **error);
/* The nearest row of another label for each query, by tree or products. */
gboolean plume_search_nearest_other (const SearchRows *rows,
                                     const guint32 *labels,
                                     gsize n_queries,
                                     const guint32 *queries,
                                     Near *nearest,
                                     PlumeTask *task,
                                     GError **error);
/* Share of the true k nearest among the first k found, on random rows. */
double plume_search_recall (const SearchWish *wish,
                            const SearchFound *found,
                            guint64 seed,
                            PlumeTask *task,
                            GError **error);

/* Rows in single precision about their mean and scaled, padded with zeros to @stride. */
typedef struct
{
  gsize n, p, stride;
  PlumeMetric metric;
  float *values;
} SingleRows;

SingleRows *plume_single_rows_new (const SearchRows *rows, gsize alignment);
/* The same rows, row order[i] at place i. */
SingleRows *plume_single_rows_reorder (const SingleRows *single, const guint32 *order);
void plume_single_rows_free (SingleRows *single);
/* Keys of one row to each of @count rows that follow each other. */
void plume_single_rows_keys (
    const SingleRows *single, const float *row, const float *others, gsize count, float *keys);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SingleRows, plume_single_rows_free)

/* Rows in leaves of a random kd-tree: order holds them leaf by leaf. */
typedef struct
{
  gsize n, n_leaves;
  guint32 *order;
} SearchLeaves;

SearchLeaves *plume_search_leaves_new (const SingleRows *single,
                                       gsize most,
                                       guint64 seed,
                                       guint tree,
                                       PlumeTask *task,
                                       GError **error);
void plume_search_leaves_free (SearchLeaves *leaves);
/* Where a node's rows begin and end: node 1 is all, 2h and 2h + 1 are the halves of h. */
void plume_search_node_range (gsize n, gsize node, gsize *from, gsize *to);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SearchLeaves, plume_search_leaves_free)

G_END_DECLS
