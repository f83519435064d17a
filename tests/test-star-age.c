/* test-star-age.c: ages of phase spirals. */
#include <math.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "core/plume-random.h"
#include "data/plume-reader.h"
#include "disc/plume-star-age.h"
#include "disc/plume-star-table.h"

#define MYR PLUME_DISC_TIME_MYR

static PlumeVertical *
milky_way (void)
{
  PlumeDiscPotential potential = plume_disc_potential_milky_way (1);
  g_autoptr (GError) error = NULL;
  PlumeVertical *vertical = plume_vertical_new (&potential, 8.122, 4, &error);

  g_assert_no_error (error);
  return vertical;
}

static PlumeStars *
make_mock (PlumeVertical *disc,
           gsize n,
           double bending,
           double breathing,
           double age,
           double gamma,
           guint64 seed)
{
  PlumeStarMock mock = { .model = { .form = PLUME_DISC_EXPONENTIAL, .mean_action = 7 },
                         .n = n,
                         .kick = { bending, breathing },
                         .age = age / MYR,
                         .diffusion = gamma * MYR / 1000,
                         .seed = seed };
  g_autoptr (GError) error = NULL;
  PlumeStars *stars = plume_star_mock_stars (disc, NULL, &mock, NULL, &error);

  g_assert_no_error (error);
  return stars;
}

static PlumeStarSpectrum *
read_stars (const PlumeStars *stars, guint arms, guint n_windows)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeStarClock) clock = plume_star_clock_new (stars, 2048, n_windows, NULL, &error);
  PlumeStarSpectrum *spectrum = plume_star_clock_read (clock, NULL, arms, 2000 / MYR, NULL, &error);

  g_assert_no_error (error);
  return spectrum;
}

static PlumeStarEvent
first_event (const PlumeStarSpectrum *spectrum)
{
  g_autoptr (GArray) events = plume_star_spectrum_find (spectrum, 50 / MYR, 1e-3);

  g_assert_cmpuint (events->len, >, 0);
  return g_array_index (events, PlumeStarEvent, 0);
}

static void
test_published_mock (void)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("PLUME_DATA") ? g_getenv ("PLUME_DATA") : "none", "galaxy",
                        "mock_spiral_480myr.csv", NULL);
  g_autoptr (PlumeVertical) disc = milky_way ();
  g_autoptr (PlumeDataset) dataset = NULL;
  g_autoptr (PlumeStarSample) sample = NULL;
  g_autoptr (PlumeStars) stars = NULL;
  g_autoptr (PlumeStarSpectrum) spectrum = NULL;
  g_autoptr (GError) error = NULL;
  PlumeStarCuts cuts = { .sun = PLUME_DISC_SUN_DEFAULT, .parallax_quality = 5 };
  PlumeStarEvent event;
  int columns[PLUME_STAR_N_ROLES];

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("PLUME_DATA has no galaxy/mock_spiral_480myr.csv");
      return;
    }
  dataset = plume_dataset_read_file (path, NULL, &error);
  g_assert_no_error (error);
  plume_star_guess_roles (plume_dataset_get_table (dataset, 0), columns);
  sample =
      plume_star_sample_new (plume_dataset_get_table (dataset, 0), columns, &cuts, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sample->n, ==, plume_table_get_n_rows (plume_dataset_get_table (dataset, 0)));
  stars = plume_stars_new_from_positions (disc, NULL, sample->n, sample->z, sample->v_z, NULL, NULL,
                                          NULL, &error);
  g_assert_no_error (error);
  spectrum = read_stars (stars, 1, 0);
  event = first_event (spectrum);
  g_test_message ("age %.1f ± %.1f Myr, P %.0f, phase %.2f; corrected %.1f Myr", event.age * MYR,
                  event.error * MYR, event.power, event.phase,
                  MYR * plume_star_age_corrected (disc, 7, 0.3 * MYR / 1000, 1, event.age));
  g_assert_cmpfloat (fabs (event.age * MYR - 475), <, 10);
  g_assert_cmpfloat (event.power, >, 400);
  g_assert_cmpfloat (event.probability, <, 1e-10);
}

static void
test_own_mock (void)
{
  g_autoptr (PlumeVertical) disc = milky_way ();
  g_autoptr (PlumeStars) stars = make_mock (disc, 50000, 6, 0, 480, 0, 1);
  g_autoptr (PlumeStarSpectrum) spectrum = read_stars (stars, 1, 0);
  PlumeStarEvent event = first_event (spectrum);
  double bootstrap = plume_star_spectrum_bootstrap (spectrum, event.age, 200, 2);

  g_assert_cmpfloat (fabs (event.age * MYR - 480), <, 4 * event.error * MYR + 1);
  g_assert_cmpfloat (event.error * MYR, <, 3);
  /* upward kick: the crest left z = 0 upwards when it came */
  g_assert_cmpfloat (fabs (remainder (event.phase, 2 * G_PI)), <, 0.3);
  g_assert_cmpfloat (bootstrap / event.error, >, 0.5);
  g_assert_cmpfloat (bootstrap / event.error, <, 2);
}

