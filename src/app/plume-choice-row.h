/* plume-choice-row.h: one of a few named things: a drop-down. */
#pragma once

#include "app/plume-parameter-row.h"

G_BEGIN_DECLS

#define PLUME_TYPE_CHOICE_ROW (plume_choice_row_get_type ())
G_DECLARE_FINAL_TYPE (PlumeChoiceRow, plume_choice_row, PLUME, CHOICE_ROW, PlumeParameterRow)

G_END_DECLS
