/* plume-measures-transport.c: Wasserstein distances, sliced and exact.
 *
 * Sliced: W₂² = mean over directions of ∫|F⁻¹ − G⁻¹|² of the shadows (Rabin et al. 2012; Bonneel et
 * al. 2015). Exact: the cheapest assignment by shortest augmenting paths after column reduction and
 * augmenting row reduction (Jonker & Volgenant 1987, Computing 38, 325), O(n³) at worst.
 */
#include "generative/plume-measures-private.h"

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "core/plume-random.h"

#include <math.h>
#include <string.h>

#define DIRECTIONS    256
#define DIGIT         11
#define BUCKETS       (1 << DIGIT)
#define MOST_ASSIGNED 2000
#define NOBODY        G_MAXUINT

/* Sorts finite numbers by the digits of their bits, turned so that they rise with the number; the
 * result is in @values. */
static void
sort (gsize n, double *values, guint64 *keys, guint64 *spare)
{
  const guint64 sign = G_GUINT64_CONSTANT (1) << 63;

  for (gsize i = 0; i < n; i++)
    {
      guint64 bits;

      memcpy (&bits, &values[i], sizeof bits);
      keys[i] = bits & sign ? ~bits : bits | sign;
    }
  for (guint shift = 0; shift < 64; shift += DIGIT)
    {
      gsize places[BUCKETS] = { 0 }, sum = 0;
      guint64 *other = spare;

      for (gsize i = 0; i < n; i++)
        places[(keys[i] >> shift) & (BUCKETS - 1)]++;
      for (guint b = 0; b < BUCKETS; b++)
        {
          gsize here = places[b];

          places[b] = sum;
          sum += here;
        }
      for (gsize i = 0; i < n; i++)
        spare[places[(keys[i] >> shift) & (BUCKETS - 1)]++] = keys[i];
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

/* n rows are to be given n columns, each its own, at the least cost in all. */
typedef struct
{
  guint n;
  const double *cost; /* n × n */
  double *price;      /* of columns */
  guint *row_of, *column_of;
  guint *waiting, n_waiting;
} Assignment;

static void
give (Assignment *assignment, guint row, guint column)
{
  assignment->row_of[column] = row;
  assignment->column_of[row] = column;
}

/* Prices columns at their cheapest row, which gets the column where it has none. */
static void
reduce_columns (Assignment *assignment)
{
  guint n = assignment->n, *cheapest = g_new0 (guint, n);

  memcpy (assignment->price, assignment->cost, n * sizeof (double));
  for (guint i = 1; i < n; i++)
    for (guint j = 0; j < n; j++)
      if (assignment->cost[(gsize)i * n + j] < assignment->price[j])
        {
          assignment->price[j] = assignment->cost[(gsize)i * n + j];
          cheapest[j] = i;
        }
  for (guint j = 0; j < n; j++)
    assignment->row_of[j] = assignment->column_of[j] = NOBODY;
  for (guint j = n; j-- > 0;)
    if (assignment->column_of[cheapest[j]] == NOBODY)
      give (assignment, cheapest[j], j);
  assignment->n_waiting = 0;
  for (guint i = 0; i < n; i++)
    if (assignment->column_of[i] == NOBODY)
      assignment->waiting[assignment->n_waiting++] = i;
  g_free (cheapest);
}

/* Lets each waiting row take its best column at the price of its second best; who is driven out
 * bids next where prices fell, else waits. */
static void
reduce_rows (Assignment *assignment)
{
  guint n = assignment->n, n_before = assignment->n_waiting, next = 0, bids = 0;

  assignment->n_waiting = 0;
  while (next < n_before)
    {
      guint row = assignment->waiting[next++], best = 0, second = NOBODY, driven;
      const double *cost = assignment->cost + (gsize)row * n;
      double least = INFINITY, less = INFINITY;

      for (guint j = 0; j < n; j++)
        {
          double reduced = cost[j] - assignment->price[j];

          if (reduced >= less)
            continue;
          if (reduced < least)
            {
              less = least;
              second = best;
              least = reduced;
              best = j;
            }
          else
            {
              less = reduced;
              second = j;
            }
        }
      if (least < less && isfinite (less))
        assignment->price[best] -= less - least;
      else if (assignment->row_of[best] != NOBODY && second != NOBODY)
        best = second;
      driven = assignment->row_of[best];
      give (assignment, row, best);
      if (driven == NOBODY)
        continue;
      assignment->column_of[driven] = NOBODY;
      /* round-off can make bids that change nothing go round; then the row waits for a path */
      if (least < less && bids++ < 20 * n)
        assignment->waiting[--next] = driven;
      else
        assignment->waiting[assignment->n_waiting++] = driven;
    }
}

/* The shortest path from a waiting row to a free column, along which assignments are exchanged */
static void
augment (Assignment *assignment, guint start, double *length, guint *from, guint *open)
{
  guint n = assignment->n, n_open = n, row = start, column;
  const double *price = assignment->price;
  double shortest = 0;

  for (guint j = 0; j < n; j++)
    {
      open[j] = j;
      length[j] = INFINITY;
    }
  for (;;)
    {
      const double *cost = assignment->cost + (gsize)row * n;
      guint held = assignment->column_of[row], at = 0;
      double base = shortest - (held == NOBODY ? 0 : cost[held] - price[held]), least = INFINITY;

      for (guint k = 0; k < n_open; k++)
        {
          guint j = open[k];
          double through = base + cost[j] - price[j];

          if (through < length[j])
            {
              length[j] = through;
              from[j] = row;
            }
          if (length[j] < least || (length[j] == least && assignment->row_of[j] == NOBODY))
            {
              least = length[j];
              at = k;
            }
        }
      column = open[at];
      shortest = least;
      open[at] = open[n_open - 1];
      open[n_open - 1] = column; /* closed ones lie at the end */
      n_open--;
      if (assignment->row_of[column] == NOBODY)
        break;
      row = assignment->row_of[column];
    }
  for (guint k = n_open + 1; k < n; k++)
    assignment->price[open[k]] += length[open[k]] - shortest;
  do
    {
      guint previous;

      row = from[column];
      previous = assignment->column_of[row];
      give (assignment, row, column);
      column = previous;
    }
  while (row != start);
}

/* Mean cost of the cheapest assignment */
static gboolean
assign (guint n, const double *cost, double *mean, PlumeTask *task, GError **error)
{
  g_autofree double *price = g_new (double, n), *length = g_new (double, n);
  g_autofree guint *numbers = g_new (guint, 5 * (gsize)n);
  Assignment assignment = { .n = n,
                            .cost = cost,
                            .price = price,
                            .row_of = numbers,
                            .column_of = numbers + n,
                            .waiting = numbers + 2 * n };

  reduce_columns (&assignment);
  for (guint turn = 0; turn < 2; turn++)
    {
      if (!plume_task_check (task, error))
        return FALSE;
      reduce_rows (&assignment);
    }
  for (guint i = 0; i < assignment.n_waiting; i++)
    {
      if (!plume_task_check (task, error))
        return FALSE;
      augment (&assignment, assignment.waiting[i], length, numbers + 3 * n, numbers + 4 * n);
    }
  for (guint i = 0; i < n; i++)
    length[i] = cost[(gsize)i * n + assignment.column_of[i]];
  *mean = plume_sum (length, n) / n;
  return TRUE;
}

/* As many samples as references */
static gboolean
find_transport (const PlumeMeasureInput *input, double *value, PlumeTask *task, GError **error)
{
  gsize n = MIN (input->n, input->n_reference), d = input->d;
  g_autofree double *columns = NULL, *cost = NULL;
  double mean;

  if (d == 1)
    return find_sliced (input, value, task, error);
  columns = g_new (double, n *d);
  cost = g_new (double, n *n);
  for (gsize i = 0; i < n * d; i++)
    columns[i % d * n + i / d] = input->reference[i];
  for (gsize i = 0; i < n; i++)
    plume_measure_squares (d, n, columns, input->samples + i * d, cost + i * n);
  if (!assign ((guint)n, cost, &mean, task, error))
    return FALSE;
  *value = sqrt (mean);
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
