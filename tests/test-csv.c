/* test-csv.c: text tables: delimiters, marks, titles, units, missing values, encodings, and what is
 * said of broken ones. */
#include "core/plume-random.h"
#include "data/plume-number.h"
#include "reading.h"

static void
test_numbers_are_the_nearest_doubles (void)
{
  static const char *const fixed[] = { "0",
                                       "-0",
                                       "1",
                                       "123456789012345678",
                                       "9007199254740993",
                                       "9007199254740993e22",
                                       "1e-22",
                                       "1e23",
                                       "8.5e-27",
                                       "0.1e-400",
                                       "1e400",
                                       "4.9e-324",
                                       "2.2250738585072011e-308",
                                       "1.7976931348623157e308",
                                       "5e-324",
                                       "0.000000000000000000000000000000000123456789",
                                       "12345678901234567890123",
                                       "100000000000000000000000000000000000000000",
                                       "9007199254740993.00000000000000000001",
                                       "1.",
                                       ".5",
                                       "+3",
                                       "6.02214076E+23" };
  PlumeStream stream = plume_stream (3, "numbers", 0);

  for (gsize i = 0; i < G_N_ELEMENTS (fixed) + 200000; i++)
    {
      char buffer[64];
      double value = NAN, expected;
      const char *text = buffer;

      if (i < G_N_ELEMENTS (fixed))
        text = fixed[i];
      else
        {
          int digits = 1 + (int)(plume_stream_uniform (&stream) * 20);
          double power = (plume_stream_uniform (&stream) - 0.5) * (i % 2 == 0 ? 40 : 600);

          g_snprintf (buffer, sizeof buffer, "%.*g", digits,
                      plume_stream_normal (&stream) * pow (10, power));
        }
      expected = g_ascii_strtod (text, NULL);
      g_assert_true (plume_number_parse (text, text + strlen (text), '.', &value)
                     == text + strlen (text));
      g_assert_cmpmem (&value, sizeof value, &expected, sizeof expected);
    }
}

/* Exactly between two doubles, and a tenth beside it: the traps of rounding twice. */
static void
test_ties_round_once (void)
{
  for (guint64 odd = 1; odd < 2000; odd += 2)
    for (int beside = -1; beside <= 1; beside++)
      {
        guint64 middle = (G_GUINT64_CONSTANT (1) << 54) + 2 * odd;
        char text[64];
        double value, expected;

        g_snprintf (text, sizeof text, "%" G_GUINT64_FORMAT "e-1", middle * 10 + (guint64)beside);
        expected = g_ascii_strtod (text, NULL);
        g_assert_nonnull (plume_number_parse (text, text + strlen (text), '.', &value));
        g_assert_cmpfloat (value, ==, expected);
      }
}

static void
test_delimiters_are_guessed (void)
{
  static const char *const texts[] = {
    "a,b\n1,2.5\n3,4\n",   "a;b\n1;2.5\n3;4\n",       "a\tb\n1\t2.5\n3\t4\n",
    "a|b\n1|2.5\n3|4\n",   "a b\n1 2.5\n3  4\n",      "  a  b  \n\t1 2.5\n 3\t4",
    "a , b\n1 , 2.5\n3,4", "a,b\r\n1,2.5\r\n3,4\r\n", "a,b\r1,2.5\r3,4",
    "a;b\n1;2,5\n3;4\n",   "a b\n1 2,5\n3 4\n",       "\"a\",\"b\"\n\"1\",\"2,5\"\n\"3\",\"4\""
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (PlumeDataset) dataset = read_text (texts[i]);

      g_assert_cmpuint (plume_table_get_n_columns (first_table (dataset)), ==, 2);
      assert_numbers (first_table (dataset), 0, "a", NULL, 1, 3);
      assert_numbers (first_table (dataset), 1, "b", NULL, 2.5, 4);
    }
}

static void
test_decimal_comma_is_read_and_noted (void)
{
  g_autoptr (PlumeDataset) dataset = read_text ("1,5;2,0\n2,5;-3,25e1\n");

  assert_numbers (first_table (dataset), 0, "column 1", NULL, 1.5, 2.5);
  assert_numbers (first_table (dataset), 1, "column 2", NULL, 2, -32.5);
  g_assert_cmpstr (plume_dataset_get_notes (dataset)[0], ==, "the comma is read as decimal mark");
}

