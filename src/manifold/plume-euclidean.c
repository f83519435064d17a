/* plume-euclidean.c: straight distances and principal components. */
#include "manifold/plume-euclidean.h"

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "core/plume-vector.h"
#include "linalg/plume-principal.h"
#include "manifold/plume-signs.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define ROWS_AT_A_TIME 16
#define SEED           42 /* of the sketch of very many features */

typedef struct
{
  const PlumePoints *points;
  PlumeDistances *distances;
} Measure;

PLUME_VECTOR_CLONES static double
square_between (const double *a, const double *b, gsize p)
{
  double sum = 0;

#pragma omp simd reduction(+ : sum)
  for (gsize c = 0; c < p; c++)
    sum += (a[c] - b[c]) * (a[c] - b[c]);
  return sum;
}

/* Some rows up to the diagonal, and their mirror images; a row j is used for all of them while it
 * is in the cache. */
static void
measure_rows (gsize from, gsize to, gpointer data)
{
  const Measure *measure = data;
  gsize n = measure->points->n, p = measure->points->p;
  const double *values = measure->points->values;
  double *distances = measure->distances->values;

  for (gsize j = 0; j < to; j++)
    for (gsize i = MAX (from, j + 1); i < to; i++)
      distances[i * n + j] = distances[j * n + i] =
          sqrt (square_between (values + i * p, values + j * p, p));
}

/**
 * plume_euclidean_distances:
 * @points: n × p
 * @task: (nullable): cancels
 *
 * All pairs, each from its differences, so that close points keep their digits. O(n² p), 8 n²
 * bytes.
 *
 * Returns: (transfer full): n × n; %NULL when cancelled
 */
PlumeDistances *
plume_euclidean_distances (const PlumePoints *points, PlumeTask *task, GError **error)
{
  g_autoptr (PlumeDistances) distances = plume_distances_new (points->n);
  Measure measure = { points, distances };

  if (!plume_parallel_for (points->n, ROWS_AT_A_TIME, measure_rows, &measure, task, error))
    return NULL;
  return g_steal_pointer (&distances);
}

/**
 * plume_principal_picture:
 * @points: n × p
 * @dimensions: d ≤ min (n, p)
 * @variances: (out) (nullable) (array length=dimensions): along each component, falling; with n in
 * the denominator
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_USAGE, %PLUME_ERROR_COMPUTE, %PLUME_ERROR_CANCELLED
 *
 * Centred coordinates along the axes of greatest variance, as plume_principal_dense() finds them.
 * Where the data have fewer dimensions than the picture, the others are 0.
 *
 * Returns: (transfer full): n × d
 */
PlumePoints *
plume_principal_picture (
    const PlumePoints *points, guint dimensions, double *variances, PlumeTask *task, GError **error)
{
  gsize n = points->n, d = dimensions;
  g_autoptr (PlumePrincipal) principal = NULL;
  PlumePoints *picture;

  if (d < 1 || d > points->p || d > n)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("%u points of %u features have no %u principal components; choose fewer"),
                   (guint)n, (guint)points->p, dimensions);
      return NULL;
    }
  principal = plume_principal_dense (n, points->p, points->values, d, SEED, task, error);
  if (principal == NULL)
    return NULL;
  picture = plume_points_new (n, d);
  for (gsize i = 0; i < n; i++)
    for (gsize c = 0; c < principal->rank; c++)
      picture->values[i * d + c] = principal->scores[i * principal->rank + c];
  for (gsize c = 0; variances != NULL && c < d; c++)
    variances[c] = c < principal->rank ? principal->variances[c] : 0;
  plume_signs_fix (n, d, picture->values);
  return picture;
}
