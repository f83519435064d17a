/* test-generative-mixture.c: exact scores of mixtures, guidance and likelihood, against reference
 * tables and closed forms. */
#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "generative/plume-mixture.h"
#include "generative/plume-solver.h"
#include "reference-table.h"

#include <math.h>
#include <string.h>

#define TOPIC "00-generative-core"

/* mixture.json of the reference tables */
static PlumeMixture *
reference_mixture (void)
{
  static const double weights[] = { 0.3, 0.25, 0.25, 0.2 },
                      means[] = { -1.5, -0.5, 1.2, 1.0, 0.9, -1.3, -0.4, 1.6 },
                      covariances[] = {
                        0.07161209223472559,
                        0.03365883939231586,
                        0.03365883939231586,
                        0.028387907765274414,
                        0.0504798631054193,
                        0.033878548403702115,
                        0.03387854840370212,
                        0.14952013689458069,
                        0.0225,
                        0.0,
                        0.0,
                        0.0225,
                        0.03499752770177088,
                        0.08358856859320493,
                        0.08358856859320493,
                        0.2175024722982291,
                      };

  return plume_mixture_new (4, 2, weights, means, covariances, NULL);
}

static PlumeProcess
vp (void)
{
  return plume_process_init (plume_process_type_find ("vp-linear"), NULL);
}

static PlumeMarginal
moment (double alpha, double sigma)
{
  return (PlumeMarginal){ .alpha = alpha,
                          .log_alpha = log (alpha),
                          .sigma = sigma,
                          .lambda = log (alpha / sigma),
                          .kappa = sigma / alpha };
}

/* Components from point masses to needles, one of them without weight */
static PlumeMixture *
odd_mixture (guint n, gsize d)
{
  g_autofree double *weights = g_new (double, n), *means = g_new (double, n *d),
                    *covariances = g_new0 (double, n *d *d);

  for (guint k = 0; k < n; k++)
    {
      double turn = 0.7 * k, wide = k % 4 == 0 ? 0 : 0.1 * k / n, thin = k % 3 == 0 ? 0 : 1e-4;

      weights[k] = k == 1 ? 0 : 1 + k % 5;
      for (gsize c = 0; c < d; c++)
        means[k * d + c] = 2 * sin (1.3 * (double)k + 2.1 * (double)c);
      covariances[k * d * d] = wide;
      if (d == 2)
        {
          double a = cos (turn), b = sin (turn), *covariance = covariances + 4 * k;

          covariance[0] = wide * a * a + thin * b * b;
          covariance[1] = covariance[2] = (wide - thin) * a * b;
          covariance[3] = wide * b * b + thin * a * a;
        }
    }
  return plume_mixture_new (n, d, weights, means, covariances, NULL);
}

static void
test_reference (void)
{
  g_autoptr (PlumeMixture) mixture = reference_mixture ();
  g_autoptr (GPtrArray) rows = read_reference (TOPIC, "score.csv");
  PlumeProcess process = vp ();

  g_assert_cmpuint (rows->len, ==, 41);
  for (guint i = 1; i < rows->len; i++)
    {
      PlumeMarginal at = plume_process_at (&process, reference_number (rows, i, 1));
      double y[2] = { reference_number (rows, i, 3), reference_number (rows, i, 4) };
      double density, score[2], divergence, alone;

      plume_mixture_evaluate (mixture, &at, 1, y, &density, score, &divergence, NULL, NULL);
      g_assert_cmpfloat_with_epsilon (density, reference_number (rows, i, 5), 1e-10);
      for (guint c = 0; c < 2; c++)
        {
          double expected = reference_number (rows, i, 6 + c);

          g_assert_cmpfloat_with_epsilon (score[c], expected, 1e-10 * MAX (1, fabs (expected)));
          g_assert_cmpfloat_with_epsilon ((y[c] + at.sigma * at.sigma * score[c]) / at.alpha,
                                          reference_number (rows, i, 8 + c), 1e-10);
        }
      g_assert_cmpfloat_with_epsilon (divergence, reference_number (rows, i, 10),
                                      1e-5 * fabs (reference_number (rows, i, 10)) + 1e-5);
      plume_mixture_evaluate (mixture, &at, 1, y, NULL, NULL, &alone, NULL, NULL);
      g_assert_cmpfloat (alone, ==, divergence);
    }
}

