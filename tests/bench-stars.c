/* bench-stars.c: what a star costs, and how the cost grows with their number.
 *
 * "bench-stars truth [N]" measures instead how far the response of N = 10⁷ stars is from linear
 * theory's, and "bench-stars stop" how soon ten million stars stop.
 */
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "disc/plume-star-age.h"
#include "disc/plume-star-maps.h"
#include "star-response.h"

#define RUNS  7
#define SIZES 4

typedef struct
{
  PlumeVertical *vertical;
  PlumeStarLookup *lookup;
  PlumeStars *stars;
  PlumeStarClock *clock, *windowed;
  PlumeStars *moving; /* with motions in the plane */
  PlumeDiscForce force;
  float *z, *v, *J, *theta, *omega;
  guint8 *selected;
} Bench;

static void
drag (const Bench *bench)
{
  PlumeStarWindow window = { 128, 128, 1, 60, FALSE };
  g_autoptr (PlumeStarMap) map =
      plume_star_map_new (bench->stars, bench->lookup, 0.5, &window, NULL, NULL);
}

static void
to_actions (const Bench *bench)
{
  plume_vertical_to_actions (bench->vertical, bench->stars->n, bench->z, bench->v, bench->J,
                             bench->theta, bench->omega);
}

static void
draw (const Bench *bench)
{
  g_autoptr (PlumeStars) stars = plume_stars_sample (bench->vertical, NULL, &bench->stars->model,
                                                     bench->stars->n, 1, NULL, NULL);
}

static void
kick (const Bench *bench)
{
  g_autoptr (PlumeStars) stars =
      plume_stars_kick (bench->stars, &(PlumeStarKick){ 8, 0 }, NULL, NULL);
}

static void
scatter (const Bench *bench)
{
  g_autoptr (PlumeStars) stars = plume_stars_diffuse (bench->stars, 0.5, 0.5, 100, 2, NULL, NULL);
}

static void
scatter_moving (const Bench *bench)
{
  g_autoptr (PlumeStars) stars = plume_stars_diffuse (bench->moving, 0.5, 0.5, 100, 2, NULL, NULL);
}

static void
drive (const Bench *bench)
{
  g_autoptr (PlumeStars) stars =
      plume_stars_drive_by_force (bench->stars, &bench->force, NULL, NULL);
}

static void
sort_and_read (const Bench *bench)
{
  g_autoptr (PlumeStarClock) clock = plume_star_clock_new (bench->stars, 2048, 0, NULL, NULL);
  g_autoptr (PlumeStarSpectrum) spectrum = plume_star_clock_read (clock, NULL, 1, 2, NULL, NULL);
}

static void
select_and_read (const Bench *bench)
{
  g_autoptr (PlumeStarSpectrum) spectrum =
      plume_star_clock_read (bench->clock, bench->selected, 1, 2, NULL, NULL);
}

static void
select_in_windows (const Bench *bench)
{
  g_autoptr (PlumeStarSpectrum) spectrum =
      plume_star_clock_read (bench->windowed, bench->selected, 1, 2, NULL, NULL);
}

static int
compare (const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return (x > y) - (x < y);
}

static double
measure (const char *name, gsize n, const Bench *bench, void (*run) (const Bench *), guint runs)
{
  double ms[RUNS];

  for (guint i = 0; i < runs; i++)
    {
      gint64 start = g_get_monotonic_time ();

      run (bench);
      ms[i] = (double)(g_get_monotonic_time () - start) / 1000;
    }
  qsort (ms, runs, sizeof (double), compare);
  g_print ("%s, %.0e stars: median %.2f ms (min %.2f, max %.2f), %.1f ns a star\n", name, (double)n,
           ms[runs / 2], ms[0], ms[runs - 1], 1e6 * ms[runs / 2] / (double)n);
  return ms[runs / 2];
}

/* Slope of ln t over ln N by least squares */
static double
fit_exponent (const double *times)
{
  double sum = 0, square = 0;

  for (int i = 0; i < SIZES; i++)
    {
      double x = i - 0.5 * (SIZES - 1);

      sum += x * log10 (times[i]);
      square += x * x;
    }
  return sum / square;
}

static const struct
{
  const char *name;
  void (*run) (const Bench *bench);
  double at, target; /* ms at so many stars; 0 for none */
} works[] = {
  { "value of t to binned density, 128²", drag, 1e6, 16 },
  { "(z, v) to (J, θ, Ω)", to_actions, 1e7, 1000 },
  { "drawing from f0", draw, 0, 0 },
  { "kick", kick, 0, 0 },
  { "force of a passing mass, 200 steps", drive, 0, 0 },
  { "scattering, 100 steps", scatter, 1e7, 20000 },
  { "scattering of stars that move in the plane, 100 steps", scatter_moving, 1e7, 20000 },
  { "age spectrum", sort_and_read, 1e6, 300 },
  { "age spectrum of another selection", select_and_read, 1e6, 5 },
  { "age spectrum of another selection, 64 windows of |z|", select_in_windows, 1e6, 5 },
};

