/* plume-column-fourier.c: c(t) = (1/T) Σ_k Ĉ(iω_k) e^(iω_k t), ω_k = 2πk/T.
 *
 * The window T outlasts the exponential tail (mean + (20 + 20 skewness) σ) and the grid is twice as
 * fine as the highest frequency at which Ĉ exceeds 1e-17, so that 20-point interpolation to any
 * time is as exact as the transform. Without dispersion the never adsorbed molecules are a sharp
 * copy of the inlet, e^(−X) c_in(t − t_M): it is taken out of the transform and added in closed
 * form.
 */
#include "transport/plume-column-fourier.h"

#include <math.h>

#include "core/plume-error.h"
#include "linalg/plume-fft.h"

#define POINTS     20
#define MAX_LENGTH (1 << 20)
#define NEGLIGIBLE 1e-17

/* e^(−X) where the transform has a sharp part that must be added apart, 0 elsewhere */
static double
sharp_part (const PlumeTransfer *transfer)
{
  double X = plume_transfer_adsorptions (transfer);

  if (transfer->boundary != PLUME_BOUNDARY_PLUG || transfer->mixing_time > 0
      || transfer->detector_time > 0 || X > 40)
    return 0;
  return exp (-X);
}

/* Adds the part of the line from (t0, v0) to (t1, v1) to the integrals against hat functions of
 * unit width 1 around the grid points. */
static void
add_segment (gsize n, double step, double t0, double v0, double t1, double v1, double *hats)
{
  double slope = (v1 - v0) / (t1 - t0);

  for (double t = MAX (t0, 0); t < t1;)
    {
      gsize cell = (gsize)floor (t / step * (1 + 1e-15));
      double edge = step * (double)(cell + 1);
      double next = MIN (t1, edge > t ? edge : edge + step), half = 0.5 * (next - t),
             middle = 0.5 * (next + t);
      double value = v0 + slope * (middle - t0), place = middle / step - (double)cell;
      double mass = 2 * half * value,
             moment = mass * place + 2 * half * half * half * slope / (3 * step);

      if (cell + 1 >= n)
        return;
      hats[cell] += (mass - moment) / step;
      hats[cell + 1] += moment / step;
      t = next;
    }
}

/* The transform of a sampled inlet, linear between samples: its exact integrals against hat
 * functions, which transform into it times sinc²; aliases are of fourth order in the grid step, and
 * the grid is finer than the samples. */
static double complex *
sampled_spectrum (const PlumeInlet *inlet, double window, gsize n)
{
  double narrowest = INFINITY, step;
  double complex *spectrum;
  g_autofree double *hats = NULL;
  gsize fine = 4 * n;

  for (gsize i = 0; i + 1 < inlet->n; i++)
    narrowest = MIN (narrowest, inlet->times[i + 1] - inlet->times[i]);
  while (window / (double)fine > 0.1 * narrowest && fine < MAX_LENGTH)
    fine *= 2;
  step = window / (double)fine;
  hats = g_new0 (double, fine);
  for (gsize i = 0; i + 1 < inlet->n; i++)
    add_segment (fine, step, inlet->times[i], inlet->values[i], inlet->times[i + 1],
                 inlet->values[i + 1], hats);
  spectrum = g_new (double complex, fine / 2 + 1);
  plume_fft_real (fine, hats, spectrum);
  for (gsize k = 0; k <= n / 2; k++)
    {
      double y = G_PI * (double)k / (double)fine, sinc = k == 0 ? 1 : sin (y) / y;

      spectrum[k] *= step / (sinc * sinc);
    }
  return spectrum;
}

static void
fill_spectrum (const PlumeTransfer *transfer,
               const PlumeInlet *inlet,
               double window,
               gsize n,
               double complex *spectrum)
{
  g_autofree double complex *sampled =
      inlet->shape == PLUME_INLET_SAMPLED ? sampled_spectrum (inlet, window, n) : NULL;
  double sharp = sharp_part (transfer);

  for (gsize k = 0; k <= n / 2; k++)
    {
      double complex s = I * (2 * G_PI * (double)k / window);
      double complex value = plume_transfer_evaluate (transfer, s);

      if (sharp > 0)
        value -= sharp * cexp (-s * transfer->hold_up_time);
      else if (fabs (creal (value)) + fabs (cimag (value)) < 1e-20)
        {
          /* the modulus of a transfer function falls monotonically */
          for (; k <= n / 2; k++)
            spectrum[k] = 0;
          return;
        }
      spectrum[k] =
          value * (sampled != NULL ? sampled[k] : plume_inlet_transform (inlet, s)) / window;
    }
}

static gboolean
check (const PlumeTransfer *transfer, const PlumeInlet *inlet, GError **error)
{
  return plume_transfer_check (transfer, error) && plume_inlet_check (inlet, error);
}

/**
 * plume_fourier_grid:
 * @transfer: the column
 * @inlet: the injection
 * @window: T, s; what has not left by then comes back at the start
 * @n: number of points, even
 * @c: (out) (array length=n): c/c0 at the times i T/n
 * @error: %PLUME_ERROR_USAGE or %PLUME_ERROR_DATA
 *
 * One transform of given length; O(n log n).
 *
 * Returns: %FALSE on error
 */
