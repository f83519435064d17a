/* plume-transport.c: the bar that plays a parameter: once, again and again, or there and back,
 * over the range of its slider or one that a person has typed.
 *
 * A tick moves the parameter on by the time that went by. While the study still computes, a tick is
 * left out, so that every picture that was begun is also seen; the next value is then further on.
 */
#include "app/plume-transport.h"

#include "app/plume-number-format.h"
#include "app/plume-played.h"
#include "app/plume-slider-range.h"
#include "app/plume-tip.h"
#include "app/plume-title-button.h"
#include "app/plume-track.h"
#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#define TRAVERSE_SECONDS 10.0 /* from one end to the other at speed 1 */
#define STEPS            100
#define INTRODUCTION     2.5 /* seconds that an experiment takes to show what it plays */

static const double speeds[] = { 0.25, 0.5, 1, 2, 4 };

/* The order of the choice in the options. */
typedef enum
{
  ONCE,
  AGAIN_AND_AGAIN,
  THERE_AND_BACK,
} Repeat;

struct _PlumeTransport
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkButton *play;
  PlumeTitleButton *parameters;
  GtkScale *scale;
  GtkAdjustment *adjustment;
  PlumeTrack *track;
  GtkLabel *value;
  GtkDropDown *speed;
  AdwComboRow *repeat;
  AdwEntryRow *from;
  AdwEntryRow *to;

  PlumeStudy *study;
  GArray *list;       /* PlumePlayed */
  int chosen;         /* index into list, −1 for none */
  PlumeAddress extra; /* a cell that was asked for by itself */
  gboolean has_extra;
  PlumeSliderRange range;
  double fraction;
  int direction; /* −1 on the way back */
  gint64 last_tick;
  guint tick; /* 0: not playing */
  gboolean pressed;
  gboolean syncing;
  gboolean moving;      /* a change that comes now is our own */
  gboolean introducing; /* playing once, up to @rest, as an experiment opens */
  double rest, until;   /* the value that was there, and its fraction */
};

G_DEFINE_FINAL_TYPE (PlumeTransport, plume_transport, GTK_TYPE_WIDGET)

static const PlumeAddress *
get_address (PlumeTransport *transport)
{
  return &g_array_index (transport->list, PlumePlayed, transport->chosen).address;
}

static const PlumeParameter *
get_parameter (PlumeTransport *transport)
{
  return plume_address_get_parameter (plume_study_get_experiment (transport->study),
                                      get_address (transport));
}

static void
say_error (PlumeTransport *transport, const GError *error)
{
  gtk_widget_activate_action (GTK_WIDGET (transport), "win.say", "s", error->message);
}

static gboolean
set_fraction (PlumeTransport *transport, double fraction)
{
  g_autoptr (GError) error = NULL;

  gboolean set;

  transport->fraction = CLAMP (fraction, 0, 1);
  transport->moving = TRUE;
  set = plume_study_set_number (
      transport->study, get_address (transport),
      plume_slider_range_at_fraction (&transport->range, transport->fraction), &error);
  transport->moving = FALSE;
  if (!set)
    say_error (transport, error);
  return set;
}

/* "Playing Time", "Time paused at 12.4 s": read out, and said again by the button that has the
 * focus, whenever it changes. */
