/* heat-geodesic-embedding-methods.c: one graph, many pictures: a table of methods.
 *
 * A method takes the graph, the data and the picture of heat, and gives a picture, or one sentence
 * why it gives none here. All pictures are turned to the picture of heat, never scaled.
 */
#include "experiments/heat-geodesic-embedding.h"

#include "core/plume-error.h"
#include "manifold/plume-embedding-measures.h"
#include "manifold/plume-euclidean.h"
#include "manifold/plume-isomap.h"
#include "manifold/plume-phate.h"
#include "manifold/plume-shortest-paths.h"
#include "manifold/plume-sne.h"
#include "manifold/plume-spectral-pictures.h"
#include "manifold/plume-tsne.h"
#include "manifold/plume-walk.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MOST_DENSE 3000 /* vertices of which all pairs are taken */
#define FIT_STEPS  300
#define TOLERANCE  1e-6
#define TRUST_NEAR 12

/**
 * Work: what a method may use
 * @heat: the picture of heat
 * @time: as set; in whole steps for walks
 */
typedef struct
{
  const PlumePoints *points; /* nullable: a graph was opened */
  const PlumeGraph *graph;
  const HgPicture *heat;
  guint dimensions;
  PlumeScalingKind fit;
  double time, gamma, perplexity;
  PlumeLaplacianKind laplacian;
  PlumeMetric metric;
  PlumeGeodesicOptions geodesic;
  guint64 seed;
  PlumeTask *shows; /* nullable: to whom a picture is published while it is drawn */
} Work;

typedef struct
{
  HgMethod method;
  PlumePoints *heat;
  PlumeTask *task;
} Showing;

typedef gboolean MethodFunc (const Work *work, HgPicture *picture, PlumeTask *task, GError **error);

