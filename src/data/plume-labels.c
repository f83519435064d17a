/* plume-labels.c: columns as categories. */
#include "data/plume-labels.h"

#include "core/plume-error.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Names and codes while rows are read. */
typedef struct
{
  GPtrArray *names;
  GHashTable *index; /* name → index + 1; names are those of @names */
  PlumeArray *codes;
  gsize n_missing;
} Reading;

static Reading
reading_begin (gsize n_rows)
{
  return (Reading){ .names = g_ptr_array_new (),
                    .index = g_hash_table_new (g_str_hash, g_str_equal),
                    .codes = plume_array_new (n_rows) };
}

static gboolean
is_missing (const char *text)
{
  static const char *const words[] = { "", "NA", "N/A", "NaN", "nan", "None", NULL };

  return g_strv_contains (words, text);
}

static void
read_text (Reading *reading, gsize row, const char *text)
{
  guint place;

  if (text == NULL || is_missing (text))
    {
      reading->codes->values[row] = NAN;
      reading->n_missing++;
      return;
    }
  place = GPOINTER_TO_UINT (g_hash_table_lookup (reading->index, text));
  if (place == 0)
    {
      char *name = g_strdup (text);

      g_ptr_array_add (reading->names, name);
      place = reading->names->len;
      g_hash_table_insert (reading->index, name, GUINT_TO_POINTER (place));
    }
  reading->codes->values[row] = place - 1;
}

/* Splits "stage 16C" into the number 16 and "stage C"; FALSE where there is no number in it. */
static gboolean
split_number (const char *name, double *number, char **rest)
{
  const char *at = name;
  char *end;

  while (*at != '\0' && !g_ascii_isdigit (*at))
    at++;
  if (*at == '\0')
    return FALSE;
  if (at > name && at[-1] == '-' && (at - 1 == name || at[-2] == ' '))
    at--;
  *number = g_ascii_strtod (at, &end);
  *rest = g_strdup_printf ("%.*s%s", (int)(at - name), name, end);
  return TRUE;
}

typedef struct
{
  double number;
  guint place;
} Ranked;

static int
compare_ranked (gconstpointer a, gconstpointer b)
{
  const Ranked *one = a, *other = b;

  if (one->number != other->number)
    return one->number < other->number ? -1 : 1;
  return (one->place > other->place) - (one->place < other->place);
}

/* The order of names by their numbers, or NULL where they differ in something else. */
static GArray *
rank_by_number (const GPtrArray *names)
{
  g_autoptr (GArray) ranks = g_array_sized_new (FALSE, FALSE, sizeof (Ranked), names->len);
  g_autofree char *common = NULL;

  for (guint i = 0; i < names->len; i++)
    {
      Ranked ranked = { .place = i };
      g_autofree char *rest = NULL;

      if (!split_number (names->pdata[i], &ranked.number, &rest)
          || (common != NULL && strcmp (common, rest) != 0))
        return NULL;
      if (common == NULL)
        common = g_steal_pointer (&rest);
      g_array_append_val (ranks, ranked);
    }
  g_array_sort (ranks, compare_ranked);
  return g_steal_pointer (&ranks);
}

static void
reorder (Reading *reading)
{
  g_autoptr (GArray) ranks = rank_by_number (reading->names);
  g_autoptr (GPtrArray) before = NULL;
  g_autofree guint *places = NULL;

  if (ranks == NULL)
    return;
  before = g_ptr_array_copy (reading->names, NULL, NULL);
  places = g_new (guint, before->len + 1);
  for (guint i = 0; i < ranks->len; i++)
    {
      guint place = g_array_index (ranks, Ranked, i).place;

      places[place] = i;
      reading->names->pdata[i] = before->pdata[place];
    }
  for (gsize row = 0; row < reading->codes->length; row++)
    if (!isnan (reading->codes->values[row]))
      reading->codes->values[row] = places[(guint)reading->codes->values[row]];
}

static PlumeLabels *
reading_end (Reading *reading)
{
  PlumeLabels *labels = g_atomic_rc_box_new0 (PlumeLabels);

  reorder (reading);
  labels->n_names = reading->names->len;
  g_ptr_array_add (reading->names, NULL);
  labels->names = (GStrv)g_ptr_array_free (reading->names, FALSE);
  labels->codes = reading->codes;
  labels->n_missing = reading->n_missing;
  g_hash_table_unref (reading->index);
  return labels;
}

