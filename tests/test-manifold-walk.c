/* test-manifold-walk.c: pictures by walks on graphs: powers, PHATE, diffusion maps and eigenmaps
 * against closed forms, brute force and independent tables. */
#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "core/plume-random.h"
#include "heat-graph.h"
#include "manifold/plume-embedding.h"
#include "manifold/plume-heat-geodesic.h"
#include "manifold/plume-phate-private.h"
#include "manifold/plume-phate.h"
#include "manifold/plume-spectral-pictures.h"
#include "manifold/plume-walk.h"

/* P^t by multiplying rows, n × n */
static double *
multiply_walk (gsize n, const double *weights, guint t)
{
  g_autofree double *walk = g_memdup2 (weights, n * n * sizeof (double)),
                    *next = g_new (double, n *n);
  double *power = g_new0 (double, n *n);

  for (gsize i = 0; i < n; i++)
    {
      double sum = 0;

      if (walk[i * n + i] == 0)
        walk[i * n + i] = 1;
      for (gsize j = 0; j < n; j++)
        sum += walk[i * n + j];
      for (gsize j = 0; j < n; j++)
        walk[i * n + j] /= sum;
      power[i * n + i] = 1;
    }
  for (guint step = 0; step < t; step++)
    {
      memset (next, 0, n * n * sizeof (double));
      for (gsize i = 0; i < n; i++)
        for (gsize k = 0; k < n; k++)
          for (gsize j = 0; j < n; j++)
            next[i * n + j] += power[i * n + k] * walk[k * n + j];
      memcpy (power, next, n * n * sizeof (double));
    }
  return power;
}

static double *
cycle (gsize n, double diagonal)
{
  double *weights = g_new0 (double, n *n);

  for (gsize i = 0; i < n; i++)
    {
      weights[i * n + (i + 1) % n] = weights[(i + 1) % n * n + i] = 1;
      weights[i * n + i] = diagonal;
    }
  return weights;
}

/* Connected, each weight different */
static double *
draw_weights (gsize n)
{
  double *weights = g_new0 (double, n *n);

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < i; j++)
      {
        PlumeStream stream = plume_stream (3, "weights", i * n + j);

        if (j + 1 == i || plume_stream_uniform (&stream) < 0.1)
          weights[i * n + j] = weights[j * n + i] = 0.1 + plume_stream_uniform (&stream);
      }
  return weights;
}

static void
test_powers (void)
{
  const gsize n = 40;
  const guint steps[] = { 1, 2, 7, 20 };
  g_autofree double *weights = draw_weights (n);
  g_autoptr (PlumeGraph) graph = make_graph (n, weights, NULL);
  const guint32 some[] = { 39, 4 };

  for (guint s = 0; s < G_N_ELEMENTS (steps); s++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree double *power = multiply_walk (n, weights, steps[s]);
      g_autoptr (PlumeHeat) all = plume_walk_heat (graph, steps[s], FALSE, n, NULL, NULL, &error);
      g_autoptr (PlumeHeat) two = plume_walk_heat (graph, steps[s], FALSE, 2, some, NULL, &error);
      g_autoptr (PlumeHeat) even = plume_walk_heat (graph, steps[s], TRUE, n, NULL, NULL, &error);

      g_assert_no_error (error);
      for (gsize c = 0; c < n; c++)
        for (gsize i = 0; i < n; i++)
          {
            double expected = log (power[i * n + c]);

            if (isinf (expected))
              {
                g_assert_true (all->log_heat[c * n + i] == expected);
                continue;
              }
            g_assert_cmpfloat (fabs (all->log_heat[c * n + i] - expected), <, 1e-12);
            g_assert_cmpfloat (fabs (even->log_heat[c * n + i] - even->log_heat[i * n + c]), <,
                               1e-13);
            /* detailed balance: S² = P(i,j) P(j,i) */
            g_assert_cmpfloat (
                fabs (2 * even->log_heat[c * n + i] - expected - log (power[c * n + i])), <, 1e-11);
          }
      for (gsize c = 0; c < 2; c++)
        for (gsize i = 0; i < n; i++)
          g_assert_true (fabs (two->log_heat[c * n + i] - all->log_heat[some[c] * n + i]) < 1e-12
                         || two->log_heat[c * n + i] == all->log_heat[some[c] * n + i]);
    }
}

