/* test-cli.c: plume-cli as other programs call it: exit codes, sentences, files. */
#include "cli-program.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static void
assert_one_sentence (const Fixture *fixture, const char *pattern)
{
  const char *line = fixture->errors;

  while (g_str_has_prefix (line, "plume-cli: BTEX run"))
    line = strchr (line, '\n') + 1;
  if (!g_pattern_match_simple (pattern, line))
    g_error ("'%s' does not match '%s'", line, pattern);
  g_assert_cmpuint (strlen (line), <, 400);
  g_assert_true (strchr (line, '\n') == line + strlen (line) - 1);
}

static void
test_lists_and_describes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *root;

  g_assert_cmpint (run (fixture, "list", NULL), ==, 0);
  g_assert_nonnull (strstr (fixture->output, "gas-chromatography"));
  g_assert_cmpint (run (fixture, "describe", "gas-chromatography", NULL), ==, 0);
  g_assert_nonnull (strstr (fixture->output, "hold-up-time"));
  g_assert_cmpint (run (fixture, "describe", "gas-chromatography", "--json", NULL), ==, 0);
  g_assert_true (json_parser_load_from_data (parser, fixture->output, -1, NULL));
  root = json_node_get_object (json_parser_get_root (parser));
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (root, "parameters")), >,
                    30);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (root, "readouts")), >, 20);
  g_assert_cmpuint (
      json_array_get_length (json_object_get_array_member (
          json_array_get_object_element (json_object_get_array_member (root, "views"), 0),
          "marks")),
      >=, 7);
}

static void
test_describes_for_papers (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (run (fixture, "describe", "gas-chromatography", "--markdown", NULL), ==, 0);
  g_assert_true (g_str_has_prefix (fixture->output, "# Gas Chromatography\n"));
  g_assert_nonnull (strstr (fixture->output, "\n* **Hold-up time** *t\\_M* ("));
  g_assert_nonnull (strstr (fixture->output, "∂cᵢ/∂t"));
  g_assert_cmpint (run (fixture, "describe", "gas-chromatography", "--bibtex", NULL), ==, 0);
  g_assert_true (g_str_has_prefix (fixture->output, "@article{cabreracodony2024,\n"));
  g_assert_cmpint (run (fixture, "describe", "gas-chromatography", "--bibtex", "--json", NULL), ==,
                   2);
  assert_one_sentence (fixture, "*one of --json, --man, --markdown and --bibtex*");
}

static void
test_usage_errors_are_2 (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (run (fixture, NULL), ==, 2);
  g_assert_cmpint (run (fixture, "dance", NULL), ==, 2);
  assert_one_sentence (fixture, "*no command 'dance'*");
  g_assert_cmpint (run (fixture, "run", "snail", NULL), ==, 2);
  assert_one_sentence (fixture, "*no experiment 'snail'*");
  g_assert_cmpint (run (fixture, "run", "gas-chromatography", "--set", "length=-1", NULL), ==, 2);
  assert_one_sentence (fixture, "*out of range*0.05*100*");
  g_assert_cmpint (run (fixture, "run", "gas-chromatography", "--set", "lenght=1", NULL), ==, 2);
  assert_one_sentence (fixture, "*no parameter 'lenght'*describe*");
  g_assert_cmpint (run (fixture, "run", "gas-chromatography", "--export", "x.docx", NULL), ==, 2);
  assert_one_sentence (fixture, "*.png, .svg or .pdf*");
  g_assert_cmpint (
      run (fixture, "run", "gas-chromatography", "--view", "dance", "--export", "x.png", NULL), ==,
      2);
  g_assert_cmpint (run (fixture, "run", "gas-chromatography", "--do", "dance", NULL), ==, 2);
  g_assert_cmpint (
      run (fixture, "run", "gas-chromatography", "--size", "1x1", "--export", "x.png", NULL), ==,
      2);
}

static void
test_compute_errors_are_1 (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (run (fixture, "run", "gas-chromatography", "--set", "fit=on", "--set",
                        "injection-shape=decay", NULL),
                   ==, 1);
  assert_one_sentence (fixture, "*fit assumes a plug*");
  g_assert_cmpint (run (fixture, "run", "gas-chromatography", "--do", "take-fit", NULL), ==, 1);
}

