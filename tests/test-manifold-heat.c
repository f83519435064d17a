/* test-manifold-heat.c: the heat kernel of graphs against closed forms, its own laws and reference
 * tables.
 */
#include <gsl/gsl_errno.h>
#include <gsl/gsl_sf_bessel.h>
#include <string.h>

#include "config.h"
#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "core/plume-random.h"
#include "heat-graphs.h"
#include "manifold/plume-heat-series.h"

static PlumeHeat *
heat_of (const PlumeHeatEngine *engine, const PlumeGraph *graph, PlumeLaplacianKind kind, double t)
{
  PlumeHeatOptions options = PLUME_HEAT_OPTIONS_DEFAULT;
  g_autoptr (GError) error = NULL;
  PlumeHeat *heat;

  options.laplacian = kind;
  heat = engine->columns (graph, &options, t, plume_graph_get_n (graph), NULL, NULL, &error);
  g_assert_no_error (error);
  return heat;
}

static PlumeHeat *
exact (const PlumeGraph *graph, double t)
{
  return heat_of (&plume_heat_uniformisation, graph, PLUME_LAPLACIAN_COMBINATORIAL, t);
}

static double
log_at (const PlumeHeat *heat, gsize i, gsize j)
{
  return heat->log_heat[j * heat->n + i];
}

/* log e^(−2t) I_r(2t); by the first terms of its series where a double cannot hold it */
static double
log_lattice (gsize r, double t)
{
  double x = 2 * t, sum = 0, term = 1;
  gsl_sf_result result;

  if (r <= 8 * x + 40 && gsl_sf_bessel_In_scaled_e ((int)r, x, &result) == GSL_SUCCESS
      && result.val > 1e-250)
    return log (result.val);
  for (gsize k = 0; term > 1e-18 * sum; k++)
    {
      sum += term;
      term *= t * t / ((double)(k + 1) * (double)(k + 1 + r));
    }
  return (double)r * log (t) - lgamma ((double)r + 1) + log (sum) - x;
}

static double
add_logs (double a, double b)
{
  double larger = MAX (a, b);

  return larger + log1p (exp (MIN (a, b) - larger));
}

/* On a cycle heat meets itself going round: Σ_m e^(−2t) I_(|r + mn|)(2t) */
static double
log_cycle (gsize n, gsize r, double t)
{
  double sum = log_lattice (r, t);

  for (gsize m = 1; m < 40; m++)
    {
      sum = add_logs (sum, log_lattice (m * n + r, t));
      sum = add_logs (sum, log_lattice (m * n - r, t));
    }
  return sum;
}

/* On a path it is reflected half a step beyond either end. */
static double
log_path (gsize n, gsize i, gsize j, double t)
{
  double sum = log_lattice (i > j ? i - j : j - i, t);

  sum = add_logs (sum, log_lattice (i + j + 1, t));
  for (gsize m = 1; m < 30; m++)
    {
      sum = add_logs (sum, log_lattice (2 * m * n + i - j, t));
      sum = add_logs (sum, log_lattice (2 * m * n - i + j, t));
      sum = add_logs (sum, log_lattice (2 * m * n + i + j + 1, t));
      sum = add_logs (sum, log_lattice (2 * m * n - i - j - 1, t));
    }
  return sum;
}

static void
test_complete (void)
{
  for (gsize n = 2; n <= 50; n += 16)
    for (double t = 1e-3; t < 3; t *= 5)
      {
        g_autoptr (PlumeGraph) graph = complete_graph (n);
        g_autoptr (PlumeHeat) heat = exact (graph, t);
        double off = -expm1 (-(double)n * t) / (double)n;

        for (gsize i = 0; i < n; i++)
          for (gsize j = 0; j < n; j++)
            g_assert_cmpfloat_with_epsilon (log_at (heat, i, j),
                                            log (i == j ? off + exp (-(double)n * t) : off), 1e-12);
      }
}

