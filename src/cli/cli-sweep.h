/* cli-sweep.h: what the parts of plume-cli sweep share: what is swept, one run of it, and crews
 * that carry out all runs. */
#pragma once

#include "cli/cli-grid.h"
#include "cli/cli-study.h"

G_BEGIN_DECLS

/**
 * CliSweep: what is swept.
 * @actions: (nullable): carried out in each run, once its parameters are set
 * @folder: (nullable): where figures go
 * @views: one flag a view: of which there are to be figures
 * @ending: of the figures' names, such as "png"
 * @n_jobs: runs at the same time
 * @n_threads: of each run
 */
typedef struct
{
  CliStudy study;
  CliGrid *grid;
  char **actions;
  char *folder;
  gboolean *views;
  const char *ending;
  CliPaper paper;
  int n_jobs, n_threads;
} CliSweep;

/**
 * CliRowFunc:
 * @run: index of a run
 * @row: (transfer full): as for cli_sheet_append()
 *
 * Returns: %FALSE to stop the crew
 */
typedef gboolean (*CliRowFunc) (gsize run, char **row, gpointer user_data);

PlumeEngine *cli_sweep_make_engine (const CliSweep *sweep);
char **cli_sweep_run (const CliSweep *sweep, PlumeEngine *engine, gsize run, PlumeTask *task);

void cli_crew_of_threads (
    const CliSweep *sweep, gsize from, PlumeTask *task, CliRowFunc take, gpointer user_data);

G_END_DECLS
