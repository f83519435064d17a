/* plume-engine.c: the dependency graph of one experiment, evaluated from keys.
 *
 * A stage runs only when no result is remembered under its key. The same memo holds figures and
 * read-outs.
 */
#include "lab/plume-engine.h"

#include "core/plume-error.h"
#include "lab/plume-reads-private.h"
#include "lab/plume-values-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define PUBLISH_INTERVAL 8000 /* µs between intermediate publications */

typedef struct
{
  char *key;
  PlumeResult *result;
} Entry;

struct _PlumeEngine
{
  const PlumeExperiment *experiment;
  gsize memo_limit;
  gsize memo_bytes;
  GQueue recent;    /* Entry, newest first */
  GHashTable *memo; /* key → link in recent */
  guint *n_runs;    /* by stage */
};

/* One call of plume_engine_evaluate(). */
typedef struct
{
  PlumeEngine *engine;
  const PlumeWish *wish;
  PlumeTask *task;
  PlumePublication *publication;
  char **keys;      /* by stage, once known */
  GError **errors;  /* by stage */
  int running;      /* stage that may publish, or −1 */
  gint64 published; /* when */
} Evaluation;

static void
free_entry (gpointer data)
{
  Entry *entry = data;

  g_free (entry->key);
  plume_result_unref (entry->result);
  g_free (entry);
}

/**
 * plume_engine_new:
 * @experiment: the experiment
 * @memo_bytes: how much its results may take; older ones are forgotten
 *
 * Returns: (transfer full): an engine with an empty memo
 */
PlumeEngine *
plume_engine_new (const PlumeExperiment *experiment, gsize memo_bytes)
{
  PlumeEngine *engine = g_new0 (PlumeEngine, 1);

  engine->experiment = experiment;
  engine->memo_limit = memo_bytes;
  engine->memo = g_hash_table_new (g_str_hash, g_str_equal);
  engine->n_runs = g_new0 (guint, experiment->n_stages + 1);
  return engine;
}

void
plume_engine_free (PlumeEngine *engine)
{
  if (engine == NULL)
    return;
  g_hash_table_unref (engine->memo);
  g_queue_clear_full (&engine->recent, free_entry);
  g_free (engine->n_runs);
  g_free (engine);
}

gsize
plume_engine_get_memo_bytes (const PlumeEngine *engine)
{
  return engine->memo_bytes;
}

guint
plume_engine_get_n_runs (const PlumeEngine *engine, const char *stage)
{
  int index = plume_experiment_find_stage (engine->experiment, stage);

  return index >= 0 ? engine->n_runs[index] : 0;
}

static PlumeResult *
recall (PlumeEngine *engine, const char *key)
{
  GList *link = g_hash_table_lookup (engine->memo, key);

  if (link == NULL)
    return NULL;
  g_queue_unlink (&engine->recent, link);
  g_queue_push_head_link (&engine->recent, link);
  return plume_result_ref (((Entry *)link->data)->result);
}

/* The newest result stays whatever it takes. */
static void
forget_oldest (PlumeEngine *engine)
{
  while (engine->memo_bytes > engine->memo_limit && engine->recent.length > 1)
    {
      Entry *oldest = g_queue_pop_tail (&engine->recent);

      g_hash_table_remove (engine->memo, oldest->key);
      engine->memo_bytes -= plume_result_get_bytes (oldest->result);
      free_entry (oldest);
    }
}

void
plume_engine_set_memo_limit (PlumeEngine *engine, gsize memo_bytes)
{
  engine->memo_limit = memo_bytes;
  forget_oldest (engine);
}

static void
remember (PlumeEngine *engine, const char *key, PlumeResult *result)
{
  Entry *entry = g_new (Entry, 1);

  *entry = (Entry){ .key = g_strdup (key), .result = plume_result_ref (result) };
  g_queue_push_head (&engine->recent, entry);
  g_hash_table_insert (engine->memo, entry->key, engine->recent.head);
  engine->memo_bytes += plume_result_get_bytes (result);
  forget_oldest (engine);
}

