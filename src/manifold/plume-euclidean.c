/* plume-euclidean.c: straight distances and principal components. */
#include "manifold/plume-euclidean.h"

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "core/plume-vector.h"
#include "linalg/plume-lanczos.h"
#include "linalg/plume-matrix.h"
#include "manifold/plume-signs.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define ROWS_AT_A_TIME   16
#define POINTS_AT_A_TIME 1024
#define DENSE_UP_TO      400 /* features whose covariance is made whole */
#define FEATURES         32  /* rows of the covariance at a time */
#define RESIDUAL         1e-9

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

/* The points without their mean, and products with them */
typedef struct
{
  const PlumePoints *points;
  double *mean;
  double *covariance; /* p × p, while it is made whole */
  gsize n_vectors;
  const double *x; /* p × n_vectors */
  double *y;       /* n × n_vectors */
  double *back;    /* p × n_vectors */
} Centred;

static void
centre_block (const Centred *centred, gsize from, gsize to, double *block)
{
  gsize p = centred->points->p;

  for (gsize i = from; i < to; i++)
    for (gsize c = 0; c < p; c++)
      block[(i - from) * p + c] = centred->points->values[i * p + c] - centred->mean[c];
}

/* Some rows of Σ_i x_i x_iᵀ, adding blocks of points in their order */
static void
covary (gsize from, gsize to, gpointer data)
{
  const Centred *centred = data;
  gsize n = centred->points->n, p = centred->points->p;
  g_autofree double *block = g_new (double, POINTS_AT_A_TIME *p);

  for (gsize i = 0; i < n; i += POINTS_AT_A_TIME)
    {
      gsize count = MIN (POINTS_AT_A_TIME, n - i);

      centre_block (centred, i, i + count, block);
      plume_product_double (PLUME_TRANSPOSED, PLUME_PLAIN, to - from, p, count, 1, block + from, p,
                            block, p, i > 0, centred->covariance + from * p, p);
    }
}

static void
project (gsize from, gsize to, gpointer data)
{
  const Centred *centred = data;
  gsize p = centred->points->p, n_vectors = centred->n_vectors;
  g_autofree double *block = g_new (double, (to - from) * p);

  centre_block (centred, from, to, block);
  plume_product_double (PLUME_PLAIN, PLUME_PLAIN, to - from, n_vectors, p, 1, block, p, centred->x,
                        n_vectors, 0, centred->y + from * n_vectors, n_vectors);
}

/* Some rows of Xᵀ scores, adding blocks of points in their order */
static void
project_back (gsize from, gsize to, gpointer data)
{
  const Centred *centred = data;
  gsize n = centred->points->n, p = centred->points->p, count = centred->n_vectors;
  g_autofree double *block = g_new (double, POINTS_AT_A_TIME *(to - from));

  for (gsize i = 0; i < n; i += POINTS_AT_A_TIME)
    {
      gsize rows = MIN (POINTS_AT_A_TIME, n - i);

      for (gsize row = 0; row < rows; row++)
        for (gsize k = from; k < to; k++)
          block[row * (to - from) + k - from] =
              centred->points->values[(i + row) * p + k] - centred->mean[k];
      plume_product_double (PLUME_TRANSPOSED, PLUME_PLAIN, to - from, count, rows, 1, block,
                            to - from, centred->y + i * count, count, i > 0,
                            centred->back + from * count, count);
    }
}

/* Xᵀ (X v) without a covariance */
static gboolean
multiply_covariance (
    gpointer data, gsize n_vectors, const double *x, double *y, PlumeTask *task, GError **error)
{
  Centred *centred = data;
  gsize n = centred->points->n, p = centred->points->p;
  g_autofree double *scores = g_new (double, n *n_vectors);

  centred->n_vectors = n_vectors;
  centred->x = x;
  centred->y = scores;
  centred->back = y;
  return plume_parallel_for (n, plume_product_chunk (n, POINTS_AT_A_TIME), project, centred, NULL,
                             error)
         && plume_parallel_for (p, plume_product_chunk (p, FEATURES), project_back, centred, NULL,
                                error)
         && plume_task_check (task, error);
}

static double *
average (const PlumePoints *points)
{
  double *mean = g_new0 (double, points->p);

  for (gsize i = 0; i < points->n; i++)
    for (gsize c = 0; c < points->p; c++)
      mean[c] += points->values[i * points->p + c];
  for (gsize c = 0; c < points->p; c++)
    mean[c] /= (double)points->n;
  return mean;
}

/* d eigenvectors, one a row, of Σ x xᵀ */
static gboolean
find_axes (Centred *centred, gsize d, double *values, double *axes, PlumeTask *task, GError **error)
{
  gsize p = centred->points->p;
  g_autofree double *covariance = NULL;

  if (p > MAX (DENSE_UP_TO, 3 * d + 60))
    return plume_lanczos (p, multiply_covariance, centred, PLUME_SPECTRUM_LARGEST, d, RESIDUAL,
                          values, axes, task, error);
  centred->covariance = covariance = g_new (double, p *p);
  return plume_parallel_for (p, plume_product_chunk (p, FEATURES), covary, centred, NULL, error)
         && plume_task_check (task, error)
         && plume_symmetric_eigen (p, covariance, d, values, axes, error);
}

/**
 * plume_principal_picture:
 * @points: n × p
 * @dimensions: d ≤ p
 * @variances: (out) (nullable) (array length=dimensions): along each component, falling; with n in
 * the denominator
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_USAGE, %PLUME_ERROR_COMPUTE, %PLUME_ERROR_CANCELLED
 *
 * Centred coordinates along the axes of greatest variance. O(n p²) up to 400 features, beyond
 * O(n p) times some tens, without a covariance.
 *
 * Returns: (transfer full): n × d
 */
PlumePoints *
plume_principal_picture (
    const PlumePoints *points, guint dimensions, double *variances, PlumeTask *task, GError **error)
{
  gsize p = points->p, d = dimensions;
  g_autofree double *values = g_new (double, d), *axes = g_new (double, d *p),
                    *mean = average (points), *turned = g_new (double, d *p);
  g_autoptr (PlumePoints) picture = plume_points_new (points->n, d);
  Centred centred = { .points = points, .mean = mean };

  if (d < 1 || d > p || points->n < 2)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("%u points of %u features have no %u principal components; choose fewer"),
                   (guint)points->n, (guint)p, dimensions);
      return NULL;
    }
  if (!find_axes (&centred, d, values, axes, task, error))
    return NULL;
  for (gsize c = 0; c < d; c++)
    for (gsize k = 0; k < p; k++)
      turned[k * d + c] = axes[c * p + k];
  centred.n_vectors = d;
  centred.x = turned;
  centred.y = picture->values;
  if (!plume_parallel_for (points->n, plume_product_chunk (points->n, POINTS_AT_A_TIME), project,
                           &centred, task, error))
    return NULL;
  for (gsize c = 0; variances != NULL && c < d; c++)
    variances[c] = MAX (values[c], 0) / (double)points->n;
  plume_signs_fix (points->n, d, picture->values);
  return g_steal_pointer (&picture);
}
