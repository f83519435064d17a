/* cli-ranks.h: the processes among which mpirun shares the runs of a sweep; one alone where the
 * program was built without MPI or started without mpirun.
 *
 * Rank 0 hands out runs and writes their rows, the others compute. All ranks prepare the same
 * sweep.
 */
#pragma once

#include "cli/cli-sweep.h"

G_BEGIN_DECLS

/**
 * CliRanks:
 * @rank: which process this is
 * @size: of how many
 * @n_threads: that this one may use for one run
 */
typedef struct
{
  int rank, size;
  int n_threads;
} CliRanks;

void cli_ranks_begin (CliRanks *ranks);
int cli_ranks_find_failed (const CliRanks *ranks, gboolean failed);
void cli_crew_of_ranks (const CliRanks *ranks,
                        const CliSweep *sweep,
                        gsize from,
                        PlumeTask *task,
                        CliRowFunc take,
                        gpointer user_data);
void cli_ranks_dismiss (const CliRanks *ranks);
void cli_ranks_serve (const CliSweep *sweep, PlumeTask *task);
int cli_ranks_end (const CliRanks *ranks, int speaker, int result);

G_END_DECLS