static void
hash_text (GChecksum *checksum, const char *text)
{
  g_checksum_update (checksum, (const guchar *)(text != NULL ? text : ""),
                     text != NULL ? (gssize)strlen (text) + 1 : 1);
}

static void
hash_value (GChecksum *checksum, const PlumeValue *value)
{
  g_checksum_update (checksum, (const guchar *)&value->number, sizeof value->number);
  hash_text (checksum, value->text);
  if (value->records == NULL)
    return;
  g_checksum_update (checksum, (const guchar *)&value->records->n_rows,
                     sizeof value->records->n_rows);
  for (guint i = 0; i < value->records->n_rows * value->records->n_columns; i++)
    hash_value (checksum, &value->records->cells[i]);
}

static void
hash_bindings (GChecksum *checksum, const GPtrArray *bindings)
{
  for (guint i = 0; i < bindings->len; i++)
    {
      PlumeBinding *binding = g_ptr_array_index (bindings, i);

      plume_binding_fill (binding);
      hash_text (checksum, binding->key);
    }
}

static const char *stage_key (Evaluation *evaluation, int stage);

/* The key of a node: what it is, and all that it reads. */
static char *
make_key (Evaluation *evaluation, const char *kind, const char *id, const char *const *reads)
{
  const PlumeExperiment *experiment = evaluation->engine->experiment;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  hash_text (checksum, kind);
  hash_text (checksum, id);
  for (guint i = 0; i < PLUME_MAX_READS && reads[i] != NULL; i++)
    {
      int parameter = plume_experiment_find_parameter (experiment, reads[i]);
      int input = plume_experiment_find_input (experiment, reads[i]);
      int stage = plume_experiment_find_stage (experiment, reads[i]);

      if (parameter >= 0)
        hash_value (checksum, &evaluation->wish->values->items[parameter]);
      else if (input >= 0)
        hash_bindings (checksum, evaluation->wish->inputs->bindings[input]);
      else if (stage >= 0)
        hash_text (checksum, stage_key (evaluation, stage));
      else
        g_error ("%s: %s %s reads '%s', which there is not", experiment->id, kind, id, reads[i]);
      hash_text (checksum, ";");
    }
  return g_strdup (g_checksum_get_string (checksum));
}

static gboolean
value_is_same (const PlumeValue *a, const PlumeValue *b)
{
  g_autoptr (GChecksum) one = g_checksum_new (G_CHECKSUM_MD5);
  g_autoptr (GChecksum) other = g_checksum_new (G_CHECKSUM_MD5);

  hash_value (one, a);
  hash_value (other, b);
  return strcmp (g_checksum_get_string (one), g_checksum_get_string (other)) == 0;
}

/* At once: a lazy sample that was not read yet is the same only as itself. */
static gboolean
binding_is_same (const PlumeBinding *a, const PlumeBinding *b)
{
  return a == b
         || (plume_binding_is_filled (a) && plume_binding_is_filled (b)
             && strcmp (a->key, b->key) == 0);
}

static gboolean
input_is_same (const GPtrArray *a, const GPtrArray *b)
{
  gboolean same = a->len == b->len;

  for (guint i = 0; same && i < a->len; i++)
    same = binding_is_same (g_ptr_array_index (a, i), g_ptr_array_index (b, i));
  return same;
}

/**
 * plume_experiment_stage_is_same:
 * @stage: index of a stage
 *
 * Returns: whether the stage gives the same for @values and @inputs as for the others
 */
