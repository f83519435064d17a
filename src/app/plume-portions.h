/* plume-portions.h: many widgets built in portions, between which the main loop comes round.
 *
 * A portion is what is quick to build: a row, a frame. As many are built in one turn as a few
 * milliseconds allow; events and frames go before, so that the window answers meanwhile.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Builds the next portion; whether there is another one. */
typedef gboolean (*PlumePortionFunc) (gpointer user_data);

/* Begins with the next turn; gives the id of a source, which is gone when build has said FALSE. */
guint plume_portions_add (PlumePortionFunc build, gpointer user_data);

G_END_DECLS
