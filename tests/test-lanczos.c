/* test-lanczos.c: eigenvalues at the ends of spectra that are known in closed form. */
#include <gsl/gsl_errno.h>
#include <math.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "linalg/plume-filtered-modes.h"
#include "linalg/plume-lanczos.h"
#include "linalg/plume-matrix.h"

/* The Laplacian of a path of n vertices, or of the cycle that closes it. */
static PlumeSparse *
line_laplacian (gsize n, gboolean is_closed)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) columns = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint32 i = 0; i + (is_closed ? 0 : 1) < n; i++)
    {
      guint32 j = (guint32)((i + 1) % n), places[4][2] = { { i, i }, { j, j }, { i, j }, { j, i } };

      for (guint k = 0; k < 4; k++)
        {
          double value = k < 2 ? 1 : -1;

          g_array_append_val (rows, places[k][0]);
          g_array_append_val (columns, places[k][1]);
          g_array_append_val (values, value);
        }
    }
  return plume_sparse_new_from_triplets (n, n, rows->len, (guint32 *)rows->data,
                                         (guint32 *)columns->data, (double *)values->data);
}

static void
assert_pairs (const PlumeSparse *a, gsize q, const double *values, const double *vectors)
{
  gsize n = a->n_rows;
  g_autofree double *image = g_new (double, n);

  for (gsize k = 0; k < q; k++)
    {
      const double *vector = vectors + k * n;

      plume_sparse_product (a, 1, vector, image, NULL, NULL);
      for (gsize i = 0; i < n; i++)
        g_assert_cmpfloat_with_epsilon (image[i], values[k] * vector[i], 2e-9);
      for (gsize l = 0; l <= k; l++)
        {
          double sum = 0;

          for (gsize i = 0; i < n; i++)
            sum += vector[i] * vectors[l * n + i];
          g_assert_cmpfloat_with_epsilon (sum, k == l, 1e-12);
        }
    }
}

/* λ_k = 2 − 2 cos(πk/n) */
static void
test_path (void)
{
  gsize n = 700, q = 12;
  g_autoptr (PlumeSparse) a = line_laplacian (n, FALSE);
  g_autofree double *values = g_new (double, q);
  g_autofree double *vectors = g_new (double, q *n);
  g_autoptr (GError) error = NULL;

  g_assert_true (
      plume_sparse_eigen (a, PLUME_SPECTRUM_SMALLEST, q, 1e-10, values, vectors, NULL, &error));
  for (gsize k = 0; k < q; k++)
    g_assert_cmpfloat_with_epsilon (values[k], 2 - 2 * cos (G_PI * (double)k / (double)n), 1e-10);
  assert_pairs (a, q, values, vectors);
  g_assert_true (
      plume_sparse_eigen (a, PLUME_SPECTRUM_LARGEST, q, 1e-10, values, vectors, NULL, &error));
  for (gsize k = 0; k < q; k++)
    g_assert_cmpfloat_with_epsilon (values[k], 2 - 2 * cos (G_PI * (double)(n - 1 - k) / (double)n),
                                    1e-10);
  assert_pairs (a, q, values, vectors);
}

/* Every eigenvalue 2 − 2 cos(2πk/n) but the first comes twice, and is found twice. */
static void
test_cycle (void)
{
  gsize n = 600, q = 11;
  g_autoptr (PlumeSparse) a = line_laplacian (n, TRUE);
  g_autofree double *values = g_new (double, q);
  g_autofree double *vectors = g_new (double, q *n);
  g_autoptr (GError) error = NULL;

  g_assert_true (
      plume_sparse_eigen (a, PLUME_SPECTRUM_SMALLEST, q, 1e-10, values, vectors, NULL, &error));
  for (gsize k = 0; k < q; k++)
    g_assert_cmpfloat_with_epsilon (
        values[k], 2 - 2 * cos (2 * G_PI * (double)((k + 1) / 2) / (double)n), 1e-10);
  assert_pairs (a, q, values, vectors);
}

