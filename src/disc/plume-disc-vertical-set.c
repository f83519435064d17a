/* plume-disc-vertical-set.c: tables at many radii, for stars of different guiding radii.
 *
 * Radii are equally spaced in ln R. A star between them is looked up in the four nearest tables and
 * the four answers are combined by Lagrange's cubic in ln R.
 */
#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "disc/plume-disc-vertical-private.h"

#include <glib/gi18n.h>

#define CHUNK 2048

struct _PlumeVerticalSet
{
  gatomicrefcount ref_count;
  gsize n;
  double from, to, per_cell; /* ln R of the first and last table, tables per unit of ln R */
  PlumeVertical **tables;
  GMutex lock;
  GError *error;
};

static void
make_tables (gsize from, gsize to, gpointer data)
{
  PlumeVerticalSet *self = data;

  for (gsize i = from; i < to; i++)
    {
      const PlumeVertical *first = self->tables[0];
      GError *error = NULL;

      if (i == 0)
        continue;
      self->tables[i] =
          plume_vertical_new (&first->potential, exp (self->from + (double)i / self->per_cell),
                              first->of_height.largest, &error);
      if (error == NULL)
        continue;
      g_mutex_lock (&self->lock);
      if (self->error == NULL)
        self->error = g_steal_pointer (&error);
      g_mutex_unlock (&self->lock);
      g_clear_error (&error);
    }
}

/**
 * plume_vertical_set_new:
 * @potential: a potential; copied
 * @from: smallest radius, kpc
 * @to: largest radius, kpc
 * @n_radii: number of tables, at least 4; 48 between 3 and 20 kpc keep Ω within 10⁻⁵
 * @highest: as in plume_vertical_new()
 * @task: (nullable): cancels
 * @error: as plume_vertical_new(), or %PLUME_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the tables, immutable
 */
PlumeVerticalSet *
plume_vertical_set_new (const PlumeDiscPotential *potential,
                        double from,
                        double to,
                        gsize n_radii,
                        double highest,
                        PlumeTask *task,
                        GError **error)
{
  g_autoptr (PlumeVerticalSet) self = NULL;

  if (!(from > 0 && to > from && isfinite (to) && n_radii >= 4))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("%zu tables from R = %g to %g kpc make no set; give at least "
                      "four between two positive radii."),
                   n_radii, from, to);
      return NULL;
    }
  self = g_new0 (PlumeVerticalSet, 1);
  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  self->n = n_radii;
  self->from = log (from);
  self->to = log (to);
  self->per_cell = (double)(n_radii - 1) / (self->to - self->from);
  self->tables = g_new0 (PlumeVertical *, n_radii);
  self->tables[0] = plume_vertical_new (potential, from, highest, error);
  if (self->tables[0] == NULL || !plume_parallel_for (n_radii, 1, make_tables, self, task, error))
    return NULL;
  if (self->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&self->error));
      return NULL;
    }
  return g_steal_pointer (&self);
}

PlumeVerticalSet *
plume_vertical_set_ref (PlumeVerticalSet *set)
{
  g_atomic_ref_count_inc (&set->ref_count);
  return set;
}

void
plume_vertical_set_unref (PlumeVerticalSet *set)
{
  if (!g_atomic_ref_count_dec (&set->ref_count))
    return;
  for (gsize i = 0; i < set->n; i++)
    g_clear_pointer (&set->tables[i], plume_vertical_unref);
  g_clear_error (&set->error);
  g_mutex_clear (&set->lock);
  g_free (set->tables);
  g_free (set);
}

gsize
plume_vertical_set_get_size (const PlumeVerticalSet *set)
{
  return set->n;
}

/**
 * plume_vertical_set_get_table:
 * @set: tables
 * @i: which
 *
 * Returns: (transfer none): the tables of one radius, the smallest first
 */
PlumeVertical *
plume_vertical_set_get_table (const PlumeVerticalSet *set, gsize i)
{
  return set->tables[i];
}

/* The first of the four tables around R, and their weights; FALSE outside the set */
static gboolean
around (const PlumeVerticalSet *self, double R, guint *first, double weight[4])
{
  double x = (log (R) - self->from) * self->per_cell;

  /* a float radius at either end may round outwards */
  if (!(x > -1e-4 && x < (double)(self->n - 1) + 1e-4))
    return FALSE;
  *first = plume_four_points (x, (guint)self->n - 1, weight);
  return TRUE;
}

typedef struct
{
  const PlumeVerticalSet *set;
  const float *R, *first, *second;
  float *J, *theta, *omega, *z, *v;
} Stars;

