/* test-disc-response.c: linear responses, their damping, and satellites. */
#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>
#include <math.h>

#include "core/plume-error.h"
#include "disc/plume-disc-diffusion.h"
#include "disc/plume-disc-satellites.h"
#include "reference-table.h"

#define TOPIC "29-phase-spirals"

static const PlumeDiscMixing nothing = { 0 };

static void
assert_near (double value, double wanted, double tolerance)
{
  if (!(fabs (value - wanted) <= tolerance))
    g_error ("%.17g is not %.17g within %g", value, wanted, tolerance);
}

static void
assert_ratio (double value, double wanted, double tolerance)
{
  assert_near (value, wanted, tolerance * fabs (wanted));
}

static PlumeDiscGrid *
grid_of (const PlumeDiscPotential *potential, double highest, gsize n, double J, double dispersion)
{
  g_autoptr (PlumeVertical) vertical = plume_vertical_new (potential, 8.122, highest, NULL);
  PlumeDiscDistribution F =
      plume_disc_distribution_new (vertical, PLUME_DISC_ISOTHERMAL, dispersion, 7);

  return plume_disc_grid_new (vertical, &F, n, J, NULL);
}

static PlumeDiscGrid *
slab_grid (gsize n, double J)
{
  PlumeDiscPotential slab = plume_disc_potential_slab (1, 1);

  return grid_of (&slab, 8, n, J, 1);
}

static PlumeDiscGrid *
solar_grid (gsize n, double J)
{
  PlumeDiscPotential potential = plume_disc_potential_milky_way (1);

  return grid_of (&potential, 4, n, J, 20);
}

/* ½ kick z² and −z alone have the harmonics of the table: unit Gaussian pulses */
static void
test_gaussian_pulses_equal_the_reference (void)
{
  g_autoptr (PlumeDiscGrid) grid = slab_grid (256, 6);
  g_autoptr (GPtrArray) rows = read_reference (TOPIC, "mode_response_gaussian_pulse.csv");
  const PlumeVertical *vertical = grid->vertical;

  g_assert_cmpuint (rows->len, >, 15);
  for (guint i = 1; i < rows->len; i++)
    {
      double duration = reference_number (rows, i, 0), J = reference_number (rows, i, 1);
      double F = plume_disc_distribution_value (&grid->distribution, vertical, J, NULL);
      PlumeDiscPerturber tide = { PLUME_DISC_TIDE, PLUME_DISC_PULSE_GAUSSIAN, duration };
      PlumeDiscPerturber arm = tide;
      g_autoptr (PlumeDiscResponse) bending = NULL;
      g_autoptr (PlumeDiscResponse) breathing = NULL;

      assert_ratio (plume_vertical_frequency (vertical, J, NULL), reference_number (rows, i, 2),
                    1e-7);
      tide.breathing = sqrt (2 * G_PI) * duration;
      breathing = plume_disc_response_new (grid, &tide, NULL);
      assert_ratio (cabs (plume_disc_response_at (breathing, 2, J, 1e3, &nothing)) / F,
                    reference_number (rows, i, 6), 2e-4);
      /* an arm of tiny k_z, odd part alone, standing still: −ε z/ε */
      arm.kind = PLUME_DISC_ARM;
      arm.radial_wavenumber = 1;
      arm.vertical_wavenumber = 1e-6;
      arm.odd_strength = 1e6;
      arm.surface_density = 1 / (2 * G_PI * PLUME_DISC_GRAVITY);
      arm.pattern_radius = 8.122;
      bending = plume_disc_response_new (grid, &arm, NULL);
      assert_ratio (cabs (plume_disc_response_at (bending, 1, J, 1e3, &nothing)) / F,
                    reference_number (rows, i, 5), 2e-4);
    }
}

/* z̈ = −2 tanh z − T(t) z k, by the classical Runge–Kutta method, backwards */
static double
run_back (double *z, double *v, double strength, double duration)
{
  const guint n = 6000;
  double t = 7 * duration, h = -14 * duration / n, y[2] = { *z, *v };

  for (guint i = 0; i < n; i++)
    {
      double k[4][2], u[2] = { y[0], y[1] };

      for (guint s = 0; s < 4; s++)
        {
          double at = (t + (s == 0 ? 0 : s == 3 ? h : 0.5 * h)) / duration;
          double f = s == 2 ? h : 0.5 * h;

          k[s][0] = u[1];
          k[s][1] = -2 * tanh (u[0]) - strength * exp (-0.5 * at * at) * u[0];
          u[0] = y[0] + f * k[s][0];
          u[1] = y[1] + f * k[s][1];
        }
      for (guint d = 0; d < 2; d++)
        y[d] += h / 6 * (k[0][d] + 2 * k[1][d] + 2 * k[2][d] + k[3][d]);
      t += h;
    }
  *z = y[0];
  *v = y[1];
  return t;
}

