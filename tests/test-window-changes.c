/* test-window-changes.c: a window that has seen many changes of a study is no heavier than before,
 * and a view changes its window without a gap. */
#include "app/plume-application.h"
#include "app/plume-window-private.h"
#include "experiments/plume-experiments.h"

#include <gsl/gsl_errno.h>

#define N_CHANGES 20
#define PATIENCE  (30 * G_TIME_SPAN_SECOND)

static guint
count_controllers (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  return g_list_model_get_n_items (controllers);
}

static void
iterate (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* The first number of the experiment. */
static PlumeAddress
find_number (const PlumeExperiment *experiment)
{
  guint i = 0;

  while (experiment->parameters[i].kind != PLUME_KIND_NUMBER)
    i++;
  return PLUME_ADDRESS ((int)i);
}

/* A window that shows a study. */
static PlumeWindow *
open_window (PlumeApplication *application)
{
  gint64 until = g_get_monotonic_time () + PATIENCE;
  PlumeWindow *window;

  g_application_activate (G_APPLICATION (application));
  window = PLUME_WINDOW (gtk_application_get_windows (GTK_APPLICATION (application))->data);
  while (plume_window_get_study (window) == NULL && g_get_monotonic_time () < until)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (plume_window_get_study (window));
  iterate ();
  return window;
}

static void
close_window (PlumeWindow *window)
{
  gtk_window_destroy (GTK_WINDOW (window));
  iterate ();
}

static void
controllers_stay_as_many (gconstpointer application)
{
  PlumeWindow *window = open_window ((PlumeApplication *)application);
  PlumeStudy *study = plume_window_get_study (window);
  PlumeAddress address;
  double number;
  guint before;

  address = find_number (plume_study_get_experiment (study));
  number = plume_values_get (plume_study_get_values (study), &address)->number;
  before = count_controllers (GTK_WIDGET (window));
  g_assert_cmpuint (before, >, 0);
  for (guint i = 0; i < N_CHANGES; i++)
    {
      g_assert_true (plume_study_set_number (study, &address, number * (1 - 0.01 * (i % 5)), NULL));
      iterate ();
    }
  g_assert_cmpuint (count_controllers (GTK_WIDGET (window)), ==, before);
  close_window (window);
}

static void
note_frame (GdkFrameClock *clock, gboolean *painted)
{
  *painted = TRUE;
}

/* Its place is empty when its own window has been painted, not before. */
static void
detached_view_stays_until_it_is_seen (gconstpointer application)
{
  PlumeWindow *window = open_window ((PlumeApplication *)application);
  GtkWidget *tile = gtk_widget_get_first_child (GTK_WIDGET (window->grid));
  gboolean painted = FALSE;
  GtkWidget *other;

  g_signal_emit_by_name (adw_bin_get_child (ADW_BIN (tile)), "detach");
  other = gtk_application_get_windows (GTK_APPLICATION (application))->data;
  g_assert_true (other != GTK_WIDGET (window));
  g_signal_connect (gtk_widget_get_frame_clock (other), "after-paint", G_CALLBACK (note_frame),
                    &painted);
  while (!painted)
    {
      g_assert_true (gtk_widget_get_visible (tile));
      g_main_context_iteration (NULL, TRUE);
    }
  g_assert_false (gtk_widget_get_visible (tile));
  plume_view_grid_bring_back (window->grid);
  g_assert_true (gtk_widget_get_visible (tile));
  close_window (window);
}

static GtkWidget *
find_button (GtkWidget *root, const char *label)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (root) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (root)), label) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_button (child, label);
  return found;
}

static gboolean
note_end (gpointer ended)
{
  *(gboolean *)ended = TRUE;
  return G_SOURCE_REMOVE;
}

/* The toolkit shows a button as pressed for 250 ms before it acts. */
static void
buttons_do_not_act_on_another_study (gconstpointer application)
{
  PlumeWindow *window = open_window ((PlumeApplication *)application);
  const PlumeExperiment *many = plume_experiments_find ("gas-chromatography");
  const PlumeExperiment *none = plume_experiments_find ("dpm-solver");
  gint64 until = g_get_monotonic_time () + PATIENCE;
  g_autoptr (GtkWidget) frame = NULL;
  GtkWidget *button = NULL;
  gboolean ended = FALSE;

  g_assert_cmpuint (none->n_actions, ==, 0);
  plume_window_open_experiment (window, many);
  while (button == NULL && g_get_monotonic_time () < until)
    {
      g_main_context_iteration (NULL, TRUE);
      button = find_button (GTK_WIDGET (window->inspector), many->actions[0].title);
    }
  g_assert_nonnull (button);
  frame = g_object_ref (
      adw_bin_get_child (ADW_BIN (gtk_widget_get_first_child (GTK_WIDGET (window->grid)))));
  gtk_widget_activate (button);
  plume_window_open_experiment (window, none);
  g_signal_emit_by_name (frame, "enlarge");
  g_signal_emit_by_name (frame, "detach");
  g_assert_cmpint (plume_view_grid_get_enlarged (window->grid), ==, -1);
  g_assert_true (gtk_application_get_windows (GTK_APPLICATION (application))->next == NULL);
  g_timeout_add (500, note_end, &ended);
  while (!ended)
    g_main_context_iteration (NULL, TRUE);
  close_window (window);
}

/* What the program keeps goes into the build folder, not to the person who tests. */
static void
move_home (void)
{
  static const char *const folders[] = { "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME",
                                         "XDG_STATE_HOME" };

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *path =
          g_test_build_filename (G_TEST_BUILT, "window-changes", folders[i], NULL);

      g_setenv (folders[i], path, TRUE);
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (PlumeApplication) application = NULL;

  g_test_init (&argc, &argv, NULL);
  move_home ();
  gsl_set_error_handler_off ();
  application = plume_application_new ();
  g_application_hold (G_APPLICATION (application)); /* from one window to the next */
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  g_test_add_data_func ("/app/window-changes/controllers-stay-as-many", application,
                        controllers_stay_as_many);
  g_test_add_data_func ("/app/window-changes/detached-view-stays-until-it-is-seen", application,
                        detached_view_stays_until_it_is_seen);
  g_test_add_data_func ("/app/window-changes/buttons-do-not-act-on-another-study", application,
                        buttons_do_not_act_on_another_study);
  plume_application_leave (g_test_run ());
}
