/* plume-calibration.h: a straight line from concentration to peak area, and back.
 *
 * Weighted least squares y = a + b x with prediction band, R², and the limits of detection and
 * quantification 3.3 s/b and 10 s/b (ICH Q2).
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PlumeCalibration:
 * @n: number of standards
 * @intercept: a
 * @slope: b
 * @intercept_error: standard error of a
 * @slope_error: standard error of b
 * @covariance: of a and b
 * @deviation: s, residual standard deviation of an observation of weight 1
 * @r_squared: share of the weighted variance explained
 * @detection_limit: 3.3 s/b, in units of x
 * @quantification_limit: 10 s/b
 * @mean: weighted mean of x
 * @spread: Σ w (x − mean)²
 * @weight: Σ w
 */
typedef struct
{
  gsize n;
  double intercept, slope;
  double intercept_error, slope_error, covariance;
  double deviation, r_squared;
  double detection_limit, quantification_limit;
  double mean, spread, weight;
} PlumeCalibration;

gboolean plume_calibration_fit (gsize n,
                                const double *x,
                                const double *y,
                                const double *weights,
                                PlumeCalibration *calibration,
                                GError **error);
void plume_calibration_predict (const PlumeCalibration *calibration,
                                double x,
                                double weight,
                                double level,
                                double *y,
                                double *half_width);
void plume_calibration_invert (
    const PlumeCalibration *calibration, double y, double weight, double *x, double *error_of_x);

G_END_DECLS
