/* heat-geodesic-embedding.c: how far is it along the data? Heat that spreads on a graph of
 * neighbours tells, and a picture is drawn from its distances.
 *
 * Huguet, Tong, De Brouwer, Zhang, Wolf, Adelstein, Krishnaswamy 2023, "A Heat Diffusion
 * Perspective on Geodesic Preserving Dimensionality Reduction" (arXiv 2305.19043). Parameters,
 * stages and views are in the files beside this one; here are the tables that bind them.
 */
#include "experiments/heat-geodesic-embedding.h"

#include "core/plume-error.h"
#include "data/plume-csv-writer.h"
#include "data/plume-npy-writer.h"
#include "manifold/plume-embedding-measures.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define SHAPE_READS   "shape", "points", "breadth", "noise", "ambient"
#define PREPARE_READS "missing", "counts", "scaling", "variable", "components"
#define GRAPH_READS                                                                                \
  "kernel", "decay", "width", "symmetry", "mutual", "anisotropy", "pieces", "neighbours", "metric"
#define DISTANCE_READS                                                                             \
  "law", "harnack", "denoising", "rescaled", "power", "floor", "truncation", "cut", "quantile",    \
      "steps"
#define METHOD_READS                                                                               \
  "prepared", "graph", "embedding", "dimensions", "fit", "time", "gamma", "perplexity",            \
      "laplacian", "metric", "seed", DISTANCE_READS

static const PlumeStage stages[] = {
  { "prepared",
    N_ ("Preparation"),
    { SHAPE_READS, PREPARE_READS, "seed", "data" },
    hg_compute_data,
    hg_compute_data_coarse },
  { "near",
    N_ ("Nearest neighbours"),
    { "prepared", GRAPH_READS, "seed" },
    hg_compute_neighbours,
    hg_compute_neighbours_coarse },
  { "uncut", N_ ("Graph"), { "prepared", "near", GRAPH_READS }, hg_compute_uncut, NULL },
  { "graph",
    N_ ("Graph without short circuits"),
    { "uncut", "bridges-cut" },
    hg_compute_graph,
    NULL },
  { "bridges",
    N_ ("Short circuits"),
    { "uncut", "bridges-shown", "bridges-cut" },
    hg_compute_bridges,
    NULL },
  { "colouring",
    N_ ("Colours"),
    { "prepared", "graph", "colour", "data" },
    hg_compute_colouring,
    NULL },
  { "sites",
    N_ ("Landmarks"),
    { "prepared", "graph", "landmarks", "selection", "laplacian", "seed" },
    hg_compute_sites,
    hg_compute_sites_coarse },
  { "ladder", N_ ("Heat at many times"), { "sites", "laplacian" }, hg_compute_ladder, NULL },
  { "unfolding",
    N_ ("Pictures at many times"),
    { "ladder", "dimensions", DISTANCE_READS },
    hg_compute_unfolding,
    hg_compute_unfolding_coarse },
  { "embedding",
    N_ ("Embedding"),
    { "sites", "unfolding", "time", "engine", "order", "rank", "laplacian", "fit", "data-units",
      DISTANCE_READS },
    hg_compute_embedding,
    hg_compute_embedding_coarse },
  { "stability",
    N_ ("Stability"),
    { "graph", "embedding", "method", "time", "engine", "order", "rank", "laplacian", "fit",
      "data-units", "seed", DISTANCE_READS },
    hg_compute_stability,
    NULL },
  { "picture", N_ ("Method"), { "method", METHOD_READS }, hg_compute_picture, NULL },
  { "other-picture",
    N_ ("Method to compare with"),
    { "compare-with", METHOD_READS },
    hg_compute_other_picture,
    NULL },
  { "stress", N_ ("Local stress"), { "picture", "sites", "colour" }, hg_compute_stress, NULL },
  { "gallery", N_ ("Methods"), { METHOD_READS }, hg_compute_gallery, NULL },
  { "curves",
    N_ ("Times"),
    { "graph", "sites", "ladder", "laplacian", "seed" },
    hg_compute_curves,
    NULL },
  { "walk", N_ ("Entropy of the walk"), { "graph" }, hg_compute_walk, NULL },
  { "spectrum", N_ ("Spectrum"), { "graph", "laplacian" }, hg_compute_spectrum, NULL },
  { "warmth",
    N_ ("Heat from a point"),
    { "graph", "source", "time", "laplacian", "sites", "ladder" },
    hg_compute_warmth,
    hg_compute_warmth_coarse },
  { "smoothed",
    N_ ("Smoothed columns"),
    { "prepared", "graph", "data", "columns", "time", "laplacian" },
    hg_compute_smoothed,
    NULL },
  { "truth", N_ ("Distances to keep"), { "prepared", "graph", "seed" }, hg_compute_truth, NULL },
  { "kept",
    N_ ("Judgement"),
    { "prepared", "graph", "colouring", "picture", "truth", "seed" },
    hg_compute_kept,
    hg_compute_kept_coarse },
  { "noise-free",
    N_ ("Paths without noise"),
    { "prepared", "graph", "truth", "seed" },
    hg_compute_noise_free,
    hg_compute_noise_free_coarse },
  { "demap",
    N_ ("DEMaP"),
    { "noise-free", "truth", "picture" },
    hg_compute_demap,
    hg_compute_demap_coarse },
  { "withheld-stage",
    N_ ("Withheld stage"),
    { "graph", "picture", "data", "withheld", "fraction", "seed" },
    hg_compute_withheld,
    NULL },
  { "matrix", N_ ("Distance matrix"), { "picture" }, hg_compute_matrix, NULL },
};

