/* plume-window.c: the layout of the main window and its bond to a study.
 *
 * Work shows up only when it takes a while (BUSY_DELAY), so that dragging a slider does not
 * flicker.
 */
#include "app/plume-window-private.h"

#include "app/plume-binding-row.h"
#include "app/plume-portions.h"
#include "app/plume-preferences.h"
#include "app/plume-session.h"
#include "app/plume-thumbnails.h"
#include "app/plume-trace.h"
#include "app/plume-number-format.h"
#include <glib/gi18n.h>
#include <math.h>

#define BUSY_DELAY  (400 * G_TIME_SPAN_MILLISECOND)
#define MAX_STUDIES 4

G_DEFINE_FINAL_TYPE (PlumeWindow, plume_window, ADW_TYPE_APPLICATION_WINDOW)

static void
update_title (PlumeWindow *window)
{
  const PlumeExperiment *experiment = plume_study_get_experiment (window->study);
  const PlumeInputs *inputs = plume_study_get_inputs (window->study);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < experiment->n_inputs; i++)
    for (guint j = 0; j < inputs->bindings[i]->len; j++)
      {
        g_autofree char *name = plume_binding_get_name (g_ptr_array_index (inputs->bindings[i], j));

        g_string_append_printf (names, "%s%s", names->len > 0 ? " · " : "", name);
      }
  adw_window_title_set_title (window->title, plume_translate (experiment->title));
  adw_window_title_set_subtitle (window->title, names->str);
  gtk_window_set_title (GTK_WINDOW (window), plume_translate (experiment->title));
}

static void
on_arranged (PlumeViewGrid *grid, PlumeWindow *window)
{
  plume_window_update_page (window);
}

static void
on_changed (PlumeStudy *study, PlumeWindow *window)
{
  update_title (window);
  plume_window_update_page (window);
  plume_window_update_actions (window);
}

static void
on_failed (PlumeStudy *study, GError *error, PlumeWindow *window)
{
  plume_window_say (window, error->message);
}

/* "Computing · 42 % · about 3 s left" */
static void
show_busy (PlumeWindow *window)
{
  double fraction = plume_study_get_progress (window->study);
  double elapsed = 1e-6 * (double)(g_get_monotonic_time () - window->busy_since);
  g_autoptr (GString) text = g_string_new (_ ("Computing"));

  if (fraction > 0)
    g_string_append_printf (text, " · %.0f\u2009%%", 100 * fraction);
  if (fraction > 0.02 && elapsed > 1)
    {
      g_string_append (text, " · ");
      g_string_append_printf (text, _ ("about %.0f s left"),
                              ceil (elapsed * (1 - fraction) / fraction));
    }
  gtk_label_set_text (window->busy_text, text->str);
  gtk_widget_set_visible (GTK_WIDGET (window->progress), TRUE);
  if (fraction > 0)
    gtk_progress_bar_set_fraction (window->progress, fraction);
  else
    gtk_progress_bar_pulse (window->progress);
  gtk_revealer_set_reveal_child (window->busy, TRUE);
}

static void
hide_busy (PlumeWindow *window)
{
  g_clear_handle_id (&window->poll, g_source_remove);
  gtk_widget_set_visible (GTK_WIDGET (window->progress), FALSE);
  gtk_revealer_set_reveal_child (window->busy, FALSE);
  gtk_label_set_text (window->busy_text, "");
}

static gboolean
on_poll (gpointer data)
{
  PlumeWindow *window = data;

  if (g_get_monotonic_time () - window->busy_since > BUSY_DELAY)
    show_busy (window);
  return G_SOURCE_CONTINUE;
}

static void
on_busy (PlumeStudy *study, PlumeWindow *window)
{
  plume_window_update_page (window);
  if (!plume_study_is_busy (study))
    {
      hide_busy (window);
      plume_thumbnails_paint_missing (plume_thumbnails_get ());
      return;
    }
  if (window->poll != 0)
    return;
  window->busy_since = g_get_monotonic_time ();
  window->poll = g_timeout_add (100, on_poll, window);
}

static void
on_experiment_chosen (GtkWidget *place, gconstpointer experiment, PlumeWindow *window)
{
  plume_trace_point ("experiment chosen");
  window->at_start = FALSE;
  if (adw_flap_get_folded (window->atlas_flap))
    adw_flap_set_reveal_flap (window->atlas_flap, FALSE);
  plume_window_come_to (window, experiment);
  plume_trace_next_frame (GTK_WIDGET (window));
}

static void
on_restored (PlumeRecoveryBar *bar, PlumeStudy *study, PlumeWindow *window)
{
  plume_window_set_study (window, study);
}

