/* cells-registry.c: the list of experiments of programs that know the experiment of cells.h only,
 * so that the command line and the window are tested with what no experiment of Plume has. */
#include "cells.h"
#include "experiments/plume-experiments.h"

const PlumeExperiment *const *
plume_experiments (void)
{
  static const PlumeExperiment *const experiments[] = { &cells, NULL };

  return experiments;
}

const PlumeExperiment *
plume_experiments_find (const char *id)
{
  return strcmp (id, cells.id) == 0 ? &cells : NULL;
}
