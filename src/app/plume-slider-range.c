/* plume-slider-range.c: the way of a slider. */
#include "app/plume-slider-range.h"

#include <math.h>

#define STEPS 1000.0 /* a slider reaches about so many different numbers */

/**
 * plume_slider_range_of_parameter:
 * @parameter: a number or an integer
 *
 * Returns: its soft range; without one its hard range; without that a range about its default
 */
PlumeSliderRange
plume_slider_range_of_parameter (const PlumeParameter *parameter)
{
  PlumeSliderRange range = { parameter->soft_from, parameter->soft_to,
                             parameter->scale == PLUME_LOG, parameter->kind == PLUME_KIND_INTEGER };

  if (range.from == range.to)
    {
      range.from = parameter->from;
      range.to = parameter->to;
    }
  if (!(range.from < range.to) || !isfinite (range.from) || !isfinite (range.to))
    {
      double size = parameter->value != 0 ? fabs (parameter->value) : 1;

      range.from = parameter->value > 0 ? (range.logarithmic ? size / 100 : 0) : -2 * size;
      range.to = range.logarithmic ? size * 100 : 2 * size;
    }
  if (range.logarithmic && range.from <= 0)
    range.logarithmic = FALSE;
  return range;
}

double
plume_slider_range_to_position (const PlumeSliderRange *range, double value)
{
  double clamped = CLAMP (value, range->from, range->to);

  return range->logarithmic ? log10 (clamped) : clamped;
}

static double
round_to (double value, double step)
{
  return step >= 1 ? round (value / step) * step
                   : round (value * round (1 / step)) / round (1 / step);
}

/**
 * plume_slider_range_to_value:
 *
 * Returns: the value at a position, rounded to a decimal step that is finer than a slider can be
 * set; the ends are exact
 */
double
plume_slider_range_to_value (const PlumeSliderRange *range, double position)
{
  double value = range->logarithmic ? pow (10, position) : position;
  double span = range->logarithmic ? value : range->to - range->from;
  double margin = 1e-9
                  * (plume_slider_range_to_position (range, range->to)
                     - plume_slider_range_to_position (range, range->from));

  if (position <= plume_slider_range_to_position (range, range->from) + margin)
    return range->from;
  if (position >= plume_slider_range_to_position (range, range->to) - margin)
    return range->to;
  if (range->integer)
    return round (value);
  return CLAMP (round_to (value, pow (10, floor (log10 (span / STEPS)))), range->from, range->to);
}

double
plume_slider_range_at_fraction (const PlumeSliderRange *range, double fraction)
{
  double from = plume_slider_range_to_position (range, range->from);
  double to = plume_slider_range_to_position (range, range->to);

  return plume_slider_range_to_value (range, from + CLAMP (fraction, 0, 1) * (to - from));
}

double
plume_slider_range_to_fraction (const PlumeSliderRange *range, double value)
{
  double from = plume_slider_range_to_position (range, range->from);
  double to = plume_slider_range_to_position (range, range->to);

  return (plume_slider_range_to_position (range, value) - from) / (to - from);
}
