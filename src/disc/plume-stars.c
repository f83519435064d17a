/* plume-stars.c: making star sets, turning them on, and kicking them.
 *
 * An impulse changes v and leaves z, so it is exact: (J,θ) → (z,v) → (z,v+Δv−kz) → (J,θ). Where
 * motions in the plane are known, Ω is that of the guiding radius (the adiabatic coupling of L_z
 * and the vertical motion), while (z,v) is read at the place where the stars are seen. It
 * integrates no orbits.
 */
#include "disc/plume-stars.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "core/plume-random.h"

#define BLOCK         ((gsize)1 << 19) /* stars between two looks at the task */
#define GUIDING_NODES 512
#define SETTLED       2048 /* stars at a time */

static PlumeStars *
stars_new (
    PlumeVertical *vertical, PlumeVerticalSet *set, gsize n, gboolean in_plane, gboolean weighted)
{
  PlumeStars *stars = g_new0 (PlumeStars, 1);

  g_atomic_ref_count_init (&stars->ref_count);
  stars->n = n;
  stars->action = g_new (float, n);
  stars->angle = g_new (float, n);
  stars->frequency = g_new (float, n);
  if (in_plane)
    {
      stars->radial_velocity = g_new (float, n);
      stars->azimuthal_velocity = g_new (float, n);
    }
  if (weighted)
    stars->weight = g_new0 (float, n);
  stars->vertical = plume_vertical_ref (vertical);
  stars->set = set != NULL ? plume_vertical_set_ref (set) : NULL;
  return stars;
}

PlumeStars *
plume_stars_ref (PlumeStars *stars)
{
  g_atomic_ref_count_inc (&stars->ref_count);
  return stars;
}

void
plume_stars_unref (PlumeStars *stars)
{
  if (!g_atomic_ref_count_dec (&stars->ref_count))
    return;
  g_free (stars->action);
  g_free (stars->angle);
  g_free (stars->frequency);
  g_free (stars->radial_velocity);
  g_free (stars->azimuthal_velocity);
  g_free (stars->weight);
  plume_vertical_unref (stars->vertical);
  g_clear_pointer (&stars->set, plume_vertical_set_unref);
  g_free (stars);
}

/**
 * plume_stars_get_bytes:
 * @stars: stars
 *
 * Returns: memory of the set
 */
gsize
plume_stars_get_bytes (const PlumeStars *stars)
{
  gsize width = 3 + (stars->radial_velocity != NULL ? 2 : 0) + (stars->weight != NULL ? 1 : 0);

  return sizeof *stars + stars->n * width * sizeof (float);
}

/**
 * plume_stars_count_lost:
 * @stars: stars
 *
 * Returns: number of stars beyond the tables
 */
gsize
plume_stars_count_lost (const PlumeStars *stars)
{
  gsize lost = 0;

  for (gsize i = 0; i < stars->n; i++)
    lost += isnan (stars->action[i]) || isnan (stars->frequency[i]);
  return lost;
}

/* An unfilled set with the columns, the place and the model of @stars. */
PlumeStars *
plume_stars_new_like (const PlumeStars *stars)
{
  PlumeStars *like = stars_new (stars->vertical, stars->set, stars->n,
                                stars->radial_velocity != NULL, stars->weight != NULL);

  like->model = stars->model;
  return like;
}

static void
fill (float *to, const float *from, gsize first, gsize end)
{
  if (to != NULL)
    memcpy (to + first, from + first, (end - first) * sizeof (float));
}

/* All but action, angle and frequency of some stars. */
void
plume_stars_fill_rest (PlumeStars *copy, const PlumeStars *stars, gsize from, gsize to)
{
  fill (copy->radial_velocity, stars->radial_velocity, from, to);
  fill (copy->azimuthal_velocity, stars->azimuthal_velocity, from, to);
  fill (copy->weight, stars->weight, from, to);
}

