/* test-generative-pictures.c: denoisers of pictures against reference tables, limits and each
 * other. */
#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "core/plume-random.h"
#include "data/plume-reader.h"
#include "experiments/generative-pictures.h"
#include "figure/plume-layout.h"
#include "generative/plume-empirical-score.h"
#include "generative/plume-gaussian-score.h"
#include "generative/plume-local-score.h"
#include "generative/plume-mixture.h"
#include "generative/plume-picture-measures.h"
#include "reference-table.h"

#include <math.h>
#include <string.h>

static PlumePictures *
reference_set (void)
{
  g_autoptr (GPtrArray) rows = read_reference ("generative-pictures", "empirical-images.csv");
  double values[3 * 36];

  g_assert_cmpuint (rows->len, ==, 109);
  for (guint i = 0; i < 108; i++)
    values[i] = reference_number (rows, i + 1, 3);
  return plume_pictures_new (3, 6, 6, values, NULL, NULL);
}

static void
test_local_reference (void)
{
  g_autoptr (PlumePictures) set = reference_set ();
  g_autoptr (GPtrArray) rows = read_reference ("generative-pictures", "empirical-denoisers.csv");
  guint compared = 0;

  for (guint row = 1; row + 36 <= rows->len; row += 36)
    {
      char **first = g_ptr_array_index (rows, row);
      PlumeMarginal at = { .alpha = reference_number (rows, row, 3),
                           .sigma = reference_number (rows, row, 4) };
      PlumeLocalOptions options =
          plume_local_options_init (set, (gsize)g_ascii_strtoll (first[2], NULL, 10));
      double y[36], answer[36];

      at.kappa = at.sigma / at.alpha;
      for (guint i = 0; i < 36; i++)
        y[i] = reference_number (rows, row + i, 7);
      options.radius = (PlumeRadius){ .n = 1, .kappa = { 1 }, .radius = { 1 } };
      if (!g_str_equal (first[0], "local"))
        {
          options.shift = 0;
          options.radius.radius[0] = 6;
        }
      for (guint single = 0; single < 2; single++)
        {
          g_autoptr (PlumeScore) score = NULL;

          options.single = single;
          score = plume_local_score_new (set, &options, NULL);
          g_assert_true (score->type->evaluate (score, &at, 1, y, answer, NULL, NULL, NULL));
          for (guint i = 0; i < 36; i++, compared++)
            g_assert_cmpfloat_with_epsilon (answer[i], reference_number (rows, row + i, 8),
                                            single ? 1e-5 : 1e-10);
        }
    }
  g_assert_cmpuint (compared, ==, 2 * 288);
}

static PlumeMarginal
moment (double alpha, double sigma)
{
  return (PlumeMarginal){ .alpha = alpha,
                          .sigma = sigma,
                          .log_alpha = log (alpha),
                          .lambda = log (alpha / sigma),
                          .kappa = sigma / alpha };
}

static PlumeMarginal
moment_of_kappa (double kappa)
{
  return moment (1 / hypot (1, kappa), kappa / hypot (1, kappa));
}

/* Pictures of the set under noise of the moment. */
static double *
noisy_places (const PlumePictures *set, const PlumeMarginal *at, gsize n)
{
  double *y = g_new (double, n * set->dimension);
  PlumeStream stream = plume_stream (7, "test-pictures", 0);

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < set->dimension; j++)
      y[i * set->dimension + j] =
          at->alpha * set->values[(i * 37 + 5) % set->n * set->dimension + j]
          + at->sigma * plume_stream_normal (&stream);
  return y;
}

static double *
answer_of (
    const PlumeScore *score, const PlumeMarginal *at, gsize n, const double *y, gpointer memory)
{
  double *answer = g_new (double, n * score->dimension);
  g_autoptr (GError) error = NULL;

  g_assert_true (score->type->evaluate (score, at, n, y, answer, memory, NULL, &error));
  g_assert_no_error (error);
  return answer;
}

static double
greatest_difference (const double *a, const double *b, gsize length)
{
  double greatest = 0;

  for (gsize i = 0; i < length; i++)
    greatest = fmax (greatest, fabs (a[i] - b[i]));
  return greatest;
}

static PlumePictures *
digits (gsize n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumePictures) all = plume_sample_digits (&error);

  g_assert_no_error (error);
  return plume_pictures_select (all, n, -1, NULL);
}

static void
test_digits (void)
{
  g_autoptr (PlumePictures) set = plume_sample_digits (NULL);
  gsize counts[10] = { 0 };

  g_assert_cmpuint (set->n, ==, 2000);
  g_assert_cmpuint (set->height, ==, 28);
  g_assert_cmpuint (set->width, ==, 28);
  g_assert_cmpuint (set->n_classes, ==, 10);
  for (gsize i = 0; i < set->n; i++)
    counts[set->labels[i]]++;
  for (guint label = 0; label < 10; label++)
    g_assert_cmpuint (counts[label], ==, 200);
  for (gsize i = 0; i < set->n * set->dimension; i++)
    g_assert_true (fabsf (set->values[i]) <= 1);
}

