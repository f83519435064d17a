/* plume-interpolant-fields.c: the fields of a bridge at many places.
 *
 * In one and two dimensions blocks of places go through all pairs several at a time. Weights are
 * taken relative to the greatest that any place could have; only blocks with a place so remote that
 * they vanish find the likeliest pair of each place first.
 */
#include "generative/plume-interpolant-private.h"
#include "linalg/plume-bessel.h"

#include <math.h>
#include <string.h>

#define BLOCK    128
#define VANISHED 1e-280 /* sums below have lost digits, weights stop at 1e-304 */

typedef struct
{
  double x[BLOCK], y[BLOCK];
  double greatest[BLOCK], sum[BLOCK];
  double score_x[BLOCK], score_y[BLOCK], velocity_x[BLOCK], velocity_y[BLOCK], trace[BLOCK];
} Block;

/* ln of the likeliest pair's weighted density */
PLUME_VECTOR_CLONES static void
find_greatest (const PlumeBridgeRow *rows, gsize n_pairs, Block *block)
{
  for (gsize i = 0; i < BLOCK; i++)
    block->greatest[i] = -INFINITY;
  for (gsize k = 0; k < n_pairs; k++)
    {
      const PlumeBridgeRow row = rows[k];

#pragma omp simd
      for (gsize i = 0; i < BLOCK; i++)
        {
          double dx = block->x[i] - row.mean_x, dy = block->y[i] - row.mean_y;
          double px = row.p_xx * dx + row.p_xy * dy, py = row.p_xy * dx + row.p_yy * dy;
          double exponent = row.log_weight - 0.5 * (px * dx + py * dy);

          block->greatest[i] = exponent > block->greatest[i] ? exponent : block->greatest[i];
        }
    }
}

PLUME_VECTOR_CLONES static void
add_densities (const PlumeBridgeRow *rows, gsize n_pairs, Block *block)
{
  memset (block->sum, 0, sizeof block->sum);
  for (gsize k = 0; k < n_pairs; k++)
    {
      const PlumeBridgeRow row = rows[k];

#pragma omp simd
      for (gsize i = 0; i < BLOCK; i++)
        {
          double dx = block->x[i] - row.mean_x, dy = block->y[i] - row.mean_y;
          double px = row.p_xx * dx + row.p_xy * dy, py = row.p_xy * dx + row.p_yy * dy;

          block->sum[i] +=
              plume_exp_negative (row.log_weight - 0.5 * (px * dx + py * dy) - block->greatest[i]);
        }
    }
}

PLUME_VECTOR_CLONES static void
add_fields (const PlumeBridgeRow *rows, gsize n_pairs, Block *block)
{
  memset (block->sum, 0, sizeof block->sum);
  memset (block->score_x, 0, sizeof block->score_x);
  memset (block->score_y, 0, sizeof block->score_y);
  memset (block->velocity_x, 0, sizeof block->velocity_x);
  memset (block->velocity_y, 0, sizeof block->velocity_y);
  memset (block->trace, 0, sizeof block->trace);
  for (gsize k = 0; k < n_pairs; k++)
    {
      const PlumeBridgeRow row = rows[k];

#pragma omp simd
      for (gsize i = 0; i < BLOCK; i++)
        {
          double dx = block->x[i] - row.mean_x, dy = block->y[i] - row.mean_y;
          double px = row.p_xx * dx + row.p_xy * dy, py = row.p_xy * dx + row.p_yy * dy;
          double bx = row.rate_x + row.g_xx * dx + row.g_xy * dy,
                 by = row.rate_y + row.g_yx * dx + row.g_yy * dy;
          double r =
              plume_exp_negative (row.log_weight - 0.5 * (px * dx + py * dy) - block->greatest[i]);

          block->sum[i] += r;
          block->score_x[i] -= r * px;
          block->score_y[i] -= r * py;
          block->velocity_x[i] += r * bx;
          block->velocity_y[i] += r * by;
          block->trace[i] += r * (row.trace - px * bx - py * by);
        }
    }
}

/* s, b, v, η and ∇·b of one place from its sums over pairs */
static inline void
write_one (const PlumeBlend *blend,
           gsize d,
           gsize i,
           const double *score,
           const double *velocity,
           double trace,
           const PlumeBridgeFields *fields)
{
  double product = 0;

  for (gsize c = 0; c < d; c++)
    {
      gsize at = i * d + c;

      product += score[c] * velocity[c];
      if (fields->score != NULL)
        fields->score[at] = score[c];
      if (fields->velocity != NULL)
        fields->velocity[at] = velocity[c];
      if (fields->path_velocity != NULL)
        fields->path_velocity[at] = velocity[c] + blend->gamma_rate * score[c];
      if (fields->denoiser != NULL)
        fields->denoiser[at] = -blend->gamma * score[c];
    }
  if (fields->divergence != NULL)
    fields->divergence[i] = trace - product;
}