static void
set_up (Bench *bench, PlumeVerticalSet *set, gsize n)
{
  PlumeStarModel model = { .form = PLUME_DISC_EXPONENTIAL, .mean_action = 7 };
  PlumeStarModel moving = model;

  moving.radial_dispersion = 35;
  moving.scale_length = 2.5;
  bench->stars = plume_stars_sample (bench->vertical, NULL, &model, n, 1, NULL, NULL);
  bench->moving = plume_stars_sample (bench->vertical, set, &moving, n, 1, NULL, NULL);
  bench->clock = plume_star_clock_new (bench->stars, 2048, 0, NULL, NULL);
  bench->windowed = plume_star_clock_new (bench->stars, 2048, 64, NULL, NULL);
  bench->selected = g_malloc (n);
  memset (bench->selected, 1, n);
  bench->z = g_new (float, 5 * n);
  bench->v = bench->z + n;
  bench->J = bench->z + 2 * n;
  bench->theta = bench->z + 3 * n;
  bench->omega = bench->z + 4 * n;
  plume_stars_get_positions (bench->stars, 0, bench->z, bench->v, NULL, NULL);
  g_print ("memory, %.0e stars: %.1f bytes a star, %.1f with motions in the plane\n", (double)n,
           (double)plume_stars_get_bytes (bench->stars) / (double)n,
           (double)plume_stars_get_bytes (bench->moving) / (double)n);
}

static void
clear (Bench *bench)
{
  plume_stars_unref (bench->stars);
  plume_stars_unref (bench->moving);
  plume_star_clock_free (bench->clock);
  plume_star_clock_free (bench->windowed);
  g_free (bench->selected);
  g_free (bench->z);
}

static PlumeDiscForce
passing_mass (gsize n_steps, double *numbers)
{
  for (gsize k = 0; k < n_steps; k++)
    {
      double tau = 0.2 * (((double)k + 0.5) / (double)n_steps - 0.5);

      numbers[k] = PLUME_DISC_GRAVITY * 1e9;
      numbers[n_steps + k] = 250 * tau;
      numbers[2 * n_steps + k] = 25;
    }
  return (PlumeDiscForce){ .from = -0.1,
                           .duration = 0.2,
                           .n_steps = n_steps,
                           .factor = numbers,
                           .source_height = numbers + n_steps,
                           .distance_squared = numbers + 2 * n_steps };
}

/* One star after the other, as the letter says, for the ratio */
static double
drive_one_by_one (const Bench *bench, gsize n)
{
  const PlumeDiscForce *force = &bench->force;
  const PlumeDiscPotential *potential = plume_vertical_get_potential (bench->vertical);
  double cell = 1.3 * 4 / 8192, dt = force->duration / (double)force->n_steps, disc[8193], sum = 0;
  gint64 start;

  for (guint i = 0; i <= 8192; i++)
    disc[i] =
        -2 * cell * i * plume_disc_potential_vertical_slope (potential, 8.122, cell * i, cell * i);
  start = g_get_monotonic_time ();
#pragma omp parallel for schedule(dynamic, 64) reduction(+ : sum)
  for (gsize i = 0; i < n; i++)
    {
      double z = bench->z[i], v = bench->v[i];

      for (gsize k = 0; k < force->n_steps; k++)
        {
          double apart, square, x;
          guint at;

          z += 0.5 * dt * v;
          x = fabs (z) / cell;
          at = (guint)MIN (x, 8191);
          x = disc[at] + (x - at) * (disc[at + 1] - disc[at]);
          apart = z - force->source_height[k];
          square = apart * apart + force->distance_squared[k];
          v += dt * ((z < 0 ? -x : x) - force->factor[k] * apart / (square * sqrt (square)));
          z += 0.5 * dt * v;
        }
      sum += z + v;
    }
  return isfinite (sum) ? (double)(g_get_monotonic_time () - start) / 1000 : NAN;
}

static void
tell_truth (gsize n)
{
  PlumeDiscPotential potential = plume_disc_potential_slab (1, 1);
  g_autoptr (PlumeVertical) layer = plume_vertical_new (&potential, 8, 12, NULL);
  const double widths[] = { 0.3, 1 };

  for (guint k = 0; k < 4; k++)
    {
      gint64 start = g_get_monotonic_time ();
      guint arms = k / 2 + 1;
      StarResponse seen = measure_response (layer, n, arms, widths[k % 2], 40 + k);

      g_print ("n = %u, τ_P = %g, %.0e stars: theory %.5f, stars %.5f ± %.5f, apart %.3f %%, %.1f "
               "s\n",
               arms, widths[k % 2], (double)n, cabs (seen.theory), cabs (seen.stars), seen.noise,
               100 * cabs (seen.stars - seen.theory) / cabs (seen.theory),
               1e-6 * (double)(g_get_monotonic_time () - start));
    }
}

