/* test-hdf5.c: AnnData and 10x matrices in HDF5, and files that want to do harm. */
#include "hdf5-files.h"

#include "data/plume-hdf5-parse.h"
#include "data/plume-hdf5-stream.h"

static PlumeDataset *
read_and_delete (const char *path, GError **error)
{
  PlumeDataset *dataset = plume_dataset_read_file (path, NULL, error);

  delete_file (path);
  return dataset;
}

static void
assert_texts (PlumeTable *table, const char *title, const char *const *texts)
{
  int column = plume_table_find_column (table, title);

  g_assert_cmpint (column, >=, 0);
  g_assert_false (plume_table_is_numeric (table, (guint)column));
  for (gsize i = 0; texts[i] != NULL; i++)
    g_assert_cmpstr (plume_table_get_text (table, (guint)column, i), ==, texts[i]);
}

#define assert_column_texts(table, title, ...)                                                     \
  assert_texts (table, title, (const char *const[]){ __VA_ARGS__, NULL })

static void
test_columns (void)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeDataset) dataset = NULL;
  PlumeTable *table;

  write_anndata ("x.h5ad", &path);
  dataset = read_and_delete (path, &error);
  g_assert_no_error (error);
  table = first_table (dataset);
  g_assert_cmpstr (plume_table_get_name (table), ==, "x.h5ad");
  g_assert_cmpuint (plume_table_get_n_columns (table), ==, 7);
  g_assert_cmpstr (plume_table_get_title (table, 0), ==, "cell");
  assert_column_texts (table, "cell", "c1", "c2", "ç3");
  assert_numbers (table, 1, "depth", NULL, 1.5, NAN, -2);
  assert_column_texts (table, "stage", "late", "", "early");
  assert_numbers (table, 3, "alive", NULL, 1, 0, 1);
  assert_column_texts (table, "old", "7", "7", "9");
  assert_column_texts (table, "note", "abc", "d", "ef");
  assert_numbers (table, 6, "count", NULL, 4, NAN, 6);
}

static void
test_matrices (void)
{
  static const double counts[] = { 20, 10, 0, 0, 0, 30 };
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeDataset) dataset = NULL;
  PlumeBlock *block;

  write_anndata ("x.h5ad", &path);
  dataset = read_and_delete (path, &error);
  g_assert_no_error (error);
  block = plume_dataset_get_block (dataset, 0);
  g_assert_cmpstr (block->name, ==, "X");
  assert_block (block, PLUME_BLOCK_FEATURES, 3, 2, (double[]){ 1, 2, 3, 4, 5, 6 });
  g_assert_cmpint (plume_block_find_column (block, "VIM"), ==, 1);
  assert_block (plume_dataset_find_block (dataset, "layers/rows"), PLUME_BLOCK_FEATURES, 3, 2,
                counts);
  assert_block (plume_dataset_find_block (dataset, "layers/columns"), PLUME_BLOCK_FEATURES, 3, 2,
                counts);
  assert_block (plume_dataset_find_block (dataset, "obsm/X_pca"), PLUME_BLOCK_FEATURES, 3, 1,
                (double[]){ 0.5, 0.25, 0.125 });
  assert_block (plume_dataset_find_block (dataset, "obsp/connectivities"), PLUME_BLOCK_AFFINITIES,
                3, 3, (double[]){ 0, 0.5, 0, 0.5, 0, 0, 0, 0, 0 });
  assert_block (plume_dataset_find_block (dataset, "obsp/distances"), PLUME_BLOCK_DISTANCES, 3, 3,
                (double[]){ 0, 4, 0, 4, 0, 0, 0, 0, 0 });
  block = plume_dataset_find_block (dataset, "raw/X");
  assert_block (block, PLUME_BLOCK_FEATURES, 3, 3, (double[]){ 1, 0, 0, 0, 1, 0, 0, 0, 1 });
  g_assert_cmpint (plume_block_find_column (block, "C"), ==, 2);
  g_assert_cmpuint (plume_dataset_get_n_blocks (dataset), ==, 7);
  g_assert_cmpstr (plume_dataset_get_attribute (dataset, "colours/stage"), ==, "#112233 #445566");
  /* what does not fit the samples is left out, and said */
  g_assert_nonnull (strstr (plume_dataset_get_notes (dataset)[0], "obsm/wrong"));
}

