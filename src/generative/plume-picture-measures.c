/* plume-picture-measures.c: peak signal-to-noise, structural similarity, distance to the training
 * set, power spectrum, divergence artefacts. */
#include "generative/plume-picture-measures.h"

#include <math.h>
#include <string.h>

#include "core/plume-parallel.h"
#include "linalg/plume-fft.h"

#define SSIM_RADIUS 5
#define SSIM_WIDTH  1.5
#define SSIM_K1     0.01
#define SSIM_K2     0.03

/**
 * plume_psnr:
 * @length: pixels
 * @a: @b: pictures
 * @range: of values; 2 for [−1, 1]
 *
 * Returns: dB
 */
double
plume_psnr (gsize length, const double *a, const double *b, double range)
{
  double sum = 0;

  for (gsize j = 0; j < length; j++)
    sum += (a[j] - b[j]) * (a[j] - b[j]);
  return sum > 0 ? 10 * log10 (range * range * (double)length / sum) : INFINITY;
}

/* A Gaussian window of @n places along rows, then along columns; only places where it fits. */
static void
smooth_inside (gsize height, gsize width, const double *values, const double *window, double *out)
{
  gsize n = 2 * SSIM_RADIUS + 1, columns = width - n + 1, rows = height - n + 1;
  g_autofree double *half = g_new0 (double, height *columns);

  for (gsize y = 0; y < height; y++)
    for (gsize x = 0; x < columns; x++)
      for (gsize k = 0; k < n; k++)
        half[y * columns + x] += window[k] * values[y * width + x + k];
  for (gsize y = 0; y < rows; y++)
    for (gsize x = 0; x < columns; x++)
      {
        double sum = 0;

        for (gsize k = 0; k < n; k++)
          sum += window[k] * half[(y + k) * columns + x];
        out[y * columns + x] = sum;
      }
}

/**
 * plume_ssim:
 * @height: @width: at least 11 each
 * @range: of values; 2 for [−1, 1]
 *
 * Returns: mean structural similarity, at most 1; NaN for pictures smaller than the window
 */
double
plume_ssim (gsize height, gsize width, const double *a, const double *b, double range)
{
  gsize n = 2 * SSIM_RADIUS + 1, d = height * width, inside;
  double window[2 * SSIM_RADIUS + 1], sum = 0;
  double c1 = pow (SSIM_K1 * range, 2), c2 = pow (SSIM_K2 * range, 2);
  g_autofree double *products = NULL;
  g_autofree double *moments = NULL;

  if (height < n || width < n)
    return NAN;
  for (gsize k = 0; k < n; k++)
    sum += window[k] = exp (-pow (((double)k - SSIM_RADIUS) / SSIM_WIDTH, 2) / 2);
  for (gsize k = 0; k < n; k++)
    window[k] /= sum;
  inside = (height - n + 1) * (width - n + 1);
  products = g_new (double, 3 * d);
  moments = g_new (double, 5 * inside);
  for (gsize j = 0; j < d; j++)
    {
      products[j] = a[j] * a[j];
      products[d + j] = b[j] * b[j];
      products[2 * d + j] = a[j] * b[j];
    }
  smooth_inside (height, width, a, window, moments);
  smooth_inside (height, width, b, window, moments + inside);
  for (guint k = 0; k < 3; k++)
    smooth_inside (height, width, products + k * d, window, moments + (2 + k) * inside);
  sum = 0;
  for (gsize j = 0; j < inside; j++)
    {
      double mean_a = moments[j], mean_b = moments[inside + j];
      double var_a = moments[2 * inside + j] - mean_a * mean_a;
      double var_b = moments[3 * inside + j] - mean_b * mean_b;
      double both = moments[4 * inside + j] - mean_a * mean_b;

      sum += (2 * mean_a * mean_b + c1) * (2 * both + c2)
             / ((mean_a * mean_a + mean_b * mean_b + c1) * (var_a + var_b + c2));
    }
  return sum / (double)inside;
}

typedef struct
{
  const PlumePictures *pictures;
  const double *samples;
  double *rms;
  gsize *nearest;
} Search;

static void
find_nearest (gsize from, gsize to, gpointer data)
{
  Search *search = data;
  const PlumePictures *set = search->pictures;
  gsize d = set->dimension;

  for (gsize i = from; i < to; i++)
    {
      const double *sample = search->samples + i * d;
      double least = INFINITY;
      gsize best = 0;

      for (gsize k = 0; k < set->n; k++)
        {
          double square = 0;

          for (gsize j = 0; j < d && square < least; j += 64)
            for (gsize l = j; l < MIN (j + 64, d); l++)
              square += (sample[l] - set->values[k * d + l]) * (sample[l] - set->values[k * d + l]);
          if (square < least)
            {
              least = square;
              best = k;
            }
        }
      if (search->rms != NULL)
        search->rms[i] = sqrt (least / (double)d);
      if (search->nearest != NULL)
        search->nearest[i] = best;
    }
}

