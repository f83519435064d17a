/* phase-spirals-stars.c: the stars beside the theory: disturbed, scattered, aged, counted in
 * planes, and asked for their age.
 *
 * Test stars feel the perturber's force one by one and never see the linear theory, so that the two
 * check each other. Stars of a table are shown as they are. It draws nothing.
 */
#include "experiments/phase-spirals.h"

#include "core/plume-error.h"
#include "core/plume-parallel.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define COARSE_STARS     16000
#define SCATTERING_STEPS 12
#define COARSE_STEPS     5
#define STAR_STEPS       6e7 /* most stars × steps of a slow perturber */
#define FEWEST_DRIVEN    4000
#define LANES            1024
#define N_STAR_TIMES     25
#define AMPLITUDE_STARS  25000
#define N_COLUMNS        96
#define N_ROWS           48

void
ps_stars_free (gpointer data)
{
  PsStars *stars = data;

  g_clear_pointer (&stars->stars, plume_stars_unref);
  g_clear_pointer (&stars->expected, plume_array_unref);
  g_free (stars->name);
  g_free (stars);
}

static PlumeResult *
stars_result (PsStars *stars)
{
  return plume_result_new (stars, sizeof *stars + plume_stars_get_bytes (stars->stars),
                           ps_stars_free);
}

typedef struct
{
  const PsForce *force;
  float *z, *v;
  double cell;
  double *disc_force; /* over z ≥ 0 in equal cells */
  guint n_cells;
} Drive;

static double
force_of_disc (const Drive *drive, double z)
{
  double x = fabs (z) / drive->cell;
  guint i = (guint)MIN (x, drive->n_cells - 1);
  double value = drive->disc_force[i] + (x - i) * (drive->disc_force[i + 1] - drive->disc_force[i]);

  return z < 0 ? -value : value;
}

static double
force_of_perturber (const PsForce *force, gsize step, double z)
{
  if (force->profile != NULL)
    {
      double x = CLAMP (z / force->profile_step + PS_PROFILE / 2, 0, PS_PROFILE - 1e-6);
      guint i = (guint)x;

      return force->factor[step]
             * (force->profile[i] + (x - i) * (force->profile[i + 1] - force->profile[i]));
    }

  double apart = z - force->source_height[step];
  double square = apart * apart + force->distance_squared[step];

  return -force->factor[step] * apart / (square * sqrt (square)) + force->constant[step];
}

/* Drift–kick–drift; forces of the perturber stand at the middles of the steps. */
static void
drive_chunk (gsize from, gsize to, gpointer data)
{
  const Drive *drive = data;
  double dt = drive->force->duration / drive->force->n_steps;

  for (gsize i = from; i < to; i++)
    {
      double z = drive->z[i], v = drive->v[i];

      for (gsize step = 0; step < drive->force->n_steps; step++)
        {
          z += 0.5 * dt * v;
          v += dt * (force_of_disc (drive, z) + force_of_perturber (drive->force, step, z));
          z += 0.5 * dt * v;
        }
      drive->z[i] = (float)z;
      drive->v[i] = (float)v;
    }
}

static void
fill_disc_force (Drive *drive, const PlumeStars *stars)
{
  const PlumeDiscPotential *potential = plume_vertical_get_potential (stars->vertical);
  double R = plume_vertical_get_radius (stars->vertical);

  drive->n_cells = 8192;
  drive->cell = 1.3 * plume_vertical_get_highest (stars->vertical) / drive->n_cells;
  drive->disc_force = g_new (double, drive->n_cells + 1);
  for (guint i = 0; i <= drive->n_cells; i++)
    {
      double z = i * drive->cell;

      drive->disc_force[i] = -2 * z * plume_disc_potential_vertical_slope (potential, R, z, z);
    }
}

