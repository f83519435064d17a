/* test-inputs.c: many columns, blocks and labels in the roles of an input. */
#include "cells.h"
#include "data/plume-reader.h"
#include "lab/plume-recipe.h"

#include <glib/gstdio.h>

enum
{
  FEATURES,
  LABEL,
  STAGE,
};

static PlumeDataset *
read_text (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  PlumeDataset *dataset = plume_dataset_read_bytes (bytes, "x.csv", NULL, &error);

  g_assert_no_error (error);
  return dataset;
}

static PlumeBinding *
bind (PlumeDataset *dataset, const PlumeColumnChoice *choices)
{
  g_autoptr (GError) error = NULL;
  PlumeBinding *binding = plume_binding_new (cells_inputs, dataset, "/x.csv", "0", choices, &error);

  g_assert_no_error (error);
  return binding;
}

static PlumeBinding *
bind_text (const char *text)
{
  g_autoptr (PlumeDataset) dataset = read_text (text);

  return bind (dataset, NULL);
}

/* The binding with one role written by a person. */
static PlumeBinding *
bind_role (PlumeBinding *binding, guint role, const char *text)
{
  PlumeColumnChoice choices[G_N_ELEMENTS (cells_roles)];
  g_autoptr (GError) error = NULL;

  memcpy (choices, binding->choices, sizeof choices);
  plume_choices_set_text (cells_inputs, binding->dataset, role, text, choices, &error);
  g_assert_no_error (error);

  PlumeBinding *changed = plume_binding_with_choices (binding, choices, &error);

  g_assert_no_error (error);
  return changed;
}

static void
assert_refuses (PlumeBinding *binding, guint role, const char *text, const char *pattern)
{
  PlumeColumnChoice choices[G_N_ELEMENTS (cells_roles)];
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeBinding) changed = NULL;

  memcpy (choices, binding->choices, sizeof choices);
  if (plume_choices_set_text (cells_inputs, binding->dataset, role, text, choices, &error))
    changed = plume_binding_with_choices (binding, choices, &error);
  g_assert_null (changed);
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_DATA);
  if (!g_pattern_match_simple (pattern, error->message))
    g_error ("'%s' does not match '%s'", error->message, pattern);
}

static void
assert_texts (char *const *texts, const char *const *expected)
{
  guint i = 0;

  for (; expected[i] != NULL; i++)
    g_assert_cmpstr (texts[i], ==, expected[i]);
  g_assert_null (texts[i]);
}

#define assert_names(texts, ...) assert_texts (texts, (const char *const[]){ __VA_ARGS__, NULL })
#define assert_features(binding, ...)                                                              \
  assert_names ((binding)->blocks[FEATURES]->column_names, __VA_ARGS__)

static PlumeLabels *
labels_of (const char *text)
{
  g_autoptr (PlumeDataset) dataset = read_text (text);
  g_autoptr (GError) error = NULL;
  PlumeLabels *labels =
      plume_labels_new_for_column (plume_dataset_get_table (dataset, 0), 0, &error);

  g_assert_no_error (error);
  return labels;
}

static void
test_labels_as_found (void)
{
  g_autoptr (PlumeLabels) labels = labels_of ("kind,x\nrat,1\nmouse,2\n,3\nrat,4\nant,5\n");
  static const double codes[] = { 0, 1, NAN, 0, 2 };

  assert_names (labels->names, "rat", "mouse", "ant");
  g_assert_cmpuint (labels->n_names, ==, 3);
  g_assert_cmpuint (labels->n_missing, ==, 1);
  for (guint i = 0; i < 5; i++)
    g_assert_true (labels->codes->values[i] == codes[i]
                   || (i == 2 && isnan (labels->codes->values[i])));
  g_assert_cmpstr (plume_labels_get (labels, 4), ==, "ant");
  g_assert_null (plume_labels_get (labels, 2));
}

