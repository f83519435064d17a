/* plume-history.c: an array of states and the index of the present one. */
#include "lab/plume-history.h"

#define MERGE_INTERVAL 800000 /* µs within which changes of one address are one step */
#define MAX_STEPS      1000

typedef struct
{
  PlumeValues *values;
  PlumeInputs *inputs;
  char *title;          /* of the change that led here; NULL for the first */
  PlumeAddress address; /* what it changed, parameter −1 for several things */
  guint gesture;        /* during which it came, or 0 */
  gint64 time;
} Step;

struct _PlumeHistory
{
  GPtrArray *steps; /* Step */
  guint position;   /* the present one */
  gboolean held;
  guint gesture; /* number of the newest one */
};

static void
free_step (gpointer data)
{
  Step *step = data;

  plume_values_unref (step->values);
  plume_inputs_unref (step->inputs);
  g_free (step->title);
  g_free (step);
}

static Step *
present (PlumeHistory *history)
{
  return g_ptr_array_index (history->steps, history->position);
}

static gboolean
is_newest (PlumeHistory *history)
{
  return history->position == history->steps->len - 1;
}

static void
add_step (PlumeHistory *history,
          PlumeValues *values,
          PlumeInputs *inputs,
          const char *title,
          const PlumeAddress *address)
{
  Step *step = g_new0 (Step, 1);

  *step = (Step){
    .values = plume_values_ref (values),
    .inputs = plume_inputs_ref (inputs),
    .title = g_strdup (title),
    .address = *address,
    .gesture = history->held ? history->gesture : 0,
    .time = g_get_monotonic_time (),
  };
  if (history->steps->len > 0)
    g_ptr_array_set_size (history->steps, (gint)history->position + 1);
  if (history->steps->len >= MAX_STEPS)
    g_ptr_array_remove_index (history->steps, 0);
  g_ptr_array_add (history->steps, step);
  history->position = history->steps->len - 1;
}

PlumeHistory *
plume_history_new (PlumeValues *values, PlumeInputs *inputs)
{
  PlumeHistory *history = g_new0 (PlumeHistory, 1);

  history->steps = g_ptr_array_new_with_free_func (free_step);
  add_step (history, values, inputs, NULL, &PLUME_ADDRESS (-1));
  return history;
}

void
plume_history_free (PlumeHistory *history)
{
  if (history == NULL)
    return;
  g_ptr_array_unref (history->steps);
  g_free (history);
}

PlumeValues *
plume_history_get_values (PlumeHistory *history)
{
  return present (history)->values;
}

PlumeInputs *
plume_history_get_inputs (PlumeHistory *history)
{
  return present (history)->inputs;
}

/* Whether a change of @address now belongs to the present step. */
static gboolean
merges (PlumeHistory *history, const PlumeAddress *address)
{
  const Step *step = present (history);

  if (step->title == NULL || !is_newest (history))
    return FALSE;
  if (history->held)
    return step->gesture == history->gesture;
  return address->parameter >= 0 && plume_address_equal (&step->address, address)
         && g_get_monotonic_time () - step->time < MERGE_INTERVAL;
}

void
plume_history_take_values (PlumeHistory *history,
                           PlumeValues *values,
                           const PlumeAddress *address,
                           const char *title)
{
  Step *step = present (history);
  PlumeValues *old = step->values;

  if (!merges (history, address))
    {
      add_step (history, values, step->inputs, title, address);
      return;
    }
  step->values = plume_values_ref (values);
  step->time = g_get_monotonic_time ();
  plume_values_unref (old);
}

void
plume_history_take_inputs (PlumeHistory *history, PlumeInputs *inputs, const char *title)
{
  add_step (history, present (history)->values, inputs, title, &PLUME_ADDRESS (-1));
}

static void
drop_step_without_change (PlumeHistory *history)
{
  const Step *step = present (history), *before;

  if (history->position == 0 || !is_newest (history) || step->gesture != history->gesture)
    return;
  before = g_ptr_array_index (history->steps, history->position - 1);
  if (step->inputs != before->inputs || !plume_values_equal (step->values, before->values))
    return;
  history->position--;
  g_ptr_array_set_size (history->steps, (gint)history->position + 1);
}

void
plume_history_set_held (PlumeHistory *history, gboolean held)
{
  if (history->held == held)
    return;
  history->held = held;
  if (held)
    history->gesture++;
  else
    drop_step_without_change (history);
}

gboolean
plume_history_is_held (PlumeHistory *history)
{
  return history->held;
}

guint
plume_history_get_n_steps (PlumeHistory *history)
{
  return history->steps->len;
}

guint
plume_history_get_position (PlumeHistory *history)
{
  return history->position;
}

const char *
plume_history_get_title (PlumeHistory *history, guint step)
{
  return ((const Step *)g_ptr_array_index (history->steps, step))->title;
}

gboolean
plume_history_go_to (PlumeHistory *history, guint step)
{
  if (step >= history->steps->len || step == history->position)
    return FALSE;
  history->position = step;
  return TRUE;
}
