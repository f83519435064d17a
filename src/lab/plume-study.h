/* plume-study.h: an opened experiment: the only mutable thing a person owns.
 *
 * It holds the values, the inputs, the list of undo steps and what each view shows, and runs the
 * engine on a thread of its own: a newer change cancels the work on an older one. All functions are
 * for the main thread; signals come there. It knows no widgets.
 *
 * Signals: "changed" (values, inputs or view states changed), "selection-changed" (what is chosen
 * among the items of the data; views show it without any work of the engine), "published"
 * (plume_study_get_publication() is new), "busy" (work began or ended), "failed" (const GError *:
 * an error that belongs to no view), "wrote" (const char *: the path of a file of a writer).
 */
#pragma once

#include "figure/plume-layout.h"
#include "lab/plume-engine.h"
#include <glib-object.h>

G_BEGIN_DECLS

#define PLUME_MAX_AXES 16 /* of a figure, that keep limits; a matrix of small multiples */

/**
 * PlumeViewState: how a person looks at one view; part of the recipe, not of the computation.
 */
typedef struct
{
  gboolean shown;
  PlumeLimits limits[PLUME_MAX_AXES];
  GStrv hidden_marks; /* nullable */
} PlumeViewState;

#define PLUME_TYPE_STUDY (plume_study_get_type ())
G_DECLARE_FINAL_TYPE (PlumeStudy, plume_study, PLUME, STUDY, GObject)

PlumeStudy *plume_study_new (const PlumeExperiment *experiment);
PlumeStudy *plume_study_new_full (PlumeValues *values, PlumeInputs *inputs);

const PlumeExperiment *plume_study_get_experiment (PlumeStudy *study);
PlumeValues *plume_study_get_values (PlumeStudy *study);           /* transfer none */
PlumeInputs *plume_study_get_inputs (PlumeStudy *study);           /* transfer none */
PlumePublication *plume_study_get_publication (PlumeStudy *study); /* transfer none, nullable */
gboolean plume_study_is_busy (PlumeStudy *study);
double plume_study_get_progress (PlumeStudy *study); /* of the running stage, 0…1 */
void plume_study_stop (PlumeStudy *study);           /* cancels; what was there stays */

/* Takes effect with the next piece of work; results do not depend on it. memo_bytes: what
 * remembered results may take; n_threads: 0 for one a core. */
void plume_study_set_resources (PlumeStudy *study, gsize memo_bytes, int n_threads);

/* Changes. Those of one address made while held, or within 0.8 s, are one undo step. FALSE with
 * PLUME_ERROR_USAGE where a value does not fit. */
gboolean plume_study_set_number (PlumeStudy *study,
                                 const PlumeAddress *address,
                                 double number,
                                 GError **error);
gboolean plume_study_set_text (PlumeStudy *study,
                               const PlumeAddress *address,
                               const char *text,
                               GError **error);
void plume_study_set_values (PlumeStudy *study, PlumeValues *values, const char *step_title);
void plume_study_set_inputs (PlumeStudy *study, PlumeInputs *inputs, const char *step_title);
void plume_study_reset (PlumeStudy *study, const PlumeAddress *address);
void plume_study_set_held (PlumeStudy *study, gboolean held);
gboolean plume_study_is_held (PlumeStudy *study);
gboolean plume_study_drag_handle (
    PlumeStudy *study, guint view, const char *handle, double x, double y, GError **error);
/* A stroke told from its beginning; start holds the values of that moment. Between
 * plume_study_set_held() TRUE and FALSE it is one undo step. */
gboolean plume_study_brush (
    PlumeStudy *study, guint view, PlumeValues *start, const PlumeStroke *stroke, GError **error);
/* A click, one undo step. */
gboolean plume_study_pick (PlumeStudy *study, guint view, const PlumePick *pick, GError **error);
/* Keeps the present result as A, to which all later ones are compared, until it is unpinned; values
 * may change, views may come and go. No undo step. "published" says that figures are other ones. */
void plume_study_pin (PlumeStudy *study);
void plume_study_pin_values (PlumeStudy *study, PlumeValues *values, PlumeInputs *inputs);
void plume_study_unpin (PlumeStudy *study);
gboolean plume_study_is_pinned (PlumeStudy *study);
PlumePublication *plume_study_get_pinned (PlumeStudy *study); /* transfer none, nullable */
/* Images as B − A; where a view has none that can be subtracted it stays as it is. */
void plume_study_set_shows_difference (PlumeStudy *study, gboolean shows_difference);
gboolean plume_study_get_shows_difference (PlumeStudy *study);
/* What a view shows: the newest figure, with A beneath it; (transfer none) (nullable), until the
 * next call for the view. */
PlumeFigure *plume_study_get_figure (PlumeStudy *study, guint view);
/* The newest that there was since the view is shown, while the present one is not there yet;
 * (transfer none) (nullable), until "published". */
PlumeFigure *plume_study_get_last_figure (PlumeStudy *study, guint view);
/* What is chosen in all views; NULL or an empty set for nothing. Other inputs end it. */
void plume_study_set_selection (PlumeStudy *study, PlumeSelection *selection);
PlumeSelection *plume_study_get_selection (PlumeStudy *study); /* transfer none, nullable */
/* Runs an action on the compute thread; its changes are one undo step, its error comes by "failed".
 */
void plume_study_act (PlumeStudy *study, guint action);
/* Runs a writer there; "wrote" or "failed" comes. */
void plume_study_write (PlumeStudy *study, guint writer, const char *path);

gboolean plume_study_can_undo (PlumeStudy *study);
gboolean plume_study_can_redo (PlumeStudy *study);
const char *plume_study_get_undo_title (PlumeStudy *study); /* nullable */
const char *plume_study_get_redo_title (PlumeStudy *study); /* nullable */
/* The states that can be gone to, oldest first; the title says what led to a state, NULL of the
 * first. */
guint plume_study_get_n_steps (PlumeStudy *study);
guint plume_study_get_position (PlumeStudy *study);
const char *plume_study_get_step_title (PlumeStudy *study, guint step);
void plume_study_go_to_step (PlumeStudy *study, guint step);
void plume_study_undo (PlumeStudy *study);
void plume_study_redo (PlumeStudy *study);

const PlumeViewState *plume_study_get_view_state (PlumeStudy *study, guint view);
void plume_study_show_view (PlumeStudy *study, guint view, gboolean shown);
void plume_study_want_view (PlumeStudy *study, guint view, gboolean wanted);
void plume_study_set_limits (PlumeStudy *study, guint view, guint axes, PlumeLimits limits);
/* Parameters that a person wants at hand, in a presentation. */
void plume_study_set_starred (PlumeStudy *study, guint parameter, gboolean starred);
gboolean plume_study_is_starred (PlumeStudy *study, guint parameter);
void plume_study_toggle_mark (PlumeStudy *study, guint view, const char *mark);

G_END_DECLS
