/* plume-data-preview.h: the first rows of a table, to look at before it is used. */
#pragma once

#include "data/plume-table.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Fills a view with one column a column of the table. */
void plume_data_preview_show (GtkColumnView *view, PlumeTable *table);

G_END_DECLS
