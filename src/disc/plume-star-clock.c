/* plume-star-clock.c: sums of e^(−inθ) in bins of frequency, fast for any selection of stars.
 *
 * Stars are sorted by bin once; then every bin is a run of memory whose sum is vectorised, bins are
 * independent of each other, and the answer does not depend on threads. What the selection alone
 * explains is the mean of F_n over all shuffles of θ within windows of |z|: each star counts as the
 * mean e^(−inθ) of its window, so no shuffle is drawn.
 */
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "disc/plume-star-age.h"
#include "core/plume-vector.h"
#include "linalg/plume-fft.h"

#define MAX_BINS    65536
#define MAX_WINDOWS 64
#define PADDING     8
#define CHUNK       32 /* bins */

struct _PlumeStarClock
{
  gsize n; /* stars with an action */
  guint n_bins, n_windows;
  double first, width;
  gsize *begin;   /* of each bin */
  guint32 *index; /* in the star set */
  float *cosine, *sine;
  guint8 *window;
  double *roots; /* mean √J of each bin */
};

void
plume_star_clock_free (PlumeStarClock *clock)
{
  g_free (clock->begin);
  g_free (clock->index);
  g_free (clock->cosine);
  g_free (clock->sine);
  g_free (clock->window);
  g_free (clock->roots);
  g_free (clock);
}

static gboolean
is_placed (const PlumeStars *stars, gsize i)
{
  return isfinite (stars->frequency[i]) && isfinite (stars->angle[i]);
}

/* Counting sort by frequency. */
static void
sort_stars (PlumeStarClock *clock, const PlumeStars *stars)
{
  double low = G_MAXDOUBLE, high = -G_MAXDOUBLE;
  g_autofree gsize *place = g_new0 (gsize, clock->n_bins + 1);
  g_autofree guint16 *bin = g_new (guint16, stars->n);

  for (gsize i = 0; i < stars->n; i++)
    if (is_placed (stars, i))
      {
        low = MIN (low, stars->frequency[i]);
        high = MAX (high, stars->frequency[i]);
        clock->n++;
      }
  clock->width = high > low ? (high - low) / clock->n_bins : 1;
  clock->first = low + 0.5 * clock->width;
  for (gsize i = 0; i < stars->n; i++)
    if (is_placed (stars, i))
      {
        bin[i] = (guint16)MIN ((stars->frequency[i] - low) / clock->width, clock->n_bins - 1.0);
        place[bin[i] + 1]++;
      }
  for (guint b = 0; b < clock->n_bins; b++)
    place[b + 1] += place[b];
  clock->begin = g_memdup2 (place, (clock->n_bins + 1) * sizeof (gsize));
  clock->index = g_new (guint32, clock->n);
  for (gsize i = 0; i < stars->n; i++)
    if (is_placed (stars, i))
      clock->index[place[bin[i]]++] = (guint32)i;
}

typedef struct
{
  PlumeStarClock *clock;
  const PlumeStars *stars;
} Angles;

static void
fill_angles (gsize from, gsize to, gpointer data)
{
  const Angles *work = data;
  const PlumeStarClock *clock = work->clock;

  for (gsize i = from; i < to; i++)
    {
      float theta = work->stars->angle[clock->index[i]];

      clock->cosine[i] = cosf (theta);
      clock->sine[i] = sinf (theta);
    }
}

static void
fill_roots (gsize from, gsize to, gpointer data)
{
  const Angles *work = data;
  const PlumeStarClock *clock = work->clock;

  for (gsize bin = from; bin < to; bin++)
    {
      gsize begin = clock->begin[bin], end = clock->begin[bin + 1];

      for (gsize i = begin; i < end; i++)
        clock->roots[bin] +=
            sqrt ((double)work->stars->action[clock->index[i]]) / (double)(end - begin);
    }
}

static int
compare_floats (gconstpointer a, gconstpointer b)
{
  float x = *(const float *)a, y = *(const float *)b;

  return (x > y) - (x < y);
}