static void
test_cycle (void)
{
  static const double times[] = { 0.05, 0.5, 5, 20, 400 };
  g_autoptr (PlumeGraph) graph = cycle_graph (64);

  for (guint k = 0; k < G_N_ELEMENTS (times); k++)
    {
      g_autoptr (PlumeHeat) heat = exact (graph, times[k]);

      for (gsize r = 0; r <= 32; r++)
        g_assert_cmpfloat_with_epsilon (log_at (heat, r, 0), log_cycle (64, r, times[k]), 1e-12);
      if (times[k] == 5)
        g_assert_cmpfloat_with_epsilon (exp (log_at (heat, 32, 0)) / 1.699811879e-17, 1, 1e-9);
    }
}

static void
test_hypercube (void)
{
  g_autoptr (PlumeGraph) graph = hypercube_graph (8);

  for (double t = 1e-4; t < 10; t *= 30)
    {
      g_autoptr (PlumeHeat) heat = exact (graph, t);

      for (gsize i = 0; i < 256; i++)
        {
          double h = __builtin_popcount ((guint)i ^ 37u);
          double expected = -8 * G_LN2 + (8 - h) * log1p (exp (-2 * t)) + h * log (-expm1 (-2 * t));

          g_assert_cmpfloat_with_epsilon (log_at (heat, i, 37), expected, 1e-12);
        }
    }
}

static void
test_star (void)
{
  double n = 40;
  g_autoptr (PlumeGraph) graph = star_graph (40);

  for (double t = 0.01; t < 3; t *= 4)
    {
      g_autoptr (PlumeHeat) heat = exact (graph, t);
      double fast = exp (-n * t), slow = exp (-t);

      g_assert_cmpfloat_with_epsilon (log_at (heat, 0, 0), log ((1 + (n - 1) * fast) / n), 1e-12);
      g_assert_cmpfloat_with_epsilon (log_at (heat, 0, 7), log ((1 - fast) / n), 1e-12);
      g_assert_cmpfloat_with_epsilon (log_at (heat, 7, 7),
                                      log (1 / n + (n - 2) / (n - 1) * slow + fast / (n * (n - 1))),
                                      1e-12);
      g_assert_cmpfloat_with_epsilon (log_at (heat, 7, 8),
                                      log (1 / n - slow / (n - 1) + fast / (n * (n - 1))), 1e-11);
    }
}

/* Down to 1e-458, and by all columns at once as by one. */
static void
test_path (void)
{
  static const double times[] = { 0.05, 1, 30, 1000 };
  g_autoptr (PlumeGraph) graph = path_graph (150, 1);
  PlumeHeatOptions options = PLUME_HEAT_OPTIONS_DEFAULT;

  for (guint k = 0; k < G_N_ELEMENTS (times); k++)
    {
      double t = times[k];
      g_autoptr (PlumeHeat) heat = exact (graph, t);
      guint32 end = 149;
      g_autoptr (PlumeHeat) one =
          plume_heat_uniformisation.columns (graph, &options, t, 1, &end, NULL, NULL);

      for (gsize i = 0; i < 150; i++)
        {
          g_assert_cmpfloat_with_epsilon (log_at (heat, i, 0), log_path (150, i, 0, t), 3e-12);
          g_assert_cmpfloat_with_epsilon (log_at (heat, i, 20), log_path (150, i, 20, t), 3e-12);
          g_assert_cmpfloat_with_epsilon (one->log_heat[i], log_path (150, i, 149, t), 3e-12);
        }
    }
}

/* The heat of a product of graphs is the product of their heats. */
static void
test_torus (void)
{
  g_autoptr (PlumeGraph) graph = torus_graph (16, 20, 0.3, 2);

  for (double t = 0.1; t < 50; t *= 5)
    {
      g_autoptr (PlumeHeat) heat = exact (graph, t);

      for (gsize i = 0; i < 16; i++)
        for (gsize j = 0; j < 20; j++)
          g_assert_cmpfloat_with_epsilon (log_at (heat, i * 20 + j, 0),
                                          log_cycle (16, i, 0.3 * t) + log_cycle (20, j, 2 * t),
                                          2e-12);
    }
}

