/* plume-sweep-axis.c: begins with the range of the slider; choices are taken all. */
#include "app/plume-sweep-axis.h"

#include "app/plume-number-format.h"
#include "app/plume-slider-range.h"
#include "app/plume-title-button.h"
#include "core/plume-error.h"
#include <glib/gi18n.h>
#include <math.h>

struct _PlumeSweepAxisGroup
{
  AdwPreferencesGroup parent_instance;

  PlumeTitleButton *parameter;
  AdwEntryRow *from, *to;
  GtkWidget *count_row;
  GtkSpinButton *count;

  PlumeStudy *study; /* not owned: the window has it */
  gboolean optional;
  GArray *addresses; /* PlumeAddress, in the order of the titles behind "No parameter" */
  PlumeTitleList *titles;
  guint chosen; /* of the titles */
};

G_DEFINE_FINAL_TYPE (PlumeSweepAxisGroup, plume_sweep_axis, ADW_TYPE_PREFERENCES_GROUP)

static guint changed_signal;

static const PlumeAddress *
get_address (PlumeSweepAxisGroup *group)
{
  guint none = group->optional ? 1 : 0;

  if (group->study == NULL || group->chosen < none || group->chosen - none >= group->addresses->len)
    return NULL;
  return &g_array_index (group->addresses, PlumeAddress, group->chosen - none);
}

static const PlumeParameter *
get_parameter (PlumeSweepAxisGroup *group)
{
  const PlumeAddress *address = get_address (group);

  return address != NULL
             ? plume_address_get_parameter (plume_study_get_experiment (group->study), address)
             : NULL;
}

static guint
count_choices (const PlumeParameter *parameter)
{
  guint n = 0;

  while (parameter->choices != NULL && parameter->choices[n].id != NULL)
    n++;
  return n;
}

static void
choose (PlumeSweepAxisGroup *group, guint index)
{
  const PlumeParameter *parameter;
  gboolean numeric;

  group->chosen = index;
  parameter = get_parameter (group);
  numeric = parameter != NULL && parameter->kind != PLUME_KIND_CHOICE;
  plume_title_button_set_text (group->parameter, plume_title_list_get (group->titles, index));
  gtk_widget_set_visible (GTK_WIDGET (group->from), numeric);
  gtk_widget_set_visible (GTK_WIDGET (group->to), numeric);
  gtk_widget_set_visible (group->count_row, numeric);
  if (numeric)
    {
      PlumeSliderRange range = plume_slider_range_of_parameter (parameter);
      g_autofree char *from = plume_format_with_unit (range.from, 6, parameter->unit);
      g_autofree char *to = plume_format_with_unit (range.to, 6, parameter->unit);

      gtk_editable_set_text (GTK_EDITABLE (group->from), from);
      gtk_editable_set_text (GTK_EDITABLE (group->to), to);
    }
  g_signal_emit (group, changed_signal, 0);
}

static void
on_chosen (PlumeTitleButton *button, guint index, PlumeSweepAxisGroup *group)
{
  choose (group, index);
}

static void
plume_sweep_axis_finalize (GObject *object)
{
  g_array_unref (PLUME_SWEEP_AXIS (object)->addresses);
  g_clear_object (&PLUME_SWEEP_AXIS (object)->titles);
  G_OBJECT_CLASS (plume_sweep_axis_parent_class)->finalize (object);
}

