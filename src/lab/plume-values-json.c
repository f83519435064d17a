/* plume-values-json.c: values as JSON, for recipes and for --set of tables. */
#include "core/plume-error.h"
#include "figure/plume-export.h"
#include "lab/plume-values-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* @remedy: what to write */
static gboolean
refuse (const PlumeParameter *parameter, const char *remedy, JsonNode *node, GError **error)
{
  g_autofree char *found = json_to_string (node, FALSE);

  /* Translators: "time cannot be '[1,2]'; write a number". */
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE, _ ("%s cannot be '%.40s'; %s"), parameter->id,
               found, remedy);
  return FALSE;
}

static gboolean
node_is_number (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node)
         && (json_node_get_value_type (node) == G_TYPE_DOUBLE
             || json_node_get_value_type (node) == G_TYPE_INT64);
}

static gboolean
node_is_text (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;
}

static gboolean
row_from_json (const PlumeParameter *table, JsonNode *node, PlumeValue *cells, GError **error)
{
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return refuse (table, _ ("write a list of objects"), node, error);

  JsonObject *object = json_node_get_object (node);
  g_autoptr (GList) members = json_object_get_members (object);

  for (GList *member = members; member != NULL; member = member->next)
    {
      guint column = 0;

      while (column < table->n_columns && g_strcmp0 (table->columns[column].id, member->data) != 0)
        column++;
      if (column == table->n_columns)
        {
          g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE, _ ("%s has no column '%.40s'"),
                       table->id, (const char *)member->data);
          return FALSE;
        }
    }
  for (guint column = 0; column < table->n_columns; column++)
    {
      JsonNode *cell = json_object_get_member (object, table->columns[column].id);

      if (cell == NULL)
        cells[column] = plume_value_new_default (&table->columns[column]);
      else if (!plume_value_from_json (&table->columns[column], cell, &cells[column], error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
table_from_json (const PlumeParameter *table, JsonNode *node, PlumeValue *value, GError **error)
{
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return refuse (table, _ ("write a list of objects"), node, error);

  JsonArray *array = json_node_get_array (node);
  guint n_rows = json_array_get_length (array);

  if (table->max_rows > 0 && n_rows > table->max_rows)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE, _ ("%s takes at most %u rows, not %u"),
                   table->id, table->max_rows, n_rows);
      return FALSE;
    }
  value->records = plume_records_new (n_rows, table->n_columns);
  for (guint row = 0; row < n_rows; row++)
    {
      g_autoptr (GError) reason = NULL;

      if (!row_from_json (table, json_array_get_element (array, row),
                          &value->records->cells[row * table->n_columns], &reason))
        {
          g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE, _ ("row %u of %s: %s"), row + 1,
                       table->id, reason->message);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
grid_from_json (const PlumeParameter *parameter, JsonNode *node, PlumeValue *value, GError **error)
{
  if (node_is_text (node))
    return plume_value_parse (parameter, json_node_get_string (node), value, error);
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return refuse (parameter, _ ("write a list of numbers or a text"), node, error);

  JsonArray *array = json_node_get_array (node);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      char buffer[G_ASCII_DTOSTR_BUF_SIZE];

      if (!node_is_number (element))
        return refuse (parameter, _ ("write a list of numbers"), element, error);
      g_string_append_printf (
          text, "%s%s", i > 0 ? ", " : "",
          g_ascii_dtostr (buffer, sizeof buffer, json_node_get_double (element)));
    }
  return plume_value_parse (parameter, text->str, value, error);
}

/**
 * plume_value_from_json:
 * @parameter: the declaration
 * @node: any JSON
 * @value: (out): the value, to be cleared even after a failure
 * @error: %PLUME_ERROR_USAGE: wrong type, unknown choice or column, out of range
 *
 * Returns: whether @node is a value of that parameter
 */
gboolean
plume_value_from_json (const PlumeParameter *parameter,
                       JsonNode *node,
                       PlumeValue *value,
                       GError **error)
{
  *value = (PlumeValue){ 0 };
  switch (parameter->kind)
    {
    case PLUME_KIND_NUMBER:
    case PLUME_KIND_INTEGER:
    case PLUME_KIND_SEED:
      if (node_is_text (node) && g_strcmp0 (json_node_get_string (node), "inf") == 0)
        value->number = INFINITY;
      else if (node_is_number (node))
        value->number = json_node_get_double (node);
      else
        return refuse (parameter, _ ("write a number"), node, error);
      return plume_value_check_number (parameter, value->number, error);
    case PLUME_KIND_SWITCH:
      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
        return refuse (parameter, _ ("write true or false"), node, error);
      value->number = json_node_get_boolean (node);
      return TRUE;
    case PLUME_KIND_CHOICE:
    case PLUME_KIND_TEXT:
    case PLUME_KIND_COLUMN:
      if (!node_is_text (node))
        return refuse (parameter, _ ("write a text"), node, error);
      return plume_value_parse (parameter, json_node_get_string (node), value, error);
    case PLUME_KIND_GRID:
      return grid_from_json (parameter, node, value, error);
    case PLUME_KIND_TABLE:
      return table_from_json (parameter, node, value, error);
    default:
      g_assert_not_reached ();
    }
}

static JsonNode *
table_to_json (const PlumeParameter *table, const PlumeRecords *records)
{
  JsonArray *array = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (guint row = 0; row < records->n_rows; row++)
    {
      JsonObject *object = json_object_new ();

      for (guint column = 0; column < table->n_columns; column++)
        json_object_set_member (
            object, table->columns[column].id,
            plume_value_to_json (&table->columns[column],
                                 &records->cells[row * table->n_columns + column]));
      json_array_add_object_element (array, object);
    }
  json_node_take_array (node, array);
  return node;
}

JsonNode *
plume_value_to_json (const PlumeParameter *parameter, const PlumeValue *value)
{
  JsonNode *node = json_node_alloc ();

  switch (parameter->kind)
    {
    case PLUME_KIND_NUMBER:
      return isinf (value->number) ? json_node_init_string (node, "inf")
                                   : json_node_init_double (node, value->number);
    case PLUME_KIND_INTEGER:
    case PLUME_KIND_SEED:
      return json_node_init_int (node, (gint64)value->number);
    case PLUME_KIND_SWITCH:
      return json_node_init_boolean (node, value->number != 0);
    case PLUME_KIND_CHOICE:
      return json_node_init_string (node, parameter->choices[(int)value->number].id);
    case PLUME_KIND_TEXT:
    case PLUME_KIND_COLUMN:
    case PLUME_KIND_GRID:
      return json_node_init_string (node, value->text);
    case PLUME_KIND_TABLE:
      json_node_free (node);
      return table_to_json (parameter, value->records);
    default:
      g_assert_not_reached ();
    }
}

JsonNode *
plume_values_to_json (const PlumeValues *values)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  for (guint i = 0; i < values->experiment->n_parameters; i++)
    json_object_set_member (
        object, values->experiment->parameters[i].id,
        plume_value_to_json (&values->experiment->parameters[i], &values->items[i]));
  json_node_take_object (node, object);
  return node;
}

/**
 * plume_values_from_json:
 * @experiment: the experiment
 * @object: values by id; those that are missing keep their defaults
 * @error: %PLUME_ERROR_USAGE: an unknown id, or a value that does not fit
 *
 * Returns: (transfer full) (nullable): the values
 */
PlumeValues *
plume_values_from_json (const PlumeExperiment *experiment, JsonObject *object, GError **error)
{
  g_autoptr (PlumeValues) values = plume_values_new (experiment);
  g_autoptr (GList) members = json_object_get_members (object);

  for (GList *member = members; member != NULL; member = member->next)
    {
      int index = plume_experiment_find_parameter (experiment, member->data);
      PlumeValue value;

      if (index < 0)
        {
          g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE, _ ("%s has no parameter '%.60s'"),
                       experiment->id, (const char *)member->data);
          return NULL;
        }
      if (!plume_value_from_json (&experiment->parameters[index],
                                  json_object_get_member (object, member->data), &value, error))
        {
          plume_value_clear (&value);
          return NULL;
        }
      plume_value_clear (&values->items[index]);
      values->items[index] = value;
    }
  return g_steal_pointer (&values);
}

