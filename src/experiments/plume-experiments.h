/* plume-experiments.h: the list of experiments; made from the names in experiments/meson.build. */
#pragma once

#include "lab/plume-experiment.h"

/* NULL-terminated. */
const PlumeExperiment *const *plume_experiments (void);
/* nullable */
const PlumeExperiment *plume_experiments_find (const char *id);
