/* plume-inputs-private.h: how the files of the lab put a binding together. */
#pragma once

#include "lab/plume-inputs.h"

G_BEGIN_DECLS

/* Fills one role of a binding whose choices stand; FALSE with the reason. */
gboolean
plume_binding_fill_block (PlumeBinding *binding, guint role, PlumeTask *task, GError **error);
gboolean plume_binding_fill_labels (PlumeBinding *binding, guint role, GError **error);

/* nullable: data sets may hold blocks only */
PlumeTable *plume_dataset_get_main_table (PlumeDataset *dataset);
/* Whether some role turns columns into samples, so that the table's rows are none. */
gboolean plume_choices_are_turned (const PlumeInput *input, const PlumeColumnChoice *choices);

G_END_DECLS