gboolean
plume_experiment_stage_is_same (const PlumeExperiment *experiment,
                                int stage,
                                PlumeValues *values,
                                PlumeInputs *inputs,
                                PlumeValues *other_values,
                                PlumeInputs *other_inputs)
{
  const char *const *reads = experiment->stages[stage].reads;
  gboolean same = TRUE;

  for (guint i = 0; same && i < PLUME_MAX_READS && reads[i] != NULL; i++)
    {
      int parameter = plume_experiment_find_parameter (experiment, reads[i]);
      int input = plume_experiment_find_input (experiment, reads[i]);
      int deeper = plume_experiment_find_stage (experiment, reads[i]);

      if (parameter >= 0)
        same = value_is_same (&values->items[parameter], &other_values->items[parameter]);
      else if (input >= 0)
        same = input_is_same (inputs->bindings[input], other_inputs->bindings[input]);
      else if (deeper >= 0)
        same = plume_experiment_stage_is_same (experiment, deeper, values, inputs, other_values,
                                               other_inputs);
    }
  return same;
}

/* A coarse result must not be taken for a full one, nor what follows from it. */
static const char *
stage_key (Evaluation *evaluation, int stage)
{
  const PlumeStage *declared = &evaluation->engine->experiment->stages[stage];

  if (evaluation->keys[stage] != NULL)
    return evaluation->keys[stage];
  evaluation->keys[stage] = make_key (evaluation, "stage", declared->id, declared->reads);
  if (evaluation->wish->coarse && declared->coarse != NULL
      && !g_hash_table_contains (evaluation->engine->memo, evaluation->keys[stage]))
    {
      char *coarse = g_strconcat (evaluation->keys[stage], "~", NULL);

      g_free (evaluation->keys[stage]);
      evaluation->keys[stage] = coarse;
    }
  return evaluation->keys[stage];
}

static gboolean
is_coarse (const Evaluation *evaluation, int stage)
{
  return g_str_has_suffix (evaluation->keys[stage], "~");
}

static PlumeReads
make_reads (const Evaluation *evaluation, const char *const *names)
{
  return (PlumeReads){
    .values = evaluation->wish->values,
    .inputs = evaluation->wish->inputs,
    .names = names,
    .results = evaluation->publication->results,
  };
}

/* Something newer may wait for the end of a stage that it needs as well. */
static void
tell_running (Evaluation *evaluation, int stage)
{
  const PlumeWish *wish = evaluation->wish;

  evaluation->running = stage;
  if (wish->running != NULL
      && !wish->running (stage, stage >= 0 && is_coarse (evaluation, stage), wish->running_data))
    plume_task_cancel (evaluation->task);
}

static gboolean run_stage (Evaluation *evaluation, int stage, GError **error);

/* Runs the stages among @reads. FALSE with the reason of the first that fails. */
static gboolean
prepare (Evaluation *evaluation, const char *const *reads, GError **error)
{
  for (guint i = 0; i < PLUME_MAX_READS && reads[i] != NULL; i++)
    {
      int stage = plume_experiment_find_stage (evaluation->engine->experiment, reads[i]);

      if (stage >= 0 && !run_stage (evaluation, stage, error))
        return FALSE;
    }
  return plume_task_check (evaluation->task, error);
}