/* Stars after the force, their angles traced back to t = 0. */
PlumeStars *
ps_drive (const PlumeStars *stars, const PsForce *force, PlumeTask *task, GError **error)
{
  double end = force->from + force->duration;
  g_autoptr (PlumeStars) before = plume_stars_advance (stars, force->from, task, error);
  g_autoptr (PlumeStars) driven = NULL;
  g_autofree float *z = g_new (float, stars->n), *v = g_new (float, stars->n);
  Drive drive = { .force = force, .z = z, .v = v };
  gboolean done;

  if (before == NULL || !plume_stars_get_positions (before, 0, z, v, task, error))
    return NULL;
  fill_disc_force (&drive, stars);
  done = plume_parallel_for (stars->n, 64, drive_chunk, &drive, task, error);
  g_free (drive.disc_force);
  if (!done)
    return NULL;
  driven = plume_stars_copy (before);
  plume_vertical_to_actions (stars->vertical, stars->n, z, v, driven->action, driven->angle,
                             driven->frequency);
  if (!plume_stars_settle (driven, NULL, task, error))
    return NULL;
  return plume_stars_advance (driven, -end, task, error);
}

/* The first stars of a set, as random as all of them */
static PlumeStars *
take_first (const PlumeStars *stars, gsize n)
{
  PlumeStars first = *stars; /* so that no more than those are copied */

  first.n = MIN (n, stars->n);
  return plume_stars_copy (&first);
}

static PlumeResult *
sample_stars (const PlumeReads *reads, gsize most, PlumeTask *task, GError **error)
{
  const PsDisc *disc = plume_reads_result (reads, "disc");
  gsize n = (gsize)plume_reads_number (reads, "star-count");
  PlumeStars *calm = plume_stars_sample (disc->vertical, disc->set, &disc->model, MIN (n, most),
                                         plume_reads_seed (reads, "seed"), task, error);
  PsStars *stars;

  if (calm == NULL)
    return NULL;
  stars = g_new0 (PsStars, 1);
  stars->stars = calm;
  stars->n_used = stars->n_rows = calm->n;
  return stars_result (stars);
}

/* The stars before anything happens; they stay when only the perturber changes. */
PlumeResult *
ps_sample_stars (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return sample_stars (reads, G_MAXSIZE, task, error);
}

PlumeResult *
ps_sample_stars_coarse (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return sample_stars (reads, COARSE_STARS, task, error);
}

static PlumeResult *
disturb (const PlumeReads *reads, gsize most, PlumeTask *task, GError **error)
{
  const PsResponse *response = plume_reads_result (reads, "response");
  const PsStars *calm = plume_reads_result (reads, "calm");
  const PsForce *force = response->force;
  gsize n = MIN (calm->n_used, most);
  g_autoptr (PlumeStars) first = NULL;
  PlumeStars *moved;
  PsStars *stars;

  if (force->n_steps > 0)
    n = MIN (n, (gsize)MAX (STAR_STEPS * (most < G_MAXSIZE ? 0.05 : 1) / (double)force->n_steps,
                            FEWEST_DRIVEN));
  first = take_first (calm->stars, n);
  moved = force->n_steps > 0
              ? ps_drive (first, force, task, error)
              : plume_stars_kick (first, &(PlumeStarKick){ force->bending, force->breathing }, task,
                                  error);
  if (moved == NULL)
    return NULL;
  stars = g_new0 (PsStars, 1);
  stars->stars = moved;
  stars->name = g_strdup (_ ("test stars"));
  stars->n_rows = calm->n_rows;
  stars->n_used = n;
  stars->n_beyond = plume_stars_count_lost (moved);
  return stars_result (stars);
}

PlumeResult *
ps_disturb (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return disturb (reads, G_MAXSIZE, task, error);
}

PlumeResult *
ps_disturb_coarse (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return disturb (reads, COARSE_STARS, task, error);
}

gboolean
ps_wants_table (const PlumeReads *reads)
{
  int from = plume_reads_integer (reads, "stars-from");

  return from == 2 || (from == 0 && plume_reads_n_datasets (reads, "stars") > 0);
}

/* Stars a time after the perturbation */
PlumeStars *
ps_age (const PlumeStars *stars,
        double t,
        double diffusion,
        guint64 seed,
        PlumeTask *task,
        GError **error)
{
  return diffusion > 0 && t > 0
             ? plume_stars_diffuse (stars, diffusion, t, SCATTERING_STEPS, seed, task, error)
             : plume_stars_advance (stars, t, task, error);
}

