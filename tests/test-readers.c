/* test-readers.c: arrays of NumPy, chromatograms in ANDI files, choosing and checking columns, and
 * the whole corpus. */
#include "config.h"

#include <gio/gio.h>

#include "reading.h"

static void
assert_grid (const PlumeDataset *dataset,
             guint index,
             const char *name,
             guint n_dimensions,
             const gsize *shape,
             const double *values)
{
  const PlumeGrid *grid = plume_dataset_get_grid (dataset, index);
  gsize n = 1;

  g_assert_cmpstr (grid->name, ==, name);
  g_assert_cmpuint (grid->n_dimensions, ==, n_dimensions);
  for (guint i = 0; i < n_dimensions; i++)
    {
      g_assert_cmpuint (grid->shape[i], ==, shape[i]);
      n *= shape[i];
    }
  g_assert_cmpuint (grid->values->length, ==, n);
  for (gsize i = 0; i < n; i++)
    g_assert_cmpfloat (grid->values->values[i], ==, values[i]);
}

static void
test_npy_types (void)
{
  static const char *const kinds[] = { "b1", "i1", "i2", "i4", "i8", "u1",
                                       "u2", "u4", "u8", "f2", "f4", "f8" };

  for (gsize i = 0; i < 2 * G_N_ELEMENTS (kinds); i++)
    {
      const char *kind = kinds[i / 2];
      g_autofree char *name = g_strdup_printf ("%s-%s.npy", kind, i % 2 == 0 ? "le" : "be");
      g_autofree char *file = g_build_filename ("npy", name, NULL);
      g_autoptr (PlumeDataset) dataset = read_good (file);
      double b[] = { 0, 1, 1, 0 }, u[] = { 0, 1, 100, 7 }, s[] = { 0, 1, -100, 7 };
      const double *expected = *kind == 'b' ? b : *kind == 'u' ? u : s;

      assert_grid (dataset, 0, name, 1, (gsize[]){ 4 }, expected);
      assert_column (first_table (dataset), 0, "column 1", NULL, expected, 4);
    }
}

static void
test_npy_shapes (void)
{
  static const char *const alike[] = { "matrix", "fortran", "version2", "version3", "trailing" };
  const double six[] = { 0, 1, 2, 3, 4, 5 };
  g_autoptr (PlumeDataset) cube = read_good ("npy/cube-fortran.npy");
  g_autoptr (PlumeDataset) scalar = read_good ("npy/scalar.npy");
  g_autoptr (PlumeDataset) no_rows = read_good ("npy/no-rows.npy");

  for (gsize i = 0; i < G_N_ELEMENTS (alike); i++)
    {
      g_autofree char *name = g_strconcat (alike[i], ".npy", NULL);
      g_autofree char *file = g_build_filename ("npy", name, NULL);
      g_autoptr (PlumeDataset) dataset = read_good (file);

      assert_grid (dataset, 0, name, 2, (gsize[]){ 2, 3 }, six);
      g_assert_cmpuint (plume_table_get_n_columns (first_table (dataset)), ==, 3);
      assert_numbers (first_table (dataset), 1, "column 2", NULL, 1, 4);
    }
  /* stored value v at (i, j, k) is v = i + 2 j + 6 k */
  assert_grid (cube, 0, "cube-fortran.npy", 3, (gsize[]){ 2, 3, 2 },
               (double[]){ 0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11 });
  g_assert_cmpuint (plume_dataset_get_n_tables (cube), ==, 0);
  assert_grid (scalar, 0, "scalar.npy", 0, NULL, six);
  g_assert_cmpuint (plume_table_get_n_rows (first_table (no_rows)), ==, 0);
}

static void
test_npy_texts (void)
{
  g_autoptr (PlumeDataset) letters = read_good ("npy/texts.npy");
  g_autoptr (PlumeDataset) bytes = read_good ("npy/bytes.npy");

  g_assert_cmpstr (plume_table_get_text (first_table (letters), 0, 0), ==, "abc");
  g_assert_cmpstr (plume_table_get_text (first_table (letters), 0, 1), ==, "dé");
  g_assert_cmpstr (plume_table_get_text (first_table (bytes), 0, 1), ==, "c");
}

