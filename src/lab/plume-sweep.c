/* plume-sweep.c: runs one after the other on one engine, so that stages which read none of the
 * varied parameters are computed once. */
#include "lab/plume-sweep.h"

#include "core/plume-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MEMO_BYTES ((gsize)256 << 20)

/* What stays of a run; the results of its stages may go. */
typedef struct
{
  gboolean done;
  PlumeFigure *figure;
  GArray **readings; /* by read-out */
  char *failure;
} Run;

struct _PlumeSweep
{
  const PlumeExperiment *experiment;
  PlumeInputs *inputs;
  PlumeSweepAxis axes[PLUME_SWEEP_MAX_AXES];
  guint n_axes, n_runs, view;
  PlumeValues **values; /* by run */
  PlumeTask *task;
  GMainContext *context;

  GMutex mutex; /* of what follows */
  Run *runs;
  guint n_done;
  gboolean running, pending;

  gboolean closed; /* main thread only */
  void (*changed) (gpointer user_data);
  gpointer user_data;
};

/**
 * plume_sweep_axis_get_value:
 * @parameter: the declaration of its parameter
 * @index: from 0
 *
 * Returns: the value; the ends are exact
 */
double
plume_sweep_axis_get_value (const PlumeSweepAxis *axis,
                            const PlumeParameter *parameter,
                            guint index)
{
  double share = axis->count > 1 ? (double)index / (axis->count - 1) : 0;
  double value = axis->logarithmic ? axis->from * pow (axis->to / axis->from, share)
                                   : axis->from + share * (axis->to - axis->from);

  if (index == 0)
    value = axis->from;
  else if (index == axis->count - 1)
    value = axis->to;
  return parameter->kind == PLUME_KIND_NUMBER ? value : round (value);
}

static void
clear_sweep (gpointer data)
{
  PlumeSweep *sweep = data;

  for (guint i = 0; i < sweep->n_runs; i++)
    {
      Run *run = &sweep->runs[i];

      plume_values_unref (sweep->values[i]);
      plume_figure_unref (run->figure);
      for (guint j = 0; run->readings != NULL && j < sweep->experiment->n_readouts; j++)
        g_clear_pointer (&run->readings[j], g_array_unref);
      g_free (run->readings);
      g_free (run->failure);
    }
  g_free (sweep->values);
  g_free (sweep->runs);
  plume_inputs_unref (sweep->inputs);
  plume_task_unref (sweep->task);
  g_main_context_unref (sweep->context);
  g_mutex_clear (&sweep->mutex);
}

static void
unref_sweep (gpointer data)
{
  g_atomic_rc_box_release_full (data, clear_sweep);
}

static gboolean
deliver (gpointer data)
{
  PlumeSweep *sweep = data;

  g_mutex_lock (&sweep->mutex);
  sweep->pending = FALSE;
  g_mutex_unlock (&sweep->mutex);
  if (!sweep->closed)
    sweep->changed (sweep->user_data);
  return G_SOURCE_REMOVE;
}

/* One call for all that arrives before the main thread looks; with the mutex locked. */
static void
announce (PlumeSweep *sweep)
{
  g_autoptr (GSource) source = NULL;

  if (sweep->pending)
    return;
  sweep->pending = TRUE;
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, deliver, g_atomic_rc_box_acquire (sweep), unref_sweep);
  g_source_attach (source, sweep->context);
}

static void
take_publication (PlumeSweep *sweep, guint index, const PlumePublication *publication)
{
  Run *run = &sweep->runs[index];
  const GError *error = publication->errors[sweep->view];

  if (error == NULL)
    error = publication->readings_error;
  if (publication->figures[sweep->view] != NULL)
    run->figure = plume_figure_ref (publication->figures[sweep->view]);
  run->readings = g_new0 (GArray *, sweep->experiment->n_readouts + 1);
  for (guint i = 0; i < sweep->experiment->n_readouts; i++)
    if (publication->readings[i] != NULL)
      run->readings[i] = g_array_ref (publication->readings[i]);
  if (error != NULL)
    run->failure = g_strdup (error->message);
}

