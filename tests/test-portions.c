/* test-portions.c: long work of the main thread goes in portions. */
#include "app/plume-portions.h"

#include <gtk/gtk.h>

#define PORTION 2000 /* µs */
#define N       20

typedef struct
{
  guint id, left, n_in_turn;
  GString *order;
  char name;
} Worker;

static gboolean
work (gpointer data)
{
  Worker *worker = data;
  gint64 until = g_get_monotonic_time () + PORTION;

  while (g_get_monotonic_time () < until)
    ;
  g_string_append_c (worker->order, worker->name);
  worker->n_in_turn++;
  if (--worker->left == 0)
    worker->id = 0;
  return worker->left > 0;
}

static void
the_loop_comes_round (void)
{
  g_autoptr (GString) order = g_string_new (NULL);
  Worker one = { .left = N, .order = order, .name = 'a' };
  Worker other = { .left = N, .order = order, .name = 'b' };
  guint n_turns = 0;

  one.id = plume_portions_add (work, &one);
  other.id = plume_portions_add (work, &other);
  while (one.left + other.left > 0)
    {
      one.n_in_turn = other.n_in_turn = 0;
      g_main_context_iteration (NULL, TRUE);
      g_assert_cmpuint (one.n_in_turn + other.n_in_turn, <=, 2); /* 3 ms and the last one's end */
      n_turns++;
    }
  g_assert_cmpuint (n_turns, >=, N);
  g_assert_true (g_str_has_prefix (order->str, "abab"));
}

