/* plume-csv-guess.c: guessing delimiter and decimal mark from the first records.
 *
 * Each candidate delimiter is tried: it is good when most records have the same number of cells and
 * most cells are numbers. It reads at most 100 records and some megabytes.
 */
#include "data/plume-csv-dialect.h"

#include <string.h>

#define MAX_RECORDS      100
#define MAX_BYTES        (64u << 10) /* looked at, unless the third record ends later */
#define MAX_RECORD_BYTES (4u << 20)
#define MAX_CELLS        1000 /* of a record whose kind is looked at */

typedef struct
{
  gsize n_records, n_alike; /* records, and those with the usual number of cells */
  gsize n_cells;            /* that number */
  double numeric;           /* fraction of cells that are numbers or missing */
  gboolean decimal_comma;
} Trial;

/* Cells with a comma that are numbers with a decimal comma, against those with a point. */
static void
count_marks (const PlumeCsvCell *cell, PlumeCsvDialect dialect, gsize marks[2])
{
  double value;
  gsize length = (gsize)(cell->end - cell->begin);
  gboolean comma = memchr (cell->begin, ',', length) != NULL,
           point = memchr (cell->begin, '.', length) != NULL;

  if (comma == point)
    return;
  dialect.decimal_mark = comma ? ',' : '.';
  if (plume_csv_read_cell (&dialect, cell, &value) != PLUME_CSV_NUMBER)
    return;
  /* beside delimiting commas, a quoted 1,234 is rather a thousand */
  if (comma && dialect.delimiter == ',' && plume_csv_has_thousands (cell))
    return;
  marks[comma]++;
}

static gsize
most_frequent (const gsize *counts, gsize n, gsize *frequency)
{
  gsize best = 1;

  *frequency = 0;
  for (gsize i = 0; i < n; i++)
    {
      gsize same = 0;

      for (gsize j = 0; j < n; j++)
        same += counts[j] == counts[i];
      if (same > *frequency || (same == *frequency && counts[i] > best))
        {
          *frequency = same;
          best = counts[i];
        }
    }
  return best;
}

static double
measure_numeric (const PlumeCsvDialect *dialect,
                 const char *const *records,
                 gsize n,
                 const char *end)
{
  gsize cells = 0, numeric = 0;

  for (gsize i = 0; i < n; i++)
    {
      PlumeCsvWalk walk = plume_csv_walk (dialect, records[i], end);
      PlumeCsvCell cell;
      double value;

      for (guint k = 0; k < MAX_CELLS && plume_csv_walk_next (&walk, &cell); k++)
        {
          cells++;
          numeric += plume_csv_read_cell (dialect, &cell, &value) != PLUME_CSV_TEXT;
        }
    }
  return cells > 0 ? (double)numeric / (double)cells : 0;
}

static Trial
try_delimiter (PlumeCsvDialect dialect, const char *text, const char *end)
{
  const char *records[MAX_RECORDS];
  gsize counts[MAX_RECORDS], marks[2] = { 0, 0 };
  Trial trial = { 0 };

  for (const char *p = text, *next; p < end && trial.n_records < MAX_RECORDS
                                    && ((gsize)(p - text) < MAX_BYTES || trial.n_records < 3);
       p = next)
    {
      PlumeCsvWalk walk =
          plume_csv_walk (&dialect, p, MIN (end, p + MIN ((gsize)(end - p), MAX_RECORD_BYTES)));
      PlumeCsvCell cell;
      gsize n = 0;

      next = plume_csv_skip_record (&dialect, p, end, NULL);
      if (plume_csv_is_empty (&dialect, p, end) || plume_csv_is_comment (&dialect, p, end))
        continue;
      for (; plume_csv_walk_next (&walk, &cell); n++)
        if (n < MAX_CELLS && (dialect.delimiter != ',' || cell.is_quoted))
          count_marks (&cell, dialect, marks);
      records[trial.n_records] = p;
      counts[trial.n_records++] = n;
    }
  trial.n_cells = most_frequent (counts, trial.n_records, &trial.n_alike);
  trial.decimal_comma = marks[1] > marks[0];
  dialect.decimal_mark = trial.decimal_comma ? ',' : '.';
  trial.numeric = measure_numeric (&dialect, records, trial.n_records, end);
  return trial;
}

/**
 * plume_csv_guess_dialect:
 * @text: the table's text
 *
 * Constant time for tables of usual line length.
 *
 * Returns: how it is written
 */
PlumeCsvDialect
plume_csv_guess_dialect (const char *text, const char *end)
{
  static const char candidates[] = { '\t', ';', ',', '|', ' ' };
  PlumeCsvDialect best = { .delimiter = '\0', .decimal_mark = '.', .line_end = '\n' };
  gsize length = (gsize)(end - text);
  double best_score = 0;
  gboolean single_comma;

  if (length == 0)
    return best;
  if (memchr (text, '\n', length) == NULL && memchr (text, '\r', length) != NULL)
    best.line_end = '\r';
  best.has_quotes = memchr (text, '"', length) != NULL;
  single_comma = try_delimiter (best, text, end).decimal_comma;

  for (gsize i = 0; i < G_N_ELEMENTS (candidates); i++)
    {
      PlumeCsvDialect dialect = best;
      Trial trial;
      double score;

      dialect.delimiter = candidates[i];
      trial = try_delimiter (dialect, text, end);
      if (trial.n_cells < 2 || trial.n_records == 0)
        continue;
      score = (double)trial.n_alike / (double)trial.n_records * (0.25 + trial.numeric);
      /* blanks are in every text; they delimit numbers only */
      if ((candidates[i] == ' ' && trial.numeric < 0.5) || score <= best_score)
        continue;
      best_score = score;
      dialect.decimal_mark = trial.decimal_comma ? ',' : '.';
      best.delimiter = dialect.delimiter;
      best.decimal_mark = dialect.decimal_mark;
    }
  if (best.delimiter == '\0' && single_comma)
    best.decimal_mark = ',';
  return best;
}
