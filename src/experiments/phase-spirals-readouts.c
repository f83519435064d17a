/* phase-spirals-readouts.c: the numbers of the phase spirals, and its actions. */
#include "experiments/phase-spirals.h"

#include "core/plume-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define G_AGE    N_ ("Age")
#define G_SPIRAL N_ ("Spiral")
#define G_CHECK  N_ ("Theory and stars")
#define G_TABLE  N_ ("Rows of the table")

static const char *
arms (guint n)
{
  return n == 1 ? _ ("one arm") : _ ("two arms");
}

static void
measure_age (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const PsSpectrum *spectrum = plume_reads_result (reads, "spectrum");

  for (guint n = 1; n <= 2; n++)
    if (spectrum->n_peaks[n] > 0)
      plume_measurement_add (measurement, arms (n), spectrum->peaks[n][0].age,
                             spectrum->peaks[n][0].error);
}

static void
measure_corrected (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const PsSpectrum *spectrum = plume_reads_result (reads, "spectrum");
  const PsCorrection *correction = plume_reads_result (reads, "correction");

  for (guint n = 1; n <= 2; n++)
    if (spectrum->n_peaks[n] > 0)
      plume_measurement_add (measurement, arms (n), correction->age[n],
                             spectrum->peaks[n][0].error);
}

static void
measure_power (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const PsSpectrum *spectrum = plume_reads_result (reads, "spectrum");

  for (guint n = 1; n <= 2; n++)
    if (spectrum->n_peaks[n] > 0)
      plume_measurement_add (measurement, arms (n), spectrum->peaks[n][0].power, NAN);
}

static void
measure_probability (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const PsSpectrum *spectrum = plume_reads_result (reads, "spectrum");

  for (guint n = 1; n <= 2; n++)
    if (spectrum->n_peaks[n] > 0)
      plume_measurement_add (measurement, arms (n), spectrum->peaks[n][0].probability, NAN);
}

/* The dominant symmetry of the response */
static void
measure_arms (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const PsSpectrum *spectrum = plume_reads_result (reads, "spectrum");
  double one = spectrum->n_peaks[1] > 0 ? spectrum->peaks[1][0].power : 0,
         two = spectrum->n_peaks[2] > 0 ? spectrum->peaks[2][0].power : 0;

  if (one > 0 || two > 0)
    plume_measurement_add (measurement, NULL, one >= two ? 1 : 2, NAN);
}

static double
winding (const PlumeReads *reads, double myr)
{
  const PsDisc *disc = plume_reads_result (reads, "disc");

  return ps_time (myr)
         * (disc->frequency[0] - ps_interpolate (disc, disc->frequency, disc->action_90))
         / (2 * G_PI);
}

static void
measure_winding (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  plume_measurement_add (measurement, NULL, winding (reads, plume_reads_number (reads, "time")),
                         NAN);
}

/* d√J/dθ along the crest θ = Ω(J) t */
static void
measure_pitch (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const PsDisc *disc = plume_reads_result (reads, "disc");
  double J = disc->mean_action, t = ps_time (plume_reads_number (reads, "time"));
  double slope = ps_interpolate (disc, disc->frequency_slope, J);

  if (t > 0)
    plume_measurement_add (measurement, NULL, 1 / (2 * sqrt (J) * slope * t), NAN);
}

static double
amplitude_at (const PlumeReads *reads, guint n)
{
  const PsDisc *disc = plume_reads_result (reads, "disc");
  const PsTheory *theory = plume_reads_result (reads, "theory");
  double x =
      sqrt (MIN (plume_reads_number (reads, "action"), disc->action[PS_NODES - 2])) / disc->step;
  guint node = (guint)MIN (x, PS_NODES - 2);

  return 2
         * ((1 - (x - node)) * cabs (theory->now[n][node])
            + (x - node) * cabs (theory->now[n][node + 1]));
}

static void
measure_amplitude (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  for (guint n = 1; n <= 2; n++)
    plume_measurement_add (measurement, arms (n), amplitude_at (reads, n), NAN);
}

static void
measure_ratio (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  double two = amplitude_at (reads, 2);

  if (two > 0)
    plume_measurement_add (measurement, NULL, amplitude_at (reads, 1) / two, NAN);
}

static void
measure_damping (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const PsDisc *disc = plume_reads_result (reads, "disc");
  double J = plume_reads_number (reads, "action"), diffusion = ps_diffusion (reads);
  double slope = ps_interpolate (disc, disc->frequency_slope, J);

  for (guint n = 1; n <= 2; n++)
    if (diffusion > 0)
      plume_measurement_add (measurement, arms (n),
                             plume_disc_damping_time (J, slope, diffusion, n) * PLUME_DISC_TIME_MYR,
                             NAN);
}

static void
measure_line_age (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  plume_measurement_add (measurement, NULL, plume_reads_number (reads, "line-age"), NAN);
}

static void
measure_residual (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const PsCheck *check = plume_reads_result (reads, "check");

  plume_measurement_add (measurement, NULL, check->residual, check->error);
}

