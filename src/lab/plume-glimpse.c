/* plume-glimpse.c: the first view of a study that has something to show, as a picture; within a
 * time, if need be from coarse stages, or from what long ones have published by then. */
#include "lab/plume-glimpse.h"

#include "core/plume-error.h"
#include "lab/plume-engine.h"

#include <glib/gi18n.h>

#define MEMO_BYTES ((gsize)256 << 20)

/* What is looked at, and the newest figure of it that has something to show. */
typedef struct
{
  PlumeEngine *engine;
  PlumeWish wish;
  const PlumeViewState *views; /* nullable */
  gboolean *wished;            /* by view */
  guint view;
  PlumeFigure *figure; /* nullable */
} Glimpse;

static void
glimpse_init (Glimpse *glimpse,
              PlumeValues *values,
              PlumeInputs *inputs,
              const PlumeViewState *views)
{
  *glimpse = (Glimpse){ plume_engine_new (values->experiment, MEMO_BYTES) };
  glimpse->wished = g_new0 (gboolean, values->experiment->n_views + 1);
  glimpse->views = views;
  glimpse->wish = (PlumeWish){ .values = values, .inputs = inputs, .views = glimpse->wished };
}

static void
glimpse_clear (Glimpse *glimpse)
{
  plume_engine_free (glimpse->engine);
  g_clear_pointer (&glimpse->figure, plume_figure_unref);
  g_free (glimpse->wished);
}

static gboolean
keep (PlumePublication *publication, gpointer data)
{
  Glimpse *glimpse = data;
  PlumeFigure *figure = publication->figures[glimpse->view];

  if (figure == NULL || figure->note != NULL)
    return FALSE;
  plume_figure_ref (figure);
  g_clear_pointer (&glimpse->figure, plume_figure_unref);
  glimpse->figure = figure;
  return TRUE;
}

static void
on_published (PlumePublication *publication, gpointer data)
{
  keep (publication, data);
}

static gboolean
is_shown (const Glimpse *glimpse, guint view)
{
  return glimpse->views != NULL ? glimpse->views[view].shown
                                : !glimpse->wish.values->experiment->views[view].hidden;
}

/* FALSE where there is nothing to show, or no time was left to find it; there may be a figure that
 * was published meanwhile. */
static gboolean
look (Glimpse *glimpse, PlumeTask *task, GError **error)
{
  const PlumeExperiment *experiment = glimpse->wish.values->experiment;
  GError *reason = NULL;

  for (guint view = 0; view < experiment->n_views; view++)
    {
      g_autoptr (PlumePublication) publication = NULL;

      if (!is_shown (glimpse, view))
        continue;
      glimpse->view = view;
      glimpse->wished[view] = TRUE;
      publication = plume_engine_evaluate (glimpse->engine, &glimpse->wish, task, error);
      glimpse->wished[view] = FALSE;
      if (publication == NULL || keep (publication, glimpse))
        {
          g_clear_error (&reason);
          return publication != NULL;
        }
      if (reason == NULL && publication->errors[view] != NULL)
        reason = g_error_copy (publication->errors[view]);
    }
  if (reason != NULL)
    g_propagate_error (error, reason);
  else
    g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                         _ ("no view of it has anything to show"));
  return FALSE;
}

static GBytes *
paint (const Glimpse *glimpse, const PlumeExport *settings, GError **error)
{
  const PlumeViewState *state = glimpse->views != NULL ? &glimpse->views[glimpse->view] : NULL;

  return plume_export_figure_to_bytes (
      glimpse->figure, state != NULL ? state->limits : NULL, state != NULL ? PLUME_MAX_AXES : 0,
      state != NULL ? (const char *const *)state->hidden_marks : NULL, settings, error);
}

/**
 * plume_glimpse_paint:
 * @values: of the study
 * @inputs: of the study
 * @views: (nullable): which views are shown, and how
 * @settings: size and style
 * @task: (nullable): cancels
 * @error: why there is no picture
 *
 * Returns: (transfer full) (nullable): the first view that has something to show
 */