static void
test_bad_data_are_3 (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *name, *contents;
    gsize length;
    const char *pattern;
  } files[] = {
    { "empty.csv", "", 0, "*empty.csv*empty*" },
    { "binary.csv", "\0\1\2\377\376\0\0\1", 8, "*binary.csv*" },
    { "ragged.csv", "time,signal\n1,2\n2,3\n3\n4,5\n", 0, "*ragged.csv*" },
    { "missing.csv", "time,signal\n1,\n2,\n3,\n", 0, "*missing.csv*" },
    { "decreasing.csv", "time,signal\n1,2\n2,3\n1.5,4\n3,5\n", 0, "*decreasing.csv*" },
    { "duplicate.csv", "time,signal\n1,2\n2,3\n2,4\n3,5\n", 0, "*duplicate.csv*" },
    { "nan.csv", "time,signal\n1,2\nnan,3\n3,4\n", 0, "*nan.csv*" },
    { "inf.csv", "time,signal\n1,2\ninf,3\n3,4\n", 0, "*inf.csv*" },
    { "short.csv", "time,signal\n1,2\n2,3\n", 0, "*short.csv*8*" },
    { "one-column.csv", "signal\n1\n2\n3\n4\n5\n6\n7\n8\n9\n", 0, "*one-column.csv*" },
    { "truncated.csv.gz", "\x1f\x8b\x08\0\0\0\0\0\0\x03\x4b", 11, "*truncated.csv.gz*" },
    { "truncated.npz", "PK\3\4\x14\0\0\0\0\0", 10, "*truncated.npz*" },
    { "truncated.cdf", "CDF\1\0\0\0\0\0\0", 10, "*truncated.cdf*" },
    { "lying.npy",
      "\x93NUMPY\1\0\x76\0{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000, 2), }     "
      "                                             \n12345678",
      136, "*lying.npy*" },
    { "hostile.plume", "{\"plume\": 1, \"experiment\": [], \"version\": {}}", 0,
      "*hostile.plume*" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = in_folder (fixture, files[i].name);
      g_autofree char *out = in_folder (fixture, "out.svg");
      gsize length = files[i].length > 0 ? files[i].length : strlen (files[i].contents);
      int code;

      g_assert_true (g_file_set_contents (path, files[i].contents, (gssize)length, NULL));
      code = g_str_has_suffix (path, ".plume") ? run (fixture, "validate", path, NULL)
                                               : run (fixture, "run", "gas-chromatography",
                                                      "--data", path, "--export", out, NULL);
      if (code != 3)
        g_error ("%s: exit code %d, '%s'", files[i].name, code, fixture->errors);
      assert_one_sentence (fixture, files[i].pattern);
      g_assert_false (g_file_test (out, G_FILE_TEST_EXISTS));
    }
  g_assert_cmpint (run (fixture, "run", "gas-chromatography", "--data", "/nowhere/x.csv", NULL), ==,
                   3);
  g_assert_cmpint (run (fixture, "run", "/nowhere/x.plume", NULL), ==, 3);
}

static void
test_ten_million_columns_are_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = in_folder (fixture, "wide.csv");
  g_autoptr (GString) text = g_string_sized_new (20000010);

  for (int i = 0; i < 10000000; i++)
    g_string_append (text, "1,");
  g_string_append (text, "1\n");
  g_assert_true (g_file_set_contents (path, text->str, (gssize)text->len, NULL));
  g_assert_cmpint (run (fixture, "run", "gas-chromatography", "--data", path, NULL), ==, 3);
  assert_one_sentence (fixture, "*wide.csv*column*");
}

/* Export a figure, open it as a study, and get the same numbers. */
static void
test_an_exported_figure_is_its_study (Fixture *fixture, gconstpointer data)
{
  static const char *const endings[] = { "svg", "png", "pdf" };
  g_autofree char *numbers = in_folder (fixture, "numbers.csv");

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *name = g_strconcat ("figure.", endings[i], NULL),
                      *figure = in_folder (fixture, name);
      g_autofree char *again = in_folder (fixture, "again.csv");

      g_assert_cmpint (run (fixture, "run", "gas-chromatography", "--set", "hold-up-time=47.5",
                            "--set", "analytes[toluene].retention-factor=3.25", "--view", "column",
                            "--export", figure, NULL),
                       ==, 0);
      g_assert_cmpint (run (fixture, "run", figure, "--view", "column", "--export", figure, NULL),
                       ==, 0);

      g_autofree char *readouts = g_steal_pointer (&fixture->output);

      g_assert_cmpint (run (fixture, "run", "gas-chromatography", "--set", "hold-up-time=47.5",
                            "--set", "analytes[1].retention-factor=3.25", NULL),
                       ==, 0);
      g_assert_cmpstr (readouts, ==, fixture->output);
      g_assert_cmpint (run (fixture, "validate", figure, NULL), ==, 0);
    }
}

