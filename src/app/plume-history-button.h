/* plume-history-button.h: the undo steps of a study, newest first; a click goes to one.
 *
 * It goes there by the action win.go-to-step.
 */
#pragma once

#include "lab/plume-study.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PLUME_TYPE_HISTORY_BUTTON (plume_history_button_get_type ())
G_DECLARE_FINAL_TYPE (PlumeHistoryButton, plume_history_button, PLUME, HISTORY_BUTTON, GtkWidget)

/* To be called when the study or its steps are others. */
void plume_history_button_set_study (PlumeHistoryButton *button, PlumeStudy *study);
void plume_history_button_popup (PlumeHistoryButton *button);

G_END_DECLS
