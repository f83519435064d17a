/* plume-number-format.h: numbers as people read and write them.
 *
 * Reading: true minus, thin spaces in long numbers, × 10ⁿ for powers of ten, as many digits as the
 * error allows. Writing: the decimal mark of the locale or the point, with or without unit. It
 * knows no widgets.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The translation of a text from an experiment's tables; never NULL. */
const char *plume_translate (const char *text);

/* Symbols in Pango markup as widgets can show them. */
char *plume_format_markup (const char *markup);

char *plume_format_number (double value, int significant_digits);
char *plume_format_measured (double value, double error);
char *plume_format_with_unit (double value, int significant_digits, const char *unit);
char *plume_format_for_entry (double value);
gboolean plume_parse_number (const char *text, const char *unit, double *value);

G_END_DECLS
