/* plume-measures-transport.c: Wasserstein distances, sliced and exact.
 *
 * Sliced: W₂² = mean over directions of ∫|F⁻¹ − G⁻¹|² of the shadows (Rabin et al. 2012; Bonneel et
 * al. 2015). Exact: by the cheapest assignment.
 */
#include "generative/plume-measures-private.h"

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "core/plume-random.h"
#include "linalg/plume-coupling.h"

#include <math.h>
#include <string.h>

#define DIRECTIONS    256
#define MOST_BUCKETS  2048
#define MOST_ASSIGNED 2000

/* Sorts finite numbers by the digits of their bits, turned so that they rise with the number; the
 * result is in @values. */
static void
sort (gsize n, double *values, guint64 *keys, guint64 *spare)
{
  const guint64 sign = G_GUINT64_CONSTANT (1) << 63;
  /* few numbers do not pay for many buckets */
  const guint digit = n < MOST_BUCKETS ? 8 : 11, buckets = 1u << digit;

  for (gsize i = 0; i < n; i++)
    {
      guint64 bits;

      memcpy (&bits, &values[i], sizeof bits);
      keys[i] = bits & sign ? ~bits : bits | sign;
    }
  for (guint shift = 0; shift < 64; shift += digit)
    {
      gsize places[MOST_BUCKETS], sum = 0;
      guint64 *other = spare;

      memset (places, 0, buckets * sizeof *places);
      for (gsize i = 0; i < n; i++)
        places[(keys[i] >> shift) & (buckets - 1)]++;
      for (guint b = 0; b < buckets; b++)
        {
          gsize here = places[b];

          places[b] = sum;
          sum += here;
        }
      for (gsize i = 0; i < n; i++)
        spare[places[(keys[i] >> shift) & (buckets - 1)]++] = keys[i];
      spare = keys;
      keys = other;
    }
  for (gsize i = 0; i < n; i++)
    {
      guint64 bits = keys[i] & sign ? keys[i] & ~sign : ~keys[i];

      memcpy (&values[i], &bits, sizeof bits);
    }
}

/* ∫₀¹ |F⁻¹ − G⁻¹|² of two sorted samples of any sizes */
static double
couple_quantiles (gsize n, const double *x, gsize m, const double *y)
{
  double sum = 0, from = 0;

  for (gsize i = 0, j = 0; i < n && j < m;)
    {
      guint64 end_x = (guint64)(i + 1) * m, end_y = (guint64)(j + 1) * n;
      double to = (double)MIN (end_x, end_y), away = x[i] - y[j];

      sum += (to - from) * away * away;
      from = to;
      i += end_x <= end_y;
      j += end_y <= end_x;
    }
  return sum / ((double)n * (double)m);
}

typedef struct
{
  const PlumeMeasureInput *input;
  gsize directions;
  double *squares; /* W₂² of each direction */
} Slices;

static void
find_direction (gsize index, gsize directions, gsize d, double *direction)
{
  PlumeStream stream = plume_stream (1, "direction", index);
  double square = 0;

  if (d == 1)
    direction[0] = 1;
  else if (d == 2)
    {
      direction[0] = cos (G_PI * ((double)index + 0.5) / (double)directions);
      direction[1] = sin (G_PI * ((double)index + 0.5) / (double)directions);
    }
  if (d <= 2)
    return;
  for (gsize c = 0; c < d; c++)
    {
      direction[c] = plume_stream_normal (&stream);
      square += direction[c] * direction[c];
    }
  for (gsize c = 0; c < d; c++)
    direction[c] /= sqrt (square);
}

static void
project (gsize n, gsize d, const double *points, const double *direction, double *shadow)
{
  for (gsize i = 0; i < n; i++)
    {
      shadow[i] = 0;
      for (gsize c = 0; c < d; c++)
        shadow[i] += points[i * d + c] * direction[c];
    }
}

