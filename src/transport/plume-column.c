/* plume-column.c: inlets and transfer functions, their values, Laplace transforms and moments.
 *
 * With g(s) = t_M s (1 + Σ k' k_d/(s + k_d)) and a = √(1 + 4g/Pe) the column answers e^(−g) (plug),
 * e^(Pe(1−a)/2) (open), 2/(1+a) e^(Pe(1−a)/2) (flux) or 4a e^(Pe(1−a)/2)/[(1+a)² − (1−a)² e^(−aPe)]
 * (closed; Danckwerts 1953). Moments follow from the expansion of ln of these in g, composed with
 * that of g in s: with ln = −m g + v g²/2 − w g³/6 the third central moment is w g'³ + 6 v t_M²
 * (1+k') Σ k'/k_d + 6 m t_M Σ k'/k_d²; w is 12/Pe², 12/Pe² + 20/Pe³, and 12 [Pe (1+e^−Pe) − 2
 * (1−e^−Pe)]/Pe³.
 */
#include "transport/plume-column.h"

#include <glib/gi18n.h>
#include <math.h>

#include "core/plume-error.h"

/* Value of the sampled inlet and the index of its interval. */
static double
sampled_value (const PlumeInlet *inlet, double t)
{
  gsize low = 0, high = inlet->n - 1;
  double width;

  if (t < inlet->times[0] || t > inlet->times[high])
    return 0;
  while (high - low > 1)
    {
      gsize middle = (low + high) / 2;

      if (inlet->times[middle] <= t)
        low = middle;
      else
        high = middle;
    }
  width = inlet->times[high] - inlet->times[low];
  return inlet->values[low]
         + (inlet->values[high] - inlet->values[low]) * (t - inlet->times[low]) / width;
}

/**
 * plume_inlet_value:
 * @inlet: an inlet
 * @t: time, s
 *
 * Returns: c_in(t)/c0
 */
double
plume_inlet_value (const PlumeInlet *inlet, double t)
{
  double z;

  switch (inlet->shape)
    {
    case PLUME_INLET_PLUG:
      return t >= 0 && t < inlet->duration ? 1 : 0;
    case PLUME_INLET_GAUSSIAN:
      z = (t - inlet->centre) / inlet->duration;
      return exp (-0.5 * z * z);
    case PLUME_INLET_DECAY:
      return t >= 0 ? exp (-t / inlet->duration) : 0;
    case PLUME_INLET_SAMPLED:
      return sampled_value (inlet, t);
    }
  g_return_val_if_reached (0);
}

/* ∫ over the part of the sampled inlet inside [from, to], exactly */
static double
sampled_integral (const PlumeInlet *inlet, double from, double to)
{
  double sum = 0;

  for (gsize i = 0; i + 1 < inlet->n; i++)
    {
      double low = MAX (from, inlet->times[i]), high = MIN (to, inlet->times[i + 1]);
      double slope =
          (inlet->values[i + 1] - inlet->values[i]) / (inlet->times[i + 1] - inlet->times[i]);

      if (high > low)
        sum += (high - low) * (inlet->values[i] + slope * (0.5 * (low + high) - inlet->times[i]));
    }
  return sum;
}

/**
 * plume_inlet_mean:
 * @inlet: an inlet
 * @from: s
 * @to: s, > @from
 *
 * Returns: the exact mean of c_in/c0 over the interval
 */
double
plume_inlet_mean (const PlumeInlet *inlet, double from, double to)
{
  double width = to - from, low, high;

  switch (inlet->shape)
    {
    case PLUME_INLET_PLUG:
      return MAX (MIN (to, inlet->duration) - MAX (from, 0), 0) / width;
    case PLUME_INLET_GAUSSIAN:
      low = (from - inlet->centre) / (G_SQRT2 * inlet->duration);
      high = (to - inlet->centre) / (G_SQRT2 * inlet->duration);
      /* the difference of the smaller tails keeps its digits on both sides */
      return inlet->duration * sqrt (G_PI / 2) / width
             * (low > 0    ? erfc (low) - erfc (high)
                : high < 0 ? erfc (-high) - erfc (-low)
                           : erf (high) - erf (low));
    case PLUME_INLET_DECAY:
      low = MAX (from, 0);
      return to <= low ? 0
                       : -inlet->duration / width * exp (-low / inlet->duration)
                             * expm1 (-(to - low) / inlet->duration);
    case PLUME_INLET_SAMPLED:
      return sampled_integral (inlet, from, to) / width;
    }
  g_return_val_if_reached (0);
}

/**
 * plume_inlet_end:
 * @inlet: an inlet
 *
 * Returns: a time after which c_in < 1e-17, s
 */
double
plume_inlet_end (const PlumeInlet *inlet)
{
  switch (inlet->shape)
    {
    case PLUME_INLET_PLUG:
      return inlet->duration;
    case PLUME_INLET_GAUSSIAN:
      return inlet->centre + 9 * inlet->duration;
    case PLUME_INLET_DECAY:
      return 40 * inlet->duration;
    case PLUME_INLET_SAMPLED:
      return inlet->times[inlet->n - 1];
    }
  g_return_val_if_reached (0);
}