static void
measure_odd_residual (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const PsCheck *check = plume_reads_result (reads, "check");

  plume_measurement_add (measurement, NULL, check->odd_residual, check->odd_error);
}

static void
measure_stars (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const PsStars *shown = plume_reads_result (reads, "shown");

  plume_measurement_add (measurement, NULL, (double)shown->n_used, NAN);
}

static void
measure_beyond (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const PsStars *shown = plume_reads_result (reads, "shown");

  plume_measurement_add (measurement, NULL, (double)plume_stars_count_lost (shown->stars), NAN);
}

static void
measure_fates (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const PsStars *shown = plume_reads_result (reads, "shown");
  const char *labels[PLUME_STAR_N_FATES] = { _ ("used"), _ ("value missing"), _ ("no distance"),
                                             _ ("poor parallax"), _ ("elsewhere") };

  if (!shown->measured)
    return;
  for (guint i = 0; i < PLUME_STAR_N_FATES; i++)
    if (i == PLUME_STAR_USED || shown->fates[i] > 0)
      plume_measurement_add (measurement, labels[i], (double)shown->fates[i], NAN);
  if (shown->n_other_azimuth > 0)
    plume_measurement_add (measurement, _ ("other azimuth"), (double)shown->n_other_azimuth, NAN);
  if (shown->n_other_spin > 0)
    plume_measurement_add (measurement, _ ("other angular momentum"), (double)shown->n_other_spin,
                           NAN);
}

static void
measure_frequency (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const PsDisc *disc = plume_reads_result (reads, "disc");

  plume_measurement_add (measurement, NULL, disc->frequency[0], NAN);
}

static void
measure_circular (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const PsDisc *disc = plume_reads_result (reads, "disc");

  if (disc->plane.circular_speed > 0)
    plume_measurement_add (measurement, NULL, disc->plane.circular_speed, NAN);
}

static void
measure_mean_action (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const PsDisc *disc = plume_reads_result (reads, "disc");

  plume_measurement_add (measurement, NULL, disc->mean_action, NAN);
}

static void
measure_halo_winding (PlumeMeasurement *measurement, const PlumeReads *reads)
{
  const PsDisc *disc = plume_reads_result (reads, "disc");
  double J = disc->action_90;

  if (disc->isolated != NULL && J < plume_vertical_largest_action (disc->isolated))
    plume_measurement_add (measurement, NULL,
                           ps_time (plume_reads_number (reads, "time"))
                               * (plume_vertical_small_frequency (disc->isolated)
                                  - plume_vertical_frequency (disc->isolated, J, NULL))
                               / (2 * G_PI),
                           NAN);
}

