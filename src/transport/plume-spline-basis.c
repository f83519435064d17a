/* plume-spline-basis.c: banded matrices of penalised cubic B-splines. */
#include "transport/plume-spline-basis.h"

#include <math.h>
#include <string.h>

#define BANDS 4

struct _PlumeSplineBasis
{
  gsize n, size;
  double lambda;
  guint *first;            /* of the four functions that are not zero at a point */
  double (*value)[BANDS];  /* theirs */
  double (*gram)[BANDS];   /* BᵀB: row i holds (i,i), (i+1,i), (i+2,i), (i+3,i) */
  double (*factor)[BANDS]; /* Cholesky factor of BᵀB + λ Δ²ᵀΔ², the same layout */
};

/**
 * plume_spline_basis_new:
 * @t: (array length=n): increasing abscissae
 * @n: at least 2
 * @n_segments: number of equal pieces between the first and the last
 *
 * Returns: (transfer full): the @n_segments + 3 cubic B-splines on @t, with smoothness λ = 0 to be
 * set
 */
PlumeSplineBasis *
plume_spline_basis_new (const double *t, gsize n, gsize n_segments)
{
  PlumeSplineBasis *basis = g_new0 (PlumeSplineBasis, 1);
  double width = (t[n - 1] - t[0]) / (double)n_segments;

  basis->n = n;
  basis->size = n_segments + 3;
  basis->first = g_new (guint, n);
  basis->value = g_malloc_n (n, sizeof *basis->value);
  basis->gram = g_malloc0_n (basis->size, sizeof *basis->gram);
  basis->factor = g_malloc0_n (basis->size, sizeof *basis->factor);
  for (gsize i = 0; i < n; i++)
    {
      double place = (t[i] - t[0]) / width;
      guint segment = MIN ((guint)place, (guint)n_segments - 1);
      double u = place - segment, v = 1 - u;

      basis->first[i] = segment;
      basis->value[i][0] = v * v * v / 6;
      basis->value[i][1] = (3 * u * u * u - 6 * u * u + 4) / 6;
      basis->value[i][2] = (3 * v * v * v - 6 * v * v + 4) / 6;
      basis->value[i][3] = u * u * u / 6;
      for (guint a = 0; a < BANDS; a++)
        for (guint b = a; b < BANDS; b++)
          basis->gram[segment + a][b - a] += basis->value[i][a] * basis->value[i][b];
    }
  return basis;
}

void
plume_spline_basis_free (PlumeSplineBasis *basis)
{
  if (basis == NULL)
    return;
  g_free (basis->first);
  g_free (basis->value);
  g_free (basis->gram);
  g_free (basis->factor);
  g_free (basis);
}

gsize
plume_spline_basis_get_size (const PlumeSplineBasis *basis)
{
  return basis->size;
}

/**
 * plume_spline_basis_get_scale:
 * @basis: a basis
 *
 * Returns: the mean diagonal of BᵀB, to which a smoothness is compared
 */
double
plume_spline_basis_get_scale (const PlumeSplineBasis *basis)
{
  double sum = 0;

  for (gsize i = 0; i < basis->size; i++)
    sum += basis->gram[i][0];
  return sum / (double)basis->size;
}

/**
 * plume_spline_basis_project:
 * @basis: a basis
 * @from: first point
 * @to: one past the last; @v counts as zero outside
 * @v: (array): values at the points, indexed from the first point of the basis
 * @inner: (out) (array): Bᵀv
 */
void
plume_spline_basis_project (
    const PlumeSplineBasis *basis, gsize from, gsize to, const double *v, double *inner)
{
  memset (inner, 0, basis->size * sizeof (double));
  for (gsize i = from; i < to;)
    {
      guint first = basis->first[i];
      double sum[BANDS] = { 0 };

      for (; i < to && basis->first[i] == first; i++)
        for (guint a = 0; a < BANDS; a++)
          sum[a] += basis->value[i][a] * v[i];
      for (guint a = 0; a < BANDS; a++)
        inner[first + a] += sum[a];
    }
}

/**
 * plume_spline_basis_evaluate:
 * @basis: a basis
 * @coefficients: (array): β
 * @curve: (out) (array): Bβ at all points
 */
