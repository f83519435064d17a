/* plume-unit.h: units of measurement as people write them in the titles of columns. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *plume_unit_find (const char *word);
char *plume_unit_split_title (const char *title, char **unit);

G_END_DECLS
