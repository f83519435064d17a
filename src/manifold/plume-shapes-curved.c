/* plume-shapes-curved.c: lines, sheets, tori and spheres in three or four dimensions.
 *
 * Sheets are flat and convex when unrolled, so their geodesics are straight lines in (arc length,
 * height); a hemisphere contains the shorter arc of any great circle between its points.
 */
#include "manifold/plume-shapes-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define HELIX_TURNS  3
#define HELIX_PITCH  0.3 /* rise a radian */
#define TORUS_INNER  1.0
#define TORUS_OUTER  2.0
#define OUTER_SPHERE 2.0
#define CLUSTER_AT   7.0, 12.0

static void
put (PlumePoints *points, gsize i, double x, double y, double z)
{
  double *point = points->values + i * points->p;

  point[0] = x;
  point[1] = y;
  point[2] = z;
}

static double
straight (const double *a, const double *b)
{
  return hypot (a[0] - b[0], a[1] - b[1]);
}

static double
along (const double *a, const double *b)
{
  return fabs (a[0] - b[0]);
}

/* Arc length of the spiral r = θ from its middle */
static double
spiral_length (double theta)
{
  return (theta * sqrt (1 + theta * theta) + asinh (theta)) / 2;
}

static void
put_on_roll (PlumeShapeSample *sample, PlumePoints *clean, gsize i, double theta, double height)
{
  double *place = shape_place (sample, i);

  place[0] = spiral_length (theta);
  place[1] = height;
  sample->colour->values[i] = theta;
  put (clean, i, theta * cos (theta), height, theta * sin (theta));
  put (sample->original, i, theta * cos (theta), height, theta * sin (theta));
}

static void
make_roll (PlumeShapeSample *sample, const PlumeShapeOptions *options, PlumePoints *clean)
{
  for (gsize i = 0; i < options->n; i++)
    {
      PlumeStream stream = shape_stream (options, i);
      double theta = 1.5 * G_PI * (1 + 2 * plume_stream_uniform (&stream));

      put_on_roll (sample, clean, i, theta, options->width * plume_stream_uniform (&stream));
    }
}

const PlumeShape plume_shape_swiss_roll = {
  .id = "swiss-roll",
  .title = N_ ("Swiss roll"),
  .dimensions = 3,
  .own_dimensions = 3,
  .n_places = 2,
  .width = 5,
  .make = make_roll,
  .geodesic = straight,
};

static void
make_clusters (PlumeShapeSample *sample, const PlumeShapeOptions *options, PlumePoints *clean)
{
  static const double centres[] = { CLUSTER_AT };

  plume_shape_sample_add_labels (sample, options->n, 2);
  for (gsize i = 0; i < options->n; i++)
    {
      PlumeStream stream = shape_stream (options, i);
      double theta;

      sample->labels[i] = plume_stream_uniform (&stream) < 0.5;
      theta = centres[sample->labels[i]] + plume_stream_normal (&stream);
      put_on_roll (sample, clean, i, theta, options->width * plume_stream_uniform (&stream));
    }
}

const PlumeShape plume_shape_roll_clusters = {
  .id = "roll-clusters",
  .title = N_ ("Swiss roll, two clusters"),
  .dimensions = 3,
  .own_dimensions = 3,
  .n_places = 2,
  .width = 5,
  .make = make_clusters,
  .geodesic = straight,
};

/* (sin t, y, ±(cos t − 1)) has unit speed in t. */
static void
make_s_curve (PlumeShapeSample *sample, const PlumeShapeOptions *options, PlumePoints *clean)
{
  for (gsize i = 0; i < options->n; i++)
    {
      PlumeStream stream = shape_stream (options, i);
      double t = 3 * G_PI * (plume_stream_uniform (&stream) - 0.5);
      double y = options->width * plume_stream_uniform (&stream);
      double z = copysign (1 - cos (t), -t);
      double *place = shape_place (sample, i);

      place[0] = sample->colour->values[i] = t;
      place[1] = y;
      put (clean, i, sin (t), y, z);
      put (sample->original, i, sin (t), y, z);
    }
}

const PlumeShape plume_shape_s_curve = {
  .id = "s-curve",
  .title = N_ ("S-curve"),
  .dimensions = 3,
  .own_dimensions = 3,
  .n_places = 2,
  .width = 2,
  .make = make_s_curve,
  .geodesic = straight,
};

static void
make_helix (PlumeShapeSample *sample, const PlumeShapeOptions *options, PlumePoints *clean)
{
  for (gsize i = 0; i < options->n; i++)
    {
      PlumeStream stream = shape_stream (options, i);
      double t = 2 * G_PI * HELIX_TURNS * plume_stream_uniform (&stream);

      shape_place (sample, i)[0] = t * hypot (1, HELIX_PITCH);
      sample->colour->values[i] = t;
      put (clean, i, cos (t), sin (t), HELIX_PITCH * t);
      put (sample->original, i, cos (t), sin (t), HELIX_PITCH * t);
    }
}

const PlumeShape plume_shape_helix = {
  .id = "helix",
  .title = N_ ("Helix"),
  .dimensions = 3,
  .own_dimensions = 3,
  .n_places = 1,
  .make = make_helix,
  .geodesic = along,
};

/* The shorter way round */
static double
wrap (double angle)
{
  return fabs (remainder (angle, 2 * G_PI));
}

static double
around (const double *a, const double *b)
{
  return wrap (a[0] - b[0]);
}

