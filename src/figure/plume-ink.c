/* plume-ink.c: what an ink means, said once, so that Cairo, OpenGL and the keys of a legend agree.
 */
#include "figure/plume-ink.h"

#define FEW_POINTS 5000

/**
 * plume_ink_get_stroke:
 * @style: gives the usual width
 * @mark: lines, segments or rules
 *
 * Returns: how its lines are stroked; dashes grow with the width, rules are thinner than lines
 */
PlumeInkStroke
plume_ink_get_stroke (const PlumeStyle *style, const PlumeMark *mark)
{
  double width = style->stroke * (mark->ink.width > 0 ? mark->ink.width : 1);
  PlumeInkStroke stroke = { width, 0, 0, TRUE };

  if (mark->ink.dash == PLUME_DASH_DASHED)
    {
      stroke.on = 3.5 * width;
      stroke.off = 3 * width;
    }
  else if (mark->ink.dash == PLUME_DASH_DOTTED)
    {
      stroke.on = 0.01 * width;
      stroke.off = 2.4 * width;
    }
  if (mark->kind == PLUME_MARK_RULES)
    {
      stroke.round = mark->ink.dash == PLUME_DASH_DOTTED;
      stroke.width *= 0.67;
    }
  return stroke;
}

/**
 * plume_ink_get_opacity:
 * @mark: any mark
 *
 * Returns: the ink's opacity, or the usual one of its kind: points are fainter where they are many
 */
double
plume_ink_get_opacity (const PlumeMark *mark)
{
  if (mark->ink.opacity > 0)
    return mark->ink.opacity;
  switch (mark->kind)
    {
    case PLUME_MARK_BAND:
      return 0.2;
    case PLUME_MARK_BARS:
      return 0.75;
    case PLUME_MARK_POINTS:
      if (mark->codes != NULL)
        return mark->x->length > FEW_POINTS ? 0.5 : 0.8;
      if (mark->value != NULL)
        return 0.85;
      return mark->x->length > FEW_POINTS ? 0.35 : 0.6;
    default:
      return 1;
    }
}

PlumeRgba
plume_ink_get_hue (const PlumeStyle *style, const PlumeInk *ink)
{
  PlumeRgba colour = plume_style_colour (style, ink->colour);
  PlumeRgba grey = plume_style_colour (style, PLUME_COLOUR_GREY);

  if (!ink->faded)
    return colour;
  return (PlumeRgba){ (colour.red + grey.red) / 2, (colour.green + grey.green) / 2,
                      (colour.blue + grey.blue) / 2, colour.alpha };
}

PlumeRgba
plume_ink_get_colour (const PlumeStyle *style, const PlumeMark *mark)
{
  PlumeRgba colour = plume_ink_get_hue (style, &mark->ink);

  colour.alpha *= plume_ink_get_opacity (mark);
  return colour;
}

/**
 * plume_ink_get_marker:
 * @style: gives the usual size
 * @mark: points
 *
 * Returns: the diameter of its markers, units; open shapes are larger than discs, and all are
 * smaller where they are many
 */
double
plume_ink_get_marker (const PlumeStyle *style, const PlumeMark *mark)
{
  double diameter = style->marker * (mark->ink.size > 0 ? mark->ink.size : 1);

  if (mark->ink.marker != PLUME_MARKER_DISC)
    diameter *= 1.6;
  if (mark->ink.size <= 0 && mark->x->length > FEW_POINTS)
    diameter *= 0.7;
  return diameter;
}

/* The width of the lines of which open markers are made. */
double
plume_ink_get_marker_stroke (double diameter)
{
  return MAX (diameter / 4.5, 0.5);
}
