/* plume-baseline.c: arPLS in linear time.
 *
 * The matrix W + λ D₂ᵀD₂ is pentadiagonal and positive definite. It is factored from both ends
 * towards the middle ("twisted"), so that two threads share every solve and the arithmetic is the
 * same with one; LAPACK's dpbsv does the same work on one thread and with the overhead of a general
 * band.
 */
#include "transport/plume-baseline.h"

#include <glib/gi18n.h>
#include <math.h>

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "linalg/plume-bessel.h"

#define CHUNK              16384
#define ENOUGH_DIFFERENCES 100000
#define WORTH_THREADS      50000 /* points; a shorter sweep is over before a second thread is awake */

/* Everything one solve needs; the rows 0…middle−1 are eliminated downwards, middle+2…n−1 upwards,
 * and two rows are left. */
typedef struct
{
  gsize n, middle;
  double lambda;
  const double *signal;
  double *weights;
  double *inverse_pivot, *near, *solution;
  double corner[2][3]; /* what each side takes from the 2×2 block left in the middle: (0,0), (0,1),
                          (1,1) */
  double load[2][2];   /* and from its right-hand side */
  double border[2];    /* solution at the two middle rows */
} Penta;

/* Diagonal of λ D₂ᵀD₂ and its first off-diagonal between rows i and i + 1; the second is λ. */
static inline double
penalty_diagonal (gsize i, gsize n)
{
  gsize from_end = MIN (i, n - 1 - i);

  return from_end == 0 ? 1 : from_end == 1 ? 5 : 6;
}

static inline double
penalty_near (gsize i, gsize n)
{
  return i == 0 || i == n - 2 ? -2 : -4;
}

/* Eliminates one side. Row k of the side is row k from its end; L D Lᵀ with unit L of two
 * subdiagonals, the forward substitution of the right-hand side W y in the same sweep. */
static void
eliminate_side (Penta *penta, int side)
{
  gsize n = penta->n, count = side == 0 ? penta->middle : n - penta->middle - 2;
  double lambda = penta->lambda;
  double pivot_1 = 0, pivot_2 = 0;         /* 1/d of the rows before */
  double near_1 = 0, far_1 = 0, far_2 = 0; /* l·d of the rows before */
  double right_1 = 0, right_2 = 0;

  for (gsize k = 0; k < count; k++)
    {
      gsize i = side == 0 ? k : n - 1 - k;
      double weight = penta->weights[i];
      double pivot = weight + lambda * penalty_diagonal (k, n) - near_1 * near_1 * pivot_1
                     - far_2 * far_2 * pivot_2;
      double next_near = lambda * penalty_near (k, n) - near_1 * far_1 * pivot_1;
      double right =
          weight * penta->signal[i] - near_1 * pivot_1 * right_1 - far_2 * pivot_2 * right_2;

      pivot_2 = pivot_1;
      pivot_1 = 1 / pivot;
      far_2 = far_1;
      far_1 = lambda;
      near_1 = next_near;
      right_2 = right_1;
      right_1 = right;
      penta->inverse_pivot[i] = pivot_1;
      penta->near[i] = next_near;
      penta->solution[i] = right;
    }
  /* the two rows that are left, nearest first */
  penta->corner[side][0] = near_1 * near_1 * pivot_1 + far_2 * far_2 * pivot_2;
  penta->corner[side][1] = near_1 * far_1 * pivot_1;
  penta->corner[side][2] = far_1 * far_1 * pivot_1;
  penta->load[side][0] = near_1 * pivot_1 * right_1 + far_2 * pivot_2 * right_2;
  penta->load[side][1] = far_1 * pivot_1 * right_1;
}

static void
eliminate_sides (gsize from, gsize to, gpointer data)
{
  for (gsize side = from; side < to; side++)
    eliminate_side (data, (int)side);
}

