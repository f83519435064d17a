/* window-times.c: how long a person waits in the real window: for the first picture of another
 * experiment and for its own, for a view that is enlarged or gets a window of its own; medians.
 *
 * window-times [ID…]: all experiments, or two of them at least. Times end with the frame that shows
 * it. gui/bench.sh gives it a screen of its own.
 */
#include "app/plume-application.h"
#include "app/plume-canvas-private.h"
#include "app/plume-stalls.h"
#include "app/plume-thumbnails.h"
#include "app/plume-window-private.h"
#include "experiments/plume-experiments.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define N_RUNS     10
#define PATIENCE   (60 * G_TIME_SPAN_SECOND)
#define REST       (20 * G_TIME_SPAN_SECOND) /* at most */
#define THUMBNAILS (240 * G_TIME_SPAN_SECOND)
#define N_PLACES   20

/**
 * Watch: waits for a frame.
 * @root: below it is looked
 * @begin, @reached: when a person did something, and when the frame was painted; µs
 * @height: of the canvas before
 */
typedef struct _Watch Watch;
struct _Watch
{
  PlumeWindow *window;
  GtkWidget *root;
  gboolean (*holds) (Watch *watch);
  gint64 begin, reached;
  int height;
};

typedef struct
{
  double first[N_RUNS], own[N_RUNS], enlarged[N_RUNS], sharp[N_RUNS], restored[N_RUNS],
      detached[N_RUNS], detached_sharp[N_RUNS];
} Times;

static PlumeCanvas *
find_canvas (GtkWidget *root)
{
  PlumeCanvas *canvas = NULL;

  if (!gtk_widget_get_mapped (root))
    return NULL;
  if (PLUME_IS_CANVAS (root))
    return PLUME_CANVAS (root);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && canvas == NULL;
       child = gtk_widget_get_next_sibling (child))
    canvas = find_canvas (child);
  return canvas;
}

static gboolean
shows_own_picture (Watch *watch)
{
  PlumeCanvas *canvas = find_canvas (watch->root);

  return canvas != NULL && plume_canvas_picture_is_new (canvas);
}

static gboolean
shows_other_size (Watch *watch)
{
  PlumeCanvas *canvas = find_canvas (watch->root);

  return canvas != NULL && gtk_widget_get_height (GTK_WIDGET (canvas)) != watch->height
         && plume_canvas_has_picture (canvas);
}

static gboolean
shows_a_picture (Watch *watch)
{
  GtkWidget *preview = GTK_WIDGET (watch->window->preview);

  return (gtk_widget_get_mapped (preview)
          && gtk_picture_get_paintable (watch->window->preview) != NULL)
         || shows_own_picture (watch);
}

static gboolean
on_painted (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer data)
{
  Watch *watch = data;

  if (watch->reached != 0 || watch->holds == NULL)
    return TRUE;
  if (watch->holds (watch))
    watch->reached = g_get_monotonic_time ();
  return TRUE;
}

static void
begin (Watch *watch, GtkWidget *root, gboolean (*holds) (Watch *watch))
{
  watch->root = root;
  watch->holds = holds;
  watch->reached = 0;
  watch->begin = g_get_monotonic_time ();
}

