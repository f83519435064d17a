/* plume-distances.c: all distances within a set of points. */
#include "manifold/plume-distances.h"

#include "core/plume-parallel.h"

#define TILE 64

static void
clear_distances (gpointer data)
{
  g_free (((PlumeDistances *)data)->values);
}

PlumeDistances *
plume_distances_new (gsize m)
{
  PlumeDistances *distances = g_atomic_rc_box_new0 (PlumeDistances);

  distances->m = m;
  distances->values = g_new0 (double, MAX (m * m, 1));
  return distances;
}

typedef struct
{
  const float *triangle;
  PlumeDistances *square;
} Unpacking;

/* Whole tiles, so that neither side strides through memory. */
static void
unpack_tiles (gsize from, gsize to, gpointer data)
{
  Unpacking *unpacking = data;
  gsize m = unpacking->square->m;
  double *values = unpacking->square->values;

  for (gsize left = 0; left < m; left += TILE)
    for (gsize i = from; i < to; i++)
      for (gsize j = left; j < MIN (left + TILE, m); j++)
        {
          gsize low = MIN (i, j), high = MAX (i, j);

          values[i * m + j] =
              i == j ? 0
                     : (double)unpacking->triangle[low * (2 * m - low - 1) / 2 + high - low - 1];
        }
}

PlumeDistances *
plume_distances_new_from_triangle (gsize m, const float *triangle)
{
  Unpacking unpacking = { triangle, plume_distances_new (m) };

  plume_parallel_for (m, TILE, unpack_tiles, &unpacking, NULL, NULL);
  return unpacking.square;
}

PlumeDistances *
plume_distances_ref (PlumeDistances *distances)
{
  return g_atomic_rc_box_acquire (distances);
}

void
plume_distances_unref (PlumeDistances *distances)
{
  if (distances != NULL)
    g_atomic_rc_box_release_full (distances, clear_distances);
}

gsize
plume_distances_get_bytes (const PlumeDistances *distances)
{
  return distances->m * distances->m * sizeof (double);
}