static void
add (PlumeMeasurement *measurement, double value)
{
  plume_measurement_add (measurement, NULL, value, NAN);
}

static void
measure_points (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  add (measurement,
       (double)plume_graph_get_n (((const HgGraph *)plume_reads_result (reads, "graph"))->graph));
}

static void
measure_columns (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const HgData *data = plume_reads_result (reads, "prepared");

  add (measurement, data->points != NULL ? (double)data->points->p : NAN);
}

static void
measure_left_out (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const PlumePrepared *prepared =
      ((const HgData *)plume_reads_result (reads, "prepared"))->prepared;

  if (prepared == NULL)
    return;
  plume_measurement_add (measurement, _ ("missing cells"), (double)prepared->n_missing, NAN);
  plume_measurement_add (measurement, _ ("rows"), (double)prepared->n_rows_dropped, NAN);
  plume_measurement_add (measurement, _ ("columns"), (double)prepared->n_columns_dropped, NAN);
  plume_measurement_add (measurement, _ ("constant columns"), (double)prepared->n_constant, NAN);
}

static void
measure_edges (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const HgGraph *graph = plume_reads_result (reads, "graph");

  add (measurement, 0.5 * (double)graph->graph->weights->n_entries);
}

static void
measure_pieces (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const HgGraph *graph = plume_reads_result (reads, "graph");

  add (measurement, (double)graph->graph->n_components);
}

static void
measure_recall (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const PlumeNeighbours *near = ((const HgNear *)plume_reads_result (reads, "near"))->neighbours;

  if (near != NULL)
    add (measurement, 100 * near->recall);
}

static void
measure_duplicates (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const PlumeNeighbours *near = ((const HgNear *)plume_reads_result (reads, "near"))->neighbours;

  if (near != NULL && near->n_duplicates > 0)
    add (measurement, (double)near->n_duplicates);
}

static void
measure_knee (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  add (measurement, ((const HgCurves *)plume_reads_result (reads, "curves"))->knee);
}

static void
measure_smallest (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  add (measurement, ((const HgCurves *)plume_reads_result (reads, "curves"))->smallest);
}

static void
measure_largest (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  add (measurement, ((const HgCurves *)plume_reads_result (reads, "curves"))->largest);
}

