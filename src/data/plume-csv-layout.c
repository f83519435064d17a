/* plume-csv-layout.c: where in a text file the table is, and what its columns are called.
 *
 * It looks at the first hundred records only. It converts no numbers of the table.
 */
#include "data/plume-csv-layout.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/plume-error.h"
#include "data/plume-csv-block.h"
#include "data/plume-csv-titles.h"
#include "data/plume-text.h"

#define MAX_RECORDS 100
#define MAX_BYTES   ((gsize)16 << 20) /* of them, unless the third ends later */

/* One of the first records, comments and empty lines left out. */
typedef struct
{
  const char *begin, *next;
  gsize line;
  gsize n_cells, n_used; /* all cells, and those up to the last that is not empty */
} Record;

typedef struct
{
  PlumeCsvLayout *layout;
  const char *name;
  GString *comment;
  const char *last_comment; /* the last comment line before the first record */
  GArray *records;          /* Record */
} Search;

static void
append_comment (GString *comment, const char *from, const char *to)
{
  while (to > from && g_ascii_isspace (to[-1]))
    to--;
  if (comment->len > 0)
    g_string_append_c (comment, '\n');
  g_string_append_len (comment, from, to - from);
}

/* Behind the marks # % // and blanks. */
static const char *
skip_comment_mark (const char *p, const char *end)
{
  while (p < end && (*p == ' ' || *p == '\t' || *p == '#' || *p == '%' || *p == '/'))
    p++;
  return p;
}

static void
measure_record (const PlumeCsvDialect *dialect, const char *end, Record *record)
{
  PlumeCsvWalk walk = plume_csv_walk (dialect, record->begin, end);
  PlumeCsvCell cell;

  while (plume_csv_walk_next (&walk, &cell))
    {
      record->n_cells++;
      if (cell.end > cell.begin)
        record->n_used = record->n_cells;
    }
}

static void
collect_records (Search *search, const char *text, gsize line)
{
  PlumeCsvLayout *layout = search->layout;
  const PlumeCsvDialect *dialect = &layout->dialect;

  for (const char *p = text, *next; p < layout->end && search->records->len < MAX_RECORDS; p = next)
    {
      Record record = { .begin = p, .line = line };

      if ((gsize)(p - text) > MAX_BYTES && search->records->len >= 3)
        return;
      next = plume_csv_skip_record (dialect, p, layout->end, NULL);
      line += plume_csv_count_lines (dialect, p, next);
      if (plume_csv_is_empty (dialect, p, layout->end))
        continue;
      if (plume_csv_is_comment (dialect, p, layout->end))
        {
          if (search->records->len > 0)
            continue;
          search->last_comment = skip_comment_mark (p, next);
          append_comment (search->comment, search->last_comment, next);
          continue;
        }
      record.next = next;
      measure_record (dialect, layout->end, &record);
      g_array_append_val (search->records, record);
    }
}

/* The most frequent number of cells, without columns at the right that have neither title nor
 * value. */
static gsize
find_n_columns (const GArray *records)
{
  gsize best = 0, most = 0, used = 0;

  for (guint i = 0; i < records->len; i++)
    {
      gsize n = g_array_index (records, Record, i).n_cells, same = 0;

      for (guint j = 0; j < records->len; j++)
        same += g_array_index (records, Record, j).n_cells == n;
      if (same > most || (same == most && n > best))
        {
          most = same;
          best = n;
        }
    }
  for (guint i = 0; i < records->len; i++)
    {
      const Record *record = &g_array_index (records, Record, i);

      if (record->n_cells == best)
        used = MAX (used, record->n_used);
    }
  return used;
}

static PlumeCsvKind
read_kind (const Search *search, guint record, gsize column)
{
  PlumeCsvWalk walk =
      plume_csv_walk (&search->layout->dialect,
                      g_array_index (search->records, Record, record).begin, search->layout->end);
  PlumeCsvCell cell;
  double value;

  for (gsize i = 0; plume_csv_walk_next (&walk, &cell); i++)
    if (i == column)
      return plume_csv_read_cell (&search->layout->dialect, &cell, &value);
  return PLUME_CSV_MISSING;
}

static void
count_kinds (const Search *search, guint record, gsize counts[3])
{
  PlumeCsvWalk walk =
      plume_csv_walk (&search->layout->dialect,
                      g_array_index (search->records, Record, record).begin, search->layout->end);
  PlumeCsvCell cell;
  double value;

  counts[PLUME_CSV_NUMBER] = counts[PLUME_CSV_MISSING] = counts[PLUME_CSV_TEXT] = 0;
  while (plume_csv_walk_next (&walk, &cell))
    counts[plume_csv_read_cell (&search->layout->dialect, &cell, &value)]++;
}

