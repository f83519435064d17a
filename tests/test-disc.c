/* test-disc.c: potentials, vertical actions and angles, the frame of the Galaxy. */
#include <gsl/gsl_errno.h>
#include <math.h>

#include "core/plume-array.h"
#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "disc/plume-disc-distribution.h"
#include "disc/plume-disc-frame.h"
#include "disc/plume-disc-vertical.h"
#include "reference-table.h"

#define TOPIC "29-phase-spirals"

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

static PlumeVertical *
milky_way_at (double R)
{
  PlumeDiscPotential potential = plume_disc_potential_milky_way (1);
  PlumeVertical *vertical = plume_vertical_new (&potential, R, 4, NULL);

  g_assert_nonnull (vertical);
  return vertical;
}

static PlumeDiscPotential
everything (void)
{
  PlumeDiscPotential potential = plume_disc_potential_milky_way (0.7);

  g_assert_true (plume_disc_potential_add (
      &potential, (PlumeDiscComponent){ PLUME_DISC_PLUMMER, 2e10, 2.5, 0 }));
  g_assert_true (
      plume_disc_potential_add (&potential, (PlumeDiscComponent){ PLUME_DISC_SLAB, 0, 20, 0.3 }));
  return potential;
}

static void
test_forces_are_gradients (void)
{
  PlumeDiscPotential potential = everything ();

  for (double R = 0.5; R < 30; R *= 1.4)
    for (double z = -3; z < 3; z += 0.37)
      {
        double h = 1e-4, radial, vertical, x[3] = { 0.6 * R, -0.8 * R, z }, a[3];
        double along_R = (plume_disc_potential_value (&potential, R + h, z)
                          - plume_disc_potential_value (&potential, R - h, z))
                         / (2 * h);
        double along_z = (plume_disc_potential_value (&potential, R, z + h)
                          - plume_disc_potential_value (&potential, R, z - h))
                         / (2 * h);
        double second;

        plume_disc_potential_stiffness (&potential, R, z, &radial, &vertical);
        assert_near (radial * R, along_R, 1e-4 * fabs (along_R) + 1e-3);
        assert_near (vertical * z, along_z, 1e-4 * fabs (along_z) + 1e-3);
        plume_disc_potential_acceleration (&potential, x, a);
        assert_near (hypot (a[0], a[1]), radial * R, 1e-9 * radial * R);
        plume_disc_potential_stiffness (&potential, R, z + h, &radial, &vertical);
        second = vertical * (z + h);
        plume_disc_potential_stiffness (&potential, R, z - h, &radial, &vertical);
        second = (second - vertical * (z - h)) / (2 * h);
        assert_near (plume_disc_potential_vertical_curvature (&potential, R, z), second,
                     1e-5 * fabs (second) + 1e-2);
      }
}

static void
test_slopes_are_differences (void)
{
  PlumeDiscPotential potential = everything ();

  for (double a = 0; a < 4; a += 0.31)
    for (double b = 0; b < 4; b += 0.27)
      if (fabs (a - b) > 0.05)
        assert_ratio (plume_disc_potential_vertical_slope (&potential, 8, a, b),
                      (plume_disc_potential_value (&potential, 8, a)
                       - plume_disc_potential_value (&potential, 8, b))
                          / (a * a - b * b),
                      1e-8);
  /* where the difference itself has no digits left, U = ν²z²/2 */
  for (double z = 1e-7; z < 1e-4; z *= 10)
    assert_ratio (plume_disc_potential_vertical (&potential, 8, z),
                  0.5 * z * z * plume_disc_potential_vertical_curvature (&potential, 8, 0), 1e-6);
}

