/* plume-start-page.h: all experiments as cards in their chapters, a search, and recent files.
 *
 * Signal: "chosen" (const PlumeExperiment *).
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PLUME_TYPE_START_PAGE (plume_start_page_get_type ())
G_DECLARE_FINAL_TYPE (PlumeStartPage, plume_start_page, PLUME, START_PAGE, GtkWidget)

void plume_start_page_search (PlumeStartPage *page);

G_END_DECLS
