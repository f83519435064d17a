/* plume-prepare.c: the steps from features to points. */
#include "manifold/plume-cells-private.h"

#include <glib/gi18n-lib.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/plume-error.h"
#include "linalg/plume-principal.h"
#include "manifold/plume-neighbours-private.h"

static void
clear_prepared (gpointer data)
{
  PlumePrepared *prepared = data;

  plume_points_unref (prepared->points);
  g_free (prepared->rows);
  g_free (prepared->columns);
  g_free (prepared->explained);
}

PlumePrepared *
plume_prepared_ref (PlumePrepared *prepared)
{
  return g_atomic_rc_box_acquire (prepared);
}

void
plume_prepared_unref (PlumePrepared *prepared)
{
  if (prepared != NULL)
    g_atomic_rc_box_release_full (prepared, clear_prepared);
}

gsize
plume_prepared_get_bytes (const PlumePrepared *prepared)
{
  return plume_points_get_bytes (prepared->points) + prepared->points->n * sizeof (guint32)
         + prepared->n_columns * sizeof (guint32) + prepared->n_components * sizeof (double);
}

/* Whether p columns become principal components */
static gboolean
wants_components (const PlumePrepareOptions *options, gsize n, gsize p)
{
  return options->components > 0 && p > options->components_above && n > 1
         && p > options->components;
}

static gsize
columns_selected (const PlumePrepareOptions *options, gsize p)
{
  return options->most_variable > 0 ? MIN (options->most_variable, p) : p;
}

/* Sparse cells are filled where scaling moves zeros, or where they become points as they are. */
static gboolean
becomes_dense (const PlumePrepareOptions *options, gsize n, gsize p)
{
  return options->scaling != PLUME_COLUMNS_PLAIN || !wants_components (options, n, p)
         || p <= PLUME_PRINCIPAL_MOST_EXACT;
}

/**
 * plume_prepare_estimate_bytes:
 *
 * Returns: the copy of the cells, what the largest step needs beside it, and the points; an upper
 * estimate, since dropped rows and columns are not known yet
 */
gsize
plume_prepare_estimate_bytes (const PlumeBlock *block, const PlumePrepareOptions *options)
{
  gsize n = block->n_rows, p = columns_selected (options, block->n_columns), bytes;
  gsize entries = block->sparse != NULL ? block->sparse->n_entries : 0;
  gsize rank = MIN (options->components, MIN (n, p));
  gboolean is_filled = entries > 0 && becomes_dense (options, n, p);

  bytes = block->sparse != NULL ? plume_sparse_get_bytes (block->sparse)
                                : n * block->n_columns * sizeof (double);
  if (is_filled)
    bytes += n * p * sizeof (double);
  if (wants_components (options, n, p))
    return bytes + n * rank * sizeof (double)
           + plume_principal_estimate_bytes (n, p, is_filled ? 0 : entries, rank);
  return bytes + n * p * sizeof (double);
}

static gboolean
check_memory (const PlumeBlock *block, const PlumePrepareOptions *options, GError **error)
{
  gsize needed = plume_prepare_estimate_bytes (block, options), most = options->most_bytes;
  g_autofree char *needed_text = NULL, *most_text = NULL;

  if (most == 0)
    most = (gsize)sysconf (_SC_PHYS_PAGES) / 5 * 4 * (gsize)sysconf (_SC_PAGESIZE);
  if (needed <= most)
    return TRUE;
  needed_text = g_format_size (needed);
  most_text = g_format_size (most);
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
               block->sparse != NULL && options->scaling != PLUME_COLUMNS_PLAIN
                   ? _ ("Preparing %zu × %zu"
                        " cells would take %s of memory, and %s may be used; leave the columns "
                        "unscaled, or keep only those of largest variance")
                   : _ ("Preparing %zu × %zu"
                        " cells would take %s of memory, and %s may be used; keep fewer rows or "
                        "columns"),
               block->n_rows, block->n_columns, needed_text, most_text);
  return FALSE;
}

