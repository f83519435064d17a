/* test-generative-measures.c: distances of samples against closed forms, brute force and each
 * other. */
#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "core/plume-random.h"
#include "generative/plume-measures.h"
#include "generative/plume-solver.h"
#include "generative/plume-toy-densities.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <string.h>

static PlumeMeasured
measure (const char *id, const PlumeMeasureInput *input)
{
  PlumeMeasured measurement;
  GError *error = NULL;

  plume_measure (plume_measure_find (id), input, &measurement, NULL, &error);
  g_assert_no_error (error);
  return measurement;
}

/* scale · N(0, I) + shift along the first axis */
static double *
draw (gsize n, gsize d, guint64 seed, double scale, double shift)
{
  double *x = g_new (double, n *d);

  plume_noise_start (seed, n, d, x);
  for (gsize i = 0; i < n * d; i++)
    x[i] = scale * x[i] + (i % d == 0 ? shift : 0);
  return x;
}

static PlumeMeasureInput
compare (gsize d, gsize n, const double *x, gsize m, const double *y)
{
  return (PlumeMeasureInput){
    .n = n, .n_reference = m, .d = d, .samples = x, .reference = y, .seed = 1
  };
}

/* The same points, moved and turned over in order */
static double *
move (gsize n, gsize d, const double *x, const double *by)
{
  double *y = g_new (double, n *d);

  for (gsize i = 0; i < n; i++)
    for (gsize c = 0; c < d; c++)
      y[(n - 1 - i) * d + c] = x[i * d + c] + by[c];
  return y;
}

static void
test_shift (void)
{
  const double by[] = { 0.3, -0.4, 1.2 };
  const double lengths[] = { 0.3, 0.5, 1.3 };

  for (gsize d = 1; d <= 3; d++)
    {
      g_autofree double *x = draw (300, d, 1, 1, 0), *y = move (300, d, x, by);
      PlumeMeasureInput input = compare (d, 300, x, 300, y);

      g_assert_cmpfloat_with_epsilon (measure ("transport", &input).value, lengths[d - 1], 1e-12);
      if (d <= 2) /* mean of cos² over even directions */
        g_assert_cmpfloat_with_epsilon (measure ("sliced", &input).value,
                                        lengths[d - 1] / sqrt ((double)d), 1e-12);
      else
        g_assert_cmpfloat_with_epsilon (measure ("sliced", &input).value, 1.3 / sqrt (3), 0.06);
    }
}

/* Quantiles of samples of different sizes: 1/6 of the mass on each stretch */
static void
test_sizes (void)
{
  const double x[] = { 2, 0 }, y[] = { 3, 1, 0 };
  PlumeMeasureInput input = compare (1, 2, x, 3, y);

  /* F⁻¹ = 0 | 2, G⁻¹ = 0 | 1 | 3 over thirds: (0 + 1/6 (0−1)² + 1/6 (2−1)² + 1/3 (2−3)²) */
  g_assert_cmpfloat_with_epsilon (measure ("sliced", &input).value, sqrt (2.0 / 3), 1e-15);
}

static void
permute (guint n, guint at, guint *order, const double *x, const double *y, double *least)
{
  if (at == n)
    {
      double sum = 0;

      for (guint i = 0; i < n; i++)
        sum += pow (x[2 * i] - y[2 * order[i]], 2) + pow (x[2 * i + 1] - y[2 * order[i] + 1], 2);
      *least = MIN (*least, sum / n);
    }
  for (guint i = at; i < n; i++)
    {
      guint held = order[at];

      order[at] = order[i];
      order[i] = held;
      permute (n, at + 1, order, x, y, least);
      order[i] = order[at];
      order[at] = held;
    }
}

static void
test_all_assignments (void)
{
  for (guint seed = 0; seed < 20; seed++)
    {
      g_autofree double *x = draw (7, 2, seed, 1, 0), *y = draw (7, 2, 100 + seed, 0.5, 0.2);
      PlumeMeasureInput input = compare (2, 7, x, 7, y);
      guint order[] = { 0, 1, 2, 3, 4, 5, 6 };
      double least = INFINITY;

      permute (7, 0, order, x, y, &least);
      g_assert_cmpfloat_with_epsilon (measure ("transport", &input).value, sqrt (least), 1e-13);
    }
}