static void
what_is_removed_is_not_done (void)
{
  g_autoptr (GString) order = g_string_new (NULL);
  Worker one = { .left = N, .order = order, .name = 'a' };
  Worker other = { .left = 1, .order = order, .name = 'b' };

  one.id = plume_portions_add (work, &one);
  other.id = plume_portions_add (work, &other);
  g_assert_true (plume_portions_remove (one.id));
  g_assert_false (plume_portions_remove (one.id));
  while (other.left > 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (order->str, ==, "b");
}

/* As the toolkit's timers do. */
static gboolean
look_whether_gone (gpointer child)
{
  g_assert_null (*(GtkWidget **)child);
  return G_SOURCE_REMOVE;
}

/* Somebody may still hold it, such as work on another thread; nobody sees it on the way. */
static void
closed_window_lets_go (void)
{
  GtkWidget *window = g_object_ref (gtk_window_new ()), *child = gtk_label_new (NULL);

  plume_portions_discard_when_closed (GTK_WINDOW (window));
  gtk_window_set_child (GTK_WINDOW (window), child);
  g_object_add_weak_pointer (G_OBJECT (child), (gpointer *)&child);
  gtk_window_present (GTK_WINDOW (window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_nonnull (child);
  gtk_window_destroy (GTK_WINDOW (window));
  g_idle_add_full (G_PRIORITY_DEFAULT, look_whether_gone, &child, NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (child);
  g_object_unref (window);
}

static gboolean
paint_again (gpointer data)
{
  (*(guint *)data)++;
  return G_SOURCE_CONTINUE;
}

/* Frames that follow each other without a gap, as on a machine that is slow at painting. */
static void
frames_leave_turns (void)
{
  g_autoptr (GString) order = g_string_new (NULL);
  Worker one = { .left = N, .order = order, .name = 'a' };
  guint n_frames = 0, frames;

  frames = g_idle_add_full (GDK_PRIORITY_REDRAW, paint_again, &n_frames, NULL);
  one.id = plume_portions_add (work, &one);
  for (guint i = 0; i < 10 * N && one.left > 0; i++)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (frames);
  g_assert_cmpuint (one.left, ==, 0);
  g_assert_cmpuint (n_frames, >=, N / 2);
}

static gboolean
remove_itself (gpointer data)
{
  Worker *worker = data;

  worker->left--;
  plume_portions_remove (worker->id);
  return TRUE; /* does not matter any more */
}

static void
a_portion_may_end_itself (void)
{
  g_autoptr (GString) order = g_string_new (NULL);
  Worker one = { .left = N };
  Worker other = { .left = 3, .order = order, .name = 'b' };

  one.id = plume_portions_add (remove_itself, &one);
  other.id = plume_portions_add (work, &other);
  while (other.left > 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (one.left, ==, N - 1);
}

static guint n_taken;

/* A PlumeTakeFunc: one child a time. */
static gboolean
take_child (GtkWidget *box)
{
  GtkWidget *child = gtk_widget_get_last_child (box);

  n_taken++;
  gtk_box_remove (GTK_BOX (box), child);
  return gtk_widget_get_first_child (box) != NULL;
}

static GtkWidget *
make_box (guint n_children)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  for (guint i = 0; i < n_children; i++)
    gtk_box_append (GTK_BOX (box), gtk_label_new ("a"));
  return box;
}

/* Hidden at once, taken apart after what others wait for, and then gone. */
static void
what_is_discarded_goes_last (void)
{
  g_autoptr (GString) order = g_string_new (NULL);
  Worker other = { .left = 3, .order = order, .name = 'b' };
  GtkWidget *parent = g_object_ref_sink (make_box (1)), *box = make_box (N), *plain = make_box (2);

  gtk_box_append (GTK_BOX (parent), box);
  gtk_box_append (GTK_BOX (parent), plain);
  g_object_add_weak_pointer (G_OBJECT (box), (gpointer *)&box);
  g_object_add_weak_pointer (G_OBJECT (plain), (gpointer *)&plain);
  n_taken = 0;
  plume_portions_discard (box, take_child);
  plume_portions_discard (plain, NULL);
  g_assert_false (gtk_widget_get_visible (box));
  other.id = plume_portions_add (work, &other);
  while (other.left > 0)
    {
      g_assert_cmpuint (n_taken, ==, 0);
      g_assert_nonnull (plain);
      g_main_context_iteration (NULL, TRUE);
    }
  while (box != NULL || plain != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n_taken, ==, N);
  g_assert_null (gtk_widget_get_next_sibling (gtk_widget_get_first_child (parent)));
  g_object_unref (parent);
}

static void
note_disposal (gpointer disposed, GObject *widget)
{
  *(gboolean *)disposed = TRUE;
}

/* Somebody may keep what is in it, which lets go what it holds all the same. */
static void
what_is_kept_lets_go (gconstpointer in_parts)
{
  GtkWidget *parent = g_object_ref_sink (make_box (0)), *box = make_box (1), *inner = make_box (2);
  GtkWidget *kept = g_object_ref (gtk_widget_get_first_child (inner));
  gboolean let_go = FALSE;

  gtk_box_append (GTK_BOX (parent), box);
  gtk_box_append (GTK_BOX (box), inner);
  g_object_weak_ref (G_OBJECT (kept), note_disposal, &let_go);
  g_object_add_weak_pointer (G_OBJECT (box), (gpointer *)&box);
  plume_portions_discard (box, in_parts != NULL ? take_child : NULL);
  while (box != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (let_go);
  g_object_unref (kept);
  g_object_unref (parent);
}

/* A PlumeTakeFunc: the child finds another place. */
static gboolean
move_child (GtkWidget *box)
{
  GtkWidget *window = gtk_window_new ();
  g_autoptr (GtkWidget) child = g_object_ref (gtk_widget_get_first_child (box));

  g_object_set_data (G_OBJECT (child), "window", window);
  gtk_box_remove (GTK_BOX (box), child);
  gtk_window_set_child (GTK_WINDOW (window), child);
  return FALSE;
}

static void
what_has_moved_stays (void)
{
  GtkWidget *parent = g_object_ref_sink (make_box (0)), *box = make_box (1);
  GtkWidget *moved = gtk_widget_get_first_child (box);
  gboolean let_go = FALSE;

  gtk_box_append (GTK_BOX (parent), box);
  g_object_weak_ref (G_OBJECT (moved), note_disposal, &let_go);
  g_object_add_weak_pointer (G_OBJECT (box), (gpointer *)&box);
  plume_portions_discard (box, move_child);
  while (box != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (let_go);
  gtk_window_destroy (g_object_get_data (G_OBJECT (moved), "window"));
  g_assert_true (let_go);
  g_object_unref (parent);
}

/* Its container may be gone before its turn comes. */
static void
what_is_discarded_may_lose_its_parent (void)
{
  GtkWidget *parent = g_object_ref_sink (make_box (0)), *box = make_box (2);

  gtk_box_append (GTK_BOX (parent), box);
  g_object_add_weak_pointer (G_OBJECT (box), (gpointer *)&box);
  plume_portions_discard (box, NULL);
  plume_portions_discard (box, NULL);
  g_object_unref (parent);
  while (box != NULL)
    g_main_context_iteration (NULL, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gtk_init ();
  g_test_add_func ("/app/portions/the-loop-comes-round", the_loop_comes_round);
  g_test_add_func ("/app/portions/frames-leave-turns", frames_leave_turns);
  g_test_add_func ("/app/portions/what-is-removed-is-not-done", what_is_removed_is_not_done);
  g_test_add_func ("/app/portions/a-portion-may-end-itself", a_portion_may_end_itself);
  g_test_add_func ("/app/portions/what-is-discarded-goes-last", what_is_discarded_goes_last);
  g_test_add_data_func ("/app/portions/what-is-kept-lets-go", NULL, what_is_kept_lets_go);
  g_test_add_data_func ("/app/portions/what-is-kept-lets-go-in-parts", "parts",
                        what_is_kept_lets_go);
  g_test_add_func ("/app/portions/what-has-moved-stays", what_has_moved_stays);
  g_test_add_func ("/app/portions/closed-window-lets-go", closed_window_lets_go);
  g_test_add_func ("/app/portions/what-is-discarded-may-lose-its-parent",
                   what_is_discarded_may_lose_its_parent);
  return g_test_run ();
}
