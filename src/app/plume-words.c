/* plume-words.c: texts of an experiment's tables in labels. */
#include "app/plume-words.h"

#include "app/plume-number-format.h"

void
plume_label_set_words (GtkLabel *label, const char *text)
{
  g_autofree char *markup = plume_format_markup (text != NULL ? text : "");

  gtk_widget_set_visible (GTK_WIDGET (label), *markup != '\0');
  if (pango_parse_markup (markup, -1, 0, NULL, NULL, NULL, NULL))
    gtk_label_set_markup (label, markup);
  else
    gtk_label_set_text (label, text);
}
