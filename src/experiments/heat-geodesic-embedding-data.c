/* heat-geodesic-embedding-data.c: what is opened or made, its neighbours, its graph, its colours.
 */
#include "experiments/heat-geodesic-embedding.h"

#include "core/plume-error.h"
#include "data/plume-sample.h"
#include "manifold/plume-subset.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static PlumeDataset *
make_iris (GError **error)
{
  return plume_sample_read ("iris.csv", error);
}

static PlumeDataset *
make_wine (GError **error)
{
  return plume_sample_read ("wine.csv", error);
}

static PlumeDataset *
make_tumours (GError **error)
{
  return plume_sample_read ("breast-cancer.csv", error);
}

static PlumeDataset *
make_digits (GError **error)
{
  return plume_sample_read ("digits.csv", error);
}

static const PlumeSample samples[] = {
  { "digits", N_ ("Handwritten digits"), make_digits },
  { "iris", N_ ("Irises"), make_iris },
  { "wine", N_ ("Wines"), make_wine },
  { "breast-cancer", N_ ("Cell nuclei of tumours"), make_tumours },
  { "growing-tree", N_ ("A tree that grows in stages"), hg_make_growing_tree },
};

static const char *const label_words[] = { "label",   "class",     "species",  "type",
                                           "cluster", "group",     "louvain",  "bulk_labels",
                                           "digit",   "diagnosis", "cultivar", "lettr",
                                           NULL };
static const char *const stage_words[] = { "stage", "num_cells", "time", "day", "hour", NULL };
static const PlumeRole roles[] = {
  { .id = "features", .title = N_ ("Features"), .many = TRUE, .pairs = TRUE },
  { .id = "label", .title = N_ ("Label"), .words = label_words, .labels = TRUE, .optional = TRUE },
  { .id = "stage",
    .title = N_ ("Stage of time"),
    .words = stage_words,
    .labels = TRUE,
    .optional = TRUE },
};

const PlumeInput hg_inputs[1] = {
  { .id = "data",
    .title = N_ ("Data"),
    .help = N_ ("A table of things and what was measured on them, a matrix of cells and genes, "
                "distances between all things, or edges of a graph; while none is open, points "
                "are made"),
    PLUME_TABLE_OF (roles, roles),
    PLUME_TABLE_OF (samples, samples) },
};

static void
data_free (gpointer pointer)
{
  HgData *data = pointer;

  plume_prepared_unref (data->prepared);
  plume_shape_sample_unref (data->shape);
  plume_points_unref (data->points);
  plume_block_unref (data->pairs);
  for (guint c = 0; c < 3; c++)
    g_free (data->axis_titles[c]);
  g_free (data);
}

/* A rough picture is made of fewer points. */
static gboolean
make_shape (HgData *data, const PlumeReads *reads, gsize most, GError **error)
{
  const PlumeShape *shape =
      plume_shape_find (hg_shape_choices[plume_reads_integer (reads, "shape")].id);
  PlumeShapeOptions options = {
    .n = MIN (most, (gsize)plume_reads_integer (reads, "points")),
    .p = (gsize)plume_reads_integer (reads, "ambient"),
    .noise = plume_reads_number (reads, "noise"),
    .width = shape->width * plume_reads_number (reads, "breadth"),
    .seed = plume_reads_seed (reads, "seed"),
  };

  data->shape = plume_shape_make (shape, &options, error);
  if (data->shape == NULL)
    return FALSE;
  data->points = plume_points_ref (data->shape->points);
  data->axis_titles[0] = g_strdup ("<i>x</i>");
  data->axis_titles[1] = g_strdup ("<i>y</i>");
  data->axis_titles[2] = g_strdup ("<i>z</i>");
  return TRUE;
}

static void
name_axes (HgData *data, const PlumeBlock *block)
{
  const PlumePrepared *prepared = data->prepared;

  for (gsize c = 0; c < MIN (3, data->points->p); c++)
    if (prepared->n_components > 0)
      data->axis_titles[c] = g_strdup_printf (_ ("Component %u (%.0f %%)"), (guint)c + 1,
                                              100 * prepared->explained[c]);
    else
      data->axis_titles[c] =
          block->column_names != NULL
              ? g_markup_escape_text (block->column_names[prepared->columns[c]], -1)
              : g_strdup_printf (_ ("Column %u"), prepared->columns[c] + 1);
}

/* Sparse and whole: molecules that were counted. */
static gboolean
looks_counted (const PlumeBlock *block)
{
  if (block->sparse == NULL)
    return FALSE;
  for (gsize k = 0; k < block->sparse->n_entries; k++)
    if (block->sparse->values[k] < 0
        || block->sparse->values[k] != floor (block->sparse->values[k]))
      return FALSE;
  return TRUE;
}

