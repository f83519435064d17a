/* test-manifold-methods.c: pictures that live on the same data and graph: paths, Isomap, principal
 * components, and points among landmarks. */
#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "core/plume-random.h"
#include "heat-graph.h"
#include "manifold/plume-euclidean.h"
#include "manifold/plume-isomap.h"
#include "manifold/plume-scaling-classical.h"
#include "manifold/plume-shortest-paths.h"

static PlumePoints *
draw (gsize n, gsize p, guint64 seed)
{
  PlumePoints *points = plume_points_new (n, p);

  for (gsize i = 0; i < n; i++)
    {
      PlumeStream stream = plume_stream (seed, "test", i);

      for (gsize c = 0; c < p; c++)
        points->values[i * p + c] = plume_stream_normal (&stream) * (1 + 10 / (1 + (double)c));
    }
  return points;
}

static double
distance (const PlumePoints *points, gsize i, gsize j)
{
  double sum = 0;

  for (gsize c = 0; c < points->p; c++)
    sum += pow (points->values[i * points->p + c] - points->values[j * points->p + c], 2);
  return sqrt (sum);
}

static double
difference (const PlumePoints *a, const PlumePoints *b)
{
  double greatest = 0;

  g_assert_cmpuint (a->n * a->p, ==, b->n * b->p);
  for (gsize i = 0; i < a->n * a->p; i++)
    greatest = MAX (greatest, fabs (a->values[i] - b->values[i]));
  return greatest;
}

/* Weights 1 between each point and its k nearest, either way */
static double *
join_neighbours (const PlumePoints *points, gsize k)
{
  gsize n = points->n;
  double *weights = g_new0 (double, n *n);

  for (gsize i = 0; i < n; i++)
    for (gsize found = 0; found < k; found++)
      {
        gsize best = i;

        for (gsize j = 0; j < n; j++)
          if (j != i && weights[i * n + j] != 2
              && (best == i || distance (points, i, j) < distance (points, i, best)))
            best = j;
        weights[i * n + best] = 2;
      }
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < i; j++)
      weights[i * n + j] = weights[j * n + i] =
          weights[i * n + j] > 0 || weights[j * n + i] > 0 ? 1 : 0;
  return weights;
}

static void
test_grid (void)
{
  const gsize side = 9, n = 81;
  g_autofree double *weights = g_new0 (double, n *n);
  g_autoptr (GError) error = NULL;
  PlumeGraph *graph;

  for (gsize i = 0; i < n; i++)
    {
      if (i % side + 1 < side)
        weights[i * n + i + 1] = weights[(i + 1) * n + i] = 0.25;
      if (i + side < n)
        weights[i * n + i + side] = weights[(i + side) * n + i] = 0.25;
    }
  graph = make_graph (n, weights, NULL);
  g_autoptr (PlumeDistances) distances = plume_shortest_path_distances (graph, NULL, &error);

  g_assert_no_error (error);
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      {
        gsize across = MAX (i % side, j % side) - MIN (i % side, j % side);
        gsize down = MAX (i / side, j / side) - MIN (i / side, j / side);

        g_assert_cmpfloat (distances->values[i * n + j], ==, 2 * (double)(across + down));
      }
  plume_graph_unref (graph);
}

static void
test_reference_paths (gconstpointer name)
{
  gsize p = g_str_equal (name, "roll") ? 3 : 10;
  g_autoptr (PlumePoints) points = read_points (name, p);
  g_autofree double *weights = join_neighbours (points, 8);
  g_autofree char *file = g_strconcat (name, "-paths.csv", NULL);
  g_autoptr (GPtrArray) rows = read_reference (HEAT_REFERENCE, file);
  PlumeGraph *graph = make_graph (points->n, weights, points);
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeDistances) distances = plume_shortest_path_distances (graph, NULL, &error);
  g_autofree float *lengths = g_new (float, points->n);
  const guint32 source = 17, some[] = { 90, 3, 41 };
  g_autoptr (PlumeDistances) among = NULL;

  g_assert_no_error (error);
  for (guint row = 1; row < rows->len; row++)
    {
      gsize i = (gsize)reference_number (rows, row, 0), j = (gsize)reference_number (rows, row, 1);
      double expected = reference_number (rows, row, 2);

      g_assert_cmpfloat (fabs (distances->values[i * points->n + j] / expected - 1), <, 1e-8);
      g_assert_cmpfloat (distances->values[i * points->n + j], ==,
                         distances->values[j * points->n + i]);
    }
  g_assert_true (plume_shortest_paths (graph, 1, &source, lengths, NULL, &error));
  for (gsize i = 0; i < points->n; i++)
    g_assert_cmpfloat (fabs ((double)lengths[i] - distances->values[17 * points->n + i]), <,
                       1e-6 * (1 + (double)lengths[i]));
  among = plume_shortest_paths_among (graph, G_N_ELEMENTS (some), some, NULL, &error);
  for (gsize a = 0; a < G_N_ELEMENTS (some); a++)
    for (gsize b = 0; b < G_N_ELEMENTS (some); b++)
      g_assert_cmpfloat (fabs (among->values[a * G_N_ELEMENTS (some) + b]
                               - distances->values[some[a] * points->n + some[b]]),
                         <, 1e-5);
  plume_graph_unref (graph);
}

