/* plume-peaks.c: finding peaks and their bounds.
 *
 * Two conditions make a peak: a maximum of the smoothed trace whose prominence exceeds the
 * threshold times the noise, and a second derivative there that is negative beyond its own noise. A
 * minimum of the second derivative without a maximum beside it is a shoulder when it stands out
 * clearly. The noise is the larger of what first differences show and how the ground wanders about
 * the baseline: a detector's filter makes neighbouring points alike, and first differences alone
 * would call its slow noise peaks.
 */
#include "transport/plume-peaks.h"

#include <glib/gi18n.h>
#include <math.h>

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "transport/plume-peak-measures.h"
#include "transport/plume-savitzky-golay.h"

#define FIRST_HALF_WIDTH    3
#define LARGEST_HALF_WIDTH  50   /* a trace sampled more finely is averaged in groups first */
#define CURVATURE_THRESHOLD 4.0  /* of a maximum, in units of the second derivative's noise */
#define SHOULDER_THRESHOLD  8.0  /* prominence of a shoulder in the second derivative, same units */
#define SHOULDER_SHARE      0.02 /* and in units of the curvature of the peak it leans on */
#define SHOULDER_REACH                                                                             \
  20              /* when nearer to it than this many half widths, four widths of a peak           \
                   */
#define FOOT 1e-4 /* a peak ends where less than this of its height is left */

typedef struct
{
  gsize n;
  const double *time;
  PlumeArray *raw, *smooth, *curvature;
  double *prominence; /* at maxima of smooth, 0 elsewhere */
  double *dip;        /* prominence of minima of curvature, 0 elsewhere */
  double noise, wander, curvature_noise, rounding;
  gsize half_width;
  PlumePeakOptions options;
} Search;

static void
search_clear (Search *search)
{
  g_clear_pointer (&search->raw, plume_array_unref);
  g_clear_pointer (&search->smooth, plume_array_unref);
  g_clear_pointer (&search->curvature, plume_array_unref);
  g_free (search->prominence);
  g_free (search->dip);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Search, search_clear)

/* Lowest value between each point and the nearest higher one before it (step 1) or behind it (step
 * −1), by a stack of the points that are still the highest seen from here; O(n). */
static void
lowest_before_higher (const double *y, double sign, gsize n, int step, double *lowest)
{
  g_autofree gsize *stack = g_new (gsize, n);
  gsize depth = 0;

  for (gsize k = 0; k < n; k++)
    {
      gsize i = step > 0 ? k : n - 1 - k;
      double low = sign * y[i];

      while (depth > 0 && sign * y[stack[depth - 1]] <= sign * y[i])
        {
          low = MIN (low, lowest[stack[depth - 1]]);
          depth--;
        }
      lowest[i] = low;
      stack[depth++] = i;
    }
}

/* Prominences of the maxima of sign·y: height above the higher of the two lowest points on the way
 * to something higher */
static double *
prominences (const double *y, double sign, gsize n)
{
  double *result = g_new0 (double, n);
  g_autofree double *before = g_new (double, n), *behind = g_new (double, n);

  lowest_before_higher (y, sign, n, 1, before);
  lowest_before_higher (y, sign, n, -1, behind);
  for (gsize i = 1; i + 1 < n; i++)
    if (sign * y[i] > sign * y[i - 1] && sign * y[i] >= sign * y[i + 1])
      result[i] = sign * y[i] - MAX (before[i], behind[i]);
  return result;
}

static gboolean
smooth_trace (Search *search, gsize half_width, guint order, PlumeTask *task, GError **error)
{
  g_clear_pointer (&search->smooth, plume_array_unref);
  g_clear_pointer (&search->prominence, g_free);
  search->smooth =
      plume_savitzky_golay (search->raw->values, search->n, half_width, order, 0, task, error);
  if (search->smooth == NULL)
    return FALSE;
  search->prominence = prominences (search->smooth->values, 1, search->n);
  search->half_width = half_width;
  return TRUE;
}

