/* heat-geodesic-embedding-judgement.c: what the picture keeps: distances against true geodesics or
 * shortest paths, neighbours, labels, and a stage of time that was withheld.
 */
#include "experiments/heat-geodesic-embedding.h"

#include "core/plume-error.h"
#include "core/plume-random.h"
#include "manifold/plume-embedding-measures.h"
#include "manifold/plume-euclidean.h"
#include "manifold/plume-seriation.h"
#include "manifold/plume-shortest-paths.h"
#include "manifold/plume-stages.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MOST_JUDGED  1000     /* vertices between which distances are compared */
#define MOST_SOUGHT  10000000 /* vertices that searches for paths pass in all, where that leaves */
#define LEAST_JUDGED 50       /* to begin at */
#define MOST_PAIRS   100000
#define FEW_JUDGED   200 /* while a slider is held */
#define FEW_PAIRS    20000
#define MOST_ROWS    400 /* of the matrix that is drawn */
#define NEAR         12
#define CLEAN_NEAR   30 /* neighbours of points without noise, as DEMaP has it */

const char *const hg_score_ids[HG_N_SCORES] = {
  "spearman",   "pearson", "frobenius-scaled",   "neighbours-kept", "trustworthiness",
  "continuity", "rand",    "mutual-information", "silhouette",
};

/**
 * Truth: distances that a picture should keep
 * @vertices: m vertices, evenly chosen
 * @distances: among them
 */
typedef struct
{
  gsize m;
  guint32 *vertices;
  PlumeDistances *distances;
  gboolean is_truth;
} Truth;

static void
truth_free (gpointer pointer)
{
  Truth *truth = pointer;

  g_free (truth->vertices);
  plume_distances_unref (truth->distances);
  g_free (truth);
}

/* A choice of vertices without order: those of the least random numbers. */
static guint32 *
choose_vertices (gsize n, gsize m, guint64 seed)
{
  guint32 *vertices = g_new (guint32, n);

  for (gsize i = 0; i < n; i++)
    vertices[i] = (guint32)i;
  for (gsize i = 0; m < n && i < m; i++)
    {
      PlumeStream stream = plume_stream (seed, "judged", i);
      gsize j = i + MIN (n - i - 1, (gsize)(plume_stream_uniform (&stream) * (double)(n - i)));
      guint32 swap = vertices[i];

      vertices[i] = vertices[j];
      vertices[j] = swap;
    }
  return vertices;
}

static gboolean
has_geodesics (const HgData *data)
{
  return data->shape != NULL && isfinite (plume_shape_sample_geodesic (data->shape, 0, 0));
}

static void
take_geodesics (Truth *truth, const HgData *data, const HgGraph *graph)
{
  gsize m = truth->m;

  for (gsize a = 0; a < m; a++)
    for (gsize b = a + 1; b < m; b++)
      {
        double d =
            plume_shape_sample_geodesic (data->shape, hg_place_of (graph, truth->vertices[a]),
                                         hg_place_of (graph, truth->vertices[b]));

        truth->distances->values[a * m + b] = truth->distances->values[b * m + a] = d;
      }
}

/* How many of m vertices paths are looked for from: each costs a search of a graph of n. */
static gsize
most_sought (gsize n, gsize m)
{
  return MIN (m, MAX (LEAST_JUDGED, MOST_SOUGHT / n));
}

static gboolean
take_paths (Truth *truth, const PlumeGraph *graph, PlumeTask *task, GError **error)
{
  plume_distances_unref (truth->distances);
  truth->m = most_sought (plume_graph_get_n (graph), truth->m);
  truth->distances = plume_shortest_paths_among (graph, truth->m, truth->vertices, task, error);
  return truth->distances != NULL;
}

/* Parts of a shape between which there is no way have no distance. */
static gboolean
all_finite (const PlumeDistances *distances)
{
  for (gsize i = 0; i < distances->m * distances->m; i++)
    if (!isfinite (distances->values[i]))
      return FALSE;
  return TRUE;
}

