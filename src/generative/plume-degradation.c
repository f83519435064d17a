/* plume-degradation.c: blur, missing pixels, noise, coarse pixels, rain and haze.
 *
 * The tasks of Luo et al. 2023 (arXiv 2301.11699) at the strengths of their kind: a Gaussian of 1.5
 * pixels, 40 % missing, 25/255 of the range, blocks of 4 × 4, streaks, and a transmission of one
 * half. Strengths scale these.
 */
#include "generative/plume-degradation.h"

#include "core/plume-random.h"

#include <math.h>
#include <string.h>

#define BLUR_WIDTH    1.5 /* pixels */
#define MISSING_SHARE 0.4
#define MOST_MISSING  0.98
#define NOISE         (50.0 / 255) /* 25/255 of a range of 2 */
#define BLOCK         4.0          /* pixels */
#define STREAKS       0.018        /* a pixel */
#define STREAK_LENGTH 0.3          /* of the height */
#define STREAK_SLANT  0.35         /* to the side for each pixel down */
#define STREAK_COVER  0.75         /* of what is behind it, in its middle */
#define TRANSMISSION  0.5

/* The index that a mirror at the border shows. */
static inline gsize
mirror (gssize index, gsize size)
{
  gssize period = 2 * (gssize)size, rest = index;

  if (G_LIKELY (index >= 0 && index < (gssize)size))
    return (gsize)index;
  rest = (index % period + period) % period;
  return (gsize)(rest < (gssize)size ? rest : period - 1 - rest);
}

/* Along one axis: lines of @length values, @stride apart. */
static void
blur_lines (gsize n_lines,
            gsize line_stride,
            gsize length,
            gsize stride,
            gssize reach,
            const double *window,
            const double *from,
            double *to)
{
  for (gsize line = 0; line < n_lines; line++)
    for (gsize j = 0; j < length; j++)
      {
        double sum = 0;

        for (gssize k = -reach; k <= reach; k++)
          sum += window[k + reach]
                 * from[line * line_stride + mirror ((gssize)j + k, length) * stride];
        to[line * line_stride + j * stride] = sum;
      }
}

static void
blur (
    gsize height, gsize width, double strength, guint64 seed, const double *clean, double *degraded)
{
  double spread = BLUR_WIDTH * strength, sum = 0;
  gssize reach = (gssize)ceil (4 * spread);
  g_autofree double *window = g_new (double, 2 * reach + 1);
  g_autofree double *half = g_new (double, height *width);

  for (gssize k = -reach; k <= reach; k++)
    sum += window[k + reach] = exp (-0.5 * pow ((double)k / spread, 2));
  for (gssize k = -reach; k <= reach; k++)
    window[k + reach] /= sum;
  blur_lines (height, width, width, 1, reach, window, clean, half);
  blur_lines (width, 1, height, width, reach, window, half, degraded);
}

static void
lose_pixels (
    gsize height, gsize width, double strength, guint64 seed, const double *clean, double *degraded)
{
  double share = fmin (MISSING_SHARE * strength, MOST_MISSING);
  PlumeStream stream = plume_stream (seed, "missing-pixels", 0);

  /* a pixel that is lost stays lost when the share grows */
  for (gsize j = 0; j < height * width; j++)
    degraded[j] = plume_stream_uniform (&stream) < share ? 0 : clean[j];
}

static void
coarsen (
    gsize height, gsize width, double strength, guint64 seed, const double *clean, double *degraded)
{
  gsize side = (gsize)lround (fmax (BLOCK * strength, 1));

  for (gsize top = 0; top < height; top += side)
    for (gsize left = 0; left < width; left += side)
      {
        gsize bottom = MIN (top + side, height), right = MIN (left + side, width);
        double sum = 0;

        for (gsize y = top; y < bottom; y++)
          for (gsize x = left; x < right; x++)
            sum += clean[y * width + x];
        for (gsize y = top; y < bottom; y++)
          for (gsize x = left; x < right; x++)
            degraded[y * width + x] = sum / (double)((bottom - top) * (right - left));
      }
}

