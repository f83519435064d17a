/* heat-geodesic-embedding-signals.c: heat that spreads from chosen points, columns of the data that
 * heat smooths, and the spectrum behind both.
 */
#include "experiments/heat-geodesic-embedding.h"

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "linalg/plume-lanczos.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define N_EIGENVALUES 50
#define COLDEST       -320.0 /* log₁₀ of heat that is none */

static void
warmth_free (gpointer pointer)
{
  HgWarmth *warmth = pointer;

  plume_array_unref (warmth->decades);
  g_free (warmth->sources);
  g_free (warmth->sentence);
  g_free (warmth);
}

/* The vertex of a row of the data, or −1 where it was left out. */
static gssize
vertex_of_row (const HgGraph *graph, gsize row)
{
  gsize n = plume_graph_get_n (graph->graph), from = 0, to = n;

  if (graph->items == NULL)
    return row < n ? (gssize)row : -1;
  while (from < to) /* items rise */
    {
      gsize middle = from + (to - from) / 2;
      gsize item = (gsize)graph->items->values[middle];

      if (item == row)
        return (gssize)middle;
      if (item < row)
        from = middle + 1;
      else
        to = middle;
    }
  return -1;
}

/* Rows written as "3, 17", counted from 1. */
static gboolean
read_sources (HgWarmth *warmth, const HgGraph *graph, const char *text, GError **error)
{
  g_auto (GStrv) words = g_strsplit_set (text, ", ;", -1);

  warmth->sources = g_new (guint32, g_strv_length (words) + 1);
  for (guint i = 0; words[i] != NULL; i++)
    {
      guint64 row;
      gssize vertex;

      if (*words[i] == '\0')
        continue;
      if (!g_ascii_string_to_unsigned (words[i], 10, 1, G_MAXUINT32, &row, NULL))
        {
          g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                       _ ("Heat from point: '%.40s' is no row; write rows like 3, 17"), words[i]);
          return FALSE;
        }
      vertex = vertex_of_row (graph, (gsize)row - 1);
      if (vertex >= 0)
        warmth->sources[warmth->n_sources++] = (guint32)vertex;
    }
  return TRUE;
}

/* Σ over sources of H_t(i, s), as decades. */
static gboolean
spread_heat (HgWarmth *warmth, const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const PlumeGraph *graph = ((const HgGraph *)plume_reads_result (reads, "graph"))->graph;
  PlumeHeatOptions options = PLUME_HEAT_OPTIONS_DEFAULT;
  gsize n = plume_graph_get_n (graph);
  g_autoptr (PlumeHeat) heat = NULL;

  options.laplacian = (PlumeLaplacianKind)plume_reads_integer (reads, "laplacian");
  heat = plume_heat_uniformisation.columns (graph, &options, plume_reads_number (reads, "time"),
                                            warmth->n_sources, warmth->sources, task, error);
  if (heat == NULL)
    return FALSE;
  warmth->decades = plume_array_new (n);
  warmth->greatest = -INFINITY;
  for (gsize i = 0; i < n; i++)
    {
      double most = -INFINITY, sum = 0;

      for (gsize s = 0; s < heat->m; s++)
        most = MAX (most, heat->log_heat[s * n + i]);
      for (gsize s = 0; isfinite (most) && s < heat->m; s++)
        sum += exp (heat->log_heat[s * n + i] - most);
      warmth->decades->values[i] = isfinite (most) ? (most + log (sum)) / G_LN10 : COLDEST;
      warmth->greatest = MAX (warmth->greatest, warmth->decades->values[i]);
    }
  return TRUE;
}

/* The same from heat among the sites, within a frame. */
static gboolean
spread_quickly (HgWarmth *warmth, const PlumeReads *reads, PlumeTask *task, GError **error)
{
  g_autoptr (PlumePoints) heat = hg_quick_heat (reads, plume_reads_number (reads, "time"),
                                                warmth->n_sources, warmth->sources, task, error);

  if (heat == NULL)
    return FALSE;
  warmth->decades = plume_array_new (heat->n);
  warmth->greatest = -INFINITY;
  for (gsize i = 0; i < heat->n; i++)
    {
      warmth->decades->values[i] = fmax (heat->values[i] / G_LN10, COLDEST);
      warmth->greatest = MAX (warmth->greatest, warmth->decades->values[i]);
    }
  return TRUE;
}

typedef gboolean
SpreadFunc (HgWarmth *warmth, const PlumeReads *reads, PlumeTask *task, GError **error);

static PlumeResult *
compute_warmth (const PlumeReads *reads, SpreadFunc *spread, PlumeTask *task, GError **error)
{
  HgWarmth *warmth = g_new0 (HgWarmth, 1);
  gboolean done = read_sources (warmth, plume_reads_result (reads, "graph"),
                                plume_reads_text (reads, "source"), error);

  if (done && warmth->n_sources == 0)
    warmth->sentence = g_strdup (_ ("Click on a point, and heat spreads from it."));
  else if (done)
    done = spread (warmth, reads, task, error);
  if (!done)
    {
      warmth_free (warmth);
      return NULL;
    }
  return plume_result_new (
      warmth, 512 + (warmth->decades != NULL ? warmth->decades->length * sizeof (double) : 0),
      warmth_free);
}

