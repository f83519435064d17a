/* test-fits.c: tables and images in FITS files, good, odd and broken; and writing them. */
#include <glib/gstdio.h>

#include "data/plume-fits.h"
#include "reading.h"

static void
test_types (void)
{
  g_autoptr (PlumeDataset) dataset = read_good ("fits/types.fits");
  PlumeTable *table = first_table (dataset);

  g_assert_cmpstr (plume_table_get_name (table), ==, "STARS");
  g_assert_cmpuint (plume_table_get_n_columns (table), ==, 12);
  assert_numbers (table, 0, "d", "kpc", 0.25, NAN, -1e300);
  assert_numbers (table, 1, "e", "km/s", 1.5, NAN, -2);
  assert_numbers (table, 2, "j", NULL, 7, NAN, 0);
  assert_numbers (table, 3, "scaled", NULL, 12, 8, 10);
  assert_numbers (table, 4, "unsigned", NULL, 0, 32768, 65535);
  assert_numbers (table, 5, "flag", NULL, 1, 0, NAN);
  g_assert_cmpstr (plume_table_get_text (table, 6, 0), ==, "one");
  g_assert_cmpstr (plume_table_get_text (table, 6, 2), ==, "");
  assert_numbers (table, 7, "vector[1]", NULL, 1, 4, 7);
  assert_numbers (table, 9, "vector[3]", NULL, 3, 6, 9);
  assert_numbers (table, 10, "byte", NULL, 0, 255, 9);
  g_assert_nonnull (strstr (plume_dataset_get_notes (dataset)[0], "2⁵³"));
}

static void
test_attributes (void)
{
  g_autoptr (PlumeDataset) dataset = read_good ("fits/types.fits");

  g_assert_cmpstr (plume_dataset_get_attribute (dataset, "KICK"), ==, "6.5");
  g_assert_cmpstr (plume_dataset_get_attribute (dataset, "TRUTH"), ==, "a kick");
  g_assert_cmpstr (plume_dataset_get_attribute (dataset, "ORIGIN"), ==, "Plume's");
  g_assert_null (plume_dataset_get_attribute (dataset, "TFORM1"));
}

static void
test_ascii (void)
{
  g_autoptr (PlumeDataset) dataset = read_good ("fits/ascii.fits");
  PlumeTable *table = first_table (dataset);

  assert_numbers (table, 0, "x", "kpc", 1.5, -2.5, NAN);
  assert_numbers (table, 1, "n", NULL, 12, -3, 100);
  g_assert_cmpstr (plume_table_get_text (table, 2, 1), ==, "de");
}

static void
test_image (void)
{
  g_autoptr (PlumeDataset) dataset = read_good ("fits/image.fits");
  const PlumeGrid *grid = plume_dataset_get_grid (dataset, 0);
  const double expected[] = { 1, 3, 5, 7, NAN, 11 };

  g_assert_cmpuint (grid->n_dimensions, ==, 2);
  g_assert_cmpuint (grid->shape[0], ==, 2);
  g_assert_cmpuint (grid->shape[1], ==, 3);
  for (guint i = 0; i < 6; i++)
    if (isnan (expected[i]))
      g_assert_true (isnan (grid->values->values[i]));
    else
      g_assert_cmpfloat (grid->values->values[i], ==, expected[i]);
}

static void
test_several_tables (void)
{
  g_autoptr (PlumeDataset) dataset = read_good ("fits/two-tables.fits");

  g_assert_cmpuint (plume_dataset_get_n_tables (dataset), ==, 2);
  assert_numbers (first_table (dataset), 0, "x", NULL, 0, 1, 2, 3);
  g_assert_nonnull (plume_dataset_find_table (dataset, "STARS"));
}

/* What has no place in a table is left out and said. */
static void
test_odd_columns (void)
{
  g_autoptr (PlumeDataset) lists = read_good ("fits/lists.fits");
  g_autoptr (PlumeDataset) odd = read_good ("fits/odd-columns.fits");
  g_autoptr (PlumeDataset) unpadded = read_good ("fits/unpadded.fits");
  g_autoptr (PlumeDataset) no_rows = read_good ("fits/no-rows.fits");
  const char *const *notes = plume_dataset_get_notes (odd);

  assert_numbers (first_table (lists), 0, "x", NULL, 1, 2);
  g_assert_nonnull (strstr (plume_dataset_get_notes (lists)[0], "'list'"));
  g_assert_cmpuint (g_strv_length ((GStrv)notes), ==, 3);
  g_assert_nonnull (strstr (notes[0], "'bits' is left out"));
  g_assert_nonnull (strstr (notes[1], "complex"));
  g_assert_cmpstr (plume_table_get_text (first_table (odd), 2, 0), ==, "ef");
  assert_numbers (first_table (odd), 3, "x", NULL, 5);
  assert_numbers (first_table (unpadded), 0, "x", NULL, 0, 1, 2, 3);
  g_assert_cmpuint (plume_table_get_n_rows (first_table (no_rows)), ==, 0);
}

