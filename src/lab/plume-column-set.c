/* plume-column-set.c: some columns of a table, written as text. */
#include "lab/plume-column-set.h"

/**
 * plume_column_set_format:
 * @columns: (element-type guint): indices, ascending
 *
 * Returns: (transfer none): the set as an interned text; %PLUME_COLUMNS_NONE for an empty one
 */
const char *
plume_column_set_format (const GArray *columns)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < columns->len;)
    {
      guint first = g_array_index (columns, guint, i), last = first;

      for (i++; i < columns->len && g_array_index (columns, guint, i) == last + 1; i++)
        last++;
      g_string_append_printf (text, "%s%u", text->len > 0 ? "," : "", first);
      if (last > first)
        g_string_append_printf (text, "-%u", last);
    }
  return g_intern_string (text->len > 0 ? text->str : PLUME_COLUMNS_NONE);
}

static gboolean
read_index (const char **text, guint *index)
{
  char *end;
  guint64 value = g_ascii_isdigit (**text) ? g_ascii_strtoull (*text, &end, 10) : G_MAXUINT64;

  if (value > G_MAXINT)
    return FALSE;
  *text = end;
  *index = (guint)value;
  return TRUE;
}

/**
 * plume_column_set_parse:
 * @text: what plume_column_set_format() wrote, or a person
 * @n_columns: columns of the table
 *
 * Returns: (transfer full) (nullable) (element-type guint): the indices, ascending and without
 * doubles; %NULL where @text is no set of columns of such a table
 */
GArray *
plume_column_set_parse (const char *text, guint n_columns)
{
  g_autoptr (GArray) columns = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree guint8 *taken = g_new0 (guint8, n_columns + 1);

  if (g_str_equal (text, PLUME_COLUMNS_NONE))
    return g_steal_pointer (&columns);
  do
    {
      guint first, last;

      if (!read_index (&text, &first))
        return NULL;
      last = first;
      if (*text == '-')
        {
          text++;
          if (!read_index (&text, &last))
            return NULL;
        }
      if (first > last || last >= n_columns)
        return NULL;
      for (guint i = first; i <= last; i++)
        taken[i] = TRUE;
    }
  while (*text++ == ',');
  if (text[-1] != '\0')
    return NULL;
  for (guint i = 0; i < n_columns; i++)
    if (taken[i])
      g_array_append_val (columns, i);
  return g_steal_pointer (&columns);
}
