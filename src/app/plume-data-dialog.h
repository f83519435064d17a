/* plume-data-dialog.h: from a file to an input: reads it, shows its first rows, maps columns to
 * roles, says what does not fit. */
#pragma once

#include "lab/plume-study.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define PLUME_TYPE_DATA_DIALOG (plume_data_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PlumeDataDialog, plume_data_dialog, PLUME, DATA_DIALOG, AdwWindow)

/* input: −1 for the first one that the file suits. */
void plume_data_dialog_open (GtkWindow *parent, PlumeStudy *study, int input, GFile *file);
/* Other roles for what is bound already. */
void plume_data_dialog_edit (GtkWindow *parent, PlumeStudy *study, guint input, guint index);

G_END_DECLS