/* A set is cut without loss. */
static void
test_slices (void)
{
  g_autoptr (PlumePictures) set = digits (60);
  g_autoptr (PlumePictures) rest = plume_pictures_slice (set, 50, 100, NULL);
  g_autoptr (PlumePictures) threes = plume_pictures_select (set, 5, 3, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (rest->n, ==, 10);
  g_assert_cmpmem (rest->exact, 10 * 784 * sizeof (double), set->exact + 50 * 784,
                   10 * 784 * sizeof (double));
  g_assert_cmpint (rest->labels[7], ==, set->labels[57]);
  g_assert_cmpuint (threes->n, ==, 5);
  for (guint i = 0; i < 5; i++)
    g_assert_cmpint (threes->labels[i], ==, 3);
  g_assert_null (plume_pictures_slice (set, 59, 100, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_DATA);
}

static void
test_bad_sets (void)
{
  double same[8] = { 1, 2, 3, 4, 1, 2, 3, 4 }, broken[8] = { 1, 2, 3, 4, 1, 2, NAN, 4 };
  gsize shapes[2][2] = { { 2, 2 }, { 2, 3 } };
  const struct
  {
    gsize n, side;
    const double *values;
    const char *says;
  } cases[] = {
    { 0, 2, same, "no picture" },  { 1, 2, same, "one picture" },  { 2, 2, same, "are the same" },
    { 2, 2, broken, "picture 2" }, { 2, 5000, same, "too large" },
  };
  g_autoptr (PlumeDataset) dataset = plume_dataset_new ("mixed.npz");
  g_autoptr (GError) failure = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (plume_pictures_new (cases[i].n, cases[i].side, cases[i].side, cases[i].values,
                                         NULL, &error));
      g_assert_error (error, PLUME_ERROR, PLUME_ERROR_DATA);
      g_assert_nonnull (strstr (error->message, cases[i].says));
    }
  plume_dataset_take_grid (dataset, "a", 2, shapes[0], plume_array_new_linear (0, 1, 4));
  plume_dataset_take_grid (dataset, "b", 2, shapes[1], plume_array_new_linear (0, 1, 6));
  g_assert_null (plume_pictures_new_from_dataset (dataset, &failure));
  g_assert_error (failure, PLUME_ERROR, PLUME_ERROR_DATA);
  g_assert_nonnull (strstr (failure->message, "one size"));
}

static void
test_file (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("PLUME_DATA") ? g_getenv ("PLUME_DATA") : ".",
                                            "images", "fashion28-train.npy", NULL);
  g_autoptr (PlumeDataset) dataset = NULL;
  g_autoptr (PlumePictures) set = NULL;
  g_autoptr (GError) error = NULL;
  float low = 1, high = -1;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("the pictures of clothing are not here");
      return;
    }
  dataset = plume_dataset_read_file (path, NULL, &error);
  g_assert_no_error (error);
  set = plume_pictures_new_from_dataset (dataset, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (set->n, ==, 800);
  g_assert_cmpuint (set->dimension, ==, 784);
  for (gsize i = 0; i < set->n * set->dimension; i++)
    {
      low = MIN (low, set->values[i]);
      high = MAX (high, set->values[i]);
    }
  g_assert_cmpfloat (low, ==, -1);
  g_assert_cmpfloat (high, ==, 1);
}

static void
test_empirical_reference (void)
{
  g_autoptr (PlumePictures) set = reference_set ();
  g_autoptr (GPtrArray) rows = read_reference ("generative-pictures", "empirical-denoisers.csv");
  guint compared = 0;

  for (guint row = 1; row + 36 <= rows->len; row += 36)
    {
      PlumeMarginal at = moment (reference_number (rows, row, 3), reference_number (rows, row, 4));
      double y[36];

      if (!g_str_equal (((char **)g_ptr_array_index (rows, row))[0], "global"))
        continue;
      for (guint i = 0; i < 36; i++)
        y[i] = reference_number (rows, row + i, 7);
      for (guint single = 0; single < 2; single++)
        {
          g_autoptr (PlumeScore) score =
              plume_empirical_score_new (set, &(PlumeEmpiricalOptions){ .single = single });
          g_autofree double *answer = answer_of (score, &at, 1, y, NULL);

          for (guint i = 0; i < 36; i++, compared++)
            g_assert_cmpfloat_with_epsilon (answer[i], reference_number (rows, row + i, 8),
                                            single ? 1e-5 : 1e-10);
        }
    }
  g_assert_cmpuint (compared, ==, 4 * 36);
}