static void
describe_state (PlumeTransport *transport)
{
  g_autofree char *text = NULL;

  if (transport->chosen < 0)
    return;

  const char *title = g_array_index (transport->list, PlumePlayed, transport->chosen).title;

  text = transport->tick != 0 ? g_strdup_printf (_ ("Playing %s"), title)
                              : g_strdup_printf (_ ("%s paused at %s"), title,
                                                 gtk_label_get_text (transport->value));
  gtk_accessible_update_property (GTK_ACCESSIBLE (transport->play),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
show_value (PlumeTransport *transport)
{
  const PlumeParameter *parameter = get_parameter (transport);
  double value =
      plume_values_get (plume_study_get_values (transport->study), get_address (transport))->number;
  g_autofree char *text = plume_format_with_unit (value, 4, parameter->unit);

  transport->syncing = TRUE;
  gtk_adjustment_set_value (transport->adjustment,
                            plume_slider_range_to_position (&transport->range, value));
  transport->syncing = FALSE;
  gtk_label_set_text (transport->value, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (transport->scale),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
  if (transport->tick == 0)
    {
      transport->fraction = plume_slider_range_to_fraction (&transport->range, value);
      describe_state (transport);
    }
}

static void
show_playing (PlumeTransport *transport)
{
  gboolean playing = transport->tick != 0;

  gtk_button_set_icon_name (transport->play, playing ? "media-playback-pause-symbolic"
                                                     : "media-playback-start-symbolic");
  plume_widget_set_tip (GTK_WIDGET (transport->play),
                        playing ? _ ("Pause (Space)") : _ ("Play (Space)"));
  describe_state (transport);
}

void
plume_transport_stop (PlumeTransport *transport)
{
  if (transport->tick == 0)
    return;
  gtk_widget_remove_tick_callback (GTK_WIDGET (transport), transport->tick);
  transport->tick = 0;
  if (transport->introducing)
    {
      transport->introducing = FALSE;
      plume_study_set_number (transport->study, get_address (transport), transport->rest, NULL);
    }
  plume_study_set_held (transport->study, FALSE);
  show_playing (transport);
}

static double
get_speed (PlumeTransport *transport)
{
  return speeds[MIN (gtk_drop_down_get_selected (transport->speed), G_N_ELEMENTS (speeds) - 1)];
}

static Repeat
get_repeat (PlumeTransport *transport)
{
  return (Repeat)MIN (adw_combo_row_get_selected (transport->repeat), THERE_AND_BACK);
}

/* Where the parameter is when it has gone on by so much of its range; beyond 1 where it is at its
 * end. */
static double
advance (PlumeTransport *transport, double way)
{
  double fraction = transport->fraction + way, phase;

  if (transport->introducing || get_repeat (transport) == ONCE)
    return fraction;
  if (get_repeat (transport) == AGAIN_AND_AGAIN)
    return fraction - floor (fraction);
  phase =
      fmod ((transport->direction > 0 ? transport->fraction : 2 - transport->fraction) + way, 2);
  transport->direction = phase <= 1 ? 1 : -1;
  return phase <= 1 ? phase : 2 - phase;
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  PlumeTransport *transport = PLUME_TRANSPORT (widget);
  gint64 now = gdk_frame_clock_get_frame_time (clock);
  double pace = transport->introducing ? transport->until / INTRODUCTION
                                       : get_speed (transport) / TRAVERSE_SECONDS;
  double fraction;

  if (plume_study_is_busy (transport->study))
    return G_SOURCE_CONTINUE;
  fraction = advance (transport, 1e-6 * (double)MAX (now - transport->last_tick, 0) * pace);
  transport->last_tick = now;
  if (transport->introducing && fraction >= transport->until)
    {
      plume_transport_stop (transport);
      return G_SOURCE_REMOVE;
    }
  if (!set_fraction (transport, fraction)
      || (fraction >= 1 && get_repeat (transport) != THERE_AND_BACK))
    plume_transport_stop (transport);
  return transport->tick != 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
start (PlumeTransport *transport)
{
  if (transport->chosen < 0)
    return;
  transport->direction = 1;
  if (transport->fraction >= 1 && get_repeat (transport) != THERE_AND_BACK)
    transport->fraction = 0;
  plume_study_set_held (transport->study, TRUE);
  transport->last_tick = g_get_monotonic_time ();
  transport->tick = gtk_widget_add_tick_callback (GTK_WIDGET (transport), on_tick, NULL, NULL);
  show_playing (transport);
}

void
plume_transport_toggle (PlumeTransport *transport)
{
  if (transport->tick != 0)
    plume_transport_stop (transport);
  else
    start (transport);
}

/**
 * plume_transport_step:
 * @direction: −1 or 1
 *
 * Moves the chosen parameter by a hundredth of its range, whole numbers by one at least.
 */
void
plume_transport_step (PlumeTransport *transport, int direction)
{
  double step = 1.0 / STEPS;

  if (transport->chosen < 0)
    return;
  plume_transport_stop (transport);
  if (transport->range.integer)
    step = MAX (step, 1 / (transport->range.to - transport->range.from));
  set_fraction (transport, transport->fraction + direction * step);
}

static void
step_back (GtkWidget *widget, const char *action, GVariant *argument)
{
  plume_transport_step (PLUME_TRANSPORT (widget), -1);
}

static void
step_forward (GtkWidget *widget, const char *action, GVariant *argument)
{
  plume_transport_step (PLUME_TRANSPORT (widget), 1);
}

static void
go_to (PlumeTransport *transport, double fraction)
{
  if (transport->chosen >= 0)
    set_fraction (transport, fraction);
}

static void
on_start_clicked (GtkButton *button, PlumeTransport *transport)
{
  go_to (transport, 0);
}

static void
on_end_clicked (GtkButton *button, PlumeTransport *transport)
{
  go_to (transport, 1);
}

static void
on_moved (GtkAdjustment *adjustment, PlumeTransport *transport)
{
  double from = gtk_adjustment_get_lower (adjustment), to = gtk_adjustment_get_upper (adjustment);

  if (!transport->syncing && transport->chosen >= 0 && from < to)
    go_to (transport, (gtk_adjustment_get_value (adjustment) - from) / (to - from));
}

static gboolean
on_scale_event (GtkEventControllerLegacy *controller, GdkEvent *event, PlumeTransport *transport)
{
  GdkEventType type = gdk_event_get_event_type (event);
  gboolean begins = type == GDK_BUTTON_PRESS || type == GDK_TOUCH_BEGIN;
  gboolean ends = type == GDK_BUTTON_RELEASE || type == GDK_TOUCH_END || type == GDK_TOUCH_CANCEL;

  if (begins && !transport->pressed)
    plume_transport_stop (transport);
  if (transport->study != NULL && ((begins && !transport->pressed) || (ends && transport->pressed)))
    {
      transport->pressed = begins;
      plume_study_set_held (transport->study, begins);
    }
  return FALSE;
}

/* The parameter goes from end to end of the range. */
static void
show_range (PlumeTransport *transport)
{
  const char *unit = get_parameter (transport)->unit;
  g_autofree char *low = plume_format_with_unit (transport->range.from, 6, unit);
  g_autofree char *high = plume_format_with_unit (transport->range.to, 6, unit);
  double from, to;

  from = plume_slider_range_to_position (&transport->range, transport->range.from);
  to = plume_slider_range_to_position (&transport->range, transport->range.to);
  transport->syncing = TRUE;
  gtk_adjustment_configure (transport->adjustment, from, from, to, (to - from) / STEPS,
                            (to - from) / 10, 0);
  transport->syncing = FALSE;
  gtk_editable_set_text (GTK_EDITABLE (transport->from), low);
  gtk_editable_set_text (GTK_EDITABLE (transport->to), high);
  show_value (transport);
}

static void
show_chosen (PlumeTransport *transport)
{
  const char *title;

  if (transport->chosen < 0)
    return;
  title = g_array_index (transport->list, PlumePlayed, transport->chosen).title;
  transport->range = plume_slider_range_of_parameter (get_parameter (transport));
  plume_title_button_set_text (transport->parameters, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (transport->scale), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title, -1);
  plume_track_show (transport->track, transport->study, get_parameter (transport));
  show_range (transport);
  describe_state (transport);
}

/* What was typed as an end of the range: nothing for that of the slider. FALSE where it is no value
 * of the parameter. */
static gboolean
read_end (PlumeTransport *transport, AdwEntryRow *row, double standard, double *value)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (row));
  g_autoptr (PlumeValues) values = NULL;

  *value = standard;
  if (*text == '\0')
    return TRUE;
  if (!plume_parse_number (text, get_parameter (transport)->unit, value))
    return FALSE;
  values = plume_values_with_number (plume_study_get_values (transport->study),
                                     get_address (transport), *value, NULL);
  return values != NULL;
}

static void
on_range_typed (AdwEntryRow *row, PlumeTransport *transport)
{
  PlumeSliderRange standard, range;
  gboolean has_from, has_to;

  if (transport->chosen < 0)
    return;
  standard = range = plume_slider_range_of_parameter (get_parameter (transport));
  has_from = read_end (transport, transport->from, standard.from, &range.from);
  has_to = read_end (transport, transport->to, standard.to, &range.to);
  if (!has_from || !has_to || !(range.from < range.to) || (range.logarithmic && range.from <= 0))
    {
      gtk_widget_add_css_class (GTK_WIDGET (row), "error");
      gtk_widget_activate_action (GTK_WIDGET (transport), "win.say", "s",
                                  _ ("This is no range of the parameter; write a smaller value "
                                     "first and a greater one second."));
      return;
    }
  gtk_widget_remove_css_class (GTK_WIDGET (transport->from), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (transport->to), "error");
  plume_transport_stop (transport);
  transport->range = range;
  show_range (transport);
}

static void
choose (PlumeTransport *transport, int index)
{
  plume_transport_stop (transport);
  transport->chosen = index;
  show_chosen (transport);
}

static void
on_chosen (PlumeTitleButton *parameters, guint index, PlumeTransport *transport)
{
  choose (transport, (int)index);
}

/* Makes the list anew where other parameters can be played than before; keeps the chosen one
 * if it is still there. */
static void
sync_list (PlumeTransport *transport)
{
  g_autoptr (GArray) list =
      plume_played_list (transport->study, transport->has_extra ? &transport->extra : NULL);
  g_autoptr (PlumeTitleList) titles = NULL;
  int chosen = -1;

  if (plume_played_equal (list, transport->list))
    return;
  if (transport->chosen >= 0)
    chosen = plume_played_find (list, get_address (transport));
  if (chosen < 0)
    {
      plume_transport_stop (transport);
      chosen = plume_played_find_default (transport->study, list);
    }
  titles = plume_played_list_titles (list);
  g_clear_pointer (&transport->list, g_array_unref);
  transport->list = g_steal_pointer (&list);
  transport->chosen = chosen;
  plume_title_button_set_titles (transport->parameters, titles);
  gtk_widget_set_visible (GTK_WIDGET (transport), transport->list->len > 0);
  show_chosen (transport);
}

static void
on_changed (PlumeStudy *study, PlumeTransport *transport)
{
  if (transport->introducing && !transport->moving)
    plume_transport_stop (transport); /* somebody has begun to work */
  sync_list (transport);
  if (transport->chosen >= 0)
    show_value (transport);
}

static void
forget_study (PlumeTransport *transport)
{
  if (transport->study == NULL)
    return;
  plume_transport_stop (transport);
  if (transport->pressed)
    plume_study_set_held (transport->study, FALSE);
  transport->pressed = FALSE;
  g_signal_handlers_disconnect_by_data (transport->study, transport);
  transport->chosen = -1;
  transport->has_extra = FALSE;
  if (transport->track != NULL)
    plume_track_show (transport->track, NULL, NULL);
  g_clear_pointer (&transport->list, g_array_unref);
  g_clear_object (&transport->study);
}

static void
plume_transport_dispose (GObject *object)
{
  PlumeTransport *transport = PLUME_TRANSPORT (object);

  forget_study (transport);
  g_clear_pointer (&transport->box, gtk_widget_unparent);
  G_OBJECT_CLASS (plume_transport_parent_class)->dispose (object);
}

static void
plume_transport_class_init (PlumeTransportClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = plume_transport_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/plumelab/Plume/plume-transport.ui");
  gtk_widget_class_bind_template_child (widget_class, PlumeTransport, box);
  gtk_widget_class_bind_template_child (widget_class, PlumeTransport, play);
  gtk_widget_class_bind_template_child (widget_class, PlumeTransport, parameters);
  gtk_widget_class_bind_template_child (widget_class, PlumeTransport, scale);
  gtk_widget_class_bind_template_child (widget_class, PlumeTransport, adjustment);
  gtk_widget_class_bind_template_child (widget_class, PlumeTransport, track);
  gtk_widget_class_bind_template_child (widget_class, PlumeTransport, value);
  gtk_widget_class_bind_template_child (widget_class, PlumeTransport, speed);
  gtk_widget_class_bind_template_child (widget_class, PlumeTransport, repeat);
  gtk_widget_class_bind_template_child (widget_class, PlumeTransport, from);
  gtk_widget_class_bind_template_child (widget_class, PlumeTransport, to);
  gtk_widget_class_bind_template_callback (widget_class, on_range_typed);
  gtk_widget_class_bind_template_callback (widget_class, on_start_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_end_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_moved);
  gtk_widget_class_bind_template_callback (widget_class, on_scale_event);
  gtk_widget_class_bind_template_callback (widget_class, on_chosen);
  gtk_widget_class_install_action (widget_class, "transport.step-back", NULL, step_back);
  gtk_widget_class_install_action (widget_class, "transport.step-forward", NULL, step_forward);
  gtk_widget_class_bind_template_callback_full (widget_class, "on_play_clicked",
                                                G_CALLBACK (plume_transport_toggle));
}

static void
plume_transport_init (PlumeTransport *transport)
{
  transport->chosen = -1;
  transport->direction = 1;
  transport->syncing = TRUE;
  g_type_ensure (PLUME_TYPE_TRACK);
  g_type_ensure (PLUME_TYPE_TITLE_BUTTON);
  gtk_widget_init_template (GTK_WIDGET (transport));
  transport->syncing = FALSE;
}

void
plume_transport_set_study (PlumeTransport *transport, PlumeStudy *study)
{
  forget_study (transport);
  transport->study = g_object_ref (study);
  sync_list (transport);
  g_signal_connect (study, "changed", G_CALLBACK (on_changed), transport);
}

/**
 * plume_transport_get_played:
 * @address: (out): what is played
 * @playing: (out): and how
 *
 * Returns: %FALSE where there is nothing to play
 */
gboolean
plume_transport_get_played (PlumeTransport *transport, PlumeAddress *address, PlumePlaying *playing)
{
  if (transport->chosen < 0)
    return FALSE;
  *address = *get_address (transport);
  *playing = (PlumePlaying){
    .from = transport->range.from,
    .to = transport->range.to,
    .seconds = TRAVERSE_SECONDS / get_speed (transport),
    .there_and_back = get_repeat (transport) == THERE_AND_BACK,
  };
  return TRUE;
}

/**
 * plume_transport_choose:
 * @address: what is to be played; it is playing afterwards
 */
void
plume_transport_choose (PlumeTransport *transport, const PlumeAddress *address)
{
  int index = transport->list != NULL ? plume_played_find (transport->list, address) : -1;

  if (index < 0 && transport->list != NULL)
    {
      transport->extra = *address;
      transport->has_extra = TRUE;
      sync_list (transport);
      index = plume_played_find (transport->list, address);
    }
  if (index < 0)
    return;
  choose (transport, index);
  start (transport);
}

/**
 * plume_transport_introduce:
 *
 * Plays what an experiment is about once, from its beginning to the value that it opens with,
 * unless the person wants no animations; any change of theirs ends it, and it leaves no undo step.
 */
void
plume_transport_introduce (PlumeTransport *transport)
{
  gboolean animates;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (transport)), "gtk-enable-animations",
                &animates, NULL);
  if (!animates || transport->chosen < 0 || transport->tick != 0
      || get_parameter (transport)->plays != PLUME_PLAYS_FIRST || transport->fraction <= 0)
    return;
  transport->rest =
      plume_values_get (plume_study_get_values (transport->study), get_address (transport))->number;
  transport->until = transport->fraction;
  start (transport);
  transport->introducing = TRUE;
  set_fraction (transport, 0);
}