/* Windows of |z| with about equally many stars. */
static gboolean
fill_windows (PlumeStarClock *clock, const PlumeStars *stars, PlumeTask *task, GError **error)
{
  g_autofree float *z = g_new (float, stars->n), *v = g_new (float, stars->n);
  g_autofree float *sample = NULL;
  gsize stride = MAX (clock->n / 65536, 1), n = 0;
  float limits[MAX_WINDOWS];

  if (!plume_stars_get_positions (stars, 0, z, v, task, error))
    return FALSE;
  sample = g_new (float, clock->n / stride + 1);
  for (gsize i = 0; i < clock->n; i += stride)
    sample[n++] = fabsf (z[clock->index[i]]);
  qsort (sample, n, sizeof (float), compare_floats);
  for (guint w = 0; w < clock->n_windows; w++)
    limits[w] = sample[MIN (n * (w + 1) / clock->n_windows, n - 1)];
  clock->window = g_new (guint8, clock->n);
  for (gsize i = 0; i < clock->n; i++)
    {
      float height = fabsf (z[clock->index[i]]);
      guint w = 0;

      while (w + 1 < clock->n_windows && height > limits[w])
        w++;
      clock->window[i] = (guint8)w;
    }
  return TRUE;
}

/**
 * plume_star_clock_new:
 * @stars: stars
 * @n_bins: bins of frequency; 2048 resolve ages of many Gyr
 * @n_windows: windows of |z| in which θ is taken as it comes, at most 64; 0 where the selection of
 * stars knows no place
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_USAGE, %PLUME_ERROR_DATA where fewer than ten stars have an action
 *
 * Returns: (transfer full) (nullable): the stars sorted by frequency
 */
PlumeStarClock *
plume_star_clock_new (
    const PlumeStars *stars, guint n_bins, guint n_windows, PlumeTask *task, GError **error)
{
  g_autoptr (PlumeStarClock) clock = NULL;
  Angles work;

  if (n_bins < 16 || n_bins > MAX_BINS || n_windows > MAX_WINDOWS || stars->n > G_MAXUINT32)
    {
      g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                           _ ("An age spectrum has 16 to 65536 bins and at most 64 windows; change "
                              "them."));
      return NULL;
    }
  clock = g_new0 (PlumeStarClock, 1);
  clock->n_bins = n_bins;
  clock->n_windows = n_windows;
  sort_stars (clock, stars);
  if (clock->n < 10)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("Only %zu of %zu"
                      " stars have an action, too few for an age; check units and radius."),
                   clock->n, stars->n);
      return NULL;
    }
  clock->cosine = g_new (float, clock->n);
  clock->sine = g_new (float, clock->n);
  work = (Angles){ clock, stars };
  if (!plume_parallel_for (clock->n, 65536, fill_angles, &work, task, error))
    return NULL;
  clock->roots = g_new0 (double, n_bins);
  if (!plume_parallel_for (n_bins, CHUNK, fill_roots, &work, task, error))
    return NULL;
  if (n_windows > 0 && !fill_windows (clock, stars, task, error))
    return NULL;
  return g_steal_pointer (&clock);
}

typedef struct
{
  const PlumeStarClock *clock;
  const guint8 *selected;
  guint arms;
  PlumeStarSpectrum *spectrum;
  double (*tiles)[3 * MAX_WINDOWS]; /* Re, Im, N of windows, for each chunk of bins */
  double mean[2 * MAX_WINDOWS];
} Reading;

/* (cos nθ, sin nθ) from (cos θ, sin θ) */
static inline void
turn_arms (guint arms, float c, float s, float *cosine, float *sine)
{
  float c2 = c * c - s * s, s2 = 2 * c * s;

  *cosine = arms == 1 ? c : arms == 2 ? c2 : arms == 3 ? c2 * c - s2 * s : c2 * c2 - s2 * s2;
  *sine = arms == 1 ? s : arms == 2 ? s2 : arms == 3 ? s2 * c + c2 * s : 2 * c2 * s2;
}