static void
test_npy_broken (void)
{
  g_autoptr (PlumeDataset) large = read_good ("npy/large-integers.npy");

  assert_corpus_fails ("npy/lying-shape.npy", "lying-shape.npy", "asks for 48000 bytes", "holds 48",
                       "copy the file again");
  assert_corpus_fails ("npy/overflow.npy", "overflow.npy", "impossibly large");
  assert_corpus_fails ("npy/huge-length.npy", "too large");
  assert_corpus_fails ("npy/negative.npy", "negative");
  assert_corpus_fails ("npy/nine-dimensions.npy", "more than 8 dimensions");
  assert_corpus_fails ("npy/records.npy", "records", "each field");
  assert_corpus_fails ("npy/objects.npy", "Python objects");
  assert_corpus_fails ("npy/complex.npy", "complex");
  assert_corpus_fails ("npy/odd-type.npy", "astype");
  assert_corpus_fails ("npy/deep-header.npy", "shape");
  assert_corpus_fails ("npy/no-shape.npy", "lacks type, order or shape", "save the array again");
  assert_corpus_fails ("npy/truncated.npy", "cut off");
  assert_corpus_fails ("npy/truncated-header.npy", "header is cut off");
  assert_corpus_fails ("npy/only-magic.npy", "cut off");
  assert_corpus_fails ("npy/version9.npy", "version");
  g_assert_nonnull (strstr (plume_dataset_get_notes (large)[0], "2⁵³"));
}

static void
test_npz_members (void)
{
  static const char *const files[] = { "npz/deflated.npz", "npz/stored.npz",
                                       "npz/zip64-members.npz", "npz/zip64-directory.npz" };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (PlumeDataset) dataset = read_good (files[i]);

      g_assert_cmpuint (plume_dataset_get_n_grids (dataset), ==, 3);
      assert_grid (dataset, 2, "image", 2, (gsize[]){ 2, 3 }, (double[]){ 0, 1, 2, 3, 4, 5 });
      assert_numbers (first_table (dataset), 0, "time", NULL, 0, 1, 2, 3);
      assert_numbers (first_table (dataset), 1, "signal", NULL, 5, 6, 7, 8);
      assert_numbers (plume_dataset_find_table (dataset, "image"), 2, "column 3", NULL, 2, 5);
    }
}

static void
test_npz_broken (void)
{
  assert_corpus_fails ("npz/truncated.npz", "truncated.npz", "cut off", "again");
  assert_corpus_fails ("npz/no-end.npz", "cut off");
  assert_corpus_fails ("npz/bad-directory.npz", "directory", "damaged");
  assert_corpus_fails ("npz/bad-checksum.npz", "bad-checksum.npz", "checksum");
  assert_corpus_fails ("npz/encrypted.npz", "encrypted");
  assert_corpus_fails ("npz/lying-length.npz", "impossible length");
  assert_corpus_fails ("npz/no-arrays.npz", "without NumPy arrays");
  assert_corpus_fails ("npz/no-members.npz", "without NumPy arrays");
  assert_corpus_fails ("npz/workbook.xlsx", "Excel workbook", "CSV");
  assert_corpus_fails ("npz/bad-member.npz", "a.npy in bad-member.npz", "no NPY array");
}

#ifdef HAVE_NETCDF
static void
test_andi_chromatogram (void)
{
  static const char *const files[] = { "andi/good.cdf", "andi/offset64.cdf" };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (PlumeDataset) dataset = read_good (files[i]);
      PlumeTable *peaks = plume_dataset_find_table (dataset, "peaks");

      assert_numbers (first_table (dataset), 0, "time", "s", 2, 2.5, 3, 3.5, 4, 4.5);
      assert_numbers (first_table (dataset), 1, "signal", "mAU", 1, 2, NAN, 4, 3, 1);
      g_assert_cmpstr (plume_table_get_text (peaks, 0, 0), ==, "first");
      g_assert_cmpstr (plume_table_get_text (peaks, 0, 1), ==, "second");
      assert_numbers (peaks, 1, "peak_retention_time", "s", 3.5, NAN);
      g_assert_cmpstr (plume_dataset_get_attribute (dataset, "injection_date_time_stamp"), ==,
                       "20240101120000+0000");
      g_assert_true (
          g_utf8_validate (plume_dataset_get_attribute (dataset, "sample_name"), -1, NULL));
    }
}

static void
test_andi_variants (void)
{
  g_autoptr (PlumeDataset) minutes = read_good ("andi/retention-minutes.cdf");
  g_autoptr (PlumeDataset) spectra = read_good ("andi/mass-spectra.cdf");

  assert_numbers (first_table (minutes), 0, "time", "s", 0, 60, 120, 240, 480, 960);
  assert_numbers (first_table (spectra), 0, "time", "s", 1, 2, 3);
  assert_numbers (first_table (spectra), 1, "signal", "Counts", 10, 20, 30);
}

