/* plume-values.h: the values of an experiment's parameters: an immutable set, changed by making
 * another one.
 *
 * The list of undo steps is a list of such sets. Addresses name a parameter ("flow"), or one cell
 * of a table parameter
 * ("analytes[2].retention-factor", or "analytes[toluene].retention-factor" by the text of the row's
 * first column).
 */
#pragma once

#include "lab/plume-experiment.h"
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct _PlumeRecords PlumeRecords;

/**
 * PlumeValue:
 *
 * One value, by the kind of its parameter: @number for numbers, integers, choices, switches and
 * seeds; @text for texts and grids (a grid's text is what the person wrote, @grid what it means);
 * @records for tables.
 */
typedef struct
{
  double number;
  char *text;
  PlumeArray *grid;
  PlumeRecords *records;
} PlumeValue;

struct _PlumeRecords
{
  guint n_rows, n_columns;
  PlumeValue *cells; /* row by row */
};

typedef struct
{
  const PlumeExperiment *experiment;
  PlumeValue *items; /* by parameter */
} PlumeValues;

/**
 * PlumeAddress:
 * @parameter: index of the parameter
 * @row, @column: cell of a table parameter, or −1
 */
typedef struct
{
  int parameter, row, column;
} PlumeAddress;

#define PLUME_ADDRESS(index) ((PlumeAddress){ (index), -1, -1 })

PlumeValues *plume_values_new (const PlumeExperiment *experiment);
PlumeValues *plume_values_ref (PlumeValues *values);
void plume_values_unref (PlumeValues *values);

gboolean plume_address_parse (const PlumeValues *values,
                              const char *text,
                              PlumeAddress *address,
                              GError **error);
char *plume_address_format (const PlumeExperiment *experiment, const PlumeAddress *address);
gboolean plume_address_equal (const PlumeAddress *a, const PlumeAddress *b);
/* The declaration that governs an address: the parameter, or the column of a table. */
const PlumeParameter *
plume_address_get_parameter (const PlumeExperiment *experiment, const PlumeAddress *address);

const PlumeValue *plume_values_get (const PlumeValues *values, const PlumeAddress *address);
/* A new set with one value changed; NULL with PLUME_ERROR_USAGE where it does not fit. value is
 * copied. */
PlumeValues *plume_values_with (const PlumeValues *values,
                                const PlumeAddress *address,
                                const PlumeValue *value,
                                GError **error);
PlumeValues *plume_values_with_number (const PlumeValues *values,
                                       const PlumeAddress *address,
                                       double number,
                                       GError **error);
PlumeValues *plume_values_with_text (const PlumeValues *values,
                                     const PlumeAddress *address,
                                     const char *text,
                                     GError **error);
PlumeValues *plume_values_with_default (const PlumeValues *values, const PlumeAddress *address);
/* Rows of a table parameter: a new one is a copy of row from, or of the defaults for −1. */
PlumeValues *
plume_values_with_row_added (const PlumeValues *values, int parameter, int from, GError **error);
PlumeValues *
plume_values_with_row_removed (const PlumeValues *values, int parameter, int row, GError **error);

char *plume_value_format (const PlumeParameter *parameter,
                          const PlumeValue *value); /* as text that can be set again */
gboolean plume_values_are_default (const PlumeValues *values, const PlumeAddress *address);
gboolean plume_values_shows (const PlumeValues *values,
                             const PlumeAddress *address); /* its visible_when holds */

gboolean plume_values_equal (const PlumeValues *a, const PlumeValues *b);
JsonNode *plume_values_to_json (const PlumeValues *values);
PlumeValues *
plume_values_from_json (const PlumeExperiment *experiment, JsonObject *object, GError **error);

int plume_experiment_find_parameter (const PlumeExperiment *experiment, const char *id);
int plume_experiment_find_input (const PlumeExperiment *experiment, const char *id);
int plume_experiment_find_stage (const PlumeExperiment *experiment, const char *id);
int plume_experiment_find_view (const PlumeExperiment *experiment, const char *id);
int plume_experiment_find_readout (const PlumeExperiment *experiment, const char *id);
int plume_experiment_find_action (const PlumeExperiment *experiment, const char *id);
int plume_experiment_find_writer (const PlumeExperiment *experiment, const char *id);
const char *plume_chapter_get_title (PlumeChapter chapter);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeValues, plume_values_unref)

G_END_DECLS