PlumeResult *
hg_compute_truth (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const HgData *data = plume_reads_result (reads, "prepared");
  const HgGraph *graph = plume_reads_result (reads, "graph");
  gsize n = plume_graph_get_n (graph->graph);
  Truth *truth = g_new0 (Truth, 1);

  truth->m = MIN (n, MOST_JUDGED);
  truth->vertices = choose_vertices (n, truth->m, plume_reads_seed (reads, "seed"));
  truth->distances = plume_distances_new (truth->m);
  truth->is_truth = has_geodesics (data);
  if (truth->is_truth)
    {
      take_geodesics (truth, data, graph);
      truth->is_truth = all_finite (truth->distances);
    }
  if (!truth->is_truth && !take_paths (truth, graph->graph, task, error))
    {
      truth_free (truth);
      return NULL;
    }
  return plume_result_new (truth, plume_distances_get_bytes (truth->distances) + 4 * n, truth_free);
}

static void
kept_free (gpointer pointer)
{
  HgKept *kept = pointer;

  plume_shepard_free (kept->shepard);
  g_free (kept->sentence);
  g_free (kept);
}

static PlumePoints *
choose_points (const PlumePoints *points, const Truth *truth)
{
  PlumePoints *chosen = plume_points_new (truth->m, points->p);

  for (gsize a = 0; a < truth->m; a++)
    {
      memcpy (chosen->values + a * points->p, points->values + truth->vertices[a] * points->p,
              points->p * sizeof (double));
    }
  return chosen;
}

static gboolean
score (HgKept *kept,
       const PlumeReads *reads,
       const Truth *truth,
       PlumePoints *places,
       PlumeTask *task,
       GError **error)
{
  const HgGraph *graph = plume_reads_result (reads, "graph");
  const HgColouring *colouring = plume_reads_result (reads, "colouring");
  g_autoptr (PlumeDistances) drawn = plume_euclidean_distances (places, task, error);
  g_autoptr (PlumePoints) points =
      graph->points != NULL ? choose_points (graph->points, truth) : NULL;
  g_autoptr (PlumeArray) labels = colouring->codes != NULL ? plume_array_new (truth->m) : NULL;
  PlumeEmbeddingInput input = { .truth = truth->distances,
                                .estimate = drawn,
                                .data = points,
                                .picture = places,
                                .labels = labels,
                                .n_labels =
                                    colouring->names != NULL ? g_strv_length (colouring->names) : 0,
                                .k = NEAR,
                                .seed = plume_reads_seed (reads, "seed") };

  if (drawn == NULL)
    return FALSE;
  for (gsize a = 0; labels != NULL && a < truth->m; a++)
    labels->values[a] = colouring->codes->values[truth->vertices[a]];
  for (guint s = 0; s < HG_N_SCORES; s++)
    if (!plume_embedding_measure (plume_embedding_measure_find (hg_score_ids[s]), &input,
                                  &kept->scores[s], task, error))
      return FALSE;
  return TRUE;
}

/* The first of the vertices, which are in no order. */
static Truth *
fewer (const Truth *truth, gsize m)
{
  Truth *part = g_new0 (Truth, 1);

  part->m = m = MIN (m, truth->m);
  part->is_truth = truth->is_truth;
  part->vertices = g_memdup2 (truth->vertices, m * sizeof *truth->vertices);
  part->distances = plume_distances_new (m);
  for (gsize a = 0; a < m; a++)
    memcpy (part->distances->values + a * m, truth->distances->values + a * truth->m,
            m * sizeof (double));
  return part;
}

