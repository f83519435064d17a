/* plume-disc-response.h: the linear answer of a disc to a perturber, in action–angle space.
 *
 * ∂f_n/∂t + inΩ f_n = i n F'(J) Φ_n(J,t), so f_n(J,t) = i n F' φ_n(J) Σ_s c_s W(nΩ + δ_s, t)
 * e^(−inΩt): everything dear is done once, time only turns phases. Damping: clouds, e^(−(t/τ_D)³)
 * with τ_D³ = 3/(γ J n² Ω'²), and the spread of the selected stars in L_z. Banik, van den Bosch &
 * Weinberg, ApJ 952 (2023) 65. It must never know single stars.
 */
#pragma once

#include "disc/plume-disc-grid.h"
#include "disc/plume-disc-perturber.h"

G_BEGIN_DECLS

typedef struct _PlumeDiscResponse PlumeDiscResponse;
typedef struct _PlumeDiscField PlumeDiscField;

/**
 * PlumeDiscMixing:
 * @diffusion: γ of C = ∂_J(γJ ∂_J f), kpc km/s per kpc/(km/s)
 * @spread: s of the selection in L_z, kpc km/s
 * @wavenumber: k of the perturbation along the plane of a slab, 1/kpc
 * @dispersion: of the velocities along it, km/s
 *
 * What washes a spiral out; all 0 for nothing.
 */
typedef struct
{
  double diffusion;
  double spread;
  double wavenumber;
  double dispersion;
} PlumeDiscMixing;

PlumeDiscResponse *
plume_disc_response_new (PlumeDiscGrid *grid, const PlumeDiscPerturber *perturber, GError **error);
PlumeDiscResponse *
plume_disc_response_new_from_kernel (PlumeDiscGrid *grid, const double complex *kernel);
PlumeDiscResponse *plume_disc_response_ref (PlumeDiscResponse *response);
void plume_disc_response_unref (PlumeDiscResponse *response);
const PlumeDiscGrid *plume_disc_response_get_grid (const PlumeDiscResponse *response);
void plume_disc_response_harmonic (const PlumeDiscResponse *response,
                                   guint n,
                                   double t,
                                   const PlumeDiscMixing *mixing,
                                   double complex *f);
double complex plume_disc_response_at (
    const PlumeDiscResponse *response, guint n, double J, double t, const PlumeDiscMixing *mixing);

PlumeDiscField *plume_disc_field_new (const PlumeDiscGrid *grid,
                                      gsize width,
                                      gsize height,
                                      const double z_range[2],
                                      const double v_range[2]);
void plume_disc_field_free (PlumeDiscField *field);
void plume_disc_field_density (const PlumeDiscField *field, float *density);
void plume_disc_field_response (const PlumeDiscField *field,
                                const PlumeDiscResponse *response,
                                guint modes,
                                double t,
                                const PlumeDiscMixing *mixing,
                                gboolean relative,
                                float *f);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeDiscResponse, plume_disc_response_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeDiscField, plume_disc_field_free)

G_END_DECLS
