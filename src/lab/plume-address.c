/* plume-address.c: names of parameters and of cells of table parameters; conditions of visibility;
 * finding tables' entries. */
#include "core/plume-error.h"
#include "lab/plume-values.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#define DEFINE_FIND(singular, plural)                                                              \
  int plume_experiment_find_##singular (const PlumeExperiment *experiment, const char *id)         \
  {                                                                                                \
    for (guint i = 0; i < experiment->n_##plural; i++)                                             \
      if (strcmp (experiment->plural[i].id, id) == 0)                                              \
        return (int)i;                                                                             \
    return -1;                                                                                     \
  }

DEFINE_FIND (parameter, parameters)
DEFINE_FIND (input, inputs)
DEFINE_FIND (stage, stages)
DEFINE_FIND (view, views)
DEFINE_FIND (readout, readouts)
DEFINE_FIND (action, actions)
DEFINE_FIND (writer, writers)

const char *
plume_chapter_get_title (PlumeChapter chapter)
{
  static const char *const titles[PLUME_N_CHAPTERS] = {
    N_ ("Transport"),   N_ ("Geometry of data"), N_ ("Denoising"),
    N_ ("Restoration"), N_ ("Structures"),
  };

  return _ (titles[chapter]);
}

/* A row by its number, or by the text of its first column. */
static int
find_row (const PlumeRecords *records, const char *name)
{
  char *end;
  long number = strtol (name, &end, 10);

  if (end != name && *end == '\0')
    return number >= 0 && number < (long)records->n_rows ? (int)number : -1;
  for (guint row = 0; row < records->n_rows; row++)
    if (g_strcmp0 (records->cells[row * records->n_columns].text, name) == 0)
      return (int)row;
  return -1;
}

/**
 * plume_address_parse:
 * @values: gives the rows that there are
 * @text: "flow", "analytes[2].retention-factor" or "analytes[toluene].retention-factor"
 * @address: (out): the address
 * @error: %PLUME_ERROR_USAGE naming what is unknown
 *
 * Returns: whether there is such an address
 */
gboolean
plume_address_parse (const PlumeValues *values,
                     const char *text,
                     PlumeAddress *address,
                     GError **error)
{
  const char *bracket = strchr (text, '[');
  const char *closing = bracket != NULL ? strstr (bracket, "].") : NULL;
  g_autofree char *id =
      bracket != NULL ? g_strndup (text, (gsize)(bracket - text)) : g_strdup (text);
  int index = plume_experiment_find_parameter (values->experiment, id);

  if (index < 0)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                   _ ("%s has no parameter '%.60s'; 'plume-cli describe %s' lists them"),
                   values->experiment->id, id, values->experiment->id);
      return FALSE;
    }
  *address = PLUME_ADDRESS (index);
  if (bracket == NULL)
    return TRUE;

  const PlumeParameter *table = &values->experiment->parameters[index];

  if (table->kind != PLUME_KIND_TABLE || closing == NULL)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE, _ ("'%.60s': write table[row].column"),
                   text);
      return FALSE;
    }

  g_autofree char *row = g_strndup (bracket + 1, (gsize)(closing - bracket - 1));

  address->row = find_row (values->items[index].records, row);
  for (guint i = 0; i < table->n_columns; i++)
    if (strcmp (table->columns[i].id, closing + 2) == 0)
      address->column = (int)i;
  if (address->row >= 0 && address->column >= 0)
    return TRUE;
  if (address->row < 0)
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE, _ ("%s has no row '%.60s'"), id, row);
  else
    g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE, _ ("%s has no column '%.60s'"), id,
                 closing + 2);
  return FALSE;
}

char *
plume_address_format (const PlumeExperiment *experiment, const PlumeAddress *address)
{
  const PlumeParameter *parameter = &experiment->parameters[address->parameter];

  if (address->row < 0)
    return g_strdup (parameter->id);
  return g_strdup_printf ("%s[%d].%s", parameter->id, address->row,
                          parameter->columns[address->column].id);
}

gboolean
plume_address_equal (const PlumeAddress *a, const PlumeAddress *b)
{
  return a->parameter == b->parameter && a->row == b->row && a->column == b->column;
}

const PlumeParameter *
plume_address_get_parameter (const PlumeExperiment *experiment, const PlumeAddress *address)
{
  const PlumeParameter *parameter = &experiment->parameters[address->parameter];

  return address->row < 0 ? parameter : &parameter->columns[address->column];
}

static gboolean
condition_holds (const PlumeValues *values, const char *condition)
{
  const char *equals = strchr (condition, '=');

  g_return_val_if_fail (equals != NULL, TRUE);

  g_autofree char *id = g_strndup (condition, (gsize)(equals - condition));
  int index = plume_experiment_find_parameter (values->experiment, id);

  g_return_val_if_fail (index >= 0, TRUE);

  g_autofree char *present =
      plume_value_format (&values->experiment->parameters[index], &values->items[index]);
  g_auto (GStrv) wanted = g_strsplit (equals + 1, "|", -1);

  return g_strv_contains ((const char *const *)wanted, present);
}

/**
 * plume_values_shows:
 *
 * Returns: whether the control at @address makes sense with the present values
 */
gboolean
plume_values_shows (const PlumeValues *values, const PlumeAddress *address)
{
  const char *visible_when =
      plume_address_get_parameter (values->experiment, address)->visible_when;

  if (visible_when == NULL)
    return TRUE;

  g_auto (GStrv) conditions = g_strsplit (visible_when, ";", -1);

  for (char **condition = conditions; *condition != NULL; condition++)
    if (!condition_holds (values, *condition))
      return FALSE;
  return TRUE;
}
