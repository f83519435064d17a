/* plume-values.c: sets of values, and the validation that everything else relies on. */
#include "lab/plume-values.h"

#include "core/plume-error.h"
#include "lab/plume-values-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MAX_GRID_POINTS 10000000
#define MAX_TEXT_LENGTH 65536

static void
free_records (gpointer data)
{
  PlumeRecords *records = data;

  for (guint i = 0; i < records->n_rows * records->n_columns; i++)
    plume_value_clear (&records->cells[i]);
  g_free (records->cells);
}

PlumeRecords *
plume_records_new (guint n_rows, guint n_columns)
{
  PlumeRecords *records = g_atomic_rc_box_new0 (PlumeRecords);

  records->n_rows = n_rows;
  records->n_columns = n_columns;
  records->cells = g_new0 (PlumeValue, MAX (1, n_rows * n_columns));
  return records;
}

void
plume_value_clear (PlumeValue *value)
{
  g_clear_pointer (&value->text, g_free);
  g_clear_pointer (&value->grid, plume_array_unref);
  if (value->records != NULL)
    g_atomic_rc_box_release_full (value->records, free_records);
  value->records = NULL;
}

PlumeValue
plume_value_copy (const PlumeValue *value)
{
  return (PlumeValue){
    .number = value->number,
    .text = g_strdup (value->text),
    .grid = value->grid != NULL ? plume_array_ref (value->grid) : NULL,
    .records = value->records != NULL ? g_atomic_rc_box_acquire (value->records) : NULL,
  };
}

/* Whether its value is what a person wrote. */
static gboolean
is_text (const PlumeParameter *parameter)
{
  return parameter->kind == PLUME_KIND_TEXT || parameter->kind == PLUME_KIND_GRID
         || parameter->kind == PLUME_KIND_COLUMN;
}

/* Whether any number will do: no hard range was declared. */
static gboolean
is_unbounded (const PlumeParameter *parameter)
{
  return parameter->from == 0 && parameter->to == 0;
}

/**
 * plume_value_check_number:
 * @parameter: a declaration of a number, integer, choice, switch or seed
 * @number: a value for it
 * @error: %PLUME_ERROR_USAGE saying what fits
 *
 * Returns: whether @number fits
 */
gboolean
plume_value_check_number (const PlumeParameter *parameter, double number, GError **error)
{
  double from = parameter->from, to = parameter->to;

  if (parameter->kind == PLUME_KIND_CHOICE)
    {
      from = 0;
      for (to = -1; parameter->choices[(int)to + 1].id != NULL;)
        to++;
    }
  else if (parameter->kind == PLUME_KIND_SWITCH)
    to = 1;
  else if (parameter->kind == PLUME_KIND_SEED)
    to = 0x1p53;

  gboolean bounded = parameter->kind != PLUME_KIND_NUMBER && parameter->kind != PLUME_KIND_INTEGER;

  if (!isfinite (number) && !(number == to))
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE, _ ("%s has to be a finite number"),
                 parameter->id);
  else if (parameter->kind != PLUME_KIND_NUMBER && number != floor (number))
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE, _ ("%s has to be a whole number, not %g"),
                 parameter->id, number);
  else if ((bounded || !is_unbounded (parameter)) && !(number >= from && number <= to))
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                 _ ("%s = %g is out of range: choose %g to %g%s%s"), parameter->id, number, from,
                 to, parameter->unit != NULL ? " " : "",
                 parameter->unit != NULL ? parameter->unit : "");
  else
    return TRUE;
  return FALSE;
}

static gboolean
parse_number (const char *text, double *number)
{
  char *end;

  *number = g_ascii_strtod (text, &end);
  while (g_ascii_isspace (*end))
    end++;
  return end != text && *end == '\0';
}

static PlumeArray *
parse_range (const PlumeParameter *parameter, GStrv parts, GError **error)
{
  guint n_parts = g_strv_length (parts);
  double from, to, count;
  gboolean logarithmic = n_parts == 4 && g_strcmp0 (g_strstrip (parts[3]), "log") == 0;

  if ((n_parts != 3 && !logarithmic) || !parse_number (parts[0], &from)
      || !parse_number (parts[1], &to) || !parse_number (parts[2], &count)
      || !(count >= 1 && count <= MAX_GRID_POINTS) || count != floor (count) || !isfinite (from)
      || !isfinite (to) || (logarithmic && !(from > 0 && to > 0)))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("%s: write from:to:count, from:to:count:log, or numbers with commas between"),
                   parameter->id);
      return NULL;
    }
  if (!logarithmic)
    return plume_array_new_linear (from, to, (gsize)count);

  PlumeArray *array = plume_array_new_linear (log (from), log (to), (gsize)count);

  for (gsize i = 0; i < array->length; i++)
    array->values[i] = exp (array->values[i]);
  return array;
}

