/* test-stalls.c: the watcher of the main loop tells work from waiting, and who worked. */
#include "app/plume-stalls.h"

#include <string.h>
#include <time.h>

typedef struct
{
  guint64 n_turns;
  guint n_late, n_worked;
} Counts;

static Counts
get_counts (void)
{
  Counts counts;

  plume_stalls_get_counts (&counts.n_turns, &counts.n_late, &counts.n_worked);
  return counts;
}

static double
get_work_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return 1e3 * (double)now.tv_sec + 1e-6 * (double)now.tv_nsec;
}

static gboolean
work_long (gpointer data)
{
  double end = get_work_ms () + 60;

  while (get_work_ms () < end)
    ;
  return G_SOURCE_REMOVE;
}

static gboolean
wait_long (gpointer data)
{
  g_usleep (30000);
  return G_SOURCE_REMOVE;
}

static gboolean
do_nothing (gpointer data)
{
  return G_SOURCE_REMOVE;
}

/* A turn is counted when the next one asks for events. */
static void
run (GSourceFunc function)
{
  guint id = g_idle_add (function, NULL);

  g_source_set_name_by_id (id, "of the test");
  g_main_context_iteration (NULL, FALSE);
  g_idle_add (do_nothing, NULL);
  g_main_context_iteration (NULL, FALSE);
}

static void
work_is_late_and_named (void)
{
  Counts before = get_counts (), after;
  g_autofree char *report = NULL;

  run (work_long);
  after = get_counts ();
  report = plume_stalls_report (5, NULL);
  g_assert_cmpuint (after.n_late, >=, before.n_late + 1);
  g_assert_cmpuint (after.n_worked, ==, before.n_worked + 1);
  g_assert_nonnull (strstr (report, "[of the test]"));
}

static void
waiting_is_late_but_no_work (void)
{
  Counts before = get_counts (), after;

  run (wait_long);
  after = get_counts ();
  g_assert_cmpuint (after.n_late, >=, before.n_late + 1);
  g_assert_cmpuint (after.n_worked, ==, before.n_worked);
}

static void
every_turn_is_counted (void)
{
  Counts before = get_counts (), after;

  for (int i = 0; i < 10; i++)
    run (do_nothing);
  after = get_counts ();
  g_assert_cmpuint (after.n_turns, ==, before.n_turns + 20);
  g_assert_cmpuint (after.n_worked, ==, before.n_worked);
}

/* Frames of the driver are passed over on the way to the handler. */
static void
the_driver_is_no_handler (void)
{
  g_autofree char *report = NULL;

  run (work_long);
  report = plume_stalls_report (5, "test-stalls");
  g_assert_nonnull (strstr (report, "(toolkit, drawing, drivers)"));
  g_assert_null (strstr (report, "work_long"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  plume_stalls_watch ();
  g_test_add_func ("/app/stalls/work-is-late-and-named", work_is_late_and_named);
  g_test_add_func ("/app/stalls/waiting-is-late-but-no-work", waiting_is_late_but_no_work);
  g_test_add_func ("/app/stalls/every-turn-is-counted", every_turn_is_counted);
  g_test_add_func ("/app/stalls/the-driver-is-no-handler", the_driver_is_no_handler);
  return g_test_run ();
}