/* Covers two neighbours of a row with a streak that passes between them. */
static void
cover (gsize width, double x, double part, double *row)
{
  double left = floor (x);

  for (guint side = 0; side < 2; side++)
    {
      double column = left + side, share = side == 0 ? left + 1 - x : x - left;

      if (column >= 0 && column < (double)width)
        row[(gsize)column] += part * share * (1 - row[(gsize)column]);
    }
}

static void
rain (
    gsize height, gsize width, double strength, guint64 seed, const double *clean, double *degraded)
{
  gsize n = (gsize)lround (STREAKS * strength * (double)(height * width));

  memcpy (degraded, clean, height * width * sizeof (double));
  for (gsize i = 0; i < n; i++)
    {
      PlumeStream stream = plume_stream (seed, "rain", i);
      double length = STREAK_LENGTH * (double)height * (0.5 + plume_stream_uniform (&stream)),
             top = plume_stream_uniform (&stream) * ((double)height + length) - length,
             left = plume_stream_uniform (&stream) * (double)width
                    - STREAK_SLANT * (double)height * plume_stream_uniform (&stream);

      for (gsize y = (gsize)fmax (ceil (top), 0); y < height && (double)y < top + length; y++)
        {
          double along = ((double)y - top) / length;

          cover (width, left + STREAK_SLANT * ((double)y - top), STREAK_COVER * sin (G_PI * along),
                 degraded + y * width);
        }
    }
}

/* Koschmieder: light that gets through, and that of a white sky. */
static void
haze (
    gsize height, gsize width, double strength, guint64 seed, const double *clean, double *degraded)
{
  double transmission = pow (TRANSMISSION, strength);

  for (gsize j = 0; j < height * width; j++)
    degraded[j] = 1 + transmission * (clean[j] - 1);
}

static const PlumeDegradation blurred = { "blur", 0, blur };
static const PlumeDegradation missing = { "missing", 0, lose_pixels };
static const PlumeDegradation noisy = { "noise", NOISE, NULL };
static const PlumeDegradation coarse = { "coarse", 0, coarsen };
static const PlumeDegradation rainy = { "rain", 0, rain };
static const PlumeDegradation hazy = { "haze", 0, haze };

const PlumeDegradation *const plume_degradations[] = { &blurred, &missing, &noisy, &coarse,
                                                       &rainy,   &hazy,    NULL };

const PlumeDegradation *
plume_degradation_find (const char *id)
{
  for (guint i = 0; plume_degradations[i] != NULL; i++)
    if (strcmp (plume_degradations[i]->id, id) == 0)
      return plume_degradations[i];
  return NULL;
}

/**
 * plume_degradation_distort:
 * @height: @width: of the picture
 * @strength: above 0; 1 is the usual one
 * @seed: of what is random in the operator
 * @clean: height × width in [−1, 1]
 * @degraded: (out): the same, what is expected of the degraded picture
 */
void
plume_degradation_distort (const PlumeDegradation *degradation,
                           gsize height,
                           gsize width,
                           double strength,
                           guint64 seed,
                           const double *clean,
                           double *degraded)
{
  if (degradation->distort != NULL)
    degradation->distort (height, width, strength, seed, clean, degraded);
  else
    memcpy (degraded, clean, height * width * sizeof (double));
}

double
plume_degradation_noise (const PlumeDegradation *degradation, double strength)
{
  return degradation->noise * strength;
}

/**
 * plume_degradation_apply:
 *
 * As plume_degradation_distort(), with the noise of picture @index.
 */
void
plume_degradation_apply (const PlumeDegradation *degradation,
                         gsize height,
                         gsize width,
                         double strength,
                         guint64 seed,
                         gsize index,
                         const double *clean,
                         double *degraded)
{
  double sigma = plume_degradation_noise (degradation, strength);
  PlumeStream stream = plume_stream (seed, "degradation-noise", index);

  plume_degradation_distort (degradation, height, width, strength, seed, clean, degraded);
  if (!(sigma > 0))
    return;
  for (gsize j = 0; j < height * width; j++)
    degraded[j] += sigma * plume_stream_normal (&stream);
}
