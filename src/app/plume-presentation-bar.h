/* plume-presentation-bar.h: the controls of a presentation: the chosen parameters in large type,
 * the views one after the other, play, leave. It comes and goes; when is decided by the window.
 *
 * Chosen are the starred parameters of the study, or where there are none those that are worth
 * playing.
 */
#pragma once

#include "lab/plume-study.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PLUME_TYPE_PRESENTATION_BAR (plume_presentation_bar_get_type ())
G_DECLARE_FINAL_TYPE (
    PlumePresentationBar, plume_presentation_bar, PLUME, PRESENTATION_BAR, GtkWidget)

/* study: nullable */
void plume_presentation_bar_set_study (PlumePresentationBar *bar, PlumeStudy *study);
void plume_presentation_bar_reveal (PlumePresentationBar *bar, gboolean reveal);
gboolean plume_presentation_bar_is_revealed (PlumePresentationBar *bar);

G_END_DECLS
