/* plume-stalls.h: where the main loop does not come round for longer than a frame, for whoever sets
 * PLUME_TRACE=1, and for the soak. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PLUME_STALL_MS 8.0

/* Watches the default main context from the calling thread on, once in a process. */
void plume_stalls_watch (void);
/* Whether the environment asks for it. */
gboolean plume_stalls_are_wanted (void);
/* What was seen: a histogram, and the handlers where the time went. Caller frees. */
char *plume_stalls_report (guint max_places, const char *driver);
void plume_stalls_get_counts (guint64 *n_turns, guint *n_late, guint *n_worked);

G_END_DECLS
