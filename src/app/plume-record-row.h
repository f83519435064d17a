/* plume-record-row.h: one record of a table parameter: folds out into the same rows as any
 * parameter, one a column.
 *
 * The rows are made when the record is opened first, so that an inspector with many records is
 * there at once.
 */
#pragma once

#include "lab/plume-study.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define PLUME_TYPE_RECORD_ROW (plume_record_row_get_type ())
G_DECLARE_FINAL_TYPE (PlumeRecordRow, plume_record_row, PLUME, RECORD_ROW, AdwExpanderRow)

GtkWidget *plume_record_row_new (PlumeStudy *study, int parameter, int record);
void plume_record_row_sync (PlumeRecordRow *row);
gboolean plume_record_row_filter (PlumeRecordRow *row, const char *needle);

G_END_DECLS
