/* bench-manifold-sne.c: steps of t-SNE by each way of repulsion, whole pictures beside
 * scikit-learn's in the same run, how both grow with n; heat SNE; transport, which judges stages.
 */
#include "core/plume-parallel.h"
#include "core/plume-random.h"
#include "linalg/plume-coupling.h"
#include "linalg/plume-transport.h"
#include "manifold/plume-sne.h"
#include "manifold/plume-tsne-private.h"

#include <glib/gstdio.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define RUNS       5
#define PERPLEXITY 30
#define STEPS      1000
#define PYTHON     "/usr/bin/python3"

static int
compare (const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return (x > y) - (x < y);
}

static double
seconds (void)
{
  return (double)g_get_monotonic_time () / 1e6;
}

static double
processor_seconds (void)
{
  return (double)clock () / CLOCKS_PER_SEC;
}

static double
median (double values[RUNS])
{
  qsort (values, RUNS, sizeof (double), compare);
  return values[RUNS / 2];
}

/* Ten balls in ten dimensions */
static PlumePoints *
balls (gsize n, guint64 seed)
{
  PlumePoints *points = plume_points_new (n, 10);

  for (gsize i = 0; i < n; i++)
    {
      PlumeStream stream = plume_stream (seed, "balls", i);

      for (gsize c = 0; c < 10; c++)
        points->values[10 * i + c] = plume_stream_normal (&stream) + (c == i % 10 ? 6 : 0);
    }
  return points;
}

static PlumeSparse *
join (const PlumePoints *points)
{
  g_autoptr (PlumeNeighbours) neighbours = plume_neighbours_find (
      points, PLUME_METRIC_EUCLIDEAN, 3 * PERPLEXITY, 1, PLUME_SEARCH_AUTOMATIC, 1, NULL, NULL);

  return plume_tsne_affinities (neighbours, PERPLEXITY, NULL, NULL);
}

static double
bench_repulsion (const char *name, PlumeRepulse *repulse, const PlumePoints *places)
{
  g_autofree double *forces = g_new (double, places->n * places->p);
  double times[RUNS], processors[RUNS], total;

  for (guint run = 0; run < RUNS; run++)
    {
      double from = seconds (), processor = processor_seconds ();

      repulse (places->n, (guint)places->p, places->values, forces, &total, NULL, NULL);
      times[run] = seconds () - from;
      processors[run] = processor_seconds () - processor;
    }
  g_print ("  repulsion, %-6s median %9.3f ms; %9.3f ms of processors\n", name,
           1000 * median (times), 1000 * median (processors));
  return median (processors);
}

/* Seconds of processors of scikit-learn's t-SNE with as many steps; 0 where there is none */
static double
bench_peer (const PlumePoints *points, double *divergence)
{
  static const char program[] =
      "import sys, time, numpy, sklearn.manifold\n"
      "x = numpy.fromfile (sys.argv[1]).reshape (-1, 10)\n"
      "t = sklearn.manifold.TSNE (perplexity=30, init='pca', learning_rate='auto', n_iter=1000,\n"
      "                           n_iter_without_progress=1000, min_grad_norm=0, n_jobs=-1,\n"
      "                           random_state=1)\n"
      "start = time.process_time ()\n"
      "t.fit_transform (x)\n"
      "print (time.process_time () - start, t.kl_divergence_)\n";
  g_autofree char *path = NULL, *output = NULL;
  const char *arguments[] = { PYTHON, "-c", program, NULL, NULL };
  double spent = 0;
  int file = g_file_open_tmp ("plume-sne-XXXXXX", &path, NULL), status = 1;

  *divergence = NAN;
  if (file < 0)
    return 0;
  g_close (file, NULL);
  arguments[3] = path;
  if (g_file_set_contents (path, (const char *)points->values,
                           (gssize)(points->n * points->p * sizeof (double)), NULL)
      && g_spawn_sync (NULL, (char **)arguments, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                       &output, NULL, &status, NULL)
      && status == 0)
    {
      char *end;

      spent = g_ascii_strtod (output, &end);
      *divergence = g_ascii_strtod (end, NULL);
    }
  g_unlink (path);
  return spent;
}

typedef struct
{
  double step, whole, peer;
} Row;

static Row
bench_size (gsize n, gboolean with_peer)
{
  g_autoptr (PlumePoints) points = balls (n, 1);
  PlumeTsneOptions options = PLUME_TSNE_OPTIONS_DEFAULT;
  double from = seconds (), processor = processor_seconds (), spent, divergence = NAN;
  g_autoptr (PlumeSparse) affinities = join (points);
  g_autoptr (PlumePoints) places = NULL;
  Row row;

  options.steps = STEPS;
  g_print ("n = %zu: neighbours and affinities %.3f s\n", n, seconds () - from);
  places = plume_tsne (affinities, NULL, &options, NULL, NULL);
  row.whole = processor_seconds () - processor;
  row.step = row.whole / STEPS;
  spent = seconds () - from;
  g_print ("  whole picture, %d steps: %.2f s, %.2f s of processors; divergence %.3f\n", STEPS,
           spent, row.whole, plume_tsne_divergence (affinities, places, NULL, NULL, NULL));
  if (n <= 5000)
    bench_repulsion ("exact", plume_repulse_exactly, places);
  bench_repulsion ("tree", plume_repulse_by_tree, places);
  bench_repulsion ("grid", plume_repulse_by_grid, places);
  row.peer = with_peer ? bench_peer (points, &divergence) : 0;
  if (row.peer > 0)
    g_print ("  scikit-learn %.2f s of processors, divergence %.3f: %.1f times ours\n", row.peer,
             divergence, row.peer / row.whole);
  return row;
}

