/* plume-worker.c: one thread, one slot for the newest wish, one slot for the newest publication. */
#include "lab/plume-worker.h"

#include "core/plume-error.h"
#include "core/plume-parallel.h"

#include <string.h>

#define MEMO_MB 512

typedef struct
{
  PlumeValues *values;
  PlumeInputs *inputs;
  gboolean *views; /* NULL for an action or a writer */
  gboolean coarse;
  guint action; /* or the writer, where there is a path */
  char *path;   /* nullable */
} Job;

struct _PlumeWorker
{
  const PlumeExperiment *experiment;
  PlumeWorkerClient client;
  GMainContext *context;
  gboolean closed; /* main thread only */

  GMutex mutex;
  GCond cond;
  gboolean closing;
  Job *wish;       /* newest wish, not begun */
  GQueue actions;  /* Job */
  PlumeTask *task; /* of the running job */
  Job *running;    /* a wish; NULL else */
  int stage;       /* that it computes, or −1 */
  gboolean stage_is_coarse;
  gboolean superseded; /* a newer wish waits for the end of the stage, which it needs as well */
  PlumePublication *publication; /* newest, not delivered */
  gboolean delivery_pending;
  gsize memo_bytes;
  int n_threads;
  gboolean new_resources; /* the compute thread has not heard of them */
};

typedef struct
{
  PlumeWorker *worker;
  guint action;
  char *path; /* nullable: it was a writer */
  PlumeValues *values;
  GError *error;
} Outcome;

static void
free_job (gpointer data)
{
  Job *job = data;

  if (job == NULL)
    return;
  plume_values_unref (job->values);
  plume_inputs_unref (job->inputs);
  g_free (job->views);
  g_free (job->path);
  g_free (job);
}

static void
clear_worker (gpointer data)
{
  PlumeWorker *worker = data;

  free_job (worker->wish);
  g_queue_clear_full (&worker->actions, free_job);
  plume_publication_unref (worker->publication);
  plume_task_unref (worker->task);
  g_main_context_unref (worker->context);
  g_mutex_clear (&worker->mutex);
  g_cond_clear (&worker->cond);
}

static void
unref_worker (gpointer worker)
{
  g_atomic_rc_box_release_full (worker, clear_worker);
}

static void
call_in_context (PlumeWorker *worker, GSourceFunc function, gpointer data, GDestroyNotify destroy)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, function, data, destroy);
  g_source_attach (source, worker->context);
}

static gboolean
deliver (gpointer data)
{
  PlumeWorker *worker = data;
  g_autoptr (PlumePublication) publication = NULL;

  g_mutex_lock (&worker->mutex);
  publication = g_steal_pointer (&worker->publication);
  worker->delivery_pending = FALSE;
  g_mutex_unlock (&worker->mutex);
  if (!worker->closed && publication != NULL)
    worker->client.published (publication, worker->client.user_data);
  return G_SOURCE_REMOVE;
}

/* In the compute thread: a newer publication replaces one that was not delivered yet. */
static void
publish (PlumePublication *publication, gpointer data)
{
  PlumeWorker *worker = data;
  gboolean pending;

  g_mutex_lock (&worker->mutex);
  plume_publication_unref (worker->publication);
  worker->publication = plume_publication_ref (publication);
  pending = worker->delivery_pending;
  worker->delivery_pending = TRUE;
  g_mutex_unlock (&worker->mutex);
  if (!pending)
    call_in_context (worker, deliver, g_atomic_rc_box_acquire (worker), unref_worker);
}

static gboolean
report_idle (gpointer data)
{
  PlumeWorker *worker = data;
  gboolean idle;

  /* more may have been wished since this was posted */
  g_mutex_lock (&worker->mutex);
  idle = worker->wish == NULL && worker->actions.length == 0 && worker->task == NULL;
  g_mutex_unlock (&worker->mutex);
  if (!worker->closed && idle)
    worker->client.idle (worker->client.user_data);
  return G_SOURCE_REMOVE;
}

static void
free_outcome (gpointer data)
{
  Outcome *outcome = data;

  plume_values_unref (outcome->values);
  g_free (outcome->path);
  g_clear_error (&outcome->error);
  unref_worker (outcome->worker);
  g_free (outcome);
}

static gboolean
report_outcome (gpointer data)
{
  Outcome *outcome = data;
  PlumeWorker *worker = outcome->worker;

  if (!worker->closed && outcome->path != NULL)
    worker->client.wrote (outcome->path, outcome->error, worker->client.user_data);
  else if (!worker->closed)
    worker->client.acted (outcome->action, outcome->values, outcome->error,
                          worker->client.user_data);
  return G_SOURCE_REMOVE;
}

