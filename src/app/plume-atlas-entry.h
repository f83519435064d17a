/* plume-atlas-entry.h: one experiment, as a card of the start page or a row of the atlas. */
#pragma once

#include "lab/plume-experiment.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PLUME_TYPE_ATLAS_ENTRY (plume_atlas_entry_get_type ())
G_DECLARE_FINAL_TYPE (PlumeAtlasEntry, plume_atlas_entry, PLUME, ATLAS_ENTRY, GtkWidget)

GtkListBoxRow *plume_atlas_entry_new_row (const PlumeExperiment *experiment);
GtkFlowBoxChild *plume_atlas_entry_new_card (const PlumeExperiment *experiment);
/* What such a row or card holds. */
PlumeAtlasEntry *plume_atlas_entry_of (gpointer container);
const PlumeExperiment *plume_atlas_entry_get_experiment (PlumeAtlasEntry *entry);
/* Whether every word is in the title, the summary, the citation or the keywords; needle is folded
 * for case. */
gboolean plume_atlas_entry_matches (PlumeAtlasEntry *entry, const char *needle);

G_END_DECLS
