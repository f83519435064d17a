/* plume-measures.c: the table of measures, what all of them check, and the simplest of them. */
#include "generative/plume-measures-private.h"

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "core/plume-random.h"
#include "linalg/plume-bessel.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define PARTS     10
#define LEAST     4  /* samples of a part */
#define ROUND_OFF 30 /* errors below so many times round-off say nothing of an order */

const PlumeMeasure plume_measures[] = {
  { "sliced", N_ ("Sliced W₂"), N_ ("Transport distance of shadows on 256 lines, root mean square"),
    PLUME_MEASURE_REFERENCE, 0, plume_measure_sliced },
  { "transport", N_ ("W₂"), N_ ("Least root mean square way that turns samples into the reference"),
    PLUME_MEASURE_REFERENCE, 0, plume_measure_transport },
  { "discrepancy", N_ ("MMD²"),
    N_ ("Maximum mean discrepancy, unbiased, with five Gaussian kernels"), PLUME_MEASURE_REFERENCE,
    0, plume_measure_discrepancy },
  { "energy", N_ ("Energy distance"), N_ ("2E|X − Y| − E|X − X′| − E|Y − Y′|, unbiased"),
    PLUME_MEASURE_REFERENCE, 0, plume_measure_energy },
  { "mode-recall", N_ ("Mode recall"),
    N_ ("Part of the components that get at least half of their share"), PLUME_MEASURE_MIXTURE, 1,
    plume_measure_mode_recall },
  { "mode-divergence", N_ ("Mode divergence"),
    N_ ("Kullback–Leibler divergence of the shares of components from their weights"),
    PLUME_MEASURE_MIXTURE, 0, plume_measure_mode_divergence },
  { "likelihood", N_ ("Mean ln p"), N_ ("Mean log density of the samples under the data’s density"),
    PLUME_MEASURE_MIXTURE, NAN, plume_measure_likelihood },
  { "precision", N_ ("Precision"),
    N_ ("Part of the samples that lie within the three nearest neighbours of some reference"),
    PLUME_MEASURE_REFERENCE, 1, plume_measure_precision },
  { "recall", N_ ("Recall"),
    N_ ("Part of the reference that lies within the three nearest neighbours of some sample"),
    PLUME_MEASURE_REFERENCE, 1, plume_measure_recall },
  { "nearest", N_ ("Nearest-training ratio"),
    N_ ("Mean distance to the nearest training datum over what it is between training data: 1 of "
        "fresh samples, 0 of copies"),
    PLUME_MEASURE_REFERENCE, 1, plume_measure_nearest },
  { "copies", N_ ("Copies"),
    N_ ("Part of the samples three times nearer to one training datum than to the next"),
    PLUME_MEASURE_REFERENCE, 0, plume_measure_copies },
  { "frechet", N_ ("Fréchet distance"),
    N_ ("Squared W₂ between Gaussians of the same means and covariances"), PLUME_MEASURE_REFERENCE,
    0, plume_measure_frechet },
  { "trajectory", N_ ("Trajectory error"),
    N_ ("Root mean square distance to the exact end points of the same noise"),
    PLUME_MEASURE_REFERENCE | PLUME_MEASURE_PAIRED, 0, plume_measure_trajectory },
  { NULL },
};

const PlumeMeasure *
plume_measure_find (const char *id)
{
  for (guint i = 0; plume_measures[i].id != NULL; i++)
    if (strcmp (plume_measures[i].id, id) == 0)
      return &plume_measures[i];
  return NULL;
}

/* The row of the first number that is none; @n where there is none */
static gsize
find_infinite (gsize n, gsize d, const double *points)
{
  for (gsize i = 0; i < n * d; i++)
    if (!isfinite (points[i]))
      return i / d;
  return n;
}

static gboolean
check_finite (const PlumeMeasureInput *input, gboolean needs_reference, GError **error)
{
  gsize sample = find_infinite (input->n, input->d, input->samples);
  gsize reference =
      needs_reference ? find_infinite (input->n_reference, input->d, input->reference) : 0;

  if (sample < input->n)
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                 _ ("sample %zu is not finite, so nothing can be measured; take more steps or "
                    "another solver"),
                 sample + 1);
  else if (needs_reference && reference < input->n_reference)
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                 _ ("sample %zu of the reference is not finite, so nothing can be measured; take "
                    "more steps or another solver"),
                 reference + 1);
  else
    return TRUE;
  return FALSE;
}

