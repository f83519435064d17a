/* plume-help-row.h: one entry of a help page, under the titles of its section and group where it is
 * the first. */
#pragma once

#include "app/plume-help-item.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PLUME_TYPE_HELP_ROW (plume_help_row_get_type ())
G_DECLARE_FINAL_TYPE (PlumeHelpRow, plume_help_row, PLUME, HELP_ROW, GtkListBoxRow)

GtkWidget *plume_help_row_new (PlumeHelpItem *item);

G_END_DECLS