static gboolean
compute_run (PlumeSweep *sweep, PlumeEngine *engine, const gboolean *views, guint index)
{
  PlumeWish wish = {
    .values = sweep->values[index], .inputs = sweep->inputs, .views = views, .readouts = TRUE
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (PlumePublication) publication =
      plume_engine_evaluate (engine, &wish, sweep->task, &error);

  if (publication == NULL)
    return FALSE; /* cancelled */
  g_mutex_lock (&sweep->mutex);
  take_publication (sweep, index, publication);
  sweep->runs[index].done = TRUE;
  sweep->n_done++;
  announce (sweep);
  g_mutex_unlock (&sweep->mutex);
  return TRUE;
}

static gpointer
compute (gpointer data)
{
  PlumeSweep *sweep = data;
  g_autoptr (PlumeEngine) engine = plume_engine_new (sweep->experiment, MEMO_BYTES);
  g_autofree gboolean *views = g_new0 (gboolean, sweep->experiment->n_views + 1);

  views[sweep->view] = TRUE;
  for (guint i = 0; i < sweep->n_runs && compute_run (sweep, engine, views, i); i++)
    ;
  g_mutex_lock (&sweep->mutex);
  sweep->running = FALSE;
  announce (sweep);
  g_mutex_unlock (&sweep->mutex);
  unref_sweep (sweep);
  return NULL;
}

static const PlumeParameter *
get_parameter (PlumeSweep *sweep, guint axis)
{
  return plume_address_get_parameter (sweep->experiment, &sweep->axes[axis].address);
}

static guint
get_index (PlumeSweep *sweep, guint run, guint axis)
{
  if (axis + 1 < sweep->n_axes)
    return run / sweep->axes[sweep->n_axes - 1].count;
  return run % sweep->axes[axis].count;
}

static gboolean
check_axes (const PlumeSweepAxis *axes, guint n_axes, guint *n_runs, GError **error)
{
  *n_runs = 1;
  for (guint i = 0; i < n_axes; i++)
    {
      if (!isfinite (axes[i].from) || !isfinite (axes[i].to) || axes[i].count < 1
          || (axes[i].logarithmic && !(axes[i].from * axes[i].to > 0)))
        {
          g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_USAGE,
                               _ ("A sweep needs two numbers and a count for each parameter; with "
                                  "equal ratios the numbers are neither 0 nor beyond it."));
          return FALSE;
        }
      *n_runs *= MIN (axes[i].count, PLUME_SWEEP_MAX_RUNS + 1);
    }
  if (*n_runs <= PLUME_SWEEP_MAX_RUNS)
    return TRUE;
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
               _ ("These are %u pictures; at most %d can be looked at together: take fewer values, "
                  "or plume-cli sweep for a table."),
               *n_runs, PLUME_SWEEP_MAX_RUNS);
  return FALSE;
}

/**
 * plume_sweep_new:
 * @values: (transfer none): all others
 * @inputs: (transfer none): the data
 * @axes: (array length=n_axes): one or two, copied
 * @view: which figure is wanted
 * @changed: called when there is more to see
 * @error: %PLUME_ERROR_USAGE where a value does not fit its parameter
 *
 * Returns: (transfer full) (nullable): a sweep that is already computing
 */
PlumeSweep *
plume_sweep_new (PlumeValues *values,
                 PlumeInputs *inputs,
                 const PlumeSweepAxis *axes,
                 guint n_axes,
                 guint view,
                 void (*changed) (gpointer user_data),
                 gpointer user_data,
                 GError **error)
{
  PlumeSweep *sweep;
  guint n_runs;

  if (!check_axes (axes, n_axes, &n_runs, error))
    return NULL;
  sweep = g_atomic_rc_box_new0 (PlumeSweep);
  g_mutex_init (&sweep->mutex);
  sweep->experiment = values->experiment;
  sweep->inputs = plume_inputs_ref (inputs);
  memcpy (sweep->axes, axes, n_axes * sizeof *axes);
  sweep->n_axes = n_axes;
  sweep->n_runs = n_runs;
  sweep->view = view;
  sweep->values = g_new0 (PlumeValues *, n_runs);
  sweep->runs = g_new0 (Run, n_runs);
  sweep->task = plume_task_new ();
  sweep->context = g_main_context_ref_thread_default ();
  sweep->changed = changed;
  sweep->user_data = user_data;
  for (guint i = 0; i < n_runs; i++)
    {
      sweep->values[i] = plume_sweep_apply (sweep, i, values, error);
      if (sweep->values[i] == NULL)
        {
          unref_sweep (sweep);
          return NULL;
        }
    }
  sweep->running = TRUE;
  g_thread_unref (g_thread_new ("plume-sweep", compute, g_atomic_rc_box_acquire (sweep)));
  return sweep;
}

