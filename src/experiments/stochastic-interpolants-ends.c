/* stochastic-interpolants-ends.c: the two densities, and the bridge between them.
 *
 * An end is any density of the scene. Which pairs stand for a coupling is settled in the file
 * beside this one.
 */
#include "experiments/stochastic-interpolants.h"

#include "core/plume-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define REACH                3.0 /* standard deviations that are shown */
#define MOST_LINE_COMPONENTS 32

#define SOURCE(side)                                                                               \
  {                                                                                                \
    .density = side "-source", .components = side "-components", .kernel_width = "point-width",    \
    .picture_is_dark = side "-picture-is-dark", .drawing = side "-drawing",                        \
    .points = side "-points", .picture = side "-picture", .least_width = 0.02,                     \
    .most_kernels = 2000, .keeps_scale = TRUE                                                      \
  }

const SceneSource si_sources[2] = { SOURCE ("left"), SOURCE ("right") };

PlumeInterpolant
si_read_interpolant (const PlumeReads *reads)
{
  PlumeInterpolant interpolant = {
    .path = plume_paths[plume_reads_integer (reads, "path")],
    .gamma = plume_gammas[plume_reads_integer (reads, "gamma")],
    .scale = plume_reads_number (reads, "gamma-scale"),
    .lean = plume_reads_number (reads, "gamma-lean"),
    .bend_left = { plume_reads_number (reads, "bend-left-1"),
                   plume_reads_number (reads, "bend-left-2") },
    .bend_right = { plume_reads_number (reads, "bend-right-1"),
                    plume_reads_number (reads, "bend-right-2") },
    .is_centred = plume_reads_switch (reads, "centred"),
  };
  const char *process = scene_processes[plume_reads_integer (reads, "process")].id;

  interpolant.process = plume_process_init (plume_process_type_find (process), NULL);
  return interpolant;
}

static void
free_ends (gpointer data)
{
  SiEnds *ends = data;

  for (guint side = 0; side < 2; side++)
    {
      scene_density_clear (&ends->sides[side]);
      g_clear_pointer (&ends->marginals[side], plume_mixture_unref);
    }
  g_free (ends);
}

typedef struct
{
  double weight, mean, variance;
} Shadow;

static int
compare_shadows (gconstpointer a, gconstpointer b)
{
  double difference = ((const Shadow *)a)->mean - ((const Shadow *)b)->mean;

  return difference < 0 ? -1 : difference > 0;
}

/* The first coordinate of a mixture in the plane. Of many components neighbours of equal weight
 * together become one, with the mean and the variance of all of them, so that those of the whole
 * stay as they are. */
static PlumeMixture *
marginal_of (const PlumeMixture *mixture)
{
  guint K = plume_mixture_get_n_components (mixture), used = MIN (K, MOST_LINE_COMPONENTS);
  g_autofree Shadow *shadows = g_new (Shadow, K);
  double weights[MOST_LINE_COMPONENTS] = { 0 }, means[MOST_LINE_COMPONENTS] = { 0 },
         squares[MOST_LINE_COMPONENTS] = { 0 }, sum = 0;
  guint n = 0;

  for (guint k = 0; k < K; k++)
    shadows[k] =
        (Shadow){ plume_mixture_get_weights (mixture)[k], plume_mixture_get_means (mixture)[2 * k],
                  plume_mixture_get_covariances (mixture)[4 * k] };
  if (K > used)
    qsort (shadows, K, sizeof *shadows, compare_shadows);
  for (guint k = 0; k < K; k++)
    {
      const Shadow *shadow = &shadows[k];
      guint group = K > used ? MIN ((guint)((sum + 0.5 * shadow->weight) * used), used - 1) : k;

      sum += shadow->weight;
      weights[group] += shadow->weight;
      means[group] += shadow->weight * shadow->mean;
      squares[group] += shadow->weight * (shadow->variance + shadow->mean * shadow->mean);
    }
  for (guint group = 0; group < used; group++)
    if (weights[group] > 0)
      {
        double mean = means[group] / weights[group], square = squares[group] / weights[group];

        weights[n] = weights[group];
        means[n] = mean;
        squares[n++] = MAX (square - mean * mean, 0);
      }
  return plume_mixture_new (n, 1, weights, means, squares, NULL);
}