static void
test_limits (void)
{
  g_autoptr (PlumePictures) set = digits (2000);
  g_autoptr (PlumeScore) score = plume_empirical_score_new (set, NULL);
  PlumeMarginal late = moment (1, 0), early = moment (1, 1e5), small = moment (1, 0.2);
  g_autofree double *y = noisy_places (set, &small, 8);
  g_autofree double *first = answer_of (score, &late, 8, y, NULL);
  g_autofree double *last = answer_of (score, &early, 8, y, NULL);
  gsize nearest[8], found[8];
  double live[8];

  g_assert_true (plume_nearest_picture (set, 8, y, NULL, nearest, NULL, NULL));
  g_assert_true (plume_empirical_score_get_weights (score, &late, 8, y, live, found, NULL, NULL));
  for (gsize i = 0; i < 8; i++)
    {
      g_assert_cmpuint (found[i], ==, nearest[i]);
      g_assert_cmpfloat_with_epsilon (live[i], 1, 1e-9);
      for (gsize j = 0; j < set->dimension; j++)
        {
          g_assert_cmpfloat_with_epsilon (first[i * set->dimension + j],
                                          set->values[nearest[i] * set->dimension + j], 1e-6);
          g_assert_cmpfloat_with_epsilon (last[i * set->dimension + j], set->mean[j], 1e-5);
        }
    }
  g_assert_true (plume_empirical_score_get_weights (score, &early, 8, y, live, NULL, NULL, NULL));
  for (gsize i = 0; i < 8; i++)
    g_assert_cmpfloat_with_epsilon (live[i], 2000, 1e-2);
}

/* The products against the double path, at every noise. */
static void
test_precisions (void)
{
  static const double kappas[] = { 30, 5, 2, 1, 0.5, 0.2, 0.05, 0.01 };
  g_autoptr (PlumePictures) set = digits (80);
  g_autoptr (PlumeScore) exact = plume_empirical_score_new (set, NULL);
  g_autoptr (PlumeScore) single =
      plume_empirical_score_new (set, &(PlumeEmpiricalOptions){ .single = TRUE });

  g_assert_nonnull (set->exact);
  for (guint k = 0; k < G_N_ELEMENTS (kappas); k++)
    {
      PlumeMarginal at = moment_of_kappa (kappas[k]);
      g_autofree double *y = noisy_places (set, &at, 9);
      g_autofree double *a = answer_of (exact, &at, 9, y, NULL);
      g_autofree double *b = answer_of (single, &at, 9, y, NULL);
      double live[2][9];
      gsize nearest[2][9];

      g_assert_cmpfloat (greatest_difference (a, b, 9 * set->dimension), <, 2e-5);
      plume_empirical_score_get_weights (exact, &at, 9, y, live[0], nearest[0], NULL, NULL);
      plume_empirical_score_get_weights (single, &at, 9, y, live[1], nearest[1], NULL, NULL);
      for (guint i = 0; i < 9; i++)
        {
          g_assert_cmpfloat_with_epsilon (live[0][i], live[1][i], 1e-4 * live[0][i]);
          g_assert_cmpuint (nearest[0][i], ==, nearest[1][i]);
        }
    }
}

/* A whole trajectory: α rises, samples move, candidates must be proven anew. */
static void
test_pruning (void)
{
  g_autoptr (PlumePictures) set = digits (2000);
  g_autoptr (PlumeScore) score = plume_empirical_score_new (set, NULL);
  gsize n = 24, length = n * set->dimension;
  PlumeMarginal at = moment_of_kappa (3);
  g_autofree double *y = noisy_places (set, &at, n);
  gpointer memory = score->type->remember (score, n);

  for (guint step = 0; step < 24; step++)
    {
      PlumeMarginal next = moment_of_kappa (at.kappa * 0.75);
      g_autofree double *pruned = answer_of (score, &at, n, y, memory);
      g_autofree double *whole = answer_of (score, &at, n, y, NULL);

      g_assert_cmpfloat (greatest_difference (pruned, whole, length), <, 1e-5);
      for (gsize i = 0; i < length; i++)
        y[i] = next.alpha * pruned[i] + next.sigma * (y[i] - at.alpha * pruned[i]) / at.sigma;
      at = next;
    }
  g_assert_cmpuint (plume_empirical_memory_count_pruned (memory), >, 12 * n);
  score->type->forget (memory);
}

