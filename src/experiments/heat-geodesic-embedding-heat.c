/* heat-geodesic-embedding-heat.c: heat among sites at many times, and the picture that unfolds with
 * the time.
 *
 * While a slider is held the picture is a frame: the same for the same time, wherever the drag came
 * from. On release it is settled with the exact distances of that time.
 */
#include "experiments/heat-geodesic-embedding.h"

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "linalg/plume-lanczos.h"
#include "manifold/plume-heat-ladder.h"
#include "manifold/plume-landmarks.h"
#include "manifold/plume-live-scaling.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define ROUGH_SITES  300 /* of the picture that is there at once */
#define LATEST       1e5 /* time of the last level */
#define SETTLE_STEPS 300
#define SETTLED      1e-6
#define QUICK_STEPS  10   /* of a frame whose distances are denoised */
#define WEIGHT_FLOOR 1e-5 /* of weights by heat */

void
hg_sites_free (HgSites *sites)
{
  if (sites == NULL)
    return;
  plume_landmarks_unref (sites->landmarks);
  plume_landmark_weights_unref (sites->weights);
  plume_coarse_heat_free (sites->coarse);
  plume_rulers_free (sites->rulers);
  plume_graph_unref (sites->graph);
  g_free (sites);
}

static void
free_sites (gpointer sites)
{
  hg_sites_free (sites);
}

/**
 * hg_sites_new:
 * @graph: a graph
 * @landmarks: (nullable): of it, or of one with the same vertices; %NULL where all vertices are
 * sites
 *
 * Returns: (transfer full) (nullable): sites that nothing is extended from; %NULL when cancelled
 */
HgSites *
hg_sites_new (const PlumeReads *reads,
              PlumeGraph *graph,
              PlumeLandmarks *landmarks,
              PlumeTask *task,
              GError **error)
{
  HgSites *sites = g_new0 (HgSites, 1);
  gboolean done = TRUE;

  sites->graph = plume_graph_ref (graph);
  if (landmarks != NULL)
    {
      sites->landmarks = plume_landmarks_ref (landmarks);
      sites->coarse = plume_coarse_heat_new (
          landmarks, graph, (PlumeLaplacianKind)plume_reads_integer (reads, "laplacian"), task,
          error);
      done = sites->coarse != NULL;
    }
  if (done)
    sites->rulers =
        plume_rulers_new (graph, landmarks != NULL ? landmarks->m : plume_graph_get_n (graph),
                          landmarks != NULL ? landmarks->vertices : NULL, task, error);
  if (sites->rulers == NULL)
    g_clear_pointer (&sites, hg_sites_free);
  return sites;
}

static PlumeLandmarks *
choose_landmarks (const PlumeReads *reads, gsize most, PlumeTask *task, GError **error)
{
  const HgGraph *graph = plume_reads_result (reads, "graph");
  PlumeLandmarkChoice choice = graph->points != NULL
                                   ? (PlumeLandmarkChoice)plume_reads_integer (reads, "selection")
                                   : PLUME_LANDMARKS_FARTHEST;

  return plume_landmarks_new (graph->graph, graph->points, choice, most,
                              plume_reads_seed (reads, "seed"), task, error);
}

static PlumeResult *
choose_sites (const PlumeReads *reads, gsize most, PlumeTask *task, GError **error)
{
  const HgGraph *graph = plume_reads_result (reads, "graph");
  gsize n = plume_graph_get_n (graph->graph);
  g_autoptr (PlumeLandmarks) landmarks = NULL;
  HgSites *sites;

  if (n > most)
    {
      landmarks = choose_landmarks (reads, most, task, error);
      if (landmarks == NULL)
        return NULL;
    }
  sites = hg_sites_new (reads, graph->graph, landmarks, task, error);
  if (sites != NULL && landmarks != NULL)
    {
      sites->weights = plume_landmarks_weigh (landmarks, graph->graph, graph->points, task, error);
      if (sites->weights == NULL)
        g_clear_pointer (&sites, hg_sites_free);
    }
  return sites != NULL
             ? plume_result_new (sites,
                                 256 + plume_rulers_get_bytes (sites->rulers)
                                     + (n > most ? 24 * n + 80 * n + 16 * most * most : 0),
                                 free_sites)
             : NULL;
}

