/* plume-heat-operator.c: symmetric operators and their lazy walks. */
#include "manifold/plume-heat-operator.h"

#include <glib/gi18n.h>
#include <math.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "manifold/plume-graph-private.h"

/* A little more than the largest diagonal entry keeps the lazy walk's diagonal positive. */
#define RATE_MARGIN       1.02
#define COLUMNS_AT_A_TIME 16

static double
largest_diagonal (const PlumeSparse *laplacian)
{
  double largest = 0;

  for (gsize i = 0; i < laplacian->n_rows; i++)
    largest = MAX (largest, plume_sparse_get (laplacian, i, i));
  return largest;
}

/* Q = 1 − L/Λ */
static PlumeSparse *
lazy_walk (const PlumeSparse *laplacian, double rate)
{
  PlumeSparse *lazy =
      plume_sparse_new (laplacian->n_rows, laplacian->n_columns, laplacian->n_entries);

  for (gsize i = 0; i < laplacian->n_rows; i++)
    {
      for (gsize k = laplacian->starts[i]; k < laplacian->starts[i + 1]; k++)
        {
          lazy->columns[k] = laplacian->columns[k];
          lazy->values[k] = (laplacian->columns[k] == i) - laplacian->values[k] / rate;
        }
      lazy->starts[i + 1] = laplacian->starts[i + 1];
    }
  return lazy;
}

/**
 * plume_heat_operator_new_from_laplacian:
 * @laplacian: (transfer full): symmetric, off-diagonals ≤ 0, every diagonal entry stored
 * @invariant: (transfer full): v > 0 with L v = 0
 * @most_hops: no two vertices of a piece are further apart
 *
 * Returns: (transfer full): the operator; O(entries)
 */
PlumeHeatOperator *
plume_heat_operator_new_from_laplacian (PlumeSparse *laplacian, double *invariant, gsize most_hops)
{
  PlumeHeatOperator *generator = g_new0 (PlumeHeatOperator, 1);
  double largest = largest_diagonal (laplacian);

  generator->n = laplacian->n_rows;
  generator->laplacian = laplacian;
  generator->rate = largest > 0 ? RATE_MARGIN * largest : 1;
  generator->lazy = lazy_walk (laplacian, generator->rate);
  generator->most_hops = most_hops;
  generator->pieces = g_new (guint32, MAX (generator->n, 1));
  plume_graph_label_pieces (laplacian, generator->pieces);
  generator->invariant = invariant;
  return generator;
}

/**
 * plume_heat_operator_new:
 *
 * Returns: (transfer full): the operator of a graph; O(entries)
 */
PlumeHeatOperator *
plume_heat_operator_new (const PlumeGraph *graph, PlumeLaplacianKind kind)
{
  gboolean is_walk = kind == PLUME_LAPLACIAN_RANDOM_WALK;
  gsize n = plume_graph_get_n (graph), most_hops;
  double *invariant = g_new (double, n);
  PlumeHeatOperator *generator;

  for (gsize i = 0; i < n; i++)
    {
      gboolean is_even = kind == PLUME_LAPLACIAN_COMBINATORIAL || graph->degrees[i] == 0;

      invariant[i] = is_even ? 1 : sqrt (graph->degrees[i]);
    }
  /* the double sweep finds at least half of the diameter, of the largest piece */
  most_hops = graph->n_components > graph->n_joined + 1 && graph->kept == NULL
                  ? n
                  : 2 * graph->hop_diameter;
  generator = plume_heat_operator_new_from_laplacian (
      plume_graph_laplacian (graph, is_walk ? PLUME_LAPLACIAN_NORMALISED : kind), invariant,
      most_hops);
  if (is_walk)
    {
      generator->half_log = g_new (double, n);
      for (gsize i = 0; i < n; i++)
        generator->half_log[i] = log (invariant[i]);
    }
  return generator;
}