PLUME_VECTOR_CLONES
static void
sum_bin (const Reading *work, guint bin)
{
  const PlumeStarClock *clock = work->clock;
  const float *cosine = clock->cosine, *sine = clock->sine;
  const guint32 *index = clock->index;
  const guint8 *selected = work->selected;
  PlumeStarSpectrum *spectrum = work->spectrum;
  guint arms = work->arms;
  float re = 0, im = 0, re2 = 0, im2 = 0, n = 0;

#pragma omp simd reduction(+ : re, im, re2, im2, n)
  for (gsize i = clock->begin[bin]; i < clock->begin[bin + 1]; i++)
    {
      float c, s, share = selected != NULL ? (float)(selected[index[i]] != 0) : 1.0f;

      turn_arms (arms, cosine[i], sine[i], &c, &s);
      re += share * c;
      im += share * s;
      re2 += share * (c * c - s * s);
      im2 += share * 2 * c * s;
      n += share;
    }
  spectrum->sums[bin] = CMPLX ((double)re, -(double)im);
  spectrum->squares[bin] = CMPLX ((double)re2, -(double)im2);
  spectrum->counts[bin] = (double)n;
}

static void
sum_bins (gsize from, gsize to, gpointer data)
{
  const Reading *work = data;

  for (gsize bin = from; bin < to; bin++)
    sum_bin (work, (guint)bin);
}

static void
sum_windows (gsize from, gsize to, gpointer data)
{
  const Reading *work = data;
  const PlumeStarClock *clock = work->clock;
  double *tile = work->tiles[from / CHUNK];

  for (gsize i = clock->begin[from]; i < clock->begin[to]; i++)
    if (work->selected == NULL || work->selected[clock->index[i]])
      {
        guint w = 3 * (guint)clock->window[i];
        float c, s;

        turn_arms (work->arms, clock->cosine[i], clock->sine[i], &c, &s);
        tile[w] += (double)c;
        tile[w + 1] -= (double)s;
        tile[w + 2] += 1;
      }
}

static void
subtract_windows (gsize from, gsize to, gpointer data)
{
  const Reading *work = data;
  const PlumeStarClock *clock = work->clock;

  for (gsize bin = from; bin < to; bin++)
    {
      double re = 0, im = 0;

      for (gsize i = clock->begin[bin]; i < clock->begin[bin + 1]; i++)
        if (work->selected == NULL || work->selected[clock->index[i]])
          {
            re += work->mean[2 * clock->window[i]];
            im += work->mean[2 * clock->window[i] + 1];
          }
      work->spectrum->sums[bin] -= CMPLX (re, im);
    }
}

/* Takes away what θ would do if it depended on |z| alone. */
static gboolean
subtract_selection (Reading *work, PlumeTask *task, GError **error)
{
  const PlumeStarClock *clock = work->clock;
  gsize n_chunks = (clock->n_bins + CHUNK - 1) / CHUNK;
  gboolean done;

  work->tiles = g_malloc0 (n_chunks * sizeof *work->tiles);
  done = plume_parallel_for (clock->n_bins, CHUNK, sum_windows, work, task, error);
  for (guint w = 0; w < clock->n_windows && done; w++)
    {
      double sum[3] = { 0 };

      for (gsize k = 0; k < n_chunks; k++)
        for (guint part = 0; part < 3; part++)
          sum[part] += work->tiles[k][3 * w + part];
      work->mean[2 * w] = sum[2] > 0 ? sum[0] / sum[2] : 0;
      work->mean[2 * w + 1] = sum[2] > 0 ? sum[1] / sum[2] : 0;
      if (sum[2] > 0)
        work->spectrum->noise -= (sum[0] * sum[0] + sum[1] * sum[1]) / sum[2];
    }
  g_free (work->tiles);
  return done && plume_parallel_for (clock->n_bins, CHUNK, subtract_windows, work, task, error);
}

