/* test-generative-mixture.c: exact scores of mixtures, guidance and likelihood, against reference
 * tables and closed forms. */
#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "generative/plume-guidance.h"
#include "generative/plume-likelihood.h"
#include "generative/plume-solver.h"
#include "generative/plume-toy-densities.h"
#include "generative-reference.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <string.h>

#define TOPIC "00-generative-core"

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
  g_autofree double *y = g_new (double, n *d), *r = g_new (double, n *K),
                    *memory = g_new (double, 6 * n * d);
  double *f[3], *s[3];

  for (guint i = 0; i < 3; i++)
    {
      f[i] = memory + i * n * d;
      s[i] = memory + (3 + i) * n * d;
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

/* Shapes have classes of equal size, weights of sum 1, and their draws lie in [−3.5, 3.5]². */
static void
test_toys (void)
{
  for (const PlumeToyDensity *toy = plume_toy_densities; toy->id != NULL; toy++)
    {
      g_autoptr (PlumeMixture) mixture = toy->make ();
      guint K = plume_mixture_get_n_components (mixture), all = 0;
      g_autofree guint *components = g_new (guint, K);
      double x[4000], weight = 0;

      for (guint label = 0; label < toy->n_classes; label++)
        {
          guint here = plume_toy_density_class (toy, mixture, label, components);

          g_assert_cmpuint (here, ==, K / toy->n_classes);
          all += here;
        }
      g_assert_cmpuint (all, ==, K);
      for (guint k = 0; k < K; k++)
        weight += plume_mixture_get_weights (mixture)[k];
      g_assert_cmpfloat_with_epsilon (weight, 1, 1e-13);
      plume_mixture_sample (mixture, 2000, 1, x, NULL);
      for (guint i = 0; i < 4000; i++)
        g_assert_cmpfloat (fabs (x[i]), <, 3.5);
      g_assert_true (plume_toy_density_find (toy->id) == toy);
    }
}

/* The ripple along a ring, a closed chain of Gaussians, is 4 e^(−2π² s²/h²) peak to peak. */
static void
test_ring_is_even (void)
{
  g_autoptr (PlumeMixture) ring = plume_toy_density_find ("ring")->make ();
  PlumeMarginal at = moment (1, 1e-9);
  double low = INFINITY, high = -INFINITY;

  for (guint i = 0; i < 720; i++)
    {
      double angle = i * G_PI / 360, y[] = { 1.8 * cos (angle), 1.8 * sin (angle) }, density;

      plume_mixture_evaluate (ring, &at, 1, y, &density, NULL, NULL, NULL, NULL);
      low = MIN (low, density);
      high = MAX (high, density);
    }
  g_assert_cmpfloat (high - low, <, 0.06);
  g_assert_cmpfloat (high - low, >, 0);
}

/* p_t of points is their kernel density with h² = α² width² + σ². */
static void
test_kernel_density (void)
{
  static const double points[] = { 0, 0, 1, 0.5, -1, 2 };
  g_autoptr (PlumeMixture) mixture = plume_mixture_new_from_points (3, 2, points, 0.3, NULL);
  PlumeMarginal at = moment (0.8, 0.4);
  double y[] = { 0.2, 0.7 }, density, sum = 0, square = 0.64 * 0.09 + 0.16;

  plume_mixture_evaluate (mixture, &at, 1, y, &density, NULL, NULL, NULL, NULL);
  for (guint i = 0; i < 3; i++)
    sum += exp (-(pow (y[0] - 0.8 * points[2 * i], 2) + pow (y[1] - 0.8 * points[2 * i + 1], 2))
                / (2 * square))
           / (6 * G_PI * square);
  g_assert_cmpfloat_with_epsilon (density, log (sum), 1e-13);
}

static void
test_many_points (void)
{
  const gsize n = 1000000;
  g_autofree double *points = g_new (double, 2 * n);
  g_autoptr (PlumeMixture) first = NULL;
  g_autoptr (PlumeMixture) second = NULL;
  double mean = 0;

  for (gsize i = 0; i < 2 * n; i++)
    points[i] = (double)i / (double)(2 * n);
  first = plume_mixture_new_from_points (n, 2, points, 0.1, NULL);
  second = plume_mixture_new_from_points (n, 2, points, 0.1, NULL);
  g_assert_cmpuint (plume_mixture_get_n_components (first), ==, PLUME_MIXTURE_MOST_POINTS);
  g_assert_cmpmem (plume_mixture_get_means (first), 2 * PLUME_MIXTURE_MOST_POINTS * sizeof (double),
                   plume_mixture_get_means (second),
                   2 * PLUME_MIXTURE_MOST_POINTS * sizeof (double));
  for (guint k = 0; k < PLUME_MIXTURE_MOST_POINTS; k++)
    mean += plume_mixture_get_means (first)[2 * k] / PLUME_MIXTURE_MOST_POINTS;
  g_assert_cmpfloat_with_epsilon (mean, 0.5, 1e-4);
  g_assert_cmpfloat_with_epsilon (plume_mixture_usual_width (n, 2, points),
                                  sqrt (1 / 12.0) * pow (1e-6, 1 / 6.0), 1e-6);
}

static void
assert_refused (gsize n, const double *points, double width, const char *part)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (plume_mixture_new_from_points (n, 2, points, width, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, part));
}

