/* plume-multiples.h: small multiples: figures of one view for several values, in one figure and on
 * the same axes, so that the eye compares data and not frames. It knows no study.
 */
#pragma once

#include "figure/plume-layout.h"

G_BEGIN_DECLS

/* Widens limits (array (length=n_limits), PLUME_LIMITS_NONE to begin with) until they hold those of
 * a layout. Axes in space and of categories keep their own. */
void plume_limits_unite (PlumeLimits *limits, guint n_limits, const PlumeLayout *layout);

/* figures: n, NULL for those that are not there; titles: of each. */
PlumeFigure *plume_figure_new_multiples (const char *id,
                                         PlumeFigure *const *figures,
                                         guint n_figures,
                                         const char *const *titles,
                                         guint n_columns,
                                         const PlumeLimits *limits,
                                         guint n_limits);

G_END_DECLS
