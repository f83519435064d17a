/* test-pairs.c: square matrices and lists of edges as what is known of pairs. */
#include "matrix-files.h"

#include "data/plume-pairs.h"

static PlumeGrid
make_grid (gsize n_rows, gsize n_columns, const double *values)
{
  return (PlumeGrid){ .name = (char *)"grid",
                      .n_dimensions = 2,
                      .shape = { n_rows, n_columns },
                      .values = plume_array_new_copy (values, n_rows * n_columns) };
}

static void
assert_grid_fails (const double *values, PlumeBlockKind kind, const char *place, const char *what)
{
  PlumeGrid grid = make_grid (3, 3, values);
  g_autoptr (GError) error = NULL;

  g_assert_null (plume_block_from_grid (&grid, kind, NULL, NULL, &error));
  assert_error_says (error, "of grid", place, what);
  plume_array_unref (grid.values);
}

static void
test_grid (void)
{
  static const double values[] = { 0, 1, 2, 1, 0, 3, 2, 3, 0 };
  PlumeGrid grid = make_grid (3, 3, values), oblong = make_grid (2, 3, values);
  g_autofree char *note = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeBlock) features =
      plume_block_from_grid (&oblong, PLUME_BLOCK_FEATURES, &note, NULL, &error);
  g_autoptr (PlumeBlock) distances =
      plume_block_from_grid (&grid, PLUME_BLOCK_DISTANCES, &note, NULL, &error);

  g_assert_no_error (error);
  g_assert_null (note);
  assert_block (features, PLUME_BLOCK_FEATURES, 2, 3, values);
  assert_block (distances, PLUME_BLOCK_DISTANCES, 3, 3, values);
  g_assert_null (plume_block_from_grid (&oblong, PLUME_BLOCK_DISTANCES, NULL, NULL, &error));
  assert_error_says (error, "grid has 2 rows and 3 columns", "as many of both");
  plume_array_unref (grid.values);
  plume_array_unref (oblong.values);
}

/* Each thing that distances cannot be has its sentence. */
static void
test_no_distances (void)
{
  assert_grid_fails ((double[]){ 0, 1, 2, 1, 0, 3, 2, -3, 0 }, PLUME_BLOCK_DISTANCES,
                     "row 3, column 2", "is negative");
  assert_grid_fails ((double[]){ 0, NAN, 2, 1, 0, 3, 2, 3, 0 }, PLUME_BLOCK_AFFINITIES,
                     "row 1, column 2", "the affinity is missing");
  assert_grid_fails ((double[]){ 0, 1, 2, 1, 1, 3, 2, 3, 0 }, PLUME_BLOCK_DISTANCES,
                     "row 2, column 2", "to itself is not 0");
  assert_grid_fails ((double[]){ 0, 1, 2, 1, 0, 3, 2.5, 3, 0 }, PLUME_BLOCK_DISTANCES,
                     "row 3, column 1", "has to be symmetric");
}

static void
test_rounding (void)
{
  PlumeGrid grid = make_grid (3, 3, (double[]){ 1e-9, 1, 2, 1 + 1e-7, 0, 3, 2, 3, 0 });
  g_autofree char *note = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeBlock) block =
      plume_block_from_grid (&grid, PLUME_BLOCK_DISTANCES, &note, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (strstr (note, "1e-07"));
  g_assert_cmpfloat (block->dense->values[1], ==, block->dense->values[3]);
  g_assert_cmpfloat_with_epsilon (block->dense->values[1], 1 + 5e-8, 1e-15);
  g_assert_cmpfloat (block->dense->values[0], ==, 0);
  plume_array_unref (grid.values);
}

static void
test_square (void)
{
  g_autoptr (PlumeDataset) dataset = read_text ("name,a,b\na,1,0.5\nb,0.5,1\n");
  g_autoptr (PlumeDataset) oblong = read_text ("a,b,c\n1,2,3\n4,5,6\n");
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeBlock) block =
      plume_block_from_square (first_table (dataset), PLUME_BLOCK_AFFINITIES, NULL, NULL, &error);

  g_assert_no_error (error);
  assert_block (block, PLUME_BLOCK_AFFINITIES, 2, 2, (double[]){ 1, 0.5, 0.5, 1 });
  g_assert_cmpint (plume_block_find_column (block, "b"), ==, 1);
  g_assert_null (
      plume_block_from_square (first_table (oblong), PLUME_BLOCK_AFFINITIES, NULL, NULL, &error));
  assert_error_says (error, "2 rows and 3 columns");
}

/* Listed one way, there and back, and repeatedly: summed, then the mean of both ways. */
static void
test_edges (void)
{
  g_autoptr (PlumeDataset) dataset =
      read_text ("from,to,weight\nx,y,2\ny,x,4\nz,y,1\nz,y,0.5\nx,x,9\n");
  g_autofree char *note = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeBlock) block =
      plume_block_from_edges (first_table (dataset), 0, 1, 2, &note, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (plume_table_may_be_edges (first_table (dataset)));
  assert_block (block, PLUME_BLOCK_AFFINITIES, 3, 3, (double[]){ 0, 3, 0, 3, 0, 1.5, 0, 1.5, 0 });
  g_assert_cmpstr (block->column_names[2], ==, "z");
  g_assert_nonnull (strstr (note, "1"));
}

/* Numbers are names, in their order; without weights all edges are alike. */
static void
test_numbered (void)
{
  g_autoptr (PlumeDataset) dataset = read_text ("a,b\n10,2\n7,10\n");
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeBlock) block =
      plume_block_from_edges (first_table (dataset), 0, 1, -1, NULL, NULL, &error);

  g_assert_no_error (error);
  assert_block (block, PLUME_BLOCK_AFFINITIES, 3, 3, (double[]){ 0, 0, 1, 0, 0, 1, 1, 1, 0 });
  g_assert_cmpstr (block->column_names[0], ==, "2");
  g_assert_cmpstr (block->column_names[2], ==, "10");
}

static void
assert_edges_fail (const char *text, int weight, const char *what)
{
  g_autoptr (PlumeDataset) dataset = read_text (text);
  g_autoptr (GError) error = NULL;

  g_assert_null (plume_block_from_edges (first_table (dataset), 0, 1, weight, NULL, NULL, &error));
  assert_error_says (error, "x.csv", what);
}

static void
test_no_edges (void)
{
  g_autoptr (PlumeDataset) points = read_text ("x,y\n0.5,1\n2,3\n");

  g_assert_false (plume_table_may_be_edges (first_table (points)));
  assert_edges_fail ("from,to,weight\na,b,1\nb,c,-1\n", 2, "line 3");
  assert_edges_fail ("from,to,weight\na,b,1\nb,,1\n", 2, "names no node");
  assert_edges_fail ("from,to\n1,2\n3,\n", -1, "names no node");
  assert_edges_fail ("from,to\n1,a\n3,b\n", -1, "alike");
  assert_edges_fail ("from,to,kind\na,b,x\nb,c,y\n", 2, "holds texts");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pairs/square/grids-become-blocks", test_grid);
  g_test_add_func ("/pairs/square/tables-become-blocks", test_square);
  g_test_add_func ("/pairs/square/rounding-is-evened-out", test_rounding);
  g_test_add_func ("/pairs/square/what-cannot-be-is-named", test_no_distances);
  g_test_add_func ("/pairs/edges/there-and-back-is-one-edge", test_edges);
  g_test_add_func ("/pairs/edges/numbers-are-names", test_numbered);
  g_test_add_func ("/pairs/edges/what-cannot-be-is-named", test_no_edges);
  return g_test_run ();
}
