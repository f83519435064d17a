/* plume-peak-measures.c: widths, areas, moments and ratios of peaks.
 *
 * Definitions: IUPAC, Pure Appl. Chem. 65 (1993) 819; United States Pharmacopeia ⟨621⟩ for tailing.
 * Heights and widths are read from the smoothed trace, areas and moments, which average by
 * themselves, from the raw one.
 */
#include "transport/plume-peak-measures.h"

#include <glib/gi18n.h>
#include <math.h>

#include "core/plume-error.h"

/* Top of the parabola through three neighbouring points, whose times need not be equally spaced. */
static void
measure_apex (PlumePeak *peak, const PlumePeakTrace *trace)
{
  gsize i = peak->apex;
  double left, right, slope_left, slope_right, curvature, shift;

  peak->retention_time = trace->time[i];
  peak->height = trace->smooth[i];
  if (peak->is_shoulder || i == 0 || i + 1 >= trace->n)
    return;
  left = trace->time[i] - trace->time[i - 1];
  right = trace->time[i + 1] - trace->time[i];
  slope_left = (trace->smooth[i] - trace->smooth[i - 1]) / left;
  slope_right = (trace->smooth[i + 1] - trace->smooth[i]) / right;
  curvature = (slope_right - slope_left) / (left + right);
  if (!(curvature < 0))
    return;
  /* the parabola's slope at the middle point is the weighted mean of the two secants */
  shift = -0.5 * (slope_left * right + slope_right * left) / (left + right) / curvature;
  shift = CLAMP (shift, -left, right);
  peak->retention_time += shift;
  peak->height -= curvature * shift * shift;
}

/* Distance from the apex to where the trace falls below a level, on one side; NaN when a valley or
 * the end of the peak comes first */
static double
distance_to_level (const PlumePeak *peak, const PlumePeakTrace *trace, double level, int step)
{
  const double *y = trace->smooth, *t = trace->time;
  gsize last = step < 0 ? peak->start : peak->end;

  for (gsize i = peak->apex; i != last; i += step)
    {
      gsize next = i + step;

      if (y[next] <= level)
        {
          double crossing = t[i] + (t[next] - t[i]) * (y[i] - level) / (y[i] - y[next]);

          return y[i] > level ? fabs (crossing - peak->retention_time)
                              : fabs (t[i] - peak->retention_time);
        }
    }
  return NAN;
}

static void
measure_widths (PlumePeak *peak, const PlumePeakTrace *trace)
{
  double front = distance_to_level (peak, trace, 0.5 * peak->height, -1);
  double back = distance_to_level (peak, trace, 0.5 * peak->height, 1);

  peak->width_half = isnan (front) ? 2 * back : isnan (back) ? 2 * front : front + back;

  front = distance_to_level (peak, trace, 0.1 * peak->height, -1);
  back = distance_to_level (peak, trace, 0.1 * peak->height, 1);
  peak->width_tenth = front + back;
  peak->asymmetry = back / front;

  front = distance_to_level (peak, trace, 0.05 * peak->height, -1);
  back = distance_to_level (peak, trace, 0.05 * peak->height, 1);
  peak->width_twentieth = front + back;
  peak->tailing = (front + back) / (2 * front);
}

/* Where the steepest tangent of one flank meets the baseline, as a distance from the apex */
static double
tangent_foot (const PlumePeak *peak, const PlumePeakTrace *trace, int step)
{
  const double *y = trace->smooth, *t = trace->time;
  gsize last = step < 0 ? peak->start : peak->end;
  double steepest = 0, foot = NAN;

  for (gsize i = peak->apex; i != last; i += step)
    {
      gsize next = i + step;
      double slope = (y[i] - y[next]) / fabs (t[next] - t[i]);

      if (slope > steepest)
        {
          steepest = slope;
          foot =
              fabs (0.5 * (t[i] + t[next]) - peak->retention_time) + 0.5 * (y[i] + y[next]) / slope;
        }
    }
  return foot;
}

static void
measure_moments (PlumePeak *peak, const PlumePeakTrace *trace)
{
  double moment[4] = { 0 }, mean, centre = peak->retention_time;

  for (gsize i = peak->start; i < peak->end; i++)
    {
      double step = 0.5 * (trace->time[i + 1] - trace->time[i]);
      double a = trace->time[i] - centre, b = trace->time[i + 1] - centre;
      double p = trace->raw[i] * step, q = trace->raw[i + 1] * step;

      moment[0] += p + q;
      moment[1] += p * a + q * b;
      moment[2] += p * a * a + q * b * b;
      moment[3] += p * a * a * a + q * b * b * b;
    }
  peak->area = moment[0];
  peak->mean = peak->variance = peak->skewness = NAN;
  if (!(moment[0] > 0))
    return;
  mean = moment[1] / moment[0];
  peak->mean = centre + mean;
  peak->variance = moment[2] / moment[0] - mean * mean;
  if (peak->variance > 0)
    peak->skewness =
        (moment[3] / moment[0] - 3 * mean * moment[2] / moment[0] + 2 * mean * mean * mean)
        / pow (peak->variance, 1.5);
  else
    peak->variance = NAN;
}