static void
test_andi_broken (void)
{
  static const char *const damaged[] = { "truncated",       "truncated-header", "only-magic",
                                         "many-dimensions", "long-signal",      "outside" };

  for (gsize i = 0; i < G_N_ELEMENTS (damaged); i++)
    {
      g_autofree char *name = g_strconcat (damaged[i], ".cdf", NULL);
      g_autofree char *file = g_build_filename ("andi", name, NULL);

      assert_corpus_fails (file, name, "cut off or damaged", "export the chromatogram again");
    }
  assert_corpus_fails ("andi/no-interval.cdf", "sampling interval");
  assert_corpus_fails ("andi/zero-interval.cdf", "sampling interval");
  assert_corpus_fails ("andi/other.cdf", "no ANDI chromatogram");
  assert_corpus_fails ("andi/hdf5.nc", "hdf5.nc");
}

/* Cut anywhere, the file is refused. */
static void
test_andi_truncated_everywhere (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "corpus", "andi", "good.cdf", NULL);
  g_autofree char *contents = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  for (gsize keep = 4; keep < length; keep++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (read_length (contents, keep, "cut.cdf", &error));
      assert_error_says (error, "cut.cdf");
    }
}

static void
test_andi_real_file (void)
{
  const char *folder = g_getenv ("PLUME_DATA");
  g_autofree char *path = g_build_filename (folder != NULL ? folder : "", "chromatography",
                                            "andi_varian_hplc.cdf", NULL);
  g_autoptr (PlumeDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;
  PlumeTable *peaks;
  int retention;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("PLUME_DATA has no chromatography/andi_varian_hplc.cdf");
      return;
    }
  dataset = plume_dataset_read_file (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (plume_table_get_n_rows (first_table (dataset)), ==, 1302);
  g_assert_cmpfloat_with_epsilon (
      plume_table_get_numbers (first_table (dataset), 0)->values[1]
          - plume_table_get_numbers (first_table (dataset), 0)->values[0],
      0.36863, 1e-5);
  g_assert_cmpstr (plume_table_get_unit (first_table (dataset), 1), ==, "AU");
  peaks = plume_dataset_find_table (dataset, "peaks");
  g_assert_nonnull (peaks);
  g_assert_cmpuint (plume_table_get_n_rows (peaks), ==, 8);
  retention = plume_table_find_column (peaks, "peak_retention_time");
  g_assert_cmpint (retention, >=, 0);
  g_assert_cmpfloat_with_epsilon (plume_table_get_numbers (peaks, (guint)retention)->values[0],
                                  118.55, 0.01);
  g_assert_cmpfloat_with_epsilon (plume_table_get_numbers (peaks, (guint)retention)->values[1],
                                  164.04, 0.01);
}
#endif

/* Every text table among the larger test data. */
static void
test_real_tables_are_read (void)
{
  static const struct
  {
    const char *file, *title, *unit;
    guint column, n_columns;
    gsize n_rows;
  } cases[] = {
    { "chromatography/gc_calibration_traces.csv", "trace8", NULL, 8, 9, 5000 },
    { "chromatography/gc_fid_hydrocarbons.csv", "signal", "pA", 1, 2, 5914 },
    { "chromatography/hplc_sample.csv", "intensity", "mV", 1, 2, 4801 },
    { "diffusion-couple/ti-zr-1000C-published-fit.csv", "D", "m²/s", 2, 3, 0 },
    { "tables/iris.csv", "petal width", "cm", 3, 5, 150 },
    { "10-multimodal-diffusion/digits.csv.gz", NULL, NULL, 0, 0, 0 },
    { "flow/air-jet-piv-1.csv", "u", "m/s", 2, 4, 0 },
    { "medical-diffusion-literature/papers.csv", "title", NULL, 2, 11, 0 },
    { "single-cell/krumsiek11.txt", NULL, NULL, 0, 0, 0 },
  };
  const char *folder = g_getenv ("PLUME_DATA");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_build_filename (folder != NULL ? folder : "", cases[i].file, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (PlumeDataset) dataset = NULL;

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        {
          g_test_skip ("PLUME_DATA lacks a file");
          return;
        }
      dataset = plume_dataset_read_file (path, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (plume_table_get_n_rows (first_table (dataset)), >, 0);
      if (cases[i].title == NULL)
        continue;
      g_assert_cmpuint (plume_table_get_n_columns (first_table (dataset)), ==, cases[i].n_columns);
      g_assert_cmpstr (plume_table_get_title (first_table (dataset), cases[i].column), ==,
                       cases[i].title);
      g_assert_cmpstr (plume_table_get_unit (first_table (dataset), cases[i].column), ==,
                       cases[i].unit);
      if (cases[i].n_rows > 0)
        g_assert_cmpuint (plume_table_get_n_rows (first_table (dataset)), ==, cases[i].n_rows);
    }
}

static void
test_columns_are_guessed (void)
{
  static const char *const words[] = { "time", "retention", "min", "t", NULL };
  static const struct
  {
    const char *header;
    int column;
  } cases[] = {
    { "signal,Retention Time,TIME", 2 }, /* exact beats part */
    { "signal,retention,run time", 1 },  /* exact of a later word beats part of an earlier one */
    { "signal,timestamp,other", 1 },     /* part of a word */
    { "signal,state,t", 2 },             /* a short word only as a whole */
    { "signal,x (min),y", 1 },           /* unit */
    { "signal,state,other", -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strconcat (cases[i].header, "\n1,2,3\n", NULL);
      g_autoptr (PlumeDataset) dataset = read_text (text);

      g_assert_cmpint (plume_table_guess_column (first_table (dataset), words), ==,
                       cases[i].column);
    }
}

static void
test_text_columns_are_not_guessed (void)
{
  static const char *const words[] = { "time", NULL };
  g_autoptr (PlumeDataset) dataset = read_text ("time,run time\nnoon,1\nnight,2\n");
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (plume_table_guess_column (first_table (dataset), words), ==, 1);
  g_assert_false (plume_table_check_column (first_table (dataset), 0, 0, &error));
  assert_error_says (error, "'time'", "x.csv", "text ('noon')", "choose another");
}

static void
assert_check_fails (const char *text, PlumeColumnFlags flags, const char *const *parts)
{
  g_autoptr (PlumeDataset) dataset = read_text (text);
  g_autoptr (GError) error = NULL;

  g_assert_false (plume_table_check_column (first_table (dataset), 0, flags, &error));
  assert_says (error, parts);
}

#define assert_check_says(text, flags, ...)                                                        \
  assert_check_fails (text, flags, (const char *const[]){ __VA_ARGS__, NULL })

static void
test_columns_are_checked (void)
{
  g_autoptr (PlumeDataset) good = read_text ("time,signal\n1,1\nNA,1\n2,1\n");

  g_assert_true (plume_table_check_column (first_table (good), 0,
                                           PLUME_COLUMN_NOT_EMPTY | PLUME_COLUMN_INCREASING, NULL));
  assert_check_says ("time,signal\n1,1\n# pause\n3.2,1\nNA,2\n3.1,1\n", PLUME_COLUMN_INCREASING,
                     "row 6 of x.csv", "time goes back from 3.2 to 3.1",
                     "sort the rows or choose another time column");
  assert_check_says ("time,signal\n1,1\n2,1\n2,1\n", PLUME_COLUMN_INCREASING, "row 4 of x.csv",
                     "time 2 stands already in row 3", "remove duplicate rows");
  assert_check_says ("time,signal\n1,1\nNA,1\n", PLUME_COLUMN_FINITE, "row 3 of x.csv",
                     "time is missing", "fill in");
  assert_check_says ("time,signal\n1,1\ninf,1\n", PLUME_COLUMN_FINITE, "row 3 of x.csv",
                     "time is infinite");
}

static void
test_gzip_bomb_is_refused (void)
{
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9);
  g_autofree guint8 *zeros = g_malloc0 (1 << 20);
  g_autoptr (GByteArray) packed = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  GConverterResult result = G_CONVERTER_CONVERTED;

  /* 300 MiB of blanks */
  memset (zeros, ' ', 1 << 20);
  for (int i = 0; i < 300 && result != G_CONVERTER_FINISHED; i++)
    for (gsize done = 0; done < 1 << 20 && result != G_CONVERTER_FINISHED;)
      {
        guint8 output[1 << 16];
        gsize read, written;

        result = g_converter_convert (
            G_CONVERTER (compressor), zeros + done, (1 << 20) - done, output, sizeof output,
            i == 299 ? G_CONVERTER_INPUT_AT_END : G_CONVERTER_NO_FLAGS, &read, &written, &error);
        g_assert_no_error (error);
        g_byte_array_append (packed, output, (guint)written);
        done += read;
      }
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&packed));
  g_assert_null (plume_dataset_read_bytes (bytes, "bomb.gz", NULL, &error));
  assert_error_says (error, "bomb.gz", "far more data", "unpack it by hand");
}

