/* test-degradation.c: what happens to pictures before they are restored, against what each
 * degradation says that it does. */
#include "generative/plume-degradation.h"

#include "core/plume-random.h"

#include <math.h>
#include <string.h>

#define HEIGHT 40
#define WIDTH  52
#define LENGTH (HEIGHT * WIDTH)

static void
make_picture (guint64 seed, double *picture)
{
  PlumeStream stream = plume_stream (seed, "picture", 0);

  for (guint j = 0; j < LENGTH; j++)
    picture[j] = 2 * plume_stream_uniform (&stream) - 1;
}

static void
distort (const char *id, double strength, const double *clean, double *degraded)
{
  plume_degradation_distort (plume_degradation_find (id), HEIGHT, WIDTH, strength, 7, clean,
                             degraded);
}

/* Operators are affine, stay in the range, and are the same whenever they are called. */
static void
test_operators_are_affine (void)
{
  double x[LENGTH], y[LENGTH], both[LENGTH], of_x[LENGTH], of_y[LENGTH], of_both[LENGTH];

  make_picture (1, x);
  make_picture (2, y);
  for (guint j = 0; j < LENGTH; j++)
    both[j] = 0.3 * x[j] + 0.7 * y[j];
  for (const PlumeDegradation *const *row = plume_degradations; *row != NULL; row++)
    for (double strength = 0.3; strength < 3; strength *= 2)
      {
        distort ((*row)->id, strength, x, of_x);
        distort ((*row)->id, strength, y, of_y);
        distort ((*row)->id, strength, both, of_both);
        for (guint j = 0; j < LENGTH; j++)
          {
            g_assert_cmpfloat_with_epsilon (of_both[j], 0.3 * of_x[j] + 0.7 * of_y[j], 1e-13);
            g_assert_cmpfloat (fabs (of_x[j]), <=, 1 + 1e-13);
          }
      }
}

/* A point becomes a Gaussian of 1.5 pixels; light is neither lost nor made, at borders either. */
static void
test_blur (void)
{
  double point[LENGTH] = { 0 }, blurred[LENGTH], picture[LENGTH], sum = 0, moment = 0, before = 0;

  point[20 * WIDTH + 26] = 1;
  distort ("blur", 1, point, blurred);
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      {
        sum += blurred[y * WIDTH + x];
        moment += (x - 26) * (x - 26) * blurred[y * WIDTH + x];
      }
  g_assert_cmpfloat_with_epsilon (sum, 1, 1e-14);
  g_assert_cmpfloat_with_epsilon (moment, 2.25, 5e-3);
  g_assert_cmpfloat_with_epsilon (blurred[20 * WIDTH + 29] / blurred[20 * WIDTH + 26], exp (-2),
                                  1e-14);
  g_assert_cmpfloat_with_epsilon (blurred[23 * WIDTH + 26], blurred[20 * WIDTH + 29], 1e-16);
  make_picture (1, picture);
  distort ("blur", 2, picture, blurred);
  sum = 0;
  for (guint j = 0; j < LENGTH; j++)
    {
      before += picture[j];
      sum += blurred[j];
    }
  g_assert_cmpfloat_with_epsilon (sum, before, 1e-11);
}

/* 40 % within 5 standard errors; the others are as they were, and a lost pixel stays lost. */
static void
test_missing (void)
{
  double picture[LENGTH], few[LENGTH], many[LENGTH];
  guint n = 0;

  make_picture (1, picture);
  distort ("missing", 1, picture, few);
  distort ("missing", 2, picture, many);
  for (guint j = 0; j < LENGTH; j++)
    {
      n += few[j] == 0;
      g_assert_true (few[j] == 0 || few[j] == picture[j]);
      g_assert_true (few[j] != 0 || many[j] == 0);
    }
  g_assert_cmpfloat_with_epsilon ((double)n / LENGTH, 0.4, 5 * sqrt (0.24 / LENGTH));
}