/* Rows and columns with cells that are missing, and how many such cells */
typedef struct
{
  gsize n_missing;
  gsize *of_row, *of_column;
  double *sums;
} Missing;

static void
count_missing (gsize i, gsize j, double *cell, gpointer data)
{
  Missing *missing = data;

  if (isfinite (*cell))
    missing->sums[j] += *cell;
  else
    {
      missing->n_missing++;
      missing->of_row[i]++;
      missing->of_column[j]++;
    }
}

static void
fill_missing (gsize i, gsize j, double *cell, gpointer data)
{
  const Missing *missing = data;

  if (!isfinite (*cell))
    *cell = missing->sums[j];
}

static void
treat_missing (PlumeCells *cells, PlumeMissing treatment, PlumePrepared *prepared)
{
  gsize n = cells->n, p = cells->p;
  g_autofree gsize *of_row = g_new0 (gsize, MAX (n, 1)), *of_column = g_new0 (gsize, MAX (p, 1));
  g_autofree double *sums = g_new0 (double, MAX (p, 1));
  g_autofree guint8 *rows = g_new (guint8, MAX (n, 1)), *columns = g_new (guint8, MAX (p, 1));
  Missing missing = { 0, of_row, of_column, sums };

  plume_cells_foreach (cells, count_missing, &missing);
  prepared->n_missing = missing.n_missing;
  if (missing.n_missing == 0)
    return;
  for (gsize i = 0; i < n; i++)
    rows[i] = treatment != PLUME_MISSING_DROP_ROWS || of_row[i] == 0;
  for (gsize j = 0; j < p; j++)
    {
      /* a column of nothing has no mean, and would take every row with it */
      columns[j] = treatment == PLUME_MISSING_DROP_COLUMNS ? of_column[j] == 0 : of_column[j] < n;
      sums[j] /= (double)(n - of_column[j]);
    }
  if (treatment == PLUME_MISSING_DROP_ROWS)
    for (gsize j = 0; j < p; j++)
      for (gsize i = 0; of_column[j] == n && i < n; i++)
        rows[i] = --of_row[i] == 0;
  if (treatment == PLUME_MISSING_MEAN)
    plume_cells_foreach (cells, fill_missing, &missing);
  plume_cells_select (cells, rows, columns);
  prepared->n_rows_dropped = n - cells->n;
  prepared->n_columns_dropped = p - cells->p;
}

typedef struct
{
  double *row_sums;
  double median;
  PlumeCounts counts;
  gboolean is_negative;
} Library;

static void
add_count (gsize i, gsize j, double *cell, gpointer data)
{
  Library *library = data;

  library->row_sums[i] += *cell;
  library->is_negative |= *cell < 0;
}

static void
transform_count (gsize i, gsize j, double *cell, gpointer data)
{
  const Library *library = data;
  double count = library->row_sums[i] > 0 ? *cell * library->median / library->row_sums[i] : *cell;

  *cell = library->counts == PLUME_COUNTS_SQRT ? sqrt (count) : log1p (count);
}

static int
compare_numbers (const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return (x > y) - (x < y);
}

static gboolean
transform_counts (PlumeCells *cells, PlumeCounts counts, PlumePrepared *prepared, GError **error)
{
  g_autofree double *row_sums = g_new0 (double, MAX (cells->n, 1));
  g_autofree double *sorted = NULL;
  Library library = { row_sums, 0, counts, FALSE };

  if (counts == PLUME_COUNTS_NONE)
    return TRUE;
  plume_cells_foreach (cells, add_count, &library);
  if (library.is_negative)
    {
      g_set_error (
          error, PLUME_ERROR, PLUME_ERROR_DATA,
          _ ("There are negative numbers among the cells, so they are no counts; choose no "
             "transform of counts"));
      return FALSE;
    }
  for (gsize i = 0; i < cells->n; i++)
    prepared->n_empty += row_sums[i] == 0;
  sorted = g_memdup2 (row_sums, MAX (cells->n, 1) * sizeof (double));
  qsort (sorted, cells->n, sizeof *sorted, compare_numbers);
  library.median = gsl_stats_median_from_sorted_data (sorted, 1, cells->n);
  plume_cells_foreach (cells, transform_count, &library);
  return TRUE;
}