static PlumeCounts
read_counts (const PlumeReads *reads, const PlumeBlock *block)
{
  int choice = plume_reads_integer (reads, "counts");

  if (choice == 0)
    return looks_counted (block) ? PLUME_COUNTS_SQRT : PLUME_COUNTS_NONE;
  return (PlumeCounts)(choice - 1);
}

/* Some rows of a block, drawn among all, and which they are; the block itself where it has no more.
 */
static PlumeBlock *
take_some (PlumeBlock *block, gsize most, guint64 seed, guint32 **some)
{
  *some = NULL;
  if (block->n_rows <= most)
    return plume_block_ref (block);
  *some = plume_subset_draw (block->n_rows, most, seed, "rough");
  return plume_block_take_rows (block, most, *some);
}

static gboolean
prepare_block (HgData *data,
               PlumeBlock *block,
               const PlumeReads *reads,
               gsize most,
               PlumeTask *task,
               GError **error)
{
  g_autoptr (PlumeBlock) part = NULL;
  g_autofree guint32 *some = NULL;
  PlumePrepareOptions options = {
    .missing = (PlumeMissing)plume_reads_integer (reads, "missing"),
    .counts = read_counts (reads, block),
    .scaling = (PlumeColumnScaling)plume_reads_integer (reads, "scaling"),
    .most_variable = (gsize)plume_reads_integer (reads, "variable"),
    .components = (gsize)plume_reads_integer (reads, "components"),
    .components_above = 50,
    .seed = plume_reads_seed (reads, "seed"),
  };

  if (block->kind != PLUME_BLOCK_FEATURES)
    {
      data->pairs = plume_block_ref (block);
      return TRUE;
    }
  part = take_some (block, most, options.seed, &some);
  data->prepared = plume_prepare (part, &options, task, error);
  if (data->prepared == NULL)
    return FALSE;
  for (gsize i = 0; some != NULL && i < data->prepared->points->n; i++)
    data->prepared->rows[i] = some[data->prepared->rows[i]];
  data->points = plume_points_ref (data->prepared->points);
  data->rows = data->prepared->rows;
  name_axes (data, block);
  return TRUE;
}

static PlumeResult *
compute_data (const PlumeReads *reads, gsize most, PlumeTask *task, GError **error)
{
  HgData *data = g_new0 (HgData, 1);
  gboolean done;
  gsize bytes;

  if (plume_reads_n_datasets (reads, "data") > 0)
    done = prepare_block (data, plume_reads_block (reads, "data", 0, "features"), reads, most, task,
                          error);
  else
    done = make_shape (data, reads, most, error);
  if (!done)
    {
      data_free (data);
      return NULL;
    }
  bytes = data->points != NULL ? plume_points_get_bytes (data->points) : 0;
  return plume_result_new (data, 1024 + 2 * bytes, data_free);
}

PlumeResult *
hg_compute_data (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return compute_data (reads, G_MAXSIZE, task, error);
}

PlumeResult *
hg_compute_data_coarse (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return compute_data (reads, HG_ROUGH, task, error);
}

static PlumeGraphOptions
read_options (const PlumeReads *reads)
{
  return (PlumeGraphOptions){
    .kernel = (PlumeKernel)plume_reads_integer (reads, "kernel"),
    .decay = plume_reads_number (reads, "decay"),
    .width = plume_reads_number (reads, "width"),
    .symmetry = (PlumeSymmetry)plume_reads_integer (reads, "symmetry"),
    .mutual = plume_reads_number (reads, "mutual"),
    .anisotropy = plume_reads_number (reads, "anisotropy"),
    .pieces = (PlumePieces)plume_reads_integer (reads, "pieces"),
  };
}

static void
near_free (gpointer pointer)
{
  HgNear *near = pointer;

  plume_neighbours_unref (near->neighbours);
  plume_points_unref (near->points);
  g_free (near->some);
  g_free (near);
}

static PlumePoints *
gather_points (const PlumePoints *points, gsize n, const guint32 *which)
{
  PlumePoints *gathered = plume_points_new (n, points->p);

  for (gsize i = 0; i < n; i++)
    memcpy (gathered->values + i * points->p, points->values + which[i] * points->p,
            points->p * sizeof (double));
  return gathered;
}

