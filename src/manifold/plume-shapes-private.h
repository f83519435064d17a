/* plume-shapes-private.h: the shapes, by file. */
#pragma once

#include "core/plume-random.h"
#include "manifold/plume-shapes.h"

G_BEGIN_DECLS

extern const PlumeShape plume_shape_swiss_roll, plume_shape_roll_clusters, plume_shape_s_curve;
extern const PlumeShape plume_shape_helix, plume_shape_circle;
extern const PlumeShape plume_shape_torus, plume_shape_sphere, plume_shape_hemisphere,
    plume_shape_two_spheres;
extern const PlumeShape plume_shape_tree, plume_shape_mixture;

/* The stream of one point */
static inline PlumeStream
shape_stream (const PlumeShapeOptions *options, gsize i)
{
  return plume_stream (options->seed, "shape", i);
}

/* Where point i lies in the shape's space, in the picture and on the shape */
static inline double *
shape_place (PlumeShapeSample *sample, gsize i)
{
  return sample->places + i * sample->shape->n_places;
}

void plume_shape_sample_add_labels (PlumeShapeSample *sample, gsize n, guint n_labels);

G_END_DECLS