/* The scatter of the ages of many mocks is the error that is said. */
static void
test_error_is_honest (void)
{
  g_autoptr (PlumeVertical) disc = milky_way ();
  double sum = 0, square = 0, said = 0, drawn = 0;

  for (guint k = 0; k < 40; k++)
    {
      g_autoptr (PlumeStars) stars = make_mock (disc, 10000, 6, 0, 400, 0, 100 + k);
      g_autoptr (PlumeStarSpectrum) spectrum = read_stars (stars, 1, 0);
      PlumeStarEvent event = plume_star_spectrum_refine (spectrum, 400 / MYR);

      sum += event.age / 40;
      square += event.age * event.age / 40;
      said += event.error / 40;
      drawn += plume_star_spectrum_bootstrap (spectrum, event.age, 50, k) / 40;
    }
  square = sqrt ((square - sum * sum) * 40 / 39);
  g_test_message ("scatter %.2f, said %.2f, bootstrap %.2f Myr", square * MYR, said * MYR,
                  drawn * MYR);
  g_assert_cmpfloat (square / said, >, 0.65);
  g_assert_cmpfloat (square / said, <, 1.5);
  g_assert_cmpfloat (square / drawn, >, 0.65);
  g_assert_cmpfloat (square / drawn, <, 1.5);
}

/* Values of P that know nothing of each other: the length over ∫|Σ N_b e^(inΩτ)/N|² dτ */
static double
count_independent (const PlumeStarSpectrum *spectrum)
{
  double length = spectrum->step * (double)spectrum->power->length, square = 0;

  for (guint b = 0; b < spectrum->n_bins; b++)
    square += pow (spectrum->counts[b] / (double)spectrum->n_stars, 2);
  return length * spectrum->arms * spectrum->width / (2 * G_PI * square);
}

/* Without a kick P is exponential of mean 1 and nothing is found. */
static void
test_noise (void)
{
  g_autoptr (PlumeVertical) disc = milky_way ();
  const double tail = exp (-2);
  double mean = 0, above = 0, independent = 0;

  for (guint k = 0; k < 60; k++)
    {
      g_autoptr (PlumeStars) stars = make_mock (disc, 20000, 0, 0, 0, 0, 200 + k);
      g_autoptr (PlumeStarSpectrum) spectrum = read_stars (stars, 1 + k % 2, 0);
      g_autoptr (GArray) events = plume_star_spectrum_find (spectrum, 50 / MYR, 1e-5);
      double share = count_independent (spectrum) / (double)spectrum->power->length;

      g_assert_cmpuint (events->len, ==, 0);
      independent += count_independent (spectrum);
      for (gsize i = 0; i < spectrum->power->length; i++)
        {
          mean += share * spectrum->power->values[i];
          above += spectrum->power->values[i] > 2 ? share : 0;
        }
    }
  mean /= independent;
  above /= independent;
  g_test_message ("%.0f values: mean %.3f, share above 2 %.4f of %.4f", independent, mean, above,
                  tail);
  g_assert_cmpfloat (independent, >, 500);
  g_assert_cmpfloat (fabs (mean - 1), <, 3.5 / sqrt (independent));
  g_assert_cmpfloat (fabs (above - tail), <, 3.5 * sqrt (tail * (1 - tail) / independent));
}

/* Today's stars of two kicks, of which the second came 350 Myr after the first and 300 Myr ago */
static PlumeStarSpectrum *
read_two_kicks (PlumeVertical *disc, gsize n, double first, double second, guint64 seed)
{
  g_autoptr (PlumeStars) once = make_mock (disc, n, first, 0, 350, 0, seed);
  g_autoptr (PlumeStars) twice = plume_stars_kick (once, &(PlumeStarKick){ second, 0 }, NULL, NULL);
  g_autoptr (PlumeStars) today = plume_stars_advance (twice, 300 / MYR, NULL, NULL);

  return read_stars (today, 1, 0);
}

