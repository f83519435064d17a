/* plume-column.c: finding the columns that an experiment wants, and checking them.
 *
 * The meaning comes as a list of words; it knows no experiment and no file format.
 */
#include "data/plume-column.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "core/plume-error.h"
#include "data/plume-text.h"

#define MIN_PART       3  /* letters of a word that may stand inside another, as in "timestamp" */
#define MAX_CATEGORIES 64 /* different numbers of a column that is taken for categories */
#define MIN_INDEX      10 /* rows that have to count on to be taken for an index */

static gboolean
is_word_letter (const char *text, const char *at)
{
  return at >= text && (g_ascii_isalnum (*at) || (guint8)*at >= 0x80);
}

static gboolean
contains_word (const char *title, const char *word)
{
  g_autofree char *text = g_utf8_casefold (title, -1);
  g_autofree char *part = g_utf8_casefold (word, -1);
  gsize length = strlen (part);

  for (const char *at = strstr (text, part); length > 0 && at != NULL; at = strstr (at + 1, part))
    if (length >= MIN_PART
        || (!is_word_letter (text, at - 1) && !is_word_letter (text, at + length)))
      return TRUE;
  return FALSE;
}

static gboolean
equals (const char *text, const char *word)
{
  g_autofree char *a = text != NULL ? g_utf8_casefold (text, -1) : NULL;
  g_autofree char *b = g_utf8_casefold (word, -1);

  return g_strcmp0 (a, b) == 0;
}

/**
 * plume_table_guess_column:
 * @words: (array zero-terminated=1): words for what is wanted, the most telling first, such as
 * "time", "retention", "min", "t"
 *
 * Case does not count. A title that is one of the words is better than one that contains one, and
 * that is better than a unit that is one; among equals the earlier word wins, then the column
 * further left. Words of one or two letters count only as whole words.
 *
 * Returns: the numeric column that fits best, or −1
 */
int
plume_table_guess_column (const PlumeTable *table, const char *const *words)
{
  for (guint level = 0; level < 3; level++)
    for (gsize i = 0; words[i] != NULL; i++)
      for (guint column = 0; column < plume_table_get_n_columns (table); column++)
        {
          const char *title = plume_table_get_title (table, column);

          if (!plume_table_is_numeric (table, column))
            continue;
          if (level == 0   ? equals (title, words[i])
              : level == 1 ? contains_word (title, words[i])
                           : equals (plume_table_get_unit (table, column), words[i]))
            return (int)column;
        }
  return -1;
}

/* The place of the first word that is @title, or that stands in it as a whole word; −1 for none. */
static int
find_whole_word (const char *title, GStrv words, gboolean whole_title)
{
  g_autofree char *text = g_utf8_casefold (title, -1);

  for (int i = 0; words[i] != NULL; i++)
    {
      gsize length = strlen (words[i]);

      if (whole_title && strcmp (text, words[i]) == 0)
        return i;
      for (const char *at = whole_title ? NULL : strstr (text, words[i]); at != NULL;
           at = strstr (at + 1, words[i]))
        if (!is_word_letter (text, at - 1) && !is_word_letter (text, at + length))
          return i;
    }
  return -1;
}

static GStrv
fold_words (const char *const *words)
{
  GStrv folded = g_new0 (char *, g_strv_length ((char **)words) + 1);

  for (guint i = 0; words[i] != NULL; i++)
    folded[i] = g_utf8_casefold (words[i], -1);
  return folded;
}

/**
 * plume_table_guess_category:
 * @words: (array zero-terminated=1): words for what is wanted, the most telling first, such as
 * "label", "species"
 *
 * Texts or whole numbers of few different values will do. Words count only as whole words, since a
 * table of genes has one called TIMELESS. O(columns × words).
 *
 * Returns: the column of categories that fits best, or −1
 */
int
plume_table_guess_category (const PlumeTable *table, const char *const *words)
{
  g_auto (GStrv) folded = fold_words (words);
  int best = -1, best_word = G_MAXINT;

  for (guint level = 0; level < 2 && best < 0; level++)
    for (guint column = 0; column < plume_table_get_n_columns (table); column++)
      {
        int word = find_whole_word (plume_table_get_title (table, column), folded, level == 0);

        if (word < 0 || word >= best_word || !plume_table_is_category (table, column))
          continue;
        best = (int)column;
        best_word = word;
      }
  return best;
}

/* Whether texts stand in it, or whole numbers of which there are few. */
gboolean
plume_table_is_category (const PlumeTable *table, guint column)
{
  const PlumeArray *numbers = plume_table_get_numbers (table, column);
  double seen[MAX_CATEGORIES];
  guint n_seen = 0;

  for (gsize row = 0; numbers != NULL && row < numbers->length; row++)
    {
      double value = numbers->values[row];
      guint i = 0;

      if (isnan (value))
        continue;
      while (i < n_seen && seen[i] != value)
        i++;
      if (value != floor (value) || (i == n_seen && n_seen == MAX_CATEGORIES))
        return FALSE;
      if (i == n_seen)
        seen[n_seen++] = value;
    }
  return TRUE;
}