static void
test_thousands_are_diagnosed (void)
{
  assert_text_fails ("x,y\n1,\"1,234.5\"\n2,\"2,345.5\"\n", "row 2 of x.csv", "1,234.5", "'y'",
                     "thousands");
  assert_text_fails ("x;y\n1,5;1.234,5\n2,5;2.345,5\n", "row 2 of x.csv", "1.234,5", "'y'",
                     "thousands");
}

static void
test_quotes_hold_anything (void)
{
  g_autoptr (PlumeDataset) dataset =
      read_text ("name,\"value, raw\"\n\"a \"\"b\"\"\nc\",1\n\"d,e\" ,2\n\"\",3\n5\" pipe,4\n");
  PlumeTable *table = first_table (dataset);

  assert_numbers (table, 1, "value, raw", NULL, 1, 2, 3, 4);
  g_assert_cmpstr (plume_table_get_text (table, 0, 0), ==, "a \"b\"\nc");
  g_assert_cmpstr (plume_table_get_text (table, 0, 1), ==, "d,e");
  g_assert_cmpstr (plume_table_get_text (table, 0, 2), ==, "");
  g_assert_cmpstr (plume_table_get_text (table, 0, 3), ==, "5\" pipe");
  g_assert_cmpuint (plume_table_get_line (table, 0), ==, 2);
  g_assert_cmpuint (plume_table_get_line (table, 1), ==, 4);
  assert_text_fails ("a,b\n1,2\n\"3,4\n5,6\n", "row 3 of x.csv", "quotation mark", "close it");
}

static void
test_comments_are_kept (void)
{
  g_autoptr (PlumeDataset) dataset =
      read_text ("# first\n% second\n// third\ntime,signal\n1,2\n# inside\n\n3,4\n");

  assert_numbers (first_table (dataset), 0, "time", NULL, 1, 3);
  g_assert_cmpstr (plume_dataset_get_attribute (dataset, "comment"), ==, "first\nsecond\nthird");
  g_assert_cmpuint (plume_table_get_line (first_table (dataset), 0), ==, 5);
  g_assert_cmpuint (plume_table_get_line (first_table (dataset), 1), ==, 8);
}

static void
test_titles_may_stand_in_a_comment (void)
{
  g_autoptr (PlumeDataset) dataset = read_text ("# run 7\n# time_s signal\n1 2\n3 4\n");

  assert_numbers (first_table (dataset), 0, "time", "s", 1, 3);
  assert_numbers (first_table (dataset), 1, "signal", NULL, 2, 4);
}

static void
test_header_may_be_absent (void)
{
  g_autoptr (PlumeDataset) numbers = read_text ("1,2\n3,4\n");
  g_autoptr (PlumeDataset) texts = read_text ("alpha,1\nbeta,2\n");
  g_autoptr (PlumeDataset) years = read_text ("wavelength,2001,2002\n5,1,2\n6,3,4\n");
  g_autoptr (PlumeDataset) one = read_text ("42");

  assert_numbers (first_table (numbers), 0, "column 1", NULL, 1, 3);
  g_assert_null (plume_dataset_get_notes (numbers)[0]);
  assert_numbers (first_table (texts), 1, "column 2", NULL, 1, 2);
  assert_numbers (first_table (years), 1, "2001", NULL, 1, 3);
  assert_numbers (first_table (one), 0, "column 1", NULL, 42);
}