static void
test_bad_points (void)
{
  static const double same[] = { 1, 2, 1, 2, 1, 2 }, gap[] = { 0, 0, 1, NAN },
                      far[] = { INFINITY, 0, 1, 1 };
  g_autoptr (PlumeMixture) one = plume_mixture_new_from_points (1, 2, same, 0.1, NULL);
  g_autoptr (PlumeMixture) heap = plume_mixture_new_from_points (3, 2, same, 0.1, NULL);
  g_autoptr (PlumeMixture) masses = plume_mixture_new_from_points (2, 1, same, 0, NULL);

  assert_refused (0, same, 0.1, "no points");
  assert_refused (1, same, 0, "single point");
  assert_refused (3, same, 0, "same place");
  assert_refused (2, gap, 0.1, "coordinate 2 of point 2");
  assert_refused (2, far, 0.1, "coordinate 1 of point 1");
  assert_refused (3, same, -1, "width");
  g_assert_nonnull (one);
  g_assert_nonnull (heap);
  g_assert_nonnull (masses);
}

static void
test_table (void)
{
  g_autoptr (PlumeTable) table = plume_table_new ("stars.csv");
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeMixture) mixture = NULL;
  const char *names[] = { "a", "b", "c", NULL };
  guint both[] = { 0, 0 }, mixed[] = { 0, 1 };

  plume_table_add_numbers (table, "x", NULL, plume_array_new_linear (0, 1, 3));
  plume_table_add_texts (table, "name", g_strdupv ((GStrv)names));
  mixture = plume_mixture_new_from_table (table, 2, both, 0.1, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (plume_mixture_get_means (mixture)[5], ==, 1);
  g_assert_null (plume_mixture_new_from_table (table, 2, mixed, 0.1, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, "“name” of stars.csv is text"));
}

static void
test_picture (void)
{
  const double grey[] = { 1, 1, 0.5, 1, 1, 1, 1, 0 };
  g_autoptr (PlumeMixture) dark = plume_mixture_new_from_picture (2, 4, grey, TRUE, 0, NULL);
  g_autoptr (PlumeMixture) bright = plume_mixture_new_from_picture (2, 4, grey, FALSE, 0, NULL);
  g_autofree double *large = g_new (double, 1000 * 800), *none = g_new0 (double, 4);
  g_autoptr (PlumeMixture) thinned = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (plume_mixture_get_n_components (dark), ==, 2);
  g_assert_cmpfloat_with_epsilon (plume_mixture_get_weights (dark)[1], 2.0 / 3, 1e-15);
  g_assert_cmpfloat_with_epsilon (plume_mixture_get_means (dark)[0], 0.5, 1e-15);
  g_assert_cmpfloat_with_epsilon (plume_mixture_get_means (dark)[1], 0.5, 1e-15);
  g_assert_cmpfloat_with_epsilon (plume_mixture_get_means (dark)[2], 1.5, 1e-15);
  g_assert_cmpfloat_with_epsilon (plume_mixture_get_means (dark)[3], -0.5, 1e-15);
  g_assert_cmpuint (plume_mixture_get_n_components (bright), ==, 7);
  for (gsize i = 0; i < 1000 * 800; i++)
    large[i] = (double)(i * 2654435761u % 256);
  thinned = plume_mixture_new_from_picture (800, 1000, large, TRUE, 0, NULL);
  g_assert_cmpuint (plume_mixture_get_n_components (thinned), <=, PLUME_MIXTURE_MOST_POINTS);
  g_assert_cmpuint (plume_mixture_get_n_components (thinned), >, PLUME_MIXTURE_MOST_POINTS / 2);
  g_assert_null (plume_mixture_new_from_picture (2, 2, none, TRUE, 0, &error));
  g_assert_nonnull (strstr (error->message, "one grey"));
}

