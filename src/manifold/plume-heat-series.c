/* plume-heat-series.c: sums of non-negative terms, sixteen columns at a time.
 *
 * Term k is T_k = (Λt)^k/k! Q^k v, times a power of two that all entries of a run share, so that
 * the sum Σ T_k ≤ e^(Λt) stays within a double and entries down to about 1e-550 of it survive. A
 * run ends when every entry's term is below rounding against its sum: an absolute bound of the tail
 * would leave far entries empty or cut.
 */
#include "manifold/plume-heat-series.h"

#include <math.h>
#include <string.h>

#include "core/plume-parallel.h"
#include "core/plume-vector.h"
#include "linalg/plume-symmetric-product.h"

#define LANES               16
#define TERMS_BETWEEN_TESTS 8

/* Rows of one piece of work where the rows are shared among cores instead of the columns. */
#define ROWS_AT_A_TIME   4096
#define ROWS_OF_A_THREAD 20000

/* to ← factor Q from, sum ← sum + weight to, for @lanes columns; a constant when inlined */
static inline __attribute__ ((always_inline)) void
advance_lanes (const PlumeSparse *q,
               gsize lanes,
               double factor,
               double weight,
               const double *restrict from,
               double *restrict to,
               double *restrict sum,
               gsize first,
               gsize last)
{
  for (gsize i = first; i < last; i++)
    {
      double entry[LANES] = { 0 };

      for (gsize k = q->starts[i]; k < q->starts[i + 1]; k++)
        {
          const double *x = from + q->columns[k] * lanes;
          double value = q->values[k];

          for (gsize lane = 0; lane < lanes; lane++)
            entry[lane] += value * x[lane];
        }
      for (gsize lane = 0; lane < lanes; lane++)
        {
          to[i * lanes + lane] = factor * entry[lane];
          sum[i * lanes + lane] += weight * to[i * lanes + lane];
        }
    }
}

PLUME_VECTOR_CLONES static void
advance_many (const PlumeSparse *q,
              double factor,
              double weight,
              const double *from,
              double *to,
              double *sum,
              gsize first,
              gsize last)
{
  advance_lanes (q, LANES, factor, weight, from, to, sum, first, last);
}

static void
advance_one (const PlumeSparse *q,
             double factor,
             double weight,
             const double *from,
             double *to,
             double *sum,
             gsize first,
             gsize last)
{
  advance_lanes (q, 1, factor, weight, from, to, sum, first, last);
}

typedef struct
{
  const PlumeSparse *q;
  gsize lanes; /* 1 or LANES */
  double factor, weight;
  double *term, *next, *sum; /* n × lanes, row by row */
} Run;

static void
advance_rows (gsize from, gsize to, gpointer data)
{
  Run *run = data;

  (run->lanes == 1 ? advance_one : advance_many) (run->q, run->factor, run->weight, run->term,
                                                  run->next, run->sum, from, to);
}

static void
swap_terms (Run *run)
{
  double *term = run->term;

  run->term = run->next;
  run->next = term;
}

/* One term more: by all cores where the graph is large, else by this thread. */
static gboolean
advance (Run *run, PlumeTask *task)
{
  gsize n = run->q->n_rows;

  if (n < ROWS_OF_A_THREAD)
    advance_rows (0, n, run);
  else
    plume_parallel_for (n, ROWS_AT_A_TIME, advance_rows, run, NULL, NULL);
  swap_terms (run);
  return !plume_task_is_cancelled (task);
}

static void
run_init (Run *run, const PlumeSparse *q, gsize lanes)
{
  gsize n_values = q->n_rows * lanes;

  run->q = q;
  run->lanes = lanes;
  run->term = g_new0 (double, n_values);
  run->next = g_new (double, n_values);
  run->sum = g_new0 (double, n_values);
}

static void
run_clear (Run *run)
{
  g_free (run->term);
  g_free (run->next);
  g_free (run->sum);
}

/* Puts unit vectors in the lanes; spare lanes repeat the first one. */
static void
set_sources (Run *run, double unit, gsize n_columns, const guint32 *columns, gsize from)
{
  gsize n_values = run->q->n_rows * run->lanes;

  memset (run->term, 0, n_values * sizeof (double));
  for (gsize lane = 0; lane < run->lanes; lane++)
    {
      gsize column = from + (lane < n_columns ? lane : 0);
      gsize vertex = columns != NULL ? columns[column] : column;

      run->term[vertex * run->lanes + lane] = unit;
    }
  memcpy (run->sum, run->term, n_values * sizeof (double));
}

