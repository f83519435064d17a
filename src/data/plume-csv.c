/* plume-csv.c: the reader of tables in text files, from CSV to the exports of instruments.
 *
 * The text is cut into chunks of whole records; all cores count their rows and then parse them straight into the columns. What is found
 * amiss is kept with its row and the least row is reported, so neither values nor messages depend on the number of threads. It knows
 * no meaning of columns.
 */
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "data/plume-csv-layout.h"
#include "data/plume-number.h"
#include "data/plume-reader.h"
#include "data/plume-text.h"

#define CHUNK_BYTES ((gsize) 512 << 10) /* of text: some milliseconds */
#define MAX_NOTES 10 /* columns with missing values that are named one by one */
#define MOSTLY 0.9 /* fraction of cells that makes a column one of numbers */

typedef struct
{
  const char *begin, *end;
  gsize n_rows, n_lines;
  gsize row, line; /* of its first record */
} Chunk;

typedef struct
{
  gsize n_numbers, n_missing, n_texts, n_thousands;
  gsize row, line; /* of the first text */
  PlumeCsvCell cell;
} Tally;

typedef struct
{
  gsize row, line, n_cells;
} Ragged;

typedef struct
{
  const PlumeCsvLayout *layout;
  const char *name;
  PlumeTask *task;
  GArray *chunks; /* Chunk */
  gsize n_rows;
  double **columns; /* NULL: cells are counted and not kept */
  GStrv *texts; /* for the second pass */
  Tally *tallies; /* one a column; with all below guarded by the lock */
  Ragged ragged;
  GArray *lines; /* PlumeTableLine */
  GMutex lock;
} Parse;

static gboolean
is_data (const PlumeCsvDialect *dialect, const char *record, const char *end)
{
  return !plume_csv_is_empty (dialect, record, end) && !plume_csv_is_comment (dialect, record, end);
}

/* Where the first record behind `target` begins; *p is a record before it and *line its line. */
static gboolean
advance (const Parse *parse, const char **p, const char *target, gsize *line, GError **error)
{
  const PlumeCsvDialect *dialect = &parse->layout->dialect;
  const char *end = parse->layout->end;

  if (!dialect->has_quotes)
    {
      const char *newline = target < end ? memchr (target - 1, dialect->line_end, (gsize) (end - target + 1)) : NULL;

      *p = newline != NULL ? newline + 1 : end;
      return TRUE;
    }
  while (*p < target && *p < end)
    {
      gboolean is_open = FALSE;
      const char *next = plume_csv_skip_record (dialect, *p, end, &is_open);

      if (is_open)
        {
          g_autofree char *row = plume_text_count (*line);

          g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                       "row %s of %s: a quotation mark is opened and never closed; close it or remove it", row, parse->name);
          return FALSE;
        }
      *line += plume_csv_count_lines (dialect, *p, next);
      *p = next;
    }
  return TRUE;
}

static gboolean
cut_chunks (Parse *parse, GError **error)
{
  const PlumeCsvLayout *layout = parse->layout;
  gsize line = layout->line;

  for (const char *p = layout->data; p < layout->end;)
    {
      Chunk chunk = { .begin = p };

      if (!plume_task_check (parse->task, error)
          || !advance (parse, &p, p + MIN ((gsize) (layout->end - p), CHUNK_BYTES), &line, error))
        return FALSE;
      chunk.end = p;
      g_array_append_val (parse->chunks, chunk);
    }
  return TRUE;
}

static void
count_chunks (gsize from, gsize to, gpointer data)
{
  Parse *parse = data;
  const PlumeCsvDialect *dialect = &parse->layout->dialect;

  for (gsize i = from; i < to; i++)
    {
      Chunk *chunk = &g_array_index (parse->chunks, Chunk, i);

      for (const char *p = chunk->begin; p < chunk->end;)
        {
          const char *next = plume_csv_skip_record (dialect, p, chunk->end, NULL);

          chunk->n_rows += is_data (dialect, p, chunk->end);
          chunk->n_lines += dialect->has_quotes ? plume_csv_count_lines (dialect, p, next) : 1;
          p = next;
        }
    }
}

/* The text that is no number, behind the fast path. */
static double
read_slowly (const PlumeCsvDialect *dialect, const PlumeCsvCell *cell, gsize row, gsize line, Tally *tally)
{
  double value;

  switch (plume_csv_read_cell (dialect, cell, &value))
    {
    case PLUME_CSV_NUMBER:
      tally->n_numbers++;
      break;
    case PLUME_CSV_MISSING:
      tally->n_missing++;
      break;
    case PLUME_CSV_TEXT:
      if (tally->n_texts++ == 0)
        {
          tally->row = row;
          tally->line = line;
          tally->cell = *cell;
        }
      tally->n_thousands += plume_csv_has_thousands (cell);
      break;
    }
  return value;
}

