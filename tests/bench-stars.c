/* bench-stars.c: what a star costs, and how the cost grows with their number. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "disc/plume-star-age.h"
#include "disc/plume-star-maps.h"

#define RUNS  7
#define SIZES 4

typedef struct
{
  PlumeVertical *vertical;
  PlumeStarLookup *lookup;
  PlumeStars *stars;
  PlumeStarClock *clock;
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

int
main (void)
{
  static const struct
  {
    const char *name;
    void (*run) (const Bench *bench);
  } works[] = {
    { "drag of the time, with a map of 128²", drag },
    { "(z, v) to (J, θ, Ω)", to_actions },
    { "drawing from f0", draw },
    { "kick", kick },
    { "scattering, 100 steps", scatter },
    { "age spectrum", sort_and_read },
    { "age spectrum of another selection", select_and_read },
  };
  double times[G_N_ELEMENTS (works)][SIZES];
  PlumeDiscPotential potential = plume_disc_potential_milky_way (1);
  PlumeStarModel model = { .form = PLUME_DISC_EXPONENTIAL, .mean_action = 7 };
  Bench bench = { 0 };

  bench.vertical = plume_vertical_new (&potential, 8.122, 4, NULL);
  bench.lookup = plume_star_lookup_new (bench.vertical);
  for (guint size = 0; size < SIZES; size++)
    {
      gsize n = (gsize)pow (10, 4 + size);
      float *columns = g_new (float, 5 * n);

      bench.stars = plume_stars_sample (bench.vertical, NULL, &model, n, 1, NULL, NULL);
      bench.clock = plume_star_clock_new (bench.stars, 2048, 0, NULL, NULL);
      bench.selected = g_malloc (n);
      memset (bench.selected, 1, n);
      bench.z = columns;
      bench.v = columns + n;
      bench.J = columns + 2 * n;
      bench.theta = columns + 3 * n;
      bench.omega = columns + 4 * n;
      plume_stars_get_positions (bench.stars, 0, bench.z, bench.v, NULL, NULL);
      for (guint i = 0; i < G_N_ELEMENTS (works); i++)
        times[i][size] = measure (works[i].name, n, &bench, works[i].run, n > 1000000 ? 3 : RUNS);
      g_print ("memory, %.0e stars: %.1f bytes a star\n", (double)n,
               (double)plume_stars_get_bytes (bench.stars) / (double)n);
      plume_stars_unref (bench.stars);
      plume_star_clock_free (bench.clock);
      g_free (bench.selected);
      g_free (columns);
    }
  for (guint i = 0; i < G_N_ELEMENTS (works); i++)
    g_print ("%s: cost ∝ N^%.2f from 10⁵ to 10⁷\n", works[i].name,
             log10 (times[i][3] / times[i][1]) / 2);
  plume_vertical_unref (bench.vertical);
  plume_star_lookup_free (bench.lookup);
  return 0;
}