/* Whether the stars turn freely from their own moment on: those of a table, and test stars that no
 * cloud scatters. Then nothing that holds them depends on time. */
static gboolean
turn_freely (const PsStars *base, double diffusion)
{
  return base->measured || !(diffusion > 0);
}

static PsStars *
copy_shown (const PsStars *from, PlumeStars *stars)
{
  PsStars *copy = g_new (PsStars, 1);

  *copy = *from;
  copy->stars = stars;
  copy->n_used = from->measured ? from->n_used : stars->n;
  copy->name = g_strdup (from->name);
  if (copy->expected != NULL)
    plume_array_ref (copy->expected);
  return copy;
}

/* The stars at their own moment: of the table today, or test stars at the perturbation. */
PlumeResult *
ps_choose_stars (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const PsStars *from = plume_reads_result (reads, ps_wants_table (reads) ? "table" : "disturbed");

  if (from == NULL)
    {
      g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_DATA,
                           _ ("No table of stars is open; open one, or show the test stars"));
      return NULL;
    }
  return plume_result_new (copy_shown (from, plume_stars_ref (from->stars)), sizeof (PsStars),
                           ps_stars_free);
}

static PlumeResult *
age_stars (const PlumeReads *reads, gboolean coarse, PlumeTask *task, GError **error)
{
  const PsStars *base = plume_reads_result (reads, "base");
  double t = ps_time (plume_reads_number (reads, "time")), diffusion = ps_diffusion (reads);
  g_autoptr (PlumeStars) few = NULL;
  PlumeStars *aged;
  PsStars *shown;

  if (turn_freely (base, diffusion))
    {
      shown = copy_shown (base, plume_stars_ref (base->stars));
      shown->now = base->measured ? 0 : t;
      return plume_result_new (shown, sizeof *shown, ps_stars_free);
    }
  few = coarse ? take_first (base->stars, COARSE_STARS) : plume_stars_ref (base->stars);
  aged = plume_stars_diffuse (few, diffusion, t, coarse ? COARSE_STEPS : SCATTERING_STEPS,
                              plume_reads_seed (reads, "seed"), task, error);
  return aged != NULL ? stars_result (copy_shown (base, aged)) : NULL;
}

PlumeResult *
ps_age_stars (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return age_stars (reads, FALSE, task, error);
}

PlumeResult *
ps_age_stars_coarse (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return age_stars (reads, TRUE, task, error);
}

#define CLOUD_ROOTS   257
#define CLOUD_QUARTER 128

/* Places on all orbits by one quarter of each: (z, v) → (z, −v) at π − θ, (−z, −v) at π + θ */
static void
close_cloud (PlumeCloud *cloud, const PsDisc *disc)
{
  const guint turn = 4 * CLOUD_QUARTER;
  double root = sqrt (plume_vertical_largest_action (disc->vertical) * (1 - 1e-6));
  g_autofree float *places = g_new (float, 2 * CLOUD_ROOTS * turn);

  for (guint i = 0; i < CLOUD_ROOTS; i++)
    for (guint k = 0; k <= CLOUD_QUARTER; k++)
      {
        guint columns[] = { k, 2 * CLOUD_QUARTER - k, 2 * CLOUD_QUARTER + k, (turn - k) % turn };
        double z, v, r = root * i / (CLOUD_ROOTS - 1);

        plume_vertical_position (disc->vertical, r * r, G_PI_2 * k / CLOUD_QUARTER, &z, &v);
        if (k == CLOUD_QUARTER)
          v = 0;
        for (guint side = 0; side < 4; side++)
          {
            float *place = places + 2 * (i * turn + columns[side]);

            place[0] = (float)(side < 2 ? z : -z);
            place[1] = (float)(side == 0 || side == 3 ? v : -v);
          }
      }
  plume_cloud_close (cloud, CLOUD_ROOTS, turn, places, root);
}

typedef struct
{
  PlumeCloud *cloud;
  const PlumeStars *stars;
} CloudWork;