PlumeResult *
hg_compute_sites (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return choose_sites (reads, (gsize)plume_reads_integer (reads, "landmarks"), task, error);
}

PlumeResult *
hg_compute_sites_coarse (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  gsize most = (gsize)plume_reads_integer (reads, "landmarks");

  return choose_sites (reads, MIN (most, ROUGH_SITES), task, error);
}

static void
ladder_free (gpointer ladder)
{
  plume_heat_ladder_unref (ladder);
}

/* λ_2; 0 where there is none */
static gboolean
find_slowest (
    const HgSites *sites, PlumeLaplacianKind kind, double *slowest, PlumeTask *task, GError **error)
{
  g_autoptr (PlumeSparse) laplacian = NULL;
  double values[2] = { 0, 0 };

  if (sites->coarse != NULL)
    *slowest = plume_coarse_heat_get_slowest (sites->coarse);
  else
    {
      laplacian = plume_graph_laplacian (
          sites->graph, kind == PLUME_LAPLACIAN_COMBINATORIAL ? kind : PLUME_LAPLACIAN_NORMALISED);
      if (!plume_sparse_eigen (laplacian, PLUME_SPECTRUM_SMALLEST, MIN (2, laplacian->n_rows), 1e-8,
                               values, NULL, task, error))
        return FALSE;
      *slowest = values[1];
    }
  return TRUE;
}

/* From the time in which an edge is felt to that in which all heat is even. */
static gboolean
find_times (const HgSites *sites,
            PlumeLaplacianKind kind,
            double *from,
            double *to,
            PlumeTask *task,
            GError **error)
{
  gsize n = plume_graph_get_n (sites->graph);
  double slowest, mean = 1;

  if (!find_slowest (sites, kind, &slowest, task, error))
    return FALSE;
  if (kind == PLUME_LAPLACIAN_COMBINATORIAL)
    mean = plume_sum (sites->graph->degrees, n) / (double)n;
  *from = mean > 0 ? 0.1 / mean : 0.1;
  *to = CLAMP (slowest > 0 ? 3 / slowest : LATEST, 100 * *from, LATEST);
  return TRUE;
}

PlumeResult *
hg_compute_ladder (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const HgSites *sites = plume_reads_result (reads, "sites");
  PlumeLaplacianKind kind = (PlumeLaplacianKind)plume_reads_integer (reads, "laplacian");
  PlumeHeatLadder *ladder;
  double from, to;

  if (!find_times (sites, kind, &from, &to, task, error))
    return NULL;
  if (sites->coarse != NULL)
    ladder = plume_coarse_heat_ladder (sites->coarse, from, to, task, error);
  else
    ladder = plume_heat_ladder_new (sites->graph, kind, plume_graph_get_n (sites->graph), NULL,
                                    from, to, task, error);
  return ladder != NULL
             ? plume_result_new (ladder, plume_heat_ladder_get_bytes (ladder), ladder_free)
             : NULL;
}

PlumePoints *
hg_extend (const PlumeReads *reads, PlumePoints *sites, PlumeTask *task, GError **error)
{
  const PlumeLandmarkWeights *weights =
      ((const HgSites *)plume_reads_result (reads, "sites"))->weights;

  return weights != NULL ? plume_landmark_weights_extend (weights, sites, task, error)
                         : plume_points_ref (sites);
}

/* log Σ over sources of H_t at every vertex, as frames know it: heat among the sites, and between
 * them as points lie among landmarks. */
PlumePoints *
hg_quick_heat (const PlumeReads *reads,
               double t,
               gsize n_sources,
               const guint32 *sources,
               PlumeTask *task,
               GError **error)
{
  const HgSites *sites = plume_reads_result (reads, "sites");
  const PlumeHeatLadder *ladder = plume_reads_result (reads, "ladder");
  g_autoptr (PlumePoints) sum = plume_points_new (ladder->m, 1);
  g_autofree double *column = g_new (double, ladder->m);

  for (gsize s = 0; s < n_sources; s++)
    {
      gsize site = sites->landmarks != NULL ? sites->landmarks->cells[sources[s]] : sources[s];

      plume_heat_ladder_column (ladder, t, site, column);
      for (gsize i = 0; i < ladder->m; i++)
        {
          double high = s > 0 ? fmax (sum->values[i], column[i]) : column[i];
          double low = s > 0 ? fmin (sum->values[i], column[i]) : -INFINITY;

          sum->values[i] = high + log1p (exp (low - high));
        }
    }
  return hg_extend (reads, sum, task, error);
}

