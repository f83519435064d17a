/* plume-recipe.c: writing and reading recipes. */
#include "lab/plume-recipe.h"

#include "core/plume-error.h"
#include "data/plume-reader.h"
#include "figure/plume-export.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MAX_DEPTH  32
#define MAX_LENGTH (64 * 1024 * 1024)
#define MOST_ITEMS ((gint64)1 << 26)

void
plume_recipe_free (PlumeRecipe *recipe)
{
  if (recipe == NULL)
    return;
  for (guint i = 0;
       recipe->values != NULL && recipe->views != NULL && i < recipe->values->experiment->n_views;
       i++)
    g_strfreev (recipe->views[i].hidden_marks);
  g_free (recipe->views);
  plume_selection_unref (recipe->selection);
  plume_values_unref (recipe->values);
  plume_inputs_unref (recipe->inputs);
  plume_values_unref (recipe->pinned_values);
  plume_inputs_unref (recipe->pinned_inputs);
  g_free (recipe->starred);
  g_free (recipe);
}

/* x, y, z, and the camera; four numbers where the axes lie in a plane, as they nearly always do. */
static JsonNode *
limits_to_json (const PlumeLimits *limits)
{
  const PlumeCamera *camera = &limits->camera;
  const double numbers[] = { limits->x_from,  limits->x_to,      limits->y_from,
                             limits->y_to,    limits->z_from,    limits->z_to,
                             camera->azimuth, camera->elevation, camera->zoom };
  guint n_numbers = camera->zoom > 0 ? G_N_ELEMENTS (numbers) : 4;
  JsonArray *array = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; i < n_numbers; i++)
    if (isfinite (numbers[i]))
      json_array_add_double_element (array, numbers[i]);
    else
      json_array_add_null_element (array);
  json_node_take_array (node, array);
  return node;
}

static JsonObject *
view_to_json (const PlumeViewState *state)
{
  JsonObject *object = json_object_new ();
  JsonArray *limits = json_array_new (), *hidden = json_array_new ();

  json_object_set_boolean_member (object, "shown", state->shown);
  for (guint i = 0; i < PLUME_MAX_AXES; i++)
    json_array_add_element (limits, limits_to_json (&state->limits[i]));
  for (char **mark = state->hidden_marks; mark != NULL && *mark != NULL; mark++)
    json_array_add_string_element (hidden, *mark);
  json_object_set_array_member (object, "limits", limits);
  json_object_set_array_member (object, "hidden-marks", hidden);
  return object;
}

/* %NULL where none is. */
static JsonArray *
starred_to_json (const PlumeRecipe *recipe)
{
  const PlumeExperiment *experiment = recipe->values->experiment;
  g_autoptr (JsonArray) array = json_array_new ();

  for (guint i = 0; recipe->starred != NULL && i < experiment->n_parameters; i++)
    if (recipe->starred[i])
      json_array_add_string_element (array, experiment->parameters[i].id);
  return json_array_get_length (array) > 0 ? g_steal_pointer (&array) : NULL;
}

static JsonObject *
pinned_to_json (const PlumeRecipe *recipe)
{
  JsonObject *object = json_object_new ();

  json_object_set_member (object, "parameters", plume_values_to_json (recipe->pinned_values));
  if (recipe->pinned_inputs != recipe->inputs)
    json_object_set_member (object, "inputs", plume_inputs_to_json (recipe->pinned_inputs));
  return object;
}

/**
 * plume_recipe_to_text:
 * @values: the values
 * @inputs: the inputs
 * @views: (nullable): how each view is looked at
 * @selection: (nullable): what is chosen
 *
 * Returns: (transfer full): the recipe as JSON
 */
char *
plume_recipe_to_text (PlumeValues *values,
                      PlumeInputs *inputs,
                      const PlumeViewState *views,
                      PlumeSelection *selection)
{
  const PlumeRecipe recipe = {
    .values = values,
    .inputs = inputs,
    .views = (PlumeViewState *)views, /* only read */
    .selection = selection,
  };

  return plume_recipe_write (&recipe);
}