static void
slice (gsize from, gsize to, gpointer data)
{
  Slices *slices = data;
  const PlumeMeasureInput *input = slices->input;
  gsize n = input->n, m = input->n_reference, most = MAX (n, m);
  g_autofree double *x = g_new (double, n), *y = g_new (double, m),
                    *direction = g_new (double, input->d);
  g_autofree guint64 *keys = g_new (guint64, 2 * most);

  for (gsize l = from; l < to; l++)
    {
      find_direction (l, slices->directions, input->d, direction);
      project (n, input->d, input->samples, direction, x);
      project (m, input->d, input->reference, direction, y);
      sort (n, x, keys, keys + most);
      sort (m, y, keys, keys + most);
      slices->squares[l] = couple_quantiles (n, x, m, y);
    }
}

static gboolean
find_sliced (const PlumeMeasureInput *input, double *value, PlumeTask *task, GError **error)
{
  gsize directions = input->d == 1 ? 1 : DIRECTIONS;
  double squares[DIRECTIONS];
  Slices slices = { .input = input, .directions = directions, .squares = squares };

  if (!plume_parallel_for (directions, 4, slice, &slices, task, error))
    return FALSE;
  *value = sqrt (plume_sum (squares, directions) / (double)directions);
  return TRUE;
}

/* 256 fixed directions, evenly spread in the plane; O(n log n) */
gboolean
plume_measure_sliced (const PlumeMeasureInput *input,
                      PlumeMeasured *measurement,
                      PlumeTask *task,
                      GError **error)
{
  return find_sliced (input, &measurement->value, task, error)
         && plume_measure_split_error (input, find_sliced, &measurement->error, task, error);
}

/* As many samples as references */
static gboolean
find_transport (const PlumeMeasureInput *input, double *value, PlumeTask *task, GError **error)
{
  gsize n = MIN (input->n, input->n_reference), d = input->d;
  g_autofree double *columns = NULL, *cost = NULL, *paid = NULL;
  g_autofree guint *partner = NULL;

  if (d == 1)
    return find_sliced (input, value, task, error);
  columns = g_new (double, n *d);
  cost = g_new (double, n *n);
  paid = g_new (double, n);
  partner = g_new (guint, n);
  for (gsize i = 0; i < n * d; i++)
    columns[i % d * n + i / d] = input->reference[i];
  for (gsize i = 0; i < n; i++)
    plume_measure_squares (d, n, columns, input->samples + i * d, cost + i * n);
  if (!plume_assignment (n, cost, partner, task, error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    paid[i] = cost[i * n + partner[i]];
  *value = sqrt (plume_sum (paid, n) / (double)n);
  return TRUE;
}

/* Rows again of what was picked */
static double *
pick_rows (gsize n, gsize d, const double *points, gsize most, guint64 seed)
{
  gsize kept;
  g_autofree double *columns = plume_measure_pick (n, d, points, most, seed, &kept);
  double *rows = g_new (double, kept *d);

  for (gsize i = 0; i < kept; i++)
    for (gsize c = 0; c < d; c++)
      rows[i * d + c] = columns[c * kept + i];
  return rows;
}

/* Of at most 2,000 samples, as many of each side; in one dimension of all, by sorting */
gboolean
plume_measure_transport (const PlumeMeasureInput *input,
                         PlumeMeasured *measurement,
                         PlumeTask *task,
                         GError **error)
{
  PlumeMeasureInput less = *input;
  g_autofree double *samples = NULL, *reference = NULL;

  if (input->d > 1)
    {
      gsize most = MIN (MIN (input->n, input->n_reference), MOST_ASSIGNED);

      samples = pick_rows (input->n, input->d, input->samples, most, input->seed);
      reference = pick_rows (input->n_reference, input->d, input->reference, most, input->seed + 1);
      less.n = less.n_reference = measurement->used = measurement->used_reference = most;
      less.samples = samples;
      less.reference = reference;
    }
  return find_transport (&less, &measurement->value, task, error)
         && plume_measure_split_error (&less, find_transport, &measurement->error, task, error);
}
