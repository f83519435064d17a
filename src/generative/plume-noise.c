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

/* Four standard normal numbers of one address (Box & Muller 1958) */
static void
four_normals (guint64 seed, guint32 a, guint32 b, guint32 c, guint32 d, double normal[LANES])
{
  guint32 counter[4] = { a, b, c, d }, key[2] = { (guint32)seed, (guint32)(seed >> 32) }, bits[4];

  plume_philox4x32 (counter, key, bits);
  for (guint i = 0; i < 4; i += 2)
    {
      double radius = sqrt (-2 * log ((bits[i] + 0.5) * 0x1p-32)),
             angle = 2 * G_PI * (bits[i + 1] + 0.5) * 0x1p-32;

      normal[i] = radius * cos (angle);
      normal[i + 1] = radius * sin (angle);
    }
}

typedef struct
{
  guint64 seed;
  guint32 sample, lane;
} Path;

/* W at m between a and b, by the numbers of node */
static void
split (const Path *path,
       guint32 node,
       guint32 extra,
       double a,
       double b,
       double m,
       const double *at_a,
       const double *at_b,
       double *at_m)
{
  double share = (m - a) / (b - a), spread = sqrt ((m - a) * (b - m) / (b - a)), normal[LANES];

  four_normals (path->seed, path->sample, node, path->lane, extra, normal);
  for (guint c = 0; c < LANES; c++)
    at_m[c] = (1 - share) * at_a[c] + share * at_b[c] + spread * normal[c];
}

/* W(t) of four coordinates of one sample */
static void
walk_to (const Path *path, double last, double t, double w[LANES])
{
  double a = 0, b = last, at_a[LANES] = { 0 }, at_b[LANES], at_m[LANES], m = last * SMALLEST;
  guint32 node = 1;

  four_normals (path->seed, path->sample, 0, path->lane, 1, at_b);
  for (guint c = 0; c < LANES; c++)
    at_b[c] *= sqrt (last);
  for (guint level = 0; level <= DEPTH && t > a && t < b; level++)
    {
      split (path, node, 2, a, b, m, at_a, at_b, at_m);
      if (t < m)
        {
          b = m;
          for (guint c = 0; c < LANES; c++)
            at_b[c] = at_m[c];
          node = 2 * node;
        }
      else
        {
          a = m;
          for (guint c = 0; c < LANES; c++)
            at_a[c] = at_m[c];
          node = 2 * node + 1;
        }
      m = a > 0 ? sqrt (a * b) : 0.5 * b;
    }
  if (t <= a || t >= b)
    {
      for (guint c = 0; c < LANES; c++)
        w[c] = t <= a ? at_a[c] : at_b[c];
      return;
    }

  union
  {
    double value;
    guint64 bits;
  } moment = { .value = t };

  /* within the last interval each moment has an address of its own */
  split (path, node ^ (guint32)moment.bits, (guint32)(moment.bits >> 32) | 0x80000000u, a, b, t,
         at_a, at_b, w);
}

/* Noise that belongs to a moment and to no stretch of time */
static void
draw_still (const Path *path, guint32 index, double w[LANES])
{
  four_normals (path->seed, path->sample, index, path->lane, 3, w);
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
  double scale = 1 / sqrt (from - to);

  for (gsize i = 0; i < n; i++)
    for (gsize lane = 0; lane * LANES < dimension; lane++)
      {
        Path path = { noise->seed, (guint32)(first + i), (guint32)lane };
        double later[LANES], earlier[LANES];

        if (from > to)
          {
            walk_to (&path, MAX (noise->last, from), from, later);
            walk_to (&path, MAX (noise->last, from), to, earlier);
          }
        else
          draw_still (&path, draw_index, later);
        for (gsize c = lane * LANES; c < MIN (dimension, (lane + 1) * LANES); c++)
          normal[i * dimension + c] =
              from > to ? (later[c % LANES] - earlier[c % LANES]) * scale : later[c % LANES];
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
