/* test-manifold-bridges.c: ways around edges, and graphs without those of the longest. */
#include "core/plume-parallel.h"
#include "heat-graphs.h"
#include "manifold/plume-embedding-measures.h"
#include "manifold/plume-graph-bridges.h"
#include "manifold/plume-shapes.h"
#include "manifold/plume-shortest-paths.h"

static PlumeBridges *
find (const PlumeGraph *graph)
{
  g_autoptr (GError) error = NULL;
  PlumeBridges *bridges = plume_graph_find_bridges (graph, NULL, &error);

  g_assert_no_error (error);
  return bridges;
}

static void
assert_whole (const PlumeGraph *graph)
{
  gsize n = plume_graph_get_n (graph);
  g_autofree float *lengths = g_new (float, n);

  g_assert_true (plume_shortest_paths (graph, 1, NULL, lengths, NULL, NULL));
  for (gsize i = 0; i < n; i++)
    g_assert_true (isfinite (lengths[i]));
}

/* Two ends of an edge of K_10 have eight ways of two edges between them that share none; of a ring
 * of six, one of five, and seven that are as long as the longest that counts. */
static void
test_closed_forms (void)
{
  g_autoptr (PlumeGraph) complete = complete_graph (10), ring = cycle_graph (6);
  g_autoptr (PlumeBridges) many = find (complete), one = find (ring);

  g_assert_cmpuint (many->n, ==, 45 - 9);
  for (gsize b = 0; b < many->n; b++)
    g_assert_cmpfloat (fabs (many->bridges[b].detour - 2), <, 1e-12);
  g_assert_cmpuint (one->n, ==, 1);
  g_assert_cmpfloat (fabs (one->bridges[0].detour - (5 + 7 * 10) / 8.0), <, 1e-12);
}

/* Two sheets of 8 × 8, row by row, and edges from one to the other. */
static PlumeGraph *
two_sheets (gsize n_bridges)
{
  Edges edges = edges_begin (128);

  for (gsize sheet = 0; sheet < 128; sheet += 64)
    for (gsize i = 0; i < 64; i++)
      {
        if (i % 8 < 7)
          edges_add (&edges, sheet + i, sheet + i + 1, 1);
        if (i < 56)
          edges_add (&edges, sheet + i, sheet + i + 8, 1);
        if (i % 8 < 7 && i < 56)
          edges_add (&edges, sheet + i, sheet + i + 9, 1);
      }
  for (gsize b = 0; b < n_bridges; b++)
    edges_add (&edges, 18 * b + 9, 64 + 18 * b + 9, 1);
  return edges_end (&edges);
}

/* The only edge between two sheets is none that could be cut; of three, two are, and are the
 * worst. */
static void
test_sheets (void)
{
  g_autoptr (PlumeGraph) one = two_sheets (1), three = two_sheets (3);
  g_autoptr (PlumeBridges) no_bridge = find (one), two = find (three);
  g_autoptr (PlumeGraph) cut = plume_graph_cut_bridges (three, two, 2);

  for (gsize b = 0; b < no_bridge->n; b++)
    g_assert_true ((no_bridge->bridges[b].i < 64) == (no_bridge->bridges[b].j < 64));
  g_assert_cmpuint (no_bridge->n, ==, one->weights->n_entries / 2 - 127);
  for (gsize b = 0; b < two->n; b++)
    g_assert_true ((b < 2) == ((two->bridges[b].i < 64) != (two->bridges[b].j < 64)));
  g_assert_cmpuint (cut->weights->n_entries, ==, three->weights->n_entries - 4);
  g_assert_cmpfloat (cut->degrees[two->bridges[0].i], ==, three->degrees[two->bridges[0].i] - 1);
  assert_whole (cut);
}