/* Tables of a compound type, as they were before AnnData 0.7. */
static void
test_compound (void)
{
  typedef struct
  {
    char index[4];
    double depth;
    gint8 stage;
  } Row;
  typedef struct
  {
    float coordinates[2];
  } Places;
  g_autofree char *path = NULL;
  hid_t file = make_file ("old.h5ad", &path), uns = make_group (file, "uns"), type, text, array;
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeDataset) dataset = NULL;
  PlumeTable *table;

  text = make_text_type (4);
  type = H5Tcreate (H5T_COMPOUND, sizeof (Row));
  H5Tinsert (type, "index", HOFFSET (Row, index), text);
  H5Tinsert (type, "depth", HOFFSET (Row, depth), H5T_NATIVE_DOUBLE);
  H5Tinsert (type, "stage", HOFFSET (Row, stage), H5T_NATIVE_INT8);
  H5Dclose (
      put_numbers (file, "obs", type, type, 2, 0, (Row[]){ { "a", 2.5, 1 }, { "bcd", -1, -1 } }));
  H5Tclose (type);
  put_texts (uns, "stage_categories", 2, (const char *const[]){ "early", "late" });
  array = H5Tarray_create2 (H5T_NATIVE_FLOAT, 1, (hsize_t[]){ 2 });
  type = H5Tcreate (H5T_COMPOUND, sizeof (Places));
  H5Tinsert (type, "X_map", 0, array);
  H5Dclose (put_numbers (file, "obsm", type, type, 2, 0, (Places[]){ { { 1, 2 } }, { { 3, 4 } } }));
  H5Tclose (type);
  H5Tclose (array);
  H5Tclose (text);
  H5Gclose (uns);
  H5Fclose (file);

  dataset = read_and_delete (path, &error);
  g_assert_no_error (error);
  table = first_table (dataset);
  assert_column_texts (table, "index", "a", "bcd");
  assert_numbers (table, 1, "depth", NULL, 2.5, -1);
  assert_column_texts (table, "stage", "late", "");
  assert_block (plume_dataset_find_block (dataset, "obsm/X_map"), PLUME_BLOCK_FEATURES, 2, 2,
                (double[]){ 1, 2, 3, 4 });
}

/* Packed with gzip in chunks across, and larger than a slab. */
static void
test_chunks (void)
{
  enum
  {
    ROWS = 3000,
    COLUMNS = 400
  };
  g_autofree char *path = NULL;
  hid_t file = make_file ("chunks.h5ad", &path), obs = make_group (file, "obs");
  hid_t creation = H5Pcreate (H5P_DATASET_CREATE), space, dataset;
  g_autofree double *values = g_new (double, ROWS *COLUMNS);
  g_autofree char *names = g_malloc0 (ROWS * 5);
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeDataset) read = NULL;

  for (int i = 0; i < ROWS * COLUMNS; i++)
    values[i] = i % 1009;
  for (int i = 0; i < ROWS; i++)
    g_snprintf (names + 5 * i, 5, "%d", i);
  put_fixed_texts (obs, "index", ROWS, 5, names);
  H5Pset_chunk (creation, 2, (hsize_t[]){ 700, 90 });
  H5Pset_deflate (creation, 4);
  space = H5Screate_simple (2, (hsize_t[]){ ROWS, COLUMNS }, NULL);
  dataset = H5Dcreate2 (file, "X", H5T_STD_I32LE, space, H5P_DEFAULT, creation, H5P_DEFAULT);
  H5Dwrite (dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values);
  H5Dclose (dataset);
  H5Sclose (space);
  H5Pclose (creation);
  H5Gclose (obs);
  H5Fclose (file);

  read = read_and_delete (path, &error);
  g_assert_no_error (error);
  assert_block (plume_dataset_get_block (read, 0), PLUME_BLOCK_FEATURES, ROWS, COLUMNS, values);
}

