/* plume-switch-row.h: on or off. */
#pragma once

#include "app/plume-parameter-row.h"

G_BEGIN_DECLS

#define PLUME_TYPE_SWITCH_ROW (plume_switch_row_get_type ())
G_DECLARE_FINAL_TYPE (PlumeSwitchRow, plume_switch_row, PLUME, SWITCH_ROW, PlumeParameterRow)

G_END_DECLS