static gboolean
fits (const Search *search, const Record *record)
{
  gsize n = search->layout->n_columns;

  return record->n_cells == n || record->n_used == n || (record->n_cells > n && record->n_used < n);
}

/* Lines of text before the table that have another number of cells; returns the first record of the
 * table. */
static guint
skip_preamble (Search *search)
{
  guint first = 0;

  for (; first < search->records->len; first++)
    {
      const Record *record = &g_array_index (search->records, Record, first);

      if (fits (search, record) || read_kind (search, first, 0) == PLUME_CSV_NUMBER)
        break;
    }
  if (first == search->records->len)
    return 0;
  for (guint i = 0; i < first; i++)
    {
      const Record *record = &g_array_index (search->records, Record, i);

      append_comment (search->comment, record->begin, record->next);
      search->layout->n_skipped++;
    }
  return first;
}

/* Whether `record` is titles: it has text, and either no number at all or text above numbers. */
static gboolean
is_header (const Search *search, guint record)
{
  gsize counts[3], n = MIN (search->layout->n_columns, MAX_RECORDS);

  count_kinds (search, record, counts);
  if (counts[PLUME_CSV_TEXT] == 0)
    return FALSE;
  if (counts[PLUME_CSV_NUMBER] == 0)
    return TRUE;
  for (gsize column = 0; column < n; column++)
    {
      guint numbers = 0, texts = 0;

      if (read_kind (search, record, column) != PLUME_CSV_TEXT)
        continue;
      for (guint i = record + 1; i < MIN (search->records->len, record + 20); i++)
        {
          PlumeCsvKind kind = read_kind (search, i, column);

          numbers += kind == PLUME_CSV_NUMBER;
          texts += kind == PLUME_CSV_TEXT;
        }
      if (numbers > 0 && numbers >= 9 * texts)
        return TRUE;
    }
  return FALSE;
}

/* Titles in the last comment line, as gnuplot and NumPy write them. */
static gboolean
comment_is_header (const Search *search)
{
  const PlumeCsvDialect *dialect = &search->layout->dialect;
  PlumeCsvWalk walk;
  PlumeCsvCell cell;
  gsize n = 0;
  double value;

  if (search->last_comment == NULL || search->layout->n_columns < 2)
    return FALSE;
  walk = plume_csv_walk (dialect, search->last_comment, search->layout->end);
  for (; plume_csv_walk_next (&walk, &cell); n++)
    if (plume_csv_read_cell (dialect, &cell, &value) == PLUME_CSV_NUMBER)
      return FALSE;
  return n == search->layout->n_columns;
}

/* Finds titles and units among the records from `first` on, and where the data begin. */
static gboolean
read_header (Search *search, guint first, GError **error)
{
  PlumeCsvLayout *layout = search->layout;
  const Record *records = (const Record *)search->records->data;
  gboolean header = fits (search, &records[first]) && is_header (search, first);
  const char *titles = header                       ? records[first].begin
                       : comment_is_header (search) ? search->last_comment
                                                    : NULL;
  guint data = first + header;

  if (!header && titles == NULL && first > 0 && records[first - 1].n_used >= 2
      && records[first - 1].line + 1 == records[first].line)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("row %zu of %s has %zu"
                      " titles but the row below has %zu fields; give every column one title"),
                   records[first - 1].line, search->name, records[first - 1].n_used,
                   records[first].n_cells);
      return FALSE;
    }
  layout->titles = titles != NULL ? plume_csv_read_titles (layout, titles)
                                  : plume_csv_read_titles (layout, layout->end);
  if (header && data < search->records->len)
    layout->units = plume_csv_read_units (layout, records[data].begin);
  if (layout->units != NULL)
    data++;
  else
    {
      layout->units = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_set_size (layout->units, (int)layout->n_columns);
    }
  plume_csv_split_units (layout);
  if (data == search->records->len)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("%s holds titles but no rows of data; export it again with its data"),
                   search->name);
      return FALSE;
    }
  layout->data = records[data].begin;
  layout->line = records[data].line;
  return TRUE;
}

/* Names and values of the lines above the table; returns where the table begins: at its titles if
 * it has any. */
