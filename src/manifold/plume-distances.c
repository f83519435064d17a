/* plume-distances.c: all distances within a set of points. */
#include "manifold/plume-distances.h"

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
