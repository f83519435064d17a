/* plume-equation-view.h: equations below each other, as wide as there is room; a screen reader
 * hears them as plain text. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PLUME_TYPE_EQUATION_VIEW (plume_equation_view_get_type ())
G_DECLARE_FINAL_TYPE (PlumeEquationView, plume_equation_view, PLUME, EQUATION_VIEW, GtkWidget)

/* lines: (nullable): one equation a line; the view hides when there is none */
void plume_equation_view_set_lines (PlumeEquationView *view, const char *lines);

G_END_DECLS
