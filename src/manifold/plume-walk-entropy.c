/* plume-walk-entropy.c: von Neumann entropy of the powers of the lazy walk, as PHATE chooses its
 * time (Moon et al. 2019): singular values s of P, p_k = s_k^(τ+1)/Σ + ε.
 */
#include <glib/gi18n.h>
#include <float.h>
#include <math.h>

#include "core/plume-error.h"
#include "linalg/plume-singular.h"
#include "manifold/plume-heat-time.h"

#define MOST_VERTICES 4000

/**
 * plume_walk_entropy_of_values:
 * @n: @values: singular values of P, ≥ 0
 * @n_times: how many
 * @entropy: (out caller-allocates): −Σ p log p at τ = 0 … n_times − 1
 *
 * For walks that are no graph's, such as those between clusters. O(n × times).
 */
void
plume_walk_entropy_of_values (gsize n, const double *values, gsize n_times, double *entropy)
{
  g_autofree double *powers = g_memdup2 (values, n * sizeof (double));

  for (gsize tau = 0; tau < n_times; tau++)
    {
      double sum = 0;

      entropy[tau] = 0;
      for (gsize k = 0; k < n; k++)
        sum += powers[k];
      for (gsize k = 0; k < n; k++)
        {
          double p = powers[k] / sum + DBL_EPSILON;

          entropy[tau] -= p * log (p);
          powers[k] *= values[k];
        }
    }
}

/**
 * plume_walk_entropy:
 * @graph: at most 4,000 vertices
 * @n_times: how many
 * @entropy: (out caller-allocates): −Σ p log p at τ = 0 … n_times − 1
 * @error: %PLUME_ERROR_USAGE where there are too many vertices
 *
 * O(n³): some seconds at 2,000 vertices.
 */
gboolean
plume_walk_entropy (
    const PlumeGraph *graph, gsize n_times, double *entropy, PlumeTask *task, GError **error)
{
  gsize n = plume_graph_get_n (graph);
  g_autoptr (PlumeSparse) walk = NULL;
  g_autofree double *dense = NULL, *values = NULL;

  if (n > MOST_VERTICES)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("the entropy of a walk on %zu"
                      " vertices takes too long; take landmarks, at most %d"),
                   n, MOST_VERTICES);
      return FALSE;
    }
  walk = plume_graph_walk (graph, FALSE, NULL);
  dense = g_new0 (double, n *n);
  values = g_new (double, n);
  for (gsize i = 0; i < n; i++)
    for (gsize k = walk->starts[i]; k < walk->starts[i + 1]; k++)
      dense[i * n + walk->columns[k]] = walk->values[k];
  if (!plume_task_check (task, error) || !plume_singular_values (n, dense, values, error))
    return FALSE;
  plume_walk_entropy_of_values (n, values, n_times, entropy);
  return plume_task_check (task, error);
}
