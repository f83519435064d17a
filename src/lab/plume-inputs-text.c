/* plume-inputs-text.c: what a person writes for a role.
 *
 * A role of one column takes its title, and ":unit". A role of many columns takes titles with
 * commas between, of which each may stand in "quotes", be a pattern ("gene*") or the ends of a run
 * ("first..last"); "^" before them stands for all columns of numbers that no other role takes
 * except these; "@name" is a block, nothing guesses again. ":transposed" behind it says that
 * columns are samples. "-" leaves a role empty.
 */
#include "core/plume-error.h"
#include "lab/plume-inputs-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define TRANSPOSED ":transposed"

typedef struct
{
  const PlumeTable *table;
  GHashTable *places; /* title → index + 1 of its first column */
  guint8 *chosen;
} Marks;

static int
find_title (const Marks *marks, const char *title)
{
  guint place = GPOINTER_TO_UINT (g_hash_table_lookup (marks->places, title));

  return place > 0 ? (int)place - 1 : plume_table_find_column (marks->table, title);
}

static void
mark_matching (Marks *marks, const char *pattern)
{
  g_autoptr (GPatternSpec) spec = g_pattern_spec_new (pattern);

  for (guint i = 0; i < plume_table_get_n_columns (marks->table); i++)
    if (plume_table_is_numeric (marks->table, i)
        && g_pattern_spec_match_string (spec, plume_table_get_title (marks->table, i)))
      marks->chosen[i] = TRUE;
}

/* "first..last"; FALSE where that are no two columns in this order. */
static gboolean
mark_run (Marks *marks, const char *text)
{
  for (const char *dots = strstr (text, ".."); dots != NULL; dots = strstr (dots + 1, ".."))
    {
      g_autofree char *from = g_strndup (text, (gsize)(dots - text));
      int first = find_title (marks, from), last = find_title (marks, dots + 2);

      if (first < 0 || last < first)
        continue;
      memset (marks->chosen + first, TRUE, (gsize)(last - first + 1));
      return TRUE;
    }
  return FALSE;
}

static gboolean
mark (Marks *marks, const char *text)
{
  int column = find_title (marks, text);

  if (column >= 0)
    marks->chosen[column] = TRUE;
  else if (strpbrk (text, "*?") != NULL)
    mark_matching (marks, text);
  else
    return mark_run (marks, text);
  return TRUE;
}

/* The next title of a list; titles with commas stand in quotes, a quote within them twice. */
static char *
next_title (const char **text)
{
  GString *title = g_string_new (NULL);
  gboolean quoted = FALSE;
  const char *at = *text;

  for (; *at != '\0' && (quoted || *at != ','); at++)
    if (*at != '"')
      g_string_append_c (title, *at);
    else if (quoted && at[1] == '"')
      g_string_append_c (title, *at++);
    else
      quoted = !quoted;
  *text = *at == ',' ? at + 1 : NULL;
  return g_string_free (title, FALSE);
}

static gboolean
mark_all (Marks *marks, const char *text, GError **error)
{
  while (text != NULL)
    {
      g_autofree char *title = next_title (&text);

      if (!mark (marks, title))
        {
          g_set_error (
              error, PLUME_ERROR, PLUME_ERROR_DATA,
              _ ("%s has no column '%.60s'; write titles with commas between, first..last, "
                 "or a pattern with *"),
              plume_table_get_name (marks->table), title);
          return FALSE;
        }
    }
  return TRUE;
}

static void
index_titles (Marks *marks)
{
  marks->places = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = plume_table_get_n_columns (marks->table); i > 0; i--)
    g_hash_table_insert (marks->places, (char *)plume_table_get_title (marks->table, i - 1),
                         GUINT_TO_POINTER (i));
}

/* "^a,b": what would be guessed, without these. */
static gboolean
set_all_but (const PlumeInput *input,
             PlumeDataset *dataset,
             guint role,
             Marks *marks,
             PlumeColumnChoice *choices)
{
  const char *guess;

  choices[role].columns = PLUME_COLUMNS_GUESSED;
  guess = plume_binding_resolve (input, dataset, choices, role);

  g_autoptr (GArray) columns =
      plume_column_set_parse (guess, plume_table_get_n_columns (marks->table));
  g_autoptr (GArray) rest = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; columns != NULL && i < columns->len; i++)
    if (!marks->chosen[g_array_index (columns, guint, i)])
      g_array_append_val (rest, g_array_index (columns, guint, i));
  choices[role].columns = plume_column_set_format (rest);
  return TRUE;
}