/* "" is automatic: @grid becomes NULL. */
static gboolean
parse_grid (const PlumeParameter *parameter, const char *text, PlumeArray **grid, GError **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  *grid = NULL;
  if (*stripped == '\0')
    return TRUE;
  if (strchr (stripped, ':') != NULL)
    {
      g_auto (GStrv) parts = g_strsplit (stripped, ":", 5);

      *grid = parse_range (parameter, parts, error);
      return *grid != NULL;
    }

  g_auto (GStrv) parts = g_strsplit_set (stripped, ",; \n\t", -1);
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (double));

  for (char **part = parts; *part != NULL; part++)
    {
      double number;

      if (**part == '\0')
        continue;
      if (!parse_number (*part, &number) || !isfinite (number))
        {
          g_set_error (
              error, PLUME_ERROR, PLUME_ERROR_USAGE,
              _ ("%s: '%.40s' is no number; write from:to:count or numbers with commas between"),
              parameter->id, *part);
          return FALSE;
        }
      g_array_append_val (numbers, number);
    }
  *grid = plume_array_new_copy ((double *)numbers->data, numbers->len);
  return TRUE;
}

static gboolean
parse_choice (const PlumeParameter *parameter, const char *text, double *number, GError **error)
{
  g_autoptr (GString) known = g_string_new (NULL);

  for (guint i = 0; parameter->choices[i].id != NULL; i++)
    {
      if (strcmp (parameter->choices[i].id, text) == 0)
        {
          *number = i;
          return TRUE;
        }
      g_string_append_printf (known, "%s%s", i > 0 ? ", " : "", parameter->choices[i].id);
    }
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE, _ ("%s has no choice '%.40s': choose %s"),
               parameter->id, text, known->str);
  return FALSE;
}

static gboolean
parse_switch (const PlumeParameter *parameter, const char *text, double *number, GError **error)
{
  static const char *const words[][2] = {
    { "off", "on" }, { "false", "true" }, { "no", "yes" }, { "0", "1" }
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    for (int on = 0; on < 2; on++)
      if (g_ascii_strcasecmp (words[i][on], text) == 0)
        {
          *number = on;
          return TRUE;
        }
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
               _ ("%s is a switch: write on or off, not '%.40s'"), parameter->id, text);
  return FALSE;
}

static gboolean
parse_table (const PlumeParameter *parameter, const char *text, PlumeValue *value, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) reason = NULL;

  if (!json_parser_load_from_data (parser, text, -1, &reason))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("%s is a table: write its rows as JSON, such as [{…}, {…}] (%s)"),
                   parameter->id, reason->message);
      return FALSE;
    }
  return plume_value_from_json (parameter, json_parser_get_root (parser), value, error);
}

/**
 * plume_value_parse:
 * @parameter: the declaration
 * @text: what a person wrote
 * @value: (out): the value, to be cleared
 * @error: %PLUME_ERROR_USAGE
 *
 * Returns: whether @text is a value of that parameter
 */
gboolean
plume_value_parse (const PlumeParameter *parameter,
                   const char *text,
                   PlumeValue *value,
                   GError **error)
{
  *value = (PlumeValue){ 0 };
  switch (parameter->kind)
    {
    case PLUME_KIND_CHOICE:
      return parse_choice (parameter, text, &value->number, error);
    case PLUME_KIND_SWITCH:
      return parse_switch (parameter, text, &value->number, error);
    case PLUME_KIND_TABLE:
      return parse_table (parameter, text, value, error);
    case PLUME_KIND_TEXT:
    case PLUME_KIND_COLUMN:
    case PLUME_KIND_GRID:
      if (strlen (text) > MAX_TEXT_LENGTH || !g_utf8_validate (text, -1, NULL))
        {
          g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                       _ ("%s: the text is too long or not UTF-8"), parameter->id);
          return FALSE;
        }
      if (parameter->kind == PLUME_KIND_GRID && !parse_grid (parameter, text, &value->grid, error))
        return FALSE;
      value->text = g_strdup (text);
      return TRUE;
    case PLUME_KIND_NUMBER:
    case PLUME_KIND_INTEGER:
    case PLUME_KIND_SEED:
      if (!parse_number (text, &value->number))
        {
          g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                       _ ("%s has to be a number, not '%.40s'"), parameter->id, text);
          return FALSE;
        }
      return plume_value_check_number (parameter, value->number, error);
    default:
      g_assert_not_reached ();
    }
}

