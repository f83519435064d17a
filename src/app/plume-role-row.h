/* plume-role-row.h: one role of an input in the data dialog: which column plays it, and in which
 * unit. Signal: "changed". */
#pragma once

#include "app/plume-title-list.h"
#include "lab/plume-inputs.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define PLUME_TYPE_ROLE_ROW (plume_role_row_get_type ())
G_DECLARE_FINAL_TYPE (PlumeRoleRow, plume_role_row, PLUME, ROLE_ROW, AdwActionRow)

GtkWidget *
plume_role_row_new (const PlumeRole *role, PlumeTitleList *titles, PlumeColumnChoice choice);
PlumeColumnChoice plume_role_row_get_choice (PlumeRoleRow *row);

G_END_DECLS
