/* plume-view-frame.c: one view with its title line. */
#include "app/plume-view-frame.h"

#include "app/plume-canvas.h"
#include "app/plume-number-format.h"
#include "app/plume-preferences.h"
#include "app/plume-tip.h"
#include "figure/plume-ghost.h"
#include <adwaita.h>
#include <glib/gi18n.h>

struct _PlumeViewFrame
{
  GtkWidget parent_instance;

  GtkWidget *box, *header;
  GtkLabel *title;
  GtkButton *enlarge;
  GtkToggleButton *draw, *select;
  GtkLabel *chosen;
  AdwBin *place;
  GtkMenuButton *more;
  GMenuModel *menu;

  PlumeStudy *study;
  guint view;
  PlumeCanvas *canvas;
};

G_DEFINE_FINAL_TYPE (PlumeViewFrame, plume_view_frame, GTK_TYPE_WIDGET)

static guint enlarge_signal, detach_signal;

static void
enlarge (GtkWidget *widget, const char *action, GVariant *argument)
{
  g_signal_emit (widget, enlarge_signal, 0);
}

static void
detach (GtkWidget *widget, const char *action, GVariant *argument)
{
  g_signal_emit (widget, detach_signal, 0);
}

static void
hide (GtkWidget *widget, const char *action, GVariant *argument)
{
  PlumeViewFrame *frame = PLUME_VIEW_FRAME (widget);

  plume_study_show_view (frame->study, frame->view, FALSE);
}

static void
reset (GtkWidget *widget, const char *action, GVariant *argument)
{
  plume_view_frame_reset (PLUME_VIEW_FRAME (widget));
}

static void export(GtkWidget *widget, const char *action, GVariant *argument)
{
  gtk_widget_activate_action (widget, "win.export-view", "u", PLUME_VIEW_FRAME (widget)->view);
}

static void
on_export_requested (PlumeCanvas *canvas, PlumeViewFrame *frame)
{
  export(GTK_WIDGET (frame), NULL, NULL);
}

/* "123 of 1,797 selected", which assistive technology says when it changes. */
static void
update_chosen (PlumeStudy *study, PlumeViewFrame *frame)
{
  const PlumeSelection *selection = plume_study_get_selection (study);
  gboolean shown = selection != NULL && plume_canvas_can_select (frame->canvas);
  g_autofree char *text =
      shown ? g_strdup_printf (_ ("%'u of %'u selected"), (guint)selection->n_selected,
                               (guint)selection->n_items)
            : NULL;

  gtk_label_set_text (frame->chosen, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (frame->chosen), shown);
}

/* Property "difference", so that the menu shows its state. */
static void
plume_view_frame_set_property (GObject *object,
                               guint property,
                               const GValue *value,
                               GParamSpec *spec)
{
  PlumeViewFrame *frame = PLUME_VIEW_FRAME (object);

  if (frame->study != NULL)
    plume_study_set_shows_difference (frame->study, g_value_get_boolean (value));
}

static void
plume_view_frame_get_property (GObject *object, guint property, GValue *value, GParamSpec *spec)
{
  PlumeViewFrame *frame = PLUME_VIEW_FRAME (object);

  g_value_set_boolean (value,
                       frame->study != NULL && plume_study_get_shows_difference (frame->study));
}

static void
update_difference (PlumeStudy *study, PlumeViewFrame *frame)
{
  PlumePublication *pinned = plume_study_get_pinned (study);
  PlumePublication *publication = plume_study_get_publication (study);
  PlumeFigure *before = pinned != NULL ? pinned->figures[frame->view] : NULL;
  PlumeFigure *figure = publication != NULL ? publication->figures[frame->view] : NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (frame), "view.difference",
                                 figure != NULL && before != NULL
                                     && plume_figure_has_difference (figure, before));
  g_object_notify (G_OBJECT (frame), "difference");
}

