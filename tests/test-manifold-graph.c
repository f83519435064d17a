/* test-manifold-graph.c: neighbours against brute force, graphs against definitions and tables. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "core/plume-random.h"
#include "manifold/plume-graph.h"
#include "manifold/plume-neighbours-private.h"
#include "reference-table.h"

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

static void
test_distances (void)
{
  static const double east[] = { 1, 0, 0 }, north[] = { 0, 2, 0 }, west[] = { -3, 0, 0 };
  static const double rising[] = { 1, 2, 3 }, steep[] = { 10, 30, 50 }, falling[] = { 5, 4, 3 };

  g_assert_cmpfloat (plume_metric_distance (PLUME_METRIC_EUCLIDEAN, 3, north, west), ==, sqrt (13));
  g_assert_cmpfloat (plume_metric_distance (PLUME_METRIC_MANHATTAN, 3, north, west), ==, 5);
  g_assert_cmpfloat (fabs (plume_metric_distance (PLUME_METRIC_COSINE, 3, east, north) - 1), <,
                     1e-15);
  g_assert_cmpfloat (fabs (plume_metric_distance (PLUME_METRIC_COSINE, 3, east, west) - 2), <,
                     1e-15);
  g_assert_cmpfloat (plume_metric_distance (PLUME_METRIC_CORRELATION, 3, rising, steep), <, 1e-15);
  g_assert_cmpfloat (
      fabs (plume_metric_distance (PLUME_METRIC_CORRELATION, 3, rising, falling) - 2), <, 1e-15);
}

/* Lists in which three of eight neighbours are missing and farther ones stand in */
static void
test_recall (void)
{
  gsize n = 900, k = 8;
  g_autoptr (PlumePoints) points = gaussian_points (n, 9, 2);
  g_autoptr (PlumeNeighbours) truth =
      find (points, PLUME_METRIC_EUCLIDEAN, 12, 1, PLUME_SEARCH_PRODUCTS);
  g_autoptr (SearchRows) rows = plume_search_rows_new (points, PLUME_METRIC_EUCLIDEAN);
  SearchWish wish = { .rows = rows, .k = k, .reach = 1, .most = k, .n_queries = n };
  g_autoptr (SearchFound) found = plume_search_found_new (n, 1);
  g_autoptr (GError) error = NULL;
  double recall;

  for (gsize i = 0; i < n; i++)
    {
      static const gsize taken[] = { 0, 2, 3, 5, 7, 8, 9, 11 };
      Near items[8];

      for (gsize l = 0; l < k; l++)
        {
          items[l].index = truth->indices[truth->starts[i] + taken[l]];
          items[l].key = search_rows_key (rows, i, items[l].index);
        }
      plume_search_found_take (found, 0, i, &wish, items, k);
    }
  recall = plume_search_recall (&wish, found, 1, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (recall, ==, 5.0 / 8);
}

/* All distances between points, as a file would give them */
static double *
all_distances (const PlumePoints *points)
{
  gsize n = points->n, p = points->p;
  double *distances = g_new (double, n *n);

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      distances[i * n + j] = plume_metric_distance (PLUME_METRIC_EUCLIDEAN, p,
                                                    points->values + i * p, points->values + j * p);
  return distances;
}

static void
test_given (void)
{
  g_autoptr (PlumePoints) points = gaussian_points (200, 4, 6);
  g_autofree double *distances = NULL;
  g_autoptr (PlumeNeighbours) found = NULL, given = NULL;
  g_autoptr (GError) error = NULL;

  for (gsize i = 1; i < 12; i++) /* twelve points in one place */
    memcpy (points->values + 4 * i, points->values, 4 * sizeof (double));
  distances = all_distances (points);
  found = find (points, PLUME_METRIC_EUCLIDEAN, 9, 1.2, PLUME_SEARCH_TREE);
  given = plume_neighbours_new_from_distances (200, distances, 9, 1.2, NULL, &error);
  g_assert_no_error (error);
  assert_same (found, given);
  g_assert_cmpmem (found->scales, 200 * sizeof (double), given->scales, 200 * sizeof (double));
  g_assert_cmpuint (given->n_duplicates, ==, 12);

  distances[7 * 200 + 15] = 5;
  g_assert_null (plume_neighbours_new_from_distances (200, distances, 9, 1, NULL, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, "from row 16 to row 8"));
  g_clear_error (&error);
  distances[7 * 200 + 15] = NAN;
  g_assert_null (plume_neighbours_new_from_distances (200, distances, 9, 1, NULL, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, "finite"));
}

#define TOPIC "heat-geodesic-embedding"

static PlumePoints *
reference_points (const char *name, gsize p)
{
  g_autofree char *file = g_strconcat (name, "-points.csv", NULL);
  g_autoptr (GPtrArray) rows = read_reference (TOPIC, file);
  PlumePoints *points = plume_points_new (rows->len - 1, p);

  for (guint i = 0; i < points->n; i++)
    for (guint j = 0; j < p; j++)
      points->values[i * p + j] = reference_number (rows, i + 1, j);
  return points;
}

static PlumeGraph *
make_graph (const PlumePoints *points, gsize k, const PlumeGraphOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeNeighbours) neighbours =
      plume_neighbours_find (points, PLUME_METRIC_EUCLIDEAN, k, plume_graph_reach (options),
                             PLUME_SEARCH_AUTOMATIC, 1, NULL, &error);
  PlumeGraph *graph = NULL;

  g_assert_no_error (error);
  graph = plume_graph_new (points, PLUME_METRIC_EUCLIDEAN, neighbours, options, NULL, &error);
  g_assert_no_error (error);
  return graph;
}