/* A matrix of terabytes that was never filled is refused before anything of it is read. */
static void
test_too_large (void)
{
  g_autofree char *path = NULL;
  hid_t file = make_file ("large.h5ad", &path), obs = make_group (file, "obs");
  hid_t creation = H5Pcreate (H5P_DATASET_CREATE), space;
  g_autoptr (GError) error = NULL;

  put_texts (obs, "index", 2, (const char *const[]){ "a", "b" });
  H5Pset_chunk (creation, 2, (hsize_t[]){ 1, 1000 });
  space = H5Screate_simple (2, (hsize_t[]){ 2, 4000000000 }, NULL);
  H5Dclose (H5Dcreate2 (file, "X", H5T_IEEE_F64LE, space, H5P_DEFAULT, creation, H5P_DEFAULT));
  H5Sclose (space);
  H5Pclose (creation);
  H5Gclose (obs);
  H5Fclose (file);
  g_assert_null (read_and_delete (path, &error));
  assert_error_says (error, "large.h5ad", "64.0", "GB");
}

/* Data in another file are not followed: a person may not know that they would be shown. */
static void
test_other_files (void)
{
  g_autofree char *path = NULL;
  hid_t file = make_file ("links.h5ad", &path), obs = make_group (file, "obs");
  hid_t creation = H5Pcreate (H5P_DATASET_CREATE), space;
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeDataset) dataset = NULL;

  put_texts (obs, "index", 2, (const char *const[]){ "a", "b" });
  H5Pset_external (creation, "/etc/passwd", 0, 16);
  space = H5Screate_simple (2, (hsize_t[]){ 2, 8 }, NULL);
  H5Dclose (H5Dcreate2 (file, "X", H5T_STD_U8LE, space, H5P_DEFAULT, creation, H5P_DEFAULT));
  H5Lcreate_external ("/etc/other.h5", "/X", file, "layers", H5P_DEFAULT, H5P_DEFAULT);
  H5Sclose (space);
  H5Pclose (creation);
  H5Gclose (obs);
  H5Fclose (file);
  dataset = read_and_delete (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (plume_dataset_get_n_blocks (dataset), ==, 0);
  g_assert_nonnull (strstr (plume_dataset_get_notes (dataset)[0], "'X' is left out"));
}

/* What h5py calls lzf is not part of the library. */
static void
test_unknown_filter (void)
{
  g_autofree char *path = NULL;
  hid_t file = make_file ("packed.h5ad", &path), obs = make_group (file, "obs");
  hid_t creation = H5Pcreate (H5P_DATASET_CREATE), space;
  g_autoptr (GError) error = NULL;

  put_texts (obs, "index", 2, (const char *const[]){ "a", "b" });
  H5Pset_chunk (creation, 2, (hsize_t[]){ 2, 2 });
  H5Pset_filter (creation, 32000, H5Z_FLAG_OPTIONAL, 0, NULL);
  space = H5Screate_simple (2, (hsize_t[]){ 2, 2 }, NULL);
  H5Dclose (H5Dcreate2 (file, "X", H5T_IEEE_F64LE, space, H5P_DEFAULT, creation, H5P_DEFAULT));
  H5Sclose (space);
  H5Pclose (creation);
  H5Gclose (obs);
  H5Fclose (file);
  g_assert_null (read_and_delete (path, &error));
  assert_error_says (error, "packed.h5ad: 'X' is packed with the filter 32000",
                     "write the file with gzip");
}

static void
test_other_hdf5 (void)
{
  g_autofree char *path = NULL;
  hid_t file = make_file ("other.h5", &path);
  g_autoptr (GError) error = NULL;

  put_doubles (file, "something", 3, 0, (double[]){ 1, 2, 3 });
  H5Fclose (file);
  g_assert_null (read_and_delete (path, &error));
  assert_error_says (error, "other.h5", "neither AnnData nor a matrix of 10x");
}

static void
test_bytes (void)
{
  g_autofree char *path = NULL, *contents = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeDataset) dataset = NULL;
  gsize length;

  write_anndata ("x.h5ad", &path);
  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  delete_file (path);
  dataset = read_length (contents, length, "x.h5ad", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (plume_dataset_get_n_blocks (dataset), ==, 7);
}

