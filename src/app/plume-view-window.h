/* plume-view-window.h: one view of a study in a window of its own, for a second screen or a corner
 * of the desk.
 *
 * It follows the study as the frames of the main window do; when it closes, whoever opened it shows
 * the view again. What it cannot do itself (export, undo, toasts) it asks of the main window.
 */
#pragma once

#include "app/plume-view-frame.h"
#include "lab/plume-study.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define PLUME_TYPE_VIEW_WINDOW (plume_view_window_get_type ())
G_DECLARE_FINAL_TYPE (PlumeViewWindow, plume_view_window, PLUME, VIEW_WINDOW, AdwWindow)

GtkWindow *plume_view_window_new (GtkWindow *main_window, PlumeStudy *study, PlumeViewFrame *frame);
void plume_view_window_reset (PlumeViewWindow *window);

G_END_DECLS
