/* plume-export-private.h: the writers of the three formats, and the names under which recipes
 * travel. */
#pragma once

#include "figure/plume-export.h"

G_BEGIN_DECLS

#define PLUME_RECIPE_KEYWORD   "plume-recipe"
#define PLUME_RECIPE_ELEMENT   "plume:recipe"
#define PLUME_RECIPE_NAMESPACE "urn:plume:recipe"
#define PLUME_RECIPE_MAX_BYTES (64 * 1024 * 1024)

GBytes *plume_export_png (const PlumeLayout *layout, const PlumeExport *settings, GError **error);
GBytes *plume_export_svg (const PlumeLayout *layout, const PlumeExport *settings, GError **error);
GBytes *plume_export_pdf (const PlumeLayout *layout, const PlumeExport *settings, GError **error);
cairo_surface_t *plume_export_render (const PlumeLayout *layout);
GBytes *plume_export_png_from_surface (cairo_surface_t *surface,
                                       const char *title,
                                       const PlumeExport *settings,
                                       GError **error);
void plume_export_no_memory (GError **error);
/* The figure's title without markup; the id where it has none. */
char *plume_export_plain_title (const PlumeFigure *figure);

G_END_DECLS
