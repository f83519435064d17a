/* plume-sweep-window.h: small multiples of one view over one or two parameters, in a window beside
 * the study, which stays live. A click takes the values of a picture over.
 */
#pragma once

#include "lab/plume-study.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define PLUME_TYPE_SWEEP_WINDOW (plume_sweep_window_get_type ())
G_DECLARE_FINAL_TYPE (PlumeSweepWindow, plume_sweep_window, PLUME, SWEEP_WINDOW, AdwWindow)

/* parent: has the action win.saved; address: nullable: the parameter that is offered first */
void plume_sweep_window_open (GtkWindow *parent, PlumeStudy *study, const PlumeAddress *address);

G_END_DECLS