static void
keep_most_variable (PlumeCells *cells, gsize most)
{
  gsize p = cells->p;
  g_autofree double *means = g_new (double, MAX (p, 1)), *variances = g_new (double, MAX (p, 1));
  g_autofree guint8 *columns = g_new0 (guint8, MAX (p, 1));
  g_autofree Near *order = NULL;

  if (most == 0 || most >= p)
    return;
  plume_cells_get_moments (cells, means, variances);
  order = g_new (Near, p);
  for (gsize j = 0; j < p; j++)
    order[j] = (Near){ -variances[j], (guint32)j };
  plume_near_select (order, p, most - 1);
  for (gsize j = 0; j < most; j++)
    columns[order[j].index] = TRUE;
  plume_cells_select (cells, NULL, columns);
}

static void
drop_constant (PlumeCells *cells, PlumePrepared *prepared)
{
  gsize p = cells->p;
  g_autofree double *least = g_new (double, MAX (p, 1)), *greatest = g_new (double, MAX (p, 1));
  g_autofree guint8 *columns = g_new (guint8, MAX (p, 1));

  plume_cells_get_ranges (cells, least, greatest);
  for (gsize j = 0; j < p; j++)
    {
      columns[j] = greatest[j] > least[j];
      prepared->n_constant += !columns[j];
    }
  if (prepared->n_constant > 0)
    plume_cells_select (cells, NULL, columns);
}

typedef struct
{
  double *centres, *widths;
} Scale;

static void
scale_cell (gsize i, gsize j, double *cell, gpointer data)
{
  const Scale *scale = data;

  *cell = (*cell - scale->centres[j]) / scale->widths[j];
}

/* Median and distance of quartiles; the standard deviation where quartiles coincide */
static void
measure_robust (PlumeCells *cells, double *centres, double *widths)
{
  g_autofree double *column = g_new (double, MAX (cells->n, 1));

  for (gsize j = 0; j < cells->p && !plume_task_is_cancelled (cells->task); j++)
    {
      double width;

      for (gsize i = 0; i < cells->n; i++)
        column[i] = cells->dense[i * cells->p + j];
      qsort (column, cells->n, sizeof *column, compare_numbers);
      centres[j] = gsl_stats_median_from_sorted_data (column, 1, cells->n);
      width = gsl_stats_quantile_from_sorted_data (column, 1, cells->n, 0.75)
              - gsl_stats_quantile_from_sorted_data (column, 1, cells->n, 0.25);
      widths[j] = width > 0 ? width : sqrt (widths[j]);
    }
}

static void
scale_columns (PlumeCells *cells, PlumeColumnScaling scaling, PlumePrepared *prepared)
{
  g_autofree double *centres = NULL, *widths = NULL;

  if (scaling == PLUME_COLUMNS_PLAIN)
    return;
  drop_constant (cells, prepared);
  plume_cells_make_dense (cells);
  centres = g_new (double, MAX (cells->p, 1));
  widths = g_new (double, MAX (cells->p, 1));
  if (scaling == PLUME_COLUMNS_RANGE)
    plume_cells_get_ranges (cells, centres, widths);
  else
    plume_cells_get_moments (cells, centres, widths);
  if (scaling == PLUME_COLUMNS_ROBUST)
    measure_robust (cells, centres, widths);
  else
    for (gsize j = 0; j < cells->p; j++)
      widths[j] = scaling == PLUME_COLUMNS_RANGE ? widths[j] - centres[j] : sqrt (widths[j]);
  plume_cells_foreach (cells, scale_cell, &(Scale){ centres, widths });
}

