/* bench-manifold-embed.c: how soon pictures of data are drawn: steps and frames of scaling,
 * classical scaling, Isomap beside scikit-learn's in the same run, PHATE. */
#include "core/plume-random.h"
#include "manifold/plume-euclidean.h"
#include "manifold/plume-guttman-single.h"
#include "manifold/plume-isomap.h"
#include "manifold/plume-live-scaling.h"
#include "manifold/plume-phate.h"
#include "manifold/plume-scaling-classical.h"
#include "manifold/plume-shortest-paths.h"
#include "manifold/plume-spectral-pictures.h"

#include <glib/gstdio.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MOST_RUNS 15

static int
compare (const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return (x > y) - (x < y);
}

static clock_t
cpu_clock (void)
{
  return clock ();
}

typedef struct
{
  double ms[MOST_RUNS], cpu[MOST_RUNS]; /* on the wall, and of all processors */
  guint n;
  gint64 from;
  clock_t cpu_from;
} Clock;

static void
start (Clock *clock)
{
  clock->cpu_from = cpu_clock ();
  clock->from = g_get_monotonic_time ();
}

static void
stop (Clock *clock)
{
  clock->ms[clock->n] = (double)(g_get_monotonic_time () - clock->from) / 1000;
  clock->cpu[clock->n++] = 1000.0 * (double)(cpu_clock () - clock->cpu_from) / CLOCKS_PER_SEC;
}

static double
report (Clock *clock, const char *name)
{
  qsort (clock->ms, clock->n, sizeof (double), compare);
  qsort (clock->cpu, clock->n, sizeof (double), compare);
  g_print ("%-46s median %9.2f ms (min %.2f, max %.2f); %.2f ms of processors\n", name,
           clock->ms[clock->n / 2], clock->ms[0], clock->ms[clock->n - 1],
           clock->cpu[clock->n / 2]);
  return clock->cpu[clock->n / 2];
}

static PlumePoints *
roll (gsize n)
{
  PlumePoints *points = plume_points_new (n, 3);

  for (gsize i = 0; i < n; i++)
    {
      PlumeStream stream = plume_stream (1, "roll", i);
      double turn = 1.5 * G_PI * (1 + 2 * plume_stream_uniform (&stream));

      points->values[3 * i] = turn * cos (turn) + 0.05 * plume_stream_normal (&stream);
      points->values[3 * i + 1] = 5 * plume_stream_uniform (&stream);
      points->values[3 * i + 2] = turn * sin (turn) + 0.05 * plume_stream_normal (&stream);
    }
  return points;
}

static PlumeGraph *
join (const PlumePoints *points)
{
  PlumeGraphOptions options = PLUME_GRAPH_OPTIONS_DEFAULT;
  g_autoptr (PlumeNeighbours) neighbours = plume_neighbours_find (
      points, PLUME_METRIC_EUCLIDEAN, 10, 1.06, PLUME_SEARCH_AUTOMATIC, 1, NULL, NULL);

  return plume_graph_new (points, PLUME_METRIC_EUCLIDEAN, neighbours, &options, NULL, NULL);
}

static PlumeDistances *
measure_paths (gsize n)
{
  g_autoptr (PlumePoints) points = roll (n);
  g_autoptr (PlumeGraph) graph = join (points);

  return plume_shortest_path_distances (graph, NULL, NULL);
}

static float *
pack (const PlumeDistances *distances)
{
  gsize m = distances->m, k = 0;
  float *triangle = g_new (float, m *(m - 1) / 2);

  for (gsize i = 0; i < m; i++)
    for (gsize j = i + 1; j < m; j++)
      triangle[k++] = (float)distances->values[i * m + j];
  return triangle;
}

static void
bench_steps (gsize m)
{
  g_autoptr (PlumeDistances) distances = measure_paths (m);
  g_autofree float *triangle = pack (distances);
  g_autofree char *name = g_strdup_printf ("Guttman step, double, m = %u", (guint)m);
  g_autofree char *single = g_strdup_printf ("Guttman step, single, m = %u", (guint)m);
  g_autoptr (PlumePoints) y = plume_scaling_classical (distances, 2, NULL, NULL, NULL, NULL);
  PlumeScaling scaling = { PLUME_SCALING_METRIC, 2, NULL, y->values, 20 };
  Clock clock = { 0 }, fast = { 0 };
  g_auto (PlumeSingleGuttman) guttman;

  plume_single_guttman_init (&guttman, m, 2);
  guttman.triangle = triangle;
  for (gsize i = 0; i < m; i++)
    for (guint c = 0; c < 2; c++)
      guttman.y[c * m + i] = (float)y->values[2 * i + c];
  for (guint run = 0; run < MOST_RUNS; run++)
    {
      start (&clock);
      g_autoptr (PlumePoints) next = plume_scaling_solve (distances, &scaling, NULL, NULL, NULL);

      stop (&clock);
      clock.ms[run] /= 21; /* one more look than steps */
      clock.cpu[run] /= 21;
      start (&fast);
      for (guint step = 0; step < 20; step++)
        plume_single_guttman_step (&guttman);
      stop (&fast);
      fast.ms[run] /= 20;
      fast.cpu[run] /= 20;
    }
  report (&clock, name);
  report (&fast, single);
}