PlumeValue
plume_value_new_default (const PlumeParameter *parameter)
{
  PlumeValue value = { .number = parameter->value };

  if (parameter->kind == PLUME_KIND_TABLE || is_text (parameter))
    {
      g_autoptr (GError) error = NULL;
      const char *text = parameter->text != NULL               ? parameter->text
                         : parameter->kind == PLUME_KIND_TABLE ? "[]"
                                                               : "";

      if (!plume_value_parse (parameter, text, &value, &error))
        g_error ("default of %s: %s", parameter->id, error->message);
    }
  return value;
}

/**
 * plume_values_new:
 * @experiment: an experiment
 *
 * Returns: (transfer full): the defaults of all its parameters
 */
PlumeValues *
plume_values_new (const PlumeExperiment *experiment)
{
  PlumeValues *values = g_atomic_rc_box_new0 (PlumeValues);

  values->experiment = experiment;
  values->items = g_new0 (PlumeValue, MAX (1, experiment->n_parameters));
  for (guint i = 0; i < experiment->n_parameters; i++)
    values->items[i] = plume_value_new_default (&experiment->parameters[i]);
  return values;
}

PlumeValues *
plume_values_ref (PlumeValues *values)
{
  return g_atomic_rc_box_acquire (values);
}

static void
clear_values (gpointer data)
{
  PlumeValues *values = data;

  for (guint i = 0; i < values->experiment->n_parameters; i++)
    plume_value_clear (&values->items[i]);
  g_free (values->items);
}

void
plume_values_unref (PlumeValues *values)
{
  if (values != NULL)
    g_atomic_rc_box_release_full (values, clear_values);
}

PlumeValues *
plume_values_copy (const PlumeValues *values)
{
  PlumeValues *copy = g_atomic_rc_box_new0 (PlumeValues);

  copy->experiment = values->experiment;
  copy->items = g_new0 (PlumeValue, MAX (1, values->experiment->n_parameters));
  for (guint i = 0; i < values->experiment->n_parameters; i++)
    copy->items[i] = plume_value_copy (&values->items[i]);
  return copy;
}

/**
 * plume_values_get:
 * @values: a set of values
 * @address: what to look up
 *
 * Returns: (transfer none) (nullable): the value, or %NULL where the table has no such row
 */
const PlumeValue *
plume_values_get (const PlumeValues *values, const PlumeAddress *address)
{
  const PlumeValue *value = &values->items[address->parameter];

  if (address->row < 0)
    return value;
  if (value->records == NULL || (guint)address->row >= value->records->n_rows)
    return NULL;
  return &value->records
              ->cells[(guint)address->row * value->records->n_columns + (guint)address->column];
}

static PlumeRecords *
copy_records (const PlumeRecords *records)
{
  PlumeRecords *copy = plume_records_new (records->n_rows, records->n_columns);

  for (guint i = 0; i < records->n_rows * records->n_columns; i++)
    copy->cells[i] = plume_value_copy (&records->cells[i]);
  return copy;
}

static void
replace_records (PlumeValues *values, int parameter, PlumeRecords *records)
{
  plume_value_clear (&values->items[parameter]);
  values->items[parameter].records = records;
}

/**
 * plume_values_with:
 * @values: a set of values
 * @address: what to change
 * @value: its new value, already of the right kind; copied
 * @error: %PLUME_ERROR_USAGE where it is out of range
 *
 * Returns: (transfer full) (nullable): a new set, or %NULL
 */
PlumeValues *
plume_values_with (const PlumeValues *values,
                   const PlumeAddress *address,
                   const PlumeValue *value,
                   GError **error)
{
  const PlumeParameter *parameter = plume_address_get_parameter (values->experiment, address);

  if (value->text == NULL && is_text (parameter))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE, _ ("%s takes a text, not a number"),
                   parameter->id);
      return NULL;
    }
  if (value->text == NULL && value->records == NULL && parameter->kind != PLUME_KIND_TABLE
      && !plume_value_check_number (parameter, value->number, error))
    return NULL;
  if (plume_values_get (values, address) == NULL)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE, _ ("%s has no row %d"), parameter->id,
                   address->row);
      return NULL;
    }

  PlumeValues *changed = plume_values_copy (values);

  if (address->row >= 0)
    replace_records (changed, address->parameter,
                     copy_records (values->items[address->parameter].records));

  PlumeValue *place = (PlumeValue *)plume_values_get (changed, address);
  PlumeValue copy = plume_value_copy (value);

  plume_value_clear (place);
  *place = copy;
  return changed;
}