static void
test_labels_by_number (void)
{
  g_autoptr (PlumeLabels) texts = labels_of ("stage,x\nday 16,1\nday 2,2\nday 4,3\nday 2,4\n");
  g_autoptr (PlumeLabels) mixed = labels_of ("stage,x\nday 16,1\nhour 2,2\nday 4,3\n");
  g_autoptr (PlumeLabels) numbers = labels_of ("stage,x\n16,1\n-2,2\n0.5,3\n-2,4\n");

  assert_names (texts->names, "day 2", "day 4", "day 16");
  g_assert_cmpfloat (texts->codes->values[0], ==, 2);
  g_assert_cmpfloat (texts->codes->values[3], ==, 0);
  assert_names (mixed->names, "day 16", "hour 2", "day 4");
  assert_names (numbers->names, "-2", "0.5", "16");
  g_assert_cmpfloat (numbers->codes->values[0], ==, 2);
  g_assert_cmpfloat (numbers->codes->values[3], ==, 0);
}

static void
test_labels_are_few (void)
{
  g_autoptr (PlumeArray) many = plume_array_new_linear (0, 1, PLUME_LABELS_MAX_NUMBERS + 1);
  g_autoptr (PlumeArray) few = plume_array_new_linear (0, 1, PLUME_LABELS_MAX_NUMBERS);
  g_autoptr (PlumeLabels) labels = plume_labels_new_for_numbers (few);

  g_assert_null (plume_labels_new_for_numbers (many));
  g_assert_cmpuint (labels->n_names, ==, PLUME_LABELS_MAX_NUMBERS);
}

static void
test_sets_are_canonical (void)
{
  static const char *const written[][2] = {
    { "0", "0" }, { "3,1,2", "1-3" }, { "0-2,2-4,7", "0-4,7" }, { "9", "9" }, { "-", "-" }
  };
  static const char *const refused[] = { "", "a", "1-", "-1", "3-2", "10", "1,", "1;2", "1-2-3" };

  for (guint i = 0; i < G_N_ELEMENTS (written); i++)
    {
      g_autoptr (GArray) columns = plume_column_set_parse (written[i][0], 10);

      g_assert_nonnull (columns);
      g_assert_cmpstr (plume_column_set_format (columns), ==, written[i][1]);
      g_assert_true (plume_column_set_format (columns) == g_intern_string (written[i][1])
                     || columns->len == 0);
    }
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    g_assert_null (plume_column_set_parse (refused[i], 10));
}

static PlumeBinding *
bind_sample (void)
{
  return plume_binding_new_sample (cells_inputs, "twelve", NULL);
}

static void
test_guess (void)
{
  g_autoptr (PlumeBinding) binding = bind_sample ();

  /* neither the index nor names of cells nor the stage are features; Timeless is no time */
  assert_features (binding, "Actb", "Timeless", "Zfp42");
  g_assert_cmpint (binding->choices[LABEL].column, ==, 5);
  g_assert_cmpint (binding->choices[STAGE].column, ==, 6);
  assert_names (binding->labels[LABEL]->names, "mouse", "rat");
  assert_names (binding->labels[STAGE]->names, "2", "4", "16");
  g_assert_cmpstr (binding->taken[FEATURES], ==, "2-4");
  g_assert_cmpstr (binding->choices[FEATURES].columns, ==, PLUME_COLUMNS_GUESSED);
}

static void
test_guess_without_words (void)
{
  g_autoptr (PlumeBinding) texts =
      bind_text ("name,x,y,kind\nu,1,2,a\nv,2,3,b\nw,3,5,a\nz,5,4,b\n");
  g_autoptr (PlumeBinding) bare = bind_text ("1,2\n3,5\n4,4\n");
  g_autoptr (PlumeBinding) classes = bind_text ("x,Class,batch\n1.5,1,1\n2.5,2,1\n2.25,1,2\n");

  /* texts that come again are labels, names of rows are not */
  g_assert_cmpint (texts->choices[LABEL].column, ==, 3);
  assert_features (texts, "x", "y");
  g_assert_cmpint (bare->choices[LABEL].column, ==, -1);
  g_assert_cmpuint (bare->blocks[FEATURES]->n_columns, ==, 2);
  g_assert_cmpint (classes->choices[LABEL].column, ==, 1);
  assert_features (classes, "x");
}

static void
test_guess_follows (void)
{
  g_autoptr (PlumeBinding) binding = bind_text ("x,y,z\n1,2,1\n2,3,2\n3,5,1\n");
  g_autoptr (PlumeBinding) labelled = bind_role (binding, LABEL, "z");
  g_autoptr (PlumeBinding) again = bind_role (labelled, LABEL, "-");

  assert_features (binding, "x", "y", "z");
  assert_features (labelled, "x", "y");
  assert_features (again, "x", "y", "z");
}

