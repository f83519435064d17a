/* plume-citation-panel.c: the paper of an experiment: to be read, opened, and copied for BibTeX. */
#include "app/plume-citation-panel.h"

#include "app/plume-tip.h"
#include "lab/plume-citation.h"
#include <glib/gi18n.h>

#define COPIED_SECONDS 2

struct _PlumeCitationPanel
{
  GtkWidget parent_instance;

  GtkWidget *frame;
  GtkLabel *citation;
  GtkLinkButton *link;
  GtkButton *copy;

  const PlumeExperiment *experiment;
  guint copied; /* while the button says so */
};

G_DEFINE_FINAL_TYPE (PlumeCitationPanel, plume_citation_panel, GTK_TYPE_WIDGET)

static gboolean
on_forgotten (gpointer data)
{
  PlumeCitationPanel *panel = data;

  panel->copied = 0;
  gtk_button_set_label (panel->copy, _ ("Copy BibTeX"));
  return G_SOURCE_REMOVE;
}

static void
on_copy (GtkButton *button, PlumeCitationPanel *panel)
{
  g_autofree char *bibtex = plume_citation_to_bibtex (panel->experiment);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (button)), bibtex);
  gtk_button_set_label (button, _ ("Copied"));
  g_clear_handle_id (&panel->copied, g_source_remove);
  panel->copied = g_timeout_add_seconds (COPIED_SECONDS, on_forgotten, panel);
}

static void
plume_citation_panel_dispose (GObject *object)
{
  PlumeCitationPanel *panel = PLUME_CITATION_PANEL (object);

  g_clear_handle_id (&panel->copied, g_source_remove);
  g_clear_pointer (&panel->frame, gtk_widget_unparent);
  G_OBJECT_CLASS (plume_citation_panel_parent_class)->dispose (object);
}

static void
plume_citation_panel_class_init (PlumeCitationPanelClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = plume_citation_panel_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/plumelab/Plume/plume-citation-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, PlumeCitationPanel, frame);
  gtk_widget_class_bind_template_child (widget_class, PlumeCitationPanel, citation);
  gtk_widget_class_bind_template_child (widget_class, PlumeCitationPanel, link);
  gtk_widget_class_bind_template_child (widget_class, PlumeCitationPanel, copy);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
}

static void
plume_citation_panel_init (PlumeCitationPanel *panel)
{
  gtk_widget_init_template (GTK_WIDGET (panel));
}

void
plume_citation_panel_set_experiment (PlumeCitationPanel *panel, const PlumeExperiment *experiment)
{
  g_autofree char *text = plume_citation_to_text (experiment);
  g_autofree char *address = plume_citation_get_address (experiment);

  panel->experiment = experiment;
  gtk_label_set_text (panel->citation, text);
  gtk_widget_set_visible (GTK_WIDGET (panel), *text != '\0');
  gtk_widget_set_visible (GTK_WIDGET (panel->link), address != NULL);
  if (address == NULL)
    return;
  gtk_link_button_set_uri (panel->link, address);
  plume_widget_set_tip (GTK_WIDGET (panel->link), address);
}
