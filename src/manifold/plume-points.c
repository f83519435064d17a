/* plume-points.c: n points in p dimensions. */
#include "manifold/plume-points.h"

static void
clear_points (gpointer data)
{
  g_free (((PlumePoints *)data)->values);
}

PlumePoints *
plume_points_new (gsize n, gsize p)
{
  PlumePoints *points = g_atomic_rc_box_new0 (PlumePoints);

  points->n = n;
  points->p = p;
  points->values = g_new0 (double, MAX (n * p, 1));
  return points;
}

PlumePoints *
plume_points_ref (PlumePoints *points)
{
  return g_atomic_rc_box_acquire (points);
}

void
plume_points_unref (PlumePoints *points)
{
  if (points != NULL)
    g_atomic_rc_box_release_full (points, clear_points);
}

gsize
plume_points_get_bytes (const PlumePoints *points)
{
  return points->n * points->p * sizeof (double);
}

PlumeArray *
plume_points_get_coordinate (const PlumePoints *points, gsize coordinate)
{
  PlumeArray *values = plume_array_new (points->n);

  for (gsize i = 0; i < points->n; i++)
    values->values[i] = points->values[i * points->p + coordinate];
  return values;
}