static void
test_rows_are_samples (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const gsize n = 150, p = 131; /* more than a tile, and no multiple of it */

  for (gsize j = 0; j < p; j++)
    g_string_append_printf (text, "%sc%zu", j > 0 ? "," : "", j);
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < p; j++)
      g_string_append_printf (text, "%s%zu", j > 0 ? "," : "\n", 1000 * i + j * j);

  g_autoptr (PlumeBinding) binding = bind_text (text->str);
  g_autoptr (PlumeBinding) turned = bind_role (binding, FEATURES, ":transposed");
  const PlumeBlock *block = binding->blocks[FEATURES], *other = turned->blocks[FEATURES];

  g_assert_cmpuint (block->n_rows, ==, n);
  g_assert_cmpuint (block->n_columns, ==, p);
  g_assert_cmpuint (other->n_rows, ==, p);
  g_assert_cmpuint (other->n_columns, ==, n);
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < p; j++)
      {
        g_assert_cmpfloat (block->dense->values[i * p + j], ==, (double)(1000 * i + j * j));
        g_assert_cmpfloat (other->dense->values[j * n + i], ==, (double)(1000 * i + j * j));
      }
  g_assert_cmpstr (binding->key, !=, turned->key);
}

static void
test_turned_tables (void)
{
  g_autoptr (PlumeBinding) binding =
      bind_text ("gene,s1,s2,s3,kind\nActb,1,2,3,a\nGapdh,4,5,6,a\nTbp,7,8,9,b\nFn1,1,1,2,b\n");
  g_autoptr (PlumeBinding) turned = bind_role (binding, FEATURES, ":transposed");

  /* names of rows become names of features; columns that tell of genes label no samples */
  assert_features (turned, "Actb", "Gapdh", "Tbp", "Fn1");
  g_assert_cmpuint (plume_binding_get_n_samples (turned), ==, 3);
  g_assert_nonnull (binding->labels[LABEL]);
  g_assert_null (turned->labels[LABEL]);
  g_assert_cmpint (turned->choices[LABEL].column, ==, -1);
}

static void
test_missing_cells (void)
{
  g_autoptr (PlumeBinding) binding = bind_text ("x,y,kind\n1,,a\n,3,\n3,5,b\n");

  g_assert_cmpuint (binding->n_missing, ==, 2);
  g_assert_cmpuint (binding->labels[LABEL] != NULL ? binding->labels[LABEL]->n_missing : 1, ==, 1);
}

