/* plume-binding-row.h: one bound data set: its name, its size, which column plays which role;
 * buttons to change or remove it. */
#pragma once

#include "lab/plume-study.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define PLUME_TYPE_BINDING_ROW (plume_binding_row_get_type ())
G_DECLARE_FINAL_TYPE (PlumeBindingRow, plume_binding_row, PLUME, BINDING_ROW, AdwActionRow)

GtkWidget *plume_binding_row_new (PlumeStudy *study, guint input, guint index);
/* "BTEX sample", or the file's name. Caller frees. */
char *plume_binding_get_name (const PlumeBinding *binding);

G_END_DECLS