static PlumeMoments
sampled_moments (const PlumeInlet *inlet)
{
  static const double node[] = { -0.7745966692414834, 0, 0.7745966692414834 };
  static const double weight[] = { 5.0 / 9, 8.0 / 9, 5.0 / 9 };
  PlumeMoments moments = { 0 };

  for (int power = 0; power <= 3; power++)
    {
      double sum = 0;

      for (gsize i = 0; i + 1 < inlet->n; i++)
        for (int j = 0; j < 3; j++)
          {
            double half = 0.5 * (inlet->times[i + 1] - inlet->times[i]);
            double t = inlet->times[i] + half * (1 + node[j]);
            double value =
                inlet->values[i] + 0.5 * (inlet->values[i + 1] - inlet->values[i]) * (1 + node[j]);

            sum += weight[j] * half * value * pow (power == 0 ? 1 : t - moments.mean, power);
          }
      if (power == 0)
        moments.area = sum;
      else if (power == 1)
        moments.mean = sum / moments.area;
      else if (power == 2)
        moments.variance = sum / moments.area;
      else
        moments.third = sum / moments.area;
    }
  return moments;
}

/**
 * plume_inlet_moments:
 * @inlet: an inlet
 *
 * Returns: its area, mean, variance and third central moment, exactly
 */
PlumeMoments
plume_inlet_moments (const PlumeInlet *inlet)
{
  double w = inlet->duration;

  switch (inlet->shape)
    {
    case PLUME_INLET_PLUG:
      return (PlumeMoments){ w, w / 2, w * w / 12, 0 };
    case PLUME_INLET_GAUSSIAN:
      return (PlumeMoments){ w * sqrt (2 * G_PI), inlet->centre, w * w, 0 };
    case PLUME_INLET_DECAY:
      return (PlumeMoments){ w, w, w * w, 2 * w * w * w };
    case PLUME_INLET_SAMPLED:
      return sampled_moments (inlet);
    }
  g_return_val_if_reached ((PlumeMoments){ 0 });
}

/**
 * plume_inlet_transform:
 * @inlet: an inlet, not a sampled one (whose transform is a fast Fourier transform in
 * plume-column-fourier.c)
 * @s: Laplace variable, 1/s
 *
 * Returns: ∫ c_in/c0 e^(−st) dt, s
 */
double complex
plume_inlet_transform (const PlumeInlet *inlet, double complex s)
{
  double complex y = s * inlet->duration;

  switch (inlet->shape)
    {
    case PLUME_INLET_PLUG:
      if (cabs (y) < 1e-5)
        return inlet->duration * (1 - y / 2 + y * y / 6);
      return (1 - cexp (-y)) / s;
    case PLUME_INLET_GAUSSIAN:
      return inlet->duration * sqrt (2 * G_PI) * cexp (y * y / 2 - s * inlet->centre);
    case PLUME_INLET_DECAY:
      return inlet->duration / (1 + y);
    case PLUME_INLET_SAMPLED:
      break;
    }
  g_return_val_if_reached (0);
}

/**
 * plume_inlet_check:
 * @inlet: an inlet
 * @error: %PLUME_ERROR_USAGE where its duration is not positive, %PLUME_ERROR_DATA where its
 * samples are unusable
 *
 * Returns: %FALSE on error
 */
gboolean
plume_inlet_check (const PlumeInlet *inlet, GError **error)
{
  if (inlet->shape != PLUME_INLET_SAMPLED)
    {
      if (inlet->duration > 0 && isfinite (inlet->duration))
        return TRUE;
      g_set_error_literal (
          error, PLUME_ERROR, PLUME_ERROR_USAGE,
          _ ("The duration of the injection must be positive; give a longer one."));
      return FALSE;
    }
  if (inlet->n < 2)
    {
      g_set_error_literal (
          error, PLUME_ERROR, PLUME_ERROR_DATA,
          _ ("A measured injection needs two points at least; open a longer one."));
      return FALSE;
    }
  for (gsize i = 0; i < inlet->n; i++)
    if (!isfinite (inlet->values[i]) || (i > 0 && !(inlet->times[i] > inlet->times[i - 1])))
      {
        g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                     _ ("Point %zu"
                        " of the measured injection is no number or its time does not "
                        "increase; remove it."),
                     i + 1);
        return FALSE;
      }
  return TRUE;
}

/**
 * plume_transfer_evaluate:
 * @transfer: column, dead volume and detector
 * @s: Laplace variable with a real part ≥ 0, 1/s
 *
 * Returns: the transfer function, 1 at s = 0
 */
