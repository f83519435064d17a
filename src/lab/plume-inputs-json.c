/* plume-inputs-json.c: inputs in recipes: where the data came from, what it was, and which column
 * plays which role. */
#include "core/plume-error.h"
#include "data/plume-reader.h"
#include "lab/plume-inputs.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static JsonNode *
binding_to_json (const PlumeBinding *binding)
{
  JsonObject *object = json_object_new (), *roles = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  const PlumeTable *table =
      binding->input->n_roles > 0 ? plume_dataset_get_table (binding->dataset, 0) : NULL;

  if (binding->sample != NULL)
    json_object_set_string_member (object, "sample", binding->sample);
  else
    {
      json_object_set_string_member (object, "path", binding->path != NULL ? binding->path : "");
      json_object_set_string_member (object, "sha256",
                                     binding->digest != NULL ? binding->digest : "");
    }
  for (guint i = 0; i < binding->input->n_roles; i++)
    {
      const PlumeRole *role = &binding->input->roles[i];
      JsonObject *choice;

      if (binding->choices[i].column < 0)
        continue;
      choice = json_object_new ();
      json_object_set_string_member (
          choice, "column", plume_table_get_title (table, (guint)binding->choices[i].column));
      json_object_set_int_member (choice, "index", binding->choices[i].column);
      if (binding->choices[i].unit >= 0)
        json_object_set_string_member (choice, "unit", role->units[binding->choices[i].unit].name);
      json_object_set_object_member (roles, role->id, choice);
    }
  json_object_set_object_member (object, "roles", roles);
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

/* Columns are found by title; by place only where titles are ambiguous. */
static gboolean
read_choice (const PlumeRole *role,
             const PlumeTable *table,
             JsonNode *node,
             PlumeColumnChoice *choice,
             GError **error)
{
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE, _ ("role '%s' has to be an object"),
                   role->id);
      return FALSE;
    }

  JsonObject *object = json_node_get_object (node);
  const char *title = get_text (object, "column"), *unit = get_text (object, "unit");
  JsonNode *index_node = json_object_get_member (object, "index");
  gint64 index = index_node != NULL && JSON_NODE_HOLDS_VALUE (index_node)
                         && json_node_get_value_type (index_node) == G_TYPE_INT64
                     ? json_node_get_int (index_node)
                     : -1;

  if (index >= 0 && index < plume_table_get_n_columns (table)
      && (title == NULL || g_strcmp0 (title, plume_table_get_title (table, (guint)index)) == 0))
    choice->column = (int)index;
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

      choices[i] = (PlumeColumnChoice){ -1, -1 };
      if (role != NULL
          && !read_choice (&input->roles[i], plume_dataset_get_table (binding->dataset, 0), role,
                           &choices[i], error))
        return NULL;
    }
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
