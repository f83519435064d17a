/* test-manifold-landmarks.c: landmarks, their cells, coarse heat and the weights of points. */
#include <gsl/gsl_errno.h>
#include <string.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "core/plume-random.h"
#include "heat-graphs.h"
#include "manifold/plume-landmarks.h"

/* A Swiss roll and its graph. */
typedef struct
{
  PlumePoints *points;
  PlumeGraph *graph;
} Roll;

static Roll
roll_new (gsize n)
{
  PlumeStream stream = plume_stream (42, "roll", 0);
  PlumeGraphOptions options = PLUME_GRAPH_OPTIONS_DEFAULT;
  g_autoptr (PlumeNeighbours) neighbours = NULL;
  Roll roll = { plume_points_new (n, 3), NULL };

  for (gsize i = 0; i < n; i++)
    {
      double angle = 1.5 * G_PI * (1 + 2 * plume_stream_uniform (&stream));
      double *x = roll.points->values + 3 * i;

      x[0] = angle * cos (angle) + 0.05 * plume_stream_normal (&stream);
      x[1] = 5 * plume_stream_uniform (&stream) + 0.05 * plume_stream_normal (&stream);
      x[2] = angle * sin (angle) + 0.05 * plume_stream_normal (&stream);
    }
  neighbours =
      plume_neighbours_find (roll.points, PLUME_METRIC_EUCLIDEAN, 10, plume_graph_reach (&options),
                             PLUME_SEARCH_AUTOMATIC, 1, NULL, NULL);
  roll.graph =
      plume_graph_new (roll.points, PLUME_METRIC_EUCLIDEAN, neighbours, &options, NULL, NULL);
  g_assert_nonnull (roll.graph);
  return roll;
}

static void
roll_clear (Roll *roll)
{
  plume_points_unref (roll->points);
  plume_graph_unref (roll->graph);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Roll, roll_clear)

