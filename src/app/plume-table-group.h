/* plume-table-group.h: a table parameter in the inspector: its records one below the other, and a
 * button that adds one. */
#pragma once

#include "lab/plume-study.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PLUME_TYPE_TABLE_GROUP (plume_table_group_get_type ())
G_DECLARE_FINAL_TYPE (PlumeTableGroup, plume_table_group, PLUME, TABLE_GROUP, GtkWidget)

GtkWidget *plume_table_group_new (PlumeStudy *study, int parameter);
/* Adds the next record that is missing; whether there is another one. */
gboolean plume_table_group_build (PlumeTableGroup *group);
/* A PlumeTakeFunc: takes the last record away. */
gboolean plume_table_group_take (GtkWidget *group);
void plume_table_group_sync (PlumeTableGroup *group);
void plume_table_group_filter (PlumeTableGroup *group, const char *needle);

G_END_DECLS
