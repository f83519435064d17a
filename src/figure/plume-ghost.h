/* plume-ghost.h: figures made of figures: one faded beneath another, and axes taken over from one
 * into the next.
 *
 * Columns are shared, never copied, so it costs as little as there are marks. It knows no study.
 */
#pragma once

#include "figure/plume-figure.h"

G_BEGIN_DECLS

/* What the ids of ghosts begin with; the rest is that of the mark. */
#define PLUME_GHOST_PREFIX "pinned-"

PlumeFigure *
plume_figure_with_ghost (PlumeFigure *figure, PlumeFigure *pinned, gboolean difference);
/* Whether plume_figure_with_ghost() could show a difference of images. */
gboolean plume_figure_has_difference (const PlumeFigure *figure, const PlumeFigure *pinned);
PlumeAxes *plume_figure_add_axes_copy (PlumeFigure *figure,
                                       const PlumeAxes *axes,
                                       const char *id,
                                       const char *title);

G_END_DECLS
