/* test-matrix-files.c: matrices in MatrixMarket files and folders of Cell Ranger. */
#include "matrix-files.h"

static PlumeBlock *
only_block (const PlumeDataset *dataset)
{
  g_assert_cmpuint (plume_dataset_get_n_blocks (dataset), ==, 1);
  return plume_dataset_get_block (dataset, 0);
}

static void
test_coordinates (void)
{
  static const char *const files[] = { "small.mtx", "small.mtx.gz", "crlf.mtx",
                                       "no-last-newline.mtx" };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *file = g_strconcat ("matrix-market/", files[i], NULL);
      g_autoptr (PlumeDataset) dataset = read_good (file);
      PlumeBlock *block = only_block (dataset);

      /* both entries of the first place are summed */
      assert_block (block, PLUME_BLOCK_FEATURES, 2, 3, (double[]){ 2, 4, 0, 0, 0, -2000 });
      g_assert_cmpuint (block->sparse->n_entries, ==, 3);
      g_assert_cmpuint (plume_dataset_get_n_tables (dataset), ==, 0);
    }
}

static void
test_patterns (void)
{
  g_autoptr (PlumeDataset) pattern = read_good ("matrix-market/pattern.mtx");
  g_autoptr (PlumeDataset) empty = read_good ("matrix-market/empty-entries.mtx");

  assert_block (only_block (pattern), PLUME_BLOCK_FEATURES, 2, 2, (double[]){ 0, 1, 1, 0 });
  assert_block (only_block (empty), PLUME_BLOCK_FEATURES, 2, 2, (double[]){ 0, 0, 0, 0 });
}

/* One half is stored, both are there; without negative entries it is a graph. */
static void
test_symmetry (void)
{
  g_autoptr (PlumeDataset) graph = read_good ("matrix-market/symmetric.mtx");
  g_autoptr (PlumeDataset) signs = read_good ("matrix-market/signed-symmetric.mtx");
  g_autoptr (PlumeDataset) skew = read_good ("matrix-market/skew.mtx");

  assert_block (only_block (graph), PLUME_BLOCK_AFFINITIES, 3, 3,
                (double[]){ 2, 1, 0, 1, 0, 4, 0, 4, 0 });
  assert_block (only_block (signs), PLUME_BLOCK_FEATURES, 3, 3,
                (double[]){ 2, -1, 0, -1, 0, 0, 0, 0, 0 });
  assert_block (only_block (skew), PLUME_BLOCK_FEATURES, 3, 3,
                (double[]){ 0, -1, 0, 1, 0, -4, 0, 4, 0 });
}

/* The file goes down the columns. */
static void
test_arrays (void)
{
  g_autoptr (PlumeDataset) general = read_good ("matrix-market/array.mtx");
  g_autoptr (PlumeDataset) symmetric = read_good ("matrix-market/array-symmetric.mtx");
  g_autoptr (PlumeDataset) skew = read_good ("matrix-market/array-skew.mtx");

  assert_block (only_block (general), PLUME_BLOCK_FEATURES, 2, 3, (double[]){ 1, 3, 5, 2, 4, 6 });
  assert_block (only_block (symmetric), PLUME_BLOCK_DISTANCES, 3, 3,
                (double[]){ 0, 1, 2, 1, 0, 3, 2, 3, 0 });
  assert_block (only_block (skew), PLUME_BLOCK_FEATURES, 3, 3,
                (double[]){ 0, -1, -2, 1, 0, -3, 2, 3, 0 });
}

