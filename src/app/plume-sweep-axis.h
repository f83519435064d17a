/* plume-sweep-axis.h: which parameter a sweep varies, from where to where, in how many steps: a
 * group of rows. It knows which parameters can be swept, and how one value of them is called.
 *
 * Signal: "changed".
 */
#pragma once

#include "lab/plume-study.h"
#include "lab/plume-sweep.h"
#include <adwaita.h>

G_BEGIN_DECLS

#define PLUME_TYPE_SWEEP_AXIS (plume_sweep_axis_get_type ())
G_DECLARE_FINAL_TYPE (PlumeSweepAxisGroup, plume_sweep_axis, PLUME, SWEEP_AXIS, AdwPreferencesGroup)

/* address: nullable: offered although it is a cell of a table, and chosen. optional: None is the
 * first choice. */
void plume_sweep_axis_set_study (PlumeSweepAxisGroup *group,
                                 PlumeStudy *study,
                                 const PlumeAddress *address,
                                 gboolean optional);
/* FALSE where none is chosen, or with an error where what was written is no number. */
gboolean plume_sweep_axis_get (PlumeSweepAxisGroup *group, PlumeSweepAxis *axis, GError **error);

/* "t = 12 s" in Pango markup. */
char *plume_sweep_describe_value (const PlumeParameter *parameter, double value);

G_END_DECLS