static gboolean refuse (HgPicture *picture, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
refuse (HgPicture *picture, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  picture->sentence = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return TRUE;
}

static gboolean
needs_all_pairs (const Work *work, HgPicture *picture)
{
  gsize n = plume_graph_get_n (work->graph);

  if (n <= MOST_DENSE)
    return FALSE;
  return refuse (picture,
                 _ ("%s takes the distances of all pairs, which is done up to %d points; "
                    "there are %zu."),
                 _ (hg_method_choices[picture->method].title), MOST_DENSE, n);
}

static guint
walk_steps (const Work *work)
{
  return (guint)CLAMP (round (work->time), 1, 1000);
}

/* Draws the distances that the picture has. */
static gboolean
scale (const Work *work, HgPicture *picture, PlumeTask *task, GError **error)
{
  PlumeScaling scaling = { .kind = work->fit == PLUME_SCALING_WEIGHTED ? PLUME_SCALING_METRIC
                                                                       : work->fit,
                           .dimensions = work->dimensions,
                           .most_steps = FIT_STEPS,
                           .tolerance = TOLERANCE };

  picture->places =
      plume_scaling_solve (picture->distances, &scaling, &picture->counts, task, error);
  picture->unit = 1;
  return picture->places != NULL;
}

static gboolean
draw_random_walk (const Work *work, HgPicture *picture, PlumeTask *task, GError **error)
{
  g_autoptr (PlumeHeat) heat = NULL;

  if (needs_all_pairs (work, picture))
    return TRUE;
  heat = plume_walk_heat (work->graph, walk_steps (work), TRUE, plume_graph_get_n (work->graph),
                          NULL, task, error);
  if (heat == NULL)
    return FALSE;
  picture->distances = plume_heat_geodesic (heat, &work->geodesic, &picture->pairs, task, error);
  return picture->distances != NULL && scale (work, picture, task, error);
}

static gboolean
draw_phate (const Work *work, HgPicture *picture, PlumeTask *task, GError **error)
{
  PlumePhateOptions options = PLUME_PHATE_OPTIONS_DEFAULT;
  g_autoptr (PlumePhate) phate = NULL;

  options.t = 0; /* its own knee */
  options.gamma = work->gamma;
  options.seed = work->seed;
  phate = plume_phate_new (work->graph, &options, task, error);
  if (phate == NULL)
    return FALSE;
  picture->distances = plume_distances_ref (phate->distances);
  if (!scale (work, picture, task, error))
    return FALSE;
  if (phate->extension != NULL)
    {
      picture->sites = g_steal_pointer (&picture->places);
      picture->places = plume_phate_extend (phate, picture->sites, task, error);
    }
  return picture->places != NULL;
}

static gboolean
draw_diffusion_map (const Work *work, HgPicture *picture, PlumeTask *task, GError **error)
{
  picture->places =
      plume_diffusion_map (work->graph, work->dimensions, work->time, NULL, task, error);
  return picture->places != NULL;
}

static gboolean
draw_eigenmaps (const Work *work, HgPicture *picture, PlumeTask *task, GError **error)
{
  picture->places = plume_laplacian_eigenmaps (work->graph, work->dimensions, NULL, task, error);
  return picture->places != NULL;
}

static gboolean
draw_isomap (const Work *work, HgPicture *picture, PlumeTask *task, GError **error)
{
  gsize n = plume_graph_get_n (work->graph);

  picture->places = n <= PLUME_ISOMAP_ALL_PAIRS
                        ? plume_isomap (work->graph, work->dimensions,
                                        &picture->counts.negative_share, task, error)
                        : plume_isomap_landmarks (work->graph, work->dimensions, 1000, NULL,
                                                  work->seed, task, error);
  picture->unit = 1;
  return picture->places != NULL;
}

static gboolean
draw_shortest_paths (const Work *work, HgPicture *picture, PlumeTask *task, GError **error)
{
  if (needs_all_pairs (work, picture))
    return TRUE;
  picture->distances = plume_shortest_path_distances (work->graph, task, error);
  return picture->distances != NULL && scale (work, picture, task, error);
}

static PlumeHeat *
heat_of_all (const Work *work, PlumeTask *task, GError **error)
{
  PlumeHeatOptions options = PLUME_HEAT_OPTIONS_DEFAULT;

  options.laplacian = work->laplacian;
  return plume_heat_uniformisation.columns (work->graph, &options, work->time,
                                            plume_graph_get_n (work->graph), NULL, task, error);
}

/* From the picture of heat, or from its own kind where that has other dimensions. */
static gboolean
draw_sne (const Work *work, HgPicture *picture, PlumeTask *task, GError **error)
{
  g_autoptr (PlumeHeat) heat = NULL;

  if (needs_all_pairs (work, picture))
    return TRUE;
  heat = heat_of_all (work, task, error);
  if (heat == NULL)
    return FALSE;
  picture->places = plume_sne (heat, work->heat->places, task, error);
  picture->unit = 1;
  return picture->places != NULL;
}

/* A picture that is being drawn, shown as it is. */
static void
show (const PlumePoints *places, gpointer user_data)
{
  const Showing *showing = user_data;
  HgPicture *picture = hg_picture_new (showing->method);

  picture->places = plume_points_new (places->n, places->p);
  memcpy (picture->places->values, places->values, places->n * places->p * sizeof (double));
  hg_align (picture->places, showing->heat);
  plume_task_publish (showing->task, hg_picture_to_result (picture));
}

static gboolean
run_tsne (const Work *work,
          HgPicture *picture,
          const PlumeSparse *affinities,
          const PlumePoints *start,
          PlumeTask *task,
          GError **error)
{
  PlumeTsneOptions options = PLUME_TSNE_OPTIONS_DEFAULT;
  Showing showing = { picture->method, work->heat->places, work->shows };

  options.dimensions = work->dimensions;
  options.seed = work->seed;
  if (plume_task_wants_partial (work->shows))
    {
      options.show = show;
      options.show_data = &showing;
    }
  picture->places = plume_tsne (affinities, start, &options, task, error);
  return picture->places != NULL;
}

static gboolean
draw_heat_tsne (const Work *work, HgPicture *picture, PlumeTask *task, GError **error)
{
  g_autoptr (PlumeHeat) heat = NULL;
  g_autoptr (PlumeSparse) affinities = NULL;

  if (needs_all_pairs (work, picture))
    return TRUE;
  heat = heat_of_all (work, task, error);
  affinities = heat != NULL ? plume_tsne_affinities_of_heat (heat, task, error) : NULL;
  return affinities != NULL
         && run_tsne (work, picture, affinities, work->heat->places, task, error);
}

static gboolean
needs_points (const Work *work, HgPicture *picture)
{
  return work->points == NULL
         && refuse (picture, _ ("%s needs measured values; a graph or distances were opened."),
                    _ (hg_method_choices[picture->method].title));
}

static gboolean
draw_tsne (const Work *work, HgPicture *picture, PlumeTask *task, GError **error)
{
  g_autoptr (PlumePoints) start = NULL;
  g_autoptr (PlumeNeighbours) neighbours = NULL;
  g_autoptr (PlumeSparse) affinities = NULL;

  if (needs_points (work, picture))
    return TRUE;
  start = plume_principal_picture (work->points, MIN (work->dimensions, (guint)work->points->p),
                                   NULL, task, error);
  if (start == NULL)
    return FALSE;
  neighbours = plume_neighbours_find (work->points, work->metric,
                                      MIN (work->points->n - 1, (gsize)ceil (3 * work->perplexity)),
                                      1, PLUME_SEARCH_AUTOMATIC, work->seed, task, error);
  affinities =
      neighbours != NULL ? plume_tsne_affinities (neighbours, work->perplexity, task, error) : NULL;
  return affinities != NULL
         && run_tsne (work, picture, affinities, start->p == work->dimensions ? start : NULL, task,
                      error);
}

static gboolean
draw_components (const Work *work, HgPicture *picture, PlumeTask *task, GError **error)
{

  if (needs_points (work, picture))
    return TRUE;
  if (work->points->p < work->dimensions)
    return refuse (picture, _ ("The data have fewer than %u columns."), work->dimensions);
  picture->places = plume_principal_picture (work->points, work->dimensions, NULL, task, error);
  picture->unit = 1;
  return picture->places != NULL;
}

static gboolean
draw_euclidean (const Work *work, HgPicture *picture, PlumeTask *task, GError **error)
{

  if (needs_points (work, picture) || needs_all_pairs (work, picture))
    return TRUE;
  picture->distances = plume_euclidean_distances (work->points, task, error);
  return picture->distances != NULL && scale (work, picture, task, error);
}

/* In the order of hg_method_choices; the picture of heat is there before. */
static MethodFunc *const methods[HG_N_METHODS] = {
  [HG_RANDOM_WALK] = draw_random_walk,
  [HG_PHATE] = draw_phate,
  [HG_DIFFUSION_MAP] = draw_diffusion_map,
  [HG_EIGENMAPS] = draw_eigenmaps,
  [HG_ISOMAP] = draw_isomap,
  [HG_SHORTEST_PATH] = draw_shortest_paths,
  [HG_SNE] = draw_sne,
  [HG_TSNE] = draw_tsne,
  [HG_HEAT_TSNE] = draw_heat_tsne,
  [HG_PCA] = draw_components,
  [HG_EUCLIDEAN] = draw_euclidean,
};

static Work
read_work (const PlumeReads *reads)
{
  return (Work){
    .points = ((const HgGraph *)plume_reads_result (reads, "graph"))->points,
    .graph = ((const HgGraph *)plume_reads_result (reads, "graph"))->graph,
    .heat = plume_reads_result (reads, "embedding"),
    .dimensions = plume_reads_integer (reads, "dimensions") == 0 ? 2 : 3,
    .fit = (PlumeScalingKind)plume_reads_integer (reads, "fit"),
    .time = plume_reads_number (reads, "time"),
    .gamma = plume_reads_number (reads, "gamma"),
    .perplexity = plume_reads_number (reads, "perplexity"),
    .laplacian = (PlumeLaplacianKind)plume_reads_integer (reads, "laplacian"),
    .metric = (PlumeMetric)plume_reads_integer (reads, "metric"),
    .geodesic = hg_read_geodesic (reads),
    .seed = plume_reads_seed (reads, "seed"),
  };
}

/* A picture of the method, turned to that of heat; NULL when it failed. */
static HgPicture *
draw_method (const Work *work, HgMethod method, PlumeTask *task, GError **error)
{
  /* what methods publish by themselves are no pictures */
  g_autoptr (PlumeTask) part = plume_task_new_part (task, 0, 1);
  HgPicture *picture;

  if (method == HG_HEAT)
    return hg_picture_copy (work->heat);
  picture = hg_picture_new (method);
  if (!methods[method](work, picture, part, error))
    {
      hg_picture_free (picture);
      return NULL;
    }
  if (picture->places != NULL && work->heat->places != NULL)
    hg_align (picture->places, work->heat->places);
  return picture;
}

static PlumeResult *
compute_chosen (const PlumeReads *reads, const char *parameter, PlumeTask *task, GError **error)
{
  Work work = read_work (reads);
  HgPicture *picture;

  work.shows = task;
  picture = draw_method (&work, (HgMethod)plume_reads_integer (reads, parameter), task, error);
  return picture != NULL ? hg_picture_to_result (picture) : NULL;
}

PlumeResult *
hg_compute_picture (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return compute_chosen (reads, "method", task, error);
}

PlumeResult *
hg_compute_other_picture (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return compute_chosen (reads, "compare-with", task, error);
}

/* Those worth a place beside each other. */
static const HgMethod shown[] = { HG_HEAT,   HG_PHATE, HG_DIFFUSION_MAP, HG_EIGENMAPS,
                                  HG_ISOMAP, HG_TSNE,  HG_PCA,           HG_EUCLIDEAN };

static void
gallery_free (gpointer pointer)
{
  HgGallery *gallery = pointer;

  for (guint i = 0; i < gallery->n; i++)
    hg_picture_free (gallery->pictures[i]);
  g_free (gallery);
}

static HgGallery *
gallery_copy (const HgGallery *gallery)
{
  HgGallery *copy = g_memdup2 (gallery, sizeof *gallery);

  for (guint i = 0; i < copy->n; i++)
    copy->pictures[i] = hg_picture_copy (gallery->pictures[i]);
  return copy;
}

static gboolean
judge (const Work *work, HgGallery *gallery, guint i, PlumeTask *task, GError **error)
{
  PlumeEmbeddingInput input = { .data = work->points,
                                .picture = gallery->pictures[i]->places,
                                .k = TRUST_NEAR,
                                .seed = work->seed };

  return plume_embedding_measure (plume_embedding_measure_find ("trustworthiness"), &input,
                                  &gallery->trust[i], task, error)
         && plume_embedding_measure (plume_embedding_measure_find ("continuity"), &input,
                                     &gallery->continuity[i], task, error);
}

static PlumeResult *
gallery_to_result (HgGallery *gallery)
{
  gsize bytes = sizeof *gallery;

  for (guint i = 0; i < gallery->n; i++)
    bytes += hg_picture_get_bytes (gallery->pictures[i]);
  return plume_result_new (gallery, bytes, gallery_free);
}

PlumeResult *
hg_compute_gallery (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  Work work = read_work (reads);
  HgGallery *gallery = g_new0 (HgGallery, 1);

  for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
    {
      gallery->pictures[i] = draw_method (&work, shown[i], task, error);
      if (gallery->pictures[i] != NULL)
        gallery->n = i + 1;
      if (gallery->pictures[i] == NULL || !judge (&work, gallery, i, task, error))
        {
          gallery_free (gallery);
          return NULL;
        }
      if (plume_task_wants_partial (task))
        plume_task_publish (task, gallery_to_result (gallery_copy (gallery)));
    }
  return gallery_to_result (gallery);
}