/* Points between the two crossings of half prominence */
static gsize
width_in_points (const Search *search, gsize apex)
{
  const double *y = search->smooth->values;
  double level = y[apex] - 0.5 * search->prominence[apex];
  gsize low = apex, high = apex;

  while (low > 0 && y[low] > level)
    low--;
  while (high + 1 < search->n && y[high] > level)
    high++;
  return high - low;
}

/* A quantile of the widths of the clearest peaks in points; 0 where there are none */
static double
width_of_clear_peaks (const Search *search, double quantile)
{
  enum
  {
    CLEAREST = 16
  };
  gsize clearest[CLEAREST], n = 0;
  double widths[CLEAREST];

  for (gsize i = 0; i < search->n; i++)
    {
      gsize place;

      if (search->prominence[i] < 10 * search->wander)
        continue;
      for (place = n; place > 0 && search->prominence[clearest[place - 1]] < search->prominence[i];
           place--)
        if (place < CLEAREST)
          clearest[place] = clearest[place - 1];
      if (place < CLEAREST)
        {
          clearest[place] = i;
          n = MIN (n + 1, CLEAREST);
        }
    }
  for (gsize k = 0; k < n; k++)
    widths[k] = (double)width_in_points (search, clearest[k]);
  if (n == 0)
    return 0;
  gsl_sort (widths, 1, n);
  return gsl_stats_quantile_from_sorted_data (widths, 1, n, quantile);
}

/* A fifth of the width of the narrower ones among the clearest peaks: with polynomials of degree 4
 * this lowers a Gaussian by 3e-5. */
static gsize
choose_half_width (const Search *search)
{
  double width = width_of_clear_peaks (search, 0.25);
  gsize half_width = width > 0 ? MAX ((gsize)(0.2 * width), 2) : FIRST_HALF_WIDTH + search->n / 400;

  return MIN (half_width, (search->n - 1) / 2);
}

/* Standard deviation of the ground about the baseline; the noise itself where no weights tell what
 * is ground */
static double
measure_wander (const Search *search, const PlumeBaseline *baseline)
{
  g_autofree double *ground = NULL, *work = NULL;
  gsize n = 0;

  if (baseline == NULL || baseline->weights == NULL)
    return search->noise;
  ground = g_new (double, search->n);
  work = g_new (double, search->n);
  for (gsize i = 0; i < search->n; i++)
    if (baseline->weights->values[i] > 0.5)
      ground[n++] = search->raw->values[i];
  return n < 10 ? search->noise : MAX (search->noise, gsl_stats_mad (ground, 1, n, work));
}

/* A parabola through half as many points again as the smoothing uses: the least noisy second
 * derivative that still parts shoulders */
static gboolean
differentiate (Search *search, PlumeTask *task, GError **error)
{
  gsize m = MIN (search->half_width + search->half_width / 2 + 1, (search->n - 1) / 2);
  g_autofree double *weights = g_new (double, 2 * m + 1), *work = g_new (double, search->n);
  double gain = 0;

  search->curvature = plume_savitzky_golay (search->raw->values, search->n, m, 2, 2, task, error);
  if (search->curvature == NULL)
    return FALSE;
  plume_savitzky_golay_weights (m, 2, 2, 0, weights);
  for (gsize i = 0; i <= 2 * m; i++)
    gain += weights[i] * weights[i];
  search->curvature_noise = MAX (search->noise * sqrt (gain),
                                 gsl_stats_mad (search->curvature->values, 1, search->n, work));
  search->dip = prominences (search->curvature->values, -1, search->n);
  return TRUE;
}

/* Near a maximum: where peaks merge, the top of their sum lies beside the most curved point */
static double
strongest_curvature (const Search *search, gsize apex)
{
  gsize from = apex - MIN (apex, search->half_width),
        to = MIN (apex + search->half_width, search->n - 1);
  double lowest = 0;

  for (gsize i = from; i <= to; i++)
    lowest = MIN (lowest, search->curvature->values[i]);
  return lowest;
}

