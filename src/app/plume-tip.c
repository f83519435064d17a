/* plume-tip.c: tooltips that cost nothing. */
#include "app/plume-tip.h"

void
plume_widget_set_tip (GtkWidget *widget, const char *text)
{
  gboolean visible = gtk_widget_get_visible (widget);
  gboolean hide = visible && gtk_widget_get_root (widget) == NULL;

  if (g_strcmp0 (gtk_widget_get_tooltip_text (widget), text) == 0)
    return;
  if (hide)
    gtk_widget_set_visible (widget, FALSE);
  gtk_widget_set_tooltip_text (widget, text);
  if (hide)
    gtk_widget_set_visible (widget, TRUE);
}
