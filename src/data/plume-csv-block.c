/* plume-csv-block.c: the block that holds the table, in files of instruments that are made of
 * [Header] blocks.
 *
 * Such a file begins with a line [Header]; a block reaches to the next such line and holds names
 * and values, or a table. The table of interest is the longest run of lines that are nothing but
 * numbers. It knows no delimiter.
 */
#include "data/plume-csv-block.h"

#include <string.h>

static const char *
find_line_end (const char *line, const char *end)
{
  for (; line < end && *line != '\n' && *line != '\r'; line++)
    ;
  return line;
}

/* [anything], then nothing but delimiters */
static gboolean
is_block_title (const char *line, const char *end)
{
  const char *close;

  end = find_line_end (line, end);
  while (line < end && g_ascii_isspace (*line))
    line++;
  if (line == end || *line != '[')
    return FALSE;
  close = memchr (line, ']', (gsize)(end - line));
  if (close == NULL)
    return FALSE;
  for (close++; close < end; close++)
    if (!g_ascii_isspace (*close) && *close != ',' && *close != ';')
      return FALSE;
  return TRUE;
}

static gboolean
is_row_of_numbers (const char *line, const char *end)
{
  gboolean digit = FALSE, delimiter = FALSE;

  end = find_line_end (line, end);
  for (; line < end; line++)
    {
      if (memchr ("+-.0123456789eE,;\t |", *line, 20) == NULL)
        return FALSE;
      digit = digit || g_ascii_isdigit (*line);
      delimiter = delimiter || (digit && memchr (",;\t |", *line, 5) != NULL);
    }
  return digit && delimiter;
}

static const char *
next_line (const char *line, const char *end)
{
  line = find_line_end (line, end);
  if (line + 1 < end && line[0] == '\r' && line[1] == '\n')
    line++;
  return line < end ? line + 1 : end;
}

gboolean
plume_csv_has_blocks (const char *text, const char *end)
{
  while (text < end && g_ascii_isspace (*text))
    text++;
  return is_block_title (text, end);
}

/**
 * plume_csv_find_block:
 * @text: a text for which plume_csv_has_blocks() holds
 *
 * Linear.
 *
 * Returns: the block with the longest run of numbers; its n_rows is 0 where there are none
 */
PlumeCsvBlock
plume_csv_find_block (const char *text, const char *end)
{
  PlumeCsvBlock best = { .begin = text, .numbers = text, .end = end }, block = best;
  const char *run = NULL;
  gsize n_rows = 0;

  for (const char *line = text; TRUE; line = next_line (line, end))
    {
      gboolean over = line >= end || is_block_title (line, end);

      if (!over && is_row_of_numbers (line, end))
        {
          run = n_rows++ == 0 ? line : run;
          if (n_rows > block.n_rows)
            {
              block.numbers = run;
              block.n_rows = n_rows;
            }
          continue;
        }
      n_rows = 0;
      if (!over)
        continue;
      block.end = line;
      if (block.n_rows > best.n_rows)
        best = block;
      if (line >= end)
        return best;
      block = (PlumeCsvBlock){ .begin = next_line (line, end), .numbers = line, .end = end };
    }
}
