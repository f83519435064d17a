/* plume-readouts.h: the numbers that an experiment measures, below the inspector so that they stay
 * in sight while a slider moves. */
#pragma once

#include "lab/plume-engine.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PLUME_TYPE_READOUTS (plume_readouts_get_type ())
G_DECLARE_FINAL_TYPE (PlumeReadouts, plume_readouts, PLUME, READOUTS, GtkWidget)

void plume_readouts_set_experiment (PlumeReadouts *readouts, const PlumeExperiment *experiment);
/* pinned (nullable): what the publication is compared to. */
void plume_readouts_show (PlumeReadouts *readouts,
                          PlumePublication *publication,
                          PlumePublication *pinned);

G_END_DECLS
