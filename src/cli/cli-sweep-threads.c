/* cli-sweep-threads.c: the runs of a sweep, some at the same time, each in a thread.
 *
 * Runs begin in the order of the grid and end in any.
 */
#include "cli/cli.h"
#include "cli/cli-sweep.h"

#define PATIENCE 50000 /* µs */

typedef struct _Crew Crew;

typedef struct
{
  Crew *crew;
  GThread *thread;
  PlumeTask *task;
  GMutex mutex; /* of the task, which each run has its own of */
} Worker;

struct _Crew
{
  const CliSweep *sweep;
  gsize next; /* atomic: the run to begin */
  gint stopped;
  GAsyncQueue *ended; /* Ended */
  Worker *workers;
};

typedef struct
{
  gsize run;
  char **row;
} Ended;

static PlumeTask *
begin_task (Worker *worker)
{
  PlumeTask *task = plume_task_new ();

  g_mutex_lock (&worker->mutex);
  plume_task_unref (worker->task);
  worker->task = task;
  if (g_atomic_int_get (&worker->crew->stopped))
    plume_task_cancel (task);
  g_mutex_unlock (&worker->mutex);
  return task;
}

static gpointer
work (gpointer data)
{
  Worker *worker = data;
  Crew *crew = worker->crew;
  g_autoptr (PlumeEngine) engine = cli_sweep_make_engine (crew->sweep);

  while (!g_atomic_int_get (&crew->stopped))
    {
      gsize run = (gsize)g_atomic_pointer_add (&crew->next, 1);

      if (run >= crew->sweep->grid->n_runs)
        break;

      PlumeTask *task = begin_task (worker);
      char **row = cli_sweep_run (crew->sweep, engine, run, task);

      if (row == NULL)
        break;

      Ended *ended = g_new (Ended, 1);

      *ended = (Ended){ run, row };
      plume_task_set_progress (task, 0); /* it is counted whole from now on */
      g_async_queue_push (crew->ended, ended);
    }
  return NULL;
}

/* How much of the runs that are going on is done, in runs. */
static double
look_at_workers (Crew *crew)
{
  double done = 0;

  for (int i = 0; i < crew->sweep->n_jobs; i++)
    {
      Worker *worker = &crew->workers[i];

      g_mutex_lock (&worker->mutex);
      done += plume_task_get_progress (worker->task);
      g_mutex_unlock (&worker->mutex);
    }
  return done;
}

static void
stop (Crew *crew)
{
  g_atomic_int_set (&crew->stopped, TRUE);
  for (int i = 0; i < crew->sweep->n_jobs; i++)
    {
      Worker *worker = &crew->workers[i];

      g_mutex_lock (&worker->mutex);
      if (worker->task != NULL)
        plume_task_cancel (worker->task);
      g_mutex_unlock (&worker->mutex);
    }
}

static void
free_ended (gpointer data)
{
  Ended *ended = data;

  g_strfreev (ended->row);
  g_free (ended);
}

/**
 * cli_crew_of_threads:
 * @sweep: a sweep
 * @from: the first run
 * @task: told of the progress of all runs; cancels
 * @take: (scope call): gets the row of every run as it ends, in the calling thread
 * @user_data: for @take
 *
 * Carries out the runs from @from on.
 */
void
cli_crew_of_threads (
    const CliSweep *sweep, gsize from, PlumeTask *task, CliRowFunc take, gpointer user_data)
{
  gsize n_runs = sweep->grid->n_runs, n_ended = from;
  Crew crew = { .sweep = sweep,
                .next = from,
                .ended = g_async_queue_new_full (free_ended),
                .workers = g_new0 (Worker, (gsize)sweep->n_jobs) };

  for (int i = 0; i < sweep->n_jobs; i++)
    crew.workers[i].crew = &crew;
  for (int i = 0; i < sweep->n_jobs; i++)
    crew.workers[i].thread = g_thread_new ("sweep", work, &crew.workers[i]);
  while (n_ended < n_runs && !plume_task_is_cancelled (task))
    {
      g_autofree Ended *ended = g_async_queue_timeout_pop (crew.ended, PATIENCE);

      if (ended != NULL)
        {
          n_ended++;
          if (!take (ended->run, ended->row, user_data))
            break;
        }
      plume_task_set_progress (task, ((double)n_ended + look_at_workers (&crew)) / (double)n_runs);
      cli_progress_count ((int)n_ended, (int)n_runs);
    }
  stop (&crew);
  for (int i = 0; i < sweep->n_jobs; i++)
    {
      g_thread_join (crew.workers[i].thread);
      plume_task_unref (crew.workers[i].task);
      g_mutex_clear (&crew.workers[i].mutex);
    }
  g_async_queue_unref (crew.ended);
  g_free (crew.workers);
}