static void
to_actions (gsize from, gsize to, gpointer data)
{
  const Stars *stars = data;

  for (gsize i = from; i < to; i++)
    {
      double z = stars->first[i], v = stars->second[i], weight[4];
      double J = NAN, omega = NAN, theta = NAN;
      guint first;

      if (around (stars->set, stars->R[i], &first, weight))
        {
          J = omega = theta = 0;
          for (guint k = 0; k < 4; k++)
            {
              double one_J, one_omega, one_theta;

              plume_vertical_quadrant (stars->set->tables[first + k], fabs (z), fabs (v), &one_J,
                                       &one_omega, &one_theta);
              J += weight[k] * one_J;
              omega += weight[k] * one_omega;
              theta += weight[k] * one_theta;
            }
        }
      stars->J[i] = (float)J;
      stars->theta[i] = isnan (J) ? NAN : (float)plume_vertical_unfold (theta, z, v);
      if (stars->omega != NULL)
        stars->omega[i] = (float)omega;
    }
}

/**
 * plume_vertical_set_to_actions:
 * @set: tables
 * @n: number of stars
 * @R: (array length=n): guiding radii, kpc
 * @z: (array length=n): heights, kpc
 * @v: (array length=n): vertical velocities, km/s
 * @J: (out) (array length=n): actions, kpc km/s
 * @theta: (out) (array length=n): angles in [0, 2π]
 * @omega: (out) (optional) (array length=n): frequencies, km/s/kpc
 *
 * plume_vertical_to_actions() with a radius for each star; NaN outside the radii of the set too.
 */
void
plume_vertical_set_to_actions (const PlumeVerticalSet *set,
                               gsize n,
                               const float *R,
                               const float *z,
                               const float *v,
                               float *J,
                               float *theta,
                               float *omega)
{
  Stars stars = { set, R, z, v, .J = J, .theta = theta, .omega = omega };

  plume_parallel_for (n, CHUNK, to_actions, &stars, NULL, NULL);
}

static void
from_actions (gsize from, gsize to, gpointer data)
{
  const Stars *stars = data;

  for (gsize i = from; i < to; i++)
    {
      double z = NAN, v = NAN, z_sign, v_sign, weight[4];
      double theta = plume_vertical_fold (stars->second[i], &z_sign, &v_sign);
      guint first;

      if (around (stars->set, stars->R[i], &first, weight))
        {
          z = v = 0;
          for (guint k = 0; k < 4; k++)
            {
              double height, speed;

              plume_vertical_place (stars->set->tables[first + k], stars->first[i], theta, &height,
                                    &speed);
              z += weight[k] * height;
              v += weight[k] * speed;
            }
        }
      stars->z[i] = (float)(z_sign * z);
      stars->v[i] = (float)(v_sign * v);
    }
}

/**
 * plume_vertical_set_from_actions:
 * @set: tables
 * @n: number of stars
 * @R: (array length=n): guiding radii, kpc
 * @J: (array length=n): actions, kpc km/s
 * @theta: (array length=n): any angles
 * @z: (out) (array length=n): heights, kpc
 * @v: (out) (array length=n): vertical velocities, km/s
 *
 * plume_vertical_from_actions() with a radius for each star.
 */
void
plume_vertical_set_from_actions (const PlumeVerticalSet *set,
                                 gsize n,
                                 const float *R,
                                 const float *J,
                                 const float *theta,
                                 float *z,
                                 float *v)
{
  Stars stars = { set, R, J, theta, .z = z, .v = v };

  plume_parallel_for (n, CHUNK, from_actions, &stars, NULL, NULL);
}

static void
frequencies (gsize from, gsize to, gpointer data)
{
  const Stars *stars = data;

  for (gsize i = from; i < to; i++)
    {
      double omega = NAN, weight[4];
      guint first;

      if (around (stars->set, stars->R[i], &first, weight))
        {
          omega = 0;
          for (guint k = 0; k < 4; k++)
            omega +=
                weight[k]
                * plume_vertical_frequency (stars->set->tables[first + k], stars->first[i], NULL);
        }
      stars->omega[i] = (float)omega;
    }
}

/**
 * plume_vertical_set_frequencies:
 * @set: tables
 * @n: number of stars
 * @R: (array length=n): guiding radii, kpc
 * @J: (array length=n): actions, kpc km/s
 * @omega: (out) (array length=n): Ω(J) at R, km/s/kpc
 */
void
plume_vertical_set_frequencies (
    const PlumeVerticalSet *set, gsize n, const float *R, const float *J, float *omega)
{
  Stars stars = { set, R, J, NULL, .omega = omega };

  plume_parallel_for (n, CHUNK, frequencies, &stars, NULL, NULL);
}
