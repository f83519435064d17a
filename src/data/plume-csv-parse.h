/* plume-csv-parse.h: the passes over the text of a table, on all cores. */
#pragma once

#include "core/plume-task.h"
#include "data/plume-csv-layout.h"
#include "data/plume-table.h"

G_BEGIN_DECLS

/* Some whole records, with the row and line of the first. */
typedef struct
{
  const char *begin, *end;
  gsize n_rows, n_lines;
  gsize row, line;
} PlumeCsvChunk;

/* What the cells of a column are, and the first that is text. */
typedef struct
{
  gsize n_numbers, n_missing, n_texts, n_thousands;
  gsize row, line;
  PlumeCsvCell cell;
} PlumeCsvTally;

/* The first row with a wrong number of cells; n_cells is 0 where there is none. */
typedef struct
{
  gsize row, line, n_cells;
} PlumeCsvRagged;

/**
 * PlumeCsvParse:
 * @layout: where the table is
 * @name: the file's name for messages
 * @task: (nullable): cancels between chunks
 * @chunks: (element-type PlumeCsvChunk): the text in pieces
 * @n_rows: rows of all chunks
 * @columns: (nullable): where numbers are put; %NULL to tally cells only
 * @texts: (nullable): texts of the columns that have any
 * @tallies: one a column
 * @ragged: the first row of wrong length
 * @lines: (element-type PlumeTableLine): where rows stand in the file, unsorted
 * @lock: guards what chunks add to: tallies, ragged and lines
 */
typedef struct
{
  const PlumeCsvLayout *layout;
  const char *name;
  PlumeTask *task;
  GArray *chunks;
  gsize n_rows;
  double **columns;
  GStrv *texts;
  PlumeCsvTally *tallies;
  PlumeCsvRagged ragged;
  GArray *lines;
  GMutex lock;
} PlumeCsvParse;

gboolean plume_csv_parse_count (PlumeCsvParse *parse, GError **error);
gboolean plume_csv_parse_numbers (PlumeCsvParse *parse, GError **error);
gboolean plume_csv_parse_texts (PlumeCsvParse *parse, GError **error);

G_END_DECLS
