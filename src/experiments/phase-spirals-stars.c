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
#define STAR_STEPS       3e8 /* most stars × steps of a slow perturber */
#define FEWEST_DRIVEN    4000

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

static PlumeStars *
drive (const PlumeStars *stars, const PsForce *force, PlumeTask *task, GError **error)
{
  PlumeDiscForce acting = { .from = force->from,
                            .duration = force->duration,
                            .n_steps = force->n_steps,
                            .factor = force->factor,
                            .source_height = force->source_height,
                            .distance_squared = force->distance_squared,
                            .constant = force->constant,
                            .n_profile = force->profile != NULL ? PS_PROFILE : 0,
                            .profile = force->profile,
                            .profile_step = force->profile_step };

  return plume_stars_drive_by_force (stars, &acting, task, error);
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
    n = MIN (n, (gsize)MAX (STAR_STEPS * (most < G_MAXSIZE ? 0.02 : 1) / (double)force->n_steps,
                            FEWEST_DRIVEN));
  first = ps_take_first (calm->stars, n);
  moved = force->n_steps > 0
              ? drive (first, force, task, error)
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