static void
test_numbers_follow_the_contract (Fixture *fixture, gconstpointer data)
{
  g_autofree char *json = in_folder (fixture, "numbers.json"),
                  *csv = in_folder (fixture, "numbers.csv");
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *root, *columns;

  g_assert_cmpint (run (fixture, "run", "gas-chromatography", "--set", "times=100:160:61",
                        "--numbers", json, "--numbers", csv, NULL),
                   ==, 0);
  g_assert_cmpint (run (fixture, "run", "gas-chromatography", "--set", "times=100:160:61",
                        "--numbers", json, NULL),
                   ==, 0);
  g_assert_true (json_parser_load_from_file (parser, json, NULL));
  root = json_node_get_object (json_parser_get_root (parser));
  g_assert_cmpstr (json_object_get_string_member (root, "experiment"), ==, "gas-chromatography");
  g_assert_cmpint (json_object_get_int_member (root, "version"), ==, 1);
  g_assert_true (
      json_object_has_member (json_object_get_object_member (root, "parameters"), "hold-up-time"));
  g_assert_true (json_object_has_member (
      json_object_get_object_member (json_object_get_object_member (root, "readouts"), "plates"),
      "value"));
  columns = json_object_get_object_member (
      json_object_get_object_member (
          json_object_get_object_member (
              json_object_get_object_member (json_object_get_object_member (root, "views"),
                                             "chromatogram"),
              "marks"),
          "analyte-1"),
      "columns");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (columns, "x")), ==, 61);
  g_assert_cmpfloat (json_array_get_double_element (json_object_get_array_member (columns, "x"), 1),
                     ==, 101);

  g_autofree char *text = read_file (csv);

  g_assert_true (g_str_has_prefix (text, "readout,label,value,error,unit\n"));
  g_assert_nonnull (strstr (text, "analyte-1"));
}

/* A mock that was written is data like any other; who writes it wrong is told how. */
static void
test_writers_write (Fixture *fixture, gconstpointer data)
{
  g_autofree char *mock = in_folder (fixture, "stars.csv");
  g_autofree char *write = g_strconcat ("mock=", mock, NULL);
  g_autofree char *bind = g_strconcat ("stars=", mock, NULL);
  g_autofree char *text = NULL;
  const char *age;

  g_assert_cmpint (run (fixture, "run", "phase-spirals", "--set", "star-count=3e4", "--set",
                        "diffusion=0", "--set", "time=420", "--write", write, NULL),
                   ==, 0);
  g_assert_true (g_file_get_contents (mock, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "# AGEMYR = 420\n"));
  g_assert_cmpint (
      run (fixture, "run", "phase-spirals", "--set", "star-count=1e4", "--data", bind, NULL), ==,
      0);
  age = strstr (fixture->output, "age[one arm] = ");
  g_assert_nonnull (age);
  g_assert_cmpfloat_with_epsilon (g_ascii_strtod (age + strlen ("age[one arm] = "), NULL), 420, 10);
  g_assert_cmpint (run (fixture, "run", "phase-spirals", "--write", "mock", NULL), ==, 2);
  g_assert_cmpint (run (fixture, "run", "phase-spirals", "--write", "mock=stars.doc", NULL), ==, 2);
}

static void
test_same_files_with_one_and_two_threads (Fixture *fixture, gconstpointer data)
{
  g_autofree char *one = in_folder (fixture, "one.svg"), *two = in_folder (fixture, "two.svg");

  g_assert_cmpint (
      run (fixture, "run", "gas-chromatography", "--threads", "1", "--export", one, NULL), ==, 0);
  g_assert_cmpint (
      run (fixture, "run", "gas-chromatography", "--threads", "2", "--export", two, NULL), ==, 0);

  g_autofree char *a = read_file (one), *b = read_file (two);

  g_assert_cmpstr (a, ==, b);
}