/* Points of a line in the plane: the assignment is the sorted one. With many ties, too. */
static void
test_line_in_plane (void)
{
  const gsize n = 700;

  for (guint ties = 0; ties < 2; ties++)
    {
      g_autofree double *x = draw (n, 1, 1, 1, 0), *y = draw (n, 1, 2, 1.5, 0.4),
                        *plane_x = g_new0 (double, 2 * n), *plane_y = g_new0 (double, 2 * n);
      PlumeMeasureInput line = compare (1, n, x, n, y), plane = compare (2, n, plane_x, n, plane_y);

      for (gsize i = 0; i < n; i++)
        {
          if (ties)
            {
              x[i] = rint (2 * x[i]);
              y[i] = rint (2 * y[i]);
            }
          plane_x[2 * i + 1] = x[i];
          plane_y[2 * i + 1] = y[i];
        }
      g_assert_cmpfloat_with_epsilon (measure ("transport", &plane).value,
                                      measure ("transport", &line).value, 1e-12);
    }
}

/* W₂² of N(0, 1) and N(μ, s²) is μ² + (s − 1)², in samples of many within four errors. */
static void
test_gaussians (void)
{
  g_autofree double *x = draw (40000, 1, 1, 1, 0), *y = draw (40000, 1, 2, 1.5, 0.7),
                    *plane_x = draw (1000, 2, 3, 1, 0), *plane_y = draw (1000, 2, 4, 1.5, 2);
  PlumeMeasureInput line = compare (1, 40000, x, 40000, y),
                    plane = compare (2, 1000, plane_x, 1000, plane_y);
  PlumeMeasured sliced = measure ("sliced", &line), exact = measure ("transport", &plane),
                frechet = measure ("frechet", &plane);

  g_assert_cmpfloat_with_epsilon (sliced.value, sqrt (0.49 + 0.25), 4 * sliced.error);
  g_assert_cmpfloat (sliced.error, <, 0.02);
  g_assert_cmpfloat_with_epsilon (exact.value, sqrt (4 + 2 * 0.25), 4 * exact.error);
  g_assert_cmpfloat (exact.error, <, 0.1);
  g_assert_cmpfloat_with_epsilon (frechet.value, 4.5, 4 * frechet.error);
  g_assert_cmpfloat (frechet.error, <, 0.4);
}

/* Covariances that commute: Σ (√a − √b)²; one turned against the other by 90°; and equal ones */
static void
test_frechet (void)
{
  const double mean[] = { 1, 2 }, other[] = { 2, 0 };
  const double a[] = { 2, 1, 1, 2 }, b[] = { 5, 4, 4, 5 }; /* 3, 1 and 9, 1 on the same axes */
  const double c[] = { 4, 0, 0, 1 }, turned[] = { 1, 0, 0, 4 };

  g_assert_cmpfloat_with_epsilon (plume_frechet_distance (2, mean, a, other, b),
                                  5 + pow (sqrt (3) - 3, 2), 1e-12);
  g_assert_cmpfloat_with_epsilon (plume_frechet_distance (2, mean, c, mean, turned), 2, 1e-12);
  g_assert_cmpfloat_with_epsilon (plume_frechet_distance (2, mean, b, mean, b), 0, 1e-12);
}

static void
test_discrepancy (void)
{
  g_autofree double *x = draw (600, 2, 1, 1, 0), *same = draw (500, 2, 2, 1, 0),
                    *moved = draw (500, 2, 3, 1, 0.35), *wide = draw (500, 2, 4, 1.4, 0);
  PlumeMeasureInput equal = compare (2, 600, x, 500, same),
                    shifted = compare (2, 600, x, 500, moved),
                    wider = compare (2, 600, x, 500, wide);
  const char *ids[] = { "discrepancy", "energy" };

  for (guint i = 0; i < 2; i++)
    {
      PlumeMeasured nothing = measure (ids[i], &equal);

      g_assert_cmpfloat (nothing.p_value, >, 0.01);
      g_assert_cmpfloat (fabs (nothing.value), <, 3 * nothing.error);
      g_assert_cmpfloat (measure (ids[i], &shifted).p_value, <, 0.01);
      g_assert_cmpfloat (measure (ids[i], &wider).p_value, <, 0.01);
    }
}

