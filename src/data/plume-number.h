/* plume-number.h: decimal text to the nearest double, fast. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *
plume_number_parse (const char *text, const char *end, char decimal_mark, double *value);

G_END_DECLS