/* In the compute thread, around every stage. */
static gboolean
note_stage (int stage, gboolean coarse, gpointer data)
{
  PlumeWorker *worker = data;
  gboolean goes_on;

  g_mutex_lock (&worker->mutex);
  worker->stage = stage;
  worker->stage_is_coarse = coarse;
  goes_on = !worker->superseded;
  g_mutex_unlock (&worker->mutex);
  return goes_on;
}

static gboolean
has_coarse_stage (const PlumeExperiment *experiment)
{
  for (guint i = 0; i < experiment->n_stages; i++)
    if (experiment->stages[i].coarse != NULL)
      return TRUE;
  return FALSE;
}

/* The last words on a wish, or a rough picture where there is one that differs. */
static void
fulfil (PlumeWorker *worker, PlumeEngine *engine, const Job *job, gboolean coarse, PlumeTask *task)
{
  gboolean is_last = coarse == job->coarse;
  PlumeWish wish = {
    .values = job->values,
    .inputs = job->inputs,
    .views = job->views,
    .readouts = is_last,
    .coarse = coarse,
    .publish = publish,
    .publish_data = worker,
    .running = note_stage,
    .running_data = worker,
  };
  g_autoptr (PlumePublication) publication = plume_engine_evaluate (engine, &wish, task, NULL);

  if (publication == NULL || !(is_last || publication->coarse))
    return;
  publication->complete = is_last;
  publish (publication, worker);
}

/* A rough picture first, where the experiment has one that is not known better. */
static void
run_wish (PlumeWorker *worker, PlumeEngine *engine, const Job *job, PlumeTask *task)
{
  if (!job->coarse && has_coarse_stage (worker->experiment))
    fulfil (worker, engine, job, TRUE, task);
  if (!plume_task_is_cancelled (task))
    fulfil (worker, engine, job, job->coarse, task);
}

static void
run_job (PlumeWorker *worker, PlumeEngine *engine, const Job *job, PlumeTask *task)
{
  if (job->views == NULL)
    {
      Outcome *outcome = g_new0 (Outcome, 1);

      outcome->worker = g_atomic_rc_box_acquire (worker);
      outcome->action = job->action;
      outcome->path = g_strdup (job->path);
      if (job->path != NULL)
        plume_engine_write (engine, job->values, job->inputs, job->action, job->path, task,
                            &outcome->error);
      else
        outcome->values =
            plume_engine_act (engine, job->values, job->inputs, job->action, task, &outcome->error);
      call_in_context (worker, report_outcome, outcome, free_outcome);
      return;
    }

  run_wish (worker, engine, job, task);
}

/* What results may take in memory; PLUME_MEMO_MB gives another bound, for small machines and for
 * whoever looks for leaks behind it. */
static gsize
get_memo_bytes (void)
{
  const char *wish = g_getenv ("PLUME_MEMO_MB");
  guint64 megabytes = wish != NULL ? g_ascii_strtoull (wish, NULL, 10) : 0;

  return (gsize)(megabytes > 0 && megabytes < 1 << 20 ? megabytes : MEMO_MB) << 20;
}

/* In the compute thread, under the mutex. */
static void
heed_resources (PlumeWorker *worker, PlumeEngine *engine)
{
  if (!worker->new_resources)
    return;
  worker->new_resources = FALSE;
  plume_engine_set_memo_limit (engine, worker->memo_bytes);
  plume_parallel_set_threads (worker->n_threads);
}

static gpointer
work (gpointer data)
{
  PlumeWorker *worker = data;
  g_autoptr (PlumeEngine) engine = plume_engine_new (worker->experiment, get_memo_bytes ());

  g_mutex_lock (&worker->mutex);
  while (!worker->closing)
    {
      Job *job = worker->wish != NULL ? g_steal_pointer (&worker->wish)
                                      : g_queue_pop_head (&worker->actions);

      heed_resources (worker, engine);
      if (job == NULL)
        {
          g_cond_wait (&worker->cond, &worker->mutex);
          continue;
        }
      plume_task_unref (worker->task);
      worker->task = plume_task_new ();
      worker->running = job->views != NULL ? job : NULL;
      worker->stage = -1;
      worker->superseded = FALSE;

      g_autoptr (PlumeTask) task = plume_task_ref (worker->task);

      g_mutex_unlock (&worker->mutex);
      run_job (worker, engine, job, task);
      g_mutex_lock (&worker->mutex);
      worker->running = NULL;
      free_job (job);
      g_clear_pointer (&worker->task, plume_task_unref);
      if (worker->wish == NULL && worker->actions.length == 0)
        call_in_context (worker, report_idle, g_atomic_rc_box_acquire (worker), unref_worker);
    }
  g_mutex_unlock (&worker->mutex);
  g_clear_pointer (&engine, plume_engine_free);
  unref_worker (worker);
  return NULL;
}

