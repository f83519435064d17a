/* plume-title-popover.h: a list of many titles with a search field.
 *
 * Signal: "chosen" with the index of what a person chose.
 */
#pragma once

#include "app/plume-title-list.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PLUME_TYPE_TITLE_POPOVER (plume_title_popover_get_type ())
G_DECLARE_FINAL_TYPE (PlumeTitlePopover, plume_title_popover, PLUME, TITLE_POPOVER, GtkPopover)

/* name: what is chosen, to assistive technology; search: what the empty search field says, nullable
 * for columns. */
GtkWidget *plume_title_popover_new (const char *name, const char *search);
/* titles: nullable, transfer none: what can be chosen. No signal is emitted. */
void plume_title_popover_set_titles (PlumeTitlePopover *popover, PlumeTitleList *titles);
/* Empties the search field and gives it the keyboard. */
void plume_title_popover_begin (PlumeTitlePopover *popover);

G_END_DECLS
