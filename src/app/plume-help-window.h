/* plume-help-window.h: the help page of an experiment in a window of its own, to be read beside the
 * figures. */
#pragma once

#include "lab/plume-experiment.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define PLUME_TYPE_HELP_WINDOW (plume_help_window_get_type ())
G_DECLARE_FINAL_TYPE (PlumeHelpWindow, plume_help_window, PLUME, HELP_WINDOW, AdwWindow)

void plume_help_window_open (GtkWindow *parent, const PlumeExperiment *experiment);

G_END_DECLS