/* Small kicks, so that the second does not rearrange the spiral of the first. */
static void
test_two_events (void)
{
  g_autoptr (PlumeVertical) disc = milky_way ();
  double square = 0;

  for (guint k = 0; k < 4; k++)
    {
      g_autoptr (PlumeStarSpectrum) spectrum = read_two_kicks (disc, 1000000, 1.5, -1, 30 + k);
      g_autoptr (GArray) events = plume_star_spectrum_find (spectrum, 50 / MYR, 1e-3);
      const double truth[] = { 650, 300 }; /* the stronger one first */

      g_assert_cmpuint (events->len, ==, 2);
      for (guint i = 0; i < 2; i++)
        {
          PlumeStarEvent event = g_array_index (events, PlumeStarEvent, i);
          double off = (event.age * MYR - truth[i]) / (event.error * MYR);
          PlumeStarEvent alone = plume_star_spectrum_refine (spectrum, event.age);

          g_test_message ("event at %.1f ± %.1f Myr, P %.0f; its peak is at %.1f", event.age * MYR,
                          event.error * MYR, event.power, alone.age * MYR);
          g_assert_cmpfloat (fabs (off), <, 4);
          g_assert_cmpfloat (event.error * MYR, <, 5);
          square += off * off;
        }
    }
  /* eight of them: χ² of 8, above 26.1 in one of a thousand */
  g_assert_cmpfloat (square, <, 26.1);
}

static void
test_two_arms (void)
{
  g_autoptr (PlumeVertical) disc = milky_way ();
  g_autoptr (PlumeStars) stars = make_mock (disc, 400000, 0, 4, 300, 0, 4);
  g_autoptr (PlumeStarSpectrum) one = read_stars (stars, 1, 0), two = read_stars (stars, 2, 0);
  PlumeStarEvent event = first_event (two);

  g_test_message ("age %.1f ± %.1f Myr, P %.0f", event.age * MYR, event.error * MYR, event.power);
  g_assert_cmpfloat (fabs (event.age * MYR - 300), <, 4 * event.error * MYR);
  /* noise: exponential of mean 1, above 6.9 in one of a thousand */
  g_assert_cmpfloat (plume_star_spectrum_at (one, 300 / MYR, NULL), <, 6.9);
  g_assert_cmpfloat (event.power, >, 100);
}

/* The transform of all times is the sum at each of them. */
static void
test_transform (void)
{
  g_autoptr (PlumeVertical) disc = milky_way ();
  g_autoptr (PlumeStars) stars = make_mock (disc, 5000, 6, 3, 250, 0, 5);

  for (guint arms = 1; arms <= 4; arms++)
    {
      g_autoptr (PlumeStarSpectrum) spectrum = read_stars (stars, arms, 0);

      for (gsize k = 0; k < spectrum->power->length; k += 13)
        {
          double direct = 0, re = 0, im = 0, t = (double)k * spectrum->step;

          for (gsize i = 0; i < stars->n; i++)
            {
              double phase = arms * ((double)stars->frequency[i] * t - (double)stars->angle[i]);

              re += cos (phase);
              im += sin (phase);
            }
          direct = (re * re + im * im) / (double)stars->n;
          g_assert_cmpfloat (
              fabs (plume_star_spectrum_at (spectrum, t, NULL) - spectrum->power->values[k]), <,
              1e-6 * (1 + direct));
          /* bins are 0.03 km/s/kpc wide */
          g_assert_cmpfloat (fabs (sqrt (direct) - sqrt (spectrum->power->values[k])), <, 0.15);
        }
    }
}