static void
add_pairs (const PlumeBridgeMoment *moment, Block *block, gboolean wants_fields)
{
  if (wants_fields)
    add_fields (moment->rows, moment->n_pairs, block);
  else
    add_densities (moment->rows, moment->n_pairs, block);
}

static gboolean
has_vanished (const Block *block)
{
  double least = INFINITY;

  for (gsize i = 0; i < BLOCK; i++)
    least = MIN (least, block->sum[i]);
  return !(least > VANISHED);
}

static void
evaluate_block (const PlumeBridgeMoment *moment,
                Block *block,
                gsize first,
                gsize n,
                const double *x,
                const PlumeBridgeFields *fields)
{
  gsize d = moment->d;
  gboolean wants_fields = fields->velocity != NULL || fields->score != NULL
                          || fields->divergence != NULL || fields->path_velocity != NULL
                          || fields->denoiser != NULL;

  for (gsize i = 0; i < BLOCK; i++)
    {
      gsize at = first + MIN (i, n - 1);

      block->x[i] = x[at * d];
      block->y[i] = d == 2 ? x[at * d + 1] : 0;
    }
  for (gsize i = 0; i < BLOCK; i++)
    block->greatest[i] = moment->greatest;
  add_pairs (moment, block, wants_fields);
  if (has_vanished (block))
    {
      find_greatest (moment->rows, moment->n_pairs, block);
      add_pairs (moment, block, wants_fields);
    }
  for (gsize i = 0; i < n; i++)
    {
      double over = 1 / block->sum[i];
      double score[2] = { block->score_x[i] * over, block->score_y[i] * over },
             velocity[2] = { block->velocity_x[i] * over, block->velocity_y[i] * over };

      if (fields->log_density != NULL)
        fields->log_density[first + i] = block->greatest[i] + log (block->sum[i]);
      if (wants_fields)
        write_one (&moment->blend, d, first + i, score, velocity, block->trace[i] * over, fields);
    }
}

/* ln (w N(x; M, Q)) of pair k, with Q⁻¹(x − M) in pull */
static double
log_of_pair (const PlumeBridgeMoment *moment, gsize k, const double *x, double *pull)
{
  gsize d = moment->d;
  const double *mean = moment->mean + k * d, *P = moment->precision + k * d * d;
  double exponent = 0;

  for (gsize a = 0; a < d; a++)
    {
      pull[a] = 0;
      for (gsize c = 0; c < d; c++)
        pull[a] += P[a * d + c] * (x[c] - mean[c]);
      exponent += pull[a] * (x[a] - mean[a]);
    }
  return moment->log_weight[k] - 0.5 * exponent;
}

/* Any dimension, place by place */
static void
evaluate_general (const PlumeBridgeMoment *moment,
                  gsize n,
                  const double *x,
                  const PlumeBridgeFields *fields)
{
  gsize K = moment->n_pairs, d = moment->d;
  g_autofree double *logs = g_new (double, K), *work = g_new (double, 3 * d);
  double *pull = work, *score = work + d, *velocity = work + 2 * d;

  for (gsize i = 0; i < n; i++)
    {
      const double *place = x + i * d;
      double greatest = -INFINITY, sum = 0, trace = 0;

      for (gsize k = 0; k < K; k++)
        greatest = fmax (greatest, logs[k] = log_of_pair (moment, k, place, pull));
      memset (score, 0, 2 * d * sizeof (double));
      for (gsize k = 0; k < K; k++)
        {
          const double *mean = moment->mean + k * d, *G = moment->growth + k * d * d;
          double r = exp (logs[k] - greatest), product = 0;

          if (r == 0)
            continue;
          log_of_pair (moment, k, place, pull);
          sum += r;
          for (gsize a = 0; a < d; a++)
            {
              double b = moment->mean_rate[k * d + a];

              for (gsize c = 0; c < d; c++)
                b += G[a * d + c] * (place[c] - mean[c]);
              score[a] -= r * pull[a];
              velocity[a] += r * b;
              product += pull[a] * b;
            }
          trace += r * (moment->trace[k] - product);
        }
      for (gsize a = 0; a < 2 * d; a++)
        score[a] /= sum;
      if (fields->log_density != NULL)
        fields->log_density[i] = greatest + log (sum);
      write_one (&moment->blend, d, i, score, velocity, trace / sum, fields);
    }
}

/**
 * plume_bridge_moment_evaluate:
 * @moment: pairs at a moment
 * @n: places
 * @x: n × d
 * @fields: where the answers go
 *
 * In the calling thread; O(n K d²). ∇·b = Σ r (tr Q'Q⁻¹ + s_k·b_k) − s·b.
 */
void
plume_bridge_moment_evaluate (const PlumeBridgeMoment *moment,
                              gsize n,
                              const double *x,
                              const PlumeBridgeFields *fields)
{
  Block block;

  if (moment->rows == NULL)
    {
      evaluate_general (moment, n, x, fields);
      return;
    }
  memset (&block, 0, sizeof block);
  for (gsize first = 0; first < n; first += BLOCK)
    evaluate_block (moment, &block, first, MIN (BLOCK, n - first), x, fields);
}
