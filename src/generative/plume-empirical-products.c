/* plume-empirical-products.c: weights of a batch from all pictures: two matrix products a tile of
 * pictures, with a softmax between them that is streaming over tiles.
 *
 * Products run on pictures minus their mean, where less cancels. Where few pictures of a tile are
 * alive, their distances are taken anew by differences, exact at small noise, and the second
 * product is left out. Chunks are fixed, so answers do not depend on threads.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/plume-parallel.h"
#include "generative/plume-empirical-private.h"
#include "linalg/plume-bessel.h"
#include "linalg/plume-matrix.h"

#define TILE      4096 /* pictures whose logarithms are held at a time */
#define PIECE     512  /* pictures of one product of one thread */
#define BATCH     128  /* samples at a time */
#define COLUMNS   64   /* pixels of one product of one thread */
#define FEW       64   /* live pictures of a tile that are weighed one by one */
#define ROUNDING  4e-7 /* of products in single precision, relative to |y|² + α²|x|² */
#define SELECTION (2 * EMPIRICAL_CANDIDATES)

/* The nearest pictures of one sample so far; kept to EMPIRICAL_CANDIDATES when it overflows, and
 * given up where too many are alive for a list to help. */
typedef struct
{
  gboolean is_given_up;
  gsize n;
  float least;
  struct
  {
    float log_weight;
    guint32 index;
  } item[SELECTION];
} Nearest;

typedef struct
{
  float *places; /* d: y */
  double square; /* |y|² */
  double greatest, sum, entropy;
  gsize best;
  float *mean; /* d */
} Row;

typedef struct
{
  const EmpiricalScore *self;
  const EmpiricalMoment *moment;
  gsize n, first, size; /* samples; pictures of the tile */
  Row *rows;
  float *places, *means, *logs; /* n × d, n × d, n × size */
  Nearest *nearest;             /* nullable: n */
  gint n_dense;
} Batch;

PLUME_VECTOR_CLONES static void
subtract_squares (
    float *logs, gsize n, gsize width, gsize stride, double factor, const double *squares)
{
  for (gsize i = 0; i < n; i++)
#pragma omp simd
    for (gsize k = 0; k < width; k++)
      logs[i * stride + k] -= (float)(factor * squares[k]);
}

static void
multiply_places (gsize from, gsize to, gpointer data)
{
  Batch *batch = data;
  gsize d = batch->self->pictures->dimension;
  double alpha = batch->moment->alpha, variance = batch->moment->variance;

  plume_product_single (PLUME_PLAIN, PLUME_TRANSPOSED, batch->n, to - from, d,
                        (float)(alpha / variance), batch->places, d,
                        batch->self->centred + (batch->first + from) * d, d, 0, batch->logs + from,
                        batch->size);
  subtract_squares (batch->logs + from, batch->n, to - from, batch->size,
                    0.5 * alpha * alpha / variance, batch->self->squares + batch->first + from);
}

static int
compare_nearest (const void *a, const void *b)
{
  float x = *(const float *)a, y = *(const float *)b;

  return (x < y) - (x > y);
}

static void
keep_nearest (Nearest *nearest, const float *logs, gsize size, gsize first)
{
  for (gsize k = 0; k < size; k++)
    {
      if (logs[k] <= nearest->least)
        continue;
      nearest->item[nearest->n].log_weight = logs[k];
      nearest->item[nearest->n++].index = (guint32)(first + k);
      if (nearest->n < SELECTION)
        continue;
      qsort (nearest->item, SELECTION, sizeof nearest->item[0], compare_nearest);
      nearest->n = EMPIRICAL_CANDIDATES;
      nearest->least = nearest->item[EMPIRICAL_CANDIDATES - 1].log_weight;
    }
}

/* Makes room for a logarithm above all before. */
static void
raise_row (Row *row, double greatest, gsize d)
{
  double shrink = exp (row->greatest - greatest);

  if (row->sum > 0)
    {
      row->entropy = shrink * (row->entropy + (greatest - row->greatest) * row->sum);
      row->sum *= shrink;
      for (gsize j = 0; j < d; j++)
        row->mean[j] *= (float)shrink;
    }
  row->greatest = greatest;
}

