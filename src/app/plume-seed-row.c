/* plume-seed-row.c: the seed of a random stream. */
#include "app/plume-seed-row.h"

#include "app/plume-number-format.h"

#define DICE_SIDES 100000 /* short seeds are easier to tell to somebody */

struct _PlumeSeedRow
{
  PlumeParameterRow parent_instance;

  GtkSpinButton *spin;
};

G_DEFINE_FINAL_TYPE (PlumeSeedRow, plume_seed_row, PLUME_TYPE_PARAMETER_ROW)

static void
on_spin (GtkSpinButton *spin, PlumeSeedRow *row)
{
  plume_parameter_row_set_number (PLUME_PARAMETER_ROW (row), gtk_spin_button_get_value (spin));
}

static void
on_dice (GtkButton *button, PlumeSeedRow *row)
{
  plume_parameter_row_set_number (PLUME_PARAMETER_ROW (row), g_random_int_range (0, DICE_SIDES));
}

static void
plume_seed_row_bind (PlumeParameterRow *parent, const PlumeParameter *parameter)
{
  PlumeSeedRow *row = PLUME_SEED_ROW (parent);
  double to = parameter->from < parameter->to ? parameter->to : 9007199254740992.0; /* 2⁵³ */

  gtk_spin_button_set_range (row->spin, MAX (0, parameter->from), to);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->spin), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  plume_translate (parameter->title), -1);
}

static void
plume_seed_row_sync (PlumeParameterRow *parent, const PlumeValue *value)
{
  gtk_spin_button_set_value (PLUME_SEED_ROW (parent)->spin, value->number);
}

static void
plume_seed_row_class_init (PlumeSeedRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  PLUME_PARAMETER_ROW_CLASS (class)->bind = plume_seed_row_bind;
  PLUME_PARAMETER_ROW_CLASS (class)->sync = plume_seed_row_sync;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/plumelab/Plume/plume-seed-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PlumeSeedRow, spin);
  gtk_widget_class_bind_template_callback (widget_class, on_spin);
  gtk_widget_class_bind_template_callback (widget_class, on_dice);
}

static void
plume_seed_row_init (PlumeSeedRow *row)
{
  gtk_widget_init_template (GTK_WIDGET (row));
}
