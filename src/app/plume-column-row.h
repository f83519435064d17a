/* plume-column-row.h: the title of a column of the data, or one of a few choices before them. */
#pragma once

#include "app/plume-parameter-row.h"

G_BEGIN_DECLS

#define PLUME_TYPE_COLUMN_ROW (plume_column_row_get_type ())
G_DECLARE_FINAL_TYPE (PlumeColumnRow, plume_column_row, PLUME, COLUMN_ROW, PlumeParameterRow)

G_END_DECLS
