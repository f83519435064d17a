/* soak-memory.c: what the soak of the window leaves behind.
 *
 * Memory is compared at one and the same state: no other window, nothing kept, a fresh study that
 * has come to rest, and free pages given back. Then a slope is a leak.
 */
#include "resident.h"
#include "soak-window.h"

#include "app/plume-window-private.h"
#include "experiments/plume-experiments.h"

#include <gdk/gdk.h>
#ifdef GDK_WINDOWING_X11
#include <gdk/x11/gdkx.h>
#endif
#include <gsl/gsl_fit.h>
#include <malloc.h>
#include <math.h>

#define WARM_UP 0.3             /* share of the time that does not count */
#define COMPUTE "plume-compute" /* name of the threads of studies */

/* What was allocated and not freed; sanitizers have an allocator of their own and say 0. */
static double
get_in_use_mb (void)
{
  struct mallinfo2 info = mallinfo2 ();

  return (double)(info.uordblks + info.hblkhd) / 1048576;
}

/* File choosers belong to those who opened them, and are only closed. */
static void
close_other_windows (Restless *restless)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = g_list_model_get_n_items (windows); i-- > 0;)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (window == NULL || window == GTK_WINDOW (restless->window))
        continue;
      if (GTK_IS_FILE_CHOOSER (window))
        gtk_window_close (window);
      else
        gtk_window_destroy (window);
    }
}

/* A window keeps the widget under the pointer until the pointer moves. */
static void
move_pointer_away (Restless *restless)
{
  const char *command[] = { "xdotool", "mousemove", "2", "2", NULL };

  if (restless->real_events)
    g_spawn_async (NULL, (char **)command, NULL,
                   G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                   NULL, NULL, NULL, NULL);
}

/* Dialogs are destroyed with their menus open, which no person can do: what the toolkit still asks
 * of these menus the X server refuses. */
static void
bear_errors_of_display (gboolean bear)
{
#ifdef GDK_WINDOWING_X11
  GdkDisplay *display = gdk_display_get_default ();

  if (!GDK_IS_X11_DISPLAY (display))
    return;
  if (bear)
    gdk_x11_display_error_trap_push (display);
  else
    gdk_x11_display_error_trap_pop_ignored (display);
#endif
}

/* Ends what is being done and opens the first experiment as at the start. */
void
restless_come_to_rest (Restless *restless)
{
  PlumeWindow *window = restless->window;
  g_autoptr (PlumeStudy) study = plume_study_new (plume_experiments ()[0]);

  restless_note (restless, "rest");
  bear_errors_of_display (TRUE);
  if (restless->dragged != NULL)
    plume_study_set_held (restless->dragged, FALSE);
  g_clear_object (&restless->dragged);
  restless->drag_left = 0;
  plume_view_grid_bring_back (window->grid);
  close_other_windows (restless);
  plume_window_set_study (window, study);
  g_queue_clear_full (window->studies, g_object_unref);
  move_pointer_away (restless);
}

/* Studies that were closed end their present work by themselves; helpers of parallel loops are
 * called like the thread that made them. */
static guint
count_compute_threads (void)
{
  g_autoptr (GDir) threads = g_dir_open ("/proc/self/task", 0, NULL);
  const char *id;
  guint n = 0;

  while (threads != NULL && (id = g_dir_read_name (threads)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc/self/task", id, "comm", NULL);
      g_autofree char *name = NULL;

      n += g_file_get_contents (path, &name, NULL, NULL) && g_str_has_prefix (name, COMPUTE);
    }
  return n;
}

gboolean
restless_is_at_rest (Restless *restless)
{
  return !plume_study_is_busy (restless->window->study)
         && count_compute_threads () <= g_get_num_processors ();
}

/**
 * soak_memory_note:
 * @elapsed: share of the whole soak
 *
 * To be called at rest: gives free pages back and notes what is left.
 */
void
soak_memory_note (SoakMemory *memory, const Restless *restless, double minutes, double elapsed)
{
  double resident, in_use, hours;

  bear_errors_of_display (FALSE);
  malloc_trim (0);
  resident = resident_megabytes ();
  in_use = get_in_use_mb ();
  printf ("%6.2f min  %5u deeds  at rest %7.1f MB resident  %7.1f MB in use\n", minutes,
          restless->n_deeds, resident, in_use);
  fflush (stdout);
  if (elapsed < WARM_UP)
    return;
  hours = minutes / 60;
  g_array_append_val (memory->hours, hours);
  g_array_append_val (memory->resident, resident);
  g_array_append_val (memory->in_use, in_use);
}

static void
print_slope (const char *name, const GArray *hours, const GArray *sizes)
{
  double c0, c1, cov00, cov01, cov11, sum;

  if (hours->len < 3)
    return;
  gsl_fit_linear ((double *)hours->data, 1, (double *)sizes->data, 1, hours->len, &c0, &c1, &cov00,
                  &cov01, &cov11, &sum);
  printf ("memory %s at rest after warm-up: %+.2f ± %.2f MB an hour\n", name, c1, sqrt (cov11));
}

void
soak_memory_report (const SoakMemory *memory)
{
  print_slope ("resident", memory->hours, memory->resident);
  print_slope ("in use", memory->hours, memory->in_use);
}

void
soak_memory_init (SoakMemory *memory)
{
  memory->hours = g_array_new (FALSE, FALSE, sizeof (double));
  memory->resident = g_array_new (FALSE, FALSE, sizeof (double));
  memory->in_use = g_array_new (FALSE, FALSE, sizeof (double));
}

void
soak_memory_clear (SoakMemory *memory)
{
  g_array_unref (memory->hours);
  g_array_unref (memory->resident);
  g_array_unref (memory->in_use);
}
