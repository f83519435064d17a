/* plume-star-age.c: peaks of an age spectrum, and how far they may be off.
 *
 * Where a signal is spread over Ω like the stars are, P is the logarithm of the likelihood of one
 * kick and 1/√(−P″) the standard error of the age; in general the noise of the bins is carried to
 * the slope of P, which gives the same in that case; the bootstrap draws the sums of all bins again
 * from their own scatter (the Poisson bootstrap of the stars, in its normal limit), which is why it
 * is cheap. It looks at no stars.
 */
#include "disc/plume-star-age.h"

#include <math.h>

#include "core/plume-parallel.h"
#include "core/plume-random.h"

#define SWEEPS     40
#define MAX_EVENTS 12

/* S = Σ F e^(inΩt), and its first two derivatives, with Ω counted from @centre */
static void
sum_at (const PlumeStarSpectrum *spectrum,
        const double complex *sums,
        double centre,
        double t,
        double complex sum[3])
{
  double n = spectrum->arms, start = spectrum->first - centre;
  double complex turn = cexp (I * (n * start * t)), step = cexp (I * (n * spectrum->width * t));

  sum[0] = sum[1] = sum[2] = 0;
  for (guint b = 0; b < spectrum->n_bins; b++)
    {
      double rate = n * (start + b * spectrum->width);
      double a = creal (sums[b]), c = cimag (sums[b]), x = creal (turn), y = cimag (turn);
      double complex term = CMPLX (a * x - c * y, a * y + c * x);

      sum[0] += term;
      sum[1] += CMPLX (-rate * cimag (term), rate * creal (term));
      sum[2] -= rate * rate * term;
      turn = CMPLX (x * creal (step) - y * cimag (step), x * cimag (step) + y * creal (step));
      if (b % 256 == 255)
        turn = cexp (I * (n * (start + (b + 1) * spectrum->width) * t));
    }
}

static double
mean_frequency (const PlumeStarSpectrum *spectrum)
{
  double sum = 0, total = 0;

  for (guint b = 0; b < spectrum->n_bins; b++)
    {
      sum += spectrum->counts[b] * (spectrum->first + b * spectrum->width);
      total += spectrum->counts[b];
    }
  return total > 0 ? sum / total : spectrum->first;
}

/* The maximum of |S|² near t by Newton's method, and S with derivatives there */
static double
climb (const PlumeStarSpectrum *spectrum,
       const double complex *sums,
       double centre,
       double t,
       double complex sum[3],
       double *curvature)
{
  double span = 2 * spectrum->step, from = t;

  for (int i = 0; i < 30; i++)
    {
      double slope, bend, move;

      sum_at (spectrum, sums, centre, t, sum);
      slope = 2 * creal (conj (sum[0]) * sum[1]);
      bend = 2 * (creal (sum[1] * conj (sum[1])) + creal (conj (sum[0]) * sum[2]));
      *curvature = bend;
      move = bend < 0 ? -slope / bend : slope > 0 ? 0.25 * span : -0.25 * span;
      move = CLAMP (move, -span, span);
      if (fabs (move) < 1e-9 * (fabs (t) + spectrum->step) || fabs (t + move - from) > 8 * span)
        break;
      t += move;
    }
  return t;
}

/**
 * plume_star_spectrum_at:
 * @spectrum: an age spectrum
 * @t: any time, kpc/(km/s)
 * @phase: (out) (optional): n θ − n Ω t of the crest there, rad
 *
 * The likelihood of one straight line in the plane (Ω, θ).
 *
 * Returns: P(t)
 */
double
plume_star_spectrum_at (const PlumeStarSpectrum *spectrum, double t, double *phase)
{
  double complex sum[3];

  sum_at (spectrum, spectrum->sums, 0, t, sum);
  if (phase != NULL)
    *phase = -carg (sum[0]);
  return creal (sum[0] * conj (sum[0])) / spectrum->noise;
}

/* Independent peaks of noise up to the longest time */
static double
count_trials (const PlumeStarSpectrum *spectrum)
{
  double range = spectrum->arms * spectrum->width * spectrum->n_bins;

  return MAX (spectrum->step * (double)spectrum->power->length * range / (2 * G_PI), 1);
}

/* Noise of variance N_b in each bin moves the peak by 2 Re (S* δS')/P″, δS' with frequencies
 * counted from that of the signal; standard deviation of it */
