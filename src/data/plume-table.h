/* plume-table.h: an immutable table of named columns, numbers or text, each with a unit.
 *
 * It knows no file formats and no meaning of columns; a column of numbers has NaN where a value is
 * missing.
 */
#pragma once

#include "core/plume-array.h"

G_BEGIN_DECLS

typedef struct _PlumeTable PlumeTable;

/**
 * PlumeTableLine:
 * @row: a row, from 0
 * @line: the line of the file in which it stands, from 1
 *
 * The rows up to the next such mark stand in the lines that follow.
 */
typedef struct
{
  gsize row, line;
} PlumeTableLine;

/* Building: make, add columns of one length, then share and never write again. */
PlumeTable *plume_table_new (const char *name);
void plume_table_add_numbers (PlumeTable *table,
                              const char *title,
                              const char *unit,
                              PlumeArray *values);
void plume_table_add_texts (PlumeTable *table, const char *title, GStrv texts);

PlumeTable *plume_table_ref (PlumeTable *table);
void plume_table_unref (PlumeTable *table);

const char *plume_table_get_name (const PlumeTable *table);
gsize plume_table_get_n_rows (const PlumeTable *table);
guint plume_table_get_n_columns (const PlumeTable *table);
const char *plume_table_get_title (const PlumeTable *table, guint column);
const char *plume_table_get_unit (const PlumeTable *table, guint column);
gboolean plume_table_is_numeric (const PlumeTable *table, guint column);
PlumeArray *plume_table_get_numbers (const PlumeTable *table, guint column);
const char *plume_table_get_text (const PlumeTable *table, guint column, gsize row);
void plume_table_take_lines (PlumeTable *table, GArray *lines);
gsize plume_table_get_line (const PlumeTable *table, gsize row);
int plume_table_find_column (const PlumeTable *table, const char *title);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeTable, plume_table_unref)

G_END_DECLS
