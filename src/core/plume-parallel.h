/* plume-parallel.h: loops over independent items on all cores, and sums whose value does not depend
 * on how many there are.
 *
 * The loop knows nothing of what it runs. Items are cut into chunks of a fixed size, so the work of
 * a chunk is the same whoever does it.
 */
#pragma once

#include "core/plume-task.h"

G_BEGIN_DECLS

/**
 * PlumeChunkFunc:
 * @from: first item
 * @to: one past the last item
 * @data: what was given to plume_parallel_for()
 */
typedef void (*PlumeChunkFunc) (gsize from, gsize to, gpointer data);

gboolean plume_parallel_for (gsize n_items,
                             gsize chunk,
                             PlumeChunkFunc function,
                             gpointer data,
                             PlumeTask *task,
                             GError **error);
double plume_sum (const double *values, gsize length);
void plume_parallel_set_threads (int n_threads);
int plume_parallel_get_threads (void);
void plume_parallel_wait_passively (char **argv);

G_END_DECLS
