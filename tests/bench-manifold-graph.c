/* bench-manifold-graph.c: what neighbours, graphs and principal components cost, and how it grows
 * with the points.
 *
 * Three dimensions: a Swiss roll. Fifty: curved sheets of five dimensions in ten places with noise,
 * and clouds that fill all fifty, the worst case. On a machine with other work, seconds of all
 * cores together say more than those of the clock. "bench-manifold-graph --large" goes on to a
 * million points.
 */
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/plume-parallel.h"
#include "core/plume-random.h"
#include "linalg/plume-principal.h"
#include "manifold/plume-graph.h"
#include "manifold/plume-shapes.h"

#define MOST_RUNS 7

static int
compare (const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return (x > y) - (x < y);
}

typedef struct
{
  gint64 start;
  clock_t cpu_start;
  guint n;
  double wall[MOST_RUNS], cpu[MOST_RUNS];
} Watch;

static void
begin (Watch *watch)
{
  watch->start = g_get_monotonic_time ();
  watch->cpu_start = clock ();
}

static void
end (Watch *watch)
{
  watch->wall[watch->n] = (double)(g_get_monotonic_time () - watch->start) * 1e-6;
  watch->cpu[watch->n++] = (double)(clock () - watch->cpu_start) / CLOCKS_PER_SEC;
}

/* Prints the medians; returns that of all cores together. */
static double
report (Watch *watch, const char *name, gsize n, gsize p)
{
  qsort (watch->wall, watch->n, sizeof (double), compare);
  qsort (watch->cpu, watch->n, sizeof (double), compare);
  g_print ("%s, %zu × %zu: median %.3f s, %.3f s of all cores", name, n, p,
           watch->wall[watch->n / 2], watch->cpu[watch->n / 2]);
  return watch->cpu[watch->n / 2];
}

static PlumePoints *
roll (gsize n)
{
  PlumeShapeOptions options = { .n = n, .noise = 0.05, .width = 20, .seed = 1 };
  g_autoptr (PlumeShapeSample) sample =
      plume_shape_make (plume_shape_find ("swiss-roll"), &options, NULL);

  return plume_points_ref (sample->points);
}

/* m = 5 coordinates, bent, in ten places; or noise alone */
static PlumePoints *
fifty (gsize n, gboolean is_sheet)
{
  gsize p = 50, m = 5;
  PlumePoints *points = plume_points_new (n, p);
  PlumeStream stream = plume_stream (1, "bench", is_sheet);
  g_autofree double *centres = g_new (double, 10 * p), *frame = g_new (double, m *p);
  double u[5];

  for (gsize e = 0; e < 10 * p; e++)
    centres[e] = 3 * plume_stream_normal (&stream);
  for (gsize e = 0; e < m * p; e++)
    frame[e] = plume_stream_normal (&stream);
  for (gsize i = 0; i < n; i++)
    {
      for (gsize k = 0; k < m; k++)
        u[k] = 3 * plume_stream_normal (&stream);
      for (gsize j = 0; j < p; j++)
        {
          double x = centres[i % 10 * p + j] + (is_sheet ? 0.3 : 1) * plume_stream_normal (&stream);

          for (gsize k = 0; is_sheet && k < m; k++)
            x += frame[k * p + j] * (u[k] + 0.2 * sin (u[(k + 1) % m]));
          points->values[i * p + j] = x;
        }
    }
  return points;
}

/* Neighbours and graph of as many runs as time allows; seconds of all cores for neighbours */
static double
measure_points (const char *name, const PlumePoints *points)
{
  guint runs = points->n <= 10000 ? MOST_RUNS : points->n <= 100000 ? 3 : 1;
  PlumeGraphOptions options = PLUME_GRAPH_OPTIONS_DEFAULT;
  Watch search = { 0 }, weighing = { 0 };
  g_autoptr (PlumeNeighbours) last = NULL;
  double seconds;

  for (guint r = 0; r < runs; r++)
    {
      g_autoptr (PlumeGraph) graph = NULL;

      g_clear_pointer (&last, plume_neighbours_unref);
      begin (&search);
      last =
          plume_neighbours_find (points, PLUME_METRIC_EUCLIDEAN, 10, plume_graph_reach (&options),
                                 PLUME_SEARCH_AUTOMATIC, 1, NULL, NULL);
      end (&search);
      options.pieces = PLUME_PIECES_LARGEST;
      begin (&weighing);
      graph = plume_graph_new (points, PLUME_METRIC_EUCLIDEAN, last, &options, NULL, NULL);
      end (&weighing);
    }
  seconds = report (&search, name, points->n, points->p);
  g_print (", recall %.4f\n", last->recall);
  report (&weighing, "  its graph", points->n, points->p);
  g_print ("\n");
  return seconds;
}

static void
measure_growth (const char *name, guint kind, gsize most)
{
  double before = 0;

  for (gsize n = 1000; n <= most; n *= 10)
    {
      g_autoptr (PlumePoints) points = kind == 0 ? roll (n) : fifty (n, kind == 1);
      double seconds = measure_points (name, points);

      if (before > 0)
        g_print ("  cost ∝ n^%.2f from %zu\n", log10 (seconds / before), n / 10);
      before = seconds;
    }
}

/* Counts of 5,000 genes in 20,000 cells, one in twenty seen */
static void
measure_components (void)
{
  gsize n = 20000, p = 5000, n_entries = n * p / 20;
  g_autofree guint32 *rows = g_new (guint32, n_entries), *columns = g_new (guint32, n_entries);
  g_autofree double *values = g_new (double, n_entries);
  PlumeStream stream = plume_stream (1, "bench-counts", 0);
  g_autoptr (PlumeSparse) sparse = NULL;
  Watch watch = { 0 };

  for (gsize e = 0; e < n_entries; e++)
    {
      rows[e] = (guint32)(e % n);
      columns[e] = (guint32)((double)p * pow (plume_stream_uniform (&stream), 2));
      values[e] = 1 + floor (3 * plume_stream_exponential (&stream));
    }
  sparse = plume_sparse_new_from_triplets (n, p, n_entries, rows, columns, values);
  for (guint r = 0; r < 3; r++)
    {
      begin (&watch);
      g_autoptr (PlumePrincipal) principal = plume_principal_sparse (sparse, 40, 1, NULL, NULL);
      end (&watch);
    }
  report (&watch, "40 principal components of sparse counts", n, p);
  g_print ("\n");
}

int
main (int argc, char **argv)
{
  gsize most = argc > 1 && g_str_equal (argv[1], "--large") ? 1000000 : 100000;

  setlocale (LC_ALL, "");
  plume_parallel_wait_passively (argv);
  measure_components ();
  measure_growth ("neighbours on a roll", 0, most);
  measure_growth ("neighbours on sheets", 1, most);
  measure_growth ("neighbours in clouds", 2, most);
  return 0;
}
