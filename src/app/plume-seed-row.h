/* plume-seed-row.h: the seed of a random stream: a number and a dice. */
#pragma once

#include "app/plume-parameter-row.h"

G_BEGIN_DECLS

#define PLUME_TYPE_SEED_ROW (plume_seed_row_get_type ())
G_DECLARE_FINAL_TYPE (PlumeSeedRow, plume_seed_row, PLUME, SEED_ROW, PlumeParameterRow)

G_END_DECLS
