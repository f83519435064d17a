/* test-stars.c: test stars of a disc: drawn, turned, kicked, driven, scattered and binned. */
#include <math.h>
#include <string.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "disc/plume-star-maps.h"
#include "reference-table.h"
#include "star-response.h"

static PlumeVertical *
milky_way (void)
{
  PlumeDiscPotential potential = plume_disc_potential_milky_way (1);
  g_autoptr (GError) error = NULL;
  PlumeVertical *vertical = plume_vertical_new (&potential, 8.122, 4, &error);

  g_assert_no_error (error);
  return vertical;
}

static PlumeVertical *
slab (void)
{
  PlumeDiscPotential potential = plume_disc_potential_slab (1, 1);
  g_autoptr (GError) error = NULL;
  PlumeVertical *vertical = plume_vertical_new (&potential, 8, 12, &error);

  g_assert_no_error (error);
  return vertical;
}

static PlumeStars *
sample (PlumeVertical *vertical, PlumeDiscVerticalForm form, double width, gsize n, guint64 seed)
{
  PlumeStarModel model = { .form = form, .dispersion = width, .mean_action = width };
  g_autoptr (GError) error = NULL;
  PlumeStars *stars = plume_stars_sample (vertical, NULL, &model, n, seed, NULL, &error);

  g_assert_no_error (error);
  return stars;
}

static int
compare_floats (gconstpointer a, gconstpointer b)
{
  float x = *(const float *)a, y = *(const float *)b;

  return (x > y) - (x < y);
}

/* √n times the largest distance of the distribution of J from 1 − e^(−J/J0); above 1.95 in one of a
 * thousand samples (Kolmogorov) */
static double
distance_from_exponential (const PlumeStars *stars, double mean)
{
  g_autofree float *sorted = g_memdup2 (stars->action, stars->n * sizeof (float));
  double n = (double)stars->n, largest = 0;

  qsort (sorted, stars->n, sizeof (float), compare_floats);
  for (gsize i = 0; i < stars->n; i++)
    {
      double share = -expm1 (-(double)sorted[i] / mean);

      largest = MAX (largest, MAX ((double)(i + 1) / n - share, share - (double)i / n));
    }
  return sqrt (n) * largest;
}

static double
mean_action (const PlumeStars *stars)
{
  double sum = 0;

  for (gsize i = 0; i < stars->n; i++)
    sum += (double)stars->action[i];
  return sum / (double)stars->n;
}

static void
test_sampled (void)
{
  g_autoptr (PlumeVertical) disc = milky_way ();
  g_autoptr (PlumeVertical) layer = slab ();
  g_autoptr (PlumeStars) exponential = sample (disc, PLUME_DISC_EXPONENTIAL, 7, 200000, 1);
  g_autoptr (PlumeStars) isothermal = sample (layer, PLUME_DISC_ISOTHERMAL, 1, 200000, 2);
  g_autofree float *z = g_new (float, 200000), *v = g_new (float, 200000);
  double height = 0, square = 0, fourth = 0, v_square = 0;

  g_assert_cmpfloat (distance_from_exponential (exponential, 7), <, 1.95);
  g_assert_true (plume_stars_get_positions (isothermal, 0, z, v, NULL, NULL));
  for (gsize i = 0; i < 200000; i++)
    {
      height += fabs ((double)z[i]);
      square += (double)z[i] * (double)z[i];
      fourth += tanh ((double)z[i]) * tanh ((double)z[i]);
      v_square += (double)v[i] * (double)v[i];
    }
  /* sech²: tanh z is uniform, ⟨|z|⟩ = ln 2, ⟨z²⟩ = π²/12; v is normal */
  g_assert_cmpfloat (fabs (height / 2e5 - G_LN2), <, 4 * 0.584 / sqrt (2e5));
  g_assert_cmpfloat (fabs (square / 2e5 - G_PI * G_PI / 12), <, 4 * 1.3 / sqrt (2e5));
  g_assert_cmpfloat (fabs (fourth / 2e5 - 1.0 / 3), <, 4 * 0.298 / sqrt (2e5));
  g_assert_cmpfloat (fabs (v_square / 2e5 - 1), <, 4 * sqrt (2 / 2e5));
}

