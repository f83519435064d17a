/* plume-inputs.c: data sets in their roles.
 *
 * A binding checks its columns when it is filled, so that stages never meet missing roles or values
 * out of order.
 */
#include "lab/plume-inputs.h"

#include "core/plume-error.h"
#include "data/plume-column.h"
#include "data/plume-reader.h"
#include "lab/plume-inputs-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

PlumeBinding *
plume_binding_ref (PlumeBinding *binding)
{
  return g_atomic_rc_box_acquire (binding);
}

static void
clear_binding (gpointer data)
{
  PlumeBinding *binding = data;

  for (guint i = 0; i < binding->input->n_roles; i++)
    {
      plume_array_unref (binding->columns[i]);
      plume_block_unref (binding->blocks[i]);
      plume_labels_unref (binding->labels[i]);
    }
  plume_dataset_unref (binding->dataset);
  g_free (binding->path);
  g_free (binding->sample);
  g_free (binding->digest);
  g_free (binding->key);
  g_free (binding->choices);
  g_free (binding->columns);
  g_free (binding->blocks);
  g_free (binding->labels);
  g_free (binding->taken);
}

void
plume_binding_unref (PlumeBinding *binding)
{
  if (binding != NULL)
    g_atomic_rc_box_release_full (binding, clear_binding);
}

static char *
list_columns (const PlumeTable *table)
{
  GString *list = g_string_new (NULL);
  guint n_columns = plume_table_get_n_columns (table);

  for (guint i = 0; i < MIN (n_columns, 8); i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", plume_table_get_title (table, i));
  if (n_columns > 8)
    g_string_append_printf (list, ", … (%u)", n_columns);
  return g_string_free (list, FALSE);
}

static PlumeArray *
scaled_column (const PlumeTable *table, const PlumeRole *role, const PlumeColumnChoice *choice)
{
  PlumeArray *raw = plume_table_get_numbers (table, (guint)choice->column);
  double factor = choice->unit >= 0 ? role->units[choice->unit].factor : 1;

  if (factor == 1)
    return plume_array_ref (raw);

  PlumeArray *scaled = plume_array_new (raw->length);

  for (gsize i = 0; i < raw->length; i++)
    scaled->values[i] = raw->values[i] * factor;
  return scaled;
}

static gboolean
fill_column (PlumeBinding *binding, guint index, GError **error)
{
  const PlumeRole *role = &binding->input->roles[index];
  const PlumeColumnChoice *choice = &binding->choices[index];
  const PlumeTable *table = plume_dataset_get_main_table (binding->dataset);

  if (choice->column < 0 || table == NULL)
    {
      if (role->optional)
        return TRUE;

      g_autofree char *columns = table != NULL ? list_columns (table) : g_strdup ("–");

      g_set_error (
          error, PLUME_ERROR, PLUME_ERROR_DATA,
          _ ("%s: no column of numbers is left for '%s'; found: %s. Choose the columns by hand"),
          plume_dataset_get_name (binding->dataset), _ (role->title), columns);
      return FALSE;
    }
  if ((guint)choice->column >= plume_table_get_n_columns (table)
      || !plume_table_is_numeric (table, (guint)choice->column))
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("%s: the column chosen for '%s' holds no numbers; choose another"),
                   plume_dataset_get_name (binding->dataset), _ (role->title));
      return FALSE;
    }
  if (!plume_table_check_column (table, (guint)choice->column,
                                 role->increasing ? PLUME_COLUMN_FINITE | PLUME_COLUMN_INCREASING
                                                  : PLUME_COLUMN_NOT_EMPTY,
                                 error))
    return FALSE;
  binding->columns[index] = scaled_column (table, role, choice);
  return TRUE;
}

/* Where columns are samples, a column tells of features and plays no role. */
static gboolean
fill_role (PlumeBinding *binding, guint index, gboolean turned, PlumeTask *task, GError **error)
{
  const PlumeRole *role = &binding->input->roles[index];

  if (role->many)
    return plume_binding_fill_block (binding, index, task, error);
  if (turned && role->optional)
    {
      binding->choices[index].column = -1;
      return TRUE;
    }
  return role->labels ? plume_binding_fill_labels (binding, index, error)
                      : fill_column (binding, index, error);
}

