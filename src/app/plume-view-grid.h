/* plume-view-grid.h: the shown views of a study, tiled; one of them enlarged, or some of them in
 * windows of their own, if a person wishes so.
 *
 * Signal: "arranged" (what stands in the grid has changed, other than through the study).
 */
#pragma once

#include "lab/plume-study.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PLUME_TYPE_VIEW_GRID (plume_view_grid_get_type ())
G_DECLARE_FINAL_TYPE (PlumeViewGrid, plume_view_grid, PLUME, VIEW_GRID, GtkWidget)

void plume_view_grid_set_study (PlumeViewGrid *grid, PlumeStudy *study);
void plume_view_grid_reset_views (PlumeViewGrid *grid);
/* Views in windows of their own do not count. */
guint plume_view_grid_get_n_shown (PlumeViewGrid *grid);

/* The view that fills the grid, −1 for none. */
int plume_view_grid_get_enlarged (PlumeViewGrid *grid);
void plume_view_grid_enlarge (PlumeViewGrid *grid, int view);
/* Enlarges the next view of those in the grid, or the previous one; beyond the last all are shown.
 */
void plume_view_grid_step (PlumeViewGrid *grid, int direction);
/* Closes the windows of single views. */
void plume_view_grid_bring_back (PlumeViewGrid *grid);
/* For a wall: large type, no title lines. */
void plume_view_grid_set_presentation (PlumeViewGrid *grid, gboolean presentation);

G_END_DECLS