/* Several places at a time against one by one, over noise from none to much */
static void
compare_ways (gsize d)
{
  static const double sigmas[] = { 1e-6, 1e-3, 0.1, 1, 30 }, alphas[] = { 1, 0.999, 0.7, 0.05, 1 };
  const gsize n = 203;
  const guint K = 37;
  g_autoptr (PlumeMixture) mixture = odd_mixture (K, d);
  g_autofree double *y = g_new (double, n *d), *r = g_new (double, n *K);
  g_autofree double *fast[3] = { NULL }, *slow[3] = { NULL };
  double *f[3], *s[3];

  for (guint i = 0; i < 3; i++)
    {
      f[i] = fast[i] = g_new (double, n *d);
      s[i] = slow[i] = g_new (double, n *d);
    }
  for (guint m = 0; m < G_N_ELEMENTS (sigmas); m++)
    {
      PlumeMarginal at = moment (alphas[m], sigmas[m]);

      plume_noise_start (m, n, d, y);
      for (gsize i = 0; i < n * d; i++)
        y[i] *= i < 20 * d ? 1e6 : 2 * hypot (at.alpha, at.sigma);
      plume_mixture_evaluate (mixture, &at, n, y, f[0], f[1], f[2], NULL, NULL);
      plume_mixture_evaluate (mixture, &at, n, y, s[0], s[1], s[2], r, NULL);
      for (gsize i = 0; i < n; i++)
        {
          double scale = 0, most = 0;

          g_assert_cmpfloat_with_epsilon (f[0][i], s[0][i], 1e-12 * fabs (s[0][i]) + 1e-12);
          for (gsize c = 0; c < d; c++)
            scale = MAX (scale, fabs (s[1][i * d + c]));
          /* nearly equal weights at far places hang on the last digits of huge exponents */
          for (guint k = 0; k < K; k++)
            most = MAX (most, r[i * K + k]);
          if (fabs (s[0][i]) > 1e4 && most < 1)
            continue;
          for (gsize c = 0; c < d; c++)
            g_assert_cmpfloat_with_epsilon (f[1][i * d + c], s[1][i * d + c],
                                            1e-11 * scale * MAX (1, fabs (s[0][i]) / 1e3));
          g_assert_true (isfinite (f[2][i]));
          if (fabs (s[0][i]) < 1e4)
            g_assert_cmpfloat_with_epsilon (f[2][i], s[2][i],
                                            1e-9 * (fabs (s[2][i]) + scale * scale));
        }
    }
}

static void
test_ways (void)
{
  compare_ways (1);
  compare_ways (2);
}

/* Far from one Gaussian ∇·s = −Σ 1/den, which |g|² − |s|² would lose. */
static void
test_far_divergence (void)
{
  static const double weights[] = { 1, 1 }, means[] = { 0, 0, 1, 0 },
                      covariances[] = { 0.04, 0, 0, 0.01, 0.04, 0, 0, 0.01 };
  g_autoptr (PlumeMixture) mixture = plume_mixture_new (2, 2, weights, means, covariances, NULL);
  PlumeMarginal at = moment (1, 0.1);
  double y[] = { 1e6, -1e6, -3e5, 1e6 }, divergence[2], r[4], expected = -1 / 0.05 - 1 / 0.02;

  plume_mixture_evaluate (mixture, &at, 2, y, NULL, NULL, divergence, NULL, NULL);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpfloat_with_epsilon (divergence[i], expected, 1e-9);
  plume_mixture_evaluate (mixture, &at, 2, y, NULL, NULL, divergence, r, NULL);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpfloat_with_epsilon (divergence[i], expected, 1e-9);
}

/* The same bits wherever a place stands in a batch */
static void
test_batches (void)
{
  const gsize n = 101;
  g_autoptr (PlumeMixture) mixture = odd_mixture (50, 2);
  g_autofree double *y = g_new (double, 2 * n), *whole = g_new (double, 4 * n),
                    *parts = g_new (double, 4 * n);
  PlumeMarginal at = moment (0.9, 0.2);

  plume_noise_start (5, n, 2, y);
  plume_mixture_evaluate (mixture, &at, n, y, whole, whole + n, whole + 3 * n, NULL, NULL);
  for (gsize from = 0, step = 1; from < n; from += step, step = step % 13 + 1)
    plume_mixture_evaluate (mixture, &at, MIN (step, n - from), y + 2 * from, parts + from,
                            parts + n + 2 * from, parts + 3 * n + from, NULL, NULL);
  g_assert_cmpmem (whole, 4 * n * sizeof (double), parts, 4 * n * sizeof (double));
}

/* A point mass without noise: nothing is NaN, and the data are the point. */
static void
test_point_without_noise (void)
{
  static const double weight = 1, mean[] = { 0.3, -0.7 }, zero[4] = { 0 };
  g_autoptr (PlumeMixture) point = plume_mixture_new (1, 2, &weight, mean, zero, NULL);
  PlumeMarginal at = moment (1, 0);
  double y[] = { 0.3, -0.7, 0.4, 1e6 }, density[2], score[4], divergence[2];

  plume_mixture_evaluate (point, &at, 2, y, density, score, divergence, NULL, NULL);
  for (guint i = 0; i < 2; i++)
    g_assert_true (isfinite (density[i]) && isfinite (divergence[i]));
  for (guint i = 0; i < 4; i++)
    g_assert_true (isfinite (score[i]));
  g_assert_cmpfloat (score[0], ==, 0);
  g_assert_cmpfloat (density[0], >, density[1]);
}