/* A block has as many rows as the columns beside which it stands. */
static gboolean
check_rows (const PlumeBinding *binding, GError **error)
{
  const PlumeTable *table = plume_dataset_get_main_table (binding->dataset);
  gsize n_samples = plume_binding_get_n_samples (binding);

  for (guint i = 0; i < binding->input->n_roles; i++)
    {
      const PlumeBlock *block = binding->blocks[i];

      if (block != NULL && block->n_rows != n_samples)
        {
          g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                       _ ("%s: '%s' has %zu samples where there are %zu; choose another block"),
                       plume_dataset_get_name (binding->dataset), block->name, block->n_rows,
                       n_samples);
          return FALSE;
        }
      if ((binding->columns[i] != NULL || binding->labels[i] != NULL)
          && plume_table_get_n_rows (table) != n_samples)
        {
          g_set_error (
              error, PLUME_ERROR, PLUME_ERROR_DATA,
              _ ("%s: column '%s' has %zu rows, but there are %zu samples; leave '%s' out"),
              plume_dataset_get_name (binding->dataset),
              plume_table_get_title (table, (guint)binding->choices[i].column),
              plume_table_get_n_rows (table), n_samples, _ (binding->input->roles[i].title));
          return FALSE;
        }
    }
  return TRUE;
}

/* All that the columns depend on. */
static char *
make_key (const PlumeBinding *binding)
{
  GString *key = g_string_new (binding->digest);

  for (guint i = 0; i < binding->input->n_roles; i++)
    {
      const PlumeColumnChoice *choice = &binding->choices[i];

      g_string_append_printf (key, "/%d,%d", choice->column, choice->unit);
      if (binding->input->roles[i].many)
        g_string_append_printf (key, ",%s%s", binding->taken[i],
                                choice->transposed ? ",transposed" : "");
    }
  return g_string_free (key, FALSE);
}

static gboolean
needs_table (const PlumeInput *input)
{
  gboolean needs = input->n_roles > 0;

  for (guint i = 0; i < input->n_roles; i++)
    needs = needs && !input->roles[i].many;
  return needs;
}

static PlumeBinding *
new_empty_binding (const PlumeInput *input, const char *path, const char *digest)
{
  PlumeBinding *binding = g_atomic_rc_box_new0 (PlumeBinding);

  binding->input = input;
  binding->path = g_strdup (path);
  binding->digest = g_strdup (digest);
  binding->choices = g_new0 (PlumeColumnChoice, input->n_roles + 1);
  binding->columns = g_new0 (PlumeArray *, input->n_roles + 1);
  binding->blocks = g_new0 (PlumeBlock *, input->n_roles + 1);
  binding->labels = g_new0 (PlumeLabels *, input->n_roles + 1);
  binding->taken = g_new0 (const char *, input->n_roles + 1);
  return binding;
}

/* Gives the data their roles; choices NULL to guess them. */
static gboolean
fill_with (PlumeBinding *binding,
           PlumeDataset *dataset,
           const PlumeColumnChoice *choices,
           PlumeTask *task,
           GError **error)
{
  const PlumeInput *input = binding->input;
  gboolean turned;

  binding->dataset = plume_dataset_ref (dataset);
  /* an input without roles takes the data as they are: pictures, grids */
  if (needs_table (input) && plume_dataset_get_n_tables (dataset) == 0)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_DATA,
                   _ ("%s holds no table; open a file with columns of numbers"),
                   plume_dataset_get_name (dataset));
      return FALSE;
    }
  if (choices != NULL)
    memcpy (binding->choices, choices, input->n_roles * sizeof *choices);
  else if (input->n_roles > 0)
    plume_binding_guess (input, dataset, binding->choices);
  turned = plume_choices_are_turned (input, binding->choices);
  for (guint i = 0; i < input->n_roles; i++)
    if (!fill_role (binding, i, turned, task, error))
      return FALSE;
  if (!check_rows (binding, error))
    return FALSE;
  binding->key = make_key (binding);
  return TRUE;
}

/**
 * plume_binding_make:
 * @input: which input; its tables outlive the binding
 * @dataset: what was read
 * @path: (nullable): absolute path of the file
 * @digest: (nullable): SHA-256 of the file
 * @choices: (nullable): column and unit of each role; %NULL to guess
 * @task: (nullable): cancels it
 * @error: %PLUME_ERROR_DATA
 *
 * Linear in the number of cells that roles take.
 *
 * Returns: (transfer full) (nullable): the binding
 */
PlumeBinding *
plume_binding_make (const PlumeInput *input,
                    PlumeDataset *dataset,
                    const char *path,
                    const char *digest,
                    const PlumeColumnChoice *choices,
                    PlumeTask *task,
                    GError **error)
{
  g_autoptr (PlumeBinding) binding = new_empty_binding (input, path, digest);

  if (!fill_with (binding, dataset, choices, task, error))
    return NULL;
  binding->filled = TRUE;
  return g_steal_pointer (&binding);
}