/* Parses one record; returns its number of cells where that is wrong, else 0. */
static gsize
parse_record (const Parse *parse, const char *record, const char *end, gsize row, gsize line, Tally *tallies)
{
  const PlumeCsvDialect *dialect = &parse->layout->dialect;
  const gsize n_columns = parse->layout->n_columns;
  PlumeCsvWalk walk = plume_csv_walk (dialect, record, end);
  gboolean extra = FALSE;
  gsize column = 0;

  for (; walk.more; column++)
    {
      const char *p = walk.at, *after;
      PlumeCsvCell cell;
      double value;

      while (p < end && plume_csv_is_blank (dialect, *p))
        p++;
      after = plume_number_parse (p, end, dialect->decimal_mark, &value);
      if (after != NULL)
        {
          const char *number_end = after;

          while (after < end && plume_csv_is_blank (dialect, *after))
            after++;
          if (after == end || *after == dialect->line_end)
            walk.more = FALSE;
          else if (dialect->delimiter == ' ' ? after == number_end : *after != dialect->delimiter)
            after = NULL;
        }
      if (after != NULL)
        {
          walk.at = walk.more && dialect->delimiter != ' ' ? after + 1 : after;
          if (column < n_columns)
            tallies[column].n_numbers++;
          else
            extra = TRUE;
        }
      else
        {
          plume_csv_walk_next (&walk, &cell);
          if (column < n_columns)
            value = read_slowly (dialect, &cell, row, line, &tallies[column]);
          else
            extra = extra || cell.end > cell.begin;
        }
      if (parse->columns != NULL && column < n_columns)
        parse->columns[column][row] = value;
    }
  return column < n_columns || extra ? column : 0;
}

static void
merge_tally (Tally *sum, const Tally *part)
{
  if (part->n_texts > 0 && (sum->n_texts == 0 || part->row < sum->row))
    {
      sum->row = part->row;
      sum->line = part->line;
      sum->cell = part->cell;
    }
  sum->n_numbers += part->n_numbers;
  sum->n_missing += part->n_missing;
  sum->n_texts += part->n_texts;
  sum->n_thousands += part->n_thousands;
}

static void
merge_chunk (Parse *parse, const Tally *tallies, const Ragged *ragged, const GArray *lines)
{
  g_mutex_lock (&parse->lock);
  for (gsize i = 0; i < parse->layout->n_columns; i++)
    merge_tally (&parse->tallies[i], &tallies[i]);
  if (ragged->n_cells > 0 && (parse->ragged.n_cells == 0 || ragged->row < parse->ragged.row))
    parse->ragged = *ragged;
  g_array_append_vals (parse->lines, lines->data, lines->len);
  g_mutex_unlock (&parse->lock);
}

static void
parse_chunks (gsize from, gsize to, gpointer data)
{
  Parse *parse = data;
  const PlumeCsvDialect *dialect = &parse->layout->dialect;
  g_autofree Tally *tallies = g_new0 (Tally, parse->layout->n_columns);
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (PlumeTableLine));
  Ragged ragged = { 0 };

  for (gsize i = from; i < to && ragged.n_cells == 0; i++)
    {
      const Chunk *chunk = &g_array_index (parse->chunks, Chunk, i);
      gsize row = chunk->row, line = chunk->line, expected_line = 0;

      for (const char *p = chunk->begin, *next; p < chunk->end && ragged.n_cells == 0; p = next)
        {
          next = plume_csv_skip_record (dialect, p, chunk->end, NULL);
          if (is_data (dialect, p, next))
            {
              if (line != expected_line)
                g_array_append_val (lines, ((PlumeTableLine){ .row = row, .line = line }));
              expected_line = line + 1;
              ragged = (Ragged){ .row = row, .line = line, .n_cells = parse_record (parse, p, next, row, line, tallies) };
              row++;
            }
          line += dialect->has_quotes ? plume_csv_count_lines (dialect, p, next) : 1;
        }
    }
  merge_chunk (parse, tallies, &ragged, lines);
}