static void
test_cancel (void)
{
  g_autofree char *path = NULL;
  g_autoptr (PlumeTask) task = plume_task_new ();
  g_autoptr (GError) error = NULL;

  write_anndata ("x.h5ad", &path);
  plume_task_cancel (task);
  g_assert_null (plume_dataset_read_file (path, task, &error));
  delete_file (path);
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_CANCELLED);
}

/* Bytes changed and files cut at random: always a dataset or one sentence, and never a crash here.
 */
static void
test_hostile_files (void)
{
  enum
  {
    FILES = 320,
    CHANGES = 12
  };
  g_autofree char *path = NULL, *contents = NULL;
  PlumeStream stream = plume_stream (1, "hostile", 0);
  guint n_read = 0, n_refused = 0;
  gsize length;

  write_anndata ("x.h5ad", &path);
  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  delete_file (path);
  for (int i = 0; i < FILES; i++)
    {
      g_autofree char *changed = g_memdup2 (contents, length);
      g_autoptr (GError) error = NULL;
      g_autoptr (PlumeDataset) dataset = NULL;
      gsize kept = i % 4 == 0 ? plume_stream_bits (&stream) % length : length;

      for (int k = 0; k < 1 + i % CHANGES; k++)
        {
          gsize place = 8 + plume_stream_bits (&stream) % (length - 8);

          /* small numbers, ends of ranges, single bits */
          guint8 any = (guint8)plume_stream_bits (&stream);

          changed[place] = (char)(k % 3 == 0   ? any
                                  : k % 3 == 1 ? 255
                                               : (guint8)changed[place] ^ (1 << any % 8));
        }
      dataset = read_length (changed, MAX (kept, 8), "hostile.h5ad", &error);
      n_read += dataset != NULL;
      n_refused += dataset == NULL;
      if (dataset == NULL)
        assert_error_says (error, "hostile.h5ad");
    }
  g_test_message ("%u read, %u refused", n_read, n_refused);
  g_assert_cmpuint (n_read, >, 0);
  g_assert_cmpuint (n_refused, >, 0);
}

/* What a program says and how it ends, in the place of the one that reads HDF5. */
static void
assert_program_fails (const char *script)
{
  g_autofree char *path = NULL;
  g_autofree char *before = g_strdup (g_getenv ("PLUME_LIBEXECDIR"));
  g_autofree char *folder = g_dir_make_tmp ("plume-test-XXXXXX", NULL);
  g_autofree char *program = g_build_filename (folder, "plume-read-hdf5", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents_full (program, script, -1, 0, 0700, NULL));
  g_setenv ("PLUME_LIBEXECDIR", folder, TRUE);
  write_anndata ("x.h5ad", &path);
  g_assert_null (read_and_delete (path, &error));
  assert_error_says (error, "x.h5ad", "the file is damaged");
  if (before != NULL)
    g_setenv ("PLUME_LIBEXECDIR", before, TRUE);
  else
    g_unsetenv ("PLUME_LIBEXECDIR");
  delete_file (program);
}

static void
test_crash (void)
{
  assert_program_fails ("#!/bin/sh\nkill -SEGV $$\n");
  assert_program_fails ("#!/bin/sh\nprintf 'PLUMEH5\\001M'\nkill -SEGV $$\n");
  assert_program_fails ("#!/bin/sh\nexit 0\n");
}

typedef struct
{
  const char *next, *end;
} Bytes;

static gboolean
read_bytes (gpointer buffer, gsize length, gpointer data)
{
  Bytes *bytes = data;

  if (length > (gsize)(bytes->end - bytes->next))
    return FALSE;
  memcpy (buffer, bytes->next, length);
  bytes->next += length;
  return TRUE;
}

/* A stream of the corpus, where 16 MB are free. */
static PlumeDataset *
parse_stream (const char *name, GError **error)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "corpus", "hdf5", name, NULL);
  g_autofree char *contents = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  return plume_hdf5_parse (read_bytes, &(Bytes){ contents, contents + length }, "x.h5ad", length,
                           1 << 24, NULL, error);
}

