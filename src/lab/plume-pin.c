/* plume-pin.c: keeps a publication, fills its gaps, and remembers merged figures, so that several
 * canvases of one view merge once. */
#include "lab/plume-pin.h"

#include "figure/plume-ghost.h"
#include "lab/plume-worker.h"

#include <math.h>

typedef struct
{
  PlumeFigure *figure, *pinned, *merged;
  gboolean difference;
} Merged;

struct _PlumePin
{
  const PlumeExperiment *experiment;
  PlumeValues *values;
  PlumeInputs *inputs;
  PlumePublication *publication; /* nullable */
  PlumeWorker *worker;           /* nullable */
  gboolean *wished;              /* by view, of the worker */
  Merged *merged;                /* by view */
  void (*changed) (gpointer user_data);
  gpointer user_data;
};

static void
on_published (PlumePublication *publication, gpointer user_data)
{
  PlumePin *pin = user_data;

  if (!publication->complete && pin->publication != NULL)
    return; /* what there is may hold more */
  plume_publication_ref (publication);
  plume_publication_unref (pin->publication);
  pin->publication = publication;
  pin->changed (pin->user_data);
}

static void
on_acted (guint action, PlumeValues *values, const GError *error, gpointer user_data)
{
}

static void
on_wrote (const char *path, const GError *error, gpointer user_data)
{
}

static void
on_idle (gpointer user_data)
{
}

PlumePin *
plume_pin_new (PlumeValues *values,
               PlumeInputs *inputs,
               PlumePublication *publication,
               void (*changed) (gpointer user_data),
               gpointer user_data)
{
  PlumePin *pin = g_new0 (PlumePin, 1);

  pin->experiment = values->experiment;
  pin->values = plume_values_ref (values);
  pin->inputs = plume_inputs_ref (inputs);
  pin->publication = publication != NULL ? plume_publication_ref (publication) : NULL;
  pin->wished = g_new0 (gboolean, pin->experiment->n_views + 1);
  pin->merged = g_new0 (Merged, pin->experiment->n_views + 1);
  pin->changed = changed;
  pin->user_data = user_data;
  return pin;
}

static void
clear_merged (Merged *merged)
{
  g_clear_pointer (&merged->figure, plume_figure_unref);
  g_clear_pointer (&merged->pinned, plume_figure_unref);
  g_clear_pointer (&merged->merged, plume_figure_unref);
}

void
plume_pin_free (PlumePin *pin)
{
  if (pin == NULL)
    return;
  g_clear_pointer (&pin->worker, plume_worker_close);
  for (guint i = 0; i < pin->experiment->n_views; i++)
    clear_merged (&pin->merged[i]);
  plume_publication_unref (pin->publication);
  plume_values_unref (pin->values);
  plume_inputs_unref (pin->inputs);
  g_free (pin->wished);
  g_free (pin->merged);
  g_free (pin);
}

/* Whether the view is there as well as it can be. */
static gboolean
has_view (PlumePin *pin, guint view)
{
  const PlumePublication *publication = pin->publication;

  return publication != NULL && publication->complete && !publication->coarse
         && (publication->figures[view] != NULL || publication->errors[view] != NULL);
}

void
plume_pin_want (PlumePin *pin, const gboolean *views)
{
  static const PlumeWorkerClient client = { on_published, on_acted, on_wrote, on_idle, NULL };
  PlumeWorkerClient own = client;
  gboolean missing = FALSE;

  for (guint i = 0; i < pin->experiment->n_views; i++)
    missing |= views[i] && !pin->wished[i] && !has_view (pin, i);
  if (!missing)
    return;
  own.user_data = pin;
  if (pin->worker == NULL)
    pin->worker = plume_worker_new (pin->experiment, &own);
  for (guint i = 0; i < pin->experiment->n_views; i++)
    pin->wished[i] |= views[i];
  plume_worker_wish (pin->worker, pin->values, pin->inputs, pin->wished, FALSE);
}

PlumeValues *
plume_pin_get_values (PlumePin *pin)
{
  return pin->values;
}

PlumeInputs *
plume_pin_get_inputs (PlumePin *pin)
{
  return pin->inputs;
}

PlumePublication *
plume_pin_get_publication (PlumePin *pin)
{
  return pin->publication;
}

PlumeFigure *
plume_pin_merge (PlumePin *pin, guint view, PlumeFigure *figure, gboolean difference)
{
  Merged *merged = &pin->merged[view];
  PlumeFigure *pinned = pin->publication != NULL ? pin->publication->figures[view] : NULL;

  if (pinned == NULL || figure == NULL)
    return figure;
  if (merged->figure == figure && merged->pinned == pinned && merged->difference == difference)
    return merged->merged;
  clear_merged (merged);
  merged->figure = plume_figure_ref (figure);
  merged->pinned = plume_figure_ref (pinned);
  merged->difference = difference;
  merged->merged = plume_figure_with_ghost (figure, pinned, difference);
  return merged->merged;
}

/**
 * plume_publication_get_reading:
 * @pinned: what is compared to
 * @readout: index of a read-out
 * @reading: of another publication of the same experiment
 * @index: its place within the read-out
 *
 * Returns: the value that has the same label in @pinned, or no label and the same place; NaN where
 * there is none
 */
double
plume_publication_get_reading (const PlumePublication *pinned,
                               guint readout,
                               const PlumeReading *reading,
                               guint index)
{
  const GArray *readings = pinned->readings[readout];

  for (guint i = 0; readings != NULL && i < readings->len; i++)
    {
      const PlumeReading *other = &g_array_index (readings, PlumeReading, i);

      if (reading->label != NULL ? g_strcmp0 (reading->label, other->label) == 0
                                 : other->label == NULL && i == index)
        return other->value;
    }
  return NAN;
}