static void
test_memory (void)
{
  g_autoptr (PlumeVertical) disc = milky_way ();
  PlumeStarModel model = { .form = PLUME_DISC_EXPONENTIAL,
                           .mean_action = 7,
                           .radial_dispersion = 35,
                           .scale_length = 2.5,
                           .is_weighted = TRUE };
  PlumeDiscPotential potential = plume_disc_potential_milky_way (1);
  g_autoptr (PlumeVerticalSet) set = plume_vertical_set_new (&potential, 2, 15, 24, 4, NULL, NULL);
  g_autoptr (PlumeStars) stars = plume_stars_sample (disc, set, &model, 100000, 3, NULL, NULL);
  double speed = 0, square = 0, lowest = 1e9, highest = 0;

  g_assert_cmpuint (plume_stars_get_bytes (stars), <=, 24 * 100000 + 4096);
  g_assert_cmpuint (plume_stars_count_lost (stars), ==, 0);
  for (gsize i = 0; i < stars->n; i++)
    {
      speed += (double)stars->azimuthal_velocity[i] / 1e5;
      square += (double)stars->radial_velocity[i] * (double)stars->radial_velocity[i] / 1e5;
      if (fabs ((double)stars->action[i] - 5) < 0.1)
        {
          lowest = MIN (lowest, (double)stars->frequency[i]);
          highest = MAX (highest, (double)stars->frequency[i]);
        }
    }
  /* asymmetric drift: stars lag behind the circular speed by some σ_R²/v_c; hotter inner stars */
  g_assert_cmpfloat (speed, <, 229.4 - 5);
  g_assert_cmpfloat (speed, >, 229.4 - 25);
  g_assert_cmpfloat (sqrt (square), >, 35);
  g_assert_cmpfloat (sqrt (square), <, 45);
  /* one action, many frequencies */
  g_assert_cmpfloat (highest / lowest, >, 1.5);
}

/* Without scattering f is carried along: every pixel holds as many stars as f0 says at the place
 * where they came from. */
static void
test_density_is_conserved (void)
{
  const gsize n = 400000;
  const double t = 0.3, kick = 8;
  g_autoptr (PlumeVertical) disc = milky_way ();
  g_autoptr (PlumeStarLookup) lookup = plume_star_lookup_new (disc);
  g_autoptr (PlumeStars) still = sample (disc, PLUME_DISC_EXPONENTIAL, 7, n, 4);
  g_autoptr (PlumeStars) kicked = plume_stars_kick (still, &(PlumeStarKick){ kick, 0 }, NULL, NULL);
  PlumeStarWindow window = { 40, 40, 0.6, 50, FALSE };
  g_autoptr (PlumeStarMap) map = plume_star_map_new (kicked, lookup, t, &window, NULL, NULL);
  double chi_square = 0, undisturbed = 0, area = 1.2 / 40 * 100 / 40 / 16;

  g_assert_cmpuint (plume_stars_count_lost (kicked), <, 5);
  for (gsize pixel = 0; pixel < 1600; pixel++)
    {
      double expected = 0, without = 0;

      for (guint k = 0; k < 16; k++)
        {
          double z = -0.6 + 1.2 / 40 * ((double)(pixel % 40) + (k % 4 + 0.5) / 4), v0, z0;
          double v = -50 + 100.0 / 40 * ((double)(pixel / 40) + (k / 4 + 0.5) / 4);
          PlumeVerticalOrbit orbit = plume_vertical_orbit (disc, z, v), before;

          plume_vertical_position (disc, orbit.action, orbit.angle - orbit.frequency * t, &z0, &v0);
          before = plume_vertical_orbit (disc, z0, v0 - kick);
          expected += (double)n * area * exp (-before.action / 7) / (14 * G_PI);
          without += (double)n * area * exp (-orbit.action / 7) / (14 * G_PI);
        }
      chi_square += pow (map->count->values[pixel] - expected, 2) / expected;
      undisturbed += pow (map->count->values[pixel] - without, 2) / without;
    }
  g_assert_cmpfloat (fabs (chi_square - 1600), <, 5 * sqrt (2 * 1600.0));
  g_assert_cmpfloat (undisturbed, >, 4000);
}

static void
test_kick_and_back (void)
{
  g_autoptr (PlumeVertical) disc = milky_way ();
  g_autoptr (PlumeStars) stars = sample (disc, PLUME_DISC_EXPONENTIAL, 7, 20000, 5);
  g_autoptr (PlumeStars) there = plume_stars_kick (stars, &(PlumeStarKick){ 12, 0 }, NULL, NULL);
  g_autoptr (PlumeStars) back = plume_stars_kick (there, &(PlumeStarKick){ -12, 0 }, NULL, NULL);
  g_autoptr (PlumeStars) later = plume_stars_advance (stars, 1.25, NULL, NULL);
  g_autoptr (PlumeStars) again = plume_stars_advance (later, -1.25, NULL, NULL);

  g_assert_cmpint (memcmp (later->action, stars->action, stars->n * sizeof (float)), ==, 0);
  for (gsize i = 0; i < stars->n; i++)
    {
      double root = sqrt ((double)stars->action[i]);

      g_assert_cmpfloat (fabs (sqrt ((double)back->action[i]) - root), <, 3e-5);
      g_assert_cmpfloat (fabs (remainder ((double)(again->angle[i] - stars->angle[i]), 2 * G_PI)),
                         <, 2e-5);
    }
}

