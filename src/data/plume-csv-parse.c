/* plume-csv-parse.c: the passes over the text of a table, on all cores.
 *
 * The text is cut into chunks of whole records; all cores count their rows and then parse them
 * straight into the columns. What is found amiss is kept with its row, and the least row wins, so
 * neither values nor messages depend on the number of threads. It decides nothing about columns.
 */
#include "data/plume-csv-parse.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/plume-error.h"
#include "core/plume-parallel.h"
#include "data/plume-number.h"
#include "data/plume-text.h"

#define CHUNK_BYTES ((gsize)512 << 10) /* of text: some milliseconds */

static gboolean
is_data (const PlumeCsvDialect *dialect, const char *record, const char *end)
{
  return !plume_csv_is_empty (dialect, record, end) && !plume_csv_is_comment (dialect, record, end);
}

/* Where the first record behind `target` begins; *p is a record before it and *line its line. */
static gboolean
advance (
    const PlumeCsvParse *parse, const char **p, const char *target, gsize *line, GError **error)
{
  const PlumeCsvDialect *dialect = &parse->layout->dialect;
  const char *end = parse->layout->end;

  if (!dialect->has_quotes)
    {
      const char *newline =
          target < end ? memchr (target - 1, dialect->line_end, (gsize)(end - target + 1)) : NULL;

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
                       _ ("row %s of %s: a quotation mark is opened and never closed; close it or "
                          "remove it"),
                       row, parse->name);
          return FALSE;
        }
      *line += plume_csv_count_lines (dialect, *p, next);
      *p = next;
    }
  return TRUE;
}

static gboolean
cut_chunks (PlumeCsvParse *parse, GError **error)
{
  const PlumeCsvLayout *layout = parse->layout;
  gsize line = layout->line;

  for (const char *p = layout->data; p < layout->end;)
    {
      PlumeCsvChunk chunk = { .begin = p };

      if (!plume_task_check (parse->task, error)
          || !advance (parse, &p, p + MIN ((gsize)(layout->end - p), CHUNK_BYTES), &line, error))
        return FALSE;
      chunk.end = p;
      g_array_append_val (parse->chunks, chunk);
    }
  return TRUE;
}

static void
count_chunks (gsize from, gsize to, gpointer data)
{
  PlumeCsvParse *parse = data;
  const PlumeCsvDialect *dialect = &parse->layout->dialect;

  for (gsize i = from; i < to; i++)
    {
      PlumeCsvChunk *chunk = &g_array_index (parse->chunks, PlumeCsvChunk, i);

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
read_slowly (const PlumeCsvDialect *dialect,
             const PlumeCsvCell *cell,
             gsize row,
             gsize line,
             PlumeCsvTally *tally)
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
parse_record (const PlumeCsvParse *parse,
              const char *record,
              const char *end,
              gsize row,
              gsize line,
              PlumeCsvTally *tallies)
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
merge_tally (PlumeCsvTally *sum, const PlumeCsvTally *part)
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
merge_chunk (PlumeCsvParse *parse,
             const PlumeCsvTally *tallies,
             const PlumeCsvRagged *ragged,
             const GArray *lines)
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
  PlumeCsvParse *parse = data;
  const PlumeCsvDialect *dialect = &parse->layout->dialect;
  g_autofree PlumeCsvTally *tallies = g_new0 (PlumeCsvTally, parse->layout->n_columns);
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (PlumeTableLine));
  PlumeCsvRagged ragged = { 0 };

  for (gsize i = from; i < to && ragged.n_cells == 0; i++)
    {
      const PlumeCsvChunk *chunk = &g_array_index (parse->chunks, PlumeCsvChunk, i);
      gsize row = chunk->row, line = chunk->line, expected_line = 0;

      for (const char *p = chunk->begin, *next; p < chunk->end && ragged.n_cells == 0; p = next)
        {
          next = plume_csv_skip_record (dialect, p, chunk->end, NULL);
          if (is_data (dialect, p, next))
            {
              if (line != expected_line)
                g_array_append_val (lines, ((PlumeTableLine){ .row = row, .line = line }));
              expected_line = line + 1;
              ragged =
                  (PlumeCsvRagged){ .row = row,
                                    .line = line,
                                    .n_cells = parse_record (parse, p, next, row, line, tallies) };
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
  PlumeCsvParse *parse = data;
  const PlumeCsvDialect *dialect = &parse->layout->dialect;

  for (gsize i = from; i < to; i++)
    {
      const PlumeCsvChunk *chunk = &g_array_index (parse->chunks, PlumeCsvChunk, i);
      gsize row = chunk->row;

      for (const char *p = chunk->begin, *next; p < chunk->end; p = next)
        {
          PlumeCsvWalk walk = plume_csv_walk (dialect, p, chunk->end);
          PlumeCsvCell cell;

          next = plume_csv_skip_record (dialect, p, chunk->end, NULL);
          if (!is_data (dialect, p, next))
            continue;
          for (gsize column = 0;
               column < parse->layout->n_columns && plume_csv_walk_next (&walk, &cell); column++)
            if (parse->texts[column] != NULL)
              parse->texts[column][row] = plume_csv_cell_text (&cell);
          row++;
        }
    }
}

/**
 * plume_csv_parse_count:
 * @parse: with layout, name, task and empty arrays
 * @error: %PLUME_ERROR_DATA where a quotation mark is never closed
 *
 * Cuts the text into chunks, counts the rows, and gives every chunk its first row and line.
 */
gboolean
plume_csv_parse_count (PlumeCsvParse *parse, GError **error)
{
  gsize row = 0, line = parse->layout->line;

  if (!cut_chunks (parse, error)
      || !plume_parallel_for (parse->chunks->len, 1, count_chunks, parse, parse->task, error))
    return FALSE;
  for (guint i = 0; i < parse->chunks->len; i++)
    {
      PlumeCsvChunk *chunk = &g_array_index (parse->chunks, PlumeCsvChunk, i);

      chunk->row = row;
      chunk->line = line;
      row += chunk->n_rows;
      line += chunk->n_lines;
    }
  parse->n_rows = row;
  return TRUE;
}

/**
 * plume_csv_parse_numbers:
 * @parse: a parse whose rows are counted
 * @error: %PLUME_ERROR_CANCELLED
 *
 * Reads all cells as numbers into @parse's columns, NaN where they are none, and tallies them.
 */
gboolean
plume_csv_parse_numbers (PlumeCsvParse *parse, GError **error)
{
  return plume_parallel_for (parse->chunks->len, 1, parse_chunks, parse, parse->task, error);
}

static void
free_texts (GStrv texts, gsize n)
{
  for (gsize i = 0; i < n; i++)
    g_free (texts[i]);
  g_free (texts);
}

/**
 * plume_csv_parse_texts:
 * @parse: a parse whose numbers are read
 * @error: %PLUME_ERROR_CANCELLED
 *
 * Reads the columns in which there is text once more, as text, into @parse's texts.
 */
gboolean
plume_csv_parse_texts (PlumeCsvParse *parse, GError **error)
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
  done = n_texts == 0
         || plume_parallel_for (parse->chunks->len, 1, copy_texts, parse, parse->task, error);
  for (gsize i = 0; !done && i < n_columns; i++)
    if (parse->texts[i] != NULL)
      free_texts (g_steal_pointer (&parse->texts[i]), parse->n_rows);
  return done;
}
