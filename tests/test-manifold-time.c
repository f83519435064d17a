/* test-manifold-time.c: entropies of heat, knees, and the ladder of times. */
#include <gsl/gsl_errno.h>
#include <string.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "heat-graphs.h"
#include "manifold/plume-heat-ladder.h"

static PlumeHeat *
exact (const PlumeGraph *graph, PlumeLaplacianKind kind, double t)
{
  PlumeHeatOptions options = PLUME_HEAT_OPTIONS_DEFAULT;

  options.laplacian = kind;
  return plume_heat_uniformisation.columns (graph, &options, t, plume_graph_get_n (graph), NULL,
                                            NULL, NULL);
}

static void
assert_entropies (const char *name, PlumeLaplacianKind kind)
{
  g_autoptr (PlumeGraph) graph = reference_graph (name);
  g_autoptr (PlumeSparse) laplacian = plume_graph_laplacian (graph, kind);
  g_autofree char *file = g_strdup_printf ("%s-entropy.csv", name);
  g_autoptr (GPtrArray) rows = read_reference (HEAT_REFERENCE, file);

  g_assert_cmpuint (rows->len, ==, 42);
  for (guint k = 1; k < rows->len; k++)
    {
      g_autoptr (PlumeHeat) heat = exact (graph, kind, reference_number (rows, k, 0));
      PlumeHeatMeasures measures = plume_heat_measure (heat, laplacian);

      g_assert_cmpfloat_with_epsilon (measures.entropy, reference_number (rows, k, 2), 1e-8);
      g_assert_cmpfloat_with_epsilon (200 * measures.entropy, reference_number (rows, k, 1), 2e-6);
      g_assert_cmpfloat_with_epsilon (measures.trace, reference_number (rows, k, 3), 1e-8);
      g_assert_cmpfloat_with_epsilon (measures.spectral_entropy, reference_number (rows, k, 4),
                                      1e-8);
    }
}

static void
test_entropies (void)
{
  assert_entropies ("roll", PLUME_LAPLACIAN_COMBINATORIAL);
  assert_entropies ("tree", PLUME_LAPLACIAN_NORMALISED);
}

/* PHATE's entropies and the time that it takes, 21 and 22. */
static void
test_walk_entropy (void)
{
  static const char *names[] = { "roll", "tree" };
  static const gsize knees[] = { 21, 22 };

  for (guint k = 0; k < 2; k++)
    {
      g_autoptr (PlumeGraph) graph = reference_graph (names[k]);
      g_autofree char *file = g_strdup_printf ("%s-vne.csv", names[k]);
      g_autoptr (GPtrArray) rows = read_reference (HEAT_REFERENCE, file);
      double entropy[100];

      g_assert_true (plume_walk_entropy (graph, 100, entropy, NULL, NULL));
      for (guint tau = 0; tau < 100; tau++)
        g_assert_cmpfloat_with_epsilon (entropy[tau], reference_number (rows, tau + 1, 1), 1e-9);
      g_assert_cmpuint (plume_knee_two_lines (100, entropy), ==, knees[k]);
    }
}

/* y = −1/x + 5 has its knee where Satopää and others find it, and a bent line where it bends. */
static void
test_knee (void)
{
  double x[10], y[10], bent[10];

  for (guint i = 0; i < 10; i++)
    {
      x[i] = 0.1 + i * 0.1;
      y[i] = -1 / x[i] + 5;
      bent[i] = MIN (i, 4) + 0.1 * MAX ((int)i - 4, 0);
    }
  g_assert_cmpuint (plume_knee_concave (10, x, y, 0.5), ==, 2);
  g_assert_cmpuint (plume_knee_concave (10, x, bent, 0.5), ==, 4);
  g_assert_cmpuint (plume_knee_two_lines (10, bent), ==, 4);
}

/* λ_2 and λ_max of a path, its bounds, and entropy from almost nothing to log n. */
static void
test_times (void)
{
  gsize n = 120;
  g_autoptr (PlumeGraph) graph = path_graph (n, 2);
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeHeatTimes) times =
      plume_heat_times_new (graph, PLUME_LAPLACIAN_COMBINATORIAL, 0, 1, NULL, &error);
  double step = G_PI / (double)n;
  gsize last;

  g_assert_no_error (error);
  last = times->n_times - 1;
  g_assert_cmpuint (times->n_columns, ==, n);
  g_assert_cmpfloat_with_epsilon (times->smallest, 4 - 4 * cos (step), 1e-10);
  g_assert_cmpfloat_with_epsilon (times->largest, 4 + 4 * cos (step), 1e-8);
  g_assert_cmpfloat_with_epsilon (times->latest * times->smallest, 1, 1e-12);
  g_assert_cmpfloat_with_epsilon (times->earliest, 119 / (4 * 119.0 / 120), 1e-9);
  g_assert_cmpfloat_with_epsilon (times->times[0] * (4 * 119.0 / 120), 0.1, 1e-9);
  g_assert_cmpfloat (times->times[last], >=, 3 * times->latest);
  g_assert_cmpfloat (times->measures[0].entropy, <, 0.5);
  g_assert_cmpfloat_with_epsilon (times->measures[last].entropy, log (120), 0.01);
  for (gsize l = 0; l <= last; l++)
    {
      double trace = 0;

      for (gsize k = 0; k < n; k++)
        trace += exp (-times->times[l] * (4 - 4 * cos ((double)k * step)));
      g_assert_cmpfloat_with_epsilon (times->measures[l].trace / trace, 1, 1e-12);
      g_assert_true (l == 0 || times->measures[l].entropy > times->measures[l - 1].entropy);
    }
  g_assert_cmpuint (times->knee, >, 0);
  g_assert_cmpuint (times->knee, <, last);
}