/* Walks in the place of heat: d² = −4t log S^t with σ = 0 */
static void
test_rand_geodesic (void)
{
  const gsize n = 40;
  g_autofree double *weights = draw_weights (n);
  g_autoptr (PlumeGraph) graph = make_graph (n, weights, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeHeat) walk = plume_walk_heat (graph, 50, TRUE, n, NULL, NULL, &error);
  PlumeGeodesicOptions options = PLUME_GEODESIC_OPTIONS_DEFAULT;
  PlumeGeodesicCounts counts;

  g_assert_no_error (error);
  options.harnack = 0;
  g_autoptr (PlumeDistances) distances =
      plume_heat_geodesic (walk, &options, &counts, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (counts.n_unreached, ==, 0);
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < i; j++)
      g_assert_cmpfloat (
          fabs (pow (distances->values[i * n + j], 2) + 4 * 50 * walk->log_heat[i * n + j]), <,
          1e-9);
}

static PlumePhate *
make_phate (const PlumeGraph *graph, const PlumePhateOptions *options)
{
  g_autoptr (GError) error = NULL;
  PlumePhate *phate = plume_phate_new (graph, options, NULL, &error);

  g_assert_no_error (error);
  return phate;
}

static void
test_reference_potential (gconstpointer name)
{
  g_autofree double *weights = read_dense_graph (name, 200);
  g_autoptr (PlumeGraph) graph = make_graph (200, weights, NULL);
  g_autofree char *file = g_strconcat (name, "-paths.csv", NULL);
  g_autoptr (GPtrArray) rows = read_reference (HEAT_REFERENCE, file);
  PlumePhateOptions options = PLUME_PHATE_OPTIONS_DEFAULT;

  options.t = 0; /* the knee is looked for */
  g_autoptr (PlumePhate) phate = make_phate (graph, &options);

  g_assert_cmpuint (phate->t, ==, g_str_equal (name, "roll") ? 21 : 22);

  for (guint row = 1; row < rows->len; row++)
    {
      gsize i = (gsize)reference_number (rows, row, 0), j = (gsize)reference_number (rows, row, 1);
      double expected = reference_number (rows, row, 3);

      g_assert_cmpfloat (fabs (phate->distances->values[i * 200 + j] / expected - 1), <, 1e-6);
      g_assert_cmpfloat (phate->distances->values[i * 200 + j], ==,
                         phate->distances->values[j * 200 + i]);
    }
  g_assert_null (phate->extension);
}

/* ‖log P^t(i,·) − log P^t(j,·)‖ = ‖d²(i,·) − d²(j,·)‖/4t with σ = 0 and P^t in the place of heat */
static void
test_family (void)
{
  const gsize n = 60;
  const guint t = 70;
  g_autofree double *weights = draw_weights (n);
  g_autoptr (PlumeGraph) graph = make_graph (n, weights, NULL);
  g_autoptr (GError) error = NULL;
  PlumePhateOptions options = PLUME_PHATE_OPTIONS_DEFAULT;

  options.t = t;
  options.offset = 0;
  g_autoptr (PlumePhate) phate = make_phate (graph, &options);
  g_autoptr (PlumeHeat) heat = plume_walk_heat (graph, t, FALSE, n, NULL, NULL, &error);

  g_assert_no_error (error);
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < i; j++)
      {
        double sum = 0;

        for (gsize k = 0; k < n; k++)
          {
            double d_i = -4.0 * t * heat->log_heat[k * n + i];
            double d_j = -4.0 * t * heat->log_heat[k * n + j];

            sum += (d_i - d_j) * (d_i - d_j);
          }
        g_assert_cmpfloat (fabs (phate->distances->values[i * n + j] - sqrt (sum) / (4.0 * t)), <,
                           1e-12 * (1 + phate->distances->values[i * n + j]));
      }
}