/* √(2t ℓ²), ℓ² the mean square of an edge. */
static void
measure_length (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const PlumeGraph *graph = ((const HgGraph *)plume_reads_result (reads, "graph"))->graph;
  double square = 0, weight = 0;

  for (gsize k = 0; k < graph->weights->n_entries; k++)
    {
      square += graph->weights->values[k] * graph->lengths[k] * graph->lengths[k];
      weight += graph->weights->values[k];
    }
  if (weight > 0)
    add (measurement,
         sqrt (plume_reads_number (reads, "time") * square / (double)plume_graph_get_n (graph)));
}

static void
measure_stress (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const HgPicture *picture = plume_reads_result (reads, "picture");

  if (picture->distances != NULL)
    add (measurement, picture->counts.stress_1);
}

static void
measure_negative (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const HgPicture *picture = plume_reads_result (reads, "picture");

  if (picture->counts.negative_share > 0)
    add (measurement, 100 * picture->counts.negative_share);
}

static void
measure_floor (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const HgPicture *picture = plume_reads_result (reads, "picture");
  double m = picture->distances != NULL ? (double)picture->distances->m : 0;

  if (picture->method == HG_HEAT && m > 1)
    add (measurement, 100 * (double)picture->pairs.n_at_floor / (m * (m - 1) / 2));
}

static void
measure_clamped (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const HgPicture *picture = plume_reads_result (reads, "picture");

  if (picture->pairs.n_clamped > 0)
    add (measurement, (double)picture->pairs.n_clamped);
}

static void
measure_scores (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const HgKept *kept = plume_reads_result (reads, "kept");

  for (guint s = 0; s < HG_N_SCORES; s++)
    if (isfinite (kept->scores[s]))
      plume_measurement_add (measurement, _ (plume_embedding_measure_find (hg_score_ids[s])->title),
                             kept->scores[s], NAN);
}

static void
measure_demap (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  add (measurement, ((const HgDemap *)plume_reads_result (reads, "demap"))->value);
}

#define G_DATA    N_ ("Data")
#define G_GRAPH   N_ ("Graph")
#define G_TIME    N_ ("Time")
#define G_PICTURE N_ ("Embedding")

static const PlumeReadout readouts[] = {
  { "points-used", N_ ("Points"), "<i>n</i>", NULL, G_DATA, NULL, { "graph" }, measure_points },
  { "columns-used",
    N_ ("Columns"),
    "<i>p</i>",
    NULL,
    G_DATA,
    NULL,
    { "prepared" },
    measure_columns },
  { "left-out",
    N_ ("Left out"),
    NULL,
    NULL,
    G_DATA,
    N_ ("For missing or infinite values, or because all values are equal"),
    { "prepared" },
    measure_left_out },
  { "edges", N_ ("Edges"), NULL, NULL, G_GRAPH, NULL, { "graph" }, measure_edges },
  { "pieces-found",
    N_ ("Pieces"),
    NULL,
    NULL,
    G_GRAPH,
    N_ ("Before they were joined"),
    { "graph" },
    measure_pieces },
  { "recall",
    N_ ("Recall of neighbours"),
    NULL,
    "%",
    G_GRAPH,
    N_ ("Measured on 500 points; 100 where the search is exact"),
    { "near" },
    measure_recall },
  { "duplicates",
    N_ ("Duplicate points"),
    NULL,
    NULL,
    G_GRAPH,
    N_ ("Whose k-th neighbour lies on themselves; the smallest positive distance stands in"),
    { "near" },
    measure_duplicates },
  { "knee",
    N_ ("Knee of the entropy"),
    "<i>t</i>",
    N_ ("1/weight"),
    G_TIME,
    NULL,
    { "curves" },
    measure_knee },
  { "smallest-eigenvalue",
    N_ ("Smallest eigenvalue"),
    "<i>λ</i><sub>2</sub>",
    NULL,
    G_TIME,
    N_ ("After 1/λ₂ all heat is even, and the picture collapses; where there are landmarks, to "
        "about "
        "a hundredth"),
    { "curves" },
    measure_smallest },
  { "largest-eigenvalue",
    N_ ("Largest eigenvalue"),
    "<i>λ</i><sub>max</sub>",
    NULL,
    G_TIME,
    NULL,
    { "curves" },
    measure_largest },
  { "diffusion-length",
    N_ ("Diffusion length"),
    NULL,
    NULL,
    G_TIME,
    N_ ("How far heat comes in this time, in the unit of the data"),
    { "graph", "time" },
    measure_length },
  { "stress",
    N_ ("Stress"),
    NULL,
    NULL,
    G_PICTURE,
    N_ ("Root of the squared differences over the squared distances"),
    { "picture" },
    measure_stress },
  { "negative-share",
    N_ ("Negative eigenvalues"),
    NULL,
    "%",
    G_PICTURE,
    N_ ("Their share in the classical solution: how far from Euclidean the distances are"),
    { "picture" },
    measure_negative },
  { "below-floor",
    N_ ("Pairs below 1e-16"),
    NULL,
    "%",
    G_PICTURE,
    N_ ("Whose distance a floor under the heat would destroy"),
    { "picture" },
    measure_floor },
  { "clamped",
    N_ ("Pairs held at 0"),
    NULL,
    NULL,
    G_PICTURE,
    N_ ("Whose squared distance came out negative"),
    { "picture" },
    measure_clamped },
  { "scores",
    N_ ("Kept"),
    NULL,
    NULL,
    G_PICTURE,
    N_ ("Against true geodesics where they are known, else shortest paths on the graph; of 12 "
        "neighbours"),
    { "kept" },
    measure_scores },
  { "demap",
    N_ ("DEMaP"),
    NULL,
    NULL,
    G_PICTURE,
    N_ ("Rank correlation of all distances in the picture with shortest paths among the points "
        "without their noise, each joined to its 30 nearest"),
    { "demap" },
    measure_demap },
};