static void
on_pin_toggled (GtkToggleButton *button, PlumeWindow *window)
{
  gboolean pin = gtk_toggle_button_get_active (button);

  if (window->study == NULL || plume_study_is_pinned (window->study) == pin)
    return;
  if (pin)
    plume_study_pin (window->study);
  else
    plume_study_unpin (window->study);
}

static gboolean
on_drop (GtkDropTarget *target, const GValue *value, double x, double y, PlumeWindow *window)
{
  GSList *files = gdk_file_list_get_files (g_value_get_boxed (value));

  if (files == NULL)
    return FALSE;
  if (files->next != NULL)
    plume_window_say (window, _ ("One file at a time: the first one is opened."));
  plume_window_open_file (window, files->data, -1);
  g_slist_free (files);
  return TRUE;
}

static void
disconnect_study (PlumeWindow *window)
{
  if (window->study == NULL)
    return;
  g_signal_handlers_disconnect_by_data (window->study, window);
  hide_busy (window);
}

static void
plume_window_dispose (GObject *object)
{
  PlumeWindow *window = PLUME_WINDOW (object);

  plume_window_stop_coming (window);
  g_clear_handle_id (&window->rest, g_source_remove);
  g_clear_handle_id (&window->portions, plume_portions_remove);
  disconnect_study (window);
  g_clear_object (&window->study);
  g_clear_object (&window->chooser);
  g_clear_object (&window->recipe);
  g_clear_object (&window->view_actions);
  g_queue_clear_full (window->studies, g_object_unref);
  G_OBJECT_CLASS (plume_window_parent_class)->dispose (object);
}

static void
plume_window_finalize (GObject *object)
{
  g_queue_free (PLUME_WINDOW (object)->studies);
  g_hash_table_unref (PLUME_WINDOW (object)->disabled);
  G_OBJECT_CLASS (plume_window_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PlumeWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, PlumeWindow, header);
  gtk_widget_class_bind_template_child (widget_class, PlumeWindow, title);
  gtk_widget_class_bind_template_child (widget_class, PlumeWindow, open);
  gtk_widget_class_bind_template_child (widget_class, PlumeWindow, export);
  gtk_widget_class_bind_template_child (widget_class, PlumeWindow, open_word);
  gtk_widget_class_bind_template_child (widget_class, PlumeWindow, export_word);
  gtk_widget_class_bind_template_child (widget_class, PlumeWindow, views_button);
  gtk_widget_class_bind_template_child (widget_class, PlumeWindow, pin);
  gtk_widget_class_bind_template_child (widget_class, PlumeWindow, undo);
  gtk_widget_class_bind_template_child (widget_class, PlumeWindow, redo);
  gtk_widget_class_bind_template_child (widget_class, PlumeWindow, history);
  gtk_widget_class_bind_template_child (widget_class, PlumeWindow, atlas_flap);
  gtk_widget_class_bind_template_child (widget_class, PlumeWindow, inspector_flap);
  gtk_widget_class_bind_template_child (widget_class, PlumeWindow, atlas);
  gtk_widget_class_bind_template_child (widget_class, PlumeWindow, inspector);
  gtk_widget_class_bind_template_child (widget_class, PlumeWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, PlumeWindow, start_page);
  gtk_widget_class_bind_template_child (widget_class, PlumeWindow, preview);
  gtk_widget_class_bind_template_child (widget_class, PlumeWindow, grid);
  gtk_widget_class_bind_template_child (widget_class, PlumeWindow, transport);
  gtk_widget_class_bind_template_child (widget_class, PlumeWindow, recovery_bar);
  gtk_widget_class_bind_template_child (widget_class, PlumeWindow, progress);
  gtk_widget_class_bind_template_child (widget_class, PlumeWindow, busy);
  gtk_widget_class_bind_template_child (widget_class, PlumeWindow, busy_text);
  gtk_widget_class_bind_template_child (widget_class, PlumeWindow, presentation_bar);
  gtk_widget_class_bind_template_callback (widget_class, on_experiment_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_restored);
  gtk_widget_class_bind_template_callback (widget_class, on_arranged);
  gtk_widget_class_bind_template_callback (widget_class, on_pin_toggled);
}

static void
plume_window_class_init (PlumeWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = plume_window_dispose;
  G_OBJECT_CLASS (class)->finalize = plume_window_finalize;
  g_type_ensure (PLUME_TYPE_ATLAS);
  g_type_ensure (PLUME_TYPE_HISTORY_BUTTON);
  g_type_ensure (PLUME_TYPE_INSPECTOR);
  g_type_ensure (PLUME_TYPE_RECOVERY_BAR);
  g_type_ensure (PLUME_TYPE_START_PAGE);
  g_type_ensure (PLUME_TYPE_PRESENTATION_BAR);
  g_type_ensure (PLUME_TYPE_TRANSPORT);
  g_type_ensure (PLUME_TYPE_VIEW_GRID);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/plumelab/Plume/plume-window.ui");
  bind_children (widget_class);
  plume_window_class_init_actions (widget_class);
  plume_window_class_init_file_actions (widget_class);
  plume_window_class_init_start_actions (widget_class);
  plume_window_class_init_presentation (widget_class);
}