/**
 * plume_recipe_write:
 * @recipe: views may be %NULL
 *
 * Returns: (transfer full): the recipe as JSON
 */
char *
plume_recipe_write (const PlumeRecipe *recipe)
{
  const PlumeExperiment *experiment = recipe->values->experiment;
  JsonObject *root = json_object_new ();
  JsonArray *starred = starred_to_json (recipe);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_int_member (root, "plume", PLUME_RECIPE_VERSION);
  json_object_set_string_member (root, "experiment", experiment->id);
  json_object_set_int_member (root, "version", experiment->version);
  json_object_set_member (root, "parameters", plume_values_to_json (recipe->values));
  json_object_set_member (root, "inputs", plume_inputs_to_json (recipe->inputs));
  if (recipe->views != NULL)
    {
      JsonObject *object = json_object_new ();

      for (guint i = 0; i < experiment->n_views; i++)
        json_object_set_object_member (object, experiment->views[i].id,
                                       view_to_json (&recipe->views[i]));
      json_object_set_object_member (root, "views", object);
    }
  if (recipe->selection != NULL)
    {
      g_autofree char *items = plume_selection_to_text (recipe->selection);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "items", items);
      json_object_set_int_member (object, "of", (gint64)recipe->selection->n_items);
      json_object_set_object_member (root, "selection", object);
    }
  if (starred != NULL)
    json_object_set_array_member (root, "starred", starred);
  if (recipe->pinned_values != NULL)
    json_object_set_object_member (root, "pinned", pinned_to_json (recipe));
  json_node_take_object (node, root);
  return plume_json_to_text (node);
}

/* Deep nesting would exhaust the parser's stack, so it is counted before parsing. */
static gboolean
is_too_deep (const char *text, gsize length)
{
  guint depth = 0;
  gboolean in_string = FALSE;

  for (gsize i = 0; i < length; i++)
    {
      if (in_string)
        {
          if (text[i] == '\\')
            i++;
          else if (text[i] == '"')
            in_string = FALSE;
        }
      else if (text[i] == '"')
        in_string = TRUE;
      else if (text[i] == '{' || text[i] == '[')
        {
          if (++depth > MAX_DEPTH)
            return TRUE;
        }
      else if ((text[i] == '}' || text[i] == ']') && depth > 0)
        depth--;
    }
  return FALSE;
}

static JsonObject *
get_object (JsonObject *root, const char *member, const char *name, GError **error)
{
  JsonNode *node = json_object_get_member (root, member);

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    return json_node_get_object (node);
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
               _ ("%s: '%s' is missing or no object; it is no recipe of Plume"), name, member);
  return NULL;
}

static gboolean
get_integer (JsonObject *root, const char *member, gint64 *number)
{
  JsonNode *node = json_object_get_member (root, member);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node)
      || json_node_get_value_type (node) != G_TYPE_INT64)
    return FALSE;
  *number = json_node_get_int (node);
  return TRUE;
}

static const PlumeExperiment *
find_experiment (JsonObject *root,
                 const char *name,
                 const PlumeExperiment *const *experiments,
                 GError **error)
{
  JsonNode *node = json_object_get_member (root, "experiment");
  const char *id = node != NULL && JSON_NODE_HOLDS_VALUE (node)
                           && json_node_get_value_type (node) == G_TYPE_STRING
                       ? json_node_get_string (node)
                       : NULL;
  gint64 version, format;

  if (!get_integer (root, "plume", &format) || id == NULL
      || !get_integer (root, "version", &version))
    {
      g_set_error (
          error, PLUME_ERROR, PLUME_ERROR_DATA,
          _ ("%s: 'plume', 'experiment' or 'version' is missing; it is no recipe of Plume"), name);
      return NULL;
    }
  if (format > PLUME_RECIPE_VERSION || format < 1)
    {
      g_set_error (
          error, PLUME_ERROR, PLUME_ERROR_DATA,
          _ ("%s was written in recipe format %ld; this Plume reads up to %d: install a newer one"),
          name, (long)format, PLUME_RECIPE_VERSION);
      return NULL;
    }
  for (guint i = 0; experiments[i] != NULL; i++)
    if (strcmp (experiments[i]->id, id) == 0)
      {
        if (version >= 1 && version <= experiments[i]->version)
          return experiments[i];
        g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                     _ ("%s needs version %ld of %s; this Plume has %u: install a newer one"), name,
                     (long)version, id, experiments[i]->version);
        return NULL;
      }
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
               _ ("%s: there is no experiment '%.60s' in this Plume"), name, id);
  return NULL;
}

