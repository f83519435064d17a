/* plume-portions.c: one queue for each display, and an idle source with a budget that serves it.
 *
 * It has the priority of frames, and so takes turns with them: while something plays on a slow
 * machine frames follow each other without a gap, and what they show has to be laid out, too.
 */
#include "app/plume-portions.h"

#define BUDGET (3 * G_TIME_SPAN_MILLISECOND) /* of a turn; its last portion goes beyond it */

typedef struct
{
  guint id;
  PlumePortionFunc do_next;
  gpointer user_data;
} Portion;

typedef struct
{
  GtkWidget *widget;
  PlumeTakeFunc take; /* nullable: as long as there are parts */
  GHashTable *within; /* all that is below it and not disposed of; NULL before its first turn */
} Leaving;

typedef struct
{
  GQueue waiting; /* Portion, the next one first */
  GQueue leaving; /* Leaving */
  guint last_id;
  guint source; /* 0 while nothing waits */
} Portions;

static void
on_disposed (gpointer within, GObject *widget)
{
  g_hash_table_remove (within, widget);
}

static void
free_leaving (gpointer data)
{
  Leaving *leaving = data;
  GHashTableIter iter;
  gpointer widget;

  if (leaving->within != NULL)
    {
      g_hash_table_iter_init (&iter, leaving->within);
      while (g_hash_table_iter_next (&iter, &widget, NULL))
        g_object_weak_unref (widget, on_disposed, leaving->within);
      g_hash_table_unref (leaving->within);
    }
  g_object_unref (leaving->widget);
  g_free (leaving);
}

static void
free_portions (gpointer data)
{
  Portions *portions = data;

  g_clear_handle_id (&portions->source, g_source_remove);
  g_queue_clear_full (&portions->waiting, g_free);
  g_queue_clear_full (&portions->leaving, free_leaving);
  g_free (portions);
}

static Portions *
get_portions (void)
{
  GObject *display = G_OBJECT (gdk_display_get_default ());
  Portions *portions = g_object_get_data (display, "plume-portions");

  if (portions == NULL)
    {
      portions = g_new0 (Portions, 1);
      g_object_set_data_full (display, "plume-portions", portions, free_portions);
    }
  return portions;
}

static GList *
find (Portions *portions, guint id)
{
  GList *link = portions->waiting.head;

  while (link != NULL && ((const Portion *)link->data)->id != id)
    link = link->next;
  return link;
}

/* What is left of the first goes behind the others; it may have been removed meanwhile. */
static void
do_first (Portions *portions)
{
  const Portion *portion = g_queue_peek_head (&portions->waiting);
  guint id = portion->id;
  gboolean more = portion->do_next (portion->user_data);
  GList *link = find (portions, id);

  if (link == NULL)
    return;
  g_queue_unlink (&portions->waiting, link);
  if (more)
    g_queue_push_tail_link (&portions->waiting, link);
  else
    g_list_free_full (link, g_free);
}

/* But the window of tooltips, which goes from one to the other. */
static void
find_within (GtkWidget *widget, GHashTable *within)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if ((!GTK_IS_NATIVE (child) || GTK_IS_POPOVER (child)) && g_hash_table_add (within, child))
      {
        g_object_weak_ref (G_OBJECT (child), on_disposed, within);
        find_within (child, within);
      }
}

/* The toolkit keeps widgets that had the pointer or the keyboard, for minutes; a study with all its
 * results must not live as long. */
static void
dispose_of_kept (GHashTable *within)
{
  g_autoptr (GList) kept = g_hash_table_get_keys (within);

  for (GList *link = kept; link != NULL; link = link->next)
    if (g_hash_table_contains (within, link->data) && gtk_widget_get_parent (link->data) == NULL)
      g_object_run_dispose (link->data);
}

/* Motion that was under way when it was hidden makes the toolkit believe that the pointer is on a
 * popover in it, and ask that one where exactly, surface or not; this makes it look again. */
