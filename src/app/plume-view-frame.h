/* plume-view-frame.h: one view with its title line: enlarge, and a menu to hide, detach, reset and
 * export it.
 *
 * Signals: "enlarge" (the person wants it large, or small again), "detach" (in a window of its own,
 * or back).
 */
#pragma once

#include "lab/plume-study.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PLUME_TYPE_VIEW_FRAME (plume_view_frame_get_type ())
G_DECLARE_FINAL_TYPE (PlumeViewFrame, plume_view_frame, PLUME, VIEW_FRAME, GtkWidget)

GtkWidget *plume_view_frame_new (PlumeStudy *study, guint view);
guint plume_view_frame_get_view (PlumeViewFrame *frame);
void plume_view_frame_set_enlarged (PlumeViewFrame *frame, gboolean enlarged);
/* In a window of its own a view can only come back. */
void plume_view_frame_set_detached (PlumeViewFrame *frame, gboolean detached);
/* For a wall: large type, and no title line. */
void plume_view_frame_set_presentation (PlumeViewFrame *frame, gboolean presentation);
/* Shows the picture of another frame of the view until it has its own. */
void plume_view_frame_begin_with (PlumeViewFrame *frame, PlumeViewFrame *other);
void plume_view_frame_reset (PlumeViewFrame *frame);

G_END_DECLS