static gboolean
take_knee (const PlumeReads *reads, PlumeChanges *changes, GError **error)
{
  plume_changes_set_number (changes, ((const HgCurves *)plume_reads_result (reads, "curves"))->knee,
                            "time");
  return TRUE;
}

static const PlumeAction actions[] = {
  { "take-knee",
    N_ ("Time at the Knee"),
    N_ ("Sets the time to the knee of the entropy"),
    { "curves" },
    take_knee },
};

static gboolean
save (const char *path, const void *content, gsize length, GError **error)
{
  g_autoptr (GError) reason = NULL;

  if (g_file_set_contents (path, content, (gssize)length, &reason))
    return TRUE;
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA, _ ("%s cannot be written: %s"), path,
               reason->message);
  return FALSE;
}

/* Row of the data, coordinates, label or value by which the points are coloured. */
static gboolean
write_coordinates (const PlumeReads *reads, const char *path, PlumeTask *task, GError **error)
{
  static const char *const titles[] = { "x", "y", "z" };
  const HgPicture *picture = plume_reads_result (reads, "picture");
  const HgGraph *graph = plume_reads_result (reads, "graph");
  g_autoptr (PlumeTable) table = plume_table_new ("coordinates");
  g_autofree char *text = NULL;
  gsize n, length;

  if (picture->places == NULL)
    {
      g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_COMPUTE, picture->sentence);
      return FALSE;
    }
  n = picture->places->n;

  PlumeArray *rows = plume_array_new (n);

  for (gsize v = 0; v < n; v++)
    rows->values[v] = (graph->items != NULL ? graph->items->values[v] : (double)v) + 1;
  plume_table_add_numbers (table, "row", NULL, rows);
  for (gsize c = 0; c < picture->places->p; c++)
    plume_table_add_numbers (table, titles[c], NULL,
                             plume_points_get_coordinate (picture->places, c));
  text = plume_table_to_csv (table, &length);
  return save (path, text, length, error);
}

static gboolean
write_distances (const PlumeReads *reads, const char *path, PlumeTask *task, GError **error)
{
  const HgPicture *picture = plume_reads_result (reads, "picture");
  const PlumeDistances *distances = picture->distances;
  g_autoptr (GBytes) bytes = NULL;

  if (distances == NULL)
    {
      g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                           _ ("This method is not drawn from distances; choose another"));
      return FALSE;
    }
  bytes = plume_npy_write (2, (gsize[]){ distances->m, distances->m }, distances->values);
  return save (path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error);
}