double *
si_take_places (const SceneDensity *density, gsize n, guint64 seed)
{
  double *places = g_new (double, 2 * n);

  if (density->places == NULL)
    plume_mixture_sample (density->mixture, n, seed, places, NULL);
  else
    for (gsize i = 0; i < n; i++)
      memcpy (places + 2 * i,
              density->places
                  + 2 * (density->n_points > n ? i * density->n_points / n : i % density->n_points),
              2 * sizeof (double));
  return places;
}

/* Opened points of both sides by one shift and one scale, so that what lies left stays left */
static gboolean
fit_points (SiEnds *ends, const PlumeReads *reads, GError **error)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, 2 * sizeof (double));
  gboolean is_opened[2];
  gsize first = 0;

  for (guint side = 0; side < 2; side++)
    {
      guint chosen = (guint)plume_reads_integer (reads, si_sources[side].density);

      is_opened[side] = strcmp (scene_densities[chosen].id, "points") == 0;
      if (is_opened[side])
        g_array_append_vals (places, ends->sides[side].places, (guint)ends->sides[side].n_points);
    }
  scene_standardize (places->len, (double *)(gpointer)places->data);
  for (guint side = 0; side < 2; side++)
    if (is_opened[side])
      {
        if (!scene_density_move (&ends->sides[side], &g_array_index (places, double, 2 * first),
                                 si_sources[side].most_kernels,
                                 plume_reads_number (reads, "point-width"), error))
          return FALSE;
        first += ends->sides[side].n_points;
      }
  return TRUE;
}

PlumeResult *
si_make_ends (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  SiEnds *ends = g_new0 (SiEnds, 1);
  g_autoptr (PlumeResult) result = plume_result_new (ends, sizeof *ends + (1 << 18), free_ends);

  for (guint side = 0; side < 2; side++)
    if (!scene_density_read (&ends->sides[side], &si_sources[side], reads, error))
      {
        g_prefix_error (error, "%s: ", side == 0 ? _ ("Left density") : _ ("Right density"));
        return NULL;
      }
  if (plume_reads_switch (reads, "fits") && !fit_points (ends, reads, error))
    return NULL;
  for (guint side = 0; side < 2; side++)
    {
      g_autofree double *draws = si_take_places (&ends->sides[side], SI_END_DRAWS, side);

      memcpy (ends->draws[side], draws, sizeof ends->draws[side]);
      ends->marginals[side] = marginal_of (ends->sides[side].mixture);
    }
  return g_steal_pointer (&result);
}

static void
free_bridge (gpointer data)
{
  SiBridge *bridge = data;

  g_clear_pointer (&bridge->plane, plume_bridge_unref);
  g_clear_pointer (&bridge->line, plume_bridge_unref);
  g_clear_pointer (&bridge->ends[0], plume_mixture_unref);
  g_clear_pointer (&bridge->ends[1], plume_mixture_unref);
  g_free (bridge);
}

/* The bridge of pairs of places, and as its ends what the pairs stand for */
static gboolean
join_places (SiBridge *bridge,
             const PlumeInterpolant *interpolant,
             const SiPairs *pairs,
             const guint *partner,
             double width,
             GError **error)
{
  g_autofree double *partners = g_new (double, 2 * pairs->n);

  for (gsize i = 0; i < pairs->n; i++)
    memcpy (partners + 2 * i, pairs->places[1] + 2 * partner[i], 2 * sizeof (double));
  bridge->plane = plume_bridge_new_pairs (interpolant, pairs->n, 2, pairs->places[0], partners,
                                          NULL, width, error);
  if (bridge->plane == NULL)
    return FALSE;
  bridge->ends[0] = plume_mixture_new_from_points (pairs->n, 2, pairs->places[0], width, error);
  if (bridge->ends[0] != NULL)
    bridge->ends[1] = plume_mixture_new_from_points (pairs->n, 2, partners, width, error);
  return bridge->ends[1] != NULL;
}

