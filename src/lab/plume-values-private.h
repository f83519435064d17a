/* plume-values-private.h: single values, for the files of the lab only. */
#pragma once

#include "lab/plume-values.h"

G_BEGIN_DECLS

PlumeRecords *plume_records_new (guint n_rows, guint n_columns);
PlumeValue plume_value_new_default (const PlumeParameter *parameter);
PlumeValue plume_value_copy (const PlumeValue *value);
void plume_value_clear (PlumeValue *value);
gboolean plume_value_equal (const PlumeValue *a, const PlumeValue *b);
gboolean plume_value_check_number (const PlumeParameter *parameter, double number, GError **error);
gboolean plume_value_parse (const PlumeParameter *parameter,
                            const char *text,
                            PlumeValue *value,
                            GError **error);
gboolean plume_value_from_json (const PlumeParameter *parameter,
                                JsonNode *node,
                                PlumeValue *value,
                                GError **error);
JsonNode *plume_value_to_json (const PlumeParameter *parameter, const PlumeValue *value);
PlumeValues *plume_values_copy (const PlumeValues *values);

G_END_DECLS
