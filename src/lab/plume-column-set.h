/* plume-column-set.h: some columns of a table, written as text: "0-3,7".
 *
 * The text is canonical (ascending, runs joined) and interned, so that equal sets are equal
 * pointers and a choice of columns can be copied like a number. It knows no roles.
 */
#pragma once

#include "data/plume-table.h"

G_BEGIN_DECLS

/* Other texts in the place of a set of columns. */
#define PLUME_COLUMNS_GUESSED ""  /* whatever is left */
#define PLUME_COLUMNS_NONE    "-" /* none at all */
#define PLUME_COLUMNS_BLOCK   '@' /* with the name of a block behind it */

const char *plume_column_set_format (const GArray *columns);
GArray *plume_column_set_parse (const char *text, guint n_columns);

G_END_DECLS