void
plume_sweep_close (PlumeSweep *sweep)
{
  if (sweep == NULL)
    return;
  sweep->closed = TRUE;
  plume_task_cancel (sweep->task);
  unref_sweep (sweep);
}

void
plume_sweep_stop (PlumeSweep *sweep)
{
  plume_task_cancel (sweep->task);
}

guint
plume_sweep_get_n_runs (PlumeSweep *sweep)
{
  return sweep->n_runs;
}

guint
plume_sweep_get_n_columns (PlumeSweep *sweep)
{
  return sweep->axes[sweep->n_axes - 1].count;
}

guint
plume_sweep_get_n_axes (PlumeSweep *sweep)
{
  return sweep->n_axes;
}

const PlumeSweepAxis *
plume_sweep_get_axis (PlumeSweep *sweep, guint axis)
{
  return &sweep->axes[axis];
}

guint
plume_sweep_get_n_done (PlumeSweep *sweep)
{
  guint n_done;

  g_mutex_lock (&sweep->mutex);
  n_done = sweep->n_done;
  g_mutex_unlock (&sweep->mutex);
  return n_done;
}

gboolean
plume_sweep_is_running (PlumeSweep *sweep)
{
  gboolean running;

  g_mutex_lock (&sweep->mutex);
  running = sweep->running;
  g_mutex_unlock (&sweep->mutex);
  return running;
}

double
plume_sweep_get_progress (PlumeSweep *sweep)
{
  return (double)plume_sweep_get_n_done (sweep) / sweep->n_runs;
}

double
plume_sweep_get_value (PlumeSweep *sweep, guint run, guint axis)
{
  return plume_sweep_axis_get_value (&sweep->axes[axis], get_parameter (sweep, axis),
                                     get_index (sweep, run, axis));
}

/* A run does not change any more once it is done. */
static const Run *
get_run (PlumeSweep *sweep, guint index)
{
  const Run *run;

  g_mutex_lock (&sweep->mutex);
  run = sweep->runs[index].done ? &sweep->runs[index] : NULL;
  g_mutex_unlock (&sweep->mutex);
  return run;
}

PlumeFigure *
plume_sweep_get_figure (PlumeSweep *sweep, guint run)
{
  const Run *done = get_run (sweep, run);

  return done != NULL ? done->figure : NULL;
}

const char *
plume_sweep_get_failure (PlumeSweep *sweep, guint run)
{
  const Run *done = get_run (sweep, run);

  return done != NULL ? done->failure : NULL;
}

PlumeValues *
plume_sweep_apply (PlumeSweep *sweep, guint run, PlumeValues *values, GError **error)
{
  PlumeValues *changed = plume_values_ref (values);

  for (guint i = 0; i < sweep->n_axes && changed != NULL; i++)
    {
      g_autoptr (PlumeValues) before = changed;

      changed = plume_values_with_number (before, &sweep->axes[i].address,
                                          plume_sweep_get_value (sweep, run, i), error);
    }
  return changed;
}

static void
append_cell (GString *csv, const char *text)
{
  g_auto (GStrv) parts = NULL;
  g_autofree char *doubled = NULL;

  if (csv->len > 0 && csv->str[csv->len - 1] != '\n')
    g_string_append_c (csv, ',');
  if (strpbrk (text, ",\"\r\n#") == NULL)
    {
      g_string_append (csv, text);
      return;
    }
  parts = g_strsplit (text, "\"", -1);
  doubled = g_strjoinv ("\"\"", parts);
  g_string_append_printf (csv, "\"%s\"", doubled);
}

static void
append_number (GString *csv, double number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  append_cell (csv, isfinite (number) ? g_ascii_dtostr (text, sizeof text, number) : "");
}

