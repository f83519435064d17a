/* soak-window.c: minutes of what a restless person does in the real window: drags, pokes at any
 * widget, data good and broken, undo, exports, views, selections, over all experiments.
 *
 * soak-window SECONDS [SEED]. Where xdotool is found a part comes as real events. A warning or a
 * critical is the end. PLUME_SOAK_LOG names a file for the deeds, PLUME_SOAK_FILES a folder of
 * files to open. Ends with a report: deeds, memory, and where the main loop was late.
 */
#include "soak-window.h"

#include "app/plume-application.h"
#include "app/plume-stalls.h"

#include <execinfo.h>
#include <glib/gstdio.h>
#include <gsl/gsl_errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define STEP_MS   20
#define N_REPORTS 30
#define REST      (1500 * G_TIME_SPAN_MILLISECOND) /* at least, until timers have run out */
#define CALM      (300 * G_TIME_SPAN_MILLISECOND)  /* until what was begun is no longer queued */
#define MOST_REST (30 * G_TIME_SPAN_SECOND)

typedef struct
{
  Restless restless;
  GApplication *application;
  double seconds;
  gint64 begin, next_report, rests_since; /* 0: it does not rest */
  gboolean calm;                          /* everything is put away */
  SoakMemory memory;
} Soak;

guint
restless_choose (Restless *restless, guint n)
{
  return plume_stream_bits (&restless->stream) % MAX (n, 1);
}

double
restless_fraction (Restless *restless)
{
  return plume_stream_uniform (&restless->stream);
}

void
restless_note (Restless *restless, const char *format, ...)
{
  va_list arguments;

  if (restless->log == NULL)
    return;
  va_start (arguments, format);
  vfprintf (restless->log, format, arguments);
  va_end (arguments);
  fputc ('\n', restless->log);
  fflush (restless->log);
}

static void
end (Soak *soak)
{
  g_clear_object (&soak->restless.dragged);
  g_application_quit (soak->application);
}

/* Now and then everything comes to rest, so that memory can be compared; whether it does now. */
static gboolean
rest (Soak *soak, gint64 now, double elapsed)
{
  if (soak->rests_since == 0)
    {
      if (now < soak->next_report)
        return FALSE;
      soak->rests_since = now;
      soak->calm = FALSE;
    }
  else if (!soak->calm)
    {
      soak->calm = now > soak->rests_since + CALM;
      if (soak->calm)
        restless_come_to_rest (&soak->restless);
    }
  else if ((now > soak->rests_since + REST && restless_is_at_rest (&soak->restless))
           || now > soak->rests_since + MOST_REST)
    {
      soak_memory_note (&soak->memory, &soak->restless, elapsed / 60, elapsed / soak->seconds);
      soak->rests_since = 0;
      soak->next_report = now + (gint64)(1e6 * soak->seconds / N_REPORTS);
    }
  return TRUE;
}

static gboolean
on_step (gpointer data)
{
  Soak *soak = data;
  gint64 now = g_get_monotonic_time ();
  double elapsed = 1e-6 * (double)(now - soak->begin);

  if (elapsed >= soak->seconds)
    {
      end (soak);
      return G_SOURCE_REMOVE;
    }
  if (plume_window_get_study (soak->restless.window) != NULL && !rest (soak, now, elapsed))
    restless_step (&soak->restless);
  return G_SOURCE_CONTINUE;
}

/* A click on its cross would end the soak. */
static gboolean
keep_open (GtkWindow *window, gpointer user_data)
{
  return TRUE;
}

static void
on_window_added (GtkApplication *application, GtkWindow *window, Soak *soak)
{
  guint step;

  if (soak->restless.window != NULL || !PLUME_IS_WINDOW (window))
    return;
  soak->restless.window = PLUME_WINDOW (window);
  g_signal_connect (soak->restless.window, "close-request", G_CALLBACK (keep_open), NULL);
  soak->begin = soak->next_report = g_get_monotonic_time ();
  step = g_timeout_add (STEP_MS, on_step, soak);
  g_source_set_name_by_id (step, "soak");
}

