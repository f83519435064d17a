/* plume-parameter-row.h: one line of the inspector: the editor of one value of a study, whatever
 * its kind.
 *
 * The base class has the title, the reset and play buttons, the context menu and the line that says
 * why a value was refused; a subclass has the editor of one kind. A row shows an address; it never
 * keeps a value of its own.
 */
#pragma once

#include "lab/plume-study.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PLUME_TYPE_PARAMETER_ROW (plume_parameter_row_get_type ())
G_DECLARE_DERIVABLE_TYPE (
    PlumeParameterRow, plume_parameter_row, PLUME, PARAMETER_ROW, GtkListBoxRow)

/**
 * PlumeParameterRowClass:
 * @bind: once, after the parameter is known: ranges, choices, accessible names
 * @sync: shows a value; must not write to the study (the row is marked as syncing meanwhile)
 */
struct _PlumeParameterRowClass
{
  GtkListBoxRowClass parent_class;

  void (*bind) (PlumeParameterRow *row, const PlumeParameter *parameter);
  void (*sync) (PlumeParameterRow *row, const PlumeValue *value);
};

/* A row of the subclass that edits the kind of the address' parameter; tables have none. */
GtkWidget *plume_parameter_row_new (PlumeStudy *study, const PlumeAddress *address);
void plume_parameter_row_sync (PlumeParameterRow *row);
gboolean plume_parameter_row_shows (PlumeParameterRow *row);
gboolean plume_parameter_row_matches (PlumeParameterRow *row, const char *needle);
const PlumeParameter *plume_parameter_row_get_parameter (PlumeParameterRow *row);
PlumeStudy *plume_parameter_row_get_study (PlumeParameterRow *row);

/* For subclasses. */
PlumeStudy *plume_parameter_row_get_study (PlumeParameterRow *row);
gboolean plume_parameter_row_is_syncing (PlumeParameterRow *row);
void plume_parameter_row_set_number (PlumeParameterRow *row, double number);
void plume_parameter_row_set_text (PlumeParameterRow *row, const char *text);
void plume_parameter_row_refuse (PlumeParameterRow *row, const char *sentence);
void plume_parameter_row_set_held (PlumeParameterRow *row, gboolean held);

G_END_DECLS
