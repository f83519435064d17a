/* plume-trace.c: how long the start took, measured from the birth of the process as the kernel
 * knows it. */
#include "app/plume-trace.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Milliseconds since the process was started; good to a clock tick (10 ms). */
static double
process_age (void)
{
  g_autofree char *stat = NULL;
  g_auto (GStrv) fields = NULL;
  struct timespec now;
  const char *rest;

  if (!g_file_get_contents ("/proc/self/stat", &stat, NULL, NULL)
      || clock_gettime (CLOCK_BOOTTIME, &now) != 0)
    return 0;
  rest = strrchr (stat, ')'); /* the second field may hold spaces; the 22nd is the start time */
  fields = g_strsplit (rest != NULL ? rest + 2 : "", " ", -1);
  if (g_strv_length (fields) < 20)
    return 0;
  return 1e3
         * ((double)now.tv_sec + 1e-9 * (double)now.tv_nsec
            - g_ascii_strtod (fields[19], NULL) / (double)sysconf (_SC_CLK_TCK));
}

static gboolean
is_wanted (void)
{
  const char *wish = g_getenv ("PLUME_TRACE");

  return wish != NULL && *wish != '\0' && strcmp (wish, "0") != 0;
}

/**
 * plume_trace_point:
 * @name: what was reached
 *
 * Writes the age of the process to standard error.
 */
void
plume_trace_point (const char *name)
{
  if (is_wanted ())
    g_printerr ("%s: %.0f ms\n", name, process_age ());
}

static void
on_after_paint (GdkFrameClock *clock, gpointer user_data)
{
  plume_trace_point ("first frame");
  g_signal_handlers_disconnect_by_func (clock, on_after_paint, user_data);
}

static void
on_realize (GtkWidget *window, gpointer user_data)
{
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (on_after_paint),
                    NULL);
}

/**
 * plume_trace_first_frame:
 * @window: a window that was not shown yet
 */
void
plume_trace_first_frame (GtkWidget *window)
{
  if (is_wanted ())
    g_signal_connect (window, "realize", G_CALLBACK (on_realize), NULL);
}

static void
on_next_paint (GdkFrameClock *clock, gpointer user_data)
{
  plume_trace_point ("next frame");
  g_signal_handlers_disconnect_by_func (clock, on_next_paint, user_data);
}

/**
 * plume_trace_next_frame:
 * @window: a window that is shown and was changed just now
 */
void
plume_trace_next_frame (GtkWidget *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);

  if (is_wanted () && clock != NULL)
    g_signal_connect (clock, "after-paint", G_CALLBACK (on_next_paint), NULL);
}