static void
test_reference (gconstpointer data)
{
  const char *name = data;
  g_autofree char *edges_file = g_strconcat (name, "-graph.csv", NULL);
  g_autofree char *degrees_file = g_strconcat (name, "-diagonal.csv", NULL);
  g_autoptr (GPtrArray) edges = read_reference (TOPIC, edges_file);
  g_autoptr (GPtrArray) degrees = read_reference (TOPIC, degrees_file);
  g_autoptr (PlumePoints) points = reference_points (name, g_str_equal (name, "roll") ? 3 : 10);
  g_autoptr (PlumeGraph) graph = make_graph (points, 8, &PLUME_GRAPH_OPTIONS_DEFAULT);

  g_assert_cmpuint (graph->n_components, ==, 1);
  g_assert_cmpuint (graph->weights->n_entries, ==, 2 * (edges->len - 1));
  for (guint e = 1; e < edges->len; e++)
    {
      gsize i = (gsize)reference_number (edges, e, 0), j = (gsize)reference_number (edges, e, 1);
      double weight = reference_number (edges, e, 2);

      g_assert_cmpfloat (fabs (plume_sparse_get (graph->weights, i, j) - weight), <, 1e-10);
      g_assert_cmpfloat (plume_sparse_get (graph->weights, j, i), ==,
                         plume_sparse_get (graph->weights, i, j));
    }
  for (gsize i = 0; i < points->n; i++)
    g_assert_cmpfloat (fabs (graph->degrees[i] - reference_number (degrees, (guint)i + 1, 1)), <,
                       1e-8);
}

/* K_ij of the definition, from all distances */
static double
directed_weight (const PlumePoints *points,
                 const PlumeGraphOptions *options,
                 gsize k,
                 double h,
                 gsize i,
                 gsize j)
{
  g_autofree Other *mine = sort_others (points, PLUME_METRIC_EUCLIDEAN, i);
  g_autofree Other *theirs = sort_others (points, PLUME_METRIC_EUCLIDEAN, j);
  double d = plume_metric_distance (PLUME_METRIC_EUCLIDEAN, points->p,
                                    points->values + i * points->p, points->values + j * points->p);
  double value = 0, low = 0, high = 1e6;
  gboolean is_near = d <= mine[k - 1].distance;

  switch (options->kernel)
    {
    case PLUME_KERNEL_ALPHA_DECAY:
      value = exp (-pow (d / mine[k - 1].distance, options->decay));
      break;
    case PLUME_KERNEL_GAUSSIAN:
      value = exp (-d * d / (2 * h * h));
      break;
    case PLUME_KERNEL_SELF_TUNING:
      value = exp (-d * d / (mine[k - 1].distance * theirs[k - 1].distance));
      break;
    case PLUME_KERNEL_NEIGHBOURS:
      value = is_near;
      break;
    case PLUME_KERNEL_FUZZY:
      for (guint step = 0; step < 200; step++)
        {
          double s = (low + high) / 2, sum = 0;

          for (gsize l = 0; l < k; l++)
            sum += exp (-(mine[l].distance - mine[0].distance) / s);
          if (sum > log2 ((double)k))
            high = s;
          else
            low = s;
        }
      value = is_near ? exp (-(d - mine[0].distance) / high) : 0;
      break;
    }
  return value < 1e-4 ? 0 : value;
}