static void
test_gathering_is_cancelled (void)
{
  g_autoptr (PlumeDataset) dataset = read_text ("x,y\n1,2\n2,3\n");
  g_autoptr (PlumeTask) task = plume_task_new ();
  g_autoptr (GError) error = NULL;

  plume_task_cancel (task);
  g_assert_null (plume_binding_make (cells_inputs, dataset, NULL, "0", NULL, task, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_CANCELLED);
}

/* 3 samples: a table of kinds, X sparse with 4 genes, obsm/X_pca without names, distances. */
static PlumeDataset *
make_blocks (void)
{
  PlumeDataset *dataset = plume_dataset_new ("cells.h5ad");
  PlumeTable *table = plume_table_new ("obs");
  static const char *const kinds[] = { "a", "b", "a", NULL }, *const genes[] = { "g1", "g2", "g3",
                                                                                 "g4", NULL };
  static const guint32 rows[] = { 0, 1, 2 }, columns[] = { 3, 0, 1 };
  static const double values[] = { 7, 8, 9 };

  plume_table_add_texts (table, "louvain", g_strdupv ((char **)kinds));
  plume_table_add_numbers (table, "n_counts", NULL, plume_array_new_linear (5, 7, 3));
  plume_dataset_take_table (dataset, table);
  plume_dataset_take_block (dataset, plume_block_new_sparse ("X", PLUME_BLOCK_FEATURES,
                                                             plume_sparse_new_from_triplets (
                                                                 3, 4, 3, rows, columns, values),
                                                             g_strdupv ((char **)genes)));
  plume_dataset_take_block (dataset,
                            plume_block_new_dense ("obsm/X_pca", PLUME_BLOCK_FEATURES, 3, 2,
                                                   plume_array_new_linear (0, 5, 6), NULL));
  plume_dataset_take_block (dataset, plume_block_new_dense ("obsp/distances", PLUME_BLOCK_DISTANCES,
                                                            3, 3, plume_array_new (9), NULL));
  return dataset;
}

static void
test_blocks (void)
{
  g_autoptr (PlumeDataset) dataset = make_blocks ();
  g_autoptr (PlumeBinding) binding = bind (dataset, NULL);
  g_autoptr (PlumeBinding) pca = bind_role (binding, FEATURES, "@obsm/X_pca");
  g_autoptr (PlumeBinding) pairs = bind_role (binding, FEATURES, "@obsp/distances");
  g_autoptr (PlumeBinding) columns = bind_role (binding, FEATURES, "n_counts");

  g_assert_true (binding->blocks[FEATURES] == plume_dataset_get_block (dataset, 0));
  g_assert_cmpstr (binding->taken[FEATURES], ==, "@X");
  assert_names (binding->labels[LABEL]->names, "a", "b");
  g_assert_true (pca->blocks[FEATURES] == plume_dataset_get_block (dataset, 1));
  g_assert_cmpint (pairs->blocks[FEATURES]->kind, ==, PLUME_BLOCK_DISTANCES);
  assert_features (columns, "n_counts");
  assert_refuses (binding, FEATURES, "@layers/counts", "*no block 'layers/counts'*");
  assert_refuses (binding, FEATURES, "-", "*at least one*");

  g_autoptr (PlumeBinding) genes = bind_role (binding, FEATURES, "@X:transposed");

  g_assert_cmpuint (genes->blocks[FEATURES]->n_rows, ==, 4);
  g_assert_cmpfloat (plume_sparse_get (genes->blocks[FEATURES]->sparse, 3, 0), ==, 7);
}

static void
test_blocks_alone (void)
{
  g_autoptr (PlumeDataset) dataset = plume_dataset_new ("matrix.npy");
  gsize shape[] = { 2, 3 };

  plume_dataset_take_grid (dataset, "matrix", 2, shape, plume_array_new_linear (1, 6, 6));

  g_autoptr (PlumeBinding) binding = bind (dataset, NULL);

  g_assert_cmpuint (binding->blocks[FEATURES]->n_columns, ==, 3);
  g_assert_cmpfloat_with_epsilon (binding->blocks[FEATURES]->dense->values[4], 5, 1e-12);
}

static void
test_pairs (void)
{
  g_autoptr (PlumeBinding) distances = bind_text ("a,b,c\n0,1,2\n1,0,3\n2,3,0\n");
  g_autoptr (PlumeBinding) affinities = bind_text ("a,b,c\n1,0.5,0\n0.5,1,0\n0,0,1\n");
  g_autoptr (PlumeBinding) features = bind_text ("a,b,c\n0,1,2\n1,0,3\n2,4,0\n");

  g_assert_cmpint (distances->blocks[FEATURES]->kind, ==, PLUME_BLOCK_DISTANCES);
  g_assert_cmpint (affinities->blocks[FEATURES]->kind, ==, PLUME_BLOCK_AFFINITIES);
  g_assert_cmpint (features->blocks[FEATURES]->kind, ==, PLUME_BLOCK_FEATURES);
}

static void
test_texts_of_columns (void)
{
  g_autoptr (PlumeBinding) binding = bind_text (
      "g1,g2,\"a, b\",kind,x.1,g3\n1,2,1,a,3,4\n2,3,1,b,4,3\n3,5,2,a,5,1\n4,1,2,b,6,7\n");
  static const char *const texts[][2] = {
    { "g1", "0" },          { "g3,g1", "0,5" },       { "g1..a, b", "-" }, { "g*", "0-1,5" },
    { "^g2,x.1", "0,2,5" }, { "\"a, b\",g1", "0,2" }, { "*", "0-2,4-5" },  { "x.1..g3", "4-5" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_strcmp0 (texts[i][1], "-") != 0)
      {
        g_autoptr (PlumeBinding) changed = bind_role (binding, FEATURES, texts[i][0]);

        g_assert_cmpstr (changed->taken[FEATURES], ==, texts[i][1]);
      }
    else
      assert_refuses (binding, FEATURES, texts[i][0], "*no column*");
  assert_refuses (binding, FEATURES, "g9", "*no column 'g9'*");
  assert_refuses (binding, FEATURES, "g1,kind", "*'kind'*text*numbers are needed*");
  assert_refuses (binding, FEATURES, "z*", "*at least one*");
  assert_refuses (binding, LABEL, "nothing", "*no column 'nothing'*");
}

static PlumeInputs *
inputs_with (PlumeBinding *binding)
{
  g_autoptr (PlumeInputs) none = plume_inputs_new (&cells, FALSE);

  return plume_inputs_with (none, 0, binding, FALSE);
}

/* The features of a file, with roles as a recipe of another file tells them. */
static PlumeBinding *
carry_over (PlumeBinding *binding, const char *path)
{
  g_autoptr (PlumeInputs) inputs = inputs_with (binding);
  g_autoptr (JsonNode) node = plume_inputs_to_json (inputs);
  JsonArray *list = json_object_get_array_member (json_node_get_object (node), "cells");
  g_autoptr (GError) error = NULL;

  json_object_set_string_member (json_array_get_object_element (list, 0), "path", path);

  g_autoptr (PlumeInputs) read =
      plume_inputs_from_json (&cells, json_node_get_object (node), NULL, NULL, &error);

  g_assert_no_error (error);
  return plume_binding_ref (g_ptr_array_index (read->bindings[0], 0));
}

static void
test_recipes_name_titles (void)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "plume-test-inputs.csv", NULL);
  g_autoptr (PlumeBinding) binding =
      bind_text ("b,a,c,d,kind\n1,2,3,4,x\n2,3,1,5,y\n3,5,2,6,x\n1,1,1,1,y\n");
  g_autoptr (PlumeBinding) chosen = bind_role (binding, FEATURES, "a..d");
  g_autoptr (PlumeBinding) turned = bind_role (chosen, FEATURES, "a,d:transposed");

  /* as it was, and with its columns in another order */
  g_assert_true (g_file_set_contents (
      path, "b,a,c,d,kind\n1,2,3,4,x\n2,3,1,5,y\n3,5,2,6,x\n1,1,1,1,y\n", -1, NULL));

  g_autoptr (PlumeBinding) same = carry_over (chosen, path);
  g_autoptr (PlumeBinding) guessed = carry_over (binding, path);
  g_autoptr (PlumeBinding) sideways = carry_over (turned, path);

  g_assert_true (g_file_set_contents (
      path, "kind,b,a,c,d\nx,1,2,3,4\ny,2,3,1,5\nx,3,5,2,6\ny,1,1,1,1\n", -1, NULL));

  g_autoptr (PlumeBinding) moved = carry_over (chosen, path);

  assert_features (same, "a", "c", "d");
  assert_features (moved, "a", "c", "d");
  g_assert_cmpint (moved->choices[LABEL].column, ==, 0);
  g_assert_cmpfloat (moved->blocks[FEATURES]->dense->values[0], ==, 2);
  g_assert_cmpstr (same->choices[FEATURES].columns, ==, "1-3");
  g_assert_cmpstr (guessed->choices[FEATURES].columns, ==, PLUME_COLUMNS_GUESSED);
  g_assert_true (sideways->choices[FEATURES].transposed);
  g_assert_cmpuint (sideways->blocks[FEATURES]->n_rows, ==, 2);
  g_unlink (path);
}

