/* plume-inputs-json.c: inputs in recipes: where the data came from, what it was, and which column
 * plays which role. */
#include "core/plume-error.h"
#include "data/plume-reader.h"
#include "lab/plume-inputs-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Titles, and of a run of columns the first and the last: ["age", ["Actb", "Zfp42"]]. */
static JsonArray *
titles_to_json (const PlumeTable *table, const GArray *columns)
{
  JsonArray *titles = json_array_new ();

  for (guint i = 0; i < columns->len;)
    {
      guint first = g_array_index (columns, guint, i), last = first;

      for (i++; i < columns->len && g_array_index (columns, guint, i) == last + 1; i++)
        last++;
      if (last > first + 1)
        {
          JsonArray *run = json_array_new ();

          json_array_add_string_element (run, plume_table_get_title (table, first));
          json_array_add_string_element (run, plume_table_get_title (table, last));
          json_array_add_array_element (titles, run);
        }
      else
        for (; first <= last; first++)
          json_array_add_string_element (titles, plume_table_get_title (table, first));
    }
  return titles;
}

/* Guessed columns are written as they were found, so that a recipe means the same for ever. */
static JsonObject *
many_to_json (const PlumeBinding *binding, guint role)
{
  const PlumeTable *table = plume_dataset_get_main_table (binding->dataset);
  JsonObject *choice = json_object_new ();
  const char *taken = binding->taken[role];

  if (*taken == PLUME_COLUMNS_BLOCK)
    json_object_set_string_member (choice, "block", taken + 1);
  else if (table == NULL || g_str_equal (taken, PLUME_COLUMNS_NONE))
    json_object_set_array_member (choice, "columns", json_array_new ());
  else
    {
      g_autoptr (GArray) columns =
          plume_column_set_parse (taken, plume_table_get_n_columns (table));

      json_object_set_array_member (choice, "columns", titles_to_json (table, columns));
      json_object_set_string_member (choice, "indices", taken);
    }
  if (binding->choices[role].transposed)
    json_object_set_boolean_member (choice, "transposed", TRUE);
  return choice;
}

static JsonObject *
one_to_json (const PlumeBinding *binding, guint index)
{
  const PlumeRole *role = &binding->input->roles[index];
  const PlumeColumnChoice *choice = &binding->choices[index];
  JsonObject *object = json_object_new ();

  json_object_set_string_member (
      object, "column",
      plume_table_get_title (plume_dataset_get_main_table (binding->dataset),
                             (guint)choice->column));
  json_object_set_int_member (object, "index", choice->column);
  if (choice->unit >= 0)
    json_object_set_string_member (object, "unit", role->units[choice->unit].name);
  return object;
}

static JsonObject *
roles_to_json (const PlumeBinding *binding)
{
  JsonObject *roles = json_object_new ();

  for (guint i = 0; i < binding->input->n_roles; i++)
    if (binding->input->roles[i].many)
      json_object_set_object_member (roles, binding->input->roles[i].id, many_to_json (binding, i));
    else if (binding->choices[i].column >= 0)
      json_object_set_object_member (roles, binding->input->roles[i].id, one_to_json (binding, i));
  return roles;
}

/* Without roles a sample has its own; it needs not be made for this. */
static JsonNode *
binding_to_json (const PlumeBinding *binding)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  if (binding->sample != NULL)
    json_object_set_string_member (object, "sample", binding->sample);
  else
    {
      json_object_set_string_member (object, "path", binding->path != NULL ? binding->path : "");
      json_object_set_string_member (object, "sha256",
                                     binding->digest != NULL ? binding->digest : "");
    }
  if (binding->sample == NULL || binding->chosen)
    json_object_set_object_member (object, "roles", roles_to_json (binding));
  json_node_take_object (node, object);
  return node;
}