static GArray *
find_maxima (const Search *search)
{
  GArray *found = g_array_new (FALSE, TRUE, sizeof (PlumePeak));
  double least = MAX (search->options.threshold * search->wander,
                      1.6 * search->rounding); /* one step is no peak */

  for (gsize i = 0; i < search->n; i++)
    {
      PlumePeak peak = { .apex = i, .prominence = search->prominence[i] };

      if (search->prominence[i] > least && search->smooth->values[i] > least
          && strongest_curvature (search, i) < -CURVATURE_THRESHOLD * search->curvature_noise)
        g_array_append_val (found, peak);
    }
  return found;
}

/* A shoulder must stand out of the noise of the curvature, and of the ripple that smoothing puts
 * around the peaks near it */
static gboolean
is_shoulder (const Search *search, gsize index, const PlumePeak *before, const PlumePeak *behind)
{
  const double *curvature = search->curvature->values;
  double clear = SHOULDER_THRESHOLD * search->curvature_noise;

  for (int side = 0; side < 2; side++)
    {
      const PlumePeak *peak = side == 0 ? before : behind;
      gsize distance;

      if (peak == NULL)
        continue;
      distance = MAX (peak->apex, index) - MIN (peak->apex, index);
      if (distance <= search->half_width)
        return FALSE;
      if (distance < SHOULDER_REACH * search->half_width)
        clear = MAX (clear, SHOULDER_SHARE * fabs (curvature[peak->apex]));
    }
  return search->dip[index] > clear && curvature[index] < -0.5 * clear
         && search->smooth->values[index] > 2 * search->options.threshold * search->wander;
}

/* Whether a maximum already accounts for this minimum of the curvature: no hill of curvature lies
 * between them */
static gboolean
belongs_to (const Search *search, gsize index, const PlumePeak *peak)
{
  const double *curvature = search->curvature->values;
  gsize from, to;
  double highest = -INFINITY;

  if (peak == NULL)
    return FALSE;
  from = MIN (index, peak->apex);
  to = MAX (index, peak->apex);
  for (gsize i = from; i <= to; i++)
    highest = MAX (highest, curvature[i]);
  return highest - MAX (curvature[index], curvature[peak->apex])
         < SHOULDER_THRESHOLD * search->curvature_noise;
}

static int
compare_apex (gconstpointer a, gconstpointer b)
{
  const PlumePeak *first = a, *second = b;

  return first->apex < second->apex ? -1 : first->apex > second->apex;
}

static void
add_shoulders (const Search *search, GArray *found)
{
  gsize n_maxima = found->len, next = 0;

  for (gsize i = 0; i < search->n; i++)
    {
      PlumePeak shoulder = { .apex = i, .is_shoulder = TRUE };
      const PlumePeak *before, *behind;

      while (next < n_maxima && g_array_index (found, PlumePeak, next).apex <= i)
        next++;
      if (search->dip[i] <= SHOULDER_THRESHOLD * search->curvature_noise)
        continue;
      before = next > 0 ? &g_array_index (found, PlumePeak, next - 1) : NULL;
      behind = next < n_maxima ? &g_array_index (found, PlumePeak, next) : NULL;
      if (belongs_to (search, i, before) || belongs_to (search, i, behind)
          || !is_shoulder (search, i, before, behind))
        continue;
      g_array_append_val (found, shoulder);
    }
  g_array_sort (found, compare_apex);
}

/* Between two maxima the lowest point; beside a shoulder the least curved one, where a
 * perpendicular is dropped */
static gsize
valley_between (const Search *search, const PlumePeak *first, const PlumePeak *second)
{
  gboolean by_curvature = first->is_shoulder || second->is_shoulder;
  const double *y = by_curvature ? search->curvature->values : search->smooth->values;
  double sign = by_curvature ? -1 : 1;
  gsize lowest = first->apex;

  for (gsize i = first->apex; i <= second->apex; i++)
    if (sign * y[i] < sign * y[lowest])
      lowest = i;
  return lowest;
}