/* White, of its level, and another for every picture; nothing but noise */
static void
test_noise (void)
{
  const PlumeDegradation *noise = plume_degradation_find ("noise");
  double picture[LENGTH], first[LENGTH], second[LENGTH], sum = 0, square = 0, product = 0,
                                                         along = 0;
  double sigma = plume_degradation_noise (noise, 1.5);

  g_assert_cmpfloat_with_epsilon (sigma, 1.5 * 50 / 255, 1e-15);
  make_picture (1, picture);
  plume_degradation_apply (noise, HEIGHT, WIDTH, 1.5, 7, 0, picture, first);
  plume_degradation_apply (noise, HEIGHT, WIDTH, 1.5, 7, 1, picture, second);
  for (guint j = 0; j < LENGTH; j++)
    {
      first[j] = (first[j] - picture[j]) / sigma;
      second[j] = (second[j] - picture[j]) / sigma;
      sum += first[j];
      square += first[j] * first[j];
      product += first[j] * second[j];
      along += j > 0 ? first[j] * first[j - 1] : 0;
    }
  g_assert_cmpfloat_with_epsilon (sum / LENGTH, 0, 5 / sqrt (LENGTH));
  g_assert_cmpfloat_with_epsilon (square / LENGTH, 1, 5 * sqrt (2.0 / LENGTH));
  g_assert_cmpfloat_with_epsilon (product / LENGTH, 0, 5 / sqrt (LENGTH));
  g_assert_cmpfloat_with_epsilon (along / LENGTH, 0, 5 / sqrt (LENGTH));
  distort ("noise", 1.5, picture, second);
  g_assert_cmpmem (second, sizeof second, picture, sizeof picture);
}

/* Means of blocks, so that doing it again changes nothing; 52 = 13 × 4 and 40 = 10 × 4 */
static void
test_coarse (void)
{
  double picture[LENGTH], coarse[LENGTH], again[LENGTH], mean = 0;

  make_picture (1, picture);
  distort ("coarse", 1, picture, coarse);
  distort ("coarse", 1, coarse, again);
  for (guint j = 0; j < LENGTH; j++)
    {
      guint first = j / WIDTH / 4 * 4 * WIDTH + j % WIDTH / 4 * 4;

      g_assert_cmpfloat_with_epsilon (again[j], coarse[j], 1e-15);
      g_assert_true (coarse[j] == coarse[first]);
    }
  for (guint y = 8; y < 12; y++)
    for (guint x = 4; x < 8; x++)
      mean += picture[y * WIDTH + x] / 16;
  g_assert_cmpfloat_with_epsilon (coarse[9 * WIDTH + 6], mean, 1e-15);
  distort ("coarse", 0.25, picture, coarse);
  g_assert_cmpmem (coarse, sizeof coarse, picture, sizeof picture);
}

/* Streaks are lighter than what is behind them, cover some of a picture and more when it pours. */
static void
test_rain (void)
{
  double picture[LENGTH], wet[LENGTH], soaked[LENGTH];
  guint n_wet = 0, n_soaked = 0;

  make_picture (1, picture);
  distort ("rain", 1, picture, wet);
  distort ("rain", 2, picture, soaked);
  for (guint j = 0; j < LENGTH; j++)
    {
      g_assert_cmpfloat (wet[j], >=, picture[j]);
      g_assert_cmpfloat (soaked[j], >=, wet[j]); /* the first streaks are the same */
      n_wet += wet[j] > picture[j];
      n_soaked += soaked[j] > picture[j];
    }
  g_assert_cmpfloat (n_wet, >, 0.05 * LENGTH);
  g_assert_cmpfloat (n_wet, <, 0.6 * LENGTH);
  g_assert_cmpuint (n_soaked, >, n_wet);
}

/* Contrast is halved, white stays white, and twice the haze is haze twice. */
static void
test_haze (void)
{
  double picture[LENGTH], once[LENGTH], twice[LENGTH], deep[LENGTH];

  make_picture (1, picture);
  picture[3] = 1;
  distort ("haze", 1, picture, once);
  distort ("haze", 1, once, twice);
  distort ("haze", 2, picture, deep);
  g_assert_true (once[3] == 1);
  for (guint j = 1; j < LENGTH; j++)
    {
      g_assert_cmpfloat_with_epsilon (once[j] - once[0], 0.5 * (picture[j] - picture[0]), 1e-15);
      g_assert_cmpfloat_with_epsilon (twice[j], deep[j], 1e-15);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/generative/degradation/operators-are-affine", test_operators_are_affine);
  g_test_add_func ("/generative/degradation/blur-is-a-gaussian", test_blur);
  g_test_add_func ("/generative/degradation/missing-pixels-are-a-share", test_missing);
  g_test_add_func ("/generative/degradation/noise-is-white", test_noise);
  g_test_add_func ("/generative/degradation/coarse-pixels-are-means", test_coarse);
  g_test_add_func ("/generative/degradation/rain-lies-over-the-picture", test_rain);
  g_test_add_func ("/generative/degradation/haze-is-light-of-the-sky", test_haze);
  return g_test_run ();
}
