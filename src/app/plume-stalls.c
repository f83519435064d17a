/* plume-stalls.c: finds what keeps the main loop from coming round.
 *
 * A turn of the loop is what lies between two calls of poll(). Its length is taken twice: on the
 * wall clock, which a busy machine lengthens, and on the processor clock of the thread, which is
 * what the program itself did. A timer on the processor clock interrupts turns that work for too
 * long and takes the call stack; of it the functions of this program are kept, and the name of the
 * source that is being dispatched. A place is the outermost of them: a handler.
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

#define N_FRAMES  400 /* widgets in widgets draw and measure deep down */
#define N_OWN     12
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

/**
 * Chain: one way through the program.
 * @own: offsets in the program, from the handler inwards
 * @n_turns, @sum, @longest: turns in which it was seen first, and how long they worked, ms
 */
typedef struct
{
  guintptr own[N_OWN];
  guint n_own;
  char source[40];
  guint n_turns, n_samples;
  double sum, longest;
} Chain;

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
  GHashTable *chains; /* Chain, a set */
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

static guint
hash_chain (gconstpointer key)
{
  const Chain *chain = key;
  guint hash = g_str_hash (chain->source);

  for (guint i = 0; i < chain->n_own; i++)
    hash = 31 * hash + (guint)chain->own[i];
  return hash;
}

static gboolean
chains_equal (gconstpointer a, gconstpointer b)
{
  const Chain *p = a, *q = b;

  return p->n_own == q->n_own && memcmp (p->own, q->own, p->n_own * sizeof p->own[0]) == 0
         && g_str_equal (p->source, q->source);
}

/* The functions of the program but main and what called it. */
static void
find_chain (const Sample *sample, Chain *chain)
{
  int n_skipped = 0;

  g_strlcpy (chain->source, sample->source, sizeof chain->source);
  for (int i = sample->n_frames - 1; i > 0 && chain->n_own < N_OWN; i--)
    {
      guintptr address = (guintptr)sample->frames[i];

      if (address < watch.base || address >= watch.end)
        continue;
      if (i < 4 && address >= (guintptr)on_tick && address < (guintptr)on_tick + 1024)
        break; /* sanitizers put frames of their own below the signal's */
      if (n_skipped < 2 && sample->n_frames < N_FRAMES)
        n_skipped++;
      else
        chain->own[chain->n_own++] = address - watch.base - 1;
    }
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
      Chain key = { 0 };
      Chain *chain;

      find_chain (&watch.samples[i], &key);
      chain = g_hash_table_lookup (watch.chains, &key);
      if (chain == NULL)
        {
          chain = g_memdup2 (&key, sizeof key);
          g_hash_table_add (watch.chains, chain);
        }
      chain->n_samples++;
      if (i > 0)
        continue;
      chain->n_turns++;
      chain->sum += work;
      chain->longest = MAX (chain->longest, work);
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

  g_return_if_fail (watch.chains == NULL);
  watch.chains = g_hash_table_new_full (hash_chain, chains_equal, g_free, NULL);
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

/* offset → "function at file:line" by binutils where they are installed, else the number. */
static GHashTable *
name_offsets (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL), *text = NULL;
  g_autoptr (GPtrArray) command = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) offsets = g_array_new (FALSE, FALSE, sizeof (guintptr));
  g_auto (GStrv) lines = NULL;
  GHashTable *names = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  GHashTableIter iter;
  gpointer key;

  for (const char *const *word = (const char *const[]){ "addr2line", "-fsp", "-e", program, NULL };
       *word != NULL; word++)
    g_ptr_array_add (command, g_strdup (*word));
  g_hash_table_iter_init (&iter, watch.chains);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    for (guint i = 0; i < ((Chain *)key)->n_own; i++)
      {
        gpointer offset = (gpointer)((Chain *)key)->own[i];

        if (!g_hash_table_insert (names, offset,
                                  g_strdup_printf ("0x%" G_GINTPTR_MODIFIER "x", (guintptr)offset)))
          continue;
        g_array_append_val (offsets, offset);
        g_ptr_array_add (command, g_strdup (g_hash_table_lookup (names, offset)));
      }
  g_ptr_array_add (command, NULL);
  if (g_spawn_sync (NULL, (char **)command->pdata, NULL,
                    G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &text, NULL, NULL,
                    NULL))
    lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines != NULL && i < offsets->len && lines[i] != NULL; i++)
    g_hash_table_insert (names, (gpointer)g_array_index (offsets, guintptr, i),
                         g_strdup (lines[i]));
  return names;
}