/* From the apex outwards to the foot, at most to the limit */
static gsize
walk_to_foot (const Search *search, gsize apex, gsize limit, int step)
{
  const double *y = search->smooth->values;
  double level = MAX (0.5 * search->wander, FOOT * y[apex]);
  gsize i = apex;

  while (i != limit && y[i] > level)
    i += step;
  return i;
}

static void
bound_peaks (const Search *search, GArray *found)
{
  gsize limit = 0;

  for (gsize k = 0; k < found->len; k++)
    {
      PlumePeak *peak = &g_array_index (found, PlumePeak, k);
      gsize next = k + 1 < found->len ? valley_between (search, peak, peak + 1) : search->n - 1;

      peak->start = walk_to_foot (search, peak->apex, limit, -1);
      peak->end = walk_to_foot (search, peak->apex, next, 1);
      limit = next;
    }
}

static gboolean
check_input (const double *time, const double *signal, gsize n, GError **error)
{
  if (n < 7)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("A chromatogram of %zu"
                      " points is too short to hold a peak; give at least 7 points"),
                   n);
      return FALSE;
    }
  for (gsize i = 0; i < n; i++)
    if (!isfinite (signal[i]) || !isfinite (time[i]) || (i > 0 && time[i] <= time[i - 1]))
      {
        g_set_error (
            error, PLUME_ERROR, PLUME_ERROR_DATA,
            _ ("Point %zu"
               " of the chromatogram is not a finite number or not later than the one before; "
               "sort the times and remove or fill missing values"),
            i + 1);
        return FALSE;
      }
  return TRUE;
}

static PlumePeaks *
finish (const Search *search, GArray *found)
{
  PlumePeakTrace trace = { search->n, search->time, search->raw->values, search->smooth->values };
  PlumePeaks *peaks = g_new0 (PlumePeaks, 1);

  for (gsize k = 0; k < found->len; k++)
    plume_peak_measure (&g_array_index (found, PlumePeak, k), &trace, &search->options,
                        search->noise);
  plume_peak_measure_neighbours ((PlumePeak *)(void *)found->data, found->len);
  peaks->n = found->len;
  peaks->noise = search->noise;
  peaks->wander = search->wander;
  peaks->half_width = search->half_width;
  peaks->peaks = g_memdup2 (found->data, found->len * sizeof (PlumePeak));
  return peaks;
}

static PlumeArray *
average_groups (const double *values, gsize n_groups, gsize size)
{
  PlumeArray *averages = plume_array_new (n_groups);

  for (gsize g = 0; g < n_groups; g++)
    averages->values[g] = plume_sum (values + g * size, size) / (double)size;
  return averages;
}

/* Finds the peaks of a finely sampled trace after averaging groups of points: as good, because a
 * peak keeps a hundred of them, and in linear time. Indices are turned back into those of the whole
 * trace, and what refers to the noise of its points. */
static PlumePeaks *
find_in_groups (const Search *search,
                const double *signal,
                gsize size,
                const PlumeBaseline *baseline,
                PlumeTask *task,
                GError **error)
{
  gsize n = search->n / size;
  g_autoptr (PlumeArray) time = average_groups (search->time, n, size),
                         averages = average_groups (signal, n, size);
  g_autoptr (PlumeBaseline) ground = NULL;
  PlumePeakOptions options = search->options;
  PlumePeaks *peaks;

  if (baseline != NULL)
    {
      ground = g_new0 (PlumeBaseline, 1);
      ground->values = average_groups (baseline->values->values, n, size);
      ground->weights = average_groups (baseline->weights->values, n, size);
    }
  options.half_width /= size;
  peaks = plume_peaks_find (time->values, averages->values, n, ground, &options, task, error);
  for (gsize k = 0; peaks != NULL && k < peaks->n; k++)
    {
      PlumePeak *peak = &peaks->peaks[k];

      peak->apex = peak->apex * size + size / 2;
      peak->start = peak->start * size + size / 2;
      peak->end = peak->end * size + size / 2;
      peak->signal_to_noise = search->noise > 0 ? 2 * peak->height / (6 * search->noise) : INFINITY;
    }
  if (peaks != NULL)
    {
      peaks->noise = search->noise;
      peaks->wander = search->wander;
      peaks->half_width *= size;
    }
  return peaks;
}

