/* phase-spirals-ages.c: what time does to the response, and what it tells of time: the age spectrum
 * of the stars, amplitudes that scattering damps, and pulses of other durations. It draws nothing.
 */
#include "experiments/phase-spirals.h"

#include <math.h>

#define N_STAR_TIMES    25
#define AMPLITUDE_STARS 25000

static void
free_spectrum (gpointer data)
{
  PsSpectrum *spectrum = data;

  for (guint n = 0; n < 3; n++)
    {
      g_clear_pointer (&spectrum->time[n], plume_array_unref);
      g_clear_pointer (&spectrum->power[n], plume_array_unref);
    }
  g_free (spectrum);
}

static void
free_lags (gpointer data)
{
  PsLags *lags = data;

  for (guint n = 1; n < 3; n++)
    {
      g_clear_pointer (&lags->power[n], plume_array_unref);
      g_clear_pointer (&lags->events[n], g_array_unref);
    }
  g_free (lags);
}

/* The spectrum of stars from @first on, in Myr before the moment of theirs that is meant */
static gboolean
read_lags (PsLags *lags,
           const PlumeStars *stars,
           double first,
           double last,
           gboolean selected,
           PlumeTask *task,
           GError **error)
{
  g_autoptr (PlumeStarClock) clock =
      plume_star_clock_new (stars, first < 0 ? 4096 : 2048, selected ? 32 : 0, task, error);

  if (clock == NULL)
    return FALSE;
  lags->first = first;
  for (guint n = 1; n <= 2; n++)
    {
      g_autoptr (PlumeStarSpectrum) read =
          plume_star_clock_read (clock, NULL, n, ps_time (last - first), task, error);
      g_autoptr (GArray) events = NULL;

      if (read == NULL)
        return FALSE;
      lags->step[n] = read->step * PLUME_DISC_TIME_MYR;
      lags->power[n] = plume_array_ref (read->power);
      lags->events[n] = g_array_new (FALSE, FALSE, sizeof (PsPeak));
      events = plume_star_spectrum_find (read, first < 0 ? 0 : ps_time (30), 1e-3);
      for (guint i = 0; i < events->len; i++)
        {
          const PlumeStarEvent *event = &g_array_index (events, PlumeStarEvent, i);
          PsPeak peak = { first + event->age * PLUME_DISC_TIME_MYR,
                          event->error * PLUME_DISC_TIME_MYR, event->power, event->probability };

          g_array_append_val (lags->events[n], peak);
        }
    }
  return TRUE;
}

/* For stars that turn freely: all that their spectrum will be or was, once. */
PlumeResult *
ps_find_lags (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const PsStars *base = plume_reads_result (reads, "base");
  PsLags *lags;
  g_autoptr (PlumeStars) later = NULL;
  g_autoptr (PlumeResult) result = NULL;

  if (base->measured || !ps_turn_freely (base, ps_diffusion (reads))
      || plume_reads_switch (reads, "selection"))
    return ps_make_nothing ();
  lags = g_new0 (PsLags, 1);
  result = plume_result_new (lags, 1 << 18, free_lags);
  later = plume_stars_advance (base->stars, ps_time (PS_LATEST), task, error);
  if (later == NULL || !read_lags (lags, later, -PS_LATEST, PS_LATEST, FALSE, task, error))
    return NULL;
  return g_steal_pointer (&result);
}

/* What of @lags is between 30 Myr and PS_LATEST before a moment @now, Myr later than theirs */
static void
shift_lags (PsSpectrum *spectrum, const PsLags *lags, double now)
{
  for (guint n = 1; n <= 2; n++)
    {
      double step = lags->step[n], origin = lags->first + now;
      gsize from = (gsize)ceil (MAX (-origin / step, 0)), to;

      to = MIN ((gsize)MAX ((PS_LATEST - origin) / step + 1, 0), lags->power[n]->length);
      from = MIN (from, to);
      spectrum->time[n] = plume_array_new (to - from);
      spectrum->power[n] = plume_array_new (to - from);
      for (gsize k = from; k < to; k++)
        {
          spectrum->time[n]->values[k - from] = origin + step * (double)k;
          spectrum->power[n]->values[k - from] = lags->power[n]->values[k];
        }
      for (guint i = 0; i < lags->events[n]->len && spectrum->n_peaks[n] < 5; i++)
        {
          PsPeak peak = g_array_index (lags->events[n], PsPeak, i);

          peak.age += now;
          if (peak.age >= 30 && peak.age <= PS_LATEST)
            spectrum->peaks[n][spectrum->n_peaks[n]++] = peak;
        }
    }
}