static void
on_draw_toggled (GtkToggleButton *button, PlumeViewFrame *frame)
{
  plume_canvas_set_draws (frame->canvas, gtk_toggle_button_get_active (button));
}

static void
on_draws_changed (PlumeCanvas *canvas, PlumeViewFrame *frame)
{
  gtk_toggle_button_set_active (frame->draw, plume_canvas_get_draws (canvas));
}

static void
on_select_toggled (GtkToggleButton *button, PlumeViewFrame *frame)
{
  plume_canvas_set_selects (frame->canvas, gtk_toggle_button_get_active (button));
}

static void
on_selects_changed (PlumeCanvas *canvas, PlumeViewFrame *frame)
{
  gtk_widget_set_visible (GTK_WIDGET (frame->select), plume_canvas_can_select (canvas));
  gtk_toggle_button_set_active (frame->select, plume_canvas_get_selects (canvas));
  update_chosen (frame->study, frame);
}

static void
on_notice (PlumeCanvas *canvas, const char *sentence, PlumeViewFrame *frame)
{
  gtk_widget_activate_action (GTK_WIDGET (frame), "win.say", "s", sentence);
}

/* Menus take longer to build than all the rest of a frame, and most are never opened. */
static void
make_menu (GtkMenuButton *button, gpointer user_data)
{
  if (gtk_menu_button_get_menu_model (button) == NULL)
    gtk_menu_button_set_menu_model (button, PLUME_VIEW_FRAME (user_data)->menu);
}

static void
plume_view_frame_dispose (GObject *object)
{
  PlumeViewFrame *frame = PLUME_VIEW_FRAME (object);

  g_clear_pointer (&frame->box, gtk_widget_unparent);
  g_clear_object (&frame->study);
  G_OBJECT_CLASS (plume_view_frame_parent_class)->dispose (object);
}