static void
test_selection (void)
{
  g_autoptr (PlumeVertical) disc = milky_way ();
  g_autoptr (PlumeStars) stars = make_mock (disc, 200000, 6, 0, 480, 0, 6);
  g_autofree float *z = g_new (float, stars->n), *v = g_new (float, stars->n);
  g_autofree guint8 *selected = g_new0 (guint8, stars->n);
  g_autoptr (PlumeStarClock) plain = plume_star_clock_new (stars, 2048, 0, NULL, NULL);
  g_autoptr (PlumeStarClock) windowed = plume_star_clock_new (stars, 2048, 64, NULL, NULL);
  g_autoptr (PlumeStarSpectrum) raw = NULL, clean = NULL, one = NULL;
  g_autoptr (GError) error = NULL;
  gsize n = 0;

  g_assert_true (plume_stars_get_positions (stars, 0, z, v, NULL, NULL));
  for (gsize i = 0; i < stars->n; i++)
    n += selected[i] = fabsf (z[i]) > 0.15f;
  raw = plume_star_clock_read (plain, selected, 2, 2000 / MYR, NULL, NULL);
  clean = plume_star_clock_read (windowed, selected, 2, 2000 / MYR, NULL, NULL);
  one = plume_star_clock_read (windowed, selected, 1, 2000 / MYR, NULL, NULL);
  g_assert_cmpuint (clean->n_stars, ==, n);
  /* stars near the plane are missing: θ prefers the turning points, which looks like two young arms
   */
  g_assert_cmpfloat (raw->power->values[0], >, 1000);
  g_assert_cmpfloat (clean->power->values[0], <, 0.02 * raw->power->values[0]);
  g_assert_cmpfloat (fabs (first_event (one).age * MYR - 480), <, 5);
  memset (selected, 0, stars->n);
  g_assert_null (plume_star_clock_read (plain, selected, 1, 1, NULL, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_DATA);
}

/* Scattering makes spirals look young: the sheet's 485 and 402 Myr of a true 500 at γ = 0.5. */
static void
test_bias (void)
{
  g_autoptr (PlumeVertical) disc = milky_way ();
  double gamma = 0.5 * MYR / 1000;

  for (guint arms = 1; arms <= 2; arms++)
    {
      double seen = plume_star_age_seen (disc, 7, gamma, arms, 500 / MYR);
      double corrected = plume_star_age_corrected (disc, 7, gamma, arms, seen);
      g_autoptr (PlumeStars) stars =
          make_mock (disc, 2000000, arms == 1 ? 4 : 0, arms == 2 ? 8 : 0, 500, 0.5, 7);
      g_autoptr (PlumeStarSpectrum) spectrum = read_stars (stars, arms, 0);
      PlumeStarEvent event = plume_star_spectrum_refine (spectrum, seen);

      g_test_message ("n = %u: theory sees %.1f, stars %.1f ± %.1f (P %.0f), corrected %.2f", arms,
                      seen * MYR, event.age * MYR, event.error * MYR, event.power, corrected * MYR);
      g_assert_cmpfloat (seen * MYR, <, 495);
      g_assert_cmpfloat (fabs (corrected * MYR - 500), <, 0.5);
      g_assert_cmpfloat (fabs (event.age - seen) * MYR, <, 4 * event.error * MYR);
    }
  g_assert_cmpfloat (plume_star_age_seen (disc, 7, 0, 1, 0.5), ==, 0.5);
  g_assert_cmpfloat (fabs (plume_star_age_seen (disc, 7, 1e-4, 1, 0.5) - 0.5), <, 1e-3);
}

/* A task that is told to stop stops the correction, and says so. */
static void
test_correction_stops (void)
{
  g_autoptr (PlumeVertical) disc = milky_way ();
  g_autoptr (PlumeTask) task = plume_task_new ();
  g_autoptr (GError) error = NULL;
  double gamma = 0.5 * MYR / 1000;
  double age = plume_star_age_corrected_with_task (disc, 7, gamma, 1, 480 / MYR, task, &error);

  g_assert_no_error (error);
  g_assert_cmpfloat (age, ==, plume_star_age_corrected (disc, 7, gamma, 1, 480 / MYR));
  plume_task_cancel (task);
  age = plume_star_age_corrected_with_task (disc, 7, gamma, 1, 480 / MYR, task, &error);
  g_assert_true (isnan (age));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_CANCELLED);
}

static void
test_threads (void)
{
  g_autoptr (PlumeVertical) disc = milky_way ();
  PlumeArray *power[2];
  double bootstrap[2];

  for (int k = 0; k < 2; k++)
    {
      g_autoptr (PlumeStars) stars = NULL;
      g_autoptr (PlumeStarSpectrum) spectrum = NULL;

      plume_parallel_set_threads (k + 1);
      stars = make_mock (disc, 50000, 6, 0, 480, 0.3, 8);
      spectrum = read_stars (stars, 1, 16);
      power[k] = plume_array_ref (spectrum->power);
      bootstrap[k] = plume_star_spectrum_bootstrap (spectrum, first_event (spectrum).age, 50, 1);
    }
  g_assert_cmpmem (power[0]->values, power[0]->length * 8, power[1]->values, power[1]->length * 8);
  g_assert_cmpfloat (bootstrap[0], ==, bootstrap[1]);
  plume_array_unref (power[0]);
  plume_array_unref (power[1]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/disc/star-age/published-mock-is-475-myr-old", test_published_mock);
  g_test_add_func ("/disc/star-age/own-mock-is-as-old-as-made", test_own_mock);
  g_test_add_func ("/disc/star-age/error-is-honest", test_error_is_honest);
  g_test_add_func ("/disc/star-age/noise-is-exponential", test_noise);
  g_test_add_func ("/disc/star-age/two-kicks-two-events", test_two_events);
  g_test_add_func ("/disc/star-age/breathing-has-two-arms", test_two_arms);
  g_test_add_func ("/disc/star-age/transform-is-the-sum", test_transform);
  g_test_add_func ("/disc/star-age/selection-is-subtracted", test_selection);
  g_test_add_func ("/disc/star-age/scattering-looks-young", test_bias);
  g_test_add_func ("/disc/star-age/correction-stops-when-told", test_correction_stops);
  g_test_add_func ("/disc/star-age/threads-do-not-count", test_threads);
  return g_test_run ();
}