static void
read_limits (JsonArray *array, PlumeLimits *limits)
{
  PlumeCamera *camera = &limits->camera;
  double *places[] = { &limits->x_from,  &limits->x_to,      &limits->y_from,
                       &limits->y_to,    &limits->z_from,    &limits->z_to,
                       &camera->azimuth, &camera->elevation, &camera->zoom };

  for (guint i = 0; i < G_N_ELEMENTS (places) && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_DOUBLE
          && isfinite (json_node_get_double (node)))
        *places[i] = json_node_get_double (node);
    }
}

/* How a view was looked at is never worth a failure: what does not fit is left out. */
static void
read_view (JsonObject *object, PlumeViewState *state)
{
  JsonNode *shown = json_object_get_member (object, "shown");
  JsonNode *limits = json_object_get_member (object, "limits");
  JsonNode *hidden = json_object_get_member (object, "hidden-marks");

  if (shown != NULL && JSON_NODE_HOLDS_VALUE (shown)
      && json_node_get_value_type (shown) == G_TYPE_BOOLEAN)
    state->shown = json_node_get_boolean (shown);
  if (limits != NULL && JSON_NODE_HOLDS_ARRAY (limits))
    for (guint i = 0;
         i < PLUME_MAX_AXES && i < json_array_get_length (json_node_get_array (limits)); i++)
      {
        JsonNode *four = json_array_get_element (json_node_get_array (limits), i);

        if (JSON_NODE_HOLDS_ARRAY (four))
          read_limits (json_node_get_array (four), &state->limits[i]);
      }
  if (hidden != NULL && JSON_NODE_HOLDS_ARRAY (hidden))
    {
      g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

      for (guint i = 0; i < json_array_get_length (json_node_get_array (hidden)); i++)
        {
          JsonNode *mark = json_array_get_element (json_node_get_array (hidden), i);

          if (JSON_NODE_HOLDS_VALUE (mark) && json_node_get_value_type (mark) == G_TYPE_STRING)
            g_strv_builder_add (builder, json_node_get_string (mark));
        }
      state->hidden_marks = g_strv_builder_end (builder);
    }
}

static PlumeViewState *
read_views (const PlumeExperiment *experiment, JsonObject *root)
{
  PlumeViewState *states = g_new0 (PlumeViewState, experiment->n_views + 1);
  JsonNode *views = json_object_get_member (root, "views");

  for (guint i = 0; i < experiment->n_views; i++)
    {
      JsonNode *view =
          views != NULL && JSON_NODE_HOLDS_OBJECT (views)
              ? json_object_get_member (json_node_get_object (views), experiment->views[i].id)
              : NULL;

      states[i].shown = !experiment->views[i].hidden;
      for (guint j = 0; j < PLUME_MAX_AXES; j++)
        states[i].limits[j] = PLUME_LIMITS_NONE;
      if (view != NULL && JSON_NODE_HOLDS_OBJECT (view))
        read_view (json_node_get_object (view), &states[i]);
    }
  return states;
}

