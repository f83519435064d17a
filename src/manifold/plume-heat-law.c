/* plume-heat-law.c: profiles of heat on a line, and their inverses. */
#include "manifold/plume-heat-law.h"

#include <glib/gi18n.h>
#include <gsl/gsl_sf_bessel.h>
#include <math.h>

#include "core/plume-error.h"

/* Points at which the profile itself is evaluated. */
#define SAMPLES 512

/* Beyond it four terms of the uniform expansion leave less than 1e-12. */
#define LARGE_ARGUMENT 300.0

/* Σ u_k(p)/ν^k of Olver's expansion with s = √(ν² + x²), p = ν/s; p^k/ν^k = s^−k, so that nothing
 * is lost as ν → 0 */
static double
log_corrections (double order, double s)
{
  double q = order * order / (s * s), y = 1 / s;
  double u1 = (3 - 5 * q) / 24, u2 = (81 + q * (-462 + q * 385)) / 1152;
  double u3 = (30375 + q * (-369603 + q * (765765 - q * 425425))) / 414720;
  double u4 =
      (4465125 + q * (-94121676 + q * (349922430 + q * (-446185740 + q * 185910725)))) / 39813120;

  return log1p (y * (u1 + y * (u2 + y * (u3 + y * u4))));
}

/* ln I_ν(x) for large √(ν² + x²) (DLMF 10.41.3) */
static double
log_bessel_uniform (double order, double x)
{
  double s = hypot (order, x);

  return s - order * asinh (order / x) - 0.5 * log (2 * G_PI * s) + log_corrections (order, s);
}

/* ln I_0(x) − ln I_ν(x) for large x, without the difference of large numbers */
static double
lattice_decay_uniform (double order, double x)
{
  double s = hypot (order, x), slope = order / x;

  return order * asinh (slope) - order * order / (s + x) + 0.25 * log1p (slope * slope)
         + log_corrections (0, x) - log_corrections (order, s);
}

/* ln I_ν(x) by its series of positive terms (DLMF 10.25.2) */
static double
log_bessel_series (double order, double x)
{
  double sum = 1, term = 1;

  for (double k = 1; term > 1e-17 * sum; k++)
    {
      term *= 0.25 * x * x / (k * (k + order));
      sum += term;
    }
  return order * log (0.5 * x) - lgamma (order + 1) + log (sum);
}

static double
lattice_decay (double r, double x)
{
  if (x > LARGE_ARGUMENT)
    return lattice_decay_uniform (r, x);
  return log_bessel_series (0, x)
         - (r > LARGE_ARGUMENT ? log_bessel_uniform (r, x) : log_bessel_series (r, x));
}

/* −ln of z^ν K_ν(z) over its limit at 0, ν = p + ½: there it is e^(−z) times a polynomial (DLMF
 * 10.49.12), which keeps the small decay at small z. */
static double
matern_decay (double z, guint steps)
{
  double p = steps - 1.0, order = p + 0.5, sum = 0, term = 1;

  if (z > 1)
    return (order - 1) * G_LN2 + lgamma (order) - order * log (z) - gsl_sf_bessel_lnKnu (order, z);
  for (double i = 0; i < p; i++)
    {
      term *= 2 * z * (p - i) / ((2 * p - i) * (i + 1));
      sum += term;
    }
  return z - log1p (sum);
}

/**
 * plume_heat_law_decay:
 * @kind: %PLUME_LAW_LATTICE or %PLUME_LAW_MATERN
 * @r: distance in steps
 * @ct: c t
 * @steps: K of backward Euler
 *
 * Returns: u(r)
 */
double
plume_heat_law_decay (PlumeDistanceLaw kind, double r, double ct, guint steps)
{
  if (kind == PLUME_LAW_LATTICE)
    return lattice_decay (r, 2 * ct);
  return matern_decay (r * sqrt (steps / ct), steps);
}

/* A distance at which heat has decayed by more than u; the profile falls without end. */
static double
reach (PlumeDistanceLaw kind, double ct, guint steps, double u)
{
  double r = 1;

  while (plume_heat_law_decay (kind, r, ct, steps) <= u && r < 1e9)
    r *= 1.5;
  return r;
}

/* Neville's value at x of the polynomial through six points. */
static double
interpolate_six (const double *x_nodes, const double *y_nodes, double x)
{
  double y[6];

  for (guint i = 0; i < 6; i++)
    y[i] = y_nodes[i];
  for (guint width = 1; width < 6; width++)
    for (guint i = 0; i + width < 6; i++)
      y[i] = ((x - x_nodes[i + width]) * y[i] + (x_nodes[i] - x) * y[i + 1])
             / (x_nodes[i] - x_nodes[i + width]);
  return y[0];
}

/**
 * plume_heat_law_init:
 * @law: to be filled
 * @kind: %PLUME_LAW_LATTICE or %PLUME_LAW_MATERN
 * @rate: c
 * @steps: K of backward Euler
 * @largest: greatest u that will be asked for
 * @error: %PLUME_ERROR_USAGE
 *
 * Some 500 Bessel functions; r within 1e-7 of its inverse.
 */
gboolean
plume_heat_law_init (PlumeHeatLaw *law,
                     PlumeDistanceLaw kind,
                     double t,
                     double rate,
                     guint steps,
                     double largest,
                     GError **error)
{
  double ct = rate * t, r_end, roots[SAMPLES + 1], r[SAMPLES + 1];
  gsize from = 0;

  if (!(rate > 0) || steps == 0)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("a profile of heat with the rate %g and %u steps is not defined; choose both "
                      "positive"),
                   rate, steps);
      return FALSE;
    }
  largest = MAX (largest, 1e-12);
  r_end = reach (kind, ct, steps, largest);
  for (gsize k = 0; k <= SAMPLES; k++)
    {
      double part = (double)k / SAMPLES;

      r[k] = r_end * part * part;
      roots[k] = pow (MAX (plume_heat_law_decay (kind, r[k], ct, steps), 0), 0.25);
      /* strictly rising whatever rounding does */
      if (k > 0)
        roots[k] = MAX (roots[k], roots[k - 1] * (1 + 1e-10) + 1e-100);
    }
  law->step = pow (largest, 0.25) / PLUME_HEAT_LAW_NODES;
  for (gsize node = 0; node < PLUME_HEAT_LAW_NODES + 4; node++)
    {
      double root = (double)node * law->step;

      while (from + 6 <= SAMPLES && roots[from + 3] < root)
        from++;
      law->distances[node] = node == 0 ? 0 : interpolate_six (roots + from, r + from, root);
    }
  return TRUE;
}