static double *
defined_weights (const PlumePoints *points, const PlumeGraphOptions *options, gsize k)
{
  gsize n = points->n;
  double *weights = g_new0 (double, n *n);
  g_autofree double *sums = g_new (double, n), *scales = g_new (double, n);
  double h = options->width;

  if (h == 0)
    {
      for (gsize i = 0; i < n; i++)
        {
          g_autofree Other *others = sort_others (points, PLUME_METRIC_EUCLIDEAN, i);

          scales[i] = others[k - 1].distance;
        }
      for (gsize i = 0; i < n; i++)
        {
          gsize below = 0;

          for (gsize j = 0; j < n; j++)
            below += scales[j] < scales[i];
          if (below == n / 2) /* n is odd */
            h = scales[i];
        }
    }
  for (gsize i = 0; i < n; i++)
    {
      sums[i] = 1;
      for (gsize j = 0; j < n; j++)
        {
          double a, b;

          if (i == j)
            continue;
          a = directed_weight (points, options, k, h, i, j);
          b = directed_weight (points, options, k, h, j, i);
          if (options->kernel == PLUME_KERNEL_FUZZY)
            weights[i * n + j] = a + b - a * b;
          else if (options->symmetry == PLUME_SYMMETRY_MEAN)
            weights[i * n + j] = (a + b) / 2;
          else if (options->symmetry == PLUME_SYMMETRY_PRODUCT)
            weights[i * n + j] = a * b;
          else
            weights[i * n + j] =
                options->mutual * fmin (a, b) + (1 - options->mutual) * fmax (a, b);
          sums[i] += weights[i * n + j];
        }
    }
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      weights[i * n + j] /= pow (sums[i] * sums[j], options->anisotropy);
  return weights;
}

static void
test_kernels (void)
{
  g_autoptr (PlumePoints) points = gaussian_points (61, 2, 11);
  gsize n = points->n, k = 12;

  /* without outliers, so that products of both directions leave nobody alone */
  for (gsize e = 0; e < 2 * n; e++)
    points->values[e] = tanh (points->values[e]);

  for (PlumeKernel kernel = 0; kernel <= PLUME_KERNEL_FUZZY; kernel++)
    for (PlumeSymmetry symmetry = 0; symmetry <= PLUME_SYMMETRY_MUTUAL; symmetry++)
      {
        PlumeGraphOptions options = { .kernel = kernel,
                                      .decay = 5,
                                      .symmetry = symmetry,
                                      .mutual = 0.3,
                                      .anisotropy = symmetry == PLUME_SYMMETRY_MEAN ? 0.7 : 0,
                                      .pieces = PLUME_PIECES_JOIN };
        g_autoptr (PlumeGraph) graph = make_graph (points, k, &options);
        g_autofree double *weights = defined_weights (points, &options, k);

        g_assert_cmpuint (graph->n_joined, ==, 0);
        for (gsize i = 0; i < n; i++)
          {
            double degree = 0;

            for (gsize j = 0; j < n; j++)
              {
                double weight = plume_sparse_get (graph->weights, i, j);

                degree += weight;
                if (i != j)
                  g_assert_cmpfloat (fabs (weight - weights[i * n + j]), <, 1e-12);
              }
            g_assert_cmpfloat (plume_sparse_get (graph->weights, i, i), ==, 0);
            g_assert_cmpfloat (fabs (degree - graph->degrees[i]), <, 1e-12);
          }
        for (gsize i = 0; i < n; i++)
          for (gsize e = graph->weights->starts[i]; e < graph->weights->starts[i + 1]; e++)
            g_assert_cmpfloat (
                graph->lengths[e], ==,
                plume_metric_distance (PLUME_METRIC_EUCLIDEAN, 2, points->values + 2 * i,
                                       points->values + 2 * graph->weights->columns[e]));
      }
}

/* Where the density is even over a kernel's width, rows of K sum to q and those of K/(q q) to 1/q.
 */