static void
widen (double *low, double *high, double centre, double variance)
{
  *low = MIN (*low, centre - REACH * sqrt (variance));
  *high = MAX (*high, centre + REACH * sqrt (variance));
}

/* A square around both ends */
static void
find_square (SiBridge *bridge)
{
  double low[2] = { INFINITY, INFINITY }, high[2] = { -INFINITY, -INFINITY }, half;

  for (guint side = 0; side < 2; side++)
    for (guint k = 0; k < plume_mixture_get_n_components (bridge->ends[side]); k++)
      for (guint c = 0; c < 2; c++)
        widen (&low[c], &high[c], plume_mixture_get_means (bridge->ends[side])[2 * k + c],
               plume_mixture_get_covariances (bridge->ends[side])[4 * k + 3 * c]);
  half = 0.55 * MAX (high[0] - low[0], high[1] - low[1]); /* the noise between them goes wider */
  bridge->x_from = 0.5 * (low[0] + high[0]) - half;
  bridge->x_to = 0.5 * (low[0] + high[0]) + half;
  bridge->y_from = 0.5 * (low[1] + high[1]) - half;
  bridge->y_to = 0.5 * (low[1] + high[1]) + half;
  bridge->line_from = low[0];
  bridge->line_to = high[0];
}

/* What the path truly begins with */
static PlumeMixture *
base_of (const PlumeInterpolant *interpolant, const SiEnds *ends)
{
  PlumeBlend start = plume_interpolant_at (interpolant, 0);
  double one = 1, mean[2] = { 0 }, covariance[4] = { start.gamma * start.gamma, 0, 0, 0 };

  covariance[3] = covariance[0];
  if (interpolant->path->normal_base)
    return plume_mixture_new (1, 2, &one, mean, covariance, NULL);
  return plume_mixture_ref (ends->sides[interpolant->path->is_mirror ? 1 : 0].mixture);
}

/* All pairs of components, some of them, or pairs of places */
static gboolean
join (SiBridge *bridge,
      const SiEnds *ends,
      const PlumeInterpolant *interpolant,
      const PlumeReads *reads,
      GError **error)
{
  const PlumeMixture *left = ends->sides[0].mixture, *right = ends->sides[1].mixture;
  const SiPairs *pairs = plume_reads_result (reads, "pairs");
  const SiPlan *plan = plume_reads_result (reads, "plan");

  if (pairs->places[0] != NULL)
    return join_places (bridge, interpolant, pairs,
                        plan->partner != NULL ? plan->partner : pairs->partner,
                        plume_reads_number (reads, "point-width"), error);
  bridge->plane = pairs->n == 0
                      ? plume_bridge_new (interpolant, left, right, error)
                      : plume_bridge_new_chosen (interpolant, left, right, pairs->n,
                                                 pairs->components[0], pairs->components[1], error);
  if (bridge->plane == NULL)
    return FALSE;
  bridge->ends[0] = base_of (interpolant, ends);
  bridge->ends[1] = plume_mixture_ref (ends->sides[1].mixture);
  return TRUE;
}

PlumeResult *
si_make_bridge (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const SiEnds *ends = plume_reads_result (reads, "ends");
  PlumeInterpolant interpolant = si_read_interpolant (reads);
  SiBridge *bridge = g_new0 (SiBridge, 1);
  g_autoptr (PlumeResult) result =
      plume_result_new (bridge, sizeof *bridge + (1 << 19), free_bridge);

  if (!plume_interpolant_check (&interpolant, error)
      || !join (bridge, ends, &interpolant, reads, error))
    return NULL;
  bridge->line = plume_bridge_new (&interpolant, ends->marginals[0], ends->marginals[1], error);
  if (bridge->line == NULL)
    return NULL;
  find_square (bridge);
  return g_steal_pointer (&result);
}
