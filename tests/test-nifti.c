/* test-nifti.c: volumes in NIfTI files, good, odd and broken. */
#include "reading.h"

#include <nifti/nifti1.h>

static void
assert_volume (const PlumeDataset *dataset,
               guint n_dimensions,
               const gsize *shape,
               const double *values)
{
  const PlumeGrid *grid;
  gsize n = 1;

  g_assert_cmpuint (plume_dataset_get_n_grids (dataset), ==, 1);
  grid = plume_dataset_get_grid (dataset, 0);
  g_assert_cmpuint (grid->n_dimensions, ==, n_dimensions);
  for (guint i = 0; i < n_dimensions; i++)
    {
      g_assert_cmpuint (grid->shape[i], ==, shape[i]);
      n *= shape[i];
    }
  g_assert_cmpuint (grid->values->length, ==, n);
  for (gsize i = 0; i < n; i++)
    if (isnan (values[i]))
      g_assert_true (isnan (grid->values->values[i]));
    else
      g_assert_cmpfloat (grid->values->values[i], ==, values[i]);
}

static const gsize flat[] = { 2, 3 };
static const double six[] = { 0, 1, 100, 7, 3, 2 };

static void
test_types (void)
{
  static const char *const kinds[] = { "u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f4", "f8" };

  for (gsize i = 0; i < 2 * G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *file =
          g_strdup_printf ("nifti/%s-%s.nii", kinds[i / 2], i % 2 == 0 ? "le" : "be");
      g_autoptr (PlumeDataset) dataset = read_good (file);

      assert_volume (dataset, 2, flat, six);
    }
}

/* Dimensions of length 1 are kept inside and left out at the end; an offset is honoured. */
static void
test_shapes (void)
{
  g_autoptr (PlumeDataset) series = read_good ("nifti/series.nii");
  g_autoptr (PlumeDataset) offset = read_good ("nifti/offset.nii");
  g_autoptr (PlumeDataset) packed = read_good ("nifti/packed.nii.gz");
  g_autoptr (PlumeDataset) analyze = read_good ("nifti/analyze.hdr");

  assert_volume (series, 4, (gsize[]){ 3, 1, 2, 1 }, six);
  assert_volume (offset, 2, flat, six);
  assert_volume (packed, 2, flat, six);
  assert_volume (analyze, 2, flat, six);
}

static void
test_second_version (void)
{
  g_autoptr (PlumeDataset) little = read_good ("nifti/second.nii");
  g_autoptr (PlumeDataset) big = read_good ("nifti/second-be.nii");

  assert_volume (little, 2, flat, six);
  assert_volume (big, 2, flat, six);
  g_assert_cmpstr (plume_dataset_get_attribute (big, "voxel-size"), ==, "3 2");
  g_assert_cmpstr (plume_dataset_get_attribute (big, "voxel-unit"), ==, "mm");
}

static void
test_scaling (void)
{
  g_autoptr (PlumeDataset) scaled = read_good ("nifti/scaled.nii");
  g_autoptr (PlumeDataset) zero = read_good ("nifti/slope-zero.nii");
  g_autoptr (PlumeDataset) nan = read_good ("nifti/slope-nan.nii");
  g_autoptr (PlumeDataset) infinite = read_good ("nifti/intercept-infinite.nii");
  g_autoptr (PlumeDataset) voxel = read_good ("nifti/voxel-nan.nii");

  assert_volume (scaled, 2, flat, (double[]){ -10, -9.5, 40, -6.5, -8.5, -9 });
  assert_volume (zero, 2, flat, six);
  g_assert_null (plume_dataset_get_notes (zero)[0]);
  assert_volume (nan, 2, flat, six);
  g_assert_nonnull (strstr (plume_dataset_get_notes (nan)[0], "scaling is no number"));
  assert_volume (infinite, 2, flat, six);
  g_assert_nonnull (plume_dataset_get_notes (infinite)[0]);
  assert_volume (voxel, 1, (gsize[]){ 2 }, (double[]){ NAN, 1.5 });
}

static void
test_attributes (void)
{
  static const char *const files[] = { "oriented.nii", "turned.nii", "u1-le.nii", "sform-nan.nii",
                                       "singular.nii" };
  /* x to the left; y up, z to the front; half a turn about z; and nothing that can be told */
  static const char *const orientations[] = { "LSA", "LPS", NULL, NULL, NULL };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *file = g_build_filename ("nifti", files[i], NULL);
      g_autoptr (PlumeDataset) dataset = read_good (file);

      g_assert_cmpstr (plume_dataset_get_attribute (dataset, "orientation"), ==, orientations[i]);
      g_assert_cmpstr (plume_dataset_get_attribute (dataset, "voxel-size"), ==, "3 2");
      g_assert_cmpstr (plume_dataset_get_attribute (dataset, "voxel-unit"), ==, "mm");
      g_assert_cmpstr (plume_dataset_get_attribute (dataset, "description"), ==, "made by Plume");
    }
}

