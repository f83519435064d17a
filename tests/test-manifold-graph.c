/* test-manifold-graph.c: neighbours against brute force. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "core/plume-random.h"
#include "manifold/plume-neighbours.h"

static PlumePoints *
gaussian_points (gsize n, gsize p, guint64 seed)
{
  PlumePoints *points = plume_points_new (n, p);
  PlumeStream stream = plume_stream (seed, "test-points", 0);

  for (gsize e = 0; e < n * p; e++)
    points->values[e] = plume_stream_normal (&stream);
  return points;
}

static PlumeNeighbours *
find (const PlumePoints *points, PlumeMetric metric, gsize k, double reach, PlumeSearch search)
{
  g_autoptr (GError) error = NULL;
  PlumeNeighbours *neighbours =
      plume_neighbours_find (points, metric, k, reach, search, 7, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (neighbours->search, ==, search);
  return neighbours;
}

typedef struct
{
  double distance;
  guint32 index;
} Other;

static int
compare_others (const void *a, const void *b)
{
  const Other *x = a, *y = b;

  if (x->distance != y->distance)
    return x->distance < y->distance ? -1 : 1;
  return x->index < y->index ? -1 : x->index > y->index;
}

/* All others in the order of nearness */
static Other *
sort_others (const PlumePoints *points, PlumeMetric metric, gsize i)
{
  gsize n = points->n, p = points->p;
  Other *others = g_new (Other, n);

  for (gsize j = 0; j < n; j++)
    others[j] = (Other){ j == i ? INFINITY
                                : plume_metric_distance (metric, p, points->values + i * p,
                                                         points->values + j * p),
                         (guint32)j };
  qsort (others, n, sizeof *others, compare_others);
  return others;
}

static void
assert_exact (const PlumePoints *points,
              PlumeMetric metric,
              const PlumeNeighbours *neighbours,
              double reach)
{
  gsize k = neighbours->k;

  for (gsize i = 0; i < points->n; i++)
    {
      g_autofree Other *others = sort_others (points, metric, i);
      gsize start = neighbours->starts[i], count = neighbours->starts[i + 1] - start, expected = k;

      while (reach > 1 && expected < MIN (8 * k, points->n - 1)
             && others[expected].distance <= reach * others[k - 1].distance)
        expected++;
      g_assert_cmpuint (count, ==, expected);
      for (gsize l = 0; l < count; l++)
        {
          g_assert_cmpuint (neighbours->indices[start + l], ==, others[l].index);
          g_assert_cmpfloat (neighbours->distances[start + l], ==, others[l].distance);
        }
      if (others[k - 1].distance > 0)
        g_assert_cmpfloat (neighbours->scales[i], ==, others[k - 1].distance);
    }
}

static void
test_exact (void)
{
  static const PlumeMetric metrics[] = { PLUME_METRIC_EUCLIDEAN, PLUME_METRIC_COSINE,
                                         PLUME_METRIC_CORRELATION, PLUME_METRIC_MANHATTAN };
  static const gsize dimensions[] = { 1, 3, 8, 21 };
  static const double reaches[] = { 1, 1.3 };

  for (gsize d = 0; d < G_N_ELEMENTS (dimensions); d++)
    for (gsize m = 0; m < G_N_ELEMENTS (metrics); m++)
      for (gsize r = 0; r < G_N_ELEMENTS (reaches); r++)
        {
          g_autoptr (PlumePoints) points = gaussian_points (500 + 13 * d, dimensions[d], d);
          g_autoptr (PlumeNeighbours) tree = NULL, products = NULL;

          /* a line has two directions only, and deviations from a mean of one number none */
          if (dimensions[d] == 1 && (m == 1 || m == 2))
            continue;
          tree = find (points, metrics[m], 7, reaches[r], PLUME_SEARCH_TREE);
          products = find (points, metrics[m], 7, reaches[r], PLUME_SEARCH_PRODUCTS);
          assert_exact (points, metrics[m], tree, reaches[r]);
          assert_exact (points, metrics[m], products, reaches[r]);
          g_assert_cmpfloat (products->recall, ==, 1);
        }
}

/* Clusters a million times smaller than their distance: single precision cannot tell within. */
static void
test_far_clusters (void)
{
  g_autoptr (PlumePoints) points = gaussian_points (600, 12, 5);

  for (gsize i = 0; i < points->n; i++)
    for (gsize j = 0; j < points->p; j++)
      points->values[i * 12 + j] += 1e6 * (double)((i + j) % 3);
  for (PlumeSearch search = PLUME_SEARCH_TREE; search <= PLUME_SEARCH_PRODUCTS; search++)
    {
      g_autoptr (PlumeNeighbours) neighbours =
          find (points, PLUME_METRIC_EUCLIDEAN, 9, 1.1, search);

      assert_exact (points, PLUME_METRIC_EUCLIDEAN, neighbours, 1.1);
    }
}

/* On a lattice of whole numbers most neighbours are tied. */
static void
test_ties (void)
{
  g_autoptr (PlumePoints) points = plume_points_new (12 * 12 * 12, 3);

  for (gsize i = 0; i < points->n; i++)
    {
      points->values[3 * i] = (double)(i * 7 % 12);
      points->values[3 * i + 1] = (double)(i / 12 % 12);
      points->values[3 * i + 2] = (double)(i / 144);
    }
  for (PlumeSearch search = PLUME_SEARCH_TREE; search <= PLUME_SEARCH_PRODUCTS; search++)
    for (gsize k = 4; k <= 9; k += 5)
      {
        g_autoptr (PlumeNeighbours) neighbours =
            find (points, PLUME_METRIC_EUCLIDEAN, k, 1, search);

        assert_exact (points, PLUME_METRIC_EUCLIDEAN, neighbours, 1);
      }
}

