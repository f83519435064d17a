/* plume-assignment.c: the permutation of least total cost.
 *
 * Jonker & Volgenant 1987: prices of columns, rows that outbid each other for a column, and a
 * shortest augmenting path for each row that is left. The prices to begin with are those of a
 * smaller problem, without which long paths would have to find out first how far the two sides are
 * apart. Scans of rows are dense, so that they run several columns at a time. It knows no points.
 */
#include "linalg/plume-coupling.h"

#include "core/plume-vector.h"

#include <math.h>
#include <string.h>

#define NOBODY        (-1)
#define FEW           32
#define THINNING      2
#define BIDDING_TURNS 2
#define MOST_BIDS     2 /* a row, of a turn; equal costs could go on for ever */

/* Of column j: its price, who has it; of row i: which column it has */
typedef struct
{
  gsize n;
  const double *cost;
  double *price, *reduced;
  gint64 *row_of, *column_of;
  /* of a shortest path: its length to a column, −∞ once that is settled; the row before a column */
  double *length, *settled;
  gint64 *before, *order;
} Assignment;

/* Least of cost − price, which is left in reduced */
PLUME_VECTOR_CLONES static double
reduce_row (const double *cost, const double *price, double *reduced, gsize n)
{
  double least = INFINITY;

#pragma omp simd reduction(min : least)
  for (gsize j = 0; j < n; j++)
    {
      double value = cost[j] - price[j];

      reduced[j] = value;
      least = value < least ? value : least;
    }
  return least;
}

PLUME_VECTOR_CLONES static double
find_least (const double *values, gsize n)
{
  double least = INFINITY;

#pragma omp simd reduction(min : least)
  for (gsize j = 0; j < n; j++)
    least = values[j] < least ? values[j] : least;
  return least;
}

/* Paths through row, which costs offset more than its reduced costs; the least unsettled length */
PLUME_VECTOR_CLONES static double
extend_paths (const double *cost,
              const double *price,
              double offset,
              gint64 row,
              double *length,
              gint64 *before,
              gsize n)
{
  double least = INFINITY;

#pragma omp simd reduction(min : least)
  for (gsize j = 0; j < n; j++)
    {
      double value = cost[j] - price[j] + offset, now = length[j];
      gboolean is_shorter = value < now;

      now = is_shorter ? value : now;
      before[j] = is_shorter ? row : before[j];
      length[j] = now;
      now = now == -INFINITY ? INFINITY : now;
      least = now < least ? now : least;
    }
  return least;
}

static gsize
find_place (const double *values, double value, gsize n)
{
  gsize j = 0;

  while (j + 1 < n && values[j] != value)
    j++;
  return j;
}

static gboolean assign (Assignment *work, PlumeTask *task, GError **error);

static Assignment *
assignment_new (gsize n, const double *cost)
{
  Assignment *work = g_new (Assignment, 1);
  double *reals = g_new (double, 4 * n);
  gint64 *whole = g_new (gint64, 4 * n);

  *work = (Assignment){ n,         cost,          reals,         reals + n,     whole,
                        whole + n, reals + 2 * n, reals + 3 * n, whole + 2 * n, whole + 3 * n };
  for (gsize i = 0; i < 2 * n; i++)
    whole[i] = NOBODY;
  return work;
}

static void
assignment_free (Assignment *work)
{
  g_free (work->price);
  g_free (work->row_of);
  g_free (work);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Assignment, assignment_free)

/* The i-th of few that are spread over n, whatever order those are in */
static gsize
pick (gsize i, gsize n)
{
  return (gsize)((double)n * fmod (0.6180339887498949 * (double)i, 1));
}

/* What half of the rows pay for half of the columns says what all columns are worth; of few, the
 * least costs do. */
static gboolean
price_columns (Assignment *work, PlumeTask *task, GError **error)
{
  gsize n = work->n, m = n > FEW ? n / THINNING : 0;
  g_autofree double *part = g_new (double, m *m);
  g_autoptr (Assignment) coarse = assignment_new (m, part);

  for (gsize i = 0; i < m; i++)
    for (gsize j = 0; j < m; j++)
      part[i * m + j] = work->cost[pick (i, n) * n + pick (j, n)];
  if (m > 0 && !assign (coarse, task, error))
    return FALSE;
  for (gsize j = 0; j < n; j++)
    work->price[j] = INFINITY;
  for (gsize i = 0; i < (m > 0 ? m : n); i++)
    {
      gsize taken = m > 0 ? (gsize)coarse->column_of[i] : 0;
      double pays = m > 0 ? part[i * m + taken] - coarse->price[taken] : 0;
      const double *cost = work->cost + (m > 0 ? pick (i, n) : i) * n;

      for (gsize j = 0; j < n; j++)
        work->price[j] = MIN (work->price[j], cost[j] - pays);
    }
  return TRUE;
}

/* A free row takes its best column, at the price at which the second best is as good; who had it is
 * free. Returns that row, or NOBODY. */
