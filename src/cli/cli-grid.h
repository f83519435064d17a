/* cli-grid.h: which values the parameters of a sweep take: all combinations of the --vary. */
#pragma once

#include "lab/plume-values.h"

G_BEGIN_DECLS

/**
 * CliAxis: one varied parameter.
 * @name: its address, as written
 * @values: as text that can be set
 */
typedef struct
{
  char *name;
  GPtrArray *values;
} CliAxis;

/**
 * CliGrid: all combinations; the last axis varies fastest.
 */
typedef struct
{
  GPtrArray *axes; /* CliAxis */
  gsize n_runs;
} CliGrid;

CliGrid *cli_grid_new (const PlumeValues *values, char **arguments, GError **error);
void cli_grid_free (CliGrid *grid);
const char *cli_grid_get (const CliGrid *grid, gsize run, guint axis);
PlumeValues *cli_grid_apply (const CliGrid *grid, gsize run, PlumeValues *values, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliGrid, cli_grid_free)

G_END_DECLS