static void
fill_cloud (gsize from, gsize to, gpointer data)
{
  const CloudWork *work = data;

  for (gsize i = from; i < to; i++)
    {
      work->cloud->radius[i] = sqrtf (work->stars->action[i]);
      work->cloud->angle[i] = work->stars->angle[i];
      work->cloud->rate[i] = (float)((double)work->stars->frequency[i] / PLUME_DISC_TIME_MYR);
    }
}

/* Stars as points on known orbits, whose time is in Myr */
static PlumeResult *
make_cloud (const PsDisc *disc, const PlumeStars *stars, PlumeTask *task, GError **error)
{
  g_autoptr (PlumeCloud) cloud = plume_cloud_new (stars->n, FALSE);
  CloudWork work = { cloud, stars };

  if (!plume_parallel_for (stars->n, 65536, fill_cloud, &work, task, error))
    return NULL;
  close_cloud (cloud, disc);
  return plume_result_new (g_steal_pointer (&cloud), 12 * stars->n + (1 << 20),
                           (GDestroyNotify)plume_cloud_unref);
}

/* A result of no data stands for "no cloud is wanted". */
static PlumeResult *
make_nothing (void)
{
  return plume_result_new (NULL, 16, NULL);
}

/* The cloud of stars that turn freely; time is no part of it. */
PlumeResult *
ps_make_cloud (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const PsStars *base = plume_reads_result (reads, "base");

  if (plume_reads_integer (reads, "plane-shows") != PS_SHOWS_DENSITY
      || !turn_freely (base, ps_diffusion (reads)))
    return make_nothing ();
  return make_cloud (plume_reads_result (reads, "disc"), base->stars, task, error);
}

/* That cloud, or one of the stars that were scattered until now. */
PlumeResult *
ps_take_cloud (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  PlumeCloud *cloud = (PlumeCloud *)plume_reads_result (reads, "free-cloud");
  const PsStars *shown = plume_reads_result (reads, "shown");

  if (plume_reads_integer (reads, "plane-shows") != PS_SHOWS_DENSITY)
    return make_nothing ();
  if (cloud != NULL)
    return plume_result_new (plume_cloud_ref (cloud), 64, (GDestroyNotify)plume_cloud_unref);
  return make_cloud (plume_reads_result (reads, "disc"), shown->stars, task, error);
}

#define SHELLS 64

/* Stars per pixel if all angles were alike: from the stars' own distribution of √J */
void
ps_expect_from_shells (PsStars *stars, const PsDisc *disc)
{
  const PlumeStars *set = stars->stars;
  double counts[SHELLS + 1] = { 0 }, smooth[SHELLS];
  double largest = disc->step * (PS_NODES - 1), width = largest / SHELLS;
  double pixel = 4 * disc->reach_z * disc->reach_v / (PS_PIXELS * PS_PIXELS);

  stars->expected = plume_array_new (PS_PIXELS * PS_PIXELS);
  for (gsize i = 0; i < set->n; i++)
    if (set->action[i] >= 0)
      counts[(guint)CLAMP (sqrt ((double)set->action[i]) / width, 0, SHELLS - 1)] += 1;
  for (guint i = 0; i < SHELLS; i++)
    {
      double sum = 0, area = 0;

      for (guint j = MAX (i, 1) - 1; j <= MIN (i + 1, SHELLS - 1); j++)
        {
          sum += counts[j];
          area += (2 * j + 1) * width * width; /* of J */
        }
      smooth[i] = sum / area;
    }
  for (gsize i = 0; i < stars->expected->length; i++)
    {
      double x, share;
      guint shell;

      if (disc->node[i] < 0)
        continue;
      x = CLAMP ((disc->node[i] + (double)disc->fraction[i]) * disc->step / width - 0.5, 0,
                 SHELLS - 1.001);
      shell = (guint)x;
      share = x - shell;
      stars->expected->values[i] =
          pixel / (2 * G_PI)
          * exp ((1 - share) * log (smooth[shell] + 1e-9) + share * log (smooth[shell + 1] + 1e-9));
    }
}

/* Stars per pixel without perturbation */
PlumeArray *
ps_expect (const PsDisc *disc, const PsStars *shown)
{
  PlumeArray *expected;

  if (shown->expected != NULL)
    return plume_array_ref (shown->expected);
  expected = plume_array_new (disc->density->length);
  for (gsize i = 0; i < expected->length; i++)
    expected->values[i] = disc->density->values[i] * (double)shown->n_used;
  return expected;
}