static void
test_units_are_split_from_titles (void)
{
  static const struct
  {
    const char *written, *title, *unit;
  } cases[] = {
    { "time (min)", "time", "min" },
    { "time [min]", "time", "min" },
    { "time / min", "time", "min" },
    { "time_min", "time", "min" },
    { "signal_pA", "signal", "pA" },
    { "u_m_s", "u", "m/s" },
    { "D_m2_s", "D", "m²/s" },
    { "Höhe (µV)", "Höhe", "µV" },
    { "R.Time (Minutes)", "R.Time", "min" },
    { "k_d", "k_d", NULL },
    { "mole_fraction", "mole_fraction", NULL },
    { "x_1", "x_1", NULL },
    { "class(0=a 1=b)", "class(0=a 1=b)", NULL },
    { "signal / noise", "signal / noise", NULL },
    { "(min)", "(min)", NULL },
    { "J_kpc_kms", "J_kpc_kms", NULL },
    { "dHm_1_kJ_mol", "dHm_1", "kJ/mol" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("%s\t other\n1\t2\n", cases[i].written);
      g_autoptr (PlumeDataset) dataset = read_text (text);

      assert_numbers (first_table (dataset), 0, cases[i].title, cases[i].unit, 1);
    }
}

static void
test_titles_stay_distinct (void)
{
  g_autoptr (PlumeDataset) dataset = read_text ("T_K,T (°C)\n300,27\n");

  assert_numbers (first_table (dataset), 0, "T_K", "K", 300);
  assert_numbers (first_table (dataset), 1, "T (°C)", "°C", 27);
}

static void
test_second_row_may_hold_units (void)
{
  g_autoptr (PlumeDataset) dataset = read_text ("time,signal,n\n(min),[mAU],\n1,2,3\n");

  assert_numbers (first_table (dataset), 0, "time", "min", 1);
  assert_numbers (first_table (dataset), 1, "signal", "mAU", 2);
  assert_numbers (first_table (dataset), 2, "n", NULL, 3);
}

static void
test_missing_values_are_nan (void)
{
  g_autoptr (PlumeDataset) dataset =
      read_text ("a,b,c,d\n1,NA,,n/a\n2,NaN,null,-\n3,?,4,5\n-9999,1,inf,-Infinity\n");
  PlumeTable *table = first_table (dataset);

  assert_numbers (table, 0, "a", NULL, 1, 2, 3, -9999);
  assert_numbers (table, 1, "b", NULL, NAN, NAN, NAN, 1);
  assert_numbers (table, 2, "c", NULL, NAN, NAN, 4, INFINITY);
  assert_numbers (table, 3, "d", NULL, NAN, NAN, 5, -INFINITY);
  g_assert_cmpstr (plume_dataset_get_notes (dataset)[0], ==, "3 missing values in column 'b'");
}

static void
test_column_of_missing_values_is_read (void)
{
  g_autoptr (PlumeDataset) dataset = read_text ("a,b\n1,\n2,NA\n3,\n");
  g_autoptr (GError) error = NULL;

  assert_numbers (first_table (dataset), 1, "b", NULL, NAN, NAN, NAN);
  g_assert_cmpstr (plume_dataset_get_notes (dataset)[0], ==, "column 'b' holds no values");
  g_assert_false (
      plume_table_check_column (first_table (dataset), 1, PLUME_COLUMN_NOT_EMPTY, &error));
  assert_error_says (error, "'b'", "x.csv", "no values", "choose another");
}

static void
test_trailing_delimiters_are_ignored (void)
{
  static const char *const texts[] = { "a,b,\n1,2,\n3,4,\n", "a,b\n1,2,\n3,4,\n",
                                       "a,b,\n1,2\n3,4\n", "a,b,,\n1,2,,\n3,4,\n" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (PlumeDataset) dataset = read_text (texts[i]);

      g_assert_cmpuint (plume_table_get_n_columns (first_table (dataset)), ==, 2);
      assert_numbers (first_table (dataset), 1, "b", NULL, 2, 4);
    }
}

static void
test_ragged_rows_are_named (void)
{
  assert_text_fails ("a,b\n1,2\n3\n4,5\n6,7\n", "row 3 of x.csv", "1 field ", "2 are expected",
                     "complete the row");
  assert_text_fails ("# c\na,b\n1,2\n3,4,5\n6,7\n", "row 4 of x.csv", "3 fields", "2 are expected");
  assert_text_fails ("a,b,c\n1,2\n3,4\n", "row 1 of x.csv", "3 titles", "2 fields");
}

static void
test_bad_cell_among_numbers_is_named (void)
{
  GString *text = g_string_new ("x,petal length\n");

  for (int i = 2; i < 1204; i++)
    g_string_append_printf (text, "%d,1.5\n", i);
  g_string_append (text, "7,N?A\n8,1\n9,also bad\n");
  assert_text_fails (text->str, "row 1,204 of x.csv", "'N?A'", "'petal length'", "is no number",
                     "leave the cell empty");
  g_string_free (text, TRUE);
}

static void
test_other_text_stays_text (void)
{
  g_autoptr (PlumeDataset) dataset = read_text ("name,value\nalpha,1\n2,2\n- x,3\n");
  PlumeTable *table = first_table (dataset);

  g_assert_false (plume_table_is_numeric (table, 0));
  g_assert_cmpstr (plume_table_get_text (table, 0, 1), ==, "2");
  g_assert_cmpstr (plume_table_get_text (table, 0, 2), ==, "- x");
  assert_numbers (table, 1, "value", NULL, 1, 2, 3);
}

static void
test_blocks_of_instruments (void)
{
  g_autoptr (PlumeDataset) dataset = read_good ("csv/blocks.txt");

  assert_numbers (first_table (dataset), 0, "R.Time", "min", 0, 0.4, 0.8, 1.2);
  assert_numbers (first_table (dataset), 1, "Intensity", NULL, 10, 20, 30, 25);
  g_assert_cmpstr (plume_dataset_get_attribute (dataset, "Interval(msec)"), ==, "400");
  g_assert_cmpuint (plume_table_get_line (first_table (dataset), 0), ==, 15);
  assert_text_fails ("[Header]\na\tb\n[Peaks]\nname\tarea\n", "x.csv", "[blocks]",
                     "export the curve");
}

static void
test_lines_above_the_table_are_skipped (void)
{
  g_autoptr (PlumeDataset) dataset =
      read_text ("Report\nOperator: N. N.\n\ntime,signal\n1,2\n3,4\n");

  assert_numbers (first_table (dataset), 0, "time", NULL, 1, 3);
  g_assert_cmpstr (plume_dataset_get_attribute (dataset, "comment"), ==, "Report\nOperator: N. N.");
  g_assert_nonnull (strstr (plume_dataset_get_notes (dataset)[0], "2 lines"));
}

static void
test_encodings (void)
{
  static const struct
  {
    const char *file, *encoding;
  } cases[] = { { "csv/utf8-bom.csv", "UTF-8" },
                { "csv/latin1.csv", "ISO-8859-1" },
                { "csv/utf16le.csv", "UTF-16LE" },
                { "csv/utf16be.csv", "UTF-16BE" } };
  g_autoptr (PlumeDataset) unmarked = read_good ("csv/utf16-no-bom.csv");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PlumeDataset) dataset = read_good (cases[i].file);

      assert_numbers (first_table (dataset), 0, "Zeit", "min", 1, 3);
      assert_numbers (first_table (dataset), 1, "Höhe", "µV", 2, 4);
      g_assert_cmpstr (plume_dataset_get_attribute (dataset, "encoding"), ==, cases[i].encoding);
    }
  assert_numbers (first_table (unmarked), 1, "b", NULL, 2, 4);
  assert_corpus_fails ("csv/utf16-cut.csv", "utf16-cut.csv", "cut off", "save it again");
}

