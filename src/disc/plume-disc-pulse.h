/* plume-disc-pulse.h: how a perturbation comes and goes, and what a frequency sees of it.
 *
 * W(ω,t) = ∫_{−∞}^t T(τ) e^{iωτ} dτ; its limit for late t is T̂(ω). Time 0 is the middle of the
 * pulse; times are in kpc/(km/s), frequencies in km/s/kpc.
 */
#pragma once

#include <complex.h>
#include <glib.h>

G_BEGIN_DECLS

/**
 * PlumeDiscPulse:
 * @PLUME_DISC_PULSE_IMPULSE: T = δ(τ)
 * @PLUME_DISC_PULSE_GAUSSIAN: T = e^(−τ²/2τ_P²), T̂ = √(2π) τ_P e^(−ω²τ_P²/2)
 * @PLUME_DISC_PULSE_LORENTZIAN: T = 1/(1 + τ²/τ_P²), T̂ = π τ_P e^(−|ω|τ_P)
 * @PLUME_DISC_PULSE_PERSISTENT: T = e^(τ/τ_P) before 0, then 1
 */
typedef enum
{
  PLUME_DISC_PULSE_IMPULSE,
  PLUME_DISC_PULSE_GAUSSIAN,
  PLUME_DISC_PULSE_LORENTZIAN,
  PLUME_DISC_PULSE_PERSISTENT,
} PlumeDiscPulse;

double plume_disc_pulse_shape (PlumeDiscPulse pulse, double duration, double t);
double complex plume_disc_pulse_transform (PlumeDiscPulse pulse,
                                           double duration,
                                           double omega,
                                           double t);

G_END_DECLS