static PlumeResult *
compute_neighbours (const PlumeReads *reads, gsize most, PlumeTask *task, GError **error)
{
  const HgData *data = plume_reads_result (reads, "prepared");
  PlumeGraphOptions options = read_options (reads);
  guint64 seed = plume_reads_seed (reads, "seed");
  HgNear *near = g_new0 (HgNear, 1);

  if (data->points == NULL) /* a graph was opened */
    return plume_result_new (near, 64, near_free);
  if (data->points->n > most)
    {
      near->some = plume_subset_draw (data->points->n, most, seed, "rough");
      near->points = gather_points (data->points, most, near->some);
    }
  else
    near->points = plume_points_ref (data->points);
  near->neighbours = plume_neighbours_find (
      near->points, (PlumeMetric)plume_reads_integer (reads, "metric"),
      (gsize)plume_reads_integer (reads, "neighbours"), plume_graph_reach (&options),
      PLUME_SEARCH_AUTOMATIC, seed, task, error);
  if (near->neighbours == NULL)
    {
      near_free (near);
      return NULL;
    }
  return plume_result_new (near, plume_neighbours_get_bytes (near->neighbours), near_free);
}

PlumeResult *
hg_compute_neighbours (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return compute_neighbours (reads, G_MAXSIZE, task, error);
}

PlumeResult *
hg_compute_neighbours_coarse (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return compute_neighbours (reads, HG_ROUGH, task, error);
}

void
hg_graph_clear (HgGraph *graph)
{
  plume_graph_unref (graph->graph);
  plume_points_unref (graph->points);
  plume_array_unref (graph->items);
  g_free (graph->places);
}

static void
uncut_free (gpointer pointer)
{
  HgUncut *uncut = pointer;

  hg_graph_clear (&uncut->whole);
  plume_bridges_free (uncut->bridges);
  g_mutex_clear (&uncut->lock);
  g_free (uncut);
}

/* Which of the data's points every vertex is; NULL where all are there. */
static guint32 *
find_places (const HgNear *near, const PlumeGraph *graph)
{
  gsize n = plume_graph_get_n (graph);
  guint32 *places;

  if (graph->kept == NULL)
    return g_memdup2 (near->some, near->some != NULL ? n * sizeof (guint32) : 0);
  places = g_memdup2 (graph->kept, n * sizeof (guint32));
  for (gsize v = 0; near->some != NULL && v < n; v++)
    places[v] = near->some[places[v]];
  return places;
}

/* Which row of the data every vertex is; NULL where all are there. */
static PlumeArray *
find_items (const HgData *data, const HgGraph *graph)
{
  gsize n = plume_graph_get_n (graph->graph);
  PlumeArray *items;
  gboolean all = graph->places == NULL;

  for (gsize v = 0; all && data->rows != NULL && v < n; v++)
    all = data->rows[v] == v;
  if (all)
    return NULL;
  items = plume_array_new (n);
  for (gsize v = 0; v < n; v++)
    {
      gsize point = hg_place_of (graph, v);

      items->values[v] = data->rows != NULL ? data->rows[point] : (double)point;
    }
  return items;
}

PlumeResult *
hg_compute_uncut (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const HgData *data = plume_reads_result (reads, "prepared");
  const HgNear *near = plume_reads_result (reads, "near");
  PlumeGraphOptions options = read_options (reads);
  PlumeGraph *graph;
  HgUncut *uncut;
  HgGraph *result;

  if (data->points == NULL)
    graph = hg_graph_of_pairs (data->pairs, (gsize)plume_reads_integer (reads, "neighbours"),
                               &options, task, error);
  else
    graph = plume_graph_new (near->points, (PlumeMetric)plume_reads_integer (reads, "metric"),
                             near->neighbours, &options, task, error);
  if (graph == NULL)
    return NULL;
  uncut = g_new0 (HgUncut, 1);
  g_mutex_init (&uncut->lock);
  result = &uncut->whole;
  result->graph = graph;
  result->places = find_places (near, graph);
  result->items = find_items (data, result);
  if (near->points != NULL)
    result->points = graph->kept != NULL
                         ? gather_points (near->points, plume_graph_get_n (graph), graph->kept)
                         : plume_points_ref (near->points);
  return plume_result_new (
      uncut, plume_graph_get_bytes (graph) + graph->weights->n_entries * sizeof (PlumeBridge) / 2,
      uncut_free);
}

/* What a three-dimensional view of the data shows: the shape that was made, or the first columns.
 */