static void
add_one (const Batch *batch, Row *row, gsize index)
{
  gsize d = batch->self->pictures->dimension;
  const float *picture = batch->self->centred + index * d;
  double square = 0, log_weight, weight;
  float alpha = (float)batch->moment->alpha;

  for (gsize j = 0; j < d; j += 16)
    {
      float part = 0;

      for (gsize l = j; l < MIN (j + 16, d); l++)
        part += (row->places[l] - alpha * picture[l]) * (row->places[l] - alpha * picture[l]);
      square += part;
    }
  log_weight = (row->square - square) / (2 * batch->moment->variance);
  if (log_weight > row->greatest)
    {
      raise_row (row, log_weight, d);
      row->best = index;
    }
  log_weight -= row->greatest;
  weight = exp (log_weight);
  row->sum += weight;
  row->entropy -= weight * log_weight;
  for (gsize j = 0; j < d; j++)
    row->mean[j] += (float)weight * picture[j];
}

/* Logarithms become weights; gives Σ w and −Σ w ln w. */
PLUME_VECTOR_CLONES static void
exponentiate (float *logs, gsize n, double greatest, double cut, double *sum, double *entropy)
{
  double weights = 0, rest = 0;

#pragma omp simd reduction(+ : weights, rest)
  for (gsize k = 0; k < n; k++)
    {
      double log_weight = logs[k] - greatest;
      double weight = log_weight < -cut ? 0 : plume_exp_negative (log_weight);

      logs[k] = (float)weight;
      weights += weight;
      rest -= weight * log_weight;
    }
  *sum += weights;
  *entropy += rest;
}

static void
add_many (Batch *batch, Row *row, float *logs, gsize best)
{
  if (logs[best] > row->greatest)
    {
      raise_row (row, logs[best], batch->self->pictures->dimension);
      row->best = batch->first + best;
    }
  exponentiate (logs, batch->size, row->greatest, batch->moment->cut, &row->sum, &row->entropy);
}

PLUME_VECTOR_CLONES static gsize
find_greatest (const float *logs, gsize n)
{
  float greatest = logs[0];
  gsize best = 0;

#pragma omp simd reduction(max : greatest)
  for (gsize k = 0; k < n; k++)
    greatest = MAX (greatest, logs[k]);
  while (best + 1 < n && logs[best] < greatest)
    best++;
  return best;
}

static void
weigh_rows (gsize from, gsize to, gpointer data)
{
  Batch *batch = data;
  const EmpiricalMoment *moment = batch->moment;
  double reach = moment->alpha * batch->self->reach;

  for (gsize i = from; i < to; i++)
    {
      Row *row = &batch->rows[i];
      float *logs = batch->logs + i * batch->size;
      double rounding = ROUNDING * (row->square + reach * reach) / moment->variance, least;
      gsize few[FEW], n = 0, best;

      best = find_greatest (logs, batch->size);
      least = fmax (row->greatest, logs[best]) - moment->cut - 2 * rounding;
      for (gsize k = 0; k < batch->size && n <= FEW; k++)
        if (logs[k] >= least)
          {
            if (n < FEW)
              few[n] = batch->first + k;
            n++;
          }
      if (batch->nearest != NULL && !batch->nearest[i].is_given_up)
        {
          batch->nearest[i].is_given_up = n > FEW;
          if (n <= FEW)
            keep_nearest (&batch->nearest[i], logs, batch->size, batch->first);
        }
      if (n > FEW)
        {
          add_many (batch, row, logs, best);
          g_atomic_int_inc (&batch->n_dense);
          continue;
        }
      memset (logs, 0, batch->size * sizeof (float));
      for (gsize k = 0; k < n; k++)
        add_one (batch, row, few[k]);
    }
}

static void
multiply_weights (gsize from, gsize to, gpointer data)
{
  Batch *batch = data;
  gsize d = batch->self->pictures->dimension;

  plume_product_single (PLUME_PLAIN, PLUME_PLAIN, batch->n, to - from, batch->size, 1, batch->logs,
                        batch->size, batch->self->centred + batch->first * d + from, d, 1,
                        batch->means + from, d);
}

static void
remember_row (const Batch *batch, const Row *row, Nearest *nearest, EmpiricalSample *sample)
{
  gsize d = batch->self->pictures->dimension;
  double alpha = batch->moment->alpha, variance = batch->moment->variance;
  double reach = batch->self->reach,
         rounding = 4 * ROUNDING * (row->square / (alpha * alpha) + reach * reach);
  gsize n = MIN (nearest->n, EMPIRICAL_CANDIDATES);

  qsort (nearest->item, nearest->n, sizeof nearest->item[0], compare_nearest);
  for (gsize k = 0; k < n; k++)
    {
      double square =
          (row->square - 2 * variance * nearest->item[k].log_weight) / (alpha * alpha) - rounding;

      sample->index[k] = nearest->item[k].index;
      sample->distance[k] = (float)(sqrt (fmax (square, 0)) * (1 - 1e-6));
    }
  for (gsize j = 0; j < d; j++)
    sample->place[j] = (float)(row->places[j] / alpha);
  sample->n = n;
  sample->beyond = n < batch->self->pictures->n ? sample->distance[n - 1] : INFINITY;
  sample->is_known = TRUE;
}