/* A set of its own with all values of @stars. */
PlumeStars *
plume_stars_copy (const PlumeStars *stars)
{
  PlumeStars *copy = plume_stars_new_like (stars);

  fill (copy->action, stars->action, 0, stars->n);
  fill (copy->angle, stars->angle, 0, stars->n);
  fill (copy->frequency, stars->frequency, 0, stars->n);
  plume_stars_fill_rest (copy, stars, 0, stars->n);
  return copy;
}

struct _PlumeStarGuide
{
  double low, step; /* of v_φ */
  double radius[GUIDING_NODES + 1];
};

/* A table of R_g over v_φ, to be freed; NULL where Ω does not depend on it. */
PlumeStarGuide *
plume_star_guide_new (const PlumeStars *stars)
{
  const PlumeDiscPotential *potential = plume_vertical_get_potential (stars->vertical);
  double R = plume_vertical_get_radius (stars->vertical);
  float low = G_MAXFLOAT, high = 0;
  PlumeStarGuide *guide;

  if (stars->set == NULL || stars->azimuthal_velocity == NULL)
    return NULL;
  for (gsize i = 0; i < stars->n; i++)
    {
      float v = stars->azimuthal_velocity[i];

      low = v > 0 && v < low ? v : low;
      high = v > high ? v : high;
    }
  guide = g_new (PlumeStarGuide, 1);
  guide->low = (double)low;
  guide->step = MAX ((double)high - (double)low, 1e-6) / GUIDING_NODES;
  for (guint i = 0; i <= GUIDING_NODES; i++)
    guide->radius[i] =
        high > 0
            ? plume_disc_potential_guiding_radius (potential, R * (guide->low + guide->step * i))
            : NAN;
  return guide;
}

/* R_g of a star of L_z = R v_φ, linear between the nodes; NaN where it does not rotate forwards. */
float
plume_star_guide_radius (const PlumeStarGuide *guide, float azimuthal_velocity)
{
  double x = ((double)azimuthal_velocity - guide->low) / guide->step;
  guint cell = x >= 0 && x < GUIDING_NODES ? (guint)x : x >= GUIDING_NODES ? GUIDING_NODES - 1 : 0;

  if (!(azimuthal_velocity > 0))
    return NAN;
  return (float)(guide->radius[cell]
                 + (x - cell) * (guide->radius[cell + 1] - guide->radius[cell]));
}

/* ln f0 up to a constant */
static double
log_density (const PlumeStars *stars, double J)
{
  if (stars->model.form == PLUME_DISC_EXPONENTIAL)
    return -J / stars->model.mean_action;
  return -plume_vertical_energy (stars->vertical, J)
         / (stars->model.dispersion * stars->model.dispersion);
}

typedef struct
{
  PlumeStars *stars;
  const float *before;
  const PlumeStarGuide *guide;
} Settling;

/* f is constant along orbits, so 1 − w = f0/f follows f0. */
static void
reweigh (PlumeStars *stars, const float *before, gsize from, gsize to)
{
  for (gsize i = from; i < to; i++)
    {
      double change = log_density (stars, stars->action[i]) - log_density (stars, before[i]);

      stars->weight[i] =
          (float)(stars->weight[i] - (1 - (double)stars->weight[i]) * expm1 (change));
    }
}

static void
settle_chunk (gsize from, gsize to, gpointer data)
{
  const Settling *work = data;
  PlumeStars *stars = work->stars;
  gsize n = to - from;

  if (work->guide != NULL)
    {
      float radii[SETTLED];

      for (gsize i = 0; i < n; i++)
        radii[i] = plume_star_guide_radius (work->guide, stars->azimuthal_velocity[from + i]);
      plume_vertical_set_frequencies (stars->set, n, radii, stars->action + from,
                                      stars->frequency + from);
    }
  else
    plume_vertical_frequencies (stars->vertical, n, stars->action + from, stars->frequency + from);
  if (stars->weight != NULL && work->before != NULL)
    reweigh (stars, work->before, from, to);
}

/* Frequencies from actions, and where @before is given the weights from the change of action. */
gboolean
plume_stars_settle (PlumeStars *stars, const float *before, PlumeTask *task, GError **error)
{
  g_autofree PlumeStarGuide *guide = plume_star_guide_new (stars);
  Settling work = { stars, before, guide };

  return plume_parallel_for (stars->n, SETTLED, settle_chunk, &work, task, error);
}