/* Like views, a selection that does not fit is left out. */
static PlumeSelection *
read_selection (JsonObject *root)
{
  JsonNode *node = json_object_get_member (root, "selection");
  JsonObject *object =
      node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonNode *items = object != NULL ? json_object_get_member (object, "items") : NULL;
  gint64 n_items;

  if (items == NULL || !JSON_NODE_HOLDS_VALUE (items)
      || json_node_get_value_type (items) != G_TYPE_STRING || !get_integer (object, "of", &n_items)
      || n_items < 1 || n_items > MOST_ITEMS)
    return NULL;
  return plume_selection_new_from_text (json_node_get_string (items), (gsize)n_items, NULL);
}

static JsonObject *
get_object_if_any (JsonObject *root, const char *member)
{
  JsonNode *node = json_object_get_member (root, member);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* Like views, what is not there any more is left out. */
static gboolean *
read_starred (const PlumeExperiment *experiment, JsonObject *root)
{
  JsonNode *node = json_object_get_member (root, "starred");
  JsonArray *array =
      node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  gboolean *starred = g_new0 (gboolean, experiment->n_parameters + 1);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *item = json_array_get_element (array, i);
      int parameter =
          JSON_NODE_HOLDS_VALUE (item) && json_node_get_value_type (item) == G_TYPE_STRING
              ? plume_experiment_find_parameter (experiment, json_node_get_string (item))
              : -1;

      if (parameter >= 0)
        starred[parameter] = TRUE;
    }
  return starred;
}

/* A comparison that cannot be made any more is left out, too. */
static void
read_pinned (PlumeRecipe *recipe, JsonObject *root, const char *folder, PlumeTask *task)
{
  JsonObject *pinned = get_object_if_any (root, "pinned");
  JsonObject *parameters = pinned != NULL ? get_object_if_any (pinned, "parameters") : NULL;
  JsonObject *inputs = pinned != NULL ? get_object_if_any (pinned, "inputs") : NULL;
  const PlumeExperiment *experiment = recipe->values->experiment;

  if (parameters == NULL)
    return;
  recipe->pinned_values = plume_values_from_json (experiment, parameters, NULL);
  if (recipe->pinned_values == NULL)
    return;
  recipe->pinned_inputs = inputs != NULL
                              ? plume_inputs_from_json (experiment, inputs, folder, task, NULL)
                              : plume_inputs_ref (recipe->inputs);
  if (recipe->pinned_inputs == NULL)
    g_clear_pointer (&recipe->pinned_values, plume_values_unref);
}

/* The message of an error inside a recipe gets the recipe's name and becomes bad data. */
static gpointer
refuse (const char *name, GError *reason, GError **error)
{
  if (reason->code == PLUME_ERROR_USAGE)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA, "%s: %s", name, reason->message);
      g_error_free (reason);
    }
  else
    g_propagate_error (error, reason);
  return NULL;
}

/**
 * plume_recipe_from_text:
 * @text: (array length=length): JSON
 * @length: bytes, or −1
 * @name: for messages
 * @folder: (nullable): where moved data files are looked for
 * @experiments: (array zero-terminated=1): all there are
 * @task: (nullable): cancels reading the data
 * @error: %PLUME_ERROR_DATA
 *
 * Returns: (transfer full) (nullable): the recipe with its data read
 */