PlumeWorker *
plume_worker_new (const PlumeExperiment *experiment, const PlumeWorkerClient *client)
{
  PlumeWorker *worker = g_atomic_rc_box_new0 (PlumeWorker);

  worker->experiment = experiment;
  worker->client = *client;
  worker->context = g_main_context_ref_thread_default ();
  g_mutex_init (&worker->mutex);
  g_cond_init (&worker->cond);
  g_thread_unref (g_thread_new ("plume-compute", work, g_atomic_rc_box_acquire (worker)));
  return worker;
}

/**
 * plume_worker_close:
 * @worker: (transfer full): the worker
 *
 * Cancels all work and lets the thread end by itself; no callback comes any more.
 */
void
plume_worker_close (PlumeWorker *worker)
{
  worker->closed = TRUE;
  g_mutex_lock (&worker->mutex);
  worker->closing = TRUE;
  if (worker->task != NULL)
    plume_task_cancel (worker->task);
  g_cond_signal (&worker->cond);
  g_mutex_unlock (&worker->mutex);
  unref_worker (worker);
}

static Job *
new_job (PlumeValues *values, PlumeInputs *inputs)
{
  Job *job = g_new0 (Job, 1);

  job->values = plume_values_ref (values);
  job->inputs = plume_inputs_ref (inputs);
  return job;
}

/* Whether the newer wish needs what the running stage gives. Every wish begins with coarse
 * versions; one that would end with them does not wait for the full one. Under the mutex. */
static gboolean
is_still_needed (const PlumeWorker *worker, const Job *wish)
{
  gboolean has_coarse;

  if (worker->stage < 0)
    return FALSE;
  has_coarse = worker->experiment->stages[worker->stage].coarse != NULL;
  return (worker->stage_is_coarse || !(wish->coarse && has_coarse))
         && plume_experiment_stage_is_same (worker->experiment, worker->stage,
                                            worker->running->values, worker->running->inputs,
                                            wish->values, wish->inputs);
}

void
plume_worker_wish (PlumeWorker *worker,
                   PlumeValues *values,
                   PlumeInputs *inputs,
                   const gboolean *views,
                   gboolean coarse)
{
  Job *job = new_job (values, inputs);

  job->views = g_memdup2 (views, (worker->experiment->n_views + 1) * sizeof *views);
  job->coarse = coarse;
  g_mutex_lock (&worker->mutex);
  free_job (worker->wish);
  worker->wish = job;
  if (worker->task != NULL && worker->running != NULL)
    {
      if (is_still_needed (worker, job))
        worker->superseded = TRUE;
      else
        plume_task_cancel (worker->task);
    }
  g_cond_signal (&worker->cond);
  g_mutex_unlock (&worker->mutex);
}

static void
push_action (PlumeWorker *worker, Job *job)
{
  g_mutex_lock (&worker->mutex);
  g_queue_push_tail (&worker->actions, job);
  g_cond_signal (&worker->cond);
  g_mutex_unlock (&worker->mutex);
}

void
plume_worker_act (PlumeWorker *worker, PlumeValues *values, PlumeInputs *inputs, guint action)
{
  Job *job = new_job (values, inputs);

  job->action = action;
  push_action (worker, job);
}

void
plume_worker_write (
    PlumeWorker *worker, PlumeValues *values, PlumeInputs *inputs, guint writer, const char *path)
{
  Job *job = new_job (values, inputs);

  job->action = writer;
  job->path = g_strdup (path);
  push_action (worker, job);
}

/* Cancels what runs and forgets what waits. */
void
plume_worker_cancel (PlumeWorker *worker)
{
  g_mutex_lock (&worker->mutex);
  g_clear_pointer (&worker->wish, free_job);
  g_queue_clear_full (&worker->actions, free_job);
  if (worker->task != NULL)
    plume_task_cancel (worker->task);
  g_mutex_unlock (&worker->mutex);
}

void
plume_worker_set_resources (PlumeWorker *worker, gsize memo_bytes, int n_threads)
{
  g_mutex_lock (&worker->mutex);
  worker->memo_bytes = memo_bytes;
  worker->n_threads = n_threads;
  worker->new_resources = TRUE;
  g_cond_signal (&worker->cond);
  g_mutex_unlock (&worker->mutex);
}

double
plume_worker_get_progress (PlumeWorker *worker)
{
  double progress;

  g_mutex_lock (&worker->mutex);
  progress = plume_task_get_progress (worker->task);
  g_mutex_unlock (&worker->mutex);
  return progress;
}
