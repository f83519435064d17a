/* plume-recipe.h: a study as JSON, in files called .plume and inside exported figures.
 *
 * {"plume": 1, "experiment": id, "version": n, "parameters": {…}, "inputs": {…}, "views": {…},
 * "selection": {"items": "0-10,15", "of": 1797}, "starred": ["time"], "pinned": {"parameters": {…},
 * "inputs": {…}}}, the last ones only where something is chosen, starred or pinned; the inputs of
 * what is pinned are left out where they are the study's. Reading is defensive: wrong types,
 * unknown ids, numbers out of range, deep nesting and later versions get one sentence each.
 */
#pragma once

#include "lab/plume-study.h"

G_BEGIN_DECLS

#define PLUME_RECIPE_VERSION 1

/**
 * PlumeRecipe: what a recipe says, checked and with its data read.
 */
typedef struct
{
  PlumeValues *values;
  PlumeInputs *inputs;
  PlumeViewState *views;      /* by view */
  PlumeSelection *selection;  /* nullable */
  PlumeValues *pinned_values; /* nullable: of the result that is compared to */
  PlumeInputs *pinned_inputs; /* with them */
  gboolean *starred;          /* nullable: by parameter */
} PlumeRecipe;

void plume_recipe_free (PlumeRecipe *recipe);

char *plume_recipe_to_text (PlumeValues *values,
                            PlumeInputs *inputs,
                            const PlumeViewState *views,
                            PlumeSelection *selection);
/* The same of a whole recipe. */
char *plume_recipe_write (const PlumeRecipe *recipe);
char *plume_study_to_recipe (PlumeStudy *study);
/* The present state, to be written later or elsewhere: at once, with nothing made or read. */
PlumeRecipe *plume_study_copy_recipe (PlumeStudy *study);

/* experiments: NULL-terminated; name: for messages; folder: nullable, where moved data files are
 * looked for. */
PlumeRecipe *plume_recipe_from_text (const char *text,
                                     gssize length,
                                     const char *name,
                                     const char *folder,
                                     const PlumeExperiment *const *experiments,
                                     PlumeTask *task,
                                     GError **error);
/* A .plume file or an exported PNG, SVG or PDF. */
PlumeRecipe *plume_recipe_read_file (const char *path,
                                     const PlumeExperiment *const *experiments,
                                     PlumeTask *task,
                                     GError **error);
gboolean
plume_recipe_write_file (const char *path, const char *recipe, GError **error); /* atomic */
gboolean plume_file_is_recipe (
    const char *path); /* by name and first bytes: .plume, or a figure that may hold one */
PlumeStudy *plume_study_new_from_recipe (PlumeRecipe *recipe);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeRecipe, plume_recipe_free)

G_END_DECLS
