/* plume-citation-panel.h: the paper of an experiment: to be read, opened, and copied for BibTeX. */
#pragma once

#include "lab/plume-experiment.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PLUME_TYPE_CITATION_PANEL (plume_citation_panel_get_type ())
G_DECLARE_FINAL_TYPE (PlumeCitationPanel, plume_citation_panel, PLUME, CITATION_PANEL, GtkWidget)

void
plume_citation_panel_set_experiment (PlumeCitationPanel *panel, const PlumeExperiment *experiment);

G_END_DECLS