static void
test_scattering (void)
{
  g_autoptr (PlumeVertical) disc = milky_way ();
  const guint steps[] = { 1, 7, 60 };

  for (guint k = 0; k < 3; k++)
    {
      g_autoptr (PlumeStars) stars = sample (disc, PLUME_DISC_EXPONENTIAL, 5, 200000, 6 + k);
      g_autoptr (PlumeStars) later = plume_stars_diffuse (stars, 2, 1, steps[k], 9, NULL, NULL);

      /* e^(−J/J0) stays exponential with J0 + γt */
      g_assert_cmpuint (plume_stars_count_lost (later), ==, 0);
      g_assert_cmpfloat (fabs (mean_action (later) - 7), <, 4 * 7 / sqrt (2e5));
      g_assert_cmpfloat (distance_from_exponential (later, 7), <, 1.95);
      g_assert_cmpfloat (distance_from_exponential (later, 6.9), >, 1.95);
    }
}

/* From one action: mean γt, variance 2Jγt + (γt)² */
static void
test_scattering_of_one_action (void)
{
  const double action = 3, spread = 0.8;
  g_autoptr (PlumeVertical) disc = milky_way ();
  g_autoptr (PlumeStars) stars = sample (disc, PLUME_DISC_EXPONENTIAL, 5, 200000, 10);
  g_autoptr (PlumeStars) later = NULL;
  double mean = 0, square = 0, expected = 2 * action * spread + spread * spread;

  for (gsize i = 0; i < stars->n; i++)
    stars->action[i] = (float)action;
  later = plume_stars_diffuse (stars, spread, 1, 5, 11, NULL, NULL);
  for (gsize i = 0; i < stars->n; i++)
    {
      double change = (double)later->action[i] - action;

      g_assert_cmpfloat (later->action[i], >=, 0);
      mean += change / 2e5;
      square += (change - spread) * (change - spread) / 2e5;
    }
  g_assert_cmpfloat (fabs (mean - spread), <, 4 * sqrt (expected / 2e5));
  g_assert_cmpfloat (fabs (square - expected), <, 0.03 * expected);
}

/* Theory and stars agree within the noise of the stars, for all four of the sheet's cases. Besides
 * noise there are the third order of the strength, 1e-4, and the leapfrog, whose error falls as Δt²
 * and was seen to be 1.5e-3 in the worst case with 240 steps in a period: 4e-4 with 480. */
static void
test_response (void)
{
  g_autoptr (GPtrArray) rows = read_reference ("phase-spirals", "mode_response_gaussian_pulse.csv");
  g_autoptr (PlumeVertical) layer = slab ();
#ifdef __SANITIZE_ADDRESS__
  const gsize n_stars = 100000;
#else
  const gsize n_stars = 1000000;
#endif
  guint n_cases = 0;

  for (guint row = 1; row < rows->len; row++)
    {
      double width = reference_number (rows, row, 0);

      if (reference_number (rows, row, 1) != 1 || (width != 0.3 && width != 1))
        continue;
      for (guint n = 1; n <= 2; n++)
        {
          double closed = reference_number (rows, row, 4 + n);
          StarResponse seen = measure_response (layer, n_stars, n, width, 12 + n);
          double theory = cabs (seen.theory), error = cabs (seen.stars - seen.theory);

          g_test_message ("n = %u, width %g: at J = 1 %.5f; theory %.5f, stars %.5f ± %.5f, apart "
                          "%.5f",
                          n, width, closed, theory, cabs (seen.stars), seen.noise, error);
          g_assert_cmpfloat (fabs (theory / closed - 1), <, 0.005);
          g_assert_cmpfloat (seen.noise, <, 1.5 / sqrt ((double)n_stars) * theory);
          g_assert_cmpfloat (error, <, 4 * seen.noise + 5e-4 * theory);
          g_assert_cmpfloat (error, <, 0.01 * theory);
          n_cases++;
        }
    }
  g_assert_cmpuint (n_cases, ==, 4);
}