/* An archive of 2 MiB whose directory claims a GiB, within a ratio that deflate can reach. */
static void
test_npz_bomb_is_refused (void)
{
  g_autofree guint8 *zeros = g_malloc0 (1 << 20);
  g_autofree char *path =
      g_test_build_filename (G_TEST_DIST, "corpus", "npz", "lying-length.npz", NULL);
  g_autofree char *contents = NULL;
  g_autoptr (GByteArray) archive = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  const guint8 length[4] = { 0, 0, 0, 0x40 };
  gsize size, padding = 2 << 20;
  guint8 *end;
  guint32 directory;

  /* two MiB in front of the archive make 1 GiB pass for possible */
  g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
  end = (guint8 *)contents + size - 22;
  memcpy (&directory, end + 16, 4);
  directory = GUINT32_FROM_LE (directory);
  memcpy (contents + directory + 24, length, 4);
  directory = GUINT32_TO_LE (directory + padding);
  memcpy (end + 16, &directory, 4);
  g_byte_array_append (archive, (const guint8 *)"PK\3\4", 4);
  g_byte_array_append (archive, zeros, 1 << 20);
  g_byte_array_append (archive, zeros, (1 << 20) - 4);
  g_byte_array_append (archive, (const guint8 *)contents, (guint)size);
  g_assert_null (read_length ((const char *)archive->data, archive->len, "bomb.npz", &error));
  assert_error_says (error, "bomb.npz", "far more data", "archive of their own");
}

