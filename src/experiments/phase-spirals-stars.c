/* phase-spirals-stars.c: the stars beside the theory: sampled, disturbed, scattered and aged.
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

#define COARSE_STARS     16000 /* whose orbits change, each of which is found anew */
#define AGED_STARS       40000 /* whose time changes */
#define SCATTERING_STEPS 12
#define COARSE_STEPS     5
#define STAR_STEPS       6e7 /* most stars × steps of a slow perturber */
#define FEWEST_DRIVEN    4000
#define LANES            1024

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
PlumeStars *
ps_take_first (const PlumeStars *stars, gsize n)
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
  first = ps_take_first (calm->stars, n);
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
gboolean
ps_turn_freely (const PsStars *base, double diffusion)
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

  if (ps_turn_freely (base, diffusion))
    {
      shown = copy_shown (base, plume_stars_ref (base->stars));
      shown->now = base->measured ? 0 : t;
      return plume_result_new (shown, sizeof *shown, ps_stars_free);
    }
  few = coarse ? ps_take_first (base->stars, AGED_STARS) : plume_stars_ref (base->stars);
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

/* A result of no data stands for "none is wanted". */
PlumeResult *
ps_make_nothing (void)
{
  return plume_result_new (NULL, 16, NULL);
}