PlumeResult *
ps_find_ages (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const PsStars *shown = plume_reads_result (reads, "shown");
  const PsLags *known = plume_reads_result (reads, "lags");
  PsSpectrum *spectrum = g_new0 (PsSpectrum, 1);
  g_autoptr (PlumeResult) result = plume_result_new (spectrum, 1 << 17, free_spectrum);
  g_autoptr (PlumeStars) now = NULL;
  PsLags *lags;
  gboolean done;

  if (known != NULL)
    {
      shift_lags (spectrum, known, shown->now * PLUME_DISC_TIME_MYR);
      return g_steal_pointer (&result);
    }
  now = shown->now != 0 ? plume_stars_advance (shown->stars, shown->now, task, error)
                        : plume_stars_ref (shown->stars);
  if (now == NULL)
    return NULL;
  lags = g_new0 (PsLags, 1);
  done = read_lags (lags, now, 0, PS_LATEST, plume_reads_switch (reads, "selection"), task, error);
  if (done)
    shift_lags (spectrum, lags, 0);
  free_lags (lags);
  return done ? g_steal_pointer (&result) : NULL;
}

static void
free_amplitudes (gpointer data)
{
  PsAmplitudes *self = data;
  PlumeArray **lists[] = { self->free,  self->scattered, self->wkb,
                           self->stars, self->low,       self->high };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    for (guint n = 0; n < 3; n++)
      g_clear_pointer (&lists[i][n], plume_array_unref);
  g_clear_pointer (&self->time, plume_array_unref);
  g_clear_pointer (&self->star_time, plume_array_unref);
  g_free (self);
}

static void
fill_curves (PsAmplitudes *self, const PsDisc *disc, const PsDamping *damping)
{
  double x = sqrt (self->action) / disc->step;
  guint node = (guint)MIN (x, PS_NODES - 2);
  double share = x - node, slope = ps_interpolate (disc, disc->frequency_slope, self->action);

  self->time = plume_array_new_linear (0, PS_LATEST, PS_MOMENTS);
  for (guint n = 1; n <= 2; n++)
    {
      double rate = damping->diffusion * self->action * n * n * slope * slope / 3, start;

      self->escape[n] = rate > 0 ? cbrt (1 / rate) * PLUME_DISC_TIME_MYR : NAN;
      self->free[n] = plume_array_new (PS_MOMENTS);
      self->scattered[n] = plume_array_new (PS_MOMENTS);
      self->wkb[n] = plume_array_new (PS_MOMENTS);
      start = 2
              * cabs ((1 - share) * damping->amplitude[n][0][node]
                      + share * damping->amplitude[n][0][node + 1]);
      for (guint k = 0; k < PS_MOMENTS; k++)
        {
          double t = ps_time (self->time->values[k]);

          self->free[n]->values[k] = start;
          self->wkb[n]->values[k] = start * exp (-rate * t * t * t);
          self->scattered[n]->values[k] = 2
                                          * cabs ((1 - share) * damping->amplitude[n][k][node]
                                                  + share * damping->amplitude[n][k][node + 1]);
        }
    }
}

/* 2|⟨e^(−in(θ − Ωt))⟩| over the stars near the action, which leaves phase mixing within the bin out
 */
static void
measure_amplitude (PsAmplitudes *self, const PlumeStars *stars, guint moment, double t)
{
  double low = sqrt (self->action) * 0.88, high = sqrt (self->action) * 1.12;
  double complex sum[3] = { 0 };
  gsize count = 0;

  for (gsize i = 0; i < stars->n; i++)
    {
      double J = stars->action[i], phase;

      if (!(J > low * low && J < high * high))
        continue;
      phase = (double)stars->angle[i] - (double)stars->frequency[i] * t;
      sum[1] += cexp (-I * phase);
      sum[2] += cexp (-2 * I * phase);
      count++;
    }
  for (guint n = 1; n <= 2; n++)
    {
      double value = count > 0 ? 2 * cabs (sum[n]) / count : NAN,
             noise = count > 0 ? 2 / sqrt ((double)count) : NAN;

      self->stars[n]->values[moment] = value;
      self->low[n]->values[moment] = MAX (value - noise, 0);
      self->high[n]->values[moment] = value + noise;
    }
}