static void
test_pieces (void)
{
  g_autofree double *weights = g_new0 (double, 25);
  g_autoptr (GError) error = NULL;
  PlumeGraph *graph;

  weights[1] = weights[5] = weights[13] = weights[17] = 1;
  graph = make_graph (5, weights, NULL);
  g_assert_null (plume_isomap (graph, 2, NULL, NULL, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_DATA);
  g_clear_error (&error);
  g_assert_null (plume_isomap_landmarks (graph, 2, 4, NULL, 1, NULL, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_DATA);
  plume_graph_unref (graph);
}

/* Where every pair has its edge, paths are straight and Isomap is exact. */
static void
test_isomap_complete (void)
{
  g_autoptr (PlumePoints) points = draw (60, 2, 1);
  g_autofree double *weights = g_new (double, 3600);
  g_autoptr (GError) error = NULL;
  double share;
  PlumeGraph *graph;

  for (gsize i = 0; i < 3600; i++)
    weights[i] = i % 61 != 0;
  graph = make_graph (60, weights, points);
  g_autoptr (PlumePoints) y = plume_isomap (graph, 2, &share, NULL, &error);
  g_autoptr (PlumePoints) z = plume_isomap_landmarks (graph, 2, 9, NULL, 5, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpfloat (share, <, 1e-12);
  plume_procrustes (points, y, TRUE);
  g_assert_cmpfloat (difference (points, y), <, 1e-9);
  /* any landmarks that span the plane place every point, to single precision */
  plume_procrustes (points, z, TRUE);
  g_assert_cmpfloat (difference (points, z), <, 1e-4);
  plume_graph_unref (graph);
}

/* The roll of the reference comes out flat, by its true distances on the sheet. */
static void
test_isomap_roll (void)
{
  g_autoptr (PlumePoints) points = read_points ("roll", 3);
  g_autofree double *weights = join_neighbours (points, 8);
  g_autofree guint32 *all = g_new (guint32, 200);
  PlumeGraph *graph = make_graph (200, weights, points);
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumePoints) y = plume_isomap (graph, 2, NULL, NULL, &error);
  g_autoptr (PlumePoints) sheet = plume_points_new (200, 2);
  double wrong = 0, size = 0;

  for (gsize i = 0; i < 200; i++)
    {
      double turn = hypot (points->values[3 * i], points->values[3 * i + 2]);

      sheet->values[2 * i] = 0.5 * (turn * sqrt (1 + turn * turn) + asinh (turn));
      sheet->values[2 * i + 1] = points->values[3 * i + 1];
      all[i] = (guint32)i;
    }
  g_assert_no_error (error);
  plume_procrustes (y, sheet, TRUE);
  for (gsize i = 0; i < 400; i++)
    {
      wrong += pow (sheet->values[i] - y->values[i], 2);
      size += pow (sheet->values[i], 2);
    }
  g_assert_cmpfloat (sqrt (wrong / size), <, 0.1);
  /* with every vertex a landmark nothing is left out */
  g_autoptr (PlumePoints) z = plume_isomap_landmarks (graph, 2, 200, all, 0, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpfloat (difference (y, z), <, 1e-3);
  plume_graph_unref (graph);
}

/* Beyond all pairs, landmarks that nobody chose: beads on a string, each at its own distance from
 * the one before, lie where the string is. */
static void
test_isomap_many (void)
{
  const gsize n = PLUME_ISOMAP_ALL_PAIRS + 100;
  g_autofree guint32 *rows = g_new (guint32, 2 * n), *columns = g_new (guint32, 2 * n);
  g_autofree double *gaps = g_new (double, 2 * n);
  g_autoptr (PlumePoints) string = plume_points_new (n, 1);
  g_autoptr (PlumeSparse) sparse = NULL;
  g_autoptr (PlumeGraph) graph = NULL;
  g_autoptr (GError) error = NULL;
  double share;

  for (guint32 i = 0; i + 1 < n; i++)
    {
      PlumeStream stream = plume_stream (9, "beads", i);
      double gap = 0.1 + plume_stream_uniform (&stream);

      string->values[i + 1] = string->values[i] + gap;
      rows[2 * i] = columns[2 * i + 1] = i;
      columns[2 * i] = rows[2 * i + 1] = i + 1;
      gaps[2 * i] = gaps[2 * i + 1] = gap;
    }
  sparse = plume_sparse_new_from_triplets (n, n, 2 * (n - 1), rows, columns, gaps);
  graph = plume_graph_new_from_weights (sparse, sparse->values, PLUME_PIECES_JOIN, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (PlumePoints) y = plume_isomap (graph, 1, &share, NULL, &error);

  g_assert_no_error (error);
  plume_procrustes (string, y, TRUE);
  g_assert_cmpfloat (difference (string, y), <, 1e-5 * string->values[n - 1]);
  g_assert_cmpfloat (share, <, 1e-6);
}

/* Classical scaling of straight distances is the picture of principal components. */
static void
test_principal (void)
{
  const gsize features[] = { 7, 450 };

  for (guint k = 0; k < G_N_ELEMENTS (features); k++)
    {
      g_autoptr (PlumePoints) points = draw (150, features[k], 2);
      g_autoptr (GError) error = NULL;
      double variances[3], eigenvalues[3];
      g_autoptr (PlumeDistances) distances = plume_euclidean_distances (points, NULL, &error);
      g_autoptr (PlumePoints) y = plume_principal_picture (points, 3, variances, NULL, &error);
      g_autoptr (PlumePoints) z =
          plume_scaling_classical (distances, 3, eigenvalues, NULL, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpfloat (fabs (distances->values[151] - distance (points, 1, 1)), <, 1e-14);
      g_assert_cmpfloat (fabs (distances->values[5] / distance (points, 0, 5) - 1), <, 1e-14);
      g_assert_cmpfloat (difference (y, z), <, 1e-7);
      for (guint c = 0; c < 3; c++)
        g_assert_cmpfloat (fabs (150 * variances[c] / eigenvalues[c] - 1), <, 1e-10);
    }
}

static void
test_principal_refusal (void)
{
  g_autoptr (PlumePoints) points = draw (10, 2, 3);
  g_autoptr (GError) error = NULL;

  g_assert_null (plume_principal_picture (points, 3, NULL, NULL, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
}

static void
test_threads (void)
{
  g_autoptr (PlumePoints) points = draw (2500, 20, 5), wide = draw (170, 500, 6);
  g_autoptr (PlumePoints) few = draw (150, 3, 6);
  g_autofree double *weights = join_neighbours (few, 6);
  PlumeGraph *graph = make_graph (150, weights, few);
  PlumePoints *pictures[2][3];

  for (int k = 0; k < 2; k++)
    {
      plume_parallel_set_threads (k == 0 ? 1 : 3);
      pictures[k][0] = plume_principal_picture (points, 3, NULL, NULL, NULL);
      pictures[k][2] = plume_principal_picture (wide, 3, NULL, NULL, NULL);
      pictures[k][1] = plume_isomap_landmarks (graph, 2, 40, NULL, 3, NULL, NULL);
    }
  plume_parallel_set_threads (0);
  for (int method = 0; method < 3; method++)
    {
      gsize bytes = plume_points_get_bytes (pictures[0][method]);

      g_assert_cmpmem (pictures[0][method]->values, bytes, pictures[1][method]->values, bytes);
      plume_points_unref (pictures[0][method]);
      plume_points_unref (pictures[1][method]);
    }
  plume_graph_unref (graph);
}

static void
test_cancel (void)
{
  g_autoptr (PlumePoints) points = draw (50, 3, 7);
  g_autofree double *weights = join_neighbours (points, 8);
  PlumeGraph *graph = make_graph (50, weights, points);
  g_autoptr (PlumeTask) task = plume_task_new ();
  g_autoptr (PlumeLandmarkWeights) among = plume_landmark_weights_new (50, 1);
  g_autoptr (GError) error = NULL;

  plume_task_cancel (task);
  g_assert_null (plume_isomap (graph, 2, NULL, task, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (plume_isomap_landmarks (graph, 2, 20, NULL, 1, task, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (plume_principal_picture (points, 2, NULL, task, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (plume_landmark_weights_extend (among, points, task, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_CANCELLED);
  plume_graph_unref (graph);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/manifold/paths/on-a-grid-are-the-sum-of-both-ways", test_grid);
  g_test_add_data_func ("/manifold/paths/on-the-roll-are-those-of-the-reference", "roll",
                        test_reference_paths);
  g_test_add_data_func ("/manifold/paths/on-the-tree-are-those-of-the-reference", "tree",
                        test_reference_paths);
  g_test_add_func ("/manifold/paths/pieces-are-refused", test_pieces);
  g_test_add_func ("/manifold/isomap/complete-graph-is-drawn-exactly", test_isomap_complete);
  g_test_add_func ("/manifold/isomap/unrolls-the-roll", test_isomap_roll);
  g_test_add_func ("/manifold/isomap/many-points-lie-by-landmarks", test_isomap_many);
  g_test_add_func ("/manifold/principal/is-classical-scaling-of-straight-distances",
                   test_principal);
  g_test_add_func ("/manifold/principal/more-components-than-features-are-refused",
                   test_principal_refusal);
  g_test_add_func ("/manifold/methods/threads-change-nothing", test_threads);
  g_test_add_func ("/manifold/methods/can-be-cancelled", test_cancel);
  return g_test_run ();
}
