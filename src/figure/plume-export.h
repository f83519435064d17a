/* plume-export.h: figures as PNG, SVG and PDF files that carry their recipe; figures as numbers.
 *
 * Every write is atomic: a complete new file replaces the old one, or the old one stays.
 */
#pragma once

#include "figure/plume-layout.h"
#include <cairo.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum
{
  PLUME_EXPORT_PNG,
  PLUME_EXPORT_SVG,
  PLUME_EXPORT_PDF,
} PlumeExportFormat;

/**
 * PlumeExport:
 * @width_mm, @height_mm: size on paper
 * @dpi: of PNG, and of heavy marks in SVG and PDF
 * @recipe: (nullable): JSON text that travels in the file
 * @description: (nullable): plain text for people who cannot see the picture
 * @selection: (nullable): what is chosen, see plume_layout_set_selection()
 */
typedef struct
{
  PlumeExportFormat format;
  double width_mm, height_mm;
  double dpi;
  gboolean dark;
  gboolean transparent;
  PlumeColourMap colour_map;
  const char *recipe;
  const char *description;
  PlumeSelection *selection;
} PlumeExport;

gboolean plume_export_format_from_name (const char *file_name, PlumeExportFormat *format);
gboolean plume_export_figure (PlumeFigure *figure,
                              const PlumeLimits *limits,
                              guint n_limits,
                              const char *const *hidden_marks,
                              const PlumeExport *settings,
                              const char *path,
                              GError **error);
GBytes *plume_export_figure_to_bytes (PlumeFigure *figure,
                                      const PlumeLimits *limits,
                                      guint n_limits,
                                      const char *const *hidden_marks,
                                      const PlumeExport *settings,
                                      GError **error);

/* The pixels of such a PNG, premultiplied ARGB32. */
cairo_surface_t *plume_export_figure_to_surface (PlumeFigure *figure,
                                                 const PlumeLimits *limits,
                                                 guint n_limits,
                                                 const char *const *hidden_marks,
                                                 const PlumeExport *settings,
                                                 GError **error);

/* Whether bytes look like an exported figure (PNG, SVG, PDF), and the recipe inside.
 * PLUME_ERROR_DATA where there is none. */
gboolean plume_export_recognizes (const guint8 *head, gsize length);
char *plume_export_read_recipe (GBytes *bytes, const char *name, GError **error);

/* {"marks": {mark: {"columns": {"x": […], …}}}} with 17 digits; NaN as null. */
JsonNode *plume_figure_to_json (const PlumeFigure *figure);
/* JSON text of any node. Use it in place of JsonGenerator, which (json-glib 1.6) writes 1e22 as
 * "1e+22.0", and that is no JSON. */
char *plume_json_to_text (JsonNode *node);
/* One tidy table: view, axes, mark, then the columns; a header row wherever the names of the
 * columns change. */
void plume_figure_append_csv (const PlumeFigure *figure, GString *csv);
/* Axes, ranges and series in words, for assistive technology. */
char *plume_figure_describe (const PlumeFigure *figure);

G_END_DECLS