/* f is constant along orbits: f₁ = −F' (J_end − J_start) of orbits that end at J = 1. No noise, so
 * it decides between a grid and noisy stars. */
static void
test_breathing_equals_followed_orbits (void)
{
  g_autoptr (PlumeDiscGrid) grid = slab_grid (256, 6);
  PlumeDiscPotential slab = plume_disc_potential_slab (1, 1);
  const double durations[] = { 0.3, 1 }, J = 1;
  double slope, F = plume_disc_distribution_value (&grid->distribution, grid->vertical, J, &slope);

  for (guint d = 0; d < 2; d++)
    {
      const guint n = 64;
      double strength = 1e-3;
      double complex sum = 0, theory;
      PlumeDiscPerturber tide = { PLUME_DISC_TIDE, PLUME_DISC_PULSE_GAUSSIAN, durations[d] };
      g_autoptr (PlumeDiscResponse) response = NULL;

      tide.breathing = sqrt (2 * G_PI) * durations[d];
      response = plume_disc_response_new (grid, &tide, NULL);
      theory = plume_disc_response_at (response, 2, J, 7 * durations[d], &nothing);
      for (guint i = 0; i < n; i++)
        {
          double change[2];

          for (guint sign = 0; sign < 2; sign++)
            {
              double z, v;

              plume_vertical_position (grid->vertical, J, 2 * G_PI * i / n, &z, &v);
              run_back (&z, &v, sign == 0 ? strength : -strength, durations[d]);
              change[sign] = plume_vertical_exact (&slab, 8, z, v, 100).action - J;
            }
          sum += slope * (change[0] - change[1]) / (2 * strength)
                 * cexp (-2 * I * (2 * G_PI * i / n)) / n;
        }
      assert_ratio (cabs (sum) / F, cabs (theory) / F, 2e-3);
      assert_near (cabs (sum - theory), 0, 3e-3 * cabs (theory));
    }
}

static void
test_kick_is_a_derivative_in_velocity (void)
{
  g_autoptr (PlumeDiscGrid) grid = solar_grid (256, 60);
  PlumeDiscPerturber kick = plume_disc_perturber_default (PLUME_DISC_KICK);
  g_autoptr (PlumeDiscResponse) response = NULL;
  double z[2] = { -0.4, 0.4 }, v[2] = { -30, 30 };
  g_autoptr (PlumeDiscField) field = plume_disc_field_new (grid, 40, 40, z, v);
  g_autofree float *f = g_new (float, 1600), *flipped = g_new (float, 1600);

  response = plume_disc_response_new (grid, &kick, NULL);
  plume_disc_field_response (field, response, 0x1e, 0, &nothing, TRUE, f);
  kick.kick = -8;
  {
    g_autoptr (PlumeDiscResponse) other = plume_disc_response_new (grid, &kick, NULL);

    plume_disc_field_response (field, other, 0x1e, 0.4, &nothing, TRUE, flipped);
    /* f₁ = −Δv ∂F/∂v = Δv v/σ² F, up to the harmonics beyond the fourth */
    for (guint i = 0; i < 1600; i++)
      assert_near (f[i], 8 * (-30 + 60 * (i / 40 + 0.5) / 40) / 400, 0.02);
    plume_disc_field_response (field, response, 0x1e, 0.4, &nothing, TRUE, f);
    for (guint i = 0; i < 1600; i++)
      assert_near (f[i], -flipped[i], 1e-6);
  }
}

/* Mirror images that are copied are those that are computed where the ranges are no mirrors. */
static void
test_mirrored_pixels (void)
{
  g_autoptr (PlumeDiscGrid) grid = solar_grid (64, 60);
  PlumeDiscPerturber kick = plume_disc_perturber_default (PLUME_DISC_KICK);
  g_autoptr (PlumeDiscResponse) response = NULL;
  g_autofree float *mirrored = g_new (float, 41 * 40), *plain = g_new (float, 61 * 50);
  const double z[] = { -0.41, 0.41 }, v[] = { -30, 30 }, z_far[] = { -0.41, 0.81 },
               v_far[] = { -30, 45 };
  g_autoptr (PlumeDiscField) here = plume_disc_field_new (grid, 41, 40, z, v);
  g_autoptr (PlumeDiscField) far = plume_disc_field_new (grid, 61, 50, z_far, v_far);
  double largest = 0;

  kick.breathing = 5;
  response = plume_disc_response_new (grid, &kick, NULL);
  plume_disc_field_response (here, response, 0x1e, 0.4, &nothing, TRUE, mirrored);
  plume_disc_field_response (far, response, 0x1e, 0.4, &nothing, TRUE, plain);
  for (guint y = 0; y < 40; y++)
    for (guint x = 0; x < 41; x++)
      {
        assert_near (mirrored[y * 41 + x], plain[y * 61 + x], 1e-5);
        largest = MAX (largest, fabs ((double)plain[y * 61 + x]));
      }
  g_assert_cmpfloat (largest, >, 0.3);
}