JsonNode *
plume_inputs_to_json (const PlumeInputs *inputs)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  for (guint i = 0; i < inputs->experiment->n_inputs; i++)
    {
      JsonArray *array = json_array_new ();

      for (guint j = 0; j < inputs->bindings[i]->len; j++)
        json_array_add_element (array,
                                binding_to_json (g_ptr_array_index (inputs->bindings[i], j)));
      json_object_set_array_member (object, inputs->experiment->inputs[i].id, array);
    }
  json_node_take_object (node, object);
  return node;
}

/* A text member, or NULL; no warning whatever stands there. */
static const char *
get_text (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node)
                 && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

static int
get_index (JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, "index");

  return node != NULL && JSON_NODE_HOLDS_VALUE (node)
                 && json_node_get_value_type (node) == G_TYPE_INT64 && json_node_get_int (node) >= 0
                 && json_node_get_int (node) < G_MAXINT
             ? (int)json_node_get_int (node)
             : -1;
}

/* Columns are found by title; by place only where titles are ambiguous. */
static gboolean
read_one (const PlumeRole *role,
          const PlumeTable *table,
          JsonObject *object,
          PlumeColumnChoice *choice,
          GError **error)
{
  const char *title = get_text (object, "column"), *unit = get_text (object, "unit");
  int index = get_index (object);

  if (index >= 0 && (guint)index < plume_table_get_n_columns (table)
      && (title == NULL || g_strcmp0 (title, plume_table_get_title (table, (guint)index)) == 0))
    choice->column = index;
  else if (title != NULL)
    choice->column = plume_table_find_column (table, title);
  if (choice->column < 0)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("%s has no column '%.60s' for the role '%s'"), plume_table_get_name (table),
                   title != NULL ? title : "", role->id);
      return FALSE;
    }
  for (int i = 0; unit != NULL && role->units != NULL && role->units[i].name != NULL; i++)
    if (strcmp (role->units[i].name, unit) == 0)
      choice->unit = i;
  return TRUE;
}

static const char *
element_text (JsonArray *array, guint index)
{
  JsonNode *node = json_array_get_element (array, index);

  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

/* The titles of one element of "columns": one, or the first and the last of a run. */
static gboolean
read_ends (JsonArray *titles, guint index, const char **first, const char **last)
{
  JsonNode *node = json_array_get_element (titles, index);

  *first = *last = NULL;
  if (JSON_NODE_HOLDS_ARRAY (node) && json_array_get_length (json_node_get_array (node)) == 2)
    {
      *first = element_text (json_node_get_array (node), 0);
      *last = element_text (json_node_get_array (node), 1);
    }
  else
    *first = *last = element_text (titles, index);
  return *first != NULL && *last != NULL;
}

/* Whether a set of columns is written by just these titles. */
static gboolean
are_titles_of (JsonArray *titles, const PlumeTable *table, const GArray *columns)
{
  g_autoptr (JsonArray) written = titles_to_json (table, columns);

  return json_array_equal (titles, written);
}

static GHashTable *
index_titles (const PlumeTable *table)
{
  GHashTable *places = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = plume_table_get_n_columns (table); i > 0; i--)
    g_hash_table_insert (places, (char *)plume_table_get_title (table, i - 1),
                         GUINT_TO_POINTER (i));
  return places;
}

/* nullable */
static const char *
find_titles (const PlumeRole *role, const PlumeTable *table, JsonArray *titles, GError **error)
{
  g_autoptr (GHashTable) places = index_titles (table);
  g_autofree guint8 *chosen = g_new0 (guint8, plume_table_get_n_columns (table) + 1);
  g_autoptr (GArray) columns = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < json_array_get_length (titles); i++)
    {
      const char *first, *last;
      gboolean fits = read_ends (titles, i, &first, &last);
      guint from = fits ? GPOINTER_TO_UINT (g_hash_table_lookup (places, first)) : 0;
      guint to = fits ? GPOINTER_TO_UINT (g_hash_table_lookup (places, last)) : 0;

      if (from == 0 || to < from)
        {
          g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                       _ ("%s has no column '%.60s' for the role '%s'"),
                       plume_table_get_name (table),
                       !fits       ? ""
                       : from == 0 ? first
                                   : last,
                       role->id);
          return NULL;
        }
      memset (chosen + from - 1, TRUE, to - from + 1);
    }
  for (guint i = 0; i < plume_table_get_n_columns (table); i++)
    if (chosen[i])
      g_array_append_val (columns, i);
  return plume_column_set_format (columns);
}

