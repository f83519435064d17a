/* cli-sheet.h: the CSV file of a sweep: it grows by one row a run, and a sweep that was interrupted
 * goes on with what is in it.
 *
 * Which columns there are is known from the rows only. So the file is the same bit for bit whenever
 * the same rows were appended in the same order, however often it was closed between.
 */
#pragma once

#include "cli/cli-grid.h"

G_BEGIN_DECLS

/* In a row, the name of why the run failed. */
#define CLI_SHEET_FAILURE "failure"

typedef struct _CliSheet CliSheet;

CliSheet *cli_sheet_open (const char *path,
                          const PlumeExperiment *experiment,
                          const CliGrid *grid,
                          const char *digest,
                          GError **error);
gsize cli_sheet_get_n_rows (const CliSheet *sheet);
gsize cli_sheet_get_n_failures (const CliSheet *sheet);
gboolean cli_sheet_append (CliSheet *sheet, char **row, GError **error);
void cli_sheet_free (CliSheet *sheet);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliSheet, cli_sheet_free)

G_END_DECLS
