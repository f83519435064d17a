/* plume-disc-grid.c: actions, frequencies and their slopes, and sums over a quarter turn.
 *
 * z(θ) is odd and symmetric about π/2, so an even function of z has only even harmonics, real, and
 * an odd one only odd harmonics, imaginary. With four harmonics wanted, the sums over a quarter
 * turn are cheaper than a fast Fourier transform of the whole and give the same numbers.
 */
#include "disc/plume-disc-grid.h"

#include <glib/gi18n.h>
#include <math.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"

typedef struct
{
  const PlumeDiscPotential *potential;
  double radius[2], highest;
  PlumeVertical *table[2];
  GError *error[2];
} Neighbours;

static void
make_neighbour (gsize from, gsize to, gpointer data)
{
  Neighbours *work = data;

  for (gsize i = from; i < to; i++)
    work->table[i] =
        plume_vertical_new (work->potential, work->radius[i], work->highest, &work->error[i]);
}

/* ∂Ω/∂L_z from tables a little inwards and outwards, with dL_z/dR = Rκ²/(2Ω_φ) */
static gboolean
fill_radial_slopes (PlumeDiscGrid *self, GError **error)
{
  const PlumeDiscPotential *potential = plume_vertical_get_potential (self->vertical);
  double R = plume_vertical_get_radius (self->vertical), step = 0.01 * R;
  double highest = plume_vertical_get_highest (self->vertical);
  PlumeDiscFrequencies at = plume_disc_potential_frequencies (potential, R);
  double gain = R * at.epicyclic * at.epicyclic / (2 * at.azimuthal);
  Neighbours work = { potential, { R - step, R + step }, 1.1 * highest, { NULL }, { NULL } };
  g_autoptr (PlumeVertical) inner = NULL;
  g_autoptr (PlumeVertical) outer = NULL;
  g_autoptr (GError) second = NULL;

  if (!(gain > 0))
    return TRUE;
  plume_parallel_for (2, 1, make_neighbour, &work, NULL, NULL);
  inner = work.table[0];
  outer = work.table[1];
  second = work.error[1];
  if (work.error[0] != NULL)
    g_propagate_error (error, work.error[0]);
  else if (second != NULL)
    g_propagate_error (error, g_steal_pointer (&second));
  if (inner == NULL || outer == NULL)
    return FALSE;
  for (gsize i = 0; i < self->n; i++)
    self->radial_slope[i] = (plume_vertical_frequency (outer, self->action[i], NULL)
                             - plume_vertical_frequency (inner, self->action[i], NULL))
                            / (2 * step * gain);
  self->azimuthal_slope =
      (at.epicyclic * at.epicyclic / (2 * at.azimuthal) - 2 * at.azimuthal) / (R * gain);
  return TRUE;
}

/* Everything at one action and along its orbit */
static void
fill_actions (gsize from, gsize to, gpointer data)
{
  PlumeDiscGrid *self = data;
  double v;

  for (gsize i = from; i < to; i++)
    {
      double J = self->action[i];

      self->frequency[i] = plume_vertical_frequency (self->vertical, J, &self->frequency_slope[i]);
      self->density[i] = plume_disc_distribution_value (&self->distribution, self->vertical, J,
                                                        &self->density_slope[i]);
      for (guint j = 0; j < PLUME_DISC_QUARTER; j++)
        plume_vertical_position (self->vertical, J, G_PI_2 * (j + 0.5) / PLUME_DISC_QUARTER,
                                 &self->height[i * PLUME_DISC_QUARTER + j], &v);
    }
}

/**
 * plume_disc_grid_new:
 * @vertical: the orbits; kept
 * @distribution: the undisturbed disc; copied
 * @n: number of actions, at least 2; 256 for pictures
 * @largest_action: last J, kpc km/s; at most that of the tables
 * @error: %PLUME_ERROR_USAGE where the tables do not reach the last action
 *
 * Returns: (transfer full) (nullable): a grid
 */