static void
copy_texts (gsize from, gsize to, gpointer data)
{
  Parse *parse = data;
  const PlumeCsvDialect *dialect = &parse->layout->dialect;

  for (gsize i = from; i < to; i++)
    {
      const Chunk *chunk = &g_array_index (parse->chunks, Chunk, i);
      gsize row = chunk->row;

      for (const char *p = chunk->begin, *next; p < chunk->end; p = next)
        {
          PlumeCsvWalk walk = plume_csv_walk (dialect, p, chunk->end);
          PlumeCsvCell cell;

          next = plume_csv_skip_record (dialect, p, chunk->end, NULL);
          if (!is_data (dialect, p, next))
            continue;
          for (gsize column = 0; column < parse->layout->n_columns && plume_csv_walk_next (&walk, &cell); column++)
            if (parse->texts[column] != NULL)
              parse->texts[column][row] = plume_csv_cell_text (&cell);
          row++;
        }
    }
}

static void
fail_ragged (const Parse *parse, GError **error)
{
  g_autofree char *row = plume_text_count (parse->ragged.line);
  g_autofree char *found = plume_text_count (parse->ragged.n_cells);
  g_autofree char *expected = plume_text_count (parse->layout->n_columns);

  g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
               "row %s of %s has %s %s where %s are expected; complete the row, or put quotation marks around text that holds "
               "the delimiter",
               row, parse->name, found, parse->ragged.n_cells == 1 ? "field" : "fields", expected);
}

static void
fail_cell (const Parse *parse, gsize column, GError **error)
{
  const Tally *tally = &parse->tallies[column];
  g_autofree char *row = plume_text_count (tally->line);
  g_autofree char *text = plume_text_excerpt (tally->cell.begin, (gsize) (tally->cell.end - tally->cell.begin));
  const char *remedy = "correct it, or leave the cell empty where the value is missing";

  if (plume_csv_has_thousands (&tally->cell))
    remedy = "it seems to have marks between its thousands: export the numbers without them";
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA, "row %s of %s: '%s' in column '%s' is no number; %s", row, parse->name, text,
               (const char *) parse->layout->titles->pdata[column], remedy);
}