static void
test_gamma (void)
{
  const gsize n = 30;
  g_autofree double *weights = draw_weights (n), *power = multiply_walk (n, weights, 5);
  g_autoptr (PlumeGraph) graph = make_graph (n, weights, NULL);
  const double gammas[] = { -1, 0, 0.5 };

  for (guint g = 0; g < G_N_ELEMENTS (gammas); g++)
    {
      PlumePhateOptions options = PLUME_PHATE_OPTIONS_DEFAULT;
      double exponent = (1 - gammas[g]) / 2, sum = 0;

      options.t = 5;
      options.gamma = gammas[g];
      g_autoptr (PlumePhate) phate = make_phate (graph, &options);

      for (gsize k = 0; k < n; k++)
        sum += pow (
            (pow (power[3 * n + k], exponent) - pow (power[11 * n + k], exponent)) / exponent, 2);
      g_assert_cmpfloat (fabs (phate->distances->values[3 * n + 11] / sqrt (sum) - 1), <, 1e-12);
    }
}

/* Walking between clusters is a walk: S √D = √D, and steps into clusters sum to 1. */
static void
test_condensed (void)
{
  g_autofree double *weights = read_dense_graph ("roll", 200);
  g_autoptr (PlumeGraph) graph = make_graph (200, weights, NULL);
  g_autoptr (PlumeSparse) extension = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree double *sums = NULL;
  gsize m;
  g_autofree double *walk =
      plume_phate_condense (graph, 50, 1, &m, &sums, &extension, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (m, <=, 50);
  g_assert_cmpuint (m, >, 30);
  for (gsize a = 0; a < m; a++)
    {
      double sum = 0;

      for (gsize b = 0; b < m; b++)
        sum += walk[a * m + b] * sqrt (sums[b]);
      g_assert_cmpfloat (fabs (sum / sqrt (sums[a]) - 1), <, 1e-12);
    }
  for (gsize i = 0; i < 200; i++)
    {
      double sum = 0;

      for (gsize k = extension->starts[i]; k < extension->starts[i + 1]; k++)
        sum += extension->values[k];
      g_assert_cmpfloat (fabs (sum - 1), <, 1e-12);
    }
}

static double
correlate (const PlumePoints *a, const PlumePoints *b)
{
  double count = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0;

  for (gsize i = 0; i < a->n; i++)
    for (gsize j = 0; j < i; j++)
      {
        double u = hypot (a->values[2 * i] - a->values[2 * j],
                          a->values[2 * i + 1] - a->values[2 * j + 1]);
        double v = hypot (b->values[2 * i] - b->values[2 * j],
                          b->values[2 * i + 1] - b->values[2 * j + 1]);

        count++;
        x += u;
        y += v;
        xx += u * u;
        yy += v * v;
        xy += u * v;
      }
  return (xy - x * y / count) / sqrt ((xx - x * x / count) * (yy - y * y / count));
}

static PlumePoints *
draw_phate (const PlumeGraph *graph, gsize most_landmarks)
{
  PlumePhateOptions options = PLUME_PHATE_OPTIONS_DEFAULT;
  PlumeScaling scaling = { PLUME_SCALING_METRIC, 2, .most_steps = 200, .tolerance = 1e-6 };
  g_autoptr (GError) error = NULL;

  options.t = 20;
  options.most_landmarks = most_landmarks;
  g_autoptr (PlumePhate) phate = make_phate (graph, &options);
  g_autoptr (PlumePoints) picture =
      plume_scaling_solve (phate->distances, &scaling, NULL, NULL, &error);

  g_assert_no_error (error);
  return plume_phate_extend (phate, picture, NULL, &error);
}

/* A third as many clusters as points give nearly the same picture. */
static void
test_landmarks (gconstpointer name)
{
  g_autofree double *weights = read_dense_graph (name, 200);
  g_autoptr (PlumeGraph) graph = make_graph (200, weights, NULL);
  g_autoptr (PlumePoints) whole = draw_phate (graph, 2000), some = draw_phate (graph, 70);
  PlumePhateOptions options = PLUME_PHATE_OPTIONS_DEFAULT;
  double correlation = correlate (whole, some);

  g_test_message ("%s: correlation of distances %.4f", (const char *)name, correlation);
  g_assert_cmpfloat (correlation, >, 0.95);
  /* walks between clusters have a knee of their own */
  options.most_landmarks = 70;
  g_autoptr (PlumePhate) phate = make_phate (graph, &options);

  g_assert_cmpuint (phate->t, >, 1);
  g_assert_cmpuint (phate->t, <, 99);
}

/* On a cycle the two first coordinates lie on a circle of radius √2 μ^t, μ = (1 + 2 cos 2π/n)/3. */
static void
test_diffusion_cycle (gconstpointer size)
{
  const gsize n = GPOINTER_TO_SIZE (size);
  g_autofree double *weights = cycle (n, 1);
  g_autoptr (PlumeGraph) graph = make_graph (n, weights, NULL);
  g_autoptr (GError) error = NULL;
  double values[2], mu = (1 + 2 * cos (2 * G_PI / (double)n)) / 3;
  g_autoptr (PlumePoints) y = plume_diffusion_map (graph, 2, 3.5, values, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpfloat (fabs (values[0] - mu), <, 1e-12);
  g_assert_cmpfloat (fabs (values[1] - mu), <, 1e-12);
  for (gsize i = 0; i < n; i++)
    {
      gsize next = (i + 1) % n;
      double radius = sqrt (2) * pow (mu, 3.5), chord = 2 * radius * sin (G_PI / (double)n);

      g_assert_cmpfloat (fabs (hypot (y->values[2 * i], y->values[2 * i + 1]) - radius), <, 1e-10);
      g_assert_cmpfloat (fabs (hypot (y->values[2 * i] - y->values[2 * next],
                                      y->values[2 * i + 1] - y->values[2 * next + 1])
                               - chord),
                         <, 1e-10);
    }
}

/* All coordinates together: Σ_k (P^t(i,k) − P^t(j,k))²/π_k */
static void
test_diffusion_distance (void)
{
  const gsize n = 25;
  const guint t = 3;
  g_autofree double *weights = draw_weights (n), *sums = g_new0 (double, n), *power = NULL;
  g_autoptr (PlumeGraph) graph = NULL;
  g_autoptr (GError) error = NULL;
  double total = 0;

  for (gsize i = 0; i < n; i++)
    {
      weights[i * n + i] = 12; /* lazy enough that no eigenvalue is negative */
      for (gsize j = 0; j < n; j++)
        sums[i] += weights[i * n + j];
      total += sums[i];
    }
  graph = make_graph (n, weights, NULL);
  power = multiply_walk (n, weights, t);
  /* n − 2 of n − 1: the last coordinate is left out, and it is the smallest */
  g_autoptr (PlumePoints) y = plume_diffusion_map (graph, n - 2, t, NULL, NULL, &error);

  g_assert_no_error (error);
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < i; j++)
      {
        double expected = 0, drawn = 0;

        for (gsize k = 0; k < n; k++)
          expected += pow (power[i * n + k] - power[j * n + k], 2) * total / sums[k];
        for (gsize c = 0; c < n - 2; c++)
          drawn += pow (y->values[i * (n - 2) + c] - y->values[j * (n - 2) + c], 2);
        g_assert_cmpfloat (drawn, <, expected * (1 + 1e-10));
        g_assert_cmpfloat (drawn, >, 0.5 * expected);
      }
}

/* L f = λ δ f on a graph of unlike weights; on a cycle λ = 1 − cos 2π/n */
static void
test_eigenmaps (void)
{
  const gsize n = 50;
  g_autofree double *weights = draw_weights (n), *ring = cycle (n, 0);
  g_autoptr (PlumeGraph) graph = make_graph (n, weights, NULL), round = make_graph (n, ring, NULL);
  g_autoptr (GError) error = NULL;
  double values[3], around[2];
  g_autoptr (PlumePoints) y = plume_laplacian_eigenmaps (graph, 3, values, NULL, &error);
  g_autoptr (PlumePoints) z = plume_laplacian_eigenmaps (round, 2, around, NULL, &error);

  g_assert_no_error (error);
  for (guint c = 0; c < 3; c++)
    {
      double norm = 0;

      g_assert_cmpfloat (values[c], >, c > 0 ? values[c - 1] : 1e-6);
      for (gsize i = 0; i < n; i++)
        {
          double f = y->values[3 * i + c], image = graph->degrees[i] * f;

          for (gsize j = 0; j < n; j++)
            image -= weights[i * n + j] * y->values[3 * j + c];
          g_assert_cmpfloat (fabs (image - values[c] * graph->degrees[i] * f), <, 1e-12);
          norm += graph->degrees[i] * f * f;
        }
      g_assert_cmpfloat (fabs (norm - 1), <, 1e-12);
    }
  for (guint c = 0; c < 2; c++)
    g_assert_cmpfloat (fabs (around[c] - (1 - cos (2 * G_PI / (double)n))), <, 1e-12);
  for (gsize i = 0; i < n; i++)
    g_assert_cmpfloat (fabs (hypot (z->values[2 * i], z->values[2 * i + 1]) - 1 / sqrt ((double)n)),
                       <, 1e-10);
}

static void
test_refusals (void)
{
  g_autofree double *weights = cycle (5, 0);
  g_autoptr (PlumeGraph) graph = make_graph (5, weights, NULL);
  PlumePhateOptions options = PLUME_PHATE_OPTIONS_DEFAULT;
  g_autoptr (GError) error = NULL;

  options.gamma = 1.5;
  g_assert_null (plume_phate_new (graph, &options, NULL, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
  g_clear_error (&error);
  g_assert_null (plume_walk_heat (graph, 0, TRUE, 5, NULL, NULL, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
  g_clear_error (&error);
  g_assert_null (plume_diffusion_map (graph, 4, 1, NULL, NULL, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
}

static void
test_threads_and_cancel (void)
{
  g_autofree double *weights = read_dense_graph ("tree", 200);
  g_autoptr (PlumeGraph) graph = make_graph (200, weights, NULL);
  PlumePhateOptions options = PLUME_PHATE_OPTIONS_DEFAULT;
  g_autoptr (PlumeTask) task = plume_task_new ();
  g_autoptr (GError) error = NULL;

  options.most_landmarks = 90;
  plume_parallel_set_threads (1);
  g_autoptr (PlumePhate) one = make_phate (graph, &options);
  plume_parallel_set_threads (3);
  g_autoptr (PlumePhate) three = make_phate (graph, &options);
  plume_parallel_set_threads (0);
  g_assert_cmpmem (one->distances->values, plume_distances_get_bytes (one->distances),
                   three->distances->values, plume_distances_get_bytes (three->distances));
  plume_task_cancel (task);
  g_assert_null (plume_phate_new (graph, &options, task, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (plume_walk_heat (graph, 3, TRUE, 200, NULL, task, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/manifold/walk/powers-are-products", test_powers);
  g_test_add_func ("/manifold/walk/takes-the-place-of-heat", test_rand_geodesic);
  g_test_add_data_func ("/manifold/phate/potential-of-the-roll-is-that-of-the-reference", "roll",
                        test_reference_potential);
  g_test_add_data_func ("/manifold/phate/potential-of-the-tree-is-that-of-the-reference", "tree",
                        test_reference_potential);
  g_test_add_func ("/manifold/phate/is-the-triplet-distance-of-squares", test_family);
  g_test_add_func ("/manifold/phate/gamma-is-a-power", test_gamma);
  g_test_add_func ("/manifold/phate/clusters-walk", test_condensed);
  g_test_add_data_func ("/manifold/phate/clusters-draw-the-same-roll", "roll", test_landmarks);
  g_test_add_data_func ("/manifold/phate/clusters-draw-the-same-tree", "tree", test_landmarks);
  g_test_add_data_func ("/manifold/diffusion-map/cycle-is-a-circle", GSIZE_TO_POINTER (24),
                        test_diffusion_cycle);
  g_test_add_data_func ("/manifold/diffusion-map/large-cycle-is-a-circle", GSIZE_TO_POINTER (600),
                        test_diffusion_cycle);
  g_test_add_func ("/manifold/diffusion-map/draws-diffusion-distances", test_diffusion_distance);
  g_test_add_func ("/manifold/eigenmaps/solve-the-generalised-problem", test_eigenmaps);
  g_test_add_func ("/manifold/walk/nonsense-is-refused", test_refusals);
  g_test_add_func ("/manifold/phate/threads-change-nothing-and-it-can-be-cancelled",
                   test_threads_and_cancel);
  return g_test_run ();
}
