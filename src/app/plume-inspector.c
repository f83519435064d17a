/* plume-inspector.c: the right pane, generated from the experiment's tables.
 *
 * It is built in portions, a row at a time.
 */
#include "app/plume-inspector.h"

#include "app/plume-about-panel.h"
#include "app/plume-input-group.h"
#include "app/plume-number-format.h"
#include "app/plume-parameter-group.h"
#include "app/plume-portions.h"
#include "app/plume-readouts.h"
#include "app/plume-table-group.h"
#include "app/plume-tip.h"
#include <glib/gi18n.h>

struct _PlumeInspector
{
  GtkWidget parent_instance;

  GtkWidget *frame;
  GtkSearchEntry *search;
  GtkScrolledWindow *scroller;
  GtkBox *groups;
  GtkBox *actions;
  GtkBox *inputs;
  GtkWidget *data_section;
  PlumeAboutPanel *about;
  PlumeReadouts *readouts;

  PlumeStudy *study;
  PlumeValues *shown; /* what the rows show */
  char *needle;       /* nullable: what is searched for */

  guint portions;         /* while it is being built */
  guint n_built;          /* portions that are done */
  PlumeTableGroup *table; /* that gets its records; nullable */
  GHashTable *by_title;   /* PlumeParameterGroup, while parameters are being built */
  GPtrArray *sections;    /* PlumeParameterGroup and PlumeTableGroup, in groups */
  GPtrArray *bindings;    /* PlumeInputGroup, in inputs */
  GPtrArray *buttons;     /* GtkButton, in actions */
  GQueue leaving;         /* of these, what shows another study and is about to go */
};

G_DEFINE_FINAL_TYPE (PlumeInspector, plume_inspector, GTK_TYPE_WIDGET)

static void
filter (PlumeInspector *inspector)
{
  for (guint i = 0; i < inspector->sections->len; i++)
    {
      GtkWidget *section = g_ptr_array_index (inspector->sections, i);

      if (PLUME_IS_TABLE_GROUP (section))
        plume_table_group_filter (PLUME_TABLE_GROUP (section), inspector->needle);
      else
        plume_parameter_group_filter (PLUME_PARAMETER_GROUP (section), inspector->needle);
    }
}

static void
on_search_changed (GtkSearchEntry *entry, PlumeInspector *inspector)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (entry));

  g_clear_pointer (&inspector->needle, g_free);
  if (*text != '\0')
    inspector->needle = g_utf8_casefold (text, -1);
  filter (inspector);
}

static void
on_search_stopped (GtkSearchEntry *entry, PlumeInspector *inspector)
{
  gtk_editable_set_text (GTK_EDITABLE (entry), "");
}

static void
sync_values (PlumeInspector *inspector)
{
  PlumeValues *values = plume_study_get_values (inspector->study);

  if (values == inspector->shown)
    return;
  g_clear_pointer (&inspector->shown, plume_values_unref);
  inspector->shown = plume_values_ref (values);
  for (guint i = 0; i < inspector->sections->len; i++)
    {
      GtkWidget *section = g_ptr_array_index (inspector->sections, i);

      if (PLUME_IS_TABLE_GROUP (section))
        plume_table_group_sync (PLUME_TABLE_GROUP (section));
      else
        plume_parameter_group_sync (PLUME_PARAMETER_GROUP (section));
    }
  filter (inspector);
}

static void
sync_inputs (PlumeInspector *inspector)
{
  for (guint i = 0; i < inspector->bindings->len; i++)
    plume_input_group_sync (g_ptr_array_index (inspector->bindings, i));
}

static void
on_changed (PlumeStudy *study, PlumeInspector *inspector)
{
  sync_values (inspector);
  sync_inputs (inspector);
}

static void
on_published (PlumeStudy *study, PlumeInspector *inspector)
{
  PlumePublication *publication = plume_study_get_publication (study);

  sync_inputs (inspector); /* samples are made with the first result */
  if (publication != NULL)
    plume_readouts_show (inspector->readouts, publication,
                         plume_study_get_pinned (inspector->study));
}

static void
on_action (GtkButton *button, PlumeInspector *inspector)
{
  plume_study_act (inspector->study,
                   GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "action")));
}

static void
append (GtkBox *box, GtkWidget *widget, GPtrArray *widgets)
{
  gtk_box_append (box, widget);
  g_ptr_array_add (widgets, widget);
}

static void
leave (PlumeInspector *inspector, GPtrArray *widgets)
{
  for (guint i = 0; i < widgets->len; i++)
    g_queue_push_tail (&inspector->leaving, g_ptr_array_index (widgets, i));
  g_ptr_array_set_size (widgets, 0);
}

