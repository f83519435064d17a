/* plume-measures-frechet.c: the distance of two Gaussians with the means and covariances of the
 * samples and the reference (Fréchet 1957; Dowson & Landau 1982, J. Multivar. Anal. 12, 450).
 *
 * Samples may be features of pictures; what features, the caller decides and says.
 */
#include "generative/plume-measures-private.h"

#include "core/plume-error.h"
#include "linalg/plume-matrix.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Mean and covariance (n − 1), about the first point */
static void
find_moments (gsize n, gsize d, const double *points, double *mean, double *covariance)
{
  g_autofree double *away = g_new (double, d);

  memset (mean, 0, d * sizeof (double));
  memset (covariance, 0, d * d * sizeof (double));
  for (gsize i = 0; i < n * d; i++)
    mean[i % d] += (points[i] - points[i % d]) / (double)n;
  for (gsize c = 0; c < d; c++)
    mean[c] += points[c];
  for (gsize i = 0; i < n; i++)
    {
      for (gsize c = 0; c < d; c++)
        away[c] = points[i * d + c] - mean[c];
      for (gsize a = 0; a < d; a++)
        for (gsize b = 0; b <= a; b++)
          covariance[a * d + b] += away[a] * away[b];
    }
  for (gsize a = 0; a < d; a++)
    for (gsize b = 0; b <= a; b++)
      covariance[a * d + b] = covariance[b * d + a] = covariance[a * d + b] / (double)(n - 1);
}

/* C^½ of a symmetric matrix without negative eigenvalues */
static gboolean
find_root (gsize d, const double *matrix, double *root)
{
  g_autofree double *basis = g_memdup2 (matrix, d * d * sizeof (double)),
                    *values = g_new (double, d);

  if (!plume_symmetric_eigen_whole (d, basis, TRUE, values, NULL))
    return FALSE;
  memset (root, 0, d * d * sizeof (double));
  for (gsize k = 0; k < d; k++)
    for (gsize a = 0; a < d; a++)
      for (gsize b = 0; b < d; b++)
        root[a * d + b] += sqrt (MAX (values[k], 0)) * basis[k * d + a] * basis[k * d + b];
  return TRUE;
}

static void
multiply (gsize d, const double *a, const double *b, double *product)
{
  memset (product, 0, d * d * sizeof (double));
  for (gsize i = 0; i < d; i++)
    for (gsize k = 0; k < d; k++)
      for (gsize j = 0; j < d; j++)
        product[i * d + j] += a[i * d + k] * b[k * d + j];
}

/**
 * plume_frechet_distance:
 * @d: dimensions
 * @mean_1: d
 * @covariance_1: d × d, symmetric
 * @mean_2: d
 * @covariance_2: d × d
 *
 * O(d³).
 *
 * Returns: |μ₁ − μ₂|² + tr (C₁ + C₂ − 2 (C₁^½ C₂ C₁^½)^½), not below 0; NaN where a covariance is
 * not finite
 */
double
plume_frechet_distance (gsize d,
                        const double *mean_1,
                        const double *covariance_1,
                        const double *mean_2,
                        const double *covariance_2)
{
  g_autofree double *root = g_new (double, d *d), *half = g_new (double, d *d),
                    *whole = g_new (double, d *d), *values = g_new (double, d);
  double sum = 0;

  for (gsize i = 0; i < d * d; i++)
    if (!isfinite (covariance_1[i] + covariance_2[i]))
      return NAN;
  if (!find_root (d, covariance_1, root))
    return NAN;
  multiply (d, root, covariance_2, half);
  multiply (d, half, root, whole);
  if (!plume_symmetric_eigen_whole (d, whole, FALSE, values, NULL))
    return NAN;
  for (gsize c = 0; c < d; c++)
    sum += pow (mean_1[c] - mean_2[c], 2) + covariance_1[c * d + c] + covariance_2[c * d + c]
           - 2 * sqrt (MAX (values[c], 0));
  return MAX (sum, 0);
}

static gboolean
find_frechet (const PlumeMeasureInput *input, double *value, PlumeTask *task, GError **error)
{
  gsize d = input->d;
  g_autofree double *memory = g_new (double, 2 * d * (d + 1));
  double *mean_1 = memory, *mean_2 = memory + d, *covariance_1 = memory + 2 * d,
         *covariance_2 = covariance_1 + d * d;

  if (!plume_task_check (task, error))
    return FALSE;
  find_moments (input->n, d, input->samples, mean_1, covariance_1);
  find_moments (input->n_reference, d, input->reference, mean_2, covariance_2);
  *value = plume_frechet_distance (d, mean_1, covariance_1, mean_2, covariance_2);
  if (isfinite (*value))
    return TRUE;
  g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                       _ ("the covariance of the samples is too large to be compared; look for "
                          "samples that ran away"));
  return FALSE;
}

/* Of all samples, O(n d² + d³) */
gboolean
plume_measure_frechet (const PlumeMeasureInput *input,
                       PlumeMeasured *measurement,
                       PlumeTask *task,
                       GError **error)
{
  return find_frechet (input, &measurement->value, task, error)
         && plume_measure_split_error (input, find_frechet, &measurement->error, task, error);
}
