/* plume-view-frame.h: one view with its title line: enlarge, and a menu to hide, reset and export
 * it.
 *
 * Signal: "enlarge" (the person wants it large, or small again).
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
void plume_view_frame_reset (PlumeViewFrame *frame);

G_END_DECLS