/* Columns are found by title; the indices serve where those still stand there. */
static gboolean
read_many (const PlumeRole *role,
           const PlumeTable *table,
           JsonObject *object,
           PlumeColumnChoice *choice,
           GError **error)
{
  const char *block = get_text (object, "block"), *indices = get_text (object, "indices");
  JsonNode *titles = json_object_get_member (object, "columns");
  JsonNode *transposed = json_object_get_member (object, "transposed");

  choice->transposed = transposed != NULL && JSON_NODE_HOLDS_VALUE (transposed)
                       && json_node_get_value_type (transposed) == G_TYPE_BOOLEAN
                       && json_node_get_boolean (transposed);
  if (block != NULL)
    {
      g_autofree char *columns = g_strdup_printf ("%c%s", PLUME_COLUMNS_BLOCK, block);

      choice->columns = g_intern_string (columns);
      return TRUE;
    }
  if (titles == NULL || !JSON_NODE_HOLDS_ARRAY (titles))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("role '%s' needs a list of columns or a block"), role->id);
      return FALSE;
    }

  g_autoptr (GArray) columns =
      indices != NULL && table != NULL
          ? plume_column_set_parse (indices, plume_table_get_n_columns (table))
          : NULL;

  if (json_array_get_length (json_node_get_array (titles)) == 0 || table == NULL)
    choice->columns = PLUME_COLUMNS_NONE;
  else if (columns != NULL && are_titles_of (json_node_get_array (titles), table, columns))
    choice->columns = plume_column_set_format (columns);
  else
    choice->columns = find_titles (role, table, json_node_get_array (titles), error);
  return choice->columns != NULL;
}

static gboolean
read_choice (const PlumeRole *role,
             PlumeDataset *dataset,
             JsonNode *node,
             PlumeColumnChoice *choice,
             GError **error)
{
  const PlumeTable *table = plume_dataset_get_main_table (dataset);

  if (!JSON_NODE_HOLDS_OBJECT (node))
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE, _ ("role '%s' has to be an object"),
                 role->id);
  else if (role->many)
    return read_many (role, table, json_node_get_object (node), choice, error);
  else if (table != NULL)
    return read_one (role, table, json_node_get_object (node), choice, error);
  else
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA, _ ("%s holds no table for the role '%s'"),
                 plume_dataset_get_name (dataset), role->id);
  return FALSE;
}

/* What would be guessed anyway stays a guess, so that it follows when another role changes. */
static void
forget_guesses (const PlumeInput *input, PlumeDataset *dataset, PlumeColumnChoice *choices)
{
  for (guint i = 0; i < input->n_roles; i++)
    {
      const char *given = choices[i].columns;

      if (!input->roles[i].many || given == NULL)
        continue;
      choices[i].columns = PLUME_COLUMNS_GUESSED;
      if (strcmp (plume_binding_resolve (input, dataset, choices, i), given) != 0)
        choices[i].columns = given;
    }
}

static PlumeBinding *
apply_roles (const PlumeInput *input, PlumeBinding *binding, JsonObject *object, GError **error)
{
  JsonNode *node = json_object_get_member (object, "roles");
  g_autofree PlumeColumnChoice *choices = g_new (PlumeColumnChoice, input->n_roles + 1);

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return plume_binding_ref (binding);
  for (guint i = 0; i < input->n_roles; i++)
    {
      JsonNode *role = json_object_get_member (json_node_get_object (node), input->roles[i].id);

      choices[i] = (PlumeColumnChoice){ -1, -1, PLUME_COLUMNS_GUESSED };
      if (role != NULL
          && !read_choice (&input->roles[i], binding->dataset, role, &choices[i], error))
        return NULL;
    }
  forget_guesses (input, binding->dataset, choices);
  return plume_binding_with_choices (binding, choices, error);
}