PlumePoints *
hg_data_in_space (const HgData *data, const HgGraph *graph)
{
  const PlumePoints *source = data->shape != NULL ? data->shape->original : data->points;
  gsize n = plume_graph_get_n (graph->graph), p;
  PlumePoints *seen;

  if (source == NULL || source->p < 2)
    return NULL;
  p = MIN (3, source->p);
  seen = plume_points_new (n, p);
  for (gsize v = 0; v < n; v++)
    {
      gsize i = hg_place_of (graph, v);

      for (gsize c = 0; c < p; c++)
        seen->values[v * p + c] = source->values[i * source->p + c];
    }
  return seen;
}

static void
colouring_free (gpointer pointer)
{
  HgColouring *colouring = pointer;

  plume_array_unref (colouring->codes);
  plume_array_unref (colouring->values);
  g_strfreev (colouring->names);
  g_free (colouring->title);
  g_free (colouring);
}

/* Values of rows of the data, or of points of a shape, brought to the vertices. */
PlumeArray *
hg_of_vertices (const HgGraph *graph, const PlumeArray *rows)
{
  gsize n = plume_graph_get_n (graph->graph);
  PlumeArray *values = plume_array_new (n);

  for (gsize v = 0; v < n; v++)
    {
      gsize row = graph->items != NULL ? (gsize)graph->items->values[v] : v;

      values->values[v] = row < rows->length ? rows->values[row] : NAN;
    }
  return values;
}

static void
take_labels (HgColouring *colouring, const HgGraph *graph, const PlumeLabels *labels)
{
  colouring->codes = hg_of_vertices (graph, labels->codes);
  colouring->names = g_strdupv (labels->names);
}

/* Parts of a shape, counted from 1. */
static PlumeArray *
shape_codes (const PlumeShapeSample *shape)
{
  PlumeArray *codes = plume_array_new (shape->points->n);

  for (gsize i = 0; i < codes->length; i++)
    codes->values[i] = shape->labels[i] + 1;
  return codes;
}

/* Labels of the data, or what a shape was made from. */
static void
colour_automatically (HgColouring *colouring,
                      const HgData *data,
                      const HgGraph *graph,
                      const PlumeReads *reads)
{
  PlumeLabels *labels = NULL;

  if (data->shape != NULL)
    {
      g_autoptr (PlumeArray) codes = data->shape->labels != NULL ? shape_codes (data->shape) : NULL;

      if (codes != NULL)
        {
          g_autoptr (PlumeLabels) made = plume_labels_new_for_numbers (codes);

          take_labels (colouring, graph, made);
        }
      else
        {
          colouring->values = hg_of_vertices (graph, data->shape->colour);
          colouring->title = g_strdup (_ ("Place along the shape"));
        }
      return;
    }
  labels = plume_reads_labels (reads, "data", 0, "label");
  if (labels == NULL)
    labels = plume_reads_labels (reads, "data", 0, "stage");
  if (labels != NULL)
    take_labels (colouring, graph, labels);
}

static gboolean
colour_by_column (HgColouring *colouring,
                  const char *title,
                  const HgGraph *graph,
                  const PlumeReads *reads,
                  GError **error)
{
  g_autoptr (PlumeArray) numbers = NULL;
  g_autoptr (PlumeLabels) labels = NULL;

  if (plume_reads_n_datasets (reads, "data") == 0
      || !plume_reads_any_column (reads, "data", 0, title, &numbers, &labels))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("The data have no column '%.60s' to colour by; choose another"), title);
      return FALSE;
    }
  if (labels != NULL)
    take_labels (colouring, graph, labels);
  else
    colouring->values = hg_of_vertices (graph, numbers);
  colouring->title = g_markup_escape_text (title, -1);
  return TRUE;
}

PlumeResult *
hg_compute_colouring (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const HgData *data = plume_reads_result (reads, "prepared");
  const HgGraph *graph = plume_reads_result (reads, "graph");
  const char *colour = plume_reads_text (reads, "colour");
  HgColouring *colouring = g_new0 (HgColouring, 1);
  gboolean done = TRUE;

  if (strcmp (colour, "automatic") == 0)
    colour_automatically (colouring, data, graph, reads);
  else if (strcmp (colour, "degree") == 0)
    {
      colouring->values =
          plume_array_new_copy (graph->graph->degrees, plume_graph_get_n (graph->graph));
      colouring->title = g_strdup (_ ("Degree <i>δ</i>"));
    }
  else if (strcmp (colour, "stress") != 0) /* a stage of its own */
    done = colour_by_column (colouring, colour, graph, reads, error);
  if (!done)
    {
      colouring_free (colouring);
      return NULL;
    }
  return plume_result_new (colouring, 16 * plume_graph_get_n (graph->graph), colouring_free);
}
