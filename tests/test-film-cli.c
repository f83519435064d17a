/* test-film-cli.c: plume-cli film as other programs call it. */
#include "cli-program.h"

#include <string.h>

static void
empty_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *inside = g_build_filename (path, name, NULL);

      remove (inside);
    }
}

/* The same picture, byte for byte, recipe included. */
static void
frames_are_those_of_run (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = in_folder (fixture, "frames");
  g_autofree char *frames = g_strconcat (folder, "/", NULL);
  g_autofree char *second = g_build_filename (folder, "frame-0002.png", NULL);
  g_autofree char *alone = in_folder (fixture, "alone.png");
  g_autofree char *a = NULL, *b = NULL;
  gsize a_length, b_length;

  g_assert_cmpint (run (fixture, "film", "gas-chromatography", "--vary", "time=60:180:3", "--view",
                        "column", "--size", "320x180", "--moving-axes", "--output", frames, NULL),
                   ==, 0);
  g_assert_cmpstr (fixture->errors, ==, "");
  g_assert_cmpint (run (fixture, "run", "gas-chromatography", "--set", "time=120", "--view",
                        "column", "--size", "254x142.875", "--dpi", "32", "--export", alone, NULL),
                   ==, 0);
  g_assert_true (g_file_get_contents (second, &a, &a_length, NULL));
  g_assert_true (g_file_get_contents (alone, &b, &b_length, NULL));
  g_assert_cmpmem (a, a_length, b, b_length);
  empty_folder (folder);
}

static void
writes_gif (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = in_folder (fixture, "film.gif");
  g_autofree char *content = NULL;
  gsize length;

  g_assert_cmpint (run (fixture, "film", "gas-chromatography", "--vary", "time=60:180:4", "--size",
                        "320x180", "--there-and-back", "--moving-axes", "--dark", "--rate", "10",
                        "--view", "column", "-o", path, NULL),
                   ==, 0);
  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  g_assert_cmpmem (content, 6, "GIF89a", 6);
  g_assert_cmpmem (content + 6, 4, "\x40\x01\xb4\x00", 4); /* 320 × 180 */
}

static void
refuses_in_a_sentence (Fixture *fixture, gconstpointer data)
{
  g_autofree char *gif = in_folder (fixture, "film.gif");
  g_autofree char *mp4 = in_folder (fixture, "film.mp4");
  const struct
  {
    const char *vary, *view, *size, *output, *says;
  } cases[] = {
    { "time=0:1", "column", "320x180", gif, "from:to:count" },
    { "time=0:10:2:log", "column", "320x180", gif, "positive" },
    { "tim=0:10:2", "column", "320x180", gif, "tim" },
    { "time=0:10:2", "colum", "320x180", gif, "no view 'colum'" },
    { "time=0:10:2", "column", "320", gif, "--size 320" },
    { "time=0:10:2", "column", "10x10", gif, "10 × 10" },
    { "time=0:10:2", "column", "320x180", mp4, ".webm" },
    { "time=-5:10:2", "column", "320x180", gif, "out of range" },
    { "velocity-mode=0:1:2", "column", "320x180", gif, "only numbers" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpint (run (fixture, "film", "gas-chromatography", "--vary", cases[i].vary,
                            "--view", cases[i].view, "--size", cases[i].size, "--output",
                            cases[i].output, NULL),
                       ==, 2);
      if (strstr (fixture->errors, cases[i].says) == NULL)
        g_test_message ("%s does not say %s", fixture->errors, cases[i].says);
      g_assert_nonnull (strstr (fixture->errors, cases[i].says));
      g_assert_false (g_file_test (cases[i].output, G_FILE_TEST_EXISTS));
    }
  g_assert_cmpint (run (fixture, "film", "gas-chromatography", NULL), ==, 2);
}

#define STATEMENT(path, function)                                                                  \
  g_test_add ("/film-cli/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  STATEMENT ("frames-are-those-of-run", frames_are_those_of_run);
  STATEMENT ("writes-gif", writes_gif);
  STATEMENT ("refuses-in-a-sentence", refuses_in_a_sentence);
  return g_test_run ();
}
