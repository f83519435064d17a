/* phase-spirals-plane.c: the stars in planes: as a cloud on known orbits, in pixels of heights and
 * velocities, over frequencies and angles; and how well they agree with the theory there. It draws
 * nothing.
 */
#include "experiments/phase-spirals.h"

#include "core/plume-parallel.h"

#include <math.h>

#define N_COLUMNS 96
#define N_ROWS    48

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

/* The cloud of stars that turn freely; time is no part of it. */
PlumeResult *
ps_make_cloud (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const PsStars *base = plume_reads_result (reads, "base");

  if (plume_reads_integer (reads, "plane-shows") != PS_SHOWS_DENSITY
      || !ps_turn_freely (base, ps_diffusion (reads)))
    return ps_make_nothing ();
  return make_cloud (plume_reads_result (reads, "disc"), base->stars, task, error);
}

/* That cloud, or one of the stars that were scattered until now. */
PlumeResult *
ps_take_cloud (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  PlumeCloud *cloud = (PlumeCloud *)plume_reads_result (reads, "free-cloud");
  const PsStars *shown = plume_reads_result (reads, "shown");

  if (plume_reads_integer (reads, "plane-shows") != PS_SHOWS_DENSITY)
    return ps_make_nothing ();
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
    return ps_make_nothing ();
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
