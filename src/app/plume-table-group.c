/* plume-table-group.c: a table parameter in the inspector. */
#include "app/plume-table-group.h"

#include "app/plume-number-format.h"
#include "app/plume-record-row.h"
#include "app/plume-tip.h"
#include <glib/gi18n.h>

struct _PlumeTableGroup
{
  GtkWidget parent_instance;

  GtkWidget *expander;
  GtkListBox *list;
  GtkWidget *add;

  PlumeStudy *study;
  int parameter;
  GPtrArray *records; /* PlumeRecordRow, owned by the list */
  gboolean built;     /* else more records come by plume_table_group_build() */
};

G_DEFINE_FINAL_TYPE (PlumeTableGroup, plume_table_group, GTK_TYPE_WIDGET)

static const PlumeRecords *
get_records (PlumeTableGroup *group)
{
  return plume_values_get (plume_study_get_values (group->study), &PLUME_ADDRESS (group->parameter))
      ->records;
}

static void
on_add (GtkButton *button, PlumeTableGroup *group)
{
  g_autoptr (GError) error = NULL;
  int last = (int)get_records (group)->n_rows - 1;
  g_autoptr (PlumeValues) values = plume_values_with_row_added (
      plume_study_get_values (group->study), group->parameter, last, &error);

  if (values != NULL)
    plume_study_set_values (group->study, values, _ ("Add row"));
  else
    gtk_widget_activate_action (GTK_WIDGET (group), "win.say", "s", error->message);
}

static void
plume_table_group_dispose (GObject *object)
{
  PlumeTableGroup *group = PLUME_TABLE_GROUP (object);

  g_ptr_array_set_size (group->records, 0);
  g_clear_object (&group->study);
  g_clear_pointer (&group->expander, gtk_widget_unparent);
  G_OBJECT_CLASS (plume_table_group_parent_class)->dispose (object);
}

static void
plume_table_group_finalize (GObject *object)
{
  g_ptr_array_unref (PLUME_TABLE_GROUP (object)->records);
  G_OBJECT_CLASS (plume_table_group_parent_class)->finalize (object);
}

static void
plume_table_group_class_init (PlumeTableGroupClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = plume_table_group_dispose;
  G_OBJECT_CLASS (class)->finalize = plume_table_group_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/plumelab/Plume/plume-table-group.ui");
  gtk_widget_class_bind_template_child (widget_class, PlumeTableGroup, expander);
  gtk_widget_class_bind_template_child (widget_class, PlumeTableGroup, list);
  gtk_widget_class_bind_template_child (widget_class, PlumeTableGroup, add);
  gtk_widget_class_bind_template_callback (widget_class, on_add);
}

static void
plume_table_group_init (PlumeTableGroup *group)
{
  group->records = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (group));
}

static guint
get_n_rows (PlumeTableGroup *group)
{
  return get_records (group)->n_rows;
}

/**
 * plume_table_group_build:
 *
 * Adds the next record that is not shown yet.
 *
 * Returns: whether there is another one
 */
gboolean
plume_table_group_build (PlumeTableGroup *group)
{
  if (group->records->len < get_n_rows (group))
    {
      GtkWidget *record =
          plume_record_row_new (group->study, group->parameter, (int)group->records->len);

      g_ptr_array_add (group->records, record);
      gtk_list_box_append (group->list, record);
    }
  group->built = group->records->len >= get_n_rows (group);
  return !group->built;
}

static void
show_state (PlumeTableGroup *group)
{
  guint n_rows = get_n_rows (group);
  guint max_rows = plume_study_get_experiment (group->study)->parameters[group->parameter].max_rows;

  gtk_widget_set_visible (GTK_WIDGET (group->list), n_rows > 0);
  gtk_widget_set_sensitive (group->add, max_rows == 0 || n_rows < max_rows);
}

/**
 * plume_table_group_new:
 * @study: the study
 * @parameter: index of a table; plume_table_group_build() adds its records
 */
GtkWidget *
plume_table_group_new (PlumeStudy *study, int parameter)
{
  PlumeTableGroup *group = g_object_new (PLUME_TYPE_TABLE_GROUP, NULL);
  const PlumeParameter *table = &plume_study_get_experiment (study)->parameters[parameter];

  group->study = g_object_ref (study);
  group->parameter = parameter;
  gtk_expander_set_label (GTK_EXPANDER (group->expander), plume_translate (table->title));
  gtk_accessible_update_property (GTK_ACCESSIBLE (group->expander), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  plume_translate (table->title), -1);
  if (table->help != NULL)
    plume_widget_set_tip (gtk_expander_get_label_widget (GTK_EXPANDER (group->expander)),
                          plume_translate (table->help));
  show_state (group);
  return GTK_WIDGET (group);
}

gboolean
plume_table_group_take (GtkWidget *widget)
{
  PlumeTableGroup *group = PLUME_TABLE_GROUP (widget);

  if (group->records->len > 0)
    gtk_list_box_remove (group->list,
                         g_ptr_array_steal_index (group->records, group->records->len - 1));
  return group->records->len > 0;
}

/* Records are only added and taken away at the end of the list; the others show their new values in
 * place. */
void
plume_table_group_sync (PlumeTableGroup *group)
{
  while (group->records->len > get_n_rows (group))
    plume_table_group_take (GTK_WIDGET (group));
  for (guint i = 0; i < group->records->len; i++)
    plume_record_row_sync (g_ptr_array_index (group->records, i));
  if (group->built)
    while (plume_table_group_build (group))
      ;
  show_state (group);
}

void
plume_table_group_filter (PlumeTableGroup *group, const char *needle)
{
  gboolean any = needle == NULL;

  for (guint i = 0; i < group->records->len; i++)
    any |= plume_record_row_filter (g_ptr_array_index (group->records, i), needle);
  gtk_widget_set_visible (GTK_WIDGET (group),
                          any
                              && plume_values_shows (plume_study_get_values (group->study),
                                                     &PLUME_ADDRESS (group->parameter)));
  if (needle != NULL && any)
    gtk_expander_set_expanded (GTK_EXPANDER (group->expander), TRUE);
}
