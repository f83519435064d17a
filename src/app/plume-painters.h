/* plume-painters.h: the threads that paint.
 *
 * They are as many as there are processors and live as long as the program: each has fonts of its
 * own, which take some memory, and which must not be let go while another thread takes them up; see
 * plume_text_begin().
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Like g_task_run_in_thread(), on one of these threads, in the order of the calls; to be called on
 * the main thread. */
void plume_painters_run (GTask *task, GTaskThreadFunc paint);

G_END_DECLS