static void
test_symmetry_selects_harmonics (void)
{
  g_autoptr (PlumeDiscGrid) grid = solar_grid (64, 60);
  PlumeDiscPerturberKind kinds[] = { PLUME_DISC_BAR, PLUME_DISC_TIDE };
  g_autofree double complex *f = g_new (double complex, 64);

  for (guint k = 0; k < 2; k++)
    {
      PlumeDiscPerturber perturber = plume_disc_perturber_default (kinds[k]);
      g_autoptr (PlumeDiscResponse) response = plume_disc_response_new (grid, &perturber, NULL);

      for (guint n = 1; n <= 4; n++)
        {
          double sum = 0;

          plume_disc_response_harmonic (response, n, 0.3, &nothing, f);
          for (guint i = 0; i < 64; i++)
            sum += cabs (f[i]);
          g_assert_true (n % 2 == 1 ? sum == 0 : sum > 0);
        }
    }
}

typedef struct
{
  PlumeDiscPulse pulse;
  double omega;
  gboolean sine;
} Part;

static double
pulse_part (double t, void *data)
{
  const Part *part = data;
  double T = plume_disc_pulse_shape (part->pulse, 0.3, t);

  return T * (part->sine ? sin (part->omega * t) : cos (part->omega * t));
}

static void
test_pulse_transforms_are_integrals (void)
{
  gsl_integration_workspace *work = gsl_integration_workspace_alloc (4000);
  const PlumeDiscPulse pulses[] = { PLUME_DISC_PULSE_GAUSSIAN, PLUME_DISC_PULSE_PERSISTENT };

  for (guint k = 0; k < 2; k++)
    for (double omega = -9; omega < 10; omega += 3)
      for (double t = -0.7; t < 3; t += 0.35)
        {
          Part cosine = { pulses[k], omega, FALSE }, sine = { pulses[k], omega, TRUE };
          gsl_function functions[] = { { pulse_part, &cosine }, { pulse_part, &sine } };
          double real, imaginary, error, middle = MIN (t, 0), more;
          double complex W = plume_disc_pulse_transform (pulses[k], 0.3, omega, t);

          gsl_integration_qag (&functions[0], -12, middle, 0, 1e-10, 4000, 6, work, &real, &error);
          gsl_integration_qag (&functions[1], -12, middle, 1e-11, 1e-10, 4000, 6, work, &imaginary,
                               &error);
          gsl_integration_qag (&functions[0], middle, t, 1e-11, 1e-10, 4000, 6, work, &more,
                               &error);
          real += more;
          gsl_integration_qag (&functions[1], middle, t, 1e-11, 1e-10, 4000, 6, work, &more,
                               &error);
          imaginary += more;
          assert_near (creal (W), real, 1e-8);
          assert_near (cimag (W), imaginary, 1e-8);
        }
  for (double omega = -5; omega < 6; omega += 2)
    {
      Part cosine = { PLUME_DISC_PULSE_LORENTZIAN, omega, FALSE };
      gsl_function function = { pulse_part, &cosine };
      double value, error;

      gsl_integration_qag (&function, -3000, 3000, 1e-8, 1e-8, 4000, 6, work, &value, &error);
      assert_near (
          creal (plume_disc_pulse_transform (PLUME_DISC_PULSE_LORENTZIAN, 0.3, omega, 1e9)), value,
          1e-4);
    }
  gsl_integration_workspace_free (work);
}

/* An arm that came slowly and stays: its pattern passes by so that 2Ω(J) meets it at J = 5. */
static PlumeDiscPerturber
staying_arm (const PlumeDiscGrid *grid, double duration)
{
  PlumeDiscPerturber arm = plume_disc_perturber_default (PLUME_DISC_ARM);
  double azimuthal =
      plume_disc_potential_frequencies (plume_vertical_get_potential (grid->vertical), 8.122)
          .azimuthal;

  arm.pulse = PLUME_DISC_PULSE_PERSISTENT;
  arm.duration = duration;
  arm.odd_strength = 0;
  arm.pattern_speed = azimuthal + plume_vertical_frequency (grid->vertical, 5, NULL);
  return arm;
}