const PlumeReadout ps_readouts[PS_N_READOUTS] = {
  { "age",
    N_ ("Age from the spectrum"),
    "<i>t</i>",
    "Myr",
    G_AGE,
    N_ ("Of the highest peak"),
    { "spectrum" },
    measure_age },
  { "age-corrected",
    N_ ("Corrected age"),
    NULL,
    "Myr",
    G_AGE,
    N_ ("Without the bias of scattering, which wipes the most wound part out first, so that ages "
        "look young"),
    { "spectrum", "correction" },
    measure_corrected },
  { "power",
    N_ ("Height of the peak"),
    "<i>P</i>",
    NULL,
    G_AGE,
    NULL,
    { "spectrum" },
    measure_power },
  { "probability",
    N_ ("Probability of noise"),
    "<i>p</i>",
    NULL,
    G_AGE,
    N_ ("That noise alone has so high a peak anywhere in the spectrum"),
    { "spectrum" },
    measure_probability },
  { "line-slope",
    N_ ("Age of the line"),
    NULL,
    "Myr",
    G_AGE,
    NULL,
    { "line-age" },
    measure_line_age },
  { "arms-seen", N_ ("Arms"), NULL, NULL, G_SPIRAL, NULL, { "spectrum" }, measure_arms },
  { "winding-number",
    N_ ("Winding number"),
    "<i>N</i><sub>w</sub>",
    NULL,
    G_SPIRAL,
    N_ ("Turns between the centre and the action within which nine of ten stars are"),
    { "disc", "time" },
    measure_winding },
  { "winding-number-isolated",
    N_ ("Winding number without halo"),
    NULL,
    NULL,
    G_SPIRAL,
    NULL,
    { "disc", "time" },
    measure_halo_winding },
  { "pitch",
    N_ ("Pitch"),
    "d√<i>J</i>/d<i>θ</i>",
    "√(kpc km/s)/rad",
    G_SPIRAL,
    N_ ("Along the crest, at the mean action"),
    { "disc", "time" },
    measure_pitch },
  { "amplitude",
    N_ ("Amplitude"),
    "2|<i>f</i><sub>n</sub>|/<i>f</i><sub>0</sub>",
    NULL,
    G_SPIRAL,
    N_ ("Of the theory at the chosen action"),
    { "disc", "theory", "action" },
    measure_amplitude },
  { "amplitude-ratio",
    N_ ("Bending over breathing"),
    "<i>A</i><sub>1</sub>/<i>A</i><sub>2</sub>",
    NULL,
    G_SPIRAL,
    NULL,
    { "disc", "theory", "action" },
    measure_ratio },
  { "damping-time",
    N_ ("Damping time"),
    "<i>τ</i><sub>D</sub>",
    "Myr",
    G_SPIRAL,
    N_ ("After which clouds have wiped the spiral out at the chosen action"),
    { "disc", "diffusion", "action" },
    measure_damping },
  { "residual",
    N_ ("Theory − stars, over noise"),
    NULL,
    NULL,
    G_CHECK,
    N_ ("Root mean square over the plane; 1 is noise alone, with the error that noise has. A "
        "strong kick is not linear: the "
        "second "
        "order shows here"),
    { "check" },
    measure_residual },
  { "residual-odd",
    N_ ("Odd part of theory − stars, over noise"),
    NULL,
    NULL,
    G_CHECK,
    N_ ("Of what changes its sign with (z, v_z), which has no second order of a kick"),
    { "check" },
    measure_odd_residual },
  { "stars-shown", N_ ("Stars"), "<i>N</i>", NULL, G_CHECK, NULL, { "shown" }, measure_stars },
  { "stars-beyond",
    N_ ("Stars beyond the tables"),
    NULL,
    NULL,
    G_CHECK,
    N_ ("Too fast or too high; flagged and left out"),
    { "shown" },
    measure_beyond },
  { "rows", N_ ("Rows"), NULL, NULL, G_TABLE, NULL, { "shown" }, measure_fates },
  { "vertical-frequency",
    N_ ("Vertical frequency"),
    "<i>ν</i>",
    "km/s/kpc",
    N_ ("Galaxy"),
    NULL,
    { "disc" },
    measure_frequency },
  { "circular-speed",
    N_ ("Circular speed"),
    "<i>v</i><sub>c</sub>",
    "km/s",
    N_ ("Galaxy"),
    NULL,
    { "disc" },
    measure_circular },
  { "mean-action-now",
    N_ ("Mean action"),
    "⟨<i>J</i>⟩",
    "kpc km/s",
    N_ ("Galaxy"),
    NULL,
    { "disc" },
    measure_mean_action },
};

static gboolean
find_best (const PlumeReads *reads, const PsPeak **best, GError **error)
{
  const PsSpectrum *spectrum = plume_reads_result (reads, "spectrum");

  *best = NULL;
  for (guint n = 1; n <= 2; n++)
    if (spectrum->n_peaks[n] > 0 && (*best == NULL || spectrum->peaks[n][0].power > (*best)->power))
      *best = &spectrum->peaks[n][0];
  if (*best != NULL)
    return TRUE;
  g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                       _ ("The age spectrum has no significant peak; take more stars"));
  return FALSE;
}

static gboolean
take_age (const PlumeReads *reads, PlumeChanges *changes, GError **error)
{
  const PsPeak *best;

  if (!find_best (reads, &best, error))
    return FALSE;
  plume_changes_set_number (changes, CLAMP (best->age, 0, PS_LATEST), "time");
  plume_changes_set_number (changes, CLAMP (best->age, 0, PS_LATEST), "line-age");
  return TRUE;
}

static gboolean
rewind_stars (const PlumeReads *reads, PlumeChanges *changes, GError **error)
{
  const PsPeak *best;

  if (!find_best (reads, &best, error))
    return FALSE;
  plume_changes_set_number (changes, CLAMP (best->age, 0, PS_LATEST), "rewind");
  return TRUE;
}

static gboolean
take_strongest (const PlumeReads *reads, PlumeChanges *changes, GError **error)
{
  const PsSatellites *ranking = plume_reads_result (reads, "ranking");
  const PsVerdict *verdict = plume_reads_result (reads, "verdict");

  if (ranking->n == 0)
    {
      g_set_error_literal (
          error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
          _ ("There is no satellite: add a row to their table, or choose a galaxy to go "
             "around"));
      return FALSE;
    }
  plume_changes_set_number (changes, (double)ranking->rows[verdict->order[0]] + 1, "satellite");
  plume_changes_set_text (changes, "satellite", "perturber");
  return TRUE;
}

const PlumeAction ps_actions[PS_N_ACTIONS] = {
  { "take-age",
    N_ ("Take the age from the spectrum"),
    N_ ("Winds the theory and the line to the age of the highest peak"),
    { "spectrum" },
    take_age },
  { "rewind-to-kick",
    N_ ("Rewind to the kick"),
    N_ ("Turns the stars back by the age of the highest peak"),
    { "spectrum" },
    rewind_stars },
  { "strongest-satellite",
    N_ ("Strongest satellite"),
    N_ ("Lets the satellite with the largest response perturb the disc, among those that crossed "
        "the plane within the damping time"),
    { "ranking", "verdict" },
    take_strongest },
};