/* The curve of entropy, from heat that is there already. */
PlumeHeatTimes *
hg_find_times (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const HgSites *sites = plume_reads_result (reads, "sites");
  const PlumeHeatLadder *ladder = plume_reads_result (reads, "ladder");
  PlumeLaplacianKind kind = (PlumeLaplacianKind)plume_reads_integer (reads, "laplacian");
  double slowest;

  if (!find_slowest (sites, kind, &slowest, task, error))
    return NULL;
  return plume_heat_times_new_from_ladder (sites->graph, kind, ladder, sites->landmarks,
                                           slowest > 0 ? slowest : 3 / LATEST,
                                           plume_reads_seed (reads, "seed"), task, error);
}

PlumeGeodesicOptions
hg_read_geodesic (const PlumeReads *reads)
{
  PlumeGeodesicOptions options = PLUME_GEODESIC_OPTIONS_DEFAULT;

  options.law = (PlumeDistanceLaw)plume_reads_integer (reads, "law");
  options.harnack = plume_reads_number (reads, "harnack");
  options.denoising = plume_reads_number (reads, "denoising");
  options.rescaled = plume_reads_switch (reads, "rescaled");
  options.power = plume_reads_number (reads, "power");
  options.floor = plume_reads_switch (reads, "floor") ? 1e-16 : 0;
  options.truncation = (PlumeTruncation)plume_reads_integer (reads, "truncation");
  options.cut = plume_reads_number (reads, "cut");
  options.by_quantile = plume_reads_switch (reads, "quantile");
  options.steps = (guint)plume_reads_integer (reads, "steps");
  return options;
}

/**
 * Unfolding: frames of a picture for any time
 * @gauge: distances of the frames
 * @more: what they still lack of the chosen distances
 */
typedef struct
{
  PlumeLiveScaling *live;
  PlumeHeatGauge *gauge;
  PlumeGeodesicOptions more;
  gboolean has_more;
} Unfolding;

static void
unfolding_free (gpointer pointer)
{
  Unfolding *unfolding = pointer;

  plume_live_scaling_unref (unfolding->live);
  plume_heat_gauge_unref (unfolding->gauge);
  g_free (unfolding);
}

/* Frames take distances pair by pair; what needs all of them at once, and the floor, comes later.
 */
static void
split_options (Unfolding *unfolding, PlumeGeodesicOptions *options)
{
  unfolding->more = *options;
  unfolding->has_more = options->denoising > 0 || options->truncation != PLUME_TRUNCATE_NONE;
  if (unfolding->has_more)
    options->power = 1;
  options->denoising = options->floor = options->heat_truncation = 0;
  options->truncation = PLUME_TRUNCATE_NONE;
}

static void
gauge_unref (gpointer gauge)
{
  plume_heat_gauge_unref (gauge);
}

static PlumeResult *
unfold (const PlumeReads *reads, PlumeLivePlan plan, gsize stride, PlumeTask *task, GError **error)
{
  PlumeHeatLadder *ladder = (PlumeHeatLadder *)plume_reads_result (reads, "ladder");
  PlumeGeodesicOptions options = hg_read_geodesic (reads);
  gsize n_times = (ladder->n_levels + stride - 1) / stride;
  g_autofree double *times = g_new (double, n_times);
  Unfolding *unfolding = g_new0 (Unfolding, 1);

  for (gsize l = 0; l < n_times; l++) /* the last level is one of them */
    times[n_times - 1 - l] = ladder->times[ladder->n_levels - 1 - l * stride];
  plan.dimensions = plume_reads_integer (reads, "dimensions") == 0 ? 2 : 3;
  split_options (unfolding, &options);
  unfolding->gauge = plume_heat_gauge_new (ladder, &options, task, error);
  if (unfolding->gauge != NULL)
    unfolding->live =
        plume_live_scaling_new (ladder->m, n_times, times, &plan, plume_heat_gauge_distances,
                                plume_heat_gauge_ref (unfolding->gauge), gauge_unref, task, error);
  if (unfolding->live == NULL)
    {
      unfolding_free (unfolding);
      return NULL;
    }
  return plume_result_new (unfolding, 4096 + plume_live_scaling_get_bytes (unfolding->live),
                           unfolding_free);
}