static void
test_resonances_grow_under_a_persistent_pattern (void)
{
  g_autoptr (PlumeDiscGrid) grid = solar_grid (256, 60);
  PlumeDiscPerturber arm = staying_arm (grid, 0.5);
  g_autoptr (PlumeDiscResponse) response = plume_disc_response_new (grid, &arm, NULL);
  const double times[] = { 1, 2, 4, 8 };

  for (guint k = 0; k + 1 < G_N_ELEMENTS (times); k++)
    {
      double now = cabs (plume_disc_response_at (response, 2, 5, times[k], &nothing));
      double later = cabs (plume_disc_response_at (response, 2, 5, times[k + 1], &nothing));

      /* ∫T = τ_P + t; the term that turns the other way stays at 1/(4Ω) */
      assert_ratio (later / now, (0.5 + times[k + 1]) / (0.5 + times[k]), 0.01);
    }
}

/* Away from resonances, |ω|τ_P ≫ 1, what is left to wind is 1/(|ω|τ_P) of the distortion that goes
 * with the pattern, and what the pattern does the other way round is ω/(ω + 4Ω) of it: nothing
 * grows or winds, whereas a pulse leaves a spiral. */
static void
test_persistent_patterns_make_no_spiral (void)
{
  g_autoptr (PlumeDiscGrid) grid = solar_grid (256, 60);
  PlumeDiscPerturber arm = staying_arm (grid, 0.5), pulse = arm;
  g_autoptr (PlumeDiscResponse) staying = plume_disc_response_new (grid, &arm, NULL);
  g_autoptr (PlumeDiscResponse) passing = NULL;
  const double J[] = { 20, 25, 30 };
  double shift = 2 * plume_vertical_frequency (grid->vertical, 5, NULL), widest[2] = { 0 };

  pulse.pulse = PLUME_DISC_PULSE_GAUSSIAN;
  pulse.duration = 0.02;
  passing = plume_disc_response_new (grid, &pulse, NULL);
  for (double t = 0.5; t < 4; t += 0.25)
    {
      double phase[2][3], most = 0;

      for (guint i = 0; i < 3; i++)
        {
          double twice = 2 * plume_vertical_frequency (grid->vertical, J[i], NULL);
          double omega = fabs (twice - shift), left, other;
          double complex now = plume_disc_response_at (staying, 2, J[i], t, &nothing);
          double complex start = plume_disc_response_at (staying, 2, J[i], 0, &nothing);

          g_assert_cmpfloat (omega * arm.duration, >, 5);
          left = 1 / (omega * arm.duration);
          other = omega / (twice + shift);
          most = MAX (most, left + other);
          /* between 1 − left − other and 1 + left + other, of what began at 1 − other */
          g_assert_cmpfloat (cabs (now / start), <, (1 + left + other) / (1 - other) + 0.01);
          g_assert_cmpfloat (cabs (now / start), >, (1 - left - other) / (1 - other) - 0.01);
          phase[0][i] = carg (now / start);
          phase[1][i] = carg (plume_disc_response_at (passing, 2, J[i], t, &nothing)
                              / plume_disc_response_at (passing, 2, J[i], 0.2, &nothing));
        }
      for (guint i = 1; i < 3; i++)
        for (guint k = 0; k < 2; k++)
          widest[k] = MAX (widest[k], fabs (remainder (phase[k][i] - phase[k][0], 2 * G_PI)));
      g_assert_cmpfloat (widest[0], <, 2 * most);
    }
  g_test_message ("phases of actions apart: %.2f rad where it stays, %.2f where it passes",
                  widest[0], widest[1]);
  g_assert_cmpfloat (widest[1], >, 2);
}

static void
test_fly_by_transform_is_an_integral (void)
{
  PlumeDiscPerturber fly_by = plume_disc_perturber_default (PLUME_DISC_FLY_BY);
  PlumeDiscPotential potential = plume_disc_potential_milky_way (1);

  for (double omega = 20; omega < 130; omega += 30)
    for (double z = -0.9; z < 1; z += 0.6)
      {
        double complex even, odd, sum = 0;
        /* |t| ≤ 8 with the slow ends faded out */
        const gsize n = 400000;
        double h = 16.0 / n;

        for (gsize i = 0; i <= n; i++)
          {
            double t = -8 + h * (double)i, fade = cos (G_PI * t / 16);

            sum += h * fade * fade * cexp (I * omega * t)
                   * plume_disc_perturber_potential (&fly_by, &potential, 8.122, z, t);
          }
        plume_disc_perturbers[PLUME_DISC_FLY_BY].transform (&fly_by, z, omega, &even, &odd);
        assert_near (cabs (sum - even - odd), 0, 1e-3 * cabs (even + odd));
      }
  {
    double best = 0, at = 0;

    for (double x = 0.3; x < 1; x += 1e-4)
      {
        double d = hypot (fly_by.distance, fly_by.softening);
        double kick = plume_disc_perturber_effective_kick (&fly_by, x * fly_by.speed / d);

        if (kick > best)
          best = kick, at = x;
      }
    assert_near (at, 0.595, 5e-4);
  }
}

