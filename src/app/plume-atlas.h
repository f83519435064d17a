/* plume-atlas.h: the left pane: all experiments by chapter, and a search over them.
 *
 * Signal: "chosen" (const PlumeExperiment *).
 */
#pragma once

#include "lab/plume-experiment.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PLUME_TYPE_ATLAS (plume_atlas_get_type ())
G_DECLARE_FINAL_TYPE (PlumeAtlas, plume_atlas, PLUME, ATLAS, GtkWidget)

/* Marks an experiment as the open one; nullable. */
void plume_atlas_select (PlumeAtlas *atlas, const PlumeExperiment *experiment);
void plume_atlas_search (PlumeAtlas *atlas);

G_END_DECLS
