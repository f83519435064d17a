/* plume-parameter-group.h: parameters that stand together in the inspector, under a title that
 * folds them. */
#pragma once

#include "app/plume-parameter-row.h"

G_BEGIN_DECLS

#define PLUME_TYPE_PARAMETER_GROUP (plume_parameter_group_get_type ())
G_DECLARE_FINAL_TYPE (PlumeParameterGroup, plume_parameter_group, PLUME, PARAMETER_GROUP, GtkWidget)

GtkWidget *plume_parameter_group_new (const char *title);
void plume_parameter_group_append (PlumeParameterGroup *group, PlumeParameterRow *row);
/* A PlumeTakeFunc: takes the last row away. */
gboolean plume_parameter_group_take (GtkWidget *group);
/* Shows the study's values in all rows. */
void plume_parameter_group_sync (PlumeParameterGroup *group);
/* Shows the rows whose condition holds and that match the search (nullable, folded for case). */
void plume_parameter_group_filter (PlumeParameterGroup *group, const char *needle);

G_END_DECLS
