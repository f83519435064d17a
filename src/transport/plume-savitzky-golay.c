/* plume-savitzky-golay.c: the filter as one convolution, and polynomial fits of whole windows at
 * both ends. */
#include "transport/plume-savitzky-golay.h"

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "linalg/plume-bessel.h"

#include <glib/gi18n.h>

#define MAX_ORDER 6
#define CHUNK     8192

/* Gram polynomials of degrees 0…order on −m…m and their derivatives 0…derivative, at one point:
 * gram[degree][derivative]. */
static void
gram_polynomials (double point,
                  double m,
                  guint order,
                  guint derivative,
                  double gram[MAX_ORDER + 1][MAX_ORDER + 2])
{
  for (guint k = 0; k <= order; k++)
    for (guint s = 0; s <= derivative; s++)
      {
        double previous = k > 0 ? gram[k - 1][s] : 0,
               lower = k > 0 && s > 0 ? gram[k - 1][s - 1] : 0;
        double before = k > 1 ? gram[k - 2][s] : 0, denominator = k * (2 * m - k + 1);

        if (k == 0)
          gram[k][s] = s == 0 ? 1 : 0;
        else
          gram[k][s] = (4.0 * k - 2) / denominator * (point * previous + s * lower)
                       - (k - 1.0) * (2 * m + k) / denominator * before;
      }
}

/* a (a−1) … (a−b+1) */
static double
falling_factorial (double a, guint b)
{
  double product = 1;

  for (guint i = 0; i < b; i++)
    product *= a - i;
  return product;
}

/**
 * plume_savitzky_golay_weights:
 * @half_width: m; the window has 2m + 1 points
 * @order: degree of the polynomial, at most 6 and at most 2m
 * @derivative: 0 for smoothing, at most @order
 * @position: where in the window, −m…m, the polynomial is evaluated; 0 in the middle
 * @weights: (out) (array): 2m + 1 weights; the derivative is per step of the grid
 */
void
plume_savitzky_golay_weights (
    gsize half_width, guint order, guint derivative, int position, double *weights)
{
  double m = (double)half_width, here[MAX_ORDER + 1][MAX_ORDER + 2],
         there[MAX_ORDER + 1][MAX_ORDER + 2];

  g_return_if_fail (order <= MAX_ORDER && order <= 2 * half_width && derivative <= order);

  gram_polynomials (position, m, order, derivative, there);
  for (gsize i = 0; i <= 2 * half_width; i++)
    {
      weights[i] = 0;
      gram_polynomials ((double)i - m, m, order, 0, here);
      for (guint k = 0; k <= order; k++)
        weights[i] += (2.0 * k + 1) * falling_factorial (2 * m, k)
                      / falling_factorial (2 * m + k + 1, k + 1) * here[k][0]
                      * there[k][derivative];
    }
}

typedef struct
{
  const double *values;
  gsize n, half_width;
  guint order, derivative;
  const double *middle;
  double *result;
} Filter;

PLUME_VECTOR_CLONES static double
dot (const double *restrict a, const double *restrict b, gsize n)
{
  double sum = 0;

#pragma omp simd reduction(+ : sum)
  for (gsize i = 0; i < n; i++)
    sum += a[i] * b[i];
  return sum;
}

static void
filter_chunk (gsize from, gsize to, gpointer data)
{
  const Filter *filter = data;
  gsize m = filter->half_width, width = 2 * m + 1;
  g_autofree double *weights = g_new (double, width);

  for (gsize i = from; i < to; i++)
    {
      gsize first = i < m ? 0 : MIN (i - m, filter->n - width);
      const double *used = filter->middle;

      if (i < m || i + m >= filter->n)
        {
          plume_savitzky_golay_weights (m, filter->order, filter->derivative,
                                        (int)((gssize)i - (gssize)(first + m)), weights);
          used = weights;
        }
      filter->result[i] = dot (used, filter->values + first, width);
    }
}

/**
 * plume_savitzky_golay:
 * @values: (array length=n): equally spaced finite values
 * @n: number of values, at least 2·@half_width + 1
 * @half_width: m; the window has 2m + 1 points
 * @order: degree of the polynomial, at most 6 and at most 2m
 * @derivative: 0 for smoothing, at most @order
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_USAGE for a window that does not fit, %PLUME_ERROR_CANCELLED
 *
 * O(n m), on all cores.
 *
 * Returns: (transfer full): the filtered values or their derivative per step of the grid
 */
PlumeArray *
plume_savitzky_golay (const double *values,
                      gsize n,
                      gsize half_width,
                      guint order,
                      guint derivative,
                      PlumeTask *task,
                      GError **error)
{
  g_autoptr (PlumeArray) result = NULL;
  g_autofree double *middle = NULL;
  Filter filter = { values, n, half_width, order, derivative };

  if (n < 2 * half_width + 1 || order > MAX_ORDER || order > 2 * half_width || derivative > order)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("A smoothing window of %zu"
                      " points and degree %u does not fit %zu"
                      " points; choose a shorter window or a lower degree"),
                   2 * half_width + 1, order, n);
      return NULL;
    }
  middle = g_new (double, 2 * half_width + 1);
  plume_savitzky_golay_weights (half_width, order, derivative, 0, middle);
  result = plume_array_new (n);
  filter.middle = middle;
  filter.result = result->values;
  if (!plume_parallel_for (n, CHUNK, filter_chunk, &filter, task, error))
    return NULL;
  return g_steal_pointer (&result);
}