/* In three dimensions, the Jacobian by differences of the score, its trace the divergence */
static void
test_jacobian (void)
{
  static const double weights[] = { 0.4, 0.6 }, means[] = { 0, 0, 0, 1, 0.5, -1 },
                      covariances[] = { 0.3, 0.1, 0, 0.1, 0.2, 0,   0, 0,   0.05,
                                        0.1, 0,   0, 0,   0.4, 0.1, 0, 0.1, 0.2 };
  g_autoptr (PlumeMixture) mixture = plume_mixture_new (2, 3, weights, means, covariances, NULL);
  PlumeMarginal at = moment (0.8, 0.4);
  double y[] = { 0.4, 0.1, -0.6 }, jacobian[9], divergence, h = 1e-5;

  plume_mixture_evaluate (mixture, &at, 1, y, NULL, NULL, &divergence, NULL, jacobian);
  for (guint b = 0; b < 3; b++)
    {
      double up[3], down[3], more[3] = { y[0], y[1], y[2] }, less[3] = { y[0], y[1], y[2] };

      more[b] += h;
      less[b] -= h;
      plume_mixture_evaluate (mixture, &at, 1, more, NULL, up, NULL, NULL, NULL);
      plume_mixture_evaluate (mixture, &at, 1, less, NULL, down, NULL, NULL, NULL);
      for (guint a = 0; a < 3; a++)
        g_assert_cmpfloat_with_epsilon (jacobian[a * 3 + b], (up[a] - down[a]) / (2 * h), 1e-7);
    }
  g_assert_cmpfloat_with_epsilon (divergence, jacobian[0] + jacobian[4] + jacobian[8], 1e-12);
}

/* E ∇·s + |s|² = 0 under p_t (Hyvärinen 2005) */
static void
test_stein (void)
{
  const gsize n = 40000;
  g_autoptr (PlumeMixture) mixture = reference_mixture ();
  PlumeProcess process = vp ();
  g_autofree double *x = g_new (double, 2 * n), *noise = g_new (double, 2 * n),
                    *score = g_new (double, 2 * n), *divergence = g_new (double, n);

  plume_mixture_sample (mixture, n, 11, x, NULL);
  plume_noise_start (12, n, 2, noise);
  for (double t = 0.05; t < 1; t += 0.3)
    {
      PlumeMarginal at = plume_process_at (&process, t);
      g_autofree double *y = g_new (double, 2 * n);
      double sum = 0, square = 0;

      for (gsize i = 0; i < 2 * n; i++)
        y[i] = at.alpha * x[i] + at.sigma * noise[i];
      plume_mixture_evaluate (mixture, &at, n, y, NULL, score, divergence, NULL, NULL);
      for (gsize i = 0; i < n; i++)
        {
          double term =
              divergence[i] + score[2 * i] * score[2 * i] + score[2 * i + 1] * score[2 * i + 1];

          sum += term;
          square += term * term;
        }
      g_assert_cmpfloat (fabs (sum / (double)n), <, 3 * sqrt (square) / (double)n);
    }
}

static PlumeSampling *
sample (const PlumeScore *score, gsize n, guint n_steps)
{
  PlumeProcess process = vp ();
  PlumeSamplingPlan plan = { .process = &process,
                             .score = score,
                             .solver = plume_solver_find ("ddim"),
                             .options = plume_solver_options_init (),
                             .grid = plume_time_grid_find ("lambda"),
                             .budget = n_steps * score->cost };
  g_autofree double *start = g_new (double, n * score->dimension);

  plume_noise_start (3, n, score->dimension, start);
  return plume_sample (&plan, n, start, PLUME_KEEP_END, NULL, NULL);
}

static void
test_threads (void)
{
  g_autoptr (PlumeMixture) mixture = odd_mixture (20, 2);
  g_autoptr (PlumeScore) score = plume_mixture_score_new (mixture);
  g_autoptr (PlumeSampling) many = sample (score, 1000, 20);
  g_autoptr (PlumeSampling) one = NULL;

  plume_parallel_set_threads (1);
  one = sample (score, 1000, 20);
  plume_parallel_set_threads (0);
  g_assert_cmpmem (many->end, 2000 * sizeof (double), one->end, 2000 * sizeof (double));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/generative/mixture/reference-scores", test_reference);
  g_test_add_func ("/generative/mixture/many-places-as-one-by-one", test_ways);
  g_test_add_func ("/generative/mixture/divergence-far-away", test_far_divergence);
  g_test_add_func ("/generative/mixture/batches-do-not-matter", test_batches);
  g_test_add_func ("/generative/mixture/point-without-noise", test_point_without_noise);
  g_test_add_func ("/generative/mixture/jacobian-of-the-score", test_jacobian);
  g_test_add_func ("/generative/mixture/stein-identity", test_stein);
  g_test_add_func ("/generative/mixture/threads-do-not-matter", test_threads);
  return g_test_run ();
}