/* With a kernel the answer is that of a mixture of round Gaussians. */
static void
test_width (void)
{
  g_autoptr (PlumePictures) set = reference_set ();
  double weights[3] = { 1, 1, 1 }, covariances[3 * 36 * 36] = { 0 }, y[72];
  double width = 0.3, log_density[2], slope[72];
  PlumeMarginal at = moment (0.9, 0.436);
  PlumeStream stream = plume_stream (1, "test-width", 0);
  g_autoptr (PlumeScore) score =
      plume_empirical_score_new (set, &(PlumeEmpiricalOptions){ .width = width });
  g_autoptr (PlumeMixture) mixture = NULL;
  g_autofree double *answer = NULL;

  for (guint k = 0; k < 3; k++)
    for (guint j = 0; j < 36; j++)
      covariances[(k * 36 + j) * 36 + j] = width * width;
  for (guint i = 0; i < 72; i++)
    y[i] = plume_stream_normal (&stream);
  mixture = plume_mixture_new (3, 36, weights, set->exact, covariances, NULL);
  plume_mixture_evaluate (mixture, &at, 2, y, log_density, slope, NULL, NULL, NULL);
  answer = answer_of (score, &at, 2, y, NULL);
  for (guint i = 0; i < 72; i++)
    g_assert_cmpfloat_with_epsilon (answer[i], (y[i] + at.sigma * at.sigma * slope[i]) / at.alpha,
                                    1e-11);
}

static void
test_local_is_global (void)
{
  g_autoptr (PlumePictures) set = digits (60);

  for (guint single = 0; single < 2; single++)
    for (double kappa = 3; kappa > 0.02; kappa /= 3)
      {
        PlumeMarginal at = moment_of_kappa (kappa);
        PlumeLocalOptions options = plume_local_options_init (set, 0);
        g_autoptr (PlumeScore) local = NULL;
        g_autoptr (PlumeScore) global = plume_empirical_score_new (set, NULL);
        g_autofree double *y = noisy_places (set, &at, 3);
        g_autofree double *a = NULL;
        g_autofree double *b = answer_of (global, &at, 3, y, NULL);

        options.radius = (PlumeRadius){ .n = 1, .kappa = { 1 }, .radius = { 28 } };
        options.single = single;
        local = plume_local_score_new (set, &options, NULL);
        a = answer_of (local, &at, 3, y, NULL);
        g_assert_cmpfloat (greatest_difference (a, b, 3 * set->dimension), <,
                           single ? 1e-4 : 1e-10);
      }
}

/* Single precision, with vectors of samples, against the double path, for radii of both kinds of
 * sums and shifts. */
static void
test_local_precisions (void)
{
  g_autoptr (PlumePictures) set = digits (40);
  static const gsize radii[] = { 1, 2, 3, 5, 9 };

  for (guint k = 0; k < G_N_ELEMENTS (radii); k++)
    for (guint periodic = 0; periodic < 2; periodic++)
      {
        PlumeMarginal at = moment_of_kappa (0.3 * (double)radii[k]);
        PlumeLocalOptions options = plume_local_options_init (set, 1);
        g_autofree double *y = noisy_places (set, &at, 19);
        g_autofree double *answers[2] = { NULL, NULL };

        options.radius = (PlumeRadius){ .n = 1, .kappa = { 1 }, .radius = { (double)radii[k] } };
        options.periodic = periodic;
        for (guint single = 0; single < 2; single++)
          {
            g_autoptr (PlumeScore) score = NULL;

            options.single = single;
            score = plume_local_score_new (set, &options, NULL);
            answers[single] = answer_of (score, &at, 19, y, NULL);
          }
        g_assert_cmpfloat (greatest_difference (answers[0], answers[1], 19 * set->dimension), <,
                           1e-4);
        g_clear_pointer (&answers[1], g_free);
        g_clear_pointer (&answers[0], g_free);
      }
}

/* On a closed picture, moving what is seen moves the answer, if all shifts are admissible. */
static void
test_equivariance (void)
{
  g_autoptr (PlumePictures) set = reference_set ();
  PlumeMarginal at = moment (0.8, 0.6);
  PlumeLocalOptions options = plume_local_options_init (set, 6);
  g_autoptr (PlumeScore) score = NULL;
  g_autofree double *y = noisy_places (set, &at, 1);
  g_autofree double *moved = g_new (double, 36);
  g_autofree double *a = NULL;
  g_autofree double *b = NULL;

  options.radius = (PlumeRadius){ .n = 1, .kappa = { 1 }, .radius = { 1 } };
  options.periodic = TRUE;
  score = plume_local_score_new (set, &options, NULL);
  for (guint i = 0; i < 36; i++)
    moved[(i / 6 + 2) % 6 * 6 + (i % 6 + 5) % 6] = y[i];
  a = answer_of (score, &at, 1, y, NULL);
  b = answer_of (score, &at, 1, moved, NULL);
  for (guint i = 0; i < 36; i++)
    g_assert_cmpfloat_with_epsilon (b[(i / 6 + 2) % 6 * 6 + (i % 6 + 5) % 6], a[i], 1e-12);
  g_assert_cmpfloat (greatest_difference (a, b, 36), >, 1e-3);
}

