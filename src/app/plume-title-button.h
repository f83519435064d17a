/* plume-title-button.h: one of many titles: a button that opens a list with a search field.
 *
 * Properties, for files of the interface: "name-of-choice", "search-text" (what the empty search
 * field says, if it is not columns that are chosen), "max-width-chars". Signals: "opening" before
 * the list is shown, so that it can be filled as late as that; "chosen" with the index of what a
 * person chose.
 */
#pragma once

#include "app/plume-title-list.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PLUME_TYPE_TITLE_BUTTON (plume_title_button_get_type ())
G_DECLARE_FINAL_TYPE (PlumeTitleButton, plume_title_button, PLUME, TITLE_BUTTON, GtkWidget)

/* What it is for, to assistive technology. */
void plume_title_button_set_name (PlumeTitleButton *button, const char *name);
void plume_title_button_set_text (PlumeTitleButton *button, const char *text);
void plume_title_button_set_titles (PlumeTitleButton *button, PlumeTitleList *titles);

G_END_DECLS
