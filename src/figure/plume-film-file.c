/* plume-film-file.c: files of films, complete or not there at all. */
#include "figure/plume-film-file.h"

#include "core/plume-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* FALSE, for the one who returns. */
gboolean
plume_film_cannot_write (const char *path, int reason, GError **error)
{
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
               _ ("“%s” cannot be written: %s; choose another place"), path, g_strerror (reason));
  return FALSE;
}

/**
 * plume_film_file_open:
 * @file: nothing but zeros
 * @path: its place in the end; what is there stays until then
 * @error: %PLUME_ERROR_DATA
 */
gboolean
plume_film_file_open (PlumeFilmFile *file, const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *hidden = g_strdup_printf (".%s.XXXXXX", name);

  file->temporary = g_build_filename (folder, hidden, NULL);
  file->descriptor = g_mkstemp_full (file->temporary, O_RDWR | O_CLOEXEC, 0666);
  if (file->descriptor < 0)
    {
      g_clear_pointer (&file->temporary, g_free);
      return plume_film_cannot_write (path, errno, error);
    }
  file->path = g_strdup (path);
  return TRUE;
}

gboolean
plume_film_file_append (PlumeFilmFile *file, GBytes *bytes, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  while (length > 0)
    {
      gssize written = write (file->descriptor, data, length);

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        return plume_film_cannot_write (file->path, errno, error);
      data += written;
      length -= (gsize)written;
    }
  return TRUE;
}

/**
 * plume_film_file_finish:
 *
 * Replaces what was in its place by the file, once it is on disk.
 */
gboolean
plume_film_file_finish (PlumeFilmFile *file, GError **error)
{
  int status = fsync (file->descriptor);

  if (close (file->descriptor) != 0 || status != 0 || g_rename (file->temporary, file->path) != 0)
    {
      file->descriptor = -1;
      return plume_film_cannot_write (file->path, errno, error);
    }
  file->descriptor = -1;
  g_clear_pointer (&file->temporary, g_free);
  return TRUE;
}

void
plume_film_file_clear (PlumeFilmFile *file)
{
  if (file->temporary != NULL)
    {
      if (file->descriptor >= 0)
        close (file->descriptor);
      g_remove (file->temporary);
    }
  g_free (file->temporary);
  g_free (file->path);
}
