/* plume-reads.c: the narrow window through which stages, views, read-outs and actions see a study:
 * only what they declared. */
#include "lab/plume-reads-private.h"

#include <math.h>
#include <string.h>

static gboolean
is_declared (const PlumeReads *reads, const char *id)
{
  for (guint i = 0; i < PLUME_MAX_READS && reads->names[i] != NULL; i++)
    if (strcmp (reads->names[i], id) == 0)
      return TRUE;
  g_critical ("%s: '%s' is read but not in the reads list", reads->values->experiment->id, id);
  return FALSE;
}

static const PlumeValue *
get_value (const PlumeReads *reads, const char *id)
{
  int index = plume_experiment_find_parameter (reads->values->experiment, id);

  g_assert (index >= 0 && is_declared (reads, id));
  return &reads->values->items[index];
}

double
plume_reads_number (const PlumeReads *reads, const char *id)
{
  return get_value (reads, id)->number;
}

int
plume_reads_integer (const PlumeReads *reads, const char *id)
{
  return (int)get_value (reads, id)->number;
}

gboolean
plume_reads_switch (const PlumeReads *reads, const char *id)
{
  return get_value (reads, id)->number != 0;
}

guint64
plume_reads_seed (const PlumeReads *reads, const char *id)
{
  return (guint64)get_value (reads, id)->number;
}

const char *
plume_reads_text (const PlumeReads *reads, const char *id)
{
  return get_value (reads, id)->text;
}

PlumeArray *
plume_reads_grid (const PlumeReads *reads, const char *id)
{
  return get_value (reads, id)->grid;
}

guint
plume_reads_n_rows (const PlumeReads *reads, const char *id)
{
  return get_value (reads, id)->records->n_rows;
}

static const PlumeValue *
get_cell (const PlumeReads *reads, const char *id, guint row, const char *column)
{
  const PlumeRecords *records = get_value (reads, id)->records;
  const PlumeParameter *table =
      &reads->values->experiment
           ->parameters[plume_experiment_find_parameter (reads->values->experiment, id)];

  g_assert (row < records->n_rows);
  for (guint i = 0; i < table->n_columns; i++)
    if (strcmp (table->columns[i].id, column) == 0)
      return &records->cells[row * records->n_columns + i];
  g_error ("%s has no column %s", id, column);
}

double
plume_reads_cell (const PlumeReads *reads, const char *id, guint row, const char *column)
{
  return get_cell (reads, id, row, column)->number;
}

const char *
plume_reads_cell_text (const PlumeReads *reads, const char *id, guint row, const char *column)
{
  return get_cell (reads, id, row, column)->text;
}

static GPtrArray *
get_bindings (const PlumeReads *reads, const char *input)
{
  int index = plume_experiment_find_input (reads->values->experiment, input);

  g_assert (index >= 0 && is_declared (reads, input));
  return reads->inputs->bindings[index];
}

guint
plume_reads_n_datasets (const PlumeReads *reads, const char *input)
{
  return get_bindings (reads, input)->len;
}

static PlumeBinding *
get_binding (const PlumeReads *reads, const char *input, guint index)
{
  GPtrArray *bindings = get_bindings (reads, input);
  PlumeBinding *binding;

  g_assert (index < bindings->len);
  binding = g_ptr_array_index (bindings, index);
  plume_binding_fill (binding);
  return binding;
}

PlumeDataset *
plume_reads_dataset (const PlumeReads *reads, const char *input, guint index)
{
  return get_binding (reads, input, index)->dataset;
}

const char *
plume_reads_dataset_name (const PlumeReads *reads, const char *input, guint index)
{
  return plume_dataset_get_name (get_binding (reads, input, index)->dataset);
}

static guint
find_role (const PlumeInput *input, const char *role)
{
  for (guint i = 0; i < input->n_roles; i++)
    if (strcmp (input->roles[i].id, role) == 0)
      return i;
  g_error ("%s has no role %s", input->id, role);
}

PlumeArray *
plume_reads_column (const PlumeReads *reads, const char *input, guint index, const char *role)
{
  const PlumeBinding *binding = get_binding (reads, input, index);

  return binding->columns[find_role (binding->input, role)];
}