static void
assert_numbers (PlumeBinding *binding, const char *title, gsize row, double expected)
{
  g_autoptr (PlumeArray) numbers = NULL;
  g_autoptr (PlumeLabels) labels = NULL;

  g_assert_true (plume_binding_find_column (binding, title, &numbers, &labels));
  g_assert_nonnull (numbers);
  g_assert_null (labels);
  g_assert_cmpfloat (numbers->values[row], ==, expected);
}

static void
test_any_column (void)
{
  g_autoptr (PlumeDataset) dataset = make_blocks ();
  g_autoptr (PlumeBinding) binding = bind (dataset, NULL);
  g_auto (GStrv) titles = plume_binding_list_titles (binding);
  g_autoptr (PlumeArray) numbers = NULL;
  g_autoptr (PlumeLabels) labels = NULL;

  assert_numbers (binding, "n_counts", 1, 6);
  assert_numbers (binding, "g4", 0, 7);
  assert_numbers (binding, "g4", 1, 0);
  assert_numbers (binding, "obsm/X_pca 2", 2, 5);
  g_assert_true (plume_binding_find_column (binding, "louvain", &numbers, &labels));
  g_assert_true (labels == binding->labels[LABEL]);
  g_clear_pointer (&labels, plume_labels_unref);
  g_assert_false (plume_binding_find_column (binding, "obsm/X_pca 3", &numbers, &labels));
  g_assert_false (plume_binding_find_column (binding, "", &numbers, &labels));
  assert_names (titles, "louvain", "n_counts", "g1", "g2", "g3", "g4", "obsm/X_pca 1",
                "obsm/X_pca 2");
  for (guint i = 0; titles[i] != NULL; i++)
    {
      g_autoptr (PlumeArray) column = NULL;
      g_autoptr (PlumeLabels) categories = NULL;

      g_assert_true (plume_binding_find_column (binding, titles[i], &column, &categories));
    }
}

