/* plume-atlas-row.h: one experiment in the atlas. */
#pragma once

#include "lab/plume-experiment.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PLUME_TYPE_ATLAS_ROW (plume_atlas_row_get_type ())
G_DECLARE_FINAL_TYPE (PlumeAtlasRow, plume_atlas_row, PLUME, ATLAS_ROW, GtkListBoxRow)

GtkWidget *plume_atlas_row_new (const PlumeExperiment *experiment);
const PlumeExperiment *plume_atlas_row_get_experiment (PlumeAtlasRow *row);
/* Whether every word is in the title, the summary, the citation or the keywords; needle is folded
 * for case. */
gboolean plume_atlas_row_matches (PlumeAtlasRow *row, const char *needle);

G_END_DECLS
