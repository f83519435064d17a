/* plume-track.h: a curve inside a slider: what a view of the study says along the parameter that
 * the slider moves.
 *
 * It lies over a GtkScale and takes no events. Where the parameter has no track, or its view has no
 * figure yet, it shows nothing.
 */
#pragma once

#include "lab/plume-study.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PLUME_TYPE_TRACK (plume_track_get_type ())
G_DECLARE_FINAL_TYPE (PlumeTrack, plume_track, PLUME, TRACK, GtkWidget)

/* study and parameter nullable: nothing to show. */
void plume_track_show (PlumeTrack *track, PlumeStudy *study, const PlumeParameter *parameter);

G_END_DECLS