static gboolean
run_stage (Evaluation *evaluation, int stage, GError **error)
{
  const PlumeStage *declared = &evaluation->engine->experiment->stages[stage];
  PlumePublication *publication = evaluation->publication;

  if (publication->results[stage] != NULL)
    return TRUE;
  if (evaluation->errors[stage] != NULL)
    {
      if (error != NULL)
        *error = g_error_copy (evaluation->errors[stage]);
      return FALSE;
    }

  const char *key = stage_key (evaluation, stage);

  publication->results[stage] = recall (evaluation->engine, key);
  if (publication->results[stage] == NULL)
    {
      g_autoptr (GError) reason = NULL;
      g_autoptr (PlumeResult) result = NULL;

      if (prepare (evaluation, declared->reads, &reason))
        {
          PlumeReads reads = make_reads (evaluation, declared->reads);

          tell_running (evaluation, stage);
          plume_task_set_progress (evaluation->task, 0);
          result = (is_coarse (evaluation, stage) ? declared->coarse : declared->compute) (
              &reads, evaluation->task, &reason);
        }
      if (result != NULL && !plume_task_check (evaluation->task, &reason))
        g_clear_pointer (&result, plume_result_unref); /* a cancelled stage leaves nothing behind */
      if (result == NULL)
        {
          if (reason == NULL)
            g_set_error (&reason, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                         _ ("%s failed without a reason"), declared->id);
          tell_running (evaluation, -1);
          evaluation->errors[stage] = g_error_copy (reason);
          g_propagate_error (error, g_steal_pointer (&reason));
          return FALSE;
        }
      evaluation->engine->n_runs[stage]++;
      remember (evaluation->engine, key, result);
      publication->results[stage] = g_steal_pointer (&result);
      tell_running (evaluation, -1);
    }
  if (is_coarse (evaluation, stage))
    publication->coarse = TRUE;
  return TRUE;
}

static gsize
figure_bytes (const PlumeFigure *figure)
{
  gsize bytes = 4096;

  for (guint i = 0; i < figure->axes->len; i++)
    {
      const PlumeAxes *axes = g_ptr_array_index (figure->axes, i);

      for (guint j = 0; j < axes->marks->len; j++)
        bytes += plume_mark_get_bytes (g_ptr_array_index (axes->marks, j));
    }
  return bytes;
}

static PlumeFigure *
draw_figure (const Evaluation *evaluation, guint view)
{
  const PlumeView *declared = &evaluation->engine->experiment->views[view];
  PlumeReads reads = make_reads (evaluation, declared->reads);
  PlumeFigure *figure = plume_figure_new (declared->id, _ (declared->title));

  declared->draw (figure, &reads);
  return figure;
}

static void
run_view (Evaluation *evaluation, guint view)
{
  const PlumeView *declared = &evaluation->engine->experiment->views[view];
  PlumePublication *publication = evaluation->publication;
  g_autofree char *key = make_key (evaluation, "view", declared->id, declared->reads);
  g_autoptr (PlumeResult) result = NULL;

  /* stages first, also when the figure is remembered: handles are dragged with their results */
  gboolean prepared = prepare (evaluation, declared->reads, &publication->errors[view]);

  g_clear_pointer (&publication->figures[view], plume_figure_unref); /* of a partial result */
  if (!prepared)
    return;
  result = recall (evaluation->engine, key);
  if (result == NULL)
    {
      PlumeFigure *figure = draw_figure (evaluation, view);

      result = plume_result_new (figure, figure_bytes (figure), (GDestroyNotify)plume_figure_unref);
      remember (evaluation->engine, key, result);
    }
  publication->figures[view] = plume_figure_ref ((PlumeFigure *)plume_result_get (result));
}

static void
run_readout (Evaluation *evaluation, guint readout)
{
  const PlumeReadout *declared = &evaluation->engine->experiment->readouts[readout];
  g_autofree char *key = make_key (evaluation, "readout", declared->id, declared->reads);
  g_autoptr (PlumeResult) result = NULL;

  GError **reason = &evaluation->publication->readings_error;

  if (!prepare (evaluation, declared->reads, *reason == NULL ? reason : NULL))
    return;
  result = recall (evaluation->engine, key);
  if (result == NULL)
    {
      PlumeReads reads = make_reads (evaluation, declared->reads);
      PlumeMeasurement measurement = { .readings = plume_readings_new () };

      declared->measure (&measurement, &reads);
      result = plume_result_new (measurement.readings, 64 + measurement.readings->len * 64,
                                 (GDestroyNotify)g_array_unref);
      remember (evaluation->engine, key, result);
    }
  evaluation->publication->readings[readout] = g_array_ref ((GArray *)plume_result_get (result));
}