double complex
plume_transfer_evaluate (const PlumeTransfer *transfer, double complex s)
{
  double complex delay = 1, g, a, value;
  double Pe = transfer->peclet;

  if (transfer->retention_factor > 0)
    delay +=
        transfer->retention_factor * transfer->desorption_rate / (s + transfer->desorption_rate);
  if (transfer->second_retention_factor > 0)
    delay += transfer->second_retention_factor * transfer->second_desorption_rate
             / (s + transfer->second_desorption_rate);
  g = s * transfer->hold_up_time * delay;
  if (transfer->boundary == PLUME_BOUNDARY_PLUG)
    value = cexp (-g);
  else
    {
      a = csqrt (1 + 4 * g / Pe);
      /* Pe (1 − a)/2 = −2g/(1 + a), without cancellation for large Pe */
      value = cexp (-2 * g / (1 + a));
      if (transfer->boundary == PLUME_BOUNDARY_FLUX)
        value *= 2 / (1 + a);
      else if (transfer->boundary == PLUME_BOUNDARY_CLOSED)
        value *= 4 * a / ((1 + a) * (1 + a) - (1 - a) * (1 - a) * cexp (-a * Pe));
    }
  if (transfer->mixing_time > 0)
    value /= 1 + s * transfer->mixing_time;
  if (transfer->detector_time > 0)
    value /= 1 + s * transfer->detector_time;
  return value;
}

/**
 * plume_transfer_moments:
 * @transfer: column, dead volume and detector
 *
 * Returns: the moments of the impulse response, area 1; those of an inlet add to them
 */
PlumeMoments
plume_transfer_moments (const PlumeTransfer *transfer)
{
  double Pe = transfer->peclet, k = transfer->retention_factor,
         k_2 = transfer->second_retention_factor;
  double t_M = transfer->hold_up_time, first = t_M * (1 + k + k_2), lag = 0, lag_2 = 0;
  double m = 1, v = 0, w = 0, gone = -expm1 (-Pe), dead = transfer->mixing_time,
         slow = transfer->detector_time;

  if (k > 0)
    {
      lag += k / transfer->desorption_rate;
      lag_2 += k / (transfer->desorption_rate * transfer->desorption_rate);
    }
  if (k_2 > 0)
    {
      lag += k_2 / transfer->second_desorption_rate;
      lag_2 += k_2 / (transfer->second_desorption_rate * transfer->second_desorption_rate);
    }
  switch (transfer->boundary)
    {
    case PLUME_BOUNDARY_PLUG:
      break;
    case PLUME_BOUNDARY_OPEN:
      v = 2 / Pe;
      w = 12 / (Pe * Pe);
      break;
    case PLUME_BOUNDARY_FLUX:
      m = 1 + 1 / Pe;
      v = 2 / Pe + 3 / (Pe * Pe);
      w = 12 / (Pe * Pe) + 20 / (Pe * Pe * Pe);
      break;
    case PLUME_BOUNDARY_CLOSED:
      v = 2 / Pe - 2 * gone / (Pe * Pe);
      w = 12 * (Pe * (2 - gone) - 2 * gone) / (Pe * Pe * Pe);
      break;
    }
  return (PlumeMoments){
    .area = 1,
    .mean = m * first + dead + slow,
    .variance = v * first * first + 2 * m * t_M * lag + dead * dead + slow * slow,
    .third = w * first * first * first + 6 * v * first * t_M * lag + 6 * m * t_M * lag_2
             + 2 * (dead * dead * dead + slow * slow * slow),
  };
}

/* Returns: X, the mean number of adsorptions at both kinds of sites */
double
plume_transfer_adsorptions (const PlumeTransfer *transfer)
{
  return transfer->hold_up_time
         * (transfer->retention_factor * transfer->desorption_rate
            + transfer->second_retention_factor * transfer->second_desorption_rate);
}

/**
 * plume_transfer_check:
 * @transfer: column, dead volume and detector
 * @error: %PLUME_ERROR_USAGE naming the first quantity that makes no sense
 *
 * Returns: %FALSE on error
 */
gboolean
plume_transfer_check (const PlumeTransfer *transfer, GError **error)
{
  const char *wrong = NULL;

  if (!(transfer->hold_up_time > 0 && isfinite (transfer->hold_up_time)))
    wrong = _ ("The hold-up time must be positive; choose another value.");
  else if (!(transfer->retention_factor >= 0 && transfer->second_retention_factor >= 0))
    wrong = _ ("The retention factor must not be negative; choose another value.");
  else if ((transfer->retention_factor > 0 && !(transfer->desorption_rate > 0))
           || (transfer->second_retention_factor > 0 && !(transfer->second_desorption_rate > 0)))
    wrong = _ ("The desorption rate must be positive; choose another value.");
  else if (transfer->boundary != PLUME_BOUNDARY_PLUG
           && !(transfer->peclet > 0 && isfinite (transfer->peclet)))
    wrong = _ ("The Péclet number must be positive; choose another value.");
  else if (!(transfer->mixing_time >= 0 && transfer->detector_time >= 0))
    wrong = _ ("The time constants of dead volume and detector must not be negative; choose "
               "another value.");
  if (wrong == NULL)
    return TRUE;
  g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_USAGE, wrong);
  return FALSE;
}