gboolean
plume_fourier_grid (const PlumeTransfer *transfer,
                    const PlumeInlet *inlet,
                    double window,
                    gsize n,
                    double *c,
                    GError **error)
{
  g_autofree double complex *spectrum = NULL;
  double sharp;

  if (!check (transfer, inlet, error))
    return FALSE;
  spectrum = g_new (double complex, n / 2 + 1);
  fill_spectrum (transfer, inlet, window, n, spectrum);
  plume_fft_real_inverse (n, spectrum, c);
  sharp = sharp_part (transfer);
  for (gsize i = 0; sharp > 0 && i < n; i++)
    c[i] +=
        sharp * plume_inlet_value (inlet, window * (double)i / (double)n - transfer->hold_up_time);
  return TRUE;
}

/* |Ĉ| at a frequency, relative to the area */
static double
modulus (const PlumeTransfer *transfer, const PlumeInlet *inlet, double area, double omega)
{
  double complex value = plume_transfer_evaluate (transfer, I * omega);

  value -= sharp_part (transfer) * cexp (-I * omega * transfer->hold_up_time);
  if (inlet->shape == PLUME_INLET_SAMPLED)
    return cabs (value);
  if (inlet->shape == PLUME_INLET_PLUG)
    return cabs (value) * MIN (1, 2 / (omega * inlet->duration));
  return cabs (value * plume_inlet_transform (inlet, I * omega)) / area;
}

/* Value at a place between grid points by the barycentric formula with binomial weights. */
static double
interpolate (const double *c, gsize n, double place)
{
  static const double weights[POINTS / 2] = { 1,     19,    171,   969,   3876,
                                              11628, 27132, 50388, 75582, 92378 };
  gssize first = (gssize)floor (place) - POINTS / 2 + 1;
  double above = 0, below = 0;

  for (int j = 0; j < POINTS; j++)
    {
      gssize index = (first + j + (gssize)n) % (gssize)n;
      double distance = place - (double)(first + j);
      double weight = weights[j < POINTS / 2 ? j : POINTS - 1 - j] * (j % 2 == 0 ? 1 : -1);

      if (distance == 0)
        return c[index];
      above += weight / distance * c[index];
      below += weight / distance;
    }
  return above / below;
}

/**
 * plume_fourier_outlet:
 * @transfer: the column
 * @inlet: the injection
 * @n: number of times
 * @t: (array length=n): times since injection, s, in any order
 * @c: (out) (array length=n): c/c0
 * @spectral_tail: (out) (nullable): |Ĉ| at the highest frequency relative to the area: below 1e-16
 * the answer is exact to rounding; a larger value tells of edges that no Fourier series resolves,
 * with errors of about that size times the number of points
 * @error: %PLUME_ERROR_USAGE or %PLUME_ERROR_DATA
 *
 * Chooses window and length, transforms, and interpolates. O(N log N + 20 n).
 *
 * Returns: %FALSE on error
 */
gboolean
plume_fourier_outlet (const PlumeTransfer *transfer,
                      const PlumeInlet *inlet,
                      gsize n,
                      const double *t,
                      double *c,
                      double *spectral_tail,
                      GError **error)
{
  g_autofree double complex *spectrum = NULL;
  g_autofree double *grid = NULL;
  PlumeMoments column, injection;
  double sigma, skewness, window, top, sharp;
  gsize length = 256;

  if (!check (transfer, inlet, error))
    return FALSE;
  column = plume_transfer_moments (transfer);
  injection = plume_inlet_moments (inlet);
  sigma = sqrt (column.variance + injection.variance);
  skewness = fabs (column.third + injection.third) / (sigma * sigma * sigma);
  window = column.mean + injection.mean + (20 + 20 * skewness) * sigma;
  window = MAX (window, column.mean + plume_inlet_end (inlet));
  for (top = 1 / sigma;
       modulus (transfer, inlet, injection.area, top) > NEGLIGIBLE && top * window < MAX_LENGTH;)
    top *= 1.1;
  while ((double)length * G_PI < 2 * top * window && length < MAX_LENGTH)
    length *= 2;
  if (spectral_tail != NULL)
    *spectral_tail = modulus (transfer, inlet, injection.area, G_PI * (double)length / window);
  grid = g_new (double, length);
  spectrum = g_new (double complex, length / 2 + 1);
  fill_spectrum (transfer, inlet, window, length, spectrum);
  plume_fft_real_inverse (length, spectrum, grid);
  sharp = sharp_part (transfer);
  for (gsize i = 0; i < n; i++)
    {
      c[i] = t[i] < 0 || t[i] >= window
                 ? 0
                 : interpolate (grid, length, t[i] / window * (double)length);
      if (sharp > 0)
        c[i] += sharp * plume_inlet_value (inlet, t[i] - transfer->hold_up_time);
    }
  return TRUE;
}