/* "id", "id[label]", and "id[label#2]" for the second of a label. */
static char *
name_reading (const PlumeReadout *readout, const GArray *readings, guint index)
{
  const char *label = g_array_index (readings, PlumeReading, index).label;
  guint number = 1;

  for (guint i = 0; i < index; i++)
    number += g_strcmp0 (g_array_index (readings, PlumeReading, i).label, label) == 0;
  if (number > 1)
    return g_strdup_printf ("%s[%s#%u]", readout->id, label != NULL ? label : "", number);
  return label != NULL ? g_strdup_printf ("%s[%s]", readout->id, label) : g_strdup (readout->id);
}

/* Column: one name of one read-out; whether any run has an error of it. */
typedef struct
{
  guint readout;
  char *name;
  gboolean has_error;
} Column;

static void
clear_column (gpointer data)
{
  g_free (((Column *)data)->name);
}

static Column *
find_column (GArray *columns, const char *name)
{
  for (guint i = 0; i < columns->len; i++)
    if (g_str_equal (g_array_index (columns, Column, i).name, name))
      return &g_array_index (columns, Column, i);
  return NULL;
}

/* Read-outs in the order of the experiment, labels in that of their first run. */
static GArray *
list_columns (PlumeSweep *sweep)
{
  GArray *columns = g_array_new (FALSE, FALSE, sizeof (Column));

  g_array_set_clear_func (columns, clear_column);
  for (guint i = 0; i < sweep->experiment->n_readouts; i++)
    for (guint run = 0; run < sweep->n_runs; run++)
      {
        const Run *done = get_run (sweep, run);
        const GArray *readings = done != NULL && done->readings != NULL ? done->readings[i] : NULL;

        for (guint j = 0; readings != NULL && j < readings->len; j++)
          {
            char *name = name_reading (&sweep->experiment->readouts[i], readings, j);
            Column *column = find_column (columns, name);
            gboolean has_error = isfinite (g_array_index (readings, PlumeReading, j).error);

            if (column != NULL)
              {
                column->has_error |= has_error;
                g_free (name);
              }
            else
              g_array_append_val (columns, ((Column){ i, name, has_error }));
          }
      }
  return columns;
}

static void
append_readings (GString *csv, PlumeSweep *sweep, const Run *run, const Column *column)
{
  const GArray *readings = run->readings[column->readout];
  const PlumeReading *found = NULL;

  for (guint i = 0; readings != NULL && i < readings->len && found == NULL; i++)
    {
      g_autofree char *name =
          name_reading (&sweep->experiment->readouts[column->readout], readings, i);

      if (g_str_equal (name, column->name))
        found = &g_array_index (readings, PlumeReading, i);
    }
  append_number (csv, found != NULL ? found->value : NAN);
  if (column->has_error)
    append_number (csv, found != NULL ? found->error : NAN);
}

/**
 * plume_sweep_to_csv:
 *
 * Returns: (transfer full): the runs that are done, in the order of the grid, with 17 digits
 */
char *
plume_sweep_to_csv (PlumeSweep *sweep)
{
  GString *csv = g_string_new (NULL);
  g_autoptr (GArray) columns = list_columns (sweep);

  for (guint i = 0; i < sweep->n_axes; i++)
    {
      g_autofree char *name = plume_address_format (sweep->experiment, &sweep->axes[i].address);

      append_cell (csv, name);
    }
  for (guint i = 0; i < columns->len; i++)
    {
      const Column *column = &g_array_index (columns, Column, i);
      g_autofree char *error = g_strconcat (column->name, ".error", NULL);

      append_cell (csv, column->name);
      if (column->has_error)
        append_cell (csv, error);
    }
  append_cell (csv, "failure");
  g_string_append_c (csv, '\n');
  for (guint run = 0; run < sweep->n_runs; run++)
    {
      const Run *done = get_run (sweep, run);

      if (done == NULL)
        continue;
      for (guint i = 0; i < sweep->n_axes; i++)
        {
          g_autofree char *value =
              plume_value_format (get_parameter (sweep, i),
                                  plume_values_get (sweep->values[run], &sweep->axes[i].address));

          append_cell (csv, value);
        }
      for (guint i = 0; i < columns->len; i++)
        append_readings (csv, sweep, done, &g_array_index (columns, Column, i));
      append_cell (csv, done->failure != NULL ? done->failure : "");
      g_string_append_c (csv, '\n');
    }
  return g_string_free (csv, FALSE);
}