void
plume_spline_basis_evaluate (const PlumeSplineBasis *basis,
                             const double *coefficients,
                             double *curve)
{
  for (gsize i = 0; i < basis->n; i++)
    {
      const double *c = coefficients + basis->first[i], *b = basis->value[i];

      curve[i] = c[0] * b[0] + c[1] * b[1] + c[2] * b[2] + c[3] * b[3];
    }
}

/**
 * plume_spline_basis_differences:
 * @basis: a basis
 * @coefficients: (array): β
 * @second: (out) (array): Δ²β, two fewer
 */
void
plume_spline_basis_differences (const PlumeSplineBasis *basis,
                                const double *coefficients,
                                double *second)
{
  for (gsize i = 0; i + 2 < basis->size; i++)
    second[i] = coefficients[i] - 2 * coefficients[i + 1] + coefficients[i + 2];
}

/**
 * plume_spline_basis_add_differences:
 * @basis: a basis
 * @factor: a number
 * @second: (array): w, two fewer than the functions
 * @coefficients: (inout) (array): to which @factor · Δ²ᵀw is added
 */
void
plume_spline_basis_add_differences (const PlumeSplineBasis *basis,
                                    double factor,
                                    const double *second,
                                    double *coefficients)
{
  for (gsize i = 0; i + 2 < basis->size; i++)
    {
      coefficients[i] += factor * second[i];
      coefficients[i + 1] -= 2 * factor * second[i];
      coefficients[i + 2] += factor * second[i];
    }
}

/**
 * plume_spline_basis_set_smoothness:
 * @basis: a basis
 * @lambda: λ > 0
 *
 * Factors BᵀB + λ Δ²ᵀΔ² for plume_spline_basis_solve(). O(size).
 */
void
plume_spline_basis_set_smoothness (PlumeSplineBasis *basis, double lambda)
{
  static const double stencil[3] = { 1, -2, 1 };
  double (*l)[BANDS] = basis->factor;

  basis->lambda = lambda;
  memcpy (l, basis->gram, basis->size * sizeof *l);
  for (gsize i = 0; i + 2 < basis->size; i++)
    for (guint a = 0; a < 3; a++)
      for (guint b = a; b < 3; b++)
        l[i + a][b - a] += lambda * stencil[a] * stencil[b];
  for (gsize j = 0; j < basis->size; j++)
    {
      l[j][0] = sqrt (l[j][0]);
      for (guint a = 1; a < BANDS && j + a < basis->size; a++)
        l[j][a] /= l[j][0];
      for (guint a = 1; a < BANDS && j + a < basis->size; a++)
        for (guint b = a; b < BANDS && j + b < basis->size; b++)
          l[j + a][b - a] -= l[j][a] * l[j][b];
    }
}

/**
 * plume_spline_basis_solve:
 * @basis: a basis with its smoothness set
 * @vector: (inout) (array): x, becoming (BᵀB + λ Δ²ᵀΔ²)⁻¹ x
 */
void
plume_spline_basis_solve (const PlumeSplineBasis *basis, double *vector)
{
  double (*l)[BANDS] = basis->factor;

  for (gsize j = 0; j < basis->size; j++)
    {
      vector[j] /= l[j][0];
      for (guint a = 1; a < BANDS && j + a < basis->size; a++)
        vector[j + a] -= l[j][a] * vector[j];
    }
  for (gsize j = basis->size; j-- > 0;)
    {
      for (guint a = 1; a < BANDS && j + a < basis->size; a++)
        vector[j] -= l[j][a] * vector[j + a];
      vector[j] /= l[j][0];
    }
}

/**
 * plume_spline_basis_freedom:
 * @basis: a basis with its smoothness set
 *
 * Returns: the effective degrees of freedom tr((BᵀB + λ Δ²ᵀΔ²)⁻¹ BᵀB), 2 for a straight line up to
 * the number of functions; O(size²)
 */
double
plume_spline_basis_freedom (const PlumeSplineBasis *basis)
{
  g_autofree double *column = g_new (double, basis->size);
  double trace = 0;

  for (gsize j = 0; j < basis->size; j++)
    {
      memset (column, 0, basis->size * sizeof (double));
      for (guint a = 0; a < BANDS; a++)
        {
          if (j + a < basis->size)
            column[j + a] = basis->gram[j][a];
          if (a <= j)
            column[j - a] = basis->gram[j - a][a];
        }
      plume_spline_basis_solve (basis, column);
      trace += column[j];
    }
  return trace;
}