static gboolean
set_columns (const PlumeInput *input,
             PlumeDataset *dataset,
             guint role,
             const char *text,
             PlumeColumnChoice *choices,
             GError **error)
{
  gboolean but = *text == '^';
  Marks marks = { .table = plume_dataset_get_main_table (dataset) };
  g_autofree guint8 *chosen = NULL;
  g_autoptr (GHashTable) places = NULL;

  if (marks.table == NULL)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("%s holds no table; choose a block: @NAME"),
                   plume_dataset_get_name (dataset));
      return FALSE;
    }
  marks.chosen = chosen = g_new0 (guint8, plume_table_get_n_columns (marks.table) + 1);
  index_titles (&marks);
  places = marks.places;
  if (!mark_all (&marks, text + but, error))
    return FALSE;
  if (but)
    return set_all_but (input, dataset, role, &marks, choices);

  g_autoptr (GArray) columns = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < plume_table_get_n_columns (marks.table); i++)
    if (chosen[i])
      g_array_append_val (columns, i);
  choices[role].columns = plume_column_set_format (columns);
  return TRUE;
}

static gboolean
set_many (const PlumeInput *input,
          PlumeDataset *dataset,
          guint role,
          const char *whole,
          PlumeColumnChoice *choices,
          GError **error)
{
  gboolean transposed = g_str_has_suffix (whole, TRANSPOSED);
  g_autofree char *text =
      g_strndup (whole, strlen (whole) - (transposed ? strlen (TRANSPOSED) : 0));

  choices[role].column = -1;
  choices[role].transposed = transposed;
  if (*text == '\0' || *text == PLUME_COLUMNS_BLOCK || g_str_equal (text, PLUME_COLUMNS_NONE))
    {
      choices[role].columns = g_intern_string (text);
      return TRUE;
    }
  return set_columns (input, dataset, role, text, choices, error);
}

static int
find_unit (const PlumeRole *role, const char *name)
{
  for (int i = 0; role->units != NULL && role->units[i].name != NULL; i++)
    if (strcmp (role->units[i].name, name) == 0)
      return i;
  return -1;
}

static gboolean
set_one (const PlumeInput *input,
         PlumeDataset *dataset,
         guint role,
         const char *text,
         PlumeColumnChoice *choices,
         GError **error)
{
  const PlumeTable *table = plume_dataset_get_main_table (dataset);
  const char *colon = strrchr (text, ':');
  int unit = colon != NULL ? find_unit (&input->roles[role], colon + 1) : -1;
  g_autofree char *title = unit >= 0 ? g_strndup (text, (gsize)(colon - text)) : g_strdup (text);
  int column = table != NULL ? plume_table_find_column (table, title) : -1;

  if (column < 0 && !g_str_equal (title, PLUME_COLUMNS_NONE))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("%s has no column '%.60s' for the role '%s'"),
                   plume_dataset_get_name (dataset), title, input->roles[role].id);
      return FALSE;
    }
  for (guint i = 0; column >= 0 && i < input->n_roles; i++)
    if (i != role && choices[i].column == column)
      choices[i].column = choices[role].column; /* the two change places */
  choices[role] = (PlumeColumnChoice){ column, unit, PLUME_COLUMNS_GUESSED };
  return TRUE;
}

/**
 * plume_choices_set_text:
 * @role: index of a role of @input
 * @text: what a person wrote for it: see the head of this file
 * @choices: (inout): one a role; another role that has the same column takes that of @role
 * @error: %PLUME_ERROR_DATA: what the data do not have
 *
 * Returns: whether @text means something
 */
gboolean
plume_choices_set_text (const PlumeInput *input,
                        PlumeDataset *dataset,
                        guint role,
                        const char *text,
                        PlumeColumnChoice *choices,
                        GError **error)
{
  return input->roles[role].many ? set_many (input, dataset, role, text, choices, error)
                                 : set_one (input, dataset, role, text, choices, error);
}