PlumeRecipe *
plume_recipe_from_text (const char *text,
                        gssize length,
                        const char *name,
                        const char *folder,
                        const PlumeExperiment *const *experiments,
                        PlumeTask *task,
                        GError **error)
{
  gsize n_bytes = length < 0 ? strlen (text) : (gsize)length;
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (PlumeRecipe) recipe = g_new0 (PlumeRecipe, 1);
  GError *reason = NULL;

  if (n_bytes > MAX_LENGTH || !g_utf8_validate_len (text, n_bytes, NULL)
      || is_too_deep (text, n_bytes))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("%s is too long, too deeply nested or not UTF-8; it is no recipe of Plume"),
                   name);
      return NULL;
    }
  if (!json_parser_load_from_data (parser, text, (gssize)n_bytes, &reason))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA, _ ("%s is no JSON: %s"), name,
                   reason->message);
      g_error_free (reason);
      return NULL;
    }

  JsonNode *node = json_parser_get_root (parser);

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("%s holds no object; it is no recipe of Plume"), name);
      return NULL;
    }

  JsonObject *root = json_node_get_object (node);
  const PlumeExperiment *experiment = find_experiment (root, name, experiments, error);
  JsonObject *parameters = experiment != NULL ? get_object (root, "parameters", name, error) : NULL;
  JsonObject *inputs = parameters != NULL ? get_object (root, "inputs", name, error) : NULL;

  if (inputs == NULL)
    return NULL;
  recipe->values = plume_values_from_json (experiment, parameters, &reason);
  if (recipe->values == NULL)
    return refuse (name, reason, error);
  recipe->inputs = plume_inputs_from_json (experiment, inputs, folder, task, &reason);
  if (recipe->inputs == NULL)
    return refuse (name, reason, error);
  recipe->views = read_views (experiment, root);
  recipe->selection = read_selection (root);
  recipe->starred = read_starred (experiment, root);
  read_pinned (recipe, root, folder, task);
  return g_steal_pointer (&recipe);
}

/* A picture is data, unless it was exported and holds its recipe. */
static gboolean
holds_recipe (const char *path)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);
  g_autoptr (GBytes) bytes = file != NULL ? g_mapped_file_get_bytes (file) : NULL;
  g_autofree char *text = bytes != NULL ? plume_export_read_recipe (bytes, path, NULL) : NULL;

  return text != NULL;
}

/**
 * plume_file_is_recipe:
 * @path: a file
 *
 * Returns: whether it should be opened as a study rather than as data
 */
gboolean
plume_file_is_recipe (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, NULL);
  guint8 head[512];
  gsize length = 0;

  if (g_str_has_suffix (path, ".plume"))
    return TRUE;
  if (stream == NULL
      || !g_input_stream_read_all (G_INPUT_STREAM (stream), head, sizeof head, &length, NULL, NULL)
      || !plume_export_recognizes (head, length))
    return FALSE;
  return !plume_reader_png.recognizes (head, length) || holds_recipe (path);
}

/**
 * plume_recipe_read_file:
 * @path: a .plume file, or a PNG, SVG or PDF that was exported
 *
 * Returns: (transfer full) (nullable): the recipe with its data read
 */
PlumeRecipe *
plume_recipe_read_file (const char *path,
                        const PlumeExperiment *const *experiments,
                        PlumeTask *task,
                        GError **error)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autofree char *folder = g_path_get_dirname (absolute);
  g_autofree char *contents = NULL;
  g_autoptr (GError) reason = NULL;
  gsize length;

  if (g_file_test (path, G_FILE_TEST_EXISTS) && !g_file_test (path, G_FILE_TEST_IS_REGULAR))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("%s is a folder or device; choose a file"), name);
      return NULL;
    }
  if (!g_file_get_contents (path, &contents, &length, &reason))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA, _ ("%s cannot be read: %s"), name,
                   reason->message);
      return NULL;
    }
  if (length == 0)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA, _ ("%s is empty; choose another file"),
                   name);
      return NULL;
    }
  if (plume_export_recognizes ((const guint8 *)contents, length))
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (contents, length);
      g_autofree char *text = plume_export_read_recipe (bytes, name, error);

      return text != NULL
                 ? plume_recipe_from_text (text, -1, name, folder, experiments, task, error)
                 : NULL;
    }
  return plume_recipe_from_text (contents, (gssize)length, name, folder, experiments, task, error);
}

/**
 * plume_recipe_write_file:
 * @path: where to
 * @recipe: JSON text
 *
 * A complete new file replaces the old one, also when the machine stops in between.
 */
gboolean
plume_recipe_write_file (const char *path, const char *recipe, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (GError) reason = NULL;

  if (g_file_set_contents_full (path, recipe, -1,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0666,
                                &reason))
    return TRUE;
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA, _ ("%s cannot be written: %s"), name,
               reason->message);
  return FALSE;
}