typedef struct
{
  PlumeStars *stars;
  guint64 seed;
  double *cumulative; /* of √J at equal steps, n_nodes + 1 of them */
  double step;
  double *guiding, *guiding_share; /* R_g by equal steps and its cumulative share */
  double guiding_from, guiding_step;
  const double *radial_dispersion;
} Sampling;

#define NODES 4096

/* x with cumulative[x] = u, linear within a cell */
static double
invert (const double *cumulative, guint n, double u)
{
  guint low = 0, high = n;

  while (high - low > 1)
    {
      guint middle = (low + high) / 2;

      if (cumulative[middle] <= u)
        low = middle;
      else
        high = middle;
    }
  return low + (u - cumulative[low]) / MAX (cumulative[high] - cumulative[low], G_MINDOUBLE);
}

/* Share of stars below each √J: the density of √J is 2 √J F(J); Simpson's rule in each cell. */
static void
fill_actions (Sampling *work)
{
  PlumeStars *stars = work->stars;
  double sum = 0, largest = plume_vertical_largest_action (stars->vertical) * (1 - 1e-6);

  work->cumulative = g_new0 (double, NODES + 1);
  work->step = sqrt (largest) / NODES;
  for (guint i = 0; i < NODES; i++)
    {
      double value[3];

      for (guint k = 0; k < 3; k++)
        {
          double root = (i + 0.5 * k) * work->step;

          value[k] = root * exp (log_density (stars, MIN (root * root, largest)));
        }
      sum += value[0] + 4 * value[1] + value[2];
      work->cumulative[i + 1] = sum;
    }
  for (guint i = 0; i <= NODES; i++)
    work->cumulative[i] /= sum;
}

/* Share of stars below each guiding radius, of those seen at R: Ω_φ Σ/(κ σ_R) e^(−½κ²(R−R_g)²/σ_R²)
 * dL_z, whose dL_z/dR_g is κ²R_g/2Ω_φ. */
static void
fill_guiding (Sampling *work)
{
  const PlumeStarModel *model = &work->stars->model;
  const PlumeDiscPotential *potential = plume_vertical_get_potential (work->stars->vertical);
  double R = plume_vertical_get_radius (work->stars->vertical), sum = 0;

  work->guiding = g_new0 (double, NODES + 1);
  work->guiding_from = 0.3 * R;
  work->guiding_step = 1.4 * R / NODES;
  for (guint i = 0; i < NODES; i++)
    {
      double radius = work->guiding_from + (i + 0.5) * work->guiding_step;
      PlumeDiscFrequencies f = plume_disc_potential_frequencies (potential, radius);
      double dispersion =
          model->radial_dispersion * exp (-(radius - R) / (2 * model->scale_length));
      double x = f.epicyclic * (R - radius) / dispersion;

      sum += f.epicyclic * radius / dispersion * exp (-radius / model->scale_length - 0.5 * x * x);
      work->guiding[i + 1] = sum;
    }
  for (guint i = 0; i <= NODES; i++)
    work->guiding[i] /= sum;
}

static void
sample_chunk (gsize from, gsize to, gpointer data)
{
  const Sampling *work = data;
  PlumeStars *stars = work->stars;
  const PlumeStarModel *model = &stars->model;
  const PlumeDiscPotential *potential = plume_vertical_get_potential (stars->vertical);
  double R = plume_vertical_get_radius (stars->vertical);
  double largest = plume_vertical_largest_action (stars->vertical) * (1 - 1e-6);

  for (gsize i = from; i < to; i++)
    {
      PlumeStream stream = plume_stream (work->seed, "star", i);
      double u = plume_stream_uniform (&stream), root;

      stars->angle[i] = (float)(2 * G_PI * plume_stream_uniform (&stream));
      root = model->form == PLUME_DISC_EXPONENTIAL
                 ? sqrt (-model->mean_action * log1p (u * expm1 (-largest / model->mean_action)))
                 : work->step * invert (work->cumulative, NODES, u);
      stars->action[i] = (float)MIN (root * root, largest);
      if (work->guiding == NULL)
        continue;

      double radius =
          work->guiding_from
          + work->guiding_step * invert (work->guiding, NODES, plume_stream_uniform (&stream));
      double dispersion =
          model->radial_dispersion * exp (-(radius - R) / (2 * model->scale_length));

      stars->radial_velocity[i] = (float)(dispersion * plume_stream_normal (&stream));
      stars->azimuthal_velocity[i] =
          (float)(radius * plume_disc_potential_frequencies (potential, radius).circular_speed / R);
    }
}

