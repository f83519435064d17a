/* plume-ink.h: what an ink means, for every painter: widths, dashes, opacities, and the shapes of
 * markers. Private to those who paint.
 */
#pragma once

#include "figure/plume-layout.h"

G_BEGIN_DECLS

/* Shapes of markers in radii; plain numbers, because shaders are given them as text. */
#define PLUME_SHAPE_RING            0.85 /* radius */
#define PLUME_SHAPE_SQUARE          0.8  /* half a side */
#define PLUME_SHAPE_TRIANGLE_TOP    1.1
#define PLUME_SHAPE_TRIANGLE_SIDE   1.0
#define PLUME_SHAPE_TRIANGLE_BOTTOM 0.7
#define PLUME_SHAPE_CROSS           0.8
#define PLUME_SHAPE_TICK            1.4

/**
 * PlumeInkStroke: lengths in units.
 * @on: @off: of the dashes; @off 0 for a solid line
 * @round: whether ends and dashes are round
 */
typedef struct
{
  double width, on, off;
  gboolean round;
} PlumeInkStroke;

PlumeInkStroke plume_ink_get_stroke (const PlumeStyle *style, const PlumeMark *mark);
double plume_ink_get_opacity (const PlumeMark *mark);
/* The colour of the ink, opaque. */
PlumeRgba plume_ink_get_hue (const PlumeStyle *style, const PlumeInk *ink);
PlumeRgba plume_ink_get_colour (const PlumeStyle *style, const PlumeMark *mark);
double plume_ink_get_marker (const PlumeStyle *style, const PlumeMark *mark);
double plume_ink_get_marker_stroke (double diameter);

G_END_DECLS