static PlumeLandmarks *
choose (const PlumeGraph *graph, const PlumePoints *points, PlumeLandmarkChoice choice, gsize m)
{
  g_autoptr (GError) error = NULL;
  PlumeLandmarks *landmarks = plume_landmarks_new (graph, points, choice, m, 5, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (landmarks->m, ==, m);
  return landmarks;
}

/* On a cycle every vertex belongs to a landmark at the least number of steps. */
static void
test_cells (void)
{
  g_autoptr (PlumeGraph) graph = cycle_graph (97);

  for (guint choice = 0; choice < 3; choice++)
    {
      g_autoptr (PlumeLandmarks) landmarks = choose (graph, NULL, choice, 9);

      for (int i = 0; i < 97; i++)
        {
          int nearest = 97, own = 0;

          for (gsize l = 0; l < 9; l++)
            {
              int apart = ABS (i - (int)landmarks->vertices[l]);

              apart = MIN (apart, 97 - apart);
              nearest = MIN (nearest, apart);
              if (l == landmarks->cells[i])
                own = apart;
            }
          g_assert_cmpint (own, ==, nearest);
          g_assert_cmpfloat_with_epsilon (landmarks->distances[i], nearest, 1e-12);
        }
    }
}

/* The farthest ones halve the gaps: no vertex of a path is far from all of them. */
static void
test_farthest (void)
{
  g_autoptr (PlumeGraph) graph = path_graph (257, 1);
  g_autoptr (PlumeLandmarks) landmarks = choose (graph, NULL, PLUME_LANDMARKS_FARTHEST, 17);

  for (gsize i = 0; i < 257; i++)
    g_assert_cmpfloat (landmarks->distances[i], <=, 16);
}

/* Seeds are spread: hardly any two fall in one of ten far clusters of ten. */
static void
test_seeds (void)
{
  g_autoptr (PlumePoints) points = plume_points_new (1000, 2);
  PlumeStream stream = plume_stream (1, "clusters", 0);
  g_autoptr (PlumeNeighbours) neighbours = NULL;
  g_autoptr (PlumeGraph) graph = NULL;
  PlumeGraphOptions options = PLUME_GRAPH_OPTIONS_DEFAULT;
  gboolean is_hit[10] = { FALSE };

  for (gsize i = 0; i < 1000; i++)
    {
      points->values[2 * i] = 100.0 * (double)(i % 10) + plume_stream_normal (&stream);
      points->values[2 * i + 1] = plume_stream_normal (&stream);
    }
  neighbours =
      plume_neighbours_find (points, PLUME_METRIC_EUCLIDEAN, 8, plume_graph_reach (&options),
                             PLUME_SEARCH_AUTOMATIC, 1, NULL, NULL);
  graph = plume_graph_new (points, PLUME_METRIC_EUCLIDEAN, neighbours, &options, NULL, NULL);
  {
    g_autoptr (PlumeLandmarks) landmarks = choose (graph, points, PLUME_LANDMARKS_SEEDING, 10);
    guint n_hit = 0;

    for (gsize l = 0; l < 10; l++)
      is_hit[landmarks->vertices[l] % 10] = TRUE;
    for (guint k = 0; k < 10; k++)
      n_hit += is_hit[k];
    g_assert_cmpuint (n_hit, >=, 9);
  }
}

/* With a landmark for every vertex nothing is coarse. */
static void
test_all_landmarks (void)
{
  g_autoptr (PlumeGraph) graph = reference_graph ("tree");
  g_autoptr (PlumeLandmarks) landmarks = choose (graph, NULL, PLUME_LANDMARKS_RANDOM, 200);

  for (guint kind = 0; kind < 2; kind++)
    {
      g_autoptr (PlumeCoarseHeat) coarse =
          plume_coarse_heat_new (landmarks, graph, kind, NULL, NULL);
      g_autoptr (PlumeHeat) heat = plume_coarse_heat_at (coarse, 5, NULL, NULL);
      PlumeHeatOptions options = PLUME_HEAT_OPTIONS_DEFAULT;
      g_autoptr (PlumeHeat) truth = NULL;

      options.laplacian = kind;
      truth = plume_heat_uniformisation.columns (graph, &options, 5, 200, landmarks->vertices, NULL,
                                                 NULL);
      g_assert_cmpfloat_with_epsilon (plume_coarse_heat_get_factor (coarse), 1, 1e-9);
      for (gsize a = 0; a < 200; a++)
        for (gsize b = 0; b < 200; b++)
          g_assert_cmpfloat_with_epsilon (heat->log_heat[a * 200 + b],
                                          truth->log_heat[a * 200 + landmarks->vertices[b]], 1e-8);
    }
}

/* The roll of the sheet: cells mix at once, so plain cells would be too near; κ < 1 brings
 * distances back to a few per cent, the better the more landmarks. */
static void
test_roll (void)
{
  static const gsize numbers[] = { 70, 200, 400 };
  static const double limits[] = { 0.09, 0.06, 0.04 };
  g_auto (Roll) roll = roll_new (700);
  PlumeHeatOptions options = PLUME_HEAT_OPTIONS_DEFAULT;
  double before = 0;

  for (guint k = 0; k < 3; k++)
    {
      g_autoptr (PlumeLandmarks) landmarks =
          choose (roll.graph, roll.points, PLUME_LANDMARKS_SEEDING, numbers[k]);
      g_autoptr (PlumeCoarseHeat) coarse =
          plume_coarse_heat_new (landmarks, roll.graph, PLUME_LAPLACIAN_COMBINATORIAL, NULL, NULL);
      double difference, bias, factor = plume_coarse_heat_get_factor (coarse);

      g_assert_true (plume_coarse_heat_verify (coarse, landmarks, roll.graph,
                                               &plume_heat_uniformisation, &options, 20, 50,
                                               &difference, &bias, NULL, NULL));
      g_test_message ("m %zu: κ %.3f, mean |Δd|/d %.2f %%, bias %.2f %%", numbers[k], factor,
                      100 * difference, 100 * bias);
      g_assert_cmpfloat (factor, >, before);
      g_assert_cmpfloat (factor, <, 1);
      g_assert_cmpfloat (difference, <, limits[k]);
      g_assert_cmpfloat (fabs (bias), <, 0.02);
      before = factor;
    }
}

/* Heat at t/κ is that of cells without κ: distances come out a fifth and more too short. */
static void
test_factor (void)
{
  g_auto (Roll) roll = roll_new (700);
  g_autoptr (PlumeLandmarks) landmarks =
      choose (roll.graph, roll.points, PLUME_LANDMARKS_SEEDING, 70);
  g_autoptr (PlumeCoarseHeat) coarse =
      plume_coarse_heat_new (landmarks, roll.graph, PLUME_LAPLACIAN_COMBINATORIAL, NULL, NULL);
  double factor = plume_coarse_heat_get_factor (coarse);
  PlumeGeodesicOptions options = PLUME_GEODESIC_OPTIONS_DEFAULT;
  g_autoptr (PlumeHeat) with = plume_coarse_heat_at (coarse, 20, NULL, NULL);
  g_autoptr (PlumeHeat) without = plume_coarse_heat_at (coarse, 20 / factor, NULL, NULL);
  g_autoptr (PlumeDistances) d_with = plume_heat_geodesic (with, &options, NULL, NULL, NULL);
  g_autoptr (PlumeDistances) d_without = NULL;

  without->t = 20;
  d_without = plume_heat_geodesic (without, &options, NULL, NULL, NULL);
  g_assert_cmpfloat (plume_sum (d_without->values, 4900) / plume_sum (d_with->values, 4900), <,
                     0.8);
}

/* The ladder of cells stands on the same heat as one time does. */
static void
test_ladder (void)
{
  g_auto (Roll) roll = roll_new (500);
  g_autoptr (PlumeLandmarks) landmarks =
      choose (roll.graph, roll.points, PLUME_LANDMARKS_FARTHEST, 60);
  g_autoptr (PlumeCoarseHeat) coarse =
      plume_coarse_heat_new (landmarks, roll.graph, PLUME_LAPLACIAN_NORMALISED, NULL, NULL);
  g_autoptr (PlumeHeatLadder) ladder = plume_coarse_heat_ladder (coarse, 2, 100, NULL, NULL);
  PlumeGeodesicOptions options = PLUME_GEODESIC_OPTIONS_DEFAULT;
  g_autoptr (PlumeHeatGauge) gauge = plume_heat_gauge_new (ladder, &options, NULL, NULL);
  float triangle[60 * 59 / 2];

  for (gsize l = 0; l < ladder->n_levels; l += 2)
    {
      g_autoptr (PlumeHeat) heat = plume_coarse_heat_at (coarse, ladder->times[l], NULL, NULL);
      g_autoptr (PlumeDistances) truth = plume_heat_geodesic (heat, &options, NULL, NULL, NULL);
      gsize k = 0;

      plume_heat_gauge_distances (gauge, ladder->times[l], triangle);
      for (gsize a = 0; a < 60; a++)
        for (gsize b = a + 1; b < 60; b++, k++)
          g_assert_cmpfloat_with_epsilon (triangle[k], truth->values[a * 60 + b], 1e-4);
    }
}

/* A few columns at a time, as all at once. */
static void
test_among (void)
{
  g_autoptr (PlumeGraph) graph = torus_graph (50, 70, 1, 1);
  PlumeHeatOptions options = PLUME_HEAT_OPTIONS_DEFAULT;
  guint32 vertices[100];
  g_autoptr (PlumeHeat) among = NULL, whole = NULL;

  for (guint32 k = 0; k < 100; k++)
    vertices[k] = 3499 - 31 * k;
  among =
      plume_heat_among (graph, &plume_heat_uniformisation, &options, 3, 100, vertices, NULL, NULL);
  whole = plume_heat_uniformisation.columns (graph, &options, 3, 100, vertices, NULL, NULL);
  for (gsize a = 0; a < 100; a++)
    for (gsize b = 0; b < 100; b++)
      g_assert_cmpfloat_with_epsilon (among->log_heat[a * 100 + b],
                                      whole->log_heat[a * 3500 + vertices[b]], 1e-12);
}

/* Weights are shares; a landmark keeps its place; points keep theirs about as well as cells are
 * wide, and not all points of a cell fall on its landmark. */
static void
test_weights (void)
{
  g_auto (Roll) roll = roll_new (2000);
  g_autoptr (PlumeLandmarks) landmarks =
      choose (roll.graph, roll.points, PLUME_LANDMARKS_SEEDING, 300);
  g_autoptr (PlumePoints) places = plume_points_new (300, 3);

  for (gsize l = 0; l < 300; l++)
    memcpy (places->values + 3 * l, roll.points->values + 3 * landmarks->vertices[l], 24);
  for (guint with_points = 0; with_points < 2; with_points++)
    {
      g_autoptr (PlumeLandmarkWeights) weights = plume_landmarks_weigh (
          landmarks, roll.graph, with_points ? roll.points : NULL, NULL, NULL);
      g_autoptr (PlumePoints) extended =
          plume_landmark_weights_extend (weights, places, NULL, NULL);
      double error = 0;

      g_assert_cmpuint (weights->count, ==, 8);
      for (gsize i = 0; i < 2000; i++)
        {
          double sum = 0, square = 0;
          gboolean is_landmark = landmarks->vertices[landmarks->cells[i]] == i;

          for (gsize k = 0; k < 8; k++)
            {
              g_assert_cmpuint (weights->landmarks[8 * i + k], <, 300);
              g_assert_cmpfloat (fabs (weights->weights[8 * i + k]), <, 4);
              sum += weights->weights[8 * i + k];
            }
          g_assert_cmpfloat_with_epsilon (sum, 1, 1e-6);
          for (gsize j = 0; j < 3; j++)
            square += pow (extended->values[3 * i + j] - roll.points->values[3 * i + j], 2);
          if (is_landmark)
            g_assert_cmpfloat (square, <, 1e-10);
          error += sqrt (square) / 2000;
        }
      g_test_message ("with data %u: mean error %.3f", with_points, error);
      g_assert_cmpfloat (error, <, with_points ? 0.1 : 0.3);
    }
}

/* Entropy from cells is that of all columns at all times; the trace as long as columns tell it. */
static void
test_entropy_of_cells (void)
{
  g_auto (Roll) roll = roll_new (1200);
  g_autoptr (PlumeLandmarks) landmarks =
      choose (roll.graph, roll.points, PLUME_LANDMARKS_SEEDING, 200);
  g_autoptr (PlumeHeatTimes) truth =
      plume_heat_times_new (roll.graph, PLUME_LAPLACIAN_COMBINATORIAL, 0, 1, NULL, NULL);
  gsize last = truth->n_times - 1;
  g_autoptr (PlumeCoarseHeat) coarse =
      plume_coarse_heat_new (landmarks, roll.graph, PLUME_LAPLACIAN_COMBINATORIAL, NULL, NULL);
  g_autoptr (PlumeHeatLadder) ladder = plume_coarse_heat_ladder (
      coarse, truth->times[0], truth->times[last] * (1 - 1e-9), NULL, NULL);
  g_autoptr (PlumeHeatTimes) times = plume_heat_times_new_from_ladder (
      roll.graph, PLUME_LAPLACIAN_COMBINATORIAL, ladder, landmarks,
      plume_coarse_heat_get_slowest (coarse), 1, NULL, NULL);
  double worst = 0, worst_trace = 0;

  g_assert_cmpuint (times->n_times, ==, truth->n_times);
  g_assert_cmpfloat_with_epsilon (times->smallest / truth->smallest, 1, 0.02);
  g_assert_cmpfloat_with_epsilon (times->largest / truth->largest, 1, 1e-3);
  for (gsize l = 0; l <= last; l++)
    {
      worst = MAX (worst, fabs (times->measures[l].entropy - truth->measures[l].entropy));
      if (isfinite (times->measures[l].trace))
        worst_trace =
            MAX (worst_trace, fabs (log (times->measures[l].trace / truth->measures[l].trace)));
    }
  g_test_message ("entropy within %.3f of %.2f, log trace within %.3f; knee %zu and %zu", worst,
                  log (1200), worst_trace, times->knee, truth->knee);
  g_assert_cmpfloat (worst, <, 0.15);
  g_assert_cmpfloat (worst_trace, <, 0.1);
  g_assert_true (isfinite (times->measures[5].trace));
  g_assert_true (isnan (times->measures[last].trace));
  g_assert_cmpint (abs ((int)times->knee - (int)truth->knee), <=, 2);
}

/* Pieces that no landmark fell in get one. */
static void
test_pieces (void)
{
  Edges edges = edges_begin (30);
  g_autoptr (PlumeGraph) graph = NULL;
  g_autoptr (PlumeLandmarks) landmarks = NULL;

  for (gsize i = 0; i + 1 < 30; i++)
    if (i % 10 != 9)
      edges_add (&edges, i, i + 1, 1);
  graph = edges_end (&edges);
  landmarks = plume_landmarks_new (graph, NULL, PLUME_LANDMARKS_RANDOM, 1, 1, NULL, NULL);
  g_assert_cmpuint (landmarks->m, ==, 3);
  for (gsize i = 0; i < 30; i++)
    g_assert_cmpuint (landmarks->vertices[landmarks->cells[i]] / 10, ==, i / 10);
}

static void
test_bad_input (void)
{
  g_autoptr (PlumeGraph) graph = cycle_graph (10);
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeTask) task = plume_task_new ();

  g_assert_null (plume_landmarks_new (graph, NULL, PLUME_LANDMARKS_RANDOM, 11, 1, NULL, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
  g_clear_error (&error);
  plume_task_cancel (task);
  g_assert_null (plume_landmarks_new (graph, NULL, PLUME_LANDMARKS_FARTHEST, 5, 1, task, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_CANCELLED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gsl_set_error_handler_off ();
  g_test_add_func ("/manifold/landmarks/cells-are-nearest", test_cells);
  g_test_add_func ("/manifold/landmarks/farthest-leave-no-gap", test_farthest);
  g_test_add_func ("/manifold/landmarks/seeds-find-clusters", test_seeds);
  g_test_add_func ("/manifold/landmarks/all-are-nothing-coarse", test_all_landmarks);
  g_test_add_func ("/manifold/landmarks/coarse-distances-of-a-roll", test_roll);
  g_test_add_func ("/manifold/landmarks/factor-slows-coarse-heat", test_factor);
  g_test_add_func ("/manifold/landmarks/ladder-of-cells", test_ladder);
  g_test_add_func ("/manifold/landmarks/blocks-of-columns", test_among);
  g_test_add_func ("/manifold/landmarks/points-lie-among-landmarks", test_weights);
  g_test_add_func ("/manifold/landmarks/entropy-of-cells", test_entropy_of_cells);
  g_test_add_func ("/manifold/landmarks/every-piece-has-one", test_pieces);
  g_test_add_func ("/manifold/landmarks/bad-input-is-refused", test_bad_input);
  return g_test_run ();
}