/**
 * plume_value_format:
 *
 * Returns: (transfer full): @value as a text from which the same value can be set again
 */
char *
plume_value_format (const PlumeParameter *parameter, const PlumeValue *value)
{
  switch (parameter->kind)
    {
    case PLUME_KIND_NUMBER:
      {
        /* the shortest text that reads back as the same number */
        for (int digits = 6; digits <= 17; digits++)
          {
            char format[8], buffer[64];

            g_snprintf (format, sizeof format, "%%.%dg", digits);
            g_ascii_formatd (buffer, sizeof buffer, format, value->number);
            if (digits == 17 || g_ascii_strtod (buffer, NULL) == value->number)
              return g_strdup (buffer);
          }
        g_assert_not_reached ();
      }
    case PLUME_KIND_INTEGER:
    case PLUME_KIND_SEED:
      return g_strdup_printf ("%" G_GINT64_FORMAT, (gint64)value->number);
    case PLUME_KIND_SWITCH:
      return g_strdup (value->number != 0 ? "on" : "off");
    case PLUME_KIND_CHOICE:
      return g_strdup (parameter->choices[(int)value->number].id);
    case PLUME_KIND_TEXT:
    case PLUME_KIND_COLUMN:
    case PLUME_KIND_GRID:
      return g_strdup (value->text);
    case PLUME_KIND_TABLE:
      {
        g_autoptr (JsonNode) node = plume_value_to_json (parameter, value);

        return plume_json_to_text (node);
      }
    default:
      g_assert_not_reached ();
    }
}

/* Whether both are of one experiment and would be written alike. */
gboolean
plume_values_equal (const PlumeValues *a, const PlumeValues *b)
{
  g_autoptr (JsonNode) one = NULL;
  g_autoptr (JsonNode) other = NULL;

  if (a == b)
    return TRUE;
  if (a->experiment != b->experiment)
    return FALSE;
  one = plume_values_to_json (a);
  other = plume_values_to_json (b);
  return json_node_equal (one, other);
}
