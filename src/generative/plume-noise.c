/* plume-noise.c: noise by address: starts, and Brownian paths that any set of steps shares.
 *
 * A path is W(0) = 0, W(last), and a tree of midpoints between them (Li et al. 2020, arXiv
 * 2001.01328): W(m) given W(a) and W(b) is normal with the mean of linear interpolation and the
 * variance (m − a)(b − m)/(b − a). Intervals are halved in ln t, since samplers' steps shrink with
 * t. Each node draws from its own address, so nothing is kept.
 */
#include "generative/plume-noise.h"

#include "core/plume-random.h"

#include <math.h>
#include <string.h>

#define DEPTH    18   /* of the tree */
#define SMALLEST 1e-9 /* of the last moment: below, one stretch */
#define LANES    4    /* normal numbers of one Philox block */

void
plume_noise_start (guint64 seed, gsize n, gsize dimension, double *normal)
{
  for (gsize i = 0; i < n; i++)
    {
      PlumeStream stream = plume_stream (seed, "start", i);

      for (gsize c = 0; c < dimension; c++)
        normal[i * dimension + c] = plume_stream_normal (&stream);
    }
}

/* Standard normal numbers of one address (Box & Muller 1958), at most four */
static void
some_normals (
    guint64 seed, guint32 a, guint32 b, guint32 c, guint32 d, guint n_lanes, double normal[LANES])
{
  guint32 counter[4] = { a, b, c, d }, key[2] = { (guint32)seed, (guint32)(seed >> 32) }, bits[4];

  plume_philox4x32 (counter, key, bits);
  for (guint i = 0; i < n_lanes; i += 2)
    {
      double radius = sqrt (-2 * log ((bits[i] + 0.5) * 0x1p-32)),
             angle = 2 * G_PI * (bits[i + 1] + 0.5) * 0x1p-32;

      normal[i] = radius * cos (angle);
      normal[i + 1] = radius * sin (angle);
    }
}

/**
 * Path: one stretch a … b of the paths of some coordinates of a sample
 * @node: its number in the tree: 1 for all, 2 n and 2 n + 1 for the halves of n
 * @at_a: @at_b: W at its ends
 */
typedef struct
{
  guint64 seed;
  guint32 sample, lane, node;
  guint n_lanes, level;
  double a, b, at_a[LANES], at_b[LANES];
} Path;

static Path
path_new (guint64 seed, gsize sample, gsize lane, guint n_lanes, double last)
{
  Path path = { .seed = seed,
                .sample = (guint32)sample,
                .lane = (guint32)lane,
                .node = 1,
                .n_lanes = n_lanes,
                .b = last };

  some_normals (seed, path.sample, 0, path.lane, 1, n_lanes, path.at_b);
  for (guint c = 0; c < n_lanes; c++)
    path.at_b[c] *= sqrt (last);
  return path;
}

/* W at the moment m within the stretch, by the numbers of an address */
static void
bridge (const Path *path, double m, guint32 node, guint32 purpose, double at_m[LANES])
{
  double share = (m - path->a) / (path->b - path->a),
         spread = sqrt ((m - path->a) * (path->b - m) / (path->b - path->a)), normal[LANES];

  some_normals (path->seed, path->sample, node, path->lane, purpose, path->n_lanes, normal);
  for (guint c = 0; c < path->n_lanes; c++)
    at_m[c] = (1 - share) * path->at_a[c] + share * path->at_b[c] + spread * normal[c];
}

static double
middle_of (const Path *path, double last)
{
  return path->node == 1 ? last * SMALLEST : path->a > 0 ? sqrt (path->a * path->b) : 0.5 * path->b;
}

/* Goes down into the half that holds t */
static void
descend (Path *path, double m, double t)
{
  double at_m[LANES];
  gboolean below = t < m;

  bridge (path, m, path->node, 2, at_m);
  memcpy (below ? path->at_b : path->at_a, at_m, sizeof at_m);
  *(below ? &path->b : &path->a) = m;
  path->node = 2 * path->node + (below ? 0 : 1);
  path->level++;
}

static gboolean
is_inside (const Path *path, double t)
{
  return t > path->a && t < path->b;
}

/* W(t) for a t of the stretch */
static void
read_path (Path path, double last, double t, double w[LANES])
{
  while (path.level <= DEPTH && is_inside (&path, t))
    descend (&path, middle_of (&path, last), t);
  if (!is_inside (&path, t))
    {
      memcpy (w, t <= path.a ? path.at_a : path.at_b, sizeof path.at_a);
      return;
    }

  union
  {
    double value;
    guint64 bits;
  } moment = { .value = t };

  /* within the last interval each moment has an address of its own */
  bridge (&path, t, path.node ^ (guint32)moment.bits, (guint32)(moment.bits >> 32) | 0x80000000u,
          w);
}

/* W(from) − W(to): one way down as long as both are in the same half */
static void
draw_increment (Path path, double last, double from, double to, double increment[LANES])
{
  double earlier[LANES];

  while (path.level <= DEPTH && is_inside (&path, from) && is_inside (&path, to))
    {
      double m = middle_of (&path, last);

      if (to < m && from >= m)
        break;
      descend (&path, m, from);
    }
  read_path (path, last, from, increment);
  read_path (path, last, to, earlier);
  for (guint c = 0; c < path.n_lanes; c++)
    increment[c] -= earlier[c];
}

static void
draw (const PlumeNoise *noise,
      guint draw_index,
      double from,
      double to,
      gsize first,
      gsize n,
      gsize dimension,
      double *normal)
{
  double last = MAX (noise->last, from);

  for (gsize i = 0; i < n; i++)
    for (gsize lane = 0; lane * LANES < dimension; lane++)
      {
        gsize begin = lane * LANES;
        guint n_lanes = (guint)MIN (dimension - begin, LANES);
        double w[LANES];

        if (from > to)
          {
            draw_increment (path_new (noise->seed, first + i, lane, n_lanes, last), last, from, to,
                            w);
            for (guint c = 0; c < n_lanes; c++)
              w[c] /= sqrt (from - to);
          }
        else /* noise that belongs to a moment and to no stretch of time */
          some_normals (noise->seed, (guint32)(first + i), draw_index, (guint32)lane, 3, n_lanes,
                        w);
        memcpy (normal + i * dimension + begin, w, n_lanes * sizeof (double));
      }
}

/**
 * plume_noise_brownian:
 * @seed: of the paths
 * @last: T; a moment beyond it begins a tree of its own
 *
 * Draws over a stretch are the increments of one Brownian path a sample and coordinate, over their
 * standard deviation; draws over no time (@from = @to) are addressed by their number. About 1 µs a
 * sample and four coordinates.
 *
 * Returns: noise for a #PlumeSamplingPlan
 */
PlumeNoise
plume_noise_brownian (guint64 seed, double last)
{
  return (PlumeNoise){ .draw = draw, .seed = seed, .last = last };
}