static void
assert_prints (const Fixture *fixture, const char *line)
{
  if (strstr (fixture->output, line) == NULL)
    g_error ("'%s' does not hold '%s'", fixture->output, line);
}

/* What --role gives to the data of cells.h's sample, and what the read-outs then say. */
static void
test_roles_take_many_columns (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *role, *line;
  } roles[] = {
    { "features=", "features = 3\n" },           { "features=Actb", "features = 1\n" },
    { "features=Actb,Zfp42", "features = 2\n" }, { "features=Actb..Zfp42", "features = 3\n" },
    { "features=^Timeless", "features = 2\n" },  { "features=*s", "features = 2\n" },
    { "features=:transposed", "samples = 3\n" }, { "label=num_cells", "labels[16] = 4\n" },
    { "num_cells=label", "labels[2] = 4\n" },    { "label=species", "labels[rat] = 6\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    {
      g_assert_cmpint (run_cells (fixture, "run", "cells", "--role", roles[i].role, NULL), ==, 0);
      assert_prints (fixture, roles[i].line);
    }
  g_assert_cmpint (run_cells (fixture, "run", "cells", "--role", "features=Gapdh", NULL), ==, 3);
  assert_one_sentence (fixture, "*no column 'Gapdh'*");
  g_assert_cmpint (run_cells (fixture, "run", "cells", "--role", "features=@X_pca", NULL), ==, 3);
  assert_one_sentence (fixture, "*no block 'X_pca'*");
  g_assert_cmpint (run_cells (fixture, "run", "cells", "--role", "features=species", NULL), ==, 3);
  assert_one_sentence (fixture, "*numbers are needed*");
  g_assert_cmpint (run_cells (fixture, "run", "cells", "--role", "genes=Actb", NULL), ==, 2);
  assert_one_sentence (fixture, "*role=columns*");
}

/* A recipe that was written with other columns gives the same numbers. */
static void
test_recipes_keep_columns (Fixture *fixture, gconstpointer data)
{
  g_autofree char *table = in_folder (fixture, "t.csv"), *recipe = in_folder (fixture, "t.plume");

  g_assert_true (g_file_set_contents (
      table, "name,a,b,c,kind\nu,1,2,5,x\nv,3,4,5,y\nw,5,6,5,x\nz,1,1,1,y\n", -1, NULL));
  g_assert_cmpint (run_cells (fixture, "run", "cells", "--data", table, "--role", "features=a..b",
                              "--set", "colour=c", "--recipe", recipe, NULL),
                   ==, 0);
  assert_prints (fixture, "total = 23\n");
  g_assert_cmpint (run_cells (fixture, "run", recipe, NULL), ==, 0);
  assert_prints (fixture, "features = 2\n");
  assert_prints (fixture, "total = 23\n");

  g_autofree char *text = read_file (recipe);

  g_assert_nonnull (strstr (text, "\"indices\""));
}

static void
test_describes_columns (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (run_cells (fixture, "describe", "cells", "--json", NULL), ==, 0);

  g_autoptr (JsonNode) node = json_from_string (fixture->output, NULL);
  JsonObject *root = json_node_get_object (node);
  JsonObject *colour =
      json_array_get_object_element (json_object_get_array_member (root, "parameters"), 0);
  JsonObject *input =
      json_array_get_object_element (json_object_get_array_member (root, "inputs"), 0);
  JsonArray *roles = json_object_get_array_member (input, "roles");

  g_assert_cmpstr (json_object_get_string_member (colour, "kind"), ==, "column");
  g_assert_cmpstr (json_object_get_string_member (colour, "input"), ==, "cells");
  g_assert_cmpstr (
      json_object_get_string_member (json_array_get_object_element (roles, 0), "holds"), ==,
      "columns");
  g_assert_cmpstr (
      json_object_get_string_member (json_array_get_object_element (roles, 1), "holds"), ==,
      "labels");
  g_assert_cmpint (run_cells (fixture, "describe", "cells", NULL), ==, 0);
  assert_prints (fixture, "@BLOCK");
}