/* The power of two that all entries share. S ≤ Σ (Λt)^k/k! whatever the graph, so the schedule
 * depends on Λt only and is the same for all columns. */
typedef struct
{
  double exponent;
  double log2_term, log2_sum; /* of (Λt)^k/k! and of what came before */
} Scale;

static Scale
scale_start (double x)
{
  return (Scale){ CLAMP (floor (1000 - x / G_LN2), -500, 1000), 0, 0 };
}

/* After term @k: makes room where the next one could overflow. */
static void
scale_step (Scale *scale, Run *run, double x, gsize k)
{
  gsize n_values = run->q->n_rows * run->lanes;

  scale->log2_term += log2 (x / (double)k);
  scale->log2_sum = MAX (scale->log2_sum, scale->log2_term)
                    + log2 (1 + exp2 (-fabs (scale->log2_sum - scale->log2_term)));
  if (scale->exponent + scale->log2_sum < 1010)
    return;
  scale->exponent -= 400;
  for (gsize i = 0; i < n_values; i++)
    {
      run->term[i] *= 0x1p-400;
      run->sum[i] *= 0x1p-400;
    }
}

/* Whether every term is below rounding against its sum. While the front still reaches new vertices,
 * what it has just reached holds nothing but its term, so no distance in hops is needed. */
static gboolean
is_settled (const Run *run)
{
  gsize n_values = run->q->n_rows * run->lanes, n_moving = 0;

  for (gsize i = 0; i < n_values; i++)
    n_moving += run->term[i] > 0x1p-54 * run->sum[i];
  return n_moving == 0;
}

/* Sums until settled, for the columns from … of heat. Returns: %FALSE when cancelled */
static gboolean
sum_columns (Run *run,
             const PlumeHeatOperator *generator,
             PlumeHeat *heat,
             gsize from,
             gsize to,
             PlumeTask *task)
{
  double x = generator->rate * heat->t, shift;
  Scale scale = scale_start (x);

  set_sources (run, exp2 (scale.exponent), to - from, heat->columns, from);
  run->weight = 1;
  for (gsize k = 1;; k++)
    {
      run->factor = x / (double)k;
      if (!advance (run, task))
        return FALSE;
      scale_step (&scale, run, x, k);
      if (k % TERMS_BETWEEN_TESTS == 0 && is_settled (run))
        break;
    }
  shift = -x - scale.exponent * G_LN2;
  for (gsize c = from; c < to; c++)
    for (gsize i = 0; i < heat->n; i++)
      heat->log_heat[c * heat->n + i] = log (run->sum[i * run->lanes + c - from]) + shift;
  return TRUE;
}

typedef struct
{
  const PlumeHeatOperator *generator;
  PlumeHeat *heat;
  PlumeTask *task;
  gsize lanes;
} Columns;

static void
sum_some_columns (gsize from, gsize to, gpointer data)
{
  Columns *columns = data;
  Run run;

  run_init (&run, columns->generator->lazy, columns->lanes);
  sum_columns (&run, columns->generator, columns->heat, from, to, columns->task);
  run_clear (&run);
}

/**
 * plume_heat_series_columns:
 * @heat: its time and columns; its logarithms are filled with those of the symmetric kernel
 * @task: (nullable): cancels
 *
 * About Λt + 8√(Λt) + diameter sparse products of sixteen columns each.
 *
 * Returns: %FALSE when cancelled
 */
gboolean
plume_heat_series_columns (const PlumeHeatOperator *generator,
                           PlumeHeat *heat,
                           PlumeTask *task,
                           GError **error)
{
  Columns columns = { generator, heat, task, heat->m == 1 ? 1 : LANES };

  if (generator->n < ROWS_OF_A_THREAD)
    return plume_parallel_for (heat->m, columns.lanes, sum_some_columns, &columns, task, error);
  for (gsize from = 0; from < heat->m && plume_task_check (task, NULL); from += columns.lanes)
    {
      sum_some_columns (from, MIN (from + columns.lanes, heat->m), &columns);
      plume_task_set_progress (task, (double)from / (double)heat->m);
    }
  return plume_task_check (task, error);
}

