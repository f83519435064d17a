#!/bin/sh
# Writes the list of experiments: make-registry.sh OUTPUT NAME…
output=$1
shift
{
  echo '/* Made from the names in experiments/meson.build. */'
  echo '#include "experiments/plume-experiments.h"'
  echo '#include <string.h>'
  for name in "$@"; do
    echo "extern const PlumeExperiment plume_experiment_$(echo "$name" | tr - _);"
  done
  echo 'static const PlumeExperiment *const experiments[] = {'
  for name in "$@"; do
    echo "  &plume_experiment_$(echo "$name" | tr - _),"
  done
  echo '  NULL };'
  echo 'const PlumeExperiment *const *plume_experiments (void) { return experiments; }'
  echo 'const PlumeExperiment *plume_experiments_find (const char *id)'
  echo '{'
  echo '  for (int i = 0; experiments[i] != NULL; i++)'
  echo '    if (strcmp (experiments[i]->id, id) == 0)'
  echo '      return experiments[i];'
  echo '  return NULL;'
  echo '}'
} > "$output"
