/* plume-portions.c: an idle source with a budget. */
#include "app/plume-portions.h"

#include <gdk/gdk.h>

#define BUDGET (3 * G_TIME_SPAN_MILLISECOND) /* of a turn; the last portion goes beyond it */

typedef struct
{
  PlumePortionFunc build;
  gpointer user_data;
} Portions;

static gboolean
on_turn (gpointer data)
{
  const Portions *portions = data;
  gint64 until = g_get_monotonic_time () + BUDGET;

  do
    if (!portions->build (portions->user_data))
      return G_SOURCE_REMOVE;
  while (g_get_monotonic_time () < until && !g_source_is_destroyed (g_main_current_source ()));
  return G_SOURCE_CONTINUE;
}

/**
 * plume_portions_add:
 * @build: builds the next portion
 * @user_data: its argument; who frees it removes the source before
 *
 * Returns: id of the source
 */
guint
plume_portions_add (PlumePortionFunc build, gpointer user_data)
{
  Portions *portions = g_new (Portions, 1);
  guint id;

  *portions = (Portions){ build, user_data };
  id = g_idle_add_full (GDK_PRIORITY_REDRAW + 1, on_turn, portions, g_free);
  g_source_set_name_by_id (id, "portions");
  return id;
}