/* A random graph with weights over four decades. */
static PlumeGraph *
random_graph (gsize n, gsize degree)
{
  PlumeStream stream = plume_stream (3, "random graph", 0);
  Edges edges = edges_begin (n);

  for (gsize i = 1; i < n; i++)
    for (gsize k = 0; k < degree; k++)
      {
        gsize reach = MIN (i, 12), j = i - 1 - (gsize)(plume_stream_uniform (&stream) * reach);

        edges_add (&edges, i, MIN (j, i - 1), pow (10, -4 * plume_stream_uniform (&stream)));
      }
  return edges_end (&edges);
}

/* Series and squarings are two ways to one number, far entries included. */
static void
test_two_ways (void)
{
  g_autoptr (PlumeGraph) graph = random_graph (500, 2);
  g_autoptr (PlumeHeatOperator) generator =
      plume_heat_operator_new (graph, PLUME_LAPLACIAN_COMBINATORIAL);

  for (double t = 0.02; t < 100; t *= 8)
    {
      g_autoptr (PlumeHeat) squared = plume_heat_new (500, 500, t, NULL);
      g_autoptr (PlumeHeat) summed = plume_heat_new (500, 500, t, NULL);

      g_assert_true (plume_heat_uniformise (generator, squared, NULL, NULL));
      g_assert_true (plume_heat_series_columns (generator, summed, NULL, NULL));
      for (gsize k = 0; k < 250000; k++)
        g_assert_cmpfloat_with_epsilon (squared->log_heat[k], summed->log_heat[k], 2e-12);
    }
}

/* H_s H_t = H_(s+t) */
static void
test_semigroup (void)
{
  g_autoptr (PlumeGraph) graph = reference_graph ("roll");
  g_autoptr (PlumeHeat) first = exact (graph, 3), second = exact (graph, 7);
  g_autoptr (PlumeHeat) both = exact (graph, 10);

  for (gsize i = 0; i < 200; i += 9)
    for (gsize j = 0; j < 200; j++)
      {
        double sum = 0;

        for (gsize l = 0; l < 200; l++)
          sum += exp (log_at (first, i, l) + log_at (second, l, j));
        g_assert_cmpfloat_with_epsilon (log (sum), log_at (both, i, j), 1e-12);
      }
}

/* Rows sum to 1 but for the symmetric operator, which keeps √δ. */
static void
test_mass (void)
{
  g_autoptr (PlumeGraph) graph = reference_graph ("tree");

  for (guint kind = 0; kind < 3; kind++)
    for (double t = 0.1; t < 2000; t *= 10)
      {
        g_autoptr (PlumeHeat) heat = heat_of (&plume_heat_uniformisation, graph, kind, t);

        for (gsize i = 0; i < 200; i++)
          {
            double sum = 0, invariant = sqrt (graph->degrees[i]);

            for (gsize j = 0; j < 200; j++)
              sum += exp (log_at (heat, i, j))
                     * (kind == PLUME_LAPLACIAN_NORMALISED ? sqrt (graph->degrees[j]) : 1);
            g_assert_cmpfloat_with_epsilon (sum, kind == PLUME_LAPLACIAN_NORMALISED ? invariant : 1,
                                            1e-13 * (1 + t));
          }
      }
}

