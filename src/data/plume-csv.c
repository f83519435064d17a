/* plume-csv.c: the reader of tables in text files, from CSV to the exports of instruments.
 *
 * It decides which columns are numbers and which are text, and says what is amiss. It knows no
 * meaning of columns.
 */
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "core/plume-error.h"
#include "data/plume-csv-parse.h"
#include "data/plume-reader.h"
#include "data/plume-text.h"

#define MAX_NOTES 10  /* columns with missing values that are named one by one */
#define MOSTLY    0.9 /* fraction of cells that makes a column one of numbers */

static void
fail_ragged (const PlumeCsvParse *parse, GError **error)
{
  g_autofree char *row = plume_text_count (parse->ragged.line);
  g_autofree char *found = plume_text_count (parse->ragged.n_cells);
  g_autofree char *expected = plume_text_count (parse->layout->n_columns);

  g_set_error (
      error, PLUME_ERROR, PLUME_ERROR_DATA,
      ngettext ("row %s of %s has %s field where %s are expected; complete the row, or put "
                "quotation marks around text that holds the delimiter",
                "row %s of %s has %s fields where %s are expected; complete the row, or put "
                "quotation marks around text that holds the delimiter",
                parse->ragged.n_cells),
      row, parse->name, found, expected);
}

static void
fail_cell (const PlumeCsvParse *parse, gsize column, GError **error)
{
  const PlumeCsvTally *tally = &parse->tallies[column];
  g_autofree char *row = plume_text_count (tally->line);
  g_autofree char *text =
      plume_text_excerpt (tally->cell.begin, (gsize)(tally->cell.end - tally->cell.begin));

  g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
               plume_csv_has_thousands (&tally->cell)
                   ? _ ("row %s of %s: '%s' in column '%s' is no number; it seems to have marks "
                        "between its thousands: export the numbers without them")
                   : _ ("row %s of %s: '%s' in column '%s' is no number; correct it, or leave the "
                        "cell empty where the value is missing"),
               row, parse->name, text, (const char *)parse->layout->titles->pdata[column]);
}

/* A column with some text among many numbers is an error, and so is one of numbers with marks
 * between thousands. */
static gboolean
check_columns (const PlumeCsvParse *parse, GError **error)
{
  gsize worst = parse->layout->n_columns;

  for (gsize i = 0; i < parse->layout->n_columns; i++)
    {
      const PlumeCsvTally *tally = &parse->tallies[i];
      double numeric = (double)tally->n_numbers, all = numeric + (double)tally->n_texts;

      if (tally->n_texts == 0 || numeric + (double)tally->n_thousands < MOSTLY * all)
        continue;
      if (worst == parse->layout->n_columns || tally->row < parse->tallies[worst].row)
        worst = i;
    }
  if (worst == parse->layout->n_columns)
    return TRUE;
  fail_cell (parse, worst, error);
  return FALSE;
}

static void
note_missing (const PlumeCsvParse *parse, PlumeDataset *dataset)
{
  guint n_named = 0, n_more = 0;

  for (gsize i = 0; i < parse->layout->n_columns; i++)
    {
      const PlumeCsvTally *tally = &parse->tallies[i];
      const char *title = parse->layout->titles->pdata[i];
      g_autofree char *count = plume_text_count (tally->n_missing);

      if (tally->n_missing == 0 || tally->n_texts > 0)
        continue;
      if (n_named == MAX_NOTES)
        n_more++;
      else if (tally->n_numbers == 0)
        plume_dataset_add_note (dataset, _ ("column '%s' holds no values"), title);
      else
        plume_dataset_add_note (dataset,
                                ngettext ("%s missing value in column '%s'",
                                          "%s missing values in column '%s'", tally->n_missing),
                                count, title);
      n_named = MIN (n_named + 1, MAX_NOTES);
    }
  if (n_more > 0)
    plume_dataset_add_note (dataset,
                            ngettext ("%u more column has missing values",
                                      "%u more columns have missing values", n_more),
                            n_more);
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  gsize first = ((const PlumeTableLine *)a)->row, second = ((const PlumeTableLine *)b)->row;

  return first < second ? -1 : first > second;
}