static PlumeResult *
judge (
    const PlumeReads *reads, const Truth *truth, gsize most_pairs, PlumeTask *task, GError **error)
{
  const HgPicture *picture = plume_reads_result (reads, "picture");
  HgKept *kept = g_new0 (HgKept, 1);
  gboolean done = TRUE;

  kept->is_truth = truth->is_truth;
  for (guint s = 0; s < HG_N_SCORES; s++)
    kept->scores[s] = NAN;
  if (picture->places == NULL)
    kept->sentence = g_strdup (picture->sentence);
  else
    {
      g_autoptr (PlumePoints) places = choose_points (picture->places, truth);

      kept->shepard = plume_shepard_new (truth->distances, places, most_pairs,
                                         plume_reads_seed (reads, "seed"), task, error);
      done = kept->shepard != NULL && score (kept, reads, truth, places, task, error);
    }
  if (!done)
    {
      kept_free (kept);
      return NULL;
    }
  return plume_result_new (
      kept, 1024 + (kept->shepard != NULL ? plume_shepard_get_bytes (kept->shepard) : 0),
      kept_free);
}

static void
noise_free_free (gpointer pointer)
{
  HgNoiseFree *noise_free = pointer;

  plume_distances_unref (noise_free->paths);
  g_free (noise_free);
}

/* Every point joined to its nearest, and each edge as long as it is. */
static PlumeGraph *
join_nearest (const PlumePoints *points, guint64 seed, PlumeTask *task, GError **error)
{
  PlumeGraphOptions options = PLUME_GRAPH_OPTIONS_DEFAULT;
  g_autoptr (PlumeTask) first = plume_task_new_part (task, 0, 0.3);
  g_autoptr (PlumeTask) second = plume_task_new_part (task, 0.3, 0.4);
  g_autoptr (PlumeNeighbours) neighbours =
      plume_neighbours_find (points, PLUME_METRIC_EUCLIDEAN, MIN (CLEAN_NEAR, points->n - 1), 1,
                             PLUME_SEARCH_AUTOMATIC, seed, first, error);

  options.kernel = PLUME_KERNEL_NEIGHBOURS;
  return neighbours != NULL
             ? plume_graph_new (points, PLUME_METRIC_EUCLIDEAN, neighbours, &options, second, error)
             : NULL;
}

/* Shortest paths between judged vertices of a shape that was made, as if it had no noise. */
static PlumeResult *
compute_noise_free (const PlumeReads *reads, gsize most, PlumeTask *task, GError **error)
{
  const HgData *data = plume_reads_result (reads, "prepared");
  const HgGraph *graph = plume_reads_result (reads, "graph");
  const Truth *truth = plume_reads_result (reads, "truth");
  g_autoptr (PlumeGraph) clean = NULL;
  g_autoptr (PlumeTask) part = plume_task_new_part (task, 0.4, 1);
  g_autofree guint32 *places = NULL;
  HgNoiseFree *noise_free = g_new0 (HgNoiseFree, 1);
  gsize m = MIN (truth->m, most);

  if (data->shape != NULL)
    {
      clean = join_nearest (data->shape->clean, plume_reads_seed (reads, "seed"), task, error);
      m = most_sought (data->shape->clean->n, m);
      places = g_new (guint32, m);
      for (gsize a = 0; a < m; a++)
        places[a] = (guint32)hg_place_of (graph, truth->vertices[a]);
      if (clean != NULL)
        noise_free->paths = plume_shortest_paths_among (clean, m, places, part, error);
      if (noise_free->paths == NULL)
        {
          noise_free_free (noise_free);
          return NULL;
        }
    }
  return plume_result_new (
      noise_free,
      64 + (noise_free->paths != NULL ? plume_distances_get_bytes (noise_free->paths) : 0),
      noise_free_free);
}

PlumeResult *
hg_compute_noise_free (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return compute_noise_free (reads, MOST_JUDGED, task, error);
}

PlumeResult *
hg_compute_noise_free_coarse (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return compute_noise_free (reads, FEW_JUDGED, task, error);
}

/* DEMaP (Moon et al. 2019): rank correlation, over pairs, of distances in the picture and shortest
 * paths without noise. */