/* 64 random columns tell the entropy of all within a few per cent; exactly where all are alike. */
static void
test_random_columns (void)
{
  g_autoptr (PlumeGraph) graph = torus_graph (12, 40, 1, 1);
  g_autoptr (PlumeHeatTimes) all =
      plume_heat_times_new (graph, PLUME_LAPLACIAN_COMBINATORIAL, 480, 1, NULL, NULL);
  g_autoptr (PlumeHeatTimes) some =
      plume_heat_times_new (graph, PLUME_LAPLACIAN_COMBINATORIAL, 64, 1, NULL, NULL);

  g_assert_cmpuint (some->n_columns, ==, 64);
  for (gsize l = 0; l < all->n_times; l++)
    {
      g_assert_cmpfloat_with_epsilon (some->measures[l].entropy, all->measures[l].entropy, 1e-4);
      g_assert_cmpfloat_with_epsilon (some->measures[l].trace / all->measures[l].trace, 1, 1e-5);
      g_assert_cmpfloat_with_epsilon (some->measures[l].spectral_entropy,
                                      all->measures[l].spectral_entropy, 1e-4);
    }
}

/* Mean and worst difference between the ladder's distances and those made anew at times off its
 * levels, in terms of the mean distance. */
static void
compare_with_exact (const PlumeGraph *graph,
                    PlumeLaplacianKind kind,
                    const PlumeGeodesicOptions *options,
                    double limit_mean,
                    double limit_worst)
{
  gsize n = plume_graph_get_n (graph);
  g_autoptr (PlumeHeatLadder) ladder =
      plume_heat_ladder_new (graph, kind, n, NULL, 0.5, 57, NULL, NULL);
  g_autoptr (PlumeHeatGauge) gauge = plume_heat_gauge_new (ladder, options, NULL, NULL);
  g_autofree float *triangle = g_new (float, n *(n - 1) / 2);

  g_assert_cmpfloat (ladder->times[ladder->n_levels - 1], >=, 57);
  for (double t = 0.5 * exp2 (0.25); t < 57; t *= 2.3)
    {
      g_autoptr (PlumeHeat) heat = exact (graph, kind, t);
      g_autoptr (PlumeDistances) truth = plume_heat_geodesic (heat, options, NULL, NULL, NULL);
      double sum = 0, difference = 0, worst = 0;
      gsize k = 0;

      plume_heat_gauge_distances (gauge, t, triangle);
      for (gsize i = 0; i < n; i++)
        for (gsize j = i + 1; j < n; j++, k++)
          {
            double apart = fabs (truth->values[i * n + j] - triangle[k]);

            sum += truth->values[i * n + j];
            difference += apart;
            worst = MAX (worst, apart);
          }
      g_test_message ("t %g: mean %.3g %%, worst %.3g %% of the mean", t, 100 * difference / sum,
                      100 * worst * (double)k / sum);
      g_assert_cmpfloat (difference / sum, <, limit_mean);
      g_assert_cmpfloat (worst * (double)k / sum, <, limit_worst);
    }
}

static void
test_ladder (void)
{
  g_autoptr (PlumeGraph) roll = reference_graph ("roll"), tree = reference_graph ("tree");
  PlumeGeodesicOptions options = PLUME_GEODESIC_OPTIONS_DEFAULT;

  compare_with_exact (roll, PLUME_LAPLACIAN_COMBINATORIAL, &options, 2e-3, 6e-3);
  compare_with_exact (tree, PLUME_LAPLACIAN_NORMALISED, &options, 2e-3, 2e-2);
  options.harnack = 0.5;
  options.power = 1.5;
  compare_with_exact (tree, PLUME_LAPLACIAN_RANDOM_WALK, &options, 4e-3, 2e-2);
  options = PLUME_GEODESIC_OPTIONS_DEFAULT;
  options.law = PLUME_LAW_LATTICE;
  compare_with_exact (roll, PLUME_LAPLACIAN_COMBINATORIAL, &options, 2e-3, 2e-2);
}

