/* plume-sweep.h: one view and the read-outs of an experiment for all combinations of the values of
 * one or two parameters, computed beside the study by an engine and a thread of its own.
 *
 * The last axis varies fastest, as in the tables of plume-cli sweep. All functions are for the main
 * thread.
 */
#pragma once

#include "lab/plume-engine.h"

G_BEGIN_DECLS

#define PLUME_SWEEP_MAX_AXES 2
#define PLUME_SWEEP_MAX_RUNS 144

typedef struct _PlumeSweep PlumeSweep;

/**
 * PlumeSweepAxis:
 * @address: a number, an integer or a choice
 * @from: @to: first and last value; of a choice indices
 * @count: how many, at least 1
 * @logarithmic: whether their ratios are equal, not their differences
 */
typedef struct
{
  PlumeAddress address;
  double from, to;
  guint count;
  gboolean logarithmic;
} PlumeSweepAxis;

/* Integers and choices are rounded. */
double plume_sweep_axis_get_value (const PlumeSweepAxis *axis,
                                   const PlumeParameter *parameter,
                                   guint index);

/* changed: called in the main context of the caller when runs have arrived or all are done. */
PlumeSweep *plume_sweep_new (PlumeValues *values,
                             PlumeInputs *inputs,
                             const PlumeSweepAxis *axes,
                             guint n_axes,
                             guint view,
                             void (*changed) (gpointer user_data),
                             gpointer user_data,
                             GError **error);
/* Nothing is called any more; what runs stops soon. */
void plume_sweep_close (PlumeSweep *sweep);
/* Stops; what has arrived stays. */
void plume_sweep_stop (PlumeSweep *sweep);

guint plume_sweep_get_n_runs (PlumeSweep *sweep);
guint plume_sweep_get_n_columns (PlumeSweep *sweep); /* of the last axis */
guint plume_sweep_get_n_done (PlumeSweep *sweep);
gboolean plume_sweep_is_running (PlumeSweep *sweep);
double plume_sweep_get_progress (PlumeSweep *sweep); /* 0…1 */
guint plume_sweep_get_n_axes (PlumeSweep *sweep);
const PlumeSweepAxis *plume_sweep_get_axis (PlumeSweep *sweep, guint axis);
double plume_sweep_get_value (PlumeSweep *sweep, guint run, guint axis);
PlumeFigure *plume_sweep_get_figure (PlumeSweep *sweep, guint run); /* nullable */
const char *plume_sweep_get_failure (PlumeSweep *sweep, guint run); /* nullable */
/* What the present values become when they take over those of a run. */
PlumeValues *plume_sweep_apply (PlumeSweep *sweep, guint run, PlumeValues *values, GError **error);
/* A row a run: varied parameters, read-outs, why it failed. */
char *plume_sweep_to_csv (PlumeSweep *sweep);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeSweep, plume_sweep_close)

G_END_DECLS
