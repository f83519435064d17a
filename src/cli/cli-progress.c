/* cli-progress.c: the progress line and Ctrl+C.
 *
 * "[#####     ]  50 %  12/24  1:05", as broad as the terminal: how much, how many pieces of the
 * work, how long it still takes. Nothing where standard error is no terminal.
 */
#include "cli/cli.h"

#include <glib-unix.h>
#include <math.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define INTERVAL      150000 /* µs */
#define MAX_BAR       60
#define MIN_BAR       8
#define USUAL_COLUMNS 80

/* The one task of the process, for its signal handler; and the thread that draws its progress. */
static struct
{
  PlumeTask *task;
  GThread *thread;
  gint running;
  gint done, total; /* pieces of the work; 0 of 0 where it has none */
} progress;

static void
on_interrupt (int number)
{
  if (progress.task != NULL)
    plume_task_cancel (progress.task);
}

static char *
format_seconds (double seconds)
{
  gint64 whole = (gint64)ceil (seconds);

  if (whole < 3600)
    return g_strdup_printf ("%d:%02d", (int)(whole / 60), (int)(whole % 60));
  return g_strdup_printf ("%" G_GINT64_FORMAT ":%02d:%02d", whole / 3600, (int)(whole / 60 % 60),
                          (int)(whole % 60));
}

/* What stands behind the bar; the longest of what there is that leaves room for a bar. */
static char *
format_tail (double fraction, double begun, double elapsed, int columns)
{
  int done = g_atomic_int_get (&progress.done), total = g_atomic_int_get (&progress.total);
  g_autoptr (GString) tail = g_string_new (NULL);
  gsize shorter;

  g_string_append_printf (tail, " %3.0f %%", floor (fraction * 100));
  shorter = tail->len;
  if (total > 0)
    g_string_append_printf (tail, "  %d/%d", done, total);
  if ((int)tail->len + MIN_BAR + 2 > columns)
    g_string_truncate (tail, shorter);
  shorter = tail->len;
  if (fraction > begun && fraction < 1 && elapsed > 1)
    {
      g_autofree char *left = format_seconds (elapsed * (1 - fraction) / (fraction - begun));

      g_string_append_printf (tail, "  %s", left);
    }
  if ((int)tail->len + MIN_BAR + 2 > columns)
    g_string_truncate (tail, shorter);
  return g_string_free (g_steal_pointer (&tail), FALSE);
}

static void
draw_line (double fraction, double begun, double elapsed)
{
  struct winsize size = { 0 };
  int known = ioctl (STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  int columns = (known ? size.ws_col : USUAL_COLUMNS) - 1; /* the last would wrap */
  g_autofree char *tail = format_tail (fraction, begun, elapsed, columns);
  int bar = MIN (MAX_BAR, columns - (int)strlen (tail) - 2);
  g_autoptr (GString) line = g_string_new ("\r\033[K");

  if (bar >= MIN_BAR)
    {
      g_string_append_c (line, '[');
      for (int i = 0; i < bar; i++)
        g_string_append_c (line, i < (int)(fraction * bar) ? '#' : ' ');
      g_string_append_c (line, ']');
    }
  g_string_append (line, bar >= MIN_BAR ? tail : g_strchug (tail));
  fputs (line->str, stderr);
}

/* Time is taken from where there is something done: the first of it may be of an earlier sweep. */
static gpointer
draw (gpointer data)
{
  gint64 begin = g_get_monotonic_time (), counted = begin;
  double begun = 0;
  gboolean drawn = FALSE;

  while (g_atomic_int_get (&progress.running))
    {
      g_usleep (INTERVAL);

      double fraction = plume_task_get_progress (progress.task);
      gint64 now = g_get_monotonic_time ();

      if (!(begun > 0) && fraction > 0)
        {
          begun = fraction;
          counted = now;
        }
      if (now - begin < 5 * INTERVAL || !(fraction > 0))
        continue;
      draw_line (fraction, begun, (double)(now - counted) * 1e-6);
      drawn = TRUE;
    }
  if (drawn)
    fputs ("\r\033[K", stderr);
  return NULL;
}

/**
 * cli_progress_begin:
 *
 * To be called once in the process, before the work.
 *
 * Returns: (transfer full): the task of the work, for cli_progress_end()
 */
PlumeTask *
cli_progress_begin (void)
{
  struct sigaction action = { .sa_handler = on_interrupt, .sa_flags = SA_RESETHAND };

  progress.task = plume_task_new ();
  sigaction (SIGINT, &action, NULL);
  sigaction (SIGTERM, &action, NULL);
  if (isatty (STDERR_FILENO))
    {
      progress.running = TRUE;
      progress.thread = g_thread_new ("progress", draw, NULL);
    }
  return progress.task;
}

/**
 * cli_progress_count:
 * @done: how many pieces of the work are done
 * @total: of how many
 *
 * Shown beside the bar; the length of the bar is the task's.
 */
void
cli_progress_count (int done, int total)
{
  g_atomic_int_set (&progress.done, done);
  g_atomic_int_set (&progress.total, total);
}

/**
 * cli_progress_hide:
 *
 * Takes the line away for good, before anything else is printed. Ctrl+C still cancels.
 */
void
cli_progress_hide (void)
{
  g_atomic_int_set (&progress.running, FALSE);
  if (progress.thread != NULL)
    g_thread_join (g_steal_pointer (&progress.thread));
}

void
cli_progress_end (PlumeTask *task)
{
  cli_progress_hide ();
  progress.task = NULL;
  plume_task_unref (task);
}