/* A force made of a pattern's profile, or of a mass that rushes by; all borrowed from the struct */
typedef struct
{
  PlumeDiscForce force;
  double *factor, *height, *beside, *constant, *profile;
} TestForce;

static void
test_force_clear (TestForce *self)
{
  g_free (self->factor);
  g_free (self->height);
  g_free (self->beside);
  g_free (self->constant);
  g_free (self->profile);
}

static void
test_force_init (TestForce *self, gboolean mass, gsize n_steps, double strength)
{
  PlumeDiscForce *force = &self->force;

  *self = (TestForce){ { .from = -0.06, .duration = 0.12, .n_steps = n_steps } };
  force->factor = self->factor = g_new (double, n_steps);
  if (mass)
    {
      force->source_height = self->height = g_new (double, n_steps);
      force->distance_squared = self->beside = g_new (double, n_steps);
      force->constant = self->constant = g_new (double, n_steps);
    }
  else
    {
      force->n_profile = 4096;
      force->profile_step = 1.2 * 4 / 2048;
      force->profile = self->profile = g_new (double, 4097);
      for (int i = 0; i <= 4096; i++)
        self->profile[i] = cos (2 * (i - 2048) * force->profile_step) - 0.3;
    }
  for (gsize k = 0; k < n_steps; k++)
    {
      double tau = force->from + force->duration * ((double)k + 0.5) / (double)n_steps;

      self->factor[k] = strength * (mass ? 9000 : 3000 * exp (-0.5 * tau * tau / 1e-4));
      if (!mass)
        continue;
      self->height[k] = 250 * tau;
      self->beside[k] = 4 * 4 + tau * tau * 1e4;
      self->constant[k] = -40 * strength * tau;
    }
}

/* The same by the letter: one star, double precision, drift–kick–drift, the disc's own force */
static PlumeVerticalOrbit
drive_slowly (const PlumeVertical *disc, const PlumeDiscForce *force, double J, double theta)
{
  const PlumeDiscPotential *potential = plume_vertical_get_potential (disc);
  double z, v, dt = force->duration / (double)force->n_steps;
  PlumeVerticalOrbit orbit;

  plume_vertical_position (disc, J, theta + plume_vertical_frequency (disc, J, NULL) * force->from,
                           &z, &v);
  for (gsize k = 0; k < force->n_steps; k++)
    {
      double pull;

      z += 0.5 * dt * v;
      if (force->profile != NULL)
        {
          double x = z / force->profile_step + (double)force->n_profile / 2;
          gsize i = (gsize)CLAMP (x, 0, (double)force->n_profile - 1e-6);

          pull =
              force->factor[k]
              * (force->profile[i] + (x - (double)i) * (force->profile[i + 1] - force->profile[i]));
        }
      else
        {
          double apart = z - force->source_height[k];

          pull = -force->factor[k] * apart / pow (apart * apart + force->distance_squared[k], 1.5)
                 + force->constant[k];
        }
      v += dt * (pull - 2 * z * plume_disc_potential_vertical_slope (potential, 8.122, z, z));
      z += 0.5 * dt * v;
    }
  orbit = plume_vertical_orbit (disc, z, v);
  orbit.angle -= orbit.frequency * (force->from + force->duration);
  return orbit;
}

static void
test_force (void)
{
  const gsize n = 2000;
  g_autoptr (PlumeVertical) disc = milky_way ();
  g_autoptr (PlumeStars) stars = sample (disc, PLUME_DISC_EXPONENTIAL, 7, n, 26);

  for (int mass = 0; mass < 2; mass++)
    {
      TestForce own;
      g_autoptr (PlumeStars) driven = NULL;
      double worst[2] = { 0 }, moved = 0;

      test_force_init (&own, mass, 150, 1);
      driven = plume_stars_drive_by_force (stars, &own.force, NULL, NULL);
      for (gsize i = 0; i < n; i++)
        {
          PlumeVerticalOrbit slow =
              drive_slowly (disc, &own.force, stars->action[i], stars->angle[i]);
          double root = sqrt (slow.action);
          double turned = remainder ((double)driven->angle[i] - slow.angle, 2 * G_PI);

          worst[0] = MAX (worst[0], fabs (sqrt ((double)driven->action[i]) - root));
          worst[1] = MAX (worst[1], fabs (turned) * root);
          moved = MAX (moved, fabs (root - sqrt ((double)stars->action[i])));
        }
      g_test_message ("√J moved by up to %.2f, off by %.1e; angle off by %.1e/√J", moved, worst[0],
                      worst[1]);
      g_assert_cmpfloat (moved, >, 0.1);
      g_assert_cmpfloat (worst[0], <, 5e-5);
      g_assert_cmpfloat (worst[1], <, 2e-4);
      test_force_clear (&own);
    }
}