#define STATEMENT(name, function)                                                                  \
  g_test_add ("/cli/" name, Fixture, NULL, set_up, function, tear_down)

/* A recipe of two flows, one of them pinned. */
static char *
write_pinned_recipe (Fixture *fixture)
{
  g_autofree char *plain = in_folder (fixture, "plain.plume"), *contents = NULL;
  char *path = in_folder (fixture, "pinned.plume");
  g_autoptr (GString) recipe = NULL;

  g_assert_cmpint (run (fixture, "run", "gas-chromatography", "--set", "hold-up-time=70",
                        "--recipe", plain, NULL),
                   ==, 0);
  contents = read_file (plain);
  recipe = g_string_new (contents);
  g_string_insert (recipe, strchr (recipe->str, '{') + 1 - recipe->str,
                   "\"pinned\": {\"parameters\": {\"hold-up-time\": 50}},");
  g_assert_true (g_file_set_contents (path, recipe->str, -1, NULL));
  return path;
}

static JsonObject *
parse_numbers (JsonParser *parser, const char *path)
{
  g_assert_true (json_parser_load_from_file (parser, path, NULL));
  return json_node_get_object (json_parser_get_root (parser));
}

static double
get_velocity (JsonObject *of)
{
  JsonObject *readouts = json_object_get_object_member (of, "readouts");

  return json_object_get_double_member (json_object_get_object_member (readouts, "mean-velocity"),
                                        "value");
}

static void
test_pinned_is_drawn_and_counted (Fixture *fixture, gconstpointer data)
{
  g_autofree char *recipe = write_pinned_recipe (fixture), *svg = in_folder (fixture, "a.svg"),
                  *json = in_folder (fixture, "a.json"), *csv = in_folder (fixture, "a.csv"),
                  *again = in_folder (fixture, "b.json"), *table = NULL;
  g_autoptr (JsonParser) parser = json_parser_new (), second = json_parser_new ();

  g_assert_cmpint (
      run (fixture, "run", recipe, "--export", svg, "--numbers", json, "--numbers", csv, NULL), ==,
      0);

  JsonObject *root = parse_numbers (parser, json);
  JsonObject *marks = json_object_get_object_member (
      json_object_get_object_member (json_object_get_object_member (root, "views"), "chromatogram"),
      "marks");

  g_assert_true (json_object_has_member (marks, "pinned-sum"));
  g_assert_cmpfloat_with_epsilon (get_velocity (json_object_get_object_member (root, "pinned"))
                                      / get_velocity (root),
                                  7. / 5, 1e-12);
  table = read_file (csv);
  g_assert_true (g_str_has_prefix (table, "readout,label,value,error,unit,pinned\n"));
  g_assert_nonnull (strstr (table, "pinned-sum"));

  /* the figure opens again as the study that made it, with its pin */
  g_assert_cmpint (run (fixture, "run", svg, "--numbers", again, NULL), ==, 0);
  g_assert_cmpfloat (
      get_velocity (json_object_get_object_member (parse_numbers (second, again), "pinned")), ==,
      get_velocity (json_object_get_object_member (root, "pinned")));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  STATEMENT ("lists-and-describes", test_lists_and_describes);
  STATEMENT ("describes-for-papers", test_describes_for_papers);
  STATEMENT ("usage-errors-are-2", test_usage_errors_are_2);
  STATEMENT ("compute-errors-are-1", test_compute_errors_are_1);
  STATEMENT ("bad-data-are-3", test_bad_data_are_3);
  STATEMENT ("ten-million-columns-are-refused", test_ten_million_columns_are_refused);
  STATEMENT ("an-exported-figure-is-its-study", test_an_exported_figure_is_its_study);
  STATEMENT ("numbers-follow-the-contract", test_numbers_follow_the_contract);
  STATEMENT ("pinned-is-drawn-and-counted", test_pinned_is_drawn_and_counted);
  STATEMENT ("writers-write", test_writers_write);
  STATEMENT ("roles-take-many-columns", test_roles_take_many_columns);
  STATEMENT ("recipes-keep-columns", test_recipes_keep_columns);
  STATEMENT ("describes-columns", test_describes_columns);
  STATEMENT ("same-files-with-one-and-two-threads", test_same_files_with_one_and_two_threads);
  return g_test_run ();
}