PlumeResult *
ps_follow_amplitudes (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const PsDisc *disc = plume_reads_result (reads, "disc");
  const PsStars *disturbed = plume_reads_result (reads, "disturbed");
  PsAmplitudes *self = g_new0 (PsAmplitudes, 1);
  g_autoptr (PlumeResult) result = plume_result_new (self, 1 << 15, free_amplitudes);
  g_autoptr (PlumeStars) stars = ps_take_first (disturbed->stars, AMPLITUDE_STARS);
  double diffusion = ps_diffusion (reads), last = 1500, step = ps_time (last / (N_STAR_TIMES - 1));
  guint64 seed = plume_reads_seed (reads, "seed");

  self->action = MIN (plume_reads_number (reads, "action"), disc->action[PS_NODES - 2]);
  fill_curves (self, disc, plume_reads_result (reads, "damping"));
  /* phases are taken out star by star, so guiding radii do not matter here */
  g_clear_pointer (&stars->set, plume_vertical_set_unref);
  self->star_time = plume_array_new_linear (0, last, N_STAR_TIMES);
  for (guint n = 1; n <= 2; n++)
    {
      self->stars[n] = plume_array_new (N_STAR_TIMES);
      self->low[n] = plume_array_new (N_STAR_TIMES);
      self->high[n] = plume_array_new (N_STAR_TIMES);
    }
  for (guint k = 0; k < N_STAR_TIMES; k++)
    {
      if (k > 0)
        {
          PlumeStars *later =
              diffusion > 0 ? plume_stars_diffuse (stars, diffusion, step, 2, seed + k, task, error)
                            : plume_stars_advance (stars, step, task, error);

          if (later == NULL)
            return NULL;
          plume_stars_unref (stars);
          stars = later;
        }
      measure_amplitude (self, stars, k, k * step);
      plume_task_set_progress (task, (k + 1.0) / N_STAR_TIMES);
    }
  return g_steal_pointer (&result);
}

PlumeResult *
ps_correct_ages_coarse (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  PsCorrection *correction = g_new (PsCorrection, 1);

  *correction = (PsCorrection){ { NAN, NAN, NAN } };
  return plume_result_new (correction, sizeof *correction, g_free);
}

/* The ages that would have been seen where they are seen, had nothing scattered. */
PlumeResult *
ps_correct_ages (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const PsDisc *disc = plume_reads_result (reads, "disc");
  const PsSpectrum *spectrum = plume_reads_result (reads, "spectrum");
  PlumeResult *result = ps_correct_ages_coarse (reads, task, error);
  PsCorrection *correction = (PsCorrection *)plume_result_get (result);
  double diffusion = ps_diffusion (reads);

  for (guint n = 1; n <= 2; n++)
    {
      double seen = spectrum->n_peaks[n] > 0 ? ps_time (spectrum->peaks[n][0].age) : NAN;
      guint other = 3 - n;

      if (!(seen > 0)
          || (spectrum->n_peaks[other] > 0
              && spectrum->peaks[other][0].power > 2 * spectrum->peaks[n][0].power))
        continue; /* only what matters: each costs a tenth of a second */
      /* beyond, today's stars would have had no spread left at the kick */
      if (diffusion > 0 && diffusion * seen < 0.5 * disc->mean_action)
        correction->age[n] = plume_star_age_corrected_with_task (disc->vertical, disc->mean_action,
                                                                 diffusion, n, seen, task, NULL)
                             * PLUME_DISC_TIME_MYR;
      else
        correction->age[n] = diffusion > 0 ? NAN : seen * PLUME_DISC_TIME_MYR;
      if (!plume_task_check (task, error))
        {
          plume_result_unref (result);
          return NULL;
        }
    }
  return result;
}

static void
free_durations (gpointer data)
{
  PsDurations *self = data;

  g_clear_pointer (&self->duration, plume_array_unref);
  for (guint n = 0; n < 3; n++)
    {
      g_clear_pointer (&self->response[n], plume_array_unref);
      g_clear_pointer (&self->power[n], plume_array_unref);
      g_clear_pointer (&self->exponential[n], plume_array_unref);
    }
  g_free (self);
}

#define N_DURATIONS 121