static void
test_milky_way_equals_the_reference (void)
{
  PlumeDiscPotential potential = plume_disc_potential_milky_way (1);
  g_autoptr (GPtrArray) rows = read_reference (TOPIC, "mw_frequencies.csv");

  g_assert_cmpuint (rows->len, >, 10);
  for (guint i = 1; i < rows->len; i++)
    {
      double R = reference_number (rows, i, 0), radial, vertical;
      PlumeDiscFrequencies at = plume_disc_potential_frequencies (&potential, R);

      assert_ratio (at.circular_speed, reference_number (rows, i, 1), 1e-9);
      assert_ratio (at.azimuthal, reference_number (rows, i, 2), 1e-9);
      assert_ratio (at.epicyclic, reference_number (rows, i, 3), 1e-6);
      assert_ratio (at.vertical, reference_number (rows, i, 4), 1e-6);
      plume_disc_potential_stiffness (&potential, R, 1.1, &radial, &vertical);
      assert_ratio (1.1 * vertical, reference_number (rows, i, 5), 1e-9);
      plume_disc_potential_stiffness (&potential, R, 0.3, &radial, &vertical);
      assert_ratio (0.3 * vertical, reference_number (rows, i, 6), 1e-9);
      assert_ratio (plume_disc_potential_value (&potential, R, 0), reference_number (rows, i, 7),
                    1e-9);
      assert_ratio (plume_disc_potential_guiding_radius (&potential, R * at.circular_speed), R,
                    1e-10);
    }
}

/* The Milky Way's disc is itself such a fit: sech², R_d = 2.6 kpc, h_z = 0.3 kpc */
static void
test_exponential_disc_is_that_of_the_milky_way (void)
{
  PlumeDiscPotential milky_way = plume_disc_potential_milky_way (1), custom;
  PlumeExponentialDisc disc = { 4.7717e10, 2.6, 0.3, PLUME_EXPONENTIAL_PROFILE_SECH2,
                                PLUME_EXPONENTIAL_FIT_POSITIVE };

  g_assert_true (plume_disc_potential_custom (&disc, 1, &custom, NULL));
  for (double R = 2; R < 20; R += 1.7)
    assert_ratio (plume_disc_potential_frequencies (&custom, R).circular_speed,
                  plume_disc_potential_frequencies (&milky_way, R).circular_speed, 1e-4);
}

/* Both fits reproduce the surface density M e^(−R/R_d)/(2πR_d²) through the force just above a thin
 * disc, −K_z = 2πGΣ. */
static void
test_exponential_discs_have_their_surface_density (void)
{
  for (int fit = 0; fit < 2; fit++)
    for (int profile = 0; profile < 2; profile++)
      for (double R = 3; R < 9; R += 1)
        {
          PlumeDiscPotential potential = { 0 };
          PlumeExponentialDisc disc = { 5e10, 2.6, 0.15, (PlumeExponentialProfile)profile,
                                        (PlumeExponentialFit)fit };
          double radial, vertical, sigma = 0;

          g_assert_true (plume_disc_potential_add_exponential (&potential, &disc, NULL));
          /* ∫ρ dz by Poisson: 4πGρ = Φ_zz + (1/R) ∂_R(R ∂_RΦ) */
          for (double z = 0.005; z < 20; z *= 1.02)
            {
              double h = 1e-3, in, out, unused;

              plume_disc_potential_stiffness (&potential, R, z, &radial, &vertical);
              plume_disc_potential_stiffness (&potential, R - h, z, &in, &unused);
              plume_disc_potential_stiffness (&potential, R + h, z, &out, &unused);
              sigma += 0.02 * z
                       * ((out - in) / (2 * h) * R + 2 * radial
                          + plume_disc_potential_vertical_curvature (&potential, R, z));
              if (z < 0.0051)
                sigma += 0.5 * z * plume_disc_potential_vertical_curvature (&potential, R, 0);
            }
          sigma *= 2 / (4 * G_PI * PLUME_DISC_GRAVITY);
          assert_ratio (sigma,
                        disc.mass * exp (-R / disc.length) / (2 * G_PI * disc.length * disc.length),
                        0.08);
        }
}

