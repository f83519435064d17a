/* plume-shapes.h: built-in clouds of points with known geodesics.
 *
 * A shape is a const struct in a table. Its points lie on it exactly, are turned into p dimensions
 * by a random orthonormal frame, and then get noise in all p. Point i depends on the seed and i
 * only, so more points leave the first ones where they are (but of the tree, whose branches grow
 * longer).
 */
#pragma once

#include "core/plume-array.h"
#include "manifold/plume-points.h"

G_BEGIN_DECLS

typedef struct _PlumeShape PlumeShape;

/**
 * PlumeShapeOptions:
 * @n: number of points
 * @p: dimensions they are turned into; 0 for the shape's own, not turned
 * @noise: ν: standard deviation in each of the p dimensions
 * @width: w of sheets; 0 for the shape's own
 * @seed: of everything
 */
typedef struct
{
  gsize n, p;
  double noise;
  double width;
  guint64 seed;
} PlumeShapeOptions;

/**
 * PlumeShapeSample:
 * @shape: what was drawn
 * @points: n × p: turned, with noise
 * @clean: n × m, or n × p of shapes that fill all: on the shape, not turned, without noise
 * @original: n × 3: on the shape, not turned, to be looked at
 * @colour: n: the parameter that unrolls the shape
 * @labels: (nullable): n: which part
 * @n_labels: number of parts; 1 without labels
 * @places: n × shape->n_places: what geodesics are computed from
 */
typedef struct
{
  const PlumeShape *shape;
  PlumePoints *points, *clean, *original;
  PlumeArray *colour;
  guint32 *labels;
  guint n_labels;
  double *places;
} PlumeShapeSample;

/**
 * PlumeShape:
 * @id: @title: "swiss-roll", …
 * @dimensions: m: of the space it lies in; 0 where it fills all p
 * @own_dimensions: p where none is asked
 * @n_places: numbers that tell where on the shape a point is
 * @width: of sheets; 0 for others
 * @geodesic: (nullable): the exact distance along the shape without noise; +∞ between parts; %NULL
 * where the shape is none
 */
struct _PlumeShape
{
  const char *id, *title;
  gsize dimensions, own_dimensions, n_places;
  double width;
  void (*make) (PlumeShapeSample *sample, const PlumeShapeOptions *options, PlumePoints *clean);
  double (*geodesic) (const double *a, const double *b);
};

/* NULL-terminated. */
const PlumeShape *const *plume_shapes (void);
const PlumeShape *plume_shape_find (const char *id);

/* %PLUME_ERROR_USAGE where p is less than the shape's dimensions. O(n p m). */
PlumeShapeSample *
plume_shape_make (const PlumeShape *shape, const PlumeShapeOptions *options, GError **error);
PlumeShapeSample *plume_shape_sample_ref (PlumeShapeSample *sample);
void plume_shape_sample_unref (PlumeShapeSample *sample);
gsize plume_shape_sample_get_bytes (const PlumeShapeSample *sample);
/* The exact distance along the shape; NaN where the shape has none. O(1). */
double plume_shape_sample_geodesic (const PlumeShapeSample *sample, gsize i, gsize j);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeShapeSample, plume_shape_sample_unref)

G_END_DECLS
