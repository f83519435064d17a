/* plume-peaks.h: the peaks of a chromatogram and what is read off them.
 *
 * Peaks are found where the smoothed signal has a maximum that stands out by more than the noise,
 * and shoulders where only its second derivative shows one. The read-outs are those of the
 * pharmacopoeias and of chromatography's textbooks; each says what it is in PlumePeak. It must
 * never know a column model: times are fitted elsewhere.
 */
#pragma once

#include "core/plume-array.h"
#include "core/plume-task.h"
#include "transport/plume-baseline.h"

G_BEGIN_DECLS

/**
 * PlumePeakOptions:
 * @threshold: least prominence in units of the noise; 0 means 3
 * @half_width: half of the smoothing window in points; 0 chooses it from the widths of the tallest
 * peaks
 * @skip_shoulders: find only maxima
 * @hold_up_time: t_M in the unit of time; 0 where unknown
 * @column_length: L in m; 0 where unknown
 */
typedef struct
{
  double threshold;
  gsize half_width;
  gboolean skip_shoulders;
  double hold_up_time;
  double column_length;
} PlumePeakOptions;

/**
 * PlumePeak:
 * @apex: index of the highest point; of the most curved one for a shoulder
 * @start: first point
 * @end: last point
 * @is_shoulder: seen in the second derivative only
 * @retention_time: t_R, the top of the parabola through the three highest points
 * @height: there, above the baseline
 * @prominence: above the higher of its two valleys
 * @area: trapezoids between @start and @end
 * @area_share: of all peaks found
 * @width_half: W_½ at half height; twice the half that can be seen where a neighbour hides the
 * other
 * @width_base: W_b between the tangents at the steepest points; 4σ of a Gaussian
 * @width_tenth: at 10 % of the height
 * @width_twentieth: W_0.05, at 5 % of the height
 * @plates: N = 5.545 (t_R/W_½)²
 * @plate_height: H = L/N, m
 * @asymmetry: A_s = b/a at 10 % of the height
 * @tailing: W_0.05/(2f), f the front half (USP)
 * @retention_factor: k' = (t_R − t_M)/t_M
 * @selectivity: α = k'/k' of the peak before
 * @resolution: R_s = 1.18 (t₂ − t₁)/(W_½,₁ + W_½,₂) to the peak before
 * @signal_to_noise: 2·height/(peak-to-peak noise, 6 standard deviations)
 * @mean: first moment m₁
 * @variance: second central moment σ²
 * @skewness: κ₃/σ³
 *
 * What cannot be read off (a width that a neighbour hides on both sides, a ratio to no neighbour)
 * is NaN.
 */
typedef struct
{
  gsize apex, start, end;
  gboolean is_shoulder;
  double retention_time, height, prominence;
  double area, area_share;
  double width_half, width_base, width_tenth, width_twentieth;
  double plates, plate_height;
  double asymmetry, tailing;
  double retention_factor, selectivity, resolution;
  double signal_to_noise;
  double mean, variance, skewness;
} PlumePeak;

/**
 * PlumePeaks:
 * @n: number of peaks
 * @peaks: in the order of time
 * @noise: standard deviation of the noise from first differences
 * @wander: standard deviation of the ground about the baseline, which slow noise makes larger than
 * @noise; not less than it
 * @half_width: half of the smoothing window used
 */
typedef struct
{
  gsize n;
  PlumePeak *peaks;
  double noise;
  double wander;
  gsize half_width;
} PlumePeaks;

PlumePeaks *plume_peaks_find (const double *time,
                              const double *signal,
                              gsize n,
                              const PlumeBaseline *baseline,
                              const PlumePeakOptions *options,
                              PlumeTask *task,
                              GError **error);
PlumeBaseline *
plume_peaks_baseline (const double *signal, gsize n, PlumeTask *task, GError **error);
void plume_peaks_free (PlumePeaks *peaks);

double plume_peak_plates (double retention_time, double width_half);
double
plume_peak_resolution (double time_1, double width_half_1, double time_2, double width_half_2);

gboolean plume_kovats_index (double retention_time,
                             gsize n_alkanes,
                             const double *alkane_times,
                             const double *carbon_numbers,
                             double hold_up_time,
                             gboolean programmed,
                             double *index,
                             GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumePeaks, plume_peaks_free)

G_END_DECLS