static double
propagate_noise (const PlumeStarSpectrum *spectrum,
                 double centre,
                 const double complex sum[3],
                 double curvature)
{
  double power = creal (sum[0] * conj (sum[0])), scatter = 0, middle;

  if (!(curvature < 0 && power > 0))
    return G_MAXDOUBLE;
  middle = centre + cimag (conj (sum[0]) * sum[1]) / (power * spectrum->arms);
  for (guint b = 0; b < spectrum->n_bins; b++)
    {
      double rate = spectrum->arms * (spectrum->first + b * spectrum->width - middle);

      scatter += spectrum->counts[b] * rate * rate;
    }
  return sqrt (2 * power * scatter) / -curvature;
}

/* The peak of |Σ sums e^(inΩt)|² near a time */
static PlumeStarEvent
fit_event (const PlumeStarSpectrum *spectrum, const double complex *sums, double near)
{
  double complex sum[3];
  double curvature = 0, centre = mean_frequency (spectrum);
  PlumeStarEvent event = { 0 };

  event.age = climb (spectrum, sums, centre, near, sum, &curvature);
  event.power = creal (sum[0] * conj (sum[0])) / spectrum->noise;
  event.error = propagate_noise (spectrum, centre, sum, curvature);
  event.probability = -expm1 (count_trials (spectrum) * log1p (-exp (-MAX (event.power, 1e-9))));
  event.phase_error = event.power > 0 ? 1 / sqrt (2 * event.power) : G_MAXDOUBLE;
  sum_at (spectrum, sums, 0, event.age, sum);
  event.phase = -carg (sum[0]);
  return event;
}

/**
 * plume_star_spectrum_refine:
 * @spectrum: an age spectrum
 * @near: where to begin to climb
 *
 * Fits the straight line θ = phase + Ω age to the stars, by the peak of P near @near.
 *
 * Returns: the peak
 */
PlumeStarEvent
plume_star_spectrum_refine (const PlumeStarSpectrum *spectrum, double near)
{
  return fit_event (spectrum, spectrum->sums, near);
}

static gboolean
is_separate (const PlumeStarSpectrum *spectrum, const GArray *events, gsize peak)
{
  const double *power = spectrum->power->values;

  for (guint i = 0; i < events->len; i++)
    {
      gsize other = (gsize)lround (g_array_index (events, PlumeStarEvent, i).age / spectrum->step);
      gsize from = MIN (other, peak), to = MIN (MAX (other, peak), spectrum->power->length - 1);
      double lowest = power[peak];

      for (gsize k = from; k <= to; k++)
        lowest = MIN (lowest, power[k]);
      if (lowest > 0.5 * power[peak])
        return FALSE;
    }
  return TRUE;
}

static int
compare_peaks (gconstpointer a, gconstpointer b, gpointer data)
{
  const double *power = data;
  double x = power[*(const guint *)a], y = power[*(const guint *)b];

  return (x < y) - (x > y);
}

/* Adds @sign times what a kick at an age does to the sums: A N √J^n e^(−inΩt), the linear answer of
 * nearly harmonic orbits, whose amplitude at its own peak is @sum. */
static void
add_kick (const PlumeStarSpectrum *spectrum,
          double age,
          double complex sum,
          double sign,
          double complex *sums)
{
  double n = spectrum->arms, total = 0;

  for (guint b = 0; b < spectrum->n_bins; b++)
    total += spectrum->counts[b] * pow (spectrum->roots[b], n);
  for (guint b = 0; b < spectrum->n_bins && total > 0; b++)
    sums[b] += sign * sum / total * spectrum->counts[b] * pow (spectrum->roots[b], n)
               * cexp (-I * (n * (spectrum->first + b * spectrum->width) * age));
}

/* Fits all events at once: each is the peak of what the others leave, again and again until none
 * moves by more than a thousandth of its error. */
static void
disentangle (const PlumeStarSpectrum *spectrum, GArray *events)
{
  g_autofree double complex *rest =
      g_memdup2 (spectrum->sums, spectrum->n_bins * sizeof *spectrum->sums);
  g_autofree double complex *amplitude = g_new0 (double complex, events->len);
  gboolean moves = events->len > 1;

  for (guint sweep = 0; sweep < SWEEPS && moves; sweep++)
    {
      moves = FALSE;
      for (guint i = 0; i < events->len; i++)
        {
          PlumeStarEvent *event = &g_array_index (events, PlumeStarEvent, i), before = *event;
          double complex sum[3];

          add_kick (spectrum, before.age, amplitude[i], 1, rest);
          *event = fit_event (spectrum, rest, before.age);
          sum_at (spectrum, rest, 0, event->age, sum);
          amplitude[i] = sum[0];
          add_kick (spectrum, event->age, amplitude[i], -1, rest);
          moves = moves || fabs (event->age - before.age) > 1e-3 * event->error;
        }
    }
}