/* δ_i H(i,j) of the random walk is symmetric, and exp(−tL) of it solves du/dt = −L u. */
static void
test_walk (void)
{
  g_autoptr (PlumeGraph) graph = reference_graph ("tree");
  g_autoptr (PlumeSparse) laplacian = plume_graph_laplacian (graph, PLUME_LAPLACIAN_RANDOM_WALK);
  double t = 2, step = 1e-4;
  g_autoptr (PlumeHeat) heat =
      heat_of (&plume_heat_uniformisation, graph, PLUME_LAPLACIAN_RANDOM_WALK, t);
  g_autoptr (PlumeHeat) later =
      heat_of (&plume_heat_uniformisation, graph, PLUME_LAPLACIAN_RANDOM_WALK, t + step);
  g_autoptr (PlumeHeat) sooner =
      heat_of (&plume_heat_uniformisation, graph, PLUME_LAPLACIAN_RANDOM_WALK, t - step);

  for (gsize i = 0; i < 200; i++)
    {
      double flow = 0, slope = exp (log_at (later, i, 5)) - exp (log_at (sooner, i, 5));

      for (gsize k = laplacian->starts[i]; k < laplacian->starts[i + 1]; k++)
        flow -= laplacian->values[k] * exp (log_at (heat, laplacian->columns[k], 5));
      g_assert_cmpfloat_with_epsilon (slope / (2 * step), flow, 1e-8);
      g_assert_cmpfloat_with_epsilon (log (graph->degrees[i]) + log_at (heat, i, 5),
                                      log (graph->degrees[5]) + log_at (heat, 5, i), 1e-12);
    }
}

/* W c and t/c leave H as it was. */
static void
test_scaling (void)
{
  g_autoptr (PlumeGraph) one = path_graph (60, 1), three = path_graph (60, 3);
  g_autoptr (PlumeHeat) a = exact (one, 6), b = exact (three, 2);

  for (gsize k = 0; k < 3600; k++)
    g_assert_cmpfloat_with_epsilon (a->log_heat[k], b->log_heat[k], 1e-12);
}

static void
assert_reference (const char *name,
                  PlumeLaplacianKind kind,
                  const PlumeHeatEngine *engine,
                  double t,
                  guint pair_column,
                  guint diagonal_column)
{
  g_autoptr (PlumeGraph) graph = reference_graph (name);
  g_autoptr (PlumeHeat) heat = heat_of (engine, graph, kind, t);
  g_autofree char *pairs_file = g_strdup_printf ("%s-pairs.csv", name);
  g_autofree char *diagonal_file = g_strdup_printf ("%s-diagonal.csv", name);
  g_autoptr (GPtrArray) pairs = read_reference (HEAT_REFERENCE, pairs_file);
  g_autoptr (GPtrArray) diagonal = read_reference (HEAT_REFERENCE, diagonal_file);

  g_assert_cmpuint (pairs->len, >, 2000);
  for (guint k = 1; k < pairs->len; k++)
    {
      gsize i = (gsize)reference_number (pairs, k, 0), j = (gsize)reference_number (pairs, k, 1);

      g_assert_cmpfloat_with_epsilon (log_at (heat, i, j), reference_number (pairs, k, pair_column),
                                      2e-8);
    }
  for (guint i = 1; i < diagonal->len; i++)
    g_assert_cmpfloat_with_epsilon (log_at (heat, i - 1, i - 1),
                                    reference_number (diagonal, i, diagonal_column), 2e-8);
}

static void
test_reference (void)
{
  static const double roll[] = { 1, 10, 50 }, tree[] = { 5, 20, 100 };

  for (guint k = 0; k < 3; k++)
    {
      assert_reference ("roll", PLUME_LAPLACIAN_COMBINATORIAL, &plume_heat_uniformisation, roll[k],
                        4 + k, 2 + k);
      assert_reference ("tree", PLUME_LAPLACIAN_NORMALISED, &plume_heat_uniformisation, tree[k],
                        4 + k, 2 + k);
    }
}

