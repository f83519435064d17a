/* plume-scaling-classical.c: leading eigenvectors of double-centred squared distances.
 *
 * A small matrix is taken apart whole by LAPACK, of a large one Lanczos' method finds the ends. All
 * sums have a fixed order, so the picture does not depend on the number of threads.
 */
#include "manifold/plume-scaling-classical.h"

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "linalg/plume-lanczos.h"
#include "linalg/plume-matrix.h"
#include "manifold/plume-signs.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define WHOLE_UP_TO    320   /* order up to which all eigenvectors are computed */
#define VALUES_UP_TO   1200  /* and all eigenvalues, sooner than those at both ends */
#define RESIDUAL       1e-10 /* of the greatest eigenvalue; it enters eigenvalues by its square */
#define ROUGH_RESIDUAL 1e-5  /* of those that only a share is taken of */
#define SEEN           16    /* eigenvalues at each end for the share of negative ones */
#define ROUNDING       1e-12 /* share of ‖B‖² that is nothing but rounding */
#define ROWS           32

/* B, centred; exactly symmetric */
typedef struct
{
  gsize m;
  const double *distances;
  double *means; /* of the squares of each row */
  double mean;
  double *b;
  double *squares; /* Σ_j B_ij² of each row */
} Centred;

static void
average_rows (gsize from, gsize to, gpointer data)
{
  Centred *centred = data;
  gsize m = centred->m;

  for (gsize i = from; i < to; i++)
    {
      const double *d = centred->distances + i * m;
      double *square = centred->b + i * m;

      for (gsize j = 0; j < m; j++)
        square[j] = d[j] * d[j];
      centred->means[i] = plume_sum (square, m) / (double)m;
    }
}

static void
centre_rows (gsize from, gsize to, gpointer data)
{
  Centred *centred = data;
  gsize m = centred->m;

  for (gsize i = from; i < to; i++)
    {
      double *b = centred->b + i * m, sum = 0;

      for (gsize j = 0; j < m; j++)
        b[j] = -0.5 * (b[j] - (centred->means[i] + centred->means[j]) + centred->mean);
      for (gsize j = 0; j < m; j++)
        sum += b[j] * b[j];
      centred->squares[i] = sum;
    }
}

static void
clear_centred (Centred *centred)
{
  g_free (centred->means);
  g_free (centred->b);
  g_free (centred->squares);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Centred, clear_centred)

static gboolean
centre (Centred *centred, const PlumeDistances *distances, PlumeTask *task, GError **error)
{
  gsize m = distances->m;

  *centred = (Centred){ .m = m, .distances = distances->values };
  centred->means = g_new (double, m);
  centred->squares = g_new (double, m);
  centred->b = g_new (double, m *m);
  if (!plume_parallel_for (m, ROWS, average_rows, centred, task, error))
    return FALSE;
  centred->mean = plume_sum (centred->means, m) / (double)m;
  return plume_parallel_for (m, ROWS, centre_rows, centred, task, error);
}

typedef struct
{
  const Centred *centred;
  gsize n_vectors;
  const double *x;
  double *y;
} Product;

static void
multiply_rows (gsize from, gsize to, gpointer data)
{
  const Product *product = data;
  gsize m = product->centred->m, n = product->n_vectors;

  plume_product_double (PLUME_PLAIN, PLUME_PLAIN, to - from, n, m, 1,
                        product->centred->b + from * m, m, product->x, n, 0, product->y + from * n,
                        n);
}

static gboolean
multiply (
    gpointer centred, gsize n_vectors, const double *x, double *y, PlumeTask *task, GError **error)
{
  Product product = { centred, n_vectors, x, y };

  return plume_parallel_for (product.centred->m, ROWS, multiply_rows, &product, NULL, error)
         && plume_task_check (task, error);
}

/* What is left of the trace and of ‖B‖² without the eigenvalues that have been seen */
typedef struct
{
  gsize count;
  double sum, squares, positive, negative;
  gboolean is_rounding;
} Rest;

static Rest
look_at_rest (const Centred *centred, const double *seen, gsize n_seen)
{
  gsize m = centred->m;
  double norm = plume_sum (centred->squares, m);
  Rest rest = { .count = m - n_seen, .squares = norm };

  for (gsize i = 0; i < m; i++)
    rest.sum += centred->b[i * m + i];
  for (gsize k = 0; k < n_seen; k++)
    {
      rest.sum -= seen[k];
      rest.squares -= seen[k] * seen[k];
      *(seen[k] > 0 ? &rest.positive : &rest.negative) += fabs (seen[k]);
    }
  rest.is_rounding = rest.squares <= ROUNDING * norm;
  return rest;
}

/* Share of negative eigenvalues in Σ|λ|; the unseen ones count as normally distributed with the
 * moments that are left, none below the lowest that they can be. */
static double
estimate_negative_share (const Rest *rest, double lowest)
{
  double positive = rest->positive, negative = rest->negative;

  if (!rest->is_rounding)
    {
      double n = (double)rest->count, mean = rest->sum / n;
      double deviation = sqrt (MAX (rest->squares / n - mean * mean, 0));
      double z = deviation > 0 ? mean / deviation : copysign (40, mean);
      double above =
          deviation * exp (-0.5 * z * z) / sqrt (2 * G_PI) + 0.5 * mean * erfc (-z / sqrt (2));

      double below = MAX (n * MIN (above - mean, MAX (-lowest, 0)), -rest->sum);

      negative += below;
      positive += rest->sum + below;
    }
  return positive + negative > 0 ? negative / (positive + negative) : 0;
}