static void
test_radius (void)
{
  PlumeRadius radius = plume_radius_init (9);

  g_assert_cmpuint (plume_radius_at (&radius, INFINITY), ==, 9);
  g_assert_cmpuint (plume_radius_at (&radius, 5), ==, 9);
  g_assert_cmpuint (plume_radius_at (&radius, sqrt (0.5)), ==, 5);
  g_assert_cmpuint (plume_radius_at (&radius, 0.1), ==, 1);
  g_assert_cmpuint (plume_radius_at (&radius, 0), ==, 1);
}

/* Written out again, by loops over pixels: the joint distance, and y = x − m. */
static void
test_pairs (void)
{
  g_autoptr (PlumePictures) set = reference_set ();
  double degraded[108], observation[36], centre[36], alpha = 0.7, sigma = 0.5, tau = 0.4;
  g_autoptr (PlumePictures) partners = NULL;
  PlumeMarginal at = moment (alpha, sigma);
  PlumeLocalOptions options = plume_local_options_init (set, 0);
  g_autoptr (PlumeScore) score = NULL;
  g_autofree double *y = noisy_places (set, &at, 1);
  g_autofree double *answer = NULL;
  int r = 1;

  for (int i = 0; i < 108; i++)
    degraded[i] = 0.5 * set->exact[i] + 0.1 * sin (i);
  for (int i = 0; i < 36; i++)
    {
      observation[i] = 0.3 * cos (2 * i);
      centre[i] = 0.2 * sin (3 * i);
    }
  partners = plume_pictures_new (3, 6, 6, degraded, NULL, NULL);
  options.radius = (PlumeRadius){ .n = 1, .kappa = { 1 }, .radius = { 1 } };
  options.partners = partners;
  options.observations = observation;
  options.n_observations = 1;
  options.centre = centre;
  options.tau = tau;
  score = plume_local_score_new (set, &options, NULL);
  answer = answer_of (score, &at, 1, y, NULL);
  for (int row = 0; row < 6; row++)
    for (int column = 0; column < 6; column++)
      {
        double sum = 0, weighted = 0;

        for (int k = 0; k < 3; k++)
          {
            double log_weight = 0;

            for (int v = MAX (row - r, 0); v <= MIN (row + r, 5); v++)
              for (int u = MAX (column - r, 0); u <= MIN (column + r, 5); u++)
                {
                  int j = v * 6 + u;

                  log_weight -= pow (y[j] - alpha * (set->exact[k * 36 + j] - centre[j]), 2)
                                / (2 * sigma * sigma);
                  log_weight -= pow (observation[j] - degraded[k * 36 + j], 2) / (2 * tau * tau);
                }
            sum += exp (log_weight);
            weighted += exp (log_weight) * set->exact[k * 36 + row * 6 + column];
          }
        g_assert_cmpfloat_with_epsilon (answer[row * 6 + column],
                                        weighted / sum - centre[row * 6 + column], 1e-12);
      }
}

/* Every sample with a μ of its own answers as if it were alone with it. */
static void
test_centres (void)
{
  g_autoptr (PlumePictures) set = reference_set ();
  double degraded[108], observations[72];
  g_autoptr (PlumePictures) partners = NULL;
  PlumeMarginal at = moment (0.7, 0.5);
  PlumeLocalOptions options = plume_local_options_init (set, 1);
  g_autoptr (PlumeScore) together = NULL;
  g_autofree double *y = noisy_places (set, &at, 5);
  g_autofree double *answer = NULL;

  for (int i = 0; i < 108; i++)
    degraded[i] = 0.5 * set->exact[i] + 0.1 * sin (i);
  for (int i = 0; i < 72; i++)
    observations[i] = 0.3 * cos (2 * i);
  partners = plume_pictures_new (3, 6, 6, degraded, NULL, NULL);
  options.partners = partners;
  options.observations = options.centre = observations;
  options.n_observations = options.n_centres = 2;
  options.tau = 0.4;
  together = plume_local_score_new (set, &options, NULL);
  answer = answer_of (together, &at, 5, y, NULL);
  for (int i = 0; i < 5; i++)
    {
      g_autoptr (PlumeScore) alone = NULL;
      g_autofree double *expected = NULL;

      options.observations = options.centre = observations + i % 2 * 36;
      options.n_observations = 1;
      options.n_centres = 0;
      alone = plume_local_score_new (set, &options, NULL);
      expected = answer_of (alone, &at, 1, y + i * 36, NULL);
      for (int j = 0; j < 36; j++)
        g_assert_cmpfloat_with_epsilon (answer[i * 36 + j], expected[j], 1e-14);
    }
}

