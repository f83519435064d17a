/* plume-choice-row.c: one of a few named things. */
#include "app/plume-choice-row.h"

#include "app/plume-number-format.h"
#include "app/plume-tip.h"

struct _PlumeChoiceRow
{
  PlumeParameterRow parent_instance;

  GtkDropDown *choices;
};

G_DEFINE_FINAL_TYPE (PlumeChoiceRow, plume_choice_row, PLUME_TYPE_PARAMETER_ROW)

static void
on_selected (GtkDropDown *choices, GParamSpec *property, PlumeChoiceRow *row)
{
  guint selected = gtk_drop_down_get_selected (choices);

  if (selected != GTK_INVALID_LIST_POSITION)
    plume_parameter_row_set_number (PLUME_PARAMETER_ROW (row), selected);
}

static void
plume_choice_row_bind (PlumeParameterRow *parent, const PlumeParameter *parameter)
{
  PlumeChoiceRow *row = PLUME_CHOICE_ROW (parent);
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  for (const PlumeChoice *choice = parameter->choices; choice != NULL && choice->id != NULL;
       choice++)
    gtk_string_list_append (titles, plume_translate (choice->title));
  gtk_drop_down_set_model (row->choices, G_LIST_MODEL (titles));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->choices), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  plume_translate (parameter->title), -1);
}

static void
plume_choice_row_sync (PlumeParameterRow *parent, const PlumeValue *value)
{
  const PlumeParameter *parameter = plume_parameter_row_get_parameter (parent);
  const PlumeChoice *choice = &parameter->choices[(guint)value->number];

  gtk_drop_down_set_selected (PLUME_CHOICE_ROW (parent)->choices, (guint)value->number);
  plume_widget_set_tip (GTK_WIDGET (PLUME_CHOICE_ROW (parent)->choices),
                        choice->help != NULL ? plume_translate (choice->help) : NULL);
}

static void
plume_choice_row_class_init (PlumeChoiceRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  PLUME_PARAMETER_ROW_CLASS (class)->bind = plume_choice_row_bind;
  PLUME_PARAMETER_ROW_CLASS (class)->sync = plume_choice_row_sync;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/plumelab/Plume/plume-choice-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PlumeChoiceRow, choices);
  gtk_widget_class_bind_template_callback (widget_class, on_selected);
}

static void
plume_choice_row_init (PlumeChoiceRow *row)
{
  gtk_widget_init_template (GTK_WIDGET (row));
}
