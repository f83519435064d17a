/* plume-csv-titles.c: titles and units of the columns of a text table.
 *
 * It is told which record holds them and never looks for it.
 */
#include "data/plume-csv-titles.h"

#include <string.h>

#include "data/plume-unit.h"

static char *
strip_brackets (char *word)
{
  gsize length;

  g_strstrip (word);
  length = strlen (word);
  if (length >= 2
      && ((word[0] == '(' && word[length - 1] == ')')
          || (word[0] == '[' && word[length - 1] == ']')))
    {
      word[length - 1] = '\0';
      memmove (word, word + 1, length - 1);
    }
  return word;
}

/**
 * plume_csv_read_units:
 * @record: a record behind the titles
 *
 * Returns: (transfer full) (nullable): a unit or %NULL for each column; %NULL where @record holds
 * anything but units
 */
GPtrArray *
plume_csv_read_units (const PlumeCsvLayout *layout, const char *record)
{
  g_autoptr (GPtrArray) units = g_ptr_array_new_with_free_func (g_free);
  PlumeCsvWalk walk = plume_csv_walk (&layout->dialect, record, layout->end);
  PlumeCsvCell cell;
  guint known = 0;

  while (plume_csv_walk_next (&walk, &cell))
    {
      g_autofree char *word = strip_brackets (plume_csv_cell_text (&cell));
      const char *unit = plume_unit_find (word);

      if (unit == NULL && *word != '\0' && strcmp (word, "-") != 0)
        return NULL;
      known += unit != NULL;
      g_ptr_array_add (units, g_strdup (unit));
    }
  g_ptr_array_set_size (units, (int)layout->n_columns);
  return known > 0 ? g_steal_pointer (&units) : NULL;
}

/**
 * plume_csv_read_titles:
 * @record: a record of titles; the end of the text where there is none
 *
 * Returns: (transfer full): a title for each column: "column 1", … where a cell is empty
 */
GPtrArray *
plume_csv_read_titles (const PlumeCsvLayout *layout, const char *record)
{
  GPtrArray *titles = g_ptr_array_new_with_free_func (g_free);
  PlumeCsvWalk walk = plume_csv_walk (&layout->dialect, record, layout->end);
  PlumeCsvCell cell;

  while (titles->len < layout->n_columns && plume_csv_walk_next (&walk, &cell))
    {
      char *title = g_strstrip (plume_csv_cell_text (&cell));

      if (*title == '\0')
        {
          g_free (title);
          title = g_strdup_printf ("column %u", titles->len + 1);
        }
      g_ptr_array_add (titles, g_strdelimit (title, "\r\n", ' '));
    }
  while (titles->len < layout->n_columns)
    g_ptr_array_add (titles, g_strdup_printf ("column %u", titles->len + 1));
  return titles;
}

/**
 * plume_csv_split_units:
 * @layout: a layout with titles and with units, which may be %NULL
 *
 * Splits units off the titles; titles that would then be the same keep theirs.
 */
void
plume_csv_split_units (PlumeCsvLayout *layout)
{
  g_autoptr (GHashTable) uses = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) quantities = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < layout->n_columns; i++)
    {
      char *unit = NULL, *quantity = plume_unit_split_title (layout->titles->pdata[i], &unit);

      g_ptr_array_add (quantities, quantity);
      g_hash_table_insert (
          uses, quantity,
          GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (uses, quantity)) + 1));
      if (layout->units->pdata[i] == NULL)
        layout->units->pdata[i] = unit;
      else
        g_free (unit);
    }
  for (guint i = 0; i < layout->n_columns; i++)
    if (GPOINTER_TO_UINT (g_hash_table_lookup (uses, quantities->pdata[i])) == 1)
      {
        g_free (layout->titles->pdata[i]);
        layout->titles->pdata[i] = g_strdup (quantities->pdata[i]);
      }
}
