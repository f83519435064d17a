/* plume-heat-times-ladder.c: the curve of entropy from heat that is there anyway.
 *
 * A ladder of all vertices has every measure. A ladder of cells knows late times, when heat is even
 * across a cell: with s_b points in cell b, H(i, j) is H(a, b) for i in a and j in b. Early times
 * take random columns, which are cheap then; where the two meet, what the entropy of cells lacks is
 * carried on, less and less towards the end, where all heat is even. The trace is told by the
 * slowest modes late and would be far too large: it is not given then.
 */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "linalg/plume-lanczos.h"
#include "manifold/plume-heat-times-private.h"
#include "manifold/plume-landmarks.h"

#define N_COLUMNS 32

/* So much more than log of a cell's size, and the entropy does not see the cell any more. */
#define BEYOND_A_CELL 2.0

typedef struct
{
  const PlumeHeatLadder *ladder;
  const double *sizes; /* points of each cell */
  double n;
  gsize level;
  double *entropies; /* of each cell */
} Cells;

static void
measure_rows (gsize from, gsize to, gpointer data)
{
  const Cells *cells = data;
  const PlumeHeatLadder *ladder = cells->ladder;
  gsize m = ladder->m;
  g_autofree double *column = g_new (double, m);

  for (gsize a = from; a < to; a++)
    {
      double entropy = 0;

      plume_heat_ladder_column (ladder, ladder->times[cells->level], a, column);
      for (gsize b = 0; b < m; b++)
        entropy -= column[b] > -700 ? cells->sizes[b] * exp (column[b]) * column[b] : 0;
      cells->entropies[a] = entropy * cells->sizes[a] / cells->n;
    }
}

static double
measure_cells (Cells *cells, gsize level)
{
  gsize m = cells->ladder->m;

  cells->level = level;
  plume_parallel_for (m, 16, measure_rows, cells, NULL, NULL);
  return plume_sum (cells->entropies, m);
}

/* Random columns from time to time, until heat has left its cell. Returns: how many levels; 0 where
 * it failed */
static gsize
measure_early (PlumeHeatTimes *times,
               const PlumeGraph *graph,
               PlumeLaplacianKind kind,
               double enough,
               guint64 seed,
               PlumeTask *task,
               GError **error)
{
  g_autoptr (PlumeHeatColumns) columns =
      plume_heat_columns_new (graph, kind, MIN (N_COLUMNS, plume_graph_get_n (graph)), seed);
  gsize l = 0;

  do
    if (!plume_heat_columns_go (columns, times->times[l], &times->measures[l], task, error))
      return 0;
  while (times->measures[l++].entropy < enough && l < times->n_times);
  return l;
}

static gboolean
measure_late (PlumeHeatTimes *times,
              const PlumeGraph *graph,
              PlumeLaplacianKind kind,
              const PlumeHeatLadder *ladder,
              const PlumeLandmarks *landmarks,
              guint64 seed,
              PlumeTask *task,
              GError **error)
{
  gsize m = landmarks->m, last = times->n_times - 1, met;
  g_autofree double *sizes = g_new0 (double, m), *entropies = g_new (double, m);
  Cells cells = { ladder, sizes, (double)landmarks->n, 0, entropies };
  double end, here;

  met = measure_early (times, graph, kind, log (cells.n / (double)m) + BEYOND_A_CELL, seed, task,
                       error);
  if (met-- == 0)
    return FALSE;
  for (gsize i = 0; i < landmarks->n; i++)
    sizes[landmarks->cells[i]]++;
  end = measure_cells (&cells, last);
  here = measure_cells (&cells, met);
  for (gsize l = met + 1; l <= last; l++)
    {
      double entropy = measure_cells (&cells, l);
      double left = end > here ? CLAMP ((end - entropy) / (end - here), 0, 1) : 0;

      times->measures[l] =
          (PlumeHeatMeasures){ entropy + left * (times->measures[met].entropy - here), NAN, NAN };
    }
  return plume_task_check (task, error);
}

/**
 * plume_heat_times_new_from_ladder:
 * @graph: with at least one edge
 * @ladder: of all its vertices, or of the cells of @landmarks
 * @landmarks: (nullable): whose cells the ladder is of
 * @slowest: λ_2
 * @seed: of random columns
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_CANCELLED
 *
 * As plume_heat_times_new() at the times of the ladder. Exact without landmarks, and at once; else
 * O(m²) a level and some hundred products with few columns; the entropy then is within a tenth of a
 * nat, and trace and spectral entropy are NaN where heat has left its cell.
 *
 * Returns: (transfer full): the curves, the knee and the bounds
 */
PlumeHeatTimes *
plume_heat_times_new_from_ladder (const PlumeGraph *graph,
                                  PlumeLaplacianKind kind,
                                  const PlumeHeatLadder *ladder,
                                  const PlumeLandmarks *landmarks,
                                  double slowest,
                                  guint64 seed,
                                  PlumeTask *task,
                                  GError **error)
{
  PlumeLaplacianKind symmetric =
      kind == PLUME_LAPLACIAN_RANDOM_WALK ? PLUME_LAPLACIAN_NORMALISED : kind;
  g_autoptr (PlumeSparse) laplacian = plume_graph_laplacian (graph, symmetric);
  g_autoptr (PlumeHeatTimes) times =
      plume_heat_times_new_empty (graph, laplacian, ladder->n_levels, ladder->times, slowest);

  if (!plume_sparse_eigen (laplacian, PLUME_SPECTRUM_LARGEST, 1, landmarks == NULL ? 1e-8 : 1e-4,
                           &times->largest, NULL, task, error))
    return NULL;
  for (gsize l = 0; l < times->n_times; l++)
    times->measures[l] = ladder->measures[l];
  times->n_columns = landmarks == NULL ? ladder->m : N_COLUMNS;
  if (landmarks != NULL
      && !measure_late (times, graph, symmetric, ladder, landmarks, seed, task, error))
    return NULL;
  plume_heat_times_find_knee (times);
  return g_steal_pointer (&times);
}
