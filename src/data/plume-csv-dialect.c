/* plume-csv-dialect.c: records and cells of a text table, and what a cell is. */
#include "data/plume-csv-dialect.h"

#include <math.h>
#include <string.h>

#include "data/plume-number.h"

static inline gboolean
ends_cell (const PlumeCsvDialect *dialect, char letter)
{
  if (letter == dialect->line_end)
    return TRUE;
  if (dialect->delimiter == ' ')
    return plume_csv_is_blank (dialect, letter);
  return letter == dialect->delimiter && letter != '\0';
}

static const char *
skip_blanks (const PlumeCsvDialect *dialect, const char *p, const char *end)
{
  while (p < end && plume_csv_is_blank (dialect, *p))
    p++;
  return p;
}

static const char *
read_plain (const PlumeCsvDialect *dialect, const char *p, const char *end, PlumeCsvCell *cell)
{
  const char *last;

  cell->begin = p;
  while (p < end && !ends_cell (dialect, *p))
    p++;
  for (last = p; last > cell->begin && plume_csv_is_blank (dialect, last[-1]);)
    last--;
  cell->end = last;
  return p;
}

/* p is behind the opening quotation mark */
static const char *
read_quoted (const PlumeCsvDialect *dialect, const char *p, const char *end, PlumeCsvCell *cell)
{
  const char *opening = p - 1;

  cell->begin = p;
  cell->is_quoted = TRUE;
  while (TRUE)
    {
      const char *quote = p < end ? memchr (p, '"', (gsize)(end - p)) : NULL;

      if (quote == NULL)
        {
          cell->end = end;
          cell->is_open = TRUE;
          return end;
        }
      p = quote + 1;
      if (p < end && *p == '"')
        {
          p++;
          continue;
        }
      cell->end = quote;
      break;
    }
  if (dialect->delimiter != ' ')
    p = skip_blanks (dialect, p, end);
  if (p < end && !ends_cell (dialect, *p))
    {
      /* more behind the closing mark: the marks are part of the text */
      p = read_plain (dialect, p, end, cell);
      cell->begin = opening;
      cell->is_quoted = FALSE;
    }
  return p;
}

/**
 * plume_csv_walk_next:
 * @walk: a walk over one record
 * @cell: (out caller-allocates): its next cell
 *
 * Returns: %FALSE once the record is over
 */
gboolean
plume_csv_walk_next (PlumeCsvWalk *walk, PlumeCsvCell *cell)
{
  const PlumeCsvDialect *dialect = walk->dialect;
  const char *p;

  if (!walk->more)
    return FALSE;
  p = skip_blanks (dialect, walk->at, walk->end);
  cell->is_quoted = cell->is_open = FALSE;
  if (p < walk->end && *p == '"')
    p = read_quoted (dialect, p + 1, walk->end, cell);
  else
    p = read_plain (dialect, p, walk->end, cell);
  if (dialect->delimiter == ' ')
    p = skip_blanks (dialect, p, walk->end);
  walk->more = p < walk->end && *p != dialect->line_end;
  walk->at = walk->more && dialect->delimiter != ' ' ? p + 1 : p;
  return TRUE;
}

/**
 * plume_csv_skip_record:
 * @record: where a record begins
 * @is_open: (out) (optional): set to %TRUE where a quotation mark is never closed, else left alone
 *
 * Returns: where the next one begins: behind the line end that is in no quotes
 */
const char *
plume_csv_skip_record (const PlumeCsvDialect *dialect,
                       const char *record,
                       const char *end,
                       gboolean *is_open)
{
  const char *newline = memchr (record, dialect->line_end, (gsize)(end - record));
  const char *line_end = newline != NULL ? newline : end;
  PlumeCsvWalk walk = plume_csv_walk (dialect, record, end);
  PlumeCsvCell cell;

  if (!dialect->has_quotes || memchr (record, '"', (gsize)(line_end - record)) == NULL
      || plume_csv_is_comment (dialect, record, end))
    return newline != NULL ? newline + 1 : end;
  while (plume_csv_walk_next (&walk, &cell))
    if (cell.is_open && is_open != NULL)
      *is_open = TRUE;
  return walk.at < end ? walk.at + 1 : end;
}

/* A record that begins with #, % or // */
gboolean
plume_csv_is_comment (const PlumeCsvDialect *dialect, const char *record, const char *end)
{
  const char *p = skip_blanks (dialect, record, end);

  return p < end && (*p == '#' || *p == '%' || (*p == '/' && p + 1 < end && p[1] == '/'));
}