static int
compare_events (gconstpointer a, gconstpointer b)
{
  double x = ((const PlumeStarEvent *)a)->power, y = ((const PlumeStarEvent *)b)->power;

  return (x < y) - (x > y);
}

/**
 * plume_star_spectrum_find:
 * @spectrum: an age spectrum
 * @shortest: younger peaks are passed over, kpc/(km/s)
 * @probability: of noise, above which a peak is none, such as 0.001
 *
 * Peaks, the highest first; a lower one counts only where P falls below half of it on the way to
 * every higher one. Several are fitted together, since the feet of one shift the others (by many
 * errors, where there are many stars), and those that are only feet are dropped. A later kick so
 * strong that it changes Ω of the stars of an earlier one makes that one look younger and adds an
 * echo, which no sum of kicks describes.
 *
 * Returns: (transfer full) (element-type PlumeStarEvent): the events, possibly none
 */
GArray *
plume_star_spectrum_find (const PlumeStarSpectrum *spectrum, double shortest, double probability)
{
  GArray *events = g_array_new (FALSE, FALSE, sizeof (PlumeStarEvent));
  g_autoptr (GArray) peaks = g_array_new (FALSE, FALSE, sizeof (guint));
  double *power = spectrum->power->values;

  for (guint k = 1; k + 1 < spectrum->power->length; k++)
    if (power[k] > power[k - 1] && power[k] >= power[k + 1] && k * spectrum->step >= shortest
        && power[k] > 2)
      g_array_append_val (peaks, k);
  g_array_sort_with_data (peaks, compare_peaks, power);
  for (guint i = 0; i < peaks->len; i++)
    {
      guint peak = g_array_index (peaks, guint, i);
      PlumeStarEvent event = plume_star_spectrum_refine (spectrum, peak * spectrum->step);

      if (event.probability > probability)
        break;
      if (is_separate (spectrum, events, peak) && events->len < MAX_EVENTS)
        g_array_append_val (events, event);
    }
  disentangle (spectrum, events);
  for (guint i = events->len; i-- > 0;)
    if (g_array_index (events, PlumeStarEvent, i).probability > probability)
      {
        g_array_remove_index (events, i);
        disentangle (spectrum, events);
        i = events->len;
      }
  g_array_sort (events, compare_events);
  return events;
}

typedef struct
{
  const PlumeStarSpectrum *spectrum;
  double age, centre;
  guint64 seed;
  double *ages;
} Bootstrap;

/* One trial: each sum with the scatter of its own stars. */
static void
bootstrap_trials (gsize from, gsize to, gpointer data)
{
  const Bootstrap *work = data;
  const PlumeStarSpectrum *spectrum = work->spectrum;
  g_autofree double complex *sums = g_new (double complex, spectrum->n_bins);

  for (gsize trial = from; trial < to; trial++)
    {
      PlumeStream stream = plume_stream (work->seed, "star-age", trial);
      double complex sum[3];
      double curvature;

      for (guint b = 0; b < spectrum->n_bins; b++)
        {
          double xx = 0.5 * (spectrum->counts[b] + creal (spectrum->squares[b]));
          double yy = 0.5 * (spectrum->counts[b] - creal (spectrum->squares[b]));
          double xy = 0.5 * cimag (spectrum->squares[b]), x, slope;
          double first = plume_stream_normal (&stream), second = plume_stream_normal (&stream);

          x = sqrt (MAX (xx, 0));
          slope = x > 0 ? xy / x : 0;
          sums[b] =
              spectrum->sums[b]
              + CMPLX (x * first, slope * first + sqrt (MAX (yy - slope * slope, 0)) * second);
        }
      work->ages[trial] = climb (spectrum, sums, work->centre, work->age, sum, &curvature);
    }
}

/**
 * plume_star_spectrum_bootstrap:
 * @spectrum: an age spectrum
 * @age: of a peak
 * @n_trials: 200 give the error within 5 %
 * @seed: seed of the study
 *
 * Returns: standard deviation of the age over the trials, kpc/(km/s)
 */
double
plume_star_spectrum_bootstrap (const PlumeStarSpectrum *spectrum,
                               double age,
                               guint n_trials,
                               guint64 seed)
{
  g_autofree double *ages = g_new (double, MAX (n_trials, 1));
  Bootstrap work = { spectrum, age, mean_frequency (spectrum), seed, ages };
  double mean, sum = 0;

  if (n_trials < 2)
    return NAN;
  plume_parallel_for (n_trials, 4, bootstrap_trials, &work, NULL, NULL);
  mean = plume_sum (ages, n_trials) / n_trials;
  for (guint i = 0; i < n_trials; i++)
    sum += (ages[i] - mean) * (ages[i] - mean);
  return sqrt (sum / (n_trials - 1));
}