PlumeBinding *
plume_binding_new (const PlumeInput *input,
                   PlumeDataset *dataset,
                   const char *path,
                   const char *digest,
                   const PlumeColumnChoice *choices,
                   GError **error)
{
  return plume_binding_make (input, dataset, path, digest, choices, NULL, error);
}

static const PlumeSample *
find_sample (const PlumeInput *input, const char *sample)
{
  for (guint i = 0; i < input->n_samples; i++)
    if (g_strcmp0 (input->samples[i].id, sample) == 0)
      return &input->samples[i];
  return NULL;
}

/**
 * plume_binding_new_lazy_sample:
 * @sample: id of a built-in sample of @input
 * @error: %PLUME_ERROR_USAGE where there is no such sample
 *
 * O(roles): nothing of the sample is made yet.
 *
 * Returns: (transfer full) (nullable): the sample, which plume_binding_fill() puts in its roles
 */
PlumeBinding *
plume_binding_new_lazy_sample (const PlumeInput *input, const char *sample, GError **error)
{
  g_autofree char *digest = g_strconcat ("sample:", sample, NULL);
  PlumeBinding *binding;

  if (find_sample (input, sample) == NULL)
    {
      g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE, _ ("%s has no sample '%.60s'"), input->id,
                   sample);
      return NULL;
    }
  binding = new_empty_binding (input, NULL, digest);
  binding->sample = g_strdup (sample);
  return binding;
}

static gboolean
fill_with_sample (PlumeBinding *binding, GError **error)
{
  const PlumeSample *sample = find_sample (binding->input, binding->sample);
  g_autoptr (PlumeDataset) dataset = sample->make (error);

  return dataset != NULL && fill_with (binding, dataset, NULL, NULL, error);
}

/**
 * plume_binding_new_sample:
 * @sample: id of a built-in sample of @input
 *
 * Returns: (transfer full) (nullable): the sample in its roles
 */
PlumeBinding *
plume_binding_new_sample (const PlumeInput *input, const char *sample, GError **error)
{
  g_autoptr (PlumeBinding) binding = plume_binding_new_lazy_sample (input, sample, error);

  if (binding == NULL || !fill_with_sample (binding, error))
    return NULL;
  binding->filled = TRUE;
  return g_steal_pointer (&binding);
}

gboolean
plume_binding_is_filled (const PlumeBinding *binding)
{
  return g_atomic_pointer_get (&((PlumeBinding *)binding)->filled) != 0;
}

/**
 * plume_binding_fill:
 *
 * What is built in is never at fault: a sample that cannot be made is an error of the program.
 */
void
plume_binding_fill (PlumeBinding *binding)
{
  g_autoptr (GError) error = NULL;

  if (!g_once_init_enter (&binding->filled))
    return;
  if (!fill_with_sample (binding, &error))
    g_error ("sample %s: %s", binding->sample, error->message);
  g_once_init_leave (&binding->filled, TRUE);
}

static char *
digest_file (const char *path)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);

  return file != NULL
             ? g_compute_checksum_for_data (G_CHECKSUM_SHA256,
                                            (const guchar *)g_mapped_file_get_contents (file),
                                            g_mapped_file_get_length (file))
             : NULL;
}

/**
 * plume_binding_new_for_file:
 * @path: a file, or a folder of a format that is one
 * @task: (nullable): cancels reading
 *
 * Returns: (transfer full) (nullable): the file's contents in the roles that are guessed
 */
PlumeBinding *
plume_binding_new_for_file (const PlumeInput *input,
                            const char *path,
                            PlumeTask *task,
                            GError **error)
{
  g_autofree char *file = plume_reader_find_main_file (path);
  g_autofree char *absolute = g_canonicalize_filename (file, NULL);
  g_autoptr (PlumeDataset) dataset = plume_dataset_read_file (absolute, task, error);
  g_autofree char *digest = dataset != NULL ? digest_file (absolute) : NULL;

  return dataset != NULL ? plume_binding_make (input, dataset, absolute, digest, NULL, task, error)
                         : NULL;
}

static gboolean
has_same_roles (const PlumeBinding *binding, const PlumeBinding *other)
{
  for (guint i = 0; i < binding->input->n_roles; i++)
    {
      const PlumeColumnChoice *choice = &binding->choices[i], *before = &other->choices[i];

      if (choice->column != before->column || choice->unit != before->unit
          || choice->transposed != before->transposed
          || g_strcmp0 (binding->taken[i], other->taken[i]) != 0)
        return FALSE;
    }
  return TRUE;
}

