/* plume-inspector.h: the right pane: editors of all parameters, actions, data, about, and the
 * read-outs below them.
 *
 * All of it is generated from the experiment's tables. Rows are made once a study; later changes
 * are shown in place.
 */
#pragma once

#include "lab/plume-study.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PLUME_TYPE_INSPECTOR (plume_inspector_get_type ())
G_DECLARE_FINAL_TYPE (PlumeInspector, plume_inspector, PLUME, INSPECTOR, GtkWidget)

void plume_inspector_set_study (PlumeInspector *inspector, PlumeStudy *study);
void plume_inspector_search (PlumeInspector *inspector);

G_END_DECLS
