/* plume-input-group.c: what is bound to one input of an experiment. */
#include "app/plume-input-group.h"

#include "app/plume-binding-row.h"
#include "app/plume-number-format.h"
#include <glib/gi18n.h>

struct _PlumeInputGroup
{
  GtkWidget parent_instance;

  GtkWidget *frame;
  GtkLabel *title;
  GtkLabel *help;
  GtkListBox *list;
  GtkWidget *empty;
  GtkActionable *open;
  GtkMenuButton *samples;

  PlumeStudy *study;
  guint input;
  GPtrArray *shown; /* PlumeBinding: what the rows show */
  gboolean filled;  /* whether all of them were filled then */
};

G_DEFINE_FINAL_TYPE (PlumeInputGroup, plume_input_group, GTK_TYPE_WIDGET)

static void
plume_input_group_dispose (GObject *object)
{
  PlumeInputGroup *group = PLUME_INPUT_GROUP (object);

  g_clear_object (&group->study);
  g_clear_pointer (&group->frame, gtk_widget_unparent);
  G_OBJECT_CLASS (plume_input_group_parent_class)->dispose (object);
}

static void
plume_input_group_finalize (GObject *object)
{
  g_ptr_array_unref (PLUME_INPUT_GROUP (object)->shown);
  G_OBJECT_CLASS (plume_input_group_parent_class)->finalize (object);
}

static void
plume_input_group_class_init (PlumeInputGroupClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = plume_input_group_dispose;
  G_OBJECT_CLASS (class)->finalize = plume_input_group_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/plumelab/Plume/plume-input-group.ui");
  gtk_widget_class_bind_template_child (widget_class, PlumeInputGroup, frame);
  gtk_widget_class_bind_template_child (widget_class, PlumeInputGroup, title);
  gtk_widget_class_bind_template_child (widget_class, PlumeInputGroup, help);
  gtk_widget_class_bind_template_child (widget_class, PlumeInputGroup, list);
  gtk_widget_class_bind_template_child (widget_class, PlumeInputGroup, empty);
  gtk_widget_class_bind_template_child (widget_class, PlumeInputGroup, open);
  gtk_widget_class_bind_template_child (widget_class, PlumeInputGroup, samples);
}

static void
plume_input_group_init (PlumeInputGroup *group)
{
  group->shown = g_ptr_array_new_with_free_func ((GDestroyNotify)plume_binding_unref);
  group->filled = TRUE;
  gtk_widget_init_template (GTK_WIDGET (group));
}

GMenuModel *
plume_input_make_sample_menu (const PlumeInput *input)
{
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < input->n_samples; i++)
    {
      g_autoptr (GMenuItem) item =
          g_menu_item_new (plume_translate (input->samples[i].title), NULL);

      g_menu_item_set_action_and_target_value (
          item, "win.sample",
          g_variant_new_take_string (g_strconcat (input->id, "/", input->samples[i].id, NULL)));
      g_menu_append_item (menu, item);
    }
  return G_MENU_MODEL (menu);
}

GtkWidget *
plume_input_group_new (PlumeStudy *study, guint input)
{
  PlumeInputGroup *group = g_object_new (PLUME_TYPE_INPUT_GROUP, NULL);
  const PlumeExperiment *experiment = plume_study_get_experiment (study);
  const PlumeInput *declared = &experiment->inputs[input];
  g_autoptr (GMenuModel) samples = plume_input_make_sample_menu (declared);

  group->study = g_object_ref (study);
  group->input = input;
  gtk_label_set_text (group->title, plume_translate (declared->title));
  gtk_label_set_text (group->help, plume_translate (declared->help));
  gtk_widget_set_visible (GTK_WIDGET (group->help), declared->help != NULL);
  gtk_actionable_set_action_target (group->open, "u", input);
  gtk_menu_button_set_menu_model (group->samples, samples);
  gtk_widget_set_visible (GTK_WIDGET (group->samples), declared->n_samples > 0);
  gtk_widget_set_visible (group->empty, TRUE);
  plume_input_group_sync (group);
  return GTK_WIDGET (group);
}

static gboolean
are_filled (const GPtrArray *bindings)
{
  for (guint i = 0; i < bindings->len; i++)
    if (!plume_binding_is_filled (g_ptr_array_index (bindings, i)))
      return FALSE;
  return TRUE;
}

static gboolean
is_shown (PlumeInputGroup *group, const GPtrArray *bindings)
{
  if (bindings->len != group->shown->len || group->filled != are_filled (bindings))
    return FALSE;
  for (guint i = 0; i < bindings->len; i++)
    if (g_ptr_array_index (bindings, i) != g_ptr_array_index (group->shown, i))
      return FALSE;
  return TRUE;
}

/* Makes the rows anew where the data sets are others than before, or more is known of them. */
void
plume_input_group_sync (PlumeInputGroup *group)
{
  const GPtrArray *bindings = plume_study_get_inputs (group->study)->bindings[group->input];
  GtkListBoxRow *row;

  if (is_shown (group, bindings))
    return;
  group->filled = are_filled (bindings);
  g_ptr_array_set_size (group->shown, 0);
  while ((row = gtk_list_box_get_row_at_index (group->list, 0)) != NULL)
    gtk_list_box_remove (group->list, GTK_WIDGET (row));
  for (guint i = 0; i < bindings->len; i++)
    {
      g_ptr_array_add (group->shown, plume_binding_ref (g_ptr_array_index (bindings, i)));
      gtk_list_box_append (group->list, plume_binding_row_new (group->study, group->input, i));
    }
  gtk_widget_set_visible (GTK_WIDGET (group->list), bindings->len > 0);
  gtk_widget_set_visible (group->empty, bindings->len == 0);
}