static void
publish_intermediate (Evaluation *evaluation)
{
  if (evaluation->wish->publish == NULL
      || g_get_monotonic_time () - evaluation->published < PUBLISH_INTERVAL)
    return;
  evaluation->published = g_get_monotonic_time ();

  g_autoptr (PlumePublication) copy = plume_publication_copy (evaluation->publication);

  evaluation->wish->publish (copy, evaluation->wish->publish_data);
}

static gboolean
reads_name (const char *const *reads, const char *name)
{
  for (guint i = 0; i < PLUME_MAX_READS && reads[i] != NULL; i++)
    if (strcmp (reads[i], name) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
has_all_results (const Evaluation *evaluation, const char *const *reads)
{
  for (guint i = 0; i < PLUME_MAX_READS && reads[i] != NULL; i++)
    {
      int stage = plume_experiment_find_stage (evaluation->engine->experiment, reads[i]);

      if (stage >= 0 && evaluation->publication->results[stage] == NULL)
        return FALSE;
    }
  return TRUE;
}

/* The running stage has something to show: the views that read it are drawn with it, for the eye
 * only. */
static void
show_partial (gpointer partial, gpointer user_data)
{
  Evaluation *evaluation = user_data;
  const PlumeExperiment *experiment = evaluation->engine->experiment;
  PlumePublication *publication = evaluation->publication;
  int stage = evaluation->running;

  publication->results[stage] = partial;
  for (guint view = 0; view < experiment->n_views; view++)
    if ((evaluation->wish->views == NULL || evaluation->wish->views[view])
        && reads_name (experiment->views[view].reads, experiment->stages[stage].id)
        && has_all_results (evaluation, experiment->views[view].reads))
      {
        plume_figure_unref (publication->figures[view]);
        publication->figures[view] = draw_figure (evaluation, view);
      }
  publish_intermediate (evaluation);
  plume_result_unref (partial);
  publication->results[stage] = NULL;
}

static void
begin (Evaluation *evaluation, PlumeEngine *engine, const PlumeWish *wish, PlumeTask *task)
{
  *evaluation = (Evaluation){
    .engine = engine,
    .wish = wish,
    .task = task != NULL ? plume_task_ref (task) : plume_task_new (),
    .publication = plume_publication_new (wish->values, wish->inputs),
    .keys = g_new0 (char *, engine->experiment->n_stages + 1),
    .errors = g_new0 (GError *, engine->experiment->n_stages + 1),
    .running = -1,
    .published = g_get_monotonic_time (),
  };
  if (wish->publish != NULL)
    plume_task_set_publisher (evaluation->task, show_partial, evaluation);
}

static void
end (Evaluation *evaluation)
{
  plume_task_set_publisher (evaluation->task, NULL, NULL);
  for (guint i = 0; i < evaluation->engine->experiment->n_stages; i++)
    {
      g_free (evaluation->keys[i]);
      g_clear_error (&evaluation->errors[i]);
    }
  g_free (evaluation->keys);
  g_free (evaluation->errors);
  plume_task_unref (evaluation->task);
  plume_publication_unref (evaluation->publication);
}

/**
 * plume_engine_evaluate:
 * @engine: the engine
 * @wish: what to evaluate
 * @task: (nullable): cancels
 * @error: %PLUME_ERROR_CANCELLED only
 *
 * Brings the wished views and read-outs up to date. A stage that fails takes only the views that
 * read it with it.
 *
 * Returns: (transfer full) (nullable): the publication, %NULL when cancelled
 */
PlumePublication *
plume_engine_evaluate (PlumeEngine *engine, const PlumeWish *wish, PlumeTask *task, GError **error)
{
  Evaluation evaluation;
  PlumePublication *publication = NULL;

  begin (&evaluation, engine, wish, task);
  for (guint view = 0; view < engine->experiment->n_views; view++)
    if (!plume_task_is_cancelled (evaluation.task) && (wish->views == NULL || wish->views[view]))
      {
        run_view (&evaluation, view);
        publish_intermediate (&evaluation);
      }
  for (guint readout = 0; wish->readouts && readout < engine->experiment->n_readouts; readout++)
    if (!plume_task_is_cancelled (evaluation.task))
      run_readout (&evaluation, readout);
  if (plume_task_check (evaluation.task, error))
    {
      evaluation.publication->complete = TRUE;
      publication = plume_publication_ref (evaluation.publication);
    }
  end (&evaluation);
  return publication;
}

/**
 * plume_engine_get_result:
 * @stage: id of a stage
 *
 * Returns: (transfer full) (nullable): the result of @stage for these values and inputs
 */
PlumeResult *
plume_engine_get_result (PlumeEngine *engine,
                         PlumeValues *values,
                         PlumeInputs *inputs,
                         const char *stage,
                         PlumeTask *task,
                         GError **error)
{
  PlumeWish wish = { .values = values, .inputs = inputs };
  Evaluation evaluation;
  int index = plume_experiment_find_stage (engine->experiment, stage);
  PlumeResult *result = NULL;

  g_assert (index >= 0);
  begin (&evaluation, engine, &wish, task);
  if (run_stage (&evaluation, index, error))
    result = plume_result_ref (evaluation.publication->results[index]);
  end (&evaluation);
  return result;
}

/**
 * plume_engine_act:
 * @action: index of the action
 *
 * Returns: (transfer full) (nullable): the values after the action, or %NULL with the reason
 */
PlumeValues *
plume_engine_act (PlumeEngine *engine,
                  PlumeValues *values,
                  PlumeInputs *inputs,
                  guint action,
                  PlumeTask *task,
                  GError **error)
{
  const PlumeAction *declared = &engine->experiment->actions[action];
  PlumeWish wish = { .values = values, .inputs = inputs };
  PlumeChanges changes = { .values = plume_values_ref (values) };
  Evaluation evaluation;
  gboolean done = FALSE;

  begin (&evaluation, engine, &wish, task);
  if (prepare (&evaluation, declared->reads, error))
    {
      PlumeReads reads = make_reads (&evaluation, declared->reads);

      done = declared->apply (&reads, &changes, error);
    }
  end (&evaluation);
  if (done && changes.error == NULL)
    return changes.values;
  plume_values_unref (changes.values);
  if (changes.error != NULL && done)
    g_propagate_error (error, changes.error);
  else
    g_clear_error (&changes.error);
  return NULL;
}

static gboolean
has_extension (const PlumeWriter *writer, const char *path, GError **error)
{
  g_autofree char *all = g_strjoinv (", .", (char **)writer->extensions);
  const char *end = strrchr (path, '.');

  if (end != NULL && g_strv_contains (writer->extensions, end + 1))
    return TRUE;
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE, _ ("%s: the name has to end in .%s"), path,
               all);
  return FALSE;
}

/**
 * plume_engine_write:
 * @writer: index of the writer
 * @path: the file; its name ends in one of the writer's extensions
 *
 * Returns: %FALSE with the reason where the file could not be written
 */
gboolean
plume_engine_write (PlumeEngine *engine,
                    PlumeValues *values,
                    PlumeInputs *inputs,
                    guint writer,
                    const char *path,
                    PlumeTask *task,
                    GError **error)
{
  const PlumeWriter *declared = &engine->experiment->writers[writer];
  PlumeWish wish = { .values = values, .inputs = inputs };
  Evaluation evaluation;
  gboolean written = FALSE;

  if (!has_extension (declared, path, error))
    return FALSE;
  begin (&evaluation, engine, &wish, task);
  if (prepare (&evaluation, declared->reads, error))
    {
      PlumeReads reads = make_reads (&evaluation, declared->reads);

      written = declared->write (&reads, path, evaluation.task, error);
    }
  end (&evaluation);
  return written;
}