static gboolean
check_input (const PlumeMeasure *measure, const PlumeMeasureInput *input, GError **error)
{
  gboolean needs_reference = (measure->needs & PLUME_MEASURE_REFERENCE) != 0;

  if (input->n < 2 || (needs_reference && input->n_reference < 2))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                   _ ("%s: it takes at least two samples and, to compare, two of the reference; "
                      "there are %zu and %zu"),
                   _ (measure->title), input->n, input->n_reference);
      return FALSE;
    }
  if ((measure->needs & PLUME_MEASURE_PAIRED) && input->n != input->n_reference)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                   _ ("%s: each sample is compared with its own reference, but there are "
                      "%zu and %zu"
                      "; start both from the same noise"),
                   _ (measure->title), input->n, input->n_reference);
      return FALSE;
    }
  if ((measure->needs & PLUME_MEASURE_MIXTURE)
      && (input->mixture == NULL || plume_mixture_get_dimension (input->mixture) != input->d))
    {
      g_set_error (
          error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
          _ ("%s: it takes the mixture that the samples should follow, in as many dimensions"),
          _ (measure->title));
      return FALSE;
    }
  return check_finite (input, needs_reference, error);
}

/**
 * plume_measure:
 * @measure: a row of plume_measures
 * @input: what is measured
 * @measurement: (out): the number
 * @task: (nullable): cancels
 *
 * O(n log n) for slices, O(n K) for modes, O(n²) of at most a few thousand samples otherwise.
 *
 * Returns: %FALSE with an error where there are too few samples, one is not finite, or what the
 * measure needs is missing
 */
gboolean
plume_measure (const PlumeMeasure *measure,
               const PlumeMeasureInput *input,
               PlumeMeasured *measurement,
               PlumeTask *task,
               GError **error)
{
  *measurement = (PlumeMeasured){
    .error = NAN, .p_value = NAN, .used = input->n, .used_reference = input->n_reference
  };
  return check_input (measure, input, error) && measure->measure (input, measurement, task, error);
}

static double *
take_part (gsize n, gsize d, const double *points, gsize part, gsize *kept)
{
  double *taken = g_new (double, (n / PARTS + 1) * d);

  *kept = 0;
  for (gsize i = part; i < n; i += PARTS)
    memcpy (taken + (*kept)++ * d, points + i * d, d * sizeof (double));
  return taken;
}

gboolean
plume_measure_split_error (const PlumeMeasureInput *input,
                           PlumeMeasureValue value,
                           double *standard_error,
                           PlumeTask *task,
                           GError **error)
{
  double values[PARTS];

  *standard_error = NAN;
  if (input->n < PARTS * LEAST || input->n_reference < PARTS * LEAST)
    return TRUE;
  for (gsize part = 0; part < PARTS; part++)
    {
      PlumeMeasureInput less = *input;
      g_autofree double *samples = take_part (input->n, input->d, input->samples, part, &less.n),
                        *reference = take_part (input->n_reference, input->d, input->reference,
                                                part, &less.n_reference);

      less.samples = samples;
      less.reference = reference;
      if (!value (&less, &values[part], task, error))
        return FALSE;
    }
  plume_measure_mean (values, PARTS, standard_error);
  return TRUE;
}

double *
plume_measure_pick (gsize n, gsize d, const double *points, gsize most, guint64 seed, gsize *kept)
{
  gsize m = *kept = MIN (n, most);
  double *columns = g_new (double, m *d + 1);

  for (gsize i = 0; i < m; i++)
    {
      gsize from = i * n / m, length = (i + 1) * n / m - from, chosen = from;

      if (length > 1)
        {
          PlumeStream stream = plume_stream (seed, "subset", i);

          chosen += MIN ((gsize)(plume_stream_uniform (&stream) * (double)length), length - 1);
        }
      for (gsize c = 0; c < d; c++)
        columns[c * m + i] = points[chosen * d + c];
    }
  return columns;
}

