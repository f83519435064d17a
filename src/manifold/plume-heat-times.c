/* plume-heat-times.c: the curve of entropy over time, its knee and its bounds.
 *
 * Of a small graph, all columns: two kernels √2 apart in time, then squares of them in turn. Of a
 * large one, random columns that go from time to time by Chebyshev series.
 */
#include <glib/gi18n.h>
#include <math.h>

#include "core/plume-error.h"
#include "core/plume-random.h"
#include "linalg/plume-lanczos.h"
#include "manifold/plume-heat-levels.h"
#include "manifold/plume-heat-operator.h"
#include "manifold/plume-heat-times-private.h"

/* Up to this many vertices all columns are taken where nobody says how many. */
#define EXACT_ORDER      1500
#define N_RANDOM_COLUMNS 64

#define KNEE_SENSITIVITY 0.5

/* An eigenvalue below this share of the largest is that of one more piece. */
#define SHARE_OF_ZERO 1e-11
#define N_SMALLEST    6

static void
clear_times (gpointer data)
{
  PlumeHeatTimes *times = data;

  g_free (times->times);
  g_free (times->measures);
}

PlumeHeatTimes *
plume_heat_times_ref (PlumeHeatTimes *times)
{
  return g_atomic_rc_box_acquire (times);
}

void
plume_heat_times_unref (PlumeHeatTimes *times)
{
  if (times != NULL)
    g_atomic_rc_box_release_full (times, clear_times);
}

/* λ_2 and λ_max */
static gboolean
find_ends (const PlumeSparse *laplacian, PlumeHeatTimes *times, PlumeTask *task, GError **error)
{
  double smallest[N_SMALLEST];
  gsize count = MIN (N_SMALLEST, laplacian->n_rows);

  if (!plume_sparse_eigen (laplacian, PLUME_SPECTRUM_LARGEST, 1, 1e-8, &times->largest, NULL, task,
                           error)
      || !plume_sparse_eigen (laplacian, PLUME_SPECTRUM_SMALLEST, count, 1e-9, smallest, NULL, task,
                              error))
    return FALSE;
  times->smallest = times->largest;
  for (gsize k = count; k-- > 0;)
    if (smallest[k] > SHARE_OF_ZERO * times->largest)
      times->smallest = smallest[k];
  return TRUE;
}

static double
mean_diagonal (const PlumeSparse *laplacian)
{
  double sum = 0;

  for (gsize i = 0; i < laplacian->n_rows; i++)
    sum += plume_sparse_get (laplacian, i, i);
  return sum / (double)laplacian->n_rows;
}

static guint32 *
draw_columns (gsize n, gsize count, guint64 seed)
{
  PlumeStream stream = plume_stream (seed, "entropy columns", 0);
  guint32 *all = g_new (guint32, n);

  for (gsize i = 0; i < n; i++)
    all[i] = (guint32)i;
  for (gsize k = 0; k < count; k++)
    {
      gsize other = k + MIN ((gsize)(plume_stream_uniform (&stream) * (double)(n - k)), n - k - 1);
      guint32 swap = all[k];

      all[k] = all[other];
      all[other] = swap;
    }
  return all;
}

/* Heat as logarithms from the columns of a signal, n × m row by row. */
static void
take_signals (PlumeHeat *heat, const double *signals)
{
  for (gsize c = 0; c < heat->m; c++)
    for (gsize i = 0; i < heat->n; i++)
      {
        double value = signals[i * heat->m + c];

        heat->log_heat[c * heat->n + i] = value > 0 ? log (value) : -INFINITY;
      }
}

struct _PlumeHeatColumns
{
  const PlumeGraph *graph;
  PlumeLaplacianKind kind;
  PlumeSparse *laplacian;
  PlumeHeat *heat;
  double *signals; /* n × m, row by row */
};

PlumeHeatColumns *
plume_heat_columns_new (const PlumeGraph *graph, PlumeLaplacianKind kind, gsize count, guint64 seed)
{
  PlumeHeatColumns *columns = g_new (PlumeHeatColumns, 1);
  gsize n = plume_graph_get_n (graph);
  g_autofree guint32 *vertices = draw_columns (n, count, seed);

  *columns =
      (PlumeHeatColumns){ graph, kind, plume_graph_laplacian (graph, kind),
                          plume_heat_new (n, count, 0, vertices), g_new0 (double, n *count) };
  for (gsize c = 0; c < count; c++)
    columns->signals[vertices[c] * count + c] = 1;
  return columns;
}

void
plume_heat_columns_free (PlumeHeatColumns *columns)
{
  plume_sparse_unref (columns->laplacian);
  plume_heat_unref (columns->heat);
  g_free (columns->signals);
  g_free (columns);
}

/* On to a later time, by Chebyshev's series. */
gboolean
plume_heat_columns_go (PlumeHeatColumns *columns,
                       double time,
                       PlumeHeatMeasures *measures,
                       PlumeTask *task,
                       GError **error)
{
  PlumeHeatOptions options = PLUME_HEAT_OPTIONS_DEFAULT;
  PlumeHeat *heat = columns->heat;

  options.laplacian = columns->kind;
  if (!plume_heat_chebyshev.smooth (columns->graph, &options, time - heat->t, heat->m,
                                    columns->signals, task, error))
    return FALSE;
  heat->t = time;
  take_signals (heat, columns->signals);
  *measures = plume_heat_measure (heat, columns->laplacian);
  return TRUE;
}