/* A disc as broad as a picture of many points is: where the grid overtakes the tree */
static void
bench_disc (gsize n, double radius)
{
  g_autoptr (PlumePoints) places = plume_points_new (n, 2);

  for (gsize i = 0; i < n; i++)
    {
      PlumeStream stream = plume_stream (1, "disc", i);
      double r = radius * sqrt (plume_stream_uniform (&stream)),
             turn = 2 * G_PI * plume_stream_uniform (&stream);

      places->values[2 * i] = r * cos (turn);
      places->values[2 * i + 1] = r * sin (turn);
    }
  g_print ("disc of radius %.0f, n = %zu\n", radius, n);
  bench_repulsion ("tree", plume_repulse_by_tree, places);
  bench_repulsion ("grid", plume_repulse_by_grid, places);
}

static void
bench_sne (gsize n)
{
  g_autoptr (PlumePoints) points = balls (n, 1);
  g_autoptr (PlumeHeat) heat = plume_heat_new (n, n, 1, NULL);
  g_autoptr (PlumePoints) start = plume_points_new (n, 2);
  g_autoptr (PlumePoints) gradient = plume_points_new (n, 2);
  g_autoptr (PlumePoints) places = NULL;
  double times[RUNS], from, processor;

  for (gsize i = 0; i < n; i++)
    {
      for (gsize j = 0; j < n; j++)
        for (gsize c = 0; c < 10; c++)
          heat->log_heat[i * n + j] -=
              pow (points->values[10 * i + c] - points->values[10 * j + c], 2) / 4;
      memcpy (start->values + 2 * i, points->values + 10 * i, 2 * sizeof (double));
    }
  for (guint run = 0; run < RUNS; run++)
    {
      processor = processor_seconds ();
      plume_sne_divergence (heat, start, gradient, NULL, NULL);
      times[run] = processor_seconds () - processor;
    }
  from = seconds ();
  processor = processor_seconds ();
  places = plume_sne (heat, start, NULL, NULL);
  g_print ("heat SNE, n = %zu"
           ": divergence and gradient median %.2f ms of processors, "
           "whole picture %.2f s, %.2f s of processors\n",
           n, 1000 * median (times), seconds () - from, processor_seconds () - processor);
}

static void
bench_transport (gsize n, gsize m)
{
  g_autoptr (PlumePoints) x = balls (n, 1);
  g_autoptr (PlumePoints) y = balls (m, 2);
  g_autofree double *cost = NULL;
  double times[RUNS];

  cost = plume_squared_distances (n, m, 10, x->values, y->values);
  for (guint run = 0; run < RUNS; run++)
    {
      double from = seconds ();

      plume_transport (n, m, cost, NULL, NULL, NULL);
      times[run] = seconds () - from;
    }
  g_print ("transport %zu x %zu: median %.2f ms\n", n, m, 1000 * median (times));
}

int
main (int argc, char **argv)
{
  const gsize sizes[] = { 1000, 5000, 20000 };
  gsize most = argc > 1 ? (gsize)g_ascii_strtoull (argv[1], NULL, 10) : 20000;
  gboolean with_peer = g_getenv ("PLUME_NO_PEERS") == NULL;
  Row rows[G_N_ELEMENTS (sizes)];
  guint n_rows = 0;

  plume_parallel_wait_passively (argv);
  for (guint s = 0; s < G_N_ELEMENTS (sizes) && sizes[s] <= most; s++)
    {
      rows[n_rows++] = bench_size (sizes[s], with_peer);
      g_print ("  a step %.3f ms of processors\n", 1000 * rows[s].step);
      if (s > 0)
        g_print ("  exponent between the last two: %.2f",
                 log (rows[s].whole / rows[s - 1].whole)
                     / log ((double)sizes[s] / (double)sizes[s - 1]));
      if (s > 0 && rows[s].peer > 0 && rows[s - 1].peer > 0)
        g_print (", scikit-learn's %.2f", log (rows[s].peer / rows[s - 1].peer)
                                              / log ((double)sizes[s] / (double)sizes[s - 1]));
      g_print ("\n");
    }
  bench_disc (20000, 85);
  bench_disc (200000, 170);
  bench_sne (1000);
  bench_transport (100, 100);
  bench_transport (100, 99);
  bench_transport (400, 400);
  bench_transport (400, 399);
  bench_transport (400, 300);
  return 0;
}