PlumeBinding *
plume_binding_with_choices (PlumeBinding *binding, const PlumeColumnChoice *choices, GError **error)
{
  PlumeBinding *changed;

  plume_binding_fill (binding);
  changed = plume_binding_new (binding->input, binding->dataset, binding->path, binding->digest,
                               choices, error);
  if (changed != NULL)
    {
      changed->sample = g_strdup (binding->sample);
      changed->chosen = binding->chosen || !has_same_roles (changed, binding);
    }
  return changed;
}

static PlumeInputs *
new_empty (const PlumeExperiment *experiment)
{
  PlumeInputs *inputs = g_atomic_rc_box_new0 (PlumeInputs);

  inputs->experiment = experiment;
  inputs->bindings = g_new0 (GPtrArray *, experiment->n_inputs + 1);
  for (guint i = 0; i < experiment->n_inputs; i++)
    inputs->bindings[i] = g_ptr_array_new_with_free_func ((GDestroyNotify)plume_binding_unref);
  return inputs;
}

/**
 * plume_inputs_new_lazy:
 * @experiment: the experiment
 *
 * O(inputs).
 *
 * Returns: (transfer full): the samples with which it opens, not made yet
 */
PlumeInputs *
plume_inputs_new_lazy (const PlumeExperiment *experiment)
{
  PlumeInputs *inputs = new_empty (experiment);

  for (guint i = 0; i < experiment->n_inputs; i++)
    if (experiment->inputs[i].sample != NULL)
      {
        g_autoptr (GError) error = NULL;
        PlumeBinding *binding = plume_binding_new_lazy_sample (
            &experiment->inputs[i], experiment->inputs[i].sample, &error);

        if (binding == NULL)
          g_error ("%s", error->message);
        g_ptr_array_add (inputs->bindings[i], binding);
      }
  return inputs;
}

/**
 * plume_inputs_new:
 * @experiment: the experiment
 * @with_samples: whether the samples with which it opens are bound
 *
 * Returns: (transfer full): the inputs
 */
PlumeInputs *
plume_inputs_new (const PlumeExperiment *experiment, gboolean with_samples)
{
  PlumeInputs *inputs = with_samples ? plume_inputs_new_lazy (experiment) : new_empty (experiment);

  for (guint i = 0; i < experiment->n_inputs; i++)
    for (guint j = 0; j < inputs->bindings[i]->len; j++)
      plume_binding_fill (g_ptr_array_index (inputs->bindings[i], j));
  return inputs;
}

PlumeInputs *
plume_inputs_ref (PlumeInputs *inputs)
{
  return g_atomic_rc_box_acquire (inputs);
}

static void
clear_inputs (gpointer data)
{
  PlumeInputs *inputs = data;

  for (guint i = 0; i < inputs->experiment->n_inputs; i++)
    g_ptr_array_unref (inputs->bindings[i]);
  g_free (inputs->bindings);
}

void
plume_inputs_unref (PlumeInputs *inputs)
{
  if (inputs != NULL)
    g_atomic_rc_box_release_full (inputs, clear_inputs);
}

static PlumeInputs *
copy_inputs (const PlumeInputs *inputs)
{
  PlumeInputs *copy = new_empty (inputs->experiment);

  for (guint i = 0; i < inputs->experiment->n_inputs; i++)
    for (guint j = 0; j < inputs->bindings[i]->len; j++)
      g_ptr_array_add (copy->bindings[i],
                       plume_binding_ref (g_ptr_array_index (inputs->bindings[i], j)));
  return copy;
}

/**
 * plume_inputs_with:
 * @input: index of the input
 * @binding: (transfer none): what to bind
 * @add: beside what is there, where the input takes many
 *
 * Returns: (transfer full): other inputs
 */
PlumeInputs *
plume_inputs_with (const PlumeInputs *inputs, guint input, PlumeBinding *binding, gboolean add)
{
  PlumeInputs *changed = copy_inputs (inputs);
  GPtrArray *bindings = changed->bindings[input];

  if (!add || !inputs->experiment->inputs[input].many)
    g_ptr_array_set_size (bindings, 0);
  g_ptr_array_add (bindings, plume_binding_ref (binding));
  return changed;
}

PlumeInputs *
plume_inputs_without (const PlumeInputs *inputs, guint input, guint index)
{
  PlumeInputs *changed = copy_inputs (inputs);

  g_ptr_array_remove_index (changed->bindings[input], index);
  return changed;
}

PlumeInputs *
plume_inputs_with_replaced (const PlumeInputs *inputs,
                            guint input,
                            guint index,
                            PlumeBinding *binding)
{
  PlumeInputs *changed = copy_inputs (inputs);

  plume_binding_unref (g_ptr_array_index (changed->bindings[input], index));
  g_ptr_array_index (changed->bindings[input], index) = plume_binding_ref (binding);
  return changed;
}
