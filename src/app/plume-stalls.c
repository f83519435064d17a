/* plume-stalls.c: finds what keeps the main loop from coming round.
 *
 * A turn of the loop is what lies between two calls of poll(). Its length is taken twice: on the
 * wall clock, which a busy machine lengthens, and on the processor clock of the thread, which is
 * what the program itself did. A timer on the processor clock interrupts turns that work for too
 * long and takes the call stack; a place is the innermost function of this program on it, and the
 * name of the source that is being dispatched.
 *
 * State here is one for the process, as the default main context and the signal are. It is of no
 * use to any other code.
 */
#define _GNU_SOURCE
#include "app/plume-stalls.h"

#include <errno.h>
#include <execinfo.h>
#include <link.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define N_FRAMES  48
#define N_SAMPLES 16
#define N_BINS    8
#define TICK_MS   4

#ifndef sigev_notify_thread_id
#define sigev_notify_thread_id _sigev_un._tid
#endif

typedef struct
{
  void *frames[N_FRAMES];
  int n_frames;
  char source[40];
} Sample;

typedef struct
{
  guint n_turns, n_samples;
  double longest, sum; /* ms of turns in which this place was seen first */
  char source[40];
} Place;

static const double bin_edges[N_BINS] = { 1, 2, 4, 8, 16, 33, 100, 1000 };

static struct
{
  GPollFunc poll;
  GThread *thread;
  timer_t timer;
  gboolean has_timer;
  int depth;
  double wall, work; /* ms when the turn began */
  guint64 n_turns, wall_bins[N_BINS + 1], work_bins[N_BINS + 1];
  double longest_wall, longest_work;
  Sample samples[N_SAMPLES];
  volatile sig_atomic_t n_samples;
  GHashTable *places; /* offset in the program → Place */
  guintptr base, end; /* of the program in memory */
} watch;

static double
clock_ms (clockid_t clock)
{
  struct timespec now;

  clock_gettime (clock, &now);
  return 1e3 * (double)now.tv_sec + 1e-6 * (double)now.tv_nsec;
}

static void
set_timer (double first_ms)
{
  struct itimerspec times = { .it_value.tv_nsec = (long)(1e6 * first_ms),
                              .it_interval.tv_nsec = first_ms > 0 ? TICK_MS * 1000000L : 0 };

  if (watch.has_timer)
    timer_settime (watch.timer, 0, &times, NULL);
}

/* In the signal: only memory that is there already. */
static void
on_tick (int number)
{
  int saved = errno;

  if (watch.n_samples < N_SAMPLES)
    {
      Sample *sample = &watch.samples[watch.n_samples];
      GSource *source = g_main_current_source ();
      const char *name = source != NULL ? g_source_get_name (source) : NULL;

      sample->n_frames = backtrace (sample->frames, N_FRAMES);
      g_strlcpy (sample->source, name != NULL ? name : "(no name)", sizeof sample->source);
      watch.n_samples++;
    }
  errno = saved;
}

/* The innermost function of the program, 0 where the stack has none but main; the signal's own
 * frame and the poll function do not count. */
static guintptr
find_place (const Sample *sample)
{
  guintptr own[N_FRAMES];
  int n_own = 0;

  for (int i = 1; i < sample->n_frames; i++)
    {
      guintptr address = (guintptr)sample->frames[i];

      if (address >= watch.base && address < watch.end)
        own[n_own++] = address - watch.base;
    }
  return n_own > 2 ? own[0] - 1 : 0; /* the last two are main and _start */
}

static void
count (guint64 *bins, double ms)
{
  int bin = 0;

  while (bin < N_BINS && ms >= bin_edges[bin])
    bin++;
  bins[bin]++;
}

static void
note_places (double work)
{
  for (int i = 0; i < watch.n_samples; i++)
    {
      gpointer key = (gpointer)find_place (&watch.samples[i]);
      Place *place = g_hash_table_lookup (watch.places, key);

      if (place == NULL)
        {
          place = g_new0 (Place, 1);
          g_strlcpy (place->source, watch.samples[i].source, sizeof place->source);
          g_hash_table_insert (watch.places, key, place);
        }
      place->n_samples++;
      if (i > 0)
        continue;
      place->n_turns++;
      place->sum += work;
      place->longest = MAX (place->longest, work);
    }
}

static void
end_turn (void)
{
  double wall = clock_ms (CLOCK_MONOTONIC) - watch.wall,
         work = clock_ms (CLOCK_THREAD_CPUTIME_ID) - watch.work;

  set_timer (0);
  watch.n_turns++;
  count (watch.wall_bins, wall);
  count (watch.work_bins, work);
  watch.longest_wall = MAX (watch.longest_wall, wall);
  watch.longest_work = MAX (watch.longest_work, work);
  if (watch.n_samples > 0)
    note_places (work);
  watch.n_samples = 0;
}

static int
poll_between_turns (GPollFD *descriptors, guint n_descriptors, int timeout)
{
  int result;

  if (g_thread_self () != watch.thread)
    return watch.poll (descriptors, n_descriptors, timeout);
  end_turn ();
  result = watch.poll (descriptors, n_descriptors, timeout);
  watch.wall = clock_ms (CLOCK_MONOTONIC);
  watch.work = clock_ms (CLOCK_THREAD_CPUTIME_ID);
  set_timer (PLUME_STALL_MS);
  return result;
}

