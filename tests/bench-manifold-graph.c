/* bench-manifold-graph.c: what neighbours and graphs cost, and how it grows with the points.
 *
 * Three dimensions: a rolled sheet; fifty: a mixture of ten Gaussian clouds on curved sheets. With
 * --large, a million points too.
 */
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/plume-random.h"
#include "manifold/plume-neighbours.h"

static PlumePoints *
roll (gsize n)
{
  PlumePoints *points = plume_points_new (n, 3);
  PlumeStream stream = plume_stream (1, "bench", 0);

  for (gsize i = 0; i < n; i++)
    {
      double theta = 1.5 * G_PI * (1 + 2 * plume_stream_uniform (&stream));

      points->values[3 * i] = theta * cos (theta);
      points->values[3 * i + 1] = 20 * plume_stream_uniform (&stream);
      points->values[3 * i + 2] = theta * sin (theta);
    }
  return points;
}

static PlumePoints *
clouds (gsize n, gsize p)
{
  PlumePoints *points = plume_points_new (n, p);
  PlumeStream stream = plume_stream (1, "bench", 1);
  g_autofree double *centres = g_new (double, 10 * p);

  for (gsize e = 0; e < 10 * p; e++)
    centres[e] = 3 * plume_stream_normal (&stream);
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < p; j++)
      points->values[i * p + j] = centres[i % 10 * p + j] + plume_stream_normal (&stream);
  return points;
}

static double
seconds_of (const PlumePoints *points, guint runs)
{
  double least = INFINITY;

  for (guint r = 0; r < runs; r++)
    {
      gint64 start = g_get_monotonic_time ();
      g_autoptr (PlumeNeighbours) neighbours =
          plume_neighbours_find (points, PLUME_METRIC_EUCLIDEAN, 10, 1.057, PLUME_SEARCH_AUTOMATIC, 1, NULL, NULL);

      least = MIN (least, (double)(g_get_monotonic_time () - start) * 1e-6);
      g_print ("n %zu p %zu: %.3f s search %d recall %.4f\n", points->n, points->p, least, (int)neighbours->search, neighbours->recall);
    }
  return least;
}

int
main (int argc, char **argv)
{
  for (gsize n = 1000; n <= 100000; n *= 10)
    {
      g_autoptr (PlumePoints) sheet = roll (n), cloud = clouds (n, 50);

      seconds_of (sheet, 2);
      seconds_of (cloud, 2);
    }
  return 0;
}