static gint64
bid (Assignment *work, gsize row, gboolean *outbids)
{
  gsize n = work->n, best, taken;
  double least = reduce_row (work->cost + row * n, work->price, work->reduced, n), second, lower;
  gint64 owner;

  best = taken = find_place (work->reduced, least, n);
  work->reduced[best] = INFINITY;
  second = find_least (work->reduced, n);
  lower = work->price[best] - (second - least);
  *outbids = lower < work->price[best];
  if (*outbids)
    work->price[best] = lower;
  else if (work->row_of[best] != NOBODY && second < INFINITY)
    taken = find_place (work->reduced, second, n);
  owner = work->row_of[taken];
  work->row_of[taken] = (gint64)row;
  work->column_of[row] = (gint64)taken;
  if (owner != NOBODY)
    work->column_of[owner] = NOBODY;
  return owner;
}

static void
bid_once (Assignment *work)
{
  gsize n = work->n, bids = 0;

  for (gsize i = 0; i < n; i++)
    {
      gint64 row = work->column_of[i] == NOBODY ? (gint64)i : NOBODY;

      while (row != NOBODY && bids++ < MOST_BIDS * n)
        {
          gboolean outbids;

          row = bid (work, (gsize)row, &outbids);
          if (!outbids)
            break;
        }
    }
}

/* The shortest path from a free row to a free column, along which all rows move on. */
static void
augment (Assignment *work, gsize free_row)
{
  gsize n = work->n, n_settled = 0, column;
  double least = reduce_row (work->cost + free_row * n, work->price, work->length, n);

  for (gsize j = 0; j < n; j++)
    work->before[j] = (gint64)free_row;
  column = find_place (work->length, least, n);
  while (work->row_of[column] != NOBODY)
    {
      gint64 row = work->row_of[column];
      const double *cost = work->cost + (gsize)row * n;

      work->settled[n_settled] = least;
      work->order[n_settled++] = (gint64)column;
      work->length[column] = -INFINITY;
      least = extend_paths (cost, work->price, least - (cost[column] - work->price[column]), row,
                            work->length, work->before, n);
      column = find_place (work->length, least, n);
    }
  for (gsize k = 0; k < n_settled; k++)
    work->price[work->order[k]] += work->settled[k] - least;
  for (gint64 row = NOBODY; row != (gint64)free_row;)
    {
      gint64 next;

      row = work->before[column];
      next = work->column_of[row];
      work->row_of[column] = row;
      work->column_of[row] = (gint64)column;
      column = (gsize)next;
    }
}

static gboolean
assign (Assignment *work, PlumeTask *task, GError **error)
{
  if (!price_columns (work, task, error))
    return FALSE;
  for (guint turn = 0; turn < BIDDING_TURNS; turn++)
    bid_once (work);
  for (gsize i = 0; i < work->n; i++)
    if (work->column_of[i] == NOBODY)
      {
        if (!plume_task_check (task, error))
          return FALSE;
        augment (work, i);
      }
  return TRUE;
}

/**
 * plume_assignment:
 * @n: points on either side
 * @cost: n × n, finite
 * @partner: (out) (array length=n): the column of each row
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_CANCELLED
 *
 * The permutation of least total cost; O(n³) at worst; 1,024 places of the plane take a
 * twentieth of a second.
 *
 * Returns: %FALSE when cancelled
 */
gboolean
plume_assignment (gsize n, const double *cost, guint *partner, PlumeTask *task, GError **error)
{
  g_autoptr (Assignment) work = assignment_new (n, cost);

  if (!assign (work, task, error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    partner[i] = (guint)work->column_of[i];
  return TRUE;
}

/**
 * plume_assign_places:
 * @n: places on either side
 * @d: dimension
 * @x: @y: n × d
 * @most: places that are assigned at once
 * @partner: (out) (array length=n): of each x, which y
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_CANCELLED
 *
 * Optimal transport between the two sets; beyond @most, between parts of them that are each spread
 * over the whole, as batches of a training are (Tong et al. 2024, arXiv 2302.00482).
 *
 * Returns: %FALSE when cancelled
 */
gboolean
plume_assign_places (gsize n,
                     gsize d,
                     const double *x,
                     const double *y,
                     gsize most,
                     guint *partner,
                     PlumeTask *task,
                     GError **error)
{
  gsize n_parts = (n + most - 1) / most;

  for (gsize part = 0; part < n_parts; part++)
    {
      gsize m = (n - part + n_parts - 1) / n_parts;
      g_autofree double *some_x = g_new (double, m *d), *some_y = g_new (double, m *d),
                        *cost = NULL;
      g_autofree guint *some_partner = g_new (guint, m);

      for (gsize i = 0; i < m * d; i++)
        {
          gsize place = (part + i / d * n_parts) * d + i % d;

          some_x[i] = x[place];
          some_y[i] = y[place];
        }
      cost = plume_squared_distances (m, m, d, some_x, some_y);
      if (!plume_assignment (m, cost, some_partner, task, error))
        return FALSE;
      for (gsize i = 0; i < m; i++)
        partner[part + i * n_parts] = (guint)(part + some_partner[i] * n_parts);
    }
  return TRUE;
}
