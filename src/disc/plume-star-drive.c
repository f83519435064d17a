/* plume-star-drive.c: stars under a force that takes its time.
 *
 * Drift–kick–drift leapfrog (second order, symplectic: it keeps phase-space area exactly), many
 * stars at a time in single precision, then back to actions and angles, which are traced back to
 * t = 0 as if the force had been an impulse there. While the force lives, stars move as at the
 * place where they are seen. U' comes from a table that is linear in 8192 cells. It does not know
 * where a force comes from.
 */
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "core/plume-vector.h"
#include "disc/plume-stars.h"

#define CELLS    8192
#define REACH    1.3 /* of the tables: orbits may swing out while the force lives */
#define LANES    512
#define STEPS    1024 /* between two looks at the task */
#define DURATION 6.0  /* τ_P before and after the middle of a pulse */

typedef struct
{
  const PlumeStars *stars;
  PlumeStars *driven;
  const PlumeDiscForce *force;
  float *disc;    /* −U' at the ends of CELLS cells of z ≥ 0 */
  float *profile; /* nullable: K */
  float per_cell, per_profile;
  PlumeTask *task;
} Drive;

/* Two neighbours of a table at @x cells; straight on beyond its ends */
static inline float
read_line (const float *table, float x, gint32 n)
{
  gint32 cell = plume_vector_cell (x, n);
  float low = table[cell];

  return low + (x - (float)cell) * (table[cell + 1] - low);
}

static inline float
force_of_disc (const float *disc, float per_cell, float z)
{
  float value = read_line (disc, fabsf (z) * per_cell, CELLS);

  return copysignf (1, z) * value;
}

/* c(τ) K(z) over steps @from to @to */
PLUME_VECTOR_CLONES
static void
drive_by_profile (
    const Drive *drive, guint n, gsize from, gsize to, float *restrict z, float *restrict v)
{
  const PlumeDiscForce *force = drive->force;
  const float *restrict disc = drive->disc, *restrict profile = drive->profile;
  float per_cell = drive->per_cell, per_profile = drive->per_profile;
  float step = (float)(force->duration / (double)force->n_steps);
  float middle = 0.5f * (float)force->n_profile, last = (float)force->n_profile;
  gint32 n_profile = (gint32)force->n_profile;

  for (gsize k = from; k < to; k++)
    {
      float factor = (float)force->factor[k];

#pragma omp simd
      for (guint i = 0; i < n; i++)
        {
          float x = z[i] * per_profile + middle;

          x = x < 0 ? 0 : x > last ? last : x;
          v[i] +=
              step
              * (force_of_disc (disc, per_cell, z[i]) + factor * read_line (profile, x, n_profile));
          z[i] += step * v[i];
        }
    }
}

/* A point mass over steps @from to @to */
PLUME_VECTOR_CLONES
static void
drive_by_mass (
    const Drive *drive, guint n, gsize from, gsize to, float *restrict z, float *restrict v)
{
  const PlumeDiscForce *force = drive->force;
  const float *restrict disc = drive->disc;
  float per_cell = drive->per_cell, step = (float)(force->duration / (double)force->n_steps);

  for (gsize k = from; k < to; k++)
    {
      float mass = (float)force->factor[k], height = (float)force->source_height[k];
      float beside = (float)force->distance_squared[k];
      float constant = force->constant != NULL ? (float)force->constant[k] : 0;

#pragma omp simd
      for (guint i = 0; i < n; i++)
        {
          float apart = z[i] - height, square = apart * apart + beside;

          v[i] += step
                  * (force_of_disc (disc, per_cell, z[i]) - mass * apart / (square * sqrtf (square))
                     + constant);
          z[i] += step * v[i];
        }
    }
}

/* One block of stars through the whole force: drifts of neighbouring steps are taken at once, so
 * half a drift is missing before the first kick and too much after the last. */
static void
drive_block (const Drive *drive, guint n, float *z, float *v)
{
  const PlumeDiscForce *force = drive->force;
  float half = (float)(0.5 * force->duration / (double)force->n_steps);

  for (guint i = 0; i < n; i++)
    z[i] += half * v[i];
  for (gsize k = 0; k < force->n_steps; k += STEPS)
    {
      gsize to = MIN (force->n_steps, k + STEPS);

      if (plume_task_is_cancelled (drive->task))
        return;
      if (drive->profile != NULL)
        drive_by_profile (drive, n, k, to, z, v);
      else
        drive_by_mass (drive, n, k, to, z, v);
    }
  for (guint i = 0; i < n; i++)
    z[i] -= half * v[i];
}

/* θ + Ω t in [0, 2π) */
static void
turn (guint n, float *angle, const float *frequency, double t)
{
  for (guint i = 0; i < n; i++)
    {
      double theta = (double)angle[i] + (double)frequency[i] * t;

      angle[i] = (float)(theta - 2 * G_PI * floor (theta / (2 * G_PI)));
    }
}

