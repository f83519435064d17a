/* plume-film-file.h: a file that grows beside its place and moves there when it is complete. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PlumeFilmFile:
 * @temporary: where it grows; in the folder of its place, hidden
 * @descriptor: open for writing
 */
typedef struct
{
  char *path, *temporary;
  int descriptor;
} PlumeFilmFile;

gboolean plume_film_file_open (PlumeFilmFile *file, const char *path, GError **error);
gboolean plume_film_file_append (PlumeFilmFile *file, GBytes *bytes, GError **error);
gboolean plume_film_file_finish (PlumeFilmFile *file, GError **error);
/* Removes what was not finished. */
void plume_film_file_clear (PlumeFilmFile *file);
gboolean plume_film_cannot_write (const char *path, int reason, GError **error);

G_END_DECLS
