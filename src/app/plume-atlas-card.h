/* plume-atlas-card.h: one experiment on the start page: its picture, title and summary. */
#pragma once

#include "lab/plume-experiment.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PLUME_TYPE_ATLAS_CARD (plume_atlas_card_get_type ())
G_DECLARE_FINAL_TYPE (PlumeAtlasCard, plume_atlas_card, PLUME, ATLAS_CARD, GtkFlowBoxChild)

GtkWidget *plume_atlas_card_new (const PlumeExperiment *experiment);
const PlumeExperiment *plume_atlas_card_get_experiment (PlumeAtlasCard *card);
gboolean plume_atlas_card_matches (PlumeAtlasCard *card, const char *needle);

G_END_DECLS