/* Files of a folder and of those in it. */
static void
find_files (const char *folder, GPtrArray *paths)
{
  g_autoptr (GDir) dir = folder != NULL ? g_dir_open (folder, 0, NULL) : NULL;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        find_files (path, paths);
      else
        g_ptr_array_add (paths, g_steal_pointer (&path));
    }
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* Sanitizers tell more, and catch these themselves. */
#ifndef __SANITIZE_ADDRESS__
static void
on_crash (int number)
{
  void *frames[60];

  backtrace_symbols_fd (frames, backtrace (frames, G_N_ELEMENTS (frames)), STDERR_FILENO);
  signal (number, SIG_DFL);
  raise (number);
}
#endif

static void
catch_crashes (void)
{
#ifndef __SANITIZE_ADDRESS__
  static const int numbers[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };
  void *frame;

  backtrace (&frame, 1); /* loads what it needs now, not in a signal */
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    signal (numbers[i], on_crash);
#endif
}

/* The widget that a warning names by its address; nullable. */
static GtkWidget *
find_named_widget (const char *message)
{
  const char *address = strstr (message, " 0x");
  gpointer object =
      address != NULL ? GSIZE_TO_POINTER (g_ascii_strtoull (address + 3, NULL, 16)) : NULL;

  return object != NULL && GTK_IS_WIDGET (object) ? object : NULL;
}

/* At the edge of the screen a popover gets less room than it asked for. */
static gboolean
stands_in_squeezed_popover (GtkWidget *widget)
{
  GtkWidget *popover = widget != NULL ? gtk_widget_get_ancestor (widget, GTK_TYPE_POPOVER) : NULL;
  int width, height;

  if (popover == NULL)
    return FALSE;
  gtk_widget_measure (popover, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  gtk_widget_measure (popover, GTK_ORIENTATION_VERTICAL, -1, &height, NULL, NULL, NULL);
  return gtk_widget_get_width (popover) < width || gtk_widget_get_height (popover) < height;
}

/* What the toolkit says of the display: without a window manager the X server may take a popup away
 * while it is still moved, or leave a window, or what pops up from it, beside the screen; and the
 * toolkit loses count of who is pressed where a window goes while a button is held on it, and its
 * tooltips ask a popover on which the pointer was half a second ago, surface or not. */
static gboolean
is_of_display (const GLogField *fields, gsize n_fields)
{
  for (gsize i = 0; i < n_fields; i++)
    {
      const char *value = fields[i].value;

      if (g_str_equal (fields[i].key, "GLIB_DOMAIN") && g_str_equal (value, "Gdk"))
        return TRUE;
      if (!g_str_equal (fields[i].key, "MESSAGE"))
        continue;
      if (g_str_has_prefix (value, "Broken accounting of active state")
          || g_str_has_prefix (value, "_gtk_widget_find_at_coords"))
        return TRUE;
      if (strstr (value, "attempt to allocate") != NULL
          && stands_in_squeezed_popover (find_named_widget (value)))
        return TRUE;
    }
  return FALSE;
}

/* Where the widget that a warning names stands. */
static void
tell_place (const GLogField *fields, gsize n_fields)
{
  for (gsize i = 0; i < n_fields; i++)
    for (GtkWidget *widget =
             g_str_equal (fields[i].key, "MESSAGE") ? find_named_widget (fields[i].value) : NULL;
         widget != NULL; widget = gtk_widget_get_parent (widget))
      fprintf (stderr, "  in %s “%s”, %d × %d\n", G_OBJECT_TYPE_NAME (widget),
               gtk_widget_get_css_name (widget), gtk_widget_get_width (widget),
               gtk_widget_get_height (widget));
}

/* Any warning of the program is the end, with the call stack. */
static GLogWriterOutput
write_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  int *n_warnings = user_data;
  void *frames[40];

  g_log_writer_default (level, fields, n_fields, NULL);
  if (!(level & (G_LOG_LEVEL_WARNING | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR)))
    return G_LOG_WRITER_HANDLED;
  g_atomic_int_inc (n_warnings);
  /* after what the X server refuses the toolkit ends the program: with GDK_SYNCHRONIZE=1 it was
   * asked for here */
  backtrace_symbols_fd (frames, backtrace (frames, G_N_ELEMENTS (frames)), STDERR_FILENO);
  if (is_of_display (fields, n_fields))
    return G_LOG_WRITER_HANDLED;
  tell_place (fields, n_fields);
  abort ();
}

