/* plume-about-panel.c: what an experiment is: text, equations, citation, the way to its help. */
#include "app/plume-about-panel.h"

#include "app/plume-citation-panel.h"
#include "app/plume-equation-view.h"
#include "app/plume-number-format.h"
#include "app/plume-words.h"

struct _PlumeAboutPanel
{
  GtkWidget parent_instance;

  GtkWidget *frame;
  GtkLabel *text;
  PlumeEquationView *equations;
  PlumeCitationPanel *citation;
};

G_DEFINE_FINAL_TYPE (PlumeAboutPanel, plume_about_panel, GTK_TYPE_WIDGET)

static void
plume_about_panel_dispose (GObject *object)
{
  g_clear_pointer (&PLUME_ABOUT_PANEL (object)->frame, gtk_widget_unparent);
  G_OBJECT_CLASS (plume_about_panel_parent_class)->dispose (object);
}

static void
plume_about_panel_class_init (PlumeAboutPanelClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  g_type_ensure (PLUME_TYPE_EQUATION_VIEW);
  g_type_ensure (PLUME_TYPE_CITATION_PANEL);
  G_OBJECT_CLASS (class)->dispose = plume_about_panel_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/plumelab/Plume/plume-about-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, PlumeAboutPanel, frame);
  gtk_widget_class_bind_template_child (widget_class, PlumeAboutPanel, text);
  gtk_widget_class_bind_template_child (widget_class, PlumeAboutPanel, equations);
  gtk_widget_class_bind_template_child (widget_class, PlumeAboutPanel, citation);
}

static void
plume_about_panel_init (PlumeAboutPanel *panel)
{
  gtk_widget_init_template (GTK_WIDGET (panel));
}

void
plume_about_panel_set_experiment (PlumeAboutPanel *panel, const PlumeExperiment *experiment)
{
  plume_label_set_words (panel->text, plume_translate (experiment->about));
  plume_equation_view_set_lines (panel->equations, plume_translate (experiment->equations));
  plume_citation_panel_set_experiment (panel->citation, experiment);
}