/* Five places of a hundred points each: the scale is the distance to the next place. */
static void
test_duplicates (void)
{
  static const double places[] = { 0, 1, 3, 7, 15 };
  static const double next[] = { 1, 1, 2, 4, 8 };

  for (PlumeSearch search = PLUME_SEARCH_TREE; search <= PLUME_SEARCH_DESCENT; search++)
    {
      g_autoptr (PlumePoints) points = plume_points_new (500, 2), one = plume_points_new (50, 2);
      g_autoptr (PlumeNeighbours) neighbours = NULL, all = NULL;

      for (gsize i = 0; i < 500; i++)
        points->values[2 * i] = places[i % 5];
      neighbours = find (points, PLUME_METRIC_EUCLIDEAN, 10, 1, search);
      g_assert_cmpuint (neighbours->n_duplicates, ==, 500);
      for (gsize i = 0; i < 500; i++)
        g_assert_cmpfloat (neighbours->scales[i], ==, next[i % 5]);
      if (search != PLUME_SEARCH_DESCENT)
        assert_exact (points, PLUME_METRIC_EUCLIDEAN, neighbours, 1);
      all = find (one, PLUME_METRIC_EUCLIDEAN, 10, 1, search);
      for (gsize i = 0; i < 50; i++)
        g_assert_cmpfloat (all->scales[i], ==, 1e-12);
    }
}

static void
test_refusal (void)
{
  g_autoptr (PlumePoints) points = gaussian_points (30, 3, 1);

  for (gsize k = 0; k <= 31; k++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PlumeNeighbours) neighbours = plume_neighbours_find (
          points, PLUME_METRIC_EUCLIDEAN, k, 1, PLUME_SEARCH_AUTOMATIC, 1, NULL, &error);

      if (k >= 1 && k < 30)
        {
          g_assert_no_error (error);
          continue;
        }
      g_assert_null (neighbours);
      g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
      g_assert_nonnull (strstr (error->message, "from 1 to 29"));
    }
}

static void
assert_same (const PlumeNeighbours *a, const PlumeNeighbours *b)
{
  g_assert_cmpmem (a->starts, (a->n + 1) * sizeof (gsize), b->starts, (b->n + 1) * sizeof (gsize));
  g_assert_cmpmem (a->indices, a->starts[a->n] * sizeof (guint32), b->indices,
                   b->starts[b->n] * sizeof (guint32));
  g_assert_cmpmem (a->distances, a->starts[a->n] * sizeof (double), b->distances,
                   b->starts[b->n] * sizeof (double));
  g_assert_cmpfloat (a->recall, ==, b->recall);
}

static void
test_threads (void)
{
  g_autoptr (PlumePoints) points = gaussian_points (3000, 10, 3);

  for (PlumeSearch search = PLUME_SEARCH_TREE; search <= PLUME_SEARCH_DESCENT; search++)
    {
      g_autoptr (PlumeNeighbours) alone = NULL, together = NULL, many = NULL;

      plume_parallel_set_threads (1);
      alone = find (points, PLUME_METRIC_EUCLIDEAN, 10, 1.06, search);
      plume_parallel_set_threads (2);
      together = find (points, PLUME_METRIC_EUCLIDEAN, 10, 1.06, search);
      plume_parallel_set_threads (5);
      many = find (points, PLUME_METRIC_EUCLIDEAN, 10, 1.06, search);
      plume_parallel_set_threads (0);
      assert_same (alone, together);
      assert_same (alone, many);
    }
}

/* What descent says of itself is what brute force says of it. */
static void
test_descent (void)
{
  static const PlumeMetric metrics[] = { PLUME_METRIC_EUCLIDEAN, PLUME_METRIC_CORRELATION,
                                         PLUME_METRIC_MANHATTAN };

  for (gsize m = 0; m < G_N_ELEMENTS (metrics); m++)
    {
      g_autoptr (PlumePoints) points = gaussian_points (4000, 15, 8);
      g_autoptr (PlumeNeighbours) guess = find (points, metrics[m], 10, 1.1, PLUME_SEARCH_DESCENT);
      g_autoptr (PlumeNeighbours) truth = find (points, metrics[m], 10, 1.1, PLUME_SEARCH_PRODUCTS);
      gsize n_true = 0, n_reached = 0;

      for (gsize i = 0; i < points->n; i++)
        for (gsize l = guess->starts[i]; l < guess->starts[i + 1]; l++)
          {
            g_assert_cmpuint (guess->indices[l], !=, i);
            if (l > guess->starts[i])
              g_assert_cmpfloat (guess->distances[l], >=, guess->distances[l - 1]);
            n_true += l < guess->starts[i] + 10 && guess->distances[l] <= truth->scales[i];
          }
      n_reached = guess->starts[points->n];
      g_assert_cmpfloat (guess->recall, >=, 0.95);
      g_assert_cmpfloat (fabs ((double)n_true / 40000 - guess->recall), <, 0.02);
      g_assert_cmpfloat ((double)n_reached, >, 0.9 * (double)truth->starts[points->n]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/manifold/neighbours/exact-searches-agree-with-brute-force", test_exact);
  g_test_add_func ("/manifold/neighbours/rounding-loses-none", test_far_clusters);
  g_test_add_func ("/manifold/neighbours/ties-go-to-lower-indices", test_ties);
  g_test_add_func ("/manifold/neighbours/duplicates-take-the-next-place-for-scale",
                   test_duplicates);
  g_test_add_func ("/manifold/neighbours/too-many-are-refused", test_refusal);
  g_test_add_func ("/manifold/neighbours/threads-change-nothing", test_threads);
  g_test_add_func ("/manifold/neighbours/descent-knows-its-recall", test_descent);
  return g_test_run ();
}