/* 2|f_n|/f0 after a pulse of some duration: of the perturber itself where it is a pulse, else of
 * the kick spread over a Gaussian of unit area. A fly-by lasts b/v. */
static double
respond_at (const PsDisc *disc, const PsResponse *response, guint n, double action, double duration)
{
  static const PlumeDiscMixing none = { 0 };
  PlumeDiscPerturber perturber = response->perturber;
  g_autoptr (PlumeDiscResponse) answer = NULL;
  double distribution =
      plume_disc_distribution_value (&disc->grid->distribution, disc->vertical, action, NULL);

  if (response->kind == PS_FLYBY)
    perturber.speed = hypot (perturber.distance, perturber.softening) / duration;
  perturber.duration = duration;
  answer = plume_disc_response_new (disc->grid, &perturber, NULL);
  return answer != NULL
             ? 2 * cabs (plume_disc_response_at (answer, n, action, MAX (2, 400 * duration), &none))
                   / distribution
             : NAN;
}

static double
respond_over (
    const PsDisc *disc, const PsResponse *response, guint n, double action, double duration)
{
  double x = n * ps_interpolate (disc, disc->frequency, action) * duration, node;
  guint below;

  if (response->kind == PS_ARM || response->kind == PS_BAR || response->kind == PS_FLYBY)
    return respond_at (disc, response, n, action, duration);
  node = MIN (sqrt (action) / disc->step, PS_NODES - 1.001);
  below = (guint)node;
  return 2
         * cabs ((1 - (node - below)) * response->amplitude[n][below]
                 + (node - below) * response->amplitude[n][below + 1])
         * exp (-0.5 * x * x);
}

PlumeResult *
ps_scan_durations (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const PsDisc *disc = plume_reads_result (reads, "disc");
  const PsResponse *response = plume_reads_result (reads, "response");
  double action = MIN (plume_reads_number (reads, "action"), disc->action[PS_NODES - 2]);
  PsDurations *self = g_new0 (PsDurations, 1);
  g_autoptr (PlumeResult) result = plume_result_new (self, 1 << 13, free_durations);
  double omega = ps_interpolate (disc, disc->frequency, action);
  gboolean pulsed = response->kind == PS_ARM || response->kind == PS_BAR;
  gboolean lorentzian = response->perturber.pulse == PLUME_DISC_PULSE_LORENTZIAN;
  double shift = 0; /* a pattern that passes by shifts the frequency that it beats with */

  self->now = response->kind == PS_FLYBY
                  ? hypot (response->perturber.distance, response->perturber.softening)
                        / response->perturber.speed * PLUME_DISC_TIME_MYR
              : pulsed ? response->perturber.duration * PLUME_DISC_TIME_MYR
                       : NAN;
  self->power_law = pulsed;
  if (pulsed)
    shift = fabs (
        plume_disc_perturber_swing (&response->perturber, &disc->potential, disc->radius).shift[0]);
  self->duration = plume_array_new (N_DURATIONS);
  for (guint n = 1; n <= 2; n++)
    {
      double first, beat = MAX (fabs (n * omega - shift), 1e-3 * omega);

      self->response[n] = plume_array_new (N_DURATIONS);
      self->power[n] = plume_array_new (N_DURATIONS);
      self->exponential[n] = plume_array_new (N_DURATIONS);
      for (guint i = 0; i < N_DURATIONS; i++)
        {
          self->duration->values[i] = 0.1 * pow (5000, (double)i / (N_DURATIONS - 1));
          if (!plume_task_check (task, error))
            return NULL;
          self->response[n]->values[i] =
              respond_over (disc, response, n, action, ps_time (self->duration->values[i]));
        }
      first = self->response[n]->values[0] / self->duration->values[0];
      for (guint i = 0; i < N_DURATIONS; i++)
        {
          double tau = self->duration->values[i], x = beat * ps_time (tau);

          self->power[n]->values[i] = pulsed ? first * tau : NAN;
          self->exponential[n]->values[i] =
              (pulsed ? first * PLUME_DISC_TIME_MYR / beat : self->response[n]->values[0])
              * exp (lorentzian && pulsed ? -x : -0.5 * x * x);
        }
      self->dot[n] = isfinite (self->now)
                         ? respond_over (disc, response, n, action, ps_time (self->now))
                         : self->response[n]->values[0];
    }
  return g_steal_pointer (&result);
}