gboolean
plume_nearest_picture (const PlumePictures *pictures,
                       gsize n,
                       const double *samples,
                       double *rms,
                       gsize *nearest,
                       PlumeTask *task,
                       GError **error)
{
  Search search = { pictures, samples, rms, nearest };

  return plume_parallel_for (n, 1, find_nearest, &search, task, error);
}

/* Adds the power of one picture to its rings, and the number of waves to @counts. */
static void
add_power (gsize height, gsize width, const double *values, double *power, double *counts)
{
  gsize half = width / 2 + 1, tall = height / 2 + 1, n_rings = MIN (height, width) / 2 + 1;
  double side = (double)MIN (height, width);
  g_autofree double complex *rows = g_new (double complex, height *half);
  g_autofree double complex *real = g_new (double complex, tall);
  g_autofree double complex *imaginary = g_new (double complex, tall);
  g_autofree double *column = g_new (double, 2 * height);

  for (gsize y = 0; y < height; y++)
    plume_fft_real (width, values + y * width, rows + y * half);
  for (gsize x = 0; x < half; x++)
    {
      double both = x == 0 || 2 * x == width ? 1 : 2; /* −x stands for x as well */

      for (gsize y = 0; y < height; y++)
        {
          column[y] = creal (rows[y * half + x]);
          column[height + y] = cimag (rows[y * half + x]);
        }
      plume_fft_real (height, column, real);
      plume_fft_real (height, column + height, imaginary);
      for (gsize y = 0; y < height; y++)
        {
          gsize k = MIN (y, height - y);
          double complex wave =
              y < tall ? real[y] + I * imaginary[y] : conj (real[k]) + I * conj (imaginary[k]);
          gsize ring =
              (gsize)lround (side * hypot ((double)k / (double)height, (double)x / (double)width));

          if (ring >= n_rings)
            continue;
          power[ring] += both * (creal (wave) * creal (wave) + cimag (wave) * cimag (wave));
          counts[ring] += both;
        }
    }
}

/**
 * plume_power_spectrum:
 * @n: pictures
 * @values: n × height × width
 *
 * O(n d log d).
 *
 * Returns: (transfer full): power at wave numbers 0, 1, … min (H, W)/2 per picture's shorter side
 */
PlumeArray *
plume_power_spectrum (gsize n, gsize height, gsize width, const double *values)
{
  PlumeArray *power = plume_array_new (MIN (height, width) / 2 + 1);
  g_autofree double *counts = g_new0 (double, power->length);

  memset (power->values, 0, power->length * sizeof (double));
  for (gsize i = 0; i < n; i++)
    add_power (height, width, values + i * height * width, power->values, counts);
  for (gsize k = 0; k < power->length; k++)
    power->values[k] /= fmax (counts[k], 1) * (double)(height * width);
  return power;
}

double
plume_artefact_score (gsize height,
                      gsize width,
                      const double *picture,
                      const double *mean,
                      const double *deviation,
                      gsize pool,
                      double threshold)
{
  gsize blocks = 0;
  double least = 0, sum = 0;

  for (gsize j = 0; j < height * width; j++)
    least += 0.1 * deviation[j] / (double)(height * width);
  for (gsize top = 0; top < height; top += pool)
    for (gsize left = 0; left < width; left += pool, blocks++)
      {
        double greatest = 0;

        for (gsize y = top; y < MIN (top + pool, height); y++)
          for (gsize x = left; x < MIN (left + pool, width); x++)
            {
              gsize j = y * width + x;

              greatest = fmax (greatest, fabs (picture[j] - mean[j]) / fmax (deviation[j], least));
            }
        sum += greatest < threshold ? 0 : greatest;
      }
  return sum / (double)blocks;
}

PlumeArray *
plume_pixel_deviations (const PlumePictures *pictures)
{
  gsize d = pictures->dimension;
  PlumeArray *deviations = plume_array_new (d);

  memset (deviations->values, 0, d * sizeof (double));
  for (gsize i = 0; i < pictures->n * d; i++)
    deviations->values[i % d] += pow (pictures->values[i] - pictures->mean[i % d], 2);
  for (gsize j = 0; j < d; j++)
    deviations->values[j] = sqrt (deviations->values[j] / (double)pictures->n);
  return deviations;
}
