/* plume-scale.c: data values to places and back.
 *
 * Linear, category and time scales are the identity, the logarithmic one is log₁₀ x (NaN for x ≤
 * 0), the symmetric logarithm is sign (x) log₁₀ (1 + |x| / c), linear within the threshold c and
 * logarithmic beyond.
 */
#include "figure/plume-layout-private.h"

#include <math.h>

double
plume_scale_symlog_threshold (const PlumeAxis *axis)
{
  return axis->symlog_threshold > 0 ? axis->symlog_threshold : 1;
}

double
plume_scale_forward (const PlumeAxis *axis, double value)
{
  switch (axis->scale)
    {
    case PLUME_SCALE_LOG:
      return value > 0 ? log10 (value) : NAN;
    case PLUME_SCALE_SYMLOG:
      return copysign (log1p (fabs (value) / plume_scale_symlog_threshold (axis)) / M_LN10, value);
    case PLUME_SCALE_LINEAR:
    case PLUME_SCALE_CATEGORY:
    case PLUME_SCALE_TIME:
    default:
      return value;
    }
}

double
plume_scale_inverse (const PlumeAxis *axis, double scaled)
{
  switch (axis->scale)
    {
    case PLUME_SCALE_LOG:
      return pow (10, scaled);
    case PLUME_SCALE_SYMLOG:
      return copysign (plume_scale_symlog_threshold (axis) * expm1 (fabs (scaled) * M_LN10),
                       scaled);
    case PLUME_SCALE_LINEAR:
    case PLUME_SCALE_CATEGORY:
    case PLUME_SCALE_TIME:
    default:
      return scaled;
    }
}

static double
place (const PlumeAxis *axis, double value, double from, double to)
{
  double low = plume_scale_forward (axis, from);
  double high = plume_scale_forward (axis, to);
  double fraction = (plume_scale_forward (axis, value) - low) / (high - low);

  return axis->reversed ? 1 - fraction : fraction;
}

static double
place_inverse (const PlumeAxis *axis, double fraction, double from, double to)
{
  double low = plume_scale_forward (axis, from);
  double high = plume_scale_forward (axis, to);

  if (axis->reversed)
    fraction = 1 - fraction;
  return plume_scale_inverse (axis, low + fraction * (high - low));
}

/**
 * plume_plot_x:
 * @plot: a placed axes
 * @x: data coordinate
 *
 * Returns: its place in units from the left of the layout; NaN where a logarithmic axis has none
 */
double
plume_plot_x (const PlumePlot *plot, double x)
{
  return plot->frame.x + plot->frame.width * place (&plot->axes->x, x, plot->x_from, plot->x_to);
}

double
plume_plot_y (const PlumePlot *plot, double y)
{
  return plot->frame.y
         + plot->frame.height * (1 - place (&plot->axes->y, y, plot->y_from, plot->y_to));
}

double
plume_plot_x_inverse (const PlumePlot *plot, double position)
{
  return place_inverse (&plot->axes->x, (position - plot->frame.x) / plot->frame.width,
                        plot->x_from, plot->x_to);
}

double
plume_plot_y_inverse (const PlumePlot *plot, double position)
{
  return place_inverse (&plot->axes->y, 1 - (position - plot->frame.y) / plot->frame.height,
                        plot->y_from, plot->y_to);
}

static const PlumeTimeUnit time_units[] = {
  { "ns", 1e-9 },       { "µs", 1e-6 },       { "ms", 1e-3 },       { "s", 1 },
  { "min", 60 },        { "h", 3600 },        { "d", 86400 },       { "a", 31557600 },
  { "ka", 31557600e3 }, { "Ma", 31557600e6 }, { "Ga", 31557600e9 },
};

/**
 * plume_time_unit:
 * @from: @to: limits of a time axis, seconds
 *
 * Returns: the largest unit in which the greater limit is at least 2 (minutes, hours, days, Julian
 * years) or 1 (all others)
 */
const PlumeTimeUnit *
plume_time_unit (double from, double to)
{
  double size = MAX (fabs (from), fabs (to));
  guint best = 0;

  for (guint i = 1; i < G_N_ELEMENTS (time_units); i++)
    {
      double least = time_units[i].seconds >= 60 && time_units[i].seconds < 1e8 ? 2 : 1;

      if (size >= least * time_units[i].seconds)
        best = i;
    }
  return &time_units[best];
}