static void
test_gzip (void)
{
  g_autoptr (PlumeDataset) dataset = read_good ("csv/good.csv.gz");
  g_autoptr (PlumeDataset) members = read_good ("csv/two-members.csv.gz");

  g_assert_cmpuint (plume_table_get_n_rows (first_table (dataset)), ==, 160);
  assert_numbers (first_table (members), 1, "b", NULL, 2, 4);
  assert_corpus_fails ("csv/truncated.csv.gz", "truncated.csv.gz", "end too early", "again");
  assert_corpus_fails ("csv/bad-sum.csv.gz", "bad-sum.csv.gz", "damaged");
}

static void
test_what_is_no_table_is_refused (void)
{
  assert_corpus_fails ("csv/empty.csv", "empty.csv", "is empty", "choose");
  assert_corpus_fails ("csv/newlines.csv", "newlines.csv", "no table");
  assert_corpus_fails ("csv/only-comments.csv", "only-comments.csv", "comments");
  assert_corpus_fails ("csv/only-header.csv", "only-header.csv", "titles", "no rows");
  assert_corpus_fails ("csv/binary.csv", "binary.csv", "binary", "export");
  assert_corpus_fails ("csv/nul.csv", "nul.csv", "binary");
  assert_corpus_fails ("csv/workbook.xls", "Excel", "save the sheet as CSV");
  assert_corpus_fails ("csv/absent.csv", "absent.csv", "does not exist", "check");
  assert_corpus_fails ("csv", "csv", "folder", "choose a file");
}

