/* test-window-changes.c: a window that has seen many changes of a study is no heavier than before.
 */
#include "app/plume-application.h"
#include "app/plume-window.h"

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

static void
controllers_stay_as_many (void)
{
  g_autoptr (PlumeApplication) application = plume_application_new ();
  gint64 until = g_get_monotonic_time () + PATIENCE;
  PlumeWindow *window;
  PlumeStudy *study;
  PlumeAddress address;
  double number;
  guint before;

  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  g_application_activate (G_APPLICATION (application));
  window = PLUME_WINDOW (gtk_application_get_windows (GTK_APPLICATION (application))->data);
  while (plume_window_get_study (window) == NULL && g_get_monotonic_time () < until)
    g_main_context_iteration (NULL, TRUE);
  study = plume_window_get_study (window);
  g_assert_nonnull (study);
  iterate ();
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
  gtk_window_destroy (GTK_WINDOW (window));
  iterate ();
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
  g_test_init (&argc, &argv, NULL);
  move_home ();
  gsl_set_error_handler_off ();
  g_test_add_func ("/app/window-changes/controllers-stay-as-many", controllers_stay_as_many);
  plume_application_leave (g_test_run ());
}