static gboolean
weigh_tiles (Batch *batch, PlumeTask *task, GError **error)
{
  gsize n = batch->self->pictures->n, d = batch->self->pictures->dimension;

  for (batch->first = 0; batch->first < n; batch->first += TILE)
    {
      gsize piece;

      batch->size = MIN (TILE, n - batch->first);
      batch->n_dense = 0;
      piece = MIN (PIECE, (batch->size + 1) / 2); /* two at least: products keep to their thread */
      if (!plume_parallel_for (batch->size, piece, multiply_places, batch, task, error)
          || !plume_parallel_for (batch->n, 4, weigh_rows, batch, task, error))
        return FALSE;
      if (batch->n_dense > 0
          && !plume_parallel_for (d, MIN (COLUMNS, (d + 1) / 2), multiply_weights, batch, task,
                                  error))
        return FALSE;
    }
  return TRUE;
}

static void
give_row (const Row *row, gsize d, gsize i, const EmpiricalAnswer *answer)
{
  for (gsize j = 0; j < d; j++)
    answer->mean[i * d + j] = row->mean[j] / row->sum;
  if (answer->n_live != NULL)
    answer->n_live[i] = exp (row->entropy / row->sum + log (row->sum));
  if (answer->nearest != NULL)
    answer->nearest[i] = row->best;
}

static gboolean
weigh_batch (Batch *batch,
             const gsize *samples,
             const double *y,
             const EmpiricalAnswer *answer,
             EmpiricalMemory *memory,
             PlumeTask *task,
             GError **error)
{
  gsize d = batch->self->pictures->dimension;

  for (gsize i = 0; i < batch->n; i++)
    {
      Row *row = &batch->rows[i];

      *row = (Row){ .greatest = -INFINITY,
                    .places = batch->places + i * d,
                    .mean = batch->means + i * d };
      for (gsize j = 0; j < d; j++)
        {
          row->places[j] = (float)y[samples[i] * d + j];
          row->square += (double)row->places[j] * row->places[j];
          row->mean[j] = 0;
        }
      if (batch->nearest != NULL)
        {
          batch->nearest[i].is_given_up = FALSE;
          batch->nearest[i].n = 0;
          batch->nearest[i].least = -INFINITY;
        }
    }
  if (!weigh_tiles (batch, task, error))
    return FALSE;
  for (gsize i = 0; i < batch->n; i++)
    {
      give_row (&batch->rows[i], d, samples[i], answer);
      if (batch->nearest != NULL && !batch->nearest[i].is_given_up)
        remember_row (batch, &batch->rows[i], &batch->nearest[i], &memory->samples[samples[i]]);
    }
  return TRUE;
}

gboolean
plume_empirical_from_all (const EmpiricalScore *self,
                          const EmpiricalMoment *moment,
                          gsize n,
                          const gsize *samples,
                          const double *y,
                          const EmpiricalAnswer *answer,
                          EmpiricalMemory *memory,
                          PlumeTask *task,
                          GError **error)
{
  gsize d = self->pictures->dimension, size = MIN (n, BATCH);
  g_autofree Row *rows = g_new (Row, size);
  g_autofree float *places = g_new (float, size *d);
  g_autofree float *means = g_new (float, size *d);
  g_autofree float *logs = g_new (float, size *MIN (TILE, self->pictures->n));
  g_autofree Nearest *nearest = memory != NULL && moment->alpha > 0 ? g_new (Nearest, size) : NULL;

  for (gsize from = 0; from < n; from += BATCH)
    {
      Batch batch = { .self = self,
                      .moment = moment,
                      .n = MIN (BATCH, n - from),
                      .rows = rows,
                      .places = places,
                      .means = means,
                      .logs = logs,
                      .nearest = nearest };

      if (!weigh_batch (&batch, samples + from, y, answer, memory, task, error))
        return FALSE;
    }
  return TRUE;
}
