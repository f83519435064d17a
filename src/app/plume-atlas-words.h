/* plume-atlas-words.h: by which words an experiment is found. */
#pragma once

#include "lab/plume-experiment.h"

G_BEGIN_DECLS

/* All that is searched (title, summary, authors, paper, year, words, chapter), folded for case. */
char *plume_atlas_words_of (const PlumeExperiment *experiment);
/* What a person typed, folded in the same way. */
char *plume_atlas_words_fold (const char *text);
/* Whether each word of @needle (nullable) is in @words. */
gboolean plume_atlas_words_match (const char *words, const char *needle);

G_END_DECLS