/* Five eigenvalues of multiplicity 100: blocks break down, and all wanted ones are the largest. */
static void
test_invariant_subspace (void)
{
  gsize n = 500, q = 20;
  g_autofree guint32 *places = g_new (guint32, n);
  g_autofree double *diagonal = g_new (double, n);
  g_autofree double *values = g_new (double, q);
  g_autofree double *vectors = g_new (double, q *n);
  g_autoptr (PlumeSparse) a = NULL;
  g_autoptr (GError) error = NULL;

  for (guint32 i = 0; i < n; i++)
    {
      places[i] = i;
      diagonal[i] = i % 5;
    }
  a = plume_sparse_new_from_triplets (n, n, n, places, places, diagonal);
  g_assert_true (
      plume_sparse_eigen (a, PLUME_SPECTRUM_LARGEST, q, 1e-10, values, vectors, NULL, &error));
  for (gsize k = 0; k < q; k++)
    g_assert_cmpfloat_with_epsilon (values[k], 4, 1e-12);
  assert_pairs (a, q, values, vectors);
}

/* Points of few dimensions: all of the matrix is used up after some blocks, and what is left of a
 * block is rounding. */
typedef struct
{
  gsize n, p;
  const double *points; /* n × p */
} Gram;

static gboolean
multiply_gram (
    gpointer data, gsize n_vectors, const double *x, double *y, PlumeTask *task, GError **error)
{
  const Gram *gram = data;
  g_autofree double *inner = g_new0 (double, gram->p *n_vectors);

  for (gsize i = 0; i < gram->n; i++)
    for (gsize c = 0; c < gram->p; c++)
      for (gsize v = 0; v < n_vectors; v++)
        inner[c * n_vectors + v] += gram->points[i * gram->p + c] * x[i * n_vectors + v];
  for (gsize i = 0; i < gram->n; i++)
    for (gsize v = 0; v < n_vectors; v++)
      {
        y[i * n_vectors + v] = 0;
        for (gsize c = 0; c < gram->p; c++)
          y[i * n_vectors + v] += gram->points[i * gram->p + c] * inner[c * n_vectors + v];
      }
  return TRUE;
}

static void
test_low_rank (void)
{
  for (gsize p = 2; p < 30; p++)
    {
      const gsize n = 400, q = 2;
      g_autoptr (GRand) random = g_rand_new_with_seed ((guint32)p);
      g_autofree double *points = g_new (double, n *p), *small = g_new0 (double, p *p),
                        *known = g_new (double, p), *vectors = g_new (double, q *n);
      double values[2];
      Gram gram = { n, p, points };
      g_autoptr (GError) error = NULL;

      for (gsize i = 0; i < n * p; i++)
        points[i] = 30 * exp (-0.3 * (double)(i % p)) * g_rand_double_range (random, -1, 1);
      for (gsize i = 0; i < n; i++)
        for (gsize c = 0; c < p * p; c++)
          small[c] += points[i * p + c / p] * points[i * p + c % p];
      g_assert_true (plume_symmetric_eigen_whole (p, small, FALSE, known, &error));
      plume_lanczos (n, multiply_gram, &gram, PLUME_SPECTRUM_LARGEST, q, 1e-10, values, vectors,
                     NULL, &error);
      g_assert_no_error (error);
      for (gsize k = 0; k < q; k++)
        g_assert_cmpfloat (fabs (values[k] / known[p - 1 - k] - 1), <, 1e-12);
    }
}

static void
test_dense_agrees (void)
{
  gsize n = 300;
  g_autoptr (PlumeSparse) a = line_laplacian (n, TRUE);
  g_autofree double *values = g_new (double, n);
  g_autofree double *vectors = g_new (double, n *n);
  g_autoptr (GError) error = NULL;

  g_assert_true (
      plume_sparse_eigen (a, PLUME_SPECTRUM_SMALLEST, n, 1e-10, values, vectors, NULL, &error));
  for (gsize k = 0; k < n; k++)
    g_assert_cmpfloat_with_epsilon (
        values[k], 2 - 2 * cos (2 * G_PI * (double)((k + 1) / 2) / (double)n), 1e-12);
  assert_pairs (a, n, values, vectors);
}

