/* plume-features-row.h: a role of many columns in the data dialog: which columns or which block,
 * and whether rows or columns are samples. Signal: "changed". */
#pragma once

#include "lab/plume-inputs.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define PLUME_TYPE_FEATURES_ROW (plume_features_row_get_type ())
G_DECLARE_FINAL_TYPE (PlumeFeaturesRow, plume_features_row, PLUME, FEATURES_ROW, AdwActionRow)

GtkWidget *
plume_features_row_new (const PlumeRole *role, PlumeDataset *dataset, PlumeColumnChoice choice);
PlumeColumnChoice plume_features_row_get_choice (PlumeFeaturesRow *row);
/* What was bound: ticks the columns that were guessed. */
void plume_features_row_show (PlumeFeaturesRow *row, const char *taken);
/* Another role has taken the column. No signal is emitted. */
void plume_features_row_drop (PlumeFeaturesRow *row, int column);

G_END_DECLS
