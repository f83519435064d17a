/* fuzz-driver.c: replays files and folders through a fuzz target, for compilers without libFuzzer.
 */
#include <glib.h>

#include "fuzz.h"

static guint
replay (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  g_autofree char *contents = NULL;
  const char *name;
  gsize length;
  guint n = 0;

  if (folder != NULL)
    {
      while ((name = g_dir_read_name (folder)) != NULL)
        {
          g_autofree char *child = g_build_filename (path, name, NULL);

          n += replay (child);
        }
      return n;
    }
  if (!g_file_get_contents (path, &contents, &length, NULL))
    {
      g_printerr ("%s cannot be read\n", path);
      return 0;
    }
  LLVMFuzzerTestOneInput ((const guint8 *)contents, length);
  return 1;
}

int
main (int argc, char **argv)
{
  guint n = 0;

  for (int i = 1; i < argc; i++)
    n += replay (argv[i]);
  g_print ("%u inputs replayed\n", n);
  return n > 0 ? 0 : 1;
}
