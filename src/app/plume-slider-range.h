/* plume-slider-range.h: the way of a slider: from a parameter's soft range to positions, linear or
 * logarithmic, and back to round numbers.
 *
 * The inspector's sliders and the transport bar share it. It knows no widgets.
 */
#pragma once

#include "lab/plume-experiment.h"

G_BEGIN_DECLS

/**
 * PlumeSliderRange:
 * @from, @to: values at the ends
 * @logarithmic: positions are decimal logarithms of values
 * @integer: values are whole
 */
typedef struct
{
  double from, to;
  gboolean logarithmic;
  gboolean integer;
} PlumeSliderRange;

PlumeSliderRange plume_slider_range_of_parameter (const PlumeParameter *parameter);
double plume_slider_range_to_position (const PlumeSliderRange *range, double value);
double plume_slider_range_to_value (const PlumeSliderRange *range, double position);
double plume_slider_range_at_fraction (const PlumeSliderRange *range, double fraction);
double plume_slider_range_to_fraction (const PlumeSliderRange *range, double value);

G_END_DECLS