PlumeResult *
hg_compute_unfolding (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return unfold (reads, PLUME_LIVE_PLAN_DEFAULT, 1, task, error);
}

/* Fewer and less settled key frames, while something other than the time is dragged. */
PlumeResult *
hg_compute_unfolding_coarse (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  PlumeLivePlan plan = PLUME_LIVE_PLAN_DEFAULT;

  plan.key_steps = 12;
  plan.key_tolerance = 1e-3;
  plan.frame_steps = 8;
  plan.fresh_every = 0;
  return unfold (reads, plan, 6, task, error);
}

static void
scale_points (PlumePoints *points, double factor)
{
  for (gsize i = 0; i < points->n * points->p; i++)
    points->values[i] *= factor;
}

/* The unit in which an edge of the graph is as long as in the data. */
static double
find_unit (const PlumeReads *reads, const HgSites *sites, const PlumeDistances *distances)
{
  double unit;

  if (!plume_reads_switch (reads, "data-units"))
    return 1;
  unit = plume_rulers_calibrate (sites->rulers, distances);
  return isfinite (unit) && unit > 0 ? unit : 1;
}

/* A frame brought nearer to distances that frames do not know. */
static gboolean
add_more (const Unfolding *unfolding, HgPicture *picture, PlumeTask *task, GError **error)
{
  g_autoptr (PlumePoints) frame = g_steal_pointer (&picture->sites);
  g_autoptr (PlumeTask) part = plume_task_new_part (task, 0, 1);
  PlumeScaling scaling = { .kind = PLUME_SCALING_METRIC,
                           .dimensions = (guint)frame->p,
                           .start = frame->values,
                           .most_steps = QUICK_STEPS };

  if (!plume_distances_finish (picture->distances, &unfolding->more, task, error))
    return FALSE;
  picture->sites =
      plume_scaling_solve (picture->distances, &scaling, &picture->counts, part, error);
  if (picture->sites != NULL)
    plume_procrustes (frame, picture->sites, TRUE);
  return picture->sites != NULL;
}

static void
calibrate (HgPicture *picture, const PlumeReads *reads, const HgSites *sites)
{
  picture->unit = find_unit (reads, sites, picture->distances);
  scale_points (picture->sites, picture->unit);
  for (gsize i = 0; i < picture->distances->m * picture->distances->m; i++)
    picture->distances->values[i] *= picture->unit;
}

static PlumeResult *
finish (HgPicture *picture, const PlumeReads *reads, PlumeTask *task, GError **error)
{
  picture->places = hg_extend (reads, picture->sites, task, error);
  if (picture->places == NULL)
    {
      hg_picture_free (picture);
      return NULL;
    }
  return hg_picture_to_result (picture);
}

/* A frame: the same for the same time. */
PlumeResult *
hg_compute_embedding_coarse (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const Unfolding *unfolding = plume_reads_result (reads, "unfolding");
  double t = plume_reads_number (reads, "time");
  HgPicture *picture = hg_picture_new (HG_HEAT);

  picture->sites =
      plume_live_scaling_at (unfolding->live, t, &picture->counts.stress_1, &picture->distances);
  if (unfolding->has_more && !add_more (unfolding, picture, task, error))
    {
      hg_picture_free (picture);
      return NULL;
    }
  calibrate (picture, reads, plume_reads_result (reads, "sites"));
  return finish (picture, reads, task, error);
}

static PlumeHeatOptions
read_options (const PlumeReads *reads)
{
  PlumeHeatOptions options = PLUME_HEAT_OPTIONS_DEFAULT;

  options.laplacian = (PlumeLaplacianKind)plume_reads_integer (reads, "laplacian");
  options.steps = (guint)plume_reads_integer (reads, "steps");
  options.order = (guint)plume_reads_integer (reads, "order");
  options.rank = (guint)plume_reads_integer (reads, "rank");
  return options;
}

static const PlumeHeatEngine *
find_engine (const PlumeReads *reads, GError **error)
{
  const char *id = hg_engine_choices[plume_reads_integer (reads, "engine")].id;

  for (guint i = 0; plume_heat_engines ()[i] != NULL; i++)
    if (strcmp (plume_heat_engines ()[i]->id, id) == 0)
      return plume_heat_engines ()[i];
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
               _ ("This program was built without the engine '%s'; choose another"), id);
  return NULL;
}

