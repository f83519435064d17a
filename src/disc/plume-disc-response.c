/* plume-disc-response.c: sources on the grid of actions, and harmonics at any time. */
#include "disc/plume-disc-response.h"

#include <glib/gi18n.h>
#include <math.h>

#include "core/plume-error.h"
#include "disc/plume-disc-response-private.h"

static PlumeDiscResponse *
response_new (PlumeDiscGrid *grid)
{
  PlumeDiscResponse *self = g_new0 (PlumeDiscResponse, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->grid = plume_disc_grid_ref (grid);
  self->pulse = PLUME_DISC_PULSE_IMPULSE;
  self->swing = (PlumeDiscSwing){ 1, { 0 }, { 1 }, { 0 } };
  for (guint k = 0; k < PLUME_DISC_HARMONICS; k++)
    self->source[k] = g_new0 (double complex, grid->n);
  return self;
}

/* Stores i n F' φ_n of action i. */
static void
set_source (PlumeDiscResponse *self, gsize i, guint k, double complex harmonic)
{
  self->source[k][i] = I * (k + 1.0) * self->grid->density_slope[i] * harmonic;
  self->present[k] = self->present[k] || harmonic != 0;
}

static void
fill_separable (PlumeDiscResponse *self, const PlumeDiscPerturber *perturber)
{
  const PlumeDiscPotential *potential = plume_vertical_get_potential (self->grid->vertical);
  double R = plume_vertical_get_radius (self->grid->vertical);

  self->pulse = plume_disc_perturber_pulse (perturber);
  self->duration = perturber->duration;
  self->swing = plume_disc_perturber_swing (perturber, potential, R);
  for (gsize i = 0; i < self->grid->n; i++)
    {
      double even[PLUME_DISC_QUARTER], odd[PLUME_DISC_QUARTER];
      double complex harmonics[PLUME_DISC_HARMONICS];

      for (guint j = 0; j < PLUME_DISC_QUARTER; j++)
        plume_disc_perturbers[perturber->kind].profile (
            perturber, potential, R, self->grid->height[i * PLUME_DISC_QUARTER + j], &even[j],
            &odd[j]);
      plume_disc_grid_harmonics (even, odd, harmonics);
      for (guint k = 0; k < PLUME_DISC_HARMONICS; k++)
        set_source (self, i, k, harmonics[k]);
    }
}

/* The transform at the frequency nΩ(J) of each harmonic and action */
static void
fill_transformed (PlumeDiscResponse *self, const PlumeDiscPerturber *perturber)
{
  for (gsize i = 0; i < self->grid->n; i++)
    for (guint k = 0; k < PLUME_DISC_HARMONICS; k++)
      {
        double complex even = 0, odd = 0, sum = 0;

        for (guint j = 0; j < PLUME_DISC_QUARTER; j++)
          {
            double angle = (k + 1) * G_PI_2 * (j + 0.5) / PLUME_DISC_QUARTER;

            plume_disc_perturbers[perturber->kind].transform (
                perturber, self->grid->height[i * PLUME_DISC_QUARTER + j],
                (k + 1) * self->grid->frequency[i], &even, &odd);
            sum += k % 2 == 0 ? -I * odd * sin (angle) : even * cos (angle);
          }
        set_source (self, i, k, sum / PLUME_DISC_QUARTER);
      }
}

/**
 * plume_disc_response_new:
 * @grid: actions; kept
 * @perturber: any but a satellite
 * @error: %PLUME_ERROR_USAGE for a satellite, or a setting that is not positive where it must be
 *
 * Returns: (transfer full) (nullable): a response, immutable
 */
PlumeDiscResponse *
plume_disc_response_new (PlumeDiscGrid *grid, const PlumeDiscPerturber *perturber, GError **error)
{
  const PlumeDiscPerturberClass *row = &plume_disc_perturbers[perturber->kind];
  PlumeDiscResponse *self;

  if (row->profile == NULL && row->transform == NULL)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("The perturber '%s' acts along its orbit; compute its kernel first."),
                   row->id);
      return NULL;
    }
  if (!(perturber->duration > 0
        || plume_disc_perturber_pulse (perturber) == PLUME_DISC_PULSE_IMPULSE)
      || (perturber->kind == PLUME_DISC_FLY_BY
          && !(perturber->speed > 0 && hypot (perturber->distance, perturber->softening) > 0)))
    {
      g_set_error (
          error, PLUME_ERROR, PLUME_ERROR_USAGE,
          _ ("The perturber '%s' needs a positive duration, speed and distance; correct the "
             "one that is not."),
          row->id);
      return NULL;
    }
  self = response_new (grid);
  if (row->profile != NULL)
    fill_separable (self, perturber);
  else
    fill_transformed (self, perturber);
  return self;
}

/**
 * plume_disc_response_new_from_kernel:
 * @grid: actions; kept
 * @kernel: (array): ∫ Φ_n(J,τ) e^(inΩτ) dτ, four rows n = 1…4 of one value an action
 *
 * Returns: (transfer full): the response to a perturber that is over by time 0
 */