/* What does not hang together exchanges no heat. */
static void
test_pieces (void)
{
  g_autoptr (PlumeSparse) weights = NULL;
  g_autoptr (PlumeHeatOperator) generator = NULL;
  g_autoptr (PlumeHeat) heat = plume_heat_new (5, 5, 0.7, NULL);
  static const guint32 ends[] = { 0, 0, 1, 1, 2, 2, 3, 3, 4, 0, 1, 2, 3 },
                       other[] = { 0, 1, 0, 1, 2, 3, 2, 3, 4, 0, 1, 2, 3 };
  static const double values[] = { 0.5, -1, -1, 0.5, 0.5, -1, -1, 0.5, 0, 0.5, 0.5, 0.5, 0.5 };

  static const double ones[] = { 1, 1, 1, 1, 1 };

  weights = plume_sparse_new_from_triplets (5, 5, 13, ends, other, values);
  generator = plume_heat_operator_new_from_laplacian (g_steal_pointer (&weights),
                                                      g_memdup2 (ones, sizeof ones), 1);
  g_assert_true (plume_heat_uniformise (generator, heat, NULL, NULL));
  for (gsize i = 0; i < 5; i++)
    for (gsize j = 0; j < 5; j++)
      {
        double sign = i == j ? 1 : -1;

        if (i / 2 != j / 2)
          g_assert_cmpfloat (log_at (heat, i, j), ==, -INFINITY);
        else
          g_assert_cmpfloat_with_epsilon (log_at (heat, i, j),
                                          i == 4 ? 0 : log (0.5 + sign * 0.5 * exp (-1.4)), 1e-13);
      }
}

/* H x by smoothing is H x by columns, for every engine and every Laplacian. */
static void
test_smooth (void)
{
  g_autoptr (PlumeGraph) graph = reference_graph ("tree");

  for (const PlumeHeatEngine *const *engine = plume_heat_engines (); *engine != NULL; engine++)
    for (guint kind = 0; kind < 3; kind++)
      {
        PlumeHeatOptions options = PLUME_HEAT_OPTIONS_DEFAULT;
        g_autoptr (PlumeHeat) heat = NULL;
        g_autoptr (GError) error = NULL;
        double signals[200 * 3];

        options.laplacian = kind;
        options.rank = 200;
        heat = (*engine)->columns (graph, &options, 3, 200, NULL, NULL, NULL);
        for (gsize i = 0; i < 200; i++)
          for (gsize k = 0; k < 3; k++)
            signals[i * 3 + k] = sin ((double)(i * (k + 1)));
        (*engine)->smooth (graph, &options, 3, 3, signals, NULL, &error);
        g_assert_no_error (error);
        for (gsize i = 0; i < 200; i++)
          for (gsize k = 0; k < 3; k++)
            {
              double sum = 0;

              for (gsize j = 0; j < 200; j++)
                sum += exp (log_at (heat, i, j)) * sin ((double)(j * (k + 1)));
              g_assert_cmpfloat_with_epsilon (signals[i * 3 + k], sum,
                                              (*engine)->relative ? 1e-13 : 1e-7);
            }
      }
}

static double
largest_difference (const PlumeHeat *a, const PlumeHeat *b)
{
  double largest = 0;

  for (gsize k = 0; k < a->n * a->m; k++)
    largest = MAX (largest, fabs (exp (a->log_heat[k]) - exp (b->log_heat[k])));
  return largest;
}

#ifdef HAVE_CHOLMOD

static PlumeHeat *
backward_euler (const PlumeGraph *graph, double t, guint steps, gsize m, const guint32 *columns)
{
  PlumeHeatOptions options = PLUME_HEAT_OPTIONS_DEFAULT;
  g_autoptr (GError) error = NULL;
  PlumeHeat *heat;

  options.steps = steps;
  heat = plume_heat_backward_euler.columns (graph, &options, t, m, columns, NULL, &error);
  g_assert_no_error (error);
  return heat;
}

static void
test_backward_reference (void)
{
  assert_reference ("roll", PLUME_LAPLACIAN_COMBINATORIAL, &plume_heat_backward_euler, 10, 7, 5);
  assert_reference ("tree", PLUME_LAPLACIAN_NORMALISED, &plume_heat_backward_euler, 20, 7, 5);
}