/**
 * plume_peaks_find:
 * @time: (array length=n): increasing times, equally spaced for the smoothing's sake
 * @signal: (array length=n): the signal
 * @n: number of points, ≥ 7
 * @baseline: (nullable): its baseline; none where the signal stands on zero
 * @options: (nullable): threshold, smoothing, hold-up time, length
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_DATA, %PLUME_ERROR_CANCELLED
 *
 * Finds and measures all peaks; no peak at all is no error. O(n).
 *
 * Returns: (transfer full): the peaks in the order of time
 */
PlumePeaks *
plume_peaks_find (const double *time,
                  const double *signal,
                  gsize n,
                  const PlumeBaseline *baseline,
                  const PlumePeakOptions *options,
                  PlumeTask *task,
                  GError **error)
{
  g_auto (Search) search = { .n = n, .time = time };
  g_autoptr (GArray) found = NULL;
  gsize half_width;

  if (!check_input (time, signal, n, error))
    return NULL;
  if (options != NULL)
    search.options = *options;
  if (!(search.options.threshold > 0))
    search.options.threshold = 3;
  search.raw = plume_array_new_copy (signal, n);
  for (gsize i = 0; baseline != NULL && i < n; i++)
    search.raw->values[i] -= baseline->values->values[i];
  search.noise = plume_noise_of_differences (signal, n);
  search.rounding = plume_rounding_step (signal, n);
  search.wander = measure_wander (&search, baseline);

  if (!smooth_trace (&search, MIN (FIRST_HALF_WIDTH, (n - 1) / 2), 2, task, error))
    return NULL;
  half_width = search.options.half_width > 0 ? MIN (search.options.half_width, (n - 1) / 2)
                                             : choose_half_width (&search);
  if (half_width > LARGEST_HALF_WIDTH)
    return find_in_groups (&search, signal, 2 * half_width / LARGEST_HALF_WIDTH, baseline, task,
                           error);
  if (!smooth_trace (&search, half_width, half_width == 1 ? 2 : 4, task, error)
      || !differentiate (&search, task, error))
    return NULL;
  found = find_maxima (&search);
  if (!search.options.skip_shoulders)
    add_shoulders (&search, found);
  bound_peaks (&search, found);
  return finish (&search, found);
}

/**
 * plume_peaks_baseline:
 * @signal: (array length=n): equally spaced values
 * @n: number of points, ≥ 7
 * @task: (nullable): cancels
 * @error: as plume_baseline_arpls()
 *
 * An arPLS baseline whose smoothness fits the widths of the widest clear peaks, which are measured
 * by prominence and so need no baseline.
 *
 * Returns: (transfer full): the baseline
 */
PlumeBaseline *
plume_peaks_baseline (const double *signal, gsize n, PlumeTask *task, GError **error)
{
  g_auto (Search) search = { .n = n };
  PlumeBaselineOptions options = { .tolerance = 1e-4 }; /* for the eye; far below the noise */
  double width;

  for (gsize i = 0; i < n; i++)
    if (!isfinite (signal[i]))
      return plume_baseline_arpls (signal, n, NULL, task, error); /* says which point */
  search.raw = plume_array_new_copy (signal, n);
  search.wander = search.noise = plume_noise_of_differences (signal, n);
  if (n >= 7 && !smooth_trace (&search, FIRST_HALF_WIDTH, 2, task, error))
    return NULL;
  width = n >= 7 ? width_of_clear_peaks (&search, 0.9) : 0;
  if (width > 0) /* from half height to the base of a Gaussian */
    options.smoothness = plume_baseline_smoothness (width * 4 / 2.3548);
  return plume_baseline_arpls (signal, n, &options, task, error);
}

void
plume_peaks_free (PlumePeaks *peaks)
{
  if (peaks == NULL)
    return;
  g_free (peaks->peaks);
  g_free (peaks);
}
