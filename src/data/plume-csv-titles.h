/* plume-csv-titles.h: titles and units of the columns of a text table. */
#pragma once

#include "data/plume-csv-layout.h"

G_BEGIN_DECLS

GPtrArray *plume_csv_read_titles (const PlumeCsvLayout *layout, const char *record);
GPtrArray *plume_csv_read_units (const PlumeCsvLayout *layout, const char *record);
void plume_csv_split_units (PlumeCsvLayout *layout);

G_END_DECLS