static void
test_broken (void)
{
  assert_corpus_fails ("fits/only-lists.fits", "only-lists.fits", "lists of different lengths",
                       "export");
  assert_corpus_fails ("fits/compressed.fits", "compressed by tiles", "funpack");
  assert_corpus_fails ("fits/only-primary.fits", "no table and no image");
  assert_corpus_fails ("fits/truncated.fits", "unit 1", "the file ends before", "again");
  assert_corpus_fails ("fits/truncated-header.fits", "header of unit 0", "cut off or damaged");
  assert_corpus_fails ("fits/lying-rows.fits", "8000000000000 bytes", "the file ends before");
  assert_corpus_fails ("fits/overflow.fits", "header of unit 1", "damaged");
  assert_corpus_fails ("fits/no-width.fits", "more rows than the file has bytes");
  assert_corpus_fails ("fits/wrong-width.fits", "column 'y'", "width");
  assert_corpus_fails ("fits/bad-form.fits", "unit 1");
  assert_corpus_fails ("fits/huge-repeat.fits", "column 'x'", "width");
  assert_corpus_fails ("fits/overlap.fits", "more cells than its file has bytes");
  assert_corpus_fails ("fits/bad-number.fits", "column 'x'", "cannot be read");
  assert_corpus_fails ("fits/many-axes.fits", "more than 8 dimensions");
  assert_corpus_fails ("fits/groups.fits", "neither table nor image");
  assert_corpus_fails ("fits/negative.fits", "damaged");
}

/* Wherever a file is cut, it is refused or it is whole. */
static void
test_truncated_everywhere (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "corpus", "fits", "types.fits", NULL);
  g_autofree char *contents = NULL;
  gsize length, refused = 0;

  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  for (gsize n = 1; n < length; n += n % 2880 < 200 ? 1 : 97)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PlumeDataset) dataset = read_length (contents, n, "cut.fits", &error);

      g_assert_true ((dataset == NULL) == (error != NULL));
      refused += dataset == NULL;
    }
  g_assert_cmpuint (refused, >, 200);
}

static void
test_cancelled (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "corpus", "fits", "types.fits", NULL);
  g_autoptr (PlumeTask) task = plume_task_new ();
  g_autoptr (GError) error = NULL;

  plume_task_cancel (task);
  g_assert_null (plume_dataset_read_file (path, task, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_CANCELLED);
}

static void
test_written_is_read (void)
{
  const char *const attributes[] = { "KICK",
                                     "6.5",
                                     "SEED",
                                     "11",

                                     "REMARK",
                                     "a text that is longer than the sixty-eight letters "
                                     "for which one card of a header has room",
                                     NULL };
  g_autofree char *folder = g_dir_make_tmp ("plume-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "mock.fits", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "none", "mock.fits", NULL);
  g_autoptr (PlumeTable) table = plume_table_new ("mock");
  g_autoptr (PlumeDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;

  plume_table_add_numbers (table, "z", "kpc",
                           plume_array_new_copy ((double[]){ 0.1, NAN, -1e-300 }, 3));
  plume_table_add_texts (table, "name",
                         g_strdupv ((char *[]){ (char *)"a", (char *)"", (char *)"long", NULL }));
  g_assert_true (plume_fits_write_table (table, attributes, path, &error));
  g_assert_no_error (error);
  dataset = plume_dataset_read_file (path, NULL, &error);
  g_assert_no_error (error);
  assert_numbers (first_table (dataset), 0, "z", "kpc", 0.1, NAN, -1e-300);
  g_assert_cmpstr (plume_table_get_text (first_table (dataset), 1, 2), ==, "long");
  g_assert_cmpstr (plume_table_get_name (first_table (dataset)), ==, "mock");
  g_assert_cmpfloat (g_ascii_strtod (plume_dataset_get_attribute (dataset, "KICK"), NULL), ==, 6.5);
  g_assert_cmpstr (plume_dataset_get_attribute (dataset, "REMARK"), ==, attributes[5]);
  g_assert_false (plume_fits_write_table (table, NULL, nowhere, &error));
  assert_error_says (error, "mock.fits", "cannot be written", "choose another place");
  g_remove (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/fits/types-of-columns", test_types);
  g_test_add_func ("/data/fits/cards-are-attributes", test_attributes);
  g_test_add_func ("/data/fits/ascii-table", test_ascii);
  g_test_add_func ("/data/fits/image-is-a-grid", test_image);
  g_test_add_func ("/data/fits/several-tables", test_several_tables);
  g_test_add_func ("/data/fits/odd-columns-are-said", test_odd_columns);
  g_test_add_func ("/data/fits/broken-files-are-refused", test_broken);
  g_test_add_func ("/data/fits/cut-off-anywhere", test_truncated_everywhere);
  g_test_add_func ("/data/fits/cancelled", test_cancelled);
  g_test_add_func ("/data/fits/written-is-read-again", test_written_is_read);
  return g_test_run ();
}
