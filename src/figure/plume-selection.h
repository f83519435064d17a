/* plume-selection.h: which of many items a person has chosen: a set of whole numbers, shared by all
 * views of a study.
 *
 * What an item is (a row of a table, a cell, a molecule) only the experiment knows; marks say which
 * of their points is which item by plume_mark_set_items(). A selection is immutable, so that
 * painters on other threads keep the one they began with.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PlumeSelection:
 * @n_items: how many items there are to choose from
 * @n_selected: how many are chosen
 * @words: 64 items each, the first in the lowest bit
 */
typedef struct
{
  gsize n_items, n_selected;
  guint64 *words;
} PlumeSelection;

PlumeSelection *
plume_selection_new (gsize n_items, const gsize *items, gsize n_chosen); /* others are left out */
PlumeSelection *plume_selection_new_from_flags (const guint8 *flags, gsize n_items);
PlumeSelection *plume_selection_new_from_text (const char *text, gsize n_items, GError **error);
PlumeSelection *plume_selection_ref (PlumeSelection *selection);
void plume_selection_unref (PlumeSelection *selection);

/* Of sets over different numbers of items the result is over the greater one. */
PlumeSelection *plume_selection_union (const PlumeSelection *a, const PlumeSelection *b);
PlumeSelection *plume_selection_intersection (const PlumeSelection *a, const PlumeSelection *b);
PlumeSelection *plume_selection_difference (const PlumeSelection *a, const PlumeSelection *b);

gboolean plume_selection_equal (const PlumeSelection *a, const PlumeSelection *b);
/* "0-10,15": runs of items in order; "" for none. */
char *plume_selection_to_text (const PlumeSelection *selection);
gsize *plume_selection_list (const PlumeSelection *selection); /* n_selected items, rising */

static inline gboolean
plume_selection_contains (const PlumeSelection *selection, gsize item)
{
  return item < selection->n_items && (selection->words[item / 64] >> (item % 64) & 1);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeSelection, plume_selection_unref)

G_END_DECLS