static void
plume_sweep_axis_class_init (PlumeSweepAxisGroupClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = plume_sweep_axis_finalize;
  g_type_ensure (PLUME_TYPE_TITLE_BUTTON);
  changed_signal = g_signal_new ("changed", PLUME_TYPE_SWEEP_AXIS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/plumelab/Plume/plume-sweep-axis.ui");
  gtk_widget_class_bind_template_child (widget_class, PlumeSweepAxisGroup, parameter);
  gtk_widget_class_bind_template_child (widget_class, PlumeSweepAxisGroup, from);
  gtk_widget_class_bind_template_child (widget_class, PlumeSweepAxisGroup, to);
  gtk_widget_class_bind_template_child (widget_class, PlumeSweepAxisGroup, count_row);
  gtk_widget_class_bind_template_child (widget_class, PlumeSweepAxisGroup, count);
  gtk_widget_class_bind_template_callback (widget_class, on_chosen);
}

static void
plume_sweep_axis_init (PlumeSweepAxisGroup *group)
{
  group->addresses = g_array_new (FALSE, FALSE, sizeof (PlumeAddress));
  gtk_widget_init_template (GTK_WIDGET (group));
}

static gboolean
can_be_swept (const PlumeParameter *parameter)
{
  return parameter->kind == PLUME_KIND_NUMBER || parameter->kind == PLUME_KIND_INTEGER
         || (parameter->kind == PLUME_KIND_CHOICE && count_choices (parameter) > 1);
}

static void
offer (PlumeSweepAxisGroup *group, GStrvBuilder *titles, const PlumeAddress *address)
{
  const PlumeExperiment *experiment = plume_study_get_experiment (group->study);
  const PlumeParameter *parameter = plume_address_get_parameter (experiment, address);
  g_autofree char *title = NULL;

  if (address->row >= 0)
    title = g_strdup_printf ("%s %d: %s",
                             plume_translate (experiment->parameters[address->parameter].title),
                             address->row + 1, plume_translate (parameter->title));
  g_strv_builder_add (titles, title != NULL ? title : plume_translate (parameter->title));
  g_array_append_val (group->addresses, *address);
}

void
plume_sweep_axis_set_study (PlumeSweepAxisGroup *group,
                            PlumeStudy *study,
                            const PlumeAddress *address,
                            gboolean optional)
{
  const PlumeExperiment *experiment = plume_study_get_experiment (study);
  PlumeValues *values = plume_study_get_values (study);
  g_autoptr (GStrvBuilder) titles = g_strv_builder_new ();
  guint chosen = 0;

  group->study = study;
  group->optional = optional;
  if (optional)
    g_strv_builder_add (titles, _ ("No parameter"));
  if (address != NULL && address->row >= 0)
    offer (group, titles, address);
  for (guint i = 0; i < experiment->n_parameters; i++)
    {
      PlumeAddress each = PLUME_ADDRESS ((int)i);

      if (!can_be_swept (&experiment->parameters[i]) || !plume_values_shows (values, &each))
        continue;
      if (address != NULL && plume_address_equal (address, &each))
        chosen = group->addresses->len;
      else if (address == NULL && !optional && chosen == 0
               && experiment->parameters[i].plays != PLUME_PLAYS_LATER)
        chosen = group->addresses->len;
      offer (group, titles, &each);
    }
  group->titles = plume_title_list_new (g_strv_builder_end (titles));
  plume_title_button_set_titles (group->parameter, group->titles);
  choose (group, optional ? 0 : chosen);
}

static gboolean
read_number (AdwEntryRow *row, const PlumeParameter *parameter, double *number, GError **error)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (row));

  if (plume_parse_number (text, parameter->unit, number))
    {
      gtk_widget_remove_css_class (GTK_WIDGET (row), "error");
      return TRUE;
    }
  gtk_widget_add_css_class (GTK_WIDGET (row), "error");
  g_set_error (error, PLUME_ERROR, PLUME_ERROR_USAGE,
               _ ("“%s” is not a number; write it like 0.5 or 5e-1."), text);
  return FALSE;
}

gboolean
plume_sweep_axis_get (PlumeSweepAxisGroup *group, PlumeSweepAxis *axis, GError **error)
{
  const PlumeParameter *parameter = get_parameter (group);

  if (parameter == NULL)
    return FALSE;
  *axis = (PlumeSweepAxis){ .address = *get_address (group) };
  if (parameter->kind == PLUME_KIND_CHOICE)
    {
      axis->count = count_choices (parameter);
      axis->to = axis->count - 1;
      return TRUE;
    }
  if (!read_number (group->from, parameter, &axis->from, error)
      || !read_number (group->to, parameter, &axis->to, error))
    return FALSE;
  axis->count = (guint)gtk_spin_button_get_value_as_int (group->count);
  axis->logarithmic = parameter->scale == PLUME_LOG && axis->from * axis->to > 0;
  if (parameter->kind == PLUME_KIND_INTEGER) /* no whole number twice */
    axis->count = (guint)MIN (axis->count, fabs (axis->to - axis->from) + 1);
  return TRUE;
}

char *
plume_sweep_describe_value (const PlumeParameter *parameter, double value)
{
  g_autofree char *title = g_markup_escape_text (plume_translate (parameter->title), -1);
  g_autofree char *symbol = plume_format_markup (parameter->symbol);
  gboolean has_symbol = parameter->symbol != NULL && *parameter->symbol != '\0';
  g_autofree char *text = NULL;
  g_autofree char *escaped = NULL;

  if (parameter->kind == PLUME_KIND_CHOICE)
    {
      escaped = g_markup_escape_text (plume_translate (parameter->choices[(int)value].title), -1);
      return g_strdup_printf ("%s: %s", title, escaped);
    }
  text = plume_format_with_unit (value, 4, parameter->unit);
  escaped = g_markup_escape_text (text, -1);
  return g_strdup_printf ("%s = %s", has_symbol ? symbol : title, escaped);
}
