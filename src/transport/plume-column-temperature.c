/* plume-column-temperature.c: van 't Hoff, Arrhenius, ovens, and where a band is while its oven
 * warms up.
 *
 * A band moves by dz = dt/(t_M (1+k')) of the column and has left when z = 1 (Habgood & Harris,
 * Anal. Chem. 32 (1960) 450). Its spatial variance grows by the local plate height, dσ_z²/dz = H/L
 * = 2k'/((1+k')² k_d t_M), as an isothermal column's does, and turns into time at the outlet: σ_t =
 * σ_z t_M (1+k').
 */
#include "transport/plume-column-temperature.h"

#include <glib/gi18n.h>
#include <math.h>

#include "core/plume-error.h"

/**
 * plume_thermal_retention_factor:
 * @analyte: thermodynamics
 * @temperature: K
 *
 * Returns: k'(T) = k'(T_ref) e^(−ΔH/R (1/T − 1/T_ref))
 */
double
plume_thermal_retention_factor (const PlumeThermal *analyte, double temperature)
{
  return analyte->retention_factor
         * exp (-analyte->enthalpy / PLUME_GAS_CONSTANT
                * (1 / temperature - 1 / analyte->reference));
}

/**
 * plume_thermal_desorption_rate:
 * @analyte: thermodynamics
 * @temperature: K
 *
 * Returns: k_d(T), 1/s
 */
double
plume_thermal_desorption_rate (const PlumeThermal *analyte, double temperature)
{
  return analyte->desorption_rate
         * exp (-analyte->activation_energy / PLUME_GAS_CONSTANT
                * (1 / temperature - 1 / analyte->reference));
}

/**
 * plume_thermal_entropy:
 * @analyte: thermodynamics
 * @phase_ratio: F = 1/β
 *
 * Returns: the ΔS with which ln k' = −ΔH/(RT) + ΔS/R − ln β holds at the reference, J/(mol K)
 */
double
plume_thermal_entropy (const PlumeThermal *analyte, double phase_ratio)
{
  return PLUME_GAS_CONSTANT * log (analyte->retention_factor / phase_ratio)
         + analyte->enthalpy / analyte->reference;
}

/* Duration of a ramp from one temperature, s */
static double
ramp_time (const PlumeProgrammeStep *step, double from)
{
  return step->target == from ? 0 : fabs ((step->target - from) / step->rate);
}

/**
 * plume_programme_temperature:
 * @programme: an oven programme
 * @t: time since injection, s
 *
 * Returns: T(t), K
 */
double
plume_programme_temperature (const PlumeProgramme *programme, double t)
{
  double temperature = programme->start, begin = programme->initial_hold;

  for (guint i = 0; i < programme->n_steps && t > begin; i++)
    {
      const PlumeProgrammeStep *step = &programme->steps[i];
      double duration = ramp_time (step, temperature);

      if (t < begin + duration)
        return temperature + (step->target - temperature) * (t - begin) / duration;
      temperature = step->target;
      begin += duration + step->hold;
    }
  return temperature;
}

/**
 * plume_programme_check:
 * @programme: an oven programme
 * @error: %PLUME_ERROR_USAGE naming the step that makes no sense
 *
 * Returns: %FALSE on error
 */
gboolean
plume_programme_check (const PlumeProgramme *programme, GError **error)
{
  double temperature = programme->start;

  if (!(temperature > 0 && programme->initial_hold >= 0))
    {
      g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                           _ ("The temperature programme must start above 0 K and hold for no "
                              "negative time; correct its first "
                              "line."));
      return FALSE;
    }
  for (guint i = 0; i < programme->n_steps; i++)
    {
      const PlumeProgrammeStep *step = &programme->steps[i];

      if (!(step->target > 0 && step->hold >= 0)
          || (step->target != temperature && !(fabs (step->rate) > 0)))
        {
          g_set_error (
              error, PLUME_ERROR, PLUME_ERROR_USAGE,
              _ ("Step %u of the temperature programme needs a rate, a target above 0 K and "
                 "a hold that is not "
                 "negative; correct it."),
              i + 1);
          return FALSE;
        }
      temperature = step->target;
    }
  return TRUE;
}

/**
 * plume_programme_hold_up_time:
 * @column: the column in its oven
 * @temperature: K
 *
 * Returns: t_M(T), s: at constant pressures it follows the viscosity, else it is constant; NAN for
 * a column that makes no sense
 */
