/* plume-column.h: finding the columns that an experiment wants, and checking them. */
#pragma once

#include "data/plume-table.h"

G_BEGIN_DECLS

/**
 * PlumeColumnFlags:
 * @PLUME_COLUMN_NOT_EMPTY: there is at least one number in it
 * @PLUME_COLUMN_INCREASING: each number is greater than the one before; missing ones are passed
 * over
 * @PLUME_COLUMN_FINITE: no value is missing or infinite
 *
 * What plume_table_check_column() asks of a column.
 */
typedef enum
{
  PLUME_COLUMN_NOT_EMPTY = 1 << 0,
  PLUME_COLUMN_INCREASING = 1 << 1,
  PLUME_COLUMN_FINITE = 1 << 2,
} PlumeColumnFlags;

int plume_table_guess_column (const PlumeTable *table, const char *const *words);
int plume_table_guess_category (const PlumeTable *table, const char *const *words);
gboolean plume_table_is_index (const PlumeTable *table, guint column);
gboolean plume_table_is_category (const PlumeTable *table, guint column);
gboolean plume_table_has_unique_texts (const PlumeTable *table, guint column);
gboolean plume_table_check_column (const PlumeTable *table,
                                   guint column,
                                   PlumeColumnFlags flags,
                                   GError **error);

G_END_DECLS
