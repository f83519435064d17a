/* plume-role-row.c: one role of an input in the data dialog. */
#include "app/plume-role-row.h"

#include "app/plume-number-format.h"
#include "app/plume-title-button.h"
#include <glib/gi18n.h>

struct _PlumeRoleRow
{
  AdwActionRow parent_instance;

  PlumeTitleButton *columns; /* item 0: none */
  GtkDropDown *units;        /* item 0: the role's own */

  PlumeTitleList *titles;
  int column;
};

G_DEFINE_FINAL_TYPE (PlumeRoleRow, plume_role_row, ADW_TYPE_ACTION_ROW)

static guint changed_signal;

static void
on_selected (GtkDropDown *drop_down, GParamSpec *property, PlumeRoleRow *row)
{
  g_signal_emit (row, changed_signal, 0);
}

static void
show_column (PlumeRoleRow *row, int column)
{
  row->column = column;
  plume_title_button_set_text (row->columns,
                               plume_title_list_get (row->titles, (guint)(column + 1)));
}

static void
on_chosen (PlumeTitleButton *button, guint index, PlumeRoleRow *row)
{
  if ((int)index - 1 == row->column)
    return;
  show_column (row, (int)index - 1);
  g_signal_emit (row, changed_signal, 0);
}

static void
plume_role_row_dispose (GObject *object)
{
  g_clear_object (&PLUME_ROLE_ROW (object)->titles);
  G_OBJECT_CLASS (plume_role_row_parent_class)->dispose (object);
}

static void
plume_role_row_class_init (PlumeRoleRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = plume_role_row_dispose;
  g_type_ensure (PLUME_TYPE_TITLE_BUTTON);
  changed_signal = g_signal_new ("changed", PLUME_TYPE_ROLE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/plumelab/Plume/plume-role-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PlumeRoleRow, columns);
  gtk_widget_class_bind_template_child (widget_class, PlumeRoleRow, units);
  gtk_widget_class_bind_template_callback (widget_class, on_chosen);
}

static void
plume_role_row_init (PlumeRoleRow *row)
{
  gtk_widget_init_template (GTK_WIDGET (row));
}

/**
 * plume_role_row_new:
 * @role: the role
 * @titles: (transfer none): "None", and the columns that are offered
 * @choice: what is chosen at first
 */
GtkWidget *
plume_role_row_new (const PlumeRole *role, PlumeTitleList *titles, PlumeColumnChoice choice)
{
  PlumeRoleRow *row = g_object_new (PLUME_TYPE_ROLE_ROW, NULL);
  g_autoptr (GtkStringList) units = gtk_string_list_new (NULL);
  const char *title = plume_translate (role->title);
  g_autofree char *unit_name = g_strdup_printf (_ ("Unit of %s"), title);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (role->optional)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ ("May be left out"));
  gtk_string_list_append (units, role->unit != NULL && *role->unit != '\0' ? role->unit : "–");
  for (const PlumeUnit *unit = role->units; unit != NULL && unit->name != NULL; unit++)
    gtk_string_list_append (units, unit->name);
  row->titles = g_object_ref (titles);
  plume_title_button_set_titles (row->columns, row->titles);
  plume_title_button_set_name (row->columns, title);
  show_column (row, choice.column);
  gtk_drop_down_set_model (row->units, G_LIST_MODEL (units));
  gtk_drop_down_set_selected (row->units, (guint)(choice.unit + 1));
  gtk_widget_set_visible (GTK_WIDGET (row->units),
                          role->units != NULL && role->units[0].name != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->units), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  unit_name, -1);
  g_signal_connect (row->units, "notify::selected", G_CALLBACK (on_selected), row);
  return GTK_WIDGET (row);
}

PlumeColumnChoice
plume_role_row_get_choice (PlumeRoleRow *row)
{
  return (PlumeColumnChoice){ row->column, (int)gtk_drop_down_get_selected (row->units) - 1,
                              PLUME_COLUMNS_GUESSED };
}