/* On its levels there is nothing to interpolate: single precision only. */
static void
test_levels (void)
{
  g_autoptr (PlumeGraph) graph = reference_graph ("roll");
  static const guint32 some[] = { 199, 0, 57, 101, 3 };
  g_autoptr (PlumeHeatLadder) ladder =
      plume_heat_ladder_new (graph, PLUME_LAPLACIAN_COMBINATORIAL, 5, some, 0.2, 2000, NULL, NULL);

  for (guint law = 0; law <= PLUME_LAW_LOGARITHM; law++)
    {
      PlumeGeodesicOptions options = PLUME_GEODESIC_OPTIONS_DEFAULT;
      g_autoptr (PlumeHeatGauge) gauge = NULL;

      options.law = law;
      options.rate = 0.6;
      gauge = plume_heat_gauge_new (ladder, &options, NULL, NULL);
      for (gsize l = 0; l < ladder->n_levels; l += 3)
        {
          g_autoptr (PlumeHeat) heat =
              exact (graph, PLUME_LAPLACIAN_COMBINATORIAL, ladder->times[l]);
          g_autoptr (PlumeDistances) truth = plume_heat_geodesic (heat, &options, NULL, NULL, NULL);
          float triangle[10];
          guint k = 0;

          plume_heat_gauge_distances (gauge, ladder->times[l], triangle);
          for (gsize a = 0; a < 5; a++)
            for (gsize b = a + 1; b < 5; b++, k++)
              g_assert_cmpfloat_with_epsilon (triangle[k] / truth->values[some[a] * 200 + some[b]],
                                              1, 2e-4);
        }
    }
}

static void
test_ladder_threads (void)
{
  g_autoptr (PlumeGraph) graph = torus_graph (20, 16, 1, 0.5);
  PlumeGeodesicOptions options = PLUME_GEODESIC_OPTIONS_DEFAULT;
  g_autofree float *one = g_new (float, 320 * 319 / 2), *two = g_new (float, 320 * 319 / 2);

  for (int n_threads = 1; n_threads <= 2; n_threads++)
    {
      g_autoptr (PlumeHeatLadder) ladder = NULL;
      g_autoptr (PlumeHeatGauge) gauge = NULL;

      plume_parallel_set_threads (n_threads);
      ladder = plume_heat_ladder_new (graph, PLUME_LAPLACIAN_COMBINATORIAL, 320, NULL, 1, 30, NULL,
                                      NULL);
      gauge = plume_heat_gauge_new (ladder, &options, NULL, NULL);
      plume_heat_gauge_distances (gauge, 5.1, n_threads == 1 ? one : two);
    }
  g_assert_cmpmem (one, 320 * 319 * 2, two, 320 * 319 * 2);
}

static void
test_bad_input (void)
{
  g_autoptr (PlumeGraph) graph = cycle_graph (10);
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeTask) task = plume_task_new ();
  g_autoptr (PlumeHeatLadder) ladder = NULL;
  PlumeGeodesicOptions options = PLUME_GEODESIC_OPTIONS_DEFAULT;

  g_assert_null (
      plume_heat_ladder_new (graph, PLUME_LAPLACIAN_COMBINATORIAL, 10, NULL, 2, 1, NULL, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
  g_clear_error (&error);
  ladder =
      plume_heat_ladder_new (graph, PLUME_LAPLACIAN_COMBINATORIAL, 10, NULL, 1, 4, NULL, &error);
  g_assert_no_error (error);
  options.denoising = 0.5;
  g_assert_null (plume_heat_gauge_new (ladder, &options, NULL, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
  g_clear_error (&error);
  options = PLUME_GEODESIC_OPTIONS_DEFAULT;
  options.law = PLUME_LAW_LATTICE;
  options.rate = -1;
  g_assert_null (plume_heat_gauge_new (ladder, &options, NULL, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
  g_clear_error (&error);
  plume_task_cancel (task);
  g_assert_null (plume_heat_times_new (graph, PLUME_LAPLACIAN_COMBINATORIAL, 0, 1, task, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_CANCELLED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gsl_set_error_handler_off ();
  g_test_add_func ("/manifold/time/reference-entropies", test_entropies);
  g_test_add_func ("/manifold/time/reference-walk-entropy-and-its-time", test_walk_entropy);
  g_test_add_func ("/manifold/time/knees", test_knee);
  g_test_add_func ("/manifold/time/path-has-its-bounds-and-trace", test_times);
  g_test_add_func ("/manifold/time/random-columns-stand-for-all", test_random_columns);
  g_test_add_func ("/manifold/time/ladder-interpolates-within-0.2-percent", test_ladder);
  g_test_add_func ("/manifold/time/levels-of-the-ladder-are-exact", test_levels);
  g_test_add_func ("/manifold/time/same-on-any-number-of-threads", test_ladder_threads);
  g_test_add_func ("/manifold/time/bad-input-is-refused", test_bad_input);
  return g_test_run ();
}