/* 100,000 columns are read, one more is not, and ten million are refused without reading on. */
static void
test_columns_are_limited (void)
{
  static const gsize widths[] = { 100000, 100001, 10000000 };

  for (gsize i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      g_autofree char *text = g_malloc (4 * widths[i] + 1);
      g_autoptr (GError) error = NULL;
      g_autoptr (PlumeDataset) dataset = NULL;

      for (gsize k = 0; k < 2 * widths[i]; k++)
        memcpy (text + 2 * k, (k + 1) % widths[i] == 0 ? "7\n" : "7,", 2);
      dataset = read_length (text, 4 * widths[i], "wide.csv", &error);
      if (i == 0)
        g_assert_cmpuint (plume_table_get_n_columns (first_table (dataset)), ==, 100000);
      else
        assert_error_says (error, i == 1 ? "100,001 columns" : "columns", "wide.csv", "100,000",
                           "transpose");
    }
}

/* A short first row of many columns above many short rows asks for no memory. */
static void
test_ragged_wide_table_takes_no_memory (void)
{
  GString *text = g_string_new (NULL);

  for (int row = 0; row < 100; row++)
    for (int i = 0; i < 20000; i++)
      g_string_append (text, i == 19999 ? "7\n" : "7,");
  for (int i = 0; i < 4000000; i++)
    g_string_append (text, "1\n");
  assert_text_fails (text->str, "row 101 of x.csv", "1 field ", "20,000 are expected");
  g_string_free (text, TRUE);
}

static GString *
make_long_table (gsize n_rows)
{
  GString *text = g_string_new ("name,time (s),signal\n");
  PlumeStream stream = plume_stream (5, "long-table", 0);

  for (gsize i = 0; i < n_rows; i++)
    {
      if (i % 1000 == 7)
        g_string_append (text, "# pause\n");
      g_string_append_printf (
          text, "\"run %d%s\",%.17g,%.9g\n", (int)(i % 13), i % 501 == 0 ? "\nsecond line" : "",
          plume_stream_uniform (&stream) + (double)i, plume_stream_normal (&stream));
    }
  return text;
}

static void
test_values_do_not_depend_on_threads (void)
{
  enum
  {
    N = 100000
  };
  GString *text = make_long_table (N);
  g_autoptr (PlumeDataset) one = NULL;
  g_autoptr (PlumeDataset) four = NULL;
  g_autofree char *first = NULL, *second = NULL;

  plume_parallel_set_threads (1);
  one = read_text (text->str);
  plume_parallel_set_threads (4);
  four = read_text (text->str);
  plume_parallel_set_threads (0);
  g_assert_cmpuint (plume_table_get_n_rows (first_table (one)), ==, N);
  first = plume_table_to_csv (first_table (one), NULL);
  second = plume_table_to_csv (first_table (four), NULL);
  g_assert_cmpstr (first, ==, second);
  for (gsize row = 0; row < N; row += 777)
    {
      /* rows above, comments up to its own, second lines of rows above */
      gsize above = row + (row + 993) / 1000 + (row + 500) / 501;

      g_assert_cmpuint (plume_table_get_line (first_table (one), row), ==,
                        plume_table_get_line (first_table (four), row));
      g_assert_cmpuint (plume_table_get_line (first_table (one), row), ==, above + 2);
    }
  g_string_append (text, "run,1\nrun,1,2,3,4\n");
  assert_text_fails (text->str, "row 100,302 of x.csv", "2 fields");
  g_string_free (text, TRUE);
}

static void
test_cancelled_reading_leaves_nothing (void)
{
  GString *text = make_long_table (1000);
  g_autoptr (GBytes) bytes = g_bytes_new (text->str, text->len);
  g_autoptr (PlumeTask) task = plume_task_new ();
  g_autoptr (GError) error = NULL;

  plume_task_cancel (task);
  g_assert_null (plume_dataset_read_bytes (bytes, "x.csv", task, &error));
  g_assert_error (error, PLUME_ERROR, PLUME_ERROR_CANCELLED);
  g_string_free (text, TRUE);
}

