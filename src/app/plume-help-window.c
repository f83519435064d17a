/* plume-help-window.c: the help page of an experiment: what it shows, its equations, its paper, and
 * everything that its tables name.
 *
 * Some pages have two hundred entries, so they are added a few at a time while nothing else is to
 * be done; the beginning of the page is there at once.
 */
#include "app/plume-help-window.h"

#include "app/plume-citation-panel.h"
#include "app/plume-equation-view.h"
#include "app/plume-help-row.h"
#include "app/plume-number-format.h"
#include "app/plume-words.h"

#define FILL_FOR_US 3000 /* at a time */

struct _PlumeHelpWindow
{
  AdwWindow parent_instance;

  AdwWindowTitle *title;
  GtkLabel *about;
  PlumeEquationView *equations;
  PlumeCitationPanel *citation;
  GtkListBox *entries;

  const PlumeExperiment *experiment;
  GListModel *page;  /* nullable: all of it */
  GListStore *shown; /* as far as it is there */
  guint fill;
};

G_DEFINE_FINAL_TYPE (PlumeHelpWindow, plume_help_window, ADW_TYPE_WINDOW)

static GtkWidget *
make_row (gpointer item, gpointer data)
{
  return plume_help_row_new (item);
}

static gboolean
on_fill (gpointer data)
{
  PlumeHelpWindow *window = data;
  gint64 end = g_get_monotonic_time () + FILL_FOR_US;

  do
    {
      guint n_shown = g_list_model_get_n_items (G_LIST_MODEL (window->shown));
      g_autoptr (GObject) item = g_list_model_get_item (window->page, n_shown);

      if (item == NULL)
        {
          window->fill = 0;
          return G_SOURCE_REMOVE;
        }
      g_list_store_append (window->shown, item);
    }
  while (g_get_monotonic_time () < end);
  return G_SOURCE_CONTINUE;
}

static void
plume_help_window_dispose (GObject *object)
{
  PlumeHelpWindow *window = PLUME_HELP_WINDOW (object);

  g_clear_handle_id (&window->fill, g_source_remove);
  g_clear_object (&window->page);
  g_clear_object (&window->shown);
  G_OBJECT_CLASS (plume_help_window_parent_class)->dispose (object);
}

static void
plume_help_window_class_init (PlumeHelpWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = plume_help_window_dispose;
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
  window->shown = g_list_store_new (PLUME_TYPE_HELP_ITEM);
  gtk_list_box_bind_model (window->entries, G_LIST_MODEL (window->shown), make_row, NULL, NULL);
}

static void
set_experiment (PlumeHelpWindow *window, const PlumeExperiment *experiment)
{
  window->experiment = experiment;
  gtk_window_set_title (GTK_WINDOW (window), plume_translate (experiment->title));
  adw_window_title_set_title (window->title, plume_translate (experiment->title));
  adw_window_title_set_subtitle (window->title, plume_translate (experiment->summary));
  plume_label_set_words (window->about, plume_translate (experiment->about));
  plume_equation_view_set_lines (window->equations, plume_translate (experiment->equations));
  plume_citation_panel_set_experiment (window->citation, experiment);
  g_list_store_remove_all (window->shown);
  g_clear_object (&window->page);
  window->page = plume_help_page_new_model (experiment);
  if (window->fill == 0)
    window->fill = g_idle_add (on_fill, window);
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