static void
test_anisotropy (void)
{
  PlumeGraphOptions options = PLUME_GRAPH_OPTIONS_DEFAULT;
  g_autoptr (PlumePoints) points = plume_points_new (400, 1);
  g_autoptr (PlumeGraph) plain = NULL, even = NULL;
  double thin, dense;

  /* 100 points on [0, 100) and 300 on [100, 200) */
  for (gsize i = 0; i < 400; i++)
    points->values[i] = i < 100 ? (double)i : 100 + (double)(i - 100) / 3;
  options.kernel = PLUME_KERNEL_GAUSSIAN;
  options.width = 3;
  plain = make_graph (points, 45, &options);
  options.anisotropy = 1;
  even = make_graph (points, 45, &options);
  g_assert_cmpfloat (fabs ((plain->degrees[250] + 1) / (plain->degrees[50] + 1) - 3), <, 1e-2);
  thin = (even->degrees[50] + even->diagonal[50]) * (plain->degrees[50] + 1);
  dense = (even->degrees[250] + even->diagonal[250]) * (plain->degrees[250] + 1);
  g_assert_cmpfloat (fabs (thin - 1), <, 1e-3);
  g_assert_cmpfloat (fabs (dense - 1), <, 1e-3);
}

/* Clusters of 40 points around centres far apart */
static PlumePoints *
islands (gsize n_islands, gsize p)
{
  PlumePoints *points = gaussian_points (40 * n_islands, p, 21);
  PlumeStream stream = plume_stream (3, "islands", 0);

  for (gsize c = 0; c < n_islands; c++)
    for (gsize j = 0; j < p; j++)
      {
        double centre = 40 * plume_stream_normal (&stream);

        for (gsize i = 0; i < 40; i++)
          points->values[(i * n_islands + c) * p + j] += centre;
      }
  return points;
}

/* Kruskal over all pairs of points of different clusters */
static double
kruskal_length (const PlumePoints *points, gsize n_islands)
{
  gsize n = points->n, p = points->p, n_trees = n_islands;
  g_autofree gsize *label = g_new (gsize, n_islands);
  double total = 0;

  for (gsize c = 0; c < n_islands; c++)
    label[c] = c;
  while (n_trees > 1)
    {
      double least = INFINITY;
      gsize from = 0, to = 0;

      for (gsize i = 0; i < n; i++)
        for (gsize j = 0; j < i; j++)
          {
            gsize a = label[i % n_islands], b = label[j % n_islands];
            double d = a == b
                           ? INFINITY
                           : plume_metric_distance (PLUME_METRIC_EUCLIDEAN, p,
                                                    points->values + i * p, points->values + j * p);

            if (d >= least)
              continue;
            least = d;
            from = a;
            to = b;
          }
      for (gsize c = 0; c < n_islands; c++)
        label[c] = label[c] == from ? to : label[c];
      total += least;
      n_trees--;
    }
  return total;
}

static void
test_joining (void)
{
  for (gsize p = 3; p <= 12; p += 9)
    {
      g_autoptr (PlumePoints) points = islands (7, p);
      PlumeGraphOptions options = PLUME_GRAPH_OPTIONS_DEFAULT;
      g_autoptr (PlumeGraph) joined = make_graph (points, 5, &options), largest = NULL;
      double total = 0;

      g_assert_cmpuint (joined->n_components, ==, 7);
      g_assert_cmpuint (joined->n_joined, ==, 6);
      for (gsize i = 0; i < points->n; i++)
        for (gsize e = joined->weights->starts[i]; e < joined->weights->starts[i + 1]; e++)
          {
            gsize j = joined->weights->columns[e];

            if (e > joined->weights->starts[i])
              g_assert_cmpuint (j, >, joined->weights->columns[e - 1]);
            g_assert_cmpfloat (plume_sparse_get (joined->weights, j, i), ==,
                               joined->weights->values[e]);
            if (i % 7 == j % 7)
              continue;
            total += joined->lengths[e] / 2;
            g_assert_cmpfloat (joined->weights->values[e], >, 0);
          }
      g_assert_cmpfloat (fabs (total / kruskal_length (points, 7) - 1), <, 1e-12);

      options.pieces = PLUME_PIECES_LARGEST;
      largest = make_graph (points, 5, &options);
      g_assert_cmpuint (plume_graph_get_n (largest), ==, 40);
      for (gsize v = 0; v < 40; v++)
        {
          g_assert_cmpuint (largest->kept[v], ==, 7 * v);
          for (gsize u = 0; u < 40; u++)
            g_assert_cmpfloat (plume_sparse_get (largest->weights, v, u), ==,
                               plume_sparse_get (joined->weights, 7 * v, 7 * u));
        }
    }
}