/* Twice as many steps, a quarter of the error; and no force, no change. */
static void
test_force_order (void)
{
  const gsize n = 20000;
  g_autoptr (PlumeVertical) disc = milky_way ();
  g_autoptr (PlumeStars) stars = sample (disc, PLUME_DISC_EXPONENTIAL, 7, n, 27);
  const gsize n_steps[] = { 40, 80, 160, 2000 };

  for (int mass = 0; mass < 2; mass++)
    {
      PlumeStars *driven[4];
      double error[3] = { 0 };

      for (guint k = 0; k < 4; k++)
        {
          TestForce own;

          test_force_init (&own, mass, n_steps[k], 1);
          driven[k] = plume_stars_drive_by_force (stars, &own.force, NULL, NULL);
          test_force_clear (&own);
        }
      for (guint k = 0; k < 3; k++)
        for (gsize i = 0; i < n; i++)
          error[k] +=
              pow (sqrt ((double)driven[k]->action[i]) - sqrt ((double)driven[3]->action[i]), 2);
      g_test_message ("errors %.2e %.2e %.2e", sqrt (error[0] / n), sqrt (error[1] / n),
                      sqrt (error[2] / n));
      for (guint k = 0; k < 2; k++)
        {
          g_assert_cmpfloat (sqrt (error[k] / error[k + 1]), >, 3.5);
          g_assert_cmpfloat (sqrt (error[k] / error[k + 1]), <, 4.6);
        }
      for (guint k = 0; k < 4; k++)
        plume_stars_unref (driven[k]);
    }
  for (int mass = 0; mass < 2; mass++)
    {
      TestForce own;
      g_autoptr (PlumeStars) driven = NULL;

      test_force_init (&own, mass, 2000, 0);
      driven = plume_stars_drive_by_force (stars, &own.force, NULL, NULL);
      for (gsize i = 0; i < n; i++)
        {
          double root = sqrt ((double)stars->action[i]);

          g_assert_cmpfloat (fabs (sqrt ((double)driven->action[i]) - root), <, 1e-4);
          g_assert_cmpfloat (
              fabs (remainder ((double)(driven->angle[i] - stars->angle[i]), 2 * G_PI)) * root, <,
              3e-4);
        }
      test_force_clear (&own);
    }
}

/* c(τ) and K(z) of a pattern, for stars */
static TestForce
force_of_pattern (const PlumeVertical *disc,
                  const PlumeDiscPerturber *pattern,
                  double from,
                  double to,
                  gsize n_steps,
                  double sign)
{
  const PlumeDiscPotential *potential = plume_vertical_get_potential (disc);
  double R = plume_vertical_get_radius (disc), step = 1.2 * 4 / 4096;
  PlumeDiscSwing swing = plume_disc_perturber_swing (pattern, potential, R);
  TestForce own = { { .from = from, .duration = to - from, .n_steps = n_steps } };

  own.force.factor = own.factor = g_new0 (double, n_steps);
  for (gsize k = 0; k < n_steps; k++)
    {
      double tau = from + (to - from) * ((double)k + 0.5) / (double)n_steps;

      for (guint s = 0; s < swing.n; s++)
        own.factor[k] += creal (swing.factor[s] * cexp (I * swing.shift[s] * tau))
                         * plume_disc_pulse_shape (pattern->pulse, pattern->duration, tau);
    }
  own.force.n_profile = 8192;
  own.force.profile_step = step;
  own.force.profile = own.profile = g_new (double, 8193);
  for (int i = 0; i <= 8192; i++)
    {
      double even[2], odd[2], h = 1e-4;

      for (guint side = 0; side < 2; side++)
        plume_disc_perturbers[pattern->kind].profile (pattern, potential, R,
                                                      (i - 4096) * step + (side == 0 ? -h : h),
                                                      &even[side], &odd[side]);
      own.profile[i] = -sign * (even[1] + odd[1] - even[0] - odd[0]) / (2 * h);
    }
  return own;
}

/* An arm that stays, at its resonance 2Ω = 2(Ω_p − Ω_φ) at J = 5 and away from it: stars and theory
 * agree within noise, the leapfrog's (ΩΔt)²/24 Ω t of phase and the pulse's beginning, e^(−8). */
