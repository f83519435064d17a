/* plume-readout-table.h: one block of read-outs: single values one below the other, or a table of
 * labels × read-outs.
 *
 * The labels are made once, a read-out a portion; new values are written into them.
 */
#pragma once

#include "lab/plume-engine.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PLUME_TYPE_READOUT_TABLE (plume_readout_table_get_type ())
G_DECLARE_FINAL_TYPE (PlumeReadoutTable, plume_readout_table, PLUME, READOUT_TABLE, GtkWidget)

GtkWidget *plume_readout_table_new (PlumePublication *publication,
                                    gboolean compares,
                                    const guint *readouts,
                                    guint n_readouts);
/* Makes the labels of the next read-out; whether there is another one. The publication is of the
 * same shape as the first. */
gboolean plume_readout_table_build (PlumeReadoutTable *table, PlumePublication *publication);
/* A PlumeTakeFunc: takes a few labels away. */
gboolean plume_readout_table_take (GtkWidget *table);
/* Values of what is built. */
void plume_readout_table_show (PlumeReadoutTable *table,
                               PlumePublication *publication,
                               PlumePublication *pinned);

G_END_DECLS