/* The plane in pixels; mean motions only where they are @wanted, for they cost as much again */
static PlumeStarMap *
count_stars (const PlumeReads *reads, gsize most, gboolean wanted, PlumeTask *task, GError **error)
{
  const PsDisc *disc = plume_reads_result (reads, "disc");
  const PsStars *shown = plume_reads_result (reads, "shown");
  PlumeStarWindow window = { PS_PIXELS, PS_PIXELS, disc->reach_z, disc->reach_v, FALSE };
  PlumeStars stars = *shown->stars; /* read here only */

  stars.n = MIN (stars.n, most);
  if (!wanted)
    stars.radial_velocity = stars.azimuthal_velocity = NULL;
  return plume_star_map_new (&stars, disc->lookup,
                             shown->now - ps_time (plume_reads_number (reads, "rewind")), &window,
                             task, error);
}

static double
mean_of_pixels (const PlumeArray *values, const PlumeArray *weights)
{
  double sum = 0, weight = 0;

  for (gsize i = 0; i < values->length; i++)
    if (isfinite (values->values[i]) && weights->values[i] > 0)
      {
        sum += weights->values[i] * values->values[i];
        weight += weights->values[i];
      }
  return weight > 0 ? sum / weight : 0;
}

static void
free_plane (gpointer data)
{
  PsPlane *plane = data;

  g_clear_pointer (&plane->values, plume_array_unref);
  g_free (plane);
}

/* Contrast, or mean motions smoothed over 100 stars or so, less their mean */
PlumeResult *
ps_map_plane (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const PsDisc *disc = plume_reads_result (reads, "disc");
  const PsStars *shown = plume_reads_result (reads, "shown");
  int shows = plume_reads_integer (reads, "plane-shows");
  g_autoptr (PlumeStarMap) map = NULL;
  g_autoptr (PlumeArray) expected = NULL;
  PsPlane *plane;
  double mean = 0;

  if (shows == PS_SHOWS_DENSITY)
    return make_nothing ();
  map = count_stars (reads, G_MAXSIZE, shows >= PS_SHOWS_RADIAL, task, error);
  if (map == NULL)
    return NULL;
  plane = g_new0 (PsPlane, 1);
  if (shows == PS_SHOWS_CONTRAST)
    plane->values = plume_star_map_smooth (map, map->count, 120);
  else if (map->azimuthal != NULL)
    {
      PlumeArray *motion = shows == PS_SHOWS_RADIAL ? map->radial : map->azimuthal;

      plane->values = plume_star_map_smooth (map, motion, 100);
      mean = mean_of_pixels (motion, map->count);
    }
  plane->still = plane->values == NULL;
  expected = ps_expect (disc, shown);
  for (gsize i = 0; !plane->still && i < expected->length; i++)
    {
      double value = plane->values->values[i];

      if (!(expected->values[i] > PS_THIN && isfinite (value)))
        plane->values->values[i] = NAN;
      else
        plane->values->values[i] =
            shows == PS_SHOWS_CONTRAST ? value / expected->values[i] - 1 : value - mean;
    }
  return plume_result_new (plane, sizeof *plane + expected->length * sizeof (double), free_plane);
}

static void
free_counts (gpointer data)
{
  plume_array_unref (data);
}

/* Stars in pixels, for sums over them */
PlumeResult *
ps_count_plane (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  g_autoptr (PlumeStarMap) map = count_stars (reads, G_MAXSIZE, FALSE, task, error);

  return map != NULL ? plume_result_new (plume_array_ref (map->count),
                                         map->count->length * sizeof (double), free_counts)
                     : NULL;
}

#define SIDE     (PS_PIXELS / 2)
#define LEAST_IN 20.0
#define CHECKED  65536 /* stars that are compared while a control is held */

/* Over blocks of 2 × 2 pixels with LEAST_IN stars or more. Counts are Poissonian, so that the
 * square of one over its variance m has mean 1 and variance 2 + 1/m; the odd part, which changes
 * its sign with (z, v), holds no second order of a kick, and sees each pair of blocks twice. */