/* The halves of a button whose word gives way to a picture where the window is narrow. */
static void
name_halves (AdwSplitButton *button, GtkLabel *word)
{
  GtkWidget *first = gtk_widget_get_first_child (GTK_WIDGET (button));
  GtkWidget *last = gtk_widget_get_last_child (GTK_WIDGET (button));

  gtk_accessible_update_property (GTK_ACCESSIBLE (first), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_text (word), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (last), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  adw_split_button_get_dropdown_tooltip (button), -1);
}

static void
plume_window_init (PlumeWindow *window)
{
  GtkDropTarget *drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  window->studies = g_queue_new ();
  window->disabled = g_hash_table_new (g_str_hash, g_str_equal);
  gtk_widget_init_template (GTK_WIDGET (window));
  g_signal_connect (drop, "drop", G_CALLBACK (on_drop), window);
  gtk_widget_add_controller (GTK_WIDGET (window->toasts), GTK_EVENT_CONTROLLER (drop));
  name_halves (window->open, window->open_word);
  name_halves (window->export, window->export_word);
  plume_window_init_presentation (window);
  plume_window_update_actions (window);
  g_signal_connect_object (plume_session_get (), "failed", G_CALLBACK (plume_window_say), window,
                           G_CONNECT_SWAPPED);
  plume_recovery_bar_look (window->recovery_bar);
}

PlumeWindow *
plume_window_new (GtkApplication *application)
{
  return g_object_new (PLUME_TYPE_WINDOW, "application", application, NULL);
}

PlumeStudy *
plume_window_get_study (PlumeWindow *window)
{
  return window->study;
}

/* The study that is left stays ready to be returned to; only a few are kept, since each has a memo
 * of its own. */
static void
put_aside (PlumeWindow *window)
{
  if (window->study == NULL)
    return;
  g_queue_push_head (window->studies, g_object_ref (window->study));
  while (g_queue_get_length (window->studies) > MAX_STUDIES)
    g_object_unref (g_queue_pop_tail (window->studies));
}

/**
 * plume_window_set_study:
 * @study: what the window shows from now on
 */
void
plume_window_set_study (PlumeWindow *window, PlumeStudy *study)
{
  g_autoptr (PlumeStudy) kept = g_object_ref (study);

  if (window->study == study)
    return;
  plume_window_stop_coming (window);
  plume_window_set_presents (window, FALSE);
  disconnect_study (window);
  put_aside (window);
  g_set_object (&window->study, study);
  window->at_start = FALSE;
  g_clear_object (&window->recipe);
  plume_preferences_apply_to_study (plume_preferences_get (), study);
  plume_session_follow (plume_session_get (), study);
  plume_view_grid_set_study (window->grid, study);
  plume_inspector_set_study (window->inspector, study);
  plume_transport_set_study (window->transport, study);
  plume_atlas_select (window->atlas, plume_study_get_experiment (study));
  plume_window_build_menus (window);
  g_signal_connect (study, "changed", G_CALLBACK (on_changed), window);
  g_signal_connect_swapped (study, "published", G_CALLBACK (plume_window_update_page), window);
  g_signal_connect (study, "failed", G_CALLBACK (on_failed), window);
  g_signal_connect (study, "busy", G_CALLBACK (on_busy), window);
  g_signal_connect_swapped (study, "wrote", G_CALLBACK (plume_window_say_written), window);
  on_changed (study, window);
  on_busy (study, window);
}

void
plume_window_open_experiment (PlumeWindow *window, const PlumeExperiment *experiment)
{
  g_autoptr (PlumeStudy) study = NULL;

  if (window->study != NULL && plume_study_get_experiment (window->study) == experiment)
    return;
  for (GList *link = window->studies->head; link != NULL && study == NULL; link = link->next)
    if (plume_study_get_experiment (link->data) == experiment)
      {
        study = link->data; /* the queue's reference */
        g_queue_delete_link (window->studies, link);
        break;
      }
  if (study != NULL)
    {
      plume_window_set_study (window, study);
      return;
    }
  study = plume_study_new (experiment);
  plume_window_set_study (window, study);
  plume_transport_introduce (window->transport);
}

void
plume_window_say (PlumeWindow *window, const char *sentence)
{
  AdwToast *toast = adw_toast_new ("");
  g_autofree char *markup = g_markup_escape_text (sentence, -1);

  adw_toast_set_title (toast, markup);
  adw_toast_set_timeout (toast, strlen (sentence) > 60 ? 8 : 3);
  adw_toast_overlay_add_toast (window->toasts, toast);
}
