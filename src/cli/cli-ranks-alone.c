/* cli-ranks-alone.c: one process, where the program is built without MPI. */
#include "cli/cli-ranks.h"

void
cli_ranks_begin (CliRanks *ranks)
{
  *ranks = (CliRanks){ .rank = 0, .size = 1, .n_threads = (int)g_get_num_processors () };
}

int
cli_ranks_find_failed (const CliRanks *ranks, gboolean failed)
{
  return failed ? 0 : -1;
}

void
cli_crew_of_ranks (const CliRanks *ranks,
                   const CliSweep *sweep,
                   gsize from,
                   PlumeTask *task,
                   CliRowFunc take,
                   gpointer user_data)
{
  cli_crew_of_threads (sweep, from, task, take, user_data);
}

void
cli_ranks_dismiss (const CliRanks *ranks)
{
}

void
cli_ranks_serve (const CliSweep *sweep, PlumeTask *task)
{
}

int
cli_ranks_end (const CliRanks *ranks, int speaker, int result)
{
  return result;
}
