/* plume-film-pictures.c: films as a folder of PNG pictures, each with its recipe, for whoever cuts
 * films elsewhere. The folder is new or empty before, and complete afterwards. */
#include "figure/plume-film-format.h"

#include "core/plume-error.h"
#include "figure/plume-export-private.h"
#include "figure/plume-film-file.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  char *path, *temporary;
  guint n_written;
  int n_digits;
} Folder;

static gboolean
is_available (void)
{
  return TRUE;
}

static char *
picture_path (const Folder *folder, guint number)
{
  g_autofree char *name = g_strdup_printf ("frame-%0*u.png", folder->n_digits, number);

  return g_build_filename (folder->temporary, name, NULL);
}

static void
free_writer (gpointer writer)
{
  Folder *folder = writer;

  for (guint i = 1; folder->temporary != NULL && i <= folder->n_written; i++)
    {
      g_autofree char *path = picture_path (folder, i);

      g_remove (path);
    }
  if (folder->temporary != NULL)
    g_rmdir (folder->temporary);
  g_free (folder->temporary);
  g_free (folder->path);
  g_free (folder);
}

static gboolean
is_new_or_empty (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);

  return dir != NULL ? g_dir_read_name (dir) == NULL : !g_file_test (path, G_FILE_TEST_EXISTS);
}

static gpointer
open_writer (const char *path, const PlumeFilmShape *shape, GError **error)
{
  g_autofree char *plain = g_canonicalize_filename (path, NULL);
  g_autofree char *parent = g_path_get_dirname (plain);
  g_autofree char *name = g_path_get_basename (plain);
  g_autofree char *hidden = g_strdup_printf (".%s.XXXXXX", name);
  Folder *folder;

  if (!is_new_or_empty (plain))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("“%s” holds something already; choose a new or an empty folder"), plain);
      return NULL;
    }
  folder = g_new0 (Folder, 1);
  folder->path = g_steal_pointer (&plain);
  folder->n_digits = MAX ((int)ceil (log10 (shape->n_frames + 1)), 4);
  folder->temporary = g_build_filename (parent, hidden, NULL);
  if (g_mkdtemp_full (folder->temporary, 0777) != NULL)
    return folder;
  plume_film_cannot_write (folder->path, errno, error);
  g_clear_pointer (&folder->temporary, g_free);
  free_writer (folder);
  return NULL;
}

static GBytes *
encode (const PlumeFilmFrame *frame, GError **error)
{
  return plume_export_png_from_surface (frame->surface, frame->title, frame->settings, error);
}

static gboolean
write_picture (gpointer writer, GBytes *frame, GError **error)
{
  Folder *folder = writer;
  g_autofree char *path = picture_path (folder, folder->n_written + 1);
  gsize size;
  gconstpointer data = g_bytes_get_data (frame, &size);
  FILE *file = g_fopen (path, "wbe");
  gboolean written;

  folder->n_written++;
  if (file == NULL)
    return plume_film_cannot_write (folder->path, errno, error);
  written = fwrite (data, 1, size, file) == size;
  if (fclose (file) != 0 || !written)
    return plume_film_cannot_write (folder->path, errno, error);
  return TRUE;
}

/* An empty folder may be in its place. */
static gboolean
finish (gpointer writer, GError **error)
{
  Folder *folder = writer;

  if (rename (folder->temporary, folder->path) != 0)
    return plume_film_cannot_write (folder->path, errno, error);
  g_clear_pointer (&folder->temporary, g_free);
  return TRUE;
}

const PlumeFilmFormat plume_film_pictures = {
  .id = "png",
  .title = N_ ("PNG pictures in a folder"),
  .fastest = 1000,
  .keeps_recipes = TRUE,
  .is_available = is_available,
  .open = open_writer,
  .encode = encode,
  .write = write_picture,
  .finish = finish,
  .free = free_writer,
};
