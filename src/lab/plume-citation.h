/* plume-citation.h: the paper of an experiment as people, browsers and BibTeX want it. */
#pragma once

#include "lab/plume-experiment.h"

G_BEGIN_DECLS

/* transfer full; nullable where there is no link */
char *plume_citation_get_address (const PlumeExperiment *experiment);
char *plume_citation_to_text (const PlumeExperiment *experiment);
char *plume_citation_to_bibtex (const PlumeExperiment *experiment);

G_END_DECLS