PlumeDiscResponse *
plume_disc_response_new_from_kernel (PlumeDiscGrid *grid, const double complex *kernel)
{
  PlumeDiscResponse *self = response_new (grid);

  for (gsize i = 0; i < grid->n; i++)
    for (guint k = 0; k < PLUME_DISC_HARMONICS; k++)
      set_source (self, i, k, kernel[k * grid->n + i]);
  return self;
}

PlumeDiscResponse *
plume_disc_response_ref (PlumeDiscResponse *response)
{
  g_atomic_ref_count_inc (&response->ref_count);
  return response;
}

void
plume_disc_response_unref (PlumeDiscResponse *response)
{
  if (!g_atomic_ref_count_dec (&response->ref_count))
    return;
  plume_disc_grid_unref (response->grid);
  for (guint k = 0; k < PLUME_DISC_HARMONICS; k++)
    g_free (response->source[k]);
  g_free (response);
}

const PlumeDiscGrid *
plume_disc_response_get_grid (const PlumeDiscResponse *response)
{
  return response->grid;
}

double complex
plume_disc_response_factor (const PlumeDiscResponse *self,
                            guint n,
                            double t,
                            const PlumeDiscMixing *mixing,
                            double omega,
                            double cloud_rate,
                            double radial_slope)
{
  double elapsed = MAX (t, 0), across = mixing->wavenumber * mixing->dispersion * elapsed;
  double fall = n * n * cloud_rate * elapsed * elapsed * elapsed + 0.5 * across * across;
  double complex sum = 0;

  for (guint s = 0; s < self->swing.n; s++)
    {
      /* neighbours in L_z drift apart through Ω_z and, in a pattern, through Ω_φ */
      double slide = (n * radial_slope + self->swing.pattern[s] * self->grid->azimuthal_slope)
                     * mixing->spread * elapsed;

      sum += self->swing.factor[s] * exp (-fall - 0.5 * slide * slide)
             * plume_disc_pulse_transform (self->pulse, self->duration,
                                           n * omega + self->swing.shift[s], t);
    }
  return sum;
}

/* γ J Ω'²/3, so that clouds damp by e^(−n² rate t³) */
static double
cloud_rate (const PlumeDiscGrid *grid, gsize i, const PlumeDiscMixing *mixing)
{
  return mixing->diffusion * grid->action[i] * grid->frequency_slope[i] * grid->frequency_slope[i]
         / 3;
}

/**
 * plume_disc_response_harmonic:
 * @response: a response
 * @n: harmonic, 1…4
 * @t: time since the middle of the pulse, kpc/(km/s)
 * @mixing: what washes it out
 * @f: (out) (array): f_n(J,t) at the actions of the grid; of −n it is the conjugate
 */
void
plume_disc_response_harmonic (const PlumeDiscResponse *response,
                              guint n,
                              double t,
                              const PlumeDiscMixing *mixing,
                              double complex *f)
{
  const PlumeDiscGrid *grid = response->grid;

  for (gsize i = 0; i < grid->n; i++)
    f[i] = response->source[n - 1][i]
           * plume_disc_response_factor (response, n, t, mixing, grid->frequency[i],
                                         cloud_rate (grid, i, mixing), grid->radial_slope[i])
           * cexp (-I * (n * grid->frequency[i] * t));
}

/**
 * plume_disc_response_at:
 * @response: a response
 * @n: harmonic, 1…4
 * @J: action, kpc km/s
 * @t: time since the middle of the pulse, kpc/(km/s)
 * @mixing: what washes it out
 *
 * Returns: f_n(J,t), by Lagrange's cubic in √J through everything that varies slowly; NaN beyond
 * the grid
 */
double complex
plume_disc_response_at (
    const PlumeDiscResponse *response, guint n, double J, double t, const PlumeDiscMixing *mixing)
{
  const PlumeDiscGrid *grid = response->grid;
  double x = sqrt (J / grid->action[grid->n - 1]) * (double)(grid->n - 1), slope;
  double omega = plume_vertical_frequency (grid->vertical, J, &slope), radial = 0;
  double complex source = 0;
  gssize first;

  if (!(x >= 0 && x <= (double)(grid->n - 1)) || grid->n < 4)
    return NAN;
  first = CLAMP ((gssize)x - 1, 0, (gssize)grid->n - 4);
  for (gssize i = first; i < first + 4; i++)
    {
      double weight = 1;

      for (gssize j = first; j < first + 4; j++)
        if (j != i)
          weight *= (x - (double)j) / (double)(i - j);
      source += weight * response->source[n - 1][i];
      radial += weight * grid->radial_slope[i];
    }
  return source
         * plume_disc_response_factor (response, n, t, mixing, omega,
                                       mixing->diffusion * J * slope * slope / 3, radial)
         * cexp (-I * (n * omega * t));
}
