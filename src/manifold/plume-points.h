/* plume-points.h: n points in p dimensions: what every method on data begins with.
 *
 * Shared and immutable once filled. It knows no files and no methods.
 */
#pragma once

#include "core/plume-array.h"

G_BEGIN_DECLS

/**
 * PlumePoints:
 * @n: number of points
 * @p: number of dimensions
 * @values: n × p finite numbers, point by point
 */
typedef struct
{
  gsize n, p;
  double *values;
} PlumePoints;

PlumePoints *plume_points_new (gsize n, gsize p);
PlumePoints *plume_points_ref (PlumePoints *points);
void plume_points_unref (PlumePoints *points);
gsize plume_points_get_bytes (const PlumePoints *points);
/* One coordinate of all points. */
PlumeArray *plume_points_get_coordinate (const PlumePoints *points, gsize coordinate);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumePoints, plume_points_unref)

G_END_DECLS