static void
test_staying_pattern (void)
{
#ifdef __SANITIZE_ADDRESS__
  const gsize n_stars = 40000;
#else
  const gsize n_stars = 200000;
#endif
  const double centre[] = { 5, 20 }, half[] = { 0.5, 3 }, begin = -0.8, end = 0.4;
  g_autoptr (PlumeVertical) disc = milky_way ();
  PlumeDiscDistribution F = plume_disc_distribution_new (disc, PLUME_DISC_ISOTHERMAL, 20, 7);
  g_autoptr (PlumeDiscGrid) grid = plume_disc_grid_new (disc, &F, 256, 60, NULL);
  g_autoptr (PlumeStars) stars = grouped_stars (disc, 20, n_stars, 28);
  PlumeDiscPerturber arm = plume_disc_perturber_default (PLUME_DISC_ARM);
  g_autoptr (PlumeDiscResponse) response = NULL;
  StarSums sums[2];

  arm.pulse = PLUME_DISC_PULSE_PERSISTENT;
  arm.duration = 0.1;
  arm.surface_density = 1e5;
  arm.odd_strength = 0;
  arm.pattern_speed =
      plume_disc_potential_frequencies (plume_vertical_get_potential (disc), 8.122).azimuthal
      + plume_vertical_frequency (disc, centre[0], NULL);
  response = plume_disc_response_new (grid, &arm, NULL);
  keep_near (stars, 2, centre, half);
  for (guint k = 0; k < 2; k++)
    sums[k] = star_sums (2, centre[k], half[k], 1, stars->n);
  for (int sign = 1; sign >= -1; sign -= 2)
    {
      TestForce own = force_of_pattern (disc, &arm, begin, end, 2400, sign);
      g_autoptr (PlumeStars) driven = plume_stars_drive_by_force (stars, &own.force, NULL, NULL);

      for (guint k = 0; k < 2; k++)
        star_sums_add (&sums[k], driven, sign);
      test_force_clear (&own);
    }
  for (guint k = 0; k < 2; k++)
    {
      double noise;
      double complex seen = star_sums_finish (&sums[k], &noise);
      double complex theory = window_of_theory (response, 2, centre[k], half[k], end);

      g_test_message ("J = %g: theory %.5f, stars %.5f ± %.5f, apart %.5f", centre[k],
                      cabs (theory), cabs (seen), noise, cabs (seen - theory));
      /* few stars are so high, and away from the resonance they answer by little */
      g_assert_cmpfloat (noise, <, (k == 0 ? 5 : 40) / sqrt ((double)n_stars) * cabs (theory));
      g_assert_cmpfloat (cabs (seen - theory), <, 4 * noise + 3e-3 * cabs (theory));
    }
}

/* A bending pulse makes no even arms, a breathing pulse no odd ones; the opposite pulse flips. */
static void
test_symmetry (void)
{
  g_autoptr (PlumeVertical) layer = slab ();
  PlumeStarModel model = { .form = PLUME_DISC_ISOTHERMAL, .dispersion = 1, .is_weighted = TRUE };
  g_autoptr (PlumeStars) stars = plume_stars_sample (layer, NULL, &model, 200000, 20, NULL, NULL);

  for (guint kind = 0; kind < 2; kind++)
    {
      PlumeStarKick kick = { kind == 0 ? 0.02 : 0, kind == 1 ? 0.02 : 0 };
      PlumeStarKick opposite = { -kick.bending, -kick.breathing };
      g_autoptr (PlumeStars) plus = plume_stars_kick (stars, &kick, NULL, NULL);
      g_autoptr (PlumeStars) minus = plume_stars_kick (stars, &opposite, NULL, NULL);
      double wanted[2] = { 0 }, sum[2] = { 0 };

      for (guint n = 1; n <= 2; n++)
        for (gsize i = 0; i < stars->n; i++)
          {
            wanted[n - 1] += (double)plus->weight[i]
                             * cos (n * (double)plus->angle[i] + (n == 2 ? G_PI_2 : 0)) / 2e5;
            sum[n - 1] += (double)minus->weight[i]
                          * cos (n * (double)minus->angle[i] + (n == 2 ? G_PI_2 : 0)) / 2e5;
          }
      g_assert_cmpfloat (fabs (wanted[kind]), >, 20 * fabs (wanted[1 - kind]));
      g_assert_cmpfloat (fabs (wanted[kind] + sum[kind]), <, 0.05 * fabs (wanted[kind]));
    }
}