/* K steps come near heat as 1/K: half the error for twice the steps. */
static void
test_backward_order (void)
{
  g_autoptr (PlumeGraph) graph = reference_graph ("roll");
  g_autoptr (PlumeHeat) truth = exact (graph, 5);
  double before = 0;

  for (guint steps = 16; steps <= 256; steps *= 2)
    {
      g_autoptr (PlumeHeat) heat = backward_euler (graph, 5, steps, 200, NULL);
      double difference = largest_difference (heat, truth);

      if (before > 0)
        g_assert_cmpfloat_with_epsilon (before / difference, 2, 0.12);
      before = difference;
    }
}

/* One step on a long path: e^(−r arcosh (1 + 1/2τ)) (1 + …) by its difference equation */
static void
test_backward_path (void)
{
  gsize n = 600;
  double tau = 0.01, growth = exp (acosh (1 + 1 / (2 * tau)));
  g_autoptr (PlumeGraph) graph = path_graph (n, 1);
  static const guint32 start = 300;
  g_autoptr (PlumeHeat) one = backward_euler (graph, tau, 1, 1, &start);

  for (gsize r = 0; r < 120; r++)
    g_assert_cmpfloat_with_epsilon (one->log_heat[300 + r],
                                    -(double)r * log (growth) - 0.5 * log (1 + 4 * tau), 1e-11);
  g_assert_cmpfloat (one->log_heat[420], <, -550);
}

/* By powers of the dense inverse as by many solutions. */
static void
test_backward_two_ways (void)
{
  g_autoptr (PlumeGraph) graph = random_graph (300, 2);
  static const guint32 some[] = { 0, 150, 299 };
  g_autoptr (PlumeHeat) all = backward_euler (graph, 3, 23, 300, NULL);
  g_autoptr (PlumeHeat) few = backward_euler (graph, 3, 23, 3, some);

  for (gsize c = 0; c < 3; c++)
    for (gsize i = 0; i < 300; i++)
      g_assert_cmpfloat_with_epsilon (few->log_heat[c * 300 + i], log_at (all, i, some[c]), 1e-11);
}

#endif

/* The series of Chebyshev is right within 1e-8 of the largest entry, and says how many entries it
 * lost; with too few terms it is not right at all. */
static void
test_chebyshev (void)
{
  g_autoptr (PlumeGraph) graph = reference_graph ("roll");
  PlumeHeatOptions options = PLUME_HEAT_OPTIONS_DEFAULT;

  for (double t = 0.1; t < 500; t *= 5)
    {
      g_autoptr (PlumeHeat) truth = exact (graph, t);
      g_autoptr (PlumeHeat) heat =
          heat_of (&plume_heat_chebyshev, graph, PLUME_LAPLACIAN_COMBINATORIAL, t);

      g_assert_cmpfloat (largest_difference (heat, truth), <, 1e-8);
      if (t == 0.1)
        g_assert_cmpuint (heat->n_not_positive, >, 1000);
    }
  {
    g_autoptr (PlumeHeat) truth = exact (graph, 50), short_series = NULL;

    options.order = 30;
    short_series = plume_heat_chebyshev.columns (graph, &options, 50, 200, NULL, NULL, NULL);
    g_assert_cmpfloat (largest_difference (short_series, truth), >, 1e-3);
  }
}

/* With all modes the spectrum is heat; with few, once the others have died. */
static void
test_spectral (void)
{
  g_autoptr (PlumeGraph) graph = reference_graph ("roll");
  PlumeHeatOptions options = PLUME_HEAT_OPTIONS_DEFAULT;
  g_autoptr (PlumeHeat) truth = exact (graph, 0.5), all = NULL, few = NULL;
  g_autoptr (PlumeHeat) late = exact (graph, 200), late_few = NULL;

  options.rank = 1000;
  all = plume_heat_spectral.columns (graph, &options, 0.5, 200, NULL, NULL, NULL);
  g_assert_cmpfloat (largest_difference (all, truth), <, 1e-13);
  options.rank = 20;
  few = plume_heat_spectral.columns (graph, &options, 0.5, 200, NULL, NULL, NULL);
  g_assert_cmpfloat (largest_difference (few, truth), >, 1e-3);
  late_few = plume_heat_spectral.columns (graph, &options, 200, 200, NULL, NULL, NULL);
  g_assert_cmpfloat (largest_difference (late_few, late), <, 1e-9);
}

