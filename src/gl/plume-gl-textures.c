/* plume-gl-textures.c: images, densities and very many points as textures, made again only when
 * something they show has changed.
 *
 * Without a pixels function they are made here and now by plume_paint_pixels(); with one they come
 * from whoever makes them elsewhere, maybe for an older layout, and are then drawn where their data
 * stand now.
 */
#include "gl/plume-gl-private.h"

#include <string.h>

/* What the pixels of a mark depend on. */
typedef struct
{
  PlumeRect frame;
  double limits[4];
  double scale;
  double camera[6]; /* of axes in space, with the limits of z */
  int dark, colour_map;
  guint hidden; /* hash of the names of what is switched off */
  const PlumeSelection *selection;
} Key;

typedef struct
{
  PlumeFigure *figure; /* keeps mark alive, so that its address names it */
  const PlumeMark *mark;
  PlumeSelection *selection; /* nullable: of the key */
  Key key;
  cairo_surface_t *surface; /* of a pixels function: it alone is the key */
  GLuint name;              /* 0: nothing to see */
  PlumeRect rect;
  gboolean used;
} Entry;

struct _PlumeGlTextures
{
  GArray *entries;
};

static void
clear_entry (gpointer data)
{
  Entry *entry = data;

  if (entry->name != 0)
    glDeleteTextures (1, &entry->name);
  g_clear_pointer (&entry->surface, cairo_surface_destroy);
  plume_selection_unref (entry->selection);
  plume_figure_unref (entry->figure);
}

PlumeGlTextures *
plume_gl_textures_new (void)
{
  PlumeGlTextures *textures = g_new0 (PlumeGlTextures, 1);

  textures->entries = g_array_new (FALSE, TRUE, sizeof (Entry));
  g_array_set_clear_func (textures->entries, clear_entry);
  return textures;
}

void
plume_gl_textures_free (PlumeGlTextures *textures)
{
  if (textures == NULL)
    return;
  g_array_unref (textures->entries);
  g_free (textures);
}

static Entry *
find_entry (PlumeGlTextures *textures, const PlumeLayout *layout, const PlumeMark *mark)
{
  Entry fresh = { 0 };

  for (guint i = 0; i < textures->entries->len; i++)
    {
      Entry *entry = &g_array_index (textures->entries, Entry, i);

      if (entry->mark == mark && entry->figure == layout->figure)
        return entry;
    }
  fresh.figure = plume_figure_ref (layout->figure);
  fresh.mark = mark;
  g_array_append_val (textures->entries, fresh);
  return &g_array_index (textures->entries, Entry, textures->entries->len - 1);
}