typedef struct
{
  const PlumeHeatOperator *generator;
  double x;
  gsize n_terms;
  double *matrix;
  PlumeTask *task;
} Dense;

static void
sum_dense (gsize from, gsize to, gpointer data)
{
  Dense *dense = data;
  gsize n = dense->generator->n;
  Run run;

  run_init (&run, dense->generator->lazy, LANES);
  set_sources (&run, exp (-dense->x), to - from, NULL, from);
  run.weight = 1;
  for (gsize k = 1; k <= dense->n_terms && !plume_task_is_cancelled (dense->task); k++)
    {
      run.factor = dense->x / (double)k;
      advance_rows (0, n, &run);
      swap_terms (&run);
    }
  for (gsize c = from; c < to; c++)
    for (gsize i = 0; i < n; i++)
      dense->matrix[c * n + i] = run.sum[i * LANES + c - from];
  run_clear (&run);
}

/**
 * plume_heat_series_dense:
 * @t: a short time, Λt ≪ 700
 * @n_terms: how many
 * @matrix: (out caller-allocates): n × n: the sum, symmetric to the bit
 *
 * Returns: %FALSE when cancelled
 */
gboolean
plume_heat_series_dense (const PlumeHeatOperator *generator,
                         double t,
                         gsize n_terms,
                         double *matrix,
                         PlumeTask *task,
                         GError **error)
{
  Dense dense = { generator, generator->rate * t, n_terms, matrix, task };

  return plume_parallel_for (generator->n, LANES, sum_dense, &dense, task, error)
         && plume_symmetrise (generator->n, matrix, NULL, error);
}

/* H_t v = Σ p_k Q^k v with ‖Q‖ ≤ 1, so Poisson's tail bounds the error. */
static gboolean
sum_signals (Run *run, double x, PlumeTask *task)
{
  gsize n_terms = (gsize)(x + 9 * sqrt (x) + 30);

  run->factor = 1;
  for (gsize k = 1; k <= n_terms; k++)
    {
      run->weight = exp ((double)k * log (x) - x - lgamma ((double)k + 1));
      if (!advance (run, task))
        return FALSE;
    }
  return TRUE;
}

typedef struct
{
  const PlumeHeatOperator *generator;
  double x;
  gsize lanes, n_signals;
  double *signals;
  PlumeTask *task;
} Smooth;

static void
smooth_some (gsize from, gsize to, gpointer data)
{
  Smooth *smooth = data;
  gsize n = smooth->generator->n;
  double first = exp (-smooth->x);
  Run run;

  run_init (&run, smooth->generator->lazy, smooth->lanes);
  for (gsize i = 0; i < n; i++)
    for (gsize k = from; k < to; k++)
      {
        double value = smooth->signals[i * smooth->n_signals + k];

        run.term[i * smooth->lanes + k - from] = value;
        run.sum[i * smooth->lanes + k - from] = first * value;
      }
  if (sum_signals (&run, smooth->x, smooth->task))
    for (gsize i = 0; i < n; i++)
      for (gsize k = from; k < to; k++)
        smooth->signals[i * smooth->n_signals + k] = run.sum[i * smooth->lanes + k - from];
  run_clear (&run);
}

/**
 * plume_heat_series_smooth:
 * @signals: (inout): n × n_signals, row by row: exp(−tL) applied, with an absolute error of about
 * 1e-15 of the largest value; untouched where it fails
 *
 * Returns: %FALSE when cancelled
 */
gboolean
plume_heat_series_smooth (const PlumeHeatOperator *generator,
                          double t,
                          gsize n_signals,
                          double *signals,
                          PlumeTask *task,
                          GError **error)
{
  g_autofree double *work = g_memdup2 (signals, generator->n * n_signals * sizeof (double));
  Smooth smooth = { generator, generator->rate * t, n_signals == 1 ? 1 : LANES, n_signals, work,
                    task };

  if (generator->n < ROWS_OF_A_THREAD)
    plume_parallel_for (n_signals, smooth.lanes, smooth_some, &smooth, task, NULL);
  else
    for (gsize from = 0; from < n_signals && plume_task_check (task, NULL); from += smooth.lanes)
      smooth_some (from, MIN (from + smooth.lanes, n_signals), &smooth);
  if (!plume_task_check (task, error))
    return FALSE;
  memcpy (signals, work, generator->n * n_signals * sizeof (double));
  return TRUE;
}