static void
test_stream (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeDataset) good = parse_stream ("good", &error);
  g_autoptr (PlumeDataset) turned = parse_stream ("turned", NULL);
  g_autoptr (PlumeDataset) mixed = parse_stream ("out-of-order", NULL);
  g_autoptr (PlumeDataset) texts = parse_stream ("bad-text", NULL);

  g_assert_no_error (error);
  assert_numbers (first_table (good), 1, "depth", NULL, 1.5, NAN);
  assert_column_texts (first_table (good), "stage", "late", "");
  assert_block (plume_dataset_get_block (good, 0), PLUME_BLOCK_FEATURES, 2, 3,
                (double[]){ 1, 0, 2, 0, 3, 0 });
  assert_block (plume_dataset_get_block (turned, 0), PLUME_BLOCK_FEATURES, 2, 3,
                (double[]){ 0, 0, 2, 1, 0, 0 });
  /* entries of one place are summed */
  assert_block (plume_dataset_get_block (mixed, 0), PLUME_BLOCK_FEATURES, 2, 3,
                (double[]){ 2, 0, 4, 0, 4, 0 });
  g_assert_true (g_utf8_validate (plume_table_get_text (first_table (texts), 0, 0), -1, NULL));
}

static void
test_bad_streams (void)
{
  static const char *const damaged[] = {
    "empty",
    "only-magic",
    "no-total",
    "long-text",
    "nothing",
    "no-rows",
    "no-columns",
    "many-rows",
    "numbers-without-table",
    "category-outside",
    "category-negative",
    "other-rows",
    "unknown-kind",
    "oblong-distances",
    "starts-decrease",
    "starts-outside",
    "first-start",
    "column-outside",
    "huge-dense",
    "huge-sparse",
    "unknown-record",
    "cut",
    "no-end",
  };
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (damaged); i++)
    {
      g_autoptr (GError) failure = NULL;

      g_assert_null (parse_stream (damaged[i], &failure));
      assert_error_says (failure, "x.h5ad: the file is damaged");
    }
  g_assert_null (parse_stream ("refusal", &error));
  assert_error_says (error, "x.h5ad: it is of another kind; choose another");
  g_clear_error (&error);
  g_assert_null (parse_stream ("huge-total", &error));
  assert_error_says (error, "x.h5ad would take 9.2", "of memory, and 16.8");
}

static PlumeSparse *
find_sparse (const PlumeDataset *dataset, const char *name)
{
  PlumeBlock *block = plume_dataset_find_block (dataset, name);

  g_assert_nonnull (block);
  g_assert_nonnull (block->sparse);
  return block->sparse;
}

static void
test_tenx_3 (void)
{
  g_autoptr (PlumeDataset) folder = read_shared ("single-cell/10x-v3-mtx");
  g_autoptr (PlumeDataset) dataset = folder != NULL ? read_shared ("single-cell/10x-v3.h5") : NULL;
  PlumeSparse *a, *b;

  if (dataset == NULL)
    return;
  a = find_sparse (dataset, "matrix");
  b = find_sparse (folder, "matrix");
  g_assert_cmpuint (a->n_rows, ==, 1107);
  g_assert_cmpuint (a->n_columns, ==, 507);
  g_assert_cmpuint (a->n_entries, ==, 23866);
  g_assert_cmpmem (a->starts, 1108 * sizeof (gsize), b->starts, 1108 * sizeof (gsize));
  g_assert_cmpmem (a->columns, a->n_entries * sizeof (guint32), b->columns,
                   b->n_entries * sizeof (guint32));
  g_assert_cmpmem (a->values, a->n_entries * sizeof (double), b->values,
                   b->n_entries * sizeof (double));
  g_assert_true (
      g_strv_equal ((const char *const *)plume_dataset_get_block (dataset, 0)->column_names,
                    (const char *const *)plume_dataset_get_block (folder, 0)->column_names));
  for (gsize i = 0; i < 1107; i++)
    g_assert_cmpstr (plume_table_get_text (first_table (dataset), 0, i), ==,
                     plume_table_get_text (first_table (folder), 0, i));
}

