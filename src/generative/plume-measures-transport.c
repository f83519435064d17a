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
#define MOST_BUCKETS  2048
#define MOST_ASSIGNED 2000
#define NOBODY        G_MAXUINT
#define LANES         2

typedef double Vector __attribute__ ((vector_size (LANES * sizeof (double)), aligned (8)));
typedef gint64 Mask __attribute__ ((vector_size (LANES * sizeof (gint64)), aligned (8)));

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

/* Paths being looked for, one number a column */
typedef struct
{
  double *length;
  double *closed; /* +∞ where the shortest path is known, else 0 */
  gint64 *from;   /* the row before */
} Paths;

/* Offers the columns paths through a row, and returns the length of the shortest to an open one. */
PLUME_VECTOR_CLONES static double
offer (gsize n, double base, gint64 row, const double *cost, const double *price, Paths *paths)
{
  Vector least = (Vector){ 0 } + INFINITY;
  double shortest = INFINITY;
  gsize j = 0;

  for (; j + LANES <= n; j += LANES)
    {
      Vector closed = *(const Vector *)(paths->closed + j),
             length = *(const Vector *)(paths->length + j),
             through = base + *(const Vector *)(cost + j) - *(const Vector *)(price + j) + closed;
      Mask shorter = through < length, *from = (Mask *)(paths->from + j);

      length = (Vector)((shorter & (Mask)through) | (~shorter & (Mask)length));
      *from = (shorter & row) | (~shorter & *from);
      *(Vector *)(paths->length + j) = length;
      length += closed;
      shorter = length < least;
      least = (Vector)((shorter & (Mask)length) | (~shorter & (Mask)least));
    }
  for (; j < n; j++)
    {
      double through = base + cost[j] - price[j] + paths->closed[j];

      if (through < paths->length[j])
        {
          paths->length[j] = through;
          paths->from[j] = row;
        }
      shortest = MIN (shortest, paths->length[j] + paths->closed[j]);
    }
  for (gsize lane = 0; lane < LANES; lane++)
    shortest = MIN (shortest, least[lane]);
  return shortest;
}

/* The shortest path from a waiting row to a free column, along which assignments are exchanged */
static void
augment (Assignment *assignment, guint start, Paths *paths)
{
  guint n = assignment->n, row = start, column;
  double shortest = 0;

  for (guint j = 0; j < n; j++)
    {
      paths->length[j] = INFINITY;
      paths->closed[j] = 0;
    }
  for (;;)
    {
      const double *cost = assignment->cost + (gsize)row * n;
      guint held = assignment->column_of[row];
      double base = shortest - (held == NOBODY ? 0 : cost[held] - assignment->price[held]);

      shortest = offer (n, base, row, cost, assignment->price, paths);
      column = 0;
      while (paths->length[column] + paths->closed[column] != shortest)
        column++;
      if (assignment->row_of[column] == NOBODY)
        break;
      paths->closed[column] = INFINITY;
      row = assignment->row_of[column];
    }
  for (guint j = 0; j < n; j++)
    if (paths->closed[j] > 0)
      assignment->price[j] += paths->length[j] - shortest;
  do
    {
      guint previous;

      row = (guint)paths->from[column];
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
  g_autofree double *price = g_new (double, n), *length = g_new (double, n),
                    *closed = g_new (double, n);
  g_autofree gint64 *from = g_new (gint64, n);
  g_autofree guint *numbers = g_new (guint, 3 * (gsize)n);
  Paths paths = { .length = length, .closed = closed, .from = from };
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
      augment (&assignment, assignment.waiting[i], &paths);
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
