/* plume-neighbours.h: the nearest neighbours of every point.
 *
 * Exact by a kd-tree (p ≤ 8) or by blocks of products (p > 8, n ≤ 20,000), else by NN-descent
 * (Dong, Moses, Li 2011) from a random kd-forest, with its recall measured on exact queries. A
 * point is not its own neighbour. It knows no kernels.
 */
#pragma once

#include "core/plume-task.h"
#include "manifold/plume-points.h"

G_BEGIN_DECLS

typedef enum
{
  PLUME_METRIC_EUCLIDEAN,
  PLUME_METRIC_COSINE,
  PLUME_METRIC_CORRELATION,
  PLUME_METRIC_MANHATTAN,
} PlumeMetric;

typedef enum
{
  PLUME_SEARCH_AUTOMATIC, /* as said above */
  PLUME_SEARCH_TREE,
  PLUME_SEARCH_PRODUCTS,
  PLUME_SEARCH_DESCENT,
} PlumeSearch;

/**
 * PlumeNeighbours:
 * @n: number of points
 * @k: how many nearest neighbours every point has at least
 * @starts: n + 1 positions: the neighbours of i are starts[i] … starts[i + 1] − 1
 * @indices: @distances: neighbours by increasing distance, ties by lower index; distances are
 * computed directly in double precision
 * @scales: ε_i > 0: distance to the k-th neighbour; where that is 0 because of duplicates, the
 * distance of the nearest point that is elsewhere, or 1e-12 where there is none
 * @n_duplicates: points whose k-th neighbour is at distance 0
 * @search: which way was taken
 * @recall: share of true nearest neighbours found, measured on 500 random points; 1 where exact
 */
typedef struct
{
  gsize n, k;
  gsize *starts;
  guint32 *indices;
  double *distances;
  double *scales;
  gsize n_duplicates;
  PlumeSearch search;
  double recall;
} PlumeNeighbours;

/**
 * plume_neighbours_find:
 * @k: 1 … n − 1, else %PLUME_ERROR_USAGE says how many the data allow
 * @reach: ≥ 1: also all points within reach × ε_i (kernels that do not end at the k-th neighbour),
 * at most 8 k of them
 */
PlumeNeighbours *plume_neighbours_find (const PlumePoints *points,
                                        PlumeMetric metric,
                                        gsize k,
                                        double reach,
                                        PlumeSearch search,
                                        guint64 seed,
                                        PlumeTask *task,
                                        GError **error);
/* The same where all n × n distances are given instead of points. */
PlumeNeighbours *plume_neighbours_new_from_distances (
    gsize n, const double *distances, gsize k, double reach, PlumeTask *task, GError **error);
PlumeNeighbours *plume_neighbours_new (gsize n, gsize k, gsize n_entries);
PlumeNeighbours *plume_neighbours_ref (PlumeNeighbours *neighbours);
void plume_neighbours_unref (PlumeNeighbours *neighbours);
gsize plume_neighbours_get_bytes (const PlumeNeighbours *neighbours);
double plume_metric_distance (PlumeMetric metric, gsize p, const double *a, const double *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeNeighbours, plume_neighbours_unref)

G_END_DECLS