static void
report (Soak *soak, int n_warnings, guint64 seed)
{
  guint64 n_turns;
  guint n_late, n_worked;
  g_autofree char *places = plume_stalls_report (25, "soak-");

  plume_stalls_get_counts (&n_turns, &n_late, &n_worked);
  printf ("%s", places);
  soak_memory_report (&soak->memory);
  printf ("%u deeds (%u of them real events) in %.1f minutes, seed %" G_GUINT64_FORMAT
          ": no crash, no warning but %d of the display; %u of %" G_GUINT64_FORMAT
          " turns of the main loop were longer than %.0f ms, %u by work\n",
          soak->restless.n_deeds, soak->restless.n_events, soak->seconds / 60, seed, n_warnings,
          n_late, n_turns, PLUME_STALL_MS, n_worked);
}

static void
soak_init (Soak *soak, double seconds, guint64 seed)
{
  const char *log = g_getenv ("PLUME_SOAK_LOG");
  g_autofree char *xdotool = g_find_program_in_path ("xdotool");

  soak->seconds = seconds;
  soak_memory_init (&soak->memory);
  soak->restless.stream = plume_stream (seed, "soak", 0);
  soak->restless.real_events = xdotool != NULL;
  soak->restless.folder = g_dir_make_tmp ("plume-soak-XXXXXX", NULL);
  soak->restless.files = g_ptr_array_new_with_free_func (g_free);
  find_files (g_getenv ("PLUME_SOAK_FILES"), soak->restless.files);
  g_ptr_array_sort (soak->restless.files, compare_paths);
  soak->restless.log = log != NULL ? fopen (log, "w") : NULL;
}

static void
soak_clear (Soak *soak)
{
  static const char *const names[] = { "table.csv", "study.plume" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (soak->restless.folder, names[i], NULL);

      g_unlink (path);
    }
  g_rmdir (soak->restless.folder);
  g_ptr_array_unref (soak->restless.files);
  soak_memory_clear (&soak->memory);
  if (soak->restless.log != NULL)
    fclose (soak->restless.log);
}

int
main (int argc, char **argv)
{
  double seconds = argc > 1 ? g_ascii_strtod (argv[1], NULL) : 60;
  guint64 seed = argc > 2 ? g_ascii_strtoull (argv[2], NULL, 10) : 1;
  g_autoptr (PlumeApplication) application = NULL;
  int n_warnings = 0;
  Soak soak = { 0 };

  catch_crashes ();
  gsl_set_error_handler_off ();
  g_log_set_writer_func (write_log, &n_warnings, NULL);
  printf ("soak of the window: %.0f s, seed %" G_GUINT64_FORMAT "\n", seconds, seed);
  fflush (stdout);
  soak_init (&soak, seconds, seed);
  plume_stalls_watch ();
  application = plume_application_new ();
  soak.application = G_APPLICATION (application);
  g_signal_connect (application, "window-added", G_CALLBACK (on_window_added), &soak);
  g_application_run (soak.application, 1, argv);
  report (&soak, n_warnings, seed);
  soak_clear (&soak);
  plume_application_leave (EXIT_SUCCESS);
}