static PlumeResult *
compute_demap (const PlumeReads *reads, gsize most, PlumeTask *task, GError **error)
{
  const HgNoiseFree *noise_free = plume_reads_result (reads, "noise-free");
  const HgPicture *picture = plume_reads_result (reads, "picture");
  g_autofree HgDemap *demap = g_new (HgDemap, 1);
  gboolean done = TRUE;

  demap->value = NAN;
  if (noise_free->paths != NULL && picture->places != NULL)
    {
      Truth all = *(const Truth *)plume_reads_result (reads, "truth"), *part;
      g_autoptr (PlumePoints) places = NULL;
      g_autoptr (PlumeDistances) drawn = NULL;

      all.m = noise_free->paths->m;
      all.distances = noise_free->paths;
      part = fewer (&all, most);
      places = choose_points (picture->places, part);
      drawn = plume_euclidean_distances (places, task, error);
      done = drawn != NULL
             && plume_embedding_measure (
                 plume_embedding_measure_find ("spearman-pairs"),
                 &(PlumeEmbeddingInput){ .truth = part->distances, .estimate = drawn },
                 &demap->value, task, error);
      truth_free (part);
    }
  return done ? plume_result_new (g_steal_pointer (&demap), sizeof (HgDemap), g_free) : NULL;
}

PlumeResult *
hg_compute_demap (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return compute_demap (reads, G_MAXSIZE, task, error);
}

/* While a slider is held. */
PlumeResult *
hg_compute_demap_coarse (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return compute_demap (reads, FEW_JUDGED, task, error);
}

static void
stress_free (gpointer pointer)
{
  HgStress *stress = pointer;

  plume_array_unref (stress->values);
  g_free (stress);
}

/* Of the vertices; where only landmarks have distances, what lies between them takes theirs. */
static gboolean
find_stress (HgStress *stress,
             const HgPicture *picture,
             const PlumeReads *reads,
             PlumeTask *task,
             GError **error)
{
  gboolean is_whole = picture->distances->m == picture->places->n;
  g_autoptr (PlumeArray) own = NULL;
  g_autoptr (PlumePoints) sites = NULL, all = NULL;

  if (!is_whole && picture->method != HG_HEAT)
    return TRUE;
  own = plume_local_stress (picture->distances, is_whole ? picture->places : picture->sites);
  if (is_whole)
    {
      stress->values = g_steal_pointer (&own);
      return TRUE;
    }
  sites = plume_points_new (own->length, 1);
  memcpy (sites->values, own->values, own->length * sizeof (double));
  all = hg_extend (reads, sites, task, error);
  if (all != NULL)
    stress->values = plume_points_get_coordinate (all, 0);
  return all != NULL;
}

PlumeResult *
hg_compute_stress (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const HgPicture *picture = plume_reads_result (reads, "picture");
  HgStress *stress = g_new0 (HgStress, 1);

  if (g_strcmp0 (plume_reads_text (reads, "colour"), "stress") == 0 && picture->distances != NULL
      && !find_stress (stress, picture, reads, task, error))
    {
      stress_free (stress);
      return NULL;
    }
  return plume_result_new (
      stress, 64 + (stress->values != NULL ? stress->values->length * sizeof (double) : 0),
      stress_free);
}

PlumeResult *
hg_compute_kept (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return judge (reads, plume_reads_result (reads, "truth"), MOST_PAIRS, task, error);
}

PlumeResult *
hg_compute_kept_coarse (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  Truth *part = fewer (plume_reads_result (reads, "truth"), FEW_JUDGED);
  PlumeResult *result = judge (reads, part, FEW_PAIRS, task, error);

  truth_free (part);
  return result;
}

static void
withheld_free (gpointer pointer)
{
  HgWithheld *withheld = pointer;

  plume_points_unref (withheld->all);
  plume_points_unref (withheld->real);
  plume_points_unref (withheld->told);
  g_free (withheld->title);
  g_free (withheld->sentence);
  g_free (withheld);
}

static void
take_stages (HgWithheld *withheld, const PlumeStages *stages)
{
  const PlumeStageDistance *from[HG_N_GUESSES] = { &stages->interpolated, &stages->previous,
                                                   &stages->next, &stages->random };

  withheld->all = plume_points_ref (stages->all);
  withheld->real = plume_points_ref (stages->real);
  withheld->told = plume_points_ref (stages->told);
  for (guint g = 0; g < HG_N_GUESSES; g++)
    {
      withheld->distance[g][0] = from[g]->w1;
      withheld->distance[g][1] = from[g]->w2;
      withheld->distance[g][2] = sqrt (MAX (0, from[g]->mmd));
    }
}