const char *
plume_reads_column_unit (const PlumeReads *reads, const char *input, guint index, const char *role)
{
  const PlumeBinding *binding = get_binding (reads, input, index);
  guint place = find_role (binding->input, role);
  int column = binding->choices[place].column;

  if (binding->input->roles[place].unit != NULL || column < 0)
    return binding->input->roles[place].unit;
  return plume_table_get_unit (plume_dataset_get_table (binding->dataset, 0), (guint)column);
}

PlumeBlock *
plume_reads_block (const PlumeReads *reads, const char *input, guint index, const char *role)
{
  const PlumeBinding *binding = get_binding (reads, input, index);

  return binding->blocks[find_role (binding->input, role)];
}

PlumeLabels *
plume_reads_labels (const PlumeReads *reads, const char *input, guint index, const char *role)
{
  const PlumeBinding *binding = get_binding (reads, input, index);

  return binding->labels[find_role (binding->input, role)];
}

/**
 * plume_reads_any_column:
 * @title: what the data call it: a column of the table, a feature, a column of another block
 * @numbers: (out) (transfer full) (nullable): one value a sample
 * @labels: (out) (transfer full) (nullable): one category a sample instead, of a column of texts
 *
 * O(columns + samples).
 *
 * Returns: %FALSE where the data have nothing of that title
 */
gboolean
plume_reads_any_column (const PlumeReads *reads,
                        const char *input,
                        guint index,
                        const char *title,
                        PlumeArray **numbers,
                        PlumeLabels **labels)
{
  return plume_binding_find_column (get_binding (reads, input, index), title, numbers, labels);
}

gconstpointer
plume_reads_result (const PlumeReads *reads, const char *stage)
{
  int index = plume_experiment_find_stage (reads->values->experiment, stage);

  g_assert (index >= 0 && is_declared (reads, stage));
  g_assert (reads->results[index] != NULL);
  return plume_result_get (reads->results[index]);
}

static void
clear_reading (gpointer data)
{
  g_free (((PlumeReading *)data)->label);
}

GArray *
plume_readings_new (void)
{
  GArray *readings = g_array_new (FALSE, FALSE, sizeof (PlumeReading));

  g_array_set_clear_func (readings, clear_reading);
  return readings;
}

void
plume_measurement_add (PlumeMeasurement *measurement, const char *label, double value, double error)
{
  PlumeReading reading = { .value = value, .error = error };

  if (!isfinite (value))
    return;
  reading.label = g_strdup (label);
  g_array_append_val (measurement->readings, reading);
}

static void
take_values (PlumeChanges *changes, PlumeValues *values)
{
  if (values == NULL)
    return;
  plume_values_unref (changes->values);
  changes->values = values;
}

/**
 * plume_changes_set_number:
 * @changes: what an action or a handle changes
 * @value: the new value; brought into the parameter's hard range, since a person drags farther than
 * that
 * @address_format: printf format of the address
 */
void
plume_changes_set_number (PlumeChanges *changes, double value, const char *address_format, ...)
{
  va_list arguments;
  PlumeAddress address;

  va_start (arguments, address_format);
  g_autofree char *text = g_strdup_vprintf (address_format, arguments);
  va_end (arguments);

  if (changes->error != NULL
      || !plume_address_parse (changes->values, text, &address, &changes->error))
    return;

  const PlumeParameter *parameter =
      plume_address_get_parameter (changes->values->experiment, &address);

  if (parameter->from != 0 || parameter->to != 0)
    value = CLAMP (value, parameter->from, parameter->to);
  if (parameter->kind != PLUME_KIND_NUMBER)
    value = round (value);

  take_values (changes,
               plume_values_with_number (changes->values, &address, value, &changes->error));
}

void
plume_changes_set_text (PlumeChanges *changes, const char *text, const char *address)
{
  PlumeAddress place;

  if (changes->error == NULL
      && plume_address_parse (changes->values, address, &place, &changes->error))
    take_values (changes, plume_values_with_text (changes->values, &place, text, &changes->error));
}
