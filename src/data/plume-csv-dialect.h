/* plume-csv-dialect.h: how a text table is written, and walking over its records and cells.
 *
 * RFC 4180 quotes with any delimiter. It knows neither headers nor columns.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PlumeCsvDialect:
 * @delimiter: ',', ';', '\t', '|', ' ' for runs of blanks, or '\0' for one cell a record
 * @decimal_mark: '.' or ','
 * @line_end: '\n' (a '\r' before it is a blank) or '\r'
 * @has_quotes: whether there is a quotation mark anywhere
 */
typedef struct
{
  char delimiter;
  char decimal_mark;
  char line_end;
  gboolean has_quotes;
} PlumeCsvDialect;

/**
 * PlumeCsvCell:
 * @begin: first byte, behind blanks and quotation mark
 * @end: one past the last byte
 * @is_quoted: whether it stood in quotation marks; pairs of them inside are one
 * @is_open: whether a quotation mark is never closed
 */
typedef struct
{
  const char *begin, *end;
  gboolean is_quoted, is_open;
} PlumeCsvCell;

/**
 * PlumeCsvWalk:
 * @at: where the next cell begins; at the record's line end once they are over
 *
 * Walks over the cells of one record.
 */
typedef struct
{
  const PlumeCsvDialect *dialect;
  const char *at, *end;
  gboolean more;
} PlumeCsvWalk;

typedef enum
{
  PLUME_CSV_NUMBER,
  PLUME_CSV_MISSING,
  PLUME_CSV_TEXT,
} PlumeCsvKind;

static inline gboolean
plume_csv_is_blank (const PlumeCsvDialect *dialect, char letter)
{
  return letter == ' ' || (letter == '\r' && dialect->line_end != '\r')
         || (letter == '\t' && dialect->delimiter != '\t');
}

static inline PlumeCsvWalk
plume_csv_walk (const PlumeCsvDialect *dialect, const char *record, const char *end)
{
  return (PlumeCsvWalk){ .dialect = dialect, .at = record, .end = end, .more = TRUE };
}

gboolean plume_csv_walk_next (PlumeCsvWalk *walk, PlumeCsvCell *cell);
const char *plume_csv_skip_record (const PlumeCsvDialect *dialect,
                                   const char *record,
                                   const char *end,
                                   gboolean *is_open);
gboolean plume_csv_is_comment (const PlumeCsvDialect *dialect, const char *record, const char *end);
gboolean plume_csv_is_empty (const PlumeCsvDialect *dialect, const char *record, const char *end);
gsize plume_csv_count_cells (const PlumeCsvDialect *dialect, const char *record, const char *end);
gsize plume_csv_count_lines (const PlumeCsvDialect *dialect, const char *from, const char *to);

PlumeCsvKind
plume_csv_read_cell (const PlumeCsvDialect *dialect, const PlumeCsvCell *cell, double *value);
gboolean plume_csv_has_thousands (const PlumeCsvCell *cell);
char *plume_csv_cell_text (const PlumeCsvCell *cell);

PlumeCsvDialect plume_csv_guess_dialect (const char *text, const char *end);

G_END_DECLS
