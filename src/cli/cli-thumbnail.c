/* cli-thumbnail.c: plume-cli thumbnail RECIPE PICTURE SIZE: a study as file managers show it. */
#include "cli/cli.h"
#include "core/plume-error.h"
#include "experiments/plume-experiments.h"
#include "lab/plume-glimpse.h"
#include "lab/plume-recipe.h"

#include <glib/gi18n.h>

#define WIDTH_MM                                                                                   \
  80.0 /* on which words are as large, beside the data, as a small picture allows                  \
        */
#define HEIGHT_MM 60.0
#define LEAST     32 /* pixels */
#define MOST      2048
#define PATIENCE  20.0 /* s, of a machine that may be busy */

static gboolean
draw (const char *source, const char *path, int size, GError **error)
{
  PlumeExport settings = {
    .format = PLUME_EXPORT_PNG,
    .width_mm = WIDTH_MM,
    .height_mm = HEIGHT_MM,
    .dpi = size / WIDTH_MM * 25.4,
  };
  g_autoptr (PlumeRecipe) recipe =
      plume_recipe_read_file (source, plume_experiments (), NULL, error);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) reason = NULL;
  gsize length;
  const char *data;

  if (recipe == NULL)
    return FALSE;
  bytes = plume_glimpse_paint_within (PATIENCE, recipe->values, recipe->inputs, recipe->views,
                                      &settings, error);
  if (bytes == NULL)
    return FALSE;
  data = g_bytes_get_data (bytes, &length);
  if (g_file_set_contents (path, data, (gssize)length, &reason))
    return TRUE;
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA, _ ("%s cannot be written: %s"), path,
               reason->message);
  return FALSE;
}

int
cli_thumbnail (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (_ ("RECIPE PICTURE.png SIZE"));
  g_autoptr (GError) error = NULL;
  guint64 size;

  g_option_context_set_summary (
      context,
      _ ("Draws the first view of a recipe as a PNG of SIZE pixels, within some seconds."));
  if (!g_option_context_parse (context, &argc, &argv, &error))
    return cli_fail_usage ("%s", error->message);
  if (argc != 4)
    return cli_fail_usage (_ ("thumbnail takes a recipe, the picture to be written, and its size"));
  if (!g_ascii_string_to_unsigned (argv[3], 10, LEAST, MOST, &size, NULL))
    return cli_fail_usage (_ ("thumbnail %s: the size is %d to %d pixels"), argv[3], LEAST, MOST);
  return draw (argv[1], argv[2], (int)size, &error) ? CLI_DONE : cli_fail (error);
}
