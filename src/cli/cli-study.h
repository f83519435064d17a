/* cli-study.h: what the arguments of run, sweep and film say is to be computed, and how a view of
 * it becomes a file. */
#pragma once

#include "lab/plume-engine.h"
#include "lab/plume-recipe.h"

G_BEGIN_DECLS

/**
 * CliWish: what the arguments say of a study; each (nullable) (array zero-terminated=1).
 * @settings: NAME=VALUE
 * @data: [INPUT=]FILE, sample:ID or none
 * @roles: as for cli_apply_role()
 * @actions: ids of actions to be carried out before anything else is computed
 */
typedef struct
{
  char **settings, **data, **roles, **actions;
} CliWish;

/**
 * CliPaper: how an exported figure is to look.
 * @size: (nullable): "column", "page", "slide" or WIDTHxHEIGHT in millimetres
 */
typedef struct
{
  char *size;
  double dpi;
  gboolean dark, transparent;
} CliPaper;

/**
 * CliStudy: what is to be computed.
 * @views: (nullable): from a recipe
 * @selection: (nullable): what is chosen
 * @source: (nullable): the recipe
 * @pinned: (nullable): what the recipe has pinned, once cli_study_pin() has computed it
 */
typedef struct
{
  const PlumeExperiment *experiment;
  PlumeValues *values;
  PlumeInputs *inputs;
  PlumeViewState *views;
  PlumeSelection *selection;
  PlumeRecipe *source;
  PlumePublication *pinned;
} CliStudy;

void cli_wish_clear (CliWish *wish);
gboolean cli_study_prepare (
    CliStudy *study, const CliWish *wish, const char *source, PlumeTask *task, GError **error);
gboolean cli_study_act (const CliStudy *study,
                        PlumeEngine *engine,
                        PlumeValues **values,
                        char **actions,
                        PlumeTask *task,
                        GError **error);
gboolean cli_study_pin (
    CliStudy *study, PlumeEngine *engine, const gboolean *views, PlumeTask *task, GError **error);
char *cli_study_to_recipe (const CliStudy *study, PlumeValues *values);
gboolean cli_paper_check (const CliPaper *paper, GError **error);
gboolean cli_study_export (const CliStudy *study,
                           const CliPaper *paper,
                           PlumePublication *publication,
                           guint view,
                           const char *path,
                           GError **error);
void cli_study_print_notes (const CliStudy *study);
void cli_study_clear (CliStudy *study);

G_END_DECLS
