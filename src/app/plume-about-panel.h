/* plume-about-panel.h: what an experiment is: text, equations, citation, the way to its help. */
#pragma once

#include "lab/plume-experiment.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PLUME_TYPE_ABOUT_PANEL (plume_about_panel_get_type ())
G_DECLARE_FINAL_TYPE (PlumeAboutPanel, plume_about_panel, PLUME, ABOUT_PANEL, GtkWidget)

void plume_about_panel_set_experiment (PlumeAboutPanel *panel, const PlumeExperiment *experiment);

G_END_DECLS
