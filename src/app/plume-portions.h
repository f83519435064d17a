/* plume-portions.h: what takes long for the main thread, done in portions between which the main
 * loop comes round.
 *
 * A portion is what is quick: a row to build, a frame, a figure to lay out. All that wait share one
 * queue and take turns; a turn of the main loop goes on for a few milliseconds. Events go before,
 * and frames between, so that the window answers meanwhile.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Does the next portion; whether there is another one. */
typedef gboolean (*PlumePortionFunc) (gpointer user_data);

/* Begins with the next turn; gives an id, which is gone when do_next has said FALSE. */
guint plume_portions_add (PlumePortionFunc do_next, gpointer user_data);
/* There is nothing of that id any more; 0 is nothing. */
gboolean plume_portions_remove (guint id);
/* Takes a part of a widget away; whether there is another one. */
typedef gboolean (*PlumeTakeFunc) (GtkWidget *widget);

/* Hides a widget, and does away with it when nothing else is left to do: part by part where it has
 * many (take nullable). */
void plume_portions_discard (GtkWidget *widget, PlumeTakeFunc take);
/* Does away with a window as soon as it is closed, whoever may keep it: the toolkit for a while,
 * and what works for it. To be called when it is made. */
void plume_portions_discard_when_closed (GtkWindow *window);

G_END_DECLS