static gboolean
take_components (PlumeCells *cells,
                 const PlumePrepareOptions *options,
                 PlumePrepared *prepared,
                 PlumeTask *task,
                 GError **error)
{
  gsize rank = MIN (options->components, MIN (cells->n - 1, cells->p));
  g_autoptr (PlumePrincipal) principal =
      cells->sparse != NULL
          ? plume_principal_sparse (cells->sparse, rank, options->seed, task, error)
          : plume_principal_dense (cells->n, cells->p, cells->dense, rank, options->seed, task,
                                   error);

  if (principal == NULL)
    return FALSE;
  /* points need a coordinate, even where they do not differ */
  prepared->n_components = principal->rank;
  prepared->points = plume_points_new (cells->n, MAX (principal->rank, 1));
  memcpy (prepared->points->values, principal->scores,
          cells->n * principal->rank * sizeof (double));
  prepared->explained = g_new (double, MAX (principal->rank, 1));
  for (gsize k = 0; k < principal->rank; k++)
    prepared->explained[k] = principal->variances[k] / principal->total_variance;
  return TRUE;
}

static gboolean
check_left (const PlumeCells *cells, const PlumePrepared *prepared, GError **error)
{
  if (cells->p == 0 && prepared->n_constant > 0)
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                 _ ("All %zu"
                    " columns are constant, so no two rows differ; choose other columns"),
                 prepared->n_constant);
  else if (cells->n < 2 || cells->p == 0)
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                 _ ("%zu rows and %zu"
                    " columns are left after %zu"
                    " missing cells were dropped; treat missing cells another way"),
                 cells->n, cells->p, prepared->n_missing);
  else
    return TRUE;
  return FALSE;
}

static gboolean
run_steps (PlumeCells *cells,
           const PlumePrepareOptions *options,
           PlumePrepared *prepared,
           PlumeTask *task,
           GError **error)
{
  treat_missing (cells, options->missing, prepared);
  if (!plume_task_check (task, error) || !check_left (cells, prepared, error)
      || !transform_counts (cells, options->counts, prepared, error)
      || !plume_task_check (task, error))
    return FALSE;
  keep_most_variable (cells, options->most_variable);
  if (!plume_task_check (task, error))
    return FALSE;
  scale_columns (cells, options->scaling, prepared);
  if (!plume_task_check (task, error) || !check_left (cells, prepared, error))
    return FALSE;
  if (becomes_dense (options, cells->n, cells->p))
    plume_cells_make_dense (cells);
  return TRUE;
}

/**
 * plume_prepare:
 * @block: features; neither distances nor affinities
 * @options: which steps
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_DATA where nothing is left, %PLUME_ERROR_COMPUTE where memory would not do,
 * %PLUME_ERROR_CANCELLED
 *
 * Returns: (transfer full): the points; O(cells), and what principal components cost
 */
PlumePrepared *
plume_prepare (const PlumeBlock *block,
               const PlumePrepareOptions *options,
               PlumeTask *task,
               GError **error)
{
  g_autoptr (PlumePrepared) prepared = g_atomic_rc_box_new0 (PlumePrepared);
  g_autoptr (PlumeCells) cells = NULL;
  g_autoptr (PlumeTask) decomposing = plume_task_new_part (task, 0.2, 1);

  g_return_val_if_fail (block->kind == PLUME_BLOCK_FEATURES, NULL);
  if (!check_memory (block, options, error))
    return NULL;
  cells = plume_cells_new (block, task);
  if (!run_steps (cells, options, prepared, task, error))
    return NULL;
  prepared->n_columns = cells->p;
  if (wants_components (options, cells->n, cells->p))
    {
      if (!take_components (cells, options, prepared, decomposing, error))
        return NULL;
    }
  else
    {
      prepared->points = plume_points_new (cells->n, cells->p);
      memcpy (prepared->points->values, cells->dense, cells->n * cells->p * sizeof (double));
    }
  prepared->rows = g_steal_pointer (&cells->rows);
  prepared->columns = g_steal_pointer (&cells->columns);
  return g_steal_pointer (&prepared);
}