static double
normal_within (double reach, double mean, double deviation)
{
  return 0.5
         * (erf ((reach - mean) / (deviation * G_SQRT2))
            - erf ((-reach - mean) / (deviation * G_SQRT2)));
}

/* MMD² of N(0, 1) and N(1, 1) with lengths about the median of |X − Y| over all pairs */
static void
test_discrepancy_closed_form (void)
{
  g_autofree double *x = draw (1000, 1, 1, 1, 0), *y = draw (1000, 1, 2, 1, 1);
  PlumeMeasureInput input = compare (1, 1000, x, 1000, y);
  PlumeMeasured found = measure ("discrepancy", &input);
  double low = 0, high = 10, expected = 0;

  while (high - low > 1e-12)
    {
      double middle = 0.5 * (low + high),
             part = 0.5 * (normal_within (middle, 0, G_SQRT2) + normal_within (middle, 1, G_SQRT2));

      if (part < 0.5)
        low = middle;
      else
        high = middle;
    }
  for (double factor = 0.25; factor <= 4; factor *= 2)
    {
      double square = pow (factor * low, 2);

      expected += 2 * sqrt (square / (square + 2)) * (1 - exp (-1 / (2 * (square + 2))));
    }
  g_assert_cmpfloat_with_epsilon (found.value, expected, 3 * found.error);
  g_assert_cmpfloat (found.error, <, 0.1 * expected);
}

static void
test_energy_closed_form (void)
{
  g_autofree double *x = draw (1000, 1, 1, 1, 0), *y = draw (1000, 1, 2, 1, 1);
  PlumeMeasureInput input = compare (1, 1000, x, 1000, y);
  PlumeMeasured found = measure ("energy", &input);
  double across = 2 / sqrt (G_PI) * exp (-0.25) + erf (0.5);

  g_assert_cmpfloat_with_epsilon (found.value, 2 * across - 4 / sqrt (G_PI), 3 * found.error);
  g_assert_cmpfloat (found.error, <, 0.05);
}

/* The unbiased sums, pair by pair */
static void
test_energy_by_pairs (void)
{
  const double x[] = { 0, 1, 3, 4, 9 }, y[] = { 1, 2, 2.5 };
  PlumeMeasureInput input = compare (1, 5, x, 3, y);
  double across = 0, within_x = 0, within_y = 0;

  for (guint i = 0; i < 5; i++)
    {
      for (guint j = 0; j < 3; j++)
        across += fabs (x[i] - y[j]) / 15;
      for (guint j = 0; j < 5; j++)
        within_x += fabs (x[i] - x[j]) / 20;
    }
  for (guint i = 0; i < 3; i++)
    for (guint j = 0; j < 3; j++)
      within_y += fabs (y[i] - y[j]) / 6;
  g_assert_cmpfloat_with_epsilon (measure ("energy", &input).value,
                                  2 * across - within_x - within_y, 1e-13);
}

/* Samples that miss one component of eight: recall 7/8, divergence ln 8/7 */
static void
test_modes (void)
{
  const gsize n = 7000;
  const guint seven[] = { 0, 1, 2, 4, 5, 6, 7 };
  g_autoptr (PlumeMixture) mixture = plume_toy_density_find ("eight")->make ();
  g_autoptr (PlumeMixture) part = plume_mixture_new_subset (mixture, 7, seven, NULL);
  g_autofree double *x = g_new (double, 2 * n);
  PlumeMeasureInput input = { .n = n, .d = 2, .samples = x, .mixture = mixture };
  PlumeMeasured divergence;

  plume_mixture_sample (mixture, n, 1, x, NULL);
  g_assert_cmpfloat (measure ("mode-recall", &input).value, ==, 1);
  /* 2 n KL is χ² with K − 1 degrees of freedom */
  g_assert_cmpfloat (2 * n * measure ("mode-divergence", &input).value, <, 24.3);
  plume_mixture_sample (part, n, 1, x, NULL);
  g_assert_cmpfloat (measure ("mode-recall", &input).value, ==, 7.0 / 8);
  divergence = measure ("mode-divergence", &input);
  g_assert_cmpfloat_with_epsilon (divergence.value, log (8.0 / 7), 24.3 / (2 * n));
}

