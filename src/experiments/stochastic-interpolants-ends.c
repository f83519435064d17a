/* stochastic-interpolants-ends.c: the two densities, and the bridge between them.
 *
 * An end is a table of components or opened points. The independent coupling of tables is exact;
 * any other coupling stands in 256 pairs drawn from it.
 */
#include "experiments/stochastic-interpolants.h"

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "core/plume-random.h"
#include "experiments/generative-scene.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define REACH                3.0 /* standard deviations that are shown */
#define MOST_PAIRS           256 /* of components that are all taken */
#define MOST_OPEN_ROWS       2000
#define MOST_LINE_COMPONENTS 64

static const char *const tables[2] = { "left-components", "right-components" };
static const char *const sources[2] = { "left-source", "right-source" };
static const char *const inputs[2] = { "left-points", "right-points" };

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
      g_clear_pointer (&ends->sides[side].mixture, plume_mixture_unref);
      g_clear_pointer (&ends->sides[side].marginal, plume_mixture_unref);
      g_free (ends->sides[side].points);
    }
  g_free (ends);
}

/* C = R diag (s₁², s₂²) Rᵀ */
static void
covariance_of (const SiComponent *component, double covariance[4])
{
  double a = component->width * component->width,
         b = component->second_width * component->second_width;
  double c = cos (component->angle), s = sin (component->angle);

  covariance[0] = a * c * c + b * s * s;
  covariance[1] = covariance[2] = (a - b) * c * s;
  covariance[3] = a * s * s + b * c * c;
}

static gboolean
read_components (SiEnd *end, const PlumeReads *reads, guint side, GError **error)
{
  const char *table = tables[side];
  double weights[SI_MAX_COMPONENTS], means[2 * SI_MAX_COMPONENTS],
      covariances[4 * SI_MAX_COMPONENTS];
  guint n = MIN (plume_reads_n_rows (reads, table), SI_MAX_COMPONENTS);

  if (n == 0)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("The %s density has no component; add a row to its table."),
                   side == 0 ? _ ("left") : _ ("right"));
      return FALSE;
    }
  end->n_components = n;
  for (guint k = 0; k < n; k++)
    {
      SiComponent *component = &end->components[k];

      component->weight = plume_reads_cell (reads, table, k, "weight");
      component->x = plume_reads_cell (reads, table, k, "x");
      component->y = plume_reads_cell (reads, table, k, "y");
      component->width = MAX (plume_reads_cell (reads, table, k, "width"), 0.02);
      component->second_width = MAX (plume_reads_cell (reads, table, k, "second-width"), 0.02);
      component->angle = plume_reads_cell (reads, table, k, "angle");
      weights[k] = component->weight;
      means[2 * k] = component->x;
      means[2 * k + 1] = component->y;
      covariance_of (component, covariances + 4 * k);
    }
  end->mixture = plume_mixture_new (n, 2, weights, means, covariances, error);
  return end->mixture != NULL;
}

/* Finite rows, evenly thinned to 2,000 */
static gboolean
read_points (SiEnd *end, const PlumeReads *reads, guint side, GError **error)
{
  const char *input = inputs[side];
  double width = plume_reads_number (reads, "point-width");
  g_autoptr (PlumeArray) x = NULL, y = NULL;
  g_autofree double *weights = NULL, *covariances = NULL, *all = NULL;
  gsize n = 0, used;

  if (plume_reads_n_datasets (reads, input) == 0)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("No points are open for the %s density; open a file with two columns of "
                      "numbers, or choose its table of components."),
                   side == 0 ? _ ("left") : _ ("right"));
      return FALSE;
    }
  x = plume_array_ref (plume_reads_column (reads, input, 0, "x"));
  y = plume_array_ref (plume_reads_column (reads, input, 0, "y"));
  all = g_new (double, 2 * MAX (x->length, 1));
  for (gsize i = 0; i < x->length; i++)
    if (isfinite (x->values[i]) && isfinite (y->values[i]))
      {
        all[2 * n] = x->values[i];
        all[2 * n++ + 1] = y->values[i];
      }
  if (n == 0)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("%s holds no row in which both coordinates are numbers; choose other "
                      "columns for them."),
                   plume_reads_dataset_name (reads, input, 0));
      return FALSE;
    }
  used = MIN (n, MOST_OPEN_ROWS);
  end->n_points = used;
  end->points = g_new (double, 2 * used);
  weights = g_new (double, used);
  covariances = g_new0 (double, 4 * used);
  for (gsize i = 0; i < used; i++)
    {
      memcpy (end->points + 2 * i, all + 2 * (i * n / used), 2 * sizeof (double));
      weights[i] = 1;
      covariances[4 * i] = covariances[4 * i + 3] = width * width;
    }
  end->mixture = plume_mixture_new ((guint)used, 2, weights, end->points, covariances, error);
  return end->mixture != NULL;
}