static void
test_maps (void)
{
  const gsize n = 150001;
  g_autoptr (PlumeVertical) disc = milky_way ();
  g_autoptr (PlumeStarLookup) lookup = plume_star_lookup_new (disc);
  g_autoptr (PlumeStars) stars = sample (disc, PLUME_DISC_EXPONENTIAL, 7, n, 21);
  PlumeStarWindow window = { 128, 96, 1, 60, FALSE };
  g_autoptr (PlumeStarMap) map = plume_star_map_new (stars, lookup, 0.7, &window, NULL, NULL);
  g_autoptr (PlumeArray) smooth = plume_star_map_smooth (map, map->count, 30);
  g_autoptr (PlumeArray) contrast = plume_star_map_contrast (map, 30, 5);
  g_autofree float *z = g_new (float, n), *v = g_new (float, n);
  g_autofree double *count = g_new0 (double, 128 * 96);
  double different = 0, inside = 0, total = 0, square = 0, n_seen = 0;

  g_assert_true (plume_stars_get_positions (stars, 0.7, z, v, NULL, NULL));
  for (gsize i = 0; i < n; i++)
    {
      double x = ((double)z[i] + 1) * 64, y = ((double)v[i] + 60) * 0.8;

      if (x >= 0 && x < 128 && y >= 0 && y < 96)
        {
          count[(gsize)y * 128 + (gsize)x] += 1;
          inside++;
        }
    }
  for (gsize i = 0; i < 128 * 96; i++)
    {
      different += fabs (count[i] - map->count->values[i]);
      total += smooth->values[i];
      if (!isnan (contrast->values[i]))
        {
          square += contrast->values[i] * contrast->values[i] * map->count->values[i];
          n_seen += map->count->values[i];
        }
    }
  /* stars within a thousandth of a pixel of an edge may be binned on its other side */
  g_assert_cmpfloat (different, <, 0.01 * inside);
  g_assert_cmpfloat (fabs ((double)map->n_inside - inside), <, 20);
  g_assert_cmpfloat (fabs (total / inside - 1), <, 0.02);
  /* a disc at rest has no contrast beyond the noise of 30 stars */
  g_test_message ("contrast of a disc at rest %.3f", sqrt (square / n_seen));
  /* each place is seen through some 30 stars */
  g_assert_cmpfloat (fabs (sqrt (30 * square / n_seen) - 1), <, 0.1);
}

static void
test_spiral_is_seen (void)
{
  g_autoptr (PlumeVertical) disc = milky_way ();
  g_autoptr (PlumeStarLookup) lookup = plume_star_lookup_new (disc);
  g_autoptr (PlumeStars) still = sample (disc, PLUME_DISC_EXPONENTIAL, 7, 1000000, 22);
  g_autoptr (PlumeStars) kicked = plume_stars_kick (still, &(PlumeStarKick){ 10, 0 }, NULL, NULL);
  PlumeStarWindow window = { 128, 128, 1, 60, FALSE };
  double rms[2] = { 0 };

  for (guint k = 0; k < 2; k++)
    {
      g_autoptr (PlumeStarMap) map =
          plume_star_map_new (k == 0 ? still : kicked, lookup, 0.5, &window, NULL, NULL);
      g_autoptr (PlumeArray) contrast = plume_star_map_contrast (map, 100, 10);

      for (gsize i = 0; i < contrast->length; i++)
        if (!isnan (contrast->values[i]))
          rms[k] += contrast->values[i] * contrast->values[i] * map->count->values[i] / 1e6;
    }
  g_assert_cmpfloat (rms[1], >, 2.5 * rms[0]);
}

