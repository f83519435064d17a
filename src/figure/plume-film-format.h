/* plume-film-format.h: what a film can be written as: a const struct a format.
 *
 * A frame is encoded on any thread, from its pixels and, where the format compares, those of the
 * frame before; a writer takes encoded frames in their order, on one thread. What is not finished
 * leaves nothing behind. It knows no experiment.
 */
#pragma once

#include "figure/plume-export.h"

G_BEGIN_DECLS

/**
 * PlumeFilmShape:
 * @width: @height: pixels
 * @rate: frames a second
 */
typedef struct
{
  int width, height;
  double rate;
  guint n_frames;
} PlumeFilmShape;

/**
 * PlumeFilmFrame:
 * @number: from 0
 * @surface: opaque ARGB32 of the film's size
 * @before: (nullable): the frame before it, where the format compares
 * @title: plain text
 * @settings: how it was drawn, with its recipe where the format keeps it
 */
typedef struct
{
  guint number;
  cairo_surface_t *surface, *before;
  const PlumeFilmShape *shape;
  const char *title;
  const PlumeExport *settings;
} PlumeFilmFrame;

/**
 * PlumeFilmFormat:
 * @extension: (nullable): without a dot; %NULL for a folder
 * @fastest: the greatest number of frames a second
 * @compares: whether a frame is encoded against the one before
 * @keeps_recipes: whether every frame carries its recipe
 * @is_available: whether what it needs is on this computer
 * @open: begins to write
 * @finish: puts the complete film in its place
 * @free: ends a writer; without finish nothing is left
 */
typedef struct
{
  const char *id, *title, *extension;
  double fastest;
  gboolean compares, keeps_recipes;
  gboolean (*is_available) (void);
  gpointer (*open) (const char *path, const PlumeFilmShape *shape, GError **error);
  GBytes *(*encode) (const PlumeFilmFrame *frame, GError **error);
  gboolean (*write) (gpointer writer, GBytes *frame, GError **error);
  gboolean (*finish) (gpointer writer, GError **error);
  void (*free) (gpointer writer);
} PlumeFilmFormat;

extern const PlumeFilmFormat plume_film_gif;
extern const PlumeFilmFormat plume_film_pictures;
extern const PlumeFilmFormat plume_film_webm;

/* NULL-terminated; those too that are not available here. */
const PlumeFilmFormat *const *plume_film_formats (void);
const PlumeFilmFormat *plume_film_format_from_name (const char *path, GError **error);
gboolean plume_film_format_check (const PlumeFilmFormat *format,
                                  const PlumeFilmShape *shape,
                                  GError **error);

G_END_DECLS