static void
drive_chunk (gsize from, gsize to, gpointer data)
{
  const Drive *drive = data;
  const PlumeStars *stars = drive->stars;
  PlumeStars *driven = drive->driven;
  const PlumeVertical *vertical = stars->vertical;
  float *angle = driven->angle + from, *frequency = driven->frequency + from;
  float z[LANES], v[LANES];
  guint n = (guint)(to - from);

  plume_stars_fill_rest (driven, stars, from, to);
  memcpy (angle, stars->angle + from, n * sizeof (float));
  if (stars->set != NULL)
    plume_vertical_frequencies (vertical, n, stars->action + from, frequency);
  else
    memcpy (frequency, stars->frequency + from, n * sizeof (float));
  turn (n, angle, frequency, drive->force->from);
  plume_vertical_from_actions (vertical, n, stars->action + from, angle, z, v);
  drive_block (drive, n, z, v);
  plume_vertical_to_actions (vertical, n, z, v, driven->action + from, angle, frequency);
  turn (n, angle, frequency, -(drive->force->from + drive->force->duration));
}

static void
fill_tables (Drive *drive)
{
  const PlumeVertical *vertical = drive->stars->vertical;
  const PlumeDiscPotential *potential = plume_vertical_get_potential (vertical);
  const PlumeDiscForce *force = drive->force;
  double R = plume_vertical_get_radius (vertical);
  double cell = REACH * plume_vertical_get_highest (vertical) / CELLS;

  drive->per_cell = (float)(1 / cell);
  drive->disc = g_new (float, CELLS + 1);
  for (guint i = 0; i <= CELLS; i++)
    {
      double z = cell * i;

      drive->disc[i] = (float)(-2 * z * plume_disc_potential_vertical_slope (potential, R, z, z));
    }
  if (force->profile == NULL)
    return;
  drive->per_profile = (float)(1 / force->profile_step);
  drive->profile = g_new (float, force->n_profile + 1);
  for (gsize i = 0; i <= force->n_profile; i++)
    drive->profile[i] = (float)force->profile[i];
}

static gboolean
check_force (const PlumeDiscForce *force, GError **error)
{
  if (isfinite (force->from) && force->duration > 0 && isfinite (force->duration)
      && force->n_steps > 0 && force->factor != NULL
      && (force->profile != NULL
              ? force->n_profile > 0 && force->n_profile < G_MAXINT32 && force->profile_step > 0
              : force->source_height != NULL && force->distance_squared != NULL))
    return TRUE;
  g_set_error_literal (
      error, PLUME_ERROR, PLUME_ERROR_USAGE,
      _ ("A force on stars needs a duration above zero, at least one step, and either "
         "a profile or a point mass; give it what is missing."));
  return FALSE;
}

/**
 * plume_stars_drive_by_force:
 * @stars: stars, whose angles are those they would have at t = 0 without the force
 * @force: the force beside that of the disc
 * @task: (nullable): cancels, is told the progress
 * @error: %PLUME_ERROR_USAGE, %PLUME_ERROR_CANCELLED
 *
 * O(stars × steps), about two nanoseconds each. Weights follow; the result does not depend on
 * threads. Stars that end beyond the tables are lost.
 *
 * Returns: (transfer full) (nullable): the stars after the force, their angles traced back to t = 0
 * with their new frequencies
 */
PlumeStars *
plume_stars_drive_by_force (const PlumeStars *stars,
                            const PlumeDiscForce *force,
                            PlumeTask *task,
                            GError **error)
{
  g_autoptr (PlumeStars) driven = NULL;
  Drive drive = { .stars = stars, .force = force, .task = task };
  gboolean done;

  if (!check_force (force, error))
    return NULL;
  drive.driven = driven = plume_stars_new_like (stars);
  fill_tables (&drive);
  done = plume_parallel_for (stars->n, LANES, drive_chunk, &drive, task, error);
  g_free (drive.disc);
  g_free (drive.profile);
  if (!done)
    return NULL;
  if ((stars->set != NULL || stars->weight != NULL)
      && !plume_stars_settle (driven, stars->action, task, error))
    return NULL;
  return g_steal_pointer (&driven);
}

/**
 * plume_stars_drive:
 * @stars: stars, whose angles are those they would have at the middle of the pulse without it
 * @pulse: the pulse
 * @task: (nullable): cancels, is told the progress
 * @error: %PLUME_ERROR_USAGE, %PLUME_ERROR_CANCELLED
 *
 * The force (a − b z) T(τ) over |τ| < 6 τ_P.
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
  double far = REACH * plume_vertical_get_highest (stars->vertical), period;
  double profile[] = { pulse->bending + pulse->breathing * far, pulse->bending,
                       pulse->bending - pulse->breathing * far };
  PlumeDiscForce force = { .from = -DURATION * pulse->width,
                           .duration = 2 * DURATION * pulse->width,
                           .n_profile = 2,
                           .profile = profile,
                           .profile_step = far };
  g_autofree double *factor = NULL;

  if (!(pulse->width > 0 && isfinite (pulse->width) && pulse->steps >= 8))
    {
      g_set_error_literal (
          error, PLUME_ERROR, PLUME_ERROR_USAGE,
          _ ("A pulse needs a duration above zero and at least 8 steps in a period; "
             "change them."));
      return NULL;
    }
  period = 2 * G_PI / plume_vertical_small_frequency (stars->vertical);
  force.n_steps = (gsize)ceil (force.duration / MIN (period / pulse->steps, pulse->width / 4));
  force.factor = factor = g_new (double, force.n_steps);
  for (gsize k = 0; k < force.n_steps; k++)
    {
      double tau = -DURATION + 2 * DURATION * ((double)k + 0.5) / (double)force.n_steps;

      factor[k] = exp (-0.5 * tau * tau);
    }
  return plume_stars_drive_by_force (stars, &force, task, error);
}