static void
test_threads (void)
{
  g_autoptr (PlumePictures) set = digits (900);
  PlumeMarginal at = moment_of_kappa (2);
  g_autofree double *y = noisy_places (set, &at, 40);
  PlumeLocalOptions options = plume_local_options_init (set, 1);

  for (guint k = 0; k < 3; k++)
    {
      double *answers[2];

      for (int n_threads = 1; n_threads <= 2; n_threads++)
        {
          g_autoptr (PlumeScore) score = NULL;

          plume_parallel_set_threads (n_threads);
          score = k == 0   ? plume_empirical_score_new (set, NULL)
                  : k == 1 ? plume_local_score_new (set, &options, NULL)
                           : plume_gaussian_score_new_from_samples (900, 784, set->values, 40, NULL,
                                                                    NULL);
          answers[n_threads - 1] = answer_of (score, &at, k == 2 ? 20 : 40, y, NULL);
        }
      g_assert_cmpmem (answers[0], (k == 2 ? 20 : 40) * 784 * sizeof (double), answers[1],
                       (k == 2 ? 20 : 40) * 784 * sizeof (double));
      g_free (answers[0]);
      g_free (answers[1]);
    }
  plume_parallel_set_threads (0);
}

/* All ranks, and both ways to the components, against the mixture of one component. */
static void
test_gaussian (void)
{
  double values[40 * 5], mean[5] = { 0 }, covariance[25] = { 0 }, weight = 1;
  float single[40 * 5];
  PlumeStream stream = plume_stream (3, "test-gaussian", 0);
  PlumeMarginal at = moment (0.8, 0.6);
  g_autoptr (PlumeMixture) mixture = NULL;
  g_autoptr (PlumeScore) full = NULL;
  g_autoptr (PlumeScore) given = NULL;
  g_autofree double *answer = NULL;
  g_autofree double *same = NULL;
  double y[10], log_density[2], slope[10], divergence[2], own[2], own_divergence[2];

  for (guint i = 0; i < 200; i++)
    {
      single[i] = (float)(plume_stream_normal (&stream) * (1 + i % 5) + (i % 5));
      values[i] = single[i];
      mean[i % 5] += values[i] / 40;
    }
  for (guint i = 0; i < 40; i++)
    for (guint j = 0; j < 25; j++)
      covariance[j] +=
          (values[i * 5 + j / 5] - mean[j / 5]) * (values[i * 5 + j % 5] - mean[j % 5]) / 40;
  for (guint i = 0; i < 10; i++)
    y[i] = 2 * plume_stream_normal (&stream);
  mixture = plume_mixture_new (1, 5, &weight, mean, covariance, NULL);
  plume_mixture_evaluate (mixture, &at, 2, y, log_density, slope, divergence, NULL, NULL);
  full = plume_gaussian_score_new_from_samples (40, 5, single, 0, NULL, NULL);
  given = plume_gaussian_score_new (5, mean, covariance, 0, NULL);
  answer = answer_of (full, &at, 2, y, NULL);
  same = answer_of (given, &at, 2, y, NULL);
  full->type->density (full, &at, 2, y, own, own_divergence);
  for (guint i = 0; i < 10; i++)
    {
      double wanted = (y[i] + at.sigma * at.sigma * slope[i]) / at.alpha;

      g_assert_cmpfloat_with_epsilon (answer[i], wanted, 1e-11);
      g_assert_cmpfloat_with_epsilon (same[i], wanted, 1e-11);
    }
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpfloat_with_epsilon (own[i], log_density[i], 1e-10);
      g_assert_cmpfloat_with_epsilon (own_divergence[i], divergence[i], 1e-10);
    }
}

/* Fewer samples than pixels: components from the Gram matrix are orthonormal, and leave what the
 * trace says. */
static void
test_gaussian_low_rank (void)
{
  g_autoptr (PlumePictures) set = digits (60);
  g_autoptr (PlumeScore) score =
      plume_gaussian_score_new_from_samples (60, 784, set->values, 10, NULL, NULL);
  const double *variances, *directions;
  double rest, trace = 0, kept = 0;
  gsize rank = plume_gaussian_score_get_components (score, &variances, &directions, &rest);

  g_assert_cmpuint (rank, ==, 10);
  for (gsize i = 0; i < 60 * 784; i++)
    trace += pow (set->exact[i] - set->mean[i % 784], 2) / 60;
  for (gsize k = 0; k < 10; k++)
    {
      double projected = 0;

      kept += variances[k];
      for (gsize l = 0; l <= k; l++)
        {
          double product = 0;

          for (gsize j = 0; j < 784; j++)
            product += directions[k * 784 + j] * directions[l * 784 + j];
          g_assert_cmpfloat_with_epsilon (product, k == l, 1e-10);
        }
      for (gsize i = 0; i < 60; i++)
        {
          double part = 0;

          for (gsize j = 0; j < 784; j++)
            part += directions[k * 784 + j] * (set->exact[i * 784 + j] - set->mean[j]);
          projected += part * part / 60;
        }
      g_assert_cmpfloat_with_epsilon (projected, variances[k], 1e-4);
    }
  g_assert_cmpfloat_with_epsilon (kept + 774 * rest, trace, 1e-4);
}