static gboolean
check_model (const PlumeStarModel *model, GError **error)
{
  double width = model->form == PLUME_DISC_EXPONENTIAL ? model->mean_action : model->dispersion;

  if (width > 0 && isfinite (width) && model->radial_dispersion >= 0
      && (model->radial_dispersion == 0 || model->scale_length > 0))
    return TRUE;
  g_set_error_literal (
      error, PLUME_ERROR, PLUME_ERROR_USAGE,
      _ ("A distribution of stars needs a velocity dispersion or mean action, and a "
         "scale length, above zero; change them."));
  return FALSE;
}

/**
 * plume_stars_sample:
 * @vertical: tables of the place where the stars are seen
 * @set: (nullable): tables of the radii around it, for stars that move in the plane
 * @model: the undisturbed distribution
 * @n: number of stars
 * @seed: seed of the study
 * @task: (nullable): cancels, is told the progress
 * @error: %PLUME_ERROR_USAGE, %PLUME_ERROR_CANCELLED
 *
 * Draws stars from f0, with angles at random. Star i is the same for every @n and any number of
 * threads. No star is drawn beyond the tables.
 *
 * Returns: (transfer full) (nullable): the stars
 */
PlumeStars *
plume_stars_sample (PlumeVertical *vertical,
                    PlumeVerticalSet *set,
                    const PlumeStarModel *model,
                    gsize n,
                    guint64 seed,
                    PlumeTask *task,
                    GError **error)
{
  gboolean in_plane = model->radial_dispersion > 0, done;
  g_autoptr (PlumeStars) stars = NULL;
  Sampling work = { .seed = seed };

  if (!check_model (model, error))
    return NULL;
  stars = stars_new (vertical, in_plane ? set : NULL, n, in_plane, model->is_weighted);
  stars->model = *model;
  work.stars = stars;
  if (model->form == PLUME_DISC_ISOTHERMAL)
    fill_actions (&work);
  if (in_plane)
    fill_guiding (&work);
  done = plume_parallel_for (n, 8192, sample_chunk, &work, task, error)
         && plume_stars_settle (stars, NULL, task, error);
  g_free (work.cumulative);
  g_free (work.guiding);
  return done ? g_steal_pointer (&stars) : NULL;
}

/**
 * plume_stars_new_from_positions:
 * @vertical: tables of the place where the stars are seen
 * @set: (nullable): tables of the radii around it
 * @n: number of stars
 * @z: heights, kpc
 * @v: vertical velocities, km/s
 * @radial_velocity: (nullable): v_R, km/s; both motions in the plane or none
 * @azimuthal_velocity: (nullable): v_φ, km/s
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the stars; those beyond the tables have no action
 */