static void
test_diffusive_damping_equals_the_reference (void)
{
  g_autoptr (GPtrArray) rows = read_reference (TOPIC, "diffusive_damping.csv");
  PlumeDiscPotential slab = plume_disc_potential_slab (1, 1);
  g_autoptr (PlumeVertical) vertical = plume_vertical_new (&slab, 8, 8, NULL);
  const gsize n_cells = 6000;
  const double times[] = { 2, 5, 10, 15, 20 };
  g_autofree double *omega = g_new (double, n_cells);
  g_autofree double complex *start = g_new (double complex, n_cells);
  g_autofree double complex *f = g_new (double complex, n_cells * 5);
  double gamma = 0;
  guint harmonic = 0;

  g_assert_cmpuint (rows->len, >, 40);
  for (guint i = 1; i < rows->len; i++)
    {
      PlumeDiscDiffusion problem = {
        n_cells, 8, omega, (guint)reference_number (rows, i, 0), reference_number (rows, i, 1), 0.02
      };
      double t = reference_number (rows, i, 2), J = reference_number (rows, i, 3), slope, tau;
      gsize cell = (gsize)(J / 8 * n_cells), k = 0;

      if (problem.harmonic != harmonic || problem.diffusion != gamma)
        {
          for (gsize c = 0; c < n_cells; c++)
            {
              double at = plume_disc_diffusion_action (&problem, c);

              omega[c] = plume_vertical_frequency (vertical, at, NULL);
              start[c] = at * exp (-at);
            }
          g_assert_true (plume_disc_diffusion_run (&problem, start, 5, times, f, NULL, NULL));
          harmonic = problem.harmonic;
          gamma = problem.diffusion;
        }
      while (times[k] < t)
        k++;
      assert_ratio (cabs (f[k * n_cells + cell]), reference_number (rows, i, 4), 1e-3);
      plume_vertical_frequency (vertical, J, &slope);
      tau = plume_disc_damping_time (J, slope, gamma, harmonic);
      assert_ratio (tau, reference_number (rows, i, 6), 1e-3);
      if (t <= 0.95 * tau)
        assert_ratio (J * exp (-J - pow (t / tau, 3)), cabs (f[k * n_cells + cell]), 0.1);
    }
}

/* The winding frame against the same reference */
static void
test_unwound_diffusion_equals_the_reference (void)
{
  g_autoptr (GPtrArray) rows = read_reference (TOPIC, "diffusive_damping.csv");
  PlumeDiscPotential slab = plume_disc_potential_slab (1, 1);
  g_autoptr (PlumeVertical) vertical = plume_vertical_new (&slab, 8, 8, NULL);
  const gsize n = 400;
  const double times[] = { 2, 5, 10, 15, 20 }, step = sqrt (8) / (n - 1);
  g_autofree double *slope = g_new (double, n);
  g_autofree double complex *start = g_new (double complex, n);
  g_autofree double complex *g = g_new (double complex, n * 5);
  PlumeDiscUnwound problem = { n, step, slope, 0, 0, 0.05 };
  double worst = 0;

  for (gsize i = 0; i < n; i++)
    {
      double J = MIN ((double)(i * i) * step * step, 8 * (1 - 1e-9));

      plume_vertical_frequency (vertical, J, &slope[i]);
      start[i] = J * exp (-J);
    }
  for (guint r = 1; r < rows->len; r++)
    {
      double t = reference_number (rows, r, 2), J = reference_number (rows, r, 3), x, share;
      double wanted = reference_number (rows, r, 4), value;
      gsize k = 0, node;

      if (problem.harmonic != (guint)reference_number (rows, r, 0)
          || problem.diffusion != reference_number (rows, r, 1))
        {
          problem.harmonic = (guint)reference_number (rows, r, 0);
          problem.diffusion = reference_number (rows, r, 1);
          g_assert_true (plume_disc_unwound_run (&problem, start, 5, times, g, NULL, NULL));
        }
      while (times[k] < t)
        k++;
      x = sqrt (J) / step;
      node = (gsize)x;
      share = x - (double)node;
      value = cabs ((1 - share) * g[k * n + node] + share * g[k * n + node + 1]);
      worst = MAX (worst, fabs (value / wanted - 1));
    }
  g_test_message ("off by up to %.1e", worst);
  g_assert_cmpfloat (worst, <, 1e-3);
}

