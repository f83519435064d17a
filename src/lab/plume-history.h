/* plume-history.h: the states that a study went through, each with what led to it: what is undone
 * and redone. Private to the lab.
 *
 * There is always a present state. A new one takes the place of those that could be redone; of more
 * than a thousand the oldest goes.
 */
#pragma once

#include "lab/plume-inputs.h"
#include "lab/plume-values.h"

G_BEGIN_DECLS

typedef struct _PlumeHistory PlumeHistory;

/* The state to begin with; values and inputs of all calls are (transfer none). */
PlumeHistory *plume_history_new (PlumeValues *values, PlumeInputs *inputs);
void plume_history_free (PlumeHistory *history);

PlumeValues *plume_history_get_values (PlumeHistory *history); /* of the present state */
PlumeInputs *plume_history_get_inputs (PlumeHistory *history);

/* Changes of one address within 0.8 s are one step, as are all while held; an address with the
 * parameter −1 stands for several things, which are a step each time. */
void plume_history_take_values (PlumeHistory *history,
                                PlumeValues *values,
                                const PlumeAddress *address,
                                const char *title);
void plume_history_take_inputs (PlumeHistory *history, PlumeInputs *inputs, const char *title);
/* What was moved and put back by the time it is let go is no step. */
void plume_history_set_held (PlumeHistory *history, gboolean held);
gboolean plume_history_is_held (PlumeHistory *history);

guint plume_history_get_n_steps (PlumeHistory *history);
guint plume_history_get_position (PlumeHistory *history);
const char *
plume_history_get_title (PlumeHistory *history, guint step); /* NULL of the very first */
/* FALSE where there is no such state, or it is the present one. */
gboolean plume_history_go_to (PlumeHistory *history, guint step);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeHistory, plume_history_free)

G_END_DECLS
