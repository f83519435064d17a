/* plume-role-row.c: one role of an input in the data dialog. */
#include "app/plume-role-row.h"

#include "app/plume-number-format.h"
#include <glib/gi18n.h>

struct _PlumeRoleRow
{
  AdwActionRow parent_instance;

  GtkDropDown *columns; /* item 0: none */
  GtkDropDown *units;   /* item 0: the role's own */
};

G_DEFINE_FINAL_TYPE (PlumeRoleRow, plume_role_row, ADW_TYPE_ACTION_ROW)

static guint changed_signal;

static void
on_selected (GtkDropDown *drop_down, GParamSpec *property, PlumeRoleRow *row)
{
  g_signal_emit (row, changed_signal, 0);
}

static void
plume_role_row_class_init (PlumeRoleRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  changed_signal = g_signal_new ("changed", PLUME_TYPE_ROLE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/plumelab/Plume/plume-role-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PlumeRoleRow, columns);
  gtk_widget_class_bind_template_child (widget_class, PlumeRoleRow, units);
}

static void
plume_role_row_init (PlumeRoleRow *row)
{
  gtk_widget_init_template (GTK_WIDGET (row));
}

static GtkStringList *
list_columns (PlumeTable *table)
{
  GtkStringList *list = gtk_string_list_new (NULL);

  gtk_string_list_append (list, _ ("None"));
  for (guint i = 0; i < plume_table_get_n_columns (table); i++)
    {
      const char *title = plume_table_get_title (table, i), *unit = plume_table_get_unit (table, i);

      if (unit != NULL && *unit != '\0')
        gtk_string_list_take (list, g_strdup_printf ("%s (%s)", title, unit));
      else
        gtk_string_list_append (list, title);
    }
  return list;
}

/**
 * plume_role_row_new:
 * @role: the role
 * @table: whose columns are offered
 * @choice: what is chosen at first
 */
GtkWidget *
plume_role_row_new (const PlumeRole *role, PlumeTable *table, PlumeColumnChoice choice)
{
  PlumeRoleRow *row = g_object_new (PLUME_TYPE_ROLE_ROW, NULL);
  g_autoptr (GtkStringList) columns = list_columns (table);
  g_autoptr (GtkStringList) units = gtk_string_list_new (NULL);
  const char *title = plume_translate (role->title);
  g_autofree char *unit_name = g_strdup_printf (_ ("Unit of %s"), title);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (role->optional)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ ("May be left out"));
  gtk_string_list_append (units, role->unit != NULL && *role->unit != '\0' ? role->unit : "–");
  for (const PlumeUnit *unit = role->units; unit != NULL && unit->name != NULL; unit++)
    gtk_string_list_append (units, unit->name);
  gtk_drop_down_set_model (row->columns, G_LIST_MODEL (columns));
  gtk_drop_down_set_model (row->units, G_LIST_MODEL (units));
  gtk_drop_down_set_selected (row->columns, (guint)(choice.column + 1));
  gtk_drop_down_set_selected (row->units, (guint)(choice.unit + 1));
  gtk_widget_set_visible (GTK_WIDGET (row->units),
                          role->units != NULL && role->units[0].name != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->columns), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->units), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  unit_name, -1);
  g_signal_connect (row->columns, "notify::selected", G_CALLBACK (on_selected), row);
  g_signal_connect (row->units, "notify::selected", G_CALLBACK (on_selected), row);
  return GTK_WIDGET (row);
}

PlumeColumnChoice
plume_role_row_get_choice (PlumeRoleRow *row)
{
  return (PlumeColumnChoice){ (int)gtk_drop_down_get_selected (row->columns) - 1,
                              (int)gtk_drop_down_get_selected (row->units) - 1 };
}
