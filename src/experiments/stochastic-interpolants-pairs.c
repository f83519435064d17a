/* stochastic-interpolants-pairs.c: which pairs stand for a coupling.
 *
 * The independent coupling is made of components, of all pairs where those are few; any other is
 * made of places: of points their own, of other densities draws. It knows no interpolant.
 */
#include "experiments/stochastic-interpolants.h"

#include "core/plume-error.h"
#include "core/plume-random.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define COARSE_PAIRS  256  /* while an end is dragged */
#define MOST_ASSIGNED 1024 /* at once */

static void
free_pairs (gpointer data)
{
  SiPairs *pairs = data;

  for (guint side = 0; side < 2; side++)
    {
      g_free (pairs->components[side]);
      g_free (pairs->places[side]);
    }
  g_free (pairs->partner);
  g_free (pairs);
}

/* n components, each as often as its weight asks for */
static guint *
choose_components (const PlumeMixture *mixture, gsize n)
{
  guint *chosen = g_new (guint, n), k = 0, last = plume_mixture_get_n_components (mixture) - 1;
  const double *weights = plume_mixture_get_weights (mixture);
  double sum = weights[0];

  for (gsize i = 0; i < n; i++)
    {
      while (k < last && sum * (double)n <= (double)i + 0.5)
        sum += weights[++k];
      chosen[i] = k;
    }
  return chosen;
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

static void
choose (SiPairs *pairs, const SiEnds *ends, gsize n, guint64 seed)
{
  g_autofree guint *order = g_new (guint, n), *sorted = NULL;

  pairs->n = n;
  pairs->components[0] = choose_components (ends->sides[0].mixture, n);
  sorted = choose_components (ends->sides[1].mixture, n);
  pairs->components[1] = g_new (guint, n);
  shuffle (order, n, seed);
  for (gsize i = 0; i < n; i++)
    pairs->components[1][i] = sorted[order[i]];
}

/* Places of both sides; for optimal transport and rows also which belong together */
static gboolean
place (SiPairs *pairs,
       const SiEnds *ends,
       SiCoupling coupling,
       gsize n,
       guint64 seed,
       PlumeTask *task,
       GError **error)
{
  const SceneDensity *left = &ends->sides[0], *right = &ends->sides[1];

  if (coupling == SI_ROWS
      && (left->places == NULL || right->places == NULL || left->n_points != right->n_points))
    {
      g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_DATA,
                           _ ("Pairs by rows need points on both sides, as many on the left as on "
                              "the right; open two such files, or choose another coupling."));
      return FALSE;
    }
  pairs->n = coupling == SI_ROWS ? MIN (n, left->n_points) : n;
  pairs->places[0] = si_take_places (left, pairs->n, seed);
  pairs->places[1] = si_take_places (right, pairs->n, seed + 1);
  if (coupling == SI_ENTROPIC)
    return TRUE;
  pairs->partner = g_new (guint, pairs->n);
  for (gsize i = 0; i < pairs->n; i++)
    pairs->partner[i] = (guint)i;
  return coupling == SI_ROWS
         || plume_assign_places (pairs->n, 2, pairs->places[0], pairs->places[1], MOST_ASSIGNED,
                                 pairs->partner, task, error);
}

static PlumeResult *
make_pairs (const PlumeReads *reads, gsize most, PlumeTask *task, GError **error)
{
  const SiEnds *ends = plume_reads_result (reads, "ends");
  const PlumePath *path = plume_paths[plume_reads_integer (reads, "path")];
  SiCoupling coupling = (SiCoupling)plume_reads_integer (reads, "coupling");
  gboolean alone = path->normal_base || path->is_mirror;
  gsize n_all = (gsize)plume_mixture_get_n_components (ends->sides[1].mixture)
                * (alone ? 1 : plume_mixture_get_n_components (ends->sides[0].mixture));
  guint64 seed = plume_reads_seed (reads, "seed");
  gsize n = MIN ((gsize)plume_reads_integer (reads, "most-pairs"), most);
  SiPairs *pairs = g_new0 (SiPairs, 1);
  g_autoptr (PlumeResult) result = plume_result_new (pairs, sizeof *pairs + 48 * n, free_pairs);

  if (alone || coupling == SI_INDEPENDENT)
    {
      if (n_all > n)
        choose (pairs, ends, n, seed);
    }
  else if (!place (pairs, ends, coupling, n, seed, task, error))
    return NULL;
  return g_steal_pointer (&result);
}

PlumeResult *
si_make_pairs (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return make_pairs (reads, G_MAXSIZE, task, error);
}

PlumeResult *
si_make_pairs_coarse (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return make_pairs (reads, COARSE_PAIRS, task, error);
}

static void
free_plan (gpointer data)
{
  SiPlan *plan = data;

  g_free (plan->partner);
  g_free (plan);
}

/* On its own, because it alone depends on ε */
PlumeResult *
si_make_plan (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const SiPairs *pairs = plume_reads_result (reads, "pairs");
  SiPlan *plan = g_new0 (SiPlan, 1);
  g_autoptr (PlumeResult) result = plume_result_new (plan, sizeof *plan + 4 * pairs->n, free_plan);
  g_autofree double *cost = NULL;
  g_autoptr (PlumeSinkhorn) sinkhorn = NULL;

  if (pairs->places[0] == NULL || pairs->partner != NULL)
    return g_steal_pointer (&result);
  cost = plume_squared_distances (pairs->n, pairs->n, 2, pairs->places[0], pairs->places[1]);
  sinkhorn = plume_sinkhorn (pairs->n, pairs->n, cost,
                             4 * MAX (plume_reads_number (reads, "epsilon"), 0.01), task, error);
  if (sinkhorn == NULL)
    return NULL;
  plan->partner = g_new (guint, pairs->n);
  plume_sinkhorn_draw (sinkhorn, plume_reads_seed (reads, "seed"), plan->partner);
  return g_steal_pointer (&result);
}