static void
compare_blocks (PsCheck *check,
                const PlumeArray *counts,
                const PlumeArray *undisturbed,
                double share,
                const PlumeArray *contrast)
{
  double sum = 0, odd_sum = 0, variance = 0, odd_variance = 0;
  g_autofree double *stars = g_new0 (double, SIDE *SIDE), *expected = g_new0 (double, SIDE *SIDE),
                    *model = g_new0 (double, SIDE *SIDE);
  gsize n_blocks = 0;

  for (gsize i = 0; i < PS_PIXELS * PS_PIXELS; i++)
    {
      gsize block = i / PS_PIXELS / 2 * SIDE + i % PS_PIXELS / 2;
      double now = undisturbed->values[i] * share;

      stars[block] += counts->values[i];
      expected[block] += now;
      model[block] += now * (1 + contrast->values[i]);
    }
  for (gsize i = 0; i < SIDE * SIDE; i++)
    {
      gsize mirror = SIDE * SIDE - 1 - i;
      double m, pair, apart;

      if (!(expected[i] >= LEAST_IN && isfinite (model[i]) && isfinite (model[mirror])))
        continue;
      m = MAX (model[i], 0.2 * expected[i]);
      pair = MAX (model[i] + model[mirror], 0.4 * expected[i]);
      apart = (stars[i] - stars[mirror]) - (model[i] - model[mirror]);
      sum += (stars[i] - model[i]) * (stars[i] - model[i]) / m;
      odd_sum += apart * apart / pair;
      variance += 2 + 1 / m;
      odd_variance += 2 * (2 + 1 / pair);
      n_blocks++;
    }
  *check = (PsCheck){ NAN, NAN, NAN, NAN };
  if (n_blocks == 0)
    return;
  check->residual = sqrt (sum / (double)n_blocks);
  check->odd_residual = sqrt (odd_sum / (double)n_blocks);
  check->error = 0.5 * sqrt (variance) / (double)n_blocks;
  check->odd_error = 0.5 * sqrt (odd_variance) / (double)n_blocks;
}

static PlumeResult *
check_theory (const PlumeReads *reads, gsize most, PlumeTask *task, GError **error)
{
  const PsTheory *theory = plume_reads_result (reads, "theory");
  const PsStars *shown = plume_reads_result (reads, "shown");
  g_autoptr (PlumeStarMap) map = count_stars (reads, most, FALSE, task, error);
  g_autoptr (PlumeArray) expected = NULL;
  PsCheck *check;

  if (map == NULL)
    return NULL;
  expected = ps_expect (plume_reads_result (reads, "disc"), shown);
  check = g_new (PsCheck, 1);
  compare_blocks (check, map->count, expected,
                  (double)MIN (shown->stars->n, most) / (double)shown->stars->n, theory->contrast);
  return plume_result_new (check, sizeof *check, g_free);
}

PlumeResult *
ps_check_theory (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return check_theory (reads, G_MAXSIZE, task, error);
}

PlumeResult *
ps_check_theory_coarse (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  return check_theory (reads, CHECKED, task, error);
}

static void
free_angles (gpointer data)
{
  PsAngles *angles = data;

  g_clear_pointer (&angles->by_root, plume_array_unref);
  g_clear_pointer (&angles->by_frequency, plume_array_unref);
  g_free (angles);
}

/* Counts over the mean of their column, less one, a little smoothed; NaN in thin columns. */
static PlumeArray *
relative_to_column (const double *counts)
{
  PlumeArray *relative = plume_array_new (N_ROWS * N_COLUMNS);

  for (guint column = 0; column < N_COLUMNS; column++)
    {
      double mean = 0;

      for (guint row = 0; row < N_ROWS; row++)
        mean += counts[row * N_COLUMNS + column] / N_ROWS;
      for (guint row = 0; row < N_ROWS; row++)
        {
          guint above = (row + 1) % N_ROWS, below = (row + N_ROWS - 1) % N_ROWS;
          double sum = 0.5 * counts[row * N_COLUMNS + column]
                       + 0.25 * counts[above * N_COLUMNS + column]
                       + 0.25 * counts[below * N_COLUMNS + column];

          relative->values[row * N_COLUMNS + column] = mean > 2 ? sum / mean - 1 : NAN;
        }
    }
  return relative;
}