/* A file that moved is looked for beside the recipe. */
static char *
find_file (const char *path, const char *folder)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *beside = folder != NULL ? g_build_filename (folder, name, NULL) : NULL;

  if (!g_path_is_absolute (path) && folder != NULL)
    {
      g_autofree char *relative = g_build_filename (folder, path, NULL);

      if (g_file_test (relative, G_FILE_TEST_IS_REGULAR))
        return g_steal_pointer (&relative);
    }
  if (!g_file_test (path, G_FILE_TEST_EXISTS) && beside != NULL
      && g_file_test (beside, G_FILE_TEST_IS_REGULAR))
    return g_steal_pointer (&beside);
  return g_strdup (path);
}

static PlumeBinding *
binding_from_json (
    const PlumeInput *input, JsonNode *node, const char *folder, PlumeTask *task, GError **error)
{
  g_autoptr (PlumeBinding) binding = NULL;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("input '%s' has to be a list of objects"), input->id);
      return NULL;
    }

  JsonObject *object = json_node_get_object (node);
  const char *sample = get_text (object, "sample"), *path = get_text (object, "path");
  const char *digest = get_text (object, "sha256");

  if (sample != NULL)
    binding = plume_binding_new_sample (input, sample, error);
  else if (path != NULL && *path != '\0')
    {
      g_autofree char *found = find_file (path, folder);

      binding = plume_binding_new_for_file (input, found, task, error);
      if (binding != NULL && digest != NULL && *digest != '\0'
          && g_strcmp0 (digest, binding->digest) != 0)
        plume_dataset_add_note (binding->dataset, _ ("%s has changed since the recipe was written"),
                                plume_dataset_get_name (binding->dataset));
    }
  else
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                 _ ("input '%s' names neither a path nor a sample"), input->id);
  return binding != NULL ? apply_roles (input, binding, object, error) : NULL;
}

/**
 * plume_inputs_from_json:
 * @experiment: the experiment
 * @object: lists of bindings by input
 * @folder: (nullable): where moved files are looked for
 * @task: (nullable): cancels reading
 * @error: %PLUME_ERROR_USAGE or %PLUME_ERROR_DATA
 *
 * Returns: (transfer full) (nullable): the inputs, with all files read
 */
PlumeInputs *
plume_inputs_from_json (const PlumeExperiment *experiment,
                        JsonObject *object,
                        const char *folder,
                        PlumeTask *task,
                        GError **error)
{
  g_autoptr (PlumeInputs) inputs = plume_inputs_new (experiment, FALSE);
  g_autoptr (GList) members = json_object_get_members (object);

  for (GList *member = members; member != NULL; member = member->next)
    {
      int index = 0;
      JsonNode *node = json_object_get_member (object, member->data);

      while (index < (int)experiment->n_inputs
             && strcmp (experiment->inputs[index].id, member->data) != 0)
        index++;
      if (index == (int)experiment->n_inputs || !JSON_NODE_HOLDS_ARRAY (node))
        {
          g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE, _ ("%s has no input list '%.60s'"),
                       experiment->id, (const char *)member->data);
          return NULL;
        }

      JsonArray *array = json_node_get_array (node);

      if (json_array_get_length (array) > (experiment->inputs[index].many ? 1000 : 1))
        {
          g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE, _ ("input '%s' takes fewer files"),
                       experiment->inputs[index].id);
          return NULL;
        }
      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          PlumeBinding *binding = binding_from_json (
              &experiment->inputs[index], json_array_get_element (array, i), folder, task, error);

          if (binding == NULL)
            return NULL;
          g_ptr_array_add (inputs->bindings[index], binding);
        }
    }
  return g_steal_pointer (&inputs);
}