static void
test_measures (void)
{
  gsize side = 32, d = 1024;
  g_autofree double *noise = g_new (double, 200 * d);
  g_autofree double *wave = g_new (double, d);
  g_autofree double *shifted = g_new (double, d);
  g_autofree double *ones = g_new (double, d);
  g_autofree double *zeros = g_new0 (double, d);
  PlumeStream stream = plume_stream (5, "test-measures", 0);
  g_autoptr (PlumeArray) white = NULL;
  g_autoptr (PlumeArray) line = NULL;

  for (gsize i = 0; i < 200 * d; i++)
    noise[i] = 0.5 * plume_stream_normal (&stream);
  for (gsize j = 0; j < d; j++)
    {
      wave[j] = cos (2 * G_PI * (3 * (double)(j / side) + 4 * (double)(j % side)) / 32);
      shifted[j] = wave[j] + 0.1;
      ones[j] = 1;
    }
  g_assert_cmpfloat_with_epsilon (plume_psnr (d, wave, shifted, 2), 10 * log10 (4 / 0.01), 1e-9);
  g_assert_cmpfloat_with_epsilon (plume_ssim (side, side, wave, wave, 2), 1, 1e-12);
  g_assert_cmpfloat (plume_ssim (side, side, wave, noise, 2), <, 0.3);
  /* Constant pictures: only the means differ. */
  g_assert_cmpfloat_with_epsilon (plume_ssim (side, side, ones, zeros, 2), 4e-4 / (1 + 4e-4),
                                  1e-12);
  white = plume_power_spectrum (200, side, side, noise);
  for (gsize k = 1; k < white->length; k++)
    g_assert_cmpfloat_with_epsilon (white->values[k], 0.25, 0.03);
  /* A wave of 5 per picture has all its power there: 2 waves of (d/2)²/d among those of ring 5. */
  line = plume_power_spectrum (1, side, side, wave);
  g_assert_cmpfloat (line->values[5], >, 10);
  for (gsize k = 0; k < line->length; k++)
    if (k != 5)
      g_assert_cmpfloat (line->values[k], <, 1e-20);
  /* One pixel of 64 blocks 5 deviations away. */
  zeros[100] = 6;
  ones[100] = 1;
  g_assert_cmpfloat_with_epsilon (plume_artefact_score (side, side, zeros, ones, ones, 4, 3),
                                  5.0 / 64, 1e-12);
  g_assert_cmpfloat (plume_artefact_score (side, side, ones, ones, ones, 4, 3), ==, 0);
}

/* Under heavy noise every denoiser is the linear one: what is left falls as 1/κ². */
static void
test_linear_limit (void)
{
  g_autoptr (PlumePictures) set = digits (80);
  g_autoptr (PlumeScore) empirical = plume_empirical_score_new (set, NULL);
  g_autoptr (PlumeScore) linear =
      plume_gaussian_score_new_from_samples (80, 784, set->values, 0, NULL, NULL);
  double differences[2];

  for (guint k = 0; k < 2; k++)
    {
      PlumeMarginal at = moment_of_kappa (k == 0 ? 100 : 400);
      g_autofree double *y = noisy_places (set, &at, 6);
      g_autofree double *a = answer_of (empirical, &at, 6, y, NULL);
      g_autofree double *b = answer_of (linear, &at, 6, y, NULL);

      differences[k] = greatest_difference (a, b, 6 * 784);
    }
  g_assert_cmpfloat (differences[0], <, 0.03);
  g_assert_cmpfloat_with_epsilon (log2 (differences[0] / differences[1]) / 2, 2, 0.3);
}

static void
test_cancelled (void)
{
  g_autoptr (PlumePictures) set = digits (500);
  PlumeLocalOptions options = plume_local_options_init (set, 1);
  g_autoptr (PlumeScore) local = plume_local_score_new (set, &options, NULL);
  g_autoptr (PlumeScore) empirical = plume_empirical_score_new (set, NULL);
  PlumeMarginal at = moment_of_kappa (1);
  g_autofree double *y = noisy_places (set, &at, 16);
  g_autofree double *answer = g_new (double, 16 * 784);
  g_autoptr (PlumeTask) task = plume_task_new ();
  g_autoptr (GError) first = NULL;
  g_autoptr (GError) second = NULL;

  plume_task_cancel (task);
  g_assert_false (local->type->evaluate (local, &at, 16, y, answer, NULL, task, &first));
  g_assert_error (first, PLUME_ERROR, PLUME_ERROR_CANCELLED);
  g_assert_false (empirical->type->evaluate (empirical, &at, 16, y, answer, NULL, task, &second));
  g_assert_error (second, PLUME_ERROR, PLUME_ERROR_CANCELLED);
}

