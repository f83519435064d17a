/* plume-help-window.c: the help page of an experiment: what it shows, its equations, its paper, and
 * everything that its tables name.
 */
#include "app/plume-help-window.h"

#include "app/plume-citation-panel.h"
#include "app/plume-equation-view.h"
#include "app/plume-help-row.h"
#include "app/plume-number-format.h"
#include "app/plume-words.h"

struct _PlumeHelpWindow
{
  AdwWindow parent_instance;

  AdwWindowTitle *title;
  GtkLabel *about;
  PlumeEquationView *equations;
  PlumeCitationPanel *citation;
  GtkListBox *entries;

  const PlumeExperiment *experiment;
};

G_DEFINE_FINAL_TYPE (PlumeHelpWindow, plume_help_window, ADW_TYPE_WINDOW)

static void
plume_help_window_class_init (PlumeHelpWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  g_type_ensure (PLUME_TYPE_EQUATION_VIEW);
  g_type_ensure (PLUME_TYPE_CITATION_PANEL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/plumelab/Plume/plume-help-window.ui");
  gtk_widget_class_bind_template_child (widget_class, PlumeHelpWindow, title);
  gtk_widget_class_bind_template_child (widget_class, PlumeHelpWindow, about);
  gtk_widget_class_bind_template_child (widget_class, PlumeHelpWindow, equations);
  gtk_widget_class_bind_template_child (widget_class, PlumeHelpWindow, citation);
  gtk_widget_class_bind_template_child (widget_class, PlumeHelpWindow, entries);
}

static void
plume_help_window_init (PlumeHelpWindow *window)
{
  gtk_widget_init_template (GTK_WIDGET (window));
}

static GtkWidget *
make_row (gpointer item, gpointer data)
{
  return plume_help_row_new (item);
}

static void
set_experiment (PlumeHelpWindow *window, const PlumeExperiment *experiment)
{
  g_autoptr (GListModel) page = plume_help_page_new_model (experiment);

  window->experiment = experiment;
  gtk_window_set_title (GTK_WINDOW (window), plume_translate (experiment->title));
  adw_window_title_set_title (window->title, plume_translate (experiment->title));
  adw_window_title_set_subtitle (window->title, plume_translate (experiment->summary));
  plume_label_set_words (window->about, plume_translate (experiment->about));
  plume_equation_view_set_lines (window->equations, experiment->equations);
  plume_citation_panel_set_experiment (window->citation, experiment);
  gtk_list_box_bind_model (window->entries, page, make_row, NULL, NULL);
}

/* The help that is open beside a window. */
static PlumeHelpWindow *
find_open (GtkWindow *parent)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (PLUME_IS_HELP_WINDOW (window) && gtk_window_get_transient_for (window) == parent)
        return PLUME_HELP_WINDOW (window);
    }
  return NULL;
}

/**
 * plume_help_window_open:
 * @parent: beside which it stands; it has one help window
 * @experiment: what it tells of
 */
void
plume_help_window_open (GtkWindow *parent, const PlumeExperiment *experiment)
{
  PlumeHelpWindow *window = find_open (parent);

  if (window == NULL)
    window = g_object_new (PLUME_TYPE_HELP_WINDOW, "transient-for", parent, "destroy-with-parent",
                           TRUE, NULL);
  if (window->experiment != experiment)
    set_experiment (window, experiment);
  gtk_window_present (GTK_WINDOW (window));
  gtk_label_select_region (window->about, 0, 0); /* focus on a label selects all of it */
}