PlumeResult *
hg_compute_warmth (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return compute_warmth (reads, spread_heat, task, error);
}

PlumeResult *
hg_compute_warmth_coarse (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return compute_warmth (reads, spread_quickly, task, error);
}

static void
spectrum_free (gpointer pointer)
{
  HgSpectrum *spectrum = pointer;

  plume_array_unref (spectrum->eigenvalues);
  g_free (spectrum);
}

/* The random walk has the eigenvalues of the normalised Laplacian, to which it is similar. */
PlumeResult *
hg_compute_spectrum (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const PlumeGraph *graph = ((const HgGraph *)plume_reads_result (reads, "graph"))->graph;
  PlumeLaplacianKind kind = (PlumeLaplacianKind)plume_reads_integer (reads, "laplacian");
  g_autoptr (PlumeSparse) laplacian = plume_graph_laplacian (
      graph, kind == PLUME_LAPLACIAN_COMBINATORIAL ? PLUME_LAPLACIAN_COMBINATORIAL
                                                   : PLUME_LAPLACIAN_NORMALISED);
  gsize n = MIN (N_EIGENVALUES, plume_graph_get_n (graph) - 1);
  g_autofree double *vectors = g_new (double, n *plume_graph_get_n (graph));
  HgSpectrum *spectrum = g_new0 (HgSpectrum, 1);

  spectrum->eigenvalues = plume_array_new (n);
  if (!plume_sparse_eigen (laplacian, PLUME_SPECTRUM_SMALLEST, n, 1e-8,
                           spectrum->eigenvalues->values, vectors, task, error))
    {
      spectrum_free (spectrum);
      return NULL;
    }
  return plume_result_new (spectrum, 1024, spectrum_free);
}

static void
smoothed_free (gpointer pointer)
{
  HgSmoothed *smoothed = pointer;

  for (guint c = 0; c < smoothed->n; c++)
    {
      g_free (smoothed->titles[c]);
      plume_array_unref (smoothed->raw[c]);
      plume_array_unref (smoothed->smooth[c]);
    }
  g_free (smoothed);
}

static void
take_column (HgSmoothed *smoothed, const char *title, PlumeArray *values)
{
  smoothed->titles[smoothed->n] = g_markup_escape_text (title, -1);
  smoothed->raw[smoothed->n++] = values;
}

/* Columns that the person names. */
static gboolean
take_named (HgSmoothed *smoothed, const PlumeReads *reads, const HgGraph *graph, GError **error)
{
  g_auto (GStrv) titles = g_strsplit (plume_reads_text (reads, "columns"), ",", -1);

  for (guint i = 0; titles[i] != NULL && smoothed->n < HG_MOST_COLUMNS; i++)
    {
      const char *title = g_strstrip (titles[i]);
      g_autoptr (PlumeArray) numbers = NULL;
      g_autoptr (PlumeLabels) labels = NULL;

      if (*title == '\0')
        continue;
      if (plume_reads_n_datasets (reads, "data") == 0
          || !plume_reads_any_column (reads, "data", 0, title, &numbers, &labels)
          || numbers == NULL)
        {
          g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                       _ ("The data have no column of numbers called '%.60s'; choose another"),
                       title);
          return FALSE;
        }
      take_column (smoothed, title, hg_of_vertices (graph, numbers));
    }
  return TRUE;
}

/* How much of a column's variance lies along edges: Σ_ij W_ij (x_i − x_j)²/2 Σ (x − x̄)²; least for
 * columns that vary along the picture. */
static double
roughness (const PlumeGraph *graph, const PlumeArray *x)
{
  double mean = plume_sum (x->values, x->length) / (double)x->length, square = 0, along = 0;
  const PlumeSparse *w = graph->weights;

  for (gsize i = 0; i < x->length; i++)
    {
      square += pow (x->values[i] - mean, 2);
      for (gsize k = w->starts[i]; k < w->starts[i + 1]; k++)
        along += w->values[k] * pow (x->values[i] - x->values[w->columns[k]], 2);
    }
  return square > 0 ? along / square : INFINITY;
}

#define MOST_TRIED 200

static void
take_smoothest (HgSmoothed *smoothed,
                const HgData *data,
                const HgGraph *graph,
                const char *const *names)
{
  const PlumePoints *points = graph->points;
  gsize tried = MIN (points->p, MOST_TRIED);
  g_autofree double *rough = g_new (double, tried);
  GPtrArray *columns = g_ptr_array_new_with_free_func ((GDestroyNotify)plume_array_unref);

  for (gsize c = 0; c < tried; c++)
    {
      PlumeArray *x = plume_array_new (plume_graph_get_n (graph->graph));

      for (gsize v = 0; v < x->length; v++)
        {
          x->values[v] = points->values[v * points->p + c];
        }
      rough[c] = roughness (graph->graph, x);
      g_ptr_array_add (columns, x);
    }
  while (smoothed->n < MIN (HG_MOST_COLUMNS, tried))
    {
      gsize best = 0;
      g_autofree char *title = NULL;

      for (gsize c = 1; c < tried; c++)
        if (rough[c] < rough[best])
          best = c;
      if (!isfinite (rough[best]))
        break;
      rough[best] = INFINITY;
      title = names != NULL
                  ? g_strdup (names[best])
                  : g_strdup_printf (data->shape != NULL ? _ ("Coordinate %u") : _ ("Component %u"),
                                     (guint)best + 1);
      take_column (smoothed, title, plume_array_ref (g_ptr_array_index (columns, best)));
    }
  g_ptr_array_unref (columns);
}

