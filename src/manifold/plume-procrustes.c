/* plume-procrustes.c: the rigid motion that brings one picture nearest to another.
 *
 * With M = Σ (r_i − r̄)(y_i − ȳ)ᵀ = U S Vᵀ, the orthogonal matrix nearest to it is U Vᵀ, and the
 * nearest rotation U diag (1, …, ±1) Vᵀ with the sign on the least singular value (Schönemann 1966;
 * Kabsch 1978). Never a scale.
 */
#include "manifold/plume-embedding.h"

#include <gsl/gsl_linalg.h>
#include <math.h>
#include <string.h>

#define NO_SINGULAR_VALUE 1e-13 /* of the greatest */

static void
average (const PlumePoints *points, double *mean)
{
  memset (mean, 0, points->p * sizeof (double));
  for (gsize i = 0; i < points->n; i++)
    for (gsize c = 0; c < points->p; c++)
      mean[c] += points->values[i * points->p + c];
  for (gsize c = 0; c < points->p; c++)
    mean[c] /= (double)MAX (points->n, 1);
}

/* Σ (r_i − r̄)(y_i − ȳ)ᵀ */
static gsl_matrix *
cross_covariance (const PlumePoints *reference,
                  const double *reference_mean,
                  const PlumePoints *y,
                  const double *y_mean)
{
  gsize d = y->p;
  gsl_matrix *cross = gsl_matrix_calloc (d, d);

  for (gsize i = 0; i < y->n; i++)
    for (gsize a = 0; a < d; a++)
      for (gsize b = 0; b < d; b++)
        cross->data[a * cross->tda + b] +=
            (reference->values[i * d + a] - reference_mean[a]) * (y->values[i * d + b] - y_mean[b]);
  return cross;
}

/* Columns of U that belong to no singular value are 0 or noise: unit vectors made orthogonal to
 * those before them take their place. */
static void
complete (gsl_matrix *u, gsize column)
{
  gsize d = u->size1;

  for (gsize axis = 0; axis < d; axis++)
    {
      double square = 0;

      for (gsize a = 0; a < d; a++)
        {
          double value = a == axis;

          for (gsize before = 0; before < column; before++)
            value -= gsl_matrix_get (u, axis, before) * gsl_matrix_get (u, a, before);
          gsl_matrix_set (u, a, column, value);
          square += value * value;
        }
      for (gsize a = 0; a < d; a++)
        *gsl_matrix_ptr (u, a, column) /= sqrt (MAX (square, G_MINDOUBLE));
      if (square * (double)d > 0.5)
        return;
    }
}

static double
determinant (const gsl_matrix *matrix)
{
  gsl_matrix *factors = gsl_matrix_alloc (matrix->size1, matrix->size2);
  gsl_permutation *permutation = gsl_permutation_alloc (matrix->size1);
  double value;
  int sign;

  gsl_matrix_memcpy (factors, matrix);
  gsl_linalg_LU_decomp (factors, permutation, &sign);
  value = gsl_linalg_LU_det (factors, sign);
  gsl_matrix_free (factors);
  gsl_permutation_free (permutation);
  return value;
}

/* d × d orthogonal R with R y nearest to the reference; u holds the covariance and is overwritten
 */
static void
find_rotation (gsl_matrix *u, gboolean reflection, double *rotation)
{
  gsize d = u->size1;
  gsl_matrix *v = gsl_matrix_alloc (d, d);
  gsl_vector *s = gsl_vector_alloc (d);
  double last = 1;

  gsl_linalg_SV_decomp_jacobi (u, v, s);
  for (gsize c = 0; c < d; c++)
    if (!(gsl_vector_get (s, c) > NO_SINGULAR_VALUE * gsl_vector_get (s, 0)))
      complete (u, c);
  if (!reflection && determinant (u) * determinant (v) < 0)
    last = -1;
  for (gsize a = 0; a < d; a++)
    for (gsize b = 0; b < d; b++)
      {
        rotation[a * d + b] = 0;
        for (gsize c = 0; c < d; c++)
          rotation[a * d + b] +=
              (c + 1 == d ? last : 1) * gsl_matrix_get (u, a, c) * gsl_matrix_get (v, b, c);
      }
  gsl_matrix_free (v);
  gsl_vector_free (s);
}

/**
 * plume_procrustes:
 * @reference: n × d
 * @y: n × d, not shared yet: moved
 * @reflection: whether it may be turned over
 *
 * Rotates and shifts @y so that Σ ‖r_i − y_i‖² is least. O(n d² + d³).
 */
void
plume_procrustes (const PlumePoints *reference, PlumePoints *y, gboolean reflection)
{
  gsize d = y->p;
  g_autofree double *reference_mean = g_new (double, d), *y_mean = g_new (double, d),
                    *rotation = g_new (double, d *d), *moved = g_new (double, d);
  gsl_matrix *cross;

  g_return_if_fail (reference->n == y->n && reference->p == d);
  average (reference, reference_mean);
  average (y, y_mean);
  cross = cross_covariance (reference, reference_mean, y, y_mean);
  find_rotation (cross, reflection, rotation);
  gsl_matrix_free (cross);
  for (gsize i = 0; i < y->n; i++)
    {
      double *point = y->values + i * d;

      for (gsize a = 0; a < d; a++)
        {
          moved[a] = reference_mean[a];
          for (gsize b = 0; b < d; b++)
            moved[a] += rotation[a * d + b] * (point[b] - y_mean[b]);
        }
      memcpy (point, moved, d * sizeof (double));
    }
}
