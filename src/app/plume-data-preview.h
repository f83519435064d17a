/* plume-data-preview.h: the first rows of the data, to look at before they are used. */
#pragma once

#include "lab/plume-inputs.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PLUME_PREVIEW_COLOURS 6 /* style classes role-0 … role-5 */

/* Fills a view: a row a sample, and above the columns which role they play. binding: nullable, for
 * data that nothing is known about yet. */
void plume_data_preview_show (GtkColumnView *view,
                              const PlumeInput *input,
                              PlumeDataset *dataset,
                              PlumeBinding *binding);

G_END_DECLS