static void
test_damping_times_of_the_sun (void)
{
  const double J[] = { 1, 2, 5, 10, 20 }, wanted[] = { 0.57, 0.55, 0.62, 0.76, 1.02 };
  g_autoptr (PlumeDiscGrid) grid = solar_grid (2, 60);
  const double gyr = 1000 / PLUME_DISC_TIME_MYR;

  for (guint i = 0; i < 5; i++)
    {
      double slope;

      plume_vertical_frequency (grid->vertical, J[i], &slope);
      assert_near (plume_disc_damping_time (J[i], slope, 0.5 / gyr, 1) / gyr, wanted[i], 0.006);
    }
}

/* e^(−J/J₀) stays exponential with dJ₀/dt = γ */
static void
test_exponentials_stay_exponential (void)
{
  const gsize n = 4000;
  g_autofree double *omega = g_new0 (double, n);
  g_autofree double complex *start = g_new (double complex, n), *f = g_new (double complex, n);
  PlumeDiscDiffusion problem = { n, 200, omega, 1, 0.5, 0.01 };
  double time = 4;

  for (gsize i = 0; i < n; i++)
    start[i] = exp (-plume_disc_diffusion_action (&problem, i) / 7) / 7;
  g_assert_true (plume_disc_diffusion_run (&problem, start, 1, &time, f, NULL, NULL));
  for (gsize i = 0; i < n / 2; i += 50)
    assert_ratio (creal (f[i]), exp (-plume_disc_diffusion_action (&problem, i) / 9) / 9, 1e-4);
}

/* A kick of 500 Myr looks younger, by one arm and by two. */
static void
test_diffusion_makes_ages_young (void)
{
  g_autoptr (PlumeDiscGrid) grid = solar_grid (256, 110);
  const gsize n = 4000;
  g_autofree double *omega = g_new (double, n);
  g_autofree double complex *start = g_new (double complex, n), *f = g_new (double complex, n);
  double age = 500 / PLUME_DISC_TIME_MYR, apparent[2];

  for (guint h = 1; h <= 2; h++)
    {
      PlumeDiscDiffusion problem = { n, 105, omega, h, 0.5 * PLUME_DISC_TIME_MYR / 1000, 0.0005 };
      PlumeDiscPerturber kick = { PLUME_DISC_KICK, .kick = 8, .breathing = 10 };
      g_autoptr (PlumeDiscResponse) response = plume_disc_response_new (grid, &kick, NULL);

      for (gsize i = 0; i < n; i++)
        {
          double J = plume_disc_diffusion_action (&problem, i);

          omega[i] = plume_vertical_frequency (grid->vertical, J, NULL);
          start[i] = plume_disc_response_at (response, h, J, 0, &nothing);
        }
      g_assert_true (plume_disc_diffusion_run (&problem, start, 1, &age, f, NULL, NULL));
      apparent[h - 1] =
          PLUME_DISC_TIME_MYR * plume_disc_diffusion_age (&problem, f, 0.3 * age, 1.2 * age);
      problem.diffusion = 0;
      g_assert_true (plume_disc_diffusion_run (&problem, start, 1, &age, f, NULL, NULL));
      assert_ratio (plume_disc_diffusion_age (&problem, f, 0.3 * age, 1.2 * age), age, 1e-3);
    }
  g_test_message ("apparent ages %.1f and %.1f Myr", apparent[0], apparent[1]);
  g_assert_true (apparent[0] > 460 && apparent[0] < 499);
  g_assert_true (apparent[1] > 350 && apparent[1] < 499);
}

/* The catalogue's body of that name; FALSE without the data */
static gboolean
find_body (const char *name, double mass, double softening, PlumeDiscBody *body)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("PLUME_DATA") ? g_getenv ("PLUME_DATA") : "/nonexistent",
                        "galaxy", "satellites.csv", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return FALSE;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 1; lines[i] != NULL; i++)
    {
      g_auto (GStrv) field = g_strsplit (lines[i], ",", -1);

      if (g_strcmp0 (field[0], name) != 0)
        continue;
      *body = (PlumeDiscBody){ mass, softening, { 0 }, { 0 } };
      for (guint k = 0; k < 3; k++)
        {
          body->position[k] = g_ascii_strtod (field[8 + k], NULL);
          body->velocity[k] = g_ascii_strtod (field[11 + k], NULL);
        }
      return TRUE;
    }
  return FALSE;
}

