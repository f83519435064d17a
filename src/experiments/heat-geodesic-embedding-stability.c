/* heat-geodesic-embedding-stability.c: how far each point of the picture of heat moves when the
 * edges of its graph are drawn again, from edges to the picture at rest.
 */
#include "experiments/heat-geodesic-embedding.h"

#include "manifold/plume-picture-stability.h"

#include <glib/gi18n-lib.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <string.h>

#define N_RESAMPLES 20
#define MOST_SITES  300
#define CORNERS     40  /* of an ellipse */
#define ROOM        0.8 /* between ellipses, beside the sum of their longer half axes */

typedef struct
{
  const PlumeReads *reads;
  PlumeLandmarks *landmarks; /* nullable: all vertices are sites */
  const PlumePoints *frame;  /* of the sites, in the unit of heat */
} Redrawing;

static PlumePoints *
draw_again (const PlumeGraph *graph, gpointer data, PlumeTask *task, GError **error)
{
  const Redrawing *redrawing = data;
  HgSites *sites =
      hg_sites_new (redrawing->reads, (PlumeGraph *)graph, redrawing->landmarks, task, error);
  HgPicture *picture = hg_picture_new (HG_HEAT);
  PlumePoints *places = NULL;

  if (sites != NULL
      && hg_draw_sites (redrawing->reads, sites, redrawing->frame, picture, task, error))
    places = plume_points_ref (picture->sites);
  hg_picture_free (picture);
  hg_sites_free (sites);
  return places;
}

static void
stability_free (gpointer pointer)
{
  HgStability *stability = pointer;

  plume_array_unref (stability->x);
  plume_array_unref (stability->y);
  plume_array_unref (stability->shares);
  plume_array_unref (stability->spread);
  g_free (stability->sentence);
  g_free (stability);
}

/* Places of some vertices, divided by a unit. */
static PlumePoints *
take_places (const PlumePoints *places, const PlumeLandmarks *some, double unit)
{
  gsize n = some != NULL ? some->m : places->n, d = places->p;
  PlumePoints *taken = plume_points_new (n, d);

  for (gsize i = 0; i < n; i++)
    for (gsize c = 0; c < d; c++)
      taken->values[i * d + c] =
          places->values[(some != NULL ? some->vertices[i] : i) * d + c] / unit;
  return taken;
}

/* Root of the mean square of all places, about their mean. */
static double
find_extent (const PlumePoints *places)
{
  double square = 0;

  for (gsize c = 0; c < places->p; c++)
    square += gsl_stats_variance (places->values + c, places->p, places->n);
  return sqrt (square);
}

static PlumeArray *
find_shares (const PlumePictureStability *spread, double extent)
{
  gsize d = spread->d;
  PlumeArray *shares = plume_array_new (spread->n);

  for (gsize i = 0; i < spread->n; i++)
    {
      double trace = 0;

      for (gsize c = 0; c < d; c++)
        trace += spread->covariances[(i * d + c) * d + c];
      shares->values[i] = 100 * sqrt (trace) / extent;
    }
  return shares;
}

/* Sites in their order, but for those whose ellipse would lie on one that is there. */
static gsize
choose_seen (const PlumePictureStability *spread, const PlumePoints *places, guint32 *seen)
{
  gsize n_seen = 0, d = places->p;
  g_autofree double *reach = g_new (double, spread->n);

  for (gsize i = 0; i < spread->n; i++)
    {
      double minor, angle;
      gboolean is_free = TRUE;

      plume_picture_stability_get_ellipse (spread, i, &reach[i], &minor, &angle);
      for (gsize k = 0; is_free && k < n_seen; k++)
        is_free = hypot (places->values[i * d] - places->values[seen[k] * d],
                         places->values[i * d + 1] - places->values[seen[k] * d + 1])
                  > ROOM * (reach[i] + reach[seen[k]]);
      if (is_free)
        seen[n_seen++] = (guint32)i;
    }
  return n_seen;
}

