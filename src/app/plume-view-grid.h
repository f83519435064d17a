/* plume-view-grid.h: the shown views of a study, tiled, one of them enlarged if a person wishes so.
 */
#pragma once

#include "lab/plume-study.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PLUME_TYPE_VIEW_GRID (plume_view_grid_get_type ())
G_DECLARE_FINAL_TYPE (PlumeViewGrid, plume_view_grid, PLUME, VIEW_GRID, GtkWidget)

void plume_view_grid_set_study (PlumeViewGrid *grid, PlumeStudy *study);
void plume_view_grid_reset_views (PlumeViewGrid *grid);
guint plume_view_grid_get_n_shown (PlumeViewGrid *grid);

G_END_DECLS
