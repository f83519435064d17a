/* plume-glimpse.h: a small picture of a study, soon: for cards of the atlas and for file managers.
 */
#pragma once

#include "figure/plume-export.h"
#include "lab/plume-study.h"

G_BEGIN_DECLS

GBytes *plume_glimpse_paint (PlumeValues *values,
                             PlumeInputs *inputs,
                             const PlumeViewState *views,
                             const PlumeExport *settings,
                             PlumeTask *task,
                             GError **error);
GBytes *plume_glimpse_paint_within (double patience,
                                    PlumeValues *values,
                                    PlumeInputs *inputs,
                                    const PlumeViewState *views,
                                    const PlumeExport *settings,
                                    GError **error);

G_END_DECLS
