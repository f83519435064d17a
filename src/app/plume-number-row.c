/* plume-number-row.c: a number or an integer of the inspector.
 *
 * The slider covers the soft range, linear or logarithmic; the entry takes what the hard range
 * allows. While the slider is held, or moves by keyboard or assistive technology, the study is held
 * too, so that coarse stages may answer and the steps are one undo step.
 */
#include "app/plume-number-row.h"

#include "app/plume-number-format.h"
#include "app/plume-slider-range.h"
#include "app/plume-track.h"
#include <glib/gi18n.h>
#include <math.h>

#define IDLE_MS 400 /* after so long without a change a control that no button holds is let go */

struct _PlumeNumberRow
{
  PlumeParameterRow parent_instance;

  GtkEntry *entry;
  GtkLabel *unit;
  GtkScale *scale;
  GtkAdjustment *adjustment;
  PlumeTrack *track;

  PlumeSliderRange range;
  double shown;
  gboolean pressed;
  guint idle;
};

G_DEFINE_FINAL_TYPE (PlumeNumberRow, plume_number_row, PLUME_TYPE_PARAMETER_ROW)

static const char *
get_unit (PlumeNumberRow *row)
{
  return plume_parameter_row_get_parameter (PLUME_PARAMETER_ROW (row))->unit;
}

static gboolean
on_idle (gpointer data)
{
  PlumeNumberRow *row = data;

  row->idle = 0;
  if (!row->pressed)
    plume_parameter_row_set_held (PLUME_PARAMETER_ROW (row), FALSE);
  return G_SOURCE_REMOVE;
}

static void
hold_for_a_moment (PlumeNumberRow *row)
{
  if (row->idle != 0)
    g_source_remove (row->idle);
  else
    plume_parameter_row_set_held (PLUME_PARAMETER_ROW (row), TRUE);
  row->idle = g_timeout_add (IDLE_MS, on_idle, row);
}

static void
on_slider_moved (GtkAdjustment *adjustment, PlumeNumberRow *row)
{
  double value;

  if (plume_parameter_row_is_syncing (PLUME_PARAMETER_ROW (row)))
    return;
  value = plume_slider_range_to_value (&row->range, gtk_adjustment_get_value (adjustment));
  if (value == row->shown)
    return;
  if (!row->pressed)
    hold_for_a_moment (row);
  plume_parameter_row_set_number (PLUME_PARAMETER_ROW (row), value);
}

static void
set_pressed (PlumeNumberRow *row, gboolean pressed)
{
  if (row->pressed == pressed)
    return;
  row->pressed = pressed;
  if (row->idle == 0)
    plume_parameter_row_set_held (PLUME_PARAMETER_ROW (row), pressed);
}

/* Looks on only: the scale's own gestures claim the sequence, which would cancel a gesture of ours.
 */
static gboolean
on_scale_event (GtkEventControllerLegacy *controller, GdkEvent *event, PlumeNumberRow *row)
{
  switch ((int)gdk_event_get_event_type (event))
    {
    case GDK_BUTTON_PRESS:
    case GDK_TOUCH_BEGIN:
      set_pressed (row, TRUE);
      break;
    case GDK_BUTTON_RELEASE:
    case GDK_TOUCH_END:
    case GDK_TOUCH_CANCEL:
      set_pressed (row, FALSE);
      break;
    default:
      break;
    }
  return FALSE;
}

static void
show_entry (PlumeNumberRow *row, double value)
{
  g_autofree char *text = plume_format_for_entry (value);

  gtk_editable_set_text (GTK_EDITABLE (row->entry), text);
}

static void
on_entry_activated (GtkEntry *entry, PlumeNumberRow *row)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (entry));
  double value;

  if (plume_parameter_row_is_syncing (PLUME_PARAMETER_ROW (row)))
    return;
  if (!plume_parse_number (text, get_unit (row), &value))
    {
      g_autofree char *sentence =
          g_strdup_printf (_ ("“%s” is not a number; write it like 0.5 or 5e-1."), text);

      plume_parameter_row_refuse (PLUME_PARAMETER_ROW (row), sentence);
      return;
    }
  if (value == row->shown)
    plume_parameter_row_sync (PLUME_PARAMETER_ROW (row));
  else
    plume_parameter_row_set_number (PLUME_PARAMETER_ROW (row), value);
}

