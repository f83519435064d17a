/* bench-manifold-heat.c: how long heat on a Swiss roll takes, as medians. With a number, one bench
 * only. Beside the time that passed stands that of all threads, which other programs do not change.
 */
#include <gsl/gsl_errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "core/plume-random.h"
#include "linalg/plume-lanczos.h"
#include "manifold/plume-landmarks.h"

typedef struct
{
  PlumePoints *points;
  PlumeGraph *graph;
  PlumeLandmarks *landmarks;
  PlumeHeatLadder *ladder;
  PlumeHeatGauge *gauge;
  PlumeHeat *heat;
  const PlumeHeatEngine *engine;
  float *triangle;
  gsize m;
  double t;
} Bench;

typedef void (*Work) (Bench *bench);

static int
compare (const void *a, const void *b)
{
  return *(const double *)a < *(const double *)b ? -1 : *(const double *)a > *(const double *)b;
}

static void
measure (const char *name, int repeats, Work work, Bench *bench)
{
  g_autofree double *times = g_new (double, repeats);
  g_autofree double *shares = g_new (double, repeats);

  for (int i = 0; i < repeats; i++)
    {
      gint64 start = g_get_monotonic_time ();
      clock_t before = clock ();

      work (bench);
      shares[i] = 1e3 * (double)(clock () - before) / CLOCKS_PER_SEC;
      times[i] = 1e-3 * (double)(g_get_monotonic_time () - start);
    }
  qsort (times, (size_t)repeats, sizeof (double), compare);
  qsort (shares, (size_t)repeats, sizeof (double), compare);
  printf ("%s: median %.3f ms (min %.3f, max %.3f), of all threads %.3f ms\n", name,
          times[repeats / 2], times[0], times[repeats - 1], shares[repeats / 2]);
}

static Bench
roll (gsize n)
{
  PlumeStream stream = plume_stream (42, "roll", 0);
  PlumeGraphOptions options = PLUME_GRAPH_OPTIONS_DEFAULT;
  g_autoptr (PlumeNeighbours) neighbours = NULL;
  Bench bench = { plume_points_new (n, 3), .engine = &plume_heat_uniformisation, .t = 10 };

  for (gsize i = 0; i < n; i++)
    {
      double angle = 1.5 * G_PI * (1 + 2 * plume_stream_uniform (&stream));
      double *x = bench.points->values + 3 * i;

      x[0] = angle * cos (angle) + 0.05 * plume_stream_normal (&stream);
      x[1] = 5 * plume_stream_uniform (&stream) + 0.05 * plume_stream_normal (&stream);
      x[2] = angle * sin (angle) + 0.05 * plume_stream_normal (&stream);
    }
  neighbours =
      plume_neighbours_find (bench.points, PLUME_METRIC_EUCLIDEAN, 10, plume_graph_reach (&options),
                             PLUME_SEARCH_AUTOMATIC, 1, NULL, NULL);
  bench.graph =
      plume_graph_new (bench.points, PLUME_METRIC_EUCLIDEAN, neighbours, &options, NULL, NULL);
  return bench;
}

static void
run_columns (Bench *bench)
{
  PlumeHeatOptions options = PLUME_HEAT_OPTIONS_DEFAULT;
  gsize n = plume_graph_get_n (bench->graph);

  g_clear_pointer (&bench->heat, plume_heat_unref);
  bench->heat = bench->engine->columns (bench->graph, &options, bench->t, n, NULL, NULL, NULL);
}

static void
run_distances (Bench *bench)
{
  PlumeGeodesicOptions options = PLUME_GEODESIC_OPTIONS_DEFAULT;
  g_autoptr (PlumeDistances) distances =
      plume_heat_geodesic (bench->heat, &options, NULL, NULL, NULL);
}

static void
run_lattice (Bench *bench)
{
  PlumeGeodesicOptions options = PLUME_GEODESIC_OPTIONS_DEFAULT;
  g_autoptr (PlumeDistances) distances = NULL;

  options.law = PLUME_LAW_LATTICE;
  distances = plume_heat_geodesic (bench->heat, &options, NULL, NULL, NULL);
}

