/* plume-presentation-bar.c: rows of the inspector, large, over the lower edge of the picture. */
#include "app/plume-presentation-bar.h"

#include "app/plume-parameter-row.h"

#define MAX_ROWS 6

struct _PlumePresentationBar
{
  GtkWidget parent_instance;

  GtkRevealer *revealer;
  GtkFlowBox *box;

  PlumeStudy *study; /* nullable */
  PlumeValues *shown;
  GPtrArray *rows; /* PlumeParameterRow, owned by the box */
};

G_DEFINE_FINAL_TYPE (PlumePresentationBar, plume_presentation_bar, GTK_TYPE_WIDGET)

static void
sync_rows (PlumeStudy *study, PlumePresentationBar *bar)
{
  PlumeValues *values = plume_study_get_values (study);

  if (values == bar->shown)
    return;
  g_clear_pointer (&bar->shown, plume_values_unref);
  bar->shown = plume_values_ref (values);
  for (guint i = 0; i < bar->rows->len; i++)
    {
      PlumeParameterRow *row = g_ptr_array_index (bar->rows, i);

      plume_parameter_row_sync (row);
      gtk_widget_set_visible (gtk_widget_get_ancestor (GTK_WIDGET (row), GTK_TYPE_FLOW_BOX_CHILD),
                              plume_parameter_row_shows (row));
    }
}

/* Rows want to stand in a list. */
static void
add_row (PlumePresentationBar *bar, guint parameter)
{
  GtkWidget *row = plume_parameter_row_new (bar->study, &PLUME_ADDRESS ((int)parameter));
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *child = gtk_flow_box_child_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), list);
  gtk_widget_set_focusable (child, FALSE);
  gtk_flow_box_insert (bar->box, child, -1);
  g_ptr_array_add (bar->rows, row);
}

static void
add_starred (PlumePresentationBar *bar)
{
  const PlumeExperiment *experiment = plume_study_get_experiment (bar->study);

  for (guint i = 0; i < experiment->n_parameters && bar->rows->len < MAX_ROWS; i++)
    if (experiment->parameters[i].kind != PLUME_KIND_TABLE
        && plume_study_is_starred (bar->study, i))
      add_row (bar, i);
}

/* Those that apply now. */
static void
add_players (PlumePresentationBar *bar, PlumePlays plays)
{
  const PlumeExperiment *experiment = plume_study_get_experiment (bar->study);
  PlumeValues *values = plume_study_get_values (bar->study);

  for (guint i = 0; i < experiment->n_parameters && bar->rows->len < MAX_ROWS; i++)
    if (experiment->parameters[i].plays == plays
        && plume_values_shows (values, &PLUME_ADDRESS ((int)i)))
      add_row (bar, i);
}

static void
fill (PlumePresentationBar *bar)
{
  add_starred (bar);
  if (bar->rows->len == 0)
    {
      add_players (bar, PLUME_PLAYS_FIRST);
      add_players (bar, PLUME_PLAYS);
    }
  gtk_flow_box_set_min_children_per_line (bar->box, CLAMP (bar->rows->len, 1, 3));
  gtk_flow_box_set_max_children_per_line (bar->box, CLAMP (bar->rows->len, 1, 3));
  gtk_widget_set_visible (GTK_WIDGET (bar->box), bar->rows->len > 0);
}

static void
forget_study (PlumePresentationBar *bar)
{
  GtkFlowBoxChild *child;

  if (bar->study == NULL)
    return;
  g_signal_handlers_disconnect_by_data (bar->study, bar);
  g_ptr_array_set_size (bar->rows, 0);
  while ((child = gtk_flow_box_get_child_at_index (bar->box, 0)) != NULL)
    gtk_flow_box_remove (bar->box, GTK_WIDGET (child));
  g_clear_pointer (&bar->shown, plume_values_unref);
  g_clear_object (&bar->study);
}

static void
plume_presentation_bar_dispose (GObject *object)
{
  PlumePresentationBar *bar = PLUME_PRESENTATION_BAR (object);

  forget_study (bar);
  if (bar->revealer != NULL)
    gtk_widget_unparent (GTK_WIDGET (bar->revealer));
  bar->revealer = NULL;
  G_OBJECT_CLASS (plume_presentation_bar_parent_class)->dispose (object);
}

static void
plume_presentation_bar_finalize (GObject *object)
{
  g_ptr_array_unref (PLUME_PRESENTATION_BAR (object)->rows);
  G_OBJECT_CLASS (plume_presentation_bar_parent_class)->finalize (object);
}

static void
plume_presentation_bar_class_init (PlumePresentationBarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = plume_presentation_bar_dispose;
  G_OBJECT_CLASS (class)->finalize = plume_presentation_bar_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/plumelab/Plume/plume-presentation-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, PlumePresentationBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, PlumePresentationBar, box);
}

static void
plume_presentation_bar_init (PlumePresentationBar *bar)
{
  bar->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (bar));
}

/**
 * plume_presentation_bar_set_study:
 * @study: (nullable): whose parameters to show; %NULL to forget them
 */
void
plume_presentation_bar_set_study (PlumePresentationBar *bar, PlumeStudy *study)
{
  forget_study (bar);
  if (study == NULL)
    return;
  bar->study = g_object_ref (study);
  fill (bar);
  g_signal_connect (study, "changed", G_CALLBACK (sync_rows), bar);
  sync_rows (study, bar);
}

void
plume_presentation_bar_reveal (PlumePresentationBar *bar, gboolean reveal)
{
  gtk_revealer_set_reveal_child (bar->revealer, reveal);
}

gboolean
plume_presentation_bar_is_revealed (PlumePresentationBar *bar)
{
  return gtk_revealer_get_reveal_child (bar->revealer);
}
