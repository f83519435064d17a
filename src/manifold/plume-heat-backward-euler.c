/* plume-heat-backward-euler.c: K implicit steps, (1 + (t/K) L)^(−K), by sparse Cholesky factors.
 *
 * 1 + (t/K) L is an M-matrix: substitution adds non-negative terms only, so entries keep their
 * relative accuracy, but the far field falls exponentially and not as a Gaussian; K → ∞ is the heat
 * kernel, with an error O(1/K). All columns of a small graph are had sooner as the K-th power of
 * one dense inverse. K = 1 is the one-solve kernel of Crane, Weischedel, Wardetzky (2013).
 */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "linalg/plume-sparse-factor.h"
#include "linalg/plume-symmetric-product.h"
#include "manifold/plume-heat-operator.h"

#define DENSE_ORDER       3000
#define COLUMNS_AT_A_TIME 64

/* The size of a unit source: products of many small numbers stay within a double. */
#define LOG2_UNIT 900

/* Powers with smaller entries are not trusted. */
#define SMALLEST_POWER 1e-280

#define MOST_OPERATIONS 4e11

static PlumeSparseFactor *
factor_step (const PlumeHeatOperator *generator, double t, guint steps, GError **error)
{
  if (steps == 0)
    {
      g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                           _ ("backward Euler takes at least one step; choose K ≥ 1"));
      return NULL;
    }
  return plume_sparse_factor_new (generator->laplacian, t / steps, 1, MOST_OPERATIONS, error);
}

static gboolean
solve_columns (
    const PlumeSparseFactor *factor, guint steps, PlumeHeat *heat, PlumeTask *task, GError **error)
{
  gsize n = heat->n;
  double unit = exp2 (LOG2_UNIT), shift = -LOG2_UNIT * G_LN2;

  for (gsize from = 0; from < heat->m; from += COLUMNS_AT_A_TIME)
    {
      gsize to = MIN (from + COLUMNS_AT_A_TIME, heat->m);
      double *block = heat->log_heat + from * n;
      g_autoptr (PlumeTask) part =
          plume_task_new_part (task, (double)from / (double)heat->m, (double)to / (double)heat->m);

      memset (block, 0, (to - from) * n * sizeof (double));
      for (gsize c = from; c < to; c++)
        block[(c - from) * n + (heat->columns != NULL ? heat->columns[c] : c)] = unit;
      if (!plume_sparse_factor_solve (factor, steps, to - from, block, part, error))
        return FALSE;
      for (gsize k = 0; k < (to - from) * n; k++)
        block[k] = log (block[k]) + shift;
    }
  return TRUE;
}

/* (1 + (t/K) L)⁻¹, symmetric to the bit */
static double *
invert (const PlumeSparseFactor *factor, gsize n, PlumeTask *task, GError **error)
{
  g_autofree double *inverse = g_new0 (double, n *n);

  for (gsize i = 0; i < n; i++)
    inverse[i * n + i] = 1;
  if (!plume_sparse_factor_solve (factor, 1, n, inverse, task, error)
      || !plume_symmetrise (n, inverse, NULL, error))
    return NULL;
  return g_steal_pointer (&inverse);
}

/* a ← a b */
static gboolean
multiply_by (gsize n, double **a, const double *b, double **room, PlumeTask *task, GError **error)
{
  double *product = *room;

  if (!plume_symmetric_product (n, *a, b, product, task, error))
    return FALSE;
  *room = *a;
  *a = product;
  return TRUE;
}

/* Inverse to the power K, from its highest bit down: squares, and now and then a factor. */
static double *
raise_to_power (gsize n, const double *inverse, guint power, PlumeTask *task, GError **error)
{
  g_autofree double *result = g_memdup2 (inverse, n * n * sizeof (double));
  g_autofree double *room = g_new (double, n *n);

  for (int bit = (int)g_bit_storage (power) - 2; bit >= 0; bit--)
    {
      if (!multiply_by (n, &result, result, &room, task, error))
        return NULL;
      if ((power >> bit & 1) && !multiply_by (n, &result, inverse, &room, task, error))
        return NULL;
    }
  return g_steal_pointer (&result);
}

/* Returns: %FALSE where it failed; is_good: whether the power held all entries */
static gboolean
power_columns (const PlumeHeatOperator *generator,
               const PlumeSparseFactor *factor,
               guint steps,
               PlumeHeat *heat,
               gboolean *is_good,
               PlumeTask *task,
               GError **error)
{
  g_autoptr (PlumeTask) first = plume_task_new_part (task, 0, 0.5);
  g_autoptr (PlumeTask) second = plume_task_new_part (task, 0.5, 1);
  g_autofree double *inverse = invert (factor, generator->n, first, error);
  g_autofree double *power = NULL;
  g_autofree guint8 *is_lost = g_new (guint8, heat->m);
  gsize n_lost;

  if (inverse == NULL)
    return FALSE;
  power = raise_to_power (generator->n, inverse, steps, second, error);
  if (power == NULL)
    return FALSE;
  if (!plume_heat_operator_take_logarithms (generator, power, SMALLEST_POWER, heat, is_lost,
                                            &n_lost, NULL, error))
    return FALSE;
  *is_good = n_lost == 0;
  return TRUE;
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
  g_autoptr (PlumeSparseFactor) factor = NULL;
  g_autoptr (PlumeHeat) heat = NULL;
  gboolean is_done = FALSE;

  if (!plume_heat_check_request (graph, t, m, vertices, error))
    return NULL;
  generator = plume_heat_operator_new (graph, options->laplacian);
  factor = factor_step (generator, t, options->steps, error);
  if (factor == NULL)
    return NULL;
  heat = plume_heat_new (generator->n, m, t, vertices);
  if (generator->n <= DENSE_ORDER && 8 * m > generator->n
      && !power_columns (generator, factor, options->steps, heat, &is_done, task, error))
    return NULL;
  if (!is_done && !solve_columns (factor, options->steps, heat, task, error))
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
  g_autoptr (PlumeSparseFactor) factor = NULL;
  g_autofree double *rows = NULL, *weighed = NULL;
  gsize n;

  if (!plume_heat_check_time (t, error))
    return FALSE;
  generator = plume_heat_operator_new (graph, options->laplacian);
  factor = factor_step (generator, t, options->steps, error);
  if (factor == NULL)
    return FALSE;
  n = generator->n;
  rows = g_new (double, MAX (n * n_signals, 1));
  weighed = g_memdup2 (signals, n * n_signals * sizeof (double));
  plume_heat_operator_weigh (generator, 0.5, n_signals, weighed);
  for (gsize i = 0; i < n; i++)
    for (gsize k = 0; k < n_signals; k++)
      rows[k * n + i] = weighed[i * n_signals + k];
  if (!plume_sparse_factor_solve (factor, options->steps, n_signals, rows, task, error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    for (gsize k = 0; k < n_signals; k++)
      signals[i * n_signals + k] = rows[k * n + i];
  plume_heat_operator_weigh (generator, -0.5, n_signals, signals);
  return TRUE;
}

const PlumeHeatEngine plume_heat_backward_euler = {
  .id = "backward-euler",
  .title = N_ ("Backward Euler"),
  .help = N_ ("K implicit steps: as accurate in every entry, but a little smoother than heat; far "
              "points come out too near"),
  .relative = TRUE,
  .columns = columns,
  .smooth = smooth,
};