static void
test_written_tables_read_back (void)
{
  g_autoptr (PlumeTable) table = plume_table_new ("y.csv");
  double values[] = { 0.1, 1e300, -1.0 / 3, NAN, INFINITY, 5e-324 };
  static const char *const texts[] = { "plain",      "with, comma",  "with \"quotes\"",
                                       "two\nlines", "# no comment", "",
                                       NULL };
  g_autofree char *text = NULL;
  g_autoptr (PlumeDataset) dataset = NULL;
  gsize length;

  plume_table_add_texts (table, "a, b", g_strdupv ((GStrv)texts));
  plume_table_add_numbers (table, "time", "min",
                           plume_array_new_copy (values, G_N_ELEMENTS (values)));
  text = plume_table_to_csv (table, &length);
  g_assert_cmpuint (length, ==, strlen (text));
  dataset = read_text (text);
  assert_column (first_table (dataset), 1, "time", "min", values, G_N_ELEMENTS (values));
  for (gsize i = 0; texts[i] != NULL; i++)
    g_assert_cmpstr (plume_table_get_text (first_table (dataset), 0, i), ==, texts[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/number/is-the-nearest-double", test_numbers_are_the_nearest_doubles);
  g_test_add_func ("/data/number/ties-round-once", test_ties_round_once);
  g_test_add_func ("/data/csv/delimiters-are-guessed", test_delimiters_are_guessed);
  g_test_add_func ("/data/csv/decimal-comma-is-read-and-noted",
                   test_decimal_comma_is_read_and_noted);
  g_test_add_func ("/data/csv/thousands-are-diagnosed", test_thousands_are_diagnosed);
  g_test_add_func ("/data/csv/quotes-hold-anything", test_quotes_hold_anything);
  g_test_add_func ("/data/csv/comments-are-kept", test_comments_are_kept);
  g_test_add_func ("/data/csv/titles-may-stand-in-a-comment", test_titles_may_stand_in_a_comment);
  g_test_add_func ("/data/csv/header-may-be-absent", test_header_may_be_absent);
  g_test_add_func ("/data/csv/units-are-split-from-titles", test_units_are_split_from_titles);
  g_test_add_func ("/data/csv/titles-stay-distinct", test_titles_stay_distinct);
  g_test_add_func ("/data/csv/second-row-may-hold-units", test_second_row_may_hold_units);
  g_test_add_func ("/data/csv/missing-values-are-nan", test_missing_values_are_nan);
  g_test_add_func ("/data/csv/column-of-missing-values-is-read",
                   test_column_of_missing_values_is_read);
  g_test_add_func ("/data/csv/trailing-delimiters-are-ignored",
                   test_trailing_delimiters_are_ignored);
  g_test_add_func ("/data/csv/ragged-rows-are-named", test_ragged_rows_are_named);
  g_test_add_func ("/data/csv/bad-cell-among-numbers-is-named",
                   test_bad_cell_among_numbers_is_named);
  g_test_add_func ("/data/csv/other-text-stays-text", test_other_text_stays_text);
  g_test_add_func ("/data/csv/blocks-of-instruments", test_blocks_of_instruments);
  g_test_add_func ("/data/csv/lines-above-the-table-are-skipped",
                   test_lines_above_the_table_are_skipped);
  g_test_add_func ("/data/csv/encodings", test_encodings);
  g_test_add_func ("/data/csv/gzip", test_gzip);
  g_test_add_func ("/data/csv/what-is-no-table-is-refused", test_what_is_no_table_is_refused);
  g_test_add_func ("/data/csv/columns-are-limited", test_columns_are_limited);
  g_test_add_func ("/data/csv/ragged-wide-table-takes-no-memory",
                   test_ragged_wide_table_takes_no_memory);
  g_test_add_func ("/data/csv/values-do-not-depend-on-threads",
                   test_values_do_not_depend_on_threads);
  g_test_add_func ("/data/csv/cancelled-reading-leaves-nothing",
                   test_cancelled_reading_leaves_nothing);
  g_test_add_func ("/data/csv/written-tables-read-back", test_written_tables_read_back);
  return g_test_run ();
}