/* Mean ln p under p itself is −½d (1 + ln 2π) − d ln s of a Gaussian. */
static void
test_mean_likelihood (void)
{
  const double weight = 1, mean[] = { 0, 0 }, covariance[] = { 0.25, 0, 0, 0.25 };
  g_autoptr (PlumeMixture) mixture = plume_mixture_new (1, 2, &weight, mean, covariance, NULL);
  g_autofree double *x = draw (4000, 2, 1, 0.5, 0);
  PlumeMeasureInput input = { .n = 4000, .d = 2, .samples = x, .mixture = mixture };
  PlumeMeasured found = measure ("likelihood", &input);

  g_assert_cmpfloat_with_epsilon (found.value, -1 - log (2 * G_PI) - 2 * log (0.5),
                                  3 * found.error);
  g_assert_cmpfloat_with_epsilon (found.error, 1 / sqrt (4000), 0.002); /* ½χ²₂ has variance 1 */
}

static void
test_precision (void)
{
  g_autofree double *x = draw (800, 2, 1, 1, 0), *same = draw (900, 2, 2, 1, 0),
                    *far = draw (800, 2, 3, 1, 50), *narrow = draw (800, 2, 4, 0.1, 0);
  PlumeMeasureInput equal = compare (2, 800, x, 900, same),
                    apart = compare (2, 800, far, 900, same),
                    inside = compare (2, 800, narrow, 900, same);

  g_assert_cmpfloat (measure ("precision", &equal).value, >, 1 - 2 * exp (-3));
  g_assert_cmpfloat (measure ("recall", &equal).value, >, 1 - 2 * exp (-3));
  g_assert_cmpfloat (measure ("precision", &apart).value, ==, 0);
  g_assert_cmpfloat (measure ("recall", &apart).value, ==, 0);
  /* a place lies in three balls on average, so in none about e⁻³ of the time */
  g_assert_cmpfloat (measure ("precision", &inside).value, >, 1 - 2 * exp (-3));
  g_assert_cmpfloat (measure ("recall", &inside).value, <, 0.1);
}

static void
test_copies (void)
{
  g_autofree double *training = draw (500, 4, 1, 1, 0), *fresh = draw (500, 4, 2, 1, 0),
                    *half = g_memdup2 (fresh, 2000 * sizeof (double));
  PlumeMeasureInput copied = compare (4, 500, training, 500, training),
                    new = compare (4, 500, fresh, 500, training),
                    mixed = compare (4, 500, half, 500, training);
  PlumeMeasured ratio = measure ("nearest", &new);

  memcpy (half, training, 1000 * sizeof (double));
  g_assert_cmpfloat (measure ("nearest", &copied).value, ==, 0);
  g_assert_cmpfloat (measure ("copies", &copied).value, ==, 1);
  g_assert_cmpfloat_with_epsilon (ratio.value, 1, 3 * ratio.error);
  g_assert_cmpfloat (ratio.error, <, 0.1);
  g_assert_cmpfloat (measure ("copies", &new).value, <, 0.05);
  g_assert_cmpfloat_with_epsilon (measure ("copies", &mixed).value, 0.5, 0.03);
  g_assert_cmpfloat_with_epsilon (measure ("nearest", &mixed).value, 0.5, 0.06);
}

static void
test_trajectory (void)
{
  const double x[] = { 0, 0, 3, 4, 1, 1 }, exact[] = { 0, 0, 0, 0, 1, 1 };
  PlumeMeasureInput input = compare (2, 3, x, 3, exact);

  g_assert_cmpfloat_with_epsilon (measure ("trajectory", &input).value, 5 / sqrt (3), 1e-15);
}

