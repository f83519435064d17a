/* cli.h: the commands of plume-cli. Each takes its own arguments and returns an exit code. */
#pragma once

#include "core/plume-task.h"
#include "lab/plume-inputs.h"

G_BEGIN_DECLS

enum
{
  CLI_DONE = 0,
  CLI_COMPUTE_ERROR = 1,
  CLI_USAGE_ERROR = 2,
  CLI_DATA_ERROR = 3,
};

/**
 * CliCommand:
 * @run: takes what stands behind the name, the name first; returns an exit code
 * @entries: (nullable): its options, for a struct of its own or, to be looked at only, for %NULL;
 * transfer full
 */
typedef struct
{
  const char *name;
  int (*run) (int argc, char **argv);
  GOptionEntry *(*entries) (gpointer options);
  const char *summary; /* NULL for what only the shell calls */
} CliCommand;

/* Where an option goes, nowhere for options that are looked at only. */
#define CLI_INTO(options, member) ((options) != NULL ? (gpointer) & (options)->member : NULL)

/* All commands, ended by one without a name. */
const CliCommand *cli_commands (void);

int cli_complete (int argc, char **argv);
int cli_list (int argc, char **argv);
int cli_describe (int argc, char **argv);
int cli_film (int argc, char **argv);
int cli_run (int argc, char **argv);
int cli_sweep (int argc, char **argv);
int cli_thumbnail (int argc, char **argv);
int cli_validate (int argc, char **argv);

GOptionEntry *cli_list_entries (gpointer options);
GOptionEntry *cli_describe_entries (gpointer options);
GOptionEntry *cli_film_entries (gpointer options);
GOptionEntry *cli_run_entries (gpointer options);
GOptionEntry *cli_sweep_entries (gpointer options);

/* Prints the sentence to standard error; returns the exit code that belongs to the error. */
int cli_fail (const GError *error);
/* Says what was wrong with the arguments. */
int cli_fail_usage (const char *format, ...) G_GNUC_PRINTF (1, 2);

/* A page of the manual of experiments, ended by NULL, to standard output. */
void cli_print_manual (const PlumeExperiment *const *experiments);

/* What --role says, for every data set of *inputs that it fits. */
gboolean cli_apply_role (PlumeInputs **inputs, const char *argument, GError **error);

/* A task that Ctrl+C cancels, with a progress line on standard error while that is a terminal. */
PlumeTask *cli_progress_begin (void);
void cli_progress_count (int done, int total);
void cli_progress_hide (void);
void cli_progress_end (PlumeTask *task);

G_END_DECLS