static PlumeDataset *
make_dataset (PlumeCsvParse *parse, GPtrArray *arrays)
{
  const PlumeCsvLayout *layout = parse->layout;
  PlumeDataset *dataset = plume_dataset_new (parse->name);
  PlumeTable *table = plume_table_new (parse->name);
  GHashTableIter iterator;
  gpointer key, value;

  for (gsize i = 0; i < layout->n_columns; i++)
    if (parse->texts[i] != NULL)
      plume_table_add_texts (table, layout->titles->pdata[i], g_steal_pointer (&parse->texts[i]));
    else
      plume_table_add_numbers (table, layout->titles->pdata[i], layout->units->pdata[i],
                               plume_array_ref (arrays->pdata[i]));
  g_array_sort (parse->lines, compare_lines);
  plume_table_take_lines (table, g_array_ref (parse->lines));
  plume_dataset_take_table (dataset, table);

  if (layout->comment != NULL)
    plume_dataset_set_attribute (dataset, "comment", layout->comment);
  g_hash_table_iter_init (&iterator, layout->attributes);
  while (g_hash_table_iter_next (&iterator, &key, &value))
    plume_dataset_set_attribute (dataset, key, value);
  if (layout->n_skipped > 0)
    plume_dataset_add_note (dataset,
                            ngettext ("%zu line above the table was taken for a comment",
                                      "%zu lines above the table were taken for a comment",
                                      layout->n_skipped),
                            layout->n_skipped);
  if (layout->dialect.decimal_mark == ',')
    plume_dataset_add_note (dataset, _ ("the comma is read as decimal mark"));
  note_missing (parse, dataset);
  return dataset;
}

static PlumeDataset *
parse_table (PlumeCsvParse *parse, GError **error)
{
  gsize n_columns = parse->layout->n_columns;
  gsize length = (gsize)(parse->layout->end - parse->layout->data);
  g_autoptr (GPtrArray) arrays = g_ptr_array_new_with_free_func ((GDestroyNotify)plume_array_unref);
  g_autofree double **columns = g_new0 (double *, n_columns);

  if (!plume_csv_parse_count (parse, error))
    return NULL;
  /* every cell is followed by one byte at least, save the last: with fewer bytes some row is too
   * short, and no memory is needed */
  if (parse->n_rows <= (length + 1) / n_columns)
    {
      for (gsize i = 0; i < n_columns; i++)
        {
          if (!plume_task_check (parse->task, error))
            return NULL;
          g_ptr_array_add (arrays, plume_array_new (parse->n_rows));
          columns[i] = ((PlumeArray *)arrays->pdata[i])->values;
        }
      parse->columns = columns;
    }
  if (!plume_csv_parse_numbers (parse, error))
    return NULL;
  if (parse->ragged.n_cells > 0)
    {
      fail_ragged (parse, error);
      return NULL;
    }
  g_assert (parse->columns != NULL);
  if (!check_columns (parse, error) || !plume_csv_parse_texts (parse, error))
    return NULL;
  return make_dataset (parse, arrays);
}

static PlumeDataset *
read_csv (GBytes *bytes, const char *name, PlumeTask *task, GError **error)
{
  const char *encoding;
  g_autoptr (GBytes) text = plume_text_decode (bytes, name, &encoding, task, error);
  g_autoptr (PlumeCsvLayout) layout = NULL;
  g_autoptr (GArray) chunks = g_array_new (FALSE, TRUE, sizeof (PlumeCsvChunk));
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (PlumeTableLine));
  g_autofree PlumeCsvTally *tallies = NULL;
  PlumeDataset *dataset;
  PlumeCsvParse parse = { .name = name, .task = task, .chunks = chunks, .lines = lines };
  gsize length;
  const char *data;

  if (text == NULL)
    return NULL;
  data = g_bytes_get_data (text, &length);
  layout = plume_csv_layout_new (data, length, name, error);
  if (layout == NULL)
    return NULL;
  parse.layout = layout;
  parse.tallies = tallies = g_new0 (PlumeCsvTally, layout->n_columns);
  g_mutex_init (&parse.lock);
  dataset = parse_table (&parse, error);
  g_mutex_clear (&parse.lock);
  g_free (parse.texts);
  if (dataset != NULL)
    plume_dataset_set_attribute (dataset, "encoding", encoding);
  return dataset;
}

/* Any text will do; what is none says so when it is read. */
static gboolean
recognizes_csv (const guint8 *head, gsize length)
{
  return TRUE;
}

static const char *const extensions[] = { "csv", "tsv", "txt", "dat", "asc",
                                          "tab", "xy",  "prn", NULL };

const PlumeReader plume_reader_csv = {
  .id = "csv",
  .title = N_ ("Text table"),
  .extensions = extensions,
  .recognizes = recognizes_csv,
  .read = read_csv,
};