static gboolean
measure_some (const PlumeGraph *graph,
              PlumeLaplacianKind kind,
              PlumeHeatTimes *times,
              guint64 seed,
              PlumeTask *task,
              GError **error)
{
  g_autoptr (PlumeHeatColumns) columns =
      plume_heat_columns_new (graph, kind, times->n_columns, seed);

  for (gsize l = 0; l < times->n_times; l++)
    if (!plume_heat_columns_go (columns, times->times[l], &times->measures[l], task, error))
      return FALSE;
  return TRUE;
}

static gboolean
measure_all (const PlumeGraph *graph,
             PlumeLaplacianKind kind,
             PlumeHeatTimes *times,
             PlumeTask *task,
             GError **error)
{
  g_autoptr (PlumeHeatOperator) generator = plume_heat_operator_new (graph, kind);
  g_autoptr (PlumeHeatLevels) levels = plume_heat_levels_new (generator, times->times[0]);

  for (gsize l = 0; l < times->n_times; l++)
    {
      g_autoptr (PlumeTask) part = plume_task_new_part (task, (double)l / (double)times->n_times,
                                                        (double)(l + 1) / (double)times->n_times);
      const PlumeHeat *heat = plume_heat_levels_next (levels, part, error);

      if (heat == NULL)
        return FALSE;
      times->measures[l] = plume_heat_measure (heat, generator->laplacian);
    }
  return TRUE;
}

void
plume_heat_times_find_knee (PlumeHeatTimes *times)
{
  g_autofree double *x = g_new (double, times->n_times), *y = g_new (double, times->n_times);

  for (gsize l = 0; l < times->n_times; l++)
    {
      x[l] = log (times->times[l]);
      y[l] = times->measures[l].entropy;
    }
  times->knee = plume_knee_concave (times->n_times, x, y, KNEE_SENSITIVITY);
}

/* Times and their bounds; measures are to be filled. */
PlumeHeatTimes *
plume_heat_times_new_empty (const PlumeGraph *graph,
                            const PlumeSparse *laplacian,
                            gsize n_times,
                            const double *at,
                            double slowest)
{
  PlumeHeatTimes *times = g_atomic_rc_box_new0 (PlumeHeatTimes);

  times->smallest = slowest;
  times->earliest = (double)graph->hop_diameter / mean_diagonal (laplacian);
  times->latest = 1 / slowest;
  times->n_times = n_times;
  times->times = g_new (double, n_times);
  times->measures = g_new0 (PlumeHeatMeasures, n_times);
  for (gsize l = 0; l < n_times; l++)
    times->times[l] = at[l];
  return times;
}

static gsize
count_times (double from, double to)
{
  return (gsize)ceil (2 * log2 (MAX (to / from, 4))) + 1;
}

/**
 * plume_heat_times_new:
 * @graph: with at least one edge
 * @n_columns: of how many random columns; all of them where it is the number of vertices; 0 for all
 * up to 1,500 vertices, 64 beyond
 * @seed: of the columns
 * @task: (nullable): cancels
 *
 * A matrix product a time where all columns are taken. Of the random walk, whose trace and
 * eigenvalues are those of the normalised operator, the entropy is that operator's too.
 *
 * Returns: (transfer full): the curves, the knee and the bounds
 */
PlumeHeatTimes *
plume_heat_times_new (const PlumeGraph *graph,
                      PlumeLaplacianKind laplacian_kind,
                      gsize n_columns,
                      guint64 seed,
                      PlumeTask *task,
                      GError **error)
{
  gsize n = plume_graph_get_n (graph);
  /* the random walk has the eigenvalues and the trace of the normalised operator */
  PlumeLaplacianKind kind =
      laplacian_kind == PLUME_LAPLACIAN_RANDOM_WALK ? PLUME_LAPLACIAN_NORMALISED : laplacian_kind;
  g_autoptr (PlumeSparse) laplacian = plume_graph_laplacian (graph, kind);
  g_autoptr (PlumeHeatTimes) times = g_atomic_rc_box_new0 (PlumeHeatTimes);
  double mean = mean_diagonal (laplacian), from;

  if (!(mean > 0))
    {
      g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                           _ ("a graph without edges has no time of heat; take more neighbours"));
      return NULL;
    }
  if (!find_ends (laplacian, times, task, error))
    return NULL;
  times->n_columns = n_columns > 0 ? MIN (n_columns, n) : n <= EXACT_ORDER ? n : N_RANDOM_COLUMNS;
  times->earliest = (double)graph->hop_diameter / mean;
  times->latest = 1 / times->smallest;
  from = 0.1 / mean;
  times->n_times = count_times (from, 3 * times->latest);
  times->times = g_new (double, times->n_times);
  times->measures = g_new0 (PlumeHeatMeasures, times->n_times);
  for (gsize l = 0; l < times->n_times; l++)
    times->times[l] = from * exp2 (0.5 * (double)l);
  if (!(times->n_columns == n ? measure_all (graph, kind, times, task, error)
                              : measure_some (graph, kind, times, seed, task, error)))
    return NULL;
  plume_heat_times_find_knee (times);
  return g_steal_pointer (&times);
}
