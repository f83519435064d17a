/* plume-words.h: texts of an experiment's tables in labels. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* text: (nullable): Pango markup, or plain where it is no valid markup; the label hides when empty
 */
void plume_label_set_words (GtkLabel *label, const char *text);

G_END_DECLS