double
plume_programme_hold_up_time (const PlumeProgrammedColumn *column, double temperature)
{
  PlumeColumn tube = column->column;
  PlumeFlow flow;

  tube.temperature = temperature;
  return plume_flow_solve (&tube, &flow, NULL) ? flow.hold_up_time : NAN;
}

/* dz/dt and the growth of σ_z² in time */
static void
rates_at (
    const PlumeProgrammedColumn *column, guint analyte, double t, double *speed, double *spreading)
{
  double temperature = plume_programme_temperature (&column->programme, t);
  double k = plume_thermal_retention_factor (&column->analytes[analyte], temperature);
  double k_d = plume_thermal_desorption_rate (&column->analytes[analyte], temperature);
  double t_M = plume_programme_hold_up_time (column, temperature);

  *speed = 1 / (t_M * (1 + k));
  *spreading = 2 * k / ((1 + k) * (1 + k) * k_d * t_M) * *speed;
}

/**
 * plume_programme_retention:
 * @column: the column in its oven
 * @analyte: index of the analyte
 * @longest: where to give up, s
 * @retention_time: (out): t_R, s
 * @sigma: (out): σ_t of an infinitely short injection, s
 * @error: %PLUME_ERROR_USAGE, or %PLUME_ERROR_COMPUTE where the band is still inside at @longest
 *
 * Simpson's rule in steps of t_M/500, broken at no particular places (the error of a kink is that
 * of the step squared), and Newton's step inside the last one.
 *
 * Returns: %FALSE on error
 */
gboolean
plume_programme_retention (const PlumeProgrammedColumn *column,
                           guint analyte,
                           double longest,
                           double *retention_time,
                           double *sigma,
                           GError **error)
{
  double step, travelled = 0, variance = 0, before, before_spread;
  PlumeFlow flow;

  if (!plume_programme_check (&column->programme, error)
      || !plume_flow_solve (&column->column, &flow, error))
    return FALSE;
  step = plume_programme_hold_up_time (column, column->programme.start) / 500;
  rates_at (column, analyte, 0, &before, &before_spread);
  for (gsize i = 0; (double)i * step < longest; i++)
    {
      double t = (double)i * step, middle, middle_spread, after, after_spread, piece;

      rates_at (column, analyte, t + 0.5 * step, &middle, &middle_spread);
      rates_at (column, analyte, t + step, &after, &after_spread);
      piece = step / 6 * (before + 4 * middle + after);
      if (travelled + piece >= 1)
        {
          double part = (1 - travelled) / piece, temperature, rest = part * step;

          /* one correction for the speed that changes within the step */
          rest += (1 - travelled - rest * (before + 0.5 * (after - before) * part))
                  / (before + (after - before) * part);
          variance += rest * before_spread;
          *retention_time = t + rest;
          temperature = plume_programme_temperature (&column->programme, *retention_time);
          *sigma = sqrt (variance) * plume_programme_hold_up_time (column, temperature)
                   * (1 + plume_thermal_retention_factor (&column->analytes[analyte], temperature));
          return TRUE;
        }
      travelled += piece;
      variance += step / 6 * (before_spread + 4 * middle_spread + after_spread);
      before = after;
      before_spread = after_spread;
    }
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
               _ ("Analyte %u is still in the column after %g s; warm the oven or wait longer."),
               analyte + 1, longest);
  return FALSE;
}

/**
 * plume_programme_conditions:
 * @t: time, s
 * @hold_up_time: (out): t_M, s
 * @retention_factors: (out): k' of every analyte
 * @desorption_rates: (out): k_d, 1/s
 * @data: a #PlumeProgrammedColumn
 *
 * A #PlumeLatticeConditions.
 */
void
plume_programme_conditions (double t,
                            double *hold_up_time,
                            double *retention_factors,
                            double *desorption_rates,
                            gpointer data)
{
  const PlumeProgrammedColumn *column = data;
  double temperature = plume_programme_temperature (&column->programme, t);

  *hold_up_time = plume_programme_hold_up_time (column, temperature);
  for (guint i = 0; i < column->n_analytes; i++)
    {
      retention_factors[i] = plume_thermal_retention_factor (&column->analytes[i], temperature);
      desorption_rates[i] = plume_thermal_desorption_rate (&column->analytes[i], temperature);
    }
}
