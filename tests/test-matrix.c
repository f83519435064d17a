/* test-matrix.c: dense products, which are to be the same on any number of threads. */
#include <math.h>
#include <string.h>

#include "core/plume-parallel.h"
#include "linalg/plume-matrix.h"
#include "linalg/plume-symmetric-product.h"

/* Numbers in −1…1 without a pattern. */
static double *
numbers (gsize length, guint32 seed)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  double *values = g_new (double, length);

  for (gsize i = 0; i < length; i++)
    values[i] = g_rand_double_range (random, -1, 1);
  return values;
}

static void
test_products_are_sums (void)
{
  enum
  {
    ROWS = 5,
    COLUMNS = 3,
    INNER = 7,
  };
  g_autofree double *a = numbers (ROWS * INNER, 1), *b = numbers (INNER * COLUMNS, 2),
                    *c = numbers (ROWS * COLUMNS, 3),
                    *before = g_memdup2 (c, sizeof *c * ROWS * COLUMNS);
  g_autofree double *a_turned = g_new (double, ROWS *INNER);

  for (gsize i = 0; i < ROWS; i++)
    for (gsize k = 0; k < INNER; k++)
      a_turned[k * ROWS + i] = a[i * INNER + k];
  for (int turned = 0; turned < 2; turned++)
    {
      memcpy (c, before, sizeof *c * ROWS * COLUMNS);
      plume_product_double (turned ? PLUME_TRANSPOSED : PLUME_PLAIN, PLUME_PLAIN, ROWS, COLUMNS,
                            INNER, 2, turned ? a_turned : a, turned ? ROWS : INNER, b, COLUMNS, 0.5,
                            c, COLUMNS);
      for (gsize i = 0; i < ROWS; i++)
        for (gsize j = 0; j < COLUMNS; j++)
          {
            double sum = 0;

            for (gsize k = 0; k < INNER; k++)
              sum += a[i * INNER + k] * b[k * COLUMNS + j];
            g_assert_cmpfloat_with_epsilon (c[i * COLUMNS + j],
                                            2 * sum + 0.5 * before[i * COLUMNS + j], 1e-14);
          }
    }
}

/* Outside of a parallel loop, too, where OpenBLAS would share it out, and add in another order. */
static void
test_products_are_the_same_on_any_number_of_threads (void)
{
  static const struct
  {
    gsize rows, columns, inner;
  } shapes[] = {
    { 40, 40, 1000 }, { 64, 8, 1000 }, { 200, 200, 200 }, { 33, 700, 513 }, { 500, 17, 3000 }
  };

  for (guint s = 0; s < G_N_ELEMENTS (shapes); s++)
    {
      gsize m = shapes[s].rows, n = shapes[s].columns, k = shapes[s].inner;
      g_autofree double *a = numbers (m * k, 4), *b = numbers (k * n, 5),
                        *one = g_new (double, m *n), *more = g_new (double, m *n);

      plume_parallel_set_threads (1);
      plume_product_double (PLUME_PLAIN, PLUME_PLAIN, m, n, k, 1, a, k, b, n, 0, one, n);
      for (int n_threads = 2; n_threads < 6; n_threads++)
        {
          plume_parallel_set_threads (n_threads);
          plume_product_double (PLUME_PLAIN, PLUME_PLAIN, m, n, k, 1, a, k, b, n, 0, more, n);
          g_assert_cmpmem (one, sizeof *one * m * n, more, sizeof *more * m * n);
          g_assert_cmpint (plume_parallel_get_threads (), ==, n_threads);
        }
      plume_parallel_set_threads (0);
    }
}

/* K_ij = e^(−c (i − j)²) reaches from 1 to nothing; its square is the sum of what a double holds.
 */
static void
test_squares_of_what_falls_off_keep_their_digits (void)
{
  const gsize n = 300;
  g_autofree double *kernel = g_new (double, n *n), *square = g_new (double, n *n);
  volatile double tiny = 1e-310;
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      kernel[i * n + j] = exp (-0.04 * ((double)i - (double)j) * ((double)i - (double)j));
  g_assert_true (plume_symmetric_product (n, kernel, kernel, square, NULL, &error));
  g_assert_no_error (error);
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      {
        double sum = 0;

        for (gsize k = 0; k < n; k++)
          sum += kernel[i * n + k] * kernel[k * n + j];
        if (sum > 1e-290)
          g_assert_cmpfloat (fabs (square[i * n + j] - sum), <=, 1e-13 * sum);
        else
          g_assert_cmpfloat (square[i * n + j], <=, 1e-289);
        g_assert_true (square[i * n + j] == square[j * n + i]);
      }
  /* the thread that asked for it goes on with all numbers */
  g_assert_cmpfloat (tiny / 2, >, 0);
}

/* The Laplacian of a path: λ_k = 2 − 2 cos(πk/n) */
static void
test_eigenvalues_of_a_path (void)
{
  const gsize n = 90;
  g_autofree double *laplacian = g_new0 (double, n *n), *values = g_new (double, n);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i + 1 < n; i++)
    {
      laplacian[i * n + i] += 1;
      laplacian[(i + 1) * n + i + 1] += 1;
      laplacian[i * n + i + 1] = laplacian[(i + 1) * n + i] = -1;
    }
  g_assert_true (plume_symmetric_eigen_whole (n, laplacian, FALSE, values, &error));
  g_assert_no_error (error);
  for (gsize k = 0; k < n; k++)
    g_assert_cmpfloat_with_epsilon (values[k], 2 - 2 * cos (G_PI * (double)k / (double)n), 1e-13);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/linalg/matrix/products-are-sums", test_products_are_sums);
  g_test_add_func ("/linalg/matrix/products-are-the-same-on-any-number-of-threads",
                   test_products_are_the_same_on_any_number_of_threads);
  g_test_add_func ("/linalg/matrix/squares-of-what-falls-off-keep-their-digits",
                   test_squares_of_what_falls_off_keep_their_digits);
  g_test_add_func ("/linalg/matrix/eigenvalues-of-a-path", test_eigenvalues_of_a_path);
  return g_test_run ();
}