static gboolean
wake_up (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* ms from begin() to the frame that was waited for. */
static double
finish (Watch *watch, const char *what)
{
  while (watch->reached == 0)
    {
      g_main_context_iteration (NULL, TRUE);
      if (g_get_monotonic_time () > watch->begin + PATIENCE)
        g_error ("%s did not come", what);
    }
  return 1e-3 * (double)(watch->reached - watch->begin);
}

/* The same for something else that follows, from the same beginning. */
static double
finish_next (Watch *watch, gboolean (*holds) (Watch *watch), const char *what)
{
  watch->holds = holds;
  watch->reached = 0;
  gtk_widget_queue_draw (watch->root);
  return finish (watch, what);
}

/* Lets all come to rest that was begun. */
static void
rest (gint64 duration)
{
  gint64 until = g_get_monotonic_time () + duration;

  while (g_get_monotonic_time () < until)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_for_thumbnails (const GPtrArray *experiments)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  gint64 until = g_get_monotonic_time () + THUMBNAILS;

  for (guint i = 0; i < experiments->len; i++)
    while (plume_thumbnails_find (plume_thumbnails_get (), experiments->pdata[i], dark) == NULL
           && g_get_monotonic_time () < until)
      rest (50 * G_TIME_SPAN_MILLISECOND);
}

/* By the list of experiments, as a click there does it. */
static void
time_switch (Watch *watch, const PlumeExperiment *experiment, Times *times, guint run)
{
  begin (watch, GTK_WIDGET (watch->window->stack), shows_a_picture);
  g_signal_emit_by_name (watch->window->atlas, "chosen", experiment);
  times->first[run] = finish (watch, experiment->id);
  times->own[run] = finish_next (watch, shows_own_picture, experiment->id);
  plume_study_stop (watch->window->study);
  rest (300 * G_TIME_SPAN_MILLISECOND);
}

/* Until nothing is computed or played any more. */
static void
wait_for_rest (Watch *watch)
{
  gint64 until = g_get_monotonic_time () + REST;

  do
    rest (500 * G_TIME_SPAN_MILLISECOND);
  while (plume_study_is_busy (watch->window->study) && g_get_monotonic_time () < until);
}

/* The lowest view: the first one is as wide as an enlarged one. */
static PlumeCanvas *
find_last_canvas (Watch *watch)
{
  PlumeCanvas *canvas = NULL;

  for (GtkWidget *tile = gtk_widget_get_first_child (GTK_WIDGET (watch->window->grid));
       tile != NULL; tile = gtk_widget_get_next_sibling (tile))
    canvas = find_canvas (tile) != NULL ? find_canvas (tile) : canvas;
  return canvas;
}

static void
time_enlarging (Watch *watch, Times *times, guint run)
{
  PlumeCanvas *canvas = find_last_canvas (watch);
  int height = gtk_widget_get_height (GTK_WIDGET (canvas));

  begin (watch, GTK_WIDGET (canvas), shows_other_size);
  watch->height = height;
  plume_view_grid_enlarge (watch->window->grid, (int)canvas->view);
  times->enlarged[run] = finish (watch, "the enlarged view");
  times->sharp[run] = finish_next (watch, shows_own_picture, "the sharp view");
  rest (100 * G_TIME_SPAN_MILLISECOND);
  begin (watch, GTK_WIDGET (canvas), shows_other_size);
  watch->height = gtk_widget_get_height (GTK_WIDGET (canvas));
  plume_view_grid_enlarge (watch->window->grid, -1);
  times->restored[run] = finish (watch, "the tiled views");
  rest (100 * G_TIME_SPAN_MILLISECOND);
}

static GtkWidget *
get_other_window (Watch *watch)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (watch->window));

  for (GList *link = gtk_application_get_windows (application); link != NULL; link = link->next)
    if (link->data != watch->window)
      return link->data;
  return NULL;
}

static gboolean
shows_other_window (Watch *watch)
{
  watch->root = get_other_window (watch);
  return watch->root != NULL && shows_other_size (watch);
}

static void
time_detaching (Watch *watch, Times *times, guint run)
{
  PlumeCanvas *canvas = find_last_canvas (watch);

  begin (watch, NULL, shows_other_window);
  watch->height = 0;
  gtk_widget_activate_action (GTK_WIDGET (canvas), "view.detach", NULL);
  times->detached[run] = finish (watch, "the window of the view");
  times->detached_sharp[run] = finish_next (watch, shows_own_picture, "the sharp view");
  rest (100 * G_TIME_SPAN_MILLISECOND);
  plume_view_grid_bring_back (watch->window->grid);
  rest (100 * G_TIME_SPAN_MILLISECOND);
}