static void
on_entry_left (GtkEventControllerFocus *controller, PlumeNumberRow *row)
{
  g_autofree char *text = plume_format_for_entry (row->shown);

  if (!g_str_equal (text, gtk_editable_get_text (GTK_EDITABLE (row->entry))))
    on_entry_activated (row->entry, row);
}

static gboolean
on_entry_key (GtkEventControllerKey *controller,
              guint key,
              guint code,
              GdkModifierType state,
              PlumeNumberRow *row)
{
  if (key != GDK_KEY_Escape)
    return FALSE;
  show_entry (row, row->shown);
  plume_parameter_row_refuse (PLUME_PARAMETER_ROW (row), NULL);
  return TRUE;
}

/* A wheel over the inspector scrolls the inspector; it must not change values in passing. */
static void
ignore_scroll (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_SCROLL (controller))
        gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_NONE);
    }
}

static void
plume_number_row_bind (PlumeParameterRow *parent, const PlumeParameter *parameter)
{
  PlumeNumberRow *row = PLUME_NUMBER_ROW (parent);
  const char *title = plume_translate (parameter->title);
  double from, to;

  row->range = plume_slider_range_of_parameter (parameter);
  row->shown = NAN;
  from = plume_slider_range_to_position (&row->range, row->range.from);
  to = plume_slider_range_to_position (&row->range, row->range.to);
  gtk_adjustment_configure (row->adjustment, from, from, to,
                            row->range.integer && !row->range.logarithmic ? 1 : (to - from) / 100,
                            (to - from) / 10, 0);
  gtk_label_set_text (row->unit, plume_translate (get_unit (row)));
  plume_track_show (row->track, plume_parameter_row_get_study (parent), parameter);
  ignore_scroll (GTK_WIDGET (row->scale));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->scale), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
}

static void
plume_number_row_sync (PlumeParameterRow *parent, const PlumeValue *value)
{
  PlumeNumberRow *row = PLUME_NUMBER_ROW (parent);
  g_autofree char *spoken = NULL;

  if (row->shown == value->number)
    return;
  row->shown = value->number;
  show_entry (row, value->number);
  if (!row->pressed
      || plume_slider_range_to_value (&row->range, gtk_adjustment_get_value (row->adjustment))
             != value->number)
    gtk_adjustment_set_value (row->adjustment,
                              plume_slider_range_to_position (&row->range, value->number));
  spoken = plume_format_with_unit (value->number, 6, get_unit (row));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->scale), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  spoken, -1);
}

static void
plume_number_row_dispose (GObject *object)
{
  PlumeNumberRow *row = PLUME_NUMBER_ROW (object);

  if (row->idle != 0 || row->pressed)
    plume_parameter_row_set_held (PLUME_PARAMETER_ROW (row), FALSE);
  row->pressed = FALSE;
  g_clear_handle_id (&row->idle, g_source_remove);
  G_OBJECT_CLASS (plume_number_row_parent_class)->dispose (object);
}

static void
plume_number_row_class_init (PlumeNumberRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = plume_number_row_dispose;
  PLUME_PARAMETER_ROW_CLASS (class)->bind = plume_number_row_bind;
  PLUME_PARAMETER_ROW_CLASS (class)->sync = plume_number_row_sync;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/plumelab/Plume/plume-number-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PlumeNumberRow, entry);
  gtk_widget_class_bind_template_child (widget_class, PlumeNumberRow, unit);
  gtk_widget_class_bind_template_child (widget_class, PlumeNumberRow, scale);
  gtk_widget_class_bind_template_child (widget_class, PlumeNumberRow, adjustment);
  gtk_widget_class_bind_template_child (widget_class, PlumeNumberRow, track);
  gtk_widget_class_bind_template_callback (widget_class, on_slider_moved);
  gtk_widget_class_bind_template_callback (widget_class, on_scale_event);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_left);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_key);
}

static void
plume_number_row_init (PlumeNumberRow *row)
{
  g_type_ensure (PLUME_TYPE_TRACK);
  gtk_widget_init_template (GTK_WIDGET (row));
}