static PlumePublication *
evaluate (PlumeEngine *engine, PlumeValues *values, PlumeInputs *inputs)
{
  PlumeWish wish = { .values = values, .inputs = inputs, .readouts = TRUE };
  PlumePublication *publication = plume_engine_evaluate (engine, &wish, NULL, NULL);

  g_assert_nonnull (publication);
  g_assert_true (publication->complete);
  return publication;
}

static void
test_stages_follow_columns (void)
{
  g_autoptr (PlumeEngine) engine = plume_engine_new (&cells, 1 << 24);
  g_autoptr (PlumeValues) values = plume_values_new (&cells);
  g_autoptr (PlumeBinding) all = bind_sample ();
  g_autoptr (PlumeBinding) one = bind_role (all, FEATURES, "Zfp42");
  g_autoptr (PlumeBinding) same = bind_role (one, FEATURES, "Actb..Zfp42");
  g_autoptr (PlumeInputs) first = inputs_with (all), second = inputs_with (one),
                          third = inputs_with (same);
  g_autoptr (PlumePublication) a = evaluate (engine, values, first);
  g_autoptr (PlumePublication) b = evaluate (engine, values, second);
  int runs = g_atomic_int_get (&cells_runs);
  g_autoptr (PlumePublication) c = evaluate (engine, values, third);

  /* sum of i² + 1/2 over 12 rows is 512, and 120 more with each column */
  g_assert_cmpfloat (g_array_index (a->readings[2], PlumeReading, 0).value, ==, 3 * 512 + 360);
  g_assert_cmpfloat (g_array_index (b->readings[2], PlumeReading, 0).value, ==, 512 + 240);
  g_assert_cmpfloat (g_array_index (c->readings[2], PlumeReading, 0).value, ==, 3 * 512 + 360);
  g_assert_cmpint (g_atomic_int_get (&cells_runs), ==, runs); /* what was guessed, was chosen */
}

static gpointer
fill (gpointer binding)
{
  plume_binding_fill (binding);
  return NULL;
}

/* Nothing is made before it is read, once for all who read, and it is what it would have been. */
static void
test_lazy_samples (void)
{
  g_autoptr (PlumeEngine) engine = plume_engine_new (&cells, 1 << 24);
  g_autoptr (PlumeValues) values = plume_values_new (&cells);
  g_autoptr (PlumeInputs) lazy = plume_inputs_new_lazy (&cells);
  g_autoptr (PlumeInputs) made = plume_inputs_new (&cells, TRUE);
  PlumeBinding *binding = g_ptr_array_index (lazy->bindings[0], 0);
  PlumeBinding *other = g_ptr_array_index (made->bindings[0], 0);
  GThread *threads[4];

  g_assert_false (plume_binding_is_filled (binding));
  g_assert_true (plume_binding_is_filled (other));
  g_assert_false (plume_experiment_stage_is_same (&cells, 0, values, lazy, values, made));
  g_assert_false (plume_binding_is_filled (binding));
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new (NULL, fill, binding);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_true (plume_binding_is_filled (binding));
  g_assert_cmpstr (binding->key, ==, other->key);
  g_assert_true (plume_experiment_stage_is_same (&cells, 0, values, lazy, values, made));

  g_autoptr (PlumePublication) first = evaluate (engine, values, made);
  int runs = g_atomic_int_get (&cells_runs);
  g_autoptr (PlumePublication) second = evaluate (engine, values, lazy);

  g_assert_cmpint (g_atomic_int_get (&cells_runs), ==, runs);
  g_assert_true (first->figures[0] == second->figures[0]);
}

