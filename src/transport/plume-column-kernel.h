/* plume-column-kernel.h: the exact response of a chromatographic column with linear adsorption and
 * no axial diffusion.
 *
 * Two numbers describe a compound: X = k' k_d θ, the mean number of adsorptions of a molecule that
 * travelled for θ, and τ = k_d (t − θ), the time it lagged behind the carrier, counted in
 * desorption times. All compounds are scaled copies of J(a,b) = 1 − ∫₀ᵃ e^(−b−ξ) I₀(2√(bξ)) dξ
 * (Marcum's Q₁(√(2b), √(2a)); Goldstein, Proc. R. Soc. A 219 (1953) 151) so that a velocity that
 * changes along the column changes nothing but θ. It must never know detectors, units or peaks.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

double plume_kernel_step (double a, double b);
double plume_kernel_step_complement (double a, double b);
double plume_kernel_impulse (double X, double tau);
double plume_kernel_unretained (double X);
double plume_kernel_g0 (double X, double tau);

void plume_kernel_window (double X, double T, double *from, double *to);
void plume_kernel_plug (double X, double T, gsize n, const double *tau, double *c);
void plume_kernel_plug_adsorbed (double X, double T, gsize n, const double *tau, double *q);
void plume_kernel_plug_at_times (double hold_up_time,
                                 double retention_factor,
                                 double desorption_rate,
                                 double injection_time,
                                 gsize n,
                                 const double *t,
                                 double *c);
void plume_kernel_plug_with_derivatives (double hold_up_time,
                                         double retention_factor,
                                         double desorption_rate,
                                         double injection_time,
                                         gsize n,
                                         const double *t,
                                         double *c,
                                         double *dc_dk,
                                         double *dc_dkd,
                                         double *dc_dtM);

G_END_DECLS
