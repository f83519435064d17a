/* plume-window-actions.c: what a person can do in the window by menu, button and key: undo, views,
 * export, playing. */
#include "app/plume-window-private.h"

#include "app/plume-export-dialog.h"
#include "app/plume-film-dialog.h"
#include "app/plume-help-window.h"
#include "app/plume-input-group.h"
#include "app/plume-number-format.h"
#include "app/plume-portions.h"
#include "app/plume-sweep-window.h"
#include "app/plume-tip.h"
#include <glib/gi18n.h>

static guint
find_first_shown (PlumeStudy *study)
{
  for (guint i = 0; i < plume_study_get_experiment (study)->n_views; i++)
    if (plume_study_get_view_state (study, i)->shown)
      return i;
  return 0;
}

static void export(GtkWidget *widget, const char *action, GVariant *argument)
{
  PlumeWindow *window = PLUME_WINDOW (widget);

  plume_export_dialog_open (GTK_WINDOW (window), window->study, find_first_shown (window->study));
}

static void
export_view (GtkWidget *widget, const char *action, GVariant *argument)
{
  PlumeStudy *study = PLUME_WINDOW (widget)->study;
  guint view = g_variant_get_uint32 (argument);

  if (view < plume_study_get_experiment (study)->n_views)
    plume_export_dialog_open (GTK_WINDOW (widget), study, view);
}

static void
film (GtkWidget *widget, const char *action, GVariant *argument)
{
  PlumeWindow *window = PLUME_WINDOW (widget);
  PlumeAddress address;
  PlumePlaying playing;

  if (!plume_transport_get_played (window->transport, &address, &playing))
    {
      plume_window_say (window, _ ("This experiment has no number that could be filmed."));
      return;
    }
  plume_transport_stop (window->transport);
  plume_film_dialog_open (GTK_WINDOW (window), window->study, &address, &playing);
}

static void
help (GtkWidget *widget, const char *action, GVariant *argument)
{
  plume_help_window_open (GTK_WINDOW (widget),
                          plume_study_get_experiment (PLUME_WINDOW (widget)->study));
}

static void
undo (GtkWidget *widget, const char *action, GVariant *argument)
{
  plume_transport_stop (PLUME_WINDOW (widget)->transport);
  plume_study_undo (PLUME_WINDOW (widget)->study);
}

static void
redo (GtkWidget *widget, const char *action, GVariant *argument)
{
  plume_transport_stop (PLUME_WINDOW (widget)->transport);
  plume_study_redo (PLUME_WINDOW (widget)->study);
}

static void
go_to_step (GtkWidget *widget, const char *action, GVariant *argument)
{
  plume_transport_stop (PLUME_WINDOW (widget)->transport);
  plume_study_go_to_step (PLUME_WINDOW (widget)->study, g_variant_get_uint32 (argument));
}

static void
show_history (GtkWidget *widget, const char *action, GVariant *argument)
{
  plume_history_button_popup (PLUME_WINDOW (widget)->history);
}

static void
stop (GtkWidget *widget, const char *action, GVariant *argument)
{
  plume_transport_stop (PLUME_WINDOW (widget)->transport);
  plume_study_stop (PLUME_WINDOW (widget)->study);
}

static void
play (GtkWidget *widget, const char *action, GVariant *argument)
{
  plume_transport_toggle (PLUME_WINDOW (widget)->transport);
}

static void
pin (GtkWidget *widget, const char *action, GVariant *argument)
{
  GtkToggleButton *button = PLUME_WINDOW (widget)->pin;

  gtk_toggle_button_set_active (button, !gtk_toggle_button_get_active (button));
}

static void
play_parameter (GtkWidget *widget, const char *action, GVariant *argument)
{
  PlumeWindow *window = PLUME_WINDOW (widget);
  PlumeAddress address;

  if (plume_address_parse (plume_study_get_values (window->study),
                           g_variant_get_string (argument, NULL), &address, NULL))
    plume_transport_choose (window->transport, &address);
}

/* "" for no parameter in particular. */
static void
sweep (GtkWidget *widget, const char *action, GVariant *argument)
{
  PlumeWindow *window = PLUME_WINDOW (widget);
  PlumeAddress address;
  gboolean known = plume_address_parse (plume_study_get_values (window->study),
                                        g_variant_get_string (argument, NULL), &address, NULL);

  plume_sweep_window_open (GTK_WINDOW (window), window->study, known ? &address : NULL);
}

static void
reset_view (GtkWidget *widget, const char *action, GVariant *argument)
{
  plume_view_grid_reset_views (PLUME_WINDOW (widget)->grid);
}

static void
show_all_views (GtkWidget *widget, const char *action, GVariant *argument)
{
  PlumeStudy *study = PLUME_WINDOW (widget)->study;

  for (guint i = 0; i < plume_study_get_experiment (study)->n_views; i++)
    plume_study_show_view (study, i, TRUE);
  plume_view_grid_bring_back (PLUME_WINDOW (widget)->grid);
}

