/* plume-number-row.h: a number or an integer: slider over the soft range, entry over the hard one.
 */
#pragma once

#include "app/plume-parameter-row.h"

G_BEGIN_DECLS

#define PLUME_TYPE_NUMBER_ROW (plume_number_row_get_type ())
G_DECLARE_FINAL_TYPE (PlumeNumberRow, plume_number_row, PLUME, NUMBER_ROW, PlumeParameterRow)

G_END_DECLS
