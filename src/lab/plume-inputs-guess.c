/* plume-inputs-guess.c: which columns play which roles when nobody has said so. */
#include "data/plume-column.h"
#include "lab/plume-inputs-private.h"

#include <string.h>

#define MAX_SHARE 2 /* texts are labels where there are at least so many rows a label */

PlumeTable *
plume_dataset_get_main_table (PlumeDataset *dataset)
{
  return plume_dataset_get_n_tables (dataset) > 0 ? plume_dataset_get_table (dataset, 0) : NULL;
}

gboolean
plume_choices_are_turned (const PlumeInput *input, const PlumeColumnChoice *choices)
{
  for (guint i = 0; i < input->n_roles; i++)
    if (input->roles[i].many && choices[i].transposed)
      return TRUE;
  return FALSE;
}

static int
find_unit (const PlumeRole *role, const char *name)
{
  for (int i = 0; name != NULL && role->units != NULL && role->units[i].name != NULL; i++)
    if (g_ascii_strcasecmp (role->units[i].name, name) == 0)
      return i;
  return -1;
}

static gboolean
is_taken (const PlumeColumnChoice *choices, guint n_choices, int column)
{
  for (guint i = 0; i < n_choices; i++)
    if (choices[i].column == column)
      return TRUE;
  return FALSE;
}

/* The first numeric column that no other role has. */
static int
first_free_column (const PlumeTable *table, const PlumeColumnChoice *choices, guint n_choices)
{
  for (guint column = 0; column < plume_table_get_n_columns (table); column++)
    if (plume_table_is_numeric (table, column) && !is_taken (choices, n_choices, (int)column))
      return (int)column;
  return -1;
}

/* The first column of texts, each of which stands in several rows. */
static int
first_free_labels (const PlumeTable *table, const PlumeColumnChoice *choices, guint n_choices)
{
  for (guint column = 0; column < plume_table_get_n_columns (table); column++)
    {
      if (plume_table_is_numeric (table, column) || is_taken (choices, n_choices, (int)column))
        continue;

      g_autoptr (PlumeLabels) labels = plume_labels_new_for_texts (table, column);

      if (labels->n_names > 1 && labels->n_names * MAX_SHARE <= plume_table_get_n_rows (table))
        return (int)column;
    }
  return -1;
}

static int
guess_column (const PlumeTable *table, const PlumeRole *role)
{
  if (table == NULL || role->many || role->words == NULL)
    return -1;
  return role->labels ? plume_table_guess_category (table, role->words)
                      : plume_table_guess_column (table, role->words);
}

/* What stays empty although it is needed, or has a sure place, is filled. */
static void
fill_up (const PlumeInput *input,
         const PlumeTable *table,
         guint role,
         gboolean *labelled,
         PlumeColumnChoice *choices)
{
  const PlumeRole *declared = &input->roles[role];
  PlumeColumnChoice *choice = &choices[role];

  if (choice->column < 0 && declared->labels && !*labelled)
    choice->column = first_free_labels (table, choices, input->n_roles);
  if (declared->labels)
    *labelled = TRUE; /* only the first role of labels takes texts that nothing speaks for */
  if (choice->column < 0 && !declared->optional && !declared->labels)
    choice->column = first_free_column (table, choices, input->n_roles);
  if (choice->column >= 0)
    choice->unit = find_unit (declared, plume_table_get_unit (table, (guint)choice->column));
}

/**
 * plume_binding_guess:
 * @input: the input
 * @dataset: what was read
 * @choices: (out caller-allocates): one a role
 *
 * Guesses which column plays which role by titles and units; needed roles that no word fits take
 * the remaining columns in order.
 *
 * Returns: %FALSE where a needed role finds no column
 */
gboolean
plume_binding_guess (const PlumeInput *input, PlumeDataset *dataset, PlumeColumnChoice *choices)
{
  const PlumeTable *table = plume_dataset_get_main_table (dataset);
  gboolean found = TRUE, labelled = FALSE;

  for (guint i = 0; i < input->n_roles; i++)
    {
      int column = guess_column (table, &input->roles[i]);

      choices[i] = (PlumeColumnChoice){ is_taken (choices, i, column) ? -1 : column, -1,
                                        PLUME_COLUMNS_GUESSED };
    }
  for (guint i = 0; table != NULL && i < input->n_roles; i++)
    if (!input->roles[i].many)
      fill_up (input, table, i, &labelled, choices);
  for (guint i = 0; i < input->n_roles; i++)
    if (!input->roles[i].optional)
      found = found
              && (input->roles[i].many ? !g_str_equal (
                      plume_binding_resolve (input, dataset, choices, i), PLUME_COLUMNS_NONE)
                                       : choices[i].column >= 0);
  return found;
}

static gboolean
is_guessed (const PlumeColumnChoice *choice)
{
  return choice->columns == NULL || *choice->columns == '\0';
}

