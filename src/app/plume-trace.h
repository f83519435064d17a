/* plume-trace.h: how long the start took, for whoever sets PLUME_TRACE=1. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void plume_trace_first_frame (GtkWidget *window);
void plume_trace_next_frame (GtkWidget *window);
void plume_trace_point (const char *name);

G_END_DECLS