/* Stages in the order of time, one a vertex; NULL where the data have none. */
static PlumeArray *
stages_of_vertices (const PlumeReads *reads, const HgGraph *graph, PlumeLabels **names)
{
  PlumeLabels *labels = plume_reads_n_datasets (reads, "data") > 0
                            ? plume_reads_labels (reads, "data", 0, "stage")
                            : NULL;

  *names = labels;
  if (labels == NULL)
    return NULL;
  return hg_of_vertices (graph, labels->codes);
}

static gboolean
tell_stage (HgWithheld *withheld, const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const HgPicture *picture = plume_reads_result (reads, "picture");
  const HgGraph *graph = plume_reads_result (reads, "graph");
  guint stage = (guint)plume_reads_integer (reads, "withheld") - 1;
  PlumeLabels *names = NULL;
  g_autoptr (PlumeArray) codes = stages_of_vertices (reads, graph, &names);
  g_autoptr (PlumeStages) stages = NULL;

  if (codes == NULL || names->n_names < 3)
    {
      withheld->sentence = g_strdup (
          _ ("Stages of time are needed, three at least: open data with a column of them, "
             "or the sample “A tree that grows in stages”."));
      return TRUE;
    }
  stage = MIN (stage, names->n_names - 2);
  stages = plume_stages_new (picture->places, codes, stage, plume_reads_number (reads, "fraction"),
                             plume_reads_seed (reads, "seed"), task, error);
  if (stages == NULL)
    return FALSE;
  take_stages (withheld, stages);
  withheld->title = g_strdup_printf (_ ("Stage %s, told from %s and %s"), names->names[stage],
                                     names->names[stage - 1], names->names[stage + 1]);
  return TRUE;
}

PlumeResult *
hg_compute_withheld (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const HgPicture *picture = plume_reads_result (reads, "picture");
  HgWithheld *withheld = g_new0 (HgWithheld, 1);
  gboolean done = TRUE;

  if (picture->places == NULL)
    withheld->sentence = g_strdup (picture->sentence);
  else
    done = tell_stage (withheld, reads, task, error);
  if (!done)
    {
      withheld_free (withheld);
      return NULL;
    }
  return plume_result_new (
      withheld, 512 + (withheld->all != NULL ? 2 * plume_points_get_bytes (withheld->all) : 0),
      withheld_free);
}

static void
matrix_free (gpointer pointer)
{
  HgMatrix *matrix = pointer;

  plume_array_unref (matrix->values);
  g_free (matrix->sentence);
  g_free (matrix);
}

PlumeResult *
hg_compute_matrix (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const HgPicture *picture = plume_reads_result (reads, "picture");
  const PlumeDistances *distances = picture->distances;
  HgMatrix *matrix = g_new0 (HgMatrix, 1);
  g_autofree guint32 *order = NULL;
  gsize m, step;

  if (distances == NULL)
    {
      matrix->sentence =
          g_strdup (picture->sentence != NULL ? picture->sentence
                                              : _ ("This method is not drawn from distances."));
      return plume_result_new (matrix, 64, matrix_free);
    }
  order = plume_seriation (distances, task, error);
  if (order == NULL)
    {
      matrix_free (matrix);
      return NULL;
    }
  step = (distances->m + MOST_ROWS - 1) / MOST_ROWS;
  matrix->m = m = distances->m / step;
  matrix->values = plume_array_new (m * m);
  for (gsize a = 0; a < m; a++)
    for (gsize b = 0; b < m; b++)
      matrix->values->values[a * m + b] =
          distances->values[order[a * step] * distances->m + order[b * step]];
  return plume_result_new (matrix, m * m * sizeof (double), matrix_free);
}