/* Titles of the columns that became coordinates; NULL where those are components. */
static GStrv
coordinate_names (const HgData *data, const PlumeReads *reads)
{
  const PlumeBlock *block = data->prepared != NULL && data->prepared->n_components == 0
                                ? plume_reads_block (reads, "data", 0, "features")
                                : NULL;
  GStrv names;

  if (block == NULL || block->column_names == NULL)
    return NULL;
  names = g_new0 (char *, data->points->p + 1);
  for (gsize c = 0; c < data->points->p; c++)
    names[c] = g_strdup (block->column_names[data->prepared->columns[c]]);
  return names;
}

PlumeResult *
hg_compute_smoothed (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const HgData *data = plume_reads_result (reads, "prepared");
  const HgGraph *graph = plume_reads_result (reads, "graph");
  gsize n = plume_graph_get_n (graph->graph);
  PlumeHeatOptions options = PLUME_HEAT_OPTIONS_DEFAULT;
  HgSmoothed *smoothed = g_new0 (HgSmoothed, 1);
  gboolean done = take_named (smoothed, reads, graph, error);

  if (done && smoothed->n == 0 && data->points != NULL)
    {
      g_auto (GStrv) names = coordinate_names (data, reads);

      take_smoothest (smoothed, data, graph, (const char *const *)names);
    }
  if (done && smoothed->n > 0)
    {
      guint q = smoothed->n;
      g_autofree double *signals = g_new (double, n *q);

      for (gsize v = 0; v < n; v++)
        for (guint c = 0; c < q; c++)
          signals[v * q + c] = smoothed->raw[c]->values[v];
      options.laplacian = (PlumeLaplacianKind)plume_reads_integer (reads, "laplacian");
      done = plume_heat_uniformisation.smooth (
          graph->graph, &options, plume_reads_number (reads, "time"), q, signals, task, error);
      for (guint c = 0; done && c < q; c++)
        {
          smoothed->smooth[c] = plume_array_new (n);
          for (gsize v = 0; v < n; v++)
            smoothed->smooth[c]->values[v] = signals[v * q + c];
        }
    }
  if (!done)
    {
      smoothed_free (smoothed);
      return NULL;
    }
  return plume_result_new (smoothed, 256 + 2 * smoothed->n * n * sizeof (double), smoothed_free);
}

static void
curves_free (gpointer pointer)
{
  HgCurves *curves = pointer;

  plume_array_unref (curves->times);
  plume_array_unref (curves->entropy);
  plume_array_unref (curves->trace);
  g_free (curves);
}

#define WALK_TIMES   100
#define MOST_WALKERS 3000 /* vertices up to which all singular values are taken */

static void
walk_free (gpointer pointer)
{
  HgWalk *walk = pointer;

  plume_array_unref (walk->steps);
  plume_array_unref (walk->entropy);
  g_free (walk);
}

/* All singular values take long, so only who looks at them waits. */
PlumeResult *
hg_compute_walk (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const PlumeGraph *graph = ((const HgGraph *)plume_reads_result (reads, "graph"))->graph;
  HgWalk *walk = g_new0 (HgWalk, 1);

  if (plume_graph_get_n (graph) > MOST_WALKERS)
    return plume_result_new (walk, 64, walk_free);
  walk->entropy = plume_array_new (WALK_TIMES);
  walk->steps = plume_array_new_linear (0, WALK_TIMES - 1, WALK_TIMES);
  if (!plume_walk_entropy (graph, WALK_TIMES, walk->entropy->values, task, error))
    {
      walk_free (walk);
      return NULL;
    }
  walk->knee = (double)plume_knee_two_lines (WALK_TIMES, walk->entropy->values);
  return plume_result_new (walk, 2048, walk_free);
}

PlumeResult *
hg_compute_curves (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  g_autoptr (PlumeHeatTimes) times = hg_find_times (reads, task, error);
  HgCurves *curves;

  if (times == NULL)
    return NULL;
  curves = g_new0 (HgCurves, 1);
  curves->times = plume_array_new_copy (times->times, times->n_times);
  curves->entropy = plume_array_new (times->n_times);
  curves->trace = plume_array_new (times->n_times);
  for (gsize l = 0; l < times->n_times; l++)
    {
      curves->entropy->values[l] = times->measures[l].entropy;
      curves->trace->values[l] = times->measures[l].trace;
    }
  curves->knee = times->times[times->knee];
  curves->hops = times->earliest;
  curves->collapse = times->latest;
  curves->smallest = times->smallest;
  curves->largest = times->largest;
  return plume_result_new (curves, 8192, curves_free);
}