static void
toggle_inspector (GtkWidget *widget, const char *action, GVariant *argument)
{
  AdwFlap *flap = PLUME_WINDOW (widget)->inspector_flap;

  adw_flap_set_reveal_flap (flap, !adw_flap_get_reveal_flap (flap));
}

static void
toggle_fullscreen (GtkWidget *widget, const char *action, GVariant *argument)
{
  if (gtk_window_is_fullscreen (GTK_WINDOW (widget)))
    gtk_window_unfullscreen (GTK_WINDOW (widget));
  else
    gtk_window_fullscreen (GTK_WINDOW (widget));
}

static void
search (GtkWidget *widget, const char *action, GVariant *argument)
{
  PlumeWindow *window = PLUME_WINDOW (widget);

  adw_flap_set_reveal_flap (window->inspector_flap, TRUE);
  plume_inspector_search (window->inspector);
}

static void
search_atlas (GtkWidget *widget, const char *action, GVariant *argument)
{
  PlumeWindow *window = PLUME_WINDOW (widget);

  adw_flap_set_reveal_flap (window->atlas_flap, TRUE);
  plume_atlas_search (window->atlas);
}

static void
say (GtkWidget *widget, const char *action, GVariant *argument)
{
  plume_window_say (PLUME_WINDOW (widget), g_variant_get_string (argument, NULL));
}

void
plume_window_class_init_actions (GtkWidgetClass *class)
{
  gtk_widget_class_install_action (class, "win.export", NULL, export);
  gtk_widget_class_install_action (class, "win.export-view", "u", export_view);
  gtk_widget_class_install_action (class, "win.film", NULL, film);
  gtk_widget_class_install_action (class, "win.undo", NULL, undo);
  gtk_widget_class_install_action (class, "win.redo", NULL, redo);
  gtk_widget_class_install_action (class, "win.go-to-step", "u", go_to_step);
  gtk_widget_class_install_action (class, "win.history", NULL, show_history);
  gtk_widget_class_install_action (class, "win.help", NULL, help);
  gtk_widget_class_install_action (class, "win.stop", NULL, stop);
  gtk_widget_class_install_action (class, "win.pin", NULL, pin);
  gtk_widget_class_install_action (class, "win.play", NULL, play);
  gtk_widget_class_install_action (class, "win.play-parameter", "s", play_parameter);
  gtk_widget_class_install_action (class, "win.sweep", "s", sweep);
  gtk_widget_class_install_action (class, "win.reset-view", NULL, reset_view);
  gtk_widget_class_install_action (class, "win.show-all-views", NULL, show_all_views);
  gtk_widget_class_install_action (class, "win.inspector", NULL, toggle_inspector);
  gtk_widget_class_install_action (class, "win.fullscreen", NULL, toggle_fullscreen);
  gtk_widget_class_install_action (class, "win.search", NULL, search);
  gtk_widget_class_install_action (class, "win.search-atlas", NULL, search_atlas);
  gtk_widget_class_install_action (class, "win.say", "s", say);
}

static void
describe_step (GtkWidget *button, const char *verb, const char *title)
{
  g_autofree char *text =
      title != NULL ? g_strdup_printf ("%s: %s", verb, plume_translate (title)) : g_strdup (verb);

  plume_widget_set_tip (button, text);
}

/* The toolkit tells the whole window of an action that is enabled, even where it was already. */
static void
enable (PlumeWindow *window, const char *action, gboolean enabled)
{
  if (g_hash_table_contains (window->disabled, action) == !enabled)
    return;
  gtk_widget_action_set_enabled (GTK_WIDGET (window), action, enabled);
  if (enabled)
    g_hash_table_remove (window->disabled, action);
  else
    g_hash_table_add (window->disabled, (gpointer)action);
}

/* Greys out what cannot be done now, says what undo would undo, and ticks the shown views. */
void
plume_window_update_actions (PlumeWindow *window)
{
  static const char *const needs_study[] = { "win.save",   "win.go-to-step",     "win.save-as",
                                             "win.export", "win.export-view",    "win.stop",
                                             "win.play",   "win.play-parameter", "win.reset-view",
                                             "win.sample", "win.open-data",      "win.write",
                                             "win.film",   "win.help",           "win.present",
                                             "win.pin",    "win.sweep" };
  PlumeStudy *study = window->study;

  for (guint i = 0; i < G_N_ELEMENTS (needs_study); i++)
    enable (window, needs_study[i], study != NULL);
  enable (window, "win.undo", study != NULL && plume_study_can_undo (study));
  enable (window, "win.redo", study != NULL && plume_study_can_redo (study));
  plume_history_button_set_study (window->history, study);
  gtk_widget_set_sensitive (GTK_WIDGET (window->pin), study != NULL);
  if (study == NULL)
    return;
  gtk_toggle_button_set_active (window->pin, plume_study_is_pinned (study));
  describe_step (window->undo, _ ("Undo"), plume_study_get_undo_title (study));
  describe_step (window->redo, _ ("Redo"), plume_study_get_redo_title (study));
  for (guint i = 0; i < plume_study_get_experiment (study)->n_views; i++)
    {
      GAction *action = g_action_map_lookup_action (
          G_ACTION_MAP (window->view_actions), plume_study_get_experiment (study)->views[i].id);

      g_simple_action_set_state (
          G_SIMPLE_ACTION (action),
          g_variant_new_boolean (plume_study_get_view_state (study, i)->shown));
    }
}