static void
solve_middle (Penta *penta)
{
  gsize m = penta->middle, n = penta->n;
  double a = penta->weights[m] + penta->lambda * penalty_diagonal (m, n) - penta->corner[0][0]
             - penta->corner[1][2];
  double c = penta->weights[m + 1] + penta->lambda * penalty_diagonal (m + 1, n)
             - penta->corner[0][2] - penta->corner[1][0];
  double b = penta->lambda * penalty_near (m, n) - penta->corner[0][1] - penta->corner[1][1];
  double r = penta->weights[m] * penta->signal[m] - penta->load[0][0] - penta->load[1][1];
  double s = penta->weights[m + 1] * penta->signal[m + 1] - penta->load[0][1] - penta->load[1][0];
  double rest = c - b * b / a;

  penta->border[1] = (s - b / a * r) / rest;
  penta->border[0] = (r - b * penta->border[1]) / a;
  penta->solution[m] = penta->border[0];
  penta->solution[m + 1] = penta->border[1];
}

static void
substitute_side (Penta *penta, int side)
{
  gsize n = penta->n, count = side == 0 ? penta->middle : n - penta->middle - 2;
  double after_1 = penta->border[side], after_2 = penta->border[1 - side];

  for (gsize k = count; k-- > 0;)
    {
      gsize i = side == 0 ? k : n - 1 - k;
      double value = (penta->solution[i] - penta->near[i] * after_1 - penta->lambda * after_2)
                     * penta->inverse_pivot[i];

      penta->solution[i] = value;
      after_2 = after_1;
      after_1 = value;
    }
}

static void
substitute_sides (gsize from, gsize to, gpointer data)
{
  for (gsize side = from; side < to; side++)
    substitute_side (data, (int)side);
}

/* Partial sums of a chunk, so that the totals do not depend on the number of threads. */
typedef struct
{
  Penta *penta;
  double mean, deviation;
  double *count, *sum, *square;
  double *change, *norm;
} Reweighting;

static void
sum_negative (gsize from, gsize to, gpointer data)
{
  Reweighting *reweighting = data;
  const double *y = reweighting->penta->signal, *z = reweighting->penta->solution;
  double count = 0, sum = 0, square = 0;

  for (gsize i = from; i < to; i++)
    {
      double d = MIN (y[i] - z[i], 0);

      count += d < 0;
      sum += d;
      square += d * d;
    }
  reweighting->count[from / CHUNK] = count;
  reweighting->sum[from / CHUNK] = sum;
  reweighting->square[from / CHUNK] = square;
}

PLUME_VECTOR_CLONES static void
renew_weights (const double *restrict y,
               const double *restrict z,
               double *restrict w,
               gsize n,
               double scale,
               double offset,
               double *change,
               double *norm)
{
  double difference = 0, total = 0;

#pragma omp simd reduction(+ : difference, total)
  for (gsize i = 0; i < n; i++)
    {
      double x = scale * (y[i] - z[i]) - offset;
      double e = plume_exp_negative (-fabs (x));
      double weight = (x > 0 ? e : 1) / (1 + e);

      difference += (weight - w[i]) * (weight - w[i]);
      total += w[i] * w[i];
      w[i] = weight;
    }
  *change = difference;
  *norm = total;
}

static void
renew_weights_of_chunk (gsize from, gsize to, gpointer data)
{
  Reweighting *reweighting = data;
  Penta *penta = reweighting->penta;
  double scale = 2 / reweighting->deviation;

  renew_weights (penta->signal + from, penta->solution + from, penta->weights + from, to - from,
                 scale, scale * (2 * reweighting->deviation - reweighting->mean),
                 &reweighting->change[from / CHUNK], &reweighting->norm[from / CHUNK]);
}

/* One renewal of the weights; returns their relative change, or 0 when nothing lies below the
 * baseline by more than rounding */
static double
reweight (Reweighting *reweighting, double scale_of_signal)
{
  gsize n = reweighting->penta->n, n_chunks = (n + CHUNK - 1) / CHUNK;
  double count, mean, variance;

  plume_parallel_for (n, CHUNK, sum_negative, reweighting, NULL, NULL);
  count = plume_sum (reweighting->count, n_chunks);
  if (count < 2)
    return 0;
  mean = plume_sum (reweighting->sum, n_chunks) / count;
  variance = plume_sum (reweighting->square, n_chunks) / count - mean * mean;
  if (!(variance > 1e-26 * scale_of_signal * scale_of_signal))
    return 0;
  reweighting->mean = mean;
  reweighting->deviation = sqrt (variance);
  plume_parallel_for (n, CHUNK, renew_weights_of_chunk, reweighting, NULL, NULL);
  return sqrt (plume_sum (reweighting->change, n_chunks) / plume_sum (reweighting->norm, n_chunks));
}

