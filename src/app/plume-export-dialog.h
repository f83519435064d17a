/* plume-export-dialog.h: how a picture or its numbers leave Plume, with a preview by the painter
 * that writes the file. */
#pragma once

#include "lab/plume-study.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define PLUME_TYPE_EXPORT_DIALOG (plume_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PlumeExportDialog, plume_export_dialog, PLUME, EXPORT_DIALOG, AdwWindow)

void plume_export_dialog_open (GtkWindow *parent, PlumeStudy *study, guint view);

G_END_DECLS