PlumeDiscGrid *
plume_disc_grid_new (PlumeVertical *vertical,
                     const PlumeDiscDistribution *distribution,
                     gsize n,
                     double largest_action,
                     GError **error)
{
  g_autoptr (PlumeDiscGrid) self = NULL;

  if (!(n >= 2 && largest_action > 0 && largest_action <= plume_vertical_largest_action (vertical)))
    {
      g_set_error (
          error, PLUME_ERROR, PLUME_ERROR_USAGE,
          _ ("Actions up to %g kpc km/s were asked for, but the orbits are known up to %g; "
             "ask for less or raise the highest orbit."),
          largest_action, plume_vertical_largest_action (vertical));
      return NULL;
    }
  self = g_new0 (PlumeDiscGrid, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->n = n;
  self->vertical = plume_vertical_ref (vertical);
  self->distribution = *distribution;
  self->highest = plume_vertical_height (vertical, largest_action);
  self->action = g_new (double, n);
  self->frequency = g_new (double, n);
  self->frequency_slope = g_new (double, n);
  self->radial_slope = g_new0 (double, n);
  self->density = g_new (double, n);
  self->density_slope = g_new (double, n);
  self->height = g_new (double, n *PLUME_DISC_QUARTER);
  for (gsize i = 0; i < n; i++)
    {
      double fraction = (double)i / (double)(n - 1);

      self->action[i] = largest_action * fraction * fraction;
    }
  plume_parallel_for (n, 16, fill_actions, self, NULL, NULL);
  if (!fill_radial_slopes (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

PlumeDiscGrid *
plume_disc_grid_ref (PlumeDiscGrid *grid)
{
  g_atomic_ref_count_inc (&grid->ref_count);
  return grid;
}

void
plume_disc_grid_unref (PlumeDiscGrid *grid)
{
  if (!g_atomic_ref_count_dec (&grid->ref_count))
    return;
  plume_vertical_unref (grid->vertical);
  g_free (grid->action);
  g_free (grid->frequency);
  g_free (grid->frequency_slope);
  g_free (grid->radial_slope);
  g_free (grid->density);
  g_free (grid->density_slope);
  g_free (grid->height);
  g_free (grid);
}

/**
 * plume_disc_grid_harmonics:
 * @even: (array fixed-size=64): even part of a real function at the heights of one action
 * @odd: (array fixed-size=64): its odd part
 * @harmonics: (out) (array fixed-size=4): (1/2π) ∮ φ e^(−inθ) dθ for n = 1…4
 */
void
plume_disc_grid_harmonics (const double *even,
                           const double *odd,
                           double complex harmonics[PLUME_DISC_HARMONICS])
{
  double sums[PLUME_DISC_HARMONICS] = { 0 };

  for (guint j = 0; j < PLUME_DISC_QUARTER; j++)
    {
      double angle = G_PI_2 * (j + 0.5) / PLUME_DISC_QUARTER;
      double s = sin (angle), c2 = 1 - 2 * s * s;

      sums[0] += odd[j] * s;
      sums[1] += even[j] * c2;
      sums[2] += odd[j] * s * (1 + 2 * c2);
      sums[3] += even[j] * (2 * c2 * c2 - 1);
    }
  harmonics[0] = -I * sums[0] / PLUME_DISC_QUARTER;
  harmonics[1] = sums[1] / PLUME_DISC_QUARTER;
  harmonics[2] = -I * sums[2] / PLUME_DISC_QUARTER;
  harmonics[3] = sums[3] / PLUME_DISC_QUARTER;
}

/**
 * plume_disc_damping_time:
 * @action: J, kpc km/s
 * @frequency_slope: dΩ/dJ, 1/kpc²
 * @diffusion: γ, kpc km/s per kpc/(km/s)
 * @n: harmonic
 *
 * Returns: τ_D = (3/(γ J n² Ω'²))^(1/3), kpc/(km/s): harmonics fall as e^(−(t/τ_D)³)
 */
double
plume_disc_damping_time (double action, double frequency_slope, double diffusion, guint n)
{
  return cbrt (3 / (diffusion * action * n * n * frequency_slope * frequency_slope));
}
