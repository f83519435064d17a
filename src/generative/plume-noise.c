/* plume-noise.c: noise by address: starts, and Brownian paths that any set of steps shares.
 *
 * A path is W(0) = 0, W(last), and a tree of midpoints between them (Li et al. 2020, arXiv
 * 2001.01328): W(m) given W(a) and W(b) is normal with the mean of linear interpolation and the
 * variance (m − a)(b − m)/(b − a). Intervals are halved in ln t, since samplers' steps shrink with
 * t. Each node draws from its own address, so nothing is kept.
 */
#include "generative/plume-noise.h"

#include "core/plume-random.h"
#include "core/plume-vector.h"

#include <math.h>
#include <string.h>

#define DEPTH    18   /* of the tree */
#define SMALLEST 1e-9 /* of the last moment: below, one stretch */
#define LANES    4    /* normal numbers of one Philox block */
#define BLOCK    64   /* samples that go down the tree together */

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

/* Where in the tree a block of samples is, and which coordinates of theirs: all turn the same way,
 * since turns depend on the moment alone. */
typedef struct
{
  guint64 seed;
  guint32 first, lane;
  guint n, n_lanes;
  double last;
} Block;

/* One stretch a … b: @node is its number, 1 for all, 2 k and 2 k + 1 for the halves of k; @at_a and
 * @at_b are W at its ends. */
typedef struct
{
  guint32 node;
  guint level;
  double a, b;
  double at_a[LANES][BLOCK], at_b[LANES][BLOCK];
} Stretch;

/* Standard normal numbers of one address a sample (Box & Muller 1958), two at a time */
PLUME_VECTOR_CLONES static void
fill_normals (guint64 seed,
              guint32 first,
              guint32 node,
              guint32 lane,
              guint32 purpose,
              float normal[LANES][BLOCK])
{
  guint32 key_0 = (guint32)seed, key_1 = (guint32)(seed >> 32);

  for (guint32 i = 0; i < BLOCK; i++)
    {
      guint32 a, b, c, d;
      float radius, turn;

      plume_vector_philox (key_0, key_1, first + i, node, lane, purpose, &a, &b, &c, &d);
      radius = sqrtf (-2 * plume_vector_log (plume_vector_uniform (a)));
      turn = plume_vector_uniform (b);
      normal[0][i] = radius * plume_vector_cos_turns (turn);
      normal[1][i] = radius * plume_vector_cos_turns (plume_vector_fraction (turn + 0.75f));
      radius = sqrtf (-2 * plume_vector_log (plume_vector_uniform (c)));
      turn = plume_vector_uniform (d);
      normal[2][i] = radius * plume_vector_cos_turns (turn);
      normal[3][i] = radius * plume_vector_cos_turns (plume_vector_fraction (turn + 0.75f));
    }
}

static void
begin_stretch (const Block *block, Stretch *stretch)
{
  float normal[LANES][BLOCK];
  double scale = sqrt (block->last);

  fill_normals (block->seed, block->first, 0, block->lane, 1, normal);
  *stretch = (Stretch){ .node = 1, .b = block->last };
  for (guint c = 0; c < block->n_lanes; c++)
    for (guint i = 0; i < BLOCK; i++)
      stretch->at_b[c][i] = scale * normal[c][i];
}

/* W at the moment m within the stretch, by the numbers of an address */
static void
bridge (const Block *block,
        const Stretch *stretch,
        double m,
        guint32 node,
        guint32 purpose,
        double at_m[LANES][BLOCK])
{
  double a = stretch->a, b = stretch->b, share = (m - a) / (b - a),
         spread = sqrt ((m - a) * (b - m) / (b - a));
  float normal[LANES][BLOCK];

  fill_normals (block->seed, block->first, node, block->lane, purpose, normal);
  for (guint c = 0; c < block->n_lanes; c++)
    for (guint i = 0; i < BLOCK; i++)
      at_m[c][i] =
          (1 - share) * stretch->at_a[c][i] + share * stretch->at_b[c][i] + spread * normal[c][i];
}

static double
middle_of (const Block *block, const Stretch *stretch)
{
  return stretch->node == 1 ? block->last * SMALLEST
         : stretch->a > 0   ? sqrt (stretch->a * stretch->b)
                            : 0.5 * stretch->b;
}

