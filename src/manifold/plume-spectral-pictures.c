/* plume-spectral-pictures.c: diffusion maps (Coifman & Lafon 2006) and Laplacian eigenmaps (Belkin
 * & Niyogi 2003). */
#include "manifold/plume-spectral-pictures.h"

#include "core/plume-error.h"
#include "linalg/plume-lanczos.h"
#include "manifold/plume-signs.h"
#include "manifold/plume-walk.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define RESIDUAL 1e-10

/* d and the trivial one */
static gboolean
check (const PlumeGraph *graph, guint dimensions, GError **error)
{
  if (dimensions >= 1 && graph->weights->n_rows > dimensions + 1)
    return TRUE;
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
               _ ("%u points cannot be drawn in %u dimensions; take more points or fewer "
                  "dimensions"),
               (guint)graph->weights->n_rows, dimensions);
  return FALSE;
}

/* Vector k + 1 times factor k, over the root of what a point weighs; 0 for one that weighs nothing
 */
static PlumePoints *
arrange (gsize n, gsize d, const double *vectors, const double *factors, const double *weights)
{
  PlumePoints *points = plume_points_new (n, d);

  for (gsize i = 0; i < n; i++)
    for (gsize c = 0; weights[i] > 0 && c < d; c++)
      points->values[i * d + c] = factors[c] * vectors[(c + 1) * n + i] / sqrt (weights[i]);
  plume_signs_fix (n, d, points->values);
  return points;
}

/**
 * plume_diffusion_map:
 * @graph: a graph
 * @dimensions: d
 * @t: steps ≥ 0 of the lazy walk, whole or not
 * @eigenvalues: (out) (nullable) (array length=dimensions): μ_1, μ_2, …, falling
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_USAGE, %PLUME_ERROR_COMPUTE, %PLUME_ERROR_CANCELLED
 *
 * Coordinates μ_k^t ψ_k of P ψ = μ ψ, Σ π_i ψ_k(i)² = 1 with the invariant distribution π; the
 * constant vector is left out. An eigenvalue below 0 counts as 0 in powers. Of a graph in pieces
 * the first coordinates tell the pieces apart.
 *
 * Returns: (transfer full): n × d
 */
PlumePoints *
plume_diffusion_map (const PlumeGraph *graph,
                     guint dimensions,
                     double t,
                     double *eigenvalues,
                     PlumeTask *task,
                     GError **error)
{
  gsize n = graph->weights->n_rows, d = dimensions;
  g_autofree double *sums = g_new (double, n), *values = g_new (double, d + 1),
                    *vectors = g_new (double, (d + 1) * n), *factors = g_new (double, d);
  double total = 0;

  if (!check (graph, dimensions, error)
      || !plume_walk_eigen (graph, d + 1, RESIDUAL, values, vectors, sums, task, error))
    return NULL;
  for (gsize i = 0; i < n; i++)
    total += sums[i];
  for (gsize i = 0; i < n; i++)
    sums[i] /= total;
  for (gsize c = 0; c < d; c++)
    factors[c] = pow (MAX (values[c + 1], 0), t);
  if (eigenvalues != NULL)
    memcpy (eigenvalues, values + 1, d * sizeof (double));
  return arrange (n, d, vectors, factors, sums);
}

/**
 * plume_laplacian_eigenmaps:
 * @graph: a graph
 * @dimensions: d
 * @eigenvalues: (out) (nullable) (array length=dimensions): λ_1, λ_2, …, rising
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_USAGE, %PLUME_ERROR_COMPUTE, %PLUME_ERROR_CANCELLED
 *
 * Eigenvectors 1 … d of the normalised Laplacian times δ^−½: solutions of L f = λ δ f with Σ δ f² =
 * 1. A vertex without edges lies at 0.
 *
 * Returns: (transfer full): n × d
 */
PlumePoints *
plume_laplacian_eigenmaps (
    const PlumeGraph *graph, guint dimensions, double *eigenvalues, PlumeTask *task, GError **error)
{
  gsize n = graph->weights->n_rows, d = dimensions;
  g_autofree double *values = g_new (double, d + 1), *vectors = g_new (double, (d + 1) * n),
                    *factors = g_new (double, d);
  g_autoptr (PlumeSparse) laplacian = plume_graph_laplacian (graph, PLUME_LAPLACIAN_NORMALISED);

  if (!check (graph, dimensions, error)
      || !plume_sparse_eigen (laplacian, PLUME_SPECTRUM_SMALLEST, d + 1, RESIDUAL, values, vectors,
                              task, error))
    return NULL;
  for (gsize c = 0; c < d; c++)
    factors[c] = 1;
  if (eigenvalues != NULL)
    memcpy (eigenvalues, values + 1, d * sizeof (double));
  return arrange (n, d, vectors, factors, graph->degrees);
}
