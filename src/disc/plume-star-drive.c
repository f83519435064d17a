/* plume-star-drive.c: stars under a pulse that takes its time.
 *
 * Kick–drift–kick leapfrog (second order, symplectic: it keeps phase-space area exactly) over |τ| <
 * 6 τ_P, then back to actions and angles; angles are given at the middle of the pulse, as if it had
 * been an impulse. U' comes from a table of Hermite cubics, 2048 cells.
 */
#include <math.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "disc/plume-stars.h"

#define CELLS    2048
#define LANES    256
#define DURATION 6.0 /* τ_P before and after the middle */

typedef struct
{
  const PlumeStars *stars;
  PlumeStars *driven;
  const PlumeStarPulse *pulse;
  float *z, *v;
  double cell;                /* kpc */
  double force[CELLS + 2][2]; /* −U' and its derivative times the cell */
  guint n_steps;
  double step;
} Drive;

static void
fill_force (Drive *drive)
{
  const PlumeDiscPotential *potential = plume_vertical_get_potential (drive->stars->vertical);
  double R = plume_vertical_get_radius (drive->stars->vertical);

  /* orbits may swing out by a quarter while the pulse lives */
  drive->cell = 1.25 * plume_vertical_get_highest (drive->stars->vertical) / CELLS;
  for (guint i = 0; i < CELLS + 2; i++)
    {
      double z = drive->cell * i;

      drive->force[i][0] = -z * plume_disc_potential_vertical_slope (potential, R, z, z) * 2;
      drive->force[i][1] = -drive->cell * plume_disc_potential_vertical_curvature (potential, R, z);
    }
}

static inline double
acceleration (const Drive *drive, double z)
{
  double x = fabs (z) / drive->cell, t, h0, h1, g0, g1, force;
  guint i = x < CELLS ? (guint)x : CELLS;

  t = x - i;
  h1 = t * t * (3 - 2 * t);
  h0 = 1 - h1;
  g0 = t * (1 - t) * (1 - t);
  g1 = -t * t * (1 - t);
  force = h0 * drive->force[i][0] + h1 * drive->force[i + 1][0] + g0 * drive->force[i][1]
          + g1 * drive->force[i + 1][1];
  if (x >= CELLS)
    force = NAN;
  return z < 0 ? -force : force;
}

/* One block of stars through the whole pulse. */
static void
drive_block (const Drive *drive, gsize n, double *z, double *v)
{
  const PlumeStarPulse *pulse = drive->pulse;
  double h = drive->step, begin = -DURATION * pulse->width;

  for (guint k = 0; k <= drive->n_steps; k++)
    {
      double tau = (begin + k * h) / pulse->width, shape = exp (-0.5 * tau * tau);
      double a = pulse->bending * shape, b = pulse->breathing * shape;
      double share = k == 0 || k == drive->n_steps ? 0.5 * h : h,
             drift = k < drive->n_steps ? h : 0;

      for (gsize i = 0; i < n; i++)
        {
          v[i] += share * (acceleration (drive, z[i]) + a - b * z[i]);
          z[i] += drift * v[i];
        }
    }
}

static void
drive_chunk (gsize from, gsize to, gpointer data)
{
  Drive *drive = data;
  const PlumeStars *stars = drive->stars;
  double half = DURATION * drive->pulse->width;
  double z[LANES], v[LANES];

  for (gsize i = from; i < to; i++)
    plume_vertical_position (stars->vertical, stars->action[i],
                             (double)stars->angle[i] - (double)stars->frequency[i] * half,
                             &z[i - from], &v[i - from]);
  drive_block (drive, to - from, z, v);
  for (gsize i = from; i < to; i++)
    {
      drive->z[i] = (float)z[i - from];
      drive->v[i] = (float)v[i - from];
    }
}

/**
 * plume_stars_drive:
 * @stars: stars, whose angles are those they would have at the middle of the pulse without it
 * @pulse: the pulse
 * @task: (nullable): cancels, is told the progress
 * @error: %PLUME_ERROR_USAGE, %PLUME_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the stars after the pulse, their angles traced back to its
 * middle with their new frequencies, so that t counts from there
 */
PlumeStars *
plume_stars_drive (const PlumeStars *stars,
                   const PlumeStarPulse *pulse,
                   PlumeTask *task,
                   GError **error)
{
  g_autoptr (PlumeStars) driven = NULL;
  g_autofree Drive *drive = NULL;
  g_autofree float *z = NULL, *v = NULL;
  double period;

  if (!(pulse->width > 0 && isfinite (pulse->width) && pulse->steps >= 8))
    {
      g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                           "A pulse needs a duration above zero and at least 8 steps in a period; "
                           "change them.");
      return NULL;
    }
  driven = plume_stars_copy (stars);
  drive = g_new0 (Drive, 1);
  z = g_new (float, stars->n);
  v = g_new (float, stars->n);
  period = 2 * G_PI / plume_vertical_small_frequency (stars->vertical);
  *drive = (Drive){ .stars = stars, .driven = driven, .pulse = pulse, .z = z, .v = v };
  drive->n_steps =
      (guint)ceil (2 * DURATION * pulse->width / MIN (period / pulse->steps, pulse->width / 4));
  drive->step = 2 * DURATION * pulse->width / drive->n_steps;
  fill_force (drive);
  if (!plume_parallel_for (stars->n, LANES, drive_chunk, drive, task, error))
    return NULL;
  plume_vertical_to_actions (stars->vertical, stars->n, z, v, driven->action, driven->angle,
                             driven->frequency);
  if (!plume_stars_settle (driven, stars->action, task, error))
    return NULL;
  for (gsize i = 0; i < stars->n; i++)
    {
      double theta =
          (double)driven->angle[i] - (double)driven->frequency[i] * DURATION * pulse->width;

      driven->angle[i] = (float)(theta - 2 * G_PI * floor (theta / (2 * G_PI)));
    }
  return g_steal_pointer (&driven);
}