static PlumeGraph *
roll_graph (double noise, gsize n, guint64 seed, PlumeShapeSample **sample)
{
  PlumeShapeOptions shape = { .n = n, .noise = noise, .seed = seed };
  PlumeGraphOptions options = PLUME_GRAPH_OPTIONS_DEFAULT;
  g_autoptr (PlumeNeighbours) near = NULL;

  *sample = plume_shape_make (plume_shape_find ("swiss-roll"), &shape, NULL);
  near =
      plume_neighbours_find ((*sample)->points, PLUME_METRIC_EUCLIDEAN, 10,
                             plume_graph_reach (&options), PLUME_SEARCH_AUTOMATIC, 1, NULL, NULL);
  return plume_graph_new ((*sample)->points, PLUME_METRIC_EUCLIDEAN, near, &options, NULL, NULL);
}

/* How often an edge that is truly a short circuit, its geodesic more than five times its length,
 * has the longer detour than one that is not (area under the curve of Hanley, McNeil 1982). */
static double
area_under_curve (double noise, gsize n, guint64 seed)
{
  g_autoptr (PlumeShapeSample) sample = NULL;
  g_autoptr (PlumeGraph) graph = roll_graph (noise, n, seed, &sample);
  g_autoptr (PlumeBridges) bridges = find (graph);
  g_autofree double *detours = g_new (double, bridges->n), *ranks = g_new (double, bridges->n);
  g_autofree guint32 *order = g_new (guint32, bridges->n);
  double n_bad = 0, sum = 0;

  for (gsize b = 0; b < bridges->n; b++)
    detours[b] = bridges->bridges[b].detour;
  plume_mid_ranks (bridges->n, detours, ranks, order);
  for (gsize b = 0; b < bridges->n; b++)
    if (plume_shape_sample_geodesic (sample, bridges->bridges[b].i, bridges->bridges[b].j)
        > 5 * bridges->bridges[b].length)
      {
        n_bad++;
        sum += ranks[b];
      }
  g_assert_cmpfloat (n_bad, >, 5);
  return (sum - n_bad * (n_bad + 1) / 2) / (n_bad * ((double)bridges->n - n_bad));
}

static void
test_true_short_circuits (void)
{
  double few = area_under_curve (0.8, 1000, 1), many = area_under_curve (1, 1000, 3);

  g_test_message ("area under the curve: noise 0.8 %.3f, noise 1 %.3f", few, many);
  g_assert_cmpfloat (few, >, 0.95);
  g_assert_cmpfloat (many, >, 0.85);
}

/* However many are cut, all at once. */
static void
test_nothing_splits (void)
{
  g_autoptr (PlumeShapeSample) sample = NULL;
  g_autoptr (PlumeGraph) graph = roll_graph (1, 300, 5, &sample);
  g_autoptr (PlumeBridges) bridges = find (graph);
  g_autoptr (PlumeGraph) tree = plume_graph_cut_bridges (graph, bridges, G_MAXSIZE);

  g_assert_cmpuint (tree->weights->n_entries, ==, 2 * 299);
  assert_whole (tree);
}

static void
test_threads (void)
{
  g_autoptr (PlumeShapeSample) sample = NULL;
  g_autoptr (PlumeGraph) graph = roll_graph (1, 400, 2, &sample);
  g_autoptr (PlumeBridges) one = NULL, three = NULL;
  int before = plume_parallel_get_threads ();

  plume_parallel_set_threads (1);
  one = find (graph);
  plume_parallel_set_threads (3);
  three = find (graph);
  plume_parallel_set_threads (before);
  g_assert_cmpmem (one->bridges, one->n * sizeof (PlumeBridge), three->bridges,
                   three->n * sizeof (PlumeBridge));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/manifold/bridges/ways-share-no-edge", test_closed_forms);
  g_test_add_func ("/manifold/bridges/edges-between-sheets-are-the-worst", test_sheets);
  g_test_add_func ("/manifold/bridges/noise-of-a-roll-is-found", test_true_short_circuits);
  g_test_add_func ("/manifold/bridges/what-is-cut-splits-nothing", test_nothing_splits);
  g_test_add_func ("/manifold/bridges/threads-do-not-matter", test_threads);
  return g_test_run ();
}