/**
 * plume_labels_new_for_texts:
 * @column: a column of texts; empty ones and "NA" are missing
 *
 * O(rows).
 *
 * Returns: (transfer full): the texts as categories
 */
PlumeLabels *
plume_labels_new_for_texts (const PlumeTable *table, guint column)
{
  Reading reading = reading_begin (plume_table_get_n_rows (table));

  for (gsize row = 0; row < reading.codes->length; row++)
    read_text (&reading, row, plume_table_get_text (table, column, row));
  return reading_end (&reading);
}

/* The different values, or NULL where there are too many of them to be categories. */
static GArray *
find_levels (const PlumeArray *numbers)
{
  g_autoptr (GArray) levels = g_array_new (FALSE, FALSE, sizeof (double));

  for (gsize row = 0; row < numbers->length; row++)
    {
      double value = numbers->values[row] + 0.0; /* −0 is 0 */
      guint low = 0, high = levels->len;

      if (isnan (value))
        continue;
      while (low < high)
        {
          guint middle = low + (high - low) / 2;

          if (g_array_index (levels, double, middle) < value)
            low = middle + 1;
          else
            high = middle;
        }
      if (low < levels->len && g_array_index (levels, double, low) == value)
        continue;
      if (levels->len == PLUME_LABELS_MAX_NUMBERS)
        return NULL;
      g_array_insert_val (levels, low, value);
    }
  return g_steal_pointer (&levels);
}

static double
find_level (const GArray *levels, double value)
{
  guint low = 0, high = levels->len - 1;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (levels, double, middle) < value)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/**
 * plume_labels_new_for_numbers:
 * @numbers: values, NaN where missing
 *
 * O(rows log categories).
 *
 * Returns: (transfer full) (nullable): the numbers as categories, in ascending order; %NULL where
 * there are more than %PLUME_LABELS_MAX_NUMBERS different ones
 */
PlumeLabels *
plume_labels_new_for_numbers (const PlumeArray *numbers)
{
  g_autoptr (GArray) levels = find_levels (numbers);
  PlumeLabels *labels;

  if (levels == NULL)
    return NULL;
  labels = g_atomic_rc_box_new0 (PlumeLabels);
  labels->n_names = levels->len;
  labels->names = g_new0 (char *, levels->len + 1);
  labels->codes = plume_array_new (numbers->length);
  for (guint i = 0; i < levels->len; i++)
    labels->names[i] = g_strdup_printf ("%.15g", g_array_index (levels, double, i));
  for (gsize row = 0; row < numbers->length; row++)
    {
      gboolean missing = isnan (numbers->values[row]);

      labels->codes->values[row] = missing ? NAN : find_level (levels, numbers->values[row]);
      labels->n_missing += missing;
    }
  return labels;
}

/**
 * plume_labels_new_for_column:
 * @error: %PLUME_ERROR_DATA where the column holds more different numbers than categories can be
 *
 * Returns: (transfer full) (nullable): the column as categories
 */
PlumeLabels *
plume_labels_new_for_column (const PlumeTable *table, guint column, GError **error)
{
  PlumeLabels *labels;

  if (!plume_table_is_numeric (table, column))
    return plume_labels_new_for_texts (table, column);
  labels = plume_labels_new_for_numbers (plume_table_get_numbers (table, column));
  if (labels == NULL)
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                 _ ("column '%s' of %s holds more than %d different numbers, too many for labels; "
                    "choose a column with few"),
                 plume_table_get_title (table, column), plume_table_get_name (table),
                 PLUME_LABELS_MAX_NUMBERS);
  return labels;
}

PlumeLabels *
plume_labels_ref (PlumeLabels *labels)
{
  return g_atomic_rc_box_acquire (labels);
}

static void
clear_labels (gpointer data)
{
  PlumeLabels *labels = data;

  g_strfreev (labels->names);
  plume_array_unref (labels->codes);
}

void
plume_labels_unref (PlumeLabels *labels)
{
  if (labels != NULL)
    g_atomic_rc_box_release_full (labels, clear_labels);
}

/**
 * plume_labels_get:
 *
 * Returns: (nullable): the category of @row
 */
const char *
plume_labels_get (const PlumeLabels *labels, gsize row)
{
  double code = labels->codes->values[row];

  return isnan (code) ? NULL : labels->names[(guint)code];
}
