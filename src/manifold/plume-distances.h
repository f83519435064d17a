/* plume-distances.h: all distances within a set of m points; shared, immutable once filled.
 *
 * Double precision, the whole square, so that rows are contiguous: 8 m² bytes (72 MB at 3,000).
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PlumeDistances:
 * @m: number of points
 * @values: m × m, symmetric to the bit, zero diagonal, finite and ≥ 0
 */
typedef struct
{
  gsize m;
  double *values;
} PlumeDistances;

PlumeDistances *plume_distances_new (gsize m);
/* From m (m − 1)/2 of pairs i < j, row by row. */
PlumeDistances *plume_distances_new_from_triangle (gsize m, const float *triangle);
PlumeDistances *plume_distances_ref (PlumeDistances *distances);
void plume_distances_unref (PlumeDistances *distances);
gsize plume_distances_get_bytes (const PlumeDistances *distances);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeDistances, plume_distances_unref)

G_END_DECLS