static void
run_landmarks (Bench *bench)
{
  g_clear_pointer (&bench->landmarks, plume_landmarks_unref);
  bench->landmarks = plume_landmarks_new (bench->graph, bench->points, PLUME_LANDMARKS_SEEDING,
                                          bench->m, 1, NULL, NULL);
}

static void
run_among (Bench *bench)
{
  PlumeHeatOptions options = PLUME_HEAT_OPTIONS_DEFAULT;
  PlumeGeodesicOptions geodesic = PLUME_GEODESIC_OPTIONS_DEFAULT;
  g_autoptr (PlumeHeat) heat =
      plume_heat_among (bench->graph, bench->engine, &options, bench->t, bench->landmarks->m,
                        bench->landmarks->vertices, NULL, NULL);
  g_autoptr (PlumeDistances) distances = plume_heat_geodesic (heat, &geodesic, NULL, NULL, NULL);
}

static void
run_coarse (Bench *bench)
{
  PlumeGeodesicOptions geodesic = PLUME_GEODESIC_OPTIONS_DEFAULT;
  g_autoptr (PlumeCoarseHeat) coarse = plume_coarse_heat_new (
      bench->landmarks, bench->graph, PLUME_LAPLACIAN_COMBINATORIAL, NULL, NULL);
  g_autoptr (PlumeHeat) heat = plume_coarse_heat_at (coarse, bench->t, NULL, NULL);
  g_autoptr (PlumeDistances) distances = plume_heat_geodesic (heat, &geodesic, NULL, NULL, NULL);
}

static void
run_coarse_ladder (Bench *bench)
{
  g_autoptr (PlumeCoarseHeat) coarse = plume_coarse_heat_new (
      bench->landmarks, bench->graph, PLUME_LAPLACIAN_COMBINATORIAL, NULL, NULL);

  g_clear_pointer (&bench->ladder, plume_heat_ladder_unref);
  bench->ladder = plume_coarse_heat_ladder (coarse, 0.02, 1e4, NULL, NULL);
}

static void
run_weights (Bench *bench)
{
  g_autoptr (PlumeLandmarkWeights) weights =
      plume_landmarks_weigh (bench->landmarks, bench->graph, bench->points, NULL, NULL);
}

static void
run_ladder (Bench *bench)
{
  g_clear_pointer (&bench->ladder, plume_heat_ladder_unref);
  bench->ladder =
      plume_heat_ladder_new (bench->graph, PLUME_LAPLACIAN_COMBINATORIAL,
                             plume_graph_get_n (bench->graph), NULL, 0.02, 1e4, NULL, NULL);
}

static void
run_frame (Bench *bench)
{
  bench->t *= 1.01;
  plume_heat_gauge_distances (bench->gauge, bench->t, bench->triangle);
}

static void
run_gauge (Bench *bench)
{
  PlumeGeodesicOptions options = PLUME_GEODESIC_OPTIONS_DEFAULT;

  options.law = PLUME_LAW_LATTICE;
  g_clear_pointer (&bench->gauge, plume_heat_gauge_unref);
  bench->gauge = plume_heat_gauge_new (bench->ladder, &options, NULL, NULL);
}

static void
run_times (Bench *bench)
{
  g_autoptr (PlumeHeatTimes) times =
      plume_heat_times_new (bench->graph, PLUME_LAPLACIAN_COMBINATORIAL, 0, 1, NULL, NULL);
}

static void
run_eigen (Bench *bench)
{
  g_autoptr (PlumeSparse) laplacian =
      plume_graph_laplacian (bench->graph, PLUME_LAPLACIAN_COMBINATORIAL);
  double values[50];

  plume_sparse_eigen (laplacian, PLUME_SPECTRUM_SMALLEST, 50, 1e-8, values, NULL, NULL, NULL);
}