static void
test_threads (void)
{
  gsize n = 5000, q = 3;
  g_autoptr (PlumeSparse) a = line_laplacian (n, FALSE);
  g_autofree double *one = g_new (double, q *n);
  g_autofree double *two = g_new (double, q *n);
  double values[3], others[3];

  plume_parallel_set_threads (1);
  g_assert_true (plume_sparse_eigen (a, PLUME_SPECTRUM_LARGEST, q, 1e-4, values, one, NULL, NULL));
  plume_parallel_set_threads (2);
  g_assert_true (plume_sparse_eigen (a, PLUME_SPECTRUM_LARGEST, q, 1e-4, others, two, NULL, NULL));
  g_assert_cmpmem (values, sizeof values, others, sizeof others);
  g_assert_cmpmem (one, q * n * sizeof (double), two, q * n * sizeof (double));
}

static void
test_too_many (void)
{
  g_autoptr (PlumeSparse) a = line_laplacian (5, FALSE);
  g_autoptr (GError) error = NULL;
  double values[6];

  g_assert_false (
      plume_sparse_eigen (a, PLUME_SPECTRUM_LARGEST, 6, 1e-10, values, NULL, NULL, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
}

#define N_GUESSED 6

/* Cosines in steps, as cells of a path have them. */
static void
guess_modes (gsize n, gsize cell, double *modes)
{
  for (gsize i = 0; i < n; i++)
    for (gsize k = 0; k < N_GUESSED; k++)
      modes[i * N_GUESSED + k] =
          cos (G_PI * (double)k * ((double)(i / cell) + 0.5) * (double)cell / (double)n);
}

/* λ_k = 2 − 2 cos(πk/n): steps are smoothed away, and no value falls below the true one. */
static void
test_filtered_modes (void)
{
  gsize n = 6000;
  g_autoptr (PlumeSparse) path = line_laplacian (n, FALSE);
  g_autofree double *modes = g_new (double, n *N_GUESSED), *again = g_new (double, n *N_GUESSED);
  double values[N_GUESSED], same[N_GUESSED];

  guess_modes (n, 60, modes);
  guess_modes (n, 60, again);
  g_assert_true (plume_filtered_modes (path, 4, 0.02, N_GUESSED, modes, 1e-4, values, NULL, NULL));
  for (guint k = 1; k < 4; k++)
    {
      double truth = 2 - 2 * cos (G_PI * k / (double)n);

      g_assert_cmpfloat (values[k], >, truth * (1 - 1e-6));
      g_assert_cmpfloat (values[k], <, truth * 1.002);
    }
  g_assert_cmpfloat (fabs (values[0]), <, 1e-14);
  plume_parallel_set_threads (1);
  g_assert_true (plume_filtered_modes (path, 4, 0.02, N_GUESSED, again, 1e-4, same, NULL, NULL));
  plume_parallel_set_threads (0);
  g_assert_cmpmem (modes, n * N_GUESSED * sizeof (double), again, n * N_GUESSED * sizeof (double));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gsl_set_error_handler_off ();
  g_test_add_func ("/linalg/lanczos/path-has-its-cosines-at-both-ends", test_path);
  g_test_add_func ("/linalg/lanczos/double-eigenvalues-come-twice", test_cycle);
  g_test_add_func ("/linalg/lanczos/invariant-subspaces-do-not-end-it", test_invariant_subspace);
  g_test_add_func ("/linalg/lanczos/low-rank-is-no-obstacle", test_low_rank);
  g_test_add_func ("/linalg/lanczos/small-matrices-are-solved-whole", test_dense_agrees);
  g_test_add_func ("/linalg/lanczos/same-on-any-number-of-threads", test_threads);
  g_test_add_func ("/linalg/lanczos/more-than-there-are-is-refused", test_too_many);
  g_test_add_func ("/linalg/lanczos/modes-from-a-guess-are-smoothed", test_filtered_modes);
  return g_test_run ();
}