/**
 * plume_peak_measure:
 * @peak: (inout): with its apex, bounds and kind
 * @trace: the signal above the baseline
 * @options: hold-up time and length of the column
 * @noise: standard deviation of the noise
 *
 * Fills in all that needs no neighbour. O(points of the peak).
 */
void
plume_peak_measure (PlumePeak *peak,
                    const PlumePeakTrace *trace,
                    const PlumePeakOptions *options,
                    double noise)
{
  measure_apex (peak, trace);
  measure_widths (peak, trace);
  measure_moments (peak, trace);
  peak->width_base = tangent_foot (peak, trace, -1) + tangent_foot (peak, trace, 1);
  peak->plates = plume_peak_plates (peak->retention_time, peak->width_half);
  peak->plate_height = options->column_length > 0 ? options->column_length / peak->plates : NAN;
  peak->retention_factor =
      options->hold_up_time > 0
          ? (peak->retention_time - options->hold_up_time) / options->hold_up_time
          : NAN;
  peak->signal_to_noise = noise > 0 ? 2 * peak->height / (6 * noise) : INFINITY;
  peak->selectivity = peak->resolution = peak->area_share = NAN;
}

/**
 * plume_peak_measure_neighbours:
 * @peaks: (inout) (array length=n): measured peaks in the order of time
 * @n: their number
 *
 * Fills in selectivity and resolution to the peak before, and shares of the whole area.
 */
void
plume_peak_measure_neighbours (PlumePeak *peaks, gsize n)
{
  double total = 0;

  for (gsize i = 0; i < n; i++)
    total += peaks[i].area;
  for (gsize i = 0; i < n; i++)
    {
      peaks[i].area_share = peaks[i].area / total;
      if (i == 0)
        continue;
      if (peaks[i - 1].retention_factor > 0)
        peaks[i].selectivity = peaks[i].retention_factor / peaks[i - 1].retention_factor;
      peaks[i].resolution =
          plume_peak_resolution (peaks[i - 1].retention_time, peaks[i - 1].width_half,
                                 peaks[i].retention_time, peaks[i].width_half);
    }
}

/**
 * plume_peak_plates:
 * @retention_time: t_R
 * @width_half: W_½ in the same unit
 *
 * Returns: N = 8 ln 2 (t_R/W_½)², the number of theoretical plates
 */
double
plume_peak_plates (double retention_time, double width_half)
{
  double ratio = retention_time / width_half;

  return 8 * M_LN2 * ratio * ratio;
}

/**
 * plume_peak_resolution:
 * @time_1: t₁
 * @width_half_1: W_½,₁
 * @time_2: t₂
 * @width_half_2: W_½,₂
 *
 * Returns: R_s = 1.18 (t₂ − t₁)/(W_½,₁ + W_½,₂)
 */
double
plume_peak_resolution (double time_1, double width_half_1, double time_2, double width_half_2)
{
  return 1.18 * (time_2 - time_1) / (width_half_1 + width_half_2);
}

/**
 * plume_kovats_index:
 * @retention_time: t_R of the compound
 * @n_alkanes: number of marked n-alkanes, at least 2
 * @alkane_times: (array length=n_alkanes): their retention times, increasing
 * @carbon_numbers: (array length=n_alkanes): their carbon numbers
 * @hold_up_time: t_M in the same unit; used isothermally only
 * @programmed: whether the temperature was programmed
 * @index: (out): 100 times the carbon number of the alkane that would come at the same time
 * @error: %PLUME_ERROR_USAGE where the compound is not between two alkanes or the marks make no
 * sense
 *
 * Isothermal: linear in the logarithm of the adjusted time t_R − t_M (Kováts, Helv. Chim. Acta 41
 * (1958) 1915); programmed: linear in the time itself (van den Dool & Kratz, J. Chromatogr. 11
 * (1963) 463).
 *
 * Returns: %TRUE when @index is set
 */
gboolean
plume_kovats_index (double retention_time,
                    gsize n_alkanes,
                    const double *alkane_times,
                    const double *carbon_numbers,
                    double hold_up_time,
                    gboolean programmed,
                    double *index,
                    GError **error)
{
  for (gsize i = 1; i < n_alkanes; i++)
    {
      double before = alkane_times[i - 1], after = alkane_times[i], fraction;

      if (!(after > before) || (!programmed && !(before > hold_up_time)))
        {
          g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                               _ ("The marked alkanes must come one after the other and later than "
                                  "the hold-up time; "
                                  "correct the marks or the hold-up time"));
          return FALSE;
        }
      if (retention_time < before || retention_time > after)
        continue;
      fraction = programmed ? (retention_time - before) / (after - before)
                            : log ((retention_time - hold_up_time) / (before - hold_up_time))
                                  / log ((after - hold_up_time) / (before - hold_up_time));
      *index =
          100 * (carbon_numbers[i - 1] + fraction * (carbon_numbers[i] - carbon_numbers[i - 1]));
      return TRUE;
    }
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
               _ ("The peak at %g does not lie between two marked alkanes; mark one before and one "
                  "after it"),
               retention_time);
  return FALSE;
}
