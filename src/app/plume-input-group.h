/* plume-input-group.h: what is bound to one input of an experiment, and how to bind something else.
 */
#pragma once

#include "lab/plume-study.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PLUME_TYPE_INPUT_GROUP (plume_input_group_get_type ())
G_DECLARE_FINAL_TYPE (PlumeInputGroup, plume_input_group, PLUME, INPUT_GROUP, GtkWidget)

GtkWidget *plume_input_group_new (PlumeStudy *study, guint input);
void plume_input_group_sync (PlumeInputGroup *group);
/* A menu of the input's samples; its items activate win.sample with "input/sample". */
GMenuModel *plume_input_make_sample_menu (const PlumeInput *input);

G_END_DECLS
