/* cli-progress.c: the progress line and Ctrl+C. */
#include "cli/cli.h"

#include <glib-unix.h>
#include <stdio.h>
#include <unistd.h>

#define INTERVAL 150000 /* µs */

/* The one task of the process, for its signal handler; and the thread that draws its progress. */
static struct
{
  PlumeTask *task;
  GThread *thread;
  gint running;
} progress;

static void
on_interrupt (int number)
{
  if (progress.task != NULL)
    plume_task_cancel (progress.task);
}

static gpointer
draw (gpointer data)
{
  gint64 begin = g_get_monotonic_time ();
  gboolean drawn = FALSE;

  while (g_atomic_int_get (&progress.running))
    {
      g_usleep (INTERVAL);

      double fraction = plume_task_get_progress (progress.task);

      if (g_get_monotonic_time () - begin < 5 * INTERVAL || !(fraction > 0))
        continue;
      fprintf (stderr, "\r\033[K[%-40.*s] %3.0f %%", (int)(fraction * 40),
               "########################################", fraction * 100);
      drawn = TRUE;
    }
  if (drawn)
    fputs ("\r\033[K", stderr);
  return NULL;
}

PlumeTask *
cli_progress_begin (void)
{
  struct sigaction action = { .sa_handler = on_interrupt, .sa_flags = SA_RESETHAND };

  progress.task = plume_task_new ();
  sigaction (SIGINT, &action, NULL);
  if (isatty (STDERR_FILENO))
    {
      progress.running = TRUE;
      progress.thread = g_thread_new ("progress", draw, NULL);
    }
  return progress.task;
}

void
cli_progress_end (PlumeTask *task)
{
  g_atomic_int_set (&progress.running, FALSE);
  if (progress.thread != NULL)
    g_thread_join (g_steal_pointer (&progress.thread));
  progress.task = NULL;
  plume_task_unref (task);
}