PLUME_VECTOR_CLONES static void
add_squares (gsize n, const double *restrict x, double place, double *restrict squares)
{
#pragma omp simd
  for (gsize i = 0; i < n; i++)
    squares[i] += (x[i] - place) * (x[i] - place);
}

void
plume_measure_squares (
    gsize d, gsize n, const double *columns, const double *place, double *squares)
{
  memset (squares, 0, n * sizeof (double));
  for (gsize c = 0; c < d; c++)
    add_squares (n, columns + c * n, place[c], squares);
}

double
plume_measure_mean (const double *values, gsize n, double *standard_error)
{
  double mean = plume_sum (values, n) / (double)n;
  g_autofree double *squares = g_new (double, n + 1);

  for (gsize i = 0; i < n; i++)
    squares[i] = (values[i] - mean) * (values[i] - mean);
  *standard_error = n > 1 ? sqrt (plume_sum (squares, n) / (double)(n - 1) / (double)n) : NAN;
  return mean;
}

/* √ mean |x − x*|², the error carried through the root */
gboolean
plume_measure_trajectory (const PlumeMeasureInput *input,
                          PlumeMeasured *measurement,
                          PlumeTask *task,
                          GError **error)
{
  gsize d = input->d;
  g_autofree double *squares = g_new0 (double, input->n);
  double mean, deviation;

  for (gsize i = 0; i < input->n * d; i++)
    squares[i / d] += pow (input->samples[i] - input->reference[i], 2);
  mean = plume_measure_mean (squares, input->n, &deviation);
  measurement->value = sqrt (mean);
  measurement->error = mean > 0 ? deviation / (2 * measurement->value) : 0;
  return TRUE;
}

/* Mean ln p_0 of the samples */
gboolean
plume_measure_likelihood (const PlumeMeasureInput *input,
                          PlumeMeasured *measurement,
                          PlumeTask *task,
                          GError **error)
{
  PlumeMarginal data = { .alpha = 1, .lambda = INFINITY };
  g_autofree double *density = g_new (double, input->n);

  for (gsize from = 0; from < input->n; from += 512)
    {
      if (!plume_task_check (task, error))
        return FALSE;
      plume_mixture_evaluate (input->mixture, &data, MIN (512, input->n - from),
                              input->samples + from * input->d, density + from, NULL, NULL, NULL,
                              NULL);
    }
  measurement->value = plume_measure_mean (density, input->n, &measurement->error);
  return TRUE;
}

/**
 * plume_fit_order:
 * @n: points of a race
 * @evaluations: of the score, positive
 * @errors: of the samples
 * @round_off: the error that no effort gets below
 * @order: (out): p of error ∝ evaluations^−p
 * @standard_error: (out): of the fit; NaN of two points
 *
 * Least squares of ln error over ln 1/evaluations, of the last four points whose error is finite
 * and above 30 times @round_off.
 *
 * Returns: %FALSE with an error where fewer than two points with different evaluations are left
 */
gboolean
plume_fit_order (gsize n,
                 const double *evaluations,
                 const double *errors,
                 double round_off,
                 double *order,
                 double *standard_error,
                 GError **error)
{
  double x[4], y[4], mean_x = 0, mean_y = 0, xx = 0, xy = 0, rest = 0;
  guint m = 0;

  for (gsize i = n; i-- > 0 && m < 4;)
    if (isfinite (errors[i]) && errors[i] > ROUND_OFF * round_off && errors[i] > 0)
      {
        x[m] = -log (evaluations[i]);
        y[m++] = log (errors[i]);
      }
  for (guint i = 0; i < m; i++)
    {
      mean_x += x[i] / m;
      mean_y += y[i] / m;
    }
  for (guint i = 0; i < m; i++)
    {
      xx += (x[i] - mean_x) * (x[i] - mean_x);
      xy += (x[i] - mean_x) * (y[i] - mean_y);
    }
  if (m < 2 || !(xx > 0))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                   _ ("an order cannot be fitted: %u of the errors are above round-off; race with "
                      "fewer steps"),
                   m);
      return FALSE;
    }
  *order = xy / xx;
  for (guint i = 0; i < m; i++)
    rest += pow (y[i] - mean_y - *order * (x[i] - mean_x), 2);
  *standard_error = m > 2 ? sqrt (rest / (m - 2) / xx) : NAN;
  return TRUE;
}