static void
test_threads (void)
{
  g_autoptr (PlumeVertical) disc = milky_way ();
  g_autoptr (PlumeStarLookup) lookup = plume_star_lookup_new (disc);
  PlumeDiscPotential potential = plume_disc_potential_milky_way (1);
  g_autoptr (PlumeVerticalSet) set = plume_vertical_set_new (&potential, 2, 15, 24, 4, NULL, NULL);
  PlumeStarModel model = {
    .form = PLUME_DISC_EXPONENTIAL, .mean_action = 7, .radial_dispersion = 35, .scale_length = 2.5
  };
  PlumeStarWindow window = { 128, 128, 1, 60, FALSE };
  PlumeStars *scattered[2], *driven[2];
  PlumeStarMap *maps[2];
  TestForce own;

  test_force_init (&own, TRUE, 300, 1);

  for (int k = 0; k < 2; k++)
    {
      g_autoptr (PlumeStars) stars = NULL, kicked = NULL;

      plume_parallel_set_threads (k + 1);
      stars = plume_stars_sample (disc, set, &model, 100000, 23, NULL, NULL);
      kicked = plume_stars_kick (stars, &(PlumeStarKick){ 8, 5 }, NULL, NULL);
      driven[k] = plume_stars_drive_by_force (kicked, &own.force, NULL, NULL);
      scattered[k] = plume_stars_diffuse (driven[k], 0.5, 0.5, 20, 24, NULL, NULL);
      maps[k] = plume_star_map_new (scattered[k], lookup, 0.2, &window, NULL, NULL);
    }
  test_force_clear (&own);
  g_assert_cmpmem (driven[0]->angle, 400000, driven[1]->angle, 400000);
  g_assert_cmpmem (scattered[0]->action, 400000, scattered[1]->action, 400000);
  g_assert_cmpmem (scattered[0]->angle, 400000, scattered[1]->angle, 400000);
  g_assert_cmpmem (maps[0]->count->values, 128 * 128 * 8, maps[1]->count->values, 128 * 128 * 8);
  g_assert_cmpmem (maps[0]->azimuthal->values, 128 * 128 * 8, maps[1]->azimuthal->values,
                   128 * 128 * 8);
  for (int k = 0; k < 2; k++)
    {
      plume_stars_unref (scattered[k]);
      plume_stars_unref (driven[k]);
      plume_star_map_free (maps[k]);
    }
}

static void
test_refused (void)
{
  g_autoptr (PlumeVertical) disc = milky_way ();
  g_autoptr (PlumeStars) stars = sample (disc, PLUME_DISC_EXPONENTIAL, 7, 1000, 25);
  g_autoptr (PlumeTask) task = plume_task_new ();
  g_autoptr (GError) error = NULL;
  float z[] = { 0.1f, 100, NAN }, v[] = { 1, 1, 1 };
  g_autoptr (PlumeStars) lost =
      plume_stars_new_from_positions (disc, NULL, 3, z, v, NULL, NULL, NULL, NULL);
  PlumeStarModel model = { .form = PLUME_DISC_ISOTHERMAL };
  TestForce own;

  g_assert_cmpuint (plume_stars_count_lost (lost), ==, 2);
  g_assert_false (isnan (lost->action[0]));
  g_assert_null (plume_stars_sample (disc, NULL, &model, 10, 1, NULL, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
  g_clear_error (&error);
  g_assert_null (plume_stars_diffuse (stars, -1, 1, 10, 1, NULL, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
  g_clear_error (&error);
  g_assert_null (
      plume_stars_drive (stars, &(PlumeStarPulse){ .width = 0, .steps = 60 }, NULL, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
  g_clear_error (&error);
  test_force_init (&own, FALSE, 10, 1);
  own.force.duration = 0;
  g_assert_null (plume_stars_drive_by_force (stars, &own.force, NULL, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
  g_clear_error (&error);
  own.force.duration = 1;
  own.force.profile = NULL;
  g_assert_null (plume_stars_drive_by_force (stars, &own.force, NULL, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
  g_clear_error (&error);
  own.force.profile = own.profile;
  plume_task_cancel (task);
  g_assert_null (plume_stars_drive_by_force (stars, &own.force, task, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (plume_stars_diffuse (stars, 1, 1, 10, 1, task, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_CANCELLED);
  test_force_clear (&own);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/disc/stars/sampled-as-f0-says", test_sampled);
  g_test_add_func ("/disc/stars/memory-and-motions-in-the-plane", test_memory);
  g_test_add_func ("/disc/stars/density-is-conserved-along-orbits", test_density_is_conserved);
  g_test_add_func ("/disc/stars/kick-and-back", test_kick_and_back);
  g_test_add_func ("/disc/stars/scattering-keeps-exponentials", test_scattering);
  g_test_add_func ("/disc/stars/scattering-of-one-action", test_scattering_of_one_action);
  g_test_add_func ("/disc/stars/response-is-that-of-theory", test_response);
  g_test_add_func ("/disc/stars/force-is-followed-star-by-star", test_force);
  g_test_add_func ("/disc/stars/force-is-second-order", test_force_order);
  g_test_add_func ("/disc/stars/staying-pattern-is-that-of-theory", test_staying_pattern);
  g_test_add_func ("/disc/stars/bending-and-breathing", test_symmetry);
  g_test_add_func ("/disc/stars/maps-count-every-star", test_maps);
  g_test_add_func ("/disc/stars/spiral-is-seen", test_spiral_is_seen);
  g_test_add_func ("/disc/stars/threads-do-not-count", test_threads);
  g_test_add_func ("/disc/stars/refused-and-lost", test_refused);
  return g_test_run ();
}