static void
test_threads (void)
{
  g_autoptr (PlumeGraph) graph = random_graph (600, 3);
  g_autoptr (PlumeHeat) one = NULL, two = NULL;

  plume_parallel_set_threads (1);
  one = exact (graph, 20);
  plume_parallel_set_threads (2);
  two = exact (graph, 20);
  g_assert_cmpmem (one->log_heat, 600 * 600 * 8, two->log_heat, 600 * 600 * 8);
}

static void
test_bad_input (void)
{
  g_autoptr (PlumeGraph) graph = cycle_graph (12);
  PlumeHeatOptions options = PLUME_HEAT_OPTIONS_DEFAULT;
  static const guint32 outside[] = { 3, 12 };

  for (const PlumeHeatEngine *const *engine = plume_heat_engines (); *engine != NULL; engine++)
    {
      g_autoptr (PlumeTask) task = plume_task_new ();
      g_autoptr (GError) error = NULL;

      g_assert_null ((*engine)->columns (graph, &options, 0, 12, NULL, NULL, &error));
      g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
      g_clear_error (&error);
      g_assert_null ((*engine)->columns (graph, &options, 1, 2, outside, NULL, &error));
      g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
      g_clear_error (&error);
      plume_task_cancel (task);
      g_assert_null ((*engine)->columns (graph, &options, 1, 12, NULL, task, &error));
      g_assert_error (error, PLUME_ERROR, PLUME_ERROR_CANCELLED);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gsl_set_error_handler_off ();
  g_test_add_func ("/manifold/heat/complete-graph", test_complete);
  g_test_add_func ("/manifold/heat/cycle-meets-itself", test_cycle);
  g_test_add_func ("/manifold/heat/hypercube", test_hypercube);
  g_test_add_func ("/manifold/heat/star", test_star);
  g_test_add_func ("/manifold/heat/path-down-to-1e-458", test_path);
  g_test_add_func ("/manifold/heat/products-of-graphs-multiply", test_torus);
  g_test_add_func ("/manifold/heat/squaring-is-the-series", test_two_ways);
  g_test_add_func ("/manifold/heat/times-add", test_semigroup);
  g_test_add_func ("/manifold/heat/mass-is-conserved", test_mass);
  g_test_add_func ("/manifold/heat/random-walk-is-reversible-and-flows", test_walk);
  g_test_add_func ("/manifold/heat/weights-scale-time", test_scaling);
  g_test_add_func ("/manifold/heat/reference-logarithms", test_reference);
  g_test_add_func ("/manifold/heat/pieces-exchange-nothing", test_pieces);
  g_test_add_func ("/manifold/heat/smoothing-is-the-sum-of-columns", test_smooth);
#ifdef HAVE_CHOLMOD
  g_test_add_func ("/manifold/heat/backward-euler-reference", test_backward_reference);
  g_test_add_func ("/manifold/heat/backward-euler-is-of-first-order", test_backward_order);
  g_test_add_func ("/manifold/heat/backward-euler-down-to-1e-240", test_backward_path);
  g_test_add_func ("/manifold/heat/powers-are-many-solutions", test_backward_two_ways);
#endif
  g_test_add_func ("/manifold/heat/chebyshev-is-right-absolutely", test_chebyshev);
  g_test_add_func ("/manifold/heat/spectrum-is-right-late", test_spectral);
  g_test_add_func ("/manifold/heat/same-on-any-number-of-threads", test_threads);
  g_test_add_func ("/manifold/heat/bad-input-is-refused", test_bad_input);
  return g_test_run ();
}
