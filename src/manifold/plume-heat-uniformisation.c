/* plume-heat-uniformisation.c: the exact semigroup with relative accuracy in every entry.
 *
 * Many columns of a small graph are had sooner by scaling and squaring: H_t = (H_(t/2^s))^(2^s),
 * each square of a non-negative symmetric matrix being free of cancellation. The series at t/2^s is
 * cut at K terms. A term Q^r of the result is then short of those ways of sharing r steps among 2^s
 * factors that give one of them more than K: with r/2^s = μ a Poisson tail of mean μ beyond K. The
 * largest r that matters to any entry is Λt + hops + O(√): that gives K, for far entries too.
 */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/plume-parallel.h"
#include "linalg/plume-symmetric-product.h"
#include "manifold/plume-heat-series.h"

/* Up to this many vertices matrices are held whole: three of 72 MB. */
#define DENSE_ORDER 3000

/* A sparse multiplication takes as long as so many dense ones. */
#define SPARSE_PRICE 4.0

/* Entries below are not trusted to have been squared within the range of a double. */
#define SMALLEST_SQUARED 1e-280

/* Steps that can matter to an entry of H_t. */
static double
most_steps (const PlumeHeatOperator *generator, double t)
{
  double mean = generator->rate * t + (double)generator->most_hops;

  return mean + 8 * sqrt (mean);
}

/* K with Poisson(K; μ) < 1e-19/2^s beyond the mode */
static gsize
terms_for_mean (double mean, guint n_squares)
{
  double log_limit = log (1e-19) - n_squares * G_LN2, log_term = -mean;
  gsize k = 0;

  while ((double)k < mean || log_term > log_limit)
    {
      k++;
      log_term += log (mean / (double)k);
    }
  return k;
}

typedef struct
{
  guint n_squares;
  gsize n_terms;
  double price; /* multiplications */
} Plan;

static Plan
plan_dense (const PlumeHeatOperator *generator, double t)
{
  double n = (double)generator->n, steps = most_steps (generator, t);
  double product = SPARSE_PRICE * n * (double)generator->lazy->n_entries;
  Plan best = { 0, 0, INFINITY };

  for (guint s = 1; s <= MAX (8, log2 (generator->rate * t) + 1); s++)
    {
      gsize n_terms = terms_for_mean (steps * exp2 (-(double)s), s);
      double price = (double)n_terms * product + 0.5 * s * n * n * n;

      if (price < best.price && generator->rate * t * exp2 (-(double)s) < 300)
        best = (Plan){ s, n_terms, price };
    }
  return best;
}

static double
price_of_series (const PlumeHeatOperator *generator, double t, gsize m)
{
  return SPARSE_PRICE * most_steps (generator, t) * (double)m * (double)generator->lazy->n_entries;
}

/* The columns that squaring could not hold, once more by the series. */
static gboolean
repair (const PlumeHeatOperator *generator,
        const guint8 *is_poor,
        gsize n_poor,
        PlumeHeat *heat,
        PlumeTask *task,
        GError **error)
{
  g_autofree guint32 *places = g_new (guint32, n_poor), *vertices = g_new (guint32, n_poor);
  g_autoptr (PlumeHeat) again = NULL;
  gsize place = 0;

  for (gsize c = 0; c < heat->m; c++)
    if (is_poor[c])
      {
        places[place] = (guint32)c;
        vertices[place++] = heat->columns != NULL ? heat->columns[c] : (guint32)c;
      }
  again = plume_heat_new (heat->n, n_poor, heat->t, vertices);
  if (!plume_heat_series_columns (generator, again, task, error))
    return FALSE;
  for (gsize c = 0; c < n_poor; c++)
    for (gsize i = 0; i < heat->n; i++)
      heat->log_heat[places[c] * heat->n + i] = again->log_heat[c * heat->n + i];
  return TRUE;
}

gboolean
plume_heat_take_logarithms (const PlumeHeatOperator *generator,
                            const double *matrix,
                            PlumeHeat *heat,
                            PlumeTask *task,
                            GError **error)
{
  g_autofree guint8 *is_poor = g_new (guint8, MAX (heat->m, 1));
  gsize n_poor;

  return plume_heat_operator_take_logarithms (generator, matrix, SMALLEST_SQUARED, heat, is_poor,
                                              &n_poor, task, error)
         && (n_poor == 0 || repair (generator, is_poor, n_poor, heat, task, error));
}

typedef struct
{
  const PlumeHeatOperator *generator;
  double *matrix;
  double *roots; /* √(v_i/(H v)_i) */
} Balance;

static void
sum_rows (gsize from, gsize to, gpointer data)
{
  const Balance *balance = data;
  const double *invariant = balance->generator->invariant;
  gsize n = balance->generator->n;

  for (gsize i = from; i < to; i++)
    {
      double sum = 0;

      for (gsize j = 0; j < n; j++)
        sum += balance->matrix[i * n + j] * invariant[j];
      balance->roots[i] = sum > 0 ? sqrt (invariant[i] / sum) : 1;
    }
}

