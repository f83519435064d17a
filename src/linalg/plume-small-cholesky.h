/* plume-small-cholesky.h: A = L Lᵀ for matrices of a few dozen rows.
 *
 * Plain loops instead of LAPACK: below a hundred rows they are as fast, and their rounding does not
 * depend on how many threads the linear algebra library uses. It knows no users.
 */
#pragma once

#include <glib.h>
#include <math.h>

G_BEGIN_DECLS

/* Replaces the lower triangle of the n × n matrix by L; FALSE where it is not positive definite. */
static inline gboolean
plume_small_cholesky_factor (gsize n, double *a)
{
  for (gsize j = 0; j < n; j++)
    for (gsize i = j; i < n; i++)
      {
        double sum = a[i * n + j];

        for (gsize k = 0; k < j; k++)
          sum -= a[i * n + k] * a[j * n + k];
        if (i > j)
          a[i * n + j] = sum / a[j * n + j];
        else if (sum > 0 && isfinite (sum))
          a[j * n + j] = sqrt (sum);
        else
          return FALSE;
      }
  return TRUE;
}

/* x ← (L Lᵀ)⁻¹ x */
static inline void
plume_small_cholesky_solve (gsize n, const double *l, double *x)
{
  for (gsize i = 0; i < n; i++)
    {
      for (gsize k = 0; k < i; k++)
        x[i] -= l[i * n + k] * x[k];
      x[i] /= l[i * n + i];
    }
  for (gsize i = n; i-- > 0;)
    {
      for (gsize k = i + 1; k < n; k++)
        x[i] -= l[k * n + i] * x[k];
      x[i] /= l[i * n + i];
    }
}

G_END_DECLS