static void
on_view_toggled (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PlumeWindow *window = user_data;
  int view = plume_experiment_find_view (plume_study_get_experiment (window->study),
                                         g_action_get_name (G_ACTION (action)));
  g_autoptr (GVariant) state = g_action_get_state (G_ACTION (action));

  if (view >= 0)
    plume_study_show_view (window->study, (guint)view, !g_variant_get_boolean (state));
}

static void
make_view_actions (PlumeWindow *window)
{
  const PlumeExperiment *experiment = plume_study_get_experiment (window->study);

  g_clear_object (&window->view_actions);
  window->view_actions = g_simple_action_group_new ();
  for (guint i = 0; i < experiment->n_views; i++)
    {
      g_autoptr (GSimpleAction) action = g_simple_action_new_stateful (
          experiment->views[i].id, NULL, g_variant_new_boolean (FALSE));

      g_signal_connect (action, "activate", G_CALLBACK (on_view_toggled), window);
      g_action_map_add_action (G_ACTION_MAP (window->view_actions), G_ACTION (action));
    }
  gtk_widget_insert_action_group (GTK_WIDGET (window), "views",
                                  G_ACTION_GROUP (window->view_actions));
}

/* Another menu in the popover that is there. One that goes while the pointer is on it takes the
 * toolkit with it, which asks where the pointer is in what has no surface any more. */
static gboolean
change_menu (GtkPopover *popover, GMenu *menu)
{
  if (!GTK_IS_POPOVER_MENU (popover))
    return FALSE;
  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (popover), G_MENU_MODEL (menu));
  return TRUE;
}

/* A GtkMenuButtonCreatePopupFunc: for the experiment that is open, when it is looked at first. */
static void
make_views_menu (GtkMenuButton *button, gpointer user_data)
{
  PlumeWindow *window = user_data;
  const PlumeExperiment *experiment = plume_study_get_experiment (window->study);
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) others = g_menu_new ();
  g_autoptr (GMenu) views = g_menu_new ();

  if (window->menu_of == experiment)
    return;
  window->menu_of = experiment;
  for (guint i = 0; i < experiment->n_views; i++)
    {
      g_autofree char *name = g_strconcat ("views.", experiment->views[i].id, NULL);

      g_menu_append (views, plume_translate (experiment->views[i].title), name);
    }
  g_menu_append (others, _ ("Show All"), "win.show-all-views");
  g_menu_append (others, _ ("Reset All"), "win.reset-view");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (views));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (others));
  if (!change_menu (gtk_menu_button_get_popover (button), menu))
    gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

/* A PlumePortionFunc. */
static gboolean
build_data_menu (gpointer data)
{
  PlumeWindow *window = data;
  const PlumeExperiment *experiment = plume_study_get_experiment (window->study);
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) files = g_menu_new ();

  for (guint i = 0; i < experiment->n_inputs; i++)
    {
      g_autofree char *label =
          g_strdup_printf (_ ("Open %s…"), plume_translate (experiment->inputs[i].title));
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

      g_menu_item_set_action_and_target (item, "win.open-data", "u", i);
      g_menu_append_item (files, item);
    }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (files));
  for (guint i = 0; i < experiment->n_inputs; i++)
    {
      g_autoptr (GMenuModel) samples = plume_input_make_sample_menu (&experiment->inputs[i]);

      if (experiment->inputs[i].n_samples > 0)
        g_menu_append_section (menu,
                               experiment->n_inputs > 1
                                   ? plume_translate (experiment->inputs[i].title)
                                   : _ ("Built-in Samples"),
                               samples);
    }
  if (experiment->n_inputs == 0)
    adw_split_button_set_menu_model (window->open, NULL);
  else if (!change_menu (adw_split_button_get_popover (window->open), menu))
    adw_split_button_set_menu_model (window->open, G_MENU_MODEL (menu));
  window->portions = 0;
  return FALSE;
}

/* What follows from the experiment's tables: the actions of its views, and the menus of them, of
 * its inputs and their samples, later. */
void
plume_window_build_menus (PlumeWindow *window)
{
  make_view_actions (window);
  g_clear_handle_id (&window->portions, plume_portions_remove);
  gtk_menu_button_set_create_popup_func (window->views_button, make_views_menu, window, NULL);
  window->portions = plume_portions_add (build_data_menu, window);
}
