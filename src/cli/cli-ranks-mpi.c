/* cli-ranks-mpi.c: the processes of mpirun.
 *
 * Rank 0 sends the index of a run to whoever has none; its row comes back as bytes: the index, and
 * the row's strings, each with its end. A run that was cancelled comes back without strings.
 * Waiting looks from time to time, for what waits in MPI takes a core.
 */
#include "cli/cli-ranks.h"
#include "cli/cli.h"

#include <mpi.h>
#include <string.h>
#include <unistd.h>

#define PATIENCE  1000 /* µs */
#define DISMISSED G_MAXUINT64

enum
{
  TAG_RUN,
  TAG_ROW,
};

/* What rank 0 knows of the others. */
typedef struct
{
  const CliRanks *ranks;
  const CliSweep *sweep;
  gsize next; /* the run to hand out */
  int n_busy;
} Office;

static gboolean
is_started_by_mpirun (void)
{
  static const char *const marks[] = { "OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "PMI_RANK",
                                       "PMIX_RANK" };

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    if (g_getenv (marks[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* The cores of the machine are shared by those of its ranks that compute, where mpirun has not
 * given each its own. */
static int
count_threads (int rank)
{
  int n_cores = (int)g_get_num_processors (), n_computing, computes = rank > 0;
  MPI_Comm machine;

  MPI_Comm_split_type (MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, rank, MPI_INFO_NULL, &machine);
  MPI_Allreduce (&computes, &n_computing, 1, MPI_INT, MPI_SUM, machine);
  MPI_Comm_free (&machine);
  if (n_cores < sysconf (_SC_NPROCESSORS_ONLN))
    return n_cores;
  return MAX (1, n_cores / MAX (1, n_computing));
}

/**
 * cli_ranks_begin:
 * @ranks: (out): who there is
 *
 * To be called once in the process, before threads; cli_ranks_end() belongs to it.
 */
void
cli_ranks_begin (CliRanks *ranks)
{
  int provided;

  *ranks = (CliRanks){ .rank = 0, .size = 1, .n_threads = (int)g_get_num_processors () };
  if (!is_started_by_mpirun ())
    return;
  MPI_Init_thread (NULL, NULL, MPI_THREAD_FUNNELED, &provided);
  MPI_Comm_rank (MPI_COMM_WORLD, &ranks->rank);
  MPI_Comm_size (MPI_COMM_WORLD, &ranks->size);
  ranks->n_threads = count_threads (ranks->rank);
}

/**
 * cli_ranks_find_failed:
 * @failed: whether this one failed
 *
 * Called by all ranks at the same point.
 *
 * Returns: the first rank that failed, which is to say why; −1 for none
 */
int
cli_ranks_find_failed (const CliRanks *ranks, gboolean failed)
{
  int mine = failed ? ranks->rank : ranks->size, first = mine;

  if (ranks->size > 1)
    MPI_Allreduce (&mine, &first, 1, MPI_INT, MPI_MIN, MPI_COMM_WORLD);
  return first < ranks->size ? first : -1;
}

static void
send_run (int rank, guint64 run)
{
  MPI_Send (&run, 1, MPI_UINT64_T, rank, TAG_RUN, MPI_COMM_WORLD);
}

static void
hand_out (Office *office, int rank)
{
  if (office->next >= office->sweep->grid->n_runs)
    return;
  send_run (rank, office->next++);
  office->n_busy++;
}

/* The row of the message that waits; NULL where its run was cancelled. */
static char **
receive_row (MPI_Status *status, guint64 *run)
{
  g_autoptr (GStrvBuilder) row = g_strv_builder_new ();
  g_autofree char *bytes = NULL;
  int length;

  MPI_Get_count (status, MPI_BYTE, &length);
  bytes = g_malloc ((gsize)length);
  MPI_Recv (bytes, length, MPI_BYTE, status->MPI_SOURCE, TAG_ROW, MPI_COMM_WORLD,
            MPI_STATUS_IGNORE);
  memcpy (run, bytes, sizeof *run);
  if (length == sizeof *run)
    return NULL;
  for (const char *text = bytes + sizeof *run + 1; text < bytes + length; text += strlen (text) + 1)
    g_strv_builder_add (row, text);
  return g_strv_builder_end (row);
}

static void
send_row (guint64 run, char **row)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  g_byte_array_append (bytes, (const guint8 *)&run, sizeof run);
  if (row != NULL)
    g_byte_array_append (bytes, (const guint8 *)"", 1);
  for (char **text = row; text != NULL && *text != NULL; text++)
    g_byte_array_append (bytes, (const guint8 *)*text, (guint)strlen (*text) + 1);
  MPI_Send (bytes->data, (int)bytes->len, MPI_BYTE, 0, TAG_ROW, MPI_COMM_WORLD);
}

/**
 * cli_crew_of_ranks:
 * @ranks: who there is; this is rank 0
 *
 * As cli_crew_of_threads(), which it is where there is one rank only. It returns when no rank
 * computes any more.
 */
void
cli_crew_of_ranks (const CliRanks *ranks,
                   const CliSweep *sweep,
                   gsize from,
                   PlumeTask *task,
                   CliRowFunc take,
                   gpointer user_data)
{
  Office office = { .ranks = ranks, .sweep = sweep, .next = from };
  gsize n_ended = from, n_runs = sweep->grid->n_runs;
  gboolean stopped = FALSE;

  if (ranks->size == 1)
    {
      cli_crew_of_threads (sweep, from, task, take, user_data);
      return;
    }
  for (int rank = 1; rank < ranks->size; rank++)
    hand_out (&office, rank);
  while (office.n_busy > 0)
    {
      MPI_Status status;
      guint64 run;
      int waits;

      MPI_Iprobe (MPI_ANY_SOURCE, TAG_ROW, MPI_COMM_WORLD, &waits, &status);
      if (!waits)
        {
          g_usleep (PATIENCE);
          continue;
        }

      char **row = receive_row (&status, &run);

      office.n_busy--;
      stopped = stopped || row == NULL || plume_task_is_cancelled (task);
      if (!stopped)
        hand_out (&office, status.MPI_SOURCE);
      if (row != NULL && !take (run, row, user_data))
        stopped = TRUE;
      n_ended++;
      plume_task_set_progress (task, (double)n_ended / (double)n_runs);
      cli_progress_count ((int)n_ended, (int)n_runs);
    }
}

/**
 * cli_ranks_dismiss:
 *
 * Lets the other ranks return from cli_ranks_serve(); for rank 0.
 */
void
cli_ranks_dismiss (const CliRanks *ranks)
{
  for (int rank = 1; rank < ranks->size; rank++)
    send_run (rank, DISMISSED);
}

static guint64
receive_run (void)
{
  guint64 run;
  int waits = FALSE;

  for (;;)
    {
      MPI_Iprobe (0, TAG_RUN, MPI_COMM_WORLD, &waits, MPI_STATUS_IGNORE);
      if (waits)
        break;
      g_usleep (PATIENCE);
    }
  MPI_Recv (&run, 1, MPI_UINT64_T, 0, TAG_RUN, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
  return run;
}

/**
 * cli_ranks_serve:
 * @sweep: the same sweep as that of rank 0
 * @task: cancels
 *
 * Computes what rank 0 asks for, until it is dismissed; for all other ranks.
 */
void
cli_ranks_serve (const CliSweep *sweep, PlumeTask *task)
{
  g_autoptr (PlumeEngine) engine = cli_sweep_make_engine (sweep);

  for (guint64 run = receive_run (); run != DISMISSED; run = receive_run ())
    {
      g_auto (GStrv) row = cli_sweep_run (sweep, engine, run, task);

      send_row (run, row);
    }
}

/**
 * cli_ranks_end:
 * @speaker: the rank whose result is that of all
 * @result: an exit code
 *
 * Returns: the exit code of all ranks
 */
int
cli_ranks_end (const CliRanks *ranks, int speaker, int result)
{
  int running = FALSE;

  MPI_Initialized (&running);
  if (!running)
    return result;
  MPI_Bcast (&result, 1, MPI_INT, speaker, MPI_COMM_WORLD);
  MPI_Finalize ();
  return result;
}