/* 2 N^−3 down to a floor; the last point is round-off and does not count. */
static void
test_order (void)
{
  double evaluations[8], errors[8], order, deviation;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 8; i++)
    {
      evaluations[i] = 5 << i;
      errors[i] = 2 * pow (evaluations[i], -3) + (i == 7 ? 2e-7 : 0);
    }
  g_assert_true (plume_fit_order (8, evaluations, errors, 1e-8, &order, &deviation, NULL));
  g_assert_cmpfloat_with_epsilon (order, 3, 1e-12);
  g_assert_cmpfloat (deviation, <, 1e-12);
  errors[5] *= 1.1;
  g_assert_true (plume_fit_order (8, evaluations, errors, 1e-8, &order, &deviation, NULL));
  g_assert_cmpfloat (fabs (order - 3), <, 3 * deviation);
  g_assert_false (plume_fit_order (8, evaluations, errors, 1, &order, &deviation, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE);
}

/* Over thirty draws, values spread as their errors say, within a factor of two. */
static void
test_errors (void)
{
  const char *ids[] = { "sliced",  "transport", "discrepancy", "energy",
                        "frechet", "nearest",   "trajectory" };
  const guint runs = 30;

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      double mean = 0, square = 0, said = 0;

      for (guint run = 0; run < runs; run++)
        {
          g_autofree double *x = draw (200, 2, 2 * run, 1, 0),
                            *y = draw (200, 2, 2 * run + 1, 0.7, 1.5);
          PlumeMeasureInput input = compare (2, 200, x, 200, y);
          PlumeMeasured found = measure (ids[i], &input);

          mean += found.value / runs;
          square += found.value * found.value / runs;
          said += found.error / runs;
        }
      g_test_message ("%s: %g ± %g, said %g", ids[i], mean, sqrt (square - mean * mean), said);
      g_assert_cmpfloat (said, >, 0.5 * sqrt (square - mean * mean));
      g_assert_cmpfloat (said, <, 2 * sqrt (square - mean * mean));
    }
}

/* The reverse SDE and the ODE end in the same density. */
static void
test_same_marginals (void)
{
  const gsize n = 1000;
  g_autoptr (PlumeMixture) mixture = plume_toy_density_find ("four")->make ();
  g_autoptr (PlumeScore) score = plume_mixture_score_new (mixture);
  PlumeProcess process = plume_process_init (plume_process_type_find ("vp-linear"), NULL);
  PlumeSamplingPlan plan = { .process = &process,
                             .score = score,
                             .solver = plume_solver_find ("ddim"),
                             .options = plume_solver_options_init (),
                             .grid = plume_time_grid_find ("lambda"),
                             .budget = 400,
                             .noise = plume_noise_brownian (9, 1) };
  g_autofree double *start = draw (n, 2, 5, 1, 0), *other = draw (n, 2, 6, 1, 0);
  g_autoptr (PlumeSampling) ode = plume_sample (&plan, n, start, PLUME_KEEP_END, NULL, NULL);
  g_autoptr (PlumeSampling) sde = NULL;
  PlumeMeasureInput input;

  plan.options.eta = 1;
  sde = plume_sample (&plan, n, other, PLUME_KEEP_END, NULL, NULL);
  input = compare (2, n, ode->end, n, sde->end);
  g_assert_cmpfloat (measure ("discrepancy", &input).p_value, >, 0.01);
}

static void
test_threads (void)
{
  g_autoptr (PlumeMixture) mixture = plume_toy_density_find ("moons")->make ();
  g_autofree double *x = draw (200, 2, 1, 1, 0), *y = draw (200, 2, 2, 1, 0.1);
  PlumeMeasureInput input = compare (2, 200, x, 200, y);

  input.mixture = mixture;
  for (const PlumeMeasure *row = plume_measures; row->id != NULL; row++)
    {
      PlumeMeasured many = measure (row->id, &input), one;

      plume_parallel_set_threads (1);
      one = measure (row->id, &input);
      plume_parallel_set_threads (0);
      g_assert_cmpmem (&many, sizeof many, &one, sizeof one);
    }
}

static void
assert_refused (const char *id, const PlumeMeasureInput *input, PlumeTask *task, PlumeError code)
{
  PlumeMeasured measurement;
  g_autoptr (GError) error = NULL;

  g_assert_false (plume_measure (plume_measure_find (id), input, &measurement, task, &error));
  g_assert_error (error, PLUME_ERROR, (int)code);
  g_assert_nonnull (error->message);
}