typedef struct
{
  const PlumeStars *stars;
  const PsAngles *angles;
  double now;
  double (*tiles)[2][N_ROWS * N_COLUMNS]; /* of each part: over √J and over Ω */
} AngleWork;

#define PARTS 16

static void
count_angles (gsize from, gsize to, gpointer data)
{
  const AngleWork *work = data;
  const PlumeStars *stars = work->stars;
  const double per_turn = 1 / (2 * G_PI), slowest = work->angles->slowest,
               per_root = N_COLUMNS / work->angles->root_to,
               per_frequency = N_COLUMNS / (work->angles->fastest - slowest);

  for (gsize part = from; part < to; part++)
    for (gsize i = stars->n * part / PARTS; i < stars->n * (part + 1) / PARTS; i++)
      {
        double omega = (double)stars->frequency[i],
               turns = ((double)stars->angle[i] + omega * work->now) * per_turn;
        double x = sqrt ((double)stars->action[i]) * per_root,
               y = (omega - slowest) * per_frequency;
        gsize row;

        if (!(x >= 0 && fabs (turns) < 1e9))
          continue;
        turns -= floor (turns);
        row = MIN ((gsize)(turns * N_ROWS), N_ROWS - 1) * N_COLUMNS;
        if (x < N_COLUMNS)
          work->tiles[part][0][row + (gsize)x] += 1;
        if (y >= 0 && y < N_COLUMNS)
          work->tiles[part][1][row + (gsize)y] += 1;
      }
}

PlumeResult *
ps_map_angles (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const PsDisc *disc = plume_reads_result (reads, "disc");
  const PsStars *shown = plume_reads_result (reads, "shown");
  PsAngles *angles = g_new0 (PsAngles, 1);
  g_autoptr (PlumeResult) result =
      plume_result_new (angles, 2 * N_ROWS * N_COLUMNS * sizeof (double), free_angles);
  AngleWork work = { shown->stars, angles,
                     shown->now - ps_time (plume_reads_number (reads, "rewind")),
                     g_malloc0 (PARTS * sizeof *work.tiles) };
  gboolean done;

  angles->n_columns = N_COLUMNS;
  angles->n_rows = N_ROWS;
  angles->root_to = sqrt (MIN (2.2 * disc->action_90, disc->action[PS_NODES - 1]));
  angles->fastest = disc->frequency[0];
  angles->slowest = ps_interpolate (disc, disc->frequency, angles->root_to * angles->root_to);
  done = plume_parallel_for (PARTS, 1, count_angles, &work, task, error);
  for (guint part = 1; part < PARTS; part++)
    for (guint i = 0; i < N_ROWS * N_COLUMNS; i++)
      {
        work.tiles[0][0][i] += work.tiles[part][0][i];
        work.tiles[0][1][i] += work.tiles[part][1][i];
      }
  angles->by_root = relative_to_column (work.tiles[0][0]);
  angles->by_frequency = relative_to_column (work.tiles[0][1]);
  g_free (work.tiles);
  return done ? g_steal_pointer (&result) : NULL;
}

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

  if (base->measured || !turn_freely (base, ps_diffusion (reads))
      || plume_reads_switch (reads, "selection"))
    return make_nothing ();
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
  g_autoptr (PlumeStars) stars = take_first (disturbed->stars, AMPLITUDE_STARS);
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
      if (!plume_task_check (task, error))
        {
          plume_result_unref (result);
          return NULL;
        }
      /* beyond, today's stars would have had no spread left at the kick */
      if (diffusion > 0 && diffusion * seen < 0.5 * disc->mean_action)
        correction->age[n] =
            plume_star_age_corrected (disc->vertical, disc->mean_action, diffusion, n, seen)
            * PLUME_DISC_TIME_MYR;
      else
        correction->age[n] = diffusion > 0 ? NAN : seen * PLUME_DISC_TIME_MYR;
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
