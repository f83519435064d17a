/* plume-disc-pulse.c: incomplete Fourier transforms of pulses.
 *
 * The unfinished Gaussian needs Faddeeva's w(z) = e^(−z²) erfc(−iz), here by Weideman's rational
 * series (SIAM J. Numer. Anal. 31 (1994) 1497) with 32 terms, about 12 digits for Im z ≥ 0.
 */
#include "disc/plume-disc-pulse.h"

#include <math.h>

#define TERMS 32

/* Coefficients of Weideman's series: the cosine series of e^(−x²)(L² + x²), x = L tan(φ/2) */
static void
weideman_coefficients (double L, double coefficient[TERMS])
{
  for (guint k = 0; k < TERMS; k++)
    {
      double sum = 0;

      for (int j = 1 - 2 * TERMS; j < 2 * TERMS; j++)
        {
          double angle = j * G_PI / (2 * TERMS), x = L * tan (0.5 * angle);

          sum += exp (-x * x) * (L * L + x * x) * cos ((k + 1) * angle);
        }
      coefficient[k] = sum / (4 * TERMS);
    }
}

static double complex
faddeeva (double complex z)
{
  static gsize ready = 0;
  static double coefficient[TERMS];
  const double L = sqrt (TERMS / G_SQRT2);
  double complex denominator = L - I * z, Z = (L + I * z) / denominator, sum = 0;

  if (g_once_init_enter (&ready))
    {
      weideman_coefficients (L, coefficient);
      g_once_init_leave (&ready, 1);
    }
  for (guint k = TERMS; k-- > 0;)
    sum = sum * Z + coefficient[k];
  return 2 * sum / (denominator * denominator) + 1 / (sqrt (G_PI) * denominator);
}

/* ∫_{−∞}^t of the Gaussian, from the side on which w stays bounded */
static double complex
unfinished_gaussian (double duration, double omega, double t, double whole)
{
  double x = t / (G_SQRT2 * duration);
  double complex z = omega * duration / G_SQRT2 + I * fabs (x);
  double complex edge = 0.5 * sqrt (2 * G_PI) * duration * exp (-x * x) * cexp (I * omega * t);

  return t > 0 ? whole - edge * faddeeva (z) : edge * faddeeva (-conj (z));
}

/**
 * plume_disc_pulse_shape:
 * @pulse: shape
 * @duration: τ_P, kpc/(km/s)
 * @t: time
 *
 * Returns: T(t); 0 for an impulse
 */
double
plume_disc_pulse_shape (PlumeDiscPulse pulse, double duration, double t)
{
  double x = t / duration;

  switch (pulse)
    {
    case PLUME_DISC_PULSE_GAUSSIAN:
      return exp (-0.5 * x * x);
    case PLUME_DISC_PULSE_LORENTZIAN:
      return 1 / (1 + x * x);
    case PLUME_DISC_PULSE_PERSISTENT:
      return t < 0 ? exp (x) : 1;
    case PLUME_DISC_PULSE_IMPULSE:
    default:
      return 0;
    }
}

/**
 * plume_disc_pulse_transform:
 * @pulse: shape
 * @duration: τ_P, kpc/(km/s)
 * @omega: ω, km/s/kpc
 * @t: time up to which the pulse has acted; infinity for all of it
 *
 * Of the Lorentzian pulse the whole transform is given at all times t > 0, without the slow
 * distortion that its tail still forces.
 *
 * Returns: W(ω,t)
 */
double complex
plume_disc_pulse_transform (PlumeDiscPulse pulse, double duration, double omega, double t)
{
  double whole;

  switch (pulse)
    {
    case PLUME_DISC_PULSE_GAUSSIAN:
      whole = sqrt (2 * G_PI) * duration * exp (-0.5 * omega * omega * duration * duration);
      return t > 8 * duration ? whole : unfinished_gaussian (duration, omega, t, whole);
    case PLUME_DISC_PULSE_LORENTZIAN:
      return t > 0 ? G_PI * duration * exp (-fabs (omega) * duration) : 0;
    case PLUME_DISC_PULSE_PERSISTENT:
      if (t < 0)
        return cexp ((I * omega + 1 / duration) * t) / (I * omega + 1 / duration);
      /* (e^(iωt) − 1)/(iω) = t sinc(ωt/2) e^(iωt/2) */
      return 1 / (I * omega + 1 / duration)
             + (fabs (omega * t) < 1e-6
                    ? t
                    : 2 * sin (0.5 * omega * t) / omega * cexp (0.5 * I * omega * t));
    case PLUME_DISC_PULSE_IMPULSE:
    default:
      return t >= 0 ? 1 : 0;
    }
}
