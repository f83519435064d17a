/* test-png.c: pictures as matrices of grey, and broken ones as one sentence. */
#include <glib/gstdio.h>

#include "figure/plume-export.h"
#include "generative/plume-pictures.h"
#include "lab/plume-recipe.h"
#include "reading.h"

static void
test_levels (void)
{
  static const struct
  {
    const char *file;
    gsize rows, columns;
    double values[8];
    guint n_notes;
  } cases[] = {
    { "png/grey8.png", 2, 3, { 0, 128 / 255.0, 1, 10 / 255.0, 20 / 255.0, 30 / 255.0 }, 0 },
    { "png/grey16.png", 1, 2, { 0, 1 }, 0 },
    { "png/grey1.png", 1, 8, { 1, 0, 1, 0, 1, 0, 1, 0 }, 0 },
    { "png/grey-alpha.png", 1, 3, { 1, 0, 20 / 255.0 + 0.8 }, 1 },
    { "png/colour.png", 1, 2, { 0.299, 7 / 255.0 }, 1 },
    { "png/colour-alpha16.png", 1, 1, { 0.299 }, 1 },
    { "png/palette.png", 1, 2, { 1, 1 }, 1 },
    { "png/interlaced.png", 1, 1, { 0.2 }, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PlumeDataset) dataset = read_corpus (cases[i].file, &error);
      const PlumeGrid *grid;

      g_assert_no_error (error);
      grid = plume_dataset_get_grid (dataset, 0);
      g_assert_cmpuint (grid->n_dimensions, ==, 2);
      g_assert_cmpuint (grid->shape[0], ==, cases[i].rows);
      g_assert_cmpuint (grid->shape[1], ==, cases[i].columns);
      for (gsize j = 0; j < grid->values->length; j++)
        g_assert_cmpfloat_with_epsilon (grid->values->values[j], cases[i].values[j], 1e-12);
      g_assert_cmpuint (g_strv_length ((GStrv)plume_dataset_get_notes (dataset)), ==,
                        cases[i].n_notes);
    }
}

static void
test_broken (void)
{
  static const char *const cases[][2] = {
    { "png/truncated.png", "broken PNG" },  { "png/only-head.png", "it ends early" },
    { "png/bad-crc.png", "broken PNG" },    { "png/short-rows.png", "broken PNG" },
    { "png/bomb.png", "too large" },        { "png/lying.png", "broken PNG" },
    { "png/wide.png", "broken PNG" },       { "png/no-palette.png", "broken PNG" },
    { "png/bad-stream.png", "broken PNG" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (read_corpus (cases[i][0], &error));
      assert_error_says (error, cases[i][0] + strlen ("png/"), cases[i][1]);
    }
}

/* One picture is no set. */
static void
test_one_picture (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeDataset) dataset = read_corpus ("png/grey8.png", NULL);

  g_assert_null (plume_pictures_new_from_dataset (dataset, &error));
  assert_error_says (error, "one picture");
}

/* Windows of a photograph: their number, and what the last one holds. */
static void
test_windows (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeDataset) dataset = plume_dataset_new ("photo");
  gsize shape[2] = { 6, 7 };
  g_autoptr (PlumePictures) set = NULL;

  plume_dataset_take_grid (dataset, "photo", 2, shape, plume_array_new_linear (0, 1, 42));
  set = plume_pictures_new_from_windows (dataset, 3, 2, 2, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (set->n, ==, 2 * 3);
  for (gsize y = 0; y < 3; y++)
    for (gsize x = 0; x < 2; x++)
      g_assert_cmpfloat_with_epsilon (set->exact[5 * 6 + y * 2 + x],
                                      2 * ((double)((2 + y) * 7 + 4 + x) / 41) - 1, 1e-12);
  g_assert_null (plume_pictures_new_from_windows (dataset, 7, 2, 1, &error));
  assert_error_says (error, "photo", "7 × 2");
}

/* Files of a folder must be of one size, and one broken file is named. */
static void
test_folder (void)
{
  g_autofree char *corpus = g_test_build_filename (G_TEST_DIST, "corpus", "png", NULL);
  g_autofree char *folder = g_dir_make_tmp ("plume-XXXXXX", NULL);
  g_autofree char *bytes = NULL;
  g_autofree char *source = g_build_filename (corpus, "grey8.png", NULL);
  g_autofree char *first = g_build_filename (folder, "a.png", NULL);
  g_autofree char *second = g_build_filename (folder, "b.PNG", NULL);
  g_autofree char *other = g_build_filename (corpus, "grey1.png", NULL);
  g_autofree char *other_bytes = NULL;
  gsize length, other_length;
  GError *error = NULL;

  g_assert_null (plume_pictures_new_from_folder (corpus, NULL, &error));
  assert_error_says (error, "bad-crc.png");
  g_clear_error (&error);
  g_assert_null (plume_pictures_new_from_folder (folder, NULL, &error));
  assert_error_says (error, "no pictures");
  g_clear_error (&error);
  g_assert_true (g_file_get_contents (source, &bytes, &length, NULL));
  g_assert_true (g_file_get_contents (other, &other_bytes, &other_length, NULL));
  g_assert_true (g_file_set_contents (first, bytes, (gssize)length, NULL));
  g_assert_true (g_file_set_contents (second, bytes, (gssize)length, NULL));
  g_assert_null (plume_pictures_new_from_folder (folder, NULL, &error));
  assert_error_says (error, "are the same");
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (second, other_bytes, (gssize)other_length, NULL));
  g_assert_null (plume_pictures_new_from_folder (folder, NULL, &error));
  assert_error_says (error, "b.PNG", "one size");
  g_clear_error (&error);
  g_remove (first);
  g_remove (second);
  g_rmdir (folder);
}

/* A picture is data, an exported figure a study. */
static void
test_recipes (void)
{
  g_autofree char *picture =
      g_test_build_filename (G_TEST_DIST, "corpus", "png", "grey8.png", NULL);
  g_autofree char *folder = g_dir_make_tmp ("plume-XXXXXX", NULL);
  g_autofree char *exported = g_build_filename (folder, "figure.png", NULL);
  g_autoptr (PlumeFigure) figure = plume_figure_new ("empty", NULL);
  PlumeExport settings = { .width_mm = 40, .height_mm = 30, .dpi = 72, .recipe = "{}" };

  plume_figure_set_note (figure, "nothing");
  g_assert_true (plume_export_figure (figure, NULL, 0, NULL, &settings, exported, NULL));
  g_assert_false (plume_file_is_recipe (picture));
  g_assert_true (plume_file_is_recipe (exported));
  g_remove (exported);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/readers/png/grey-levels-colours-and-transparency", test_levels);
  g_test_add_func ("/readers/png/broken-files-are-one-sentence", test_broken);
  g_test_add_func ("/readers/png/one-picture-is-no-set", test_one_picture);
  g_test_add_func ("/readers/png/windows-of-a-photograph", test_windows);
  g_test_add_func ("/readers/png/folder", test_folder);
  g_test_add_func ("/readers/png/exported-figures-are-studies", test_recipes);
  return g_test_run ();
}