/* Goes down into the half that holds t */
static void
descend (const Block *block, Stretch *stretch, double m, double t)
{
  double at_m[LANES][BLOCK];
  gboolean below = t < m;

  bridge (block, stretch, m, stretch->node, 2, at_m);
  memcpy (below ? stretch->at_b : stretch->at_a, at_m, block->n_lanes * sizeof at_m[0]);
  *(below ? &stretch->b : &stretch->a) = m;
  stretch->node = 2 * stretch->node + (below ? 0 : 1);
  stretch->level++;
}

static gboolean
is_inside (const Stretch *stretch, double t)
{
  return t > stretch->a && t < stretch->b;
}

/* W(t) for a t of the stretch, which is used up */
static void
read_path (const Block *block, Stretch *stretch, double t, double w[LANES][BLOCK])
{
  union
  {
    double value;
    guint64 bits;
  } moment = { .value = t };

  while (stretch->level <= DEPTH && is_inside (stretch, t))
    descend (block, stretch, middle_of (block, stretch), t);
  if (is_inside (stretch, t))
    /* within the last interval each moment has an address of its own */
    bridge (block, stretch, t, stretch->node ^ (guint32)moment.bits,
            (guint32)(moment.bits >> 32) | 0x80000000u, w);
  else
    memcpy (w, t <= stretch->a ? stretch->at_a : stretch->at_b,
            block->n_lanes * sizeof stretch->at_a[0]);
}

/* W(from) − W(to): one way down as long as both are in the same half */
static void
draw_increments (const Block *block, double from, double to, double w[LANES][BLOCK])
{
  Stretch stretch, other;
  double earlier[LANES][BLOCK];

  begin_stretch (block, &stretch);
  while (stretch.level <= DEPTH && is_inside (&stretch, from) && is_inside (&stretch, to))
    {
      double m = middle_of (block, &stretch);

      if (to < m && from >= m)
        break;
      descend (block, &stretch, m, from);
    }
  other = stretch;
  read_path (block, &stretch, from, w);
  read_path (block, &other, to, earlier);
  for (guint c = 0; c < block->n_lanes; c++)
    for (guint i = 0; i < BLOCK; i++)
      w[c][i] -= earlier[c][i];
}

/* Noise that belongs to a moment and to no stretch of time */
static void
draw_still (const Block *block, guint32 index, double w[LANES][BLOCK])
{
  float normal[LANES][BLOCK];

  fill_normals (block->seed, block->first, index, block->lane, 3, normal);
  for (guint c = 0; c < block->n_lanes; c++)
    for (guint i = 0; i < BLOCK; i++)
      w[c][i] = normal[c][i];
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
  double scale = from > to ? 1 / sqrt (from - to) : 1;

  for (gsize begin = 0; begin < n; begin += BLOCK)
    for (gsize lane = 0; lane * LANES < dimension; lane++)
      {
        Block block = { .seed = noise->seed,
                        .first = (guint32)(first + begin),
                        .lane = (guint32)lane,
                        .n = (guint)MIN (n - begin, BLOCK),
                        .n_lanes = (guint)MIN (dimension - lane * LANES, LANES),
                        .last = MAX (noise->last, from) };
        double w[LANES][BLOCK], *place = normal + begin * dimension + lane * LANES;

        if (from > to)
          draw_increments (&block, from, to, w);
        else
          draw_still (&block, draw_index, w);
        for (guint i = 0; i < block.n; i++)
          for (guint c = 0; c < block.n_lanes; c++)
            place[i * dimension + c] = scale * w[c][i];
      }
}

/**
 * plume_noise_brownian:
 * @seed: of the paths
 * @last: T; a moment beyond it begins a tree of its own
 *
 * Draws over a stretch are the increments of one Brownian path a sample and coordinate, over their
 * standard deviation; draws over no time (@from = @to) are addressed by their number. About 0.1 µs
 * a sample and two coordinates, and in single precision.
 *
 * Returns: noise for a #PlumeSamplingPlan
 */
PlumeNoise
plume_noise_brownian (guint64 seed, double last)
{
  return (PlumeNoise){ .draw = draw, .seed = seed, .last = last };
}