static gboolean
check_signal (const double *signal, gsize n, double *largest, GError **error)
{
  *largest = 0;
  if (n < 5)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("A signal of %zu"
                      " points is too short for a baseline; give at least 5 points"),
                   n);
      return FALSE;
    }
  for (gsize i = 0; i < n; i++)
    {
      if (!isfinite (signal[i]))
        {
          g_set_error (
              error, PLUME_ERROR, PLUME_ERROR_DATA,
              _ ("Point %zu"
                 " of the signal is not a finite number; remove or fill missing values first"),
              i + 1);
          return FALSE;
        }
      *largest = MAX (*largest, fabs (signal[i]));
    }
  return TRUE;
}

static void
penta_clear (Penta *penta)
{
  g_free (penta->inverse_pivot);
  g_free (penta->near);
}

static gboolean
iterate (PlumeBaseline *baseline,
         Penta *penta,
         const PlumeBaselineOptions *options,
         double largest,
         PlumeTask *task,
         GError **error)
{
  gsize n_chunks = (penta->n + CHUNK - 1) / CHUNK, sides = penta->n < WORTH_THREADS ? 2 : 1;
  g_autofree double *sums = g_new0 (double, 5 * n_chunks);
  Reweighting reweighting = { penta,
                              0,
                              1,
                              sums,
                              sums + n_chunks,
                              sums + 2 * n_chunks,
                              sums + 3 * n_chunks,
                              sums + 4 * n_chunks };
  guint most = options->max_iterations > 0 ? options->max_iterations : 50;
  double tolerance = options->tolerance > 0 ? options->tolerance : 1e-6;

  while (baseline->iterations < most && !baseline->converged)
    {
      double change;

      if (!plume_task_check (task, error))
        return FALSE;
      plume_parallel_for (2, sides, eliminate_sides, penta, NULL, NULL);
      solve_middle (penta);
      plume_parallel_for (2, sides, substitute_sides, penta, NULL, NULL);
      change = reweight (&reweighting, largest);
      baseline->iterations++;
      baseline->converged = change < tolerance;
      /* the change falls by a nearly constant factor, so its logarithm tells how far the work is */
      plume_task_set_progress (task, change > 0 ? log (MIN (change, 1)) / log (tolerance) : 1);
    }
  return TRUE;
}

/**
 * plume_baseline_arpls:
 * @signal: (array length=n): equally spaced values
 * @n: number of points, ≥ 5
 * @options: (nullable): smoothness and stopping rule
 * @task: (nullable): cancels between iterations
 * @error: %PLUME_ERROR_DATA for too few points or numbers that are not finite, %PLUME_ERROR_USAGE
 * for a bad smoothness
 *
 * The arPLS baseline with d = y − z, m and s the mean and standard deviation of d < 0, w = 1/(1 +
 * exp(2(d − (2s − m))/s)). Not reaching the tolerance is no error (the baseline is still one); see
 * @converged. O(n) an iteration, 10 to 50 iterations.
 *
 * Returns: (transfer full): the baseline
 */
PlumeBaseline *
plume_baseline_arpls (const double *signal,
                      gsize n,
                      const PlumeBaselineOptions *options,
                      PlumeTask *task,
                      GError **error)
{
  g_autoptr (PlumeBaseline) baseline = NULL;
  PlumeBaselineOptions chosen = options != NULL ? *options : (PlumeBaselineOptions){ 0 };
  Penta penta = { .n = n, .middle = n / 2 - 1, .signal = signal };
  double largest;
  gboolean done;

  if (!check_signal (signal, n, &largest, error))
    return NULL;
  if (!(chosen.smoothness >= 0 && chosen.smoothness <= 1e15))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("The smoothness of the baseline is %g; choose a number between 0 and 1e15"),
                   chosen.smoothness);
      return NULL;
    }
  baseline = g_new0 (PlumeBaseline, 1);
  baseline->smoothness =
      chosen.smoothness > 0 ? chosen.smoothness : plume_baseline_smoothness ((double)n / 30);
  baseline->values = plume_array_new (n);
  baseline->weights = plume_array_new (n);
  for (gsize i = 0; i < n; i++)
    baseline->weights->values[i] = 1;
  penta.lambda = baseline->smoothness;
  penta.weights = baseline->weights->values;
  penta.solution = baseline->values->values;
  penta.inverse_pivot = g_new (double, n);
  penta.near = g_new (double, n);
  done = iterate (baseline, &penta, &chosen, largest, task, error);
  penta_clear (&penta);
  return done ? g_steal_pointer (&baseline) : NULL;
}

