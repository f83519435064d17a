/* plume-table.c: columns side by side. */
#include "data/plume-table.h"

#include <string.h>

typedef struct
{
  char *title;
  char *unit;
  PlumeArray *numbers; /* or */
  GStrv texts;
} Column;

struct _PlumeTable
{
  char *name;
  gsize n_rows;
  GArray *columns; /* Column */
  GArray *lines;   /* PlumeTableLine, or NULL */
};

static void
clear_column (gpointer data)
{
  Column *column = data;

  g_free (column->title);
  g_free (column->unit);
  plume_array_unref (column->numbers);
  g_strfreev (column->texts);
}

static const Column *
get_column (const PlumeTable *table, guint column)
{
  g_assert (column < table->columns->len);
  return &g_array_index (table->columns, Column, column);
}

/**
 * plume_table_new:
 * @name: what a person calls it, such as a file's base name
 *
 * Returns: (transfer full): a table without columns
 */
PlumeTable *
plume_table_new (const char *name)
{
  PlumeTable *table = g_atomic_rc_box_new0 (PlumeTable);

  table->name = g_strdup (name);
  table->columns = g_array_new (FALSE, TRUE, sizeof (Column));
  g_array_set_clear_func (table->columns, clear_column);
  return table;
}

static void
add_column (PlumeTable *table, Column column, gsize n_rows)
{
  g_assert (table->columns->len == 0 || table->n_rows == n_rows);
  table->n_rows = n_rows;
  g_array_append_val (table->columns, column);
}

/**
 * plume_table_add_numbers:
 * @table: a table that is still being made
 * @title: the column's title
 * @unit: (nullable): its unit, such as "min"
 * @values: (transfer full): as many values as the table has rows; NaN is missing
 */
void
plume_table_add_numbers (PlumeTable *table, const char *title, const char *unit, PlumeArray *values)
{
  Column column = { .title = g_strdup (title), .unit = g_strdup (unit), .numbers = values };

  add_column (table, column, values->length);
}

/**
 * plume_table_add_texts:
 * @table: a table that is still being made
 * @title: the column's title
 * @texts: (transfer full): as many texts as the table has rows
 */
void
plume_table_add_texts (PlumeTable *table, const char *title, GStrv texts)
{
  Column column = { .title = g_strdup (title), .texts = texts };

  add_column (table, column, g_strv_length (texts));
}

PlumeTable *
plume_table_ref (PlumeTable *table)
{
  return g_atomic_rc_box_acquire (table);
}

static void
clear_table (gpointer data)
{
  PlumeTable *table = data;

  g_free (table->name);
  g_array_unref (table->columns);
  g_clear_pointer (&table->lines, g_array_unref);
}

void
plume_table_unref (PlumeTable *table)
{
  if (table != NULL)
    g_atomic_rc_box_release_full (table, clear_table);
}

const char *
plume_table_get_name (const PlumeTable *table)
{
  return table->name;
}

gsize
plume_table_get_n_rows (const PlumeTable *table)
{
  return table->n_rows;
}

guint
plume_table_get_n_columns (const PlumeTable *table)
{
  return table->columns->len;
}

const char *
plume_table_get_title (const PlumeTable *table, guint column)
{
  return get_column (table, column)->title;
}

/**
 * plume_table_get_unit:
 *
 * Returns: (nullable): the unit of @column
 */
const char *
plume_table_get_unit (const PlumeTable *table, guint column)
{
  return get_column (table, column)->unit;
}

gboolean
plume_table_is_numeric (const PlumeTable *table, guint column)
{
  return get_column (table, column)->numbers != NULL;
}

/**
 * plume_table_get_numbers:
 *
 * Returns: (transfer none) (nullable): the values of a numeric @column
 */
PlumeArray *
plume_table_get_numbers (const PlumeTable *table, guint column)
{
  return get_column (table, column)->numbers;
}

/**
 * plume_table_get_text:
 *
 * Returns: (nullable): the text of a cell of a text @column
 */
const char *
plume_table_get_text (const PlumeTable *table, guint column, gsize row)
{
  g_assert (row < table->n_rows);
  GStrv texts = get_column (table, column)->texts;

  return texts != NULL ? texts[row] : NULL;
}

/**
 * plume_table_take_lines:
 * @table: a table that is still being made
 * @lines: (transfer full) (element-type PlumeTableLine): where rows stand in the file, with
 * ascending rows from 0
 */
void
plume_table_take_lines (PlumeTable *table, GArray *lines)
{
  g_clear_pointer (&table->lines, g_array_unref);
  table->lines = lines;
}

/**
 * plume_table_get_line:
 * @row: a row, from 0
 *
 * O(log n).
 *
 * Returns: the line of the file in which @row stands, from 1; @row + 1 where the file has no lines
 */
gsize
plume_table_get_line (const PlumeTable *table, gsize row)
{
  guint low = 0, high = table->lines != NULL ? table->lines->len : 0;
  const PlumeTableLine *mark;

  if (high == 0)
    return row + 1;
  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (table->lines, PlumeTableLine, middle).row <= row)
        low = middle;
      else
        high = middle;
    }
  mark = &g_array_index (table->lines, PlumeTableLine, low);
  return mark->line + (row - mark->row);
}

/**
 * plume_table_find_column:
 * @title: a title, compared without regard to case
 *
 * Returns: the first column of that title, or −1
 */
int
plume_table_find_column (const PlumeTable *table, const char *title)
{
  for (guint i = 0; i < table->columns->len; i++)
    if (g_ascii_strcasecmp (get_column (table, i)->title, title) == 0)
      return (int)i;
  return -1;
}