/* A column with some text among many numbers is an error, and so is one of numbers with marks between thousands. */
static gboolean
check_columns (const Parse *parse, GError **error)
{
  gsize worst = parse->layout->n_columns;

  for (gsize i = 0; i < parse->layout->n_columns; i++)
    {
      const Tally *tally = &parse->tallies[i];
      double numeric = (double) tally->n_numbers, all = numeric + (double) tally->n_texts;

      if (tally->n_texts == 0 || numeric + (double) tally->n_thousands < MOSTLY * all)
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
free_texts (GStrv texts, gsize n)
{
  for (gsize i = 0; i < n; i++)
    g_free (texts[i]);
  g_free (texts);
}

/* Reads the columns that are text once more, as text. */
static gboolean
read_texts (Parse *parse, GError **error)
{
  gsize n_columns = parse->layout->n_columns, n_texts = 0;
  gboolean done;

  parse->texts = g_new0 (GStrv, n_columns);
  for (gsize i = 0; i < n_columns; i++)
    if (parse->tallies[i].n_texts > 0)
      {
        parse->texts[i] = g_new0 (char *, parse->n_rows + 1);
        n_texts++;
      }
  done = n_texts == 0 || plume_parallel_for (parse->chunks->len, 1, copy_texts, parse, parse->task, error);
  for (gsize i = 0; !done && i < n_columns; i++)
    if (parse->texts[i] != NULL)
      free_texts (g_steal_pointer (&parse->texts[i]), parse->n_rows);
  return done;
}

static void
note_missing (const Parse *parse, PlumeDataset *dataset)
{
  guint n_named = 0, n_more = 0;

  for (gsize i = 0; i < parse->layout->n_columns; i++)
    {
      const Tally *tally = &parse->tallies[i];
      const char *title = parse->layout->titles->pdata[i];
      g_autofree char *count = plume_text_count (tally->n_missing);

      if (tally->n_missing == 0 || tally->n_texts > 0)
        continue;
      if (n_named == MAX_NOTES)
        n_more++;
      else if (tally->n_numbers == 0)
        plume_dataset_add_note (dataset, "column '%s' holds no values", title);
      else
        plume_dataset_add_note (dataset, "%s missing %s in column '%s'", count, tally->n_missing == 1 ? "value" : "values", title);
      n_named = MIN (n_named + 1, MAX_NOTES);
    }
  if (n_more > 0)
    plume_dataset_add_note (dataset, "%u more columns have missing values", n_more);
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  gsize first = ((const PlumeTableLine *) a)->row, second = ((const PlumeTableLine *) b)->row;

  return first < second ? -1 : first > second;
}

static PlumeDataset *
make_dataset (Parse *parse, GPtrArray *arrays)
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
      plume_table_add_numbers (table, layout->titles->pdata[i], layout->units->pdata[i], plume_array_ref (arrays->pdata[i]));
  g_array_sort (parse->lines, compare_lines);
  plume_table_take_lines (table, g_array_ref (parse->lines));
  plume_dataset_take_table (dataset, table);

  if (layout->comment != NULL)
    plume_dataset_set_attribute (dataset, "comment", layout->comment);
  g_hash_table_iter_init (&iterator, layout->attributes);
  while (g_hash_table_iter_next (&iterator, &key, &value))
    plume_dataset_set_attribute (dataset, key, value);
  if (layout->n_skipped > 0)
    plume_dataset_add_note (dataset, "%" G_GSIZE_FORMAT " %s above the table %s taken for a comment", layout->n_skipped,
                            layout->n_skipped == 1 ? "line" : "lines", layout->n_skipped == 1 ? "was" : "were");
  if (layout->dialect.decimal_mark == ',')
    plume_dataset_add_note (dataset, "the comma is read as decimal mark");
  note_missing (parse, dataset);
  return dataset;
}

/* Counts the rows and gives every chunk its first row and line. */
static gboolean
count_rows (Parse *parse, GError **error)
{
  gsize row = 0, line = parse->layout->line;

  if (!cut_chunks (parse, error) || !plume_parallel_for (parse->chunks->len, 1, count_chunks, parse, parse->task, error))
    return FALSE;
  for (guint i = 0; i < parse->chunks->len; i++)
    {
      Chunk *chunk = &g_array_index (parse->chunks, Chunk, i);

      chunk->row = row;
      chunk->line = line;
      row += chunk->n_rows;
      line += chunk->n_lines;
    }
  parse->n_rows = row;
  return TRUE;
}

static PlumeDataset *
parse_table (Parse *parse, GError **error)
{
  gsize n_columns = parse->layout->n_columns;
  gsize length = (gsize) (parse->layout->end - parse->layout->data);
  g_autoptr (GPtrArray) arrays = g_ptr_array_new_with_free_func ((GDestroyNotify) plume_array_unref);
  g_autofree double **columns = g_new0 (double *, n_columns);

  if (!count_rows (parse, error))
    return NULL;
  /* every cell is followed by one byte at least, save the last: with fewer bytes some row is too short, and no memory is needed */
  if (parse->n_rows <= (length + 1) / n_columns)
    {
      for (gsize i = 0; i < n_columns; i++)
        {
          g_ptr_array_add (arrays, plume_array_new (parse->n_rows));
          columns[i] = ((PlumeArray *) arrays->pdata[i])->values;
        }
      parse->columns = columns;
    }
  if (!plume_parallel_for (parse->chunks->len, 1, parse_chunks, parse, parse->task, error))
    return NULL;
  if (parse->ragged.n_cells > 0)
    {
      fail_ragged (parse, error);
      return NULL;
    }
  g_assert (parse->columns != NULL);
  if (!check_columns (parse, error) || !read_texts (parse, error))
    return NULL;
  return make_dataset (parse, arrays);
}

static PlumeDataset *
read_csv (GBytes *bytes, const char *name, PlumeTask *task, GError **error)
{
  const char *encoding;
  g_autoptr (GBytes) text = plume_text_decode (bytes, name, &encoding, task, error);
  g_autoptr (PlumeCsvLayout) layout = NULL;
  g_autoptr (GArray) chunks = g_array_new (FALSE, TRUE, sizeof (Chunk));
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (PlumeTableLine));
  g_autofree Tally *tallies = NULL;
  PlumeDataset *dataset;
  Parse parse = { .name = name, .task = task, .chunks = chunks, .lines = lines };
  gsize length;
  const char *data;

  if (text == NULL)
    return NULL;
  data = g_bytes_get_data (text, &length);
  layout = plume_csv_layout_new (data, length, name, error);
  if (layout == NULL)
    return NULL;
  parse.layout = layout;
  parse.tallies = tallies = g_new0 (Tally, layout->n_columns);
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

static const char *const extensions[] = { "csv", "tsv", "txt", "dat", "asc", "tab", "xy", "prn", NULL };

const PlumeReader plume_reader_csv = {
  .id = "csv",
  .title = N_("Text table"),
  .extensions = extensions,
  .recognizes = recognizes_csv,
  .read = read_csv,
};