/* P at all times by two real transforms of the zero-padded sums. */
static void
fill_power (PlumeStarSpectrum *spectrum, double longest)
{
  gsize n = 1, n_times;
  g_autofree double *padded = NULL;
  g_autofree double complex *real = NULL, *imaginary = NULL;

  while (n < (gsize)PADDING * spectrum->n_bins)
    n *= 2;
  spectrum->step = 2 * G_PI / (spectrum->arms * spectrum->width * (double)n);
  n_times = (gsize)MIN (ceil (longest / spectrum->step) + 1, (double)(n / 2 + 1));
  padded = g_new0 (double, n);
  real = g_new (double complex, n / 2 + 1);
  imaginary = g_new (double complex, n / 2 + 1);
  for (guint b = 0; b < spectrum->n_bins; b++)
    padded[b] = creal (spectrum->sums[b]);
  plume_fft_real (n, padded, real);
  for (guint b = 0; b < spectrum->n_bins; b++)
    padded[b] = cimag (spectrum->sums[b]);
  plume_fft_real (n, padded, imaginary);
  spectrum->power = plume_array_new (n_times);
  for (gsize k = 0; k < n_times; k++)
    {
      double complex sum = conj (real[k]) + I * conj (imaginary[k]);

      spectrum->power->values[k] =
          (creal (sum) * creal (sum) + cimag (sum) * cimag (sum)) / spectrum->noise;
    }
}

/**
 * plume_star_clock_read:
 * @clock: sorted stars
 * @selected: (nullable): for each star of the set whether it counts
 * @arms: n, 1 to 4
 * @longest: age up to which the spectrum is wanted, kpc/(km/s)
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_USAGE, %PLUME_ERROR_DATA where fewer than ten stars are selected
 *
 * O(N) additions and one transform.
 *
 * Returns: (transfer full) (nullable): the age spectrum
 */
PlumeStarSpectrum *
plume_star_clock_read (const PlumeStarClock *clock,
                       const guint8 *selected,
                       guint arms,
                       double longest,
                       PlumeTask *task,
                       GError **error)
{
  g_autoptr (PlumeStarSpectrum) spectrum = NULL;
  g_autofree Reading *work = g_new0 (Reading, 1);

  if (arms < 1 || arms > PLUME_STAR_MAX_ARMS || !(longest > 0 && isfinite (longest)))
    {
      g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                           _ ("An age spectrum counts one to four arms up to an age above zero; "
                              "change them."));
      return NULL;
    }
  spectrum = g_new0 (PlumeStarSpectrum, 1);
  spectrum->arms = arms;
  spectrum->n_bins = clock->n_bins;
  spectrum->first = clock->first;
  spectrum->width = clock->width;
  spectrum->sums = g_new0 (double complex, clock->n_bins);
  spectrum->squares = g_new0 (double complex, clock->n_bins);
  spectrum->counts = g_new0 (double, clock->n_bins);
  spectrum->roots = g_memdup2 (clock->roots, clock->n_bins * sizeof (double));
  *work = (Reading){ .clock = clock, .selected = selected, .arms = arms, .spectrum = spectrum };
  if (!plume_parallel_for (clock->n_bins, CHUNK, sum_bins, work, task, error))
    return NULL;
  spectrum->noise = plume_sum (spectrum->counts, clock->n_bins);
  spectrum->n_stars = (gsize)spectrum->noise;
  if (spectrum->n_stars < 10)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("Only %zu stars are selected, too few for an age; select more."),
                   spectrum->n_stars);
      return NULL;
    }
  if (clock->n_windows > 0 && !subtract_selection (work, task, error))
    return NULL;
  spectrum->noise = MAX (spectrum->noise, 1);
  fill_power (spectrum, longest);
  return g_steal_pointer (&spectrum);
}

void
plume_star_spectrum_free (PlumeStarSpectrum *spectrum)
{
  g_clear_pointer (&spectrum->power, plume_array_unref);
  g_free (spectrum->sums);
  g_free (spectrum->squares);
  g_free (spectrum->counts);
  g_free (spectrum->roots);
  g_free (spectrum);
}