/* Ellipses about the places in the picture, which their own draft lies upon. */
static void
outline (HgStability *stability, const PlumePictureStability *spread, const PlumePoints *places)
{
  g_autofree guint32 *seen = g_new (guint32, spread->n);
  gsize n_seen = choose_seen (spread, places, seen), d = places->p;

  stability->x = plume_array_new (n_seen * (CORNERS + 2));
  stability->y = plume_array_new (n_seen * (CORNERS + 2));
  for (gsize k = 0; k < n_seen; k++)
    {
      const double *centre = places->values + seen[k] * d;
      double *x = stability->x->values + k * (CORNERS + 2);
      double *y = stability->y->values + k * (CORNERS + 2);
      double major, minor, angle;

      plume_picture_stability_get_ellipse (spread, seen[k], &major, &minor, &angle);
      for (guint c = 0; c <= CORNERS; c++)
        {
          double u = major * cos (2 * G_PI * c / CORNERS), v = minor * sin (2 * G_PI * c / CORNERS);

          x[c] = centre[0] + u * cos (angle) - v * sin (angle);
          y[c] = centre[1] + u * sin (angle) + v * cos (angle);
        }
      x[CORNERS + 1] = y[CORNERS + 1] = NAN;
    }
}

/* What lies between sites takes their spread. */
static gboolean
bring_to_all (HgStability *stability,
              PlumeArray *shares,
              const HgGraph *graph,
              PlumeLandmarks *landmarks,
              PlumeTask *task,
              GError **error)
{
  g_autoptr (PlumeLandmarkWeights) weights = NULL;
  g_autoptr (PlumePoints) some = NULL, all = NULL;

  if (landmarks == NULL)
    {
      stability->spread = plume_array_ref (shares);
      return TRUE;
    }
  weights = plume_landmarks_weigh (landmarks, graph->graph, graph->points, task, error);
  if (weights == NULL)
    return FALSE;
  some = plume_points_new (landmarks->m, 1);
  memcpy (some->values, shares->values, landmarks->m * sizeof (double));
  all = plume_landmark_weights_extend (weights, some, task, error);
  if (all != NULL)
    stability->spread = plume_points_get_coordinate (all, 0);
  return all != NULL;
}

static gboolean
find_stability (HgStability *stability,
                const PlumeReads *reads,
                PlumeLandmarks *landmarks,
                PlumeTask *task,
                GError **error)
{
  const HgGraph *graph = plume_reads_result (reads, "graph");
  const HgPicture *heat = plume_reads_result (reads, "embedding");
  g_autoptr (PlumePoints) places = take_places (heat->places, landmarks, 1);
  g_autoptr (PlumePoints) frame = take_places (heat->places, landmarks, heat->unit);
  Redrawing redrawing = { reads, landmarks, frame };
  g_autoptr (PlumeTask) first = plume_task_new_part (task, 0, 0.05);
  g_autoptr (PlumeTask) rest = plume_task_new_part (task, 0.05, 1);
  g_autoptr (PlumePoints) reference = draw_again (graph->graph, &redrawing, first, error);
  g_autoptr (PlumePictureStability) spread = NULL;
  g_autoptr (PlumeArray) shares = NULL;

  if (reference == NULL)
    return FALSE;
  plume_procrustes (places, reference, TRUE);
  spread = plume_picture_stability_new (graph->graph, reference, N_RESAMPLES,
                                        plume_reads_seed (reads, "seed"), draw_again, &redrawing,
                                        rest, error);
  if (spread == NULL)
    return FALSE;
  shares = find_shares (spread, find_extent (reference));
  outline (stability, spread, places);
  stability->shares = plume_array_new_copy (shares->values, shares->length);
  gsl_sort (stability->shares->values, 1, shares->length);
  stability->median =
      gsl_stats_median_from_sorted_data (stability->shares->values, 1, shares->length);
  return bring_to_all (stability, shares, graph, landmarks, task, error);
}

PlumeResult *
hg_compute_stability (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const HgGraph *graph = plume_reads_result (reads, "graph");
  gsize n = plume_graph_get_n (graph->graph);
  g_autoptr (PlumeLandmarks) landmarks = NULL;
  HgStability *stability = g_new0 (HgStability, 1);
  gboolean done = TRUE;

  if (plume_reads_integer (reads, "method") != HG_HEAT)
    stability->sentence = g_strdup_printf (_ ("Stability is told of the method “%s”; choose it."),
                                           _ (hg_method_choices[HG_HEAT].title));
  else
    {
      if (n > MOST_SITES)
        landmarks = plume_landmarks_new (graph->graph, graph->points,
                                         graph->points != NULL ? PLUME_LANDMARKS_SEEDING
                                                               : PLUME_LANDMARKS_FARTHEST,
                                         MOST_SITES, plume_reads_seed (reads, "seed"), task, error);
      done = (n <= MOST_SITES || landmarks != NULL)
             && find_stability (stability, reads, landmarks, task, error);
    }
  if (!done)
    {
      stability_free (stability);
      return NULL;
    }
  return plume_result_new (stability, 16 * n + 16 * MOST_SITES * (CORNERS + 2), stability_free);
}