void
plume_baseline_free (PlumeBaseline *baseline)
{
  if (baseline == NULL)
    return;
  plume_array_unref (baseline->values);
  plume_array_unref (baseline->weights);
  g_free (baseline);
}

/**
 * plume_baseline_smoothness:
 * @peak_width: width of the widest peak at its base in points
 *
 * The penalised smoother passes waves longer than 2π λ^(1/4) points (its gain is 1/(1 + λω⁴)); one
 * whose half-way wave is three peaks long follows drifts and, with the help of the weights, not
 * peaks.
 *
 * Returns: λ = (3 w / 2π)⁴, within 1e2…1e12
 */
double
plume_baseline_smoothness (double peak_width)
{
  double length = 3 * peak_width / (2 * G_PI);

  return CLAMP (length * length * length * length, 1e2, 1e12);
}

/* |Δ − median Δ| of the first differences Δ, sorted; of every so-manieth difference where there are
 * more than enough of them */
static double *
sorted_deviations (const double *signal, gsize n, gsize *count)
{
  gsize stride = 1 + (n - 1) / ENOUGH_DIFFERENCES;
  double *deviations, middle;

  *count = (n - 1 + stride - 1) / stride;
  deviations = g_new (double, *count);
  for (gsize i = 0; i < *count; i++)
    deviations[i] = signal[i * stride + 1] - signal[i * stride];
  gsl_sort (deviations, 1, *count);
  middle = gsl_stats_median_from_sorted_data (deviations, 1, *count);
  for (gsize i = 0; i < *count; i++)
    deviations[i] = fabs (deviations[i] - middle);
  gsl_sort (deviations, 1, *count);
  return deviations;
}

/* The step of rounding: the larger deviations of an unrounded signal are spread, those of a rounded
 * one begin with many equal ones. */
static double
step_of_deviations (const double *deviations, gsize n)
{
  double typical = MAX (20 * 1.4826 * gsl_stats_median_from_sorted_data (deviations, 1, n),
                        1e-9 * deviations[n - 1]);
  gsize first = 0, count;

  while (first < n && deviations[first] <= typical)
    first++;
  count = n - first;
  if (count < 20)
    return 0;

  double low = deviations[first + count / 10], high = deviations[first + 3 * count / 10];

  return high - low < 0.03 * low ? low : 0;
}

/**
 * plume_rounding_step:
 * @signal: (array length=n): equally spaced finite values
 * @n: number of points
 *
 * The step to which a signal, perhaps with a smooth curve added afterwards, was rounded, as far as
 * it shows above the noise. O(n).
 *
 * Returns: the step; 0 where none shows
 */
double
plume_rounding_step (const double *signal, gsize n)
{
  g_autofree double *deviations = NULL;
  gsize count;

  if (n < 30)
    return 0;
  deviations = sorted_deviations (signal, n, &count);
  return step_of_deviations (deviations, count);
}

/**
 * plume_noise_of_differences:
 * @signal: (array length=n): equally spaced finite values
 * @n: number of points
 *
 * The standard deviation of white noise on a slow signal: 1.4826 · median|Δ − median Δ| / √2 of the
 * first differences Δ, blind to peaks as long as they cover less than half of the points; at least
 * q/√12 where the signal was rounded to steps q. O(n).
 *
 * Returns: the noise's standard deviation; 0 for a constant signal
 */
double
plume_noise_of_differences (const double *signal, gsize n)
{
  g_autofree double *deviations = NULL;
  double noise, step;
  gsize count;

  if (n < 3)
    return 0;
  deviations = sorted_deviations (signal, n, &count);
  noise = 1.4826 * gsl_stats_median_from_sorted_data (deviations, 1, count) / M_SQRT2;
  step = n >= 30 ? step_of_deviations (deviations, count) : 0;
  return MAX (noise, step / sqrt (12));
}