/* Heat of this very time among the sites. */
static PlumeHeat *
heat_now (const PlumeReads *reads, const HgSites *sites, PlumeTask *task, GError **error)
{
  const PlumeHeatEngine *engine = find_engine (reads, error);
  PlumeHeatOptions options = read_options (reads);
  double t = plume_reads_number (reads, "time");

  if (engine == NULL)
    return NULL;
  if (sites->coarse != NULL && engine == &plume_heat_uniformisation)
    return plume_coarse_heat_at (sites->coarse, t, task, error);
  if (sites->landmarks != NULL)
    return plume_heat_among (sites->graph, engine, &options, t, sites->landmarks->m,
                             sites->landmarks->vertices, task, error);
  return engine->columns (sites->graph, &options, t, plume_graph_get_n (sites->graph), NULL, task,
                          error);
}

static PlumeDistances *
exact_distances (const PlumeReads *reads,
                 const HgSites *sites,
                 HgPicture *picture,
                 double **weights,
                 PlumeTask *task,
                 GError **error)
{
  PlumeGeodesicOptions geodesic = hg_read_geodesic (reads);
  g_autoptr (PlumeHeat) heat = heat_now (reads, sites, task, error);

  if (heat == NULL)
    return NULL;
  if (weights != NULL)
    {
      gsize m = heat->m;

      *weights = g_new (double, m *m);
      for (gsize i = 0; i < m * m; i++)
        (*weights)[i] = exp (heat->log_heat[i]) + WEIGHT_FLOOR;
    }
  return plume_heat_geodesic (heat, &geodesic, &picture->pairs, task, error);
}

/* The frame brought to rest, by another scaling where that was chosen. */
static PlumePoints *
settle (const PlumeReads *reads,
        const PlumePoints *frame,
        HgPicture *picture,
        const double *weights,
        PlumeTask *task,
        GError **error)
{
  PlumeScaling scaling = {
    .kind = (PlumeScalingKind)plume_reads_integer (reads, "fit"),
    .dimensions = (guint)frame->p,
    .weights = weights,
    .start = frame->values,
    .most_steps = SETTLE_STEPS,
    .tolerance = SETTLED,
  };
  PlumePoints *places =
      plume_scaling_solve (picture->distances, &scaling, &picture->counts, task, error);

  if (places != NULL)
    plume_procrustes (frame, places, TRUE);
  return places;
}

/**
 * hg_draw_sites:
 * @sites: of any graph
 * @frame: where to begin, m × d, in the unit of heat
 * @picture: (inout): gets the distances of the chosen time and options among the sites, their
 * places at rest, and the unit of both
 *
 * Returns: %FALSE when cancelled, or where there is no such engine
 */
gboolean
hg_draw_sites (const PlumeReads *reads,
               const HgSites *sites,
               const PlumePoints *frame,
               HgPicture *picture,
               PlumeTask *task,
               GError **error)
{
  gboolean weighted = plume_reads_integer (reads, "fit") == PLUME_SCALING_WEIGHTED;
  g_autoptr (PlumeTask) first = plume_task_new_part (task, 0, 0.5);
  g_autoptr (PlumeTask) second = plume_task_new_part (task, 0.5, 1); /* it publishes bare points */
  g_autofree double *weights = NULL;

  picture->distances =
      exact_distances (reads, sites, picture, weighted ? &weights : NULL, first, error);
  if (picture->distances != NULL)
    picture->sites = settle (reads, frame, picture, weights, second, error);
  if (picture->sites == NULL)
    return FALSE;
  calibrate (picture, reads, sites);
  return TRUE;
}

PlumeResult *
hg_compute_embedding (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const Unfolding *unfolding = plume_reads_result (reads, "unfolding");
  g_autoptr (PlumePoints) frame =
      plume_live_scaling_at (unfolding->live, plume_reads_number (reads, "time"), NULL, NULL);
  HgPicture *picture = hg_picture_new (HG_HEAT);

  if (!hg_draw_sites (reads, plume_reads_result (reads, "sites"), frame, picture, task, error))
    {
      hg_picture_free (picture);
      return NULL;
    }
  return finish (picture, reads, task, error);
}