/* The first coordinate of a mixture in the plane; of many components an evenly spread part */
static PlumeMixture *
marginal_of (const PlumeMixture *mixture)
{
  guint K = plume_mixture_get_n_components (mixture), used = MIN (K, MOST_LINE_COMPONENTS);
  double weights[MOST_LINE_COMPONENTS], means[MOST_LINE_COMPONENTS],
      variances[MOST_LINE_COMPONENTS];

  for (guint i = 0; i < used; i++)
    {
      guint k = (guint)((gsize)i * K / used);

      weights[i] = plume_mixture_get_weights (mixture)[k];
      means[i] = plume_mixture_get_means (mixture)[2 * k];
      variances[i] = plume_mixture_get_covariances (mixture)[4 * k];
    }
  return plume_mixture_new (used, 1, weights, means, variances, NULL);
}

PlumeResult *
si_make_ends (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  SiEnds *ends = g_new0 (SiEnds, 1);
  g_autoptr (PlumeResult) result = plume_result_new (ends, sizeof *ends + (1 << 18), free_ends);

  for (guint side = 0; side < 2; side++)
    {
      SiEnd *end = &ends->sides[side];
      gboolean is_table = plume_reads_integer (reads, sources[side]) == SI_COMPONENTS;

      if (!(is_table ? read_components (end, reads, side, error)
                     : read_points (end, reads, side, error)))
        return NULL;
      end->marginal = marginal_of (end->mixture);
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

/* n points of an end: its own, evenly thinned or all over again, or draws */
static double *
take_points (const SiEnd *end, gsize n, guint64 seed)
{
  double *points = g_new (double, 2 * n);

  if (end->points == NULL)
    plume_mixture_sample (end->mixture, n, seed, points, NULL);
  else
    for (gsize i = 0; i < n; i++)
      memcpy (points + 2 * i,
              end->points + 2 * (end->n_points > n ? i * end->n_points / n : i % end->n_points),
              2 * sizeof (double));
  return points;
}

/* A fixed shuffle, so that the rows' order does not couple */
static void
shuffle (guint *order, gsize n, guint64 seed)
{
  for (gsize i = 0; i < n; i++)
    order[i] = (guint)i;
  for (gsize i = n - 1; i > 0; i--)
    {
      PlumeStream stream = plume_stream (seed, "shuffle", i);
      gsize j = (gsize)(plume_stream_uniform (&stream) * (double)(i + 1));
      guint kept = order[i];

      order[i] = order[j];
      order[j] = kept;
    }
}

/* Which right point each left one goes to */
static gboolean
couple (SiCoupling coupling,
        const double *left,
        const double *right,
        gsize n,
        double epsilon,
        guint64 seed,
        guint *partner,
        PlumeTask *task,
        GError **error)
{
  g_autofree double *cost = NULL;
  g_autoptr (PlumeSinkhorn) sinkhorn = NULL;

  shuffle (partner, n, seed);
  if (coupling == SI_INDEPENDENT)
    return TRUE;
  if (coupling == SI_ROWS)
    {
      for (gsize i = 0; i < n; i++)
        partner[i] = (guint)i;
      return TRUE;
    }
  cost = plume_squared_distances (n, n, 2, left, right);
  if (coupling == SI_OPTIMAL)
    return plume_assignment (n, cost, partner, task, error);
  sinkhorn = plume_sinkhorn (n, n, cost, 4 * MAX (epsilon, 0.01), task, error);
  if (sinkhorn == NULL)
    return FALSE;
  plume_sinkhorn_draw (sinkhorn, seed, partner);
  return TRUE;
}

/* Points as small round Gaussians */
static PlumeMixture *
mixture_of (const double *points, gsize n, double width)
{
  g_autofree double *weights = g_new (double, n), *covariances = g_new0 (double, 4 * n);

  for (gsize i = 0; i < n; i++)
    {
      weights[i] = 1;
      covariances[4 * i] = covariances[4 * i + 3] = width * width;
    }
  return plume_mixture_new ((guint)n, 2, weights, points, covariances, NULL);
}

/* Fills the bridge's plane, and its ends with what the pairs stand for */
static gboolean
join_pairs (SiBridge *bridge,
            const SiEnds *ends,
            const PlumeInterpolant *interpolant,
            const PlumeReads *reads,
            SiCoupling coupling,
            PlumeTask *task,
            GError **error)
{
  const PlumePath *path = interpolant->path;
  const SiEnd *left = &ends->sides[0], *right = &ends->sides[1];
  guint64 seed = plume_reads_seed (reads, "seed");
  double width = plume_reads_number (reads, "point-width");
  gsize n = SI_PAIRS;
  g_autofree double *from = NULL, *to = NULL, *partners = NULL;
  g_autofree guint *partner = NULL;

  if (coupling == SI_ROWS)
    {
      if (left->points == NULL || left->n_points != right->n_points || right->points == NULL)
        {
          g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_DATA,
                               _ ("Pairs by rows need points on both sides, as many on the left as "
                                  "on the right; open two such files, or choose another "
                                  "coupling."));
          return FALSE;
        }
      n = MIN (n, left->n_points);
    }
  from = take_points (left, n, seed);
  to = take_points (right, n, seed + 1);
  partner = g_new (guint, n);
  partners = g_new (double, 2 * n);
  if (!couple (coupling, from, to, n, plume_reads_number (reads, "epsilon"), seed, partner, task,
               error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    memcpy (partners + 2 * i, to + 2 * partner[i], 2 * sizeof (double));
  bridge->plane = plume_bridge_new_pairs (interpolant, n, 2, from, partners, NULL, width, error);
  if (bridge->plane == NULL)
    return FALSE;
  if (!path->normal_base)
    bridge->ends[0] = mixture_of (path->is_mirror ? partners : from, n, width);
  bridge->ends[1] = mixture_of (partners, n, width);
  return TRUE;
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

PlumeResult *
si_make_bridge (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const SiEnds *ends = plume_reads_result (reads, "ends");
  PlumeInterpolant interpolant = si_read_interpolant (reads);
  SiCoupling coupling = (SiCoupling)plume_reads_integer (reads, "coupling");
  const PlumeMixture *left = ends->sides[0].mixture, *right = ends->sides[1].mixture;
  gboolean alone = interpolant.path->normal_base || interpolant.path->is_mirror;
  guint n_pairs =
      plume_mixture_get_n_components (right) * (alone ? 1 : plume_mixture_get_n_components (left));
  SiBridge *bridge = g_new0 (SiBridge, 1);
  g_autoptr (PlumeResult) result = plume_result_new (bridge, sizeof *bridge + 65536, free_bridge);

  bridge->is_exact = n_pairs <= MOST_PAIRS && (alone || coupling == SI_INDEPENDENT);
  if (!plume_interpolant_check (&interpolant, error))
    return NULL;
  if (bridge->is_exact)
    bridge->plane = plume_bridge_new (&interpolant, left, right, error);
  else if (!join_pairs (bridge, ends, &interpolant, reads, coupling, task, error))
    return NULL;
  if (bridge->plane == NULL)
    return NULL;
  bridge->line =
      plume_bridge_new (&interpolant, ends->sides[0].marginal, ends->sides[1].marginal, error);
  if (bridge->line == NULL)
    return NULL;
  if (bridge->ends[0] == NULL)
    bridge->ends[0] = base_of (&interpolant, ends);
  if (bridge->ends[1] == NULL)
    bridge->ends[1] = plume_mixture_ref (ends->sides[1].mixture);
  find_square (bridge);
  return g_steal_pointer (&result);
}