GBytes *
plume_glimpse_paint (PlumeValues *values,
                     PlumeInputs *inputs,
                     const PlumeViewState *views,
                     const PlumeExport *settings,
                     PlumeTask *task,
                     GError **error)
{
  Glimpse glimpse;
  GBytes *bytes = NULL;

  glimpse_init (&glimpse, values, inputs, views);
  if (look (&glimpse, task, error))
    bytes = paint (&glimpse, settings, error);
  glimpse_clear (&glimpse);
  return bytes;
}

/* Cancels a task when its time is over, unless it is done before. */
typedef struct
{
  GMutex mutex;
  GCond changed;
  PlumeTask *task;
  gint64 end; /* µs */
  gboolean is_done;
} Clock;

static gpointer
watch (gpointer data)
{
  Clock *clock = data;

  g_mutex_lock (&clock->mutex);
  while (!clock->is_done && g_cond_wait_until (&clock->changed, &clock->mutex, clock->end))
    ;
  if (!clock->is_done)
    plume_task_cancel (clock->task);
  g_mutex_unlock (&clock->mutex);
  return NULL;
}

static gboolean
look_within (Glimpse *glimpse, double patience, GError **error)
{
  g_autoptr (PlumeTask) task = plume_task_new ();
  Clock clock = { .task = task, .end = g_get_monotonic_time () + (gint64)(1e6 * patience) };
  GThread *thread;
  gboolean found;

  g_mutex_init (&clock.mutex);
  g_cond_init (&clock.changed);
  thread = g_thread_new ("clock", watch, &clock);
  found = look (glimpse, task, error);
  g_mutex_lock (&clock.mutex);
  clock.is_done = TRUE;
  g_cond_signal (&clock.changed);
  g_mutex_unlock (&clock.mutex);
  g_thread_join (thread);
  g_mutex_clear (&clock.mutex);
  g_cond_clear (&clock.changed);
  return found;
}

/**
 * plume_glimpse_paint_within:
 * @patience: seconds that it may take to compute, about
 * @values: of the study
 * @inputs: of the study
 * @views: (nullable): which views are shown, and how
 * @settings: size and style
 * @error: why there is no picture, such as that there was no time for any
 *
 * Half of the time is for the view as it is, the other half for its coarse stages. Where neither
 * is enough, what was published meanwhile has to do.
 *
 * Returns: (transfer full) (nullable): the first view that has something to show
 */
GBytes *
plume_glimpse_paint_within (double patience,
                            PlumeValues *values,
                            PlumeInputs *inputs,
                            const PlumeViewState *views,
                            const PlumeExport *settings,
                            GError **error)
{
  g_autoptr (GError) reason = NULL;
  Glimpse glimpse;
  GBytes *bytes = NULL;

  glimpse_init (&glimpse, values, inputs, views);
  glimpse.wish.publish = on_published;
  glimpse.wish.publish_data = &glimpse;
  if (!look_within (&glimpse, 0.5 * patience, &reason)
      && g_error_matches (reason, PLUME_ERROR, PLUME_ERROR_CANCELLED))
    {
      g_clear_error (&reason);
      glimpse.wish.coarse = TRUE;
      look_within (&glimpse, 0.5 * patience, &reason);
    }
  if (glimpse.figure != NULL)
    bytes = paint (&glimpse, settings, error);
  else if (g_error_matches (reason, PLUME_ERROR, PLUME_ERROR_CANCELLED))
    g_set_error_literal (error, PLUME_ERROR, PLUME_ERROR_COMPUTE,
                         _ ("it takes too long to be drawn beside other work; open it"));
  else
    g_propagate_error (error, g_steal_pointer (&reason));
  glimpse_clear (&glimpse);
  return bytes;
}