/* Weights like those of heat: near pairs count, far ones hardly */
static void
bench_kinds (gsize m)
{
  g_autoptr (PlumeDistances) distances = measure_paths (m);
  g_autofree double *weights = g_new (double, m *m);
  g_autofree char *name = g_strdup_printf ("weighted step, m = %u", (guint)m);
  g_autofree char *order = g_strdup_printf ("non-metric step, m = %u", (guint)m);
  g_autoptr (PlumePoints) y = plume_scaling_classical (distances, 2, NULL, NULL, NULL, NULL);
  PlumeScaling weighted = { PLUME_SCALING_WEIGHTED, 2, weights, y->values, 10 },
               non_metric = { PLUME_SCALING_NON_METRIC, 2, NULL, y->values, 10 };
  Clock clock = { 0 }, other = { 0 };

  for (gsize i = 0; i < m * m; i++)
    weights[i] = exp (-distances->values[i] * distances->values[i] / 40) + 1e-5;
  for (guint run = 0; run < 5; run++)
    {
      start (&clock);
      plume_points_unref (plume_scaling_solve (distances, &weighted, NULL, NULL, NULL));
      stop (&clock);
      start (&other);
      plume_points_unref (plume_scaling_solve (distances, &non_metric, NULL, NULL, NULL));
      stop (&other);
      clock.ms[run] /= 10;
      clock.cpu[run] /= 10;
      other.ms[run] /= 10;
      other.cpu[run] /= 10;
    }
  report (&clock, name);
  report (&other, order);
}

static void
bench_classical (gsize m)
{
  g_autoptr (PlumeDistances) distances = measure_paths (m);
  g_autofree char *name = g_strdup_printf ("classical scaling, m = %u", (guint)m);
  g_autofree char *with = g_strdup_printf ("  with the share of negative eigenvalues");
  Clock clock = { 0 }, more = { 0 };

  for (guint run = 0; run < 5; run++)
    {
      double share;

      start (&clock);
      plume_points_unref (plume_scaling_classical (distances, 2, NULL, NULL, NULL, NULL));
      stop (&clock);
      start (&more);
      plume_points_unref (plume_scaling_classical (distances, 2, NULL, &share, NULL, NULL));
      stop (&more);
    }
  report (&clock, name);
  report (&more, with);
}

/* Paths that turn into straight distances */
typedef struct
{
  gsize count;
  float *paths, *straight;
} Blend;

static void
blend (gpointer source, double t, float *triangle)
{
  const Blend *both = source;
  float share = (float)(log (t) / log (1000));

  for (gsize k = 0; k < both->count; k++)
    triangle[k] = (1 - share) * both->paths[k] + share * both->straight[k];
}

static void
bench_live (gsize m)
{
  g_autoptr (PlumePoints) points = roll (m);
  g_autoptr (PlumeDistances) paths = measure_paths (m);
  g_autoptr (PlumeDistances) straight = plume_euclidean_distances (points, NULL, NULL);
  Blend both = { m * (m - 1) / 2, pack (paths), pack (straight) };
  PlumeLivePlan plan = PLUME_LIVE_PLAN_DEFAULT;
  g_autoptr (PlumeLiveScaling) live = NULL;
  g_autofree char *name = g_strdup_printf ("20 key frames, m = %u", (guint)m);
  g_autofree char *frame = g_strdup_printf ("a frame between them, m = %u", (guint)m);
  double times[20];
  Clock keys = { 0 }, clock = { 0 };

  for (guint k = 0; k < 20; k++)
    times[k] = pow (1000, (double)k / 19);
  start (&keys);
  live = plume_live_scaling_new (m, 20, times, &plan, blend, &both, NULL, NULL, NULL);
  stop (&keys);
  for (guint run = 0; run < MOST_RUNS; run++)
    {
      start (&clock);
      plume_points_unref (plume_live_scaling_at (live, 2 + 50.0 * run, NULL, NULL));
      stop (&clock);
    }
  report (&keys, name);
  report (&clock, frame);
  g_free (both.paths);
  g_free (both.straight);
}

static const char *peer = "import sys, time, numpy as np\n"
                          "from sklearn.manifold import Isomap\n"
                          "x = np.fromfile(sys.argv[1]).reshape(-1, 3)\n"
                          "runs = []\n"
                          "for k in range(3):\n"
                          "    start = time.process_time()\n"
                          "    Isomap(n_neighbors=10, n_components=2, n_jobs=1).fit_transform(x)\n"
                          "    runs.append(time.process_time() - start)\n"
                          "print(sorted(runs)[1] * 1000)\n";