/* Pictures stand where their number says, apart by nothing, black to white. */
static void
test_grid (void)
{
  static const char *const titles[] = { "noise", "picture", NULL };
  g_autoptr (PlumeFigure) figure = plume_figure_new ("grid", NULL);
  PlumeAxes *axes = plume_figure_add_axes (figure, "grid", NULL, 1);
  double pictures[6 * 20];
  PlumeMark *mark;

  for (guint i = 0; i < G_N_ELEMENTS (pictures); i++)
    pictures[i] = (double)i / 60 - 1;
  mark = scene_add_picture_grid (axes, "pictures", 2, 3, pictures, 5, 4, titles);
  g_assert_cmpuint (mark->n_rows, ==, 11);
  g_assert_cmpuint (mark->n_columns, ==, 14);
  for (gsize row = 0; row < 11; row++)
    for (gsize column = 0; column < 14; column++)
      {
        double value = mark->value->values[row * 14 + column];
        gsize picture = row / 6 * 3 + column / 5;

        if (row % 6 == 5 || column % 5 == 4)
          g_assert_true (isnan (value));
        else
          g_assert_cmpfloat (value, ==, pictures[picture * 20 + row % 6 * 4 + column % 5]);
      }
  /* Pixels are square, and a row of pictures is one unit. */
  g_assert_cmpfloat_with_epsilon ((mark->x_to - mark->x_from) / 14,
                                  (mark->y_to - mark->y_from) / 11, 1e-12);
  g_assert_cmpfloat_with_epsilon ((mark->y_to - mark->y_from) * 6 / 11, 1, 1e-12);
  for (guint i = 0; i <= 10; i++)
    {
      PlumeRgba colour = plume_colour_map_at (PLUME_COLOUR_MAP_GREY, i / 10.0);

      g_assert_true (colour.red == i / 10.0 && colour.green == i / 10.0 && colour.blue == i / 10.0);
    }
}

/* The rule stands where the mean crosses 2. */
static void
test_collapse (void)
{
  g_autoptr (PlumeFigure) figure = plume_figure_new ("weights", NULL);
  PlumeAxes *axes = plume_figure_add_axes (figure, "weights", NULL, 1);
  g_autoptr (PlumeArray) lambda = plume_array_new_linear (-1, 2, 4);
  double live[8] = { 8, 8, 8, 2, 1, 1, 1, 1 };
  const PlumeMark *rule;

  scene_add_live_pictures (axes, lambda, 2, live);
  rule = axes->marks->pdata[axes->marks->len - 1];
  g_assert_cmpstr (rule->id, ==, "collapse");
  g_assert_cmpfloat_with_epsilon (rule->x->values[0], 0.5, 1e-12);
  scene_add_speciation (axes, exp (3));
  rule = axes->marks->pdata[axes->marks->len - 1];
  g_assert_cmpfloat_with_epsilon (rule->x->values[0], -1.5, 1e-12);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/generative/pictures/digits-are-built-in", test_digits);
  g_test_add_func ("/generative/pictures/are-cut-and-chosen", test_slices);
  g_test_add_func ("/generative/pictures/bad-sets-are-refused", test_bad_sets);
  g_test_add_func ("/generative/pictures/a-persons-file", test_file);
  g_test_add_func ("/generative/empirical/reference-table", test_empirical_reference);
  g_test_add_func ("/generative/empirical/nearest-and-mean", test_limits);
  g_test_add_func ("/generative/empirical/products-equal-double-precision", test_precisions);
  g_test_add_func ("/generative/empirical/pruned-equals-unpruned", test_pruning);
  g_test_add_func ("/generative/empirical/kernel-is-a-mixture", test_width);
  g_test_add_func ("/generative/local/reference-table", test_local_reference);
  g_test_add_func ("/generative/local/wide-patches-see-whole-pictures", test_local_is_global);
  g_test_add_func ("/generative/local/single-equals-double-precision", test_local_precisions);
  g_test_add_func ("/generative/local/closed-pictures-are-equivariant", test_equivariance);
  g_test_add_func ("/generative/local/radius-falls-with-noise", test_radius);
  g_test_add_func ("/generative/local/pairs-restore", test_pairs);
  g_test_add_func ("/generative/local/every-sample-has-its-centre", test_centres);
  g_test_add_func ("/generative/pictures/threads-do-not-matter", test_threads);
  g_test_add_func ("/generative/pictures/cancelled", test_cancelled);
  g_test_add_func ("/generative/gaussian/one-component-mixture", test_gaussian);
  g_test_add_func ("/generative/gaussian/is-the-limit-of-heavy-noise", test_linear_limit);
  g_test_add_func ("/generative/gaussian/few-samples", test_gaussian_low_rank);
  g_test_add_func ("/generative/pictures/measures", test_measures);
  g_test_add_func ("/generative/pictures/grid", test_grid);
  g_test_add_func ("/generative/pictures/collapse-and-speciation", test_collapse);
  return g_test_run ();
}