static void
make_circle (PlumeShapeSample *sample, const PlumeShapeOptions *options, PlumePoints *clean)
{
  for (gsize i = 0; i < options->n; i++)
    {
      PlumeStream stream = shape_stream (options, i);
      double angle = 2 * G_PI * plume_stream_uniform (&stream);

      shape_place (sample, i)[0] = sample->colour->values[i] = angle;
      clean->values[2 * i] = cos (angle);
      clean->values[2 * i + 1] = sin (angle);
      put (sample->original, i, cos (angle), sin (angle), 0);
    }
}

const PlumeShape plume_shape_circle = {
  .id = "circle",
  .title = N_ ("Circle"),
  .dimensions = 2,
  .own_dimensions = 2,
  .n_places = 1,
  .make = make_circle,
  .geodesic = around,
};

static double
around_both (const double *a, const double *b)
{
  return hypot (TORUS_INNER * wrap (a[0] - b[0]), TORUS_OUTER * wrap (a[1] - b[1]));
}

/* Flat in four dimensions; the picture is the ring of the same angles, which is not. */
static void
make_torus (PlumeShapeSample *sample, const PlumeShapeOptions *options, PlumePoints *clean)
{
  for (gsize i = 0; i < options->n; i++)
    {
      PlumeStream stream = shape_stream (options, i);
      double u = 2 * G_PI * plume_stream_uniform (&stream);
      double v = 2 * G_PI * plume_stream_uniform (&stream);
      double reach = TORUS_OUTER + TORUS_INNER * cos (u), *place = shape_place (sample, i);

      place[0] = u;
      place[1] = sample->colour->values[i] = v;
      put (clean, i, TORUS_INNER * cos (u), TORUS_INNER * sin (u), TORUS_OUTER * cos (v));
      clean->values[4 * i + 3] = TORUS_OUTER * sin (v);
      put (sample->original, i, reach * cos (v), reach * sin (v), TORUS_INNER * sin (u));
    }
}

const PlumeShape plume_shape_torus = {
  .id = "torus",
  .title = N_ ("Flat torus"),
  .dimensions = 4,
  .own_dimensions = 4,
  .n_places = 2,
  .make = make_torus,
  .geodesic = around_both,
};

/* Places: a direction and a radius. The angle by its half, exact where it is small. */
static double
great_circle (const double *a, const double *b)
{
  double apart = 0, together = 0;

  if (a[3] != b[3])
    return INFINITY;
  for (gsize c = 0; c < 3; c++)
    {
      apart += (a[c] - b[c]) * (a[c] - b[c]);
      together += (a[c] + b[c]) * (a[c] + b[c]);
    }
  return 2 * a[3] * atan2 (sqrt (apart), sqrt (together));
}

/* Even over the sphere: height is uniform (Archimedes). */
static void
put_on_sphere (PlumeShapeSample *sample,
               PlumePoints *clean,
               gsize i,
               PlumeStream *stream,
               double lowest,
               double radius)
{
  double z = lowest + (1 - lowest) * plume_stream_uniform (stream), r = sqrt (1 - z * z);
  double angle = 2 * G_PI * plume_stream_uniform (stream), *place = shape_place (sample, i);

  place[0] = r * cos (angle);
  place[1] = r * sin (angle);
  place[2] = z;
  place[3] = radius;
  sample->colour->values[i] = z;
  put (clean, i, radius * place[0], radius * place[1], radius * z);
  put (sample->original, i, radius * place[0], radius * place[1], radius * z);
}

static void
make_sphere (PlumeShapeSample *sample, const PlumeShapeOptions *options, PlumePoints *clean)
{
  for (gsize i = 0; i < options->n; i++)
    {
      PlumeStream stream = shape_stream (options, i);

      put_on_sphere (sample, clean, i, &stream, -1, 1);
    }
}

const PlumeShape plume_shape_sphere = {
  .id = "sphere",
  .title = N_ ("Sphere"),
  .dimensions = 3,
  .own_dimensions = 3,
  .n_places = 4,
  .make = make_sphere,
  .geodesic = great_circle,
};

static void
make_hemisphere (PlumeShapeSample *sample, const PlumeShapeOptions *options, PlumePoints *clean)
{
  for (gsize i = 0; i < options->n; i++)
    {
      PlumeStream stream = shape_stream (options, i);

      put_on_sphere (sample, clean, i, &stream, 0, 1);
    }
}

const PlumeShape plume_shape_hemisphere = {
  .id = "hemisphere",
  .title = N_ ("Hemisphere"),
  .dimensions = 3,
  .own_dimensions = 3,
  .n_places = 4,
  .make = make_hemisphere,
  .geodesic = great_circle,
};

static void
make_two_spheres (PlumeShapeSample *sample, const PlumeShapeOptions *options, PlumePoints *clean)
{
  double outer_share = OUTER_SPHERE * OUTER_SPHERE / (1 + OUTER_SPHERE * OUTER_SPHERE);

  plume_shape_sample_add_labels (sample, options->n, 2);
  for (gsize i = 0; i < options->n; i++)
    {
      PlumeStream stream = shape_stream (options, i);

      sample->labels[i] = plume_stream_uniform (&stream) < outer_share;
      put_on_sphere (sample, clean, i, &stream, -1, sample->labels[i] ? OUTER_SPHERE : 1);
    }
}

const PlumeShape plume_shape_two_spheres = {
  .id = "two-spheres",
  .title = N_ ("Two nested spheres"),
  .dimensions = 3,
  .own_dimensions = 3,
  .n_places = 4,
  .make = make_two_spheres,
  .geodesic = great_circle,
};