static void
test_more (void)
{
  g_autoptr (PlumePoints) points = islands (3, 2);
  PlumeGraphOptions options = PLUME_GRAPH_OPTIONS_DEFAULT;
  g_autoptr (PlumeGraph) more = NULL, same = NULL, fewer = NULL;

  options.pieces = PLUME_PIECES_MORE;
  more = make_graph (points, 4, &options);
  g_assert_cmpuint (more->n_components, >, 1);
  g_assert_cmpuint (more->k, >, 38); /* a cluster has 39 others of its own */
  g_assert_cmpuint (more->n_joined, ==, 0);
  same = make_graph (points, more->k, &options);
  g_assert_cmpuint (same->n_components, ==, 1);
  g_assert_cmpuint (same->k, ==, more->k);
  g_assert_cmpmem (same->weights->values, same->weights->n_entries * sizeof (double),
                   more->weights->values, more->weights->n_entries * sizeof (double));
  fewer = make_graph (points, more->k - 1, &options);
  g_assert_cmpuint (fewer->n_components, >, 1);
}

static PlumeGraph *
ring (gsize n, gboolean is_closed)
{
  g_autofree guint32 *rows = g_new (guint32, 2 * n), *columns = g_new (guint32, 2 * n);
  g_autofree double *values = g_new (double, 2 * n);
  g_autoptr (PlumeSparse) weights = NULL;
  g_autoptr (GError) error = NULL;
  gsize n_edges = is_closed ? n : n - 1;
  PlumeGraph *graph;

  for (gsize e = 0; e < n_edges; e++)
    {
      rows[2 * e] = columns[2 * e + 1] = (guint32)e;
      columns[2 * e] = rows[2 * e + 1] = (guint32)((e + 1) % n);
      values[2 * e] = values[2 * e + 1] = 1;
    }
  weights = plume_sparse_new_from_triplets (n, n, 2 * n_edges, rows, columns, values);
  graph = plume_graph_new_from_weights (weights, NULL, PLUME_PIECES_JOIN, NULL, &error);
  g_assert_no_error (error);
  return graph;
}

static void
test_hops (void)
{
  g_autoptr (PlumeGraph) path = ring (50, FALSE), cycle = ring (64, TRUE);

  g_assert_cmpuint (path->hop_diameter, ==, 49);
  g_assert_cmpuint (cycle->hop_diameter, ==, 32);
  g_assert_cmpfloat (cycle->lengths[5], ==, 1);
  g_assert_cmpuint (cycle->n_components, ==, 1);
}

static void
test_laplacians (void)
{
  g_autoptr (PlumePoints) points = gaussian_points (80, 3, 4);
  g_autoptr (PlumeGraph) graph = make_graph (points, 6, &PLUME_GRAPH_OPTIONS_DEFAULT);
  gsize n = points->n;

  for (PlumeLaplacianKind kind = 0; kind <= PLUME_LAPLACIAN_RANDOM_WALK; kind++)
    {
      g_autoptr (PlumeSparse) laplacian = plume_graph_laplacian (graph, kind);

      for (gsize i = 0; i < n; i++)
        {
          double sum = 0, degree = graph->degrees[i];

          for (gsize e = laplacian->starts[i]; e < laplacian->starts[i + 1]; e++)
            {
              gsize j = laplacian->columns[e];
              double weight = plume_sparse_get (graph->weights, i, j);

              /* what L leaves at rest: 1, or √δ */
              sum += laplacian->values[e]
                     * (kind == PLUME_LAPLACIAN_NORMALISED ? sqrt (graph->degrees[j]) : 1);
              if (e > laplacian->starts[i])
                g_assert_cmpuint (j, >, laplacian->columns[e - 1]);
              if (kind != PLUME_LAPLACIAN_RANDOM_WALK)
                g_assert_cmpfloat (plume_sparse_get (laplacian, j, i), ==, laplacian->values[e]);
              if (i == j)
                g_assert_cmpfloat (laplacian->values[e], ==,
                                   kind == PLUME_LAPLACIAN_COMBINATORIAL ? degree : 1);
              else if (kind == PLUME_LAPLACIAN_COMBINATORIAL)
                g_assert_cmpfloat (laplacian->values[e], ==, -weight);
            }
          g_assert_cmpfloat (fabs (sum), <, 1e-13);
        }
    }
}