static void
test_bad_input (void)
{
  double x[] = { 0, 1, 2, 3 }, gap[] = { 0, 1, NAN, 2 };
  PlumeMeasureInput few = compare (1, 1, x, 4, x), wrong = compare (1, 4, gap, 4, x),
                    gone = compare (1, 4, x, 4, gap), uneven = compare (1, 4, x, 3, x),
                    alone = compare (1, 4, x, 0, NULL), fine = compare (1, 4, x, 4, x);
  g_autoptr (PlumeTask) task = plume_task_new ();

  for (const PlumeMeasure *row = plume_measures; row->id != NULL; row++)
    {
      assert_refused (row->id, &few, NULL, PLUME_ERROR_COMPUTE);
      assert_refused (row->id, &wrong, NULL, PLUME_ERROR_COMPUTE);
      assert_refused (row->id, &gone, NULL, PLUME_ERROR_COMPUTE);
      assert_refused (row->id, &alone, NULL, PLUME_ERROR_COMPUTE);
    }
  assert_refused ("trajectory", &uneven, NULL, PLUME_ERROR_COMPUTE);
  plume_task_cancel (task);
  assert_refused ("discrepancy", &fine, task, PLUME_ERROR_CANCELLED);
  assert_refused ("sliced", &fine, task, PLUME_ERROR_CANCELLED);
}

/* All samples the same place: numbers, not NaN */
static void
test_one_place (void)
{
  double x[80] = { 0 }, y[80];
  PlumeMeasureInput same = compare (2, 40, x, 40, x), apart = compare (2, 40, x, 40, y);

  for (guint i = 0; i < 80; i++)
    y[i] = i % 2 ? 0.75 : 1;
  g_assert_cmpfloat (measure ("transport", &same).value, ==, 0);
  g_assert_cmpfloat (measure ("discrepancy", &same).p_value, ==, 1);
  g_assert_cmpfloat_with_epsilon (measure ("discrepancy", &same).value, 0, 1e-12);
  g_assert_cmpfloat_with_epsilon (measure ("transport", &apart).value, 1.25, 1e-15);
  g_assert_cmpfloat_with_epsilon (measure ("frechet", &apart).value, 1.5625, 1e-14);
  g_assert_cmpfloat (measure ("discrepancy", &apart).p_value, <, 0.01);
}

int
main (int argc, char **argv)
{
  gsl_set_error_handler_off ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/generative/measures/shift-is-the-distance", test_shift);
  g_test_add_func ("/generative/measures/samples-of-different-sizes", test_sizes);
  g_test_add_func ("/generative/measures/cheapest-of-all-assignments", test_all_assignments);
  g_test_add_func ("/generative/measures/line-in-the-plane", test_line_in_plane);
  g_test_add_func ("/generative/measures/two-gaussians", test_gaussians);
  g_test_add_func ("/generative/measures/frechet-closed-forms", test_frechet);
  g_test_add_func ("/generative/measures/same-and-different-densities", test_discrepancy);
  g_test_add_func ("/generative/measures/discrepancy-closed-form", test_discrepancy_closed_form);
  g_test_add_func ("/generative/measures/energy-closed-form", test_energy_closed_form);
  g_test_add_func ("/generative/measures/energy-by-pairs", test_energy_by_pairs);
  g_test_add_func ("/generative/measures/a-missing-mode", test_modes);
  g_test_add_func ("/generative/measures/mean-likelihood", test_mean_likelihood);
  g_test_add_func ("/generative/measures/precision-and-recall", test_precision);
  g_test_add_func ("/generative/measures/copies", test_copies);
  g_test_add_func ("/generative/measures/trajectory", test_trajectory);
  g_test_add_func ("/generative/measures/order-of-a-power-law", test_order);
  g_test_add_func ("/generative/measures/errors-are-honest", test_errors);
  g_test_add_func ("/generative/measures/ode-and-sde-have-the-same-marginals", test_same_marginals);
  g_test_add_func ("/generative/measures/threads-do-not-matter", test_threads);
  g_test_add_func ("/generative/measures/bad-input-is-refused", test_bad_input);
  g_test_add_func ("/generative/measures/all-in-one-place", test_one_place);
  return g_test_run ();
}