static gpointer
stop_at_once (gpointer data)
{
  g_usleep (20000);
  plume_task_cancel (data);
  return GINT_TO_POINTER (g_get_monotonic_time () & G_MAXINT);
}

static void
measure_stop_of_correction (const Bench *bench)
{
  g_autoptr (PlumeTask) task = plume_task_new ();
  gint64 start = g_get_monotonic_time (), now;
  GThread *thread;

  plume_star_age_corrected (bench->vertical, 7, 0.5, 1, 0.5);
  g_print ("age without the bias of scattering: %.1f ms\n",
           (double)(g_get_monotonic_time () - start) / 1000);
  thread = g_thread_new ("stop", stop_at_once, task);
  plume_star_age_corrected_with_task (bench->vertical, 7, 0.5, 1, 0.5, task, NULL);
  now = g_get_monotonic_time () & G_MAXINT;
  g_print ("  stops %.1f ms after being told\n",
           (double)(now - GPOINTER_TO_INT (g_thread_join (thread))) / 1000);
}

static gpointer
stop_soon (gpointer data)
{
  g_usleep (300000);
  g_print ("stopped at %.1f %%\n", 100 * plume_task_get_progress (data));
  plume_task_cancel (data);
  return GINT_TO_POINTER (g_get_monotonic_time () & G_MAXINT);
}

static void
measure_stop (const Bench *bench)
{
  for (guint k = 0; k < 3; k++)
    {
      g_autoptr (PlumeTask) task = plume_task_new ();
      GThread *thread = g_thread_new ("stop", stop_soon, task);
      PlumeStars *stars =
          k == 0   ? plume_stars_diffuse (bench->stars, 0.5, 0.5, 100, 2, task, NULL)
          : k == 1 ? plume_stars_diffuse (bench->moving, 0.5, 0.5, 100000, 2, task, NULL)
                   : plume_stars_drive_by_force (bench->stars, &bench->force, task, NULL);
      gint64 now = g_get_monotonic_time () & G_MAXINT;

      g_print ("stops %.1f ms after being told%s\n",
               (double)(now - GPOINTER_TO_INT (g_thread_join (thread))) / 1000,
               stars == NULL ? "" : " (was done)");
      g_clear_pointer (&stars, plume_stars_unref);
    }
}

static void
measure_all (Bench *bench, PlumeVerticalSet *set)
{
  double times[G_N_ELEMENTS (works)][SIZES];

  for (guint size = 0; size < SIZES; size++)
    {
      gsize n = (gsize)pow (10, 4 + size);

      set_up (bench, set, n);
      for (guint i = 0; i < G_N_ELEMENTS (works); i++)
        {
          times[i][size] = measure (works[i].name, n, bench, works[i].run, n > 1000000 ? 3 : RUNS);
          if (fabs (works[i].at / (double)n - 1) < 0.01)
            g_print ("  at most %.0f ms are wanted: %s\n", works[i].target,
                     times[i][size] <= works[i].target ? "kept" : "MISSED");
          if (works[i].run == drive)
            g_print ("  %.1f times as fast as one star after the other\n",
                     drive_one_by_one (bench, n) / times[i][size]);
        }
      clear (bench);
    }
  for (guint i = 0; i < G_N_ELEMENTS (works); i++)
    g_print ("%s: cost ∝ N^%.2f from 10⁴ to 10⁷\n", works[i].name, fit_exponent (times[i]));
}

int
main (int argc, char **argv)
{
  PlumeDiscPotential potential = plume_disc_potential_milky_way (1);
  Bench bench = { 0 };
  g_autoptr (PlumeVerticalSet) set = NULL;
  double numbers[3 * 200];

  setlocale (LC_ALL, "");
  if (argc > 1 && g_str_equal (argv[1], "truth"))
    {
      tell_truth (argc > 2 ? (gsize)strtod (argv[2], NULL) : 10000000);
      return 0;
    }
  bench.vertical = plume_vertical_new (&potential, 8.122, 4, NULL);
  bench.lookup = plume_star_lookup_new (bench.vertical);
  bench.force = passing_mass (200, numbers);
  set = plume_vertical_set_new (&potential, 2, 15, 24, 4, NULL, NULL);
  if (argc > 1 && g_str_equal (argv[1], "stop"))
    {
      set_up (&bench, set, 10000000);
      measure_stop (&bench);
      measure_stop_of_correction (&bench);
      clear (&bench);
    }
  else
    measure_all (&bench, set);
  plume_vertical_unref (bench.vertical);
  plume_star_lookup_free (bench.lookup);
  return 0;
}
