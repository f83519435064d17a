/* plume-csv-layout.h: where in a text file the table is, and what its columns are called. */
#pragma once

#include "data/plume-csv-dialect.h"

G_BEGIN_DECLS

#define PLUME_CSV_MAX_COLUMNS 100000 /* more than a genome has genes */

/**
 * PlumeCsvLayout:
 * @dialect: how the table is written
 * @n_columns: cells of each record
 * @titles: (element-type utf8): one a column
 * @units: (element-type utf8): one a column; %NULL where none is known
 * @data: first record behind the titles
 * @end: one past the table's last byte
 * @line: line in the file of @data, from 1
 * @comment: (nullable): comment lines and other lines before the table
 * @attributes: (element-type utf8 utf8): names and values of the lines before a table in [blocks]
 * @n_skipped: lines before the table that are no comments
 */
typedef struct
{
  PlumeCsvDialect dialect;
  gsize n_columns;
  GPtrArray *titles, *units;
  const char *data, *end;
  gsize line;
  char *comment;
  GHashTable *attributes;
  gsize n_skipped;
} PlumeCsvLayout;

PlumeCsvLayout *
plume_csv_layout_new (const char *text, gsize length, const char *name, GError **error);
void plume_csv_layout_free (PlumeCsvLayout *layout);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeCsvLayout, plume_csv_layout_free)

G_END_DECLS