static void
read_folder (const char *path, guint *n_files)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  g_assert_nonnull (folder);
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (PlumeDataset) dataset = NULL;

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        {
          read_folder (child, n_files);
          continue;
        }
      ++*n_files;
      dataset = plume_dataset_read_file (child, NULL, &error);
      if (dataset == NULL)
        assert_error_says (error, name, "");
      else
        g_assert_cmpuint (plume_dataset_get_n_tables (dataset) + plume_dataset_get_n_grids (dataset)
                              + plume_dataset_get_n_blocks (dataset),
                          >, 0);
    }
}

static void
test_corpus_is_read_or_refused (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "corpus", NULL);
  guint n_files = 0;

  read_folder (path, &n_files);
  g_assert_cmpuint (n_files, >, 100);
}

static void
test_readers_know_their_formats (void)
{
  g_assert_cmpstr (plume_reader_find ((const guint8 *)"\x93NUMPY\1", 7, "x.csv")->id, ==, "npy");
  g_assert_cmpstr (plume_reader_find ((const guint8 *)"PK\3\4", 4, "x.csv")->id, ==, "npz");
  g_assert_cmpstr (plume_reader_find ((const guint8 *)"a,b\n", 4, "x.npy")->id, ==, "csv");
#ifdef HAVE_NETCDF
  g_assert_cmpstr (plume_reader_find ((const guint8 *)"CDF\1", 4, "x.csv")->id, ==, "andi");
#endif
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/npy/types-of-both-byte-orders", test_npy_types);
  g_test_add_func ("/data/npy/shapes-and-orders", test_npy_shapes);
  g_test_add_func ("/data/npy/texts", test_npy_texts);
  g_test_add_func ("/data/npy/broken-files-are-refused", test_npy_broken);
  g_test_add_func ("/data/npz/members-are-grids-and-tables", test_npz_members);
  g_test_add_func ("/data/npz/broken-archives-are-refused", test_npz_broken);
#ifdef HAVE_NETCDF
  g_test_add_func ("/data/andi/chromatogram-and-peaks", test_andi_chromatogram);
  g_test_add_func ("/data/andi/minutes-and-mass-spectra", test_andi_variants);
  g_test_add_func ("/data/andi/broken-files-are-refused", test_andi_broken);
  g_test_add_func ("/data/andi/truncated-anywhere-is-refused", test_andi_truncated_everywhere);
  g_test_add_func ("/data/andi/real-file", test_andi_real_file);
#endif
  g_test_add_func ("/data/csv/real-tables", test_real_tables_are_read);
  g_test_add_func ("/data/column/is-guessed", test_columns_are_guessed);
  g_test_add_func ("/data/column/text-is-not-guessed", test_text_columns_are_not_guessed);
  g_test_add_func ("/data/column/is-checked", test_columns_are_checked);
  g_test_add_func ("/data/reader/gzip-bomb-is-refused", test_gzip_bomb_is_refused);
  g_test_add_func ("/data/reader/npz-bomb-is-refused", test_npz_bomb_is_refused);
  g_test_add_func ("/data/reader/corpus-is-read-or-refused", test_corpus_is_read_or_refused);
  g_test_add_func ("/data/reader/contents-decide-on-the-format", test_readers_know_their_formats);
  return g_test_run ();
}
