/* plume-help.h: the reference page of an experiment, from its tables: for the window and, as
 * Markdown, for the command line. It knows no widgets.
 */
#pragma once

#include "lab/plume-experiment.h"

G_BEGIN_DECLS

/**
 * PlumeHelpEntry: one thing that a person can set, read or see.
 * @section: translated: "Parameters", "Views" …
 * @group: (nullable): within the section
 * @title: translated
 * @symbol: (nullable): Pango markup
 * @facts: (nullable): range, unit, choices, as one line; units may be marked up
 * @help: (nullable): translated sentences, which may be marked up
 */
typedef struct
{
  char *section, *group, *title, *symbol, *facts, *help;
} PlumeHelpEntry;

/* transfer full, in the order of the page; (element-type PlumeHelpEntry) */
GPtrArray *plume_help_new (const PlumeExperiment *experiment);
void plume_help_entry_free (PlumeHelpEntry *entry);
char *plume_help_to_markdown (const PlumeExperiment *experiment);

G_END_DECLS