static void
run_smooth (Bench *bench)
{
  PlumeHeatOptions options = PLUME_HEAT_OPTIONS_DEFAULT;
  gsize n = plume_graph_get_n (bench->graph);
  g_autofree double *signal = g_new0 (double, n);

  signal[0] = 1;
  bench->engine->smooth (bench->graph, &options, bench->t, 1, signal, NULL, NULL);
}

static void
bench_1000 (void)
{
  Bench bench = roll (1000);
  PlumeGeodesicOptions options = PLUME_GEODESIC_OPTIONS_DEFAULT;

  measure ("n 1000: all heat, uniformisation, t 10", 9, run_columns, &bench);
  measure ("n 1000: distances", 9, run_distances, &bench);
  measure ("n 1000: distances by the lattice law", 9, run_lattice, &bench);
  for (const PlumeHeatEngine *const *engine = plume_heat_engines () + 1; *engine; engine++)
    {
      g_autofree char *name = g_strdup_printf ("n 1000: all heat, %s, t 10", (*engine)->id);

      bench.engine = *engine;
      measure (name, 3, run_columns, &bench);
    }
  measure ("n 1000: ladder of 39 levels", 3, run_ladder, &bench);
  bench.triangle = g_new (float, 1000 * 999 / 2);
  bench.gauge = plume_heat_gauge_new (bench.ladder, &options, NULL, NULL);
  measure ("m 1000: frame, Varadhan", 101, run_frame, &bench);
  options.harnack = 0.7;
  plume_heat_gauge_unref (bench.gauge);
  bench.gauge = plume_heat_gauge_new (bench.ladder, &options, NULL, NULL);
  measure ("m 1000: frame after a change of σ", 101, run_frame, &bench);
  measure ("m 1000: change to the lattice law", 9, run_gauge, &bench);
  measure ("m 1000: frame, lattice", 101, run_frame, &bench);
  measure ("n 1000: curve of entropy, all columns", 3, run_times, &bench);
  measure ("n 1000: 50 eigenvalues", 5, run_eigen, &bench);
}

static void
bench_3000 (void)
{
  Bench bench = roll (3000);

  measure ("n 3000: all heat, uniformisation, t 10", 3, run_columns, &bench);
  measure ("n 3000: distances", 3, run_distances, &bench);
  bench.m = 500;
  measure ("n 3000: 500 landmarks", 5, run_landmarks, &bench);
  measure ("n 3000: exact heat and distances of 500 landmarks", 5, run_among, &bench);
  measure ("n 3000: coarse heat and distances of 500 landmarks", 5, run_coarse, &bench);
}

static void
bench_large (gsize n)
{
  Bench bench = roll (n);
  int repeats = n > 200000 ? 1 : 3;

  printf ("n %zu\n", n);
  bench.m = 1000;
  measure ("  1000 landmarks", repeats, run_landmarks, &bench);
  measure ("  weights of points", repeats, run_weights, &bench);
  measure ("  coarse heat and distances", repeats, run_coarse, &bench);
  measure ("  coarse ladder of 39 levels", repeats, run_coarse_ladder, &bench);
  measure ("  50 eigenvalues", repeats, run_eigen, &bench);
  bench.engine = &plume_heat_chebyshev;
  measure ("  smooth one column, Chebyshev, t 10", repeats, run_smooth, &bench);
  bench.engine = &plume_heat_uniformisation;
  measure ("  smooth one column, uniformisation, t 10", repeats, run_smooth, &bench);
}

int
main (int argc, char **argv)
{
  gsl_set_error_handler_off ();
  if (argc > 1)
    {
      gsize n = (gsize)g_ascii_strtoull (argv[1], NULL, 10);

      if (n == 1000)
        bench_1000 ();
      else if (n == 3000)
        bench_3000 ();
      else
        bench_large (n);
      return 0;
    }
  bench_1000 ();
  bench_3000 ();
  bench_large (100000);
  return 0;
}
