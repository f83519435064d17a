/* bench-disc.c: how long tables of a disc, millions of stars, responses and orbits take. */
#include <gsl/gsl_errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "disc/plume-disc-diffusion.h"
#include "disc/plume-disc-satellites.h"

#define N_STARS  2000000
#define N_BODIES 50
#define PIXELS   256

typedef struct
{
  PlumeDiscPotential potential;
  PlumeVertical *vertical;
  PlumeVerticalSet *set;
  PlumeDiscGrid *grid, *two;
  PlumeDiscResponse *response;
  PlumeDiscField *field;
  PlumeDiscOrbit *orbit;
  PlumeDiscBody bodies[N_BODIES];
  double complex *kernel;
  float *R, *z, *v, *J, *theta, *omega, *picture;
} Bench;

typedef void (*Work) (Bench *bench);

static int
compare (const void *a, const void *b)
{
  return *(const double *)a < *(const double *)b ? -1 : *(const double *)a > *(const double *)b;
}

static double
measure (const char *name, int repeats, Work work, Bench *bench)
{
  g_autofree double *times = g_new (double, repeats);

  work (bench);
  for (int i = 0; i < repeats; i++)
    {
      gint64 start = g_get_monotonic_time ();

      work (bench);
      times[i] = 1e-3 * (double)(g_get_monotonic_time () - start);
    }
  qsort (times, (size_t)repeats, sizeof (double), compare);
  printf ("%s: median %.3f ms (min %.3f, max %.3f)\n", name, times[repeats / 2], times[0],
          times[repeats - 1]);
  return times[repeats / 2];
}

static void
tables (Bench *bench)
{
  g_clear_pointer (&bench->set, plume_vertical_set_unref);
  bench->set = plume_vertical_set_new (&bench->potential, 3, 20, 48, 4, NULL, NULL);
}

static void
to_actions (Bench *bench)
{
  plume_vertical_to_actions (bench->vertical, N_STARS, bench->z, bench->v, bench->J, bench->theta,
                             bench->omega);
}

static void
from_actions (Bench *bench)
{
  plume_vertical_from_actions (bench->vertical, N_STARS, bench->J, bench->theta, bench->z,
                               bench->v);
}

static void
set_to_actions (Bench *bench)
{
  plume_vertical_set_to_actions (bench->set, N_STARS, bench->R, bench->z, bench->v, bench->J,
                                 bench->theta, bench->omega);
}

static void
response (Bench *bench)
{
  PlumeDiscPerturber arm = plume_disc_perturber_default (PLUME_DISC_ARM);

  g_clear_pointer (&bench->response, plume_disc_response_unref);
  bench->response = plume_disc_response_new (bench->grid, &arm, NULL);
}

static void
picture (Bench *bench)
{
  PlumeDiscMixing mixing = { .diffusion = 0.5, .spread = 50 };

  plume_disc_field_response (bench->field, bench->response, 0x1e, 0.5, &mixing, TRUE,
                             bench->picture);
}

static void
from_potential (Bench *bench)
{
  g_autoptr (PlumeVertical) vertical = plume_vertical_new (&bench->potential, 8.122, 4, NULL);
  PlumeDiscDistribution F = plume_disc_distribution_new (vertical, PLUME_DISC_ISOTHERMAL, 20, 7);
  const double z[] = { -1.5, 1.5 }, v[] = { -80, 80 };

  g_clear_pointer (&bench->field, plume_disc_field_free);
  g_clear_pointer (&bench->grid, plume_disc_grid_unref);
  bench->grid = plume_disc_grid_new (vertical, &F, 256, 110, NULL);
  bench->field = plume_disc_field_new (bench->grid, PIXELS, PIXELS, z, v);
  response (bench);
  picture (bench);
}

static void
satellite (Bench *bench)
{
  PlumeDiscPast past = PLUME_DISC_PAST_DEFAULT;

  plume_disc_satellite_kernel (bench->grid, &bench->bodies[0], bench->orbit, &past, bench->kernel,
                               NULL, NULL);
}

static void
satellites (Bench *bench)
{
  PlumeDiscPast past = PLUME_DISC_PAST_DEFAULT;
  g_autofree PlumeDiscVisit *visits = g_new (PlumeDiscVisit, N_BODIES);

  past.span = 3000 / PLUME_DISC_TIME_MYR;
  plume_disc_satellites_visits (bench->two, N_BODIES, bench->bodies, &past, visits, NULL, NULL);
}

int
main (void)
{
  Bench bench = { .potential = plume_disc_potential_milky_way (1) };
  PlumeDiscDistribution F;
  PlumeDiscSun sun = PLUME_DISC_SUN_DEFAULT;
  double rate;

  gsl_set_error_handler_off ();
  bench.vertical = plume_vertical_new (&bench.potential, 8.122, 4, NULL);
  F = plume_disc_distribution_new (bench.vertical, PLUME_DISC_ISOTHERMAL, 20, 7);
  bench.two = plume_disc_grid_new (bench.vertical, &F, 2, 10, NULL);
  bench.R = g_new (float, N_STARS), bench.z = g_new (float, N_STARS);
  bench.v = g_new (float, N_STARS), bench.J = g_new (float, N_STARS);
  bench.theta = g_new (float, N_STARS), bench.omega = g_new (float, N_STARS);
  bench.picture = g_new (float, PIXELS *PIXELS);
  bench.kernel = g_new (double complex, PLUME_DISC_HARMONICS * 256);
  for (gsize i = 0; i < N_STARS; i++)
    {
      bench.R[i] = 6 + 4 * (float)(i * 7919 % N_STARS) / N_STARS;
      bench.z[i] = -1 + 2 * (float)(i * 104729 % N_STARS) / N_STARS;
      bench.v[i] = -60 + 120 * (float)(i * 1299709 % N_STARS) / N_STARS;
    }
  for (guint i = 0; i < N_BODIES; i++)
    {
      PlumeDiscSatellite one = plume_disc_satellites[i % plume_disc_n_satellites];

      one.sky.radial_velocity += i;
      bench.bodies[i] = plume_disc_satellite_body (&one, &sun);
    }
  bench.orbit = plume_disc_orbit_new (&bench.potential, bench.bodies[0].position,
                                      bench.bodies[0].velocity, -3, NULL);

  measure ("48 tables", 11, tables, &bench);
  rate = measure ("2·10⁶ stars to actions", 11, to_actions, &bench);
  printf ("  %.3g stars/s\n", N_STARS / rate * 1e3);
  rate = measure ("2·10⁶ stars from actions", 11, from_actions, &bench);
  printf ("  %.3g stars/s\n", N_STARS / rate * 1e3);
  rate = measure ("2·10⁶ stars of many radii to actions", 11, set_to_actions, &bench);
  printf ("  %.3g stars/s\n", N_STARS / rate * 1e3);
  measure ("potential slider, 256² pixels", 21, from_potential, &bench);
  measure ("perturber slider", 21, response, &bench);
  measure ("time slider, 256² pixels", 21, picture, &bench);
  measure ("satellite, 256 actions", 11, satellite, &bench);
  measure ("50 satellites, 3 Gyr", 5, satellites, &bench);
  return 0;
}