static void
test_failures (void)
{
  assert_corpus_fails ("matrix-market/complex.mtx", "complex", "store real numbers");
  assert_corpus_fails ("matrix-market/vector.mtx", "'vector'", "no matrix");
  assert_corpus_fails ("matrix-market/no-words.mtx", "no-words.mtx");
  assert_corpus_fails ("matrix-market/wrong-words.mtx", "'array pattern general'");
  assert_corpus_fails ("matrix-market/no-text.mtx", "'?? real general'");
  assert_corpus_fails ("matrix-market/no-sizes.mtx", "rows, columns and entries");
  assert_corpus_fails ("matrix-market/two-sizes.mtx", "rows, columns and entries");
  assert_corpus_fails ("matrix-market/negative-sizes.mtx", "rows, columns and entries");
  assert_corpus_fails ("matrix-market/no-rows.mtx", "the matrix is empty");
  assert_corpus_fails ("matrix-market/huge.mtx", "more than can be read");
  assert_corpus_fails ("matrix-market/hollow.mtx", "leave out rows and columns");
  assert_corpus_fails ("matrix-market/huge-array.mtx", "ends before");
  assert_corpus_fails ("matrix-market/truncated.mtx", "40 entries", "ends before");
  assert_corpus_fails ("matrix-market/too-few.mtx", "3 entries", "holds 2");
  assert_corpus_fails ("matrix-market/too-many.mtx", "1 entries", "holds 2", "line of sizes");
  assert_corpus_fails ("matrix-market/row-outside.mtx", "line 4", "'3 1 1'", "outside the rows");
  assert_corpus_fails ("matrix-market/column-outside.mtx", "line 4", "outside the columns");
  assert_corpus_fails ("matrix-market/no-number.mtx", "line 4", "'1 2 x'", "no entry");
  assert_corpus_fails ("matrix-market/no-value.mtx", "line 4", "no entry");
  assert_corpus_fails ("matrix-market/more-on-line.mtx", "line 3", "no entry");
  assert_corpus_fails ("matrix-market/skew-diagonal.mtx", "line 3", "diagonal");
  assert_corpus_fails ("matrix-market/oblong-symmetric.mtx", "symmetric", "2 × 3");
  assert_corpus_fails ("matrix-market/bad-sum.mtx.gz", "damaged");
}

/* Random triplets written down and read again, over several pieces and on any number of threads. */
static void
test_round_trip (void)
{
  enum
  {
    ROWS = 1000,
    COLUMNS = 70,
    ENTRIES = 200000
  };
  g_autoptr (GString) text = g_string_new ("%%MatrixMarket matrix coordinate real general\n");
  g_autofree double *sums = g_new0 (double, ROWS *COLUMNS);
  PlumeStream stream = plume_stream (1, "matrix", 0);
  int threads = plume_parallel_get_threads ();

  g_string_append_printf (text, "%d %d %d\n", ROWS, COLUMNS, ENTRIES);
  for (int k = 0; k < ENTRIES; k++)
    {
      guint row = plume_stream_bits (&stream) % ROWS,
            column = plume_stream_bits (&stream) % COLUMNS;
      double value = plume_stream_normal (&stream);

      sums[row * COLUMNS + column] += value;
      g_string_append_printf (text, "%u %u %.17g\n", row + 1, column + 1, value);
    }
  for (int n = 1; n <= 3; n++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PlumeDataset) dataset = NULL;

      plume_parallel_set_threads (n);
      dataset = read_length (text->str, text->len, "x.mtx", &error);
      g_assert_no_error (error);
      assert_block (only_block (dataset), PLUME_BLOCK_FEATURES, ROWS, COLUMNS, sums);
    }
  plume_parallel_set_threads (threads);
}