/**
 * plume_table_is_index:
 *
 * Returns: whether a numeric column only counts the rows: it is called so, or holds 0, 1, 2 … or 1,
 * 2, 3 …
 */
gboolean
plume_table_is_index (const PlumeTable *table, guint column)
{
  static const char *const titles[] = { "", "#", "id", "index", "row", "unnamed: 0", NULL };
  const PlumeArray *numbers = plume_table_get_numbers (table, column);
  g_autofree char *title = g_utf8_casefold (plume_table_get_title (table, column), -1);

  if (numbers == NULL)
    return FALSE;
  if (g_strv_contains (titles, title))
    return TRUE;
  for (gsize row = 0; row < numbers->length; row++)
    if (numbers->values[row] != numbers->values[0] + (double)row)
      return FALSE;
  return numbers->length >= MIN_INDEX && (numbers->values[0] == 0 || numbers->values[0] == 1);
}

/* Whether a column of texts names the rows: no two are alike. */
gboolean
plume_table_has_unique_texts (const PlumeTable *table, guint column)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  if (plume_table_is_numeric (table, column))
    return FALSE;
  for (gsize row = 0; row < plume_table_get_n_rows (table); row++)
    if (!g_hash_table_add (seen, (char *)plume_table_get_text (table, column, row)))
      return FALSE;
  return TRUE;
}

static gboolean
fail_text (const PlumeTable *table, guint column, GError **error)
{
  const char *first =
      plume_table_get_n_rows (table) > 0 ? plume_table_get_text (table, column, 0) : "";
  g_autofree char *excerpt = plume_text_excerpt (first, strlen (first));

  g_set_error (
      error, PLUME_ERROR, PLUME_ERROR_DATA,
      _ ("column '%s' of %s holds text ('%s') where numbers are needed; choose another column"),
      plume_table_get_title (table, column), plume_table_get_name (table), excerpt);
  return FALSE;
}

static gboolean
fail_empty (const PlumeTable *table, guint column, GError **error)
{
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
               _ ("column '%s' of %s holds no values; choose another column"),
               plume_table_get_title (table, column), plume_table_get_name (table));
  return FALSE;
}

static gboolean
fail_value (const PlumeTable *table, guint column, gsize row, double value, GError **error)
{
  g_autofree char *line = plume_text_count (plume_table_get_line (table, row));

  g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
               isnan (value)
                   ? _ ("row %s of %s: %s is missing; fill in the value or remove the row")
                   : _ ("row %s of %s: %s is infinite; fill in the value or remove the row"),
               line, plume_table_get_name (table), plume_table_get_title (table, column));
  return FALSE;
}

static gboolean
fail_order (const PlumeTable *table, guint column, gsize before, gsize row, GError **error)
{
  const double *values = plume_table_get_numbers (table, column)->values;
  const char *title = plume_table_get_title (table, column);
  g_autofree char *line = plume_text_count (plume_table_get_line (table, row));
  g_autofree char *line_before = plume_text_count (plume_table_get_line (table, before));

  if (values[row] == values[before])
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                 _ ("row %s of %s: %s %g stands already in row %s; remove duplicate rows or choose "
                    "another %s column"),
                 line, plume_table_get_name (table), title, values[row], line_before, title);
  else
    g_set_error (
        error, PLUME_ERROR, PLUME_ERROR_DATA,
        _ ("row %s of %s: %s goes back from %g to %g; sort the rows or choose another %s column"),
        line, plume_table_get_name (table), title, values[before], values[row], title);
  return FALSE;
}

/**
 * plume_table_check_column:
 * @column: a column of @table
 * @flags: what it must be besides numeric
 * @error: %PLUME_ERROR_DATA: the first row of the file that is amiss, and a remedy
 *
 * Linear.
 *
 * Returns: whether the column is numeric and all that @flags ask for
 */
gboolean
plume_table_check_column (const PlumeTable *table,
                          guint column,
                          PlumeColumnFlags flags,
                          GError **error)
{
  const PlumeArray *numbers = plume_table_get_numbers (table, column);
  gsize before = G_MAXSIZE;
  gboolean any = FALSE;

  if (numbers == NULL)
    return fail_text (table, column, error);
  for (gsize row = 0; row < numbers->length && !any; row++)
    any = !isnan (numbers->values[row]);
  if ((flags & PLUME_COLUMN_NOT_EMPTY) && !any)
    return fail_empty (table, column, error);
  for (gsize row = 0; row < numbers->length; row++)
    {
      double value = numbers->values[row];

      if ((flags & PLUME_COLUMN_FINITE) && !isfinite (value))
        return fail_value (table, column, row, value, error);
      if (isnan (value))
        continue;
      if ((flags & PLUME_COLUMN_INCREASING) && before != G_MAXSIZE
          && value <= numbers->values[before])
        return fail_order (table, column, before, row, error);
      before = row;
    }
  return TRUE;
}