/* Milliseconds of processors of scikit-learn's Isomap; 0 where it is not there */
static double
ask_peer (const PlumePoints *points)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "bench-isomap.bin", NULL);
  g_autofree char *output = NULL;
  const char *arguments[] = { "/usr/bin/python3", "-c", peer, path, NULL };
  double ms = 0;

  if (g_file_set_contents (path, (const char *)points->values,
                           (gssize)plume_points_get_bytes (points), NULL)
      && g_spawn_sync (NULL, (char **)arguments, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                       &output, NULL, NULL, NULL))
    ms = g_ascii_strtod (output, NULL);
  g_unlink (path);
  return ms;
}

static void
bench_isomap (gsize n)
{
  g_autoptr (PlumePoints) points = roll (n);
  g_autofree char *name = g_strdup_printf ("Isomap, n = %u", (guint)n);
  Clock clock = { 0 };
  double ours, theirs;

  for (guint run = 0; run < 5; run++)
    {
      start (&clock);
      g_autoptr (PlumeGraph) graph = join (points);
      g_autoptr (PlumePoints) y = plume_isomap (graph, 2, NULL, NULL, NULL);

      stop (&clock);
    }
  ours = report (&clock, name);
  theirs = ask_peer (points);
  if (theirs > 0)
    g_print ("%-46s %9.1f ms of processors: %.1f times as many\n", "  scikit-learn", theirs,
             theirs / ours);
}

static void
bench_landmarks (gsize n, gsize m)
{
  g_autoptr (PlumePoints) points = roll (n);
  g_autoptr (PlumeGraph) graph = join (points);
  g_autofree char *name = g_strdup_printf ("Isomap by %u landmarks, n = %u", (guint)m, (guint)n);
  Clock clock = { 0 };

  for (guint run = 0; run < 3; run++)
    {
      start (&clock);
      plume_points_unref (plume_isomap_landmarks (graph, 2, m, NULL, 1, NULL, NULL));
      stop (&clock);
    }
  report (&clock, name);
}

static void
bench_phate (gsize n)
{
  g_autoptr (PlumePoints) points = roll (n);
  g_autoptr (PlumeGraph) graph = join (points);
  g_autofree char *name = g_strdup_printf ("PHATE distances, n = %u", (guint)n);
  PlumePhateOptions options = PLUME_PHATE_OPTIONS_DEFAULT;
  PlumeScaling scaling = { PLUME_SCALING_METRIC, 2, .most_steps = 100, .tolerance = 1e-4 };
  Clock clock = { 0 }, drawing = { 0 };

  options.t = 20;
  for (guint run = 0; run < 3; run++)
    {
      start (&clock);
      g_autoptr (PlumePhate) phate = plume_phate_new (graph, &options, NULL, NULL);

      stop (&clock);
      start (&drawing);
      g_autoptr (PlumePoints) y =
          plume_scaling_solve (phate->distances, &scaling, NULL, NULL, NULL);

      plume_points_unref (plume_phate_extend (phate, y, NULL, NULL));
      stop (&drawing);
    }
  report (&clock, name);
  report (&drawing, "  and its picture");
}

static void
bench_spectral (gsize n)
{
  g_autoptr (PlumePoints) points = roll (n);
  g_autoptr (PlumeGraph) graph = join (points);
  g_autofree char *name = g_strdup_printf ("diffusion map, n = %u", (guint)n);
  g_autofree char *other = g_strdup_printf ("eigenmaps, n = %u", (guint)n);
  Clock clock = { 0 }, maps = { 0 };

  for (guint run = 0; run < 3; run++)
    {
      start (&clock);
      plume_points_unref (plume_diffusion_map (graph, 2, 10, NULL, NULL, NULL));
      stop (&clock);
      start (&maps);
      plume_points_unref (plume_laplacian_eigenmaps (graph, 2, NULL, NULL, NULL));
      stop (&maps);
    }
  report (&clock, name);
  report (&maps, other);
}

int
main (int argc, char **argv)
{
  const char *part = argc > 1 ? argv[1] : NULL;

  if (part == NULL || g_str_equal (part, "steps"))
    {
      bench_steps (1000);
      bench_steps (2000);
      bench_kinds (1000);
      bench_live (1000);
    }
  if (part == NULL || g_str_equal (part, "classical"))
    {
      bench_classical (1000);
      bench_classical (3000);
    }
  if (part == NULL || g_str_equal (part, "isomap"))
    {
      bench_isomap (1000);
      bench_isomap (3000);
      bench_landmarks (30000, 300);
    }
  if (part == NULL || g_str_equal (part, "walks"))
    {
      bench_phate (1000);
      bench_phate (3000);
      bench_spectral (3000);
    }
  return 0;
}
