/* plume-task.c: cancel, progress and publish, all lock-free for the worker. */
#include "core/plume-task.h"

#include "core/plume-error.h"
#include <glib/gi18n.h>

struct _PlumeTask
{
  PlumeTask *whole; /* nullable: what this is a part of */
  double from, to;  /* its share of the whole's progress */
  gint cancelled;
  gint progress; /* millionths */
  PlumePublishFunc publish;
  gpointer publish_data;
};

PlumeTask *
plume_task_new (void)
{
  return g_atomic_rc_box_new0 (PlumeTask);
}

/**
 * plume_task_new_part:
 * @whole: (nullable): a task
 * @from: progress of @whole when the part begins
 * @to: its progress when the part is done
 *
 * A part is cancelled with the whole and moves its progress, but publishes for itself: partial
 * results of one function are not those of the function that calls it.
 *
 * Returns: (transfer full): the task to give to the function that does the part
 */
PlumeTask *
plume_task_new_part (PlumeTask *whole, double from, double to)
{
  PlumeTask *part = plume_task_new ();

  part->whole = whole != NULL ? plume_task_ref (whole) : NULL;
  part->from = from;
  part->to = to;
  return part;
}

PlumeTask *
plume_task_ref (PlumeTask *task)
{
  return g_atomic_rc_box_acquire (task);
}

static void
clear_task (gpointer data)
{
  plume_task_unref (((PlumeTask *)data)->whole);
}

void
plume_task_unref (PlumeTask *task)
{
  if (task != NULL)
    g_atomic_rc_box_release_full (task, clear_task);
}

/**
 * plume_task_cancel:
 * @task: a task
 *
 * Asks the worker to stop; it will at its next check. Any thread may call this.
 */
void
plume_task_cancel (PlumeTask *task)
{
  g_atomic_int_set (&task->cancelled, TRUE);
}

gboolean
plume_task_is_cancelled (const PlumeTask *task)
{
  for (; task != NULL; task = task->whole)
    if (g_atomic_int_get (&task->cancelled))
      return TRUE;
  return FALSE;
}

/**
 * plume_task_check:
 * @task: (nullable): the task of the work at hand
 * @error: set to %PLUME_ERROR_CANCELLED where somebody cancelled
 *
 * Returns: %TRUE to go on, %FALSE to clean up and return
 */
gboolean
plume_task_check (const PlumeTask *task, GError **error)
{
  if (!plume_task_is_cancelled (task))
    return TRUE;
  g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_CANCELLED, _ ("Cancelled"));
  return FALSE;
}

/**
 * plume_task_set_progress:
 * @task: (nullable): the task
 * @fraction: how much is done, 0 to 1
 */
void
plume_task_set_progress (PlumeTask *task, double fraction)
{
  if (task == NULL)
    return;
  fraction = CLAMP (fraction, 0.0, 1.0);
  g_atomic_int_set (&task->progress, (gint)(fraction * 1e6));
  plume_task_set_progress (task->whole, task->from + fraction * (task->to - task->from));
}

double
plume_task_get_progress (const PlumeTask *task)
{
  return task == NULL ? 0 : g_atomic_int_get (&task->progress) * 1e-6;
}

/**
 * plume_task_set_publisher:
 * @task: the task
 * @publish: (nullable): called in the worker's thread with each partial result
 * @user_data: for @publish
 *
 * To be set by whoever starts the work, before it starts.
 */
void
plume_task_set_publisher (PlumeTask *task, PlumePublishFunc publish, gpointer user_data)
{
  task->publish = publish;
  task->publish_data = user_data;
}

/**
 * plume_task_wants_partial:
 * @task: (nullable): the task
 *
 * Returns: whether somebody looks at partial results, so that the worker need not make them in vain
 */
gboolean
plume_task_wants_partial (const PlumeTask *task)
{
  return task != NULL && task->publish != NULL;
}

/**
 * plume_task_publish:
 * @task: a task for which plume_task_wants_partial() holds
 * @partial: (transfer full): the partial result
 */
void
plume_task_publish (PlumeTask *task, gpointer partial)
{
  g_return_if_fail (plume_task_wants_partial (task));
  task->publish (partial, task->publish_data);
}
