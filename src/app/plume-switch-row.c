/* plume-switch-row.c: on or off. */
#include "app/plume-switch-row.h"

#include "app/plume-number-format.h"

struct _PlumeSwitchRow
{
  PlumeParameterRow parent_instance;

  GtkSwitch *toggle;
};

G_DEFINE_FINAL_TYPE (PlumeSwitchRow, plume_switch_row, PLUME_TYPE_PARAMETER_ROW)

static void
on_toggled (GtkSwitch *toggle, GParamSpec *property, PlumeSwitchRow *row)
{
  plume_parameter_row_set_number (PLUME_PARAMETER_ROW (row), gtk_switch_get_active (toggle));
}

static void
plume_switch_row_bind (PlumeParameterRow *parent, const PlumeParameter *parameter)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (PLUME_SWITCH_ROW (parent)->toggle),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, plume_translate (parameter->title),
                                  -1);
}

static void
plume_switch_row_sync (PlumeParameterRow *parent, const PlumeValue *value)
{
  gtk_switch_set_active (PLUME_SWITCH_ROW (parent)->toggle, value->number != 0);
}

static void
plume_switch_row_class_init (PlumeSwitchRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  PLUME_PARAMETER_ROW_CLASS (class)->bind = plume_switch_row_bind;
  PLUME_PARAMETER_ROW_CLASS (class)->sync = plume_switch_row_sync;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/plumelab/Plume/plume-switch-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PlumeSwitchRow, toggle);
  gtk_widget_class_bind_template_callback (widget_class, on_toggled);
}

static void
plume_switch_row_init (PlumeSwitchRow *row)
{
  gtk_widget_init_template (GTK_WIDGET (row));
}
