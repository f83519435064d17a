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
  PlumeStars *first = plume_stars_copy (stars);

  first->n = MIN (n, stars->n);
  return first;
}

/* The stars before anything happens; they stay when only the perturber changes. */
PlumeResult *
ps_sample_stars (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const PsDisc *disc = plume_reads_result (reads, "disc");
  PlumeStars *calm = plume_stars_sample (disc->vertical, disc->set, &disc->model,
                                         (gsize)plume_reads_number (reads, "star-count"),
                                         plume_reads_seed (reads, "seed"), task, error);
  PsStars *stars;

  if (calm == NULL)
    return NULL;
  stars = g_new0 (PsStars, 1);
  stars->stars = calm;
  stars->n_used = stars->n_rows = calm->n;
  return stars_result (stars);
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

static PlumeStars *
age (const PlumeReads *reads,
     const PlumeStars *stars,
     guint n_steps,
     PlumeTask *task,
     GError **error)
{
  double t = ps_time (plume_reads_number (reads, "time")), diffusion = ps_diffusion (reads);

  if (diffusion > 0 && t > 0)
    return plume_stars_diffuse (stars, diffusion, t, n_steps, plume_reads_seed (reads, "seed"),
                                task, error);
  return plume_stars_advance (stars, t, task, error);
}

static PlumeResult *
age_stars (const PlumeReads *reads, gboolean coarse, PlumeTask *task, GError **error)
{
  PsStars *shown;

  if (ps_wants_table (reads))
    {
      const PsStars *measured = plume_reads_result (reads, "table");

      if (measured == NULL)
        {
          g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_DATA,
                               _ ("No table of stars is open; open one, or show the test stars"));
          return NULL;
        }
      shown = g_new (PsStars, 1);
      *shown = *measured;
      shown->stars = plume_stars_ref (measured->stars);
      shown->name = g_strdup (measured->name);
      return stars_result (shown);
    }

  const PsStars *disturbed = plume_reads_result (reads, "disturbed");
  g_autoptr (PlumeStars) few =
      coarse ? take_first (disturbed->stars, COARSE_STARS) : plume_stars_ref (disturbed->stars);
  PlumeStars *aged = age (reads, few, coarse ? COARSE_STEPS : SCATTERING_STEPS, task, error);

  if (aged == NULL)
    return NULL;
  shown = g_new (PsStars, 1);
  *shown = *disturbed;
  shown->stars = aged;
  shown->n_used = aged->n;
  shown->name = g_strdup (disturbed->name);
  return stars_result (shown);
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

static void
free_maps (gpointer data)
{
  PsMaps *maps = data;

  g_clear_pointer (&maps->map, plume_star_map_free);
  g_clear_pointer (&maps->expected, plume_array_unref);
  g_clear_pointer (&maps->contrast, plume_array_unref);
  g_free (maps);
}

#define SHELLS 64

/* Stars per pixel if all angles were alike: from their own distribution of √J */
static void
expect_from_shells (PsMaps *maps, const PsDisc *disc, const PlumeStars *stars, double pixel)
{
  double counts[SHELLS + 1] = { 0 }, smooth[SHELLS];
  double largest = disc->step * (PS_NODES - 1), width = largest / SHELLS;

  for (gsize i = 0; i < stars->n; i++)
    if (stars->action[i] >= 0)
      counts[(guint)CLAMP (sqrt ((double)stars->action[i]) / width, 0, SHELLS - 1)] += 1;
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
  for (gsize i = 0; i < maps->expected->length; i++)
    {
      double x, share;
      guint shell;

      if (disc->node[i] < 0)
        continue;
      x = CLAMP ((disc->node[i] + (double)disc->fraction[i]) * disc->step / width - 0.5, 0,
                 SHELLS - 1.001);
      shell = (guint)x;
      share = x - shell;
      maps->expected->values[i] =
          pixel / (2 * G_PI)
          * exp ((1 - share) * log (smooth[shell] + 1e-9) + share * log (smooth[shell + 1] + 1e-9));
    }
}

/* Root mean square of (stars − theory)/noise over blocks of 2 × 2 pixels; odd is the part that
 * changes its sign with (z, v), which holds no second order of a kick. */
static void
measure_residual (PsMaps *maps, const PsTheory *theory)
{
  double sum = 0, odd_sum = 0;
  gsize n_blocks = 0;
  const gsize half = PS_PIXELS / 2;
  g_autofree double *stars = g_new0 (double, half *half), *expected = g_new0 (double, half *half),
                    *model = g_new0 (double, half *half);

  for (gsize i = 0; i < PS_PIXELS * PS_PIXELS; i++)
    {
      gsize block = i / PS_PIXELS / 2 * half + i % PS_PIXELS / 2;
      double now = maps->expected->values[i];

      stars[block] += maps->map->count->values[i];
      expected[block] += now;
      model[block] += now * (1 + theory->contrast->values[i]);
    }
  for (gsize i = 0; i < half * half; i++)
    {
      gsize mirror = half * half - 1 - i;

      if (!(expected[i] >= 20 && isfinite (model[i]) && isfinite (model[mirror])))
        continue;

      double apart = (stars[i] - stars[mirror]) - (model[i] - model[mirror]);

      sum += (stars[i] - model[i]) * (stars[i] - model[i]) / MAX (model[i], 0.2 * expected[i]);
      odd_sum += apart * apart / MAX (model[i] + model[mirror], 0.4 * expected[i]);
      n_blocks++;
    }
  maps->residual = n_blocks > 0 ? sqrt (sum / n_blocks) : NAN;
  maps->odd_residual = n_blocks > 0 ? sqrt (odd_sum / n_blocks) : NAN;
}

PlumeResult *
ps_map_stars (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const PsDisc *disc = plume_reads_result (reads, "disc");
  const PsTheory *theory = plume_reads_result (reads, "theory");
  const PsStars *shown = plume_reads_result (reads, "shown");
  PsMaps *maps = g_new0 (PsMaps, 1);
  gsize n_pixels = PS_PIXELS * PS_PIXELS;
  g_autoptr (PlumeResult) result =
      plume_result_new (maps, sizeof *maps + 5 * n_pixels * sizeof (double), free_maps);
  PlumeStarWindow window = { PS_PIXELS, PS_PIXELS, disc->reach_z, disc->reach_v, FALSE };
  double rewind = ps_time (plume_reads_number (reads, "rewind"));
  g_autoptr (PlumeArray) smooth = NULL;

  maps->map = plume_star_map_new (shown->stars, disc->lookup, -rewind, &window, task, error);
  if (maps->map == NULL)
    return NULL;
  maps->n_inside = maps->map->n_inside;
  maps->expected = plume_array_new (n_pixels);
  maps->contrast = plume_array_new (n_pixels);
  if (shown->measured)
    expect_from_shells (maps, disc, shown->stars,
                        4 * disc->reach_z * disc->reach_v / (double)n_pixels);
  else
    for (gsize i = 0; i < n_pixels; i++)
      maps->expected->values[i] = theory->density->values[i] * (double)shown->n_used;
  smooth = plume_star_map_smooth (maps->map, maps->map->count, 120);
  for (gsize i = 0; i < n_pixels; i++)
    maps->contrast->values[i] = maps->expected->values[i] > PS_THIN && isfinite (smooth->values[i])
                                    ? smooth->values[i] / maps->expected->values[i] - 1
                                    : NAN;
  measure_residual (maps, theory);
  return g_steal_pointer (&result);
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

PlumeResult *
ps_map_angles (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const PsDisc *disc = plume_reads_result (reads, "disc");
  const PlumeStars *stars = ((const PsStars *)plume_reads_result (reads, "shown"))->stars;
  PsAngles *angles = g_new0 (PsAngles, 1);
  g_autoptr (PlumeResult) result =
      plume_result_new (angles, 2 * N_ROWS * N_COLUMNS * sizeof (double), free_angles);
  double rewind = ps_time (plume_reads_number (reads, "rewind"));
  g_autofree double *by_root = g_new0 (double, N_ROWS *N_COLUMNS),
                    *by_frequency = g_new0 (double, N_ROWS *N_COLUMNS);

  angles->n_columns = N_COLUMNS;
  angles->n_rows = N_ROWS;
  angles->root_to = sqrt (MIN (2.2 * disc->action_90, disc->action[PS_NODES - 1]));
  angles->fastest = disc->frequency[0];
  angles->slowest = ps_interpolate (disc, disc->frequency, angles->root_to * angles->root_to);
  for (gsize i = 0; i < stars->n; i++)
    {
      double omega = stars->frequency[i], theta = stars->angle[i] - omega * rewind, x, y;
      gsize row;

      if ((i & 0xffff) == 0 && !plume_task_check (task, error))
        return NULL;
      if (!(stars->action[i] >= 0 && isfinite (theta)))
        continue;
      theta -= 2 * G_PI * floor (theta / (2 * G_PI));
      row = MIN ((gsize)(theta / (2 * G_PI) * N_ROWS), N_ROWS - 1);
      x = sqrt ((double)stars->action[i]) / angles->root_to * N_COLUMNS;
      y = (omega - angles->slowest) / (angles->fastest - angles->slowest) * N_COLUMNS;
      if (x < N_COLUMNS)
        by_root[row * N_COLUMNS + (gsize)x] += 1;
      if (y >= 0 && y < N_COLUMNS)
        by_frequency[row * N_COLUMNS + (gsize)y] += 1;
    }
  angles->by_root = relative_to_column (by_root);
  angles->by_frequency = relative_to_column (by_frequency);
  return g_steal_pointer (&result);
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

PlumeResult *
ps_find_ages (const PlumeReads *reads, PlumeTask *task, GError **error)
{
  const PlumeStars *stars = ((const PsStars *)plume_reads_result (reads, "shown"))->stars;
  PsSpectrum *spectrum = g_new0 (PsSpectrum, 1);
  g_autoptr (PlumeResult) result = plume_result_new (spectrum, 1 << 17, free_spectrum);
  gboolean selected = plume_reads_switch (reads, "selection");
  g_autoptr (PlumeStarClock) clock =
      plume_star_clock_new (stars, 2048, selected ? 32 : 0, task, error);

  if (clock == NULL)
    return NULL;
  for (guint n = 1; n <= 2; n++)
    {
      g_autoptr (PlumeStarSpectrum) read =
          plume_star_clock_read (clock, NULL, n, ps_time (PS_LATEST), task, error);
      g_autoptr (GArray) events = NULL;

      if (read == NULL)
        return NULL;
      spectrum->time[n] = plume_array_new_linear (
          0, (double)(read->power->length - 1) * read->step * PLUME_DISC_TIME_MYR,
          read->power->length);
      spectrum->power[n] = plume_array_ref (read->power);
      events = plume_star_spectrum_find (read, ps_time (30), 1e-3);
      spectrum->n_peaks[n] = MIN (events->len, 5);
      for (guint i = 0; i < spectrum->n_peaks[n]; i++)
        {
          const PlumeStarEvent *event = &g_array_index (events, PlumeStarEvent, i);

          spectrum->peaks[n][i] =
              (PsPeak){ event->age * PLUME_DISC_TIME_MYR, event->error * PLUME_DISC_TIME_MYR,
                        event->power, event->probability };
        }
    }
  return g_steal_pointer (&result);
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