gboolean
plume_csv_is_empty (const PlumeCsvDialect *dialect, const char *record, const char *end)
{
  const char *p = skip_blanks (dialect, record, end);

  return p == end || *p == dialect->line_end;
}

gsize
plume_csv_count_cells (const PlumeCsvDialect *dialect, const char *record, const char *end)
{
  PlumeCsvWalk walk = plume_csv_walk (dialect, record, end);
  PlumeCsvCell cell;
  gsize n = 0;

  while (plume_csv_walk_next (&walk, &cell))
    n++;
  return n;
}

/* Number of line ends in from … to. */
gsize
plume_csv_count_lines (const PlumeCsvDialect *dialect, const char *from, const char *to)
{
  gsize n = 0;

  while (from < to && (from = memchr (from, dialect->line_end, (gsize)(to - from))) != NULL)
    {
      n++;
      from++;
    }
  return n;
}

static gboolean
is_missing (const char *text, gsize length)
{
  static const char *const words[] = { "NA", "N/A", "NaN", "null", "None", "-", "--", "---", "?" };

  if (length == 0)
    return TRUE;
  if (length > 4)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (strlen (words[i]) == length && g_ascii_strncasecmp (words[i], text, length) == 0)
      return TRUE;
  return FALSE;
}

/**
 * plume_csv_read_cell:
 * @cell: a cell
 * @value: (out): its number; NaN where it is missing or text
 *
 * A cell is missing where it is empty or says NA, N/A, NaN, null, None, -, --, --- or ?
 * (masked rows, as other programs print them).
 *
 * Returns: what the cell is
 */
PlumeCsvKind
plume_csv_read_cell (const PlumeCsvDialect *dialect, const PlumeCsvCell *cell, double *value)
{
  static const char minus[] = "\342\210\222"; /* U+2212 */
  const char *begin = cell->begin, *end = cell->end, *after;

  while (begin < end && g_ascii_isspace (*begin))
    begin++;
  while (end > begin && g_ascii_isspace (end[-1]))
    end--;
  after = plume_number_parse (begin, end, dialect->decimal_mark, value);
  if (after == end && begin < end)
    return PLUME_CSV_NUMBER;
  if (end - begin > 3 && memcmp (begin, minus, 3) == 0
      && (g_ascii_isdigit (begin[3]) || begin[3] == dialect->decimal_mark)
      && plume_number_parse (begin + 3, end, dialect->decimal_mark, value) == end)
    {
      *value = -*value;
      return PLUME_CSV_NUMBER;
    }
  *value = NAN;
  return is_missing (begin, (gsize)(end - begin)) ? PLUME_CSV_MISSING : PLUME_CSV_TEXT;
}

/* Whether a cell that is no number looks like 1,234,567.8 or 1.234,5 or 1'234 or 1 234. */
gboolean
plume_csv_has_thousands (const PlumeCsvCell *cell)
{
  const char *p = cell->begin, *end = cell->end;
  guint groups = 0, digits = 0;
  char mark = '\0';

  if (p < end && (*p == '-' || *p == '+'))
    p++;
  for (; p < end; p++)
    {
      if (g_ascii_isdigit (*p))
        {
          digits++;
          continue;
        }
      if (strchr (",.' ", *p) == NULL || (mark != '\0' && (*p != mark || digits != 3))
          || digits == 0 || digits > 3)
        break;
      mark = *p;
      digits = 0;
      groups++;
    }
  if (groups == 0 || digits != 3)
    return FALSE;
  /* behind the groups: nothing, or the other mark and digits */
  if (p < end && (*p == ',' || *p == '.') && *p != mark)
    for (p++; p < end && g_ascii_isdigit (*p);)
      p++;
  return p == end;
}

/**
 * plume_csv_cell_text:
 *
 * Returns: (transfer full): the text of @cell, pairs of quotation marks made one
 */
char *
plume_csv_cell_text (const PlumeCsvCell *cell)
{
  gsize length = (gsize)(cell->end - cell->begin), n = 0;
  char *text = g_strndup (cell->begin, length);

  if (!cell->is_quoted || memchr (text, '"', length) == NULL)
    return text;
  for (gsize i = 0; i < length; i++)
    {
      text[n++] = text[i];
      if (text[i] == '"' && i + 1 < length && text[i + 1] == '"')
        i++;
    }
  text[n] = '\0';
  return text;
}