static void
begin_to_leave (Leaving *leaving)
{
  gtk_widget_set_sensitive (leaving->widget, FALSE);
  if (leaving->within != NULL)
    return;
  leaving->within = g_hash_table_new (NULL, NULL);
  find_within (leaving->widget, leaving->within);
}

static void
leave (Leaving *leaving)
{
  if (gtk_widget_get_parent (leaving->widget) != NULL)
    gtk_widget_unparent (leaving->widget);
  g_object_run_dispose (G_OBJECT (leaving->widget));
  dispose_of_kept (leaving->within);
  free_leaving (leaving);
}

static void
discard_first (Portions *portions)
{
  Leaving *leaving = g_queue_peek_head (&portions->leaving);

  begin_to_leave (leaving);
  if (leaving->take == NULL)
    {
      g_queue_pop_head (&portions->leaving);
      leave (leaving);
      return;
    }
  if (!leaving->take (leaving->widget))
    leaving->take = NULL;
  dispose_of_kept (leaving->within);
}

static gboolean
is_done (const Portions *portions)
{
  return portions->waiting.length == 0 && portions->leaving.length == 0;
}

static gboolean
on_turn (gpointer data)
{
  Portions *portions = data;
  gint64 until = g_get_monotonic_time () + BUDGET;

  while (!is_done (portions) && g_get_monotonic_time () < until)
    if (portions->waiting.length > 0)
      do_first (portions);
    else
      discard_first (portions);
  if (!is_done (portions))
    return G_SOURCE_CONTINUE;
  portions->source = 0;
  return G_SOURCE_REMOVE;
}

static void
begin (Portions *portions)
{
  if (portions->source != 0)
    return;
  portions->source = g_idle_add_full (GDK_PRIORITY_REDRAW, on_turn, portions, NULL);
  g_source_set_name_by_id (portions->source, "portions");
}

/**
 * plume_portions_add:
 * @do_next: does the next portion
 * @user_data: its argument; who frees it removes the id before
 *
 * Returns: an id, never 0
 */
guint
plume_portions_add (PlumePortionFunc do_next, gpointer user_data)
{
  Portions *portions = get_portions ();
  Portion *portion = g_new (Portion, 1);

  *portion = (Portion){ ++portions->last_id, do_next, user_data };
  g_queue_push_tail (&portions->waiting, portion);
  begin (portions);
  return portion->id;
}

gboolean
plume_portions_remove (guint id)
{
  Portions *portions = get_portions ();
  GList *link = find (portions, id);

  if (link == NULL)
    return FALSE;
  g_free (link->data);
  g_queue_delete_link (&portions->waiting, link);
  return TRUE;
}

/**
 * plume_portions_discard:
 * @widget: the child of a container that gives all its children back when it is disposed of
 * @take: (nullable): takes a part of it away
 *
 * Nobody sees it any more. When nothing else is left to do it is taken from its parent, unless the
 * caller did so, and lets go what it holds.
 */
void
plume_portions_discard (GtkWidget *widget, PlumeTakeFunc take)
{
  Portions *portions = get_portions ();
  Leaving *leaving = g_new (Leaving, 1);

  gtk_widget_set_visible (widget, FALSE);
  *leaving = (Leaving){ g_object_ref (widget), take, NULL };
  g_queue_push_tail (&portions->leaving, leaving);
  begin (portions);
}

static gboolean
discard_window (gpointer data)
{
  begin_to_leave (data);
  leave (data);
  return G_SOURCE_REMOVE;
}

/* Before anything else: a tooltip that is about to come asks its popover, which has no surface any
 * more. */
static void
on_unrealize (GtkWidget *window, gpointer user_data)
{
  Leaving *leaving = g_new (Leaving, 1);
  guint source;

  *leaving = (Leaving){ g_object_ref (window), NULL, NULL };
  source = g_idle_add_full (G_PRIORITY_HIGH, discard_window, leaving, NULL);
  g_source_set_name_by_id (source, "closed window");
}

void
plume_portions_discard_when_closed (GtkWindow *window)
{
  g_signal_connect (window, "unrealize", G_CALLBACK (on_unrealize), NULL);
}
