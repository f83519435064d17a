/* plume-shapes.c: the table of shapes, and what is done with points of any: turning and noise. */
#include "manifold/plume-shapes-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "core/plume-error.h"

static const PlumeShape *const shapes[] = {
  &plume_shape_swiss_roll, &plume_shape_roll_clusters, &plume_shape_s_curve,
  &plume_shape_helix,      &plume_shape_circle,        &plume_shape_torus,
  &plume_shape_sphere,     &plume_shape_hemisphere,    &plume_shape_two_spheres,
  &plume_shape_tree,       &plume_shape_mixture,       NULL,
};

const PlumeShape *const *
plume_shapes (void)
{
  return shapes;
}

/**
 * plume_shape_find:
 *
 * Returns: (nullable): the shape of that id
 */
const PlumeShape *
plume_shape_find (const char *id)
{
  for (const PlumeShape *const *shape = shapes; *shape != NULL; shape++)
    if (g_strcmp0 ((*shape)->id, id) == 0)
      return *shape;
  return NULL;
}

static void
clear_sample (gpointer data)
{
  PlumeShapeSample *sample = data;

  plume_points_unref (sample->points);
  plume_points_unref (sample->clean);
  plume_points_unref (sample->original);
  plume_array_unref (sample->colour);
  g_free (sample->labels);
  g_free (sample->places);
}

PlumeShapeSample *
plume_shape_sample_ref (PlumeShapeSample *sample)
{
  return g_atomic_rc_box_acquire (sample);
}

void
plume_shape_sample_unref (PlumeShapeSample *sample)
{
  if (sample != NULL)
    g_atomic_rc_box_release_full (sample, clear_sample);
}

gsize
plume_shape_sample_get_bytes (const PlumeShapeSample *sample)
{
  gsize n = sample->points->n;

  return plume_points_get_bytes (sample->points) + plume_points_get_bytes (sample->clean)
         + plume_points_get_bytes (sample->original)
         + n * (1 + sample->shape->n_places) * sizeof (double)
         + (sample->labels != NULL ? n * sizeof (guint32) : 0);
}

void
plume_shape_sample_add_labels (PlumeShapeSample *sample, gsize n, guint n_labels)
{
  sample->labels = g_new0 (guint32, MAX (n, 1));
  sample->n_labels = n_labels;
}

/* m orthonormal directions in p dimensions, one a row: Gaussian ones by Gram and Schmidt, twice */
static double *
draw_frame (gsize m, gsize p, guint64 seed)
{
  double *frame = g_new (double, m *p);

  for (gsize a = 0; a < m; a++)
    {
      PlumeStream stream = plume_stream (seed, "shape-frame", a);
      double *direction = frame + a * p;

      for (gsize c = 0; c < p; c++)
        direction[c] = plume_stream_normal (&stream);
      for (guint pass = 0; pass < 2; pass++)
        {
          double square = 0;

          for (gsize b = 0; b < a; b++)
            {
              double overlap = 0;

              for (gsize c = 0; c < p; c++)
                overlap += direction[c] * frame[b * p + c];
              for (gsize c = 0; c < p; c++)
                direction[c] -= overlap * frame[b * p + c];
            }
          for (gsize c = 0; c < p; c++)
            square += direction[c] * direction[c];
          for (gsize c = 0; c < p; c++)
            direction[c] /= sqrt (square);
        }
    }
  return frame;
}

static void
turn (const PlumePoints *clean, PlumePoints *points, guint64 seed)
{
  gsize m = clean->p, p = points->p;
  g_autofree double *frame = draw_frame (m, p, seed);

  for (gsize i = 0; i < clean->n; i++)
    for (gsize a = 0; a < m; a++)
      for (gsize c = 0; c < p; c++)
        points->values[i * p + c] += clean->values[i * m + a] * frame[a * p + c];
}

static void
add_noise (PlumePoints *points, double noise, guint64 seed)
{
  for (gsize i = 0; noise > 0 && i < points->n; i++)
    {
      PlumeStream stream = plume_stream (seed, "shape-noise", i);

      for (gsize c = 0; c < points->p; c++)
        points->values[i * points->p + c] += noise * plume_stream_normal (&stream);
    }
}

/**
 * plume_shape_make:
 * @shape: which
 * @options: how many points, in how many dimensions, with what noise
 * @error: %PLUME_ERROR_USAGE
 *
 * Returns: (transfer full): the points and all that is known of them
 */
PlumeShapeSample *
plume_shape_make (const PlumeShape *shape, const PlumeShapeOptions *options, GError **error)
{
  gsize n = options->n, p = options->p > 0 ? options->p : shape->own_dimensions;
  PlumeShapeOptions own = *options;
  PlumePoints *clean;
  PlumeShapeSample *sample;

  if (p < shape->dimensions)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("This shape lies in %zu dimensions and does not fit into "
                      "%zu; choose at least %zu"),
                   shape->dimensions, p, shape->dimensions);
      return NULL;
    }
  own.width = options->width > 0 ? options->width : shape->width;
  clean = plume_points_new (n, shape->dimensions > 0 ? shape->dimensions : p);
  sample = g_atomic_rc_box_new0 (PlumeShapeSample);
  sample->shape = shape;
  sample->n_labels = 1;
  sample->clean = clean;
  sample->original = plume_points_new (n, 3);
  sample->colour = plume_array_new (n);
  sample->places = g_new0 (double, MAX (n * shape->n_places, 1));
  shape->make (sample, &own, clean);
  sample->points = plume_points_new (n, p);
  if (options->p > 0 && shape->dimensions > 0)
    turn (clean, sample->points, options->seed);
  else
    memcpy (sample->points->values, clean->values, n * p * sizeof (double));
  add_noise (sample->points, options->noise, options->seed);
  return sample;
}

double
plume_shape_sample_geodesic (const PlumeShapeSample *sample, gsize i, gsize j)
{
  const PlumeShape *shape = sample->shape;

  return shape->geodesic != NULL ? shape->geodesic (sample->places + i * shape->n_places,
                                                    sample->places + j * shape->n_places)
                                 : NAN;
}