static void
balance_rows (gsize from, gsize to, gpointer data)
{
  const Balance *balance = data;
  gsize n = balance->generator->n;

  for (gsize i = from; i < to; i++)
    for (gsize j = 0; j < n; j++)
      balance->matrix[i * n + j] *= balance->roots[i] * balance->roots[j];
}

/* Rounding that all entries share would double with every square; the invariant vector shows it. */
gboolean
plume_heat_square (const PlumeHeatOperator *generator,
                   double **matrix,
                   double **square,
                   PlumeTask *task,
                   GError **error)
{
  g_autofree double *roots = g_new (double, generator->n);
  Balance balance = { generator, *square, roots };

  if (!plume_symmetric_product (generator->n, *matrix, *matrix, *square, task, error))
    return FALSE;
  *square = *matrix;
  *matrix = balance.matrix;
  return plume_parallel_for (generator->n, 64, sum_rows, &balance, NULL, error)
         && plume_parallel_for (generator->n, 64, balance_rows, &balance, NULL, error);
}

static gboolean
square_up (const PlumeHeatOperator *generator,
           const Plan *plan,
           PlumeHeat *heat,
           PlumeTask *task,
           GError **error)
{
  gsize n = generator->n;
  g_autofree double *matrix = g_new (double, n *n);
  g_autofree double *square = g_new (double, n *n);
  g_autoptr (PlumeTask) series = plume_task_new_part (task, 0, 0.5);

  if (!plume_heat_series_dense (generator, heat->t * exp2 (-(double)plan->n_squares), plan->n_terms,
                                matrix, series, error))
    return FALSE;
  for (guint s = 0; s < plan->n_squares; s++)
    {
      double from = (double)s / plan->n_squares, step = 1.0 / plan->n_squares;
      g_autoptr (PlumeTask) part =
          plume_task_new_part (task, 0.5 + 0.5 * from, 0.5 + 0.5 * (from + step));

      if (!plume_heat_square (generator, &matrix, &square, part, error))
        return FALSE;
    }
  return plume_heat_take_logarithms (generator, matrix, heat, task, error);
}

/**
 * plume_heat_uniformise:
 * @heat: its time and columns; its logarithms are filled with those of the symmetric kernel
 * @task: (nullable): cancels
 *
 * Takes the series, or series and squarings, whichever is cheaper.
 *
 * Returns: %FALSE when cancelled
 */
gboolean
plume_heat_uniformise (const PlumeHeatOperator *generator,
                       PlumeHeat *heat,
                       PlumeTask *task,
                       GError **error)
{
  Plan plan = { 0 };

  if (generator->n <= DENSE_ORDER)
    plan = plan_dense (generator, heat->t);
  if (generator->n > DENSE_ORDER || price_of_series (generator, heat->t, heat->m) < plan.price)
    return plume_heat_series_columns (generator, heat, task, error);
  return square_up (generator, &plan, heat, task, error);
}

static PlumeHeat *
columns (const PlumeGraph *graph,
         const PlumeHeatOptions *options,
         double t,
         gsize m,
         const guint32 *vertices,
         PlumeTask *task,
         GError **error)
{
  g_autoptr (PlumeHeatOperator) generator = NULL;
  g_autoptr (PlumeHeat) heat = NULL;

  if (!plume_heat_check_request (graph, t, m, vertices, error))
    return NULL;
  generator = plume_heat_operator_new (graph, options->laplacian);
  heat = plume_heat_new (generator->n, m, t, vertices);
  if (!plume_heat_uniformise (generator, heat, task, error))
    return NULL;
  plume_heat_operator_shift (generator, heat);
  return g_steal_pointer (&heat);
}

static gboolean
smooth (const PlumeGraph *graph,
        const PlumeHeatOptions *options,
        double t,
        gsize n_signals,
        double *signals,
        PlumeTask *task,
        GError **error)
{
  g_autoptr (PlumeHeatOperator) generator = NULL;
  gboolean is_done;

  if (!plume_heat_check_time (t, error))
    return FALSE;
  generator = plume_heat_operator_new (graph, options->laplacian);
  plume_heat_operator_weigh (generator, 0.5, n_signals, signals);
  is_done = plume_heat_series_smooth (generator, t, n_signals, signals, task, error);
  plume_heat_operator_weigh (generator, -0.5, n_signals, signals);
  return is_done;
}

const PlumeHeatEngine plume_heat_uniformisation = {
  .id = "uniformisation",
  .title = N_ ("Uniformisation"),
  .help = N_ ("The exact heat kernel as a sum of positive terms: every entry is accurate however "
              "small it is"),
  .relative = TRUE,
  .columns = columns,
  .smooth = smooth,
};