/* An engine fills what it reads; a recipe names the sample, and roles only where they are others.
 */
static void
test_lazy_samples_are_read (void)
{
  g_autoptr (PlumeEngine) engine = plume_engine_new (&cells, 1 << 24);
  g_autoptr (PlumeValues) values = plume_values_new (&cells);
  g_autoptr (PlumeInputs) lazy = plume_inputs_new_lazy (&cells);
  g_autoptr (PlumeInputs) unread = plume_inputs_new_lazy (&cells);
  g_autoptr (PlumeInputs) made = plume_inputs_new (&cells, TRUE);
  g_autoptr (PlumePublication) publication = evaluate (engine, values, lazy);
  g_autofree char *expected = plume_recipe_to_text (values, made, NULL, NULL);
  g_autofree char *text = plume_recipe_to_text (values, unread, NULL, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (publication->figures[0]);
  g_assert_true (plume_binding_is_filled (g_ptr_array_index (lazy->bindings[0], 0)));
  g_assert_cmpstr (text, ==, expected);
  g_assert_null (strstr (text, "roles"));
  g_assert_false (plume_binding_is_filled (g_ptr_array_index (unread->bindings[0], 0)));
  g_assert_null (plume_binding_new_lazy_sample (cells_inputs, "thirteen", &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_USAGE);
}

/* Roles that a person gives a sample are written, and read again. */
static void
test_roles_of_a_sample (void)
{
  g_autoptr (PlumeValues) values = plume_values_new (&cells);
  g_autoptr (PlumeInputs) inputs = plume_inputs_new (&cells, TRUE);
  PlumeBinding *own = g_ptr_array_index (inputs->bindings[0], 0);
  g_autofree PlumeColumnChoice *choices =
      g_memdup2 (own->choices, own->input->n_roles * sizeof (PlumeColumnChoice));
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumeBinding) same = plume_binding_with_choices (own, choices, &error);
  g_autoptr (PlumeBinding) other = NULL;
  g_autoptr (PlumeInputs) given = NULL, read = NULL;

  g_assert_no_error (error);
  g_assert_false (same->chosen);
  for (guint i = 0; i < own->input->n_roles; i++)
    if (own->input->roles[i].many)
      choices[i].columns = "0";
  other = plume_binding_with_choices (own, choices, &error);
  g_assert_no_error (error);
  g_assert_true (other->chosen);
  given = plume_inputs_with (inputs, 0, other, FALSE);

  g_autoptr (JsonNode) node = plume_inputs_to_json (given);
  g_autofree char *text = plume_recipe_to_text (values, given, NULL, NULL);

  g_assert_nonnull (strstr (text, "roles"));
  read = plume_inputs_from_json (&cells, json_node_get_object (node), NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (((PlumeBinding *)g_ptr_array_index (read->bindings[0], 0))->key, ==, other->key);
}

static void
test_column_parameters (void)
{
  g_autoptr (PlumeEngine) engine = plume_engine_new (&cells, 1 << 24);
  g_autoptr (PlumeValues) values = plume_values_new (&cells);
  g_autoptr (PlumeValues) named = NULL;
  g_autoptr (PlumeValues) read = NULL;
  g_autoptr (PlumeInputs) inputs = plume_inputs_new (&cells, TRUE);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (plume_values_get (values, &PLUME_ADDRESS (0))->text, ==, "");
  g_assert_null (plume_values_with_number (values, &PLUME_ADDRESS (0), 1, NULL));
  named = plume_values_with_text (values, &PLUME_ADDRESS (0), "num_cells", &error);
  g_assert_no_error (error);

  g_autoptr (JsonNode) node = plume_values_to_json (named);

  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (node), "colour"), ==,
                   "num_cells");
  read = plume_values_from_json (&cells, json_node_get_object (node), &error);
  g_assert_no_error (error);
  g_assert_true (plume_values_equal (read, named));
  g_assert_false (plume_values_equal (read, values));

  g_autoptr (PlumePublication) before = evaluate (engine, values, inputs);
  g_autoptr (PlumePublication) after = evaluate (engine, named, inputs);
  const PlumeAxes *labelled = g_ptr_array_index (before->figures[0]->axes, 0);
  const PlumeAxes *plain = g_ptr_array_index (after->figures[0]->axes, 0);

  g_assert_cmpuint (labelled->marks->len, ==, 2);
  g_assert_cmpuint (plain->marks->len, ==, 1);
}

