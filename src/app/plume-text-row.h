/* plume-text-row.h: a text, or a grid of abscissae such as "0:10:101". */
#pragma once

#include "app/plume-parameter-row.h"

G_BEGIN_DECLS

#define PLUME_TYPE_TEXT_ROW (plume_text_row_get_type ())
G_DECLARE_FINAL_TYPE (PlumeTextRow, plume_text_row, PLUME, TEXT_ROW, PlumeParameterRow)

G_END_DECLS
