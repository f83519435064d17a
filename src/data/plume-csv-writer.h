/* plume-csv-writer.h: tables to CSV text. */
#pragma once

#include "data/plume-table.h"

G_BEGIN_DECLS

char *plume_table_to_csv (const PlumeTable *table, gsize *length);
void plume_csv_append_number (GString *text, double value);
void plume_csv_append_text (GString *text, const char *cell);

G_END_DECLS