/* Class c of the reference mixture: components 1 and 3 */
static PlumeMixture *
condition_of (const PlumeMixture *mixture)
{
  const guint chosen[] = { 1, 3 };

  return plume_mixture_new_subset (mixture, 2, chosen, NULL);
}

static void
test_subset (void)
{
  g_autoptr (PlumeMixture) mixture = reference_mixture ();
  g_autoptr (PlumeMixture) condition = condition_of (mixture);
  g_autoptr (GError) error = NULL;
  const guint none[] = { 4 };

  g_assert_cmpfloat_with_epsilon (plume_mixture_get_weights (condition)[0], 0.25 / 0.45, 1e-15);
  g_assert_cmpfloat (plume_mixture_get_means (condition)[3], ==, 1.6);
  g_assert_null (plume_mixture_new_subset (mixture, 1, none, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_DATA);
  g_clear_error (&error);
  g_assert_null (plume_mixture_new_subset (mixture, 0, none, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_DATA);
}

#define GUIDED 64

typedef struct
{
  PlumeMixture *mixture, *condition;
  PlumeGuidanceParts parts;
  double y[2 * GUIDED];
} Guided;

static void
guided_init (Guided *guided)
{
  guided->mixture = reference_mixture ();
  guided->condition = condition_of (guided->mixture);
  guided->parts = plume_guidance_parts_init ();
  guided->parts.base = plume_mixture_score_new (guided->mixture);
  guided->parts.guide = plume_mixture_score_new (guided->condition);
  guided->parts.mixture = guided->mixture;
  guided->parts.condition = guided->condition;
  plume_noise_start (8, GUIDED, 2, guided->y);
}

static void
guided_clear (Guided *guided)
{
  plume_mixture_unref (guided->mixture);
  plume_mixture_unref (guided->condition);
  plume_score_unref (guided->parts.base);
  plume_score_unref (guided->parts.guide);
}

static void
predict (const PlumeScore *score, PlumePrediction kind, double t, const double *y, double *answer)
{
  PlumeProcess process = vp ();
  PlumeMarginal at = plume_process_at (&process, t);
  GError *error = NULL;

  plume_score_predict (score, kind, &at, 1, GUIDED, y, answer, NULL, NULL, &error);
  g_assert_no_error (error);
}

static PlumeScore *
guide (const char *id, const PlumeGuidanceParts *parts)
{
  GError *error = NULL;
  PlumeScore *score = plume_guidance_find (id)->make (parts, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (score->cost, ==, plume_guidance_find (id)->cost);
  return score;
}

/* w = 0 is the unconditional score and w = 1 the conditional one, exactly, for every kind of
 * answer; and so is w = 1 for the classifier up to round-off */
static void
test_guidance_ends (void)
{
  Guided guided;

  guided_init (&guided);
  for (guint kind = 0; kind < PLUME_N_PREDICTIONS; kind++)
    for (double t = 0.05; t < 1; t += 0.3)
      for (guint w = 0; w < 2; w++)
        {
          double expected[2 * GUIDED], answer[2 * GUIDED];
          g_autoptr (PlumeScore) free_guidance = NULL;
          g_autoptr (PlumeScore) classifier = NULL;

          guided.parts.scale = w;
          free_guidance = guide ("classifier-free", &guided.parts);
          classifier = guide ("classifier", &guided.parts);
          predict (w ? guided.parts.guide : guided.parts.base, kind, t, guided.y, expected);
          predict (free_guidance, kind, t, guided.y, answer);
          g_assert_cmpmem (answer, sizeof answer, expected, sizeof expected);
          predict (classifier, kind, t, guided.y, answer);
          for (guint i = 0; i < 2 * GUIDED; i++)
            g_assert_cmpfloat_with_epsilon (answer[i], expected[i],
                                            1e-11 * MAX (1, fabs (expected[i])));
        }
  guided_clear (&guided);
}

/* For exact mixtures the classifier's guidance is the classifier-free one; and it adds the slope of
 * ln p(c|x_t), found here from responsibilities by differences. */
static void
test_classifier (void)
{
  Guided guided;
  PlumeProcess process = vp ();
  PlumeMarginal at = plume_process_at (&process, 0.3);
  double one[2 * GUIDED], other[2 * GUIDED], base[2 * GUIDED], r[2 * 4], h = 1e-5;
  g_autoptr (PlumeScore) free_guidance = NULL;
  g_autoptr (PlumeScore) classifier = NULL;

  guided_init (&guided);
  guided.parts.scale = 2.5;
  free_guidance = guide ("classifier-free", &guided.parts);
  classifier = guide ("classifier", &guided.parts);
  predict (free_guidance, PLUME_PREDICT_SCORE, 0.3, guided.y, one);
  predict (classifier, PLUME_PREDICT_SCORE, 0.3, guided.y, other);
  predict (guided.parts.base, PLUME_PREDICT_SCORE, 0.3, guided.y, base);
  for (guint i = 0; i < GUIDED; i++)
    for (guint c = 0; c < 2; c++)
      {
        double places[4] = { guided.y[2 * i], guided.y[2 * i + 1], guided.y[2 * i],
                             guided.y[2 * i + 1] };
        double slope;

        places[c] += h;
        places[2 + c] -= h;
        plume_mixture_evaluate (guided.mixture, &at, 2, places, NULL, NULL, NULL, r, NULL);
        slope = log ((r[1] + r[3]) / (r[5] + r[7])) / (2 * h);
        g_assert_cmpfloat_with_epsilon (other[2 * i + c], one[2 * i + c], 1e-11);
        g_assert_cmpfloat_with_epsilon (other[2 * i + c] - base[2 * i + c], 2.5 * slope, 1e-6);
      }
  guided_clear (&guided);
}

static void
test_guidance_interval (void)
{
  Guided guided;
  double answer[2 * GUIDED], expected[2 * GUIDED];
  g_autoptr (PlumeScore) score = NULL;

  guided_init (&guided);
  guided.parts.scale = 3;
  guided.parts.kappa_from = 0.5;
  guided.parts.kappa_to = 5;
  score = guide ("classifier-free", &guided.parts);
  for (double t = 0.1; t < 1; t += 0.4) /* κ = 0.34, 3.4, 59 */
    {
      predict (score, PLUME_PREDICT_NOISE, t, guided.y, answer);
      predict (guided.parts.guide, PLUME_PREDICT_NOISE, t, guided.y, expected);
      if (fabs (t - 0.5) < 0.1)
        g_assert_cmpfloat (fabs (answer[0] - expected[0]), >, 1e-3);
      else
        g_assert_cmpmem (answer, sizeof answer, expected, sizeof expected);
    }
  guided_clear (&guided);
}

/* Guidance by a worse model that is the good one changes nothing at any scale. */
static void
test_autoguidance (void)
{
  Guided guided;
  double answer[2 * GUIDED], expected[2 * GUIDED];
  PlumeGuidanceParts parts;
  g_autoptr (PlumeScore) score = NULL;

  guided_init (&guided);
  parts = guided.parts;
  parts.base = parts.guide;
  parts.scale = 4;
  score = guide ("autoguidance", &parts);
  predict (score, PLUME_PREDICT_DATA, 0.4, guided.y, answer);
  predict (parts.guide, PLUME_PREDICT_DATA, 0.4, guided.y, expected);
  for (guint i = 0; i < 2 * GUIDED; i++)
    g_assert_cmpfloat_with_epsilon (answer[i], expected[i], 1e-12);
  guided_clear (&guided);
}

static void
test_thresholding (void)
{
  Guided guided;
  double plain[2 * GUIDED], clipped[2 * GUIDED];
  PlumeGuidanceParts parts;
  g_autoptr (PlumeScore) score = NULL;
  g_autoptr (PlumeScore) loose = NULL;

  guided_init (&guided);
  parts = guided.parts;
  parts.quantile = 1;
  score = guide ("thresholding", &parts);
  parts.bound = 100;
  loose = guide ("thresholding", &parts);
  predict (parts.base, PLUME_PREDICT_DATA, 0.2, guided.y, plain);
  predict (score, PLUME_PREDICT_DATA, 0.2, guided.y, clipped);
  for (guint i = 0; i < GUIDED; i++)
    {
      double most = MAX (MAX (fabs (plain[2 * i]), fabs (plain[2 * i + 1])), 1);

      for (guint c = 0; c < 2; c++)
        g_assert_cmpfloat_with_epsilon (clipped[2 * i + c], plain[2 * i + c] / most, 1e-14);
    }
  predict (loose, PLUME_PREDICT_DATA, 0.2, guided.y, clipped);
  for (guint i = 0; i < 2 * GUIDED; i++)
    g_assert_cmpfloat_with_epsilon (clipped[i], plain[i], 1e-14 * MAX (1, fabs (plain[i])));
  guided_clear (&guided);
}

/* Mean of p(x) p(c|x)^w on a line by quadrature */
static double
tempered_mean (const PlumeMixture *mixture, const PlumeMixture *condition, double w)
{
  PlumeMarginal at = moment (1, 1e-9);
  double sum = 0, first = 0;

  for (int i = -4000; i <= 4000; i++)
    {
      double y = i * 0.002, density;

      plume_guidance_tempered_log_density (mixture, condition, w, &at, 1, &y, &density);
      sum += exp (density);
      first += exp (density) * y;
    }
  return first / sum;
}

/* What classifier-free guidance samples has the tempered mean at w = 1 and not at w = 4. */
static void
test_tempered (void)
{
  static const double weights[] = { 0.5, 0.5 }, means[] = { -0.6, 0.6 }, squares[] = { 0.5, 0.25 };
  const guint second[] = { 1 };
  const gsize n = 4000;
  g_autoptr (PlumeMixture) mixture = plume_mixture_new (2, 1, weights, means, squares, NULL);
  g_autoptr (PlumeMixture) condition = plume_mixture_new_subset (mixture, 1, second, NULL);
  g_autoptr (PlumeScore) base = plume_mixture_score_new (mixture);
  g_autoptr (PlumeScore) given = plume_mixture_score_new (condition);
  PlumeGuidanceParts parts = plume_guidance_parts_init ();

  parts.base = base;
  parts.guide = given;
  for (double w = 1; w <= 4; w += 3)
    {
      g_autoptr (PlumeScore) score = NULL;
      g_autoptr (PlumeSampling) sampling = NULL;
      double mean = 0, square = 0, away;

      parts.scale = w;
      score = guide ("classifier-free", &parts);
      sampling = sample (score, n, 200);
      for (gsize i = 0; i < n; i++)
        mean += sampling->end[i] / (double)n;
      for (gsize i = 0; i < n; i++)
        square += pow (sampling->end[i] - mean, 2) / (double)n;
      away = fabs (mean - tempered_mean (mixture, condition, w)) / sqrt (square / (double)n);
      if (w == 1)
        g_assert_cmpfloat (away, <, 3);
      else
        g_assert_cmpfloat (away, >, 10);
    }
}

static void
test_likelihood_reference (void)
{
  g_autoptr (GPtrArray) rows = read_reference (TOPIC, "likelihood.csv");
  g_autoptr (PlumeMixture) mixture = reference_mixture ();
  g_autoptr (PlumeScore) score = plume_mixture_score_new (mixture);
  PlumeProcess process = vp ();
  PlumeMarginal first = plume_process_at (&process, 1e-3);
  guint n = rows->len - 1;
  g_autofree double *y = g_new (double, 2 * n), *closed = g_new (double, n);

  for (guint i = 0; i < 2 * n; i++)
    y[i] = reference_number (rows, 1 + i / 2, 1 + i % 2);
  plume_mixture_evaluate (mixture, &first, n, y, closed, NULL, NULL, NULL, NULL);
  for (guint prior = 0; prior < 2; prior++)
    {
      PlumeLikelihoodPlan plan = { .process = &process, .score = score, .prior = prior };
      GError *error = NULL;
      g_autoptr (PlumeLikelihood) likelihood = plume_likelihood_new (&plan, n, y, NULL, &error);

      g_assert_no_error (error);
      for (guint i = 0; i < n; i++)
        {
          if (prior == PLUME_PRIOR_EXACT)
            {
              g_assert_cmpfloat_with_epsilon (likelihood->log_density[i],
                                              reference_number (rows, 1 + i, 5), 1e-6);
              g_assert_cmpfloat_with_epsilon (likelihood->log_density[i], closed[i], 1e-6);
            }
          else
            g_assert_cmpfloat_with_epsilon (likelihood->log_density[i],
                                            reference_number (rows, 1 + i, 7), 1e-6);
          for (guint c = 0; c < 2; c++)
            g_assert_cmpfloat_with_epsilon (likelihood->ends[2 * i + c],
                                            reference_number (rows, 1 + i, 3 + c), 1e-6);
        }
    }
}

/* The mean over probes meets the exact value within three standard errors, for most of the places
 * within two; and the error is not nothing. */
static void
test_hutchinson (void)
{
  const gsize n = 12;
  g_autoptr (PlumeMixture) mixture = reference_mixture ();
  g_autoptr (PlumeScore) score = plume_mixture_score_new (mixture);
  PlumeProcess process = vp ();
  PlumeLikelihoodPlan plan = { .process = &process,
                               .score = score,
                               .prior = PLUME_PRIOR_EXACT,
                               .tolerance = 1e-5,
                               .n_probes = 64,
                               .seed = 4 };
  double y[24];
  guint within = 0;
  g_autoptr (PlumeLikelihood) likelihood = NULL;
  g_autofree double *exact = g_new (double, n);
  PlumeMarginal first = plume_process_at (&process, 1e-3);

  plume_mixture_sample (mixture, n, 6, y, NULL);
  plume_mixture_evaluate (mixture, &first, n, y, exact, NULL, NULL, NULL, NULL);
  likelihood = plume_likelihood_new (&plan, n, y, NULL, NULL);
  for (gsize i = 0; i < n; i++)
    {
      double away = fabs (likelihood->log_density[i] - exact[i]);

      g_assert_cmpfloat (away, <, 3 * likelihood->standard_error[i] + 1e-4);
      g_assert_cmpfloat (likelihood->standard_error[i], <, 0.5);
      within += likelihood->standard_error[i] > 1e-3 && away < 2 * likelihood->standard_error[i];
    }
  g_assert_cmpuint (within, >=, 8);
}

/* A source without a density of its own: the divergence by differences along each dimension */
static void
test_likelihood_by_differences (void)
{
  Guided guided;
  PlumeProcess process = vp ();
  PlumeLikelihoodPlan plan = { .process = &process, .tolerance = 1e-7 };
  g_autoptr (PlumeScore) score = NULL;
  g_autoptr (PlumeLikelihood) differences = NULL;
  g_autoptr (PlumeLikelihood) exact = NULL;
  g_autoptr (GError) error = NULL;
  double y[10];

  guided_init (&guided);
  plume_mixture_sample (guided.condition, 5, 6, y, NULL);
  score = guide ("classifier-free", &guided.parts);
  plan.score = score;
  differences = plume_likelihood_new (&plan, 5, y, NULL, NULL);
  plan.score = guided.parts.guide;
  exact = plume_likelihood_new (&plan, 5, y, NULL, NULL);
  for (guint i = 0; i < 5; i++)
    g_assert_cmpfloat_with_epsilon (differences->log_density[i], exact->log_density[i], 1e-4);
  plan.score = score;
  plan.prior = PLUME_PRIOR_EXACT;
  g_assert_null (plume_likelihood_new (&plan, 5, y, NULL, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
  g_assert_cmpfloat_with_epsilon (plume_likelihood_bits (-3 * G_LN2, 3, TRUE), 8, 1e-14);
  guided_clear (&guided);
}

/* ln p_{t_0} of every process, with its own scales and clock, is the closed form. */
static void
test_likelihood_of_processes (void)
{
  g_autoptr (PlumeMixture) mixture = reference_mixture ();
  g_autoptr (PlumeScore) score = plume_mixture_score_new (mixture);
  double y[12], closed[6];

  plume_mixture_sample (mixture, 6, 9, y, NULL);
  for (guint i = 0; plume_process_types[i] != NULL; i++)
    {
      PlumeProcess process = plume_process_init (plume_process_types[i], NULL);
      PlumeLikelihoodPlan plan = { .process = &process,
                                   .score = score,
                                   .prior = PLUME_PRIOR_EXACT,
                                   .from = 0.02 * process.last,
                                   .to = 0.9 * process.last };
      PlumeMarginal first = plume_process_at (&process, plan.from);
      GError *error = NULL;
      g_autoptr (PlumeLikelihood) likelihood = plume_likelihood_new (&plan, 6, y, NULL, &error);

      g_assert_no_error (error);
      plume_mixture_evaluate (mixture, &first, 6, y, closed, NULL, NULL, NULL, NULL);
      for (guint k = 0; k < 6; k++)
        g_assert_cmpfloat_with_epsilon (likelihood->log_density[k], closed[k], 1e-6);
    }
}

static void
test_likelihood_cancelled (void)
{
  g_autoptr (PlumeMixture) mixture = reference_mixture ();
  g_autoptr (PlumeScore) score = plume_mixture_score_new (mixture);
  PlumeProcess process = vp ();
  PlumeLikelihoodPlan plan = { .process = &process, .score = score };
  g_autoptr (PlumeTask) task = plume_task_new ();
  g_autoptr (GError) error = NULL;
  double y[] = { 0, 0 };

  plume_task_cancel (task);
  g_assert_null (plume_likelihood_new (&plan, 1, y, task, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  gsl_set_error_handler_off ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/generative/mixture/reference-scores", test_reference);
  g_test_add_func ("/generative/mixture/many-places-as-one-by-one", test_ways);
  g_test_add_func ("/generative/mixture/divergence-far-away", test_far_divergence);
  g_test_add_func ("/generative/mixture/batches-do-not-matter", test_batches);
  g_test_add_func ("/generative/mixture/point-without-noise", test_point_without_noise);
  g_test_add_func ("/generative/mixture/jacobian-of-the-score", test_jacobian);
  g_test_add_func ("/generative/mixture/stein-identity", test_stein);
  g_test_add_func ("/generative/mixture/threads-do-not-matter", test_threads);
  g_test_add_func ("/generative/toy-densities/classes-and-extent", test_toys);
  g_test_add_func ("/generative/toy-densities/a-ring-is-even", test_ring_is_even);
  g_test_add_func ("/generative/points/kernel-density", test_kernel_density);
  g_test_add_func ("/generative/points/a-million-are-thinned", test_many_points);
  g_test_add_func ("/generative/points/bad-ones-are-refused", test_bad_points);
  g_test_add_func ("/generative/points/columns-of-a-table", test_table);
  g_test_add_func ("/generative/points/picture", test_picture);
  g_test_add_func ("/generative/guidance/subset", test_subset);
  g_test_add_func ("/generative/guidance/none-and-conditional", test_guidance_ends);
  g_test_add_func ("/generative/guidance/classifier-is-classifier-free", test_classifier);
  g_test_add_func ("/generative/guidance/interval", test_guidance_interval);
  g_test_add_func ("/generative/guidance/autoguidance-by-itself", test_autoguidance);
  g_test_add_func ("/generative/guidance/thresholding", test_thresholding);
  g_test_add_func ("/generative/guidance/is-not-the-tempered-conditional", test_tempered);
  g_test_add_func ("/generative/likelihood/reference", test_likelihood_reference);
  g_test_add_func ("/generative/likelihood/every-process", test_likelihood_of_processes);
  g_test_add_func ("/generative/likelihood/hutchinson", test_hutchinson);
  g_test_add_func ("/generative/likelihood/by-differences", test_likelihood_by_differences);
  g_test_add_func ("/generative/likelihood/cancelled", test_likelihood_cancelled);
  return g_test_run ();
}
