/* plume-labels.h: which of a few categories each row belongs to: species, cell type, stage.
 *
 * It knows no experiment and no colours; a category is a name and its index.
 */
#pragma once

#include "data/plume-table.h"

G_BEGIN_DECLS

#define PLUME_LABELS_MAX_NUMBERS 256 /* different numbers that still pass for categories */

/**
 * PlumeLabels:
 * @names: the categories: by the number in them where they differ in nothing else ("2C", "4C",
 * "16C"; 2, 4, 16), in the order of their first appearance otherwise
 * @codes: one a row: index into @names, NaN where missing
 * @n_missing: rows without category
 */
typedef struct
{
  GStrv names;
  guint n_names;
  PlumeArray *codes;
  gsize n_missing;
} PlumeLabels;

PlumeLabels *plume_labels_new_for_texts (const PlumeTable *table, guint column);
PlumeLabels *plume_labels_new_for_numbers (const PlumeArray *numbers);
PlumeLabels *plume_labels_new_for_column (const PlumeTable *table, guint column, GError **error);
PlumeLabels *plume_labels_ref (PlumeLabels *labels);
void plume_labels_unref (PlumeLabels *labels);
const char *plume_labels_get (const PlumeLabels *labels, gsize row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeLabels, plume_labels_unref)

G_END_DECLS
