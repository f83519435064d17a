/* plume-painters.c: a pool of threads that never end. */
#include "app/plume-painters.h"

typedef struct
{
  GTask *task;
  GTaskThreadFunc paint;
} Order;

/* On the main thread, since a task may be the last to hold a widget. */
static gboolean
let_go (gpointer task)
{
  g_object_unref (task);
  return G_SOURCE_REMOVE;
}

static void
carry_out (gpointer data, gpointer user_data)
{
  Order *order = data;
  GTask *task = order->task;

  if (!g_task_return_error_if_cancelled (task))
    order->paint (task, g_task_get_source_object (task), g_task_get_task_data (task),
                  g_task_get_cancellable (task));
  g_idle_add_full (G_PRIORITY_DEFAULT, let_go, task, NULL);
  g_free (order);
}

void
plume_painters_run (GTask *task, GTaskThreadFunc paint)
{
  static GThreadPool *painters;
  Order *order = g_new (Order, 1);

  if (painters == NULL)
    painters = g_thread_pool_new (carry_out, NULL, (int)g_get_num_processors (), TRUE, NULL);
  *order = (Order){ g_object_ref (task), paint };
  g_thread_pool_push (painters, order, NULL);
}