static void
report (const char *id, const char *what, const double *times)
{
  g_autofree char *name = g_strdup_printf ("%s, %s", id, what);
  double sorted[N_RUNS];

  memcpy (sorted, times, sizeof sorted);
  gsl_sort (sorted, 1, N_RUNS);
  printf ("%-62s median %7.1f ms  (min %.1f, max %.1f)\n", name,
          gsl_stats_median_from_sorted_data (sorted, 1, N_RUNS), sorted[0], sorted[N_RUNS - 1]);
}

static void
report_all (const char *id, const Times *times)
{
  report (id, "switching to it, first picture", times->first);
  report (id, "its own first picture", times->own);
  report (id, "a view enlarged", times->enlarged);
  report (id, "the same, painted anew", times->sharp);
  report (id, "all views again", times->restored);
  report (id, "a view in a window of its own", times->detached);
  report (id, "the same, painted anew", times->detached_sharp);
}

/* The others come between two times of one, so that none is still open. */
static void
measure (Watch *watch, const GPtrArray *experiments)
{
  g_autofree Times *times = g_new0 (Times, experiments->len);

  for (guint run = 0; run < N_RUNS; run++)
    for (guint i = 0; i < experiments->len; i++)
      time_switch (watch, experiments->pdata[i], &times[i], run);
  for (guint i = 0; i < experiments->len; i++)
    {
      plume_window_open_experiment (watch->window, experiments->pdata[i]);
      wait_for_rest (watch);
      if (plume_view_grid_get_n_shown (watch->window->grid) < 2)
        gtk_widget_activate_action (GTK_WIDGET (watch->window), "win.show-all-views", NULL);
      wait_for_rest (watch);
      for (guint run = 0; run < N_RUNS; run++)
        {
          time_enlarging (watch, &times[i], run);
          time_detaching (watch, &times[i], run);
        }
    }
  for (guint i = 0; i < experiments->len; i++)
    report_all (((const PlumeExperiment *)experiments->pdata[i])->id, &times[i]);
}

static GPtrArray *
choose_experiments (int argc, char **argv)
{
  GPtrArray *chosen = g_ptr_array_new ();

  for (const PlumeExperiment *const *experiment = plume_experiments (); *experiment != NULL;
       experiment++)
    if (argc < 2 || g_strv_contains ((const char *const *)argv + 1, (*experiment)->id))
      g_ptr_array_add (chosen, (gpointer)*experiment);
  return chosen;
}

static void
report_stalls (void)
{
  g_autofree char *places = plume_stalls_report (N_PLACES, "window-times");
  guint64 n_turns;
  guint n_late, n_worked;

  plume_stalls_get_counts (&n_turns, &n_late, &n_worked);
  printf ("%s%u of %" G_GUINT64_FORMAT
          " turns of the main loop were longer than %.0f ms, %u by work\n",
          places, n_late, n_turns, PLUME_STALL_MS, n_worked);
}

int
main (int argc, char **argv)
{
  g_autoptr (PlumeApplication) application = NULL;
  g_autoptr (GPtrArray) experiments = choose_experiments (argc, argv);
  Watch watch = { 0 };

  gsl_set_error_handler_off ();
  plume_stalls_watch ();
  application = plume_application_new ();
  if (!g_application_register (G_APPLICATION (application), NULL, NULL))
    return 1;
  g_application_activate (G_APPLICATION (application));
  watch.window = PLUME_WINDOW (gtk_application_get_windows (GTK_APPLICATION (application))->data);
  g_signal_add_emission_hook (g_signal_lookup ("after-paint", GDK_TYPE_FRAME_CLOCK), 0, on_painted,
                              &watch, NULL);
  g_timeout_add (5, wake_up, NULL);
  wait_for_thumbnails (experiments);
  measure (&watch, experiments);
  report_stalls ();
  gtk_window_destroy (GTK_WINDOW (watch.window));
  rest (200 * G_TIME_SPAN_MILLISECOND);
  plume_application_leave (0);
}
