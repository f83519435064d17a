/* plume-points.c: n points in p dimensions. */
#include "manifold/plume-points.h"

#include "core/plume-parallel.h"

#define ROWS_AT_A_TIME 32768

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

typedef struct
{
  const PlumePoints *points;
  gsize coordinate;
  double *values;
} Column;

static void
take_rows (gsize from, gsize to, gpointer data)
{
  const Column *column = data;
  const PlumePoints *points = column->points;

  for (gsize i = from; i < to; i++)
    column->values[i] = points->values[i * points->p + column->coordinate];
}

PlumeArray *
plume_points_get_coordinate (const PlumePoints *points, gsize coordinate)
{
  PlumeArray *values = plume_array_new (points->n);
  Column column = { points, coordinate, values->values };

  plume_parallel_for (points->n, ROWS_AT_A_TIME, take_rows, &column, NULL, NULL);
  return values;
}