static void
test_isolated (void)
{
  guint32 rows[] = { 0, 1, 3, 4 }, columns[] = { 1, 0, 4, 3 };
  double values[] = { 2, 2, 1, 1 };
  g_autoptr (PlumeSparse) weights = plume_sparse_new_from_triplets (5, 5, 4, rows, columns, values);
  g_autoptr (PlumeGraph) apart =
      plume_graph_new_from_weights (weights, NULL, PLUME_PIECES_JOIN, NULL, NULL);
  g_autoptr (PlumeGraph) largest =
      plume_graph_new_from_weights (weights, NULL, PLUME_PIECES_LARGEST, NULL, NULL);

  g_assert_cmpuint (apart->n_components, ==, 3);
  g_assert_cmpuint (plume_graph_get_n (apart), ==, 5);
  g_assert_cmpuint (plume_graph_get_n (largest), ==, 2);
  for (PlumeLaplacianKind kind = 0; kind <= PLUME_LAPLACIAN_RANDOM_WALK; kind++)
    {
      g_autoptr (PlumeSparse) laplacian = plume_graph_laplacian (apart, kind);

      for (gsize j = 0; j < 5; j++)
        g_assert_cmpfloat (plume_sparse_get (laplacian, 2, j), ==, 0);
    }
}

static void
test_walk (void)
{
  g_autoptr (PlumePoints) points = gaussian_points (80, 3, 4);
  PlumeGraphOptions options = PLUME_GRAPH_OPTIONS_DEFAULT;
  g_autoptr (PlumeGraph) graph = NULL;
  g_autoptr (PlumeSparse) walk = NULL, conjugate = NULL;
  double sums[80];

  options.anisotropy = 1;
  graph = make_graph (points, 6, &options);
  walk = plume_graph_walk (graph, FALSE, sums);
  conjugate = plume_graph_walk (graph, TRUE, NULL);
  for (gsize i = 0; i < 80; i++)
    {
      double sum = 0;

      g_assert_cmpfloat (fabs (sums[i] - graph->degrees[i] - graph->diagonal[i]), <, 1e-15);
      for (gsize e = walk->starts[i]; e < walk->starts[i + 1]; e++)
        {
          gsize j = walk->columns[e];

          sum += walk->values[e];
          g_assert_cmpfloat (plume_sparse_get (conjugate, j, i), ==, conjugate->values[e]);
          g_assert_cmpfloat (
              fabs (conjugate->values[e] - walk->values[e] * sqrt (sums[i] / sums[j])), <, 1e-15);
        }
      g_assert_cmpfloat (fabs (sum - 1), <, 1e-15);
    }
}

static void
assert_no_graph (gsize n_columns, double one_way, double back, const char *saying)
{
  guint32 rows[] = { 0, 1 }, columns[] = { 1, 0 };
  double values[] = { one_way, back };
  g_autoptr (PlumeSparse) weights =
      plume_sparse_new_from_triplets (2, n_columns, 2, rows, columns, values);
  g_autoptr (GError) error = NULL;

  g_assert_null (plume_graph_new_from_weights (weights, NULL, PLUME_PIECES_JOIN, NULL, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, saying));
}

static void
test_bad_weights (void)
{
  assert_no_graph (3, 1, 1, "square");
  assert_no_graph (2, -1, -1, "row 1, column 2 is -1");
  assert_no_graph (2, NAN, 1, "row 1, column 2 is nan");
  assert_no_graph (2, 1, 1.1, "symmetric");
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
  g_test_add_func ("/manifold/neighbours/distances-are-as-defined", test_distances);
  g_test_add_func ("/manifold/neighbours/recall-counts-what-is-missing", test_recall);
  g_test_add_func ("/manifold/neighbours/given-distances-are-as-good-as-points", test_given);
  g_test_add_data_func ("/manifold/graph/weights-of-the-reference-roll", "roll", test_reference);
  g_test_add_data_func ("/manifold/graph/weights-of-the-reference-tree", "tree", test_reference);
  g_test_add_func ("/manifold/graph/kernels-are-as-defined", test_kernels);
  g_test_add_func ("/manifold/graph/full-anisotropy-removes-density", test_anisotropy);
  g_test_add_func ("/manifold/graph/pieces-are-joined-by-shortest-edges", test_joining);
  g_test_add_func ("/manifold/graph/no-more-neighbours-than-it-takes", test_more);
  g_test_add_func ("/manifold/graph/hops-across", test_hops);
  g_test_add_func ("/manifold/graph/laplacians-leave-equilibrium-at-rest", test_laplacians);
  g_test_add_func ("/manifold/graph/rows-of-isolated-vertices-are-zero", test_isolated);
  g_test_add_func ("/manifold/graph/rows-of-the-walk-sum-to-one", test_walk);
  g_test_add_func ("/manifold/graph/weights-of-no-graph-are-refused", test_bad_weights);
  return g_test_run ();
}
