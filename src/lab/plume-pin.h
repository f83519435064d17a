/* plume-pin.h: a result that stays while the study goes on: A, to which the present one is
 * compared. Private to the lab, except for its read-outs.
 *
 * It begins with what was shown when it was pinned; what is missing of that (views that were hidden
 * then, or all of it where it comes out of a recipe) is computed by a worker of its own.
 */
#pragma once

#include "lab/plume-engine.h"

G_BEGIN_DECLS

typedef struct _PlumePin PlumePin;

/* publication: nullable, and then values and inputs count. changed: called in the main context when
 * there is more to show. */
PlumePin *plume_pin_new (PlumeValues *values,
                         PlumeInputs *inputs,
                         PlumePublication *publication,
                         void (*changed) (gpointer user_data),
                         gpointer user_data);
void plume_pin_free (PlumePin *pin);
/* views: one flag a view. */
void plume_pin_want (PlumePin *pin, const gboolean *views);
PlumeValues *plume_pin_get_values (PlumePin *pin);
PlumeInputs *plume_pin_get_inputs (PlumePin *pin);
PlumePublication *plume_pin_get_publication (PlumePin *pin); /* nullable */
/* The figure with the pinned one beneath it; (transfer none), until the next call for the view. */
PlumeFigure *plume_pin_merge (PlumePin *pin, guint view, PlumeFigure *figure, gboolean difference);

/* What A reads where B reads @reading, the @index-th of its read-out; NaN for nothing. */
double plume_publication_get_reading (const PlumePublication *pinned,
                                      guint readout,
                                      const PlumeReading *reading,
                                      guint index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumePin, plume_pin_free)

G_END_DECLS