static void
test_tenx_2 (void)
{
  g_autoptr (PlumeDataset) dataset = read_shared ("single-cell/10x-v2.h5");
  PlumeSparse *sparse;

  if (dataset == NULL)
    return;
  sparse = find_sparse (dataset, "matrix");
  g_assert_cmpuint (sparse->n_rows, ==, 12);
  g_assert_cmpuint (sparse->n_columns, ==, 343);
  g_assert_cmpuint (plume_table_get_n_rows (first_table (dataset)), ==, 12);
}

static guint
count_different (PlumeTable *table, const char *title)
{
  int column = plume_table_find_column (table, title);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_cmpint (column, >=, 0);
  for (gsize i = 0; i < plume_table_get_n_rows (table); i++)
    g_hash_table_add (seen, (char *)plume_table_get_text (table, (guint)column, i));
  return g_hash_table_size (seen);
}

static void
test_blood (void)
{
  g_autoptr (PlumeDataset) dataset = read_shared ("single-cell/pbmc68k_reduced.h5ad");
  PlumeTable *table;
  PlumeBlock *block;

  if (dataset == NULL)
    return;
  table = first_table (dataset);
  g_assert_cmpuint (plume_table_get_n_rows (table), ==, 700);
  g_assert_cmpuint (count_different (table, "bulk_labels"), ==, 10);
  g_assert_cmpuint (count_different (table, "louvain"), ==, 11);
  g_assert_true (
      plume_table_is_numeric (table, (guint)plume_table_find_column (table, "percent_mito")));
  block = plume_dataset_get_block (dataset, 0);
  g_assert_cmpstr (block->name, ==, "X");
  g_assert_cmpuint (block->n_columns, ==, 765);
  g_assert_cmpuint (g_strv_length (block->column_names), ==, 765);
  g_assert_cmpuint (plume_dataset_find_block (dataset, "obsm/X_pca")->n_columns, ==, 50);
  g_assert_cmpuint (plume_dataset_find_block (dataset, "obsm/X_umap")->n_columns, ==, 2);
  g_assert_cmpint ((int)plume_dataset_find_block (dataset, "obsp/connectivities")->kind, ==,
                   (int)PLUME_BLOCK_AFFINITIES);
  g_assert_cmpuint (find_sparse (dataset, "raw/X")->n_rows, ==, 700);
  g_assert_true (
      g_str_has_prefix (plume_dataset_get_attribute (dataset, "colours/bulk_labels"), "#"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hdf5/anndata/columns-of-every-kind-come-back", test_columns);
  g_test_add_func ("/hdf5/anndata/matrices-come-back", test_matrices);
  g_test_add_func ("/hdf5/anndata/tables-of-a-compound-type-come-back", test_compound);
  g_test_add_func ("/hdf5/anndata/chunks-come-in-their-order", test_chunks);
  g_test_add_func ("/hdf5/anndata/bytes-are-read-like-files", test_bytes);
  g_test_add_func ("/hdf5/anndata/sample-of-blood-has-700-cells-of-10-kinds", test_blood);
  g_test_add_func ("/hdf5/tenx/both-files-of-version-3-are-the-same-matrix", test_tenx_3);
  g_test_add_func ("/hdf5/tenx/version-2-has-a-group-for-the-genome", test_tenx_2);
  g_test_add_func ("/hdf5/stream/what-is-said-comes-back", test_stream);
  g_test_add_func ("/hdf5/stream/what-cannot-be-is-damage", test_bad_streams);
  g_test_add_func ("/hdf5/harm/more-than-the-memory-is-refused", test_too_large);
  g_test_add_func ("/hdf5/harm/other-files-stay-unread", test_other_files);
  g_test_add_func ("/hdf5/harm/unknown-filters-are-named", test_unknown_filter);
  g_test_add_func ("/hdf5/harm/other-contents-are-named", test_other_hdf5);
  g_test_add_func ("/hdf5/harm/a-crash-is-a-sentence", test_crash);
  g_test_add_func ("/hdf5/harm/reading-is-cancelled", test_cancel);
  g_test_add_func ("/hdf5/harm/hostile-files-end-in-data-or-a-sentence", test_hostile_files);
  return g_test_run ();
}