static void
test_crossings_equal_the_reference (void)
{
  PlumeDiscPotential potential = plume_disc_potential_milky_way (1);
  g_autoptr (GPtrArray) rows = read_reference (TOPIC, "satellite_disc_crossings.csv");

  for (guint i = 1; i < rows->len; i++)
    {
      const char *name = ((char **)g_ptr_array_index (rows, i))[0];
      double t = reference_number (rows, i, 1), nearest = INFINITY;
      PlumeDiscCrossing crossings[16], found = { 0 };
      g_autoptr (PlumeDiscOrbit) orbit = NULL;
      PlumeDiscBody body;
      gsize n;

      if (!find_body (name, 0, 0, &body))
        {
          g_test_skip ("PLUME_DATA has no galaxy/satellites.csv");
          return;
        }
      orbit = plume_disc_orbit_new (&potential, body.position, body.velocity,
                                    -3000 / PLUME_DISC_TIME_MYR, NULL);
      n = plume_disc_orbit_crossings (orbit, 16, crossings);
      for (gsize k = 0; k < MIN (n, 16); k++)
        if (fabs (crossings[k].time * PLUME_DISC_TIME_MYR - t) < nearest)
          {
            nearest = fabs (crossings[k].time * PLUME_DISC_TIME_MYR - t);
            found = crossings[k];
          }
      assert_near (nearest, 0, 0.5);
      assert_near (found.radius, reference_number (rows, i, 2), 0.01);
      assert_near (found.velocity[2], reference_number (rows, i, 6), 0.1);
    }
}

static void
test_satellite_responses_equal_the_reference (void)
{
  g_autoptr (PlumeDiscGrid) grid = solar_grid (2, 10);
  PlumeDiscPast past = PLUME_DISC_PAST_DEFAULT;
  g_autoptr (GPtrArray) rows = read_reference (TOPIC, "satellite_response_sun.csv");

  for (guint i = 1; i < rows->len; i++)
    {
      PlumeDiscVisit visit;
      PlumeDiscBody body;

      if (!find_body (((char **)g_ptr_array_index (rows, i))[0], reference_number (rows, i, 1),
                      reference_number (rows, i, 2), &body))
        {
          g_test_skip ("PLUME_DATA has no galaxy/satellites.csv");
          return;
        }
      g_assert_true (plume_disc_satellites_visits (grid, 1, &body, &past, &visit, NULL, NULL));
      g_assert_true (visit.valid);
      g_test_message ("%s %g %g, %g %g", ((char **)g_ptr_array_index (rows, i))[0],
                      creal (visit.bending), cimag (visit.bending), creal (visit.breathing),
                      cimag (visit.breathing));
      assert_near (cabs (visit.bending
                         - (reference_number (rows, i, 6) + I * reference_number (rows, i, 7))),
                   0, 0.01 * cabs (visit.bending));
      assert_near (cabs (visit.breathing
                         - (reference_number (rows, i, 9) + I * reference_number (rows, i, 10))),
                   0, 0.01 * cabs (visit.breathing));
    }
}

static void
test_bending_dominates_and_sagittarius_leads (void)
{
  g_autoptr (PlumeDiscGrid) grid = solar_grid (2, 10);
  PlumeDiscPast past = PLUME_DISC_PAST_DEFAULT;
  PlumeDiscSun sun = PLUME_DISC_SUN_DEFAULT;
  g_autofree PlumeDiscBody *bodies = g_new (PlumeDiscBody, plume_disc_n_satellites);
  g_autofree PlumeDiscVisit *visits = g_new (PlumeDiscVisit, plume_disc_n_satellites);
  g_autofree gsize *order = g_new (gsize, plume_disc_n_satellites);
  gsize first = 0;

  past.turn_off = 200 / PLUME_DISC_TIME_MYR;
  for (guint i = 0; i < plume_disc_n_satellites; i++)
    bodies[i] = plume_disc_satellite_body (&plume_disc_satellites[i], &sun);
  g_assert_true (plume_disc_satellites_visits (grid, plume_disc_n_satellites, bodies, &past, visits,
                                               NULL, NULL));
  plume_disc_satellites_rank (plume_disc_n_satellites, visits, order);
  for (guint i = 0; i < plume_disc_n_satellites; i++)
    g_test_message ("%s %g at %.1f kpc, %.0f Myr", plume_disc_satellites[order[i]].name,
                    cabs (visits[order[i]].bending), visits[order[i]].nearest,
                    visits[order[i]].nearest_time * PLUME_DISC_TIME_MYR);
  for (guint i = 0; i < plume_disc_n_satellites; i++)
    g_assert_true (visits[i].valid);
  /* the Clouds are no dwarf spheroidals */
  while (g_strrstr (plume_disc_satellites[order[first]].name, "MC") != NULL)
    first++;
  g_assert_cmpstr (plume_disc_satellites[order[first]].name, ==, "Sagittarius");
  past.turn_off = 0;
  plume_disc_satellites_visits (grid, plume_disc_n_satellites, bodies, &past, visits, NULL, NULL);
  for (guint i = 0; i < plume_disc_n_satellites; i++)
    g_assert_cmpfloat (2 * cabs (visits[i].breathing), <, 0.1 * cabs (visits[i].bending));
}

