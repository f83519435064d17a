/* plume-study.c: values, inputs and how they are looked at; the engine works on a worker's thread.
 */
#include "lab/plume-study.h"

#include "core/plume-error.h"
#include "lab/plume-history.h"
#include "lab/plume-pin.h"
#include "lab/plume-recipe.h"
#include "lab/plume-worker.h"

#include <glib/gi18n-lib.h>
#include <math.h>

struct _PlumeStudy
{
  GObject parent_instance;

  const PlumeExperiment *experiment;
  PlumeHistory *history; /* of values and inputs */
  PlumeViewState *views;
  guint *n_wanting;            /* by view: who wants it, shown or not */
  gboolean *starred;           /* by parameter */
  PlumeSelection *selection;   /* never an empty one */
  PlumeInputs *selection_from; /* to whose items it belongs */
  gboolean busy;
  PlumeWorker *worker;
  PlumePublication *publication;
  PlumeFigure **last; /* by view: the newest good one, nullable */
  PlumePin *pin;      /* nullable */
  gboolean shows_difference;
};

G_DEFINE_FINAL_TYPE (PlumeStudy, plume_study, G_TYPE_OBJECT)

enum
{
  CHANGED,
  SELECTION_CHANGED,
  PUBLISHED,
  BUSY,
  FAILED,
  WROTE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
set_busy (PlumeStudy *study, gboolean busy)
{
  if (study->busy == busy)
    return;
  study->busy = busy;
  g_signal_emit (study, signals[BUSY], 0);
}

static gboolean
is_wanted (PlumeStudy *study, guint view)
{
  return study->views[view].shown || study->n_wanting[view] > 0;
}

static void
recompute (PlumeStudy *study)
{
  g_autofree gboolean *views = g_new0 (gboolean, study->experiment->n_views + 1);

  for (guint i = 0; i < study->experiment->n_views; i++)
    views[i] = is_wanted (study, i);
  if (study->pin != NULL)
    plume_pin_want (study->pin, views);
  for (guint i = 0; i < study->experiment->n_parameters; i++)
    if (study->experiment->parameters[i].track != NULL)
      views[plume_experiment_find_view (study->experiment,
                                        study->experiment->parameters[i].track)] = TRUE;
  plume_worker_wish (study->worker, plume_study_get_values (study), plume_study_get_inputs (study),
                     views, plume_study_is_held (study));
  set_busy (study, TRUE);
}

static void
keep_figures (PlumeStudy *study, const PlumePublication *publication)
{
  for (guint i = 0; i < study->experiment->n_views; i++)
    if (publication->figures[i] != NULL && study->views[i].shown)
      {
        plume_figure_unref (study->last[i]);
        study->last[i] = plume_figure_ref (publication->figures[i]);
      }
}

static void
on_published (PlumePublication *publication, gpointer user_data)
{
  PlumeStudy *study = user_data;

  const GError *error = publication->readings_error;
  const GError *before = study->publication != NULL ? study->publication->readings_error : NULL;
  gboolean news = error != NULL && publication->complete
                  && (before == NULL || g_strcmp0 (before->message, error->message) != 0);

  plume_publication_ref (publication);
  plume_publication_unref (study->publication);
  study->publication = publication;
  keep_figures (study, publication);
  g_signal_emit (study, signals[PUBLISHED], 0);
  if (news && !plume_study_is_held (study)) /* said once, and not while somebody drags */
    g_signal_emit (study, signals[FAILED], 0, error);
}

static void
on_acted (guint action, PlumeValues *values, const GError *error, gpointer user_data)
{
  PlumeStudy *study = user_data;

  if (values != NULL)
    plume_study_set_values (study, values, _ (study->experiment->actions[action].title));
  else if (!g_error_matches (error, PLUME_ERROR, PLUME_ERROR_CANCELLED))
    g_signal_emit (study, signals[FAILED], 0, error);
}

static void
on_wrote (const char *path, const GError *error, gpointer user_data)
{
  PlumeStudy *study = user_data;

  if (error == NULL)
    g_signal_emit (study, signals[WROTE], 0, path);
  else if (!g_error_matches (error, PLUME_ERROR, PLUME_ERROR_CANCELLED))
    g_signal_emit (study, signals[FAILED], 0, error);
}

static void
on_idle (gpointer user_data)
{
  set_busy (user_data, FALSE);
}

static void
plume_study_dispose (GObject *object)
{
  PlumeStudy *study = PLUME_STUDY (object);

  g_clear_pointer (&study->worker, plume_worker_close);
  g_clear_pointer (&study->publication, plume_publication_unref);
  g_clear_pointer (&study->pin, plume_pin_free);
  g_clear_pointer (&study->selection, plume_selection_unref);
  g_clear_pointer (&study->selection_from, plume_inputs_unref);
  g_clear_pointer (&study->history, plume_history_free);
  for (guint i = 0; study->views != NULL && i < study->experiment->n_views; i++)
    {
      g_strfreev (study->views[i].hidden_marks);
      plume_figure_unref (study->last[i]);
    }
  g_clear_pointer (&study->last, g_free);
  g_clear_pointer (&study->views, g_free);
  g_clear_pointer (&study->n_wanting, g_free);
  g_clear_pointer (&study->starred, g_free);
  G_OBJECT_CLASS (plume_study_parent_class)->dispose (object);
}

static void
plume_study_class_init (PlumeStudyClass *class)
{
  GType type = G_TYPE_FROM_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = plume_study_dispose;
  signals[CHANGED] =
      g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SELECTION_CHANGED] = g_signal_new ("selection-changed", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                             NULL, NULL, G_TYPE_NONE, 0);
  signals[PUBLISHED] =
      g_signal_new ("published", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[BUSY] =
      g_signal_new ("busy", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_ERROR);
  signals[WROTE] = g_signal_new ("wrote", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 1, G_TYPE_STRING);
}

static void
plume_study_init (PlumeStudy *study)
{
}

static PlumeStudy *
new_study (PlumeValues *values, PlumeInputs *inputs, PlumeViewState *views)
{
  PlumeStudy *study = g_object_new (PLUME_TYPE_STUDY, NULL);
  PlumeWorkerClient client = { on_published, on_acted, on_wrote, on_idle, study };

  study->experiment = values->experiment;
  study->views = views;
  study->last = g_new0 (PlumeFigure *, study->experiment->n_views + 1);
  study->n_wanting = g_new0 (guint, study->experiment->n_views + 1);
  study->starred = g_new0 (gboolean, study->experiment->n_parameters + 1);
  study->history = plume_history_new (values, inputs);
  study->worker = plume_worker_new (study->experiment, &client);
  recompute (study);
  return study;
}

/**
 * plume_study_new_full:
 * @values: (transfer none): values to begin with
 * @inputs: (transfer none): inputs to begin with
 *
 * Returns: (transfer full): a study that is already computing
 */
PlumeStudy *
plume_study_new_full (PlumeValues *values, PlumeInputs *inputs)
{
  const PlumeExperiment *experiment = values->experiment;
  PlumeViewState *views = g_new0 (PlumeViewState, experiment->n_views + 1);

  for (guint i = 0; i < experiment->n_views; i++)
    {
      views[i].shown = !experiment->views[i].hidden;
      for (guint j = 0; j < PLUME_MAX_AXES; j++)
        views[i].limits[j] = PLUME_LIMITS_NONE;
    }
  return new_study (values, inputs, views);
}

/**
 * plume_study_new:
 * @experiment: the experiment
 *
 * Its samples are made by the compute thread, so that the main thread never waits for them.
 *
 * Returns: (transfer full): a study as the experiment opens, already computing
 */
PlumeStudy *
plume_study_new (const PlumeExperiment *experiment)
{
  g_autoptr (PlumeValues) values = plume_values_new (experiment);
  g_autoptr (PlumeInputs) inputs = plume_inputs_new_lazy (experiment);

  return plume_study_new_full (values, inputs);
}

static PlumeViewState *
copy_views (const PlumeExperiment *experiment, const PlumeViewState *views)
{
  PlumeViewState *copy = g_memdup2 (views, (experiment->n_views + 1) * sizeof *views);

  for (guint i = 0; i < experiment->n_views; i++)
    copy[i].hidden_marks = g_strdupv (views[i].hidden_marks);
  return copy;
}

/**
 * plume_study_new_from_recipe:
 * @recipe: (transfer none): a recipe
 *
 * Returns: (transfer full): the study that made it
 */
PlumeStudy *
plume_study_new_from_recipe (PlumeRecipe *recipe)
{
  const PlumeExperiment *experiment = recipe->values->experiment;
  PlumeStudy *study =
      new_study (recipe->values, recipe->inputs, copy_views (experiment, recipe->views));

  plume_study_set_selection (study, recipe->selection);
  for (guint i = 0; recipe->starred != NULL && i < experiment->n_parameters; i++)
    study->starred[i] = recipe->starred[i];
  if (recipe->pinned_values != NULL)
    plume_study_pin_values (study, recipe->pinned_values, recipe->pinned_inputs);
  return study;
}

/**
 * plume_study_copy_recipe:
 *
 * O(views + parameters).
 *
 * Returns: (transfer full): a recipe that shares values, inputs and selection
 */
PlumeRecipe *
plume_study_copy_recipe (PlumeStudy *study)
{
  const PlumeExperiment *experiment = study->experiment;
  PlumeRecipe *recipe = g_new0 (PlumeRecipe, 1);

  recipe->values = plume_values_ref (plume_study_get_values (study));
  recipe->inputs = plume_inputs_ref (plume_study_get_inputs (study));
  recipe->views = copy_views (experiment, study->views);
  if (study->selection != NULL)
    recipe->selection = plume_selection_ref (study->selection);
  recipe->starred =
      g_memdup2 (study->starred, (experiment->n_parameters + 1) * sizeof *study->starred);
  if (study->pin != NULL)
    {
      recipe->pinned_values = plume_values_ref (plume_pin_get_values (study->pin));
      recipe->pinned_inputs = plume_inputs_ref (plume_pin_get_inputs (study->pin));
    }
  return recipe;
}

char *
plume_study_to_recipe (PlumeStudy *study)
{
  g_autoptr (PlumeRecipe) recipe = plume_study_copy_recipe (study);

  return plume_recipe_write (recipe);
}

const PlumeExperiment *
plume_study_get_experiment (PlumeStudy *study)
{
  return study->experiment;
}

PlumeValues *
plume_study_get_values (PlumeStudy *study)
{
  return plume_history_get_values (study->history);
}

PlumeInputs *
plume_study_get_inputs (PlumeStudy *study)
{
  return plume_history_get_inputs (study->history);
}

PlumePublication *
plume_study_get_publication (PlumeStudy *study)
{
  return study->publication;
}

gboolean
plume_study_is_busy (PlumeStudy *study)
{
  return study->busy;
}

double
plume_study_get_progress (PlumeStudy *study)
{
  return plume_worker_get_progress (study->worker);
}

void
plume_study_stop (PlumeStudy *study)
{
  plume_worker_cancel (study->worker);
  set_busy (study, FALSE);
}

void
plume_study_set_resources (PlumeStudy *study, gsize memo_bytes, int n_threads)
{
  plume_worker_set_resources (study->worker, memo_bytes, n_threads);
}

/**
 * plume_study_set_selection:
 * @selection: (transfer none) (nullable): what is chosen; %NULL or an empty set for nothing
 *
 * Shows a selection in all views, at once and without computing; it is no undo step, because it
 * changes no value.
 */
void
plume_study_set_selection (PlumeStudy *study, PlumeSelection *selection)
{
  PlumeSelection *old = study->selection;

  if (selection != NULL && selection->n_selected == 0)
    selection = NULL;
  if (plume_selection_equal (old, selection))
    return;
  study->selection = selection != NULL ? plume_selection_ref (selection) : NULL;
  plume_selection_unref (old);
  g_clear_pointer (&study->selection_from, plume_inputs_unref);
  study->selection_from = plume_inputs_ref (plume_study_get_inputs (study));
  g_signal_emit (study, signals[SELECTION_CHANGED], 0);
}

PlumeSelection *
plume_study_get_selection (PlumeStudy *study)
{
  return study->selection;
}

static void
on_pin_changed (gpointer user_data)
{
  g_signal_emit (user_data, signals[PUBLISHED], 0);
}

static void
take_pin (PlumeStudy *study, PlumePin *pin)
{
  g_autofree gboolean *views = g_new0 (gboolean, study->experiment->n_views + 1);

  g_clear_pointer (&study->pin, plume_pin_free);
  study->pin = pin;
  for (guint i = 0; i < study->experiment->n_views; i++)
    views[i] = is_wanted (study, i);
  if (pin != NULL)
    plume_pin_want (pin, views);
  g_signal_emit (study, signals[CHANGED], 0);
  g_signal_emit (study, signals[PUBLISHED], 0);
}

/**
 * plume_study_pin:
 *
 * Pins what is shown; before there is anything, what will be.
 */
void
plume_study_pin (PlumeStudy *study)
{
  PlumePublication *publication = study->publication;

  take_pin (study, publication != NULL ? plume_pin_new (publication->values, publication->inputs,
                                                        publication, on_pin_changed, study)
                                       : plume_pin_new (plume_study_get_values (study),
                                                        plume_study_get_inputs (study), NULL,
                                                        on_pin_changed, study));
}

/**
 * plume_study_pin_values:
 * @values: (transfer none): of A, which is computed beside the present result
 * @inputs: (transfer none): of A
 */
void
plume_study_pin_values (PlumeStudy *study, PlumeValues *values, PlumeInputs *inputs)
{
  take_pin (study, plume_pin_new (values, inputs, NULL, on_pin_changed, study));
}

void
plume_study_unpin (PlumeStudy *study)
{
  if (study->pin != NULL)
    take_pin (study, NULL);
}

gboolean
plume_study_is_pinned (PlumeStudy *study)
{
  return study->pin != NULL;
}

PlumePublication *
plume_study_get_pinned (PlumeStudy *study)
{
  return study->pin != NULL ? plume_pin_get_publication (study->pin) : NULL;
}

void
plume_study_set_shows_difference (PlumeStudy *study, gboolean shows_difference)
{
  if (study->shows_difference == shows_difference)
    return;
  study->shows_difference = shows_difference;
  g_signal_emit (study, signals[CHANGED], 0);
  if (study->pin != NULL)
    g_signal_emit (study, signals[PUBLISHED], 0);
}

gboolean
plume_study_get_shows_difference (PlumeStudy *study)
{
  return study->shows_difference;
}

PlumeFigure *
plume_study_get_figure (PlumeStudy *study, guint view)
{
  PlumeFigure *figure = study->publication != NULL ? study->publication->figures[view] : NULL;

  return study->pin != NULL && figure != NULL
             ? plume_pin_merge (study->pin, view, figure, study->shows_difference)
             : figure;
}

PlumeFigure *
plume_study_get_last_figure (PlumeStudy *study, guint view)
{
  return study->last[view];
}

static void
changed (PlumeStudy *study)
{
  /* Row 7 of other data is another thing. */
  if (study->selection != NULL && study->selection_from != plume_study_get_inputs (study))
    plume_study_set_selection (study, NULL);
  g_signal_emit (study, signals[CHANGED], 0);
  recompute (study);
}

static void
apply_values (PlumeStudy *study,
              PlumeValues *values,
              const PlumeAddress *address,
              const char *title)
{
  plume_history_take_values (study->history, values, address, title);
  changed (study);
}

static gboolean
apply_address (PlumeStudy *study, PlumeValues *values, const PlumeAddress *address)
{
  if (values == NULL)
    return FALSE;
  apply_values (study, values, address,
                _ (plume_address_get_parameter (study->experiment, address)->title));
  plume_values_unref (values);
  return TRUE;
}

gboolean
plume_study_set_number (PlumeStudy *study,
                        const PlumeAddress *address,
                        double number,
                        GError **error)
{
  const PlumeValue *old = plume_values_get (plume_study_get_values (study), address);

  if (old != NULL && old->number == number)
    return TRUE;
  return apply_address (
      study, plume_values_with_number (plume_study_get_values (study), address, number, error),
      address);
}

gboolean
plume_study_set_text (PlumeStudy *study,
                      const PlumeAddress *address,
                      const char *text,
                      GError **error)
{
  return apply_address (
      study, plume_values_with_text (plume_study_get_values (study), address, text, error),
      address);
}

void
plume_study_reset (PlumeStudy *study, const PlumeAddress *address)
{
  apply_address (study, plume_values_with_default (plume_study_get_values (study), address),
                 address);
}

/**
 * plume_study_set_values:
 * @values: (transfer none): a whole set
 * @step_title: what the change is called in the undo list
 */
void
plume_study_set_values (PlumeStudy *study, PlumeValues *values, const char *step_title)
{
  apply_values (study, values, &PLUME_ADDRESS (-1), step_title);
}

void
plume_study_set_inputs (PlumeStudy *study, PlumeInputs *inputs, const char *step_title)
{
  plume_history_take_inputs (study->history, inputs, step_title);
  changed (study);
}

/**
 * plume_study_set_held:
 * @held: whether a person holds a control, or a parameter plays
 *
 * All changes while held are one undo step, and stages may use their coarse version; on release the
 * full one follows.
 */
void
plume_study_set_held (PlumeStudy *study, gboolean held)
{
  if (plume_study_is_held (study) == held)
    return;
  plume_history_set_held (study->history, held);
  if (held)
    return;
  g_signal_emit (study, signals[CHANGED], 0); /* axes that were kept may follow the data again */
  if (study->busy || (study->publication != NULL && study->publication->coarse))
    recompute (study);
}

gboolean
plume_study_is_held (PlumeStudy *study)
{
  return plume_history_is_held (study->history);
}

gboolean
plume_study_drag_handle (
    PlumeStudy *study, guint view, const char *handle, double x, double y, GError **error)
{
  if (study->publication == NULL)
    return TRUE;

  g_autoptr (PlumeValues) values = plume_publication_drag (
      study->publication, plume_study_get_values (study), view, handle, x, y, error);

  if (values == NULL)
    return FALSE;
  if (values != plume_study_get_values (study))
    apply_values (study, values, &PLUME_ADDRESS (-1), _ ("Move"));
  return TRUE;
}

gboolean
plume_study_brush (
    PlumeStudy *study, guint view, PlumeValues *start, const PlumeStroke *stroke, GError **error)
{
  if (study->publication == NULL)
    return TRUE;

  g_autoptr (PlumeValues) values =
      plume_publication_brush (study->publication, start, view, stroke, error);

  if (values == NULL)
    return FALSE;
  if (values != start)
    apply_values (study, values, &PLUME_ADDRESS (-1), stroke->erases ? _ ("Erase") : _ ("Draw"));
  return TRUE;
}

gboolean
plume_study_pick (PlumeStudy *study, guint view, const PlumePick *pick, GError **error)
{
  if (study->publication == NULL)
    return TRUE;

  g_autoptr (PlumeValues) values = plume_publication_pick (
      study->publication, plume_study_get_values (study), view, pick, error);

  if (values == NULL)
    return FALSE;
  if (!plume_values_equal (values, plume_study_get_values (study)))
    apply_values (study, values, &PLUME_ADDRESS (-1), _ ("Choose in the view"));
  return TRUE;
}

void
plume_study_act (PlumeStudy *study, guint action)
{
  g_return_if_fail (action < study->experiment->n_actions);
  plume_worker_act (study->worker, plume_study_get_values (study), plume_study_get_inputs (study),
                    action);
  set_busy (study, TRUE);
}

void
plume_study_write (PlumeStudy *study, guint writer, const char *path)
{
  g_return_if_fail (writer < study->experiment->n_writers);
  plume_worker_write (study->worker, plume_study_get_values (study), plume_study_get_inputs (study),
                      writer, path);
  set_busy (study, TRUE);
}

gboolean
plume_study_can_undo (PlumeStudy *study)
{
  return plume_history_get_position (study->history) > 0;
}

gboolean
plume_study_can_redo (PlumeStudy *study)
{
  return plume_history_get_position (study->history) + 1
         < plume_history_get_n_steps (study->history);
}

const char *
plume_study_get_undo_title (PlumeStudy *study)
{
  return plume_study_can_undo (study)
             ? plume_study_get_step_title (study, plume_study_get_position (study))
             : NULL;
}

const char *
plume_study_get_redo_title (PlumeStudy *study)
{
  return plume_study_can_redo (study)
             ? plume_study_get_step_title (study, plume_study_get_position (study) + 1)
             : NULL;
}

guint
plume_study_get_n_steps (PlumeStudy *study)
{
  return plume_history_get_n_steps (study->history);
}

guint
plume_study_get_position (PlumeStudy *study)
{
  return plume_history_get_position (study->history);
}

const char *
plume_study_get_step_title (PlumeStudy *study, guint step)
{
  return plume_history_get_title (study->history, step);
}

/**
 * plume_study_go_to_step:
 * @step: index of a state; it becomes the present one, and those after it can be redone
 */
void
plume_study_go_to_step (PlumeStudy *study, guint step)
{
  if (plume_history_go_to (study->history, step))
    changed (study);
}

void
plume_study_undo (PlumeStudy *study)
{
  if (plume_study_can_undo (study))
    plume_study_go_to_step (study, plume_study_get_position (study) - 1);
}

void
plume_study_redo (PlumeStudy *study)
{
  plume_study_go_to_step (study, plume_study_get_position (study) + 1);
}

const PlumeViewState *
plume_study_get_view_state (PlumeStudy *study, guint view)
{
  return &study->views[view];
}

void
plume_study_show_view (PlumeStudy *study, guint view, gboolean shown)
{
  if (study->views[view].shown == shown)
    return;
  study->views[view].shown = shown;
  if (!shown)
    g_clear_pointer (&study->last[view], plume_figure_unref);
  changed (study);
}

/**
 * plume_study_want_view:
 * @wanted: %TRUE to have its figure computed although it is hidden, %FALSE when it is not needed
 * any more; whoever says the one says the other
 */
void
plume_study_want_view (PlumeStudy *study, guint view, gboolean wanted)
{
  gboolean before = is_wanted (study, view);

  study->n_wanting[view] += wanted ? 1 : -1;
  if (is_wanted (study, view) && !before)
    recompute (study);
}

void
plume_study_set_limits (PlumeStudy *study, guint view, guint axes, PlumeLimits limits)
{
  if (axes >= PLUME_MAX_AXES)
    return;
  study->views[view].limits[axes] = limits;
  g_signal_emit (study, signals[CHANGED], 0);
}

void
plume_study_set_starred (PlumeStudy *study, guint parameter, gboolean starred)
{
  study->starred[parameter] = starred;
}

gboolean
plume_study_is_starred (PlumeStudy *study, guint parameter)
{
  return study->starred[parameter];
}

/**
 * plume_study_toggle_mark:
 * @mark: id of a mark of @view, which is hidden, or shown again
 */
void
plume_study_toggle_mark (PlumeStudy *study, guint view, const char *mark)
{
  PlumeViewState *state = &study->views[view];
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  gboolean was_hidden = FALSE;

  for (char **hidden = state->hidden_marks; hidden != NULL && *hidden != NULL; hidden++)
    if (g_strcmp0 (*hidden, mark) == 0)
      was_hidden = TRUE;
    else
      g_strv_builder_add (builder, *hidden);
  if (!was_hidden)
    g_strv_builder_add (builder, mark);
  g_strfreev (state->hidden_marks);
  state->hidden_marks = g_strv_builder_end (builder);
  g_signal_emit (study, signals[CHANGED], 0);
}