/**
 * Place: a handler, with all chains that begin there.
 * @path: the functions of the longest of them, from the handler inwards
 */
typedef struct
{
  Chain total;
  char *path;
} Place;

static void
place_free (gpointer data)
{
  g_free (((Place *)data)->path);
  g_free (data);
}

/* The functions without their files, the driver's left out. */
static char *
describe_chain (const Chain *chain, GHashTable *names, const char *driver)
{
  GString *path = g_string_new (NULL);

  for (guint i = 0; i < chain->n_own; i++)
    {
      const char *name = g_hash_table_lookup (names, (gpointer)chain->own[i]);
      const char *file = strstr (name, " at ");

      if (driver != NULL && file != NULL && g_str_has_prefix (file + 4, driver))
        continue;
      g_string_append_printf (path, "%s%.*s", path->len > 0 ? " › " : "",
                              (int)(file != NULL ? file - name : (long)strlen (name)), name);
    }
  if (path->len == 0)
    g_string_append (path, "(toolkit, drawing, drivers)");
  return g_string_free (path, FALSE);
}

static void
add_to_place (GHashTable *places, const Chain *chain, char *path)
{
  const char *end = strstr (path, " › ");
  g_autofree char *handler = end != NULL ? g_strndup (path, (gsize)(end - path)) : g_strdup (path);
  g_autofree char *key = g_strdup_printf ("%s %s", chain->source, handler);
  Place *place = g_hash_table_lookup (places, key);

  if (place == NULL)
    {
      place = g_new0 (Place, 1);
      g_strlcpy (place->total.source, chain->source, sizeof place->total.source);
      g_hash_table_insert (places, g_steal_pointer (&key), place);
    }
  place->total.n_turns += chain->n_turns;
  place->total.n_samples += chain->n_samples;
  place->total.sum += chain->sum;
  if (place->path == NULL || chain->longest > place->total.longest)
    {
      g_free (place->path);
      place->path = g_strdup (path);
      place->total.longest = chain->longest;
    }
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const Place *p = *(const Place *const *)a, *q = *(const Place *const *)b;

  return (p->total.n_samples < q->total.n_samples) - (p->total.n_samples > q->total.n_samples);
}

static GPtrArray *
find_places (GHashTable *places, const char *driver)
{
  g_autoptr (GHashTable) names = name_offsets ();
  GPtrArray *sorted = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, watch.chains);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      g_autofree char *path = describe_chain (key, names, driver);

      add_to_place (places, key, path);
    }
  g_hash_table_iter_init (&iter, places);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (sorted, value);
  g_ptr_array_sort (sorted, compare_places);
  return sorted;
}

static void
write_bins (GString *text, const char *title, const guint64 *bins, double longest)
{
  g_string_append_printf (text, "  %-5s", title);
  for (int i = 0; i <= N_BINS; i++)
    g_string_append_printf (text, " %8" G_GUINT64_FORMAT, bins[i]);
  g_string_append_printf (text, "   longest %.0f ms\n", longest);
}

/**
 * plume_stalls_report:
 * @max_places: how many handlers are listed, those first that take most
 * @driver: (nullable): how the names of source files begin whose functions drive the window and are
 *   no handlers
 *
 * Returns: (transfer full): a histogram of turns, and where those worked that were too long.
 */
char *
plume_stalls_report (guint max_places, const char *driver)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GHashTable) places =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, place_free);
  g_autoptr (GPtrArray) sorted = NULL;

  g_return_val_if_fail (watch.chains != NULL, g_string_free (text, FALSE));
  g_string_append_printf (text,
                          "turns of the main loop, by length in ms\n  %-5s %8s %8s %8s %8s %8s "
                          "%8s %8s %8s %8s\n",
                          "", "< 1", "< 2", "< 4", "< 8", "< 16", "< 33", "< 100", "< 1000",
                          "longer");
  write_bins (text, "clock", watch.wall_bins, watch.longest_wall);
  write_bins (text, "work", watch.work_bins, watch.longest_work);
  sorted = find_places (places, driver);
  if (sorted->len > 0)
    g_string_append_printf (text,
                            "where turns worked for more than %.0f ms (a sample each %d ms)\n",
                            PLUME_STALL_MS, TICK_MS);
  for (guint i = 0; i < MIN (sorted->len, max_places); i++)
    {
      const Place *place = sorted->pdata[i];

      g_string_append_printf (text, "  %5u samples, %4u turns, longest %5.0f ms  [%s] %s\n",
                              place->total.n_samples, place->total.n_turns, place->total.longest,
                              place->total.source, place->path);
    }
  return g_string_free (text, FALSE);
}