/* What is written with the public layout of the format comes back, voxel by voxel. */
static void
test_round_trip (void)
{
  enum
  {
    X = 31,
    Y = 47,
    Z = 389 /* more than a chunk of the conversion */
  };
  nifti_1_header header = { .sizeof_hdr = 348,
                            .dim = { 3, X, Y, Z, 1, 1, 1, 1 },
                            .datatype = DT_INT16,
                            .bitpix = 16,
                            .pixdim = { 1, 1.5f, 2, 3 },
                            .vox_offset = 352,
                            .scl_slope = 0.25f,
                            .scl_inter = 8,
                            .magic = "n+1" };
  gsize n = (gsize)X * Y * Z;
  g_autofree char *file = g_malloc0 (352 + 2 * n);
  g_autofree double *expected = g_new (double, n);
  g_autoptr (PlumeDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;

  memcpy (file, &header, sizeof header);
  for (gsize i = 0; i < n; i++)
    {
      gint16 voxel = (gint16)(i * 2654435761u >> 16);

      memcpy (file + 352 + 2 * i, &voxel, 2);
      expected[i] = 0.25 * voxel + 8;
    }
  dataset = read_length (file, 352 + 2 * n, "volume.nii", &error);
  g_assert_no_error (error);
  assert_volume (dataset, 3, (gsize[]){ Z, Y, X }, expected);
  g_assert_cmpstr (plume_dataset_get_attribute (dataset, "voxel-size"), ==, "3 2 1.5");
}

static void
test_broken (void)
{
  assert_corpus_fails ("nifti/pair.hdr", "pair.hdr", "another file (.img)", "one .nii file");
  assert_corpus_fails ("nifti/truncated.nii", "truncated.nii", "asks for 6 bytes", "holds 4");
  assert_corpus_fails ("nifti/truncated-header.nii", "header is cut off", "again");
  assert_corpus_fails ("nifti/truncated-second.nii", "header is cut off");
  assert_corpus_fails ("nifti/truncated.nii.gz", "truncated.nii.gz");
  assert_corpus_fails ("nifti/no-dimensions.nii", "0 dimensions", "1 to 7");
  assert_corpus_fails ("nifti/nine-dimensions.nii", "9 dimensions");
  assert_corpus_fails ("nifti/negative-dimension.nii", "dimension 2", "length -2");
  assert_corpus_fails ("nifti/zero-dimension.nii", "dimension 2", "length 0");
  assert_corpus_fails ("nifti/huge.nii", "cut off", "asks for 281449207693304", "holds 6");
  assert_corpus_fails ("nifti/overflow.nii", "impossibly large");
  assert_corpus_fails ("nifti/overflow-second.nii", "impossibly large");
  assert_corpus_fails ("nifti/negative-second.nii", "dimension 1", "length -4611686018427387904");
  assert_corpus_fails ("nifti/no-type.nii", "type 0", "convert");
  assert_corpus_fails ("nifti/binary-type.nii", "type 1");
  assert_corpus_fails ("nifti/colours.nii", "colours", "grey");
  assert_corpus_fails ("nifti/complex.nii", "complex", "magnitude");
  assert_corpus_fails ("nifti/long-double.nii", "type 1536");
  assert_corpus_fails ("nifti/offset-inside.nii", "outside of the file");
  assert_corpus_fails ("nifti/offset-outside.nii", "outside of the file");
  assert_corpus_fails ("nifti/offset-nan.nii", "outside of the file");
  assert_corpus_fails ("nifti/offset-negative.nii", "outside of the file");
}

/* Wherever a file is cut, it is refused. */
static void
test_truncated_everywhere (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "corpus", "nifti", "i2-be.nii", NULL);
  g_autofree char *contents = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  for (gsize n = 1; n < length; n++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (read_length (contents, n, "cut.nii", &error));
      g_assert_error (error, PLUME_ERROR, PLUME_ERROR_DATA);
    }
}

/* Scanners' own files, where they are */
static void
test_real_volumes (void)
{
  static const struct
  {
    const char *file;
    gsize shape[3];
    double low, high;
  } volumes[] = { { "brain-colin27-2mm.nii.gz", { 90, 108, 90 }, 0, 255 },
                  { "head-ct-2mm.nii.gz", { 54, 128, 128 }, -1024, 3071 } };
  const char *folder = g_getenv ("PLUME_DATA");

  for (guint i = 0; i < G_N_ELEMENTS (volumes); i++)
    {
      g_autofree char *path =
          g_build_filename (folder != NULL ? folder : "/nowhere", "images", volumes[i].file, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (PlumeDataset) dataset = NULL;
      const PlumeGrid *grid;
      double low, high;

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        {
          g_test_skip ("the data are not here");
          return;
        }
      dataset = plume_dataset_read_file (path, NULL, &error);
      g_assert_no_error (error);
      grid = plume_dataset_get_grid (dataset, 0);
      g_assert_cmpuint (grid->n_dimensions, ==, 3);
      for (guint k = 0; k < 3; k++)
        g_assert_cmpuint (grid->shape[k], ==, volumes[i].shape[k]);
      plume_array_range (grid->values, &low, &high);
      g_assert_cmpfloat (low, >=, volumes[i].low);
      g_assert_cmpfloat (high, <=, volumes[i].high);
      g_assert_cmpfloat (high, >, 100);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/nifti/types-of-both-byte-orders", test_types);
  g_test_add_func ("/data/nifti/shapes-and-places", test_shapes);
  g_test_add_func ("/data/nifti/second-version", test_second_version);
  g_test_add_func ("/data/nifti/scaling-is-applied", test_scaling);
  g_test_add_func ("/data/nifti/attributes", test_attributes);
  g_test_add_func ("/data/nifti/round-trip", test_round_trip);
  g_test_add_func ("/data/nifti/broken-files-are-refused", test_broken);
  g_test_add_func ("/data/nifti/truncated-anywhere-is-refused", test_truncated_everywhere);
  g_test_add_func ("/data/nifti/real-volumes", test_real_volumes);
  return g_test_run ();
}
