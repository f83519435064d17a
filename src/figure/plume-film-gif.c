/* plume-film-gif.c: films as GIF, which every browser and every slide shows. */
#include "figure/plume-film-format.h"

#include "figure/plume-film-file.h"
#include "figure/plume-gif.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static gboolean
is_available (void)
{
  return TRUE;
}

static void
free_writer (gpointer writer)
{
  plume_film_file_clear (writer);
  g_free (writer);
}

static gpointer
open_writer (const char *path, const PlumeFilmShape *shape, GError **error)
{
  PlumeFilmFile *file = g_new0 (PlumeFilmFile, 1);
  g_autoptr (GBytes) head = plume_gif_begin (shape->width, shape->height);

  if (plume_film_file_open (file, path, error) && plume_film_file_append (file, head, error))
    return file;
  free_writer (file);
  return NULL;
}

/* Delays are whole hundredths of a second; they are such that every frame begins within half of one
 * of its time. */
static guint
get_delay (const PlumeFilmFrame *frame)
{
  double period = 100 / frame->shape->rate;

  return (guint)(lround ((frame->number + 1) * period) - lround (frame->number * period));
}

static GBytes *
encode (const PlumeFilmFrame *frame, GError **error)
{
  return plume_gif_frame (frame->surface, frame->before, get_delay (frame));
}

static gboolean
append_frame (gpointer writer, GBytes *frame, GError **error)
{
  return plume_film_file_append (writer, frame, error);
}

static gboolean
finish (gpointer writer, GError **error)
{
  g_autoptr (GBytes) end = plume_gif_end ();

  return plume_film_file_append (writer, end, error) && plume_film_file_finish (writer, error);
}

/* Browsers take delays below two hundredths for ten. */
const PlumeFilmFormat plume_film_gif = {
  .id = "gif",
  .title = N_ ("GIF"),
  .extension = "gif",
  .fastest = 50,
  .compares = TRUE,
  .is_available = is_available,
  .open = open_writer,
  .encode = encode,
  .write = append_frame,
  .finish = finish,
  .free = free_writer,
};
