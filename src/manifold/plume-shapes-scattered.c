/* plume-shapes-scattered.c: shapes that fill all p dimensions: a tree of random walks, and a
 * mixture of Gaussian clouds. */
#include "manifold/plume-shapes-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define BRANCHES      5
#define CLOUDS        5
#define CENTRE_SPREAD 4.0 /* c: centres are N(0, c²), points within a cloud N(0, 1) */

/* The first three dimensions, or as many as there are */
static void
look_at_first (PlumeShapeSample *sample, const PlumePoints *clean)
{
  for (gsize i = 0; i < clean->n; i++)
    memcpy (sample->original->values + 3 * i, clean->values + i * clean->p,
            MIN (clean->p, 3) * sizeof (double));
}

/* Places: branch, where on branch 0 it leaves or the point is, and the way from there */
static double
along_branches (const double *a, const double *b)
{
  if (a[0] == b[0] && a[0] > 0)
    return fabs (a[2] - b[2]);
  return a[2] + b[2] + fabs (a[1] - b[1]);
}

/* One branch, from a point that is already there, or from the origin */
static void
grow (PlumeShapeSample *sample,
      PlumePoints *clean,
      gsize first,
      gsize last,
      guint branch,
      gsize root,
      guint64 seed)
{
  gsize p = clean->p;
  PlumeStream stream = plume_stream (seed, "shape-branch", branch);
  const double *before = branch > 0 ? clean->values + root * p : NULL;
  double stem = branch > 0 ? shape_place (sample, root)[1] : 0, way = 0;

  for (gsize i = first; i < last; i++)
    {
      double *point = clean->values + i * p, *place = shape_place (sample, i), square = 0;

      for (gsize c = 0; c < p; c++)
        {
          double step = 2 * plume_stream_uniform (&stream) - 1;

          point[c] = (before != NULL ? before[c] : 0) + step;
          square += step * step;
        }
      way += before != NULL ? sqrt (square) : 0; /* the first point of all is the root */
      before = point;
      place[0] = branch;
      place[1] = branch > 0 ? stem : way;
      place[2] = branch > 0 ? way : 0;
      sample->colour->values[i] = place[1] + place[2];
      sample->labels[i] = branch;
    }
}

static void
make_tree (PlumeShapeSample *sample, const PlumeShapeOptions *options, PlumePoints *clean)
{
  gsize n = options->n, first_branch = (n + BRANCHES - 1) / BRANCHES;

  plume_shape_sample_add_labels (sample, n, BRANCHES);
  for (guint branch = 0; branch < BRANCHES; branch++)
    {
      PlumeStream stream = plume_stream (options->seed, "shape-root", branch);
      gsize root = (gsize)(plume_stream_uniform (&stream) * (double)first_branch);
      gsize rest = n - MIN (first_branch, n), first, last;

      first = branch == 0 ? 0 : first_branch + rest * (branch - 1) / (BRANCHES - 1);
      last = branch == 0 ? MIN (first_branch, n) : first_branch + rest * branch / (BRANCHES - 1);
      grow (sample, clean, first, MIN (last, n), branch, MIN (root, first_branch - 1),
            options->seed);
    }
  look_at_first (sample, clean);
}

const PlumeShape plume_shape_tree = {
  .id = "tree",
  .title = N_ ("Tree"),
  .own_dimensions = 10,
  .n_places = 3,
  .make = make_tree,
  .geodesic = along_branches,
};

static void
make_mixture (PlumeShapeSample *sample, const PlumeShapeOptions *options, PlumePoints *clean)
{
  gsize p = clean->p;
  g_autofree double *centres = g_new (double, CLOUDS *p);

  plume_shape_sample_add_labels (sample, options->n, CLOUDS);
  for (guint cloud = 0; cloud < CLOUDS; cloud++)
    {
      PlumeStream stream = plume_stream (options->seed, "shape-centre", cloud);

      for (gsize c = 0; c < p; c++)
        centres[cloud * p + c] = CENTRE_SPREAD * plume_stream_normal (&stream);
    }
  for (gsize i = 0; i < options->n; i++)
    {
      PlumeStream stream = shape_stream (options, i);
      guint cloud = MIN ((guint)(CLOUDS * plume_stream_uniform (&stream)), CLOUDS - 1);

      sample->labels[i] = cloud;
      sample->colour->values[i] = cloud;
      for (gsize c = 0; c < p; c++)
        clean->values[i * p + c] = centres[cloud * p + c] + plume_stream_normal (&stream);
    }
  look_at_first (sample, clean);
}

const PlumeShape plume_shape_mixture = {
  .id = "mixture",
  .title = N_ ("Gaussian mixture"),
  .own_dimensions = 10,
  .make = make_mixture,
};