static void
plume_view_frame_class_init (PlumeViewFrameClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = plume_view_frame_dispose;
  G_OBJECT_CLASS (class)->set_property = plume_view_frame_set_property;
  G_OBJECT_CLASS (class)->get_property = plume_view_frame_get_property;
  g_object_class_install_property (
      G_OBJECT_CLASS (class), 1,
      g_param_spec_boolean ("difference", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
  enlarge_signal = g_signal_new ("enlarge", PLUME_TYPE_VIEW_FRAME, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
  detach_signal = g_signal_new ("detach", PLUME_TYPE_VIEW_FRAME, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/plumelab/Plume/plume-view-frame.ui");
  gtk_widget_class_bind_template_child (widget_class, PlumeViewFrame, box);
  gtk_widget_class_bind_template_child (widget_class, PlumeViewFrame, header);
  gtk_widget_class_bind_template_child (widget_class, PlumeViewFrame, title);
  gtk_widget_class_bind_template_child (widget_class, PlumeViewFrame, enlarge);
  gtk_widget_class_bind_template_child (widget_class, PlumeViewFrame, draw);
  gtk_widget_class_bind_template_child (widget_class, PlumeViewFrame, select);
  gtk_widget_class_bind_template_child (widget_class, PlumeViewFrame, chosen);
  gtk_widget_class_bind_template_child (widget_class, PlumeViewFrame, place);
  gtk_widget_class_bind_template_child (widget_class, PlumeViewFrame, more);
  gtk_widget_class_bind_template_child (widget_class, PlumeViewFrame, menu);
  gtk_widget_class_install_action (widget_class, "view.enlarge", NULL, enlarge);
  gtk_widget_class_install_property_action (widget_class, "view.difference", "difference");
  gtk_widget_class_install_action (widget_class, "view.detach", NULL, detach);
  gtk_widget_class_install_action (widget_class, "view.hide", NULL, hide);
  gtk_widget_class_install_action (widget_class, "view.reset", NULL, reset);
  gtk_widget_class_install_action (widget_class, "view.export", NULL, export);
}

static void
plume_view_frame_init (PlumeViewFrame *frame)
{
  gtk_widget_init_template (GTK_WIDGET (frame));
  gtk_menu_button_set_create_popup_func (frame->more, make_menu, frame, NULL);
}

GtkWidget *
plume_view_frame_new (PlumeStudy *study, guint view)
{
  PlumeViewFrame *frame = g_object_new (PLUME_TYPE_VIEW_FRAME, NULL);
  const PlumeView *declared = &plume_study_get_experiment (study)->views[view];
  GtkWidget *canvas = plume_canvas_new (study, view);

  frame->study = g_object_ref (study);
  frame->view = view;
  frame->canvas = PLUME_CANVAS (canvas);
  plume_preferences_apply_to_canvas (plume_preferences_get (), frame->canvas);
  gtk_label_set_text (frame->title, plume_translate (declared->title));
  if (declared->help != NULL)
    plume_widget_set_tip (GTK_WIDGET (frame->title), plume_translate (declared->help));
  gtk_widget_set_vexpand (canvas, TRUE);
  adw_bin_set_child (frame->place, canvas);
  g_signal_connect (canvas, "export-requested", G_CALLBACK (on_export_requested), frame);
  gtk_widget_set_visible (GTK_WIDGET (frame->draw), declared->brush != NULL);
  g_signal_connect (frame->draw, "toggled", G_CALLBACK (on_draw_toggled), frame);
  g_signal_connect (canvas, "draws-changed", G_CALLBACK (on_draws_changed), frame);
  g_signal_connect (frame->select, "toggled", G_CALLBACK (on_select_toggled), frame);
  g_signal_connect (canvas, "selects-changed", G_CALLBACK (on_selects_changed), frame);
  g_signal_connect_object (study, "selection-changed", G_CALLBACK (update_chosen), frame, 0);
  g_signal_connect_object (study, "published", G_CALLBACK (update_difference), frame, 0);
  on_selects_changed (PLUME_CANVAS (canvas), frame);
  update_difference (study, frame);
  g_signal_connect (canvas, "notice", G_CALLBACK (on_notice), frame);
  return GTK_WIDGET (frame);
}

guint
plume_view_frame_get_view (PlumeViewFrame *frame)
{
  return frame->view;
}

void
plume_view_frame_set_enlarged (PlumeViewFrame *frame, gboolean enlarged)
{
  const char *name = enlarged ? _ ("Show All Views") : _ ("Enlarge This View");
  const char *icon = enlarged ? "view-restore-symbolic" : "view-fullscreen-symbolic";

  if (g_str_equal (gtk_button_get_icon_name (frame->enlarge), icon))
    return;
  gtk_button_set_icon_name (frame->enlarge, icon);
  plume_widget_set_tip (GTK_WIDGET (frame->enlarge), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (frame->enlarge), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
}

void
plume_view_frame_set_detached (PlumeViewFrame *frame, gboolean detached)
{
  const PlumeView *declared = &plume_study_get_experiment (frame->study)->views[frame->view];

  /* the window of its own has the title already */
  gtk_label_set_text (frame->title, detached ? "" : plume_translate (declared->title));
  gtk_widget_set_visible (GTK_WIDGET (frame->enlarge), !detached);
  gtk_widget_action_set_enabled (GTK_WIDGET (frame), "view.enlarge", !detached);
}

void
plume_view_frame_set_presentation (PlumeViewFrame *frame, gboolean presentation)
{
  gtk_widget_set_visible (frame->header, !presentation);
  plume_canvas_set_presentation (frame->canvas, presentation);
}

void
plume_view_frame_begin_with (PlumeViewFrame *frame, PlumeViewFrame *other)
{
  plume_canvas_begin_with (frame->canvas, other->canvas);
}

void
plume_view_frame_reset (PlumeViewFrame *frame)
{
  plume_canvas_reset_view (frame->canvas);
}