static const char *const csv_extensions[] = { "csv", NULL };
static const char *const npy_extensions[] = { "npy", NULL };
static const PlumeWriter writers[] = {
  { "coordinates",
    N_ ("Coordinates"),
    N_ ("The picture as a table: row of the data and coordinates"),
    csv_extensions,
    { "picture", "graph" },
    write_coordinates },
  { "distances",
    N_ ("Distances"),
    N_ ("The matrix that the picture is drawn from"),
    npy_extensions,
    { "picture" },
    write_distances },
};

#define ABOUT                                                                                         \
  N_ ("Data often lie near a curved surface: neighbours are like each other, but what looks near "    \
      "through the air may be far along the surface. Here every point is joined to its nearest "      \
      "neighbours, and heat spreads on this graph for a time t. How much of it comes from one "       \
      "point to another tells how far apart they are along the data, and a picture is drawn that "    \
      "keeps these distances.\n\n"                                                                    \
      "A time too short only counts hops, a time too long makes all points alike; in between, "       \
      "the "                                                                                          \
      "distances are geodesics, and noise that builds bridges between the sheets does less harm "     \
      "than it does to shortest paths. PHATE, diffusion maps, Isomap and t-SNE are relatives; "       \
      "all "                                                                                          \
      "of them can be drawn on the same graph.\n\n"                                                   \
      "Try: play the time and watch the roll unroll. Click on a point and let heat spread from "      \
      "it. "                                                                                          \
      "Raise the noise to 1 and compare heat with Isomap by the curtain; then open the view "         \
      "“Short Circuits” and cut the edges between the sheets. Set the volume "                    \
      "correction "                                                                                   \
      "to 0 and see what it mends. Open a table of your own: columns of numbers are features, "       \
      "and a "                                                                                        \
      "column of words becomes the colour. Open the view “Stability” and see which parts of the " \
      "picture hang on few edges. Choose points with the pointer and find them in every "             \
      "view.")

const PlumeExperiment plume_experiment_heat_geodesic_embedding = {
  .id = "heat-geodesic-embedding",
  .title = N_ ("Heat Geodesics"),
  .summary = N_ ("Heat finds the way along the data, and a picture unfolds"),
  .chapter = PLUME_CHAPTER_GEOMETRY,
  .version = 1,
  .authors = "G. Huguet, A. Tong, E. De Brouwer, Y. Zhang, G. Wolf, I. Adelstein, S. Krishnaswamy",
  .paper = "A Heat Diffusion Perspective on Geodesic Preserving Dimensionality Reduction",
  .year = "2023",
  .link = "https://arxiv.org/abs/2305.19043",
  .about = ABOUT,
  .equations = N_ ("H_t = \\exp(-t L)\n"
                   "d_t(i, j)^2 = -4 t \\log H_t(i, j) - 4 t \\sigma \\log V_t(i, j)\n"
                   "V_t(i, j) = \\frac{2}{H_t(i, i) + H_t(j, j)}\n"
                   "\\text{stress} = \\sum_{i < j} \\left(\\|y_i - y_j\\| - d_{ij}\\right)^2"),
  .keywords = N_ ("heat geodesic embedding manifold dimensionality reduction PHATE Isomap t-SNE "
                  "diffusion map eigenmaps MDS single-cell Varadhan graph Laplacian swiss roll"),
  .parameters = hg_parameters,
  .n_parameters = HG_N_PARAMETERS,
  PLUME_TABLE_OF (inputs, hg_inputs),
  PLUME_TABLE_OF (stages, stages),
  .views = hg_views,
  .n_views = HG_N_VIEWS,
  PLUME_TABLE_OF (readouts, readouts),
  PLUME_TABLE_OF (actions, actions),
  PLUME_TABLE_OF (writers, writers),
};