static void
discard (GtkWidget *widget)
{
  plume_portions_discard (widget, PLUME_IS_PARAMETER_GROUP (widget) ? plume_parameter_group_take
                                  : PLUME_IS_TABLE_GROUP (widget)   ? plume_table_group_take
                                                                    : NULL);
}

/* One group for each name of a group, in the order of their first parameters; tables are groups of
 * their own. */
static void
build_parameter (PlumeInspector *inspector, guint index)
{
  const PlumeParameter *parameter =
      &plume_study_get_experiment (inspector->study)->parameters[index];
  const char *name = parameter->group != NULL ? parameter->group : N_ ("Parameters");
  GtkWidget *group;

  if (parameter->kind == PLUME_KIND_TABLE)
    {
      inspector->table = PLUME_TABLE_GROUP (plume_table_group_new (inspector->study, (int)index));
      append (inspector->groups, GTK_WIDGET (inspector->table), inspector->sections);
      return;
    }
  group = g_hash_table_lookup (inspector->by_title, name);
  if (group == NULL)
    {
      group = plume_parameter_group_new (plume_translate (name));
      append (inspector->groups, group, inspector->sections);
      g_hash_table_insert (inspector->by_title, (gpointer)name, group);
    }
  plume_parameter_group_append (PLUME_PARAMETER_GROUP (group),
                                PLUME_PARAMETER_ROW (plume_parameter_row_new (
                                    inspector->study, &PLUME_ADDRESS ((int)index))));
  plume_parameter_group_filter (PLUME_PARAMETER_GROUP (group), inspector->needle);
}

static void
build_record (PlumeInspector *inspector)
{
  gboolean more = plume_table_group_build (inspector->table);

  plume_table_group_filter (inspector->table, inspector->needle);
  if (!more)
    inspector->table = NULL;
}

static void
build_actions (PlumeInspector *inspector)
{
  const PlumeExperiment *experiment = plume_study_get_experiment (inspector->study);

  for (guint i = 0; i < experiment->n_actions; i++)
    {
      GtkWidget *button =
          gtk_button_new_with_label (plume_translate (experiment->actions[i].title));

      if (experiment->actions[i].help != NULL)
        plume_widget_set_tip (button, plume_translate (experiment->actions[i].help));
      g_object_set_data (G_OBJECT (button), "action", GUINT_TO_POINTER (i));
      g_signal_connect (button, "clicked", G_CALLBACK (on_action), inspector);
      append (inspector->actions, button, inspector->buttons);
    }
  for (guint i = 0; i < experiment->n_writers; i++)
    {
      /* Translators: a button; %s is what a file holds, such as “Coordinates”. */
      g_autofree char *label =
          g_strdup_printf (_ ("Save %s…"), plume_translate (experiment->writers[i].title));
      GtkWidget *button = gtk_button_new_with_label (label);

      if (experiment->writers[i].help != NULL)
        plume_widget_set_tip (button, plume_translate (experiment->writers[i].help));
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.write");
      gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "u", i);
      append (inspector->actions, button, inspector->buttons);
    }
  gtk_widget_set_visible (GTK_WIDGET (inspector->actions),
                          experiment->n_actions + experiment->n_writers > 0);
}

/* What stands below the inputs; results are shown from now on. */
static void
build_rest (PlumeInspector *inspector)
{
  plume_about_panel_set_experiment (inspector->about,
                                    plume_study_get_experiment (inspector->study));
  g_signal_connect (inspector->study, "published", G_CALLBACK (on_published), inspector);
  on_published (inspector->study, inspector);
}

/* A PlumePortionFunc: what shows the study before goes; parameters, actions, inputs, the rest. */
static gboolean
build_portion (gpointer data)
{
  PlumeInspector *inspector = data;
  const PlumeExperiment *experiment = plume_study_get_experiment (inspector->study);
  guint index;

  if (!g_queue_is_empty (&inspector->leaving))
    {
      discard (g_queue_pop_head (&inspector->leaving));
      return TRUE;
    }
  if (inspector->table != NULL)
    {
      build_record (inspector);
      return TRUE;
    }
  index = inspector->n_built++;
  if (index < experiment->n_parameters)
    {
      build_parameter (inspector, index);
      return TRUE;
    }
  index -= experiment->n_parameters;
  if (index == 0)
    build_actions (inspector);
  else if (index <= experiment->n_inputs)
    append (inspector->inputs, plume_input_group_new (inspector->study, index - 1),
            inspector->bindings);
  else
    {
      build_rest (inspector);
      inspector->portions = 0;
    }
  return inspector->portions != 0;
}

