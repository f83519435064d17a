/* plume-calibration.c: the calibration line. */
#include "transport/plume-calibration.h"

#include <glib/gi18n.h>
#include <math.h>

#include <gsl/gsl_cdf.h>

#include "core/plume-error.h"

static gboolean
check_standards (gsize n, const double *x, const double *y, const double *weights, GError **error)
{
  if (n < 3)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("A calibration line needs at least 3 standards and there are %zu"
                      "; add more"),
                   n);
      return FALSE;
    }
  for (gsize i = 0; i < n; i++)
    if (!isfinite (x[i]) || !isfinite (y[i])
        || (weights != NULL && !(weights[i] > 0 && isfinite (weights[i]))))
      {
        g_set_error (
            error, PLUME_ERROR, PLUME_ERROR_DATA,
            _ ("Standard %zu"
               " has no finite concentration, area or positive weight; correct or leave it out"),
            i + 1);
        return FALSE;
      }
  return TRUE;
}

/**
 * plume_calibration_fit:
 * @n: number of standards, at least 3
 * @x: (array length=n): concentrations
 * @y: (array length=n): areas
 * @weights: (nullable) (array length=n): proportional to 1/variance; equal when %NULL
 * @calibration: (out): the line
 * @error: %PLUME_ERROR_DATA, %PLUME_ERROR_COMPUTE where all concentrations are the same
 *
 * Weighted least squares in centred form. O(n).
 *
 * Returns: %TRUE when @calibration is set
 */
gboolean
plume_calibration_fit (gsize n,
                       const double *x,
                       const double *y,
                       const double *weights,
                       PlumeCalibration *calibration,
                       GError **error)
{
  PlumeCalibration line = { .n = n };
  double mean_y = 0, product = 0, total = 0, misfit = 0;

  if (!check_standards (n, x, y, weights, error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      double w = weights != NULL ? weights[i] : 1;

      line.weight += w;
      line.mean += w * x[i];
      mean_y += w * y[i];
    }
  line.mean /= line.weight;
  mean_y /= line.weight;
  for (gsize i = 0; i < n; i++)
    {
      double w = weights != NULL ? weights[i] : 1, dx = x[i] - line.mean, dy = y[i] - mean_y;

      line.spread += w * dx * dx;
      product += w * dx * dy;
      total += w * dy * dy;
    }
  if (!(line.spread > 1e-24 * line.weight * line.mean * line.mean))
    {
      g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                           _ ("All standards have the same concentration, so no line can be drawn; "
                              "give different ones"));
      return FALSE;
    }
  line.slope = product / line.spread;
  line.intercept = mean_y - line.slope * line.mean;
  for (gsize i = 0; i < n; i++)
    {
      double rest = y[i] - mean_y - line.slope * (x[i] - line.mean);

      misfit += (weights != NULL ? weights[i] : 1) * rest * rest;
    }
  line.deviation = sqrt (misfit / (double)(n - 2));
  line.slope_error = line.deviation / sqrt (line.spread);
  line.intercept_error =
      line.deviation * sqrt (1 / line.weight + line.mean * line.mean / line.spread);
  line.covariance = -line.mean * line.slope_error * line.slope_error;
  line.r_squared = total > 0 ? 1 - misfit / total : NAN;
  line.detection_limit = 3.3 * line.deviation / fabs (line.slope);
  line.quantification_limit = 10 * line.deviation / fabs (line.slope);
  *calibration = line;
  return TRUE;
}

/**
 * plume_calibration_predict:
 * @calibration: a line
 * @x: concentration
 * @weight: of the observation to come, 1 where all are equal; %INFINITY gives the band of the line
 * itself
 * @level: probability, such as 0.95
 * @y: (out): area expected
 * @half_width: (out): of the prediction band there, t s √(1/w + 1/Σw + (x − mean)²/spread)
 */
void
plume_calibration_predict (const PlumeCalibration *calibration,
                           double x,
                           double weight,
                           double level,
                           double *y,
                           double *half_width)
{
  double distance = x - calibration->mean;
  double quantile = gsl_cdf_tdist_Pinv (0.5 + 0.5 * level, (double)(calibration->n - 2));

  *y = calibration->intercept + calibration->slope * x;
  *half_width =
      quantile * calibration->deviation
      * sqrt (1 / weight + 1 / calibration->weight + distance * distance / calibration->spread);
}

/**
 * plume_calibration_invert:
 * @calibration: a line
 * @y: measured area
 * @weight: of that observation, 1 where all are equal
 * @x: (out): its concentration
 * @error_of_x: (out): standard error, s/b √(1/w + 1/Σw + (x − mean)²/spread)
 */
void
plume_calibration_invert (
    const PlumeCalibration *calibration, double y, double weight, double *x, double *error_of_x)
{
  double distance;

  *x = (y - calibration->intercept) / calibration->slope;
  distance = *x - calibration->mean;
  *error_of_x =
      calibration->deviation / fabs (calibration->slope)
      * sqrt (1 / weight + 1 / calibration->weight + distance * distance / calibration->spread);
}