/* A table that lists edges is a graph when a person says so, and only then. */
static void
test_edges (void)
{
  g_autoptr (PlumeBinding) guessed = bind_text ("from,to,weight\n1,2,0.5\n2,7,1\n7,1,2\n");
  g_autoptr (PlumeBinding) graph = bind_role (guessed, FEATURES, "@edges");
  g_autoptr (PlumeBinding) points = bind_text ("x,y,z\n1.5,2,0.5\n2,7,1\n7,1,2\n");
  const PlumeBlock *block = graph->blocks[FEATURES];

  g_assert_cmpint ((int)guessed->blocks[FEATURES]->kind, ==, (int)PLUME_BLOCK_FEATURES);
  g_assert_cmpint ((int)block->kind, ==, (int)PLUME_BLOCK_AFFINITIES);
  g_assert_cmpuint (block->n_rows, ==, 3);
  g_assert_cmpfloat (plume_sparse_get (block->sparse, 0, 2), ==, 2);
  assert_refuses (points, FEATURES, "@edges", "*no block 'edges'*");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/labels/texts-stand-in-the-order-of-the-file", test_labels_as_found);
  g_test_add_func ("/data/labels/numbers-stand-in-their-own-order", test_labels_by_number);
  g_test_add_func ("/data/labels/many-numbers-are-no-labels", test_labels_are_few);
  g_test_add_func ("/lab/inputs/sets-of-columns-are-canonical", test_sets_are_canonical);
  g_test_add_func ("/lab/inputs/features-labels-and-stages-are-guessed", test_guess);
  g_test_add_func ("/lab/inputs/texts-that-come-again-are-labels", test_guess_without_words);
  g_test_add_func ("/lab/inputs/guessed-features-follow-other-roles", test_guess_follows);
  g_test_add_func ("/lab/inputs/columns-become-rows-of-a-block", test_rows_are_samples);
  g_test_add_func ("/lab/inputs/columns-can-be-samples", test_turned_tables);
  g_test_add_func ("/lab/inputs/missing-cells-are-counted", test_missing_cells);
  g_test_add_func ("/lab/inputs/gathering-is-cancelled", test_gathering_is_cancelled);
  g_test_add_func ("/lab/inputs/blocks-are-features", test_blocks);
  g_test_add_func ("/lab/inputs/grids-of-two-dimensions-are-blocks", test_blocks_alone);
  g_test_add_func ("/lab/inputs/symmetric-tables-tell-of-pairs", test_pairs);
  g_test_add_func ("/lab/inputs/columns-are-written-by-title", test_texts_of_columns);
  g_test_add_func ("/lab/inputs/lazy-samples-are-made-once", test_lazy_samples);
  g_test_add_func ("/lab/inputs/lazy-samples-are-made-when-read", test_lazy_samples_are_read);
  g_test_add_func ("/lab/inputs/roles-of-a-sample", test_roles_of_a_sample);
  g_test_add_func ("/lab/inputs/recipes-name-titles", test_recipes_name_titles);
  g_test_add_func ("/lab/inputs/any-column-is-found-by-title", test_any_column);
  g_test_add_func ("/lab/inputs/stages-follow-columns", test_stages_follow_columns);
  g_test_add_func ("/lab/inputs/column-parameters-are-texts", test_column_parameters);
  g_test_add_func ("/lab/inputs/edges-are-a-graph-on-demand", test_edges);
  return g_test_run ();
}