static void
test_thick_discs_are_refused (void)
{
  PlumeDiscPotential potential = { 0 };
  PlumeExponentialDisc disc = { 1e10, 1, 5, PLUME_EXPONENTIAL_PROFILE_EXP,
                                PLUME_EXPONENTIAL_FIT_POSITIVE };
  g_autoptr (GError) error = NULL;

  g_assert_false (plume_disc_potential_add_exponential (&potential, &disc, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
}

static void
test_slab_equals_the_reference (void)
{
  PlumeDiscPotential slab = plume_disc_potential_slab (1, 1);
  g_autoptr (PlumeVertical) table = plume_vertical_new (&slab, 8, 11, NULL);
  g_autoptr (GPtrArray) rows = read_reference (TOPIC, "slab_action_frequency.csv");

  assert_ratio (plume_vertical_small_frequency (table), G_SQRT2, 1e-12);
  g_assert_cmpuint (rows->len, >, 15);
  for (guint i = 1; i < rows->len; i++)
    {
      double z = reference_number (rows, i, 0);
      PlumeVerticalOrbit exact = plume_vertical_exact (&slab, 8, z, 0, 400);
      PlumeVerticalOrbit read = plume_vertical_orbit (table, z, 0);

      assert_ratio (exact.energy, reference_number (rows, i, 1), 1e-8);
      assert_ratio (exact.action, reference_number (rows, i, 2), 1e-8);
      assert_ratio (exact.frequency, reference_number (rows, i, 3), 1e-8);
      assert_near (exact.angle, G_PI_2, 1e-10);
      assert_ratio (read.action, exact.action, 1e-7);
      assert_ratio (read.frequency, exact.frequency, 1e-7);
    }
}

static void
test_milky_way_actions_equal_the_reference (void)
{
  PlumeDiscPotential potential = plume_disc_potential_milky_way (1);
  g_autoptr (GPtrArray) rows = read_reference (TOPIC, "vertical_actions_mw.csv");

  g_assert_cmpuint (rows->len, >, 20);
  for (guint i = 1; i < rows->len; i++)
    {
      double R = reference_number (rows, i, 0), z = reference_number (rows, i, 1);
      double v = reference_number (rows, i, 2);
      g_autoptr (PlumeVertical) table = plume_vertical_new (&potential, R, 4, NULL);
      PlumeVerticalOrbit both[] = { plume_vertical_exact (&potential, R, z, v, 200),
                                    plume_vertical_orbit (table, z, v) };

      for (guint k = 0; k < 2; k++)
        {
          assert_ratio (both[k].energy, reference_number (rows, i, 3), 1e-6);
          assert_ratio (both[k].height, reference_number (rows, i, 4), 1e-6);
          assert_ratio (both[k].action, reference_number (rows, i, 5), 1e-6);
          assert_ratio (both[k].frequency, reference_number (rows, i, 6), 1e-6);
          assert_near (both[k].angle, reference_number (rows, i, 8), 1e-5);
        }
    }
}

static void
test_tables_equal_the_exact_way (void)
{
  for (double R = 2; R < 21; R *= 1.4)
    {
      g_autoptr (PlumeVertical) table = milky_way_at (R);
      const PlumeDiscPotential *potential = plume_vertical_get_potential (table);

      for (guint i = 0; i < 200; i++)
        {
          double z = -3.5 + 7.0 * (i * 37 % 200) / 200, v = -90 + 180.0 * (i * 91 % 200) / 200;
          PlumeVerticalOrbit exact = plume_vertical_exact (potential, R, z, v, 200);
          PlumeVerticalOrbit read = plume_vertical_orbit (table, z, v);

          if (isnan (read.action))
            {
              g_assert_cmpfloat (exact.height, >, 3.999);
              continue;
            }
          assert_ratio (read.action, exact.action, 1e-6);
          assert_ratio (read.frequency, exact.frequency, 1e-6);
          assert_near (remainder (read.angle - exact.angle, 2 * G_PI), 0, 2e-6);
        }
    }
}

static void
test_energy_rises_by_frequency (void)
{
  g_autoptr (PlumeVertical) table = milky_way_at (8.122);
  double largest = plume_vertical_largest_action (table);

  for (double J = 1e-3; J < 0.99 * largest; J *= 1.3)
    {
      double h = 1e-3 * J, slope, omega = plume_vertical_frequency (table, J, &slope);

      assert_ratio ((plume_vertical_energy (table, J + h) - plume_vertical_energy (table, J - h))
                        / (2 * h),
                    omega, 1e-5);
      assert_near ((plume_vertical_frequency (table, J + h, NULL)
                    - plume_vertical_frequency (table, J - h, NULL))
                       / (2 * h),
                   slope, 1e-3 * fabs (slope));
      g_assert_cmpfloat (slope, <, 0);
    }
}

/* ∮ v dz by the trapezoidal rule on the curve that the inverse map draws */
static void
test_orbits_enclose_their_action (void)
{
  g_autoptr (PlumeVertical) table = milky_way_at (8.122);

  for (double J = 0.1; J < 150; J *= 2)
    {
      double area = 0;
      const guint n = 2000;

      for (guint i = 0; i < n; i++)
        {
          double z0, v0, z1, v1;

          plume_vertical_position (table, J, 2 * G_PI * i / n, &z0, &v0);
          plume_vertical_position (table, J, 2 * G_PI * (i + 1) / n, &z1, &v1);
          area += 0.5 * (z1 * v0 - z0 * v1);
        }
      assert_ratio (area, 2 * G_PI * J, 1e-5);
    }
}

/* θ runs at the rate Ω: dz/dθ = v/Ω */
static void
test_angles_run_evenly (void)
{
  g_autoptr (PlumeVertical) table = milky_way_at (8.122);

  for (double J = 0.3; J < 100; J *= 3)
    for (double theta = 0.05; theta < 6.28; theta += 0.1)
      {
        double h = 1e-3, low, high, v, unused, omega = plume_vertical_frequency (table, J, NULL);

        plume_vertical_position (table, J, theta - h, &low, &unused);
        plume_vertical_position (table, J, theta + h, &high, &unused);
        plume_vertical_position (table, J, theta, &high, &v);
        plume_vertical_position (table, J, theta + h, &high, &unused);
        assert_near ((high - low) / (2 * h), v / omega, 2e-4 * plume_vertical_height (table, J));
      }
}

static void
test_stars_go_there_and_back (void)
{
  const gsize n = 20000;
  g_autoptr (PlumeVertical) table = milky_way_at (8.122);
  g_autofree float *z = g_new (float, n), *v = g_new (float, n), *J = g_new (float, n);
  g_autofree float *theta = g_new (float, n), *omega = g_new (float, n);
  g_autofree float *z_back = g_new (float, n), *v_back = g_new (float, n);
  g_autofree float *again = g_new (float, n);

  for (gsize i = 0; i < n; i++)
    {
      z[i] = (float)(-3 + 6.0 * (double)(i * 7919 % n) / (double)n);
      v[i] = (float)(-70 + 140.0 * (double)(i * 4241 % n) / (double)n);
    }
  plume_vertical_to_actions (table, n, z, v, J, theta, omega);
  plume_vertical_from_actions (table, n, J, theta, z_back, v_back);
  plume_vertical_frequencies (table, n, J, again);
  for (gsize i = 0; i < n; i++)
    {
      PlumeVerticalOrbit one = plume_vertical_orbit (table, z[i], v[i]);

      g_assert_false (isnan (J[i]));
      assert_near (z_back[i], z[i], 1e-5);
      assert_near (v_back[i], v[i], 1e-5 * 84);
      assert_ratio (again[i], omega[i], 1e-6);
      assert_ratio (J[i], one.action, 1e-6);
      g_assert_true (theta[i] >= 0 && theta[i] < 6.2831855f);
    }
}

static void
test_stars_beyond_the_tables_are_flagged (void)
{
  g_autoptr (PlumeVertical) table = milky_way_at (8.122);
  const float z[] = { 4.001f, 0, 3.9f, NAN, 0, -5 }, v[] = { 0, 400, 60, 0, NAN, 0 };
  const float J_in[] = { -1, 1e6f, NAN }, theta_in[] = { 0, 0, 0 };
  float J[6], theta[6], omega[6];

  plume_vertical_to_actions (table, 6, z, v, J, theta, omega);
  for (guint i = 0; i < 6; i++)
    g_assert_true (isnan (J[i]) && isnan (theta[i]) && isnan (omega[i]));
  plume_vertical_from_actions (table, 3, J_in, theta_in, J, theta);
  for (guint i = 0; i < 3; i++)
    g_assert_true (isnan (J[i]) && isnan (theta[i]));
  plume_vertical_to_actions (table, 1, theta_in, theta_in, J, theta, omega);
  assert_near (J[0], 0, 0);
  assert_near (theta[0], 0, 0);
  assert_ratio (omega[0], 84.4547270708, 1e-6);
}

static void
test_set_lies_between_its_tables (void)
{
  PlumeDiscPotential potential = plume_disc_potential_milky_way (1);
  g_autoptr (PlumeVerticalSet) set = plume_vertical_set_new (&potential, 3, 20, 48, 4, NULL, NULL);

  g_assert_cmpuint (plume_vertical_set_get_size (set), ==, 48);
  for (float R = 3.07f; R < 20; R += 0.83f)
    {
      g_autoptr (PlumeVertical) table = milky_way_at (R);

      for (float z = -1.5f; z < 1.5f; z += 0.37f)
        for (float v = -45; v < 50; v += 13)
          {
            PlumeVerticalOrbit wanted = plume_vertical_orbit (table, z, v);
            float J, theta, omega, z_back, v_back;

            plume_vertical_set_to_actions (set, 1, &R, &z, &v, &J, &theta, &omega);
            /* neighbours farther out end at smaller actions */
            if (isnan (wanted.action) || wanted.height > 3)
              continue;
            assert_ratio (J, wanted.action, 2e-5);
            assert_ratio (omega, wanted.frequency, 2e-5);
            assert_near (remainder (theta - wanted.angle, 2 * G_PI), 0, 2e-5);
            plume_vertical_set_from_actions (set, 1, &R, &J, &theta, &z_back, &v_back);
            assert_near (z_back, z, 1e-4);
            assert_near (v_back, v, 5e-3);
          }
    }
  {
    const float R[] = { 2.9f, 20.1f, NAN }, z[] = { 0, 0, 0 }, v[] = { 10, 10, 10 };
    float J[3], theta[3], omega[3];

    plume_vertical_set_to_actions (set, 3, R, z, v, J, theta, omega);
    for (guint i = 0; i < 3; i++)
      g_assert_true (isnan (J[i]) && isnan (theta[i]));
  }
}

static void
test_threads_make_no_difference (void)
{
  const gsize n = 30000;
  g_autoptr (PlumeVertical) table = milky_way_at (8.122);
  g_autofree float *z = g_new (float, n), *v = g_new (float, n);
  g_autofree float *first = g_new (float, 3 * n), *second = g_new (float, 3 * n);

  for (gsize i = 0; i < n; i++)
    {
      z[i] = (float)sin ((double)i);
      v[i] = 40 * (float)cos (1.7 * (double)i);
    }
  plume_vertical_to_actions (table, n, z, v, first, first + n, first + 2 * n);
  plume_parallel_set_threads (1);
  plume_vertical_to_actions (table, n, z, v, second, second + n, second + 2 * n);
  plume_parallel_set_threads (0);
  g_assert_cmpmem (first, 3 * n * sizeof (float), second, 3 * n * sizeof (float));
}

static void
test_bad_problems_are_refused (void)
{
  PlumeDiscPotential potential = plume_disc_potential_milky_way (1);
  PlumeDiscPotential hollow = { 1, { { PLUME_DISC_MIYAMOTO_NAGAI, -1e10, 3, 0.3 } } };
  g_autoptr (GError) error = NULL;

  g_assert_null (plume_vertical_new (&potential, -1, 4, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
  g_clear_error (&error);
  g_assert_null (plume_vertical_new (&hollow, 8, 4, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE);
  g_clear_error (&error);
  g_assert_null (plume_vertical_set_new (&hollow, 3, 9, 8, 4, NULL, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE);
  g_assert_true (isnan (plume_disc_potential_guiding_radius (&potential, -3)));
}

static void
test_distributions_are_normalised (void)
{
  g_autoptr (PlumeVertical) table = milky_way_at (8.122);

  for (int form = 0; form < 2; form++)
    {
      PlumeDiscDistribution F =
          plume_disc_distribution_new (table, (PlumeDiscVerticalForm)form, 20, 7);
      double sum = 0, root_end = sqrt (0.999 * plume_vertical_largest_action (table));
      const guint n = 4000;

      for (guint i = 0; i < n; i++)
        {
          double root = root_end * (i + 0.5) / n, J = root * root, h = 1e-4 * J, slope;
          double value = plume_disc_distribution_value (&F, table, J, &slope);

          sum += 2 * G_PI * value * 2 * root * root_end / n;
          assert_near ((plume_disc_distribution_value (&F, table, J + h, NULL)
                        - plume_disc_distribution_value (&F, table, J - h, NULL))
                           / (2 * h),
                       slope, 1e-4 * fabs (slope) + 1e-12 / h);
        }
      assert_near (sum, 1, 1e-4);
    }
}

/* (2π)² ∫∫ f dJ_r dL_z = 1; f's derivatives are its slopes. */
static void
test_plane_is_normalised (void)
{
  PlumeDiscPotential potential = plume_disc_potential_milky_way (1);
  PlumeDiscPlane plane = PLUME_DISC_PLANE_DEFAULT;
  double sum = 0;

  for (double L = 1; L < 12000; L += 20)
    {
      double radial, angular,
          f = plume_disc_plane_value (&plane, &potential, 0, L, &radial, &angular);

      /* f = f(0) e^(−J_r f(0)/|f'|) */
      sum += 4 * G_PI * G_PI * f * f / -radial * 20;
    }
  assert_near (sum, 1, 0.02);
  {
    double radial, angular, h = 0.01;

    plume_disc_plane_value (&plane, &potential, 10, 1800, &radial, &angular);
    assert_ratio ((plume_disc_plane_value (&plane, &potential, 10 + h, 1800, NULL, NULL)
                   - plume_disc_plane_value (&plane, &potential, 10 - h, 1800, NULL, NULL))
                      / (2 * h),
                  radial, 1e-6);
    assert_ratio ((plume_disc_plane_value (&plane, &potential, 10, 1801, NULL, NULL)
                   - plume_disc_plane_value (&plane, &potential, 10, 1799, NULL, NULL))
                      / 2,
                  angular, 1e-5);
  }
  assert_near (plume_disc_plane_dispersion (&plane, 20, 8.122), 20, 1e-12);
}

/* The Galactic centre, the poles, and a star that moves with the Sun */
static void
test_frame_places_known_directions (void)
{
  PlumeDiscSun sun = PLUME_DISC_SUN_DEFAULT;
  PlumeDiscSky centre = { 266.40499, -28.93617, 8.122, 0, 0, 0 };
  PlumeDiscSky pole = { 192.85948, 27.12825, 1, 0, 0, 0 };
  double x[3], v[3], R, azimuth, v_R, v_azimuth;

  plume_disc_frame_from_sky (&sun, &centre, x, v);
  assert_near (x[0], 0, 1e-3);
  assert_near (x[1], 0, 1e-3);
  assert_near (x[2], 0, 1e-3);
  assert_near (v[1], 245.6, 1e-9);
  plume_disc_frame_from_sky (&sun, &pole, x, v);
  assert_near (x[0], -8.122, 3e-3);
  assert_near (x[2], 1.0208, 1e-4);
  sun.height = 0;
  plume_disc_frame_from_sky (&sun, &(PlumeDiscSky){ 10, 20, 0, 0, 0, 0 }, x, v);
  plume_disc_frame_cylindrical (x, v, &R, &azimuth, &v_R, &v_azimuth);
  assert_near (R, 8.122, 1e-12);
  assert_near (azimuth, 0, 1e-12);
  assert_near (v_R, -12.9, 1e-9);
  assert_near (v_azimuth, 245.6, 1e-9);
}

static void
test_frame_equals_a_catalogue (void)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("PLUME_DATA") ? g_getenv ("PLUME_DATA") : "/nonexistent",
                        "galaxy", "satellites.csv", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  PlumeDiscSun sun = PLUME_DISC_SUN_DEFAULT;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    {
      g_test_skip ("PLUME_DATA has no galaxy/satellites.csv");
      return;
    }
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_auto (GStrv) field = g_strsplit (lines[i], ",", -1);
      double number[14], x[3], v[3];

      for (guint k = 1; k < 14; k++)
        number[k] = g_ascii_strtod (field[k], NULL);
      plume_disc_frame_from_sky (
          &sun, &(PlumeDiscSky){ number[1], number[2], number[3], number[4], number[5], number[6] },
          x, v);
      for (guint k = 0; k < 3; k++)
        {
          assert_near (x[k], number[8 + k], 1e-4);
          assert_near (v[k], number[11 + k], 1e-3);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gsl_set_error_handler_off ();
  g_test_add_func ("/disc/potential/forces-are-gradients", test_forces_are_gradients);
  g_test_add_func ("/disc/potential/slopes-are-differences", test_slopes_are_differences);
  g_test_add_func ("/disc/potential/milky-way-equals-the-reference",
                   test_milky_way_equals_the_reference);
  g_test_add_func ("/disc/potential/exponential-disc-is-that-of-the-milky-way",
                   test_exponential_disc_is_that_of_the_milky_way);
  g_test_add_func ("/disc/potential/exponential-discs-have-their-surface-density",
                   test_exponential_discs_have_their_surface_density);
  g_test_add_func ("/disc/potential/thick-discs-are-refused", test_thick_discs_are_refused);
  g_test_add_func ("/disc/vertical/slab-equals-the-reference", test_slab_equals_the_reference);
  g_test_add_func ("/disc/vertical/milky-way-equals-the-reference",
                   test_milky_way_actions_equal_the_reference);
  g_test_add_func ("/disc/vertical/tables-equal-the-exact-way", test_tables_equal_the_exact_way);
  g_test_add_func ("/disc/vertical/energy-rises-by-frequency", test_energy_rises_by_frequency);
  g_test_add_func ("/disc/vertical/orbits-enclose-their-action", test_orbits_enclose_their_action);
  g_test_add_func ("/disc/vertical/angles-run-evenly", test_angles_run_evenly);
  g_test_add_func ("/disc/vertical/stars-go-there-and-back", test_stars_go_there_and_back);
  g_test_add_func ("/disc/vertical/stars-beyond-the-tables-are-flagged",
                   test_stars_beyond_the_tables_are_flagged);
  g_test_add_func ("/disc/vertical/set-lies-between-its-tables", test_set_lies_between_its_tables);
  g_test_add_func ("/disc/vertical/threads-make-no-difference", test_threads_make_no_difference);
  g_test_add_func ("/disc/vertical/bad-problems-are-refused", test_bad_problems_are_refused);
  g_test_add_func ("/disc/distribution/vertical-is-normalised", test_distributions_are_normalised);
  g_test_add_func ("/disc/distribution/plane-is-normalised", test_plane_is_normalised);
  g_test_add_func ("/disc/frame/known-directions", test_frame_places_known_directions);
  g_test_add_func ("/disc/frame/equals-a-catalogue", test_frame_equals_a_catalogue);
  return g_test_run ();
}
