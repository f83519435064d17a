/* plume-csv-writer.c: tables to CSV text (RFC 4180 with \n), in such a way that reading it gives
 * the same doubles again. */
#include "data/plume-csv-writer.h"

#include <math.h>
#include <string.h>

/**
 * plume_csv_append_number:
 * @text: text to which to append
 * @value: a number; nothing is appended for NaN
 *
 * Appends the shortest of 15, 16 and 17 digits that reads back as @value.
 */
void
plume_csv_append_number (GString *text, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (isnan (value))
    return;
  if (isinf (value))
    {
      g_string_append (text, value > 0 ? "inf" : "-inf");
      return;
    }
  if (g_ascii_strtod (g_ascii_formatd (buffer, sizeof buffer, "%.15g", value), NULL) != value
      && g_ascii_strtod (g_ascii_formatd (buffer, sizeof buffer, "%.16g", value), NULL) != value)
    g_ascii_formatd (buffer, sizeof buffer, "%.17g", value);
  g_string_append (text, buffer);
}

/* In quotation marks where it needs them. */
void
plume_csv_append_text (GString *text, const char *cell)
{
  if (strpbrk (cell, ",\"\r\n#%/ ") == NULL)
    {
      g_string_append (text, cell);
      return;
    }
  g_string_append_c (text, '"');
  for (; *cell != '\0'; cell++)
    {
      if (*cell == '"')
        g_string_append_c (text, '"');
      g_string_append_c (text, *cell);
    }
  g_string_append_c (text, '"');
}

/**
 * plume_table_to_csv:
 * @table: a table
 * @length: (out) (optional): bytes of the text
 *
 * Writes a row of titles, with units in parentheses, and the rows; missing values are empty cells.
 *
 * Returns: (transfer full): the text
 */
char *
plume_table_to_csv (const PlumeTable *table, gsize *length)
{
  GString *text = g_string_new (NULL);
  guint n_columns = plume_table_get_n_columns (table);

  for (guint column = 0; column < n_columns; column++)
    {
      const char *unit = plume_table_get_unit (table, column);
      g_autofree char *title =
          unit != NULL ? g_strdup_printf ("%s (%s)", plume_table_get_title (table, column), unit)
                       : g_strdup (plume_table_get_title (table, column));

      g_string_append (text, column > 0 ? "," : "");
      plume_csv_append_text (text, title);
    }
  g_string_append_c (text, '\n');
  for (gsize row = 0; row < plume_table_get_n_rows (table); row++)
    {
      for (guint column = 0; column < n_columns; column++)
        {
          const PlumeArray *numbers = plume_table_get_numbers (table, column);

          g_string_append (text, column > 0 ? "," : "");
          if (numbers == NULL)
            plume_csv_append_text (text, plume_table_get_text (table, column, row));
          else if (!isnan (numbers->values[row]))
            plume_csv_append_number (text, numbers->values[row]);
          else if (n_columns == 1)
            g_string_append (text, "NaN"); /* an empty line is no row */
        }
      g_string_append_c (text, '\n');
    }
  if (length != NULL)
    *length = text->len;
  return g_string_free (text, FALSE);
}