static double
negative_share_of (gsize m, const double *eigenvalues)
{
  double negative = 0, total = 0;

  for (gsize k = 0; k < m; k++)
    {
      total += fabs (eigenvalues[k]);
      negative += MAX (-eigenvalues[k], 0);
    }
  return total > 0 ? negative / total : 0;
}

/* Takes B apart. */
static gboolean
find_negative_share (Centred *centred, double *negative_share, GError **error)
{
  g_autofree double *all = g_new (double, centred->m);

  if (!plume_symmetric_eigen_whole (centred->m, centred->b, FALSE, all, error))
    return FALSE;
  *negative_share = negative_share_of (centred->m, all);
  return TRUE;
}

/* From rough eigenvalues at both ends */
static gboolean
guess_negative_share (
    const Centred *centred, gsize wanted, double *negative_share, PlumeTask *task, GError **error)
{
  gsize n_seen = wanted + SEEN;
  g_autofree double *seen = g_new (double, n_seen + SEEN);
  double lowest = 0;
  Rest rest;

  if (!plume_lanczos (centred->m, multiply, (gpointer)centred, PLUME_SPECTRUM_LARGEST, n_seen,
                      ROUGH_RESIDUAL, seen, NULL, task, error))
    return FALSE;
  rest = look_at_rest (centred, seen, n_seen);
  if (!rest.is_rounding)
    {
      if (!plume_lanczos (centred->m, multiply, (gpointer)centred, PLUME_SPECTRUM_SMALLEST, SEEN,
                          ROUGH_RESIDUAL, seen + n_seen, NULL, task, error))
        return FALSE;
      rest = look_at_rest (centred, seen, n_seen + SEEN);
      lowest = seen[n_seen + SEEN - 1];
    }
  *negative_share = estimate_negative_share (&rest, lowest);
  return TRUE;
}

static gboolean
solve_large (Centred *centred,
             gsize wanted,
             double *values,
             double *vectors,
             double *negative_share,
             PlumeTask *task,
             GError **error)
{
  if (!plume_lanczos (centred->m, multiply, centred, PLUME_SPECTRUM_LARGEST, wanted, RESIDUAL,
                      values, vectors, task, error))
    return FALSE;
  if (negative_share == NULL)
    return TRUE;
  return centred->m <= VALUES_UP_TO
             ? find_negative_share (centred, negative_share, error)
             : guess_negative_share (centred, wanted, negative_share, task, error);
}

static gboolean
solve_small (Centred *centred,
             gsize wanted,
             double *values,
             double *vectors,
             double *negative_share,
             GError **error)
{
  gsize m = centred->m;
  g_autofree double *all = g_new (double, m), *all_vectors = g_new (double, m *m);

  if (!plume_symmetric_eigen (m, centred->b, m, all, all_vectors, error))
    return FALSE;
  memcpy (values, all, wanted * sizeof (double));
  memcpy (vectors, all_vectors, wanted * m * sizeof (double));
  if (negative_share != NULL)
    *negative_share = negative_share_of (m, all);
  return TRUE;
}

/**
 * plume_scaling_classical:
 * @distances: m × m
 * @dimensions: d, how many coordinates; below m
 * @eigenvalues: (out) (nullable) (array length=dimensions): of B, falling; they may be negative
 * @negative_share: (out) (nullable): Σ|λ < 0|/Σ|λ|; up to 1200 points of all eigenvalues, beyond of
 * those at both ends and of an estimate of the rest by two moments
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_USAGE where there are no more points than dimensions, %PLUME_ERROR_COMPUTE,
 * %PLUME_ERROR_CANCELLED
 *
 * Centred coordinates along principal axes, in the unit of the distances; those of a negative
 * eigenvalue are 0. O(m³) up to 320 points, O(m² d) times some tens beyond; 8 m² bytes of work.
 *
 * Returns: (transfer full): m × d
 */
PlumePoints *
plume_scaling_classical (const PlumeDistances *distances,
                         guint dimensions,
                         double *eigenvalues,
                         double *negative_share,
                         PlumeTask *task,
                         GError **error)
{
  gsize m = distances->m, d = dimensions;
  g_autofree double *values = g_new (double, d), *vectors = g_new (double, d *m);
  g_auto (Centred) centred = { 0 };
  g_autoptr (PlumePoints) points = NULL;

  if (d < 1 || m <= d)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("%u points cannot be drawn in %u dimensions; take more points or fewer "
                      "dimensions"),
                   (guint)m, dimensions);
      return NULL;
    }
  if (!centre (&centred, distances, task, error))
    return NULL;
  if (m <= WHOLE_UP_TO || m <= 3 * (d + SEEN) + 60
          ? !solve_small (&centred, d, values, vectors, negative_share, error)
          : !solve_large (&centred, d, values, vectors, negative_share, task, error))
    return NULL;
  points = plume_points_new (m, d);
  for (gsize i = 0; i < m; i++)
    for (gsize c = 0; c < d; c++)
      points->values[i * d + c] = vectors[c * m + i] * sqrt (MAX (values[c], 0));
  plume_signs_fix (m, d, points->values);
  if (eigenvalues != NULL)
    memcpy (eigenvalues, values, d * sizeof (double));
  return g_steal_pointer (&points);
}