static void
test_orbits_keep_their_energy (void)
{
  PlumeDiscPotential potential = plume_disc_potential_milky_way (1);
  PlumeDiscSun sun = PLUME_DISC_SUN_DEFAULT;

  for (guint i = 0; i < plume_disc_n_satellites; i++)
    {
      PlumeDiscBody body = plume_disc_satellite_body (&plume_disc_satellites[i], &sun);
      g_autoptr (PlumeDiscOrbit) orbit =
          plume_disc_orbit_new (&potential, body.position, body.velocity, -3, NULL);
      double start = 0;

      g_assert_nonnull (orbit);
      for (double t = 0; t > -3; t -= 0.0137)
        {
          double x[3], v[3], energy;

          plume_disc_orbit_at (orbit, t, x, v);
          energy = 0.5 * (v[0] * v[0] + v[1] * v[1] + v[2] * v[2])
                   + plume_disc_potential_value (&potential, hypot (x[0], x[1]), x[2]);
          start = t == 0 ? energy : start;
          assert_near (energy, start, 1e-6 * 2e5);
        }
    }
}

/* The kernel of many actions holds that of one; without the satellite's clouds it scales by mass.
 */
static void
test_clouds_and_spread_damp (void)
{
  g_autoptr (PlumeDiscGrid) grid = solar_grid (64, 60);
  PlumeDiscPerturber kick = plume_disc_perturber_default (PLUME_DISC_KICK);
  g_autoptr (PlumeDiscResponse) response = plume_disc_response_new (grid, &kick, NULL);
  PlumeDiscMixing clouds = { .diffusion = 0.5 }, spread = { .spread = 60 };
  double J = grid->action[20], slope = grid->frequency_slope[20], t = 0.5;
  double tau = plume_disc_damping_time (J, slope, 0.5, 1);
  double complex free = plume_disc_response_at (response, 1, J, t, &nothing);

  assert_ratio (cabs (plume_disc_response_at (response, 1, J, t, &clouds) / free),
                exp (-pow (t / tau, 3)), 1e-9);
  assert_ratio (cabs (plume_disc_response_at (response, 1, J, t, &spread) / free),
                exp (-0.5 * pow (grid->radial_slope[20] * 60 * t, 2)), 1e-9);
  g_assert_cmpfloat (grid->radial_slope[20], <, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gsl_set_error_handler_off ();
  g_test_add_func ("/disc/response/gaussian-pulses-equal-the-reference",
                   test_gaussian_pulses_equal_the_reference);
  g_test_add_func ("/disc/response/breathing-equals-followed-orbits",
                   test_breathing_equals_followed_orbits);
  g_test_add_func ("/disc/response/kick-is-a-derivative-in-velocity",
                   test_kick_is_a_derivative_in_velocity);
  g_test_add_func ("/disc/response/mirrored-pixels-are-computed-ones", test_mirrored_pixels);
  g_test_add_func ("/disc/response/symmetry-selects-harmonics", test_symmetry_selects_harmonics);
  g_test_add_func ("/disc/response/clouds-and-spread-damp", test_clouds_and_spread_damp);
  g_test_add_func ("/disc/response/persistent-pattern-feeds-resonances",
                   test_resonances_grow_under_a_persistent_pattern);
  g_test_add_func ("/disc/response/persistent-pattern-leaves-no-spiral",
                   test_persistent_patterns_make_no_spiral);
  g_test_add_func ("/disc/pulse/transforms-are-integrals", test_pulse_transforms_are_integrals);
  g_test_add_func ("/disc/perturber/fly-by-transform-is-an-integral",
                   test_fly_by_transform_is_an_integral);
  g_test_add_func ("/disc/diffusion/damping-equals-the-reference",
                   test_diffusive_damping_equals_the_reference);
  g_test_add_func ("/disc/diffusion/unwound-equals-the-reference",
                   test_unwound_diffusion_equals_the_reference);
  g_test_add_func ("/disc/diffusion/damping-times-of-the-sun", test_damping_times_of_the_sun);
  g_test_add_func ("/disc/diffusion/exponentials-stay-exponential",
                   test_exponentials_stay_exponential);
  g_test_add_func ("/disc/diffusion/ages-look-young", test_diffusion_makes_ages_young);
  g_test_add_func ("/disc/satellites/crossings-equal-the-reference",
                   test_crossings_equal_the_reference);
  g_test_add_func ("/disc/satellites/responses-equal-the-reference",
                   test_satellite_responses_equal_the_reference);
  g_test_add_func ("/disc/satellites/bending-dominates-and-sagittarius-leads",
                   test_bending_dominates_and_sagittarius_leads);
  g_test_add_func ("/disc/satellites/orbits-keep-their-energy", test_orbits_keep_their_energy);
  return g_test_run ();
}
