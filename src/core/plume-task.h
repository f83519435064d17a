/* plume-task.h: one piece of work that can be cancelled, says how far it is, and may publish
 * partial results.
 *
 * Every function that can run longer than 50 ms takes a task, and %NULL stands for "nobody is
 * waiting". It knows no threads: the worker calls plume_task_check() between pieces of at most 50
 * ms, anybody else calls plume_task_cancel().
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _PlumeTask PlumeTask;

/**
 * PlumePublishFunc:
 * @partial: (transfer full): a partial result of the kind that the work returns in the end
 * @user_data: what was given with the function
 */
typedef void (*PlumePublishFunc) (gpointer partial, gpointer user_data);

PlumeTask *plume_task_new (void);
PlumeTask *plume_task_new_part (PlumeTask *whole, double from, double to);
PlumeTask *plume_task_ref (PlumeTask *task);
void plume_task_unref (PlumeTask *task);

void plume_task_cancel (PlumeTask *task);
gboolean plume_task_is_cancelled (const PlumeTask *task);
gboolean plume_task_check (const PlumeTask *task, GError **error);

void plume_task_set_progress (PlumeTask *task, double fraction);
double plume_task_get_progress (const PlumeTask *task);

void plume_task_set_publisher (PlumeTask *task, PlumePublishFunc publish, gpointer user_data);
gboolean plume_task_wants_partial (const PlumeTask *task);
void plume_task_publish (PlumeTask *task, gpointer partial);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeTask, plume_task_unref)

G_END_DECLS