static const char *
read_block_lines (Search *search, const PlumeCsvBlock *block)
{
  PlumeCsvLayout *layout = search->layout;
  const PlumeCsvDialect *dialect = &layout->dialect;
  gsize n_columns = plume_csv_count_cells (dialect, block->numbers, block->end);
  const char *table = block->numbers;

  for (const char *p = block->begin, *next; p < block->numbers; p = next)
    {
      PlumeCsvWalk walk = plume_csv_walk (dialect, p, block->numbers);
      PlumeCsvCell key, value;
      double number;

      next = plume_csv_skip_record (dialect, p, block->numbers, NULL);
      if (plume_csv_is_empty (dialect, p, block->numbers))
        continue;
      plume_csv_walk_next (&walk, &key);
      if (!plume_csv_walk_next (&walk, &value))
        continue;
      if (next == block->numbers && plume_csv_count_cells (dialect, p, block->end) == n_columns
          && plume_csv_read_cell (dialect, &key, &number) == PLUME_CSV_TEXT
          && plume_csv_read_cell (dialect, &value, &number) == PLUME_CSV_TEXT)
        {
          table = p;
          break;
        }
      if (key.end > key.begin && value.end > value.begin)
        g_hash_table_insert (layout->attributes, plume_csv_cell_text (&key),
                             plume_csv_cell_text (&value));
    }
  return table;
}

/* Cuts the text to the table's block; returns where the table begins, or NULL. */
static const char *
enter_block (Search *search, const char *text, gsize *line, GError **error)
{
  PlumeCsvLayout *layout = search->layout;
  PlumeCsvBlock block = plume_csv_find_block (text, layout->end);
  const char *table;

  if (block.n_rows == 0)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("none of the [blocks] of %s holds a table of numbers; export the curve, not "
                      "only the report"),
                   search->name);
      return NULL;
    }
  layout->end = block.end;
  layout->dialect = plume_csv_guess_dialect (block.numbers, block.end);
  layout->dialect.has_quotes = memchr (block.begin, '"', (gsize)(block.end - block.begin)) != NULL;
  table = read_block_lines (search, &block);
  *line += plume_csv_count_lines (&layout->dialect, text, table);
  return table;
}

static gboolean
fill_layout (Search *search, const char *text, GError **error)
{
  PlumeCsvLayout *layout = search->layout;
  gsize line = 1;

  if (plume_csv_has_blocks (text, layout->end))
    {
      text = enter_block (search, text, &line, error);
      if (text == NULL)
        return FALSE;
    }
  else
    layout->dialect = plume_csv_guess_dialect (text, layout->end);
  collect_records (search, text, line);
  layout->n_columns = find_n_columns (search->records);
  if (search->records->len == 0 || layout->n_columns == 0)
    {
      g_set_error (
          error, PLUME_ERROR, PLUME_ERROR_DATA,
          search->comment->len > 0
              ? _ ("%s holds no table, only comments; choose a file with columns of numbers")
              : _ ("%s holds no table, only empty lines; choose a file with columns of "
                   "numbers"),
          search->name);
      return FALSE;
    }
  if (layout->n_columns > PLUME_CSV_MAX_COLUMNS)
    {
      g_autofree char *found = plume_text_count (layout->n_columns);

      g_set_error (
          error, PLUME_ERROR, PLUME_ERROR_DATA,
          _ ("%s has %s columns, and at most 100,000 can be read; transpose the table or keep "
             "the columns you need"),
          search->name, found);
      return FALSE;
    }
  return read_header (search, skip_preamble (search), error);
}

/**
 * plume_csv_layout_new:
 * @text: (array length=length): UTF-8 text, which the layout points into
 * @name: the file's name for messages
 * @error: %PLUME_ERROR_DATA where no table is found
 *
 * Returns: (transfer full): where the table is and what its columns are called
 */
PlumeCsvLayout *
plume_csv_layout_new (const char *text, gsize length, const char *name, GError **error)
{
  g_autoptr (PlumeCsvLayout) layout = g_new0 (PlumeCsvLayout, 1);
  g_autoptr (GString) comment = g_string_new (NULL);
  g_autoptr (GArray) records = g_array_new (FALSE, FALSE, sizeof (Record));
  Search search = { .layout = layout, .name = name, .comment = comment, .records = records };

  layout->end = text + length;
  layout->attributes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (!fill_layout (&search, text, error))
    return NULL;
  if (comment->len > 0)
    layout->comment = g_string_free (g_steal_pointer (&comment), FALSE);
  return g_steal_pointer (&layout);
}

void
plume_csv_layout_free (PlumeCsvLayout *layout)
{
  g_clear_pointer (&layout->titles, g_ptr_array_unref);
  g_clear_pointer (&layout->units, g_ptr_array_unref);
  g_clear_pointer (&layout->attributes, g_hash_table_unref);
  g_free (layout->comment);
  g_free (layout);
}