static void
upload (Entry *entry, cairo_surface_t *surface)
{
  int width, height;

  if (entry->name != 0)
    glDeleteTextures (1, &entry->name);
  entry->name = 0;
  if (surface == NULL || cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    return;
  cairo_surface_flush (surface);
  width = cairo_image_surface_get_width (surface);
  height = cairo_image_surface_get_height (surface);
  glGenTextures (1, &entry->name);
  glBindTexture (GL_TEXTURE_2D, entry->name);
  glTexParameteri (GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
  glTexParameteri (GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
  glTexParameteri (GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, 0);
  glPixelStorei (GL_UNPACK_ALIGNMENT, 4);
  glPixelStorei (GL_UNPACK_ROW_LENGTH, cairo_image_surface_get_stride (surface) / 4);
  glTexImage2D (GL_TEXTURE_2D, 0, GL_RGBA8, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE,
                cairo_image_surface_get_data (surface));
}

static Key
make_key (const PlumeLayout *layout, const PlumePlot *plot)
{
  Key key;

  memset (&key, 0, sizeof key);
  key.frame = plot->frame;
  key.limits[0] = plot->x_from;
  key.limits[1] = plot->x_to;
  key.limits[2] = plot->y_from;
  key.limits[3] = plot->y_to;
  key.scale = layout->style.pixels_per_unit;
  key.dark = layout->style.dark;
  key.colour_map = (int)layout->style.colour_map;
  key.selection = layout->selection;
  for (char **id = layout->hidden_marks; id != NULL && *id != NULL; id++)
    key.hidden = 33 * key.hidden + g_str_hash (*id);
  if (plot->space != NULL)
    {
      const PlumeSpace *space = plot->space;
      const double camera[6] = { space->camera.azimuth, space->camera.elevation,
                                 space->camera.zoom,    space->z_from,
                                 space->z_to,           1 };

      memcpy (key.camera, camera, sizeof camera);
    }
  return key;
}

static const PlumePlot *
find_plot (const PlumeLayout *layout, const PlumeAxes *axes)
{
  for (guint i = 0; layout != NULL && i < layout->plots->len; i++)
    {
      const PlumePlot *plot = g_ptr_array_index (layout->plots, i);

      if (g_strcmp0 (plot->axes->id, axes->id) == 0)
        return plot;
    }
  return NULL;
}

/* Takes a rectangle from the plot for which it was made to where the same data stand now. */
static PlumeRect
carry_over (const PlumePlot *from, const PlumePlot *to, PlumeRect rect)
{
  double x0 = plume_plot_x (to, plume_plot_x_inverse (from, rect.x));
  double x1 = plume_plot_x (to, plume_plot_x_inverse (from, rect.x + rect.width));
  double y0 = plume_plot_y (to, plume_plot_y_inverse (from, rect.y));
  double y1 = plume_plot_y (to, plume_plot_y_inverse (from, rect.y + rect.height));

  return (PlumeRect){ x0, y0, x1 - x0, y1 - y0 };
}

static GLuint
get_given (Entry *entry,
           const PlumeLayout *layout,
           const PlumePlot *plot,
           const PlumeGlPixels *pixels,
           PlumeRect *rect)
{
  const PlumePlot *origin =
      pixels->layout != layout ? find_plot (pixels->layout, plot->axes) : NULL;

  if (pixels->surface != entry->surface)
    {
      g_clear_pointer (&entry->surface, cairo_surface_destroy);
      entry->surface = pixels->surface != NULL ? cairo_surface_reference (pixels->surface) : NULL;
      upload (entry, pixels->surface);
    }
  *rect = origin != NULL ? carry_over (origin, plot, pixels->rect) : pixels->rect;
  return entry->name;
}

GLuint
plume_gl_textures_get (PlumeGlTextures *textures,
                       const PlumeLayout *layout,
                       const PlumePlot *plot,
                       const PlumeMark *mark,
                       PlumeGlPixelsFunc function,
                       gpointer user_data,
                       PlumeRect *rect)
{
  Entry *entry = find_entry (textures, layout, mark);
  gboolean fresh = !entry->used && entry->name == 0 && entry->key.scale == 0;
  Key key = make_key (layout, plot);
  cairo_surface_t *surface;

  entry->used = TRUE;
  if (function != NULL)
    {
      PlumeGlPixels pixels = { NULL, { 0, 0, 0, 0 }, NULL };

      return function (layout, plot, mark, &pixels, user_data)
                 ? get_given (entry, layout, plot, &pixels, rect)
                 : 0;
    }
  if (fresh || memcmp (&key, &entry->key, sizeof key) != 0)
    {
      surface = plume_paint_pixels (layout, plot, mark, &entry->rect);
      upload (entry, surface);
      entry->key = key;
      plume_selection_unref (entry->selection);
      entry->selection = layout->selection != NULL ? plume_selection_ref (layout->selection) : NULL;
      g_clear_pointer (&surface, cairo_surface_destroy);
    }
  *rect = entry->rect;
  return entry->name;
}

void
plume_gl_textures_tidy (PlumeGlTextures *textures)
{
  for (guint i = textures->entries->len; i > 0; i--)
    {
      Entry *entry = &g_array_index (textures->entries, Entry, i - 1);

      if (!entry->used)
        g_array_remove_index_fast (textures->entries, i - 1);
      else
        entry->used = FALSE;
    }
}
