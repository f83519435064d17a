/* plume-film-format.c: the formats of films, and what none of them can do. */
#include "figure/plume-film-format.h"

#include "core/plume-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LEAST_SIDE    64
#define GREATEST_SIDE 4096
#define MOST_FRAMES   100000

const PlumeFilmFormat *const *
plume_film_formats (void)
{
  static const PlumeFilmFormat *const formats[] = { &plume_film_webm, &plume_film_gif,
                                                    &plume_film_pictures, NULL };

  return formats;
}

/**
 * plume_film_format_from_name:
 * @path: a file name, or a folder: one that ends in a slash or is there
 * @error: %PLUME_ERROR_USAGE
 *
 * Returns: (nullable): the format that is meant
 */
const PlumeFilmFormat *
plume_film_format_from_name (const char *path, GError **error)
{
  const char *end = strrchr (path, '.');

  if (g_str_has_suffix (path, "/") || g_file_test (path, G_FILE_TEST_IS_DIR))
    return &plume_film_pictures;
  for (guint i = 0; end != NULL && plume_film_formats ()[i] != NULL; i++)
    if (g_ascii_strcasecmp (end + 1, plume_film_formats ()[i]->extension != NULL
                                         ? plume_film_formats ()[i]->extension
                                         : "/")
        == 0)
      return plume_film_formats ()[i];
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
               _ ("“%s” is no name of a film; end it in .webm or .gif, or in a slash for a folder "
                  "of pictures"),
               path);
  return NULL;
}

/**
 * plume_film_format_check:
 * @format: a format
 * @shape: the film
 * @error: %PLUME_ERROR_USAGE
 *
 * Returns: whether there can be such a film on this computer
 */
gboolean
plume_film_format_check (const PlumeFilmFormat *format, const PlumeFilmShape *shape, GError **error)
{
  if (!format->is_available ())
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                 _ ("%s cannot be written on this computer; install the “good” and “base” plugins "
                    "of GStreamer, or choose another format"),
                 _ (format->title));
  else if (MIN (shape->width, shape->height) < LEAST_SIDE
           || MAX (shape->width, shape->height) > GREATEST_SIDE)
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                 _ ("A film of %d × %d pixels cannot be written; choose sides from %d to %d "
                    "pixels"),
                 shape->width, shape->height, LEAST_SIDE, GREATEST_SIDE);
  else if (!(shape->rate >= 0.1) || !(shape->rate <= format->fastest))
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                 _ ("%s cannot show %g frames a second; choose from 0.1 to %g"), _ (format->title),
                 shape->rate, format->fastest);
  else if (shape->n_frames < 1 || shape->n_frames > MOST_FRAMES)
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                 _ ("A film of %u frames cannot be written; choose from 1 to %d frames"),
                 shape->n_frames, MOST_FRAMES);
  else
    return TRUE;
  return FALSE;
}
