/* plume-role-row.c: one role of an input in the data dialog. */
#include "app/plume-role-row.h"

#include "app/plume-number-format.h"
#include "app/plume-title-button.h"
#include <glib/gi18n.h>

struct _PlumeRoleRow
{
  AdwActionRow parent_instance;

  PlumeTitleButton *columns; /* item 0: none */
  PlumeTitleButton *units;   /* nullable: the role has no other than its own */

  PlumeTitleList *titles, *unit_titles; /* the latter nullable */
  int column, unit;
  int own_units; /* items before those that are listed: the role's own, if it is not among them */
};

G_DEFINE_FINAL_TYPE (PlumeRoleRow, plume_role_row, ADW_TYPE_ACTION_ROW)

static guint changed_signal;

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
show_unit (PlumeRoleRow *row, int unit)
{
  row->unit = unit;
  plume_title_button_set_text (
      row->units, plume_title_list_get (row->unit_titles, (guint)(unit + row->own_units)));
}

static void
on_chosen_unit (PlumeTitleButton *button, guint index, PlumeRoleRow *row)
{
  if ((int)index - row->own_units == row->unit)
    return;
  show_unit (row, (int)index - row->own_units);
  g_signal_emit (row, changed_signal, 0);
}

static void
plume_role_row_dispose (GObject *object)
{
  g_clear_object (&PLUME_ROLE_ROW (object)->titles);
  g_clear_object (&PLUME_ROLE_ROW (object)->unit_titles);
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
  gtk_widget_class_bind_template_callback (widget_class, on_chosen);
}

static void
plume_role_row_init (PlumeRoleRow *row)
{
  gtk_widget_init_template (GTK_WIDGET (row));
}

/* The place of the role's own unit among those that are listed; −1 where it is not. */
static int
find_own_unit (const PlumeRole *role)
{
  for (int i = 0; role->units[i].name != NULL; i++)
    if (g_strcmp0 (role->units[i].name, role->unit) == 0)
      return i;
  return -1;
}

static void
add_units (PlumeRoleRow *row, const PlumeRole *role, int unit)
{
  g_autofree char *name = g_strdup_printf (_ ("Unit of %s"), plume_translate (role->title));
  g_autoptr (GStrvBuilder) titles = g_strv_builder_new ();

  row->own_units = find_own_unit (role) < 0;
  if (row->own_units > 0)
    g_strv_builder_add (titles, role->unit != NULL && *role->unit != '\0' ? role->unit : "–");
  for (const PlumeUnit *each = role->units; each->name != NULL; each++)
    g_strv_builder_add (titles, each->name);
  row->unit_titles = plume_title_list_new (g_strv_builder_end (titles));
  row->units = g_object_new (PLUME_TYPE_TITLE_BUTTON, "valign", GTK_ALIGN_CENTER, NULL);
  plume_title_button_set_name (row->units, name);
  plume_title_button_set_titles (row->units, row->unit_titles);
  show_unit (row, unit < 0 ? find_own_unit (role) : unit);
  g_signal_connect (row->units, "chosen", G_CALLBACK (on_chosen_unit), row);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), GTK_WIDGET (row->units));
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
  const char *title = plume_translate (role->title);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (role->optional)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ ("May be left out"));
  row->titles = g_object_ref (titles);
  plume_title_button_set_titles (row->columns, row->titles);
  plume_title_button_set_name (row->columns, title);
  show_column (row, choice.column);
  row->unit = choice.unit;
  if (role->units != NULL && role->units[0].name != NULL)
    add_units (row, role, choice.unit);
  return GTK_WIDGET (row);
}

PlumeColumnChoice
plume_role_row_get_choice (PlumeRoleRow *row)
{
  return (PlumeColumnChoice){ row->column, row->unit, PLUME_COLUMNS_GUESSED };
}