PlumeValues *
plume_values_with_number (const PlumeValues *values,
                          const PlumeAddress *address,
                          double number,
                          GError **error)
{
  return plume_values_with (values, address, &(PlumeValue){ .number = number }, error);
}

PlumeValues *
plume_values_with_text (const PlumeValues *values,
                        const PlumeAddress *address,
                        const char *text,
                        GError **error)
{
  const PlumeParameter *parameter = plume_address_get_parameter (values->experiment, address);
  PlumeValue value;

  if (!plume_value_parse (parameter, text, &value, error))
    {
      plume_value_clear (&value);
      return NULL;
    }

  PlumeValues *changed = plume_values_with (values, address, &value, error);

  plume_value_clear (&value);
  return changed;
}

/* A cell goes back to what the default table has in that row, or to its column's default. */
static PlumeValue
default_at (const PlumeExperiment *experiment, const PlumeAddress *address)
{
  PlumeValue whole = plume_value_new_default (&experiment->parameters[address->parameter]);

  if (address->row < 0)
    return whole;

  PlumeValue cell =
      (guint)address->row < whole.records->n_rows
          ? plume_value_copy (&whole.records->cells[(guint)address->row * whole.records->n_columns
                                                    + (guint)address->column])
          : plume_value_new_default (plume_address_get_parameter (experiment, address));

  plume_value_clear (&whole);
  return cell;
}

PlumeValues *
plume_values_with_default (const PlumeValues *values, const PlumeAddress *address)
{
  PlumeValue value = default_at (values->experiment, address);
  PlumeValues *changed = plume_values_with (values, address, &value, NULL);

  plume_value_clear (&value);
  return changed;
}

/**
 * plume_values_with_row_added:
 * @parameter: index of a table parameter
 * @from: row to copy, or −1 for the defaults of the columns
 *
 * Returns: (transfer full) (nullable): a set with one more row at the end
 */
PlumeValues *
plume_values_with_row_added (const PlumeValues *values, int parameter, int from, GError **error)
{
  const PlumeParameter *table = &values->experiment->parameters[parameter];
  const PlumeRecords *old = values->items[parameter].records;

  if (table->max_rows > 0 && old->n_rows >= table->max_rows)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE, _ ("%s takes at most %u rows"), table->id,
                   table->max_rows);
      return NULL;
    }

  PlumeRecords *records = plume_records_new (old->n_rows + 1, old->n_columns);

  for (guint i = 0; i < old->n_rows * old->n_columns; i++)
    records->cells[i] = plume_value_copy (&old->cells[i]);
  for (guint column = 0; column < old->n_columns; column++)
    records->cells[old->n_rows * old->n_columns + column] =
        from >= 0 ? plume_value_copy (&old->cells[(guint)from * old->n_columns + column])
                  : plume_value_new_default (&table->columns[column]);

  PlumeValues *changed = plume_values_copy (values);

  replace_records (changed, parameter, records);
  return changed;
}

PlumeValues *
plume_values_with_row_removed (const PlumeValues *values, int parameter, int row, GError **error)
{
  const PlumeRecords *old = values->items[parameter].records;

  if (row < 0 || (guint)row >= old->n_rows)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE, _ ("%s has no row %d"),
                   values->experiment->parameters[parameter].id, row);
      return NULL;
    }

  PlumeRecords *records = plume_records_new (old->n_rows - 1, old->n_columns);

  for (guint i = 0, to = 0; i < old->n_rows; i++)
    if (i != (guint)row)
      for (guint column = 0; column < old->n_columns; column++)
        records->cells[to++] = plume_value_copy (&old->cells[i * old->n_columns + column]);

  PlumeValues *changed = plume_values_copy (values);

  replace_records (changed, parameter, records);
  return changed;
}

gboolean
plume_value_equal (const PlumeValue *a, const PlumeValue *b)
{
  if (a->number != b->number || g_strcmp0 (a->text, b->text) != 0)
    return FALSE;
  if (a->records == NULL || b->records == NULL || a->records == b->records)
    return a->records == b->records;
  if (a->records->n_rows != b->records->n_rows || a->records->n_columns != b->records->n_columns)
    return FALSE;
  for (guint i = 0; i < a->records->n_rows * a->records->n_columns; i++)
    if (!plume_value_equal (&a->records->cells[i], &b->records->cells[i]))
      return FALSE;
  return TRUE;
}

gboolean
plume_values_are_default (const PlumeValues *values, const PlumeAddress *address)
{
  PlumeValue standard = default_at (values->experiment, address);
  const PlumeValue *present = plume_values_get (values, address);
  gboolean equal = present != NULL && plume_value_equal (present, &standard);

  plume_value_clear (&standard);
  return equal;
}