static gboolean
suits (const PlumeRole *role, const PlumeBlock *block)
{
  return block->kind == PLUME_BLOCK_FEATURES || role->pairs;
}

static gboolean
is_chosen (const PlumeInput *input, const PlumeColumnChoice *choices, const char *columns)
{
  for (guint i = 0; i < input->n_roles; i++)
    if (input->roles[i].many && g_strcmp0 (choices[i].columns, columns) == 0)
      return TRUE;
  return FALSE;
}

static const char *
resolve_block (const PlumeInput *input,
               PlumeDataset *dataset,
               const PlumeColumnChoice *choices,
               guint role)
{
  for (guint i = 0; i < plume_dataset_get_n_blocks (dataset); i++)
    {
      const PlumeBlock *block = plume_dataset_get_block (dataset, i);
      g_autofree char *name = g_strdup_printf ("%c%s", PLUME_COLUMNS_BLOCK, block->name);
      const char *columns = g_intern_string (name);

      if (suits (&input->roles[role], block) && !is_chosen (input, choices, columns))
        return columns;
    }
  return NULL;
}

/* A grid of two dimensions, where there is neither block nor table: a large array. */
static const char *
resolve_grid (PlumeDataset *dataset)
{
  for (guint i = 0; i < plume_dataset_get_n_grids (dataset); i++)
    {
      const PlumeGrid *grid = plume_dataset_get_grid (dataset, i);
      g_autofree char *name = g_strdup_printf ("%c%s", PLUME_COLUMNS_BLOCK, grid->name);

      if (grid->n_dimensions == 2)
        return g_intern_string (name);
    }
  return PLUME_COLUMNS_NONE;
}

static void
mark_taken (const PlumeInput *input,
            const PlumeColumnChoice *choices,
            guint n_columns,
            guint8 *taken)
{
  for (guint i = 0; i < input->n_roles; i++)
    {
      if (choices[i].column >= 0 && (guint)choices[i].column < n_columns)
        taken[choices[i].column] = TRUE;
      if (!input->roles[i].many || is_guessed (&choices[i]))
        continue;

      g_autoptr (GArray) columns = plume_column_set_parse (choices[i].columns, n_columns);

      for (guint j = 0; columns != NULL && j < columns->len; j++)
        taken[g_array_index (columns, guint, j)] = TRUE;
    }
}

/* Titles of what is known about samples, not measured on them. */
static gboolean
is_annotation (const PlumeTable *table, guint column)
{
  static const char *const words[] = {
    "label",   "labels",    "class",   "classes",    "species",   "type",  "cell_type", "celltype",
    "cluster", "clusters",  "louvain", "leiden",     "target",    "group", "batch",     "stage",
    "time",    "timepoint", "day",     "time_point", "num_cells", NULL
  };
  g_autofree char *title = g_utf8_casefold (plume_table_get_title (table, column), -1);

  return plume_table_is_index (table, column)
         || (g_strv_contains (words, title) && plume_table_is_category (table, column));
}

static const char *
resolve_columns (const PlumeInput *input, const PlumeTable *table, const PlumeColumnChoice *choices)
{
  guint n_columns = plume_table_get_n_columns (table);
  g_autofree guint8 *taken = g_new0 (guint8, n_columns + 1);
  g_autoptr (GArray) measured = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GArray) numeric = g_array_new (FALSE, FALSE, sizeof (guint));

  mark_taken (input, choices, n_columns, taken);
  for (guint column = 0; column < n_columns; column++)
    {
      if (taken[column] || !plume_table_is_numeric (table, column))
        continue;
      g_array_append_val (numeric, column);
      if (!is_annotation (table, column))
        g_array_append_val (measured, column);
    }
  return plume_column_set_format (measured->len > 0 ? measured : numeric);
}

/**
 * plume_binding_resolve:
 * @choices: one a role
 * @role: index of a role of many columns
 *
 * Returns: (transfer none): what @role holds with these choices: a set of columns,
 * %PLUME_COLUMNS_BLOCK with a name behind it, or %PLUME_COLUMNS_NONE
 */
const char *
plume_binding_resolve (const PlumeInput *input,
                       PlumeDataset *dataset,
                       const PlumeColumnChoice *choices,
                       guint role)
{
  const PlumeTable *table = plume_dataset_get_main_table (dataset);
  const char *columns;

  if (!is_guessed (&choices[role]))
    return choices[role].columns;
  for (guint i = 0; i < role; i++)
    if (input->roles[i].many && is_guessed (&choices[i]))
      return PLUME_COLUMNS_NONE; /* that one takes all there is */
  columns = resolve_block (input, dataset, choices, role);
  if (columns == NULL && table != NULL)
    columns = resolve_columns (input, table, choices);
  return columns != NULL && !g_str_equal (columns, PLUME_COLUMNS_NONE) ? columns
                                                                       : resolve_grid (dataset);
}