/* A button that was pressed by keyboard acts a moment later, and the next study has other actions.
 */
static void
disarm (PlumeInspector *inspector)
{
  for (guint i = 0; i < inspector->buttons->len; i++)
    {
      GtkWidget *button = g_ptr_array_index (inspector->buttons, i);

      g_signal_handlers_disconnect_by_data (button, inspector);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), NULL);
    }
}

static void
forget_study (PlumeInspector *inspector)
{
  if (inspector->study == NULL)
    return;
  g_clear_handle_id (&inspector->portions, plume_portions_remove);
  g_signal_handlers_disconnect_by_data (inspector->study, inspector);
  g_hash_table_remove_all (inspector->by_title);
  inspector->table = NULL;
  disarm (inspector);
  leave (inspector, inspector->sections);
  leave (inspector, inspector->buttons);
  leave (inspector, inspector->bindings);
  g_clear_pointer (&inspector->shown, plume_values_unref);
  g_clear_object (&inspector->study);
}

static void
plume_inspector_dispose (GObject *object)
{
  PlumeInspector *inspector = PLUME_INSPECTOR (object);

  forget_study (inspector);
  g_queue_clear (&inspector->leaving);
  g_clear_pointer (&inspector->by_title, g_hash_table_unref);
  g_clear_pointer (&inspector->needle, g_free);
  g_clear_pointer (&inspector->frame, gtk_widget_unparent);
  G_OBJECT_CLASS (plume_inspector_parent_class)->dispose (object);
}

static void
plume_inspector_finalize (GObject *object)
{
  g_ptr_array_unref (PLUME_INSPECTOR (object)->sections);
  g_ptr_array_unref (PLUME_INSPECTOR (object)->bindings);
  g_ptr_array_unref (PLUME_INSPECTOR (object)->buttons);
  G_OBJECT_CLASS (plume_inspector_parent_class)->finalize (object);
}

static void
plume_inspector_class_init (PlumeInspectorClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = plume_inspector_dispose;
  G_OBJECT_CLASS (class)->finalize = plume_inspector_finalize;
  g_type_ensure (PLUME_TYPE_ABOUT_PANEL);
  g_type_ensure (PLUME_TYPE_READOUTS);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/plumelab/Plume/plume-inspector.ui");
  gtk_widget_class_bind_template_child (widget_class, PlumeInspector, frame);
  gtk_widget_class_bind_template_child (widget_class, PlumeInspector, search);
  gtk_widget_class_bind_template_child (widget_class, PlumeInspector, scroller);
  gtk_widget_class_bind_template_child (widget_class, PlumeInspector, groups);
  gtk_widget_class_bind_template_child (widget_class, PlumeInspector, actions);
  gtk_widget_class_bind_template_child (widget_class, PlumeInspector, inputs);
  gtk_widget_class_bind_template_child (widget_class, PlumeInspector, data_section);
  gtk_widget_class_bind_template_child (widget_class, PlumeInspector, about);
  gtk_widget_class_bind_template_child (widget_class, PlumeInspector, readouts);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stopped);
}

static void
plume_inspector_init (PlumeInspector *inspector)
{
  inspector->by_title = g_hash_table_new (g_str_hash, g_str_equal);
  inspector->sections = g_ptr_array_new ();
  inspector->bindings = g_ptr_array_new ();
  inspector->buttons = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (inspector));
}

/**
 * plume_inspector_set_study:
 * @study: what to show from now on
 */
void
plume_inspector_set_study (PlumeInspector *inspector, PlumeStudy *study)
{
  const PlumeExperiment *experiment = plume_study_get_experiment (study);

  forget_study (inspector);
  inspector->study = g_object_ref (study);
  inspector->shown = plume_values_ref (plume_study_get_values (study));
  inspector->n_built = 0;
  gtk_editable_set_text (GTK_EDITABLE (inspector->search), "");
  gtk_widget_set_visible (inspector->data_section, experiment->n_inputs > 0);
  plume_readouts_set_experiment (inspector->readouts, experiment);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (inspector->scroller), 0);
  g_signal_connect (study, "changed", G_CALLBACK (on_changed), inspector);
  inspector->portions = plume_portions_add (build_portion, inspector);
}

void
plume_inspector_search (PlumeInspector *inspector)
{
  gtk_widget_grab_focus (GTK_WIDGET (inspector->search));
}
