/* plume-gl-marks.h: what an ink means in device pixels. */
#pragma once

#include "gl/plume-gl-private.h"

G_BEGIN_DECLS

PlumeGlStroke
plume_gl_mark_get_stroke (const PlumeLayout *layout, const PlumeMark *mark, double scale);
PlumeGlStroke plume_gl_grid_get_stroke (const PlumeLayout *layout, double scale);

G_END_DECLS