static void
test_cancel (void)
{
  g_autofree char *path =
      g_test_build_filename (G_TEST_DIST, "corpus/matrix-market/small.mtx", NULL);
  g_autoptr (PlumeTask) task = plume_task_new ();
  g_autoptr (GError) error = NULL;

  plume_task_cancel (task);
  g_assert_null (plume_dataset_read_file (path, task, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_CANCELLED);
}

static void
assert_tenx (const char *path, gboolean has_types)
{
  g_autoptr (PlumeDataset) dataset = read_good (path);
  PlumeBlock *block = only_block (dataset);
  PlumeTable *cells = first_table (dataset);
  PlumeTable *features = plume_dataset_find_table (dataset, "features");

  assert_block (block, PLUME_BLOCK_FEATURES, 4, 3,
                (double[]){ 0, 0, 20, 1, 11, 0, 0, 0, 0, 3, 0, 23 });
  g_assert_cmpint (plume_block_find_column (block, "ZEB1"), ==, 2);
  g_assert_cmpuint (plume_table_get_n_rows (cells), ==, 4);
  g_assert_cmpstr (plume_table_get_title (cells, 0), ==, "barcode");
  g_assert_cmpstr (plume_table_get_text (cells, 0, 1), ==, "AAAG-1");
  g_assert_cmpuint (plume_table_get_n_rows (features), ==, 3);
  g_assert_cmpstr (plume_table_get_text (features, 0, 2), ==, "G3");
  g_assert_cmpuint (plume_table_get_n_columns (features), ==, has_types ? 3 : 2);
}

/* Genes × cells becomes cells × genes, whether the folder or its matrix is opened. */
static void
test_tenx (void)
{
  assert_tenx ("matrix-market/tenx-3", TRUE);
  assert_tenx ("matrix-market/tenx-3/matrix.mtx.gz", TRUE);
  assert_tenx ("matrix-market/tenx-2", FALSE);
  assert_tenx ("matrix-market/tenx-prefix/GSM1_matrix.mtx", TRUE);
}

static void
test_tenx_other_name (void)
{
  g_autoptr (PlumeDataset) dataset = read_good ("matrix-market/tenx-prefix/other.mtx");

  g_assert_cmpuint (only_block (dataset)->n_rows, ==, 3);
  g_assert_cmpuint (plume_dataset_get_n_tables (dataset), ==, 0);
}

static void
test_tenx_failures (void)
{
  assert_corpus_fails ("matrix-market/tenx-mismatch", "barcodes.tsv", "5 cells", "has 4");
  assert_corpus_fails ("matrix-market/tenx-broken", "barcodes.tsv.gz", "compressed data");
  assert_corpus_fails ("matrix-market", "matrix-market", "is a folder");
}

/* What Cell Ranger's sample is known to hold. */
static void
test_tenx_truth (void)
{
  g_autoptr (PlumeDataset) dataset = read_shared ("single-cell/10x-v3-mtx");
  PlumeBlock *block;

  if (dataset == NULL)
    return;
  block = only_block (dataset);
  g_assert_cmpuint (block->n_rows, ==, 1107);
  g_assert_cmpuint (block->n_columns, ==, 507);
  g_assert_cmpuint (block->sparse->n_entries, ==, 23866);
  /* the first entry of the file: 458 1 3 */
  g_assert_cmpfloat (plume_sparse_get (block->sparse, 0, 457), ==, 3);
  g_assert_cmpstr (plume_table_get_text (first_table (dataset), 0, 1), ==, "AAACGCTTCAGCCCAG-1");
  g_assert_cmpstr (block->column_names[0], ==, "CH507-9B2.2");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/matrix-files/market/coordinates-are-places", test_coordinates);
  g_test_add_func ("/matrix-files/market/a-pattern-is-of-ones", test_patterns);
  g_test_add_func ("/matrix-files/market/half-a-symmetric-matrix-is-a-whole-one", test_symmetry);
  g_test_add_func ("/matrix-files/market/arrays-go-down-the-columns", test_arrays);
  g_test_add_func ("/matrix-files/market/what-is-written-comes-back", test_round_trip);
  g_test_add_func ("/matrix-files/market/failures-name-the-place", test_failures);
  g_test_add_func ("/matrix-files/market/reading-is-cancelled", test_cancel);
  g_test_add_func ("/matrix-files/tenx/cells-are-rows", test_tenx);
  g_test_add_func ("/matrix-files/tenx/other-matrices-stay-as-they-are", test_tenx_other_name);
  g_test_add_func ("/matrix-files/tenx/failures-say-what-does-not-fit", test_tenx_failures);
  g_test_add_func ("/matrix-files/tenx/sample-has-507-genes-in-1107-cells", test_tenx_truth);
  return g_test_run ();
}