void
plume_heat_operator_free (PlumeHeatOperator *generator)
{
  if (generator == NULL)
    return;
  plume_sparse_unref (generator->laplacian);
  plume_sparse_unref (generator->lazy);
  g_free (generator->pieces);
  g_free (generator->invariant);
  g_free (generator->half_log);
  g_free (generator);
}

void
plume_heat_operator_shift (const PlumeHeatOperator *generator, PlumeHeat *heat)
{
  if (generator->half_log == NULL)
    return;
  for (gsize c = 0; c < heat->m; c++)
    {
      gsize source = heat->columns != NULL ? heat->columns[c] : c;
      double *column = heat->log_heat + c * heat->n;

      for (gsize i = 0; i < heat->n; i++)
        if (i != source)
          column[i] += generator->half_log[source] - generator->half_log[i];
    }
}

void
plume_heat_operator_weigh (const PlumeHeatOperator *generator,
                           double power,
                           gsize n_signals,
                           double *signals)
{
  if (generator->half_log == NULL)
    return;
  for (gsize i = 0; i < generator->n; i++)
    {
      double weight = exp (2 * power * generator->half_log[i]);

      for (gsize k = 0; k < n_signals; k++)
        signals[i * n_signals + k] *= weight;
    }
}

typedef struct
{
  const PlumeHeatOperator *generator;
  const double *kernel;
  double smallest;
  PlumeHeat *heat;
  guint8 *is_poor;
} Logarithms;

static void
take_logarithms (gsize from, gsize to, gpointer data)
{
  const Logarithms *work = data;
  PlumeHeat *heat = work->heat;
  const guint32 *pieces = work->generator->pieces;

  for (gsize c = from; c < to; c++)
    {
      gsize vertex = heat->columns != NULL ? heat->columns[c] : c;
      const double *column = work->kernel + vertex * heat->n;

      work->is_poor[c] = FALSE;
      for (gsize i = 0; i < heat->n; i++)
        {
          work->is_poor[c] |= column[i] < work->smallest && pieces[i] == pieces[vertex];
          heat->log_heat[c * heat->n + i] = log (column[i]);
        }
    }
}

gboolean
plume_heat_operator_take_logarithms (const PlumeHeatOperator *generator,
                                     const double *kernel,
                                     double smallest,
                                     PlumeHeat *heat,
                                     guint8 *is_poor,
                                     gsize *n_poor,
                                     PlumeTask *task,
                                     GError **error)
{
  Logarithms work = { generator, kernel, smallest, heat, is_poor };

  if (!plume_parallel_for (heat->m, COLUMNS_AT_A_TIME, take_logarithms, &work, task, error))
    return FALSE;
  *n_poor = 0;
  for (gsize c = 0; c < heat->m; c++)
    *n_poor += is_poor[c];
  return TRUE;
}

/**
 * plume_heat_check_time:
 * @error: %PLUME_ERROR_USAGE
 *
 * Returns: whether t is a positive number
 */
gboolean
plume_heat_check_time (double t, GError **error)
{
  if (t > 0 && isfinite (t))
    return TRUE;
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
               _ ("heat at the time t = %g is not defined; choose a positive time"), t);
  return FALSE;
}

/**
 * plume_heat_check_request:
 * @error: %PLUME_ERROR_USAGE: t is no positive number, or a column is not there
 *
 * Returns: whether every engine can answer
 */
gboolean
plume_heat_check_request (
    const PlumeGraph *graph, double t, gsize m, const guint32 *columns, GError **error)
{
  gsize n = plume_graph_get_n (graph);

  if (!plume_heat_check_time (t, error))
    return FALSE;
  for (gsize c = 0; c < m && columns != NULL; c++)
    if (columns[c] >= n)
      {
        g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                     _ ("the graph has no vertex %u; choose one of 0 to %zu"), columns[c], n - 1);
        return FALSE;
      }
  if (columns == NULL && m != n)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("%zu columns were asked for without saying which; the graph has "
                      "%zu vertices"),
                   m, n);
      return FALSE;
    }
  return TRUE;
}
