/* plume-column-inversion.c: the single real integral by adaptive quadrature, Talbot's contour and
 * Weideman's hyperbola.
 *
 * In units of 1/k_d after the hold-up time the transform of the step response is e^(−X s/(1+s))/s.
 * Single integral: the Bromwich line folded onto y > 0. Talbot: s(θ) of Abate & Valkó (Int. J.
 * Numer. Meth. Engng 60 (2004) 979); hyperbola: Weideman & Trefethen (Math. Comp. 76 (2007) 1341).
 */
#include "transport/plume-column-inversion.h"

#include <glib/gi18n.h>
#include <complex.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>
#include <math.h>

#include "core/plume-error.h"

#define INTERVALS 200

typedef struct
{
  double X, T, tau;
} Case;

static double
integrand (double y, void *data)
{
  const Case *at = data;
  double square = y * y / (1 + y * y), half = 0.5 * y * at->T;
  double sinc = half < 1e-6 ? 0.5 * at->T : sin (half) / y;

  return exp (-at->X * square) * cos (y * (at->tau - 0.5 * at->T) - at->X * y / (1 + y * y)) * sinc;
}

/**
 * plume_inversion_single_integral:
 * @X: mean number of adsorptions; below 40 the part e^(−X) that does not decay makes the integral
 * cut off at a finite y inexact
 * @T: length of the plug in desorption times
 * @tau: lag behind the carrier in desorption times
 * @tolerance: absolute
 * @c: (out): c/c0
 * @error: %PLUME_ERROR_COMPUTE where the quadrature does not reach @tolerance
 *
 * c = (2/π) ∫₀^∞ e^(−X y²/(1+y²)) cos (y(τ−T/2) − X y/(1+y²)) sin (yT/2) dy/y in panels of one
 * oscillation.
 *
 * Returns: %FALSE on error
 */
gboolean
plume_inversion_single_integral (
    double X, double T, double tau, double tolerance, double *c, GError **error)
{
  Case at = { X, T, tau };
  gsl_function function = { integrand, &at };
  /* e^(−X y²/(1+y²)) has fallen to 1e-17, or, for few adsorptions, as far as is worth going */
  double top = X > 80 ? sqrt (39.2 / (X - 39.2)) : 200,
         panel = MIN (top, 2 * G_PI / (fabs (tau - 0.5 * T) + 0.5 * T + 1));
  gsl_integration_workspace *workspace = gsl_integration_workspace_alloc (INTERVALS);
  double sum = 0;
  int status = GSL_SUCCESS, panels = (int)ceil (top / panel);

  panels = MIN (panels, 100000);
  panel = top / panels;
  for (int i = 0; i < panels && status == GSL_SUCCESS; i++)
    {
      double part = 0, uncertainty;

      status =
          gsl_integration_qag (&function, i * panel, (i + 1) * panel, tolerance / panels, 1e-13,
                               INTERVALS, GSL_INTEG_GAUSS21, workspace, &part, &uncertainty);
      if (status == GSL_EROUND)
        status = GSL_SUCCESS;
      sum += part;
    }
  gsl_integration_workspace_free (workspace);
  *c = 2 / G_PI * sum;
  if (status == GSL_SUCCESS)
    return TRUE;
  g_set_error (
      error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
      _ ("The single integral for X = %g did not converge (%s); choose a looser tolerance."), X,
      gsl_strerror (status));
  return FALSE;
}

static double complex
transform (double X, double complex s)
{
  return cexp (-X * s / (1 + s)) / s;
}

static double
talbot_step (double X, double tau, guint nodes)
{
  double r = 2.0 * nodes / 5, sum;

  if (tau <= 0)
    return 0;
  sum = 0.5 * creal (cexp (r) * transform (X, r / tau));
  for (guint k = 1; k < nodes; k++)
    {
      double theta = k * G_PI / nodes, cotangent = 1 / tan (theta);
      double complex s = r * theta * (cotangent + I);
      double complex slope = 1 + I * (theta + (theta * cotangent - 1) * cotangent);

      sum += creal (cexp (s) * transform (X, s / tau) * slope);
    }
  return sum * r / (nodes * tau);
}

static double
weideman_step (double X, double tau, guint nodes)
{
  const double phi = 1.172104229, h = 2 * 1.081792140 / nodes;
  double mu = 4.492075287 * nodes / 2 / tau, sum = 0;

  if (tau <= 0)
    return 0;
  for (guint k = 0; k < nodes / 2; k++)
    {
      double complex u = (k + 0.5) * h;
      double complex s = mu * (1 + csin (I * u - phi)), slope = I * mu * ccos (I * u - phi);

      sum += cimag (cexp (s * tau) * transform (X, s) * slope);
    }
  return sum * h / G_PI;
}

/**
 * plume_inversion_talbot:
 * @X: mean number of adsorptions
 * @T: length of the plug in desorption times
 * @tau: lag in desorption times
 * @nodes: N
 *
 * Returns: c/c0, good to 14 digits for X = 3 and to none for X = 300
 */
double
plume_inversion_talbot (double X, double T, double tau, guint nodes)
{
  return talbot_step (X, tau, nodes) - talbot_step (X, tau - T, nodes);
}

/**
 * plume_inversion_weideman:
 * @X: mean number of adsorptions
 * @T: length of the plug in desorption times
 * @tau: lag in desorption times
 * @nodes: number of nodes of the hyperbola, even
 *
 * Returns: c/c0, with the same limits as plume_inversion_talbot()
 */
double
plume_inversion_weideman (double X, double T, double tau, guint nodes)
{
  return weideman_step (X, tau, nodes) - weideman_step (X, tau - T, nodes);
}