/* The first object that the loader names is the program. */
static int
find_program (struct dl_phdr_info *info, size_t size, void *data)
{
  watch.base = info->dlpi_addr;
  for (int i = 0; i < info->dlpi_phnum; i++)
    if (info->dlpi_phdr[i].p_type == PT_LOAD)
      watch.end = MAX (watch.end,
                       info->dlpi_addr + info->dlpi_phdr[i].p_vaddr + info->dlpi_phdr[i].p_memsz);
  return 1;
}

void
plume_stalls_watch (void)
{
  struct sigaction action = { .sa_handler = on_tick, .sa_flags = SA_RESTART };
  struct sigevent event = { .sigev_notify = SIGEV_THREAD_ID, .sigev_signo = SIGPROF };
  void *frame;

  g_return_if_fail (watch.places == NULL);
  watch.places = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  watch.thread = g_thread_self ();
  dl_iterate_phdr (find_program, NULL);
  backtrace (&frame, 1); /* loads what it needs now, not in a signal */
  event.sigev_notify_thread_id = gettid ();
  watch.has_timer = sigaction (SIGPROF, &action, NULL) == 0
                    && timer_create (CLOCK_THREAD_CPUTIME_ID, &event, &watch.timer) == 0;
  watch.wall = clock_ms (CLOCK_MONOTONIC);
  watch.work = clock_ms (CLOCK_THREAD_CPUTIME_ID);
  watch.poll = g_main_context_get_poll_func (NULL);
  g_main_context_set_poll_func (NULL, poll_between_turns);
}

gboolean
plume_stalls_are_wanted (void)
{
  const char *wish = g_getenv ("PLUME_TRACE");

  return wish != NULL && *wish != '\0' && strcmp (wish, "0") != 0;
}

static guint
count_from (const guint64 *bins, double ms)
{
  guint64 n = bins[N_BINS];

  for (int i = 1; i < N_BINS; i++)
    n += bin_edges[i - 1] >= ms ? bins[i] : 0;
  return (guint)n;
}

void
plume_stalls_get_counts (guint64 *n_turns, guint *n_late, guint *n_worked)
{
  *n_turns = watch.n_turns;
  *n_late = count_from (watch.wall_bins, PLUME_STALL_MS);
  *n_worked = count_from (watch.work_bins, PLUME_STALL_MS);
}

/* "function file:line" by binutils where they are installed, else the offset in the program. */
static char *
name_place (guintptr offset)
{
  g_autofree char *address = g_strdup_printf ("0x%" G_GINTPTR_MODIFIER "x", offset);
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  const char *command[] = { "addr2line", "-fsp", "-e", program, address, NULL };
  char *text = NULL;

  if (offset == 0)
    return g_strdup ("outside of Plume (toolkit, drawing, drivers)");
  if (program == NULL
      || !g_spawn_sync (NULL, (char **)command, NULL,
                        G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &text, NULL,
                        NULL, NULL)
      || text == NULL || *text == '\0')
    {
      g_free (text);
      return g_steal_pointer (&address);
    }
  return g_strchomp (text);
}

static void
write_bins (GString *text, const char *title, const guint64 *bins, double longest)
{
  g_string_append_printf (text, "  %-5s", title);
  for (int i = 0; i <= N_BINS; i++)
    g_string_append_printf (text, " %8" G_GUINT64_FORMAT, bins[i]);
  g_string_append_printf (text, "   longest %.0f ms\n", longest);
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const Place *p = g_hash_table_lookup (watch.places, *(const gpointer *)a),
              *q = g_hash_table_lookup (watch.places, *(const gpointer *)b);

  return (p->n_samples < q->n_samples) - (p->n_samples > q->n_samples);
}

char *
plume_stalls_report (guint max_places)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer key;

  g_return_val_if_fail (watch.places != NULL, g_string_free (text, FALSE));
  g_string_append_printf (text,
                          "turns of the main loop, by length in ms\n  %-5s %8s %8s %8s %8s %8s "
                          "%8s %8s %8s %8s\n",
                          "", "< 1", "< 2", "< 4", "< 8", "< 16", "< 33", "< 100", "< 1000",
                          "longer");
  write_bins (text, "clock", watch.wall_bins, watch.longest_wall);
  write_bins (text, "work", watch.work_bins, watch.longest_work);
  g_hash_table_iter_init (&iter, watch.places);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_ptr_array_add (keys, key);
  g_ptr_array_sort (keys, compare_places);
  if (keys->len > 0)
    g_string_append_printf (text, "where turns worked for more than %.0f ms\n", PLUME_STALL_MS);
  for (guint i = 0; i < MIN (keys->len, max_places); i++)
    {
      const Place *place = g_hash_table_lookup (watch.places, keys->pdata[i]);
      g_autofree char *name = name_place ((guintptr)keys->pdata[i]);

      g_string_append_printf (text, "  %5u samples, %4u turns, longest %5.0f ms  [%s] %s\n",
                              place->n_samples, place->n_turns, place->longest, place->source,
                              name);
    }
  return g_string_free (text, FALSE);
}