PlumeStars *
plume_stars_new_from_positions (PlumeVertical *vertical,
                                PlumeVerticalSet *set,
                                gsize n,
                                const float *z,
                                const float *v,
                                const float *radial_velocity,
                                const float *azimuthal_velocity,
                                PlumeTask *task,
                                GError **error)
{
  gboolean in_plane = radial_velocity != NULL && azimuthal_velocity != NULL;
  g_autoptr (PlumeStars) stars = stars_new (vertical, in_plane ? set : NULL, n, in_plane, FALSE);

  for (gsize from = 0; from < n; from += BLOCK)
    {
      gsize size = MIN (BLOCK, n - from);

      if (!plume_task_check (task, error))
        return NULL;
      plume_vertical_to_actions (vertical, size, z + from, v + from, stars->action + from,
                                 stars->angle + from, stars->frequency + from);
      plume_task_set_progress (task, (double)(from + size) / (double)n);
    }
  if (in_plane)
    {
      memcpy (stars->radial_velocity, radial_velocity, n * sizeof (float));
      memcpy (stars->azimuthal_velocity, azimuthal_velocity, n * sizeof (float));
    }
  if (stars->set != NULL && !plume_stars_settle (stars, NULL, task, error))
    return NULL;
  return g_steal_pointer (&stars);
}

typedef struct
{
  const PlumeStars *stars;
  float *angle;
  double t;
} Turning;

static void
turn_chunk (gsize from, gsize to, gpointer data)
{
  const Turning *work = data;

  for (gsize i = from; i < to; i++)
    {
      double theta = (double)work->stars->angle[i] + (double)work->stars->frequency[i] * work->t;

      work->angle[i] = (float)(theta - 2 * G_PI * floor (theta / (2 * G_PI)));
    }
}

/**
 * plume_stars_get_positions:
 * @stars: stars
 * @t: time, kpc/(km/s)
 * @z: (out caller-allocates) (array): heights, kpc; NaN where a star is lost
 * @v: (out caller-allocates) (array): vertical velocities, km/s
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_CANCELLED
 *
 * Returns: whether all were found
 */
gboolean
plume_stars_get_positions (
    const PlumeStars *stars, double t, float *z, float *v, PlumeTask *task, GError **error)
{
  g_autofree float *angle = g_new (float, stars->n);
  Turning work = { stars, angle, t };

  if (!plume_parallel_for (stars->n, 65536, turn_chunk, &work, NULL, error))
    return FALSE;
  for (gsize from = 0; from < stars->n; from += BLOCK)
    {
      gsize size = MIN (BLOCK, stars->n - from);

      if (!plume_task_check (task, error))
        return FALSE;
      plume_vertical_from_actions (stars->vertical, size, stars->action + from, angle + from,
                                   z + from, v + from);
    }
  return TRUE;
}

/**
 * plume_stars_advance:
 * @stars: stars
 * @t: time, kpc/(km/s); negative to rewind
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the stars with θ + Ω t for θ
 */
PlumeStars *
plume_stars_advance (const PlumeStars *stars, double t, PlumeTask *task, GError **error)
{
  g_autoptr (PlumeStars) later = plume_stars_copy (stars);
  Turning work = { stars, later->angle, t };

  if (!plume_parallel_for (stars->n, 65536, turn_chunk, &work, task, error))
    return NULL;
  return g_steal_pointer (&later);
}

/**
 * plume_stars_kick:
 * @stars: stars at the moment of the kick
 * @kick: the impulse
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the stars after it; those that leave the tables are lost
 */
PlumeStars *
plume_stars_kick (const PlumeStars *stars,
                  const PlumeStarKick *kick,
                  PlumeTask *task,
                  GError **error)
{
  g_autoptr (PlumeStars) kicked = plume_stars_copy (stars);
  g_autofree float *z = g_new (float, stars->n), *v = g_new (float, stars->n);

  if (!plume_stars_get_positions (stars, 0, z, v, task, error))
    return NULL;
  for (gsize i = 0; i < stars->n; i++)
    v[i] = (float)((double)v[i] + kick->bending - kick->breathing * (double)z[i]);
  for (gsize from = 0; from < stars->n; from += BLOCK)
    {
      gsize size = MIN (BLOCK, stars->n - from);

      if (!plume_task_check (task, error))
        return NULL;
      plume_vertical_to_actions (stars->vertical, size, z + from, v + from, kicked->action + from,
                                 kicked->angle + from, kicked->frequency + from);
    }
  if ((stars->set != NULL || stars->weight != NULL)
      && !plume_stars_settle (kicked, stars->action, task, error))
    return NULL;
  return g_steal_pointer (&kicked);
}
