/* plume-disc-satellites.c: well-known dwarf galaxies, and many orbits at once.
 *
 * Positions, distances and radial velocities as compiled by McConnachie, AJ 144 (2012) 4; proper
 * motions by Gaia Collaboration (Helmi et al.), A&A 616 (2018) A12, and of Segue 1 by Simon, ApJ
 * 863 (2018) 89. Masses and sizes are assumptions to be changed.
 */
#include "disc/plume-disc-satellites.h"

#include <math.h>

#include "core/plume-parallel.h"

const PlumeDiscSatellite plume_disc_satellites[] = {
  { "Sagittarius", 1e9, 1.6, { 283.8313, -30.5453, 26.0, -2.692, -1.359, 140.0 } },
  { "LMC", 1.4e11, 10, { 78.77, -69.01, 50.1, 1.850, 0.234, 262.2 } },
  { "SMC", 6e9, 3, { 16.26, -72.42, 62.8, 0.797, -1.220, 145.6 } },
  { "Draco", 1e9, 1, { 260.0517, 57.9153, 76.0, -0.019, -0.145, -291.0 } },
  { "Ursa Minor", 1e9, 1, { 227.2854, 67.2225, 76.0, -0.182, 0.074, -246.9 } },
  { "Sculptor", 1e9, 1, { 15.0392, -33.7092, 86.0, 0.082, -0.131, 111.4 } },
  { "Fornax", 1e9, 1, { 39.9971, -34.4492, 147.0, 0.376, -0.413, 55.3 } },
  { "Carina", 1e9, 1, { 100.4029, -50.9661, 105.0, 0.495, 0.143, 222.9 } },
  { "Sextans", 1e9, 1, { 153.2625, -1.6147, 86.0, -0.496, 0.077, 224.2 } },
  { "Boötes I", 1e9, 1, { 210.0250, 14.5000, 66.0, -0.459, -1.064, 99.0 } },
  { "Segue 1", 1e7, 0.3, { 151.7667, 16.0819, 23.0, -1.697, -3.501, 208.5 } },
};

const guint plume_disc_n_satellites = G_N_ELEMENTS (plume_disc_satellites);

/**
 * plume_disc_satellite_body:
 * @satellite: a row of a table
 * @sun: the observer
 *
 * Returns: where it is today
 */
PlumeDiscBody
plume_disc_satellite_body (const PlumeDiscSatellite *satellite, const PlumeDiscSun *sun)
{
  PlumeDiscBody body = { satellite->mass, satellite->softening, { 0 }, { 0 } };

  plume_disc_frame_from_sky (sun, &satellite->sky, body.position, body.velocity);
  return body;
}

typedef struct
{
  const PlumeDiscGrid *grid;
  const PlumeDiscBody *bodies;
  const PlumeDiscPast *past;
  PlumeDiscVisit *visits;
} Visits;

static void
find_nearest (const PlumeDiscOrbit *orbit, const PlumeDiscPast *past, PlumeDiscVisit *visit)
{
  visit->nearest = INFINITY;
  for (guint i = 0; i <= 1024; i++)
    {
      double t = -past->span * i / 1024, at[3], velocity[3], r;

      plume_disc_orbit_at (orbit, t, at, velocity);
      r = sqrt (at[0] * at[0] + at[1] * at[1] + at[2] * at[2]);
      if (r >= visit->nearest)
        continue;
      visit->nearest = r;
      visit->nearest_time = t;
    }
}

static void
make_visits (gsize from, gsize to, gpointer data)
{
  const Visits *work = data;
  const PlumeDiscGrid *grid = work->grid;
  g_autofree double complex *kernel = g_new (double complex, PLUME_DISC_HARMONICS * grid->n);

  for (gsize i = from; i < to; i++)
    {
      PlumeDiscVisit *visit = &work->visits[i];
      const PlumeDiscBody *body = &work->bodies[i];
      g_autoptr (PlumeDiscOrbit) orbit =
          plume_disc_orbit_new (plume_vertical_get_potential (grid->vertical), body->position,
                                body->velocity, -work->past->span, NULL);

      *visit =
          (PlumeDiscVisit){ .nearest = NAN, .nearest_time = NAN, .bending = NAN, .breathing = NAN };
      if (orbit == NULL
          || !plume_disc_satellite_kernel (grid, body, orbit, work->past, kernel, NULL, NULL))
        continue;
      visit->valid = TRUE;
      visit->n_crossings =
          plume_disc_orbit_crossings (orbit, PLUME_DISC_MOST_CROSSINGS, visit->crossings);
      find_nearest (orbit, work->past, visit);
      visit->bending = kernel[grid->n - 1];
      visit->breathing = kernel[2 * grid->n - 1];
    }
}

/**
 * plume_disc_satellites_visits:
 * @grid: actions; the answer is for the last of them, so two actions are enough
 * @n: number of satellites
 * @bodies: (array length=n): where they are today
 * @past: how far to look back
 * @visits: (out) (array length=n): what each did; not valid where an orbit cannot be followed
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_CANCELLED
 *
 * Returns: %FALSE when cancelled
 */
gboolean
plume_disc_satellites_visits (const PlumeDiscGrid *grid,
                              gsize n,
                              const PlumeDiscBody *bodies,
                              const PlumeDiscPast *past,
                              PlumeDiscVisit *visits,
                              PlumeTask *task,
                              GError **error)
{
  Visits work = { grid, bodies, past, visits };

  return plume_parallel_for (n, 1, make_visits, &work, task, error);
}

static int
compare (const void *a, const void *b, gpointer data)
{
  const PlumeDiscVisit *visits = data;
  const PlumeDiscVisit *first = &visits[*(const gsize *)a], *second = &visits[*(const gsize *)b];
  double x = first->valid ? cabs (first->bending) : -1;
  double y = second->valid ? cabs (second->bending) : -1;

  return x > y ? -1 : x < y;
}

/**
 * plume_disc_satellites_rank:
 * @n: number of satellites
 * @visits: (array length=n): what each did
 * @order: (out) (array length=n): their indices, the strongest bending |I₁| first
 */
void
plume_disc_satellites_rank (gsize n, const PlumeDiscVisit *visits, gsize *order)
{
  for (gsize i = 0; i < n; i++)
    order[i] = i;
  g_qsort_with_data (order, (gint)n, sizeof *order, compare, (gpointer)visits);
}
